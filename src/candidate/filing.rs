//! The keys of sequences: one for each word that a run begins with, shared out into parts that are put in order one by one.

use std::ops::Range;

use super::{BlockKey, FLOOR, LONG_FLOOR};
use crate::text::Weight;

/// Sequences of words without marks, by number; the long ones have the first numbers.
pub(crate) trait Lines {
    /// How many there are.
    fn count(&self) -> usize;
    /// Key and weight of each word of one.
    fn words(&self, line: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone;
    /// Whether it weighs [`super::LONG`] or more.
    fn is_long(&self, line: u32) -> bool;

    /// Its words from `start` on.
    fn from(&self, line: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.words(line).skip(start as usize)
    }
}

/// One step of a multiplicative hash over the words' fingerprints (the constant is that of FxHash and splitmix-like
/// mixers: odd, with its bits well spread).
fn mix(hash: u64, key: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// A run at the beginning of some words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    pub hash: u64,
    weight: Weight,
}

impl Run {
    /// Takes as many of `words` as it needs to weigh at least `floor`.
    pub(super) fn up_to(mut self, floor: Weight, words: &mut impl Iterator<Item = (u64, Weight)>) -> Option<Run> {
        while self.weight < floor {
            let (key, weight) = words.next()?;
            self = Run { hash: mix(self.hash, key), weight: self.weight.saturating_add(weight) };
        }
        Some(self)
    }
}

/// The key of a whole sequence; apart from those of runs.
pub(super) fn whole(words: impl Iterator<Item = (u64, Weight)>) -> BlockKey {
    BlockKey(words.fold(!0, |hash, (key, _)| mix(hash, key)))
}

pub(super) fn weight(words: impl Iterator<Item = (u64, Weight)>) -> Weight {
    words.map(|(_, weight)| weight).fold(0, Weight::saturating_add)
}

/// One sequence filed under one key, with the place of its run. Numbers of 32 bits, since there are as many as words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub key: [u32; 2],
    pub line: u32,
    pub start: u32,
    /// Tells the run of weight [`LONG_FLOOR`] that begins there from others that begin with the same key; 0 where there is
    /// none. Two that look alike by accident are compared for nothing.
    pub longer: u32,
}

impl Posting {
    pub(super) fn new(key: BlockKey, line: u32, start: u32, longer: u32) -> Posting {
        Posting { key: [(key.0 >> 32) as u32, key.0 as u32], line, start, longer }
    }

    pub(super) fn key(&self) -> u64 {
        u64::from(self.key[0]) << 32 | u64::from(self.key[1])
    }
}

/// Into how many parts, a power of two, `words` keys are best shared out: each sorts within the cache.
pub(crate) fn parts(words: usize) -> usize {
    (words / (1 << 15)).next_power_of_two().clamp(1, 1 << 10)
}

/// Of which part the run is that begins with each word of some sequences, one after the other; [`NO_PART`] where none does.
#[derive(Debug)]
pub(crate) struct Begun(Vec<u16>);

const NO_PART: u16 = u16::MAX;

impl Begun {
    /// Looks at the sequences `range`. O(words).
    pub(crate) fn of<L: Lines + ?Sized>(lines: &L, range: Range<u32>, parts: usize) -> Begun {
        let shift = 64 - parts.trailing_zeros();
        let part = |hash: u64| hash.checked_shr(shift).unwrap_or(0) as u16;
        let mut begun = Vec::new();
        for line in range {
            let mut behind: i64 = lines.words(line).map(|(_, weight)| i64::from(weight)).sum();
            if behind < i64::from(FLOOR) {
                // What is too light for a run is filed as a whole.
                let first = begun.len();
                begun.resize(first + lines.words(line).len(), NO_PART);
                if let Some(whole_line) = begun.get_mut(first) {
                    *whole_line = part(whole(lines.words(line)).0);
                }
                continue;
            }
            let mut words = lines.words(line).peekable();
            while let Some((first, weight)) = words.next() {
                if behind < i64::from(FLOOR) {
                    begun.push(NO_PART);
                    continue;
                }
                behind -= i64::from(weight);
                // The first two words tell, if the run has as many.
                let hash = mix(0, first);
                let second = words.peek().filter(|_| weight < FLOOR);
                begun.push(part(second.map_or(hash, |&(second, _)| mix(hash, second))));
            }
        }
        Begun(begun)
    }
}

/// The keys of some sequences, by part.
#[derive(Debug)]
pub(crate) struct Filed {
    postings: Vec<Posting>,
    /// Where each part ends.
    ends: Vec<u32>,
    first: usize,
}

impl Filed {
    /// Files the sequences `range`, of whose parts those in `kept`. O(words).
    pub(crate) fn of<L: Lines + ?Sized>(lines: &L, range: Range<u32>, begun: &Begun, kept: Range<usize>) -> Filed {
        let mut all: Vec<(u16, Posting)> = Vec::new();
        let mut counts = vec![0u32; kept.len()];
        let wanted = kept.start as u16..kept.end as u16;
        let mut parts = begun.0.as_slice();
        for line in range {
            let (these, rest) = parts.split_at(lines.words(line).len());
            parts = rest;
            for (start, &part) in (0..).zip(these).filter(|(_, part)| wanted.contains(part)) {
                let mut ahead = lines.from(line, start);
                let posting = match Run::default().up_to(FLOOR, &mut ahead) {
                    Some(run) => {
                        let longer = run.up_to(LONG_FLOOR, &mut ahead).map_or(0, |longer| (longer.hash as u32).max(1));
                        Posting::new(BlockKey(run.hash), line, start, longer)
                    }
                    None => Posting::new(whole(lines.words(line)), line, start, 0),
                };
                counts[(part - wanted.start) as usize] += 1;
                all.push((part - wanted.start, posting));
            }
        }
        let mut at = 0;
        let mut ends: Vec<u32> = counts
            .iter()
            .map(|count| {
                at += count;
                at - count
            })
            .collect();
        let nothing = Posting::new(BlockKey(0), 0, 0, 0);
        let mut postings = vec![nothing; all.len()];
        for (part, posting) in all {
            let end = &mut ends[part as usize];
            postings[*end as usize] = posting;
            *end += 1;
        }
        Filed { postings, ends, first: kept.start }
    }

    pub(super) fn part(&self, part: usize) -> &[Posting] {
        let n = part - self.first;
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        &self.postings[start as usize..self.ends[n] as usize]
    }
}
