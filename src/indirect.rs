//! Indirect reports: speech without quotation marks, and speech of which a part stands in marks.
//!
//! The input is one document and its quotations. The method has three steps:
//!
//! 1. The text outside quotations is read as items (words, marks, a slot for each quotation), with
//!    the class and the usual part of speech of each word.
//! 2. A logistic model finds where a cue begins (*denied*, *has called for*, *according to*), and
//!    another how far it goes on.
//! 3. For each cue a chain of roles over its sentence (a conditional random field) says which items
//!    are its source, and which its content.
//!
//! Direct quotations, whose content stands in marks alone, are not reports of this room:
//! [`attribution`](crate::attribution) finds who said them. A report of which a part stands in
//! marks is *mixed*, and names the quotations inside it.
//!
//! | report | cue | source | content |
//! |---|---|---|---|
//! | Ruiz said that the bridge would last. | said | Ruiz | the bridge would last |
//! | The bridge, she said, would last. | said | she | The bridge … would last |
//! | It would last, according to the mayor. | according to | the mayor | It would last |
//! | Ms. Ruiz denied the charges. | denied | Ms. Ruiz | the charges |
//! | Ito called the plan “a waste” of money. | called | Ito | the plan “a waste” of money |
//!
//! Sources: the task, its terms and the pipeline of cue and content follow Pareti, O’Keefe,
//! Konstas, Curran and Koprinska, [Automatically Detecting and Attributing Indirect
//! Quotations](https://aclanthology.org/D13-1101/), EMNLP 2013; what counts as a report follows
//! Newell, Margolin and Ruths, [An Attribution Relations Corpus for Political
//! News](https://aclanthology.org/L18-1524/), LREC 2018: beliefs, wishes and judgements as well as
//! speech. Departures: distributional classes of words take the place of a parser, for speed, and
//! a report ends with its sentence.
//!
//! # The model
//!
//! [`IndirectModel::english`] is fitted on PolNeAR's attributions by `examples/reports.rs`, which
//! also measures it. It is a file of [`IndirectModel::BYTES`] bytes without words: tables of
//! weights that a hash of a feature looks up. Other languages than English have no model, and no
//! reports.
//!
//! # Cost
//!
//! Time is linear in the text. The roles of a cue are looked for in a bounded part of its sentence,
//! and for at most 8 cues and one for 8 further words of a sentence.

mod by_grammar;
mod chain;
mod features;
mod finder;
mod fit;
mod hash;
mod item;
mod model;
#[cfg(test)]
mod tests;
mod weights;
mod word_classes;

use crate::attribution::{Attributor, Speaker};
use crate::language::{Language, LanguageData, LanguageRegistry};
use crate::model::{Document, Part, Quotation};
use crate::span::Span;
use finder::{FinderBuffers, FoundReport};
pub use fit::{LabelledReport, LabelledText};
use item::Items;
pub use model::IndirectModel;
use word_classes::WordTable;

/// Something that a document reports without marks, or with marks around a part of it only. Spans
/// run in the text of the document.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct IndirectReport {
    /// Without marks, or with marks around a part.
    pub kind: IndirectKind,
    /// The reported words, in one piece or in several around the cue, without the *that* before
    /// them.
    /// Quotations inside it stand in it with their marks.
    pub pieces: Vec<Span>,
    /// The words that report: `said`, `has called for`.
    pub cue: Span,
    /// The person or body said to have said or thought it, if the sentence prints that.
    pub speaker: Option<Speaker>,
    /// Indices, in the list of quotations it came with, of the outermost quotations inside it.
    pub quotations: Vec<usize>,
    /// Confidence that this is a report with this content, `0.0..=1.0`: the likelihood of the
    /// cue, times that of the roles to the power of .3. None is below .2.
    pub confidence: f32,
}

impl IndirectReport {
    /// Returns its words in `text`, which is that of its document; pieces are joined by a blank.
    pub fn text(&self, text: &str) -> String {
        let pieces = self.pieces.iter().filter_map(|piece| text.get(piece.range()));
        pieces.collect::<Vec<_>>().join(" ")
    }
}

/// The use of marks in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum IndirectKind {
    /// No part of it stands in marks.
    Indirect,
    /// A part of it stands in marks.
    Mixed,
}

impl IndirectKind {
    /// Returns `indirect` or `mixed`.
    pub fn as_str(self) -> &'static str {
        match self {
            IndirectKind::Indirect => "indirect",
            IndirectKind::Mixed => "mixed",
        }
    }
}

