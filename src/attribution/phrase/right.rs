//! Walks to the right: the noun phrase that begins at an item, the subject of a sentence.

use super::{Phrase, REACH, STOP, is_ly};
use crate::attribution::prose::Prose;
use crate::language::Lex;

impl Prose<'_> {
    /// The noun phrase that begins at item `start`, appositions and relative clauses included; `high` is the end of what may
    /// be looked at. `inverted`: it follows its verb (“said Josh Schwerin, a spokesman”), so that what follows belongs to it.
    pub(in crate::attribution) fn phrase_from(
        &self,
        start: usize,
        high: usize,
        inverted: bool,
    ) -> Option<Phrase> {
        let high = high.min(start.saturating_add(REACH)).min(self.items.len());
        let first = self.items.get(start).filter(|_| start < high)?;
        if !first.is_word() {
            return None;
        }
        if first.any(Lex::SUBJECT) {
            return Some(Phrase { start, end: start + 1, head_end: start + 1 });
        }
        if first.any(Lex::PREP.with(Lex::SUBORD).with(Lex::AUX).with(Lex::CONJ))
            && !first.any(Lex::DET)
        {
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
        let mut clause_at = start; // where the last one began
        while i < high {
            let item = &self.items[i];
            let dot = item.is_mark(&['.'])
                && !item.spaced
                && self.items.get(i + 1).is_some_and(|n| n.is_word() && !n.spaced);
            if item.is_hole() && self.is_title_inside(i, start, high) {
                head_end.get_or_insert(i);
                i += 1;
                if item.last() == ',' {
                    if !(inverted && self.apposes(i, high)) {
                        break;
                    }
                    clause = self.items[i].any(Lex::RELATIVE);
                    clause_at = i;
                }
                continue;
            }
            if item.is_hole() || !dot && item.is_mark(&[':', ';', '.', '?', '!', '…', '"', '[']) {
                break;
            }
            if item.is_mark(&['(']) {
                let tells = self
                    .items
                    .get(i + 1)
                    .is_some_and(|n| n.any(Lex::CAPITAL.with(Lex::NUMBER)) || n.is_mark(&['@']));
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
                if !(inverted && self.apposes(i + 1, high) && !self.is_clause(i + 1, high)) {
                    break;
                }
                head_end.get_or_insert(i);
                let relative = self.items[i + 1].any(Lex::RELATIVE);
                // A bare surname is known already; what is said of it in a clause is news, and no part of the name.
                let bare = i - start <= 1 + usize::from(self.items[start].has(Lex::TITLE))
                    && self.items[i - 1].is_name()
                    || i - start <= 2 && self.items[start].any(Lex::DET);
                if relative && bare {
                    break;
                }
                // What somebody has said elsewhere does not tell who he is: Ito, who said he would not come.
                if relative && self.reports_elsewhere(i + 2, high) {
                    break;
                }
                clause = relative || clause && !self.items[i + 1].any(Lex::DET.with(Lex::ROLE));
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
                    dot || item.is_mark(&['-', '/', '&', '@', '#', '–', '*']) && !item.spaced;
                if !tight && !item.is_mark(&['#', '@']) {
                    break;
                }
                i += 1;
                continue;
            }
            let hyphened = i > start && self.items[i - 1].is_mark(&['-', '–']) && !item.spaced;
            if clause || hyphened {
                i += 1;
                continue;
            }
            let that = head_end.is_some() && self.printed(i) == "that";
            if (that || item.any(Lex::RELATIVE) && !item.any(Lex::DET)) && inverted && i > start {
                head_end.get_or_insert(i);
                (clause, clause_at) = (true, i);
                i += 1;
                continue;
            }
            if i > start
                && (item.any(Lex::SUBJECT)
                    || item.any(STOP) && !self.is_genitive(i) && !item.has(Lex::CAPITAL))
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
            if item.any(Lex::ADVERB)
                && !item.any(Lex::DET)
                && i > start
                && !item.has(Lex::CAPITAL)
                && !role
            {
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
            let ranking = inverted
                && self.items.get(i + 1).is_some_and(|n| n.has(Lex::CAPITAL) || n.any(Lex::ROLE));
            if item.any(Lex::ING)
                && i > start
                && !role
                && !ranking
                && !item.has(Lex::CAPITAL)
                && !item.any(Lex::NOUN)
            {
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
        // A clause that runs into a quotation has a cue of its own.
        if clause && self.items.get(i).is_some_and(|n| i < high && n.is_hole()) {
            let from = clause_at;
            let cut = (from + 1..i)
                .rev()
                .find(|&k| self.items[k].any(Lex::CONJ) && self.items[k + 1].any(Lex::CUE));
            i = cut.unwrap_or(from).max(start + 1);
        }
        // The candidate she will caucus with.
        let stranded = clause && self.items.get(i).is_none_or(|n| n.is_mark(&['.']));
        // A conjunction, preposition or comma at the end belongs to what follows.
        while i > start
            && !(stranded && self.items[i - 1].any(Lex::PREP))
            && (self.items[i - 1].any(Lex::CONJ)
                || self.items[i - 1].is_light_mark()
                || !clause
                    && i - 1 > start
                    && self.items[i - 1].any(Lex::ADVERB)
                    && !self.items[i - 1].any(Lex::DET.with(Lex::CAPITAL).with(Lex::NOUN))
                || self.items[i - 1].any(Lex::RELATIVE)
                || self.items[i - 1].any(Lex::DET)
                    && i - 1 > start
                    && !(clause && self.items[i - 1].any(Lex::HE.with(Lex::SHE)))
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

    /// Whether a subject and its auxiliary begin at item `i`: according to its count, **the union has** won.
    fn is_clause(&self, i: usize, high: usize) -> bool {
        (i..high)
            .take(8)
            .take_while(|&k| {
                self.items[k].is_word()
                    && !self.items[k].any(Lex::RELATIVE.with(Lex::SUBORD).with(Lex::PREP))
            })
            .skip(1)
            .any(|k| self.items[k].any(Lex::AUX) && !self.is_genitive(k))
    }

    /// Whether the hole at item `i` is a title in the phrase that begins at `start`: the author of “A Life,” who.
    pub(in crate::attribution) fn is_title_inside(
        &self,
        i: usize,
        start: usize,
        high: usize,
    ) -> bool {
        /// Bytes of the longest title.
        const TITLE: usize = 80;
        i > start + 1
            && self.items[i].span.len() <= TITLE
            && (self.items[i - 1].any(Lex::OF)
                || self.is_genitive(i - 1)
                || self.items[i - 1].any(Lex::NOUN.with(Lex::VEHICLE).with(Lex::BODY))
                    && self.is_titled(i))
            && (start..i - 1).any(|k| self.items[k].any(Lex::ROLE.with(Lex::NOUN)))
            && i < high
    }

    /// Whether the verb of the relative clause whose words begin at item `i` reports something.
    pub(in crate::attribution) fn reports_elsewhere(&self, i: usize, high: usize) -> bool {
        let verb = (i..high).take(4).find(|&k| !self.items[k].any(Lex::ADVERB.with(Lex::AUX)));
        verb.is_some_and(|k| {
            self.items[k].has(Lex::SAY) && self.items[k].any(Lex::PAST.with(Lex::PARTICIPLE))
        })
    }

    /// Whether what begins at item `i`, after a comma, is an apposition or a relative clause.
    pub(in crate::attribution) fn apposes(&self, i: usize, high: usize) -> bool {
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
        // Managing director, then ambassador: what comes before an office.
        const NONE: Lex =
            Lex::DET.with(Lex::SUBORD).with(Lex::PREP).with(Lex::SUBJECT).with(Lex::AUX);
        let office = (i + 1..high)
            .take(3)
            .take_while(|&k| self.items[k].is_word() && !self.items[k].any(NONE))
            .any(|k| self.items[k].any(Lex::ROLE));
        if office
            && item.any(Lex::ING.with(Lex::ADVERB))
            && !item.any(Lex::PREP)
            && !is_ly(self.printed(i))
        {
            return true;
        }
        if is_ly(self.printed(i)) || !office && super::left::is_participle(self.printed(i)) {
            return false;
        }
        let then =
            matches!(self.printed(i), "now" | "then" | "formerly" | "once" | "currently" | "also");
        if then && self.items.get(i + 1).is_some_and(|n| i + 1 < high && n.any(Lex::DET)) {
            return true;
        }
        if item.any(
            Lex::SUBJECT
                .with(Lex::CONJ)
                .with(Lex::AUX)
                .with(Lex::ING)
                .with(Lex::SUBORD)
                .with(Lex::ADVERB),
        ) && !item.any(Lex::POSSESSIVE.with(Lex::DET))
        {
            return false;
        }
        if item.any(Lex::PREP) || item.any(Lex::TIME) || self.is_finite(i) {
            return false;
        }
        if item.any(
            Lex::DET
                .with(Lex::POSSESSIVE)
                .with(Lex::ROLE)
                .with(Lex::NUMBER)
                .with(Lex::TITLE)
                .with(Lex::CAPITAL),
        ) {
            return true;
        }
        // An adjective before a role: “senior counsel”, “managing director”.
        (i..high)
            .take(5)
            .take_while(|&k| self.items[k].is_word() || !self.items[k].spaced)
            .any(|k| self.items[k].any(Lex::ROLE))
    }

    /// Whether the prepositional phrase that begins at item `i` belongs to the noun phrase before it.
    pub(in crate::attribution) fn attaches(
        &self,
        i: usize,
        start: usize,
        high: usize,
        role: bool,
    ) -> bool {
        let word = self.printed(i);
        // A poll conducted in February.
        if i > start + 1
            && self.printed(i - 1).ends_with("ed")
            && !self.items[i - 1].any(Lex::ROLE.with(Lex::CAPITAL))
        {
            return true;
        }
        // in an interview, in a statement, on Monday, at a rally: where and when it was said.
        let object = (i + 1..high).take(6).take_while(|&k| {
            let item = &self.items[k];
            item.is_word() && !item.any(Lex::RELATIVE)
                || item.is_mark(&['-', '–', '.', '/', '&']) && !item.spaced
        });
        for k in object {
            let item = &self.items[k];
            // The March of Dimes is no month.
            let named = self.items.get(k + 1).is_some_and(|n| k + 1 < high && n.any(Lex::OF));
            if item.any(Lex::TIME) && !self.is_genitive(k + 1) && !(item.has(Lex::CAPITAL) && named)
            {
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
            "for" | "at" | "with" | "in" | "on" | "to" | "by" | "against" | "under" | "about"
            | "near" | "behind" | "inside" | "within" | "during" => role && start < i,
            _ => false,
        }
    }

    /// The subject of the sentence `range`, as far as item `limit`: the first noun phrase before a verb.
    pub(in crate::attribution) fn main_subject(
        &self,
        range: std::ops::Range<usize>,
        limit: usize,
    ) -> Option<Phrase> {
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
                let comma = (i..end).find(|&k| {
                    self.items[k].is_mark(&[','])
                        || self.items[k].is_hole() && self.items[k].last() == ','
                });
                match comma {
                    Some(comma) => i = comma + 1,
                    None => i += 1,
                }
                continue;
            }
            if item.any(Lex::ADVERB) && !item.any(Lex::DET.with(Lex::SINGLE))
                || is_ly(self.printed(i))
            {
                i += 1;
                continue;
            }
            // Asked about the bill, she …: a participle opens.
            let next = self.items.get(i + 1);
            let participle = item.any(Lex::CUE.with(Lex::VERB))
                && self.printed(i).ends_with("ed")
                && !next.is_some_and(|n| n.is_name() || n.any(Lex::TITLE.with(Lex::ROLE)))
                || !item.any(Lex::GIVEN.with(Lex::NOUN).with(Lex::BODY).with(Lex::ROLE))
                    && (self.printed(i).ends_with("ing") || self.printed(i).ends_with("ed"))
                    && next.is_some_and(|n| n.any(Lex::PREP.with(Lex::ADVERB)));
            if item.first && participle {
                match (i..end).find(|&k| self.items[k].is_mark(&[','])) {
                    Some(comma) => i = self.over_apposition(comma + 1, end),
                    None => return None,
                }
                continue;
            }
            let phrase = self.phrase_from(i, end, false)?;
            // Hours later, two days before: when it was.
            let after = |k: usize| {
                self.items
                    .get(k)
                    .is_some_and(|n| k < end && n.any(Lex::TIME.with(Lex::ADVERB).with(Lex::PREP)))
            };
            let comma = (phrase.end..phrase.end + 3).find(|&k| !after(k)).unwrap_or(phrase.end + 3);
            if (phrase.start..comma).any(|k| self.items[k].any(Lex::TIME.with(Lex::NUMBER)))
                && !(phrase.start..phrase.end).any(|k| {
                    self.items[k].is_name() && !self.items[k].first || self.items[k].any(Lex::ROLE)
                })
                && self.items.get(comma).is_some_and(|n| comma < end && n.is_mark(&[',']))
            {
                i = comma + 1;
                continue;
            }
            return Some(self.widened(phrase, end));
        }
        None
    }

    /// Over what stands in apposition to the last words of an opening phrase: Preceded by Hale, **the sheriff,** Ito spoke.
    fn over_apposition(&self, start: usize, end: usize) -> usize {
        let comma = (start..end).take(REACH).find(|&k| self.items[k].is_mark(&[',']));
        let after = comma.and_then(|comma| self.items.get(comma + 1));
        let subject =
            after.is_some_and(|n| n.is_name() || n.any(Lex::SUBJECT) && !n.any(Lex::RELATIVE));
        match comma {
            Some(comma)
                if subject
                    && self.items[start].any(Lex::DET)
                    && (start..comma).all(|k| !self.is_finite(k)) =>
            {
                comma + 1
            }
            _ => start,
        }
    }

    /// With the apposition between commas that follows, if a verb comes after it.
    pub(in crate::attribution) fn widened(&self, phrase: Phrase, end: usize) -> Phrase {
        if !self.items.get(phrase.end).is_some_and(|item| item.is_mark(&[',']))
            || !self.apposes(phrase.end + 1, end)
        {
            return phrase;
        }
        match (phrase.end + 1..end).take(30).find(|&k| self.items[k].is_mark(&[','])) {
            Some(close) => Phrase { end: close, ..phrase },
            None => phrase,
        }
    }
}
