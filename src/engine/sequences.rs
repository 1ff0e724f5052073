//! The sequences of a snapshot as blocking and scoring read them: in the order of their rows, with
//! the keys and weights of their words beside them.

use std::ops::Range;

use crate::align::features::SequenceWord;
use crate::blocking::{LONG_SEQUENCE_WEIGHT, MAX_COUNTED_SPEAKERS, MIN_RUN_WEIGHT, SequenceRows};
use crate::parallel::Workers;
use crate::snapshot::{NO_ROW, SequenceRow, Snapshot, SpeakerIndex};
use crate::text::{Weight, Word};

/// Sequences with the keys and weights of their words.
#[derive(Debug)]
pub(crate) struct WeightedSequences<'s> {
    /// The words of all sequences, one after the other: sequences that are compared are near each
    /// other.
    words: Vec<SequenceWord>,
    rows: Vec<WeightedRow>,
    /// Stable key and weight of each word.
    keys: Vec<(u64, Weight)>,
    long_count: u32,
    speakers: &'s SpeakerIndex,
}

/// The facts about a sequence that scoring reads, side by side.
#[derive(Clone, Copy, Debug)]
struct WeightedRow {
    start: usize,
    len: u32,
    weight: Weight,
    /// The only class that has it; [`NO_ROW`] where there are several.
    only_class: u32,
    /// True if more than one quotation has it.
    repeated: bool,
}

impl<'s> WeightedSequences<'s> {
    pub(super) fn new(snapshot: &'s impl Snapshot, workers: &Workers) -> WeightedSequences<'s> {
        let vocabulary = snapshot.vocabulary();
        let key = |word| {
            let entry = &vocabulary[Word(word)];
            (entry.key, entry.weight)
        };
        let keys = workers.map_range(vocabulary.len(), key);
        let (weights, classes) = (snapshot.weights(), snapshot.classes());
        let words_of = |row: usize| snapshot.words(SequenceRow(row as u32));
        let mut words = Vec::with_capacity((0..weights.len()).map(|row| words_of(row).len()).sum());
        let row = |(row, &weight): (usize, &Weight)| {
            let start = words.len();
            let these = words_of(row);
            words.extend_from_slice(these);
            let (only_class, repeated) = match snapshot.classes_of().list(row) {
                &[class] => (class.0, classes[class.index()].size > 1),
                _ => (NO_ROW, true),
            };
            WeightedRow { start, len: these.len() as u32, weight, only_class, repeated }
        };
        let rows: Vec<WeightedRow> = weights.iter().enumerate().map(row).collect();
        let long_count = rows.partition_point(|row| row.weight >= LONG_SEQUENCE_WEIGHT) as u32;
        WeightedSequences { words, rows, keys, long_count, speakers: snapshot.speakers() }
    }

    /// Returns the words of a sequence.
    pub(super) fn sequence(&self, row: u32) -> &[SequenceWord] {
        let WeightedRow { start, len, .. } = self.rows[row as usize];
        &self.words[start..start + len as usize]
    }

    /// Returns the number of words of all sequences.
    pub(super) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// Returns the weight of a sequence.
    pub(super) fn weight(&self, row: u32) -> Weight {
        self.rows[row as usize].weight
    }

    /// Reads one word in each cache line of a sequence of ordinary length, to prefetch it. The
    /// result is meaningless.
    pub(super) fn touch(&self, row: u32) -> u32 {
        touch(self.sequence(row), 9)
    }

    /// Returns the class of a sequence, if there is only one.
    pub(super) fn only_class(&self, row: u32) -> Option<u32> {
        Some(self.rows[row as usize].only_class).filter(|&class| class != NO_ROW)
    }

    /// Returns true if more than one quotation has the sequence.
    pub(super) fn is_repeated(&self, row: u32) -> bool {
        self.rows[row as usize].repeated
    }

    /// Returns the number of distinct speakers of some sequences, counted up to
    /// [`MAX_COUNTED_SPEAKERS`].
    pub(super) fn speaker_count_of(&self, rows: &[u32]) -> u32 {
        self.speakers.count_rows(rows.iter().copied()).min(MAX_COUNTED_SPEAKERS)
    }

    /// Returns the number of words of a sequence that begin a run.
    pub(super) fn run_count(&self, row: u32) -> usize {
        let mut behind = self.weight(row);
        let heavy = |(_, weight): &(u64, Weight)| {
            let heavy = behind >= MIN_RUN_WEIGHT;
            behind -= weight;
            heavy
        };
        self.words(row).take_while(heavy).count()
    }

    /// Divides the sequences into ranges of about `words` words.
    pub(super) fn ranges(&self, words: usize) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        let (mut start, mut sum) = (0, 0);
        for row in 0..self.rows.len() as u32 {
            sum += self.sequence(row).len();
            if sum >= words {
                ranges.push(start..row + 1);
                (start, sum) = (row + 1, 0);
            }
        }
        ranges.push(start..self.rows.len() as u32);
        ranges
    }
}

/// Reads one word in each of the first `cache_lines` cache lines of `words`.
fn touch(words: &[SequenceWord], cache_lines: usize) -> u32 {
    const WORDS_PER_CACHE_LINE: usize = 64 / size_of::<SequenceWord>();
    let Some(last) = words.len().checked_sub(1) else { return 0 };
    (0..cache_lines).fold(0, |seen, n| seen ^ words[(n * WORDS_PER_CACHE_LINE).min(last)].word().0)
}

impl SequenceRows for WeightedSequences<'_> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn words(&self, row: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone {
        self.sequence(row).iter().map(|word| self.keys[word.word().0 as usize])
    }

    fn long_count(&self) -> u32 {
        self.long_count
    }

    fn touch_row(&self, row: u32) -> u32 {
        self.speakers.touch(row)
    }

    fn touch_words(&self, row: u32, start: u32, cache_lines: usize) -> u32 {
        touch(self.sequence(row).get(start as usize..).unwrap_or_default(), cache_lines)
    }

    fn words_from(&self, row: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.sequence(row)
            .get(start as usize..)
            .unwrap_or_default()
            .iter()
            .map(|word| self.keys[word.word().0 as usize])
    }
}
