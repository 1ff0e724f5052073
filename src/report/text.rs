//! The text report: the apparatus of an edition, for a terminal.

mod rows;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};

use super::colour::{Colour, TextStyle};
use super::labels::operation_sign;
use super::legend::Legend;
use super::marked_lemma::marked_lemma;
use super::one_line::sanitize;
use super::outlet_table::{self, OutletTable};
use super::quotation_index::{QuotationIndex, reported_words};
use super::styled_text::{StyledText, wrap_indented};
use super::table::lay_out_table;
use super::view::{ListedChange, UtteranceView};
use super::{Report, writing_failed};
use crate::edition::{Utterance, Verdict};
use crate::error::Error;
use crate::reconciliation::Reconciliation;

/// Writes utterances as text; [`crate::report`] explains the signs.
///
/// ```
/// use variorum::report::{Colour, TextReport};
///
/// let report = TextReport::new()
///     .with_width(72)
///     .with_colour(Colour::Always)
///     .with_all_outlets_named(true);
/// # let _ = report;
/// ```
#[derive(Clone, Debug)]
pub struct TextReport {
    pub(super) width: usize,
    pub(super) colour: Colour,
    name_all_outlets: bool,
    min_outlets: usize,
}

impl Default for TextReport {
    fn default() -> TextReport {
        TextReport::new()
    }
}

/// Number of witnesses shown unless all outlets are named: a dozen rows can still be surveyed.
const MAX_WITNESS_ROWS: usize = 12;
/// Maximum width: what is aligned at the right must be found.
const MAX_WIDTH: usize = 10_000;

/// Minimum width: columns cannot be laid out in less.
const MIN_WIDTH: usize = 40;

impl Report for TextReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl TextReport {
    /// Returns a report of the utterances that two outlets or more print, 100 columns wide, without
    /// colour. Long lists of outlets are counted, not named.
    pub fn new() -> TextReport {
        TextReport { width: 100, colour: Colour::Never, name_all_outlets: false, min_outlets: 2 }
    }

    /// Sets the width in columns of the terminal; at least 40, at most 10,000, and 100 by default.
    pub fn with_width(mut self, columns: usize) -> TextReport {
        self.width = columns.clamp(MIN_WIDTH, MAX_WIDTH);
        self
    }

    /// Sets whether the text is coloured; off by default.
    pub fn with_colour(mut self, colour: Colour) -> TextReport {
        self.colour = colour;
        self
    }

