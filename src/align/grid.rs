//! The exact alignment of two sequences: Gotoh's affine gaps (1982) over graded word scores, with free ends.
//!
//! Time O(n·m). Memory: one byte a cell for the way back, two bytes for each pair of *distinct* words (12 MiB for two texts of 2,500); [`CELLS`] bounds
//! the cells, and `split` cuts longer inputs before they come here.
//!
//! What a cell may win or lose, all in hundredths of a bit:
//!
//! - equal forms win [`gain`]: between 4 bits and half their surprisal more, so that an editor's sense of structure counts beside
//!   rarity (three function words in their places outrank one rare word out of place; one never outranks a content
//!   word); near forms win their share of the lighter one's;
//! - word against other word costs a little, so that words that replace one another stand side by side;
//!   a mark never stands against a word, a bracket or an ellipsis against nothing but itself;
//! - a gap costs [`OPEN`] and a sixteenth of the surprisal it skips. Only the opening is paid at either end of either side
//!   (fragments), and beside an ellipsis of the other side, which says that something was left out there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::likeness::{Outline, likeness};
use crate::text::{Class, Entry, Vocabulary, Weight, Word, bits};

/// Most cells of one grid: 32 MiB for the way back. 5,000 words against 5,000 fit.
pub(crate) const CELLS: usize = 1 << 25;

/// What any equal word wins, before its surprisal is counted.
const PLACE: Weight = bits(4);
/// The most that an equal function word wins: less than any content word (whose surprisal is 7.7 bits and more).
const FUNCTION_CAP: Weight = bits(7);
/// To open a gap: less than a function word wins, so that every equal word is found; more than a mark wins, so that no comma splits a gap.
pub(crate) const OPEN: Weight = 120;
/// So much less to open a gap right after a mark: changes should begin where a clause does.
const AFTER_MARK: Weight = 30;
/// A pair that may not stand side by side.
const NEVER: i16 = i16::MIN / 2;
/// What a state that cannot be reached is worth.
const OUT: Weight = Weight::MIN / 4;

/// How two tokens are related, where they are related at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    Equal,
    Near,
}

/// One pair of tokens that stand against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) tie: Tie,
}

/// What two sequences are compared by: scores of all pairs of their distinct words, and costs of their gaps.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    ids: FxHashMap<Word, u32>,
    distinct: [Vec<Word>; 2],
    outlines: [Vec<Outline>; 2],
    /// For each token, which distinct word it is.
    pub(crate) index: [Vec<u32>; 2],
    /// `pairs[a * distinct b + b]`.
    pairs: Vec<i16>,
    /// For each token: to open a gap with it, to go on with it.
    gaps: [Vec<(Weight, Weight)>; 2],
    ellipsis: [Vec<bool>; 2],
    /// What each distinct word of the second side wins against its equal.
    gains: Vec<Weight>,
    /// Class and gain of each distinct word of either side, where there are too many to keep all pairs.
    plain: [Vec<(Class, Weight)>; 2],
    /// Near forms win only [`SLIGHT`] of what they win otherwise: whoever made the forms has said which are equal.
    slight: bool,
}

/// What near forms win where they only decide between places that are equal otherwise, in hundredths: too little for seven of
/// them to outrank one equal word, enough to outrank any two words that replace one another.
const SLIGHT: Weight = 10;

/// Most distinct words a side of which all pairs are kept: 128 MiB. Of more, equal ones are found and near ones are not. The
/// words of two texts of less than that are never more.
const MOST: usize = 8_192;

/// What a token wins when it stands against its equal. Marks win their surprisal, one bit.
pub(crate) fn gain(entry: &Entry) -> Weight {
    match entry.class {
        Class::Function => (PLACE + entry.weight / 2).min(FUNCTION_CAP),
        Class::Content | Class::Name | Class::Number => PLACE + entry.weight / 2,
        Class::Mark | Class::Ellipsis | Class::Bracket => entry.weight,
    }
}

/// What it costs to open a gap with the word that follows `before`, and to go on with it.
pub(crate) fn skip(words: &Vocabulary, before: Option<Word>, word: Word) -> (Weight, Weight) {
    let run = words[word].weight / 16;
    let ease = before.is_some_and(|before| words[before].class == Class::Mark);
    (OPEN + run - if ease { AFTER_MARK } else { 0 }, run)
}

/// What two tokens of these classes, neither equal nor near, cost side by side.
fn clash(a: Class, b: Class) -> i16 {
    use Class::*;
    match (a.min(b), a.max(b)) {
        (Mark, Mark) => -20,
        (Mark | Ellipsis | Bracket, _) | (_, Mark | Ellipsis | Bracket) => NEVER,
        // Far less than the gaps that would do instead; dearer where the classes differ.
        (x, y) if x == y => -30,
        (Content, Name) => -40,
        (Function, _) => -80,
        _ => -60,
    }
}

