//! A quotation with the decisions about it: what links and utterances are made of.

use crate::person_name::PersonName;
use crate::snapshot::{QuotationRow, ResolvedDecisions};
use crate::store::{SpeakerOverride, StoredDocument, StoredQuotation};

/// A quotation with its document and the decisions about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DecidedQuotation<'a> {
    pub document: &'a StoredDocument,
    pub stored: &'a StoredQuotation,
    /// Its speaker, where a person decided.
    speaker: Option<&'a SpeakerOverride>,
    /// True if a person decided that its wording is the lemma.
    pub is_lemma: bool,
}

impl<'a> DecidedQuotation<'a> {
    pub(crate) fn new(
        decisions: &'a ResolvedDecisions<'a>,
        row: QuotationRow,
        document: &'a StoredDocument,
        stored: &'a StoredQuotation,
    ) -> DecidedQuotation<'a> {
        DecidedQuotation {
            document,
            stored,
            speaker: decisions.speaker(row),
            is_lemma: decisions.is_lemma(row),
        }
    }

    /// Returns its speaker's name as printed, in the fullest form known.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.speaker.map_or(self.stored.name.as_deref(), |speaker| Some(&speaker.printed))
    }

    /// Returns the same name, parsed.
    pub(super) fn parsed_name(&self) -> Option<&'a PersonName> {
        self.speaker.map_or(self.stored.speaker.as_ref(), |speaker| Some(&speaker.name))
    }

    /// Returns the words with which its document names the speaker.
    pub(super) fn mention(&self) -> Option<&'a str> {
        let speaker = self.stored.attribution.speaker.as_ref()?;
        self.part_text().get(speaker.mention.range())
    }

    /// Returns how sure the name is, `0.0..=1.0`.
    pub(super) fn certainty(&self) -> f32 {
        if self.speaker.is_some() { 1.0 } else { self.stored.certainty }
    }

    /// Returns the text of the part of the document that its spans run in.
    pub(super) fn part_text(&self) -> &'a str {
        self.document.document.part(self.stored.quotation.part)
    }
}
