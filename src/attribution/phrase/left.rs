//! Walks to the left: the subject that ends before a verb, the owner before ’s.

use super::{Phrase, REACH, STOP, is_ly};
use crate::attribution::prose::Prose;
use crate::language::Lex;

/// Items of the longest relative clause between a subject and its verb, without commas.
const RELATIVE_CLAUSE: usize = 24;

/// A participle in small letters by its ending.
pub(super) fn is_participle(word: &str) -> bool {
    word.len() > 5
        && (word.ends_with("ing") || word.ends_with("ed"))
        && !word.starts_with(char::is_uppercase)
}

impl Prose<'_> {
    /// The subject that ends just before item `verb`: “Mr Putin”, “Brian Fallon, a spokesman for the campaign,”.
    /// Nothing left of item `low` is looked at.
    pub(in crate::attribution) fn subject_before(&self, verb: usize, low: usize) -> Option<Phrase> {
        let low = low.max(verb.saturating_sub(REACH));
        let mut j = verb;
        // Adverbs and auxiliaries between: he has also said.
        while j > low {
            let item = &self.items[j - 1];
            let adverb = item.any(Lex::ADVERB.with(Lex::AUX))
                || is_ly(self.printed(j - 1)) && item.is_word();
            let name = item.has(Lex::CAPITAL) && item.any(Lex::AUX) && j == verb && j - 1 > low;
            if !adverb || name || self.is_genitive(j - 1) || item.any(Lex::PLURAL.with(Lex::SINGLE))
            {
                break;
            }
            j -= 1;
        }
        if j == low {
            return None;
        }
        let last = &self.items[j - 1];
        if last.any(Lex::SUBJECT) {
            return Some(Phrase { start: j - 1, end: j, head_end: j });
        }
        let after_noun = j >= low + 2
            && self.items[j - 2].is_word()
            && (!self.items[j - 2].any(Lex::CUE.with(Lex::AUX).with(Lex::PREP))
                || j >= low + 3 && self.items[j - 3].any(Lex::DET.with(Lex::POSSESSIVE)));
        if self.printed(j - 1) == "that" && !after_noun {
            return None;
        }
        if last.any(Lex::RELATIVE) && last.any(Lex::POSSESSIVE) {
            return None;
        }
        if self.printed(j - 1) == "that" {
            // A headline that said: what *that* stands for.
            let (edge, verb) = self.left_edge(j - 1, low);
            let start = self.trim_left(edge, j - 1, verb).unwrap_or(j - 1);
            let end = if start < j - 1 { j - 1 } else { j };
            return Some(Phrase { start, end, head_end: end });
        }
        if last.any(Lex::RELATIVE) {
            return Some(Phrase { start: j - 1, end: j, head_end: j });
        }
        if last.is_light_mark()
            || last.is_hole() && self.is_title_inside(j - 1, low, j) && last.last() == ','
        {
            return self.subject_before_comma(j - usize::from(!last.is_hole()), low);
        }
        if let Some(prep) = (low..j)
            .rev()
            .take(6)
            .find(|&k| !self.items[k].is_word() || self.items[k].any(Lex::PREP))
        {
            let circumstance = self.items[prep].any(Lex::PREP)
                && matches!(self.printed(prep), "in" | "on" | "at" | "during" | "via")
                && (prep + 1..j).any(|k| {
                    self.items[k].any(Lex::VEHICLE.with(Lex::TIME))
                        || matches!(self.printed(k), "past" | "future")
                })
                && prep > low
                && !self.items[prep - 1].any(Lex::PREP.with(Lex::DET));
            if circumstance {
                if self.items[prep - 1].any(Lex::CONJ)
                    || !self.items[prep - 1].is_word() && !self.items[prep - 1].is_light_mark()
                {
                    return None;
                }
                if self.items[prep - 1].is_word() {
                    return self.subject_before(prep, low);
                }
            }
        }
        // Mr. From said, Mrs. May said.
        if last.any(Lex::PREP.with(Lex::AUX)) {
            let named = j == verb
                && last.has(Lex::CAPITAL)
                && self.items[verb].has(Lex::PAST.with(Lex::SAY));
            let before = (low..j - 1).rev().take_while(|&k| self.items[k].is_name()).count();
            return named.then_some(Phrase { start: j - 1 - before, end: j, head_end: j });
        }
        let (edge, stopped_by_verb) = self.left_edge(j, low);
        let relative = self.before_relative(edge, j, low);
        let stopped_by_verb = stopped_by_verb && relative.is_none();
        let start = match relative {
            Some(phrase) => phrase.start,
            None => self.trim_left(edge, j, stopped_by_verb)?,
        };
        // Had assembled videos: an object.
        if stopped_by_verb && !self.opens_subject(start) {
            let plural = self.printed(start).ends_with('s')
                && !(edge > low && self.items[edge - 1].any(Lex::AUX));
            if !plural {
                return None;
            }
        }
        if start > low && self.items[start - 1].is_mark(&[',']) {
            let opener = &self.items[start];
            let appositive =
                opener.any(Lex::DET.with(Lex::POSSESSIVE).with(Lex::ROLE)) && !opener.is_name();
            let place = (start..j).any(|k| self.items[k].any(Lex::PLACE))
                && opener.has(Lex::CAPITAL)
                && !opener.any(Lex::BODY)
                && j - start <= 2;
            if appositive || place {
                let mut edge = start - 1;
                while edge > low
                    && !self.items[edge - 1].is_hole()
                    && !self.items[edge - 1].is_mark(&[',', ':', ';', '—', '–'])
                {
                    edge -= 1;
                }
                let head = self.noun_segment(edge, start - 1).filter(|&from| {
                    // “In Iowa, the campaign”: the segment before must itself be a person.
                    edge == low
                        && (self.items[start - 2].is_name()
                            || place && self.items[start - 2].has(Lex::CAPITAL))
                        && self.items[from].is_name()
                });
                if let Some(from) = head {
                    return Some(Phrase { start: from, end: j, head_end: start - 1 });
                }
            }
        }
        if relative.is_some() {
            return relative;
        }
        let start = self.list_start(self.after_noun(start, j), j, low);
        let head_end = (start + 1..j).find(|&k| self.items[k].is_mark(&['('])).unwrap_or(j);
        Some(Phrase { start, end: j, head_end })
    }

    /// Where the subject in `start..end` begins when what stands before its article belongs to something else: the words
    /// **the mayor** called …
    fn after_noun(&self, start: usize, end: usize) -> usize {
        let article = |i: usize| matches!(self.printed(i), "the" | "a" | "an");
        let noun = |i: usize| {
            self.items[i].is_word()
                && !self.items[i].any(
                    Lex::PREP
                        .with(Lex::CONJ)
                        .with(Lex::DET)
                        .with(Lex::VERB)
                        .with(Lex::CUE)
                        .with(Lex::ADVERB),
                )
                && !self.is_genitive(i)
        };
        (start + 1..end).rev().find(|&i| article(i) && noun(i - 1)).unwrap_or(start)
    }

    /// Where the list of names that ends with the phrase `start..end` begins: **Ana Ruiz, Paul Ito,** Mark Hale and Ida Ng.
    fn list_start(&self, start: usize, end: usize, low: usize) -> usize {
        let mut from = start;
        if !(start..end).any(|k| self.items[k].any(Lex::CONJ)) || !self.items[start].is_name() {
            return start;
        }
        while from > low + 1 && self.items[from - 1].is_mark(&[',']) {
            let mut k = from - 1;
            while k > low
                && (self.items[k - 1].is_name()
                    || self.items[k - 1].has(Lex::TITLE.with(Lex::CAPITAL)))
            {
                k -= 1;
            }
            // Two words at least: In Oslo, Ruiz and Ito said …
            if from - 1 - k < 2 {
                break;
            }
            from = k;
        }
        from
    }

    /// Whether item `i` can begin a subject, judged alone.
    pub(in crate::attribution) fn opens_subject(&self, i: usize) -> bool {
        const OPENS: Lex = Lex::DET
            .with(Lex::POSSESSIVE)
            .with(Lex::ROLE)
            .with(Lex::BODY)
            .with(Lex::NUMBER)
            .with(Lex::SUBJECT);
        self.items[i].is_name() || self.items[i].any(OPENS.with(Lex::SINGLE).with(Lex::TITLE))
    }

    /// “an official who was briefed on the matter”: the noun phrase whose relative clause, with one verb, fills the items
    /// from before `edge` to `end`.
    fn before_relative(&self, edge: usize, end: usize, low: usize) -> Option<Phrase> {
        let low = low.max(end.saturating_sub(RELATIVE_CLAUSE));
        let relative = (low + 1..end.min(edge + 1))
            .rev()
            .take_while(|&k| self.items[k].is_word())
            .find(|&k| {
                self.items[k].any(Lex::RELATIVE)
                    && !self.items[k].any(Lex::DET)
                    && !self.printed(k).starts_with("whos")
            })?;
        let before = &self.items[relative - 1];
        if !before.is_word() || before.any(Lex::PREP.with(Lex::CUE).with(Lex::AUX).with(Lex::CONJ))
        {
            return None;
        }
        let verb = |k: usize| self.is_finite(k) || self.printed(k).ends_with("ed");
        let mut verbs = 0;
        let mut inside = false;
        for k in relative + 1..end {
            let now = verb(k) || inside && self.items[k].any(Lex::ADVERB);
            verbs += usize::from(now && !inside);
            inside = now;
        }
        if verbs != 1 || !(verb(relative + 1) || self.items[relative + 1].any(Lex::ADVERB)) {
            return None;
        }
        let (edge, verb) = self.left_edge(relative, low);
        let start = self.trim_left(edge, relative, verb)?;
        (start < relative).then_some(Phrase { start, end, head_end: relative })
    }

    /// Walks left from `end` over a noun phrase; where it stops, and whether a verb stopped it.
    pub(in crate::attribution) fn left_edge(&self, end: usize, low: usize) -> (usize, bool) {
        let mut i = end;
        let mut verb = false;
        while i > low {
            let item = &self.items[i - 1];
            if item.is_hole() {
                break;
            }
            if !item.is_word() {
                // Marks inside a name: hyphens, stops of initials, parentheses (R-Ky.), slashes.
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
                    && self.items.get(i).is_some_and(|n| !n.spaced && n.is_word());
                if !tight {
                    break;
                }
                i -= 1;
                continue;
            }
            if item.any(Lex::SUBJECT)
                || item.any(Lex::RELATIVE) && !item.any(Lex::DET) && !item.has(Lex::CAPITAL)
                || item.any(STOP)
                    && !self.is_genitive(i - 1)
                    && !(item.has(Lex::CAPITAL) && !item.first && !item.any(Lex::AUX))
            {
                // Prepositions that can also open a clause belong to the phrase only in the middle of a name.
                verb = item.any(Lex::AUX);
                break;
            }
            if self.is_finite(i - 1) {
                // A participle after a noun: a letter signed by 50 senators, a report released last week.
                let reduced = self.items.get(i).is_some_and(|n| {
                    n.any(Lex::PREP.with(Lex::TIME))
                        && !n.any(Lex::DET)
                        && n.span.of(self.text) != "to"
                }) && self.printed(i - 1).ends_with("ed")
                    && i >= 2
                    && self.items[i - 2].is_word()
                    && !self.items[i - 2].any(Lex::SUBJECT.with(Lex::AUX).with(Lex::ADVERB));
                if !reduced {
                    verb = true;
                    break;
                }
            }
            if item.any(Lex::ADVERB) && !item.any(Lex::DET) && !item.has(Lex::CAPITAL) {
                break;
            }
            i -= 1;
        }
        (i, verb)
    }

    /// Where in `start..end` the subject begins, leading conjunctions, adverbs and prepositional phrases dropped.
    pub(in crate::attribution) fn trim_left(
        &self,
        mut start: usize,
        end: usize,
        after_verb: bool,
    ) -> Option<usize> {
        if after_verb {
            // The clause before owns what stands left of the conjunction.
            if let Some(conj) = (start..end).rev().find(|&i| self.items[i].any(Lex::CONJ)) {
                start = conj + 1;
            }
        }
        while start < end {
            let item = &self.items[start];
            let light = item.any(Lex::CONJ)
                || item.any(Lex::ADVERB) && !item.any(Lex::DET.with(Lex::SINGLE))
                || !item.is_word()
                || is_ly(self.printed(start)) && item.first;
            if !light {
                break;
            }
            start += 1;
        }
        if start >= end {
            return None;
        }
        let opener = &self.items[start];
        if opener.any(Lex::PREP) && !opener.any(Lex::DET)
            || opener.any(Lex::ING) && opener.first
            || opener.any(Lex::TIME) && !self.is_genitive(start + 1)
        {
            return self.after_prepositional(start, end);
        }
        Some(start)
    }

    /// In “In Iowa Mr Trump” and “At the rally the candidate”: where the subject begins.
    pub(in crate::attribution) fn after_prepositional(
        &self,
        start: usize,
        end: usize,
    ) -> Option<usize> {
        for i in start + 2..end {
            let (item, before) = (&self.items[i], &self.items[i - 1]);
            if item.any(Lex::DET.with(Lex::POSSESSIVE))
                && !before.any(Lex::PREP.with(Lex::DET).with(Lex::CONJ).with(Lex::POSSESSIVE))
                && before.is_word()
                && !self.is_genitive(i - 1)
            {
                return Some(i);
            }
        }
        // The last run of capitals, when something other than a preposition stands before it.
        let mut i = end;
        while i > start && (self.items[i - 1].is_name() || self.items[i - 1].has(Lex::TITLE)) {
            i -= 1;
        }
        let free = i > start
            && i < end
            && !self.items[i - 1].any(Lex::PREP.with(Lex::DET).with(Lex::CONJ));
        (free && self.items[i - 1].is_word()).then_some(i)
    }

    /// The subject before a comma at `comma`: a name with its apposition, or with an interruption that is none.
    pub(in crate::attribution) fn subject_before_comma(
        &self,
        comma: usize,
        low: usize,
    ) -> Option<Phrase> {
        // Left edge: the sentence's start, a hole, a colon or a semicolon.
        let mut edge = comma;
        while edge > low {
            let item = &self.items[edge - 1];
            let inside = item.is_hole() && self.is_title_inside(edge - 1, low, comma);
            // WASHINGTON -- Ito, dedicating a museum, said …
            let dateline = item.is_mark(&['-', '–', '—']) && item.spaced && edge - low <= 4;
            if item.is_hole() && !inside || item.is_mark(&[':', ';']) || dateline {
                break;
            }
            edge -= 1;
        }
        let mut start = edge;
        while start < comma {
            let end = (start..comma)
                .find(|&i| {
                    self.items[i].is_light_mark()
                        && (self.items[i].spaced || self.items[i].is_mark(&[',', '—']))
                })
                .unwrap_or(comma);
            if let Some(from) = self.noun_segment(start, end) {
                let rest = end + 1;
                // A bare surname is known already: a clause about it is news, and no part of the name.
                let bare = end - from <= 1 + usize::from(self.items[from].has(Lex::TITLE))
                    && self.items[end - 1].is_name()
                    || end - from <= 2 && self.items[from].any(Lex::DET);
                let elsewhere = rest < comma
                    && self.items[rest].any(Lex::RELATIVE)
                    && self.reports_elsewhere(rest + 1, comma);
                let news = elsewhere || bare && rest < comma && self.items[rest].any(Lex::RELATIVE);
                let interruption = news
                    || rest < comma && {
                        let item = &self.items[rest];
                        (item.any(
                            Lex::PREP
                                .with(Lex::ING)
                                .with(Lex::SUBORD)
                                .with(Lex::ADVERB)
                                .with(Lex::TIME),
                        ) || is_participle(self.printed(rest)))
                            && !item.any(Lex::RELATIVE)
                            && !item.any(Lex::DET)
                            && !item.has(Lex::CAPITAL)
                            && self.printed(rest) != "of"
                    };
                let end_of_mention = if interruption { end } else { comma };
                return Some(Phrase {
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

    /// Where in the segment a noun phrase begins that fills it to its end; `None` when it holds a verb, or is none.
    pub(in crate::attribution) fn noun_segment(&self, start: usize, end: usize) -> Option<usize> {
        let mut from = start;
        while from < end
            && (self.items[from].any(Lex::CONJ)
                || !self.items[from].is_word()
                || self.items[from].any(Lex::SUBORD.with(Lex::RELATIVE))
                    && !self.items[from].any(Lex::DET)
                    && from + 1 < end
                    && (self.items[from + 1].is_name()
                        || self.items[from + 1].any(Lex::DET.with(Lex::TITLE))))
        {
            from += 1;
        }
        let opener = self.items.get(from).filter(|_| from < end)?;
        let nominal = opener.is_name()
            || opener.any(
                Lex::DET
                    .with(Lex::POSSESSIVE)
                    .with(Lex::ROLE)
                    .with(Lex::TITLE)
                    .with(Lex::NUMBER)
                    .with(Lex::BODY),
            )
            || opener.has(Lex::CAPITAL)
                && !opener.any(
                    Lex::PREP
                        .with(Lex::SUBORD)
                        .with(Lex::ADVERB)
                        .with(Lex::AUX)
                        .with(Lex::ING)
                        .with(Lex::SUBJECT)
                        .with(Lex::TIME),
                );
        if !nominal || opener.any(Lex::ADVERB) && !opener.any(Lex::DET) {
            return None;
        }
        if (from..end).any(|i| {
            let item = &self.items[i];
            self.is_finite(i)
                || item.any(Lex::SUBJECT)
                || item.is_hole()
                || i > from && item.any(Lex::SUBORD.with(Lex::RELATIVE)) && !item.has(Lex::CAPITAL)
        }) {
            return None;
        }
        Some(from)
    }

    /// The owner whose ’s is item `genitive`.
    pub(in crate::attribution) fn possessor(&self, genitive: usize, low: usize) -> Option<Phrase> {
        let low = low.max(genitive.saturating_sub(REACH));
        let mut start = genitive;
        while start > low {
            let item = &self.items[start - 1];
            let tight = item.is_mark(&['-', '.']) && !item.spaced;
            if !(item.is_name() || item.has(Lex::TITLE.with(Lex::CAPITAL)) || tight) {
                break;
            }
            start -= 1;
        }
        if start == genitive {
            // the president’s
            let (edge, verb) = self.left_edge(genitive, low);
            start = (edge..genitive)
                .rev()
                .find(|&i| self.items[i].any(Lex::DET.with(Lex::POSSESSIVE)))
                .unwrap_or(edge);
            if verb && start == edge && start == genitive {
                return None;
            }
        }
        (start < genitive).then_some(Phrase { start, end: genitive, head_end: genitive })
    }
}
