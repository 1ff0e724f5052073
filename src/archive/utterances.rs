//! Groups of quotations into utterances with their apparatus.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Archive;
use super::holding::Item;
use super::watch::Watch;
use crate::apparatus::{Bearer, Utterance, utterance_with};
use crate::error::Error;

impl Archive {
    /// One utterance for each group, those that most outlets print first.
    pub(super) fn utterances(
        &self,
        items: &[Item<'_>],
        groups: &[u32],
        reprint_of: &BTreeMap<&str, &str>,
        watch: &Watch<'_>,
    ) -> Result<Vec<Utterance>, Error> {
        let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (n, &group) in groups.iter().enumerate() {
            members.entry(group).or_default().push(n);
        }
        let members: Vec<Vec<usize>> = members.into_values().collect();
        let step = watch.step("collating", members.len());
        let mut utterances: Vec<(Option<i64>, Utterance)> = self.workers.map_watched(
            &step,
            &members,
            || (),
            |(), members| {
                let bearers: Vec<Bearer<'_>> = members.iter().map(|&n| self.bearer(items[n], reprint_of)).collect();
                let first =
                    bearers.iter().filter_map(|bearer| bearer.published.map(|published| published.second())).min();
                (first, utterance_with(&self.words, &bearers, &self.settings.lemma, &self.settings.levels))
            },
        )?;
        utterances.sort_by(|(first, x), (second, y)| {
            let rank = |u: &Utterance| (Reverse(u.independent), Reverse(u.outlets), Reverse(u.witnesses.len()));
            let date = |first: &Option<i64>| first.unwrap_or(i64::MAX);
            rank(x).cmp(&rank(y)).then(date(first).cmp(&date(second))).then_with(|| x.id.cmp(&y.id))
        });
        Ok(utterances.into_iter().map(|(_, utterance)| utterance).collect())
    }

    fn bearer<'a>(&'a self, item: Item<'a>, reprint_of: &BTreeMap<&'a str, &'a str>) -> Bearer<'a> {
        let document = &item.holding.document;
        let reprint_of = reprint_of.get(document.id.as_str()).copied();
        let origin = reprint_of.and_then(|id| self.get(id)).unwrap_or(document);
        Bearer {
            quotation: &item.record.id,
            document: match &item.holding.given {
                Some(given) => Some(given.as_deref().unwrap_or(&item.record.id)),
                None => Some(&document.id),
            },
            text: document.part(item.record.quotation.part),
            pieces: &item.record.quotation.pieces,
            passage: &item.record.passage,
            outlet: document.outlet.as_deref().unwrap_or(&document.id),
            origin: origin.outlet.as_deref().unwrap_or(&origin.id),
            reprint_of,
            published: document.published.as_ref(),
            name: item.name(),
            certainty: item.certainty(),
            lemma: item.lemma,
        }
    }
}
