//! A multiple sequence alignment, and the placement of one wording in it.
//!
//! For the papers and the cost see [`super`].

use std::ops::Range;

use super::input::CollationInput;
use super::profile::{Column, ProfileAligner, ProfileView};
use crate::align::affine::AlignmentStep;
use crate::align::anchors;
use crate::align::global::{GlobalAligner, MAX_CELLS as MAX_PAIR_CELLS};
use crate::text::Word;

/// Maximum number of cells of one alignment of two groups (one byte a cell).
pub(super) const MAX_GROUP_CELLS: usize = 1 << 20;
/// A multiple sequence alignment: all wordings in columns.
#[derive(Debug, Default)]
pub(super) struct Msa {
    pub(super) columns: Vec<Column>,
    /// The column of each token: `positions[wording][token]`, ascending.
    pub(super) positions: Vec<Vec<u32>>,
}

/// Buffers of [`Msa::realign`] and [`Msa::insert`].
#[derive(Debug, Default)]
pub(super) struct PlacementScratch {
    live: Vec<u32>,
    single: Vec<Column>,
    numbers: Vec<u32>,
    old: Vec<AlignmentStep>,
}

impl Msa {
    /// Removes the wording `at` and aligns it again with the columns of `window`, which hold it.
    /// Returns true if it has moved. `members` is the number of wordings in the alignment.
    pub(super) fn realign(
        &mut self,
        input: &mut CollationInput<'_>,
        aligner: &mut ProfileAligner,
        scratch: &mut PlacementScratch,
        at: usize,
        window: Range<usize>,
        members: usize,
    ) -> bool {
        for (token, &column) in self.positions[at].iter().enumerate() {
            self.columns[column as usize].remove(input, at, token);
        }
        // The current path, and the columns that hold anything else.
        scratch.live.clear();
        scratch.old.clear();
        let mut positions = self.positions[at].iter().copied().peekable();
        for column in window.start as u32..window.end as u32 {
            let own = positions.next_if_eq(&column).is_some();
            let others = self.columns[column as usize].size > 0;
            match (own, others) {
                (true, true) => scratch.old.push(AlignmentStep::Both),
                (true, false) => scratch.old.push(AlignmentStep::Second),
                (false, _) => scratch.old.push(AlignmentStep::First),
            }
            if others {
                scratch.live.push(column);
            }
        }
        let found = self.find_path_of(input, aligner, scratch, at, members);
        let (p, q) = self.profiles(scratch, members);
        if found > ProfileAligner::path_score(p, q, &scratch.old, input) {
            self.place(input, aligner, scratch, at, window);
            return true;
        }
        for (token, &column) in self.positions[at].iter().enumerate() {
            self.columns[column as usize].add(input, at, token);
        }
        false
    }

