//! Scores of tokens and costs of gaps, in hundredths of a bit.
//!
//! - Equal forms score [`match_score`]: 4 bits and half their surprisal, so that structure counts
//!   beside rarity. Three function words in their places outrank one rare word out of place; one
//!   never outranks a content word. Near forms score their share of the lighter one's.
//! - A word against another word costs a little, so that words that replace each other stand side
//!   by side. A mark is never aligned with a word, and a bracket or an ellipsis only with its
//!   equal.
//! - A gap costs [`GAP_OPEN`] and a sixteenth of the surprisal that it skips. Only the opening is
//!   paid at either end of either side, and beside an ellipsis of the other side.
//!
//! Memory: two bytes for each pair of *distinct* words (12 MiB for two texts of 2,500 distinct
//! words).

use rustc_hash::{FxHashMap, FxHashSet};

use super::affine::GapCost;
use super::similarity::{FormSignature, similarity};
use crate::text::{TokenClass, Vocabulary, VocabularyEntry, Weight, Word, bits};

/// Score of any equal word, before its surprisal is counted.
const MATCH_BONUS: Weight = bits(4);
/// Highest score of an equal function word: less than that of any content word, whose surprisal is
/// 7.7 bits or more.
const MAX_FUNCTION_WORD_SCORE: Weight = bits(7);
/// Cost of opening a gap. It is less than the score of a function word, so that every equal word is
/// matched, and more than that of a mark, so that no comma splits a gap.
pub(crate) const GAP_OPEN: Weight = 120;
/// A gap of which only the opening is paid.
pub(crate) const FREE_GAP: GapCost<Weight> = GapCost { open: GAP_OPEN, extend: 0 };
/// Discount for opening a gap right after a mark, since changes should begin where a clause does.
const AFTER_MARK_DISCOUNT: Weight = 30;
/// Score of a pair that must not be aligned.
const FORBIDDEN: i16 = i16::MIN / 2;

/// The kind of match of two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchKind {
    Equal,
    Near,
}

/// Two tokens that match each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenMatch {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) kind: MatchKind,
}

/// Scores of all pairs of distinct words of two sequences, and the costs of their gaps.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    ids: FxHashMap<Word, u32>,
    distinct: [Vec<Word>; 2],
    signatures: [Vec<FormSignature>; 2],
    /// The number of the distinct word of each token.
    pub(crate) index: [Vec<u32>; 2],
    /// Scores of the pairs of distinct words: `stored[a * distinct words of b + b]`.
    stored: Vec<i16>,
    /// The cost of a gap with each token.
    pub(super) gaps: [Vec<GapCost<Weight>>; 2],
    ellipsis: [Vec<bool>; 2],
    /// The score of each distinct word of the second side against its equal.
    match_scores: Vec<Weight>,
    /// Class and match score of each distinct word of either side, if there are too many to store
    /// all pairs.
    unstored: [Vec<(TokenClass, Weight)>; 2],
    /// Near forms score only [`DOWNWEIGHTED_PERCENT`] of their usual score.
    downweight_near: bool,
}

/// Percentage of the usual score of near forms if they only choose between places that are
/// otherwise equal. It is too little for seven of them to outrank one equal word, and enough for
/// one to outrank any two words that replace each other.
const DOWNWEIGHTED_PERCENT: Weight = 10;

/// Maximum number of distinct words a side for which all pairs are stored (32 MiB). With more,
/// equal words are matched and near ones are not. Texts of fewer words never have more.
const MAX_STORED_WORDS: usize = 4_096;

/// Returns the score of a token against its equal. Marks score their surprisal, one bit.
pub(crate) fn match_score(entry: &VocabularyEntry) -> Weight {
    match entry.class {
        TokenClass::Function => (MATCH_BONUS + entry.weight / 2).min(MAX_FUNCTION_WORD_SCORE),
        TokenClass::Content | TokenClass::Name | TokenClass::Number => {
            MATCH_BONUS + entry.weight / 2
        }
        TokenClass::Mark | TokenClass::Ellipsis | TokenClass::Bracket => entry.weight,
    }
}

/// Returns the cost of opening a gap with `word`, which follows `before`, and of extending a gap
/// with it.
pub(crate) fn gap_cost(words: &Vocabulary, before: Option<Word>, word: Word) -> GapCost<Weight> {
    let run = words[word].weight / 16;
    let ease = before.is_some_and(|before| words[before].class == TokenClass::Mark);
    GapCost { open: GAP_OPEN + run - if ease { AFTER_MARK_DISCOUNT } else { 0 }, extend: run }
}

/// Returns the score of two tokens of these classes that are neither equal nor near.
fn mismatch_score(a: TokenClass, b: TokenClass) -> i16 {
    use TokenClass::*;
    match (a.min(b), a.max(b)) {
        (Mark, Mark) => -20,
        (Mark | Ellipsis | Bracket, _) | (_, Mark | Ellipsis | Bracket) => FORBIDDEN,
        // Costs far less than two gaps; more if the classes differ.
        (x, y) if x == y => -30,
        (Content, Name) => -40,
        (Function, _) => -80,
        _ => -60,
    }
}

