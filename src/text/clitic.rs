//! Clitics and abbreviations: what decides where a word ends beside its letters.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::characters::is_apostrophe;
use super::word_list::{lines, with_lowercase};

/// Letters of the longest abbreviation that keeps its stop.
pub(super) const MAX_ABBREVIATION_LETTERS: usize = 6;
/// Letters of *cannot*, which is two words.
pub(super) const CANNOT_LETTERS: usize = 6;

/// The end of a printed word that is a word of its own: the `’s` of *it’s*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Clitic {
    /// Byte offset in the word at which the clitic begins.
    pub at: usize,
}

impl Clitic {
    /// Finds the clitic of `word`: `’s`, `’m`, `’d`, `’re`, `’ve`, `’ll`, `n’t`, or the `not` of
    /// `cannot`.
    ///
    /// ```
    /// use variorum::text::Clitic;
    /// assert_eq!(Clitic::find("won’t").map(|clitic| clitic.at), Some(2));
    /// assert_eq!(Clitic::find("O’Neil"), None);
    /// ```
    pub fn find(word: &str) -> Option<Clitic> {
        if word.len() == CANNOT_LETTERS && word.eq_ignore_ascii_case("cannot") {
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

/// Returns true if `word` is an abbreviation that keeps the stop after it: `Mr`, `Sen`, `Jan`.
///
/// An abbreviation begins with a capital, except `vs`, `etc` and `est`. Words that are also common
/// words (`no`, `in`) are not abbreviations.
pub fn is_abbreviation(word: &str) -> bool {
    static ABBREVIATIONS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    if word.len() > MAX_ABBREVIATION_LETTERS
        || !word
            .starts_with(|c: char| c.is_ascii_uppercase() || matches!(word, "vs" | "etc" | "est"))
    {
        return false;
    }
    let abbreviations = ABBREVIATIONS
        .get_or_init(|| lines(include_str!("../language/en/abbreviations.txt")).collect());
    with_lowercase(word, |lower| abbreviations.contains(lower))
}
