//! The module `text` alone: lists the tokens of a text with their normal forms and weights.
//!
//! `cargo run --example normalise -- ["TEXT"]`

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::process::ExitCode;

use terminal::{AnyError, print_line};
use variorum::text::Vocabulary;

const HELP: &str = "\
Lists the tokens of a text with their spans, normal forms, classes and weights.

Usage: normalise [TEXT]

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("normalise", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::texts(HELP, 1)? else { return Ok(()) };
    let text = given
        .into_iter()
        .next()
        .unwrap_or("We’re 70% done; the U.S. can't “stop” . . . [yet]".to_owned());
    let mut words = Vocabulary::new();
    let passage = words.tokenize(&text);
    for (token, word) in passage.tokens.iter().zip(&passage.words) {
        let (printed, entry) = (token.span.slice(&text), &words[*word]);
        let bits = f64::from(entry.weight) / 100.0;
        print_line!(
            "{:>3?}  {printed:10} {:10} {:8} {bits:5.1} bits",
            token.span,
            entry.form,
            format!("{:?}", token.class)
        );
    }
    Ok(())
}
