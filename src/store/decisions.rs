//! Decisions by their subject.

use std::collections::BTreeMap;

use crate::model::{Decision, Reference};
use crate::person_name::PersonName;

/// Decisions by their subject. Of decisions about one thing the last counts.
#[derive(Clone, Debug, Default)]
pub struct DecisionTable(BTreeMap<DecisionSubject, (Decision, Option<SpeakerOverride>)>);

/// The subject of a decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum DecisionSubject {
    Pair(Reference, Reference),
    Speaker(Reference),
    Lemma(Reference),
}

/// A speaker whom a person decided on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SpeakerOverride {
    /// The name as the decision gives it.
    pub printed: String,
    /// The name, parsed.
    pub name: PersonName,
}

impl DecisionTable {
    /// Makes a table without decisions.
    pub fn new() -> DecisionTable {
        DecisionTable::default()
    }

    /// Keeps a decision, in the place of an earlier one about the same quotations.
    pub fn insert(&mut self, decision: Decision) {
        let (subject, speaker) = match &decision {
            Decision::Pair { a, b, .. } => {
                (DecisionSubject::Pair(a.min(b).clone(), a.max(b).clone()), None)
            }
            Decision::Speaker { quotation, speaker } => {
                let name = PersonName::parse(speaker);
                let speaker = SpeakerOverride { printed: speaker.clone(), name };
                (DecisionSubject::Speaker(quotation.clone()), Some(speaker))
            }
            Decision::Lemma { quotation } => (DecisionSubject::Lemma(quotation.clone()), None),
        };
        self.0.insert(subject, (decision, speaker));
    }

    /// Returns true if nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the decisions, each with the speaker that it names.
    pub fn iter(&self) -> impl Iterator<Item = (&Decision, Option<&SpeakerOverride>)> {
        self.0.values().map(|(decision, speaker)| (decision, speaker.as_ref()))
    }
}
