//! People's text: the apparatus of an edition, for a terminal.

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};

use super::change::Change;
use super::colour::{Colour, Style};
use super::fragment::Fragment;
use super::layout::{Rich, block, clean, table};
use super::lemma;
use super::lookup::Lookup;
use super::outlets::{self, Outlets};
use super::view::{Place, View, brief, disclosed, short, sign, weight};
use super::{Report, writing_failed};
use crate::edition::{Utterance, Verdict, Witness};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::variant::Level;

/// Writes utterances as people read them; see the [room](crate::report) for the signs.
///
/// ```
/// use variorum::report::{Colour, TextReport};
/// let form = TextReport::new().with_width(72).with_colour(Colour::Always).with_all_outlets_named(true);
/// # let _ = form;
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

/// Without [`TextReport::with_all_outlets_named`], witnesses beyond these are counted: a dozen lines can still be taken in.
const WITNESSES: usize = 12;
/// Narrower than this nothing can be set in columns.
const NARROWEST: usize = 40;

impl Report for TextReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl TextReport {
    /// 100 columns, no colour, long lists of outlets counted, utterances printed by two outlets or more.
    pub fn new() -> TextReport {
        TextReport { width: 100, colour: Colour::Never, name_all_outlets: false, min_outlets: 2 }
    }

    /// Columns of the terminal; fewer than 40 are taken as 40.
    pub fn with_width(mut self, columns: usize) -> TextReport {
        self.width = columns.max(NARROWEST);
        self
    }

    /// Whether to colour.
    pub fn with_colour(mut self, colour: Colour) -> TextReport {
        self.colour = colour;
        self
    }

    /// Whether to name every outlet and every witness, however many.
    pub fn with_all_outlets_named(mut self, name_all: bool) -> TextReport {
        self.name_all_outlets = name_all;
        self
    }

