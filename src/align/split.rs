//! Long inputs cut into blocks that fit the grid.
//!
//! Where all fits one grid of [`CELLS`](super::grid::CELLS) cells (5,000 words against 5,000), nothing is cut. Of what does
//! not fit, what both sides begin and end with stands against itself, and the rest is cut:
//!
//! A block of more than [`CELLS`](super::grid::CELLS) cells is cut at an anchor: three words in a row that occur once in `a` and once in `b`, and
//! that lie on the longest chain of such anchors (patience sorting, as in Bram Cohen's diff). The anchor nearest the
//! middle is taken, so that few cuts are made. Where there is no anchor, the block is halved in proportion, which can
//! cost some matches at the cut; that happens only to texts of thousands of words without three unrepeated words in common.
//!
//! Blocks without an anchor are halved down to [`BLIND`] cells, so that not even texts of hundreds of thousands of words take
//! more than seconds: a cut into nothing known is no better for being made late.
//!
//! Time O(n log n) for the anchors; the grid then takes at most `CELLS` a block with anchors around it, and a thousand cells for
//! each word of the others.

use rustc_hash::FxHashMap;

use super::grid::{Block, Grid, Link, Scores};
use crate::text::{Class, Vocabulary, Word};

/// Words in a row that make an anchor: one may be a chance, three in the same order that occur nowhere else are not.
const RUN: usize = 3;

/// Most cells of a block that holds no anchor, of inputs that do not fit one grid: a thousand words against a thousand.
const BLIND: usize = 1 << 20;

/// The equal and near tokens of `a` and `b` that stand against each other, whatever the length.
pub(crate) fn links(
    grid: &mut Grid,
    scores: &Scores,
    a: &[Word],
    b: &[Word],
    cells: usize,
) -> Vec<Link> {
    let link = |(a, b)| scores.tie(a, b).map(|tie| Link { a, b, tie });
    pairs(grid, scores, a, b, cells).into_iter().filter_map(link).collect()
}

/// All pairs of tokens that stand against each other, replaced words too.
pub(crate) fn pairs(
    grid: &mut Grid,
    scores: &Scores,
    a: &[Word],
    b: &[Word],
    cells: usize,
) -> Vec<(usize, usize)> {
    let whole = Block { a: 0..a.len(), b: 0..b.len(), free_start: true, free_end: true };
    let mut found = Vec::with_capacity(a.len().min(b.len()));
    if whole.cells() <= cells {
        grid.solve(scores, &whole, &mut found);
        return found;
    }
    let (start, end) = common(a, b);
    found.extend((0..start).map(|at| (at, at)));
    let anchors = anchors(a, b);
    let rest = Block {
        a: start..a.len() - end,
        b: start..b.len() - end,
        free_start: start == 0,
        free_end: end == 0,
    };
    let mut todo = vec![rest];
    // The last of `todo` is the leftmost, so that links are found in order.
    while let Some(block) = todo.pop() {
        let from = anchors.partition_point(|&(i, j)| i < block.a.start || j < block.b.start);
        let to = anchors.partition_point(|&(i, j)| i < block.a.end && j < block.b.end).max(from);
        let most = if from == to { cells.min(BLIND) } else { cells };
        if block.cells() <= most.max(4) || block.a.is_empty() || block.b.is_empty() {
            grid.solve(scores, &block, &mut found);
            continue;
        }
        // Double the middle, in a's and b's positions together.
        let middle = block.a.start + block.a.end + block.b.start + block.b.end;
        let cut =
            anchors[from..to].iter().copied().min_by_key(|&(i, j)| (2 * (i + j)).abs_diff(middle));
        let (i, j) =
            cut.unwrap_or((block.a.start + block.a.len() / 2, block.b.start + block.b.len() / 2));
        let linked = usize::from(cut.is_some());
        todo.push(Block {
            a: i + linked..block.a.end,
            b: j + linked..block.b.end,
            free_start: false,
            ..block.clone()
        });
        if linked == 1 {
            // The anchor itself: a block of one token a side.
            todo.push(Block { a: i..i + 1, b: j..j + 1, free_start: false, free_end: false });
        }
        todo.push(Block { a: block.a.start..i, b: block.b.start..j, free_end: false, ..block });
    }
    found.extend((0..end).rev().map(|at| (a.len() - 1 - at, b.len() - 1 - at)));
    debug_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    found
}

/// Lets the marks that close the two sides stand against each other, where they are equal and nothing else of the other side
/// stands against one of them: a stop that ends both ends both, however much of one side stands before it.
pub(crate) fn close(words: &Vocabulary, a: &[Word], b: &[Word], pairs: &mut Vec<(usize, usize)>) {
    let (Some(i), Some(j)) = (a.len().checked_sub(1), b.len().checked_sub(1)) else { return };
    if a[i] != b[j] || words[a[i]].class != Class::Mark {
        return;
    }
    match pairs.last().copied() {
        Some((x, y)) if x < i && y < j => {}
        // One of them stands against another mark: only its equal may keep it.
        Some((x, y)) if (x == i) != (y == j) && a[x] != b[y] => {
            pairs.pop();
        }
        _ => return,
    }
    pairs.push((i, j));
}

