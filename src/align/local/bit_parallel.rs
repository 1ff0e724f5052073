//! Runs of equal words between two sequences of at most 128 words, with positions of the first as
//! bits of one integer.
//!
//! Each word of the second sequence has the set of its positions in the first (match vectors, as in
//! Allison & Dix 1986, <https://doi.org/10.1016/0020-0190(86)90091-8>). A run goes on where the set
//! of the next word, shifted by one, has its bit.
//!
//! Time O(n + m + length of all runs). Memory O(1).

use super::passage::{MAX_OCCURRENCES, MAX_UNMATCHED_WORDS, MatchRun, UpperBound};
use super::prepared::{PrefixSums, PreparedSequence, skip_cost};
use crate::align::features::{FeatureSource, SequenceWord, WordFeatures, is_near};
use crate::text::{Weight, Word};

/// Maximum number of words of the second sequence.
const MAX_WORDS: usize = 128;

/// Slots of the hash table, of which at most half are used.
const SLOT_COUNT: usize = 256;

/// The first sequence, with its positions in as many bits as `P` has, and the rows of the current
/// comparison.
#[derive(Clone, Debug)]
pub(super) struct BitParallelMatcher<P> {
    /// Returns true if the first sequence fits.
    accepts_first: bool,
    /// Positions of each word of the first sequence: open addressing by a multiplicative hash.
    slots: Box<[WordSlot<P>; SLOT_COUNT]>,
    /// Indexes of the slots in use.
    used_slots: Vec<u8>,
    /// Positions of the first sequence whose words can be near others: all, and by their first
    /// byte.
    nearable: P,
    initials: Box<[P; 32]>,
    /// For each word of the second sequence, its positions in the first; then an empty row.
    rows: Box<[P; MAX_WORDS + 1]>,
    /// Weight of each word of the second sequence.
    weights: Box<[Weight; MAX_WORDS]>,
    /// Words of the second sequence that have no equal in the first.
    missing: Box<[u8; MAX_WORDS]>,
    /// Those of them that can be near others.
    unmatched: Vec<(u32, WordFeatures)>,
}

#[derive(Clone, Copy, Debug)]
struct WordSlot<P> {
    positions: P,
    word: u32,
    weight: Weight,
}

impl<P: PositionSet> WordSlot<P> {
    /// An empty slot, of weight 0.
    const FREE: WordSlot<P> = WordSlot { positions: P::EMPTY, word: 0, weight: 0 };
}

impl<P: PositionSet> Default for BitParallelMatcher<P> {
    fn default() -> BitParallelMatcher<P> {
        BitParallelMatcher {
            accepts_first: false,
            slots: Box::new([WordSlot::FREE; SLOT_COUNT]),
            used_slots: Vec::new(),
            nearable: P::EMPTY,
            initials: Box::new([P::EMPTY; 32]),
            rows: Box::new([P::EMPTY; MAX_WORDS + 1]),
            weights: Box::new([0; MAX_WORDS]),
            missing: Box::new([0; MAX_WORDS]),
            unmatched: Vec::new(),
        }
    }
}

/// A set of positions as bits. There are two widths, since most sentences fit the narrower, which
/// is twice as fast.
pub(super) trait PositionSet: Copy + PartialEq {
    const EMPTY: Self;
    const BITS: u32;
    fn with(self, position: u32) -> Self;
    fn intersection(self, others: Self) -> Self;
    fn union(self, others: Self) -> Self;
    fn difference(self, others: Self) -> Self;
    /// The positions that follow one of these.
    fn shifted(self) -> Self;
    fn len(self) -> u32;
    fn first(self) -> Option<u32>;
    fn without_first(self) -> Self;
}

macro_rules! position_set {
    ($number:ty) => {
        impl PositionSet for $number {
            const EMPTY: $number = 0;
            const BITS: u32 = <$number>::BITS;

            fn with(self, position: u32) -> $number {
                self | 1 << position
            }

            fn intersection(self, others: $number) -> $number {
                self & others
            }

            fn union(self, others: $number) -> $number {
                self | others
            }

            fn difference(self, others: $number) -> $number {
                self & !others
            }

            fn shifted(self) -> $number {
                self << 1
            }

            fn len(self) -> u32 {
                self.count_ones()
            }

            fn first(self) -> Option<u32> {
                (self != 0).then(|| self.trailing_zeros())
            }

            fn without_first(self) -> $number {
                self & self.wrapping_sub(1)
            }
        }
    };
}
position_set!(u64);
position_set!(u128);

impl<P: PositionSet> BitParallelMatcher<P> {
    /// Sets the first sequence. Returns true if it fits.
    pub(super) fn set_first(&mut self, a: &PreparedSequence) -> bool {
        for slot in self.used_slots.drain(..) {
            self.slots[slot as usize] = WordSlot::FREE;
        }
        self.accepts_first = a.len() <= P::BITS as usize;
        if !self.accepts_first {
            return false;
        }
        self.initials.fill(P::EMPTY);
        self.nearable = P::EMPTY;
        for (i, (word, features)) in
            (0..).zip(a.words.iter().map(|word| word.word()).zip(&a.features))
        {
            let at = slot_index(&self.slots, word);
            let slot = &mut self.slots[at];
            if slot.positions == P::EMPTY {
                *slot = WordSlot { positions: P::EMPTY, word: word.0, weight: features.weight };
                self.used_slots.push(at as u8);
            }
            slot.positions = slot.positions.with(i);
            // `indexed` looks up no more positions of a word than this.
            self.accepts_first &= slot.positions.len() as usize <= MAX_OCCURRENCES;
            if features.initial != 0 {
                self.nearable = self.nearable.with(i);
                let initial = &mut self.initials[usize::from(features.initial) % 32];
                *initial = initial.with(i);
            }
        }
        self.accepts_first
    }

