//! Groups of wordings that are already aligned, and how two groups are aligned with each other.
//!
//! A column counts which distinct words stand in it. Two groups are aligned as two sequences are (affine gaps, free
//! ends), a column against a column winning the sum over all pairs of their words: progressive alignment with
//! sum-of-pairs scores (Feng & Doolittle 1987; Thompson, Higgins & Gibson 1994).
//!
//! Time O(C₁·C₂·k₁·k₂) in columns and distinct words a column, memory one byte a pair of columns.

use crate::align::grid::{OPEN, Scores};
use crate::text::Weight;

/// At most this many distinct words of a column are looked at; the rest are rare readings that decide nothing.
const READINGS: usize = 8;

/// One place of a group of aligned wordings.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Distinct words by number, each with how many wordings have it; most frequent first.
    pub(super) words: Vec<(u32, u32)>,
    /// Wording and token.
    pub(super) cells: Vec<(u32, u32)>,
    /// What it costs one wording without the column: to open a gap here, to go on.
    open: i64,
    run: i64,
    /// What each distinct word would win here against all of the column; kept only while wordings are taken out and put
    /// back one by one, when it saves looking at the column's words for each cell of the grid.
    wins: Vec<i32>,
}

/// What opening a gap and going on costs, for each token of each wording.
pub(super) type Skips = [Vec<(Weight, Weight)>];

impl Column {
    pub(super) fn new(wording: u32, token: u32, word: u32, skips: &Skips) -> Column {
        let (open, run) = skips[wording as usize][token as usize];
        Column {
            cells: vec![(wording, token)],
            words: vec![(word, 1)],
            open: open.into(),
            run: run.into(),
            wins: Vec::new(),
        }
    }

    /// Adds the cells and words of `other`.
    pub(super) fn absorb(&mut self, other: Column, scores: &Scores) {
        for &(word, count) in &other.words {
            self.win(word, count as i32, scores);
        }
        self.cells.extend(other.cells);
        for (word, count) in other.words {
            match self.words.iter_mut().find(|(at, _)| *at == word) {
                Some((_, own)) => *own += count,
                None => self.words.push((word, count)),
            }
        }
        self.sort();
        (self.open, self.run) = (self.open + other.open, self.run + other.run);
    }

    /// Takes the token of `wording` out.
    pub(super) fn remove(&mut self, wording: u32, word: u32, skips: &Skips, scores: &Scores) {
        self.win(word, -1, scores);
        let Some(at) = self.cells.iter().position(|&(at, _)| at == wording) else { return };
        let (_, token) = self.cells.swap_remove(at);
        let (open, run) = skips[wording as usize][token as usize];
        (self.open, self.run) = (self.open - i64::from(open), self.run - i64::from(run));
        if let Some((_, count)) = self.words.iter_mut().find(|(at, _)| *at == word) {
            *count = count.saturating_sub(1);
        }
        self.words.retain(|&(_, count)| count > 0);
        self.sort();
    }

    /// Keeps from now on what each distinct word would win.
    pub(super) fn keep_wins(&mut self, distinct: usize, scores: &Scores) {
        self.wins = vec![0; distinct];
        for at in 0..self.words.len() {
            let (word, count) = self.words[at];
            self.win(word, count as i32, scores);
        }
    }

    /// Counts `by` more (or fewer) of `word` among what others would win against.
    fn win(&mut self, word: u32, by: i32, scores: &Scores) {
        if !self.wins.is_empty() {
            for (sum, &won) in self.wins.iter_mut().zip(scores.row(word)) {
                *sum += by * i32::from(won);
            }
        }
    }

    fn sort(&mut self) {
        self.words.sort_unstable_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    }

    /// What the column wins against `other`: the sum over all pairs of wordings.
    pub(super) fn against(&self, other: &Column, scores: &Scores) -> i64 {
        if let (false, &[(word, count)]) = (self.wins.is_empty(), &other.words[..]) {
            return i64::from(self.wins[word as usize]) * i64::from(count);
        }
        let mut sum = 0;
        for &(x, count_x) in self.words.iter().take(READINGS) {
            for &(y, count_y) in other.words.iter().take(READINGS) {
                sum += i64::from(count_x) * i64::from(count_y) * i64::from(scores.words(x, y));
            }
        }
        sum
    }

    /// What it costs one wording that begins after the column, or ends before it.
    fn end(&self) -> i64 {
        i64::from(OPEN) * self.cells.len() as i64
    }

    fn gap(&self, at_end: bool, goes_on: bool) -> i64 {
        match (at_end, goes_on) {
            (true, true) => 0,
            (true, false) => self.end(),
            (false, true) => self.run,
            (false, false) => self.open,
        }
    }

    pub(super) fn token_of(&self, wording: u32) -> Option<u32> {
        self.cells.iter().find(|&&(at, _)| at == wording).map(|&(_, token)| token)
    }
}

