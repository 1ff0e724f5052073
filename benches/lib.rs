//! Input that the benches share.

use variorum::Document;
use variorum::input::InputReader;

#[path = "../tests/chance/mod.rs"]
pub mod chance;
pub mod news;

/// Path of the repository's root.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Returns the articles that come with the crate.
pub fn helsinki() -> Vec<Document> {
    let mut reader = InputReader::new();
    reader.read_path(format!("{ROOT}/examples/helsinki"));
    let documents = reader.finish().documents;
    assert_eq!(documents.len(), 8);
    documents
}
