//! Which event speaks for which quotation.
//!
//! The rules are tried in the order of the table in [`super`]; each is a question about the items next to the quotation.

use super::event::{Event, Form};
use super::lexicon::Lex;
use super::phrase::{Phrase, REACH};
use super::prose::Prose;

/// What a rule found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) cue: Option<(usize, usize)>,
    pub(super) subject: Phrase,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

/// Where a quotation stands among the items of its level: its holes.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) holes: Vec<usize>,
}

/// Items between a cue and what it governs: *called it a “…”* has two.
const ARTICLE: usize = 3;

/// Items after a quotation in which its reporting verb is looked for.
const AFTER: usize = 70;

pub(super) struct Rules<'p, 't> {
    pub(super) prose: &'p Prose<'t>,
    pub(super) events: &'p [Event],
    /// Whether the hole's quotation is a statement of its own.
    pub(super) speech: &'p dyn Fn(usize) -> bool,
}

impl Rules<'_, '_> {
    /// The answer for the quotation at `place`; `last` is the answer for the one before it in this level, with its place.
    pub(super) fn find(&self, place: &Place, last: Option<(&Place, &Found)>) -> Option<Found> {
        let (&first, &end) = (place.holes.first()?, place.holes.last()?);
        for pair in place.holes.windows(2) {
            if pair[1] > pair[0] + 1
                && let Some(found) = self.after(pair[0], "inside")
            {
                return Some(found);
            }
        }
        if let Some(found) = self.owned(first) {
            return Some(found);
        }
        let after = self.after(end, "after");
        let before = self.before(first);
        match (&before, &after) {
            (Some(b), Some(a)) if a.confidence >= b.confidence => return after,
            (Some(_), _) => return before,
            (None, Some(_)) => return after,
            _ => {}
        }
        self.late(end)
            .or_else(|| self.noun(first))
            .or_else(|| self.colon(first))
            .or_else(|| self.dash(end))
            .or_else(|| self.governed_sentence(first))
            .or_else(|| self.carried(first, last))
            .or_else(|| self.sentence_before(first))
            .or_else(|| self.sentence_after(end))
            .or_else(|| self.governing(first))
            .or_else(|| self.paragraph_before(first, last))
            .or_else(|| self.announced(first))
            .or_else(|| self.paragraph_after(end))
    }

    /// Whether the words of `found` stand right beside the quotation at `place`, with nothing of the reporter's between.
    pub(super) fn is_governed(&self, place: &Place, found: &Found) -> bool {
        let prose = self.prose;
        let Some((from, to)) = found.cue else { return false };
        let beside = |gap: std::ops::Range<usize>| {
            gap.len() <= ARTICLE
                && gap.clone().all(|k| !prose.items[k].is_word() || prose.items[k].any(Lex::DET.with(Lex::ADVERB)))
        };
        place.holes.iter().any(|&hole| {
            to <= hole && beside(to..hole)
                || hole < from
                    && from - hole <= REACH
                    && (hole + 1..from).all(|k| {
                        let subject = found.subject.start <= k && k < found.subject.end;
                        subject || !prose.items[k].is_word() || prose.items[k].any(Lex::ADVERB.with(Lex::AUX))
                    })
        })
    }

    fn found(&self, event: &Event, rule: &'static str, confidence: f32) -> Option<Found> {
        Some(Found { cue: Some((event.cue, event.cue_end)), subject: event.subject, rule, confidence })
    }