/// How many words the two begin with and end with together.
fn common(a: &[Word], b: &[Word]) -> (usize, usize) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end =
        a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    (start, end)
}

/// The longest chain of pairs of places where the same [`RUN`] words begin that occur once on either side.
fn anchors(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let once = |tokens: &[Word]| {
        let mut places: FxHashMap<[Word; RUN], Option<usize>> = FxHashMap::default();
        for (at, run) in tokens.windows(RUN).enumerate() {
            if let Ok(run) = <[Word; RUN]>::try_from(run) {
                places.entry(run).and_modify(|place| *place = None).or_insert(Some(at));
            }
        }
        places
    };
    let (in_a, in_b) = (once(a), once(b));
    let mut pairs: Vec<(usize, usize)> =
        in_a.iter().filter_map(|(run, &i)| Some((i?, in_b.get(run).copied().flatten()?))).collect();
    pairs.sort_unstable();
    // Longest increasing subsequence in b.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (k, &(_, j)) in pairs.iter().enumerate() {
        let at = tails.partition_point(|&tail| pairs[tail].1 < j);
        before.push(at.checked_sub(1).map(|last| tails[last]));
        if at == tails.len() {
            tails.push(k);
        } else {
            tails[at] = k;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(k) = at {
        chain.push(pairs[k]);
        at = before[k];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::grid::{CELLS, Tie};
    use crate::text::Vocabulary;

    #[test]
    fn a_split_alignment_finds_what_the_whole_one_finds() {
        let mut words = Vocabulary::new();
        let a: Vec<Word> = (0..400)
            .map(|i| words.intern_form(&format!("{:x}z", 0x9e37_79b9u32.wrapping_mul(i + 1))))
            .collect();
        let mut b: Vec<Word> =
            a.iter().enumerate().filter(|(i, _)| i % 7 != 3).map(|(_, &word)| word).collect();
        b.insert(100, words.intern_form("extra"));
        let mut scores = Scores::default();
        scores.prepare(&words, &a, &b);
        let mut grid = Grid::default();
        let whole = links(&mut grid, &scores, &a, &b, CELLS);
        for cells in [500, 5_000] {
            let split = links(&mut grid, &scores, &a, &b, cells);
            assert!(split == whole, "{cells} cells");
        }
    }

    /// What both begin and end with costs nothing, and the rest a thousand cells a word at most.
    #[test]
    fn two_huge_texts_of_one_word_are_aligned() {
        let mut words = Vocabulary::new();
        let (x, y, z) = (words.intern_form("x"), words.intern_form("y"), words.intern_form("z"));
        let a = vec![x; 300_000];
        let mut b = a.clone();
        b.splice(100_000..100_010, [y; 3_000]);
        b.insert(0, z);
        for (a, b) in [(&a, &b), (&b, &a), (&a, &a)] {
            let mut scores = Scores::default();
            scores.prepare(&words, a, b);
            let found = links(&mut Grid::default(), &scores, a, b, CELLS);
            assert!(found.windows(2).all(|pair| pair[0].a < pair[1].a && pair[0].b < pair[1].b));
            assert!(found.len() > 290_000, "{}", found.len());
        }
    }

    /// Of so many distinct words not all pairs are kept: what is equal is found all the same.
    #[test]
    fn too_many_distinct_words_are_aligned() {
        let mut words = Vocabulary::new();
        let a: Vec<Word> = (0..9_000).map(|n| words.intern_form(&format!("w{n}q"))).collect();
        let mut b = a.clone();
        b.drain(3_000..3_010);
        b.insert(7_000, words.intern_form("else"));
        let mut scores = Scores::default();
        scores.prepare(&words, &a, &b);
        assert!(scores.shared_at_most(&words, &a) > 0);
        let found = links(&mut Grid::default(), &scores, &a, &b, CELLS);
        assert_eq!(found.len(), 8_990);
        assert!(found.iter().all(|link| a[link.a] == b[link.b]));
    }

    #[test]
    fn without_anchors_it_still_ends() {
        let mut words = Vocabulary::new();
        let x = words.intern_form("x");
        let (a, b) = (vec![x; 300], vec![x; 170]);
        let mut scores = Scores::default();
        scores.prepare(&words, &a, &b);
        let found = links(&mut Grid::default(), &scores, &a, &b, 100);
        assert!(found.iter().all(|link| link.tie == Tie::Equal));
    }
}
