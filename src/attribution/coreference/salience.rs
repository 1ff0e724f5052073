//! The candidates for a pronoun, and which of them wins.

use std::cmp::Reverse;

/// A person without a name in the document.
pub(super) const UNNAMED_PERSON: usize = usize::MAX;

/// Score of the least salient person that a pronoun may mean: one named in passing, sentences ago,
/// is below.
const MIN_SCORE: i32 = 2;

/// The candidates for a pronoun: persons with their scores.
#[derive(Default)]
pub(super) struct Salience {
    /// A person, the best score of its mentions, and 1 if it has several.
    scores: Vec<(usize, i32, i32)>,
}

impl Salience {
    /// Adds a mention of a person. Repeated mention raises salience.
    pub(super) fn add(&mut self, person: usize, score: i32) {
        match self.scores.iter_mut().find(|(known, ..)| *known == person) {
            Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
            None => self.scores.push((person, score, 0)),
        }
    }

    /// Returns true if the person is a candidate.
    pub(super) fn has(&self, person: usize) -> bool {
        self.scores.iter().any(|&(known, ..)| known == person)
    }

    /// Returns the person who is more salient than all others; nobody if two are close, or if the
    /// first has no name.
    pub(super) fn winner(mut self) -> Option<usize> {
        let rank = |&(person, score, again): &(usize, i32, i32)| (Reverse(score + again), person);
        self.scores.sort_by_key(rank);
        match self.scores[..] {
            [(UNNAMED_PERSON, ..), ..] => None,
            [(_, score, _), ..] if score < MIN_SCORE => None,
            [(person, ..)] => Some(person),
            [(person, a, x), (_, b, y), ..] if a + x > b + y + 1 => Some(person),
            _ => None,
        }
    }
}
