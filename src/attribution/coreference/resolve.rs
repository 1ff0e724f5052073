//! Resolution of a speaker mention: names, descriptions (“the senator”) and pronouns.
//!
//! A name is taken in its fullest form. A description means the holder of the role
//! (`role_holders`), or stands in for the only person named shortly before. What cannot speak
//! has no name.

use super::{NameMention, NameMentions, PersonIndex, clean_name};
use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::NounPhrase;
use crate::attribution::reporting_clause::ReportingClause;
use crate::language::WordClasses;
use crate::span::Span;

/// Largest number of mentions that a pronoun is followed back over. In news a pronoun stands within
/// two or three sentences of its name.
pub(super) const MAX_MENTIONS_BACK: usize = 14;

/// Largest distance in sentences at which a description is considered.
pub(super) const MAX_DESCRIPTION_SENTENCES_BACK: u32 = 2;

/// Number of items before a relative pronoun in which its name is sought.
const MAX_RELATIVE_ITEMS: usize = 20;

/// A mention of a speaker, with what its rule knows of it.
#[derive(Clone, Copy)]
pub(in crate::attribution) struct SpeakerMention<'c> {
    pub(in crate::attribution) phrase: NounPhrase,
    /// True if the cue goes on with words of the same person: *he added*.
    pub(in crate::attribution) goes_on: bool,
    /// The reporting clauses around, in the order of their cues.
    pub(in crate::attribution) clauses: &'c [ReportingClause],
}

/// The state of the discourse at one point of a level.
#[derive(Debug, Default)]
pub(in crate::attribution) struct DiscourseState {
    /// The person who spoke last.
    pub(in crate::attribution) last_speaker: Option<usize>,
    /// True if somebody without a name spoke last.
    pub(in crate::attribution) last_is_unnamed: bool,
    /// The last mention of a speaker that is no pronoun.
    pub(in crate::attribution) last_mention: Option<NounPhrase>,
    /// The item of the last mention of a speaker, or of the words that he said after it.
    pub(in crate::attribution) last_spoke_at: usize,
    /// Subject of each sentence, computed on demand.
    subjects: Vec<Option<Option<NounPhrase>>>,
}

impl DiscourseState {
    /// Returns the subject of `sentence`.
    pub(super) fn subject_of(
        &mut self,
        narrative: &Narrative<'_>,
        sentence: u32,
    ) -> Option<NounPhrase> {
        let sentence = sentence as usize;
        if self.subjects.is_empty() {
            self.subjects.resize(narrative.sentences.len(), None);
        }
        let range = narrative.sentences[sentence]..narrative.sentences[sentence + 1];
        *self.subjects[sentence]
            .get_or_insert_with(|| narrative.sentence_subject(range.clone(), range.end))
    }
}

