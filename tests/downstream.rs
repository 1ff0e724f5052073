//! A program of another crate, written against the public API alone.

#![cfg(feature = "json")]

use std::fs;

use variorum::engine::{self, BasisRetention, DocumentExtractor, Executor, PairScorer};
use variorum::language::LanguageData;
use variorum::link::LinkModel;
use variorum::report::{JsonReport, Report, ReportedReconciliation};
use variorum::snapshot::MemorySnapshot;
use variorum::store::{MemoryStore, Store};
use variorum::{Archive, Document, Error, Reconciliation, Settings};

fn documents() -> [Document; 2] {
    [
        Document::new("a", "“We shall never accept these tariffs on ships,” Ada Lund said."),
        Document::new("b", "“We shall never accept the tariffs on ships,” said Ada Lund."),
    ]
}

fn archive(model: LinkModel) -> Result<Archive, Error> {
    let mut archive = Archive::new(Settings::default().with_link_model(model));
    documents().into_iter().try_for_each(|document| archive.add(document))?;
    Ok(archive)
}

fn json(reconciliation: &Reconciliation) -> Result<Vec<u8>, Error> {
    let mut json = Vec::new();
    JsonReport::new().write(reconciliation, &mut json)?;
    Ok(json)
}

/// The weights of a file, as `examples/evaluate --weights` prints them, decide what is linked.
#[test]
fn reconciles_with_weights_of_its_own() -> Result<(), Error> {
    let model = LinkModel::from_json(&LinkModel::default().to_json())?;
    assert_eq!(archive(model.clone())?.reconcile().utterances.len(), 1);

    let mut weights = *model.weights();
    weights[0] -= 100.0;
    assert_eq!(archive(model.with_weights(weights)?)?.reconcile().utterances.len(), 2);
    Ok(())
}

/// What one program wrote, another reads without the articles.
#[test]
fn reads_a_json_report() -> Result<(), Error> {
    let json = json(&archive(LinkModel::default())?.reconcile())?;

    let report = ReportedReconciliation::from_json(json.as_slice())?;
    let utterance = &report.utterances[0];
    assert_eq!(utterance.speaker.as_deref(), Some("Ada Lund"));
    assert_eq!(utterance.witnesses.len(), 2);
    assert_eq!(report.links[0].a, "a#0");
    Ok(())
}

/// A folder with one list, of one verb, makes a speaker known.
#[test]
fn loads_a_folder_of_language_data() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("fr"))?;
    let verbs = "sloganna\tsloganner\tsay\tpast\n";
    fs::write(folder.path().join("fr/reporting-verbs.tsv"), verbs)?;
    let language_data = LanguageData::from_folder(folder.path())?;

    let text = "« Le pont tiendra bon », sloganna Ana Ruiz.";
    let document = Document::new("a", text).with_language("fr");
    let mut archive = Archive::new(Settings::default().with_language_data(language_data));
    archive.add(document.clone())?;
    assert_eq!(archive.reconcile().utterances[0].speaker.as_deref(), Some("Ana Ruiz"));
    assert_eq!(variorum::reconcile([document])?.utterances[0].speaker, None);
    Ok(())
}

/// A store, a snapshot and the five stages give the answer of `reconcile`, byte for byte.
#[test]
fn runs_the_stages_by_hand() -> Result<(), Error> {
    let mut store = MemoryStore::default();
    let mut extractor = DocumentExtractor::default();
    for document in documents() {
        let extracted = extractor.extract(&document);
        store.insert(document, extracted);
    }
    let (settings, executor) = (Settings::default(), Executor::new(1));
    let snapshot = MemorySnapshot::new(&store);
    let index = engine::block(&snapshot, &executor)?;
    let scorer = PairScorer::new(&snapshot, index, &settings, &executor);
    let mut scored = engine::score(&scorer, BasisRetention::All, &executor)?;
    let context = engine::context(&scorer, &mut scored, BasisRetention::All, &executor)?;
    let groups = engine::group(scorer, &mut scored, &context, &executor)?;
    let by_hand = engine::assemble(&snapshot, &scored, &groups, &settings, &executor)?;
    assert_eq!(json(&by_hand)?, json(&variorum::reconcile(documents())?)?);
    Ok(())
}
