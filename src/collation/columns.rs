//! Merges columns that no wording needs apart.
//!
//! Free ends and incremental alignment leave columns that hold different wordings each. A word that
//! stands alone in its column can as well stand beside a word of the others, as a variant of it.
//! The words of a column move to the column with the same words or, failing that, to the nearest
//! one, if nothing of the same wordings stands in between. So the order of no wording changes.
//!
//! Time O(C²·D) for C columns of D wordings at worst, since each column looks only as far as a
//! column with one of its wordings. Memory O(C·D).

use super::input::{CollationInput, MAX_TREE_WORDINGS};
use super::msa::Msa;
use super::profile::Column;

const NO_TOKEN: u32 = u32::MAX;

/// A column and its cells.
#[derive(Clone, Debug, Default)]
pub(super) struct FilledColumn {
    pub(super) column: Column,
    /// Wording and token of each cell.
    pub(super) cells: Vec<(u32, u32)>,
}

/// Returns the columns of an alignment with their cells.
pub(super) fn fill_columns(msa: Msa) -> Vec<FilledColumn> {
    let mut columns: Vec<FilledColumn> =
        msa.columns.into_iter().map(|column| FilledColumn { column, cells: Vec::new() }).collect();
    for (wording, positions) in msa.positions.iter().enumerate() {
        for (token, &column) in positions.iter().enumerate() {
            columns[column as usize].cells.push((wording as u32, token as u32));
        }
    }
    columns
}

/// A lookup of the token of a wording in a column.
pub(super) struct CellIndex<'l> {
    tokens: Vec<u32>,
    wordings: usize,
    input: &'l CollationInput<'l>,
}

impl<'l> CellIndex<'l> {
    pub(super) fn new(columns: &[FilledColumn], input: &'l CollationInput<'l>) -> CellIndex<'l> {
        let wordings = input.rows.len();
        let mut tokens = vec![NO_TOKEN; columns.len() * wordings];
        for (at, column) in columns.iter().enumerate() {
            for &(wording, token) in &column.cells {
                tokens[at * wordings + wording as usize] = token;
            }
        }
        CellIndex { tokens, wordings, input }
    }

    pub(super) fn token(&self, column: usize, wording: usize) -> Option<usize> {
        Some(self.tokens[column * self.wordings + wording])
            .filter(|&token| token != NO_TOKEN)
            .map(|token| token as usize)
    }

    /// Returns the number of the word of a wording in a column.
    pub(super) fn word(&self, column: usize, wording: usize) -> Option<u32> {
        self.token(column, wording).map(|token| self.input.rows[wording][token])
    }
}

/// Merges columns until no more can be merged without loss.
pub(super) fn merge_columns(columns: &mut Vec<FilledColumn>, input: &CollationInput<'_>) {
    // Of very many wordings most share nothing with most. Columns that are far apart are not
    // merged.
    let far = if input.rows.len() > MAX_TREE_WORDINGS { 1 } else { usize::MAX };
    // First with equal or near words, then with any: a word must not lose its equal for the sake of
    // a neighbour.
    for (min_score, reach) in [(1, usize::MAX), (i64::MIN / 2, far)] {
        let mut at = 0;
        while at < columns.len() {
            match merge_target(columns, at, input, min_score, reach) {
                Some(to) => {
                    let column = columns.remove(at);
                    let to = if to > at { to - 1 } else { to };
                    columns[to].column.merge(&column.column);
                    columns[to].cells.extend(column.cells);
                    // A column that did not fit before may fit now.
                    at = to.min(at).saturating_sub(1);
                }
                None => at += 1,
            }
        }
    }
}

/// Returns the best column to take all cells of column `at`.
fn merge_target(
    columns: &[FilledColumn],
    at: usize,
    input: &CollationInput<'_>,
    min_score: i64,
    reach: usize,
) -> Option<usize> {
    let source = &columns[at];
    let kind = |column: &FilledColumn| {
        column.column.words.first().map(|&(word, _)| input.is_word[word as usize])
    };
    let mut own = vec![false; input.rows.len()];
    source.cells.iter().for_each(|&(wording, _)| own[wording as usize] = true);
    let has = |other: &FilledColumn| other.cells.iter().any(|&(wording, _)| own[wording as usize]);
    let mut best: Option<(i64, usize)> = None;
    let mut consider = |to: usize| {
        let other = &columns[to];
        if kind(other) != kind(source) {
            return;
        }
        let score = source.column.score_against(&other.column, input)
            / (source.cells.len() * other.cells.len()).max(1) as i64;
        if score >= min_score && best.is_none_or(|(top, _)| score > top) {
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
