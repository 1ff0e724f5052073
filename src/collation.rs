//! Many wordings in one table of columns.
//!
//! [`collate`] works on the *distinct* wordings, in an order that their words decide (longest first, then by the text of their
//! forms), so that the columns do not depend on the order in which witnesses come. Five steps, as in progressive
//! sequence alignment: all pairs are scored (as [`crate::align`] does), a tree joins the most alike first (`tree`), groups of
//! aligned wordings are aligned with each other (`profile`), each wording in turn is taken out and put back where it fits best
//! until nothing improves (after Berger & Munson 1991), and columns that no wording needs apart are merged (`columns`). Then blocks
//! that stand in other columns elsewhere are found (`moves`).
//!
//! ```
//! use variorum::collation::collate;
//! use variorum::text::Vocabulary;
//!
//! let mut words = Vocabulary::new();
//! let wordings: Vec<_> = ["we need more time", "we need time", "We really need time"]
//!     .map(|text| words.read_all(text).words)
//!     .into();
//! let wordings: Vec<_> = wordings.iter().map(|wording| &wording[..]).collect();
//! let table = collate(&words, &wordings);
//! assert_eq!(table.columns(), 5); // we, really, need, more, time
//! assert_eq!(table.rows[2], [0..1, 1..2, 2..3, 3..3, 3..4]);
//! ```

mod columns;
mod moves;
mod profile;
mod tree;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::align::grid::{Block, CELLS as GRID, Grid, OPEN, Scores, gain, skip};
use crate::align::split;
use crate::align::{Aligner, Alignment, MOVE_FLOOR};
use crate::text::{Vocabulary, Weight, Word};
use profile::{Column, Profile, Step};

/// More distinct wordings than this are not compared all with all: the tree takes O(D²) memory and more in time. Beyond
/// it they join one by one, the most like the longest first.
const MOST: usize = 512;
/// Up to so many wordings, all pairs are aligned to see which are alike; of more, shared words decide.
const GUIDED: usize = 24;
/// Up to so many wordings, each is also tried as the centre that the others join.
const STARS: usize = 8;
/// Most cells of one comparison of two groups (8 bytes of scratch a column, one byte a cell).
const CELLS: usize = 1 << 25;
/// Rounds of taking each wording out and putting it back. Most collations rest after one or two.
const ROUNDS: usize = 3;

/// All wordings of one utterance, aligned.
///
/// One row for each wording, in the order they were handed in; one cell for each column: the range of the wording's
/// tokens that stands there, empty where it has none. A row's cells read in order give its tokens, all and only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// `rows[wording][column]`.
    pub rows: Vec<Vec<Range<usize>>>,
    /// Blocks that stand in other columns in other wordings.
    pub moves: Vec<TableMove>,
}

/// A block of one wording that stands elsewhere in another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableMove {
    /// The wording where the block keeps its place, and its tokens there.
    pub kept: (usize, Range<usize>),
    /// The wording where it was moved, and its tokens there.
    pub moved: (usize, Range<usize>),
}

impl Table {
    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// The comparison of rows `i` and `j` that the table implies: `a` and `b` are their words. Equal and near words that share
    /// a column are linked; the rest is tidied, and moved blocks are found, as in [`crate::align::align`].
    ///
    /// Mirrors exactly when the rows are swapped. O(columns + what the moves cost).
    ///
    /// # Panics
    /// When `i` or `j` is no row, or a token is not of `words`.
    pub fn pair(&self, words: &Vocabulary, (i, a): (usize, &[Word]), (j, b): (usize, &[Word])) -> Alignment {
        let cells = self.rows[i].iter().zip(&self.rows[j]);
        let shared = cells.filter(|(x, y)| !x.is_empty() && !y.is_empty() && x.end <= a.len() && y.end <= b.len());
        let links: Vec<_> = shared.map(|(x, y)| (x.start, y.start)).collect();
        Aligner::new().with_links(words, a, b, &links)
    }
}

