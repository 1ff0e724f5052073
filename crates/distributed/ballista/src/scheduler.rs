//! The scheduler: hands the stages of a query out to the executors.

use std::net::SocketAddr;
use std::sync::Arc;

use ballista_core::error::BallistaError;
use ballista_core::utils::default_session_builder;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::FunctionRegistry;

use crate::MAX_MESSAGE_BYTES;
use crate::address::{Address, ListenError};
use crate::client::cluster_config;

/// How a scheduler runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SchedulerOptions {
    /// Where it listens.
    pub address: Address,
    /// Seconds without a sign of life after which an executor is lost, and its work is given to
    /// others.
    pub executor_timeout: u64,
    /// Seconds after which the shuffle files of a query that is done are removed.
    pub clean_up: u64,
}

impl SchedulerOptions {
    /// Makes options for a scheduler at this address.
    pub fn new(address: Address) -> SchedulerOptions {
        SchedulerOptions { address, executor_timeout: 10, clean_up: 60 }
    }
}

/// Runs a scheduler until the process ends.
///
/// # Errors
/// When the address is refused or taken.
pub async fn run_scheduler(options: SchedulerOptions) -> Result<(), ListenError> {
    let address: SocketAddr = options.address.checked()?;
    let mut config = SchedulerConfig::default()
        .with_hostname(address.ip().to_string())
        .with_port(address.port())
        .with_override_session_builder(Arc::new(|config| {
            let mut state = default_session_builder(config)?;
            for function in variorum_datafusion::functions() {
                state.register_udf(function)?;
            }
            Ok(state)
        }))
        .with_override_config_producer(Arc::new(cluster_config));
    config.bind_host = address.ip().to_string();
    config.executor_timeout_seconds = options.executor_timeout;
    config.expire_dead_executor_interval_seconds = (options.executor_timeout / 4).max(1);
    config.no_executors_grace_period_seconds = options.executor_timeout;
    config.finished_job_data_clean_up_interval_seconds = options.clean_up;
    config.grpc_server_max_decoding_message_size = MAX_MESSAGE_BYTES;
    config.grpc_server_max_encoding_message_size = MAX_MESSAGE_BYTES;
    config.grpc_client_max_message_size = MAX_MESSAGE_BYTES;
    let failed = |error: BallistaError| ListenError::Failed(address, error.to_string());
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(failed)?;
    start_server(cluster, address, Arc::new(config)).await.map_err(failed)
}
