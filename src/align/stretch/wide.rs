//! Runs of equal words between two sequences of any length, by lists of places.
//!
//! Cost: O(n + m × runs under way), of which there are at most [`UNDER_WAY`] and mostly next to none.

use rustc_hash::FxHashMap;

use super::{Fact, Facts, LEFT, Line, NONE, PLACES, Run, is_near};
use crate::text::Word;

/// So many runs are under way at once at most: two speeches have some dozens; a text that says one thing over and over has
/// one for each repetition, and they all say the same.
const UNDER_WAY: usize = 1024;

/// What stands on the left, and the runs under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Wide {
    /// Where each word stands first on the left; `next` leads on.
    places: FxHashMap<Word, u32>,
    /// The next place of the same word.
    next: Vec<u32>,
    /// Places of the left that a run under way has reached with the word of the right at hand.
    here: Vec<bool>,
    /// Runs under way, each with the place where it ends on the left: up to the word of the right before, and to this one.
    before: Vec<(u32, u32)>,
    live: Vec<(u32, u32)>,
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
        self.here.clear();
        self.here.resize(a.len(), false);
        self.before.clear();
        let [in_a, in_b] = &mut self.matched;
        for (j, heard) in b.words.iter().enumerate() {
            let worth = b.weight(j as u32, j as u32 + 1);
            self.live.clear();
            for &(end, number) in &self.before {
                let next = end as usize + 1;
                if a.words.get(next).is_some_and(|word| word.word() == heard.word()) {
                    let run = &mut runs[number as usize];
                    run.len += 1;
                    run.worth = run.worth.saturating_add(worth);
                    self.here[next] = true;
                    self.live.push((next as u32, number));
                }
            }
            let mut at = self.places.get(&heard.word()).copied().unwrap_or(NONE);
            in_b[j] = at != NONE;
            // Beyond that many places only runs that are under way go on.
            for _ in 0..PLACES {
                if at == NONE {
                    break;
                }
                if !self.here[at as usize] {
                    self.live.push((at, runs.len() as u32));
                    runs.push(Run { a: at, b: j as u32, len: 1, near: false, worth });
                }
                at = self.next[at as usize];
            }
            for &(end, _) in &self.live {
                self.here[end as usize] = false;
                in_a[end as usize] = true;
            }
            // The oldest, which are the longest, stand first.
            self.live.truncate(UNDER_WAY);
            std::mem::swap(&mut self.before, &mut self.live);
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
