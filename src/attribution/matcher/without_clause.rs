//! Rules without a reporting clause beside the quotation: nouns, marks, and the sentences and
//! paragraphs around it.

use super::{RuleMatch, RuleMatcher};
use crate::attribution::AttributionRule;
use crate::attribution::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use crate::attribution::reporting_clause::ClauseForm;
use crate::language::WordClasses;

impl RuleMatcher<'_, '_> {
    /// Returns true if the subject only undergoes what the verb between it and the quotation says:
    /// can be removed for “…”, was charged with “…”
    fn undergoes(&self, subject: NounPhrase, slot: usize) -> bool {
        let narrative = self.narrative;
        let word = |k: usize| narrative.items.get(k).filter(|n| k < slot && n.is_word());
        let Some(be) = (subject.end..slot).find(|&k| {
            narrative.items[k].has_any(WordClasses::AUXILIARY) || narrative.is_finite_verb(k)
        }) else {
            return false;
        };
        let mut k = be;
        let mut is = false;
        while let Some(item) = word(k) {
            if !item.has_any(WordClasses::AUXILIARY | WordClasses::ADVERB) {
                break;
            }
            is |= item.has_any(WordClasses::BE);
            k += 1;
        }
        let participle = word(k).is_some_and(|n| {
            narrative.item_text(k).ends_with("ed") && !n.has_any(WordClasses::SPEECH_VERB)
        });
        let by = word(k + 1).is_some_and(|n| {
            n.has_any(WordClasses::PREPOSITION)
                && matches!(narrative.item_text(k + 1), "for" | "with" | "by" | "as" | "under")
        });
        is && participle && by
    }

    /// Finds a noun of speech and its possessor: Mr Trump’s claim that “…” · his “…” remark · in a
    /// statement from X: “…”
    pub(super) fn speech_noun(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let range = narrative.sentence_of(slot);
        let low = range.start.max(slot.saturating_sub(14));
        for k in (low..slot).rev() {
            let item = &narrative.items[k];
            if item.is_slot() {
                break;
            }
            if !item.has_any(WordClasses::SPEECH_NOUN) {
                continue;
            }
            // The possessor may stand before: X’s (own) claim; his claim.
            for p in (range.start..k).rev().take(4) {
                if narrative.is_genitive_marker(p) {
                    let subject = narrative.possessor(p, range.start)?;
                    return Some(RuleMatch {
                        cue: Some((k, k + 1)),
                        subject,
                        rule: AttributionRule::SpeechNoun,
                        confidence: 0.45,
                    });
                }
                if narrative.items[p].has_any(WordClasses::POSSESSIVE)
                    && !narrative.items[p].has_any(WordClasses::RELATIVE)
                    && !narrative.item_text(p).eq_ignore_ascii_case("its")
                {
                    let subject = NounPhrase { start: p, end: p + 1, head_end: p + 1 };
                    return Some(RuleMatch {
                        cue: Some((k, k + 1)),
                        subject,
                        rule: AttributionRule::SpeechNoun,
                        confidence: 0.45,
                    });
                }
            }
            // Or after: a statement by X, a message from X.
            let by = (k + 1..slot)
                .take(4)
                .find(|&b| matches!(narrative.item_text(b), "by" | "from" | "of"));
            if let Some(subject) = by.and_then(|by| narrative.noun_phrase_at(by + 1, slot, true))
                && (narrative.items[subject.start].is_proper_noun()
                    || narrative.items[subject.start].has_any(WordClasses::DETERMINER))
            {
                return Some(RuleMatch {
                    cue: Some((k, k + 1)),
                    subject,
                    rule: AttributionRule::SpeechNoun,
                    confidence: 0.45,
                });
            }
        }
        None
    }

