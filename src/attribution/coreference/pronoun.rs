//! Resolution of pronouns: *he* and *she* to a person, *they* and *it* to a group or a body.
//!
//! A pronoun is resolved by salience. Each candidate person scores by its distance in sentences, by
//! being a subject, by agreement in gender, by having spoken last, and by standing in the same
//! paragraph. Candidates named inside the quotation lose, since people seldom name themselves.
//! Subjects that are only described (“the governor”) compete too. A tie gives no answer.

use super::resolve::{
    DiscourseState, MAX_DESCRIPTION_SENTENCES_BACK, MAX_MENTIONS_BACK, SpeakerMention,
};
use super::salience::{Salience, UNNAMED_PERSON};
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
/// Score of a person whose answer is expected: Ito asked Ruiz if it held. “…,” she said.
const ANSWER_SCORE: i32 = 8;
/// Score of the person whom the same pronoun means before in its sentence.
const REPEATED_SCORE: i32 = 21;
/// Cost of a name that only modifies a noun.
const MODIFIER_COST: i32 = -4;
/// Cost of having spoken before another of the gender became the subject.
const OVERTAKEN_COST: i32 = -3;
/// Cost of a person of whom only a verb of speech is known, which bodies have too.
const SPEAKER_ONLY_COST: i32 = -2;
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
        // It is that …: nobody.
        let empty = !first.has_all(WordClasses::PLURAL)
            && narrative.items.get(at + 1).is_some_and(|n| n.has_any(WordClasses::BE));
        if collective && empty {
            return (None, None);
        }
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
        let named = |person: usize| {
            names.persons.get(person).is_some_and(|who| called.contains(&who.surname))
        };
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
        let bound = self.bound_away(at, narrative);
        // Nor can it mean whom it speaks of: Ito is late, he said.
        let inserted = narrative.begins_inserted_clause(at);
        let spoken_of = inserted.then(|| self.spoken_of(at, narrative)).flatten();
        let bound_away = |person: usize| {
            bound.iter().any(|other| other.person == Some(person)) || spoken_of == Some(person)
        };
        // “…,” he added: whoever spoke shortly before goes on.
        if let Some(last) = last.filter(|&last| goes_on && agrees(last) && !bound_away(last))
            && discourse.last_spoke_at < at
            && sentence - narrative.items[discourse.last_spoke_at].sentence <= MAX_TURN_SENTENCES
            && narrative.paragraph_of(at) - narrative.paragraph_of(discourse.last_spoke_at)
                <= MAX_TURN_PARAGRAPHS
        {
            return Some(last);
        }
        // He who goes on has no name.
        let near = discourse.last_spoke_at < at
            && sentence - narrative.items[discourse.last_spoke_at].sentence <= 1;
        if goes_on && last.is_none() && discourse.last_is_unnamed && near {
            return None;
        }
        if let Some(last) = last.filter(|&last| agrees(last) && !said(last) && !bound_away(last))
            && self.nobody_since(last, at, male, narrative, names, discourse)
        {
            return Some(last);
        }
        let to = self.mentions.partition_point(|mention| mention.start < at);
        let answers = self.asked_person(at, narrative);
        let mut scores = Salience::default();
        for mention in self.mentions[..to].iter().rev().take(MAX_MENTIONS_BACK) {
            let back = sentence - narrative.items[mention.start].sentence;
            if back > MAX_SENTENCES_BACK {
                break;
            }
            let Some(person) = mention.person else { continue };
            let who = &names.persons[person];
            if bound_away(person) {
                continue;
            }
            // A person mentioned around an inserted clause does not speak it: “But Mr Ito, she
            // said, …”
            if !(who.is_human || who.may_be_human)
                || !who.is_shown_human && !narrative.can_be_speaker(mention.core_start..mention.end)
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
            // Whose words or deeds the sentence is about: Mr. Ito’s own remarks …
            let topic = owner && is_subject && back <= 1 && narrative.owns_thing(mention.end);
            let score = [
                12 - SENTENCE_COST * back as i32,
                if is_subject && !hangs && (!owner || topic) { 4 } else { 0 },
                if owner && !topic { -2 } else { 0 },
                if answers == Some(person) { ANSWER_SCORE } else { 0 },
                // The Ito campaign
                if narrative.is_modifier_name(mention) { MODIFIER_COST } else { 0 },
                if who.is_male.is_some() { 2 } else { 0 },
                match (who.is_human, who.is_shown_human || who.may_be_human) {
                    (true, true) => 0,
                    (true, false) => SPEAKER_ONLY_COST,
                    _ => UNSURE_PERSON_COST,
                },
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
            scores.add(person, score);
        }
        // Subjects that are only described compete too: “The governor”, “Ito’s lawyer”. If nobody
        // holds the description, no name is better than a wrong one.
        let mut chained = false;
        if let Some(before) = self.repeated_pronoun(at, narrative).filter(|_| chain > 0) {
            chained = true;
            let asked = PronounMention { at: before, chain: chain - 1, ..asked };
            if let Some(person) =
                self.antecedent(asked, clauses, narrative, names, discourse, &|_| false)
                && !said(person)
                && !bound_away(person)
            {
                scores.add(person, REPEATED_SCORE);
            }
        }
        // The last subjects, for whom an earlier speaker is overtaken: sentence and person.
        let mut subjects: Vec<(u32, usize)> = Vec::new();
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
                && let Some(named) = self.named_in(phrase, narrative)
            {
                let named = named.person.filter(|&person| {
                    let who = &names.persons[person];
                    (who.is_human || who.may_be_human) && agrees(person)
                });
                subjects.extend(named.map(|named| (own, named)));
                continue;
            }
            if person.is_none() && !narrative.is_single_person(phrase) {
                continue;
            }
            let person = person.or_else(|| {
                let near = self.before(phrase.start, narrative);
                let alone = || {
                    let head = narrative.head_noun(phrase);
                    let the = narrative.item_text(phrase.start).eq_ignore_ascii_case("the")
                        && !narrative.items[head].has_any(WordClasses::TITLE)
                        && (head > phrase.start + 1
                            || narrative.items[head].has_any(WordClasses::IDENTITY_ROLE));
                    let one = near.humans(names).next().filter(|_| the)?;
                    near.is_alone(one, names).then_some(one)
                };
                // The only person named before: The Ohio-born reporter …
                names.holder_of(phrase, narrative, &near).or_else(alone)
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
            if person != UNNAMED_PERSON {
                subjects.push((own, person));
            }
            if !bound_away(person) {
                scores.add(person, score);
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
                    && !narrative.is_circumstance_clause(clause)
            });
        for clause in spoken {
            let own = narrative.items[clause.cue].sentence;
            let back = sentence - own;
            if inserted && back == 0 {
                continue;
            }
            let named = self.named_in(clause.subject, narrative);
            let person = match named.and_then(|mention| mention.person) {
                Some(person) => person,
                // “…,” said an officer.
                None if named.is_none()
                    && clause.form == ClauseForm::VerbSubject
                    && narrative.is_single_person(clause.subject) =>
                {
                    let near = self.before(clause.subject.start, narrative);
                    let holder = names.holder_of(clause.subject, narrative, &near);
                    holder.unwrap_or(UNNAMED_PERSON)
                }
                None => continue,
            };
            let who = names.persons.get(person);
            if who.is_some_and(|who| !agrees(person) || !(who.is_human || who.may_be_human))
                || said(person)
                || bound_away(person)
            {
                continue;
            }
            let here = narrative.paragraph_of(clause.cue) == narrative.paragraph_of(at);
            // The speaker of the sentence, rather than of a clause within it: When Ito said …
            let main = clause.form == ClauseForm::VerbSubject
                || discourse
                    .subject_of(narrative, own)
                    .is_some_and(|subject| subject.start == clause.subject.start);
            let overtaken = subjects.iter().any(|&(after, other)| after > own && other != person);
            let score = if main { SPEAKER_SCORE } else { CLAUSE_SPEAKER_SCORE }
                - SENTENCE_COST * back as i32
                + if overtaken { OVERTAKEN_COST } else { 0 }
                + if here { 3 } else { 0 }
                + if who.is_some_and(|who| who.is_male.is_some()) { 2 } else { 0 };
            scores.add(person, score);
        }
        if let Some(last) = last {
            let who = &names.persons[last];
            if !scores.has(last)
                && who.is_male.is_none_or(|m| m == male)
                && !said(last)
                && !bound_away(last)
            {
                scores.add(last, 7);
            }
        }
        scores.winner()
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
            ) && !opener.has_any(WordClasses::DETERMINER)
                && !(opener.has_any(WordClasses::ADVERB)
                    && (range.start..at).any(|k| self.is_finite_verb(k)));
        let verb = self
            .items
            .get(at + 1)
            .is_some_and(|n| at + 1 < range.end && n.has_any(WordClasses::SPEECH_VERB));
        at > range.start + 1 && self.items[at - 1].is_mark(&[',']) && verb && !opens
    }
}
