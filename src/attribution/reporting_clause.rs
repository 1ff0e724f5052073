//! Reporting clauses: each cue of a level with its subject.
//!
//! Every word that may be a cue is classified by the words around it: how it relates to its subject
//! ([`ClauseForm`]), and which noun phrase that is. No parser is used. Each walk from a cue takes
//! at most [`MAX_WALK_ITEMS`] items, so that the time is linear in the items of the sentences that
//! are parsed. Only sentences near a quotation are.

use super::narrative::{Narrative, NarrativeItem};
use super::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use crate::language::WordClasses;

/// The relation of a cue to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClauseForm {
    /// Subject before the verb: “he said”.
    SubjectVerb,
    /// Quotative inversion: “said Schwerin”.
    VerbSubject,
    /// A prepositional cue: “according to the report”.
    AccordingTo,
    /// The subject of the verb before, or of the sentence: “…, saying”, “and added”.
    SharedSubject,
    /// A passive: “was quoted as saying”, “was described by X as”.
    Passive,
}

/// A cue with its subject. Positions are indices of items.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReportingClause {
    pub(super) cue: usize,
    pub(super) cue_end: usize,
    pub(super) classes: WordClasses,
    pub(super) form: ClauseForm,
    pub(super) subject: NounPhrase,
}

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
            find_clauses(narrative, low, high, &mut self.clauses);
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
            // A clause before the main clause does not share its subject: As the crowd began to
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
        clauses.push(ReportingClause { cue: i, cue_end, classes, form, subject });
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
        classes: WordClasses::SPEECH_VERB,
        form: ClauseForm::AccordingTo,
        subject,
    })
}

/// A word that may be a cue, in the sentence of the items `low..high`.
#[derive(Clone, Copy)]
struct CueCandidate {
    cue: usize,
    cue_end: usize,
    classes: WordClasses,
    low: usize,
    high: usize,
}