    /// Sets whether every outlet and every witness is named, however many there are; off by
    /// default.
    pub fn with_all_outlets_named(mut self, name_all: bool) -> TextReport {
        self.name_all_outlets = name_all;
        self
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> TextReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let mut any = false;
        let mut legend = Legend::default();
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets)
        {
            if any {
                writeln!(out)?;
            }
            let view = UtteranceView::new(utterance);
            self.write_view(&view, Some(&index), out)?;
            any = true;
            legend.add(&view);
        }
        if !any {
            return match self.min_outlets {
                0 | 1 => writeln!(out, "No quotation was found."),
                2 => writeln!(out, "No utterance is printed by two outlets or more."),
                least => writeln!(out, "No utterance is printed by {least} outlets or more."),
            };
        }
        self.write_outlets(reconciliation, out)?;
        for (n, text) in legend.paragraphs().enumerate() {
            if n == 0 {
                writeln!(out)?;
            }
            self.write_lines(
                wrap_indented(&StyledText::new(text, TextStyle::Dim), 0, self.width),
                out,
            )?;
        }
        Ok(())
    }

    /// Writes the table of outlets with the changes they make silently.
    fn write_outlets(
        &self,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let outlets = OutletTable::new(reconciliation, self.name_all_outlets);
        if outlets.rows.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        self.write_lines(
            wrap_indented(
                &StyledText::new("How the outlets print what is shared", TextStyle::Bold),
                0,
                self.width,
            ),
            out,
        )?;
        let mut rows = vec![
            outlet_table::COLUMN_TITLES
                .iter()
                .map(|title| StyledText::new(title, TextStyle::Dim))
                .collect::<Vec<_>>(),
        ];
        for row in &outlets.rows {
            let style = |n: usize| {
                if row.alters_substance && n == 3 { TextStyle::Bad } else { TextStyle::Plain }
            };
            rows.push(
                row.cells
                    .iter()
                    .enumerate()
                    .map(|(n, cell)| StyledText::new(cell, style(n)))
                    .collect(),
            );
        }
        self.write_lines(lay_out_table(&rows, 0, 2, self.width), out)?;
        if outlets.more > 0 {
            self.write_lines(
                wrap_indented(
                    &StyledText::new(&format!("… and {} more", outlets.more), TextStyle::Dim),
                    2,
                    self.width,
                ),
                out,
            )?;
        }
        self.write_lines(
            wrap_indented(&StyledText::new(&outlets.explanation, TextStyle::Dim), 2, self.width),
            out,
        )
    }

    /// Writes one utterance; `reconciliation` gives its witnesses' documents.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_utterance(
        &self,
        utterance: &Utterance,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.write_view(
            &UtteranceView::new(utterance),
            Some(&QuotationIndex::new(reconciliation)),
            out,
        )
        .map_err(writing_failed)
    }

    fn write_view(
        &self,
        view: &UtteranceView,
        index: Option<&QuotationIndex>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.write_header(view, out)?;
        for (name, outlets) in view.speaker_claims() {
            let line = StyledText::new("given to ", TextStyle::Plain)
                .with(&name, TextStyle::Bad)
                .with(&format!(" by {}", outlets.join(", ")), TextStyle::Plain);
            self.write_lines(wrap_indented(&line, 2, self.width), out)?;
        }
        self.write_lines(wrap_indented(&marked_lemma(view), 2, self.width), out)?;

        let [changes, minor, doubtful] = view.list_changes();
        let mut last = None;
        let rows: Vec<Vec<StyledText>> = changes
            .into_iter()
            .map(|(number, change)| {
                let is_new = last.replace(number) != Some(number);
                self.change_row(view, is_new.then_some(number), change)
            })
            .collect();
        self.write_lines(lay_out_table(&rows, 3, 2, self.width), out)?;
        self.write_listed(view, "minor: ", &minor, out)?;
        let rows: Vec<Vec<StyledText>> =
            view.fragments.iter().map(|fragment| self.fragment_row(view, fragment)).collect();
        self.write_lines(lay_out_table(&rows, 2, 2, self.width), out)?;
        self.write_accidentals(view, out)?;
        self.write_listed(view, "doubtful, said of nobody: ", &doubtful, out)?;
        self.write_witnesses(view, index, out)
    }

    pub(super) fn write_lines(
        &self,
        lines: Vec<StyledText>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        lines.iter().try_for_each(|line| line.write(self.colour, out))
    }

    /// Writes `Donald Trump     4 outlets · 3 wordings · DIFFERING · 1 silent change of substance`.
    fn write_header(&self, view: &UtteranceView, out: &mut dyn Write) -> io::Result<()> {
        let utterance = view.utterance;
        let mut line = match &utterance.speaker {
            Some(name) => StyledText::new(&sanitize(name), TextStyle::Bold),
            None => StyledText::new("speaker not named", TextStyle::Dim),
        };
        let (verdict, loud) = view.verdict_label();
        let verdict = if loud { verdict.to_uppercase() } else { verdict };
        let style = match utterance.verdict {
            Verdict::Single => TextStyle::Dim,
            Verdict::Verbatim => TextStyle::Good,
            Verdict::Minor => TextStyle::Minor,
            Verdict::Differing => TextStyle::Warn,
            Verdict::Contradictory | Verdict::AttributionConflict => TextStyle::Bad,
        };
        let mut right = StyledText::new(&format!("{} · ", view.count_summary()), TextStyle::Plain)
            .with(&verdict, style);
        let alarm = view.silent_change_summary();
        if !alarm.is_empty() {
            right.push(" · ", TextStyle::Plain);
            let is_known = view.silent_changes > 0;
            right.push(&alarm, if is_known { TextStyle::Bad } else { TextStyle::Warn });
        }
        let used = line.width() + right.width();
        if used + 3 <= self.width {
            line.push(&" ".repeat(self.width - used), TextStyle::Plain);
            line.append(&right);
            line.write(self.colour, out)
        } else {
            self.write_lines(wrap_indented(&line, 0, self.width), out)?;
            self.write_lines(wrap_indented(&right, 2, self.width), out)
        }
    }

    /// Writes `minor: 1: to ] at the (function-word; Post) · …`.
    fn write_listed(
        &self,
        view: &UtteranceView,
        title: &str,
        changes: &[ListedChange<'_>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut line = StyledText::new(title, TextStyle::Dim);
        let mut last = None;
        for &(number, change) in changes {
            match last.replace(number) {
                Some(before) if before == number => line.push("; ", TextStyle::Dim),
                before => {
                    line.push(if before.is_some() { " · " } else { "" }, TextStyle::Dim);
                    line.push(&format!("{number}: "), TextStyle::Bold);
                }
            }
            line.push(&format!("{} ", operation_sign(change.operation)), TextStyle::Dim);
            line.append(&self.change_words(view, change));
            let who =
                view.describe_outlets(&change.wordings, &change.others, self.name_all_outlets);
            let how =
                if change.stands { change.kind_labels() } else { change.doubt_label().to_owned() };
            line.push(&format!(" ({how}; {who})"), TextStyle::Dim);
        }
        if changes.is_empty() {
            Ok(())
        } else {
            self.write_lines(wrap_indented(&line, 2, self.width), out)
        }
    }

    /// Writes `same words, printed otherwise: organise ] organize (spelling; Post) · …`.
    fn write_accidentals(&self, view: &UtteranceView, out: &mut dyn Write) -> io::Result<()> {
        if view.accidentals.is_empty() {
            return Ok(());
        }
        let mut line = StyledText::new("same words, printed otherwise: ", TextStyle::Dim);
        for (i, accidental) in view.accidentals.iter().enumerate() {
            if i > 0 {
                line.push(" · ", TextStyle::Dim);
            }
            let (lemma, text) = &accidental.words;
            match &accidental.place {
                Some(place) => {
                    let (sign, mark) = if lemma.is_empty() { ("+", text) } else { ("-", lemma) };
                    line.push(&format!("{sign} "), TextStyle::Dim);
                    line.push(&format!("{mark} {place}"), TextStyle::Plain);
                }
                None => {
                    line.push(lemma, TextStyle::Plain);
                    line.push(" ] ", TextStyle::Dim);
                    line.push(text, TextStyle::Plain);
                }
            }
            let who = view.describe_outlets(
                &accidental.wordings,
                &accidental.others,
                self.name_all_outlets,
            );
            line.push(&format!(" ({}; {who})", accidental.kind.as_str()), TextStyle::Dim);
        }
        self.write_lines(wrap_indented(&line, 2, self.width), out)
    }

    /// Writes one row for each witness.
    fn write_witnesses(
        &self,
        view: &UtteranceView,
        index: Option<&QuotationIndex>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let all = &view.utterance.witnesses;
        let shown = if self.name_all_outlets || all.len() <= MAX_WITNESS_ROWS + 1 {
            all.len()
        } else {
            MAX_WITNESS_ROWS
        };
        let rows: Vec<Vec<StyledText>> =
            all[..shown].iter().map(|witness| self.witness_row(view, index, witness)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.write_lines(lay_out_table(&rows, 1, 4, self.width), out)?;
        if shown < all.len() {
            self.write_lines(
                wrap_indented(
                    &StyledText::new(&format!("… and {} more", all.len() - shown), TextStyle::Dim),
                    4,
                    self.width,
                ),
                out,
            )?;
        }
        for sentence in view.describe_lineage() {
            let line = StyledText::new(&sentence, TextStyle::Plain);
            self.write_lines(wrap_indented(&line, 4, self.width), out)?;
        }
        self.write_reports(view, index, out)
    }

    /// Writes who reports the utterance without marks: no witness, and nothing it prints differs.
    fn write_reports(
        &self,
        view: &UtteranceView,
        index: Option<&QuotationIndex>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let reports = index.map_or(&[][..], |index| index.reports_of(&view.utterance.id));
        let shown = if self.name_all_outlets { reports.len() } else { MAX_WITNESS_ROWS };
        for (document, report) in reports.iter().take(shown) {
            let line = StyledText::new(document.outlet(), TextStyle::Plain)
                .with(": ", TextStyle::Plain)
                .with(&reported_words(document, report), TextStyle::Plain)
                .with(", without marks", TextStyle::Dim);
            self.write_lines(wrap_indented(&line, 4, self.width), out)?;
        }
        if let more @ 1.. = reports.len().saturating_sub(shown) {
            let line = StyledText::new(&format!("… and {more} more without marks"), TextStyle::Dim);
            self.write_lines(wrap_indented(&line, 4, self.width), out)?;
        }
        Ok(())
    }
}

/// Prints the apparatus as [`TextReport`] does, 100 columns wide and without colour. Mentions of
/// the speaker are left out, because they stand in the documents.
impl fmt::Display for Utterance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::new();
        TextReport::new()
            .write_view(&UtteranceView::new(self), None, &mut bytes)
            .map_err(|_| fmt::Error)?;
        f.write_str(String::from_utf8_lossy(&bytes).trim_end_matches('\n'))
    }
}
