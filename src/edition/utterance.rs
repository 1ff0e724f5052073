//! An utterance with its lemma, its wordings, its witnesses and its verdict, as plain data.

use std::ops::Range;

use super::apparatus::ApparatusEntry;
use super::fidelity::Fidelity;
use super::lemma_policy::LemmaBasis;
use super::lineage::Descent;
use crate::variant::QualifierKind;

/// One thing somebody said: the quotations that report it, and how their wordings differ.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
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
    /// The quotations in the order of their sigla: by date, then by document, then by place. Those
    /// of texts in question come last.
    pub witnesses: Vec<Witness>,
    /// The places that vary, in the order of the lemma.
    pub apparatus: Vec<ApparatusEntry>,
    /// The origins of the prints' wordings, as far as they are known, by witness; mostly empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lineage: Vec<Descent>,
}

/// The wording chosen as base.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Lemma {
    /// Its text.
    pub text: String,
    /// Byte range of each of its tokens in `text`.
    pub tokens: Vec<Range<usize>>,
    /// Index of the wording in [`Utterance::wordings`].
    pub wording: usize,
    /// Smallest lead, over all places, of its reading over the best other reading, in independent
    /// outlets. Negative if another reading has more outlets at one place, which a lemma chosen by
    /// consensus does not exclude.
    pub margin: i64,
    /// The reason for which this wording was chosen.
    pub basis: LemmaBasis,
}

/// One distinct text among the witnesses. Glyphs of marks, white space, the comma or stop before
/// the closing mark and the capital of the first letter do not make a new wording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Wording {
    /// The text as its first witness prints it.
    pub text: String,
    /// Indices into [`Utterance::witnesses`].
    pub witnesses: Vec<usize>,
    /// Number of distinct outlets that print it.
    pub outlets: usize,
    /// Those of `witnesses` that may have printed it first: none of the others surely precedes
    /// them. One of them where the dates tell, all of them where they do not.
    #[cfg_attr(feature = "serde", serde(default))]
    pub first: Vec<usize>,
}

/// One quotation as evidence of the wording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
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
    /// The share of the lemma that it prints, and the judgement on silent changes.
    pub fidelity: Fidelity,
    /// True if a transcript has its words, so that it was judged by what was said and not by what
    /// others print.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_recorded: bool,
    /// True if it stands in a text in question
    /// ([`DocumentKind::Query`](crate::DocumentKind::Query)): it is compared with the prints, and
    /// counts for none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_query: bool,
}

impl Utterance {
    /// Returns the number of witnesses without those of texts in question.
    pub fn print_count(&self) -> usize {
        self.witnesses.iter().filter(|witness| !witness.is_query).count()
    }
}

/// Words that a fragment leaves out and that qualify what it prints; see
/// [`crate::variant::lost_qualifiers`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct LostQualifier {
    /// The sort of qualifier: a condition, a negation or a hedge.
    pub kind: QualifierKind,
    /// The words as the fullest wording prints them.
    pub text: String,
}

/// The gravest difference among an utterance's wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
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
    /// All verdicts, the gravest last.
    pub const ALL: [Verdict; 6] = [
        Verdict::Single,
        Verdict::Verbatim,
        Verdict::Minor,
        Verdict::Differing,
        Verdict::Contradictory,
        Verdict::AttributionConflict,
    ];

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
