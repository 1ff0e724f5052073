//! What an archive on disk costs as it grows: fills one with news, and measures opening, adding a
//! document, and looking wordings up. Each answer is asserted.
//!
//! ```text
//! cargo bench -p variorum-benches --bench archive                         # 10,000 quotations
//! cargo bench -p variorum-benches --bench archive -- 10000 100000         # ascending sizes
//! ARTICLES=more.jsonl cargo bench -p variorum-benches --bench archive     # input of `reconcile`
//! ```
//!
//! Without `ARTICLES` the news is made up ([`variorum_benches::news`]). Of articles the last ones
//! are those that are added one by one. An archive of 10^6 quotations was never filled; one of
//! 10^5 takes two minutes.

use std::time::{Duration, Instant};

use variorum::input::InputReader;
use variorum::live::{LiveOptions, Query, Rung};
use variorum::quotation::Extractor;
use variorum::{Document, Part, Settings};
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

/// Documents to fill an archive with, each with a wording that it prints.
trait Source {
    fn next(&mut self) -> Option<(Document, Option<String>)>;
}

impl Source for News {
    fn next(&mut self) -> Option<(Document, Option<String>)> {
        let (document, wordings) = self.document();
        Some((document, wordings.into_iter().next()))
    }
}

struct Articles {
    documents: std::vec::IntoIter<Document>,
    extractor: Extractor,
}

impl Articles {
    fn read(path: &str) -> Articles {
        let mut reader = InputReader::new();
        reader.read_path(path);
        let documents = reader.finish().documents.into_iter();
        Articles { documents, extractor: Extractor::new() }
    }
}

impl Source for Articles {
    fn next(&mut self) -> Option<(Document, Option<String>)> {
        let document = self.documents.next()?;
        let quotations = self.extractor.extract(&document.text, Part::Text);
        // Of a quotation in pieces the archive has the pieces joined.
        let wording = quotations.first().filter(|quotation| quotation.pieces.len() == 1);
        let wording =
            wording.map(|quotation| document.text[quotation.pieces[0].range()].to_owned());
        Some((document, wording))
    }
}

fn main() {
    let sizes: Vec<usize> =
        std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    println!(
        "| quotations | fill, documents/s | open | add, median / p99 | lookup, median / p99 | bytes a quotation, grown / compacted |"
    );
    println!("|--:|--:|--:|--:|--:|--:|");
    match std::env::var("ARTICLES") {
        Ok(path) => {
            let mut articles = Articles::read(&path);
            let filled = articles.documents.len().saturating_sub(MEASURED);
            assert!(filled > 0, "{path}: fewer than {MEASURED} articles");
            measure(&mut articles, &[filled]);
        }
        Err(_) => {
            let sizes = if sizes.is_empty() { vec![10_000] } else { sizes };
            let documents: Vec<usize> = sizes.iter().map(|size| size / QUOTATIONS).collect();
            measure(&mut News::default(), &documents);
        }
    }
}

/// Fills an archive with these numbers of documents, one after another, and prints a row for each.
fn measure(source: &mut impl Source, sizes: &[usize]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("archive");
    let options = || {
        let settings = Settings::default().with_indirect_reports(false);
        LiveOptions::new().with_settings(settings)
    };
    let mut archive = options().open(&path).expect("an archive");
    let (mut wordings, mut documents) = (Vec::new(), 0);
    for &size in sizes {
        let (first, mut filling) = (documents, Duration::ZERO);
        while documents < size {
            let many = PORTION.min(size - documents);
            let portion: Vec<(Document, Option<String>)> =
                (0..many).map_while(|_| source.next()).collect();
            assert_eq!(portion.len(), many);
            let (portion, printed): (Vec<Document>, Vec<Option<String>>) =
                portion.into_iter().unzip();
            wordings.extend(printed.into_iter().flatten());
            documents += many;
            let begun = Instant::now();
            assert!(archive.extend(portion).is_empty());
            assert_eq!(archive.commit().expect("a commit").documents.len(), many);
            filling += begun.elapsed();
        }
        let rate = (documents - first) as f64 / filling.as_secs_f64();
        let mut added = Vec::new();
        for _ in 0..MEASURED {
            let Some((document, _)) = source.next() else { break };
            documents += 1;
            let begun = Instant::now();
            archive.add(document).expect("room");
            let commit = archive.commit().expect("a commit");
            added.push(begun.elapsed());
            assert!(commit.documents.len() == 1);
        }
        let bytes = || std::fs::metadata(&path).expect("a file").len() as f64;
        let grown = bytes();
        archive.compact().expect("no snapshot is alive");
        let compacted = bytes();
        drop(archive);
        let begun = Instant::now();
        archive = options().open(&path).expect("the archive");
        let opened = begun.elapsed();
        let snapshot = archive.snapshot().expect("a snapshot");
        let quotations = snapshot.quotation_count().expect("a number");
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
            "| {quotations} | {rate:.0} | {opened:.1?} | {add:.1?} / {add_worst:.1?} | {ask:.2?} / {ask_worst:.1?} | {:.0} / {:.0} |",
            grown / quotations as f64,
            compacted / quotations as f64
        );
        for (name, entries, bytes) in snapshot.table_sizes().expect("sizes") {
            eprintln!(
                "  {name:>16} {entries:>10} entries {:>8.0} bytes a quotation",
                bytes as f64 / quotations as f64
            );
        }
    }
}
