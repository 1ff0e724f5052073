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
    /// Places on the left of words that can be near others, by their first byte.
    initials: Box<[u128; 64]>,
    /// Which places on the left print each word of the right.
    rows: Vec<u128>,
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
            initials: Box::new([0; 64]),
            rows: Vec::new(),
            left_over: Vec::new(),
        }
    }
}

impl Narrow {
    /// Takes what stands on the left; says whether it fits.
    pub(super) fn left(&mut self, a: &Line) -> bool {
        for slot in self.used.drain(..) {
            self.slots[slot as usize] = FREE;
        }
        self.initials.fill(0);
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
        let (mut matched, mut equal) = (0u128, 0);
        self.rows.clear();
        for &word in b {
            let slot = &self.slots[self.slot(word)];
            self.rows.push(slot.places);
            matched |= slot.places;
            if slot.places != 0 {
                equal += slot.weight;
            }
        }
        let mut most = Most { equal: equal.min(weight(a, matched)), near: 0, run: 0 };
        let mut before = 0;
        for (j, &row) in self.rows.iter().enumerate() {
            // Where no run is under way along the diagonal, one begins.
            let mut begin = row & !(before << 1);
            before = row;
            while begin != 0 {
                let i = begin.trailing_zeros();
                begin &= begin - 1;
                let further = self.rows[j + 1..].iter().zip(i + 1..WORDS as u32);
                let len = 1 + further.take_while(|&(row, i)| row >> i & 1 == 1).count() as u32;
                let worth = a.weight(i, i + len);
                most.run = most.run.max(worth);
                runs.push(Run { a: i, b: j as u32, len, near: false, worth });
            }
        }
        most.near = self.near(facts, a, b, matched, runs);
        most
    }

    /// Pairs words that have no equal on the other side with near ones there; gives the weight of what may be near.
    fn near(&mut self, facts: &impl Facts, a: &Line, b: &[Word], matched: u128, runs: &mut Vec<Run>) -> Weight {
        let free = self.initials.iter().fold(0, |all, places| all | places) & !matched;
        self.left_over.clear();
        if free.count_ones() as usize > LEFT {
            return 0;
        }
        let unmatched = self.rows.iter().enumerate().filter(|&(_, &row)| row == 0);
        let left = unmatched.map(|(j, _)| (j as u32, facts.fact(b[j]))).filter(|(_, fact)| fact.first != 0);
        self.left_over.extend(left);
        if self.left_over.len() > LEFT {
            return 0;
        }
        let mut weight = 0;
        for (j, fact) in &self.left_over {
            let mut places = self.initials[usize::from(fact.first) % 64] & free;
            let mut heaviest = 0;
            while places != 0 {
                let i = places.trailing_zeros();
                places &= places - 1;
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

/// The weight of the words of `line` at `places`.
fn weight(line: &Line, mut places: u128) -> Weight {
    let mut sum = 0;
    while places != 0 {
        sum += line.facts[places.trailing_zeros() as usize].weight;
        places &= places - 1;
    }
    sum
}
