//! A cluster on this machine: processes of their own, on the loopback interface.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::UInt64Type;
use datafusion::prelude::SessionContext;

use crate::client::connect;

/// Why a cluster could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// A program could not be run, or a file not written.
    #[error("{what}: {error}")]
    Io {
        /// What was attempted.
        what: String,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// It did not answer in time.
    #[error("{0} gave no sign of life within {1:?}; its log is {2}")]
    Silent(String, Duration, PathBuf),
    /// A query of the client failed.
    #[error("the cluster does not answer: {0}")]
    Query(String),
}

/// The longest that a process may take to start.
const START_LIMIT: Duration = Duration::from_secs(60);

/// One process of the cluster.
#[derive(Debug)]
struct Process {
    child: Child,
    folder: PathBuf,
}

/// A scheduler and some executors. They are killed, and their shuffle files removed, when it is
/// dropped.
#[derive(Debug)]
pub struct LocalCluster {
    programs: PathBuf,
    folder: PathBuf,
    scheduler: Option<Process>,
    address: SocketAddr,
    executors: Vec<Option<Process>>,
    cores: usize,
}

impl LocalCluster {
    /// Starts a scheduler and `executors` executors of `cores` tasks each. `programs` is the folder
    /// of the programs `variorum-scheduler` and `variorum-executor`; logs and shuffle files go to
    /// `folder`.
    ///
    /// # Errors
    /// When a program cannot be run, or gives no sign of life within a minute.
    pub fn start(
        programs: &Path,
        folder: &Path,
        executors: usize,
        cores: usize,
    ) -> Result<LocalCluster, ClusterError> {
        let mut cluster = LocalCluster {
            programs: programs.to_owned(),
            folder: folder.to_owned(),
            scheduler: None,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?)),
            executors: Vec::new(),
            cores,
        };
        cluster.start_scheduler()?;
        for _ in 0..executors {
            cluster.start_executor()?;
        }
        Ok(cluster)
    }

    /// Starts the scheduler, or another one in the place of one that was killed.
    ///
    /// # Errors
    /// As [`LocalCluster::start`].
    pub fn start_scheduler(&mut self) -> Result<(), ClusterError> {
        let port = self.address.port().to_string();
        let process = self.spawn("scheduler", "variorum-scheduler", &["--port", &port])?;
        wait_for(self.address, "the scheduler", &process.folder)?;
        self.scheduler = Some(process);
        Ok(())
    }

    /// Starts one more executor. Returns its place.
    ///
    /// # Errors
    /// As [`LocalCluster::start`].
    pub fn start_executor(&mut self) -> Result<usize, ClusterError> {
        self.executors.push(None);
        let place = self.executors.len() - 1;
        self.replace_executor(place)?;
        Ok(place)
    }

    /// Starts an executor in the place of one that was killed.
    ///
    /// # Errors
    /// As [`LocalCluster::start`].
    pub fn replace_executor(&mut self, place: usize) -> Result<(), ClusterError> {
        self.kill_executor(place);
        let (port, work_port) = (free_port()?, free_port()?);
        let name = format!("executor-{place}");
        let work = self.folder.join(&name).join("shuffle");
        let process = self.spawn(
            &name,
            "variorum-executor",
            &[
                "--port",
                &port.to_string(),
                "--work-port",
                &work_port.to_string(),
                "--scheduler",
                &self.address.to_string(),
                "--work-folder",
                &work.display().to_string(),
                "--cores",
                &self.cores.to_string(),
            ],
        )?;
        wait_for(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), &name, &process.folder)?;
        if let Some(executor) = self.executors.get_mut(place) {
            *executor = Some(process);
        }
        Ok(())
    }

    fn spawn(
        &self,
        name: &str,
        program: &str,
        arguments: &[&str],
    ) -> Result<Process, ClusterError> {
        let folder = self.folder.join(name);
        let io = |what: &Path| {
            let what = what.display().to_string();
            move |error| ClusterError::Io { what, error }
        };
        fs::create_dir_all(&folder).map_err(io(&folder))?;
        let log = folder.join("log");
        let file = File::options().create(true).append(true).open(&log).map_err(io(&log))?;
        let errors = file.try_clone().map_err(io(&log))?;
        let path = self.programs.join(program);
        let child = Command::new(&path)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(errors)
            .spawn()
            .map_err(io(&path))?;
        Ok(Process { child, folder })
    }

    /// Kills what is left, and starts scheduler and executors anew at the same address: for a
    /// client whose query gave no answer. What the stages have written stays.
    ///
    /// # Errors
    /// As [`LocalCluster::start`].
    pub fn restart(&mut self) -> Result<(), ClusterError> {
        (0..self.executors.len()).for_each(|place| self.kill_executor(place));
        self.kill_scheduler();
        self.start_scheduler()?;
        (0..self.executors.len()).try_for_each(|place| self.replace_executor(place))
    }

    /// Returns the URL for [`connect`](crate::connect()).
    pub fn url(&self) -> String {
        format!("df://{}", self.address)
    }

    /// Returns the number of the process of the scheduler, unless it was killed.
    pub fn scheduler_process(&self) -> Option<u32> {
        self.scheduler.as_ref().map(|process| process.child.id())
    }

    /// Returns the numbers of the processes of the executors that were not killed.
    pub fn executor_processes(&self) -> Vec<u32> {
        self.executors.iter().flatten().map(|process| process.child.id()).collect()
    }

    /// Returns the folders of shuffle files.
    pub fn shuffle_folders(&self) -> Vec<PathBuf> {
        (0..self.executors.len())
            .map(|place| self.folder.join(format!("executor-{place}")).join("shuffle"))
            .collect()
    }

    /// Kills an executor at once (SIGKILL), as a machine that loses its power.
    pub fn kill_executor(&mut self, place: usize) {
        if let Some(mut process) = self.executors.get_mut(place).and_then(Option::take) {
            process.kill();
        }
    }

    /// Kills the scheduler at once (SIGKILL).
    pub fn kill_scheduler(&mut self) {
        if let Some(mut process) = self.scheduler.take() {
            process.kill();
        }
    }

    /// Waits until a query has run on every executor that is there.
    ///
    /// # Errors
    /// When that does not happen within a minute.
    pub async fn wait_until_ready(&self) -> Result<(), ClusterError> {
        let wanted = self.executor_processes().len();
        let start = Instant::now();
        let mut last = "no query has ended".to_owned();
        while start.elapsed() < START_LIMIT {
            let limit = Duration::from_secs(10);
            let context = connect(&self.url(), wanted.max(1) * 2).await;
            let context = context.map_err(|error| ClusterError::Query(error.to_string()))?;
            match tokio::time::timeout(limit, working_processes(&context)).await {
                Ok(Ok(found)) if found.len() >= wanted => return Ok(()),
                Ok(Ok(found)) => last = format!("{} of {wanted} executors work", found.len()),
                Ok(Err(error)) => last = error.to_string(),
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Err(ClusterError::Query(last))
    }
}

/// Returns the numbers of the processes that a small query ran on.
///
/// # Errors
/// When the query fails.
pub async fn working_processes(
    context: &SessionContext,
) -> datafusion::error::Result<std::collections::BTreeSet<u64>> {
    let values: Vec<String> = (0..64).map(|n| format!("(arrow_cast({n}, 'UInt64'))")).collect();
    // The processes are read behind a shuffle, in as many partitions as the session has.
    let sql = format!(
        "SELECT variorum_process(n) AS process FROM \
         (SELECT n, count(*) FROM (VALUES {}) AS v(n) GROUP BY n)",
        values.join(", ")
    );
    let batches = context.sql(&sql).await?.collect().await?;
    let column = |batch: &datafusion::arrow::array::RecordBatch| {
        batch.column(0).as_primitive::<UInt64Type>().values().to_vec()
    };
    Ok(batches.iter().flat_map(column).collect())
}

impl Process {
    fn kill(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for LocalCluster {
    fn drop(&mut self) {
        for mut process in self.executors.iter_mut().filter_map(Option::take) {
            process.kill();
        }
        self.kill_scheduler();
        for folder in self.shuffle_folders() {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Returns a port that nobody listens at now.
fn free_port() -> Result<u16, ClusterError> {
    let io = |error| ClusterError::Io { what: "a free port".to_owned(), error };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(io)?;
    Ok(listener.local_addr().map_err(io)?.port())
}

fn wait_for(address: SocketAddr, name: &str, folder: &Path) -> Result<(), ClusterError> {
    let start = Instant::now();
    while start.elapsed() < START_LIMIT {
        if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(ClusterError::Silent(name.to_owned(), START_LIMIT, folder.join("log")))
}
