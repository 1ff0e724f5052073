//! Documents as a stream.

use std::io::{self, BufRead};
use std::path::Path;

use super::folder_walk::FolderWalk;
use super::unique::UniqueIds;
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
    ids: UniqueIds,
}

impl Documents {
    /// Returns the articles of a file, or of a folder and all folders below it. Nothing is opened
    /// before the first item is asked for.
    pub fn from_path(path: impl AsRef<Path>) -> Documents {
        Documents::from_walk(FolderWalk::new(path.as_ref()))
    }

    /// Adds the articles of another file or folder after those that are left.
    pub fn with_path(mut self, path: impl AsRef<Path>) -> Documents {
        self.walk.push_last(path.as_ref());
        self
    }
}

impl<R: BufRead> Documents<R> {
    /// Returns the articles of JSONL, one a line. `name` is used as [`Skipped::input`].
    pub fn from_jsonl(name: &str, lines: R) -> Documents<R> {
        Documents::from_walk(FolderWalk::jsonl(name, lines))
    }

    /// Sets the limit of a text file, an HTML page or a line of JSONL, in bytes, as
    /// [`InputReader::with_max_bytes`](super::InputReader::with_max_bytes) does.
    pub fn with_max_bytes(mut self, bytes: u64) -> Documents<R> {
        self.walk = self.walk.with_max_bytes(bytes);
        self
    }

    fn from_walk(walk: FolderWalk<R>) -> Documents<R> {
        Documents { walk, ids: UniqueIds::default() }
    }
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = Result<Document, Skipped>;

    fn next(&mut self) -> Option<Result<Document, Skipped>> {
        self.walk.next(&mut self.ids)
    }
}