    /// “…,” he said · “…,” said Schwerin, a spokesman · “…,” according to the report
    fn after(&self, hole: usize, rule: &'static str) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        let mut a = hole + 1;
        while prose.items.get(a).is_some_and(|n| n.is_light_mark() || n.is_mark(&[';', ')', ']'])) {
            a += 1;
        }
        let next = prose.items.get(a).filter(|n| n.paragraph == item.paragraph && n.is_word())?;
        let crossed = next.sentence != item.sentence;
        let stopped = item.last == '.' || prose.items.get(hole + 1).is_some_and(|n| n.is_mark(&['.']));
        // Adverbs before: “…,” then said. *As* and *which* before the clause.
        let mut from = a;
        while prose.items.get(from).is_some_and(|n| {
            n.any(Lex::ADVERB) && !n.any(Lex::DET.with(Lex::SINGLE).with(Lex::SUBJECT))
                || prose.printed(from).eq_ignore_ascii_case("as")
        }) && from < a + 3
        {
            from += 1;
        }
        let high = prose.sentence_of(a).end.min(a + AFTER);
        let start = self.events.partition_point(|event| event.cue < a);
        for event in self.events[start..].iter().take_while(|event| event.cue < high) {
            if (event.cue..high).start > hole + 1 && prose.items[hole + 1..event.cue].iter().any(|n| n.is_hole()) {
                break;
            }
            let fits = match event.form {
                Form::Inverted | Form::According => event.cue == a || event.cue == from,
                Form::Direct => event.subject.start == a || event.subject.start == from,
                Form::Passive => event.subject.start == a && event.subject.end <= event.cue,
                Form::Shared => false,
                Form::Noun => false,
            };
            if !fits {
                if matches!(event.form, Form::Direct) && event.subject.start > from {
                    break;
                }
                continue;
            }
            if stopped && crossed && event.form == Form::Direct && !self.complete(event, high, true) {
                return None;
            }
            if event.lex.any(Lex::CALL.with(Lex::USE)) && !event.lex.any(Lex::SAY) && !self.complete(event, high, false)
            {
                return None;
            }
            let sure = match (stopped && crossed, event.lex.any(Lex::SAY)) {
                (false, true) => 0.98,
                (false, false) => 0.9,
                (true, _) => 0.8,
            };
            return self.found(event, rule, sure);
        }
        if crossed && stopped {
            return None;
        }
        self.unlisted(hole, a, rule)
    }

    /// Nothing but circumstances follows the cue: the sentence says who said it and no more.
    fn complete(&self, event: &Event, high: usize, crossed: bool) -> bool {
        let prose = self.prose;
        let mut k = event.cue_end;
        while k < high && (prose.items[k].any(Lex::ADVERB) || super::phrase::is_ly(prose.printed(k))) {
            k += 1;
        }
        let Some(next) = prose.items.get(k).filter(|_| k < high) else { return true };
        // After a full stop inside the marks, “He said, twice, that” reports something of its own.
        let comma = next.is_mark(&[',']);
        if comma && crossed {
            return false;
        }
        if !next.is_word() {
            let again = comma && prose.items.get(k + 1).is_some_and(|n| n.is_hole());
            return !(next.is_mark(&[':']) || next.is_hole() || again);
        }
        if prose.items[event.cue..prose.sentence_of(event.cue).end].iter().take(REACH).any(|item| item.is_hole()) {
            return false;
        }
        next.any(Lex::PREP.with(Lex::TIME)) && !next.any(Lex::DET)
            || matches!(prose.printed(k), "as" | "when" | "while")
    }

    /// “…,” Mr Trump thundered: a verb that no list has, right after a quotation that ends in a comma.
    fn unlisted(&self, hole: usize, a: usize, rule: &'static str) -> Option<Found> {
        let prose = self.prose;
        let open = matches!(prose.items[hole].last, ',' | '?' | '!')
            || prose.items.get(hole + 1).is_some_and(|n| n.is_mark(&[',']));
        if !open {
            return None;
        }
        let high = prose.sentence_of(a).end.min(a + 12);
        let subject = prose.phrase_from(a, high, false)?;
        let person = prose.items[a].is_name() || prose.items[a].any(Lex::SUBJECT);
        let verb = subject.end;
        let item = prose.items.get(verb).filter(|n| verb < high && n.is_word())?;
        let printed = prose.printed(verb);
        if !person || !(printed.ends_with("ed") || item.any(Lex::VERB.with(Lex::CUE))) || item.any(Lex::AUX) {
            return None;
        }
        let rule = if rule == "inside" { "inside.unlisted" } else { "after.unlisted" };
        Some(Found { cue: Some((verb, verb + 1)), subject, rule, confidence: 0.75 })
    }