impl Table {
    /// The table with neighbouring columns joined where the same wordings have the same words as one another in both: the
    /// longest stretches that vary alike, with a range of tokens a cell. `wordings` are those that were collated.
    ///
    /// ```
    /// use variorum::collation::collate;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let wordings = ["we need a little more time", "we need time"].map(|text| words.read_all(text).words);
    /// let wordings = wordings.each_ref().map(|wording| &wording[..]);
    /// let table = collate(&words, &wordings).segmented(&wordings);
    /// assert_eq!(table.rows, [[0..2, 2..5, 5..6], [0..2, 2..2, 2..3]]); // we need | a little more | time
    /// ```
    pub fn segmented(&self, wordings: &[&[Word]]) -> Table {
        let reading = |row: usize, column: usize| {
            let cell = &self.rows[row][column];
            wordings.get(row).and_then(|wording| wording.get(cell.clone())).filter(|cell| !cell.is_empty())
        };
        // Which earlier row, if any, has the same reading; absent rows are a group of their own.
        let groups = |column: usize| -> Vec<Option<usize>> {
            let mut first = FxHashMap::default();
            (0..self.rows.len())
                .map(|row| reading(row, column).map(|reading| *first.entry(reading).or_insert(row)))
                .collect()
        };
        // A block that moved begins and ends a stretch.
        let edge = |column: usize| {
            self.moves.iter().flat_map(|moved| [&moved.kept, &moved.moved]).any(|(row, range)| {
                let (before, after) = (&self.rows[*row][column - 1], &self.rows[*row][column]);
                !after.is_empty() && after.start == range.start || !before.is_empty() && before.end == range.end
            })
        };
        let mut rows: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.rows.len()];
        let mut last = None;
        for column in 0..self.columns() {
            let groups = groups(column);
            let joins = last.as_ref() == Some(&groups) && !edge(column);
            for (row, cells) in rows.iter_mut().zip(&self.rows) {
                let cell = &cells[column];
                match row.last_mut() {
                    Some(before) if joins => before.end = cell.end,
                    _ => row.push(cell.clone()),
                }
            }
            last = Some(groups);
        }
        Table { rows, moves: self.moves.clone() }
    }
}

/// Collates with settings; [`collate`] is the same with the usual ones.
#[derive(Clone, Debug)]
pub struct Collator {
    floor: Weight,
}

impl Default for Collator {
    fn default() -> Collator {
        Collator { floor: MOVE_FLOOR }
    }
}

impl Collator {
    /// With the usual settings.
    pub fn new() -> Collator {
        Collator::default()
    }

    /// With another least weight of moved blocks, in hundredths of a bit (usually [`MOVE_FLOOR`]). At 0 or below, single words may
    /// move, if not far.
    pub fn moves_from(self, floor: Weight) -> Collator {
        Collator { floor }
    }

    /// As [`collate`].
    ///
    /// # Panics
    /// When a token is not of `words`.
    pub fn collate(&self, words: &Vocabulary, wordings: &[&[Word]]) -> Table {
        table(words, wordings, self.floor)
    }
}

/// Aligns `wordings`, token ids of `words`, in one table; one token a cell.
///
/// The columns depend on the set of distinct wordings alone, the rows follow the order handed in.
///
/// Time for D distinct wordings of L words and C columns: O(D²·L²) up to 24 of them and O(D²·L + D·C·L) beyond; 30
/// distinct wordings of 30 words take some 7 ms, 200 some 130 ms (November 2026, one core). Above 512 distinct wordings, or for
/// texts of thousands of words, wordings join one by one instead of along a tree. Two wordings are aligned as
/// [`crate::align::align`] does it: two of 5,000 words take half a second and under 60 MB.
///
/// # Panics
/// When a token is not of `words`.
pub fn collate(words: &Vocabulary, wordings: &[&[Word]]) -> Table {
    Collator::new().collate(words, wordings)
}

