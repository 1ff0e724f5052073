//! Holds what was read: documents with their quotations, standalone quotations, distinct word
//! sequences, decisions.
//!
//! A store compares, groups and judges nothing. [`MemoryStore`] keeps all in memory; a store of
//! your own implements [`Store`]. A [snapshot](crate::snapshot) is taken of a store, and the
//! [stages of the engine](crate::engine) read the snapshot alone.
//!
//! An implementation returns documents in the order of their ids; the tables of this module keep
//! the other promises:
//!
//! - Documents come in the order of their ids, and their quotations in the order of the text, body
//!   before headline. So nothing depends on the order of arrival.
//! - Every distinct sequence of words is kept once, and found by its words.
//! - Ids of words and sequences are local to the store. What must be equal on other machines goes
//!   by content: see [`SequenceKey`](crate::snapshot::SequenceKey).

mod decisions;
mod document;
mod hash_table;
mod memory;
mod sequences;
mod standalone;

pub use decisions::{DecisionTable, SpeakerOverride};
pub use document::{ExtractedDocument, StoredDocument, StoredQuotation};
pub use memory::MemoryStore;
pub use sequences::SequenceTable;
#[cfg(feature = "json")]
pub(crate) use sequences::hash_words;
#[cfg(feature = "json")]
pub(crate) use standalone::HashedStr;
pub(crate) use standalone::{NewStandalone, hash_str};
pub use standalone::{StandaloneId, StandaloneTable};

use crate::model::{Decision, Document, StandaloneQuotation};
use crate::text::Vocabulary;

/// Documents, standalone quotations, word sequences and decisions, as a snapshot reads them.
///
/// [`Archive`](crate::Archive) uses [`MemoryStore`]. Over a store of your own, run the stages of
/// [`engine`](crate::engine). An implementation lends its documents and tables by reference, so all
/// of them are in memory while a snapshot lives. It keeps the documents in a collection of its own,
/// and the rest in the tables of this module.
/// [`StoredDocument::new`] and [`StandaloneTable::add`] intern the words of what is added and count
/// its sequences; [`StoredDocument::release_sequences`] and [`StandaloneTable::remove`] take them
/// back.
///
/// ```
/// use std::collections::BTreeMap;
/// use variorum::model::{Decision, Document, StandaloneQuotation};
/// use variorum::store::{
///     DecisionTable, ExtractedDocument, SequenceTable, StandaloneTable, Store, StoredDocument,
/// };
/// use variorum::text::Vocabulary;
///
/// #[derive(Default)]
/// struct OwnStore {
///     words: Vocabulary,
///     sequences: SequenceTable,
///     documents: BTreeMap<String, StoredDocument>,
///     standalone: StandaloneTable,
///     decisions: DecisionTable,
/// }
///
/// impl Store for OwnStore {
///     fn vocabulary(&self) -> &Vocabulary {
///         &self.words
///     }
///     fn sequences(&self) -> &SequenceTable {
///         &self.sequences
///     }
///     fn documents(&self) -> impl Iterator<Item = &StoredDocument> {
///         self.documents.values()
///     }
///     fn document(&self, id: &str) -> Option<&StoredDocument> {
///         self.documents.get(id)
///     }
///     fn standalone(&self) -> &StandaloneTable {
///         &self.standalone
///     }
///     fn decisions(&self) -> &DecisionTable {
///         &self.decisions
///     }
///     fn quotation_count(&self) -> usize {
///         let extracted = self.documents.values().map(|document| document.quotations.len());
///         extracted.sum::<usize>() + self.standalone.len()
///     }
///     fn insert(&mut self, document: Document, extracted: ExtractedDocument) {
///         let id = document.id.clone();
///         let (words, sequences) = (&mut self.words, &mut self.sequences);
///         let stored = StoredDocument::new(document, extracted, words, sequences);
///         self.documents.insert(id, stored);
///     }
///     fn insert_standalone(&mut self, quotation: &StandaloneQuotation) {
///         self.standalone.add(quotation, &mut self.words, &mut self.sequences);
///     }
///     fn remove(&mut self, id: &str) -> bool {
///         let removed = self.documents.remove(id);
///         removed.iter().for_each(|stored| stored.release_sequences(&mut self.sequences));
///         removed.is_some() || self.standalone.remove(id, &mut self.sequences)
///     }
///     fn decide(&mut self, decision: Decision) {
///         self.decisions.insert(decision);
///     }
/// }
/// # let mut store = OwnStore::default();
/// # store.insert_standalone(&StandaloneQuotation::new("a", "Never again."));
/// # assert!(store.quotation_count() == 1 && store.remove("a") && store.quotation_count() == 0);
/// ```
pub trait Store: Sync {
    /// Returns the words of all quotations.
    fn vocabulary(&self) -> &Vocabulary;

    /// Returns the distinct sequences of words.
    fn sequences(&self) -> &SequenceTable;

    /// Returns the documents in the order of their ids.
    fn documents(&self) -> impl Iterator<Item = &StoredDocument>;

    /// Returns the document `id`.
    fn document(&self, id: &str) -> Option<&StoredDocument>;

    /// Returns the standalone quotations.
    fn standalone(&self) -> &StandaloneTable;

    /// Returns the decisions.
    fn decisions(&self) -> &DecisionTable;

    /// Returns the number of quotations, those of documents and standalone ones.
    fn quotation_count(&self) -> usize;

    /// Adds a document whose id is not taken, with what was extracted from it.
    fn insert(&mut self, document: Document, extracted: ExtractedDocument);

    /// Adds a standalone quotation whose id is not taken.
    fn insert_standalone(&mut self, quotation: &StandaloneQuotation);

    /// Removes the document or standalone quotation `id`, and returns true if it was there.
    fn remove(&mut self, id: &str) -> bool;

    /// Keeps a decision, in the place of an earlier one about the same quotations.
    fn decide(&mut self, decision: Decision);
}
