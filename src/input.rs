//! Documents from files: plain text, Markdown, HTML pages, JSONL, folders of these; and quotations cut out elsewhere.
//!
//! Whoever reads a thousand articles from a disk does not want to lose 999 to one bad line. So nothing here returns an
//! error: a [`Reader`] keeps what was good, and a [`Skipped`] entry for each thing that was not, with the input, the
//! line and the reason.
//!
//! | Input | Document |
//! |---|---|
//! | `.txt`, `.md` | id: the path as given; outlet: the file's stem; text: the file, byte for byte, but for a byte-order mark and the head |
//! | `.html`, `.htm` | the page's main text, one paragraph a line (feature `html-input`); id: the path as given; title, date, outlet from the page |
//! | `.jsonl` | one article a line: `id` and `text`; optional `outlet`, `published`, `title`, `url`, `kind`, `language` (feature `json`) |
//! | a folder | every file below it with one of these endings, sorted by name; names that begin with a dot and a `README`, which tells of the folder, are passed over |
//!
//! The **head** of a text file is a first block of `key: value` lines that ends with a blank line; its keys are `outlet`,
//! `published`, `title`, `url`, `kind` and `language`, in either case. A block with any other line in it is text, so that
//! an article that begins “Note: …” keeps its beginning.
//!
//! What can be kept is kept: an article whose date cannot be read is read without a date, and the entry says so. Only an
//! article without an id or a text of its own is dropped. Of two documents with one id the first is kept.
//!
//! ```
//! use variorum::input::Reader;
//! let mut reader = Reader::new();
//! reader.read_text("articles/courier.txt", "published: 2018-07-16\ntitle: A start\n\n“We begin,” she said.\n");
//! reader.read_text("articles/ledger.txt", "published: last Monday\n\nNobody answered.\n");
//! let input = reader.finish();
//! assert_eq!(input.documents[0].outlet.as_deref(), Some("courier"));
//! assert_eq!(input.documents[0].text, "“We begin,” she said.\n");
//! assert_eq!(input.documents[1].published, None);
//! assert_eq!(input.skipped[0].to_string(), "articles/ledger.txt: line 1: published: \"last Monday\" is not an RFC 3339 \
//!     date or time, such as 2018-07-16 or 2018-07-16T18:00:00Z; the document is kept without it");
//! ```

#[cfg(feature = "json")]
mod block;
#[cfg(feature = "json")]
mod decisions;
mod head;
#[cfg(feature = "html-input")]
mod html;
#[cfg(feature = "json")]
mod json;
mod line;

#[cfg(feature = "json")]
pub(crate) use block::{Blocks, Stretch};
#[cfg(feature = "json")]
pub use decisions::decisions;
#[cfg(feature = "json")]
pub(crate) use json::Plain;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::model::{Document, DocumentKind, Published, Skipped, StandaloneQuotation};

/// What a [`Reader`] read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The documents, in the order in which they were met.
    pub documents: Vec<Document>,
    /// The quotations, in the order in which they were met.
    pub quotations: Vec<StandaloneQuotation>,
    /// What was not read, in the order in which it was met.
    pub skipped: Vec<Skipped>,
}

/// A text file, an HTML page or a line of JSONL may have so many bytes unless [`Reader::with_limit`] says otherwise.
///
/// As much as an archive takes of one document unless it is set otherwise. The longest transcript of a day's hearing has
/// about 1 MiB; a line longer than this is a file that has lost its line breaks. With it, memory is bounded by what is kept
/// and one line.
pub const LIMIT: u64 = 256 << 20;

/// Reads documents and quotations, and keeps account of what could not be read.
///
/// Cost: linear in the bytes read. Memory: what is kept, one line or file more, and each id once more.
#[derive(Clone, Debug)]
pub struct Reader {
    input: Input,
    limit: u64,
    document_ids: FxHashMap<String, Place>,
    #[cfg(feature = "json")]
    quotation_ids: FxHashMap<String, Place>,
    /// The inputs that gave something, each once for every time it was read.
    names: Vec<String>,
}

/// Where an id was met first.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Index into [`Reader::names`].
    input: usize,
    line: Option<u64>,
}

/// What the lines of a JSONL input hold.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "json"), allow(dead_code))]
enum Lines {
    Articles,
    Quotations,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader::new()
    }
}

