//! Rules that find the speaker without a clause beside the quotation: nouns, marks, sentences and paragraphs around.

use super::{Found, Place, Rules};
use crate::attribution::event::Form;
use crate::attribution::phrase::{Phrase, REACH};
use crate::language::Lex;

impl Rules<'_, '_> {
    /// Mr Trump’s claim that “…”: a named owner and his words next to the quotation, whatever the verb of the sentence.
    pub(super) fn owned(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let low = prose.sentence_of(hole).start;
        // Without *that*, the quotation is what somebody else says of the owner's words: said Trump’s comments “are …”
        let says = || {
            let from = self.events.partition_point(|event| event.cue < low);
            self.events[from..]
                .iter()
                .take_while(|event| event.cue < hole)
                .any(|event| event.lex.any(Lex::SAY))
        };
        let that = hole > low
            && (prose.items[hole - 1].any(Lex::THAT)
                || prose.items[hole - 1].is_mark(&[':', ',']) && !says());
        let noun = hole.checked_sub(2).filter(|&noun| that && noun > low)?;
        if !prose.items[noun].any(Lex::NOUN)
            || prose.items[noun].any(Lex::CUE) && !prose.is_genitive(noun - 1)
        {
            return None;
        }
        let genitive = (low..noun).rev().take(3).find(|&k| prose.is_genitive(k))?;
        let subject = prose
            .possessor(genitive, low)
            .filter(|subject| prose.items[subject.start].is_name())?;
        Some(Found { cue: Some((noun, noun + 1)), subject, rule: "noun", confidence: 0.4 })
    }

