//! Edges: compared pairs of items.

/// A compared pair of items `a < b`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Edge {
    /// One item.
    pub a: u32,
    /// The other item.
    pub b: u32,
    /// Log-odds that the two belong together. Positive infinity is a must-link constraint, negative
    /// infinity a cannot-link constraint.
    pub log_odds: f64,
    /// The range in `a` and in `b` of what they share: its first word, and the word after its last.
    /// Two empty ranges mean that it is not known.
    pub overlap: [[u32; 2]; 2],
    /// True if both items go on with other words before the overlap, and after it.
    pub diverges: [bool; 2],
    /// True if `a`, and `b`, has next to nothing but the overlap.
    pub contained: [bool; 2],
}

impl Edge {
    /// Creates an edge of which only the log-odds are known.
    pub fn new(a: u32, b: u32, log_odds: f64) -> Edge {
        Edge { a, b, log_odds, ..Edge::default() }
    }

    /// Returns the edge with other log-odds.
    pub fn with_log_odds(self, log_odds: f64) -> Edge {
        Edge { log_odds, ..self }
    }

    /// Returns the overlap in the item `a` or `b`.
    pub(super) fn overlap_in(&self, item: u32) -> [u32; 2] {
        self.overlap[usize::from(item != self.a)]
    }

    /// Returns true if the item `a` or `b` has next to nothing but the overlap.
    pub(super) fn is_contained(&self, item: u32) -> bool {
        self.contained[usize::from(item != self.a)]
    }

    /// Returns true if the log-odds are positive, in thousandths.
    pub(crate) fn is_positive(&self) -> bool {
        self.weight() > 0
    }

    /// Returns the bounded log-odds in thousandths. They are integers, so that sums do not depend
    /// on the order of their terms.
    pub(crate) fn weight(&self) -> i64 {
        match self.log_odds {
            certain if certain.is_infinite() => CERTAIN_WEIGHT * certain.signum() as i64,
            log_odds => (log_odds.clamp(-MAX_LOG_ODDS, MAX_LOG_ODDS) * 1000.0) as i64,
        }
    }
}

/// Maximum log-odds of a single pair, for or against (odds of 400 to 1).
const MAX_LOG_ODDS: f64 = 6.0;

/// Weight of infinite log-odds, in thousandths: more than any number of pairs can outweigh.
pub(super) const CERTAIN_WEIGHT: i64 = 1_000_000_000_000;
