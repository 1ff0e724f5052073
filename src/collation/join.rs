//! Which wordings are joined first, and putting right what was joined too early.
//!
//! Up to [`MOST`] wordings a tree over shared words and neighbours says who joins whom; beyond, or for texts of thousands of
//! words, wordings join one by one (`crowd`). Then each wording is taken out and put back where it wins most, until a round
//! changes nothing.

use rustc_hash::FxHashMap;

use super::profile::{Column, Pathfinder, Side, Step};
use super::{Lexicon, crowd, tree};
use crate::align::anchors;
use crate::align::global::{GlobalAligner, MAX_CELLS as MAX_PAIR_CELLS};
use crate::align::scoring::{Scores, match_score};
use crate::text::Word;

/// More distinct wordings than this are not compared all with all: the tree takes O(D²) memory and more in time.
pub(super) const MOST: usize = 512;
/// Most cells of one comparison of two groups (one byte a cell).
const CELLS: usize = 1 << 25;
/// Rounds of taking each wording out and putting it back. Most collations rest after one or two.
const ROUNDS: usize = 3;

/// All wordings in columns.
#[derive(Debug, Default)]
pub(super) struct Board {
    pub(super) columns: Vec<Column>,
    /// `places[wording][token]`: the column where the token stands. Ascending.
    pub(super) places: Vec<Vec<u32>>,
}

/// Joins all wordings.
pub(super) fn join(lexicon: &mut Lexicon<'_>, distinct: &[&[Word]]) -> Board {
    let n = distinct.len();
    if n == 0 {
        return Board::default();
    }
    if n == 2 {
        // As `align` does it, and within the same bounds.
        let (a, b) = (distinct[0], distinct[1]);
        lexicon.scores.set_tokens(lexicon.vocabulary, 0, a);
        lexicon.scores.set_tokens(lexicon.vocabulary, 1, b);
        let mut pairs = anchors::aligned_pairs(
            &mut GlobalAligner::default(),
            &lexicon.scores,
            a,
            b,
            MAX_PAIR_CELLS,
        );
        anchors::match_final_marks(lexicon.vocabulary, a, b, &mut pairs);
        let mut groups = Groups::singles(lexicon);
        groups.merge(0, 1, &steps(&pairs, a.len(), b.len()));
        return groups.into_board();
    }
    let longest = distinct.first().map_or(0, |wording| wording.len());
    if n > MOST || n * n * longest * longest > 64 * CELLS {
        return crowd::join(lexicon);
    }
    let mut alike = overlaps(lexicon);
    let mut finder = Pathfinder::default();
    let mut groups = Groups::singles(lexicon);
    for (x, y) in tree::joins(&mut alike) {
        groups.way(lexicon, &mut finder, x, y);
        groups.merge(x, y, &finder.steps);
    }
    let mut board = groups.into_board();
    refine(&mut board, lexicon, &mut finder);
    board
}

/// How alike any two wordings are, by the words and the pairs of neighbours that they share, whatever their order. A
/// hundred times faster than aligning them, and enough to tell which are the most alike.
fn overlaps(lexicon: &Lexicon<'_>) -> Vec<Vec<i64>> {
    let mut ids: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut gains: Vec<i64> = Vec::new();
    let bags: Vec<Vec<u32>> = lexicon
        .rows
        .iter()
        .map(|row| {
            let worth = |word: u32| {
                i64::from(match_score(&lexicon.vocabulary[lexicon.words[word as usize]]))
            };
            let singles = row.iter().map(|&word| ((word, u32::MAX), worth(word)));
            let pairs = row
                .windows(2)
                .map(|pair| ((pair[0], pair[1]), (worth(pair[0]) + worth(pair[1])) / 2));
            let mut bag: Vec<u32> = singles
                .chain(pairs)
                .map(|(feature, worth)| {
                    *ids.entry(feature).or_insert_with(|| {
                        gains.push(worth);
                        gains.len() as u32 - 1
                    })
                })
                .collect();
            bag.sort_unstable();
            bag
        })
        .collect();
    let sum = |bag: &[u32]| bag.iter().map(|&at| gains[at as usize]).sum::<i64>().max(1);
    let own: Vec<i64> = bags.iter().map(|bag| sum(bag)).collect();
    let n = bags.len();
    let mut alike = vec![vec![0; n]; n];
    for i in 0..n {
        for j in i + 1..n {
            let (mut x, mut y, mut shared) = (0, 0, 0);
            while let (Some(a), Some(b)) = (bags[i].get(x), bags[j].get(y)) {
                if a == b {
                    shared += gains[*a as usize];
                }
                (x, y) = (x + usize::from(a <= b), y + usize::from(b <= a));
            }
            // In ten-thousandths, so that means of means stay exact enough to break few ties by rounding.
            let share = 10_000 * shared / own[i].min(own[j]);
            (alike[i][j], alike[j][i]) = (share, share);
        }
    }
    alike
}

