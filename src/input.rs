//! Reads documents from text files, Markdown, HTML pages, JSONL, tables, feeds, crawls, letters and
//! folders of these; reads standalone quotations and decisions from JSONL.
//!
//! One bad line must not cost the other articles of a folder. So reading returns no error: it
//! keeps what is good, and records one [`Skipped`] entry for each fault, with the input, the line
//! and the reason.
//!
//! - [`InputReader`] collects everything in memory.
//! - [`Documents`] is an iterator: one document at a time, for collections that do not fit in
//!   memory.
//!
//! What becomes a document:
//!
//! - A `.txt` file. Its id is the path as given, its outlet the file's stem, its text the file,
//!   byte for byte, without a byte-order mark and without the front matter.
//! - An `.md` file (feature `markdown-input`), likewise. Its text is what the Markdown prints: the
//!   address of a link is no word, and `**not**` is *not*.
//! - An `.html` or `.htm` page (feature `html-input`). Its id is the path as given, its text the
//!   page's main text, one paragraph a line. Title, date, address and outlet are those that the
//!   page gives in `meta` elements, its canonical link and JSON-LD. A page that names no site has
//!   the outlet of its address's host; without an address, of the file's stem.
//! - A line of a `.jsonl` file (feature `json`) with `id` and `text`, and optionally `outlet`,
//!   `published`, `title`, `url`, `kind` and `language`.
//! - A row of a `.csv` or `.tsv` table (feature `csv-input`) whose first row names the columns. One
//!   must be `text` (or `body`, `content`, `article`); the others are those of JSONL in any order,
//!   `date`, `headline`, `link`, `publisher` and `lang` among them, and may be absent. Without
//!   an `id` it is the file's name and the line. Columns stand between commas, semicolons or tabs.
//! - An entry of a feed: RSS, Atom or JSON Feed in `.rss`, `.atom`, `.xml` or `.json` (feature
//!   `feeds`). In a folder, `.xml` and `.json` files that are no feeds, and tables without a text,
//!   are ignored.
//! - A page, or a text, of a crawl: `.warc` and `.warc.gz` (feature `warc-input`). Its id is its
//!   address. Responses that are no pages are counted in one entry; requests and the like are
//!   passed over.
//! - A letter: `.eml`, or each one of an `.mbox` (feature `mail-input`). Its outlet is the sender's
//!   name. Plain text is unwrapped.
//! - A `.pdf.txt` file, as `pdftotext a.pdf a.pdf.txt` writes it: a text file whose lines, hyphens
//!   and ligatures are undone by [`unwrap_lines`]. For a text in memory call that.
//! - Every file below a folder with one of these endings, sorted by name. Names that begin with a
//!   dot, and a `README`, are ignored. A folder is read once, whatever links lead to it. A pipe or
//!   a device in a folder is not read.
//!
//! A byte of a path that is not UTF-8 is printed `\xE9`, so that two files have two ids.
//!
//! The **front matter** of a text file or of Markdown is a first block of `key: value` lines that
//! ends with a blank line. Its keys are `outlet`, `published`, `title`, `url`, `kind`, `language`,
//! `speaker` and `encoding`, in either case. A block that holds any other line is text, so that an
//! article that begins “Note: …” keeps its beginning. Front matter may also be YAML between two
//! lines `---`, with `date` and `lang` for `published` and `language`; other keys are then ignored.
//!
//! Files are **UTF-8**, or, with the feature `encodings`, what they declare: UTF-16 by a byte-order
//! mark, others by the field `encoding` of the front matter, the `meta` element of a page or the
//! headers of a response or a letter. What claims to be latin-1 is windows-1252, as for browsers.
//! JSONL and tables are UTF-8, or UTF-16 with a byte-order mark.
//!
//! Spans point into the text as it was extracted, which [`Document::text`](crate::Document::text)
//! holds. Every reader is bounded: an article of more than
//! [`with_max_bytes`](InputReader::with_max_bytes) is skipped and never held in memory, and
//! a packed file that grows by more than 200 times is a bomb.
//!
//! An article whose date cannot be parsed is kept without a date, and an entry says so. An article
//! is dropped if its line cannot be parsed, is too long, or lacks id or text. Of two documents with
//! one id the first is kept. A text with NUL characters is told, and dropped if it has more than
//! one in eight bytes. Of an input with more than 10,000 faults the further ones are counted.
//!
//! ```
//! use variorum::input::InputReader;
//! let mut reader = InputReader::new();
//! let text = "published: 2018-07-16\ntitle: A start\n\n“We begin,” she said.\n";
//! reader.read_text("courier.txt", text);
//! reader.read_text("ledger.txt", "published: last Monday\n\nNobody answered.\n");
//! let input = reader.finish();
//! assert_eq!(input.documents[0].outlet.as_deref(), Some("courier"));
//! assert_eq!(input.documents[0].text, "“We begin,” she said.\n");
//! assert_eq!(input.documents[1].published, None);
//! let skipped = input.skipped[0].to_string();
//! assert!(skipped.starts_with("ledger.txt: line 1: published: \"last Monday\" is not"));
//! ```