impl Reader {
    /// A reader that has read nothing yet.
    pub fn new() -> Reader {
        Reader {
            input: Input::default(),
            limit: LIMIT,
            document_ids: FxHashMap::default(),
            #[cfg(feature = "json")]
            quotation_ids: FxHashMap::default(),
            names: Vec::new(),
        }
    }

    /// Sets how many bytes a text file, an HTML page or a line of JSONL may have; at most 4 GiB - 1, which is how far
    /// spans reach. What is longer is skipped and never held in memory.
    pub fn with_limit(mut self, bytes: u64) -> Reader {
        self.limit = bytes.min(u64::from(u32::MAX));
        self
    }

    /// What has been read so far.
    pub fn so_far(&self) -> &Input {
        &self.input
    }

    /// Ends the reading and hands over what was read.
    pub fn finish(self) -> Input {
        self.input
    }

    /// Reads the articles of a file or of a folder and all below it.
    ///
    /// `-` is a file's name like any other here; for the standard input see [`Reader::read_jsonl`].
    pub fn read_path(&mut self, path: impl AsRef<Path>) {
        self.path(path.as_ref(), true, &mut Vec::new());
    }

    /// Reads articles as JSONL, one a line, from anything; `name` is what [`Skipped::input`] shall call it.
    ///
    /// ```
    /// use variorum::input::Reader;
    /// let lines = concat!(
    ///     r#"{"id": "a", "text": "One.", "outlet": "Ledger", "section": "unknown fields are passed over"}"#, "\n",
    ///     r#"{"id": "b"}"#, "\n");
    /// let mut reader = Reader::new();
    /// reader.read_jsonl("-", lines.as_bytes());
    /// let input = reader.finish();
    /// # if cfg!(feature = "json") {
    /// assert_eq!(input.documents.len(), 1);
    /// assert_eq!(input.skipped[0].to_string(), "-: line 2: text: missing");
    /// # }
    /// ```
    pub fn read_jsonl(&mut self, name: &str, lines: impl BufRead) {
        self.lines(name, lines, Lines::Articles);
    }

    /// Reads quotations cut out elsewhere as JSONL: `id` and `text`, optional `speaker`, `outlet`, `document` and
    /// `published`. An id may be a whole number.
    ///
    /// ```
    /// use variorum::input::Reader;
    /// let mut reader = Reader::new();
    /// reader.read_quotations("-", r#"{"id": 7, "text": "We begin.", "speaker": "Ada Lund"}"#.as_bytes());
    /// # if cfg!(feature = "json") {
    /// assert_eq!(reader.finish().quotations[0].id, "7");
    /// # }
    /// ```
    pub fn read_quotations(&mut self, name: &str, lines: impl BufRead) {
        self.lines(name, lines, Lines::Quotations);
    }

    /// Reads the quotations of a JSONL file; see [`Reader::read_quotations`].
    pub fn read_quotations_path(&mut self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        match fs::File::open(path) {
            Ok(file) => self.read_quotations(&path.to_string_lossy(), BufReader::new(file)),
            Err(error) => self.skip(&path.to_string_lossy(), None, error.to_string()),
        }
    }