    /// Finds a label or a subject before a colon: From Chairwoman Ito: “…” · Trump on trade: “…”
    pub(super) fn colon_label(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        if slot == 0 || !narrative.items[slot - 1].is_mark(&[':']) {
            return None;
        }
        let range = narrative.sentence_of(slot - 1);
        let colon = slot - 1;
        let mut start = range.start;
        let from = narrative.item_text(start).eq_ignore_ascii_case("from")
            && narrative.items[start].is_word();
        if from {
            start += 1;
        }
        let clause = self.clauses[..self.clauses.partition_point(|e| e.cue < colon)]
            .last()
            .filter(|e| e.cue >= range.start);
        if let Some(clause) = clause {
            return self.match_clause(clause, AttributionRule::Colon, 0.93);
        }
        let subject = if from {
            narrative.noun_phrase_at(start, colon, true)
        } else {
            narrative.sentence_subject(start..colon, colon)
        }?;
        if !narrative.can_speak(subject) {
            // The name may end the sentence: The timing does not surprise Paul Ito: “…”
            let (edge, verb) = narrative.left_boundary(colon, range.start);
            let start = (narrative.trim_leading_words(edge, colon, verb)?..colon)
                .find(|&i| narrative.can_open_subject(i))?;
            let subject = NounPhrase { start, end: colon, head_end: colon };
            let named =
                verb && narrative.items[colon - 1].is_proper_noun() && narrative.can_speak(subject);
            return named.then_some(RuleMatch {
                cue: None,
                subject,
                rule: AttributionRule::Colon,
                confidence: 0.5,
            });
        }
        let confidence = if from || subject.end == colon { 0.85 } else { 0.9 };
        Some(RuleMatch { cue: None, subject, rule: AttributionRule::Colon, confidence })
    }

    /// Finds a label after a dash: The polls were right - Josh Schwerin: “…” · More from Ito: “…”
    pub(super) fn dash_label(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let colon = slot.checked_sub(1).filter(|&colon| narrative.items[colon].is_mark(&[':']))?;
        let low = narrative.sentence_of(colon).start.max(colon.saturating_sub(MAX_WALK_ITEMS));
        let dash = (low..colon).rev().find(|&k| {
            narrative.items[k].is_mark(&['-', '–', '—']) && narrative.items[k].space_before
        })?;
        let mut start = dash + 1;
        while narrative.items[start].is_word()
            && matches!(&*narrative.item_text(start).to_ascii_lowercase(), "more" | "from")
        {
            start += 1;
        }
        let subject =
            narrative.noun_phrase_at(start, colon, true).filter(|subject| subject.end == colon)?;
        narrative.items[start].is_proper_noun().then_some(RuleMatch {
            cue: None,
            subject,
            rule: AttributionRule::Colon,
            confidence: 0.93,
        })
    }

    /// Finds a credit after a dash: “…” — Josh Schwerin
    pub(super) fn dash_credit(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let mut a = slot + 1;
        while narrative.items.get(a).is_some_and(|n| n.is_mark(&['.', '…'])) {
            a += 1;
        }
        if !narrative.items.get(a).is_some_and(|n| n.is_mark(&['—', '–', '-', '―'])) {
            return None;
        }
        let high = narrative.sentence_of(a).end;
        let subject = narrative.noun_phrase_at(a + 1, high, true)?;
        let ends = narrative
            .items
            .get(subject.end)
            .is_none_or(|n| n.opens_sentence || subject.end >= high || n.is_mark(&['.', ',']));
        (narrative.items[a + 1].is_proper_noun() && ends).then_some(RuleMatch {
            cue: None,
            subject,
            rule: AttributionRule::Dash,
            // May be the signature of a reporter in a live page.
            confidence: 0.94,
        })
    }

