//! Profiles: groups of aligned wordings, and the alignment of two of them.
//!
//! A column counts the distinct words in it. Two profiles are aligned as two sequences are, with
//! affine gaps and free ends; the score of two columns is the sum over all pairs of their words.
//! This is progressive alignment with sum-of-pairs scores (Feng & Doolittle 1987,
//! <https://doi.org/10.1007/BF02603120>; Thompson, Higgins & Gibson 1994,
//! <https://doi.org/10.1093/nar/22.22.4673>).
//!
//! Time O(C₁·C₂·k) for C₁ and C₂ columns of k distinct words, memory one byte for each pair of
//! columns.
//!
//! Departure: a column of its own has a cost beside that of the gap, which keeps tables narrow; see
//! [`column_cost`](super::input::column_cost).

use super::input::CollationInput;
use crate::align::affine::{AffineMatrix, AlignmentStep, GapCost};
use crate::align::scoring::GAP_OPEN;

/// Maximum number of distinct words of a column that are scored. The rest are rare readings that
/// decide nothing.
const MAX_READINGS: usize = 8;

/// A column of a profile.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Distinct words by number, each with its number of wordings; most frequent first.
    pub(super) words: Vec<(u32, u32)>,
    /// Number of wordings with a token in the column.
    pub(super) size: i64,
    /// The cost, for one wording without the column, of opening a gap with it and of extending one.
    gap_open: i64,
    gap_extend: i64,
}

impl Column {
    /// Creates a column of one token.
    pub(super) fn new(input: &CollationInput<'_>, wording: usize, token: usize) -> Column {
        let mut column = Column { words: Vec::with_capacity(2), ..Column::default() };
        column.add(input, wording, token);
        column
    }

    /// Adds the token of a wording that has none in the column.
    pub(super) fn add(&mut self, input: &CollationInput<'_>, wording: usize, token: usize) {
        let gap = input.gap_costs[wording][token];
        (self.gap_open, self.gap_extend, self.size) = (
            self.gap_open + i64::from(gap.open),
            self.gap_extend + i64::from(gap.extend),
            self.size + 1,
        );
        self.add_count(input.rows[wording][token], 1);
    }

    /// Removes the token of a wording.
    pub(super) fn remove(&mut self, input: &CollationInput<'_>, wording: usize, token: usize) {
        let gap = input.gap_costs[wording][token];
        (self.gap_open, self.gap_extend, self.size) = (
            self.gap_open - i64::from(gap.open),
            self.gap_extend - i64::from(gap.extend),
            self.size - 1,
        );
        let word = input.rows[wording][token];
        if let Some(at) = self.words.iter().position(|&(at, _)| at == word) {
            let (_, count) = self.words[at];
            if count > 1 {
                self.words[at].1 -= 1;
                let rest = self.words[at + 1..]
                    .iter()
                    .take_while(|other| rank(other) < rank(&(word, count - 1)));
                let steps = rest.count();
                self.words[at..=at + steps].rotate_left(1);
            } else {
                self.words.remove(at);
            }
        }
    }

    /// Adds the tokens of `other`.
    pub(super) fn merge(&mut self, other: &Column) {
        for &(word, count) in &other.words {
            self.add_count(word, count);
        }
        (self.gap_open, self.gap_extend, self.size) = (
            self.gap_open + other.gap_open,
            self.gap_extend + other.gap_extend,
            self.size + other.size,
        );
    }

    /// Adds `by` to the count of `word`; the most frequent stay first.
    fn add_count(&mut self, word: u32, by: u32) {
        let at = self.words.iter().position(|&(at, _)| at == word).unwrap_or_else(|| {
            self.words.push((word, 0));
            self.words.len() - 1
        });
        self.words[at].1 += by;
        let own = rank(&self.words[at]);
        let steps = self.words[..at].iter().rev().take_while(|other| rank(other) > own).count();
        self.words[at - steps..=at].rotate_right(1);
    }

    /// Returns the score of the column against `other`: the sum over all pairs of wordings.
    pub(super) fn score_against(&self, other: &Column, input: &CollationInput<'_>) -> i64 {
        let mut sum = 0;
        for &(x, count_x) in self.words.iter().take(MAX_READINGS) {
            for &(y, count_y) in other.words.iter().take(MAX_READINGS) {
                sum += i64::from(count_x)
                    * i64::from(count_y)
                    * i64::from(input.scores.word_score(x, y));
            }
        }
        sum
    }

    /// Returns the cost for one wording that begins after the column or ends before it.
    fn end_gap(&self) -> i64 {
        i64::from(GAP_OPEN) * self.size
    }

    fn gap_cost(&self, at_end: bool, goes_on: bool) -> i64 {
        match (at_end, goes_on) {
            (true, true) => 0,
            (true, false) => self.end_gap(),
            (false, true) => self.gap_extend,
            (false, false) => self.gap_open,
        }
    }
}

