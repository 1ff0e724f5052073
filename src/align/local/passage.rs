//! Shared passages, the runs that they are made of, and the bounds of the search.

use std::ops::Range;

use crate::text::{Weight, bits};

/// Maximum number of passages. A sentence with two elisions and a transposition leaves four.
pub(super) const MAX_PASSAGES: usize = 4;

/// Maximum number of runs that are chained, the heaviest. Two sentences have some twenty. Two
/// speeches of thousands of words have tens of thousands, nearly all of them a lone *the*. With 512
/// the linking figures on BASIL and PolNeAR are the same.
pub(super) const MAX_RUNS: usize = 128;

/// Maximum number of positions that are looked up for one word of the first sequence. Its other
/// positions are reached when a run with a rarer word is extended.
pub(super) const MAX_OCCURRENCES: usize = 32;

/// Maximum number of unmatched words a side for which near pairs are sought. With more, the side is
/// rewritten and not inflected, and there would be too many pairs.
pub(super) const MAX_UNMATCHED_WORDS: usize = 64;

/// Minimum weight of a passage: about one content word. Lighter ones occur by chance.
pub(super) const MIN_PASSAGE_WEIGHT: Weight = bits(12);

/// A passage that two sequences share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SharedPassage {
    /// The passage in `a`, in tokens.
    pub a: Range<usize>,
    /// The passage in `b`, in tokens.
    pub b: Range<usize>,
    /// The passage in `a` and in `b`, in words without marks.
    pub word_ranges: [Range<usize>; 2],
    /// Weight of the equal words.
    pub equal_weight: Weight,
    /// Weight of the near words.
    pub near_weight: Weight,
    /// Weight of the words inside it that the other side lacks, summed over both sides.
    pub unmatched_weight: Weight,
    /// Number of equal words.
    pub equal_words: usize,
    /// Weight of the heaviest run of equal words.
    pub heaviest_run: Weight,
    /// Score of the chain: `equal_weight` and three fifths of `near_weight`, less the costs of the
    /// gaps.
    pub score: Weight,
}

impl SharedPassage {
    /// Returns the same passage with the sides swapped.
    pub(crate) fn mirrored(mut self) -> SharedPassage {
        std::mem::swap(&mut self.a, &mut self.b);
        self.word_ranges.reverse();
        self
    }
}

/// A run of equal words, or one pair of near ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MatchRun {
    pub a: u32,
    pub b: u32,
    pub len: u32,
    pub near: bool,
    pub weight: Weight,
}

/// Upper bounds of what two sequences share, known before any chain is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UpperBound {
    /// Weight of the equal words.
    pub equal: Weight,
    /// Weight of the near words.
    pub near: Weight,
    /// Weight of the heaviest run.
    pub run: Weight,
}
