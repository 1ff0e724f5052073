//! The commands on the pages about inputs, exports and trades run as they stand there.

#![cfg(feature = "json")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the blocks of code of a page: what stands after the three marks, and the lines.
fn blocks(page: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_open = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(name) => {
                is_open = !is_open;
                if is_open {
                    blocks.push((name.to_owned(), Vec::new()));
                }
            }
            None if is_open => blocks.last_mut().unwrap().1.push(line.to_owned()),
            None => {}
        }
    }
    blocks
}

/// Splits a command at blanks that stand in no marks.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut is_quoted) = (vec![String::new()], false);
    for c in command.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn the_commands_of_the_pages_run() {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let example =
        profile.join("examples").join(format!("reconcile{}", std::env::consts::EXE_SUFFIX));
    if !example.exists() {
        println!("skipped: {} is not built", example.display());
        return;
    }
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (page, least) in [("EXPORTS.md", 11), ("INPUTS.md", 3), ("TRADES.md", 15)] {
        let folder = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(docs.join(page)).unwrap();
        let mut count = 0;
        for (name, lines) in blocks(&text) {
            // ```csv articles.csv is a file that commands below it read.
            if let Some((_, file)) = name.split_once(' ') {
                fs::write(folder.path().join(file), lines.join("\n") + "\n").unwrap();
            }
            for command in lines.iter().filter(|_| name == "sh") {
                let mut words = words(command);
                assert_eq!(words.remove(0), "reconcile", "{page}: {command}");
                let done = Command::new(&example)
                    .args(&words)
                    .current_dir(folder.path())
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                let said = String::from_utf8_lossy(&done.stderr);
                assert!(done.status.success(), "{page}: {command}: {said}");
                let out = words.iter().position(|word| word == "--out").map(|at| &words[at + 1]);
                let written = match out {
                    Some(file) => fs::read(folder.path().join(file)).unwrap(),
                    None => done.stdout,
                };
                let is_summary = command.ends_with("--format none");
                assert!(is_summary || written.len() > 20, "{page}: {command} writes nothing");
                count += 1;
            }
        }
        assert!(count >= least, "{page} has {count} commands");
    }
}

/// Every format that the program knows is on the page, and has a link where there is a section.
#[test]
fn the_page_of_exports_names_every_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/EXPORTS.md")).unwrap();
    let formats = fs::read_to_string(root.join("examples/common/format.rs")).unwrap();
    let list = formats.split("const FORMATS").nth(1).unwrap();
    let list = list.split("];").next().unwrap();
    let names: Vec<&str> = list
        .lines()
        .filter(|line| line.trim_start().starts_with("(Format::"))
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    assert!(names.len() >= 17, "{names:?}");
    for name in names.iter().filter(|name| **name != "none") {
        assert!(page.contains(&format!("`{name}`")), "{name} is not on the page");
    }
}
