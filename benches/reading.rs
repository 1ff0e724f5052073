//! Bytes of news read a second on one thread, beside a regular expression. Every bench asserts its
//! answer.
//!
//! ```text
//! cargo bench -p variorum-benches --bench reading
//! cargo bench -p variorum-benches --bench reading -- adverse             # nothing but marks
//! ARTICLES=more.jsonl cargo bench -p variorum-benches --bench reading    # input of `reconcile`
//! ```
//!
//! Without `ARTICLES` it reads the articles of PolNeAR if they lie beside the checkout, else those
//! that come with the crate.

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use regex::Regex;
use variorum::attribution::Attributor;
use variorum::input::InputReader;
use variorum::quotation::Extractor;
use variorum::text::{Vocabulary, paragraphs, sentences, tokens};
use variorum::{Document, Part};
use variorum_benches::ROOT;

fn articles() -> Vec<Document> {
    let polnear = format!("{ROOT}/../shared/data/polnear/articles.jsonl");
    let path = std::env::var("ARTICLES").unwrap_or_else(|_| {
        match std::path::Path::new(&polnear).exists() {
            true => polnear,
            false => format!("{ROOT}/examples/helsinki"),
        }
    });
    let mut reader = InputReader::new();
    reader.read_path(&path);
    let documents = reader.finish().documents;
    eprintln!("{path}: {} articles", documents.len());
    documents
}

fn reading(criterion: &mut Criterion) {
    let documents = articles();
    assert!(documents.len() >= 8);
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::BytesDecimal(bytes as u64));
    let mut bench = |name: &str, least: usize, work: &mut dyn FnMut(&Document) -> usize| {
        let answer: usize = documents.iter().map(&mut *work).sum();
        assert!(answer >= least, "{name}: {answer}");
        group.bench_function(name, |b| {
            b.iter(|| {
                assert_eq!(documents.iter().map(&mut *work).sum::<usize>(), answer, "{name}")
            });
        });
    };
    let (mut extractor, mut attributor) = (Extractor::new(), Attributor::new());
    bench("extract", 80, &mut |document| extractor.extract(&document.text, Part::Text).len());
    bench("extract and attribute", 60, &mut |document| {
        let quotations = extractor.extract(&document.text, Part::Text);
        attributor
            .attribute(document, &quotations)
            .iter()
            .filter(|attribution| attribution.speaker.is_some())
            .count()
    });
    // Three styles of marks and nothing else.
    let simple = Regex::new(r#""([^"]+)"|“([^”]+)”|''(.+?)''"#).expect("a regular expression");
    bench("a regular expression", 60, &mut |document| simple.find_iter(&document.text).count());
    let mut words = Vocabulary::new();
    bench("paragraphs", 60, &mut |document| paragraphs(&document.text).count());
    bench("sentences", 200, &mut |document| sentences(&document.text).count());
    bench("tokens", 2_000, &mut |document| tokens(&document.text).count());
    bench("words interned", 2_000, &mut |document| words.tokenize(&document.text).words.len());
    group.finish();
}

/// Benches ten million bytes of nothing but marks, and a tenth of that: the throughput should be
/// nearly the same.
fn adverse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("adverse");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(1));
    let mut extractor = Extractor::new();
    for (name, unit) in [
        ("straight", "\""),
        ("curly", "“"),
        ("unclosed", "“a "),
        ("in turns", "\"a' "),
        ("lines", "“a.\n"),
    ] {
        for size in [1_000_000, 10_000_000] {
            let text = unit.repeat(size / unit.len());
            let answer = extractor.extract(&text, Part::Text).len();
            assert!(answer <= text.len());
            group.throughput(Throughput::BytesDecimal(text.len() as u64));
            group.bench_function(format!("{name}, {} MB", size / 1_000_000), |b| {
                b.iter(|| assert_eq!(extractor.extract(&text, Part::Text).len(), answer));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, reading, adverse);
criterion_main!(benches);
