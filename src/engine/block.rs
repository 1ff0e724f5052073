//! Blocking: finds the sequences that are worth comparing, on all threads.
//!
//! The method, its cost and its promise are those of [`crate::blocking`]. Keys are made in passes,
//! so that only a share of them is held at a time, and sorted in shards that fit the cache.

use std::ops::Range;

use super::Executor;
use super::sequences::WeightedSequences;
use crate::blocking::{
    CandidateScratch, Pass, Postings, PostingsScratch, RunIndex, Shard, shard_count,
};
use crate::error::Error;
use crate::progress::ProgressStep;
use crate::snapshot::{SequenceRow, Snapshot};

/// Number of words whose keys one task makes.
const TASK_WORDS: usize = 1 << 15;

/// Approximate number of keys that are sorted in one pass.
const PASS_KEYS: usize = 1 << 23;

/// Number of shards that are sorted before they are added to the index: a few for each thread,
/// since twice as many are held.
const CONCURRENT_SHARDS: usize = 1 << 4;

/// The pairs of sequences of a snapshot that are worth comparing, and the runs that they share with
/// the number of speakers of each.
#[derive(Debug)]
pub struct CandidateIndex<'s> {
    pub(super) sequences: WeightedSequences<'s>,
    pub(super) runs: RunIndex,
}

impl CandidateIndex<'_> {
    /// Returns all pairs of sequences that are worth comparing, the smaller row first, in order.
    /// O(pairs).
    pub fn pairs(&self) -> Vec<(SequenceRow, SequenceRow)> {
        let count = crate::blocking::SequenceRows::count(&self.sequences);
        let mut scratch = CandidateScratch::new(count);
        let mut pairs = Vec::new();
        for row in 0..count as u32 {
            let candidates = self.runs.candidates(row, &mut scratch);
            pairs.extend(candidates.iter().map(|&other| (SequenceRow(row), SequenceRow(other))));
        }
        pairs
    }
}

/// Finds the pairs of sequences that are worth comparing. O(words log words) and O(pairs).
///
/// # Errors
/// When the observer cancels.
pub fn block<'s>(
    snapshot: &'s impl Snapshot,
    executor: &Executor<'_>,
) -> Result<CandidateIndex<'s>, Error> {
    let sequences = WeightedSequences::new(snapshot, &executor.workers);
    let count = sequences.word_count().div_ceil(PASS_KEYS).max(1);
    let passes: Vec<Pass> = (0..count).map(|number| Pass { number, count }).collect();
    let mut runs = RunIndex::new(&sequences);
    make_shards(&sequences, &passes, executor, |shard| runs.add_shard(shard))?;
    Ok(CandidateIndex { sequences, runs })
}

/// Makes the shards of the keys of `passes`, and hands each to `take`.
pub(super) fn make_shards(
    sequences: &WeightedSequences<'_>,
    passes: &[Pass],
    executor: &Executor<'_>,
    mut take: impl FnMut(Shard) + Send,
) -> Result<(), Error> {
    let workers = &executor.workers;
    let ranges = sequences.ranges(TASK_WORDS);
    let pass_count = passes.first().map_or(1, |pass| pass.count);
    let shards: Vec<usize> = (0..shard_count(sequences.word_count() / pass_count)).collect();
    let step =
        executor.monitor.step(ProgressStep::Indexing, passes.len() * (ranges.len() + shards.len()));
    let speakers = |rows: &[u32]| sequences.speaker_count_of(rows);
    for &pass in passes {
        let collect = |scratch: &mut PostingsScratch, range: &Range<u32>| {
            Postings::new(sequences, range.clone(), pass, shards.len(), scratch)
        };
        let postings = workers.map_observed(&step, &ranges, PostingsScratch::default, collect)?;
        // Shards are taken while the next ones are sorted.
        let mut sorted = Vec::new();
        for shards in shards.chunks(CONCURRENT_SHARDS) {
            let sort =
                |(): &mut (), shard: &usize| Shard::new(sequences, *shard, &postings, &speakers);
            let add = || sorted.drain(..).for_each(&mut take);
            let ((), next) = workers.join(add, || workers.map_observed(&step, shards, || (), sort));
            sorted = next?;
        }
        sorted.into_iter().for_each(&mut take);
    }
    Ok(())
}
