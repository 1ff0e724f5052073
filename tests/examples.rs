//! Bad input: each fault is reported with its place and its reason, and the rest is read. First
//! through the library; then through the example `reconcile`, if it is built
//! (`cargo build --examples`), for the exit status.
#![cfg(feature = "json")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use variorum::StandaloneQuotation;
use variorum::input::InputReader;
use variorum::{Archive, Document, Settings};

/// Returns the path of the example, built with this profile. Cargo builds the examples along with
/// the tests, unless a single test is selected.
fn example() -> Option<PathBuf> {
    let test = std::env::current_exe().ok()?;
    let profile = test.parent()?.parent()?;
    let example =
        profile.join("examples").join(format!("reconcile{}", std::env::consts::EXE_SUFFIX));
    if !example.exists() {
        println!("skipped: {} is not built", example.display());
        return None;
    }
    Some(example)
}

fn run(example: &Path, arguments: &[&str], folder: &Path) -> (Option<i32>, String, Output) {
    let output = Command::new(example).args(arguments).current_dir(folder).output().unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said, output)
}

const GOOD: &str =
    r#"{"id": "good", "text": "“We will come back,” said Ada Lund.", "outlet": "Ledger"}"#;

/// Files that are bad in one way each: name, content, part of the reported reason, line.
const BAD: &[(&str, &[u8], &str, Option<u64>)] = &[
    ("twice.jsonl", b"{\"id\": \"good\", \"text\": \"Again.\"}\n", "good", Some(1)),
    (
        "broken.jsonl",
        b"{\"id\": \"x\", \"text\": \"One.\"}\n{\"id\": \"y\", \"te\n",
        "malformed JSON",
        Some(2),
    ),
    ("array.jsonl", b"[\"id\", \"text\"]\n", "no JSON object", Some(1)),
    ("latin.jsonl", b"{\"id\": \"l\", \"text\": \"caf\xe9\"}\n", "not UTF-8", Some(1)),
    ("latin.txt", b"caf\xe9\n", "not UTF-8", None),
    ("wide.txt", b"h\0i\0", "UTF-16", None),
    ("lacking.jsonl", b"{\"id\": \"m\"}\n", "text: missing", Some(1)),
    ("nameless.jsonl", b"{\"id\": \" \", \"text\": \"Who?\"}\n", "id: empty", Some(1)),
    (
        "undated.jsonl",
        b"{\"id\": \"u\", \"text\": \"When?\", \"published\": \"last Monday\"}\n",
        "last Monday",
        Some(1),
    ),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a-good.jsonl"), GOOD).unwrap();
    for (name, bytes, _, _) in BAD {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::create_dir(folder.path().join("empty")).unwrap();
    folder
}

#[test]
fn bad_files_are_told_and_the_rest_is_read() {
    let folder = folder();
    let mut reader = InputReader::new();
    reader.read_path(folder.path());
    let input = reader.finish();
    let ids: Vec<&str> = input.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["good", "x", "u"]);
    assert_eq!(input.skipped.len(), BAD.len(), "{:?}", input.skipped);
    for (name, _, reason, line) in BAD {
        let told = input.skipped.iter().find(|skipped| skipped.input.ends_with(name)).unwrap();
        assert!(told.reason.contains(reason) && told.line == *line, "{name}: {told}");
    }
}

#[test]
fn unreadable_paths_and_empty_folders_are_told() {
    let folder = folder();
    for (path, quotations) in [
        ("nowhere.txt", false),
        ("nowhere", false),
        ("empty", false),
        ("nowhere.jsonl", true),
        ("empty", true),
    ] {
        let mut reader = InputReader::new();
        let path = folder.path().join(path);
        if quotations {
            reader.read_quotations_path(&path)
        } else {
            reader.read_path(&path)
        }
        let input = reader.finish();
        assert!(input.documents.is_empty() && input.quotations.is_empty());
        assert_eq!(input.skipped.len(), 1, "{}", path.display());
        assert_eq!(input.skipped[0].input, path.to_string_lossy());
    }
}

#[test]
fn the_archive_refuses_and_stays_as_it_was() {
    let mut archive = Archive::default();
    archive.add(Document::new("a", "“We will come back,” said Ada Lund.")).unwrap();
    let before = archive.reconcile();
    let error = archive.add(Document::new("a", "“Something else.”")).unwrap_err();
    assert!(error.is_duplicate() && error.to_string().contains("\"a\""), "{error}");
    let refused = archive.extend(vec![
        Document::new("a", ""),
        Document::new("b", ""),
        Document::new("b", "again"),
    ]);
    let refused: Vec<_> = refused
        .iter()
        .map(|(document, error)| (document.id.as_str(), error.is_duplicate()))
        .collect();
    assert_eq!(refused, [("a", true), ("b", true)]);
    archive.remove("b");
    assert_eq!(archive.reconcile().utterances, before.utterances);
}

