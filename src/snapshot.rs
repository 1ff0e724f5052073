//! Plain rows of the quotations of a store at one moment: all that the stages of the engine read.
//!
//! [`QuotationRow`], [`ClassRow`], [`SequenceRow`], [`NameRow`] and [`DocumentRow`] are places in
//! the tables of one snapshot, without gaps. [`SequenceKey`] names a sequence of words on every
//! machine.
//!
//! A snapshot promises:
//!
//! - Quotations are in the order of the ids of their documents (or of their own, for standalone
//!   ones), then of the text.
//! - A [`QuotationClass`] holds quotations that no stage can tell apart. Standalone quotations with
//!   the same words, speaker and day share a class. Every other quotation is a class by itself:
//!   those of documents, and those that a decision is about. The facts about the first of them hold
//!   for all. Classes are in the order of their first quotations.
//! - Long sequences, which weigh [`LONG_SEQUENCE_WEIGHT`](crate::blocking::LONG_SEQUENCE_WEIGHT) or
//!   more, come before short ones. It is faster, and changes no result, if sequences that are
//!   likely to be compared are near each other.
//! - It never changes, and is a function of the set of documents, quotations and decisions.
//!
//! [`MemorySnapshot`] is taken of any [`Store`](crate::store::Store). Implement [`Snapshot`] for
//! rows that come from elsewhere: each of its tables has public constructors.

mod decisions;
mod memory;
mod pair;
mod quotation_source;
mod rows;
mod speakers;

use std::borrow::Cow;
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

pub use decisions::ResolvedDecisions;
pub use memory::MemorySnapshot;
pub(crate) use rows::NO_ROW;
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

    /// Returns the words of a sequence, at least one.
    fn words(&self, sequence: SequenceRow) -> &[SequenceWord];

    /// Returns the classes of each sequence.
    fn classes_of(&self) -> &RowLists<ClassRow>;

    /// Returns the speakers of each sequence: [`SpeakerIndex::from_classes`].
    fn speakers(&self) -> &SpeakerIndex;

    /// Returns the number of names of speakers.
    fn name_count(&self) -> usize;

    /// Returns the name of a speaker.
    fn name(&self, name: NameRow) -> &PersonName;

    /// Returns the text of the body or headline in which a class stands, and its tokens; `None` for
    /// standalone quotations.
    fn passage(&self, class: ClassRow) -> Option<(&str, &Passage)>;

    /// Returns the words of a class, counted without marks, that stand in quotations inside it.
    fn nested_words(&self, class: ClassRow) -> &[Range<usize>];

    /// Returns the profile of the document of a class; `None` for standalone quotations.
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
    fn document(&self, document: DocumentRow) -> Cow<'_, StoredDocument>;

    /// Returns the stable hash of a sequence. O(words).
    fn sequence_key(&self, sequence: SequenceRow) -> SequenceKey {
        let mut hash = Xxh3::new();
        for word in self.words(sequence) {
            hash.update(&self.vocabulary()[word.word()].key.to_le_bytes());
        }
        SequenceKey(hash.digest128())
    }

    /// Returns the row of the sequence with this key, if there is one. O(words of all sequences);
    /// where many are looked up, keep the keys in a map.
    fn sequence_row(&self, key: SequenceKey) -> Option<SequenceRow> {
        let mut rows = (0..self.weights().len() as u32).map(SequenceRow);
        rows.find(|&row| self.sequence_key(row) == key)
    }
}
