//! The JSON fields of fidelity, for a witness and for an outlet.

use super::writer::JsonWriter;
use crate::edition::{ConfidenceInterval, Fidelity, FidelityStatus, OutletFidelity};
use crate::variant::Level;

/// Rounds to four places, as for links.
pub(super) fn round_share(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

/// Writes a share, or `null`.
fn share_field(line: &mut JsonWriter, name: &str, share: Option<f64>) {
    line.optional_field(name, share.map(round_share), JsonWriter::decimal);
}

/// Writes the share of the weight that differs, by level.
fn changed_field(line: &mut JsonWriter, changed: &[u64; 4], weight: u64) {
    line.object_field("changed", |line| {
        for (level, &changed) in ["A", "M", "S", "S+"].into_iter().zip(changed) {
            share_field(line, level, (weight > 0).then(|| changed as f64 / weight as f64));
        }
    });
}

/// Writes the fidelity of a witness.
pub(super) fn write_fidelity(line: &mut JsonWriter, fidelity: &Fidelity) {
    line.object_field("fidelity", |line| {
        share_field(line, "share", fidelity.share());
        changed_field(line, &fidelity.changed, fidelity.weight);
        line.text_field("standing", fidelity.status.as_str());
        let level = match fidelity.status {
            FidelityStatus::Altered(level) => Some(level.as_str()),
            _ => None,
        };
        line.optional_text_field("level", level);
    });
}

/// Writes the fidelity of an outlet.
pub(super) fn write_outlet(line: &mut JsonWriter, sum: &OutletFidelity) {
    line.text_field("outlet", &sum.outlet);
    line.number_field("witnesses", sum.witnesses);
    line.number_field("copied", sum.copied);
    line.number_field("untested", sum.untested);
    line.number_field("undecided", sum.undecided);
    line.number_field("judged", sum.judged);
    line.number_field("recorded", sum.recorded);
    let by_all = |level| (sum.altered(level), sum.interval(level));
    altered_field(line, "altered", by_all);
    let by_record = |level| (sum.altered_by_record(level), sum.interval_by_record(level));
    altered_field(line, "altered_by_record", by_record);
    share_field(line, "share", sum.share());
    changed_field(line, &sum.changed, sum.weight);
}

/// Writes, for each level, the number of judged witnesses with a silent change of this level or
/// graver, and Wilson's 95 % interval for their share.
fn altered_field(
    line: &mut JsonWriter,
    name: &str,
    altered: impl Fn(Level) -> (usize, Option<ConfidenceInterval>),
) {
    line.object_field(name, |line| {
        for (name, level) in
            [("M", Level::Minor), ("S", Level::Substantive), ("S+", Level::Contradictory)]
        {
            let (count, interval) = altered(level);
            line.object_field(name, |line| {
                line.number_field("count", count);
                line.optional_field("interval", interval, |line, interval| {
                    line.list(|line| {
                        [interval.low, interval.high]
                            .into_iter()
                            .for_each(|end| line.decimal(round_share(end)))
                    });
                });
            });
        }
    });
}
