//! The module `quotation` alone: lists the quotations of a text with their kinds and spans.
//!
//! `cargo run --example extract -- [ARTICLE.txt]`

use std::io::{Write, stdout};

use variorum::{Part, quotation};

fn main() -> std::io::Result<()> {
    let file = std::env::args_os().nth(1);
    let article = file.map_or(
        Ok(include_str!("helsinki/harbour-courier.txt").to_owned()),
        std::fs::read_to_string,
    )?;
    for quotation in quotation::extract(&article, Part::Text) {
        let pieces: Vec<&str> =
            quotation.pieces.iter().map(|piece| piece.slice(&article)).collect();
        writeln!(
            stdout(),
            "{:8} {:?}  {}",
            quotation.kind.as_str(),
            quotation.pieces,
            pieces.join(" … ")
        )?;
    }
    Ok(())
}
