//! Groups of wordings that are already aligned, and how two groups are aligned with each other.
//!
//! A column counts which distinct words stand in it. Two groups are aligned as two sequences are (affine gaps, free
//! ends), a column against a column winning the sum over all pairs of their words: progressive alignment with
//! sum-of-pairs scores (Feng & Doolittle 1987; Thompson, Higgins & Gibson 1994).
//!
//! Time O(C₁·C₂·k) in columns and distinct words a column, memory one byte a pair of columns.

use super::Lexicon;
use crate::align::scoring::GAP_OPEN;

/// At most this many distinct words of a column are looked at; the rest are rare readings that decide nothing.
const READINGS: usize = 8;

/// One place of a group of aligned wordings.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Distinct words by number, each with how many wordings have it; most frequent first.
    pub(super) words: Vec<(u32, u32)>,
    /// How many wordings have a token here.
    pub(super) size: i64,
    /// What it costs one wording without the column: to open a gap here, to go on.
    open: i64,
    run: i64,
}

impl Column {
    /// A column of one token.
    pub(super) fn of(lexicon: &Lexicon<'_>, wording: usize, token: usize) -> Column {
        let mut column = Column { words: Vec::with_capacity(2), ..Column::default() };
        column.add(lexicon, wording, token);
        column
    }

    /// Adds the token of a wording that has none here.
    pub(super) fn add(&mut self, lexicon: &Lexicon<'_>, wording: usize, token: usize) {
        let (open, run) = lexicon.skips[wording][token];
        (self.open, self.run, self.size) =
            (self.open + i64::from(open), self.run + i64::from(run), self.size + 1);
        self.count(lexicon.rows[wording][token], 1);
    }

    /// Takes the token of a wording out.
    pub(super) fn remove(&mut self, lexicon: &Lexicon<'_>, wording: usize, token: usize) {
        let (open, run) = lexicon.skips[wording][token];
        (self.open, self.run, self.size) =
            (self.open - i64::from(open), self.run - i64::from(run), self.size - 1);
        let word = lexicon.rows[wording][token];
        if let Some(at) = self.words.iter().position(|&(at, _)| at == word) {
            let (_, count) = self.words[at];
            if count > 1 {
                self.words[at].1 -= 1;
                let rest = self.words[at + 1..]
                    .iter()
                    .take_while(|other| rank(other) < rank(&(word, count - 1)));
                let steps = rest.count();
                self.words[at..=at + steps].rotate_left(1);
            } else {
                self.words.remove(at);
            }
        }
    }

    /// Adds what stands in `other`.
    pub(super) fn absorb(&mut self, other: &Column) {
        for &(word, count) in &other.words {
            self.count(word, count);
        }
        (self.open, self.run, self.size) =
            (self.open + other.open, self.run + other.run, self.size + other.size);
    }

    /// Counts `by` more of `word`; the most frequent stay first.
    fn count(&mut self, word: u32, by: u32) {
        let at = self.words.iter().position(|&(at, _)| at == word).unwrap_or_else(|| {
            self.words.push((word, 0));
            self.words.len() - 1
        });
        self.words[at].1 += by;
        let own = rank(&self.words[at]);
        let steps = self.words[..at].iter().rev().take_while(|other| rank(other) > own).count();
        self.words[at - steps..=at].rotate_right(1);
    }

    /// What the column wins against `other`: the sum over all pairs of wordings.
    pub(super) fn against(&self, other: &Column, lexicon: &Lexicon<'_>) -> i64 {
        let mut sum = 0;
        for &(x, count_x) in self.words.iter().take(READINGS) {
            for &(y, count_y) in other.words.iter().take(READINGS) {
                sum += i64::from(count_x)
                    * i64::from(count_y)
                    * i64::from(lexicon.scores.word_score(x, y));
            }
        }
        sum
    }

