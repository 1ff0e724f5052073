//! Time that each module takes on the articles that come with the crate and on their quotations.
//! Every bench asserts its answer.
//!
//! ```text
//! cargo bench -p variorum-benches --bench rooms
//! ```

use std::ops::Range;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use variorum::align::{Aligner, EditKind, PassageFinder};
use variorum::collation::collate;
use variorum::live::{LiveArchive, Query, Rung};
use variorum::text::{Vocabulary, Word};
use variorum::{Archive, Document, Settings};
use variorum_benches::chance::Chance;
use variorum_benches::helsinki;
use variorum_benches::news::News;

fn comparing(criterion: &mut Criterion) {
    let wordings = [
        "I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics",
        "I would rather take a political risk in pursuit of peace rather than pursue politics at the risk of peace",
        "I would rather take a political risk in the pursuit of peace than risk peace",
        "rather take a political risk in pursuit of peace",
    ];
    let mut words = Vocabulary::new();
    let passages: Vec<_> = wordings.iter().map(|wording| words.tokenize(wording).words).collect();
    let sequences: Vec<&[_]> = passages.iter().map(Vec::as_slice).collect();
    let mut aligner = Aligner::new();
    assert_eq!(aligner.align(&words, sequences[0], sequences[1]).transpositions.len(), 1);
    criterion.bench_function("align two wordings, one block moved", |b| {
        b.iter(|| {
            assert_eq!(aligner.align(&words, sequences[0], sequences[1]).transpositions.len(), 1)
        });
    });
    let mut finder = PassageFinder::new();
    let found = finder.find(&words, sequences[0], sequences[1]).len();
    criterion.bench_function("stretches of two wordings", |b| {
        b.iter(|| assert_eq!(finder.find(&words, sequences[0], sequences[1]).len(), found));
    });
    let columns = collate(&words, &sequences).column_count();
    assert!(columns < 30);
    criterion.bench_function("collate four wordings", |b| {
        b.iter(|| assert_eq!(collate(&words, &sequences).column_count(), columns));
    });
}

/// An archive on disk with the 2,000 quotations of a hundred documents.
fn live(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("archive");
    let mut archive = LiveArchive::open(path, Settings::default()).expect("an archive");
    let mut news = News::default();
    let (documents, wordings): (Vec<_>, Vec<_>) = (0..100).map(|_| news.document()).unzip();
    assert!(archive.extend(documents).is_empty());
    archive.commit().expect("a commit");
    let snapshot = archive.snapshot().expect("a snapshot");
    let mut asked = wordings.iter().flatten().cycle();
    criterion.bench_function("archive: a wording looked up", |b| {
        b.iter(|| {
            let query = Query::new(asked.next().expect("wordings"));
            assert_eq!(snapshot.lookup(&query).expect("an answer").rung, Rung::Verbatim);
        });
    });
    criterion.bench_function("archive: a document added with a durable commit", |b| {
        b.iter_batched(
            || news.document().0,
            |document| {
                archive.replace(document).expect("room");
                assert_eq!(archive.commit().expect("a commit").documents.len(), 1);
            },
            BatchSize::PerIteration,
        );
    });
}

fn whole(criterion: &mut Criterion) {
    let documents = helsinki();
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

const SENTENCE: &str = "we have spent the better part of four years repairing these roads and I will not stand here \
    today and tell you that the work is finished when it is plainly not";
const OTHERS: [&str; 16] = [
    "harbour",
    "winter",
    "council",
    "money",
    "children",
    "bridges",
    "promise",
    "never",
    "would",
    "but",
    "because",
    "every",
    "some",
    "twelve",
    "report",
    "yesterday",
];

/// Returns the sentence with a word left out, replaced or added in 12 of 100 places.
fn edited(chance: &mut Chance, words: &mut Vocabulary) -> Vec<Word> {
    let mut wording = Vec::new();
    for word in SENTENCE.split(' ') {
        let other = OTHERS[chance.below(OTHERS.len())];
        let printed: &[&str] = match chance.below(25) {
            0 => &[],
            1 => &[other],
            2 => &[word, other],
            _ => &[word],
        };
        wording.extend(printed.iter().map(|word| words.intern(word)));
    }
    wording
}

/// Returns `count` distinct wordings of the sentence.
fn distinct(chance: &mut Chance, words: &mut Vocabulary, count: usize) -> Vec<Vec<Word>> {
    let mut wordings: Vec<Vec<Word>> = Vec::new();
    while wordings.len() < count {
        let wording = edited(chance, words);
        if !wordings.contains(&wording) {
            wordings.push(wording);
        }
    }
    wordings
}

/// Asserts the bounds of `docs/COLLATION.md`: the answer is right, and the fastest of three runs
/// stays within `bound`. A debug build, as of `cargo test --benches`, checks the answer alone.
fn bounded(criterion: &mut Criterion, name: &str, bound: Duration, mut work: impl FnMut()) {
    let shortest = (0..3).map(|_| timed(&mut work)).min();
    let within = shortest.is_some_and(|shortest| shortest <= bound);
    assert!(within || cfg!(debug_assertions), "{name}: {shortest:?}, not {bound:?}");
    println!(
        "{name}: {:.1} ms, bound {} ms",
        shortest.unwrap_or_default().as_secs_f64() * 1e3,
        bound.as_millis()
    );
    let mut group = criterion.benchmark_group("bounds");
    group.sample_size(10).bench_function(name, |b| b.iter(&mut work));
    group.finish();
}

/// Returns the mean time of the runs that fit into half a second: time on the processor if the
/// system reports it, so that other work disturbs it little.
fn timed(work: &mut impl FnMut()) -> Duration {
    let (began, spent) = (Instant::now(), on_processor());
    let mut runs = 0;
    while runs == 0 || began.elapsed() < Duration::from_millis(500) {
        work();
        runs += 1;
    }
    let all = match spent.zip(on_processor()) {
        // The system tells it to some milliseconds.
        Some((before, after)) => after.saturating_sub(before),
        None => began.elapsed(),
    };
    all / runs
}

/// Returns the time that this thread has run on a processor.
fn on_processor() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    status.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Returns the peak memory of the process in MB, if the system reports it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1000)
}

