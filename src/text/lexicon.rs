//! The built-in lexicon: key, weight and class of a word, by its printed letters.
//!
//! Nearly every word of a text stands in one of the crate's word lists. One look-up by the printed
//! letters returns what its normal form would have, and nothing is folded, hashed or interned.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::normal_form::{mapped_forms, normal_form};
use super::perfect_word_map::PerfectWordMap;
use super::token::TokenClass;
use super::weight::{Weight, background_forms, background_row, weight_of};
use super::word_list::lines;
use super::word_map::WordMap;

/// Key, weight and class of a form: a [`VocabularyEntry`](super::VocabularyEntry) without the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LexicalEntry {
    /// Stable fingerprint of the form (xxh3); zero only in the default entry, which stands for no
    /// word.
    pub(crate) key: u64,
    /// Surprisal of the form.
    pub(crate) weight: Weight,
    /// Class of the form alone, or, for a word of a text, its class in its place.
    pub(crate) class: TokenClass,
}

impl LexicalEntry {
    /// Computes the entry of a normal form.
    pub(super) fn from_form(form: &str) -> LexicalEntry {
        let class = TokenClass::from_characters(form);
        // No list has marks or numbers.
        let row = class.is_none().then(|| background_row(form)).flatten();
        LexicalEntry {
            key: xxh3_64(form.as_bytes()),
            weight: weight_of(class, || row),
            class: class.unwrap_or_else(|| match row {
                _ if function_words().contains(form) => TokenClass::Function,
                Some(row) if row.is_name => TokenClass::Name,
                _ => TokenClass::Content,
            }),
        }
    }
}

/// Returns the lexicon: the entries of all listed words that are lower-case ASCII letters.
pub(super) fn built_in_lexicon() -> &'static PerfectWordMap<LexicalEntry> {
    static LEXICON: OnceLock<PerfectWordMap<LexicalEntry>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut words = WordMap::default();
        for word in listed_words().filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())) {
            words.get_or_insert_with(word, || LexicalEntry::from_form(&normal_form(word)));
        }
        PerfectWordMap::from_word_map(words)
    })
}

/// Loads the word lists, which are otherwise loaded on first use.
pub(crate) fn load_word_lists() {
    built_in_lexicon();
}

/// Returns true if the form of `printed` depends on its letter case: *US* is not the pronoun *us*.
pub(super) fn depends_on_case(printed: &[u8]) -> bool {
    printed == b"US"
}

/// Returns the class of a token's text. `capital` is true if it begins with a capital inside a
/// sentence.
pub(super) fn class_of(printed: &str, capital: bool) -> TokenClass {
    // ASCII letters are nearly all words: one look-up of the printed form has the class.
    let class = if printed.bytes().all(|b| b.is_ascii_alphabetic())
        && !depends_on_case(printed.as_bytes())
    {
        built_in_lexicon().get(printed).class
    } else {
        LexicalEntry::from_form(&normal_form(printed)).class
    };
    class.in_context(capital)
}

/// Returns true if `word`, in any letter case, is printed as a function word: an article, a
/// pronoun, a preposition.
pub(crate) fn is_function_word(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    WORDS
        .get_or_init(|| function_words().iter().map(|&word| (word, ())).collect())
        .get(word)
        .is_some()
}

fn function_words() -> &'static FxHashSet<&'static str> {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        lines(include_str!("../language/en/function-words.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}

/// Returns every word of every list, as it may be printed.
fn listed_words() -> impl Iterator<Item = &'static str> {
    background_forms().chain(function_words().iter().copied()).chain(mapped_forms())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_has_a_key() {
        assert!(listed_words().all(|word| LexicalEntry::from_form(&normal_form(word)).key != 0));
    }
}
