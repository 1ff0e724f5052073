//! The HTML report: a page for a browser, for mail, and for print.

mod synopsis_table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::change::Change;
use super::escape::escape;
use super::fragment::Fragment;
use super::labels::{
    count_noun, date_part, disclosure_label, level_class, level_label, operation_sign,
    short_mention, short_name,
};
use super::legend::Legend;
use super::marked_lemma::{LemmaStep, walk_lemma};
use super::one_line::sanitize;
use super::outlet_table::{self, OutletTable};
use super::quotation_index::{QuotationIndex, reported_words};
use super::view::{ListedChange, UtteranceView};
use super::{Report, writing_failed};
use crate::edition::{Utterance, Verdict, Witness};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use synopsis_table::write_synopsis;

/// Writes utterances as one HTML page without scripts and without other files.
///
/// Each utterance has the lemma with its places marked, the changes, the wordings that print only a
/// part, the places where the same words are printed otherwise, the wordings side by side, and the
/// witnesses. A witness is linked to its article where an `http` or `https` address is known. The
/// page can be read without colour, with a screen reader, and on paper.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{HtmlReport, Report};
///
/// let mut out = Vec::new();
/// HtmlReport::new().with_min_outlets(3).write(&Reconciliation::default(), &mut out)?;
/// let page = String::from_utf8_lossy(&out);
/// assert!(page.contains("No utterance is printed by 3 outlets or more."));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct HtmlReport {
    name_all_outlets: bool,
    min_outlets: usize,
    title: String,
}

const STYLE_SHEET: &str = include_str!("html.css");

impl Default for HtmlReport {
    fn default() -> HtmlReport {
        HtmlReport::new()
    }
}

impl Report for HtmlReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl HtmlReport {
    /// Returns a report of the utterances that two outlets or more print. Long lists of outlets are
    /// counted, not named.
    pub fn new() -> HtmlReport {
        let title = "Quotations and their variants".to_owned();
        HtmlReport { name_all_outlets: false, min_outlets: 2, title }
    }

    /// Sets the title of the page; “Quotations and their variants” by default.
    pub fn with_title(mut self, title: impl Into<String>) -> HtmlReport {
        self.title = title.into();
        self
    }

