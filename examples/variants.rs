//! The module `variant` alone: classifies the differences between two wordings.
//!
//! `cargo run --example variants -- ["WORDING A" "WORDING B"]`

use std::io::{Write, stdout};

use variorum::align::align;
use variorum::text::{Passage, Vocabulary};
use variorum::variant::{Side, variants};

fn main() -> std::io::Result<()> {
    let mut given = std::env::args().skip(1);
    let a = given.next().unwrap_or("We have never met them, and I don't think we will.".to_owned());
    let b = given
        .next()
        .unwrap_or("We have met them . . . and I do not believe [the mayor] will.".to_owned());
    let mut words = Vocabulary::new();
    let (left, right) = (words.tokenize(&a), words.tokenize(&b));
    let alignment = align(&words, &left.words, &right.words);
    let printed = |text: &str, passage: &Passage, tokens: std::ops::Range<usize>| {
        passage.tokens[tokens]
            .iter()
            .map(|token| token.span.slice(text))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for found in variants(&words, Side::new(&a, &left), Side::new(&b, &right), &alignment) {
        let (from, to) = (printed(&a, &left, found.a), printed(&b, &right, found.b));
        let (operation, level, disclosure) =
            (found.operation.as_str(), found.level.as_str(), found.disclosure.as_str());
        writeln!(
            stdout(),
            "{operation:13} {level:2} {disclosure:9} {:26} {from:20} ] {to}",
            found.rule
        )?;
    }
    Ok(())
}