/// What a token of class `a` costs beside a token of each class, in the order of the classes.
fn clashes(a: Class) -> [i16; 7] {
    use Class::*;
    [Function, Content, Name, Number, Mark, Ellipsis, Bracket].map(|b| clash(a, b))
}

impl Scores {
    /// Without pairs yet; where `slight`, near forms only decide between places that are equal otherwise.
    pub(crate) fn new(slight: bool) -> Scores {
        Scores { slight, ..Scores::default() }
    }

    /// Whether near forms count for little.
    pub(crate) fn slight(&self) -> bool {
        self.slight
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
            self.face(words, side, tokens);
        }
        self.compare(words);
    }

    /// Prepares for comparing the words `distinct` among themselves.
    pub(crate) fn prepare_many(&mut self, words: &Vocabulary, distinct: &[Word]) {
        self.ids.clear();
        self.ids.extend(distinct.iter().enumerate().map(|(id, &word)| (word, id as u32)));
        self.distinct = [distinct.to_vec(), distinct.to_vec()];
        self.compare(words);
    }

    /// Puts `tokens` on a side; they are among the words that were prepared for.
    pub(crate) fn face(&mut self, words: &Vocabulary, side: usize, tokens: &[Word]) {
        self.index[side].clear();
        self.gaps[side].clear();
        self.ellipsis[side].clear();
        let mut before = None;
        for &word in tokens {
            self.index[side].push(self.ids.get(&word).copied().unwrap_or(0));
            self.gaps[side].push(skip(words, before, word));
            self.ellipsis[side].push(words[word].class == Class::Ellipsis);
            before = Some(word);
        }
    }

    /// Scores each distinct word of one side against each of the other.
    fn compare(&mut self, words: &Vocabulary) {
        if self.distinct[0].len().saturating_mul(self.distinct[1].len()) > MOST * MOST {
            self.pairs = Vec::new();
            for (plain, distinct) in self.plain.iter_mut().zip(&self.distinct) {
                plain.clear();
                plain.extend(distinct.iter().map(|&word| (words[word].class, gain(&words[word]))));
            }
            return;
        }
        let Scores {
            distinct: [left, right], outlines: [own, others], pairs, gains, slight, ..
        } = self;
        let share = if *slight { SLIGHT } else { 100 };
        own.clear();
        own.extend(left.iter().map(|&word| Outline::of(&words[word])));
        others.clear();
        others.extend(right.iter().map(|&word| Outline::of(&words[word])));
        gains.clear();
        gains.extend(right.iter().map(|&word| gain(&words[word])));
        pairs.clear();
        pairs.reserve(left.len() * right.len());
        for (&a, outline) in left.iter().zip(own) {
            let clashes = clashes(outline.class());
            let (start, won) = (pairs.len(), gain(&words[a]));
            pairs.extend(others.iter().map(|other| clashes[other.class() as usize]));
            let row = pairs[start..].iter_mut().zip(right.iter().zip(&*others).zip(&*gains));
            for (pair, ((&b, other), &gain)) in row {
                if a == b {
                    *pair = won.clamp(0, 10_000) as i16;
                } else if let Some(percent) =
                    outline.may_be_near(other).then(|| likeness(&words[a], &words[b])).flatten()
                {
                    *pair = (won.min(gain) * percent / 100 * share / 100).clamp(0, 10_000) as i16;
                }
            }
        }
    }

    /// What two distinct words win or lose against one another, by their numbers.
    #[inline]
    pub(crate) fn words(&self, x: u32, y: u32) -> Weight {
        let pair = x as usize * self.distinct[1].len() + y as usize;
        self.pairs.get(pair).map_or_else(|| self.apart(x, y), |&won| won.into())
    }

    /// The same where pairs are not kept: no word is near another.
    #[cold]
    fn apart(&self, x: u32, y: u32) -> Weight {
        let ((class, gain), (other, _)) = (self.plain[0][x as usize], self.plain[1][y as usize]);
        if self.distinct[0][x as usize] == self.distinct[1][y as usize] {
            gain
        } else {
            clash(class, other).into()
        }
    }

    /// Adds `times` what a distinct word wins or loses against each of the other side's to `sums`.
    pub(crate) fn add_row(&self, x: u32, times: i32, sums: &mut [i32]) {
        if self.pairs.is_empty() {
            sums.iter_mut().zip(0..).for_each(|(sum, y)| *sum += times * self.words(x, y));
        } else {
            sums.iter_mut().zip(self.row(x)).for_each(|(sum, &won)| *sum += times * i32::from(won));
        }
    }

    /// What a distinct word wins or loses against each of the other side's, by its number.
    fn row(&self, x: u32) -> &[i16] {
        let width = self.distinct[1].len();
        &self.pairs[x as usize * width..(x as usize + 1) * width]
    }

    /// Whether two different distinct words are near, by their numbers.
    pub(crate) fn is_near(&self, x: u32, y: u32) -> bool {
        self.words(x, y) > 0 && self.distinct[0][x as usize] != self.distinct[1][y as usize]
    }

    /// What token `i` of `a` against token `j` of `b` wins or loses.
    #[inline]
    pub(crate) fn pair(&self, i: usize, j: usize) -> Weight {
        self.words(self.index[0][i], self.index[1][j])
    }

    /// How the two tokens are related.
    pub(crate) fn tie(&self, i: usize, j: usize) -> Option<Tie> {
        let (x, y) = (self.index[0][i] as usize, self.index[1][j] as usize);
        if self.distinct[0][x] == self.distinct[1][y] {
            Some(Tie::Equal)
        } else {
            (self.pair(i, j) > 0).then_some(Tie::Near)
        }
    }

    /// What two equal or near distinct words weigh, by their numbers: the surprisal of the lighter, or its share.
    pub(crate) fn weight(&self, words: &Vocabulary, x: u32, y: u32) -> Weight {
        let (a, b) = (self.distinct[0][x as usize], self.distinct[1][y as usize]);
        let (p, q) = (&words[a], &words[b]);
        let lighter = p.weight.min(q.weight);
        // The same share of the surprisal as of the gain.
        if a == b {
            lighter
        } else {
            lighter * self.words(x, y).max(0) / gain(p).min(gain(q)).max(1)
        }
    }

    /// What the linked words weigh, less [`OPEN`] for each change between two of them; see [`super::Alignment::score`].
    pub(crate) fn shared(&self, words: &Vocabulary, links: &[Link]) -> Weight {
        let weight = |link: &Link| self.weight(words, self.index[0][link.a], self.index[1][link.b]);
        let won: Weight = links.iter().map(weight).fold(0, Weight::saturating_add);
        let changes = links
            .windows(2)
            .filter(|pair| pair[0].a + 1 < pair[1].a || pair[0].b + 1 < pair[1].b)
            .count();
        won.saturating_sub(OPEN.saturating_mul(changes as Weight)).max(0)
    }

    /// The most that [`shared`](Scores::shared) could be: all words of `a` that have an equal or near one in `b`.
    pub(crate) fn shared_at_most(&self, words: &Vocabulary, a: &[Word]) -> Weight {
        let tied: Vec<bool> = if self.pairs.is_empty() {
            let others: FxHashSet<Word> = self.distinct[1].iter().copied().collect();
            self.distinct[0].iter().map(|word| others.contains(word)).collect()
        } else {
            (0..self.distinct[0].len() as u32)
                .map(|x| self.row(x).iter().any(|&score| score > 0))
                .collect()
        };
        let tokens = a.iter().zip(&self.index[0]).filter(|&(_, &x)| tied[x as usize]);
        tokens.map(|(&word, _)| words[word].weight).fold(0, Weight::saturating_add)
    }

    /// What it costs to open a gap with the token, and to go on with it.
    #[inline]
    pub(crate) fn gap(&self, side: usize, token: usize) -> (Weight, Weight) {
        self.gaps[side][token]
    }

    /// Whether an ellipsis stands right before or right after the place before token `at`.
    fn beside_ellipsis(&self, side: usize, at: usize) -> bool {
        let signs = &self.ellipsis[side];
        at > 0 && signs[at - 1] || signs.get(at).is_some_and(|&sign| sign)
    }
}

