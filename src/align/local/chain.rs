//! Chains runs into passages: the heaviest chain of runs that follow each other on both sides, then
//! the next.
//!
//! Time O(r²) for each passage, memory O(r); see [`super`].

use std::ops::Range;

use super::passage::{MAX_PASSAGES, MAX_RUNS, MIN_PASSAGE_WEIGHT, MatchRun, SharedPassage};
use super::prepared::PreparedSequence;
use crate::text::{Weight, bits};

/// The run is the first of its chain.
const NO_PREDECESSOR: u32 = u32::MAX;

/// Weight of a run that two sequences do not share by chance: nearly that of the keys of
/// [`crate::blocking`].
const HEAVY_RUN_WEIGHT: Weight = bits(20);

/// Cost of a gap between two runs, before that of the words skipped there
/// ([`super::prepared::skip_cost`]).
const GAP_OPEN: Weight = bits(3);

/// Chains runs; holds the buffers.
#[derive(Clone, Debug, Default)]
pub(super) struct ChainFinder {
    states: Vec<ChainState>,
    used_ranges: Vec<[Range<u32>; 2]>,
    /// Words of each side that heavy runs cover.
    covered: [PositionBits; 2],
}

/// The best chain that ends with a run.
#[derive(Clone, Copy, Debug)]
struct ChainState {
    score: i64,
    /// Cost of skipping all words up to its end, on both sides.
    skip_cost: i64,
    /// Twice its score plus `skip_cost`: what it offers the runs after it. Then the maximum of this
    /// over it and all states before it.
    potential: i64,
    max_potential: i64,
    /// The run before it in the chain.
    predecessor: u32,
    /// Number of its first words that belong to the run before.
    trim: u32,
}

/// A set of positions of a sequence, one bit each.
#[derive(Clone, Debug, Default)]
struct PositionBits(Vec<u64>);

impl PositionBits {
    /// Empties the set, for `len` positions.
    fn reset(&mut self, len: usize) {
        self.0.clear();
        self.0.resize(len.div_ceil(64), 0);
    }

    /// Returns the blocks that hold `len` positions from `start`, and the bits of each.
    fn blocks(start: u32, len: u32) -> impl Iterator<Item = (usize, u64)> {
        let end = start + len;
        (start / 64..end.div_ceil(64)).map(move |block| {
            let (from, to) = (start.max(block * 64), end.min(block * 64 + 64));
            (block as usize, u64::MAX >> (64 - (to - from)) << (from % 64))
        })
    }

    fn insert(&mut self, start: u32, len: u32) {
        PositionBits::blocks(start, len).for_each(|(block, places)| self.0[block] |= places);
    }

    fn contains(&self, start: u32, len: u32) -> bool {
        PositionBits::blocks(start, len).all(|(block, places)| self.0[block] & places == places)
    }
}

impl ChainFinder {
    /// Writes the passages that `sequences` share, given their `runs`, into `found`, heaviest
    /// first. Positions are in words.
    pub(super) fn find_passages(
        &mut self,
        sequences: [&PreparedSequence; 2],
        runs: &mut Vec<MatchRun>,
        found: &mut Vec<SharedPassage>,
    ) {
        found.clear();
        if let Some(run) = run_of_whole_side(sequences, runs) {
            found.push(run);
            return;
        }
        self.drop_covered_runs(sequences, runs);
        if runs.len() > MAX_RUNS {
            runs.select_nth_unstable_by_key(MAX_RUNS, |run| (-run.weight, run.a, run.b));
            runs.truncate(MAX_RUNS);
        }
        runs.sort_unstable_by_key(|run| (run.a, run.b));
        self.used_ranges.clear();
        while let Some((passage, in_a, in_b)) = self.best_chain(sequences, runs) {
            found.push(passage);
            if found.len() == MAX_PASSAGES {
                break;
            }
            let overlaps = |range: &Range<u32>, from: u32, len: u32| {
                from < range.end && range.start < from + len
            };
            runs.retain(|run| !overlaps(&in_a, run.a, run.len) && !overlaps(&in_b, run.b, run.len));
            self.used_ranges.push([in_a, in_b]);
        }
        // Heaviest first; ties by position, so that the order depends on content alone.
        if found.len() > 1 {
            found.sort_by_key(|found| (-found.score, found.a.start, found.b.start));
        }
    }

