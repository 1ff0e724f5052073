//! The annotation report: every witness as a W3C Web Annotation.
//!
//! The model is that of <https://www.w3.org/TR/annotation-model/>.

use std::collections::HashMap;
use std::io::{self, Write};

use unicode_normalization::char::is_combining_mark;

use super::iri::{page_iri, text_iri, utterance_iri, witness_iri};
use super::json::writer::JsonWriter;
use super::labels::level_label;
use super::one_line::{elide_middle, sanitize};
use super::quotation_index::{LocatedQuotation, QuotationIndex};
use super::text_position::{PositionUnit, TextPositions};
use super::{Report, writing_failed};
use crate::edition::{Reading, Utterance, Witness};
use crate::error::Error;
use crate::model::Part;
use crate::reconciliation::Reconciliation;
use crate::span::Span;
use crate::variant::{Disclosure, Level};

/// Writes an `AnnotationCollection` of JSON-LD with one annotation for each witness that stands in
/// a document.
///
/// - Each piece of the quotation is a target of its own in the article's text
///   (`urn:variorum:document:` and its id), selected by `TextQuoteSelector`, with up to 32
///   characters before and after, and by `TextPositionSelector`. If the article has an address, the
///   same words are also a target in that page, selected by quote alone: the page has more text
///   than the article, so that positions would be wrong there.
/// - `exact`, `prefix` and `suffix` are the article's own characters. A headline has no positions.
/// - **Positions count code units of UTF-16**, as JavaScript and so browsers and Hypothesis do; the
///   recommendation counts characters. They differ after the first character beyond U+FFFF, such as
///   an emoji. [`with_unit`](AnnotationReport::with_unit) chooses. The label of the collection says
///   which.
/// - The bodies are: a tag for each level of a stated difference; a description (speaker, lemma,
///   differences from it); and a link to the name of the utterance, which all its witnesses share.
///
/// Standalone quotations stand nowhere, and are left out.
///
/// ```
/// use variorum::report::{AnnotationReport, Report};
/// use variorum::{Document, reconcile};
///
/// let all = reconcile([
///     Document::new("a", "“We will never close the harbour,” Ada Lund said."),
///     Document::new("b", "Ms. Lund said: “We will not close the harbour.”"),
/// ])?;
/// let mut out = Vec::new();
/// AnnotationReport::new().write(&all, &mut out)?;
/// let page: serde_json::Value = serde_json::from_slice(&out).unwrap();
/// let selectors = &page["first"]["items"][0]["target"][0]["selector"];
/// assert_eq!(selectors[0]["exact"], "We will never close the harbour,");
/// assert_eq!(selectors[0]["prefix"], "“");
/// assert_eq!((selectors[1]["start"].as_u64(), selectors[1]["end"].as_u64()), (Some(1), Some(33)));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct AnnotationReport {
    min_outlets: usize,
    unit: PositionUnit,
}

impl Default for AnnotationReport {
    fn default() -> AnnotationReport {
        AnnotationReport::new()
    }
}

impl Report for AnnotationReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl AnnotationReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> AnnotationReport {
        AnnotationReport { min_outlets: 2, unit: PositionUnit::default() }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> AnnotationReport {
        self.min_outlets = outlets;
        self
    }

    /// Sets the unit of positions; [`PositionUnit::Utf16`] by default.
    pub fn with_unit(mut self, unit: PositionUnit) -> AnnotationReport {
        self.unit = unit;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let shown = || {
            let all = reconciliation.utterances.iter();
            let all = all.filter(|utterance| utterance.outlets >= self.min_outlets);
            let witnesses = all.flat_map(|one| one.witnesses.iter().map(move |w| (one, w)));
            witnesses.filter_map(|(utterance, witness)| {
                let printed = index.get(&witness.quotation)?;
                let stands = !printed.quotation.quotation.pieces.is_empty();
                stands.then_some((utterance, witness, printed))
            })
        };
        let unit = match self.unit {
            PositionUnit::Utf16 => "UTF-16 code units",
            PositionUnit::CodePoints => "Unicode code points",
        };
        let mut line = JsonWriter::default();
        line.object(|line| {
            line.text_field("@context", "http://www.w3.org/ns/anno.jsonld");
            line.text_field("id", "urn:variorum:annotations");
            line.text_field("type", "AnnotationCollection");
            line.text_field("label", &format!("Quotations; positions count {unit} of the text"));
            line.number_field("total", shown().count());
            line.object_field("first", |line| {
                line.text_field("id", "urn:variorum:annotations:1");
                line.text_field("type", "AnnotationPage");
                line.number_field("startIndex", 0);
                line.list_field("items", |_| {});
            });
        });
        // The items come between the brackets of the list.
        let (head, tail) = line.bytes.split_at(line.bytes.len() - "]}}".len());
        out.write_all(head)?;
        let mut positions: HashMap<&str, TextPositions<'_>> = HashMap::new();
        for (n, (utterance, witness, printed)) in shown().enumerate() {
            let document = &printed.document.document;
            let positions = (printed.quotation.quotation.part == Part::Text).then(|| {
                let of = || TextPositions::new(&document.text, self.unit);
                &*positions.entry(&document.id).or_insert_with(of)
            });
            let mut line = JsonWriter::default();
            write_annotation((utterance, witness), printed, positions, &mut line);
            out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
            out.write_all(&line.bytes)?;
        }
        out.write_all(b"\n")?;
        out.write_all(tail)?;
        out.write_all(b"\n")
    }
}

