//! A mark of a paragraph, with the cost of each of its readings.

use super::cost::Cost;
use super::glyph::Glyph;

/// A mark as printed, with the cost of each reading: as an opening mark, as a closing mark, or as
/// no quotation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Byte offset of the first byte.
    pub(super) start: usize,
    /// Byte offset behind the last byte.
    pub(super) end: usize,
    pub(super) glyph: Glyph,
    /// Cost as an opening mark.
    pub(super) open: Cost,
    /// Cost as a closing mark.
    pub(super) close: Cost,
    /// Cost as an apostrophe, a measure or a stray mark.
    pub(super) skip: Cost,
    /// True if only marks and blanks stand before it in its paragraph.
    pub(super) first: bool,
    /// True if it touches another mark of its level, single or double: it may be typed twice.
    pub(super) doubled: bool,
    /// True if a sentence ends before it.
    pub(super) after_stop: bool,
}

impl Mark {
    /// Returns a mark without costs.
    pub(super) fn new(glyph: Glyph, start: usize, end: usize) -> Mark {
        Mark {
            start,
            end,
            glyph,
            open: 0,
            close: 0,
            skip: 0,
            first: false,
            doubled: false,
            after_stop: false,
        }
    }
}

/// Returns true if `c` is invisible: it neither separates two marks nor stands between a mark and
/// its word.
#[inline]
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns true if `c` is white space or invisible.
#[inline]
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}
