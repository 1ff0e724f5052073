//! The error type of the crate. Settings, limits, ids, dates, files and formats can cause an error,
//! and so can a caller who cancels. A text cannot.
//!
//! # Design
//!
//! One opaque [`Error`] with a private kind. A program asks it questions (`is_…`); a person reads
//! its message, which says what was attempted, where, and with which numbers. Extraction,
//! attribution, alignment and linking return no error, because no text makes them fail. Articles
//! that cannot be read are no error either but [`Skipped`](crate::Skipped) entries, so that the
//! others are read.

use std::io;
use std::path::Path;

/// A setting, an id, a date, a file or a format that could not be accepted, or work that was
/// cancelled.
///
/// ```
/// let error = "16/7/2018".parse::<variorum::Published>().unwrap_err();
/// assert!(error.is_date());
/// assert!(error.to_string().contains("16/7/2018"));
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<ErrorKind>);

#[derive(Debug, thiserror::Error)]
pub(crate) enum ErrorKind {
    #[error("the id {id:?} is given to more than one {what}")]
    Duplicate { what: &'static str, id: String },
    #[error(
        "{text:?} is not an RFC 3339 or RFC 2822 date or time, such as 2018-07-16 or 2018-07-16T18:00:00Z"
    )]
    Date { text: String },
    #[error("{name} is {value}, outside {range}")]
    Setting { name: &'static str, value: String, range: &'static str },
    #[error("{what} {id:?} has {value} {unit}; the limit ({name}) is {limit}")]
    Limit {
        name: &'static str,
        what: &'static str,
        id: String,
        value: u64,
        unit: &'static str,
        limit: u64,
    },
    #[error("cancelled while {step}, {done} of {total} done")]
    Cancelled { step: &'static str, done: usize, total: usize },
    #[error("{attempt}: {error}")]
    Io { attempt: String, error: io::Error },
    #[error("{input}: {}{reason}", .line.map_or(String::new(), |line| format!("line {line}: ")))]
    Format { input: String, line: Option<u64>, reason: String },
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }

    /// An error of the operating system while the file or folder at `path` was read.
    #[allow(dead_code, reason = "not every set of features reads files")]
    pub(crate) fn reading(path: &Path, error: io::Error) -> Error {
        Error::new(ErrorKind::Io { attempt: format!("reading {}", path.display()), error })
    }

    /// An error of the operating system while `what` was written.
    #[allow(dead_code, reason = "for the reports")]
    pub(crate) fn writing(what: &str, error: io::Error) -> Error {
        Error::new(ErrorKind::Io { attempt: format!("writing {what}"), error })
    }

    /// Content of `input` that is not in the format it should be in; `line` is counted from 1.
    #[allow(dead_code, reason = "not every set of features reads formats")]
    pub(crate) fn format(input: &str, line: Option<u64>, reason: impl Into<String>) -> Error {
        let (input, reason) = (input.to_owned(), reason.into());
        Error::new(ErrorKind::Format { input, line, reason })
    }

    /// Returns true if a document or a quotation was handed in under an id that is taken.
    pub fn is_duplicate(&self) -> bool {
        matches!(*self.0, ErrorKind::Duplicate { .. })
    }

    /// Returns true if a date was not RFC 3339.
    pub fn is_date(&self) -> bool {
        matches!(*self.0, ErrorKind::Date { .. })
    }

    /// Returns true if a setting was out of its range.
    pub fn is_setting(&self) -> bool {
        matches!(*self.0, ErrorKind::Setting { .. })
    }

    /// Returns true if a documented limit was reached.
    pub fn is_limit(&self) -> bool {
        matches!(*self.0, ErrorKind::Limit { .. })
    }

    /// Returns true if an archive had no room for more: of the limits, those of documents,
    /// quotations and memory.
    ///
    /// ```
    /// use variorum::{Archive, Document, Settings};
    /// let mut archive = Archive::new(Settings::default().with_documents(1)?);
    /// archive.add(Document::new("a", "One."))?;
    /// assert!(archive.add(Document::new("b", "Two.")).unwrap_err().is_full());
    /// assert!(!archive.add(Document::new("a", "Two.")).unwrap_err().is_full());
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn is_full(&self) -> bool {
        matches!(*self.0, ErrorKind::Limit { name: "documents" | "quotations" | "memory", .. })
    }

    /// Returns true if the caller cancelled the work.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.0, ErrorKind::Cancelled { .. })
    }

    /// Returns true if a file could not be read or a report could not be written.
    pub fn is_io(&self) -> bool {
        matches!(*self.0, ErrorKind::Io { .. })
    }

    /// Returns true if a file was read but its content is malformed.
    pub fn is_format(&self) -> bool {
        matches!(*self.0, ErrorKind::Format { .. })
    }

    /// Returns the kind of an error of the operating system, such as [`io::ErrorKind::BrokenPipe`];
    /// `None` for other errors.
    pub fn io_kind(&self) -> Option<io::ErrorKind> {
        match &*self.0 {
            ErrorKind::Io { error, .. } => Some(error.kind()),
            _ => None,
        }
    }
}

impl From<Error> for io::Error {
    /// Keeps the kind of an error of the operating system; a malformed file becomes
    /// [`io::ErrorKind::InvalidData`].
    fn from(error: Error) -> io::Error {
        let kind = match &*error.0 {
            ErrorKind::Io { error, .. } => error.kind(),
            ErrorKind::Format { .. } => io::ErrorKind::InvalidData,
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_was_attempted() {
        let missing = || io::Error::new(io::ErrorKind::NotFound, "no such file");
        let read = Error::reading(Path::new("lists/fr.tsv"), missing());
        assert_eq!(read.to_string(), "reading lists/fr.tsv: no such file");
        assert_eq!((read.is_io(), read.io_kind()), (true, Some(io::ErrorKind::NotFound)));
        assert_eq!(io::Error::from(read).kind(), io::ErrorKind::NotFound);
        let written = Error::writing("the report", missing());
        assert_eq!(written.to_string(), "writing the report: no such file");
        let format = Error::format("fr.tsv", Some(3), "two columns, not three");
        assert_eq!(format.to_string(), "fr.tsv: line 3: two columns, not three");
        assert!(format.is_format() && format.io_kind().is_none());
    }
}
