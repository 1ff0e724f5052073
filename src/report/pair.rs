//! Why two quotations are, or are not, one utterance; and the pairs that a person should look at.

use std::io::{self, Write};

use super::colour::Style;
use super::layout::{Rich, block, clean, table};
use super::lookup::Lookup;
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
        let lookup = Lookup::new(reconciliation);
        let (verdict, style) = match link.verdict {
            LinkVerdict::Same => ("one utterance", Style::Good),
            LinkVerdict::Review => ("perhaps one utterance: a person should look", Style::Warn),
            LinkVerdict::Different => ("not linked as one utterance", Style::Bad),
        };
        let header =
            Rich::of(verdict, style).with(&format!("   score {:.3}", link.score), Style::Dim);
        self.all(block(&header, 0, self.width), out)?;
        self.both(link, &lookup, out)?;
        for (mark, lines) in [("·", link.reasons()), ("?", link.counterfactuals())] {
            for line in &lines {
                let rows =
                    [vec![Rich::of(mark, Style::Dim), Rich::plain(&clean(line)), Rich::new()]];
                self.all(table(&rows, 1, 0, self.width), out)?;
            }
        }
        Ok(())
    }

    fn write_review_list(
        &self,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lookup = Lookup::new(reconciliation);
        let list = review(reconciliation, &lookup);
        let count = match list.len() {
            0 => "Nothing to look at.".to_owned(),
            1 => "1 pair to look at.".to_owned(),
            n => format!("{n} pairs to look at, the most doubtful first."),
        };
        self.all(block(&Rich::of(&count, Style::Bold), 0, self.width), out)?;
        for link in list {
            writeln!(out)?;
            let doubt = match link.verdict {
                LinkVerdict::Review => "perhaps one utterance",
                _ => "alike, but kept apart by what others say",
            };
            let header = Rich::of(doubt, Style::Warn)
                .with(&format!("   score {:.3}", link.score), Style::Dim);
            self.all(block(&header, 0, self.width), out)?;
            self.both(link, &lookup, out)?;
            for reason in link.reasons().iter().take(4) {
                self.all(
                    table(
                        &[vec![
                            Rich::of("·", Style::Dim),
                            Rich::plain(&clean(reason)),
                            Rich::new(),
                        ]],
                        1,
                        0,
                        self.width,
                    ),
                    out,
                )?;
            }
            let [a, b] = [&link.a, &link.b].map(|id| quoted(id));
            writeln!(out, "{{\"decision\": \"same\", \"a\": {a}, \"b\": {b}}}")?;
        }
        Ok(())
    }

    /// The two quotations of a pair, and who printed them when.
    fn both(&self, link: &Link, lookup: &Lookup<'_>, out: &mut dyn Write) -> io::Result<()> {
        for id in [&link.a, &link.b] {
            let mut head = Rich::of(&clean(id), Style::Bold);
            let mut words = String::new();
            if let Some(printed) = lookup.get(id) {
                for part in
                    [printed.document.document.outlet.as_deref().unwrap_or(""), printed.date()]
                {
                    if !part.is_empty() {
                        head.push(&format!("   {}", clean(part)), Style::Plain);
                    }
                }
                let speaker = printed.mention().map_or("unnamed".to_owned(), clean);
                head.push(&format!("   {speaker}"), Style::Plain);
                match printed.name() {
                    Some(name) if name != speaker => {
                        head.push(&format!(" ({})", clean(name)), Style::Plain)
                    }
                    _ => {}
                }
                words = format!("“{}”", clean(&printed.quotation.text));
            }
            self.all(block(&head, 0, self.width), out)?;
            self.all(block(&Rich::plain(&words), 2, self.width), out)?;
        }
        Ok(())
    }
}

/// The pairs to look at, most doubtful first.
fn review<'a>(reconciliation: &'a Reconciliation, lookup: &Lookup<'_>) -> Vec<&'a Link> {
    let utterance = |id: &str| lookup.get(id).map(|printed| printed.quotation.utterance.as_str());
    let doubtful = |link: &&Link| match link.verdict {
        LinkVerdict::Review => utterance(&link.a) != utterance(&link.b),
        LinkVerdict::Same => {
            utterance(&link.a) != utterance(&link.b) && link.basis != Basis::Decision
        }
        LinkVerdict::Different => false,
    };
    let mut list: Vec<&Link> = reconciliation.links.iter().filter(doubtful).collect();
    let doubt = |link: &Link| (link.score - 0.5).abs();
    list.sort_by(|x, y| {
        doubt(x).total_cmp(&doubt(y)).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    list
}

/// A JSON string.
fn quoted(text: &str) -> String {
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
