//! Postings: the blocking keys of sequences, one for each word that begins a run, divided into
//! shards.

use std::ops::Range;

#[cfg(feature = "parts")]
use super::limits::MAX_RUN_WEIGHT;
use super::limits::{LONG_MIN_RUN_WEIGHT, MIN_RUN_WEIGHT, RUN_WEIGHT_STEP};
use crate::text::Weight;

/// Rows of sequences of words without marks, by number. The long ones have the first numbers. This
/// is all that blocking needs of the sequences.
pub(crate) trait SequenceRows {
    /// Returns the number of sequences.
    fn count(&self) -> usize;
    /// Returns key and weight of each word of a sequence.
    fn words(&self, sequence: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone;
    /// Returns the number of long sequences, which weigh [`super::LONG_SEQUENCE_WEIGHT`] or more.
    fn long_count(&self) -> u32;

    /// Reads the row of a sequence, to prefetch it. The result is meaningless.
    fn touch_row(&self, sequence: u32) -> u32;

    /// Reads one word in each of the first `cache_lines` cache lines of a sequence, from the word
    /// `start` on, to prefetch them. The result is meaningless.
    fn touch_words(&self, sequence: u32, start: u32, cache_lines: usize) -> u32;

    /// Returns key and weight of the words of a sequence from `start` on.
    fn words_from(&self, sequence: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.words(sequence).skip(start as usize)
    }
}

/// Number of sequences whose words are prefetched together.
pub(super) const PREFETCH_SEQUENCES: usize = 32;

/// Evaluates `numbers`, so that the memory behind them is in the cache. It is scattered: to wait
/// for one access after the other would take most of the time, and independent accesses overlap.
pub(super) fn prefetch(numbers: impl Iterator<Item = u32>) {
    std::hint::black_box(numbers.fold(0, |seen, number| seen ^ number));
}

/// Fingerprint of a run of forms: the same on every machine and in every version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct BlockKey(pub(super) u64);

/// The fingerprint of a run is the polynomial with the keys of its words as coefficients, at this
/// point, modulo 2^64 (Karp & Rabin 1987, <https://doi.org/10.1147/rd.312.0249>). Two prefix sums
/// over the words give that of any run. The point is odd, so that no bit of a key is lost, and one
/// more than an odd multiple of four, so that its powers have the longest period.
///
/// Departure: the modulus is no prime, for speed. Two long runs can be built that collide modulo
/// 2^64 at every point (from the Thue-Morse sequence), but only from more words than a run has: one
/// of 64 bits has at most 64 words. Otherwise two runs collide once in 2^64 if a word occurs in
/// only one of them, and nearly as seldom if they have the same words in another order, since keys
/// are themselves fingerprints.
const HASH_BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The powers of [`HASH_BASE`] for nearly all runs.
const HASH_BASE_POWERS: [u64; 32] = {
    let mut powers = [1; 32];
    let mut n = 1;
    while n < powers.len() {
        powers[n] = HASH_BASE.wrapping_mul(powers[n - 1]);
        n += 1;
    }
    powers
};

/// Returns the hash of a run with one more word.
fn extend_hash(sum: u64, key: u64) -> u64 {
    sum.wrapping_mul(HASH_BASE).wrapping_add(key)
}

/// Returns the fingerprint of a run from its hash. The bits are mixed, since the low bits of the
/// hash depend on the low bits of the keys alone. The mixing is a bijection (the finisher of
/// SplitMix; Steele, Lea & Flood 2014, <https://doi.org/10.1145/2660193.2660195>).
fn finish_hash(sum: u64) -> BlockKey {
    let mixed = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    BlockKey(mixed ^ (mixed >> 31))
}

/// Returns the fingerprint of the shortest run at the start of `words` that weighs at least
/// `min_weight`, or `None` if all weigh less.
pub(super) fn run_key(
    mut words: impl Iterator<Item = (u64, Weight)>,
    min_weight: Weight,
) -> Option<BlockKey> {
    let (mut sum, mut heavy) = (0, 0);
    while heavy < min_weight {
        let (key, weight) = words.next()?;
        sum = extend_hash(sum, key);
        heavy = heavy.saturating_add(weight);
    }
    Some(finish_hash(sum))
}

/// Returns the half of a fingerprint that is stored in [`Posting::longer_runs`].
pub(super) fn short_fingerprint(run: Option<BlockKey>) -> u32 {
    run.map_or(0, |key| ((key.0 >> 32) as u32).max(1))
}

pub(super) fn total_weight(words: impl Iterator<Item = (u64, Weight)>) -> Weight {
    words.map(|(_, weight)| weight).fold(0, Weight::saturating_add)
}

/// A sequence under a key, with the start of its run. Numbers have 32 bits, since there are as many
/// postings as words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub key: [u32; 2],
    pub sequence: u32,
    pub start: u32,
    /// Short fingerprints of the run of weight [`LONG_MIN_RUN_WEIGHT`] that begins there, and of
    /// the one by which an oversized block is split; 0 if there is none. A collision only costs a
    /// comparison.
    pub longer_runs: [u32; 2],
}

