//! The commonest small words of a language, by which wordings are recognized.

use rustc_hash::FxHashSet;

use super::lists::{LanguageLists, WordList};
use crate::text::lines;

/// The commonest small words of a language, as forms.
#[derive(Debug)]
pub(super) struct CommonestWords {
    pub forms: FxHashSet<Box<str>>,
    /// True if most of them are in Latin letters.
    pub is_latin: bool,
}

impl CommonestWords {
    /// Compiles the list of a language.
    pub(super) fn new(lists: &LanguageLists) -> CommonestWords {
        let words = lists.texts(WordList::CommonestWords).flat_map(lines);
        let forms: FxHashSet<Box<str>> =
            words.flat_map(str::split_whitespace).map(Box::from).collect();
        let latin = forms.iter().filter(is_latin).count();
        CommonestWords { is_latin: 2 * latin >= forms.len(), forms }
    }
}

/// Returns true if `form` has no letter beyond the Latin blocks.
pub(super) fn is_latin(form: &(impl AsRef<str> + ?Sized)) -> bool {
    form.as_ref().chars().all(|c| c < '\u{250}' || !c.is_alphabetic())
}
