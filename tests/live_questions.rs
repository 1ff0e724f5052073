//! Questions to an archive are answered as one would answer them with the whole result at hand.
#![cfg(feature = "archive")]

#[path = "laws/news.rs"]
#[allow(dead_code)]
mod news;

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use variorum::edition::{Utterance, Verdict, fidelity_by_outlet};
use variorum::link::{Link, LinkVerdict};
use variorum::live::{
    ChangeKind, LiveArchive, LiveSnapshot, RevisedQuotation, UtteranceChange, UtteranceQuery,
};
use variorum::person_name::{Agreement, compare};
use variorum::variant::Level;
use variorum::{Document, DocumentKind, Published, Reconciliation, Settings};

fn cases(few: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        default
    } else {
        ProptestConfig { cases: few, ..default }
    }
}

/// Returns the archive of documents, some of which came in two versions and some of which went.
fn archive(documents: &[Document]) -> (LiveArchive, Vec<Document>) {
    let mut archive = LiveArchive::in_memory(Settings::default()).unwrap();
    let mut there = BTreeMap::new();
    for (n, document) in documents.iter().enumerate() {
        let mut document = document.clone();
        document.id = format!("d{}", n % (documents.len() * 2 / 3).max(1));
        if n % 7 == 4 {
            document.kind = DocumentKind::Query;
        }
        archive.replace(document.clone()).unwrap();
        if n % 3 == 0 {
            archive.commit().unwrap();
        }
        there.insert(document.id.clone(), document);
    }
    archive.remove("d1").unwrap();
    there.remove("d1");
    archive.commit().unwrap();
    (archive, there.into_values().collect())
}

fn is_on(published: Option<&str>, since: Option<&Published>, until: Option<&Published>) -> bool {
    let day = |date: &Published| date.second().div_euclid(86_400);
    let published = published.map(|date| day(&date.parse().unwrap()));
    since.is_none_or(|since| published.is_some_and(|own| own >= day(since)))
        && until.is_none_or(|until| published.is_some_and(|own| own <= day(until)))
}

fn expected(whole: &Reconciliation, query: &UtteranceQuery) -> Vec<Utterance> {
    let accepts = |utterance: &&Utterance| {
        let speaker = query.speaker.as_deref().is_none_or(|asked| {
            let name = utterance.speaker.as_deref();
            name.is_some_and(|name| compare(name, asked) == Agreement::Same)
        });
        let is_limited = query.outlet.is_some() || query.since.is_some() || query.until.is_some();
        let mut prints = utterance.witnesses.iter().filter(|witness| !witness.is_query);
        let printed = !is_limited
            || prints.any(|witness| {
                query.outlet.as_ref().is_none_or(|outlet| *outlet == witness.outlet)
                    && is_on(
                        witness.published.as_deref(),
                        query.since.as_ref(),
                        query.until.as_ref(),
                    )
            });
        speaker
            && printed
            && query.verdict.is_none_or(|verdict| verdict == utterance.verdict)
            && query.min_outlets <= utterance.outlets
    };
    whole.utterances.iter().filter(accepts).cloned().collect()
}

