//! Files that hold several documents, or one in the form of another trade: tables, feeds, crawls,
//! letters. Each is read by a crate of its own, behind a feature.

use std::io::BufRead;
use std::path::Path;

use crate::model::Document;

/// A file as a stream.
pub(super) type ContainerInput = Box<dyn BufRead + Send + Sync>;

/// The next thing that is read: a document if there is one, and the faults, each with its line.
#[derive(Debug, Default)]
pub(super) struct ContainerItem {
    pub line: Option<u64>,
    pub document: Option<Document>,
    pub faults: Vec<(Option<u64>, String)>,
}

impl ContainerItem {
    /// Returns what cannot be read.
    #[allow(dead_code, reason = "a build may have no reader")]
    pub(super) fn refused(line: Option<u64>, reason: impl Into<String>) -> ContainerItem {
        ContainerItem { line, document: None, faults: vec![(line, reason.into())] }
    }
}

/// The sort of a file that holds several documents, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    /// A table with named columns.
    Table,
    /// RSS, Atom or a JSON Feed.
    Feed,
    /// A crawl, packed or not.
    Warc { is_packed: bool },
    /// Many letters.
    Mailbox,
    /// One letter.
    Letter,
}

impl ContainerKind {
    /// Returns the sort of a file; `None` if its ending is that of no such file.
    pub(super) fn from_ending(path: &Path) -> Option<ContainerKind> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let (stem, ending) = name.rsplit_once('.')?;
        match ending {
            "csv" | "tsv" => Some(ContainerKind::Table),
            "rss" | "atom" | "xml" | "json" => Some(ContainerKind::Feed),
            "warc" => Some(ContainerKind::Warc { is_packed: false }),
            "gz" if stem.ends_with(".warc") => Some(ContainerKind::Warc { is_packed: true }),
            "mbox" => Some(ContainerKind::Mailbox),
            "eml" => Some(ContainerKind::Letter),
            _ => None,
        }
    }

    /// Returns the feature that reads such files, and true if it is built in.
    pub(super) fn feature(self) -> (&'static str, bool) {
        match self {
            ContainerKind::Table => ("csv-input", cfg!(feature = "csv-input")),
            ContainerKind::Feed => ("feeds", cfg!(feature = "feeds")),
            ContainerKind::Warc { .. } => ("warc-input", cfg!(feature = "warc-input")),
            ContainerKind::Mailbox | ContainerKind::Letter => {
                ("mail-input", cfg!(feature = "mail-input"))
            }
        }
    }

    /// Returns true if other files have the same ending, so that one which is no such file is
    /// ignored in a folder: `.xml`, `.json`, and tables of anything.
    pub(super) fn is_shared_ending(path: &Path) -> bool {
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        let shared = ["xml", "json", "csv", "tsv"];
        ending.is_some_and(|ending| shared.iter().any(|shared| ending == *shared))
    }
}

/// Returns the endings of the files that are read, for messages.
pub(super) fn known_endings() -> Vec<&'static str> {
    let mut endings = vec![".txt", ".md", ".html", ".htm", ".jsonl"];
    let more: [(bool, &[&str]); 4] = [
        (cfg!(feature = "csv-input"), &[".csv", ".tsv"]),
        (cfg!(feature = "feeds"), &[".rss", ".atom", ".xml", ".json"]),
        (cfg!(feature = "warc-input"), &[".warc", ".warc.gz"]),
        (cfg!(feature = "mail-input"), &[".mbox", ".eml"]),
    ];
    let built_in = more.into_iter().filter(|(is_built_in, _)| *is_built_in);
    endings.extend(built_in.flat_map(|(_, more)| more));
    endings
}
