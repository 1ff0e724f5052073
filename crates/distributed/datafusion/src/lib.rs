//! The reconciliation of [`variorum`] as functions and plans of Apache DataFusion: on one machine
//! by itself, or on a cluster by `variorum-ballista`.
//!
//! ```
//! use std::path::Path;
//! use variorum::{Document, Settings};
//! use variorum_datafusion::{Job, JobOptions, local_session, read_result, write_documents};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let folder = tempfile::tempdir().unwrap();
//! let documents = [
//!     Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."),
//!     Document::new("b", "Ms. Okafor said: \"We shall never accept the tariffs.\""),
//! ];
//! write_documents(folder.path(), documents.clone())?;
//! let context = local_session(2);
//! let mut job = Job::new(&context, JobOptions::new(folder.path()));
//! job.run().await?;
//! let result = read_result(folder.path(), &Settings::default())?;
//! assert_eq!(result, variorum::reconcile(documents).unwrap());
//! # Ok::<(), variorum_datafusion::JobError>(())
//! # }).unwrap();
//! ```
//!
//! | file | content |
//! |---|---|
//! | `functions` | the stages as scalar functions: [`functions()`] |
//! | `function`, `types`, `context` | how a function is made; its types; its settings |
//! | `items`, `items_sql` | what a part of the collection is told, as rows |
//! | `plan` | the steps: tables and queries |
//! | `job` | runs the steps, each to Parquet: [`Job`] |
//! | `documents` | documents in, results out |
//! | `session` | a session on one machine |

mod context;
mod documents;
mod error;
mod function;
mod functions;
mod items;
mod items_sql;
mod job;
mod plan;
mod session;
mod types;

pub use context::{FunctionSettings, set_own_fingerprint};
pub use documents::{read_result, write_documents};
pub use error::{JobError, JobResult};
pub use functions::functions;
pub use job::{Job, JobOptions, StageReport};
pub use plan::{
    Step, agreement_edges, component_round, editing_steps, judging_steps, reprint_edges,
    scoring_steps,
};
pub use session::{local_session, session_config};