/// Orders by frequency, then by number.
fn rank(&(word, count): &(u32, u32)) -> (std::cmp::Reverse<u32>, u32) {
    (std::cmp::Reverse(count), word)
}

/// Columns of a group, in order, and the number of wordings in them.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProfileView<'c> {
    pub(super) columns: &'c [Column],
    /// The indexes of the columns in use, ascending.
    pub(super) live: &'c [u32],
    pub(super) size: i64,
}

impl<'c> ProfileView<'c> {
    pub(super) fn column(&self, at: usize) -> &'c Column {
        &self.columns[self.live[at] as usize]
    }
}

/// Aligns two profiles; holds the buffers.
#[derive(Debug, Default)]
pub(super) struct ProfileAligner {
    matrix: AffineMatrix<i64>,
    /// Scores of the current column against each column of the other profile.
    column_scores: Vec<i64>,
    /// Scores of the current column against each distinct word.
    word_scores: Vec<i32>,
    /// For each column of the other profile, the cost of opening a gap with it and of extending
    /// one: inside, and at the end.
    gaps: [Vec<GapCost<i64>>; 2],
    /// The steps of the alignment found last.
    pub(super) path: Vec<AlignmentStep>,
}

impl ProfileAligner {
    /// Finds the best alignment of the profiles `p` and `q`, and returns its score.
    pub(super) fn align(
        &mut self,
        p: ProfileView<'_>,
        q: ProfileView<'_>,
        input: &CollationInput<'_>,
    ) -> i64 {
        let (n, m) = (p.live.len(), q.live.len());
        self.gaps.iter_mut().for_each(Vec::clear);
        for j in 0..m {
            let column = q.column(j);
            let own = input.column_cost * p.size;
            let inside = (column.gap_open * p.size + own, column.gap_extend * p.size + own);
            self.gaps[0].push(GapCost { open: inside.0, extend: inside.1 });
            self.gaps[1].push(GapCost { open: column.end_gap() * p.size + own, extend: own });
        }
        self.matrix.start(n, self.gaps[1].iter().copied());
        for i in 1..=n {
            let column = p.column(i - 1);
            self.score_columns(column, q, input);
            let inside =
                GapCost { open: column.gap_open * q.size, extend: column.gap_extend * q.size };
            let end = GapCost { open: column.end_gap() * q.size, extend: 0 };
            let columns = self.column_scores.iter().zip(&self.gaps[usize::from(i == n)]);
            let cells = columns
                .enumerate()
                .map(|(j, (&score, &gap))| (score, if j + 1 == m { end } else { inside }, gap));
            self.matrix.fill_row(i, end, cells);
        }
        self.path.clear();
        self.matrix.trace((n, m), |step, _, _| self.path.push(step));
        self.path.reverse();
        self.matrix.score()
    }

    /// Scores `column` against each column of `q`, into `column_scores`.
    fn score_columns(&mut self, column: &Column, q: ProfileView<'_>, input: &CollationInput<'_>) {
        self.column_scores.clear();
        let words = &column.words[..column.words.len().min(MAX_READINGS)];
        let distinct = input.words.len();
        // For one wording among thousands of words, only its own words are looked up.
        if q.size == 1 && distinct > 8 * q.live.len() {
            self.column_scores
                .extend((0..q.live.len()).map(|j| column.score_against(q.column(j), input)));
            return;
        }
        self.word_scores.clear();
        self.word_scores.resize(distinct, 0);
        for &(word, count) in words {
            input.scores.add_scores(word, count as i32, &mut self.word_scores);
        }
        for j in 0..q.live.len() {
            let words = q.column(j).words.iter().take(MAX_READINGS);
            self.column_scores.push(
                words
                    .map(|&(y, count)| i64::from(self.word_scores[y as usize]) * i64::from(count))
                    .sum(),
            );
        }
    }

    /// Returns the score of the path `steps` through `p` and `q`, as
    /// [`align`](ProfileAligner::align) counts it.
    pub(super) fn path_score(
        p: ProfileView<'_>,
        q: ProfileView<'_>,
        steps: &[AlignmentStep],
        input: &CollationInput<'_>,
    ) -> i64 {
        let (n, m) = (p.live.len(), q.live.len());
        let (mut i, mut j, mut sum) = (0, 0, 0);
        let mut before = AlignmentStep::Both;
        for &step in steps {
            let goes_on = step == before;
            match step {
                AlignmentStep::Both => {
                    sum += p.column(i).score_against(q.column(j), input);
                    (i, j) = (i + 1, j + 1);
                }
                AlignmentStep::First => {
                    sum -= q.size * p.column(i).gap_cost(j == 0 || j == m, goes_on);
                    i += 1;
                }
                AlignmentStep::Second => {
                    sum -= p.size
                        * (q.column(j).gap_cost(i == 0 || i == n, goes_on) + input.column_cost);
                    j += 1;
                }
            }
            before = step;
        }
        sum
    }
}
