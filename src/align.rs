//! Word-by-word comparison of two token sequences.
//!
//! The room knows which words are equal, what each weighs and how near two forms are; it knows nothing of documents,
//! marks or outlets.
//!
//! [`align`] finds the alignment of greatest weight: rare words count for more than common ones and marks for next to
//! nothing, near forms count in part, gaps are affine, and nothing is lost where one side begins later or ends earlier
//! than the other. Of what is left over it reports blocks that stand elsewhere on the other side ([`Move`]). Then it
//! tidies: gaps slide to clause edges, and a lone function word between two changes is taken into one change.
//!
//! ```
//! use variorum::align::{EditKind, align};
//! use variorum::text::Vocabulary;
//!
//! let mut words = Vocabulary::new();
//! let a = words.read_all("we need more time, and more money").words;
//! let b = words.read_all("We need time and money").words;
//! let alignment = align(&words, &a, &b);
//! let gone: Vec<_> = alignment.edits.iter().filter(|edit| edit.kind == EditKind::Deletion).collect();
//! assert_eq!(gone.len(), 3); // `more`, the comma, `more`
//! ```
//!
//! The parts: `likeness` (how near two forms are), `grid` (the exact alignment), `split` (inputs too long for one grid),
//! `tidy` (links to edits), `moves`.

pub(crate) mod fact;
pub(crate) mod grid;
mod likeness;
mod moves;
pub(crate) mod split;
mod tidy;

mod stretch;

pub(crate) use stretch::Most;
pub use stretch::{Stretch, StretchFinder};

use std::ops::Range;

use crate::text::{Vocabulary, Weight, Word, bits};
use grid::{CELLS, Grid, Link, Scores};
use tidy::Draft;

/// Least weight of a moved block, unless [`Aligner::moves_from`] says otherwise: a content word and a half, of 12 bits each.
/// Lighter blocks (`in the`, one word) stand elsewhere by chance.
pub const MOVE_FLOOR: Weight = bits(18);

/// Two sequences compared. The edits, in order, cover both sides exactly once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The steps from `a` to `b`, left to right.
    pub edits: Vec<Edit>,
    /// Blocks that stand elsewhere on the other side; their tokens are covered by deletions and insertions in `edits`.
    /// In the order of the side that was shorter, or smaller by its forms.
    pub moves: Vec<Move>,
    /// How much the two sides share, in hundredths of a bit: the weights of equal words and marks ([`crate::text::Entry::weight`]), shares of near
    /// ones, less 1.2 bits for each place between two shared words where anything else stands. Before tidying, and
    /// without the moves. Never negative; at most the sum of the weights of the lighter side.
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
    /// Other words in their place, or marks for marks. An ellipsis that stands for words is a substitution too.
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
    /// The block that it has traded places with, in `a` and in `b`, where one of like size stands between its two places.
    /// That block is linked: its own changes are among the edits of the alignment.
    pub passed: Option<(Range<usize>, Range<usize>)>,
}

impl Alignment {
    /// The same comparison seen from the other side.
    pub fn mirrored(self) -> Alignment {
        let mirror = |edits: Vec<Edit>| edits.into_iter().map(Edit::mirrored).collect();
        Alignment {
            edits: mirror(self.edits),
            moves: self
                .moves
                .into_iter()
                .map(|m| Move {
                    a: m.b,
                    b: m.a,
                    edits: mirror(m.edits),
                    passed: m.passed.map(|(a, b)| (b, a)),
                })
                .collect(),
            score: self.score,
        }
    }
}

impl Edit {
    /// The same step seen from the other side.
    pub fn mirrored(self) -> Edit {
        let kind = match self.kind {
            EditKind::Deletion => EditKind::Insertion,
            EditKind::Insertion => EditKind::Deletion,
            kind => kind,
        };
        Edit { kind, a: self.b, b: self.a }
    }
}

/// Aligns `a` and `b`, token ids of `words`. For many pairs, hold an [`Aligner`].
///
/// Mirrors exactly when the sides are swapped. Time O(n·m); 30 words against 30 take some thirty microseconds, 5,000
/// against 5,000 a third of a second (November 2026, one core). Of longer sequences, what both begin and end with is linked
/// without asking, and the rest cut into blocks at runs of words that are unique on both sides, or, where there are none,
/// blindly into a thousand words against a thousand: time then grows with n + m, and matches across a blind cut are lost.
///
/// # Panics
/// When a token is not of `words`.
pub fn align(words: &Vocabulary, a: &[Word], b: &[Word]) -> Alignment {
    Aligner::new().align(words, a, b)
}

