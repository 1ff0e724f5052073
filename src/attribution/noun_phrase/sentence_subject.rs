//! The subject of a sentence.

use super::{MAX_WALK_ITEMS, NounPhrase, is_ly_adverb};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

impl Narrative<'_> {
    /// Returns the subject of the sentence `range` before item `limit`: the first noun phrase
    /// before a verb.
    pub(in crate::attribution) fn sentence_subject(
        &self,
        range: std::ops::Range<usize>,
        limit: usize,
    ) -> Option<NounPhrase> {
        if self.lexicon.grammar.verb_second {
            return self.verb_second_subject(range.start, range.end, limit);
        }
        let end = range.end.min(limit).min(range.start.saturating_add(MAX_WALK_ITEMS));
        let mut i = self.after_dateline(range.start, end);
        while i < end {
            let item = &self.items[i];
            if !item.is_word()
                || item.has_any(WordClasses::CONJUNCTION)
                    && !item.has_any(WordClasses::SUBJECT_PRONOUN)
            {
                i += 1;
                continue;
            }
            let opens = item.has_any(
                WordClasses::PREPOSITION
                    | WordClasses::SUBORDINATOR
                    | WordClasses::ING_FORM
                    | WordClasses::TIME,
            ) && !item.has_any(WordClasses::DETERMINER)
                && !(item.has_any(WordClasses::CUE) && item.is_proper_noun());
            if opens {
                // Skip the opening phrase up to its comma, which may stand inside the marks of a
                // quotation.
                let comma = (i..end).find(|&k| {
                    self.items[k].is_mark(&[','])
                        || self.items[k].is_slot() && self.items[k].last_char() == ','
                });
                match comma {
                    Some(comma) => i = comma + 1,
                    None => i += 1,
                }
                continue;
            }
            if item.has_any(WordClasses::ADVERB)
                && !item.has_any(WordClasses::DETERMINER | WordClasses::INDEFINITE)
                || is_ly_adverb(self.item_text(i))
            {
                i += 1;
                continue;
            }
            // A participle may open: Asked about the bill, she …
            let next = self.items.get(i + 1);
            let participle = item.has_any(WordClasses::CUE | WordClasses::NON_REPORTING_VERB)
                && self.item_text(i).ends_with("ed")
                && !next.is_some_and(|n| {
                    n.is_proper_noun() || n.has_any(WordClasses::TITLE | WordClasses::ROLE)
                })
                || !item.has_any(
                    WordClasses::GIVEN_NAME
                        | WordClasses::SPEECH_NOUN
                        | WordClasses::ORGANIZATION
                        | WordClasses::ROLE,
                ) && (self.item_text(i).ends_with("ing") || self.item_text(i).ends_with("ed"))
                    && next
                        .is_some_and(|n| n.has_any(WordClasses::PREPOSITION | WordClasses::ADVERB));
            if item.opens_sentence && participle {
                match (i..end).find(|&k| self.items[k].is_mark(&[','])) {
                    Some(comma) => i = self.skip_apposition(comma + 1, end),
                    None => return None,
                }
                continue;
            }
            let phrase = self.noun_phrase_at(i, end, false)?;
            // A phrase of time is no subject: Hours later, two days before.
            let after = |k: usize| {
                self.items.get(k).is_some_and(|n| {
                    k < end
                        && n.has_any(
                            WordClasses::TIME | WordClasses::ADVERB | WordClasses::PREPOSITION,
                        )
                })
            };
            let comma = (phrase.end..phrase.end + 3).find(|&k| !after(k)).unwrap_or(phrase.end + 3);
            if (phrase.start..comma)
                .any(|k| self.items[k].has_any(WordClasses::TIME | WordClasses::NUMBER))
                && !(phrase.start..phrase.end).any(|k| {
                    self.items[k].is_proper_noun() && !self.items[k].opens_sentence
                        || self.items[k].has_any(WordClasses::ROLE)
                })
                && self.items.get(comma).is_some_and(|n| comma < end && n.is_mark(&[',']))
            {
                i = comma + 1;
                continue;
            }
            return Some(self.with_apposition(phrase, end));
        }
        None
    }

    /// Returns the item after the dateline that begins at `start`, if one does: OSLO (AP) — …
    fn after_dateline(&self, start: usize, end: usize) -> usize {
        /// Items of the longest dateline: city, state, agency.
        const MAX_DATELINE_ITEMS: usize = 9;
        let dash = (start..end).take(MAX_DATELINE_ITEMS).find(|&k| {
            let item = &self.items[k];
            item.is_mark(&['—', '–', '-']) && item.space_before
                || !item.is_word() && !item.is_mark(&[',', '.', '(', ')'])
                || item.is_word()
                    && !item.has_all(WordClasses::CAPITALIZED)
                    && !item.has_all(WordClasses::NUMBER)
        });
        let first = self.items.get(start).filter(|_| start < end);
        let city = first.is_some_and(|first| {
            first.has_any(WordClasses::PLACE)
                || self.item_text(start).len() > 2
                    && self.item_text(start).bytes().all(|b| b.is_ascii_uppercase())
        });
        match dash {
            Some(dash)
                if city
                    && self.items[dash].space_before
                    && self.items[dash].is_mark(&['—', '–', '-']) =>
            {
                dash + 1
            }
            _ => start,
        }
    }

    /// Skips the apposition to the last words of an opening phrase: Preceded by Hale, **the
    /// sheriff,** Ito spoke.
    fn skip_apposition(&self, start: usize, end: usize) -> usize {
        let comma = (start..end).take(MAX_WALK_ITEMS).find(|&k| self.items[k].is_mark(&[',']));
        let after = comma.and_then(|comma| self.items.get(comma + 1));
        let subject = after.is_some_and(|n| {
            n.is_proper_noun()
                || n.has_any(WordClasses::SUBJECT_PRONOUN) && !n.has_any(WordClasses::RELATIVE)
        });
        match comma {
            Some(comma)
                if subject
                    && self.items[start].has_any(WordClasses::DETERMINER)
                    && (start..comma).all(|k| !self.is_finite_verb(k)) =>
            {
                comma + 1
            }
            _ => start,
        }
    }

    /// Extends `phrase` by the apposition between commas that follows it, if any.
    pub(in crate::attribution) fn with_apposition(
        &self,
        phrase: NounPhrase,
        end: usize,
    ) -> NounPhrase {
        if !self.items.get(phrase.end).is_some_and(|item| item.is_mark(&[',']))
            || !self.begins_apposition(phrase.end + 1, end)
        {
            return phrase;
        }
        match (phrase.end + 1..end).take(30).find(|&k| self.items[k].is_mark(&[','])) {
            Some(close) => NounPhrase { end: close, ..phrase },
            None => phrase,
        }
    }
}
