//! Coreference inside one document: from a mention of a speaker to the fullest form of the name.
//!
//! 1. Every name mention in the narrative is found: a maximal run of capitalized name words.
//!    Mentions with a given name and a surname make persons.
//! 2. A bare surname, with or without a title, is linked to the one person that fits. Gender
//!    excludes (“Mrs. Clinton” is never Bill). Among several persons the most frequently mentioned
//!    one is taken.
//! 3. A pronoun is resolved to the most salient mention before it that agrees in gender
//!    ([`resolve`]). A tie is left open.
//!
//! Each step looks at a bounded number of mentions, so the time is linear in the text. Salience
//! weights for pronouns go back to Lappin and Leass, [An Algorithm for Pronominal Anaphora
//! Resolution](https://aclanthology.org/J94-4002/), Computational Linguistics 20 (1994).
//! Departures: no parser is used, the weights were set by hand on news, and a tie gives no answer.

mod antecedent_kind;
mod binding;
mod full_names;
mod name_context;
mod name_mentions;
mod names_before;
mod person_index;
mod pronoun;
mod resolve;
mod role_holders;
mod role_ties;
mod salience;
mod speaker_kind;
#[cfg(test)]
mod tests;

pub(super) use person_index::PersonIndex;
pub(super) use resolve::{DiscourseState, SpeakerMention};

use names_before::NamesBefore;

use super::narrative::Narrative;
use crate::span::Span;

/// One mention of a name in the narrative.
#[derive(Clone, Debug)]
struct NameMention {
    start: usize,
    end: usize,
    /// First item after the titles.
    core_start: usize,
    /// Last word without suffixes, as [`PersonIndex::word_id`] numbers it.
    surname: WordId,
    is_male: Option<bool>,
    has_title: bool,
    person: Option<usize>,
}

/// A person or an organization of the document.
#[derive(Clone, Debug)]
struct DocumentPerson {
    /// Fullest printed form.
    full_name: NameLocation,
    surname: WordId,
    word_count: usize,
    is_male: Option<bool>,
    is_human: bool,
    /// True if more shows that than a verb of speech, which a body has as well: a given name, a
    /// title, an age, a role.
    is_shown_human: bool,
    /// True if the name looks like a person’s, though nothing in the document shows it.
    may_be_human: bool,
    /// True if an office stands before the name or beside it: President, the governor.
    has_office: bool,
    /// True if the first word of the full name is a usual given name.
    has_given_name: bool,
    mention_count: usize,
    /// True if the name only stands where a sentence begins, or has no small letter.
    is_opener_only: bool,
    /// Number of times that *he* and *she* follow the name in its sentence.
    pronoun_votes: (u32, u32),
    /// Number of times that the name is printed in full.
    full_count: usize,
    /// Number of times that it is then introduced as a relative of somebody of the same surname:
    /// “his wife, Ana Ruiz”, “first lady Ana Ruiz”.
    relative_count: usize,
}

impl DocumentPerson {
    /// Returns true if the person is mostly introduced as a relative. The bare surname then means
    /// the other.
    fn is_relative(&self) -> bool {
        2 * self.relative_count >= self.full_count && self.relative_count > 0
    }
}

/// Place where a name is printed.
#[derive(Clone, Copy, Debug, Default)]
struct NameLocation {
    part: usize,
    span: Span,
}

/// Index of a word in one document, whatever its case.
type WordId = u32;
/// The index of no word.
const NO_WORD: WordId = 0;

/// The name mentions of one level, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct NameMentions {
    mentions: Vec<NameMention>,
}

/// Returns true if the word is an initial with its stop.
fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() <= 4 && word.starts_with(char::is_uppercase)
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Returns the name with single spaces, without marks of emphasis and links: `**Ada Lund**`.
fn clean_name(name: &str) -> String {
    // Nearly all names are clean already.
    let dirty = |pair: &[u8]| {
        pair[0].is_ascii_whitespace() && (pair[0] != b' ' || pair[1].is_ascii_whitespace())
    };
    let signs = |byte: &u8| matches!(byte, b'*' | b'_' | b'[' | b']' | b'`') || !byte.is_ascii();
    if !name.is_empty()
        && !name.bytes().any(|byte| signs(&byte))
        && !name.as_bytes().windows(2).any(dirty)
        && name.trim().len() == name.len()
    {
        return name.to_owned();
    }
    let word = |word: &'_ str| word.trim_matches(['*', '_', '[', ']', '`']).to_owned();
    name.split_whitespace().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl NameMentions {
    /// Finds the name mentions of `narrative`, and reuses the buffers of `old`.
    pub(super) fn find(
        narrative: &Narrative<'_>,
        names: &mut PersonIndex<'_>,
        old: NameMentions,
    ) -> NameMentions {
        let NameMentions { mut mentions } = old;
        mentions.clear();
        name_mentions::find_name_mentions(narrative, names, &mut mentions);
        NameMentions { mentions }
    }

    fn within(&self, start: usize, end: usize) -> &[NameMention] {
        let from = self.mentions.partition_point(|mention| mention.start < start);
        let to = self.mentions.partition_point(|mention| mention.start < end);
        &self.mentions[from.min(to)..to]
    }

    fn name_at(
        &self,
        mention: &NameMention,
        narrative: &Narrative<'_>,
        names: &PersonIndex<'_>,
    ) -> String {
        match mention.person {
            Some(person) => names.full_name(person),
            None => {
                let from = if mention.is_male.is_some() && mention.has_title {
                    mention.start
                } else {
                    mention.core_start
                };
                clean_name(
                    narrative
                        .text
                        .get(
                            narrative.items[from].span.start()
                                ..narrative.items[mention.end - 1].span.end(),
                        )
                        .unwrap_or(""),
                )
            }
        }
    }
}
