//! The tables for a spreadsheet or a data frame: stated differences, and witnesses.
//!
//! The format is RFC 4180 (<https://www.rfc-editor.org/rfc/rfc4180>), or columns between tabs.

use std::io::{self, Write};

use super::quotation_index::QuotationIndex;
use super::tsv::safe_cell;
use super::variant_graph::sigla;
use super::{Report, writing_failed};
use crate::edition::{ApparatusEntry, ChangedBy, FidelityStatus, Reading, Utterance, Witness};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::variant::{Level, Operation};

/// Writes a table of the stated differences, a row each, or of the witnesses, a row each.
///
/// The first row names the columns, each row stands on one line, and every text is on one line. A
/// difference has an `entry` and a `reading` that number it within its utterance, in the order of
/// [`Utterance::apparatus`]; `utterance` joins the two tables. A difference that is too doubtful to
/// be stated is in neither, nor is the end of a fragment unless what it cuts is of substance;
/// [`TsvReport`](crate::report::TsvReport) has these too, a row for each witness.
///
/// | columns of a difference | |
/// |---|---|
/// | `utterance` `speaker` `entry` `reading` | the utterance, the place, the reading there |
/// | `level` `operation` `kind` `disclosure` `rule` `flags` | what was done, and how grave it is |
/// | `lemma` `text` | what the lemma has, and what the others have |
/// | `lemma_outlets` `text_outlets` | who prints each, joined by `; ` |
/// | `lemma_sigla` `text_sigla` | the same as sigla, joined by blanks |
/// | `confidence` `changed_by` `moved_block` | for differences of substance; for moved words |
///
/// | columns of a witness | |
/// |---|---|
/// | `utterance` `speaker` `verdict` `outlets` `independent` | the utterance |
/// | `siglum` `outlet` `published` `document` `url` `title` | the witness, and its article |
/// | `quotation` `part` `pieces` `text` | its id, its bytes (as `5-9 12-40`), its words |
/// | `speaker_printed` `wording` `is_lemma` `differences` | as printed; which wording; a count |
/// | `reprint_of` `recorded` `left_out` | of what; if in a transcript; conditions that are cut |
/// | `fidelity` `silent_level` | `faithful`, `altered`, ...; the level of what was altered |
///
/// # Safety in spreadsheets
/// A cell that begins with `=`, `+`, `-` or `@` has a `'` before it, as in the TSV report; so has
/// such a sign after a `;` within a cell, where a spreadsheet set to German or French would begin
/// the next one (CSV alone).
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{CsvReport, Report};
///
/// let mut out = Vec::new();
/// CsvReport::differences().write(&Reconciliation::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).starts_with("utterance,speaker,entry,reading,level,"));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CsvReport {
    table: Table,
    tabs: bool,
    min_outlets: usize,
    min_level: Level,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Table {
    Differences,
    Witnesses,
}

const DIFFERENCE_COLUMNS: [&str; 19] = [
    "utterance",
    "speaker",
    "entry",
    "reading",
    "level",
    "operation",
    "kind",
    "disclosure",
    "rule",
    "flags",
    "lemma",
    "text",
    "lemma_outlets",
    "text_outlets",
    "lemma_sigla",
    "text_sigla",
    "confidence",
    "changed_by",
    "moved_block",
];

const WITNESS_COLUMNS: [&str; 24] = [
    "utterance",
    "speaker",
    "verdict",
    "outlets",
    "independent",
    "siglum",
    "outlet",
    "published",
    "document",
    "url",
    "title",
    "quotation",
    "part",
    "pieces",
    "text",
    "speaker_printed",
    "wording",
    "is_lemma",
    "differences",
    "reprint_of",
    "recorded",
    "left_out",
    "fidelity",
    "silent_level",
];

impl Report for CsvReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl CsvReport {
    /// Returns the table of the stated differences of the utterances that two outlets or more
    /// print.
    pub fn differences() -> CsvReport {
        CsvReport {
            table: Table::Differences,
            tabs: false,
            min_outlets: 2,
            min_level: Level::Minor,
        }
    }

    /// Returns the table of the witnesses of the utterances that two outlets or more print.
    pub fn witnesses() -> CsvReport {
        CsvReport { table: Table::Witnesses, ..CsvReport::differences() }
    }

    /// Separates the columns by tabs; nothing is quoted then.
    pub fn with_tabs(mut self) -> CsvReport {
        self.tabs = true;
        self
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> CsvReport {
        self.min_outlets = outlets;
        self
    }

    /// Leaves out differences below `level`; [`Level::Minor`] by default, so that other spellings
    /// and marks are no rows, and no difference of a witness.
    pub fn with_min_level(mut self, level: Level) -> CsvReport {
        self.min_level = level;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let columns: &[&str] = match self.table {
            Table::Differences => &DIFFERENCE_COLUMNS,
            Table::Witnesses => &WITNESS_COLUMNS,
        };
        self.write_row(columns.iter().copied(), out)?;
        let all = reconciliation.utterances.iter();
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            match self.table {
                Table::Differences => self.write_differences(utterance, out)?,
                Table::Witnesses => self.write_witnesses(utterance, &index, out)?,
            }
        }
        Ok(())
    }

