//! Paragraphs and sentences of a text.
//!
//! Sources: Unicode Standard Annex #29, sentence boundaries
//! (<https://www.unicode.org/reports/tr29/#Sentence_Boundaries>), and Annex #14 for the characters
//! that break lines. Departures: a line break always ends a sentence; abbreviations come from a
//! list. Cost: O(n) in bytes.

use super::clitic::is_abbreviation;
use crate::span::Span;

/// Returns the paragraphs of `text`: the spans between line breaks, without white space at
/// their ends, never empty.
///
/// One line break ends a paragraph, as in most text from web pages. Unwrap a text that is wrapped
/// at a fixed width before.
///
/// ```
/// use variorum::text::paragraphs;
/// let text = "One.\n\n  Two\r\nThree ";
/// let printed: Vec<_> = paragraphs(text).map(|span| span.slice(text)).collect();
/// assert_eq!(printed, ["One.", "Two", "Three"]);
/// ```
pub fn paragraphs(text: &str) -> Paragraphs<'_> {
    Paragraphs { text, at: 0 }
}

/// Iterator over paragraphs; made by [`paragraphs`].
#[derive(Clone, Debug)]
pub struct Paragraphs<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Paragraphs<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.text.len().min(u32::MAX as usize) {
            let start = self.at;
            let (len, sep) = line(&self.text.as_bytes()[start..]);
            self.at = start + len + sep;
            if let Some(span) = trimmed(self.text, start, start + len) {
                return Some(span);
            }
        }
        None
    }
}

/// Returns the length of the line that `bytes` begin with, and of the break after it: U+000A to
/// U+000D, U+0085, U+2028 or U+2029.
fn line(bytes: &[u8]) -> (usize, usize) {
    let mut at = 0;
    loop {
        // Sixteen bytes at a time, without branches: most of a text is far from a break.
        while let Some(block) = bytes.get(at..at + 16) {
            if block
                .iter()
                .fold(false, |found, &b| found | matches!(b, b'\n'..=b'\r' | 0xc2 | 0xe2))
            {
                break;
            }
            at += 16;
        }
        match bytes[at..] {
            [] => return (at, 0),
            [b'\n'..=b'\r', ..] => return (at, 1),
            [0xc2, 0x85, ..] => return (at, 2),
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => return (at, 3),
            _ => at += 1,
        }
    }
}

/// Returns `start..end` without white space at its ends, or `None` if nothing is left or it lies
/// beyond 4 GiB.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let line = &text[start..end];
    let start = start + (line.len() - line.trim_start().len());
    let end = start + line.trim().len();
    (start < end && end <= u32::MAX as usize).then(|| Span::new(start, end))
}

/// Returns the sentences of `text`.
///
/// A sentence ends with its paragraph, or at a stop, question or exclamation mark (with the closing
/// marks after it) that is followed by white space and something other than a small letter.
/// Abbreviations, initials, and ellipses inside a sentence do not end it.
///
/// ```
/// use variorum::text::sentences;
/// let text = "“Is it?” Mr. Smith of the U.S. Senate asked. He left.";
/// assert_eq!(sentences(text).map(|span| span.slice(text)).collect::<Vec<_>>(),
///     ["“Is it?”", "Mr. Smith of the U.S. Senate asked.", "He left."]);
/// ```
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences { text, paragraphs: paragraphs(text), rest: None }
}

/// Iterator over sentences; made by [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'t> {
    text: &'t str,
    paragraphs: Paragraphs<'t>,
    /// The rest of the current paragraph.
    rest: Option<Span>,
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let paragraph = match self.rest.take() {
            Some(rest) => rest,
            None => self.paragraphs.next()?,
        };
        let line = paragraph.slice(self.text);
        let end = sentence_end(line);
        let start = paragraph.start();
        self.rest = trimmed(self.text, start + end, paragraph.end());
        trimmed(self.text, start, start + end)
    }
}

/// Returns where the first sentence of `line` ends.
fn sentence_end(line: &str) -> usize {
    let mut chars = line.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if matches!(c, '。' | '！' | '？') {
            return i + c.len_utf8();
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = i + c.len_utf8();
        let mut closed = false;
        while let Some(&(j, d)) = chars.peek() {
            match d {
                '.' | '!' | '?' | '…' => {}
                '”' | '’' | '"' | '\'' | '»' | ')' | ']' | '“' => closed = true,
                _ => break,
            }
            end = j + d.len_utf8();
            chars.next();
        }
        let rest = &line[end..];
        if !rest.starts_with(char::is_whitespace) {
            continue;
        }
        let after = rest.trim_start();
        let next = after.chars().find(|c| c.is_alphanumeric());
        if next.is_some_and(char::is_lowercase) {
            continue;
        }
        if c == '.' && !closed && end == i + 1 {
            let word =
                line[..i].rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or("");
            let initial =
                word.chars().count() == 1 && word.starts_with(char::is_uppercase) && word != "I";
            // Dotted letters could end a sentence before a word that is seldom a name: too rare to
            // be worth a rule.
            if initial || word.contains('.') && word.len() <= 5 || is_abbreviation(word) {
                continue;
            }
        }
        return end;
    }
    line.len()
}
