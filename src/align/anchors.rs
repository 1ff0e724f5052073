//! Cuts long inputs into segments that fit one matrix.
//!
//! Inputs of at most [`MAX_CELLS`](super::global::MAX_CELLS) cells (a thousand words against a
//! thousand) are not cut. In longer ones, the common beginning and the common end are matched
//! first. The rest is cut at anchors: three words in a row that occur once in `a` and once in `b`
//! and lie on the longest increasing chain of such runs, as in the patience diff of Bram Cohen
//! (<https://bramcohen.livejournal.com/73318.html>). Each cut takes the anchor nearest the middle,
//! so that there are few cuts, down to [`MAX_ANCHORED_CELLS`] cells.
//!
//! A segment without an anchor is halved in proportion, down to `MAX_CELLS` cells. This can lose
//! matches at the cut. It happens only to texts of thousands of words without three unrepeated
//! words in common, and it keeps texts of hundreds of thousands of words within seconds.
//!
//! Time O(n log n) for the anchors, then at most a thousand cells for each word. Memory O(n).

use rustc_hash::FxHashMap;

use super::global::{GlobalAligner, Segment};
use super::scoring::{Scores, TokenMatch};
use crate::text::{TokenClass, Vocabulary, Word};

/// Words in a row that make an anchor. One may match by chance; three in the same order that occur
/// nowhere else do not.
const ANCHOR_WORDS: usize = 3;

/// Number of cells of a segment that is no longer cut at an anchor: 500 words against 500.
const MAX_ANCHORED_CELLS: usize = 1 << 18;

/// Returns the matching tokens of `a` and `b`, whatever their length.
pub(crate) fn matches(
    aligner: &mut GlobalAligner,
    scores: &Scores,
    a: &[Word],
    b: &[Word],
    cells: usize,
) -> Vec<TokenMatch> {
    let matched = |(a, b)| scores.match_kind(a, b).map(|kind| TokenMatch { a, b, kind });
    aligned_pairs(aligner, scores, a, b, cells).into_iter().filter_map(matched).collect()
}

/// Returns all aligned pairs of tokens, including words that replace each other.
pub(crate) fn aligned_pairs(
    aligner: &mut GlobalAligner,
    scores: &Scores,
    a: &[Word],
    b: &[Word],
    cells: usize,
) -> Vec<(usize, usize)> {
    let whole = Segment { a: 0..a.len(), b: 0..b.len(), free_start: true, free_end: true };
    let mut found = Vec::with_capacity(a.len().min(b.len()));
    if whole.cells() <= cells {
        aligner.align(scores, &whole, &mut found);
        return found;
    }
    let (start, end) = common_ends(a, b);
    found.extend((0..start).map(|at| (at, at)));
    let anchors = anchor_chain(a, b);
    let rest = Segment {
        a: start..a.len() - end,
        b: start..b.len() - end,
        free_start: start == 0,
        free_end: end == 0,
    };
    let mut todo = vec![rest];
    // The last of `todo` is the leftmost, so that pairs are found in order.
    while let Some(segment) = todo.pop() {
        let from = anchors.partition_point(|&(i, j)| i < segment.a.start || j < segment.b.start);
        let to =
            anchors.partition_point(|&(i, j)| i < segment.a.end && j < segment.b.end).max(from);
        let most = if from == to { cells } else { cells.min(MAX_ANCHORED_CELLS) };
        if segment.cells() <= most.max(4) || segment.a.is_empty() || segment.b.is_empty() {
            aligner.align(scores, &segment, &mut found);
            continue;
        }
        // Double the middle, in the positions of `a` and `b` together.
        let middle = segment.a.start + segment.a.end + segment.b.start + segment.b.end;
        let cut =
            anchors[from..to].iter().copied().min_by_key(|&(i, j)| (2 * (i + j)).abs_diff(middle));
        let (i, j) = cut.unwrap_or((
            segment.a.start + segment.a.len() / 2,
            segment.b.start + segment.b.len() / 2,
        ));
        let linked = usize::from(cut.is_some());
        todo.push(Segment {
            a: i + linked..segment.a.end,
            b: j + linked..segment.b.end,
            free_start: false,
            ..segment.clone()
        });
        if linked == 1 {
            // The anchor itself: a segment of one token a side.
            todo.push(Segment { a: i..i + 1, b: j..j + 1, free_start: false, free_end: false });
        }
        todo.push(Segment {
            a: segment.a.start..i,
            b: segment.b.start..j,
            free_end: false,
            ..segment
        });
    }
    found.extend((0..end).rev().map(|at| (a.len() - 1 - at, b.len() - 1 - at)));
    debug_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    found
}

