//! Blocks that stand elsewhere on the other side.
//!
//! What the alignment leaves over on one side is compared with what it leaves over on the other, place by place, by the
//! best *local* alignment (Smith & Waterman 1981), with the same word scores: blocks may have gaps and near words inside
//! (`risk peace`, `risk of peace`). The best block is taken, its tokens are set aside, and the search goes on with the
//! rest (after Waterman & Eggert 1987). A block takes along the small words that belong to it and that are left over right
//! before it: `in [pursuit of politics]`. Of two blocks that trade places the heavier is linked by the alignment and the
//! other is the move; the move names the block that it has passed ([`Move::passed`]).
//!
//! Time: the sum over pairs of left-over stretches of their product, at most O(n·m); stretches lighter than the least
//! move are not compared at all.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::grid::{Link, Scores, Tie};
use super::tidy::{Draft, push};
use super::{Edit, EditKind, Move};
use crate::text::{Class, Weight, lines};

/// More cells than this are not searched for moves: a fifth of a second's work. Only texts of thousands of words that
/// have little in common reach it, and there the later stretches are passed over.
const CELLS: usize = 1 << 23;

/// A block found: where it stands on either side, and its links.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    weight: Weight,
    links: Vec<Link>,
}

impl Block {
    fn a(&self) -> Range<usize> {
        self.links.first().map_or(0, |link| link.a)..self.links.last().map_or(0, |link| link.a + 1)
    }

    fn b(&self) -> Range<usize> {
        self.links.first().map_or(0, |link| link.b)..self.links.last().map_or(0, |link| link.b + 1)
    }
}

/// The moves among what `draft` leaves unlinked, each worth at least `floor`, heaviest first.
pub(crate) fn find(draft: &Draft<'_>, scores: &Scores, floor: Weight) -> Vec<Move> {
    let [mut left, mut right] = [leftovers(draft, 0), leftovers(draft, 1)];
    let heavy = |side: usize, run: &(usize, Range<usize>)| {
        run.1.clone().map(|at| draft.words[draft.sides[side][at]].weight).sum::<Weight>() >= floor
    };
    left.retain(|run| heavy(0, run));
    right.retain(|run| heavy(1, run));
    let mut cells = 0usize;
    let mut found: Vec<(usize, usize, Block)> = Vec::new();
    'searched: for (x, run_a) in left.iter().enumerate() {
        for (y, run_b) in right.iter().enumerate() {
            if cells > CELLS {
                break 'searched;
            }
            cells = cells.saturating_add(run_a.1.len() * run_b.1.len());
            // The same place: the alignment has already seen that nothing is to be won there.
            if run_a.0 != run_b.0 && cells <= CELLS {
                found.extend(
                    local(draft, scores, &run_a.1, &run_b.1, floor).map(|block| (x, y, block)),
                );
            }
        }
    }
    let mut moves = Vec::new();
    // Heaviest first; ties by where they stand.
    let key = |block: &Block| (std::cmp::Reverse(block.weight), block.a().start, block.b().start);
    while let Some(best) =
        found.iter().enumerate().min_by_key(|(_, (_, _, block))| key(block)).map(|(at, _)| at)
    {
        let (x, y, block) = found.swap_remove(best);
        let (a, b) = (block.a(), block.b());
        let a = attached(draft, 0, left[x].1.start, a.start)..a.end;
        let b = attached(draft, 1, right[y].1.start, b.start)..b.end;
        moves.push(Move {
            edits: inner(draft, &block, (a.start, b.start)),
            a: a.clone(),
            b: b.clone(),
            passed: None,
        });
        // The rest of the two stretches goes on as stretches of its own.
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
                    if cells <= CELLS {
                        found.extend(
                            local(draft, scores, &run_a.1, &run_b.1, floor)
                                .map(|block| (p, q, block)),
                        );
                    }
                }
            }
        }
    }
    moves.sort_by_key(|moved| (moved.a.start, moved.b.start));
    let passed: Vec<_> = moves.iter().map(|moved| passed(draft, moved, &moves)).collect();
    moves.iter_mut().zip(passed).for_each(|(moved, passed)| moved.passed = passed);
    moves
}

