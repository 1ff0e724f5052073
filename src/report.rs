//! Writes a reconciliation: as text for a terminal, Markdown, HTML, JSON, TEI, or rows for a
//! spreadsheet.
//!
//! Each form is a struct of settings that implements [`Report`]; one file each. Nothing is compared
//! or decided here. What several forms need (numbered places, fragments, which changes are silent)
//! is worked out once, in `view`.
//!
//! ```
//! use variorum::report::{Report, TextReport};
//! use variorum::Reconciliation;
//!
//! let reconciliation = Reconciliation::default();
//! let mut out = Vec::new();
//! TextReport::new().with_width(80).write(&reconciliation, &mut out)?;
//! assert_eq!(String::from_utf8_lossy(&out), "No utterance is printed by two outlets or more.\n");
//! # Ok::<(), variorum::Error>(())
//! ```
//!
//! # Reading the terminal apparatus
//!
//! The lemma is printed once, with a number and braces at every place where other wordings differ;
//! below it stands one line for each reading: what the lemma has, `]`, what the others have; who
//! prints it; kind, level and disclosure. Signs say what was done, with colour or without:
//!
//! | sign | reading |
//! |---|---|
//! | `+` | adds words (`‸` marks the place in the lemma) |
//! | `-` | leaves words out |
//! | `~` | has other words |
//! | `↕` | has the words in another place, given by number |
//! | `…` | leaves words out behind an ellipsis or a break; or prints only a part |
//! | `!` | before a number: the outlet named changed the meaning and does not show it |
//!
//! Where nobody can know who changed the words, both sides are named: `The Post prints “two”, The
//! Times “ten”`. A difference that is too doubtful to be stated stands in a paragraph of its own
//! and is said of nobody. A legend below each report for readers explains the words.

#[cfg(feature = "json")]
mod annotation;
mod change;
mod char_width;
mod character_matrix;
mod clitic_host;
#[cfg(feature = "json")]
mod collatex;
mod colour;
mod csv;
mod dot;
mod escape;
mod fragment;
mod graphml;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "json")]
mod iri;
#[cfg(feature = "json")]
mod json;
mod labels;
mod legend;
mod links;
mod markdown;
mod marked_lemma;
mod nexus;
mod one_line;
mod outlet_names;
mod outlet_table;
mod phylip;
mod quotation_index;
mod recorded;
#[cfg(feature = "json")]
pub mod reported;
#[cfg(test)]
mod sample;
#[cfg(feature = "json")]
mod schema_org;
mod styled_text;
mod synopsis;
mod table;
mod tei;
mod text;
#[cfg(feature = "json")]
mod text_position;
mod travelled;
mod tsv;
mod variant_graph;
mod view;
mod witness_texts;

use std::io::{self, Write};

#[cfg(feature = "json")]
pub use annotation::AnnotationReport;
#[cfg(feature = "json")]
pub use collatex::CollatexReport;
pub use colour::Colour;
pub use csv::CsvReport;
pub use dot::DotReport;
pub use graphml::GraphmlReport;
#[cfg(feature = "html")]
pub use html::{HtmlPages, HtmlReport};
#[cfg(feature = "json")]
pub use json::JsonReport;
pub use markdown::MarkdownReport;
pub use nexus::NexusReport;
pub use phylip::PhylipReport;
#[cfg(feature = "json")]
pub use reported::ReportedReconciliation;
#[cfg(feature = "json")]
pub use schema_org::SchemaOrgReport;
pub use tei::TeiReport;
pub use text::TextReport;
#[cfg(feature = "json")]
pub use text_position::PositionUnit;
pub use tsv::TsvReport;
pub use variant_graph::{VariantEdge, VariantGraph, VariantMove, VariantNode};

use crate::error::Error;
use crate::reconciliation::Reconciliation;

/// A form in which a reconciliation is written.
///
/// The trait is object safe, so that a program can choose the form at run time:
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{HtmlReport, Report, TextReport};
///
/// let page = true;
/// let report: Box<dyn Report> =
///     if page { Box::new(HtmlReport::new()) } else { Box::new(TextReport::new()) };
/// report.write(&Reconciliation::default(), &mut std::io::sink())?;
/// # Ok::<(), variorum::Error>(())
/// ```
pub trait Report {
    /// Writes `reconciliation` to `out`, in time linear in what is written.
    ///
    /// Many small writes are made: wrap a file or a pipe in [`BufWriter`](std::io::BufWriter).
    ///
    /// # Errors
    /// When `out` cannot be written; [`Error::io_kind`] returns the kind.
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error>;
}

fn writing_failed(error: io::Error) -> Error {
    Error::writing("the report", error)
}