/// A stretch of both sides, and which of its ends are the ends of the sequences.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) a: std::ops::Range<usize>,
    pub(crate) b: std::ops::Range<usize>,
    pub(crate) free_start: bool,
    pub(crate) free_end: bool,
}

impl Block {
    pub(crate) fn cells(&self) -> usize {
        (self.a.len() + 1).saturating_mul(self.b.len() + 1)
    }
}

const DIAGONAL: u8 = 0;
const DOWN: u8 = 1;
const RIGHT: u8 = 2;
const WHENCE: u8 = 3;
const DOWN_GOES_ON: u8 = 4;
const RIGHT_GOES_ON: u8 = 8;

/// Scratch of the grid; reusable.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    best: Vec<Weight>,
    down: Vec<Weight>,
    back: Vec<u8>,
    free: Vec<bool>,
    /// Where pairs of distinct words are not kept: one row of tokens, and the places in it.
    row: Vec<i16>,
    places: Vec<u32>,
}

impl Grid {
    /// The best score of `block`; appends the pairs of tokens that stand against each other, in order. Among equal scores the last word takes the last of its
    /// equals, so that gaps stand to the left.
    pub(crate) fn solve(
        &mut self,
        scores: &Scores,
        block: &Block,
        pairs: &mut Vec<(usize, usize)>,
    ) -> Weight {
        let score = self.fill(scores, block);
        let (width, first) = (block.b.len() + 1, pairs.len());
        let (mut i, mut j) = (block.a.len(), block.b.len());
        let mut state = self.back[i * width + j] & WHENCE;
        while i > 0 || j > 0 {
            let cell = self.back[i * width + j];
            match state {
                DIAGONAL => {
                    (i, j) = (i - 1, j - 1);
                    pairs.push((block.a.start + i, block.b.start + j));
                    state = self.back[i * width + j] & WHENCE;
                }
                DOWN => {
                    i -= 1;
                    if cell & DOWN_GOES_ON == 0 {
                        state = self.back[i * width + j] & WHENCE;
                    }
                }
                _ => {
                    j -= 1;
                    if cell & RIGHT_GOES_ON == 0 {
                        state = self.back[i * width + j] & WHENCE;
                    }
                }
            }
        }
        pairs[first..].reverse();
        score
    }

