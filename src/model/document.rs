//! One article or transcript.

use super::Published;

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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Document {
    /// Unique in one collection; chosen by the caller.
    pub id: String,
    /// The text that all spans point into. It is never changed.
    pub text: String,
    /// The headline. Its quotations are read too, with spans into the headline.
    pub title: Option<String>,
    /// The publisher. Each document without an outlet counts as one outlet.
    pub outlet: Option<String>,
    /// The date or time of publication.
    pub published: Option<Published>,
    /// The address where it can be read.
    pub url: Option<String>,
    /// The sort of text.
    pub kind: DocumentKind,
    /// BCP 47 tag of its language, such as `en` or `de-AT`.
    pub language: Option<String>,
    /// The speaker of a transcript of one speaker, such as a speech: it names whoever speaks where
    /// no label does. An article has none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub speaker: Option<String>,
}

/// The sort of text that a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum DocumentKind {
    /// A news article: reporting with quotations in it.
    #[default]
    Article,
    /// A record of what was said, turn by turn. It is a witness like any other: transcripts are
    /// edited too.
    Transcript,
    /// A text in question, whose quotations are to be checked: a draft, a post, an answer of a
    /// chatbot. It is no outlet and prints nothing. Its quotations are linked with what was
    /// printed and compared with it, and count for nothing there: no support, no conflict over the
    /// speaker, no lemma, no first print.
    Query,
}

impl DocumentKind {
    /// Returns `article`, `transcript` or `query`.
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentKind::Article => "article",
            DocumentKind::Transcript => "transcript",
            DocumentKind::Query => "query",
        }
    }
}

impl From<&Document> for Document {
    /// Clones the document.
    fn from(document: &Document) -> Document {
        document.clone()
    }
}

impl Document {
    /// Returns a document with nothing known but its id and its text.
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
            speaker: None,
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

    /// Sets the speaker of a transcript of one speaker.
    pub fn with_speaker(mut self, speaker: impl Into<String>) -> Document {
        self.speaker = Some(speaker.into());
        self
    }

    /// Returns true if it is a text in question, which is no print.
    pub fn is_query(&self) -> bool {
        self.kind == DocumentKind::Query
    }

    /// Returns when it printed what it quotes, in seconds; `None` where that is not known, and for
    /// a text in question, which prints nothing.
    pub(crate) fn printed_second(&self) -> Option<i64> {
        self.published.as_ref().filter(|_| !self.is_query()).map(Published::second)
    }

    /// Returns the text of one part; empty for the title of a document without one.
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Text => &self.text,
            Part::Title => self.title.as_deref().unwrap_or(""),
        }
    }
}

/// One of the two texts of a document; spans run in one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Part {
    /// The headline.
    Title,
    /// The body.
    #[default]
    Text,
}

impl Part {
    /// Returns `text` or `title`.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Text => "text",
            Part::Title => "title",
        }
    }
}
