//! Byte-order marks.

/// Returns true for big-endian and false for little-endian UTF-16 with a byte-order mark.
pub(super) fn utf16_mark(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xfe, 0xff, ..] => Some(true),
        // UTF-32 begins with the same two bytes, and nobody writes it.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(false),
        _ => None,
    }
}
