//! Rules that need a reporting clause in the quotation's own sentence, or right after it.

use super::{Found, Rules};
use crate::attribution::event::{Event, Form};
use crate::attribution::phrase::{REACH, is_ly};
use crate::language::Lex;

/// Items after a quotation in which its reporting verb is looked for.
const AFTER: usize = 70;

impl Rules<'_, '_> {
    /// The item behind the one at `hole` and the marks after it.
    pub(super) fn beside(&self, hole: usize) -> usize {
        let mut a = hole + 1;
        while self
            .prose
            .items
            .get(a)
            .is_some_and(|n| n.is_light_mark() || n.is_mark(&[';', ')', ']']))
        {
            a += 1;
        }
        a
    }

    /// “…,” he said · “…,” said Schwerin, a spokesman · “…,” according to the report
    pub(super) fn after(&self, hole: usize, rule: &'static str) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        let a = self.beside(hole);
        let next = prose
            .items
            .get(a)
            .filter(|n| n.is_word() && prose.paragraph(a) == prose.paragraph(hole))?;
        let crossed = next.sentence != item.sentence;
        // “…?” The mayor asked …: a capital that only a new sentence explains.
        let fresh = matches!(item.last(), '?' | '!')
            && next.has(Lex::CAPITAL)
            && next.any(Lex::DET.with(Lex::SUBJECT).with(Lex::SUBORD).with(Lex::PREP));
        let stopped = item.last() == '.'
            || fresh
            || prose.items.get(hole + 1).is_some_and(|n| n.is_mark(&['.']));
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
            if (event.cue..high).start > hole + 1
                && prose.items[hole + 1..event.cue].iter().any(|n| n.is_hole())
            {
                break;
            }
            let fits = match event.form {
                Form::Inverted => event.cue == a || event.cue == from,
                Form::According => {
                    event.cue == a || event.cue == from || event.subject.start == a + 1
                }
                Form::Direct => event.subject.start == a || event.subject.start == from,
                Form::Passive => event.subject.start == a && event.subject.end <= event.cue,
                Form::Shared => false,
                Form::Noun => false,
            };
            if !fits {
                let relative = prose.items[event.subject.start].any(Lex::RELATIVE);
                if matches!(event.form, Form::Direct) && event.subject.start > from && !relative {
                    break;
                }
                continue;
            }
            if stopped && crossed && event.form == Form::Direct && !self.complete(event, high, true)
            {
                return None;
            }
            if event.lex.any(Lex::CALL.with(Lex::USE))
                && !event.lex.any(Lex::SAY)
                && !self.complete(event, high, false)
            {
                return None;
            }
            let sure = match (stopped && crossed, event.lex.any(Lex::SAY)) {
                (false, true) => 0.98,
                (false, false) => 0.92,
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
    pub(super) fn complete(&self, event: &Event, high: usize, crossed: bool) -> bool {
        let prose = self.prose;
        let mut k = event.cue_end;
        while k < high && (prose.items[k].any(Lex::ADVERB) || is_ly(prose.printed(k))) {
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
        if prose.items[event.cue..prose.sentence_of(event.cue).end]
            .iter()
            .take(REACH)
            .any(|item| item.is_hole())
        {
            return false;
        }
        next.any(Lex::PREP.with(Lex::TIME)) && !next.any(Lex::DET)
            || matches!(prose.printed(k), "as" | "when" | "while")
    }

    /// “…,” Mr Trump thundered: a verb that no list has, right after a quotation that ends in a comma.
    pub(super) fn unlisted(&self, hole: usize, a: usize, rule: &'static str) -> Option<Found> {
        let prose = self.prose;
        let open = matches!(prose.items[hole].last(), ',' | '?' | '!')
            || prose.items.get(hole + 1).is_some_and(|n| n.is_mark(&[',']));
        if !open {
            return None;
        }
        let high = prose.sentence_of(a).end.min(a + 12);
        let subject = prose.phrase_from(a, high, false)?;
        let person = prose.items[a].is_name()
            || prose.items[a].any(Lex::SUBJECT)
            || prose.can_speak(subject);
        let verb = subject.end;
        let item = prose.items.get(verb).filter(|n| verb < high && n.is_word())?;
        let printed = prose.printed(verb);
        if !person
            || !(printed.ends_with("ed") || item.any(Lex::VERB.with(Lex::CUE)))
            || item.any(Lex::AUX)
        {
            return None;
        }
        let rule = if rule == "inside" { "inside.unlisted" } else { "after.unlisted" };
        Some(Found { cue: Some((verb, verb + 1)), subject, rule, confidence: 0.75 })
    }

    /// He said: “…” · He said that “…” · called it “…” · according to X, “…”
    pub(super) fn before(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let range = prose.sentence_of(hole);
        let end = self.events.partition_point(|event| event.cue < hole);
        let mut best: Option<(u32, &Event)> = None;
        for event in
            self.events[..end].iter().rev().take_while(|event| event.cue >= range.start).take(6)
        {
            if event.subject.end > hole && event.subject.start < hole {
                continue;
            }
            // Who complains about it “is not well”: the quotation is the verb of what the clause belongs to.
            let that = || (event.cue_end..hole).any(|k| prose.items[k].any(Lex::THAT));
            if prose.items[event.subject.start].any(Lex::RELATIVE)
                && prose.is_verbal(hole)
                && !that()
            {
                continue;
            }
            let distance = hole - event.cue_end;
            // Other quotations between cue and this one: a list (he called it “A” and “B”) keeps the cue.
            let adjacent = distance <= 4;
            // would advise, to show: what is reported, when something else in the sentence reports.
            let reported = event.lex.any(Lex::BASE)
                && !event.lex.any(Lex::PAST)
                && !matches!(event.form, Form::According);
            let aside = event.form == Form::Noun
                || event.form == Form::Direct && self.is_circumstance(event, hole);
            let rank = if aside {
                1
            } else if event.lex.any(Lex::SAY) && reported {
                4
            } else if event.lex.any(Lex::SAY) {
                5
            } else if event.lex.any(Lex::CALL) {
                // Comparing nothing to it, “…”: after a comma stands no object.
                let comma = distance > 1 && prose.items[hole - 1].is_mark(&[',']);
                match distance {
                    0..=12 if comma => 3,
                    0..=12 => 5 - u32::from(reported),
                    _ => 2,
                }
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
            && (inner.any(Lex::HE.with(Lex::SHE).with(Lex::PLURAL))
                || prose.printed(event.subject.start) == "it")
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
                            n.is_word()
                                && !n.any(Lex::CONJ)
                                && !n.any(Lex::SUBORD.with(Lex::RELATIVE))
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
                item.is_mark(&[',', ':', '—', '–', '-'])
                    || item.any(Lex::ADVERB.with(Lex::TIME))
                    || item.any(Lex::THAT)
            });
        let confidence = match (direct, rank, event.form) {
            (true, 4 | 5, Form::Direct | Form::Inverted | Form::According) => 0.95,
            (false, 4 | 5, Form::Direct) => 0.93,
            (_, 4 | 5, Form::Shared) => 0.91,
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

    /// When Ito railed against it, “…”: the clause before the comma only tells when it was said.
    fn is_circumstance(&self, event: &Event, hole: usize) -> bool {
        let prose = self.prose;
        let before = event.subject.start.checked_sub(1).map(|before| &prose.items[before]);
        let subordinate = before.is_some_and(|before| {
            before.sentence == prose.items[hole].sentence
                && before.any(Lex::SUBORD)
                && !before.any(Lex::THAT.with(Lex::RELATIVE))
                && !before.first
        });
        subordinate && hole > event.cue_end + 1 && prose.items[hole - 1].is_mark(&[','])
    }

    /// “X” and enact her agenda, Mr Clyburn said: the reporter's clause at the end of the sentence.
    pub(super) fn late(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let range = prose.sentence_of(hole);
        let high = range.end.min(hole + AFTER);
        let start = self.events.partition_point(|event| event.cue < hole);
        let mut best: Option<(u32, &Event)> = None;
        for event in self.events[start..].iter().take_while(|event| event.cue < high) {
            let set_off = |start: usize| {
                start > hole
                    && (prose.items[start - 1].is_light_mark() || prose.items[start - 1].is_hole())
            };
            let rank = match event.form {
                _ if prose.items[event.subject.start].any(Lex::RELATIVE) => 0,
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
        self.found(event, "after.late", if rank == 3 { 0.93 } else { 0.6 })
    }
}
