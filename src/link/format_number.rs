//! Formats numbers for people, rounded as `format!` rounds them, and faster.
//!
//! A report prints two numbers for each of a dozen reasons of each of a hundred thousand links, and
//! `format!` finds the digits of a float by arithmetic on long numbers. Numbers of ordinary size
//! need one multiplication and one shift.

use std::fmt::Write;

/// Appends `value` without decimal places.
pub(super) fn push_whole(text: &mut String, value: f64) {
    match scaled(value, 1) {
        Some(whole) if value.is_sign_positive() => push_digits(text, whole),
        _ => _ = write!(text, "{value:.0}"),
    }
}

/// Appends `value` with its sign and one decimal place.
pub(super) fn push_signed_tenths(text: &mut String, value: f64) {
    match scaled(value, 10) {
        Some(tenths) => {
            text.push(if value.is_sign_negative() { '-' } else { '+' });
            push_digits(text, tenths / 10);
            text.push('.');
            push_digits(text, tenths % 10);
        }
        None => _ = write!(text, "{value:+.1}"),
    }
}

/// Appends the digits of `number`.
pub(super) fn push_digits(text: &mut String, number: u64) {
    if number > 9 {
        push_digits(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Returns `value` without its sign times `by` (at most 1,024), rounded to the nearest whole
/// number, and to the even one from the middle; `None` where it is very large or no number.
fn scaled(value: f64, by: u64) -> Option<u64> {
    const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = value.abs().to_bits();
    let exponent = (bits >> FRACTION) as u32;
    // From 2^52 on there are no fractions, and what is below 2^-11 rounds to nothing.
    let shift = (f64::MAX_EXP as u32 - 2 + f64::MANTISSA_DIGITS)
        .checked_sub(exponent)
        .filter(|&shift| shift > 0)?;
    let exact = (bits & ((1 << FRACTION) - 1) | 1 << FRACTION) * by;
    if shift > 63 {
        return Some(0);
    }
    let (whole, rest, half) = (exact >> shift, exact & ((1 << shift) - 1), 1 << (shift - 1));
    Some(whole + u64::from(rest > half || rest == half && whole % 2 == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_as_format(value: f64) {
        let (mut one, mut tenth) = (String::new(), String::new());
        push_whole(&mut one, value);
        push_signed_tenths(&mut tenth, value);
        assert_eq!((one, tenth), (format!("{value:.0}"), format!("{value:+.1}")));
    }

    proptest! {
        #[test]
        fn as_format_rounds(bits: u64, quarters in -400i32..400, hundredths in -100_000i32..100_000) {
            assert_as_format(f64::from_bits(bits));
            assert_as_format(f64::from(quarters) / 4.0);
            assert_as_format(f64::from(quarters) / 8.0);
            assert_as_format(f64::from(hundredths) / 100.0);
        }
    }

    #[test]
    fn at_the_edges() {
        let edges = [
            0.0,
            0.05,
            0.5,
            1.5,
            2.5,
            0.25,
            1e-300,
            1e15,
            4_503_599_627_370_495.5,
            4.6e15,
            1e300,
            f64::INFINITY,
            f64::NAN,
        ];
        edges.into_iter().for_each(|value| {
            assert_as_format(value);
            assert_as_format(-value);
        });
    }
}
