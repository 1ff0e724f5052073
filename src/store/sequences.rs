//! The distinct sequences of words of all quotations, each kept once. Marks are left out; only
//! ellipses leave a trace.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::hash_table;
use crate::align::features::{SequenceWord, sequence_words};
use crate::blocking::SequenceId;
use crate::text::{Vocabulary, Word};

/// Distinct sequences of words by id, and the number of quotations that have each. An id is free
/// again, and is given to other words, once no quotation has the sequence.
///
/// ```
/// use variorum::store::SequenceTable;
/// use variorum::text::Vocabulary;
///
/// let (mut words, mut sequences) = (Vocabulary::new(), SequenceTable::new());
/// let passage = words.tokenize("Never, never again!");
/// let id = sequences.add_passage(&words, &passage.words).unwrap();
/// let same = words.tokenize("never never again");
/// assert_eq!(sequences.add_passage(&words, &same.words), Some(id));
/// assert_eq!((sequences.words(id).len(), sequences.quotation_count(id)), (3, 2));
/// sequences.remove(id);
/// sequences.remove(id);
/// assert_eq!(sequences.quotation_count(id), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct SequenceTable {
    /// The words of all sequences, one after the other.
    words: Vec<SequenceWord>,
    entries: Vec<SequenceEntry>,
    by_words: HashTable<u32>,
    /// Ids that are free again.
    free: Vec<u32>,
    /// Words of sequences that no quotation has any more.
    dead_words: usize,
}

/// Place of a sequence among the words of all.
#[derive(Clone, Copy, Debug)]
struct SequenceEntry {
    start: usize,
    len: u32,
    quotations: u32,
}

impl SequenceEntry {
    fn words(self, words: &[SequenceWord]) -> &[SequenceWord] {
        &words[self.start..self.start + self.len as usize]
    }
}

/// Returns the hash by which [`SequenceTable`] finds words.
pub(crate) fn hash_words(words: &[SequenceWord]) -> u64 {
    FxBuildHasher.hash_one(words)
}

/// Fewer dead words than these are not worth a compaction.
const MIN_DEAD_WORDS: usize = 1 << 16;

impl SequenceTable {
    /// Makes a table without sequences.
    pub fn new() -> SequenceTable {
        SequenceTable::default()
    }

    /// Returns one more than the highest id that was ever in use.
    pub fn bound(&self) -> usize {
        self.entries.len()
    }

    /// Returns the estimated bytes.
    pub(super) fn bytes(&self) -> usize {
        let SequenceTable { words, entries, by_words, free, .. } = self;
        let lists = words.capacity() * size_of::<SequenceWord>()
            + entries.capacity() * size_of::<SequenceEntry>();
        // A hash table has a byte beside each id.
        lists + (by_words.capacity() * 5) + free.capacity() * size_of::<u32>()
    }

    /// Returns the words of a sequence; none once no quotation has it.
    ///
    /// # Panics
    /// Unless `id` is of this table.
    pub fn words(&self, id: SequenceId) -> &[SequenceWord] {
        self.entries[id.0 as usize].words(&self.words)
    }

    /// Reads the slot of words with this hash, so that it is in the cache when they are added.
    #[cfg(feature = "json")]
    pub(crate) fn prefetch(&self, hash: u64) {
        let slot = self.by_words.find(hash, |&id| {
            let entry = self.entries[id as usize];
            std::hint::black_box(self.words.get(entry.start));
            false
        });
        std::hint::black_box(slot);
    }

    /// Returns the number of quotations that have a sequence.
    ///
    /// # Panics
    /// Unless `id` is of this table.
    pub fn quotation_count(&self, id: SequenceId) -> u32 {
        self.entries[id.0 as usize].quotations
    }

    /// Counts one more quotation with the words of `passage`, marks left out, and returns their id;
    /// `None` when there are no words. `words` are the words of all passages of the table.
    /// O(words).
    pub fn add_passage(&mut self, words: &Vocabulary, passage: &[Word]) -> Option<SequenceId> {
        self.add(&sequence_words(words, passage).collect::<Vec<_>>())
    }

    /// Counts one more quotation with these words, and returns their id; `None` when there are no
    /// words. O(words).
    pub fn add(&mut self, words: &[SequenceWord]) -> Option<SequenceId> {
        self.add_hashed(words, hash_words(words))
    }

    /// Does the same with the [hash](hash_words) of the words.
    pub(crate) fn add_hashed(&mut self, words: &[SequenceWord], hash: u64) -> Option<SequenceId> {
        if words.is_empty() {
            return None;
        }
        let SequenceTable { words: all, entries, by_words, .. } = self;
        if let Some(&id) = by_words.find(hash, |&id| entries[id as usize].words(all) == words) {
            entries[id as usize].quotations += 1;
            return Some(SequenceId(id));
        }
        if by_words.len() == by_words.capacity() {
            let used = entries.iter().zip(0..).filter(|(entry, _)| entry.quotations > 0);
            let hashed = used.map(|(entry, id)| (hash_words(entry.words(all)), id));
            hash_table::grow(by_words, hashed);
        }
        let new = SequenceEntry { start: all.len(), len: words.len() as u32, quotations: 1 };
        all.extend_from_slice(words);
        let id = match self.free.pop() {
            Some(id) => {
                entries[id as usize] = new;
                id
            }
            None => {
                entries.push(new);
                entries.len() as u32 - 1
            }
        };
        by_words.insert_unique(hash, id, |&id| hash_words(entries[id as usize].words(all)));
        Some(SequenceId(id))
    }

    /// Counts one quotation less. Does nothing if no quotation has the sequence.
    ///
    /// # Panics
    /// Unless `id` is of this table.
    pub fn remove(&mut self, id: SequenceId) {
        let entry = &mut self.entries[id.0 as usize];
        let Some(left) = entry.quotations.checked_sub(1) else { return };
        entry.quotations = left;
        if entry.quotations > 0 {
            return;
        }
        let words = entry.words(&self.words);
        self.dead_words += words.len();
        if let Ok(slot) = self.by_words.find_entry(hash_words(words), |&other| other == id.0) {
            slot.remove();
        }
        entry.len = 0;
        self.free.push(id.0);
        // Compacted when most of it is dead.
        if self.dead_words > MIN_DEAD_WORDS && self.dead_words > self.words.len() / 2 {
            let mut words = Vec::with_capacity(self.words.len() - self.dead_words);
            for entry in &mut self.entries {
                let start = words.len();
                words.extend_from_slice(entry.words(&self.words));
                entry.start = start;
            }
            self.words = words;
            self.dead_words = 0;
        }
    }
}
