//! The Markdown report (GitHub's dialect): for an issue, a wiki, or notes.

use std::io::{self, Write};

use super::change::Change;
use super::labels::{
    count_noun, date_part, disclosure_label, level_label, operation_sign, short_mention, short_name,
};
use super::legend::Legend;
use super::marked_lemma::{LemmaStep, walk_lemma};
use super::one_line::sanitize;
use super::outlet_table::{self, OutletTable};
use super::quotation_index::{QuotationIndex, reported_words};
use super::view::{ListedChange, UtteranceView};
use super::{Report, writing_failed};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::variant::Operation;

/// Writes utterances as [GitHub Flavored Markdown](https://github.github.com/gfm/).
///
/// Each utterance has a heading, the lemma as a block quote with its places marked, a table of
/// changes, the wordings that print only a part, the places where the same words are printed
/// otherwise, a table of witnesses, and the reports without marks. Text of articles is escaped:
/// pipes, asterisks, backticks, brackets, HTML and line breaks. Places are numbered in the text, so
/// that nothing needs footnotes.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{MarkdownReport, Report};
///
/// let mut out = Vec::new();
/// MarkdownReport::new().with_min_outlets(3).write(&Reconciliation::default(), &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out), "No utterance is printed by 3 outlets or more.\n");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MarkdownReport {
    name_all_outlets: bool,
    min_outlets: usize,
}

impl Default for MarkdownReport {
    fn default() -> MarkdownReport {
        MarkdownReport::new()
    }
}

impl Report for MarkdownReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl MarkdownReport {
    /// Returns a report of the utterances that two outlets or more print. Long lists of outlets are
    /// counted, not named.
    pub fn new() -> MarkdownReport {
        MarkdownReport { name_all_outlets: false, min_outlets: 2 }
    }

