//! Resolution of pronouns: *he* and *she* to a person, *they* and *it* to a group or a body.
//!
//! A pronoun is resolved by salience. Each candidate person scores by its distance in sentences, by
//! being a subject, by agreement in gender, by having spoken last, and by standing in the same
//! paragraph. Candidates named inside the quotation lose, since people seldom name themselves.
//! Subjects that are only described (“the governor”) compete too. A tie gives no answer.

use super::resolve::{
    DiscourseState, MAX_DESCRIPTION_SENTENCES_BACK, MAX_MENTIONS_BACK, SpeakerMention,
};
use super::{NameMentions, PersonIndex, WordId, clean_name, without_possessive};
use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use crate::attribution::reporting_clause::{ClauseForm, ReportingClause};
use crate::language::WordClasses;
use crate::span::Span;

/// A pronoun to resolve.
#[derive(Clone, Copy)]
struct PronounMention {
    /// Item of the pronoun.
    at: usize,
    is_male: bool,
    /// The person who spoke last.
    last_speaker: Option<usize>,
    /// True if the cue goes on with words of the same person: *he added*.
    goes_on: bool,
    /// Number of pronouns before it that may still be followed.
    chain: u32,
}

/// Largest distance in sentences between a pronoun and its antecedent.
const MAX_SENTENCES_BACK: u32 = 5;
/// A person without a name in the document.
const UNNAMED_PERSON: usize = usize::MAX;
/// Classes of the words in lower case inside the names of a group.
const GROUP_NAME_CLASSES: WordClasses = WordClasses::CONJUNCTION
    .with(WordClasses::NAME_PARTICLE)
    .with(WordClasses::TITLE)
    .with(WordClasses::OF)
    .with(WordClasses::ROLE)
    .with(WordClasses::ORGANIZATION);
/// Score of a person who speaks in the sentence, without marks, and in a clause within it.
const SPEAKER_SCORE: i32 = 19;
const CLAUSE_SPEAKER_SCORE: i32 = 17;
/// Cost of a person who may be none.
const UNSURE_PERSON_COST: i32 = -3;
/// Largest distance of *he added* from the words before, in sentences and in paragraphs.
const MAX_TURN_SENTENCES: u32 = 6;
const MAX_TURN_PARAGRAPHS: u32 = 2;
/// Largest number of subject pronouns that are followed from one to the next.
const MAX_PRONOUN_CHAIN: u32 = 4;
/// Cost of each sentence of distance.
const SENTENCE_COST: i32 = 3;

impl NameMentions {
    /// Resolves the pronoun at item `at`.
    pub(super) fn resolve_pronoun(
        &self,
        at: usize,
        found: SpeakerMention<'_>,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
        said: &[Span],
    ) -> (Option<String>, Option<usize>) {
        let first = &narrative.items[at];
        let collective = first.has_all(WordClasses::PLURAL)
            || narrative.item_text(at).eq_ignore_ascii_case("it")
            || narrative.item_text(at).eq_ignore_ascii_case("its");
        if collective {
            return (self.resolve_collective(at, discourse.last_mention, narrative), None);
        }
        let male =
            match (first.has_all(WordClasses::MASCULINE), first.has_all(WordClasses::FEMININE)) {
                (true, false) => true,
                (false, true) => false,
                _ => return (None, None),
            };
        let called = names.surnames_in(narrative.text, said);
        let named = |person: usize| called.contains(&names.persons[person].surname);
        let asked = PronounMention {
            at,
            is_male: male,
            last_speaker: discourse.last_speaker,
            goes_on: found.goes_on,
            chain: MAX_PRONOUN_CHAIN,
        };
        match self.antecedent(asked, found.clauses, narrative, names, discourse, &named) {
            Some(person) => (Some(names.full_name(person)), Some(person)),
            None => (None, None),
        }
    }

