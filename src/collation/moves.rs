//! Blocks that stand in other columns in other wordings.
//!
//! The columns are compared with themselves: the best local alignment of a stretch of columns with a later stretch, where
//! a pair of columns wins when equal or near words stand in them *in different wordings*. Found once for the table and
//! not for each pair of wordings, so the cost is O(C²) in columns and hardly grows with the number of wordings; [`PAIRS`], [`BACK`] and
//! [`BLOCKS`] bound it.

use std::ops::Range;

use super::Lexicon;
use super::columns::{Filled, Places};
use super::join::MOST as CROWD;
use crate::align::MIN_TRANSPOSITION_WEIGHT;
use crate::text::{TokenClass, Vocabulary, Weight};

/// A block lighter than [`MIN_TRANSPOSITION_WEIGHT`] may have passed at most this many times its own weight: the farther apart two equal words stand, the
/// likelier it is that they were said twice, or stand there by chance.
const REACH: i64 = 5;
/// To skip a column inside a block.
const SKIP: i64 = 200;
/// No gap inside a block is wider: it would cost more than a word wins.
const WIDEST: usize = 8;
/// Most columns for which blocks are looked for; tables of texts, not of quotations, have more. Nor are they looked for among
/// more wordings than are compared all with all.
const MOST: usize = 1_000;

/// Most pairs of columns with an equal word that are looked at.
const PAIRS: usize = 1 << 13;
/// Most earlier pairs that a chain is sought to go on from.
const BACK: usize = 256;
/// Most blocks that are told; the lightest go untold.
const BLOCKS: usize = 128;

/// As [`super::TableTransposition`], in distinct wordings.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) kept: (usize, Range<usize>),
    pub(super) moved: (usize, Range<usize>),
}

/// Two columns, and the words that stand in both, in different wordings.
#[derive(Clone, Copy, Debug)]
struct Pair {
    left: usize,
    right: usize,
    x: u32,
    y: u32,
}

/// A chain of pairs that ends in one pair.
#[derive(Clone, Copy, Debug)]
struct Chain {
    weight: i64,
    before: Option<usize>,
    /// The right column of its first pair: the left stretch must end before it.
    right: usize,
}