/// Returns the form and the subject of `candidate`, or `None` if it reports nothing.
///
/// `shared` finds the subject that it shares with the verbs before it.
fn classify_cue(
    narrative: &Narrative<'_>,
    candidate: CueCandidate,
    shared: &mut dyn FnMut() -> Option<NounPhrase>,
) -> Option<(ClauseForm, NounPhrase)> {
    let CueCandidate { cue: i, cue_end, classes, low, high } = candidate;
    let item = &narrative.items[i];
    let before = (i > low).then(|| &narrative.items[i - 1]);
    // Skip adverbs and *not*, to the word that governs the verb.
    let mut k = i;
    while k > low
        && (narrative.items[k - 1].has_any(WordClasses::ADVERB)
            || super::noun_phrase::is_ly_adverb(narrative.item_text(k - 1)))
    {
        k -= 1;
    }
    let hinge = (k > low).then(|| &narrative.items[k - 1]);
    let noun_place = i > low && narrative.is_plural_possessor(i - 1)
        || before.is_some_and(|b| {
            b.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
                && !b.has_any(
                    WordClasses::INDEFINITE
                        | WordClasses::SUBJECT_PRONOUN
                        | WordClasses::FEMININE
                        | WordClasses::RELATIVE,
                )
                && narrative.item_text(i - 1) != "that"
                && narrative.item_text(i - 1) != "this"
        })
        || narrative.is_genitive_marker(i.wrapping_sub(1)) && i > low;
    if noun_place {
        return None;
    }
    if item.has_all(WordClasses::CAPITALIZED)
        && !item.opens_sentence
        && !is_headline_verb(narrative, i, low, high)
    {
        return None;
    }
    if classes.has_any(WordClasses::ING_FORM) {
        let progressive = hinge.is_some_and(|h| h.has_any(WordClasses::BE));
        if progressive {
            return narrative
                .subject_before(i, low)
                .map(|subject| (ClauseForm::SubjectVerb, subject));
        }
        if hinge.is_some_and(|h| h.has_any(WordClasses::DETERMINER)) {
            return None;
        }
        // “was quoted as saying”
        if k >= low + 2
            && narrative.item_text(k - 1) == "as"
            && narrative.items[k - 2].has_any(WordClasses::PAST_PARTICIPLE)
        {
            let mut verb = k - 2;
            while verb > low
                && narrative.items[verb - 1]
                    .has_any(WordClasses::BE | WordClasses::ADVERB | WordClasses::AUXILIARY)
            {
                verb -= 1;
            }
            if verb < k - 2 {
                return narrative
                    .subject_before(verb, low)
                    .map(|subject| (ClauseForm::Passive, subject));
            }
        }
        if hinge.is_some_and(NarrativeItem::is_word)
            && let Some(subject) = participle_subject(narrative, k, low, classes)
        {
            return Some((ClauseForm::SubjectVerb, subject));
        }
        return shared().map(|subject| (ClauseForm::SharedSubject, subject));
    }
    let past = classes.has_any(WordClasses::PAST_TENSE);
    let participle = classes.has_any(WordClasses::PAST_PARTICIPLE);
    let passive = hinge.is_some_and(|h| h.has_any(WordClasses::BE)) && participle;
    if passive {
        if narrative.items.get(cue_end).is_some_and(|n| cue_end < high && n.is_word())
            && narrative.item_text(cue_end) == "by"
        {
            return narrative
                .noun_phrase_at(cue_end + 1, high, true)
                .map(|subject| (ClauseForm::Passive, subject));
        }
        // “was told “…” by the mayor”
        let by = (cue_end..high)
            .take(3)
            .find(|&k| !narrative.items[k].is_slot() && narrative.item_text(k) != "as");
        if let Some(by) = by.filter(|&by| by > cue_end && narrative.item_text(by) == "by") {
            return narrative
                .noun_phrase_at(by + 1, high, true)
                .map(|subject| (ClauseForm::Passive, subject));
        }
        return None;
    }
    if participle && !past {
        // a-t-il déclaré
        if hinge.is_some_and(|h| h.has_any(WordClasses::SUBJECT_PRONOUN) && !h.space_before)
            && k >= low + 2
            && narrative.items[k - 2].is_mark(&['-'])
        {
            return Some((
                ClauseForm::SubjectVerb,
                NounPhrase { start: k - 1, end: k, head_end: k },
            ));
        }
        // “has spoken”
        return hinge
            .is_some_and(|h| h.has_any(WordClasses::AUXILIARY))
            .then(|| narrative.subject_before(i, low))
            .flatten()
            .map(|subject| (ClauseForm::SubjectVerb, subject));
    }
    if classes.has_any(WordClasses::BASE_FORM)
        && !past
        && !classes.has_any(WordClasses::PRESENT_TENSE)
    {
        let printed = hinge.map_or("", |_| narrative.item_text(k - 1));
        if printed == "to" {
            return infinitive_subject(narrative, k - 1, low)
                .or_else(shared)
                .map(|subject| (ClauseForm::SharedSubject, subject));
        }
        let hinged = hinge.is_some_and(|h| {
            h.has_any(WordClasses::AUXILIARY)
                || h.has_any(
                    WordClasses::SUBJECT_PRONOUN | WordClasses::INDEFINITE | WordClasses::RELATIVE,
                )
                || h.is_word()
                    && printed.ends_with('s')
                    && !h.has_any(WordClasses::BE | WordClasses::NUMBER)
                || matches!(printed, "people" | "men" | "women" | "police" | "percent" | "media")
                || h.is_comma_or_dash() && classes.has_all(WordClasses::SPEECH_VERB)
        });
        if !hinged {
            return inverted_clause(narrative, candidate);
        }
        return narrative.subject_before(i, low).map(|subject| (ClauseForm::SubjectVerb, subject));
    }
    // Some nouns look like verbs: claims, reports, plans.
    if let Some(hinge) = hinge {
        if hinge.has_any(WordClasses::CONJUNCTION)
            && let Some(subject) = shared()
        {
            return Some((ClauseForm::SharedSubject, subject));
        }
        if hinge.has_any(WordClasses::PREPOSITION)
            && !hinge.has_any(WordClasses::SUBORDINATOR)
            && hinge.is_word()
            && !hinge.has_all(WordClasses::CAPITALIZED)
            && !classes.has_all(WordClasses::SPEECH_VERB)
        {
            return None;
        }
    }
    if let Some(clause) = inverted_clause(narrative, candidate) {
        return Some(clause);
    }
    // tweets, comments, claims: nouns, unless the phrase before can speak.
    let doubtful = classes.has_any(WordClasses::PRESENT_TENSE)
        && !past
        && (item.has_any(WordClasses::SPEECH_NOUN) || !classes.has_all(WordClasses::SPEECH_VERB));
    let before_it = narrative.subject_before(i, low).filter(|subject| {
        let first = &narrative.items[subject.start];
        !(first.has_any(WordClasses::ING_FORM)
            || looks_like_ing_form(narrative.item_text(subject.start))
                && !first.has_any(WordClasses::TIME))
            || first.has_all(WordClasses::CAPITALIZED)
    });
    if let Some(subject) = before_it {
        const SPEAKS: WordClasses = WordClasses::SUBJECT_PRONOUN
            .with(WordClasses::RELATIVE)
            .with(WordClasses::ROLE)
            .with(WordClasses::ORGANIZATION)
            .with(WordClasses::INDEFINITE);
        let able =
            |k: usize| narrative.items[k].is_proper_noun() || narrative.items[k].has_any(SPEAKS);
        let genitive =
            subject.end > subject.start && i > 0 && narrative.items[i - 1].is_mark(&['\'', '’']);
        let thing = subject.end == subject.start + 1
            && !able(subject.start)
            && !narrative.items[subject.start].has_any(
                WordClasses::DETERMINER
                    | WordClasses::POSSESSIVE
                    | WordClasses::NUMBER
                    | WordClasses::CAPITALIZED,
            )
            && !narrative.item_text(subject.start).ends_with('s')
            && narrative.items[subject.start - usize::from(subject.start > low)].is_slot();
        if !genitive
            && !thing
            && (!doubtful
                || able(subject.head_end - 1) && !narrative.items[subject.start].is_mark(&['-']))
        {
            return Some((ClauseForm::SubjectVerb, subject));
        }
        if doubtful {
            return None;
        }
    }
    if hinge.is_some_and(|h| h.is_word() && !h.has_any(WordClasses::PREPOSITION)) {
        return shared().map(|subject| (ClauseForm::SharedSubject, subject));
    }
    None
}

