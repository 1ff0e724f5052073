//! A growing map from words to values, looked up by the printed word.
//!
//! Idea: open addressing with linear probing over four slots a word, so that nearly always the
//! first slot decides, also for words that are not in the map. Words are compared as two numbers
//! ([`WordKey`]). Cost: O(1) a look-up, expected; 16 bytes of slots a word beside its entry.
//!
//! Source of linear probing: Knuth, The Art of Computer Programming, vol. 3, 6.4.

use rustc_hash::FxHashMap;

use super::word_key::WordKey;
use super::word_list::with_lowercase;

/// Values of words. Letter case is ignored.
#[derive(Clone, Debug)]
pub(crate) struct WordMap<V> {
    /// Indices into `entries`, by hash; zero for a free slot.
    slots: Vec<u32>,
    /// The words. The first entry is a placeholder that stands for every unknown word.
    entries: Vec<WordMapEntry<V>>,
    /// Words longer than a key.
    long: FxHashMap<Box<str>, V>,
}

/// A word that fits a [`WordKey`], and its value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WordMapEntry<V> {
    // Not a `WordKey`: the length is not needed here, and without it more entries fit a cache line.
    head: u64,
    tail: u64,
    pub(super) value: V,
}

impl<V> WordMapEntry<V> {
    /// Returns true if `key` is the key of this entry's word.
    #[inline]
    pub(super) fn has_key(&self, key: WordKey) -> bool {
        let (head, tail) = key.halves();
        (self.head ^ head) | (self.tail ^ tail) == 0
    }

    /// Returns the key of the word.
    pub(super) fn key(&self) -> WordKey {
        WordKey::from_lowercase_letters(self.head, self.tail)
    }
}

/// Returns the first slot of `key` among `size`, a power of two and at least two.
#[inline]
fn first_slot(key: WordKey, size: usize) -> usize {
    (key.hash() >> (64 - size.trailing_zeros())) as usize
}

impl<V: Default> Default for WordMap<V> {
    fn default() -> WordMap<V> {
        WordMap {
            slots: Vec::new(),
            entries: vec![WordMapEntry::default()],
            long: FxHashMap::default(),
        }
    }
}

/// Fewest slots per word.
const SLOTS_PER_WORD: usize = 4;
/// Slots of the smallest map that is not empty.
const MIN_SLOTS: usize = 64;

impl<V: Copy + Default> WordMap<V> {
    /// Returns the value of `word`.
    pub(crate) fn get(&self, word: &str) -> Option<V> {
        match WordKey::lowercase(word) {
            Some(key) if key.is_lowercase_of(word) => self.get_key(key),
            _ => with_lowercase(word, |word| match WordKey::lowercase(word) {
                Some(key) => self.get_key(key),
                None => self.long.get(word).copied(),
            }),
        }
    }

    /// Returns the value of the word of `key`.
    #[inline]
    pub(crate) fn get_key(&self, key: WordKey) -> Option<V> {
        let entry = self.find(key);
        (entry != 0).then(|| self.entries[entry].value)
    }

    /// Returns the value of `word` for change; inserts `new()` if there is none.
    pub(crate) fn get_or_insert_with(&mut self, word: &str, new: impl FnOnce() -> V) -> &mut V {
        if let Some(key) = WordKey::lowercase(word).filter(|key| key.is_ascii()) {
            return self.get_or_insert_key_with(key, new);
        }
        with_lowercase(word, |word| match WordKey::lowercase(word) {
            Some(key) => self.get_or_insert_key_with(key, new),
            None => self.long.entry(word.into()).or_insert_with(new),
        })
    }

    /// Returns the value of the word of `key`, all lower case, for change; inserts `new()` if there
    /// is none.
    pub(crate) fn get_or_insert_key_with(
        &mut self,
        key: WordKey,
        new: impl FnOnce() -> V,
    ) -> &mut V {
        let mut entry = self.find(key);
        if entry == 0 {
            entry = self.entries.len();
            let (head, tail) = key.halves();
            self.entries.push(WordMapEntry { head, tail, value: new() });
            if entry * SLOTS_PER_WORD > self.slots.len() {
                let slots = (self.slots.len() * 2).max(MIN_SLOTS);
                self.slots.clear();
                self.slots.resize(slots, 0);
                (1..=entry).for_each(|entry| self.fill_slot(entry));
            } else {
                self.fill_slot(entry);
            }
        }
        &mut self.entries[entry].value
    }

