//! What the stages of the engine read: the quotations of a store at one moment, as plain rows.
//!
//! A snapshot numbers everything densely, by content: [`QuotationRow`], [`ClassRow`],
//! [`SequenceRow`], [`NameRow`] and [`DocumentRow`] are places in its tables and mean nothing
//! outside it. What must be equal on other machines goes by content: [`SequenceKey`].
//!
//! What a snapshot promises:
//!
//! - Quotations are in the order of the ids of their documents (or of their own, for standalone
//!   ones), then of the text.
//! - A [`QuotationClass`] holds quotations that no stage can tell apart: standalone ones with the
//!   same words, speaker and day. What holds for the first of them holds for all. Classes are in
//!   the order of their first quotations.
//! - Long sequences come before short ones, and sequences that are likely to be compared are near
//!   each other.
//! - It never changes, and is a function of the set of documents, quotations and decisions.
//!
//! [`MemorySnapshot`] is taken of any [`Store`](crate::store::Store).

mod decisions;
mod memory;
mod pair;
mod rows;
mod speakers;

use std::borrow::Cow;
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

pub use decisions::ResolvedDecisions;
pub use memory::MemorySnapshot;
pub(crate) use rows::NONE;
pub use rows::{
    ClassRow, DocumentRow, ExtractedClass, NameRow, QuotationClass, QuotationRow, RowLists,
    SequenceRow,
};
pub use speakers::SpeakerIndex;

use crate::align::features::SequenceWord;
use crate::link::Profile;
use crate::person_name::PersonName;
use crate::store::StoredDocument;
use crate::text::{Passage, Vocabulary, Weight};

/// Stable hash of the words of a sequence: equal on every machine, and in every version of the
/// format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SequenceKey(pub u128);

/// Plain rows of quotations, classes, sequences and names: all that the stages read.
pub trait Snapshot: Sync {
    /// Returns the words of all quotations.
    fn vocabulary(&self) -> &Vocabulary;

    /// Returns the number of quotations.
    fn quotation_count(&self) -> usize;

    /// Returns the classes of quotations that no stage can tell apart.
    fn classes(&self) -> &[QuotationClass];

    /// Returns the class of each quotation.
    fn class_of(&self) -> &[ClassRow];

    /// Returns the quotations of each class.
    fn members(&self) -> &RowLists<QuotationRow>;

    /// Returns the weight of each distinct sequence of words, in hundredths of a bit.
    fn weights(&self) -> &[Weight];

    /// Returns the words of a sequence.
    fn words(&self, sequence: SequenceRow) -> &[SequenceWord];

    /// Returns the classes of each sequence.
    fn classes_of(&self) -> &RowLists<ClassRow>;

    /// Returns the speakers of each sequence.
    fn speakers(&self) -> &SpeakerIndex;

    /// Returns the names of the speakers.
    fn names(&self) -> &[&PersonName];

    /// Returns the text of a class's part of its document, and its tokens; `None` for standalone
    /// quotations.
    fn passage(&self, class: ClassRow) -> Option<(&str, &Passage)>;

    /// Returns the words of a class, counted without marks, that stand in quotations inside it.
    fn nested_words(&self, class: ClassRow) -> &[Range<usize>];

    /// Returns what the document of a class is about; `None` for standalone quotations.
    fn profile(&self, class: ClassRow) -> Option<&Profile>;

    /// Returns the id of a quotation.
    fn quotation_id(&self, quotation: QuotationRow) -> &str;

    /// Returns the outlet of a quotation; its document's id, or its own, where the outlet is not
    /// known.
    fn outlet(&self, quotation: QuotationRow) -> &str;

    /// Returns the decisions about these quotations.
    fn decisions(&self) -> &ResolvedDecisions<'_>;

    /// Returns the number of documents; each standalone quotation is one.
    fn document_count(&self) -> usize;

    /// Returns a document with its quotations. Documents are in the order of their ids, so that
    /// their quotations, one document after the other, are in the order of the rows.
    fn document(&self, document: usize) -> Cow<'_, StoredDocument>;

    /// Returns the stable hash of a sequence. O(words).
    fn sequence_key(&self, sequence: SequenceRow) -> SequenceKey {
        let mut hash = Xxh3::new();
        for word in self.words(sequence) {
            hash.update(&self.vocabulary()[word.word()].key.to_le_bytes());
        }
        SequenceKey(hash.digest128())
    }
}