/// Wordings on the way to one board: each group named by its first wording.
struct Groups {
    columns: Vec<Vec<Column>>,
    members: Vec<Vec<usize>>,
    places: Vec<Vec<u32>>,
    /// Scratch: 0, 1, 2 …, and where the columns of a side go.
    all: Vec<u32>,
    target: [Vec<u32>; 2],
}

impl Groups {
    fn singles(lexicon: &Lexicon<'_>) -> Groups {
        let column = |wording: usize, token: usize| Column::of(lexicon, wording, token);
        let lengths = || lexicon.rows.iter().map(Vec::len).enumerate();
        Groups {
            columns: lengths()
                .map(|(at, len)| (0..len).map(|token| column(at, token)).collect())
                .collect(),
            members: lengths().map(|(at, _)| vec![at]).collect(),
            places: lengths().map(|(_, len)| (0..len as u32).collect()).collect(),
            all: Vec::new(),
            target: [Vec::new(), Vec::new()],
        }
    }

    /// Finds the way through the groups `x` and `y`.
    fn way(&mut self, lexicon: &Lexicon<'_>, finder: &mut Pathfinder, x: usize, y: usize) {
        let longer =
            self.all.len()..self.columns[x].len().max(self.columns[y].len()).max(self.all.len());
        self.all.extend(longer.map(|at| at as u32));
        let side = |at: usize| {
            let columns = &self.columns[at][..];
            Side { columns, live: &self.all[..columns.len()], size: self.members[at].len() as i64 }
        };
        way(lexicon, finder, side(x), side(y));
    }

    /// Makes the groups `x` and `y` one, `x`, along `steps`.
    fn merge(&mut self, x: usize, y: usize, steps: &[Step]) {
        let (left, right) =
            (std::mem::take(&mut self.columns[x]), std::mem::take(&mut self.columns[y]));
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        let mut columns: Vec<Column> = Vec::with_capacity(steps.len());
        self.target.iter_mut().for_each(Vec::clear);
        for step in steps {
            let at = columns.len() as u32;
            if *step != Step::Right {
                self.target[0].push(at);
                columns.extend(left.next());
            }
            if *step != Step::Left {
                self.target[1].push(at);
                match (step, right.next(), columns.last_mut()) {
                    (Step::Both, Some(other), Some(column)) => column.absorb(&other),
                    (_, other, _) => columns.extend(other),
                }
            }
        }
        let others = std::mem::take(&mut self.members[y]);
        for (side, members) in [&self.members[x], &others].into_iter().enumerate() {
            for &member in members {
                self.places[member]
                    .iter_mut()
                    .for_each(|place| *place = self.target[side][*place as usize]);
            }
        }
        self.columns[x] = columns;
        self.members[x].extend(others);
    }

    fn into_board(self) -> Board {
        Board { columns: self.columns.into_iter().next().unwrap_or_default(), places: self.places }
    }
}

