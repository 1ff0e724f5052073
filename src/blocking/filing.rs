//! The keys of sequences: one for each word that a run begins with, shared out into parts that are put in order one by one.

use std::ops::Range;

use super::{BlockKey, FLOOR, LONG_FLOOR, STEP};
use crate::text::Weight;

/// Sequences of words without marks, by number; the long ones have the first numbers.
pub(crate) trait Lines {
    /// How many there are.
    fn count(&self) -> usize;
    /// Key and weight of each word of one.
    fn words(&self, line: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone;
    /// How many of them are long, weighing [`super::LONG`] or more.
    fn long(&self) -> u32;

    /// A number that depends on what is known of one, its words left aside.
    fn near(&self, line: u32) -> u32;

    /// A number that depends on a word of each of the first `stretches` of memory in which the words of one from `start` on lie.
    fn touch(&self, line: u32, start: u32, stretches: usize) -> u32;

    /// Its words from `start` on.
    fn from(&self, line: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.words(line).skip(start as usize)
    }
}

/// Sequences whose words are fetched from memory at a time.
pub(super) const AHEAD: usize = 32;

/// Has what the `numbers` depend on brought near. It lies all over the memory, and to wait for one after the other would take most of
/// the time; asked for at once they come at once.
pub(super) fn fetch(numbers: impl Iterator<Item = u32>) {
    std::hint::black_box(numbers.fold(0, |seen, number| seen ^ number));
}

/// The fingerprint of a run is the polynomial whose coefficients are its words' keys, at this point, modulo 2^64 (Karp & Rabin
/// 1987): that of any run of a sequence is told by two sums over its words. The point is odd, so that no bit of a key is lost, and
/// one more than an odd multiple of four, so that its powers come round as late as they can.
///
/// Modulo 2^64 two long runs can be made that collide at every point (Thue & Morse), but of more words than a run has: one of
/// 64 bits has 64 words at the most. Short of that two runs agree by accident once in 2^64 where a word stands in one of them
/// alone, and nearly as seldom where they have the same words in another order: keys are themselves fingerprints, as good as drawn.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The powers of [`BASE`] for nearly all runs.
const POWERS: [u64; 32] = {
    let mut powers = [1; 32];
    let mut n = 1;
    while n < powers.len() {
        powers[n] = BASE.wrapping_mul(powers[n - 1]);
        n += 1;
    }
    powers
};

/// The sum over a run and one word more.
fn add(sum: u64, key: u64) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(key)
}

/// The fingerprint from the sum over a run: its bits spread, since the low ones of a sum depend on the low ones of the keys alone.
/// No two sums have the same (the finisher of SplitMix; Steele et al. 2014).
fn fingerprint(sum: u64) -> BlockKey {
    let mixed = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    BlockKey(mixed ^ (mixed >> 31))
}

/// The fingerprint of the shortest run at the beginning of `words` that weighs at least `floor`, if they weigh as much.
pub(super) fn run(
    mut words: impl Iterator<Item = (u64, Weight)>,
    floor: Weight,
) -> Option<BlockKey> {
    let (mut sum, mut heavy) = (0, 0);
    while heavy < floor {
        let (key, weight) = words.next()?;
        sum = add(sum, key);
        heavy = heavy.saturating_add(weight);
    }
    Some(fingerprint(sum))
}

/// What [`Posting::longer`] tells of a run.
pub(super) fn told(run: Option<BlockKey>) -> u32 {
    run.map_or(0, |key| ((key.0 >> 32) as u32).max(1))
}

pub(super) fn weight(words: impl Iterator<Item = (u64, Weight)>) -> Weight {
    words.map(|(_, weight)| weight).fold(0, Weight::saturating_add)
}

/// One sequence filed under one key, with the place of its run. Numbers of 32 bits, since there are as many as words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub key: [u32; 2],
    pub line: u32,
    pub start: u32,
    /// Tell the run of weight [`LONG_FLOOR`] that begins there, and the one that a crowd is asked for, from others that begin with
    /// the same key; 0 where there is none. Two that look alike by accident are compared for nothing.
    pub longer: [u32; 2],
}

