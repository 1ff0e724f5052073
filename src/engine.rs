//! The stages, from quotations to the result. Lower level: use [`Archive`](crate::Archive) unless
//! you run the stages yourself, over a store of your own or on several machines.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`block()`] | sequences of words | [`CandidateIndex`]: which are worth comparing |
//! | [`score()`] | candidates | [`ScoredPairs`]: pairs of quotations with their log-odds |
//! | [`context()`] | scored pairs | the same, with what documents share: [`DocumentContext`] |
//! | [`group()`] | scored pairs and decisions | [`Groups`]: the quotations of each utterance |
//! | [`assemble()`] | groups and scored pairs | [`Reconciliation`](crate::Reconciliation) |
//!
//! Each is a function of a [`Snapshot`](crate::snapshot::Snapshot), the
//! [`LinkModel`](crate::link::LinkModel) or [`Settings`](crate::Settings), and of what the stages
//! before it returned. None knows an archive or a store, none changes the snapshot, and the number
//! of threads changes no result.
//!
//! ```
//! use variorum::engine::{self, BasisRetention, DocumentExtractor, Executor, PairScorer};
//! use variorum::snapshot::MemorySnapshot;
//! use variorum::store::{MemoryStore, Store};
//! use variorum::{Document, Settings};
//!
//! let mut store = MemoryStore::default();
//! let mut extractor = DocumentExtractor::default();
//! for (id, text) in [
//!     ("a", "“We shall never accept these tariffs,” Ms. Okafor said."),
//!     ("b", "Ms. Okafor said: \"We shall never accept the tariffs.\""),
//! ] {
//!     let document = Document::new(id, text);
//!     let extracted = extractor.extract(&document);
//!     store.insert(document, extracted);
//! }
//! let (settings, executor) = (Settings::default(), Executor::new(1));
//! let snapshot = MemorySnapshot::new(&store);
//! let index = engine::block(&snapshot, &executor)?;
//! let scorer = PairScorer::new(&snapshot, index, &settings, &executor);
//! let mut scored = engine::score(&scorer, BasisRetention::All, &executor)?;
//! let context = engine::context(&scorer, &mut scored, BasisRetention::All, &executor)?;
//! let groups = engine::group(scorer, &mut scored, &context, &executor)?;
//! let reconciliation = engine::assemble(&snapshot, &scored, &groups, &settings, &executor)?;
//! assert_eq!(reconciliation.utterances.len(), 1);
//! # Ok::<(), variorum::Error>(())
//! ```
//!
//! # On several machines
//!
//! [`block_partition`] returns the candidate pairs of one share of the keys; those of all shares
//! together are the candidates of [`block()`]. [`SequenceKey`](crate::snapshot::SequenceKey) names a
//! sequence on every machine.
//!
//! # Incrementally
//!
//! Two things depend on the whole set. Both are counters with add and remove, so that an archive
//! can maintain them when a document comes or goes: [`SpeakerIndex`](crate::snapshot::SpeakerIndex)
//! (add or remove the speaker of each of its quotations) and [`DocumentContext`] (add or remove
//! each scored pair of its quotations).

mod agreement_cache;
mod assemble;
mod block;
mod class_pairs;
mod compare_all;
mod context;
mod decided_quotation;
mod document_context;
mod executor;
mod explain;
mod extract;
mod group;
mod links;
mod pairs;
mod partition;
mod reprint_map;
mod score;
mod sequences;
mod utterances;

pub use assemble::assemble;
pub use block::{CandidateIndex, block};
pub use compare_all::{ComparedClasses, compare_all};
pub use context::context;
pub(crate) use decided_quotation::DecidedQuotation;
pub use document_context::DocumentContext;
pub use executor::Executor;
pub use explain::explain;
pub use extract::DocumentExtractor;
pub use group::{Groups, group};
pub(crate) use links::{count_verdicts, judge};
pub use pairs::{BasisRetention, ScoredPair, ScoredPairs};
pub use partition::{CandidatePartition, block_partition};
pub use score::{PairScorer, score};
