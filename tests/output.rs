//! What the examples write: reports that are complete or not there, and nothing that drives a
//! terminal. Through the examples, if they are built (`cargo build --examples`).

#![cfg(feature = "json")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Returns the path of an example, built with this profile.
fn example(name: &str) -> Option<PathBuf> {
    let test = std::env::current_exe().ok()?;
    let folder = test.parent()?.parent()?.join("examples");
    let example = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !example.exists() {
        println!("skipped: {} is not built", example.display());
        return None;
    }
    Some(example)
}

fn run(example: &Path, arguments: &[&str], folder: &Path) -> (Option<i32>, String, Output) {
    let mut command = Command::new(example);
    let command = command.args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said, output)
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_report_is_written_beside_and_renamed() {
    let Some(example) = example("reconcile") else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (code, said, _) = run(&example, &["--format", "json", "--out", "report.json"], at);
    assert_eq!(code, Some(0), "{said}");
    let report = fs::read(at.join("report.json")).unwrap();
    let (_, _, output) = run(&example, &["--format", "json"], at);
    assert!(report == output.stdout, "the file holds what is printed else");
    assert_eq!(files(at), ["report.json"]);
    // A folder is no file, and a folder that is not there has none.
    fs::create_dir(at.join("there")).unwrap();
    for out in ["there", "nowhere/report.json"] {
        let (code, said, _) = run(&example, &["--format", "json", "--out", out], at);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(out), "{said}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let mode = |name: &str| fs::metadata(at.join(name)).unwrap().permissions().mode() & 0o777;
        // Others may read it if they may read any new file; an old file keeps its mode.
        fs::write(at.join("new"), "").unwrap();
        assert_eq!(mode("report.json"), mode("new"));
        fs::set_permissions(at.join("report.json"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("report.json", at.join("link.json")).unwrap();
        let (code, said, _) = run(&example, &["--format", "tsv", "--out", "link.json"], at);
        assert_eq!(code, Some(0), "{said}");
        assert!(fs::symlink_metadata(at.join("link.json")).unwrap().is_symlink());
        assert!(fs::read_to_string(at.join("report.json")).unwrap().starts_with("utterance\t"));
        assert_eq!(mode("report.json"), 0o640);
        // A device is written to as it is.
        assert_eq!(run(&example, &["--out", "/dev/null"], at).0, Some(0));
        let (_, _, output) = run(&example, &["--format", "tsv", "--out", "/dev/stdout"], at);
        assert!(output.stdout.starts_with(b"utterance\t"));
    }
}

/// A long page is several files, none of which takes the place of an input.
#[test]
fn a_long_page_is_several_files() {
    let Some(example) = example("reconcile") else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("out")).unwrap();
    let said = (0..300).map(|n| {
        format!(
            "“The {n}th bridge of {}ville will be closed,” Ada Lund said.",
            "abcde".repeat(n % 7)
        )
    });
    fs::write(at.join("long.txt"), said.collect::<Vec<_>>().join("\n\n")).unwrap();
    let arguments = ["long.txt", "--min-outlets", "1", "--out", "out/report.html"];
    let (code, said, _) = run(&example, &arguments, at);
    assert_eq!(code, Some(0), "{said}");
    let names = files(&at.join("out"));
    assert!(names.len() >= 3, "{names:?}");
    assert!(names.iter().any(|name| name == "report-contents.html"), "{names:?}");
    let page = |name: &str| fs::read_to_string(at.join("out").join(name)).unwrap();
    let utterances: usize = names.iter().map(|name| page(name).matches("<article ").count()).sum();
    assert_eq!(page("report-contents.html").matches("<p class=\"line ").count(), utterances);
    assert_eq!(page("report.html").matches("<article ").count(), 250);
    // A device takes one page.
    let (_, _, output) = run(&example, &["long.txt", "--min-outlets", "1", "--format", "html"], at);
    let whole = String::from_utf8(output.stdout).unwrap();
    assert_eq!(whole.matches("<article ").count(), utterances);
    // A further file that would take the place of an input is not written, nor is the first.
    fs::write(at.join("new-2.html"), "<p>“We will come back,” said Ada Lund.</p>").unwrap();
    let arguments = ["long.txt", "new-2.html", "--min-outlets", "1", "--out", "new.html"];
    let (code, said, _) = run(&example, &arguments, at);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("new-2.html: is read as input"), "{said}");
    assert!(!at.join("new.html").exists());
    assert!(fs::read_to_string(at.join("new-2.html")).unwrap().contains("We will come back"));
}

