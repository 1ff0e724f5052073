//! The TSV report: tab-separated rows for a spreadsheet.

use std::io::{self, Write};

use super::one_line::sanitize;
use super::quotation_index::QuotationIndex;
use super::{Report, writing_failed};
use crate::edition::{ChangedBy, Doubt, Reading, Utterance, Witness};
use crate::error::Error;
use crate::reconciliation::Reconciliation;

/// Writes one row for each difference of each witness from its lemma, and one row for each witness
/// without a difference. So every witness is in the table, and a filter on `level` finds the
/// differences of interest.
///
/// The first row names the columns. White space inside a text becomes one blank, so that no field
/// holds a tab or a line break. Nothing is quoted. A field that begins with `=`, `+`, `-` or `@`,
/// which a spreadsheet would take for a formula, has a `'` before it, and so has one that begins
/// with `"`, after which a spreadsheet would look for the end of the field in other rows.
///
/// | column | belongs to |
/// |---|---|
/// | `utterance` `speaker` `verdict` `outlets` `independent` | the utterance |
/// | `siglum` `outlet` `published` `quotation` `speaker_printed` `reprint_of` | the witness |
/// | `operation` `kind` `level` `disclosure` `rule` `flags` | the difference, if any |
/// | `confidence` `stands` `doubt` `changed_by` | the judgement on a difference of substance |
/// | `lemma` `reading` | both texts at the difference; the whole texts where there is none |
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{Report, TsvReport};
///
/// let mut out = Vec::new();
/// TsvReport::new().write(&Reconciliation::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).starts_with("utterance\tspeaker\tverdict\t"));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TsvReport {
    min_outlets: usize,
}

const COLUMNS: [&str; 23] = [
    "utterance",
    "speaker",
    "verdict",
    "outlets",
    "independent",
    "siglum",
    "outlet",
    "published",
    "quotation",
    "speaker_printed",
    "reprint_of",
    "operation",
    "kind",
    "level",
    "disclosure",
    "rule",
    "flags",
    "lemma",
    "reading",
    "confidence",
    "stands",
    "doubt",
    "changed_by",
];

impl Default for TsvReport {
    fn default() -> TsvReport {
        TsvReport::new()
    }
}

impl Report for TsvReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl TsvReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> TsvReport {
        TsvReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> TsvReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        writeln!(out, "{}", COLUMNS.join("\t"))?;
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets)
        {
            for witness in &utterance.witnesses {
                let entries = utterance.apparatus.iter();
                let mut differences = entries
                    .flat_map(|entry| entry.readings.iter().map(move |reading| (entry, reading)))
                    .filter(|(_, reading)| reading.wordings.contains(&witness.wording))
                    .peekable();
                if differences.peek().is_none() {
                    let wording =
                        utterance.wordings.get(witness.wording).map_or("", |wording| &wording.text);
                    write_row(
                        utterance,
                        witness,
                        &index,
                        None,
                        &utterance.lemma.text,
                        wording,
                        out,
                    )?;
                }
                for (entry, reading) in differences {
                    write_row(
                        utterance,
                        witness,
                        &index,
                        Some(reading),
                        &entry.text,
                        reading.form(witness.wording),
                        out,
                    )?;
                }
            }
        }
        Ok(())
    }
}

fn write_row(
    utterance: &Utterance,
    witness: &Witness,
    index: &QuotationIndex<'_>,
    difference: Option<&Reading>,
    lemma: &str,
    reading: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mention = index.get(&witness.quotation).and_then(|printed| printed.mention());
    let of = |field: fn(&Reading) -> &'static str| difference.map_or("", field);
    let flags = difference.map_or(String::new(), |reading| {
        reading.flags.iter().map(|flag| flag.as_str()).collect::<Vec<_>>().join(" ")
    });
    let (outlets, independent) = (utterance.outlets.to_string(), utterance.independent.to_string());
    let statement = difference.and_then(|reading| reading.statement.as_ref());
    let confidence =
        statement.map_or(String::new(), |statement| format!("{:.2}", statement.confidence));
    let fields: [&str; COLUMNS.len()] = [
        &utterance.id,
        utterance.speaker.as_deref().unwrap_or(""),
        utterance.verdict.as_str(),
        &outlets,
        &independent,
        &witness.siglum,
        &witness.outlet,
        witness.published.as_deref().unwrap_or(""),
        &witness.quotation,
        mention.unwrap_or(""),
        witness.reprint_of.as_deref().unwrap_or(""),
        of(|reading| reading.operation.as_str()),
        of(|reading| reading.kind.as_str()),
        of(|reading| reading.level.as_str()),
        of(|reading| reading.disclosure.as_str()),
        of(|reading| reading.rule.as_str()),
        &flags,
        lemma,
        reading,
        &confidence,
        of(|reading| if reading.stands() { "yes" } else { "no" }),
        of(|reading| reading.doubt().map_or("", Doubt::as_str)),
        of(|reading| reading.changed_by.map_or("", ChangedBy::as_str)),
    ];
    writeln!(out, "{}", fields.map(safe_cell).join("\t"))
}

/// Returns `text` on one line, so that no spreadsheet takes it for more than text.
///
/// After the [advice of OWASP](https://owasp.org/www-community/attacks/CSV_Injection); the wide
/// signs are formulas for spreadsheets set to Japanese.
pub(super) fn safe_cell(text: &str) -> String {
    let mut cell = sanitize(text);
    if cell.starts_with(['=', '+', '-', '@', '"', '＝', '＋', '－', '＠']) {
        cell.insert(0, '\'');
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            (" \t=1+1", "'=1+1"),
            ("\r@SUM(A1)", "'@SUM(A1)"),
            ("+41", "'+41"),
            ("- and so on", "'- and so on"),
            ("＝1", "'＝1"),
            ("\"No,\" he", "'\"No,\" he"),
            // Near misses.
            ("1-1=0", "1-1=0"),
            ("'=1", "'=1"),
            ("– and so on", "– and so on"),
            ("", ""),
        ] {
            assert_eq!(safe_cell(text), safe, "{text}");
        }
    }

    #[test]
    fn every_witness_has_a_row_and_every_row_its_columns() {
        let all = sample::reconciliation();
        let mut out = Vec::new();
        TsvReport::new().with_min_outlets(1).write(&all, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()), "{text}");
        for utterance in &all.utterances {
            for witness in &utterance.witnesses {
                assert!(
                    rows.iter().any(|row| row[0] == utterance.id && row[8] == witness.quotation),
                    "{text}"
                );
            }
        }
        let post = rows.iter().find(|row| row[6] == "Post" && row[12] == "polarity").unwrap();
        assert_eq!((post[13], post[14], post[17], post[18]), ("S+", "silent", "not", ""));
    }
}
