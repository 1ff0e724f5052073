//! The edition of one utterance: who printed which wording, and every place where the wordings vary.
//!
//! The words are those of textual criticism. A *witness* is one printed quotation. A *wording* is
//! one distinct text among the witnesses. The *lemma* is the wording chosen as base. The *apparatus*
//! lists the places where other wordings differ from the lemma, with the *readings* they have there.
//! The model follows TEI P5, chapter
//! [Critical Apparatus](https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TC.html).
//!
//! [`build_utterance`] does the work in these steps, one file each:
//!
//! 1. `wording_groups` groups witnesses that print the same wording.
//! 2. `independence` counts reprints and repeated prints of one outlet once.
//! 3. [`collate`](crate::collation::collate) puts the wordings into one table of columns.
//! 4. `consensus` votes on each column, and `lemma_policy` chooses the lemma.
//! 5. `entries` compares each wording with the lemma and gathers the variants by place.
//! 6. `agreement` adds the wordings that print what the lemma has.
//! 7. `speaker` chooses the speaker's name and finds conflicts.
//! 8. `fidelity` judges each witness; [`fidelity_by_outlet`] sums over utterances.
//!
//! Columns of words are turned back into printed text here (`wording_text`), and text is copied.

mod agreement;
mod build;
mod confidence_interval;
mod consensus;
mod entries;
mod fidelity;
mod independence;
mod lemma_policy;
mod outlet_fidelity;
mod single_witness;
mod speaker;
mod witness_input;
mod wording_groups;
mod wording_text;

use std::ops::Range;

pub use build::{build_utterance, build_utterance_with};
pub use confidence_interval::ConfidenceInterval;
pub use fidelity::{Fidelity, FidelityStatus};
pub use lemma_policy::{LemmaBasis, LemmaCandidate, LemmaFn, LemmaPolicy};
pub use outlet_fidelity::{OutletFidelity, fidelity_by_outlet};
pub use witness_input::WitnessInput;

use crate::variant::{Disclosure, Kind, Level, Loss, Operation};

/// One thing somebody said: the quotations that report it, and how their wordings differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// `u` and twelve hexadecimal digits, a hash of the first witness's id and text.
    pub id: String,
    /// The speaker, in the fullest form of the name that a witness's document gives; `None` when
    /// no document names a speaker.
    pub speaker: Option<String>,
    /// The gravest difference among the wordings.
    pub verdict: Verdict,
    /// Number of distinct outlets that print the utterance.
    pub outlets: usize,
    /// Number of independent outlets: all reprints of one text count once.
    pub independent: usize,
    /// The wording chosen as base.
    pub lemma: Lemma,
    /// The distinct wordings, best supported first.
    pub wordings: Vec<Wording>,
    /// The quotations in the order of their sigla: by date, then by document, then by place.
    pub witnesses: Vec<Witness>,
    /// The places that vary, in the order of the lemma.
    pub apparatus: Vec<ApparatusEntry>,
}

/// The wording chosen as base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// Its text.
    pub text: String,
    /// Byte range of each of its tokens in `text`.
    pub tokens: Vec<Range<usize>>,
    /// Index of the wording in [`Utterance::wordings`].
    pub wording: usize,
    /// Lead over the next best reading, in independent outlets, at the place where the lead is
    /// smallest. Negative where the lemma is outvoted, which can happen when it was not chosen by
    /// consensus.
    pub margin: i64,
    /// Why this wording was chosen.
    pub basis: LemmaBasis,
}

/// One distinct text among the witnesses. Glyphs of marks, white space, the comma or stop before
/// the closing mark and the capital of the first letter do not make a new wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The text as its first witness prints it.
    pub text: String,
    /// Indices into [`Utterance::witnesses`].
    pub witnesses: Vec<usize>,
    /// Number of distinct outlets that print it.
    pub outlets: usize,
}

/// One quotation as evidence of the wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Id of the quotation: `DOCUMENT#n`.
    pub quotation: String,
    /// Name of its outlet, or the document's id where the outlet is unknown.
    pub outlet: String,
    /// Short label: A, B, … Z, AA …
    pub siglum: String,
    /// Index of its wording in [`Utterance::wordings`].
    pub wording: usize,
    /// The lemma's tokens that it covers: from the first to the last that it could have printed.
    pub covers: Range<usize>,
    /// Id of the document that its document reprints, if any.
    pub reprint_of: Option<String>,
    /// The speaker that its document names, in the fullest form used there.
    pub speaker: Option<String>,
    /// Date of publication, as given.
    pub published: Option<String>,
    /// Conditions, negations and hedges that the fullest wording has in the same sentence and that
    /// lie outside this witness's beginning and end.
    pub left_out: Vec<LostQualifier>,
    /// How much of the lemma it prints, and whether it changed words silently.
    pub fidelity: Fidelity,
}

