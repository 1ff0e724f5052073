//! The wordings of a roll as the index and comparing ask for them: side by side, with the keys and weights of their words.

use std::ops::Range;

use super::Archive;
use super::roll::{NONE, Roll};
use crate::align::features::SequenceWord;
use crate::blocking::{LONG_SEQUENCE_WEIGHT, MIN_RUN_WEIGHT, SequenceRows};
use crate::text::{Weight, Word};

/// The lines of a roll with the keys and weights of their words.
#[derive(Debug)]
pub(super) struct Keyed<'a> {
    /// The words of all lines, one after the other: what is compared lies near each other.
    words: Vec<SequenceWord>,
    lines: Vec<Line>,
    /// By word.
    keys: Vec<(u64, Weight)>,
    /// How many lines are long.
    long: u32,
    /// Whose each line is.
    whose: &'a [u32],
}

/// What comparing asks of every line, side by side.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    len: u32,
    weight: Weight,
    /// The node that has it, where that is one.
    sole: u32,
    /// Whether more than one quotation has it.
    several: bool,
}

impl<'a> Keyed<'a> {
    pub(super) fn new(archive: &'a Archive, roll: &'a Roll<'_>) -> Keyed<'a> {
        let known = |word| {
            let entry = &archive.words[Word(word)];
            (entry.key, entry.weight)
        };
        let keys = archive.workers.each(archive.words.len(), known);
        let all = archive.sequences.all();
        let places = roll.lines.iter().map(|&sequence| archive.sequences.place(sequence));
        let mut words = Vec::with_capacity(places.clone().map(|(_, len)| len as usize).sum());
        let line = |(line, ((at, len), &weight)): (u32, ((usize, u32), &Weight))| {
            let start = words.len();
            words.extend_from_slice(&all[at..at + len as usize]);
            let (sole, several) = match roll.on_line.list(line) {
                &[node] => (node, roll.nodes[node as usize].size > 1),
                _ => (NONE, true),
            };
            Line { start, len, weight, sole, several }
        };
        let lines: Vec<Line> = (0..).zip(places.zip(&roll.weights)).map(line).collect();
        let long = lines.partition_point(|line| line.weight >= LONG_SEQUENCE_WEIGHT) as u32;
        Keyed { words, lines, keys, long, whose: &roll.whose }
    }

    /// The words of a line.
    pub(super) fn line(&self, line: u32) -> &[SequenceWord] {
        let Line { start, len, .. } = self.lines[line as usize];
        &self.words[start..start + len as usize]
    }

    /// How many words all lines have.
    pub(super) fn all_words(&self) -> usize {
        self.words.len()
    }

    /// The weight of a line.
    pub(super) fn weight(&self, line: u32) -> Weight {
        self.lines[line as usize].weight
    }

    /// A number that depends on a word of each stretch of memory that the words of a line, if they are few, lie in.
    pub(super) fn touch(&self, line: u32) -> u32 {
        touch(self.line(line), 9)
    }

    /// The node that has a line, where that is one.
    pub(super) fn sole(&self, line: u32) -> Option<u32> {
        Some(self.lines[line as usize].sole).filter(|&node| node != NONE)
    }

    /// Whether more than one quotation has a line.
    pub(super) fn several(&self, line: u32) -> bool {
        self.lines[line as usize].several
    }

    /// How many runs a line has.
    pub(super) fn runs(&self, line: u32) -> usize {
        let mut behind = self.weight(line);
        let heavy = |(_, weight): &(u64, Weight)| {
            let heavy = behind >= MIN_RUN_WEIGHT;
            behind -= weight;
            heavy
        };
        self.words(line).take_while(heavy).count()
    }

    /// Stretches of lines of about so many words.
    pub(super) fn stretches(&self, words: usize) -> Vec<Range<u32>> {
        let mut stretches = Vec::new();
        let (mut start, mut sum) = (0, 0);
        for line in 0..self.lines.len() as u32 {
            sum += self.line(line).len();
            if sum >= words {
                stretches.push(start..line + 1);
                (start, sum) = (line + 1, 0);
            }
        }
        stretches.push(start..self.lines.len() as u32);
        stretches
    }
}

/// A number that depends on a word of each of the first `stretches` of memory that `words` lie in.
fn touch(words: &[SequenceWord], stretches: usize) -> u32 {
    const CACHE_LINE: usize = 64 / size_of::<SequenceWord>();
    let Some(last) = words.len().checked_sub(1) else { return 0 };
    (0..stretches).fold(0, |seen, n| seen ^ words[(n * CACHE_LINE).min(last)].word().0)
}

impl SequenceRows for Keyed<'_> {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn words(&self, line: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone {
        self.line(line).iter().map(|word| self.keys[word.word().0 as usize])
    }

    fn long_count(&self) -> u32 {
        self.long
    }

    fn touch_row(&self, line: u32) -> u32 {
        self.whose[line as usize]
    }

    fn touch_words(&self, line: u32, start: u32, stretches: usize) -> u32 {
        touch(self.line(line).get(start as usize..).unwrap_or_default(), stretches)
    }

    fn words_from(&self, line: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.line(line)
            .get(start as usize..)
            .unwrap_or_default()
            .iter()
            .map(|word| self.keys[word.word().0 as usize])
    }
}
