//! Byte tests on eight bytes at once (SWAR: SIMD within a register).
//!
//! Idea: most bytes of a text are letters and blanks, about which there is little to decide. Eight
//! of them are loaded into one `u64`, and each test sets the high bit of every byte that passes.
//! Cost: a few arithmetic operations per eight bytes, no branch.
//!
//! Source: Lamport, "Multiple byte processing with full-word instructions", CACM 18(8), 1975,
//! <https://doi.org/10.1145/360933.360994>; Anderson, "Bit twiddling hacks",
//! <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>. Every test here is exact
//! for every byte: bytes are cut to seven bits before they are added to, so no carry leaves a byte.

const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bit of each byte.
pub(super) const HIGH: u64 = 0x80 * ONES;
/// All bits but the high bit of each byte.
const LOW: u64 = !HIGH;

/// Returns the eight bytes from `at` on, the first in the lowest byte, filled up with blanks.
#[inline]
pub(crate) fn load_eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        None => load_last(bytes, at),
    }
}

#[cold]
fn load_last(bytes: &[u8], at: usize) -> u64 {
    bytes
        .iter()
        .skip(at)
        .rev()
        .fold(u64::from_le_bytes([b' '; 8]), |eight, &b| eight << 8 | u64::from(b))
}

/// Returns how many ASCII letters and digits the eight bytes begin with.
#[inline]
pub(crate) fn leading_alphanumerics(eight: u64) -> usize {
    // The sum of two seven-bit numbers fits a byte; its high bit shows that the sum reached 0x80.
    let low = eight & LOW;
    let at_least = |bytes: u64, byte: u8| bytes + (0x80 - u64::from(byte)) * ONES;
    let lowercase = low | (0x20 * ONES);
    let letter = at_least(lowercase, b'a') & !at_least(lowercase, b'z' + 1);
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1);
    let other = !((letter | digit) & !eight) & HIGH;
    (other.trailing_zeros() / 8) as usize
}

/// Returns the ASCII letters that the eight bytes begin with, in lower case and followed by zeros,
/// and their number.
#[inline]
pub(crate) fn leading_letters(eight: u64) -> (u64, usize) {
    let lowercase = (eight & LOW) | (0x20 * ONES);
    let letter = (lowercase + (0x80 - 0x61) * ONES) & !(lowercase + (0x80 - 0x7b) * ONES);
    let other = (!letter | eight) & HIGH;
    // All bits below the first byte that is not a letter.
    let before = ((other & other.wrapping_neg()) >> 7).wrapping_sub(1);
    (lowercase & before, (other.trailing_zeros() / 8) as usize)
}

/// Returns true if `byte` may begin a quotation mark, a tag, an entity or a line break: it is not
/// ASCII, lies below 0x0e, or is one of `"` `#` `&` `'` `<` and the backtick.
#[inline]
pub(crate) fn is_mark_candidate(byte: u8) -> bool {
    // `"`, `#`, `&` and `'` differ in two bits: `#` is let in, since one comparison finds all four.
    !(0x0e..0x80).contains(&byte) | (byte & !0x05 == 0x22) | (byte == 0x3c) | (byte == 0x60)
}

/// Sets the high bit of each of the eight bytes that is a mark candidate
/// ([`is_mark_candidate`]).
#[inline]
pub(crate) fn mark_candidates(eight: u64) -> u64 {
    let low = eight & LOW;
    let differs = |byte: u64| (low ^ (byte * ONES)) + LOW;
    let not_quote = ((low & !(0x05 * ONES)) ^ (0x22 * ONES)) + LOW;
    let not_control = low + (0x80 - 0x0e) * ONES;
    (!(not_quote & differs(0x3c) & differs(0x60) & not_control) | eight) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = [b'x'; 8];
                bytes[place] = byte;
                let len = if byte.is_ascii_alphanumeric() { 8 } else { place };
                let eight = u64::from_le_bytes(bytes);
                assert_eq!(leading_alphanumerics(eight), len, "{byte} at {place}");
                let len = if byte.is_ascii_alphabetic() { 8 } else { place };
                let mut lower = bytes.map(|byte| byte.to_ascii_lowercase());
                lower[len..].fill(0);
                let found = leading_letters(eight);
                assert_eq!(found, (u64::from_le_bytes(lower), len), "{byte} at {place}");
                let candidate = !byte.is_ascii() || byte < 0x0e || b"\"#&'<`".contains(&byte);
                let bit = if candidate { 0x80 << (8 * place) } else { 0 };
                assert_eq!(is_mark_candidate(byte), candidate, "{byte}");
                assert_eq!(mark_candidates(eight), bit, "{byte} at {place}");
            }
        }
        assert_eq!(load_eight(b"ab", 0), u64::from_le_bytes(*b"ab      "));
        assert_eq!(load_eight(b"0123456789", 1), u64::from_le_bytes(*b"12345678"));
        assert_eq!(load_eight(b"ab", 5), u64::from_le_bytes(*b"        "));
    }
}