    /// He said: “…” · He said that “…” · called it “…” · according to X, “…”
    fn before(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let range = prose.sentence_of(hole);
        let end = self.events.partition_point(|event| event.cue < hole);
        let mut best: Option<(u32, &Event)> = None;
        for event in self.events[..end].iter().rev().take_while(|event| event.cue >= range.start).take(6) {
            if event.subject.end > hole && event.subject.start < hole {
                continue;
            }
            let distance = hole - event.cue_end;
            // Other quotations between cue and this one: a list (he called it “A” and “B”) keeps the cue.
            let adjacent = distance <= 4;
            // would advise, to show: what is reported, when something else in the sentence reports.
            let reported =
                event.lex.any(Lex::BASE) && !event.lex.any(Lex::PAST) && !matches!(event.form, Form::According);
            let rank = if event.form == Form::Noun {
                1
            } else if event.lex.any(Lex::SAY) && reported {
                4
            } else if event.lex.any(Lex::SAY) {
                5
            } else if event.lex.any(Lex::CALL) {
                if distance <= 12 { if reported { 4 } else { 5 } } else { 2 }
            } else if event.lex.any(Lex::THINK) {
                if adjacent { 4 } else { 3 }
            } else {
                u32::from(adjacent)
            };
            // Negated, or asked for: declined to say. Still the nearest speaker; nothing better is known.
            if rank > best.map_or(0, |(rank, _)| rank) {
                best = Some((rank, event));
            }
            if rank == 5 {
                break;
            }
        }
        let (rank, mut event) = best?;
        // Mr Bolton said he would advise …, she found …: what is said hangs on the verb before, whose subject the pronoun is.
        let inner = &prose.items[event.subject.start];
        if event.form == Form::Direct
            && event.subject.end == event.subject.start + 1
            && (inner.any(Lex::HE.with(Lex::SHE).with(Lex::PLURAL)) || prose.printed(event.subject.start) == "it")
        {
            let outer = self.events[..end]
                .iter()
                .rev()
                .take(REACH)
                .skip_while(|e| e.cue >= event.subject.start)
                .take_while(|e| e.cue >= range.start)
                .find(|e| {
                    e.lex.any(Lex::SAY)
                        && matches!(e.form, Form::Direct | Form::Inverted | Form::Shared)
                        && e.cue_end <= event.subject.start
                        && prose.items[e.cue_end..event.subject.start].iter().all(|n| {
                            n.is_word() && !n.any(Lex::CONJ) && !n.any(Lex::SUBORD.with(Lex::RELATIVE))
                                || n.span.of(prose.text) == "that"
                        })
                });
            if let Some(outer) = outer {
                event = outer;
            }
        }
        let direct = hole - event.cue_end <= REACH
            && (event.cue_end..hole).all(|k| {
                let item = &prose.items[k];
                item.is_mark(&[',', ':', '—', '–', '-']) || item.any(Lex::ADVERB.with(Lex::TIME)) || item.any(Lex::THAT)
            });
        let confidence = match (direct, rank, event.form) {
            (true, 4 | 5, Form::Direct | Form::Inverted | Form::According) => 0.95,
            (false, 4 | 5, Form::Direct) => 0.93,
            (_, 4 | 5, Form::Shared) => 0.86,
            (_, 4 | 5, _) => 0.8,
            _ => 0.65,
        };
        let rule = match event.form {
            Form::Direct | Form::Inverted => "before",
            Form::According => "according-to",
            Form::Shared => "before.shared",
            Form::Passive => "passive",
            Form::Noun => "noun",
        };
        self.found(event, rule, confidence)
    }

