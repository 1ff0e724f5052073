//! Exact global alignment with affine gaps and free ends.
//!
//! The dynamic programming of `affine` over the scores of `scoring`.
//!
//! Time O(n·m), memory one byte a cell for the traceback. [`MAX_CELLS`] bounds the cells; `anchors`
//! cuts longer inputs.
//!
//! Departures: a gap at an end of a sequence, or beside an ellipsis of the other side, costs only
//! its opening, since quotations are often fragments.

use super::affine::{AffineMatrix, AlignmentStep};
use super::scoring::{FREE_GAP, Scores};
use crate::text::Weight;

/// Maximum number of cells of one matrix: 1 MiB of traceback. A thousand words against a thousand
/// fit.
pub(crate) const MAX_CELLS: usize = 1 << 20;

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

/// Aligns segments within one matrix; holds the buffers.
#[derive(Debug, Default)]
pub(crate) struct GlobalAligner {
    matrix: AffineMatrix<Weight>,
    /// For each position of the second side, whether only the opening of a gap is paid there.
    free: Vec<bool>,
    /// One row of scores and the positions in it, if pairs of distinct words are not stored.
    row: Vec<i16>,
    row_positions: Vec<u32>,
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
        self.fill(scores, segment);
        let (n, m, first) = (segment.a.len(), segment.b.len(), pairs.len());
        self.matrix.trace((n, m), |step, i, j| {
            if step == AlignmentStep::Both {
                pairs.push((segment.a.start + i, segment.b.start + j));
            }
        });
        pairs[first..].reverse();
        self.matrix.score()
    }

    /// Returns the matrix, whose buffers local alignments share.
    pub(crate) fn matrix_mut(&mut self) -> &mut AffineMatrix<Weight> {
        &mut self.matrix
    }

    fn fill(&mut self, scores: &Scores, segment: &Segment) {
        let (n, m) = (segment.a.len(), segment.b.len());
        let free_at = |side, at, start, end, place| {
            segment.free_start && at == start
                || segment.free_end && at == end
                || scores.beside_ellipsis(side, place)
        };
        self.free.clear();
        self.free.extend((0..=m).map(|j| free_at(1, j, 0, m, segment.b.start + j)));
        let gaps = &scores.gaps[1][segment.b.start..segment.b.end];
        let free_row = free_at(0, 0, 0, n, segment.a.start);
        self.matrix.start(n, gaps.iter().map(|&gap| if free_row { FREE_GAP } else { gap }));
        let stored = scores.stores_pairs();
        if !stored {
            self.row_positions.clear();
            self.row_positions.extend(0..m as u32);
        }
        let columns = &scores.index[1][segment.b.start..segment.b.end];
        for i in 1..=n {
            let a = segment.a.start + i - 1;
            let (row, columns) = if stored {
                (scores.stored_row(scores.index[0][a]), columns)
            } else {
                self.row.clear();
                self.row.extend(
                    columns.iter().map(|&y| scores.unstored_score(scores.index[0][a], y) as i16),
                );
                (&self.row[..], &self.row_positions[..])
            };
            let own_gap = scores.gap_cost(0, a);
            let free_row = free_at(0, i, 0, n, segment.a.start + i);
            let gap_at = |free: bool| if free { FREE_GAP } else { own_gap };
            let cells =
                columns.iter().zip(gaps).zip(&self.free[1..]).map(|((&column, &gap), &free)| {
                    let gap = if free_row { FREE_GAP } else { gap };
                    (Weight::from(row[column as usize]), gap_at(free), gap)
                });
            self.matrix.fill_row(i, gap_at(self.free[0]), cells);
        }
    }
}
