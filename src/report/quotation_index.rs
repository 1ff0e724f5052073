//! From the id of a quotation to what was read about it.

use std::collections::HashMap;

#[cfg(feature = "json")]
use crate::reconciliation::Provenance;
use crate::reconciliation::{ReconciledDocument, ReconciledQuotation, Reconciliation};
use crate::span::Span;

/// The quotations of a reconciliation by id.
#[derive(Debug)]
pub(super) struct QuotationIndex<'a>(HashMap<&'a str, LocatedQuotation<'a>>);

impl<'a> QuotationIndex<'a> {
    pub(super) fn new(reconciliation: &'a Reconciliation) -> QuotationIndex<'a> {
        let all = reconciliation.documents.iter();
        let printed = |document: &'a ReconciledDocument| {
            document.quotations.iter().map(move |quotation| {
                (quotation.id.as_str(), LocatedQuotation { document, quotation })
            })
        };
        QuotationIndex(all.flat_map(printed).collect())
    }

    pub(super) fn get(&self, quotation: &str) -> Option<LocatedQuotation<'a>> {
        self.0.get(quotation).copied()
    }
}

/// A quotation in its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocatedQuotation<'a> {
    pub(super) document: &'a ReconciledDocument,
    pub(super) quotation: &'a ReconciledQuotation,
}

impl<'a> LocatedQuotation<'a> {
    /// What stands at `span` in the part of the document that the quotation stands in; `None` when nothing does, as for
    /// a speaker who was given beside a quotation without its article.
    pub(super) fn slice(self, span: Span) -> Option<&'a str> {
        let text = span.of(self.document.document.part(self.quotation.quotation.part));
        (!text.is_empty()).then_some(text)
    }

    /// How the document names the speaker; the name that was given, where there is no document.
    pub(super) fn mention(self) -> Option<&'a str> {
        let speaker = self.quotation.attribution.speaker.as_ref();
        speaker.and_then(|speaker| self.slice(speaker.mention)).or(self.name())
    }

    /// The fullest form of the speaker's name that is known.
    pub(super) fn name(self) -> Option<&'a str> {
        self.quotation.name.as_deref()
    }

    /// The day of publication, as given: the date without the time.
    pub(super) fn date(self) -> &'a str {
        let given =
            self.document.document.published.as_ref().map_or("", |published| published.as_str());
        given.get(..10).unwrap_or(given)
    }

    /// The id of the document it stands in; for a quotation given without its article, the one it is said to stand in.
    #[cfg(feature = "json")]
    pub(super) fn document_id(self) -> Option<&'a str> {
        match &self.quotation.provenance {
            Provenance::Extracted => Some(&self.document.document.id),
            Provenance::Standalone { document } => document.as_deref(),
        }
    }
}
