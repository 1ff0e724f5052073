//! The stages by hand, over public API alone: they give what an archive gives, and keep the
//! promises of their pages.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proptest::prelude::*;
use variorum::align::SequenceWord;
use variorum::blocking::LONG_SEQUENCE_WEIGHT;
use variorum::engine::{
    self, BasisRetention, CandidateIndex, CandidatePartition, DocumentExtractor, Executor,
    PairScorer, block, block_partition,
};
use variorum::link::{LinkModel, Profile};
use variorum::model::Published;
use variorum::person_name::PersonName;
#[cfg(feature = "json")]
use variorum::report::JsonReport as CompleteReport;
use variorum::report::Report;
#[cfg(not(feature = "json"))]
use variorum::report::TeiReport as CompleteReport;
use variorum::snapshot::{
    ClassRow, DocumentRow, ExtractedClass, MemorySnapshot, NameRow, QuotationClass, QuotationRow,
    ResolvedDecisions, RowLists, SequenceKey, SequenceRow, Snapshot, SpeakerIndex,
};
use variorum::store::{
    DecisionTable, ExtractedDocument, MemoryStore, SequenceTable, StandaloneTable, Store,
    StoredDocument,
};
use variorum::text::{Passage, Vocabulary, Weight};
use variorum::{
    Archive, Decision, Document, Reconciliation, Reference, Settings, StandaloneQuotation,
};

/// Fills a store.
fn filled<S: Store + Default>(documents: &[Document], decisions: &[Decision]) -> S {
    let mut store = S::default();
    let mut extractor = DocumentExtractor::default();
    for document in documents {
        let extracted = extractor.extract(document);
        store.insert(document.clone(), extracted);
    }
    decisions.iter().for_each(|decision| store.decide(decision.clone()));
    store
}

/// Runs the stages after blocking.
fn stages_after_block<'s, S: Snapshot>(
    snapshot: &'s S,
    index: CandidateIndex<'s>,
    settings: &'s Settings,
    executor: &Executor<'_>,
) -> Reconciliation {
    let scorer = PairScorer::new(snapshot, index, settings, executor);
    let mut scored = engine::score(&scorer, BasisRetention::All, executor).unwrap();
    let context = engine::context(&scorer, &mut scored, BasisRetention::All, executor).unwrap();
    let groups = engine::group(scorer, &mut scored, &context, executor).unwrap();
    engine::assemble(snapshot, &scored, &groups, settings, executor).unwrap()
}

/// Runs all stages.
fn stages(snapshot: &impl Snapshot, settings: &Settings) -> Reconciliation {
    let executor = Executor::new(2);
    let index = block(snapshot, &executor).unwrap();
    stages_after_block(snapshot, index, settings, &executor)
}

/// A store of another crate.
#[derive(Default)]
struct OwnStore {
    words: Vocabulary,
    sequences: SequenceTable,
    documents: BTreeMap<String, StoredDocument>,
    standalone: StandaloneTable,
    decisions: DecisionTable,
}

impl Store for OwnStore {
    fn vocabulary(&self) -> &Vocabulary {
        &self.words
    }

    fn sequences(&self) -> &SequenceTable {
        &self.sequences
    }

    fn documents(&self) -> impl Iterator<Item = &StoredDocument> {
        self.documents.values()
    }

    fn document(&self, id: &str) -> Option<&StoredDocument> {
        self.documents.get(id)
    }

    fn standalone(&self) -> &StandaloneTable {
        &self.standalone
    }

    fn decisions(&self) -> &DecisionTable {
        &self.decisions
    }

    fn quotation_count(&self) -> usize {
        let extracted: usize =
            self.documents.values().map(|document| document.quotations.len()).sum();
        extracted + self.standalone.len()
    }

    fn insert(&mut self, document: Document, extracted: ExtractedDocument) {
        let (words, sequences) = (&mut self.words, &mut self.sequences);
        let stored = StoredDocument::new(document, extracted, words, sequences);
        self.documents.insert(stored.document.id.clone(), stored);
    }

    fn insert_standalone(&mut self, quotation: &StandaloneQuotation) {
        self.standalone.add(quotation, &mut self.words, &mut self.sequences);
    }

