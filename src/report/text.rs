//! People's text: the apparatus of an edition, for a terminal.

use std::fmt;
use std::io::{self, Write};

use super::colour::{Colour, Style};
use super::layout::{Rich, block, clean, shorten, table};
use super::lemma;
use super::lookup::Lookup;
use super::view::{Fragment, Place, View, disclosure, short_id, silent, weight};
use crate::apparatus::{Reading, Utterance, Verdict, Witness};
use crate::archive::Reconciliation;
use crate::link::{Link, LinkVerdict};
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
    width: usize,
    colour: Colour,
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
        for reason in &link.reasons {
            let rows = [vec![Rich::of("·", Style::Dim), Rich::plain(&clean(reason)), Rich::new()]];
            self.all(table(&rows, 1, 0, self.width), out)?;
        }
        Ok(())
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

    fn all(&self, lines: Vec<Rich>, out: &mut dyn Write) -> io::Result<()> {
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
        let mut words = Rich::new();
        match (lemma.is_empty(), printed.is_empty()) {
            (true, _) => {
                words.push(&printed, style);
                words.push(&format!(" ({})", view.place_of(place.entry)), Style::Dim);
            }
            (false, true) => words.push(&lemma, style),
            (false, false) => {
                words.push(&lemma, Style::Plain);
                words.push(" ] ", Style::Dim);
                words.push(&printed, style);
            }
        }
        let ends = view.other_ends(place, reading);
        if !ends.is_empty() {
            let numbers: Vec<String> = ends.iter().map(usize::to_string).collect();
            words.push(&format!(" ↕{}", numbers.join(",")), Style::Dim);
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
                    let name = printed.name().filter(|&name| name != mention && Some(name) != known);
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
        let reads = if view.utterance.wordings.len() > 1 { reads.join(", ") } else { String::new() };
        let mut quotation = Rich::of(&clean(short_id(&witness.quotation)), Style::Dim);
        if let Some(original) = &witness.reprint_of {
            quotation.push(&format!(", reprint of {}", clean(short_id(original))), Style::Dim);
        }
        vec![
            Rich::of(&clean(&witness.siglum), Style::Bold),
            Rich::plain(&clean(&witness.outlet)),
            Rich::of(&clean(printed.map_or("", |printed| printed.date())), Style::Dim),
            naming,
            Rich::plain(&reads),
            quotation,
        ]
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::sample;
    use crate::variant::Operation;

    fn print(form: &Text) -> String {
        let mut out = Vec::new();
        form.write(&sample::reconciliation(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_sample() {
        insta::assert_snapshot!(print(&Text::new()), @r#"
        Ada Lund                               5 outlets · 4 wordings · CONTRADICTORY · 1 silent substantive
          “¹{We} did ²{not} close the harbour at 9, and the mayor³{, who was told on Monday,} never asked us
          to.”
             1  ~  We ] [The port authority]      Herald  bracketed  minor          disclosed
          !  2  -  not                            Post    polarity   contradictory  silent
             3  …  , who was told on Monday, ] …  Herald  content    substantive    disclosed
          same words, printed otherwise: harbour ] harbor (spelling; Tribune)
            A  Courier              Ada Lund       as above         courier-u000000000002#0
            B  Ledger   2018-07-16  Ada Lund       as above         ledger-u000000000002#0
            C  Herald   2018-07-17  a spokeswoman  differs at 1, 3  herald-u000000000002#0
            D  Post                 Ada Lund       differs at 2     post-u000000000002#0
            E  Tribune  2018-07-16  Ada Lund       same words       tribune-u000000000002#0

        Donald Trump                                                          4 outlets · 3 wordings · minor
          “I would rather take a political risk in pursuit of peace ¹‸ than ²{to risk peace} ³{in pursuit of
          politics}.”
          1  +  rather (before “than”)                            Herald  function-word  minor  silent
          2  ↕  to risk peace ] at the risk of peace ↕3           Herald  order          minor  silent
          3  ↕  in pursuit of politics ] pursue politics ↕2       Herald  derivation     minor  silent
             …  only “I would rather take … in pursuit of peace”  Post    content        minor  silent
          same words, printed otherwise: — ] , (punctuation; Herald)
            A  Courier              Mr Trump  as above            courier-u000000000001#0
            B  Ledger   2018-07-16  he        as above            ledger-u000000000001#0
            C  Herald   2018-07-17  Mr Trump  differs at 1, 2, 3  herald-u000000000001#0
            D  Post                 Mr Trump  a part              post-u000000000001#0

        Ada Lund                                                2 outlets · 1 wording · ATTRIBUTION-CONFLICT
          given to Ada Lund by Courier
          given to Tor Berg by Ledger
          “This *will* pass | or <it> won't.”
            A  Courier              Ada Lund            courier-u000000000003#0
            B  Ledger   2018-07-16  Mr Berg (Tor Berg)  ledger-u000000000003#0

        + added · - left out · ~ other words · ↕ moved · … cut · ‸ addition · ! alters the meaning silently
        "#);
    }

    #[test]
    fn a_narrow_terminal() {
        insta::assert_snapshot!(print(&Text::new().width(60)), @r#"
        Ada Lund
          5 outlets · 4 wordings · CONTRADICTORY · 1 silent
          substantive
          “¹{We} did ²{not} close the harbour at 9, and the mayor³{,
          who was told on Monday,} never asked us to.”
          1  ~  We ] [The port authority]
              Herald · bracketed · minor · disclosed
          !  2  -  not
              Post · polarity · contradictory · silent
          3  …  , who was told on Monday, ] …
              Herald · content · substantive · disclosed
          same words, printed otherwise: harbour ] harbor (spelling;
          Tribune)
            A  Courier
                Ada Lund · as above · courier-u000000000002#0
            B  Ledger
                2018-07-16 · Ada Lund · as above ·
                ledger-u000000000002#0
            C  Herald
                2018-07-17 · a spokeswoman · differs at 1, 3 ·
                herald-u000000000002#0
            D  Post
                Ada Lund · differs at 2 · post-u000000000002#0
            E  Tribune
                2018-07-16 · Ada Lund · same words ·
                tribune-u000000000002#0

        Donald Trump                  4 outlets · 3 wordings · minor
          “I would rather take a political risk in pursuit of peace
          ¹‸ than ²{to risk peace} ³{in pursuit of politics}.”
          1  +  rather (before “than”)
              Herald · function-word · minor · silent
          2  ↕  to risk peace ] at the risk of peace ↕3
              Herald · order · minor · silent
          3  ↕  in pursuit of politics ] pursue politics ↕2
              Herald · derivation · minor · silent
          …  only “I would rather take … in pursuit of peace”
              Post · content · minor · silent
          same words, printed otherwise: — ] , (punctuation; Herald)
            A  Courier
                Mr Trump · as above · courier-u000000000001#0
            B  Ledger
                2018-07-16 · he · as above · ledger-u000000000001#0
            C  Herald
                2018-07-17 · Mr Trump · differs at 1, 2, 3 ·
                herald-u000000000001#0
            D  Post
                Mr Trump · a part · post-u000000000001#0

        Ada Lund        2 outlets · 1 wording · ATTRIBUTION-CONFLICT
          given to Ada Lund by Courier
          given to Tor Berg by Ledger
          “This *will* pass | or <it> won't.”
            A  Courier
                Ada Lund · courier-u000000000003#0
            B  Ledger
                2018-07-16 · Mr Berg (Tor Berg) ·
                ledger-u000000000003#0

        + added · - left out · ~ other words · ↕ moved · … cut · ‸
        addition · ! alters the meaning silently
        "#);
    }

    #[test]
    fn display_needs_no_documents() {
        insta::assert_snapshot!(sample::denial(), @r#"
        Ada Lund                               5 outlets · 4 wordings · CONTRADICTORY · 1 silent substantive
          “¹{We} did ²{not} close the harbour at 9, and the mayor³{, who was told on Monday,} never asked us
          to.”
             1  ~  We ] [The port authority]      Herald  bracketed  minor          disclosed
          !  2  -  not                            Post    polarity   contradictory  silent
             3  …  , who was told on Monday, ] …  Herald  content    substantive    disclosed
          same words, printed otherwise: harbour ] harbor (spelling; Tribune)
            A  Courier  as above         courier-u000000000002#0
            B  Ledger   as above         ledger-u000000000002#0
            C  Herald   differs at 1, 3  herald-u000000000002#0
            D  Post     differs at 2     post-u000000000002#0
            E  Tribune  same words       tribune-u000000000002#0
        "#);
    }

    #[test]
    fn a_pair() {
        let all = sample::reconciliation();
        let mut out = Vec::new();
        Text::new().write_link(&all.links[0], &all, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        one utterance   score 0.970
        courier-u000000000001#0   Courier   Mr Trump (Donald Trump)
          “I would rather take a political risk in pursuit of peace than to risk peace in pursuit of
          politics.”
        ledger-u000000000001#0   Ledger   2018-07-16   he (Donald Trump)
          “I would rather take a political risk in pursuit of peace than to risk peace in pursuit of
          politics.”
        ·  12 of 12 words in order
        ·  one speaker
        "#);
    }

    #[test]
    fn colour_adds_codes_and_nothing_else() {
        let coloured = print(&Text::new().colour(Colour::Always));
        let mut plain = String::new();
        for (i, part) in coloured.split('\x1b').enumerate() {
            plain.push_str(if i == 0 { part } else { part.split_once('m').unwrap().1 });
        }
        assert_eq!(plain, print(&Text::new()));
    }

    #[test]
    fn long_lists_are_counted_unless_names_are_asked_for() {
        let mut all = sample::reconciliation();
        let utterance = &mut all.utterances[0];
        for n in 0..20 {
            let witness = Witness { outlet: format!("Gazette {n}"), wording: 1, ..utterance.witnesses[3].clone() };
            utterance.witnesses.push(witness);
        }
        let printed = |who| {
            let mut out = Vec::new();
            Text::new().who(who).write(&all, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(printed(false).contains("21 outlets") && printed(false).contains("… and 13 more"));
        assert!(printed(true).contains("Gazette 17") && !printed(true).contains("more\n"));
    }

    #[test]
    fn too_few_outlets() {
        assert_eq!(print(&Text::new().min_outlets(9)), "No utterance is printed by 9 outlets or more.\n");
    }

    proptest! {
        // Whatever an apparatus holds, well made or not, it is printed, and no line is wider than the terminal.
        #[test]
        fn any_apparatus_can_be_printed(
            text in "\\PC{0,40}", reading in any::<String>(), a in 0usize..12, b in 0usize..12, cut in any::<bool>(),
            wording in 0usize..6, width in 0usize..120, at in 0usize..50
        ) {
            let mut utterance = sample::denial();
            utterance.lemma.text = text;
            utterance.lemma.tokens[0] = at..at + b;
            let entry = &mut utterance.apparatus[0];
            entry.tokens = a..b;
            entry.readings[0].text = reading.clone();
            entry.readings[0].wordings.push(wording);
            if cut {
                entry.readings[0].operation = Operation::Truncation;
            }
            utterance.speaker = Some(reading.clone());
            utterance.witnesses[0].outlet = reading;
            let mut out = Vec::new();
            let all = Reconciliation { utterances: vec![utterance], ..Reconciliation::default() };
            Text::new().width(width).write(&all, &mut out).unwrap();
            for line in String::from_utf8(out).unwrap().lines() {
                prop_assert!(Rich::plain(line).width() <= width.max(NARROWEST), "{}", line);
            }
        }
    }
}
