//! Runs of equal words between two sequences of at most 128 words: places on the left are bits of one number.

use super::{Facts, LEFT, Line, Most, PLACES, Run, Spoken, is_near};
use crate::text::{Weight, Word};

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
    /// Which places on the left print each word of the right.
    rows: Vec<P>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<P> {
    places: P,
    word: u32,
    weight: Weight,
    /// Of all places together.
    total: Weight,
}

impl<P: Places> Default for Narrow<P> {
    fn default() -> Narrow<P> {
        Narrow {
            holds: false,
            slots: Box::new([Slot { places: P::NONE, word: 0, weight: 0, total: 0 }; SLOTS]),
            used: Vec::new(),
            nearable: P::NONE,
            initials: Box::new([P::NONE; 32]),
            rows: Vec::new(),
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
    fn has(self, place: u32) -> bool;
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

            fn has(self, place: u32) -> bool {
                place < <$number>::BITS && self >> place & 1 == 1
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
            self.slots[slot as usize].places = P::NONE;
        }
        self.holds = a.len() <= P::BITS as usize;
        if !self.holds {
            return false;
        }
        self.initials.fill(P::NONE);
        self.nearable = P::NONE;
        for (i, (word, fact)) in (0..).zip(a.words.iter().map(|word| word.word()).zip(&a.facts)) {
            let at = self.slot(word);
            let slot = &mut self.slots[at];
            if slot.places == P::NONE {
                *slot = Slot { places: P::NONE, word: word.0, weight: fact.weight, total: 0 };
                self.used.push(at as u8);
            }
            slot.places = slot.places.with(i);
            slot.total += fact.weight;
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
        self.holds && b.len() <= 128
    }

    /// The slot of `word`: its own, or the free one where it would be put.
    fn slot(&self, word: Word) -> usize {
        let mut at = (word.0.wrapping_mul(0x9e37_79b9) >> 24) as usize;
        loop {
            let slot = &self.slots[at % SLOTS];
            if slot.places == P::NONE || slot.word == word.0 {
                return at % SLOTS;
            }
            at += 1;
        }
    }

    /// Finds the runs that `b` shares with what stands on the left; knows then how much the two can have in common at most.
    pub(super) fn runs(&mut self, facts: &impl Facts, a: &Line, b: &[Spoken], runs: &mut Vec<Run>) -> Most {
        let (mut matched, mut equal, mut weight): (P, Weight, Weight) = (P::NONE, 0, 0);
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        rows.extend(b.iter().map(|&word| {
            let slot = &self.slots[self.slot(word.word())];
            if slot.places != P::NONE {
                equal += slot.weight;
                if matched.and(slot.places) == P::NONE {
                    weight += slot.total;
                }
                matched = matched.or(slot.places);
            }
            slot.places
        }));
        self.rows = rows;
        let run = self.equal_runs(a, runs);
        let free = self.nearable.without(matched);
        let near = if free == P::NONE || self.crowded(free, facts, b) { 0 } else { self.near(free, facts, a, b, runs) };
        Most { equal: equal.min(weight), near, run }
    }

    /// Puts the words that stand in one row on both sides together; gives the weight of the heaviest run.
    fn equal_runs(&self, a: &Line, runs: &mut Vec<Run>) -> Weight {
        let (mut before, mut heaviest) = (P::NONE, 0);
        for (j, &row) in self.rows.iter().enumerate() {
            // Where no run is under way along the diagonal, one begins.
            let mut begin = row.without(before.next());
            while let Some(i) = begin.first() {
                begin = begin.without_first();
                let mut len = 1;
                while self.rows.get(j + len).is_some_and(|row| row.has(i + len as u32)) {
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

    /// Whether so many words have no equal on the other side that none of them are looked at for near ones.
    fn crowded(&self, free: P, facts: &impl Facts, b: &[Spoken]) -> bool {
        let alone = |(row, word): &(&P, &Spoken)| **row == P::NONE && facts.fact(word.word()).first != 0;
        P::BITS as usize > LEFT && free.count() as usize > LEFT
            || b.len() > LEFT && self.rows.iter().zip(b).filter(alone).count() > LEFT
    }

    /// Pairs words that have no equal on the other side with near ones among those that are `free` on the left; gives the weight of what may be near.
    fn near(&self, free: P, facts: &impl Facts, a: &Line, b: &[Spoken], runs: &mut Vec<Run>) -> Weight {
        let mut weight = 0;
        for (j, word) in b.iter().map(|word| word.word()).enumerate().filter(|&(j, _)| self.rows[j] == P::NONE) {
            let fact = facts.fact(word);
            let mut places = self.initials[usize::from(fact.first) % 32].and(free);
            let mut heaviest = 0;
            while let Some(i) = places.first() {
                places = places.without_first();
                let other = &a.facts[i as usize];
                if other.may_be_near(&fact) && is_near(facts.form(a.words[i as usize].word()), facts.form(word)) {
                    let lighter = other.weight.min(fact.weight);
                    heaviest = heaviest.max(lighter);
                    runs.push(Run { a: i, b: j as u32, len: 1, near: true, worth: lighter * 3 / 5 });
                }
            }
            weight += heaviest;
        }
        weight
    }
}
