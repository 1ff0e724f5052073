//! A job: the steps of the plan, one after the other, each written to a folder of Parquet files
//! that is also the checkpoint from which a lost job goes on.
//!
//! A step is tried anew when it fails, when it gives no answer within the limit, and when the files
//! hold another number of rows than the query says it wrote: a machine that is lost after it has
//! written leaves files, and its work is done again by another one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{Schema, UInt64Type};
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::DataFusionError;
use datafusion::parquet::file::reader::{FileReader, SerializedFileReader};
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionContext};
use serde::{Deserialize, Serialize};

use crate::context::FunctionSettings;
use crate::error::{JobError, JobResult, REFUSED};
use crate::plan::{self, Step};

/// How a job runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JobOptions {
    /// The folder that all machines see, for what the stages write.
    pub folder: PathBuf,
    /// The settings that the functions get.
    pub settings: FunctionSettings,
    /// The number of parts that the collection is scored and edited in. The result does not depend
    /// on it; a part must fit the memory of a machine.
    pub tasks: usize,
    /// The longest that one attempt of one query may take.
    pub limit: Duration,
    /// How often a stage is tried.
    pub attempts: usize,
    /// The processes whose CPU time is read after each stage; none for this one.
    pub processes: Vec<u32>,
    /// Folders of shuffle files, whose growth is read after each stage.
    pub shuffle_folders: Vec<PathBuf>,
}

impl JobOptions {
    /// Makes options for a job in `folder`: 8 parts, ten minutes for each query, two attempts.
    pub fn new(folder: impl Into<PathBuf>) -> JobOptions {
        JobOptions {
            folder: folder.into(),
            settings: FunctionSettings::new(true),
            tasks: 8,
            limit: Duration::from_secs(600),
            attempts: 2,
            processes: Vec::new(),
            shuffle_folders: Vec::new(),
        }
    }
}

/// What a stage did.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StageReport {
    /// Its name, that of its table.
    pub name: String,
    /// Rows of the table.
    pub rows: u64,
    /// Bytes of its Parquet files.
    pub bytes: u64,
    /// Growth of the folders of shuffle files, in bytes.
    pub shuffled: u64,
    /// Seconds until it was done.
    pub seconds: f64,
    /// Seconds of CPU time of the processes that were watched.
    pub cpu: f64,
    /// How often it was tried; 0 if an earlier run had done it.
    pub attempts: usize,
}

/// What is kept of a stage that is done.
#[derive(Serialize, Deserialize)]
struct Done {
    /// Fingerprint of the query and of all that came before.
    key: u64,
    attempt: usize,
    rows: u64,
}

/// The columns of a table of articles, in the order in which `variorum_document` takes them.
const DOCUMENT_COLUMNS: [&str; 9] =
    ["id", "text", "title", "outlet", "published", "url", "kind", "language", "speaker"];

/// A job on a session: of DataFusion by itself, or of a cluster.
pub struct Job<'c> {
    context: &'c SessionContext,
    options: JobOptions,
    /// Fingerprint of the input and of all queries so far.
    key: u64,
    reports: Vec<StageReport>,
    /// Called with the report of each stage.
    observer: Box<dyn FnMut(&StageReport) + Send + 'c>,
    /// Called before a stage begins.
    before: Box<dyn FnMut(&str) + Send + 'c>,
    /// Called between two attempts.
    recovery: Box<dyn FnMut(&JobError) + Send + 'c>,
}

impl std::fmt::Debug for Job<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("options", &self.options).finish_non_exhaustive()
    }
}

/// The columns of a table that says how many components' edges a round changed.
struct Change {
    before: u64,
    after: u64,
    new: u64,
}