    /// “X” and enact her agenda, Mr Clyburn said: the reporter's clause at the end of the sentence.
    fn late(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let range = prose.sentence_of(hole);
        let high = range.end.min(hole + AFTER);
        let start = self.events.partition_point(|event| event.cue < hole);
        let mut best: Option<(u32, &Event)> = None;
        for event in self.events[start..].iter().take_while(|event| event.cue < high) {
            let set_off = |start: usize| {
                start > hole && (prose.items[start - 1].is_light_mark() || prose.items[start - 1].is_hole())
            };
            let rank = match event.form {
                Form::Direct if set_off(event.subject.start) => 3,
                Form::According => 3,
                Form::Inverted if set_off(event.cue) => 3,
                Form::Direct if event.lex.any(Lex::SAY) && self.complete(event, high, false) => 2,
                Form::Direct if event.lex.any(Lex::SAY) => 1,
                _ => 0,
            };
            if rank > best.map_or(0, |(rank, _)| rank) {
                best = Some((rank, event));
            }
        }
        let (rank, event) = best?;
        if rank < 2 && (self.speech)(hole) {
            return None;
        }
        self.found(event, "after.late", if rank == 3 { 0.83 } else { 0.6 })
    }

    /// Mr Trump’s claim that “…”: a named owner and his words next to the quotation, whatever the verb of the sentence.
    fn owned(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let low = prose.sentence_of(hole).start;
        // Without *that*, the quotation is what somebody else says of the owner's words: said Trump’s comments “are …”
        let that = hole > low && (prose.items[hole - 1].any(Lex::THAT) || prose.items[hole - 1].is_mark(&[':', ',']));
        let noun = hole.checked_sub(2).filter(|&noun| that && noun > low)?;
        if !prose.items[noun].any(Lex::NOUN) || prose.items[noun].any(Lex::CUE) && !prose.is_genitive(noun - 1) {
            return None;
        }
        let genitive = (low..noun).rev().take(3).find(|&k| prose.is_genitive(k))?;
        let subject = prose.possessor(genitive, low).filter(|subject| prose.items[subject.start].is_name())?;
        Some(Found { cue: Some((noun, noun + 1)), subject, rule: "noun", confidence: 0.4 })
    }

    /// Mr Trump’s claim that “…” · his “…” remark · in a statement from X: “…”
    fn noun(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let range = prose.sentence_of(hole);
        let low = range.start.max(hole.saturating_sub(14));
        for k in (low..hole).rev() {
            let item = &prose.items[k];
            if item.is_hole() {
                break;
            }
            if !item.any(Lex::NOUN) {
                continue;
            }
            // The owner before: X’s (own) claim; his claim.
            for p in (range.start..k).rev().take(4) {
                if prose.is_genitive(p) {
                    let subject = prose.possessor(p, range.start)?;
                    return Some(Found { cue: Some((k, k + 1)), subject, rule: "noun", confidence: 0.45 });
                }
                if prose.items[p].any(Lex::POSSESSIVE) && !prose.items[p].any(Lex::RELATIVE) {
                    let subject = Phrase { start: p, end: p + 1, head_end: p + 1 };
                    return Some(Found { cue: Some((k, k + 1)), subject, rule: "noun", confidence: 0.45 });
                }
            }
            // a statement by X, a message from X
            let by = (k + 1..hole).take(4).find(|&b| matches!(prose.printed(b), "by" | "from" | "of"));
            if let Some(subject) = by.and_then(|by| prose.phrase_from(by + 1, hole, true))
                && (prose.items[subject.start].is_name() || prose.items[subject.start].any(Lex::DET))
            {
                return Some(Found { cue: Some((k, k + 1)), subject, rule: "noun", confidence: 0.45 });
            }
        }
        None
    }

    /// From Chairwoman Ito: “…” · Trump on trade: “…”
    fn colon(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        if hole == 0 || !prose.items[hole - 1].is_mark(&[':']) {
            return None;
        }
        let range = prose.sentence_of(hole - 1);
        let colon = hole - 1;
        let mut start = range.start;
        let from = prose.printed(start).eq_ignore_ascii_case("from") && prose.items[start].is_word();
        if from {
            start += 1;
        }
        let event =
            self.events[..self.events.partition_point(|e| e.cue < colon)].last().filter(|e| e.cue >= range.start);
        if let Some(event) = event {
            return self.found(event, "colon", 0.93);
        }
        let subject =
            if from { prose.phrase_from(start, colon, true) } else { prose.main_subject(start..colon, colon) }?;
        if !prose.can_speak(subject) {
            return None;
        }
        let confidence = if from || subject.end == colon { 0.85 } else { 0.75 };
        Some(Found { cue: None, subject, rule: "colon", confidence })
    }

