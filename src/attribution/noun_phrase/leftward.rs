//! Walks to the left: where a noun phrase that ends at an item begins, and the possessor before ’s.

use super::{MAX_WALK_ITEMS, NounPhrase, PHRASE_STOPS, is_ly_adverb};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

/// Returns true if the word has the form of a participle in lower case.
pub(super) fn looks_like_participle(word: &str) -> bool {
    word.len() > 5
        && (word.ends_with("ing") || word.ends_with("ed"))
        && !word.starts_with(char::is_uppercase)
}

impl Narrative<'_> {
    /// Returns true if item `i` can begin a subject, judged alone.
    pub(in crate::attribution) fn can_open_subject(&self, i: usize) -> bool {
        const OPENS: WordClasses = WordClasses::DETERMINER
            .with(WordClasses::POSSESSIVE)
            .with(WordClasses::ROLE)
            .with(WordClasses::ORGANIZATION)
            .with(WordClasses::NUMBER)
            .with(WordClasses::SUBJECT_PRONOUN);
        self.items[i].is_proper_noun()
            || self.items[i].has_any(OPENS | WordClasses::INDEFINITE | WordClasses::TITLE)
    }

    /// Walks left from `end` over a noun phrase. Returns the item where it stops, and true if a
    /// verb stopped it.
    pub(in crate::attribution) fn left_boundary(&self, end: usize, low: usize) -> (usize, bool) {
        let mut i = end;
        let mut verb = false;
        while i > low {
            let item = &self.items[i - 1];
            if item.is_slot() {
                break;
            }
            if !item.is_word() {
                // Marks may stand inside a name: hyphens, stops of initials, parentheses (R-Ky.),
                // slashes.
                if item.is_mark(&[')']) {
                    if let Some(open) =
                        (low..i - 1).rev().take(12).find(|&k| self.items[k].is_mark(&['(']))
                    {
                        i = open;
                        continue;
                    }
                    break;
                }
                let tight = item.is_mark(&['-', '/', '&', '@', '#', '–', '.'])
                    && self.items.get(i).is_some_and(|n| !n.space_before && n.is_word());
                if !tight {
                    break;
                }
                i -= 1;
                continue;
            }
            if item.has_any(WordClasses::SUBJECT_PRONOUN)
                || item.has_any(WordClasses::RELATIVE)
                    && !item.has_any(WordClasses::DETERMINER)
                    && !item.has_all(WordClasses::CAPITALIZED)
                || item.has_any(PHRASE_STOPS)
                    && !self.is_genitive_marker(i - 1)
                    && !(item.has_all(WordClasses::CAPITALIZED)
                        && !item.opens_sentence
                        && !item.has_any(WordClasses::AUXILIARY))
            {
                // Prepositions that can open a clause belong to the phrase only inside a name.
                verb = item.has_any(WordClasses::AUXILIARY);
                break;
            }
            if self.is_finite_verb(i - 1) {
                // A participle may modify the noun before it: a letter signed by 50 senators, a
                // report released last week.
                let reduced = self.items.get(i).is_some_and(|n| {
                    n.has_any(WordClasses::PREPOSITION | WordClasses::TIME)
                        && !n.has_any(WordClasses::DETERMINER)
                        && n.span.slice(self.text) != "to"
                }) && self.item_text(i - 1).ends_with("ed")
                    && i >= 2
                    && self.items[i - 2].is_word()
                    && !self.items[i - 2].has_any(
                        WordClasses::SUBJECT_PRONOUN | WordClasses::AUXILIARY | WordClasses::ADVERB,
                    );
                if !reduced {
                    verb = true;
                    break;
                }
            }
            if item.has_any(WordClasses::ADVERB)
                && !item.has_any(WordClasses::DETERMINER)
                && !item.has_all(WordClasses::CAPITALIZED)
            {
                break;
            }
            i -= 1;
        }
        (i, verb)
    }

    /// Returns the start of the subject in `start..end`, after leading conjunctions, adverbs and
    /// prepositional phrases.
    pub(in crate::attribution) fn trim_leading_words(
        &self,
        mut start: usize,
        end: usize,
        after_verb: bool,
    ) -> Option<usize> {
        if after_verb {
            // The words left of the conjunction belong to the clause before.
            if let Some(conj) =
                (start..end).rev().find(|&i| self.items[i].has_any(WordClasses::CONJUNCTION))
            {
                start = conj + 1;
            }
        }
        while start < end {
            let item = &self.items[start];
            let light = item.has_any(WordClasses::CONJUNCTION)
                || item.has_any(WordClasses::ADVERB)
                    && !item.has_any(WordClasses::DETERMINER | WordClasses::INDEFINITE)
                || !item.is_word()
                || is_ly_adverb(self.item_text(start)) && item.opens_sentence;
            if !light {
                break;
            }
            start += 1;
        }
        if start >= end {
            return None;
        }
        let opener = &self.items[start];
        if opener.has_any(WordClasses::PREPOSITION) && !opener.has_any(WordClasses::DETERMINER)
            || opener.has_any(WordClasses::ING_FORM) && opener.opens_sentence
            || opener.has_any(WordClasses::TIME) && !self.is_genitive_marker(start + 1)
        {
            return self.start_after_prepositional_phrase(start, end);
        }
        Some(start)
    }

    /// Returns the start of the subject after a prepositional phrase: “In Iowa Mr Trump”, “At the
    /// rally the candidate”.
    pub(in crate::attribution) fn start_after_prepositional_phrase(
        &self,
        start: usize,
        end: usize,
    ) -> Option<usize> {
        for i in start + 2..end {
            let (item, before) = (&self.items[i], &self.items[i - 1]);
            if item.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
                && !before.has_any(
                    WordClasses::PREPOSITION
                        | WordClasses::DETERMINER
                        | WordClasses::CONJUNCTION
                        | WordClasses::POSSESSIVE,
                )
                && before.is_word()
                && !self.is_genitive_marker(i - 1)
            {
                return Some(i);
            }
        }
        // The subject is the last run of capitals, unless a preposition stands before it.
        let mut i = end;
        while i > start
            && (self.items[i - 1].is_proper_noun() || self.items[i - 1].has_all(WordClasses::TITLE))
        {
            i -= 1;
        }
        let free = i > start
            && i < end
            && !self.items[i - 1].has_any(
                WordClasses::PREPOSITION | WordClasses::DETERMINER | WordClasses::CONJUNCTION,
            );
        (free && self.items[i - 1].is_word()).then_some(i)
    }

    /// Returns the start of the noun phrase that fills the segment to its end, or `None` if it
    /// holds a verb or no noun.
    pub(in crate::attribution) fn nominal_segment_start(
        &self,
        start: usize,
        end: usize,
    ) -> Option<usize> {
        let mut from = start;
        while from < end
            && (self.items[from].has_any(WordClasses::CONJUNCTION)
                || !self.items[from].is_word()
                || self.items[from].has_any(WordClasses::SUBORDINATOR | WordClasses::RELATIVE)
                    && !self.items[from].has_any(WordClasses::DETERMINER)
                    && from + 1 < end
                    && (self.items[from + 1].is_proper_noun()
                        || self.items[from + 1]
                            .has_any(WordClasses::DETERMINER | WordClasses::TITLE)))
        {
            from += 1;
        }
        let opener = self.items.get(from).filter(|_| from < end)?;
        let nominal = opener.is_proper_noun()
            || opener.has_any(
                WordClasses::DETERMINER
                    | WordClasses::POSSESSIVE
                    | WordClasses::ROLE
                    | WordClasses::TITLE
                    | WordClasses::NUMBER
                    | WordClasses::ORGANIZATION,
            )
            || opener.has_all(WordClasses::CAPITALIZED)
                && !opener.has_any(
                    WordClasses::PREPOSITION
                        | WordClasses::SUBORDINATOR
                        | WordClasses::ADVERB
                        | WordClasses::AUXILIARY
                        | WordClasses::ING_FORM
                        | WordClasses::SUBJECT_PRONOUN
                        | WordClasses::TIME,
                );
        // A date or a participle opens no subject: on Sept. 11, 2001, …; Appearing on Sunday, …
        let year = end == from + 1 && opener.has_all(WordClasses::NUMBER);
        let word = self.item_text(from);
        let participle = opener.opens_sentence
            && word.len() > 5
            && (!opener.is_proper_noun() && (word.ends_with("ing") || word.ends_with("ly"))
                || end == from + 1
                    && word.ends_with("ly")
                    && !crate::text::is_name(&crate::text::normal_form(word)));
        if !nominal
            || year
            || participle
            || opener.has_any(WordClasses::ADVERB) && !opener.has_any(WordClasses::DETERMINER)
        {
            return None;
        }
        let open = (from..end).find(|&i| self.items[i].is_mark(&['('])).unwrap_or(end);
        if (from..open).any(|i| {
            let item = &self.items[i];
            self.is_finite_verb(i)
                || item.has_any(WordClasses::SUBJECT_PRONOUN)
                || item.is_slot()
                || i > from
                    && item.has_any(WordClasses::SUBORDINATOR | WordClasses::RELATIVE)
                    && !item.has_all(WordClasses::CAPITALIZED)
        }) {
            return None;
        }
        Some(from)
    }

    /// Returns the possessor whose ’s is item `genitive`.
    pub(in crate::attribution) fn possessor(
        &self,
        genitive: usize,
        low: usize,
    ) -> Option<NounPhrase> {
        let low = low.max(genitive.saturating_sub(MAX_WALK_ITEMS));
        let mut start = genitive;
        while start > low {
            let item = &self.items[start - 1];
            let tight = item.is_mark(&['-', '.']) && !item.space_before;
            if !(item.is_proper_noun()
                || item.has_all(WordClasses::TITLE | WordClasses::CAPITALIZED)
                || tight)
            {
                break;
            }
            start -= 1;
        }
        if start == genitive {
            // the president’s
            let (edge, verb) = self.left_boundary(genitive, low);
            start = (edge..genitive)
                .rev()
                .find(|&i| self.items[i].has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE))
                .unwrap_or(edge);
            if verb && start == edge && start == genitive {
                return None;
            }
        }
        (start < genitive).then_some(NounPhrase { start, end: genitive, head_end: genitive })
    }
}
