//! The outlets that print an utterance or a wording, as short labels.

use std::collections::BTreeSet;

use serde::Serialize;

use super::date_label::short_date;
use crate::edition::Witness;
use crate::report::labels::{date_part, short_name};
use crate::report::one_line::sanitize;
use crate::report::view::UtteranceView;

/// An outlet that prints the utterance.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OutletChip {
    siglum: String,
    outlet: String,
    /// The date as given, and as it is shown.
    date: String,
    day: String,
    /// The places at which its wording differs, such as `1, 2`.
    differs: String,
    is_part: bool,
    is_reprint: bool,
}

/// Returns the witnesses of one wording, or of all, as chips in the order of their sigla.
pub(super) fn outlet_chips(view: &UtteranceView<'_>, wording: Option<usize>) -> Vec<OutletChip> {
    let all = &view.utterance.witnesses;
    let years: BTreeSet<&str> =
        all.iter().filter_map(|witness| date_part(witness.published.as_deref()).get(..4)).collect();
    let those = all.iter().filter(|witness| {
        !witness.is_query && wording.is_none_or(|wording| witness.wording == wording)
    });
    let chip = |witness: &Witness| {
        let date = date_part(witness.published.as_deref());
        let here = view.places.iter().filter(|place| {
            let mut changes = place.changes.iter();
            changes.any(|change| change.stands && change.wordings.contains(&witness.wording))
        });
        let differs: Vec<String> = here.map(|place| place.number.to_string()).collect();
        let mut fragments = view.fragments.iter();
        OutletChip {
            siglum: sanitize(&witness.siglum),
            outlet: short_name(&witness.outlet),
            date: sanitize(date),
            day: sanitize(&short_date(date, years.len() > 1)),
            differs: differs.join(", "),
            is_part: fragments
                .any(|one| one.is_truncated && one.wordings.contains(&witness.wording)),
            is_reprint: witness.reprint_of.is_some(),
        }
    };
    those.map(chip).collect()
}
