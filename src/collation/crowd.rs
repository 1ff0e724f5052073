//! More wordings than can be compared all with all: they join one by one.
//!
//! The longest comes first; the others follow, longest first, each where most of its rare words already stand. One that
//! shares less than half of its weight with what stands there waits for the next pass; where a pass adds none, the next begins at
//! the end of the table, and after [`PASSES`] the rest join as they come. A wording is aligned with a window of the columns only, so that thousands of fragments of one speech
//! cost no more than as many alignments of two short texts: O(D·L²), and O(D·C) for keeping the columns numbered.

use std::ops::Range;

use super::Lexicon;
use super::join::{Board, Scratch};
use super::profile::{Column, Pathfinder};

/// A board of at most so many columns a word of the wording is looked at as a whole.
const WHOLE: usize = 4;
/// Columns around the place where a wording's words stand, beside half its length: room for what others have added.
const SLACK: usize = 12;
/// Passes over those that wait; after the last, they join as they come.
const PASSES: usize = 16;
/// A word that stands in more columns than this says nothing about the place.
const COMMON: usize = 16;
/// Of one wording at most so many votes are counted (half a gigabyte): where a wording of hundreds of thousands of words
/// repeats a few of them, those say nothing either. No wording of 5,000 words comes near.
const VOTES: usize = 1 << 25;

/// Joins all wordings one by one, and puts each back once.
pub(super) fn join(lexicon: &Lexicon<'_>) -> Board {
    let n = lexicon.rows.len();
    let (mut finder, mut scratch) = (Pathfinder::default(), Scratch::default());
    let first = lexicon.rows.first().map_or(0, Vec::len);
    let mut board = Board {
        columns: (0..first).map(|token| Column::of(lexicon, 0, token)).collect(),
        places: vec![Vec::new(); n],
    };
    board.places.iter_mut().take(1).for_each(|places| places.extend(0..first as u32));
    let mut index = Index::default();
    index.renew(&board, lexicon);
    let (mut waiting, mut members): (Vec<usize>, usize) = ((1..n).collect(), 1);
    let (mut any, mut passes) = (false, 0);
    while !waiting.is_empty() {
        let mut left = Vec::new();
        let mut added = false;
        passes += 1;
        for &at in &waiting {
            let (window, shared) = index.window(lexicon, at, board.columns.len());
            let own = own_weight(lexicon, at);
            // Half of its weight stands there already, or nothing else is left to do.
            if 2 * shared < own && !any && passes < PASSES {
                left.push(at);
                continue;
            }
            // The first that none of the others led to begins elsewhere, unless much of it is there.
            let window = if any && 4 * shared < own {
                board.columns.len()..board.columns.len()
            } else {
                window
            };
            (any, added) = (false, true);
            let before = board.columns.len();
            members += 1;
            board.put_in(lexicon, &mut finder, &mut scratch, at, window, members);
            if board.columns.len() != before {
                index.renew(&board, lexicon);
            }
        }
        any = !added;
        waiting = left;
    }
    for at in 0..n {
        let (window, _) = index.window(lexicon, at, board.columns.len());
        let places = &board.places[at];
        let (Some(&from), Some(&to)) = (places.first(), places.last()) else { continue };
        let window = window.start.min(from as usize)..window.end.max(to as usize + 1);
        // One that reaches from end to end of a long board stays where it is.
        if window.len() > WHOLE * places.len() + 4 * SLACK {
            continue;
        }
        let before = board.columns.len();
        if board.put_back(lexicon, &mut finder, &mut scratch, at, window, n)
            && board.columns.len() != before
        {
            index.renew(&board, lexicon);
        }
    }
    board
}

/// What the words of a wording would win against themselves.
fn own_weight(lexicon: &Lexicon<'_>, at: usize) -> i64 {
    lexicon.rows[at].iter().map(|&word| i64::from(lexicon.scores.word_score(word, word))).sum()
}

/// In which columns each word stands.
#[derive(Debug, Default)]
struct Index {
    columns: Vec<Vec<u32>>,
    /// By how much a token of the wording at hand stands before a column that has its word, and which token.
    votes: Vec<(i64, usize)>,
    /// How many votes of each token are in the stretch at hand.
    seen: Vec<u32>,
}

impl Index {
    fn renew(&mut self, board: &Board, lexicon: &Lexicon<'_>) {
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize(lexicon.words.len(), Vec::new());
        for (at, column) in board.columns.iter().enumerate() {
            for &(word, _) in &column.words {
                self.columns[word as usize].push(at as u32);
            }
        }
    }

    /// The columns among which the wording `at` finds most of its words, and what those words win.
    fn window(&mut self, lexicon: &Lexicon<'_>, at: usize, columns: usize) -> (Range<usize>, i64) {
        let row = &lexicon.rows[at];
        let small = columns <= WHOLE * row.len() + 4 * SLACK;
        let most = if small { (VOTES / row.len().max(1)).max(COMMON) } else { COMMON };
        self.votes.clear();
        for (token, &word) in row.iter().enumerate() {
            let places = &self.columns[word as usize];
            if places.len() <= most {
                self.votes
                    .extend(places.iter().map(|&column| (i64::from(column) - token as i64, token)));
            }
        }
        self.votes.sort_unstable();
        // The heaviest stretch of offsets, no wider than the slack; each word of the wording counts once.
        let won = |token: usize| i64::from(lexicon.scores.word_score(row[token], row[token]));
        let slack = (row.len() / 2 + SLACK) as i64;
        self.seen.clear();
        self.seen.resize(row.len(), 0);
        let (mut from, mut sum, mut best) = (0, 0, (0, 0));
        for &(offset, token) in &self.votes {
            if self.seen[token] == 0 {
                sum += won(token);
            }
            self.seen[token] += 1;
            while let Some(&(_, token)) =
                self.votes.get(from).filter(|(first, _)| offset - first > slack)
            {
                self.seen[token] -= 1;
                if self.seen[token] == 0 {
                    sum -= won(token);
                }
                from += 1;
            }
            if sum > best.0 {
                best = (sum, self.votes[from].0);
            }
        }
        if small {
            return (0..columns, best.0);
        }
        if best.0 == 0 {
            return (columns..columns, 0);
        }
        let start = (best.1 - slack).max(0) as usize;
        let end = (best.1 + 2 * slack + row.len() as i64).max(0) as usize;
        (start.min(columns)..end.min(columns), best.0)
    }
}
