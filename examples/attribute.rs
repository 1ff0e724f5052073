//! The module `attribution` alone: finds the speaker and the cue of each quotation of an article.
//!
//! `cargo run --example attribute -- [ARTICLE.txt]`

use std::io::{Write, stdout};

use variorum::{Document, Part, attribution, quotation};

fn main() -> std::io::Result<()> {
    let file = std::env::args_os().nth(1);
    let article = file.map_or(
        Ok(include_str!("helsinki/harbour-courier.txt").to_owned()),
        std::fs::read_to_string,
    )?;
    let document = Document::new("article", article);
    let quotations = quotation::extract(&document.text, Part::Text);
    for (quotation, found) in quotations.iter().zip(attribution::attribute(&document, &quotations))
    {
        let cue = found.cue.map_or("—", |cue| cue.slice(&document.text));
        let mention =
            found.speaker.as_ref().map_or("—", |speaker| speaker.mention.slice(&document.text));
        let name =
            found.speaker.as_ref().and_then(|speaker| speaker.name.as_deref()).unwrap_or("—");
        writeln!(
            stdout(),
            "{name} ({mention}) | {cue} | {}",
            quotation.extent().slice(&document.text)
        )?;
    }
    Ok(())
}
