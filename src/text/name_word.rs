//! Roles of a word in a person's name: title, given name, suffix, particle.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::word_list::{lines, rows};

/// The roles that a word can have in a person's name; a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameWord(u8);

impl NameWord {
    /// Stands before a name and is no part of it: `Mr.`, `President`.
    pub(crate) const TITLE: NameWord = NameWord(1);
    /// A given name or title of men.
    pub(crate) const MALE: NameWord = NameWord(1 << 1);
    /// A given name or title of women.
    pub(crate) const FEMALE: NameWord = NameWord(1 << 2);
    /// A given name.
    pub(crate) const GIVEN: NameWord = NameWord(1 << 3);
    /// Stands after a name: `Jr.`
    pub(crate) const SUFFIX: NameWord = NameWord(1 << 4);
    /// Begins a surname and is none itself: `von`, `al`.
    pub(crate) const PARTICLE: NameWord = NameWord(1 << 5);

    /// Returns the roles of `word`, which is in lower case.
    pub(crate) fn lookup(word: &str) -> NameWord {
        table().get(word).copied().unwrap_or_default()
    }

    /// Returns every word with a role.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, NameWord)> {
        table().iter().map(|(&word, &roles)| (word, roles))
    }

    /// Returns true if all bits of `other` are set.
    pub(crate) fn has(self, other: NameWord) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns `Some(true)` for a word of men alone, `Some(false)` for one of women alone.
    pub(crate) fn is_male(self) -> Option<bool> {
        match (self.has(NameWord::MALE), self.has(NameWord::FEMALE)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}

fn table() -> &'static FxHashMap<&'static str, NameWord> {
    static TABLE: OnceLock<FxHashMap<&'static str, NameWord>> = OnceLock::new();
    TABLE.get_or_init(read_table)
}

fn read_table() -> FxHashMap<&'static str, NameWord> {
    let mut table: FxHashMap<&'static str, NameWord> = FxHashMap::default();
    let mut add = |words: &'static str, bits: u8| {
        for word in words.split_whitespace() {
            table.entry(word).or_default().0 |= bits;
        }
    };
    for (class, words) in rows(include_str!("../language/en/titles-by-gender.tsv")) {
        let gender = match class {
            "he" => NameWord::MALE.0,
            "she" => NameWord::FEMALE.0,
            _ => 0,
        };
        add(words, NameWord::TITLE.0 | gender);
    }
    for (class, words) in rows(include_str!("../language/en/given-names-by-gender.tsv")) {
        let gender = match class {
            "he" => NameWord::MALE.0,
            "she" => NameWord::FEMALE.0,
            _ => NameWord::MALE.0 | NameWord::FEMALE.0,
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
        assert!(NameWord::lookup("mr.").has(NameWord::TITLE));
        assert_eq!(NameWord::lookup("mrs.").is_male(), Some(false));
        assert_eq!(NameWord::lookup("donald").is_male(), Some(true));
        assert_eq!(NameWord::lookup("leslie").is_male(), None);
        assert!(NameWord::lookup("jr.").has(NameWord::SUFFIX));
        assert!(NameWord::lookup("von").has(NameWord::PARTICLE));
        assert_eq!(NameWord::lookup("trump"), NameWord::default());
    }
}
