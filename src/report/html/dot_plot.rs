//! The outlets' fidelity with its intervals, as rows of a dot plot and of a table.

use serde::Serialize;

use crate::edition::{ConfidenceInterval, OutletFidelity};
use crate::reconciliation::Reconciliation;
use crate::report::labels::short_name;
use crate::report::outlet_table::{self, OutletTable};
use crate::variant::Level;

/// The outlets with at least one judged quotation.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DotPlot {
    rows: Vec<DotRow>,
    /// Number of further outlets that are left out.
    more: usize,
    columns: [&'static str; 5],
    explanation: String,
}

#[derive(Clone, Debug, Serialize)]
struct DotRow {
    outlet: String,
    judged: usize,
    /// Silent changes of any level, and those of substance.
    altered: Dot,
    in_substance: Dot,
    cells: [String; 5],
    /// True if it made a silent change that can alter the meaning.
    alters_substance: bool,
}

/// A share with its interval, in hundredths of a percent for the picture.
#[derive(Clone, Debug, Serialize)]
struct Dot {
    count: usize,
    at: u32,
    low: u32,
    high: u32,
}

impl DotPlot {
    /// Returns the plot; `None` where no quotation could be judged.
    pub(super) fn new(all: &Reconciliation, name_all: bool) -> Option<DotPlot> {
        let table = OutletTable::new(all, name_all);
        let outlets = all.outlets();
        let judged = outlets.iter().filter(|outlet| outlet.judged > 0);
        let rows: Vec<DotRow> = judged
            .zip(table.rows)
            .map(|(outlet, row)| DotRow {
                outlet: short_name(&outlet.outlet),
                judged: outlet.judged,
                altered: dot(outlet, Level::Minor),
                in_substance: dot(outlet, Level::Substantive),
                cells: row.cells,
                alters_substance: row.alters_substance,
            })
            .collect();
        (!rows.is_empty()).then_some(DotPlot {
            rows,
            more: table.more,
            columns: outlet_table::COLUMN_TITLES,
            explanation: table.explanation,
        })
    }
}

fn dot(outlet: &OutletFidelity, level: Level) -> Dot {
    let count = outlet.altered(level);
    let ConfidenceInterval { low, high, .. } =
        outlet.interval(level).unwrap_or_else(|| unreachable!("only judged outlets have a row"));
    let scaled = |share: f64| (share * 10_000.0).round() as u32;
    Dot {
        count,
        at: scaled(count as f64 / outlet.judged.max(1) as f64),
        low: scaled(low),
        high: scaled(high),
    }
}
