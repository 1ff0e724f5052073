//! `variorum-scheduler`: hands work out to executors.
//!
//! ```text
//! variorum-scheduler [--port 50050] [--host 127.0.0.1 [--allow-network]]
//!                    [--executor-timeout SECONDS] [--clean-up SECONDS]
//! ```

use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use lexopt::prelude::*;
use variorum_ballista::{Address, SchedulerOptions, run_program, run_scheduler};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

fn options() -> Result<SchedulerOptions, AnyError> {
    let mut arguments = lexopt::Parser::from_env();
    let (mut host, mut port, mut is_open) = (IpAddr::V4(Ipv4Addr::LOCALHOST), 50050, false);
    let (mut timeout, mut clean_up) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => port = arguments.value()?.parse()?,
            Long("host") => host = arguments.value()?.parse()?,
            Long("allow-network") => is_open = true,
            Long("executor-timeout") => timeout = Some(arguments.value()?.parse()?),
            Long("clean-up") => clean_up = Some(arguments.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut options = SchedulerOptions::new(Address::new(host, port, is_open));
    options.executor_timeout = timeout.unwrap_or(options.executor_timeout);
    options.clean_up = clean_up.unwrap_or(options.clean_up);
    Ok(options)
}

fn main() -> ExitCode {
    env_logger::init();
    run_program("variorum-scheduler", options, |options| async {
        Ok(run_scheduler(options).await?)
    })
}