    /// Returns the antecedent of a pronoun. `said` returns true for a person who is named in the
    /// quotation.
    fn antecedent(
        &self,
        asked: PronounMention,
        clauses: &[ReportingClause],
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
        said: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let PronounMention { at, is_male: male, last_speaker: last, goes_on, chain } = asked;
        let sentence = narrative.items[at].sentence;
        let agrees = |person: usize| names.persons[person].is_male.is_none_or(|m| m == male);
        // “…,” he added: whoever spoke shortly before goes on.
        if let Some(last) = last.filter(|&last| goes_on && agrees(last))
            && discourse.last_spoke_at < at
            && sentence - narrative.items[discourse.last_spoke_at].sentence <= MAX_TURN_SENTENCES
            && narrative.paragraph_of(at) - narrative.paragraph_of(discourse.last_spoke_at)
                <= MAX_TURN_PARAGRAPHS
        {
            return Some(last);
        }
        if let Some(last) = last.filter(|&last| agrees(last) && !said(last))
            && self.nobody_since(last, at, male, narrative, names, discourse)
        {
            return Some(last);
        }
        let to = self.mentions.partition_point(|mention| mention.start < at);
        let inserted = narrative.begins_inserted_clause(at);
        let mut scores: Vec<(usize, i32, i32)> = Vec::with_capacity(MAX_MENTIONS_BACK + 1);
        for mention in self.mentions[..to].iter().rev().take(MAX_MENTIONS_BACK) {
            let back = sentence - narrative.items[mention.start].sentence;
            if back > MAX_SENTENCES_BACK {
                break;
            }
            let Some(person) = mention.person else { continue };
            let who = &names.persons[person];
            // A person mentioned around an inserted clause does not speak it: “But Mr Ito, she
            // said, …”
            if !(who.is_human || who.may_be_human)
                || who.is_male.is_some_and(|m| m != male)
                || inserted && back == 0
            {
                continue;
            }
            let is_subject = discourse
                .subject_of(narrative, narrative.items[mention.start].sentence)
                .is_some_and(|phrase| {
                    phrase.start <= mention.start
                        && mention.end <= phrase.head_end.max(mention.start + 1)
                });
            let opens = narrative
                .sentence_of(mention.start)
                .start
                .max(mention.start.saturating_sub(MAX_WALK_ITEMS));
            // Nobody is named before it in the sentence, and no verb stands there.
            let is_subject = is_subject
                || (opens..mention.start).all(|i| !narrative.is_finite_verb(i))
                    && self.within(opens, mention.start).is_empty()
                    && !narrative.is_genitive_marker(mention.end);
            let hangs = mention.start > 0
                && narrative.items[mention.start - 1].has_any(WordClasses::PREPOSITION);
            let owner =
                mention.end < narrative.items.len() && narrative.is_genitive_marker(mention.end);
            let score = [
                12 - SENTENCE_COST * back as i32,
                if is_subject && !hangs && !owner { 4 } else { 0 },
                if owner { -2 } else { 0 },
                if who.is_male.is_some() { 2 } else { 0 },
                if who.is_human { 0 } else { UNSURE_PERSON_COST },
                // Weighs less than being the subject of the sentence before.
                if last == Some(person) { 2 } else { 0 },
                // A paragraph is mostly about one person, and names the person before it uses a
                // pronoun.
                if narrative.paragraph_of(mention.start) == narrative.paragraph_of(at) {
                    3
                } else {
                    0
                },
                // People seldom name themselves.
                if said(person) { -8 } else { 0 },
            ];
            let score = score.iter().sum();
            match scores.iter_mut().find(|(p, ..)| *p == person) {
                // Repeated mention raises salience.
                Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
                None => scores.push((person, score, 0)),
            }
        }
        // Subjects that are only described compete too: “The governor”, “Ito’s lawyer”. If nobody
        // holds the description, no name is better than a wrong one.
        let mut chained = false;
        for back in u32::from(inserted)..=MAX_DESCRIPTION_SENTENCES_BACK {
            let Some(own) = sentence.checked_sub(back) else { break };
            let range = narrative.sentences[own as usize]..narrative.sentences[own as usize + 1];
            let subject = if range.end <= at {
                discourse.subject_of(narrative, own)
            } else {
                narrative.sentence_subject(range, at)
            };
            let Some(phrase) = subject else { continue };
            // Subject pronouns in sequence mostly share one antecedent: She left. She said …
            let pronoun = &narrative.items[phrase.start];
            let same = pronoun.has_all(WordClasses::SUBJECT_PRONOUN.with(if male {
                WordClasses::MASCULINE
            } else {
                WordClasses::FEMININE
            })) && phrase.start < at;
            let person = if same && !chained && chain > 0 {
                chained = true;
                let asked = PronounMention { at: phrase.start, chain: chain - 1, ..asked };
                let before =
                    self.antecedent(asked, clauses, narrative, names, discourse, &|_| false);
                before.filter(|&person| !said(person))
            } else {
                None
            };
            if person.is_none()
                && (self.named_in(phrase, narrative).is_some()
                    || !narrative.is_single_person(phrase))
            {
                continue;
            }
            let person = person.or_else(|| {
                let is_near = |person: usize, sentences: u32| {
                    self.is_near(person, phrase.start, sentences, narrative)
                };
                names.holder_of(phrase, narrative, &is_near)
            });
            if person.is_some_and(|p| names.persons[p].is_male.is_some_and(|m| m != male)) {
                continue;
            }
            let here = narrative.paragraph_of(phrase.start) == narrative.paragraph_of(at);
            let sure = person.is_some_and(|p| names.persons[p].is_male.is_some());
            let score = 16 - SENTENCE_COST * back as i32
                + if here { 3 } else { 0 }
                + if sure { 2 } else { 0 };
            let person = person.unwrap_or(UNNAMED_PERSON);
            match scores.iter_mut().find(|(p, ..)| *p == person) {
                Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
                None => scores.push((person, score, 0)),
            }
        }
        // The subjects of reporting clauses: …, said Ana Ruiz, an adviser to Paul Ito.
        let from = sentence.saturating_sub(MAX_DESCRIPTION_SENTENCES_BACK) as usize;
        let low = narrative.sentences[from];
        let end = clauses.partition_point(|clause| clause.cue < at);
        let spoken =
            clauses[..end].iter().rev().take_while(|clause| clause.cue >= low).filter(|clause| {
                clause.classes.has_any(WordClasses::SPEECH_VERB)
                    && matches!(clause.form, ClauseForm::SubjectVerb | ClauseForm::VerbSubject)
                    && clause.subject.end <= at
                    && !narrative.is_embedded_clause(clause)
            });
        for clause in spoken {
            let back = sentence - narrative.items[clause.cue].sentence;
            let Some(person) = self
                .named_in(clause.subject, narrative)
                .and_then(|mention| mention.person)
                .filter(|&person| agrees(person) && !said(person))
                .filter(|&person| {
                    names.persons[person].is_human || names.persons[person].may_be_human
                })
                .filter(|_| !(inserted && back == 0))
            else {
                continue;
            };
            let here = narrative.paragraph_of(clause.cue) == narrative.paragraph_of(at);
            // The speaker of the sentence, rather than of a clause within it: When Ito said …
            let main = clause.form == ClauseForm::VerbSubject
                || discourse
                    .subject_of(narrative, narrative.items[clause.cue].sentence)
                    .is_some_and(|subject| subject.start == clause.subject.start);
            let score = if main { SPEAKER_SCORE } else { CLAUSE_SPEAKER_SCORE }
                - SENTENCE_COST * back as i32
                + if here { 3 } else { 0 }
                + if names.persons[person].is_male.is_some() { 2 } else { 0 };
            match scores.iter_mut().find(|(p, ..)| *p == person) {
                Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
                None => scores.push((person, score, 0)),
            }
        }
        if let Some(last) = last {
            let who = &names.persons[last];
            if scores.iter().all(|&(p, ..)| p != last)
                && who.is_male.is_none_or(|m| m == male)
                && !said(last)
            {
                scores.push((last, 7, 0));
            }
        }
        scores.sort_by_key(|&(person, score, again)| (std::cmp::Reverse(score + again), person));
        match scores[..] {
            [(UNNAMED_PERSON, ..), ..] => None,
            [(person, ..)] => Some(person),
            [(person, a, x), (_, b, y), ..] if a + x > b + y + 1 => Some(person),
            _ => None,
        }
    }

