//! Is this pair of quotations one utterance? A verdict with reasons.
//!
//! Every number that was used is in the answer, so that “why” and “why not” can be asked of any pair.

mod denial;
mod figure;
mod model;
mod overlap;
mod profile;
mod reprint;

pub use denial::Denial;
pub(crate) use denial::contradict;
pub use model::{Evidence, FEATURES};
pub(crate) use model::{doubt, probability};
pub use overlap::Overlap;
pub use profile::Profile;
pub(crate) use reprint::reprints_by;
pub use reprint::{Sketch, reprints};

use crate::cluster::Edge;
use crate::text::{Weight, bits};

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
    /// What it rests on.
    pub grounds: Grounds,
    /// What kind of no it is where it was not accepted; and where it was, what speaks against it, if that must be looked at.
    pub denial: Option<Denial>,
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Grounds {
    /// Evidence, weighed.
    Evidence(Evidence),
    /// A person's decision.
    Decision,
    /// One is a quotation inside the other.
    Inside,
    /// All they share is a quotation inside one of them: somebody else's words.
    Nested,
    /// One document prints both, and they contradict each other in polarity or a number: it sets one against the other.
    Contrast,
}

/// Log-odds of a pair that is refused without weighing.
const REFUSED: f64 = -6.0;

/// So much must both print beside what they share to go on otherwise: one content word.
const PARTED: Weight = bits(12);

/// From this share of its weight on a quotation prints next to nothing but what it shares.
const WHOLE: f64 = 0.8;

impl Grounds {
    /// Log-odds that both report one utterance; for a decision they are for [`crate::model::Decision`] to say, and here 0.
    pub fn log_odds(&self) -> f64 {
        match self {
            Grounds::Evidence(evidence) => evidence.log_odds(),
            Grounds::Decision => 0.0,
            // What one document tells apart is not joined through others.
            Grounds::Contrast => f64::NEG_INFINITY,
            Grounds::Inside | Grounds::Nested => REFUSED,
        }
    }

    /// What the clustering needs to know of a pair of items `a < b`.
    pub fn edge(&self, a: u32, b: u32) -> Edge {
        let edge = Edge::new(a, b, self.log_odds());
        match self {
            Grounds::Evidence(Evidence { overlap, .. }) => {
                let whole =
                    overlap.weight.map(|weight| overlap::share(overlap.shared(), weight) >= WHOLE);
                Edge {
                    places: overlap.place,
                    parted: overlap.edges.map(|edge| edge >= PARTED),
                    whole,
                    ..edge
                }
            }
            _ => edge,
        }
    }

    /// The same, seen from the other side.
    pub(crate) fn mirrored(mut self) -> Grounds {
        if let Grounds::Evidence(evidence) = &mut self {
            evidence.overlap.reverse();
        }
        self
    }
}

impl Link {
    /// A pair with what was found and, where a person decided, whether it is one utterance.
    pub(crate) fn new(a: &str, b: &str, grounds: Grounds, decided: Option<bool>) -> Link {
        let (score, denial) = match (decided, grounds) {
            (Some(same), _) => (f64::from(u8::from(same)), None),
            (None, Grounds::Evidence(evidence)) => (evidence.verdict().0, Some(evidence.denial())),
            (None, Grounds::Contrast) => (0.0, Some(Denial::Reversal)),
            (None, _) => (0.0, Some(Denial::QuotedAgain)),
        };
        let verdict = LinkVerdict::of(score);
        let denial = denial.filter(|_| verdict != LinkVerdict::Same);
        Link { a: a.to_owned(), b: b.to_owned(), score, verdict, grounds, denial }
    }

    /// What would have to be otherwise for another verdict, for people.
    pub fn changes(&self) -> Vec<String> {
        match &self.grounds {
            Grounds::Evidence(evidence) => {
                let changes = evidence.changes();
                if changes.is_empty() {
                    vec!["no one thing alone would change the verdict".to_owned()]
                } else {
                    changes
                }
            }
            Grounds::Decision => vec!["another decision would change it".to_owned()],
            Grounds::Inside => {
                vec!["it cannot change: the outer quotation reports the inner one".to_owned()]
            }
            Grounds::Contrast => {
                vec!["a person would have to decide that both report one utterance".to_owned()]
            }
            Grounds::Nested => {
                vec!["they would have to share words outside the inner quotation".to_owned()]
            }
        }
    }

    /// What kind of no it is, and what speaks for and against, strongest first, for people.
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        self.tell(&mut String::new(), &mut |reason| reasons.push(reason.to_owned()));
        reasons
    }

    /// Tells each of the [`reasons`](Link::reasons), made in the room of `text`: a report tells those of a hundred thousand links.
    pub(crate) fn tell(&self, text: &mut String, hear: &mut dyn FnMut(&str)) {
        if let Some(denial) = self.denial {
            text.clear();
            text.push_str(if self.verdict == LinkVerdict::Same { "but look: " } else { "no: " });
            text.push_str(denial.name());
            hear(text);
        }
        match &self.grounds {
            Grounds::Evidence(evidence) => evidence.tell(text, hear),
            Grounds::Decision => hear("decided by hand"),
            Grounds::Inside => hear("one is a quotation inside the other"),
            Grounds::Contrast => hear("one document prints both, and they contradict each other"),
            Grounds::Nested => hear("all they share is a quotation inside one of them"),
        }
    }
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
    /// The verdict that a probability asks for: `same` from 0.5, `review` from 0.2.
    pub fn of(probability: f64) -> LinkVerdict {
        if probability >= model::SAME {
            LinkVerdict::Same
        } else if probability >= model::REVIEW {
            LinkVerdict::Review
        } else {
            LinkVerdict::Different
        }
    }

    /// The same for people.
    pub(crate) fn told(self) -> &'static str {
        match self {
            LinkVerdict::Same => "one utterance",
            LinkVerdict::Review => "for a person to look at",
            LinkVerdict::Different => "two utterances",
        }
    }

    /// `same`, `review` or `different`.
    pub fn name(self) -> &'static str {
        match self {
            LinkVerdict::Same => "same",
            LinkVerdict::Review => "review",
            LinkVerdict::Different => "different",
        }
    }
}
