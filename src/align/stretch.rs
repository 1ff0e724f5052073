//! What two sequences share: the stretches that both print, wherever they stand.
//!
//! Sparse local alignment: the runs of equal words are found by their words, and chained where one run stands after
//! another on both sides and what is gained pays for what is skipped in between (Wilbur & Lipman 1983; the chaining of
//! FASTA and of whole-genome aligners). The best chain is a stretch; then the next best is looked for in what is left
//! (Waterman & Eggert 1987). So a fragment is found inside the whole, a long silent elision leaves two stretches, and a
//! moved block a stretch out of order. Words count as much as they surprise; marks are left out. Scores are in
//! hundredths of a bit.
//!
//! Cost: O(n + m + matches + r²) for each of at most [`MOST`] stretches, r the number of runs, of which the heaviest
//! [`RUNS`] are kept: some two microseconds for two sentences.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::text::{Vocabulary, Weight, Word, bits};

/// At most so many stretches are looked for: a sentence with two elisions and a move leaves four.
pub const MOST: usize = 4;

/// So many runs of equal words are kept, the heaviest. Two sentences have some twenty; two speeches of thousands of words
/// have tens of thousands, nearly all of them a lone *the*. With 512 the linking figures on BASIL and PolNeAR are the same.
pub const RUNS: usize = 128;

/// A word that stands more often than this in the first sequence is looked up there no further: its other places are
/// reached when a run that holds a rarer word is extended.
const PLACES: usize = 32;

/// A stretch lighter than this is chance: about one content word.
const LEAST: Weight = bits(12);

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
    /// What `a` was read from: it is kept when the next comparison has it too.
    last: Vec<Word>,
    /// For each word of `a`: where it stands first; [`Line::next`] leads on.
    places: FxHashMap<Word, u32>,
    runs: Vec<Run>,
    /// The run that ends at each word of `a` with the word of `b` before this one, and with this one.
    before: Vec<u32>,
    here: Vec<u32>,
    links: Vec<Chained>,
}

/// A sequence with marks left out.
#[derive(Clone, Debug, Default)]
struct Line {
    words: Vec<Word>,
    /// The place of each word among the tokens.
    places: Vec<u32>,
    /// Sums of weights, and of what it costs to skip, up to each word.
    weights: Vec<Weight>,
    skips: Vec<Weight>,
    /// The next place of the same word.
    next: Vec<u32>,
    /// Whether an equal word stands on the other side.
    matched: Vec<bool>,
}

const NONE: u32 = u32::MAX;

/// A run of equal words, or one pair of near ones.
#[derive(Clone, Copy, Debug)]
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

impl Line {
    fn read(&mut self, words: &Vocabulary, sequence: &[Word]) {
        for list in [&mut self.weights, &mut self.skips] {
            list.clear();
            list.push(0);
        }
        self.words.clear();
        self.places.clear();
        for (place, &word) in sequence.iter().enumerate() {
            let entry = &words[word];
            if entry.class.is_word() {
                self.words.push(word);
                self.places.push(place as u32);
                self.weights.push(self.weights[self.weights.len() - 1].saturating_add(entry.weight));
                self.skips.push(self.skips[self.skips.len() - 1].saturating_add(skip(entry.weight)));
            }
        }
        self.matched.clear();
        self.matched.resize(self.words.len(), false);
    }

    fn len(&self) -> usize {
        self.words.len()
    }

    fn weight(&self, from: u32, to: u32) -> Weight {
        self.weights[to as usize] - self.weights[from as usize]
    }

    fn skip(&self, from: u32, to: u32) -> Weight {
        self.skips[to as usize] - self.skips[from as usize]
    }

    /// The tokens from word `from` up to word `to`, which is not among them.
    fn tokens(&self, from: u32, to: u32) -> Range<usize> {
        self.places[from as usize] as usize..self.places[to as usize - 1] as usize + 1
    }
}

impl StretchFinder {
    /// A finder with empty scratch.
    pub fn new() -> StretchFinder {
        StretchFinder::default()
    }