/// The blocks worth at least `floor`. At 0 or below, single words and lighter blocks count too, where they have not
/// gone far.
pub(super) fn find(
    columns: &[Filled],
    places: &Places<'_>,
    lexicon: &Lexicon<'_>,
    words: &Vocabulary,
    floor: Weight,
) -> Vec<Found> {
    let mut found = Vec::new();
    if columns.len() > MOST || !(2..=CROWD).contains(&lexicon.rows.len()) {
        return found;
    }
    let mut pairs = pairs(columns, places, lexicon, words);
    for _ in 0..BLOCKS {
        let Some((block, weight)) =
            heaviest(&pairs).filter(|&(_, weight)| weight >= i64::from(floor))
        else {
            break;
        };
        let content = |pair: &Pair| {
            matches!(
                words[lexicon.words[pair.x as usize]].class,
                TokenClass::Content | TokenClass::Name | TokenClass::Number
            )
        };
        if floor <= 0 || block.len() >= 2 && block.iter().any(content) {
            report(&block, weight, places, lexicon, words, &mut found);
        }
        // A word that has moved here may not move elsewhere; another word of the same column may.
        let used = |place: (usize, u32)| {
            block.iter().any(|it| (it.left, it.x) == place || (it.right, it.y) == place)
        };
        // What stands inside a block without being of it (`pursuit [of] politics`) has moved with it.
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

/// The words that stand in two columns, in different wordings, each pair with its weight; by left column, then right.
fn pairs(
    columns: &[Filled],
    at: &Places<'_>,
    lexicon: &Lexicon<'_>,
    words: &Vocabulary,
) -> Vec<(Pair, i64)> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); lexicon.words.len()];
    for (at, column) in columns.iter().enumerate() {
        for &(word, _) in &column.tally.words {
            places[word as usize].push(at);
        }
    }
    // The commonest words go first where there is too much to compare: where they stand says least.
    let mut counts: Vec<usize> = places.iter().map(Vec::len).collect();
    counts.sort_unstable();
    let mut room = PAIRS;
    let most = counts.iter().take_while(|&&count| {
        let fits = count * count <= room;
        room = room.saturating_sub(count * count);
        fits
    });
    let most = most.last().copied().unwrap_or(0);
    places.iter_mut().filter(|places| places.len() > most).for_each(Vec::clear);
    let mut pairs = Vec::new();
    for (left, column) in columns.iter().enumerate() {
        let mut here: Vec<(Pair, i64)> = Vec::new();
        for &(x, _) in column.tally.words.iter().filter(|&&(x, _)| lexicon.is_word[x as usize]) {
            for y in 0..lexicon.words.len() as u32 {
                if x != y && !lexicon.scores.is_near(x, y) {
                    continue;
                }
                let won = i64::from(lexicon.scores.match_weight(words, x, y));
                for &right in places[y as usize].iter().filter(|&&right| right > left) {
                    if apart(columns, at, (left, x), (right, y)) {
                        here.push((Pair { left, right, x, y }, won));
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

/// Whether one wording has the one word and not the other, and another the other and not the one.
fn apart(columns: &[Filled], at: &Places<'_>, one: (usize, u32), other: (usize, u32)) -> bool {
    let without = |(column, word): (usize, u32), (elsewhere, same): (usize, u32)| {
        columns[column].cells.iter().any(|&(wording, _)| {
            at.word(column, wording as usize) == Some(word)
                && at.word(elsewhere, wording as usize) != Some(same)
        })
    };
    without(one, other) && without(other, one)
}

/// The heaviest chain of pairs in which both columns rise.
fn heaviest(pairs: &[(Pair, i64)]) -> Option<(Vec<Pair>, i64)> {
    let mut chains: Vec<Chain> = Vec::with_capacity(pairs.len());
    let mut top: Option<(i64, usize)> = None;
    for (at, &(pair, won)) in pairs.iter().enumerate() {
        let mut chain = Chain { weight: won, before: None, right: pair.right };
        let near = (at.saturating_sub(BACK)..at)
            .rev()
            .take_while(|&before| pairs[before].0.left + WIDEST >= pair.left);
        for before in near {
            let (earlier, so_far) = (pairs[before].0, chains[before]);
            if earlier.left < pair.left && earlier.right < pair.right && pair.left < so_far.right {
                let gap = (pair.left - earlier.left - 1) + (pair.right - earlier.right - 1);
                let weight = so_far.weight + won - SKIP * gap as i64;
                if weight > chain.weight {
                    chain = Chain { weight, before: Some(before), right: so_far.right };
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
fn report(
    block: &[Pair],
    weight: i64,
    places: &Places<'_>,
    lexicon: &Lexicon<'_>,
    words: &Vocabulary,
    found: &mut Vec<Found>,
) {
    let (Some(start), Some(end)) = (block.first(), block.last()) else { return };
    // The wordings that have at least half of the block on a side, by weight, and where.
    let side = |right: bool| -> Vec<(usize, Range<usize>)> {
        (0..lexicon.rows.len())
            .filter_map(|wording| {
                let mut range: Option<Range<usize>> = None;
                let (mut has, mut all) = (0, 0);
                for pair in block {
                    let (column, word) =
                        if right { (pair.right, pair.y) } else { (pair.left, pair.x) };
                    let won = i64::from(lexicon.scores.match_weight(words, pair.x, pair.y));
                    all += won;
                    let token = places.token(column, wording);
                    if let Some(token) = token.filter(|&at| lexicon.rows[wording][at] == word) {
                        has += won;
                        range = Some(range.map_or(token, |range| range.start)..token + 1);
                    }
                }
                range.filter(|_| 2 * has >= all).map(|range| (wording, range))
            })
            .collect()
    };
    let (left, right) = (side(false), side(true));
    // It stays where more have it; of as many, at the left.
    let (kept, moved) = if left.len() >= right.len() { (left, right) } else { (right, left) };
    // What two wordings both have between the two places of the block, in whichever columns: a table may have laid what
    // stands before the block in one over the block in the other.
    let between = |wording: usize| -> Vec<u32> {
        let of_block = |at: usize, word: u32| {
            block.iter().any(|it| (it.left, it.x) == (at, word) || (it.right, it.y) == (at, word))
        };
        let words = (start.left..=end.right)
            .filter_map(|at| places.word(at, wording).filter(|&word| !of_block(at, word)));
        let mut words: Vec<u32> = words.collect();
        words.sort_unstable();
        words
    };
    let passed = |a: usize, b: usize| -> i64 {
        let (a, b) = (between(a), between(b));
        let (mut x, mut y, mut sum) = (0, 0, 0);
        while let (Some(&left), Some(&right)) = (a.get(x), b.get(y)) {
            if left == right {
                sum += i64::from(words[lexicon.words[left as usize]].weight);
            }
            (x, y) = (x + usize::from(left <= right), y + usize::from(right <= left));
        }
        sum
    };
    for &(wording, ref range) in &moved {
        if kept.iter().any(|&(at, _)| at == wording) {
            continue;
        }
        // It has moved past something that both have: else it would have been aligned where it stands.
        let keeper = kept.iter().find(|&&(at, _)| {
            let passed = passed(at, wording);
            passed > 0
                && (passed <= REACH * weight || weight >= i64::from(MIN_TRANSPOSITION_WEIGHT))
        });
        if let Some(keeper) = keeper {
            found.push(Found { kept: keeper.clone(), moved: (wording, range.clone()) });
        }
    }
}
