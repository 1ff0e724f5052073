//! The table of outlets: how faithfully each prints quotations.

use super::labels::short_name;
use crate::edition::{ConfidenceInterval, OutletFidelity};
use crate::reconciliation::Reconciliation;
use crate::variant::Level;

/// The outlets of a reconciliation as rows of a table.
#[derive(Debug)]
pub(super) struct OutletTable {
    /// The outlets with at least one judged quotation.
    pub(super) rows: Vec<OutletRow>,
    /// Number of further outlets that a long table leaves out.
    pub(super) more: usize,
    /// The note below the table.
    pub(super) explanation: String,
}

/// The row of one outlet.
#[derive(Debug)]
pub(super) struct OutletRow {
    /// The cells, one for each of [`COLUMN_TITLES`].
    pub(super) cells: [String; 5],
    /// True if it made a silent change that can alter the meaning.
    pub(super) alters_substance: bool,
}

/// Titles of the columns.
pub(super) const COLUMN_TITLES: [&str; 5] =
    ["outlet", "judged", "altered silently", "in substance", "as the lemma"];

/// The note below the table on its columns.
const EXPLANATION: &str = "Judged: quotations whose words three independent outlets or more print, reprints and \
     repetitions left out. Altered silently: prints, without a sign, other words than more of them do; in brackets the 95 % \
     interval (Wilson) of the share, each by itself. As the lemma: share of words, \
     weighed by how rare they are, spelling and marks aside.";

/// Number of rows shown, unless all outlets are asked for: a reader can still survey these.
const MAX_ROWS: usize = 20;

impl OutletTable {
    pub(super) fn new(all: &Reconciliation, everything: bool) -> OutletTable {
        let outlets = all.outlets();
        let mut rows: Vec<OutletRow> =
            outlets.iter().filter(|outlet| outlet.judged > 0).map(outlet_row).collect();
        let shown = if everything { rows.len() } else { rows.len().min(MAX_ROWS) };
        let more = rows.len() - shown;
        rows.truncate(shown);
        let explanation = format!("{EXPLANATION}{}", by_record(&outlets, everything));
        OutletTable { rows, more, explanation }
    }
}

fn outlet_row(sum: &OutletFidelity) -> OutletRow {
    let count_with_interval = |level| match (sum.altered(level), sum.interval(level)) {
        (count, Some(interval)) => format!("{count} ({})", interval_percent(interval)),
        (count, None) => count.to_string(),
    };
    OutletRow {
        cells: [
            short_name(&sum.outlet),
            format!("{} of {}", sum.judged, sum.witnesses),
            count_with_interval(Level::Minor),
            count_with_interval(Level::Substantive),
            // Rounded down, so that 100 % means all.
            same_words_share(sum)
                .map_or(String::new(), |share| format!("{:.1} %", (share * 1000.0).floor() / 10.0)),
        ],
        alters_substance: sum.altered(Level::Substantive) > 0,
    }
}

/// Returns ` Against transcripts alone, altered silently: Post 1 of 4 (4–70 %) · …`; nothing where
/// no transcript judged any.
fn by_record(outlets: &[OutletFidelity], everything: bool) -> String {
    let judged = outlets.iter().filter_map(|sum| {
        let interval = interval_percent(sum.interval_by_record(Level::Minor)?);
        let (count, all) = (sum.altered_by_record(Level::Minor), sum.recorded);
        Some(format!("{} {count} of {all} ({interval})", short_name(&sum.outlet)))
    });
    let judged: Vec<String> = judged.collect();
    let shown = if everything { judged.len() } else { judged.len().min(MAX_ROWS) };
    let more = match judged.len() - shown {
        0 => String::new(),
        more => format!(" · … and {more} more"),
    };
    match judged.is_empty() {
        true => String::new(),
        false => {
            let judged = judged[..shown].join(" · ");
            format!(" Against transcripts alone, altered silently: {judged}{more}.")
        }
    }
}

/// Returns the share of words that are the lemma's, in any spelling.
fn same_words_share(sum: &OutletFidelity) -> Option<f64> {
    let other: u64 = sum.changed[1..].iter().sum();
    (sum.weight > 0).then(|| (sum.weight - other) as f64 / sum.weight as f64)
}

/// Returns `3–41 %`, rounded outwards, so that the interval is never shown narrower than it is.
fn interval_percent(interval: ConfidenceInterval) -> String {
    format!("{}–{} %", (interval.low * 100.0).floor(), (interval.high * 100.0).ceil())
}
