//! Text reports about pairs: why two quotations are linked or not, and the pairs to review.

use std::io::{self, Write};

use super::colour::TextStyle;
use super::one_line::sanitize;
use super::quotation_index::QuotationIndex;
use super::styled_text::{StyledText, wrap_indented};
use super::table::lay_out_table;
use super::{TextReport, writing_failed};
use crate::error::Error;
use crate::link::{Basis, Link, LinkVerdict};
use crate::reconciliation::Reconciliation;

impl TextReport {
    /// Writes why two quotations are, or are not, one utterance: the reasons (`·`), and the changes
    /// that would lead to another verdict (`?`).
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_link(
        &self,
        link: &Link,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.write_explanation(link, reconciliation, out).map_err(writing_failed)
    }

    /// Writes the pairs that a person should review, most doubtful first: those between the two
    /// thresholds, and those accepted whose quotations are in two utterances because of other
    /// quotations. Each comes with the decision to put into a file for the next run
    /// ([`crate::input::read_decisions`]).
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_review(
        &self,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.write_review_list(reconciliation, out).map_err(writing_failed)
    }

    fn write_explanation(
        &self,
        link: &Link,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let (verdict, style) = match link.verdict {
            LinkVerdict::Same if link.rejection.is_none() => ("one utterance", TextStyle::Good),
            LinkVerdict::Same | LinkVerdict::Review => {
                ("perhaps one utterance: a person should look", TextStyle::Warn)
            }
            LinkVerdict::Different => ("not linked as one utterance", TextStyle::Bad),
        };
        let header = StyledText::new(verdict, style)
            .with(&format!("   score {:.3}", link.score), TextStyle::Dim);
        self.write_lines(wrap_indented(&header, 0, self.width), out)?;
        self.write_pair(link, &index, out)?;
        for (mark, lines) in [("·", link.reasons()), ("?", link.counterfactuals())] {
            for line in &lines {
                let rows = [vec![
                    StyledText::new(mark, TextStyle::Dim),
                    StyledText::plain(&sanitize(line)),
                    StyledText::default(),
                ]];
                self.write_lines(lay_out_table(&rows, 1, 0, self.width), out)?;
            }
        }
        Ok(())
    }

    fn write_review_list(
        &self,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let list = pairs_to_review(reconciliation, &index);
        let count = match list.len() {
            0 => "Nothing to look at.".to_owned(),
            1 => "1 pair to look at.".to_owned(),
            n => format!("{n} pairs to look at, the most doubtful first."),
        };
        self.write_lines(
            wrap_indented(&StyledText::new(&count, TextStyle::Bold), 0, self.width),
            out,
        )?;
        for link in list {
            writeln!(out)?;
            let verdict = match link.verdict {
                LinkVerdict::Review => "perhaps one utterance",
                _ => "alike, but kept apart by what others say",
            };
            let header = StyledText::new(verdict, TextStyle::Warn)
                .with(&format!("   score {:.3}", link.score), TextStyle::Dim);
            self.write_lines(wrap_indented(&header, 0, self.width), out)?;
            self.write_pair(link, &index, out)?;
            for reason in link.reasons().iter().take(4) {
                self.write_lines(
                    lay_out_table(
                        &[vec![
                            StyledText::new("·", TextStyle::Dim),
                            StyledText::plain(&sanitize(reason)),
                            StyledText::default(),
                        ]],
                        1,
                        0,
                        self.width,
                    ),
                    out,
                )?;
            }
            let [a, b] = [&link.a, &link.b].map(|id| json_string(id));
            writeln!(out, "{{\"decision\": \"same\", \"a\": {a}, \"b\": {b}}}")?;
        }
        Ok(())
    }

    /// Writes the two quotations of a pair with outlet, date and speaker.
    fn write_pair(
        &self,
        link: &Link,
        index: &QuotationIndex<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for id in [&link.a, &link.b] {
            let mut head = StyledText::new(&sanitize(id), TextStyle::Bold);
            let mut words = String::new();
            if let Some(printed) = index.get(id) {
                for part in
                    [printed.document.document.outlet.as_deref().unwrap_or(""), printed.date()]
                {
                    if !part.is_empty() {
                        head.push(&format!("   {}", sanitize(part)), TextStyle::Plain);
                    }
                }
                let speaker = printed.mention().map_or("unnamed".to_owned(), sanitize);
                head.push(&format!("   {speaker}"), TextStyle::Plain);
                match printed.name() {
                    Some(name) if name != speaker => {
                        head.push(&format!(" ({})", sanitize(name)), TextStyle::Plain)
                    }
                    _ => {}
                }
                words = format!("“{}”", sanitize(&printed.quotation.text));
            }
            self.write_lines(wrap_indented(&head, 0, self.width), out)?;
            self.write_lines(wrap_indented(&StyledText::plain(&words), 2, self.width), out)?;
        }
        Ok(())
    }
}

/// Returns the pairs to review, most doubtful first.
pub(super) fn pairs_to_review<'a>(
    reconciliation: &'a Reconciliation,
    index: &QuotationIndex<'_>,
) -> Vec<&'a Link> {
    let utterance = |id: &str| index.get(id).map(|printed| printed.quotation.utterance.as_str());
    let doubtful = |link: &&Link| match link.verdict {
        LinkVerdict::Review => utterance(&link.a) != utterance(&link.b),
        LinkVerdict::Same => {
            utterance(&link.a) != utterance(&link.b) && link.basis != Basis::Decision
        }
        LinkVerdict::Different => false,
    };
    let mut list: Vec<&Link> = reconciliation.links.iter().filter(doubtful).collect();
    list.sort_by(|x, y| x.by_doubt(y));
    list
}

/// Returns `text` as a JSON string.
pub(super) fn json_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
