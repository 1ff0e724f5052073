//! The name, settings and threads of an archive and its snapshots, and the errors of the storage.

use std::sync::Arc;

use redb::DatabaseError;

use super::tables::Fault;
use crate::error::{Error, ErrorKind};
use crate::parallel::Workers;
use crate::settings::Settings;

/// The name, settings and threads of an archive and its snapshots.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) name: String,
    pub(super) settings: Settings,
    pub(super) workers: Arc<Workers>,
}

pub(super) fn io_error(name: &str, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io { attempt: format!("archive {name}"), error })
}

/// Returns the error of a storage.
pub(super) fn storage_error(name: &str, fault: Fault) -> Error {
    match fault {
        Fault::Io(error) => io_error(name, error),
        other => Error::format(name, None, other.to_string()),
    }
}

pub(super) fn database_error(name: &str, error: DatabaseError) -> Error {
    match error {
        DatabaseError::DatabaseAlreadyOpen => {
            Error::format(name, None, "is open already, here or in another process")
        }
        other => storage_error(name, other.into()),
    }
}
