//! Paragraphs and sentences.

use super::form::is_abbreviation;
use crate::span::Span;

/// The paragraphs of `text`: stretches between line breaks, trimmed of white space, never empty.
///
/// One line break is enough, as in most text taken from web pages; a text that is wrapped at a fixed width is best
/// unwrapped before.
///
/// ```
/// use variorum::text::paragraphs;
/// let text = "One.\n\n  Two\r\nThree ";
/// assert_eq!(paragraphs(text).map(|span| span.of(text)).collect::<Vec<_>>(), ["One.", "Two", "Three"]);
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

/// Length of the line that `bytes` begin with, and of the break after it: a line feed and its kin, U+0085, U+2028 or
/// U+2029.
fn line(bytes: &[u8]) -> (usize, usize) {
    let mut at = 0;
    loop {
        // Sixteen bytes at a time, as a loop without branches: most of a text is far from a break.
        while let Some(stretch) = bytes.get(at..at + 16) {
            if stretch
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

/// `start..end` without white space at its ends; `None` when nothing is left or it lies beyond 4 GiB.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let line = &text[start..end];
    let start = start + (line.len() - line.trim_start().len());
    let end = start + line.trim().len();
    (start < end && end <= u32::MAX as usize).then(|| Span::new(start, end))
}

/// The sentences of `text`: within paragraphs, up to a stop, question or exclamation mark (with the marks that close
/// after it) that is followed by white space and something other than a small letter. Abbreviations, initials and
/// ellipses that run on do not end one.
///
/// ```
/// use variorum::text::sentences;
/// let text = "“Is it?” Mr. Smith of the U.S. Senate asked. He left.";
/// assert_eq!(sentences(text).map(|span| span.of(text)).collect::<Vec<_>>(),
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
    rest: Option<Span>,
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let paragraph = match self.rest.take() {
            Some(rest) => rest,
            None => self.paragraphs.next()?,
        };
        let line = paragraph.of(self.text);
        let end = sentence_end(line);
        let start = paragraph.start();
        self.rest = trimmed(self.text, start + end, paragraph.end());
        trimmed(self.text, start, start + end)
    }
}

/// Where the first sentence of `line` ends.
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
            // Dotted letters end a sentence only before a word that seldom is a name: too rarely to bother.
            if initial || word.contains('.') && word.len() <= 5 || is_abbreviation(word) {
                continue;
            }
        }
        return end;
    }
    line.len()
}
