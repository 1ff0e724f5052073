//! Keys of the tables: numbers, the highest byte first, so that they sort as numbers do.

use crate::blocking::SPLIT_LEVELS;
pub(super) use crate::part::QuotationKey;

/// The place in the key of a posting of the fingerprints of longer runs, behind that of its block.
pub(super) const PATH: usize = 8;
/// The place of weight and rank of the sequence.
pub(super) const WEIGHT: usize = PATH + 4 * SPLIT_LEVELS;
/// The place of the fingerprint of the sequence; the first word of the run follows.
pub(super) const SEQUENCE: usize = WEIGHT + 12;
/// The bytes of the key of a posting.
pub(super) const POSTING: usize = SEQUENCE + 12;

/// The place of the first quotation in the key of an utterance by verdict.
pub(super) const ALTERED_FIRST: usize = 27;
/// The bytes of the key of an utterance by verdict.
pub(super) const ALTERED: usize = ALTERED_FIRST + 8;

impl QuotationKey {
    pub(super) fn bytes(self) -> [u8; 8] {
        (u64::from(self.document) << 32 | u64::from(self.place)).to_be_bytes()
    }

    /// Reads the key that begins at `at`.
    pub(super) fn read(bytes: &[u8], at: usize) -> QuotationKey {
        QuotationKey { document: read_u32(bytes, at), place: read_u32(bytes, at + 4) }
    }
}

/// Returns the key of a pair of quotations.
pub(super) fn pair(a: QuotationKey, b: QuotationKey) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&a.bytes());
    key[8..].copy_from_slice(&b.bytes());
    key
}

/// Returns the key of two numbers.
pub(super) fn numbers(a: u32, b: u32) -> [u8; 8] {
    QuotationKey::new(a, b).bytes()
}

/// Reads the number that begins at `at`; 0 if the bytes end before it does.
pub(super) fn read_u32(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// Reads the number that begins at `at`; 0 if the bytes end before it does.
pub(super) fn read_u64(bytes: &[u8], at: usize) -> u64 {
    u64::from(read_u32(bytes, at)) << 32 | u64::from(read_u32(bytes, at + 4))
}

/// Returns the first key behind all that begin with `prefix`; `None` if there is no such key.
pub(super) fn behind(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.last_mut() {
        if *last < u8::MAX {
            *last += 1;
            return Some(end);
        }
        end.pop();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_prefix_ends_before_what_is_behind_it(
            prefix in prop::collection::vec(any::<u8>(), 1..5),
            rest in prop::collection::vec(any::<u8>(), 0..4),
        ) {
            let key = [prefix.clone(), rest].concat();
            match behind(&prefix) {
                Some(end) => prop_assert!(key < end && !end.starts_with(&prefix)),
                None => prop_assert!(prefix.iter().all(|&byte| byte == u8::MAX)),
            }
        }

        #[test]
        fn keys_sort_as_their_numbers(a in any::<(u32, u32)>(), b in any::<(u32, u32)>()) {
            let [x, y] = [a, b].map(|(document, place)| QuotationKey::new(document, place));
            prop_assert_eq!(x.cmp(&y), x.bytes().cmp(&y.bytes()));
            prop_assert_eq!(QuotationKey::read(&pair(x, y), 8), y);
        }
    }
}
