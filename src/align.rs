//! Alignment of two token sequences, word by word.
//!
//! [`align`] finds the global alignment of greatest weight. Rare words count for more than common
//! ones, and marks for next to nothing. Near forms count in part. Gaps are affine, and overhang at
//! either end is free. Blocks that stand elsewhere on the other side are reported as
//! [`Transposition`]s. A clean-up then slides gaps to clause edges and takes lone function words
//! between two changes into one change.
//!
//! [`PassageFinder`] finds local alignments: the passages that two sequences share, wherever they
//! stand.
//!
//! The module sees words, their weights and their forms. It sees no documents and no outlets.
//!
//! ```
//! use variorum::align::{EditKind, align};
//! use variorum::text::Vocabulary;
//!
//! let mut words = Vocabulary::new();
//! let a = words.tokenize("we need more time, and more money").words;
//! let b = words.tokenize("We need time and money").words;
//! let alignment = align(&words, &a, &b);
//! let deletions = alignment.edits.iter().filter(|edit| edit.kind == EditKind::Deletion);
//! assert_eq!(deletions.count(), 3); // `more`, the comma, `more`
//! ```
//!
//! The parts:
//!
//! - `similarity` grades how alike two forms are; `scoring` scores tokens and gaps;
//! - `affine` is the dynamic programming of all exact alignments;
//! - `global` aligns within one matrix; `anchors` cuts inputs that are too long for it;
//! - `transpositions` finds blocks that stand elsewhere; `cleanup` turns matches into edits;
//! - `local` finds shared passages; `features` holds the features of words that it needs.

pub(crate) mod affine;
mod alignment;
pub(crate) mod anchors;
mod cleanup;
pub(crate) mod features;
pub(crate) mod global;
mod local;
pub(crate) mod scoring;
mod similarity;
mod transpositions;

pub use alignment::{Alignment, Edit, EditKind, Transposition};
pub use features::SequenceWord;
pub(crate) use local::UpperBound;
pub use local::{PassageFinder, SharedPassage};

use crate::text::{Vocabulary, Weight, Word, bits};
use cleanup::DraftAlignment;
use global::{GlobalAligner, MAX_CELLS};
use scoring::{Scores, TokenMatch};

/// Default minimum weight of a transposed block: one and a half content words of 12 bits each.
/// Lighter blocks (`in the`, one word) stand elsewhere by chance.
/// [`Aligner::with_min_transposition_weight`] sets another.
pub const MIN_TRANSPOSITION_WEIGHT: Weight = bits(18);

/// Aligns `a` and `b`, token ids of `words`. For many pairs, use an [`Aligner`].
///
/// The result mirrors exactly when the sides are swapped.
///
/// Time O(n·m): 30 words against 30 take some thirty microseconds, 5,000 against 5,000 a third of a
/// second (November 2026, one core). Longer inputs are cut into blocks at anchors, which are runs
/// of three words that are unique on both sides. Blocks without an anchor are halved down to a
/// thousand words against a thousand. Time then grows with n + m, and matches across a cut without
/// an anchor are lost.
///
/// # Panics
/// Panics if a token is not in `words`.
pub fn align(words: &Vocabulary, a: &[Word], b: &[Word]) -> Alignment {
    Aligner::new().align(words, a, b)
}

/// Aligns many pairs with one set of buffers.
///
/// Memory: one byte for each cell of the matrix (at most 32 MiB, longer inputs are cut) and two
/// bytes for each pair of distinct words of one comparison (at most 32 MiB; beyond that only equal
/// words are matched, not near ones). The buffers are kept until the aligner is dropped.
#[derive(Debug)]
pub struct Aligner {
    scores: Scores,
    global: GlobalAligner,
    min_transposition_weight: Weight,
}

impl Default for Aligner {
    fn default() -> Aligner {
        Aligner {
            scores: Scores::default(),
            global: GlobalAligner::default(),
            min_transposition_weight: MIN_TRANSPOSITION_WEIGHT,
        }
    }
}

impl Aligner {
    /// Creates an aligner with empty buffers.
    pub fn new() -> Aligner {
        Aligner::default()
    }

    /// Sets the minimum weight of a transposed block, in hundredths of a bit. At 0 or below, single
    /// words may be transposed.
    pub fn with_min_transposition_weight(self, min_weight: Weight) -> Aligner {
        Aligner { min_transposition_weight: min_weight, ..self }
    }

