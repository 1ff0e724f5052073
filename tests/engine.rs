//! The stages by hand, over public API alone: they give what an archive gives, and keep the
//! promises of their pages.

use std::collections::BTreeSet;

use proptest::prelude::*;
use variorum::engine::{
    self, BasisRetention, DocumentExtractor, Executor, PairScorer, block, block_partition,
};
use variorum::link::LinkModel;
#[cfg(feature = "json")]
use variorum::report::JsonReport as CompleteReport;
use variorum::report::Report;
#[cfg(not(feature = "json"))]
use variorum::report::TeiReport as CompleteReport;
use variorum::snapshot::{MemorySnapshot, SequenceKey, SequenceRow, Snapshot};
use variorum::store::{MemoryStore, Store};
use variorum::{
    Archive, Decision, Document, Reconciliation, Reference, Settings, StandaloneQuotation,
};

/// Reconciles by hand.
fn stages(
    documents: &[Document],
    decisions: &[Decision],
    settings: &Settings,
) -> Result<Reconciliation, variorum::Error> {
    let mut store = MemoryStore::default();
    let mut extractor = DocumentExtractor::default();
    for document in documents {
        let extracted = extractor.extract(document);
        store.insert(document.clone(), extracted);
    }
    decisions.iter().for_each(|decision| store.decide(decision.clone()));
    let executor = Executor::new(2);
    let snapshot = MemorySnapshot::new(&store);
    let index = engine::block(&snapshot, &executor)?;
    let scorer = PairScorer::new(&snapshot, index, settings, &executor);
    let mut scored = engine::score(&scorer, BasisRetention::All, &executor)?;
    let context = engine::context(&scorer, &mut scored, BasisRetention::All, &executor)?;
    let groups = engine::group(scorer, &mut scored, &context, &executor)?;
    engine::assemble(&snapshot, &scored, &groups, settings, &executor)
}

/// Sentences that share runs of words with each other, and some that many share.
const SENTENCES: [&str; 8] = [
    "We will never close the harbour of Veln while fishing boats need it",
    "never close the harbour of Veln while the fishing boats",
    "We will close the harbour of Veln before the winter storms come",
    "The pilots of the northern harbour were never asked about the dredging contract",
    "pilots of the northern harbour were asked about the dredging contract",
    "Nobody in this town ever asked the harbour pilots",
    "make the harbour great again",
    "We will drain every marsh between here and the old lighthouse",
];

const SPEAKERS: [&str; 4] = ["Ada Lund", "Tor Berg", "Mayor Lund", "Miriam Okafor"];

/// News in which sentences come again, with other speakers and on other days.
fn news() -> impl Strategy<Value = Vec<Document>> {
    let quotation = (0..SENTENCES.len(), 0..SPEAKERS.len());
    let report = (prop::collection::vec(quotation, 1..4), 1u32..28);
    prop::collection::vec(report, 1..10).prop_map(|reports| {
        let document = |(n, (quotations, day)): (usize, (Vec<(usize, usize)>, u32))| {
            let text: Vec<String> = quotations
                .iter()
                .map(|&(sentence, speaker)| {
                    format!("“{},” {} said on Monday.", SENTENCES[sentence], SPEAKERS[speaker])
                })
                .collect();
            Document::new(format!("d{n}"), text.join(" "))
                .with_outlet(format!("o{}", n % 5))
                .with_published(format!("2024-05-{day:02}").parse().unwrap())
        };
        reports.into_iter().enumerate().map(document).collect()
    })
}

fn archive(documents: &[Document], settings: &Settings) -> Archive {
    let mut archive = Archive::new(settings.clone());
    assert!(archive.extend(documents.iter().cloned()).is_empty());
    archive
}

