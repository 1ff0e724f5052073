//! The figures of fidelity: of a witness, and of an outlet.

use crate::apparatus::{Fidelity, OutletFidelity, Standing};
use crate::variant::Level;

#[derive(serde::Serialize)]
pub(super) struct FidelityItem {
    /// Of what is weighed.
    share: Option<f64>,
    /// By level, what differs.
    changed: Changed,
    standing: &'static str,
    /// Of the gravest silent change.
    level: Option<&'static str>,
}

/// Shares, or counts, by level.
#[derive(serde::Serialize)]
struct Changed {
    #[serde(rename = "A")]
    accidental: Option<f64>,
    #[serde(rename = "M")]
    minor: Option<f64>,
    #[serde(rename = "S")]
    substantive: Option<f64>,
    #[serde(rename = "S+")]
    contradictory: Option<f64>,
}

/// Four places, as for links.
pub(super) fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

fn changed(changed: &[u64; 4], weight: u64) -> Changed {
    let share = |level: usize| (weight > 0).then(|| rounded(changed[level] as f64 / weight as f64));
    Changed { accidental: share(0), minor: share(1), substantive: share(2), contradictory: share(3) }
}

pub(super) fn fidelity(fidelity: &Fidelity) -> FidelityItem {
    FidelityItem {
        share: fidelity.share().map(rounded),
        changed: changed(&fidelity.changed, fidelity.weight),
        standing: fidelity.standing.name(),
        level: match fidelity.standing {
            Standing::Altered(level) => Some(level.name()),
            _ => None,
        },
    }
}

#[derive(serde::Serialize)]
pub(super) struct OutletItem<'a> {
    outlet: &'a str,
    witnesses: usize,
    copied: usize,
    untested: usize,
    undecided: usize,
    judged: usize,
    /// Changed in silence by something of this level or graver.
    altered: AlteredItem,
    share: Option<f64>,
    changed: Changed,
}

#[derive(serde::Serialize)]
struct AlteredItem {
    #[serde(rename = "M")]
    minor: CountItem,
    #[serde(rename = "S")]
    substantive: CountItem,
    #[serde(rename = "S+")]
    contradictory: CountItem,
}

/// How many, and between which shares of those judged the truth lies with 95 % confidence (Wilson).
#[derive(serde::Serialize)]
struct CountItem {
    count: usize,
    interval: Option<[f64; 2]>,
}

pub(super) fn outlet(sum: &OutletFidelity) -> OutletItem<'_> {
    let count = |level| CountItem {
        count: sum.altered(level),
        interval: sum.interval(level).map(|interval| [rounded(interval.low), rounded(interval.high)]),
    };
    OutletItem {
        outlet: &sum.outlet,
        witnesses: sum.witnesses,
        copied: sum.copied,
        untested: sum.untested,
        undecided: sum.undecided,
        judged: sum.judged,
        altered: AlteredItem {
            minor: count(Level::Minor),
            substantive: count(Level::Substantive),
            contradictory: count(Level::Contradictory),
        },
        share: sum.share().map(rounded),
        changed: changed(&sum.changed, sum.weight),
    }
}