/// Returns the subject that a participle has to itself and that ends before item `end`: “with Ms.
/// Ito noting”, “footage of Ruiz saying”, “a hat reading”.
fn participle_subject(
    narrative: &Narrative<'_>,
    end: usize,
    low: usize,
    classes: WordClasses,
) -> Option<NounPhrase> {
    if classes.has_all(WordClasses::INSCRIPTION_VERB) {
        let (edge, verb) = narrative.left_boundary(end, low);
        let start = narrative.trim_leading_words(edge, end, verb)?;
        let thing = narrative.items[end - 1]
            .has_any(WordClasses::CAPITALIZED | WordClasses::ADVERB | WordClasses::PREPOSITION);
        return (!thing).then_some(NounPhrase { start, end, head_end: end });
    }
    let mut own = None;
    for lead in (low.max(end.saturating_sub(MAX_OWN_SUBJECT_ITEMS))..end)
        .rev()
        .take_while(|&k| !narrative.items[k].is_slot())
    {
        if !narrative.items[lead].has_any(WordClasses::PARTICIPLE_LEAD) {
            continue;
        }
        let Some(subject) =
            narrative.noun_phrase_at(lead + 1, end, false).filter(|subject| subject.end == end)
        else {
            continue;
        };
        if narrative.item_text(lead).eq_ignore_ascii_case("with") {
            // The person in the footage speaks: with footage of Trump saying.
            const PERSONS: WordClasses =
                WordClasses::ROLE.with(WordClasses::ORGANIZATION).with(WordClasses::INDEFINITE);
            let inside = own.filter(|own: &NounPhrase| {
                (lead + 1..own.start).all(|k| {
                    !narrative.items[k].is_proper_noun() && !narrative.items[k].has_any(PERSONS)
                })
            });
            return inside.or(Some(subject));
        }
        let person = narrative.can_speak(subject)
            && !narrative.items[end - 1].has_any(WordClasses::PLACE | WordClasses::TIME);
        own = own.or(person.then_some(subject));
    }
    own
}

/// Returns the subject of the infinitive at item `to`: only **for Ito** to tweet; so quiet that
/// **Ito** was moved to say.
fn infinitive_subject(narrative: &Narrative<'_>, to: usize, low: usize) -> Option<NounPhrase> {
    let low = low.max(to.saturating_sub(MAX_OWN_SUBJECT_ITEMS));
    let near = (low..to).rev().take_while(|&k| narrative.items[k].is_word());
    for k in near {
        if narrative.item_text(k) == "for" {
            let own = narrative
                .noun_phrase_at(k + 1, to, false)
                .filter(|own| own.end == to && narrative.can_speak(*own));
            return own;
        }
        if narrative.is_finite_verb(k) {
            return narrative
                .subject_before(k, low)
                .filter(|&subject| narrative.can_speak(subject));
        }
    }
    None
}

/// Number of items before a participle or an infinitive in which its own subject is sought.
const MAX_OWN_SUBJECT_ITEMS: usize = 16;

/// Returns true if the word has the form of a present participle.
fn looks_like_ing_form(word: &str) -> bool {
    word.len() > 5
        && word.ends_with("ing")
        && !word.starts_with(char::is_uppercase)
        && !matches!(
            word,
            "nothing" | "something" | "anything" | "everything" | "spring" | "string"
        )
}

