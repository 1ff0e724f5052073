//! variorum reconciles quotations across news sources: it takes articles from many outlets, finds what was quoted and
//! who said it, decides which quotations report the same utterance, aligns their wordings word by word, and tells who
//! printed which wording, what differs, whether the print shows that it was changed, and whether it matters.
//!
//! A *variorum* is an edition that prints a text with all its variant readings. One speaker says one thing; ten outlets
//! print ten wordings. At Helsinki, on 16 July 2018, Donald Trump said one sentence that went out in two:
//!
//! ```
//! use variorum::variant::{Level, Operation};
//!
//! let comparison = variorum::compare(
//!     "I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics",
//!     "I would rather take a political risk in pursuit of peace rather than pursue politics at the risk of peace",
//! );
//! // One utterance, beyond doubt; and part of it stands in another place.
//! assert!(comparison.link.score > 0.9);
//! assert!(comparison.variants.iter().any(|variant| variant.operation == Operation::Transposition));
//! // Nothing in print shows the reader that words were changed; no name, number or negation was.
//! assert!(comparison.summary.level < Some(Level::Contradictory));
//! ```
//!
//! # From articles to utterances
//!
//! ```
//! use variorum::{Document, reconcile};
//!
//! let documents = [
//!     Document::new("courier-1", "“The Russian state has never interfered and is not going to interfere in internal \
//!         American affairs,” Vladimir Putin said on Monday.")
//!         .with_outlet("The Courier"),
//!     Document::new("ledger-7", "Mr Putin said: \"The Russian state has never interfered and is not going to interfere.\"")
//!         .with_outlet("The Ledger"),
//! ];
//! let reconciliation = reconcile(&documents)?;
//! let utterance = &reconciliation.utterances[0];
//! assert_eq!(utterance.speaker.as_deref(), Some("Vladimir Putin"));
//! assert_eq!((utterance.outlets, utterance.wordings.len()), (2, 2));
//! println!("{utterance}"); // as a terminal apparatus
//! # Ok::<(), variorum::Error>(())
//! ```
//!
//! [`reconcile()`] is the whole of it in one call, [`Reconciler`] the same with [`Settings`], and [`Archive`] the same for
//! documents that come, change and go one at a time. [`compare()`] takes two wordings without articles. [`input`] reads
//! files, and [`report`] writes what was found: text for a terminal, Markdown, HTML, JSON, TEI, rows for a spreadsheet.
//!
//! # What it rests on
//!
//! Every room can be used alone, and each module's page says how it works, what it costs and where the method is from.
//! From the ground up:
//!
//! | module | what it does |
//! |---|---|
//! | [`text`] | tokens, sentences and paragraphs with their byte spans; normal forms; how surprising a word is |
//! | [`language`] | word lists, one folder a language; which language a text is in |
//! | [`quotation`] | pairs quotation marks of every style; tells speech from titles and scare quotes |
//! | [`attribution`] | who is made to say a quotation, by which words, how sure that is |
//! | [`person_name`] | whether two printed names can be one person |
//! | [`blocking`] | which pairs are worth comparing, and a promise of what is never missed |
//! | [`align`] | two wordings word by word; moved blocks; what two wordings share |
//! | [`link`] | whether a pair is one utterance: a probability and its reasons |
//! | [`cluster`] | pairs into utterances, without chains of doubtful links |
//! | [`collation`] | many wordings in one table of columns, in any order the same |
//! | [`variant`] | what differs: operation, kind, level, disclosure, and the rule that says so |
//! | [`edition`] | for one utterance: lemma, witnesses, and every place that varies |
//! | [`archive`] | documents added, replaced and removed, and what they report |
//! | [`store`] | what was read: documents, standalone quotations, sequences, decisions |
//! | [`snapshot`] | the rows that the stages read at one moment |
//! | [`engine`] | the stages, each usable alone: block, score, context, group, assemble |
//!
//! All spans are byte ranges into the text as it was handed in. Results never depend on the order of the documents or the
//! number of threads. No text makes any of it panic; only settings, limits, duplicate ids and files can fail ([`Error`]).
//!
//! # What it does not do
//!
//! It reads direct quotations only: what stands between quotation marks. It does not say who introduced a change, nor
//! why. It does not tell sarcasm, nor what a pronoun stands for when the sentence before was cut. Its word lists are
//! English in full; those by which differences are named are begun for German (`docs/VARIANTS.md`),
//! those for attribution kept for six languages more. [`language`] says which. Quotation marks are read in any language.
//!
//! # Features
//!
//! - `serde` (on): serialisation of value types.
//! - `json` (on): JSONL input and the JSON report.
//! - `parallel` (on): work spread over threads; without it everything runs on the caller's.
//! - `html-input`: main text out of HTML pages. Brings some fifty crates with it.

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
pub mod input;
pub mod language;
pub mod link;
pub mod model;
mod parallel;
pub mod person_name;
pub mod progress;
pub mod quotation;
mod reconcile;
pub mod reconciliation;
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