    fn remove(&mut self, id: &str) -> bool {
        if let Some(stored) = self.documents.remove(id) {
            stored.release_sequences(&mut self.sequences);
            return true;
        }
        self.standalone.remove(id, &mut self.sequences)
    }

    fn decide(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }
}

/// Rows of another crate, without any class of several quotations. It knows documents alone.
struct OwnSnapshot<'s> {
    words: &'s Vocabulary,
    documents: Vec<&'s StoredDocument>,
    /// The document of each quotation, and the place there.
    quotations: Vec<(usize, usize)>,
    classes: Vec<QuotationClass>,
    class_of: Vec<ClassRow>,
    members: RowLists<QuotationRow>,
    weights: Vec<Weight>,
    sequences: Vec<&'s [SequenceWord]>,
    classes_of: RowLists<ClassRow>,
    speakers: SpeakerIndex,
    names: Vec<&'s PersonName>,
    decisions: ResolvedDecisions<'s>,
}

impl<'s> OwnSnapshot<'s> {
    fn new(store: &'s OwnStore) -> OwnSnapshot<'s> {
        let documents: Vec<&StoredDocument> = store.documents().collect();
        let places = |(n, document): (usize, &&StoredDocument)| {
            (0..document.quotations.len()).map(move |m| (n, m)).collect::<Vec<_>>()
        };
        let quotations: Vec<(usize, usize)> =
            documents.iter().enumerate().flat_map(places).collect();
        let stored = |row: QuotationRow| {
            let (n, m) = quotations[row.index()];
            (documents[n], &documents[n].quotations[m])
        };
        let rows: Vec<QuotationRow> = (0..quotations.len() as u32).map(QuotationRow::new).collect();
        // Long sequences first, else in the order of their words.
        let mut order: Vec<(bool, &[SequenceWord], Weight)> = Vec::new();
        for id in rows.iter().filter_map(|&row| stored(row).1.sequence) {
            let words = store.sequences.words(id);
            let weight = words.iter().map(|word| store.words[word.word()].weight).sum();
            order.push((weight < LONG_SEQUENCE_WEIGHT, words, weight));
        }
        let forms = |words: &[SequenceWord]| -> Vec<&str> {
            words.iter().map(|word| &*store.words[word.word()].form).collect()
        };
        order.sort_by_key(|&(short, words, _)| (short, forms(words)));
        order.dedup_by_key(|(_, words, _)| *words);
        let decisions = ResolvedDecisions::new(
            store.decisions(),
            quotations.len(),
            |row| stored(row).1.id.as_str(),
            |row| Cow::Owned(stored(row).0.text(stored(row).1)),
        );
        let mut names: Vec<&PersonName> = Vec::new();
        let mut classes = Vec::new();
        for &row in &rows {
            let (document, quotation) = stored(row);
            let decided = decisions.speaker(row).map(|speaker| &speaker.name);
            let name = decided.or(quotation.speaker.as_ref()).map(|name| {
                let row = names.iter().position(|other| *other == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                NameRow::new(row as u32)
            });
            let words = quotation.sequence.map(|id| store.sequences.words(id));
            let sequence = words.and_then(|words| order.iter().position(|one| one.1 == words));
            let (n, m) = quotations[row.index()];
            // Each quotation is a class.
            let mut extracted = ExtractedClass::new(
                DocumentRow::new(n as u32),
                quotation.quotation.part,
                quotation.quotation.kind,
            )
            .with_nested(!quotation.nested.is_empty());
            extracted.parent = quotation
                .quotation
                .parent
                .map(|parent| ClassRow::new((row.index() - m + parent) as u32));
            extracted.continues = quotation
                .attribution
                .continues
                .map(|before| ClassRow::new((row.index() - m + before) as u32));
            classes.push(
                QuotationClass::new(row, sequence.map(|row| SequenceRow::new(row as u32)))
                    .with_speaker(name, if decided.is_some() { 1.0 } else { quotation.certainty })
                    .with_second(document.document.published.as_ref().map(Published::second))
                    .with_extracted(extracted),
            );
        }
        let of_sequence = |class: &QuotationClass| class.sequence().map(SequenceRow::index);
        OwnSnapshot {
            words: &store.words,
            class_of: (0..classes.len() as u32).map(ClassRow::new).collect(),
            members: RowLists::new(classes.len(), (0..classes.len()).map(Some)),
            classes_of: RowLists::new(order.len(), classes.iter().map(of_sequence)),
            speakers: SpeakerIndex::from_classes(order.len(), &classes, &names),
            weights: order.iter().map(|one| one.2).collect(),
            sequences: order.iter().map(|one| one.1).collect(),
            documents,
            quotations,
            classes,
            names,
            decisions,
        }
    }

    fn stored(&self, row: usize) -> (&StoredDocument, &variorum::store::StoredQuotation) {
        let (n, m) = self.quotations[row];
        (self.documents[n], &self.documents[n].quotations[m])
    }
}

impl Snapshot for OwnSnapshot<'_> {
    fn vocabulary(&self) -> &Vocabulary {
        self.words
    }

    fn quotation_count(&self) -> usize {
        self.quotations.len()
    }

    fn classes(&self) -> &[QuotationClass] {
        &self.classes
    }

    fn class_of(&self) -> &[ClassRow] {
        &self.class_of
    }

    fn members(&self) -> &RowLists<QuotationRow> {
        &self.members
    }

    fn weights(&self) -> &[Weight] {
        &self.weights
    }

    fn words(&self, sequence: SequenceRow) -> &[SequenceWord] {
        self.sequences[sequence.index()]
    }

    fn classes_of(&self) -> &RowLists<ClassRow> {
        &self.classes_of
    }

    fn speakers(&self) -> &SpeakerIndex {
        &self.speakers
    }

    fn name_count(&self) -> usize {
        self.names.len()
    }

    fn name(&self, name: NameRow) -> &PersonName {
        self.names[name.index()]
    }

    fn passage(&self, class: ClassRow) -> Option<(&str, &Passage)> {
        let (document, stored) = self.stored(class.index());
        Some((document.document.part(stored.quotation.part), &stored.passage))
    }

    fn nested_words(&self, class: ClassRow) -> &[Range<usize>] {
        &self.stored(class.index()).1.nested
    }

    fn profile(&self, class: ClassRow) -> Option<&Profile> {
        Some(&self.stored(class.index()).0.profile)
    }

    fn quotation_id(&self, quotation: QuotationRow) -> &str {
        &self.stored(quotation.index()).1.id
    }

    fn outlet(&self, quotation: QuotationRow) -> &str {
        let document = &self.stored(quotation.index()).0.document;
        document.outlet.as_deref().unwrap_or(&document.id)
    }

    fn decisions(&self) -> &ResolvedDecisions<'_> {
        &self.decisions
    }

