//! How an archive is opened.

use std::path::Path;
use std::sync::Arc;

use redb::backends::InMemoryBackend;
use redb::{Database, DatabaseError, ReadableDatabase, StorageBackend, TableError};

use super::archive_file::ArchiveFile;
use super::fingerprints::Fingerprints;
use super::shared::{Shared, database_error, io_error, storage_error};
use super::tables::{Fault, ReadTables, Tables};
use super::writer::LiveArchive;
use crate::archive::Archive;
use crate::error::Error;
use crate::parallel::Workers;
use crate::settings::Settings;

/// Settings of an archive that is opened, and the memory that it keeps pages of the file in.
///
/// ```
/// use variorum::live::LiveOptions;
/// use variorum::{Document, Settings};
///
/// let options = LiveOptions::new().with_settings(Settings::default().with_threads(1)?);
/// let mut archive = options.with_cache(64 << 20).in_memory()?;
/// archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."))?;
/// assert_eq!(archive.commit()?.changes.len(), 2);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct LiveOptions {
    settings: Settings,
    cache: usize,
}

impl Default for LiveOptions {
    fn default() -> LiveOptions {
        LiveOptions { settings: Settings::default(), cache: DEFAULT_CACHE }
    }
}

/// Bytes of the file that are kept in memory, unless set.
const DEFAULT_CACHE: usize = 256 << 20;

impl LiveOptions {
    /// Returns the default options.
    pub fn new() -> LiveOptions {
        LiveOptions::default()
    }

    /// Sets the settings by which documents are read and reconciled. A file remembers them: see
    /// [`LiveOptions::open`]. Of the limits, those of documents, of the bytes of a document and of
    /// the words of a quotation hold; that of memory does not, since the documents are on disk.
    pub fn with_settings(mut self, settings: Settings) -> LiveOptions {
        self.settings = settings;
        self
    }

    /// Sets how many bytes of the file are kept in memory; 256 MiB unless set. More makes it
    /// faster, and changes no result. What a commit changes is held in memory beside it.
    pub fn with_cache(mut self, bytes: usize) -> LiveOptions {
        self.cache = bytes;
        self
    }

    /// Opens the archive in the file at `path`; makes it if there is no file.
    ///
    /// # Errors
    /// When the file cannot be read or written, is open elsewhere, is no archive, is damaged, or is
    /// of another format. When it was made with other settings, word lists, weights or another
    /// version of the crate: the error names the differences. The file is then as it was;
    /// [`LiveOptions::rebuild`] makes a new one of it.
    pub fn open(self, path: impl AsRef<Path>) -> Result<LiveArchive, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let file = ArchiveFile { path: path.to_owned(), cache: self.cache };
        if is_new(path).map_err(|error| io_error(&name, error))? {
            self.make(&name, &file)?;
        }
        let check = |stored| self.check_fingerprints(&name, stored);
        let database = self.open_file(&name, path, check)?;
        self.with_database(name, database, Some(file))
    }

    /// Opens the file at `path` for writing, if `check` finds nothing against its fingerprints.
    fn open_file(
        &self,
        name: &str,
        path: &Path,
        check: impl Fn(Option<Vec<u8>>) -> Result<(), Error>,
    ) -> Result<Database, Error> {
        super::header::check(name, path)?;
        // To open a file for writing writes to it, so what it was made with is read before. A file
        // whose writer was killed must be repaired first, and is looked at then.
        let cache = self.cache;
        match Database::builder().set_cache_size(cache).open_read_only(path) {
            Ok(database) => check(stored_fingerprints(name, &database)?)?,
            Err(DatabaseError::RepairAborted) => {}
            Err(error) => return Err(database_error(name, error)),
        }
        let database = Database::builder().set_cache_size(self.cache).open(path);
        let database = database.map_err(|error| database_error(name, error))?;
        check(stored_fingerprints(name, &database)?)?;
        Ok(database)
    }

    /// Makes an empty archive.
    fn make(&self, name: &str, file: &ArchiveFile) -> Result<(), Error> {
        let beside = file.beside(".making");
        let database = file.create(name, &beside)?;
        self.make_tables(name, &database)?;
        drop(database);
        file.put(name, &beside)
    }

    /// Makes an archive in memory.
    ///
    /// # Errors
    /// When memory cannot be had.
    pub fn in_memory(self) -> Result<LiveArchive, Error> {
        self.open_on(InMemoryBackend::new())
    }

    /// Opens the archive on a storage of your own, or makes it if the storage is empty. Where it
    /// fails while the archive is made, nothing is there yet, and the storage must be emptied.
    ///
    /// # Errors
    /// As [`LiveOptions::open`].
    pub fn open_on(self, storage: impl StorageBackend) -> Result<LiveArchive, Error> {
        let name = "the archive".to_owned();
        let database = Database::builder().set_cache_size(self.cache).create_with_backend(storage);
        let database = database.map_err(|error| database_error(&name, error))?;
        if is_empty(&database).map_err(|fault| storage_error(&name, fault))? {
            self.make_tables(&name, &database)?;
        }
        self.check_fingerprints(&name, stored_fingerprints(&name, &database)?)?;
        self.with_database(name, database, None)
    }

    /// Returns an error if a database was made otherwise than these options say, or is no archive.
    fn check_fingerprints(&self, name: &str, stored: Option<Vec<u8>>) -> Result<(), Error> {
        let failed = |fault: Fault| storage_error(name, fault);
        let own = Fingerprints::new(&self.settings).map_err(failed)?;
        let stored = stored.ok_or_else(|| no_archive(name))?;
        match own.differences(&stored).map_err(failed)? {
            none if none.is_empty() => Ok(()),
            differences => {
                let reason = format!("was made otherwise: {}", differences.join("; "));
                Err(Error::format(name, None, reason))
            }
        }
    }

    fn make_tables(&self, name: &str, database: &Database) -> Result<(), Error> {
        let made = || make(database, &Fingerprints::new(&self.settings)?);
        made().map_err(|fault| storage_error(name, fault))
    }

    fn with_database(
        self,
        name: String,
        database: Database,
        file: Option<ArchiveFile>,
    ) -> Result<LiveArchive, Error> {
        let extractor = crate::archive::document_extractor(&self.settings);
        let workers = Arc::new(Workers::new(self.settings.threads));
        let shared = Arc::new(Shared { name, settings: self.settings, workers });
        Ok(LiveArchive::new(shared, database, file, extractor))
    }

    /// Makes a new archive of the documents of the one at `path`, with these options, and puts it
    /// in its place. Documents are read one after the other and committed in portions; `observer`
    /// is told how many of how many are done after each, and can end the work. Work that was ended,
    /// or killed, goes on where it was when it is called again. Until all is done the old file is
    /// as it was; the new one grows beside it, under the same name with `.rebuilding`.
    ///
    /// Earlier versions of documents are kept. The change feed goes on with one commit without
    /// changes that says that the archive was rebuilt.
    ///
    /// # Errors
    /// When either file fails, when the old one is of another format, or when `observer` breaks.
    pub fn rebuild(
        self,
        path: impl AsRef<Path>,
        mut observer: impl FnMut(u64, u64) -> std::ops::ControlFlow<()>,
    ) -> Result<LiveArchive, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let old = self.open_file(&name, path, |stored| check_format(&name, stored))?;
        let file = ArchiveFile { path: path.to_owned(), cache: self.cache };
        let beside = file.beside(".rebuilding");
        let mut new = match self.clone().open(&beside) {
            Ok(new) => new,
            // It was begun with other options, or is damaged.
            Err(error) if error.is_format() => {
                std::fs::remove_file(&beside).map_err(|error| io_error(&name, error))?;
                self.clone().open(&beside)?
            }
            Err(error) => return Err(error),
        };
        super::rebuild::copy(&name, &old, &mut new, &mut observer)?;
        drop((old, new));
        file.put(&name, &beside)?;
        self.open(path)
    }
}

