//! A handle for readers: it takes snapshots while a writer is at work.

use std::sync::Arc;

use redb::Database;

use super::shared::{Shared, storage_error};
use super::view::LiveSnapshot;
use crate::error::Error;

/// Takes snapshots of a [`LiveArchive`](super::LiveArchive) that another thread writes to: no lock
/// is needed, and neither waits for the other. Cheap to clone. The file stays open until the
/// archive, its readers and their snapshots are gone.
///
/// ```
/// use variorum::live::LiveArchive;
/// use variorum::{Document, Settings};
///
/// let mut archive = LiveArchive::in_memory(Settings::default())?;
/// let reader = archive.reader();
/// let writer = std::thread::spawn(move || {
///     archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."))?;
///     archive.commit()
/// });
/// reader.snapshot()?; // before or after the commit, never in the middle
/// writer.join().unwrap()?;
/// assert_eq!(reader.snapshot()?.document_count()?, 1);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct LiveReader {
    pub(super) shared: Arc<Shared>,
    pub(super) database: Arc<Database>,
}

impl LiveReader {
    /// Returns the state of the last commit. Cost: some microseconds.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn snapshot(&self) -> Result<LiveSnapshot, Error> {
        let snapshot = LiveSnapshot::new(Arc::clone(&self.shared), Arc::clone(&self.database));
        snapshot.map_err(|fault| storage_error(&self.shared.name, fault))
    }
}
