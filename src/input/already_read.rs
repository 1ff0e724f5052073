//! The ids, the folders and the number of entries that were read before.

use std::path::PathBuf;

use rustc_hash::FxHashSet;

use super::unique::UniqueIds;

/// Most documents that are read from one set of inputs unless set otherwise: as many as an archive
/// takes.
pub(super) const DEFAULT_MAX_DOCUMENTS: u64 = 50_000_000;

/// Memory of a reader across its inputs.
#[derive(Clone, Debug)]
pub(super) struct AlreadyRead {
    pub ids: UniqueIds,
    /// Real paths of the folders that were opened.
    folders: FxHashSet<PathBuf>,
    /// Files and lines that were taken, good or bad: each is one document at most.
    entries: u64,
    pub max_documents: u64,
}

impl Default for AlreadyRead {
    fn default() -> AlreadyRead {
        AlreadyRead {
            ids: UniqueIds::default(),
            folders: FxHashSet::default(),
            entries: 0,
            max_documents: DEFAULT_MAX_DOCUMENTS,
        }
    }
}

impl AlreadyRead {
    /// Adds a folder by its real path, and returns false if it was there.
    pub fn add_folder(&mut self, real: &std::path::Path) -> bool {
        self.folders.insert(real.to_owned())
    }

    /// Counts a file or a line that may give a document, and returns false if that is one more
    /// than the limit. Lines that give none count too: an endless stream of them must end.
    pub fn count_entry(&mut self) -> bool {
        self.entries = self.entries.saturating_add(1);
        self.entries <= self.max_documents
    }
}