    /// What it costs one wording that begins after the column, or ends before it.
    fn end(&self) -> i64 {
        i64::from(GAP_OPEN) * self.size
    }

    fn gap(&self, at_end: bool, goes_on: bool) -> i64 {
        match (at_end, goes_on) {
            (true, true) => 0,
            (true, false) => self.end(),
            (false, true) => self.run,
            (false, false) => self.open,
        }
    }
}

/// Most frequent first, then as they come in canonical order.
fn rank(&(word, count): &(u32, u32)) -> (std::cmp::Reverse<u32>, u32) {
    (std::cmp::Reverse(count), word)
}

/// Columns of a group, in order, and how many wordings are aligned in them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'c> {
    pub(super) columns: &'c [Column],
    /// Which of `columns` are looked at, ascending.
    pub(super) live: &'c [u32],
    pub(super) size: i64,
}

impl<'c> Side<'c> {
    pub(super) fn column(&self, at: usize) -> &'c Column {
        &self.columns[self.live[at] as usize]
    }
}

/// One step through two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Both,
    Left,
    Right,
}

const DIAGONAL: u8 = 0;
const DOWN: u8 = 1;
const RIGHT: u8 = 2;
const WHENCE: u8 = 3;
const DOWN_GOES_ON: u8 = 4;
const RIGHT_GOES_ON: u8 = 8;
const OUT: i64 = i64::MIN / 4;

/// What a column of its own costs a group, for each wording of the other: about what the place of an equal word wins (4
/// bits, [`gain`](crate::align::scoring::match_score)), whatever word it is. Every column makes the table wider for all; a block that one
/// wording has elsewhere gets columns of its own only where it wins more than they cost. The more wordings there are,
/// the likelier it is that one of them has an equal word by chance, so each doubling adds half a bit.
pub(super) fn price(wordings: usize) -> i64 {
    // In quarters of a doubling; from five wordings up.
    let doublings = (wordings.max(1) as u128).saturating_pow(4).ilog2();
    (285 + 50 * i64::from(doublings) / 4).max(400)
}

/// Finds ways through two groups; reusable.
#[derive(Debug, Default)]
pub(super) struct Pathfinder {
    best: Vec<i64>,
    down: Vec<i64>,
    back: Vec<u8>,
    /// What the column at hand wins against each of the other side.
    won: Vec<i64>,
    /// What the column at hand would win against each distinct word.
    wins: Vec<i32>,
    /// For each column of the other side: to open a gap with it and to go on, inside and beyond the end.
    gaps: [Vec<(i64, i64)>; 2],
    /// The way found.
    pub(super) steps: Vec<Step>,
}

