//! Every export is read by a program of its own trade: networkx, Graphviz, dendropy, Biopython,
//! rdflib, and the schema of the TEI. `tests/readers.py` does it, with whatever of these Python
//! has; `.ci/run readers` installs them all.
#![cfg(feature = "json")]

use std::fs;
use std::path::Path;
use std::process::Command;

use variorum::input::InputReader;
use variorum::report::{
    AnnotationReport, CollatexReport, CsvReport, DotReport, GraphmlReport, JsonReport, NexusReport,
    PhylipReport, Report, SchemaOrgReport, TeiReport,
};
use variorum::{Archive, Reconciliation};

fn reconciliation() -> Reconciliation {
    let mut reader = InputReader::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/helsinki");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt")) {
        reader.read_path(path);
    }
    let mut archive = Archive::default();
    assert!(archive.extend(reader.finish().documents).is_empty());
    archive.reconcile()
}

#[test]
fn every_export_is_read_by_a_program_of_its_trade() {
    let python = std::env::var("VARIORUM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if Command::new(&python).arg("--version").output().is_err() {
        println!("skipped: no {python} is installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, report: &dyn Report, all: &Reconciliation| {
        let mut out = Vec::new();
        report.write(all, &mut out).unwrap();
        fs::write(folder.path().join(name), out).unwrap();
    };
    let all = reconciliation();
    write("all.json", &JsonReport::new(), &all);
    write("differences.csv", &CsvReport::differences(), &all);
    write("witnesses.csv", &CsvReport::witnesses(), &all);
    write("annotations.jsonld", &AnnotationReport::new(), &all);
    write("schema.jsonld", &SchemaOrgReport::new(), &all);
    write("collatex.jsonl", &CollatexReport::new(), &all);
    write("all.graphml", &GraphmlReport::new(), &all);
    write("all.dot", &DotReport::new(), &all);
    write("all.nex", &NexusReport::new(), &all);
    write("all.phy", &PhylipReport::new(), &all);
    write("all.xml", &TeiReport::new(), &all);
    let mut one = all.clone();
    one.utterances.retain(|utterance| utterance.outlets > 1 && utterance.wordings.len() > 3);
    one.utterances.truncate(1);
    write("one.nex", &NexusReport::new(), &one);
    write("one.phy", &PhylipReport::new(), &one);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers.py");
    let done = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    let (said, failed) =
        (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    println!("{said}");
    assert!(done.status.success(), "{said}{failed}");
}