mod already_read;
mod byte_order;
mod character_reference;
#[cfg(feature = "json")]
mod chunk;
mod container;
#[cfg(feature = "warc-input")]
mod content_encoding;
#[cfg(feature = "csv-input")]
mod csv;
#[cfg(feature = "json")]
mod decisions;
#[cfg(any(feature = "json", feature = "csv-input"))]
mod decoded;
mod documents;
mod encoding;
#[cfg(feature = "feeds")]
mod feed;
#[cfg(feature = "feeds")]
mod feed_parts;
mod fields;
mod file;
mod folder_walk;
mod front_matter;
#[cfg(feature = "html-input")]
mod html;
#[cfg(feature = "html-input")]
mod html_tree;
#[cfg(feature = "feeds")]
mod json_parts;
#[cfg(feature = "json")]
mod jsonl;
mod lines;
#[cfg(feature = "mail-input")]
mod mail;
#[cfg(feature = "markdown-input")]
mod markdown;
mod open_container;
#[cfg(feature = "html-input")]
mod page_metadata;
#[cfg(feature = "html-input")]
mod page_quotations;
mod path_name;
#[cfg(feature = "csv-input")]
mod table_rows;
#[cfg(any(
    feature = "html-input",
    feature = "markdown-input",
    feature = "feeds",
    feature = "mail-input"
))]
mod tag_text;
mod unique;
mod unwrap;
#[cfg(feature = "warc-input")]
mod warc;
#[cfg(feature = "feeds")]
mod xml_parts;

#[cfg(feature = "json")]
pub(crate) use chunk::{ChunkReader, LineBatch};
#[cfg(feature = "json")]
pub use decisions::read_decisions;
pub use documents::Documents;
#[cfg(feature = "json")]
pub(crate) use fields::parse_date;
#[cfg(feature = "json")]
pub(crate) use jsonl::StandaloneLine;
#[cfg(feature = "json")]
pub(crate) use path_name::path_name;
pub use unwrap::unwrap_lines;

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::model::{Document, Skipped, StandaloneQuotation};
use already_read::AlreadyRead;
use file::{FileContent, FileKind};
use folder_walk::FolderWalk;
#[cfg(feature = "json")]
use unique::UniqueIds;

/// Everything that an [`InputReader`] read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Input {
    /// The documents, in the order in which they were read.
    pub documents: Vec<Document>,
    /// The standalone quotations, in the order in which they were read.
    pub quotations: Vec<StandaloneQuotation>,
    /// Entries for what was not read, or not as it was meant, in the order of the input.
    pub skipped: Vec<Skipped>,
}

/// The default limit of a text file, an HTML page or a line of JSONL, in bytes: 256 MiB.
///
/// An archive accepts documents of the same size by default. The transcript of a day's hearing has
/// about 1 MiB; a longer line is most likely a file that has lost its line breaks. The limit bounds
/// memory by what is kept and one line.
pub const DEFAULT_MAX_BYTES: u64 = 256 << 20;

/// Reads documents and standalone quotations into memory, and records what could not be read.
///
/// Time: linear in the bytes read. Memory: what is kept, one more line or file, and one more copy
/// of each id.
#[derive(Clone, Debug)]
pub struct InputReader {
    input: Input,
    max_bytes: u64,
    read: AlreadyRead,
    #[cfg(feature = "json")]
    quotation_ids: UniqueIds,
}

impl Default for InputReader {
    fn default() -> InputReader {
        InputReader::new()
    }
}

impl InputReader {
    /// A reader that has read nothing yet.
    pub fn new() -> InputReader {
        InputReader {
            input: Input::default(),
            max_bytes: DEFAULT_MAX_BYTES,
            read: AlreadyRead::default(),
            #[cfg(feature = "json")]
            quotation_ids: UniqueIds::default(),
        }
    }

