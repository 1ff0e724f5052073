//! The JSON report, `variorum/reconciliation@1`: the stable form for programs.
//!
//! Each document, quotation, utterance and link stands on a line of its own, so that two reports
//! can be compared with line tools. Lines are formatted in batches, on as many threads as are set,
//! and written in order: a report of any size needs little memory.

mod fidelity;
#[cfg(test)]
mod tests;
pub(super) mod writer;

use std::io::{self, Write};

use super::quotation_index::LocatedQuotation;
use super::reported::SCHEMA;
use super::{Report, writing_failed};
use crate::edition::{ApparatusEntry, Descent, Reading, Utterance, Witness, Wording};
use crate::error::Error;
use crate::link::{Link, LinkVerdict};
use crate::model::Skipped;
use crate::parallel::{ScratchPool, Workers};
use crate::reconciliation::{ReconciledDocument, ReconciledReport, Reconciliation};
use crate::record::RecordMatch;
use crate::span::Span;
use crate::variant::Level;
use fidelity::{round_share, write_fidelity, write_outlet};
use writer::JsonWriter;

/// Writes a reconciliation as one JSON object, `"schema": "variorum/reconciliation@1"`.
///
/// Spans are `[start, end)` in bytes of the document's text (or title, see `part`) as it was handed
/// in. Unknown values are `null`; no field is ever missing, but for the [texts of the
/// documents](JsonReport::with_texts). A standalone quotation has no pieces
/// and no document in the list `documents`.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{JsonReport, Report};
///
/// let mut out = Vec::new();
/// JsonReport::new().write(&Reconciliation::default(), &mut out)?;
/// let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
/// assert_eq!(value["schema"], "variorum/reconciliation@1");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct JsonReport {
    min_outlets: usize,
    threads: usize,
    texts: bool,
    skipped: Vec<Skipped>,
}

impl Default for JsonReport {
    fn default() -> JsonReport {
        JsonReport::new()
    }
}

impl Report for JsonReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl JsonReport {
    /// Returns a report of all utterances, formatted on one thread.
    pub fn new() -> JsonReport {
        JsonReport { min_outlets: 1, threads: 1, texts: false, skipped: Vec::new() }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 1 by default. Their
    /// quotations are written all the same.
    pub fn with_min_outlets(mut self, outlets: usize) -> JsonReport {
        self.min_outlets = outlets;
        self
    }

    /// Sets the number of threads that format the lines: 1 by default, 0 for as many as the machine
    /// has (see [`Settings::with_threads`](crate::Settings::with_threads)). The report is the same
    /// with any number.
    pub fn with_threads(mut self, threads: usize) -> JsonReport {
        self.threads = threads;
        self
    }

    /// Sets whether each document is written with its text, in which the spans run; off by default,
    /// since articles are long and not everybody may pass them on.
    ///
    /// ```
    /// use variorum::report::{JsonReport, Report, ReportedReconciliation};
    /// use variorum::{Document, reconcile};
    ///
    /// let all = reconcile(&[Document::new("a", "“We stay here for ever,” she said.")])?;
    /// let mut out = Vec::new();
    /// JsonReport::new().with_texts(true).write(&all, &mut out)?;
    /// let read = ReportedReconciliation::from_json(&out[..])?;
    /// let text = read.documents[0].text.as_deref().unwrap();
    /// assert_eq!(&text[read.quotations[0].pieces[0].range()], "We stay here for ever,");
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn with_texts(mut self, texts: bool) -> JsonReport {
        self.texts = texts;
        self
    }

    /// Adds the input that was skipped, written as the list `skipped`; empty by default.
    pub fn with_skipped(mut self, skipped: impl Into<Vec<Skipped>>) -> JsonReport {
        self.skipped = skipped.into();
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let all = reconciliation;
        let mut lists = ListWriter { out, workers: Workers::new(self.threads) };
        write!(lists.out, "{{\n\"schema\":\"{SCHEMA}\"")?;
        // A standalone quotation comes with a document of its own, which is not listed.
        let given = |document: &&ReconciledDocument| {
            document.quotations.iter().any(|q| q.provenance.is_standalone())
        };
        lists.write(
            "documents",
            all.documents.iter().filter(|document| !given(document)),
            |line, document| write_document(line, document, self.texts),
        )?;
        let printed = |document| move |quotation| LocatedQuotation { document, quotation };
        let quotations = all
            .documents
            .iter()
            .flat_map(|document| document.quotations.iter().map(printed(document)));
        lists.write("quotations", quotations, write_quotation)?;
        let reports = all
            .documents
            .iter()
            .flat_map(|document| document.reports.iter().map(move |report| (document, report)));
        lists.write("reports", reports, write_report)?;
        lists.write(
            "utterances",
            all.utterances
                .iter()
                .filter(|u| self.min_outlets <= 1 || u.outlets >= self.min_outlets),
            write_utterance,
        )?;
        lists.write("outlets", all.outlets().iter(), write_outlet)?;
        let links = all.links.iter().filter(|link| link.verdict != LinkVerdict::Different);
        lists.write("links", links, write_link)?;
        lists.write("skipped", self.skipped.iter(), write_skipped)?;
        lists.out.write_all(b"\n}\n")
    }
}

/// Writes lists of items, one item a line.
struct ListWriter<'a> {
    out: &'a mut dyn Write,
    workers: Workers,
}

