//! Runs of equal words between two sequences of any length, by lists of the positions of each word.
//!
//! Time O(n + m × active runs), where active runs are at most [`MAX_ACTIVE_RUNS`] and mostly next
//! to none. Memory O(n + m). A side with which the other begins takes O(n + m): the run of all its
//! words is the only one that counts ([`super::chain`]).

use rustc_hash::FxHashMap;

use super::passage::{MAX_OCCURRENCES, MAX_UNMATCHED_WORDS, MIN_PASSAGE_WEIGHT, MatchRun};
use super::prepared::PreparedSequence;
use crate::align::features::{FeatureSource, WordFeatures, is_near};
use crate::text::Word;

/// The word stands at no further position.
const NO_POSITION: u32 = u32::MAX;

/// Maximum number of runs that are extended at once. Two speeches have some dozens. A text that
/// repeats one thing has one for each repetition, and they are all the same. No more than that are
/// chained.
const MAX_ACTIVE_RUNS: usize = 128;

/// The positions of the first sequence, and the active runs.
#[derive(Clone, Debug, Default)]
pub(super) struct IndexedMatcher {
    /// The first position of each word in the first sequence.
    first_position: FxHashMap<Word, u32>,
    /// The next position of the same word.
    next_position: Vec<u32>,
    /// Positions of the first sequence that an active run has reached with the current word of the
    /// second.
    reached: Vec<bool>,
    /// Active runs, each with its last position in the first sequence: at the previous word of the
    /// second, and at the current one.
    previous_runs: Vec<(u32, u32)>,
    active_runs: Vec<(u32, u32)>,
    /// Words that have an equal on the other side.
    matched: [Vec<bool>; 2],
}

impl IndexedMatcher {
    /// Sets the first sequence.
    pub(super) fn set_first(&mut self, a: &PreparedSequence) {
        self.first_position.clear();
        self.next_position.clear();
        self.next_position.resize(a.len(), NO_POSITION);
        for (i, word) in a.words.iter().enumerate().rev() {
            if let Some(first) = self.first_position.insert(word.word(), i as u32) {
                self.next_position[i] = first;
            }
        }
    }

    /// Finds the runs that the first sequence `a` shares with `b`; only that of a whole side, if
    /// the other begins with it.
    pub(super) fn find_runs(
        &mut self,
        source: &impl FeatureSource,
        a: &PreparedSequence,
        b: &PreparedSequence,
        runs: &mut Vec<MatchRun>,
    ) {
        if let Some(run) = run_from_the_start(a, b) {
            runs.push(run);
            return;
        }
        for (matched, line) in self.matched.iter_mut().zip([a, b]) {
            matched.clear();
            matched.resize(line.len(), false);
        }
        self.reached.clear();
        self.reached.resize(a.len(), false);
        self.previous_runs.clear();
        let [in_a, in_b] = &mut self.matched;
        for (j, word) in b.words.iter().enumerate() {
            let weight = b.weight(j as u32, j as u32 + 1);
            self.active_runs.clear();
            for &(end, number) in &self.previous_runs {
                let next = end as usize + 1;
                if a.words.get(next).is_some_and(|next| next.word() == word.word()) {
                    let run = &mut runs[number as usize];
                    run.len += 1;
                    run.weight = run.weight.saturating_add(weight);
                    self.reached[next] = true;
                    self.active_runs.push((next as u32, number));
                }
            }
            let mut at = self.first_position.get(&word.word()).copied().unwrap_or(NO_POSITION);
            in_b[j] = at != NO_POSITION;
            // Beyond that many positions only active runs go on.
            for _ in 0..MAX_OCCURRENCES {
                if at == NO_POSITION {
                    break;
                }
                if !self.reached[at as usize] {
                    self.active_runs.push((at, runs.len() as u32));
                    runs.push(MatchRun { a: at, b: j as u32, len: 1, near: false, weight });
                }
                at = self.next_position[at as usize];
            }
            for &(end, _) in &self.active_runs {
                self.reached[end as usize] = false;
                in_a[end as usize] = true;
            }
            // The oldest runs, which are the longest, come first.
            self.active_runs.truncate(MAX_ACTIVE_RUNS);
            std::mem::swap(&mut self.previous_runs, &mut self.active_runs);
        }
        self.find_near_pairs(source, a, b, runs);
    }

    /// Pairs words that have no equal on the other side with near words there.
    fn find_near_pairs(
        &self,
        source: &impl FeatureSource,
        a: &PreparedSequence,
        b: &PreparedSequence,
        runs: &mut Vec<MatchRun>,
    ) {
        let left = |line: &PreparedSequence, matched: &[bool]| -> Vec<(u32, WordFeatures)> {
            let left = (0..line.len()).filter(|&i| !matched[i] && line.features[i].initial != 0);
            left.take(MAX_UNMATCHED_WORDS + 1).map(|i| (i as u32, line.features[i])).collect()
        };
        let (left_a, left_b) = (left(a, &self.matched[0]), left(b, &self.matched[1]));
        if left_a.len() > MAX_UNMATCHED_WORDS || left_b.len() > MAX_UNMATCHED_WORDS {
            return;
        }
        for (i, x) in &left_a {
            for (j, y) in left_b.iter().filter(|(_, y)| x.may_be_near(y)) {
                let form = |line: &PreparedSequence, at: u32| line.words[at as usize].word();
                if is_near(source.form(form(a, *i)), source.form(form(b, *j))) {
                    let weight = x.weight.min(y.weight) * 3 / 5;
                    runs.push(MatchRun { a: *i, b: *j, len: 1, near: true, weight });
                }
            }
        }
    }
}

/// Returns the run of all words of one side, if the other begins with them and it weighs as much as
/// a passage must.
fn run_from_the_start(a: &PreparedSequence, b: &PreparedSequence) -> Option<MatchRun> {
    let len = a.len().min(b.len()) as u32;
    let weight = a.weight(0, len);
    let mut pairs = a.words.iter().zip(&b.words);
    (weight >= MIN_PASSAGE_WEIGHT && pairs.all(|(x, y)| x.word() == y.word())).then_some(MatchRun {
        a: 0,
        b: 0,
        len,
        near: false,
        weight,
    })
}
