//! Decides if two quotations report one utterance, and gives the reasons.
//!
//! The decision is *record linkage*: a candidate pair is compared on a few features, a logistic
//! model turns these into log-odds, and two thresholds turn the probability into a [`LinkVerdict`].
//!
//! | file | content |
//! |---|---|
//! | `overlap` | the words that two wordings share: [`Overlap`] |
//! | `features` | the evidence about a pair and its features: [`Evidence`], [`FEATURES`] |
//! | `model` | weights and thresholds, which can be replaced: [`LinkModel`] |
//! | `reasons` | the terms of the model as sentences, and counterfactuals |
//! | `rejection` | kinds of rejection: [`RejectionReason`] |
//! | `profile` | the most informative words of a document: [`Profile`] |
//! | `reprint` | documents that carry the same text: [`Sketch`], [`reprints`] |
//!
//! A [`Link`] keeps every number that was used, so that reports can explain any pair.

mod features;
mod format_number;
mod model;
mod overlap;
mod profile;
mod reasons;
mod rejection;
mod reprint;

pub use features::{Evidence, FEATURE_COUNT, FEATURES};
pub use model::LinkModel;
pub use overlap::Overlap;
pub use profile::Profile;
pub use rejection::RejectionReason;
pub(crate) use rejection::{contradict, count_slots};
#[cfg(feature = "parts")]
pub(crate) use reprint::are_reprints;
pub(crate) use reprint::reprints_by;
#[cfg(feature = "archive")]
pub(crate) use reprint::{MAX_SHINGLE_DOCUMENTS, is_reprint};
pub use reprint::{Sketch, reprints};

use crate::cluster::Edge;
use crate::text::{Weight, bits};

/// A pair of quotations, its verdict, and the basis of the verdict.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Link {
    /// Id of one quotation; the smaller id.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Probability that both report one utterance, `0.0..=1.0`.
    pub score: f64,
    /// The verdict that the score gives.
    pub verdict: LinkVerdict,
    /// The basis of the score.
    pub basis: Basis,
    /// The reason why the pair was rejected, or should be reviewed.
    pub rejection: Option<RejectionReason>,
    /// The model that weighed the evidence.
    pub model: LinkModel,
}

/// The basis of a verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Basis {
    /// Evidence, weighed by a [`LinkModel`].
    Evidence(Evidence),
    /// A person's decision.
    Decision,
    /// One is a quotation inside the other.
    Inside,
    /// All they share is a quotation inside one of them: somebody else's words.
    Nested,
    /// One document prints both, and they contradict each other in polarity, a number or a name.
    Contrast,
    /// One holds the other's words up, as said before or by others: “Some will say that …”.
    HeldUp,
    /// One is a title that the other mentions.
    TitleMentioned,
    /// One is the next sentence after the other, by the same speaker in one breath. They are one
    /// utterance only where a third quotation prints both in one.
    NextSentence,
}

/// Log-odds of a pair that is rejected without weighing.
const UNWEIGHED_REJECTION_LOG_ODDS: f64 = -6.0;

/// Log-odds of a sentence and the next one that resembles it: they do not join by themselves, and
/// a print of both outweighs it.
const NEXT_SENTENCE_LOG_ODDS: f64 = -1.0;

/// Two wordings diverge beside what they share when each prints this much there: one content word.
const MIN_DIVERGENT_WEIGHT: Weight = bits(12);

/// From this share of its weight on, a quotation prints next to nothing but what it shares.
const MIN_WHOLE_SHARE: f64 = 0.8;

impl Basis {
    /// Returns the log-odds that both report one utterance. A decision has 0 here: its outcome is
    /// in the decision.
    pub fn log_odds(&self, model: &LinkModel) -> f64 {
        match self {
            Basis::Evidence(evidence) => model.log_odds(evidence),
            Basis::Decision => 0.0,
            // Quotations that one document sets against each other are not joined through others
            // either.
            Basis::Contrast => f64::NEG_INFINITY,
            Basis::NextSentence => NEXT_SENTENCE_LOG_ODDS,
            Basis::Inside | Basis::Nested | Basis::HeldUp | Basis::TitleMentioned => {
                UNWEIGHED_REJECTION_LOG_ODDS
            }
        }
    }

    /// Returns the edge of the clustering for a pair of items `a < b`.
    pub fn edge(&self, a: u32, b: u32, model: &LinkModel) -> Edge {
        let edge = Edge::new(a, b, self.log_odds(model));
        match self {
            Basis::Evidence(Evidence { overlap, .. }) => {
                let contained = overlap
                    .weight
                    .map(|weight| overlap::share(overlap.shared(), weight) >= MIN_WHOLE_SHARE);
                Edge {
                    overlap: overlap.place,
                    diverges: overlap.edges.map(|edge| edge >= MIN_DIVERGENT_WEIGHT),
                    contained,
                    ..edge
                }
            }
            _ => edge,
        }
    }

    /// Returns the same basis with the two sides exchanged.
    pub(crate) fn mirrored(mut self) -> Basis {
        if let Basis::Evidence(evidence) = &mut self {
            evidence.overlap.reverse();
        }
        self
    }
}

impl Link {
    /// Orders links for a person to look at: the most doubtful first, then by ids.
    pub(crate) fn by_doubt(&self, other: &Link) -> std::cmp::Ordering {
        let doubt = |link: &Link| (link.score - 0.5).abs();
        let ids = || (&self.a, &self.b).cmp(&(&other.a, &other.b));
        doubt(self).total_cmp(&doubt(other)).then_with(ids)
    }

    /// Judges a pair. `decided` is what a person decided about it, if anything.
    pub(crate) fn new(
        a: &str,
        b: &str,
        basis: Basis,
        decided: Option<bool>,
        model: &LinkModel,
    ) -> Link {
        let (score, rejection) = match (decided, basis) {
            (Some(same), _) => (f64::from(u8::from(same)), None),
            (None, Basis::Evidence(evidence)) => {
                (model.probability(&evidence), Some(evidence.rejection(model)))
            }
            (None, Basis::Contrast) => (0.0, Some(RejectionReason::Reversal)),
            (None, Basis::TitleMentioned) => (0.0, Some(RejectionReason::Title)),
            (None, Basis::NextSentence) => (0.0, Some(RejectionReason::Refrain)),
            (None, _) => (0.0, Some(RejectionReason::QuotedAgain)),
        };
        let verdict = model.verdict_of(score);
        let rejection = rejection.filter(|_| verdict != LinkVerdict::Same);
        let (a, b, model) = (a.to_owned(), b.to_owned(), model.clone());
        Link { a, b, score, verdict, basis, rejection, model }
    }
}

/// The conclusion about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum LinkVerdict {
    /// Both report one utterance.
    Same,
    /// A person should look.
    Review,
    /// They report two utterances, or there is nothing to go by.
    Different,
}

impl LinkVerdict {
    /// Returns `same`, `review` or `different`.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkVerdict::Same => "same",
            LinkVerdict::Review => "review",
            LinkVerdict::Different => "different",
        }
    }

    /// Returns the verdict in words, for people.
    pub(crate) fn description(self) -> &'static str {
        match self {
            LinkVerdict::Same => "one utterance",
            LinkVerdict::Review => "for a person to look at",
            LinkVerdict::Different => "two utterances",
        }
    }
}
