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
    /// The last mention of a speaker that is no pronoun.
    pub(in crate::attribution) last_mention: Option<NounPhrase>,
    /// The item of the last mention of a speaker.
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
        if alone && first.has_any(WordClasses::SUBJECT_PRONOUN | WordClasses::POSSESSIVE) {
            return self.resolve_pronoun(phrase.start, found, narrative, names, discourse, said);
        }
        let mut chosen = self.named_in(phrase, narrative);
        // The name may be an apposition: “her senior adviser, Jake Sullivan”.
        if chosen.is_none() && phrase.head_end < phrase.end {
            chosen = self.within(phrase.head_end, phrase.end).first().filter(|mention| {
                mention.start <= phrase.head_end + 1 && mention.end - mention.core_start >= 2
            });
        }
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
        let is_near = |person: usize, sentences: u32| {
            self.is_near(person, phrase.start, sentences, narrative)
        };
        if let Some(person) = names.holder_of(phrase, narrative, &is_near) {
            return (Some(names.full_name(person)), Some(person));
        }
        if let Some(person) = self.varied_name(phrase, narrative, names) {
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
    ) -> Option<usize> {
        let head = narrative.head_noun(phrase);
        let item = &narrative.items[head];
        if !narrative.item_text(phrase.start).eq_ignore_ascii_case("the") || head == phrase.start {
            return None;
        }
        if item.has_any(WordClasses::ORGANIZATION) && head == phrase.start + 1 {
            return names.body_called(narrative.item_text(head));
        }
        if !item.has_any(WordClasses::IDENTITY_ROLE)
            || phrase.head_end != head + 1
            || narrative.is_introduced_unnamed(head)
        {
            return None;
        }
        let sentence = narrative.items[phrase.start].sentence;
        let to = self.mentions.partition_point(|mention| mention.start < phrase.start);
        let mut near = self.mentions[..to]
            .iter()
            .rev()
            .take(MAX_MENTIONS_BACK)
            .take_while(|mention| {
                sentence - narrative.items[mention.start].sentence <= MAX_DESCRIPTION_SENTENCES_BACK
            })
            .filter_map(|mention| mention.person)
            .filter(|&person| names.persons[person].is_human || names.persons[person].may_be_human);
        let one = near.next()?;
        let who = &names.persons[one];
        let male = narrative.gender_of(head);
        let alone = near.all(|other| other == one);
        (alone && !who.has_office && male.is_none_or(|male| who.is_male.is_none_or(|m| m == male)))
            .then_some(one)
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
            !(who.is_human || who.may_be_human)
                && who.word_count == 1
                && who.mention_count == 1
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

    /// Returns true if the person is mentioned before item `at`, in its sentence or the `sentences`
    /// before.
    pub(super) fn is_near(
        &self,
        person: usize,
        at: usize,
        sentences: u32,
        narrative: &Narrative<'_>,
    ) -> bool {
        let sentence = narrative.items[at].sentence;
        let to = self.mentions.partition_point(|mention| mention.start < at);
        self.mentions[..to]
            .iter()
            .rev()
            .take(MAX_MENTIONS_BACK)
            .take_while(|mention| sentence - narrative.items[mention.start].sentence <= sentences)
            .any(|mention| mention.person == Some(person))
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
            let modifies = mention.end < phrase.head_end
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
