//! One article, and when it appeared.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// One article or transcript, as it was handed in.
///
/// ```
/// use variorum::{Document, Published};
/// let document = Document::new("courier-1", "“We will come back,” she said.")
///     .with_outlet("The Courier")
///     .with_title("They will be back")
///     .with_published("2018-07-16".parse::<Published>()?);
/// assert_eq!(document.outlet.as_deref(), Some("The Courier"));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Unique in one collection; chosen by the caller.
    pub id: String,
    /// The text that all spans point into. Never changed.
    pub text: String,
    /// The headline; read for quotations too, with spans of its own.
    pub title: Option<String>,
    /// Who published it. Documents without an outlet count as outlets of their own.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Where it can be read.
    pub url: Option<String>,
    /// What sort of text it is.
    pub kind: DocumentKind,
    /// BCP 47 tag of its language, such as `en` or `de-AT`.
    pub language: Option<String>,
}

/// What sort of text a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentKind {
    /// A news article: reporting with quotations in it.
    #[default]
    Article,
    /// A record of what was said, turn by turn. A witness like any other: transcripts are edited too.
    Transcript,
}

impl Document {
    /// A document with nothing known but its id and its text.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Document {
        Document {
            id: id.into(),
            text: text.into(),
            title: None,
            outlet: None,
            published: None,
            url: None,
            kind: DocumentKind::Article,
            language: None,
        }
    }

    /// Sets the headline.
    pub fn with_title(mut self, title: impl Into<String>) -> Document {
        self.title = Some(title.into());
        self
    }

    /// Sets the outlet.
    pub fn with_outlet(mut self, outlet: impl Into<String>) -> Document {
        self.outlet = Some(outlet.into());
        self
    }

    /// Sets the date of publication.
    pub fn with_published(mut self, published: Published) -> Document {
        self.published = Some(published);
        self
    }

    /// Sets the address.
    pub fn with_url(mut self, url: impl Into<String>) -> Document {
        self.url = Some(url.into());
        self
    }

    /// Sets the kind.
    pub fn with_kind(mut self, kind: DocumentKind) -> Document {
        self.kind = kind;
        self
    }

    /// Sets the language, as a BCP 47 tag.
    pub fn with_language(mut self, language: impl Into<String>) -> Document {
        self.language = Some(language.into());
        self
    }

    /// The text of one part; empty when the document has no title.
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Text => &self.text,
            Part::Title => self.title.as_deref().unwrap_or(""),
        }
    }
}

/// Which of a document's two texts a span runs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The headline.
    Title,
    /// The body.
    #[default]
    Text,
}

impl Part {
    /// `text` or `title`.
    pub fn name(self) -> &'static str {
        match self {
            Part::Text => "text",
            Part::Title => "title",
        }
    }
}

/// A date, or a date and time, of publication: RFC 3339, kept as it was given.
///
/// Ordered by instant (a bare date stands for its first moment, UTC), then by text.
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
pub struct Published {
    second: i64,
    text: String,
}

impl Published {
    /// Days since 1 January 1970, UTC.
    pub fn day(&self) -> i32 {
        self.second.div_euclid(86_400) as i32
    }

    /// Seconds since the first moment of 1970, UTC.
    pub fn second(&self) -> i64 {
        self.second
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Published {
    type Err = Error;

    /// Reads `2018-07-16`, `2018-07-16T18:00:00Z`, `2018-07-16T18:00:00+03:00`; a time without an offset is UTC.
    ///
    /// # Errors
    /// When the text is no such date; the error names the text.
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
