//! An executor: does the work, and keeps shuffle files for the others.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::extension::ballista_scalar_functions;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};

use crate::MAX_MESSAGE_BYTES;
use crate::address::{Address, ListenError};
use crate::client::cluster_config;

/// How an executor runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExecutorOptions {
    /// Where it gives out shuffle files.
    pub address: Address,
    /// The port where it takes work.
    pub work_port: u16,
    /// The scheduler.
    pub scheduler: SocketAddr,
    /// The folder of its shuffle files, and of what does not fit its memory.
    pub work_folder: PathBuf,
    /// The number of tasks that it does at a time.
    pub cores: usize,
    /// Bytes that its queries may hold before they spill; by default a third of the machine's.
    pub memory: Option<u64>,
}

impl ExecutorOptions {
    /// Makes options for an executor of a scheduler.
    pub fn new(
        address: Address,
        work_port: u16,
        scheduler: SocketAddr,
        work_folder: impl Into<PathBuf>,
    ) -> ExecutorOptions {
        let work_folder = work_folder.into();
        ExecutorOptions { address, work_port, scheduler, work_folder, cores: 1, memory: None }
    }
}

/// Seconds between two signs of life.
const HEARTBEAT: u64 = 2;

/// Shuffle files of queries that nobody has cleaned away are removed after so many seconds.
const ORPHAN_SECONDS: u64 = 3_600;

/// Runs an executor until it is told to end.
///
/// # Errors
/// When the address is refused or taken, or the scheduler cannot be reached.
pub async fn run_executor(options: ExecutorOptions) -> Result<(), ListenError> {
    let address = options.address.checked()?;
    std::fs::create_dir_all(&options.work_folder)
        .map_err(|error| ListenError::Failed(address, error.to_string()))?;
    let mut registry = BallistaFunctionRegistry::default();
    let all = ballista_scalar_functions().into_iter().chain(variorum_datafusion::functions());
    for function in all {
        registry.scalar_functions.insert(function.name().to_owned(), function);
    }
    let mut config = ExecutorProcessConfig {
        bind_host: address.ip().to_string(),
        external_host: Some(address.ip().to_string()),
        port: address.port(),
        grpc_port: options.work_port,
        scheduler_host: options.scheduler.ip().to_string(),
        scheduler_port: options.scheduler.port(),
        scheduler_connect_timeout_seconds: 30,
        vcores: options.cores.max(1),
        work_dir: Some(options.work_folder.display().to_string()),
        executor_heartbeat_interval_seconds: HEARTBEAT,
        job_data_clean_up_interval_seconds: 300,
        job_data_ttl_seconds: ORPHAN_SECONDS,
        memory_pool_fraction: 0.3,
        override_function_registry: Some(Arc::new(registry)),
        override_config_producer: Some(Arc::new(cluster_config)),
        ..ExecutorProcessConfig::default()
    };
    config.memory_pool_size = options.memory;
    config.grpc_max_decoding_message_size = MAX_MESSAGE_BYTES;
    config.grpc_max_encoding_message_size = MAX_MESSAGE_BYTES;
    let failed = |error: ballista_core::error::BallistaError| {
        ListenError::Failed(address, error.to_string())
    };
    start_executor_process(Arc::new(config)).await.map_err(failed)
}
