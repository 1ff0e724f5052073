//! The module `text` alone: lists the tokens of a text with their normal forms and weights.
//!
//! `cargo run --example normalise -- ["TEXT"]`

use std::io::{Write, stdout};

use variorum::text::Vocabulary;

fn main() -> std::io::Result<()> {
    let text = std::env::args()
        .nth(1)
        .unwrap_or("We’re 70% done; the U.S. can't “stop” . . . [yet]".to_owned());
    let mut words = Vocabulary::new();
    let passage = words.tokenize(&text);
    for (token, word) in passage.tokens.iter().zip(&passage.words) {
        let (printed, entry) = (token.span.slice(&text), &words[*word]);
        let bits = f64::from(entry.weight) / 100.0;
        writeln!(
            stdout(),
            "{:>3?}  {printed:10} {:10} {:8} {bits:5.1} bits",
            token.span,
            entry.form,
            format!("{:?}", token.class)
        )?;
    }
    Ok(())
}
