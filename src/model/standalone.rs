//! A quotation without its article.

use super::Published;

/// A quotation that was extracted elsewhere: its words are all there is, and no document is needed.
///
/// ```
/// use variorum::StandaloneQuotation;
/// let quotation =
///     StandaloneQuotation::new("7", "We begin.").with_speaker("Ada Lund").with_outlet("Ledger");
/// assert_eq!((quotation.text.as_str(), quotation.published), ("We begin.", None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct StandaloneQuotation {
    /// Unique among the quotations of one collection.
    pub id: String,
    /// The words, without the marks around them.
    pub text: String,
    /// The speaker, as printed.
    pub speaker: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// The id of the document that they stand in. The document need not be in the collection.
    pub document: Option<String>,
    /// The date or time of publication.
    pub published: Option<Published>,
    /// BCP 47 tag of its language, such as `en` or `de-AT`; what its words show where it is not
    /// given.
    #[cfg_attr(feature = "serde", serde(default))]
    pub language: Option<String>,
}

impl StandaloneQuotation {
    /// A quotation with nothing known but its id and its words.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> StandaloneQuotation {
        StandaloneQuotation { id: id.into(), text: text.into(), ..StandaloneQuotation::default() }
    }

    /// Sets the speaker.
    pub fn with_speaker(mut self, speaker: impl Into<String>) -> StandaloneQuotation {
        self.speaker = Some(speaker.into());
        self
    }

    /// Sets the outlet.
    pub fn with_outlet(mut self, outlet: impl Into<String>) -> StandaloneQuotation {
        self.outlet = Some(outlet.into());
        self
    }

    /// Sets the id of the document.
    pub fn with_document(mut self, document: impl Into<String>) -> StandaloneQuotation {
        self.document = Some(document.into());
        self
    }

    /// Sets the language, as a BCP 47 tag.
    pub fn with_language(mut self, language: impl Into<String>) -> StandaloneQuotation {
        self.language = Some(language.into());
        self
    }

    /// Sets the date of publication.
    pub fn with_published(mut self, published: Published) -> StandaloneQuotation {
        self.published = Some(published);
        self
    }
}