impl Posting {
    pub(super) fn new(key: BlockKey, sequence: u32, start: u32, longer_runs: [u32; 2]) -> Posting {
        Posting { key: [(key.0 >> 32) as u32, key.0 as u32], sequence, start, longer_runs }
    }

    pub(super) fn key(&self) -> u64 {
        u64::from(self.key[0]) << 32 | u64::from(self.key[1])
    }
}

/// Returns the best number of shards, a power of two, for the keys of `words` words. Each shard is
/// sorted within the cache.
pub(crate) fn shard_count(words: usize) -> usize {
    (words / (1 << 15)).next_power_of_two().clamp(1, 1 << 10)
}

/// One of several passes over the keys, so that few enough are held at a time: the keys of runs
/// whose first word has a key in one range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass {
    pub number: usize,
    pub count: usize,
}

impl Pass {
    /// The only pass, over all keys.
    pub(crate) const ALL: Pass = Pass { number: 0, count: 1 };

    /// Returns true if runs that begin with a word of this key belong to the pass.
    fn contains(self, key: u64) -> bool {
        (u128::from(key) * self.count as u128) >> 64 == self.number as u128
    }
}

/// Buffers of [`Postings::new`].
#[derive(Debug, Default)]
pub(crate) struct PostingsScratch {
    hasher: RunHasher,
    postings: Vec<(u16, Posting)>,
}

impl PostingsScratch {
    /// Calls `visit` with each key of a sequence. O(words).
    pub(crate) fn for_each_key(
        &mut self,
        words: impl ExactSizeIterator<Item = (u64, Weight)>,
        mut visit: impl FnMut(u64),
    ) {
        self.hasher.set_words(words, Pass::ALL);
        self.hasher.for_each_run(|_, key, _| visit(key.0));
    }

    /// Calls `visit` with the shortest run from each word on that weighs at least `min_weight`, and
    /// with its fingerprint. O(words).
    pub(crate) fn for_each_run(
        &mut self,
        words: impl ExactSizeIterator<Item = (u64, Weight)>,
        min_weight: Weight,
        mut visit: impl FnMut(Range<usize>, u64),
    ) {
        let count = words.len();
        self.hasher.set_words(words, Pass::ALL);
        let mut end = 0;
        for start in 0..count {
            end = self.hasher.run_end(start, min_weight, end.max(start));
            let Some(key) = self.hasher.run_key(start..end) else { return };
            visit(start..end, key.0);
        }
    }
}

#[cfg(feature = "parts")]
/// Number of longer runs by which an oversized block is split at most.
pub(crate) const SPLIT_LEVELS: usize = {
    let steps = (MAX_RUN_WEIGHT - MIN_RUN_WEIGHT) / RUN_WEIGHT_STEP;
    // One more where the last step does not reach the maximum.
    steps as usize + ((MAX_RUN_WEIGHT - MIN_RUN_WEIGHT) % RUN_WEIGHT_STEP > 0) as usize
};

#[cfg(feature = "parts")]
/// A word of a sequence that begins a run, with all keys under which its blocks can be found: for
/// an index that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FiledRun {
    pub key: u64,
    pub start: u32,
    /// Short fingerprint of the run of weight [`LONG_MIN_RUN_WEIGHT`]; 0 if there is none.
    pub long: u32,
    /// Those of the runs by which an oversized block is split.
    pub path: [u32; SPLIT_LEVELS],
}

