//! Adds to every entry the wordings that print the lemma's words there, and flags its readings.
//!
//! Cost: O(wordings · (tokens + entries)) time, O(tokens + readings) space.

use std::collections::BTreeSet;

use std::ops::Range;

use super::apparatus::{ApparatusEntry, ReadingFlag};
use crate::variant::{Level, Operation};

/// Returns the slots of some tokens: token `i` is slot `2i + 1`, the gap before it is slot `2i`.
fn slots(tokens: &Range<usize>) -> Range<usize> {
    match tokens.is_empty() {
        true => 2 * tokens.start..2 * tokens.start + 1,
        false => 2 * tokens.start + 1..2 * tokens.end,
    }
}

/// Returns the slots of some tokens with the gaps at both edges. A fragment that ends at the tokens
/// could not have printed what stands in those gaps either.
fn slots_with_gaps(tokens: &Range<usize>) -> Range<usize> {
    2 * tokens.start..2 * tokens.end + 1
}

/// A set of slots with prefix sums, so that a range is tested in constant time.
struct SlotSet {
    /// For each slot, the number of members before it.
    members_before: Vec<usize>,
}

impl SlotSet {
    fn new(count: usize, ranges: impl Iterator<Item = Range<usize>>) -> SlotSet {
        let mut members = vec![0; count + 1];
        for range in ranges {
            members[range.start.min(count)..range.end.min(count)].fill(1);
        }
        let mut sum = 0;
        for slot in &mut members {
            sum += std::mem::replace(slot, sum);
        }
        SlotSet { members_before: members }
    }

    /// Returns true if any slot of `range` is in the set.
    fn intersects(&self, range: Range<usize>) -> bool {
        let last = self.members_before.len() - 1;
        self.members_before[range.end.min(last)] > self.members_before[range.start.min(last)]
    }
}

/// Fills in, for every entry of `apparatus`, the wordings that print what the lemma has there, and
/// the flags of its readings. The lemma has `token_count` tokens; `outlets` gives, for each
/// wording, the independent outlets that print it, ascending.
pub(super) fn add_agreement(
    apparatus: &mut [ApparatusEntry],
    token_count: usize,
    outlets: &[&[usize]],
) {
    if apparatus.is_empty() {
        return;
    }
    let mut readings: Vec<Vec<(Range<usize>, bool, Level)>> = vec![Vec::new(); outlets.len()];
    for entry in apparatus.iter() {
        for reading in &entry.readings {
            let is_truncation = reading.operation == Operation::Truncation;
            for &wording in &reading.wordings {
                readings[wording].push((entry.tokens.clone(), is_truncation, reading.level));
            }
        }
    }
    for (wording, readings) in readings.iter().enumerate() {
        let truncations = readings.iter().filter(|(tokens, cut, _)| *cut && !tokens.is_empty());
        let changes = readings.iter().filter(|(_, cut, level)| !cut && *level > Level::Accidental);
        let slot_count = 2 * token_count + 1;
        let outside =
            SlotSet::new(slot_count, truncations.map(|(tokens, ..)| slots_with_gaps(tokens)));
        let changed = SlotSet::new(slot_count, changes.map(|(tokens, ..)| slots(tokens)));
        for entry in apparatus.iter_mut() {
            let has_reading = entry.readings.iter().any(|r| r.wordings.contains(&wording));
            let at = slots(&entry.tokens);
            if !has_reading && !outside.intersects(at.clone()) && !changed.intersects(at) {
                entry.wordings.push(wording);
            }
        }
    }
    for entry in apparatus {
        let lemma_count = count_outlets(outlets, wordings_with_lemma_words(entry));
        for reading in &mut entry.readings {
            let reading_count = count_outlets(outlets, reading.wordings.iter());
            if reading_count == 1 {
                reading.flags.push(ReadingFlag::Singleton);
            }
            // A fragment abstains beyond its end, so a truncation is not against the majority.
            if reading_count < lemma_count && reading.operation != Operation::Truncation {
                reading.flags.push(ReadingFlag::AgainstMajority);
            }
            if reading.moved_block.is_some() {
                reading.flags.push(ReadingFlag::Moved);
            }
        }
    }
}

/// Returns the wordings that print the lemma's words at `entry`, in any form.
pub(super) fn wordings_with_lemma_words(entry: &ApparatusEntry) -> impl Iterator<Item = &usize> {
    let forms = entry.readings.iter().filter(|reading| reading.level == Level::Accidental);
    entry.wordings.iter().chain(forms.flat_map(|reading| &reading.wordings))
}

/// Returns the independent outlets that print one of `wordings`.
pub(super) fn outlets_of<'a>(
    outlets: &[&[usize]],
    wordings: impl Iterator<Item = &'a usize>,
) -> BTreeSet<usize> {
    wordings.flat_map(|&wording| outlets[wording]).copied().collect()
}

/// Returns the number of independent outlets that print one of `wordings`.
pub(super) fn count_outlets<'a>(
    outlets: &[&[usize]],
    wordings: impl Iterator<Item = &'a usize>,
) -> usize {
    outlets_of(outlets, wordings).len()
}
