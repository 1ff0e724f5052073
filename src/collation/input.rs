//! The input of all steps: distinct words and their scores.

use rustc_hash::FxHashMap;

use crate::align::affine::GapCost;
use crate::align::scoring::{Scores, gap_cost};
use crate::text::{Vocabulary, Weight, Word};

/// Maximum number of distinct wordings that are compared pairwise: the tree takes O(D²) memory, and
/// more in time.
pub(super) const MAX_TREE_WORDINGS: usize = 512;
/// Input of all steps: the distinct words, numbered in the order of the sorted wordings, and their
/// scores.
pub(super) struct CollationInput<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) scores: Scores,
    pub(super) words: Vec<Word>,
    /// The cost of opening a gap with each token of each wording, and of extending one.
    pub(super) gap_costs: Vec<Vec<GapCost<Weight>>>,
    /// The words of each wording, by number.
    pub(super) rows: Vec<Vec<u32>>,
    pub(super) is_word: Vec<bool>,
    /// The cost of a column of its own.
    pub(super) column_cost: i64,
}

impl<'v> CollationInput<'v> {
    pub(super) fn new(
        words: &'v Vocabulary,
        distinct: &[&[Word]],
        equal_words_first: bool,
    ) -> CollationInput<'v> {
        let mut ids: FxHashMap<Word, u32> = FxHashMap::default();
        let mut list = Vec::new();
        let mut number = |word: Word| {
            *ids.entry(word).or_insert_with(|| {
                list.push(word);
                list.len() as u32 - 1
            })
        };
        let rows = distinct
            .iter()
            .map(|wording| wording.iter().map(|&word| number(word)).collect())
            .collect();
        let mut scores = Scores::new(equal_words_first);
        scores.prepare_many(words, &list);
        let gap_cost_at = |wording: &[Word], at: usize| {
            gap_cost(words, at.checked_sub(1).map(|at| wording[at]), wording[at])
        };
        let gap_costs = distinct
            .iter()
            .map(|wording| (0..wording.len()).map(|at| gap_cost_at(wording, at)).collect())
            .collect();
        let is_word = list.iter().map(|&word| words[word].class.is_word()).collect();
        let column_cost = column_cost(distinct.len());
        CollationInput {
            vocabulary: words,
            scores,
            words: list,
            gap_costs,
            rows,
            is_word,
            column_cost,
        }
    }
}

/// Returns the cost of a column of its own, for each wording of the other profile.
///
/// It is about the score of the position of an equal word (4 bits,
/// [`match_score`](crate::align::scoring::match_score)). Every column makes the table wider for all
/// wordings, so a block that one wording has elsewhere gets columns of its own only if it scores
/// more than they cost. The more wordings there are, the likelier it is that one of them has an
/// equal word by chance. Each doubling therefore adds half a bit.
pub(super) fn column_cost(wordings: usize) -> i64 {
    // In quarters of a doubling; from five wordings up.
    let doublings = (wordings.max(1) as u128).saturating_pow(4).ilog2();
    (285 + 50 * i64::from(doublings) / 4).max(400)
}
