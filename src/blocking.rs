//! Blocking: the pairs of sequences that are worth comparing.
//!
//! # The promise
//!
//! A **run** is a range of words that stand next to each other once marks are left out, compared by
//! form. Its weight is the sum of the weights of its words. Each word of a sequence has one
//! blocking key: that of the shortest run from there on that weighs at least [`MIN_RUN_WEIGHT`].
//! Since the key depends on the words alone,
//!
//! > **any two sequences that share a run of at least [`MIN_RUN_WEIGHT`] are candidates, and so are
//! > any two that are equal;
//! > if both are long, weighing [`LONG_SEQUENCE_WEIGHT`] or more, the run must weigh
//! > [`LONG_MIN_RUN_WEIGHT`].**
//!
//! Two rare words that two long sequences share are mostly chance. In a fragment they are much of
//! the content.
//!
//! The sequences with one key are a **block**. A block of more than [`MAX_BLOCK_SIZE`] sequences (a
//! slogan, a figure of speech) is oversized. It is split by longer runs: the required weight grows
//! by [`RUN_WEIGHT_STEP`] until the blocks are small enough, up to [`MAX_RUN_WEIGHT`]. The promise
//! in full: two sequences that share a run of the weight above are candidates if, for some required
//! weight from `MIN_RUN_WEIGHT` to `MAX_RUN_WEIGHT`, the run weighs as much and at most
//! `MAX_BLOCK_SIZE` sequences share the part of it that makes the key.
//!
//! If speakers are known, a run attributed to more than [`MAX_SPEAKERS`] speakers is split as an
//! oversized block is, and one attributed to hardly more than one only beyond
//! [`MAX_SPEAKER_BLOCK_SIZE`].
//!
//! Sequences that share a run beyond `MAX_RUN_WEIGHT` are candidates in any case, each with the
//! [`HUB_COUNT`] lightest of them, so that a block of `n` costs `n × HUB_COUNT` pairs and not `n²`.
//!
//! The candidates are a function of the set of sequences, and do not depend on the order of
//! arrival.
//!
//! # Method
//!
//! The keys are *adaptive n-grams*: like the word n-gram indexes of MemeTracker (Leskovec,
//! Backstrom & Kleinberg 2009, <https://doi.org/10.1145/1557019.1557077>) and passim (Smith et al.
//! 2014, <https://doi.org/10.1109/JCDL.2014.6970166>), but cut by weight and not by count.
//! `Guantánamo detainees` is a key, and `that we have to` is none.
//!
//! The keys of all sequences are sorted, so that those of one block stand next to each other.
//! Oversized blocks are sorted again by longer keys. Keys of one sequence alone are dropped at
//! once. A key is the fingerprint of its run after Karp & Rabin (1987,
//! <https://doi.org/10.1147/rd.312.0249>): two prefix sums over the words of a sequence give the
//! fingerprint of any of its runs, however long.
//!
//! Time: O(words) for the keys and one sort of them, in shards that fit the cache; O(postings) to
//! read all pairs. Memory O(words).

mod limits;
mod postings;
mod run_index;
mod sequence_order;

use std::collections::BTreeMap;

use crate::text::{Vocabulary, Weight, Word};

pub use limits::{
    HUB_COUNT, LONG_MIN_RUN_WEIGHT, LONG_SEQUENCE_WEIGHT, MAX_BLOCK_SIZE, MAX_COUNTED_SPEAKERS,
    MAX_RUN_WEIGHT, MAX_SPEAKER_BLOCK_SIZE, MAX_SPEAKERS, MIN_RUN_WEIGHT, RUN_WEIGHT_STEP,
    min_run_weight,
};
#[cfg(feature = "parts")]
pub(crate) use postings::{FiledRun, SPLIT_LEVELS, filed_runs};
pub(crate) use postings::{Pass, Postings, PostingsScratch, SequenceRows, shard_count};
#[cfg(feature = "parts")]
pub(crate) use run_index::{BlockFacts, hub_rank, max_block_size};
pub(crate) use run_index::{CandidateScratch, RunIndex, Shard, UNSHARED};
pub(crate) use sequence_order::{SequenceRank, compare_sequences, compare_words};

/// A sequence reduced to the keys and weights of its words, without marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    words: Box<[(u64, Weight)]>,
    weight: Weight,
}

