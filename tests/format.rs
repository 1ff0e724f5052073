//! The JSON report is what `docs/FORMAT.md` and the JSON Schema say, and can be read back.

#![cfg(feature = "json")]

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use variorum::input::InputReader;
use variorum::report::{JsonReport, Report, ReportedReconciliation};
use variorum::{
    Archive, Decision, Document, DocumentKind, Reference, Skipped, StandaloneQuotation,
};

/// Reports in which every field that the format has is there with a value.
fn reports() -> Vec<Vec<u8>> {
    let mut reader = InputReader::new();
    reader.read_path(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/helsinki"));
    let mut archive = Archive::default();
    assert!(archive.extend(reader.finish().documents).is_empty());

    let standalone = [
        StandaloneQuotation::new("s1", "We shall never accept these tariffs on our harbours"),
        StandaloneQuotation::new("s2", "We shall never accept the tariffs on our harbours")
            .with_speaker("Ada \"Lund\"\u{1}\u{7f}")
            .with_document("not at hand")
            .with_outlet("Ledger\n"),
    ];
    for quotation in standalone {
        archive.add_quotation(quotation).unwrap();
    }
    let text = "“We shall never accept these tariffs on our harbours,” she said.";
    for (id, outlet) in [("d1", "Courier"), ("d2", "Post"), ("d3", "Gazette")] {
        let document = Document::new(id, format!("{text}\n\nThat was on the quay of Veln."));
        let date = "2018-07-16".parse().unwrap();
        archive
            .add(document.with_outlet(outlet).with_url("https://x.example/1").with_published(date))
            .unwrap();
    }
    let accord = "We will sign the accord on the harbour of Veln tomorrow";
    for (id, condition) in [("e1", " if the ministers agree to it"), ("e2", "")] {
        let text = format!("“{accord}{condition},” Ada Lund said. “The harbour waits.”");
        archive.add(Document::new(id, text)).unwrap();
    }
    // One outlet's error, which another one prints a day later.
    let said = "Our commission will publish every inspection report of the northern shipyard \
        before the winter storms reach the island, and nobody in the ministry can forbid us to \
        warn the fishermen about the leaking tanks that were buried there by the old refinery";
    let wrong = said.replace("leaking tanks", "rusting locomotives");
    for (n, text) in [said, said, said, said, &wrong, &wrong].iter().enumerate() {
        let quotation = StandaloneQuotation::new(format!("f{n}"), *text)
            .with_outlet(format!("outlet {n}"))
            .with_published(format!("2018-07-1{}", n).parse().unwrap());
        archive.add_quotation(quotation).unwrap();
    }
    let speech = "Friends! We will sign the accord on the harbour of Veln, tomorrow at noon.";
    let captions = "WEBVTT\n\n00:01.000 --> 00:04.000\nThe ice house stands on my own quay.\n\n\
        00:04.000 --> 00:30.000\nThe band will play for an hour or two.\n\n\
        00:30.000 --> 00:34.000\nNobody shall ever pull it down again.\n";
    let spliced = "“The ice house stands on my own quay. Nobody shall ever pull it down again,” Tor \
        Berg said.";
    archive.add(Document::new("g1", spliced)).unwrap();
    archive.add(Document::new("video", captions).with_kind(DocumentKind::Transcript)).unwrap();
    archive
        .add(
            Document::new("speech", speech)
                .with_kind(DocumentKind::Transcript)
                .with_speaker("Ada Lund"),
        )
        .unwrap();
    archive.decide(Decision::same(Reference::id("s1"), Reference::id("s2")));
    archive.decide(Decision::lemma(Reference::id("s1")));

    let skipped = [
        Skipped::new("a.jsonl", "text: missing").with_line(7),
        Skipped::new("b.txt", "No such file — “b.txt”"),
    ];
    let reconciliation = archive.reconcile();
    let write = |report: JsonReport| {
        let mut json = Vec::new();
        report.write(&reconciliation, &mut json).unwrap();
        json
    };
    let empty = {
        let mut json = Vec::new();
        JsonReport::new().write(&Archive::default().reconcile(), &mut json).unwrap();
        json
    };
    let new = JsonReport::new;
    let texts = write(new().with_texts(true));
    vec![write(new().with_skipped(skipped)), write(new().with_min_outlets(3)), empty, texts]
}

fn doc(name: &str) -> String {
    fs::read_to_string(format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn schema() -> Value {
    serde_json::from_str(&doc("reconciliation.schema.json")).unwrap()
}

/// Returns the path of a field as `docs/FORMAT.md` prints it, such as `utterances[].lemma.text`.
fn child(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// Fields of the objects below `outlets[].altered` are described once.
fn path(path: &str) -> String {
    let path = path.replace("outlets[].altered_by_record.", "outlets[].altered.");
    ["M", "S+", "S"].iter().fold(path, |path, level| {
        path.replace(&format!("outlets[].altered.{level}."), "outlets[].altered.*.")
    })
}

fn fields_of_value(value: &Value, parent: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let child = child(parent, name);
                found.insert(path(&child));
                fields_of_value(value, &child, found);
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| fields_of_value(item, &format!("{parent}[]"), found));
        }
        _ => {}
    }
}

fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    match schema["$ref"].as_str() {
        Some(name) => root.pointer(name.strip_prefix('#').unwrap()).expect("a definition"),
        None => schema,
    }
}

