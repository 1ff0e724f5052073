//! Articles beside a transcript of what was said.

use variorum::edition::{ChangedBy, FidelityStatus, LemmaBasis, LemmaPolicy};
use variorum::record::Print;
use variorum::variant::Level;
use variorum::{Archive, Document, DocumentKind, Reconciliation, Settings};

const SPEECH: &str = "Friends, thank you. We are going to build eleven new locks, and we will never \
    sell the harbour to anybody. I think the old lighthouse should stay where it is.";

fn article(outlet: &str, words: &str) -> Document {
    Document::new(outlet.to_lowercase(), format!("“{words},” Mayor Ada Lund said on the quay."))
        .with_outlet(outlet)
        .with_published("2026-03-02".parse().unwrap())
}

fn speech() -> Document {
    Document::new("speech", SPEECH)
        .with_kind(DocumentKind::Transcript)
        .with_speaker("Ada Lund")
        .with_published("2026-03-01".parse().unwrap())
}

fn reconcile(documents: &[Document]) -> Reconciliation {
    let mut archive = Archive::default();
    archive.add(speech()).unwrap();
    for document in documents {
        archive.add(document.clone()).unwrap();
    }
    archive.reconcile()
}

/// Returns who changed each difference of substance, with the words of the reading.
fn changes(all: &Reconciliation) -> Vec<(String, Option<ChangedBy>)> {
    let entries = all.utterances.iter().flat_map(|utterance| &utterance.apparatus);
    let readings = entries.flat_map(|entry| &entry.readings);
    let readings = readings.filter(|reading| reading.level >= Level::Substantive);
    readings.map(|reading| (reading.text.clone(), reading.changed_by)).collect()
}

#[test]
fn of_two_prints_the_record_tells_who_changed_the_words() {
    let said = "We are going to build eleven new locks";
    let other = "We are going to build seven new locks";
    let all = reconcile(&[article("Courier", other), article("Herald", said)]);
    let utterance = &all.utterances[0];
    assert_eq!(
        (utterance.lemma.text.as_str(), utterance.lemma.basis),
        ("We are going to build eleven new locks,", LemmaBasis::Record)
    );
    assert_eq!(changes(&all), [("seven".to_owned(), Some(ChangedBy::These))]);
    let status = |outlet: &str| {
        utterance.witnesses.iter().find(|witness| witness.outlet == outlet).unwrap().fidelity.status
    };
    assert_eq!(status("Courier"), FidelityStatus::Altered(Level::Contradictory));
    assert_eq!(status("Herald"), FidelityStatus::Faithful);
    let courier = all.outlets().into_iter().find(|sum| sum.outlet == "Courier").unwrap();
    assert_eq!((courier.judged, courier.recorded, courier.altered(Level::Minor)), (1, 1, 1));
}

#[test]
fn without_the_record_nobody_knows() {
    let documents = [
        article("Courier", "We are going to build seven new locks"),
        article("Herald", "We are going to build eleven new locks"),
    ];
    let all = variorum::reconcile(&documents).unwrap();
    assert!(changes(&all).iter().all(|(_, changed_by)| changed_by.is_none()));
    assert_eq!(all.outlets()[0].recorded, 0);
}

#[test]
fn the_record_outweighs_the_majority() {
    let (said, other) =
        ("We are going to build eleven new locks", "We are going to build seven new locks");
    let all = reconcile(&[
        article("Courier", other),
        article("Herald", said),
        article("Ledger", other),
        article("Post", other),
    ]);
    let utterance = &all.utterances[0];
    assert!(utterance.lemma.text.contains("eleven"));
    assert_eq!(changes(&all), [("seven".to_owned(), Some(ChangedBy::These))]);
    // Several outlets against the transcriber: none of them is blamed.
    let courier = utterance.witnesses.iter().find(|witness| witness.outlet == "Courier").unwrap();
    assert_eq!(courier.fidelity.status, FidelityStatus::Undecided);
}

#[test]
fn one_outlet_alone_is_judged_by_the_record() {
    let all = reconcile(&[article("Courier", "we will sell the harbour to anybody")]);
    let quotation = &all.documents[0].quotations[0];
    let record = quotation.record.as_ref().unwrap();
    assert_eq!((record.document.as_str(), record.print), ("speech", Print::Altered));
    assert_eq!(record.pieces[0].slice(SPEECH), "we will never sell the harbour to anybody");
    assert_eq!(record.level, Some(Level::Contradictory));
    let courier = &all.outlets()[0];
    assert_eq!((courier.recorded, courier.altered(Level::Contradictory)), (1, 1));
    assert_eq!(courier.share(), None, "it was compared with no other wording");
}

#[test]
fn a_transcript_changes_nothing_where_it_has_nothing() {
    let documents = [
        article("Courier", "The ferry to Nord has no captain since Tuesday"),
        article("Herald", "The ferry to Nord has had no captain since Tuesday"),
    ];
    let with = reconcile(&documents);
    let without = variorum::reconcile(&documents).unwrap();
    assert_eq!(with.utterances, without.utterances);
    assert!(with.documents.iter().flat_map(|read| &read.quotations).all(|q| q.record.is_none()));
}

#[test]
fn a_transcript_can_be_named_for_the_lemma() {
    let documents = [
        article("Courier", "We are going to build seven new locks, and we will never sell"),
        article("Herald", "We are going to build eleven new locks"),
        article("Ledger", "We are going to build seven new locks, and we will never sell"),
    ];
    let lemma = |policy: &str| {
        let policy = LemmaPolicy::Document(policy.to_owned());
        let mut archive = Archive::new(Settings::default().with_lemma(policy));
        archive.add(speech()).unwrap();
        documents.iter().for_each(|document| archive.add(document.clone()).unwrap());
        let utterance = archive.reconcile().utterances.remove(0);
        (utterance.lemma.text.contains("eleven"), utterance.lemma.basis)
    };
    assert_eq!(lemma("speech"), (true, LemmaBasis::Document));
    assert_eq!(lemma("another"), (false, LemmaBasis::Consensus));
}
