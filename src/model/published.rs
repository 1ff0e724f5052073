//! The date of publication.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// A date, or a date and time, of publication: RFC 3339, kept as it was given. The dates of feeds
/// and mails, RFC 2822, are read too, and kept as RFC 3339.
///
/// Dates are ordered by instant, then by text. A bare date stands for its first moment, UTC.
///
/// ```
/// use variorum::Published;
/// let a: Published = "2018-07-16".parse()?;
/// let b: Published = "2018-07-17T01:30:00+03:00".parse()?;
/// assert_eq!(b.day() - a.day(), 0); // 22:30 of the 16th, UTC
/// assert!(a < b);
/// let c: Published = "Tue, 17 Jul 2018 01:30:00 +0300".parse()?;
/// assert_eq!(c.as_str(), b.as_str());
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

    /// Returns true if this is surely the earlier moment: another day for two bare dates, an hour
    /// for two times. A bare date is the day of some time zone, which begins up to 14 hours before
    /// that of UTC and ends up to 12 hours after it.
    ///
    /// ```
    /// use variorum::Published;
    /// let date = |text: &str| text.parse::<Published>();
    /// assert!(date("2018-07-16")?.is_surely_before(&date("2018-07-17")?));
    /// assert!(!date("2018-07-16")?.is_surely_before(&date("2018-07-17T09:00:00Z")?));
    /// assert!(date("2018-07-16")?.is_surely_before(&date("2018-07-17T12:00:00Z")?));
    /// assert!(date("2018-07-16T08:00:00Z")?.is_surely_before(&date("2018-07-16T09:00:00Z")?));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn is_surely_before(&self, other: &Published) -> bool {
        const HOUR: i64 = 3600;
        let least = match (self.is_bare_date(), other.is_bare_date()) {
            (true, true) => 24 * HOUR,
            (false, false) => HOUR,
            // From the first moment of the date, UTC, to its last one anywhere.
            (true, false) => (24 + 12) * HOUR,
            (false, true) => 14 * HOUR,
        };
        // A date before all others must not overflow.
        other.second.saturating_sub(self.second) >= least
    }

    /// Returns true for a date without a time.
    fn is_bare_date(&self) -> bool {
        !self.text.contains(':')
    }

    /// Returns the date as it was given, or the RFC 3339 of a date in RFC 2822.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Published {
    type Err = Error;

    /// Reads `2018-07-16`, `2018-07-16T18:00:00Z`, `2018-07-16T18:00:00+03:00`, and
    /// `Mon, 16 Jul 2018 18:00:00 +0300`; a time without an offset is UTC.
    ///
    /// # Errors
    /// The text is no such date. The error names the text.
    fn from_str(text: &str) -> Result<Published, Error> {
        let text = text.trim();
        // YAML allows a blank before the offset: 2018-07-16 18:00:00 +0300.
        let joined = match text.rsplit_once(' ') {
            Some((time, offset)) if offset.starts_with(['+', '-']) => format!("{time}{offset}"),
            _ => text.to_owned(),
        };
        let at_utc = |time: jiff::civil::DateTime| {
            time.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp().as_second())
        };
        let second = joined
            .parse::<jiff::Timestamp>()
            .map(|instant| instant.as_second())
            .or_else(|_| joined.parse::<jiff::civil::DateTime>().and_then(at_utc));
        if let Ok(second) = second {
            return Ok(Published { second, text: joined });
        }
        // Names of weekdays are often wrong, and say nothing new.
        let rfc2822 = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
        match rfc2822.parse_zoned(text) {
            Ok(zoned) => {
                let instant = zoned.timestamp();
                let text = instant.display_with_offset(zoned.offset()).to_string();
                Ok(Published { second: instant.as_second(), text })
            }
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

#[cfg(test)]
mod tests {
    use super::Published;

    #[test]
    fn dates_of_mails_are_kept_as_rfc_3339() {
        for (given, kept) in [
            ("Mon, 16 Jul 2018 18:00:00 +0300", Some("2018-07-16T18:00:00+03:00")),
            ("16 Jul 2018 18:00 GMT", Some("2018-07-16T18:00:00+00:00")),
            ("Fri, 16 Jul 2018 18:00:00 EST", Some("2018-07-16T18:00:00-05:00")),
            (" 2018-07-16 ", Some("2018-07-16")),
            ("2018-07-16 18:00:00 +0300", Some("2018-07-16 18:00:00+0300")),
            // Near misses.
            ("Mon, 32 Jul 2018 18:00:00 +0300", None),
            ("16 July 2018", None),
            ("16 Jul 2018 at six", None),
            ("2018-07-16 +0300 18:00:00", None),
            ("", None),
        ] {
            let read = given.parse::<Published>().ok();
            assert_eq!(read.as_ref().map(Published::as_str), kept, "{given}");
            if let (Some(read), Some(kept)) = (read, kept) {
                assert_eq!(kept.parse::<Published>().unwrap(), read);
            }
        }
    }
}
