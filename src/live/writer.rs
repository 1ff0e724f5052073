//! The writer: takes documents, and commits them.

use std::collections::BTreeMap;
use std::sync::Arc;

use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata};

use super::archive_file::ArchiveFile;
use super::changes::{Commit, changes};
use super::feed::{history_prefix, insert_commit, position};
use super::reader::LiveReader;
use super::shared::{Shared, storage_error};
use super::tables::{Fault, ReadTables, Tables, encode, scan_names};
use super::update::{Failure, Outcome, PendingDocument, Update};
use super::view::LiveSnapshot;
use crate::archive::{check_documents, check_length, check_quotations_of, duplicate};
use crate::engine::{DocumentExtractor, Executor};
use crate::error::Error;
use crate::model::Document;
use crate::parallel::Workers;
use crate::progress::Monitor;

/// An archive that is kept up to date as documents come and go.
///
/// ```
/// use variorum::live::LiveArchive;
/// use variorum::{Document, Settings};
///
/// let folder = tempfile::tempdir().unwrap();
/// let mut archive = LiveArchive::open(folder.path().join("news"), Settings::default())?;
/// archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."))?;
/// archive.add(Document::new("b", "Ms. Okafor said: \"We shall never accept the tariffs.\""))?;
/// let commit = archive.commit()?;
/// assert_eq!(commit.documents, ["a", "b"]);
///
/// let snapshot = archive.snapshot()?;
/// let utterance = snapshot.utterance_of("b#0")?.unwrap();
/// assert_eq!(utterance.outlets, 2);
/// assert_eq!(snapshot.reconcile()?.utterances, [utterance]);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Debug)]
pub struct LiveArchive {
    shared: Arc<Shared>,
    database: Arc<Database>,
    /// Its file; `None` for one in memory, or on a storage of the caller's.
    file: Option<ArchiveFile>,
    extractor: DocumentExtractor,
    /// The documents that the next commit adds, replaces or removes.
    pending: BTreeMap<String, PendingDocument>,
}

/// New quotations of a commit up to which one thread does the work: to wake others takes as long as
/// they would save. For 20 it took 34 to 38 ms alone and 44 to 68 ms with two threads, on a busy
/// machine; where two threads begin to gain was not measured.
const MAX_ALONE_QUOTATIONS: usize = 64;

/// Documents that are read at a time, on all threads.
const BLOCK_DOCUMENTS: usize = 1024;

impl LiveArchive {
    pub(super) fn new(
        shared: Arc<Shared>,
        database: Database,
        file: Option<ArchiveFile>,
        extractor: DocumentExtractor,
    ) -> LiveArchive {
        let (database, pending) = (Arc::new(database), BTreeMap::new());
        LiveArchive { shared, database, file, extractor, pending }
    }

    /// Reads a document; the next commit adds it. Cost: linear in its text.
    ///
    /// # Errors
    /// When its id is taken, by a document that is there or that the next commit adds; when its
    /// text or a quotation in it is longer than the limit, or the archive is full; when the storage
    /// fails.
    pub fn add(&mut self, document: Document) -> Result<(), Error> {
        if self.is_taken(&document.id)? {
            return Err(duplicate("document", &document.id));
        }
        self.put(document)
    }

    /// Reads documents, on as many threads as are set; the next commit adds them. Returns those
    /// that cannot be added, each with its error.
    pub fn extend(
        &mut self,
        documents: impl IntoIterator<Item = Document>,
    ) -> Vec<(Document, Error)> {
        let (mut refused, mut documents) = (Vec::new(), documents.into_iter());
        loop {
            let block: Vec<Document> = documents.by_ref().take(BLOCK_DOCUMENTS).collect();
            if block.is_empty() {
                return refused;
            }
            let extractor = || crate::archive::document_extractor(&self.shared.settings);
            let extracted = self.shared.workers.map(&block, extractor, |extractor, document| {
                check_length(&self.shared.settings, document).map(|()| extractor.extract(document))
            });
            for (document, extracted) in block.into_iter().zip(extracted) {
                let taken = self.is_taken(&document.id);
                let checked = taken.and_then(|taken| match taken {
                    true => Err(duplicate("document", &document.id)),
                    false => self.check_room(&document.id),
                });
                let checked = checked.and(extracted).and_then(|extracted| {
                    check_quotations_of(&self.shared.settings, &document, &extracted)?;
                    Ok(extracted)
                });
                match checked {
                    Ok(extracted) => {
                        let id = document.id.clone();
                        let new = Some((document, extracted));
                        self.pending.insert(id.clone(), PendingDocument { id, new });
                    }
                    Err(error) => refused.push((document, error)),
                }
            }
        }
    }