impl<'c> Job<'c> {
    /// Makes a job. The functions must be registered with the session.
    pub fn new(context: &'c SessionContext, options: JobOptions) -> Job<'c> {
        Job {
            context,
            options,
            key: 0,
            reports: Vec::new(),
            observer: Box::new(|_| {}),
            before: Box::new(|_| {}),
            recovery: Box::new(|_| {}),
        }
    }

    /// Calls `observer` with the report of each stage when it is done.
    #[must_use]
    pub fn with_observer(mut self, observer: impl FnMut(&StageReport) + Send + 'c) -> Job<'c> {
        self.observer = Box::new(observer);
        self
    }

    /// Calls `before` with the name of each stage that is not done yet before it begins.
    #[must_use]
    pub fn with_beginning(mut self, before: impl FnMut(&str) + Send + 'c) -> Job<'c> {
        self.before = Box::new(before);
        self
    }

    /// Calls `recovery` with the error of an attempt before the next one: to start machines anew,
    /// say. A query that gave no answer may still hold the executors that it hangs on.
    #[must_use]
    pub fn with_recovery(mut self, recovery: impl FnMut(&JobError) + Send + 'c) -> Job<'c> {
        self.recovery = Box::new(recovery);
        self
    }

    /// Returns what the stages did.
    pub fn reports(&self) -> &[StageReport] {
        &self.reports
    }

    /// Runs all stages. The folder must have the documents already: see
    /// [`write_documents`](crate::write_documents).
    ///
    /// # Errors
    /// When a stage fails as often as it may be tried: the error names it.
    pub async fn run(&mut self) -> JobResult<()> {
        let settings = self.options.settings.to_json();
        let tasks = self.options.tasks.max(1);
        self.open_documents().await?;
        self.refuse_duplicates().await?;
        for step in plan::scoring_steps(&settings, tasks) {
            self.step(&step).await?;
        }
        for step in plan::judging_steps(&settings) {
            self.step(&step).await?;
        }
        let agreeing = self.components(plan::agreement_edges()).await?;
        let reprints = self.components(plan::reprint_edges()).await?;
        let transcripts = "SELECT count(*) AS n FROM extracted WHERE is_transcript";
        let has_transcripts = self.numbers("transcripts", transcripts).await?[0] > 0;
        let steps = plan::editing_steps(&settings, tasks, &agreeing, &reprints, has_transcripts);
        for step in steps {
            self.step(&step).await?;
        }
        Ok(())
    }

    /// Makes Parquet files the input of the job, read by the machines of the session. Columns, of
    /// text: `id` and `text`, and where they are there `title`, `outlet`, `published`, `url`,
    /// `kind`, `language` and `speaker`. Files of the same names, sizes and times are the same
    /// input.
    ///
    /// # Errors
    /// When a file cannot be read, or lacks `id` or `text`.
    pub async fn import_parquet(&mut self, paths: &[PathBuf]) -> JobResult<u64> {
        let folder = self.options.folder.join("documents");
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for path in paths {
            let metadata = fs::metadata(path).map_err(|error| JobError::folder(path, error))?;
            let time = metadata.modified().map_err(|error| JobError::folder(path, error))?;
            let line = format!("{} {} {time:?}", path.display(), metadata.len());
            hash.update(line.as_bytes());
        }
        let key = hash.digest().to_string();
        if fs::read_to_string(folder.join("key")).is_ok_and(|there| there == key) {
            return parquet_rows(&folder);
        }
        let mut selects = Vec::new();
        for (n, path) in paths.iter().enumerate() {
            let path = path.canonicalize().map_err(|error| JobError::folder(path, error))?;
            let name = format!("input_{n}");
            let failed = |error: DataFusionError| JobError::folder(&path, error);
            let file = path.display().to_string();
            self.context.deregister_table(&*name).map_err(failed)?;
            let options = ParquetReadOptions::default();
            self.context.register_parquet(&*name, &file, options).await.map_err(failed)?;
            let table = self.context.table(&*name).await.map_err(failed)?;
            let has = |column: &str| table.schema().has_column_with_unqualified_name(column);
            let missing = ["id", "text"].into_iter().find(|column| !has(column));
            if let Some(column) = missing {
                return Err(JobError::folder(&path, format!("it has no column {column}")));
            }
            let columns: Vec<String> = DOCUMENT_COLUMNS
                .iter()
                .map(|&column| match has(column) {
                    true => format!("arrow_cast({column}, 'Utf8')"),
                    false => "arrow_cast(NULL, 'Utf8')".to_owned(),
                })
                .collect();
            selects.push(format!(
                "SELECT arrow_cast(id, 'Utf8') AS id, variorum_document({}) AS document FROM {name}",
                columns.join(", ")
            ));
        }
        let _ = fs::remove_dir_all(&folder);
        let rows = self.write("documents", &selects.join(" UNION ALL "), &folder, 1).await?;
        let path = folder.join("key");
        fs::write(&path, key).map_err(|error| JobError::folder(&path, error))?;
        Ok(rows)
    }

    async fn open_documents(&mut self) -> JobResult<()> {
        let folder = self.options.folder.join("documents");
        let key = fs::read_to_string(folder.join("key"))
            .map_err(|error| JobError::folder(&folder.join("key"), error))?;
        self.key = key.trim().parse().map_err(|error| JobError::folder(&folder, error))?;
        let options = ParquetReadOptions::default();
        self.register("documents", &folder, options).await
    }

    async fn refuse_duplicates(&mut self) -> JobResult<()> {
        let sql = "SELECT id FROM documents GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1";
        let found = self.ask("documents", sql).await?;
        let first = found.iter().find(|batch| batch.num_rows() > 0);
        match first.map(|batch| batch.column(0).as_string_opt::<i32>()) {
            Some(Some(ids)) => Err(JobError::Duplicate(ids.value(0).to_owned())),
            Some(None) => Err(JobError::Duplicate(String::new())),
            None => Ok(()),
        }
    }

    /// Runs rounds from some edges until nothing changes. Returns the name of the last table.
    async fn components(&mut self, edges: Step) -> JobResult<String> {
        let stage = edges.name.clone();
        let mut from = edges.name.clone();
        self.step(&edges).await?;
        let edges = self.reports.last().map_or(0, |report| report.rows);
        if edges == 0 {
            return Ok(from);
        }
        let bound = round_bound(edges);
        for round in 1..=bound {
            let to = format!("{stage}_{round}");
            self.step(&plan::component_round(&from, &to)).await?;
            let sql = plan::changed(&from, &to);
            let [before, after, new] = self.numbers(&to, &sql).await?[..] else {
                return Err(JobError::Result(format!("{to}: three numbers were asked for")));
            };
            let change = Change { before, after, new };
            log::info!("{to}: round {round} of at most {bound}, {new} new edges of {after}");
            from = to;
            if change.new == 0 && change.before == change.after {
                return Ok(from);
            }
        }
        Err(JobError::Rounds { stage, rounds: bound })
    }

    /// Writes the table of a step, unless it is there.
    async fn step(&mut self, step: &Step) -> JobResult<()> {
        self.key = xxhash_rust::xxh3::xxh3_64(
            format!("{:016x} {} {}", self.key, step.name, step.sql).as_bytes(),
        );
        let folder = self.options.folder.join(&step.name);
        let plan = self.plan(&step.name, &step.sql).await?;
        let schema = plan.schema().as_arrow().clone();
        if let Some(done) = read_done(&folder).filter(|done| done.key == self.key) {
            let report = StageReport {
                name: step.name.clone(),
                rows: done.rows,
                bytes: folder_bytes(&attempt_folder(&folder, done.attempt)),
                shuffled: 0,
                seconds: 0.0,
                cpu: 0.0,
                attempts: 0,
            };
            return self.finish(report, &folder, done.attempt, &schema).await;
        }
        (self.before)(&step.name);
        let _ = fs::remove_dir_all(&folder);
        let (start, cpu, shuffled) = (Instant::now(), self.cpu(), self.shuffled());
        let mut failure = None;
        for attempt in 1..=self.options.attempts.max(1) {
            let to = attempt_folder(&folder, attempt);
            let written = self.write(&step.name, &step.sql, &to, attempt).await;
            match written {
                Ok(rows) => {
                    let done = Done { key: self.key, attempt, rows };
                    write_done(&folder, &done)?;
                    let report = StageReport {
                        name: step.name.clone(),
                        rows,
                        bytes: folder_bytes(&to),
                        shuffled: self.shuffled().saturating_sub(shuffled),
                        seconds: start.elapsed().as_secs_f64(),
                        cpu: (self.cpu() - cpu).max(0.0),
                        attempts: attempt,
                    };
                    return self.finish(report, &folder, attempt, &schema).await;
                }
                Err(error) => {
                    log::warn!("{}: attempt {attempt}: {error}", step.name);
                    if error.is_refused() {
                        failure = Some(error);
                        break;
                    }
                    if attempt < self.options.attempts {
                        (self.recovery)(&error);
                    }
                    failure = Some(error);
                }
            }
        }
        let nothing = || JobError::Result(format!("stage {} was not tried", step.name));
        Err(failure.unwrap_or_else(nothing))
    }

    async fn finish(
        &mut self,
        report: StageReport,
        folder: &Path,
        attempt: usize,
        schema: &Schema,
    ) -> JobResult<()> {
        let name = report.name.clone();
        let options = ParquetReadOptions::default().schema(schema);
        self.register(&name, &attempt_folder(folder, attempt), options).await?;
        (self.observer)(&report);
        self.reports.push(report);
        Ok(())
    }

    async fn register(
        &self,
        name: &str,
        folder: &Path,
        options: ParquetReadOptions<'_>,
    ) -> JobResult<()> {
        let path = folder_path(folder);
        let failed = |error: DataFusionError| JobError::folder(folder, error);
        self.context.deregister_table(name).map_err(failed)?;
        self.context.register_parquet(name, &path, options).await.map_err(failed)
    }

    async fn plan(&self, stage: &str, sql: &str) -> JobResult<DataFrame> {
        self.context.sql(sql).await.map_err(|error| failed(stage, 1, &error))
    }

    /// Runs a query that writes Parquet files. Returns the rows that it wrote.
    async fn write(&self, stage: &str, sql: &str, to: &Path, attempt: usize) -> JobResult<u64> {
        fs::create_dir_all(to).map_err(|error| JobError::folder(to, error))?;
        let plan = self.plan(stage, sql).await?;
        let schema = plan.schema().as_arrow().clone();
        let path = folder_path(to);
        let options = DataFrameWriteOptions::new().with_single_file_output(false);
        let work = plan.write_parquet(&path, options, None);
        let counts = self.within(stage, attempt, work).await?;
        let said = counts
            .iter()
            .filter(|batch| batch.num_columns() > 0)
            .map(|batch| {
                let counts = batch.column(0).as_primitive_opt::<UInt64Type>();
                counts.map_or(0, |counts| counts.iter().flatten().sum::<u64>())
            })
            .sum::<u64>();
        if parquet_files(to)?.is_empty() {
            write_empty(to, &schema)?;
        }
        let there = parquet_rows(to)?;
        if said != there {
            let reason = format!(
                "its files have {there} rows, and {said} were written: a machine was lost after \
                 it had written"
            );
            return Err(JobError::Stage { stage: stage.to_owned(), attempts: attempt, reason });
        }
        Ok(there)
    }

    /// Runs a query whose few rows come back.
    async fn ask(&mut self, stage: &str, sql: &str) -> JobResult<Vec<RecordBatch>> {
        let mut failure = None;
        for attempt in 1..=self.options.attempts.max(1) {
            let plan = self.plan(stage, sql).await?;
            match self.within(stage, attempt, plan.collect()).await {
                Ok(batches) => return Ok(batches),
                Err(error) => {
                    if attempt < self.options.attempts {
                        (self.recovery)(&error);
                    }
                    failure = Some(error);
                }
            }
        }
        Err(failure.unwrap_or_else(|| JobError::Result(format!("{stage} was not asked"))))
    }

    /// Runs a query for one row of numbers.
    async fn numbers(&mut self, stage: &str, sql: &str) -> JobResult<Vec<u64>> {
        let batches = self.ask(stage, sql).await?;
        let row = batches.iter().find(|batch| batch.num_rows() > 0);
        let row = row.ok_or_else(|| JobError::Result(format!("{stage}: no number came")))?;
        let number = |column: &datafusion::arrow::array::ArrayRef| {
            use datafusion::arrow::datatypes::Int64Type;
            let signed =
                column.as_primitive_opt::<Int64Type>().map(|column| column.value(0) as u64);
            let number = signed.or_else(|| Some(column.as_primitive_opt::<UInt64Type>()?.value(0)));
            number.ok_or_else(|| JobError::Result(format!("{stage}: {:?}", column.data_type())))
        };
        row.columns().iter().map(number).collect()
    }

    /// Waits for a query, but not longer than the limit.
    async fn within<T>(
        &self,
        stage: &str,
        attempts: usize,
        work: impl Future<Output = Result<T, DataFusionError>>,
    ) -> JobResult<T> {
        let limit = self.options.limit;
        match tokio::time::timeout(limit, work).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(error)) => Err(failed(stage, attempts, &error)),
            Err(_) => Err(JobError::TimedOut { stage: stage.to_owned(), limit, attempts }),
        }
    }

    /// Returns the CPU seconds of the processes that are watched.
    fn cpu(&self) -> f64 {
        let own = [std::process::id()];
        let all =
            if self.options.processes.is_empty() { &own[..] } else { &self.options.processes };
        all.iter().map(|&process| cpu_seconds(process)).sum()
    }

    fn shuffled(&self) -> u64 {
        self.options.shuffle_folders.iter().map(|folder| folder_bytes(folder)).sum()
    }
}

fn failed(stage: &str, attempts: usize, error: &DataFusionError) -> JobError {
    let all = error.to_string();
    // The backtrace of a remote machine helps nobody; what was refused does.
    let line = all.lines().find(|line| line.contains(REFUSED));
    let reason = line.unwrap_or(&all).to_owned();
    JobError::Stage { stage: stage.to_owned(), attempts, reason }
}

/// Returns the number of rounds after which the search for components gives up: the square of the
/// logarithm of the edges, which large-star and small-star need at most, and a few.
fn round_bound(edges: u64) -> usize {
    let bits = u64::BITS - edges.leading_zeros();
    (bits * bits).max(4) as usize
}

fn attempt_folder(folder: &Path, attempt: usize) -> PathBuf {
    folder.join(format!("attempt-{attempt}"))
}

/// Returns the path of a folder as the listing of tables takes it.
fn folder_path(folder: &Path) -> String {
    format!("{}/", folder.display())
}

fn read_done(folder: &Path) -> Option<Done> {
    serde_json::from_slice(&fs::read(folder.join("done.json")).ok()?).ok()
}

/// Writes the mark of a stage that is done: under another name first, so that it is never half
/// there.
fn write_done(folder: &Path, done: &Done) -> JobResult<()> {
    let (half, path) = (folder.join("done.half"), folder.join("done.json"));
    let bytes = serde_json::to_vec(done).map_err(|error| JobError::folder(&path, error))?;
    fs::write(&half, bytes).map_err(|error| JobError::folder(&half, error))?;
    fs::rename(&half, &path).map_err(|error| JobError::folder(&path, error))
}

/// Returns the Parquet files of a folder, in order.
pub(crate) fn parquet_files(folder: &Path) -> JobResult<Vec<PathBuf>> {
    let failed = |error| JobError::folder(folder, error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|ending| ending == "parquet") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Returns the rows of all Parquet files of a folder, by their footers.
fn parquet_rows(folder: &Path) -> JobResult<u64> {
    let mut rows = 0;
    for path in parquet_files(folder)? {
        let file = fs::File::open(&path).map_err(|error| JobError::folder(&path, error))?;
        let reader =
            SerializedFileReader::new(file).map_err(|error| JobError::folder(&path, error))?;
        rows += reader.metadata().file_metadata().num_rows() as u64;
    }
    Ok(rows)
}

/// Writes a file without rows: of a table without files, a cluster makes a stage without tasks,
/// which never ends (Ballista 55).
fn write_empty(folder: &Path, schema: &Schema) -> JobResult<()> {
    let path = folder.join("empty.parquet");
    let file = fs::File::create(&path).map_err(|error| JobError::folder(&path, error))?;
    let schema = std::sync::Arc::new(schema.clone());
    let writer = datafusion::parquet::arrow::ArrowWriter::try_new(file, schema, None);
    let closed = writer.and_then(|writer| writer.close());
    closed.map(|_| ()).map_err(|error| JobError::folder(&path, error))
}

/// Returns the folder of the table of a stage that is done.
pub(crate) fn table_folder(folder: &Path, name: &str) -> JobResult<PathBuf> {
    let folder = folder.join(name);
    let done =
        read_done(&folder).ok_or_else(|| JobError::Result(format!("stage {name} is not done")))?;
    Ok(attempt_folder(&folder, done.attempt))
}

/// Returns the bytes of the files in a folder and those below it.
fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let bytes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => folder_bytes(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    bytes.sum()
}

/// Returns the CPU seconds that a process has used; 0 if that is not known.
fn cpu_seconds(process: u32) -> f64 {
    /// Of Linux, on every machine that it runs on today.
    const TICKS_PER_SECOND: f64 = 100.0;
    let Ok(line) = fs::read_to_string(format!("/proc/{process}/stat")) else { return 0.0 };
    // The second field is a name in brackets, which may hold blanks.
    let Some((_, rest)) = line.rsplit_once(')') else { return 0.0 };
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}