impl NameMentions {
    /// Returns the name of the speaker of `found`, and the person if the document names it in full.
    pub(in crate::attribution) fn resolve(
        &self,
        found: SpeakerMention<'_>,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
        said: &[Span],
    ) -> (Option<String>, Option<usize>) {
        let SpeakerMention { phrase, .. } = found;
        let first = &narrative.items[phrase.start];
        let alone = phrase.end == phrase.start + 1;
        if alone
            && (first.has_any(WordClasses::RELATIVE) || narrative.item_text(phrase.start) == "that")
        {
            return self
                .relative_antecedent(phrase.start, narrative, names)
                .map_or((None, None), |mention| self.speaker_at(mention, narrative, names));
        }
        let him = first.has_any(WordClasses::MASCULINE | WordClasses::FEMININE)
            && !first.has_any(WordClasses::ROLE | WordClasses::CAPITALIZED);
        if alone && (him || first.has_any(WordClasses::SUBJECT_PRONOUN | WordClasses::POSSESSIVE)) {
            // He himself
            let word = narrative.item_text(phrase.start);
            let stress = matches!(word, "himself" | "herself" | "itself" | "themselves");
            let at = phrase.start - usize::from(stress && phrase.start > 0);
            if stress && !narrative.items[at].has_any(WordClasses::SUBJECT_PRONOUN) {
                return (None, None);
            }
            return self.resolve_pronoun(at, found, narrative, names, discourse, said);
        }
        let mut chosen = self.named_in(phrase, narrative);
        // The name may be an apposition: “her senior adviser, Jake Sullivan”, “the bank’s owner,
        // the Royal Dock Group”.
        let comma = phrase.head_end < phrase.end
            && narrative.items[phrase.head_end].is_mark(&[',', '—', '–', '(']);
        let role = chosen.is_some_and(|mention| narrative.is_role_acronym(mention));
        if (chosen.is_none() || role) && comma {
            let apposition = self.within(phrase.head_end, phrase.end).first().filter(|mention| {
                let article = narrative.items[phrase.head_end + 1].has_any(WordClasses::DETERMINER);
                let whole = mention.end >= phrase.end
                    || !narrative.items[mention.end].is_word()
                    || narrative.items[mention.end]
                        .has_any(WordClasses::PREPOSITION | WordClasses::CONJUNCTION);
                whole
                    && mention.start <= phrase.head_end + 1 + usize::from(article)
                    && mention.end - mention.core_start >= 2
            });
            chosen = apposition.or(chosen);
        }
        chosen = chosen.filter(|mention| !narrative.is_role_acronym(mention));
        if let Some(mention) = chosen {
            return self.speaker_at(mention, narrative, names);
        }
        // A surname that looks like another word: Mrs. May said.
        if phrase.head_end == phrase.start + 1
            && first.has_all(WordClasses::CAPITALIZED)
            && !first.is_proper_noun()
            && let Some(person) = names.named_by(narrative.item_text(phrase.start))
        {
            return (Some(names.full_name(person)), Some(person));
        }
        // What somebody says in a text of his own, he says: his response, Ito’s statement.
        let head = narrative.head_noun(phrase);
        if narrative.items[head].has_any(WordClasses::THING | WordClasses::SPEECH_NOUN)
            && !narrative.items[head].has_any(WordClasses::ROLE)
        {
            return self.author_of(head, found, narrative, names, discourse, said);
        }
        let near = self.before(phrase.start, narrative);
        if let Some(person) = names.holder_of(phrase, narrative, &near) {
            return (Some(names.full_name(person)), Some(person));
        }
        if let Some(person) = self.varied_name(phrase, narrative, names, discourse) {
            return (Some(names.full_name(person)), Some(person));
        }
        let glued = (phrase.start..phrase.head_end).any(|i| names.is_glued(narrative.item_text(i)));
        if glued || !narrative.describes_speaker(phrase) {
            return (None, None);
        }
        let printed = narrative.text.get(
            narrative.items[phrase.start].span.start()
                ..narrative.items[phrase.head_end - 1].span.end(),
        );
        (printed.map(clean_name), None)
    }

    /// Returns the name that the relative pronoun at item `at` stands for: Ana Ruiz, **who** said.
    fn relative_antecedent(
        &self,
        at: usize,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
    ) -> Option<&NameMention> {
        let low = narrative.sentence_of(at).start.max(at.saturating_sub(MAX_RELATIVE_ITEMS));
        let before = at.checked_sub(1).filter(|&before| before >= low)?;
        let comma = narrative.items[before].is_mark(&[',', '—', '–', '-']);
        // A noun right before is described, and not named: a former agent who wrote.
        if !comma && !narrative.items[before].is_proper_noun() {
            // Its name may stand before: Ana Ruiz, a former agent who wrote.
            return self.within(low, at).iter().rev().find(|mention| {
                narrative.items[mention.end].is_mark(&[','])
                    && narrative.items[mention.end + 1].has_any(WordClasses::DETERMINER)
                    && (mention.end + 1..at).all(|k| narrative.items[k].is_word())
            });
        }
        let who = narrative.item_text(at).eq_ignore_ascii_case("who");
        self.within(low, at).iter().rev().find(|mention| {
            let person = mention.person.map(|person| &names.persons[person]);
            let human = person.is_some_and(|person| person.is_human || person.may_be_human);
            // The owner of what is meant: Ito’s lawyer, who.
            let owner = narrative.is_genitive_marker(mention.end) && mention.end < at;
            (human || !who && mention.end + usize::from(comma) == at) && !owner
        })
    }