    /// Reads a document; the next commit puts it in the place of the one with its id, which is kept
    /// as a former version, or adds it. A document that is equal to the one that is there changes
    /// nothing.
    ///
    /// # Errors
    /// As [`LiveArchive::add`], but for an id that is taken.
    pub fn replace(&mut self, document: Document) -> Result<(), Error> {
        self.put(document)
    }

    /// Lets the next commit remove the document `id`, with its former versions. Returns true if it
    /// is there.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn remove(&mut self, id: &str) -> Result<bool, Error> {
        let taken = self.is_taken(id)?;
        self.pending.insert(id.to_owned(), PendingDocument { id: id.to_owned(), new: None });
        Ok(taken)
    }

    fn put(&mut self, document: Document) -> Result<(), Error> {
        check_length(&self.shared.settings, &document)?;
        self.check_room(&document.id)?;
        let extracted = self.extractor.extract(&document);
        check_quotations_of(&self.shared.settings, &document, &extracted)?;
        let id = document.id.clone();
        let new = Some((document, extracted));
        self.pending.insert(id.clone(), PendingDocument { id, new });
        Ok(())
    }

    /// Returns true if a document `id` is there once what is pending is committed.
    fn is_taken(&self, id: &str) -> Result<bool, Error> {
        if let Some(operation) = self.pending.get(id) {
            return Ok(operation.new.is_some());
        }
        let taken = || -> Result<bool, Fault> {
            Ok(ReadTables::ids(&self.database.begin_read()?)?.get(id.as_bytes())?.is_some())
        };
        taken().map_err(|fault| storage_error(&self.shared.name, fault))
    }

    fn check_room(&self, id: &str) -> Result<(), Error> {
        let held =
            || -> Result<u64, Fault> { Ok(ReadTables::ids(&self.database.begin_read()?)?.len()?) };
        let held = held().map_err(|fault| storage_error(&self.shared.name, fault))?;
        let pending = self.pending.values().filter(|operation| operation.new.is_some()).count();
        check_documents(&self.shared.settings, id, held, pending as u64 + 1)
    }

    /// Applies what is pending, all of it or nothing, and returns what it changed. When it returns,
    /// all of it is on disk.
    ///
    /// Cost: see [the module](crate::live).
    ///
    /// # Errors
    /// When the storage fails. The archive is then as it was after the last commit, and what was
    /// pending is dropped.
    pub fn commit(&mut self) -> Result<Commit, Error> {
        let operations: Vec<PendingDocument> =
            std::mem::take(&mut self.pending).into_values().collect();
        let new = operations.iter().filter_map(|operation| operation.new.as_ref());
        let workers = match new.map(|(_, extracted)| extracted.quotations.len()).sum::<usize>() {
            0..=MAX_ALONE_QUOTATIONS => Arc::new(Workers::new(1)),
            _ => Arc::clone(&self.shared.workers),
        };
        let executor = Executor::with_workers(&workers, Monitor::default());
        let commit = || -> Result<Commit, Failure> {
            let transaction = self.database.begin_write()?;
            let commit = {
                let mut tables = Tables::open(&transaction)?;
                let outcome =
                    Update::new(&mut tables, &self.shared.settings, &executor).apply(operations)?;
                record(&mut tables, &outcome)?
            };
            if commit.documents.is_empty() && commit.removed.is_empty() {
                transaction.abort()?;
            } else {
                transaction.commit()?;
            }
            Ok(commit)
        };
        commit().map_err(|failure| match failure {
            Failure::Storage(fault) => storage_error(&self.shared.name, fault),
            Failure::Engine(error) => error,
        })
    }

    /// Returns the state of the last commit.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn snapshot(&self) -> Result<LiveSnapshot, Error> {
        self.reader().snapshot()
    }

    /// Returns a handle that takes snapshots while this archive is written to.
    pub fn reader(&self) -> LiveReader {
        LiveReader { shared: Arc::clone(&self.shared), database: Arc::clone(&self.database) }
    }

    /// Makes the file as small as its content allows, and returns true if it became smaller. What
    /// comes in no order leaves pages half full, and what was written over leaves room that later
    /// commits use: so a file that has grown in many commits is up to three times as large as what
    /// it holds. A file is written anew in the order of its keys, beside the old one, under its
    /// name with `.compacting`, and put in its place; a process that is killed meanwhile leaves the
    /// old one as it was. Cost: a reading and a writing of all; room on disk for both. No reader or
    /// snapshot may be alive.
    ///
    /// # Errors
    /// When the storage fails, or when a reader or a snapshot is alive.
    pub fn compact(&mut self) -> Result<bool, Error> {
        let name = &self.shared.name;
        let Some(database) = Arc::get_mut(&mut self.database) else {
            return Err(Error::format(name, None, "cannot be made smaller: a reader is alive"));
        };
        let failed = |fault: Fault| storage_error(name, fault);
        match &self.file {
            None => database.compact().map_err(|fault| failed(fault.into())),
            Some(file) => {
                let (compacted, is_smaller) = file.write_anew(name, database)?;
                // The old file has no name any more: whatever fails now, it must not be written to.
                self.database = Arc::new(compacted);
                file.sync_place(name)?;
                Ok(is_smaller)
            }
        }
    }

    /// Takes over what an archive remembers beside its documents: their former versions, and where
    /// its feed of changes was.
    pub(super) fn finish_rebuild(&mut self, old: &ReadTables) -> Result<(), Error> {
        let finish = || -> Result<(), Fault> {
            let transaction = self.database.begin_write()?;
            {
                let mut tables = Tables::open(&transaction)?;
                for entry in old.history.iter()? {
                    let (key, value) = entry?;
                    tables.history.insert(key.value(), value.value())?;
                }
                // What the rebuilding itself changed is no news.
                tables.changes.retain(|_, _| false)?;
                for entry in old.changes.iter()? {
                    let (key, value) = entry?;
                    tables.changes.insert(key.value(), value.value())?;
                }
                let last = position(&old.meta)? + 1;
                let commit = Commit { position: last, is_rebuilt: true, ..Commit::default() };
                insert_commit(&mut tables, &commit)?;
            }
            transaction.commit()?;
            Ok(())
        };
        finish().map_err(|fault| storage_error(&self.shared.name, fault))
    }
}

