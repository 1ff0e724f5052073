//! Finds blocks that stand elsewhere on the other side.
//!
//! Each unmatched range of one side is compared with each of the other by the best *local*
//! alignment (Smith & Waterman 1981, <https://doi.org/10.1016/0022-2836(81)90087-5>), with the
//! scores of the global one. Blocks may have gaps and near words inside (`risk peace`, `risk of
//! peace`). The best block is taken, its tokens are set aside, and the search goes on with the rest
//! (after Waterman & Eggert 1987, <https://doi.org/10.1016/0022-2836(87)90478-5>).
//!
//! A block takes along the small words that belong to it and stand unmatched right before it: `in
//! [pursuit of politics]`. Of two blocks that exchange places the heavier is matched by the
//! alignment and the other is the transposition, which names the first
//! ([`Transposition::exchanged_with`]).
//!
//! Time: the sum over pairs of unmatched ranges of the product of their lengths, at most O(n·m) and
//! at most [`MAX_CELLS`]. Ranges lighter than the lightest transposition are not compared. Memory:
//! one byte a cell of one such pair.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::affine::{AffineMatrix, AlignmentStep};
use super::alignment::{Edit, EditKind, Transposition};
use super::cleanup::{DraftAlignment, push_edit};
use super::scoring::{MatchKind, Scores, TokenMatch};
use crate::text::{TokenClass, Weight, lines};

/// Maximum number of cells searched: a fifth of a second. Only texts of thousands of words with
/// little in common reach it, and there the later ranges are not searched.
const MAX_CELLS: usize = 1 << 23;

/// A local alignment of two unmatched ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MatchedBlock {
    weight: Weight,
    matches: Vec<TokenMatch>,
}

impl MatchedBlock {
    fn a(&self) -> Range<usize> {
        self.matches.first().map_or(0, |matched| matched.a)
            ..self.matches.last().map_or(0, |matched| matched.a + 1)
    }

    fn b(&self) -> Range<usize> {
        self.matches.first().map_or(0, |matched| matched.b)
            ..self.matches.last().map_or(0, |matched| matched.b + 1)
    }
}

/// Returns the transpositions among the unmatched tokens of `draft`, each of weight `min_weight` or
/// more, by position.
pub(crate) fn find(
    draft: &DraftAlignment<'_>,
    scores: &Scores,
    matrix: &mut AffineMatrix<Weight>,
    min_weight: Weight,
) -> Vec<Transposition> {
    let [mut left, mut right] = [unmatched_ranges(draft, 0), unmatched_ranges(draft, 1)];
    let heavy = |side: usize, run: &(usize, Range<usize>)| {
        run.1.clone().map(|at| draft.words[draft.sides[side][at]].weight).sum::<Weight>()
            >= min_weight
    };
    left.retain(|run| heavy(0, run));
    right.retain(|run| heavy(1, run));
    let mut cells = 0usize;
    let mut found: Vec<(usize, usize, MatchedBlock)> = Vec::new();
    'searched: for (x, run_a) in left.iter().enumerate() {
        for (y, run_b) in right.iter().enumerate() {
            if cells > MAX_CELLS {
                break 'searched;
            }
            cells = cells.saturating_add(run_a.1.len() * run_b.1.len());
            // The alignment has already rejected matches between the two ranges of one place.
            if run_a.0 != run_b.0 && cells <= MAX_CELLS {
                found.extend(
                    best_local_alignment(draft, scores, matrix, &run_a.1, &run_b.1, min_weight)
                        .map(|block| (x, y, block)),
                );
            }
        }
    }
    let mut transpositions = Vec::new();
    // Heaviest first; ties by position.
    let key =
        |block: &MatchedBlock| (std::cmp::Reverse(block.weight), block.a().start, block.b().start);
    while let Some(best) =
        found.iter().enumerate().min_by_key(|(_, (_, _, block))| key(block)).map(|(at, _)| at)
    {
        let (x, y, block) = found.swap_remove(best);
        let (a, b) = (block.a(), block.b());
        let a = attached_start(draft, 0, left[x].1.start, a.start)..a.end;
        let b = attached_start(draft, 1, right[y].1.start, b.start)..b.end;
        transpositions.push(Transposition {
            edits: inner_edits(draft, &block, (a.start, b.start)),
            a: a.clone(),
            b: b.clone(),
            exchanged_with: None,
        });
        // The rest of the two ranges is searched as ranges of their own.
        let rest = |runs: &mut Vec<(usize, Range<usize>)>, at: usize, used: Range<usize>| {
            let (place, run) = runs[at].clone();
            runs[at] = (place, run.start..used.start);
            runs.push((place, used.end..run.end));
            [at, runs.len() - 1]
        };
        let (new_a, new_b) = (rest(&mut left, x, a), rest(&mut right, y, b));
        found.retain(|&(p, q, _)| p != x && q != y);
        for (p, run_a) in left.iter().enumerate() {
            for (q, run_b) in right.iter().enumerate() {
                if (new_a.contains(&p) || new_b.contains(&q)) && run_a.0 != run_b.0 {
                    cells = cells.saturating_add(run_a.1.len() * run_b.1.len());
                    if cells <= MAX_CELLS {
                        found.extend(
                            best_local_alignment(
                                draft, scores, matrix, &run_a.1, &run_b.1, min_weight,
                            )
                            .map(|block| (p, q, block)),
                        );
                    }
                }
            }
        }
    }
    transpositions.sort_by_key(|moved| (moved.a.start, moved.b.start));
    let exchanged_with: Vec<_> =
        transpositions.iter().map(|moved| exchanged_block(draft, moved, &transpositions)).collect();
    transpositions
        .iter_mut()
        .zip(exchanged_with)
        .for_each(|(moved, exchanged_with)| moved.exchanged_with = exchanged_with);
    transpositions
}

