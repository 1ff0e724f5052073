//! The names mentioned shortly before a place.

use super::resolve::{MAX_DESCRIPTION_SENTENCES_BACK, MAX_MENTIONS_BACK};
use super::{NameMention, NameMentions, PersonIndex};
use crate::attribution::narrative::Narrative;

/// The mentions before an item, from the last.
pub(super) struct NamesBefore<'m> {
    mentions: &'m [NameMention],
    narrative: &'m Narrative<'m>,
    sentence: u32,
}

impl NameMentions {
    /// Returns the mentions before item `at`.
    pub(super) fn before<'m>(&'m self, at: usize, narrative: &'m Narrative<'_>) -> NamesBefore<'m> {
        let to = self.mentions.partition_point(|mention| mention.start < at);
        let sentence = narrative.items[at].sentence;
        NamesBefore { mentions: &self.mentions[..to], narrative, sentence }
    }
}

impl NamesBefore<'_> {
    /// Returns the mentions in the sentence of the item and the `sentences` before, from the last.
    pub(super) fn within(&self, sentences: u32) -> impl Iterator<Item = &NameMention> {
        let sentence = |mention: &NameMention| self.narrative.items[mention.start].sentence;
        let near = move |mention: &&NameMention| self.sentence - sentence(mention) <= sentences;
        self.mentions.iter().rev().take(MAX_MENTIONS_BACK).take_while(near)
    }

    /// Returns true if the person is mentioned in the sentence of the item or the `sentences`
    /// before.
    pub(super) fn has(&self, person: usize, sentences: u32) -> bool {
        self.within(sentences).any(|mention| mention.person == Some(person))
    }

    /// Returns the persons mentioned shortly before, from the last. A name that may be a town’s is
    /// none.
    pub(super) fn humans<'a>(
        &'a self,
        names: &'a PersonIndex<'_>,
    ) -> impl Iterator<Item = usize> + 'a {
        /// Letters of the shortest name in capitals that is a town’s, in a dateline.
        const TOWN_LETTERS: usize = 5;
        let town = |mention: &&NameMention| {
            let printed = self.narrative.item_text(mention.core_start);
            mention.end == mention.core_start + 1
                && printed.len() >= TOWN_LETTERS
                && printed.bytes().all(|b| b.is_ascii_uppercase())
        };
        self.within(MAX_DESCRIPTION_SENTENCES_BACK)
            .filter(move |mention| !town(mention))
            .filter_map(|mention| mention.person)
            .filter(|&person| names.persons[person].is_human || names.persons[person].may_be_human)
    }

    /// Returns true if nobody but `person` is mentioned shortly before.
    pub(super) fn is_alone(&self, person: usize, names: &PersonIndex<'_>) -> bool {
        self.humans(names).all(|other| other == person)
    }
}
