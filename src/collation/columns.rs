//! Columns that no wording needs apart become one.
//!
//! Free ends and one-by-one joining leave columns behind that hold other wordings each: a word that stands alone in its
//! column can as well stand beside a word of the others, as a variant of it. A column's words move to the column of the same
//! words or, failing that, to the nearest, where nothing of the same wordings stands in between; so no wording's order
//! changes. Then neighbours that share no wording are merged.

use super::Lexicon;
use super::join::{Board, MOST as CROWD};
use super::profile::Column;

const NONE: u32 = u32::MAX;

/// One column, and what stands in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    pub(super) tally: Column,
    /// Wording and token.
    pub(super) cells: Vec<(u32, u32)>,
}

/// The columns of a board.
pub(super) fn fill(board: Board) -> Vec<Filled> {
    let mut columns: Vec<Filled> =
        board.columns.into_iter().map(|tally| Filled { tally, cells: Vec::new() }).collect();
    for (wording, places) in board.places.iter().enumerate() {
        for (token, &column) in places.iter().enumerate() {
            columns[column as usize].cells.push((wording as u32, token as u32));
        }
    }
    columns
}

/// Which token of which wording stands in which column, for looking up.
pub(super) struct Places<'l> {
    tokens: Vec<u32>,
    wordings: usize,
    lexicon: &'l Lexicon<'l>,
}

impl<'l> Places<'l> {
    pub(super) fn of(columns: &[Filled], lexicon: &'l Lexicon<'l>) -> Places<'l> {
        let wordings = lexicon.rows.len();
        let mut tokens = vec![NONE; columns.len() * wordings];
        for (at, column) in columns.iter().enumerate() {
            for &(wording, token) in &column.cells {
                tokens[at * wordings + wording as usize] = token;
            }
        }
        Places { tokens, wordings, lexicon }
    }

    pub(super) fn token(&self, column: usize, wording: usize) -> Option<usize> {
        Some(self.tokens[column * self.wordings + wording])
            .filter(|&token| token != NONE)
            .map(|token| token as usize)
    }

    /// The number of the word that stands there.
    pub(super) fn word(&self, column: usize, wording: usize) -> Option<u32> {
        self.token(column, wording).map(|token| self.lexicon.rows[wording][token])
    }
}

/// Merges columns until nothing more can be merged without loss.
pub(super) fn compact(columns: &mut Vec<Filled>, lexicon: &Lexicon<'_>) {
    // Of a crowd, most share nothing with most: what stands far apart is not laid one on the other.
    let far = if lexicon.rows.len() > CROWD { 1 } else { usize::MAX };
    // First to equal or near words, then to any: a word must not lose its like for the sake of a neighbour.
    for (floor, reach) in [(1, usize::MAX), (i64::MIN / 2, far)] {
        let mut at = 0;
        while at < columns.len() {
            match target(columns, at, lexicon, floor, reach) {
                Some(to) => {
                    let column = columns.remove(at);
                    let to = if to > at { to - 1 } else { to };
                    columns[to].tally.absorb(&column.tally);
                    columns[to].cells.extend(column.cells);
                    // What was refused before may fit now.
                    at = to.min(at).saturating_sub(1);
                }
                None => at += 1,
            }
        }
    }
}

/// The best column for the whole of column `at` to move to.
fn target(
    columns: &[Filled],
    at: usize,
    lexicon: &Lexicon<'_>,
    floor: i64,
    reach: usize,
) -> Option<usize> {
    let column = &columns[at];
    let kind = |column: &Filled| {
        column.tally.words.first().map(|&(word, _)| lexicon.is_word[word as usize])
    };
    let mut own = vec![false; lexicon.rows.len()];
    column.cells.iter().for_each(|&(wording, _)| own[wording as usize] = true);
    let has = |other: &Filled| other.cells.iter().any(|&(wording, _)| own[wording as usize]);
    let mut best: Option<(i64, usize)> = None;
    let mut consider = |to: usize| {
        let other = &columns[to];
        if kind(other) != kind(column) {
            return;
        }
        let score = column.tally.against(&other.tally, lexicon)
            / (column.cells.len() * other.cells.len()).max(1) as i64;
        if score >= floor && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, to));
        }
    };
    for to in (0..at).rev().take(reach).take_while(|&to| !has(&columns[to])) {
        consider(to);
    }
    for to in (at + 1..columns.len()).take(reach).take_while(|&to| !has(&columns[to])) {
        consider(to);
    }
    best.map(|(_, to)| to)
}
