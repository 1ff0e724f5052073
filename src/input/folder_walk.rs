//! Walks through files, folders and lines, one document at a time.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::vec;

use super::DEFAULT_MAX_BYTES;
use super::already_read::AlreadyRead;
use super::character_reference;
use super::container::{ContainerInput, ContainerKind, known_endings};
#[cfg(feature = "json")]
use super::fields::set_document_field;
#[cfg(feature = "json")]
use super::file::nul_fault;
use super::file::{FileContent, FileKind};
#[cfg(feature = "json")]
use super::jsonl;
use super::lines;
use super::open_container::{self, OpenContainer};
use super::path_name::path_name;
use crate::model::{Document, Skipped};

/// Reason of an input in which every line is blank.
#[cfg(feature = "json")]
pub(super) const NO_LINE: &str = "holds no line";
/// Reason of a JSONL input in a build that cannot read it.
#[cfg(not(feature = "json"))]
pub(super) const NO_JSON: &str = "JSONL; built without the feature json";

/// Bytes that are read at once from a file of lines or records.
const BUFFER_BYTES: usize = 1 << 16;

/// Faults of one input that are listed; of further ones the number is told. A file of another
/// format has a fault in each line.
const MAX_LISTED_FAULTS: u64 = 10_000;

/// The inputs that are left to read.
#[derive(Debug)]
pub(super) struct FolderWalk<R> {
    /// Inputs that the caller named, not yet opened.
    named: VecDeque<NamedInput<R>>,
    /// An open folder or file. Each folder stands inside the one before it; a file of lines is the
    /// last.
    open: Vec<Source<R>>,
    /// Items that were found and not yet returned.
    found: VecDeque<Result<Document, Skipped>>,
    /// The number of items found, good or bad.
    found_count: usize,
    /// The limit of a text file, a page or a line, in bytes.
    max_bytes: u64,
}

/// An input as the caller gave it.
#[derive(Debug)]
enum NamedInput<R> {
    Path(PathBuf),
    #[cfg_attr(not(feature = "json"), allow(dead_code, reason = "streams need the feature json"))]
    Lines(String, R),
}

/// An input that gives more than one document.
#[derive(Debug)]
enum Source<R> {
    Folder {
        name: String,
        /// Its path with links resolved.
        real: PathBuf,
        entries: vec::IntoIter<PathBuf>,
        /// [`FolderWalk::found_count`] when it was opened.
        found_before: usize,
    },
    Container(OpenContainer),
    #[cfg(feature = "json")]
    File(Lines<BufReader<File>>),
    #[cfg(feature = "json")]
    Stream(Lines<R>),
    #[cfg(not(feature = "json"))]
    #[allow(dead_code, reason = "names the type of streams, which need the feature json")]
    Stream(R),
}

/// The lines of a JSONL input.
#[cfg(feature = "json")]
#[derive(Debug)]
struct Lines<R> {
    name: String,
    lines: lines::LineReader<R>,
    /// True once a line was not blank.
    any: bool,
    /// The number of faults, listed or not.
    faults: u64,
}

#[cfg(feature = "json")]
impl<R> Lines<R> {
    fn new(name: &str, lines: lines::LineReader<R>) -> Lines<R> {
        Lines { name: name.to_owned(), lines, any: false, faults: 0 }
    }
}

impl<R> Default for FolderWalk<R> {
    fn default() -> FolderWalk<R> {
        FolderWalk {
            named: VecDeque::new(),
            open: Vec::new(),
            found: VecDeque::new(),
            found_count: 0,
            max_bytes: DEFAULT_MAX_BYTES,
        }
    }
}

impl<R> FolderWalk<R> {
    /// Walks through a file or a folder.
    pub(super) fn new(path: &Path) -> FolderWalk<R> {
        FolderWalk {
            named: VecDeque::from([NamedInput::Path(path.to_owned())]),
            ..FolderWalk::default()
        }
    }

    /// Sets the limit of a text file, a page or a line, in bytes; at most the largest offset of a
    /// span.
    pub(super) fn with_max_bytes(mut self, bytes: u64) -> FolderWalk<R> {
        self.max_bytes = bytes.min(u64::from(u32::MAX));
        self
    }

