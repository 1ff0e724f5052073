//! Exact global alignment with affine gaps and free ends.
//!
//! Dynamic programming over the scores of `scoring` (Needleman & Wunsch 1970,
//! <https://doi.org/10.1016/0022-2836(70)90057-4>) with affine gaps (Gotoh 1982,
//! <https://doi.org/10.1016/0022-2836(82)90398-9>).
//!
//! Time O(n·m), memory one byte a cell for the traceback. [`MAX_CELLS`] bounds the cells; `anchors`
//! cuts longer inputs.
//!
//! Departures: a gap at an end of a sequence, or beside an ellipsis of the other side, costs only
//! its opening, since quotations are often fragments.

use super::scoring::{GAP_OPEN, Scores};
use crate::text::Weight;

/// Maximum number of cells of one matrix: 32 MiB of traceback. 5,000 words against 5,000 fit.
pub(crate) const MAX_CELLS: usize = 1 << 25;

/// Score of a state that cannot be reached.
const UNREACHABLE: Weight = Weight::MIN / 4;

/// A range of both sides, and which of its ends are ends of the sequences.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) a: std::ops::Range<usize>,
    pub(crate) b: std::ops::Range<usize>,
    pub(crate) free_start: bool,
    pub(crate) free_end: bool,
}

impl Segment {
    pub(crate) fn cells(&self) -> usize {
        (self.a.len() + 1).saturating_mul(self.b.len() + 1)
    }
}

const DIAGONAL: u8 = 0;
const DOWN: u8 = 1;
const RIGHT: u8 = 2;
const DIRECTION: u8 = 3;
const DOWN_EXTENDS: u8 = 4;
const RIGHT_EXTENDS: u8 = 8;

/// Aligns segments within one matrix; holds the buffers.
#[derive(Debug, Default)]
pub(crate) struct GlobalAligner {
    best: Vec<Weight>,
    down: Vec<Weight>,
    traceback: Vec<u8>,
    free: Vec<bool>,
    /// One row of scores and the positions in it, if pairs of distinct words are not stored.
    row: Vec<i16>,
    places: Vec<u32>,
}

impl GlobalAligner {
    /// Returns the best score of `segment`, and appends its aligned pairs of tokens, in order.
    /// Among equal scores the last word is aligned with the last of its equals, so that gaps stand
    /// to the left.
    pub(crate) fn align(
        &mut self,
        scores: &Scores,
        segment: &Segment,
        pairs: &mut Vec<(usize, usize)>,
    ) -> Weight {
        let score = self.fill(scores, segment);
        let (width, first) = (segment.b.len() + 1, pairs.len());
        let (mut i, mut j) = (segment.a.len(), segment.b.len());
        let mut state = self.traceback[i * width + j] & DIRECTION;
        while i > 0 || j > 0 {
            let cell = self.traceback[i * width + j];
            match state {
                DIAGONAL => {
                    (i, j) = (i - 1, j - 1);
                    pairs.push((segment.a.start + i, segment.b.start + j));
                    state = self.traceback[i * width + j] & DIRECTION;
                }
                DOWN => {
                    i -= 1;
                    if cell & DOWN_EXTENDS == 0 {
                        state = self.traceback[i * width + j] & DIRECTION;
                    }
                }
                _ => {
                    j -= 1;
                    if cell & RIGHT_EXTENDS == 0 {
                        state = self.traceback[i * width + j] & DIRECTION;
                    }
                }
            }
        }
        pairs[first..].reverse();
        score
    }

    fn fill(&mut self, scores: &Scores, segment: &Segment) -> Weight {
        let (n, m) = (segment.a.len(), segment.b.len());
        let width = m + 1;
        let free_at = |side, at, start, end, place| {
            segment.free_start && at == start
                || segment.free_end && at == end
                || scores.beside_ellipsis(side, place)
        };
        self.free.clear();
        self.free.extend((0..=m).map(|j| free_at(1, j, 0, m, segment.b.start + j)));
        self.traceback.clear();
        self.traceback.resize((n + 1) * width, DIAGONAL);
        self.best.clear();
        self.best.resize(width, 0);
        self.down.clear();
        self.down.resize(width, UNREACHABLE);
        // The row above the first token of `a`.
        let free_row = free_at(0, 0, 0, n, segment.a.start);
        let mut right = UNREACHABLE;
        for j in 1..=m {
            let (open, run) =
                if free_row { (GAP_OPEN, 0) } else { scores.gap_cost(1, segment.b.start + j - 1) };
            let goes_on = right - run > self.best[j - 1] - open;
            right = (right - run).max(self.best[j - 1] - open);
            self.best[j] = right;
            self.traceback[j] = RIGHT | if goes_on { RIGHT_EXTENDS } else { 0 };
        }
        let stored = scores.stores_pairs();
        if !stored {
            self.places.clear();
            self.places.extend(0..m as u32);
        }
        let columns = &scores.index[1][segment.b.start..segment.b.end];
        for i in 1..=n {
            let a = segment.a.start + i - 1;
            let (pairs, columns) = if stored {
                (scores.stored_row(scores.index[0][a]), columns)
            } else {
                self.row.clear();
                self.row.extend(
                    columns.iter().map(|&y| scores.unstored_score(scores.index[0][a], y) as i16),
                );
                (&self.row[..], &self.places[..])
            };
            let skips = &scores.gaps[1][segment.b.start..segment.b.end];
            let (open_a, run_a) = scores.gap_cost(0, a);
            let free_row = free_at(0, i, 0, n, segment.a.start + i);
            let row = &mut self.traceback[i * width..(i + 1) * width];
            // The first column: `a` alone.
            let mut above = self.best[0];
            let (open, run) = if self.free[0] { (GAP_OPEN, 0) } else { (open_a, run_a) };
            let (on, new) = (self.down[0] - run, above - open);
            let mut left = on.max(new);
            (self.down[0], self.best[0]) = (left, left);
            row[0] = DOWN | if on > new { DOWN_EXTENDS } else { 0 };
            let mut right = UNREACHABLE;
            // Zipped slices, so that no bound is checked in the loop.
            let scratch = self.best[1..].iter_mut().zip(&mut self.down[1..]).zip(&mut row[1..]);
            let column = columns.iter().zip(skips).zip(&self.free[1..]);
            for (((best, down), cell), ((&column, &skip), &free)) in scratch.zip(column) {
                let (open, run) = if free { (GAP_OPEN, 0) } else { (open_a, run_a) };
                let (on, new) = (*down - run, *best - open);
                *down = on.max(new);
                let mut direction = if on > new { DOWN_EXTENDS } else { 0 };
                let (open, run) = if free_row { (GAP_OPEN, 0) } else { skip };
                let (on, new) = (right - run, left - open);
                right = on.max(new);
                direction |= if on > new { RIGHT_EXTENDS } else { 0 };
                let diagonal = above + Weight::from(pairs[column as usize]);
                above = *best;
                left = diagonal.max(*down).max(right);
                *best = left;
                direction |= if left == diagonal {
                    DIAGONAL
                } else if left == *down {
                    DOWN
                } else {
                    RIGHT
                };
                *cell = direction;
            }
        }
        self.best[m]
    }
}
