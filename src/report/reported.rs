//! The JSON report as plain data: what `variorum/reconciliation@1` holds, to be read back.
//!
//! A report is not a [`Reconciliation`](crate::Reconciliation): it leaves out the text of the
//! articles, the evidence of each link (its reasons are printed instead) and the weights behind the
//! shares, and shares are rounded to four places. So a reconciliation cannot be rebuilt from it,
//! and the report has types of its own. `docs/FORMAT.md` describes every field.
//!
//! Fields that a newer version of the crate adds are ignored, and fields that an older version did
//! not write yet are read as `None` or as empty. A value of an enum that is not known is an error.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::edition::{ChangedBy, DescentRelation, Doubt, LemmaBasis, ReadingFlag, Verdict};
use crate::error::{Error, ErrorKind};
use crate::indirect::IndirectKind;
use crate::link::LinkVerdict;
use crate::model::{Part, Published, QuotationKind, Skipped};
use crate::record::Print;
use crate::span::Span;
use crate::variant::{Disclosure, Kind, Level, Operation, QualifierKind, VariantRule};

/// The name and the version of the format.
pub(super) const SCHEMA: &str = "variorum/reconciliation@1";

/// A JSON report, as it was written by [`JsonReport`](super::JsonReport).
///
/// ```
/// use variorum::report::{JsonReport, Report, ReportedReconciliation};
/// use variorum::{Document, reconcile};
///
/// let reconciliation = reconcile(&[
///     Document::new("a", "“We shall never accept these tariffs,” Ada Lund said."),
///     Document::new("b", "“We shall never accept the tariffs,” Ada Lund said."),
/// ])?;
/// let mut json = Vec::new();
/// JsonReport::new().write(&reconciliation, &mut json)?;
///
/// let report = ReportedReconciliation::from_json(json.as_slice())?;
/// assert_eq!(report.utterances[0].speaker.as_deref(), Some("Ada Lund"));
/// assert_eq!(report.utterances[0].wordings.len(), 2);
///
/// let mut again = Vec::new();
/// report.write_json(&mut again)?;
/// assert_eq!(json, again);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedReconciliation {
    schema: Schema,
    /// The documents, by id.
    pub documents: Vec<ReportedDocument>,
    /// The quotations, by document and place.
    pub quotations: Vec<ReportedQuotation>,
    /// The reports without marks, by document and place.
    #[serde(default)]
    pub reports: Vec<ReportedIndirect>,
    /// The utterances, in the order of the report.
    pub utterances: Vec<ReportedUtterance>,
    /// The fidelity of each outlet.
    #[serde(default)]
    pub outlets: Vec<ReportedOutlet>,
    /// The pairs that are one utterance, or should be reviewed.
    pub links: Vec<ReportedLink>,
    /// The input that was not read.
    pub skipped: Vec<Skipped>,
}

impl ReportedReconciliation {
    /// Reads a JSON report. Time and memory are linear in its size.
    ///
    /// # Errors
    /// The input cannot be read, or is no report of this format; the error names the line.
    pub fn from_json(input: impl Read) -> Result<ReportedReconciliation, Error> {
        serde_json::from_reader(std::io::BufReader::new(input)).map_err(|error| {
            if error.is_io() {
                let attempt = "reading the JSON report".to_owned();
                return Error::new(ErrorKind::Io { attempt, error: error.into() });
            }
            let message = error.to_string();
            // The line is told apart from the message.
            let reason = message.rfind(" at line ").map_or(message.as_str(), |at| &message[..at]);
            Error::format("JSON report", Some(error.line() as u64), reason)
        })
    }

    /// Writes the report in the layout of [`JsonReport`](super::JsonReport): one line an item. What
    /// was read from a report is written byte for byte as it was.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn write_json(&self, mut out: impl Write) -> Result<(), Error> {
        self.write_lists(&mut out).map_err(|error| Error::writing("the JSON report", error))
    }

    fn write_lists(&self, out: &mut impl Write) -> std::io::Result<()> {
        write!(out, "{{\n\"schema\":\"{SCHEMA}\"")?;
        write_list(out, "documents", &self.documents)?;
        write_list(out, "quotations", &self.quotations)?;
        write_list(out, "reports", &self.reports)?;
        write_list(out, "utterances", &self.utterances)?;
        write_list(out, "outlets", &self.outlets)?;
        write_list(out, "links", &self.links)?;
        write_list(out, "skipped", &self.skipped)?;
        out.write_all(b"\n}\n")
    }
}

