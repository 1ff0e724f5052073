//! Which wording is the lemma: the one whose readings independent outlets support, place by place.
//!
//! A vote in each column, as in ROVER (Fiscus 1997): each reading has as many votes as there are independent outlets that
//! print it, reprints of one text counting once. A wording votes only within its span: what lies before its first or
//! after its last word it could not have printed. The wording whose readings lead by most, rare words counting for
//! more than common ones, is the lemma. Spelling, capitals and marks make no other reading; of wordings that have as many votes, the
//! one wins that is printed as most print it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::print::Print;
use crate::collation::Table;
use crate::text::{Class, Vocabulary, Weight, Word, bits};

/// What the vote needs to know of one wording.
#[derive(Debug)]
pub(super) struct Voter<'a> {
    pub words: &'a [Word],
    /// The independent outlets that print it: numbers, ascending, each once.
    pub origins: Vec<usize>,
    /// When it was first printed.
    pub first: i64,
    pub print: &'a Print,
}

/// The outcome of the vote.
#[derive(Debug)]
pub(super) struct Election {
    /// The wording that most supports.
    pub lemma: usize,
    /// For each wording, its place in the order of support; no two are equal.
    pub rank: Vec<usize>,
    /// For each wording, by how many independent outlets it leads where its lead is smallest.
    pub margins: Vec<i64>,
    /// For each wording, its first column and one past its last.
    pub spans: Vec<Range<usize>>,
}

/// An ellipsis or an inserted word in brackets in the lemma would hide what was said: each costs as much as one rare
/// word that nobody else prints.
const HIDDEN: Weight = bits(20);

impl Election {
    /// That of the only wording there is, which so many independent outlets print.
    pub(super) fn unopposed(origins: usize, columns: usize) -> Election {
        let spans = std::iter::once(0..columns).collect();
        Election { lemma: 0, rank: vec![0], margins: vec![origins as i64], spans }
    }

    /// Holds the vote over `table`, whose rows are `voters`.
    pub(super) fn hold(words: &Vocabulary, table: &Table, voters: &[Voter<'_>]) -> Election {
        if let [only] = voters {
            return Election::unopposed(only.origins.len(), table.columns());
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
        let mut usual = vec![0; voters.len()];
        for column in 0..table.columns() {
            let mut readings: BTreeMap<&[Word], (Vec<usize>, Vec<usize>)> = BTreeMap::new();
            for (n, voter) in voters.iter().enumerate().filter(|(n, _)| spans[*n].contains(&column))
            {
                let reading = voter.words.get(table.rows[n][column].clone()).unwrap_or(&[]);
                let (origins, wordings) = readings.entry(reading).or_default();
                origins.extend(&voter.origins);
                wordings.push(n);
            }
            forms(table, voters, &spans, column, &mut usual);
            let weight = readings
                .keys()
                .flat_map(|reading| reading.iter())
                .map(|&word| words[word].weight)
                .max();
            // Whoever prints words there, whichever, votes against printing none.
            let mut any: Vec<usize> = Vec::new();
            for (reading, (origins, _)) in &mut readings {
                origins.sort_unstable();
                origins.dedup();
                if !reading.is_empty() {
                    any.extend(&*origins);
                }
            }
            any.sort_unstable();
            any.dedup();
            let votes: Vec<(bool, i64, &Vec<usize>)> = readings
                .iter()
                .map(|(reading, (origins, wordings))| {
                    (reading.is_empty(), origins.len() as i64, wordings)
                })
                .collect();
            for (i, (empty, own, wordings)) in votes.iter().enumerate() {
                let others = votes
                    .iter()
                    .enumerate()
                    .filter(|(j, _)| *j != i)
                    .map(|(_, (_, votes, _))| *votes);
                let rival =
                    if *empty && !any.is_empty() { Some(any.len() as i64) } else { others.max() };
                for &n in *wordings {
                    score[n] += (own - rival.unwrap_or(0)) * i64::from(weight.unwrap_or(0));
                    margin[n] = margin[n].min(rival.map_or(i64::MAX, |rival| own - rival));
                }
            }
        }
        for (n, voter) in voters.iter().enumerate() {
            let hidden = |word: &&Word| {
                matches!(words[**word].class, Class::Ellipsis) || &*words[**word].form == "["
            };
            score[n] -= voter.words.iter().filter(hidden).count() as i64 * i64::from(HIDDEN);
        }
        // Of those that print the same words the one in the usual form; ties: the more complete, then the earlier, then by text.
        let mut order: Vec<usize> = (0..voters.len()).collect();
        order.sort_by_key(|&n| {
            let voter = &voters[n];
            (
                Reverse((score[n], usual[n])),
                Reverse(voter.words.len()),
                voter.first,
                &voter.print.text,
            )
        });
        let mut rank = vec![0; voters.len()];
        order.iter().enumerate().for_each(|(place, &n)| rank[n] = place);
        // Nobody else prints anything there: it leads by all that print it.
        let alone = |(n, margin): (usize, i64)| {
            if margin == i64::MAX { voters[n].origins.len() as i64 } else { margin }
        };
        let margins = margin.into_iter().enumerate().map(alone).collect();
        Election { lemma: order.first().copied().unwrap_or(0), rank, margins, spans }
    }
}

/// Adds to `usual`, for each wording that has words in `column`, by how many more outlets than the most usual form, at
/// most 0, its own form there is printed.
fn forms(
    table: &Table,
    voters: &[Voter<'_>],
    spans: &[Range<usize>],
    column: usize,
    usual: &mut [i64],
) {
    let mut forms: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (n, voter) in voters.iter().enumerate().filter(|(n, _)| spans[*n].contains(&column)) {
        let cell = &table.rows[n][column];
        if !cell.is_empty() {
            let (origins, wordings) = forms.entry(voter.print.of(cell)).or_default();
            origins.extend(&voter.origins);
            wordings.push(n);
        }
    }
    for (origins, _) in forms.values_mut() {
        origins.sort_unstable();
        origins.dedup();
    }
    let most = forms.values().map(|(origins, _)| origins.len()).max().unwrap_or(0) as i64;
    for (origins, wordings) in forms.values() {
        wordings.iter().for_each(|&n| usual[n] += origins.len() as i64 - most);
    }
}
