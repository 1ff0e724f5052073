//! Classification of a cue: how it relates to its subject, and which noun phrase that is.

use super::ClauseForm;
use crate::attribution::narrative::{Narrative, NarrativeItem};
use crate::attribution::noun_phrase::{NounPhrase, is_ly_adverb};
use crate::language::WordClasses;

/// Number of items before a participle or an infinitive in which its own subject is sought.
const MAX_OWN_SUBJECT_ITEMS: usize = 16;

/// A word that may be a cue, in the sentence of the items `low..high`.
#[derive(Clone, Copy)]
pub(super) struct CueCandidate {
    pub(super) cue: usize,
    pub(super) cue_end: usize,
    pub(super) classes: WordClasses,
    pub(super) low: usize,
    pub(super) high: usize,
}

/// Returns the form and the subject of `candidate`, or `None` if it reports nothing.
///
/// `shared` finds the subject that it shares with the verbs before it.
pub(super) fn classify_cue(
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
            || is_ly_adverb(narrative.item_text(k - 1)))
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
    // A noun with an adjective: with a tough warning.
    let adjective = i >= low + 2
        && item.has_any(WordClasses::SPEECH_NOUN)
        && narrative.items[i - 1].is_word()
        && !narrative.items[i - 1].is_proper_noun()
        && !narrative.items[i - 1].has_any(
            WordClasses::AUXILIARY
                | WordClasses::ADVERB
                | WordClasses::CONJUNCTION
                | WordClasses::PREPOSITION
                | WordClasses::SUBJECT_PRONOUN
                | WordClasses::ROLE
                | WordClasses::ORGANIZATION
                | WordClasses::RELATIVE,
        )
        && narrative.items[i - 2].has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
        && !narrative.items[i - 2].has_any(WordClasses::SUBJECT_PRONOUN);
    if classes.has_any(WordClasses::ING_FORM) && adjective {
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
        if k > low
            && !item.has_all(WordClasses::CAPITALIZED)
            && narrative.item_text(k - 1) == "for"
            && let Some(subject) = blamed_person(narrative, k - 1, low)
        {
            return Some((ClauseForm::SubjectVerb, subject));
        }
        if k > low
            && narrative.item_text(k - 1) == "by"
            && let Some(subject) = subject_of_means(narrative, k - 1, low)
        {
            return Some((ClauseForm::SubjectVerb, subject));
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
    // s’est exclamé: the auxiliary of a reflexive verb.
    let reflexive = k >= low + 2
        && matches!(narrative.item_text(k - 2), "s'" | "s’" | "si" | "se" | "S’" | "Si");
    let passive = hinge.is_some_and(|h| h.has_any(WordClasses::BE)) && participle && !reflexive;
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
        if let Some(subject) = perceived_subject(narrative, i, low) {
            return Some((ClauseForm::SubjectVerb, subject));
        }
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

/// Returns the subject of a verb of which somebody is a witness: she heard **Ito** say.
fn perceived_subject(narrative: &Narrative<'_>, verb: usize, low: usize) -> Option<NounPhrase> {
    let low = low.max(verb.saturating_sub(MAX_OWN_SUBJECT_ITEMS));
    let lead = (low..verb).rev().take_while(|&k| narrative.items[k].is_word()).find(|&k| {
        let item = &narrative.items[k];
        item.has_any(WordClasses::PARTICIPLE_LEAD)
            && !item.has_any(WordClasses::PREPOSITION | WordClasses::AUXILIARY | WordClasses::OF)
    })?;
    narrative.noun_phrase_at(lead + 1, verb, false).filter(|subject| subject.end == verb)
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
    // “Is anybody there?” called Mr. Ito: the verb takes an object elsewhere.
    let calls = classes.has_all(WordClasses::NAMING_VERB | WordClasses::PAST_TENSE);
    if !(calls || classes.has_any(WordClasses::SPEECH_VERB | WordClasses::COGNITION_VERB))
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
    let speaks = classes.has_any(WordClasses::SPEECH_VERB | WordClasses::COGNITION_VERB);
    let ends = narrative
        .items
        .get(subject.end)
        .is_none_or(|n| subject.end >= high || n.is_mark(&['.', ',', ';']) && !n.is_slot());
    let asks = k > floor && matches!(narrative.items[k - 1].last_char(), '?' | '!');
    if !(speaks || follows && ends && asks && narrative.can_speak(subject)) {
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

/// Returns who is praised or blamed for what he says: mocked **the president** for saying “…” The
/// *for* is item `end`.
fn blamed_person(narrative: &Narrative<'_>, end: usize, low: usize) -> Option<NounPhrase> {
    let (start, verb) = narrative.left_boundary(end, low);
    let acts = start > low
        && narrative.is_finite_verb(start - 1)
        && !narrative.items[start - 1].has_any(WordClasses::AUXILIARY);
    let phrase = NounPhrase { start, end, head_end: end };
    (verb
        && acts
        && start < end
        && narrative.can_open_subject(start)
        && narrative.can_speak(phrase))
    .then_some(phrase)
}

/// Returns who does something by saying: aides argue that **Ito** has lost by saying “…” The *by*
/// is item `end`.
fn subject_of_means(narrative: &Narrative<'_>, end: usize, low: usize) -> Option<NounPhrase> {
    let low = low.max(end.saturating_sub(MAX_OWN_SUBJECT_ITEMS));
    let near = (low..end).rev().take_while(|&k| narrative.items[k].is_word());
    let verb = near.into_iter().find(|&k| {
        narrative.is_finite_verb(k) && !narrative.items[k].has_any(WordClasses::AUXILIARY)
    })?;
    let subject = narrative.subject_before(verb, low)?;
    let embedded = subject.start > low
        && narrative.items[subject.start - 1].has_any(WordClasses::COMPLEMENTIZER);
    (embedded && narrative.can_speak(subject)).then_some(subject)
}
