//! Words from lists, found by their printed form whatever its case: the one look-up that each token of a text pays.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

use super::eight::{HIGH, eight};
use super::form::with_lower;

/// What is known of each word of a list. Case is nothing to it.
#[derive(Clone, Debug)]
pub(crate) struct Listed<V> {
    /// By hash, the number of an entry; nought where there is none, as in three places of four or more: nearly always the first
    /// place looked at tells, and a word that is not listed costs no more than that.
    places: Vec<u32>,
    /// The words; the first is none, and stands for all that are not listed.
    entries: Vec<Entry<V>>,
    long: FxHashMap<Box<str>, V>,
}

/// A word of up to [`SHORT`] bytes, as its [`Key`] has it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry<V> {
    head: u64,
    tail: u64,
    pub(super) known: V,
}

impl<V> Entry<V> {
    /// Whether it is the entry of the word of `key`.
    #[inline]
    pub(super) fn is(&self, key: Key) -> bool {
        (self.head ^ key.head) | (self.tail ^ key.tail) == 0
    }

    /// The key of its word.
    pub(super) fn key(&self) -> Key {
        Key { head: self.head, tail: self.tail, len: 0 }
    }
}

/// Bytes that a key holds: nearly every word of any list.
const SHORT: usize = 16;

/// Up to [`SHORT`] bytes, as two numbers; what is not there is nought. Compared and hashed without a loop or a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    head: u64,
    tail: u64,
    len: usize,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.head);
        state.write_u64(self.tail);
    }
}

impl Key {
    /// A place of 2 to the `bits` for it.
    #[cfg(feature = "json")]
    pub(super) fn place(self, bits: u32) -> usize {
        ((self.head ^ self.tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits))
            as usize
    }

    /// The key of `word` whatever its case.
    pub(super) fn of(word: &str) -> Option<Key> {
        Key::exact(word.as_bytes()).map(Key::lower)
    }

    /// The key of a word as it is printed; `None` when it is longer than a key holds.
    pub(super) fn exact(bytes: &[u8]) -> Option<Key> {
        let len = bytes.len();
        let four = |at: usize| {
            Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)))
        };
        let eight = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let (head, tail) = match len {
            0 => (0, 0),
            // First, middle and last of one, two or three; two overlapping fours; two overlapping eights.
            1..4 => {
                let byte = |at: usize| u64::from(bytes[at]) << (8 * at);
                (byte(0) | byte(len / 2) | byte(len - 1), 0)
            }
            4..8 => (four(0)? | four(len - 4)? << (8 * (len - 4)), 0),
            8 => (eight(0)?, 0),
            9..=SHORT => (eight(0)?, eight(len - 8)? >> (8 * (SHORT - len))),
            _ => return None,
        };
        Some(Key { head, tail, len })
    }

    /// The key of a word of at most [`SHORT`] small letters, as eight and eight with nothing behind them.
    #[inline]
    pub(crate) const fn small(head: u64, tail: u64) -> Key {
        Key { head, tail, len: 0 }
    }

    /// The key, whatever its case, of the word of `len` bytes, all ASCII and at most [`SHORT`], that begins the sixteen bytes
    /// `head` and `tail`.
    #[inline]
    pub(crate) const fn cut(head: u64, tail: u64, len: usize) -> Key {
        Key { head, tail, len }.lower()
    }

    /// The key, whatever its case, of the `len` bytes of `text` from `at` on; `None` when they are no more than a key holds of a
    /// longer word.
    #[inline]
    pub(crate) fn at(text: &[u8], at: usize, len: usize) -> Option<Key> {
        let tail = if len > 8 { eight(text, at + 8) } else { 0 };
        (len <= SHORT).then(|| Key::cut(eight(text, at), tail, len))
    }

    /// The key of the `len` bytes of `text` from `at` on, as they are printed; `None` when they are longer than a key holds.
    /// As [`Key::exact`] has it, without asking how long the word is.
    #[cfg(feature = "json")]
    #[inline]
    pub(super) fn exact_at(text: &[u8], at: usize, len: usize) -> Option<Key> {
        let tail = if len > 8 { first(eight(text, at + 8), len - 8) } else { 0 };
        (len <= SHORT).then(|| Key { head: first(eight(text, at), len), tail, len })
    }

    #[inline]
    const fn lower(self) -> Key {
        let tail = if self.len > 8 { first(lower(self.tail), self.len - 8) } else { 0 };
        Key { head: first(lower(self.head), self.len), tail, len: self.len }
    }

    /// Whether it is the key of `word` in lower case, and not of its ASCII letters alone.
    #[inline]
    pub(super) fn is_whole(self, word: &str) -> bool {
        // After a typographic apostrophe stand small letters, or capitals that are ASCII.
        self.is_ascii() || word.starts_with('’')
    }

    /// Its high bits depend on all of the word.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        // Fibonacci hashing. The tail has a number of its own, or words that differ in two places could come out the same.
        let both = self.head.wrapping_add(self.tail.wrapping_mul(0xd6e8_feb8_6659_fd93));
        both.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    pub(crate) fn is_ascii(self) -> bool {
        (self.head | self.tail) & HIGH == 0
    }
}

/// The first `len` of eight bytes.
#[inline]
const fn first(eight: u64, len: usize) -> u64 {
    if len < 8 { eight & !(u64::MAX << (8 * len)) } else { eight }
}

/// Sets the bit that makes a capital small in each byte that is ASCII. Digits, hyphens, stops and apostrophes have it set;
/// the signs that would be confused (`@` with a backtick, `_` with a control) begin or part no word of any list.
#[inline]
const fn lower(bytes: u64) -> u64 {
    bytes | (!bytes & HIGH) >> 2
}

