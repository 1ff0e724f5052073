//! Marks printed as mojibake: UTF-8 that was decoded as Windows-1252 or Latin-1 (`â€œ` for `“`).

use super::glyph::Glyph;

/// The sign that a sequence of two or three characters stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mojibake {
    /// A quotation mark.
    Mark(Glyph),
    /// A dash or another sign. Its third character looks like a quotation mark and is none.
    Other,
}

/// Decodes the mojibake that `text` begins with; returns the sign and its length in bytes.
pub(super) fn decode_mojibake(text: &str) -> Option<(Mojibake, usize)> {
    let mut chars = text.chars();
    if let ['Â', mark @ ('«' | '»')] = [chars.next()?, chars.next()?] {
        let len = text.len() - chars.as_str().len();
        return Some((Mojibake::Mark(Glyph::from_char(mark)?), len));
    }
    let mut chars = text.chars();
    if chars.next() != Some('â') || !matches!(chars.next(), Some('€' | '\u{80}')) {
        return None;
    }
    let two = text.len() - chars.as_str().len();
    let sign = match chars.next() {
        Some('œ' | '\u{9c}') => Mojibake::Mark(Glyph::CurlyOpen),
        Some('\u{9d}') => Mojibake::Mark(Glyph::CurlyClose),
        Some('˜' | '\u{98}') => Mojibake::Mark(Glyph::SingleOpen),
        Some('™' | '\u{99}') => Mojibake::Mark(Glyph::SingleClose),
        Some('ž' | '\u{9e}') => Mojibake::Mark(Glyph::Low),
        Some('š' | '\u{9a}') => Mojibake::Mark(Glyph::SingleLow),
        Some('¹') => Mojibake::Mark(Glyph::LeftSingleGuillemet),
        Some('º') => Mojibake::Mark(Glyph::RightSingleGuillemet),
        Some('“' | '”' | '¦' | '\u{93}' | '\u{94}') => Mojibake::Other,
        // Windows-1252 has no character for the third byte of a closing mark, so it is often lost.
        _ => return Some((Mojibake::Mark(Glyph::CurlyClose), two)),
    };
    Some((sign, text.len() - chars.as_str().len()))
}
