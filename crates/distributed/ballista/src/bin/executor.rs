//! `variorum-executor`: does the work that a scheduler hands out.
//!
//! ```text
//! variorum-executor --scheduler 127.0.0.1:50050 --work-folder FOLDER [--port 50051]
//!                   [--work-port 50052] [--host 127.0.0.1 [--allow-network]] [--cores 1]
//!                   [--memory BYTES]
//! ```

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use variorum_ballista::{Address, ExecutorOptions, run_executor, run_program};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

fn options() -> Result<ExecutorOptions, AnyError> {
    let mut arguments = lexopt::Parser::from_env();
    let (mut host, mut port, mut is_open) = (IpAddr::V4(Ipv4Addr::LOCALHOST), 50051, false);
    let mut work_port = 50052;
    let mut scheduler: Option<SocketAddr> = None;
    let mut work_folder: Option<PathBuf> = None;
    let (mut cores, mut memory) = (1, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => port = arguments.value()?.parse()?,
            Long("work-port") => work_port = arguments.value()?.parse()?,
            Long("host") => host = arguments.value()?.parse()?,
            Long("allow-network") => is_open = true,
            Long("scheduler") => scheduler = Some(arguments.value()?.parse()?),
            Long("work-folder") => work_folder = Some(arguments.value()?.into()),
            Long("cores") => cores = arguments.value()?.parse()?,
            Long("memory") => memory = Some(arguments.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let scheduler = scheduler.ok_or("--scheduler ADDRESS:PORT is missing")?;
    let work_folder = work_folder.ok_or("--work-folder FOLDER is missing")?;
    let address = Address::new(host, port, is_open);
    let mut options = ExecutorOptions::new(address, work_port, scheduler, work_folder);
    (options.cores, options.memory) = (cores, memory);
    Ok(options)
}

fn main() -> ExitCode {
    env_logger::init();
    run_program("variorum-executor", options, |options| async { Ok(run_executor(options).await?) })
}