fn check_questions(snapshot: &LiveSnapshot, whole: &Reconciliation) -> Result<(), TestCaseError> {
    let mut queries = vec![UtteranceQuery::new(), UtteranceQuery::new().with_min_outlets(2)];
    let witnesses = || whole.utterances.iter().flat_map(|utterance| &utterance.witnesses);
    let speakers: BTreeSet<&str> =
        whole.utterances.iter().filter_map(|utterance| utterance.speaker.as_deref()).collect();
    for &speaker in &speakers {
        queries.push(UtteranceQuery::new().with_speaker(speaker));
        let surname = speaker.rsplit(' ').next().unwrap_or(speaker);
        queries.push(UtteranceQuery::new().with_speaker(surname).with_min_outlets(2));
    }
    for outlet in witnesses().map(|witness| &witness.outlet).collect::<BTreeSet<_>>() {
        queries.push(UtteranceQuery::new().with_outlet(outlet));
    }
    let days: BTreeSet<&str> =
        witnesses().filter_map(|witness| witness.published.as_deref()).collect();
    for day in days {
        let day: Published = day.parse().unwrap();
        queries.push(UtteranceQuery::new().since(day.clone()).until(day.clone()));
        queries.push(UtteranceQuery::new().since(day));
    }
    for verdict in Verdict::ALL {
        queries.push(UtteranceQuery::new().with_verdict(verdict));
    }
    for query in &queries {
        prop_assert_eq!(snapshot.utterances(query).unwrap(), expected(whole, query), "{:?}", query);
    }

    let fidelity = fidelity_by_outlet(&whole.utterances);
    prop_assert_eq!(&snapshot.fidelity_by_outlet().unwrap(), &fidelity);
    for own in fidelity {
        prop_assert_eq!(snapshot.outlet_fidelity(&own.outlet).unwrap(), own);
    }

    let stated = |utterance: &Utterance, level| {
        let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
        readings.filter(|reading| reading.stands() && reading.level == level).count()
    };
    let counts = |utterance: &Utterance| {
        [Level::Contradictory, Level::Substantive, Level::Minor]
            .map(|level| stated(utterance, level))
    };
    let several = whole.utterances.iter().filter(|utterance| utterance.witnesses.len() > 1);
    let mut altered: Vec<&Utterance> = several.collect();
    altered.sort_by_key(|utterance| std::cmp::Reverse(counts(utterance)));
    for limit in [1, 3, altered.len()] {
        let found = snapshot.most_altered(limit).unwrap();
        prop_assert_eq!(found.iter().collect::<Vec<_>>(), &altered[..limit.min(altered.len())]);
    }

    let mut utterance_of = BTreeMap::new();
    for utterance in &whole.utterances {
        for witness in &utterance.witnesses {
            utterance_of.insert(witness.quotation.as_str(), utterance.id.as_str());
        }
    }
    let doubtful = |link: &&Link| {
        link.verdict != LinkVerdict::Different
            && utterance_of[link.a.as_str()] != utterance_of[link.b.as_str()]
    };
    let mut links: Vec<&Link> = whole.links.iter().filter(doubtful).collect();
    links.sort_by(|x, y| {
        let doubt = |link: &Link| (link.score - 0.5).abs();
        doubt(x).total_cmp(&doubt(y)).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    let found = snapshot.pairs_to_review(usize::MAX).unwrap();
    prop_assert_eq!(found.iter().collect::<Vec<_>>(), links);
    Ok(())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn questions_are_answered_from_the_tables(documents in news::articles(16)) {
        let (archive, there) = archive(&documents);
        let whole = variorum::reconcile(&there).unwrap();
        check_questions(&archive.snapshot().unwrap(), &whole)?;
    }
}

#[test]
fn real_news_is_found_by_speaker_outlet_and_day() {
    let path = "../shared/data/newswcl50/articles.jsonl";
    if !std::path::Path::new(path).exists() {
        println!("{path} is not there: not run");
        return;
    }
    let mut reader = variorum::input::InputReader::new();
    reader.read_path(path);
    let documents = reader.finish().documents;
    let mut archive = LiveArchive::in_memory(Settings::default()).unwrap();
    assert!(archive.extend(documents.clone()).is_empty());
    archive.commit().unwrap();
    let whole = variorum::reconcile(&documents).unwrap();
    check_questions(&archive.snapshot().unwrap(), &whole).unwrap();
}

fn document(id: &str, words: &str, day: &str) -> Document {
    Document::new(id, format!("“{words},” Ada Lund said in the harbour of Veln."))
        .with_outlet(id)
        .with_published(day.parse().unwrap())
}

#[test]
fn ids_merge_and_split_with_the_print_that_joins_them() {
    let mut archive = LiveArchive::in_memory(Settings::default()).unwrap();
    let (head, tail) = (
        "We shall never close the derelict cannery beside the northern harbour",
        "because the fishermen of Valparaiso depend upon its furnaces every winter",
    );
    archive.add(document("a", head, "2018-07-01")).unwrap();
    archive.add(document("b", tail, "2018-07-01")).unwrap();
    archive.commit().unwrap();
    let id = |archive: &LiveArchive, quotation: &str| {
        archive.snapshot().unwrap().utterance_of(quotation).unwrap().unwrap().id
    };
    let (first, second) = (id(&archive, "a#0"), id(&archive, "b#0"));
    assert_ne!(first, second, "two parts that share no word are two utterances");

    archive.add(document("c", &format!("{head} {tail}"), "2018-07-02")).unwrap();
    let commit = archive.commit().unwrap();
    assert_eq!(id(&archive, "b#0"), first, "the whole joins its parts");
    let merged = |change: &UtteranceChange| {
        change.utterance == first
            && matches!(&change.kind, ChangeKind::Merged { from, .. } if *from == second)
    };
    assert!(commit.changes.iter().any(merged), "{:?}", commit.changes);
    let snapshot = archive.snapshot().unwrap();
    assert_eq!(snapshot.utterance(&second).unwrap().unwrap().id, first, "a former id leads on");

    archive.remove("c").unwrap();
    let commit = archive.commit().unwrap();
    assert_eq!((id(&archive, "a#0"), id(&archive, "b#0")), (first.clone(), second.clone()));
    let split = |change: &UtteranceChange| {
        change.utterance == second
            && matches!(&change.kind, ChangeKind::Split { from, .. } if *from == first)
    };
    assert!(commit.changes.iter().any(split), "{:?}", commit.changes);
}

#[test]
fn what_a_new_version_prints_otherwise_is_told() {
    let mut archive = LiveArchive::in_memory(Settings::default()).unwrap();
    let first = "“We shall never close the derelict cannery at Veln,” she said. “The harbour of \
                 Veln stays open all winter,” she said.";
    let texts = [
        first.to_owned(),
        first.replace("never ", ""),
        "“Ask the fishermen of Valparaiso about their furnaces,” she said.".to_owned(),
    ];
    for text in &texts {
        archive.replace(Document::new("a", text.as_str())).unwrap();
        archive.commit().unwrap();
    }
    let revisions = archive.snapshot().unwrap().revisions("a").unwrap();
    assert_eq!(revisions.len(), 2);
    let [RevisedQuotation::Reworded { before, after, differences, .. }] =
        &revisions[0].quotations[..]
    else {
        panic!("one quotation was reworded: {:?}", revisions[0]);
    };
    assert!(before.contains("never") && !after.contains("never"));
    assert_eq!(differences[0].before, "never");
    assert_eq!(differences[0].level, Level::Contradictory);
    let kinds: Vec<&str> = revisions[1]
        .quotations
        .iter()
        .map(|quotation| match quotation {
            RevisedQuotation::Added(_) => "added",
            RevisedQuotation::Removed(_) => "removed",
            _ => "reworded",
        })
        .collect();
    assert_eq!(kinds, ["added", "removed", "removed"]);
    assert_eq!(archive.snapshot().unwrap().revisions("nobody").unwrap(), []);
}
