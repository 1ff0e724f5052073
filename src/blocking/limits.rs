//! The weights and sizes that bound the blocks.

use crate::text::{Weight, bits};

/// Minimum weight of a run that makes two sequences candidates: about two content words, the least
/// that tells one statement from another. From 20 to 24 bits the linking figures on BASIL,
/// NewsWCL50, MRPC and PolNeAR are the same but for two pairs; at 26 short fragments are lost. Of
/// all pairs of PolNeAR's and BASIL's 8,839 wordings 0.04 % are compared (`tests/laws/promise.rs`).
pub const MIN_RUN_WEIGHT: Weight = bits(22);

/// Minimum weight of a long sequence: a dozen words or more.
pub const LONG_SEQUENCE_WEIGHT: Weight = bits(100);

/// Minimum weight of a run if both sequences are long. Of 100,000 generated quotations fewer than
/// half as many pairs are compared as with [`MIN_RUN_WEIGHT`] for all, and of PolNeAR's and BASIL's
/// a third; no labelled pair is lost. At 36 bits one is lost, a translation.
pub const LONG_MIN_RUN_WEIGHT: Weight = bits(30);

/// Step by which the required weight of a run grows if too many sequences share the lighter one.
pub const RUN_WEIGHT_STEP: Weight = bits(14);

/// Maximum required weight of a run. A run of 62 bits has five content words: many who share it
/// repeat it.
pub const MAX_RUN_WEIGHT: Weight = bits(62);

/// Maximum number of sequences in a block before longer runs are required. With 16, 32 or 64 the
/// figures on the labelled news are the same; of generated large groups 16 loses a pair in a
/// hundred.
pub const MAX_BLOCK_SIZE: usize = 32;

/// Maximum number of sequences in a block if nearly all of them are of one speaker: sixteen or more
/// for each speaker to whom the run is attributed. Such a run is no figure of speech, but part of a
/// statement that everybody prints. Of 100,000 generated quotations in groups of up to 200 this
/// finds four in a hundred of the planted pairs that [`MAX_BLOCK_SIZE`] loses, for three in a
/// hundred of the time.
pub const MAX_SPEAKER_BLOCK_SIZE: usize = 128;

/// Maximum number of speakers of a run. A run attributed to more, and to more than a third as many
/// as there are sequences with it, belongs to nobody: longer runs are required, as in an oversized
/// block. One statement is printed in many wordings, but under few names. Of the pairs of a million
/// generated quotations this saves a quarter; no labelled pair is lost.
pub const MAX_SPEAKERS: u32 = 4;

/// Number up to which the speakers of a run are counted: a phrase that so many were quoted with is
/// a stock phrase, however many more there are. An index that grows need not look at it again.
pub const MAX_COUNTED_SPEAKERS: u32 = 30;

/// Number of sequences that all others of a block are compared with if no longer run splits it. The
/// lightest print little else than the shared run, so whatever belongs together belongs to them.
pub const HUB_COUNT: usize = 16;

/// Returns the minimum weight of a run that makes candidates of two sequences that weigh `a` and
/// `b`.
///
/// ```
/// use variorum::blocking::{
///     LONG_MIN_RUN_WEIGHT, LONG_SEQUENCE_WEIGHT, MIN_RUN_WEIGHT, min_run_weight,
/// };
/// let long = LONG_SEQUENCE_WEIGHT;
/// assert_eq!(min_run_weight(long, long), LONG_MIN_RUN_WEIGHT);
/// assert_eq!(min_run_weight(long, long - 1), MIN_RUN_WEIGHT);
/// ```
pub fn min_run_weight(a: Weight, b: Weight) -> Weight {
    if a.min(b) >= LONG_SEQUENCE_WEIGHT { LONG_MIN_RUN_WEIGHT } else { MIN_RUN_WEIGHT }
}
