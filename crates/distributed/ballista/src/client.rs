//! The client: a session whose queries run on a cluster.

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::error::Result;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::MAX_MESSAGE_BYTES;

/// Returns the configuration of a session on a cluster: the same at the client, the scheduler and
/// the executors.
///
/// Plans are not changed while they run: with adaptive planning, a query whose executor is lost
/// never ends (Ballista 55).
pub(crate) fn cluster_config() -> SessionConfig {
    let mut config = SessionConfig::new_with_ballista()
        .with_ballista_adaptive_query_planner(false)
        .with_ballista_grpc_client_max_message_size(MAX_MESSAGE_BYTES as usize);
    config.options_mut().execution.parquet.schema_force_view_types = false;
    config
}

/// Connects to the scheduler at `url`, such as `df://127.0.0.1:50050`. The session has the
/// functions; its queries run in `partitions` partitions.
///
/// # Errors
/// When the URL is none.
pub async fn connect(url: &str, partitions: usize) -> Result<SessionContext> {
    let config = cluster_config().with_target_partitions(partitions.max(1));
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let context = SessionContext::remote_with_state(url, state).await?;
    // Only now: what is registered before is dropped with the state.
    for function in variorum_datafusion::functions() {
        context.register_udf((*function).clone());
    }
    Ok(context)
}
