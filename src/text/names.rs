//! What a word can be in a person's name: title, given name, suffix, particle. Word lists alone, no names.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::form::{lines, rows};

/// The parts a word can play in a name; a small set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameWord(u8);

impl NameWord {
    /// Stands before a name and is no part of it: `Mr.`, `President`.
    pub(crate) const TITLE: NameWord = NameWord(1);
    /// A given name, or a title, of men.
    pub(crate) const HE: NameWord = NameWord(1 << 1);
    /// A given name, or a title, of women.
    pub(crate) const SHE: NameWord = NameWord(1 << 2);
    /// A given name.
    pub(crate) const GIVEN: NameWord = NameWord(1 << 3);
    /// Stands after a name: `Jr.`
    pub(crate) const SUFFIX: NameWord = NameWord(1 << 4);
    /// Begins a surname without being one: `von`, `al`.
    pub(crate) const PARTICLE: NameWord = NameWord(1 << 5);

    /// What `word`, in lower case, can be.
    pub(crate) fn of(word: &str) -> NameWord {
        table().get(word).copied().unwrap_or_default()
    }

    /// Every word of names that is known.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, NameWord)> {
        table().iter().map(|(&word, &name)| (word, name))
    }

    /// Whether all bits of `other` are set.
    pub(crate) fn has(self, other: NameWord) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it tells men from women, and which: `Some(true)` for men.
    pub(crate) fn is_he(self) -> Option<bool> {
        match (self.has(NameWord::HE), self.has(NameWord::SHE)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}

fn table() -> &'static FxHashMap<&'static str, NameWord> {
    static TABLE: OnceLock<FxHashMap<&'static str, NameWord>> = OnceLock::new();
    TABLE.get_or_init(read)
}

fn read() -> FxHashMap<&'static str, NameWord> {
    let mut table: FxHashMap<&'static str, NameWord> = FxHashMap::default();
    let mut add = |words: &'static str, bits: u8| {
        for word in words.split_whitespace() {
            table.entry(word).or_default().0 |= bits;
        }
    };
    for (class, words) in rows(include_str!("../language/en/titles-by-gender.tsv")) {
        let gender = match class {
            "he" => NameWord::HE.0,
            "she" => NameWord::SHE.0,
            _ => 0,
        };
        add(words, NameWord::TITLE.0 | gender);
    }
    for (class, words) in rows(include_str!("../language/en/given-names-by-gender.tsv")) {
        let gender = match class {
            "he" => NameWord::HE.0,
            "she" => NameWord::SHE.0,
            _ => NameWord::HE.0 | NameWord::SHE.0,
        };
        add(words, NameWord::GIVEN.0 | gender);
    }
    for word in lines(include_str!("../language/en/name-suffixes.txt")) {
        add(word, NameWord::SUFFIX.0);
    }
    for word in lines(include_str!("../language/shared/surname-particles.txt")) {
        add(word, NameWord::PARTICLE.0);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::NameWord;

    #[test]
    fn words_of_names() {
        assert!(NameWord::of("mr.").has(NameWord::TITLE));
        assert_eq!(NameWord::of("mrs.").is_he(), Some(false));
        assert_eq!(NameWord::of("donald").is_he(), Some(true));
        assert_eq!(NameWord::of("leslie").is_he(), None);
        assert!(NameWord::of("jr.").has(NameWord::SUFFIX));
        assert!(NameWord::of("von").has(NameWord::PARTICLE));
        assert_eq!(NameWord::of("trump"), NameWord::default());
    }
}
