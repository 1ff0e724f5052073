//! Utterances as the file keeps them.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::keys::QuotationKey;
use crate::edition::Utterance;

/// An utterance with what it takes to find and to rank it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct UtteranceRow {
    pub utterance: Utterance,
    /// The second of the first print, where a date is known.
    pub first: Option<i64>,
    /// Its quotations, by document and place.
    pub quotations: Vec<QuotationKey>,
}

impl UtteranceRow {
    /// Returns its rank among all: those that most outlets print first, then by date, then by id.
    pub(super) fn rank(&self) -> impl Ord + '_ {
        let Utterance { independent, outlets, id, .. } = &self.utterance;
        let support = Reverse((*independent, *outlets, self.utterance.print_count()));
        (support, self.first.unwrap_or(i64::MAX), id.as_str())
    }
}