    /// Sets whether every outlet is named, however many there are; off by default.
    pub fn with_all_outlets_named(mut self, name_all: bool) -> MarkdownReport {
        self.name_all_outlets = name_all;
        self
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> MarkdownReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let (mut any, mut legend) = (false, Legend::default());
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets)
        {
            if any {
                writeln!(out)?;
            }
            any = true;
            let view = UtteranceView::new(utterance);
            self.write_utterance(&view, &index, out)?;
            legend.add(&view);
        }
        if any {
            self.write_outlets(reconciliation, out)?;
            for text in legend.paragraphs() {
                writeln!(out, "\n{}", escape(text))?;
            }
        } else {
            writeln!(
                out,
                "No utterance is printed by {} or more.",
                count_noun(self.min_outlets, "outlet")
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
        writeln!(
            out,
            "\n## How the outlets print what is shared\n\n| {} |",
            outlet_table::COLUMN_TITLES.join(" | ")
        )?;
        writeln!(out, "|---|--:|---|---|--:|")?;
        for row in &outlets.rows {
            let mut cells = row.cells.each_ref().map(|cell| escape(cell));
            if row.alters_substance {
                cells[3] = format!("**{}**", cells[3]);
            }
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
        if outlets.more > 0 {
            writeln!(out, "\n… and {} more", outlets.more)?;
        }
        writeln!(out, "\n{}", escape(&outlets.explanation))
    }

    fn write_utterance(
        &self,
        view: &UtteranceView<'_>,
        index: &QuotationIndex,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let utterance = view.utterance;
        writeln!(
            out,
            "## {}\n",
            utterance.speaker.as_deref().map_or("Speaker not named".to_owned(), escape)
        )?;
        write!(out, "{} · **{}**", view.count_summary(), view.verdict_label().0)?;
        let alarm = view.silent_change_summary();
        if !alarm.is_empty() {
            let emphasis = if view.silent_changes > 0 { "**" } else { "" };
            write!(out, " · {emphasis}{alarm}{emphasis}")?;
        }
        writeln!(out, " · `{}`\n", utterance.id.replace('`', ""))?;
        let claims = view.speaker_claims();
        for (name, outlets) in &claims {
            writeln!(out, "- given to **{}** by {}", escape(name), escape(&outlets.join(", ")))?;
        }
        if !claims.is_empty() {
            writeln!(out)?;
        }
        writeln!(out, "> {}\n", marked_lemma(view))?;

        let [changes, minor, doubtful] = view.list_changes();
        if !changes.is_empty() {
            writeln!(out, "| # | lemma | reading | outlets | kind | level, disclosure |")?;
            writeln!(out, "|--:|---|---|---|---|---|")?;
            for (number, change) in changes {
                self.write_change(view, number, change, out)?;
            }
            writeln!(out)?;
        }
        self.write_asides(view, &minor, &doubtful, out)?;

        writeln!(out, "| | outlet | date | speaker as named | prints | quotation |")?;
        writeln!(out, "|---|---|---|---|---|---|")?;
        for witness in &utterance.witnesses {
            let printed = index.get(&witness.quotation);
            let named = |mention: &str| escape(&short_mention(&sanitize(mention)));
            let mut speaker =
                printed.and_then(|printed| printed.mention()).map_or("—".to_owned(), named);
            if let Some(name) = witness
                .speaker
                .as_deref()
                .map(escape)
                .filter(|name| !speaker.contains(name.as_str()))
            {
                speaker.push_str(&format!(" ({name})"));
            }
            let date = escape(date_part(witness.published.as_deref()));
            let (siglum, outlet) = (escape(&witness.siglum), escape(&short_name(&witness.outlet)));
            let (reads, quotation) = (
                escape(&view.describe_print(witness, printed)),
                escape(&short_name(&witness.quotation)),
            );
            writeln!(out, "| {siglum} | {outlet} | {date} | {speaker} | {reads} | {quotation} |")?;
        }
        let lineage = view.describe_lineage();
        let reports = index.reports_of(&utterance.id);
        if !reports.is_empty() || !lineage.is_empty() {
            writeln!(out)?;
        }
        for sentence in lineage {
            writeln!(out, "- {}", escape(&sentence))?;
        }
        for (document, report) in reports {
            let (outlet, words) =
                (escape(document.outlet()), escape(&reported_words(document, report)));
            writeln!(out, "- {outlet}: {words}, *without marks*")?;
        }
        Ok(())
    }

    /// Writes one row: number, lemma, reading, outlets, kind, level.
    fn write_change(
        &self,
        view: &UtteranceView,
        number: usize,
        change: &Change,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (lemma, text) = view.short_sides(change);
        let lemma = if lemma.is_empty() {
            format!("*{}*", escape(&view.describe_place(change)))
        } else {
            escape(&lemma)
        };
        let mut text = match (text.is_empty(), change.operation) {
            (true, Operation::Transposition) => "*elsewhere*".to_owned(),
            (true, _) => "*left out*".to_owned(),
            _ => escape(&text),
        };
        for (form, who) in view.other_forms(change, self.name_all_outlets) {
            text.push_str(&format!("; {} ({})", escape(&form), escape(&who)));
        }
        if let Some(place) = &change.moved {
            text.push_str(&format!(" *({})*", escape(place)));
        }
        let disclosed = disclosure_label(change.disclosure);
        let mut level = level_label(change.level).to_owned();
        if !disclosed.is_empty() {
            level.push_str(&format!(", {disclosed}"));
        }
        if change.is_silent_substantive() {
            level = format!("**\\! {level}**");
        }
        let who = escape(&view.describe_change_outlets(change, self.name_all_outlets));
        writeln!(
            out,
            "| {number} | {lemma} | {text} | {who} | {} | {level} |",
            change.kind_labels()
        )
    }

    /// Writes one paragraph each for minor places that are too many for rows, for fragments, for
    /// accidentals, and for doubtful differences.
    fn write_asides(
        &self,
        view: &UtteranceView,
        minor: &[ListedChange<'_>],
        doubtful: &[ListedChange<'_>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let who = |wordings: &[usize]| escape(&view.outlets_with(wordings, self.name_all_outlets));
        let sides = |lemma: &str, text: &str, place: &str| match (lemma.is_empty(), text.is_empty())
        {
            (true, _) => format!("+ {} *{}*", escape(text), escape(place)),
            (_, true) => format!("− {} *{}*", escape(lemma), escape(place)),
            _ => format!("{} \\] {}", escape(lemma), escape(text)),
        };
        let listed = |&(number, change): &ListedChange<'_>| {
            let (lemma, text) = view.short_sides(change);
            let place = if lemma.is_empty() { view.describe_place(change) } else { String::new() };
            let moved = if change.operation == Operation::Transposition {
                operation_sign(change.operation)
            } else {
                ""
            };
            let description = sides(&lemma, &text, &place);
            let how =
                if change.stands { change.kind_labels() } else { change.doubt_label().to_owned() };
            let who =
                view.describe_outlets(&change.wordings, &change.others, self.name_all_outlets);
            format!(
                "<sup>{number}</sup>{moved}{} ({how}; {})",
                description.trim_end_matches(" **"),
                escape(&who)
            )
        };
        let fragments = view.fragments.iter().map(|fragment| {
            let description =
                fragment.phrases.iter().map(|(how, quoted)| format!("{how} “{}”", escape(quoted)));
            let mut description = description.collect::<Vec<_>>().join("; ");
            for (entry, reading) in fragment.substantive_cuts() {
                let (kind, level) = (reading.kind.as_str(), level_label(reading.level));
                let (emphasis, sign) =
                    if fragment.is_silent_change() { ("**", "\\! ") } else { ("", "") };
                // Where it goes on with a condition, nothing is left out.
                let words = escape(&view.short_lemma(entry));
                if !words.is_empty() {
                    description.push_str(&format!(", leaving out “{words}”"));
                }
                description.push_str(&format!(" {emphasis}({sign}{kind}, {level}){emphasis}"));
            }
            format!("{description} ({})", who(&fragment.wordings))
        });
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
        for (title, those) in [
            ("Minor", minor.iter().map(listed).collect::<Vec<_>>()),
            ("Other beginnings and ends", fragments.collect()),
            ("Same words, printed otherwise", accidentals.collect()),
            ("Doubtful, said of nobody", doubtful.iter().map(listed).collect()),
        ] {
            if !those.is_empty() {
                writeln!(out, "*{title}:* {}\n", those.join(" · "))?;
            }
        }
        Ok(())
    }
}

/// Returns the lemma in quotation marks, its places in bold with their numbers.
fn marked_lemma(view: &UtteranceView) -> String {
    let mut line = "“".to_owned();
    // Bold cannot be nested in Markdown, so only the outermost place is bold.
    let mut depth = 0;
    walk_lemma(view, |step| match step {
        LemmaStep::Blank(_) if line.ends_with(' ') => {}
        LemmaStep::Blank(_) => line.push(' '),
        LemmaStep::Words(text, _) => line.push_str(&escape(text)),
        LemmaStep::Open(_) => {
            if depth == 0 {
                line.push_str("<b>");
            }
            depth += 1;
        }
        LemmaStep::Close(place) => {
            depth -= 1;
            if depth == 0 {
                line.push_str("</b>");
            }
            if line.ends_with("</sup>") {
                line.push_str("<sup>,</sup>"); // 6 and 4 are not 64.
            }
            line.push_str(&format!("<sup>{}</sup>", view.places[place].number));
        }
        LemmaStep::Caret(place) => {
            line.push_str(&format!("‸<sup>{}</sup>", view.places[place].number))
        }
    });
    line.push('”');
    line
}

/// Returns `text` on one line, escaped for Markdown and for a table cell. A bare address becomes no
/// link: GitHub looks for `://`, `www.`, `mailto:` and `@` in what is printed, whatever is escaped,
/// but not across an element.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let line = sanitize(text);
    for (at, c) in line.char_indices() {
        match c {
            '@' => escaped.push_str("<span>@</span>"),
            ':' if begins_address(&line[..at], &line[at + 1..]) => {
                escaped.push_str("<span>:</span>");
            }
            '.' if ends_with_ignoring_case(&line[..at], "www") => {
                escaped.push_str("<span>.</span>");
            }
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Returns true if a colon between `before` and `after` belongs to an address: `https:`, `mailto:`.
fn begins_address(before: &str, after: &str) -> bool {
    after.starts_with("//")
        || ["mailto", "xmpp"].iter().any(|scheme| ends_with_ignoring_case(before, scheme))
}

fn ends_with_ignoring_case(text: &str, ending: &str) -> bool {
    let start = text.len().checked_sub(ending.len());
    let last = start.and_then(|start| text.as_bytes().get(start..));
    last.is_some_and(|last| last.eq_ignore_ascii_case(ending.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// GitHub's own parser, cmark-gfm, makes no link of any of these.
    #[test]
    fn a_bare_address_makes_no_link() {
        for (text, escaped) in [
            ("see https://a.example/b", "see https<span>:</span>//a.example/b"),
            ("see WWW.a.example", "see WWW<span>.</span>a.example"),
            ("ask a.b@c.example", "ask a.b<span>@</span>c.example"),
            ("mailto:a@b.example", "mailto<span>:</span>a<span>@</span>b.example"),
            // Near misses.
            ("at 9: a // b", "at 9: a // b"),
            ("www, and so on", "www, and so on"),
            ("a.example/b", "a.example/b"),
        ] {
            assert_eq!(escape(text), escaped, "{text}");
        }
    }

    #[test]
    fn what_articles_print_stays_text() {
        assert_eq!(
            escape("a|b *c* `d` <i>e</i>\n& [f](g)"),
            r"a\|b \*c\* \`d\` &lt;i&gt;e&lt;/i&gt; &amp; \[f\](g)"
        );
    }

    #[test]
    fn the_sample() {
        let mut out = Vec::new();
        MarkdownReport::new().write(&sample::reconciliation(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        ## Ada Lund

        5 outlets · 4 wordings · **contradictory** · **1 silent change of substance** · `u000000000002`

        > “<b>We</b><sup>1</sup> did <b>not</b><sup>2</sup> close the harbour at 9, and the mayor<b>, who was told on Monday,</b><sup>3</sup> never asked us to.”

        | # | lemma | reading | outlets | kind | level, disclosure |
        |--:|---|---|---|---|---|
        | 1 | We | \[The port authority\] | Herald | bracketed | minor, disclosed |
        | 2 | not | *left out* | Post | polarity | **\! contradictory, silent** |
        | 3 | , who was told on Monday, | … | Herald | content | substantive, disclosed |

        *Same words, printed otherwise:* harbour \] harbor (spelling; Tribune)

        | | outlet | date | speaker as named | prints | quotation |
        |---|---|---|---|---|---|
        | A | Courier |  | Ada Lund | as above | courier-u000000000002\#0 |
        | B | Ledger | 2018-07-16 | Ada Lund | as above | ledger-u000000000002\#0 |
        | C | Herald | 2018-07-17 | a spokeswoman | differs at 1, 3 | herald-u000000000002\#0 |
        | D | Post |  | Ada Lund | differs at 2 | post-u000000000002\#0 |
        | E | Tribune | 2018-07-16 | Ada Lund | same words | tribune-u000000000002\#0 |

        ## Donald Trump

        4 outlets · 3 wordings · **minor** · `u000000000001`

        > “I would rather take a political risk in pursuit of peace ‸<sup>1</sup> than <b>to risk peace in pursuit of politics</b><sup>2</sup>.”

        | # | lemma | reading | outlets | kind | level, disclosure |
        |--:|---|---|---|---|---|
        | 1 | *before “than”* | rather | Herald | function-word | minor, silent |
        | 2 | to risk peace in pursuit of politics | pursue politics at the risk of peace | Herald | order, function-word | minor, silent |

        *Other beginnings and ends:* stops before “than to risk peace …” (Post)

        *Same words, printed otherwise:* + , *before “than”* (punctuation; Herald)

        | | outlet | date | speaker as named | prints | quotation |
        |---|---|---|---|---|---|
        | A | Courier |  | Mr Trump (Donald Trump) | as above | courier-u000000000001\#0 |
        | B | Ledger | 2018-07-16 | he (Donald Trump) | as above | ledger-u000000000001\#0 |
        | C | Herald | 2018-07-17 | Mr Trump (Donald Trump) | differs at 1, 2 | herald-u000000000001\#0 |
        | D | Post |  | Mr Trump (Donald Trump) | a part | post-u000000000001\#0 |

        ## Ada Lund

        2 outlets · 1 wording · **attribution conflict** · `u000000000003`

        - given to **Ada Lund** by Courier
        - given to **Tor Berg** by Ledger

        > “This \*will\* pass \| or &lt;it&gt; won't.”

        | | outlet | date | speaker as named | prints | quotation |
        |---|---|---|---|---|---|
        | A | Courier |  | Ada Lund |  | courier-u000000000003\#0 |
        | B | Ledger | 2018-07-16 | Mr Berg (Tor Berg) |  | ledger-u000000000003\#0 |

        ## How the outlets print what is shared

        | outlet | judged | altered silently | in substance | as the lemma |
        |---|--:|---|---|--:|
        | Post | 1 of 2 | 1 (20–100 %) | **1 (20–100 %)** | 90.0 % |
        | Courier | 1 of 3 | 0 (0–80 %) | 0 (0–80 %) | 100.0 % |
        | Herald | 1 of 2 | 0 (0–80 %) | 0 (0–80 %) | 75.0 % |
        | Ledger | 1 of 3 | 0 (0–80 %) | 0 (0–80 %) | 100.0 % |
        | Tribune | 1 of 1 | 0 (0–80 %) | 0 (0–80 %) | 100.0 % |

        Judged: quotations whose words three independent outlets or more print, reprints and repetitions left out. Altered silently: prints, without a sign, other words than more of them do; in brackets the 95 % interval (Wilson) of the share, each by itself. As the lemma: share of words, weighed by how rare they are, spelling and marks aside.

        + added · - left out · \~ other words · ↕ moved · … cut · ‸ addition

        \! the outlet named, or named after “only”, changed the words, and nothing in print shows it: a record, a decision, or at least two independent outlets, and twice as many, print the other words

        accidental (A): the same words, printed otherwise · minor (M): other words, the same meaning on their face · substantive (S): the meaning can differ · contradictory (S+): another negation, number or name

        disclosed: brackets, an ellipsis or a break in the quotation show the difference · partly: they show some of it · silent: nothing in print shows it
        "#);
    }
}
