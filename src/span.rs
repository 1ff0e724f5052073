//! Where something stands: a half-open byte range.

use std::fmt;
use std::ops::Range;

/// A half-open range of bytes, `start..end`, in one text.
///
/// Spans made by this crate always lie on character boundaries of the text they were made from, as
/// it was handed in: normalising never moves them. A text is read up to 4 GiB, so two `u32` are
/// enough.
///
/// ```
/// use variorum::Span;
/// let span = Span::new(4, 9);
/// assert_eq!(span.slice("The quick fox"), "quick");
/// assert_eq!((span.start(), span.end(), span.len()), (4, 9, 5));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "(u32, u32)", into = "(u32, u32)"))]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span that covers nothing, at the start of a text.
    pub(crate) const EMPTY: Span = Span { start: 0, end: 0 };

    /// The span `start..end`, in bytes.
    ///
    /// # Panics
    /// When `start > end` or `end` is above `u32::MAX`.
    #[inline]
    pub fn new(start: usize, end: usize) -> Span {
        assert!(
            start <= end && end <= u32::MAX as usize,
            "span {start}..{end} runs backwards or beyond {}",
            u32::MAX
        );
        Span { start: start as u32, end: end as u32 }
    }

    /// The same, for those who know that it runs forwards and within 4 GiB.
    #[inline]
    pub(crate) fn within(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Span { start: start as u32, end: end as u32 }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Returns true if it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Returns the part of `text` that it covers; empty if the span is not of this text (out of
    /// bounds or inside a character).
    #[inline]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Returns true if `other` lies inside, edges included.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns true if the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// Returns the smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span moved by `offset` bytes.
    ///
    /// # Panics
    /// When the result lies beyond `u32::MAX`.
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start() + offset, self.end() + offset)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<(u32, u32)> for Span {
    /// A pair given the wrong way round is turned.
    fn from((a, b): (u32, u32)) -> Span {
        Span { start: a.min(b), end: a.max(b) }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> (u32, u32) {
        (span.start, span.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}
