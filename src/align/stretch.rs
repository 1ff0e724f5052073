//! What two sequences share: the stretches that both print, wherever they stand.
//!
//! Sparse local alignment: the runs of equal words are found by their words, and chained where one run stands after
//! another on both sides and what is gained pays for what is skipped in between (Wilbur & Lipman 1983; the chaining of
//! FASTA and of whole-genome aligners). The best chain is a stretch; then the next best is looked for in what is left
//! (Waterman & Eggert 1987). So a fragment is found inside the whole, a long silent elision leaves two stretches, and a
//! moved block a stretch out of order. Words count as much as they surprise; marks are left out. Scores are in
//! hundredths of a bit.
//!
//! Up to 128 words a side, places are bits of one number, and which words are equal is told a row at a time (as in the
//! bit-parallel alignment of Hyyrö 2004); longer sequences go by lists of places. Both find the same.
//!
//! Cost: O(n + m + matches + r²) for each of at most [`MOST`] stretches, r the number of runs, of which the heaviest
//! [`RUNS`] are kept: half a microsecond for two sentences.

mod chain;
mod line;
mod narrow;
mod wide;

use std::ops::Range;

use super::fact::{Fact, Facts, Hearing, Spoken, is_near};
use crate::text::{Vocabulary, Weight, Word, bits};
use chain::Chains;
use line::Line;
use narrow::Narrow;
use wide::Wide;

/// At most so many stretches are looked for: a sentence with two elisions and a move leaves four.
pub const MOST: usize = 4;

/// So many runs of equal words are kept, the heaviest. Two sentences have some twenty; two speeches of thousands of words
/// have tens of thousands, nearly all of them a lone *the*. With 512 the linking figures on BASIL and PolNeAR are the same.
pub const RUNS: usize = 128;

/// A word that stands more often than this in the first sequence is looked up there no further: its other places are
/// reached when a run that holds a rarer word is extended.
const PLACES: usize = 32;

/// Sides with more words left over than this are rewritten, not inflected; and the near pairs would be too many.
const LEFT: usize = 64;

/// A stretch lighter than this is chance: about one content word.
const LEAST: Weight = bits(12);

/// What both sequences print at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands in `a`, in tokens.
    pub a: Range<usize>,
    /// Where it stands in `b`, in tokens.
    pub b: Range<usize>,
    /// The same two places counted in words, marks left out.
    pub spoken: [Range<usize>; 2],
    /// Weight of the words that are equal.
    pub equal: Weight,
    /// Weight of those that are alike in form.
    pub near: Weight,
    /// Weight of the words inside it that the other side lacks, both sides added.
    pub apart: Weight,
    /// Words that are equal.
    pub words: usize,
    /// Weight of its longest run of equal words.
    pub run: Weight,
    /// `equal` and three fifths of `near`, less what differs.
    pub score: Weight,
}

/// Finds the stretches that two sequences share; holds the scratch for many comparisons.
#[derive(Clone, Debug, Default)]
pub struct StretchFinder {
    a: Line,
    b: Line,
    /// Most sentences fit the narrower, which is faster.
    narrow: Narrow<u64>,
    middling: Narrow<u128>,
    wide: Wide,
    runs: Vec<Run>,
    chains: Chains,
    found: Vec<Stretch>,
    /// The two sequences of [`StretchFinder::find`] without marks, and the place of each word among the tokens.
    spoken: [(Vec<Spoken>, Vec<u32>); 2],
}

const NONE: u32 = u32::MAX;

/// A run of equal words, or one pair of near ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    a: u32,
    b: u32,
    len: u32,
    near: bool,
    worth: Weight,
}

/// The most that two sequences can share, seen before any chain is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Most {
    /// Weight of equal words.
    pub equal: Weight,
    /// Weight of words that are alike in form.
    pub near: Weight,
    /// Weight of the heaviest run.
    pub run: Weight,
}

impl StretchFinder {
    /// A finder with empty scratch.
    pub fn new() -> StretchFinder {
        StretchFinder::default()
    }

