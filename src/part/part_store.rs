//! Some quotations, in memory: a store that a snapshot can be taken of.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::document_row::{DocumentHead, DocumentValue, ProseValue, QuotationValue};
use super::filed::{FiledQuotation, FiledSequence, filed_words, fingerprint, speaker};
use super::quotation_key::QuotationKey;
use crate::blocking::SequenceId;
use crate::model::{Decision, Document, StandaloneQuotation};
use crate::store::{
    DecisionTable, ExtractedDocument, SequenceTable, StandaloneTable, Store, StoredDocument,
};
use crate::text::Vocabulary;

/// Some quotations of some documents.
#[derive(Debug, Default)]
pub(crate) struct PartStore {
    words: Vocabulary,
    sequences: SequenceTable,
    documents: BTreeMap<String, StoredDocument>,
    standalone: StandaloneTable,
    decisions: DecisionTable,
    /// The keys of the quotations of each document, in order.
    keys: BTreeMap<String, Vec<QuotationKey>>,
}

impl PartStore {
    /// Adds some quotations of a document; with `prose`, its reports and turns, too.
    pub(crate) fn add(
        &mut self,
        number: u32,
        row: &DocumentHead,
        values: &BTreeMap<u32, impl Borrow<QuotationValue>>,
        prose: Option<&ProseValue>,
    ) {
        let stored = row.stored(values, prose, &mut self.words, &mut self.sequences);
        self.insert_keyed(number, values.keys().copied().collect(), stored);
    }

    /// Adds a document that was just extracted, and returns what is kept of it.
    pub(crate) fn add_extracted(
        &mut self,
        number: u32,
        document: Document,
        extracted: ExtractedDocument,
    ) -> DocumentValue {
        let id = document.id.clone();
        let stored = StoredDocument::new(document, extracted, &mut self.words, &mut self.sequences);
        self.insert_keyed(number, (0..stored.quotations.len() as u32).collect(), stored);
        DocumentValue::new(&self.documents[&id], |sequence| {
            fingerprint(&self.words, self.sequences.words(sequence))
        })
    }

    fn insert_keyed(&mut self, number: u32, places: Vec<u32>, stored: StoredDocument) {
        let id = stored.document.id.clone();
        let keys = places.into_iter().map(|place| QuotationKey::new(number, place));
        self.keys.insert(id.clone(), keys.collect());
        self.documents.insert(id, stored);
    }

    /// Returns the keys of all quotations, in the order of the rows of a snapshot.
    pub(crate) fn keys(&self) -> Vec<QuotationKey> {
        self.keys.values().flatten().copied().collect()
    }

    /// Returns what is filed of the quotations that have words.
    pub(crate) fn filed(&self) -> Vec<FiledQuotation> {
        let quotations = self.documents.values().flat_map(|stored| {
            let is_query = stored.document.is_query();
            stored.quotations.iter().map(move |quotation| (is_query, quotation))
        });
        let filed = self.keys().into_iter().zip(quotations).filter_map(|(key, quotation)| {
            let (is_query, stored) = quotation;
            let sequence = self.filed_sequence(stored.sequence?);
            let name = stored.speaker.as_ref().filter(|_| !is_query);
            Some(FiledQuotation { key, sequence, speaker: speaker(name) })
        });
        filed.collect()
    }

    /// Returns a sequence as it is filed.
    pub(crate) fn filed_sequence(&self, sequence: SequenceId) -> FiledSequence {
        filed_words(&self.words, self.sequences.words(sequence))
    }
}

impl Store for PartStore {
    fn vocabulary(&self) -> &Vocabulary {
        &self.words
    }

    fn sequences(&self) -> &SequenceTable {
        &self.sequences
    }

    fn documents(&self) -> impl Iterator<Item = &StoredDocument> {
        self.documents.values()
    }

    fn document(&self, id: &str) -> Option<&StoredDocument> {
        self.documents.get(id)
    }

    fn standalone(&self) -> &StandaloneTable {
        &self.standalone
    }

    fn decisions(&self) -> &DecisionTable {
        &self.decisions
    }

    fn quotation_count(&self) -> usize {
        self.documents.values().map(|document| document.quotations.len()).sum()
    }

    fn insert(&mut self, document: Document, extracted: ExtractedDocument) {
        self.add_extracted(0, document, extracted);
    }

    fn insert_standalone(&mut self, quotation: &StandaloneQuotation) {
        self.standalone.add(quotation, &mut self.words, &mut self.sequences);
    }

    fn remove(&mut self, id: &str) -> bool {
        self.keys.remove(id);
        let removed = self.documents.remove(id);
        removed.iter().for_each(|stored| stored.release_sequences(&mut self.sequences));
        removed.is_some() || self.standalone.remove(id, &mut self.sequences)
    }

    fn decide(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }
}
