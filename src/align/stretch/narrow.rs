//! Runs of equal words between two sequences of at most 128 words: places on the left are bits of one number.

use super::line::{Sums, skip};
use super::{Fact, Facts, LEFT, Line, Most, PLACES, Run, Spoken, is_near};
use crate::text::{Weight, Word};

/// Words of the right at most.
const WORDS: usize = 128;

/// Slots of the table of words, of which at most half are taken.
const SLOTS: usize = 256;

/// What stands on the left, its places in as many bits as `P` has, and the rows of the comparison at hand.
#[derive(Clone, Debug)]
pub(super) struct Narrow<P> {
    /// Whether what stands on the left fits.
    holds: bool,
    /// Where each word stands on the left: open addressing by a multiplicative hash.
    slots: Box<[Slot<P>; SLOTS]>,
    /// Slots that are taken.
    used: Vec<u8>,
    /// Places on the left of words that can be near others, all and by their first byte.
    nearable: P,
    initials: Box<[P; 32]>,
    /// Which places on the left print each word of the right, and nothing behind the last.
    rows: Box<[P; WORDS + 1]>,
    /// What each word of the right weighs.
    weights: Box<[Weight; WORDS]>,
    /// Which words of the right have no equal on the left.
    missing: Box<[u8; WORDS]>,
    /// Those of them that can be near others.
    alone: Vec<(u32, Fact)>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<P> {
    places: P,
    word: u32,
    weight: Weight,
}

impl<P: Places> Slot<P> {
    /// Of no word: it weighs nothing.
    const FREE: Slot<P> = Slot { places: P::NONE, word: 0, weight: 0 };
}

impl<P: Places> Default for Narrow<P> {
    fn default() -> Narrow<P> {
        Narrow {
            holds: false,
            slots: Box::new([Slot::FREE; SLOTS]),
            used: Vec::new(),
            nearable: P::NONE,
            initials: Box::new([P::NONE; 32]),
            rows: Box::new([P::NONE; WORDS + 1]),
            weights: Box::new([0; WORDS]),
            missing: Box::new([0; WORDS]),
            alone: Vec::new(),
        }
    }
}

/// Places as bits: two widths, since most sentences fit the narrower, which is twice as fast.
pub(super) trait Places: Copy + PartialEq {
    const NONE: Self;
    const BITS: u32;
    fn with(self, place: u32) -> Self;
    fn and(self, others: Self) -> Self;
    fn or(self, others: Self) -> Self;
    fn without(self, others: Self) -> Self;
    /// Those that follow one of these.
    fn next(self) -> Self;
    fn count(self) -> u32;
    fn first(self) -> Option<u32>;
    fn without_first(self) -> Self;
}

macro_rules! places {
    ($number:ty) => {
        impl Places for $number {
            const NONE: $number = 0;
            const BITS: u32 = <$number>::BITS;

            fn with(self, place: u32) -> $number {
                self | 1 << place
            }

            fn and(self, others: $number) -> $number {
                self & others
            }

            fn or(self, others: $number) -> $number {
                self | others
            }

            fn without(self, others: $number) -> $number {
                self & !others
            }

            fn next(self) -> $number {
                self << 1
            }

            fn count(self) -> u32 {
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
places!(u64);
places!(u128);

impl<P: Places> Narrow<P> {
    /// Takes what stands on the left; says whether it fits.
    pub(super) fn left(&mut self, a: &Line) -> bool {
        for slot in self.used.drain(..) {
            self.slots[slot as usize] = Slot::FREE;
        }
        self.holds = a.len() <= P::BITS as usize;
        if !self.holds {
            return false;
        }
        self.initials.fill(P::NONE);
        self.nearable = P::NONE;
        for (i, (word, fact)) in (0..).zip(a.words.iter().map(|word| word.word()).zip(&a.facts)) {
            let at = slot(&self.slots, word);
            let slot = &mut self.slots[at];
            if slot.places == P::NONE {
                *slot = Slot { places: P::NONE, word: word.0, weight: fact.weight };
                self.used.push(at as u8);
            }
            slot.places = slot.places.with(i);
            // Lists of places are cut short there.
            self.holds &= slot.places.count() as usize <= PLACES;
            if fact.first != 0 {
                self.nearable = self.nearable.with(i);
                let initial = &mut self.initials[usize::from(fact.first) % 32];
                *initial = initial.with(i);
            }
        }
        self.holds
    }

    pub(super) fn drop(&mut self) {
        self.holds = false;
    }

    /// Whether `b` can be compared here with what stands on the left.
    pub(super) fn fits(&self, b: &[Spoken]) -> bool {
        self.holds && b.len() <= WORDS
    }

    /// Reads the words of `b`, finds the runs that it shares with what stands on the left, and knows then how much the two can
    /// have in common at most. What is equal is known from the left; of the rest alone `facts` are asked.
    pub(super) fn runs(
        &mut self,
        facts: &impl Facts,
        a: &Line,
        b: &mut Line,
        runs: &mut Vec<Run>,
    ) -> Most {
        let Narrow { slots, rows, weights, missing, alone, .. } = &mut *self;
        let words = &b.words[..b.words.len().min(WORDS)];
        // What is asked of every word is asked without a branch that nobody can foresee.
        let (mut matched, mut equal, mut count) = (P::NONE, 0, 0);
        for (j, word) in words.iter().enumerate() {
            let slot = &slots[slot(slots, word.word())];
            (rows[j], weights[j]) = (slot.places, slot.weight);
            matched = matched.or(slot.places);
            equal += slot.weight;
            missing[count % WORDS] = j as u8;
            count += usize::from(slot.places == P::NONE);
        }
        // An empty row behind the last.
        rows[words.len()] = P::NONE;
        let rows = &rows[..=words.len()];
        alone.clear();
        for &j in &missing[..count] {
            let fact = facts.fact(words[usize::from(j)].word());
            weights[usize::from(j) % WORDS] = fact.weight;
            if fact.first != 0 {
                alone.push((j.into(), fact));
            }
        }
        b.sums.resize(words.len() + 1, Sums::default());
        let mut sums = Sums::default();
        for (&weight, after) in weights.iter().zip(&mut b.sums[1..]) {
            sums = Sums { weight: sums.weight + weight, skip: sums.skip + skip(weight) };
            *after = sums;
        }
        let run = equal_runs(rows, a, runs);
        let free = self.nearable.without(matched);
        // Where so many words have no equal on the other side, none of them are looked at for near ones.
        let crowded = self.alone.len() > LEFT || free.count() as usize > LEFT;
        let near = if free == P::NONE || crowded { 0 } else { self.near(free, facts, a, b, runs) };
        Most { equal, near, run }
    }

    /// Pairs words of `b` that have no equal on the other side with near ones among those that are `free` on the left; gives the
    /// weight of what may be near.
    fn near(&self, free: P, facts: &impl Facts, a: &Line, b: &Line, runs: &mut Vec<Run>) -> Weight {
        let mut weight = 0;
        for (j, fact) in &self.alone {
            let mut places = self.initials[usize::from(fact.first) % 32].and(free);
            let mut heaviest = 0;
            while let Some(i) = places.first() {
                places = places.without_first();
                let other = &a.facts[i as usize];
                let form = |line: &Line, at: u32| facts.form(line.words[at as usize].word());
                if other.may_be_near(fact) && is_near(form(a, i), form(b, *j)) {
                    let lighter = other.weight.min(fact.weight);
                    heaviest = heaviest.max(lighter);
                    runs.push(Run { a: i, b: *j, len: 1, near: true, worth: lighter * 3 / 5 });
                }
            }
            weight += heaviest;
        }
        weight
    }
}

/// The slot of `word`: its own, or the free one where it would be put.
fn slot<P: Places>(slots: &[Slot<P>; SLOTS], word: Word) -> usize {
    let mut at = (word.0.wrapping_mul(0x9e37_79b9) >> 24) as usize % SLOTS;
    // Both are asked at once: that neither holds is rare, and which one does nobody can foresee.
    while (slots[at].word != word.0) & (slots[at].places != P::NONE) {
        at = (at + 1) % SLOTS;
    }
    at
}

/// Puts the words that stand in one row on both sides together, by the `rows` and an empty one behind them; gives the weight of
/// the heaviest run.
fn equal_runs<P: Places>(rows: &[P], a: &Line, runs: &mut Vec<Run>) -> Weight {
    let (mut before, mut heaviest) = (P::NONE, 0);
    for (j, &row) in rows.iter().enumerate() {
        // Where no run is under way along the diagonal, one begins.
        let mut begin = row.without(before.next());
        while let Some(i) = begin.first() {
            begin = begin.without_first();
            let mut place = P::NONE.with(i).next();
            let mut len = 1;
            while rows[j + len].and(place) != P::NONE {
                place = place.next();
                len += 1;
            }
            let worth = a.weight(i, i + len as u32);
            heaviest = heaviest.max(worth);
            runs.push(Run { a: i, b: j as u32, len: len as u32, near: false, worth });
        }
        before = row;
    }
    heaviest
}