/// The most small words that belong to one block: a preposition of two words and a determiner (`out of the`).
const ATTACHED: usize = 3;

/// Where a block that begins at `start` begins with the determiners, prepositions and particles right before it; not
/// before `from`.
fn attached(draft: &Draft<'_>, side: usize, from: usize, start: usize) -> usize {
    let small = |&at: &usize| small_words().contains(&*draft.words[draft.sides[side][at]].form);
    (from.max(start.saturating_sub(ATTACHED))..start)
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

/// A block that is passed may have so many times the words of the block that moved: what is longer has stayed where it
/// was while something else moved.
const PASSED: usize = 2;

/// The linked block that `moved` has passed: on one side it stands right before it, on the other right after. `None`
/// where that is no block of like size with a content word in it, or where other blocks move in it.
fn passed(draft: &Draft<'_>, moved: &Move, moves: &[Move]) -> Option<(Range<usize>, Range<usize>)> {
    let before =
        |side: usize, at: usize| draft.links.partition_point(|link| [link.a, link.b][side] < at);
    let (in_a, in_b) = (before(0, moved.a.start), before(1, moved.b.start));
    let links = draft.links.get(in_a.min(in_b)..in_a.max(in_b))?;
    let (first, last) = (links.first()?, links.last()?);
    let weighty = |link: &Link| {
        matches!(
            draft.words[draft.sides[0][link.a]].class,
            Class::Content | Class::Name | Class::Number
        )
    };
    if !links.iter().any(weighty) {
        return None;
    }
    let ends = |side: usize| {
        let on = |link: &Link| [link.a, link.b][side];
        let link = in_a.min(in_b).checked_sub(1).map_or(0, |at| on(&draft.links[at]) + 1);
        let blocks = moves
            .iter()
            .map(|other| [&other.a, &other.b][side].end)
            .filter(|&end| end <= on(first));
        let start = attached(draft, side, blocks.fold(link, usize::max), on(first));
        start..on(last) + 1
    };
    let (a, b) = (ends(0), ends(1));
    let words = |side: usize, range: &Range<usize>| {
        range.clone().filter(|&at| draft.words[draft.sides[side][at]].class.is_word()).count()
    };
    let most = PASSED * words(0, &moved.a).max(words(1, &moved.b));
    let within = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
    let alone = !moves.iter().any(|other| within(&other.a, &a) || within(&other.b, &b));
    (alone && words(0, &a).max(words(1, &b)) <= most).then_some((a, b))
}

/// The stretches of a side that no link covers, each with the number of links before it: its place.
fn leftovers(draft: &Draft<'_>, side: usize) -> Vec<(usize, Range<usize>)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for place in 0..=draft.links.len() {
        let end =
            draft.links.get(place).map_or(draft.sides[side].len(), |link| [link.a, link.b][side]);
        if start < end {
            runs.push((place, start..end));
        }
        start = end + 1;
    }
    runs
}

