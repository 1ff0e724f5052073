//! Reporting clauses in verb-second languages: German, Dutch, Swedish.
//!
//! The order of words that shows the subject in English shows little there: *Die Vorwürfe wies der
//! Minister zurück*, *In Rom sagte er*, *wie Ito mitteilte*. This reader takes the place of the
//! walks of [`reporting_clause`](super::reporting_clause) and of `noun_phrase`; the rules that
//! match quotations to clauses are the same.
//!
//! For each cue the finite verb of its clause is found (the cue itself, or an auxiliary before or
//! behind it), then where the clause begins, then its subject. The particle of a separable verb
//! stands at the end of the clause (*räumte … ein*), a participle too (*hat … gesagt*); in a
//! subordinate clause the verb does.
//!
//! Sources: the fields of the German clause follow Drach, *Grundgedanken der deutschen Satzlehre*
//! (1937), as textbooks have them. No parser is used; each walk is bounded.

mod nominal;
mod report;
mod subject;

pub(super) use report::{ClauseReport, find_reports};

use super::narrative::Narrative;
use super::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use super::reporting_clause::{ClauseForm, ReportingClause};
use crate::language::WordClasses;
use subject::FoundSubject;

/// Most items between a verb and its particle.
const MAX_PARTICLE_DISTANCE: usize = 40;

/// A cue in its sentence.
#[derive(Clone, Copy)]
struct Cue {
    at: usize,
    classes: WordClasses,
    /// The sentence.
    low: usize,
    high: usize,
}

/// The clause of a cue.
#[derive(Clone, Copy)]
struct VerbClause {
    form: ClauseForm,
    /// Its finite verb.
    verb: usize,
    subject: NounPhrase,
}

/// Appends the reporting clauses of the sentence `low..high` to `clauses`.
pub(super) fn find_clauses(
    narrative: &Narrative<'_>,
    low: usize,
    high: usize,
    clauses: &mut Vec<ReportingClause>,
) {
    for at in low..high {
        let item = &narrative.items[at];
        if !item.is_word() || narrative.is_part_of_compound(at, low) {
            continue;
        }
        if let Some(clause) = narrative.according_clause(at, low, high) {
            clauses.push(clause);
            continue;
        }
        if let Some(clause) = narrative.worded_clause(at, low, high) {
            clauses.push(clause);
            continue;
        }
        let Some(classes) = narrative.cue_classes(at, high) else { continue };
        let cue = Cue { at, classes, low, high };
        let shared = || {
            let before = clauses.iter().rev().take_while(|clause| clause.cue >= low);
            before.map(|clause| clause.subject).next()
        };
        let found = narrative.clause_of(cue, &shared);
        if let Some(found) = found.filter(|found| !narrative.refers_to_nobody(found.subject)) {
            let VerbClause { form, verb, subject } = found;
            clauses.push(ReportingClause {
                cue: at,
                cue_end: at + 1,
                verb,
                classes,
                form,
                subject,
            });
        }
    }
}