    /// Aligns `a` and `b` as [`align`] does.
    ///
    /// # Panics
    /// Panics if a token is not in `words`.
    pub fn align(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Alignment {
        match order(words, a, b) {
            std::cmp::Ordering::Greater => self.align_in_order(words, b, a).mirrored(),
            _ => self.align_in_order(words, a, b),
        }
    }

    /// Returns the score of [`align`], without edits and transpositions.
    ///
    /// # Panics
    /// Panics if a token is not in `words`.
    pub fn score(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Weight {
        self.score_at_least(words, a, b, 0).unwrap_or(0)
    }

    /// Returns the score of [`align`], or `None` if it is below `min_weight`.
    ///
    /// Nothing is aligned if the words that the two share, in any order, weigh less than
    /// `min_weight`. That check takes O(n + m) and a comparison of the distinct words.
    ///
    /// # Panics
    /// Panics if a token is not in `words`.
    pub fn score_at_least(
        &mut self,
        words: &Vocabulary,
        a: &[Word],
        b: &[Word],
        min_weight: Weight,
    ) -> Option<Weight> {
        let (a, b) = if order(words, a, b).is_gt() { (b, a) } else { (a, b) };
        self.scores.prepare(words, a, b);
        if self.scores.max_shared_weight(words, a) < min_weight {
            return None;
        }
        let matches = anchors::matches(&mut self.global, &self.scores, a, b, MAX_CELLS);
        let score = self.scores.shared_weight(words, &matches);
        (score >= min_weight).then_some(score)
    }

    fn align_in_order(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Alignment {
        self.scores.prepare(words, a, b);
        let matches = anchors::matches(&mut self.global, &self.scores, a, b, MAX_CELLS);
        let score = self.scores.shared_weight(words, &matches);
        let mut draft = DraftAlignment { words, sides: [a, b], matches };
        draft.slide_gaps();
        self.finish(draft, score)
    }

    /// Returns the alignment of `a` and `b` that consists of the given `matches` (pairs of
    /// positions, increasing on both sides), or that of [`align`](Aligner::align) if it has the
    /// higher score.
    pub(crate) fn align_along(
        &mut self,
        words: &Vocabulary,
        a: &[Word],
        b: &[Word],
        matches: &[(usize, usize)],
    ) -> Alignment {
        if order(words, a, b).is_gt() {
            let matches: Vec<_> = matches.iter().map(|&(i, j)| (j, i)).collect();
            return self.align_along(words, b, a, &matches).mirrored();
        }
        self.scores.prepare(words, a, b);
        let matched = |&(a, b): &(usize, usize)| {
            self.scores.match_kind(a, b).map(|kind| TokenMatch { a, b, kind })
        };
        let mut matches: Vec<TokenMatch> = matches.iter().filter_map(matched).collect();
        let mut score = self.scores.shared_weight(words, &matches);
        // No alignment scores more than the bound.
        if score < self.scores.max_shared_weight(words, a) {
            let own = anchors::matches(&mut self.global, &self.scores, a, b, MAX_CELLS);
            let found = self.scores.shared_weight(words, &own);
            if found > score {
                (matches, score) = (own, found);
            }
        }
        let mut draft = DraftAlignment { words, sides: [a, b], matches };
        draft.slide_gaps();
        self.finish(draft, score)
    }

    fn finish(&mut self, mut draft: DraftAlignment<'_>, score: Weight) -> Alignment {
        draft.absorb_lone_matches();
        let transpositions = transpositions::find(
            &draft,
            &self.scores,
            self.global.matrix_mut(),
            self.min_transposition_weight,
        );
        let edits = transpositions::split_at_transpositions(draft.edits(), &transpositions);
        Alignment { edits, transpositions, score }
    }
}

/// Compares two sides by length, then by their forms. Ids are not compared, since they depend on
/// the order of arrival.
fn order(words: &Vocabulary, a: &[Word], b: &[Word]) -> std::cmp::Ordering {
    a.len().cmp(&b.len()).then_with(|| {
        let differing = a.iter().zip(b).find(|(x, y)| x != y);
        differing.map_or(std::cmp::Ordering::Equal, |(&x, &y)| words[x].form.cmp(&words[y].form))
    })
}

#[cfg(test)]
mod tests;