    /// Sets the limit of a text file, an HTML page or a line of JSONL, in bytes; at most 4 GiB - 1,
    /// the largest offset of a span. Longer ones are skipped, and are never held in memory.
    pub fn with_max_bytes(mut self, bytes: u64) -> InputReader {
        self.max_bytes = bytes.min(u64::from(u32::MAX));
        self
    }

    /// Sets how many files and lines are read; 50 million unless set. Lines that give no document
    /// count too, so that an endless stream of them ends. What comes after is not read, and an
    /// entry says so.
    ///
    /// ```
    /// use variorum::input::InputReader;
    /// let mut reader = InputReader::new().with_max_documents(1_000);
    /// reader.read_jsonl("-", "y\n".repeat(2_000).as_bytes());
    /// # if cfg!(feature = "json") {
    /// let said = reader.finish().skipped.last().unwrap().to_string();
    /// assert_eq!(said, "-: line 1001: the limit of documents is 1000; nothing more is read");
    /// # }
    /// ```
    pub fn with_max_documents(mut self, documents: u64) -> InputReader {
        self.read.max_documents = documents;
        self
    }

    /// Returns what has been read so far.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Ends the reading and returns what was read.
    pub fn finish(self) -> Input {
        self.input
    }

    /// Reads the articles of a file, or of a folder and all folders below it.
    ///
    /// `-` is a file's name like any other; use [`InputReader::read_jsonl`] for the standard input.
    pub fn read_path(&mut self, path: impl AsRef<Path>) {
        self.read_all(FolderWalk::<io::Empty>::new(path.as_ref()));
    }

    /// Reads articles as JSONL, one a line. `name` is used as [`Skipped::input`].
    ///
    /// ```
    /// use variorum::input::InputReader;
    /// let lines = concat!(
    ///     r#"{"id": "a", "text": "One.", "section": "unknown fields are ignored"}"#, "\n",
    ///     r#"{"id": "b"}"#, "\n");
    /// let mut reader = InputReader::new();
    /// reader.read_jsonl("-", lines.as_bytes());
    /// let input = reader.finish();
    /// # if cfg!(feature = "json") {
    /// assert_eq!(input.documents.len(), 1);
    /// assert_eq!(input.skipped[0].to_string(), "-: line 2: text: missing");
    /// # }
    /// ```
    pub fn read_jsonl(&mut self, name: &str, lines: impl BufRead) {
        let mut walk = FolderWalk::default();
        walk.push_lines(name, lines);
        self.read_all(walk);
    }

    /// Reads a text that is already in memory, as the text file `name` would be read: with its
    /// front matter.
    pub fn read_text(&mut self, name: &str, text: &str) {
        self.read_content(name, FileContent::read_str(FileKind::Text, name, text));
    }

    /// Reads Markdown that is already in memory, as the file `name` would be read: with its front
    /// matter.
    ///
    /// ```
    /// use variorum::input::InputReader;
    /// let mut reader = InputReader::new();
    /// reader.read_markdown("courier", "“We will **not** [go](https://a.example),” she said.");
    /// # if cfg!(feature = "markdown-input") {
    /// assert_eq!(reader.finish().documents[0].text, "“We will not go,” she said.\n");
    /// # }
    /// ```
    pub fn read_markdown(&mut self, name: &str, markdown: &str) {
        self.read_content(name, FileContent::read_str(FileKind::Markdown, name, markdown));
    }

    /// Reads an HTML page that is already in memory, as the file `name` would be read.
    ///
    /// ```
    /// use variorum::input::InputReader;
    /// let page = "<html><head><link rel=canonical href=https://www.courier.example/1></head>
    ///     <body><article><p>“We will not go,” she said on Monday, after the meeting of the
    ///     council had ended without a vote, as all had expected.</p></article></body></html>";
    /// let mut reader = InputReader::new();
    /// reader.read_html("page", page);
    /// # if cfg!(feature = "html-input") {
    /// let document = &reader.finish().documents[0];
    /// assert!(document.text.starts_with("“We will not go,” she said"));
    /// assert_eq!(document.url.as_deref(), Some("https://www.courier.example/1"));
    /// assert_eq!(document.outlet.as_deref(), Some("courier.example"));
    /// # }
    /// ```
    pub fn read_html(&mut self, name: &str, page: &str) {
        self.read_content(name, FileContent::read_str(FileKind::Page, name, page));
    }

