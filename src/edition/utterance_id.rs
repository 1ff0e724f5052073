//! The id of an utterance: `u` and twelve hexadecimal digits.

use xxhash_rust::xxh3::xxh3_64;

use super::witness_input::WitnessInput;
use crate::span::Span;

/// Returns the utterance's id, a hash of its `first` witness, so that the id stays the same when
/// later witnesses are added.
pub(super) fn utterance_id(first: &WitnessInput<'_>) -> String {
    witness_utterance_id(first.quotation, first.text, first.pieces)
}

/// Does the same for the quotation `id`, which stands in these pieces of `text`.
pub(crate) fn witness_utterance_id(id: &str, text: &str, pieces: &[Span]) -> String {
    let length = pieces.iter().map(|piece| piece.len() + 1).sum::<usize>();
    let mut bytes = Vec::with_capacity(id.len() + length);
    bytes.extend_from_slice(id.as_bytes());
    for piece in pieces {
        bytes.push(0);
        bytes.extend_from_slice(piece.slice(text).as_bytes());
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
