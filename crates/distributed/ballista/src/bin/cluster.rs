//! `variorum-cluster`: reconciles a folder, JSONL or Parquet files on a cluster, which it starts on
//! this machine unless it is told of one.
//!
//! ```text
//! variorum-cluster [--executors 2] [--cores 1] [--partitions N] [--parts N] [--limit SECONDS]
//!                  [--attempts 2] [--scheduler df://HOST:PORT | --one-process]
//!                  [--no-indirect] [--stages] [--check] [--report FILE] --work FOLDER PATH...
//! ```
//!
//! What the stages write stays in the work folder: a run that was lost goes on from there. All
//! machines of a cluster must see that folder under its name. `--check` reconciles the same by the
//! library here alone, and compares byte for byte.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use datafusion::prelude::SessionContext;
use lexopt::prelude::*;
use variorum::Reconciler;
use variorum::input::InputReader;
use variorum::report::{JsonReport, Report};
use variorum_ballista::{LocalCluster, connect, run_program};
use variorum_datafusion::{
    FunctionSettings, Job, JobOptions, local_session, read_result, write_documents,
};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

struct Arguments {
    executors: usize,
    cores: usize,
    partitions: Option<usize>,
    parts: usize,
    limit: u64,
    attempts: usize,
    scheduler: Option<String>,
    is_one_process: bool,
    indirect: bool,
    prints_stages: bool,
    checks: bool,
    report: Option<PathBuf>,
    work: PathBuf,
    paths: Vec<PathBuf>,
}

fn arguments() -> Result<Arguments, AnyError> {
    let mut parser = lexopt::Parser::from_env();
    let mut all = Arguments {
        executors: 2,
        cores: 1,
        partitions: None,
        parts: 8,
        limit: 600,
        attempts: 2,
        scheduler: None,
        is_one_process: false,
        indirect: true,
        prints_stages: false,
        checks: false,
        report: None,
        work: PathBuf::new(),
        paths: Vec::new(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("executors") => all.executors = parser.value()?.parse()?,
            Long("cores") => all.cores = parser.value()?.parse()?,
            Long("partitions") => all.partitions = Some(parser.value()?.parse()?),
            Long("parts") => all.parts = parser.value()?.parse()?,
            Long("limit") => all.limit = parser.value()?.parse()?,
            Long("attempts") => all.attempts = parser.value()?.parse()?,
            Long("scheduler") => all.scheduler = Some(parser.value()?.parse()?),
            Long("one-process") => all.is_one_process = true,
            Long("no-indirect") => all.indirect = false,
            Long("stages") => all.prints_stages = true,
            Long("check") => all.checks = true,
            Long("report") => all.report = Some(parser.value()?.into()),
            Long("work") => all.work = parser.value()?.into(),
            Value(path) => all.paths.push(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if all.work.as_os_str().is_empty() {
        return Err("--work FOLDER is missing".into());
    }
    if all.paths.is_empty() {
        return Err("nothing to read: name folders, JSONL or Parquet files".into());
    }
    if all.executors == 0 {
        return Err("--executors is 0, outside 1..".into());
    }
    Ok(all)
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "parquet")
}

async fn run(arguments: Arguments) -> Result<(), AnyError> {
    std::fs::create_dir_all(&arguments.work)?;
    let work = arguments.work.canonicalize()?;
    let start = Instant::now();
    let mut cluster = None;
    let cores = arguments.executors * arguments.cores.max(1);
    let partitions = arguments.partitions.unwrap_or(2 * cores);
    let context: SessionContext = if arguments.is_one_process {
        local_session(partitions)
    } else if let Some(url) = &arguments.scheduler {
        connect(url, partitions).await?
    } else {
        let programs = std::env::current_exe()?;
        let programs = programs.parent().ok_or("this program is in no folder")?;
        let processes = work.join("processes");
        let started =
            LocalCluster::start(programs, &processes, arguments.executors, arguments.cores)?;
        started.wait_until_ready().await?;
        let context = connect(&started.url(), partitions).await?;
        cluster = Some(started);
        context
    };
    eprintln!("ready after {:.1} s", start.elapsed().as_secs_f64());

    let mut options = JobOptions::new(&work);
    options.settings = FunctionSettings::new(arguments.indirect);
    options.tasks = arguments.parts;
    options.limit = Duration::from_secs(arguments.limit);
    options.attempts = arguments.attempts;
    if let Some(cluster) = &cluster {
        options.processes = cluster.executor_processes();
        options.shuffle_folders = cluster.shuffle_folders();
    }
    let settings = options.settings.settings();
    let cluster = Mutex::new(cluster);
    let prints_stages = arguments.prints_stages;
    let job = Job::new(&context, options).with_observer(move |stage| {
        if prints_stages {
            eprintln!(
                "{:20} {:>9} rows {:>11} bytes {:>11} shuffled {:7.2} s {:7.2} s CPU{}",
                stage.name,
                stage.rows,
                stage.bytes,
                stage.shuffled,
                stage.seconds,
                stage.cpu,
                match stage.attempts {
                    0 => ", done before".to_owned(),
                    1 => String::new(),
                    attempts => format!(", attempt {attempts}"),
                }
            );
        }
    });
    let mut job = job.with_recovery(|error| {
        eprintln!("{error}; once more");
        let mut cluster = cluster.lock().unwrap_or_else(|broken| broken.into_inner());
        if let Some(Err(error)) = cluster.as_mut().map(LocalCluster::restart) {
            eprintln!("{error}");
        }
    });
    let mut skipped = Vec::new();
    if arguments.paths.iter().all(|path| is_parquet(path)) {
        job.import_parquet(&arguments.paths).await?;
    } else {
        if let Some(path) = arguments.paths.iter().find(|path| is_parquet(path)) {
            return Err(format!("{}: Parquet files come by themselves", path.display()).into());
        }
        let mut reader = InputReader::new();
        arguments.paths.iter().for_each(|path| reader.read_path(path));
        let input = reader.finish();
        skipped = input.skipped;
        let count = write_documents(&work, input.documents)?;
        eprintln!("{count} documents, {} skipped", skipped.len());
    }
    job.run().await?;
    let stages = start.elapsed();
    let result = read_result(&work, &settings)?;
    eprintln!(
        "{} utterances of {} quotations after {:.1} s, {:.1} s of it here alone",
        result.utterances.len(),
        result.documents.iter().map(|document| document.quotations.len()).sum::<usize>(),
        start.elapsed().as_secs_f64(),
        (start.elapsed() - stages).as_secs_f64()
    );
    drop(job);
    drop(cluster);
    let report = JsonReport::new().with_skipped(skipped);
    if arguments.checks {
        let start = Instant::now();
        let documents = result.documents.iter().map(|document| document.document.clone());
        let library = Reconciler::new(settings).reconcile(documents)?;
        eprintln!("the library took {:.1} s", start.elapsed().as_secs_f64());
        let mut both = [Vec::new(), Vec::new()];
        report.write(&result, &mut both[0])?;
        report.write(&library, &mut both[1])?;
        if both[0] != both[1] {
            return Err("the result is not that of the library".into());
        }
        eprintln!("equal to the library: {} bytes of report", both[0].len());
    }
    match &arguments.report {
        Some(path) => {
            let mut out = BufWriter::new(File::create(path)?);
            report.write(&result, &mut out)?;
            out.flush()?;
        }
        None => report.write(&result, &mut std::io::stdout().lock())?,
    }
    Ok(())
}

fn main() -> ExitCode {
    env_logger::init();
    run_program("variorum-cluster", arguments, run)
}