/// A full disk fails a write as a limit of the size of files does; and a signal ends the process in
/// the middle of one.
#[cfg(unix)]
#[test]
fn a_full_disk_or_a_signal_leaves_the_old_report() {
    let Some(example) = example("reconcile") else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("report.html"), "the last good report").unwrap();
    for (ignored, is_told) in [("trap '' XFSZ; ", true), ("", false)] {
        let script = format!(
            "{ignored}ulimit -c 0; ulimit -f 8; exec '{}' --format html --out report.html",
            example.display()
        );
        let output = Command::new("sh").args(["-c", &script]).current_dir(at).output().unwrap();
        assert!(!output.status.success());
        assert_eq!(fs::read_to_string(at.join("report.html")).unwrap(), "the last good report");
        if is_told {
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains("report.html: "), "{said}");
            assert_eq!(files(at), ["report.html"], "nothing is left beside it");
        } else {
            use std::os::unix::process::ExitStatusExt;
            assert!(output.status.signal().is_some(), "a signal has ended it");
        }
    }
    let (code, said, _) = run(&example, &["--format", "html", "--out", "report.html"], at);
    assert_eq!(code, Some(0), "{said}");
    assert!(fs::read_to_string(at.join("report.html")).unwrap().ends_with("</html>\n"));
}

#[test]
fn a_report_never_takes_the_place_of_an_input() {
    let Some(example) = example("reconcile") else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let article = "“We will come back,” said Ada Lund.\n";
    fs::create_dir_all(at.join("in/deep")).unwrap();
    fs::write(at.join("in/a.txt"), article).unwrap();
    fs::write(at.join("in/deep/b.md"), article).unwrap();
    fs::write(at.join("in/old.json"), "{}").unwrap();
    fs::write(at.join("q.jsonl"), "{\"id\": \"q\", \"text\": \"We will come back\"}\n").unwrap();
    fs::write(at.join("d.jsonl"), "").unwrap();
    let decided = ["in", "--quotations", "q.jsonl", "--decisions", "d.jsonl"];
    let mut refused = vec!["in/a.txt", "in/../in/a.txt", "in/deep/b.md", "q.jsonl", "d.jsonl"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("in/a.txt", at.join("link.txt")).unwrap();
        fs::hard_link(at.join("in/a.txt"), at.join("hard.txt")).unwrap();
        refused.extend(["link.txt", "hard.txt"]);
    }
    for out in refused {
        let before = fs::read(at.join(out)).unwrap();
        let (code, said, _) = run(&example, &[&decided[..], &["--out", out]].concat(), at);
        assert_eq!(code, Some(2), "{out}: {said}");
        assert!(said.contains(&format!("--out {out}: is read as input")), "{said}");
        assert_eq!(fs::read(at.join(out)).unwrap(), before);
    }
    // Near misses: a file of the folder that is not read, and files elsewhere.
    for out in ["in/old.json", "in/deep/new.json", "a.txt"] {
        let (code, said, _) = run(&example, &[&decided[..], &["--out", out]].concat(), at);
        assert_eq!(code, Some(0), "{out}: {said}");
    }
}

/// Characters that drive a terminal, or that reorder what is printed.
const UNSAFE: [char; 5] = ['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{7f}'];

