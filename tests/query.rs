//! Texts in question: documents of kind `query` are compared with what was printed, and count for
//! nothing there.

use std::collections::BTreeMap;

use variorum::edition::{LemmaPolicy, Utterance, Verdict};
use variorum::input::InputReader;
use variorum::{
    Archive, Document, DocumentKind, Published, Reconciler, Reconciliation, Settings, reconcile,
};

fn helsinki() -> Vec<Document> {
    let mut reader = InputReader::new();
    reader.read_path(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/helsinki"));
    reader.finish().documents
}

fn query(id: &str, text: &str) -> Document {
    Document::new(id, text).with_kind(DocumentKind::Query)
}

/// Texts in question that quote the Helsinki articles: word by word under another speaker's name,
/// altered, two utterances run together, whole articles, something that nobody printed.
fn queries() -> Vec<Document> {
    let articles = helsinki();
    let mut queries = vec![
        query(
            "a-post",
            "“The Russian state has always interfered and is going to interfere into internal \
             American affairs, including the election process,” Hillary Clinton said.",
        ),
        query(
            "the-splice",
            "“I would rather take a political risk in pursuit of peace than to risk peace in \
             pursuit of politics. The Cold War is a thing of the past. They sent huge amount of \
             money, $400 million, as a contribution to the campaign of Hillary Clinton,” Donald \
             Trump said.",
        ),
        query("zz-invented", "“Nobody has ever asked me about the price of herring,” Putin said."),
    ];
    for (n, article) in articles.iter().enumerate() {
        let text = article.text.replace("never", "always").replace("peace", "war");
        let published: Published = "2018-01-01".parse().unwrap();
        queries.push(
            query(&format!("copy-{n}"), &text)
                .with_outlet(article.outlet.clone().unwrap())
                .with_published(published),
        );
        queries.push(query(&format!("zz-{n}"), &article.text.replace("Trump", "Johnson")));
    }
    queries
}

/// Returns what is said of the prints of an utterance.
fn told(utterance: &Utterance) -> String {
    let prints = utterance.witnesses.iter().filter(|witness| !witness.is_query);
    let prints: Vec<_> = prints
        .map(|one| {
            let reprint = one.reprint_of.as_deref();
            (&one.quotation, &one.siglum, one.wording, reprint, &one.covers, one.fidelity)
        })
        .collect();
    let wordings: Vec<_> = (utterance.wordings.iter())
        .filter(|wording| wording.outlets > 0)
        .map(|wording| (&wording.text, wording.outlets, &wording.first))
        .collect();
    let printed = wordings.len();
    let mut readings = Vec::new();
    for entry in &utterance.apparatus {
        for reading in &entry.readings {
            let those: Vec<_> = reading.wordings.iter().filter(|&&n| n < printed).collect();
            if !those.is_empty() {
                let judged = (reading.level, reading.changed_by, reading.stands());
                readings.push((&entry.tokens, &reading.text, those, judged));
            }
        }
    }
    format!(
        "{} {:?} {:?} {} {} {:?} {prints:?} {wordings:?} {readings:?} {:?}",
        utterance.id,
        utterance.speaker,
        utterance.verdict,
        utterance.outlets,
        utterance.independent,
        utterance.lemma,
        utterance.lineage,
    )
}

/// Everything that is said of the articles is said without texts in question, too.
fn assert_same_without(documents: &[Document], queries: &[Document], policy: &LemmaPolicy) {
    let reconciler = Reconciler::new(Settings::default().with_lemma(policy.clone()));
    let without = reconciler.reconcile(documents).unwrap();
    let all: Vec<Document> = documents.iter().chain(queries).cloned().collect();
    let with = reconciler.reconcile(&all).unwrap();
    let of = |all: &Reconciliation| -> Vec<String> {
        all.utterances.iter().filter(|one| one.print_count() > 0).map(told).collect()
    };
    for (one, other) in of(&without).iter().zip(of(&with)) {
        assert_eq!(*one, other);
    }
    assert_eq!(of(&without).len(), of(&with).len());
    let fidelity = |all: &Reconciliation| format!("{:?}", all.outlets());
    assert_eq!(fidelity(&without), fidelity(&with));
    let ties = |all: &Reconciliation| -> BTreeMap<String, Option<String>> {
        let reports = all.documents.iter().flat_map(|document| &document.reports);
        reports.map(|report| (report.text.clone(), report.utterance.clone())).collect()
    };
    assert_eq!(ties(&without), ties(&with));
    assert!(all.len() > documents.len());
}

#[test]
fn the_articles_are_read_as_if_it_were_not_there() {
    for policy in [LemmaPolicy::Consensus, LemmaPolicy::Fullest, LemmaPolicy::Earliest] {
        assert_same_without(&helsinki(), &queries(), &policy);
    }
}

/// The same on real news, where it is at hand.
#[test]
fn real_articles_are_read_as_if_it_were_not_there() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/basil/articles.jsonl");
    if !std::path::Path::new(path).exists() || cfg!(not(feature = "json")) {
        println!("skipped: {path} is not there, or cannot be read without the feature json");
        return;
    }
    let mut reader = InputReader::new();
    reader.read_path(path);
    let articles = reader.finish().documents;
    let queries: Vec<Document> = articles
        .iter()
        .step_by(3)
        .map(|article| query(&format!("q-{}", article.id), &article.text.replace(" the ", " a ")))
        .collect();
    assert_same_without(&articles, &queries, &LemmaPolicy::Consensus);
}

