//! Reads the feed of changes, and earlier versions of documents.

use serde::{Deserialize, Serialize};

use super::changes::Commit;
use super::document_row::DocumentValue;
use super::keys::read_u64;
use super::tables::{Bytes, Fault, decode, get, scan_names};
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
            let first = first.to_be_bytes();
            for entry in self.tables.changes.range::<&[u8; 8]>(&first..)?.take(limit) {
                commits.push(decode(entry?.1.value())?);
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

/// Returns the beginning of the keys of the earlier versions of a document.
pub(super) fn history_prefix(id: &str) -> Vec<u8> {
    [&(id.len() as u64).to_be_bytes()[..], id.as_bytes()].concat()
}

/// Returns the position of the last commit.
pub(super) fn position(meta: &impl redb::ReadableTable<Bytes, Bytes>) -> Result<u64, Fault> {
    Ok(get(meta, &b"position"[..], |value: &[u8]| read_u64(value, 0))?.unwrap_or(0))
}
