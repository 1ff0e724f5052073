//! Promises of the public types that the compiler can check.

use variorum::attribution::{Attribution, Attributor};
use variorum::engine::PairScorer;
use variorum::input::{Documents, Input, InputReader};
use variorum::quotation::Extractor;
use variorum::snapshot::MemorySnapshot;
use variorum::store::MemoryStore;
use variorum::{
    Archive, Comparer, Comparison, Decision, Document, Error, Published, Quotation, Reconciler,
    Reconciliation, Settings, Skipped, Span, StandaloneQuotation, Utterance,
};

#[test]
fn public_types_may_be_sent_and_shared() {
    fn check<T: Send + Sync>() {}
    check::<Archive>();
    check::<Attribution>();
    check::<Attributor>();
    check::<Comparer>();
    check::<Comparison>();
    check::<Decision>();
    check::<Document>();
    check::<Documents>();
    check::<Error>();
    check::<Extractor>();
    check::<Input>();
    check::<InputReader>();
    check::<Published>();
    check::<Quotation>();
    check::<Reconciler>();
    check::<Reconciliation>();
    check::<Settings>();
    check::<Skipped>();
    check::<Span>();
    check::<StandaloneQuotation>();
    check::<Utterance>();
    check::<variorum::align::Aligner>();
    check::<variorum::align::Alignment>();
    check::<variorum::align::Edit>();
    check::<variorum::align::PassageFinder>();
    check::<variorum::align::SharedPassage>();
    check::<variorum::align::Transposition>();
    check::<variorum::archive::Compared>();
    check::<variorum::attribution::AttributionRule>();
    check::<variorum::attribution::Speaker>();
    check::<variorum::blocking::BlockingIndex>();
    check::<variorum::blocking::Sequence>();
    check::<variorum::cluster::Edge>();
    check::<variorum::collation::CollationTable>();
    check::<variorum::collation::Collator>();
    check::<variorum::edition::ApparatusEntry>();
    check::<variorum::edition::Fidelity>();
    check::<variorum::edition::LemmaCandidate<'static>>();
    check::<variorum::edition::LemmaPolicy>();
    check::<variorum::edition::OutletFidelity>();
    check::<variorum::edition::WitnessInput<'static>>();
    check::<variorum::engine::CandidateIndex<'static>>();
    check::<variorum::engine::DocumentContext>();
    check::<variorum::engine::DocumentExtractor>();
    check::<variorum::engine::Executor<'static>>();
    check::<variorum::engine::Groups>();
    check::<PairScorer<'static, MemorySnapshot<'static, MemoryStore>>>();
    check::<variorum::engine::ScoredPairs>();
    check::<variorum::language::Language>();
    check::<variorum::language::LanguageData>();
    check::<variorum::link::Evidence>();
    check::<variorum::link::Link>();
    check::<variorum::link::LinkModel>();
    check::<variorum::link::Overlap>();
    check::<variorum::link::Profile>();
    check::<variorum::link::Sketch>();
    check::<variorum::person_name::NameComparison>();
    check::<variorum::person_name::PersonName>();
    check::<variorum::progress::Monitor<'static>>();
    check::<variorum::reconciliation::Grouping<'static>>();
    check::<variorum::reconciliation::ReconciledDocument>();
    check::<variorum::report::HtmlReport>();
    check::<variorum::report::MarkdownReport>();
    check::<variorum::report::TeiReport>();
    check::<variorum::report::TextReport>();
    check::<variorum::report::TsvReport>();
    check::<MemorySnapshot<'static, MemoryStore>>();
    check::<variorum::snapshot::QuotationClass>();
    check::<variorum::snapshot::ResolvedDecisions<'static>>();
    check::<variorum::snapshot::SpeakerIndex>();
    check::<variorum::store::DecisionTable>();
    check::<variorum::store::ExtractedDocument>();
    check::<variorum::store::MemoryStore>();
    check::<variorum::store::SequenceTable>();
    check::<variorum::store::StandaloneTable>();
    check::<variorum::store::StoredDocument>();
    check::<variorum::text::Passage>();
    check::<variorum::text::Token>();
    check::<variorum::text::Vocabulary>();
    check::<variorum::variant::Levels>();
    check::<variorum::variant::Summary>();
    check::<variorum::variant::Variant>();
    check::<variorum::variant::VariantClassifier>();
    #[cfg(feature = "json")]
    check::<variorum::report::JsonReport>();
    #[cfg(feature = "json")]
    check::<variorum::report::ReportedReconciliation>();
}

