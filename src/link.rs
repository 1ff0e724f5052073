//! Is this pair of quotations one utterance? A verdict with reasons.
//!
//! Every number that was used is in the answer, so that “why” and “why not” can be asked of any pair.

mod model;
mod overlap;
mod profile;
mod reprint;

pub(crate) use model::verdict;
pub use model::{Evidence, FEATURES};
pub use overlap::Overlap;
pub use profile::Profile;
pub use reprint::{Sketch, reprints};

/// A pair of quotations and what was found about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Id of one quotation; the smaller id.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Probability that both report one utterance, `0.0..=1.0`.
    pub score: f64,
    /// What follows from it.
    pub verdict: LinkVerdict,
    /// What speaks for and against, strongest first, for people.
    pub reasons: Vec<String>,
}

/// What was decided about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkVerdict {
    /// Reports of one utterance.
    Same,
    /// A person should look.
    Review,
    /// Two utterances, or nothing to go by.
    Different,
}

impl LinkVerdict {
    /// `same`, `review` or `different`.
    pub fn name(self) -> &'static str {
        match self {
            LinkVerdict::Same => "same",
            LinkVerdict::Review => "review",
            LinkVerdict::Different => "different",
        }
    }
}
