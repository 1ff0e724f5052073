//! Input that was not read.

use std::fmt;

/// A part of the input that was not read, or not as it was meant.
///
/// ```
/// use variorum::Skipped;
/// let skipped = Skipped::new("articles.jsonl", "text: missing").with_line(7);
/// assert_eq!(skipped.to_string(), "articles.jsonl: line 7: text: missing");
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
        write!(f, "{}: ", self.input)?;
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.reason)
    }
}