    /// Returns true if the last speaker is the only one whom a pronoun at item `at` can mean, since
    /// nobody else of the gender is named or described after.
    fn nobody_since(
        &self,
        last: usize,
        at: usize,
        male: bool,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
    ) -> bool {
        let from = discourse.last_spoke_at;
        let (first, sentence) = (narrative.items[from].sentence, narrative.items[at].sentence);
        if from >= at
            || sentence - first > MAX_TURN_SENTENCES
            || narrative.paragraph_of(at) - narrative.paragraph_of(from) > MAX_TURN_PARAGRAPHS
        {
            return false;
        }
        let named = self.within(from + 1, at).iter().any(|mention| {
            mention.person.is_some_and(|person| {
                let who = &names.persons[person];
                person != last
                    && (who.is_human || who.may_be_human)
                    && who.is_male.is_none_or(|m| m == male)
            })
        });
        // Subjects that are only described: “The governor”.
        let described = (first + 1..=sentence).any(|own| {
            let range = narrative.sentences[own as usize]..narrative.sentences[own as usize + 1];
            let subject = if range.end <= at {
                discourse.subject_of(narrative, own)
            } else {
                narrative.sentence_subject(range, at)
            };
            subject.is_some_and(|phrase| {
                phrase.end <= at
                    && narrative.is_single_person(phrase)
                    && self.named_in(phrase, narrative).is_none()
            })
        });
        !named && !described
    }

