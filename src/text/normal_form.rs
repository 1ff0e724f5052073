//! The normal form of a token: the text it is compared as.
//!
//! Idea: fold everything that differs between two prints of the same words and is never a change of
//! words. Characters are folded by NFKD, lower case and NFC (Unicode Standard Annex #15,
//! <https://www.unicode.org/reports/tr15/>) and by a short list of signs that print alike (in the
//! spirit of the confusables of Unicode Technical Standard #39,
//! <https://www.unicode.org/reports/tr39/#Confusable_Detection>, but hand-made: apostrophes,
//! quotation marks, dashes, hyphens). Then tables fold spellings, number words and clitics.
//!
//! Departures from NFKC case folding: accents are dropped from Latin letters, since many papers
//! print names without them; other scripts keep theirs.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::characters::is_apostrophe;
use super::word_list::rows;

/// Most times that a fold is repeated: a bound for texts that no rule foresees.
const MAX_REFOLDS: usize = 4;

/// Returns the normal form of one token's text.
///
/// The steps are: compatibility decomposition and lower case; accents dropped from Latin letters;
/// apostrophes, quotation marks, dashes and ellipses each folded to one sign; invisible characters
/// dropped; digits without group commas; then the tables: clitics expanded (`’re` is `are`), number
/// words as digits (`twelve` is `12`), one spelling of each pair (`organise` is `organize`). `U.S.`
/// and `US` become `u.s.`, and never the pronoun `us`.
///
/// Idempotent. Borrowed if nothing changes. Cost: O(n) and at most two table look-ups.
///
/// ```
/// use variorum::text::normal_form;
/// assert_eq!(normal_form("Café"), "cafe");
/// assert_eq!(normal_form("1,200"), "1200");
/// assert_eq!(normal_form("n’t"), "not");
/// assert_eq!(normal_form("U.S."), normal_form("US"));
/// assert_ne!(normal_form("US"), normal_form("us"));
/// ```
pub fn normal_form(printed: &str) -> Cow<'_, str> {
    if printed.bytes().all(|b| b.is_ascii_lowercase()) {
        return match form_table().get(printed) {
            Some(&folded) => Cow::Borrowed(folded),
            None => Cow::Borrowed(printed),
        };
    }
    if matches!(printed, "US" | "U.S." | "U.S" | "u.s.") {
        return Cow::Borrowed("u.s.");
    }
    let mut folded = if printed.is_ascii() { fold_ascii(printed) } else { fold_unicode(printed) };
    // The result of a fold may fold again: full-width “－－” becomes two hyphens, which are a dash;
    // an accent moves to the letter before a dropped stop. All known cases end after two folds.
    for _ in 0..if printed.is_ascii() { 0 } else { MAX_REFOLDS } {
        let again = if folded.is_ascii() { fold_ascii(&folded) } else { fold_unicode(&folded) };
        if again == folded {
            break;
        }
        folded = again;
    }
    match form_table().get(folded.as_str()) {
        Some(&known) => Cow::Borrowed(known),
        None if folded == printed => Cow::Borrowed(printed),
        None => Cow::Owned(folded),
    }
}

/// Folds an ASCII token.
fn fold_ascii(printed: &str) -> String {
    let first = printed.as_bytes().first().copied().unwrap_or(0);
    if first.is_ascii_digit() {
        return printed
            .bytes()
            .filter(|&b| b != b',')
            .map(|b| b.to_ascii_lowercase() as char)
            .collect();
    }
    match printed {
        "''" | "``" | "\"" => return "\"".to_owned(),
        "`" => return "'".to_owned(),
        _ if printed.len() > 1 && printed.bytes().all(|b| b == b'-') => return "—".to_owned(),
        _ if first == b'.'
            && printed.len() > 1
            && printed.bytes().all(|b| matches!(b, b'.' | b' ')) =>
        {
            return "…".to_owned();
        }
        _ => {}
    }
    let lower = printed.to_ascii_lowercase().replace('`', "'");
    if first.is_ascii_alphabetic() && lower.contains('.') { lower.replace('.', "") } else { lower }
}

/// Folds a token that holds other characters than ASCII.
fn fold_unicode(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    let mut latin = false; // true if the last letter is Latin: accents after it are dropped
    // Lower case comes first, since it leaves some letters decomposed (İ). Apostrophes come before
    // NFKD, which turns the accent sign (´), often typed for one, into a blank and an accent.
    let lower = printed
        .chars()
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .flat_map(char::to_lowercase);
    for c in lower.nfkd().flat_map(char::to_lowercase) {
        match c {
            // Invisible: an accent after it belongs to the letter before it.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            c if is_apostrophe(c) || c == '‚' || c == '‛' || c == '‹' || c == '›' => {
                out.push('\'')
            }
            '“' | '”' | '„' | '‟' | '«' | '»' | '＂' => out.push('"'),
            '–' | '—' | '―' | '−' | '‒' => out.push('—'),
            '‐' | '‑' => out.push('-'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            c if is_combining_mark(c) && latin => continue,
            c => out.push(c),
        }
        latin = c.is_ascii_alphabetic() || matches!(c, 'ß' | 'æ' | 'œ' | 'ø' | 'ł' | 'ı');
    }
    let out: String = out.nfc().collect();
    if out.starts_with(|c: char| c.is_ascii_digit()) && out.contains(',') {
        return out.replace(',', "");
    }
    let stripped = out.trim_matches(|c: char| c.is_whitespace());
    if stripped.contains('.')
        && stripped.chars().all(|c| c == '.' || c.is_whitespace())
        && stripped.len() > 1
    {
        return "…".to_owned();
    }
    if out.starts_with(char::is_alphabetic) && out.contains('.') {
        return out.replace('.', "");
    }
    if out == "''" {
        return "\"".to_owned();
    }
    out
}

/// Returns the table from folded forms to normal forms.
fn form_table() -> &'static FxHashMap<&'static str, &'static str> {
    static TABLE: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = FxHashMap::default();
        for (printed, form) in rows(include_str!("../language/en/normal-forms.tsv"))
            .chain(rows(include_str!("../language/en/spelling-variants.tsv")))
        {
            table.insert(printed, form);
        }
        table
    })
}

/// Returns the forms that the table maps to others.
pub(super) fn mapped_forms() -> impl Iterator<Item = &'static str> {
    form_table().keys().copied()
}
