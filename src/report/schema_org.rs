//! The schema.org report: utterances as `Quotation` and `Claim`, for search engines and
//! fact-checkers.
//!
//! The types are those of <https://schema.org/Quotation> and <https://schema.org/Claim>.

use std::collections::HashSet;
use std::io::{self, Write};

use super::iri::{page_iri, text_iri, utterance_iri, witness_iri};
use super::json::writer::JsonWriter;
use super::quotation_index::QuotationIndex;
use super::{Report, writing_failed};
use crate::edition::{Utterance, Verdict, Witness};
use crate::error::Error;
use crate::model::{Document, DocumentKind};
use crate::person_name::{NameKind, PersonName};
use crate::reconciliation::{Provenance, Reconciliation};

/// Writes JSON-LD of schema.org: a graph of the utterances, their witnesses, their articles, and a
/// claim for each utterance.
///
/// | node | properties |
/// |---|---|
/// | `Quotation` of an utterance | `text` (the lemma), `spokenByCharacter`, `workExample` |
/// | `Quotation` of a witness | `text` as printed, likewise, `exampleOfWork`, `isPartOf` |
/// | `NewsArticle` | `headline`, `datePublished`, `publisher`, `url`, `inLanguage` |
/// | `Claim` | `text` (the lemma), `author`, `appearance`, `firstAppearance` |
///
/// Where prints name several speakers, the utterance and its claim have none. `firstAppearance` is
/// given where all works have a date. A transcript is a `CreativeWork`. An article with an address
/// is named by it, others by `urn:variorum:document:` and the id.
///
/// **For a `ClaimReview`**, refer to the claim and add what only a reviewer knows:
///
/// ```json
/// { "@context": "https://schema.org", "@type": "ClaimReview",
///   "itemReviewed": { "@id": "urn:variorum:u000000000002#claim" },
///   "claimReviewed": "…", "url": "…", "datePublished": "…",
///   "author": { "@type": "Organization", "name": "…" },
///   "reviewRating": { "@type": "Rating", "alternateName": "Misquoted" } }
/// ```
///
/// This report rates nobody: who changed the words is in the other reports, with its confidence.
///
/// ```
/// use variorum::report::{Report, SchemaOrgReport};
/// use variorum::{Document, reconcile};
///
/// let all = reconcile([
///     Document::new("a", "“We will never close the harbour,” Ada Lund said."),
///     Document::new("b", "Ms. Lund said: “We will never close the harbour.”"),
/// ])?;
/// let mut out = Vec::new();
/// SchemaOrgReport::new().write(&all, &mut out)?;
/// let page: serde_json::Value = serde_json::from_slice(&out).unwrap();
/// assert_eq!(page["@graph"][0]["spokenByCharacter"]["name"], "Ada Lund");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SchemaOrgReport {
    min_outlets: usize,
}

impl Default for SchemaOrgReport {
    fn default() -> SchemaOrgReport {
        SchemaOrgReport::new()
    }
}

impl Report for SchemaOrgReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl SchemaOrgReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> SchemaOrgReport {
        SchemaOrgReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> SchemaOrgReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        out.write_all(b"{\"@context\":\"https://schema.org\",\"@graph\":[")?;
        let mut written: HashSet<&str> = HashSet::new();
        let mut any = false;
        let all = reconciliation.utterances.iter();
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            let mut nodes: Vec<JsonWriter> = vec![utterance_node(utterance)];
            let mut works: Vec<String> = Vec::new();
            // Among works without a date nobody knows the first one.
            let mut first: Option<(&str, String)> = None;
            let mut all_dated = true;
            for witness in utterance.witnesses.iter().filter(|witness| !witness.is_query) {
                let work = work(witness, &index);
                nodes.push(witness_node(utterance, witness, work.as_ref(), &index));
                let Some(work) = work else { continue };
                if let Some(document) = work.document.filter(|one| written.insert(&one.id)) {
                    nodes.push(document_node(document, &work.iri));
                }
                let published = witness.published.as_deref();
                all_dated &= published.is_some();
                if let Some(published) = published
                    && first.as_ref().is_none_or(|(earlier, _)| published < *earlier)
                {
                    first = Some((published, work.iri.clone()));
                }
                if !works.contains(&work.iri) {
                    works.push(work.iri);
                }
            }
            let first = first.filter(|_| all_dated).map(|(_, iri)| iri);
            nodes.push(claim_node(utterance, &works, first.as_deref()));
            for node in nodes {
                out.write_all(if any { b",\n" } else { b"\n" })?;
                out.write_all(&node.bytes)?;
                any = true;
            }
        }
        out.write_all(b"\n]}\n")
    }
}

