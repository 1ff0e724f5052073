//! Walks to the right: the noun phrase that begins at an item.

use super::{MAX_WALK_ITEMS, NounPhrase, PHRASE_STOPS, is_ly_adverb};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

impl Narrative<'_> {
    /// Returns the noun phrase that begins at item `start`, with appositions and relative clauses.
    /// Looks at no item from `high` on.
    ///
    /// `inverted` is true if the phrase follows its verb (“said Josh Schwerin, a spokesman”), so
    /// that the words after it belong to it.
    pub(in crate::attribution) fn noun_phrase_at(
        &self,
        start: usize,
        high: usize,
        inverted: bool,
    ) -> Option<NounPhrase> {
        let high = high.min(start.saturating_add(MAX_WALK_ITEMS)).min(self.items.len());
        let first = self.items.get(start).filter(|_| start < high)?;
        if !first.is_word() {
            return None;
        }
        if first.has_any(WordClasses::SUBJECT_PRONOUN) {
            return Some(NounPhrase { start, end: start + 1, head_end: start + 1 });
        }
        if first.has_any(
            WordClasses::PREPOSITION
                | WordClasses::SUBORDINATOR
                | WordClasses::AUXILIARY
                | WordClasses::CONJUNCTION,
        ) && !first.has_any(WordClasses::DETERMINER)
        {
            return None;
        }
        if first.has_any(WordClasses::ADVERB)
            && !first.has_any(WordClasses::DETERMINER | WordClasses::INDEFINITE)
            || first.has_any(WordClasses::TIME) && !self.is_genitive_marker(start + 1)
        {
            return None;
        }
        if first.has_any(WordClasses::ING_FORM) && !first.has_all(WordClasses::CAPITALIZED) {
            return None;
        }
        let mut i = start;
        let mut head_end = None;
        let mut role = false; // a role noun or an apposition was seen: prepositions attach freely
        let mut clause = false; // inside a relative clause
        let mut clause_at = start; // where the last one began
        while i < high {
            let item = &self.items[i];
            let dot = item.is_mark(&['.'])
                && !item.space_before
                && self.items.get(i + 1).is_some_and(|n| n.is_word() && !n.space_before);
            if item.is_slot() && self.is_embedded_title(i, start, high) {
                head_end.get_or_insert(i);
                i += 1;
                if item.last_char() == ',' {
                    if !(inverted && self.begins_apposition(i, high)) {
                        break;
                    }
                    clause = self.items[i].has_any(WordClasses::RELATIVE);
                    clause_at = i;
                }
                continue;
            }
            if item.is_slot() || !dot && item.is_mark(&[':', ';', '.', '?', '!', '…', '"', '[']) {
                break;
            }
            if item.is_mark(&['(']) {
                let tells = self.items.get(i + 1).is_some_and(|n| {
                    n.has_any(WordClasses::CAPITALIZED | WordClasses::NUMBER) || n.is_mark(&['@'])
                });
                if !tells {
                    break;
                }
                match (i..high).take(12).find(|&k| self.items[k].is_mark(&[')'])) {
                    Some(close) => {
                        head_end.get_or_insert(i);
                        i = close + 1;
                        continue;
                    }
                    None => break,
                }
            }
            if item.is_mark(&[',']) {
                if !(inverted
                    && self.begins_apposition(i + 1, high)
                    && !self.begins_clause(i + 1, high))
                {
                    break;
                }
                head_end.get_or_insert(i);
                let relative = self.items[i + 1].has_any(WordClasses::RELATIVE);
                // A clause about a bare surname is news, and no part of the mention.
                let bare = i - start
                    <= 1 + usize::from(self.items[start].has_all(WordClasses::TITLE))
                    && self.items[i - 1].is_proper_noun()
                    || i - start <= 2 && self.items[start].has_any(WordClasses::DETERMINER);
                if relative && bare {
                    break;
                }
                // A report of other words does not identify the speaker: Ito, who said he would not
                // come.
                if relative && self.is_reporting_relative(i + 2, high) {
                    break;
                }
                clause = relative
                    || clause
                        && !self.items[i + 1].has_any(WordClasses::DETERMINER | WordClasses::ROLE);
                clause_at = if relative { i } else { clause_at };
                role = true;
                i += 1;
                if relative {
                    i += 1;
                }
                continue;
            }
            if !item.is_word() {
                let tight =
                    dot || item.is_mark(&['-', '/', '&', '@', '#', '–', '*']) && !item.space_before;
                if !tight && !item.is_mark(&['#', '@']) {
                    break;
                }
                i += 1;
                continue;
            }
            let hyphened =
                i > start && self.items[i - 1].is_mark(&['-', '–']) && !item.space_before;
            if clause || hyphened {
                i += 1;
                continue;
            }
            let that = head_end.is_some() && self.item_text(i) == "that";
            if (that
                || item.has_any(WordClasses::RELATIVE) && !item.has_any(WordClasses::DETERMINER))
                && inverted
                && i > start
            {
                head_end.get_or_insert(i);
                (clause, clause_at) = (true, i);
                i += 1;
                continue;
            }
            if i > start
                && (item.has_any(WordClasses::SUBJECT_PRONOUN)
                    || item.has_any(PHRASE_STOPS)
                        && !self.is_genitive_marker(i)
                        && !item.has_all(WordClasses::CAPITALIZED))
            {
                break;
            }
            // El ministro Luis Mora reafirmó: behind a name no adjective stands.
            let after_name = self.lexicon.grammar.name_last
                && i > start
                && self.items[i - 1].is_proper_noun()
                && !item.has_all(WordClasses::CAPITALIZED)
                && !item.has_any(
                    WordClasses::PREPOSITION
                        | WordClasses::CONJUNCTION
                        | WordClasses::NAME_PARTICLE
                        | WordClasses::RELATIVE
                        | WordClasses::DETERMINER,
                );
            if after_name && !self.items[i - 1].opens_sentence {
                break;
            }
            let unlisted = !inverted
                && i > start
                && self.item_text(i).ends_with("ed")
                && !item.has_all(WordClasses::CAPITALIZED)
                && !self.items[i - 1].has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
                && self.items[i - 1].is_word()
                && !self.is_genitive_marker(i - 1);
            if i > start
                && (self.is_finite_verb(i)
                    || unlisted
                    || is_ly_adverb(self.item_text(i)) && !inverted)
            {
                let reduced = role && inverted && self.item_text(i).ends_with("ed");
                if !reduced {
                    break;
                }
            }
            if item.has_any(WordClasses::ADVERB)
                && !item.has_any(WordClasses::DETERMINER)
                && i > start
                && !item.has_all(WordClasses::CAPITALIZED)
                && !role
            {
                break;
            }
            if item.has_any(WordClasses::TIME)
                && !item.has_any(WordClasses::DETERMINER)
                && i > start
                && !self.is_genitive_marker(i + 1)
                && !(role && item.has_any(WordClasses::ADVERB))
            {
                break;
            }
            let ranking = inverted
                && self.items.get(i + 1).is_some_and(|n| {
                    n.has_all(WordClasses::CAPITALIZED) || n.has_any(WordClasses::ROLE)
                });
            if item.has_any(WordClasses::ING_FORM)
                && i > start
                && !role
                && !ranking
                && !item.has_all(WordClasses::CAPITALIZED)
                && !item.has_any(WordClasses::SPEECH_NOUN)
            {
                break;
            }
            if item.has_any(WordClasses::CONJUNCTION) && i > start {
                let next = self.items.get(i + 1).filter(|_| i + 1 < high);
                let joins = next.is_some_and(|n| {
                    n.is_word()
                        && !n.has_any(
                            WordClasses::SUBJECT_PRONOUN | WordClasses::ADVERB | PHRASE_STOPS,
                        )
                        && !self.is_finite_verb(i + 1)
                        && !n.has_any(WordClasses::ING_FORM)
                });
                if !joins || item.span.slice(self.text).eq_ignore_ascii_case("but") {
                    break;
                }
            }
            if item.has_any(WordClasses::PREPOSITION)
                && !item.has_all(WordClasses::CAPITALIZED)
                && i > start
            {
                if !self.attaches_to_noun(i, start, high, role) {
                    break;
                }
                i += 1;
                continue;
            }
            if item.has_any(WordClasses::ROLE | WordClasses::ORGANIZATION) {
                role = true;
            }
            i += 1;
        }
        // A clause that runs into a quotation has a cue of its own.
        if clause && self.items.get(i).is_some_and(|n| i < high && n.is_slot()) {
            let from = clause_at;
            let cut = (from + 1..i).rev().find(|&k| {
                self.items[k].has_any(WordClasses::CONJUNCTION)
                    && self.items[k + 1].has_any(WordClasses::CUE)
            });
            i = cut.unwrap_or(from).max(start + 1);
        }
        // A preposition may end the clause: the candidate she will caucus with.
        let stranded = clause && self.items.get(i).is_none_or(|n| n.is_mark(&['.']));
        // A conjunction, preposition or comma at the end belongs to the words after it.
        while i > start
            && !(stranded && self.items[i - 1].has_any(WordClasses::PREPOSITION))
            && (self.items[i - 1].has_any(WordClasses::CONJUNCTION)
                || self.items[i - 1].is_comma_or_dash()
                || !clause
                    && i - 1 > start
                    && self.items[i - 1].has_any(WordClasses::ADVERB)
                    && !self.items[i - 1].has_any(
                        WordClasses::DETERMINER
                            | WordClasses::CAPITALIZED
                            | WordClasses::SPEECH_NOUN,
                    )
                || self.items[i - 1].has_any(WordClasses::RELATIVE)
                || self.items[i - 1].has_any(WordClasses::DETERMINER)
                    && i - 1 > start
                    && !(clause
                        && self.items[i - 1]
                            .has_any(WordClasses::MASCULINE | WordClasses::FEMININE))
                    && !self.items[i - 1].has_any(WordClasses::INDEFINITE | WordClasses::NUMBER)
                || self.items[i - 1].has_any(WordClasses::PREPOSITION)
                    && !self.items[i - 1].has_all(WordClasses::CAPITALIZED))
        {
            i -= 1;
        }
        if i == start {
            return None;
        }
        Some(NounPhrase { start, end: i, head_end: head_end.unwrap_or(i).min(i) })
    }

    /// Returns true if a subject and its auxiliary begin at item `i`: according to its count, **the
    /// union has** won.
    fn begins_clause(&self, i: usize, high: usize) -> bool {
        (i..high)
            .take(8)
            .take_while(|&k| {
                self.items[k].is_word()
                    && !self.items[k].has_any(
                        WordClasses::RELATIVE
                            | WordClasses::SUBORDINATOR
                            | WordClasses::PREPOSITION,
                    )
            })
            .skip(1)
            .any(|k| self.items[k].has_any(WordClasses::AUXILIARY) && !self.is_genitive_marker(k))
    }

    /// Returns true if the slot at item `i` is a title in the phrase that begins at `start`: the
    /// author of “A Life,” who.
    pub(in crate::attribution) fn is_embedded_title(
        &self,
        i: usize,
        start: usize,
        high: usize,
    ) -> bool {
        /// Length of the longest title in bytes.
        const MAX_TITLE_BYTES: usize = 80;
        // The DNC’s “War Room” director
        let modifier = i > start + 1
            && i + 1 < high
            && self.items[i].span.len() <= MAX_TITLE_BYTES
            && self.items[i + 1].has_any(WordClasses::ROLE)
            && self.items[i].last_char() != ','
            && (self.is_genitive_marker(i - 1)
                || self.items[i - 1].has_any(WordClasses::DETERMINER));
        modifier
            || i > start + 1
                && self.items[i].span.len() <= MAX_TITLE_BYTES
                && (self.items[i - 1].has_any(WordClasses::OF)
                    || self.is_genitive_marker(i - 1)
                    || self.items[i - 1].has_any(
                        WordClasses::SPEECH_NOUN | WordClasses::MEDIUM | WordClasses::ORGANIZATION,
                    ) && self.looks_like_title(i))
                && (start..i - 1)
                    .any(|k| self.items[k].has_any(WordClasses::ROLE | WordClasses::SPEECH_NOUN))
                && i < high
    }

    /// Returns true if the relative clause whose words begin at item `i` reports something.
    pub(in crate::attribution) fn is_reporting_relative(&self, i: usize, high: usize) -> bool {
        let verb = (i..high)
            .take(4)
            .find(|&k| !self.items[k].has_any(WordClasses::ADVERB | WordClasses::AUXILIARY));
        verb.is_some_and(|k| {
            self.items[k].has_all(WordClasses::SPEECH_VERB)
                && self.items[k].has_any(WordClasses::PAST_TENSE | WordClasses::PAST_PARTICIPLE)
        })
    }

    /// Returns true if an apposition or a relative clause begins at item `i`, after a comma.
    pub(in crate::attribution) fn begins_apposition(&self, i: usize, high: usize) -> bool {
        let Some(item) = self.items.get(i).filter(|_| i < high) else { return false };
        if !item.is_word() {
            return false;
        }
        if item.has_any(WordClasses::RELATIVE) {
            return true;
        }
        if self.item_text(i) == "of" || item.has_all(WordClasses::NAME_SUFFIX) {
            return true;
        }
        // Words may stand before the role: managing director, then ambassador.
        const BOUNDARY: WordClasses = WordClasses::DETERMINER
            .with(WordClasses::SUBORDINATOR)
            .with(WordClasses::PREPOSITION)
            .with(WordClasses::SUBJECT_PRONOUN)
            .with(WordClasses::AUXILIARY);
        let office = (i + 1..high)
            .take(3)
            .take_while(|&k| self.items[k].is_word() && !self.items[k].has_any(BOUNDARY))
            .any(|k| self.items[k].has_any(WordClasses::ROLE));
        if office
            && item.has_any(WordClasses::ING_FORM | WordClasses::ADVERB)
            && !item.has_any(WordClasses::PREPOSITION)
            && !is_ly_adverb(self.item_text(i))
        {
            return true;
        }
        if is_ly_adverb(self.item_text(i))
            || !office && super::leftward::looks_like_participle(self.item_text(i))
        {
            return false;
        }
        let then = matches!(
            self.item_text(i),
            "now" | "then" | "formerly" | "once" | "currently" | "also"
        );
        if then
            && self
                .items
                .get(i + 1)
                .is_some_and(|n| i + 1 < high && n.has_any(WordClasses::DETERMINER))
        {
            return true;
        }
        if item.has_any(
            WordClasses::SUBJECT_PRONOUN
                | WordClasses::CONJUNCTION
                | WordClasses::AUXILIARY
                | WordClasses::ING_FORM
                | WordClasses::SUBORDINATOR
                | WordClasses::ADVERB,
        ) && !item.has_any(WordClasses::POSSESSIVE | WordClasses::DETERMINER)
        {
            return false;
        }
        if item.has_any(WordClasses::PREPOSITION)
            || item.has_any(WordClasses::TIME)
            || self.is_finite_verb(i)
        {
            return false;
        }
        if item.has_any(
            WordClasses::DETERMINER
                | WordClasses::POSSESSIVE
                | WordClasses::ROLE
                | WordClasses::NUMBER
                | WordClasses::TITLE
                | WordClasses::CAPITALIZED,
        ) {
            return true;
        }
        // An adjective may stand before the role: “senior counsel”, “managing director”.
        (i..high)
            .take(5)
            .take_while(|&k| self.items[k].is_word() || !self.items[k].space_before)
            .any(|k| self.items[k].has_any(WordClasses::ROLE))
    }

    /// Returns true if the prepositional phrase that begins at item `i` belongs to the noun phrase
    /// before it.
    pub(in crate::attribution) fn attaches_to_noun(
        &self,
        i: usize,
        start: usize,
        high: usize,
        role: bool,
    ) -> bool {
        let word = self.item_text(i);
        // A participle takes its phrase: a poll conducted in February.
        if i > start + 1
            && self.item_text(i - 1).ends_with("ed")
            && !self.items[i - 1].has_any(WordClasses::ROLE | WordClasses::CAPITALIZED)
        {
            return true;
        }
        // Time and place of the utterance do not belong to the speaker: in an interview, in a
        // statement, on Monday, at a rally.
        let object = (i + 1..high).take(6).take_while(|&k| {
            let item = &self.items[k];
            item.is_word() && !item.has_any(WordClasses::RELATIVE)
                || item.is_mark(&['-', '–', '.', '/', '&']) && !item.space_before
        });
        for k in object {
            let item = &self.items[k];
            // A month may be part of a name: the March of Dimes.
            let named =
                self.items.get(k + 1).is_some_and(|n| k + 1 < high && n.has_any(WordClasses::OF));
            if item.has_any(WordClasses::TIME)
                && !self.is_genitive_marker(k + 1)
                && !(item.has_all(WordClasses::CAPITALIZED) && named)
            {
                return false;
            }
            if item.has_any(WordClasses::MEDIUM) && word != "of" {
                return false;
            }
            if k > i + 1 && item.has_any(WordClasses::PREPOSITION) {
                break;
            }
        }
        match word {
            _ if self.items[i].has_any(WordClasses::OF) => true,
            "for" | "at" | "with" | "in" | "on" | "to" | "by" | "against" | "under" | "about"
            | "near" | "behind" | "inside" | "within" | "during" => role && start < i,
            _ => false,
        }
    }
}
