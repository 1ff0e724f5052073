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
use variorum_ballista::{LocalCluster, connect, runtime, working_processes};
use variorum_datafusion::{Job, JobError, JobOptions, StageReport, read_result, write_documents};

/// One cluster at a time: the machine may be small.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn programs() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_variorum-scheduler")).parent().unwrap()
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
            format!(
                "Ada Lund said that she would never sell {thing} of {place} for {number} million."
            ),
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
    runtime().unwrap().block_on(async {
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

/// Sends a process a signal that it cannot refuse.
fn kill(process: u32) {
    assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
}

/// Kills an executor in each stage: the job ends with the right answer, or fails with an error that
/// names the stage, within the limits of its attempts. Where a query hangs, the second attempt has
/// new processes.
#[test]
fn a_killed_executor_changes_nothing() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let long = std::env::var_os("VARIORUM_LONG_TESTS").is_some();
    let every = [
        "extracted",
        "runs",
        "blocks",
        "pairs",
        "sure",
        "judged",
        "agreement_edges_1",
        "members",
        "utterances",
    ];
    // Others by their names: `VARIORUM_KILL_STAGES=members,sure`.
    let named = std::env::var("VARIORUM_KILL_STAGES").unwrap_or("pairs,utterances".to_owned());
    let named: Vec<&str> = named.split(',').collect();
    let stages = if long { &every[..] } else { &named[..] };
    if !long {
        println!("{named:?} of {} stages; VARIORUM_LONG_TESTS=1 kills in all", every.len());
    }
    let folder = tempfile::tempdir().unwrap();
    let documents = articles(12);
    let whole = json(&variorum::reconcile(documents.clone()).unwrap());
    let mut cluster = LocalCluster::start(programs(), &folder.path().join("p"), 2, 1).unwrap();
    let runtime = runtime().unwrap();
    for (n, stage) in stages.iter().enumerate() {
        let work = folder.path().join(format!("work-{n}"));
        write_documents(&work, documents.clone()).unwrap();
        let victim = n % 2;
        let start = Instant::now();
        let result = runtime.block_on(async {
            cluster.wait_until_ready().await.unwrap();
            let context = connect(&cluster.url(), 4).await.unwrap();
            let process = cluster.executor_processes()[victim];
            let killed = Arc::new(Mutex::new(None));
            let at = Arc::clone(&killed);
            let options = options(&work, &cluster);
            let mut job = Job::new(&context, options)
                .with_recovery(|error| {
                    println!("{error}: all processes start anew");
                    cluster.restart().unwrap();
                })
                .with_observer(|report| {
                    if report.name == *stage || report.attempts > 1 {
                        print(report);
                    }
                })
                .with_beginning(move |name| {
                    if name == *stage {
                        let at = Arc::clone(&at);
                        std::thread::spawn(move || {
                            std::thread::sleep(Duration::from_millis(400));
                            kill(process);
                            *at.lock().unwrap() = Some(Instant::now());
                        });
                    }
                });
            let result = job.run().await;
            drop(job);
            let at = killed.lock().unwrap().expect("the executor was killed");
            println!(
                "killed in {stage}: ended {:.1} s after it, {:.1} s in all: {}",
                at.elapsed().as_secs_f64(),
                start.elapsed().as_secs_f64(),
                if result.is_ok() { "right".to_owned() } else { format!("{result:?}") }
            );
            result
        });
        let result_is_error = result.is_err();
        match result {
            Ok(()) => {
                let result = read_result(&work, &Settings::default()).unwrap();
                assert_eq!(whole, json(&result), "{stage}");
            }
            Err(JobError::Stage { stage: named, .. } | JobError::TimedOut { stage: named, .. }) => {
                println!("the error names {named}");
            }
            Err(other) => panic!("{stage}: {other}"),
        }
        // Two attempts of each query, each within its limit.
        assert!(start.elapsed() < Duration::from_secs(2 * 90 + 120), "{stage}");
        if result_is_error {
            cluster.restart().unwrap();
        } else {
            cluster.replace_executor(victim).unwrap();
        }
    }
}

/// The scheduler is killed: the job fails with an error that names the stage, and the next run goes
/// on from the last one that was done.
#[test]
fn a_killed_scheduler_loses_one_stage() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let folder = tempfile::tempdir().unwrap();
    let documents = articles(12);
    let whole = json(&variorum::reconcile(documents.clone()).unwrap());
    let mut cluster = LocalCluster::start(programs(), &folder.path().join("p"), 2, 1).unwrap();
    let work = folder.path().join("work");
    write_documents(&work, documents).unwrap();
    let runtime = runtime().unwrap();
    let start = Instant::now();
    let process = cluster.scheduler_process().unwrap();
    let failure = runtime.block_on(async {
        cluster.wait_until_ready().await.unwrap();
        let context = connect(&cluster.url(), 4).await.unwrap();
        let mut job = Job::new(&context, options(&work, &cluster)).with_beginning(move |name| {
            if name == "judged" {
                kill(process);
            }
        });
        job.run().await.expect_err("the scheduler is gone")
    });
    println!("after {:.1} s: {failure}", start.elapsed().as_secs_f64());
    assert!(failure.to_string().contains("stage judged"), "{failure}");
    cluster.kill_scheduler();
    cluster.start_scheduler().unwrap();
    for place in 0..2 {
        cluster.kill_executor(place);
        cluster.replace_executor(place).unwrap();
    }
    let done_before = runtime.block_on(async {
        cluster.wait_until_ready().await.unwrap();
        let context = connect(&cluster.url(), 4).await.unwrap();
        let mut job = Job::new(&context, options(&work, &cluster)).with_observer(print);
        job.run().await.unwrap_or_else(|error| panic!("{error}"));
        let before = job.reports().iter().take_while(|report| report.attempts == 0);
        before.map(|report| report.name.clone()).collect::<Vec<_>>()
    });
    assert_eq!(done_before.last().map(String::as_str), Some("sure_days"));
    let result = read_result(&work, &Settings::default()).unwrap();
    assert_eq!(whole, json(&result));
}

