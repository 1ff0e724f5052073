//! The extent of noun phrases.
//!
//! No parser is used: closed word classes, capitals and commas decide. A phrase has the extent that
//! the speaker annotations of PolNeAR have, with titles, determiners, appositions and relative
//! clauses: “Josh Schwerin, a spokesman for the campaign”. See Newell, Margolin and Ruths, [An
//! Attribution Relations Corpus for Political News](https://aclanthology.org/L18-1524/), LREC 2018.
//! Each walk takes at most [`MAX_WALK_ITEMS`] items.

mod leftward;
mod rightward;
mod sentence_subject;
mod subject_before;

use super::narrative::{Narrative, NarrativeItem, is_rare_or_name};
use crate::language::WordClasses;
use crate::span::Span;

/// Largest number of items that a walk takes, so that time stays linear. The longest of 5,000
/// annotated speakers has 46 words.
pub(super) const MAX_WALK_ITEMS: usize = 60;

/// A noun phrase: the items `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NounPhrase {
    pub(super) start: usize,
    pub(super) end: usize,
    /// End of the head: before the first comma, parenthesis or relative clause.
    pub(super) head_end: usize,
}

/// Words that end a noun phrase in either direction.
const PHRASE_STOPS: WordClasses = WordClasses::SUBORDINATOR.with(WordClasses::AUXILIARY);

impl Narrative<'_> {
    /// Returns the items of a span as a phrase, whose head ends before the first mark or relative
    /// pronoun; `None` where there are none.
    pub(super) fn phrase_at(&self, span: Span) -> Option<NounPhrase> {
        let start = self.items.partition_point(|item| item.span.end() <= span.start());
        let end = self.items.partition_point(|item| item.span.start() < span.end());
        let parts = |item: &NarrativeItem| {
            item.is_mark(&[',', '(', '–', '—', ';']) || item.has_all(WordClasses::RELATIVE)
        };
        let rest = self.items.get(start + 1..end)?;
        let head = rest.iter().position(parts).unwrap_or(rest.len());
        Some(NounPhrase { start, end, head_end: start + 1 + head })
    }

    fn item(&self, i: usize) -> Option<&NarrativeItem> {
        self.items.get(i)
    }

    /// Returns true if item `i` is a finite verb and no noun.
    pub(super) fn is_finite_verb(&self, i: usize) -> bool {
        let Some(item) = self.item(i) else { return false };
        if !item.is_word() || item.classes.has_all(WordClasses::CAPITALIZED) && !item.opens_sentence
        {
            return false;
        }
        if item.has_any(WordClasses::AUXILIARY) {
            return !self.is_genitive_marker(i);
        }
        let before = i.checked_sub(1).and_then(|b| self.item(b));
        let modified = before.is_some_and(|b| {
            b.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
                && !b.has_any(WordClasses::INDEFINITE | WordClasses::SUBJECT_PRONOUN)
                || self.is_genitive_marker(i - 1)
        });
        let form = item.has_any(WordClasses::NON_REPORTING_VERB)
            || item.has_any(WordClasses::CUE)
                && item.has_any(WordClasses::PAST_TENSE | WordClasses::PRESENT_TENSE)
                && !item.has_any(
                    WordClasses::SPEECH_NOUN | WordClasses::ROLE | WordClasses::ORGANIZATION,
                );
        // A participle may modify a noun where no subject can stand before it: retired general X
        // said.
        let adjective = item.has_any(WordClasses::PAST_TENSE | WordClasses::NON_REPORTING_VERB)
            && self.item_text(i).ends_with("ed")
            && before.is_none_or(|b| {
                !b.is_word()
                    || b.has_any(
                        WordClasses::DETERMINER
                            | WordClasses::CONJUNCTION
                            | WordClasses::PREPOSITION,
                    )
                    || item.opens_sentence
            })
            && self.item(i + 1).is_some_and(|n| n.is_proper_noun() || n.has_any(WordClasses::ROLE));
        form && !modified && !adjective
    }

    /// Returns true if item `i` is the ’s of a possessive, not of *he’s*.
    #[inline]
    pub(super) fn is_genitive_marker(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.has_all(WordClasses::GENITIVE_MARKER))
    }
}

