//! The frame of the programs: a runtime, and the error that ends it.

use std::error::Error;
use std::future::Future;
use std::process::ExitCode;

use tokio::runtime::Runtime;

/// Bytes of the stack of a thread: plans are trees, and are read by calls within calls.
const STACK_BYTES: usize = 32 << 20;

/// Returns a runtime whose threads have room for deep plans.
///
/// # Errors
/// When no thread can be had.
pub fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build()
}

/// Runs the program `name` with the options that `options` reads; an error is printed and is a
/// failure.
pub fn run_program<O, F>(
    name: &str,
    options: impl FnOnce() -> Result<O, Box<dyn Error + Send + Sync>>,
    run: impl FnOnce(O) -> F,
) -> ExitCode
where
    F: Future<Output = Result<(), Box<dyn Error + Send + Sync>>>,
{
    match options().and_then(|options| runtime()?.block_on(run(options))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
