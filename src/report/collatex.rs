//! The CollateX report: each utterance as a table of tokens in the JSON of CollateX.
//!
//! The form is that of <https://collatex.net/doc/#json-output>, a row for each witness, as the
//! Python version writes it and the example `collate` reads and writes it.

use std::io::{self, Write};

use super::json::writer::JsonWriter;
use super::quotation_index::QuotationIndex;
use super::witness_texts::{TextRow, WitnessTexts};
use super::{Report, writing_failed};
use crate::edition::Utterance;
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::text::Vocabulary;

/// Writes one object of CollateX's JSON a line, for each utterance: its witnesses, and a table with
/// a row for each witness, and in it a cell for each place: a list of tokens, or `null`.
///
/// - `witnesses` are sigla, `name` is the id of the utterance.
/// - A token has `t`, its text with the white space after it, and `n`, the form by which it was
///   compared. The texts of a row make up what the witness prints, byte for byte, but for white
///   space before the first word.
/// - Where the wordings do not vary a cell has several tokens (CollateX's *segmentation*).
/// - A witness that prints another part of the utterance and nothing of the lemma has its words in
///   a last column of its own.
///
/// ```
/// use variorum::report::{CollatexReport, Report};
/// use variorum::{Archive, StandaloneQuotation};
///
/// let mut archive = Archive::default();
/// for (id, words) in [
///     ("a", "We shall never accept these tariffs, whatever it costs us"),
///     ("b", "We shall never accept the tariffs, whatever it costs us"),
/// ] {
///     archive.add_quotation(StandaloneQuotation::new(id, words).with_outlet(id))?;
/// }
/// let mut out = Vec::new();
/// CollatexReport::new().write(&archive.reconcile(), &mut out)?;
/// let table: serde_json::Value = serde_json::from_slice(&out).unwrap();
/// assert_eq!(table["witnesses"], serde_json::json!(["A", "B"]));
/// assert_eq!(table["table"][1][1], serde_json::json!([{"t": "the ", "n": "the"}]));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CollatexReport {
    min_outlets: usize,
}

impl Default for CollatexReport {
    fn default() -> CollatexReport {
        CollatexReport::new()
    }
}

impl Report for CollatexReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl CollatexReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> CollatexReport {
        CollatexReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> CollatexReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let mut words = Vocabulary::new();
        let all = reconciliation.utterances.iter();
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            let texts = WitnessTexts::new(utterance, &index, &mut words);
            let mut line = JsonWriter::default();
            write_table(utterance, &texts, &mut words, &mut line);
            line.bytes.push(b'\n');
            out.write_all(&line.bytes)?;
        }
        Ok(())
    }
}

fn write_table(
    utterance: &Utterance,
    texts: &WitnessTexts<'_>,
    words: &mut Vocabulary,
    line: &mut JsonWriter,
) {
    let is_wider = texts.rows.iter().any(|row| row.is_elsewhere);
    let mut row_of = vec![0; utterance.witnesses.len()];
    for (n, row) in texts.rows.iter().enumerate() {
        row.witnesses.iter().for_each(|&witness| row_of[witness] = n);
    }
    // The rows are written once and repeated for each witness of a text.
    let rows: Vec<JsonWriter> = (0..texts.rows.len())
        .map(|n| {
            let row = &texts.rows[n];
            let mut line = JsonWriter::default();
            let cells = texts.segments.iter().map(|segment| segment.cells[n].text.len());
            write_row(row, cells, is_wider, words, &mut line);
            line
        })
        .collect();
    line.object(|line| {
        line.text_field("name", &utterance.id);
        line.list_field("witnesses", |line| {
            utterance.witnesses.iter().for_each(|witness| line.string(&witness.siglum));
        });
        line.list_field("table", |line| {
            for (n, &row) in row_of.iter().enumerate() {
                if n > 0 {
                    line.bytes.push(b',');
                }
                line.bytes.extend_from_slice(&rows[row].bytes);
            }
        });
    });
}

