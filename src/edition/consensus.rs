//! The consensus vote: which wording independent outlets support best, column by column.
//!
//! Each column of the collation is a vote, as in ROVER (J. G. Fiscus, *A post-processing system to
//! yield reduced word error rates*, 1997, <https://doi.org/10.1109/ASRU.1997.659110>). A reading
//! has as many votes as independent outlets print it. A wording votes only between its first and
//! its last word: it could not have printed what lies outside.
//!
//! ROVER puts the winning words of all columns together. Here the winner must be a text that was
//! printed, so each wording is scored by the leads of its readings, weighted by how rare the words
//! are, and the wording of the highest score wins. Spelling, capitals and marks do not make another
//! reading; among wordings of equal score, the one printed in the most usual form wins.
//!
//! Cost: O(wordings · columns · log wordings) time, O(wordings + columns) space.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::wording_text::WordingText;
use crate::collation::CollationTable;
use crate::text::{TokenClass, Vocabulary, Weight, Word, bits};

/// One wording in the vote.
#[derive(Debug)]
pub(super) struct Voter<'a> {
    pub words: &'a [Word],
    /// Numbers of the independent outlets that print it, ascending, each once.
    pub outlets: Vec<usize>,
    /// Time when it was first printed, in seconds.
    pub first_published: i64,
    pub text: &'a WordingText,
}

/// The outcome of the vote over the wordings of one utterance.
#[derive(Debug)]
pub(super) struct ConsensusVote {
    /// Index of the winner.
    pub winner: usize,
    /// For each wording, its place in the order of support; the ranks are distinct.
    pub rank: Vec<usize>,
    /// For each wording, its smallest lead over another reading, in independent outlets.
    pub margins: Vec<i64>,
    /// For each wording, the columns from its first to its last word.
    pub spans: Vec<Range<usize>>,
}

/// Penalty for each ellipsis and each inserted word in brackets: in a lemma they would hide what
/// was said. It equals the weight of one rare word that no other outlet prints.
const HIDDEN_WORD_PENALTY: Weight = bits(20);

impl ConsensusVote {
    /// Returns the outcome for a single wording that `outlets` independent outlets print.
    pub(super) fn unopposed(outlets: usize, columns: usize) -> ConsensusVote {
        let spans = std::iter::once(0..columns).collect();
        ConsensusVote { winner: 0, rank: vec![0], margins: vec![outlets as i64], spans }
    }

    /// Counts the votes over `table`, whose rows are `voters`.
    pub(super) fn new(
        words: &Vocabulary,
        table: &CollationTable,
        voters: &[Voter<'_>],
    ) -> ConsensusVote {
        if let [only] = voters {
            return ConsensusVote::unopposed(only.outlets.len(), table.column_count());
        }
        let spans: Vec<Range<usize>> = table
            .rows
            .iter()
            .map(|row| {
                let filled = |cell: &Range<usize>| !cell.is_empty();
                let first = row.iter().position(filled).unwrap_or(0);
                first..row.iter().rposition(filled).map_or(0, |last| last + 1)
            })
            .collect();
        let mut score = vec![0i64; voters.len()];
        let mut margin = vec![i64::MAX; voters.len()];
        let mut form_score = vec![0; voters.len()];
        for column in 0..table.column_count() {
            let mut readings: BTreeMap<&[Word], (Vec<usize>, Vec<usize>)> = BTreeMap::new();
            for (n, voter) in voters.iter().enumerate().filter(|(n, _)| spans[*n].contains(&column))
            {
                let reading = voter.words.get(table.rows[n][column].clone()).unwrap_or(&[]);
                let (outlets, wordings) = readings.entry(reading).or_default();
                outlets.extend(&voter.outlets);
                wordings.push(n);
            }
            add_form_scores(table, voters, &spans, column, &mut form_score);
            let weight = readings
                .keys()
                .flat_map(|reading| reading.iter())
                .map(|&word| words[word].weight)
                .max();
            // Every outlet that prints any words there votes against printing none.
            let mut nonempty: Vec<usize> = Vec::new();
            for (reading, (outlets, _)) in &mut readings {
                outlets.sort_unstable();
                outlets.dedup();
                if !reading.is_empty() {
                    nonempty.extend(&*outlets);
                }
            }
            nonempty.sort_unstable();
            nonempty.dedup();
            let votes: Vec<(bool, i64, &Vec<usize>)> = readings
                .iter()
                .map(|(reading, (outlets, wordings))| {
                    (reading.is_empty(), outlets.len() as i64, wordings)
                })
                .collect();
            for (i, (empty, own, wordings)) in votes.iter().enumerate() {
                let others = votes
                    .iter()
                    .enumerate()
                    .filter(|(j, _)| *j != i)
                    .map(|(_, (_, votes, _))| *votes);
                let rival = if *empty && !nonempty.is_empty() {
                    Some(nonempty.len() as i64)
                } else {
                    others.max()
                };
                for &n in *wordings {
                    score[n] += (own - rival.unwrap_or(0)) * i64::from(weight.unwrap_or(0));
                    margin[n] = margin[n].min(rival.map_or(i64::MAX, |rival| own - rival));
                }
            }
        }
        for (n, voter) in voters.iter().enumerate() {
            let hidden = |word: &&Word| {
                matches!(words[**word].class, TokenClass::Ellipsis) || &*words[**word].form == "["
            };
            score[n] -=
                voter.words.iter().filter(hidden).count() as i64 * i64::from(HIDDEN_WORD_PENALTY);
        }
        // Among wordings of the same words, the most usual form first. Ties go to the more
        // complete, then to the earlier, then by text.
        let mut order: Vec<usize> = (0..voters.len()).collect();
        order.sort_by_key(|&n| {
            let voter = &voters[n];
            (
                Reverse((score[n], form_score[n])),
                Reverse(voter.words.len()),
                voter.first_published,
                &voter.text.text,
            )
        });
        let mut rank = vec![0; voters.len()];
        order.iter().enumerate().for_each(|(place, &n)| rank[n] = place);
        // Where no other wording has a reading, the lead is the number of its own outlets.
        let margin_or_outlets = |(n, margin): (usize, i64)| {
            if margin == i64::MAX { voters[n].outlets.len() as i64 } else { margin }
        };
        let margins = margin.into_iter().enumerate().map(margin_or_outlets).collect();
        ConsensusVote { winner: order.first().copied().unwrap_or(0), rank, margins, spans }
    }
}

/// Adds to `form_score`, for each wording that has words in `column`, the number of outlets that
/// print its form there, less that of the most usual form: at most 0.
fn add_form_scores(
    table: &CollationTable,
    voters: &[Voter<'_>],
    spans: &[Range<usize>],
    column: usize,
    form_score: &mut [i64],
) {
    let mut forms: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (n, voter) in voters.iter().enumerate().filter(|(n, _)| spans[*n].contains(&column)) {
        let cell = &table.rows[n][column];
        if !cell.is_empty() {
            let (outlets, wordings) = forms.entry(voter.text.slice(cell)).or_default();
            outlets.extend(&voter.outlets);
            wordings.push(n);
        }
    }
    for (outlets, _) in forms.values_mut() {
        outlets.sort_unstable();
        outlets.dedup();
    }
    let most = forms.values().map(|(outlets, _)| outlets.len()).max().unwrap_or(0) as i64;
    for (outlets, wordings) in forms.values() {
        wordings.iter().for_each(|&n| form_score[n] += outlets.len() as i64 - most);
    }
}
