//! Who printed which wording when, as a picture: a row for each wording, a dot for each witness.

use serde::Serialize;

use super::alignment_table::wording_order;
use super::date_label::short_date;
use crate::edition::Witness;
use crate::model::Published;
use crate::report::labels::{date_part, short_name};
use crate::report::one_line::sanitize;
use crate::report::view::UtteranceView;

/// Lengths of the picture, in pixels.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Timeline {
    width: u32,
    height: u32,
    rows: Vec<TimelineRow>,
    ticks: Vec<TimelineTick>,
    /// Number of witnesses without a date, which are not shown.
    undated: usize,
    /// All of it in words, for those who do not see it.
    description: String,
}

#[derive(Clone, Debug, Serialize)]
struct TimelineRow {
    /// The number of the wording, from 1.
    number: usize,
    is_lemma: bool,
    y: u32,
    dots: Vec<TimelineDot>,
}

#[derive(Clone, Debug, Serialize)]
struct TimelineDot {
    x: u32,
    y: u32,
    siglum: String,
    outlet: String,
    day: String,
    is_reprint: bool,
}

#[derive(Clone, Debug, Serialize)]
struct TimelineTick {
    x: u32,
    label: String,
    anchor: &'static str,
}

/// Wordings beyond these are not drawn: the picture would be longer than a screen.
const MAX_ROWS: usize = 14;
const LEFT: u32 = 84;
const RIGHT: u32 = 36;
const PLOT: u32 = 460;
const TOP: u32 = 10;
const LANE: u32 = 26;
/// Distance of two dots of one lane, so that their sigla can be read.
const DOT: u32 = 26;
/// Distance of two labels of the axis.
const TICK: u32 = 74;

/// Returns the picture; `None` where all was printed on one day, or the dates are not known.
pub(super) fn timeline(view: &UtteranceView<'_>) -> Option<Timeline> {
    let utterance = view.utterance;
    let dated = |witness: &Witness| {
        if witness.is_query {
            return None;
        }
        let published: Published = witness.published.as_deref()?.parse().ok()?;
        Some(published.second())
    };
    let mut times: Vec<i64> = utterance.witnesses.iter().filter_map(dated).collect();
    times.sort_unstable();
    let (first, last) = (*times.first()?, *times.last()?);
    if last - first < 60 * 60 || utterance.wordings.len() > MAX_ROWS {
        return None;
    }
    let x = |time: i64| {
        LEFT + ((time - first) as f64 / (last - first) as f64 * f64::from(PLOT)).round() as u32
    };
    let lemma = utterance.lemma.wording;
    let (mut rows, mut y) = (Vec::new(), TOP);
    for (number, wording) in (1..).zip(wording_order(view)) {
        let those = utterance.witnesses.iter().filter(|witness| witness.wording == wording);
        let mut those: Vec<(i64, &Witness)> =
            those.filter_map(|witness| Some((dated(witness)?, witness))).collect();
        those.sort_by(|a, b| (a.0, &a.1.siglum).cmp(&(b.0, &b.1.siglum)));
        // Dots that would cover each other stand one below the other.
        let mut lanes: Vec<u32> = Vec::new();
        let mut dots = Vec::new();
        for (time, witness) in those {
            let x = x(time);
            let lane = lanes.iter().position(|&end| end + DOT <= x).unwrap_or(lanes.len());
            match lanes.get_mut(lane) {
                Some(end) => *end = x,
                None => lanes.push(x),
            }
            dots.push(TimelineDot {
                x,
                y: y + lane as u32 * LANE + LANE / 2,
                siglum: sanitize(&witness.siglum),
                outlet: short_name(&witness.outlet),
                day: sanitize(&short_date(date_part(witness.published.as_deref()), true)),
                is_reprint: witness.reprint_of.is_some(),
            });
        }
        let is_lemma = wording == lemma;
        rows.push(TimelineRow { number, is_lemma, y: y + LANE / 2, dots });
        y += lanes.len().max(1) as u32 * LANE;
    }
    let mut ticks: Vec<TimelineTick> = Vec::new();
    for witness in &utterance.witnesses {
        let Some(time) = dated(witness) else { continue };
        let label = sanitize(&short_date(date_part(witness.published.as_deref()), false));
        let x = x(time);
        let is_free = ticks.iter().all(|tick| tick.x.abs_diff(x) >= TICK && tick.label != label);
        if is_free {
            ticks.push(TimelineTick { x, label, anchor: "middle" });
        }
    }
    let row = |row: &TimelineRow| {
        let dots = row.dots.iter().map(|dot| format!("{} ({})", dot.outlet, dot.day));
        format!("wording {}: {}", row.number, dots.collect::<Vec<_>>().join(", "))
    };
    Some(Timeline {
        width: LEFT + PLOT + RIGHT,
        height: y + 30,
        description: rows.iter().map(row).collect::<Vec<_>>().join("; "),
        undated: utterance
            .witnesses
            .iter()
            .filter(|one| !one.is_query && dated(one).is_none())
            .count(),
        rows,
        ticks,
    })
}