/// Number of items that one task formats, and number of tasks whose text is held at a time.
const ITEMS_PER_TASK: usize = 64;
const TASKS_PER_ROUND: usize = 64;

impl ListWriter<'_> {
    /// Writes the list `name` of `items`; `item` writes the fields of one.
    fn write<T: Copy + Sync>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
        item: impl Fn(&mut JsonWriter, T) + Sync + Send,
    ) -> io::Result<()> {
        write!(self.out, ",\n\"{name}\":[")?;
        let items: Vec<T> = items.collect();
        let tasks: Vec<&[T]> = items.chunks(ITEMS_PER_TASK).collect();
        // The buffer of the task before is used again; the text is copied into a box of its own
        // size.
        let lines = |lines: &mut JsonWriter, items: &&[T]| -> Box<[u8]> {
            lines.bytes.clear();
            for &one in *items {
                lines.bytes.extend_from_slice(b"\n ");
                lines.object(|line| item(line, one));
                lines.bytes.push(b',');
            }
            lines.bytes.as_slice().into()
        };
        let (last, room) = (tasks.len().div_ceil(TASKS_PER_ROUND), ScratchPool::default());
        for (n, round) in (1..).zip(tasks.chunks(TASKS_PER_ROUND)) {
            let made = self.workers.map_with_pool(&room, round, JsonWriter::default, lines);
            let end = made.len();
            for (at, lines) in (1..).zip(made) {
                // No comma after the last item.
                let comma = usize::from(n == last && at == end);
                self.out.write_all(&lines[..lines.len() - comma])?;
            }
        }
        self.out.write_all(b"]")
    }
}

fn span_ends(span: Span) -> (usize, usize) {
    (span.start(), span.end())
}

fn write_document(line: &mut JsonWriter, read: &ReconciledDocument, has_text: bool) {
    let document = &read.document;
    line.text_field("id", &document.id);
    line.optional_text_field("outlet", document.outlet.as_deref());
    line.optional_text_field(
        "published",
        document.published.as_ref().map(|published| published.as_str()),
    );
    line.optional_text_field("title", document.title.as_deref());
    line.optional_text_field("url", document.url.as_deref());
    line.optional_text_field("reprint_of", read.reprint_of.as_deref());
    if has_text {
        line.text_field("text", &document.text);
    }
}

fn write_quotation(line: &mut JsonWriter, printed: LocatedQuotation<'_>) {
    let read = printed.quotation;
    // The place of a standalone quotation in its article is unknown.
    let pieces =
        if read.provenance.is_standalone() { &[] } else { read.quotation.pieces.as_slice() };
    let cue = read.attribution.cue.and_then(|span| Some((span, printed.slice(span)?)));
    let speaker = read.attribution.speaker.as_ref();
    let mention =
        speaker.map(|speaker| speaker.mention).filter(|&span| printed.slice(span).is_some());
    line.text_field("id", &read.id);
    line.optional_text_field("document", printed.document_id());
    line.text_field("part", read.quotation.part.as_str());
    line.list_field("pieces", |line| pieces.iter().for_each(|&piece| line.pair(span_ends(piece))));
    line.text_field("text", &read.text);
    line.text_field("kind", read.quotation.kind.as_str());
    line.optional_field("cue", cue, |line, (span, text)| {
        line.object(|line| {
            line.optional_field("span", Some(span_ends(span)), JsonWriter::pair);
            line.text_field("text", text);
        });
    });
    // The speaker of a standalone quotation has a name and no mention.
    line.optional_field(
        "speaker",
        (speaker.is_some() || read.name.is_some()).then_some(()),
        |line, ()| {
            line.object(|line| {
                line.optional_field("mention", mention.map(span_ends), JsonWriter::pair);
                line.optional_text_field("text", printed.mention());
                line.optional_text_field("name", printed.name());
            });
        },
    );
    line.text_field("utterance", &read.utterance);
    line.optional_text_field("continues", printed.continued_id());
    line.optional_field("record", read.record.as_ref(), |line, record| {
        line.object(|line| write_record(line, record));
    });
}