fn table(words: &Vocabulary, wordings: &[&[Word]], floor: Weight) -> Table {
    let (distinct, place) = distinct(words, wordings);
    let mut lexicon = Lexicon::of(words, &distinct);
    let mut profile = join(&mut lexicon, words, &distinct);
    columns::compact(&mut profile.columns, &lexicon);
    let places = columns::Places::of(&profile.columns, &lexicon);
    let found = moves::find(&profile.columns, &places, &lexicon, words, floor);

    let rows: Vec<Vec<Range<usize>>> = (0..distinct.len())
        .map(|at| {
            let mut next = 0;
            let cell = |column: usize| match places.token(column, at) {
                Some(token) => {
                    next = token + 1;
                    token..next
                }
                None => next..next,
            };
            (0..profile.columns.len()).map(cell).collect()
        })
        .collect();
    // A block is told of once for each distinct wording, by the first witness that has it.
    let mut first = vec![0; distinct.len()];
    for (witness, &at) in place.iter().enumerate().rev() {
        first[at] = witness;
    }
    let moves = found
        .into_iter()
        .map(|moved| TableMove {
            kept: (first[moved.kept.0], moved.kept.1),
            moved: (first[moved.moved.0], moved.moved.1),
        })
        .collect();
    Table { rows: place.iter().map(|&at| rows[at].clone()).collect(), moves }
}

/// The distinct wordings in canonical order, and for each wording which of them it is.
fn distinct<'w>(words: &Vocabulary, wordings: &[&'w [Word]]) -> (Vec<&'w [Word]>, Vec<usize>) {
    let mut seen: FxHashMap<&[Word], usize> = FxHashMap::default();
    let mut distinct = Vec::new();
    for &wording in wordings {
        seen.entry(wording).or_insert_with(|| {
            distinct.push(wording);
            0
        });
    }
    distinct.sort_by(|a, b| {
        let forms = |side: &'w [Word]| side.iter().map(|&word| &*words[word].form);
        b.len().cmp(&a.len()).then_with(|| forms(a).cmp(forms(b)))
    });
    for (at, wording) in distinct.iter().enumerate() {
        seen.insert(wording, at);
    }
    let place = wordings.iter().map(|wording| seen[wording]).collect();
    (distinct, place)
}

/// What the steps share: the distinct words, numbered as they come in canonical order, and their scores.
struct Lexicon {
    scores: Scores,
    words: Vec<Word>,
    /// What it costs to skip each token of each wording: to open a gap, to go on.
    skips: Vec<Vec<(Weight, Weight)>>,
    /// The words of each wording, by number.
    rows: Vec<Vec<u32>>,
    is_word: Vec<bool>,
}

impl Lexicon {
    fn of(words: &Vocabulary, distinct: &[&[Word]]) -> Lexicon {
        let mut ids: FxHashMap<Word, u32> = FxHashMap::default();
        let mut list = Vec::new();
        let mut number = |word: Word| {
            *ids.entry(word).or_insert_with(|| {
                list.push(word);
                list.len() as u32 - 1
            })
        };
        let rows = distinct.iter().map(|wording| wording.iter().map(|&word| number(word)).collect()).collect();
        let mut scores = Scores::default();
        scores.prepare_many(words, &list);
        let skip_at = |wording: &[Word], at: usize| skip(words, at.checked_sub(1).map(|at| wording[at]), wording[at]);
        let skips =
            distinct.iter().map(|wording| (0..wording.len()).map(|at| skip_at(wording, at)).collect()).collect();
        let is_word = list.iter().map(|&word| words[word].class.is_word()).collect();
        Lexicon { scores, words: list, skips, rows, is_word }
    }

    fn single(&self, at: usize) -> Profile {
        let column = |(token, &word): (usize, &u32)| Column::new(at as u32, token as u32, word, &self.skips);
        Profile { columns: self.rows[at].iter().enumerate().map(column).collect(), size: 1 }
    }
}

