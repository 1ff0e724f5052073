//! Finds blocks that stand in other columns in other wordings.
//!
//! The columns are aligned with themselves: the best local alignment of a range of columns with a
//! later one, as a chain of pairs of columns. A pair scores if equal or near words stand in them
//! *in different wordings*. This is done once for the table and not for each pair of wordings.
//!
//! Time O(C²) for C columns, hardly more with more wordings, bounded by [`MAX_PAIRS`],
//! [`MAX_PREDECESSORS`] and [`MAX_BLOCKS`]. Memory O(pairs).

use std::ops::Range;

use super::columns::{CellIndex, FilledColumn};
use super::input::{CollationInput, MAX_TREE_WORDINGS};
use crate::align::MIN_TRANSPOSITION_WEIGHT;
use crate::text::{TokenClass, Vocabulary, Weight};

/// Maximum ratio of the weight that a block has passed to its own, for blocks lighter than
/// [`MIN_TRANSPOSITION_WEIGHT`]. The farther apart two equal words stand, the likelier it is that
/// they occur twice by chance.
const MAX_PASSED_RATIO: i64 = 5;
/// Cost of skipping a column inside a block.
const COLUMN_SKIP_COST: i64 = 200;
/// Maximum number of columns of a gap inside a block: a wider one costs more than a word scores.
const MAX_GAP_COLUMNS: usize = 8;
/// Maximum number of columns in which blocks are searched. Tables of texts, not of quotations, have
/// more. Nor are blocks searched among more wordings than are compared pairwise.
const MAX_COLUMNS: usize = 1_000;

/// Maximum number of pairs of columns with an equal word.
const MAX_PAIRS: usize = 1 << 13;
/// Maximum number of earlier pairs that a chain may continue.
const MAX_PREDECESSORS: usize = 256;
/// Maximum number of reported blocks, the heaviest.
const MAX_BLOCKS: usize = 128;

/// A [`super::TableTransposition`] of distinct wordings.
#[derive(Clone, Debug)]
pub(super) struct FoundTransposition {
    pub(super) kept: (usize, Range<usize>),
    pub(super) moved: (usize, Range<usize>),
}

/// Two columns, and the words that stand in both, in different wordings.
#[derive(Clone, Copy, Debug)]
struct WordPair {
    left: usize,
    right: usize,
    x: u32,
    y: u32,
}

/// A chain of pairs that ends in one pair.
#[derive(Clone, Copy, Debug)]
struct PairChain {
    weight: i64,
    before: Option<usize>,
    /// The right column of its first pair, before which the left range must end.
    right: usize,
}

/// Returns the blocks that weigh at least `min_weight`. At 0 or below, single words and lighter
/// blocks count too, over a short distance.
pub(super) fn find(
    columns: &[FilledColumn],
    cells: &CellIndex<'_>,
    input: &CollationInput<'_>,
    words: &Vocabulary,
    min_weight: Weight,
) -> Vec<FoundTransposition> {
    let mut found = Vec::new();
    if columns.len() > MAX_COLUMNS || !(2..=MAX_TREE_WORDINGS).contains(&input.rows.len()) {
        return found;
    }
    let mut pairs = word_pairs(columns, cells, input, words);
    for _ in 0..MAX_BLOCKS {
        let Some((block, weight)) =
            heaviest_chain(&pairs).filter(|&(_, weight)| weight >= i64::from(min_weight))
        else {
            break;
        };
        let content = |pair: &WordPair| {
            matches!(
                words[input.words[pair.x as usize]].class,
                TokenClass::Content | TokenClass::Name | TokenClass::Number
            )
        };
        if min_weight <= 0 || block.len() >= 2 && block.iter().any(content) {
            push_transpositions(&block, weight, cells, input, words, &mut found);
        }
        // A word of the block may not be in another block; another word of the same column may.
        let used = |place: (usize, u32)| {
            block.iter().any(|it| (it.left, it.x) == place || (it.right, it.y) == place)
        };
        // Columns inside a block that do not belong to it (`pursuit [of] politics`) have moved with
        // it.
        let (left, right) = block
            .first()
            .zip(block.last())
            .map_or((0..0, 0..0), |(start, end)| (start.left..end.left, start.right..end.right));
        let inside = |column: usize| {
            (left.contains(&column) || right.contains(&column))
                && !block.iter().any(|it| it.left == column || it.right == column)
        };
        pairs.retain(|(pair, _)| {
            !used((pair.left, pair.x))
                && !used((pair.right, pair.y))
                && !inside(pair.left)
                && !inside(pair.right)
        });
    }
    found.sort_by_key(|found| {
        (found.kept.0, found.kept.1.start, found.moved.0, found.moved.1.start)
    });
    found
}