    /// Mr Trump’s claim that “…” · his “…” remark · in a statement from X: “…”
    pub(super) fn noun(&self, hole: usize) -> Option<Found> {
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
                    return Some(Found {
                        cue: Some((k, k + 1)),
                        subject,
                        rule: "noun",
                        confidence: 0.45,
                    });
                }
                if prose.items[p].any(Lex::POSSESSIVE)
                    && !prose.items[p].any(Lex::RELATIVE)
                    && !prose.printed(p).eq_ignore_ascii_case("its")
                {
                    let subject = Phrase { start: p, end: p + 1, head_end: p + 1 };
                    return Some(Found {
                        cue: Some((k, k + 1)),
                        subject,
                        rule: "noun",
                        confidence: 0.45,
                    });
                }
            }
            // a statement by X, a message from X
            let by =
                (k + 1..hole).take(4).find(|&b| matches!(prose.printed(b), "by" | "from" | "of"));
            if let Some(subject) = by.and_then(|by| prose.phrase_from(by + 1, hole, true))
                && (prose.items[subject.start].is_name()
                    || prose.items[subject.start].any(Lex::DET))
            {
                return Some(Found {
                    cue: Some((k, k + 1)),
                    subject,
                    rule: "noun",
                    confidence: 0.45,
                });
            }
        }
        None
    }

    /// From Chairwoman Ito: “…” · Trump on trade: “…”
    pub(super) fn colon(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        if hole == 0 || !prose.items[hole - 1].is_mark(&[':']) {
            return None;
        }
        let range = prose.sentence_of(hole - 1);
        let colon = hole - 1;
        let mut start = range.start;
        let from =
            prose.printed(start).eq_ignore_ascii_case("from") && prose.items[start].is_word();
        if from {
            start += 1;
        }
        let event = self.events[..self.events.partition_point(|e| e.cue < colon)]
            .last()
            .filter(|e| e.cue >= range.start);
        if let Some(event) = event {
            return self.found(event, "colon", 0.93);
        }
        let subject = if from {
            prose.phrase_from(start, colon, true)
        } else {
            prose.main_subject(start..colon, colon)
        }?;
        if !prose.can_speak(subject) {
            // The timing does not surprise Paul Ito: “…”
            let (edge, verb) = prose.left_edge(colon, range.start);
            let start =
                (prose.trim_left(edge, colon, verb)?..colon).find(|&i| prose.opens_subject(i))?;
            let subject = Phrase { start, end: colon, head_end: colon };
            let named = verb && prose.items[colon - 1].is_name() && prose.can_speak(subject);
            return named.then_some(Found { cue: None, subject, rule: "colon", confidence: 0.5 });
        }
        let confidence = if from || subject.end == colon { 0.85 } else { 0.9 };
        Some(Found { cue: None, subject, rule: "colon", confidence })
    }

    /// The polls were right - Josh Schwerin: “…” · More from Ito: “…”: a label of the quotation after a dash.
    pub(super) fn label(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let colon = hole.checked_sub(1).filter(|&colon| prose.items[colon].is_mark(&[':']))?;
        let low = prose.sentence_of(colon).start.max(colon.saturating_sub(REACH));
        let dash = (low..colon)
            .rev()
            .find(|&k| prose.items[k].is_mark(&['-', '–', '—']) && prose.items[k].spaced)?;
        let mut start = dash + 1;
        while prose.items[start].is_word()
            && matches!(&*prose.printed(start).to_ascii_lowercase(), "more" | "from")
        {
            start += 1;
        }
        let subject =
            prose.phrase_from(start, colon, true).filter(|subject| subject.end == colon)?;
        prose.items[start].is_name().then_some(Found {
            cue: None,
            subject,
            rule: "colon",
            confidence: 0.93,
        })
    }

    /// “…” — Josh Schwerin
    pub(super) fn dash(&self, hole: usize) -> Option<Found> {
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
        let ends = prose
            .items
            .get(subject.end)
            .is_none_or(|n| n.first || subject.end >= high || n.is_mark(&['.', ',']));
        (prose.items[a + 1].is_name() && ends).then_some(Found {
            cue: None,
            subject,
            rule: "dash",
            confidence: 0.95,
        })
    }

    /// “…,” he said. “…”: the sentence after carries on.
    pub(super) fn carried(&self, hole: usize, last: Option<(&Place<'_>, &Found)>) -> Option<Found> {
        let prose = self.prose;
        let (place, found) = last?;
        let before = *place.holes.last()?;
        let item = &prose.items[hole];
        if prose.paragraph(before) != prose.paragraph(hole) || before > hole {
            return None;
        }
        // “…,” Ito said, and her husband cut in. “…”
        let from = self.events.partition_point(|event| event.cue < before);
        let taken = self.events[from..].iter().take_while(|event| event.cue < hole).last().filter(
            |event| {
                let own = found.cue.is_some_and(|(cue, _)| cue == event.cue);
                let speaks = event.lex.any(Lex::SAY)
                    && event.form == Form::Direct
                    && !self.same(event.subject, found.subject);
                let end = prose.items.get(event.cue_end);
                !own && speaks
                    && event.subject.start > before
                    && item.first
                    && end.is_some_and(|end| end.is_mark(&['.']))
            },
        );
        if let Some(event) = taken {
            return self.found(event, "sentence-before", 0.83);
        }
        // A whole sentence of prose between them has a subject of its own.
        let between = prose.items[before].sentence..item.sentence;
        let own = between.clone().skip(1).any(|s| {
            let range = prose.sentences[s as usize]..prose.sentences[s as usize + 1];
            !range
                .clone()
                .any(|i| prose.items[i].is_hole() || found.cue.is_some_and(|(c, _)| c == i))
        });
        if own && let Some(better) = self.sentence_before(hole) {
            return Some(better);
        }
        let confidence = match found.confidence {
            _ if own => 0.75,
            // “…,” he said. “…”: nothing is surer.
            sure if sure >= 0.95 => 0.97,
            // What is doubtful once is doubtful twice.
            doubtful => doubtful * 0.85,
        };
        Some(Found { cue: found.cue, subject: found.subject, rule: "carried", confidence })
    }

    /// Whether two mentions print the same words.
    fn same(&self, a: Phrase, b: Phrase) -> bool {
        let text = |phrase: Phrase| (phrase.start..phrase.end).map(|i| self.prose.printed(i));
        text(a).eq(text(b))
    }

    /// Mr Trump was blunt. “…”
    pub(super) fn sentence_before(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        if !item.first {
            return None;
        }
        let before = item.sentence.checked_sub(1)? as usize;
        let range = prose.sentences[before]..prose.sentences[before + 1];
        let ends_in_colon = prose.items[range.end - 1].is_mark(&[':']);
        if prose.paragraph(range.start) != prose.paragraph(hole) && !ends_in_colon {
            return None;
        }
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event = self.events[start..]
            .iter()
            .take_while(|event| event.cue < range.end)
            .filter(|event| {
                event.lex.any(Lex::SAY) && matches!(event.form, Form::Direct | Form::Inverted)
            })
            .last();
        if let Some(event) = event {
            return Some(Found {
                cue: Some((event.cue, event.cue_end)),
                subject: event.subject,
                rule: "sentence-before",
                confidence: 0.88,
            });
        }
        let subject = prose
            .main_subject(range.clone(), range.end)
            .filter(|&subject| prose.can_speak(subject))?;
        Some(Found { cue: None, subject, rule: "sentence-before", confidence: 0.55 })
    }

    /// “….” He added that …
    pub(super) fn sentence_after(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let item = &prose.items[hole];
        let next = hole + 1;
        if !item.first && hole > 0 && !prose.items[hole - 1].is_hole() {
            return None;
        }
        let after = prose.items.get(next).filter(|n| {
            n.sentence > item.sentence && prose.paragraph(next) == prose.paragraph(hole)
        })?;
        let range =
            prose.sentences[after.sentence as usize]..prose.sentences[after.sentence as usize + 1];
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
    pub(super) fn governed_sentence(&self, hole: usize) -> Option<Found> {
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
        (person && verb).then_some(Found { cue: None, subject, rule: "governing", confidence: 0.6 })
    }

    /// A fragment without a cue: the subject of the sentence it is worked into.
    pub(super) fn governing(&self, hole: usize) -> Option<Found> {
        if (self.speech)(hole) && self.prose.items[hole].first {
            return None;
        }
        let range = self.prose.sentence_of(hole);
        let opens = &self.prose.items[range.start];
        // In an address about “…”, Ito struck a new note: the opening phrase holds the quotation.
        let opener = opens.any(Lex::PREP.with(Lex::SUBORD)) && opens.first;
        let inside = opener && !(range.start..hole).any(|i| self.prose.items[i].is_mark(&[',']));
        let limit = if inside { range.end } else { hole };
        let subject = self.prose.main_subject(range, limit)?;
        self.prose.can_speak(subject).then_some(Found {
            cue: None,
            subject,
            rule: "governing",
            confidence: 0.65,
        })
    }

    /// The court issued a statement. ¶ “…”: the paragraph before announces it.
    pub(super) fn announced(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let starts = hole > 0 && prose.paragraph(hole - 1) + 1 == prose.paragraph(hole);
        if !starts || !(self.speech)(hole) {
            return None;
        }
        let range = prose.sentence_of(hole - 1);
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event =
            self.events[start..].iter().take_while(|event| event.cue < range.end).find(|event| {
                event.lex.any(Lex::SAY) && matches!(event.form, Form::Direct | Form::Inverted)
            });
        if let Some(event) = event {
            let cue = Some((event.cue, event.cue_end));
            return Some(Found {
                cue,
                subject: event.subject,
                rule: "paragraph-before",
                confidence: 0.5,
            });
        }
        let noun = range.clone().find(|&i| prose.items[i].any(Lex::NOUN))?;
        let subject = prose.main_subject(range.clone(), range.end)?;
        Some(Found {
            cue: Some((noun, noun + 1)),
            subject,
            rule: "paragraph-before",
            confidence: 0.5,
        })
    }

    /// “…” ¶ Ito was speaking to reporters …: the paragraph after a quotation that stands alone in its own tells the speaker.
    pub(super) fn paragraph_after(&self, hole: usize) -> Option<Found> {
        let prose = self.prose;
        let alone = (hole == 0 || prose.paragraph(hole - 1) != prose.paragraph(hole))
            && (self.speech)(hole);
        let next = prose
            .items
            .get(hole + 1)
            .filter(|n| n.is_word() && prose.paragraph(hole + 1) == prose.paragraph(hole) + 1)?;
        let range = prose.sentence_of(hole + 1);
        // A quotation of its own there has the words to itself.
        if !alone || !next.first || prose.items[range.clone()].iter().any(|n| n.is_hole()) {
            return None;
        }
        let start = self.events.partition_point(|event| event.cue < range.start);
        let event = self.events[start..].iter().take_while(|event| event.cue < range.end).find(
            |event| event.lex.any(Lex::CUE) && matches!(event.form, Form::Direct | Form::Inverted),
        )?;
        let opens = event.subject.start == range.start || event.cue == range.start;
        opens.then_some(Found {
            cue: Some((event.cue, event.cue_end)),
            subject: event.subject,
            rule: "paragraph-after",
            confidence: 0.4,
        })
    }

    /// A paragraph that begins with a quotation carries on the paragraph before, which ends in the speaker's words.
    pub(super) fn paragraph_before(
        &self,
        hole: usize,
        last: Option<(&Place<'_>, &Found)>,
    ) -> Option<Found> {
        let prose = self.prose;
        let (place, found) = last?;
        let before = *place.holes.last()?;
        let starts = hole == 0 || prose.paragraph(hole - 1) != prose.paragraph(hole);
        if !starts || prose.paragraph(before) + 1 != prose.paragraph(hole) {
            return None;
        }
        let quiet = prose.items[hole - 1].sentence <= prose.items[before].sentence + 1;
        quiet.then_some(Found {
            cue: found.cue,
            subject: found.subject,
            rule: "paragraph-before",
            confidence: 0.79_f32.min(found.confidence),
        })
    }
}