/// Returns the score of a token of class `a` beside a token of each class, in the order of the
/// classes.
fn mismatch_scores(a: TokenClass) -> [i16; 7] {
    use TokenClass::*;
    [Function, Content, Name, Number, Mark, Ellipsis, Bracket].map(|b| mismatch_score(a, b))
}

impl Scores {
    /// Creates an empty table. If `downweight_near`, near forms only choose between places that are
    /// otherwise equal.
    pub(crate) fn new(downweight_near: bool) -> Scores {
        Scores { downweight_near, ..Scores::default() }
    }

    /// Prepares for comparing `a` and `b`.
    pub(crate) fn prepare(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) {
        self.ids.clear();
        for (side, tokens) in [a, b].into_iter().enumerate() {
            self.ids.clear();
            self.distinct[side].clear();
            for &word in tokens {
                let next = self.distinct[side].len() as u32;
                if *self.ids.entry(word).or_insert(next) == next {
                    self.distinct[side].push(word);
                }
            }
            self.set_tokens(words, side, tokens);
        }
        self.score_pairs(words);
    }

    /// Prepares for comparing the words `distinct` with each other.
    pub(crate) fn prepare_many(&mut self, words: &Vocabulary, distinct: &[Word]) {
        self.ids.clear();
        self.ids.extend(distinct.iter().enumerate().map(|(id, &word)| (word, id as u32)));
        self.distinct = [distinct.to_vec(), distinct.to_vec()];
        self.score_pairs(words);
    }

    /// Sets the tokens of a side, which must be among the prepared words.
    pub(crate) fn set_tokens(&mut self, words: &Vocabulary, side: usize, tokens: &[Word]) {
        self.index[side].clear();
        self.gaps[side].clear();
        self.ellipsis[side].clear();
        let mut before = None;
        for &word in tokens {
            self.index[side].push(self.ids.get(&word).copied().unwrap_or(0));
            self.gaps[side].push(gap_cost(words, before, word));
            self.ellipsis[side].push(words[word].class == TokenClass::Ellipsis);
            before = Some(word);
        }
    }

    /// Scores each distinct word of one side against each of the other.
    fn score_pairs(&mut self, words: &Vocabulary) {
        if self.distinct[0].len().saturating_mul(self.distinct[1].len())
            > MAX_STORED_WORDS * MAX_STORED_WORDS
        {
            self.stored = Vec::new();
            for (unstored, distinct) in self.unstored.iter_mut().zip(&self.distinct) {
                unstored.clear();
                unstored.extend(
                    distinct.iter().map(|&word| (words[word].class, match_score(&words[word]))),
                );
            }
            return;
        }
        let Scores {
            distinct: [left, right],
            signatures: [own, others],
            stored,
            match_scores,
            downweight_near,
            ..
        } = self;
        let share = if *downweight_near { DOWNWEIGHTED_PERCENT } else { 100 };
        own.clear();
        own.extend(left.iter().map(|&word| FormSignature::new(&words[word])));
        others.clear();
        others.extend(right.iter().map(|&word| FormSignature::new(&words[word])));
        match_scores.clear();
        match_scores.extend(right.iter().map(|&word| match_score(&words[word])));
        stored.clear();
        stored.reserve(left.len() * right.len());
        for (&a, signature) in left.iter().zip(own) {
            let mismatch_scores = mismatch_scores(signature.class());
            let (start, won) = (stored.len(), match_score(&words[a]));
            stored.extend(others.iter().map(|other| mismatch_scores[other.class() as usize]));
            let row =
                stored[start..].iter_mut().zip(right.iter().zip(&*others).zip(&*match_scores));
            for (pair, ((&b, other), &match_score)) in row {
                if a == b {
                    *pair = won.clamp(0, 10_000) as i16;
                } else if let Some(percent) =
                    signature.may_be_near(other).then(|| similarity(&words[a], &words[b])).flatten()
                {
                    *pair = (won.min(match_score) * percent / 100 * share / 100).clamp(0, 10_000)
                        as i16;
                }
            }
        }
    }

    /// Returns the score of two distinct words, by their numbers.
    #[inline]
    pub(crate) fn word_score(&self, x: u32, y: u32) -> Weight {
        let pair = x as usize * self.distinct[1].len() + y as usize;
        self.stored.get(pair).map_or_else(|| self.unstored_score(x, y), |&won| won.into())
    }

    /// Returns the score of two distinct words without the stored pairs: no word is near another.
    #[cold]
    pub(super) fn unstored_score(&self, x: u32, y: u32) -> Weight {
        let ((class, match_score), (other, _)) =
            (self.unstored[0][x as usize], self.unstored[1][y as usize]);
        if self.distinct[0][x as usize] == self.distinct[1][y as usize] {
            match_score
        } else {
            mismatch_score(class, other).into()
        }
    }

