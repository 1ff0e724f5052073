//! A person's decisions about quotations: must-link, cannot-link, speaker, lemma.

use std::fmt;

/// A person's decision about one or two quotations. It goes before all evidence.
///
/// With the feature `serde` a decision is serialised as one line of a decisions file; see
/// `input::read_decisions`, which reads them.
///
/// ```
/// use variorum::{Decision, Reference};
/// let decision = Decision::same(Reference::id("courier#3"), Reference::text("Never again"));
/// assert!(matches!(decision, Decision::Pair { same: true, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "written::DecisionRow", into = "written::DecisionRow")
)]
#[non_exhaustive]
pub enum Decision {
    /// Two quotations report one utterance (must-link), or do not (cannot-link).
    Pair {
        /// One quotation.
        a: Reference,
        /// The other.
        b: Reference,
        /// True for a must-link.
        same: bool,
    },
    /// A speaker, whatever the reporter's sentence says.
    Speaker {
        /// The quotation.
        quotation: Reference,
        /// The speaker's name, as full as it is known.
        speaker: String,
    },
    /// The wording of a quotation is the lemma of its utterance.
    Lemma {
        /// The quotation.
        quotation: Reference,
    },
}

impl Decision {
    /// Links two quotations: they report one utterance.
    pub fn same(a: Reference, b: Reference) -> Decision {
        Decision::Pair { a, b, same: true }
    }

    /// Keeps two quotations apart: they do not report one utterance.
    pub fn different(a: Reference, b: Reference) -> Decision {
        Decision::Pair { a, b, same: false }
    }

    /// Names the speaker of a quotation.
    pub fn speaker(quotation: Reference, speaker: impl Into<String>) -> Decision {
        Decision::Speaker { quotation, speaker: speaker.into() }
    }

    /// Makes the wording of a quotation the lemma of its utterance.
    pub fn lemma(quotation: Reference) -> Decision {
        Decision::Lemma { quotation }
    }
}

/// The quotations that a decision is about: the one with an id, or all with the same words.
///
/// With both, the decision holds only as long as the quotation of this id has these words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "written::ReferenceRow", into = "written::ReferenceRow")
)]
#[non_exhaustive]
pub struct Reference {
    /// The quotation's id, as the reports print it; `None` for any quotation with these words.
    pub id: Option<String>,
    /// The quotation's words. They are compared as an alignment compares them: marks, case and
    /// spelling are ignored.
    pub text: Option<String>,
}

impl Reference {
    /// Refers to the quotation of this id, whatever its words.
    pub fn id(id: impl Into<String>) -> Reference {
        Reference { id: Some(id.into()), text: None }
    }

    /// Refers to every quotation of these words.
    pub fn text(text: impl Into<String>) -> Reference {
        Reference { id: None, text: Some(text.into()) }
    }

    /// Limits the reference to quotations of these words.
    pub fn with_text(mut self, text: impl Into<String>) -> Reference {
        self.text = Some(text.into());
        self
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.id, &self.text) {
            (Some(id), Some(text)) => write!(f, "{id:?} with the words {text:?}"),
            (Some(id), None) => write!(f, "{id:?}"),
            (None, Some(text)) => write!(f, "the words {text:?}"),
            (None, None) => f.write_str("nothing"),
        }
    }
}

/// A decision that could not be applied, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UnappliedDecision {
    /// The decision.
    pub decision: Decision,
    /// The reason, for people: something is missing, or other decisions contradict it.
    pub reason: String,
}

impl UnappliedDecision {
    /// A decision with the reason why it was not applied.
    pub fn new(decision: Decision, reason: impl Into<String>) -> UnappliedDecision {
        UnappliedDecision { decision, reason: reason.into() }
    }
}

impl fmt::Display for UnappliedDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, subject) = match &self.decision {
            Decision::Pair { a, b, same: true } => ("same", format!("{a} and {b}")),
            Decision::Pair { a, b, same: false } => ("different", format!("{a} and {b}")),
            Decision::Speaker { quotation, speaker } => {
                ("speaker", format!("{speaker:?} of {quotation}"))
            }
            Decision::Lemma { quotation } => ("lemma", quotation.to_string()),
        };
        write!(f, "decision {name:?}, {subject}: {}", self.reason)
    }
}

/// The forms in which decisions are written, one a line.
#[cfg(feature = "serde")]
mod written {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    #[serde(tag = "decision", rename_all = "lowercase")]
    pub(super) enum DecisionRow {
        Same { a: super::Reference, b: super::Reference },
        Different { a: super::Reference, b: super::Reference },
        Speaker { a: super::Reference, speaker: String },
        Lemma { a: super::Reference },
    }

    impl From<super::Decision> for DecisionRow {
        fn from(decision: super::Decision) -> DecisionRow {
            match decision {
                super::Decision::Pair { a, b, same: true } => DecisionRow::Same { a, b },
                super::Decision::Pair { a, b, same: false } => DecisionRow::Different { a, b },
                super::Decision::Speaker { quotation: a, speaker } => {
                    DecisionRow::Speaker { a, speaker }
                }
                super::Decision::Lemma { quotation: a } => DecisionRow::Lemma { a },
            }
        }
    }

    impl From<DecisionRow> for super::Decision {
        fn from(decision: DecisionRow) -> super::Decision {
            match decision {
                DecisionRow::Same { a, b } => super::Decision::same(a, b),
                DecisionRow::Different { a, b } => super::Decision::different(a, b),
                DecisionRow::Speaker { a, speaker } => super::Decision::speaker(a, speaker),
                DecisionRow::Lemma { a } => super::Decision::lemma(a),
            }
        }
    }

    /// A reference by id alone is the bare id.
    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    pub(super) enum ReferenceRow {
        Id(String),
        Fields {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            id: Option<String>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            text: Option<String>,
        },
    }

    impl From<super::Reference> for ReferenceRow {
        fn from(reference: super::Reference) -> ReferenceRow {
            match reference {
                super::Reference { id: Some(id), text: None } => ReferenceRow::Id(id),
                super::Reference { id, text } => ReferenceRow::Fields { id, text },
            }
        }
    }

    impl From<ReferenceRow> for super::Reference {
        fn from(reference: ReferenceRow) -> super::Reference {
            match reference {
                ReferenceRow::Id(id) => super::Reference::id(id),
                ReferenceRow::Fields { id, text } => super::Reference { id, text },
            }
        }
    }
}
