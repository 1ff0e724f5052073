//! Word-by-word comparison of two token sequences.
//!
//! The room knows which words are equal, what each weighs and how near two forms are; it knows nothing of documents,
//! marks or outlets.

mod stretch;

pub use stretch::{Stretch, StretchFinder};

use std::ops::Range;

use crate::text::Weight;

/// Two sequences compared. The edits, in order, cover both sides exactly once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The steps from `a` to `b`, left to right.
    pub edits: Vec<Edit>,
    /// Blocks that stand elsewhere on the other side; their tokens are covered by deletions and insertions in `edits`.
    pub moves: Vec<Move>,
    /// Sum of the weights won and lost, in hundredths of a bit.
    pub score: Weight,
}

/// One step: tokens of `a` against tokens of `b`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What relates the two sides.
    pub kind: EditKind,
    /// Tokens of `a`; empty for an insertion.
    pub a: Range<usize>,
    /// Tokens of `b`; empty for a deletion.
    pub b: Range<usize>,
}

/// What relates the two sides of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    /// Equal forms, one to one.
    Equal,
    /// One token against one, alike in form: same stem, similar letters, a clitic and its word.
    Near,
    /// Other words in their place.
    Substitution,
    /// Only in `a`.
    Deletion,
    /// Only in `b`.
    Insertion,
}

/// A block that stands in another place on the other side, with its inner edits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Where it stands in `a`.
    pub a: Range<usize>,
    /// Where it stands in `b`.
    pub b: Range<usize>,
    /// Inner comparison of the two blocks; covers both ranges.
    pub edits: Vec<Edit>,
}