impl Narrative<'_> {
    /// Returns true if item `at` is the last part of a hyphenated word: *so-genannt*.
    fn is_part_of_compound(&self, at: usize, low: usize) -> bool {
        at > low && !self.items[at].space_before && self.items[at - 1].is_mark(&['-', '/'])
    }

    /// Returns the classes of the cue at item `at`, with its particle if it is separable; `None` if
    /// it is no cue.
    fn cue_classes(&self, at: usize, high: usize) -> Option<WordClasses> {
        let item = &self.items[at];
        if item.has_all(WordClasses::CAPITALIZED) && !item.opens_sentence {
            return None;
        }
        if item.has_all(WordClasses::MULTIWORD_CUE_START)
            && let Some(classes) = self.particle_of(at, high)
        {
            return Some(classes);
        }
        item.has_any(WordClasses::CUE).then_some(item.classes)
    }

    /// Returns the classes of the verb at item `at` with the particle that ends its clause.
    fn particle_of(&self, at: usize, high: usize) -> Option<WordClasses> {
        let verb = self.item_text(at);
        let near = (at + 1..high).take(MAX_PARTICLE_DISTANCE);
        let mut near = near.filter(|&k| self.items[k].is_word() && self.is_small(k));
        near.find_map(|k| {
            let ends = self.items.get(k + 1).is_none_or(|next| {
                k + 1 >= high
                    || !next.is_word()
                    || next.has_any(WordClasses::CONJUNCTION | WordClasses::SUBORDINATOR)
                    || next.has_any(WordClasses::PREPOSITION)
            });
            self.lexicon.phrase(verb, self.item_text(k)).filter(|_| ends || k == at + 1)
        })
    }

    /// Returns true if no word of the clause follows item `at`.
    fn ends_clause(&self, at: usize, high: usize) -> bool {
        self.items.get(at + 1).is_none_or(|next| {
            at + 1 >= high
                || !next.is_word()
                || next.has_any(WordClasses::CONJUNCTION) && !next.has_any(WordClasses::DETERMINER)
        })
    }

    /// Returns where the segment of words that holds item `at` begins: behind the mark before it,
    /// or behind a quotation that is no part of it.
    fn segment_start(&self, at: usize, low: usize) -> usize {
        let low = low.max(at.saturating_sub(MAX_WALK_ITEMS));
        let mut start = at;
        while start > low {
            let k = start - 1;
            let item = &self.items[k];
            let spaced = item.is_mark(&['–', '—', '-']) && item.space_before;
            if item.is_mark(&[',', ';', ':', '?', '!']) || spaced {
                break;
            }
            // *Als „…“ bezeichnete er*: the quotation is a part of the clause.
            if item.is_slot()
                && !(k > low
                    && start < at
                    && self.items[k - 1].is_word()
                    && !matches!(item.last_char(), '.' | '?' | '!' | ','))
            {
                let inside = k > low
                    && self.items[k - 1].is_word()
                    && !matches!(item.last_char(), '.' | '?' | '!' | ',')
                    && !self.items[k - 1].opens_sentence;
                if !inside {
                    break;
                }
            }
            start = k;
        }
        start
    }

    /// Returns form and subject of the clause of a cue.
    fn clause_of(&self, cue: Cue, shared: &dyn Fn() -> Option<NounPhrase>) -> Option<VerbClause> {
        let Cue { at, classes, low, high } = cue;
        let clause = |form, subject| Some(VerbClause { form, verb: at, subject });
        let from = self.segment_start(at, low);
        // A word that modifies a noun is no verb.
        if self.items[at].has_any(WordClasses::PAST_TENSE | WordClasses::PAST_PARTICIPLE)
            && at > low
            && self.items[at - 1].has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
            && self.items.get(at + 1).is_some_and(|next| next.has_all(WordClasses::CAPITALIZED))
        {
            return None;
        }
        let opener = self.subordinate_opener(from, at, low);
        let auxiliary_behind = self
            .items
            .get(at + 1)
            .filter(|next| at + 1 < high && next.has_any(WordClasses::AUXILIARY));
        let ends = self.ends_clause(at, high);
        if let Some(opener) = opener
            && (ends || auxiliary_behind.is_some())
        {
            return clause(ClauseForm::SubjectVerb, self.subordinate_subject(opener, at)?);
        }
        // *ist zu finden*: nobody is said to do it.
        if at > low && matches!(self.item_text(at - 1), "zu" | "te" | "att") {
            return None;
        }
        let finite = classes.has_any(WordClasses::PAST_TENSE | WordClasses::PRESENT_TENSE);
        let participle = classes.has_any(WordClasses::PAST_PARTICIPLE);
        let auxiliary = (from..at)
            .find(|&k| self.items[k].has_any(WordClasses::AUXILIARY) && !self.is_negation(k));
        // Only a past form cannot be a participle or an infinitive.
        let past = classes.has_any(WordClasses::PAST_TENSE) && !participle;
        match auxiliary.filter(|_| !past) {
            Some(verb) => {
                if !ends && !participle && at > verb + 1 && !self.items[at + 1].is_slot() {
                    return None;
                }
                let passive = participle && self.items[verb].has_any(WordClasses::BE);
                if passive {
                    return self.passive_subject(verb, cue, from);
                }
                let begins = self.clause_start(verb, from, low);
                self.subject_of_verb(begins, verb, at).map(|found| clause_with(found, verb))
            }
            None if finite => {
                let coordinated = at > low && self.items[at - 1].has_any(WordClasses::CONJUNCTION)
                    || from == at
                        && at > low
                        && self.items[at - 1].has_any(WordClasses::CONJUNCTION);
                if coordinated {
                    let subject = self.coordinated_subject(at, low, high, shared)?;
                    return clause(ClauseForm::SharedSubject, subject);
                }
                if classes.has_all(WordClasses::IMPERSONAL_VERB)
                    && self.has_expletive(from, at, high)
                {
                    let (form, subject) = self.text_said(from, at, high)?;
                    return clause(form, subject);
                }
                if classes.has_all(WordClasses::QUOTING_VERB)
                    && let Some(object) = self.object_behind(at, high)
                {
                    return clause(ClauseForm::SubjectVerb, object);
                }
                // …, berichtet Ito: behind a comma the subject follows, where it can speak.
                if from == at
                    && let Some((after, true)) = self.midfield_subject(at, high)
                    && (after.pronoun && after.is_subject || self.is_somebody(after.phrase))
                    && (self.item_text(at + 1) != "der" || after.is_subject)
                {
                    return clause(ClauseForm::VerbSubject, after.phrase);
                }
                let begins = self.clause_start(at, from, low);
                self.subject_of_verb(begins, at, high).map(|found| clause_with(found, at))
            }
            None => None,
        }
    }

    /// Returns true for *not* and *never*, which stand among the auxiliaries.
    pub(super) fn is_negation(&self, i: usize) -> bool {
        matches!(self.item_text(i), "nicht" | "nie" | "niet" | "nooit" | "inte" | "aldrig")
    }

    /// Returns where the clause of the verb at item `verb` begins, whose segment begins at item
    /// `from`: before an apposition or a clause that is closed by a comma right before the verb.
    fn clause_start(&self, verb: usize, from: usize, low: usize) -> usize {
        if from < verb || from <= low || !self.items[from - 1].is_mark(&[',', '–', '—', '-']) {
            return from;
        }
        // Right behind a quotation its clause begins.
        if from >= 2 && self.items[from - 2].is_slot() {
            return from;
        }
        let low = low.max(verb.saturating_sub(MAX_WALK_ITEMS));
        let mut start = from - 1;
        while start > low {
            let item = &self.items[start - 1];
            if item.is_slot() && matches!(item.last_char(), '.' | ',' | '?' | '!')
                || item.is_mark(&[':', ';'])
            {
                break;
            }
            start -= 1;
        }
        // The first phrase without a verb of its own, up to a comma.
        let commas = (start..from - 1).filter(|&k| self.items[k].is_mark(&[',']));
        let mut starts = std::iter::once(start).chain(commas.map(|comma| comma + 1));
        starts
            .find_map(|start| {
                let opener = self.skip_openers(start, verb);
                let nominal = self.nominal_at(opener, from - 1, true)?;
                let next = nominal.phrase.end;
                let closed = next + 1 >= from
                    || self.items[next].is_mark(&[',', '–', '—', '-'])
                    || self.items[next].has_any(WordClasses::ADVERB);
                (closed && !nominal.oblique).then_some(opener)
            })
            .unwrap_or(from)
    }

    /// Returns the word that makes the clause of item `at` a subordinate one: *dass*, *wie*, a
    /// relative pronoun. `from` is where its segment begins.
    fn subordinate_opener(&self, from: usize, at: usize, low: usize) -> Option<usize> {
        let from = self.skip_light(from, at);
        let first = self.items.get(from).filter(|_| from < at)?;
        let comma = from > low && self.items[from - 1].is_mark(&[',', '–', '—', '-', '(']);
        let led = |k: usize| self.items[k].has_any(WordClasses::SUBORDINATOR) && self.is_small(k);
        if led(from) {
            return Some(from);
        }
        if first.has_all(WordClasses::RELATIVE) && comma {
            return Some(from);
        }
        // , der gestern sagte / , die Ito nannte
        if comma && self.is_relative_article(from) {
            return Some(from);
        }
        // Wie Norman Paech, der … war, feststellt: the clause goes on behind a comma.
        if comma {
            let low = low.max(at.saturating_sub(MAX_WALK_ITEMS));
            let opener = self.skip_light(self.sentence_of(at).start.max(low), at);
            let open = led(opener)
                && self.item_text(opener).eq_ignore_ascii_case("wie")
                && self.nominal_at(opener + 1, from, false).is_some_and(|n| {
                    n.phrase.end < from && self.items[n.phrase.end].is_mark(&[','])
                        || n.phrase.end + 1 >= from
                });
            return open.then_some(opener);
        }
        None
    }

    /// Returns the first item from `from` on that is no conjunction.
    fn skip_light(&self, from: usize, to: usize) -> usize {
        (from..to)
            .find(|&k| {
                let item = &self.items[k];
                item.is_word() && !item.has_any(WordClasses::CONJUNCTION)
                    || item.has_any(WordClasses::SUBORDINATOR)
                    || item.is_slot()
            })
            .unwrap_or(to)
    }

    /// Returns true if the article at item `i` is a relative pronoun, by its form.
    fn is_relative_article(&self, i: usize) -> bool {
        matches!(
            self.item_text(i),
            "der" | "die" | "das" | "den" | "dem" | "deren" | "dessen" | "denen" | "dat" | "som"
        )
    }

    /// Returns the subject of the subordinate clause that `opener` begins and whose verb is item
    /// `verb`.
    fn subordinate_subject(&self, opener: usize, verb: usize) -> Option<NounPhrase> {
        let pronoun = NounPhrase { start: opener, end: opener + 1, head_end: opener + 1 };
        let relative =
            self.is_relative_article(opener) || self.items[opener].has_all(WordClasses::RELATIVE);
        if relative && !self.items[opener].has_any(WordClasses::OBLIQUE) {
            // *die Ito nannte*: the pronoun is the object where another subject follows.
            let next = self.nominal_at(opener + 1, verb, false);
            let other = next.filter(|next| {
                !next.oblique
                    && (next.is_subject || self.is_somebody(next.phrase))
                    && self.item_text(opener) != "der"
            });
            return Some(other.map_or(pronoun, |other| other.phrase));
        }
        let mut i = opener + 1;
        while i < verb {
            let item = &self.items[i];
            if item.is_slot() {
                return None;
            }
            if item.has_any(WordClasses::PREPOSITION) && self.is_small(i) {
                i = self.nominal_at(i + 1, verb, false)?.phrase.end;
                continue;
            }
            match self.nominal_at(i, verb, true) {
                Some(found) if !found.oblique => {
                    // All up to the verb belongs to it, but for a clause between commas.
                    let short = self.nominal_at(i, verb, false)?;
                    let whole = found.phrase.end == verb || short.phrase.end == found.phrase.end;
                    return Some(if whole { found.phrase } else { short.phrase });
                }
                Some(found) => i = found.phrase.end,
                None => i += 1,
            }
        }
        None
    }

    /// Returns who speaks in a passive: the phrase with *von*, or the subject of *zitiert werden*.
    fn passive_subject(&self, verb: usize, cue: Cue, from: usize) -> Option<VerbClause> {
        if cue.classes.has_all(WordClasses::QUOTING_VERB) {
            let begins = self.clause_start(verb, from, cue.low);
            let found = self.subject_of_verb(begins, verb, cue.at)?;
            return Some(clause_with(found, verb));
        }
        let by = (from..cue.high.min(cue.at + 4)).find(|&k| {
            k != cue.at
                && (self.items[k].has_any(WordClasses::OF)
                    || matches!(self.item_text(k), "durch" | "door" | "av"))
        })?;
        let by = self.nominal_at(by + 1, cue.high, false)?;
        Some(VerbClause { form: ClauseForm::Passive, verb, subject: by.phrase })
    }

    /// Returns the subject that a verb behind a conjunction shares: that of the clause before, or
    /// of the sentence.
    fn coordinated_subject(
        &self,
        at: usize,
        low: usize,
        high: usize,
        shared: &dyn Fn() -> Option<NounPhrase>,
    ) -> Option<NounPhrase> {
        // *und sagte er*: its own subject may follow.
        if let Some((own, true)) = self.midfield_subject(at, high)
            && own.pronoun
            && own.is_subject
        {
            return Some(own.phrase);
        }
        shared().or_else(|| self.verb_second_subject(low, high, at))
    }

    /// Returns true if the subject of the verb at item `verb` is *it*: heißt **es**.
    fn has_expletive(&self, from: usize, verb: usize, high: usize) -> bool {
        let it =
            |k: usize| matches!(self.item_text(k), "es" | "Es" | "het" | "Het" | "det" | "Det");
        verb + 1 < high && it(verb + 1) || verb > from && it(verb - 1)
    }

    /// Returns the text that says something where nobody does: *heißt es in dem Brief*. `from` is
    /// where the segment of the verb begins.
    fn text_said(&self, from: usize, verb: usize, high: usize) -> Option<(ClauseForm, NounPhrase)> {
        const PLACES: [&str; 14] = [
            "in", "im", "auf", "aus", "vom", "von", "op", "i", "på", "bei", "beim", "seitens",
            "uit", "ur",
        ];
        let place = |range: std::ops::Range<usize>| {
            let mut range = range.take_while(|&k| !self.items[k].is_mark(&[':']));
            range.find_map(|k| {
                let item = &self.items[k];
                let within = item.has_any(WordClasses::PREPOSITION)
                    && self.is_small(k)
                    && PLACES.contains(&&*self.item_text(k).to_lowercase());
                within.then(|| self.nominal_at(k + 1, high, true)).flatten()
            })
        };
        let before = place(from..verb).map(|found| (ClauseForm::SubjectVerb, found.phrase));
        before.or_else(|| {
            let behind = place(verb + 1..high.min(verb + MAX_PARTICLE_DISTANCE))?;
            Some((ClauseForm::VerbSubject, behind.phrase))
        })
    }

    /// Returns the object right behind the verb at item `verb`: who is quoted. Where no other
    /// phrase stands before the verb, it is the subject.
    fn object_behind(&self, verb: usize, high: usize) -> Option<NounPhrase> {
        let object = self.nominal_at(verb + 1, high, false)?;
        let person = !object.pronoun && self.is_somebody(object.phrase);
        let before = verb > 0 && self.items[verb - 1].is_word();
        (person && before).then_some(object.phrase)
    }

    /// Parses *mit den Worten* at item `at`: the subject of the clause said them.
    fn worded_clause(&self, at: usize, low: usize, high: usize) -> Option<ReportingClause> {
        const WITH: [&str; 3] = ["mit", "met", "med"];
        let with = (low..at)
            .rev()
            .take(3)
            .take_while(|&k| self.items[k].is_word())
            .find(|&k| WITH.contains(&&*self.item_text(k).to_lowercase()))?;
        if !self.items[at].has_any(WordClasses::OPINION_NOUN) {
            return None;
        }
        // A cue of the sentence knows its subject better.
        let cue = (low..high).any(|k| {
            let classes = self.cue_classes(k, high).filter(|_| k != at);
            classes.is_some_and(|classes| classes.has_any(WordClasses::SPEECH_VERB))
        });
        if cue {
            return None;
        }
        let marks = (low..at).rev().find(|&k| self.items[k].is_mark(&[':', ';']));
        let low = marks.map_or(low, |mark| mark + 1);
        let behind = self.items.get(at + 1).filter(|_| at + 1 < high);
        let subject = match behind {
            // Mit den Worten „…“ verließ er den Saal; „…“, mit diesen Worten ging er.
            Some(next) if with == low || !next.is_slot() && !next.is_mark(&[':', ',']) => {
                let verb = (at + 1..high).find(|&k| self.items[k].is_word() && self.is_small(k))?;
                self.midfield_subject(verb, high)?.0.phrase
            }
            _ => self.verb_second_subject(low, high, high)?,
        };
        let form =
            if subject.end <= at { ClauseForm::SubjectVerb } else { ClauseForm::VerbSubject };
        let classes = WordClasses::SPEECH_VERB;
        Some(ReportingClause { cue: at, cue_end: at + 1, verb: with, classes, form, subject })
    }

    /// Parses *laut X*, *nach Angaben von X*, *X zufolge*, *so X* at item `at`.
    fn according_clause(&self, at: usize, low: usize, high: usize) -> Option<ReportingClause> {
        let item = &self.items[at];
        let clause = |cue_end: usize, subject: NounPhrase| ReportingClause {
            cue: at,
            cue_end,
            verb: at,
            classes: WordClasses::SPEECH_VERB,
            form: ClauseForm::AccordingTo,
            subject,
        };
        if item.has_any(WordClasses::TRAILING_ACCORDING_TO) {
            let subject = self.nominal_ending_at(at, low)?;
            return Some(clause(at + 1, subject));
        }
        let word = |k: usize| if at + k < high { self.item_text(at + k) } else { "" };
        let len = item
            .has_any(WordClasses::ACCORDING_TO)
            .then(|| self.lexicon.according_to_len(word))
            .flatten();
        if let Some(len) = len {
            let mut to = at + len;
            // nach Angaben von X
            while self.items.get(to).is_some_and(|n| to < high && n.has_any(WordClasses::OF)) {
                to += 1;
            }
            let subject = self.nominal_at(to, high, false)?;
            return Some(clause(to, subject.phrase));
        }
        if item.has_any(WordClasses::POSTPOSED_ACCORDING_TO) {
            let before = at.checked_sub(1).map(|k| &self.items[k])?;
            let beside = before.is_slot()
                || before.is_mark(&[',', '–', '—', '-'])
                || at == low && at >= 1 && self.items[at - 1].is_slot();
            let subject = self.nominal_at(at + 1, high, false).filter(|_| beside)?;
            let closed = self.items.get(subject.phrase.end).is_none_or(|next| !next.is_word());
            if subject.pronoun && !subject.is_subject && !closed || subject.oblique {
                return None;
            }
            // Another clause begins here: *so die Regierung plane*.
            let verb = self.items.get(subject.phrase.end).is_some_and(|next| {
                subject.phrase.end < high
                    && self.is_small(subject.phrase.end)
                    && (next.has_any(WordClasses::AUXILIARY | WordClasses::CUE)
                        && !next.has_any(WordClasses::ADVERB))
            });
            let subject = self.said_by(subject.phrase);
            return (!verb).then(|| clause(at + 1, subject));
        }
        None
    }

    /// Returns who said what the phrase names: *das Fazit **der Betreiber***.
    pub(super) fn said_by(&self, phrase: NounPhrase) -> NounPhrase {
        let noun = (phrase.start..phrase.end).find(|&k| {
            self.items[k].has_any(WordClasses::SPEECH_NOUN)
                && !self.items[k].has_any(WordClasses::ROLE)
        });
        let owner = noun.filter(|&noun| {
            noun + 1 < phrase.end
                && noun <= phrase.start + 3
                && self.items[noun + 1].has_any(WordClasses::GENITIVE_ARTICLE | WordClasses::OF)
        });
        match owner {
            Some(noun) => {
                let start = noun + 1 + usize::from(self.items[noun + 1].has_any(WordClasses::OF));
                if start >= phrase.end {
                    return phrase;
                }
                NounPhrase { start, end: phrase.end, head_end: phrase.head_end.max(start + 1) }
            }
            None => phrase,
        }
    }

    /// Returns the noun phrase that ends before item `end`.
    fn nominal_ending_at(&self, end: usize, low: usize) -> Option<NounPhrase> {
        let low = low.max(end.saturating_sub(MAX_WALK_ITEMS));
        let from = self.segment_start(end, low);
        // The longest phrase that fills the words before.
        (from..end).find_map(|start| {
            let item = &self.items[start];
            let opens = item
                .has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE | WordClasses::OBLIQUE)
                || item.is_proper_noun()
                || item.has_all(WordClasses::CAPITALIZED)
                || self.looks_like_adjective(start);
            let nominal = self.nominal_at(start, end, true).filter(|_| opens)?;
            (nominal.phrase.end == end).then_some(nominal.phrase)
        })
    }
}

/// Returns the clause of the finite verb at item `verb`.
fn clause_with(found: FoundSubject, verb: usize) -> VerbClause {
    let form = if found.inverted { ClauseForm::VerbSubject } else { ClauseForm::SubjectVerb };
    VerbClause { form, verb, subject: found.phrase }
}
