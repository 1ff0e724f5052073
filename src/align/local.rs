//! Local alignment: the passages that two sequences share, wherever they stand.
//!
//! Runs of equal words, and pairs of near ones, are found by lookup and joined by sparse chaining:
//! one run follows another if it comes later on both sides and its weight pays for the words
//! skipped in between (Wilbur & Lipman 1983, <https://doi.org/10.1073/pnas.80.3.726>; chaining as
//! in Abouelhoda & Ohlebusch 2005, <https://doi.org/10.1016/j.jda.2004.08.011>). The best chain is
//! a passage. The next best is then sought in what is left (Waterman & Eggert 1987,
//! <https://doi.org/10.1016/0022-2836(87)90478-5>). A fragment is thus found inside a longer
//! wording; a long elision leaves two passages, and a transposed block a passage out of order.
//!
//! Words count by their weight, in hundredths of a bit. Marks are left out.
//!
//! Up to 128 words a side, positions are bits of one integer and the runs are found a row at a time
//! (`bit_parallel`). Longer sequences use lists of positions (`indexed`). Both find the same runs.
//!
//! Time O(n + m + matches + r²) for each of at most `MAX_PASSAGES` passages, where r is the
//! number of runs, at most `MAX_RUNS`: half a microsecond for two sentences. Memory O(n + m + r).
//!
//! Departures: chaining is quadratic in the runs, which are few, instead of using range queries;
//! and only the heaviest runs are kept, so the best chain of very long texts can be missed.

mod bit_parallel;
mod chain;
mod indexed;
mod passage;
mod prepared;

use std::ops::Range;

use super::features::{ElisionTracker, FeatureSource, SequenceWord};
use crate::text::{Vocabulary, Word};
use bit_parallel::BitParallelMatcher;
use chain::ChainFinder;
use indexed::IndexedMatcher;
use passage::MatchRun;
pub use passage::SharedPassage;
pub(crate) use passage::UpperBound;
use prepared::PreparedSequence;

/// Finds the passages that two sequences share; holds the buffers for many comparisons.
#[derive(Clone, Debug, Default)]
pub struct PassageFinder {
    a: PreparedSequence,
    b: PreparedSequence,
    /// Most sentences fit 64 bits, which is faster.
    bits_64: BitParallelMatcher<u64>,
    bits_128: BitParallelMatcher<u128>,
    indexed: IndexedMatcher,
    runs: Vec<MatchRun>,
    chain_finder: ChainFinder,
    found: Vec<SharedPassage>,
    /// The two sequences of [`PassageFinder::find`] without marks, and the position of each word
    /// among the tokens.
    sequences: [(Vec<SequenceWord>, Vec<u32>); 2],
}

impl PassageFinder {
    /// Creates a finder with empty buffers.
    pub fn new() -> PassageFinder {
        PassageFinder::default()
    }

    /// Returns the passages that `a` and `b` share, heaviest first. No two of them overlap on
    /// either side. Of passages of one weight the one that comes first in `a` is taken:
    /// [`Overlap::new`](crate::link::Overlap::new) compares two sides so that they can be swapped.
    ///
    /// ```
    /// use variorum::align::PassageFinder;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let a = words.tokenize("The era of acute ideological confrontation between them is over");
    /// let b = words.tokenize("era of acute ideological confrontation");
    /// let passages = PassageFinder::new().find(&words, &a.words, &b.words);
    /// assert_eq!((passages[0].a.clone(), passages[0].b.clone()), (1..6, 0..5));
    /// ```
    pub fn find(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Vec<SharedPassage> {
        let mut sequences = std::mem::take(&mut self.sequences);
        for ((list, places), side) in sequences.iter_mut().zip([a, b]) {
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
        self.set_first(words, &sequences[0].0);
        let mut found = self.passages(words, &sequences[1].0).to_vec();
        let tokens = |places: &[u32], range: &Range<usize>| {
            places[range.start] as usize..places[range.end - 1] as usize + 1
        };
        for passage in &mut found {
            passage.a = tokens(&sequences[0].1, &passage.word_ranges[0]);
            passage.b = tokens(&sequences[1].1, &passage.word_ranges[1]);
        }
        self.sequences = sequences;
        found
    }

    /// Sets the first sequence, words without marks, which is then compared with many.
    pub(crate) fn set_first(&mut self, source: &impl FeatureSource, a: &[SequenceWord]) {
        self.a.set_words(a);
        self.a.prepare(source);
        self.bits_128.clear();
        if !self.bits_64.set_first(&self.a) && !self.bits_128.set_first(&self.a) {
            self.indexed.set_first(&self.a);
        }
    }

    /// Returns the passages that `b`, words without marks, shares with the first sequence.
    pub(crate) fn passages(
        &mut self,
        source: &impl FeatureSource,
        b: &[SequenceWord],
    ) -> &[SharedPassage] {
        self.find_runs(source, b);
        self.chain_runs()
    }

    /// Finds the runs that `b`, words without marks, shares with the first sequence. Returns upper
    /// bounds of what they share.
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

    /// Chains the runs that were found last. Returns the passages, heaviest first, with positions
    /// in words.
    pub(crate) fn chain_runs(&mut self) -> &[SharedPassage] {
        self.chain_finder.find_passages([&self.a, &self.b], &mut self.runs, &mut self.found);
        &self.found
    }

    /// Returns the two sequences compared last, and their passages.
    pub(crate) fn last_comparison(
        &self,
    ) -> (&PreparedSequence, &PreparedSequence, &[SharedPassage]) {
        (&self.a, &self.b, &self.found)
    }

    /// Returns true if the two sequences compared last are equal and not empty.
    pub(crate) fn are_equal(&self) -> bool {
        let length = |sequence: &PreparedSequence| sequence.words.len();
        length(&self.a) > 0
            && length(&self.a) == length(&self.b)
            && self.a.words.iter().zip(&self.b.words).all(|(x, y)| x.word() == y.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(a: &str, b: &str) -> Vec<(String, String)> {
        let mut words = Vocabulary::new();
        let (x, y) = (words.tokenize(a), words.tokenize(b));
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
        /// Both ways to find runs find the same passages, also where one side begins the other.
        #[test]
        fn bit_parallel_and_indexed_agree(
            a in "(([abc]|dogma|dogmas|the|theme) ?){0,30}( |[abc])*",
            b in "(([abc]|dogma|digma|the|them|thems) ?){0,30}",
            begins in prop::bool::ANY,
        ) {
            let mut words = Vocabulary::new();
            let a = if begins { format!("{b} {a}") } else { a };
            let (x, y) = (words.tokenize(&a).words, words.tokenize(&b).words);
            let [x, y] = [x, y].map(|side| {
                crate::align::features::sequence_words(&words, &side).collect::<Vec<_>>()
            });
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
            let (x, y) = (words.tokenize(&a).words, words.tokenize(&b).words);
            let there = PassageFinder::new().find(&words, &x, &y);
            let back = PassageFinder::new().find(&words, &y, &x);
            prop_assert_eq!(there.first().map(|s| s.score), back.first().map(|s| s.score));
            for (i, s) in there.iter().enumerate() {
                prop_assert!(
                    s.a.end <= x.len() && s.b.end <= y.len() && !s.a.is_empty() && !s.b.is_empty()
                );
                for t in &there[i + 1..] {
                    prop_assert!(s.a.end <= t.a.start || t.a.end <= s.a.start);
                    prop_assert!(s.b.end <= t.b.start || t.b.end <= s.b.start);
                }
            }
        }
    }
}
