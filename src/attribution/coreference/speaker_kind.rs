//! Tells what can speak: a person, a group or a body, not a show, a place or a title.

use super::NameMention;
use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::NounPhrase;
use crate::language::WordClasses;

impl Narrative<'_> {
    /// Returns true if the name in `core` can be a person’s or a body’s: not a show, a place, a
    /// number.
    pub(super) fn can_be_speaker(&self, core: std::ops::Range<usize>) -> bool {
        let Some(last) = core.clone().rev().find(|&i| self.items[i].is_word()) else {
            return false;
        };
        let item = &self.items[last];
        let body = WordClasses::ORGANIZATION | WordClasses::ROLE | WordClasses::GIVEN_NAME;
        let thing = item.has_all(WordClasses::THING)
            && !item.has_any(WordClasses::GIVEN_NAME)
            && !self.items[core.start].has_any(WordClasses::GIVEN_NAME);
        let place = core.clone().all(|i| {
            !self.items[i].is_word()
                || self.items[i].has_any(WordClasses::PLACE) && !self.items[i].has_any(body)
        });
        // A word of the layout: WATCH: “…”
        const LAYOUT_LETTERS: usize = 4;
        let printed = self.item_text(core.start);
        let layout = core.len() == 1
            && printed.len() >= LAYOUT_LETTERS
            && printed.bytes().all(|b| b.is_ascii_uppercase())
            && !self.items[core.start].has_any(body | WordClasses::TITLE)
            && !self.is_rare_word(core.start);
        !(thing || place || layout || self.is_party_label(core.start))
    }

    /// Returns true if the mention is a role in capitals and no name: the union’s **CEO**.
    pub(super) fn is_role_acronym(&self, mention: &NameMention) -> bool {
        mention.end == mention.core_start + 1
            && self.items[mention.core_start].has_any(WordClasses::ROLE)
            && !self.items[mention.core_start].has_any(WordClasses::GIVEN_NAME)
            && self.item_text(mention.core_start).bytes().all(|b| b.is_ascii_uppercase())
    }

    /// Returns true if the preposition at item `of` and the word before the name belong to a title
    /// in small letters: master **of** ceremonies Ana Ruiz.
    pub(super) fn is_title_of(&self, of: usize, name: &NameMention) -> bool {
        of > 0
            && of + 2 == name.start
            && name.end > name.core_start + 1
            && self.item_text(of) == "of"
            && self.items[of - 1].is_word()
            && !self.items[of - 1].has_all(WordClasses::CAPITALIZED)
            && self.items[of + 1].is_word()
            && !self.items[of + 1].is_proper_noun()
            && !self.items[of + 1].has_any(
                WordClasses::ROLE
                    .with(WordClasses::DETERMINER)
                    .with(WordClasses::POSSESSIVE)
                    .with(WordClasses::ORGANIZATION)
                    .with(WordClasses::PREPOSITION)
                    .with(WordClasses::TITLE),
            )
    }

    /// Returns true if the noun at item `i` says what a newspaper or station is: the Post
    /// **newspaper**.
    pub(super) fn is_medium_noun(&self, i: usize) -> bool {
        matches!(
            self.item_text(i),
            "newspaper"
                | "paper"
                | "magazine"
                | "tabloid"
                | "daily"
                | "weekly"
                | "website"
                | "site"
                | "outlet"
                | "broadcaster"
                | "newswire"
        )
    }

    /// Returns true if the noun at item `i` is what a newspaper prints as its own.
    pub(super) fn is_text_of_paper(&self, i: usize) -> bool {
        matches!(self.item_text(i), "article" | "story" | "editorial" | "column" | "op-ed")
    }

    /// Returns true if the capital of the word at item `i` only shows that a sentence begins.
    pub(super) fn is_common_opener(&self, i: usize) -> bool {
        let item = &self.items[i];
        item.opens_sentence
            && !self.is_rare_word(i)
            && !item.has_any(
                WordClasses::ORGANIZATION
                    | WordClasses::ROLE
                    | WordClasses::PLACE
                    | WordClasses::GIVEN_NAME
                    | WordClasses::TITLE,
            )
    }

    /// Returns true if `phrase`, which names nobody, describes a person, a group or a body.
    pub(super) fn describes_speaker(&self, phrase: NounPhrase) -> bool {
        const SPEAKERS: WordClasses = WordClasses::ROLE
            .with(WordClasses::ORGANIZATION)
            .with(WordClasses::KINSHIP)
            .with(WordClasses::TITLE)
            .with(WordClasses::MASCULINE)
            .with(WordClasses::FEMININE);
        let head = self.head_noun(phrase);
        let item = &self.items[head];
        let first = &self.items[phrase.start];
        if head == phrase.start
            && item.has_any(
                WordClasses::DETERMINER
                    | WordClasses::INDEFINITE
                    | WordClasses::NUMBER
                    | WordClasses::PLURAL,
            )
        {
            return false;
        }
        let word = self.item_text(head);
        let agent = ["er", "or", "ist", "ian", "man", "ant", "ee", "eur"]
            .iter()
            .any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending));
        // The words of a noun phrase, and not of a clause: the two, all co-workers.
        let counted = first.has_any(
            WordClasses::DETERMINER
                | WordClasses::POSSESSIVE
                | WordClasses::NUMBER
                | WordClasses::INDEFINITE,
        );
        let plural = word.len() > 3
            && word.ends_with('s')
            && !["ss", "ous", "us"].iter().any(|ending| word.ends_with(ending));
        let agents = word.strip_suffix('s').is_some_and(|one| {
            ["er", "or", "ist", "ian", "ant"].iter().any(|ending| one.ends_with(ending))
        });
        // Two noun phrases side by side are a clause: the charter grants the board …
        let clause = !self.lexicon.grammar.verb_second
            && (phrase.start + 1..phrase.head_end).any(|k| {
                self.items[k].has_any(WordClasses::DETERMINER)
                    && !self.items[k].has_any(WordClasses::NUMBER.with(WordClasses::INDEFINITE))
                    && !self.items[k].has_all(WordClasses::CAPITALIZED)
                    && self.items[k - 1].is_word()
                    && !self.items[k - 1].has_any(
                        WordClasses::DETERMINER
                            .with(WordClasses::PREPOSITION)
                            .with(WordClasses::CONJUNCTION)
                            .with(WordClasses::ADVERB),
                    )
            });
        let verb = clause
            || (phrase.start..head).any(|k| self.is_finite_verb(k))
            || first.has_any(WordClasses::NON_REPORTING_VERB | WordClasses::CUE)
                && !first.has_any(SPEAKERS);
        !first.has_any(WordClasses::ING_FORM | WordClasses::ADVERB | WordClasses::PREPOSITION)
            && !verb
            && (item.has_any(SPEAKERS)
                || item.is_proper_noun()
                || counted && (agent || plural)
                || agents)
    }
}