    /// The stretches that `a` and `b` share, heaviest first; no two of them overlap on either side.
    ///
    /// ```
    /// use variorum::align::StretchFinder;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let a = words.read_all("The era of acute ideological confrontation between the two countries is over");
    /// let b = words.read_all("era of acute ideological confrontation");
    /// let stretches = StretchFinder::new().find(&words, &a.words, &b.words);
    /// assert_eq!((stretches[0].a.clone(), stretches[0].b.clone()), (1..6, 0..5));
    /// ```
    pub fn find(&mut self, words: &Vocabulary, a: &[Word], b: &[Word]) -> Vec<Stretch> {
        let mut spoken = std::mem::take(&mut self.spoken);
        for ((list, places), side) in spoken.iter_mut().zip([a, b]) {
            list.clear();
            places.clear();
            let mut hearing = Hearing::default();
            for (place, &word) in side.iter().enumerate() {
                if let Some(word) = hearing.next(words, word) {
                    list.push(word);
                    places.push(place as u32);
                }
            }
        }
        self.left(words, &spoken[0].0);
        let mut found = self.all(words, &spoken[1].0).to_vec();
        let tokens = |places: &[u32], range: &Range<usize>| {
            places[range.start] as usize..places[range.end - 1] as usize + 1
        };
        for stretch in &mut found {
            stretch.a = tokens(&spoken[0].1, &stretch.spoken[0]);
            stretch.b = tokens(&spoken[1].1, &stretch.spoken[1]);
        }
        self.spoken = spoken;
        found
    }

    /// Takes `a`, words without marks, to be compared with many.
    pub(crate) fn left(&mut self, facts: &impl Facts, a: &[Spoken]) {
        self.a.take(a);
        self.a.read(facts);
        self.middling.drop();
        if !self.narrow.left(&self.a) && !self.middling.left(&self.a) {
            self.wide.left(&self.a);
        }
    }

    /// The stretches that `b`, words without marks, shares with what stands on the left.
    pub(crate) fn all(&mut self, facts: &impl Facts, b: &[Spoken]) -> &[Stretch] {
        self.runs(facts, b);
        self.chain()
    }

    /// Finds the runs that `b`, words without marks, shares with what stands on the left; tells how much the two can have in
    /// common at most.
    pub(crate) fn runs(&mut self, facts: &impl Facts, b: &[Spoken]) -> Most {
        self.runs.clear();
        self.b.take(b);
        if self.narrow.fits(b) {
            self.narrow.runs(facts, &self.a, &mut self.b, &mut self.runs)
        } else if self.middling.fits(b) {
            self.middling.runs(facts, &self.a, &mut self.b, &mut self.runs)
        } else {
            if self.narrow.fits(&[]) || self.middling.fits(&[]) {
                self.wide.left(&self.a);
            }
            self.b.read(facts);
            self.wide.right(facts, &self.a, &self.b, &mut self.runs);
            let most = self.a.total().min(self.b.total());
            Most { equal: most, near: most, run: most }
        }
    }

    /// The stretches of the two, heaviest first, once their runs were found. Places are counted in words.
    pub(crate) fn chain(&mut self) -> &[Stretch] {
        self.chains.chain([&self.a, &self.b], &mut self.runs, &mut self.found);
        &self.found
    }

    /// The two sequences, and the stretches found in them last.
    pub(crate) fn seen(&self) -> (&Line, &Line, &[Stretch]) {
        (&self.a, &self.b, &self.found)
    }

    /// Whether the two sequences are equal.
    pub(crate) fn alike(&self) -> bool {
        let words = |line: &Line| line.words.len();
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
        StretchFinder::new()
            .find(&words, &x.words, &y.words)
            .iter()
            .map(|stretch| (printed(a, &x.tokens, &stretch.a), printed(b, &y.tokens, &stretch.b)))
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
        /// The two ways to find runs find the same stretches.
        #[test]
        fn narrow_and_wide_agree(a in "([abc]|dogma|dogmas|the|theme){0,30}( |[abc])*", b in "(([abc]|dogma|digma|the|them|thems) ?){0,30}") {
            let mut words = Vocabulary::new();
            let (x, y) = (words.read_all(&a).words, words.read_all(&b).words);
            let [x, y] = [x, y].map(|side| super::super::fact::spoken(&words, &side).collect::<Vec<_>>());
            let (mut narrow, mut wide) = (StretchFinder::new(), StretchFinder::new());
            narrow.left(&words, &x);
            narrow.runs(&words, &y);
            wide.a.take(&x);
            wide.a.read(&words);
            wide.b.take(&y);
            wide.b.read(&words);
            wide.wide.left(&wide.a);
            wide.wide.right(&words, &wide.a, &wide.b, &mut wide.runs);
            prop_assert_eq!(narrow.chain(), wide.chain());
        }

        #[test]
        fn mirrors_and_never_overlaps(a in "[abc ]{0,40}", b in "[abc ,]{0,40}") {
            let mut words = Vocabulary::new();
            let (x, y) = (words.read_all(&a).words, words.read_all(&b).words);
            let there = StretchFinder::new().find(&words, &x, &y);
            let back = StretchFinder::new().find(&words, &y, &x);
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