impl Pathfinder {
    /// Finds the best way through the columns of `p` and `q`, and what it wins.
    pub(super) fn path(&mut self, p: Side<'_>, q: Side<'_>, lexicon: &Lexicon<'_>) -> i64 {
        let (n, m) = (p.live.len(), q.live.len());
        let width = m + 1;
        self.back.clear();
        self.back.resize((n + 1) * width, RIGHT | RIGHT_GOES_ON);
        self.best.clear();
        self.best.push(0);
        self.down.clear();
        self.down.resize(width, OUT);
        self.gaps.iter_mut().for_each(Vec::clear);
        for j in 0..m {
            let column = q.column(j);
            let price = lexicon.price * p.size;
            self.gaps[0].push((column.open * p.size + price, column.run * p.size + price));
            self.gaps[1].push((column.end() * p.size + price, price));
            // Above the first column of `p`: one gap, opened once.
            self.best
                .push(self.best[j] - if j == 0 { self.gaps[1][j].0 } else { self.gaps[1][j].1 });
        }
        for i in 1..=n {
            let column = p.column(i - 1);
            self.score(column, q, lexicon);
            let inside = (column.open * q.size, column.run * q.size);
            let end = (column.end() * q.size, 0);
            let row = &mut self.back[i * width..(i + 1) * width];
            let mut above = self.best[0];
            let (on, new) = (self.down[0], above - end.0);
            let mut left = on.max(new);
            (self.best[0], self.down[0]) = (left, left);
            row[0] = DOWN | if on > new { DOWN_GOES_ON } else { 0 };
            let mut right = OUT;
            let scratch = self.best[1..].iter_mut().zip(&mut self.down[1..]).zip(&mut row[1..]);
            let other = self.won.iter().zip(&self.gaps[usize::from(i == n)]).enumerate();
            for (((best, down), cell), (j, (&won, &gap))) in scratch.zip(other) {
                let (open, run) = if j + 1 == m { end } else { inside };
                let (on, new) = (*down - run, *best - open);
                *down = on.max(new);
                let mut whence = if on > new { DOWN_GOES_ON } else { 0 };
                let (on, new) = (right - gap.1, left - gap.0);
                right = on.max(new);
                whence |= if on > new { RIGHT_GOES_ON } else { 0 };
                let diagonal = above + won;
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
        self.trace(n, m);
        self.best[m]
    }

    /// Reads `steps` off the way back.
    fn trace(&mut self, n: usize, m: usize) {
        let width = m + 1;
        self.steps.clear();
        let (mut i, mut j) = (n, m);
        let mut state = self.back[i * width + j] & WHENCE;
        while i > 0 || j > 0 {
            let cell = self.back[i * width + j];
            let goes_on = match state {
                DIAGONAL => {
                    (i, j) = (i - 1, j - 1);
                    self.steps.push(Step::Both);
                    false
                }
                DOWN => {
                    i -= 1;
                    self.steps.push(Step::Left);
                    cell & DOWN_GOES_ON != 0
                }
                _ => {
                    j -= 1;
                    self.steps.push(Step::Right);
                    cell & RIGHT_GOES_ON != 0
                }
            };
            if !goes_on {
                state = self.back[i * width + j] & WHENCE;
            }
        }
        self.steps.reverse();
    }

    /// What `column` wins against each column of `q`, into `won`.
    fn score(&mut self, column: &Column, q: Side<'_>, lexicon: &Lexicon<'_>) {
        self.won.clear();
        let words = &column.words[..column.words.len().min(READINGS)];
        let distinct = lexicon.words.len();
        // One wording among thousands of words: only its own words are looked up.
        if q.size == 1 && distinct > 8 * q.live.len() {
            self.won.extend((0..q.live.len()).map(|j| column.against(q.column(j), lexicon)));
            return;
        }
        self.wins.clear();
        self.wins.resize(distinct, 0);
        for &(word, count) in words {
            lexicon.scores.add_scores(word, count as i32, &mut self.wins);
        }
        for j in 0..q.live.len() {
            let words = q.column(j).words.iter().take(READINGS);
            self.won.push(
                words.map(|&(y, count)| i64::from(self.wins[y as usize]) * i64::from(count)).sum(),
            );
        }
    }

    /// What the way `steps` through `p` and `q` wins, by the same account as [`path`](Pathfinder::path).
    pub(super) fn worth(p: Side<'_>, q: Side<'_>, steps: &[Step], lexicon: &Lexicon<'_>) -> i64 {
        let (n, m) = (p.live.len(), q.live.len());
        let (mut i, mut j, mut sum) = (0, 0, 0);
        let mut before = Step::Both;
        for &step in steps {
            let goes_on = step == before;
            match step {
                Step::Both => {
                    sum += p.column(i).against(q.column(j), lexicon);
                    (i, j) = (i + 1, j + 1);
                }
                Step::Left => {
                    sum -= q.size * p.column(i).gap(j == 0 || j == m, goes_on);
                    i += 1;
                }
                Step::Right => {
                    sum -= p.size * (q.column(j).gap(i == 0 || i == n, goes_on) + lexicon.price);
                    j += 1;
                }
            }
            before = step;
        }
        sum
    }
}
