//! The module `align` alone: compares two wordings word by word and finds transposed blocks.
//!
//! `cargo run --example align -- ["WORDING A" "WORDING B"]`

use std::io::{Write, stdout};

use variorum::align::align;
use variorum::text::{Passage, Vocabulary};

fn main() -> std::io::Result<()> {
    let mut given = std::env::args().skip(1);
    let a = given.next().unwrap_or("than to risk peace in pursuit of politics".to_owned());
    let b = given.next().unwrap_or("rather than pursue politics at the risk of peace".to_owned());
    let mut words = Vocabulary::new();
    let (left, right) = (words.tokenize(&a), words.tokenize(&b));
    let printed = |text: &str, passage: &Passage, tokens: std::ops::Range<usize>| {
        passage.tokens[tokens]
            .iter()
            .map(|token| token.span.slice(text))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let found = align(&words, &left.words, &right.words);
    for edit in found.edits {
        let (from, to) = (printed(&a, &left, edit.a), printed(&b, &right, edit.b));
        writeln!(stdout(), "{:12} {from:24} {to}", format!("{:?}", edit.kind))?;
    }
    for block in found.transpositions {
        let (from, to) = (printed(&a, &left, block.a), printed(&b, &right, block.b));
        writeln!(stdout(), "Moved        {from:24} {to}")?;
    }
    Ok(())
}
