//! The stages over parts of a collection, on several machines: each gives for its quotations what
//! [`reconcile`](crate::reconcile()) would give for the whole. Lower level: `crates/distributed`
//! runs it on Apache DataFusion and Ballista.
//!
//! | step | who | what |
//! |---|---|---|
//! | [`DocumentReader::read`] | each document | [`DocumentPieces`]: bytes, keys, shingles |
//! | (a join by key) | each block | its size and speakers, and the pairs of its sequences |
//! | [`CollectionPart::sure_pairs`] | some pairs | those that are surely one utterance |
//! | (a count) | two documents | their sure pairs |
//! | [`CollectionPart::judged_pairs`] | some pairs | those that agree, and links |
//! | (components) | agreeing pairs | the quotations that they connect |
//! | [`CollectionPart::utterances`] | some components | their utterances |
//!
//! A part holds some quotations, and is told what it cannot know of the rest: the sizes and
//! speakers of the blocks of its sequences, the sure pairs of its documents, the documents that
//! these reprint, and the places of its quotations in transcripts. All else is a function of the
//! words of a pair or a component. Sequences are named by fingerprints of their words.
//!
//! Only documents are taken so: no standalone quotations, and no decisions.
//!
//! | file | content |
//! |---|---|
//! | `pieces` | [`DocumentReader`], [`DocumentPieces`] |
//! | `collection_part`, `known_blocks` | [`CollectionPart`], and what it knows of blocks |
//! | `fingerprint` | [`fingerprint()`]: what a result depends on beside the documents |
//! | `document_row`, `filed`, `quotation_key`, `bytes` | documents and sequences as they are kept |
//! | `part_store` | some quotations as a store |

mod bytes;
mod collection_part;
mod document_row;
mod filed;
mod fingerprint;
mod known_blocks;
mod part_store;
mod pieces;
mod quotation_key;

pub use self::collection_part::{CollectionPart, JudgedPair, PartUtterance, QuotationPlace};
#[cfg(feature = "archive")]
pub(crate) use self::document_row::{DocumentHead, DocumentValue, ProseValue, QuotationValue};
#[cfg(feature = "archive")]
pub(crate) use self::filed::{FiledQuotation, FiledSequence, filed_words, fingerprints, repeated};
pub use self::fingerprint::fingerprint;
pub use self::known_blocks::is_oversized;
#[cfg(feature = "archive")]
pub(crate) use self::part_store::PartStore;
pub use self::pieces::{DocumentPieces, DocumentReader, QuotationPieces, RunKeys, SequenceKeys};
#[cfg(feature = "archive")]
pub(crate) use self::quotation_key::QuotationKey;

/// Returns true if two documents of which `shared` shingles are equal, of so many each, carry one
/// text. Shingles of more than 200 documents do not count.
///
/// ```
/// assert!(variorum::part::is_reprint(10, 20, 400));
/// assert!(!variorum::part::is_reprint(9, 20, 400));
/// ```
pub fn is_reprint(shared: usize, shingles: usize, others: usize) -> bool {
    crate::link::are_reprints(shared, shingles, others)
}
