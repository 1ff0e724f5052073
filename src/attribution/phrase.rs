//! Where a noun phrase begins and ends.
//!
//! No parser: closed classes of words, capitals and commas decide. A phrase is what the gold annotation of PolNeAR takes
//! for the speaker: titles, determiners, appositions and relative clauses included (“Josh Schwerin, a spokesman for the
//! campaign”). Each walk is bounded by [`REACH`] items.

use super::lexicon::Lex;
use super::prose::{Item, Prose};
use crate::text;

/// Items that a walk takes at most, so that cost stays linear. The longest phrase in 5,000 annotated speakers has 46
/// words.
pub(super) const REACH: usize = 60;

/// A noun phrase: items `start..end`, and the items of its head, `head_end` at most, without what is added after a comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the head stops: before the first comma, parenthesis or relative clause.
    pub(super) head_end: usize,
}

/// Words that no noun phrase runs over, in either direction.
const STOP: Lex = Lex::SUBORD.with(Lex::AUX);

impl Prose<'_> {
    fn item(&self, i: usize) -> Option<&Item> {
        self.items.get(i)
    }

    /// A verb that is no noun here.
    pub(super) fn is_finite(&self, i: usize) -> bool {
        let Some(item) = self.item(i) else { return false };
        if !item.is_word() || item.lex.has(Lex::CAPITAL) && !item.first {
            return false;
        }
        if item.any(Lex::AUX) {
            return !self.is_genitive(i);
        }
        let before = i.checked_sub(1).and_then(|b| self.item(b));
        let modified = before.is_some_and(|b| {
            b.any(Lex::DET.with(Lex::POSSESSIVE)) && !b.any(Lex::SINGLE.with(Lex::SUBJECT)) || self.is_genitive(i - 1)
        });
        let form = item.any(Lex::VERB)
            || item.any(Lex::CUE)
                && item.any(Lex::PAST.with(Lex::PRESENT))
                && !item.any(Lex::NOUN.with(Lex::ROLE).with(Lex::BODY));
        // A participle before a noun, where no subject can stand before it: retired general X said.
        let adjective = item.any(Lex::PAST.with(Lex::VERB))
            && self.printed(i).ends_with("ed")
            && before.is_none_or(|b| !b.is_word() || b.any(Lex::DET.with(Lex::CONJ)) || item.first)
            && self.item(i + 1).is_some_and(|n| n.is_name() || n.any(Lex::ROLE));
        form && !modified && !adjective
    }

    /// The ’s of a possessive (and not of *he’s*).
    pub(super) fn is_genitive(&self, i: usize) -> bool {
        let Some(item) = self.item(i) else { return false };
        let printed = item.span.of(self.text);
        item.is_word()
            && !item.spaced
            && matches!(printed, "'s" | "’s" | "'S" | "’S")
            && i > 0
            && !self.items[i - 1].any(Lex::SUBJECT.with(Lex::RELATIVE).with(Lex::SUBORD).with(Lex::ADVERB))
            && !matches!(self.printed(i - 1), "this" | "This")
    }

    /// The subject that ends just before item `verb`: “Mr Putin”, “Brian Fallon, a spokesman for the campaign,”.
    /// Nothing left of item `low` is looked at.
    pub(super) fn subject_before(&self, verb: usize, low: usize) -> Option<Phrase> {
        let low = low.max(verb.saturating_sub(REACH));
        let mut j = verb;
        // Adverbs and auxiliaries between: he has also said.
        while j > low {
            let item = &self.items[j - 1];
            let adverb = item.any(Lex::ADVERB.with(Lex::AUX)) || is_ly(self.printed(j - 1)) && item.is_word();
            if !adverb || self.is_genitive(j - 1) || item.any(Lex::PLURAL.with(Lex::SINGLE)) {
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
            && !self.items[j - 2].any(Lex::CUE.with(Lex::AUX).with(Lex::PREP));
        if self.printed(j - 1) == "that" && !after_noun {
            return None;
        }
        if last.any(Lex::RELATIVE) || self.printed(j - 1) == "that" {
            return Some(Phrase { start: j - 1, end: j, head_end: j });
        }
        if last.is_light_mark() {
            return self.subject_before_comma(j - 1, low);
        }
        if let Some(prep) = (low..j).rev().take(6).find(|&k| !self.items[k].is_word() || self.items[k].any(Lex::PREP)) {
            let circumstance = self.items[prep].any(Lex::PREP)
                && matches!(self.printed(prep), "in" | "on" | "at" | "during" | "via")
                && (prep + 1..j).any(|k| self.items[k].any(Lex::VEHICLE.with(Lex::TIME)))
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
        let (start, stopped_by_verb) = self.left_edge(j, low);
        let start = self.trim_left(start, j, stopped_by_verb)?;
        if start > low && self.items[start - 1].is_mark(&[',']) {
            let opener = &self.items[start];
            let appositive = opener.any(Lex::DET.with(Lex::POSSESSIVE).with(Lex::ROLE)) && !opener.is_name();
            let place = opener.any(Lex::PLACE) && opener.has(Lex::CAPITAL) && !opener.any(Lex::BODY) && j - start <= 2;
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
                        && (self.items[start - 2].is_name() || place && self.items[start - 2].has(Lex::CAPITAL))
                        && self.items[from].is_name()
                });
                if let Some(from) = head {
                    return Some(Phrase { start: from, end: j, head_end: start - 1 });
                }
            }
        }
        let head_end = (start + 1..j).find(|&k| self.items[k].is_mark(&['('])).unwrap_or(j);
        Some(Phrase { start, end: j, head_end })
    }

    /// Walks left from `end` over a noun phrase; where it stops, and whether a verb stopped it.
    fn left_edge(&self, end: usize, low: usize) -> (usize, bool) {
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
                    if let Some(open) = (low..i - 1).rev().take(12).find(|&k| self.items[k].is_mark(&['('])) {
                        i = open;
                        continue;
                    }
                    break;
                }
                let tight =
                    item.is_mark(&['-', '/', '&', '@', '#', '–']) && self.items.get(i).is_some_and(|n| !n.spaced);
                if !tight {
                    break;
                }
                i -= 1;
                continue;
            }
            if item.any(Lex::SUBJECT)
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
                    n.any(Lex::PREP.with(Lex::TIME)) && !n.any(Lex::DET) && n.span.of(self.text) != "to"
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
    fn trim_left(&self, mut start: usize, end: usize, after_verb: bool) -> Option<usize> {
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
    fn after_prepositional(&self, start: usize, end: usize) -> Option<usize> {
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
        let free = i > start && i < end && !self.items[i - 1].any(Lex::PREP.with(Lex::DET).with(Lex::CONJ));
        (free && self.items[i - 1].is_word()).then_some(i)
    }

    /// The subject before a comma at `comma`: a name with its apposition, or with an interruption that is none.
    fn subject_before_comma(&self, comma: usize, low: usize) -> Option<Phrase> {
        // Left edge: the sentence's start, a hole, a colon or a semicolon.
        let mut edge = comma;
        while edge > low {
            let item = &self.items[edge - 1];
            if item.is_hole() || item.is_mark(&[':', ';']) {
                break;
            }
            edge -= 1;
        }
        let mut start = edge;
        while start < comma {
            let end = (start..comma)
                .find(|&i| {
                    self.items[i].is_light_mark() && (self.items[i].spaced || self.items[i].is_mark(&[',', '—']))
                })
                .unwrap_or(comma);
            if let Some(from) = self.noun_segment(start, end) {
                let rest = end + 1;
                // A bare surname is known already: a clause about it is news, and no part of the name.
                let bare = end - from <= 2 && self.items[end - 1].is_name() && !self.items[from].has(Lex::GIVEN);
                let news = bare && rest < comma && self.items[rest].any(Lex::RELATIVE);
                let interruption = news
                    || rest < comma && {
                        let item = &self.items[rest];
                        item.any(Lex::PREP.with(Lex::ING).with(Lex::SUBORD).with(Lex::ADVERB).with(Lex::TIME))
                            && !item.any(Lex::RELATIVE)
                            && !item.any(Lex::DET)
                            && !item.has(Lex::CAPITAL)
                            && self.printed(rest) != "of"
                    };
                let end_of_mention = if interruption { end } else { comma };
                return Some(Phrase {
                    start: from,
                    end: end_of_mention,
                    head_end: (from + 1..end).find(|&k| self.items[k].is_mark(&['('])).unwrap_or(end),
                });
            }
            start = end + 1;
        }
        None
    }

    /// Where in the segment a noun phrase begins that fills it to its end; `None` when it holds a verb, or is none.
    fn noun_segment(&self, start: usize, end: usize) -> Option<usize> {
        let mut from = start;
        while from < end
            && (self.items[from].any(Lex::CONJ)
                || !self.items[from].is_word()
                || self.items[from].any(Lex::SUBORD)
                    && !self.items[from].any(Lex::RELATIVE)
                    && from + 1 < end
                    && self.items[from + 1].is_name())
        {
            from += 1;
        }
        let opener = self.items.get(from).filter(|_| from < end)?;
        let nominal = opener.is_name()
            || opener
                .any(Lex::DET.with(Lex::POSSESSIVE).with(Lex::ROLE).with(Lex::TITLE).with(Lex::NUMBER).with(Lex::BODY))
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

    /// The noun phrase that begins at item `start`, appositions and relative clauses included; `high` is the end of what may
    /// be looked at. `inverted`: it follows its verb (“said Josh Schwerin, a spokesman”), so that what follows belongs to it.
    pub(super) fn phrase_from(&self, start: usize, high: usize, inverted: bool) -> Option<Phrase> {
        let high = high.min(start.saturating_add(REACH)).min(self.items.len());
        let first = self.items.get(start).filter(|_| start < high)?;
        if !first.is_word() {
            return None;
        }
        if first.any(Lex::SUBJECT) {
            return Some(Phrase { start, end: start + 1, head_end: start + 1 });
        }
        if first.any(Lex::PREP.with(Lex::SUBORD).with(Lex::AUX).with(Lex::CONJ)) && !first.any(Lex::DET) {
            return None;
        }
        if first.any(Lex::ADVERB) && !first.any(Lex::DET.with(Lex::SINGLE))
            || first.any(Lex::TIME) && !self.is_genitive(start + 1)
        {
            return None;
        }
        if first.any(Lex::ING) && !first.has(Lex::CAPITAL) {
            return None;
        }
        let mut i = start;
        let mut head_end = None;
        let mut role = false; // a role noun or an apposition was seen: prepositions attach freely
        let mut clause = false; // inside a relative clause
        while i < high {
            let item = &self.items[i];
            let dot =
                item.is_mark(&['.']) && !item.spaced && self.items.get(i + 1).is_some_and(|n| n.is_word() && !n.spaced);
            if item.is_hole() || !dot && item.is_mark(&[':', ';', '.', '?', '!', '…', '"', '[']) {
                break;
            }
            if item.is_mark(&['(']) {
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
                if !(inverted && self.apposes(i + 1, high)) {
                    break;
                }
                head_end.get_or_insert(i);
                let relative = self.items[i + 1].any(Lex::RELATIVE);
                // A bare surname is known already; what is said of it in a clause is news, and no part of the name.
                if relative && i - start <= 2 && self.items[i - 1].is_name() && !self.items[start].has(Lex::GIVEN) {
                    break;
                }
                clause = relative || clause && !self.items[i + 1].any(Lex::DET.with(Lex::ROLE));
                role = true;
                i += 1;
                if relative {
                    i += 1;
                }
                continue;
            }
            if !item.is_word() {
                let tight = dot || item.is_mark(&['-', '/', '&', '@', '#', '–', '*']) && !item.spaced;
                if !tight && !item.is_mark(&['#', '@']) {
                    break;
                }
                i += 1;
                continue;
            }
            if clause {
                i += 1;
                continue;
            }
            let that = head_end.is_some() && self.printed(i) == "that";
            if (that || item.any(Lex::RELATIVE) && !item.any(Lex::DET)) && inverted && i > start {
                head_end.get_or_insert(i);
                clause = true;
                i += 1;
                continue;
            }
            if i > start
                && (item.any(Lex::SUBJECT) || item.any(STOP) && !self.is_genitive(i) && !item.has(Lex::CAPITAL))
            {
                break;
            }
            let unlisted = !inverted
                && i > start
                && self.printed(i).ends_with("ed")
                && !item.has(Lex::CAPITAL)
                && !self.items[i - 1].any(Lex::DET.with(Lex::POSSESSIVE))
                && self.items[i - 1].is_word()
                && !self.is_genitive(i - 1);
            if i > start && (self.is_finite(i) || unlisted || is_ly(self.printed(i)) && !inverted) {
                let reduced = role && inverted && self.printed(i).ends_with("ed");
                if !reduced {
                    break;
                }
            }
            if item.any(Lex::ADVERB) && !item.any(Lex::DET) && i > start && !item.has(Lex::CAPITAL) && !role {
                break;
            }
            if item.any(Lex::TIME)
                && !item.any(Lex::DET)
                && i > start
                && !self.is_genitive(i + 1)
                && !(role && item.any(Lex::ADVERB))
            {
                break;
            }
            if item.any(Lex::ING) && i > start && !role && !item.has(Lex::CAPITAL) && !item.any(Lex::NOUN) {
                break;
            }
            if item.any(Lex::CONJ) && i > start {
                let next = self.items.get(i + 1).filter(|_| i + 1 < high);
                let joins = next.is_some_and(|n| {
                    n.is_word()
                        && !n.any(Lex::SUBJECT.with(Lex::ADVERB).with(STOP))
                        && !self.is_finite(i + 1)
                        && !n.any(Lex::ING)
                });
                if !joins || item.span.of(self.text).eq_ignore_ascii_case("but") {
                    break;
                }
            }
            if item.any(Lex::PREP) && !item.has(Lex::CAPITAL) && i > start {
                if !self.attaches(i, start, high, role) {
                    break;
                }
                i += 1;
                continue;
            }
            if item.any(Lex::ROLE.with(Lex::BODY)) {
                role = true;
            }
            i += 1;
        }
        // A conjunction, preposition or comma at the end belongs to what follows.
        while i > start
            && (self.items[i - 1].any(Lex::CONJ)
                || self.items[i - 1].is_light_mark()
                || self.items[i - 1].any(Lex::DET)
                    && i - 1 > start
                    && !self.items[i - 1].any(Lex::SINGLE.with(Lex::NUMBER))
                || self.items[i - 1].any(Lex::PREP) && !self.items[i - 1].has(Lex::CAPITAL))
        {
            i -= 1;
        }
        if i == start {
            return None;
        }
        Some(Phrase { start, end: i, head_end: head_end.unwrap_or(i).min(i) })
    }

    /// Whether what begins at item `i`, after a comma, is an apposition or a relative clause.
    fn apposes(&self, i: usize, high: usize) -> bool {
        let Some(item) = self.items.get(i).filter(|_| i < high) else { return false };
        if !item.is_word() {
            return false;
        }
        if item.any(Lex::RELATIVE) {
            return true;
        }
        if self.printed(i) == "of" || item.has(Lex::SUFFIX) {
            return true;
        }
        if item.any(Lex::SUBJECT.with(Lex::CONJ).with(Lex::AUX).with(Lex::ING).with(Lex::SUBORD).with(Lex::ADVERB))
            && !item.any(Lex::POSSESSIVE.with(Lex::DET))
        {
            return false;
        }
        if item.any(Lex::PREP) || item.any(Lex::TIME) || self.is_finite(i) {
            return false;
        }
        if item
            .any(Lex::DET.with(Lex::POSSESSIVE).with(Lex::ROLE).with(Lex::NUMBER).with(Lex::TITLE).with(Lex::CAPITAL))
        {
            return true;
        }
        // An adjective before a role: “senior counsel”, “managing director”.
        (i..high)
            .take(5)
            .take_while(|&k| self.items[k].is_word() || !self.items[k].spaced)
            .any(|k| self.items[k].any(Lex::ROLE))
    }

    /// Whether the prepositional phrase that begins at item `i` belongs to the noun phrase before it.
    fn attaches(&self, i: usize, start: usize, high: usize, role: bool) -> bool {
        let word = self.printed(i);
        // in an interview, in a statement, on Monday, at a rally: where and when it was said.
        let object = (i + 1..high).take(6).take_while(|&k| self.items[k].is_word() || !self.items[k].spaced);
        for k in object {
            let item = &self.items[k];
            if item.any(Lex::TIME) && !self.is_genitive(k + 1) {
                return false;
            }
            if item.any(Lex::VEHICLE) && word != "of" {
                return false;
            }
            if k > i + 1 && item.any(Lex::PREP) {
                break;
            }
        }
        match word {
            _ if self.items[i].any(Lex::OF) => true,
            "for" | "at" | "with" | "in" | "on" | "to" | "by" | "against" | "under" | "about" | "near" | "behind" => {
                role && start < i
            }
            _ => false,
        }
    }

    /// The subject of the sentence `range`, as far as item `limit`: the first noun phrase before a verb.
    pub(super) fn main_subject(&self, range: std::ops::Range<usize>, limit: usize) -> Option<Phrase> {
        let end = range.end.min(limit).min(range.start.saturating_add(REACH));
        let mut i = range.start;
        while i < end {
            let item = &self.items[i];
            if !item.is_word() || item.any(Lex::CONJ) && !item.any(Lex::SUBJECT) {
                i += 1;
                continue;
            }
            let opens = item.any(Lex::PREP.with(Lex::SUBORD).with(Lex::ING).with(Lex::TIME))
                && !item.any(Lex::DET)
                && !(item.any(Lex::CUE) && item.is_name());
            if opens {
                // Over the opening phrase, to its comma, which may stand inside the marks of a quotation.
                let comma = (i..end)
                    .find(|&k| self.items[k].is_mark(&[',']) || self.items[k].is_hole() && self.items[k].last == ',');
                match comma {
                    Some(comma) => i = comma + 1,
                    None => i += 1,
                }
                continue;
            }
            if item.any(Lex::ADVERB) && !item.any(Lex::DET.with(Lex::SINGLE)) || is_ly(self.printed(i)) {
                i += 1;
                continue;
            }
            // Asked about the bill, she …: a participle opens.
            if item.first && item.any(Lex::CUE.with(Lex::VERB)) && self.printed(i).ends_with("ed") {
                match (i..end).find(|&k| self.items[k].is_mark(&[','])) {
                    Some(comma) => i = comma + 1,
                    None => return None,
                }
                continue;
            }
            return self.phrase_from(i, end, false).map(|phrase| self.widened(phrase, end));
        }
        None
    }

    /// With the apposition between commas that follows, if a verb comes after it.
    fn widened(&self, phrase: Phrase, end: usize) -> Phrase {
        if !self.items.get(phrase.end).is_some_and(|item| item.is_mark(&[','])) || !self.apposes(phrase.end + 1, end) {
            return phrase;
        }
        match (phrase.end + 1..end).take(30).find(|&k| self.items[k].is_mark(&[','])) {
            Some(close) => Phrase { end: close, ..phrase },
            None => phrase,
        }
    }
}

/// An adverb by its ending.
pub(super) fn is_ly(word: &str) -> bool {
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

impl Prose<'_> {
    /// Whether `phrase` is nobody, no one, none of them: what they say is not said.
    pub(super) fn is_nobody(&self, phrase: Phrase) -> bool {
        self.items[phrase.start].has(Lex::NOBODY)
    }

    /// Whether `phrase` is somebody or a body that could speak, judged without a reporting word beside it: a pronoun, an
    /// office, a body, or a name. A capital that only the beginning of the sentence explains makes no name (*Fifth: “…”*)
    /// unless the word is rare or mostly a name.
    pub(super) fn can_speak(&self, phrase: Phrase) -> bool {
        const PERSONS: Lex = Lex::HE
            .with(Lex::SHE)
            .with(Lex::SUBJECT)
            .with(Lex::ROLE)
            .with(Lex::BODY)
            .with(Lex::TITLE)
            .with(Lex::VEHICLE);
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        head.clone().any(|i| {
            let item = &self.items[i];
            item.any(PERSONS) && self.printed(i) != "it"
                || item.has(Lex::PLURAL) && item.has(Lex::SUBJECT)
                || item.is_name() && (!item.first || item.has(Lex::GIVEN) || is_rare_or_name(self.printed(i)))
        })
    }
}

/// Whether the background table lacks `word`, or has it as a name.
fn is_rare_or_name(word: &str) -> bool {
    let form = text::form(word);
    text::is_name(&form) || text::surprisal(&form) >= text::UNSEEN
}

impl Prose<'_> {
    /// The owner whose ’s is item `genitive`.
    pub(super) fn possessor(&self, genitive: usize, low: usize) -> Option<Phrase> {
        let low = low.max(genitive.saturating_sub(REACH));
        let mut start = genitive;
        while start > low {
            let item = &self.items[start - 1];
            let tight = item.is_mark(&['-', '.']) && !item.spaced;
            if !(item.is_name() || item.has(Lex::TITLE) || tight) {
                break;
            }
            start -= 1;
        }
        if start == genitive {
            // the president’s
            let (edge, verb) = self.left_edge(genitive, low);
            start = (edge..genitive).rev().find(|&i| self.items[i].any(Lex::DET.with(Lex::POSSESSIVE))).unwrap_or(edge);
            if verb && start == edge && start == genitive {
                return None;
            }
        }
        (start < genitive).then_some(Phrase { start, end: genitive, head_end: genitive })
    }
}