    /// “…” — Josh Schwerin
    fn dash(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let mut a = hole + 1;
        while prose.items.get(a).is_some_and(|n| n.is_mark(&['.', '…'])) {
            a += 1;
        }
        if !prose.items.get(a).is_some_and(|n| n.is_mark(&['—', '–', '-', '―'])) {
            return None;
        }
        let high = prose.sentence_of(a).end;
        let subject = prose.phrase_from(a + 1, high, true)?;
        let ends =
            prose.items.get(subject.end).is_none_or(|n| n.first || subject.end >= high || n.is_mark(&['.', ',']));
        (prose.items[a + 1].is_name() && ends).then_some(Found { cue: None, subject, rule: "dash", confidence: 0.85 })
    }

    /// “…,” he said. “…”: the sentence after carries on.
    fn carried(&self, hole: usize, last: Option<(&Place, &Found)>) -> Option<Found> {
        let prose = self.prose;
        let (place, found) = last?;
        let before = *place.holes.last()?;
        let item = &prose.items[hole];
        if prose.items[before].paragraph != item.paragraph || before > hole {
            return None;
        }
        // A whole sentence of prose between them has a subject of its own.
        let between = prose.items[before].sentence..item.sentence;
        let own = between.clone().skip(1).any(|s| {
            let range = prose.sentences[s as usize]..prose.sentences[s as usize + 1];
            !range.clone().any(|i| prose.items[i].is_hole() || found.cue.is_some_and(|(c, _)| c == i))
        });
        if own && let Some(better) = self.sentence_before(hole) {
            return Some(better);
        }
        let confidence = match found.confidence {
            _ if own => 0.6,
            // “…,” he said. “…”: nothing is surer.
            sure if sure >= 0.95 => 0.97,
            // What is doubtful once is doubtful twice.
            doubtful => doubtful * 0.75,
        };
        Some(Found { cue: found.cue, subject: found.subject, rule: "carried", confidence })
    }

    /// Mr Trump was blunt. “…”
    fn sentence_before(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        if !item.first {
            return None;
        }
        let before = item.sentence.checked_sub(1)? as usize;
        let range = prose.sentences[before]..prose.sentences[before + 1];
        let ends_in_colon = prose.items[range.end - 1].is_mark(&[':']);
        if prose.items[range.start].paragraph != item.paragraph && !ends_in_colon {
            return None;
        }
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event = self.events[start..]
            .iter()
            .take_while(|event| event.cue < range.end)
            .filter(|event| event.lex.any(Lex::SAY) && matches!(event.form, Form::Direct | Form::Inverted))
            .last();
        if let Some(event) = event {
            return Some(Found {
                cue: Some((event.cue, event.cue_end)),
                subject: event.subject,
                rule: "sentence-before",
                confidence: 0.83,
            });
        }
        let subject = prose.main_subject(range.clone(), range.end).filter(|&subject| prose.can_speak(subject))?;
        Some(Found { cue: None, subject, rule: "sentence-before", confidence: 0.5 })
    }

    /// “….” He added that …
    fn sentence_after(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        let next = hole + 1;
        let after = prose.items.get(next).filter(|n| n.paragraph == item.paragraph && n.sentence > item.sentence)?;
        let range = prose.sentences[after.sentence as usize]..prose.sentences[after.sentence as usize + 1];
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event = self.events[start..]
            .iter()
            .take_while(|event| event.cue < range.end)
            .find(|event| event.lex.any(Lex::SAY) && event.form == Form::Direct)?;
        Some(Found {
            cue: Some((event.cue, event.cue_end)),
            subject: event.subject,
            rule: "sentence-after",
            confidence: 0.5,
        })
    }