#[cfg(feature = "parts")]
/// Returns the runs of a sequence. O(words).
pub(crate) fn filed_runs(words: impl ExactSizeIterator<Item = (u64, Weight)>) -> Vec<FiledRun> {
    let mut hasher = RunHasher::default();
    hasher.set_words(words, Pass::ALL);
    let mut runs = Vec::new();
    hasher.for_each_run(|start, key, [long, _]| {
        runs.push(FiledRun { key: key.0, start, long, path: [0; SPLIT_LEVELS] });
    });
    for run in &mut runs {
        let (start, mut end, mut weight) = (run.start as usize, 0, MIN_RUN_WEIGHT);
        for split in &mut run.path {
            weight += RUN_WEIGHT_STEP;
            end = hasher.run_end(start, weight, end.max(start));
            *split = short_fingerprint(hasher.run_key(start..end));
        }
    }
    runs
}

/// Prefix sums of one sequence, which give the fingerprints of its runs.
#[derive(Debug, Default)]
struct RunHasher {
    /// Hash and weight of the words before each position.
    sums: Vec<(u64, Weight)>,
    /// Starts of the runs of the pass, and their number; what follows them is meaningless.
    starts: (Vec<u32>, usize),
}

impl RunHasher {
    /// Sums the hashes and weights of `words`.
    fn set_words(&mut self, words: impl ExactSizeIterator<Item = (u64, Weight)>, pass: Pass) {
        let RunHasher { sums, starts: (starts, begun) } = self;
        starts.resize(starts.len().max(words.len()), 0);
        *begun = 0;
        let (mut sum, mut heavy) = (0, 0 as Weight);
        sums.clear();
        sums.push((sum, heavy));
        sums.extend((0..).zip(words).map(|(start, (key, weight))| {
            // No branch, since it would be unpredictable.
            starts[*begun] = start;
            *begun += usize::from(pass.contains(key));
            sum = extend_hash(sum, key);
            heavy = heavy.wrapping_add(weight);
            (sum, heavy)
        }));
    }

    /// Returns the end of the shortest run that begins at `start` and weighs at least `min_weight`,
    /// beyond the last word if there is none. The search begins at `end`, since runs that begin
    /// later end no earlier.
    fn run_end(&self, start: usize, min_weight: Weight, mut end: usize) -> usize {
        let before = self.sums[start].1;
        while self.sums.get(end).is_some_and(|&(_, heavy)| heavy.wrapping_sub(before) < min_weight)
        {
            end += 1;
        }
        end
    }

    /// Returns the fingerprint of a run, or `None` if it ends beyond the last word.
    fn run_key(&self, run: Range<usize>) -> Option<BlockKey> {
        let &(sum, _) = self.sums.get(run.end)?;
        let power = HASH_BASE_POWERS
            .get(run.len())
            .copied()
            .unwrap_or_else(|| HASH_BASE.wrapping_pow(run.len() as u32));
        Some(finish_hash(sum.wrapping_sub(self.sums[run.start].0.wrapping_mul(power))))
    }

    /// Calls `file` for each run with its start, its key and [`Posting::longer_runs`]. A sequence
    /// too light for a run is one run as a whole. O(words).
    fn for_each_run(&self, mut file: impl FnMut(u32, BlockKey, [u32; 2])) {
        let (mut near, mut far) = (0, [0; 2]);
        for start in self.starts.0[..self.starts.1].iter().map(|&start| start as usize) {
            near = self.run_end(start, MIN_RUN_WEIGHT, near.max(start));
            let Some(key) = self.run_key(start..near) else {
                if let (0, Some(key)) = (start, self.run_key(0..self.sums.len() - 1)) {
                    file(0, key, [0; 2]);
                }
                return;
            };
            far[0] = self.run_end(start, LONG_MIN_RUN_WEIGHT, far[0].max(near));
            far[1] = self.run_end(start, MIN_RUN_WEIGHT + RUN_WEIGHT_STEP, far[1].max(far[0]));
            file(start as u32, key, far.map(|end| short_fingerprint(self.run_key(start..end))));
        }
    }
}

/// The postings of some sequences, by shard.
#[derive(Debug)]
pub(crate) struct Postings {
    postings: Vec<Posting>,
    /// The end of each shard.
    ends: Vec<u32>,
}