impl Posting {
    pub(super) fn new(key: BlockKey, line: u32, start: u32, longer: [u32; 2]) -> Posting {
        Posting { key: [(key.0 >> 32) as u32, key.0 as u32], line, start, longer }
    }

    pub(super) fn key(&self) -> u64 {
        u64::from(self.key[0]) << 32 | u64::from(self.key[1])
    }
}

/// Into how many parts, a power of two, `words` keys are best shared out: each sorts within the cache.
pub(crate) fn parts(words: usize) -> usize {
    (words / (1 << 15)).next_power_of_two().clamp(1, 1 << 10)
}

/// A share of all keys, few enough to be held at a time: those of the runs whose first word is of this one of so many rounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    pub number: usize,
    pub of: usize,
}

impl Round {
    /// All keys.
    pub(crate) const ALL: Round = Round { number: 0, of: 1 };

    /// Whether runs that begin with a word of this key belong to it.
    fn has(self, key: u64) -> bool {
        (u128::from(key) * self.of as u128) >> 64 == self.number as u128
    }
}

/// Scratch for [`Filed::of`].
#[derive(Debug, Default)]
pub(crate) struct Filing {
    sums: Sums,
    postings: Vec<(u16, Posting)>,
}

/// The words of one sequence summed up for the fingerprints of its runs.
#[derive(Debug, Default)]
struct Sums {
    /// Of as many words as go before each place, what they come to and what they weigh.
    sums: Vec<(u64, Weight)>,
    /// Where runs of the round begin, as many as are said, then anything.
    starts: (Vec<u32>, usize),
}

impl Sums {
    /// Sums up `words`.
    fn read(&mut self, words: impl ExactSizeIterator<Item = (u64, Weight)>, round: Round) {
        let Sums { sums, starts: (starts, begun) } = self;
        starts.resize(starts.len().max(words.len()), 0);
        *begun = 0;
        let (mut sum, mut heavy) = (0, 0 as Weight);
        sums.clear();
        sums.push((sum, heavy));
        sums.extend((0..).zip(words).map(|(start, (key, weight))| {
            // No branch: it would be taken as if by chance.
            starts[*begun] = start;
            *begun += usize::from(round.has(key));
            sum = add(sum, key);
            heavy = heavy.wrapping_add(weight);
            (sum, heavy)
        }));
    }

    /// Where the shortest run ends that begins at `start` and weighs at least `floor`, if there is one; no earlier than `end`, since
    /// those that begin later end no earlier.
    fn end(&self, start: usize, floor: Weight, mut end: usize) -> usize {
        let before = self.sums[start].1;
        while self.sums.get(end).is_some_and(|&(_, heavy)| heavy.wrapping_sub(before) < floor) {
            end += 1;
        }
        end
    }

    /// The fingerprint of a run, if it ends.
    fn run(&self, run: Range<usize>) -> Option<BlockKey> {
        let &(sum, _) = self.sums.get(run.end)?;
        let power =
            POWERS.get(run.len()).copied().unwrap_or_else(|| BASE.wrapping_pow(run.len() as u32));
        Some(fingerprint(sum.wrapping_sub(self.sums[run.start].0.wrapping_mul(power))))
    }

    /// Calls `file` for each run with its place, its key, and what is [`Posting::longer`]. What is too light for a run is filed as
    /// a whole. O(words).
    fn file(&self, mut file: impl FnMut(u32, BlockKey, [u32; 2])) {
        let (mut near, mut far) = (0, [0; 2]);
        for start in self.starts.0[..self.starts.1].iter().map(|&start| start as usize) {
            near = self.end(start, FLOOR, near.max(start));
            let Some(key) = self.run(start..near) else {
                if let (0, Some(key)) = (start, self.run(0..self.sums.len() - 1)) {
                    file(0, key, [0; 2]);
                }
                return;
            };
            far[0] = self.end(start, LONG_FLOOR, far[0].max(near));
            far[1] = self.end(start, FLOOR + STEP, far[1].max(far[0]));
            file(start as u32, key, far.map(|end| told(self.run(start..end))));
        }
    }
}

/// The keys of some sequences, by part.
#[derive(Debug)]
pub(crate) struct Filed {
    postings: Vec<Posting>,
    /// Where each part ends.
    ends: Vec<u32>,
}

