//! The utterance that one quotation alone reports: most are such, and are made when they are read.

use std::collections::BTreeMap;

use super::document_row::{DocumentHead, QuotationValue};
use super::keys::QuotationKey;
use super::utterance_row::UtteranceRow;
use crate::engine::{self, Executor};
use crate::part::PartStore;
use crate::record::RecordMatch;
use crate::settings::Settings;
use crate::snapshot::MemorySnapshot;
use crate::store::{Store, StoredDocument};

/// Makes the utterance of a quotation. `original` is the document that its document reprints.
pub(super) fn utterance(
    key: QuotationKey,
    row: &DocumentHead,
    value: QuotationValue,
    original: Option<&StoredDocument>,
    record: Option<RecordMatch>,
    settings: &Settings,
    executor: &Executor<'_>,
) -> UtteranceRow {
    let mut store = PartStore::default();
    store.add(key.document, row, &BTreeMap::from([(key.place, value)]), None);
    let snapshot = MemorySnapshot::new(&store);
    let documents: Vec<&StoredDocument> = store.documents().collect();
    let id = row.document.id.as_str();
    let reprints = original.map(|original| (id, original)).into_iter().collect();
    let utterances = engine::edit_groups(
        &snapshot,
        &documents,
        &[vec![0]],
        &reprints,
        &[record],
        settings,
        executor,
    );
    let first = row.document.printed_second();
    let utterance = utterances.into_iter().next().unwrap_or_else(|| unreachable!("one group"));
    UtteranceRow { utterance, first, quotations: vec![key] }
}
