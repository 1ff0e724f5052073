//! People's text: the apparatus of an edition, for a terminal.

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};

use super::colour::{Colour, Style};
use super::layout::{Rich, block, clean, shorten, table};
use super::lemma;
use super::lookup::Lookup;
use super::view::{Fragment, Place, View, disclosure, short_id, silent, weight};
use crate::apparatus::{Reading, Utterance, Verdict, Witness};
use crate::archive::Reconciliation;
use crate::variant::Level;

/// Writes utterances as people read them; see the [room](crate::report) for the signs.
///
/// ```
/// use variorum::report::{Colour, Text};
/// let form = Text::new().width(72).colour(Colour::Always).who(true);
/// # let _ = form;
/// ```
#[derive(Clone, Debug)]
pub struct Text {
    pub(super) width: usize,
    pub(super) colour: Colour,
    who: bool,
    min_outlets: usize,
}

impl Default for Text {
    fn default() -> Text {
        Text::new()
    }
}

/// Without [`Text::who`], witnesses beyond these are counted: a dozen lines can still be taken in.
const WITNESSES: usize = 12;
/// A fragment is shortened to this many words; the lemma has them all.
const FRAGMENT_WORDS: usize = 8;
/// Narrower than this nothing can be set in columns.
const NARROWEST: usize = 40;

impl Text {
    /// 100 columns, no colour, long lists of outlets counted, utterances printed by two outlets or more.
    pub fn new() -> Text {
        Text { width: 100, colour: Colour::Never, who: false, min_outlets: 2 }
    }

    /// Columns of the terminal; fewer than 40 are taken as 40.
    pub fn width(mut self, columns: usize) -> Text {
        self.width = columns.max(NARROWEST);
        self
    }

    /// Whether to colour.
    pub fn colour(mut self, colour: Colour) -> Text {
        self.colour = colour;
        self
    }

    /// Whether to name every outlet and every witness, however many.
    pub fn who(mut self, who: bool) -> Text {
        self.who = who;
        self
    }

    /// Leaves out utterances that fewer outlets print.
    pub fn min_outlets(mut self, outlets: usize) -> Text {
        self.min_outlets = outlets;
        self
    }