/// Writes a list with one line an item.
fn write_list(out: &mut impl Write, name: &str, items: &[impl Serialize]) -> std::io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    for (n, item) in items.iter().enumerate() {
        out.write_all(if n == 0 { b"\n " } else { b",\n " })?;
        serde_json::to_writer(&mut *out, item)?;
    }
    out.write_all(b"]")
}

/// Checks the field `schema`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
struct Schema;

impl TryFrom<String> for Schema {
    type Error = String;

    fn try_from(name: String) -> Result<Schema, String> {
        if name == SCHEMA {
            Ok(Schema)
        } else {
            Err(format!("the schema is {name:?}, not {SCHEMA:?}"))
        }
    }
}

impl From<Schema> for &'static str {
    fn from(_: Schema) -> &'static str {
        SCHEMA
    }
}

/// One document of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedDocument {
    /// Its id.
    pub id: String,
    /// The publisher.
    pub outlet: Option<String>,
    /// The date or time of publication.
    pub published: Option<Published>,
    /// Its headline.
    pub title: Option<String>,
    /// The address where it can be read.
    pub url: Option<String>,
    /// The id of the document that it reprints.
    pub reprint_of: Option<String>,
    /// Its text, in which the spans run; `None` if the report was written without texts
    /// ([`JsonReport::with_texts`](super::JsonReport::with_texts)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One quotation of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedQuotation {
    /// Its id.
    pub id: String,
    /// The id of its document; `None` for a standalone quotation whose document is not known.
    pub document: Option<String>,
    /// The part of the document that the spans run in.
    pub part: Part,
    /// The spans of its words, in bytes; empty for a standalone quotation.
    pub pieces: Vec<Span>,
    /// Its words; pieces are joined by a blank.
    pub text: String,
    /// The use of the marks.
    pub kind: QuotationKind,
    /// The reporting word.
    pub cue: Option<ReportedCue>,
    /// The speaker.
    pub speaker: Option<ReportedSpeaker>,
    /// The id of the utterance that it reports.
    pub utterance: String,
    /// The id of the quotation of which it is the next sentence, by the same speaker in one breath.
    #[serde(default)]
    pub continues: Option<String>,
    /// The place of its words in a transcript, and what the print made of them.
    #[serde(default)]
    pub record: Option<ReportedRecord>,
}

/// The place of a quotation's words in a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedRecord {
    /// The id of the transcript.
    pub document: String,
    /// The words in its text, in bytes, in the order of the print.
    pub pieces: Vec<Span>,
    /// The distance of the pieces that follow each other in the print.
    #[serde(default)]
    pub gaps: Vec<ReportedRecordGap>,
    /// The name of who said them by the transcript.
    pub speaker: Option<String>,
    /// The time at which they were said, `[start, end)` in milliseconds of the recording.
    pub time: Option<[u32; 2]>,
    /// The relation of the print to these words.
    pub print: Print,
    /// The level of the worst difference; `None` if the print is verbatim.
    pub level: Option<Level>,
    /// The degree to which the print shows that its words are others.
    pub disclosure: Disclosure,
    /// The probability that the words are these.
    pub score: f64,
    /// The number of other transcripts that have the words as well.
    pub elsewhere: usize,
    /// True if nothing but the days speaks for this transcript among them.
    pub open: bool,
}

/// The distance of two parts of a spliced quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedRecordGap {
    /// The number of words.
    pub words: usize,
    /// The time, in milliseconds.
    pub milliseconds: Option<u32>,
    /// True if the part that the print has first was said last.
    #[serde(rename = "backwards")]
    pub is_backwards: bool,
}

/// Something reported without marks, or with marks around a part only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedIndirect {
    /// The id of its document.
    pub document: String,
    /// The spans of its words in the text, in bytes.
    pub pieces: Vec<Span>,
    /// Its words; pieces are joined by a blank.
    pub text: String,
    /// The reporting words.
    pub cue: ReportedCue,
    /// The person or body said to have said or thought it.
    pub speaker: Option<ReportedSpeaker>,
    /// Without marks, or with marks around a part.
    pub kind: IndirectKind,
    /// The ids of the quotations inside it.
    pub quotations: Vec<String>,
    /// The id of the utterance that it reports in other words.
    pub utterance: Option<String>,
    /// Confidence that this is a report with this content.
    pub score: f64,
}

