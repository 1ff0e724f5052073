//! Words from lists, found by their printed form whatever its case: the one look-up that each token of a text pays.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

use super::form::with_lower;

/// What is known of each word of a list. Case is nothing to it.
#[derive(Clone, Debug)]
pub(crate) struct Listed<V> {
    short: FxHashMap<Key, V>,
    long: FxHashMap<Box<str>, V>,
}

/// Bytes that a key holds: nearly every word of any list.
const SHORT: usize = 16;

/// Up to [`SHORT`] bytes, ASCII letters in lower case: the first eight and the last eight, which overlap in between.
/// Compared and hashed as two numbers, without a loop or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
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
    fn of(word: &str) -> Option<Key> {
        let bytes = word.as_bytes();
        let len = bytes.len();
        let four = |at: usize| Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
        let eight = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let (head, tail) = match len {
            0 => (0, 0),
            // First, middle and last of one, two or three.
            1..4 => (u64::from(bytes[0]), u64::from(bytes[len / 2]) << 8 | u64::from(bytes[len - 1])),
            4..8 => (four(0)?, four(len - 4)?),
            8..=SHORT => (eight(0)?, eight(len - 8)?),
            _ => return None,
        };
        Some(Key { head: lower(head), tail: lower(tail), len })
    }

    fn is_ascii(self) -> bool {
        (self.head | self.tail) & HIGH == 0
    }
}

const HIGH: u64 = 0x8080_8080_8080_8080;

/// Sets the bit that makes a capital small in each byte that is ASCII. Digits, hyphens, stops and apostrophes have it set;
/// the signs that would be confused (`@` with a backtick, `_` with a control) begin or part no word of any list.
fn lower(bytes: u64) -> u64 {
    bytes | (!bytes & HIGH) >> 2
}

impl<V> Default for Listed<V> {
    fn default() -> Listed<V> {
        Listed { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl<V> Listed<V> {
    /// What is known of `word`.
    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        match Key::of(word) {
            // After a typographic apostrophe stand small letters, or capitals that are ASCII.
            Some(key) if key.is_ascii() || word.starts_with('’') => self.short.get(&key),
            _ => with_lower(word, |word| match Key::of(word) {
                Some(key) => self.short.get(&key),
                None => self.long.get(word),
            }),
        }
    }

    /// What is known of `word`, to be changed; `new` when nothing was.
    pub(crate) fn entry(&mut self, word: &str, new: impl FnOnce() -> V) -> &mut V {
        with_lower(word, |word| match Key::of(word) {
            Some(key) => self.short.entry(key).or_insert_with(new),
            None => self.long.entry(word.into()).or_insert_with(new),
        })
    }
}

impl<V> FromIterator<(&'static str, V)> for Listed<V> {
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
        let mut listed = Listed::default();
        for (i, word) in words.iter().chain([&long]).enumerate() {
            *listed.entry(word, || 0) = i;
        }
        for (i, word) in words.iter().chain([&long]).enumerate() {
            assert_eq!(listed.get(word), Some(&i), "{word}");
            assert_eq!(listed.get(&word.to_uppercase()), Some(&i), "{word}");
        }
        assert_eq!(listed.get("abca"), None);
        assert_eq!(listed.get(""), None);
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
