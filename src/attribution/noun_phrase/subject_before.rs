//! The subject that ends before a verb.

use super::leftward::looks_like_participle;
use super::{MAX_WALK_ITEMS, NounPhrase, is_ly_adverb};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

/// Number of items of the longest relative clause between a subject and its verb, without commas.
const MAX_RELATIVE_CLAUSE_ITEMS: usize = 24;

/// Number of words of the longest aside between commas: *for one*, *in the meantime*.
const MAX_ASIDE_ITEMS: usize = 3;

impl Narrative<'_> {
    /// Returns the subject that ends just before item `verb`: “Mr Putin”, “Brian Fallon, a
    /// spokesman for the campaign,”. Looks at no item before `low`.
    pub(in crate::attribution) fn subject_before(
        &self,
        verb: usize,
        low: usize,
    ) -> Option<NounPhrase> {
        let low = low.max(verb.saturating_sub(MAX_WALK_ITEMS));
        let mut j = verb;
        // Skip adverbs and auxiliaries between: he has also said.
        while j > low {
            let item = &self.items[j - 1];
            let adverb = item.has_any(WordClasses::ADVERB | WordClasses::AUXILIARY)
                || is_ly_adverb(self.item_text(j - 1)) && item.is_word();
            let name = item.has_all(WordClasses::CAPITALIZED)
                && item.has_any(WordClasses::AUXILIARY)
                && j == verb
                && j - 1 > low;
            // Ito and Ruiz each called it …
            let floats = j >= low + 2
                && matches!(self.item_text(j - 1), "each" | "both" | "all")
                && self.items[j - 2].is_proper_noun();
            if floats {
                j -= 1;
                continue;
            }
            if !adverb
                || name
                || self.is_genitive_marker(j - 1)
                || item.has_any(WordClasses::PLURAL | WordClasses::INDEFINITE)
            {
                break;
            }
            j -= 1;
        }
        if j == low {
            return None;
        }
        let last = &self.items[j - 1];
        if last.has_any(WordClasses::SUBJECT_PRONOUN) {
            return Some(NounPhrase { start: j - 1, end: j, head_end: j });
        }
        let after_noun = j >= low + 2
            && self.items[j - 2].is_word()
            && (!self.items[j - 2]
                .has_any(WordClasses::CUE | WordClasses::AUXILIARY | WordClasses::PREPOSITION)
                || j >= low + 3
                    && self.items[j - 3]
                        .has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE));
        if self.item_text(j - 1) == "that" && !after_noun {
            return None;
        }
        if last.has_any(WordClasses::RELATIVE) && last.has_any(WordClasses::POSSESSIVE) {
            return None;
        }
        if self.item_text(j - 1) == "that" {
            // *that* stands for the noun before it: A headline that said.
            let (edge, verb) = self.left_boundary(j - 1, low);
            let start = self.trim_leading_words(edge, j - 1, verb).unwrap_or(j - 1);
            let end = if start < j - 1 { j - 1 } else { j };
            return Some(NounPhrase { start, end, head_end: end });
        }
        if last.has_any(WordClasses::RELATIVE) {
            return Some(NounPhrase { start: j - 1, end: j, head_end: j });
        }
        if last.is_comma_or_dash()
            || last.is_slot() && self.is_embedded_title(j - 1, low, j) && last.last_char() == ','
        {
            let comma = j - usize::from(!last.is_slot());
            // An aside of a few words stands between: Ito, for one, called it …
            let aside = (low + 1..comma)
                .rev()
                .take(MAX_ASIDE_ITEMS + 1)
                .find(|&k| !self.items[k].is_word())
                .filter(|&k| self.items[k].is_mark(&[',']) && k + 1 < comma)
                .filter(|&k| {
                    let first = &self.items[k + 1];
                    let small =
                        !first.has_all(WordClasses::CAPITALIZED) && !first.has_any(WordClasses::OF);
                    let light = first.has_any(WordClasses::PREPOSITION | WordClasses::ADVERB);
                    small
                        && light
                        && (k + 1..comma).all(|i| !self.items[i].has_all(WordClasses::CAPITALIZED))
                        && self.items[k - 1].is_proper_noun()
                });
            if let Some(subject) = aside.and_then(|aside| self.subject_before(aside, low)) {
                return Some(subject);
            }
            return self.subject_before_comma(comma, low);
        }
        if let Some(prep) = (low..j)
            .rev()
            .take(6)
            .find(|&k| !self.items[k].is_word() || self.items[k].has_any(WordClasses::PREPOSITION))
        {
            let circumstance = self.items[prep].has_any(WordClasses::PREPOSITION)
                && matches!(self.item_text(prep), "in" | "on" | "at" | "during" | "via")
                && (prep + 1..j).any(|k| {
                    self.items[k].has_any(WordClasses::MEDIUM | WordClasses::TIME)
                        || matches!(self.item_text(k), "past" | "future")
                })
                && prep > low
                && !self.items[prep - 1]
                    .has_any(WordClasses::PREPOSITION | WordClasses::DETERMINER);
            if circumstance {
                if self.items[prep - 1].has_any(WordClasses::CONJUNCTION)
                    || !self.items[prep - 1].is_word() && !self.items[prep - 1].is_comma_or_dash()
                {
                    return None;
                }
                if self.items[prep - 1].is_word() {
                    return self.subject_before(prep, low);
                }
            }
        }
        // Some surnames look like function words: Mr. From said, Mrs. May said.
        if last.has_any(WordClasses::PREPOSITION | WordClasses::AUXILIARY) {
            let named = j == verb
                && last.has_all(WordClasses::CAPITALIZED)
                && self.items[verb].has_all(WordClasses::PAST_TENSE | WordClasses::SPEECH_VERB);
            let before = (low..j - 1).rev().take_while(|&k| self.items[k].is_proper_noun()).count();
            return named.then_some(NounPhrase { start: j - 1 - before, end: j, head_end: j });
        }
        let (edge, stopped_by_verb) = self.left_boundary(j, low);
        let relative = self.subject_with_relative_clause(edge, j, low);
        let stopped_by_verb = stopped_by_verb && relative.is_none();
        let start = match relative {
            Some(phrase) => phrase.start,
            None => self.trim_leading_words(edge, j, stopped_by_verb)?,
        };
        // An object is no subject: had assembled videos.
        if stopped_by_verb && !self.can_open_subject(start) {
            let plural = self.item_text(start).ends_with('s')
                && !(edge > low && self.items[edge - 1].has_any(WordClasses::AUXILIARY));
            if !plural {
                return None;
            }
        }
        if start > low && self.items[start - 1].is_mark(&[',']) {
            let opener = &self.items[start];
            let appositive = opener
                .has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE | WordClasses::ROLE)
                && !opener.is_proper_noun();
            let place = (start..j).any(|k| self.items[k].has_any(WordClasses::PLACE))
                && opener.has_all(WordClasses::CAPITALIZED)
                && !opener.has_any(WordClasses::ORGANIZATION)
                && j - start <= 2;
            let party = self.is_party_label(start);
            if appositive || place || party {
                let mut edge = start - 1;
                while edge > low
                    && !self.items[edge - 1].is_slot()
                    && !self.items[edge - 1].is_mark(&[',', ':', ';', '—', '–'])
                {
                    edge -= 1;
                }
                let head = self.nominal_segment_start(edge, start - 1).filter(|&from| {
                    // The segment before must itself be a person; it is not in “In Iowa, the
                    // campaign”.
                    (edge == low || party && self.items[edge - 1].is_slot())
                        && (self.items[start - 2].is_proper_noun()
                            || (place || party)
                                && self.items[start - 2].has_all(WordClasses::CAPITALIZED))
                        && self.items[from].is_proper_noun()
                });
                if let Some(from) = head {
                    return Some(NounPhrase { start: from, end: j, head_end: start - 1 });
                }
            }
        }
        if relative.is_some() {
            return relative;
        }
        let start = self.clause_subject_start(start, j);
        let start = self.contact_clause_start(start, j);
        // The last words of an apposition: Kaplan, a collector of games, cards and books says.
        if let Some(name) = self.name_before_list(start, j, low) {
            return Some(name);
        }
        // The addressee before a subject: told reporters **Hiller** called …
        let told = start > low
            && self.items[start - 1].has_all(WordClasses::ADDRESSEE_VERB)
            && start + 1 < j
            && self.items[start].has_any(WordClasses::ROLE)
            && !self.items[start].is_proper_noun()
            && (start + 1..j).all(|k| self.items[k].is_proper_noun());
        let start = self.name_list_start(start + usize::from(told), j, low);
        let head_end = (start + 1..j).find(|&k| self.items[k].is_mark(&['('])).unwrap_or(j);
        Some(NounPhrase { start, end: j, head_end })
    }

    /// Returns the start of the subject in `start..end`, without a noun before its article: the
    /// words **the mayor** called …
    fn clause_subject_start(&self, start: usize, end: usize) -> usize {
        let article = |i: usize| matches!(self.item_text(i), "the" | "a" | "an");
        let noun = |i: usize| {
            self.items[i].is_word()
                && !self.items[i].has_any(
                    WordClasses::PREPOSITION
                        | WordClasses::CONJUNCTION
                        | WordClasses::DETERMINER
                        | WordClasses::NON_REPORTING_VERB
                        | WordClasses::CUE
                        | WordClasses::ADVERB,
                )
                && !self.is_genitive_marker(i)
        };
        (start + 1..end).rev().find(|&i| article(i) && noun(i - 1)).unwrap_or(start)
    }

    /// Returns the start of the subject in `start..end`, without the noun whose clause it begins:
    /// in a way **Director Paul Ito** slammed …
    fn contact_clause_start(&self, start: usize, end: usize) -> usize {
        let name = |i: &usize| {
            self.items[*i].is_proper_noun()
                || self.items[*i].has_all(WordClasses::TITLE | WordClasses::CAPITALIZED)
        };
        let run = (start..end).rev().take_while(name).last().unwrap_or(end);
        let noun = run.checked_sub(1).filter(|&noun| noun > start && run < end);
        let opens = noun.is_some_and(|noun| {
            matches!(
                self.item_text(noun),
                "way" | "time" | "moment" | "day" | "something" | "issue" | "point" | "term"
            )
        });
        if opens { run } else { start }
    }

    /// Returns the name at the beginning of the clause whose apposition ends in the common noun
    /// `start..end`.
    fn name_before_list(&self, start: usize, end: usize, low: usize) -> Option<NounPhrase> {
        let common = (start..end).all(|k| {
            self.items[k].is_word()
                && !self.items[k].has_any(WordClasses::CAPITALIZED | WordClasses::ROLE)
                && (!self.items[k].has_any(WordClasses::ORGANIZATION)
                    || self.items[k].has_any(WordClasses::THING))
        });
        let joined = start > low + 1
            && (self.items[start - 1].has_any(WordClasses::CONJUNCTION)
                || self.items[start - 1].is_mark(&[',']));
        if !common || !joined {
            return None;
        }
        let edge = (low..start)
            .rev()
            .take(MAX_WALK_ITEMS)
            .find(|&k| self.items[k].is_slot() || self.items[k].is_mark(&[':', ';']))
            .map_or(low, |k| k + 1);
        let edge = edge + usize::from(self.items[edge].is_mark(&[',']));
        let comma = (edge..start).find(|&k| self.items[k].is_mark(&[',']))?;
        let name = comma > edge && (edge..comma).all(|k| self.items[k].is_proper_noun());
        let apposition = self.items.get(comma + 1).is_some_and(|n| {
            n.has_any(WordClasses::DETERMINER | WordClasses::ROLE | WordClasses::ADVERB)
                && !n.has_any(WordClasses::SUBJECT_PRONOUN)
        });
        let verb = (edge..start).any(|k| self.is_finite_verb(k));
        (name && apposition && !verb).then_some(NounPhrase { start: edge, end, head_end: comma })
    }

    /// Returns the start of the list of names that ends with `start..end`: **Ana Ruiz, Paul Ito,**
    /// Mark Hale and Ida Ng.
    fn name_list_start(&self, start: usize, end: usize, low: usize) -> usize {
        let mut from = start;
        if !(start..end).any(|k| self.items[k].has_any(WordClasses::CONJUNCTION))
            || !self.items[start].is_proper_noun()
        {
            return start;
        }
        while from > low + 1 && self.items[from - 1].is_mark(&[',']) {
            let mut k = from - 1;
            while k > low
                && (self.items[k - 1].is_proper_noun()
                    || self.items[k - 1].has_all(WordClasses::TITLE | WordClasses::CAPITALIZED))
            {
                k -= 1;
            }
            // Each name has two words at least, unlike: In Oslo, Ruiz and Ito said …
            if from - 1 - k < 2 {
                break;
            }
            from = k;
        }
        from
    }

    /// Returns the noun phrase with a relative clause of one verb that ends at `end`: “an official
    /// who was briefed on the matter”.
    fn subject_with_relative_clause(
        &self,
        edge: usize,
        end: usize,
        low: usize,
    ) -> Option<NounPhrase> {
        let low = low.max(end.saturating_sub(MAX_RELATIVE_CLAUSE_ITEMS));
        let relative = (low + 1..end.min(edge + 1))
            .rev()
            .take_while(|&k| self.items[k].is_word())
            .find(|&k| {
                self.items[k].has_any(WordClasses::RELATIVE)
                    && !self.items[k].has_any(WordClasses::DETERMINER)
                    && !self.item_text(k).starts_with("whos")
            })?;
        let before = &self.items[relative - 1];
        if !before.is_word()
            || before.has_any(
                WordClasses::PREPOSITION
                    | WordClasses::CUE
                    | WordClasses::AUXILIARY
                    | WordClasses::CONJUNCTION,
            )
        {
            return None;
        }
        let verb = |k: usize| self.is_finite_verb(k) || self.item_text(k).ends_with("ed");
        let mut verbs = 0;
        let mut inside = false;
        for k in relative + 1..end {
            let now = verb(k) || inside && self.items[k].has_any(WordClasses::ADVERB);
            verbs += usize::from(now && !inside);
            inside = now;
        }
        if verbs != 1
            || !(verb(relative + 1) || self.items[relative + 1].has_any(WordClasses::ADVERB))
        {
            return None;
        }
        let (edge, verb) = self.left_boundary(relative, low);
        let start = self.trim_leading_words(edge, relative, verb)?;
        (start < relative).then_some(NounPhrase { start, end, head_end: relative })
    }

    /// Returns the subject before a comma: a name with its apposition, or with an interruption.
    pub(in crate::attribution) fn subject_before_comma(
        &self,
        comma: usize,
        low: usize,
    ) -> Option<NounPhrase> {
        // The subject begins after the start of the sentence, a slot, a colon or a semicolon.
        let mut edge = comma;
        while edge > low {
            let item = &self.items[edge - 1];
            let inside = item.is_slot() && self.is_embedded_title(edge - 1, low, comma);
            // A dateline is no part of it: WASHINGTON -- Ito, dedicating a museum, said …
            let dateline = item.is_mark(&['-', '–', '—']) && item.space_before && edge - low <= 4;
            if item.is_slot() && !inside || item.is_mark(&[':', ';']) || dateline {
                break;
            }
            edge -= 1;
        }
        let mut start = edge;
        while start < comma {
            // Commas in parentheses part nothing: Senator Ruiz (I., Vt.)
            let mut open = 0;
            let end = (start..comma)
                .find(|&i| {
                    open += i32::from(self.items[i].is_mark(&['(']));
                    open -= i32::from(self.items[i].is_mark(&[')']));
                    open <= 0
                        && self.items[i].is_comma_or_dash()
                        && (self.items[i].space_before || self.items[i].is_mark(&[',', '—']))
                })
                .unwrap_or(comma);
            // “Ito, who, after a long night, said”
            if end == start + 1 && self.items[start].has_all(WordClasses::RELATIVE) {
                return Some(NounPhrase { start, end, head_end: end });
            }
            if let Some(from) = self.nominal_segment_start(start, end) {
                let rest = end + 1;
                // A clause about a bare surname is news, and no part of the mention.
                let bare = end - from
                    <= 1 + usize::from(self.items[from].has_all(WordClasses::TITLE))
                    && self.items[end - 1].is_proper_noun()
                    || end - from <= 2 && self.items[from].has_any(WordClasses::DETERMINER);
                let elsewhere = rest < comma
                    && self.items[rest].has_any(WordClasses::RELATIVE)
                    && self.is_reporting_relative(rest + 1, comma);
                let news = elsewhere
                    || bare && rest < comma && self.items[rest].has_any(WordClasses::RELATIVE);
                let interruption = news
                    || rest < comma && {
                        let item = &self.items[rest];
                        (item.has_any(
                            WordClasses::PREPOSITION
                                | WordClasses::ING_FORM
                                | WordClasses::SUBORDINATOR
                                | WordClasses::ADVERB
                                | WordClasses::TIME,
                        ) || looks_like_participle(self.item_text(rest)))
                            && !item.has_any(WordClasses::RELATIVE)
                            && !item.has_any(WordClasses::DETERMINER)
                            && !item.has_all(WordClasses::CAPITALIZED)
                            && self.item_text(rest) != "of"
                    };
                let end_of_mention = if interruption { end } else { comma };
                return Some(NounPhrase {
                    start: from,
                    end: end_of_mention,
                    head_end: (from + 1..end)
                        .find(|&k| self.items[k].is_mark(&['(']))
                        .unwrap_or(end),
                });
            }
            start = end + 1;
        }
        None
    }
}
