//! What two sequences share: the passages that both print, wherever they stand.
//!
//! Sparse local alignment: the runs of equal words are found by their words, and chained where one run stands after
//! another on both sides and what is gained pays for what is skipped in between (Wilbur & Lipman 1983; the chaining of
//! FASTA and of whole-genome aligners). The best chain is a passage; then the next best is looked for in what is left
//! (Waterman & Eggert 1987). So a fragment is found inside the whole, a long silent elision leaves two passages, and a
//! moved block a passage out of order. Words count as much as they surprise; marks are left out. Scores are in
//! hundredths of a bit.
//!
//! Up to 128 words a side, places are bits of one number, and which words are equal is told a row at a time (as in the
//! bit-parallel alignment of Hyyrö 2004); longer sequences go by lists of places. Both find the same.
//!
//! Cost: O(n + m + matches + r²) for each of at most [`MAX_PASSAGES`] passages, r the number of runs, of which the heaviest
//! [`MAX_RUNS`] are kept: half a microsecond for two sentences.

mod bit_parallel;
mod chain;
mod indexed;
mod prepared;

use std::ops::Range;

use super::features::{ElisionTracker, FeatureSource, SequenceWord, WordFeatures, is_near};
use crate::text::{Vocabulary, Weight, Word, bits};
use bit_parallel::BitParallelMatcher;
use chain::ChainFinder;
use indexed::IndexedMatcher;
use prepared::PreparedSequence;

/// At most so many passages are looked for: a sentence with two elisions and a move leaves four.
const MAX_PASSAGES: usize = 4;

/// So many runs of equal words are kept, the heaviest. Two sentences have some twenty; two speeches of thousands of words
/// have tens of thousands, nearly all of them a lone *the*. With 512 the linking figures on BASIL and PolNeAR are the same.
const MAX_RUNS: usize = 128;

/// A word that stands more often than this in the first sequence is looked up there no further: its other places are
/// reached when a run that holds a rarer word is extended.
const MAX_OCCURRENCES: usize = 32;

/// Sides with more words left over than this are rewritten, not inflected; and the near pairs would be too many.
const MAX_UNMATCHED_WORDS: usize = 64;

/// A passage lighter than this is chance: about one content word.
const MIN_PASSAGE_WEIGHT: Weight = bits(12);

/// What both sequences print at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPassage {
    /// Where it stands in `a`, in tokens.
    pub a: Range<usize>,
    /// Where it stands in `b`, in tokens.
    pub b: Range<usize>,
    /// The same two places counted in words, marks left out.
    pub word_ranges: [Range<usize>; 2],
    /// Weight of the words that are equal.
    pub equal_weight: Weight,
    /// Weight of those that are alike in form.
    pub near_weight: Weight,
    /// Weight of the words inside it that the other side lacks, both sides added.
    pub unmatched_weight: Weight,
    /// Words that are equal.
    pub equal_words: usize,
    /// Weight of its longest run of equal words.
    pub heaviest_run: Weight,
    /// `equal` and three fifths of `near`, less what differs.
    pub score: Weight,
}

/// Finds the passages that two sequences share; holds the scratch for many comparisons.
#[derive(Clone, Debug, Default)]
pub struct PassageFinder {
    a: PreparedSequence,
    b: PreparedSequence,
    /// UpperBound sentences fit the narrower, which is faster.
    bits_64: BitParallelMatcher<u64>,
    bits_128: BitParallelMatcher<u128>,
    indexed: IndexedMatcher,
    runs: Vec<MatchRun>,
    chain_finder: ChainFinder,
    found: Vec<SharedPassage>,
    /// The two sequences of [`PassageFinder::find`] without marks, and the place of each word among the tokens.
    spoken: [(Vec<SequenceWord>, Vec<u32>); 2],
}

/// A run of equal words, or one pair of near ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MatchRun {
    a: u32,
    b: u32,
    len: u32,
    near: bool,
    weight: Weight,
}

/// The most that two sequences can share, seen before any chain is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UpperBound {
    /// Weight of equal words.
    pub equal: Weight,
    /// Weight of words that are alike in form.
    pub near: Weight,
    /// Weight of the heaviest run.
    pub run: Weight,
}