    /// Adds a file or a folder after all others.
    pub(super) fn push_last(&mut self, path: &Path) {
        self.named.push_back(NamedInput::Path(path.to_owned()));
    }

    /// Adds the lines of a JSONL input after all others. `name` is the name in messages.
    pub(super) fn push_lines(&mut self, name: &str, lines: R) {
        self.named.push_back(NamedInput::Lines(name.to_owned(), lines));
    }

    /// Finds the document of a file that is in memory.
    pub(super) fn file(&mut self, name: &str, content: FileContent, read: &mut AlreadyRead) {
        if self.count_entry(name, None, read) {
            content.faults.into_iter().for_each(|(line, reason)| self.skip(name, line, reason));
            if let Some(document) = content.document {
                self.keep(document, name, None, read);
            }
        }
    }

    /// Opens a path. One that the caller did not name is ignored when its ending is not known.
    fn open(&mut self, path: &Path, is_named: bool, read: &mut AlreadyRead) {
        let name = path_name(path);
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.skip(&name, None, error.to_string()),
        };
        if metadata.is_dir() {
            return self.open_folder(path, read);
        }
        match FileKind::from_ending(path) {
            // It may never end, or never begin; whoever names it knows it.
            Some(_) if !is_named && !metadata.is_file() => {
                self.skip(&name, None, "a pipe, a socket or a device, not a file");
            }
            Some(FileKind::Lines) => self.open_lines(path, &name),
            Some(FileKind::Container(kind)) => self.open_container(kind, path, &name, is_named),
            Some(kind) => {
                if let Some(bytes) = self.read_whole(path, &name) {
                    self.file(&name, FileContent::read(kind, &name, &bytes), read);
                }
            }
            None if is_named => {
                let endings = known_endings().join(" ");
                let reason = match ContainerKind::from_ending(path).map(ContainerKind::feature) {
                    Some((feature, false)) => format!("built without the feature {feature}"),
                    _ => format!("not a folder, and its ending is none of {endings}"),
                };
                self.skip(&name, None, reason);
            }
            None => {}
        }
    }

    /// Opens a file of records. In a folder, a file that only has the ending of one is ignored.
    fn open_container(&mut self, kind: ContainerKind, path: &Path, name: &str, is_named: bool) {
        let opened = File::open(path).map_err(|error| error.to_string()).and_then(|file| {
            let input = Box::new(BufReader::with_capacity(BUFFER_BYTES, file));
            open_container::open(kind, name, input, self.max_bytes)
        });
        match opened {
            Ok(items) => {
                let name = name.to_owned();
                self.open.push(Source::Container(OpenContainer { name, items, faults: 0 }));
            }
            Err(_) if !is_named && ContainerKind::is_shared_ending(path) => {}
            Err(reason) => self.skip(name, None, reason),
        }
    }

    /// Adds the records of a file that is in memory.
    pub(super) fn push_container(
        &mut self,
        kind: ContainerKind,
        name: &str,
        input: ContainerInput,
    ) {
        match open_container::open(kind, name, input, self.max_bytes) {
            Ok(items) => {
                let name = name.to_owned();
                self.open.push(Source::Container(OpenContainer { name, items, faults: 0 }));
            }
            Err(reason) => self.skip(name, None, reason),
        }
    }

    fn open_folder(&mut self, path: &Path, read: &mut AlreadyRead) {
        let name = path_name(path);
        let list = || -> std::io::Result<(PathBuf, Vec<PathBuf>)> {
            let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
            Ok((fs::canonicalize(path)?, entries.collect::<Result<_, _>>()?))
        };
        let (real, mut entries) = match list() {
            Ok(list) => list,
            Err(error) => return self.skip(&name, None, error.to_string()),
        };
        let is_open = |source: &Source<R>| match source {
            Source::Folder { real: open, .. } => *open == real,
            _ => false,
        };
        if self.open.iter().any(is_open) {
            return self.skip(&name, None, "links back to a folder that it stands in");
        }
        if !read.add_folder(&real) {
            let reason = format!("is the folder {}, which was read before", path_name(&real));
            return self.skip(&name, None, reason);
        }
        // The order of a directory listing depends on the file system. Links to folders come last,
        // so that what stands in a folder has its own name.
        entries.retain(|entry| !is_ignored(entry));
        entries.sort_by_cached_key(|entry| (entry.is_symlink() && entry.is_dir(), entry.clone()));
        self.open.push(Source::Folder {
            name,
            real,
            entries: entries.into_iter(),
            found_before: self.found_count,
        });
    }

    #[cfg(feature = "json")]
    fn open_lines(&mut self, path: &Path, name: &str) {
        match File::open(path) {
            Ok(file) => {
                let file = BufReader::with_capacity(BUFFER_BYTES, file);
                let lines = lines::LineReader::new(file, self.max_bytes);
                self.open.push(Source::File(Lines::new(name, lines)));
            }
            Err(error) => self.skip(name, None, error.to_string()),
        }
    }

    #[cfg(not(feature = "json"))]
    fn open_lines(&mut self, path: &Path, name: &str) {
        match File::open(path) {
            Ok(_) => self.skip(name, None, NO_JSON),
            Err(error) => self.skip(name, None, error.to_string()),
        }
    }

    /// Reads the bytes of a file; `None`, with an entry, when it cannot be read.
    fn read_whole(&mut self, path: &Path, name: &str) -> Option<Vec<u8>> {
        let max_bytes = self.max_bytes;
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| {
            // One byte more than the limit shows that it is exceeded; a pipe or a device may never
            // end.
            file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)
        });
        let reason = match read {
            Err(error) => error.to_string(),
            Ok(len) if len as u64 > max_bytes => {
                let len = fs::metadata(path)
                    .map_or(len as u64, |metadata| metadata.len().max(len as u64));
                lines::too_long("the file", len, max_bytes)
            }
            Ok(_) => return Some(bytes),
        };
        self.skip(name, None, reason);
        None
    }

    /// Counts a file or a line. Returns false beyond the limit of documents, and leaves the rest of
    /// the inputs.
    fn count_entry(&mut self, name: &str, line: Option<u64>, read: &mut AlreadyRead) -> bool {
        if read.count_entry() {
            return true;
        }
        let limit = read.max_documents;
        self.skip(name, line, format!("the limit of documents is {limit}; nothing more is read"));
        self.open.clear();
        self.named.clear();
        false
    }

    fn keep(
        &mut self,
        mut document: Document,
        name: &str,
        line: Option<u64>,
        read: &mut AlreadyRead,
    ) {
        // Feeds leave the references of HTML in their text: it&#8217;s.
        if let Cow::Owned(decoded) = character_reference::decode(&document.text) {
            document.text = decoded;
        }
        if let Some(Cow::Owned(decoded)) =
            document.title.as_deref().map(character_reference::decode)
        {
            document.title = Some(decoded);
        }
        let found = read.ids.insert(&document.id, name, line).map(|()| document);
        self.push(found);
    }

    fn skip(&mut self, name: &str, line: Option<u64>, reason: impl Into<String>) {
        self.push(Err(Skipped { line, ..Skipped::new(name, reason) }));
    }

    fn push(&mut self, found: Result<Document, Skipped>) {
        self.found_count += 1;
        self.found.push_back(found);
    }
}

