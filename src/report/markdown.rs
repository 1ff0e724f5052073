//! Markdown (GitHub's): for an issue, a wiki, a newsroom's notes.

use std::io::{self, Write};

use super::layout::{clean, shorten};
use super::lemma::{Step, walk};
use super::lookup::Lookup;
use super::view::{View, counted, disclosure, silent, weight};
use crate::apparatus::{Reading, Utterance};
use crate::archive::Reconciliation;
use crate::variant::Operation;

/// Writes utterances as Markdown: a heading, the lemma as a block quote with its places marked, a table of readings,
/// a table of witnesses.
///
/// Whatever stands in the articles is escaped: pipes, asterisks, backticks, brackets, HTML, line breaks.
///
/// ```
/// use variorum::archive::Reconciliation;
/// use variorum::report::Markdown;
///
/// let mut out = Vec::new();
/// Markdown::new().min_outlets(3).write(&Reconciliation::default(), &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out), "No utterance is printed by 3 outlets or more.\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Markdown {
    who: bool,
    min_outlets: usize,
}

impl Default for Markdown {
    fn default() -> Markdown {
        Markdown::new()
    }
}

/// A fragment is shortened to this many words; the lemma has them all.
const FRAGMENT_WORDS: usize = 8;

impl Markdown {
    /// Utterances printed by two outlets or more; long lists of outlets counted.
    pub fn new() -> Markdown {
        Markdown { who: false, min_outlets: 2 }
    }

    /// Whether to name every outlet, however many.
    pub fn who(mut self, who: bool) -> Markdown {
        self.who = who;
        self
    }

    /// Leaves out utterances that fewer outlets print.
    pub fn min_outlets(mut self, outlets: usize) -> Markdown {
        self.min_outlets = outlets;
        self
    }