    /// Removes all words and keeps the memory.
    pub(crate) fn clear(&mut self) {
        // The slots may be those of a far longer text: only filled ones are cleared, from each
        // word's first slot to the next free one.
        let size = self.slots.len();
        for entry in self.entries.drain(1..) {
            let mut slot = first_slot(entry.key(), size);
            while self.slots[slot] != 0 {
                self.slots[slot] = 0;
                slot = (slot + 1) & (size - 1);
            }
        }
        self.long.clear();
    }

    /// Returns the entries of all words that fit a key.
    pub(super) fn short(&self) -> &[WordMapEntry<V>] {
        &self.entries[1..]
    }

    /// Returns all other words.
    pub(super) fn into_long(self) -> FxHashMap<Box<str>, V> {
        self.long
    }

    /// Returns the index of the entry of the word of `key`; zero if there is none.
    #[inline]
    fn find(&self, key: WordKey) -> usize {
        if self.slots.is_empty() {
            return 0;
        }
        let mut slot = first_slot(key, self.slots.len());
        loop {
            let at = self.slots[slot & (self.slots.len() - 1)];
            let entry = &self.entries[at as usize];
            // One branch for both cases: no processor can predict which words are in the map.
            if (at == 0) | entry.has_key(key) {
                return at as usize;
            }
            slot += 1;
        }
    }

    /// Stores the index `entry` in the first free slot of its word.
    fn fill_slot(&mut self, entry: usize) {
        let mut slot = first_slot(self.entries[entry].key(), self.slots.len());
        while self.slots[slot] != 0 {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = entry as u32;
    }
}

impl<V: Copy + Default> FromIterator<(&'static str, V)> for WordMap<V> {
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(words: I) -> WordMap<V> {
        let mut map = WordMap::default();
        for (word, value) in words {
            map.get_or_insert_with(word, || value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::WordMap;

    #[test]
    fn words_of_every_length() {
        let words = [
            "a",
            "ab",
            "abc",
            "aba",
            "abcd",
            "abcdefg",
            "abcdefgh",
            "abcdefghi",
            "abcdefghijklmnop",
            "ça",
            "’s",
        ];
        let long = "abcdefghijklmnopq";
        let mut map: WordMap<usize> = WordMap::default();
        for (i, word) in words.iter().chain([&long]).enumerate() {
            *map.get_or_insert_with(word, || 0) = i;
        }
        for (i, word) in words.iter().chain([&long]).enumerate() {
            assert_eq!(map.get(word), Some(i), "{word}");
            assert_eq!(map.get(&word.to_uppercase()), Some(i), "{word}");
        }
        assert_eq!(map.get("abca"), None);
        assert_eq!(map.get(""), None);
    }

    #[test]
    fn many_words() {
        let mut map: WordMap<usize> = WordMap::default();
        for round in 0..2 {
            for i in 0..3_000 {
                *map.get_or_insert_with(&format!("w{i}"), || 0) = i + round;
                map.get_or_insert_with(&format!("a longer word {i}"), || i);
            }
            for i in 0..3_000 {
                assert_eq!(map.get(&format!("W{i}")), Some(i + round));
                assert_eq!(map.get(&format!("v{i}")), None);
                assert_eq!(map.get(&format!("a longer word {i}")), Some(i));
            }
            map.clear();
            assert_eq!(map.get("w1"), None);
            assert_eq!(map.get("a longer word 1"), None);
        }
    }

    proptest! {
        #[test]
        fn found_by_the_lower_case_alone(a in "[a-zA-Z.’'é-]{0,20}", b in "[a-zA-Z.’'é-]{0,20}") {
            let mut map = WordMap::default();
            map.get_or_insert_with(&a, || ());
            prop_assert!(map.get(&a).is_some());
            prop_assert_eq!(map.get(&b).is_some(), a.to_lowercase() == b.to_lowercase());
        }
    }
}
