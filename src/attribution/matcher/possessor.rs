//! Rules for the possessor of a noun of speech: Ito’s claim that “…”, his “…” remark.

use super::{RuleMatch, RuleMatcher};
use crate::attribution::AttributionRule;
use crate::attribution::noun_phrase::NounPhrase;
use crate::language::WordClasses;

impl RuleMatcher<'_, '_> {
    /// Finds a named possessor whose noun of speech stands next to the quotation, whatever the verb
    /// of the sentence: Mr Trump’s claim that “…”
    pub(super) fn possessor_of_speech(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let low = narrative.sentence_of(slot).start;
        // Without *that*, the quotation is said by somebody else: said Trump’s comments “are …”
        let says = || {
            let from = self.clauses.partition_point(|clause| clause.cue < low);
            self.clauses[from..]
                .iter()
                .take_while(|clause| clause.cue < slot)
                .any(|clause| clause.classes.has_any(WordClasses::SPEECH_VERB))
        };
        let that = slot > low
            && (narrative.items[slot - 1].has_any(WordClasses::COMPLEMENTIZER)
                || narrative.items[slot - 1].is_mark(&[':', ',']) && !says());
        let noun = slot.checked_sub(2).filter(|&noun| that && noun > low)?;
        if !narrative.items[noun].has_any(WordClasses::SPEECH_NOUN)
            || narrative.items[noun].has_any(WordClasses::CUE)
                && !narrative.is_genitive_marker(noun - 1)
        {
            return None;
        }
        let subject = self.owner_before(noun, low)?;
        let own = narrative.items[subject.start].is_proper_noun();
        // The noun may be what is answered: said in response to Ito’s ruling that “…”
        let answered =
            subject.start >= low + 2 && narrative.item_text(subject.start - 1) == "to" && says();
        (own && !answered).then_some(RuleMatch {
            cue: Some((noun, noun + 1)),
            subject,
            rule: AttributionRule::SpeechNoun,
            confidence: 0.4,
        })
    }

    /// Returns the possessor of the noun at item `noun`: **Ito**’s (own, evidence-free) claim.
    fn owner_before(&self, noun: usize, low: usize) -> Option<NounPhrase> {
        /// Most words between the possessor and its noun.
        const MAX_WORDS: usize = 6;
        let narrative = self.narrative;
        let part = |k: usize| {
            let item = &narrative.items[k];
            let opens = WordClasses::PREPOSITION
                .with(WordClasses::CONJUNCTION)
                .with(WordClasses::POSSESSIVE)
                .with(WordClasses::DETERMINER);
            let verb = narrative.is_finite_verb(k) && item.space_before;
            let modifier = !item.has_any(opens) && !item.is_proper_noun() && !verb;
            narrative.is_genitive_marker(k) || item.is_word() && modifier || item.is_mark(&['-'])
        };
        let genitive = (low..noun)
            .rev()
            .take(MAX_WORDS)
            .take_while(|&k| part(k))
            .find(|&k| narrative.is_genitive_marker(k))?;
        narrative.possessor(genitive, low)
    }

    /// Finds the possessor of a quotation that stands before its noun: Mr. Ito’s “…” promise.
    pub(super) fn possessor_of_quotation(&self, slot: usize) -> Option<RuleMatch> {
        /// Most words between the possessor and the quotation: Ito’s recent “…” remark.
        const MAX_WORDS: usize = 3;
        let narrative = self.narrative;
        let noun = slot + 1;
        let said = narrative.items.get(noun).is_some_and(|n| {
            n.has_any(WordClasses::SPEECH_NOUN)
                && !n.has_any(WordClasses::PAST_TENSE)
                && n.sentence == narrative.items[slot].sentence
        }) && matches!(
            narrative.item_text(noun),
            "remark"
                | "remarks"
                | "comment"
                | "comments"
                | "promise"
                | "pledge"
                | "vow"
                | "claim"
                | "assertion"
                | "line"
                | "quip"
                | "jab"
                | "slogan"
                | "mantra"
                | "quote"
                | "statement"
                | "tweet"
                | "warning"
                | "boast"
                | "taunt"
        );
        let low = narrative.sentence_of(slot).start;
        if !said || matches!(narrative.items[slot].last_char(), ',' | '.') {
            return None;
        }
        let own = (low..slot)
            .rev()
            .take(MAX_WORDS)
            .take_while(|&k| narrative.items[k].is_word() && !narrative.is_finite_verb(k))
            .find(|&k| {
                narrative.is_genitive_marker(k)
                    || narrative.items[k].has_any(WordClasses::POSSESSIVE)
                        && narrative.items[k]
                            .has_any(WordClasses::MASCULINE | WordClasses::FEMININE)
            })?;
        let subject = match narrative.is_genitive_marker(own) {
            true => narrative.possessor(own, low)?,
            false => NounPhrase { start: own, end: own + 1, head_end: own + 1 },
        };
        narrative.can_speak(subject).then_some(RuleMatch {
            cue: Some((noun, noun + 1)),
            subject,
            rule: AttributionRule::SpeechNoun,
            confidence: 0.7,
        })
    }
}
