//! A sequence of words as stretches are looked for in it: what its words weigh, summed up.

use super::super::fact::{Fact, Facts, Spoken};
use crate::text::{Weight, bits};

/// A sequence of words, marks left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(super) words: Vec<Spoken>,
    pub(super) facts: Vec<Fact>,
    /// Sums up to each word, and up to the end.
    pub(super) sums: Vec<Sums>,
}

/// What the words before a place weigh, and what it costs to skip them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub weight: Weight,
    pub skip: Weight,
}

impl Sums {
    /// With a word of this weight.
    fn and(self, weight: Weight) -> Sums {
        Sums {
            weight: self.weight.saturating_add(weight),
            skip: self.skip.saturating_add(skip(weight)),
        }
    }
}

impl Line {
    /// Takes `words`; what is known of them is yet to be read.
    pub(super) fn take(&mut self, words: &[Spoken]) {
        self.words.clear();
        self.words.extend_from_slice(words);
    }

    /// Reads what is known of its words, and sums up what they weigh.
    pub(super) fn read(&mut self, facts: &impl Facts) {
        self.facts.clear();
        self.facts.extend(self.words.iter().map(|word| facts.fact(word.word())));
        let mut sums = Sums::default();
        self.sums.clear();
        self.sums.push(sums);
        self.sums.extend(self.facts.iter().map(|fact| {
            sums = sums.and(fact.weight);
            sums
        }));
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether an ellipsis stands before the word at `place`.
    pub(crate) fn elided(&self, place: u32) -> bool {
        self.words.get(place as usize).is_some_and(|word| word.elided())
    }

    /// The weight of all words.
    pub(crate) fn total(&self) -> Weight {
        self.sums.last().map_or(0, |sums| sums.weight)
    }

    /// The weight of the words from `from` up to `to`, which is not among them.
    pub(crate) fn weight(&self, from: u32, to: u32) -> Weight {
        self.sums[to as usize].weight - self.sums[from as usize].weight
    }

    /// The weight of the words from `from` on.
    pub(crate) fn behind(&self, from: u32) -> Weight {
        self.total() - self.sums[from as usize].weight
    }

    pub(super) fn skip(&self, from: u32, to: u32) -> Weight {
        self.skipped(to) - self.skipped(from)
    }

    /// What it costs to skip all words before `place`.
    pub(super) fn skipped(&self, place: u32) -> Weight {
        self.sums[place as usize].skip
    }
}

/// Skipping a word costs four tenths of its weight, between one bit and five: a lost name costs no more than a lost noun.
pub(super) fn skip(weight: Weight) -> Weight {
    (weight * 2 / 5).clamp(bits(1), bits(5))
}