/// Aligned wordings.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    pub(super) columns: Vec<Column>,
    /// How many wordings.
    pub(super) size: i64,
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

/// What a column of its own costs a group, for each wording of the other: as much as any equal word wins by standing in its
/// place (4 bits). Every column makes the table wider for all; a block that one wording has elsewhere gets columns of its
/// own only where it wins more than they cost.
const PRICE: i64 = 400;

impl Profile {
    /// The best way through the columns of `self` and `other`, and what it wins.
    pub(super) fn path(&self, other: &Profile, scores: &Scores) -> (Vec<Step>, i64) {
        let (p, q) = (&self.columns, &other.columns);
        let (n, m) = (p.len(), q.len());
        let width = m + 1;
        let mut back = vec![RIGHT | RIGHT_GOES_ON; (n + 1) * width];
        let (mut best, mut down) = (vec![0i64; width], vec![OUT; width]);
        // Above the first column of `self`: one gap, opened once.
        for (j, column) in q.iter().enumerate() {
            best[j + 1] = (if j == 0 { -column.end() * self.size } else { best[j] }) - PRICE * self.size;
        }
        for i in 1..=n {
            let (open_p, run_p) = (p[i - 1].open * other.size, p[i - 1].run * other.size);
            let end_p = p[i - 1].end() * other.size;
            let mut above = best[0];
            let mut right = OUT;
            for j in 0..=m {
                let (open, run) = if j == 0 || j == m { (end_p, 0) } else { (open_p, run_p) };
                let (on, new) = (down[j] - run, best[j] - open);
                down[j] = on.max(new);
                let mut cell = if on > new { DOWN_GOES_ON } else { 0 };
                let mut top = OUT;
                if j > 0 {
                    top = above + p[i - 1].against(&q[j - 1], scores);
                    let (open, run) = if i == n {
                        ((q[j - 1].end() + PRICE) * self.size, PRICE * self.size)
                    } else {
                        ((q[j - 1].open + PRICE) * self.size, (q[j - 1].run + PRICE) * self.size)
                    };
                    let (on, new) = (right - run, best[j - 1] - open);
                    if on > new {
                        cell |= RIGHT_GOES_ON;
                    }
                    right = on.max(new);
                    above = best[j];
                }
                let mut whence = DIAGONAL;
                if down[j] > top {
                    (top, whence) = (down[j], DOWN);
                }
                if right > top {
                    (top, whence) = (right, RIGHT);
                }
                best[j] = top;
                back[i * width + j] = cell | whence;
            }
        }
        let mut steps = Vec::with_capacity(n.max(m));
        let (mut i, mut j) = (n, m);
        let mut state = back[i * width + j] & WHENCE;
        while i > 0 || j > 0 {
            let cell = back[i * width + j];
            let goes_on = match state {
                DIAGONAL => {
                    (i, j) = (i - 1, j - 1);
                    steps.push(Step::Both);
                    false
                }
                DOWN => {
                    i -= 1;
                    steps.push(Step::Left);
                    cell & DOWN_GOES_ON != 0
                }
                _ => {
                    j -= 1;
                    steps.push(Step::Right);
                    cell & RIGHT_GOES_ON != 0
                }
            };
            if !goes_on {
                state = back[i * width + j] & WHENCE;
            }
        }
        steps.reverse();
        (steps, best[m])
    }

    /// What the way `steps` wins, by the same account as [`path`](Profile::path).
    pub(super) fn worth(&self, other: &Profile, steps: &[Step], scores: &Scores) -> i64 {
        let (n, m) = (self.columns.len(), other.columns.len());
        let (mut i, mut j, mut sum) = (0, 0, 0);
        let mut before = Step::Both;
        for &step in steps {
            let goes_on = step == before;
            match step {
                Step::Both => {
                    sum += self.columns[i].against(&other.columns[j], scores);
                    (i, j) = (i + 1, j + 1);
                }
                Step::Left => {
                    let column = &self.columns[i];
                    sum -= other.size * column.gap(j == 0 || j == m, goes_on);
                    i += 1;
                }
                Step::Right => {
                    let column = &other.columns[j];
                    sum -= self.size * (column.gap(i == 0 || i == n, goes_on) + PRICE);
                    j += 1;
                }
            }
            before = step;
        }
        sum
    }

    /// The two groups as one, along `steps`.
    pub(super) fn merged(self, other: Profile, steps: &[Step], scores: &Scores) -> Profile {
        let size = self.size + other.size;
        let (mut left, mut right) = (self.columns.into_iter(), other.columns.into_iter());
        let mut columns = Vec::with_capacity(steps.len());
        for step in steps {
            let column = match step {
                Step::Left => left.next(),
                Step::Right => right.next(),
                Step::Both => match (left.next(), right.next()) {
                    (Some(mut column), Some(other)) => {
                        column.absorb(other, scores);
                        Some(column)
                    }
                    (one, other) => one.or(other),
                },
            };
            columns.extend(column);
        }
        Profile { columns, size }
    }
}
