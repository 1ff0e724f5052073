//! Documents seen, their quotations, and what was decided about them.

use crate::apparatus::Utterance;
use crate::attribution::Attribution;
use crate::document::Document;
use crate::link::Link;
use crate::quotation::Quotation;

/// What an archive's documents report, read off at one moment. A pure function of the set of documents.
#[derive(Clone, Debug, Default)]
pub struct Reconciliation {
    /// The documents, by id.
    pub documents: Vec<ReadDocument>,
    /// Every pair accepted as one utterance, or put up for review; by the ids of its ends.
    pub links: Vec<Link>,
    /// The utterances: those that most outlets print first, then by date, then by id. Every quotation is in exactly one.
    pub utterances: Vec<Utterance>,
}

/// One document as it was read.
#[derive(Clone, Debug)]
pub struct ReadDocument {
    /// As it was handed in. For a quotation given without its article, the text is the quotation's.
    pub document: Document,
    /// The document that it reprints, if any.
    pub reprint_of: Option<String>,
    /// Its quotations, in order.
    pub quotations: Vec<ReadQuotation>,
}

/// One quotation as it was read.
#[derive(Clone, Debug)]
pub struct ReadQuotation {
    /// `DOCUMENT#n`, n counted from 0 in its document; or the id it was given.
    pub id: String,
    /// Where it stands.
    pub quotation: Quotation,
    /// Its words, pieces joined by a blank.
    pub text: String,
    /// Cue and speaker.
    pub attribution: Attribution,
    /// The id of the utterance it reports.
    pub utterance: String,
    /// The id of the document it was said to stand in, for a quotation given without its article.
    pub given_document: Option<String>,
}