fn fields_of_schema(root: &Value, schema: &Value, parent: &str, found: &mut BTreeSet<String>) {
    let schema = resolve(root, schema);
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        let child = child(parent, name);
        found.insert(path(&child));
        fields_of_schema(root, schema, &child, found);
    }
    if schema["items"].is_object() {
        fields_of_schema(root, &schema["items"], &format!("{parent}[]"), found);
    }
}

/// Returns every field that the tables of `docs/FORMAT.md` have a row for.
fn fields_of_page(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut parent = "";
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            parent =
                heading.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or("");
        } else if let Some(row) = line.strip_prefix("| `") {
            let cells: Vec<&str> = row.split(" | ").collect();
            assert_eq!(cells.len(), 5, "{line}");
            found.insert(child(parent, cells[0].strip_suffix('`').unwrap()));
        }
    }
    found
}

#[test]
fn page_schema_and_report_have_the_same_fields() {
    let root = schema();
    let (mut written, mut described) = (BTreeSet::new(), BTreeSet::new());
    for report in reports() {
        fields_of_value(&serde_json::from_slice(&report).unwrap(), "", &mut written);
    }
    fields_of_schema(&root, &root, "", &mut described);
    assert_eq!(written, described, "the report and the schema");
    assert_eq!(fields_of_page(&doc("FORMAT.md")), described, "the page and the schema");
}

/// The keywords of JSON Schema that [`check`] knows; the schema may use no others.
const KEYWORDS: [&str; 16] = [
    "$schema",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "pattern",
];

/// Adds to `faults` each place where `value` does not agree with `schema`.
fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let schema = resolve(root, schema);
    let keywords = schema.as_object().unwrap();
    for keyword in keywords.keys() {
        assert!(KEYWORDS.contains(&keyword.as_str()), "the validator does not know {keyword}");
    }
    let mut require = |holds: bool, keyword: &str| {
        if !holds {
            faults.push(format!("{at}: {keyword} {} against {value}", keywords[keyword]));
        }
    };
    let is_type = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        name => panic!("the validator does not know the type {name}"),
    };
    let number = value.as_f64();
    let items = value.as_array().map(|items| items.len() as f64);
    for (keyword, rule) in keywords {
        match keyword.as_str() {
            "type" => {
                let types = rule.as_array().map_or(std::slice::from_ref(rule), Vec::as_slice);
                require(types.iter().any(is_type), keyword);
            }
            "enum" => require(rule.as_array().unwrap().contains(value), keyword),
            "const" => require(rule == value, keyword),
            "minimum" => require(number.is_none_or(|n| n >= rule.as_f64().unwrap()), keyword),
            "maximum" => require(number.is_none_or(|n| n <= rule.as_f64().unwrap()), keyword),
            "minItems" => require(items.is_none_or(|n| n >= rule.as_f64().unwrap()), keyword),
            "maxItems" => require(items.is_none_or(|n| n <= rule.as_f64().unwrap()), keyword),
            "required" => {
                let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                require(!value.is_object() || rule.as_array().unwrap().iter().all(has), keyword);
            }
            "pattern" => {
                assert_eq!(rule, "^u[0-9a-f]{12}$", "the only pattern that the validator knows");
                let digits = value.as_str().and_then(|text| text.strip_prefix('u'));
                let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
                require(digits.is_some_and(|d| d.len() == 12 && d.chars().all(is_digit)), keyword);
            }
            _ => {}
        }
    }
    for (name, schema) in
        keywords.get("properties").and_then(Value::as_object).into_iter().flatten()
    {
        if let Some(value) = value.get(name) {
            check(root, schema, value, &format!("{at}.{name}"), faults);
        }
    }
    if let (Some(schema), Some(items)) = (keywords.get("items"), value.as_array()) {
        for (n, item) in items.iter().enumerate() {
            check(root, schema, item, &format!("{at}[{n}]"), faults);
        }
    }
}

