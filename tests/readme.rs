//! The README shows the real output.

use std::path::Path;

use variorum::Archive;
use variorum::input::InputReader;
use variorum::report::{Report, TextReport};

#[test]
fn the_output_shown_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next())
        .expect("a block of output");
    let mut reader = InputReader::new();
    for entry in std::fs::read_dir(root.join("examples/helsinki")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            reader.read_text(
                path.file_stem().unwrap().to_str().unwrap(),
                &std::fs::read_to_string(&path).unwrap(),
            );
        }
    }
    let mut archive = Archive::default();
    assert!(archive.extend(reader.finish().documents).is_empty());
    let mut printed = Vec::new();
    TextReport::new().write(&archive.reconcile(), &mut printed).unwrap();
    let printed = String::from_utf8(printed).unwrap();
    let political =
        printed.split("\n\n").find(|utterance| utterance.contains("political risk")).unwrap();
    assert!(
        printed.contains(shown),
        "README shows\n{shown}\nbut that is not printed. Its utterance prints so:\n{political}"
    );
}
