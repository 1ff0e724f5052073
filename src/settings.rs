//! Settings of an archive: threads, limits, the lemma, levels, and the model that links.

use crate::edition::{LemmaPolicy, StatementModel};
use crate::error::{Error, ErrorKind};
use crate::language::LanguageData;
use crate::link::LinkModel;
use crate::variant::{Levels, VariantClassifier};

/// Settings, each with a default.
///
/// Settings are not serialised, because some are functions of the caller: a [`LemmaPolicy`], the
/// [`Levels`]. What can be stored is the [`LinkModel`], a value of serde, and the language data, a
/// folder of lists.
///
/// ```
/// use variorum::Settings;
/// let settings = Settings::default().with_threads(2)?;
/// assert!(Settings::default().with_threads(100_000).unwrap_err().is_setting());
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Settings {
    pub(crate) threads: usize,
    pub(crate) document_bytes: usize,
    pub(crate) documents: usize,
    pub(crate) quotations: usize,
    pub(crate) quotation_words: usize,
    pub(crate) memory: u64,
    pub(crate) lemma: LemmaPolicy,
    pub(crate) language_data: LanguageData,
    pub(crate) indirect: bool,
    pub(crate) classifier: VariantClassifier,
    pub(crate) link_model: LinkModel,
    pub(crate) statement_model: StatementModel,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            threads: 0,
            document_bytes: 256 << 20,
            documents: 50_000_000,
            quotations: 500_000_000,
            quotation_words: 1_000_000,
            memory: 64 << 30,
            lemma: LemmaPolicy::default(),
            language_data: LanguageData::default(),
            indirect: true,
            classifier: VariantClassifier::default(),
            link_model: LinkModel::default(),
            statement_model: StatementModel::default(),
        }
    }
}

impl Settings {
    /// Sets the number of threads: 0, the default, for as many as the machine has; 1 for none but
    /// the caller's. The result is the same with any number. Without the feature `parallel` it is
    /// always one.
    ///
    /// # Errors
    /// Above 1,024.
    pub fn with_threads(mut self, threads: usize) -> Result<Settings, Error> {
        self.threads = within("threads", threads, 0, 1024, "0..=1024")?;
        Ok(self)
    }

    /// Sets the greatest length of a document's text, in bytes; 256 MiB unless set.
    ///
    /// # Errors
    /// When `bytes` is 0 or above 4 GiB.
    pub fn with_document_bytes(mut self, bytes: usize) -> Result<Settings, Error> {
        self.document_bytes =
            within("document_bytes", bytes, 1, u32::MAX as usize, "1..=4294967295")?;
        Ok(self)
    }

    /// Sets the greatest number of documents in an archive; 50 million unless set.
    ///
    /// # Errors
    /// When it is 0 or above four thousand million.
    pub fn with_documents(mut self, documents: usize) -> Result<Settings, Error> {
        self.documents = within("documents", documents, 1, u32::MAX as usize, "1..=4294967295")?;
        Ok(self)
    }

    /// Sets the greatest number of quotations in an archive; 500 million unless set.
    ///
    /// # Errors
    /// When it is 0 or above four thousand million.
    pub fn with_quotations(mut self, quotations: usize) -> Result<Settings, Error> {
        self.quotations = within("quotations", quotations, 1, u32::MAX as usize, "1..=4294967295")?;
        Ok(self)
    }

    /// Sets the greatest number of words of a quotation, marks not counted; a million unless set. A
    /// document that holds a longer one is refused whole.
    ///
    /// # Errors
    /// When it is 0 or above four thousand million.
    pub fn with_quotation_words(mut self, words: usize) -> Result<Settings, Error> {
        self.quotation_words =
            within("quotation_words", words, 1, u32::MAX as usize, "1..=4294967295")?;
        Ok(self)
    }

    /// Sets how much an archive may hold, in bytes as [`Archive::memory`](crate::Archive::memory)
    /// estimates them; 64 GiB unless set. A document is refused if its text and what is
    /// held exceed the limit. What is extracted from one document can exceed it. The index and the
    /// pairs, which exist while a result is computed, are not counted.
    ///
    /// # Errors
    /// When it is 0.
    pub fn with_memory(mut self, bytes: u64) -> Result<Settings, Error> {
        if bytes == 0 {
            return Err(Error::new(ErrorKind::Setting {
                name: "memory",
                value: "0".to_owned(),
                range: "1..",
            }));
        }
        self.memory = bytes;
        Ok(self)
    }

    /// Sets which wording of an utterance is its lemma; by consensus unless set. A decision goes
    /// before it.
    pub fn with_lemma(mut self, policy: LemmaPolicy) -> Settings {
        self.lemma = policy;
        self
    }

    /// Sets the weights and thresholds by which quotations are linked; the built-in ones unless
    /// set.
    pub fn with_link_model(mut self, model: LinkModel) -> Settings {
        self.link_model = model;
        self
    }

    /// Returns the weights and thresholds by which quotations are linked.
    pub fn link_model(&self) -> &LinkModel {
        &self.link_model
    }

    /// Sets the weights and the threshold by which a stated difference is judged; the built-in ones
    /// unless set. See [`StatementModel`].
    pub fn with_statement_model(mut self, model: StatementModel) -> Settings {
        self.statement_model = model;
        self
    }

    /// Sets the level of each variant; that of the rule that classified it unless set.
    pub fn with_levels(mut self, levels: Levels) -> Settings {
        self.classifier = self.classifier.with_levels(levels);
        self
    }

    /// Sets if speech without marks is looked for ([`crate::indirect`]); it is unless set. Without
    /// it documents are read several times as fast, and nothing else changes.
    pub fn with_indirect_reports(mut self, indirect: bool) -> Settings {
        self.indirect = indirect;
        self
    }

    /// Sets the word lists by which speakers are found and variants are classified; those built in
    /// unless set.
    pub fn with_language_data(mut self, language_data: LanguageData) -> Settings {
        self.classifier = self.classifier.with_language_data(language_data.clone());
        self.language_data = language_data;
        self
    }
}

/// Returns an error unless `value` is in a range.
fn within(
    name: &'static str,
    value: usize,
    min: usize,
    max: usize,
    range: &'static str,
) -> Result<usize, Error> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(Error::new(ErrorKind::Setting { name, value: value.to_string(), range }))
    }
}