/// The cue of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedCue {
    /// Its span, in bytes.
    pub span: Span,
    /// Its words.
    pub text: String,
}

/// The speaker of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedSpeaker {
    /// The span of the mention, in bytes; `None` where the speaker is not printed.
    pub mention: Option<Span>,
    /// The mention as it is printed, or the name where there is none.
    pub text: Option<String>,
    /// The name in the fullest form known.
    pub name: Option<String>,
}

/// One utterance of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedUtterance {
    /// Its id.
    pub id: String,
    /// The speaker.
    pub speaker: Option<String>,
    /// The gravest difference among its wordings.
    pub verdict: Verdict,
    /// The number of outlets that print it.
    pub outlets: usize,
    /// The number of outlets that print it independently.
    pub independent: usize,
    /// The wording chosen as base.
    pub lemma: ReportedLemma,
    /// The distinct wordings, best supported first.
    pub wordings: Vec<ReportedWording>,
    /// The quotations that report it.
    pub witnesses: Vec<ReportedWitness>,
    /// The places that vary.
    pub apparatus: Vec<ReportedEntry>,
    /// The origins of the prints' wordings, as far as they are known.
    #[serde(default)]
    pub lineage: Vec<ReportedDescent>,
}

/// The origin of one print's wording; see [`crate::edition::Descent`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedDescent {
    /// The id of its quotation.
    pub witness: String,
    /// Its relation to `from`.
    pub relation: DescentRelation,
    /// The ids of the other quotations.
    pub from: Vec<String>,
    /// The errors that they share.
    pub readings: Vec<ReportedSharedReading>,
    /// The weight of these errors, in hundredths of a bit.
    pub support: u64,
    /// True if the documents print one text.
    #[serde(rename = "reprint")]
    pub is_reprint: bool,
}

/// An error that two prints share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedSharedReading {
    /// The words that they print.
    pub text: String,
    /// The words that others print there.
    pub instead_of: String,
    /// Index of the place in the apparatus.
    pub entry: usize,
    /// Indices of the wordings that have it.
    pub wordings: Vec<usize>,
}

/// The lemma of an utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedLemma {
    /// Its text.
    pub text: String,
    /// Index of its wording.
    pub wording: usize,
    /// The smallest lead of its readings, in independent outlets.
    pub margin: i64,
    /// The reason for which it was chosen.
    #[serde(rename = "ground")]
    pub basis: LemmaBasis,
}

/// One wording of an utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedWording {
    /// Its text.
    pub text: String,
    /// The ids of the quotations that print it.
    pub witnesses: Vec<String>,
    /// The number of outlets that print it.
    pub outlets: usize,
    /// The ids of the quotations that may have printed it first.
    #[serde(default)]
    pub first: Vec<String>,
}

/// One witness of an utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedWitness {
    /// The id of its quotation.
    pub quotation: String,
    /// Its short label.
    pub siglum: String,
    /// Index of its wording.
    pub wording: usize,
    /// The lemma's tokens that it covers, `[start, end)`.
    pub covers: [usize; 2],
    /// The qualifiers that a fragment leaves out.
    #[serde(default)]
    pub left_out: Vec<ReportedLostQualifier>,
    /// The share of the lemma that it prints.
    pub fidelity: ReportedFidelity,
    /// True if it stands in a text in question.
    #[serde(default, rename = "query")]
    pub is_query: bool,
}

/// A qualifier that a fragment leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedLostQualifier {
    /// The sort of qualifier.
    #[serde(rename = "what")]
    pub kind: QualifierKind,
    /// Its words.
    pub text: String,
}

/// The share of the lemma that a witness prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedFidelity {
    /// The share printed as the lemma has it, `0.0..=1.0`; `None` when nothing was weighed.
    pub share: Option<f64>,
    /// The shares that differ.
    pub changed: LevelShares,
    /// `faithful`, `altered`, `undecided`, `untested` or `copied`.
    #[serde(rename = "standing")]
    pub status: String,
    /// The gravest silent change; `None` unless the status is `altered`.
    pub level: Option<Level>,
}

