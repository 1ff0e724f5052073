//! The module `quotation` alone: lists the quotations of a text with their kinds and spans.
//!
//! `cargo run --example extract -- [ARTICLE.txt]`

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::process::ExitCode;

use terminal::{AnyError, print_line};
use variorum::{Part, quotation};

const HELP: &str = "\
Lists the quotations of an article with their kinds and spans, in bytes.

Usage: extract [ARTICLE.txt]

Without ARTICLE, one that comes with the crate is read.

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("extract", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::values(HELP, 1)? else { return Ok(()) };
    let article = match given.first() {
        Some(path) => arguments::read_file(path)?,
        None => include_str!("helsinki/harbour-courier.txt").to_owned(),
    };
    for quotation in quotation::extract(&article, Part::Text) {
        let pieces: Vec<&str> =
            quotation.pieces.iter().map(|piece| piece.slice(&article)).collect();
        print_line!("{:8} {:?}  {}", quotation.kind.as_str(), quotation.pieces, pieces.join(" … "));
    }
    Ok(())
}
