//! Opens the files that hold several documents, each with the reader of its kind.

use std::fmt;

use super::container::{ContainerInput, ContainerItem, ContainerKind};

/// A file that is open, with what is left of it.
pub(super) struct OpenContainer {
    pub name: String,
    pub items: Box<dyn Iterator<Item = ContainerItem> + Send + Sync>,
    /// The number of faults, listed or not.
    pub faults: u64,
}

impl fmt::Debug for OpenContainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenContainer").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Opens a file that holds several documents. One of more than `max_bytes` is never held in memory.
///
/// # Errors
/// The file is none of its kind, or the feature that reads it is not built in; the reason says so.
#[allow(unused_variables, reason = "a build may have no reader, or one that needs no name")]
pub(super) fn open(
    kind: ContainerKind,
    name: &str,
    input: ContainerInput,
    max_bytes: u64,
) -> Result<Box<dyn Iterator<Item = ContainerItem> + Send + Sync>, String> {
    match kind {
        #[cfg(feature = "csv-input")]
        ContainerKind::Table => Ok(Box::new(super::csv::TableReader::new(name, input, max_bytes)?)),
        #[cfg(feature = "feeds")]
        ContainerKind::Feed => Ok(Box::new(super::feed::read(name, input, max_bytes)?.into_iter())),
        #[cfg(feature = "warc-input")]
        ContainerKind::Warc { is_packed } => {
            Ok(Box::new(super::warc::WarcReader::new(input, is_packed, max_bytes)))
        }
        #[cfg(feature = "mail-input")]
        ContainerKind::Mailbox => {
            Ok(Box::new(super::mail::MailboxReader::new(name, input, max_bytes)))
        }
        #[cfg(feature = "mail-input")]
        ContainerKind::Letter => {
            Ok(Box::new(std::iter::once(super::mail::read_file(name, input, max_bytes))))
        }
        #[allow(unreachable_patterns, reason = "every reader is built in")]
        _ => Err(format!("built without the feature {}", kind.feature().0)),
    }
}
