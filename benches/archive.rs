//! What an archive on disk costs as it grows: fills one with generated news, and measures opening,
//! adding a document, and looking wordings up. Each answer is asserted.
//!
//! `cargo bench -p variorum-benches --bench archive -- [QUOTATIONS ...]`: the sizes, in ascending
//! order (default 10000). An archive of 10^6 takes some twenty minutes to fill.

use std::time::{Duration, Instant};

use variorum::live::{LiveOptions, Query, Rung};
use variorum::{Document, Settings};
use variorum_benches::news::{News, QUOTATIONS};

/// Documents of a commit while the archive is filled.
const PORTION: usize = 1000;

/// Documents that are added one by one, and wordings that are looked up, at each size.
const MEASURED: usize = 200;

/// Returns the median and the 99th percentile.
fn percentiles(mut times: Vec<Duration>) -> [Duration; 2] {
    times.sort_unstable();
    [times[times.len() / 2], times[times.len() * 99 / 100]]
}

fn main() {
    let sizes: Vec<usize> =
        std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000] } else { sizes };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("archive");
    let options = || {
        let settings = Settings::default().with_indirect_reports(false);
        LiveOptions::new().with_settings(settings)
    };
    let mut archive = options().open(&path).expect("an archive");
    let mut news = News::default();
    let (mut wordings, mut filling) = (Vec::new(), Duration::ZERO);
    println!(
        "| quotations | fill, documents/s | open | add, median / p99 | lookup, median / p99 | bytes a quotation |"
    );
    println!("|--:|--:|--:|--:|--:|--:|");
    for size in sizes {
        let first = news.documents;
        while news.documents * QUOTATIONS < size {
            let many = PORTION.min(size / QUOTATIONS - news.documents).max(1);
            let documents: Vec<Document> = (0..many)
                .map(|_| {
                    let (document, printed) = news.document();
                    wordings.extend(printed.into_iter().take(1));
                    document
                })
                .collect();
            let begun = Instant::now();
            assert!(archive.extend(documents).is_empty());
            assert_eq!(archive.commit().expect("a commit").documents.len(), many);
            filling += begun.elapsed();
        }
        let rate = (news.documents - first) as f64 / filling.as_secs_f64();
        filling = Duration::ZERO;
        archive.compact().expect("no snapshot is alive");
        let bytes = std::fs::metadata(&path).expect("a file").len() as f64
            / (news.documents * QUOTATIONS) as f64;
        drop(archive);
        let begun = Instant::now();
        archive = options().open(&path).expect("the archive");
        let opened = begun.elapsed();
        let mut added = Vec::new();
        for _ in 0..MEASURED {
            let (document, _) = news.document();
            let begun = Instant::now();
            archive.add(document).expect("room");
            let commit = archive.commit().expect("a commit");
            added.push(begun.elapsed());
            assert!(commit.documents.len() == 1 && !commit.changes.is_empty());
        }
        let snapshot = archive.snapshot().expect("a snapshot");
        let quotations = snapshot.quotation_count().expect("a number");
        assert_eq!(quotations as usize, news.documents * QUOTATIONS);
        let mut asked = Vec::new();
        for n in 0..MEASURED {
            let wording = &wordings[n * wordings.len() / MEASURED];
            let begun = Instant::now();
            let answer = snapshot.lookup(&Query::new(wording)).expect("an answer");
            asked.push(begun.elapsed());
            assert_eq!(answer.rung, Rung::Verbatim, "{wording}");
        }
        let ([add, add_worst], [ask, ask_worst]) = (percentiles(added), percentiles(asked));
        println!(
            "| {quotations} | {rate:.0} | {opened:.1?} | {add:.1?} / {add_worst:.1?} | {ask:.2?} / {ask_worst:.1?} | {bytes:.0} |"
        );
        for (name, entries, bytes) in snapshot.table_sizes().expect("sizes") {
            eprintln!(
                "  {name:>16} {entries:>10} entries {:>8.0} bytes a quotation",
                bytes as f64 / quotations as f64
            );
        }
    }
}
