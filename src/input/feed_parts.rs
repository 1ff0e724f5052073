//! A feed in pieces, so that the good entries of a broken one can be read one by one.
//!
//! The marks of a feed are looked for, not its grammar: what is between an entry's first and last
//! mark is a parser's to judge. An entry that does not end is cut off where the next one begins.

use std::ops::Range;

/// A feed in pieces.
#[derive(Debug, Default)]
pub(super) struct FeedParts<'b> {
    /// The bytes that make a feed of an entry: before it, and after it.
    pub begin: Vec<u8>,
    pub end: Vec<u8>,
    /// The feed without its entries, in the forms that should be tried, in this order.
    pub heads: Vec<Vec<u8>>,
    pub entries: Vec<FeedEntry<'b>>,
}

/// An entry as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FeedEntry<'b> {
    /// Offset of its first byte.
    pub start: usize,
    pub bytes: &'b [u8],
    /// False if it has no end.
    pub is_whole: bool,
}

impl FeedParts<'_> {
    /// Returns an entry as a feed of its own.
    pub(super) fn feed_of(&self, entry: FeedEntry<'_>) -> Vec<u8> {
        [&self.begin, entry.bytes, &self.end].concat()
    }
}

/// Returns the bytes in a range, or as many of them as there are.
pub(super) fn slice(bytes: &[u8], range: Range<usize>) -> &[u8] {
    bytes.get(range.start..range.end.min(bytes.len())).unwrap_or_default()
}

/// Returns the bytes from an offset on.
pub(super) fn rest(bytes: &[u8], from: usize) -> &[u8] {
    bytes.get(from..).unwrap_or_default()
}