impl Filed {
    /// Files the sequences `range`, those of their keys that are of `round`, shared out into `parts`. O(words).
    pub(crate) fn of<L: Lines + ?Sized>(
        lines: &L,
        range: Range<u32>,
        round: Round,
        parts: usize,
        filing: &mut Filing,
    ) -> Filed {
        let Filing { sums, postings: all } = filing;
        all.clear();
        let mut counts = vec![0u32; parts];
        let shift = 64 - parts.trailing_zeros();
        for first in range.clone().step_by(AHEAD) {
            let range = first..range.end.min(first + AHEAD as u32);
            fetch(range.clone().map(|line| lines.touch(line, 0, 4)));
            for line in range {
                sums.read(lines.words(line), round);
                sums.file(|start, key, longer| {
                    let part = key.0.checked_shr(shift).unwrap_or(0) as u16;
                    counts[usize::from(part)] += 1;
                    all.push((part, Posting::new(key, line, start, longer)));
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
        for &(part, posting) in &*all {
            let end = &mut ends[usize::from(part)];
            postings[*end as usize] = posting;
            *end += 1;
        }
        Filed { postings, ends }
    }

    pub(super) fn part(&self, part: usize) -> &[Posting] {
        let start = if part == 0 { 0 } else { self.ends[part - 1] };
        &self.postings[start as usize..self.ends[part] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All that is filed of `words`, in several rounds.
    fn filed(words: &[(u64, Weight)]) -> Vec<(u32, BlockKey, [u32; 2])> {
        let mut sums = Sums::default();
        let mut all = Vec::new();
        for number in 0..3 {
            sums.read(words.iter().copied(), Round { number, of: 3 });
            sums.file(|start, key, longer| all.push((start, key, longer)));
        }
        all.sort_by_key(|&(start, ..)| start);
        all
    }

    proptest! {
        /// What differences of sums tell is what the words of each run tell, whatever they weigh; and there are few words, so that
        /// runs of the same ones in another order are met.
        #[test]
        fn a_run_is_told_by_its_words(words in prop::collection::vec((0u64..4, 0..FLOOR), 0..40)) {
            let key = |n: u64| n.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ 0xa076_1d64_78bd_642f;
            let words: Vec<_> = words.into_iter().map(|(word, weight)| (key(word), weight)).collect();
            let from = |start: usize, floor| run(words[start..].iter().copied(), floor);
            let runs = (0..words.len()).filter_map(|start| {
                let longer = [LONG_FLOOR, FLOOR + STEP].map(|floor| told(from(start, floor)));
                Some((start as u32, from(start, FLOOR)?, longer))
            });
            let runs: Vec<_> = runs.collect();
            let light = words.iter().map(|&(_, weight)| weight).sum::<Weight>() < FLOOR;
            if light && !words.is_empty() {
                let all = filed(&words);
                prop_assert_eq!(all.iter().map(|&(start, _, longer)| (start, longer)).collect::<Vec<_>>(), [(0, [0; 2])]);
            } else {
                prop_assert_eq!(filed(&words), runs);
            }
        }

        /// Runs of other words, of the same words in another order, or of one word said more often have other fingerprints.
        #[test]
        fn other_words_have_another_fingerprint(a in prop::collection::vec(0u64..3, 1..64), b in prop::collection::vec(0u64..3, 1..64)) {
            let key = |n: &u64| (n.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ 0xa076_1d64_78bd_642f, 1 as Weight);
            let fingerprint = |words: &[u64]| run(words.iter().map(key), words.len() as Weight);
            prop_assert_eq!(fingerprint(&a) == fingerprint(&b), a == b);
            let mut turned = a.clone();
            turned.sort_unstable();
            prop_assert_eq!(fingerprint(&a) == fingerprint(&turned), a == turned);
        }
    }

    #[test]
    fn a_fingerprint_is_stable() {
        let words = [(1, FLOOR / 2), (2, FLOOR / 2), (3, FLOOR)];
        assert_eq!(run(words.into_iter(), FLOOR), Some(fingerprint(BASE.wrapping_add(2))));
        assert_eq!(filed(&words)[0].1, BlockKey(0x9758_35de_1c97_56ce));
    }
}
