//! Rules for a reporting clause in the sentence of the quotation, or right after it.

use super::{RuleMatch, RuleMatcher};
use crate::attribution::AttributionRule;
use crate::attribution::noun_phrase::{MAX_WALK_ITEMS, NounPhrase, is_ly_adverb};
use crate::attribution::reporting_clause::{ClauseForm, ReportingClause};
use crate::language::WordClasses;

/// Number of items after a quotation in which its reporting verb is sought.
const MAX_ITEMS_AFTER: usize = 70;

impl RuleMatcher<'_, '_> {
    /// Returns the first item after `slot` that is no closing or light mark.
    pub(super) fn item_beside(&self, slot: usize) -> usize {
        let mut a = slot + 1;
        while self
            .narrative
            .items
            .get(a)
            .is_some_and(|n| n.is_comma_or_dash() || n.is_mark(&[';', ')', ']']))
        {
            a += 1;
        }
        a
    }

    /// Finds a reporting clause right after: “…,” he said · “…,” said Schwerin, a spokesman · “…,”
    /// according to the report
    pub(super) fn clause_after(&self, slot: usize, rule: AttributionRule) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let item = &narrative.items[slot];
        let a = self.item_beside(slot);
        let next = narrative
            .items
            .get(a)
            .filter(|n| n.is_word() && narrative.paragraph_of(a) == narrative.paragraph_of(slot))?;
        let crossed = next.sentence != item.sentence;
        // Only a new sentence explains this capital: “…?” The mayor asked …
        let fresh = matches!(item.last_char(), '?' | '!')
            && next.has_all(WordClasses::CAPITALIZED)
            && next.has_any(
                WordClasses::DETERMINER
                    | WordClasses::SUBJECT_PRONOUN
                    | WordClasses::SUBORDINATOR
                    | WordClasses::PREPOSITION,
            );
        let stopped = item.last_char() == '.'
            || fresh
            || narrative.items.get(slot + 1).is_some_and(|n| n.is_mark(&['.']));
        // Adverbs, *as* and *which* may stand before the clause: “…,” then said.
        let mut from = a;
        while narrative.items.get(from).is_some_and(|n| {
            n.has_any(WordClasses::ADVERB)
                && !n.has_any(
                    WordClasses::DETERMINER
                        | WordClasses::INDEFINITE
                        | WordClasses::SUBJECT_PRONOUN,
                )
                || narrative.item_text(from).eq_ignore_ascii_case("as")
        }) && from < a + 3
        {
            from += 1;
        }
        let high = narrative.sentence_of(a).end.min(a + MAX_ITEMS_AFTER);
        let start = self.clauses.partition_point(|clause| clause.cue < a);
        for clause in self.clauses[start..].iter().take_while(|clause| clause.cue < high) {
            if (clause.cue..high).start > slot + 1
                && narrative.items[slot + 1..clause.cue].iter().any(|n| n.is_slot())
            {
                break;
            }
            let verb_second = narrative.lexicon.grammar.verb_second;
            let fits = match clause.form {
                ClauseForm::VerbSubject => clause.verb == a || clause.verb == from,
                // The verb comes first behind a quotation, but in a clause of its own: “…”, wie X
                // sagte.
                ClauseForm::SubjectVerb if verb_second && !crossed => {
                    clause.subject.start == a + 1
                        && narrative.items[a].has_any(WordClasses::SUBORDINATOR)
                }
                ClauseForm::AccordingTo => {
                    clause.cue == a || clause.cue == from || clause.subject.start == a + 1
                }
                ClauseForm::SubjectVerb => {
                    clause.subject.start == a || clause.subject.start == from
                }
                ClauseForm::Passive => {
                    clause.subject.start == a && clause.subject.end <= clause.cue
                }
                ClauseForm::SharedSubject => false,
            };
            // What is said of the words is no clause of theirs: “…,” a point the union denied.
            let comment = clause.form == ClauseForm::SubjectVerb
                && matches!(narrative.item_text(a), "a" | "an" | "something" | "words")
                && (a + 2..clause.subject.end).any(|k| {
                    narrative.items[k].has_any(WordClasses::DETERMINER)
                        && narrative.items[k - 1].is_word()
                        && !narrative.items[k - 1].has_any(
                            WordClasses::PREPOSITION
                                | WordClasses::CONJUNCTION
                                | WordClasses::DETERMINER,
                        )
                });
            if comment {
                return None;
            }
            if !fits {
                let relative = narrative.items[clause.subject.start].has_any(WordClasses::RELATIVE);
                if matches!(clause.form, ClauseForm::SubjectVerb)
                    && clause.subject.start > from
                    && !relative
                {
                    break;
                }
                continue;
            }
            if stopped
                && crossed
                && clause.form == ClauseForm::SubjectVerb
                && !self.is_complete(clause, high, true)
            {
                return None;
            }
            if clause.classes.has_any(WordClasses::NAMING_VERB | WordClasses::WEAK_CUE)
                && !clause.classes.has_any(WordClasses::SPEECH_VERB)
                && !self.is_complete(clause, high, false)
            {
                return None;
            }
            let sure = match (stopped && crossed, clause.classes.has_any(WordClasses::SPEECH_VERB))
            {
                (false, true) => 0.98,
                (false, false) => 0.92,
                (true, _) => 0.8,
            };
            return self.match_clause(clause, rule, sure);
        }
        if crossed && stopped {
            return None;
        }
        if narrative.lexicon.reporting_verbs == 0 {
            return self.clause_by_form(slot, a, rule);
        }
        self.unlisted_verb(slot, a, rule)
    }

    /// Finds a reporting clause in a language without word lists, by its form alone: a mark, one or
    /// two small words, then names up to the next mark: – powiedziała Anna Nowak.
    fn clause_by_form(&self, slot: usize, a: usize, rule: AttributionRule) -> Option<RuleMatch> {
        /// Most small words before the name.
        const MAX_VERBS: usize = 2;
        let narrative = self.narrative;
        let high = narrative.sentence_of(a).end;
        let capital = |k: usize| {
            k < high
                && narrative.items[k].has_all(WordClasses::CAPITALIZED)
                && !narrative.items[k].opens_sentence
        };
        let marked = a > slot + 1 || matches!(narrative.items[slot].last_char(), ',' | '?' | '!');
        let verbs = (a..high).take_while(|&k| narrative.items[k].is_word() && !capital(k)).count();
        let names = (a + verbs..high).take_while(|&k| capital(k)).count();
        let (start, end) = (a + verbs, a + verbs + names);
        let closed = narrative.items.get(end).is_none_or(|n| end >= high || !n.is_word());
        if !(marked && closed && names > 0 && (1..=MAX_VERBS).contains(&verbs)) {
            return None;
        }
        let subject = NounPhrase { start, end, head_end: end };
        Some(RuleMatch { cue: Some((a, a + 1)), subject, rule, confidence: 0.8 })
    }

    /// Finds a clause whose subject stands before the quotation and whose cue behind it, where that
    /// is the order of words: Merkel hat den Plan als “…” bezeichnet.
    pub(super) fn clause_around(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        if !narrative.lexicon.grammar.verb_second {
            return None;
        }
        let high = narrative.sentence_of(slot).end;
        let start = self.clauses.partition_point(|clause| clause.cue < slot);
        let clause =
            self.clauses[start..].iter().take_while(|clause| clause.cue < high).find(|clause| {
                let before = clause.subject.end <= slot;
                let gap = (slot + 1..clause.cue).all(|k| {
                    narrative.items[k].is_word()
                        && !narrative.items[k].has_any(WordClasses::CONJUNCTION)
                });
                before
                    && gap
                    && clause.subject.start >= narrative.sentence_of(slot).start
                    && clause.form != ClauseForm::SharedSubject
                    && clause.form != ClauseForm::AccordingTo
            })?;
        let rule = match clause.form {
            ClauseForm::Passive => AttributionRule::Passive,
            _ => AttributionRule::Before,
        };
        self.match_clause(clause, rule, 0.93)
    }

    /// Returns true if only adverbials follow the cue, so that the sentence reports nothing else.
    pub(super) fn is_complete(&self, clause: &ReportingClause, high: usize, crossed: bool) -> bool {
        let narrative = self.narrative;
        let mut k = clause.cue_end;
        while k < high
            && (narrative.items[k].has_any(WordClasses::ADVERB)
                || is_ly_adverb(narrative.item_text(k)))
        {
            k += 1;
        }
        let Some(next) = narrative.items.get(k).filter(|_| k < high) else { return true };
        // After a full stop inside the marks, “He said, twice, that” reports something else.
        let comma = next.is_mark(&[',']);
        if comma && crossed {
            return false;
        }
        if !next.is_word() {
            let again = comma && narrative.items.get(k + 1).is_some_and(|n| n.is_slot());
            return !(next.is_mark(&[':']) || next.is_slot() || again);
        }
        if narrative.items[clause.cue..narrative.sentence_of(clause.cue).end]
            .iter()
            .take(MAX_WALK_ITEMS)
            .any(|item| item.is_slot())
        {
            return false;
        }
        next.has_any(WordClasses::PREPOSITION | WordClasses::TIME)
            && !next.has_any(WordClasses::DETERMINER)
            || matches!(narrative.item_text(k), "as" | "when" | "while")
    }

    /// Finds a verb that is not listed, right after a quotation that ends in a comma: “…,” Mr Trump
    /// thundered.
    pub(super) fn unlisted_verb(
        &self,
        slot: usize,
        a: usize,
        rule: AttributionRule,
    ) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let open = matches!(narrative.items[slot].last_char(), ',' | '?' | '!')
            || narrative.items.get(slot + 1).is_some_and(|n| n.is_mark(&[',']));
        if !open {
            return None;
        }
        let high = narrative.sentence_of(a).end.min(a + 12);
        let subject = narrative.noun_phrase_at(a, high, false)?;
        let person = narrative.items[a].is_proper_noun()
            || narrative.items[a].has_any(WordClasses::SUBJECT_PRONOUN)
            || narrative.can_speak(subject);
        let verb = subject.end;
        let item = narrative.items.get(verb).filter(|n| verb < high && n.is_word())?;
        let printed = narrative.item_text(verb);
        if !person
            || !(printed.ends_with("ed")
                || item.has_any(WordClasses::NON_REPORTING_VERB | WordClasses::CUE))
            || item.has_any(WordClasses::AUXILIARY)
        {
            return None;
        }
        let rule = match rule {
            AttributionRule::Inside => AttributionRule::InsideUnlisted,
            _ => AttributionRule::AfterUnlisted,
        };
        Some(RuleMatch { cue: Some((verb, verb + 1)), subject, rule, confidence: 0.75 })
    }

    /// Finds a reporting clause before: He said: “…” · He said that “…” · called it “…” · according
    /// to X, “…”
    pub(super) fn clause_before(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let range = narrative.sentence_of(slot);
        let end = self.clauses.partition_point(|clause| clause.cue < slot);
        let mut best: Option<(u32, &ReportingClause)> = None;
        for clause in
            self.clauses[..end].iter().rev().take_while(|clause| clause.cue >= range.start).take(6)
        {
            if clause.subject.end > slot && clause.subject.start < slot {
                continue;
            }
            // The quotation is the predicate of the main clause: Who complains about it “is not
            // well”.
            let that = || {
                (clause.cue_end..slot)
                    .any(|k| narrative.items[k].has_any(WordClasses::COMPLEMENTIZER))
            };
            if narrative.items[clause.subject.start].has_any(WordClasses::RELATIVE)
                && narrative.begins_with_auxiliary(slot)
                && !that()
            {
                continue;
            }
            let distance = slot - clause.cue_end;
            // A cue governs a list of quotations: he called it “A” and “B”.
            let adjacent = distance <= 4;
            // An infinitive or *would advise* is itself reported, where another verb in the
            // sentence reports.
            let reported = clause.classes.has_any(WordClasses::BASE_FORM)
                && !clause.classes.has_any(WordClasses::PAST_TENSE)
                && !matches!(clause.form, ClauseForm::AccordingTo);
            let aside =
                clause.form == ClauseForm::SubjectVerb && self.is_circumstance(clause, slot);
            let rank = if aside {
                1
            } else if clause.classes.has_any(WordClasses::SPEECH_VERB) && reported {
                4
            } else if clause.classes.has_any(WordClasses::SPEECH_VERB) {
                5
            } else if clause.classes.has_any(WordClasses::NAMING_VERB) {
                // No object stands after a comma: Comparing nothing to it, “…”
                let comma = distance > 1 && narrative.items[slot - 1].is_mark(&[',']);
                match distance {
                    0..=12 if comma => 3,
                    0..=12 => 5 - u32::from(reported),
                    _ => 2,
                }
            } else if clause.classes.has_any(WordClasses::COGNITION_VERB) {
                if adjacent { 4 } else { 3 }
            } else {
                u32::from(adjacent)
            };
            // A negated cue (declined to say) still names the nearest speaker.
            if rank > best.map_or(0, |(rank, _)| rank) {
                best = Some((rank, clause));
            }
            if rank == 5 {
                break;
            }
        }
        let (rank, mut clause) = best?;
        // The pronoun is the subject of a clause that another verb reports: Mr Bolton said he would
        // advise …
        let inner = &narrative.items[clause.subject.start];
        if clause.form == ClauseForm::SubjectVerb
            && clause.subject.end == clause.subject.start + 1
            && (inner.has_any(WordClasses::MASCULINE | WordClasses::FEMININE | WordClasses::PLURAL)
                || narrative.item_text(clause.subject.start) == "it")
        {
            let outer = self.clauses[..end]
                .iter()
                .rev()
                .take(MAX_WALK_ITEMS)
                .skip_while(|e| e.cue >= clause.subject.start)
                .take_while(|e| e.cue >= range.start)
                .find(|e| {
                    e.classes.has_any(WordClasses::SPEECH_VERB)
                        && matches!(
                            e.form,
                            ClauseForm::SubjectVerb
                                | ClauseForm::VerbSubject
                                | ClauseForm::SharedSubject
                        )
                        && e.cue_end <= clause.subject.start
                        && narrative.items[e.cue_end..clause.subject.start].iter().all(|n| {
                            n.is_word()
                                && !n.has_any(WordClasses::CONJUNCTION)
                                && !n.has_any(WordClasses::SUBORDINATOR | WordClasses::RELATIVE)
                                || n.span.slice(narrative.text) == "that"
                        })
                });
            if let Some(outer) = outer {
                clause = outer;
            }
        }
        // Warf er „…“ vor: the subject stands between.
        let behind = match clause.form {
            ClauseForm::VerbSubject if narrative.lexicon.grammar.verb_second => {
                clause.subject.end.clamp(clause.cue_end, slot)
            }
            _ => clause.cue_end,
        };
        let direct = slot - clause.cue_end <= MAX_WALK_ITEMS
            && (behind..slot).all(|k| {
                let item = &narrative.items[k];
                item.is_mark(&[',', ':', '—', '–', '-'])
                    || item.has_any(WordClasses::ADVERB | WordClasses::TIME)
                    || item.has_any(WordClasses::COMPLEMENTIZER)
            });
        let confidence = match (direct, rank, clause.form) {
            (
                true,
                4 | 5,
                ClauseForm::SubjectVerb | ClauseForm::VerbSubject | ClauseForm::AccordingTo,
            ) => 0.95,
            (false, 4 | 5, ClauseForm::SubjectVerb) => 0.93,
            (_, 4 | 5, ClauseForm::SharedSubject) => 0.91,
            (_, 4 | 5, _) => 0.8,
            _ => 0.65,
        };
        let rule = match clause.form {
            ClauseForm::SubjectVerb | ClauseForm::VerbSubject => AttributionRule::Before,
            ClauseForm::AccordingTo => AttributionRule::AccordingTo,
            ClauseForm::SharedSubject => AttributionRule::BeforeShared,
            ClauseForm::Passive => AttributionRule::Passive,
        };
        self.match_clause(clause, rule, confidence)
    }

    /// Returns true if the clause before a comma only gives the time or occasion: When Ito railed
    /// against it, “…”
    fn is_circumstance(&self, clause: &ReportingClause, slot: usize) -> bool {
        let narrative = self.narrative;
        let before = clause.subject.start.checked_sub(1).map(|before| &narrative.items[before]);
        let subordinate = before.is_some_and(|before| {
            before.sentence == narrative.items[slot].sentence
                && before.has_any(WordClasses::SUBORDINATOR)
                && !before.has_any(WordClasses::COMPLEMENTIZER | WordClasses::RELATIVE)
                && !before.opens_sentence
        });
        subordinate && slot > clause.cue_end + 1 && narrative.items[slot - 1].is_mark(&[','])
    }

    /// Finds a reporting clause at the end of the sentence: “X” and enact her agenda, Mr Clyburn
    /// said.
    pub(super) fn late_clause(&self, slot: usize) -> Option<RuleMatch> {
        let narrative = self.narrative;
        let range = narrative.sentence_of(slot);
        let high = range.end.min(slot + MAX_ITEMS_AFTER);
        let start = self.clauses.partition_point(|clause| clause.cue < slot);
        let mut best: Option<(u32, &ReportingClause)> = None;
        for clause in self.clauses[start..].iter().take_while(|clause| clause.cue < high) {
            let set_off = |start: usize| {
                start > slot
                    && (narrative.items[start - 1].is_comma_or_dash()
                        || narrative.items[start - 1].is_slot())
            };
            let rank = match clause.form {
                _ if narrative.items[clause.subject.start].has_any(WordClasses::RELATIVE) => 0,
                ClauseForm::SubjectVerb if set_off(clause.subject.start) => 3,
                ClauseForm::AccordingTo => 3,
                ClauseForm::VerbSubject if set_off(clause.cue) => 3,
                ClauseForm::SubjectVerb
                    if clause.classes.has_any(WordClasses::SPEECH_VERB)
                        && self.is_complete(clause, high, false) =>
                {
                    2
                }
                ClauseForm::SubjectVerb if clause.classes.has_any(WordClasses::SPEECH_VERB) => 1,
                _ => 0,
            };
            if rank > best.map_or(0, |(rank, _)| rank) {
                best = Some((rank, clause));
            }
        }
        let (rank, clause) = best?;
        if rank < 2 && (self.is_speech)(slot) {
            return None;
        }
        self.match_clause(clause, AttributionRule::AfterLate, if rank == 3 { 0.93 } else { 0.6 })
    }
}
