//! What two sequences share: the stretches that both print, wherever they stand.
//!
//! Local alignment with affine gaps (Smith & Waterman 1981; Gotoh 1982), repeated on what is left (Waterman & Eggert
//! 1987): a fragment is found inside the whole, a silent elision leaves two stretches, a moved block a stretch out of
//! order. Words count as much as they surprise; marks are left out. Scores are in hundredths of a bit.
//!
//! Cost: O(n·m) for each of at most [`MOST`] stretches, with one byte a cell; beyond [`CELLS`] cells only the
//! surroundings of the heaviest diagonal are compared.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{Vocabulary, Weight, Word, bits};

/// At most so many stretches are looked for: a sentence with two elisions and a move leaves four.
pub const MOST: usize = 4;

/// Above so many cells (2,000 words against 2,000) a comparison is cut down to the surroundings of the heaviest diagonal.
pub const CELLS: usize = 4_000_000;

/// A stretch lighter than this is chance: about one content word.
const LEAST: Weight = bits(12);

/// Opening a gap costs this, and then [`gap`] for each word: an inserted adverb costs about what one common word wins.
const OPEN: Weight = bits(3);

/// What both sequences print at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands in `a`, in tokens.
    pub a: Range<usize>,
    /// Where it stands in `b`, in tokens.
    pub b: Range<usize>,
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
    /// `equal + near` less what differs.
    pub score: Weight,
}

/// Finds the stretches that two sequences share; holds the scratch for many comparisons.
#[derive(Clone, Debug, Default)]
pub struct StretchFinder {
    trace: Vec<u8>,
    row: Vec<(Weight, Weight)>,
}

/// A word of a sequence with marks left out: its place, its id, its weight, and what tells fast that two are not near.
type Spoken = (usize, Word, Weight, Hint);

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