impl PassageFinder {
    /// A finder with empty scratch.
    pub fn new() -> PassageFinder {
        PassageFinder::default()
    }

    /// The passages that `a` and `b` share, heaviest first; no two of them overlap on either side.
    ///
    /// ```
    /// use variorum::align::PassageFinder;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let a = words.read_all("The era of acute ideological confrontation between the two countries is over");
    /// let b = words.read_all("era of acute ideological confrontation");
    /// let passages = PassageFinder::new().find(&words, &a.words, &b.words);
    /// assert_eq!((passages[0].a.clone(), passages[0].b.clone()), (1..6, 0..5));
    /// ```
    pub fn find(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Vec<SharedPassage> {
        let mut spoken = std::mem::take(&mut self.spoken);
        for ((list, places), side) in spoken.iter_mut().zip([a, b]) {
            list.clear();
            places.clear();
            let mut elisions = ElisionTracker::default();
            for (place, &word) in side.iter().enumerate() {
                if let Some(word) = elisions.push(words, word) {
                    list.push(word);
                    places.push(place as u32);
                }
            }
        }
        self.set_first(words, &spoken[0].0);
        let mut found = self.passages(words, &spoken[1].0).to_vec();
        let tokens = |places: &[u32], range: &Range<usize>| {
            places[range.start] as usize..places[range.end - 1] as usize + 1
        };
        for passage in &mut found {
            passage.a = tokens(&spoken[0].1, &passage.word_ranges[0]);
            passage.b = tokens(&spoken[1].1, &passage.word_ranges[1]);
        }
        self.spoken = spoken;
        found
    }

    /// Takes `a`, words without marks, to be compared with many.
    pub(crate) fn set_first(&mut self, source: &impl FeatureSource, a: &[SequenceWord]) {
        self.a.set_words(a);
        self.a.prepare(source);
        self.bits_128.clear();
        if !self.bits_64.set_first(&self.a) && !self.bits_128.set_first(&self.a) {
            self.indexed.set_first(&self.a);
        }
    }

    /// The passages that `b`, words without marks, shares with what stands on the left.
    pub(crate) fn passages(
        &mut self,
        source: &impl FeatureSource,
        b: &[SequenceWord],
    ) -> &[SharedPassage] {
        self.find_runs(source, b);
        self.chain_runs()
    }

    /// Finds the runs that `b`, words without marks, shares with what stands on the left; tells how much the two can have in
    /// common at most.
    pub(crate) fn find_runs(
        &mut self,
        source: &impl FeatureSource,
        b: &[SequenceWord],
    ) -> UpperBound {
        self.runs.clear();
        self.b.set_words(b);
        if self.bits_64.accepts(b) {
            self.bits_64.find_runs(source, &self.a, &mut self.b, &mut self.runs)
        } else if self.bits_128.accepts(b) {
            self.bits_128.find_runs(source, &self.a, &mut self.b, &mut self.runs)
        } else {
            if self.bits_64.accepts(&[]) || self.bits_128.accepts(&[]) {
                self.indexed.set_first(&self.a);
            }
            self.b.prepare(source);
            self.indexed.find_runs(source, &self.a, &self.b, &mut self.runs);
            let most = self.a.total_weight().min(self.b.total_weight());
            UpperBound { equal: most, near: most, run: most }
        }
    }

    /// The passages of the two, heaviest first, once their runs were found. PositionSet are counted in words.
    pub(crate) fn chain_runs(&mut self) -> &[SharedPassage] {
        self.chain_finder.find_passages([&self.a, &self.b], &mut self.runs, &mut self.found);
        &self.found
    }

    /// The two sequences, and the passages found in them last.
    pub(crate) fn last_comparison(
        &self,
    ) -> (&PreparedSequence, &PreparedSequence, &[SharedPassage]) {
        (&self.a, &self.b, &self.found)
    }

    /// Whether the two sequences are equal.
    pub(crate) fn are_equal(&self) -> bool {
        let words = |line: &PreparedSequence| line.words.len();
        words(&self.a) > 0
            && words(&self.a) == words(&self.b)
            && self.a.words.iter().zip(&self.b.words).all(|(x, y)| x.word() == y.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(a: &str, b: &str) -> Vec<(String, String)> {
        let mut words = Vocabulary::new();
        let (x, y) = (words.read_all(a), words.read_all(b));
        let printed = |text: &str, tokens: &[crate::text::Token], range: &Range<usize>| {
            text[tokens[range.start].span.start()..tokens[range.end - 1].span.end()].to_owned()
        };
        PassageFinder::new()
            .find(&words, &x.words, &y.words)
            .iter()
            .map(|passage| (printed(a, &x.tokens, &passage.a), printed(b, &y.tokens, &passage.b)))
            .collect()
    }

    #[test]
    fn finds_fragments_moves_and_elisions() {
        type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);
        let rows: &[Row<'_>] = &[
            (
                "We will never, ever surrender",
                "never ever surrender",
                &[("never, ever surrender", "never ever surrender")],
            ),
            (
                "Taxes will rise sharply, the minister said, and pensions will fall",
                "Pensions will fall. Taxes will rise sharply",
                &[
                    ("Taxes will rise sharply", "Taxes will rise sharply"),
                    ("pensions will fall", "Pensions will fall"),
                ],
            ),
            ("the of and", "the of and", &[("the of and", "the of and")]),
            ("the of", "the in", &[]),
            ("", "anything", &[]),
        ];
        for (a, b, expected) in rows {
            let expected: Vec<_> =
                expected.iter().map(|&(x, y)| (x.to_owned(), y.to_owned())).collect();
            assert_eq!(find(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn finds_a_sentence_in_thousands_of_words() {
        let filler = |n: usize, mark: char| {
            (0..n).map(|i| format!("{mark}{} ", i * 7919 % 10_007)).collect::<String>()
        };
        let shared = "the quiet harbour master refused every single bribe";
        let a = format!("{}{shared} {}", filler(4_000, 'x'), filler(500, 'y'));
        let b = format!("{}{shared}", filler(3_000, 'z'));
        assert!(find(&a, &b).iter().any(|(x, y)| x == shared && y == shared));
    }

    proptest! {
        /// The two ways to find runs find the same passages.
        #[test]
        fn narrow_and_wide_agree(a in "([abc]|dogma|dogmas|the|theme){0,30}( |[abc])*", b in "(([abc]|dogma|digma|the|them|thems) ?){0,30}") {
            let mut words = Vocabulary::new();
            let (x, y) = (words.read_all(&a).words, words.read_all(&b).words);
            let [x, y] = [x, y].map(|side| super::super::features::sequence_words(&words, &side).collect::<Vec<_>>());
            let (mut bits_64, mut indexed) = (PassageFinder::new(), PassageFinder::new());
            bits_64.set_first(&words, &x);
            bits_64.find_runs(&words, &y);
            indexed.a.set_words(&x);
            indexed.a.prepare(&words);
            indexed.b.set_words(&y);
            indexed.b.prepare(&words);
            indexed.indexed.set_first(&indexed.a);
            indexed.indexed.find_runs(&words, &indexed.a, &indexed.b, &mut indexed.runs);
            prop_assert_eq!(bits_64.chain_runs(), indexed.chain_runs());
        }

        #[test]
        fn mirrors_and_never_overlaps(a in "[abc ]{0,40}", b in "[abc ,]{0,40}") {
            let mut words = Vocabulary::new();
            let (x, y) = (words.read_all(&a).words, words.read_all(&b).words);
            let there = PassageFinder::new().find(&words, &x, &y);
            let back = PassageFinder::new().find(&words, &y, &x);
            prop_assert_eq!(there.first().map(|s| s.score), back.first().map(|s| s.score));
            for (i, s) in there.iter().enumerate() {
                prop_assert!(s.a.end <= x.len() && s.b.end <= y.len() && !s.a.is_empty() && !s.b.is_empty());
                for t in &there[i + 1..] {
                    prop_assert!(s.a.end <= t.a.start || t.a.end <= s.a.start);
                    prop_assert!(s.b.end <= t.b.start || t.b.end <= s.b.start);
                }
            }
        }
    }
}
