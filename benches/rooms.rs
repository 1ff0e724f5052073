//! How long each room above reading takes on the articles that come with the crate, and on the quotations found in them. Every bench
//! asserts its answer: a fast wrong one fails.
//!
//! ```text
//! cargo bench --bench rooms
//! ```

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use variorum::align::{Aligner, StretchFinder};
use variorum::collation::collate;
use variorum::input::Reader;
use variorum::text::Vocabulary;
use variorum::{Archive, Document};

fn articles() -> Vec<Document> {
    let mut reader = Reader::new();
    reader.read_path(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/helsinki"));
    reader.finish().documents
}

fn comparing(criterion: &mut Criterion) {
    let wordings = [
        "I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics",
        "I would rather take a political risk in pursuit of peace rather than pursue politics at the risk of peace",
        "I would rather take a political risk in the pursuit of peace than risk peace",
        "rather take a political risk in pursuit of peace",
    ];
    let mut words = Vocabulary::new();
    let passages: Vec<_> = wordings.iter().map(|wording| words.read_all(wording).words).collect();
    let sequences: Vec<&[_]> = passages.iter().map(Vec::as_slice).collect();
    let mut aligner = Aligner::new();
    assert_eq!(aligner.align(&words, sequences[0], sequences[1]).moves.len(), 1);
    criterion.bench_function("align two wordings, one block moved", |b| {
        b.iter(|| assert_eq!(aligner.align(&words, sequences[0], sequences[1]).moves.len(), 1));
    });
    let mut finder = StretchFinder::new();
    let found = finder.find(&words, sequences[0], sequences[1]).len();
    criterion.bench_function("stretches of two wordings", |b| {
        b.iter(|| assert_eq!(finder.find(&words, sequences[0], sequences[1]).len(), found));
    });
    let columns = collate(&words, &sequences).columns();
    assert!(columns < 30);
    criterion.bench_function("collate four wordings", |b| {
        b.iter(|| assert_eq!(collate(&words, &sequences).columns(), columns));
    });
}

fn whole(criterion: &mut Criterion) {
    let documents = articles();
    let reconcile = |documents: Vec<Document>| {
        let mut archive = Archive::default();
        assert!(archive.extend(documents).is_empty());
        archive.reconcile().utterances.len()
    };
    let utterances = reconcile(documents.clone());
    assert!(utterances > 40);
    criterion.bench_function("eight articles, whole way", |b| {
        b.iter_batched(
            || documents.clone(),
            |documents| assert_eq!(reconcile(documents), utterances),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, comparing, whole);
criterion_main!(benches);
