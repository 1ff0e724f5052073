//! Tells what a pronoun may stand for: one person, a group, a body; and what is none of them.

use super::NameMention;
use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::NounPhrase;
use crate::attribution::reporting_clause::{ClauseForm, ReportingClause};
use crate::language::WordClasses;

impl Narrative<'_> {
    /// Returns true if the head of `phrase` ends in the role of one person: *the governor*, *Ito’s
    /// lawyer*.
    pub(super) fn is_single_person(&self, phrase: NounPhrase) -> bool {
        let Some(last) = self.without_reflexive(phrase).checked_sub(1) else { return false };
        if last < phrase.start {
            return false;
        }
        self.items[last].has_all(WordClasses::ROLE)
            && !self.items[last].has_any(WordClasses::SUBJECT_PRONOUN)
            && !self.item_text(last).ends_with('s')
    }

    /// Returns the end of the head of `phrase` without words that only stress or date it: the
    /// president **himself**, the president-**elect**.
    pub(super) fn without_reflexive(&self, phrase: NounPhrase) -> usize {
        let mut end = phrase.head_end;
        let word = |end: usize| end.checked_sub(1).map_or("", |last| self.item_text(last));
        if end > phrase.start + 1 && matches!(word(end), "himself" | "herself") {
            end -= 1;
        }
        if end > phrase.start + 2
            && self.items[end - 2].is_mark(&['-'])
            && matches!(word(end), "elect" | "designate")
        {
            end -= 2;
        }
        end
    }

    /// Returns true if the noun after the possessive at item `genitive` is what somebody said or
    /// made: Mr. Ito’s own **remarks** drew …
    pub(super) fn owns_thing(&self, genitive: usize) -> bool {
        let noun = (genitive + 1..self.items.len())
            .take(3)
            .find(|&k| self.items[k].has_any(WordClasses::THING | WordClasses::SPEECH_NOUN));
        noun.is_some_and(|noun| {
            (genitive + 1..noun).all(|k| self.items[k].is_word() && !self.is_finite_verb(k))
        })
    }

    /// Returns true if the name modifies the noun after it: an **Ito** rally.
    pub(super) fn is_modifier_name(&self, mention: &NameMention) -> bool {
        const KEEPS: WordClasses = WordClasses::CAPITALIZED
            .with(WordClasses::PREPOSITION)
            .with(WordClasses::CONJUNCTION)
            .with(WordClasses::RELATIVE)
            .with(WordClasses::ADVERB)
            .with(WordClasses::DETERMINER)
            .with(WordClasses::SUBORDINATOR)
            .with(WordClasses::AUXILIARY)
            .with(WordClasses::CUE)
            .with(WordClasses::TIME)
            .with(WordClasses::MASCULINE)
            .with(WordClasses::FEMININE)
            .with(WordClasses::ING_FORM);
        let before = mention.start.checked_sub(1).map(|before| &self.items[before]);
        let article = before.is_some_and(|n| {
            n.has_any(WordClasses::DETERMINER) && n.sentence == self.items[mention.start].sentence
        });
        article
            && self.items.get(mention.end).is_some_and(|n| {
                n.is_word()
                    && n.sentence == self.items[mention.start].sentence
                    && !n.has_any(KEEPS)
                    && !self.is_finite_verb(mention.end)
            })
    }

    /// Returns true if the clause only says when: hours **before** Ito announced it.
    pub(super) fn is_circumstance_clause(&self, clause: &ReportingClause) -> bool {
        let Some(before) = clause.subject.start.checked_sub(1) else { return false };
        let item = &self.items[before];
        clause.form == ClauseForm::SubjectVerb
            && item.sentence == self.items[clause.cue].sentence
            && !item.opens_sentence
            && item.has_any(WordClasses::SUBORDINATOR)
            && !item.has_any(WordClasses::COMPLEMENTIZER | WordClasses::RELATIVE)
            && !self.items[clause.subject.start].has_any(WordClasses::SUBJECT_PRONOUN)
            && matches!(self.item_text(before), "before" | "after" | "when" | "since" | "until")
    }

    /// Returns true if the head of `phrase` is a group: *officials*, *two aides*, *Ruiz and Ito*,
    /// *the union*. A statement or a letter is never *they*.
    pub(super) fn is_group(&self, phrase: NounPhrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let plural =
            self.items[last].has_any(WordClasses::ROLE) && self.item_text(last).ends_with('s');
        plural
            || self.items[last].has_any(WordClasses::ORGANIZATION)
                && !self.items[last].has_any(WordClasses::MEDIUM | WordClasses::SPEECH_NOUN)
                && !matches!(self.item_text(phrase.start), "that" | "this" | "a" | "an")
            || head.clone().any(|i| self.items[i].has_any(WordClasses::CONJUNCTION))
                && head.clone().any(|i| self.items[i].is_proper_noun())
    }

    /// Returns true if the head of `phrase` is one organization or text: *the company*, *the
    /// letter*.
    pub(super) fn is_organization(&self, phrase: NounPhrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let one = self.items[last].has_any(WordClasses::ORGANIZATION | WordClasses::MEDIUM)
            && !self.items[last].has_any(WordClasses::ROLE | WordClasses::SUBJECT_PRONOUN)
            && (self.items[last].is_proper_noun() || !self.item_text(last).ends_with('s'));
        one && !head
            .clone()
            .any(|i| self.items[i].has_any(WordClasses::CONJUNCTION | WordClasses::GIVEN_NAME))
    }
}