impl LiveArchive {
    /// Opens the archive in the file at `path`, or makes it: see [`LiveOptions::open`].
    ///
    /// # Errors
    /// As [`LiveOptions::open`].
    pub fn open(path: impl AsRef<Path>, settings: Settings) -> Result<LiveArchive, Error> {
        LiveOptions::new().with_settings(settings).open(path)
    }

    /// Makes an archive in memory.
    ///
    /// # Errors
    /// When memory cannot be had.
    pub fn in_memory(settings: Settings) -> Result<LiveArchive, Error> {
        LiveOptions::new().with_settings(settings).in_memory()
    }
}

impl Archive {
    /// Opens the archive in the file at `path`, or makes it, with the default settings: see
    /// [`LiveOptions::open`].
    ///
    /// # Errors
    /// As [`LiveOptions::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<LiveArchive, Error> {
        LiveOptions::new().open(path)
    }
}

/// Returns true if there is no file at `path`, or an empty one.
fn is_new(path: &Path) -> std::io::Result<bool> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(std::io::ErrorKind::IsADirectory.into()),
        Ok(metadata) => Ok(metadata.len() == 0),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn stored_fingerprints(
    name: &str,
    database: &impl ReadableDatabase,
) -> Result<Option<Vec<u8>>, Error> {
    let stored = || -> Result<Option<Vec<u8>>, Fault> {
        let transaction = database.begin_read()?;
        match ReadTables::meta(&transaction) {
            Ok(meta) => Ok(super::tables::get(&meta, &b"fingerprints"[..], <[u8]>::to_vec)?),
            Err(TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    };
    stored().map_err(|fault| storage_error(name, fault))
}

fn no_archive(name: &str) -> Error {
    Error::format(name, None, "is a database, but no archive of variorum")
}

/// Returns an error if a database is no archive of the format of this program.
fn check_format(name: &str, stored: Option<Vec<u8>>) -> Result<(), Error> {
    let stored = stored.ok_or_else(|| no_archive(name))?;
    let other = Fingerprints::other_format(&stored).map_err(|fault| storage_error(name, fault))?;
    match other {
        None => Ok(()),
        Some(other) => Err(Error::format(name, None, format!("cannot be read: {other}"))),
    }
}

fn is_empty(database: &Database) -> Result<bool, Fault> {
    Ok(database.begin_read()?.list_tables()?.next().is_none())
}

fn make(database: &Database, own: &Fingerprints) -> Result<(), Fault> {
    let transaction = database.begin_write()?;
    {
        let mut tables = Tables::open(&transaction)?;
        tables.meta.insert(&b"fingerprints"[..], &*super::tables::encode(own)?)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of an older or a newer format is refused by its number, and stays as it was.
    #[test]
    fn another_format_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive");
        for format in [1, 99] {
            let _ = std::fs::remove_file(&path);
            drop(LiveArchive::open(&path, Settings::default()).unwrap());
            let database = Database::open(&path).unwrap();
            make(&database, &Fingerprints::of_format(format)).unwrap();
            drop(database);
            let before = std::fs::read(&path).unwrap();
            let options = LiveOptions::new;
            for error in [
                options().open(&path).map(|_| ()),
                options().rebuild(&path, |_, _| std::ops::ControlFlow::Continue(())).map(|_| ()),
            ] {
                let error = error.unwrap_err();
                let told = format!("its format is {format}, this program's");
                assert!(error.is_format() && error.to_string().contains(&told), "{error}");
            }
            assert!(std::fs::read(&path).unwrap() == before);
        }
    }
}