fn write_annotation(
    (utterance, witness): (&Utterance, &Witness),
    printed: LocatedQuotation<'_>,
    positions: Option<&TextPositions<'_>>,
    line: &mut JsonWriter,
) {
    let differences: Vec<(&str, &Reading)> = utterance
        .apparatus
        .iter()
        .flat_map(|entry| entry.readings.iter().map(|reading| (&*entry.text, reading)))
        .filter(|(_, reading)| reading.wordings.contains(&witness.wording))
        .filter(|(_, reading)| reading.stands() && reading.level > Level::Accidental)
        .collect();
    let document = &printed.document.document;
    line.object(|line| {
        line.text_field("id", &witness_iri(utterance, witness));
        line.text_field("type", "Annotation");
        line.text_field("motivation", "describing");
        line.list_field("body", |line| {
            for level in [Level::Minor, Level::Substantive, Level::Contradictory] {
                if differences.iter().any(|(_, reading)| reading.level == level) {
                    write_text_body("tagging", level_label(level), line);
                }
            }
            write_text_body("describing", &describe(utterance, witness, &differences), line);
            line.object(|line| {
                line.text_field("type", "SpecificResource");
                line.text_field("purpose", "linking");
                line.text_field("source", &utterance_iri(utterance));
            });
        });
        let text = document.part(printed.quotation.quotation.part);
        line.list_field("target", |line| {
            for &piece in &printed.quotation.quotation.pieces {
                write_target(&text_iri(&document.id), text, piece, positions, line);
            }
            if let Some(page) = page_iri(document) {
                for &piece in &printed.quotation.quotation.pieces {
                    write_target(&page, text, piece, None, line);
                }
            }
        });
    });
}

fn write_text_body(purpose: &str, value: &str, line: &mut JsonWriter) {
    line.object(|line| {
        line.text_field("type", "TextualBody");
        line.text_field("purpose", purpose);
        line.text_field("format", "text/plain");
        line.text_field("language", "en");
        line.text_field("value", value);
    });
}

fn write_target(
    source: &str,
    text: &str,
    piece: Span,
    positions: Option<&TextPositions<'_>>,
    line: &mut JsonWriter,
) {
    line.object(|line| {
        line.text_field("type", "SpecificResource");
        line.text_field("source", source);
        line.list_field("selector", |line| {
            line.object(|line| {
                line.text_field("type", "TextQuoteSelector");
                line.text_field("exact", piece.slice(text));
                line.text_field("prefix", before(text, piece.start()));
                line.text_field("suffix", after(text, piece.end()));
            });
            if let Some(positions) = positions {
                line.object(|line| {
                    line.text_field("type", "TextPositionSelector");
                    line.number_field("start", positions.position(piece.start()));
                    line.number_field("end", positions.position(piece.end()));
                });
            }
        });
    });
}

/// Characters of context on either side: as many as Hypothesis takes.
const CONTEXT_CHARS: usize = 32;

/// Returns the characters before `end`. It begins with no accent that belongs to the letter before.
fn before(text: &str, end: usize) -> &str {
    let text = text.get(..end).unwrap_or("");
    let mut start = text.char_indices().rev().take(CONTEXT_CHARS).last().map_or(end, |(at, _)| at);
    while let Some(c) = text[start..].chars().next().filter(|&c| is_combining_mark(c)) {
        start += c.len_utf8();
    }
    &text[start..]
}