impl Sequence {
    /// Creates a sequence from the words of `sequence`, without marks.
    pub fn new(words: &Vocabulary, sequence: &[Word]) -> Sequence {
        let words: Box<[(u64, Weight)]> = sequence
            .iter()
            .map(|&word| &words[word])
            .filter(|shared| shared.class.is_word())
            .map(|shared| (shared.key, shared.weight))
            .collect();
        let weight = words.iter().map(|&(_, weight)| weight).fold(0, Weight::saturating_add);
        Sequence { words, weight }
    }

    /// Returns the sum of the weights of its words.
    pub fn weight(&self) -> Weight {
        self.weight
    }
}

/// Number of a sequence in a [`BlockingIndex`]; chosen by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SequenceId(pub u32);

/// A set of sequences, and the pairs of them that are worth comparing.
///
/// ```
/// use variorum::blocking::{BlockingIndex, Sequence, SequenceId};
/// use variorum::text::Vocabulary;
///
/// let texts = ["a political risk in pursuit of peace", "take a political risk", "a good start"];
/// let mut words = Vocabulary::new();
/// let mut index = BlockingIndex::new();
/// for (id, text) in (0..).zip(texts) {
///     let passage = words.tokenize(text);
///     index.insert(SequenceId(id), Sequence::new(&words, &passage.words));
/// }
/// assert_eq!(index.pairs(), [(SequenceId(0), SequenceId(1))]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct BlockingIndex {
    sequences: BTreeMap<SequenceId, Sequence>,
}

impl BlockingIndex {
    /// Creates an empty index.
    pub fn new() -> BlockingIndex {
        BlockingIndex::default()
    }

    /// Returns the number of sequences.
    pub fn len(&self) -> usize {
        self.sequences.len()
    }

    /// Returns true if there are no sequences.
    pub fn is_empty(&self) -> bool {
        self.sequences.is_empty()
    }

    /// Adds `sequence` under `id`, in place of an earlier one with that id.
    pub fn insert(&mut self, id: SequenceId, sequence: Sequence) {
        self.sequences.insert(id, sequence);
    }

    /// Removes the sequence `id`. Returns true if there was one.
    pub fn remove(&mut self, id: SequenceId) -> bool {
        self.sequences.remove(&id).is_some()
    }

    /// Returns every candidate pair in order, the smaller id first. O(words log words + pairs).
    pub fn pairs(&self) -> Vec<(SequenceId, SequenceId)> {
        let (long, short): (Vec<_>, Vec<_>) = self
            .sequences
            .iter()
            .partition(|(_, sequence)| sequence.weight >= LONG_SEQUENCE_WEIGHT);
        let (ids, rows): (Vec<SequenceId>, Vec<&Sequence>) = long.into_iter().chain(short).unzip();
        let index = RunIndex::build(rows.as_slice(), &|_| 0);
        let mut scratch = CandidateScratch::new(rows.len());
        let mut pairs = Vec::new();
        for (sequence, &id) in (0..).zip(&ids) {
            let others =
                index.candidates(sequence, &mut scratch).iter().map(|&other| ids[other as usize]);
            pairs.extend(others.map(|other| (id.min(other), id.max(other))));
        }
        pairs.sort_unstable();
        pairs
    }
}

impl SequenceRows for [&Sequence] {
    fn count(&self) -> usize {
        self.len()
    }