    /// Sets whether every outlet is named, however many there are; off by default.
    pub fn with_all_outlets_named(mut self, name_all: bool) -> HtmlReport {
        self.name_all_outlets = name_all;
        self
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> HtmlReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let title = escape(&self.title);
        let those: Vec<&Utterance> =
            reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets).collect();
        writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(out, "<title>{title}</title>\n<style>\n{STYLE_SHEET}</style>\n</head>\n<body>")?;
        writeln!(out, "<header class=\"page\"><h1>{title}</h1>")?;
        let graver = those.iter().filter(|u| u.verdict >= Verdict::Differing).count();
        let figures = [
            count_noun(
                reconciliation.documents.iter().map(|document| document.quotations.len()).sum(),
                "quotation",
            ),
            count_noun(those.len(), "utterance"),
            format!("{graver} with a difference of substance or of speaker"),
        ];
        writeln!(out, "<p class=\"figures\">{}</p></header>\n<main>", figures.join(" · "))?;
        let mut legend = Legend::default();
        for utterance in &those {
            let view = UtteranceView::new(utterance);
            self.write_utterance(&view, &index, out)?;
            legend.add(&view);
        }
        if those.is_empty() {
            let least = count_noun(self.min_outlets, "outlet");
            writeln!(out, "<p>No utterance is printed by {least} or more.</p>")?;
        } else {
            self.write_outlets(reconciliation, out)?;
        }
        writeln!(out, "</main>\n<footer>")?;
        for text in legend.paragraphs() {
            writeln!(out, "<p>{}</p>", escape(text))?;
        }
        writeln!(
            out,
            "<p>A speaker is the reporter’s claim as a program reads it: look at the article before \
             you print that somebody misquoted somebody.</p>\n</footer>\n</body>\n</html>"
        )
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
        writeln!(
            out,
            "<section class=\"outlets\">\n<h2>How the outlets print what is shared</h2>"
        )?;
        writeln!(
            out,
            "<table><thead><tr><th>{}</th></tr></thead><tbody>",
            outlet_table::COLUMN_TITLES.join("</th><th>")
        )?;
        for row in &outlets.rows {
            let class =
                |n: usize| if row.alters_substance && n == 3 { " class=\"alarm\"" } else { "" };
            let cells = row.cells.iter().enumerate();
            let cells: String =
                cells.map(|(n, cell)| format!("<td{}>{}</td>", class(n), escape(cell))).collect();
            writeln!(out, "<tr>{cells}</tr>")?;
        }
        writeln!(out, "</tbody></table>")?;
        if outlets.more > 0 {
            writeln!(out, "<p class=\"dim\">… and {} more</p>", outlets.more)?;
        }
        writeln!(out, "<p class=\"aside\">{}</p>\n</section>", outlet_table::EXPLANATION)
    }

    fn write_utterance(
        &self,
        view: &UtteranceView<'_>,
        index: &QuotationIndex,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let utterance = view.utterance;
        let id = escape(&utterance.id);
        writeln!(out, "<article id=\"{id}\">")?;
        match &utterance.speaker {
            Some(name) => writeln!(out, "<h2>{}</h2>", escape(name))?,
            None => writeln!(out, "<h2 class=\"dim\">Speaker not named</h2>")?,
        }
        let (verdict, class) = (view.verdict_label().0, utterance.verdict.as_str());
        write!(
            out,
            "<p class=\"figures\">{} · <span class=\"verdict {class}\">{verdict}</span>",
            view.count_summary()
        )?;
        let alarm = view.silent_change_summary();
        if !alarm.is_empty() {
            let class = if view.silent_changes > 0 { "alarm" } else { "differences" };
            write!(out, " · <span class=\"{class}\">{alarm}</span>")?;
        }
        writeln!(out, "</p>")?;
        for (name, outlets) in view.speaker_claims() {
            let outlets = escape(&outlets.join(", "));
            writeln!(
                out,
                "<p class=\"aside\">given to <strong>{}</strong> by {outlets}</p>",
                escape(&name)
            )?;
        }
        writeln!(out, "<blockquote>{}</blockquote>", marked_lemma(view))?;

        let [changes, minor, doubtful] = view.list_changes();
        let mut anchors = Anchors::new(view);
        if !changes.is_empty() {
            writeln!(
                out,
                "<table class=\"changes\"><thead><tr><th></th><th></th><th>lemma</th><th>reading</th>"
            )?;
            writeln!(
                out,
                "<th>outlets</th><th>kind</th><th>level, disclosure</th></tr></thead><tbody>"
            )?;
            for (number, change) in changes {
                self.write_change(view, number, change, &anchors.take(number), out)?;
            }
            writeln!(out, "</tbody></table>")?;
        }
        self.write_asides(view, &minor, &doubtful, &mut anchors, out)?;
        if utterance.wordings.len() > 1 {
            write_synopsis(view, out)?;
        }
        writeln!(
            out,
            "<table class=\"witnesses\"><thead><tr><th></th><th>outlet</th><th>date</th>"
        )?;
        writeln!(
            out,
            "<th>speaker as named</th><th>prints</th><th>quotation</th></tr></thead><tbody>"
        )?;
        for witness in &utterance.witnesses {
            self.write_witness(view, witness, index, out)?;
        }
        writeln!(out, "</tbody></table>")?;
        for (document, report) in index.reports_of(&utterance.id) {
            writeln!(
                out,
                "<p class=\"aside\">{}: {}, <span class=\"dim\">without marks</span></p>",
                escape(document.outlet()),
                escape(&reported_words(document, report))
            )?;
        }
        writeln!(out, "</article>")
    }

    fn write_change(
        &self,
        view: &UtteranceView,
        number: usize,
        change: &Change,
        anchor: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (lemma, text) = view.short_sides(change);
        let class = level_class(change.standing_level());
        let warning = if change.is_silent_substantive() { "! " } else { "" };
        write!(out, "<tr{anchor}><td class=\"number\">{number}</td>")?;
        write!(
            out,
            "<td class=\"sign {class}\">{warning}{}</td>",
            operation_sign(change.operation)
        )?;
        match lemma.is_empty() {
            true => write!(out, "<td class=\"dim\">{}</td>", escape(&view.describe_place(change)))?,
            false => write!(out, "<td>{}</td>", escape(&lemma))?,
        }
        let moved = change.moved.as_ref();
        let moved = moved.map_or(String::new(), |place| {
            format!(" <span class=\"dim\">({})</span>", escape(place))
        });
        match text.is_empty() {
            true => write!(out, "<td class=\"dim\">left out{moved}</td>")?,
            false => {
                let forms = view.other_forms(change, self.name_all_outlets).into_iter();
                let forms =
                    forms.map(|(form, who)| format!("; {} ({})", escape(&form), escape(&who)));
                let forms = forms.collect::<String>();
                write!(
                    out,
                    "<td class=\"{class}\">{}<span class=\"dim\">{forms}</span>{moved}</td>",
                    escape(&text)
                )?;
            }
        }
        let who = escape(&view.describe_change_outlets(change, self.name_all_outlets));
        let emphasis = if change.is_silent_substantive() { " silent" } else { "" };
        let disclosed = disclosure_label(change.disclosure);
        let comma = if disclosed.is_empty() { "" } else { ", " };
        writeln!(
            out,
            "<td>{who}</td><td class=\"kind\">{}</td><td class=\"{class}{emphasis}\">{}{comma}{disclosed}</td></tr>",
            change.kind_labels(),
            level_label(change.level)
        )
    }

    /// Writes one paragraph each for minor places that are too many for rows, for fragments, for
    /// accidentals, and for doubtful differences.
    fn write_asides(
        &self,
        view: &UtteranceView,
        minor: &[ListedChange<'_>],
        doubtful: &[ListedChange<'_>],
        anchors: &mut Anchors,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let who = |wordings: &[usize]| escape(&view.outlets_with(wordings, self.name_all_outlets));
        let sides = |lemma: &str, text: &str, place: &str| match (lemma.is_empty(), text.is_empty())
        {
            (true, _) => format!("+ {} <span class=\"dim\">{}</span>", escape(text), escape(place)),
            (_, true) => {
                format!("− {} <span class=\"dim\">{}</span>", escape(lemma), escape(place))
            }
            _ => format!("{} ] {}", escape(lemma), escape(text)),
        };
        let mut listed = |&(number, change): &ListedChange<'_>| {
            let (lemma, text) = view.short_sides(change);
            let place = if lemma.is_empty() { view.describe_place(change) } else { String::new() };
            let anchor = anchors.take(number);
            let how =
                if change.stands { change.kind_labels() } else { change.doubt_label().to_owned() };
            let who =
                view.describe_outlets(&change.wordings, &change.others, self.name_all_outlets);
            format!(
                "<sup{anchor}>{number}</sup>{} ({how}; {})",
                sides(&lemma, &text, &place),
                escape(&who)
            )
        };
        let fragments = view
            .fragments
            .iter()
            .map(|fragment| fragment_description(view, fragment, &who(&fragment.wordings)));
        let accidentals = view.accidentals.iter().map(|accidental| {
            let description = sides(
                &accidental.words.0,
                &accidental.words.1,
                accidental.place.as_deref().unwrap_or(""),
            );
            let who = escape(&view.describe_outlets(
                &accidental.wordings,
                &accidental.others,
                self.name_all_outlets,
            ));
            format!("{description} ({}; {who})", accidental.kind.as_str())
        });
        for (title, class, those) in [
            ("Minor", "aside", minor.iter().map(&mut listed).collect::<Vec<_>>()),
            ("Other beginnings and ends", "aside", fragments.collect()),
            ("Same words, printed otherwise", "aside", accidentals.collect()),
            (
                "Doubtful, said of nobody",
                "aside doubtful",
                doubtful.iter().map(&mut listed).collect::<Vec<_>>(),
            ),
        ] {
            if !those.is_empty() {
                writeln!(out, "<p class=\"{class}\"><em>{title}:</em> {}</p>", those.join(" · "))?;
            }
        }
        Ok(())
    }

    fn write_witness(
        &self,
        view: &UtteranceView,
        witness: &Witness,
        index: &QuotationIndex,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let printed = index.get(&witness.quotation);
        let named = |mention: &str| escape(&short_mention(&sanitize(mention)));
        let mut speaker =
            printed.and_then(|printed| printed.mention()).map_or("—".to_owned(), named);
        if let Some(name) =
            witness.speaker.as_deref().map(escape).filter(|name| !speaker.contains(name.as_str()))
        {
            speaker.push_str(&format!(" <span class=\"dim\">({name})</span>"));
        }
        let outlet = escape(&short_name(&witness.outlet));
        // An article's address is linked only if its scheme shows a page in a browser.
        let url = printed.and_then(|printed| printed.document.document.url.as_deref());
        let outlet =
            match url.filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                Some(url) => format!("<a href=\"{}\">{outlet}</a>", escape(url)),
                None => outlet,
            };
        writeln!(
            out,
            "<tr><td>{}</td><td>{outlet}</td><td>{}</td><td>{speaker}</td><td>{}</td><td class=\"dim\">{}</td></tr>",
            escape(&witness.siglum),
            escape(date_part(witness.published.as_deref())),
            escape(&view.describe_wording(witness)),
            escape(&short_name(&witness.quotation))
        )
    }
}