impl<R: BufRead> FolderWalk<R> {
    /// Returns the next document or entry; `None` when all is read.
    pub(super) fn next(&mut self, read: &mut AlreadyRead) -> Option<Result<Document, Skipped>> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(found);
            }
            match self.open.last_mut() {
                None => match self.named.pop_front()? {
                    NamedInput::Path(path) => self.open(&path, true, read),
                    #[cfg(feature = "json")]
                    NamedInput::Lines(name, lines) => {
                        let lines = lines::LineReader::new(lines, self.max_bytes);
                        self.open.push(Source::Stream(Lines::new(&name, lines)));
                    }
                    #[cfg(not(feature = "json"))]
                    NamedInput::Lines(name, _) => self.skip(&name, None, NO_JSON),
                },
                Some(Source::Folder { entries, .. }) => match entries.next() {
                    Some(path) => self.open(&path, false, read),
                    None => self.close_folder(),
                },
                Some(Source::Container(_)) => self.next_item(read),
                #[cfg(feature = "json")]
                Some(_) => self.next_line(read),
                #[cfg(not(feature = "json"))]
                Some(Source::Stream(_)) => drop(self.open.pop()),
            }
        }
    }

    /// Reports a folder that the caller named and that holds nothing; one below it may be empty.
    fn close_folder(&mut self) {
        if let Some(Source::Folder { name, found_before, .. }) = self.open.pop()
            && self.open.is_empty()
            && self.found_count == found_before
        {
            let (last, endings) = known_endings()
                .split_last()
                .map_or_else(|| ("", String::new()), |(last, endings)| (*last, endings.join(", ")));
            self.skip(&name, None, format!("holds no {endings} or {last} file"));
        }
    }

    /// Reads the next record of the file that is open.
    fn next_item(&mut self, read: &mut AlreadyRead) {
        let Some(Source::Container(mut open)) = self.open.pop() else { return };
        let Some(record) = open.items.next() else {
            self.tell_further_faults(&open.name, open.faults);
            return;
        };
        if !self.count_entry(&open.name, record.line, read) {
            return;
        }
        for (line, reason) in record.faults {
            self.skip_listed(&open.name, line, &mut open.faults, reason);
        }
        if let Some(document) = record.document {
            self.keep(document, &open.name, record.line, read);
            self.count_refused(&mut open.faults);
        }
        self.open.push(Source::Container(open));
    }

    /// Tells the number of faults of an input that were not listed.
    fn tell_further_faults(&mut self, name: &str, faults: u64) {
        if faults > MAX_LISTED_FAULTS {
            let more = faults - MAX_LISTED_FAULTS;
            self.skip(name, None, format!("{more} further faults are not listed"));
        }
    }

    /// OpenContainer a fault of a line or a record.
    fn skip_listed(&mut self, name: &str, line: Option<u64>, faults: &mut u64, reason: String) {
        *faults += 1;
        if *faults <= MAX_LISTED_FAULTS {
            self.skip(name, line, reason);
        }
    }

    /// Counts the latest document as a fault if it was refused.
    fn count_refused(&mut self, faults: &mut u64) {
        if let Some(Err(_)) = self.found.back() {
            *faults += 1;
            if *faults > MAX_LISTED_FAULTS {
                self.found.pop_back();
            }
        }
    }

    /// Reads the next line that is not blank of the file or stream that is open.
    #[cfg(feature = "json")]
    fn next_line(&mut self, read: &mut AlreadyRead) {
        let Some(mut source) = self.open.pop() else { return };
        let is_open = match &mut source {
            Source::File(lines) => self.read_line(lines, read),
            Source::Stream(lines) => self.read_line(lines, read),
            Source::Folder { .. } | Source::Container(_) => true,
        };
        if is_open {
            self.open.push(source);
        } else if let Source::File(Lines { name, faults, .. })
        | Source::Stream(Lines { name, faults, .. }) = source
        {
            self.tell_further_faults(&name, faults);
        }
    }

    /// Returns false at the end of `lines`.
    #[cfg(feature = "json")]
    fn read_line<L: BufRead>(&mut self, lines: &mut Lines<L>, read: &mut AlreadyRead) -> bool {
        let Lines { name, lines, any, faults } = lines;
        let (number, entry) = loop {
            match lines.next() {
                None if *any => return false,
                None => {
                    self.skip(name, None, NO_LINE);
                    return false;
                }
                Some((_, Ok(""))) => {}
                Some((number, line)) => break (number, line.and_then(jsonl::read)),
            }
        };
        *any = true;
        if !self.count_entry(name, Some(number), read) {
            return false;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(reason) => {
                self.skip_listed(name, Some(number), faults, reason);
                return true;
            }
        };
        let mut document = Document::new(entry.id, entry.text);
        let mut told = entry.faults;
        for (key, value) in entry.fields {
            told.extend(set_document_field(&mut document, key, &value).err());
        }
        let nul = nul_fault(&document.text);
        let is_text = nul.is_ok();
        told.extend(nul.unwrap_or_else(Some));
        told.into_iter().for_each(|reason| self.skip_listed(name, Some(number), faults, reason));
        if is_text {
            self.keep(document, name, Some(number), read);
            self.count_refused(faults);
        }
        true
    }
}

/// Returns true for an entry of a folder that is hidden, or that describes the folder.
fn is_ignored(entry: &Path) -> bool {
    let is_hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let is_readme = entry.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    is_hidden || is_readme && entry.is_file()
}
