//! variorum reconciles quotations across news sources. It takes articles from many outlets,
//! extracts the quotations and their speakers, decides which quotations report the same utterance,
//! and aligns their wordings word by word. It reports who printed which wording, what differs, if
//! the print discloses the edit, and if it matters.
//!
//! A *variorum* is an edition that prints a text with all its variant readings. One speaker says
//! one thing; ten outlets print ten wordings. At Helsinki, on 16 July 2018, Donald Trump said one
//! sentence that was printed as two:
//!
//! ```
//! use variorum::variant::{Level, Operation, Variant};
//!
//! let comparison = variorum::compare(
//!     "I would rather take a political risk in pursuit of peace \
//!      than to risk peace in pursuit of politics",
//!     "I would rather take a political risk in pursuit of peace \
//!      rather than pursue politics at the risk of peace",
//! );
//! // They report one utterance, and a part of it has moved.
//! assert!(comparison.link.score > 0.9);
//! let moved = |variant: &Variant| variant.operation == Operation::Transposition;
//! assert!(comparison.variants.iter().any(moved));
//! // No name, number or negation was changed.
//! assert!(comparison.summary.level < Some(Level::Contradictory));
//! ```
//!
//! # From articles to utterances
//!
//! ```
//! use variorum::{Document, reconcile};
//!
//! let documents = [
//!     Document::new(
//!         "courier-1",
//!         "“The Russian state has never interfered and is not going to interfere in internal \
//!          American affairs,” Vladimir Putin said on Monday.",
//!     )
//!     .with_outlet("The Courier"),
//!     Document::new(
//!         "ledger-7",
//!         "Mr Putin said: \"The Russian state has never interfered and is not going to \
//!          interfere.\"",
//!     )
//!     .with_outlet("The Ledger"),
//! ];
//! let reconciliation = reconcile(&documents)?;
//! let utterance = &reconciliation.utterances[0];
//! assert_eq!(utterance.speaker.as_deref(), Some("Vladimir Putin"));
//! assert_eq!((utterance.outlets, utterance.wordings.len()), (2, 2));
//! println!("{utterance}"); // as an apparatus for a terminal
//! # Ok::<(), variorum::Error>(())
//! ```
//!
//! - [`reconcile()`] does all of it in one call; [`Reconciler`] does the same with [`Settings`].
//! - [`Archive`] is for documents that come, change and go one at a time. It gives the same result.
//! - [`compare()`] takes two wordings without articles.
//! - [`input`] reads files. [`report`] writes the result as text, Markdown, HTML, JSON, TEI or TSV.
//!
//! # The modules
//!
//! Each module can be used alone. Its page says how it works, what it costs and where the method is
//! from. From the ground up:
//!
//! | module | what it does |
//! |---|---|
//! | [`model`] | plain data: documents, quotations, decisions |
//! | [`text`] | tokens, sentences and paragraphs with their spans; normal forms; weights of words |
//! | [`language`] | word lists, one folder a language, and your own; language of a text |
//! | [`quotation`] | pairs marks of every style; tells speech from titles and scare quotes |
//! | [`attribution`] | finds the speaker and the cue of a quotation, with a confidence |
//! | [`person_name`] | decides if two printed names can be one person |
//! | [`align`] | aligns two wordings word by word; finds moved blocks and shared passages |
//! | [`collation`] | aligns many wordings in one table of columns |
//! | [`variant`] | classifies what differs: operation, kind, level, disclosure, and the rule |
//! | [`link`] | gives the probability that a pair reports one utterance, with reasons |
//! | [`record`] | finds where in a transcript a quotation stands, and judges the print by it |
//! | [`edition`] | makes the edition of an utterance: lemma, witnesses, apparatus |
//! | [`reconciliation`] | the result as plain data |
//! | [`archive`] | adds, replaces and removes documents, and returns what they report |
//! | [`report`] | writes the result |
//!
//! # Lower level
//!
//! For a store of your own or work on several machines. Ignore these unless you need them:
//!
//! | module | what it does |
//! |---|---|
//! | [`store`] | keeps what was read: documents, standalone quotations, sequences, decisions |
//! | [`snapshot`] | the rows that the stages read at one moment |
//! | [`engine`] | the stages, each usable alone: block, score, context, group, assemble |
//! | [`blocking`] | finds the pairs worth comparing, and promises what is never missed |
//! | [`cluster`] | groups pairs into utterances without chains of doubtful links |
//!
//! # Guarantees
//!
//! Spans are byte ranges into the text as handed in. Results do not depend on the order of the
//! documents or the number of threads. No text makes any function panic. Only settings, limits,
//! ids, dates, files, formats and a cancelling caller can cause an [`Error`].
//!
//! # What it does not do
//!
//! It reads direct quotations only: what stands between quotation marks. It does not tell who
//! introduced a change, nor why. It does not recognise sarcasm, and does not resolve a pronoun if
//! the sentence before was cut. Its word lists are fullest for English; those that name
//! differences are begun for German, and those for attribution exist for six more languages (see
//! [`language`]). Quotation marks are read in any language.
//!
//! # Features
//!
//! - `serde` (on): serialisation of the public values.
//! - `json` (on): JSONL input, the JSON report and its reader.
//! - `parallel` (on): work on several threads. Without it everything runs on the caller's thread.
//! - `html`: the HTML report, with templates that can be replaced. Brings two crates with it.
//! - `html-input`: main text of HTML pages. Brings some fifty crates with it.
//! - `markdown-input`: text of Markdown files.
//! - `encodings`: files that declare another encoding than UTF-8.

pub mod align;
pub mod archive;
pub mod attribution;
pub mod blocking;
pub mod cluster;
pub mod collation;
mod compare;
pub mod edition;
pub mod engine;
pub mod error;
pub mod indirect;
pub mod input;
pub mod language;
pub mod link;
#[cfg(feature = "archive")]
pub mod live;
pub mod model;
mod parallel;
#[cfg(feature = "parts")]
pub mod part;
pub mod person_name;
pub mod progress;
pub mod quotation;
mod reconcile;
pub mod reconciliation;
pub mod record;
pub mod report;
mod settings;
pub mod snapshot;
pub mod span;
pub mod store;
pub mod text;
pub mod variant;

pub use archive::Archive;
pub use compare::{Comparer, Comparison, compare};
pub use edition::Utterance;
pub use error::Error;
pub use model::{
    Decision, Document, DocumentKind, Part, Published, Quotation, QuotationKind, Reference,
    Skipped, StandaloneQuotation, UnappliedDecision,
};
pub use progress::Progress;
pub use reconcile::{Reconciler, reconcile};
pub use reconciliation::Reconciliation;
pub use settings::Settings;
pub use span::Span;