    /// Leaves out utterances that fewer outlets print.
    pub fn with_min_outlets(mut self, outlets: usize) -> TextReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let lookup = Lookup::new(reconciliation);
        let mut any = false;
        let mut signs = false;
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets)
        {
            if any {
                writeln!(out)?;
            }
            let view = View::new(utterance);
            self.lines(&view, Some(&lookup), out)?;
            any = true;
            signs |= !view.places.is_empty() || !view.fragments.is_empty();
        }
        if !any {
            return match self.min_outlets {
                0 | 1 => writeln!(out, "No quotation was found."),
                2 => writeln!(out, "No utterance is printed by two outlets or more."),
                least => writeln!(out, "No utterance is printed by {least} outlets or more."),
            };
        }
        self.outlets(reconciliation, out)?;
        if signs {
            writeln!(out)?;
            let key = "+ added · - left out · ~ other words · ↕ moved · … cut · ‸ addition · ! alters the meaning silently";
            self.all(block(&Rich::of(key, Style::Dim), 0, self.width), out)?;
        }
        Ok(())
    }

    /// Which outlets change words in silence.
    fn outlets(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let outlets = Outlets::new(reconciliation, self.name_all_outlets);
        if outlets.rows.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        self.all(
            block(&Rich::of("How the outlets print what is shared", Style::Bold), 0, self.width),
            out,
        )?;
        let mut rows =
            vec![outlets::HEAD.iter().map(|title| Rich::of(title, Style::Dim)).collect::<Vec<_>>()];
        for row in &outlets.rows {
            let style = |n: usize| if row.loud && n == 3 { Style::Bad } else { Style::Plain };
            rows.push(
                row.cells.iter().enumerate().map(|(n, cell)| Rich::of(cell, style(n))).collect(),
            );
        }
        self.all(table(&rows, 0, 2, self.width), out)?;
        if outlets.more > 0 {
            self.all(
                block(
                    &Rich::of(&format!("… and {} more", outlets.more), Style::Dim),
                    2,
                    self.width,
                ),
                out,
            )?;
        }
        self.all(block(&Rich::of(outlets::NOTE, Style::Dim), 2, self.width), out)
    }

    /// Writes one utterance, with what `reconciliation` knows of its witnesses.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_utterance(
        &self,
        utterance: &Utterance,
        reconciliation: &Reconciliation,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.lines(&View::new(utterance), Some(&Lookup::new(reconciliation)), out)
            .map_err(writing_failed)
    }

    fn lines(&self, view: &View, lookup: Option<&Lookup>, out: &mut dyn Write) -> io::Result<()> {
        self.header(view, out)?;
        for (name, outlets) in view.claims() {
            let line = Rich::of("given to ", Style::Plain)
                .with(&name, Style::Bad)
                .with(&format!(" by {}", outlets.join(", ")), Style::Plain);
            self.all(block(&line, 2, self.width), out)?;
        }
        self.all(block(&lemma::marked(view), 2, self.width), out)?;

        let (lined, rows): (Vec<&Place>, Vec<&Place>) = view
            .places
            .iter()
            .partition(|place| place.level <= Level::Minor && view.minor_in_a_line());
        let rows: Vec<Vec<Rich>> = rows
            .into_iter()
            .flat_map(|place| {
                place
                    .changes
                    .iter()
                    .enumerate()
                    .map(|(i, change)| self.change(view, place, change, i == 0))
            })
            .collect();
        self.all(table(&rows, 3, 2, self.width), out)?;
        self.minor(view, &lined, out)?;
        let rows: Vec<Vec<Rich>> =
            view.fragments.iter().map(|fragment| self.fragment(view, fragment)).collect();
        self.all(table(&rows, 2, 2, self.width), out)?;
        self.accidentals(view, out)?;
        self.witnesses(view, lookup, out)
    }

    pub(super) fn all(&self, lines: Vec<Rich>, out: &mut dyn Write) -> io::Result<()> {
        lines.iter().try_for_each(|line| line.write(self.colour, out))
    }

    /// `Donald Trump     4 outlets · 3 wordings · DIFFERING · 1 silent change of substance`
    fn header(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let utterance = view.utterance;
        let mut line = match &utterance.speaker {
            Some(name) => Rich::of(&clean(name), Style::Bold),
            None => Rich::of("speaker not named", Style::Dim),
        };
        let (verdict, loud) = view.verdict();
        let verdict = if loud { verdict.to_uppercase() } else { verdict };
        let style = match utterance.verdict {
            Verdict::Single => Style::Dim,
            Verdict::Verbatim => Style::Good,
            Verdict::Minor => Style::Minor,
            Verdict::Differing => Style::Warn,
            Verdict::Contradictory | Verdict::AttributionConflict => Style::Bad,
        };
        let mut right =
            Rich::of(&format!("{} · ", view.figures()), Style::Plain).with(&verdict, style);
        let alarm = view.alarm();
        if !alarm.is_empty() {
            right.push(" · ", Style::Plain);
            right.push(&alarm, Style::Bad);
        }
        let used = line.width() + right.width();
        if used + 3 <= self.width {
            line.push(&" ".repeat(self.width - used), Style::Plain);
            line.append(&right);
            line.write(self.colour, out)
        } else {
            self.all(block(&line, 0, self.width), out)?;
            self.all(block(&right, 2, self.width), out)
        }
    }

    /// Warning, number, sign, words, who, kind, level, disclosure.
    fn change(&self, view: &View, place: &Place, change: &Change, first: bool) -> Vec<Rich> {
        let style = of_level(change.level);
        let number = if first { place.number.to_string() } else { String::new() };
        vec![
            warning(change.silent()),
            Rich::of(&number, Style::Bold),
            Rich::of(sign(change.operation), style),
            self.words(view, change),
            Rich::plain(&view.entry(&change.wordings, &change.others, self.name_all_outlets)),
            Rich::of(&change.kind(), Style::Dim),
            Rich::of(weight(change.level), style),
            Rich::of(
                disclosed(change.disclosure),
                if change.silent() { Style::Bad } else { Style::Dim },
            ),
        ]
    }

    /// `minor: ¹ to ] at the (Post; function-word) · …`
    fn minor(&self, view: &View, places: &[&Place], out: &mut dyn Write) -> io::Result<()> {
        let mut line = Rich::of("minor: ", Style::Dim);
        for (i, place) in places.iter().enumerate() {
            if i > 0 {
                line.push(" · ", Style::Dim);
            }
            line.push(&format!("{}: ", place.number), Style::Bold);
            for (i, change) in place.changes.iter().enumerate() {
                if i > 0 {
                    line.push("; ", Style::Dim);
                }
                line.push(&format!("{} ", sign(change.operation)), Style::Dim);
                line.append(&self.words(view, change));
                let who = view.entry(&change.wordings, &change.others, self.name_all_outlets);
                line.push(&format!(" ({}; {who})", change.kind()), Style::Dim);
            }
        }
        if places.is_empty() { Ok(()) } else { self.all(block(&line, 2, self.width), out) }
    }

    /// Warning, sign, words, who.
    fn fragment(&self, view: &View, fragment: &Fragment) -> Vec<Rich> {
        let mut words = Rich::new();
        for (how, quoted) in &fragment.told {
            words.push(if words.is_empty() { "" } else { "; " }, Style::Dim);
            words.push(how, Style::Dim);
            words.push(&format!(" “{quoted}”"), Style::Plain);
        }
        // A cut that takes a condition or a negation with it is said in words; others can be seen.
        for (entry, reading) in fragment.grave() {
            words.push(", leaving out ", Style::Dim);
            words.push(&format!("“{}”", view.lemma_of(entry)), of_level(reading.level));
            words.push(
                &format!(" ({}, {})", reading.kind.name(), weight(reading.level)),
                Style::Dim,
            );
        }
        let who = Rich::plain(&view.who(&fragment.wordings, self.name_all_outlets));
        let sign = if fragment.cut { "…" } else { "+" };
        vec![warning(fragment.silent()), Rich::of(sign, Style::Dim), words, who, Rich::new()]
    }

    /// `same words, printed otherwise: organise ] organize (spelling; Post) · …`
    fn accidentals(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        if view.accidentals.is_empty() {
            return Ok(());
        }
        let mut line = Rich::of("same words, printed otherwise: ", Style::Dim);
        for (i, accidental) in view.accidentals.iter().enumerate() {
            if i > 0 {
                line.push(" · ", Style::Dim);
            }
            let (lemma, text) = &accidental.words;
            match &accidental.place {
                Some(place) => {
                    let (sign, mark) = if lemma.is_empty() { ("+", text) } else { ("-", lemma) };
                    line.push(&format!("{sign} "), Style::Dim);
                    line.push(&format!("{mark} {place}"), Style::Plain);
                }
                None => {
                    line.push(lemma, Style::Plain);
                    line.push(" ] ", Style::Dim);
                    line.push(text, Style::Plain);
                }
            }
            let who = view.entry(&accidental.wordings, &accidental.others, self.name_all_outlets);
            line.push(&format!(" ({}; {who})", accidental.kind.name()), Style::Dim);
        }
        self.all(block(&line, 2, self.width), out)
    }

    /// `to ] at the`; words that one side lacks with their place.
    fn words(&self, view: &View, change: &Change) -> Rich {
        let style = of_level(change.level);
        let (lemma, text) = view.sides(change);
        let mut words = Rich::new();
        match (lemma.is_empty(), text.is_empty()) {
            (true, _) => {
                words.push(&text, style);
                words.push(&format!(" ({})", view.place_of(change)), Style::Dim);
            }
            (false, true) => words.push(&lemma, style),
            (false, false) => {
                words.push(&lemma, Style::Plain);
                words.push(" ] ", Style::Dim);
                words.push(&text, style);
            }
        }
        for (form, who) in view.forms(change, self.name_all_outlets) {
            words.push("; ", Style::Dim);
            words.push(&form, style);
            words.push(&format!(" ({who})"), Style::Dim);
        }
        if let Some(place) = &change.moved {
            words.push(&format!(" ({place})"), Style::Dim);
        }
        words
    }

    /// Siglum, outlet, date, how the speaker is named, which places it changes, quotation.
    fn witnesses(
        &self,
        view: &View,
        lookup: Option<&Lookup>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let all = &view.utterance.witnesses;
        let shown =
            if self.name_all_outlets || all.len() <= WITNESSES + 1 { all.len() } else { WITNESSES };
        let rows: Vec<Vec<Rich>> =
            all[..shown].iter().map(|witness| self.witness(view, lookup, witness)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.all(table(&rows, 1, 4, self.width), out)?;
        if shown < all.len() {
            self.all(
                block(
                    &Rich::of(&format!("… and {} more", all.len() - shown), Style::Dim),
                    4,
                    self.width,
                ),
                out,
            )?;
        }
        Ok(())
    }

    fn witness(&self, view: &View, lookup: Option<&Lookup>, witness: &Witness) -> Vec<Rich> {
        let printed = lookup.and_then(|lookup| lookup.get(&witness.quotation));
        let mut naming = Rich::new();
        if let Some(printed) = printed {
            match printed.mention() {
                Some(mention) => {
                    let mention = clean(mention);
                    let mention = if self.name_all_outlets { mention } else { brief(&mention) };
                    naming.push(&mention, Style::Plain);
                    let known = view.utterance.speaker.as_deref();
                    let name = printed
                        .name()
                        .filter(|&name| Some(name) != known && !surname(&mention, name));
                    if let Some(name) = name {
                        naming.push(&format!(" ({})", clean(name)), Style::Dim);
                    }
                }
                None => naming.push("unnamed", Style::Dim),
            }
        }
        vec![
            Rich::of(&clean(&witness.siglum), Style::Bold),
            Rich::plain(&short(&witness.outlet)),
            Rich::of(&clean(day(witness.published.as_deref())), Style::Dim),
            naming,
            Rich::plain(&view.reads(witness)),
            Rich::of(
                &if self.name_all_outlets {
                    clean(&witness.quotation)
                } else {
                    short(&witness.quotation)
                },
                Style::Dim,
            ),
        ]
    }
}

