//! Prints every pair of quotations that was compared, with the numbers that the linking model weighs: for those who fit it
//! anew on labels of their own (`src/link/fit.py` does).
//!
//! ```text
//! cargo run --release --example pairs -- articles.jsonl > pairs.jsonl
//! ```
//!
//! A line each: `{"a": ID, "b": ID, "features": [..]}`; the ids are those of `reconcile --format json`, the features
//! those of `variorum::link::FEATURES`.

use std::io::{self, BufWriter, Write};

use variorum::Archive;
use variorum::input::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = Reader::new();
    for path in std::env::args().skip(1) {
        reader.read_path(path);
    }
    let input = reader.finish();
    for skipped in &input.skipped {
        eprintln!("{}: {}", skipped.input, skipped.reason);
    }
    let mut archive = Archive::default();
    archive.extend(input.documents);
    let mut out = BufWriter::new(io::stdout().lock());
    for pair in archive.compared() {
        let line = serde_json::json!({ "a": pair.a, "b": pair.b, "features": pair.features.as_slice() });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
