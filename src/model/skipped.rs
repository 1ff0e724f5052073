//! Input that was not read.

use std::fmt;

/// A part of the input that was not read, or not as it was meant.
///
/// ```
/// use variorum::Skipped;
/// let skipped = Skipped::new("articles.jsonl", "text: missing").with_line(7);
/// assert_eq!(skipped.to_string(), "articles.jsonl: line 7: text: missing");
/// // Nothing in a name drives the terminal on which it is printed.
/// assert_eq!(Skipped::new("a\u{1b}[2J", "no file").to_string(), "a\\u{1b}[2J: no file");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Skipped {
    /// The file, folder or stream, as it was given.
    pub input: String,
    /// The line, counted from 1; `None` when the entry concerns the whole input.
    pub line: Option<u64>,
    /// The fault, with the value and the limit, and what was done about it.
    pub reason: String,
}

impl Skipped {
    /// An entry that concerns a whole input.
    pub fn new(input: impl Into<String>, reason: impl Into<String>) -> Skipped {
        Skipped { input: input.into(), line: None, reason: reason.into() }
    }

    /// Sets the line, counted from 1.
    pub fn with_line(mut self, line: u64) -> Skipped {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_neutral(f, &self.input)?;
        f.write_str(": ")?;
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write_neutral(f, &self.reason)
    }
}

/// Writes `text` with control characters, and those that reorder text, as `\u{1b}`.
fn write_neutral(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let mut rest = text;
    while let Some(at) = rest.find(is_unsafe) {
        f.write_str(&rest[..at])?;
        let Some(c) = rest[at..].chars().next() else { break };
        write!(f, "{}", c.escape_unicode())?;
        rest = &rest[at + c.len_utf8()..];
    }
    f.write_str(rest)
}