/// Writes the cells of a row, whose texts have the lengths `cells`, one after the other.
fn write_row(
    row: &TextRow<'_>,
    cells: impl Iterator<Item = usize>,
    is_wider: bool,
    words: &mut Vocabulary,
    line: &mut JsonWriter,
) {
    let printed = words.tokenize(row.text);
    let mut tokens = printed.tokens.iter().zip(&printed.words).enumerate().peekable();
    let end_of = |n: usize| printed.tokens.get(n + 1).map_or(row.text.len(), |t| t.span.start());
    let mut write_cell = |end: usize, line: &mut JsonWriter| {
        // A token belongs to the cell in which it begins.
        let is_here = |token: &(usize, (&crate::text::Token, &crate::text::Word))| {
            token.1.0.span.start() < end
        };
        if tokens.peek().is_none_or(|token| !is_here(token)) {
            line.null();
            return;
        }
        line.list(|line| {
            while let Some((n, (token, &word))) = tokens.next_if(is_here) {
                line.object(|line| {
                    line.text_field("t", &row.text[token.span.start()..end_of(n)]);
                    line.text_field("n", &words[word].form);
                });
            }
        });
    };
    line.list(|line| {
        let mut end = 0;
        for len in cells {
            end += len;
            write_cell(if row.is_elsewhere { 0 } else { end }, line);
        }
        if is_wider {
            write_cell(if row.is_elsewhere { row.text.len() } else { 0 }, line);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn write(all: &Reconciliation) -> String {
        let mut out = Vec::new();
        CollatexReport::new().with_min_outlets(1).write(all, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Asserts that each row has as many cells as the others, and its tokens are the quotation.
    fn assert_read_back(all: &Reconciliation) {
        let index = QuotationIndex::new(all);
        let text = write(all);
        assert_eq!(text.lines().count(), all.utterances.len());
        for (line, utterance) in text.lines().zip(&all.utterances) {
            let read: serde_json::Value = serde_json::from_str(line).unwrap();
            let rows = read["table"].as_array().unwrap();
            assert_eq!(rows.len(), utterance.witnesses.len());
            let columns = rows[0].as_array().unwrap().len();
            for (row, witness) in rows.iter().zip(&utterance.witnesses) {
                let cells = row.as_array().unwrap();
                assert_eq!(cells.len(), columns);
                let tokens = cells.iter().filter_map(|cell| cell.as_array()).flatten();
                let read: String = tokens.map(|token| token["t"].as_str().unwrap()).collect();
                let printed = &index.get(&witness.quotation).unwrap().quotation.text;
                assert_eq!(read, printed.trim_start());
            }
        }
    }

    #[test]
    fn the_tokens_of_a_row_are_what_the_witness_prints() {
        assert_read_back(&sample::reconciliation());
        let printed = [
            "We will go forth, on this resting-place of ours, to the harbour of Veln",
            "We will go forth on this resting - place of ours, to the harbour of Veln.",
            "We  will go fifth, on this resting place of ours to the old harbour of Veln",
            "To the harbour of Veln we will go forth, on this resting-place of ours",
            "resting-place of ours",
            " We will go forth,\n\ton this ‘resting-place’ of ours, to the harbor of Veln ",
        ];
        let mut archive = crate::Archive::default();
        for (n, text) in printed.iter().enumerate() {
            let given = crate::StandaloneQuotation::new(format!("q{n}"), *text);
            archive.add_quotation(given.with_outlet(format!("outlet {n}"))).unwrap();
            archive.decide(crate::Decision::same(
                crate::Reference::id("q0"),
                crate::Reference::id(format!("q{n}")),
            ));
        }
        assert_read_back(&archive.reconcile());
    }

    #[test]
    fn the_sample() {
        let mut all = sample::reconciliation();
        all.utterances = vec![sample::risk()];
        insta::assert_snapshot!(write(&all), @r#"{"name":"u000000000001","witnesses":["A","B","C","D"],"table":[[[{"t":"I ","n":"i"},{"t":"would ","n":"would"},{"t":"rather ","n":"rather"},{"t":"take ","n":"take"},{"t":"a ","n":"a"},{"t":"political ","n":"political"},{"t":"risk ","n":"risk"},{"t":"in ","n":"in"},{"t":"pursuit ","n":"pursuit"},{"t":"of ","n":"of"},{"t":"peace ","n":"peace"}],null,[{"t":"than ","n":"than"}],null,[{"t":"to ","n":"to"}],[{"t":"risk ","n":"risk"}],null,[{"t":"peace ","n":"peace"}],[{"t":"in ","n":"in"},{"t":"pursuit ","n":"pursuit"},{"t":"of ","n":"of"},{"t":"politics","n":"politics"}],[{"t":".","n":"."}]],[[{"t":"I ","n":"i"},{"t":"would ","n":"would"},{"t":"rather ","n":"rather"},{"t":"take ","n":"take"},{"t":"a ","n":"a"},{"t":"political ","n":"political"},{"t":"risk ","n":"risk"},{"t":"in ","n":"in"},{"t":"pursuit ","n":"pursuit"},{"t":"of ","n":"of"},{"t":"peace ","n":"peace"}],null,[{"t":"than ","n":"than"}],null,[{"t":"to ","n":"to"}],[{"t":"risk ","n":"risk"}],null,[{"t":"peace ","n":"peace"}],[{"t":"in ","n":"in"},{"t":"pursuit ","n":"pursuit"},{"t":"of ","n":"of"},{"t":"politics","n":"politics"}],[{"t":".","n":"."}]],[[{"t":"I ","n":"i"},{"t":"would ","n":"would"},{"t":"rather ","n":"rather"},{"t":"take ","n":"take"},{"t":"a ","n":"a"},{"t":"political ","n":"political"},{"t":"risk ","n":"risk"},{"t":"in ","n":"in"},{"t":"pursuit ","n":"pursuit"},{"t":"of ","n":"of"},{"t":"peace","n":"peace"}],[{"t":", ","n":","},{"t":"rather ","n":"rather"}],[{"t":"than ","n":"than"}],[{"t":"pursue ","n":"pursue"},{"t":"politics ","n":"politics"}],[{"t":"at ","n":"at"},{"t":"the ","n":"the"}],[{"t":"risk ","n":"risk"}],[{"t":"of ","n":"of"}],[{"t":"peace","n":"peace"}],null,[{"t":".","n":"."}]],[[{"t":"I ","n":"i"},{"t":"would ","n":"would"},{"t":"rather ","n":"rather"},{"t":"take ","n":"take"},{"t":"a ","n":"a"},{"t":"political ","n":"political"},{"t":"risk ","n":"risk"},{"t":"in ","n":"in"},{"t":"pursuit ","n":"pursuit"},{"t":"of ","n":"of"},{"t":"peace","n":"peace"}],null,null,null,null,null,null,null,null,null]]}"#);
    }
}
