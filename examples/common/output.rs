//! Files that examples write: written beside and renamed, so that whatever happens meanwhile leaves
//! the old file; and never over what was read.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file. If anything fails, if the process is ended or the disk is full, what stood there
/// stays as it was. A link stays a link; a pipe or a device is written to as it is.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let old = fs::metadata(path);
    if old.as_ref().is_ok_and(|old| old.is_dir()) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if old.as_ref().is_ok_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(path)?);
        return write(&mut out).and_then(|()| out.flush());
    }
    let target = match &old {
        Ok(_) => fs::canonicalize(path)?,
        Err(_) => path.to_owned(),
    };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A name that begins with a dot is no input of a folder, if it should be left over.
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".part");
    let old = old.ok().map(|old| old.permissions());
    #[cfg(unix)]
    {
        // As any new file; `tempfile` would keep it from all others.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    let mut out = BufWriter::new(beside.as_file_mut());
    write(&mut out).and_then(|()| out.flush())?;
    drop(out);
    if let Some(permissions) = old {
        beside.as_file().set_permissions(permissions)?;
    }
    // Only then is it known that the disk has taken all of it.
    beside.as_file().sync_all()?;
    beside.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// Returns true if there is a regular file at `path`, or nothing yet.
#[allow(dead_code, reason = "not every example writes several files")]
pub fn is_file_or_new(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |metadata| metadata.is_file())
}

/// Returns the input that `out` names or stands in, if it would be read as one: writing would
/// destroy it.
pub fn find_input(out: &Path, inputs: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let out = FileId::new(out)?;
    let mut seen = BTreeSet::new();
    inputs.into_iter().find(|input| is_read(input, &out, true, &mut seen))
}

/// Returns true if `out` is the file `input`, or one that is read in that folder.
fn is_read(input: &Path, out: &FileId, is_named: bool, seen: &mut BTreeSet<PathBuf>) -> bool {
    let Ok(metadata) = fs::metadata(input) else { return false };
    if metadata.is_file() {
        let ending = input.extension().map(|ending| ending.to_ascii_lowercase());
        let mut known = vec!["txt", "md", "html", "htm", "jsonl", "csv", "tsv", "warc", "gz"];
        if cfg!(feature = "feeds") {
            known.extend(["rss", "atom", "xml", "json"]);
        }
        if cfg!(feature = "mail-input") {
            known.extend(["mbox", "eml"]);
        }
        let is_known = ending.is_some_and(|ending| known.iter().any(|known| ending == *known));
        return (is_named || is_known) && FileId::new(input).as_ref() == Some(out);
    }
    if !metadata.is_dir() || !fs::canonicalize(input).is_ok_and(|real| seen.insert(real)) {
        return false;
    }
    let entries = fs::read_dir(input).into_iter().flatten().flatten();
    let mut visible =
        entries.filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    visible.any(|entry| is_read(&entry.path(), out, false, seen))
}

/// A file, by whatever name.
#[derive(PartialEq, Eq)]
struct FileId {
    #[cfg(unix)]
    numbers: (u64, u64),
    #[cfg(not(unix))]
    real: PathBuf,
}

impl FileId {
    /// Returns nothing if there is no regular file.
    fn new(path: &Path) -> Option<FileId> {
        let metadata = fs::metadata(path).ok().filter(|metadata| metadata.is_file())?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Some(FileId { numbers: (metadata.dev(), metadata.ino()) })
        }
        #[cfg(not(unix))]
        {
            let _ = metadata;
            Some(FileId { real: fs::canonicalize(path).ok()? })
        }
    }
}