/// The places of an utterance that a link in its lemma can reach. Several changes can stand at one
/// place: the first that is written has the id.
struct Anchors {
    utterance: String,
    taken: BTreeSet<usize>,
}

impl Anchors {
    fn new(view: &UtteranceView<'_>) -> Anchors {
        Anchors { utterance: escape(&view.utterance.id), taken: BTreeSet::new() }
    }

    /// Returns the attribute of the element that shows a place: its id, if none has it yet.
    fn take(&mut self, number: usize) -> String {
        match self.taken.insert(number) {
            true => format!(" id=\"{}-{number}\"", self.utterance),
            false => String::new(),
        }
    }
}

/// Returns the description of a fragment: `only “political risk”, leaving out “if …” (Post)`.
fn fragment_description(view: &UtteranceView, fragment: &Fragment<'_>, who: &str) -> String {
    let description =
        fragment.phrases.iter().map(|(how, quoted)| format!("{how} “{}”", escape(quoted)));
    let mut description = description.collect::<Vec<_>>().join("; ");
    for (entry, reading) in fragment.substantive_cuts() {
        let (emphasis, sign) =
            if fragment.is_silent_change() { (" silent", "! ") } else { ("", "") };
        description.push_str(&format!(
            ", leaving out “{}” <span class=\"{}{emphasis}\">({sign}{}, {})</span>",
            escape(&view.short_lemma(entry)),
            level_class(reading.level),
            reading.kind.as_str(),
            level_label(reading.level)
        ));
    }
    format!("{description} ({who})")
}

