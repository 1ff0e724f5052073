//! The edition of one utterance: who printed which wording, and every place where the wordings
//! vary.
//!
//! The words are those of textual criticism. A *witness* is one printed quotation. A *wording* is
//! one distinct text among the witnesses. The *lemma* is the wording chosen as base. The
//! *apparatus* lists the places where other wordings differ from the lemma, with the *readings*
//! they have there. The model follows TEI P5, chapter [Critical
//! Apparatus](https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TC.html).
//!
//! [`build_utterance`] does the work in these steps, one file each:
//!
//! 1. `wording_groups` groups witnesses that print the same wording.
//! 2. `independence` counts reprints and repeated prints of one outlet once.
//! 3. [`collate`](crate::collation::collate) puts the wordings into one table of columns.
//! 4. `consensus` votes on each column, and `lemma_policy` chooses the lemma.
//! 5. `entries` compares each wording with the lemma and gathers the variants by place.
//! 6. `agreement` adds the wordings that print what the lemma has.
//! 7. `statement` weighs each difference of substance, and who made it.
//! 8. `speaker` chooses the speaker's name and finds conflicts.
//! 9. `lineage` tells which print follows which, where shared errors and dates show it.
//! 10. `fidelity` judges each witness; [`fidelity_by_outlet`] sums over utterances.
//!
//! Columns of words are turned back into printed text here (`wording_text`), and text is copied.

mod agreement;
mod apparatus;
mod build;
mod confidence_interval;
mod consensus;
mod entries;
mod fidelity;
mod independence;
mod kept_outside;
mod lemma_policy;
mod lineage;
mod long_wording;
mod outlet_fidelity;
mod single_witness;
mod speaker;
mod statement;
mod utterance;
mod utterance_id;
mod witness_input;
mod wording_groups;
mod wording_text;

#[cfg(feature = "archive")]
pub(crate) use utterance_id::witness_utterance_id;

pub use apparatus::{ApparatusEntry, Reading, ReadingFlag, ReadingForm};
pub use build::{build_utterance, build_utterance_with};
pub use confidence_interval::ConfidenceInterval;
pub use fidelity::{Fidelity, FidelityStatus};
pub use lemma_policy::{LemmaBasis, LemmaCandidate, LemmaFn, LemmaPolicy};
pub use lineage::{Descent, DescentRelation, SharedReading};
#[cfg(feature = "archive")]
pub(crate) use outlet_fidelity::FidelitySums;
pub use outlet_fidelity::{OutletFidelity, fidelity_by_outlet};
pub use statement::{
    ChangedBy, Doubt, STATEMENT_FEATURE_COUNT, STATEMENT_FEATURES, Statement, StatementEvidence,
    StatementModel,
};
pub use utterance::{Lemma, LostQualifier, Utterance, Verdict, Witness, Wording};
pub use witness_input::WitnessInput;
