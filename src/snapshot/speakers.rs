//! The speakers of each sequence: a counter, which is maintained as quotations come and go.
//!
//! Nearly every sequence has one speaker, so the speaker is kept in place; lists are made for the
//! others only. Adding and removing the speaker of a quotation is O(speakers of the sequence), and
//! the index is a function of the quotations that are counted, not of their order.

use rustc_hash::FxHashMap;

use super::rows::{QuotationClass, SequenceRow};
use crate::person_name::{NameKind, PersonName};

/// No speaker.
const NO_SPEAKER: u32 = u32::MAX;

/// Marks the number of a list of speakers.
const SEVERAL_SPEAKERS: u32 = 1 << 31;

/// The number of quotations with a sequence that each speaker has, for all sequences.
///
/// ```
/// use variorum::snapshot::{SequenceRow, SpeakerIndex};
/// let mut speakers = SpeakerIndex::new(2);
/// let [first, second] = [0, 1].map(SequenceRow::new);
/// for (sequence, speaker) in [(first, 7), (first, 7), (first, 8), (second, 7)] {
///     speakers.add(sequence, speaker);
/// }
/// assert_eq!((speakers.count(&[first]), speakers.count(&[first, second])), (2, 2));
/// speakers.remove(first, 7);
/// speakers.remove(first, 8);
/// assert_eq!(speakers.count(&[first]), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct SpeakerIndex {
    /// The speaker of each sequence, [`NO_SPEAKER`], or [`SEVERAL_SPEAKERS`] with the number of a
    /// list.
    speakers: Vec<u32>,
    /// The number of quotations of the only speaker.
    quotations: Vec<u32>,
    /// Speakers in ascending order, each with its number of quotations.
    several: Vec<Vec<(u32, u32)>>,
}

impl SpeakerIndex {
    /// Makes an index of so many sequences, without speakers.
    pub fn new(sequences: usize) -> SpeakerIndex {
        SpeakerIndex {
            speakers: vec![NO_SPEAKER; sequences],
            quotations: vec![0; sequences],
            several: Vec::new(),
        }
    }

    /// Makes an index of `sequences` sequences that counts each class with words once, but for
    /// those of texts in question, under the surname of its speaker: surnames tell people apart
    /// well enough for this. `names` are the names of the snapshot. O(classes).
    pub fn from_classes(
        sequences: usize,
        classes: &[QuotationClass],
        names: &[&PersonName],
    ) -> SpeakerIndex {
        let mut surnames: FxHashMap<&str, u32> = FxHashMap::default();
        let speakers = names.iter().map(|name| {
            let named = matches!(name.kind(), NameKind::Person | NameKind::Organization);
            let next = surnames.len() as u32;
            named.then(|| *surnames.entry(name.surname()).or_insert(next))
        });
        let speakers: Vec<Option<u32>> = speakers.collect();
        let mut index = SpeakerIndex::new(sequences);
        for class in classes.iter().filter(|class| !class.is_query()) {
            if let (Some(sequence), Some(name)) = (class.sequence(), class.name())
                && let Some(speaker) = speakers[name.index()]
            {
                index.add(sequence, speaker);
            }
        }
        index
    }

    /// Counts a quotation with these words by `speaker`, a number below 2³¹ of the caller's choice.
    pub fn add(&mut self, sequence: SequenceRow, speaker: u32) {
        let (here, count) =
            (&mut self.speakers[sequence.index()], &mut self.quotations[sequence.index()]);
        match *here {
            NO_SPEAKER => (*here, *count) = (speaker, 1),
            one if one == speaker => *count += 1,
            list if list & SEVERAL_SPEAKERS != 0 => {
                let list = &mut self.several[(list & !SEVERAL_SPEAKERS) as usize];
                match list.binary_search_by_key(&speaker, |&(other, _)| other) {
                    Ok(at) => list[at].1 += 1,
                    Err(at) => list.insert(at, (speaker, 1)),
                }
            }
            one => {
                let mut list = vec![(one, *count), (speaker, 1)];
                list.sort_unstable();
                *here = SEVERAL_SPEAKERS | self.several.len() as u32;
                self.several.push(list);
            }
        }
    }

