//! The normal form of a token: what it is compared as.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::token::is_apostrophe;

/// The normal form of one token's text.
///
/// NFKC; lower case; accents off Latin letters; apostrophes, quotation marks, dashes and ellipses each folded to one
/// sign; soft hyphens and other invisible characters dropped; then the tables of `src/text/data`: clitics expanded
/// (`’re` is `are`), number words as digits (`twelve` is `12`), digits without group commas, spelling pairs to one
/// (`organise` is `organize`), `U.S.` and `US` to `u.s.`, never to the pronoun `us`.
///
/// Idempotent. Borrowed when nothing changes. Cost: O(n) and two table look-ups.
///
/// ```
/// use variorum::text::form;
/// assert_eq!(form("Café"), "cafe");
/// assert_eq!(form("1,200"), "1200");
/// assert_eq!(form("n’t"), "not");
/// assert_eq!(form("U.S."), form("US"));
/// assert_ne!(form("US"), form("us"));
/// ```
pub fn form(printed: &str) -> Cow<'_, str> {
    if printed.bytes().all(|b| b.is_ascii_lowercase()) {
        return match folds().get(printed) {
            Some(&folded) => Cow::Borrowed(folded),
            None => Cow::Borrowed(printed),
        };
    }
    if matches!(printed, "US" | "U.S." | "U.S" | "u.s.") {
        return Cow::Borrowed("u.s.");
    }
    let mut folded = if printed.is_ascii() { fold_ascii(printed) } else { fold(printed) };
    // What one fold leaves may be folded again: a full-width “－－” becomes a run of hyphens, which is a dash; an accent
    // moves to the letter before a dropped stop. Twice is enough for all that is known; the bound is for what is not.
    for _ in 0..if printed.is_ascii() { 0 } else { 4 } {
        let again = if folded.is_ascii() { fold_ascii(&folded) } else { fold(&folded) };
        if again == folded {
            break;
        }
        folded = again;
    }
    match folds().get(folded.as_str()) {
        Some(&table) => Cow::Borrowed(table),
        None if folded == printed => Cow::Borrowed(printed),
        None => Cow::Owned(folded),
    }
}

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

fn fold(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    let mut latin = false; // the character before is a Latin letter, whose accents are dropped
    // Lower case first, so that what it leaves decomposed (İ) is treated too; NFKD opens accents and compatibility forms.
    // Apostrophes before that: NFKD would open the accent sign (´), which many type for one, into a blank and an accent.
    let lower = printed
        .chars()
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .flat_map(char::to_lowercase);
    for c in lower.nfkd().flat_map(char::to_lowercase) {
        match c {
            // Not seen, so an accent after it belongs to the letter before it.
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

/// Printed form to the form it is compared as.
fn folds() -> &'static FxHashMap<&'static str, &'static str> {
    static FOLDS: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    FOLDS.get_or_init(|| {
        let mut folds = FxHashMap::default();
        for (printed, form) in rows(include_str!("../language/en/normal-forms.tsv"))
            .chain(rows(include_str!("../language/en/spelling-variants.tsv")))
        {
            folds.insert(printed, form);
        }
        folds
    })
}

/// The printed forms that the tables fold.
pub(super) fn folded() -> impl Iterator<Item = &'static str> {
    folds().keys().copied()
}

/// The rows `a<TAB>b` of a data file; lines that begin with `#` are comments.
pub(crate) fn rows(data: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(data).filter_map(|line| line.split_once('\t'))
}

/// The lines of a data file; lines that begin with `#` are comments.
pub(crate) fn lines(data: &str) -> impl Iterator<Item = &str> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Words up to this are put into lower case without allocating: nearly all that any list has.
const SHORT: usize = 32;

/// Hands `word` in lower case to `then`.
pub(crate) fn with_lower<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    if word.len() > SHORT || !word.is_ascii() {
        return then(&word.to_lowercase());
    }
    let mut buffer = [0_u8; SHORT];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    // Always ASCII; without unsafe code the compiler has to be shown.
    then(std::str::from_utf8(lower).unwrap_or(""))
}

/// Whether `word` keeps the stop that follows it: `Mr`, `Sen`, `Jan`. Case matters little: `mr` too, but words that
/// are also common words (`no`, `in`) are not abbreviations.
pub fn is_abbreviation(word: &str) -> bool {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    if word.len() > 6
        || !word
            .starts_with(|c: char| c.is_ascii_uppercase() || matches!(word, "vs" | "etc" | "est"))
    {
        return false;
    }
    let set = SET.get_or_init(|| lines(include_str!("../language/en/abbreviations.txt")).collect());
    with_lower(word, |lower| set.contains(lower))
}

/// The end of a word that is a word of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clitic {
    /// Byte at which it begins in the word.
    pub at: usize,
}

impl Clitic {
    /// The clitic of `word`, if it has one: `’s`, `’m`, `’d`, `’re`, `’ve`, `’ll`, `n’t`, and the `not` of `cannot`.
    ///
    /// ```
    /// use variorum::text::Clitic;
    /// assert_eq!(Clitic::of("won’t").map(|clitic| clitic.at), Some(2));
    /// assert_eq!(Clitic::of("O’Neil"), None);
    /// ```
    pub fn of(word: &str) -> Option<Clitic> {
        if word.len() == 6 && word.eq_ignore_ascii_case("cannot") {
            return Some(Clitic { at: 3 });
        }
        let (at, mark) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
        let tail = &word[at + mark.len_utf8()..];
        let is = |ending: &str| tail.eq_ignore_ascii_case(ending);
        if is("t") {
            let n = at.checked_sub(1)?;
            return (n > 0 && matches!(word.as_bytes()[n], b'n' | b'N'))
                .then_some(Clitic { at: n });
        }
        (is("s") || is("m") || is("d") || is("re") || is("ve") || is("ll")).then_some(Clitic { at })
    }
}
