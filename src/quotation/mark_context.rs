//! The surroundings of a run of touching marks, and what they cost double marks.

use super::adjacent::AdjacentChar;
use super::cost::Cost;

/// The costs of a mark: to open, to close, to be no quotation mark.
pub(super) type MarkCosts = (Cost, Cost, Cost);

/// The surroundings of a run of touching marks.
pub(super) struct MarkContext<'t> {
    pub(super) left: AdjacentChar,
    pub(super) right: AdjacentChar,
    /// The paragraph before the run.
    pub(super) before: &'t str,
    /// The paragraph behind the run.
    pub(super) after: &'t str,
}

impl MarkContext<'_> {
    /// Returns what the neighbours of a double mark cost: to open, to close.
    #[inline]
    pub(super) fn double_costs(&self) -> (Cost, Cost) {
        use AdjacentChar::*;
        match (self.left, self.right) {
            // Alone in its paragraph.
            (Edge, Edge) => (30, 30),
            // Tokenised text has blanks on both sides; the edge of a paragraph still decides.
            (Edge, Blank) => (3, 40),
            (Blank, Edge) => (40, 3),
            (Blank, Blank) => (10, 10),
            // “…and then” opens; tokenised ` " ,` closes.
            (Edge | Blank, Stop)
                if self.after.starts_with("..")
                    || self.after.starts_with(". .")
                    || self.after.starts_with('…') =>
            {
                (0, 40)
            }
            (Blank, Stop | Colon) => (15, 7),
            (Edge | Blank | Lead, _) => (0, 40),
            (Colon, Blank | Edge) => (15, 10),
            (_, Edge | Blank | Stop | Colon) => (40, 0),
            (Dash, Dash) => (10, 10),
            (Dash, _) => (5, 15),
            (_, Dash) => (30, 2),
            // A lost blank: after a stop the mark closes, after a colon it opens, between letters
            // it may do either.
            (Stop, _) => (20, 7),
            (Colon, _) => (7, 20),
            _ => (15, 15),
        }
    }
}
