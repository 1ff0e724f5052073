//! Reporting clauses: each cue of a level with its subject.
//!
//! Every word that may be a cue is classified by the words around it: how it relates to its subject
//! ([`ClauseForm`]), and which noun phrase that is. No parser is used. Each walk from a cue takes
//! at most [`MAX_WALK_ITEMS`] items, so that the time is linear in the items of the sentences that
//! are parsed. Only sentences near a quotation are.

mod clause;
mod cue;

pub(super) use clause::{ClauseForm, ReportingClause};
use cue::{CueCandidate, classify_cue};

use super::narrative::Narrative;
use super::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use super::verb_second;
use crate::language::WordClasses;

/// The reporting clauses of a level, in the order of their cues.
///
/// A sentence is parsed when a rule first needs it, since most quotations have their speaker in
/// their own sentence.
#[derive(Debug)]
pub(super) struct ReportingClauses {
    clauses: Vec<ReportingClause>,
    /// For each sentence: near a quotation and not parsed yet.
    unread: Vec<bool>,
}

impl ReportingClauses {
    /// Creates an empty list. Only sentences near a slot will be parsed: a rule looks at the
    /// sentence of a slot, the two before (of which the last may end the paragraph before) and the
    /// two after.
    pub(super) fn new(narrative: &Narrative<'_>) -> ReportingClauses {
        let mut unread = vec![false; narrative.sentences.len()];
        for &slot in &narrative.slots {
            let sentence = narrative.items[slot].sentence as usize;
            let end = unread.len().min(sentence + 3);
            unread[sentence.saturating_sub(2)..end].fill(true);
        }
        ReportingClauses { clauses: Vec::with_capacity(2 * narrative.slots.len()), unread }
    }

    /// Parses the sentences of `range` that are near a slot. Takes time linear in their items,
    /// since each walk is bounded.
    pub(super) fn parse_sentences(
        &mut self,
        narrative: &Narrative<'_>,
        range: std::ops::Range<usize>,
    ) {
        for sentence in range.start..range.end.min(narrative.sentences.len() - 1) {
            if !std::mem::take(&mut self.unread[sentence]) {
                continue;
            }
            if !narrative.sentence_may_have(sentence, CLAUSE_TRIGGERS) {
                continue;
            }
            let (low, high) = (narrative.sentences[sentence], narrative.sentences[sentence + 1]);
            let after =
                self.clauses.split_off(self.clauses.partition_point(|clause| clause.cue < low));
            match narrative.lexicon.grammar.verb_second {
                true => verb_second::find_clauses(narrative, low, high, &mut self.clauses),
                false => find_clauses(narrative, low, high, &mut self.clauses),
            }
            self.clauses.extend(after);
        }
    }
}

impl std::ops::Deref for ReportingClauses {
    type Target = [ReportingClause];

    fn deref(&self) -> &[ReportingClause] {
        &self.clauses
    }
}

/// The classes of words that can start a reporting clause.
const CLAUSE_TRIGGERS: WordClasses = WordClasses::CUE
    .with(WordClasses::MULTIWORD_CUE_START)
    .with(WordClasses::ACCORDING_TO)
    .with(WordClasses::POSTPOSED_ACCORDING_TO)
    .with(WordClasses::TRAILING_ACCORDING_TO)
    .with(WordClasses::OPINION_NOUN);

fn find_clauses(
    narrative: &Narrative<'_>,
    low: usize,
    high: usize,
    clauses: &mut Vec<ReportingClause>,
) {
    // The subject of the sentence, computed on demand.
    let mut main: Option<Option<NounPhrase>> = None;
    for i in low..high {
        let item = &narrative.items[i];
        // *called* is no cue in *so-called*.
        if !item.has_any(CLAUSE_TRIGGERS)
            || i > low && !item.space_before && narrative.items[i - 1].is_mark(&['-'])
        {
            continue;
        }
        if let Some(clause) = according_to_clause(narrative, i, low, high) {
            clauses.push(clause);
            continue;
        }
        let (classes, cue_end) = match narrative.items.get(i + 1).filter(|n| {
            item.has_all(WordClasses::MULTIWORD_CUE_START) && i + 1 < high && n.is_word()
        }) {
            Some(_) => {
                match narrative.lexicon.phrase(narrative.item_text(i), narrative.item_text(i + 1)) {
                    Some(classes) => (classes, i + 2),
                    None => (item.classes, i + 1),
                }
            }
            None => (item.classes, i + 1),
        };
        if !classes.has_any(WordClasses::CUE) {
            continue;
        }
        let mut shared = || -> Option<NounPhrase> {
            let sentence = narrative.items[i].sentence;
            let before = clauses
                .iter()
                .rev()
                .take_while(|clause| narrative.items[clause.cue].sentence == sentence)
                .take(MAX_WALK_ITEMS);
            // “and” after a comma continues the main clause: X said he and Y met, and suggested …
            let main_clause = i >= low + 2
                && narrative.items[i - 1].has_any(WordClasses::CONJUNCTION)
                && narrative.items[i - 2].is_mark(&[',']);
            let main = (*main.get_or_insert_with(|| narrative.sentence_subject(low..high, high)))
                .filter(|main| main.end <= i);
            // A clause before the main clause does not share its subject: As the audience began to
            // chant, Ito rose and said …
            let opening =
                |clause: &ReportingClause| main.is_some_and(|main| clause.cue < main.start);
            let mut spoken = before.filter(|clause| {
                !matches!(clause.form, ClauseForm::Passive)
                    && !narrative.is_embedded_clause(clause)
                    && !opening(clause)
            });
            let clause = if main_clause { spoken.last() } else { spoken.next() };
            clause.map(|clause| clause.subject).or(main)
        };
        let candidate = CueCandidate { cue: i, cue_end, classes, low, high };
        let Some((form, subject)) = classify_cue(narrative, candidate, &mut shared) else {
            continue;
        };
        if narrative.refers_to_nobody(subject) {
            continue;
        }
        clauses.push(ReportingClause { cue: i, cue_end, verb: i, classes, form, subject });
    }
}