/// Finds what the text of `document` reports without marks, or with marks around a part only, in
/// the order of the cues. `quotations` are those that [`extract`](crate::quotation::extract) finds.
///
/// O(n) in the bytes of the text, and O(q log q) in the quotations. A document in another language
/// than English has no reports.
///
/// ```
/// use variorum::indirect::{IndirectKind, indirect_reports};
/// use variorum::quotation::extract;
/// use variorum::{Document, Part};
///
/// let text = "Mayor Ana Ruiz opened the bridge. She said that it would last for a century.";
/// let found = indirect_reports(&Document::new("a", text), &extract(text, Part::Text));
/// // What is less sure is found too, with a low confidence.
/// let report = found.iter().max_by(|a, b| a.confidence.total_cmp(&b.confidence)).unwrap();
/// assert_eq!(report.pieces[0].slice(text), "it would last for a century");
/// assert_eq!(report.cue.slice(text), "said");
/// assert_eq!(report.speaker.as_ref().unwrap().name.as_deref(), Some("Ana Ruiz"));
/// assert_eq!(report.kind, IndirectKind::Indirect);
/// ```
pub fn indirect_reports(document: &Document, quotations: &[Quotation]) -> Vec<IndirectReport> {
    let mut reports = IndirectFinder::new().find(document, quotations);
    let mentions = mentions(&reports);
    let entry = LanguageRegistry::built_in().of_document(document);
    let (_, names) = Attributor::new().attribute_and_name(document, quotations, &mentions, entry);
    set_names(&mut reports, names);
    reports
}

/// Returns the mentions of the speakers of the reports that have one.
pub(crate) fn mentions(reports: &[IndirectReport]) -> Vec<Span> {
    reports.iter().filter_map(|report| Some(report.speaker.as_ref()?.mention)).collect()
}

/// Gives the speakers of the reports, in order, their names.
pub(crate) fn set_names(reports: &mut [IndirectReport], names: Vec<Option<String>>) {
    let speakers = reports.iter_mut().filter_map(|report| report.speaker.as_mut());
    speakers.zip(names).for_each(|(speaker, name)| speaker.name = name);
}

/// Finds the reports of one document after another, and reuses its buffers. Names of speakers are
/// left open: [`indirect_reports`] resolves them.
#[derive(Debug, Default)]
pub struct IndirectFinder {
    items: Items,
    buffers: FinderBuffers,
    found: Vec<FoundReport>,
    language_data: LanguageData,
}

impl IndirectFinder {
    /// Creates a finder with empty buffers.
    pub fn new() -> IndirectFinder {
        IndirectFinder::default()
    }

    /// Sets the word lists by which the language of a document is told.
    #[must_use]
    pub fn with_language_data(mut self, language_data: LanguageData) -> IndirectFinder {
        self.language_data = language_data;
        self
    }

    /// Finds the reports in the text of `document`, as [`indirect_reports`] does, without the names
    /// of their speakers.
    pub fn find(&mut self, document: &Document, quotations: &[Quotation]) -> Vec<IndirectReport> {
        let entry = self.language_data.registry().of_document(document);
        if document.text.len() > u32::MAX as usize {
            return Vec::new();
        }
        match entry.language() {
            Language::English => {
                self.find_with(IndirectModel::english(), &document.text, quotations)
            }
            Language::German => by_grammar::find(&document.text, quotations, entry.lexicon()),
            _ => Vec::new(),
        }
    }

    /// Finds the reports in an English text by a model of one's own, without the names of their
    /// speakers.
    pub fn find_with(
        &mut self,
        model: &IndirectModel,
        text: &str,
        quotations: &[Quotation],
    ) -> Vec<IndirectReport> {
        self.items.read(text, quotations, WordTable::built_in());
        self.found.clear();
        finder::find(model, &self.items, text, &mut self.buffers, &mut self.found);
        let mut outer: Vec<(Span, usize)> = Vec::new();
        for (n, quotation) in quotations.iter().enumerate() {
            if quotation.parent.is_none() && quotation.part == Part::Text {
                outer.extend(quotation.pieces.iter().map(|&piece| (piece, n)));
            }
        }
        outer.sort_unstable();
        let found = self.found.drain(..).map(|found| {
            let mut inside = Vec::new();
            for piece in found.pieces.iter().filter(|_| found.mixed) {
                let from = outer.partition_point(|(quoted, _)| quoted.start() < piece.start());
                let own = outer[from..].iter().take_while(|(own, _)| own.end() <= piece.end());
                inside.extend(own.map(|&(_, n)| n));
            }
            inside.sort_unstable();
            inside.dedup();
            let speaker = found.source.map(|mention| Speaker { mention, name: None });
            IndirectReport {
                kind: if found.mixed { IndirectKind::Mixed } else { IndirectKind::Indirect },
                pieces: found.pieces,
                cue: found.cue,
                speaker,
                quotations: inside,
                confidence: found.confidence,
            }
        });
        found.collect()
    }
}