    /// Returns the two profiles of the last search: the columns in use and the single wording.
    fn profiles<'b>(
        &'b self,
        scratch: &'b PlacementScratch,
        members: usize,
    ) -> (ProfileView<'b>, ProfileView<'b>) {
        let live = &scratch.numbers[..scratch.single.len()];
        (
            ProfileView { columns: &self.columns, live: &scratch.live, size: members as i64 - 1 },
            ProfileView { columns: &scratch.single, live, size: 1 },
        )
    }

    /// Finds the best path of the wording `at` through the columns in use, and returns its score.
    fn find_path_of(
        &self,
        input: &mut CollationInput<'_>,
        aligner: &mut ProfileAligner,
        scratch: &mut PlacementScratch,
        at: usize,
        members: usize,
    ) -> i64 {
        let len = input.rows[at].len();
        scratch.single.clear();
        scratch.single.extend((0..len).map(|token| Column::new(input, at, token)));
        let longer = scratch.numbers.len()..len.max(scratch.numbers.len());
        scratch.numbers.extend(longer.map(|number| number as u32));
        let (p, q) = self.profiles(scratch, members);
        find_path(input, aligner, p, q)
    }

    /// Adds the wording `at`, which is not in the alignment, to the columns of `window`.
    pub(super) fn insert(
        &mut self,
        input: &mut CollationInput<'_>,
        aligner: &mut ProfileAligner,
        scratch: &mut PlacementScratch,
        at: usize,
        window: Range<usize>,
        members: usize,
    ) {
        scratch.live.clear();
        scratch.live.extend(window.start as u32..window.end as u32);
        self.find_path_of(input, aligner, scratch, at, members);
        self.place(input, aligner, scratch, at, window);
    }

    /// Places the wording `at` along the path found last, among the columns of `window`, and drops
    /// empty columns there.
    fn place(
        &mut self,
        input: &CollationInput<'_>,
        aligner: &ProfileAligner,
        scratch: &mut PlacementScratch,
        at: usize,
        window: Range<usize>,
    ) {
        let mut positions = std::mem::take(&mut self.positions[at]);
        positions.clear();
        let (mut live, mut single) = (scratch.live.iter(), scratch.single.drain(..));
        // The target of each column in use.
        let mut target: Vec<u32> = vec![u32::MAX; window.len()];
        let mut columns: Vec<Column> = Vec::with_capacity(aligner.path.len());
        for (step, place) in aligner.path.iter().zip(window.start as u32..) {
            if let Some(&column) = (*step != AlignmentStep::Second).then(|| live.next()).flatten() {
                target[column as usize - window.start] = place;
                columns.push(std::mem::take(&mut self.columns[column as usize]));
            }
            if *step != AlignmentStep::First {
                match (step, single.next(), columns.last_mut()) {
                    (AlignmentStep::Both, Some(_), Some(column)) => {
                        column.add(input, at, positions.len())
                    }
                    (_, other, _) => columns.extend(other),
                }
                positions.push(place);
            }
        }
        let (old, new) = (window.len(), columns.len());
        if target.iter().enumerate().any(|(at, &to)| to as usize != at + window.start) || old != new
        {
            for own in &mut self.positions {
                let first = own.partition_point(|&column| (column as usize) < window.start);
                for column in &mut own[first..] {
                    *column = match target.get(*column as usize - window.start) {
                        Some(&to) => to,
                        None => (*column as usize - old + new) as u32,
                    };
                }
            }
        }
        self.columns.splice(window, columns);
        self.positions[at] = positions;
    }
}

/// Finds the path through `p` and `q` and returns its score: the best path, or, if the matrix is
/// too large, the best one for the most frequent word of each column.
pub(super) fn find_path(
    input: &mut CollationInput<'_>,
    aligner: &mut ProfileAligner,
    p: ProfileView<'_>,
    q: ProfileView<'_>,
) -> i64 {
    if (p.live.len() + 1).saturating_mul(q.live.len() + 1) <= MAX_GROUP_CELLS {
        return aligner.align(p, q, input);
    }
    let top = |side: ProfileView<'_>| -> Vec<Word> {
        let first =
            |at: usize| side.column(at).words.first().map(|&(word, _)| input.words[word as usize]);
        (0..side.live.len()).filter_map(first).collect()
    };
    let (a, b) = (top(p), top(q));
    aligner.path = path_of_pairs(&align_pair(input, &a, &b), a.len(), b.len());
    ProfileAligner::path_score(p, q, &aligner.path, input)
}

/// Returns the aligned pairs of positions of `a` and `b`, as `align` finds them, within the same
/// bounds. The words of all wordings have been scored once.
fn align_pair(input: &mut CollationInput<'_>, a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    input.scores.set_tokens(input.vocabulary, 0, a);
    input.scores.set_tokens(input.vocabulary, 1, b);
    anchors::aligned_pairs(&mut GlobalAligner::default(), &input.scores, a, b, MAX_PAIR_CELLS)
}

/// Returns the path through two sequences with these aligned `pairs`.
pub(super) fn path_of_pairs(pairs: &[(usize, usize)], n: usize, m: usize) -> Vec<AlignmentStep> {
    let mut steps = Vec::with_capacity(n.max(m));
    let (mut i, mut j) = (0, 0);
    for &(a, b) in pairs.iter().chain([&(n, m)]) {
        steps.extend(std::iter::repeat_n(AlignmentStep::First, a - i));
        steps.extend(std::iter::repeat_n(AlignmentStep::Second, b - j));
        if a < n && b < m {
            steps.push(AlignmentStep::Both);
        }
        (i, j) = (a + 1, b + 1);
    }
    steps
}
