//! Blocking on several machines: each blocks a share of the keys, and one machine joins the
//! results.
//!
//! A run and its blocking key depend on words alone, and all sequences that share a run have its
//! key in one partition. So the shards of all partitions are the shards of
//! [`block`](super::block()), and the order in which they are added does not matter. Time and
//! memory of a partition: O(words) to make the keys, and a share of the sort and of the postings.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::block::make_shards;
use super::sequences::WeightedSequences;
use super::{CandidateIndex, Executor};
use crate::blocking::{Pass, RunIndex, SequenceRows, Shard};
use crate::error::Error;
use crate::snapshot::{SequenceKey, SequenceRow, Snapshot};

/// The blocks of one share of the keys. It can be sent to another machine: sequences are named by
/// their keys, and with the feature `serde` it can be serialised.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CandidatePartition {
    number: usize,
    count: usize,
    /// The sequences of the shards, in the order of the rows; the shards number them by their
    /// places here.
    sequences: Vec<SequenceKey>,
    shards: Vec<Shard>,
}

impl CandidatePartition {
    /// Returns the number of the partition, from 0.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Returns the number of partitions that make the whole.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns the keys of the sequences that share a run of this partition, in the order of their
    /// rows.
    pub fn sequences(&self) -> &[SequenceKey] {
        &self.sequences
    }
}

/// Blocks one share of the keys: partition `partition` of `partitions`. All of them together make
/// the result of [`block`](super::block()): see [`CandidateIndex::from_partitions`].
///
/// # Errors
/// When the observer cancels.
///
/// # Panics
/// Unless `partition < partitions`.
pub fn block_partition(
    snapshot: &impl Snapshot,
    partition: usize,
    partitions: usize,
    executor: &Executor<'_>,
) -> Result<CandidatePartition, Error> {
    assert!(partition < partitions, "there is no partition {partition} of {partitions}");
    let sequences = WeightedSequences::new(snapshot, &executor.workers);
    let pass = Pass { number: partition, count: partitions };
    let mut shards = Vec::new();
    make_shards(&sequences, &[pass], executor, |shard| shards.push(shard))?;
    // Sequences of the shards are numbered by their places among those that have a shared run.
    let mut numbers = vec![0; sequences.count()];
    for shard in &shards {
        shard.for_each_sequence(|row| numbers[row as usize] = 1);
    }
    let mut keys = Vec::new();
    for (number, row) in numbers.iter_mut().zip(0..) {
        if *number > 0 {
            *number = keys.len() as u32;
            keys.push(snapshot.sequence_key(SequenceRow(row)));
        }
    }
    shards.iter_mut().for_each(|shard| shard.renumber(|row| numbers[row as usize]));
    Ok(CandidatePartition { number: partition, count: partitions, sequences: keys, shards })
}

impl<'s> CandidateIndex<'s> {
    /// Joins all partitions of [`block_partition`], in any order. The result is that of
    /// [`block`](super::block()). O(words), and linear in the size of the partitions.
    ///
    /// The partitions must come from snapshots of the same documents, quotations and decisions as
    /// `snapshot`.
    ///
    /// # Errors
    /// When the partitions are not all partitions of one whole, each once, or when their sequences
    /// are not those of `snapshot`. [`Error::is_format`] is then true.
    pub fn from_partitions(
        snapshot: &'s impl Snapshot,
        partitions: impl IntoIterator<Item = CandidatePartition>,
        executor: &Executor<'_>,
    ) -> Result<CandidateIndex<'s>, Error> {
        let sequences = WeightedSequences::new(snapshot, &executor.workers);
        let lengths: Vec<u32> =
            (0..sequences.count() as u32).map(|row| sequences.words(row).len() as u32).collect();
        let key = |row| snapshot.sequence_key(SequenceRow(row));
        let keys = executor.workers.map_range(lengths.len(), key);
        let row_of: FxHashMap<SequenceKey, u32> = keys.into_iter().zip(0..).collect();
        let mut runs = RunIndex::new(&sequences);
        let (mut whole, mut added) = (None, BTreeSet::new());
        for CandidatePartition { number, count, sequences, shards } in partitions {
            if number >= count || *whole.get_or_insert(count) != count {
                return Err(refused(number, "it is of another number of partitions"));
            }
            if !added.insert(number) {
                return Err(refused(number, "it came twice"));
            }
            let rows: Option<Vec<u32>> =
                sequences.iter().map(|key| row_of.get(key).copied()).collect();
            // The order of the rows is that of the sequences in the blocks.
            let rows = rows.filter(|rows| rows.is_sorted_by(|x, y| x < y));
            let Some(rows) = rows else {
                return Err(refused(number, "its sequences are not those of the snapshot"));
            };
            let lengths: Vec<u32> = rows.iter().map(|&row| lengths[row as usize]).collect();
            for mut shard in shards {
                if !shard.is_valid(&lengths) {
                    return Err(refused(number, "it is damaged"));
                }
                shard.renumber(|number| rows[number as usize]);
                runs.add_shard(shard);
            }
        }
        match (0..whole.unwrap_or(1)).find(|number| !added.contains(number)) {
            Some(missing) => Err(refused(missing, "it is missing")),
            None => Ok(CandidateIndex { sequences, runs }),
        }
    }
}

/// Returns the error about a partition that cannot be joined.
fn refused(number: usize, reason: &str) -> Error {
    Error::format(&format!("candidate partition {number}"), None, reason)
}
