//! Articles beside a transcript of what was said.

use variorum::edition::{ChangedBy, FidelityStatus, LemmaBasis, LemmaPolicy};
use variorum::record::Print;
use variorum::report::TextReport;
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
    assert_eq!(courier.altered_by_record(Level::Contradictory), 1);
    let herald = all.outlets().into_iter().find(|sum| sum.outlet == "Herald").unwrap();
    assert_eq!(herald.altered_by_record(Level::Minor), 0);
    assert!(herald.interval_by_record(Level::Minor).unwrap().high < 1.0);
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
    assert_eq!(all.outlets()[0].interval_by_record(Level::Minor), None);
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

/// A print puts together what was said a minute apart, and then the other way round.
#[test]
fn a_splice_is_said_with_how_far_its_parts_stand_apart() {
    let captions = "WEBVTT\n\n\
        00:00:01.000 --> 00:00:05.000\n<v Ada Lund>We will never sell the harbour to anybody.\n\n\
        00:00:05.000 --> 00:00:40.000\n<v Ada Lund>The band has played for an hour. Thank it.\n\n\
        00:01:15.000 --> 00:01:20.000\n<v Ada Lund>The old lighthouse should stay where it is.\n";
    let captions = Document::new("captions", captions)
        .with_kind(DocumentKind::Transcript)
        .with_published("2026-03-01".parse().unwrap());
    let gap = |words: &str| {
        let all = variorum::reconcile(&[captions.clone(), article("Courier", words)]).unwrap();
        let record = all.documents.iter().flat_map(|document| &document.quotations).next();
        let record = record.unwrap().record.clone().unwrap();
        assert_eq!((record.pieces.len(), record.gaps.len()), (2, 1), "{record:?}");
        let gap = record.gaps[0];
        let utterance = all.utterances[0].clone();
        let mut out = Vec::new();
        TextReport::new().write_utterance(&utterance, &all, &mut out).unwrap();
        let printed = String::from_utf8(out).unwrap();
        let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        ((gap.words, gap.milliseconds, gap.is_backwards), printed)
    };
    let (first, last) =
        ("We will never sell the harbour to anybody", "The old lighthouse should stay where it is");
    let (forwards, printed) = gap(&format!("{first}. {last}"));
    assert_eq!(forwards, (9, Some(70_000), false));
    for said in ["otherwise than said (captions, substantive)", "2 parts 9 words, 1.2 min apart"] {
        assert!(printed.contains(said), "{printed}");
    }
    let (backwards, printed) = gap(&format!("{last}. {first}"));
    assert_eq!(backwards, (9, Some(70_000), true));
    assert!(printed.contains("apart, in another order"), "{printed}");
}

/// Who prints a line and its correction prints two sayings, and misquotes nobody.
#[test]
fn a_correction_beside_the_line_is_no_misquotation() {
    let said = "“I think the old lighthouse should stay where it is.”";
    let corrected = "“I think the old lighthouse should not stay where it is,”";
    let both =
        format!("On Monday Ada Lund said: {said} On Tuesday she said: {corrected} as planned.");
    let document = |text: &str| {
        Document::new("courier", text)
            .with_outlet("Courier")
            .with_published("2026-03-03".parse().unwrap())
    };
    let records = |text: &str| -> Vec<Option<Print>> {
        let all = reconcile(&[document(text)]);
        let quotations = all.documents.iter().flat_map(|document| &document.quotations);
        quotations.map(|one| one.record.as_ref().map(|record| record.print)).collect()
    };
    assert_eq!(records(&both), [Some(Print::Verbatim), None]);
    // Alone it contradicts what was said.
    let alone = format!("On Tuesday Ada Lund said: {corrected} as planned.");
    assert_eq!(records(&alone), [Some(Print::Altered)]);
}

#[test]
fn a_transcript_without_words_is_told() {
    let mut archive = Archive::default();
    archive.add(speech()).unwrap();
    let heading = "A long heading that no label follows, but for one, and it goes on and on";
    let hearing = format!("{heading}\n\nMr. MARSH. I yield.\n");
    for (id, text) in [("empty", ""), ("notes", "[music]\n(laughter)\n"), ("hearing", &hearing)] {
        archive.add(Document::new(id, text).with_kind(DocumentKind::Transcript)).unwrap();
    }
    archive.add(Document::new("article", "")).unwrap();
    let told: Vec<String> =
        archive.unread_transcripts().iter().map(|one| one.to_string()).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with("empty: transcript: no words were read"), "{told:#?}");
    assert!(told[1].starts_with("hearing: transcript: 16 words stand before"), "{told:#?}");
    assert!(told[2].starts_with("notes: transcript: no words were read"), "{told:#?}");
}

/// The articles that come with the crate, beside an excerpt of the official transcript: who printed
/// what was said.
#[test]
fn the_articles_of_helsinki_beside_what_was_said() {
    let mut reader = variorum::input::InputReader::new();
    for folder in ["examples/helsinki", "examples/helsinki-transcript"] {
        reader.read_path(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR")));
    }
    let documents = reader.finish().documents;
    let all = variorum::reconcile(&documents).unwrap();
    let risk = |all: &Reconciliation| {
        let all = all.utterances.iter();
        all.filter(|one| one.lemma.text.contains("to risk peace in pursuit of politics"))
            .max_by_key(|one| one.outlets)
            .cloned()
            .unwrap()
    };
    let utterance = risk(&all);
    assert_eq!(utterance.outlets, 5);
    let quotations: Vec<_> = all.documents.iter().flat_map(|one| &one.quotations).collect();
    let prints: Vec<(&str, Print)> = utterance
        .witnesses
        .iter()
        .map(|witness| {
            let quotation = quotations.iter().find(|one| one.id == witness.quotation).unwrap();
            (witness.outlet.as_str(), quotation.record.as_ref().unwrap().print)
        })
        .collect();
    for (outlet, print) in &prints {
        assert_eq!(*print == Print::Altered, *outlet == "Northern Ledger", "{outlet}");
    }
    assert_eq!(prints.len(), 6);
    // What the president said he had meant to say is no misquotation of what he had said.
    assert!(all.outlets().iter().all(|outlet| outlet.altered(Level::Contradictory) == 0));
    // The transcript can be named.
    let transcript = documents.iter().find(|one| one.kind == DocumentKind::Transcript).unwrap();
    let settings = Settings::default().with_lemma(LemmaPolicy::Document(transcript.id.clone()));
    let named = variorum::Reconciler::new(settings).reconcile(&documents).unwrap();
    assert_eq!(risk(&named).lemma.basis, LemmaBasis::Document);
}
