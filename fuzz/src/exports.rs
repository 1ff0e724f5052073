//! Every export is read back by a parser of its form.

use variorum::report::{
    AnnotationReport, CollatexReport, CsvReport, DotReport, GraphmlReport, HtmlReport, JsonReport,
    NexusReport, PhylipReport, Report, ReportedReconciliation, SchemaOrgReport, TeiReport,
    TsvReport,
};
use variorum::{Document, Reconciliation};

/// Articles in any words, with ids, outlets and titles in any words: all exports of them.
pub fn exports(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(crate::MAX_BYTES / 2)], 6);
    let documents: Vec<Document> = (0..)
        .zip(texts)
        .map(|(n, text)| {
            // A first line names the outlet, the title, the address and the document.
            let (head, text) = text.split_once('\n').unwrap_or(("", &text));
            Document::new(format!("{head}{n}"), text)
                .with_outlet(head)
                .with_title(head)
                .with_url(head)
        })
        .collect();
    let all = crate::checks::archive(&documents).reconcile();
    for xml in [
        written(&TeiReport::new().with_min_outlets(1), &all),
        written(&GraphmlReport::new().with_min_outlets(1), &all),
    ] {
        roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    }
    tables(&all);
    json(&all);
    matrices(&all);
    let graphs = written(&DotReport::new().with_min_outlets(1), &all);
    assert_eq!(graphs.matches("\n}\n").count(), all.utterances.len(), "{graphs}");
    written(&HtmlReport::new().with_min_outlets(1), &all);
}

fn written(report: &dyn Report, all: &Reconciliation) -> String {
    let mut out = Vec::new();
    report.write(all, &mut out).expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

/// Each row has as many cells as there are columns, and no cell is a formula.
fn tables(all: &Reconciliation) {
    for (report, columns) in [
        (CsvReport::differences().with_min_outlets(1), b','),
        (CsvReport::witnesses().with_min_outlets(1), b','),
        (CsvReport::differences().with_min_outlets(1).with_tabs(), b'\t'),
        (CsvReport::witnesses().with_min_outlets(1).with_tabs(), b'\t'),
    ] {
        let table = written(&report, all);
        let quoting = columns == b',';
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(columns)
            .quoting(quoting)
            .from_reader(table.as_bytes());
        for row in reader.records() {
            let row = row.unwrap_or_else(|error| panic!("{error}\n{table}"));
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
    }
    let table = written(&TsvReport::new().with_min_outlets(1), all);
    let mut lines = table.lines().map(|line| line.split('\t').count());
    let columns = lines.next();
    assert!(lines.all(|cells| Some(cells) == columns), "{table}");
}

/// What is JSON is JSON, and the report is read back as what was written.
fn json(all: &Reconciliation) {
    let report = written(&JsonReport::new(), all);
    let read = ReportedReconciliation::from_json(report.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{report}"));
    let mut again = Vec::new();
    read.write_json(&mut again).expect("written to memory");
    let values = [report.as_bytes(), &again]
        .map(|json| serde_json::from_slice::<serde_json::Value>(json).expect("JSON"));
    assert_eq!(values[0], values[1]);
    for lines in [
        written(&SchemaOrgReport::new(), all),
        written(&AnnotationReport::new().with_min_outlets(1), all),
        written(&CollatexReport::new().with_min_outlets(1), all),
    ] {
        for value in serde_json::Deserializer::from_str(&lines).into_iter::<serde_json::Value>() {
            value.unwrap_or_else(|error| panic!("{error}\n{lines}"));
        }
    }
    let tables = written(&CollatexReport::new().with_min_outlets(1), all);
    assert_eq!(tables.lines().count(), all.utterances.len());
}

/// The rows of a matrix have a letter for each place.
fn matrices(all: &Reconciliation) {
    let phylip = written(&PhylipReport::new().with_min_outlets(1), all);
    let (mut lines, mut matrices) = (phylip.lines(), 0);
    while let Some(head) = lines.next() {
        let (rows, places) = head.split_once(' ').expect("two numbers");
        for _ in 0..rows.parse().expect("a number") {
            let row = lines.next().expect("a row");
            assert_eq!(row.chars().skip(10).count(), places.parse().unwrap_or(0usize), "{phylip}");
        }
        matrices += 1;
    }
    let nexus = written(&NexusReport::new().with_min_outlets(1), all);
    assert_eq!(nexus.matches("BEGIN CHARACTERS;").count(), matrices, "{nexus}");
}