/// Writes `value` as JSON, reads it back and compares both.
#[cfg(feature = "json")]
fn round_trip<T>(value: &T)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
}

#[test]
#[cfg(feature = "json")]
fn public_values_are_serialised_and_read_back() {
    use variorum::attribution::AttributionRule;
    use variorum::link::Basis;
    use variorum::person_name::Agreement;
    use variorum::reconciliation::Provenance;
    use variorum::{DocumentKind, Part, QuotationKind, Reference, UnappliedDecision};

    let published: Published = "2018-07-16T18:00:00+03:00".parse().unwrap();
    let mut documents: Vec<Document> = ["A", "B", "C", "D"]
        .map(|outlet| {
            let words = if outlet == "A" { "the harbour of Veln if they agree" } else { "it" };
            let text = format!(
                "“We shall never accept these tariffs on ships,” Ada Lund said. “Take {words}.”"
            );
            Document::new(format!("d{outlet}"), text).with_outlet(outlet)
        })
        .to_vec();
    documents[1].text = documents[1].text.replace("never ", "");
    documents.push(
        Document::new("t", "LUND: We shall never accept these tariffs on any ships.")
            .with_kind(DocumentKind::Transcript)
            .with_published(published.clone())
            .with_title("“A title”")
            .with_url("https://x.example")
            .with_language("en-GB"),
    );
    documents.iter().for_each(round_trip);
    round_trip(&published);
    assert!(serde_json::from_str::<Published>("\"yesterday\"").is_err());

    let mut archive = Archive::default();
    assert!(archive.extend(documents).is_empty());
    let standalone = StandaloneQuotation::new("s", "We shall never accept these tariffs")
        .with_speaker("Ada Lund")
        .with_outlet("E")
        .with_document("e")
        .with_published(published);
    round_trip(&standalone);
    archive.add_quotation(standalone).unwrap();
    let reconciliation = archive.reconcile();
    assert!(!reconciliation.utterances.is_empty() && !reconciliation.links.is_empty());
    reconciliation.utterances.iter().for_each(round_trip);
    reconciliation.outlets().iter().for_each(round_trip);
    reconciliation.links.iter().for_each(round_trip);
    let is_evidence = |basis: &Basis| matches!(basis, Basis::Evidence(_));
    assert!(reconciliation.links.iter().any(|link| is_evidence(&link.basis)));
    round_trip(&reconciliation);
    let quotations = || reconciliation.documents.iter().flat_map(|read| &read.quotations);
    assert!(quotations().any(|read| read.provenance == Provenance::Extracted));
    assert!(quotations().any(|read| read.provenance.is_standalone()));
    assert!(quotations().any(|read| read.attribution.speaker.is_some()));
    AttributionRule::ALL.iter().for_each(round_trip);

    let mut comparer = Comparer::new();
    let quotation = |text: &str| StandaloneQuotation::new("q", text);
    let comparison = comparer.compare(
        &quotation("We shall never accept these tariffs on 40 ships"),
        &quotation("We shall … accept those Tariffs on fourteen ships"),
    );
    assert!(!comparison.variants.is_empty());
    round_trip(&comparison.variants);
    round_trip(&comparison.summary);
    round_trip(&comparison.link);
    round_trip(&comparison);

    let both = Reference::id("a#0").with_text("We begin");
    let decisions = [
        Decision::same(Reference::id("a#0"), Reference::text("We begin")),
        Decision::different(both.clone(), Reference::id("b#1")),
        Decision::speaker(Reference::id("a#0"), "Ada Lund"),
        Decision::lemma(both),
    ];
    decisions.iter().for_each(round_trip);
    // A decision is a line of the decisions file.
    let lines: Vec<String> =
        decisions.iter().map(|decision| serde_json::to_string(decision).unwrap()).collect();
    let (read, skipped) = variorum::input::read_decisions("-", lines.join("\n").as_bytes());
    assert_eq!((read.as_slice(), skipped.as_slice()), (decisions.as_slice(), [].as_slice()));
    round_trip(&UnappliedDecision::new(decisions[0].clone(), "no such quotation"));
    round_trip(&Skipped::new("a.jsonl", "text: missing").with_line(7));
    round_trip(&Input::default());
    round_trip(&Span::new(3, 9));
    [Part::Text, Part::Title].iter().for_each(round_trip);
    [QuotationKind::Speech, QuotationKind::Scare].iter().for_each(round_trip);
    [Agreement::Same, Agreement::Conflict].iter().for_each(round_trip);
}

