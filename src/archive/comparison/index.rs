//! Which lines of a roll meet, found on all threads.

use std::ops::Range;

use super::super::keyed::Keyed;
use super::super::roll::Roll;
use super::super::watch::Watch;
use crate::blocking::{Pass, Postings, PostingsScratch, RunIndex, Shard, shard_count};
use crate::error::Error;
use crate::parallel::Workers;

/// Words that one task files.
const FILED: usize = 1 << 15;

/// About how many keys are put in order at a time, so that not all are held at once.
const ROUND: usize = 1 << 23;

/// Parts that are found before they are put together: a few for each thread, since twice as many are held at once.
const TOGETHER: usize = 1 << 4;

/// Files all lines and finds who meets. O(words).
pub(super) fn index(
    workers: &Workers,
    roll: &Roll<'_>,
    keyed: &Keyed<'_>,
    watch: &Watch<'_>,
) -> Result<RunIndex, Error> {
    let stretches = keyed.stretches(FILED);
    let words = keyed.all_words();
    let rounds = words.div_ceil(ROUND).max(1);
    let parts: Vec<usize> = (0..shard_count(words / rounds)).collect();
    let mut run_index = RunIndex::new(keyed);
    let indexing = watch.step("indexing", rounds * (stretches.len() + parts.len()));
    let voices = |lines: &[u32]| roll.voices(lines);
    for number in 0..rounds {
        let round = Pass { number, count: rounds };
        let file = |filing: &mut PostingsScratch, stretch: &Range<u32>| {
            Postings::new(keyed, stretch.clone(), round, parts.len(), filing)
        };
        let filed = workers.map_watched(&indexing, &stretches, PostingsScratch::default, file)?;
        // What some parts found is added while the next are found.
        let mut waiting = Vec::new();
        for parts in parts.chunks(TOGETHER) {
            let part = |(): &mut (), part: &usize| Shard::new(keyed, *part, &filed, &voices);
            let add = || waiting.drain(..).for_each(|part| run_index.add_shard(part));
            let find = || workers.map_watched(&indexing, parts, || (), part);
            let ((), found) = workers.both(add, find);
            waiting = found?;
        }
        waiting.into_iter().for_each(|part| run_index.add_shard(part));
    }
    Ok(run_index)
}