#[test]
fn nothing_that_is_printed_drives_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let bad: String = UNSAFE.iter().collect();
    let text = format!("“We will {bad}never close the harbour of Veln{bad},” Ada {bad}Lund said.");
    let escaped = serde_json::to_string(&text).unwrap();
    let id = serde_json::to_string(&format!("a{bad}")).unwrap();
    let lines = format!(
        "{{\"id\": {id}, \"text\": {escaped}, \"outlet\": {id}}}\n{{\"id\": \"b\", \"text\": {escaped}}}\n\
         {{\"id\": {id}, \"text\": \"\"}}\n{{\"id\": 3, \"text\": \"\", \"kind\": {id}}}\n{bad}\n"
    );
    fs::write(at.join("a.jsonl"), lines).unwrap();
    fs::write(at.join("text.txt"), &text).unwrap();
    let option = format!("--{bad}");
    let reconcile: [&[&str]; 12] = [
        &["a.jsonl"],
        &["a.jsonl", "--who", "--min-outlets", "1"],
        &["a.jsonl", "--review"],
        &["a.jsonl", "--explain", "b#0", &format!("a{bad}#0")],
        &["a.jsonl", "--format", "markdown"],
        &["a.jsonl", "--format", "html"],
        &["a.jsonl", "--format", "tei"],
        &["a.jsonl", "--format", "tsv"],
        &[&bad],
        &["a.jsonl", "--lemma", &bad],
        &["a.jsonl", "--out", &format!("{bad}/{bad}")],
        &[&option],
    ];
    let pair = [text.as_str(), "We will close the harbour of Veln"];
    let others: [(&str, &[&str]); 12] = [
        ("compare", &pair),
        ("compare", &[&option]),
        ("compare", &[pair[0], pair[1], "--published-a", &bad]),
        ("compare", &[pair[0], pair[1], "--speaker-a", &bad, "--speaker-b", "Tor Berg"]),
        ("align", &pair),
        ("variants", &pair),
        ("normalise", &pair[..1]),
        ("extract", &["text.txt"]),
        ("attribute", &["text.txt"]),
        ("extract", &[&bad]),
        ("collate", &[&option]),
        ("calibrate", &[&bad]),
    ];
    let all = reconcile.iter().map(|&arguments| ("reconcile", arguments)).chain(others);
    for (name, arguments) in all {
        let Some(example) = example(name) else { continue };
        let (_, said, output) = run(&example, arguments, at);
        let printed = String::from_utf8(output.stdout).unwrap();
        for text in [&said, &printed] {
            assert!(!text.contains(UNSAFE), "{name} {arguments:?}: {text:?}");
        }
        assert!(!said.is_empty() || !printed.is_empty(), "{name} {arguments:?}");
    }
}

#[test]
fn every_example_knows_help_and_names_the_option_and_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    const EXAMPLES: [&str; 11] = [
        "align",
        "attribute",
        "calibrate",
        "collate",
        "compare",
        "evaluate",
        "extract",
        "generate",
        "normalise",
        "reconcile",
        "variants",
    ];
    for name in EXAMPLES {
        let Some(example) = example(name) else { continue };
        for option in ["--help", "-h"] {
            let (code, said, output) = run(&example, &[option], at);
            let help = String::from_utf8(output.stdout).unwrap();
            assert_eq!((code, said.as_str()), (Some(0), ""), "{name} {option}");
            assert!(help.contains("Usage: ") && help.contains("--help"), "{name}: {help}");
        }
        let (code, said, _) = run(&example, &["--no-such-option"], at);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(said.starts_with(name) && said.contains("--no-such-option"), "{name}: {said}");
    }
    for (name, arguments, expected) in [
        ("reconcile", &["--width", "many"][..], "--width many: "),
        ("reconcile", &["--width", "39"], "--width 39: outside 40 to 1000"),
        (
            "reconcile",
            &["--width", "18446744073709551615"],
            "--width 18446744073709551615: outside",
        ),
        ("reconcile", &["--width", "-1"], "--width"),
        ("reconcile", &["--threads", "2.5"], "--threads 2.5: "),
        ("reconcile", &["--threads", "100000"], "--threads: "),
        ("reconcile", &["--min-outlets", "two"], "--min-outlets two: "),
        ("reconcile", &["--max-memory", "2T"], "--max-memory 2T: "),
        ("reconcile", &["--max-memory", "99999999999G"], "--max-memory 99999999999G: "),
        ("reconcile", &["--max-documents", "0"], "--max-documents: "),
        ("reconcile", &["--siglum", "A"], "--siglum A: "),
        ("reconcile", &["--width"], "--width"),
        ("reconcile", &["--decisions", "gone.jsonl"], "gone.jsonl: "),
        ("reconcile", &["gone.txt"], "gone.txt: "),
        ("reconcile", &["--quotations", "gone.jsonl"], "gone.jsonl: "),
        ("compare", &["a", "b", "--published-a", "soon"], "--published-a soon: "),
        ("evaluate", &["--seed", "x"], "--seed x: "),
        ("evaluate", &["--failures", "x"], "--failures x: "),
        ("evaluate", &["gone"], "gone"),
        ("generate", &["pairs", "x", "1"], "N x: "),
        ("generate", &["pairs", "1", "x"], "SEED x: "),
        ("extract", &["gone.txt"], "gone.txt: "),
        ("attribute", &["gone.txt"], "gone.txt: "),
        ("calibrate", &["gone"], "gone"),
    ] {
        let Some(example) = example(name) else { continue };
        let (code, said, _) = run(&example, arguments, at);
        assert_eq!(code, Some(2), "{name} {arguments:?}: {said}");
        assert!(said.contains(expected), "{name} {arguments:?}: {said}");
    }
}

