//! The result: what the documents of an archive report at one moment, as plain data.
//!
//! [`Archive::reconcile`](crate::Archive::reconcile) returns it, and the writers in
//! [`report`](crate::report) print it. The types stand above the rooms whose values they hold
//! (quotations, attributions, links, utterances) and below those that make or print them.

use crate::attribution::Attribution;
use crate::edition::{OutletFidelity, Utterance, fidelity_by_outlet};
use crate::indirect::IndirectReport;
use crate::link::Link;
use crate::model::{Document, Quotation, UnappliedDecision};
use crate::record::RecordMatch;

/// The result: the utterances that the documents of an archive report.
///
/// A pure function of the set of documents and decisions, and of the settings.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Reconciliation {
    /// The documents, by id. A standalone quotation is a document of its own here.
    pub documents: Vec<ReconciledDocument>,
    /// Every pair that is accepted as one utterance or should be reviewed, by the ids of its ends.
    pub links: Vec<Link>,
    /// The utterances: those that most outlets print first, then by date, then by id. Every
    /// quotation is in exactly one.
    pub utterances: Vec<Utterance>,
    /// The decisions that could not be applied, and why.
    pub unapplied: Vec<UnappliedDecision>,
}

impl Reconciliation {
    /// Returns the fidelity of each outlet over all utterances: how often it changes quotations
    /// without showing it. See [`fidelity_by_outlet`].
    pub fn outlets(&self) -> Vec<OutletFidelity> {
        fidelity_by_outlet(&self.utterances)
    }
}

/// One document with its quotations.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ReconciledDocument {
    /// The document as it was handed in. For a standalone quotation, its text is the quotation's.
    pub document: Document,
    /// The id of the document that it reprints, if any.
    pub reprint_of: Option<String>,
    /// Its quotations, in order: those of the body, then those of the headline.
    pub quotations: Vec<ReconciledQuotation>,
    /// The reports of its text without marks, or with marks around a part only, in the order of the
    /// text.
    #[cfg_attr(feature = "serde", serde(default))]
    pub reports: Vec<ReconciledReport>,
}

impl ReconciledDocument {
    /// Returns its outlet, or its id where that is not known.
    pub fn outlet(&self) -> &str {
        self.document.outlet.as_deref().unwrap_or(&self.document.id)
    }
}

/// Something reported without marks, with its words and the utterance that it may report.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ReconciledReport {
    /// Its spans, its cue, and its speaker.
    pub report: IndirectReport,
    /// Its words; pieces are joined by a blank.
    pub text: String,
    /// The id of the utterance that it reports in other words, where one was found.
    pub utterance: Option<String>,
}

/// One quotation with its speaker and its utterance.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ReconciledQuotation {
    /// `DOCUMENT#n`, n counted from 0 in its document; the id of a standalone quotation as it was
    /// handed in.
    pub id: String,
    /// Its spans and its kind.
    pub quotation: Quotation,
    /// Its words; pieces are joined by a blank.
    pub text: String,
    /// Its cue and its speaker.
    pub attribution: Attribution,
    /// The speaker's name in the fullest form known.
    pub name: Option<String>,
    /// The id of the utterance that it reports.
    pub utterance: String,
    /// Its place in a transcript, and what the print made of the words there; `None` if none of the
    /// transcripts of the archive has them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub record: Option<RecordMatch>,
    /// The origin of a quotation: read in a document, or handed in without one.
    pub provenance: Provenance,
}

/// The place where a quotation comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Provenance {
    /// It was extracted from its document.
    #[default]
    Extracted,
    /// It was handed in as a [`StandaloneQuotation`](crate::StandaloneQuotation).
    #[non_exhaustive]
    Standalone {
        /// The id of the document that it is said to stand in, if that is known.
        document: Option<String>,
    },
}

impl Provenance {
    /// Returns true if the quotation was handed in without its document.
    pub fn is_standalone(&self) -> bool {
        matches!(self, Provenance::Standalone { .. })
    }
}

/// The groups of quotations that report one utterance each; see
/// [`Archive::group`](crate::Archive::group).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grouping<'a> {
    /// The number of documents; standalone quotations are not counted.
    pub documents: usize,
    /// One group for each utterance, in the order of their first quotations. Every quotation is in
    /// exactly one.
    pub groups: Vec<Group<'a>>,
    /// The number of compared pairs that are accepted as one utterance.
    pub same: usize,
    /// The number of further pairs that a person should review.
    pub review: usize,
    /// The decisions that could not be applied, and why.
    pub unapplied: Vec<UnappliedDecision>,
}

/// The quotations that report one utterance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group<'a> {
    /// Their ids, by document and place.
    pub quotations: Vec<&'a str>,
    /// The number of distinct outlets that print it.
    pub outlets: usize,
}