/// Returns true if the words around a capitalized cue are capitalized too: Trump Says He Won, but
/// not in the United States is.
fn is_headline_verb(narrative: &Narrative<'_>, i: usize, low: usize, high: usize) -> bool {
    // Headlines print short words in lower case.
    let small = |k: usize| {
        !narrative.items[k].is_word()
            || narrative.items[k].has_all(WordClasses::CAPITALIZED)
            || narrative.items[k].span.len() <= 3
    };
    let spoken = narrative.items[i].has_any(WordClasses::PAST_TENSE)
        || i > low && narrative.items[i - 1].is_slot();
    let around = (low.max(i.saturating_sub(2))..high.min(i + 4)).filter(|&k| k != i);
    if spoken
        && narrative.items[i].has_any(WordClasses::SPEECH_VERB)
        && !narrative.items[i].has_any(WordClasses::SPEECH_NOUN)
    {
        return true;
    }
    let capitals =
        around.clone().filter(|&k| narrative.items[k].has_all(WordClasses::CAPITALIZED)).count();
    around.clone().all(small) && capitals >= 2
}

/// Parses quotative inversion: the cue follows a quotation or a comma, and its subject follows the
/// cue: “…,” said Josh Schwerin.
fn inverted_clause(
    narrative: &Narrative<'_>,
    candidate: CueCandidate,
) -> Option<(ClauseForm, NounPhrase)> {
    let CueCandidate { cue: i, cue_end, classes, low, high } = candidate;
    let base = !classes.has_any(WordClasses::PAST_TENSE | WordClasses::PRESENT_TENSE);
    if !classes.has_any(WordClasses::SPEECH_VERB | WordClasses::COGNITION_VERB)
        || classes.has_all(WordClasses::ADDRESSEE_VERB)
        || base && narrative.item_text(i) != "say"
    {
        return None;
    }
    let mut k = i;
    // A sentence after a full stop inside the marks may begin with the cue: “….” Said he.
    let floor = if k == low { low.saturating_sub(1) } else { low };
    while k > floor
        && (narrative.items[k - 1].is_comma_or_dash()
            || narrative.items[k - 1].has_any(WordClasses::ADVERB))
    {
        k -= 1;
    }
    let follows = k > floor && narrative.items[k - 1].is_slot();
    let as_ = k > low && narrative.item_text(k - 1).eq_ignore_ascii_case("as");
    // The cue may open the sentence, “Said Comey, “…””, or be inserted: the paradox, says Carl
    // Anthony, historian at …, is
    let opens = i == low && !follows;
    let inserted = i > low && narrative.items[i - 1].is_mark(&[',']) && !follows;
    if !(follows || as_ || (opens || inserted) && classes.has_all(WordClasses::SPEECH_VERB)) {
        return None;
    }
    let mut start = cue_end;
    while narrative.items.get(start).is_some_and(|n| {
        start < high && n.has_any(WordClasses::ADVERB) && !n.has_any(WordClasses::DETERMINER)
    }) {
        start += 1;
    }
    // dit-il, ajoute-t-elle
    while start + 1 < high
        && !narrative.items[start].space_before
        && (narrative.items[start].is_mark(&['-']) || narrative.item_text(start) == "t")
    {
        start += 1;
    }
    let subject = narrative.noun_phrase_at(start, high, true)?;
    // The phrase is the subject of another verb: Ito, citing “…,” said the vote could be close.
    let verb = narrative
        .items
        .get(subject.end)
        .is_some_and(|n| subject.end < high && n.has_any(WordClasses::AUXILIARY));
    if follows && verb && subject.head_end == subject.end {
        return None;
    }
    // “said that the …” is not inverted.
    let first = &narrative.items[subject.start];
    if first.has_any(WordClasses::SUBJECT_PRONOUN | WordClasses::RELATIVE)
        && narrative.items[k.saturating_sub(1)].is_slot()
        && !first.has_any(WordClasses::SUBJECT_PRONOUN)
        || narrative.item_text(subject.start) == "that"
    {
        return None;
    }
    if opens || inserted {
        let closed = narrative.items.get(subject.end).is_none_or(|n| {
            subject.end >= high || n.is_mark(&[',', '.', ':']) || opens && n.is_slot()
        });
        if !closed || !(first.is_proper_noun() || first.has_any(WordClasses::DETERMINER) && opens) {
            return None;
        }
    }
    Some((ClauseForm::VerbSubject, subject))
}
