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

mod narrow;
mod wide;

use std::ops::Range;

use super::fact::{Fact, Facts, Hearing, Spoken, is_near};
use crate::text::{Vocabulary, Weight, Word, bits};
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

/// A run of this weight is what the two share and no accident: nearly as heavy as the keys of [`crate::candidate`].
const HEAVY: Weight = bits(20);

/// A place where the two differ costs this, and then for the words skipped there ([`skip`]).
const OPEN: Weight = bits(3);

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
    links: Vec<Chained>,
    /// What each chain promises those after it, and the most that it or one before it does.
    promises: Vec<Weight>,
    best: Vec<Weight>,
    found: Vec<Stretch>,
    taken: Vec<[Range<u32>; 2]>,
    /// Words of each side that heavy runs hold.
    held: [Vec<bool>; 2],
    /// The two sequences of [`StretchFinder::find`] without marks, and the place of each word among the tokens.
    spoken: [(Vec<Spoken>, Vec<u32>); 2],
}

/// A sequence of words, marks left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    words: Vec<Spoken>,
    facts: Vec<Fact>,
    /// Sums of weights, and of what it costs to skip, up to each word.
    weights: Vec<Weight>,
    skips: Vec<Weight>,
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

/// The best chain that ends with a run.
#[derive(Clone, Copy, Debug)]
struct Chained {
    score: Weight,
    /// The run before it in the chain.
    from: u32,
    /// How many of the run's first words the run before has taken already.
    trim: u32,
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

impl Line {
    /// Reads `words`, and sums up what they weigh.
    fn read(&mut self, facts: &impl Facts, words: &[Spoken]) {
        self.words.clear();
        self.words.extend_from_slice(words);
        self.facts.clear();
        self.facts.extend(words.iter().map(|word| facts.fact(word.word())));
        let facts = std::mem::take(&mut self.facts);
        self.sum(facts.iter().map(|fact| fact.weight));
        self.facts = facts;
    }
    /// Reads `words` without what else is known of them.
    fn weigh(&mut self, facts: &impl Facts, words: &[Spoken]) {
        self.words.clear();
        self.words.extend_from_slice(words);
        self.sum(words.iter().map(|word| facts.fact(word.word()).weight));
    }

    fn sum(&mut self, weights: impl ExactSizeIterator<Item = Weight>) {
        let len = weights.len() + 1;
        self.weights.resize(len, 0);
        self.skips.resize(len, 0);
        let (mut weight, mut skipped): (Weight, Weight) = (0, 0);
        for ((sum, skips), of) in self.weights[1..].iter_mut().zip(&mut self.skips[1..]).zip(weights) {
            weight = weight.saturating_add(of);
            skipped = skipped.saturating_add(skip(of));
            (*sum, *skips) = (weight, skipped);
        }
    }

    fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether an ellipsis stands before the word at `place`.
    pub(crate) fn elided(&self, place: u32) -> bool {
        self.words.get(place as usize).is_some_and(|word| word.elided())
    }

    /// The weight of all words.
    pub(crate) fn total(&self) -> Weight {
        self.weights.last().copied().unwrap_or(0)
    }

    /// The weight of the words from `from` up to `to`, which is not among them.
    pub(crate) fn weight(&self, from: u32, to: u32) -> Weight {
        self.weights[to as usize] - self.weights[from as usize]
    }

    /// The weight of the words from `from` on.
    pub(crate) fn behind(&self, from: u32) -> Weight {
        self.total() - self.weights[from as usize]
    }

    fn skip(&self, from: u32, to: u32) -> Weight {
        self.skips[to as usize] - self.skips[from as usize]
    }
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
        let tokens =
            |places: &[u32], range: &Range<usize>| places[range.start] as usize..places[range.end - 1] as usize + 1;
        for stretch in &mut found {
            stretch.a = tokens(&spoken[0].1, &stretch.spoken[0]);
            stretch.b = tokens(&spoken[1].1, &stretch.spoken[1]);
        }
        self.spoken = spoken;
        found
    }

