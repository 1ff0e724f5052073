//! Runs of words chained to stretches: of those that follow each other on both sides the heaviest chain, then the next.

use std::ops::Range;

use super::line::Line;
use super::{LEAST, MOST, NONE, RUNS, Run, Stretch};
use crate::text::{Weight, bits};

/// A run of this weight is what the two share and no accident: nearly as heavy as the keys of [`crate::blocking`].
const HEAVY: Weight = bits(20);

/// A place where the two differ costs this, and then for the words skipped there ([`super::line::skip`]).
const OPEN: Weight = bits(3);

/// Chains runs; holds the scratch for many.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    links: Vec<Chained>,
    taken: Vec<[Range<u32>; 2]>,
    /// Words of each side that heavy runs hold.
    held: [Held; 2],
}

/// The best chain that ends with a run.
#[derive(Clone, Copy, Debug)]
struct Chained {
    score: i64,
    /// What it costs to skip all up to its end, on both sides.
    skipped: i64,
    /// What it promises those after it, and the most that it or one before it does.
    promise: i64,
    best: i64,
    /// The run before it in the chain.
    from: u32,
    /// How many of the run's first words the run before has taken already.
    trim: u32,
}

/// Places of a sequence, a bit each.
#[derive(Clone, Debug, Default)]
struct Held(Vec<u64>);

impl Held {
    /// None of `len` places.
    fn clear(&mut self, len: usize) {
        self.0.clear();
        self.0.resize(len.div_ceil(64), 0);
    }

    /// The blocks in which `len` places from `start` on lie, and which of each they are.
    fn blocks(start: u32, len: u32) -> impl Iterator<Item = (usize, u64)> {
        let end = start + len;
        (start / 64..end.div_ceil(64)).map(move |block| {
            let (from, to) = (start.max(block * 64), end.min(block * 64 + 64));
            (block as usize, u64::MAX >> (64 - (to - from)) << (from % 64))
        })
    }

    fn add(&mut self, start: u32, len: u32) {
        Held::blocks(start, len).for_each(|(block, places)| self.0[block] |= places);
    }

    fn has(&self, start: u32, len: u32) -> bool {
        Held::blocks(start, len).all(|(block, places)| self.0[block] & places == places)
    }
}

impl Chains {
    /// Puts the stretches that `lines` share, by the `runs` that were found in them, into `found`: heaviest first. Places are
    /// counted in words.
    pub(super) fn chain(
        &mut self,
        lines: [&Line; 2],
        runs: &mut Vec<Run>,
        found: &mut Vec<Stretch>,
    ) {
        found.clear();
        if let Some(run) = holds_all(lines, runs) {
            found.push(run);
            return;
        }
        self.thin(lines, runs);
        if runs.len() > RUNS {
            runs.sort_unstable_by_key(|run| (-run.worth, run.a, run.b));
            runs.truncate(RUNS);
        }
        runs.sort_unstable_by_key(|run| (run.a, run.b));
        self.taken.clear();
        while let Some((stretch, in_a, in_b)) = self.heaviest(lines, runs) {
            found.push(stretch);
            if found.len() == MOST {
                break;
            }
            let overlaps = |range: &Range<u32>, from: u32, len: u32| {
                from < range.end && range.start < from + len
            };
            runs.retain(|run| !overlaps(&in_a, run.a, run.len) && !overlaps(&in_b, run.b, run.len));
            self.taken.push([in_a, in_b]);
        }
        // Heaviest first; then by place, so that the order is that of the content.
        if found.len() > 1 {
            found.sort_by_key(|found| (-found.score, found.a.start, found.b.start));
        }
    }

    /// Leaves out light runs whose words stand in heavy ones on both sides: a *the* in one place is not the *the* in
    /// another when both sentences go on alike around each. They are most of all runs, and in no chain that matters.
    fn thin(&mut self, lines: [&Line; 2], runs: &mut Vec<Run>) {
        if runs.iter().all(|run| run.worth < HEAVY || run.near) {
            return;
        }
        let [in_a, in_b] = &mut self.held;
        in_a.clear(lines[0].len());
        in_b.clear(lines[1].len());
        for run in runs.iter().filter(|run| run.worth >= HEAVY && !run.near) {
            in_a.add(run.a, run.len);
            in_b.add(run.b, run.len);
        }
        runs.retain(|run| {
            run.worth >= LEAST || !in_a.has(run.a, run.len) || !in_b.has(run.b, run.len)
        });
    }

