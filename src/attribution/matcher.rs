//! The ordered rules that find the speaker of a quotation.
//!
//! The rules form a sieve, in the order of [`RuleMatcher::find`]. Clauses before and after the
//! quotation compete by confidence; otherwise the first rule that applies decides. Each rule looks
//! at a bounded number of items near the quotation. Sieves for quote attribution are described by
//! Muzny et al.,
//! [A Two-stage Sieve Approach for Quote Attribution](https://aclanthology.org/E17-1044/), EACL
//! 2017.

mod possessor;
mod with_clause;
mod without_clause;

use super::narrative::Narrative;
use super::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use super::reporting_clause::{ReportingClause, ReportingClauses};
use crate::attribution::AttributionRule;
use crate::language::WordClasses;

/// The cue and the speaker that a rule found.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleMatch {
    pub(super) cue: Option<(usize, usize)>,
    pub(super) subject: NounPhrase,
    pub(super) rule: AttributionRule,
    pub(super) confidence: f32,
}

/// Largest number of items between a cue and its object: *called it a “…”* has two.
const MAX_ADJACENT_GAP: usize = 3;

pub(super) struct RuleMatcher<'p, 't> {
    pub(super) narrative: &'p Narrative<'t>,
    pub(super) clauses: ReportingClauses,
    /// Returns true if the quotation of a slot is a statement of its own.
    pub(super) is_speech: &'p dyn Fn(usize) -> bool,
}

impl RuleMatcher<'_, '_> {
    /// Returns the match for the quotation in these slots. `last` is the match for the quotation
    /// before it in this level, with its slots.
    pub(super) fn find(
        &mut self,
        quotation_slots: &[usize],
        last: Option<(&[usize], &RuleMatch)>,
    ) -> Option<RuleMatch> {
        let (&first, &end) = (quotation_slots.first()?, quotation_slots.last()?);
        let narrative = self.narrative;
        let sentence = |item: usize| {
            narrative
                .items
                .get(item)
                .map_or(narrative.sentences.len(), |item| item.sentence as usize)
        };
        for &slot in quotation_slots {
            self.clauses
                .parse_sentences(narrative, sentence(slot)..sentence(self.item_beside(slot)) + 1);
        }
        if let Some(found) = self.dash_label(first) {
            return Some(found);
        }
        for pair in quotation_slots.windows(2) {
            if pair[1] > pair[0] + 1
                && let Some(found) = self.clause_after(pair[0], AttributionRule::Inside)
            {
                return Some(found);
            }
        }
        if let Some(found) = self.possessor_of_speech(first) {
            return Some(found);
        }
        if let Some(found) = self.possessor_of_quotation(first) {
            return Some(found);
        }
        if let Some(found) = self.clause_around(end) {
            return Some(found);
        }
        let after = self.clause_after(end, AttributionRule::After);
        let before = self.clause_before(first);
        match (&before, &after) {
            (Some(b), Some(a)) if a.confidence >= b.confidence => return after,
            // Donors waited to see how the “…” would end, he said.
            (Some(b), None) if b.confidence < 0.7 => {
                let late = self.late_clause(end).filter(|late| late.confidence > 0.9);
                // Too unsure for a phrase of one or two words.
                let late = late.map(|late| RuleMatch { confidence: 0.89, ..late });
                return late.or(before);
            }
            (Some(_), _) => return before,
            (None, Some(_)) => return after,
            _ => {}
        }
        if let Some(found) = self.late_clause(end).or_else(|| self.speech_noun(first)) {
            return Some(found);
        }
        // The remaining rules look at the sentences around, and at those since the quotation
        // before.
        let before = last.and_then(|(before, _)| before.last()).filter(|&&before| before < first);
        let from = before
            .map_or(usize::MAX, |&before| sentence(before))
            .min(sentence(first).saturating_sub(2));
        self.clauses.parse_sentences(narrative, from..sentence(end) + 3);
        // Without word lists only marks and what stood before say who speaks.
        if narrative.lexicon.reporting_verbs == 0 {
            return self.dash_credit(end).or_else(|| self.continued(first, last));
        }
        self.colon_label(first)
            .or_else(|| self.dash_credit(end))
            .or_else(|| self.opinion_opener(first))
            .or_else(|| self.person_subject(first))
            .or_else(|| self.continued(first, last))
            .or_else(|| self.sentence_before(first))
            .or_else(|| self.sentence_after(end))
            .or_else(|| self.governing_subject(first))
            .or_else(|| self.paragraph_before(first, last))
            .or_else(|| self.announcing_paragraph(first))
            .or_else(|| self.paragraph_after(end))
    }

