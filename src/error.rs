//! What can fail: settings, limits, duplicate ids, dates, writing, and what was cancelled. Never a text. What a file holds that cannot be read is
//! no error but a [`Skipped`](crate::model::Skipped) entry: the rest is read.
//!
//! # Design
//!
//! One opaque [`Error`] with a private kind. Whoever handles errors asks it questions (`is_…`); whoever reads them gets
//! a message that says what was attempted, where, and with which numbers. Extraction, attribution, alignment and
//! reporting have no error type at all, because no text makes them fail.

/// Something about the input other than its text could not be accepted.
///
/// ```
/// let error = "16/7/2018".parse::<variorum::Published>().unwrap_err();
/// assert!(error.is_date());
/// assert!(error.to_string().contains("16/7/2018"));
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<ErrorKind>);

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }

    /// A document was handed in under an id that is taken.
    pub fn is_duplicate(&self) -> bool {
        matches!(*self.0, ErrorKind::Duplicate { .. })
    }

    /// A date was not RFC 3339.
    pub fn is_date(&self) -> bool {
        matches!(*self.0, ErrorKind::Date { .. })
    }

    /// A setting was out of its range.
    pub fn is_setting(&self) -> bool {
        matches!(*self.0, ErrorKind::Setting { .. })
    }

    /// A documented limit was reached.
    pub fn is_limit(&self) -> bool {
        matches!(*self.0, ErrorKind::Limit { .. })
    }

    /// Who watched long work has cancelled it.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.0, ErrorKind::Cancelled { .. })
    }

    /// A report could not be written.
    pub fn is_io(&self) -> bool {
        matches!(*self.0, ErrorKind::Write(_))
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ErrorKind {
    #[error("the id {id:?} is given to more than one {what}")]
    Duplicate { what: &'static str, id: String },
    #[error("{text:?} is not an RFC 3339 date or time, such as 2018-07-16 or 2018-07-16T18:00:00Z")]
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
    #[error("writing the report: {0}")]
    Write(#[from] std::io::Error),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::new(ErrorKind::Write(error))
    }
}