/// Returns the lemma in quotation marks, its places marked and linked to their rows.
fn marked_lemma(view: &UtteranceView) -> String {
    let mut line = "“".to_owned();
    let link = |place: usize| {
        let number = view.places[place].number;
        format!("<sup><a href=\"#{}-{number}\">{number}</a></sup>", escape(&view.utterance.id))
    };
    // Places may cross and elements may not, so only the outermost place is marked. Each has its
    // number.
    let mut depth = 0;
    walk_lemma(view, |step| match step {
        LemmaStep::Blank(_) if line.ends_with(' ') => {}
        LemmaStep::Blank(_) => line.push(' '),
        LemmaStep::Words(text, _) => line.push_str(&escape(text)),
        LemmaStep::Open(place) => {
            if depth == 0 {
                line.push_str(&format!(
                    "<mark class=\"{}\">",
                    level_class(view.places[place].level)
                ));
            }
            depth += 1;
        }
        LemmaStep::Close(place) => {
            depth -= 1;
            if depth == 0 {
                line.push_str("</mark>");
            }
            if line.ends_with("</sup>") {
                line.push_str("<sup>,</sup>"); // 6 and 4 are not 64.
            }
            line.push_str(&link(place));
        }
        LemmaStep::Caret(place) => {
            let class = level_class(view.places[place].level);
            line.push_str(&format!("<span class=\"{class}\">‸</span>{}", link(place)));
        }
    });
    line.push('”');
    line
}
