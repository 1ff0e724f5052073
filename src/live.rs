//! An archive that is kept up to date: on disk or in memory, it grows by the document, gives
//! exactly what a batch over its documents would give, and is asked in milliseconds.
//!
//! [`LiveArchive`] writes: documents are added, replaced and removed, and a commit makes all of it
//! durable at once and says what it changed ([`Commit`]). [`LiveSnapshot`] reads: it sees one
//! consistent state, whatever the writer does.
//!
//! The file is a [redb](https://docs.rs/redb) database, which needs no server. What the documents
//! report is reconciled when it changes, and kept, so opening reads nothing, and a question reads
//! what
//! it asks for. Only standalone quotations and a person's decisions are not kept: reconcile these
//! with [`Archive`](crate::Archive).
//!
//! | file | content |
//! |---|---|
//! | `options`, `header`, `rebuild` | [`LiveOptions`]: settings, cache, storage, opening |
//! | `archive_file` | the file in its place: made beside it, written anew |
//! | `tables`, `keys` | the tables of the file, and their keys |
//! | `document_row`, `utterance_row` | documents and utterances as they are kept |
//! | `link_value` | links as they are kept |
//! | `fingerprints` | the settings, word lists and weights that a file was made with |
//! | `writer`, `shared` | [`LiveArchive`]: takes documents, and commits them |
//! | `update`, `edit` | reconcile what documents that come and go change, and write it |
//! | `postings`, `blocks` | the blocks of sequences ([`crate::blocking`]), kept |
//! | `counts`, `reprints` | sure pairs of documents and documents of one text, kept |
//! | `reader` | [`LiveReader`]: takes snapshots while a writer is at work |
//! | `view` | [`LiveSnapshot`]: documents, utterances, the whole result |
//! | `questions`, `question_index` | [`UtteranceQuery`]: by speaker, outlet, date and verdict |
//! | `lookup`, `wording` | has this been printed? [`Query`], [`Rung`], [`Answer`] |
//! | `changes`, `feed` | what a commit changed; the feed of changes, earlier versions |
//! | `revision` | what the versions of a document print otherwise: [`Revision`] |
//!
//! # Cost
//!
//! A commit costs what it touches: the new quotations, those they are compared with, and the
//! components of agreeing pairs that these are in. It does not grow with the archive, but for what
//! is rare: a run of words whose number of speakers or sequences passes a bound stirs all
//! quotations that print it, and a transcript that comes or goes stirs all. `docs/PERFORMANCE.md`
//! has the curve.
//!
//! # What is safe
//!
//! A commit is on disk when [`LiveArchive::commit`] returns. A process that is killed, or a storage
//! that fails, leaves the state of the last commit. One process at a time has a file open.

mod archive_file;
mod blocks;
mod changes;
mod counts;
mod document_row;
mod edit;
mod feed;
mod fingerprints;
mod header;
mod keys;
mod link_value;
mod lookup;
mod options;
mod postings;
mod question_index;
mod questions;
mod reader;
mod rebuild;
mod reprints;
mod revision;
mod shared;
mod single;
mod tables;
mod update;
mod utterance_row;
mod view;
mod wording;
mod writer;

pub use self::changes::{ChangeKind, Commit, StatedDifference, UtteranceChange};
pub use self::feed::FormerVersion;
pub use self::lookup::{
    Answer, CheckedQuotation, LookupDifference, NearPrint, NotFoundReason, Query, Rung,
};
pub use self::options::LiveOptions;
pub use self::questions::UtteranceQuery;
pub use self::reader::LiveReader;
pub use self::revision::{RevisedQuotation, RevisedWords, Revision};
pub use self::view::LiveSnapshot;
pub use self::writer::LiveArchive;
pub use redb::StorageBackend;
