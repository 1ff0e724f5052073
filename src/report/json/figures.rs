//! The JSON fields of fidelity, for a witness and for an outlet.

use super::writer::JsonWriter;
use crate::edition::{Fidelity, FidelityStatus, OutletFidelity};
use crate::variant::Level;

/// Rounds to four places, as for links.
pub(super) fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

/// Writes a share, or `null`.
fn share(line: &mut JsonWriter, name: &str, share: Option<f64>) {
    line.maybe(name, share.map(rounded), JsonWriter::decimal);
}

/// Writes the share of the weight that differs, by level.
fn changed(line: &mut JsonWriter, changed: &[u64; 4], weight: u64) {
    line.inner("changed", |line| {
        for (level, &changed) in ["A", "M", "S", "S+"].into_iter().zip(changed) {
            share(line, level, (weight > 0).then(|| changed as f64 / weight as f64));
        }
    });
}

/// Writes the fidelity of a witness.
pub(super) fn fidelity(line: &mut JsonWriter, fidelity: &Fidelity) {
    line.inner("fidelity", |line| {
        share(line, "share", fidelity.share());
        changed(line, &fidelity.changed, fidelity.weight);
        line.text("standing", fidelity.status.as_str());
        let level = match fidelity.status {
            FidelityStatus::Altered(level) => Some(level.name()),
            _ => None,
        };
        line.known("level", level);
    });
}

/// Writes the fidelity of an outlet.
pub(super) fn outlet(line: &mut JsonWriter, sum: &OutletFidelity) {
    line.text("outlet", &sum.outlet);
    line.count("witnesses", sum.witnesses);
    line.count("copied", sum.copied);
    line.count("untested", sum.untested);
    line.count("undecided", sum.undecided);
    line.count("judged", sum.judged);
    // For each level, the number of judged witnesses with a silent change of this level or graver,
    // and Wilson's 95 % interval for their share.
    line.inner("altered", |line| {
        for (name, level) in
            [("M", Level::Minor), ("S", Level::Substantive), ("S+", Level::Contradictory)]
        {
            line.inner(name, |line| {
                line.count("count", sum.altered(level));
                line.maybe("interval", sum.interval(level), |line, interval| {
                    line.list(|line| {
                        [interval.low, interval.high]
                            .into_iter()
                            .for_each(|end| line.decimal(rounded(end)))
                    });
                });
            });
        }
    });
    share(line, "share", sum.share());
    changed(line, &sum.changed, sum.weight);
}