    /// Finds whose opinion the sentence gives: To **Ruiz**, Ito is the “…” man; For **Ruiz**, it is
    /// “…”
    pub(super) fn opinion_opener(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let range = narrative.sentence_of(slot);
        let opens = matches!(narrative.item_text(range.start), "To" | "For");
        if !opens || slot < range.start + 3 {
            return None;
        }
        let subject = narrative.noun_phrase_at(range.start + 1, slot, false)?;
        let person = (subject.start..subject.end).all(|k| narrative.items[k].is_proper_noun())
            && narrative.can_speak(subject)
            && !narrative.items[subject.end - 1].has_any(WordClasses::PLACE);
        let comma = narrative.items.get(subject.end).is_some_and(|n| n.is_mark(&[',']));
        (person && comma).then_some(RuleMatch {
            cue: Some((range.start, range.start + 1)),
            subject,
            rule: AttributionRule::AccordingTo,
            confidence: 0.7,
        })
    }

    /// Continues the quotation before: “…,” he said. “…”
    pub(super) fn continued(
        &self,
        slot: usize,
        last: Option<(&[usize], &RuleMatch)>,
    ) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let (quotation_slots, found) = last?;
        let before = *quotation_slots.last()?;
        let item = &narrative.items[slot];
        if narrative.paragraph_of(before) != narrative.paragraph_of(slot) || before > slot {
            return None;
        }
        // Another speaker may take over: “…,” Ito said, and her husband cut in. “…”
        let from = self.clauses.partition_point(|clause| clause.cue < before);
        let taken =
            self.clauses[from..].iter().take_while(|clause| clause.cue < slot).last().filter(
                |clause| {
                    let own = found.cue.is_some_and(|(cue, _)| cue == clause.cue);
                    let speaks = clause.classes.has_any(WordClasses::SPEECH_VERB)
                        && clause.form == ClauseForm::SubjectVerb
                        && !self.same_words(clause.subject, found.subject);
                    let end = narrative.items.get(clause.cue_end);
                    !own && speaks
                        && clause.subject.start > before
                        && item.opens_sentence
                        && end.is_some_and(|end| end.is_mark(&['.']))
                },
            );
        if let Some(clause) = taken {
            return self.match_clause(clause, AttributionRule::SentenceBefore, 0.83);
        }
        // A whole sentence of narrative between them has a subject of its own.
        let between = narrative.items[before].sentence..item.sentence;
        let own = between.clone().skip(1).any(|s| {
            let range = narrative.sentences[s as usize]..narrative.sentences[s as usize + 1];
            !range
                .clone()
                .any(|i| narrative.items[i].is_slot() || found.cue.is_some_and(|(c, _)| c == i))
        });
        if own && let Some(better) = self.sentence_before(slot) {
            return Some(better);
        }
        let confidence = match found.confidence {
            _ if own => 0.75,
            // The surest of all: “…,” he said. “…”
            sure if sure >= 0.95 => 0.97,
            // A continuation of a doubtful match is more doubtful.
            doubtful => doubtful * 0.85,
        };
        Some(RuleMatch {
            cue: found.cue,
            subject: found.subject,
            rule: AttributionRule::Continued,
            confidence,
        })
    }

    /// Returns true if two mentions print the same words.
    fn same_words(&self, a: NounPhrase, b: NounPhrase) -> bool {
        let text =
            |phrase: NounPhrase| (phrase.start..phrase.end).map(|i| self.narrative.item_text(i));
        text(a).eq(text(b))
    }

    /// Finds the speaker in the sentence before: Mr Trump was blunt. “…”
    pub(super) fn sentence_before(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let item = &narrative.items[slot];
        if !item.opens_sentence {
            return None;
        }
        let before = item.sentence.checked_sub(1)? as usize;
        let range = narrative.sentences[before]..narrative.sentences[before + 1];
        let ends_in_colon = narrative.items[range.end - 1].is_mark(&[':']);
        if narrative.paragraph_of(range.start) != narrative.paragraph_of(slot) && !ends_in_colon {
            return None;
        }
        let start = self.clauses.partition_point(|clause| clause.cue < range.start);
        let clause = self.clauses[start..]
            .iter()
            .take_while(|clause| clause.cue < range.end)
            .filter(|clause| {
                clause.classes.has_any(WordClasses::SPEECH_VERB)
                    && matches!(clause.form, ClauseForm::SubjectVerb | ClauseForm::VerbSubject)
            })
            .last();
        if let Some(clause) = clause {
            return Some(RuleMatch {
                cue: Some((clause.cue, clause.cue_end)),
                subject: clause.subject,
                rule: AttributionRule::SentenceBefore,
                confidence: 0.88,
            });
        }
        let subject = narrative
            .sentence_subject(range.clone(), range.end)
            .filter(|&subject| narrative.can_speak(subject))?;
        Some(RuleMatch {
            cue: None,
            subject,
            rule: AttributionRule::SentenceBefore,
            confidence: 0.55,
        })
    }

    /// Finds the speaker in the sentence after: “….” He added that …
    pub(super) fn sentence_after(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let item = &narrative.items[slot];
        let next = slot + 1;
        if !item.opens_sentence && slot > 0 && !narrative.items[slot - 1].is_slot() {
            return None;
        }
        let after = narrative.items.get(next).filter(|n| {
            n.sentence > item.sentence
                && narrative.paragraph_of(next) == narrative.paragraph_of(slot)
        })?;
        let range = narrative.sentences[after.sentence as usize]
            ..narrative.sentences[after.sentence as usize + 1];
        let start = self.clauses.partition_point(|clause| clause.cue < range.start);
        let clause = self.clauses[start..]
            .iter()
            .take_while(|clause| clause.cue < range.end)
            .find(|clause| {
                clause.classes.has_any(WordClasses::SPEECH_VERB)
                    && clause.form == ClauseForm::SubjectVerb
            })?;
        Some(RuleMatch {
            cue: Some((clause.cue, clause.cue_end)),
            subject: clause.subject,
            rule: AttributionRule::SentenceAfter,
            confidence: 0.5,
        })
    }

    /// Finds a person who is the subject of the sentence around the quotation: “…,” she said. She
    /// wants the candidates “…”
    pub(super) fn person_subject(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        if narrative.items[slot].opens_sentence {
            return None;
        }
        let range = narrative.sentence_of(slot);
        let subject = narrative.sentence_subject(range.clone(), slot)?;
        let first = &narrative.items[subject.start];
        let person = first.is_proper_noun() && narrative.can_speak(subject)
            || first.has_any(WordClasses::MASCULINE | WordClasses::FEMININE | WordClasses::PLURAL)
                && first.has_any(WordClasses::SUBJECT_PRONOUN);
        let verb = (subject.end..slot).take(MAX_WALK_ITEMS).any(|i| narrative.is_finite_verb(i));
        (person && verb && !self.undergoes(subject, slot)).then_some(RuleMatch {
            cue: None,
            subject,
            rule: AttributionRule::GoverningSubject,
            confidence: 0.6,
        })
    }

    /// Finds the subject of the sentence that a fragment is worked into.
    pub(super) fn governing_subject(&self, slot: usize) -> Option<RuleMatch> {
        if (self.is_speech)(slot) && self.narrative.items[slot].opens_sentence {
            return None;
        }
        let range = self.narrative.sentence_of(slot);
        let opens = &self.narrative.items[range.start];
        // The opening phrase may hold the quotation: In an address about “…”, Ito struck a new
        // note.
        let opener = opens.has_any(WordClasses::PREPOSITION | WordClasses::SUBORDINATOR)
            && opens.opens_sentence;
        let inside =
            opener && !(range.start..slot).any(|i| self.narrative.items[i].is_mark(&[',']));
        let limit = if inside { range.end } else { slot };
        let subject = self.narrative.sentence_subject(range, limit)?;
        let speaks = self.narrative.can_speak(subject) && !self.undergoes(subject, slot);
        speaks.then_some(RuleMatch {
            cue: None,
            subject,
            rule: AttributionRule::GoverningSubject,
            confidence: 0.65,
        })
    }

    /// Returns true if the quotation is a shout of one word, which may be anybody’s: “No!”
    fn is_shout(&self, slot: usize) -> bool {
        matches!(self.narrative.items[slot].last_char(), '!' | '?')
            && !self.narrative.item_text(slot).trim().contains(' ')
    }

    /// Finds the speaker in the paragraph before, which announces the quotation: The court issued a
    /// statement. ¶ “…”
    pub(super) fn announcing_paragraph(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let starts =
            slot > 0 && narrative.paragraph_of(slot - 1) + 1 == narrative.paragraph_of(slot);
        if !starts || !(self.is_speech)(slot) || self.is_shout(slot) {
            return None;
        }
        let range = narrative.sentence_of(slot - 1);
        let start = self.clauses.partition_point(|clause| clause.cue < range.start);
        let clause = self.clauses[start..].iter().take_while(|clause| clause.cue < range.end).find(
            |clause| {
                clause.classes.has_any(WordClasses::SPEECH_VERB)
                    && matches!(clause.form, ClauseForm::SubjectVerb | ClauseForm::VerbSubject)
            },
        );
        if let Some(clause) = clause {
            let cue = Some((clause.cue, clause.cue_end));
            return Some(RuleMatch {
                cue,
                subject: clause.subject,
                rule: AttributionRule::ParagraphBefore,
                confidence: 0.5,
            });
        }
        let noun = range.clone().find(|&i| narrative.items[i].has_any(WordClasses::SPEECH_NOUN))?;
        let subject = narrative.sentence_subject(range.clone(), range.end)?;
        Some(RuleMatch {
            cue: Some((noun, noun + 1)),
            subject,
            rule: AttributionRule::ParagraphBefore,
            confidence: 0.5,
        })
    }

    /// Finds the speaker in the paragraph after, where the quotation is a paragraph of its own: “…”
    /// ¶ Ito was speaking to reporters …
    pub(super) fn paragraph_after(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let alone = (slot == 0 || narrative.paragraph_of(slot - 1) != narrative.paragraph_of(slot))
            && (self.is_speech)(slot);
        let next = narrative.items.get(slot + 1).filter(|n| {
            n.is_word() && narrative.paragraph_of(slot + 1) == narrative.paragraph_of(slot) + 1
        })?;
        let range = narrative.sentence_of(slot + 1);
        // A quotation there claims the words for itself.
        if !alone
            || !next.opens_sentence
            || narrative.items[range.clone()].iter().any(|n| n.is_slot())
        {
            return None;
        }
        let start = self.clauses.partition_point(|clause| clause.cue < range.start);
        let clause = self.clauses[start..]
            .iter()
            .take_while(|clause| clause.cue < range.end)
            .find(|clause| {
                clause.classes.has_any(WordClasses::CUE)
                    && matches!(clause.form, ClauseForm::SubjectVerb | ClauseForm::VerbSubject)
            })?;
        let opens = clause.subject.start == range.start || clause.cue == range.start;
        opens.then_some(RuleMatch {
            cue: Some((clause.cue, clause.cue_end)),
            subject: clause.subject,
            rule: AttributionRule::ParagraphAfter,
            confidence: 0.4,
        })
    }

    /// Continues the paragraph before, where that ends in the words of the speaker.
    pub(super) fn paragraph_before(
        &self,
        slot: usize,
        last: Option<(&[usize], &RuleMatch)>,
    ) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let (quotation_slots, found) = last?;
        let before = *quotation_slots.last()?;
        let starts = slot == 0 || narrative.paragraph_of(slot - 1) != narrative.paragraph_of(slot);
        if !starts || narrative.paragraph_of(before) + 1 != narrative.paragraph_of(slot) {
            return None;
        }
        let quiet = !self.is_shout(slot)
            && narrative.items[slot - 1].sentence <= narrative.items[before].sentence + 1;
        quiet.then_some(RuleMatch {
            cue: found.cue,
            subject: found.subject,
            rule: AttributionRule::ParagraphBefore,
            confidence: 0.79_f32.min(found.confidence),
        })
    }
}
