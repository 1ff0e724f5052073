//! Runs of equal words between two sequences of at most 128 words: places on the left are bits of one number.

use super::{Fact, Facts, LEFT, Line, Most, PLACES, Run, is_near};
use crate::text::{Weight, Word};

/// So many words fit.
const WORDS: usize = 128;

/// Slots of the table of words, of which at most half are taken.
const SLOTS: usize = 2 * WORDS;

/// What stands on the left, and the rows of the comparison at hand.
#[derive(Clone, Debug)]
pub(super) struct Narrow {
    /// Whether what stands on the left fits.
    holds: bool,
    /// Where each word stands on the left: open addressing by a multiplicative hash.
    slots: Box<[Slot; SLOTS]>,
    /// Slots that are taken.
    used: Vec<u8>,
    /// Places on the left of words that can be near others, all and by their first byte.
    nearable: u128,
    initials: Box<[u128; 64]>,
    /// Which places on the left print each word of the right; the narrower where they suffice.
    rows: (Vec<u64>, Vec<u128>),
    left_over: Vec<(u32, Fact)>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    places: u128,
    word: u32,
    weight: Weight,
}

const FREE: Slot = Slot { places: 0, word: 0, weight: 0 };

impl Default for Narrow {
    fn default() -> Narrow {
        Narrow {
            holds: false,
            slots: Box::new([FREE; SLOTS]),
            used: Vec::new(),
            nearable: 0,
            initials: Box::new([0; 64]),
            rows: (Vec::new(), Vec::new()),
            left_over: Vec::new(),
        }
    }
}

/// Places as bits: two widths, since most sentences fit the narrower, which is twice as fast.
trait Places: Copy {
    fn of(places: u128) -> Self;
    fn wide(self) -> u128;
    /// Those that do not follow one of `before`.
    fn beginning(self, before: Self) -> Self;
    fn first(self) -> Option<u32>;
    fn without_first(self) -> Self;
    fn has(self, place: u32) -> bool;
}

macro_rules! places {
    ($number:ty) => {
        impl Places for $number {
            fn of(places: u128) -> $number {
                places as $number
            }

            fn wide(self) -> u128 {
                u128::from(self)
            }

            fn beginning(self, before: $number) -> $number {
                self & !(before << 1)
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

/// Each place of `places`, in order.
fn each<P: Places>(mut places: P) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let first = places.first()?;
        places = places.without_first();
        Some(first)
    })
}

impl Narrow {
    /// Takes what stands on the left; says whether it fits.
    pub(super) fn left(&mut self, a: &Line) -> bool {
        for slot in self.used.drain(..) {
            self.slots[slot as usize] = FREE;
        }
        self.initials.fill(0);
        self.nearable = 0;
        self.holds = a.len() <= WORDS;
        if !self.holds {
            return false;
        }
        for (i, (&word, fact)) in a.words.iter().zip(&a.facts).enumerate() {
            let at = self.slot(word);
            let slot = &mut self.slots[at];
            if slot.places == 0 {
                *slot = Slot { places: 0, word: word.0, weight: fact.weight };
                self.used.push(at as u8);
            }
            slot.places |= 1 << i;
            // Lists of places are cut short there.
            self.holds &= slot.places.count_ones() as usize <= PLACES;
            if fact.first != 0 {
                self.nearable |= 1 << i;
                self.initials[usize::from(fact.first) % 64] |= 1 << i;
            }
        }
        self.holds
    }

    pub(super) fn holds(&self) -> bool {
        self.holds
    }

    /// Whether `b` can be compared here with what stands on the left.
    pub(super) fn fits(&self, b: &[Word]) -> bool {
        self.holds && b.len() <= WORDS
    }

    /// The slot of `word`: its own, or the free one where it would be put.
    fn slot(&self, word: Word) -> usize {
        let mut at = (word.0.wrapping_mul(0x9e37_79b9) >> 24) as usize;
        loop {
            let slot = &self.slots[at % SLOTS];
            if slot.places == 0 || slot.word == word.0 {
                return at % SLOTS;
            }
            at += 1;
        }
    }

    /// Finds the runs that `b` shares with what stands on the left.
    pub(super) fn right(&mut self, facts: &impl Facts, a: &Line, b: &[Word], runs: &mut Vec<Run>) -> Most {
        let mut rows = std::mem::take(&mut self.rows);
        let most = if a.len() <= 64 {
            self.right_in(&mut rows.0, facts, a, b, runs)
        } else {
            self.right_in(&mut rows.1, facts, a, b, runs)
        };
        self.rows = rows;
        most
    }

    fn right_in<P: Places>(
        &mut self,
        rows: &mut Vec<P>,
        facts: &impl Facts,
        a: &Line,
        b: &[Word],
        runs: &mut Vec<Run>,
    ) -> Most {
        let (mut matched, mut equal) = (0u128, 0);
        rows.clear();
        rows.extend(b.iter().map(|&word| {
            let slot = &self.slots[self.slot(word)];
            matched |= slot.places;
            // Nothing where it is free.
            equal += slot.weight;
            P::of(slot.places)
        }));
        let weight: Weight = each(matched).map(|place| a.facts[place as usize].weight).sum();
        let mut most = Most { equal: equal.min(weight), near: 0, run: 0 };
        let mut before = P::of(0);
        for (j, &row) in rows.iter().enumerate() {
            // Where no run is under way along the diagonal, one begins.
            for i in each(row.beginning(before)) {
                let mut len = 1;
                while rows.get(j + len).is_some_and(|row| row.has(i + len as u32)) {
                    len += 1;
                }
                let worth = a.weight(i, i + len as u32);
                most.run = most.run.max(worth);
                runs.push(Run { a: i, b: j as u32, len: len as u32, near: false, worth });
            }
            before = row;
        }
        most.near = self.near(rows, facts, a, b, matched, runs);
        most
    }

    /// Pairs words that have no equal on the other side with near ones there; gives the weight of what may be near.
    fn near<P: Places>(
        &mut self,
        rows: &[P],
        facts: &impl Facts,
        a: &Line,
        b: &[Word],
        matched: u128,
        runs: &mut Vec<Run>,
    ) -> Weight {
        let free = self.nearable & !matched;
        self.left_over.clear();
        if free == 0 || free.count_ones() as usize > LEFT {
            return 0;
        }
        let unmatched = rows.iter().enumerate().filter(|(_, row)| row.wide() == 0);
        let left = unmatched.map(|(j, _)| (j as u32, facts.fact(b[j]))).filter(|(_, fact)| fact.first != 0);
        self.left_over.extend(left);
        if self.left_over.len() > LEFT {
            return 0;
        }
        let mut weight = 0;
        for (j, fact) in &self.left_over {
            let mut heaviest = 0;
            for i in each(self.initials[usize::from(fact.first) % 64] & free) {
                let other = &a.facts[i as usize];
                if other.may_be_near(fact) && is_near(facts.form(a.words[i as usize]), facts.form(b[*j as usize])) {
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
