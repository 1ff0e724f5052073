//! A cluster of real processes on this machine: one scheduler and two executors.
//!
//! The tests run one after the other, since each has three processes of its own. Those that kill
//! executors in every stage take minutes: `VARIORUM_LONG_TESTS=1` turns them on.

use std::io::Read;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use variorum::report::{JsonReport, Report};
use variorum::{Document, Reconciliation, Settings};
use variorum_ballista::{LocalCluster, connect, working_processes};
use variorum_datafusion::{Job, JobError, JobOptions, StageReport, read_result, write_documents};

/// One cluster at a time: the machine may be small.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn programs() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_variorum-scheduler")).parent().unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.enable_all().thread_stack_size(32 << 20).build().unwrap()
}

fn json(result: &Reconciliation) -> String {
    let mut out = Vec::new();
    JsonReport::new().write(result, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn helsinki() -> Vec<Document> {
    let mut reader = variorum::input::InputReader::new();
    reader.read_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/helsinki"));
    reader.finish().documents
}

/// Articles of several outlets about some events, edited as newspapers edit.
fn articles(events: usize) -> Vec<Document> {
    let places = ["Veln", "Ostby", "Karst", "Ludden", "Mirfeld", "Torvik", "Halm"];
    let things = ["the old harbour", "the night train", "the hospital", "the ferry", "the theatre"];
    let mut all = Vec::new();
    for event in 0..events {
        let (place, thing) = (places[event % 7], things[event % 5]);
        let number = 100 + 37 * event % 900;
        let prints = [
            format!(
                "“We will never sell {thing} of {place} for {number} million before the winter,” \
                 Mayor Ada Lund said. Rain fell all day."
            ),
            format!(
                "Mayor Lund told the council: “We will never sell {thing} of {place} for {number} \
                 million.” Critics disagreed."
            ),
            format!(
                "“We will sell {thing} of {place} for {number} million before the winter,” said \
                 Ada Lund. The vote is next week."
            ),
            format!("Ada Lund said that she would never sell {thing} of {place} for {number} million."),
        ];
        for (n, text) in prints.into_iter().enumerate() {
            let day = format!("2018-07-{:02}", 1 + event % 28);
            let document = Document::new(format!("event-{event}-{n}"), text)
                .with_outlet(format!("outlet {}", (event + n) % 9))
                .with_published(day.parse().unwrap());
            all.push(document);
        }
    }
    all
}

fn options(folder: &Path, cluster: &LocalCluster) -> JobOptions {
    let mut options = JobOptions::new(folder);
    options.tasks = 4;
    options.limit = Duration::from_secs(90);
    options.processes = cluster.executor_processes();
    options.shuffle_folders = cluster.shuffle_folders();
    options
}

fn print(report: &StageReport) {
    println!(
        "{:20} {:>8} rows {:>10} bytes {:>10} shuffled {:6.2} s {:6.2} s CPU, attempt {}",
        report.name,
        report.rows,
        report.bytes,
        report.shuffled,
        report.seconds,
        report.cpu,
        report.attempts
    );
}

#[test]
fn a_cluster_gives_the_result_of_the_library() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let folder = tempfile::tempdir().unwrap();
    let mut documents = helsinki();
    documents.extend(articles(12));
    let whole = variorum::reconcile(documents.clone()).unwrap();
    let cluster = LocalCluster::start(programs(), &folder.path().join("p"), 2, 1).unwrap();
    let work = folder.path().join("work");
    write_documents(&work, documents).unwrap();
    runtime().block_on(async {
        cluster.wait_until_ready().await.unwrap();
        let context = connect(&cluster.url(), 4).await.unwrap();
        // Functions run in both executors, and nowhere else.
        let worked = working_processes(&context).await.unwrap();
        let executors = cluster.executor_processes().into_iter().map(u64::from).collect();
        assert_eq!(worked, executors);
        let mut job = Job::new(&context, options(&work, &cluster)).with_observer(print);
        job.run().await.unwrap_or_else(|error| panic!("{error}"));
    });
    let result = read_result(&work, &Settings::default()).unwrap();
    assert_eq!(json(&whole), json(&result));
    // Each has kept shuffle files for the other.
    for folder in cluster.shuffle_folders() {
        let bytes = bytes_below(&folder);
        println!("{}: {bytes} bytes of shuffle files", folder.display());
        assert!(bytes > 0);
    }
    let folders = cluster.shuffle_folders();
    drop(cluster);
    assert!(folders.iter().all(|folder| !folder.exists()), "shuffle files are left");
}

fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