#[test]
#[cfg(feature = "json")]
fn values_of_the_lower_rooms_are_serialised_and_read_back() {
    use variorum::archive::Compared;
    use variorum::collation::Collator;
    use variorum::engine::BasisRetention;
    use variorum::language::Language;
    use variorum::link::Basis;
    use variorum::person_name::{NameKind, PersonName};
    use variorum::progress::{Progress, ProgressStep};
    use variorum::report::Colour;
    use variorum::text::{Clitic, TokenClass, Vocabulary, tokens};

    let text = "“It’s [the] end,” … Ada Lund won’t accept 40 ships.\n\nNever.";
    tokens(text).for_each(|token| round_trip(&token));
    let token = tokens(text).find(|token| token.class == TokenClass::Bracket).unwrap();
    let json = serde_json::to_value(token).unwrap();
    assert_eq!(json["flags"], serde_json::json!(["spaced", "bracketed"]));
    assert!(serde_json::from_str::<variorum::text::TokenFlags>(r#"["tall"]"#).is_err());
    round_trip(&Clitic::find("won’t").unwrap());
    let mut words = Vocabulary::new();
    let word = words.intern("Peace");
    round_trip(&words[word]);

    let wordings = ["we went home to rest at last", "to rest at last we went home", "we rest"];
    let wordings = wordings.map(|text| words.tokenize(text).words);
    let wordings = wordings.each_ref().map(|wording| &wording[..]);
    let alignment = variorum::align::Aligner::new().with_min_transposition_weight(0).align(
        &words,
        wordings[0],
        wordings[1],
    );
    assert!(!alignment.transpositions.is_empty());
    round_trip(&alignment);
    round_trip(&variorum::align::PassageFinder::new().find(&words, wordings[0], wordings[1]));
    let table = Collator::new().with_min_transposition_weight(0).collate(&words, &wordings);
    assert!(!table.transpositions.is_empty());
    round_trip(&table);
    round_trip(&variorum::blocking::SequenceId(7));

    let name = PersonName::parse("Bob Ito");
    round_trip(&name.compare(&PersonName::parse("Robert Ito")));
    [NameKind::Person, NameKind::Unreadable].iter().for_each(round_trip);
    [Language::German, "sv".parse().unwrap()].iter().for_each(round_trip);
    round_trip(&Progress::new(ProgressStep::ComparingKin, 1, 2));
    [Colour::Always, Colour::Never].iter().for_each(round_trip);
    [BasisRetention::All, BasisRetention::ForContext].iter().for_each(round_trip);
    let mut compared: Compared = serde_json::from_value(serde_json::json!({
        "a": "a#0", "b": "b#0", "basis": Basis::Decision,
    }))
    .unwrap();
    compared.basis = Basis::Contrast;
    round_trip(&compared);
}
