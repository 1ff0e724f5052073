//! Holds what was read: documents with their quotations, standalone quotations, distinct word
//! sequences, decisions.
//!
//! A store does nothing but hold: it compares, groups and judges nothing. [`MemoryStore`] keeps all
//! in memory; a store on disk implements [`Store`] too. A [snapshot](crate::snapshot) is taken of a
//! store, and the [stages of the engine](crate::engine) read the snapshot alone.
//!
//! What a store promises:
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
pub(crate) use sequences::hash_words;
pub(crate) use standalone::{HashedStr, NewStandalone, hash_str};
pub use standalone::{StandaloneId, StandaloneTable};

use crate::model::{Decision, Document};
use crate::text::Vocabulary;

/// Documents, standalone quotations, word sequences and decisions, as a snapshot reads them and an
/// archive changes them.
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

    /// Removes the document or standalone quotation `id`, and returns true if it was there.
    fn remove(&mut self, id: &str) -> bool;

    /// Keeps a decision, in the place of an earlier one about the same quotations.
    fn decide(&mut self, decision: Decision);
}