    /// Takes `a`, words without marks, to be compared with many.
    pub(crate) fn left(&mut self, facts: &impl Facts, a: &[Spoken]) {
        self.a.read(facts, a);
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
        if self.narrow.fits(b) {
            self.b.weigh(facts, b);
            self.narrow.runs(facts, &self.a, b, &mut self.runs)
        } else if self.middling.fits(b) {
            self.b.weigh(facts, b);
            self.middling.runs(facts, &self.a, b, &mut self.runs)
        } else {
            if self.narrow.fits(&[]) || self.middling.fits(&[]) {
                self.wide.left(&self.a);
            }
            self.b.read(facts, b);
            self.wide.right(facts, &self.a, &self.b, &mut self.runs);
            let most = self.a.total().min(self.b.total());
            Most { equal: most, near: most, run: most }
        }
    }

    /// The stretches of the two, heaviest first, once their runs were found. Places are counted in words.
    pub(crate) fn chain(&mut self) -> &[Stretch] {
        self.thin();
        if self.runs.len() > RUNS {
            self.runs.sort_unstable_by_key(|run| (-run.worth, run.a, run.b));
            self.runs.truncate(RUNS);
        }
        self.runs.sort_unstable_by_key(|run| (run.a, run.b));
        self.found.clear();
        self.taken.clear();
        while self.found.len() < MOST {
            let Some((stretch, in_a, in_b)) = self.heaviest() else { break };
            self.found.push(stretch);
            let overlaps = |range: &Range<u32>, from: u32, len: u32| from < range.end && range.start < from + len;
            self.runs.retain(|run| !overlaps(&in_a, run.a, run.len) && !overlaps(&in_b, run.b, run.len));
            self.taken.push([in_a, in_b]);
        }
        // Heaviest first; then by place, so that the order is that of the content.
        self.found
            .sort_by(|x, y| y.score.cmp(&x.score).then(x.a.start.cmp(&y.a.start)).then(x.b.start.cmp(&y.b.start)));
        &self.found
    }

