//! Documents as a stream.

use std::io::{self, BufRead};
use std::path::Path;

use super::already_read::AlreadyRead;
use super::folder_walk::FolderWalk;
use crate::model::{Document, Skipped};

/// An iterator over the documents of files and folders, one at a time.
///
/// An item is a document, or a [`Skipped`] entry for what was not read, or not as it was meant:
/// entries about fields of a document come just before it. The documents and the entries are those
/// of [`InputReader`](super::InputReader).
///
/// Time: linear in the bytes read. Memory: one line or file, and each id.
///
/// ```
/// use variorum::{Archive, input::Documents};
///
/// let lines = "{\"id\": \"a\", \"text\": \"“We begin,” she said.\"}\n{\"id\": \"b\"}\n";
/// let mut archive = Archive::default();
/// # if cfg!(feature = "json") {
/// for next in Documents::from_jsonl("-", lines.as_bytes()) {
///     match next {
///         Ok(document) => archive.add(document)?,
///         Err(skipped) => assert_eq!(skipped.to_string(), "-: line 2: text: missing"),
///     }
/// }
/// assert_eq!(archive.reconcile().documents.len(), 1);
/// # }
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Debug)]
pub struct Documents<R = io::Empty> {
    walk: FolderWalk<R>,
    read: AlreadyRead,
}

impl<R> Default for Documents<R> {
    /// Returns the documents of no input yet.
    fn default() -> Documents<R> {
        Documents { walk: FolderWalk::default(), read: AlreadyRead::default() }
    }
}

impl Documents {
    /// Returns the articles of a file, or of a folder and all folders below it. Nothing is opened
    /// before the first item is asked for.
    pub fn from_path(path: impl AsRef<Path>) -> Documents {
        Documents::default().with_path(path)
    }
}

impl<R: BufRead> Documents<R> {
    /// Returns the articles of JSONL, one a line. `name` is used as [`Skipped::input`].
    pub fn from_jsonl(name: &str, lines: R) -> Documents<R> {
        Documents::default().with_jsonl(name, lines)
    }

    /// Adds the articles of another file or folder after those that are left.
    pub fn with_path(mut self, path: impl AsRef<Path>) -> Documents<R> {
        self.walk.push_last(path.as_ref());
        self
    }

    /// Adds the articles of JSONL, one a line, after those that are left. `name` is used as
    /// [`Skipped::input`].
    pub fn with_jsonl(mut self, name: &str, lines: R) -> Documents<R> {
        self.walk.push_lines(name, lines);
        self
    }

    /// Sets the limit of a text file, an HTML page or a line of JSONL, in bytes, as
    /// [`InputReader::with_max_bytes`](super::InputReader::with_max_bytes) does.
    pub fn with_max_bytes(mut self, bytes: u64) -> Documents<R> {
        self.walk = self.walk.with_max_bytes(bytes);
        self
    }

    /// Sets how many files and lines are read, as
    /// [`InputReader::with_max_documents`](super::InputReader::with_max_documents) does.
    pub fn with_max_documents(mut self, documents: u64) -> Documents<R> {
        self.read.max_documents = documents;
        self
    }
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = Result<Document, Skipped>;

    fn next(&mut self) -> Option<Result<Document, Skipped>> {
        self.walk.next(&mut self.read)
    }
}
