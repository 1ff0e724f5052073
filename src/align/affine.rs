//! Dynamic programming with affine gaps: the one core of global, local and profile alignment.
//!
//! Three states a cell (aligned, a gap in the second side, a gap in the first), after Gotoh (1982,
//! <https://doi.org/10.1016/0022-2836(82)90398-9>). The caller fills the matrix row by row, and
//! gives the score of each pair and the costs of the two gaps of each cell. [`fill_row`] aligns
//! globally (Needleman & Wunsch 1970, <https://doi.org/10.1016/0022-2836(70)90057-4>),
//! [`fill_row_local`] locally (Smith & Waterman 1981,
//! <https://doi.org/10.1016/0022-2836(81)90087-5>).
//!
//! Time O(n·m). Memory one byte a cell for the traceback, and two rows of scores.
//!
//! [`fill_row`]: AffineMatrix::fill_row
//! [`fill_row_local`]: AffineMatrix::fill_row_local

use std::ops::{Add, Sub};

/// A score of dynamic programming.
pub(crate) trait Score:
    Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self>
{
    /// Score of a state that cannot be reached; costs can be subtracted from it.
    const UNREACHABLE: Self;
}

impl Score for i32 {
    const UNREACHABLE: i32 = i32::MIN / 4;
}

impl Score for i64 {
    const UNREACHABLE: i64 = i64::MIN / 4;
}

/// The cost of a gap: that of its first token, and that of each further one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct GapCost<T> {
    pub(crate) open: T,
    pub(crate) extend: T,
}

/// One step of an alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AlignmentStep {
    /// A token of the first side against one of the second.
    Both,
    /// A token of the first side alone.
    First,
    /// A token of the second side alone.
    Second,
}

/// The costs of one cell: the score of its pair, the cost of a gap with the token of its row, and
/// the cost of a gap with the token of its column.
pub(crate) type Cell<T> = (T, GapCost<T>, GapCost<T>);

const DIAGONAL: u8 = 0;
const DOWN: u8 = 1;
const RIGHT: u8 = 2;
/// A local alignment starts here.
const START: u8 = 3;
/// Bits of the direction of the best score.
const DIRECTION: u8 = 3;
/// The gap down to this cell extends one from the cell above.
const DOWN_EXTENDS: u8 = 4;
/// The gap right to this cell extends one from the cell before.
const RIGHT_EXTENDS: u8 = 8;

/// The matrix of one alignment; holds the buffers for many.
#[derive(Debug, Default)]
pub(crate) struct AffineMatrix<T> {
    /// Best score of each cell of the last row.
    best: Vec<T>,
    /// Best score of each cell of the last row that ends with a gap in the second side.
    down: Vec<T>,
    traceback: Vec<u8>,
}

impl<T: Score> AffineMatrix<T> {
    /// Starts a global alignment of `n` tokens with the tokens of these gap costs, which apply
    /// before the first of the `n`.
    pub(crate) fn start(&mut self, n: usize, gaps: impl ExactSizeIterator<Item = GapCost<T>>) {
        let width = gaps.len() + 1;
        self.clear(n, width, RIGHT);
        let (mut left, mut right) = (T::default(), T::UNREACHABLE);
        for ((best, cell), gap) in self.best[1..].iter_mut().zip(&mut self.traceback[1..]).zip(gaps)
        {
            let (extended, opened) = (right - gap.extend, left - gap.open);
            right = extended.max(opened);
            left = right;
            *best = left;
            *cell = RIGHT | if extended > opened { RIGHT_EXTENDS } else { 0 };
        }
    }

    /// Starts a local alignment of `n` tokens with `m` tokens.
    pub(crate) fn start_local(&mut self, n: usize, m: usize) {
        self.clear(n, m + 1, START);
    }

    fn clear(&mut self, n: usize, width: usize, cell: u8) {
        self.traceback.clear();
        self.traceback.resize((n + 1) * width, cell);
        self.best.clear();
        self.best.resize(width, T::default());
        self.down.clear();
        self.down.resize(width, T::UNREACHABLE);
    }

