//! The TEI report gives back every witness byte for byte.

mod wordings;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use roxmltree::{Document as Xml, Node};
use variorum::input::InputReader;
use variorum::report::{Report, TeiReport};
use variorum::{Archive, Reconciliation};
use wordings::{change, edited, reconcile};

const XML_ID: (&str, &str) = ("http://www.w3.org/XML/1998/namespace", "id");

fn tei(report: &TeiReport, all: &Reconciliation) -> String {
    let mut out = Vec::new();
    report.write(all, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Appends the text below `node` as the witness `id` has it.
fn read_witness(node: Node<'_, '_>, id: &str, text: &mut String) {
    let names = |node: &Node<'_, '_>| {
        let those = node.attribute("wit").unwrap_or("").split(' ');
        those.filter(|pointer| pointer.strip_prefix('#') == Some(id)).count()
    };
    for child in node.children() {
        match child.tag_name().name() {
            "app" => {
                let readings: Vec<_> =
                    child.children().filter(|reading| names(reading) > 0).collect();
                assert_eq!(readings.len(), 1, "{id} has one reading at each place");
                assert_eq!(names(&readings[0]), 1, "{id} is named once");
                read_witness(readings[0], id, text);
            }
            "g" => {
                let code = child.attribute("n").unwrap().strip_prefix("U+").unwrap();
                text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            }
            _ if child.is_text() => text.push_str(child.text().unwrap_or("")),
            _ => read_witness(child, id, text),
        }
    }
}

/// Reads each witness back, by the id of its quotation.
fn read_back(tei: &str) -> BTreeMap<String, String> {
    let xml = Xml::parse(tei).unwrap();
    let mut texts = BTreeMap::new();
    let named = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    for division in xml.descendants().filter(|node| named(node, "div")) {
        for witness in division.descendants().filter(|node| named(node, "witness")) {
            let id = witness.attribute(XML_ID).unwrap();
            let quotation = witness.children().find(|node| named(node, "idno")).unwrap();
            let mut text = String::new();
            for part in division.children().filter(|node| named(node, "ab")) {
                match part.attribute("corresp") {
                    None => read_witness(part, id, &mut text),
                    Some(those) if those.split(' ').any(|one| one[1..] == *id) => {
                        text.extend(part.descendants().filter_map(|node| match node.is_text() {
                            true => node.text(),
                            false => None,
                        }));
                    }
                    Some(_) => {}
                }
            }
            texts.insert(quotation.text().unwrap().to_owned(), text);
        }
    }
    texts
}

fn assert_read_back(all: &Reconciliation) {
    let report = TeiReport::new().with_min_outlets(1);
    let tei = tei(&report, all);
    let texts = read_back(&tei);
    let quotations = all.documents.iter().flat_map(|document| &document.quotations);
    let mut count = 0;
    for quotation in quotations {
        assert_eq!(texts[&quotation.id], quotation.text, "{}: {tei}", quotation.id);
        count += 1;
    }
    assert_eq!(texts.len(), count);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn every_witness_is_read_back_byte_for_byte(
        changes in prop::collection::vec(prop::collection::vec(change(), 0..5), 1..6),
    ) {
        let wordings: Vec<String> = changes.iter().map(|changes| edited(changes)).collect();
        assert_read_back(&reconcile(&wordings));
    }
}

/// The faults that were seen: marks beside a changed word, blanks, words that moved, fragments.
#[test]
fn marks_blanks_moves_and_fragments_are_read_back() {
    let wordings = [
        "We will go forth, on this resting-place of ours, to the harbour of Veln",
        "We will go forth on this resting - place of ours, to the harbour of Veln.",
        "We  will go fifth, on this resting place of ours to the old harbour of Veln",
        "“we will go forth,” on this resting-place of ours, to the harbour\u{a0}of Veln,",
        "To the harbour of Veln we will go forth, on this resting-place of ours",
        "resting-place of ours",
        "We will go forth,\n\ton this ‘resting-place’ of ours, to the harbor of Veln",
        "\u{7}\u{202e}We will go forth, on this resting-place of ours & <others>",
        "",
        " ",
    ];
    assert_read_back(&reconcile(&wordings.map(str::to_owned)));
    let all = reconcile(&wordings.map(str::to_owned)[..2]);
    let tei = tei(&TeiReport::new(), &all);
    assert!(tei.contains("forth<app"), "only the comma is a place: {tei}");
    // A fragment has no blank before its first word, and that is no other reading.
    let all = reconcile(&[wordings[0], wordings[0], wordings[5]].map(str::to_owned));
    let fragment = TeiReport::new().with_min_outlets(1);
    let mut out = Vec::new();
    fragment.write(&all, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(!out.contains("orthographic") && out.contains("resting-place"), "{out}");
}

#[test]
fn the_articles_that_come_with_the_crate_are_read_back() {
    let mut reader = InputReader::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/helsinki");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "txt")) {
        reader.read_path(path);
    }
    let mut archive = Archive::default();
    assert!(archive.extend(reader.finish().documents).is_empty());
    let all = archive.reconcile();
    assert!(all.utterances.iter().any(|utterance| utterance.wordings.len() > 3));
    assert_read_back(&all);
}

#[test]
fn title_language_sigla_and_order_are_the_callers() {
    let wordings = ["We will never close the harbour of Veln", "We will close the harbour of Veln"];
    let all = reconcile(&wordings.map(str::to_owned));
    let report = TeiReport::new()
        .with_title("R & D")
        .with_language("en-GB")
        .with_sigla([("outlet 1", "Ω 1"), ("q0", "Cour.")]);
    let tei = tei(&report, &all);
    let xml = Xml::parse(&tei).unwrap();
    let text = |name: &str| xml.descendants().find(|node| node.tag_name().name() == name).unwrap();
    assert_eq!(text("title").text(), Some("R & D"));
    assert_eq!(text("text").attribute((XML_ID.0, "lang")), Some("en-GB"));
    let witnesses: Vec<_> =
        xml.descendants().filter(|node| node.tag_name().name() == "witness").collect();
    let sigla: Vec<_> = witnesses.iter().filter_map(|witness| witness.attribute("n")).collect();
    assert_eq!(sigla, ["Ω 1", "Cour."]);
    let ids: Vec<_> = witnesses.iter().filter_map(|witness| witness.attribute(XML_ID)).collect();
    let id = |siglum: &str| format!("{}-{siglum}", all.utterances[0].id);
    assert_eq!(ids, [id("Ω_1"), id("Cour.")]);
    assert_eq!(read_back(&tei).len(), 2);
}

/// What is printed of each witness lies between where it starts and where it ends.
#[test]
fn fragments_start_and_end() {
    let wordings = [
        "We will go forth, on this resting-place of ours, to the harbour of Veln",
        "We will go forth, on this resting-place of ours, to the harbour of Veln",
        "on this resting-place of ours, to the harbour",
    ];
    let report = TeiReport::new().with_min_outlets(1);
    let tei = tei(&report, &reconcile(&wordings.map(str::to_owned)));
    let xml = Xml::parse(&tei).unwrap();
    let id = xml.descendants().filter(|node| node.tag_name().name() == "witness").nth(2).unwrap();
    let pointer = format!("#{}", id.attribute(XML_ID).unwrap());
    let text = xml.descendants().find(|node| node.tag_name().name() == "ab").unwrap();
    let mut read = None;
    for node in text.descendants() {
        let is_own = node.attribute("wit") == Some(&pointer);
        match node.tag_name().name() {
            "witStart" if is_own => read = Some(String::new()),
            "witEnd" if is_own => break,
            // All print what stands in no `app`.
            _ if node.is_text() && node.ancestors().all(|one| one.tag_name().name() != "app") => {
                if let Some(read) = &mut read {
                    read.push_str(node.text().unwrap_or(""));
                }
            }
            _ => {}
        }
    }
    assert_eq!(read.as_deref().map(str::trim), Some(wordings[2]), "{tei}");
}
