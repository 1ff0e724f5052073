//! Words of up to sixteen bytes as two numbers.
//!
//! A key is compared and hashed without a loop or a call. Nearly every word of any list fits one;
//! longer words are looked up by their text.

use std::hash::{Hash, Hasher};

use super::swar::{HIGH, load_eight};

/// Bytes that a key holds.
const MAX_BYTES: usize = 16;

/// A word of up to 16 bytes as two little-endian numbers, filled up with zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordKey {
    head: u64,
    tail: u64,
    len: usize,
}

impl Hash for WordKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.head);
        state.write_u64(self.tail);
    }
}

impl WordKey {
    /// Returns a slot below `2^bits` for a direct-mapped cache.
    #[cfg(feature = "json")]
    pub(super) fn slot(self, bits: u32) -> usize {
        ((self.head ^ self.tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits))
            as usize
    }

    /// Returns the key of `word` with its ASCII letters in lower case, or `None` if it is longer
    /// than a key.
    pub(super) fn lowercase(word: &str) -> Option<WordKey> {
        WordKey::exact(word.as_bytes()).map(WordKey::to_lowercase)
    }

    /// Returns the key of a word as printed, or `None` if it is longer than a key.
    pub(super) fn exact(bytes: &[u8]) -> Option<WordKey> {
        let len = bytes.len();
        let four = |at: usize| {
            Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)))
        };
        let eight = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let (head, tail) = match len {
            0 => (0, 0),
            // First, middle and last byte of one to three; two overlapping fours; two overlapping
            // eights.
            1..4 => {
                let byte = |at: usize| u64::from(bytes[at]) << (8 * at);
                (byte(0) | byte(len / 2) | byte(len - 1), 0)
            }
            4..8 => (four(0)? | four(len - 4)? << (8 * (len - 4)), 0),
            8 => (eight(0)?, 0),
            9..=MAX_BYTES => (eight(0)?, eight(len - 8)? >> (8 * (MAX_BYTES - len))),
            _ => return None,
        };
        Some(WordKey { head, tail, len })
    }

    /// Returns the key of a word of lower-case letters, given as two times eight bytes that are
    /// zero behind the word.
    #[inline]
    pub(crate) const fn from_lowercase_letters(head: u64, tail: u64) -> WordKey {
        WordKey { head, tail, len: 0 }
    }

    /// Returns the lower-case key of the first `len` of the sixteen bytes `head` and `tail`. These
    /// must be ASCII, and at most 16.
    #[inline]
    pub(crate) const fn lowercase_from_bytes(head: u64, tail: u64, len: usize) -> WordKey {
        WordKey { head, tail, len }.to_lowercase()
    }

    /// Returns the lower-case key of the `len` bytes of `text` from `at` on, or `None` if they are
    /// more than a key holds.
    #[inline]
    pub(crate) fn lowercase_at(text: &[u8], at: usize, len: usize) -> Option<WordKey> {
        let tail = if len > 8 { load_eight(text, at + 8) } else { 0 };
        (len <= MAX_BYTES).then(|| WordKey::lowercase_from_bytes(load_eight(text, at), tail, len))
    }

    /// Returns the key of the `len` bytes of `text` from `at` on, as printed, or `None` if they are
    /// more than a key holds. Equal to [`WordKey::exact`], without a branch on the length.
    #[cfg(feature = "json")]
    #[inline]
    pub(super) fn exact_at(text: &[u8], at: usize, len: usize) -> Option<WordKey> {
        let tail = if len > 8 { first_bytes(load_eight(text, at + 8), len - 8) } else { 0 };
        (len <= MAX_BYTES).then(|| WordKey {
            head: first_bytes(load_eight(text, at), len),
            tail,
            len,
        })
    }

    #[inline]
    const fn to_lowercase(self) -> WordKey {
        let tail =
            if self.len > 8 { first_bytes(lowercase_ascii(self.tail), self.len - 8) } else { 0 };
        WordKey { head: first_bytes(lowercase_ascii(self.head), self.len), tail, len: self.len }
    }

    /// Returns true if all of `word` is in lower case in this key, and not its ASCII letters alone.
    #[inline]
    pub(super) fn is_lowercase_of(self, word: &str) -> bool {
        // A clitic (’s): the letters after its typographic apostrophe are ASCII.
        self.is_ascii() || word.starts_with('’')
    }

    /// Returns a hash whose high bits depend on all bytes of the word (Fibonacci hashing: Knuth,
    /// The Art of Computer Programming, vol. 3, 6.4).
    #[inline]
    pub(super) fn hash(self) -> u64 {
        // The tail has a multiplier of its own, or words that differ in two bytes could collide.
        let both = self.head.wrapping_add(self.tail.wrapping_mul(0xd6e8_feb8_6659_fd93));
        both.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Returns true if all bytes are ASCII.
    pub(crate) fn is_ascii(self) -> bool {
        (self.head | self.tail) & HIGH == 0
    }

    /// Returns the two numbers.
    #[inline]
    pub(super) fn halves(self) -> (u64, u64) {
        (self.head, self.tail)
    }
}

/// Returns the first `len` of eight bytes, followed by zeros.
#[inline]
const fn first_bytes(eight: u64, len: usize) -> u64 {
    if len < 8 { eight & !(u64::MAX << (8 * len)) } else { eight }
}

/// Sets the bit that makes a capital a small letter in each byte that is ASCII. Digits, hyphens,
/// stops and apostrophes have it set already; the signs that it would confuse (`@` with a backtick,
/// `_` with a control character) stand in no word of any list.
#[inline]
const fn lowercase_ascii(bytes: u64) -> u64 {
    bytes | (!bytes & HIGH) >> 2
}
