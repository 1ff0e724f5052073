//! Instruction counts, under valgrind, of reading the articles that come with the crate: the same
//! on a busy machine as on an idle one. Every bench asserts its answer.
//!
//! ```text
//! cargo install gungraun-runner --version VERSION  # that of gungraun in Cargo.lock; and valgrind
//! cargo bench -p variorum-benches --bench instructions
//! ```

#![allow(missing_docs)] // the macros make modules that nobody reads

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use variorum::attribution::{Attributor, attribute};
use variorum::quotation::{Extractor, Quotation};
use variorum::text::{Vocabulary, tokens};
use variorum::{Document, Part};

fn articles() -> Vec<Document> {
    let documents = variorum_benches::helsinki();
    // What is made on first use is no part of the count.
    for document in &documents {
        attribute(document, &Extractor::new().extract(&document.text, Part::Text));
        Vocabulary::new().tokenize(&document.text);
    }
    documents
}

fn extracted() -> Vec<(Document, Vec<Quotation>)> {
    let mut extractor = Extractor::new();
    let extract = |document: Document| {
        let quotations = extractor.extract(&document.text, Part::Text);
        (document, quotations)
    };
    articles().into_iter().map(extract).collect()
}

#[library_benchmark]
#[bench::helsinki(setup = articles)]
fn token(documents: Vec<Document>) -> Vec<Document> {
    let count: usize =
        documents.iter().map(|document| tokens(black_box(&document.text)).count()).sum();
    assert!(count > 2_000);
    documents
}

#[library_benchmark]
#[bench::helsinki(setup = articles)]
fn intern(documents: Vec<Document>) -> (Vocabulary, Vec<Document>) {
    let mut words = Vocabulary::new();
    let count: usize = documents
        .iter()
        .map(|document| words.tokenize(black_box(&document.text)).words.len())
        .sum();
    assert!(count > 2_000);
    (words, documents)
}

#[library_benchmark]
#[bench::helsinki(setup = articles)]
fn extract(documents: Vec<Document>) -> Vec<Document> {
    let mut extractor = Extractor::new();
    let count: usize = documents
        .iter()
        .map(|document| extractor.extract(black_box(&document.text), Part::Text).len())
        .sum();
    assert!(count > 80);
    documents
}

#[library_benchmark]
#[bench::helsinki(setup = extracted)]
fn attribution(read: Vec<(Document, Vec<Quotation>)>) -> Vec<(Document, Vec<Quotation>)> {
    let mut attributor = Attributor::new();
    let said = |(document, quotations): &(Document, Vec<Quotation>)| {
        attributor
            .attribute(black_box(document), quotations)
            .iter()
            .filter(|attribution| attribution.speaker.is_some())
            .count()
    };
    assert!(read.iter().map(said).sum::<usize>() > 60);
    read
}

library_benchmark_group!(name = reading, benchmarks = [token, intern, extract, attribution]);
main!(library_benchmark_groups = reading);
