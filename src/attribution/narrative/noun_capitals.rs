//! Names in a language whose every noun has a capital: German.
//!
//! A capital shows nothing there. What stands before a word tells names from nouns: a noun in the
//! singular has an article or an adjective, a name has none, or stands behind another noun that
//! says who it is (*die Archäologin Montserrat Sanz*). Many nouns show it by their ending.

use super::Narrative;
use crate::language::WordClasses;

/// Endings of common nouns, with and without the ending of the plural.
const NOUN_ENDINGS: [&str; 24] = [
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tät", "täten",
    "tion", "tionen", "sion", "sionen", "nis", "nisse", "ismus", "ment", "tum", "chen", "lein",
    "ling", "linge", "innen",
];

impl Narrative<'_> {
    /// Gives the nouns that are in no list the classes of their last part. `capitals` are the
    /// nouns, where every noun has a capital.
    pub(super) fn classify_compounds(&mut self, capitals: &[usize]) {
        let all = match self.lexicon.grammar.noun_capitals {
            true => 0..0,
            false => 0..self.items.len(),
        };
        for i in capitals.iter().copied().chain(all) {
            let item = &self.items[i];
            if item.is_word()
                && item.classes.without(WordClasses::CAPITALIZED) == WordClasses::default()
            {
                let classes = self.lexicon.classes_of_last_part(item.span.slice(self.text));
                if let Some(item) = self.items.get_mut(i) {
                    item.classes = item.classes.with(classes);
                }
            }
        }
    }

    /// Returns true if the capitalized word at item `i` is a common noun.
    pub(super) fn is_common_noun(&self, i: usize) -> bool {
        const COMMON: WordClasses = WordClasses::SPEECH_NOUN
            .with(WordClasses::MEDIUM)
            .with(WordClasses::THING)
            .with(WordClasses::TIME);
        let item = &self.items[i];
        if item.has_any(WordClasses::GIVEN_NAME | WordClasses::TITLE | WordClasses::PLACE) {
            return false;
        }
        let word = self.item_text(i);
        // SPD, EU
        if word.len() > 1 && !word.chars().any(char::is_lowercase) {
            return false;
        }
        if item.has_any(COMMON | WordClasses::ROLE) {
            return true;
        }
        // A noun right before says who it is.
        let before = i.checked_sub(1).map(|before| &self.items[before]).filter(|before| {
            before.sentence == item.sentence && before.is_word() && !item.opens_sentence
        });
        if before.is_some_and(|before| before.has_all(WordClasses::CAPITALIZED)) {
            return before.is_some_and(|before| before.has_any(WordClasses::DETERMINER));
        }
        self.has_abstract_ending(i)
            || before.is_some_and(|before| {
                before.has_any(
                    WordClasses::DETERMINER
                        | WordClasses::POSSESSIVE
                        | WordClasses::OBLIQUE
                        | WordClasses::NUMBER,
                )
            })
            || i >= 2 && self.is_adjective_before_noun(i - 1)
    }

    /// Returns true if item `i` has an ending that nouns of things and deeds have.
    pub(in crate::attribution) fn has_abstract_ending(&self, i: usize) -> bool {
        let word = self.item_text(i);
        self.lexicon.grammar.noun_capitals
            && NOUN_ENDINGS
                .iter()
                .any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
    }

    /// Returns true if item `i` is an adjective in the phrase of the noun after it: *der
    /// italienische*, *mit schwerem*.
    pub(in crate::attribution) fn is_adjective_before_noun(&self, i: usize) -> bool {
        let adjective = self.looks_like_adjective(i);
        let before = i.checked_sub(1).map(|before| &self.items[before]);
        adjective
            && before.is_some_and(|before| {
                before.sentence == self.items[i].sentence
                    && (before.has_any(
                        WordClasses::DETERMINER
                            | WordClasses::POSSESSIVE
                            | WordClasses::PREPOSITION
                            | WordClasses::CONJUNCTION
                            | WordClasses::NUMBER,
                    ) || self.looks_like_adjective(i - 1))
            })
    }

    /// Returns true if item `i` has the form of an inflected adjective.
    pub(in crate::attribution) fn looks_like_adjective(&self, i: usize) -> bool {
        const CLOSED: WordClasses = WordClasses::DETERMINER
            .with(WordClasses::SUBJECT_PRONOUN)
            .with(WordClasses::PREPOSITION)
            .with(WordClasses::CONJUNCTION)
            .with(WordClasses::SUBORDINATOR)
            .with(WordClasses::AUXILIARY)
            .with(WordClasses::OBLIQUE);
        let item = &self.items[i];
        // In the middle of a sentence: the first word has a capital whatever it is.
        let small = !item.has_all(WordClasses::CAPITALIZED) || item.opens_sentence;
        item.is_word()
            && small
            && !item.has_any(CLOSED)
            && !item.has_any(WordClasses::PAST_TENSE)
            && ["e", "en", "er", "es", "em"].iter().any(|ending| {
                let word = item.span.slice(self.text);
                word.len() > ending.len() + 1 && word.ends_with(ending)
            })
    }
}
