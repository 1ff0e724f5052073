//! Classes of characters that tokens and normal forms agree on.

/// Returns true if `c` is printed as an apostrophe: `'`, `’`, the modifier letter `ʼ`, and the
/// marks that are typed for one (`‘`, the backtick, the accent `´`, full-width `＇`).
#[inline]
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | 'ʻ' | '‘' | '`' | '´' | '＇')
}

/// Returns true if `c` is invisible and does not separate letters: soft hyphen, joiners.
#[inline]
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Returns true if `c` is invisible: joiners, zero-width space, byte-order mark, direction marks,
/// control characters.
#[inline]
pub(super) fn is_invisible(c: char) -> bool {
    is_joiner(c) || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}') || c.is_control()
}

/// Returns true if `c` is a letter of a script written without blanks between words: Thai, kana,
/// Chinese characters.
#[inline]
pub(super) fn is_unspaced_script(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}