fn write_record(line: &mut JsonWriter, record: &RecordMatch) {
    line.text_field("document", &record.document);
    line.list_field("pieces", |line| {
        record.pieces.iter().for_each(|&piece| line.pair(span_ends(piece)));
    });
    line.list_field("gaps", |line| {
        for gap in &record.gaps {
            line.object(|line| {
                line.number_field("words", gap.words);
                line.optional_field("milliseconds", gap.milliseconds, |line, time| {
                    line.number(time as usize);
                });
                line.flag_field("backwards", gap.is_backwards);
            });
        }
    });
    line.optional_text_field("speaker", record.speaker.as_deref());
    let time = record.time.as_ref().map(|time| (time.start as usize, time.end as usize));
    line.optional_field("time", time, JsonWriter::pair);
    line.text_field("print", record.print.as_str());
    line.optional_text_field("level", record.level.map(Level::as_str));
    line.text_field("disclosure", record.disclosure.as_str());
    line.optional_field("score", Some(round_share(record.score)), JsonWriter::decimal);
    line.number_field("elsewhere", record.elsewhere);
    line.flag_field("open", record.open);
}

fn write_report(
    line: &mut JsonWriter,
    (document, report): (&ReconciledDocument, &ReconciledReport),
) {
    let ReconciledReport { report, text, utterance } = report;
    let printed = |span: Span| document.document.text.get(span.range()).unwrap_or_default();
    line.text_field("document", &document.document.id);
    line.list_field("pieces", |line| {
        report.pieces.iter().for_each(|&piece| line.pair(span_ends(piece)));
    });
    line.text_field("text", text);
    line.object_field("cue", |line| {
        line.optional_field("span", Some(span_ends(report.cue)), JsonWriter::pair);
        line.text_field("text", printed(report.cue));
    });
    line.optional_field("speaker", report.speaker.as_ref(), |line, speaker| {
        line.object(|line| {
            line.optional_field("mention", Some(span_ends(speaker.mention)), JsonWriter::pair);
            line.optional_text_field("text", Some(printed(speaker.mention)));
            line.optional_text_field("name", speaker.name.as_deref());
        });
    });
    line.text_field("kind", report.kind.as_str());
    line.list_field("quotations", |line| {
        let inside = report.quotations.iter().filter_map(|&n| document.quotations.get(n));
        inside.for_each(|quotation| line.string(&quotation.id));
    });
    line.optional_text_field("utterance", utterance.as_deref());
    let score = round_share(f64::from(report.confidence));
    line.optional_field("score", Some(score), JsonWriter::decimal);
}

fn write_utterance(line: &mut JsonWriter, utterance: &Utterance) {
    line.text_field("id", &utterance.id);
    line.optional_text_field("speaker", utterance.speaker.as_deref());
    line.text_field("verdict", utterance.verdict.as_str());
    line.number_field("outlets", utterance.outlets);
    line.number_field("independent", utterance.independent);
    line.object_field("lemma", |line| {
        line.text_field("text", &utterance.lemma.text);
        line.number_field("wording", utterance.lemma.wording);
        line.signed_field("margin", utterance.lemma.margin);
        line.text_field("ground", utterance.lemma.basis.as_str());
    });
    line.list_field("wordings", |line| {
        for wording in &utterance.wordings {
            line.object(|line| write_wording(line, wording, &utterance.witnesses));
        }
    });
    line.list_field("witnesses", |line| {
        utterance
            .witnesses
            .iter()
            .for_each(|witness| line.object(|line| write_witness(line, witness)));
    });
    line.list_field("apparatus", |line| {
        utterance.apparatus.iter().for_each(|entry| line.object(|line| write_entry(line, entry)));
    });
    line.list_field("lineage", |line| {
        let all = &utterance.witnesses;
        utterance.lineage.iter().for_each(|one| line.object(|line| write_descent(line, one, all)));
    });
}