/// Returns the words that stand in two columns in different wordings, each pair with its weight, by
/// left column, then right.
fn word_pairs(
    columns: &[FilledColumn],
    cells: &CellIndex<'_>,
    input: &CollationInput<'_>,
    words: &Vocabulary,
) -> Vec<(WordPair, i64)> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); input.words.len()];
    for (at, column) in columns.iter().enumerate() {
        for &(word, _) in &column.column.words {
            places[word as usize].push(at);
        }
    }
    // If there are too many pairs, the most frequent words are left out first.
    let mut counts: Vec<usize> = places.iter().map(Vec::len).collect();
    counts.sort_unstable();
    let mut room = MAX_PAIRS;
    let most = counts.iter().take_while(|&&count| {
        let fits = count * count <= room;
        room = room.saturating_sub(count * count);
        fits
    });
    let most = most.last().copied().unwrap_or(0);
    places.iter_mut().filter(|places| places.len() > most).for_each(Vec::clear);
    let mut pairs = Vec::new();
    for (left, column) in columns.iter().enumerate() {
        let mut here: Vec<(WordPair, i64)> = Vec::new();
        for &(x, _) in column.column.words.iter().filter(|&&(x, _)| input.is_word[x as usize]) {
            for y in 0..input.words.len() as u32 {
                if x != y && !input.scores.is_near(x, y) {
                    continue;
                }
                let won = i64::from(input.scores.match_weight(words, x, y));
                for &right in places[y as usize].iter().filter(|&&right| right > left) {
                    if occur_apart(columns, cells, (left, x), (right, y)) {
                        here.push((WordPair { left, right, x, y }, won));
                    }
                }
            }
        }
        here.sort_unstable_by_key(|&(pair, won)| {
            (pair.right, std::cmp::Reverse(won), pair.x, pair.y)
        });
        pairs.extend(here);
    }
    pairs
}

/// Returns true if one wording has only the one word, and another wording only the other.
fn occur_apart(
    columns: &[FilledColumn],
    cells: &CellIndex<'_>,
    one: (usize, u32),
    other: (usize, u32),
) -> bool {
    let without = |(column, word): (usize, u32), (elsewhere, same): (usize, u32)| {
        columns[column].cells.iter().any(|&(wording, _)| {
            cells.word(column, wording as usize) == Some(word)
                && cells.word(elsewhere, wording as usize) != Some(same)
        })
    };
    without(one, other) && without(other, one)
}

