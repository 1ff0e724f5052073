//! Reads the feed of changes, and earlier versions of documents.

use serde::{Deserialize, Serialize};

use super::changes::{Commit, UtteranceChange};
use super::document_row::DocumentValue;
use super::keys::{read_u32, read_u64};
use super::tables::{Bytes, Fault, Tables, decode, encode, get, scan_names};
use super::view::LiveSnapshot;
use crate::error::Error;
use crate::model::Document;

/// A version of a document that was replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormerVersion {
    /// The commit that replaced it.
    pub replaced_at: u64,
    /// The document as it was.
    pub document: Document,
    /// The words of its quotations, in order.
    pub quotations: Vec<String>,
}

impl LiveSnapshot {
    /// Returns the position of its last commit; 0 before the first.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn position(&self) -> Result<u64, Error> {
        self.read(position(&self.tables.meta))
    }

    /// Returns at most `limit` commits after `position`, in order: to resume, hand in the position
    /// of the last one that was read, or 0 to begin.
    ///
    /// # Errors
    /// When the storage fails.
    ///
    /// ```
    /// use variorum::live::{ChangeKind, LiveArchive};
    /// use variorum::{Document, Settings};
    ///
    /// let mut archive = LiveArchive::in_memory(Settings::default())?;
    /// archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."))?;
    /// let first = archive.commit()?.position;
    /// archive.add(Document::new("b", "“We shall accept these tariffs,” Ms. Okafor said."))?;
    /// archive.commit()?;
    /// let later = archive.snapshot()?.commits_after(first, 100)?;
    /// let is_alert = |change: &variorum::live::UtteranceChange| change.is_contradiction();
    /// assert!(later[0].changes.iter().any(is_alert));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn commits_after(&self, position: u64, limit: usize) -> Result<Vec<Commit>, Error> {
        let commits = || {
            let mut commits = Vec::new();
            let Some(first) = position.checked_add(1) else { return Ok(commits) };
            for entry in self.tables.changes.range::<&[u8; 12]>(&change_key(first, 0)..)? {
                let (key, value) = entry?;
                if read_u32(key.value(), 8) > 0 {
                    let commit: Option<&mut Commit> = commits.last_mut();
                    let changes: Vec<UtteranceChange> = decode(value.value())?;
                    commit
                        .into_iter()
                        .for_each(|commit| commit.changes.extend_from_slice(&changes));
                } else if commits.len() < limit {
                    commits.push(decode(value.value())?);
                } else {
                    break;
                }
            }
            Ok(commits)
        };
        self.read(commits())
    }

    /// Returns the earlier versions of a document that is there, the oldest first. What went with
    /// [`LiveArchive::remove`](super::LiveArchive::remove) left none.
    ///
    /// # Errors
    /// When the storage fails.
    ///
    /// ```
    /// use variorum::live::LiveArchive;
    /// use variorum::{Document, Settings};
    ///
    /// let mut archive = LiveArchive::in_memory(Settings::default())?;
    /// for text in ["“We are not ready,” Ms. Okafor said.", "“We are ready,” Ms. Okafor said."] {
    ///     archive.replace(Document::new("a", text))?;
    ///     archive.commit()?;
    /// }
    /// let former = archive.snapshot()?.former_versions("a")?;
    /// assert_eq!(former[0].quotations, ["We are not ready,"]);
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn former_versions(&self, id: &str) -> Result<Vec<FormerVersion>, Error> {
        let versions = || {
            let mut versions = Vec::new();
            let prefix = history_prefix(id);
            scan_names(&self.tables.history, &prefix, |key, value| {
                // An id may hold a zero byte.
                if key.len() == prefix.len() + 8 {
                    let row: DocumentValue = decode(value)?;
                    let quotations = row.quotation_texts();
                    let replaced_at = read_u64(key, prefix.len());
                    let document = row.head.document;
                    versions.push(FormerVersion { replaced_at, document, quotations });
                }
                Ok(true)
            })?;
            Ok(versions)
        };
        self.read(versions())
    }
}

/// Changes of one value: what is larger than a page of the file takes room as a power of two.
const VALUE_CHANGES: usize = 16;

/// Returns the key of some changes of the commit at `position`; 0 for what it says beside them.
fn change_key(position: u64, number: u32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&position.to_be_bytes());
    key[8..].copy_from_slice(&number.to_be_bytes());
    key
}

/// Writes a commit to the feed.
pub(super) fn insert_commit(tables: &mut Tables<'_>, commit: &Commit) -> Result<(), Fault> {
    let head = Commit {
        position: commit.position,
        documents: commit.documents.clone(),
        removed: commit.removed.clone(),
        changes: Vec::new(),
        is_rebuilt: commit.is_rebuilt,
    };
    tables.changes.insert(&change_key(commit.position, 0), &*encode(&head)?)?;
    for (number, changes) in (1..).zip(commit.changes.chunks(VALUE_CHANGES)) {
        tables.changes.insert(&change_key(commit.position, number), &*encode(&changes)?)?;
    }
    tables.meta.insert(&b"position"[..], &commit.position.to_be_bytes()[..])?;
    Ok(())
}

/// Returns the beginning of the keys of the earlier versions of a document.
pub(super) fn history_prefix(id: &str) -> Vec<u8> {
    [&(id.len() as u64).to_be_bytes()[..], id.as_bytes()].concat()
}

/// Returns the position of the last commit.
pub(super) fn position(meta: &impl redb::ReadableTable<Bytes, Bytes>) -> Result<u64, Fault> {
    Ok(get(meta, &b"position"[..], |value: &[u8]| read_u64(value, 0))?.unwrap_or(0))
}
