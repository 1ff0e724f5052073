//! Where the transcripts have the words of the quotations.

use super::decided_quotation::DecidedQuotation;
use crate::model::DocumentKind;
use crate::parallel::Workers;
use crate::record::{PrintedQuotation, RecordFinder, RecordIndex, RecordMatch};
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::store::StoredDocument;

/// Returns, for each of the quotations, where a transcript has its words; nothing if there is no
/// transcript. What a transcript itself quotes is not looked up.
pub(super) fn records(
    snapshot: &impl Snapshot,
    documents: &[&StoredDocument],
    quotations: &[DecidedQuotation<'_>],
    settings: &Settings,
    workers: &Workers,
) -> Vec<Option<RecordMatch>> {
    let transcripts = documents
        .iter()
        .filter_map(|stored| Some((&stored.document, &**stored.transcript.as_ref()?)));
    let index = RecordIndex::new(snapshot.vocabulary(), transcripts);
    if index.is_empty() {
        return Vec::new();
    }
    let mut end = 0;
    let parts = documents.iter().map(|document| {
        let start = end;
        end += document.quotations.len();
        (*document, &quotations[start..end])
    });
    let parts: Vec<_> = parts.collect();
    let found = workers.map(&parts, RecordFinder::new, |finder, &(document, quotations)| {
        if document.document.kind == DocumentKind::Transcript {
            return vec![None; quotations.len()];
        }
        let printed: Vec<PrintedQuotation<'_>> = quotations
            .iter()
            .map(|quotation| PrintedQuotation {
                speaker: quotation.parsed_name(),
                ..PrintedQuotation::new(quotation.part_text(), &quotation.stored.passage)
            })
            .collect();
        let published = document.document.published.as_ref();
        finder.find(&index, &printed, published, &settings.classifier)
    });
    found.into_iter().flatten().collect()
}
