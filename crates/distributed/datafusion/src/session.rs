//! Sessions of DataFusion on one machine.

use datafusion::prelude::{SessionConfig, SessionContext};

use crate::functions::functions;

/// Returns the configuration that the plan needs, with this number of partitions.
pub fn session_config(partitions: usize) -> SessionConfig {
    let mut config = SessionConfig::new().with_target_partitions(partitions.max(1));
    // The functions take plain strings and bytes.
    let parquet = &mut config.options_mut().execution.parquet;
    parquet.schema_force_view_types = false;
    config
}

/// Makes a session on this machine, with the functions.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let context = variorum_datafusion::local_session(2);
/// let rows = context.sql(
///     "SELECT variorum_is_oversized(arrow_cast(33, 'UInt32'), arrow_cast(3, 'UInt32'))",
/// );
/// assert_eq!(rows.await.unwrap().count().await.unwrap(), 1);
/// # });
/// ```
pub fn local_session(partitions: usize) -> SessionContext {
    let context = SessionContext::new_with_config(session_config(partitions));
    for function in functions() {
        context.register_udf((*function).clone());
    }
    context
}
