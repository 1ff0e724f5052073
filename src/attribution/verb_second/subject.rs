//! The subject of a verb in a verb-second language.
//!
//! The verb of a main clause is its second part. The first part (*forefield*) may be the subject,
//! but also an object, a time, a quotation or another clause; then the subject stands right behind
//! the verb. Case, where the article shows it, pronouns and who can speak decide.

use super::nominal::{Nominal, SPEAKERS};
use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::NounPhrase;
use crate::language::WordClasses;

/// Most phrases passed over between a verb and its subject.
const MAX_SKIPPED: usize = 4;
/// Most words of a first part that is no noun phrase, up to its verb.
const MAX_OPENER_ITEMS: usize = 40;

/// The first part of a clause.
#[derive(Clone, Copy, Debug)]
pub(super) enum Forefield {
    /// Nothing: the verb comes first, or behind a quotation.
    Empty,
    /// A phrase that can be the subject.
    Nominal(Nominal),
    /// An adverb, a phrase with a preposition, an object, another clause.
    Other,
}

/// The subject of a verb, and on which side of it it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundSubject {
    pub(super) phrase: NounPhrase,
    /// True if it follows its verb.
    pub(super) inverted: bool,
}

impl Narrative<'_> {
    /// Returns the first item at or after `from` that is no conjunction, light mark or word of
    /// focus: *und*, *auch*, *doch*.
    pub(super) fn skip_openers(&self, from: usize, to: usize) -> usize {
        let mut i = from;
        while i < to {
            let item = &self.items[i];
            let light = !item.is_word() && !item.is_slot() && !item.is_mark(&['('])
                || item.has_any(WordClasses::CONJUNCTION)
                || item.has_any(WordClasses::ADVERB)
                    && !item.has_any(WordClasses::SUBORDINATOR)
                    && i + 1 < to
                    && (self.items[i + 1].has_any(
                        WordClasses::DETERMINER
                            | WordClasses::SUBJECT_PRONOUN
                            | WordClasses::POSSESSIVE,
                    ) || self.items[i + 1].is_proper_noun()
                        || self.items[i + 1].has_any(SPEAKERS));
            if !light {
                break;
            }
            i += 1;
        }
        i
    }

    /// Returns the first part of the clause that begins at item `from`, whose verb is item `verb`.
    pub(super) fn forefield(&self, from: usize, verb: usize) -> Forefield {
        if from >= verb {
            return Forefield::Empty;
        }
        let start = self.skip_openers(from, verb);
        let Some(item) = self.items.get(start).filter(|_| start < verb) else {
            return Forefield::Other;
        };
        if item.is_slot() {
            return if start + 1 >= verb { Forefield::Empty } else { Forefield::Other };
        }
        let opens = item.has_any(
            WordClasses::PREPOSITION | WordClasses::SUBORDINATOR | WordClasses::ACCORDING_TO,
        ) && self.is_small(start)
            || item.has_any(WordClasses::TIME)
            || item.has_any(WordClasses::ADVERB) && !item.has_any(WordClasses::DETERMINER);
        if opens {
            return Forefield::Other;
        }
        match self.nominal_at(start, verb, true) {
            Some(nominal) if nominal.oblique => Forefield::Other,
            Some(nominal) => {
                let rest = (nominal.phrase.end..verb).all(|k| {
                    !self.items[k].is_word()
                        || self.items[k].has_any(WordClasses::ADVERB | WordClasses::TIME)
                        || self.items[k].has_any(WordClasses::CUE)
                });
                let comma = (nominal.phrase.end..verb).any(|k| self.items[k].is_mark(&[',']));
                if rest || comma || nominal.phrase.end == verb {
                    Forefield::Nominal(nominal)
                } else {
                    Forefield::Other
                }
            }
            None => Forefield::Other,
        }
    }

    /// Returns the phrase right behind the verb at item `verb` that can be its subject, and true if
    /// nothing but light words stands between.
    pub(super) fn midfield_subject(&self, verb: usize, high: usize) -> Option<(Nominal, bool)> {
        let mut i = verb + 1;
        let mut immediate = true;
        let mut skipped = 0;
        while i < high && skipped < MAX_SKIPPED {
            let item = &self.items[i];
            // dit-il, sa-t-on: a hyphen before the pronoun.
            if item.is_mark(&['-']) && !item.space_before {
                i += 1;
                continue;
            }
            if !item.is_word() {
                return None;
            }
            let reflexive = item.has_any(WordClasses::OBLIQUE)
                && !item.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE);
            let adverb = item.has_any(WordClasses::ADVERB)
                && !item.has_any(WordClasses::DETERMINER | WordClasses::INDEFINITE)
                && self.is_small(i);
            let light = item.has_any(WordClasses::ADVERB)
                && self.is_small(i)
                && self.items.get(i + 1).is_some_and(|next| {
                    next.has_any(WordClasses::DETERMINER) || next.is_proper_noun()
                });
            if reflexive || adverb || light {
                i += 1;
                continue;
            }
            if item.has_any(WordClasses::TIME) {
                i += 1;
                skipped += 1;
                continue;
            }
            if item.has_any(WordClasses::PREPOSITION) && self.is_small(i) {
                i = self.nominal_at(i + 1, high, false)?.phrase.end;
                (immediate, skipped) = (false, skipped + 1);
                continue;
            }
            if let Some(nominal) = self.nominal_at(i, high, false) {
                if !nominal.oblique {
                    return Some((nominal, immediate));
                }
                i = nominal.phrase.end;
                (immediate, skipped) = (false, skipped + 1);
                continue;
            }
            // An adverb that is in no list: *gelassen*, *kurz*.
            if self.is_small(i)
                && !item.has_any(WordClasses::SUBORDINATOR | WordClasses::CONJUNCTION)
            {
                i += 1;
                skipped += 1;
                continue;
            }
            return None;
        }
        None
    }

    /// Returns the subject of the verb at item `verb` whose clause begins at item `from` and ends
    /// before item `high`.
    pub(super) fn subject_of_verb(
        &self,
        from: usize,
        verb: usize,
        high: usize,
    ) -> Option<FoundSubject> {
        let before = self.forefield(from, verb);
        let after = self.midfield_subject(verb, high);
        let inverted = |nominal: Nominal| FoundSubject { phrase: nominal.phrase, inverted: true };
        let straight = |nominal: Nominal| FoundSubject {
            phrase: self.with_name_before(nominal.phrase),
            inverted: false,
        };
        match before {
            Forefield::Empty | Forefield::Other => after.map(|(after, _)| inverted(after)),
            Forefield::Nominal(before) => {
                let Some((after, _)) = after.filter(|&(_, immediate)| immediate) else {
                    return Some(straight(before));
                };
                let speaks = |nominal: Nominal| self.is_somebody(nominal.phrase);
                let word = self.item_text(after.phrase.start);
                let it = matches!(word, "sie" | "uns" | "ihr" | "ze" | "haar");
                // *warf der USA vor*: a dative as well.
                let dative = word == "der" && !after.is_subject;
                let expletive = matches!(word, "es" | "het" | "det");
                let first = if before.pronoun && before.is_subject || expletive || dative {
                    true
                } else if after.pronoun && after.is_subject {
                    it && speaks(before)
                } else if after.is_subject && !before.is_subject {
                    false
                } else {
                    !speaks(after) || speaks(before) || !self.is_thing(before.phrase)
                };
                Some(if first { straight(before) } else { inverted(after) })
            }
        }
    }

    /// Returns the phrase with the name before it whose apposition it is, where no comma closes
    /// that: **Ada Lund**, Sprecherin der Stadt sagte.
    fn with_name_before(&self, phrase: NounPhrase) -> NounPhrase {
        let comma = phrase.start.checked_sub(1).filter(|&comma| {
            self.items[comma].is_mark(&[','])
                && self.items[phrase.start].has_any(SPEAKERS)
                && !self.items[phrase.start].has_any(WordClasses::GIVEN_NAME)
        });
        let Some(comma) = comma else { return phrase };
        let low = self.sentence_of(comma).start;
        let name = (low..comma).rev().take_while(|&k| self.items[k].is_proper_noun()).count();
        let start = comma - name;
        let opens = start == low || !self.items[start - 1].is_word();
        match opens && name >= 2 {
            true => NounPhrase { start, end: phrase.end, head_end: comma },
            false => phrase,
        }
    }

    /// Returns true if the phrase is a person or a body, by its words alone.
    pub(in crate::attribution) fn is_somebody(&self, phrase: NounPhrase) -> bool {
        let first = &self.items[phrase.start];
        if phrase.end == phrase.start + 1 && first.has_any(WordClasses::SUBJECT_PRONOUN) {
            return !matches!(
                self.item_text(phrase.start),
                "es" | "Es" | "het" | "Het" | "det" | "Det"
            );
        }
        let head = phrase.start..phrase.head_end.max(phrase.start + 1).min(phrase.end);
        let mut nouns = head.clone().take_while(|&k| {
            k == phrase.start
                || !self.items[k].has_any(WordClasses::GENITIVE_ARTICLE | WordClasses::PREPOSITION)
        });
        nouns.any(|k| self.items[k].has_any(SPEAKERS))
            || self.is_full_name(phrase.start, head.end)
            || phrase.head_end < phrase.end
                && (phrase.head_end..phrase.end).any(|k| self.items[k].has_any(SPEAKERS))
    }

    /// Returns true if the phrase names what is said or done, by the class or ending of its noun.
    fn is_thing(&self, phrase: NounPhrase) -> bool {
        const THINGS: WordClasses = WordClasses::THING.with(WordClasses::SPEECH_NOUN);
        let mut head = (phrase.start..phrase.end).take_while(|&k| {
            k == phrase.start
                || !self.items[k].has_any(WordClasses::GENITIVE_ARTICLE | WordClasses::PREPOSITION)
        });
        head.any(|k| {
            self.items[k].is_slot() || self.items[k].has_any(THINGS) || self.has_abstract_ending(k)
        })
    }

    /// Returns true if two names stand together in `from..to`, or a single one stands inside a
    /// sentence without an article.
    fn is_full_name(&self, from: usize, to: usize) -> bool {
        let name = |k: usize| {
            self.items[k].is_proper_noun()
                && !self.items[k].has_any(WordClasses::PLACE | WordClasses::ORGANIZATION)
        };
        (from..to.saturating_sub(1)).any(|k| name(k) && name(k + 1))
            || to == from + 1 && name(from) && !self.items[from].opens_sentence
    }

    /// Returns the subject of the sentence `low..high`, whatever its verb is, before item `limit`.
    pub(in crate::attribution) fn verb_second_subject(
        &self,
        low: usize,
        high: usize,
        limit: usize,
    ) -> Option<NounPhrase> {
        let end = high.min(limit);
        let start = self.skip_openers(low, end);
        let first = self.items.get(start).filter(|_| start < end)?;
        // An opening clause ends with its comma, and the verb follows.
        let verb = if first.has_any(WordClasses::SUBORDINATOR) && self.is_small(start) {
            let comma = (start..end).find(|&k| self.items[k].is_mark(&[',']));
            match comma.filter(|&comma| comma + 1 < end && self.is_small(comma + 1)) {
                Some(comma) => comma + 1,
                // *wie* and *als* may open a phrase: Als Begründung sagte …
                None => self.verb_after_phrase(start + 1, end)?,
            }
        } else if first.has_any(WordClasses::PREPOSITION) && self.is_small(start) {
            self.verb_after_phrase(start + 1, end)?
        } else {
            match self.nominal_at(start, end, true) {
                Some(nominal) => self.verb_after(nominal.phrase.end, end).unwrap_or(end),
                None => self.verb_after(start + 1, end)?,
            }
        };
        if verb >= end {
            let short = self.nominal_at(start, end, false)?;
            let whole = self.nominal_at(start, end, true)?;
            return (!whole.oblique && whole.phrase.end >= end.saturating_sub(1))
                .then_some(self.said_by(short.phrase));
        }
        let found = self.subject_of_verb(start, verb, high.min(verb + MAX_OPENER_ITEMS))?;
        (found.phrase.end <= limit).then_some(self.said_by(found.phrase))
    }

    /// Returns the verb behind the phrase that begins at item `from`.
    fn verb_after_phrase(&self, from: usize, end: usize) -> Option<usize> {
        let phrase = self.nominal_at(from, end, true)?.phrase;
        self.verb_after(phrase.end, end)
    }

    /// Returns the first item from `from` on that can be the verb of a main clause: a small word of
    /// no other class, or an auxiliary. A clause between commas is passed over.
    fn verb_after(&self, from: usize, end: usize) -> Option<usize> {
        let mut i = from;
        while i < end.min(from + MAX_OPENER_ITEMS) {
            let item = &self.items[i];
            if item.is_mark(&[',']) {
                // …, der gestern kam, sagte
                let close = (i + 1..end).find(|&k| self.items[k].is_mark(&[',']))?;
                i = close + 1;
                continue;
            }
            if !item.is_word() || item.has_any(WordClasses::CONJUNCTION) {
                return None;
            }
            if self.is_small(i)
                && (item.has_any(WordClasses::AUXILIARY | WordClasses::CUE)
                    || !item.has_any(
                        WordClasses::ADVERB
                            | WordClasses::PREPOSITION
                            | WordClasses::DETERMINER
                            | WordClasses::OBLIQUE
                            | WordClasses::TIME
                            | WordClasses::SUBJECT_PRONOUN
                            | WordClasses::SUBORDINATOR,
                    ))
            {
                return Some(i);
            }
            i += 1;
        }
        None
    }
}
