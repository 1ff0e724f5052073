//! Why two quotations are, or are not, one utterance.

use std::io::{self, Write};

use super::Text;
use super::colour::Style;
use super::layout::{Rich, block, clean, table};
use super::lookup::Lookup;
use crate::archive::Reconciliation;
use crate::link::{Link, LinkVerdict};

impl Text {
    /// Writes why two quotations are, or are not, one utterance.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_link(&self, link: &Link, reconciliation: &Reconciliation, mut out: impl Write) -> io::Result<()> {
        let out: &mut dyn Write = &mut out;
        let lookup = Lookup::new(reconciliation);
        let (verdict, style) = match link.verdict {
            LinkVerdict::Same => ("one utterance", Style::Good),
            LinkVerdict::Review => ("perhaps one utterance: a person should look", Style::Warn),
            LinkVerdict::Different => ("not linked as one utterance", Style::Bad),
        };
        let header = Rich::of(verdict, style).with(&format!("   score {:.3}", link.score), Style::Dim);
        self.all(block(&header, 0, self.width), out)?;
        for id in [&link.a, &link.b] {
            let mut head = Rich::of(&clean(id), Style::Bold);
            let mut words = String::new();
            if let Some(printed) = lookup.get(id) {
                for part in [printed.document.document.outlet.as_deref().unwrap_or(""), printed.date()] {
                    if !part.is_empty() {
                        head.push(&format!("   {}", clean(part)), Style::Plain);
                    }
                }
                let speaker = printed.mention().map_or("unnamed".to_owned(), clean);
                head.push(&format!("   {speaker}"), Style::Plain);
                match printed.name() {
                    Some(name) if name != speaker => head.push(&format!(" ({})", clean(name)), Style::Plain),
                    _ => {}
                }
                words = format!("“{}”", clean(&printed.quotation.text));
            }
            self.all(block(&head, 0, self.width), out)?;
            self.all(block(&Rich::plain(&words), 2, self.width), out)?;
        }
        for reason in &link.reasons() {
            let rows = [vec![Rich::of("·", Style::Dim), Rich::plain(&clean(reason)), Rich::new()]];
            self.all(table(&rows, 1, 0, self.width), out)?;
        }
        Ok(())
    }
}
