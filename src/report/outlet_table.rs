//! What each outlet does to quotations, in rows for people.

use super::view::short_name;
use crate::edition::{ConfidenceInterval, OutletFidelity};
use crate::reconciliation::Reconciliation;
use crate::variant::Level;

/// The outlets of a reconciliation, such as a table shows them.
#[derive(Debug)]
pub(super) struct OutletTable {
    /// Those of which something could be judged.
    pub(super) rows: Vec<OutletRow>,
    /// How many more there are, left out of a long table.
    pub(super) more: usize,
}

/// One outlet.
#[derive(Debug)]
pub(super) struct OutletRow {
    /// One for each of [`COLUMN_TITLES`].
    pub(super) cells: [String; 5],
    /// Whether it changed anything of substance in silence.
    pub(super) alters_substance: bool,
}

/// What the cells are.
pub(super) const COLUMN_TITLES: [&str; 5] =
    ["outlet", "judged", "altered silently", "in substance", "as the lemma"];

/// What stands below the table.
pub(super) const EXPLANATION: &str = "Judged: quotations whose words three independent outlets or more print, reprints and \
     repetitions left out. Altered silently: prints, without a sign, other words than more of them do; in brackets the 95 % \
     interval (Wilson) of the share, each by itself. As the lemma: share of words, \
     weighed by how rare they are, spelling and marks aside.";

/// Rows of a table that can still be taken in; more only where everything is asked for.
const MAX_ROWS: usize = 20;

impl OutletTable {
    pub(super) fn new(all: &Reconciliation, everything: bool) -> OutletTable {
        let outlets = all.outlets();
        let mut rows: Vec<OutletRow> =
            outlets.iter().filter(|outlet| outlet.judged > 0).map(row).collect();
        let shown = if everything { rows.len() } else { rows.len().min(MAX_ROWS) };
        let more = rows.len() - shown;
        rows.truncate(shown);
        OutletTable { rows, more }
    }
}

fn row(sum: &OutletFidelity) -> OutletRow {
    let told = |level| match (sum.altered(level), sum.interval(level)) {
        (count, Some(interval)) => format!("{count} ({})", percent(interval)),
        (count, None) => count.to_string(),
    };
    OutletRow {
        cells: [
            short_name(&sum.outlet),
            format!("{} of {}", sum.judged, sum.witnesses),
            told(Level::Minor),
            told(Level::Substantive),
            // Rounded down: what is not all is never said to be.
            same_words(sum)
                .map_or(String::new(), |share| format!("{:.1} %", (share * 1000.0).floor() / 10.0)),
        ],
        alters_substance: sum.altered(Level::Substantive) > 0,
    }
}

/// The share of its words that are the lemma's, however they are spelled.
fn same_words(sum: &OutletFidelity) -> Option<f64> {
    let other: u64 = sum.changed[1..].iter().sum();
    (sum.weight > 0).then(|| (sum.weight - other) as f64 / sum.weight as f64)
}

/// `3–41 %`, rounded outwards, so that it never says more than is known.
fn percent(interval: ConfidenceInterval) -> String {
    format!("{}–{} %", (interval.low * 100.0).floor(), (interval.high * 100.0).ceil())
}
