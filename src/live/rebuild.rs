//! Copies the documents of one archive into another one, made with other settings.

use std::ops::ControlFlow;

use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata};

use super::shared::storage_error;
use super::tables::{Fault, ReadTables, decode};
use super::writer::LiveArchive;
use crate::error::{Error, ErrorKind};
use crate::live::document_row::DocumentHead;

/// Documents of one commit.
const PORTION: usize = 256;

/// Copies what is not there yet: `old` is the archive `name`.
pub(super) fn copy(
    name: &str,
    old: &Database,
    new: &mut LiveArchive,
    observer: &mut impl FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), Error> {
    let failed = |fault: Fault| storage_error(name, fault);
    let tables = || -> Result<ReadTables, Fault> { Ok(ReadTables::open(&old.begin_read()?)?) };
    let tables = tables().map_err(failed)?;
    let total = tables.documents.len().map_err(|error| failed(error.into()))?;
    let rows = tables.documents.iter().map_err(|error| failed(error.into()))?;
    let (mut done, mut portion) = (0, Vec::new());
    let there = new.snapshot()?;
    let mut put = |portion: &mut Vec<_>, done: u64| {
        if let Some((_, error)) = new.extend(portion.drain(..)).into_iter().next() {
            return Err(error);
        }
        new.commit()?;
        match observer(done, total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => {
                let (done, total) = (done as usize, total as usize);
                let step = "rebuilding the archive";
                Err(Error::new(ErrorKind::Cancelled { step, done, total }))
            }
        }
    };
    for row in rows {
        let row = row.map_err(|error| failed(error.into()))?;
        let row: DocumentHead = decode(row.1.value()).map_err(failed)?;
        done += 1;
        if there.document(&row.document.id)?.is_none() {
            portion.push(row.document);
        }
        if portion.len() == PORTION {
            put(&mut portion, done)?;
        }
    }
    put(&mut portion, done)?;
    new.finish_rebuild(&tables)
}
