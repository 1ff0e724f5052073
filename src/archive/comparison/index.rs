//! Which lines of a roll meet, found on all threads.

use std::ops::Range;

use super::super::keyed::Keyed;
use super::super::roll::Roll;
use super::super::watch::Watch;
use crate::blocking::{Filed, Filing, Meeting, Part, Round, parts};
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
) -> Result<Meeting, Error> {
    let stretches = keyed.stretches(FILED);
    let words = keyed.all_words();
    let rounds = words.div_ceil(ROUND).max(1);
    let parts: Vec<usize> = (0..parts(words / rounds)).collect();
    let mut meeting = Meeting::new(keyed);
    let indexing = watch.step("indexing", rounds * (stretches.len() + parts.len()));
    let voices = |lines: &[u32]| roll.voices(lines);
    for number in 0..rounds {
        let round = Round { number, of: rounds };
        let file = |filing: &mut Filing, stretch: &Range<u32>| {
            Filed::of(keyed, stretch.clone(), round, parts.len(), filing)
        };
        let filed = workers.map_watched(&indexing, &stretches, Filing::default, file)?;
        // What some parts found is added while the next are found.
        let mut waiting = Vec::new();
        for parts in parts.chunks(TOGETHER) {
            let part = |(): &mut (), part: &usize| Part::of(keyed, *part, &filed, &voices);
            let add = || waiting.drain(..).for_each(|part| meeting.add(part));
            let find = || workers.map_watched(&indexing, parts, || (), part);
            let ((), found) = workers.both(add, find);
            waiting = found?;
        }
        waiting.into_iter().for_each(|part| meeting.add(part));
    }
    Ok(meeting)
}
