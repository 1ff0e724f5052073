//! Weights: how surprising a normal form is.
//!
//! Idea: a form weighs its surprisal, `-log2` of its share of running words (Shannon, "A
//! mathematical theory of communication", 1948,
//! <https://doi.org/10.1002/j.1538-7305.1948.tb01338.x>), read from a fixed background table. The
//! table is fixed, so that a weight does not depend on what else is loaded. Weights are integers,
//! so that sums are the same in any order.
//!
//! The table has 19,000 word forms counted in 2.27 million words of US news, debates and quotations
//! of 2003-2021; it leans to US politics. `src/language/en/word-frequencies.py` makes it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::token::TokenClass;

/// A weight in hundredths of a bit.
pub type Weight = i32;

/// Returns `n` bits as a [`Weight`].
pub const fn bits(n: i32) -> Weight {
    n * 100
}

/// Weight of a form that the background table lacks.
pub(crate) const UNSEEN_WEIGHT: Weight = bits(16);
/// Least weight of a word: the commonest words would weigh next to nothing, and a run of them
/// shared by two quotations is still evidence.
const MIN_WORD_WEIGHT: Weight = bits(3);
/// Weight of a number, whichever it is: numbers are too many to be counted.
const NUMBER_WEIGHT: Weight = bits(11);
/// Weight of a mark.
const MARK_WEIGHT: Weight = bits(1);

/// One row of the background table.
#[derive(Clone, Copy, Debug)]
pub(super) struct BackgroundRow {
    /// Surprisal in tenths of a bit.
    tenths: u16,
    /// True if at least nine in ten occurrences inside a sentence are capitalised.
    pub(super) is_name: bool,
}

/// Returns the weight of a normal form; see [`VocabularyEntry::weight`](super::VocabularyEntry).
///
/// ```
/// use variorum::text::{bits, surprisal};
/// assert!(surprisal("the") < surprisal("bridge"));
/// assert_eq!(surprisal("1848"), bits(11));
/// ```
pub fn surprisal(form: &str) -> Weight {
    weight_of(TokenClass::from_characters(form), || background_row(form))
}

/// Returns the weight of a form, given the class that its characters decide and its row of the
/// background table.
pub(super) fn weight_of(
    class: Option<TokenClass>,
    row: impl FnOnce() -> Option<BackgroundRow>,
) -> Weight {
    match class {
        Some(TokenClass::Number) => NUMBER_WEIGHT,
        Some(_) => MARK_WEIGHT,
        None => {
            row().map_or(UNSEEN_WEIGHT, |row| (Weight::from(row.tenths) * 10).max(MIN_WORD_WEIGHT))
        }
    }
}

/// Returns true if the background table has `form` as a name: at least nine in ten of its
/// occurrences inside a sentence are capitalised.
pub fn is_name(form: &str) -> bool {
    background_row(form).is_some_and(|row| row.is_name)
}

/// Returns the row of `form` in the background table.
pub(super) fn background_row(form: &str) -> Option<BackgroundRow> {
    background().get(form).copied()
}

/// Returns every form of the background table.
pub(super) fn background_forms() -> impl Iterator<Item = &'static str> {
    background().keys().copied()
}

fn background() -> &'static FxHashMap<&'static str, BackgroundRow> {
    static TABLE: OnceLock<FxHashMap<&'static str, BackgroundRow>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let data: &'static str = include_str!("../language/en/word-frequencies.tsv");
        let rows = data.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            let form = fields.next()?;
            let tenths = fields.next()?.parse().ok()?;
            Some((form, BackgroundRow { tenths, is_name: fields.next().is_some() }))
        });
        // Room for all rows at once: a row has about twelve bytes.
        let mut table = FxHashMap::with_capacity_and_hasher(data.len() / 12, Default::default());
        table.extend(rows);
        table
    })
}
