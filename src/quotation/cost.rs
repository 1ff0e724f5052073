//! Costs of the readings of a mark.

/// The cost of a reading of a mark: zero for a mark that stands as it should, ten for one plain
/// slip of a printer.
///
/// The costs were set by hand on news text; only their order and rough ratios matter.
pub(super) type Cost = i32;

/// A cost that no reading of a paragraph is worth: the reading is ruled out.
pub(super) const NEVER: Cost = 1_000;
