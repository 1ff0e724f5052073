//! Walks through files, folders and lines, one document at a time.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::{self, File};
#[cfg(feature = "json")]
use std::io::BufReader;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};
use std::vec;

use super::DEFAULT_MAX_BYTES;
use super::character_reference;
use super::fields::{file_stem, set_document_field};
use super::front_matter;
#[cfg(feature = "html-input")]
use super::html;
#[cfg(feature = "json")]
use super::jsonl;
use super::lines;
use super::unique::UniqueIds;
use crate::model::{Document, Skipped};

/// Reason of an input in which every line is blank.
#[cfg(feature = "json")]
pub(super) const NO_LINE: &str = "holds no line";
/// Reason of a JSONL input in a build that cannot read it.
#[cfg(not(feature = "json"))]
pub(super) const NO_JSON: &str = "JSONL; built without the feature json";

/// Bytes that are read at once from a JSONL file.
#[cfg(feature = "json")]
const BUFFER_BYTES: usize = 1 << 16;

/// The inputs that are left to read.
#[derive(Debug)]
pub(super) struct FolderWalk<R> {
    /// Paths that the caller named, not yet opened.
    paths: VecDeque<PathBuf>,
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
}

impl<R> Default for FolderWalk<R> {
    fn default() -> FolderWalk<R> {
        FolderWalk {
            paths: VecDeque::new(),
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
        FolderWalk { paths: VecDeque::from([path.to_owned()]), ..FolderWalk::default() }
    }

    /// Sets the limit of a text file, a page or a line, in bytes; at most the largest offset of a
    /// span.
    pub(super) fn with_max_bytes(mut self, bytes: u64) -> FolderWalk<R> {
        self.max_bytes = bytes.min(u64::from(u32::MAX));
        #[cfg(feature = "json")]
        for source in &mut self.open {
            match source {
                Source::Folder { .. } => {}
                Source::File(lines) => lines.lines.set_max_bytes(self.max_bytes),
                Source::Stream(lines) => lines.lines.set_max_bytes(self.max_bytes),
            }
        }
        self
    }

    /// Adds a file or a folder after all others.
    pub(super) fn push_last(&mut self, path: &Path) {
        self.paths.push_back(path.to_owned());
    }

    /// Finds the document of a text that is in memory.
    pub(super) fn text(&mut self, name: &str, text: &str, ids: &mut UniqueIds) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head = front_matter::read(text);
        let mut document = Document::new(name, &text[head.len..]);
        document.outlet = file_stem(name);
        if let Some((line, reason)) = head.refused {
            self.skip(name, Some(line), reason);
        }
        for (line, key, value) in head.fields {
            if let Err(reason) = set_document_field(&mut document, key, value) {
                self.skip(name, Some(line), reason);
            }
        }
        self.keep(document, name, None, ids);
    }

