//! What an archive on disk costs as it grows: fills one with generated news, and measures opening,
//! adding a document, and looking wordings up. Each answer is asserted.
//!
//! `cargo bench -p variorum-benches --bench archive -- [QUOTATIONS ...]`: the sizes, in ascending
//! order (default 10000). An archive of 10^6 takes some twenty minutes to fill.

use std::time::{Duration, Instant};

use variorum::live::{LiveOptions, Query, Rung};
use variorum::{Document, Settings};

/// Quotations of a document.
const QUOTATIONS: usize = 20;

/// Documents of a commit while the archive is filled.
const PORTION: usize = 1000;

/// Documents that are added one by one, and wordings that are looked up, at each size.
const MEASURED: usize = 200;

/// Words with their frequencies, to draw from.
struct Words {
    words: Vec<&'static str>,
    /// The sum of the frequencies up to each word.
    sums: Vec<u64>,
    state: u64,
}

impl Words {
    fn new() -> Words {
        let table = include_str!("../src/language/en/word-frequencies.tsv");
        let (mut words, mut sums, mut sum) = (Vec::new(), Vec::new(), 0);
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            // The table has the information of each word in tenths of a bit.
            if let Some((word, tenths)) = line.split_once('\t')
                && let Ok(tenths) = tenths.parse::<f64>()
                && word.chars().all(|c| c.is_ascii_lowercase())
            {
                sum += (40.0 - tenths / 10.0).exp2() as u64;
                words.push(word);
                sums.push(sum);
            }
        }
        Words { words, sums, state: 0x9e37_79b9_7f4a_7c15 }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % end
    }

    fn word(&mut self) -> &'static str {
        let end = *self.sums.last().expect("there are words");
        let drawn = self.below(end);
        self.words[self.sums.partition_point(|&sum| sum <= drawn)]
    }

    /// Returns a sentence of 6 to 30 words.
    fn sentence(&mut self) -> Vec<&'static str> {
        let length = 6 + self.below(25);
        (0..length).map(|_| self.word()).collect()
    }
}

/// News whose every utterance is printed about five times, one time in five with another word.
struct News {
    words: Words,
    /// What was said lately, by whom.
    said: Vec<(Vec<&'static str>, u64)>,
    documents: usize,
}

impl News {
    fn document(&mut self) -> (Document, Vec<String>) {
        let number = self.documents;
        self.documents += 1;
        let (mut text, mut wordings) = (String::new(), Vec::new());
        for _ in 0..QUOTATIONS {
            let fresh = self.said.len() < 500 || self.words.below(5) == 0;
            if fresh {
                let said = (self.words.sentence(), self.words.below(2000));
                match self.said.len() < 5000 {
                    true => self.said.push(said),
                    false => {
                        let at = self.words.below(5000) as usize;
                        self.said[at] = said;
                    }
                }
            }
            let at = match fresh {
                true => self.said.len() - 1,
                false => self.words.below(self.said.len() as u64) as usize,
            };
            let (mut sentence, speaker) = self.said[at].clone();
            if self.words.below(5) == 0 {
                let place = self.words.below(sentence.len() as u64) as usize;
                sentence[place] = self.words.word();
            }
            let wording = sentence.join(" ");
            let first = ["Ada", "Tomas", "Miriam", "Paul", "Ana"][speaker as usize % 5];
            text.push_str(&format!("“{wording},” {first} Surname{speaker} said. "));
            for _ in 0..12 {
                text.push_str(self.words.word());
                text.push(' ');
            }
            text.push_str(".\n\n");
            wordings.push(wording);
        }
        let day = 1 + number / 500 % 28;
        let document = Document::new(format!("n{number}"), text)
            .with_outlet(format!("Outlet {}", number % 300))
            .with_published(format!("2018-07-{day:02}").parse().expect("a date"));
        (document, wordings)
    }
}

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
    let mut news = News { words: Words::new(), said: Vec::new(), documents: 0 };
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