/// Returns the characters after `start`, the last one with its accents.
fn after(text: &str, start: usize) -> &str {
    let text = text.get(start..).unwrap_or("");
    let mut rest = text.char_indices().skip(CONTEXT_CHARS);
    // A storm of accents is no letter: it is cut.
    let mut end = rest.by_ref().take(CONTEXT_CHARS).find(|&(_, c)| !is_combining_mark(c));
    end = end.or_else(|| rest.next());
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Number of words of a lemma or a reading in a description.
const MAX_WORDS: usize = 12;

/// Describes a witness in plain words.
fn describe(utterance: &Utterance, witness: &Witness, differences: &[(&str, &Reading)]) -> String {
    let short = |text: &str| elide_middle(&sanitize(text), MAX_WORDS);
    let speaker = utterance.speaker.as_deref().map_or("Speaker not named".to_owned(), sanitize);
    let outlets = match utterance.outlets {
        1 => "1 outlet".to_owned(),
        many => format!("{many} outlets"),
    };
    let mut text = format!("{speaker}, printed by {outlets}.");
    if witness.wording == utterance.lemma.wording {
        text.push_str(" This is the lemma.");
    } else {
        text.push_str(&format!(" Lemma: “{}”", sanitize(&utterance.lemma.text)));
    }
    for (lemma, reading) in differences {
        let (lemma, words) = (short(lemma), short(reading.form(witness.wording)));
        let change = match (lemma.is_empty(), words.is_empty()) {
            (true, _) => format!("It adds “{words}”"),
            (_, true) => format!("It leaves out “{lemma}”"),
            _ => format!("It has “{words}” for “{lemma}”"),
        };
        let shown = if reading.disclosure == Disclosure::Silent { ", silently" } else { "" };
        text.push_str(&format!(" {change} ({}{shown}).", level_label(reading.level)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn context_is_cut_between_letters() {
        let accents = "e\u{301}".repeat(20);
        assert!(before(&accents, accents.len()).starts_with('e'));
        assert!(after(&accents, 0).ends_with('\u{301}'));
        assert_eq!(after(&accents, 0).chars().count(), 32);
        let storm = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(before(&storm, storm.len()), "b");
        assert!(after(&storm, 0).chars().count() <= 65);
        assert_eq!((before("ab", 0), after("ab", 2)), ("", ""));
    }

    /// Resolves each selector as a browser would, in code units, and compares with the quotation.
    #[test]
    fn anchors_resolve_in_the_text() {
        let all = sample::reconciliation();
        let mut out = Vec::new();
        AnnotationReport::new().write(&all, &mut out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let items = read["first"]["items"].as_array().unwrap();
        let count: usize = all.utterances.iter().map(|one| one.witnesses.len()).sum();
        assert_eq!((items.len(), read["total"].as_u64()), (count, Some(count as u64)));
        for item in items {
            for target in item["target"].as_array().unwrap() {
                let document = all
                    .documents
                    .iter()
                    .find(|one| target["source"].as_str() == Some(&text_iri(&one.document.id)));
                let text = &document.unwrap().document.text;
                let [quote, position] = &target["selector"].as_array().unwrap()[..] else {
                    panic!("{target}")
                };
                let units: Vec<u16> = text.encode_utf16().collect();
                let place = |key: &str| position[key].as_u64().unwrap() as usize;
                let selected = String::from_utf16(&units[place("start")..place("end")]).unwrap();
                assert_eq!(quote["exact"], selected);
                let field = |key: &str| quote[key].as_str().unwrap();
                let whole = [field("prefix"), &selected, field("suffix")].concat();
                assert_eq!(text.matches(&whole).count(), 1);
            }
        }
    }

    #[test]
    fn the_sample() {
        let mut all = sample::reconciliation();
        all.utterances.truncate(1);
        all.utterances[0].witnesses.drain(..3);
        let mut out = Vec::new();
        AnnotationReport::new().write(&all, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:variorum:annotations","type":"AnnotationCollection","label":"Quotations; positions count UTF-16 code units of the text","total":2,"first":{"id":"urn:variorum:annotations:1","type":"AnnotationPage","startIndex":0,"items":[
        {"id":"urn:variorum:u000000000002:D","type":"Annotation","motivation":"describing","body":[{"type":"TextualBody","purpose":"tagging","format":"text/plain","language":"en","value":"contradictory"},{"type":"TextualBody","purpose":"describing","format":"text/plain","language":"en","value":"Ada Lund, printed by 5 outlets. Lemma: “We did not close the harbour at 9, and the mayor, who was told on Monday, never asked us to.” It leaves out “not” (contradictory, silently)."},{"type":"SpecificResource","purpose":"linking","source":"urn:variorum:u000000000002"}],"target":[{"type":"SpecificResource","source":"urn:variorum:document:post-u000000000002","selector":[{"type":"TextQuoteSelector","exact":"We did close the harbour at 9, and the mayor, who was told on Monday, never asked us to.","prefix":"Ada Lund said: “","suffix":"”"},{"type":"TextPositionSelector","start":16,"end":104}]}]},
        {"id":"urn:variorum:u000000000002:E","type":"Annotation","motivation":"describing","body":[{"type":"TextualBody","purpose":"describing","format":"text/plain","language":"en","value":"Ada Lund, printed by 5 outlets. Lemma: “We did not close the harbour at 9, and the mayor, who was told on Monday, never asked us to.”"},{"type":"SpecificResource","purpose":"linking","source":"urn:variorum:u000000000002"}],"target":[{"type":"SpecificResource","source":"urn:variorum:document:tribune-u000000000002","selector":[{"type":"TextQuoteSelector","exact":"We did not close the harbor at 9, and the mayor, who was told on Monday, never asked us to.","prefix":"Ada Lund said: “","suffix":"”"},{"type":"TextPositionSelector","start":16,"end":107}]}]}
        ]}}
        "#);
    }
}
