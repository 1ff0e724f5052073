//! A compact signature of a name, which tells most different persons apart.
//!
//! Where many names are compared, most pairs are two different persons. The signature rules these
//! out by a few integer operations, without reading the names.

use xxhash_rust::xxh3::xxh3_64;

use super::compare::{MIN_SPELLING_SIMILARITY, ROUNDING_TOLERANCE, jaro_winkler_bound};
use super::name::{NameKind, PersonName};

/// A prefilter of [`PersonName::compare`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameSignature {
    /// Fingerprint of the surname; 0 where there is none.
    surname: u32,
    /// Fingerprint of the first given name; 0 where there is none.
    given: u32,
    /// Set of the letters of the surname, by the last five bits of each byte.
    letter_set: u32,
    /// First four bytes of the surname, padded with 0.
    prefix: [u8; 4],
    /// Length of the surname in bytes, at most 255.
    byte_len: u8,
    /// True for a person with at most one given name and an ASCII surname of one part. Only such
    /// names are told apart by their signatures.
    is_simple: bool,
    /// True if the given name has short forms.
    has_short_forms: bool,
}

impl NameSignature {
    pub(crate) fn new(name: &PersonName) -> NameSignature {
        let surname = name.surname.as_bytes();
        let mut prefix = [0; 4];
        prefix.iter_mut().zip(surname).for_each(|(to, &byte)| *to = byte);
        NameSignature {
            surname: fingerprint(&name.surname),
            given: name.given_names.first().map_or(0, |given| fingerprint(given)),
            letter_set: surname.iter().fold(0, |letters, byte| letters | 1 << (byte & 31)),
            prefix,
            byte_len: surname.len().min(255) as u8,
            is_simple: name.kind == NameKind::Person
                && name.given_names.len() <= 1
                && surname.len() < 256
                && surname.is_ascii()
                && !surname.contains(&b'-'),
            has_short_forms: !name.short_form_rows.is_empty(),
        }
    }

    /// Returns the fingerprint of the surname.
    pub(crate) fn surname(&self) -> u32 {
        self.surname
    }

    /// Returns true only if [`PersonName::compare`] finds a conflict.
    pub(crate) fn is_surely_different(&self, other: &NameSignature) -> bool {
        let is_alone = |one: &NameSignature| one.given == 0;
        self.is_simple
            && other.is_simple
            && self.surname != other.surname
            // A single word may be the other's given name, or a short form of it.
            && self.given != other.surname
            && other.given != self.surname
            && !((is_alone(self) || is_alone(other))
                && (self.has_short_forms || other.has_short_forms))
            && !self.may_be_spelling_variant(other)
    }

    /// Returns false only if the surnames cannot be two spellings of one, by the number of letters
    /// that can match.
    fn may_be_spelling_variant(&self, other: &NameSignature) -> bool {
        let common = |one: &NameSignature, two: &NameSignature| {
            u32::from(one.byte_len) - (one.letter_set & !two.letter_set).count_ones()
        };
        let max_matches = common(self, other).min(common(other, self));
        let prefix =
            self.prefix.iter().zip(&other.prefix).take_while(|(p, q)| p == q && **p != 0).count();
        let lengths = [self.byte_len.into(), other.byte_len.into()];
        jaro_winkler_bound(max_matches as usize, lengths, prefix)
            >= MIN_SPELLING_SIMILARITY - ROUNDING_TOLERANCE
    }
}

/// Returns a hash of `text` that is never 0.
fn fingerprint(text: &str) -> u32 {
    // The same on every machine: hashers for tables give fewer bits where a word has fewer.
    ((xxh3_64(text.as_bytes()) >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person_name::Agreement;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn different_signatures_conflict(a in "(Mr |Mrs |J |)(Bob |Ann |Ann-Lee |)(Mc|Al-|von |)[A-D][a-e]{0,5}( Jr|)", b in "(Mr |Mrs |J |)(Robert |Anna |Bob |)(O'|)([A-D][a-e]{0,5}|Bob|Robert)") {
            let (x, y) = (PersonName::parse(&a), PersonName::parse(&b));
            let different = NameSignature::new(&x).is_surely_different(&NameSignature::new(&y));
            prop_assert!(!different || x.compare(&y).agreement == Agreement::Conflict, "{a} / {b}");
            prop_assert_eq!(different, NameSignature::new(&y).is_surely_different(&NameSignature::new(&x)));
        }
    }

    #[test]
    fn signatures_tell_different_surnames_apart() {
        let signature = |name: &str| NameSignature::new(&PersonName::parse(name));
        assert!(signature("Donald Trump").is_surely_different(&signature("Vladimir Putin")));
        assert!(signature("Merkel").is_surely_different(&signature("Mr. Macron")));
        assert!(!signature("Trump").is_surely_different(&signature("Donald Trump")));
    }
}