fn article(id: &str, text: &str) -> Document {
    Document::new(id, format!("It rained in Veln, says {id}.\n\n{text}")).with_outlet(id)
}

#[test]
fn it_is_compared_and_counts_for_nothing() {
    let said = "“We will never close the harbour of Veln to the trawlers,” Ada Lund said.";
    let asked = "“We will close the harbour of Veln to the trawlers at once,” Paul Ito said.";
    let documents = [
        article("Courier", said),
        article("Ledger", said),
        query("draft", asked).with_published("2001-01-01".parse().unwrap()),
        query("draft-2", asked),
        query("draft-3", asked),
    ];
    let reconciliation = reconcile(&documents).unwrap();
    assert_eq!(reconciliation.utterances.len(), 1);
    let utterance = &reconciliation.utterances[0];
    // No support, no vote, no lemma, no first print, no conflict over the speaker.
    assert_eq!((utterance.outlets, utterance.independent), (2, 2));
    assert!(utterance.lemma.text.starts_with("We will never close"));
    assert_eq!(utterance.verdict, Verdict::Verbatim);
    assert_eq!(utterance.speaker.as_deref(), Some("Ada Lund"));
    let asked = utterance.wordings.iter().find(|wording| wording.text.contains("at once"));
    let asked = asked.unwrap();
    assert_eq!((asked.outlets, &asked.first[..]), (0, &[][..]));
    assert_eq!(asked.witnesses.len(), 3);
    assert!(reconciliation.outlets().iter().all(|outlet| !outlet.outlet.starts_with("draft")));
    // What it changed is seen.
    let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
    let worst = readings.map(|reading| reading.level).max();
    assert_eq!(worst, Some(variorum::variant::Level::Contradictory));
    let printed = utterance.to_string();
    assert!(printed.contains("2 outlets") && printed.contains("in question"), "{printed}");
}

#[test]
fn two_utterances_are_not_joined_by_it() {
    let one = "“We will never close the harbour of Veln to the trawlers,” Ada Lund said.";
    let other = "“Nobody has asked the fishermen what the ice costs them,” Ada Lund said.";
    let both = "“We will never close the harbour of Veln to the trawlers. Nobody has asked the \
                fishermen what the ice costs them,” Ada Lund said.";
    let mut documents = vec![article("Courier", one), article("Ledger", other)];
    documents.push(query("draft", both));
    let reconciliation = reconcile(&documents).unwrap();
    let outlets: Vec<usize> = reconciliation.utterances.iter().map(|one| one.outlets).collect();
    assert_eq!(outlets, [1, 1]);
    // An article that prints both joins them.
    documents[2] = article("Gazette", both);
    assert_eq!(reconcile(&documents).unwrap().utterances.len(), 1);
}

#[test]
fn what_nobody_printed_has_no_outlet() {
    let mut archive = Archive::default();
    archive.add(query("draft", "“The ice of Veln costs nobody anything,” Ada Lund said.")).unwrap();
    let reconciliation = archive.reconcile();
    let utterance = &reconciliation.utterances[0];
    assert_eq!((utterance.outlets, utterance.independent), (0, 0));
    assert_eq!(utterance.verdict, Verdict::Single);
    assert_eq!(archive.group().groups[0].outlets, 0);
    #[cfg(feature = "json")]
    {
        use variorum::report::{JsonReport, Report, ReportedReconciliation};
        let mut json = Vec::new();
        JsonReport::new().write(&reconciliation, &mut json).unwrap();
        let read = ReportedReconciliation::from_json(json.as_slice()).unwrap();
        assert!(read.utterances[0].witnesses[0].is_query);
    }
}

/// An archive in a file gives what a batch gives, and no lookup finds a text in question.
#[cfg(feature = "archive")]
#[test]
fn an_archive_grows_by_it_as_a_batch_would() {
    use variorum::live::{LiveArchive, Query, Rung};
    let mut archive = LiveArchive::in_memory(Settings::default()).unwrap();
    let mut documents = Vec::new();
    let (articles, queries) = (helsinki(), queries());
    for n in 0..articles.len().max(queries.len()) {
        for document in queries.get(n).into_iter().chain(articles.get(n)) {
            archive.add(document.clone()).unwrap();
            documents.push(document.clone());
        }
        archive.commit().unwrap();
    }
    let snapshot = archive.snapshot().unwrap();
    assert_eq!(snapshot.reconcile().unwrap(), reconcile(&documents).unwrap());
    let asked = Query::new("Nobody has ever asked me about the price of herring");
    assert_eq!(snapshot.lookup(&asked).unwrap().rung, Rung::NotFound);
}