/// Finds the way through `p` and `q`: the best, or where that takes too large a grid, the best for the commonest word of each
/// column.
fn way(lexicon: &Lexicon<'_>, finder: &mut Pathfinder, p: Side<'_>, q: Side<'_>) -> i64 {
    if (p.live.len() + 1).saturating_mul(q.live.len() + 1) <= CELLS {
        return finder.path(p, q, lexicon);
    }
    let top = |side: Side<'_>| -> Vec<Word> {
        let first = |at: usize| {
            side.column(at).words.first().map(|&(word, _)| lexicon.words[word as usize])
        };
        (0..side.live.len()).filter_map(first).collect()
    };
    let (a, b) = (top(p), top(q));
    finder.steps = steps(&straight(lexicon, &a, &b), a.len(), b.len());
    Pathfinder::worth(p, q, &finder.steps, lexicon)
}

/// The places of `a` and `b` that stand against each other, as `align` finds them, and within the same bounds.
fn straight(lexicon: &Lexicon<'_>, a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let mut scores = Scores::new(lexicon.scores.downweights_near());
    scores.prepare(lexicon.vocabulary, a, b);
    anchors::aligned_pairs(&mut GlobalAligner::default(), &scores, a, b, MAX_PAIR_CELLS)
}

/// The way through two sequences of which `pairs` stand against each other.
fn steps(pairs: &[(usize, usize)], n: usize, m: usize) -> Vec<Step> {
    let mut steps = Vec::with_capacity(n.max(m));
    let (mut i, mut j) = (0, 0);
    for &(a, b) in pairs.iter().chain([&(n, m)]) {
        steps.extend(std::iter::repeat_n(Step::Left, a - i));
        steps.extend(std::iter::repeat_n(Step::Right, b - j));
        if a < n && b < m {
            steps.push(Step::Both);
        }
        (i, j) = (a + 1, b + 1);
    }
    steps
}

/// Takes each wording out and puts it back where it wins most, until a round changes nothing.
fn refine(board: &mut Board, lexicon: &Lexicon<'_>, finder: &mut Pathfinder) {
    let n = lexicon.rows.len();
    let longest = lexicon.rows.first().map_or(0, Vec::len);
    // Texts of thousands of words are left as they were joined.
    if n * longest * board.columns.len() > 8 * CELLS {
        return;
    }
    let mut scratch = Scratch::default();
    // When the board last changed, and when each wording was last looked at.
    let (mut changed, mut seen) = (1, vec![0; n]);
    for round in 0..ROUNDS * n {
        let at = round % n;
        if seen[at] == changed {
            continue;
        }
        let all = 0..board.columns.len();
        if board.put_back(lexicon, finder, &mut scratch, at, all, n) {
            changed += 1;
        }
        seen[at] = changed;
    }
}

/// Room for [`Board::put_back`].
#[derive(Debug, Default)]
pub(super) struct Scratch {
    live: Vec<u32>,
    single: Vec<Column>,
    numbers: Vec<u32>,
    old: Vec<Step>,
}

impl Board {
    /// Takes the wording `at` out and puts it back among the columns of `window`, which hold it, where it wins most. Whether it stands
    /// elsewhere now. `members` wordings are on the board.
    pub(super) fn put_back(
        &mut self,
        lexicon: &Lexicon<'_>,
        finder: &mut Pathfinder,
        scratch: &mut Scratch,
        at: usize,
        window: std::ops::Range<usize>,
        members: usize,
    ) -> bool {
        for (token, &column) in self.places[at].iter().enumerate() {
            self.columns[column as usize].remove(lexicon, at, token);
        }
        // The way it stands now, and the columns that hold anything else.
        scratch.live.clear();
        scratch.old.clear();
        let mut places = self.places[at].iter().copied().peekable();
        for column in window.start as u32..window.end as u32 {
            let own = places.next_if_eq(&column).is_some();
            let others = self.columns[column as usize].size > 0;
            match (own, others) {
                (true, true) => scratch.old.push(Step::Both),
                (true, false) => scratch.old.push(Step::Right),
                (false, _) => scratch.old.push(Step::Left),
            }
            if others {
                scratch.live.push(column);
            }
        }
        let found = self.find(lexicon, finder, scratch, at, members);
        let (p, q) = self.sides(scratch, members);
        if found > Pathfinder::worth(p, q, &scratch.old, lexicon) {
            self.settle(lexicon, finder, scratch, at, window);
            return true;
        }
        for (token, &column) in self.places[at].iter().enumerate() {
            self.columns[column as usize].add(lexicon, at, token);
        }
        false
    }