/// Maximum number of small words that belong to one block: a preposition of two words and a
/// determiner (`out of the`).
const MAX_ATTACHED_WORDS: usize = 3;

/// Returns the start of a block that begins at `start`, with the determiners, prepositions and
/// particles right before it; not before `from`.
fn attached_start(draft: &DraftAlignment<'_>, side: usize, from: usize, start: usize) -> usize {
    let small = |&at: &usize| small_words().contains(&*draft.words[draft.sides[side][at]].form);
    (from.max(start.saturating_sub(MAX_ATTACHED_WORDS))..start)
        .rev()
        .take_while(small)
        .last()
        .unwrap_or(start)
}

fn small_words() -> &'static FxHashSet<&'static str> {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| {
        lines(include_str!("../language/en/determiners-and-prepositions.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}

/// Maximum ratio of the length of the block exchanged with to that of the block that moved. A
/// longer one has kept its place while something else moved.
const MAX_EXCHANGE_RATIO: usize = 2;

/// Returns the matched block that `moved` exchanged places with: right before it on one side, and
/// right after it on the other. `None` if that is no block of similar size with a content word, or
/// if other blocks move in it.
fn exchanged_block(
    draft: &DraftAlignment<'_>,
    moved: &Transposition,
    transpositions: &[Transposition],
) -> Option<(Range<usize>, Range<usize>)> {
    let before = |side: usize, at: usize| {
        draft.matches.partition_point(|matched| [matched.a, matched.b][side] < at)
    };
    let (in_a, in_b) = (before(0, moved.a.start), before(1, moved.b.start));
    let matches = draft.matches.get(in_a.min(in_b)..in_a.max(in_b))?;
    let (first, last) = (matches.first()?, matches.last()?);
    let weighty = |matched: &TokenMatch| {
        matches!(
            draft.words[draft.sides[0][matched.a]].class,
            TokenClass::Content | TokenClass::Name | TokenClass::Number
        )
    };
    if !matches.iter().any(weighty) {
        return None;
    }
    let ends = |side: usize| {
        let on = |matched: &TokenMatch| [matched.a, matched.b][side];
        let matched = in_a.min(in_b).checked_sub(1).map_or(0, |at| on(&draft.matches[at]) + 1);
        let blocks = transpositions
            .iter()
            .map(|other| [&other.a, &other.b][side].end)
            .filter(|&end| end <= on(first));
        let start = attached_start(draft, side, blocks.fold(matched, usize::max), on(first));
        start..on(last) + 1
    };
    let (a, b) = (ends(0), ends(1));
    let words = |side: usize, range: &Range<usize>| {
        range.clone().filter(|&at| draft.words[draft.sides[side][at]].class.is_word()).count()
    };
    let most = MAX_EXCHANGE_RATIO * words(0, &moved.a).max(words(1, &moved.b));
    let within = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
    let alone = !transpositions.iter().any(|other| within(&other.a, &a) || within(&other.b, &b));
    (alone && words(0, &a).max(words(1, &b)) <= most).then_some((a, b))
}

/// Returns the unmatched ranges of a side, each with the number of matches before it.
fn unmatched_ranges(draft: &DraftAlignment<'_>, side: usize) -> Vec<(usize, Range<usize>)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for place in 0..=draft.matches.len() {
        let end = draft
            .matches
            .get(place)
            .map_or(draft.sides[side].len(), |matched| [matched.a, matched.b][side]);
        if start < end {
            runs.push((place, start..end));
        }
        start = end + 1;
    }
    runs
}

/// Returns the best local alignment of two ranges if it weighs `min_weight` or more and has two
/// matches, one of them of a content word.
fn best_local_alignment(
    draft: &DraftAlignment<'_>,
    scores: &Scores,
    matrix: &mut AffineMatrix<Weight>,
    a: &Range<usize>,
    b: &Range<usize>,
    min_weight: Weight,
) -> Option<MatchedBlock> {
    let (n, m) = (a.len(), b.len());
    if n == 0 || m == 0 {
        return None;
    }
    let mut top = (0, 0, 0);
    matrix.start_local(n, m);
    for i in 1..=n {
        let own_gap = scores.gap_cost(0, a.start + i - 1);
        let cells = b
            .clone()
            .map(|at| (scores.token_score(a.start + i - 1, at), own_gap, scores.gap_cost(1, at)));
        let (best, j) = matrix.fill_row_local(i, cells);
        if best > top.0 {
            top = (best, i, j);
        }
    }
    let (best, i, j) = top;
    if best <= 0 {
        return None;
    }
    let mut matches = Vec::new();
    matrix.trace((i, j), |step, i, j| {
        if step == AlignmentStep::Both {
            let (a, b) = (a.start + i, b.start + j);
            matches.extend(scores.match_kind(a, b).map(|kind| TokenMatch { a, b, kind }));
        }
    });
    matches.reverse();
    let class = |matched: &TokenMatch| draft.words[draft.sides[0][matched.a]].class;
    let content = |matched: &TokenMatch| {
        matches!(class(matched), TokenClass::Content | TokenClass::Name | TokenClass::Number)
    };
    // Marks at the edges of a block do not travel with it.
    while matches.last().is_some_and(|matched| !class(matched).is_word()) {
        matches.pop();
    }
    let from = matches.iter().position(|matched| class(matched).is_word()).unwrap_or(matches.len());
    matches.drain(..from);
    let weight = scores.shared_weight(draft.words, &matches);
    let tied = weight >= min_weight && matches.len() >= 2 || min_weight <= 0 && !matches.is_empty();
    (tied && matches.iter().any(content)).then_some(MatchedBlock { weight, matches })
}

/// Returns the edits inside a block that begins at `start`.
fn inner_edits(
    draft: &DraftAlignment<'_>,
    block: &MatchedBlock,
    start: (usize, usize),
) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::with_capacity(block.matches.len() + 2);
    let (mut a, mut b) = start;
    for matched in &block.matches {
        if a < matched.a || b < matched.b {
            draft.push_unmatched(a..matched.a, b..matched.b, &mut edits);
        }
        let kind = if matched.kind == MatchKind::Equal { EditKind::Equal } else { EditKind::Near };
        edits.push(Edit { kind, a: matched.a..matched.a + 1, b: matched.b..matched.b + 1 });
        (a, b) = (matched.a + 1, matched.b + 1);
    }
    // An empty side stands at the position that the block has reached.
    let (mut a, mut b) = start;
    for edit in &mut edits {
        for (range, at) in [(&mut edit.a, &mut a), (&mut edit.b, &mut b)] {
            if range.start >= range.end {
                *range = *at..*at;
            }
            *at = range.end;
        }
    }
    edits
}

/// Splits `edits` so that deletions and insertions of their own cover the tokens of each
/// transposition.
pub(crate) fn split_at_transpositions(
    edits: Vec<Edit>,
    transpositions: &[Transposition],
) -> Vec<Edit> {
    if transpositions.is_empty() {
        return edits;
    }
    let pieces = |range: &Range<usize>, side: usize| {
        let mut pieces: Vec<(bool, Range<usize>)> = Vec::new();
        let mut start = range.start;
        let mut blocks: Vec<&Range<usize>> = transpositions
            .iter()
            .map(|moved| if side == 0 { &moved.a } else { &moved.b })
            .collect();
        blocks.sort_by_key(|block| block.start);
        for block in blocks {
            let (from, to) = (block.start.max(start), block.end.min(range.end));
            if from < to {
                if start < from {
                    pieces.push((false, start..from));
                }
                pieces.push((true, from..to));
                start = to;
            }
        }
        if start < range.end {
            pieces.push((false, start..range.end));
        }
        pieces
    };
    let mut out = Vec::with_capacity(edits.len() + 2 * transpositions.len());
    for edit in edits {
        if matches!(edit.kind, EditKind::Equal | EditKind::Near) {
            out.push(edit);
            continue;
        }
        let (a, b) = (pieces(&edit.a, 0), pieces(&edit.b, 1));
        let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
        loop {
            let none = edit.a.end..edit.a.end;
            match (a.peek().cloned(), b.peek().cloned()) {
                (None, None) => break,
                (Some((true, piece)), _) => {
                    push_edit(piece, none, &mut out);
                    a.next();
                }
                (_, Some((true, piece))) => {
                    push_edit(none, piece, &mut out);
                    b.next();
                }
                (Some((_, left)), Some((_, right))) => {
                    push_edit(left, right, &mut out);
                    a.next();
                    b.next();
                }
                (Some((_, piece)), None) => {
                    push_edit(piece, none, &mut out);
                    a.next();
                }
                (None, Some((_, piece))) => {
                    push_edit(none, piece, &mut out);
                    b.next();
                }
            }
        }
    }
    out
}
