//! The commands on the pages run as they stand there, and print what the pages show.
//!
//! A block `sh` holds commands, one a line. A block `console` holds commands after `$ ` with what
//! they print: standard output, or, where that is empty, standard error. `VARIORUM_BLESS=1 cargo
//! test --test pages` writes into the pages what is printed now.

#![cfg(feature = "json")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The pages, with the number of commands that each has at least.
const PAGES: &[(&str, usize)] = &[
    ("EXPORTS.md", 11),
    ("INPUTS.md", 3),
    ("TOUR.md", 9),
    ("trades/journalist.md", 5),
    ("trades/fact-checker.md", 5),
    ("trades/engineer.md", 5),
    ("trades/humanist.md", 5),
    ("trades/benchmark.md", 4),
];

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
    words.retain(|word| !word.is_empty());
    words
}

/// The folder of the examples of this profile, if they are built.
fn examples() -> Option<PathBuf> {
    let test = std::env::current_exe().unwrap();
    let examples = test.parent().unwrap().parent().unwrap().join("examples");
    let first = examples.join(format!("reconcile{}", std::env::consts::EXE_SUFFIX));
    if !first.exists() {
        println!("skipped: {} is not built", first.display());
        return None;
    }
    Some(examples)
}

/// What a command wrote: to a file, and to its reader.
struct Written {
    bytes: usize,
    lines: Vec<String>,
}

/// Returns the arguments of a command, and the program that it names.
fn example_of(examples: &Path, command: &str) -> (Vec<String>, PathBuf) {
    let mut given = words(command.split(" | ").next().unwrap());
    let example = examples.join(given.remove(0) + std::env::consts::EXE_SUFFIX);
    (given, example)
}

/// Runs a command in `folder`. `head -n N`, `tail -n N` and `grep WORDS` may follow it.
fn run(examples: &Path, folder: &Path, page: &str, command: &str) -> Written {
    let steps = command.split(" | ").skip(1);
    let (mut given, example) = example_of(examples, command);
    let input = match given.iter().position(|word| word == "<") {
        Some(at) => Stdio::from(fs::File::open(folder.join(&given[at + 1])).unwrap()),
        None => Stdio::null(),
    };
    given.retain({
        let mut is_left = true;
        move |word| {
            is_left &= word != "<";
            is_left
        }
    });
    let done = Command::new(&example)
        .args(&given)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .stdin(input)
        .output()
        .unwrap_or_else(|error| panic!("{page}: {command}: {}: {error}", example.display()));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    // 1: some input was skipped, or a wording is not as it was printed.
    assert!(matches!(done.status.code(), Some(0 | 1)), "{page}: {command}: {said}");
    let printed = String::from_utf8(done.stdout).unwrap();
    let out = given.iter().position(|word| word == "--out").map(|at| &given[at + 1]);
    let bytes = match out {
        Some(file) => fs::read(folder.join(file)).unwrap().len(),
        None => printed.len(),
    };
    let shown = if printed.is_empty() { said } else { printed };
    let mut lines: Vec<String> = shown.lines().map(without_time).collect();
    for step in steps {
        let step = words(step);
        let count = || step[2].parse::<usize>().unwrap();
        match &*step[0] {
            "head" => lines.truncate(count()),
            "tail" => drop(lines.drain(..lines.len().saturating_sub(count()))),
            "grep" => lines.retain(|line| line.contains(&step[1])),
            other => panic!("{page}: {command}: {other} is not known here"),
        }
    }
    Written { bytes, lines }
}

/// Returns a line of the summary with the same time on every machine.
fn without_time(line: &str) -> String {
    match line.rsplit_once("; in ") {
        Some((before, time)) if time.ends_with(" s") => format!("{before}; in 0.1 s"),
        _ => line.trim_end().to_owned(),
    }
}

/// Runs the commands of a page; returns the page as it should be, and their number, with those of
/// which the example is not built.
fn run_page(examples: &Path, page: &str, text: &str) -> (String, usize) {
    let folder = tempfile::tempdir().unwrap();
    for shipped in ["examples/helsinki", "examples/helsinki-transcript"] {
        let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")), folder.path().join(shipped));
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from.join(shipped)).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    let (mut new, mut count) = (String::new(), 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        new += &format!("{line}\n");
        let Some(name) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        // ```csv articles.csv is a file that commands below it read.
        if let Some((_, file)) = name.split_once(' ') {
            fs::write(folder.path().join(file), block.join("\n") + "\n").unwrap();
        }
        let commands = || block.iter().filter_map(|line| line.strip_prefix("$ "));
        let missing = commands().map(|command| example_of(examples, command).1);
        if let Some(path) = missing.into_iter().find(|path| name == "console" && !path.exists()) {
            println!("skipped: {page}: {} is not built", path.display());
            count += commands().count();
            block.iter().for_each(|line| new += &format!("{line}\n"));
        } else if name == "console" {
            for command in commands() {
                let written = run(examples, folder.path(), page, command);
                new += &format!("$ {command}\n");
                written.lines.iter().for_each(|line| new += &format!("{line}\n"));
                count += 1;
            }
        } else {
            for command in block.iter().filter(|_| name == "sh") {
                let written = run(examples, folder.path(), page, command);
                let is_summary = command.ends_with("--format none");
                assert!(is_summary || written.bytes > 20, "{page}: {command} writes nothing");
                count += 1;
            }
            block.iter().for_each(|line| new += &format!("{line}\n"));
        }
        new += "```\n";
    }
    (new, count)
}

#[test]
fn the_commands_of_the_pages_run() {
    let Some(examples) = examples() else { return };
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let is_blessed = std::env::var_os("VARIORUM_BLESS").is_some();
    let mut differing = String::new();
    for (page, least) in PAGES {
        let text = fs::read_to_string(docs.join(page)).unwrap();
        let (new, count) = run_page(&examples, page, &text);
        assert!(count >= *least, "{page} has {count} commands");
        if is_blessed {
            fs::write(docs.join(page), new).unwrap();
        } else if let Some(at) = text.lines().zip(new.lines()).position(|(old, new)| old != new) {
            let shown = |text: &str| text.lines().skip(at).take(3).collect::<Vec<_>>().join("\n");
            let (old, new) = (shown(&text), shown(&new));
            differing += &format!("{page}, line {}:\n{old}\nis now\n{new}\n\n", at + 1);
        } else {
            assert_eq!(text.lines().count(), new.lines().count(), "{page}");
        }
    }
    assert!(differing.is_empty(), "{differing}`VARIORUM_BLESS=1` writes the pages anew");
}

/// Every link of a page to a file or to a section leads somewhere.
#[test]
fn the_links_of_the_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    for folder in ["docs", "docs/trades"] {
        let files = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(files.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    let mut count = 0;
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        let prose: String = text.split("```").step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, section) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.parent().unwrap().join(file),
            };
            assert!(target.exists(), "{}: {link}", page.display());
            if !section.is_empty() {
                let target = fs::read_to_string(&target).unwrap();
                let headings = target.lines().filter(|line| line.starts_with('#'));
                let is = headings.map(anchor).any(|anchor| anchor == section);
                assert!(is, "{}: {link}: no such section", page.display());
            }
            count += 1;
        }
    }
    assert!(count > 60, "{count} links");
}

/// Returns the name by which links lead to a heading: `## What it does` is `what-it-does`.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
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
