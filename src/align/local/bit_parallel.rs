//! Runs of equal words between two sequences of at most 128 words: positions on the left are bits of one number.

use super::prepared::{PrefixSums, skip_cost};
use super::{
    FeatureSource, MAX_OCCURRENCES, MAX_UNMATCHED_WORDS, MatchRun, PreparedSequence, SequenceWord,
    UpperBound, WordFeatures, is_near,
};
use crate::text::{Weight, Word};

/// Words of the right at most.
const MAX_WORDS: usize = 128;

/// Slots of the table of words, of which at most half are taken.
const SLOT_COUNT: usize = 256;

/// What stands on the left, its positions in as many bits as `P` has, and the rows of the comparison at hand.
#[derive(Clone, Debug)]
pub(super) struct BitParallelMatcher<P> {
    /// Whether what stands on the left fits.
    accepts_first: bool,
    /// Where each word stands on the left: open addressing by a multiplicative hash.
    slots: Box<[WordSlot<P>; SLOT_COUNT]>,
    /// Slots that are taken.
    used_slots: Vec<u8>,
    /// PositionSet on the left of words that can be near others, all and by their first byte.
    nearable: P,
    initials: Box<[P; 32]>,
    /// Which positions on the left print each word of the right, and nothing behind the last.
    rows: Box<[P; MAX_WORDS + 1]>,
    /// What each word of the right weighs.
    weights: Box<[Weight; MAX_WORDS]>,
    /// Which words of the right have no equal on the left.
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
    /// Of no word: it weighs nothing.
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

/// PositionSet as bits: two widths, since most sentences fit the narrower, which is twice as fast.
pub(super) trait PositionSet: Copy + PartialEq {
    const EMPTY: Self;
    const BITS: u32;
    fn with(self, position: u32) -> Self;
    fn intersection(self, others: Self) -> Self;
    fn union(self, others: Self) -> Self;
    fn difference(self, others: Self) -> Self;
    /// Those that follow one of these.
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
    /// Takes what stands on the left; says whether it fits.
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
            // Lists of positions are cut short there.
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

    /// Whether `b` can be compared here with what stands on the left.
    pub(super) fn accepts(&self, b: &[SequenceWord]) -> bool {
        self.accepts_first && b.len() <= MAX_WORDS
    }

    /// Reads the words of `b`, finds the runs that it shares with what stands on the left, and knows then how much the two can
    /// have in common at most. What is equal is known from the left; of the rest unmatched `source` are asked.
    pub(super) fn find_runs(
        &mut self,
        source: &impl FeatureSource,
        a: &PreparedSequence,
        b: &mut PreparedSequence,
        runs: &mut Vec<MatchRun>,
    ) -> UpperBound {
        let BitParallelMatcher { slots, rows, weights, missing, unmatched, .. } = &mut *self;
        let words = &b.words[..b.words.len().min(MAX_WORDS)];
        // What is asked of every word is asked without a branch that nobody can foresee.
        let (mut matched, mut equal, mut count) = (P::EMPTY, 0, 0);
        for (j, word) in words.iter().enumerate() {
            let slot = &slots[slot_index(slots, word.word())];
            (rows[j], weights[j]) = (slot.positions, slot.weight);
            matched = matched.union(slot.positions);
            equal += slot.weight;
            missing[count % MAX_WORDS] = j as u8;
            count += usize::from(slot.positions == P::EMPTY);
        }
        // An empty row behind the last.
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
        // Where so many words have no equal on the other side, none of them are looked at for near ones.
        let crowded =
            self.unmatched.len() > MAX_UNMATCHED_WORDS || free.len() as usize > MAX_UNMATCHED_WORDS;
        let near = if free == P::EMPTY || crowded {
            0
        } else {
            self.find_near_pairs(free, source, a, b, runs)
        };
        UpperBound { equal, near, run }
    }

    /// Pairs words of `b` that have no equal on the other side with near ones among those that are `free` on the left; gives the
    /// weight of what may be near.
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

/// The slot of `word`: its own, or the free one where it would be put.
fn slot_index<P: PositionSet>(slots: &[WordSlot<P>; SLOT_COUNT], word: Word) -> usize {
    let mut at = (word.0.wrapping_mul(0x9e37_79b9) >> 24) as usize % SLOT_COUNT;
    // Both are asked at once: that neither accepts_first is rare, and which one does nobody can foresee.
    while (slots[at].word != word.0) & (slots[at].positions != P::EMPTY) {
        at = (at + 1) % SLOT_COUNT;
    }
    at
}

/// Puts the words that stand in one row on both sides together, by the `rows` and an empty one behind them; gives the weight of
/// the heaviest run.
fn find_equal_runs<P: PositionSet>(
    rows: &[P],
    a: &PreparedSequence,
    runs: &mut Vec<MatchRun>,
) -> Weight {
    let (mut before, mut heaviest) = (P::EMPTY, 0);
    for (j, &row) in rows.iter().enumerate() {
        // Where no run is under way along the diagonal, one begins.
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