    /// Returns who is meant by a description that stands in for a name, for a change: Ito spoke
    /// first. “…,” the governor said.
    ///
    /// A body is meant by the noun of its name. A person is if nobody else is named shortly before.
    fn varied_name(
        &self,
        phrase: NounPhrase,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
    ) -> Option<usize> {
        let head = narrative.head_noun(phrase);
        let item = &narrative.items[head];
        if !narrative.item_text(phrase.start).eq_ignore_ascii_case("the") || head == phrase.start {
            return None;
        }
        if item.has_any(WordClasses::ORGANIZATION) && phrase.head_end == head + 1 {
            let called = (head == phrase.start + 1)
                .then(|| names.body_called(narrative.item_text(head)))
                .flatten();
            return called.or_else(|| self.body_before(head, phrase, narrative, names, discourse));
        }
        if !item.has_any(WordClasses::IDENTITY_ROLE)
            || phrase.head_end != head + 1
            || narrative.is_introduced_unnamed(head)
        {
            return None;
        }
        let before = self.before(phrase.start, narrative);
        let one = before.humans(names).next()?;
        let who = &names.persons[one];
        let male = narrative.gender_of(head);
        let alone = before.is_alone(one, names);
        // The holder of one office is not called by another, nor by that of another state.
        let office = match names.is_tied(one, head, narrative) {
            true => !names.may_hold(one, head, narrative),
            false => who.has_office && item.has_any(WordClasses::TITLE),
        };
        (alone && !office && male.is_none_or(|male| who.is_male.is_none_or(|m| m == male)))
            .then_some(one)
    }

    /// Returns the only body named shortly before, which a noun for any body means: the company,
    /// the law firm.
    fn body_before(
        &self,
        head: usize,
        phrase: NounPhrase,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
    ) -> Option<usize> {
        let any = matches!(
            narrative.item_text(head),
            "company" | "firm" | "group" | "organization" | "network" | "bank" | "union"
        );
        let other = (phrase.start + 1..head).any(|k| narrative.items[k].is_proper_noun());
        if !any || other || narrative.is_introduced_unnamed(head) {
            return None;
        }
        let near = self.before(phrase.start, narrative);
        let body = |mention: &NameMention| {
            let body = mention.person?;
            let speaks = narrative.can_be_speaker(mention.core_start..mention.end);
            let who = &names.persons[body];
            let person = who.is_shown_human
                || who.is_male.is_some()
                || who.word_count > 1 && who.may_be_human;
            (!person && speaks).then_some(body)
        };
        // The subject of the sentence before, in the same paragraph: Dock Co. said it works …
        let before = narrative.items[phrase.start].sentence.checked_sub(1);
        let subject = before.and_then(|before| discourse.subject_of(narrative, before));
        let here = |subject: &NounPhrase| {
            narrative.paragraph_of(subject.start) == narrative.paragraph_of(phrase.start)
        };
        let subject = subject.filter(here).and_then(|subject| self.named_in(subject, narrative));
        if let Some(subject) = subject {
            return body(subject);
        }
        let mut bodies = near.within(MAX_DESCRIPTION_SENTENCES_BACK).filter_map(body);
        let one = bodies.next()?;
        bodies.all(|other| other == one).then_some(one)
    }

    /// Returns the speaker that `mention` names; nobody if it names what cannot speak.
    fn speaker_at(
        &self,
        mention: &NameMention,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
    ) -> (Option<String>, Option<usize>) {
        let stray = mention.person.is_some_and(|person| {
            let who = &names.persons[person];
            // The first word of a sentence may be any: Outrage followed.
            !who.is_shown_human
                && who.word_count == 1
                && who.is_opener_only
                && narrative.is_common_opener(mention.start)
        });
        if stray || !narrative.can_be_speaker(mention.core_start..mention.end) {
            return (None, None);
        }
        (Some(self.name_at(mention, narrative, names)), mention.person)
    }

