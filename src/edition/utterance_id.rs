//! The id of an utterance: `u` and twelve hexadecimal digits.

use xxhash_rust::xxh3::xxh3_64;

use super::witness_input::WitnessInput;

/// Returns the utterance's id, a hash of its `first` witness, so that the id stays the same when
/// later witnesses are added.
pub(super) fn utterance_id(first: &WitnessInput<'_>) -> String {
    let pieces = first.pieces.iter().map(|piece| piece.len() + 1).sum::<usize>();
    let mut bytes = Vec::with_capacity(first.quotation.len() + pieces);
    bytes.extend_from_slice(first.quotation.as_bytes());
    for piece in first.pieces {
        bytes.push(0);
        bytes.extend_from_slice(piece.slice(first.text).as_bytes());
    }
    format_id(xxh3_64(&bytes))
}

/// Returns `u` and the first twelve hexadecimal digits of `hash`.
fn format_id(hash: u64) -> String {
    let digit = |place: u32| char::from(b"0123456789abcdef"[(hash >> (4 * place)) as usize % 16]);
    std::iter::once('u').chain((4..16).rev().map(digit)).collect()
}

/// Returns the id of an utterance without witnesses.
pub(super) fn empty_utterance_id() -> String {
    format_id(xxh3_64(&[]))
}
