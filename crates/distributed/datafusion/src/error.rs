//! Why a job failed, and in which stage.

use std::time::Duration;

/// The result of a job.
pub type JobResult<T> = Result<T, JobError>;

/// A job that failed. The message names the stage; what the stages before it have written stays,
/// and the next run goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// A query failed.
    #[error("stage {stage} failed after {attempts} attempts: {reason}")]
    Stage {
        /// The name of the stage.
        stage: String,
        /// How often it was tried.
        attempts: usize,
        /// The last error.
        reason: String,
    },
    /// A query took longer than the limit.
    #[error("stage {stage} gave no answer within {limit:?}, {attempts} times")]
    TimedOut {
        /// The name of the stage.
        stage: String,
        /// The limit of one attempt.
        limit: Duration,
        /// How often it was tried.
        attempts: usize,
    },
    /// Components were not found within the bound.
    #[error("stage {stage}: not all components are found after {rounds} rounds, the bound")]
    Rounds {
        /// The name of the stage.
        stage: String,
        /// The bound.
        rounds: usize,
    },
    /// The input has two documents of one id.
    #[error("the id {0:?} is given to more than one document")]
    Duplicate(String),
    /// A file of the job's folder could not be read or written.
    #[error("{path}: {error}")]
    Folder {
        /// The file or folder.
        path: String,
        /// What the operating system says.
        error: String,
    },
    /// What the stages wrote does not fit together.
    #[error("the result cannot be put together: {0}")]
    Result(String),
}

impl JobError {
    pub(crate) fn folder(path: &std::path::Path, error: impl std::fmt::Display) -> JobError {
        JobError::Folder { path: path.display().to_string(), error: error.to_string() }
    }

    /// Returns true if a machine was refused because its functions, word lists or weights are
    /// others.
    pub fn is_refused(&self) -> bool {
        matches!(self, JobError::Stage { reason, .. } if reason.contains(REFUSED))
    }
}

/// What the message of a function says that was called with a foreign fingerprint.
pub(crate) const REFUSED: &str = "are not those of the caller";