    /// Reads the bytes of a file that is already in memory, as the file `name` would be read: its
    /// ending says how, and it may declare its encoding.
    ///
    /// ```
    /// use variorum::input::InputReader;
    /// let mut reader = InputReader::new();
    /// reader.read_bytes("a.txt", b"encoding: windows-1252\n\n\x93No,\x94 she said.\n");
    /// # if cfg!(feature = "encodings") {
    /// assert_eq!(reader.finish().documents[0].text, "“No,” she said.\n");
    /// # }
    /// ```
    pub fn read_bytes(&mut self, name: &str, bytes: &[u8]) {
        match FileKind::from_ending(Path::new(name)) {
            Some(FileKind::Lines) => self.read_jsonl(name, bytes),
            Some(FileKind::Container(kind)) => {
                let mut walk = FolderWalk::<io::Empty>::default().with_max_bytes(self.max_bytes);
                walk.push_container(kind, name, Box::new(io::Cursor::new(bytes.to_vec())));
                self.read_all(walk);
            }
            kind => {
                let kind = kind.unwrap_or(FileKind::Text);
                self.read_content(name, FileContent::read(kind, name, bytes));
            }
        }
    }

    fn read_content(&mut self, name: &str, content: FileContent) {
        let mut walk = FolderWalk::<io::Empty>::default();
        walk.file(name, content, &mut self.read);
        self.read_all(walk);
    }

    fn read_all<R: BufRead>(&mut self, walk: FolderWalk<R>) {
        let mut walk = walk.with_max_bytes(self.max_bytes);
        while let Some(next) = walk.next(&mut self.read) {
            match next {
                Ok(document) => self.input.documents.push(document),
                Err(skipped) => self.input.skipped.push(skipped),
            }
        }
    }

    /// Reads standalone quotations as JSONL, one a line: `id` and `text`; optional `speaker`,
    /// `outlet`, `document` and `published`. An id may be a whole number. `name` is used as
    /// [`Skipped::input`].
    ///
    /// ```
    /// use variorum::input::InputReader;
    /// let mut reader = InputReader::new();
    /// let line = r#"{"id": 7, "text": "We begin.", "speaker": "Ada Lund"}"#;
    /// reader.read_quotations("-", line.as_bytes());
    /// # if cfg!(feature = "json") {
    /// assert_eq!(reader.finish().quotations[0].id, "7");
    /// # }
    /// ```
    #[cfg_attr(not(feature = "json"), allow(unused_variables))]
    pub fn read_quotations(&mut self, name: &str, lines: impl BufRead) {
        #[cfg(not(feature = "json"))]
        self.input.skipped.push(Skipped::new(name, folder_walk::NO_JSON));
        #[cfg(feature = "json")]
        self.read_quotation_lines(name, lines);
    }

    /// Reads the standalone quotations of a JSONL file; see [`InputReader::read_quotations`].
    pub fn read_quotations_path(&mut self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        let name = path_name::path_name(path);
        match fs::File::open(path) {
            Ok(file) => self.read_quotations(&name, BufReader::new(file)),
            Err(error) => self.input.skipped.push(Skipped::new(name, error.to_string())),
        }
    }

    #[cfg(feature = "json")]
    fn read_quotation_lines(&mut self, name: &str, lines: impl BufRead) {
        let mut lines = lines::LineReader::new(lines, self.max_bytes);
        let skipped = &mut self.input.skipped;
        let mut any = false;
        while let Some((number, line)) = lines.next() {
            let mut skip = |reason| skipped.push(Skipped::new(name, reason).with_line(number));
            let entry = match line {
                Ok("") => continue,
                Ok(line) => jsonl::read(line),
                Err(reason) => Err(reason),
            };
            any = true;
            let entry = match entry {
                Ok(entry) => entry,
                Err(reason) => {
                    skip(reason);
                    continue;
                }
            };
            entry.faults.into_iter().for_each(&mut skip);
            let mut quotation = StandaloneQuotation::new(entry.id, entry.text);
            for (key, value) in entry.fields {
                if let Err(reason) = fields::set_quotation_field(&mut quotation, key, value) {
                    skip(reason);
                }
            }
            match self.quotation_ids.insert(&quotation.id, name, Some(number)) {
                Ok(()) => self.input.quotations.push(quotation),
                Err(duplicate) => skipped.push(duplicate),
            }
        }
        if !any {
            skipped.push(Skipped::new(name, folder_walk::NO_LINE));
        }
    }
}