const STOP: u8 = 0;
const BOTH: u8 = 1;
const UP: u8 = 2; // a's word is skipped
const LEFT: u8 = 3; // b's word is skipped
const KEEP_UP: u8 = 4; // the gap in UP goes on from above
const KEEP_LEFT: u8 = 8;

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
        let spoken = |sequence: &[Word]| -> Vec<Spoken> {
            let all = sequence.iter().enumerate().map(|(i, &word)| (i, word, &words[word]));
            let all = all.filter(|(_, _, entry)| entry.class.is_word());
            all.map(|(i, word, entry)| (i, word, entry.weight, hint(&entry.form))).collect()
        };
        let (mut a, mut b) = (spoken(a), spoken(b));
        if a.len().saturating_mul(b.len()) > CELLS {
            narrow(&mut a, &mut b);
        }
        if let Some(stretch) = contained(&a, &b) {
            return vec![stretch];
        }
        let mut found: Vec<Stretch> = Vec::new();
        self.within(words, &a, &b, &mut found);
        // Heaviest first; then by place, so that the order is that of the content.
        found.sort_by(|x, y| y.score.cmp(&x.score).then(x.a.start.cmp(&y.a.start)).then(x.b.start.cmp(&y.b.start)));
        found
    }

    /// Finds the best stretch of `a` and `b`, then looks again in what it leaves over on either side.
    fn within(&mut self, words: &Vocabulary, a: &[Spoken], b: &[Spoken], found: &mut Vec<Stretch>) {
        let mut taken_a = vec![false; a.len()];
        let mut taken_b = vec![false; b.len()];
        while found.len() < MOST && worth_a_look(a, b, &taken_a, &taken_b) {
            let Some((stretch, in_a, in_b)) = self.best(words, a, b, &taken_a, &taken_b) else { break };
            taken_a[in_a].fill(true);
            taken_b[in_b].fill(true);
            found.push(stretch);
        }
    }

    /// The heaviest stretch among the words that are not taken, with its words on either side.
    fn best(
        &mut self,
        words: &Vocabulary,
        a: &[Spoken],
        b: &[Spoken],
        taken_a: &[bool],
        taken_b: &[bool],
    ) -> Option<(Stretch, Range<usize>, Range<usize>)> {
        let width = b.len() + 1;
        self.trace.clear();
        self.trace.resize((a.len() + 1) * width, STOP);
        // For each column: the best score that ends here, and the best that ends with a gap in `b`'s direction.
        self.row.clear();
        self.row.resize(width, (0, Weight::MIN / 2));
        let mut top = (LEAST - 1, 0, 0);
        for (i, &(_, x, wx, near_x)) in a.iter().enumerate() {
            let mut diagonal = 0;
            let mut left = Weight::MIN / 2;
            let mut before = 0; // best of the cell to the left
            for (j, &(_, y, wy, near_y)) in b.iter().enumerate() {
                let cell = &mut self.row[j + 1];
                let (above, above_gap) = *cell;
                let mut way = STOP;
                let (open, keep) = (above - OPEN - gap(wx), above_gap - gap(wx));
                let up = open.max(keep);
                if keep > open {
                    way |= KEEP_UP;
                }
                let (open, keep) = (before - OPEN - gap(wy), left - gap(wy));
                left = open.max(keep);
                if keep > open {
                    way |= KEEP_LEFT;
                }
                let mut best = 0;
                if !taken_a[i] && !taken_b[j] {
                    let both = diagonal
                        + if x == y {
                            wx
                        } else if may_be_near(near_x, near_y) && is_near(&words[x].form, &words[y].form) {
                            wx.min(wy) * 3 / 5
                        } else {
                            // Half of skipping both, so that a substitution beats two gaps.
                            -(OPEN + (gap(wx) + gap(wy)) / 2)
                        };
                    if both > best {
                        best = both;
                        way |= BOTH;
                    }
                    // A tie between gaps is broken towards the lighter word, then towards `a`: it does not matter to
                    // the score, and the score is all that must be the same for both orders of the sides.
                    if up > best {
                        best = up;
                        way = way & !3 | UP;
                    }
                    if left > best {
                        best = left;
                        way = way & !3 | LEFT;
                    }
                } else {
                    way = STOP;
                    left = Weight::MIN / 2;
                }
                diagonal = above;
                *cell = (best, if taken_a[i] || taken_b[j] { Weight::MIN / 2 } else { up });
                before = best;
                self.trace[(i + 1) * width + j + 1] = way;
                if best > top.0 {
                    top = (best, i + 1, j + 1);
                }
            }
        }
        let (score, end_a, end_b) = top;
        if score < LEAST {
            return None;
        }
        Some(self.walk(words, a, b, score, end_a, end_b))
    }

    /// Follows the trace back from the end of a stretch and sums up what it holds.
    fn walk(
        &self,
        words: &Vocabulary,
        a: &[Spoken],
        b: &[Spoken],
        score: Weight,
        end_a: usize,
        end_b: usize,
    ) -> (Stretch, Range<usize>, Range<usize>) {
        let width = b.len() + 1;
        let (mut i, mut j) = (end_a, end_b);
        let mut stretch = Stretch { a: 0..0, b: 0..0, equal: 0, near: 0, apart: 0, words: 0, run: 0, score };
        let mut run = 0;
        let mut inside = STOP; // which gap we are in
        loop {
            let cell = self.trace[i * width + j];
            let way = if inside == STOP { cell & 3 } else { inside };
            match way {
                BOTH => {
                    i -= 1;
                    j -= 1;
                    let ((_, x, wx, _), (_, y, wy, _)) = (a[i], b[j]);
                    if x == y {
                        stretch.equal += wx;
                        stretch.words += 1;
                        run += wx;
                        stretch.run = stretch.run.max(run);
                    } else {
                        run = 0;
                        if is_near(&words[x].form, &words[y].form) {
                            stretch.near += wx.min(wy);
                        } else {
                            stretch.apart += wx + wy;
                        }
                    }
                }
                UP => {
                    inside = if cell & KEEP_UP != 0 { UP } else { STOP };
                    i -= 1;
                    stretch.apart += a[i].2;
                    run = 0;
                }
                LEFT => {
                    inside = if cell & KEEP_LEFT != 0 { LEFT } else { STOP };
                    j -= 1;
                    stretch.apart += b[j].2;
                    run = 0;
                }
                _ => break,
            }
        }
        stretch.a = a[i].0..a[end_a - 1].0 + 1;
        stretch.b = b[j].0..b[end_b - 1].0 + 1;
        (stretch, i..end_a, j..end_b)
    }
}

