//! The law of the archive that is kept up to date: whatever came and went, in whatever commits, its
//! result is that of a batch over the documents that are there, byte for byte.
#![cfg(feature = "archive")]

#[path = "laws/news.rs"]
#[allow(dead_code)]
mod news;
#[path = "laws/ugly.rs"]
#[allow(dead_code)]
mod ugly;

use proptest::prelude::*;
use std::collections::BTreeMap;
use variorum::live::LiveArchive;
use variorum::report::{JsonReport, Report};
use variorum::{Archive, Document, DocumentKind, Reconciliation, Settings};

fn cases(few: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        default
    } else {
        ProptestConfig { cases: few, ..default }
    }
}

fn json(reconciliation: &Reconciliation) -> String {
    let mut out = Vec::new();
    JsonReport::new().write(reconciliation, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn batch(documents: &BTreeMap<String, Document>) -> Reconciliation {
    let mut archive = Archive::default();
    for document in documents.values() {
        archive.add(document.clone()).unwrap();
    }
    archive.reconcile()
}

/// What is done to an archive.
#[derive(Clone, Debug)]
enum Step {
    Put(usize, usize),
    Remove(usize),
    Commit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0usize..40, 0usize..40).prop_map(|(id, text)| Step::Put(id, text)),
        2 => (0usize..40).prop_map(Step::Remove),
        3 => Just(Step::Commit),
    ];
    prop::collection::vec(step, 1..40)
}

