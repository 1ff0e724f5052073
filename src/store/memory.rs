//! A store in memory.

use std::collections::BTreeMap;

use super::{
    DecisionTable, ExtractedDocument, SequenceTable, StandaloneTable, Store, StoredDocument,
};
#[cfg(feature = "json")]
use super::{NewStandalone, StandaloneId};
#[cfg(feature = "json")]
use crate::align::features::SequenceWord;
use crate::model::{Decision, Document, StandaloneQuotation};
use crate::text::Vocabulary;

/// A store that keeps all in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    pub(crate) words: Vocabulary,
    /// By id, so that nothing depends on the order of arrival.
    documents: BTreeMap<String, StoredDocument>,
    pub(crate) standalone: StandaloneTable,
    pub(crate) sequences: SequenceTable,
    decisions: DecisionTable,
    quotations: usize,
    /// Estimated bytes of the documents.
    document_bytes: usize,
}

impl MemoryStore {
    /// Returns the number of documents.
    pub(crate) fn document_count(&self) -> usize {
        self.documents.len()
    }

    /// Returns the estimated bytes of all it holds but the decisions. O(1).
    pub(crate) fn bytes(&self) -> usize {
        self.document_bytes + self.standalone.bytes() + self.sequences.bytes() + self.words.bytes()
    }

    /// Adds a standalone quotation with its words and their hash. When all are added, call
    /// [`parse_speakers`](StandaloneTable::parse_speakers).
    #[cfg(feature = "json")]
    pub(crate) fn insert_hashed(
        &mut self,
        new: NewStandalone<'_>,
        words: &[SequenceWord],
        hash: u64,
    ) -> StandaloneId {
        let sequence = self.sequences.add_hashed(words, hash);
        self.quotations += 1;
        self.standalone.add_hashed(NewStandalone { sequence, ..new })
    }

    /// Returns true if a quotation of a document has this id.
    pub(crate) fn has_extracted(&self, id: &str) -> bool {
        let document = id.rsplit_once('#').and_then(|(document, _)| self.documents.get(document));
        document.is_some_and(|stored| stored.quotations.iter().any(|stored| stored.id == id))
    }
}

impl Store for MemoryStore {
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
        self.quotations
    }

    fn insert(&mut self, document: Document, extracted: ExtractedDocument) {
        let MemoryStore { words, sequences, .. } = self;
        let stored = StoredDocument::new(document, extracted, words, sequences);
        self.quotations += stored.quotations.len();
        self.document_bytes += stored.bytes();
        self.documents.insert(stored.document.id.clone(), stored);
    }

    fn insert_standalone(&mut self, quotation: &StandaloneQuotation) {
        let MemoryStore { words, sequences, .. } = self;
        self.standalone.add(quotation, words, sequences);
        self.quotations += 1;
    }

    fn remove(&mut self, id: &str) -> bool {
        if self.standalone.remove(id, &mut self.sequences) {
            self.quotations -= 1;
            return true;
        }
        let Some(stored) = self.documents.remove(id) else { return false };
        self.quotations -= stored.quotations.len();
        self.document_bytes -= stored.bytes();
        stored.release_sequences(&mut self.sequences);
        true
    }

    fn decide(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }
}