/// The work that a witness stands in.
struct Work<'a> {
    iri: String,
    /// `None` for a standalone quotation, of whose document nothing is known but the id.
    document: Option<&'a Document>,
}

fn work<'a>(witness: &Witness, index: &QuotationIndex<'a>) -> Option<Work<'a>> {
    let printed = index.get(&witness.quotation)?;
    match &printed.quotation.provenance {
        Provenance::Standalone { document } => {
            document.as_ref().map(|id| Work { iri: text_iri(id), document: None })
        }
        Provenance::Extracted => {
            let document = &printed.document.document;
            let iri = page_iri(document).unwrap_or_else(|| text_iri(&document.id));
            Some(Work { iri, document: Some(document) })
        }
    }
}

/// Returns a node of the graph: its name, its type, and what `fill` writes.
fn node(iri: &str, kind: &str, fill: impl FnOnce(&mut JsonWriter)) -> JsonWriter {
    let mut line = JsonWriter::default();
    line.object(|line| {
        line.text_field("@type", kind);
        line.text_field("@id", iri);
        fill(line);
    });
    line
}

fn write_reference(iri: &str, line: &mut JsonWriter) {
    line.object(|line| line.text_field("@id", iri));
}

/// Returns the speaker, unless the prints name several who cannot be one.
fn agreed_speaker(utterance: &Utterance) -> Option<&str> {
    let is_agreed = utterance.verdict != Verdict::AttributionConflict;
    utterance.speaker.as_deref().filter(|_| is_agreed)
}

/// Writes who is quoted: a person, unless the name is that of a body.
fn write_speaker(field: &str, name: Option<&str>, line: &mut JsonWriter) {
    let Some(name) = name else { return };
    let kind = match PersonName::parse(name).kind() {
        NameKind::Organization => "Organization",
        _ => "Person",
    };
    line.object_field(field, |line| {
        line.text_field("@type", kind);
        line.text_field("name", name);
    });
}

fn utterance_node(utterance: &Utterance) -> JsonWriter {
    node(&utterance_iri(utterance), "Quotation", |line| {
        line.text_field("text", &utterance.lemma.text);
        write_speaker("spokenByCharacter", agreed_speaker(utterance), line);
        line.list_field("workExample", |line| {
            for witness in utterance.witnesses.iter().filter(|witness| !witness.is_query) {
                write_reference(&witness_iri(utterance, witness), line);
            }
        });
    })
}

fn witness_node(
    utterance: &Utterance,
    witness: &Witness,
    work: Option<&Work<'_>>,
    index: &QuotationIndex<'_>,
) -> JsonWriter {
    let printed = index.get(&witness.quotation).map(|printed| printed.quotation.text.as_str());
    let wording = utterance.wordings.get(witness.wording).map(|wording| wording.text.as_str());
    node(&witness_iri(utterance, witness), "Quotation", |line| {
        line.text_field("text", printed.or(wording).unwrap_or(""));
        write_speaker("spokenByCharacter", witness.speaker.as_deref(), line);
        line.object_field("exampleOfWork", |line| {
            line.text_field("@id", &utterance_iri(utterance));
        });
        if let Some(work) = work {
            line.object_field("isPartOf", |line| line.text_field("@id", &work.iri));
        }
    })
}

fn document_node(document: &Document, iri: &str) -> JsonWriter {
    let kind = match document.kind {
        DocumentKind::Transcript | DocumentKind::Query => "CreativeWork",
        _ => "NewsArticle",
    };
    node(iri, kind, |line| {
        let published = document.published.as_ref().map(|published| published.as_str());
        let page = page_iri(document);
        for (field, value) in [
            ("headline", document.title.as_deref()),
            ("datePublished", published),
            ("url", page.as_deref()),
            ("inLanguage", document.language.as_deref()),
        ] {
            if let Some(value) = value {
                line.text_field(field, value);
            }
        }
        if let Some(outlet) = &document.outlet {
            line.object_field("publisher", |line| {
                line.text_field("@type", "Organization");
                line.text_field("name", outlet);
            });
        }
    })
}

