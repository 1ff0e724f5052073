//! The date of publication.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// A date, or a date and time, of publication: RFC 3339, kept as it was given.
///
/// Dates are ordered by instant, then by text. A bare date stands for its first moment, UTC.
///
/// ```
/// use variorum::Published;
/// let a: Published = "2018-07-16".parse()?;
/// let b: Published = "2018-07-17T01:30:00+03:00".parse()?;
/// assert_eq!(b.day() - a.day(), 0); // 22:30 of the 16th, UTC
/// assert!(a < b);
/// assert!("last Monday".parse::<Published>().is_err());
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Published {
    /// Seconds since 1970-01-01T00:00:00Z; first, so that the derived order is by instant.
    second: i64,
    text: String,
}

impl Published {
    /// Returns the days since 1 January 1970, UTC.
    pub fn day(&self) -> i32 {
        self.second.div_euclid(86_400) as i32
    }

    /// Returns the seconds since the first moment of 1970, UTC.
    pub fn second(&self) -> i64 {
        self.second
    }

    /// Returns the date as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Published {
    type Err = Error;

    /// Reads `2018-07-16`, `2018-07-16T18:00:00Z`, `2018-07-16T18:00:00+03:00`; a time without an
    /// offset is UTC.
    ///
    /// # Errors
    /// The text is no such date. The error names the text.
    fn from_str(text: &str) -> Result<Published, Error> {
        let text = text.trim();
        let at_utc = |time: jiff::civil::DateTime| {
            time.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp().as_second())
        };
        let second = text
            .parse::<jiff::Timestamp>()
            .map(|instant| instant.as_second())
            .or_else(|_| text.parse::<jiff::civil::DateTime>().and_then(at_utc));
        match second {
            Ok(second) => Ok(Published { second, text: text.to_owned() }),
            Err(_) => Err(Error::new(ErrorKind::Date { text: text.chars().take(60).collect() })),
        }
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Published {
    type Error = Error;

    fn try_from(text: String) -> Result<Published, Error> {
        text.parse()
    }
}

impl From<Published> for String {
    fn from(published: Published) -> String {
        published.text
    }
}