/// Writes down what a commit changed, and keeps the versions that it replaced.
fn record(tables: &mut Tables<'_>, outcome: &Outcome) -> Result<Commit, Fault> {
    let last = position(&tables.meta)?;
    let documents = outcome.come.clone();
    let is_there = |id: &String| documents.binary_search(id).is_ok();
    let gone = outcome.gone.iter().map(|row| row.head.document.id.clone());
    let removed: Vec<String> = gone.filter(|id| !is_there(id)).collect();
    let mut commit = Commit { position: last, documents, removed, ..Commit::default() };
    if commit.documents.is_empty() && commit.removed.is_empty() {
        return Ok(commit);
    }
    commit.position += 1;
    commit.changes = changes(&outcome.before, &outcome.after);
    let key = commit.position.to_be_bytes();
    for row in &outcome.gone {
        let prefix = history_prefix(&row.head.document.id);
        if commit.removed.contains(&row.head.document.id) {
            let mut former = Vec::new();
            scan_names(&tables.history, &prefix, |key, _| {
                former.push(key.to_vec());
                Ok(true)
            })?;
            for key in former {
                tables.history.remove(&*key)?;
            }
        } else {
            tables.history.insert(&*[&prefix[..], &key].concat(), &*encode(row)?)?;
        }
    }
    for row in &outcome.before {
        let first = row.utterance.witnesses.first().map(|witness| witness.quotation.as_str());
        let id = row.utterance.id.as_bytes();
        tables.former_ids.insert(id, first.unwrap_or_default().as_bytes())?;
    }
    for row in &outcome.after {
        tables.former_ids.remove(row.utterance.id.as_bytes())?;
    }
    insert_commit(tables, &commit)?;
    Ok(commit)
}