    /// Returns true for a difference that is said of prints. The end of a fragment is none, unless
    /// what it cuts can change the meaning.
    fn is_stated(&self, reading: &Reading) -> bool {
        let is_end =
            reading.operation == Operation::Truncation && reading.level < Level::Substantive;
        reading.stands() && reading.level >= self.min_level && !is_end
    }

    fn write_differences(&self, utterance: &Utterance, out: &mut dyn Write) -> io::Result<()> {
        for (number, entry) in utterance.apparatus.iter().enumerate() {
            for (at, reading) in entry.readings.iter().enumerate() {
                if self.is_stated(reading) {
                    let row = difference(utterance, (number, entry), (at, reading));
                    self.write_row(row.iter().map(String::as_str), out)?;
                }
            }
        }
        Ok(())
    }

    fn write_witnesses(
        &self,
        utterance: &Utterance,
        index: &QuotationIndex<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut differences = vec![0_usize; utterance.wordings.len()];
        let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
        for &wording in readings.filter(|one| self.is_stated(one)).flat_map(|one| &one.wordings) {
            if let Some(count) = differences.get_mut(wording) {
                *count += 1;
            }
        }
        for witness in &utterance.witnesses {
            let count = differences.get(witness.wording).copied().unwrap_or(0);
            let row = witness_row(utterance, witness, index, count);
            self.write_row(row.iter().map(String::as_str), out)?;
        }
        Ok(())
    }

    fn write_row<'t>(
        &self,
        cells: impl Iterator<Item = &'t str>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for (n, text) in cells.enumerate() {
            if n > 0 {
                out.write_all(if self.tabs { b"\t" } else { b"," })?;
            }
            let cell = if self.tabs { safe_cell(text) } else { csv_cell(text) };
            out.write_all(cell.as_bytes())?;
        }
        // RFC 4180 asks for CR LF; every reader takes it, and tools of lines take a bare LF better.
        out.write_all(if self.tabs { b"\n" } else { b"\r\n" })
    }
}

fn difference(
    utterance: &Utterance,
    (number, entry): (usize, &ApparatusEntry),
    (at, reading): (usize, &Reading),
) -> [String; DIFFERENCE_COLUMNS.len()] {
    let flags: Vec<&str> = reading.flags.iter().map(|flag| flag.as_str()).collect();
    let confidence = reading.statement.as_ref().map(|one| format!("{:.2}", one.confidence));
    [
        utterance.id.clone(),
        utterance.speaker.clone().unwrap_or_default(),
        number.to_string(),
        at.to_string(),
        reading.level.as_str().to_owned(),
        reading.operation.as_str().to_owned(),
        reading.kind.as_str().to_owned(),
        reading.disclosure.as_str().to_owned(),
        reading.rule.as_str().to_owned(),
        flags.join(" "),
        entry.text.clone(),
        reading.text.clone(),
        outlets(utterance, &entry.wordings),
        outlets(utterance, &reading.wordings),
        sigla(utterance, &entry.wordings).join(" "),
        sigla(utterance, &reading.wordings).join(" "),
        confidence.unwrap_or_default(),
        reading.changed_by.map_or("", ChangedBy::as_str).to_owned(),
        reading.moved_block.map_or_else(String::new, |block| block.to_string()),
    ]
}

fn witness_row(
    utterance: &Utterance,
    witness: &Witness,
    index: &QuotationIndex<'_>,
    differences: usize,
) -> [String; WITNESS_COLUMNS.len()] {
    let printed = index.get(&witness.quotation);
    let document = printed.map(|printed| &printed.document.document);
    let wording = utterance.wordings.get(witness.wording);
    let text = printed.map(|printed| printed.quotation.text.clone());
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let pieces = printed.map_or_else(String::new, |printed| {
        let pieces = printed.quotation.quotation.pieces.iter();
        pieces.map(|at| format!("{}-{}", at.start(), at.end())).collect::<Vec<_>>().join(" ")
    });
    let left_out: Vec<&str> = witness.left_out.iter().map(|lost| lost.text.as_str()).collect();
    let silent_level = match witness.fidelity.status {
        FidelityStatus::Altered(level) => level.as_str(),
        _ => "",
    };
    [
        utterance.id.clone(),
        utterance.speaker.clone().unwrap_or_default(),
        utterance.verdict.as_str().to_owned(),
        utterance.outlets.to_string(),
        utterance.independent.to_string(),
        witness.siglum.clone(),
        witness.outlet.clone(),
        witness.published.clone().unwrap_or_default(),
        document.map_or_else(String::new, |document| document.id.clone()),
        document.and_then(|document| document.url.clone()).unwrap_or_default(),
        document.and_then(|document| document.title.clone()).unwrap_or_default(),
        witness.quotation.clone(),
        printed.map_or("", |printed| printed.quotation.quotation.part.as_str()).to_owned(),
        pieces,
        text.or_else(|| wording.map(|wording| wording.text.clone())).unwrap_or_default(),
        printed.and_then(|printed| printed.mention()).unwrap_or_default().to_owned(),
        witness.wording.to_string(),
        yes(witness.wording == utterance.lemma.wording),
        differences.to_string(),
        witness.reprint_of.clone().unwrap_or_default(),
        yes(witness.is_recorded),
        left_out.join("; "),
        witness.fidelity.status.as_str().to_owned(),
        silent_level.to_owned(),
    ]
}

