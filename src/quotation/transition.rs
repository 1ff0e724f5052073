//! Transitions: what a mark or a paragraph break is read as.

/// The reading of a mark or of a paragraph break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TransitionKind {
    /// The beginning of the text.
    Root,
    /// No quotation mark, or a mark printed twice.
    Skip { doubled: bool },
    /// Opens a quotation.
    Open,
    /// Closes the level `depth`; levels above end with it. Levels that still waited to be reopened
    /// are dropped before.
    Close { depth: u8 },
    /// Ends a piece of the innermost quotation and begins another in the same paragraph.
    Again,
    /// Opens the level `depth` again after a paragraph break.
    Reopen { depth: u8 },
    /// Ends the levels from `depth` up, which were not opened again.
    Drop { depth: u8 },
    /// A paragraph begins.
    BeginParagraph,
    /// The paragraph ends, and all open quotations with it.
    EndAll,
    /// The paragraph ends; the open quotations go on.
    Carry,
}

/// One transition of a reading, and the transition before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transition {
    /// Index of the transition before.
    pub(super) previous: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: TransitionKind,
}