    /// Fills row `i` of a global alignment, from 1 up. `first` is the cost of a gap with its token
    /// before the first column.
    #[inline]
    pub(crate) fn fill_row(
        &mut self,
        i: usize,
        first: GapCost<T>,
        cells: impl Iterator<Item = Cell<T>>,
    ) {
        let above = self.best[0];
        let (extended, opened) = (self.down[0] - first.extend, above - first.open);
        let left = extended.max(opened);
        (self.down[0], self.best[0]) = (left, left);
        let width = self.best.len();
        self.traceback[i * width] = DOWN | if extended > opened { DOWN_EXTENDS } else { 0 };
        self.fill_columns::<false>(i, above, cells);
    }

    /// Fills row `i` of a local alignment, from 1 up. Returns the best score of the row and its
    /// first column.
    #[inline]
    pub(crate) fn fill_row_local(
        &mut self,
        i: usize,
        cells: impl Iterator<Item = Cell<T>>,
    ) -> (T, usize) {
        self.fill_columns::<true>(i, T::default(), cells)
    }

    /// Fills the columns of row `i` from 1 up. `above` is the score of the cell above the first.
    #[inline]
    fn fill_columns<const LOCAL: bool>(
        &mut self,
        i: usize,
        mut above: T,
        cells: impl Iterator<Item = Cell<T>>,
    ) -> (T, usize) {
        let width = self.best.len();
        let row = &mut self.traceback[i * width..(i + 1) * width];
        let (mut left, mut right) = (self.best[0], T::UNREACHABLE);
        let mut top = (T::default(), 0);
        // Zipped slices, so that no bound is checked in the loop.
        let scratch = self.best[1..].iter_mut().zip(&mut self.down[1..]).zip(&mut row[1..]);
        for (j, (((best, down), cell), (score, gap_down, gap_right))) in
            scratch.zip(cells).enumerate()
        {
            let (extended, opened) = (*down - gap_down.extend, *best - gap_down.open);
            *down = extended.max(opened);
            let mut direction = if extended > opened { DOWN_EXTENDS } else { 0 };
            let (extended, opened) = (right - gap_right.extend, left - gap_right.open);
            right = extended.max(opened);
            direction |= if extended > opened { RIGHT_EXTENDS } else { 0 };
            let diagonal = above + score;
            above = *best;
            left = diagonal.max(*down).max(right);
            if LOCAL {
                left = left.max(T::default());
                if left > top.0 {
                    top = (left, j + 1);
                }
            }
            *best = left;
            direction |= if LOCAL && left == T::default() {
                START
            } else if left == diagonal {
                DIAGONAL
            } else if left == *down {
                DOWN
            } else {
                RIGHT
            };
            *cell = direction;
        }
        top
    }

    /// Returns the score of the last cell of the last row filled.
    pub(crate) fn score(&self) -> T {
        self.best.last().copied().unwrap_or_default()
    }