/// Returns the outlets that print one of `wordings`, each once.
fn outlets(utterance: &Utterance, wordings: &[usize]) -> String {
    let those = utterance.witnesses.iter().filter(|one| wordings.contains(&one.wording));
    let mut names: Vec<&str> = those.map(|witness| witness.outlet.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("; ")
}

/// Returns `text` as a field of CSV that no spreadsheet takes for more than text.
fn csv_cell(text: &str) -> String {
    let line = safe_cell(text);
    // A tab-separated cell has a mark before `"`; here the field is quoted.
    let line = match line.strip_prefix("'\"") {
        Some(_) if !text.trim_start().starts_with('\'') => &line[1..],
        _ => &line,
    };
    let mut cell = String::with_capacity(line.len());
    let mut after_semicolon = false;
    for c in line.chars() {
        if after_semicolon && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            cell.push('\'');
        }
        after_semicolon = c == ';' || after_semicolon && c == ' ';
        cell.push(c);
    }
    match cell.contains([',', '"', ';', '\'']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn rows(report: CsvReport) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        report.with_min_outlets(1).write(&sample::reconciliation(), &mut out).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&out[..]);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn no_cell_is_a_formula_and_a_reader_gives_it_back() {
        for (text, read) in [
            ("=1+1", "'=1+1"),
            ("a, \"b\"", "a, \"b\""),
            ("\"No,\" he said; \"yes\"", "\"No,\" he said; \"yes\""),
            ("yes;=1+1", "yes;'=1+1"),
            ("yes;  @SUM(A1)", "yes; '@SUM(A1)"),
            ("-1\r\n=2", "'-1 =2"),
            ("'\"quoted\"", "'\"quoted\""),
            ("", ""),
        ] {
            let line = format!("{},end\r\n", csv_cell(text));
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            assert_eq!((&row[0], &row[1], row.len()), (read, "end", 2), "{line}");
        }
    }

    #[test]
    fn a_difference_is_a_row() {
        let rows = rows(CsvReport::differences());
        assert_eq!(rows[0], DIFFERENCE_COLUMNS);
        let all = sample::reconciliation();
        let stated = |reading: &&Reading| {
            reading.level >= Level::Minor && reading.operation != Operation::Truncation
        };
        let readings = all.utterances.iter().flat_map(|one| &one.apparatus);
        let count = readings.flat_map(|entry| &entry.readings).filter(stated).count();
        assert_eq!(rows.len(), count + 1);
        let negation = rows.iter().find(|row| row[6] == "polarity").unwrap();
        assert_eq!(negation[4..8], ["S+", "omission", "polarity", "silent"]);
        assert_eq!(
            negation[10..16],
            ["not", "", "Courier; Herald; Ledger; Tribune", "Post", "A B C E", "D"]
        );
    }

    #[test]
    fn a_witness_is_a_row_and_its_pieces_are_its_words() {
        let rows = rows(CsvReport::witnesses());
        assert_eq!(rows[0], WITNESS_COLUMNS);
        let all = sample::reconciliation();
        let count: usize = all.utterances.iter().map(|one| one.witnesses.len()).sum();
        assert_eq!(rows.len(), count + 1);
        for row in &rows[1..] {
            let document = all.documents.iter().find(|one| one.document.id == row[8]).unwrap();
            let (start, end) = row[13].split_once('-').unwrap();
            let printed = start.parse().unwrap()..end.parse::<usize>().unwrap();
            assert_eq!(document.document.text[printed], row[14]);
        }
    }

    #[test]
    fn columns_between_tabs_are_the_same_columns() {
        let mut out = Vec::new();
        let report = CsvReport::witnesses().with_tabs();
        report.write(&sample::reconciliation(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.split('\t').count() == WITNESS_COLUMNS.len()));
    }
}