fn report(reconciliation: &Reconciliation) -> String {
    let mut out = Vec::new();
    CompleteReport::new().write(reconciliation, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The stages by hand are `reconcile`, with decisions and with a model of one's own.
    #[test]
    fn stages_are_reconcile(documents in news(), same: bool, strict: bool) {
        let mut settings = Settings::default();
        if strict {
            let model = LinkModel::default().with_thresholds(0.9, 0.4).unwrap();
            settings = settings.with_link_model(model);
        }
        let (a, b) = (Reference::id("d0#0"), Reference::text(SENTENCES[3]));
        let speaker = Decision::speaker(Reference::id("d0#0"), "Tor Berg");
        let decisions = [Decision::Pair { a, b, same }, speaker];
        let mut archive = archive(&documents, &settings);
        decisions.iter().for_each(|decision| archive.decide(decision.clone()));
        let by_hand = stages(&documents, &decisions, &settings).unwrap();
        prop_assert_eq!(format!("{:?}", by_hand), format!("{:?}", archive.reconcile()));
    }

    /// The candidate pairs of all partitions together are the candidates; a sequence has one key
    /// wherever it is.
    #[test]
    fn partitions_are_the_whole(documents in news(), partitions in 1usize..6) {
        let mut archive = archive(&documents, &Settings::default());
        for (n, sentence) in SENTENCES.iter().enumerate() {
            archive.add_quotation(StandaloneQuotation::new(n.to_string(), *sentence)).unwrap();
        }
        let (snapshot, executor) = (MemorySnapshot::new(archive.store()), Executor::new(1));
        let whole: BTreeSet<_> = block(&snapshot, &executor).unwrap().pairs().into_iter().collect();
        let parts: BTreeSet<_> = (0..partitions)
            .flat_map(|n| block_partition(&snapshot, n, partitions, &executor).unwrap())
            .collect();
        prop_assert_eq!(whole, parts);
        let keys = |snapshot: &dyn Fn(SequenceRow) -> SequenceKey, count: usize| -> BTreeSet<_> {
            (0..count as u32).map(|row| snapshot(SequenceRow::new(row))).collect()
        };
        let count = snapshot.weights().len();
        let all = keys(&|row| snapshot.sequence_key(row), count);
        prop_assert_eq!(all.len(), count);
        let mut other = MemoryStore::default();
        for document in documents.iter().rev() {
            let extracted = DocumentExtractor::default().extract(document);
            other.insert(document.clone(), extracted);
        }
        let other = MemorySnapshot::new(&other);
        prop_assert!(keys(&|row| other.sequence_key(row), other.weights().len()).is_subset(&all));
    }

    /// The explanation of a pair is that of the whole collection.
    #[test]
    fn explanations_are_exact(documents in news(), decided: bool) {
        let mut archive = archive(&documents, &Settings::default());
        for n in 0..3 {
            let quotation = StandaloneQuotation::new(format!("g{n}"), SENTENCES[n]);
            archive.add_quotation(quotation.with_speaker(SPEAKERS[n])).unwrap();
        }
        if decided {
            archive.decide(Decision::speaker(Reference::text(SENTENCES[0]), "Tor Berg"));
            archive.decide(Decision::different(Reference::id("g0"), Reference::id("g1")));
        }
        let reconciliation = archive.reconcile();
        let snapshot = MemorySnapshot::new(archive.store());
        let (executor, settings) = (Executor::new(1), Settings::default());
        let index = block(&snapshot, &executor).unwrap();
        let scorer = PairScorer::new(&snapshot, index, &settings, &executor);
        let ids: Vec<String> = reconciliation
            .documents
            .iter()
            .flat_map(|document| document.quotations.iter().map(|quotation| quotation.id.clone()))
            .collect();
        for (n, a) in ids.iter().enumerate() {
            for b in ids[n + 1..].iter().step_by(3) {
                let link = archive.explain(a, b).unwrap();
                let [x, y] = [&link.a, &link.b].map(|id| snapshot.find(id).unwrap());
                if link.basis != variorum::link::Basis::Decision {
                    let full = engine::explain(&scorer, x, y, &executor).unwrap();
                    prop_assert_eq!(full, link.basis, "{} {}", a, b);
                }
                let ends = (&link.a, &link.b);
                let mut reported = reconciliation.links.iter();
                if let Some(reported) = reported.find(|one| (&one.a, &one.b) == ends) {
                    prop_assert_eq!(reported, &link);
                }
            }
        }
    }
}

/// Own weights change the result, go through the written form, and a model that is not monotone
/// loses no pair.
#[test]
fn own_weights() {
    let documents: Vec<Document> = (0..6)
        .map(|n| {
            let text = format!("“{},” {} said.", SENTENCES[n % 3], SPEAKERS[n % 4]);
            Document::new(format!("d{n}"), text).with_outlet(format!("o{n}"))
        })
        .collect();
    let mut weights = *LinkModel::default().weights();
    // The more is shared the less it says: no upper bound prunes here.
    (weights[0], weights[1], weights[2]) = (9.0, -0.5, -0.5);
    let model = LinkModel::default().with_weights(weights).unwrap();
    let settings = Settings::default().with_link_model(model.clone());
    let own = archive(&documents, &settings).reconcile();
    assert_ne!(report(&own), report(&archive(&documents, &Settings::default()).reconcile()));
    assert!(own.links.iter().all(|link| link.model == model));
    let compared = archive(&documents, &settings).compared();
    let accepted = compared.iter().filter(|pair| pair.basis.log_odds(&model) >= 0.0).count();
    let same = own.links.iter().filter(|link| link.score >= 0.5).count();
    assert_eq!(same, accepted);
    #[cfg(feature = "json")]
    assert_eq!(LinkModel::from_json(&model.to_json()).unwrap(), model);
}

/// What can be shared between threads.
#[test]
fn values_are_send_and_sync() {
    fn check<T: Send + Sync>() {}
    check::<Archive>();
    check::<Settings>();
    check::<Reconciliation>();
    check::<LinkModel>();
    check::<MemoryStore>();
    check::<MemorySnapshot<'_, MemoryStore>>();
    check::<PairScorer<'_, MemorySnapshot<'_, MemoryStore>>>();
    check::<engine::ScoredPairs>();
    check::<engine::Groups>();
    check::<engine::Executor<'_>>();
    check::<variorum::Error>();
}