/// Returns the heaviest chain of pairs with both columns ascending.
fn heaviest_chain(pairs: &[(WordPair, i64)]) -> Option<(Vec<WordPair>, i64)> {
    let mut chains: Vec<PairChain> = Vec::with_capacity(pairs.len());
    let mut top: Option<(i64, usize)> = None;
    for (at, &(pair, won)) in pairs.iter().enumerate() {
        let mut chain = PairChain { weight: won, before: None, right: pair.right };
        let near = (at.saturating_sub(MAX_PREDECESSORS)..at)
            .rev()
            .take_while(|&before| pairs[before].0.left + MAX_GAP_COLUMNS >= pair.left);
        for before in near {
            let (earlier, so_far) = (pairs[before].0, chains[before]);
            if earlier.left < pair.left && earlier.right < pair.right && pair.left < so_far.right {
                let gap = (pair.left - earlier.left - 1) + (pair.right - earlier.right - 1);
                let weight = so_far.weight + won - COLUMN_SKIP_COST * gap as i64;
                if weight > chain.weight {
                    chain = PairChain { weight, before: Some(before), right: so_far.right };
                }
            }
        }
        chains.push(chain);
        if top.is_none_or(|(best, _)| chain.weight > best) {
            top = Some((chain.weight, at));
        }
    }
    let (weight, mut at) = top?;
    let mut block = vec![pairs[at].0];
    while let Some(before) = chains[at].before {
        block.push(pairs[before].0);
        at = before;
    }
    block.reverse();
    Some((block, weight))
}

/// Adds the block for each wording that has it in the place where fewer have it.
fn push_transpositions(
    block: &[WordPair],
    weight: i64,
    cells: &CellIndex<'_>,
    input: &CollationInput<'_>,
    words: &Vocabulary,
    found: &mut Vec<FoundTransposition>,
) {
    let (Some(start), Some(end)) = (block.first(), block.last()) else { return };
    // The wordings that have at least half of the block on a side, by weight, and the range of its
    // tokens.
    let side = |right: bool| -> Vec<(usize, Range<usize>)> {
        (0..input.rows.len())
            .filter_map(|wording| {
                let mut range: Option<Range<usize>> = None;
                let (mut has, mut all) = (0, 0);
                for pair in block {
                    let (column, word) =
                        if right { (pair.right, pair.y) } else { (pair.left, pair.x) };
                    let won = i64::from(input.scores.match_weight(words, pair.x, pair.y));
                    all += won;
                    let token = cells.token(column, wording);
                    if let Some(token) = token.filter(|&at| input.rows[wording][at] == word) {
                        has += won;
                        range = Some(range.map_or(token, |range| range.start)..token + 1);
                    }
                }
                range.filter(|_| 2 * has >= all).map(|range| (wording, range))
            })
            .collect()
    };
    let (left, right) = (side(false), side(true));
    // The block keeps its place where more wordings have it; on a tie, on the left.
    let (kept, moved) = if left.len() >= right.len() { (left, right) } else { (right, left) };
    // The words of a wording between the two places of the block, in any column: a table may have
    // merged what stands before the block in one wording with the block in another.
    let between = |wording: usize| -> Vec<u32> {
        let of_block = |at: usize, word: u32| {
            block.iter().any(|it| (it.left, it.x) == (at, word) || (it.right, it.y) == (at, word))
        };
        let words = (start.left..=end.right)
            .filter_map(|at| cells.word(at, wording).filter(|&word| !of_block(at, word)));
        let mut words: Vec<u32> = words.collect();
        words.sort_unstable();
        words
    };
    let passed = |a: usize, b: usize| -> i64 {
        let (a, b) = (between(a), between(b));
        let (mut x, mut y, mut sum) = (0, 0, 0);
        while let (Some(&left), Some(&right)) = (a.get(x), b.get(y)) {
            if left == right {
                sum += i64::from(words[input.words[left as usize]].weight);
            }
            (x, y) = (x + usize::from(left <= right), y + usize::from(right <= left));
        }
        sum
    };
    for &(wording, ref range) in &moved {
        if kept.iter().any(|&(at, _)| at == wording) {
            continue;
        }
        // The block has passed something that both wordings have; otherwise it would have been
        // aligned where it stands.
        let keeper = kept.iter().find(|&&(at, _)| {
            let passed = passed(at, wording);
            passed > 0
                && (passed <= MAX_PASSED_RATIO * weight
                    || weight >= i64::from(MIN_TRANSPOSITION_WEIGHT))
        });
        if let Some(keeper) = keeper {
            found
                .push(FoundTransposition { kept: keeper.clone(), moved: (wording, range.clone()) });
        }
    }
}