    /// The two sides of the last question: the board's live columns and the single wording's.
    fn sides<'b>(&'b self, scratch: &'b Scratch, members: usize) -> (Side<'b>, Side<'b>) {
        let live = &scratch.numbers[..scratch.single.len()];
        (
            Side { columns: &self.columns, live: &scratch.live, size: members as i64 - 1 },
            Side { columns: &scratch.single, live, size: 1 },
        )
    }

    /// The best way for the wording `at` through the live columns.
    fn find(
        &self,
        lexicon: &Lexicon<'_>,
        finder: &mut Pathfinder,
        scratch: &mut Scratch,
        at: usize,
        members: usize,
    ) -> i64 {
        let len = lexicon.rows[at].len();
        scratch.single.clear();
        scratch.single.extend((0..len).map(|token| Column::of(lexicon, at, token)));
        let longer = scratch.numbers.len()..len.max(scratch.numbers.len());
        scratch.numbers.extend(longer.map(|number| number as u32));
        let (p, q) = self.sides(scratch, members);
        way(lexicon, finder, p, q)
    }

    /// Adds the wording `at`, which is not on the board, among the columns of `window`.
    pub(super) fn put_in(
        &mut self,
        lexicon: &Lexicon<'_>,
        finder: &mut Pathfinder,
        scratch: &mut Scratch,
        at: usize,
        window: std::ops::Range<usize>,
        members: usize,
    ) {
        scratch.live.clear();
        scratch.live.extend(window.start as u32..window.end as u32);
        self.find(lexicon, finder, scratch, at, members);
        self.settle(lexicon, finder, scratch, at, window);
    }

    /// Puts the wording `at` where the way found last leads, among the columns of `window`; empty columns there go.
    fn settle(
        &mut self,
        lexicon: &Lexicon<'_>,
        finder: &Pathfinder,
        scratch: &mut Scratch,
        at: usize,
        window: std::ops::Range<usize>,
    ) {
        let mut places = std::mem::take(&mut self.places[at]);
        places.clear();
        let (mut live, mut single) = (scratch.live.iter(), scratch.single.drain(..));
        // Where each live column goes.
        let mut target: Vec<u32> = vec![u32::MAX; window.len()];
        let mut columns: Vec<Column> = Vec::with_capacity(finder.steps.len());
        for (step, place) in finder.steps.iter().zip(window.start as u32..) {
            if let Some(&column) = (*step != Step::Right).then(|| live.next()).flatten() {
                target[column as usize - window.start] = place;
                columns.push(std::mem::take(&mut self.columns[column as usize]));
            }
            if *step != Step::Left {
                match (step, single.next(), columns.last_mut()) {
                    (Step::Both, Some(_), Some(column)) => column.add(lexicon, at, places.len()),
                    (_, other, _) => columns.extend(other),
                }
                places.push(place);
            }
        }
        let (old, new) = (window.len(), columns.len());
        if target.iter().enumerate().any(|(at, &to)| to as usize != at + window.start) || old != new
        {
            for own in &mut self.places {
                let first = own.partition_point(|&column| (column as usize) < window.start);
                for column in &mut own[first..] {
                    *column = match target.get(*column as usize - window.start) {
                        Some(&to) => to,
                        None => (*column as usize - old + new) as u32,
                    };
                }
            }
        }
        self.columns.splice(window, columns);
        self.places[at] = places;
    }
}