/// Shares of the weight that differ, by level; `None` when nothing was weighed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LevelShares {
    /// Level A.
    #[serde(rename = "A")]
    pub accidental: Option<f64>,
    /// Level M.
    #[serde(rename = "M")]
    pub minor: Option<f64>,
    /// Level S.
    #[serde(rename = "S")]
    pub substantive: Option<f64>,
    /// Level S+.
    #[serde(rename = "S+")]
    pub contradictory: Option<f64>,
}

/// One place where wordings differ from the lemma.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedEntry {
    /// The lemma there.
    pub lemma: ReportedPlace,
    /// Indices of the wordings that print the lemma's text there.
    pub wordings: Vec<usize>,
    /// The readings of other wordings.
    pub variants: Vec<ReportedVariant>,
}

/// A place in the lemma.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedPlace {
    /// Its text; empty where other wordings add words.
    pub text: String,
    /// Its tokens, `[start, end)`.
    pub tokens: [usize; 2],
}

/// In reports without the field, all differences stand.
fn stands() -> bool {
    true
}

/// A reading of some wordings instead of the lemma's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedVariant {
    /// The text; empty for an omission.
    pub text: String,
    /// Indices of the wordings that have it.
    pub wordings: Vec<usize>,
    /// The printed forms of the text.
    #[serde(default)]
    pub forms: Vec<ReportedForm>,
    /// The edit that turns the lemma into the text.
    pub operation: Operation,
    /// The sort of difference.
    pub kind: Kind,
    /// The level: how far the difference can change the meaning.
    pub level: Level,
    /// The disclosure: if the print shows the change.
    pub disclosure: Disclosure,
    /// The rule that classified the difference.
    pub rule: VariantRule,
    /// Further properties.
    pub flags: Vec<ReadingFlag>,
    /// The number of the moved block that it is an end of.
    #[serde(rename = "move")]
    pub moved_block: Option<usize>,
    /// The probability that a stated difference of substance is right; see
    /// [`Statement`](crate::edition::Statement). `None` where nothing of substance is stated.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// False if the difference is too doubtful to be stated.
    #[serde(default = "stands")]
    pub stands: bool,
    /// The gravest reason against a difference that does not stand.
    #[serde(default)]
    pub doubt: Option<Doubt>,
    /// The prints that changed the words, where it can be known.
    #[serde(default)]
    pub changed_by: Option<ChangedBy>,
}

/// One printed form of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedForm {
    /// The text.
    pub text: String,
    /// Indices of the wordings that print it.
    pub wordings: Vec<usize>,
}

/// The fidelity of one outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedOutlet {
    /// Its name.
    pub outlet: String,
    /// The number of its quotations.
    pub witnesses: usize,
    /// The number of these that are copies.
    pub copied: usize,
    /// The number of these that too few other outlets print.
    pub untested: usize,
    /// The number of these where outlets are evenly divided.
    pub undecided: usize,
    /// The number of these that were judged.
    pub judged: usize,
    /// The number of the judged ones that were judged by a transcript.
    #[serde(default)]
    pub recorded: usize,
    /// The judged quotations with silent changes.
    pub altered: AlteredCounts,
    /// The same of those that were judged by a transcript.
    #[serde(default)]
    pub altered_by_record: AlteredCounts,
    /// The share printed as the lemmas have it; `None` when nothing was weighed.
    pub share: Option<f64>,
    /// The shares that differ.
    pub changed: LevelShares,
}

/// The numbers of silently altered quotations, by the least grave level counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlteredCounts {
    /// Level M or graver.
    #[serde(rename = "M")]
    pub minor: AlteredCount,
    /// Level S or graver.
    #[serde(rename = "S")]
    pub substantive: AlteredCount,
    /// Level S+.
    #[serde(rename = "S+")]
    pub contradictory: AlteredCount,
}

/// A number of altered quotations with its confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlteredCount {
    /// The number.
    pub count: usize,
    /// The lower and the upper end of the 95 % interval of the true share; `None` when nothing was
    /// judged.
    pub interval: Option<[f64; 2]>,
}

/// One pair of quotations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedLink {
    /// The id of one quotation.
    pub a: String,
    /// The id of the other.
    pub b: String,
    /// The probability that both report one utterance, `0.0..=1.0`.
    pub score: f64,
    /// The verdict that follows from the score.
    pub verdict: LinkVerdict,
    /// The reasons for and against, strongest first, for people.
    pub reasons: Vec<String>,
}