/// The best local alignment of two stretches, if it is worth `floor`, has two links, and one of a content word.
fn local(
    draft: &Draft<'_>,
    scores: &Scores,
    a: &Range<usize>,
    b: &Range<usize>,
    floor: Weight,
) -> Option<Block> {
    let (n, m) = (a.len(), b.len());
    if n == 0 || m == 0 {
        return None;
    }
    const FRESH: u8 = 3;
    let width = m + 1;
    let mut back = vec![FRESH; (n + 1) * width];
    let mut best_row = vec![0; width];
    let mut down_row = vec![Weight::MIN / 4; width];
    let mut top = (0, 0, 0);
    for i in 1..=n {
        let mut above = 0;
        let mut right = Weight::MIN / 4;
        let (open_a, run_a) = scores.gap(0, a.start + i - 1);
        for j in 1..=m {
            let (open_b, run_b) = scores.gap(1, b.start + j - 1);
            let diagonal = above + scores.pair(a.start + i - 1, b.start + j - 1);
            let (down_on, down_new) = (down_row[j] - run_a, best_row[j] - open_a);
            let (right_on, right_new) = (right - run_b, best_row[j - 1] - open_b);
            let down = down_on.max(down_new);
            right = right_on.max(right_new);
            let (mut best, mut cell) = (0, FRESH);
            for (score, whence) in [(diagonal, 0), (down, 1), (right, 2)] {
                if score > best {
                    (best, cell) = (score, whence);
                }
            }
            cell |=
                if down_on > down_new { 4 } else { 0 } | if right_on > right_new { 8 } else { 0 };
            above = best_row[j];
            best_row[j] = best;
            down_row[j] = down;
            back[i * width + j] = cell;
            if best > top.0 {
                top = (best, i, j);
            }
        }
    }
    let (won, mut i, mut j) = top;
    if won <= 0 {
        return None;
    }
    let mut links = Vec::new();
    let mut state = back[i * width + j] & 3;
    while state != FRESH && i > 0 && j > 0 {
        let cell = back[i * width + j];
        let goes_on = match state {
            0 => {
                (i, j) = (i - 1, j - 1);
                let (a, b) = (a.start + i, b.start + j);
                links.extend(scores.tie(a, b).map(|tie| Link { a, b, tie }));
                false
            }
            1 => {
                i -= 1;
                cell & 4 != 0
            }
            _ => {
                j -= 1;
                cell & 8 != 0
            }
        };
        if !goes_on {
            state = back[i * width + j] & 3;
        }
    }
    links.reverse();
    let class = |link: &Link| draft.words[draft.sides[0][link.a]].class;
    let content = |link: &Link| matches!(class(link), Class::Content | Class::Name | Class::Number);
    // Marks at the edges of a block do not travel with it.
    while links.last().is_some_and(|link| !class(link).is_word()) {
        links.pop();
    }
    let from = links.iter().position(|link| class(link).is_word()).unwrap_or(links.len());
    links.drain(..from);
    let weight = scores.shared(draft.words, &links);
    let tied = weight >= floor && links.len() >= 2 || floor <= 0 && !links.is_empty();
    (tied && links.iter().any(content)).then_some(Block { weight, links })
}

/// The edits inside a block that begins at `start`.
fn inner(draft: &Draft<'_>, block: &Block, start: (usize, usize)) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::with_capacity(block.links.len() + 2);
    let (mut a, mut b) = start;
    for link in &block.links {
        if a < link.a || b < link.b {
            draft.between(a..link.a, b..link.b, &mut edits);
        }
        let kind = if link.tie == Tie::Equal { EditKind::Equal } else { EditKind::Near };
        edits.push(Edit { kind, a: link.a..link.a + 1, b: link.b..link.b + 1 });
        (a, b) = (link.a + 1, link.b + 1);
    }
    // An empty side stands where the block has come to.
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

/// Cuts `edits` so that the tokens of each move are covered by deletions and insertions of their own.
pub(crate) fn carve(edits: Vec<Edit>, moves: &[Move]) -> Vec<Edit> {
    if moves.is_empty() {
        return edits;
    }
    let pieces = |range: &Range<usize>, side: usize| {
        let mut pieces: Vec<(bool, Range<usize>)> = Vec::new();
        let mut start = range.start;
        let mut blocks: Vec<&Range<usize>> =
            moves.iter().map(|moved| if side == 0 { &moved.a } else { &moved.b }).collect();
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
    let mut out = Vec::with_capacity(edits.len() + 2 * moves.len());
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
                    push(piece, none, &mut out);
                    a.next();
                }
                (_, Some((true, piece))) => {
                    push(none, piece, &mut out);
                    b.next();
                }
                (Some((_, left)), Some((_, right))) => {
                    push(left, right, &mut out);
                    a.next();
                    b.next();
                }
                (Some((_, piece)), None) => {
                    push(piece, none, &mut out);
                    a.next();
                }
                (None, Some((_, piece))) => {
                    push(none, piece, &mut out);
                    b.next();
                }
            }
        }
    }
    out
}
