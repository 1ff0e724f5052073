//! A store in memory.

use std::collections::BTreeMap;

use super::{
    DecisionTable, ExtractedDocument, NewStandalone, SequenceTable, StandaloneId, StandaloneTable,
    Store, StoredDocument,
};
use crate::align::features::{SequenceWord, sequence_words};
use crate::model::{Decision, Document};
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
    /// Scratch: the words of the quotation that is being added.
    sequence: Vec<SequenceWord>,
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

    /// Adds a standalone quotation with its words and their hash.
    pub(crate) fn insert_standalone(
        &mut self,
        new: NewStandalone<'_>,
        words: &[SequenceWord],
        hash: u64,
    ) -> StandaloneId {
        let sequence = self.sequences.add_hashed(words, hash);
        self.quotations += 1;
        self.standalone.add(NewStandalone { sequence, ..new })
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
        let mut stored = StoredDocument::new(&mut self.words, document, extracted);
        self.quotations += stored.quotations.len();
        for quotation in &mut stored.quotations {
            self.sequence.clear();
            self.sequence.extend(sequence_words(&self.words, &quotation.passage.words));
            quotation.sequence = self.sequences.add(&self.sequence);
        }
        self.document_bytes += stored.bytes();
        self.documents.insert(stored.document.id.clone(), stored);
    }

    fn remove(&mut self, id: &str) -> bool {
        if let Some(sequence) = self.standalone.remove(id) {
            self.quotations -= 1;
            sequence.into_iter().for_each(|sequence| self.sequences.remove(sequence));
            return true;
        }
        let Some(stored) = self.documents.remove(id) else { return false };
        self.quotations -= stored.quotations.len();
        self.document_bytes -= stored.bytes();
        for sequence in stored.quotations.iter().filter_map(|stored| stored.sequence) {
            self.sequences.remove(sequence);
        }
        true
    }

    fn decide(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }
}