    /// Opens a path. One that the caller did not name is ignored when its ending is not known.
    fn open(&mut self, path: &Path, is_named: bool, ids: &mut UniqueIds) {
        let name = path.to_string_lossy();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return self.open_folder(path),
            Ok(_) => {}
            Err(error) => return self.skip(&name, None, error.to_string()),
        }
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("txt" | "md") => {
                if let Some(text) = self.read_whole(path, &name) {
                    self.text(&name, &text, ids);
                }
            }
            Some("html" | "htm") => self.page(path, &name, ids),
            Some("jsonl") => self.open_lines(path, &name),
            _ if is_named => {
                let reason = "not a folder, and its ending is none of .txt .md .html .htm .jsonl";
                self.skip(&name, None, reason);
            }
            _ => {}
        }
    }

    fn open_folder(&mut self, path: &Path) {
        let name = path.to_string_lossy();
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
        // The order of a directory listing depends on the file system.
        entries.sort();
        entries.retain(|entry| !is_ignored(entry));
        self.open.push(Source::Folder {
            name: name.into_owned(),
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
                self.open.push(Source::File(Lines { name: name.to_owned(), lines, any: false }));
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

    /// Reads the text of a file; `None`, with an entry, when it cannot be read.
    fn read_whole(&mut self, path: &Path, name: &str) -> Option<String> {
        let max_bytes = self.max_bytes;
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| {
            // One byte more than the limit shows that it is exceeded; a pipe or a device may never
            // end.
            file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)
        });
        let text = match read {
            Err(error) => Err(error.to_string()),
            Ok(len) if len as u64 > max_bytes => {
                let len = fs::metadata(path)
                    .map_or(len as u64, |metadata| metadata.len().max(len as u64));
                Err(lines::too_long("the file", len, max_bytes))
            }
            Ok(_) => String::from_utf8(bytes).map_err(|error| {
                let valid = error.utf8_error().valid_up_to();
                lines::not_utf8(error.as_bytes(), valid, valid)
            }),
        };
        text.map_err(|reason| self.skip(name, None, reason)).ok()
    }

    #[cfg(feature = "html-input")]
    fn page(&mut self, path: &Path, name: &str, ids: &mut UniqueIds) {
        let Some(page) = self.read_whole(path, name) else { return };
        match html::read(&page) {
            Ok(page) => {
                let mut document = Document::new(name, page.text);
                document.outlet = file_stem(name);
                for (key, value) in page.fields {
                    if let Err(reason) = set_document_field(&mut document, key, &value) {
                        self.skip(name, None, reason);
                    }
                }
                self.keep(document, name, None, ids);
            }
            Err(reason) => self.skip(name, None, reason),
        }
    }

    #[cfg(not(feature = "html-input"))]
    fn page(&mut self, _path: &Path, name: &str, _ids: &mut UniqueIds) {
        self.skip(name, None, "an HTML page; built without the feature html-input");
    }

    fn keep(&mut self, mut document: Document, name: &str, line: Option<u64>, ids: &mut UniqueIds) {
        // Feeds leave the references of HTML in their text: it&#8217;s.
        if let Cow::Owned(decoded) = character_reference::decode(&document.text) {
            document.text = decoded;
        }
        if let Some(Cow::Owned(decoded)) =
            document.title.as_deref().map(character_reference::decode)
        {
            document.title = Some(decoded);
        }
        let found = ids.insert(&document.id, name, line).map(|()| document);
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
    /// Walks through the lines of a JSONL input.
    #[cfg(feature = "json")]
    pub(super) fn jsonl(name: &str, lines: R) -> FolderWalk<R> {
        let lines = lines::LineReader::new(lines, DEFAULT_MAX_BYTES);
        let lines = Lines { name: name.to_owned(), lines, any: false };
        FolderWalk { open: vec![Source::Stream(lines)], ..FolderWalk::default() }
    }

    #[cfg(not(feature = "json"))]
    pub(super) fn jsonl(name: &str, _lines: R) -> FolderWalk<R> {
        let mut walk = FolderWalk::default();
        walk.skip(name, None, NO_JSON);
        walk
    }

    /// Returns the next document or entry; `None` when all is read.
    pub(super) fn next(&mut self, ids: &mut UniqueIds) -> Option<Result<Document, Skipped>> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(found);
            }
            match self.open.last_mut() {
                None => {
                    let path = self.paths.pop_front()?;
                    self.open(&path, true, ids);
                }
                Some(Source::Folder { entries, .. }) => match entries.next() {
                    Some(path) => self.open(&path, false, ids),
                    None => self.close_folder(),
                },
                #[cfg(feature = "json")]
                Some(_) => self.next_line(ids),
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
            self.skip(&name, None, "holds no .txt, .md, .html, .htm or .jsonl file");
        }
    }

    /// Reads the next line that is not blank of the file or stream that is open.
    #[cfg(feature = "json")]
    fn next_line(&mut self, ids: &mut UniqueIds) {
        let Some(mut source) = self.open.pop() else { return };
        let is_open = match &mut source {
            Source::File(lines) => self.read_line(lines, ids),
            Source::Stream(lines) => self.read_line(lines, ids),
            Source::Folder { .. } => true,
        };
        if is_open {
            self.open.push(source);
        }
    }

    /// Returns false at the end of `lines`.
    #[cfg(feature = "json")]
    fn read_line<L: BufRead>(&mut self, lines: &mut Lines<L>, ids: &mut UniqueIds) -> bool {
        let Lines { name, lines, any } = lines;
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
        let number = Some(number);
        match entry {
            Err(reason) => self.skip(name, number, reason),
            Ok(entry) => {
                for reason in entry.faults {
                    self.skip(name, number, reason);
                }
                let mut document = Document::new(entry.id, entry.text);
                for (key, value) in entry.fields {
                    if let Err(reason) = set_document_field(&mut document, key, &value) {
                        self.skip(name, number, reason);
                    }
                }
                self.keep(document, name, number, ids);
            }
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