    fn words(&self, sequence: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone {
        self[sequence as usize].words.iter().copied()
    }

    fn long_count(&self) -> u32 {
        self.partition_point(|sequence| sequence.weight >= LONG_SEQUENCE_WEIGHT) as u32
    }

    fn touch_row(&self, sequence: u32) -> u32 {
        sequence
    }

    fn touch_words(&self, sequence: u32, _: u32, _: usize) -> u32 {
        sequence
    }
}

/// Returns true if two sequences share a run of at least `min_weight`, or are equal. This is the
/// promise of the index, checked by comparing every word of one with every word of the other; for
/// tests. O(n·m).
pub fn shares_run(words: &Vocabulary, a: &[Word], b: &[Word], min_weight: Weight) -> bool {
    let without_marks = |sequence: &[Word]| -> Vec<Word> {
        sequence.iter().copied().filter(|&word| words[word].class.is_word()).collect()
    };
    let (a, b) = (without_marks(a), without_marks(b));
    if !a.is_empty() && a == b {
        return true;
    }
    (0..a.len()).any(|i| {
        (0..b.len()).any(|j| {
            let run = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y);
            run.map(|(&x, _)| words[x].weight).sum::<Weight>() >= min_weight
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rustc_hash::FxHashSet;

    fn index(texts: &[String]) -> (Vocabulary, Vec<Vec<Word>>, BlockingIndex) {
        let mut words = Vocabulary::new();
        let read: Vec<Vec<Word>> = texts.iter().map(|text| words.tokenize(text).words).collect();
        let mut index = BlockingIndex::new();
        for (i, sequence) in read.iter().enumerate() {
            index.insert(SequenceId(i as u32), Sequence::new(&words, sequence));
        }
        (words, read, index)
    }

    fn sentence() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "the",
            "of",
            "peace",
            "risk",
            "political",
            "never",
            "Russia",
            "zugzwang",
            ",",
            "1918",
            "we",
            "interfere",
            "…",
        ]);
        prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
    }

    proptest! {
        /// Law 5: in blocks that are not oversized, exactly the pairs of the promise.
        #[test]
        fn keeps_its_promise(texts in prop::collection::vec(sentence(), 0..30)) {
            let (words, read, index) = index(&texts);
            let pairs: FxHashSet<_> = index.pairs().into_iter().collect();
            let weights: Vec<Weight> =
                read.iter().map(|read| Sequence::new(&words, read).weight()).collect();
            for a in 0..read.len() {
                for b in a + 1..read.len() {
                    let promised = shares_run(
                        &words,
                        &read[a],
                        &read[b],
                        min_run_weight(weights[a], weights[b]),
                    );
                    prop_assert_eq!(
                        pairs.contains(&(SequenceId(a as u32), SequenceId(b as u32))),
                        promised,
                        "{} / {}",
                        texts[a],
                        texts[b]
                    );
                }
            }
        }

        /// Law 4: the same pairs in any order of arrival, and after other sequences have come and
        /// gone.
        #[test]
        fn order_does_not_matter(
            texts in prop::collection::vec(sentence(), 0..20),
            gone in prop::collection::vec(sentence(), 0..5),
        ) {
            let (mut words, read, forward) = index(&texts);
            let mut backward = BlockingIndex::new();
            let others: Vec<_> = gone.iter().map(|text| words.tokenize(text).words).collect();
            for (i, sequence) in others.iter().enumerate() {
                backward.insert(SequenceId(1000 + i as u32), Sequence::new(&words, sequence));
            }
            for (i, sequence) in read.iter().enumerate().rev() {
                backward.insert(SequenceId(i as u32), Sequence::new(&words, sequence));
            }
            for i in 0..others.len() {
                prop_assert!(backward.remove(SequenceId(1000 + i as u32)));
            }
            prop_assert_eq!(forward.pairs(), backward.pairs());
        }
    }

    /// The number of speakers is exact up to the bound, whether one shard or several were added.
    #[test]
    fn speaker_counts_are_exact() {
        for n in [2u32, 29, 30, 31, 60] {
            let texts: Vec<String> =
                (0..n).map(|i| format!("make peace with Russia zz{i}")).collect();
            let (_, _, index) = index(&texts);
            let rows: Vec<&Sequence> = index.sequences.values().collect();
            let shard_count = 2;
            let postings = [Postings::new(
                rows.as_slice(),
                0..n,
                Pass::ALL,
                shard_count,
                &mut PostingsScratch::default(),
            )];
            let mut index = RunIndex::new(rows.as_slice());
            (0..shard_count).for_each(|shard| {
                index.add_shard(Shard::new(rows.as_slice(), shard, &postings, &|rows| {
                    rows.len() as u32
                }))
            });
            // All shared runs begin with one of the four words.
            let shared: Vec<u32> = index
                .run_ids(0, 0..5)
                .iter()
                .copied()
                .filter(|&run_id| run_id != UNSHARED)
                .collect();
            assert!(!shared.is_empty());
            let counted = n.min(MAX_COUNTED_SPEAKERS);
            assert!(shared.iter().all(|&run_id| index.speaker_count(run_id) == counted), "{n}");
        }
    }

    #[test]
    fn an_oversized_block_is_split_by_longer_runs() {
        // All share "make peace with russia"; two share more.
        let mut texts: Vec<String> =
            (0..200).map(|i| format!("make peace with Russia zz{i}")).collect();
        texts.push("make peace with Russia before winter comes".into());
        texts.push("to make peace with Russia before winter comes again".into());
        let (_, _, index) = index(&texts);
        let pairs = index.pairs();
        assert!(pairs.contains(&(SequenceId(200), SequenceId(201))));
        assert!(pairs.len() < 3000, "{}", pairs.len());
    }
}