#[test]
fn reports_agree_with_the_schema() {
    let root = schema();
    for report in reports() {
        let mut faults = Vec::new();
        check(&root, &root, &serde_json::from_slice(&report).unwrap(), "", &mut faults);
        assert_eq!(faults, Vec::<String>::new());
    }
    // The validator finds faults.
    let mut report: Value = serde_json::from_slice(&reports()[0]).unwrap();
    report["quotations"][0]["part"] = "body".into();
    report["links"][0]["score"] = 1.5.into();
    report["utterances"][0].as_object_mut().unwrap().remove("speaker");
    let mut faults = Vec::new();
    check(&root, &root, &report, "", &mut faults);
    assert_eq!(faults.len(), 3, "{faults:#?}");
}

#[test]
fn written_read_and_written_is_equal() {
    for report in reports() {
        let read = ReportedReconciliation::from_json(report.as_slice()).unwrap();
        let mut again = Vec::new();
        read.write_json(&mut again).unwrap();
        assert!(report == again, "{}", String::from_utf8_lossy(&again));
        // A report is a value of serde like any other.
        let value = serde_json::to_value(&read).unwrap();
        assert_eq!(serde_json::from_value::<ReportedReconciliation>(value).unwrap(), read);
    }
}

/// With the texts, a report says of itself where its words stand.
#[test]
fn spans_run_in_the_texts() {
    let report = reports().pop().unwrap();
    let read = ReportedReconciliation::from_json(report.as_slice()).unwrap();
    let mut count = 0;
    for quotation in &read.quotations {
        let document =
            read.documents.iter().find(|one| Some(&one.id) == quotation.document.as_ref());
        let (Some(document), [piece]) = (document, quotation.pieces.as_slice()) else { continue };
        let text = match quotation.part {
            variorum::Part::Title => document.title.as_deref().unwrap(),
            _ => document.text.as_deref().unwrap(),
        };
        assert_eq!(&text[piece.range()], quotation.text, "{}", quotation.id);
        count += 1;
    }
    assert!(count > 90, "{count}");
    let plain = ReportedReconciliation::from_json(reports()[0].as_slice()).unwrap();
    assert!(plain.documents.iter().all(|document| document.text.is_none()));
}

/// Reports of version 0.1.0 that are part of the repository.
#[test]
fn golden_reports_can_be_read() {
    let golden = format!("{}/tests/golden", env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![std::path::PathBuf::from(golden)];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let report = fs::read(&path).unwrap();
            if !report.starts_with(b"{\n\"schema\":\"variorum/reconciliation@1\"") {
                continue;
            }
            let value = ReportedReconciliation::from_json(report.as_slice()).unwrap();
            let mut again = Vec::new();
            value.write_json(&mut again).unwrap();
            assert!(report == again, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 0);
}

#[test]
fn fields_may_be_added_and_the_schema_is_checked() {
    let report = String::from_utf8(reports().swap_remove(0)).unwrap();
    let newer = report.replacen("\"id\":", "\"added\":[1,{}],\"id\":", 3);
    let read = ReportedReconciliation::from_json(newer.as_bytes()).unwrap();
    assert_eq!(read, ReportedReconciliation::from_json(report.as_bytes()).unwrap());

    let other = report.replacen("@1", "@2", 1);
    let error = ReportedReconciliation::from_json(other.as_bytes()).unwrap_err();
    assert!(error.is_format());
    assert!(error.to_string().contains("variorum/reconciliation@2"), "{error}");
    let cut = &report.as_bytes()[..report.len() / 2];
    let error = ReportedReconciliation::from_json(cut).unwrap_err();
    assert!(error.to_string().starts_with("JSON report: line "), "{error}");
}
