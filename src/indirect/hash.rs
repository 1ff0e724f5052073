//! The hash of words and templates. Fitted weights depend on it.

/// Returns the hash of bytes: FNV-1a, mixed.
pub(super) const fn hash(bytes: &[u8]) -> u32 {
    let (mut hash, mut i) = (0x811c_9dc5_u32, 0);
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    hash ^ hash >> 15
}
