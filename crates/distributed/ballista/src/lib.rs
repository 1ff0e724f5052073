//! The reconciliation of [`variorum`] on a cluster of Apache Ballista: a scheduler and executors
//! that carry the functions of [`variorum_datafusion`], and a client.
//!
//! | file | content |
//! |---|---|
//! | `scheduler`, `executor` | the two kinds of processes |
//! | `address` | where they may listen |
//! | `client` | a session whose queries run on a cluster: [`connect`] |
//! | `local_cluster` | all of it on one machine, in own processes: [`LocalCluster`] |
//! | `program` | the frame of the programs |
//!
//! Programs: `variorum-scheduler`, `variorum-executor`, and `variorum-cluster`, which starts both on
//! one machine and reconciles. `docs/DISTRIBUTED.md` of the library says how they are run.

mod address;
mod client;
mod executor;
mod local_cluster;
mod program;
mod scheduler;

pub use address::{Address, ListenError};
pub use client::connect;
pub use executor::{ExecutorOptions, run_executor};
pub use local_cluster::{ClusterError, LocalCluster, working_processes};
pub use program::{run_program, runtime};
pub use scheduler::{SchedulerOptions, run_scheduler};

/// Most bytes of a message between processes: a part of the collection is one row.
pub(crate) const MAX_MESSAGE_BYTES: u32 = 1 << 30;