    /// Reads a text that is at hand as the text file `name` would be read: with its head, if it has one.
    pub fn read_text(&mut self, name: &str, text: &str) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head = head::read(text);
        let mut document = Document::new(name, &text[head.len..]);
        document.outlet = stem(name);
        if let Some((line, reason)) = head.refused {
            self.skip(name, Some(line), reason);
        }
        for (line, key, value) in head.fields {
            if let Err(reason) = set(&mut document, key, value) {
                self.skip(name, Some(line), reason);
            }
        }
        self.keep(document, name, None);
    }

    /// `given` says that the caller named this path; a file met in a folder is passed over when its ending is not known.
    /// `above` holds the folders it was reached through, with their links resolved.
    fn path(&mut self, path: &Path, given: bool, above: &mut Vec<PathBuf>) {
        let name = path.to_string_lossy();
        let is_folder = match fs::metadata(path) {
            Ok(metadata) => metadata.is_dir(),
            Err(error) => return self.skip(&name, None, error.to_string()),
        };
        if is_folder {
            return self.folder(path, above);
        }
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("txt" | "md") => {
                if let Some(text) = self.whole(path, &name) {
                    self.read_text(&name, &text);
                }
            }
            Some("html" | "htm") => self.page(path, &name),
            Some("jsonl") => match fs::File::open(path) {
                Ok(file) => self.read_jsonl(&name, BufReader::with_capacity(1 << 16, file)),
                Err(error) => self.skip(&name, None, error.to_string()),
            },
            _ if given => self.skip(
                &name,
                None,
                "not a folder, and its ending is none of .txt .md .html .htm .jsonl".to_owned(),
            ),
            _ => {}
        }
    }

    fn folder(&mut self, path: &Path, above: &mut Vec<PathBuf>) {
        let name = path.to_string_lossy();
        let list = || -> std::io::Result<(PathBuf, Vec<PathBuf>)> {
            let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
            Ok((fs::canonicalize(path)?, entries.collect::<Result<_, _>>()?))
        };
        let (real, mut entries) = match list() {
            Ok(list) => list,
            Err(error) => return self.skip(&name, None, error.to_string()),
        };
        if above.contains(&real) {
            return self.skip(&name, None, "links back to a folder that it stands in".to_owned());
        }
        // What a folder lists comes in an order of the file system's own.
        entries.sort();
        let before = self.met();
        above.push(real);
        for entry in &entries {
            let hidden =
                entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            let readme = entry.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
                && entry.is_file();
            if hidden || readme {
                continue;
            }
            self.path(entry, false, above);
        }
        above.pop();
        // A folder below that is empty is no news; one that was asked for is.
        if above.is_empty() && self.met() == before {
            self.skip(&name, None, "holds no .txt, .md, .html, .htm or .jsonl file".to_owned());
        }
    }

    /// How many things have been met, good or bad.
    fn met(&self) -> usize {
        self.input.documents.len() + self.input.skipped.len()
    }

    /// The text of a file; when it cannot be had, says so and gives `None`.
    fn whole(&mut self, path: &Path, name: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let read = fs::File::open(path).and_then(|file| {
            // One byte more than the limit tells that it was passed; a pipe or a device may never end.
            file.take(self.limit.saturating_add(1)).read_to_end(&mut bytes)
        });
        let text = match read {
            Err(error) => Err(error.to_string()),
            Ok(len) if len as u64 > self.limit => {
                let len = fs::metadata(path)
                    .map_or(len as u64, |metadata| metadata.len().max(len as u64));
                Err(line::too_long("the file", len, self.limit))
            }
            Ok(_) => String::from_utf8(bytes).map_err(|error| {
                line::not_utf8(
                    error.as_bytes(),
                    error.utf8_error().valid_up_to(),
                    error.utf8_error().valid_up_to(),
                )
            }),
        };
        text.map_err(|reason| self.skip(name, None, reason)).ok()
    }

    #[cfg(feature = "html-input")]
    fn page(&mut self, path: &Path, name: &str) {
        let Some(page) = self.whole(path, name) else { return };
        match html::read(&page) {
            Ok(page) => {
                let mut document = Document::new(name, page.text);
                document.outlet = stem(name);
                for (key, value) in page.fields {
                    if let Err(reason) = set(&mut document, key, &value) {
                        self.skip(name, None, reason);
                    }
                }
                self.keep(document, name, None);
            }
            Err(reason) => self.skip(name, None, reason),
        }
    }

    #[cfg(not(feature = "html-input"))]
    fn page(&mut self, _path: &Path, name: &str) {
        self.skip(name, None, "an HTML page; built without the feature html-input".to_owned());
    }

    #[cfg(feature = "json")]
    fn lines(&mut self, name: &str, input: impl BufRead, what: Lines) {
        let mut lines = line::Lines::new(input, self.limit);
        let mut any = false;
        while let Some((number, next)) = lines.next() {
            let read = match next {
                Ok("") => continue,
                Ok(line) => json::read(line),
                Err(reason) => Err(reason),
            };
            any = true;
            let mut item = match read {
                Ok(item) => item,
                Err(reason) => {
                    self.skip(name, Some(number), reason);
                    continue;
                }
            };
            for reason in item.faults() {
                self.skip(name, Some(number), reason);
            }
            match what {
                Lines::Articles => {
                    let mut document = Document::new(item.id, item.text);
                    for (key, value) in item.fields {
                        if let Err(reason) = set(&mut document, key, &value) {
                            self.skip(name, Some(number), reason);
                        }
                    }
                    self.keep(document, name, Some(number));
                }
                Lines::Quotations => {
                    let mut quotation = StandaloneQuotation::new(item.id, item.text);
                    for (key, value) in item.fields {
                        if let Err(reason) = set_quotation(&mut quotation, key, value) {
                            self.skip(name, Some(number), reason);
                        }
                    }
                    self.keep_quotation(quotation, name, Some(number));
                }
            }
        }
        if !any {
            self.skip(name, None, "holds no line".to_owned());
        }
    }

    #[cfg(not(feature = "json"))]
    fn lines(&mut self, name: &str, _input: impl BufRead, _what: Lines) {
        self.skip(name, None, "JSONL; built without the feature json".to_owned());
    }

    fn keep(&mut self, document: Document, name: &str, line: Option<u64>) {
        let place = self.place(name, line);
        match self.document_ids.get(&document.id).copied() {
            Some(first) => self.skip_duplicate(&document.id, first, name, line),
            None => {
                self.document_ids.insert(document.id.clone(), place);
                self.input.documents.push(document);
            }
        }
    }

    #[cfg(feature = "json")]
    fn keep_quotation(&mut self, quotation: StandaloneQuotation, name: &str, line: Option<u64>) {
        let place = self.place(name, line);
        match self.quotation_ids.get(&quotation.id).copied() {
            Some(first) => self.skip_duplicate(&quotation.id, first, name, line),
            None => {
                self.quotation_ids.insert(quotation.id.clone(), place);
                self.input.quotations.push(quotation);
            }
        }
    }

    fn place(&mut self, name: &str, line: Option<u64>) -> Place {
        if self.names.last().is_none_or(|last| last != name) {
            self.names.push(name.to_owned());
        }
        Place { input: self.names.len() - 1, line }
    }

    fn skip_duplicate(&mut self, id: &str, first: Place, name: &str, line: Option<u64>) {
        let at = first.line.map_or(String::new(), |line| format!(", line {line}"));
        let reason = format!(
            "the id {:?} is taken by {}{at}; the first is kept",
            line::short(id),
            self.names[first.input]
        );
        self.skip(name, line, reason);
    }

    fn skip(&mut self, input: &str, line: Option<u64>, reason: String) {
        self.input.skipped.push(Skipped { input: input.to_owned(), line, reason });
    }
}