    fn document_count(&self) -> usize {
        self.documents.len()
    }

    fn document(&self, document: DocumentRow) -> Cow<'_, StoredDocument> {
        Cow::Borrowed(self.documents[document.index()])
    }
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

/// Sends a partition to another machine, as JSON where there is JSON.
fn sent(partition: CandidatePartition) -> CandidatePartition {
    #[cfg(feature = "json")]
    {
        serde_json::from_str(&serde_json::to_string(&partition).unwrap()).unwrap()
    }
    #[cfg(not(feature = "json"))]
    partition
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
        let expected = format!("{:?}", archive.reconcile());
        let store: MemoryStore = filled(&documents, &decisions);
        let by_hand = stages(&MemorySnapshot::new(&store), &settings);
        prop_assert_eq!(format!("{:?}", by_hand), expected);
    }

    /// A store of another crate gives the answer of `reconcile`, with standalone quotations and
    /// after documents have come and gone.
    #[test]
    fn a_store_of_ones_own(documents in news(), gone in news(), same: bool) {
        let quotation = |n: usize| {
            StandaloneQuotation::new(format!("d{n}-b"), SENTENCES[n % 8])
                .with_speaker(SPEAKERS[n % 3])
        };
        let (a, b) = (Reference::id("d0#0"), Reference::text(SENTENCES[3]));
        let decisions = [Decision::Pair { a, b, same }];
        let mut store: OwnStore = filled(&documents, &decisions);
        let mut memory: MemoryStore = filled(&documents, &decisions);
        let mut archive = archive(&documents, &Settings::default());
        decisions.iter().for_each(|decision| archive.decide(decision.clone()));
        for n in 0..12 {
            store.insert_standalone(&quotation(n));
            memory.insert_standalone(&quotation(n));
            archive.add_quotation(quotation(n)).unwrap();
        }
        for document in &gone {
            let other = Document::new(format!("x{}", document.id), document.text.clone());
            store.insert(other.clone(), DocumentExtractor::default().extract(&other));
            prop_assert!(store.remove(&other.id));
        }
        for n in 0..3 {
            let id = quotation(n).id;
            prop_assert!(store.remove(&id) && memory.remove(&id) && archive.remove(&id));
        }
        prop_assert_eq!(store.quotation_count(), archive.store().quotation_count());
        let expected = format!("{:?}", archive.reconcile());
        let settings = Settings::default();
        prop_assert_eq!(format!("{:?}", stages(&MemorySnapshot::new(&store), &settings)), &*expected);
        prop_assert_eq!(format!("{:?}", stages(&MemorySnapshot::new(&memory), &settings)), expected);
    }

    /// A snapshot of another crate gives the answer of `reconcile`, with its rows in another order.
    #[test]
    fn a_snapshot_of_ones_own(documents in news(), same: bool) {
        let (a, b) = (Reference::id("d0#0"), Reference::text(SENTENCES[3]));
        let speaker = Decision::speaker(Reference::id("d0#0"), "Tor Berg");
        let decisions = [Decision::Pair { a, b, same }, speaker];
        let mut archive = archive(&documents, &Settings::default());
        decisions.iter().for_each(|decision| archive.decide(decision.clone()));
        let store: OwnStore = filled(&documents, &decisions);
        let by_hand = stages(&OwnSnapshot::new(&store), &Settings::default());
        prop_assert_eq!(format!("{:?}", by_hand), format!("{:?}", archive.reconcile()));
    }

    /// All partitions joined are the candidates, and give the same answer, in whatever order they
    /// come from other machines; a sequence has one key wherever it is.
    #[test]
    fn partitions_are_the_whole(documents in news(), partitions in 1usize..6) {
        let mut archive = archive(&documents, &Settings::default());
        for (n, sentence) in SENTENCES.iter().enumerate() {
            archive.add_quotation(StandaloneQuotation::new(n.to_string(), *sentence)).unwrap();
        }
        let (snapshot, executor) = (MemorySnapshot::new(archive.store()), Executor::new(1));
        let settings = Settings::default();
        let whole = block(&snapshot, &executor).unwrap();
        // Each machine has a store of its own, filled in its own order.
        let on_machine = |n: usize| {
            let mut store = OwnStore::default();
            let mut documents = documents.clone();
            let first = n % documents.len();
            documents.rotate_left(first);
            for (n, sentence) in SENTENCES.iter().enumerate().rev() {
                store.insert_standalone(&StandaloneQuotation::new(n.to_string(), *sentence));
            }
            for document in documents {
                let extracted = DocumentExtractor::default().extract(&document);
                store.insert(document, extracted);
            }
            let snapshot = MemorySnapshot::new(&store);
            sent(block_partition(&snapshot, n, partitions, &executor).unwrap())
        };
        let parts: Vec<CandidatePartition> = (0..partitions).rev().map(on_machine).collect();
        let keys = |(a, b)| [a, b].map(|row| snapshot.sequence_key(row));
        for part in &parts {
            let rows = part.sequences().iter().map(|&key| snapshot.sequence_row(key));
            prop_assert!(rows.into_iter().all(|row| row.is_some()));
        }
        let named: BTreeSet<_> = parts.iter().flat_map(|part| part.sequences()).collect();
        prop_assert!(whole.pairs().into_iter().flat_map(keys).all(|key| named.contains(&key)));
        let refused = |parts: &[CandidatePartition]| {
            let joined = CandidateIndex::from_partitions(&snapshot, parts.to_vec(), &executor);
            joined.unwrap_err().is_format()
        };
        prop_assert!(refused(&parts[1..]) && refused(&[&parts[..], &parts[..1]].concat()));
        let joined = CandidateIndex::from_partitions(&snapshot, parts, &executor).unwrap();
        prop_assert_eq!(whole.pairs(), joined.pairs());
        let whole = stages_after_block(&snapshot, whole, &settings, &executor);
        let joined = stages_after_block(&snapshot, joined, &settings, &executor);
        prop_assert_eq!(format!("{:?}", whole), format!("{:?}", joined));
        prop_assert_eq!(format!("{:?}", whole), format!("{:?}", archive.reconcile()));
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