fn claim_node(utterance: &Utterance, works: &[String], first: Option<&str>) -> JsonWriter {
    node(&format!("{}#claim", utterance_iri(utterance)), "Claim", |line| {
        line.text_field("text", &utterance.lemma.text);
        write_speaker("author", agreed_speaker(utterance), line);
        line.list_field("appearance", |line| {
            works.iter().for_each(|iri| write_reference(iri, line));
        });
        if let Some(iri) = first {
            line.object_field("firstAppearance", |line| line.text_field("@id", iri));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn read() -> serde_json::Value {
        let mut out = Vec::new();
        SchemaOrgReport::new().write(&sample::reconciliation(), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn every_name_that_is_used_is_defined() {
        let read = read();
        let nodes = read["@graph"].as_array().unwrap();
        let defined: HashSet<&str> =
            nodes.iter().map(|node| node["@id"].as_str().unwrap()).collect();
        assert_eq!(defined.len(), nodes.len(), "each node once");
        fn used<'v>(value: &'v serde_json::Value, names: &mut Vec<&'v str>) {
            match value {
                serde_json::Value::Object(fields) => {
                    names.extend(fields.get("@id").and_then(|id| id.as_str()));
                    fields.values().for_each(|value| used(value, names));
                }
                serde_json::Value::Array(items) => {
                    items.iter().for_each(|value| used(value, names));
                }
                _ => {}
            }
        }
        let mut names = Vec::new();
        used(&read["@graph"], &mut names);
        assert!(names.iter().all(|name| defined.contains(name)), "{names:?}");
        let claim = nodes.iter().find(|node| node["@type"] == "Claim").unwrap();
        assert!(claim.get("firstAppearance").is_none(), "one article has no date");
        assert_eq!(claim["appearance"].as_array().unwrap().len(), 5);
    }

    #[test]
    fn the_sample() {
        let mut all = sample::reconciliation();
        all.utterances.drain(..2);
        all.utterances[0].witnesses[0].published = Some("2018-07-15".to_owned());
        let mut out = Vec::new();
        SchemaOrgReport::new().write(&all, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {"@context":"https://schema.org","@graph":[
        {"@type":"Quotation","@id":"urn:variorum:u000000000003","text":"This *will* pass | or <it> won't.","workExample":[{"@id":"urn:variorum:u000000000003:A"},{"@id":"urn:variorum:u000000000003:B"}]},
        {"@type":"Quotation","@id":"urn:variorum:u000000000003:A","text":"This *will* pass | or <it> won't.","spokenByCharacter":{"@type":"Person","name":"Ada Lund"},"exampleOfWork":{"@id":"urn:variorum:u000000000003"},"isPartOf":{"@id":"urn:variorum:document:courier-u000000000003"}},
        {"@type":"NewsArticle","@id":"urn:variorum:document:courier-u000000000003","publisher":{"@type":"Organization","name":"Courier"}},
        {"@type":"Quotation","@id":"urn:variorum:u000000000003:B","text":"This *will* pass | or <it> won't.","spokenByCharacter":{"@type":"Person","name":"Tor Berg"},"exampleOfWork":{"@id":"urn:variorum:u000000000003"},"isPartOf":{"@id":"urn:variorum:document:ledger-u000000000003"}},
        {"@type":"NewsArticle","@id":"urn:variorum:document:ledger-u000000000003","datePublished":"2018-07-16","publisher":{"@type":"Organization","name":"Ledger"}},
        {"@type":"Claim","@id":"urn:variorum:u000000000003#claim","text":"This *will* pass | or <it> won't.","appearance":[{"@id":"urn:variorum:document:courier-u000000000003"},{"@id":"urn:variorum:document:ledger-u000000000003"}],"firstAppearance":{"@id":"urn:variorum:document:courier-u000000000003"}}
        ]}
        "#);
    }
}
