//! The table of the wordings side by side.

use std::io::{self, Write};

use crate::report::escape::escape;
use crate::report::labels::level_class;
use crate::report::one_line::elide_middle;
use crate::report::synopsis::{Synopsis, SynopsisCell};
use crate::report::view::UtteranceView;
use crate::variant::{Kind, Level};

/// Writes the wordings side by side: one row for each, the lemma first, and one column for each
/// place that varies.
pub(super) fn write_synopsis(view: &UtteranceView, out: &mut dyn Write) -> io::Result<()> {
    /// Number of words shown of a segment that all wordings print alike.
    const AGREED: usize = 6;
    let utterance = view.utterance;
    // Glyphs of marks are left out: they would cut every apostrophe out of its word.
    let glyph = |kind| matches!(kind, Kind::QuoteMark | Kind::Whitespace | Kind::Dash);
    let synopsis = Synopsis::new(utterance, |reading| !glyph(reading.kind));
    let lemma = utterance.lemma.wording;
    let rows: Vec<usize> = std::iter::once(lemma)
        .chain((0..utterance.wordings.len()).filter(|&wording| wording != lemma))
        .collect();
    writeln!(out, "<details><summary>The wordings side by side</summary><div class=\"scroll\">")?;
    writeln!(out, "<table class=\"synopsis\"><tbody>")?;
    for (n, &wording) in rows.iter().enumerate() {
        let base = if n == 0 { " class=\"lemma\"" } else { "" };
        write!(
            out,
            "<tr{base}><th scope=\"row\">{}</th>",
            escape(&view.outlets_with(&[wording], false))
        )?;
        if synopsis.elsewhere.contains(&wording) {
            let text = utterance.wordings.get(wording).map_or("", |wording| &wording.text);
            let columns = synopsis
                .segments
                .iter()
                .filter(|segment| n == 0 || segment.varies())
                .count()
                .max(1);
            writeln!(
                out,
                "<td class=\"other A\" colspan=\"{columns}\">another part: {}</td></tr>",
                escape(text)
            )?;
            continue;
        }
        for segment in &synopsis.segments {
            let agreed = segment.cells.iter().all(|cell| matches!(cell, SynopsisCell::Same));
            if agreed && n > 0 {
                continue;
            }
            if agreed {
                let (rows, short) = (rows.len(), escape(&elide_middle(&segment.lemma, AGREED)));
                write!(
                    out,
                    "<td class=\"agreed\" rowspan=\"{rows}\" title=\"{}\">{short}</td>",
                    escape(&segment.lemma)
                )?;
                continue;
            }
            match &segment.cells[wording] {
                SynopsisCell::Same if segment.lemma.is_empty() => write!(out, "<td></td>")?,
                SynopsisCell::Same => write!(out, "<td>{}</td>", escape(&segment.lemma))?,
                SynopsisCell::Outside => write!(out, "<td class=\"outside\">…</td>")?,
                SynopsisCell::Other(text, readings) => {
                    let rules: Vec<&str> =
                        readings.iter().map(|reading| reading.rule.as_str()).collect();
                    let class = level_class(
                        readings
                            .iter()
                            .map(|reading| reading.standing_level())
                            .max()
                            .unwrap_or(Level::Accidental),
                    );
                    let text = if text.is_empty() { "—".to_owned() } else { escape(text) };
                    write!(
                        out,
                        "<td class=\"other {class}\" title=\"{}\">{text}</td>",
                        escape(&rules.join(", "))
                    )?;
                }
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div></details>")
}