/// Whether the mention ends as the name does: `Mr Putin` needs no `Vladimir Putin` beside it, `he` does.
fn surname(mention: &str, name: &str) -> bool {
    mention.split_whitespace().next_back() == name.split_whitespace().next_back()
}

/// What a reader wants to see first is marked in the margin.
fn warning(silent: bool) -> Rich {
    if silent { Rich::of("!", Style::Bad) } else { Rich::new() }
}

/// The day of a date as given: without the time.
pub(super) fn day(published: Option<&str>) -> &str {
    let given = published.unwrap_or("");
    given.get(..10).unwrap_or(given)
}

pub(super) fn of_level(level: Level) -> Style {
    match level {
        Level::Accidental => Style::Dim,
        Level::Minor => Style::Minor,
        Level::Substantive => Style::Warn,
        Level::Contradictory => Style::Bad,
    }
}

/// The apparatus as [`report::TextReport`](crate::report::TextReport) sets it: 100 columns, without colour, and without what only
/// the documents tell (how each names the speaker).
impl fmt::Display for Utterance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::new();
        TextReport::new().lines(&View::new(self), None, &mut bytes).map_err(|_| fmt::Error)?;
        f.write_str(String::from_utf8_lossy(&bytes).trim_end_matches('\n'))
    }
}
