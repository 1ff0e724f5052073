//! Sequences as they are filed: with all keys under which their blocks can be found.

use super::quotation_key::QuotationKey;
use crate::align::features::SequenceWord;
use crate::blocking::{FiledRun, LONG_SEQUENCE_WEIGHT, filed_runs, hub_rank};
use crate::person_name::{NameKind, PersonName};
use crate::snapshot::{SequenceRow, Snapshot};
use crate::text::{Vocabulary, Weight};

/// A sequence as it is filed.
#[derive(Clone, Debug)]
pub(crate) struct FiledSequence {
    /// Fingerprint of its words.
    pub id: u64,
    /// Its weight, and a fingerprint by which sequences of one weight are ordered.
    pub rank: (Weight, u64),
    pub runs: Vec<FiledRun>,
}

impl FiledSequence {
    pub(crate) fn is_long(&self) -> bool {
        self.rank.0 >= LONG_SEQUENCE_WEIGHT
    }
}

/// A quotation as it is filed.
#[derive(Clone, Debug)]
pub(crate) struct FiledQuotation {
    pub key: QuotationKey,
    pub sequence: FiledSequence,
    /// Fingerprint of the surname of its speaker; 0 where none is known.
    pub speaker: u32,
}

/// Returns words as a sequence is filed.
pub(crate) fn filed_words(words: &Vocabulary, sequence: &[SequenceWord]) -> FiledSequence {
    let keys = || sequence.iter().map(|word| &words[word.word()]).map(|w| (w.key, w.weight));
    let id = fingerprint(words, sequence);
    FiledSequence { id, rank: hub_rank(keys()), runs: filed_runs(keys()) }
}

/// Returns the fingerprint of the words of a sequence.
pub(crate) fn fingerprint(words: &Vocabulary, sequence: &[SequenceWord]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for word in sequence {
        hash.update(&words[word.word()].key.to_le_bytes());
        hash.update(&[u8::from(word.elided())]);
    }
    hash.digest()
}

/// Returns the fingerprint of the speaker that a run counts; 0 for none. Surnames tell people
/// apart as in [`crate::snapshot::SpeakerIndex::from_classes`].
pub(crate) fn speaker(name: Option<&PersonName>) -> u32 {
    let named =
        name.filter(|name| matches!(name.kind(), NameKind::Person | NameKind::Organization));
    let hash = |name: &PersonName| xxhash_rust::xxh3::xxh3_64(name.surname().as_bytes()) as u32;
    named.map_or(0, |name| hash(name).max(1))
}

/// Returns the fingerprints of the sequences of a snapshot.
pub(crate) fn fingerprints(snapshot: &impl Snapshot) -> Vec<u64> {
    let rows = (0..snapshot.weights().len() as u32).map(SequenceRow::new);
    let words = snapshot.vocabulary();
    rows.map(|row| fingerprint(words, snapshot.words(row))).collect()
}

/// Returns, for each sequence of a snapshot, true if several quotations have it.
pub(crate) fn repeated(snapshot: &impl Snapshot) -> Vec<bool> {
    let classes_of = snapshot.classes_of();
    (0..snapshot.weights().len()).map(|row| classes_of.list(row).len() > 1).collect()
}
