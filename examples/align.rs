//! The module `align` alone: compares two wordings word by word and finds transposed blocks.
//!
//! `cargo run --example align -- ["WORDING A" "WORDING B"]`

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::process::ExitCode;

use terminal::{AnyError, print_line};
use variorum::align::align;
use variorum::text::{Passage, Vocabulary};

const HELP: &str = "\
Compares two wordings word by word, and finds transposed blocks.

Usage: align [WORDING WORDING]

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("align", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::texts(HELP, 2)? else { return Ok(()) };
    let mut given = given.into_iter();
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
        print_line!("{:12} {from:24} {to}", format!("{:?}", edit.kind));
    }
    for block in found.transpositions {
        let (from, to) = (printed(&a, &left, block.a), printed(&b, &right, block.b));
        print_line!("Moved        {from:24} {to}");
    }
    Ok(())
}