    /// The stretches that `a` and `b` share, heaviest first; no two of them overlap on either side. Comparing one `a` with
    /// many `b` in turn saves reading it again.
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
        if self.last != a {
            self.a.read(words, a);
            self.last.clear();
            self.last.extend_from_slice(a);
            self.find_places();
        }
        self.b.read(words, b);
        self.equal_runs();
        self.near_words(words);
        if self.runs.len() > RUNS {
            self.runs.sort_unstable_by_key(|run| (-run.worth, run.a, run.b));
            self.runs.truncate(RUNS);
        }
        self.runs.sort_unstable_by_key(|run| (run.a, run.b));
        let mut found = Vec::new();
        let mut taken: Vec<[Range<u32>; 2]> = Vec::new();
        while found.len() < MOST {
            let Some((stretch, in_a, in_b)) = self.best(&taken) else { break };
            found.push(stretch);
            taken.push([in_a.clone(), in_b.clone()]);
            let overlaps = |range: &Range<u32>, from: u32, len: u32| from < range.end && range.start < from + len;
            self.runs.retain(|run| !overlaps(&in_a, run.a, run.len) && !overlaps(&in_b, run.b, run.len));
        }
        // Heaviest first; then by place, so that the order is that of the content.
        found.sort_by(|x, y| y.score.cmp(&x.score).then(x.a.start.cmp(&y.a.start)).then(x.b.start.cmp(&y.b.start)));
        found
    }

    /// Notes where each word of `a` stands.
    fn find_places(&mut self) {
        let a = &mut self.a;
        self.places.clear();
        a.next.clear();
        a.next.resize(a.len(), NONE);
        for (i, &word) in a.words.iter().enumerate().rev() {
            if let Some(first) = self.places.insert(word, i as u32) {
                a.next[i] = first;
            }
        }
    }

    /// Finds the runs of equal words.
    fn equal_runs(&mut self) {
        let (a, b) = (&mut self.a, &mut self.b);
        a.matched.fill(false);
        for list in [&mut self.before, &mut self.here] {
            list.clear();
            list.resize(a.len(), NONE);
        }
        self.runs.clear();
        for j in 0..b.len() {
            let worth = b.weight(j as u32, j as u32 + 1);
            let mut reach = |i: usize, runs: &mut Vec<Run>, here: &mut [u32], before: &[u32]| {
                let longer = i.checked_sub(1).map_or(NONE, |i| before[i]);
                if longer != NONE {
                    let run = &mut runs[longer as usize];
                    run.len += 1;
                    run.worth = run.worth.saturating_add(worth);
                    here[i] = longer;
                } else {
                    here[i] = runs.len() as u32;
                    runs.push(Run { a: i as u32, b: j as u32, len: 1, near: false, worth });
                }
                a.matched[i] = true;
                b.matched[j] = true;
            };
            let mut at = self.places.get(&b.words[j]).copied().unwrap_or(NONE);
            let mut looked = 0;
            while at != NONE && looked < PLACES {
                reach(at as usize, &mut self.runs, &mut self.here, &self.before);
                at = a.next[at as usize];
                looked += 1;
            }
            // Beyond that many places only runs that are under way go on.
            while at != NONE {
                if at > 0 && self.before[at as usize - 1] != NONE {
                    reach(at as usize, &mut self.runs, &mut self.here, &self.before);
                }
                at = a.next[at as usize];
            }
            std::mem::swap(&mut self.before, &mut self.here);
            self.here.fill(NONE);
        }
    }

    /// Pairs words that have no equal on the other side with near ones there.
    fn near_words(&mut self, words: &Vocabulary) {
        /// Sides with more words left over than this are rewritten, not inflected; and the pairs would be too many.
        const LEFT: usize = 64;
        let left = |line: &Line| -> Vec<(u32, Hint)> {
            let left = (0..line.len()).filter(|&i| !line.matched[i]);
            left.map(|i| (i as u32, hint(&words[line.words[i]].form))).filter(|(_, hint)| hint.0 != 0).collect()
        };
        let (left_a, left_b) = (left(&self.a), left(&self.b));
        if left_a.len() > LEFT || left_b.len() > LEFT {
            return;
        }
        for &(i, x) in &left_a {
            for &(j, _) in left_b.iter().filter(|&&(_, y)| may_be_near(x, y)) {
                let form = |line: &Line, at: u32| &words[line.words[at as usize]].form;
                if is_near(form(&self.a, i), form(&self.b, j)) {
                    let worth = self.a.weight(i, i + 1).min(self.b.weight(j, j + 1)) * 3 / 5;
                    self.runs.push(Run { a: i, b: j, len: 1, near: true, worth });
                }
            }
        }
    }

    /// The heaviest chain of the runs that are left, with its words on either side. It leaps over nothing that is `taken`.
    fn best(&mut self, taken: &[[Range<u32>; 2]]) -> Option<(Stretch, Range<u32>, Range<u32>)> {
        self.links.clear();
        let mut top: Option<(Weight, usize)> = None;
        for (k, run) in self.runs.iter().enumerate() {
            let mut link = Chained { score: run.worth, from: NONE, trim: 0 };
            for (l, prior) in self.runs[..k].iter().enumerate() {
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
                if score > link.score {
                    link = Chained { score, from: l as u32, trim };
                }
            }
            if top.is_none_or(|(score, _)| link.score > score) {
                top = Some((link.score, k));
            }
            self.links.push(link);
        }
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
        stretch.a = self.a.tokens(start.0, end.0);
        stretch.b = self.b.tokens(start.1, end.1);
        stretch.spoken = [start.0 as usize..end.0 as usize, start.1 as usize..end.1 as usize];
        Some((stretch, start.0..end.0, start.1..end.1))
    }
}

/// Skipping a word costs four tenths of its weight, between one bit and five: a lost name costs no more than a lost noun.
fn skip(weight: Weight) -> Weight {
    (weight * 2 / 5).clamp(bits(1), bits(5))
}

/// First letter and length of a form that can be near another; `(0, 0)` for one that cannot.
type Hint = (u8, u8);

fn hint(form: &str) -> Hint {
    let first = form.as_bytes().first().copied().unwrap_or(0);
    if form.len() < 4 || !form.starts_with(char::is_alphabetic) { (0, 0) } else { (first, form.len().min(255) as u8) }
}

/// Whether two forms may be near: the same first letter, and lengths that differ by four at most.
fn may_be_near(x: Hint, y: Hint) -> bool {
    x.0 == y.0 && x.0 != 0 && x.1.abs_diff(y.1) <= 4
}

/// Whether two forms are one word in two inflections, or one with a slip: at least four letters, and either a shared
/// beginning of three quarters of the shorter, or one letter apart in five and more.
fn is_near(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.len() < 4
        || !short.starts_with(|c: char| c.is_alphabetic())
        || !long.starts_with(|c: char| c.is_alphabetic())
    {
        return false;
    }
    let shared = short.bytes().zip(long.bytes()).take_while(|(p, q)| p == q).count();
    if shared >= 4 && shared * 4 >= short.len() * 3 && long.len() <= short.len() + 4 {
        return true;
    }
    // Letters may differ anywhere, but the first and the length must agree nearly: cheap to see.
    short.len() >= 5 && shared >= 1 && long.len() <= short.len() + 1 && strsim::osa_distance(short, long) <= 1
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