impl Postings {
    /// Collects the keys of the sequences `range` that belong to `pass`, in `shard_count` shards.
    /// O(words).
    pub(crate) fn new<L: SequenceRows + ?Sized>(
        rows: &L,
        range: Range<u32>,
        pass: Pass,
        shard_count: usize,
        scratch: &mut PostingsScratch,
    ) -> Postings {
        let PostingsScratch { hasher: sums, postings: all } = scratch;
        all.clear();
        let mut counts = vec![0u32; shard_count];
        let shift = 64 - shard_count.trailing_zeros();
        for first in range.clone().step_by(PREFETCH_SEQUENCES) {
            let range = first..range.end.min(first + PREFETCH_SEQUENCES as u32);
            prefetch(range.clone().map(|sequence| rows.touch_words(sequence, 0, 4)));
            for sequence in range {
                sums.set_words(rows.words(sequence), pass);
                sums.for_each_run(|start, key, longer_runs| {
                    let shard = key.0.checked_shr(shift).unwrap_or(0) as u16;
                    counts[usize::from(shard)] += 1;
                    all.push((shard, Posting::new(key, sequence, start, longer_runs)));
                });
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
        let nothing = Posting::new(BlockKey(0), 0, 0, [0; 2]);
        let mut postings = vec![nothing; all.len()];
        for &(shard, posting) in &*all {
            let end = &mut ends[usize::from(shard)];
            postings[*end as usize] = posting;
            *end += 1;
        }
        Postings { postings, ends }
    }

    pub(super) fn shard(&self, shard: usize) -> &[Posting] {
        let start = if shard == 0 { 0 } else { self.ends[shard - 1] };
        &self.postings[start as usize..self.ends[shard] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns all runs of `words`, from several passes.
    fn postings(words: &[(u64, Weight)]) -> Vec<(u32, BlockKey, [u32; 2])> {
        let mut sums = RunHasher::default();
        let mut all = Vec::new();
        for number in 0..3 {
            sums.set_words(words.iter().copied(), Pass { number, count: 3 });
            sums.for_each_run(|start, key, longer_runs| all.push((start, key, longer_runs)));
        }
        all.sort_by_key(|&(start, ..)| start);
        all
    }

    proptest! {
        /// Prefix sums give the same fingerprints as the words of each run. There are few distinct
        /// words, so that runs of the same words in another order occur.
        #[test]
        fn a_run_is_told_by_its_words(
            words in prop::collection::vec((0u64..4, 0..MIN_RUN_WEIGHT), 0..40),
        ) {
            let key = |n: u64| n.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ 0xa076_1d64_78bd_642f;
            let words: Vec<_> =
                words.into_iter().map(|(word, weight)| (key(word), weight)).collect();
            let from =
                |start: usize, min_weight| run_key(words[start..].iter().copied(), min_weight);
            let runs = (0..words.len()).filter_map(|start| {
                let longer_runs = [LONG_MIN_RUN_WEIGHT, MIN_RUN_WEIGHT + RUN_WEIGHT_STEP]
                    .map(|min_weight| short_fingerprint(from(start, min_weight)));
                Some((start as u32, from(start, MIN_RUN_WEIGHT)?, longer_runs))
            });
            let runs: Vec<_> = runs.collect();
            let light = words.iter().map(|&(_, weight)| weight).sum::<Weight>() < MIN_RUN_WEIGHT;
            if light && !words.is_empty() {
                let all = postings(&words);
                prop_assert_eq!(
                    all.iter()
                        .map(|&(start, _, longer_runs)| (start, longer_runs))
                        .collect::<Vec<_>>(),
                    [(0, [0; 2])]
                );
            } else {
                prop_assert_eq!(postings(&words), runs);
            }
        }

        /// Runs of other words, of the same words in another order, or with a word repeated have
        /// other fingerprints.
        #[test]
        fn other_words_have_another_fingerprint(
            a in prop::collection::vec(0u64..3, 1..64),
            b in prop::collection::vec(0u64..3, 1..64),
        ) {
            let key = |n: &u64| {
                (n.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ 0xa076_1d64_78bd_642f, 1 as Weight)
            };
            let key_of = |words: &[u64]| run_key(words.iter().map(key), words.len() as Weight);
            prop_assert_eq!(key_of(&a) == key_of(&b), a == b);
            let mut turned = a.clone();
            turned.sort_unstable();
            prop_assert_eq!(key_of(&a) == key_of(&turned), a == turned);
        }
    }

    #[test]
    fn a_fingerprint_is_stable() {
        let words = [(1, MIN_RUN_WEIGHT / 2), (2, MIN_RUN_WEIGHT / 2), (3, MIN_RUN_WEIGHT)];
        assert_eq!(
            run_key(words.into_iter(), MIN_RUN_WEIGHT),
            Some(finish_hash(HASH_BASE.wrapping_add(2)))
        );
        assert_eq!(postings(&words)[0].1, BlockKey(0x9758_35de_1c97_56ce));
    }
}
