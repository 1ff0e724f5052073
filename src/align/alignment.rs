//! The result of an alignment: edits and transpositions.

use std::ops::Range;

use crate::text::Weight;

/// An alignment of two sequences. Its edits, in order, cover both sides exactly once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Alignment {
    /// The edits from `a` to `b`, left to right.
    pub edits: Vec<Edit>,
    /// Blocks that stand elsewhere on the other side. Deletions and insertions in `edits` cover
    /// their tokens. Ordered by the side that is shorter, or smaller by its forms.
    pub transpositions: Vec<Transposition>,
    /// The weight that the two sides share, in hundredths of a bit.
    ///
    /// It is the sum of the weights of equal words and marks
    /// ([`crate::text::VocabularyEntry::weight`]) and shares of the weights of near ones, less 1.2
    /// bits for each change between two shared words. It is computed before the clean-up and
    /// without the transpositions. It is never negative, and at most the sum of the weights of the
    /// lighter side.
    pub score: Weight,
}

/// One edit: tokens of `a` against tokens of `b`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Edit {
    /// The relation of the two sides.
    pub kind: EditKind,
    /// Tokens of `a`; empty for an insertion.
    pub a: Range<usize>,
    /// Tokens of `b`; empty for a deletion.
    pub b: Range<usize>,
}

/// The relation of the two sides of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum EditKind {
    /// Equal forms, one to one.
    Equal,
    /// One token against one, alike in form: same stem, similar letters, or a clitic and its word.
    Near,
    /// Other words in their place, or marks for marks. An ellipsis in the place of words is a
    /// substitution too.
    Substitution,
    /// Only in `a`.
    Deletion,
    /// Only in `b`.
    Insertion,
}

/// A block that stands in another place on the other side, with its inner edits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Transposition {
    /// The block in `a`.
    pub a: Range<usize>,
    /// The block in `b`.
    pub b: Range<usize>,
    /// The alignment of the two blocks. It covers both ranges.
    pub edits: Vec<Edit>,
    /// The block with which it exchanged places, in `a` and in `b`: a block of similar size that
    /// stands between its two places. The alignment matches that block, and its changes are among
    /// the edits of the alignment.
    pub exchanged_with: Option<(Range<usize>, Range<usize>)>,
}

impl Alignment {
    /// Creates an alignment found by other means: these edits, without transpositions, of score 0.
    pub fn new(edits: Vec<Edit>) -> Alignment {
        Alignment { edits, ..Alignment::default() }
    }

    /// Returns the same alignment with the sides swapped.
    pub fn mirrored(self) -> Alignment {
        let mirror = |edits: Vec<Edit>| edits.into_iter().map(Edit::mirrored).collect();
        Alignment {
            edits: mirror(self.edits),
            transpositions: self
                .transpositions
                .into_iter()
                .map(|m| Transposition {
                    a: m.b,
                    b: m.a,
                    edits: mirror(m.edits),
                    exchanged_with: m.exchanged_with.map(|(a, b)| (b, a)),
                })
                .collect(),
            score: self.score,
        }
    }
}

impl Edit {
    /// Creates an edit.
    pub fn new(kind: EditKind, a: Range<usize>, b: Range<usize>) -> Edit {
        Edit { kind, a, b }
    }

    /// Returns the same edit with the sides swapped.
    pub fn mirrored(self) -> Edit {
        let kind = match self.kind {
            EditKind::Deletion => EditKind::Insertion,
            EditKind::Insertion => EditKind::Deletion,
            kind => kind,
        };
        Edit { kind, a: self.b, b: self.a }
    }
}