    /// Writes every utterance that enough outlets print. Linear in what is printed.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, reconciliation: &Reconciliation, mut out: impl Write) -> io::Result<()> {
        let out: &mut dyn Write = &mut out;
        let lookup = Lookup::new(reconciliation);
        let mut any = false;
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets) {
            if any {
                writeln!(out)?;
            }
            any = true;
            self.utterance(utterance, &lookup, out)?;
        }
        if !any {
            writeln!(out, "No utterance is printed by {} or more.", counted(self.min_outlets, "outlet"))?;
        }
        Ok(())
    }

    fn utterance(&self, utterance: &Utterance, lookup: &Lookup, out: &mut dyn Write) -> io::Result<()> {
        let view = View::new(utterance);
        writeln!(out, "## {}\n", utterance.speaker.as_deref().map_or("Speaker not named".to_owned(), escape))?;
        write!(out, "{} · **{}**", view.figures(), utterance.verdict.name())?;
        let alarm = view.alarm();
        if !alarm.is_empty() {
            write!(out, " · **{alarm}**")?;
        }
        writeln!(out, " · `{}`\n", utterance.id.replace('`', ""))?;
        for (name, outlets) in view.claims(lookup) {
            let those: Vec<&str> = outlets.into_iter().collect();
            writeln!(out, "- given to **{}** by {}", escape(&name), escape(&those.join(", ")))?;
        }
        if !view.claims(lookup).is_empty() {
            writeln!(out)?;
        }
        writeln!(out, "> {}\n", marked(&view))?;

        let rows = self.readings(&view);
        if !rows.is_empty() {
            writeln!(out, "| # | lemma | reading | outlets | change | weight | disclosure |")?;
            writeln!(out, "|--:|---|---|---|---|---|---|")?;
            for row in rows {
                writeln!(out, "| {} |", row.join(" | "))?;
            }
            writeln!(out)?;
        }

        writeln!(out, "| | outlet | date | speaker as named | quotation |")?;
        writeln!(out, "|---|---|---|---|---|")?;
        for witness in &utterance.witnesses {
            let printed = lookup.get(&witness.quotation);
            let mut speaker = printed.and_then(|printed| printed.mention()).map_or("—".to_owned(), escape);
            if let Some(name) = printed.and_then(|printed| printed.name()).map(escape).filter(|name| *name != speaker) {
                speaker.push_str(&format!(" ({name})"));
            }
            let mut quotation = escape(&witness.quotation);
            if let Some(original) = &witness.reprint_of {
                quotation.push_str(&format!(", reprint of {}", escape(original)));
            }
            let date = escape(printed.map_or("", |printed| printed.date()));
            let (siglum, outlet) = (escape(&witness.siglum), escape(&witness.outlet));
            writeln!(out, "| {siglum} | {outlet} | {date} | {speaker} | {quotation} |")?;
        }
        Ok(())
    }

    /// Number, lemma, reading, outlets, change, weight, disclosure.
    fn readings(&self, view: &View) -> Vec<[String; 7]> {
        let mut rows = Vec::new();
        for place in &view.places {
            for &reading in &place.readings {
                let mut lemma = escape(&view.lemma_of(place.entry));
                if lemma.is_empty() {
                    lemma = format!("*{}*", escape(&view.place_of(place.entry)));
                }
                let ends: Vec<String> = view.other_ends(place, reading).iter().map(usize::to_string).collect();
                let ends = if ends.is_empty() { String::new() } else { format!(", other end {}", ends.join(", ")) };
                let change = format!("{}: {}{ends}", reading.operation.name(), reading.kind.name());
                rows.push(self.row(view, place.number.to_string(), lemma, &reading.wordings, reading, change));
            }
        }
        for fragment in &view.fragments {
            let text = view.utterance.wordings.get(fragment.wording).map_or("", |wording| &wording.text);
            let mut row =
                self.row(view, String::new(), "*whole*".to_owned(), &[fragment.wording], fragment.worst, String::new());
            row[2] = format!("only “{}”", escape(&shorten(&clean(text), FRAGMENT_WORDS)));
            row[4] = Operation::Truncation.name().to_owned();
            rows.push(row);
        }
        for &(entry, reading) in &view.accidentals {
            let lemma = escape(&view.lemma_of(entry));
            let lemma = if lemma.is_empty() { "*nothing*".to_owned() } else { lemma };
            let change = reading.kind.name().to_owned();
            rows.push(self.row(view, String::new(), lemma, &reading.wordings, reading, change));
        }
        rows
    }

    fn row(
        &self,
        view: &View,
        number: String,
        lemma: String,
        wordings: &[usize],
        reading: &Reading,
        change: String,
    ) -> [String; 7] {
        let printed = escape(&reading.text);
        let gone = if reading.moved.is_some() { "*elsewhere*" } else { "*left out*" };
        let printed = if printed.is_empty() { gone.to_owned() } else { printed };
        let strong = |word: &str| if silent(reading) { format!("**{word}**") } else { word.to_owned() };
        [
            number,
            lemma,
            printed,
            escape(&view.who(wordings, self.who)),
            change,
            strong(weight(reading.level)),
            strong(disclosure(reading)),
        ]
    }
}

/// The lemma in quotation marks; places in bold with their numbers.
fn marked(view: &View) -> String {
    let mut line = "“".to_owned();
    // Bold is opened for the outermost place alone; Markdown cannot nest it.
    let mut depth = 0;
    walk(view, |step| match step {
        Step::Blank(_) if line.ends_with(' ') => {}
        Step::Blank(_) => line.push(' '),
        Step::Words(text, _) => line.push_str(&escape(text)),
        Step::Open(_) => {
            if depth == 0 {
                line.push_str("<b>");
            }
            depth += 1;
        }
        Step::Close(place) => {
            depth -= 1;
            if depth == 0 {
                line.push_str("</b>");
            }
            line.push_str(&format!("<sup>{}</sup>", view.places[place].number));
        }
        Step::Caret(place) => line.push_str(&format!("‸<sup>{}</sup>", view.places[place].number)),
    });
    line.push('”');
    line
}