    fn fill(&mut self, scores: &Scores, block: &Block) -> Weight {
        let (n, m) = (block.a.len(), block.b.len());
        let width = m + 1;
        let free_at = |side, at, start, end, place| {
            block.free_start && at == start
                || block.free_end && at == end
                || scores.beside_ellipsis(side, place)
        };
        self.free.clear();
        self.free.extend((0..=m).map(|j| free_at(1, j, 0, m, block.b.start + j)));
        self.back.clear();
        self.back.resize((n + 1) * width, DIAGONAL);
        self.best.clear();
        self.best.resize(width, 0);
        self.down.clear();
        self.down.resize(width, OUT);
        // The row above the first token of `a`.
        let free_row = free_at(0, 0, 0, n, block.a.start);
        let mut right = OUT;
        for j in 1..=m {
            let (open, run) =
                if free_row { (OPEN, 0) } else { scores.gap(1, block.b.start + j - 1) };
            let goes_on = right - run > self.best[j - 1] - open;
            right = (right - run).max(self.best[j - 1] - open);
            self.best[j] = right;
            self.back[j] = RIGHT | if goes_on { RIGHT_GOES_ON } else { 0 };
        }
        let kept = !scores.pairs.is_empty();
        if !kept {
            self.places.clear();
            self.places.extend(0..m as u32);
        }
        let columns = &scores.index[1][block.b.start..block.b.end];
        for i in 1..=n {
            let a = block.a.start + i - 1;
            let (pairs, columns) = if kept {
                (scores.row(scores.index[0][a]), columns)
            } else {
                self.row.clear();
                self.row
                    .extend(columns.iter().map(|&y| scores.apart(scores.index[0][a], y) as i16));
                (&self.row[..], &self.places[..])
            };
            let skips = &scores.gaps[1][block.b.start..block.b.end];
            let (open_a, run_a) = scores.gap(0, a);
            let free_row = free_at(0, i, 0, n, block.a.start + i);
            let row = &mut self.back[i * width..(i + 1) * width];
            // The first column: `a` alone.
            let mut above = self.best[0];
            let (open, run) = if self.free[0] { (OPEN, 0) } else { (open_a, run_a) };
            let (on, new) = (self.down[0] - run, above - open);
            let mut left = on.max(new);
            (self.down[0], self.best[0]) = (left, left);
            row[0] = DOWN | if on > new { DOWN_GOES_ON } else { 0 };
            let mut right = OUT;
            // Slices side by side, so that no bound is checked in the loop.
            let scratch = self.best[1..].iter_mut().zip(&mut self.down[1..]).zip(&mut row[1..]);
            let column = columns.iter().zip(skips).zip(&self.free[1..]);
            for (((best, down), cell), ((&column, &skip), &free)) in scratch.zip(column) {
                let (open, run) = if free { (OPEN, 0) } else { (open_a, run_a) };
                let (on, new) = (*down - run, *best - open);
                *down = on.max(new);
                let mut whence = if on > new { DOWN_GOES_ON } else { 0 };
                let (open, run) = if free_row { (OPEN, 0) } else { skip };
                let (on, new) = (right - run, left - open);
                right = on.max(new);
                whence |= if on > new { RIGHT_GOES_ON } else { 0 };
                let diagonal = above + Weight::from(pairs[column as usize]);
                above = *best;
                left = diagonal.max(*down).max(right);
                *best = left;
                whence |= if left == diagonal {
                    DIAGONAL
                } else if left == *down {
                    DOWN
                } else {
                    RIGHT
                };
                *cell = whence;
            }
        }
        self.best[m]
    }
}