    /// Writes every utterance that enough outlets print, and a key to the signs. Linear in what is printed.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, reconciliation: &Reconciliation, mut out: impl Write) -> io::Result<()> {
        let out: &mut dyn Write = &mut out;
        let lookup = Lookup::new(reconciliation);
        let mut any = false;
        let mut signs = false;
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets) {
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
        if signs {
            writeln!(out)?;
            let key =
                "+ added · - left out · ~ other words · ↕ moved · … cut · ‸ addition · ! alters the meaning silently";
            self.all(block(&Rich::of(key, Style::Dim), 0, self.width), out)?;
        }
        Ok(())
    }

    /// Writes one utterance, with what `reconciliation` knows of its witnesses.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_utterance(
        &self,
        utterance: &Utterance,
        reconciliation: &Reconciliation,
        mut out: impl Write,
    ) -> io::Result<()> {
        self.lines(&View::new(utterance), Some(&Lookup::new(reconciliation)), &mut out)
    }

    fn lines(&self, view: &View, lookup: Option<&Lookup>, out: &mut dyn Write) -> io::Result<()> {
        self.header(view, out)?;
        if let Some(lookup) = lookup {
            for (name, outlets) in view.claims(lookup) {
                let those: Vec<&str> = outlets.into_iter().collect();
                let line = Rich::of("given to ", Style::Plain)
                    .with(&name, Style::Bad)
                    .with(&format!(" by {}", clean(&those.join(", "))), Style::Plain);
                self.all(block(&line, 2, self.width), out)?;
            }
        }
        self.all(block(&lemma::marked(view), 2, self.width), out)?;

        let mut rows: Vec<Vec<Rich>> = Vec::new();
        for place in &view.places {
            for (i, reading) in place.readings.iter().enumerate() {
                rows.push(self.reading(view, place, reading, i == 0));
            }
        }
        for fragment in &view.fragments {
            rows.push(self.fragment(view, fragment));
        }
        self.all(table(&rows, 3, 2, self.width), out)?;
        self.accidentals(view, out)?;
        self.witnesses(view, lookup, out)
    }

    pub(super) fn all(&self, lines: Vec<Rich>, out: &mut dyn Write) -> io::Result<()> {
        lines.iter().try_for_each(|line| line.write(self.colour, out))
    }

    /// `Donald Trump     4 outlets · 3 wordings · DIFFERING · 1 silent substantive`
    fn header(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let utterance = view.utterance;
        let mut line = match &utterance.speaker {
            Some(name) => Rich::of(&clean(name), Style::Bold),
            None => Rich::of("speaker not named", Style::Dim),
        };
        let verdict = utterance.verdict.name();
        let (verdict, style) = match utterance.verdict {
            Verdict::Single => (verdict.to_owned(), Style::Dim),
            Verdict::Verbatim => (verdict.to_owned(), Style::Good),
            Verdict::Minor => (verdict.to_owned(), Style::Minor),
            Verdict::Differing => (verdict.to_uppercase(), Style::Warn),
            Verdict::Contradictory | Verdict::AttributionConflict => (verdict.to_uppercase(), Style::Bad),
        };
        let mut right = Rich::of(&format!("{} · ", view.figures()), Style::Plain).with(&verdict, style);
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
    fn reading(&self, view: &View, place: &Place, reading: &Reading, first: bool) -> Vec<Rich> {
        let style = of_level(reading.level);
        let number = if first { place.number.to_string() } else { String::new() };
        let lemma = view.lemma_of(place.entry);
        let printed = clean(&reading.text);
        let ends: Vec<String> = view.other_ends(place, reading).iter().map(usize::to_string).collect();
        let mut words = Rich::new();
        match (lemma.is_empty(), printed.is_empty()) {
            (true, _) => {
                words.push(&printed, style);
                // For a moved block, the number of its other end is what helps.
                if ends.is_empty() {
                    words.push(&format!(" ({})", view.place_of(place.entry)), Style::Dim);
                }
            }
            (false, true) => words.push(&lemma, style),
            (false, false) => {
                words.push(&lemma, Style::Plain);
                words.push(" ] ", Style::Dim);
                words.push(&printed, style);
            }
        }
        if !ends.is_empty() {
            let how = match (lemma.is_empty(), printed.is_empty()) {
                (true, _) => "moved from",
                (_, true) => "moved to",
                _ => "↕",
            };
            words.push(&format!(" ({how} {})", ends.join(", ")), Style::Dim);
        }
        let mut row =
            vec![warning(reading), Rich::of(&number, Style::Bold), Rich::of(View::sign(reading), style), words];
        row.extend(self.labels(view, &reading.wordings, reading));
        row
    }

    fn fragment(&self, view: &View, fragment: &Fragment) -> Vec<Rich> {
        let wordings = &view.utterance.wordings;
        let text = wordings.get(fragment.wording).map_or("", |wording| &wording.text);
        let mut words = Rich::of("only ", Style::Dim);
        words.push(&format!("“{}”", shorten(&clean(text), FRAGMENT_WORDS)), Style::Plain);
        // A cut that takes a condition or a negation with it is said in words; others can be seen.
        for (entry, reading) in fragment.readings.iter().filter(|(_, reading)| reading.level >= Level::Substantive) {
            words.push(" without ", Style::Dim);
            words.push(&format!("“{}”", view.lemma_of(entry)), of_level(reading.level));
        }
        let worst = fragment.worst;
        let mut row = vec![warning(worst), Rich::new(), Rich::of(View::sign(worst), of_level(worst.level)), words];
        row.extend(self.labels(view, &[fragment.wording], worst));
        row
    }

    fn labels(&self, view: &View, wordings: &[usize], reading: &Reading) -> [Rich; 4] {
        let hidden = if silent(reading) { Style::Bad } else { Style::Dim };
        [
            Rich::plain(&view.who(wordings, self.who)),
            Rich::of(reading.kind.name(), Style::Dim),
            Rich::of(weight(reading.level), of_level(reading.level)),
            Rich::of(disclosure(reading), hidden),
        ]
    }

    /// `same words: organise ] organize (Post; spelling) · …`
    fn accidentals(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        if view.accidentals.is_empty() {
            return Ok(());
        }
        let mut line = Rich::of("same words, printed otherwise: ", Style::Dim);
        for (i, (entry, reading)) in view.accidentals.iter().enumerate() {
            if i > 0 {
                line.push(" · ", Style::Dim);
            }
            let or_none = |text: String| if text.is_empty() { "—".to_owned() } else { text };
            line.push(&or_none(view.lemma_of(entry)), Style::Plain);
            line.push(" ] ", Style::Dim);
            line.push(&or_none(clean(&reading.text)), Style::Plain);
            line.push(&format!(" ({}; {})", reading.kind.name(), view.who(&reading.wordings, self.who)), Style::Dim);
        }
        self.all(block(&line, 2, self.width), out)
    }

    /// Siglum, outlet, date, how the speaker is named, which places it changes, quotation.
    fn witnesses(&self, view: &View, lookup: Option<&Lookup>, out: &mut dyn Write) -> io::Result<()> {
        let all = &view.utterance.witnesses;
        let shown = if self.who || all.len() <= WITNESSES + 1 { all.len() } else { WITNESSES };
        let rows: Vec<Vec<Rich>> = all[..shown].iter().map(|witness| self.witness(view, lookup, witness)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.all(table(&rows, 1, 4, self.width), out)?;
        if shown < all.len() {
            self.all(block(&Rich::of(&format!("… and {} more", all.len() - shown), Style::Dim), 4, self.width), out)?;
        }
        Ok(())
    }

    fn witness(&self, view: &View, lookup: Option<&Lookup>, witness: &Witness) -> Vec<Rich> {
        let printed = lookup.and_then(|lookup| lookup.get(&witness.quotation));
        let mut naming = Rich::new();
        if let Some(printed) = printed {
            match printed.mention() {
                Some(mention) => {
                    naming.push(&clean(mention), Style::Plain);
                    let known = view.utterance.speaker.as_deref();
                    let name = printed.name().filter(|&name| Some(name) != known && !surname(mention, name));
                    if let Some(name) = name {
                        naming.push(&format!(" ({})", clean(name)), Style::Dim);
                    }
                }
                None => naming.push("unnamed", Style::Dim),
            }
        }
        let differs = view.differs_at(witness.wording);
        let part = view.fragments.iter().any(|fragment| fragment.wording == witness.wording);
        let numbers = differs.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let mut reads = Vec::new();
        if witness.wording == view.utterance.lemma.wording {
            reads.push("as above".to_owned());
        } else {
            if part {
                reads.push("a part".to_owned());
            }
            if !differs.is_empty() {
                reads.push(format!("differs at {numbers}"));
            }
            if reads.is_empty() {
                reads.push("same words".to_owned());
            }
        }
        if view.utterance.wordings.len() < 2 {
            reads.clear();
        }
        if let Some(original) = &witness.reprint_of {
            reads.push(format!("reprint of {}", clean(short_id(original))));
        }
        vec![
            Rich::of(&clean(&witness.siglum), Style::Bold),
            Rich::plain(&clean(&witness.outlet)),
            Rich::of(&clean(printed.map_or("", |printed| printed.date())), Style::Dim),
            naming,
            Rich::plain(&reads.join(", ")),
            Rich::of(&clean(short_id(&witness.quotation)), Style::Dim),
        ]
    }
}

/// Whether the mention ends as the name does: `Mr Putin` needs no `Vladimir Putin` beside it, `he` does.
fn surname(mention: &str, name: &str) -> bool {
    mention.split_whitespace().next_back() == name.split_whitespace().next_back()
}

/// What a reader wants to see first is marked in the margin.
fn warning(reading: &Reading) -> Rich {
    if silent(reading) { Rich::of("!", Style::Bad) } else { Rich::new() }
}

pub(super) fn of_level(level: Level) -> Style {
    match level {
        Level::Accidental => Style::Dim,
        Level::Minor => Style::Minor,
        Level::Substantive => Style::Warn,
        Level::Contradictory => Style::Bad,
    }
}

/// The apparatus as [`report::Text`](crate::report::Text) sets it: 100 columns, without colour, and without what only
/// the documents tell (dates, and how each names the speaker).
impl fmt::Display for Utterance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::new();
        Text::new().lines(&View::new(self), None, &mut bytes).map_err(|_| fmt::Error)?;
        f.write_str(String::from_utf8_lossy(&bytes).trim_end_matches('\n'))
    }
}