    /// Leaves out light runs whose words stand in heavy ones on both sides: a *the* in one place is not the *the* in
    /// another when both sentences go on alike around each. They are most of all runs, and in no chain that matters.
    fn thin(&mut self) {
        if self.runs.iter().all(|run| run.worth < HEAVY || run.near) {
            return;
        }
        let [in_a, in_b] = &mut self.held;
        for (held, len) in [(&mut *in_a, self.a.len()), (&mut *in_b, self.b.len())] {
            held.clear();
            held.resize(len, false);
        }
        for run in self.runs.iter().filter(|run| run.worth >= HEAVY && !run.near) {
            in_a[run.a as usize..(run.a + run.len) as usize].fill(true);
            in_b[run.b as usize..(run.b + run.len) as usize].fill(true);
        }
        self.runs.retain(|run| {
            let all =
                |held: &[bool], from: u32| held[from as usize..(from + run.len) as usize].iter().all(|&held| held);
            run.worth >= LEAST || !all(in_a, run.a) || !all(in_b, run.b)
        });
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

    /// The heaviest chain of the runs that are left, with its words on either side. It leaps over nothing that is taken.
    fn heaviest(&mut self) -> Option<(Stretch, Range<u32>, Range<u32>)> {
        // A chain weighs no more than its runs.
        if self.runs.iter().map(|run| run.worth).fold(0, Weight::saturating_add) < LEAST {
            return None;
        }
        let taken = &self.taken;
        self.links.clear();
        let mut top: Option<(Weight, usize)> = None;
        // What skipping costs adds up along either side. So the best that a run can make of the chain that ends with one
        // before it is known from two numbers: the latter's promise, which is twice its score and what was skipped up to its
        // end, and what is skipped up to the run. Most pairs of runs are told by these to be no use.
        self.promises.clear();
        let mut best_promise: Vec<Weight> = std::mem::take(&mut self.best);
        best_promise.clear();
        for (k, run) in self.runs.iter().enumerate() {
            let mut link = Chained { score: run.worth, from: NONE, trim: 0 };
            let skipped = self.a.skips[run.a as usize].saturating_add(self.b.skips[run.b as usize]);
            // The nearest first, since the best is mostly among them; of two as good the first by place.
            for l in (0..k).rev() {
                let least = link.score.saturating_sub(run.worth).saturating_mul(2).saturating_add(skipped);
                if best_promise[l] < least {
                    break;
                }
                if self.promises[l] < least {
                    continue;
                }
                let prior = &self.runs[l];
                let (end_a, end_b) = (prior.a + prior.len, prior.b + prior.len);
                let trim = end_a.saturating_sub(run.a).max(end_b.saturating_sub(run.b));
                // A run that begins before the other on one side, or lies within it, does not follow it.
                if trim >= run.len || prior.a >= run.a || prior.b >= run.b {
                    continue;
                }
                let leaps = |range: &Range<u32>, end: u32, start: u32| range.start >= end && range.end <= start;
                if taken.iter().any(|[a, b]| leaps(a, end_a, run.a) || leaps(b, end_b, run.b)) {
                    continue;
                }
                let worth = run.worth - if trim > 0 { self.a.weight(run.a, run.a + trim) } else { 0 };
                let gap_a = self.a.skip(end_a, run.a + trim);
                let gap_b = self.b.skip(end_b, run.b + trim);
                let cost = match (gap_a, gap_b) {
                    (0, 0) => 0,
                    (gap, 0) | (0, gap) => OPEN + gap,
                    // Words for words: half of leaving out and putting in.
                    (a, b) => OPEN + (a.saturating_add(b)) / 2,
                };
                let score = self.links[l].score.saturating_sub(cost).saturating_add(worth);
                if score > link.score || score == link.score && link.from != NONE {
                    link = Chained { score, from: l as u32, trim };
                }
            }
            if top.is_none_or(|(score, _)| link.score > score) {
                top = Some((link.score, k));
            }
            let skipped =
                self.a.skips[(run.a + run.len) as usize].saturating_add(self.b.skips[(run.b + run.len) as usize]);
            let promise = link.score.saturating_mul(2).saturating_add(skipped);
            best_promise.push(best_promise.last().map_or(promise, |&best| best.max(promise)));
            self.promises.push(promise);
            self.links.push(link);
        }
        self.best = best_promise;
        let (score, last) = top.filter(|&(score, _)| score >= LEAST)?;
        let spoken = [0..0, 0..0];
        let mut stretch = Stretch { a: 0..0, b: 0..0, spoken, equal: 0, near: 0, apart: 0, words: 0, run: 0, score };
        let end = (self.runs[last].a + self.runs[last].len, self.runs[last].b + self.runs[last].len);
        let mut at = last;
        let start = loop {
            let (run, link) = (self.runs[at], self.links[at]);
            let (a, b) = (run.a + link.trim, run.b + link.trim);
            if run.near {
                stretch.near += self.a.weight(a, a + 1).min(self.b.weight(b, b + 1));
            } else {
                let weight = self.a.weight(a, run.a + run.len);
                stretch.equal += weight;
                stretch.words += (run.len - link.trim) as usize;
                stretch.run = stretch.run.max(weight);
            }
            if link.from == NONE {
                break (a, b);
            }
            let prior = self.runs[link.from as usize];
            stretch.apart += self.a.weight(prior.a + prior.len, a) + self.b.weight(prior.b + prior.len, b);
            at = link.from as usize;
        };
        stretch.spoken = [start.0 as usize..end.0 as usize, start.1 as usize..end.1 as usize];
        (stretch.a, stretch.b) = (stretch.spoken[0].clone(), stretch.spoken[1].clone());
        Some((stretch, start.0..end.0, start.1..end.1))
    }
}

/// Skipping a word costs four tenths of its weight, between one bit and five: a lost name costs no more than a lost noun.
fn skip(weight: Weight) -> Weight {
    (weight * 2 / 5).clamp(bits(1), bits(5))
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
                &[("Taxes will rise sharply", "Taxes will rise sharply"), ("pensions will fall", "Pensions will fall")],
            ),
            ("the of and", "the of and", &[("the of and", "the of and")]),
            ("the of", "the in", &[]),
            ("", "anything", &[]),
        ];
        for (a, b, expected) in rows {
            let expected: Vec<_> = expected.iter().map(|&(x, y)| (x.to_owned(), y.to_owned())).collect();
            assert_eq!(find(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn finds_a_sentence_in_thousands_of_words() {
        let filler = |n: usize, mark: char| (0..n).map(|i| format!("{mark}{} ", i * 7919 % 10_007)).collect::<String>();
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
            wide.a.read(&words, &x);
            wide.b.read(&words, &y);
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
