//! A sequence prepared for local alignment, with prefix sums of weights and skip costs.

use crate::align::features::{FeatureSource, SequenceWord, WordFeatures};
use crate::text::{Weight, bits};

/// A sequence of words without marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedSequence {
    pub(super) words: Vec<SequenceWord>,
    pub(super) features: Vec<WordFeatures>,
    /// Sums before each word, and before the end.
    pub(super) sums: Vec<PrefixSums>,
}

/// Weight of the words before a position, and the cost of skipping them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PrefixSums {
    pub weight: Weight,
    pub skip_cost: Weight,
}

impl PrefixSums {
    /// Returns the sums after a word of this weight.
    fn with(self, weight: Weight) -> PrefixSums {
        PrefixSums {
            weight: self.weight.saturating_add(weight),
            skip_cost: self.skip_cost.saturating_add(skip_cost(weight)),
        }
    }
}

impl PreparedSequence {
    /// Sets the words; their features are not known yet.
    pub(super) fn set_words(&mut self, words: &[SequenceWord]) {
        self.words.clear();
        self.words.extend_from_slice(words);
    }

    /// Looks up the features of the words and sums their weights.
    pub(super) fn prepare(&mut self, source: &impl FeatureSource) {
        self.features.clear();
        self.features.extend(self.words.iter().map(|word| source.features(word.word())));
        let mut sums = PrefixSums::default();
        self.sums.clear();
        self.sums.push(sums);
        self.sums.extend(self.features.iter().map(|features| {
            sums = sums.with(features.weight);
            sums
        }));
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns true if an ellipsis stands before the word at `place`.
    pub(crate) fn elided_before(&self, place: u32) -> bool {
        self.words.get(place as usize).is_some_and(|word| word.elided())
    }

    /// Returns the weight of all words.
    pub(crate) fn total_weight(&self) -> Weight {
        self.sums.last().map_or(0, |sums| sums.weight)
    }

    /// Returns the weight of the words `from..to`.
    pub(crate) fn weight(&self, from: u32, to: u32) -> Weight {
        self.sums[to as usize].weight - self.sums[from as usize].weight
    }

    /// Returns the weight of the words from `from` on.
    pub(crate) fn weight_from(&self, from: u32) -> Weight {
        self.total_weight() - self.sums[from as usize].weight
    }

    pub(super) fn skip_cost(&self, from: u32, to: u32) -> Weight {
        self.skip_cost_before(to) - self.skip_cost_before(from)
    }

    /// Returns the cost of skipping all words before `place`.
    pub(super) fn skip_cost_before(&self, place: u32) -> Weight {
        self.sums[place as usize].skip_cost
    }
}

/// Returns the cost of skipping a word: four tenths of its weight, between one bit and five. A lost
/// name costs no more than a lost noun.
pub(super) fn skip_cost(weight: Weight) -> Weight {
    (weight * 2 / 5).clamp(bits(1), bits(5))
}