fn write_descent(line: &mut JsonWriter, descent: &Descent, all: &[Witness]) {
    let id = |n: usize| all.get(n).map_or("", |witness| &witness.quotation);
    line.text_field("witness", id(descent.witness));
    line.text_field("relation", descent.relation.as_str());
    line.list_field("from", |line| descent.from.iter().for_each(|&n| line.string(id(n))));
    line.list_field("readings", |line| {
        for reading in &descent.readings {
            line.object(|line| {
                line.text_field("text", &reading.text);
                line.text_field("instead_of", &reading.instead_of);
                line.number_field("entry", reading.entry);
                line.numbers_field("wordings", &reading.wordings);
            });
        }
    });
    line.number_field("support", descent.support as usize);
    line.flag_field("reprint", descent.is_reprint);
}

fn write_wording(line: &mut JsonWriter, wording: &Wording, all: &[Witness]) {
    line.text_field("text", &wording.text);
    line.list_field("witnesses", |line| {
        let witnesses = wording.witnesses.iter().filter_map(|&index| all.get(index));
        witnesses.for_each(|witness| line.string(&witness.quotation));
    });
    line.number_field("outlets", wording.outlets);
    line.list_field("first", |line| {
        let first = wording.first.iter().filter_map(|&index| all.get(index));
        first.for_each(|witness| line.string(&witness.quotation));
    });
}

fn write_witness(line: &mut JsonWriter, witness: &Witness) {
    line.text_field("quotation", &witness.quotation);
    line.text_field("siglum", &witness.siglum);
    line.number_field("wording", witness.wording);
    line.optional_field(
        "covers",
        Some((witness.covers.start, witness.covers.end)),
        JsonWriter::pair,
    );
    line.list_field("left_out", |line| {
        for lost in &witness.left_out {
            line.object(|line| {
                line.text_field("what", lost.kind.as_str());
                line.text_field("text", &lost.text);
            });
        }
    });
    write_fidelity(line, &witness.fidelity);
    line.flag_field("query", witness.is_query);
}

fn write_entry(line: &mut JsonWriter, entry: &ApparatusEntry) {
    line.object_field("lemma", |line| {
        line.text_field("text", &entry.text);
        line.optional_field(
            "tokens",
            Some((entry.tokens.start, entry.tokens.end)),
            JsonWriter::pair,
        );
    });
    line.numbers_field("wordings", &entry.wordings);
    line.list_field("variants", |line| {
        entry.readings.iter().for_each(|reading| line.object(|line| write_variant(line, reading)));
    });
}

fn write_variant(line: &mut JsonWriter, reading: &Reading) {
    line.text_field("text", &reading.text);
    line.numbers_field("wordings", &reading.wordings);
    line.list_field("forms", |line| {
        for form in &reading.forms {
            line.object(|line| {
                line.text_field("text", &form.text);
                line.numbers_field("wordings", &form.wordings);
            });
        }
    });
    line.text_field("operation", reading.operation.as_str());
    line.text_field("kind", reading.kind.as_str());
    line.text_field("level", reading.level.as_str());
    line.text_field("disclosure", reading.disclosure.as_str());
    line.text_field("rule", reading.rule.as_str());
    line.list_field("flags", |line| {
        reading.flags.iter().for_each(|flag| line.string(flag.as_str()))
    });
    line.optional_field("move", reading.moved_block, JsonWriter::number);
    let statement = reading.statement.as_deref();
    let confidence = statement.map(|statement| round_share(statement.confidence));
    line.optional_field("confidence", confidence, JsonWriter::decimal);
    line.flag_field("stands", reading.stands());
    let doubt = statement.and_then(|statement| statement.doubt);
    line.optional_text_field("doubt", doubt.map(|doubt| doubt.as_str()));
    line.optional_text_field("changed_by", reading.changed_by.map(|side| side.as_str()));
}

fn write_link(line: &mut JsonWriter, link: &Link) {
    line.text_field("a", &link.a);
    line.text_field("b", &link.b);
    // Four places: further digits are rounding noise of the sum, which may differ between machines.
    line.optional_field("score", Some(round_share(link.score)), JsonWriter::decimal);
    line.text_field("verdict", link.verdict.as_str());
    line.list_field("reasons", |line| {
        link.for_each_reason(&mut String::with_capacity(80), &mut |reason| line.string(reason));
    });
}

fn write_skipped(line: &mut JsonWriter, skipped: &Skipped) {
    line.text_field("input", &skipped.input);
    line.optional_field("line", skipped.line, |line, number| line.number(number as usize));
    line.text_field("reason", &skipped.reason);
}
