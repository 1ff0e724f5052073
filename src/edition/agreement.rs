//! Who prints the lemma's words at each place, and how many voices that is: the other half of every entry.
//!
//! Cost: O(wordings · (tokens + entries)).

use std::ops::Range;

use super::Entry;
use crate::variant::{Level, Operation};

/// The places of a lemma of `n` tokens as slots: token `i` is slot `2i + 1`, the gap before it slot `2i`.
fn slots(tokens: &Range<usize>) -> Range<usize> {
    match tokens.is_empty() {
        true => 2 * tokens.start..2 * tokens.start + 1,
        false => 2 * tokens.start + 1..2 * tokens.end,
    }
}

/// What lies beyond the end of a fragment, with the gaps at both edges: what stood there it could not have printed either.
fn beyond(tokens: &Range<usize>) -> Range<usize> {
    2 * tokens.start..2 * tokens.end + 1
}

/// Slots that are taken, counted from the left, so that a stretch is asked about at once.
struct Taken(Vec<usize>);

impl Taken {
    fn new(count: usize, ranges: impl Iterator<Item = Range<usize>>) -> Taken {
        let mut taken = vec![0; count + 1];
        for range in ranges {
            taken[range.start.min(count)..range.end.min(count)].fill(1);
        }
        let mut sum = 0;
        for slot in &mut taken {
            sum += std::mem::replace(slot, sum);
        }
        Taken(taken)
    }

    fn any(&self, range: Range<usize>) -> bool {
        let last = self.0.len() - 1;
        self.0[range.end.min(last)] > self.0[range.start.min(last)]
    }
}

/// For every entry of `apparatus` the wordings that print what the lemma of `tokens` tokens has there; and the flags of its
/// readings. `voices` are, for each wording, the independent outlets that print it, ascending.
pub(super) fn agree(apparatus: &mut [Entry], tokens: usize, voices: &[&[usize]]) {
    if apparatus.is_empty() {
        return;
    }
    let mut readings: Vec<Vec<(Range<usize>, bool, Level)>> = vec![Vec::new(); voices.len()];
    for entry in apparatus.iter() {
        for reading in &entry.readings {
            let cut = reading.operation == Operation::Truncation;
            for &wording in &reading.wordings {
                readings[wording].push((entry.tokens.clone(), cut, reading.level));
            }
        }
    }
    for (wording, readings) in readings.iter().enumerate() {
        let cuts = readings.iter().filter(|(tokens, cut, _)| *cut && !tokens.is_empty());
        let changes = readings.iter().filter(|(_, cut, level)| !cut && *level > Level::Accidental);
        let outside = Taken::new(2 * tokens + 1, cuts.map(|(tokens, ..)| beyond(tokens)));
        let changed = Taken::new(2 * tokens + 1, changes.map(|(tokens, ..)| slots(tokens)));
        for entry in apparatus.iter_mut() {
            let (here, at) = (
                entry.readings.iter().any(|r| r.wordings.contains(&wording)),
                slots(&entry.tokens),
            );
            if !here && !outside.any(at.clone()) && !changed.any(at) {
                entry.wordings.push(wording);
            }
        }
    }
    for entry in apparatus {
        let lemma = count(voices, same(entry));
        for reading in &mut entry.readings {
            let own = count(voices, reading.wordings.iter());
            if own == 1 {
                reading.flags.push("singleton");
            }
            // Where it ends a fragment abstains: it is against nobody.
            if own < lemma && reading.operation != Operation::Truncation {
                reading.flags.push("against-majority");
            }
            if reading.moved.is_some() {
                reading.flags.push("moved");
            }
        }
    }
}

/// The wordings that print the lemma's words at `entry`, in whatever form.
pub(super) fn same(entry: &Entry) -> impl Iterator<Item = &usize> {
    let forms = entry.readings.iter().filter(|reading| reading.level == Level::Accidental);
    entry.wordings.iter().chain(forms.flat_map(|reading| &reading.wordings))
}

/// How many voices print one of `wordings`.
pub(super) fn count<'a>(voices: &[&[usize]], wordings: impl Iterator<Item = &'a usize>) -> usize {
    let mut all: Vec<usize> = wordings.flat_map(|&wording| voices[wording]).copied().collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}
