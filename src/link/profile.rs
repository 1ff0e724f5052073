//! Describes the subject of a document: its most informative words outside quotations.

use crate::text::{LexicalEntry, TokenClass, Vocabulary, Weight, Word, bits};

/// The most informative words of a document's own prose with their weights: names, and rare words
/// that recur.
///
/// Two reports of one event share people and places; a slogan turns up in reports of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Profile {
    /// Key and weight, by key.
    words: Box<[(u64, Weight)]>,
}

/// Words that a profile keeps: enough to tell events apart, few enough to compare for each pair.
const MAX_PROFILE_WORDS: usize = 40;

impl Profile {
    /// Returns the bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.words)
    }

    /// Makes the profile of `prose`, the words outside quotations. O(n log n).
    pub fn new(words: &Vocabulary, prose: impl Iterator<Item = (Word, TokenClass)>) -> Profile {
        Profile::from_entries(prose.map(|(word, class)| LexicalEntry {
            key: words[word].key,
            weight: words[word].weight,
            class,
        }))
    }

    /// Makes the profile from words that have no ids yet.
    pub(crate) fn from_entries(prose: impl Iterator<Item = LexicalEntry>) -> Profile {
        let mut counts = WordCounts::default();
        prose
            .filter(|word| {
                matches!(word.class, TokenClass::Content | TokenClass::Name)
                    && word.weight >= bits(9)
            })
            .for_each(|word| counts.add(word));
        // A word counts its weight, a half more for each repetition (up to three), and double for a
        // name.
        let informative = |count: &WordCount| {
            count.weight * (1 + count.times.min(4) as Weight) / 2 * if count.name { 2 } else { 1 }
        };
        let mut ranked: Vec<(Weight, u64)> =
            counts.all.iter().map(|count| (informative(count), count.key)).collect();
        if ranked.len() > MAX_PROFILE_WORDS {
            ranked.select_nth_unstable_by(MAX_PROFILE_WORDS, |x, y| y.cmp(x));
            ranked.truncate(MAX_PROFILE_WORDS);
        }
        let mut kept: Vec<(u64, Weight)> =
            ranked.into_iter().map(|(weight, key)| (key, weight)).collect();
        kept.sort_unstable();
        Profile { words: kept.into() }
    }

    /// Returns the share of the lighter profile's weight that the other has too, `0.0..=1.0`;
    /// `None` when either holds too few words. O(size of the profiles).
    pub fn shared(&self, other: &Profile) -> Option<f64> {
        /// Fewer words than these describe no event.
        const MIN_PROFILE_WORDS: usize = 8;
        if self.words.len() < MIN_PROFILE_WORDS || other.words.len() < MIN_PROFILE_WORDS {
            return None;
        }
        let sum = |profile: &Profile| {
            profile.words.iter().map(|&(_, weight)| i64::from(weight)).sum::<i64>()
        };
        let (mut i, mut j, mut both) = (0, 0, 0i64);
        while let (Some(x), Some(y)) = (self.words.get(i), other.words.get(j)) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    both += i64::from(x.1.min(y.1));
                    i += 1;
                    j += 1;
                }
            }
        }
        Some(both as f64 / sum(self).min(sum(other)).max(1) as f64)
    }
}

/// A word of a text, and how often it occurs there.
struct WordCount {
    key: u64,
    weight: Weight,
    times: u32,
    /// True if it is a name somewhere.
    name: bool,
}

/// The words of a text, each once: a hash table with linear probing, since the keys are hashes
/// already.
#[derive(Default)]
struct WordCounts {
    all: Vec<WordCount>,
    /// By the last bits of a key, one more than the index of its word; 0 in free slots, which are
    /// at least half of all.
    slots: Vec<u32>,
}

impl WordCounts {
    fn add(&mut self, word: LexicalEntry) {
        if 2 * self.all.len() >= self.slots.len() {
            let size = (2 * self.slots.len()).max(512);
            self.slots.clear();
            self.slots.resize(size, 0);
            for n in 0..self.all.len() {
                let slot = self.slot(self.all[n].key);
                self.slots[slot] = n as u32 + 1;
            }
        }
        let slot = self.slot(word.key);
        let name = word.class == TokenClass::Name;
        match self.slots[slot] {
            0 => {
                self.all.push(WordCount { key: word.key, weight: word.weight, times: 1, name });
                self.slots[slot] = self.all.len() as u32;
            }
            n => {
                let count = &mut self.all[n as usize - 1];
                count.times += 1;
                count.name |= name;
            }
        }
    }

    /// Returns the slot in which the word of this key is, or would be.
    fn slot(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = key as usize & last;
        while self.slots[slot] != 0 && self.all[self.slots[slot] as usize - 1].key != key {
            slot = (slot + 1) & last;
        }
        slot
    }
}
