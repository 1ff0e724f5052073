//! The module `variant` alone: classifies the differences between two wordings.
//!
//! `cargo run --example variants -- ["WORDING A" "WORDING B"]`

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::process::ExitCode;

use terminal::{AnyError, print_line};
use variorum::align::align;
use variorum::text::{Passage, Vocabulary};
use variorum::variant::{Side, variants};

const HELP: &str = "\
Classifies the differences between two wordings: operation, level, disclosure, rule, both texts.

Usage: variants [WORDING WORDING]

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("variants", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::texts(HELP, 2)? else { return Ok(()) };
    let mut given = given.into_iter();
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
        print_line!("{operation:13} {level:2} {disclosure:9} {:26} {from:20} ] {to}", found.rule);
    }
    Ok(())
}
