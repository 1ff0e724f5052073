//! What tells two persons apart at a glance, in one small value: where many names are compared, most pairs are two people.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::compare::{ALIKE, winkler};
use super::name::{Name, NameKind};

/// What is seen of a name without reading it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glance {
    /// Fingerprints of the surname and of the given name; 0 where there is none.
    surname: u32,
    given: u32,
    /// Which letters the surname has, by the last five bits of each.
    letters: u32,
    /// Its first four bytes.
    start: [u8; 4],
    /// In bytes.
    len: u8,
    /// Whether it is a person's, with one given name at most and a surname of one part in plain letters. Others are read.
    simple: bool,
    /// Whether the given name has short forms.
    short_forms: bool,
}

impl Glance {
    pub(crate) fn of(name: &Name) -> Glance {
        let surname = name.surname.as_bytes();
        let mut start = [0; 4];
        start.iter_mut().zip(surname).for_each(|(to, &byte)| *to = byte);
        Glance {
            surname: fingerprint(&name.surname),
            given: name.given.first().map_or(0, |given| fingerprint(given)),
            letters: surname.iter().fold(0, |letters, byte| letters | 1 << (byte & 31)),
            start,
            len: surname.len().min(255) as u8,
            simple: name.kind == NameKind::Person
                && name.given.len() <= 1
                && surname.len() < 256
                && surname.is_ascii()
                && !surname.contains(&b'-'),
            short_forms: !name.rows.is_empty(),
        }
    }

    /// Fingerprint of the surname.
    pub(crate) fn surname(&self) -> u32 {
        self.surname
    }

    /// Whether the two names are surely those of two persons: never where [`Name::compare`] finds no conflict.
    pub(crate) fn differs(&self, other: &Glance) -> bool {
        let alone = |one: &Glance| one.given == 0;
        self.simple
            && other.simple
            && self.surname != other.surname
            // A word alone may be the other's given name, or a short form of it.
            && self.given != other.surname
            && other.given != self.surname
            && !((alone(self) || alone(other)) && (self.short_forms || other.short_forms))
            && !self.may_be_alike(other)
    }

    /// Whether the surnames may be two spellings of one, by the letters that could match at most.
    fn may_be_alike(&self, other: &Glance) -> bool {
        let common = |one: &Glance, two: &Glance| {
            u32::from(one.len) - (one.letters & !two.letters).count_ones()
        };
        let most = common(self, other).min(common(other, self));
        let prefix =
            self.start.iter().zip(&other.start).take_while(|(p, q)| p == q && **p != 0).count();
        winkler(most as usize, [self.len.into(), other.len.into()], prefix) >= ALIKE - 1e-9
    }
}

/// Never 0.
fn fingerprint(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    ((hasher.finish() >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person_name::Agreement;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn who_differs_is_in_conflict(a in "(Mr |Mrs |J |)(Bob |Ann |Ann-Lee |)(Mc|Al-|von |)[A-D][a-e]{0,5}( Jr|)", b in "(Mr |Mrs |J |)(Robert |Anna |Bob |)(O'|)([A-D][a-e]{0,5}|Bob|Robert)") {
            let (x, y) = (Name::parse(&a), Name::parse(&b));
            let differs = Glance::of(&x).differs(&Glance::of(&y));
            prop_assert!(!differs || x.compare(&y).agreement == Agreement::Conflict, "{a} / {b}");
            prop_assert_eq!(differs, Glance::of(&y).differs(&Glance::of(&x)));
        }
    }

    #[test]
    fn most_are_told_at_a_glance() {
        let glance = |name: &str| Glance::of(&Name::parse(name));
        assert!(glance("Donald Trump").differs(&glance("Vladimir Putin")));
        assert!(glance("Merkel").differs(&glance("Mr. Macron")));
        assert!(!glance("Trump").differs(&glance("Donald Trump")));
    }
}