fn check(documents: &[Document], steps: &[Step]) -> Result<(), TestCaseError> {
    let mut live = LiveArchive::in_memory(Settings::default()).unwrap();
    let mut there: BTreeMap<String, Document> = BTreeMap::new();
    for step in steps.iter().chain([&Step::Commit]) {
        match *step {
            Step::Put(id, text) if !documents.is_empty() => {
                let mut document = documents[text % documents.len()].clone();
                document.id = format!("d{}", id % (2 * documents.len()));
                // Some are what was really said, and some a text in question.
                document.kind = match id % 9 {
                    3 => DocumentKind::Transcript,
                    5 => DocumentKind::Query,
                    _ => DocumentKind::Article,
                };
                live.replace(document.clone()).unwrap();
                there.insert(document.id.clone(), document);
            }
            Step::Remove(id) if !documents.is_empty() => {
                let id = format!("d{}", id % (2 * documents.len()));
                live.remove(&id).unwrap();
                there.remove(&id);
            }
            _ => {
                live.commit().unwrap();
                let (one, other) = (live.snapshot().unwrap().reconcile().unwrap(), batch(&there));
                if one != other {
                    prop_assert_eq!(json(&one), json(&other));
                    prop_assert!(one == other);
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn grows_as_a_batch_would(
        documents in prop_oneof![3 => news::articles(12), 1 => ugly::documents(6)],
        steps in steps(),
    ) {
        check(&documents, &steps)?;
    }
}

/// Sets of a dozen documents at most: without optimisation fewer.
fn hundreds() -> std::ops::Range<usize> {
    if cfg!(debug_assertions) { 12..20 } else { 30..60 }
}

proptest! {
    #![proptest_config(cases(if cfg!(debug_assertions) { 1 } else { 8 }))]

    #[test]
    fn hundreds_of_documents_grow_as_a_batch_would(
        documents in prop::collection::vec(news::articles(12), hundreds()),
        seed in any::<u64>(),
    ) {
        let mut chance = chance::Chance(seed | 1);
        let mut live = LiveArchive::in_memory(Settings::default()).unwrap();
        let mut there: BTreeMap<String, Document> = BTreeMap::new();
        for (n, mut document) in documents.into_iter().flatten().enumerate() {
            document.id = format!("d{n}");
            live.add(document.clone()).unwrap();
            there.insert(document.id.clone(), document);
            let id = format!("d{}", chance.below(n + 1));
            if let (0, Some(document)) = (chance.below(8), there.get(&id)) {
                let shorter = document.text.rsplit_once('\n').map_or("", |(text, _)| text);
                let mut document = document.clone();
                document.text.truncate(shorter.len());
                live.replace(document.clone()).unwrap();
                there.insert(id, document);
            } else if chance.below(12) == 0 {
                live.remove(&id).unwrap();
                there.remove(&id);
            }
            if chance.below(4) == 0 {
                live.commit().unwrap();
            }
        }
        live.commit().unwrap();
        let (one, other) = (live.snapshot().unwrap().reconcile().unwrap(), batch(&there));
        prop_assert!(one == other, "{}", first_difference(&json(&one), &json(&other)));
    }
}

/// Documents about one line that very many print, in many wordings and under many names, so that
/// its blocks are oversized, are split, and have hubs; and one slogan that hundreds repeat.
fn crowd(count: usize, seed: u64) -> Vec<Document> {
    let mut chance = chance::Chance(seed);
    let speakers = ["Ada Lund", "Tomas Okafor", "Miriam Castellanos", "Paul Ito", "Ana Ruiz"];
    let document = |n: usize| {
        let word = |chance: &mut chance::Chance, of: usize| format!("zugzwang{}", chance.below(of));
        let tail = match chance.below(6) {
            0 => String::new(),
            1 => "and peace with the derelict canneries of Valparaiso".to_owned(),
            2 => format!("and peace with the derelict canneries of {}", word(&mut chance, 30)),
            3 => {
                let (a, b) = (word(&mut chance, 4), word(&mut chance, 60));
                format!("before the harbour of Valparaiso freezes over {a} and {b}")
            }
            4 => format!("before the harbour of Valparaiso freezes {}", word(&mut chance, 400)),
            _ => word(&mut chance, 400),
        };
        let speaker = match chance.below(3) {
            0 => format!("Walter Surname{}", chance.below(40)),
            _ => speakers[chance.below(speakers.len())].to_owned(),
        };
        let day = 1 + chance.below(20);
        let text = format!(
            "“We will make peace with the northern fishermen {tail},” {speaker} said. \
             “Fish for the fishermen of Valparaiso!” {speaker} said."
        );
        Document::new(format!("c{n}"), text)
            .with_outlet(format!("o{}", chance.below(9)))
            .with_published(format!("2018-07-{day:02}").parse().unwrap())
    };
    (0..count).map(document).collect()
}

#[path = "chance/mod.rs"]
mod chance;

/// Blocks that pass every bound, upwards and downwards.
#[test]
fn a_crowd_grows_and_shrinks_as_a_batch_would() {
    // The bound of a block of one speaker is 128.
    let count = if cfg!(debug_assertions) { 140 } else { 200 };
    for seed in [7] {
        let documents = crowd(count, seed);
        let mut live = LiveArchive::in_memory(Settings::default()).unwrap();
        let mut there: BTreeMap<String, Document> = BTreeMap::new();
        let check = |live: &LiveArchive, there: &BTreeMap<String, Document>| {
            let (one, other) = (live.snapshot().unwrap().reconcile().unwrap(), batch(there));
            assert!(one == other, "{}", first_difference(&json(&one), &json(&other)));
        };
        // One by one where a bound is passed, and in portions elsewhere.
        let is_near = |held: usize| (29..36).contains(&held) || (125..132).contains(&held);
        for (n, document) in documents.iter().enumerate() {
            live.replace(document.clone()).unwrap();
            there.insert(document.id.clone(), document.clone());
            let held = n + 1;
            if is_near(held) || held % 7 == 0 || held == count {
                live.commit().unwrap();
                if is_near(held) || held % 28 == 0 || held == count {
                    check(&live, &there);
                }
            }
        }
        for (n, document) in documents.iter().enumerate().rev() {
            live.remove(&document.id).unwrap();
            there.remove(&document.id);
            if is_near(n) || n % 7 == 0 {
                live.commit().unwrap();
                if is_near(n) || n % 28 == 0 {
                    check(&live, &there);
                }
            }
        }
        assert_eq!(live.snapshot().unwrap().document_count().unwrap(), 0);
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let lines = one.lines().zip(other.lines()).enumerate().find(|(_, (a, b))| a != b);
    lines.map_or_else(|| "lengths".to_owned(), |(n, (a, b))| format!("line {n}:\n{a}\n{b}"))
}

/// Real news: added document by document in some order, closed and opened again between.
#[test]
fn real_news_grows_as_a_batch_would() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    for set in ["basil", "newswcl50", "polnear"] {
        let path = folder.join(set).join("articles.jsonl");
        if !path.exists() {
            println!("skipped: {} is not there", path.display());
            continue;
        }
        if cfg!(debug_assertions) {
            println!("skipped: {set} takes minutes without optimisation");
            continue;
        }
        let mut reader = variorum::input::InputReader::new();
        reader.read_path(&path);
        let all: BTreeMap<String, Document> = reader
            .finish()
            .documents
            .into_iter()
            .map(|document| (document.id.clone(), document))
            .collect();
        let expected = batch(&all);
        for seed in [1u64, 2, 3] {
            let mut chance = chance::Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let mut order: Vec<&Document> = all.values().collect();
            for n in (1..order.len()).rev() {
                order.swap(n, chance.below(n + 1));
            }
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("archive");
            let mut live = LiveArchive::open(&path, Settings::default()).unwrap();
            let begun = std::time::Instant::now();
            for document in &order {
                live.replace((*document).clone()).unwrap();
                live.commit().unwrap();
                if chance.below(40) == 0 {
                    drop(live);
                    live = LiveArchive::open(&path, Settings::default()).unwrap();
                }
            }
            println!(
                "{set}: {} documents, {} quotations, {:?} a document",
                order.len(),
                live.snapshot().unwrap().quotation_count().unwrap(),
                begun.elapsed() / order.len() as u32
            );
            let one = live.snapshot().unwrap().reconcile().unwrap();
            assert!(one == expected, "{set}: {}", first_difference(&json(&one), &json(&expected)));
        }
    }
}