    /// Returns true if the cue stands right beside the quotation, with none of the reporter’s words
    /// between.
    pub(super) fn is_cue_adjacent(&self, quotation_slots: &[usize], found: &RuleMatch) -> bool {
        let narrative = self.narrative;
        let Some((from, to)) = found.cue else { return false };
        let beside = |gap: std::ops::Range<usize>| {
            gap.len() <= MAX_ADJACENT_GAP
                && gap.clone().all(|k| {
                    !narrative.items[k].is_word()
                        || narrative.items[k].has_any(WordClasses::DETERMINER | WordClasses::ADVERB)
                })
        };
        let behind = match narrative.lexicon.grammar.verb_second && found.subject.start >= to {
            true => found.subject.end,
            false => to,
        };
        quotation_slots.iter().any(|&slot| {
            to <= slot && (beside(to..slot) || behind <= slot && beside(behind..slot))
                || slot < from
                    && from - slot <= MAX_WALK_ITEMS
                    && (slot + 1..from).all(|k| {
                        let subject = found.subject.start <= k && k < found.subject.end;
                        subject
                            || !narrative.items[k].is_word()
                            || narrative.items[k]
                                .has_any(WordClasses::ADVERB | WordClasses::AUXILIARY)
                    })
        })
    }

    /// Returns true if a title is only mentioned beside the clause: On “Meet the Press,” he said;
    /// told “Fox and Friends”; Juan “Chico” Ruiz said; the “Hamilton” star said; In her book,
    /// “Becoming,” she said.
    pub(super) fn is_in_passing(&self, quotation_slots: &[usize], found: &RuleMatch) -> bool {
        let narrative = self.narrative;
        let slot = quotation_slots[0];
        let sentence = narrative.items[slot].sentence;
        let own = |k: usize| narrative.items.get(k).filter(|n| n.sentence == sentence);
        let after = found.cue.is_some_and(|(cue, _)| slot < cue);
        let before = slot.checked_sub(1).and_then(own);
        let next = own(slot + 1);
        let open = matches!(narrative.items[slot].last_char(), ',' | '?' | '!' | '.');
        let circumstance = before.is_some_and(|before| {
            let word = before.span.slice(narrative.text);
            before.has_all(WordClasses::GENITIVE_MARKER)
                || before.has_all(WordClasses::ADDRESSEE_VERB)
                || matches!(word, "on" | "in" | "at" | "with" | "to" | "from")
                || after && before.has_any(WordClasses::PREPOSITION | WordClasses::DETERMINER)
        });
        let nickname = before.is_some_and(|before| before.is_proper_noun())
            && next.is_some_and(|next| next.is_proper_noun() && !open);
        let modifier = after
            && !open
            && next.is_some_and(|next| {
                next.is_word()
                    && !next.has_all(WordClasses::CAPITALIZED)
                    && !next.has_any(
                        WordClasses::CUE | WordClasses::SUBJECT_PRONOUN | WordClasses::DETERMINER,
                    )
            });
        let work = after
            && before.is_some_and(|before| before.is_mark(&[',']))
            && slot.checked_sub(2).and_then(own).is_some_and(|noun| {
                noun.has_any(
                    WordClasses::MEDIUM.with(WordClasses::THING).with(WordClasses::SPEECH_NOUN),
                )
            });
        circumstance || nickname || modifier || work
    }

    /// Returns true if the quotation is what somebody is called: hailed him as “The Comeback Kid”.
    pub(super) fn is_naming(&self, quotation_slots: &[usize], found: &RuleMatch) -> bool {
        let slot = quotation_slots[0];
        let before = slot.checked_sub(1);
        found.cue.is_some_and(|(cue, end)| {
            end < slot && self.narrative.items[cue].has_any(WordClasses::CUE)
        }) && before.is_some_and(|before| {
            self.narrative.items[before].is_word() && self.narrative.item_text(before) == "as"
        })
    }

    fn match_clause(
        &self,
        clause: &ReportingClause,
        rule: AttributionRule,
        confidence: f32,
    ) -> Option<RuleMatch> {
        Some(RuleMatch {
            cue: Some((clause.cue, clause.cue_end)),
            subject: clause.subject,
            rule,
            confidence,
        })
    }
}
