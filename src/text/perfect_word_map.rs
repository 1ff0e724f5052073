//! A read-only map from words to values, by perfect hashing.
//!
//! Idea: hash, displace. The words fall into buckets of about four by the high bits of their hash;
//! each bucket stores a multiplier that spreads its words over free slots, found by trying
//! multipliers one after another, the fullest bucket first. A look-up reads one multiplier and one
//! slot, takes no branch that depends on whether the word is known, and needs few cache lines: the
//! words of a text come in any order, so most of its cost is waiting for memory.
//!
//! Cost: a look-up is O(1); building is O(n) expected; space is 9/8 slots and a quarter of a
//! multiplier a word.
//!
//! Source: Belazzougui, Botelho and Dietzfelbinger, "Hash, displace, and compress", ESA 2009,
//! <https://doi.org/10.1007/978-3-642-04128-0_61>. Departures: the multipliers are not compressed
//! (the lists are small), and one slot in nine is left free, so that a multiplier is found soon.

use rustc_hash::FxHashMap;

use super::word_key::WordKey;
use super::word_list::with_lowercase;
use super::word_map::{WordMap, WordMapEntry};

/// Values of a fixed set of words. Letter case is ignored.
#[derive(Debug)]
pub(crate) struct PerfectWordMap<V> {
    /// The multiplier of each bucket; a power of two of them.
    multipliers: Vec<u32>,
    /// Number of hash bits below those that select the bucket.
    shift: u32,
    /// The slots; a free slot holds the empty word.
    slots: Vec<WordMapEntry<V>>,
    /// Words longer than a key.
    long: FxHashMap<Box<str>, V>,
}

/// Words per bucket, on average: fewer need more multipliers, more need longer searches.
const WORDS_PER_BUCKET: usize = 4;
/// Multipliers tried for a bucket before the map is given more slots.
const MAX_TRIES: u32 = 1 << 16;

impl<V: Copy + Default> Default for PerfectWordMap<V> {
    fn default() -> PerfectWordMap<V> {
        PerfectWordMap::from_word_map(WordMap::default())
    }
}

impl<V: Copy + Default> PerfectWordMap<V> {
    /// Builds the map of the words of `source`.
    pub(crate) fn from_word_map(source: WordMap<V>) -> PerfectWordMap<V> {
        let short = source.short();
        let buckets = (short.len() / WORDS_PER_BUCKET).next_power_of_two().max(2);
        let shift = u64::BITS - buckets.trailing_zeros();
        let bucket = |entry: &WordMapEntry<V>| (entry.key().hash() >> shift) as usize;
        // Counting sort of the words by bucket.
        let mut ends = vec![0; buckets];
        short.iter().for_each(|entry| ends[bucket(entry)] += 1);
        let mut end = 0;
        for own in &mut ends {
            end += std::mem::replace(own, end);
        }
        let mut words = short.to_vec();
        for entry in short {
            let next = &mut ends[bucket(entry)];
            words[*next] = *entry;
            *next += 1;
        }
        let mut filled: Vec<&[WordMapEntry<V>]> =
            words.chunk_by(|a, b| bucket(a) == bucket(b)).collect();
        // The fullest bucket first, while most slots are free.
        filled.sort_by_key(|own| std::cmp::Reverse(own.len()));
        let mut size = words.len() + words.len() / 8 + 2;
        loop {
            let (multipliers, slots) = (vec![1; buckets], vec![WordMapEntry::default(); size]);
            let mut map = PerfectWordMap { multipliers, shift, slots, long: FxHashMap::default() };
            if filled.iter().all(|own| map.place_bucket(bucket(&own[0]), own)) {
                return PerfectWordMap { long: source.into_long(), ..map };
            }
            size += size / 8;
        }
    }

    /// Puts the words of a bucket into free slots. Returns false if no multiplier does it.
    fn place_bucket(&mut self, bucket: usize, own: &[WordMapEntry<V>]) -> bool {
        let mut places = Vec::with_capacity(own.len());
        // Odd multipliers: two different hashes never have the same product.
        let tries = (0..MAX_TRIES).map(|number| number.wrapping_mul(0x9e37_79b1) | 1);
        for multiplier in tries {
            places.clear();
            for entry in own {
                let place = slot(entry.key().hash(), multiplier, self.slots.len());
                if !self.slots[place].has_key(WordKey::default()) || places.contains(&place) {
                    break;
                }
                places.push(place);
            }
            if places.len() == own.len() {
                self.multipliers[bucket] = multiplier;
                places.iter().zip(own).for_each(|(&place, &entry)| self.slots[place] = entry);
                return true;
            }
        }
        false
    }

    /// Returns the value of the word of `key`, or the default value.
    #[inline]
    pub(crate) fn get_key(&self, key: WordKey) -> V {
        let hash = key.hash();
        let multiplier = self.multipliers[(hash >> self.shift) as usize];
        let entry = &self.slots[slot(hash, multiplier, self.slots.len())];
        // Read before it is needed, so that no branch depends on it.
        let value = entry.value;
        if entry.has_key(key) { value } else { V::default() }
    }

    /// Returns the value of `word`, or the default value.
    pub(crate) fn get(&self, word: &str) -> V {
        match WordKey::lowercase(word) {
            Some(key) if key.is_lowercase_of(word) => self.get_key(key),
            _ => with_lowercase(word, |word| match WordKey::lowercase(word) {
                Some(key) => self.get_key(key),
                None => self.long.get(word).copied().unwrap_or_default(),
            }),
        }
    }
}

/// Returns the slot, out of `size`, of a hash in a bucket with this multiplier.
#[inline]
fn slot(hash: u64, multiplier: u32, size: usize) -> usize {
    let spread = hash.wrapping_mul(u64::from(multiplier)) >> 32;
    ((spread * size as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_the_word_map(
            words in proptest::collection::vec("[a-c]{1,9}|[a-zA-Z.’é-]{1,20}", 0..300),
            other in "[a-c]{1,9}",
        ) {
            let mut source = WordMap::default();
            for (i, word) in words.iter().enumerate() {
                source.get_or_insert_with(word, || i + 1);
            }
            let map = PerfectWordMap::from_word_map(source.clone());
            for word in words.iter().chain([&other]) {
                let expected = source.get(word).unwrap_or_default();
                prop_assert_eq!(map.get(word), expected);
                let key = WordKey::lowercase_at(word.as_bytes(), 0, word.len());
                if let Some(key) = key.filter(|_| word.is_ascii()) {
                    prop_assert_eq!(map.get_key(key), expected);
                }
            }
        }
    }
}