    /// Adds `times` the scores of a distinct word against each distinct word of the other side to
    /// `sums`.
    pub(crate) fn add_scores(&self, x: u32, times: i32, sums: &mut [i32]) {
        if self.stored.is_empty() {
            sums.iter_mut().zip(0..).for_each(|(sum, y)| *sum += times * self.word_score(x, y));
        } else {
            sums.iter_mut()
                .zip(self.stored_row(x))
                .for_each(|(sum, &won)| *sum += times * i32::from(won));
        }
    }

    /// Returns the stored scores of a distinct word against each distinct word of the other side.
    pub(super) fn stored_row(&self, x: u32) -> &[i16] {
        let width = self.distinct[1].len();
        &self.stored[x as usize * width..(x as usize + 1) * width]
    }

    /// Returns true if two distinct words, by their numbers, are near and not equal.
    pub(crate) fn is_near(&self, x: u32, y: u32) -> bool {
        self.word_score(x, y) > 0 && self.distinct[0][x as usize] != self.distinct[1][y as usize]
    }

    /// Returns the score of token `i` of `a` against token `j` of `b`.
    #[inline]
    pub(crate) fn token_score(&self, i: usize, j: usize) -> Weight {
        self.word_score(self.index[0][i], self.index[1][j])
    }

    /// Returns the kind of match of two tokens, or `None` if they do not match.
    pub(crate) fn match_kind(&self, i: usize, j: usize) -> Option<MatchKind> {
        let (x, y) = (self.index[0][i] as usize, self.index[1][j] as usize);
        if self.distinct[0][x] == self.distinct[1][y] {
            Some(MatchKind::Equal)
        } else {
            (self.token_score(i, j) > 0).then_some(MatchKind::Near)
        }
    }

    /// Returns the weight of two matching distinct words, by their numbers: the surprisal of the
    /// lighter one, or a share of it if they are near.
    pub(crate) fn match_weight(&self, words: &Vocabulary, x: u32, y: u32) -> Weight {
        let (a, b) = (self.distinct[0][x as usize], self.distinct[1][y as usize]);
        let (p, q) = (&words[a], &words[b]);
        let lighter = p.weight.min(q.weight);
        // The same share of the surprisal as of the match score.
        if a == b {
            lighter
        } else {
            lighter * self.word_score(x, y).max(0) / match_score(p).min(match_score(q)).max(1)
        }
    }

    /// Returns the weight of the matched words, less [`GAP_OPEN`] for each change between two of
    /// them; see [`super::Alignment::score`].
    pub(crate) fn shared_weight(&self, words: &Vocabulary, matches: &[TokenMatch]) -> Weight {
        let weight = |matched: &TokenMatch| {
            self.match_weight(words, self.index[0][matched.a], self.index[1][matched.b])
        };
        let won: Weight = matches.iter().map(weight).fold(0, Weight::saturating_add);
        let changes = matches
            .windows(2)
            .filter(|pair| pair[0].a + 1 < pair[1].a || pair[0].b + 1 < pair[1].b)
            .count();
        won.saturating_sub(GAP_OPEN.saturating_mul(changes as Weight)).max(0)
    }

    /// Returns an upper bound of [`shared_weight`](Scores::shared_weight): the weight of all words
    /// of `a` that have an equal or near word in `b`.
    pub(crate) fn max_shared_weight(&self, words: &Vocabulary, a: &[Word]) -> Weight {
        let tied: Vec<bool> = if self.stored.is_empty() {
            let others: FxHashSet<Word> = self.distinct[1].iter().copied().collect();
            self.distinct[0].iter().map(|word| others.contains(word)).collect()
        } else {
            (0..self.distinct[0].len() as u32)
                .map(|x| self.stored_row(x).iter().any(|&score| score > 0))
                .collect()
        };
        let tokens = a.iter().zip(&self.index[0]).filter(|&(_, &x)| tied[x as usize]);
        tokens.map(|(&word, _)| words[word].weight).fold(0, Weight::saturating_add)
    }

    /// Returns true if the scores of all pairs of distinct words are stored.
    pub(super) fn stores_pairs(&self) -> bool {
        !self.stored.is_empty()
    }

    /// Returns the cost of opening a gap with the token, and of extending a gap with it.
    #[inline]
    pub(crate) fn gap_cost(&self, side: usize, token: usize) -> GapCost<Weight> {
        self.gaps[side][token]
    }

    /// Returns true if an ellipsis stands right before or right after the position before token
    /// `at`.
    pub(super) fn beside_ellipsis(&self, side: usize, at: usize) -> bool {
        let signs = &self.ellipsis[side];
        at > 0 && signs[at - 1] || signs.get(at).is_some_and(|&sign| sign)
    }
}
