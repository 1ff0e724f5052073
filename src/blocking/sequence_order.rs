//! The order of sequences: by their words alone, so that every machine, and every part of a
//! collection, puts two of them in the same order.

use std::cmp::Ordering;

use super::LONG_SEQUENCE_WEIGHT;
use crate::align::features::SequenceWord;
use crate::text::{Vocabulary, Weight, bits};

/// Words from this weight on, nouns and names, show what a sequence is about.
const MIN_TOPIC_WEIGHT: Weight = bits(10);

/// The rank of a sequence: long ones come first, then those that are likely to be compared stand
/// near each other, so that they share the cache. Sequences with words in common likely have the
/// same least fingerprint among their rarer words (MinHash; [Broder
/// 1997](https://doi.org/10.1109/SEQUEN.1997.666900)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SequenceRank {
    is_short: bool,
    least: u64,
}

impl SequenceRank {
    /// Returns the rank of a sequence, and its weight. O(words).
    pub(crate) fn new(words: &Vocabulary, sequence: &[SequenceWord]) -> (SequenceRank, Weight) {
        let (mut weight, mut least): (Weight, u64) = (0, u64::MAX);
        for entry in sequence.iter().map(|word| &words[word.word()]) {
            weight = weight.saturating_add(entry.weight);
            if entry.weight >= MIN_TOPIC_WEIGHT {
                least = least.min(entry.key);
            }
        }
        (SequenceRank { is_short: weight < LONG_SEQUENCE_WEIGHT, least }, weight)
    }
}

/// Compares two sequences of one rank: the one of fewer words comes first, then word by word.
/// Sequences are equal in this order only if they print the same words, with an ellipsis before the
/// same ones. The local alignment of two sequences has ties, and this order decides which of the
/// two is on the left.
pub(crate) fn compare_words(
    words: &Vocabulary,
    a: &[SequenceWord],
    b: &[SequenceWord],
) -> Ordering {
    let key = |word: &SequenceWord| (words[word.word()].key, word.elided());
    a.len().cmp(&b.len()).then_with(|| a.iter().map(key).cmp(b.iter().map(key)))
}

/// Compares two sequences as the rows of a snapshot are ordered: by rank, then by their words.
pub(crate) fn compare_sequences(
    words: &Vocabulary,
    a: &[SequenceWord],
    b: &[SequenceWord],
) -> Ordering {
    let rank = |sequence| SequenceRank::new(words, sequence).0;
    rank(a).cmp(&rank(b)).then_with(|| compare_words(words, a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::features::sequence_words;
    use proptest::prelude::*;

    proptest! {
        /// The order depends on the words, and not on the numbers that a vocabulary gives them.
        #[test]
        fn is_of_the_words_alone(
            a in "((harbour|cannery|the|not|…) ){0,5}",
            b in "((harbour|cannery|the|not|…) ){0,5}",
        ) {
            let order = |first: &str| {
                let mut words = Vocabulary::new();
                words.tokenize(first);
                let [x, y] = [&a, &b].map(|text| words.tokenize(text).words);
                let [x, y] = [x, y].map(|side| sequence_words(&words, &side).collect::<Vec<_>>());
                let forms = |side: &[SequenceWord]| -> Vec<(String, bool)> {
                    side.iter().map(|w| (words[w.word()].form.to_string(), w.elided())).collect()
                };
                let order = compare_sequences(&words, &x, &y);
                assert_eq!(order, compare_sequences(&words, &y, &x).reverse());
                assert_eq!(order.is_eq(), forms(&x) == forms(&y));
                order
            };
            prop_assert_eq!(order("the cannery"), order("not harbour"));
        }
    }
}
