//! Growth of time with the collection: the same work on 200, 800 and 3,200 articles. The articles
//! are generated, so that the right answer is known, and every bench asserts it.
//!
//! ```text
//! cargo bench -p variorum-benches --bench growth
//! ```
//!
//! Reports documents (or quotations) a second, on one thread and on all. Linear work has the same
//! throughput at all sizes.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use variorum::StandaloneQuotation;
use variorum::report::{JsonReport, Report};
use variorum::{Archive, Document, Settings};
use variorum_benches::chance::Chance;

const SIZES: [usize; 3] = [200, 800, 3_200];
/// Number of papers that report one speech, and of its sentences that they quote.
const PAPERS: usize = 4;
const SENTENCES: usize = 3;

fn one_of<'w>(chance: &mut Chance, list: &[&'w str]) -> &'w str {
    list[chance.below(list.len())]
}

const SMALL: [&str; 12] =
    ["the", "of", "and", "to", "in", "that", "for", "with", "we", "our", "will", "must"];
const SYLLABLES: [&str; 20] = [
    "ba", "den", "fir", "gol", "han", "jor", "kel", "lim", "mos", "nar", "pel", "quin", "rud",
    "sar", "tov", "ulm", "vas", "wen", "yor", "zet",
];

/// Returns a word that is in no list.
fn word(chance: &mut Chance) -> String {
    (0..3).map(|_| one_of(chance, &SYLLABLES)).collect()
}

fn sentence(chance: &mut Chance) -> Vec<String> {
    let length = 10 + chance.below(16);
    (0..length)
        .map(|n| if n % 2 == 0 { one_of(chance, &SMALL).to_owned() } else { word(chance) })
        .collect()
}

/// Returns the sentence as a paper prints it: one paper of three leaves out a small word.
fn printed(chance: &mut Chance, sentence: &[String]) -> String {
    let mut words: Vec<&str> = sentence.iter().map(String::as_str).collect();
    if chance.below(3) == 0 {
        words.remove(2 + 2 * chance.below(words.len() / 2 - 2));
    }
    words.join(" ")
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// Returns articles, [`PAPERS`] of them about each speech, and all quotations in them.
fn news(articles: usize) -> (Vec<Document>, Vec<StandaloneQuotation>) {
    let mut chance = Chance(20_180_716);
    let (mut documents, mut quotations) = (Vec::new(), Vec::new());
    for speech in 0..articles / PAPERS {
        let speaker = format!("Ada {}", capital(&word(&mut chance)));
        let town = capital(&word(&mut chance));
        let said: Vec<Vec<String>> = (0..SENTENCES).map(|_| sentence(&mut chance)).collect();
        for paper in 0..PAPERS {
            let id = format!("{speech}-{paper}");
            let mut text = format!("{speaker} spoke at {town} on Monday.\n");
            for (n, said) in said.iter().enumerate() {
                let quoted = printed(&mut chance, said);
                let own = sentence(&mut chance).join(" ");
                text += &format!("“{},” {speaker} said. The {own}.\n", capital(&quoted));
                let given =
                    StandaloneQuotation::new(format!("{id}#{n}"), quoted).with_speaker(&speaker);
                quotations.push(given.with_outlet(format!("Paper {paper}")));
            }
            documents.push(Document::new(id, text).with_outlet(format!("Paper {paper}")));
        }
    }
    (documents, quotations)
}

fn archive(threads: usize) -> Archive {
    Archive::new(Settings::default().with_threads(threads).expect("few threads"))
}

/// Benches the whole way from articles to the report.
fn articles(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("articles to JSON");
    group.sample_size(10);
    for size in SIZES {
        let (documents, _) = news(size);
        group.throughput(Throughput::Elements(documents.len() as u64));
        for (name, threads) in [("one thread", 1), ("all threads", 0)] {
            let whole = |documents: Vec<Document>| {
                let mut archive = archive(threads);
                assert!(archive.extend(documents).is_empty());
                let found = archive.reconcile();
                assert_eq!(found.utterances.len(), size / PAPERS * SENTENCES);
                assert!(found.utterances.iter().all(|utterance| utterance.outlets == PAPERS));
                let mut report = Vec::new();
                JsonReport::new()
                    .with_threads(threads)
                    .write(&found, &mut report)
                    .expect("memory is written");
                report
            };
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter_batched(|| documents.clone(), whole, BatchSize::LargeInput);
            });
        }
    }
    group.finish();
}

/// Benches the grouping of standalone quotations.
fn quotations(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("quotations grouped");
    group.sample_size(10);
    for size in SIZES {
        let (_, quotations) = news(size);
        group.throughput(Throughput::Elements(quotations.len() as u64));
        let whole = |quotations: Vec<StandaloneQuotation>| {
            let mut archive = archive(1);
            quotations
                .into_iter()
                .for_each(|quotation| archive.add_quotation(quotation).expect("no id comes twice"));
            let found = archive.group();
            assert_eq!(found.groups.len(), size / PAPERS * SENTENCES);
            assert!(found.groups.iter().all(|group| group.outlets == PAPERS));
        };
        group.bench_function(BenchmarkId::from_parameter(size), |b| {
            b.iter_batched(|| quotations.clone(), whole, BatchSize::LargeInput);
        });
    }
    group.finish();
}

criterion_group!(benches, articles, quotations);
criterion_main!(benches);
