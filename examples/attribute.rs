//! The module `attribution` alone: finds the speaker and the cue of each quotation of an article.
//!
//! `cargo run --example attribute -- [ARTICLE.txt]`

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::process::ExitCode;

use terminal::{AnyError, print_line};
use variorum::{Document, Part, attribution, quotation};

const HELP: &str = "\
Lists the quotations of an article with their speakers (as the article names them) and cues.

Usage: attribute [ARTICLE.txt]

Without ARTICLE, one that comes with the crate is read.

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("attribute", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::values(HELP, 1)? else { return Ok(()) };
    let article = match given.first() {
        Some(path) => arguments::read_file(path)?,
        None => include_str!("helsinki/harbour-courier.txt").to_owned(),
    };
    let document = Document::new("article", article);
    let quotations = quotation::extract(&document.text, Part::Text);
    for (quotation, found) in quotations.iter().zip(attribution::attribute(&document, &quotations))
    {
        let cue = found.cue.map_or("—", |cue| cue.slice(&document.text));
        let mention =
            found.speaker.as_ref().map_or("—", |speaker| speaker.mention.slice(&document.text));
        let name =
            found.speaker.as_ref().and_then(|speaker| speaker.name.as_deref()).unwrap_or("—");
        print_line!("{name} ({mention}) | {cue} | {}", quotation.extent().slice(&document.text));
    }
    Ok(())
}