/// Asserts that every token is in one cell, in order, and that there are at most `most` columns.
fn holds(words: &Vocabulary, wordings: &[&[Word]], most: usize) {
    let table = collate(words, wordings);
    assert!(table.column_count() <= most, "{} columns, not {most}", table.column_count());
    for (row, wording) in table.rows.iter().zip(wordings) {
        assert!(row.iter().flat_map(Range::clone).eq(0..wording.len()));
    }
}

fn slices(wordings: &[Vec<Word>]) -> Vec<&[Word]> {
    wordings.iter().map(Vec::as_slice).collect()
}

fn many(criterion: &mut Criterion) {
    let mut words = Vocabulary::new();
    let mut chance = Chance(20_180_716);
    let ms = Duration::from_millis;
    for count in [20, 30, 40] {
        let few = distinct(&mut chance, &mut words, count);
        let hundred: Vec<&[Word]> = (0..100).map(|n| &few[n % count][..]).collect();
        // At most 1.8 times the longest.
        let longest = few.iter().map(Vec::len).max().unwrap_or(0);
        let name = format!("collate 100 wordings, {count} distinct");
        bounded(criterion, &name, ms(20), || holds(&words, &hundred, longest * 9 / 5));
    }
    let all = distinct(&mut chance, &mut words, 200);
    let longest = all.iter().map(Vec::len).max().unwrap_or(0);
    let all = slices(&all);
    bounded(criterion, "collate 200 wordings, all distinct", ms(300), || {
        holds(&words, &all, longest * 2)
    });
    let single: Vec<Vec<Word>> =
        (0..1000).map(|n| vec![words.intern_form(&format!("{:x}", n * 7919))]).collect();
    let single = slices(&single);
    bounded(criterion, "collate 1,000 wordings of one word", ms(1000), || {
        holds(&words, &single, 1)
    });
    let marks: Vec<Vec<Word>> = (0..1000)
        .map(|n| {
            (0..n % 7)
                .map(|at| words.intern([",", ".", "!", "…", "[", "]"][(n / 7 + at * at) % 6]))
                .collect()
        })
        .collect();
    let marks = slices(&marks);
    bounded(criterion, "collate 1,000 wordings of marks, or empty", ms(1000), || {
        holds(&words, &marks, 40)
    });
}

fn long(criterion: &mut Criterion) {
    let mut words = Vocabulary::new();
    let mut chance = Chance(20_180_716);
    let a: Vec<Word> =
        (0..5000).map(|_| words.intern_form(&format!("w{}", chance.below(1500)))).collect();
    // Of eight words one is left out and one replaced.
    let b: Vec<Word> = (0..a.len())
        .flat_map(|n| match chance.below(8) {
            0 => None,
            1 => Some(words.intern_form(&format!("w{}", chance.below(1500)))),
            _ => Some(a[n]),
        })
        .collect();
    let mut aligner = Aligner::new();
    let before = peak();
    bounded(criterion, "align 5,000 words with 5,000", Duration::from_secs(1), || {
        let alignment = aligner.align(&words, &a, &b);
        let equal = alignment
            .edits
            .iter()
            .filter(|edit| edit.kind == EditKind::Equal)
            .map(|edit| edit.a.len());
        assert!(equal.sum::<usize>() >= 3700);
    });
    if let Some((before, after)) = before.zip(peak()) {
        println!("align 5,000 words with 5,000: {} MB", after - before);
        assert!(after - before <= 100, "{} MB", after - before);
    }
    bounded(criterion, "collate 5,000 words with 5,000", Duration::from_secs(1), || {
        holds(&words, &[&a, &b], 6300)
    });
}

criterion_group!(benches, long, many, comparing, live, whole);
criterion_main!(benches);
