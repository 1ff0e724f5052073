//! The closed-class words of all languages, by which documents are recognized.

use super::attribution_lexicon;
use super::lists::LanguageLists;
use super::word_class::WordClasses;
use crate::text::{PerfectWordMap, WordMap};

/// Most languages of a registry: the bits of a [`LanguageSet`].
pub(super) const MAX_LANGUAGES: usize = u32::BITS as usize;

/// A set of languages by their place in the registry, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LanguageSet(u32);

impl LanguageSet {
    pub(super) fn insert(&mut self, place: usize) {
        self.0 |= 1 << place;
    }

    /// Returns the places in order.
    pub(super) fn places(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let place = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (place < u32::BITS).then_some(place as usize)
        })
    }
}

/// The closed-class words of all languages, without the other words of their lexicons: most
/// lexicons are never compiled.
#[derive(Debug)]
pub(super) struct ClosedClassWords {
    /// For each word the languages that have it.
    pub(super) words: PerfectWordMap<LanguageSet>,
    /// The languages whose small words lose their vowel before another word.
    eliding: LanguageSet,
}

impl ClosedClassWords {
    /// Compiles the closed classes of the languages, in the order of the registry.
    pub(super) fn new<'l>(languages: impl Iterator<Item = &'l LanguageLists>) -> ClosedClassWords {
        let (mut words, mut eliding) = (WordMap::default(), LanguageSet::default());
        for (place, lists) in languages.enumerate() {
            for (word, lex) in attribution_lexicon::closed_class_words(lists) {
                words.get_or_insert_with(word, LanguageSet::default).insert(place);
                if lex.has_any(WordClasses::ELIDED) {
                    eliding.insert(place);
                }
            }
        }
        ClosedClassWords { words: PerfectWordMap::from_word_map(words), eliding }
    }

    /// Returns the languages that have `word` in a closed class, as
    /// [`Lexicon::is_closed_class`](super::Lexicon::is_closed_class) does for one of them.
    pub(super) fn languages_of(&self, word: &str) -> LanguageSet {
        let whole = self.words.get(word);
        match attribution_lexicon::elided(word) {
            Some(head) => {
                let head = self.words.get(head);
                LanguageSet(whole.0 & !self.eliding.0 | head.0 & self.eliding.0)
            }
            None => whole,
        }
    }
}
