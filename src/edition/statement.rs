//! The judgement on a stated difference: how sure it is, if it stands, and what speaks against it.
//!
//! An apparatus says of named papers that their prints differ. Three things can make such a
//! sentence false although the words do differ: the two prints report two sayings, the words that
//! stand side by side do not correspond, or the difference is smaller than its level says. The
//! evidence for and against ([`StatementEvidence`]) is weighed by a logistic model
//! ([`StatementModel`]), which was fitted on statements that were judged by reading. Below the
//! model's threshold a statement does not stand: its words are shown as other words, and it counts
//! for no verdict and against no outlet.
//!
//! Who changed the words is another question; see [`ChangedBy`].

mod context;
mod evidence;
mod judgement;
mod model;
#[cfg(test)]
mod tests;

pub(super) use context::{PairContext, is_statement};
pub use evidence::{STATEMENT_FEATURE_COUNT, STATEMENT_FEATURES, StatementEvidence};
pub(super) use judgement::{Vouchers, doubted_variants, judge_statements, wording_facts};
pub use model::StatementModel;

/// The judgement on one stated difference of substance.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Statement {
    /// Calibrated probability that the prints report one passage of speech and that they differ in
    /// substance, `0.0..=1.0`.
    pub confidence: f64,
    /// True if the confidence reaches the threshold of the model.
    pub stands: bool,
    /// The gravest reason against it; `None` where it stands.
    pub doubt: Option<Doubt>,
    /// The facts that were weighed.
    pub evidence: StatementEvidence,
}

/// The reason for which a stated difference does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Doubt {
    /// Too few equal words stand around the place: the words may not correspond.
    OtherWords,
    /// The two may be two sayings: one article prints both, or they differ throughout.
    TwoSayings,
    /// The place is beside an ellipsis, a bracket or the end of a quotation.
    Edge,
    /// The words differ so little, or say so little, that the meaning may be the same.
    Slight,
    /// One of the two is a translation: other words say the same.
    Translation,
}

impl Doubt {
    /// Returns `other-words`, `two-sayings`, `edge`, `slight` or `translation`.
    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::OtherWords => "other-words",
            Doubt::TwoSayings => "two-sayings",
            Doubt::Edge => "edge",
            Doubt::Slight => "slight",
            Doubt::Translation => "translation",
        }
    }
}

/// The prints that changed the words, where it can be known: against a record or a decision, or
/// where at least two independent outlets, and twice as many, stand against the others, and all
/// surely report one passage of speech. An outlet that prints both wordings speaks for neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum ChangedBy {
    /// Those that print the reading.
    These,
    /// Those that print the lemma's words.
    Lemma,
}

impl ChangedBy {
    /// Returns `these` or `lemma`.
    pub fn as_str(self) -> &'static str {
        match self {
            ChangedBy::These => "these",
            ChangedBy::Lemma => "lemma",
        }
    }
}
