//! A list of words that is complete: each word has a place of its own, which two small sums tell.
//!
//! A perfect hash in two steps (hash, displace: Belazzougui, Botelho and Dietzfelbinger 2009): the words fall into buckets
//! of four, and each bucket keeps a number that spreads its words over free places. No place is looked at in vain and no
//! branch is taken for the words that are not listed, and the whole is as small as it can be: the words of a text come in
//! any order, so most of what a look-up costs is waiting for memory.

use rustc_hash::FxHashMap;

use super::form::with_lower;
use super::listed::{Entry, Key, Listed};

/// What is known of each word of a complete list. Case is nothing to it.
#[derive(Debug)]
pub(crate) struct Fixed<V> {
    /// For each bucket, what spreads its words; as many as a power of two.
    spreads: Vec<u32>,
    /// Bits of a hash below those that tell the bucket.
    shift: u32,
    /// The words; a free place is the empty word's.
    entries: Vec<Entry<V>>,
    /// Words longer than a key.
    long: FxHashMap<Box<str>, V>,
}

/// Words of a bucket, on average.
const BUCKET: usize = 4;
/// Numbers tried for a bucket before the whole is given more room.
const TRIES: u32 = 1 << 16;

impl<V: Copy + Default> Default for Fixed<V> {
    fn default() -> Fixed<V> {
        Fixed::new(Listed::default())
    }
}

impl<V: Copy + Default> Fixed<V> {
    /// The list `listed`, complete.
    pub(crate) fn new(listed: Listed<V>) -> Fixed<V> {
        let listed_words = listed.short();
        let buckets = (listed_words.len() / BUCKET).next_power_of_two().max(2);
        let shift = u64::BITS - buckets.trailing_zeros();
        let bucket = |entry: &Entry<V>| (entry.key().hash() >> shift) as usize;
        // Sorted by their buckets: where each of these ends is counted first.
        let mut ends = vec![0; buckets];
        listed_words.iter().for_each(|entry| ends[bucket(entry)] += 1);
        let mut end = 0;
        for own in &mut ends {
            end += std::mem::replace(own, end);
        }
        let mut words = listed_words.to_vec();
        for entry in listed_words {
            let next = &mut ends[bucket(entry)];
            words[*next] = *entry;
            *next += 1;
        }
        let mut full: Vec<&[Entry<V>]> = words.chunk_by(|a, b| bucket(a) == bucket(b)).collect();
        // The fullest first, while there is room.
        full.sort_by_key(|own| std::cmp::Reverse(own.len()));
        let mut size = words.len() + words.len() / 8 + 2;
        loop {
            let (spreads, entries) = (vec![1; buckets], vec![Entry::default(); size]);
            let mut fixed = Fixed { spreads, shift, entries, long: FxHashMap::default() };
            if full.iter().all(|own| fixed.settle(bucket(&own[0]), own)) {
                return Fixed { long: listed.into_long(), ..fixed };
            }
            size += size / 8;
        }
    }

    /// Finds free places for the words of a bucket; whether there are.
    fn settle(&mut self, bucket: usize, own: &[Entry<V>]) -> bool {
        let mut places = Vec::with_capacity(own.len());
        // Odd numbers: no two hashes have then the same product.
        let tries = (0..TRIES).map(|number| number.wrapping_mul(0x9e37_79b1) | 1);
        for spread in tries {
            places.clear();
            for entry in own {
                let place = place(entry.key().hash(), spread, self.entries.len());
                if !self.entries[place].is(Key::default()) || places.contains(&place) {
                    break;
                }
                places.push(place);
            }
            if places.len() == own.len() {
                self.spreads[bucket] = spread;
                places.iter().zip(own).for_each(|(&place, &entry)| self.entries[place] = entry);
                return true;
            }
        }
        false
    }

    /// What is known of the word of `key`; what is not listed is what `V` is by default.
    #[inline]
    pub(crate) fn known(&self, key: Key) -> V {
        let hash = key.hash();
        let spread = self.spreads[(hash >> self.shift) as usize];
        let entry = &self.entries[place(hash, spread, self.entries.len())];
        // Read before it is wanted, so that no branch hangs on it.
        let known = entry.known;
        if entry.is(key) { known } else { V::default() }
    }

    /// The same for `word`.
    pub(crate) fn get(&self, word: &str) -> V {
        match Key::of(word) {
            Some(key) if key.is_whole(word) => self.known(key),
            _ => with_lower(word, |word| match Key::of(word) {
                Some(key) => self.known(key),
                None => self.long.get(word).copied().unwrap_or_default(),
            }),
        }
    }
}

/// The place, of `size`, of a hash in a bucket with this `spread`.
#[inline]
fn place(hash: u64, spread: u32, size: usize) -> usize {
    let spread = hash.wrapping_mul(u64::from(spread)) >> 32;
    ((spread * size as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn knows_what_the_list_knows(words in proptest::collection::vec("[a-c]{1,9}|[a-zA-Z.’é-]{1,20}", 0..300), other in "[a-c]{1,9}") {
            let mut listed = Listed::default();
            for (i, word) in words.iter().enumerate() {
                listed.entry(word, || i + 1);
            }
            let fixed = Fixed::new(listed.clone());
            for word in words.iter().chain([&other]) {
                prop_assert_eq!(fixed.get(word), listed.get(word).unwrap_or_default());
                if let Some(key) = Key::at(word.as_bytes(), 0, word.len()).filter(|_| word.is_ascii()) {
                    prop_assert_eq!(fixed.known(key), listed.get(word).unwrap_or_default());
                }
            }
        }
    }
}
