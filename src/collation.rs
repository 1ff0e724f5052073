//! Many wordings in one table of columns.

use std::ops::Range;

/// All wordings of one utterance, aligned.
///
/// One row for each wording, in the order they were handed in; one cell for each column: the range of the wording's
/// tokens that stands there, empty where it has none. A row's cells read in order give its tokens, all and only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// `rows[wording][column]`.
    pub rows: Vec<Vec<Range<usize>>>,
    /// Blocks that stand in other columns in other wordings.
    pub moves: Vec<TableMove>,
}

/// A block of one wording that stands elsewhere in another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableMove {
    /// The wording where the block keeps its place, and its tokens there.
    pub kept: (usize, Range<usize>),
    /// The wording where it was moved, and its tokens there.
    pub moved: (usize, Range<usize>),
}
