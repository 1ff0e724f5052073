//! Some quotations of the file, in memory: a store that a snapshot can be taken of.

use std::collections::BTreeMap;

use super::blocks::FiledSequence;
use super::document_row::{DocumentHead, ProseValue, QuotationValue};
use super::keys::QuotationKey;
use crate::align::features::SequenceWord;
use crate::blocking::{SequenceId, filed_runs, hub_rank};
use crate::model::{Decision, Document, StandaloneQuotation};
use crate::person_name::{NameKind, PersonName};
use crate::store::{
    DecisionTable, ExtractedDocument, SequenceTable, StandaloneTable, Store, StoredDocument,
};
use crate::text::Vocabulary;

/// Some quotations of some documents.
#[derive(Debug, Default)]
pub(super) struct PartStore {
    words: Vocabulary,
    sequences: SequenceTable,
    documents: BTreeMap<String, StoredDocument>,
    standalone: StandaloneTable,
    decisions: DecisionTable,
    /// The keys of the quotations of each document, in order.
    keys: BTreeMap<String, Vec<QuotationKey>>,
}

/// A quotation as it is filed.
#[derive(Clone, Debug)]
pub(super) struct FiledQuotation {
    pub key: QuotationKey,
    pub sequence: FiledSequence,
    /// Fingerprint of the surname of its speaker; 0 where none is known.
    pub speaker: u32,
}

impl PartStore {
    /// Adds some quotations of a document; with `prose`, its reports and turns, too.
    pub(super) fn add(
        &mut self,
        number: u32,
        row: &DocumentHead,
        values: &BTreeMap<u32, QuotationValue>,
        prose: Option<&ProseValue>,
    ) {
        let stored = row.stored(values, prose, &mut self.words, &mut self.sequences);
        self.insert_keyed(number, values.keys().copied().collect(), stored);
    }

    /// Adds a document that was just extracted.
    pub(super) fn add_extracted(
        &mut self,
        number: u32,
        document: Document,
        extracted: ExtractedDocument,
    ) -> &StoredDocument {
        let id = document.id.clone();
        let stored = StoredDocument::new(document, extracted, &mut self.words, &mut self.sequences);
        self.insert_keyed(number, (0..stored.quotations.len() as u32).collect(), stored);
        &self.documents[&id]
    }

    fn insert_keyed(&mut self, number: u32, places: Vec<u32>, stored: StoredDocument) {
        let id = stored.document.id.clone();
        let keys = places.into_iter().map(|place| QuotationKey::new(number, place));
        self.keys.insert(id.clone(), keys.collect());
        self.documents.insert(id, stored);
    }

    /// Returns the keys of all quotations, in the order of the rows of a snapshot.
    pub(super) fn keys(&self) -> Vec<QuotationKey> {
        self.keys.values().flatten().copied().collect()
    }

    /// Returns what is filed of the quotations that have words.
    pub(super) fn filed(&self) -> Vec<FiledQuotation> {
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
    pub(super) fn filed_sequence(&self, sequence: SequenceId) -> FiledSequence {
        filed_words(&self.words, self.sequences.words(sequence))
    }
}

/// Returns words as a sequence is filed.
pub(super) fn filed_words(words: &Vocabulary, sequence: &[SequenceWord]) -> FiledSequence {
    let keys = || sequence.iter().map(|word| &words[word.word()]).map(|w| (w.key, w.weight));
    let id = fingerprint(words, sequence);
    FiledSequence { id, rank: hub_rank(keys()), runs: filed_runs(keys()) }
}

/// Returns the fingerprint of the words of a sequence.
pub(super) fn fingerprint(words: &Vocabulary, sequence: &[SequenceWord]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for word in sequence {
        hash.update(&words[word.word()].key.to_le_bytes());
        hash.update(&[u8::from(word.elided())]);
    }
    hash.digest()
}

/// Returns the fingerprint of the speaker that a run counts; 0 for none. Surnames tell people
/// apart as in [`crate::snapshot::SpeakerIndex::from_classes`].
fn speaker(name: Option<&PersonName>) -> u32 {
    let named =
        name.filter(|name| matches!(name.kind(), NameKind::Person | NameKind::Organization));
    let hash = |name: &PersonName| xxhash_rust::xxh3::xxh3_64(name.surname().as_bytes()) as u32;
    named.map_or(0, |name| hash(name).max(1))
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