/// Not a test by itself: the process of an executor whose functions say that they are others.
#[test]
#[ignore = "a process of `foreign_functions_are_refused`"]
fn foreign_executor() {
    let Ok(scheduler) = std::env::var("VARIORUM_TEST_SCHEDULER") else { return };
    let port = |name: &str| std::env::var(name).unwrap().parse::<u16>().unwrap();
    variorum_datafusion::set_own_fingerprint("variorum 0.0.9, word lists 00000000000000aa");
    let mut options = variorum_ballista::ExecutorOptions::new(
        variorum_ballista::Address::local(port("VARIORUM_TEST_PORT")),
        port("VARIORUM_TEST_WORK_PORT"),
        scheduler.parse().unwrap(),
        std::env::var("VARIORUM_TEST_FOLDER").unwrap(),
    );
    options.cores = 1;
    runtime().unwrap().block_on(variorum_ballista::run_executor(options)).unwrap();
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// An executor with another version, word lists or weights is refused at once, and both
/// fingerprints are named.
#[test]
fn foreign_functions_are_refused() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let folder = tempfile::tempdir().unwrap();
    let cluster = LocalCluster::start(programs(), &folder.path().join("p"), 0, 1).unwrap();
    let mut foreign = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "foreign_executor", "--ignored", "--nocapture"])
        .env("VARIORUM_TEST_SCHEDULER", cluster.url().trim_start_matches("df://"))
        .env("VARIORUM_TEST_PORT", free_port().to_string())
        .env("VARIORUM_TEST_WORK_PORT", free_port().to_string())
        .env("VARIORUM_TEST_FOLDER", folder.path().join("foreign"))
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let work = folder.path().join("work");
    write_documents(&work, articles(2)).unwrap();
    let start = Instant::now();
    let failure = runtime().unwrap().block_on(async {
        let context = connect(&cluster.url(), 2).await.unwrap();
        let mut options = options(&work, &cluster);
        options.attempts = 3;
        Job::new(&context, options).run().await.expect_err("it is another program")
    });
    foreign.kill().unwrap();
    foreign.wait().unwrap();
    println!("after {:.1} s: {failure}", start.elapsed().as_secs_f64());
    assert!(failure.is_refused(), "{failure}");
    let message = failure.to_string();
    assert!(message.contains("stage extracted failed after 1 attempts"), "{message}");
    assert!(message.contains("word lists 00000000000000aa"), "{message}");
    let own = variorum::part::fingerprint(&Settings::default());
    assert!(message.contains(&own), "{message}");
}

/// Neither program listens where other machines reach it, unless it is told that they may.
#[test]
fn does_not_listen_to_the_network() {
    let programs = [
        (env!("CARGO_BIN_EXE_variorum-scheduler"), vec!["--host", "0.0.0.0"]),
        (
            env!("CARGO_BIN_EXE_variorum-executor"),
            vec!["--host", "0.0.0.0", "--scheduler", "127.0.0.1:1", "--work-folder", "unused"],
        ),
    ];
    for (program, arguments) in programs {
        let mut child = Command::new(program)
            .args(arguments)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        assert!(!child.wait().unwrap().success());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(said.contains("refused to listen at 0.0.0.0"), "{said}");
        assert!(said.contains("--allow-network"), "{said}");
    }
}

/// An executor whose disk is full, or nearly: no file of it can grow beyond some kilobytes. The job
/// ends with the right answer, or fails with an error that names the stage.
#[test]
fn a_full_disk_hangs_nothing() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let folder = tempfile::tempdir().unwrap();
    let documents = articles(12);
    let whole = json(&variorum::reconcile(documents.clone()).unwrap());
    let cluster = LocalCluster::start(programs(), &folder.path().join("p"), 1, 1).unwrap();
    let scheduler = cluster.url().trim_start_matches("df://").to_owned();
    // Without the signal, a write beyond the limit is an error, as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let mut full = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_variorum-executor"), "--scheduler", &scheduler])
        .args(["--port", &free_port().to_string(), "--work-port", &free_port().to_string()])
        .arg("--work-folder")
        .arg(folder.path().join("full"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let work = folder.path().join("work");
    write_documents(&work, documents).unwrap();
    let start = Instant::now();
    let result = runtime().unwrap().block_on(async {
        cluster.wait_until_ready().await.unwrap();
        let context = connect(&cluster.url(), 4).await.unwrap();
        let worked = working_processes(&context).await.unwrap();
        println!("{} executors work", worked.len());
        Job::new(&context, options(&work, &cluster)).run().await
    });
    full.kill().unwrap();
    full.wait().unwrap();
    println!("full disk: ended after {:.1} s: {result:?}", start.elapsed().as_secs_f64());
    match result {
        Ok(()) => {
            let result = read_result(&work, &Settings::default()).unwrap();
            assert_eq!(whole, json(&result));
        }
        Err(JobError::Stage { stage, .. } | JobError::TimedOut { stage, .. }) => {
            println!("the error names {stage}");
        }
        Err(other) => panic!("{other}"),
    }
    assert!(start.elapsed() < Duration::from_secs(2 * 90 + 120));
}
