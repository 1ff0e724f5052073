//! An utterance in the list of all, which leads to the file that has it.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::date_label::date_range;
use super::overview::{Attention, opening};
use crate::edition::Utterance;
use crate::report::labels::{date_part, short_name};
use crate::report::one_line::sanitize;
use crate::report::view::UtteranceView;

/// Outlets that a line names; further ones are counted.
const MAX_NAMED_OUTLETS: usize = 3;

/// An utterance in the list of all.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ContentsLine {
    link: String,
    speaker: Option<String>,
    /// The name under which the speaker is counted.
    speaker_row: String,
    attention: &'static str,
    verdict: String,
    outlets: usize,
    /// The outlets that print it, as places in the list of outlet names.
    outlet_numbers: Vec<usize>,
    /// The first of them by name, and the number of the others.
    named_outlets: Vec<String>,
    more_outlets: usize,
    dates: String,
    first_date: String,
    words: String,
}

/// The outlets of a report: their short names, in order, and the place of each.
#[derive(Debug, Default)]
pub(super) struct OutletNames {
    pub(super) names: Vec<String>,
    places: HashMap<String, usize>,
}

impl OutletNames {
    pub(super) fn new<'a>(outlets: impl Iterator<Item = &'a str>) -> OutletNames {
        let names: BTreeSet<String> = outlets.map(short_name).collect();
        let names: Vec<String> = names.into_iter().collect();
        let places = names.iter().enumerate().map(|(place, name)| (name.clone(), place)).collect();
        OutletNames { names, places }
    }
}

impl ContentsLine {
    pub(super) fn new(
        utterance: &Utterance,
        speaker_row: &str,
        outlets: &OutletNames,
        link: String,
    ) -> ContentsLine {
        let view = UtteranceView::new(utterance);
        let days = || utterance.witnesses.iter().map(|w| date_part(w.published.as_deref()));
        let prints = utterance.witnesses.iter().filter(|witness| !witness.is_query);
        let names: BTreeSet<String> = prints.map(|witness| short_name(&witness.outlet)).collect();
        let numbers = names.iter().filter_map(|name| outlets.places.get(name).copied());
        ContentsLine {
            link,
            speaker: utterance.speaker.as_deref().map(sanitize),
            speaker_row: sanitize(speaker_row),
            attention: Attention::new(&view).as_str(),
            verdict: view.verdict_label().0,
            outlets: utterance.outlets,
            outlet_numbers: numbers.collect(),
            more_outlets: names.len().saturating_sub(MAX_NAMED_OUTLETS),
            named_outlets: names.into_iter().take(MAX_NAMED_OUTLETS).collect(),
            dates: sanitize(&date_range(days())),
            first_date: sanitize(days().filter(|day| !day.is_empty()).min().unwrap_or("")),
            words: opening(utterance),
        }
    }
}