    pub(super) fn clear(&mut self) {
        self.accepts_first = false;
    }

    /// Returns true if `b` can be compared here with the first sequence.
    pub(super) fn accepts(&self, b: &[SequenceWord]) -> bool {
        self.accepts_first && b.len() <= MAX_WORDS
    }

    /// Prepares `b`, finds the runs that it shares with the first sequence, and returns upper
    /// bounds of what they share. Equal words are known from the first sequence; only the features
    /// of the others are looked up.
    pub(super) fn find_runs(
        &mut self,
        source: &impl FeatureSource,
        a: &PreparedSequence,
        b: &mut PreparedSequence,
        runs: &mut Vec<MatchRun>,
    ) -> UpperBound {
        let BitParallelMatcher { slots, rows, weights, missing, unmatched, .. } = &mut *self;
        let words = &b.words[..b.words.len().min(MAX_WORDS)];
        // The loop over all words has no branch, since it would be unpredictable.
        let (mut matched, mut equal, mut count) = (P::EMPTY, 0, 0);
        for (j, word) in words.iter().enumerate() {
            let slot = &slots[slot_index(slots, word.word())];
            (rows[j], weights[j]) = (slot.positions, slot.weight);
            matched = matched.union(slot.positions);
            equal += slot.weight;
            missing[count % MAX_WORDS] = j as u8;
            count += usize::from(slot.positions == P::EMPTY);
        }
        // An empty row after the last.
        rows[words.len()] = P::EMPTY;
        let rows = &rows[..=words.len()];
        unmatched.clear();
        for &j in &missing[..count] {
            let features = source.features(words[usize::from(j)].word());
            weights[usize::from(j) % MAX_WORDS] = features.weight;
            if features.initial != 0 {
                unmatched.push((j.into(), features));
            }
        }
        b.sums.resize(words.len() + 1, PrefixSums::default());
        let mut sums = PrefixSums::default();
        for (&weight, after) in weights.iter().zip(&mut b.sums[1..]) {
            sums = PrefixSums {
                weight: sums.weight + weight,
                skip_cost: sums.skip_cost + skip_cost(weight),
            };
            *after = sums;
        }
        let run = find_equal_runs(rows, a, runs);
        let free = self.nearable.difference(matched);
        // With so many unmatched words no near pairs are sought.
        let crowded =
            self.unmatched.len() > MAX_UNMATCHED_WORDS || free.len() as usize > MAX_UNMATCHED_WORDS;
        let near = if free == P::EMPTY || crowded {
            0
        } else {
            self.find_near_pairs(free, source, a, b, runs)
        };
        UpperBound { equal, near, run }
    }

    /// Pairs words of `b` that have no equal on the other side with near words at the `free`
    /// positions of the first. Returns the weight of the words that can be near.
    fn find_near_pairs(
        &self,
        free: P,
        source: &impl FeatureSource,
        a: &PreparedSequence,
        b: &PreparedSequence,
        runs: &mut Vec<MatchRun>,
    ) -> Weight {
        let mut weight = 0;
        for (j, features) in &self.unmatched {
            let mut positions =
                self.initials[usize::from(features.initial) % 32].intersection(free);
            let mut heaviest = 0;
            while let Some(i) = positions.first() {
                positions = positions.without_first();
                let other = &a.features[i as usize];
                let form =
                    |line: &PreparedSequence, at: u32| source.form(line.words[at as usize].word());
                if other.may_be_near(features) && is_near(form(a, i), form(b, *j)) {
                    let lighter = other.weight.min(features.weight);
                    heaviest = heaviest.max(lighter);
                    runs.push(MatchRun {
                        a: i,
                        b: *j,
                        len: 1,
                        near: true,
                        weight: lighter * 3 / 5,
                    });
                }
            }
            weight += heaviest;
        }
        weight
    }
}

/// Returns the slot of `word`: its own, or the free one for it.
fn slot_index<P: PositionSet>(slots: &[WordSlot<P>; SLOT_COUNT], word: Word) -> usize {
    let mut at = (word.0.wrapping_mul(0x9e37_79b9) >> 24) as usize % SLOT_COUNT;
    // Both conditions are evaluated at once: that neither holds is rare, and which one does is
    // unpredictable.
    while (slots[at].word != word.0) & (slots[at].positions != P::EMPTY) {
        at = (at + 1) % SLOT_COUNT;
    }
    at
}

/// Joins equal words that stand next to each other on both sides into runs. The last of `rows` is
/// empty. Returns the weight of the heaviest run.
fn find_equal_runs<P: PositionSet>(
    rows: &[P],
    a: &PreparedSequence,
    runs: &mut Vec<MatchRun>,
) -> Weight {
    let (mut before, mut heaviest) = (P::EMPTY, 0);
    for (j, &row) in rows.iter().enumerate() {
        // A run begins where none continues along the diagonal.
        let mut begin = row.difference(before.shifted());
        while let Some(i) = begin.first() {
            begin = begin.without_first();
            let mut position = P::EMPTY.with(i).shifted();
            let mut len = 1;
            while rows[j + len].intersection(position) != P::EMPTY {
                position = position.shifted();
                len += 1;
            }
            let weight = a.weight(i, i + len as u32);
            heaviest = heaviest.max(weight);
            runs.push(MatchRun { a: i, b: j as u32, len: len as u32, near: false, weight });
        }
        before = row;
    }
    heaviest
}
