//! Eight bytes looked at together, as one number: most bytes of a text are letters and blanks, about which there is little to
//! decide.

const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bit of each byte.
pub(super) const HIGH: u64 = 0x80 * ONES;
/// All other bits.
const LOW: u64 = !HIGH;

/// The eight bytes from `at` on, the first the lowest; blanks where there are none.
#[inline]
pub(crate) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        None => last(bytes, at),
    }
}

#[cold]
fn last(bytes: &[u8], at: usize) -> u64 {
    bytes
        .iter()
        .skip(at)
        .rev()
        .fold(u64::from_le_bytes([b' '; 8]), |eight, &b| eight << 8 | u64::from(b))
}

/// How many ASCII letters and digits the eight bytes begin with.
#[inline]
pub(crate) fn alphanumerics(eight: u64) -> usize {
    // Seven bits and a number of seven bits add up to eight: nothing is carried into the next byte, and the high bit tells
    // whether the sum reached it.
    let low = eight & LOW;
    let least = |bytes: u64, byte: u8| bytes + (0x80 - u64::from(byte)) * ONES;
    let small = low | (0x20 * ONES);
    let letter = least(small, b'a') & !least(small, b'z' + 1);
    let digit = least(low, b'0') & !least(low, b'9' + 1);
    let other = !((letter | digit) & !eight) & HIGH;
    (other.trailing_zeros() / 8) as usize
}

/// The ASCII letters that the eight bytes begin with, in lower case and nothing behind them, and how many they are.
#[inline]
pub(crate) fn letters(eight: u64) -> (u64, usize) {
    let small = (eight & LOW) | (0x20 * ONES);
    let letter = (small + (0x80 - 0x61) * ONES) & !(small + (0x80 - 0x7b) * ONES);
    let other = (!letter | eight) & HIGH;
    // All bits below the first byte that is no letter.
    let before = ((other & other.wrapping_neg()) >> 7).wrapping_sub(1);
    (small & before, (other.trailing_zeros() / 8) as usize)
}

/// Whether a byte is not ASCII, below 0x0e, or one of `"` `#` `&` `'` `<` and the backtick.
#[inline]
pub(crate) fn is_sign(byte: u8) -> bool {
    // `"`, `#`, `&` and `'` differ in two bits.
    !(0x0e..0x80).contains(&byte) | (byte & !0x05 == 0x22) | (byte == 0x3c) | (byte == 0x60)
}

/// Sets the high bit of each byte that [`is_sign`].
#[inline]
pub(crate) fn signs(eight: u64) -> u64 {
    let low = eight & LOW;
    let other = |byte: u64| (low ^ (byte * ONES)) + LOW;
    let unquoted = ((low & !(0x05 * ONES)) ^ (0x22 * ONES)) + LOW;
    let above = low + (0x80 - 0x0e) * ONES;
    (!(unquoted & other(0x3c) & other(0x60) & above) | eight) & HIGH
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
                assert_eq!(alphanumerics(u64::from_le_bytes(bytes)), len, "{byte} at {place}");
                let len = if byte.is_ascii_alphabetic() { 8 } else { place };
                let mut lower = bytes.map(|byte| byte.to_ascii_lowercase());
                lower[len..].fill(0);
                let found = letters(u64::from_le_bytes(bytes));
                assert_eq!(found, (u64::from_le_bytes(lower), len), "{byte} at {place}");
                let sign = !byte.is_ascii() || byte < 0x0e || b"\"#&'<`".contains(&byte);
                let found = signs(u64::from_le_bytes(bytes));
                assert_eq!(is_sign(byte), sign, "{byte}");
                assert_eq!(found, if sign { 0x80 << (8 * place) } else { 0 }, "{byte} at {place}");
            }
        }
        assert_eq!(eight(b"ab", 0), u64::from_le_bytes(*b"ab      "));
        assert_eq!(eight(b"0123456789", 1), u64::from_le_bytes(*b"12345678"));
        assert_eq!(eight(b"ab", 5), u64::from_le_bytes(*b"        "));
    }
}