/// Parses “in X’s words” or “by her account”, with the noun at item `i`.
fn opinion_clause(narrative: &Narrative<'_>, i: usize, low: usize) -> Option<ReportingClause> {
    let own = narrative.item_text(i - 1) == "own" && i >= low + 3;
    let owner = i - 1 - usize::from(own);
    let subject = if narrative.is_genitive_marker(owner) {
        narrative.possessor(owner, low)?
    } else if narrative.is_plural_possessor(owner) {
        narrative.possessor(owner + 1, low)?
    } else if narrative.items[owner].has_any(WordClasses::POSSESSIVE) {
        NounPhrase { start: owner, end: owner + 1, head_end: owner + 1 }
    } else {
        return None;
    };
    let lead = subject
        .start
        .checked_sub(1)
        .filter(|&lead| lead >= low && narrative.items[lead].is_word())?;
    matches!(&*narrative.item_text(lead).to_ascii_lowercase(), "in" | "by").then_some(
        ReportingClause {
            cue: i,
            cue_end: i + 1,
            verb: i,
            classes: WordClasses::SPEECH_VERB,
            form: ClauseForm::AccordingTo,
            subject,
        },
    )
}

/// Parses “according to X” or “in the words of X” at item `i`.
fn according_to_clause(
    narrative: &Narrative<'_>,
    i: usize,
    low: usize,
    high: usize,
) -> Option<ReportingClause> {
    let item = &narrative.items[i];
    let word = |k: usize| if i + k < high { narrative.item_text(i + k) } else { "" };
    let beside = || {
        i > 0
            && (narrative.items[i - 1].is_slot()
                || i > 1
                    && narrative.items[i - 1].is_mark(&[','])
                    && narrative.items[i - 2].is_slot())
    };
    if item.has_any(WordClasses::OPINION_NOUN) && i >= low + 2 {
        return opinion_clause(narrative, i, low);
    }
    let len = match item
        .has_any(WordClasses::ACCORDING_TO)
        .then(|| narrative.lexicon.according_to_len(word))
        .flatten()
    {
        Some(len) => len,
        None if item.has_any(WordClasses::POSTPOSED_ACCORDING_TO) && beside() => 1,
        None => return None,
    };
    let to = i + len;
    let subject = narrative.noun_phrase_at(to, high, true)?;
    Some(ReportingClause {
        cue: i,
        cue_end: to,
        verb: i,
        classes: WordClasses::SPEECH_VERB,
        form: ClauseForm::AccordingTo,
        subject,
    })
}

impl Narrative<'_> {
    /// Returns true if the clause is itself reported and its subject is a pronoun: Ito said **she**
    /// knew …
    pub(super) fn is_embedded_clause(&self, clause: &ReportingClause) -> bool {
        let subject = &self.items[clause.subject.start];
        let pronoun = clause.subject.end == clause.subject.start + 1
            && (subject
                .has_any(WordClasses::MASCULINE | WordClasses::FEMININE | WordClasses::PLURAL)
                || self.item_text(clause.subject.start) == "it");
        let before = clause.subject.start.checked_sub(1).map(|before| &self.items[before]);
        let cue = WordClasses::COMPLEMENTIZER | WordClasses::SPEECH_VERB;
        before.is_some_and(|before| {
            before.sentence == subject.sentence
                && (before.has_any(cue) || pronoun && before.has_any(WordClasses::CUE))
        }) && clause.form == ClauseForm::SubjectVerb
            && !subject.opens_sentence
    }
}