    /// Calls `visit` with each step of the best alignment that ends at row `i` and column `j`,
    /// backwards, and with the row and column before the step. Among equal scores a pair comes
    /// before a gap, and a gap in the second side before one in the first.
    #[inline]
    pub(crate) fn trace(
        &self,
        (mut i, mut j): (usize, usize),
        mut visit: impl FnMut(AlignmentStep, usize, usize),
    ) {
        let width = self.best.len();
        let direction = |i: usize, j: usize| self.traceback[i * width + j] & DIRECTION;
        let mut state = direction(i, j);
        while (i > 0 || j > 0) && state != START {
            let cell = self.traceback[i * width + j];
            let extends = match state {
                DIAGONAL => {
                    (i, j) = (i - 1, j - 1);
                    visit(AlignmentStep::Both, i, j);
                    false
                }
                DOWN => {
                    i -= 1;
                    visit(AlignmentStep::First, i, j);
                    cell & DOWN_EXTENDS != 0
                }
                _ => {
                    j -= 1;
                    visit(AlignmentStep::Second, i, j);
                    cell & RIGHT_EXTENDS != 0
                }
            };
            if !extends {
                state = direction(i, j);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GAP: GapCost<i32> = GapCost { open: 5, extend: 1 };

    fn score(x: u8, y: u8) -> i32 {
        if x == y { 4 } else { -3 }
    }

    fn global(a: &[u8], b: &[u8]) -> (i32, Vec<AlignmentStep>) {
        let mut matrix = AffineMatrix::default();
        matrix.start(a.len(), b.iter().map(|_| GAP));
        for (i, &x) in (1..).zip(a) {
            matrix.fill_row(i, GAP, b.iter().map(|&y| (score(x, y), GAP, GAP)));
        }
        let mut steps = Vec::new();
        matrix.trace((a.len(), b.len()), |step, _, _| steps.push(step));
        steps.reverse();
        (matrix.score(), steps)
    }

    /// Returns the score of the steps, or `None` if they do not lead through both sides.
    fn score_of(a: &[u8], b: &[u8], steps: &[AlignmentStep]) -> Option<i32> {
        let (mut i, mut j, mut sum, mut before) = (0, 0, 0, AlignmentStep::Both);
        for &step in steps {
            match step {
                AlignmentStep::Both => {
                    sum += score(*a.get(i)?, *b.get(j)?);
                    (i, j) = (i + 1, j + 1);
                }
                AlignmentStep::First => i += 1,
                AlignmentStep::Second => j += 1,
            }
            if step != AlignmentStep::Both {
                sum -= if step == before { GAP.extend } else { GAP.open };
            }
            before = step;
        }
        (i == a.len() && j == b.len()).then_some(sum)
    }

    /// The best score of all alignments, by trying each.
    fn best_score(a: &[u8], b: &[u8], before: AlignmentStep) -> i32 {
        let gap = |step| if step == before { GAP.extend } else { GAP.open };
        let mut best = if a.is_empty() && b.is_empty() { 0 } else { i32::MIN };
        if let ([x, a @ ..], [y, b @ ..]) = (a, b) {
            best = best.max(score(*x, *y) + best_score(a, b, AlignmentStep::Both));
        }
        if let [_, a @ ..] = a {
            best = best.max(best_score(a, b, AlignmentStep::First) - gap(AlignmentStep::First));
        }
        if let [_, b @ ..] = b {
            best = best.max(best_score(a, b, AlignmentStep::Second) - gap(AlignmentStep::Second));
        }
        best
    }

    fn side() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(0u8..3, 0..6)
    }

    proptest! {
        /// A global alignment scores what its steps score, and no other scores more.
        #[test]
        fn global_alignments_are_the_best(a in side(), b in side()) {
            let (score, steps) = global(&a, &b);
            prop_assert_eq!(score_of(&a, &b, &steps), Some(score));
            prop_assert_eq!(score, best_score(&a, &b, AlignmentStep::Both));
        }

        /// A local alignment scores what the best global one of any two ranges scores.
        #[test]
        fn local_alignments_are_the_best(a in side(), b in side()) {
            let mut matrix = AffineMatrix::default();
            matrix.start_local(a.len(), b.len());
            let mut top = (0, 0, 0);
            for (i, &x) in (1..).zip(&a) {
                let cells = b.iter().map(|&y| (score(x, y), GAP, GAP));
                let (best, j) = matrix.fill_row_local(i, cells);
                if best > top.0 {
                    top = (best, i, j);
                }
            }
            let mut ranges = Vec::new();
            for i in 0..=a.len() {
                for j in 0..=b.len() {
                    for k in i..=a.len() {
                        ranges.extend((j..=b.len()).map(|l| global(&a[i..k], &b[j..l]).0));
                    }
                }
            }
            prop_assert_eq!(Some(top.0), ranges.into_iter().max());
            let mut start = (top.1, top.2);
            let mut steps = Vec::new();
            matrix.trace(start, |step, i, j| {
                start = (i, j);
                steps.push(step);
            });
            steps.reverse();
            let found = score_of(&a[start.0..top.1], &b[start.1..top.2], &steps);
            prop_assert_eq!(found, Some(top.0));
        }
    }
}