    /// Returns who wrote or said the text that is item `head` of the phrase: its possessor.
    fn author_of(
        &self,
        head: usize,
        found: SpeakerMention<'_>,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
        discourse: &mut DiscourseState,
        said: &[Span],
    ) -> (Option<String>, Option<usize>) {
        let phrase = found.phrase;
        for k in (phrase.start..head).rev() {
            if narrative.is_genitive_marker(k) {
                let owner = self.within(phrase.start, k).iter().find(|owner| owner.end == k);
                return owner
                    .map_or((None, None), |owner| self.speaker_at(owner, narrative, names));
            }
            if narrative.items[k].has_any(WordClasses::POSSESSIVE) {
                return self.resolve_pronoun(k, found, narrative, names, discourse, said);
            }
        }
        // A Times article
        let printed_by = self.within(phrase.start, head).last().filter(|body| {
            let shown = body.person.is_some_and(|body| names.persons[body].is_shown_human);
            let media = (body.core_start..body.end)
                .any(|k| narrative.items[k].has_any(WordClasses::ORGANIZATION));
            body.end == head && !shown && media && narrative.is_text_of_paper(head)
        });
        if let Some(body) = printed_by {
            return self.speaker_at(body, narrative, names);
        }
        // A statement from Ito, a report by the ministry.
        let by = (head + 1..phrase.end)
            .next()
            .filter(|&by| matches!(narrative.item_text(by), "by" | "from"));
        let author = by.and_then(|by| {
            let own = self.within(by + 1, phrase.end).first()?;
            (by + 1..own.start)
                .all(|k| narrative.items[k].has_any(WordClasses::DETERMINER | WordClasses::TITLE))
                .then_some(own)
        });
        author.map_or((None, None), |author| self.speaker_at(author, narrative, names))
    }

    /// Returns true if `phrase` names somebody, known or not.
    pub(in crate::attribution) fn names(
        &self,
        phrase: NounPhrase,
        narrative: &Narrative<'_>,
    ) -> bool {
        self.named_in(phrase, narrative).is_some()
    }

    /// Returns the name in the head of `phrase` that is neither a possessor nor the object of a
    /// preposition.
    pub(super) fn named_in(
        &self,
        phrase: NounPhrase,
        narrative: &Narrative<'_>,
    ) -> Option<&NameMention> {
        let mut chosen = None;
        let own = self.within(phrase.start, phrase.head_end);
        for mention in own {
            let hangs = (phrase.start..mention.start).any(|i| {
                narrative.items[i].has_any(WordClasses::PREPOSITION)
                    && !narrative.items[i].has_all(WordClasses::CAPITALIZED)
                    && !narrative.is_title_of(i, mention)
                    // Part of another name: University of Oslo professor Ana Ruiz.
                    && !own.iter().any(|other| other.core_start < i && i < other.end)
            });
            // A second article begins the possessor: der Sprecher der Partei.
            let owner = (phrase.start + 1..mention.start).any(|i| {
                narrative.items[i].has_any(WordClasses::DETERMINER)
                    && !narrative.items[i - 1]
                        .has_any(WordClasses::DETERMINER | WordClasses::CONJUNCTION)
                    && narrative.items[i - 1].is_word()
            });
            if hangs
                || owner
                || mention.end < phrase.head_end && narrative.is_genitive_marker(mention.end)
            {
                continue;
            }
            // The Global Times tabloid is the Global Times.
            let kind = mention.end + 1 == phrase.head_end
                && narrative.is_medium_noun(mention.end)
                && (mention.core_start..mention.end)
                    .any(|k| narrative.items[k].has_any(WordClasses::ORGANIZATION));
            // The Health and Human Services secretary is not Health.
            let joined = mention.end < phrase.head_end
                && narrative.items[mention.end].has_any(WordClasses::CONJUNCTION)
                && narrative.items[phrase.start].has_any(WordClasses::DETERMINER)
                && narrative.items[phrase.head_end - 1].has_any(WordClasses::ROLE)
                && !narrative.items[phrase.head_end - 1].has_all(WordClasses::CAPITALIZED)
                && (mention.end + 1..phrase.head_end - 1)
                    .all(|k| narrative.items[k].has_all(WordClasses::CAPITALIZED));
            if joined {
                continue;
            }
            let modifies = mention.end < phrase.head_end
                && !kind
                && narrative.items[mention.end].is_word()
                && !narrative.items[mention.end].has_any(
                    WordClasses::PREPOSITION
                        | WordClasses::CONJUNCTION
                        | WordClasses::RELATIVE
                        | WordClasses::ADVERB,
                )
                && !matches!(
                    narrative.item_text(mention.end),
                    "himself" | "herself" | "itself" | "themselves"
                );
            if modifies {
                continue;
            }
            chosen = Some(mention);
        }
        chosen
    }
}
