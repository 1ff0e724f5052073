//! The file of an archive: made beside its place and renamed, so that a process that is killed
//! meanwhile leaves no half of one.

use std::path::{Path, PathBuf};

use redb::{Database, ReadableDatabase};

use super::shared::{database_error, io_error, storage_error};
use super::tables::{Fault, ReadTables};
use crate::error::Error;

/// The place of a file, and the bytes of it that are kept in memory.
#[derive(Clone, Debug)]
pub(super) struct ArchiveFile {
    pub path: PathBuf,
    pub cache: usize,
}

impl ArchiveFile {
    /// Returns the path beside it, with an ending.
    pub(super) fn beside(&self, ending: &str) -> PathBuf {
        let mut beside = self.path.clone().into_os_string();
        beside.push(ending);
        PathBuf::from(beside)
    }

    /// Makes an empty database beside it, in the place of one that was left there.
    pub(super) fn create(&self, name: &str, beside: &Path) -> Result<Database, Error> {
        match std::fs::remove_file(beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(io_error(name, error));
            }
            _ => {}
        }
        let database = Database::builder().set_cache_size(self.cache).create(beside);
        database.map_err(|error| database_error(name, error))
    }

    /// Writes a file anew, in the order of its keys, and puts it in the place of the old one.
    /// Returns it, and true if it is smaller. The caller must use it from then on, and call
    /// [`ArchiveFile::sync_place`].
    pub(super) fn write_anew(&self, name: &str, old: &Database) -> Result<(Database, bool), Error> {
        let beside = self.beside(".compacting");
        // It stays open, and so locked, while it is renamed.
        let mut new = self.create(name, &beside)?;
        let mut copy = || -> Result<(), Fault> {
            let tables = ReadTables::open(&old.begin_read()?)?;
            tables.copy(&new)?;
            // A file grows in large steps; this gives back what it does not fill.
            new.compact()?;
            Ok(())
        };
        let size = |path: &Path| std::fs::metadata(path).map(|data| data.len());
        let put = || -> std::io::Result<bool> {
            let is_smaller = size(&beside)? < size(&self.path)?;
            std::fs::rename(&beside, &self.path)?;
            Ok(is_smaller)
        };
        let put = match copy() {
            Ok(()) => put().map_err(|error| io_error(name, error)),
            Err(fault) => Err(storage_error(name, fault)),
        };
        match put {
            Ok(is_smaller) => Ok((new, is_smaller)),
            Err(error) => {
                // On a full disk, what was written of it is in the way.
                drop(new);
                let _ = std::fs::remove_file(&beside);
                Err(error)
            }
        }
    }

    /// Puts the file beside it in its place. When it returns, a power cut does not undo it.
    pub(super) fn put(&self, name: &str, beside: &Path) -> Result<(), Error> {
        std::fs::rename(beside, &self.path).map_err(|error| io_error(name, error))?;
        self.sync_place(name)
    }

    /// Lets the name of the file outlive a power cut.
    pub(super) fn sync_place(&self, name: &str) -> Result<(), Error> {
        // Elsewhere a folder cannot be opened as a file, and need not be.
        if cfg!(unix) {
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = std::fs::File::open(folder.unwrap_or(Path::new(".")));
            let synced = folder.and_then(|folder| folder.sync_all());
            synced.map_err(|error| io_error(name, error))?;
        }
        Ok(())
    }
}