    /// Drops light runs whose words are covered by heavy ones on both sides. A *the* in one place
    /// is not the *the* in another if both sentences go on alike around each. These are most of all
    /// runs, and belong to no chain that matters.
    fn drop_covered_runs(&mut self, sequences: [&PreparedSequence; 2], runs: &mut Vec<MatchRun>) {
        if runs.iter().all(|run| run.weight < HEAVY_RUN_WEIGHT || run.near) {
            return;
        }
        let [in_a, in_b] = &mut self.covered;
        in_a.reset(sequences[0].len());
        in_b.reset(sequences[1].len());
        for run in runs.iter().filter(|run| run.weight >= HEAVY_RUN_WEIGHT && !run.near) {
            in_a.insert(run.a, run.len);
            in_b.insert(run.b, run.len);
        }
        runs.retain(|run| {
            run.weight >= MIN_PASSAGE_WEIGHT
                || !in_a.contains(run.a, run.len)
                || !in_b.contains(run.b, run.len)
        });
    }

    /// Returns the heaviest chain of the remaining runs, with its words on either side. It spans no
    /// range that is used.
    fn best_chain(
        &mut self,
        [a, b]: [&PreparedSequence; 2],
        runs: &[MatchRun],
    ) -> Option<(SharedPassage, Range<u32>, Range<u32>)> {
        // A chain weighs no more than its runs.
        if runs.iter().map(|run| run.weight).fold(0, Weight::saturating_add) < MIN_PASSAGE_WEIGHT {
            return None;
        }
        let used_ranges = &self.used_ranges;
        self.states.clear();
        let mut top = (0, 0);
        // Skip costs add up along either side. The best score of a run after the chain of an
        // earlier state is therefore bounded by two numbers: the potential of that state, and the
        // cost of skipping up to the run. This rules out most pairs of runs.
        for (k, run) in runs.iter().enumerate() {
            let weight = i64::from(run.weight);
            let (mut score, mut predecessor, mut trim) = (weight, NO_PREDECESSOR, 0);
            let skipped =
                i64::from(a.skip_cost_before(run.a)) + i64::from(b.skip_cost_before(run.b));
            let mut least = skipped;
            // The nearest first, since the best is mostly among them. Of two equal scores the first
            // by position wins.
            for l in (0..k).rev() {
                let (prior, state) = (&runs[l], &self.states[l]);
                if state.max_potential < least {
                    break;
                }
                if state.potential < least {
                    continue;
                }
                let (end_a, end_b) = (prior.a + prior.len, prior.b + prior.len);
                let overlap = end_a.saturating_sub(run.a).max(end_b.saturating_sub(run.b));
                // A run that begins before the other on one side, or lies within it, does not
                // follow it.
                if overlap >= run.len || prior.a >= run.a || prior.b >= run.b {
                    continue;
                }
                let spans = |range: &Range<u32>, end: u32, start: u32| {
                    range.start >= end && range.end <= start
                };
                if used_ranges.iter().any(|[a, b]| spans(a, end_a, run.a) || spans(b, end_b, run.b))
                {
                    continue;
                }
                let (mut weight, mut gaps) = (weight, skipped - state.skip_cost);
                if overlap > 0 {
                    // The same words on either side.
                    weight -= i64::from(a.weight(run.a, run.a + overlap));
                    gaps += 2 * i64::from(a.skip_cost(run.a, run.a + overlap));
                }
                let cost = match (end_a == run.a + overlap, end_b == run.b + overlap) {
                    (true, true) => 0,
                    // A substitution: half the cost of a deletion and an insertion.
                    (false, false) => i64::from(GAP_OPEN) + gaps / 2,
                    _ => i64::from(GAP_OPEN) + gaps,
                };
                let with = state.score - cost + weight;
                if with > score || with == score && predecessor != NO_PREDECESSOR {
                    (score, predecessor, trim) = (with, l as u32, overlap);
                    least = (score - i64::from(run.weight)) * 2 + skipped;
                }
            }
            if score > top.0 {
                top = (score, k);
            }
            let skipped = i64::from(a.skip_cost_before(run.a + run.len))
                + i64::from(b.skip_cost_before(run.b + run.len));
            let potential = score * 2 + skipped;
            let max_potential =
                self.states.last().map_or(potential, |state| state.max_potential.max(potential));
            self.states.push(ChainState {
                score,
                skip_cost: skipped,
                potential,
                max_potential,
                predecessor,
                trim,
            });
        }
        let (score, last) = top;
        let score = Weight::try_from(score).unwrap_or(Weight::MAX);
        if score < MIN_PASSAGE_WEIGHT {
            return None;
        }
        let word_ranges = [0..0, 0..0];
        let mut passage = SharedPassage {
            a: 0..0,
            b: 0..0,
            word_ranges,
            equal_weight: 0,
            near_weight: 0,
            unmatched_weight: 0,
            equal_words: 0,
            heaviest_run: 0,
            score,
        };
        let end = (runs[last].a + runs[last].len, runs[last].b + runs[last].len);
        let mut at = last;
        let start = loop {
            let (run, state) = (runs[at], self.states[at]);
            let (i, j) = (run.a + state.trim, run.b + state.trim);
            if run.near {
                passage.near_weight += a.weight(i, i + 1).min(b.weight(j, j + 1));
            } else {
                let weight = a.weight(i, run.a + run.len);
                passage.equal_weight += weight;
                passage.equal_words += (run.len - state.trim) as usize;
                passage.heaviest_run = passage.heaviest_run.max(weight);
            }
            if state.predecessor == NO_PREDECESSOR {
                break (i, j);
            }
            let prior = runs[state.predecessor as usize];
            passage.unmatched_weight +=
                a.weight(prior.a + prior.len, i) + b.weight(prior.b + prior.len, j);
            at = state.predecessor as usize;
        };
        passage.word_ranges = [start.0 as usize..end.0 as usize, start.1 as usize..end.1 as usize];
        (passage.a, passage.b) = (passage.word_ranges[0].clone(), passage.word_ranges[1].clone());
        Some((passage, start.0..end.0, start.1..end.1))
    }
}