    /// The heaviest chain of the runs that are left, with its words on either side. It leaps over nothing that is taken.
    fn heaviest(
        &mut self,
        [a, b]: [&Line; 2],
        runs: &[Run],
    ) -> Option<(Stretch, Range<u32>, Range<u32>)> {
        // A chain weighs no more than its runs.
        if runs.iter().map(|run| run.worth).fold(0, Weight::saturating_add) < LEAST {
            return None;
        }
        let taken = &self.taken;
        self.links.clear();
        let mut top = (0, 0);
        // What skipping costs adds up along either side. So the best that a run can make of the chain that ends with one
        // before it is known from two numbers: the latter's promise, which is twice its score and what was skipped up to its
        // end, and what is skipped up to the run. Most pairs of runs are told by these to be no use.
        for (k, run) in runs.iter().enumerate() {
            let worth = i64::from(run.worth);
            let (mut score, mut from, mut trimmed) = (worth, NONE, 0);
            let skipped = i64::from(a.skipped(run.a)) + i64::from(b.skipped(run.b));
            let mut least = skipped;
            // The nearest first, since the best is mostly among them; of two as good the first by place.
            for l in (0..k).rev() {
                let (prior, link) = (&runs[l], &self.links[l]);
                if link.best < least {
                    break;
                }
                if link.promise < least {
                    continue;
                }
                let (end_a, end_b) = (prior.a + prior.len, prior.b + prior.len);
                let trim = end_a.saturating_sub(run.a).max(end_b.saturating_sub(run.b));
                // A run that begins before the other on one side, or lies within it, does not follow it.
                if trim >= run.len || prior.a >= run.a || prior.b >= run.b {
                    continue;
                }
                let leaps = |range: &Range<u32>, end: u32, start: u32| {
                    range.start >= end && range.end <= start
                };
                if taken.iter().any(|[a, b]| leaps(a, end_a, run.a) || leaps(b, end_b, run.b)) {
                    continue;
                }
                let (mut worth, mut gaps) = (worth, skipped - link.skipped);
                if trim > 0 {
                    // The same words on either side.
                    worth -= i64::from(a.weight(run.a, run.a + trim));
                    gaps += 2 * i64::from(a.skip(run.a, run.a + trim));
                }
                let cost = match (end_a == run.a + trim, end_b == run.b + trim) {
                    (true, true) => 0,
                    // Words for words: half of leaving out and putting in.
                    (false, false) => i64::from(OPEN) + gaps / 2,
                    _ => i64::from(OPEN) + gaps,
                };
                let with = link.score - cost + worth;
                if with > score || with == score && from != NONE {
                    (score, from, trimmed) = (with, l as u32, trim);
                    least = (score - i64::from(run.worth)) * 2 + skipped;
                }
            }
            if score > top.0 {
                top = (score, k);
            }
            let skipped =
                i64::from(a.skipped(run.a + run.len)) + i64::from(b.skipped(run.b + run.len));
            let promise = score * 2 + skipped;
            let best = self.links.last().map_or(promise, |link| link.best.max(promise));
            self.links.push(Chained { score, skipped, promise, best, from, trim: trimmed });
        }
        let (score, last) = top;
        let score = Weight::try_from(score).unwrap_or(Weight::MAX);
        if score < LEAST {
            return None;
        }
        let spoken = [0..0, 0..0];
        let mut stretch = Stretch {
            a: 0..0,
            b: 0..0,
            spoken,
            equal: 0,
            near: 0,
            apart: 0,
            words: 0,
            run: 0,
            score,
        };
        let end = (runs[last].a + runs[last].len, runs[last].b + runs[last].len);
        let mut at = last;
        let start = loop {
            let (run, link) = (runs[at], self.links[at]);
            let (i, j) = (run.a + link.trim, run.b + link.trim);
            if run.near {
                stretch.near += a.weight(i, i + 1).min(b.weight(j, j + 1));
            } else {
                let weight = a.weight(i, run.a + run.len);
                stretch.equal += weight;
                stretch.words += (run.len - link.trim) as usize;
                stretch.run = stretch.run.max(weight);
            }
            if link.from == NONE {
                break (i, j);
            }
            let prior = runs[link.from as usize];
            stretch.apart += a.weight(prior.a + prior.len, i) + b.weight(prior.b + prior.len, j);
            at = link.from as usize;
        };
        stretch.spoken = [start.0 as usize..end.0 as usize, start.1 as usize..end.1 as usize];
        (stretch.a, stretch.b) = (stretch.spoken[0].clone(), stretch.spoken[1].clone());
        Some((stretch, start.0..end.0, start.1..end.1))
    }
}

/// The stretch that is one run and holds all words of one side, if there is one: of copies and of fragments nothing else
/// has to be looked at. A chain would lose by every leap, and nothing is left for another stretch. The first by place.
fn holds_all(lines: [&Line; 2], runs: &[Run]) -> Option<Stretch> {
    let [n, m] = lines.map(|line| line.len() as u32);
    let whole =
        runs.iter().filter(|run| !run.near && (run.len == n || run.len == m) && run.worth >= LEAST);
    let run = whole.min_by_key(|run| (run.a, run.b))?;
    let [a, b] = [run.a, run.b].map(|start| start as usize..(start + run.len) as usize);
    let spoken = [a.clone(), b.clone()];
    let words = run.len as usize;
    Some(Stretch {
        a,
        b,
        spoken,
        equal: run.worth,
        near: 0,
        apart: 0,
        words,
        run: run.worth,
        score: run.worth,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Places kept as bits are the places that were put there.
        #[test]
        fn held_is_what_was_added(len in 1usize..300, added in prop::collection::vec((0usize..300, 1usize..150), 0..5), asked in (0usize..300, 1usize..150)) {
            let within = |(start, many): (usize, usize)| {
                let start = start % len;
                start..(start + many).min(len)
            };
            let mut held = Held::default();
            // What stood there before is gone.
            held.clear(300);
            held.add(0, 300);
            held.clear(len);
            let mut places = vec![false; len];
            for range in added.into_iter().map(within) {
                held.add(range.start as u32, range.len() as u32);
                places[range].fill(true);
            }
            let asked = within(asked);
            let all = places[asked.clone()].iter().all(|&held| held);
            prop_assert_eq!(held.has(asked.start as u32, asked.len() as u32), all);
        }
    }
}