    /// Returns the antecedent of *they* (a group) or *it* (an organization) at item `at`: the
    /// subject of this sentence or of the two before, or the last speaker.
    fn resolve_collective(
        &self,
        at: usize,
        last: Option<NounPhrase>,
        narrative: &Narrative<'_>,
    ) -> Option<String> {
        let sentence = narrative.items[at].sentence;
        let plural = narrative.items[at].has_all(WordClasses::PLURAL);
        let fits = |phrase: &NounPhrase| {
            if plural { narrative.is_group(*phrase) } else { narrative.is_organization(*phrase) }
        };
        let subject = |back: u32| {
            let own = sentence.checked_sub(back)? as usize;
            let range = narrative.sentences[own]..narrative.sentences[own + 1];
            narrative
                .sentence_subject(range.clone(), at.min(range.end))
                .filter(|phrase| phrase.end <= at && fits(phrase))
        };
        let spoke = || {
            last.filter(|last| {
                last.end <= at
                    && sentence - narrative.items[last.start].sentence <= MAX_SENTENCES_BACK
            })
        };
        let phrase = (0..=MAX_DESCRIPTION_SENTENCES_BACK)
            .find_map(subject)
            .or_else(|| spoke().filter(fits))?;
        let end = phrase.head_end.max(phrase.start + 1);
        // A group of names ends at the first word in lower case: Foner and Alba suggest.
        let small = |i: usize| {
            narrative.items[i].is_word()
                && !narrative.items[i].has_any(GROUP_NAME_CLASSES | WordClasses::CAPITALIZED)
                && !narrative.is_genitive_marker(i)
        };
        let end = (phrase.start + 1..end)
            .find(|&i| small(i) && narrative.items[i - 1].is_proper_noun())
            .unwrap_or(end);
        let head = narrative.items[phrase.start].span.cover(narrative.items[end - 1].span);
        Some(clean_name(head.slice(narrative.text)))
    }
}

