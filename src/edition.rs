//! The apparatus: for one utterance, who printed which wording, and every place where they vary.
//!
//! Here columns of words are turned back into the text the papers printed; it is the one place where text is copied.

mod agreement;
mod bearer;
mod build;
mod entries;
mod fidelity;
mod naming;
mod policy;
mod print;
mod single;
mod support;

use std::ops::Range;

pub use bearer::Bearer;
pub use build::{utterance, utterance_with};
pub use fidelity::{Fidelity, Interval, OutletFidelity, Standing, by_outlet};
pub use policy::{Candidate, LemmaFunction, LemmaGround, LemmaPolicy};

use crate::variant::{Disclosure, Kind, Level, Loss, Operation};

/// One thing somebody said: the quotations that report it, and how their wordings differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// Made from content alone: `u` and twelve hexadecimal digits.
    pub id: String,
    /// Who said it, in the fullest form that any witness's document gives; `None` when no document names anybody.
    pub speaker: Option<String>,
    /// The worst that its variants can do.
    pub verdict: Verdict,
    /// Distinct outlets that print it.
    pub outlets: usize,
    /// Outlets that print it independently: reprints of one text count once.
    pub independent: usize,
    /// The wording chosen as base.
    pub lemma: Lemma,
    /// The distinct wordings, best supported first.
    pub wordings: Vec<Wording>,
    /// The quotations, in the order of their sigla: by date, then by document, then by place.
    pub witnesses: Vec<Witness>,
    /// The places that vary, in the order of the lemma.
    pub apparatus: Vec<Entry>,
}

/// The wording chosen as base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// Its text.
    pub text: String,
    /// Where each of its tokens stands in `text` (bytes).
    pub tokens: Vec<Range<usize>>,
    /// Index of the wording it is.
    pub wording: usize,
    /// By how many independent outlets it leads over the next best reading at the place where its lead is smallest; below
    /// zero where it is outvoted there, as another wording than the consensus may well be.
    pub margin: i64,
    /// By what it was chosen.
    pub ground: LemmaGround,
}

/// One distinct text among the witnesses. Glyphs of marks, white space, the comma or stop before the closing mark and
/// the capital of the first letter make no new wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// As its first witness prints it.
    pub text: String,
    /// Indices into [`Utterance::witnesses`].
    pub witnesses: Vec<usize>,
    /// Distinct outlets that print it.
    pub outlets: usize,
}

/// One quotation as bearer of the wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Id of the quotation: `DOCUMENT#n`.
    pub quotation: String,
    /// Its outlet, for people: the outlet's name, or else the document's id.
    pub outlet: String,
    /// Short label: A, B, … Z, AA …
    pub siglum: String,
    /// Index of its wording.
    pub wording: usize,
    /// The tokens of the lemma that it covers: from the first to the last that it could have printed.
    pub covers: Range<usize>,
    /// The document that its document reprints, if any.
    pub reprint_of: Option<String>,
    /// Whom its document gives the words to, in the fullest form of the name there.
    pub speaker: Option<String>,
    /// When it was printed, as given.
    pub published: Option<String>,
    /// What it leaves out, beyond its own beginning and end, of the sentence that the fullest wording has: a condition, a negation,
    /// a hedge.
    pub left_out: Vec<LeftOut>,
    /// How much of the lemma it prints within its span, and whether it changed words in silence.
    pub fidelity: Fidelity,
}

/// Words that a fragment left out and that bear on what it prints; see [`crate::variant::left_out`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What they are.
    pub what: Loss,
    /// As the fullest wording prints them.
    pub text: String,
}

/// One place that varies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The lemma's text there; empty where other wordings add words.
    pub text: String,
    /// The lemma's tokens there.
    pub tokens: Range<usize>,
    /// Indices of the wordings that print the lemma's text there. Those that are neither here nor in a reading begin later, have
    /// ended before, or have a wider change around the place.
    pub wordings: Vec<usize>,
    /// What other wordings have instead.
    pub readings: Vec<Reading>,
}

/// What some wordings have at one place, and how that differs from the lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The text there, as the first of `wordings` prints it; empty for an omission.
    pub text: String,
    /// Where that stands in the text of the first of `wordings` (bytes); empty for an omission, and then says where.
    pub span: Range<usize>,
    /// Indices of the wordings that have it, in whichever form.
    pub wordings: Vec<usize>,
    /// The same words as they are printed, where that is not alike everywhere: `harbour` and `harbor` are two forms of one
    /// reading. At least one, that of `text` first; each of `wordings` is in exactly one.
    pub forms: Vec<Form>,
    /// What was done.
    pub operation: Operation,
    /// What sort of difference.
    pub kind: Kind,
    /// Whether it can change the meaning.
    pub level: Level,
    /// Whether the print shows it.
    pub disclosure: Disclosure,
    /// The rule that says so.
    pub rule: &'static str,
    /// `near`; `singleton`: one independent outlet prints it; `against-majority`: more of them print the lemma's words there;
    /// `moved`.
    pub flags: Vec<&'static str>,
    /// Number of the moved block that it is an end of.
    pub moved: Option<usize>,
}

/// How some wordings print a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The text.
    pub text: String,
    /// Indices of the wordings that print it so.
    pub wordings: Vec<usize>,
}

impl Reading {
    /// How `wording` prints it; as the first form does, where `wording` has another reading.
    pub fn form(&self, wording: usize) -> &str {
        let form = self.forms.iter().find(|form| form.wordings.contains(&wording));
        form.map_or(&self.text, |form| &form.text)
    }
}

/// The worst that an utterance's variants can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Only one quotation reports it.
    Single,
    /// All print the same words, as far as each goes: a fragment says nothing about the rest.
    Verbatim,
    /// Other words, same meaning on their face.
    Minor,
    /// The meaning can differ.
    Differing,
    /// Polarity, a number or a name differs.
    Contradictory,
    /// The same words are given to speakers who cannot be one.
    AttributionConflict,
}

impl Verdict {
    /// `single`, `verbatim`, `minor`, `differing`, `contradictory` or `attribution-conflict`.
    pub fn name(self) -> &'static str {
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
