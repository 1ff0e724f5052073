//! Finds a quotation and its document by the quotation's id.

use std::collections::HashMap;

#[cfg(feature = "json")]
use crate::reconciliation::Provenance;
use crate::reconciliation::{
    ReconciledDocument, ReconciledQuotation, ReconciledReport, Reconciliation,
};
use crate::span::Span;

/// The quotations of a reconciliation by id.
#[derive(Debug)]
pub(super) struct QuotationIndex<'a> {
    quotations: HashMap<&'a str, LocatedQuotation<'a>>,
    reports: HashMap<&'a str, Vec<(&'a ReconciledDocument, &'a ReconciledReport)>>,
}

impl<'a> QuotationIndex<'a> {
    pub(super) fn new(reconciliation: &'a Reconciliation) -> QuotationIndex<'a> {
        let all = reconciliation.documents.iter();
        let printed = |document: &'a ReconciledDocument| {
            document.quotations.iter().map(move |quotation| {
                (quotation.id.as_str(), LocatedQuotation { document, quotation })
            })
        };
        let mut reports: HashMap<&str, Vec<_>> = HashMap::new();
        for document in &reconciliation.documents {
            for report in &document.reports {
                if let Some(utterance) = &report.utterance {
                    reports.entry(utterance).or_default().push((document, report));
                }
            }
        }
        QuotationIndex { quotations: all.flat_map(printed).collect(), reports }
    }

    pub(super) fn get(&self, quotation: &str) -> Option<LocatedQuotation<'a>> {
        self.quotations.get(quotation).copied()
    }

    /// Returns the reports without marks of an utterance, with their documents.
    pub(super) fn reports_of(
        &self,
        utterance: &str,
    ) -> &[(&'a ReconciledDocument, &'a ReconciledReport)] {
        self.reports.get(utterance).map_or(&[], Vec::as_slice)
    }
}

/// Returns the words of a report as its document prints them, from the first of cue, speaker and
/// content to the last: `she would close the bridge, Ruiz said`. White space is one blank.
pub(super) fn reported_words(document: &ReconciledDocument, report: &ReconciledReport) -> String {
    let found = &report.report;
    let near = found.speaker.as_ref().map(|speaker| speaker.mention);
    let spans = found.pieces.iter().copied().chain([found.cue]).chain(near);
    let whole = spans.reduce(|a, b| a.cover(b));
    let printed = whole.and_then(|span| document.document.text.get(span.range()));
    printed.unwrap_or(&report.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A quotation with its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocatedQuotation<'a> {
    pub(super) document: &'a ReconciledDocument,
    pub(super) quotation: &'a ReconciledQuotation,
}

impl<'a> LocatedQuotation<'a> {
    /// Returns the text at `span` in the quotation's part of the document; `None` when it is empty,
    /// as for the speaker of a standalone quotation.
    pub(super) fn slice(self, span: Span) -> Option<&'a str> {
        let text = span.slice(self.document.document.part(self.quotation.quotation.part));
        (!text.is_empty()).then_some(text)
    }

    /// Returns the document's mention of the speaker, or the given name for a standalone quotation.
    pub(super) fn mention(self) -> Option<&'a str> {
        let speaker = self.quotation.attribution.speaker.as_ref();
        speaker.and_then(|speaker| self.slice(speaker.mention)).or(self.name())
    }

    /// Returns the fullest known form of the speaker's name.
    pub(super) fn name(self) -> Option<&'a str> {
        self.quotation.name.as_deref()
    }

    /// Returns the day of publication as given, without the time.
    pub(super) fn date(self) -> &'a str {
        let given =
            self.document.document.published.as_ref().map_or("", |published| published.as_str());
        given.get(..10).unwrap_or(given)
    }

    /// Returns the id of the quotation of which it is the next sentence.
    #[cfg(feature = "json")]
    pub(super) fn continued_id(self) -> Option<&'a str> {
        let before = self.quotation.attribution.continues?;
        self.document.quotations.get(before).map(|quotation| quotation.id.as_str())
    }

    /// Returns the id of its document; for a standalone quotation, the one it was given with.
    #[cfg(feature = "json")]
    pub(super) fn document_id(self) -> Option<&'a str> {
        match &self.quotation.provenance {
            Provenance::Extracted => Some(&self.document.document.id),
            Provenance::Standalone { document } => document.as_deref(),
        }
    }
}
