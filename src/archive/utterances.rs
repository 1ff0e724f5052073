//! Groups of quotations into utterances with their apparatus.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Archive;
use super::holding::Item;
use super::linking::Linked;
use super::roll::Table;
use super::watch::Watch;
use crate::edition::{Utterance, WitnessInput, build_utterance_with};
use crate::error::Error;

impl Archive {
    /// One utterance for each group of items, those that most outlets print first; and for each item the number of its utterance.
    pub(super) fn utterances(
        &self,
        items: &[Item<'_>],
        linked: &Linked,
        reprint_of: &BTreeMap<&str, &str>,
        watch: &Watch<'_>,
    ) -> Result<(Vec<Utterance>, Vec<u32>), Error> {
        let members = Table::of(linked.count, linked.groups.iter().copied());
        let groups: Vec<u32> = (0..linked.count as u32).collect();
        let step = watch.step("collating", groups.len());
        let mut utterances =
            self.workers.map_watched(&step, &groups, Vec::new, |bearers, &group| {
                bearers.clear();
                bearers.extend(
                    members.list(group).iter().map(|&n| self.bearer(items[n as usize], reprint_of)),
                );
                build_utterance_with(
                    &self.words,
                    bearers,
                    &self.settings.lemma,
                    &self.settings.classifier,
                )
            })?;
        let first = |&group: &u32| {
            let published = members
                .list(group)
                .iter()
                .map(|&n| items[n as usize].holding.document.published.as_ref());
            published.flatten().map(|published| published.second()).min().unwrap_or(i64::MAX)
        };
        let first: Vec<i64> = groups.iter().map(first).collect();
        let rank = |group: u32| {
            let u: &Utterance = &utterances[group as usize];
            (
                Reverse((u.independent, u.outlets, u.witnesses.len())),
                first[group as usize],
                u.id.as_str(),
            )
        };
        let mut order = groups;
        order.sort_unstable_by(|&x, &y| rank(x).cmp(&rank(y)));
        let mut place = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&group, at)| place[group as usize] = at);
        let numbers = linked.groups.iter().map(|&group| place[group as usize]).collect();
        // Each to its place, without another list of them.
        for at in 0..place.len() {
            while place[at] as usize != at {
                let to = place[at] as usize;
                utterances.swap(at, to);
                place.swap(at, to);
            }
        }
        Ok((utterances, numbers))
    }

    fn bearer<'a>(
        &'a self,
        item: Item<'a>,
        reprint_of: &BTreeMap<&'a str, &'a str>,
    ) -> WitnessInput<'a> {
        let document = &item.holding.document;
        let reprint_of = reprint_of.get(document.id.as_str()).copied();
        let origin = reprint_of.and_then(|id| self.get(id)).unwrap_or(document);
        WitnessInput {
            quotation: &item.record.id,
            document: match &item.holding.given {
                Some(given) => Some(given.as_deref().unwrap_or(&item.record.id)),
                None => Some(&document.id),
            },
            text: document.part(item.record.quotation.part),
            pieces: &item.record.quotation.pieces,
            passage: &item.record.passage,
            outlet: document.outlet.as_deref().unwrap_or(&document.id),
            origin_outlet: origin.outlet.as_deref().unwrap_or(&origin.id),
            reprint_of,
            published: document.published.as_ref(),
            speaker: item.name(),
            speaker_confidence: item.certainty(),
            is_decided_lemma: item.lemma,
        }
    }
}