/// A standalone quotation may have an id that looks like that of a document's quotation.
#[test]
fn ids_of_quotations_are_never_given_twice() {
    let document = || Document::new("a", "“We will come back,” said Ada Lund.");
    let given = || StandaloneQuotation::new("a#0", "We will come back");
    let mut first = Archive::default();
    first.add(document()).unwrap();
    let error = first.add_quotation(given()).unwrap_err();
    assert!(error.is_duplicate() && error.to_string().contains("a#0"), "{error}");
    let mut second = Archive::default();
    second.add_quotation(given()).unwrap();
    assert!(second.add(document()).unwrap_err().is_duplicate());
    assert!(second.extend(vec![document()])[0].1.is_duplicate());
    assert!(second.remove("a#0"));
    second.add(document()).unwrap();
    assert_eq!(second.reconcile().utterances, {
        first.remove("a#0");
        first.reconcile().utterances
    });
}

#[test]
fn limits_are_named_with_their_numbers() {
    let error = Settings::default().with_threads(100_000).unwrap_err();
    assert!(
        error.is_setting()
            && error.to_string().contains("100000")
            && error.to_string().contains("1024"),
        "{error}"
    );
    assert!(Settings::default().with_document_bytes(0).unwrap_err().is_setting());
    assert!(Settings::default().with_documents(0).unwrap_err().is_setting());
    assert!(Settings::default().with_quotations(0).unwrap_err().is_setting());
    let mut archive = Archive::new(
        Settings::default()
            .with_document_bytes(30)
            .unwrap()
            .with_documents(2)
            .unwrap()
            .with_quotations(1)
            .unwrap(),
    );
    for (document, is_in) in [
        ("“One,” he said.", true),
        ("This one is longer than thirty bytes.", false),
        ("“Two,” he said.", false),
        ("None.", true),
        ("Full.", false),
    ] {
        let added = archive.add(Document::new(document, document));
        assert_eq!(added.is_ok(), is_in, "{document}");
        assert!(added.err().is_none_or(|error| error.is_limit()));
    }
    assert_eq!(archive.len(), 2);
    // What does not fit leaves what was there in place.
    assert!(
        archive.replace(Document::new("None.", "This one is longer than thirty bytes.")).is_err()
    );
    assert_eq!(archive.get("None.").map(|document| document.text.as_str()), Some("None."));
}

#[test]
fn exit_status() {
    let Some(example) = example() else { return };
    let folder = folder();
    let at = folder.path();
    let status = |arguments: &[&str]| run(&example, arguments, at).0;

    assert_eq!(status(&["a-good.jsonl", "--format", "none"]), Some(0));
    assert_eq!(status(&["--format", "none"]), Some(0), "the articles that come with the crate");
    assert_eq!(status(&["--help"]), Some(0));

    let (code, said, output) = run(&example, &[".", "--format", "json"], at);
    assert_eq!(code, Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["documents"].as_array().unwrap().len(), 3);
    let skipped = report["skipped"].as_array().unwrap();
    assert_eq!(skipped.len(), BAD.len());
    for (name, _, reason, line) in BAD {
        let told = skipped
            .iter()
            .find(|skipped| skipped["input"].as_str().unwrap().ends_with(name))
            .unwrap();
        assert!(
            told["reason"].as_str().unwrap().contains(reason) && told["line"].as_u64() == *line,
            "{told}"
        );
        assert!(said.contains(name), "{name} is not said on standard error");
    }

    assert_eq!(status(&["a-good.jsonl", "nowhere.txt", "--format", "none"]), Some(1));
    assert_eq!(status(&["a-good.jsonl", "empty", "--format", "none"]), Some(1));
    for nothing in [
        &["nowhere.txt"][..],
        &["empty"],
        &["latin.txt"],
        &["a-good.jsonl", "--threads", "100000"],
        &["a-good.jsonl", "--threads", "many"],
        &["a-good.jsonl", "--format", "cuneiform"],
        &["a-good.jsonl", "--no-such-option"],
        &["a-good.jsonl", "--decisions", "nowhere.jsonl"],
        &["a-good.jsonl", "--explain", "good#0", "good#7"],
        &["a-good.jsonl", "--out", "nowhere/report.txt"],
        &["--quotations", "nowhere.jsonl"],
    ] {
        let (code, said, _) = run(&example, nothing, at);
        assert_eq!(code, Some(2), "{nothing:?}: {said}");
        assert!(!said.trim().is_empty());
    }
}