impl Narrative<'_> {
    /// Returns true if item `i` is a plural possessor: the lawmakers’ claims. Its apostrophe is no
    /// item.
    pub(super) fn is_plural_possessor(&self, i: usize) -> bool {
        let Some(item) = self.item(i).filter(|item| item.is_word()) else { return false };
        let after = &self.text.as_bytes()[item.span.end()..];
        let mark = match after {
            [b'\'', ..] => 1,
            [0xe2, 0x80, 0x99, ..] => 3,
            _ => return false,
        };
        self.item_text(i).ends_with('s')
            && after.get(mark) == Some(&b' ')
            && self.item(i + 1).is_some_and(|next| next.is_word() && next.sentence == item.sentence)
    }
}

/// Returns true if the word is an adverb in *-ly*.
pub(super) fn is_ly_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(
            word,
            "family"
                | "Family"
                | "ally"
                | "Reilly"
                | "Kelly"
                | "Emily"
                | "Molly"
                | "Sally"
                | "Italy"
                | "July"
                | "only"
                | "early"
                | "elderly"
        )
        && !word.starts_with(char::is_uppercase)
}

impl Narrative<'_> {
    /// Returns true if `phrase` is *nobody*, *no one* or *none of them*.
    pub(super) fn refers_to_nobody(&self, phrase: NounPhrase) -> bool {
        self.items[phrase.start].has_all(WordClasses::NEGATIVE_PRONOUN)
    }

    /// Returns true if `phrase` is a person or an organization, judged without a reporting verb
    /// beside it: a pronoun, a role, an organization or a name.
    ///
    /// A capital at the beginning of a sentence makes no name (*Fifth: “…”*), unless the word is
    /// rare or mostly a name.
    pub(super) fn can_speak(&self, phrase: NounPhrase) -> bool {
        const PERSONS: WordClasses = WordClasses::MASCULINE
            .with(WordClasses::FEMININE)
            .with(WordClasses::SUBJECT_PRONOUN)
            .with(WordClasses::ROLE)
            .with(WordClasses::ORGANIZATION)
            .with(WordClasses::TITLE)
            .with(WordClasses::MEDIUM);
        if self.lexicon.grammar.verb_second || self.lexicon.grammar.name_last {
            return self.is_somebody(phrase);
        }
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        head.clone().any(|i| {
            let item = &self.items[i];
            item.has_any(PERSONS) && self.item_text(i) != "it"
                || item.has_all(WordClasses::PLURAL) && item.has_all(WordClasses::SUBJECT_PRONOUN)
                || item.is_proper_noun()
                    && !self.is_noun_modifier(i, head.end)
                    && (!item.opens_sentence
                        || item.has_all(WordClasses::GIVEN_NAME)
                        || is_rare_or_name(self.item_text(i)))
        })
    }
}

impl Narrative<'_> {
    /// Returns true if the name at item `i` modifies the noun after it: the oversized Trump face.
    fn is_noun_modifier(&self, i: usize, end: usize) -> bool {
        const KEEPS: WordClasses = WordClasses::CAPITALIZED
            .with(WordClasses::PREPOSITION)
            .with(WordClasses::CONJUNCTION)
            .with(WordClasses::RELATIVE)
            .with(WordClasses::ADVERB)
            .with(WordClasses::MASCULINE)
            .with(WordClasses::FEMININE)
            .with(WordClasses::PLURAL);
        i + 1 < end && self.items[i + 1].is_word() && !self.items[i + 1].has_any(KEEPS)
    }
}

impl Narrative<'_> {
    /// Returns true if the word at item `i` is mostly a name, or is missing from the frequency
    /// table.
    pub(super) fn is_rare_word(&self, i: usize) -> bool {
        is_rare_or_name(self.item_text(i))
    }
}