/// An endless standard input meets the limits while it is read.
#[cfg(unix)]
#[test]
fn endless_standard_input_ends() {
    let Some(example) = example("reconcile") else { return };
    let numbers = "seq 1 999999999 | sed 's/.*/{\"id\": \"&\", \"text\": \"“We will come back &,” \
                   said Ada Lund.\"}/'";
    for (producer, options, limit) in [
        ("yes", "-", "the limit of documents is 2000; nothing more is read"),
        (numbers, "-", "the limit of documents is 2000; nothing more is read"),
        (numbers, "- --max-memory 3M", "the archive is full; no more articles are read"),
        ("yes", "--quotations -", "the limit of documents is 2000; nothing more is read"),
    ] {
        let documents = if options.contains("memory") { 100_000 } else { 2000 };
        let script = format!(
            "({producer}) 2>/dev/null | '{}' {options} --max-documents {documents} --format none",
            example.display()
        );
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains(limit),
            "{producer} {options}: {}",
            said.lines().last().unwrap_or("")
        );
    }
}

/// The ending of `--out` says the format; `--format` takes precedence.
#[test]
fn the_ending_of_a_file_is_its_format() {
    let Some(example) = example("reconcile") else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (name, begins) in [
        ("a.txt", "Donald Trump"),
        ("a.md", "#"),
        ("a.HTML", "<!DOCTYPE html>"),
        ("a.json", "{\n\"schema\":\"variorum/reconciliation@1\""),
        ("a.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI"),
        ("a.tsv", "utterance\tspeaker\tverdict\t"),
        ("a.csv", "utterance,speaker,entry,"),
        ("a.witnesses.csv", "utterance,speaker,verdict,outlets,"),
        ("witnesses.tsv", "utterance\tspeaker\tverdict\toutlets\tindependent\tsiglum\toutlet\t"),
        ("a-differences.tsv", "utterance\tspeaker\tentry\t"),
        ("a.jsonld", "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\""),
        ("a.schema.jsonld", "{\"@context\":\"https://schema.org\""),
        ("a.collatex.jsonl", "{\"name\":\"u"),
        ("a.graphml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml"),
        ("a.gv", "digraph \"u"),
        ("a.nex", "#NEXUS\n"),
        ("a.phy", "6 3\n"),
        ("no-ending", "Donald Trump"),
    ] {
        let (code, said, _) = run(&example, &["--out", name], at);
        assert_eq!(code, Some(0), "{name}: {said}");
        let written = fs::read_to_string(at.join(name)).unwrap();
        let is_text = begins == "Donald Trump";
        assert!(
            written.starts_with(begins) || is_text && written.contains("outlets · "),
            "{name}: {}",
            written.chars().take(200).collect::<String>()
        );
    }
    let (_, _, output) = run(&example, &["--format", "tsv", "--out", "/dev/stdout"], at);
    assert!(cfg!(not(unix)) || output.stdout.starts_with(b"utterance\t"));
    let (_, _, output) = run(&example, &["--format", "dot"], at);
    let dot = String::from_utf8(output.stdout).unwrap();
    let id = dot.split('"').nth(1).unwrap();
    let (code, _, output) = run(&example, &["--format", "dot", "--utterance", id], at);
    let one = String::from_utf8(output.stdout).unwrap();
    assert_eq!((code, one.matches("digraph").count()), (Some(0), 1));
    assert!(dot.starts_with(&one));
    let (code, said, _) = run(&example, &["--utterance", "u0"], at);
    assert_eq!(code, Some(2));
    assert!(said.contains("--utterance u0: no utterance has this id"), "{said}");
}

#[test]
fn the_summary_comes_last_and_a_closed_pipe_is_no_failure() {
    use std::io::Read;
    let Some(example) = example("reconcile") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_, said, _) = run(&example, &["--format", "tsv"], folder.path());
    let lines: Vec<&str> = said.lines().collect();
    let [differences, counts] = lines[..] else { panic!("{said}") };
    assert!(
        differences.starts_with("stated differences: ") && differences.ends_with(" s"),
        "{said}"
    );
    assert!(counts.starts_with("8 documents, ") && counts.ends_with(", 0 skipped"), "{said}");
    let (_, said, _) = run(&example, &["--format", "none"], folder.path());
    assert!(said.starts_with("8 documents, ") && said.trim_end().ends_with(" s"), "{said}");
    for format in ["json", "html", "annotations", "graphml", "text"] {
        let mut child = Command::new(&example)
            .args(["--format", format])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut begin = [0; 10];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut begin).unwrap();
        drop(out);
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success() && !said.contains("panicked"), "{format}: {said}");
    }
}