/// Aligns many pairs with one set of scratch buffers.
///
/// Memory: one byte a cell of the grid (at most 32 MiB, longer inputs are split), two bytes for each pair of distinct
/// words of one comparison (at most 128 MiB: beyond that, equal words are found and near ones are not); kept until the
/// aligner is dropped.
#[derive(Debug)]
pub struct Aligner {
    scores: Scores,
    grid: Grid,
    floor: Weight,
}

impl Default for Aligner {
    fn default() -> Aligner {
        Aligner { scores: Scores::default(), grid: Grid::default(), floor: MOVE_FLOOR }
    }
}

impl Aligner {
    /// An aligner without anything in its scratch.
    pub fn new() -> Aligner {
        Aligner::default()
    }

    /// With another least weight of moved blocks, in hundredths of a bit. At 0 or below, single words may move.
    pub fn moves_from(self, floor: Weight) -> Aligner {
        Aligner { floor, ..self }
    }

    /// As [`align`].
    ///
    /// # Panics
    /// When a token is not of `words`.
    pub fn align(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Alignment {
        match order(words, a, b) {
            std::cmp::Ordering::Greater => self.align_in_order(words, b, a).mirrored(),
            _ => self.align_in_order(words, a, b),
        }
    }

    /// The score of [`align`] alone, without edits and moves.
    ///
    /// # Panics
    /// When a token is not of `words`.
    pub fn score(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Weight {
        self.score_at_least(words, a, b, 0).unwrap_or(0)
    }

    /// The score of [`align`], or `None` when it is below `floor`. Where the words that the two share, in any order, do
    /// not reach `floor`, nothing is aligned: O(n + m) and a comparison of their distinct words.
    ///
    /// # Panics
    /// When a token is not of `words`.
    pub fn score_at_least(
        &mut self,
        words: &Vocabulary,
        a: &[Word],
        b: &[Word],
        floor: Weight,
    ) -> Option<Weight> {
        let (a, b) = if order(words, a, b).is_gt() { (b, a) } else { (a, b) };
        self.scores.prepare(words, a, b);
        if self.scores.shared_at_most(words, a) < floor {
            return None;
        }
        let links = split::links(&mut self.grid, &self.scores, a, b, CELLS);
        let score = self.scores.shared(words, &links);
        (score >= floor).then_some(score)
    }

    fn align_in_order(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Alignment {
        self.scores.prepare(words, a, b);
        let links = split::links(&mut self.grid, &self.scores, a, b, CELLS);
        let score = self.scores.shared(words, &links);
        let mut draft = Draft { words, sides: [a, b], links };
        draft.slide();
        self.finish(draft, score)
    }

    /// The alignment of `a` and `b` that consists of `links` (pairs of places, increasing on both sides), found by other
    /// means; or that of [`align`](Aligner::align), where the two share more by that.
    pub(crate) fn align_along(
        &mut self,
        words: &Vocabulary,
        a: &[Word],
        b: &[Word],
        links: &[(usize, usize)],
    ) -> Alignment {
        if order(words, a, b).is_gt() {
            let links: Vec<_> = links.iter().map(|&(i, j)| (j, i)).collect();
            return self.align_along(words, b, a, &links).mirrored();
        }
        self.scores.prepare(words, a, b);
        let link = |&(a, b): &(usize, usize)| self.scores.tie(a, b).map(|tie| Link { a, b, tie });
        let mut links: Vec<Link> = links.iter().filter_map(link).collect();
        let mut score = self.scores.shared(words, &links);
        // Nothing can share more than all that is shared.
        if score < self.scores.shared_at_most(words, a) {
            let own = split::links(&mut self.grid, &self.scores, a, b, CELLS);
            let found = self.scores.shared(words, &own);
            if found > score {
                (links, score) = (own, found);
            }
        }
        let mut draft = Draft { words, sides: [a, b], links };
        draft.slide();
        self.finish(draft, score)
    }

    fn finish(&mut self, mut draft: Draft<'_>, score: Weight) -> Alignment {
        draft.absorb();
        let moves = moves::find(&draft, &self.scores, self.floor);
        let edits = moves::carve(draft.edits(), &moves);
        Alignment { edits, moves, score }
    }
}

/// The canonical order of two sides: by length, then by the text of their forms; never by ids, which depend on arrival.
fn order(words: &Vocabulary, a: &[Word], b: &[Word]) -> std::cmp::Ordering {
    a.len().cmp(&b.len()).then_with(|| {
        let differing = a.iter().zip(b).find(|(x, y)| x != y);
        differing.map_or(std::cmp::Ordering::Equal, |(&x, &y)| words[x].form.cmp(&words[y].form))
    })
}

#[cfg(test)]
mod tests;
