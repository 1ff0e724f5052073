//! Which wordings are joined first, and putting right what was joined too early.
//!
//! Up to a handful, every wording is tried as the centre that the others join, beside the tree, and the best table of all
//! is kept; up to [`GUIDED`], all pairs are aligned to build the tree; up to [`MOST`], the tree is built from shared words and
//! neighbours; beyond, wordings join one by one. Then each wording is taken out and put back where it wins most.

use rustc_hash::FxHashMap;

use super::profile::{Column, Profile, Step};
use super::{Lexicon, tree};
use crate::align::grid::{Block, CELLS as GRID, Grid, OPEN, Scores, gain};
use crate::align::split;
use crate::text::{Vocabulary, Word};

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

/// Joins all wordings along the tree.
pub(super) fn join(lexicon: &mut Lexicon, words: &Vocabulary, distinct: &[&[Word]]) -> Profile {
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
        let mut pairs = split::pairs(&mut grid, &lexicon.scores, distinct[0], distinct[1], GRID);
        split::close(words, distinct[0], distinct[1], &mut pairs);
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
