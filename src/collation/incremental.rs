//! Incremental alignment, for more wordings than can be compared pairwise: they are added one by
//! one.
//!
//! The longest comes first. The others follow, longest first, each at the columns that hold most of
//! its rare words. A wording that shares less than half of its weight with the columns waits for
//! the next pass. If a pass adds none, the next one begins at the end of the table. After
//! [`MAX_PASSES`] the rest are added in order. A wording is aligned with a window of the columns
//! only.
//!
//! Time O(D·L²), so that thousands of fragments of one speech cost no more than as many alignments
//! of two short texts, and O(D·C) to renumber columns. Memory O(D·L).

use std::ops::Range;

use super::input::CollationInput;
use super::msa::{Msa, PlacementScratch};
use super::profile::{Column, ProfileAligner};

/// Maximum number of columns, for each word of the wording, that are aligned as a whole.
const MAX_WHOLE_COLUMNS_PER_WORD: usize = 4;
/// Columns around the place of a wording, beside half its length: room for additions of others.
const WINDOW_SLACK: usize = 12;
/// Maximum number of passes over the waiting wordings. Then they are added in order.
const MAX_PASSES: usize = 16;
/// Maximum number of columns of a word. With more, the word does not locate the wording.
const MAX_COLUMNS_OF_WORD: usize = 16;
/// Maximum number of votes of one wording (half a gigabyte). If a wording of hundreds of thousands
/// of words repeats a few of them, these do not locate it either. No wording of 5,000 words comes
/// near.
const MAX_VOTES: usize = 1 << 25;

/// Adds all wordings one by one, then realigns each once.
pub(super) fn align_incrementally(input: &mut CollationInput<'_>) -> Msa {
    let n = input.rows.len();
    let (mut aligner, mut scratch) = (ProfileAligner::default(), PlacementScratch::default());
    let first = input.rows.first().map_or(0, Vec::len);
    let mut msa = Msa {
        columns: (0..first).map(|token| Column::new(input, 0, token)).collect(),
        positions: vec![Vec::new(); n],
    };
    msa.positions.iter_mut().take(1).for_each(|positions| positions.extend(0..first as u32));
    let mut index = ColumnIndex::default();
    index.rebuild(&msa, input);
    let (mut waiting, mut members): (Vec<usize>, usize) = ((1..n).collect(), 1);
    let (mut any, mut passes) = (false, 0);
    while !waiting.is_empty() {
        let mut left = Vec::new();
        let mut added = false;
        passes += 1;
        for &at in &waiting {
            let (window, shared) = index.window(input, at, msa.columns.len());
            let own = own_weight(input, at);
            // Half of its weight is in the columns already, or nothing else is left to do.
            if 2 * shared < own && !any && passes < MAX_PASSES {
                left.push(at);
                continue;
            }
            // The first wording that no other led to begins elsewhere, unless much of it is in the
            // columns.
            let window =
                if any && 4 * shared < own { msa.columns.len()..msa.columns.len() } else { window };
            (any, added) = (false, true);
            let before = msa.columns.len();
            members += 1;
            msa.insert(input, &mut aligner, &mut scratch, at, window, members);
            if msa.columns.len() != before {
                index.rebuild(&msa, input);
            }
        }
        any = !added;
        waiting = left;
    }
    for at in 0..n {
        let (window, _) = index.window(input, at, msa.columns.len());
        let positions = &msa.positions[at];
        let (Some(&from), Some(&to)) = (positions.first(), positions.last()) else { continue };
        let window = window.start.min(from as usize)..window.end.max(to as usize + 1);
        // A wording that spans a long alignment stays where it is.
        if window.len() > MAX_WHOLE_COLUMNS_PER_WORD * positions.len() + 4 * WINDOW_SLACK {
            continue;
        }
        let before = msa.columns.len();
        if msa.realign(input, &mut aligner, &mut scratch, at, window, n)
            && msa.columns.len() != before
        {
            index.rebuild(&msa, input);
        }
    }
    msa
}

/// Returns the score of the words of a wording against themselves.
fn own_weight(input: &CollationInput<'_>, at: usize) -> i64 {
    input.rows[at].iter().map(|&word| i64::from(input.scores.word_score(word, word))).sum()
}

/// The columns of each word.
#[derive(Debug, Default)]
struct ColumnIndex {
    columns: Vec<Vec<u32>>,
    /// Offsets of the current wording: how far a column with the word of a token stands after the
    /// token, and the token.
    votes: Vec<(i64, usize)>,
    /// Number of votes of each token in the current range of offsets.
    seen: Vec<u32>,
}

impl ColumnIndex {
    fn rebuild(&mut self, msa: &Msa, input: &CollationInput<'_>) {
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize(input.words.len(), Vec::new());
        for (at, column) in msa.columns.iter().enumerate() {
            for &(word, _) in &column.words {
                self.columns[word as usize].push(at as u32);
            }
        }
    }

    /// Returns the columns that hold most of the words of the wording `at`, and the score of those
    /// words.
    fn window(
        &mut self,
        input: &CollationInput<'_>,
        at: usize,
        columns: usize,
    ) -> (Range<usize>, i64) {
        let row = &input.rows[at];
        let small = columns <= MAX_WHOLE_COLUMNS_PER_WORD * row.len() + 4 * WINDOW_SLACK;
        let most = if small {
            (MAX_VOTES / row.len().max(1)).max(MAX_COLUMNS_OF_WORD)
        } else {
            MAX_COLUMNS_OF_WORD
        };
        self.votes.clear();
        for (token, &word) in row.iter().enumerate() {
            let positions = &self.columns[word as usize];
            if positions.len() <= most {
                self.votes.extend(
                    positions.iter().map(|&column| (i64::from(column) - token as i64, token)),
                );
            }
        }
        self.votes.sort_unstable();
        // The heaviest range of offsets no wider than the slack; each word of the wording counts
        // once.
        let won = |token: usize| i64::from(input.scores.word_score(row[token], row[token]));
        let slack = (row.len() / 2 + WINDOW_SLACK) as i64;
        self.seen.clear();
        self.seen.resize(row.len(), 0);
        let (mut from, mut sum, mut best) = (0, 0, (0, 0));
        for &(offset, token) in &self.votes {
            if self.seen[token] == 0 {
                sum += won(token);
            }
            self.seen[token] += 1;
            while let Some(&(_, token)) =
                self.votes.get(from).filter(|(first, _)| offset - first > slack)
            {
                self.seen[token] -= 1;
                if self.seen[token] == 0 {
                    sum -= won(token);
                }
                from += 1;
            }
            if sum > best.0 {
                best = (sum, self.votes[from].0);
            }
        }
        if small {
            return (0..columns, best.0);
        }
        if best.0 == 0 {
            return (columns..columns, 0);
        }
        let start = (best.1 - slack).max(0) as usize;
        let end = (best.1 + 2 * slack + row.len() as i64).max(0) as usize;
        (start.min(columns)..end.min(columns), best.0)
    }
}