/// Sets one field of a document; `key` is one of [`head::KEYS`]. A blank value says nothing.
fn set(document: &mut Document, key: &str, value: &str) -> Result<(), String> {
    let value = value.trim();
    let known = || (!value.is_empty()).then(|| value.to_owned());
    match key {
        "outlet" => document.outlet = known().or(document.outlet.take()),
        "title" => document.title = known(),
        "url" => document.url = known(),
        "language" => document.language = known(),
        "published" => document.published = date(value, "document")?,
        "kind" => match value.to_ascii_lowercase().as_str() {
            "" | "article" => document.kind = DocumentKind::Article,
            "transcript" => document.kind = DocumentKind::Transcript,
            _ => {
                let value = line::short(value);
                return Err(format!(
                    "kind: {value:?} is neither article nor transcript; the document is kept as article"
                ));
            }
        },
        _ => {}
    }
    Ok(())
}

#[cfg(feature = "json")]
fn set_quotation(
    quotation: &mut StandaloneQuotation,
    key: &str,
    value: String,
) -> Result<(), String> {
    let value = Some(value).filter(|value| !value.trim().is_empty());
    match key {
        "speaker" => quotation.speaker = value,
        "outlet" => quotation.outlet = value,
        "document" => quotation.document = value,
        "published" => quotation.published = date(value.as_deref().unwrap_or(""), "quotation")?,
        _ => {}
    }
    Ok(())
}

pub(crate) fn date(value: &str, what: &str) -> Result<Option<Published>, String> {
    if value.trim().is_empty() {
        return Ok(None);
    }
    value
        .parse()
        .map(Some)
        .map_err(|error| format!("published: {error}; the {what} is kept without it"))
}

/// The file's name without folders and ending.
fn stem(name: &str) -> Option<String> {
    Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned())
}