/// One line of `text` that Markdown prints as it stands, in a table cell too.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn what_articles_print_stays_text() {
        assert_eq!(escape("a|b *c* `d` <i>e</i>\n& [f](g)"), r"a\|b \*c\* \`d\` &lt;i&gt;e&lt;/i&gt; &amp; \[f\](g)");
    }

    #[test]
    fn the_sample() {
        let mut out = Vec::new();
        Markdown::new().write(&sample::reconciliation(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        ## Ada Lund

        5 outlets · 4 wordings · **contradictory** · **1 silent substantive** · `u000000000002`

        > “<b>We</b><sup>1</sup> did <b>not</b><sup>2</sup> close the harbour at 9, and the mayor<b>, who was told on Monday,</b><sup>3</sup> never asked us to.”

        | # | lemma | reading | outlets | change | weight | disclosure |
        |--:|---|---|---|---|---|---|
        | 1 | We | \[The port authority\] | Herald | substitution: bracketed | minor | disclosed |
        | 2 | not | *left out* | Post | omission: polarity | **contradictory** | **silent** |
        | 3 | , who was told on Monday, | … | Herald | elision: content | substantive | disclosed |
        |  | harbour | harbor | Tribune | spelling | accidental | silent |

        | | outlet | date | speaker as named | quotation |
        |---|---|---|---|---|
        | A | Courier |  | Ada Lund | courier-u000000000002\#0 |
        | B | Ledger | 2018-07-16 | Ada Lund | ledger-u000000000002\#0 |
        | C | Herald | 2018-07-17 | a spokeswoman | herald-u000000000002\#0 |
        | D | Post |  | Ada Lund | post-u000000000002\#0 |
        | E | Tribune | 2018-07-16 | Ada Lund | tribune-u000000000002\#0 |

        ## Donald Trump

        4 outlets · 3 wordings · **minor** · `u000000000001`

        > “I would rather take a political risk in pursuit of peace ‸<sup>1</sup> than ‸<sup>2</sup> <b>to</b><sup>3</sup> risk ‸<sup>4</sup> peace <b>in pursuit of politics</b><sup>5</sup>.”

        | # | lemma | reading | outlets | change | weight | disclosure |
        |--:|---|---|---|---|---|---|
        | 1 | *before “than”* | rather | Herald | addition: function-word | minor | silent |
        | 2 | *before “to”* | pursue politics | Herald | transposition: order, other end 5 | minor | silent |
        | 3 | to | at the | Herald | substitution: function-word | minor | silent |
        | 4 | *before “peace”* | of | Herald | addition: function-word | minor | silent |
        | 5 | in pursuit of politics | *elsewhere* | Herald | transposition: order, other end 2 | minor | silent |
        |  | *whole* | only “I would rather take … in pursuit of peace” | Post | truncation | minor | silent |
        |  | *nothing* | , | Herald | punctuation | accidental | silent |

        | | outlet | date | speaker as named | quotation |
        |---|---|---|---|---|
        | A | Courier |  | Mr Trump (Donald Trump) | courier-u000000000001\#0 |
        | B | Ledger | 2018-07-16 | he (Donald Trump) | ledger-u000000000001\#0 |
        | C | Herald | 2018-07-17 | Mr Trump (Donald Trump) | herald-u000000000001\#0 |
        | D | Post |  | Mr Trump (Donald Trump) | post-u000000000001\#0 |

        ## Ada Lund

        2 outlets · 1 wording · **attribution-conflict** · `u000000000003`

        - given to **Ada Lund** by Courier
        - given to **Tor Berg** by Ledger

        > “This \*will\* pass \| or &lt;it&gt; won't.”

        | | outlet | date | speaker as named | quotation |
        |---|---|---|---|---|
        | A | Courier |  | Ada Lund | courier-u000000000003\#0 |
        | B | Ledger | 2018-07-16 | Mr Berg (Tor Berg) | ledger-u000000000003\#0 |
        "#);
    }
}
