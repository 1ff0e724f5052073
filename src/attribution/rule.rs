//! Which event speaks for which quotation.
//!
//! The rules are tried in the order of the table in [`super`]; each is a question about the items next to the quotation.

mod around;
mod clause;

use super::event::{Event, Events};
use super::phrase::{Phrase, REACH};
use super::prose::Prose;
use crate::language::Lex;

/// What a rule found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) cue: Option<(usize, usize)>,
    pub(super) subject: Phrase,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

/// Where a quotation stands among the items of its level: its holes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'h> {
    pub(super) holes: &'h [usize],
}

/// Items between a cue and what it governs: *called it a “…”* has two.
const ARTICLE: usize = 3;

pub(super) struct Rules<'p, 't> {
    pub(super) prose: &'p Prose<'t>,
    pub(super) events: Events,
    /// Whether the hole's quotation is a statement of its own.
    pub(super) speech: &'p dyn Fn(usize) -> bool,
}

impl Rules<'_, '_> {
    /// The answer for the quotation at `place`; `last` is the answer for the one before it in this level, with its place.
    pub(super) fn find(
        &mut self,
        place: &Place<'_>,
        last: Option<(&Place<'_>, &Found)>,
    ) -> Option<Found> {
        let (&first, &end) = (place.holes.first()?, place.holes.last()?);
        let prose = self.prose;
        let sentence = |item: usize| {
            prose.items.get(item).map_or(prose.sentences.len(), |item| item.sentence as usize)
        };
        for &hole in place.holes {
            self.events.read(prose, sentence(hole)..sentence(self.beside(hole)) + 1);
        }
        if let Some(found) = self.label(first) {
            return Some(found);
        }
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
        if let Some(found) = self.late(end).or_else(|| self.noun(first)) {
            return Some(found);
        }
        // What is left asks the sentences around, and those since the quotation before.
        let before =
            last.and_then(|(before, _)| before.holes.last()).filter(|&&before| before < first);
        let from = before
            .map_or(usize::MAX, |&before| sentence(before))
            .min(sentence(first).saturating_sub(2));
        self.events.read(prose, from..sentence(end) + 3);
        self.colon(first)
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
    pub(super) fn is_governed(&self, place: &Place<'_>, found: &Found) -> bool {
        let prose = self.prose;
        let Some((from, to)) = found.cue else { return false };
        let beside = |gap: std::ops::Range<usize>| {
            gap.len() <= ARTICLE
                && gap.clone().all(|k| {
                    !prose.items[k].is_word() || prose.items[k].any(Lex::DET.with(Lex::ADVERB))
                })
        };
        place.holes.iter().any(|&hole| {
            to <= hole && beside(to..hole)
                || hole < from
                    && from - hole <= REACH
                    && (hole + 1..from).all(|k| {
                        let subject = found.subject.start <= k && k < found.subject.end;
                        subject
                            || !prose.items[k].is_word()
                            || prose.items[k].any(Lex::ADVERB.with(Lex::AUX))
                    })
        })
    }

    fn found(&self, event: &Event, rule: &'static str, confidence: f32) -> Option<Found> {
        Some(Found {
            cue: Some((event.cue, event.cue_end)),
            subject: event.subject,
            rule,
            confidence,
        })
    }
}
