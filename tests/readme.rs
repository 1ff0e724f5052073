//! What the README shows is what comes out.

use variorum::Archive;
use variorum::input::Reader;

#[test]
fn the_output_shown_is_real() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let shown =
        readme.split("```text\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("a block of output");

    let mut reader = Reader::new();
    reader.read_path(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/helsinki"));
    let mut archive = Archive::default();
    assert!(archive.extend(reader.finish().documents).is_empty());
    let reconciliation = archive.reconcile();
    let printed: Vec<String> = reconciliation.utterances.iter().map(|utterance| utterance.to_string()).collect();
    assert!(
        printed.iter().any(|printed| printed.trim_end() == shown.trim_end()),
        "README shows\n{shown}\nbut no utterance prints so. The political risk line prints\n{}",
        printed.iter().find(|printed| printed.contains("political risk")).unwrap()
    );
}
