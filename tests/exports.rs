//! Laws of the exports: whatever the wordings are, nothing of a witness is lost or reordered.

mod wordings;

use proptest::prelude::*;
use variorum::Reconciliation;
use variorum::edition::Utterance;
use variorum::report::{
    CsvReport, DotReport, GraphmlReport, NexusReport, PhylipReport, Report, VariantGraph,
};
use wordings::{change, edited, reconcile};

fn write(report: &dyn Report, all: &Reconciliation) -> String {
    let mut out = Vec::new();
    report.write(all, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Each wording is one way from the start to the end, and the texts on it are its words.
fn assert_ways(utterance: &Utterance) {
    let graph = VariantGraph::new(utterance);
    let last = graph.nodes.len() - 1;
    for (wording, printed) in utterance.wordings.iter().enumerate() {
        let (mut at, mut words) = (0, String::new());
        while at != last {
            let out: Vec<_> = graph
                .edges
                .iter()
                .filter(|edge| edge.from == at && edge.wordings.contains(&wording))
                .collect();
            assert_eq!(out.len(), 1, "{wording} at {at}: {graph:?}");
            let next = &graph.nodes[out[0].to];
            assert!(next.rank > graph.nodes[at].rank && next.wordings.contains(&wording));
            at = out[0].to;
            words.push_str(&next.text);
        }
        assert_eq!(letters(&words), letters(&printed.text), "{graph:?}");
    }
    for moved in &graph.moves {
        assert!(graph.nodes[moved.from].is_lemma && !graph.nodes[moved.to].is_lemma);
    }
}

/// Each token of a row in order is the witness's text.
#[cfg(feature = "json")]
fn assert_tables(all: &Reconciliation) {
    let report = variorum::report::CollatexReport::new().with_min_outlets(1);
    let quotations: std::collections::BTreeMap<&str, &str> = all
        .documents
        .iter()
        .flat_map(|document| &document.quotations)
        .map(|quotation| (quotation.id.as_str(), quotation.text.as_str()))
        .collect();
    for (line, utterance) in write(&report, all).lines().zip(&all.utterances) {
        let table: serde_json::Value = serde_json::from_str(line).unwrap();
        for (row, witness) in table["table"].as_array().unwrap().iter().zip(&utterance.witnesses) {
            let cells = row.as_array().unwrap().iter().filter_map(|cell| cell.as_array());
            let read: String = cells.flatten().map(|token| token["t"].as_str().unwrap()).collect();
            let printed = quotations[&*witness.quotation];
            // White space before the first word is of no token, nor is a text of white space alone.
            assert_eq!(read, printed[printed.len() - read.len()..]);
            assert!(printed[..printed.len() - read.len()].trim().is_empty(), "{line}");
        }
    }
}

#[cfg(not(feature = "json"))]
fn assert_tables(_all: &Reconciliation) {}

/// The rows of a matrix have a letter for each place, and different rows are different wordings.
fn assert_matrices(all: &Reconciliation) {
    let phylip = write(&PhylipReport::new().with_min_outlets(1), all);
    let mut lines = phylip.lines();
    while let Some(head) = lines.next() {
        let (rows, places) = head.split_once(' ').unwrap();
        for _ in 0..rows.parse().unwrap() {
            let row = lines.next().unwrap();
            assert_eq!(row.chars().skip(10).count(), places.parse::<usize>().unwrap(), "{phylip}");
        }
    }
    let nexus = write(&NexusReport::new().with_min_outlets(1), all);
    let matrices = nexus.matches("BEGIN CHARACTERS;").count();
    assert_eq!(
        matrices,
        phylip
            .lines()
            .filter(|line| line
                .split_once(' ')
                .is_some_and(|(rows, places)| rows.parse::<usize>().is_ok()
                    && places.parse::<usize>().is_ok()))
            .count()
    );
}

fn assert_exports(all: &Reconciliation) {
    all.utterances.iter().for_each(assert_ways);
    assert_tables(all);
    assert_matrices(all);
    roxmltree::Document::parse(&write(&GraphmlReport::new().with_min_outlets(1), all)).unwrap();
    let dot = write(&DotReport::new().with_min_outlets(1), all);
    assert_eq!(dot.matches("\n}\n").count(), all.utterances.len());
    for report in [CsvReport::differences(), CsvReport::witnesses()] {
        let table = write(&report.with_min_outlets(1), all);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_reordered(
        changes in prop::collection::vec(prop::collection::vec(change(), 0..5), 1..6),
    ) {
        let wordings: Vec<String> = changes.iter().map(|changes| edited(changes)).collect();
        assert_exports(&reconcile(&wordings));
    }
}

/// A thousand witnesses, and wordings by the hundred, are written in linear time.
#[test]
fn many_witnesses_are_written() {
    let wordings: Vec<String> = (0..400)
        .map(|n| format!("We will never close the old harbour of Veln, and {} asked us to", n % 97))
        .collect();
    assert_exports(&reconcile(&wordings));
}