    /// “…,” she said. She wants the candidates “…”: a sentence with a person for its subject is about that person.
    fn governed_sentence(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        if prose.items[hole].first {
            return None;
        }
        let range = prose.sentence_of(hole);
        let subject = prose.main_subject(range.clone(), hole)?;
        let first = &prose.items[subject.start];
        let person = first.is_name() && prose.can_speak(subject)
            || first.any(Lex::HE.with(Lex::SHE).with(Lex::PLURAL)) && first.any(Lex::SUBJECT);
        let verb = (subject.end..hole).take(REACH).any(|i| prose.is_finite(i));
        (person && verb).then_some(Found { cue: None, subject, rule: "governing", confidence: 0.5 })
    }

    /// A fragment without a cue: the subject of the sentence it is worked into.
    fn governing(&self, hole: usize) -> Option<Found> {
        if (self.speech)(hole) && self.prose.items[hole].first {
            return None;
        }
        let subject = self.prose.main_subject(self.prose.sentence_of(hole), hole)?;
        self.prose.can_speak(subject).then_some(Found { cue: None, subject, rule: "governing", confidence: 0.55 })
    }

    /// The court issued a statement. ¶ “…”: the paragraph before announces it.
    fn announced(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        let starts = hole > 0 && prose.items[hole - 1].paragraph + 1 == item.paragraph;
        if !starts || !(self.speech)(hole) {
            return None;
        }
        let range = prose.sentence_of(hole - 1);
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event = self.events[start..]
            .iter()
            .take_while(|event| event.cue < range.end)
            .find(|event| event.lex.any(Lex::SAY) && matches!(event.form, Form::Direct | Form::Inverted));
        if let Some(event) = event {
            let cue = Some((event.cue, event.cue_end));
            return Some(Found { cue, subject: event.subject, rule: "paragraph-before", confidence: 0.5 });
        }
        let noun = range.clone().find(|&i| prose.items[i].any(Lex::NOUN))?;
        let subject = prose.main_subject(range.clone(), range.end)?;
        Some(Found { cue: Some((noun, noun + 1)), subject, rule: "paragraph-before", confidence: 0.5 })
    }

    /// “…” ¶ Ito was speaking to reporters …: the paragraph after a quotation that stands alone in its own tells the speaker.
    fn paragraph_after(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        let alone = (hole == 0 || prose.items[hole - 1].paragraph != item.paragraph) && (self.speech)(hole);
        let next = prose.items.get(hole + 1).filter(|n| n.paragraph == item.paragraph + 1 && n.is_word())?;
        let range = prose.sentence_of(hole + 1);
        // A quotation of its own there has the words to itself.
        if !alone || !next.first || prose.items[range.clone()].iter().any(|n| n.is_hole()) {
            return None;
        }
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event = self.events[start..]
            .iter()
            .take_while(|event| event.cue < range.end)
            .find(|event| event.lex.any(Lex::CUE) && matches!(event.form, Form::Direct | Form::Inverted))?;
        let opens = event.subject.start == range.start || event.cue == range.start;
        opens.then_some(Found {
            cue: Some((event.cue, event.cue_end)),
            subject: event.subject,
            rule: "paragraph-after",
            confidence: 0.4,
        })
    }

    /// A paragraph that begins with a quotation carries on the paragraph before, which ends in the speaker's words.
    fn paragraph_before(&self, hole: usize, last: Option<(&Place, &Found)>) -> Option<Found> {
        let prose = self.prose;
        let (place, found) = last?;
        let item = &prose.items[hole];
        let before = *place.holes.last()?;
        let starts = hole == 0 || prose.items[hole - 1].paragraph != item.paragraph;
        if !starts || prose.items[before].paragraph + 1 != item.paragraph {
            return None;
        }
        let quiet = prose.items[hole - 1].sentence <= prose.items[before].sentence + 1;
        quiet.then_some(Found {
            cue: found.cue,
            subject: found.subject,
            rule: "paragraph-before",
            confidence: 0.73_f32.min(found.confidence),
        })
    }
}
