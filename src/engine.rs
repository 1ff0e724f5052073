//! The stages, from quotations to the result. Lower level: use [`Archive`](crate::Archive) unless
//! you run the stages yourself, over a store of your own or on several machines.
//!
//! | step | from | to |
//! |---|---|---|
//! | [`DocumentExtractor`] | a document | [`ExtractedDocument`]: its quotations, for a store |
//! | [`block()`] | sequences of words | [`CandidateIndex`]: the pairs worth comparing |
//! | [`PairScorer`] | candidates | features of words and names, for the next three stages |
//! | [`score()`] | candidates | [`ScoredPairs`]: pairs of classes with their log-odds |
//! | [`context()`] | scored pairs | the same, in their documents: [`DocumentContext`] |
//! | [`group()`] | scored pairs, decisions | [`Groups`]: the quotations of each utterance |
//! | [`assemble()`] | groups and scored pairs | [`Reconciliation`](crate::Reconciliation) |
//!
//! [`ExtractedDocument`]: crate::store::ExtractedDocument
//!
//! A [class](crate::snapshot::QuotationClass) holds quotations that no stage can tell apart. Each
//! stage is a function of a [`Snapshot`](crate::snapshot::Snapshot), the
//! [`Settings`](crate::Settings) with their [`LinkModel`](crate::link::LinkModel), and the results
//! of the stages before it. No stage uses an archive or a store or changes the snapshot, and the
//! number of threads changes no result.
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
//! Blocking sorts the keys of all words, and can be divided; one machine scores. Every machine has
//! all documents, in a store of its own. Machine `n`, from 0 to `count - 1`, calls
//! [`block_partition`] for partition `n`, and sends the [`CandidatePartition`] to the machine that
//! goes on. That one calls
//! [`CandidateIndex::from_partitions`] with all of them, in any order, and then the other stages.
//! The result is that of [`block()`]. A partition names sequences by their
//! [`SequenceKey`](crate::snapshot::SequenceKey). With the feature `serde` it can be serialised.
//!
//! ```
//! use variorum::engine::{self, BasisRetention, CandidateIndex, DocumentExtractor, Executor};
//! use variorum::engine::{CandidatePartition, PairScorer, block_partition};
//! use variorum::snapshot::MemorySnapshot;
//! use variorum::store::{MemoryStore, Store};
//! use variorum::{Document, Error, Settings};
//!
//! /// The same on every machine.
//! fn store() -> MemoryStore {
//!     let mut store = MemoryStore::default();
//!     for (id, text) in [
//!         ("a", "“We shall never accept these tariffs,” Ms. Okafor said."),
//!         ("b", "Ms. Okafor said: \"We shall never accept the tariffs.\""),
//!     ] {
//!         let document = Document::new(id, text);
//!         let extracted = DocumentExtractor::default().extract(&document);
//!         store.insert(document, extracted);
//!     }
//!     store
//! }
//!
//! /// Runs on machine `number` of `count`. The result is sent.
//! fn worker(number: usize, count: usize) -> Result<CandidatePartition, Error> {
//!     let store = store();
//!     block_partition(&MemorySnapshot::new(&store), number, count, &Executor::new(1))
//! }
//!
//! // Runs on one machine, once all partitions have arrived.
//! let partitions: Vec<CandidatePartition> =
//!     (0..3).map(|number| worker(number, 3)).collect::<Result<_, _>>()?;
//! let (store, settings, executor) = (store(), Settings::default(), Executor::new(1));
//! let snapshot = MemorySnapshot::new(&store);
//! let index = CandidateIndex::from_partitions(&snapshot, partitions, &executor)?;
//! let scorer = PairScorer::new(&snapshot, index, &settings, &executor);
//! let mut scored = engine::score(&scorer, BasisRetention::All, &executor)?;
//! let context = engine::context(&scorer, &mut scored, BasisRetention::All, &executor)?;
//! let groups = engine::group(scorer, &mut scored, &context, &executor)?;
//! let reconciliation = engine::assemble(&snapshot, &scored, &groups, &settings, &executor)?;
//! assert_eq!(reconciliation.utterances.len(), 1);
//! # Ok::<(), Error>(())
//! ```
//!
//! # Incrementally
//!
//! Two tables depend on the whole set. Both are counters with add and remove, which can be
//! maintained as documents are added and removed: [`SpeakerIndex`](crate::snapshot::SpeakerIndex)
//! (add or remove the speaker of each of its quotations) and [`DocumentContext`] (add or remove
//! each scored pair of its quotations).

mod agreement_cache;
mod assemble;
mod block;
mod build_utterances;
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
mod paraphrases;
#[cfg(feature = "parts")]
mod part;
mod partition;
mod records;
mod reprint_map;
mod score;
mod sequences;
mod two_sayings;

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
#[cfg(feature = "archive")]
pub(crate) use part::PartPair;
#[cfg(feature = "parts")]
pub(crate) use part::{
    edit_groups, group_part, part_links, part_records, part_result, score_wanted, sure_pairs,
    with_context,
};
pub use partition::{CandidatePartition, block_partition};
pub use score::{PairScorer, score};
