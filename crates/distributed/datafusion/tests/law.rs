//! The law: the result is that of `reconcile`, byte for byte, whatever the number of partitions and
//! of parts.

use std::path::Path;

use variorum::report::{JsonReport, Report};
use variorum::{Document, Reconciliation, Settings};
use variorum_datafusion::{Job, JobOptions, local_session, read_result, write_documents};

fn json(result: &Reconciliation) -> Vec<u8> {
    let mut out = Vec::new();
    JsonReport::new().write(result, &mut out).unwrap();
    out
}

fn distributed(documents: &[Document], partitions: usize, tasks: usize) -> Reconciliation {
    let folder = tempfile::tempdir().unwrap();
    write_documents(folder.path(), documents.iter().cloned()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let context = local_session(partitions);
        let mut options = JobOptions::new(folder.path());
        options.tasks = tasks;
        let mut job = Job::new(&context, options).with_observer(|report| {
            println!(
                "{:18} {:>8} rows {:>10} bytes {:6.2} s {:6.2} s CPU",
                report.name, report.rows, report.bytes, report.seconds, report.cpu
            );
        });
        job.run().await.unwrap_or_else(|error| panic!("{error}"));
    });
    read_result(folder.path(), &Settings::default()).unwrap()
}

/// Names the first line that differs.
fn assert_same(one: &Reconciliation, other: &Reconciliation, what: &str) {
    let (one, other) = (json(one), json(other));
    if one == other {
        return;
    }
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
    };
    let (one, other) = (lines(&one), lines(&other));
    for (n, (a, b)) in one.iter().zip(&other).enumerate() {
        assert_eq!(a, b, "{what}: line {n}");
    }
    panic!("{what}: {} lines and {}", one.len(), other.len());
}

fn helsinki() -> Vec<Document> {
    let mut reader = variorum::input::InputReader::new();
    reader.read_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/helsinki"));
    reader.finish().documents
}

#[test]
fn the_articles_that_come_with_the_library() {
    let documents = helsinki();
    assert!(documents.len() > 5);
    let whole = variorum::reconcile(documents.clone()).unwrap();
    for (partitions, tasks) in [(1, 1), (3, 3), (8, 8)] {
        let result = distributed(&documents, partitions, tasks);
        assert_same(&whole, &result, &format!("{partitions} partitions"));
    }
}