/// The one stretch of two sequences of which one stands whole in the other, if so: most pairs of real news. No other
/// alignment can win more than every word of the shorter.
fn contained(a: &[Spoken], b: &[Spoken]) -> Option<Stretch> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let weight = |side: &[Spoken]| side.iter().map(|word| word.2).fold(0, Weight::saturating_add);
    let all = weight(short);
    if all < LEAST {
        return None;
    }
    let at = long.windows(short.len()).position(|window| window.iter().zip(short).all(|(x, y)| x.1 == y.1))?;
    let place = |side: &[Spoken]| side[0].0..side[side.len() - 1].0 + 1;
    let (inner, outer) = (place(short), place(&long[at..at + short.len()]));
    let (a, b) = if a.len() <= b.len() { (inner, outer) } else { (outer, inner) };
    Some(Stretch { a, b, equal: all, near: 0, apart: 0, words: short.len(), run: all, score: all })
}

/// Whether what is left over can hold a stretch at all: whether the words that both sides have left weigh enough. Near
/// words alone make no stretch.
fn worth_a_look(a: &[Spoken], b: &[Spoken], taken_a: &[bool], taken_b: &[bool]) -> bool {
    let left = |side: &[Spoken], taken: &[bool]| -> FxHashSet<Word> {
        side.iter().zip(taken).filter(|(_, taken)| !**taken).map(|(word, _)| word.1).collect()
    };
    let b = left(b, taken_b);
    let mut sum: Weight = 0;
    for (word, _) in a.iter().zip(taken_a).filter(|(word, taken)| !**taken && b.contains(&word.1)) {
        sum = sum.saturating_add(word.2);
    }
    sum >= LEAST
}

/// Skipping a word costs four tenths of its weight, between one bit and five: a lost name costs no more than a lost noun.
fn gap(weight: Weight) -> Weight {
    (weight * 2 / 5).clamp(bits(1), bits(5))
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

/// Cuts two long sequences down to the surroundings of the diagonal that holds the heaviest runs of three words.
fn narrow(a: &mut Vec<Spoken>, b: &mut Vec<Spoken>) {
    let mut grams: FxHashMap<[Word; 3], Vec<usize>> = FxHashMap::default();
    for (i, gram) in a.windows(3).enumerate() {
        grams.entry([gram[0].1, gram[1].1, gram[2].1]).or_default().push(i);
    }
    /// Diagonals are told apart in bins of so many words.
    const BIN: isize = 64;
    let mut bins: FxHashMap<isize, (Weight, usize, usize)> = FxHashMap::default();
    for (j, gram) in b.windows(3).enumerate() {
        let at = grams.get(&[gram[0].1, gram[1].1, gram[2].1]).map_or(&[][..], Vec::as_slice);
        // A run that stands in many places tells no diagonal.
        for &i in at.iter().take(8) {
            let bin = bins.entry((i as isize - j as isize).div_euclid(BIN)).or_insert((0, i, j));
            bin.0 = bin.0.saturating_add(gram.iter().map(|word| word.2).sum());
        }
    }
    let best = bins.into_values().max_by_key(|&(weight, i, j)| (weight, usize::MAX - i, usize::MAX - j));
    let (i, j) = best.map_or((0, 0), |(_, i, j)| (i, j));
    let side = (CELLS as f64).sqrt() as usize;
    for (sequence, at) in [(a, i), (b, j)] {
        let start = at.saturating_sub(side / 8);
        let end = (start + side).min(sequence.len());
        *sequence = sequence[start..end].to_vec();
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
        let rows: &[(&str, &str, &[(&str, &str)])] = &[
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
    fn long_sequences_are_narrowed() {
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