/// Words that a fragment leaves out and that qualify what it prints; see
/// [`crate::variant::left_out`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostQualifier {
    /// Whether they are a condition, a negation or a hedge.
    pub kind: Loss,
    /// The words as the fullest wording prints them.
    pub text: String,
}

/// One place of the lemma where wordings vary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApparatusEntry {
    /// The lemma's text there; empty where other wordings add words.
    pub text: String,
    /// The lemma's tokens there.
    pub tokens: Range<usize>,
    /// Indices of the wordings that print the lemma's text there. A wording that is neither here
    /// nor in a reading begins later, has ended before, or has a wider change around the place.
    pub wordings: Vec<usize>,
    /// What other wordings have instead.
    pub readings: Vec<Reading>,
}

/// What some wordings have at one place, and how it differs from the lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The text as the first of `wordings` prints it; empty for an omission.
    pub text: String,
    /// Byte range of `text` in the text of the first of `wordings`. Empty for an omission; it then
    /// gives the position.
    pub span: Range<usize>,
    /// Indices of the wordings that have the reading, in any form.
    pub wordings: Vec<usize>,
    /// The printed forms of the reading, where they differ: `harbour` and `harbor` are two forms of
    /// one reading. There is at least one; the first is that of `text`. Each of `wordings` is in
    /// exactly one form.
    pub forms: Vec<ReadingForm>,
    /// The edit that turns the lemma into the reading.
    pub operation: Operation,
    /// The sort of difference.
    pub kind: Kind,
    /// How far the difference can change the meaning.
    pub level: Level,
    /// Whether the print shows the change.
    pub disclosure: Disclosure,
    /// The rule that classified the difference.
    pub rule: &'static str,
    /// Further properties of the reading, in the order in which they were found.
    pub flags: Vec<ReadingFlag>,
    /// Number of the moved block that the reading is an end of.
    pub moved_block: Option<usize>,
}

/// A property of a [`Reading`] beside its classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReadingFlag {
    /// The reading's words resemble the lemma's in spelling.
    Near,
    /// One independent outlet prints the reading.
    Singleton,
    /// More independent outlets print the lemma's words than the reading.
    AgainstMajority,
    /// The reading is an end of a moved block.
    Moved,
}

impl ReadingFlag {
    /// Returns `near`, `singleton`, `against-majority` or `moved`.
    pub fn as_str(self) -> &'static str {
        match self {
            ReadingFlag::Near => "near",
            ReadingFlag::Singleton => "singleton",
            ReadingFlag::AgainstMajority => "against-majority",
            ReadingFlag::Moved => "moved",
        }
    }
}

/// One printed form of a reading, and the wordings that print it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingForm {
    /// The text.
    pub text: String,
    /// Indices of the wordings that print it.
    pub wordings: Vec<usize>,
}

impl Reading {
    /// Returns the form that `wording` prints, or the first form if `wording` has another reading.
    pub fn form(&self, wording: usize) -> &str {
        let form = self.forms.iter().find(|form| form.wordings.contains(&wording));
        form.map_or(&self.text, |form| &form.text)
    }
}

/// The gravest difference among an utterance's wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Only one quotation reports it.
    Single,
    /// All print the same words. A fragment is compared only as far as it goes.
    Verbatim,
    /// The words differ, and the meaning is the same on their face.
    Minor,
    /// The meaning can differ.
    Differing,
    /// Polarity, a number or a name differs.
    Contradictory,
    /// The same words are attributed to speakers who cannot be the same person.
    AttributionConflict,
}

impl Verdict {
    /// Returns `single`, `verbatim`, `minor`, `differing`, `contradictory` or
    /// `attribution-conflict`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Single => "single",
            Verdict::Verbatim => "verbatim",
            Verdict::Minor => "minor",
            Verdict::Differing => "differing",
            Verdict::Contradictory => "contradictory",
            Verdict::AttributionConflict => "attribution-conflict",
        }
    }
}