/// Returns the passage that is one run and covers all words of one side, if there is one; the first
/// by position. For copies and fragments nothing else needs a look: a chain would lose by every
/// gap, and no other passage is left.
fn run_of_whole_side(
    sequences: [&PreparedSequence; 2],
    runs: &[MatchRun],
) -> Option<SharedPassage> {
    let [n, m] = sequences.map(|sequence| sequence.len() as u32);
    let whole = runs.iter().filter(|run| {
        !run.near && (run.len == n || run.len == m) && run.weight >= MIN_PASSAGE_WEIGHT
    });
    let run = whole.min_by_key(|run| (run.a, run.b))?;
    let [a, b] = [run.a, run.b].map(|start| start as usize..(start + run.len) as usize);
    let word_ranges = [a.clone(), b.clone()];
    Some(SharedPassage {
        a,
        b,
        word_ranges,
        equal_weight: run.weight,
        near_weight: 0,
        unmatched_weight: 0,
        equal_words: run.len as usize,
        heaviest_run: run.weight,
        score: run.weight,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A set contains exactly the positions that were inserted.
        #[test]
        fn a_set_holds_what_was_inserted(
            len in 1usize..300,
            added in prop::collection::vec((0usize..300, 1usize..150), 0..5),
            asked in (0usize..300, 1usize..150),
        ) {
            let within = |(start, many): (usize, usize)| {
                let start = start % len;
                start..(start + many).min(len)
            };
            let mut set = PositionBits::default();
            // Earlier content is gone.
            set.reset(300);
            set.insert(0, 300);
            set.reset(len);
            let mut places = vec![false; len];
            for range in added.into_iter().map(within) {
                set.insert(range.start as u32, range.len() as u32);
                places[range].fill(true);
            }
            let asked = within(asked);
            let all = places[asked.clone()].iter().all(|&set| set);
            prop_assert_eq!(set.contains(asked.start as u32, asked.len() as u32), all);
        }
    }
}