    /// Counts a quotation less. Does nothing if the speaker has none with these words.
    pub fn remove(&mut self, sequence: SequenceRow, speaker: u32) {
        let (here, count) =
            (&mut self.speakers[sequence.index()], &mut self.quotations[sequence.index()]);
        match *here {
            one if one == speaker => {
                *count -= 1;
                if *count == 0 {
                    *here = NO_SPEAKER;
                }
            }
            list if list != NO_SPEAKER && list & SEVERAL_SPEAKERS != 0 => {
                // A list that runs empty stays: its sequence has had several speakers.
                let list = &mut self.several[(list & !SEVERAL_SPEAKERS) as usize];
                if let Ok(at) = list.binary_search_by_key(&speaker, |&(other, _)| other) {
                    list[at].1 -= 1;
                    if list[at].1 == 0 {
                        list.remove(at);
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns the number of distinct speakers of some sequences.
    pub fn count(&self, sequences: &[SequenceRow]) -> u32 {
        self.count_rows(sequences.iter().map(|row| row.0))
    }

    /// Does the same with row numbers.
    pub(crate) fn count_rows(&self, sequences: impl Iterator<Item = u32> + Clone) -> u32 {
        let mut speakers = sequences
            .map(|sequence| self.speakers[sequence as usize])
            .filter(|&speaker| speaker != NO_SPEAKER);
        let Some(first) = speakers.next() else { return 0 };
        if first & SEVERAL_SPEAKERS == 0 && speakers.clone().all(|speaker| speaker == first) {
            return 1;
        }
        let mut all = Vec::new();
        for speaker in std::iter::once(first).chain(speakers) {
            if speaker & SEVERAL_SPEAKERS != 0 {
                let list = &self.several[(speaker & !SEVERAL_SPEAKERS) as usize];
                all.extend(list.iter().map(|&(speaker, _)| speaker));
            } else if all.last() != Some(&speaker) {
                all.push(speaker);
            }
        }
        all.sort_unstable();
        all.dedup();
        all.len() as u32
    }

    /// Reads the row of a sequence, to prefetch it. The result is meaningless.
    pub(crate) fn touch(&self, sequence: u32) -> u32 {
        self.speakers[sequence as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever came and went, the index counts what is there.
        #[test]
        fn counts_what_is_there(
            steps in prop::collection::vec((0u32..4, 0u32..5, any::<bool>()), 0..60),
            asked in prop::collection::vec(0u32..4, 0..5),
        ) {
            let mut index = SpeakerIndex::new(4);
            let mut there: Vec<(u32, u32)> = Vec::new();
            for (sequence, speaker, add) in steps {
                if add {
                    index.add(SequenceRow(sequence), speaker);
                    there.push((sequence, speaker));
                } else {
                    index.remove(SequenceRow(sequence), speaker);
                    let at = there.iter().position(|&pair| pair == (sequence, speaker));
                    at.map(|at| there.swap_remove(at));
                }
            }
            let mut fresh = SpeakerIndex::new(4);
            there.iter().for_each(|&(sequence, speaker)| fresh.add(SequenceRow(sequence), speaker));
            let asked: Vec<SequenceRow> = asked.into_iter().map(SequenceRow).collect();
            let speakers: std::collections::BTreeSet<u32> = there
                .iter()
                .filter(|(sequence, _)| asked.contains(&SequenceRow(*sequence)))
                .map(|&(_, speaker)| speaker)
                .collect();
            prop_assert_eq!(index.count(&asked), speakers.len() as u32);
            prop_assert_eq!(fresh.count(&asked), speakers.len() as u32);
        }
    }
}
