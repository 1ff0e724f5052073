//! How far apart the parts of a spliced quotation stand in the transcript.

use std::ops::Range;

use super::transcript::Transcript;

/// The distance in a transcript of two parts that a print puts side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct RecordGap {
    /// The number of words that stand between them.
    pub words: usize,
    /// The time between them, in milliseconds; `None` where the transcript has no times.
    pub milliseconds: Option<u32>,
    /// True if the part that the print has first was said last.
    pub is_backwards: bool,
}

/// Returns the gaps between pieces, token ranges of a transcript in the order of the print: one
/// fewer than there are pieces. O(tokens between them).
pub(super) fn gaps(transcript: &Transcript, pieces: &[Range<usize>]) -> Vec<RecordGap> {
    let gap = |pair: &[Range<usize>]| {
        let is_backwards = pair[1].start < pair[0].start;
        let (first, last) = if is_backwards { (&pair[1], &pair[0]) } else { (&pair[0], &pair[1]) };
        let between = transcript.passage.tokens.get(first.end..last.start).unwrap_or(&[]);
        let times = transcript.time_of(first).zip(transcript.time_of(last));
        RecordGap {
            words: between.iter().filter(|token| token.class.is_word()).count(),
            milliseconds: times.map(|(first, last)| last.start.saturating_sub(first.end)),
            is_backwards,
        }
    };
    pieces.windows(2).map(gap).collect()
}