impl PersonIndex<'_> {
    /// Returns the words of the quotation that can be surnames, as [`PersonIndex::word_id`] numbers
    /// them.
    fn surnames_in(&self, text: &str, said: &[Span]) -> Vec<WordId> {
        let parts = |c: char| {
            matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '[' | ']' | '—' | '“' | '”' | '"')
                || c.is_whitespace()
        };
        let mut called = Vec::new();
        for words in said.iter().map(|piece| piece.slice(text)) {
            let mut at = 0;
            // Only an ASCII capital or a byte beyond ASCII can begin a capital.
            let capital = |byte: &u8| byte.is_ascii_uppercase() || *byte >= 0xc0;
            while let Some(next) = words.as_bytes()[at..].iter().position(capital) {
                let (before, rest) = words.split_at(at + next);
                let begins = rest.chars().next().unwrap_or(' ');
                if !begins.is_uppercase() || !before.chars().next_back().is_none_or(parts) {
                    at = before.len() + begins.len_utf8();
                    continue;
                }
                let word = rest.split(parts).next().unwrap_or(rest);
                called.extend(
                    self.word_ids.get(without_possessive(word.trim_end_matches(['.', '\'', '’']))),
                );
                at = before.len() + word.len();
            }
        }
        called
    }
}

impl Narrative<'_> {
    /// Returns true if the head of `phrase` ends in the role of one person: *the governor*, *Ito’s
    /// lawyer*.
    fn is_single_person(&self, phrase: NounPhrase) -> bool {
        let Some(last) = phrase.head_end.checked_sub(1).filter(|&last| last >= phrase.start) else {
            return false;
        };
        self.items[last].has_all(WordClasses::ROLE)
            && !self.items[last].has_any(WordClasses::SUBJECT_PRONOUN)
            && !self.item_text(last).ends_with('s')
    }

    /// Returns true if the head of `phrase` is a group: *officials*, *two aides*, *Ruiz and Ito*,
    /// *the union*. A statement or a letter is never *they*.
    fn is_group(&self, phrase: NounPhrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let plural =
            self.items[last].has_any(WordClasses::ROLE) && self.item_text(last).ends_with('s');
        plural
            || self.items[last].has_any(WordClasses::ORGANIZATION)
                && !self.items[last].has_any(WordClasses::MEDIUM | WordClasses::SPEECH_NOUN)
                && !matches!(self.item_text(phrase.start), "that" | "this" | "a" | "an")
            || head.clone().any(|i| self.items[i].has_any(WordClasses::CONJUNCTION))
                && head.clone().any(|i| self.items[i].is_proper_noun())
    }

    /// Returns true if the head of `phrase` is one organization or text: *the company*, *the
    /// letter*.
    fn is_organization(&self, phrase: NounPhrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let one = self.items[last].has_any(WordClasses::ORGANIZATION | WordClasses::MEDIUM)
            && !self.items[last].has_any(WordClasses::ROLE | WordClasses::SUBJECT_PRONOUN)
            && (self.items[last].is_proper_noun() || !self.item_text(last).ends_with('s'));
        one && !head
            .clone()
            .any(|i| self.items[i].has_any(WordClasses::CONJUNCTION | WordClasses::GIVEN_NAME))
    }

    /// Returns true if the pronoun at item `at` begins a reporting clause that is inserted or
    /// final, set off by commas: *the bridge, he said, would hold*. An opening clause does not
    /// count: *when Ito came, he said …*
    fn begins_inserted_clause(&self, at: usize) -> bool {
        let range = self.sentence_of(at);
        let opener = &self.items[range.start];
        let opens = opener
            .has_any(WordClasses::SUBORDINATOR | WordClasses::PREPOSITION | WordClasses::ING_FORM)
            || opener.has_any(
                WordClasses::PAST_PARTICIPLE
                    | WordClasses::ADVERB
                    | WordClasses::NON_REPORTING_VERB,
            ) && !opener.has_any(WordClasses::DETERMINER);
        let verb = self
            .items
            .get(at + 1)
            .is_some_and(|n| at + 1 < range.end && n.has_any(WordClasses::SPEECH_VERB));
        at > range.start + 1 && self.items[at - 1].is_mark(&[',']) && verb && !opens
    }
}