/// Joins all wordings along the tree.
fn join(lexicon: &mut Lexicon, words: &Vocabulary, distinct: &[&[Word]]) -> Profile {
    let n = distinct.len();
    if n == 0 {
        return Profile::default();
    }
    let mut grid = Grid::default();
    let mut score = |scores: &mut Scores, a: &[Word], b: &[Word], fresh: bool| {
        if fresh {
            scores.face(words, 0, a);
        }
        scores.face(words, 1, b);
        let block = Block { a: 0..a.len(), b: 0..b.len(), free_start: true, free_end: true };
        i64::from(grid.score(scores, &block))
    };
    let longest = distinct.first().map_or(0, |wording| wording.len());
    if n == 2 {
        // As `align` does it, and within the same bounds.
        lexicon.scores.face(words, 0, distinct[0]);
        lexicon.scores.face(words, 1, distinct[1]);
        let pairs = split::pairs(&mut grid, &lexicon.scores, distinct[0], distinct[1], GRID);
        let steps = steps(&pairs, distinct[0].len(), distinct[1].len());
        return lexicon.single(0).merged(lexicon.single(1), &steps, &lexicon.scores);
    }
    if n > MOST || n * n * longest * longest > 64 * CELLS {
        let likeness = |at: usize| score(&mut lexicon.scores, distinct[0], distinct[at], at == 1);
        let mut order: Vec<(i64, usize)> = (1..n).map(likeness).zip(1..n).collect();
        order.sort_by_key(|&(score, at)| (std::cmp::Reverse(score), at));
        let mut profile = along(lexicon, words, order.into_iter().map(|(_, at)| (0, at)).collect());
        refine(&mut profile, lexicon);
        return profile;
    }
    if n > GUIDED {
        let mut alike = overlaps(lexicon, words);
        let mut profile = along(lexicon, words, tree::joins(&mut alike));
        refine(&mut profile, lexicon);
        return profile;
    }
    let own = |wording: &[Word]| -> i64 { wording.iter().map(|&word| i64::from(gain(&words[word]))).sum() };
    let own: Vec<i64> = distinct.iter().map(|wording| own(wording).max(1)).collect();
    let mut alike = vec![vec![0; n]; n];
    for i in 0..n {
        for j in i + 1..n {
            let won = score(&mut lexicon.scores, distinct[i], distinct[j], j == i + 1);
            // In ten-thousandths, so that means of means stay exact enough to break few ties by rounding.
            let share = 10_000 * won / own[i].min(own[j]);
            (alike[i][j], alike[j][i]) = (share, share);
        }
    }
    let stars: Vec<Vec<(usize, usize)>> =
        if (3..=STARS).contains(&n) { (0..n).map(|at| star(&alike, at)).collect() } else { Vec::new() };
    let mut tree = along(lexicon, words, tree::joins(&mut alike));
    refine(&mut tree, lexicon);
    if stars.is_empty() {
        return tree;
    }
    // Few wordings: a bad first join is never mended, and other beginnings cost next to nothing.
    let mut best = (worth(&tree, lexicon), tree);
    for joins in stars {
        let mut profile = along(lexicon, words, joins);
        refine(&mut profile, lexicon);
        let found = worth(&profile, lexicon);
        if found > best.0 {
            best = (found, profile);
        }
    }
    best.1
}

/// How alike any two wordings are, by the words and the pairs of neighbours that they share, whatever their order. A
/// hundred times faster than aligning them, and enough to tell which of many are the most alike.
fn overlaps(lexicon: &Lexicon, words: &Vocabulary) -> Vec<Vec<i64>> {
    let mut ids: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut gains: Vec<i64> = Vec::new();
    let bags: Vec<Vec<u32>> = lexicon
        .rows
        .iter()
        .map(|row| {
            let worth = |word: u32| i64::from(gain(&words[lexicon.words[word as usize]]));
            let singles = row.iter().map(|&word| ((word, u32::MAX), worth(word)));
            let pairs = row.windows(2).map(|pair| ((pair[0], pair[1]), (worth(pair[0]) + worth(pair[1])) / 2));
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
            let share = 10_000 * shared / own[i].min(own[j]);
            (alike[i][j], alike[j][i]) = (share, share);
        }
    }
    alike
}

/// The joins of all wordings with `centre`, the most like it first.
fn star(alike: &[Vec<i64>], centre: usize) -> Vec<(usize, usize)> {
    let mut others: Vec<usize> = (0..alike.len()).filter(|&at| at != centre).collect();
    others.sort_by_key(|&at| (std::cmp::Reverse(alike[centre][at]), at));
    others.into_iter().map(|at| (centre, at)).collect()
}

