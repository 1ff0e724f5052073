//! Runs of equal words between two sequences of any length, by lists of places.

use rustc_hash::FxHashMap;

use super::{Fact, Facts, LEFT, Line, NONE, PLACES, Run, is_near};
use crate::text::Word;

/// What stands on the left, and the runs under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Wide {
    /// Where each word stands first on the left; `next` leads on.
    places: FxHashMap<Word, u32>,
    /// The next place of the same word.
    next: Vec<u32>,
    /// The run that ends at each word of the left with the word of the right before this one, and with this one.
    before: Vec<u32>,
    here: Vec<u32>,
    /// Whether an equal word stands on the other side.
    matched: [Vec<bool>; 2],
}

impl Wide {
    /// Notes where each word of `a` stands.
    pub(super) fn left(&mut self, a: &Line) {
        self.places.clear();
        self.next.clear();
        self.next.resize(a.len(), NONE);
        for (i, word) in a.words.iter().enumerate().rev() {
            if let Some(first) = self.places.insert(word.word(), i as u32) {
                self.next[i] = first;
            }
        }
    }

    /// Finds the runs that `a`, which stands on the left, shares with `b`.
    pub(super) fn right(&mut self, facts: &impl Facts, a: &Line, b: &Line, runs: &mut Vec<Run>) {
        for (matched, line) in self.matched.iter_mut().zip([a, b]) {
            matched.clear();
            matched.resize(line.len(), false);
        }
        for list in [&mut self.before, &mut self.here] {
            list.clear();
            list.resize(a.len(), NONE);
        }
        let [in_a, in_b] = &mut self.matched;
        for (j, heard) in b.words.iter().enumerate() {
            let worth = b.weight(j as u32, j as u32 + 1);
            let mut reach = |i: usize, runs: &mut Vec<Run>, here: &mut [u32], before: &[u32]| {
                let longer = i.checked_sub(1).map_or(NONE, |i| before[i]);
                if longer != NONE {
                    let run = &mut runs[longer as usize];
                    run.len += 1;
                    run.worth = run.worth.saturating_add(worth);
                    here[i] = longer;
                } else {
                    here[i] = runs.len() as u32;
                    runs.push(Run { a: i as u32, b: j as u32, len: 1, near: false, worth });
                }
                in_a[i] = true;
                in_b[j] = true;
            };
            let mut at = self.places.get(&heard.word()).copied().unwrap_or(NONE);
            let mut looked = 0;
            while at != NONE && looked < PLACES {
                reach(at as usize, runs, &mut self.here, &self.before);
                at = self.next[at as usize];
                looked += 1;
            }
            // Beyond that many places only runs that are under way go on.
            while at != NONE {
                if at > 0 && self.before[at as usize - 1] != NONE {
                    reach(at as usize, runs, &mut self.here, &self.before);
                }
                at = self.next[at as usize];
            }
            std::mem::swap(&mut self.before, &mut self.here);
            self.here.fill(NONE);
        }
        self.near(facts, a, b, runs);
    }

    /// Pairs words that have no equal on the other side with near ones there.
    fn near(&self, facts: &impl Facts, a: &Line, b: &Line, runs: &mut Vec<Run>) {
        let left = |line: &Line, matched: &[bool]| -> Vec<(u32, Fact)> {
            let left = (0..line.len()).filter(|&i| !matched[i] && line.facts[i].first != 0);
            left.take(LEFT + 1).map(|i| (i as u32, line.facts[i])).collect()
        };
        let (left_a, left_b) = (left(a, &self.matched[0]), left(b, &self.matched[1]));
        if left_a.len() > LEFT || left_b.len() > LEFT {
            return;
        }
        for (i, x) in &left_a {
            for (j, y) in left_b.iter().filter(|(_, y)| x.may_be_near(y)) {
                let form = |line: &Line, at: u32| line.words[at as usize].word();
                if is_near(facts.form(form(a, *i)), facts.form(form(b, *j))) {
                    let worth = x.weight.min(y.weight) * 3 / 5;
                    runs.push(Run { a: *i, b: *j, len: 1, near: true, worth });
                }
            }
        }
    }
}