/// Aligns the final marks of the two sides with each other if they are equal and neither is aligned
/// with an equal token. A stop ends both sides, however much of one side stands before it.
pub(crate) fn match_final_marks(
    words: &Vocabulary,
    a: &[Word],
    b: &[Word],
    pairs: &mut Vec<(usize, usize)>,
) {
    let (Some(i), Some(j)) = (a.len().checked_sub(1), b.len().checked_sub(1)) else { return };
    if a[i] != b[j] || words[a[i]].class != TokenClass::Mark {
        return;
    }
    match pairs.last().copied() {
        Some((x, y)) if x < i && y < j => {}
        // One of them is aligned with another mark. Only its equal may keep it.
        Some((x, y)) if (x == i) != (y == j) && a[x] != b[y] => {
            pairs.pop();
        }
        _ => return,
    }
    pairs.push((i, j));
}

/// Returns the number of words of the common beginning and of the common end.
fn common_ends(a: &[Word], b: &[Word]) -> (usize, usize) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end =
        a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    (start, end)
}

/// Returns the longest increasing chain of pairs of positions at which the same [`ANCHOR_WORDS`]
/// words, unique on either side, begin.
fn anchor_chain(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let once = |tokens: &[Word]| {
        let mut places: FxHashMap<[Word; ANCHOR_WORDS], Option<usize>> = FxHashMap::default();
        for (at, run) in tokens.windows(ANCHOR_WORDS).enumerate() {
            if let Ok(run) = <[Word; ANCHOR_WORDS]>::try_from(run) {
                places.entry(run).and_modify(|place| *place = None).or_insert(Some(at));
            }
        }
        places
    };
    let (in_a, in_b) = (once(a), once(b));
    let mut pairs: Vec<(usize, usize)> =
        in_a.iter().filter_map(|(run, &i)| Some((i?, in_b.get(run).copied().flatten()?))).collect();
    pairs.sort_unstable();
    // Longest increasing subsequence in b (Fredman 1975,
    // <https://doi.org/10.1016/0012-365X(75)90103-X>).
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
    use crate::align::global::MAX_CELLS;
    use crate::align::scoring::MatchKind;
    use crate::text::Vocabulary;

    #[test]
    fn a_cut_alignment_equals_the_whole_one() {
        let mut words = Vocabulary::new();
        let a: Vec<Word> = (0..400)
            .map(|i| words.intern_form(&format!("{:x}z", 0x9e37_79b9u32.wrapping_mul(i + 1))))
            .collect();
        let mut b: Vec<Word> =
            a.iter().enumerate().filter(|(i, _)| i % 7 != 3).map(|(_, &word)| word).collect();
        b.insert(100, words.intern_form("extra"));
        let mut scores = Scores::default();
        scores.prepare(&words, &a, &b);
        let mut aligner = GlobalAligner::default();
        let whole = matches(&mut aligner, &scores, &a, &b, MAX_CELLS);
        for cells in [500, 5_000] {
            let split = matches(&mut aligner, &scores, &a, &b, cells);
            assert!(split == whole, "{cells} cells");
        }
    }

    /// The common ends cost nothing, and the rest at most a thousand cells a word.
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
            let found = matches(&mut GlobalAligner::default(), &scores, a, b, MAX_CELLS);
            assert!(found.windows(2).all(|pair| pair[0].a < pair[1].a && pair[0].b < pair[1].b));
            assert!(found.len() > 290_000, "{}", found.len());
        }
    }

    /// Equal words are matched even if there are too many distinct words to store all pairs.
    #[test]
    fn too_many_distinct_words_are_aligned() {
        let mut words = Vocabulary::new();
        let a: Vec<Word> = (0..9_000).map(|n| words.intern_form(&format!("w{n}q"))).collect();
        let mut b = a.clone();
        b.drain(3_000..3_010);
        b.insert(7_000, words.intern_form("else"));
        let mut scores = Scores::default();
        scores.prepare(&words, &a, &b);
        assert!(scores.max_shared_weight(&words, &a) > 0);
        let found = matches(&mut GlobalAligner::default(), &scores, &a, &b, MAX_CELLS);
        assert_eq!(found.len(), 8_990);
        assert!(found.iter().all(|matched| a[matched.a] == b[matched.b]));
    }

    #[test]
    fn without_anchors_it_still_ends() {
        let mut words = Vocabulary::new();
        let x = words.intern_form("x");
        let (a, b) = (vec![x; 300], vec![x; 170]);
        let mut scores = Scores::default();
        scores.prepare(&words, &a, &b);
        let found = matches(&mut GlobalAligner::default(), &scores, &a, &b, 100);
        assert!(found.iter().all(|matched| matched.kind == MatchKind::Equal));
    }
}
