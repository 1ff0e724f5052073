//! The JSON report field by field; `tests/format.rs` holds it against the page and the schema.

use serde_json::{Value, json};

use super::*;
use crate::reconciliation::Provenance;
use crate::report::sample;

fn written(form: &JsonReport, all: &Reconciliation, skipped: &[Skipped]) -> (String, Value) {
    let mut out = Vec::new();
    form.clone().with_skipped(skipped).write(all, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    (text, value)
}

fn fields(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn every_field_of_the_contract() {
    let skipped =
        [Skipped { input: "a.jsonl".to_owned(), line: Some(7), reason: "not JSON".to_owned() }];
    let (_, all) = written(&JsonReport::new(), &sample::reconciliation(), &skipped);
    assert_eq!(
        fields(&all),
        [
            "documents",
            "links",
            "outlets",
            "quotations",
            "reports",
            "schema",
            "skipped",
            "utterances"
        ]
    );
    assert_eq!(all["schema"], "variorum/reconciliation@1");
    let courier = "courier-u000000000001";
    assert_eq!(
        all["documents"][0],
        json!({ "id": courier, "outlet": "Courier", "published": null, "title": null, "url": null, "reprint_of": null })
    );
    assert_eq!(
        all["quotations"][0],
        json!({ "id": "courier-u000000000001#0", "document": courier, "part": "text", "pieces": [[18, 117]],
            "text": sample::risk().lemma.text, "kind": "speech",
            "cue": { "span": [9, 13], "text": "said" },
            "speaker": { "mention": [0, 8], "text": "Mr Trump", "name": "Donald Trump" },
            "utterance": "u000000000001", "continues": null, "record": null })
    );
    let risk = &all["utterances"][1];
    assert_eq!(
        fields(risk),
        [
            "apparatus",
            "id",
            "independent",
            "lemma",
            "lineage",
            "outlets",
            "speaker",
            "verdict",
            "witnesses",
            "wordings"
        ]
    );
    assert_eq!((&risk["verdict"], &risk["outlets"]), (&json!("minor"), &json!(4)));
    assert_eq!(
        risk["lemma"],
        json!({ "text": sample::risk().lemma.text, "wording": 0, "margin": 1, "ground": "consensus" })
    );
    assert_eq!(
        risk["wordings"][1],
        json!({ "text": sample::risk().wordings[1].text, "witnesses": ["herald-u000000000001#0"], "outlets": 1, "first": ["herald-u000000000001#0"] })
    );
    assert_eq!(
        risk["witnesses"][0],
        json!({ "quotation": "courier-u000000000001#0", "siglum": "A", "wording": 0, "covers": [0, 20], "left_out": [],
            "fidelity": { "share": 1.0, "changed": { "A": 0.0, "M": 0.0, "S": 0.0, "S+": 0.0 },
                "standing": "untested", "level": null }, "query": false })
    );
    assert_eq!(
        risk["apparatus"][1],
        json!({ "lemma": { "text": "", "tokens": [12, 12] }, "wordings": [0],
            "variants": [{ "text": "pursue politics", "wordings": [1],
                "forms": [{ "text": "pursue politics", "wordings": [1] }], "operation": "transposition",
                "kind": "order", "level": "M", "disclosure": "silent", "rule": "order.moved", "flags": ["moved"],
                "move": 0, "confidence": null, "stands": true, "doubt": null,
                "changed_by": null }] })
    );
    assert_eq!(risk["apparatus"][0]["variants"][0]["move"], Value::Null);
    assert_eq!(all["utterances"][0]["apparatus"][1]["variants"][0]["level"], "S+");
    assert_eq!(
        all["links"].as_array().map(Vec::len),
        Some(2),
        "pairs that were refused are no links"
    );
    assert_eq!(
        all["links"][1],
        json!({ "a": "courier-u000000000002#0", "b": "post-u000000000002#0", "score": 0.5123, "verdict": "review",
            "reasons": ["decided by hand"] })
    );
    // The Post left out a negation silently, in the one quotation that could be judged.
    let post = &all["outlets"][0];
    assert_eq!(
        (&post["outlet"], &post["judged"], &post["untested"]),
        (&json!("Post"), &json!(1), &json!(1))
    );
    assert_eq!(post["altered"]["S+"], json!({ "count": 1, "interval": [0.2065, 1.0] }));
    assert_eq!(post["changed"]["S+"], 0.1);
    assert_eq!(all["skipped"], json!([{ "input": "a.jsonl", "line": 7, "reason": "not JSON" }]));
}

#[test]
fn one_line_an_item() {
    let (text, _) = written(&JsonReport::new().with_min_outlets(5), &sample::reconciliation(), &[]);
    // 1 + 8 fields, 11 documents, 11 quotations, 1 utterance, 5 outlets, 2 links, and the
    // closing brace.
    assert_eq!(text.lines().count(), 9 + 11 + 11 + 1 + 5 + 2 + 1);
    assert!(
        text.starts_with(
            "{\n\"schema\":\"variorum/reconciliation@1\",\n\"documents\":[\n {\"id\":"
        )
    );
    assert!(text.ends_with("\n\"skipped\":[]\n}\n"));
}

#[test]
fn a_speaker_who_was_given_is_printed_nowhere() {
    let mut all = sample::reconciliation();
    let quotation = &mut all.documents[0].quotations[0];
    quotation.attribution.cue = None;
    quotation.attribution.speaker = None;
    quotation.provenance = Provenance::Standalone { document: Some("elsewhere".to_owned()) };
    let (_, all) = written(&JsonReport::new(), &all, &[]);
    let quotation = &all["quotations"][0];
    assert_eq!(
        quotation["speaker"],
        json!({ "mention": null, "text": "Donald Trump", "name": "Donald Trump" })
    );
    assert_eq!((&quotation["cue"], &quotation["document"]), (&Value::Null, &json!("elsewhere")));
    assert_eq!(quotation["pieces"], json!([]));
    assert_eq!(all["documents"].as_array().map(Vec::len), Some(10), "it is no document");
}