/// The place of `key` among `size`, a power of two and at least two.
#[inline]
fn place(key: Key, size: usize) -> usize {
    (key.hash() >> (size.leading_zeros() + 1)) as usize
}

impl<V: Default> Default for Listed<V> {
    fn default() -> Listed<V> {
        Listed { places: Vec::new(), entries: vec![Entry::default()], long: FxHashMap::default() }
    }
}

/// Places for each word, at least.
const ROOM: usize = 4;

impl<V: Copy + Default> Listed<V> {
    /// What is known of `word`.
    pub(crate) fn get(&self, word: &str) -> Option<V> {
        match Key::of(word) {
            Some(key) if key.is_whole(word) => self.get_key(key),
            _ => with_lower(word, |word| match Key::of(word) {
                Some(key) => self.get_key(key),
                None => self.long.get(word).copied(),
            }),
        }
    }

    /// What is known of the word of `key`.
    #[inline]
    pub(crate) fn get_key(&self, key: Key) -> Option<V> {
        let at = self.find(key);
        (at != 0).then(|| self.entries[at].known)
    }

    /// What is known of `word`, to be changed; `new` when nothing was.
    pub(crate) fn entry(&mut self, word: &str, new: impl FnOnce() -> V) -> &mut V {
        if let Some(key) = Key::of(word).filter(|key| key.is_ascii()) {
            return self.entry_at(key, new);
        }
        with_lower(word, |word| match Key::of(word) {
            Some(key) => self.entry_at(key, new),
            None => self.long.entry(word.into()).or_insert_with(new),
        })
    }

    /// The same for the word of `key`, all ASCII.
    pub(crate) fn entry_at(&mut self, key: Key, new: impl FnOnce() -> V) -> &mut V {
        let mut at = self.find(key);
        if at == 0 {
            at = self.entries.len();
            self.entries.push(Entry { head: key.head, tail: key.tail, known: new() });
            if at * ROOM > self.places.len() {
                let room = (self.places.len() * 2).max(64);
                self.places.clear();
                self.places.resize(room, 0);
                (1..=at).for_each(|entry| self.settle(entry));
            } else {
                self.settle(at);
            }
        }
        &mut self.entries[at].known
    }

    /// Forgets all words and keeps the room.
    pub(crate) fn clear(&mut self) {
        // The room may be that of a far longer text: only what is taken is cleared, from each word's place to the next free one.
        let size = self.places.len();
        for entry in self.entries.drain(1..) {
            let mut place = place(entry.key(), size);
            while self.places[place] != 0 {
                self.places[place] = 0;
                place = (place + 1) & (size - 1);
            }
        }
        self.long.clear();
    }

    /// Every word that is no longer than a key holds.
    pub(super) fn short(&self) -> &[Entry<V>] {
        &self.entries[1..]
    }

    /// All others.
    pub(super) fn into_long(self) -> FxHashMap<Box<str>, V> {
        self.long
    }

    /// The entry of the word of `key`; nought when it has none.
    #[inline]
    fn find(&self, key: Key) -> usize {
        if self.places.is_empty() {
            return 0;
        }
        let mut place = place(key, self.places.len());
        loop {
            let at = self.places[place & (self.places.len() - 1)];
            let entry = &self.entries[at as usize];
            // One branch for both: which words of a text are listed is nothing that could be foreseen.
            if (at == 0) | entry.is(key) {
                return at as usize;
            }
            place += 1;
        }
    }

    /// Notes where the word of `entry` is found, which has no place yet.
    fn settle(&mut self, entry: usize) {
        let mut place = place(self.entries[entry].key(), self.places.len());
        while self.places[place] != 0 {
            place = (place + 1) & (self.places.len() - 1);
        }
        self.places[place] = entry as u32;
    }
}

impl<V: Copy + Default> FromIterator<(&'static str, V)> for Listed<V> {
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(words: I) -> Listed<V> {
        let mut listed = Listed::default();
        for (word, known) in words {
            listed.entry(word, || known);
        }
        listed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Listed;

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
        let mut listed: Listed<usize> = Listed::default();
        for (i, word) in words.iter().chain([&long]).enumerate() {
            *listed.entry(word, || 0) = i;
        }
        for (i, word) in words.iter().chain([&long]).enumerate() {
            assert_eq!(listed.get(word), Some(i), "{word}");
            assert_eq!(listed.get(&word.to_uppercase()), Some(i), "{word}");
        }
        assert_eq!(listed.get("abca"), None);
        assert_eq!(listed.get(""), None);
    }

    #[test]
    fn many_words() {
        let mut listed: Listed<usize> = Listed::default();
        for round in 0..2 {
            for i in 0..3_000 {
                *listed.entry(&format!("w{i}"), || 0) = i + round;
                listed.entry(&format!("a longer word {i}"), || i);
            }
            for i in 0..3_000 {
                assert_eq!(listed.get(&format!("W{i}")), Some(i + round));
                assert_eq!(listed.get(&format!("v{i}")), None);
                assert_eq!(listed.get(&format!("a longer word {i}")), Some(i));
            }
            listed.clear();
            assert_eq!(listed.get("w1"), None);
            assert_eq!(listed.get("a longer word 1"), None);
        }
    }

    proptest! {
        #[test]
        fn found_by_the_lower_case_alone(a in "[a-zA-Z.’'é-]{0,20}", b in "[a-zA-Z.’'é-]{0,20}") {
            let mut listed = Listed::default();
            listed.entry(&a, || ());
            prop_assert!(listed.get(&a).is_some());
            prop_assert_eq!(listed.get(&b).is_some(), a.to_lowercase() == b.to_lowercase());
        }
    }
}