/// The wordings joined one with another; `.1` goes into `.0`, and what is left is the whole.
fn along(lexicon: &mut Lexicon, words: &Vocabulary, joins: Vec<(usize, usize)>) -> Profile {
    let mut groups: Vec<Option<Profile>> = (0..lexicon.rows.len()).map(|at| Some(lexicon.single(at))).collect();
    for (x, y) in joins {
        if let (Some(left), Some(right)) = (groups[x].take(), groups[y].take()) {
            let cells = (left.columns.len() + 1).saturating_mul(right.columns.len() + 1);
            let steps = if cells <= CELLS {
                left.path(&right, &lexicon.scores).0
            } else {
                // Too long for one grid: by the commonest word of each column.
                let top = |profile: &Profile| -> Vec<Word> {
                    let first = |column: &Column| column.words.first().map(|&(word, _)| lexicon.words[word as usize]);
                    profile.columns.iter().filter_map(first).collect()
                };
                let (a, b) = (top(&left), top(&right));
                lexicon.scores.face(words, 0, &a);
                lexicon.scores.face(words, 1, &b);
                steps(&split::pairs(&mut Grid::default(), &lexicon.scores, &a, &b, GRID), a.len(), b.len())
            };
            groups[x] = Some(left.merged(right, &steps, &lexicon.scores));
        }
    }
    groups.into_iter().flatten().next().unwrap_or_default()
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

/// What all pairs of wordings win together: the sum over columns of words against words, less a gap for every stretch of
/// columns that one of a pair has and the other lacks.
fn worth(profile: &Profile, lexicon: &Lexicon) -> i64 {
    let n = lexicon.rows.len();
    let mut sum = 0;
    let tokens: Vec<Vec<Option<u32>>> =
        (0..n).map(|at| profile.columns.iter().map(|column| column.token_of(at as u32)).collect()).collect();
    for i in 0..n {
        for j in i + 1..n {
            let mut gap = 0;
            for (x, y) in tokens[i].iter().zip(&tokens[j]) {
                let side = match (x, y) {
                    (None, None) => continue,
                    (Some(x), Some(y)) => {
                        let (x, y) = (lexicon.rows[i][*x as usize], lexicon.rows[j][*y as usize]);
                        sum += i64::from(lexicon.scores.words(x, y));
                        0
                    }
                    (Some(_), None) => 1,
                    (None, Some(_)) => 2,
                };
                if side != 0 && side != gap {
                    sum -= i64::from(OPEN);
                }
                gap = side;
            }
        }
    }
    sum
}

/// Takes each wording out and puts it back where it wins most, until a round changes nothing.
fn refine(profile: &mut Profile, lexicon: &Lexicon) {
    let n = lexicon.rows.len();
    let longest = lexicon.rows.first().map_or(0, Vec::len);
    // Two have nothing to gain; texts of thousands of words are left as they were joined.
    if n <= 2 || n * longest * profile.columns.len() > 8 * CELLS {
        return;
    }
    let distinct = lexicon.words.len();
    profile.columns.iter_mut().for_each(|column| column.keep_wins(distinct, &lexicon.scores));
    for _ in 0..ROUNDS {
        let mut better = false;
        for at in 0..n {
            let row = &lexicon.rows[at];
            // Taken out in place; which columns held it, and which of them held nothing else.
            let mut steps = Vec::with_capacity(profile.columns.len());
            let mut rest = Profile { columns: Vec::with_capacity(profile.columns.len()), size: profile.size - 1 };
            for mut column in std::mem::take(&mut profile.columns) {
                match column.token_of(at as u32) {
                    None => {
                        steps.push(Step::Left);
                        rest.columns.push(column);
                    }
                    Some(_) if column.cells.len() == 1 => steps.push(Step::Right),
                    Some(token) => {
                        steps.push(Step::Both);
                        column.remove(at as u32, row[token as usize], &lexicon.skips, &lexicon.scores);
                        rest.columns.push(column);
                    }
                }
            }
            let single = lexicon.single(at);
            let old = rest.worth(&single, &steps, &lexicon.scores);
            let (path, new) = rest.path(&single, &lexicon.scores);
            better |= new > old;
            let mut single = single;
            single.columns.iter_mut().for_each(|column| column.keep_wins(distinct, &lexicon.scores));
            *profile = rest.merged(single, if new > old { &path } else { &steps }, &lexicon.scores);
        }
        if !better {
            break;
        }
    }
}

#[cfg(test)]
mod tests;
