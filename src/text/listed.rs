//! Words from lists, found by their printed form whatever its case: the one look-up that each token of a text pays.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

use super::eight::HIGH;
use super::form::with_lower;

/// What is known of each word of a list. Case is nothing to it.
#[derive(Clone, Debug)]
pub(crate) struct Listed<V> {
    /// A table of words of up to eight bytes, by hash; at least half of its places are free (nought), so that nearly
    /// always the first place looked at tells.
    short: Vec<(u64, V)>,
    /// How many words there are in it.
    count: usize,
    middle: FxHashMap<(u64, u64), V>,
    long: FxHashMap<Box<str>, V>,
}

/// Bytes that a key holds: nearly every word of any list.
const SHORT: usize = 16;

/// Up to [`SHORT`] bytes, as two numbers; what is not there is nought. Compared and hashed without a loop or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The key of `word` whatever its case.
    fn of(word: &str) -> Option<Key> {
        Key::exact(word.as_bytes()).map(Key::lower)
    }

    /// The key of a word as it is printed; `None` when it is longer than a key holds.
    pub(super) fn exact(bytes: &[u8]) -> Option<Key> {
        let len = bytes.len();
        let four = |at: usize| Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
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

    /// The key, whatever its case, of the word of `len` bytes, all ASCII and at most [`SHORT`], that begins the sixteen bytes
    /// `head` and `tail`.
    #[inline]
    pub(crate) const fn cut(head: u64, tail: u64, len: usize) -> Key {
        Key { head, tail, len }.lower()
    }

    #[inline]
    const fn lower(self) -> Key {
        let tail = if self.len > 8 { first(lower(self.tail), self.len - 8) } else { 0 };
        Key { head: first(lower(self.head), self.len), tail, len: self.len }
    }

    /// Whether it stands in no table of short words: one of nine bytes or more, and the empty word, whose key is that of a
    /// free place.
    #[inline]
    fn is_middle(self) -> bool {
        self.len.wrapping_sub(1) >= 8
    }

    fn is_ascii(self) -> bool {
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

/// The place of `key` in a table of `size`, a power of two.
#[inline]
fn place(key: u64, size: usize) -> usize {
    // Fibonacci hashing: the high bits of the product depend on all of the number.
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (size.leading_zeros() + 1)) as usize
}

impl<V> Default for Listed<V> {
    fn default() -> Listed<V> {
        Listed { short: Vec::new(), count: 0, middle: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl<V: Copy + Default> Listed<V> {
    /// What is known of `word`.
    pub(crate) fn get(&self, word: &str) -> Option<V> {
        match Key::of(word) {
            // After a typographic apostrophe stand small letters, or capitals that are ASCII.
            Some(key) if key.is_ascii() || word.starts_with('’') => self.get_key(key),
            _ => with_lower(word, |word| match Key::of(word) {
                Some(key) => self.get_key(key),
                None => self.long.get(word).copied(),
            }),
        }
    }

    /// What is known of the word of `key`.
    #[inline]
    pub(crate) fn get_key(&self, key: Key) -> Option<V> {
        if key.is_middle() {
            return self.middle.get(&(key.head, key.tail)).copied();
        }
        if self.short.is_empty() {
            return None;
        }
        let (word, known) = self.short[self.find(key.head)];
        (word != 0).then_some(known)
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

    /// Forgets all words and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.short.fill((0, V::default()));
        self.count = 0;
        self.middle.clear();
        self.long.clear();
    }

    fn entry_at(&mut self, key: Key, new: impl FnOnce() -> V) -> &mut V {
        if key.is_middle() {
            return self.middle.entry((key.head, key.tail)).or_insert_with(new);
        }
        if self.count * 2 >= self.short.len() {
            let room = (self.short.len() * 2).max(64);
            let old = std::mem::replace(&mut self.short, vec![(0, V::default()); room]);
            for (word, known) in old.into_iter().filter(|&(word, _)| word != 0) {
                let at = self.find(word);
                self.short[at] = (word, known);
            }
        }
        let at = self.find(key.head);
        if self.short[at].0 == 0 {
            self.short[at] = (key.head, new());
            self.count += 1;
        }
        &mut self.short[at].1
    }

    /// Where `word` stands in the table, or would.
    #[inline]
    fn find(&self, word: u64) -> usize {
        let mut at = place(word, self.short.len());
        while self.short[at].0 != word && self.short[at].0 != 0 {
            at = (at + 1) & (self.short.len() - 1);
        }
        at
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
        let words =
            ["a", "ab", "abc", "aba", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "ça", "’s"];
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
