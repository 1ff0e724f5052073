//! The TEI report: a critical apparatus in parallel segmentation, for editions and for the tools of
//! stemmatology.
//!
//! It follows TEI P5, chapter
//! [Critical Apparatus](https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TC.html).

mod sigla;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::escape::{escape, escape_exactly};
use super::labels::{date_part, level_label};
use super::quotation_index::QuotationIndex;
use super::witness_texts::{TextSegment, WitnessTexts};
use super::{Report, writing_failed};
use crate::edition::{Reading, Utterance};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::text::Vocabulary;
use crate::variant::Operation;
use sigla::WitnessSigla;

/// Writes utterances as one TEI document, a `div` for each, with its list of witnesses and its text
/// in parallel segmentation.
///
/// - Every witness can be read back byte for byte: the text of `ab/q` outside `app`, and in each
///   `app` the `lem` or `rdg` whose `@wit` names the witness. White space counts. A character that
///   XML cannot represent is an element `g` whose `@n` is its code, as `U+0007`.
/// - `app/@type` is the level: `accidental`, `minor`, `substantive` or `contradictory`. `@subtype`
///   is the kind, where there is one.
/// - Every witness of a place is in `lem` or in one `rdg`. A witness that begins later or has ended
///   before is in a `rdg` of type `abstains` with a `gap`. There `witEnd` names those that have
///   ended just before, and `witStart` those that begin just after. Words left out are an empty
///   `rdg`.
/// - `rdg/@type` is the operation, `@subtype` the disclosure, and `@cause` the rule: `omission`,
///   `silent`, `content.inside`. Where the words are the lemma's, and only glyphs of marks, white
///   space, a capital or the last mark differ, it is `orthographic`.
/// - A moved block is an empty `rdg` where the lemma has it and a `rdg` with its text where the
///   witness prints it, both of type `transposition` and with the block's number as `@n`: each
///   witness reads on in its own order.
/// - Ids are made of the utterance's id and the siglum, so that two files can be merged.
///
/// ```
/// use variorum::report::{Report, TeiReport};
/// use variorum::{Archive, StandaloneQuotation};
///
/// let mut archive = Archive::default();
/// for (id, outlet) in [("a", "Courier"), ("b", "Ledger")] {
///     let words = "We shall never accept these tariffs, whatever it costs us";
///     archive.add_quotation(StandaloneQuotation::new(id, words).with_outlet(outlet))?;
/// }
/// let mut out = Vec::new();
/// TeiReport::new()
///     .with_title("The tariffs")
///     .with_language("en-GB")
///     .with_sigla([("Ledger", "L"), ("Courier", "C")])
///     .write(&archive.reconcile(), &mut out)?;
/// let tei = String::from_utf8_lossy(&out);
/// assert!(tei.contains("<title>The tariffs</title>") && tei.contains("xml:lang=\"en-GB\""));
/// assert!(tei.find("Ledger") < tei.find("Courier"));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TeiReport {
    min_outlets: usize,
    title: String,
    language: Option<String>,
    /// Quotation, document or outlet, and its siglum, in the order of witnesses.
    sigla: Vec<(String, String)>,
}

impl Default for TeiReport {
    fn default() -> TeiReport {
        TeiReport::new()
    }
}

/// The header after the title.
const TEI_HEADER: &str = r#"  <publicationStmt><p>Unpublished.</p></publicationStmt>
  <sourceDesc><p>The witnesses are listed with each utterance.</p></sourceDesc>
 </fileDesc>
 <encodingDesc>
  <variantEncoding method="parallel-segmentation" location="internal"/>
  <classDecl><taxonomy xml:id="variants">
   <category xml:id="accidental"><catDesc>The same words, printed otherwise.</catDesc></category>
   <category xml:id="minor"><catDesc>Other words, the same meaning on their face.</catDesc></category>
   <category xml:id="substantive"><catDesc>The meaning can differ.</catDesc></category>
   <category xml:id="contradictory"><catDesc>Polarity, a number or a name differs.</catDesc></category>
  </taxonomy></classDecl>
 </encodingDesc>
</teiHeader>
"#;

impl Report for TeiReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl TeiReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> TeiReport {
        TeiReport {
            min_outlets: 2,
            title: "Quotations and their variants".to_owned(),
            language: None,
            sigla: Vec::new(),
        }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> TeiReport {
        self.min_outlets = outlets;
        self
    }

    /// Sets the title; “Quotations and their variants” by default.
    pub fn with_title(mut self, title: impl Into<String>) -> TeiReport {
        self.title = title.into();
        self
    }

    /// Sets the language of the text, `@xml:lang`, as a tag of BCP 47 such as `de` or `pt-BR`; none
    /// by default.
    pub fn with_language(mut self, language: impl Into<String>) -> TeiReport {
        self.language = Some(language.into());
        self
    }

    /// Sets sigla of one's own: each for an outlet, a document's id or a quotation's id, whichever
    /// has the name. Witnesses are listed in this order; those that are not named come after them,
    /// in the order of their letters.
    ///
    /// A second witness of an outlet in one utterance gets a number: `C`, `C2`. A siglum stands in
    /// `witness/@n`, and in ids with `_` for what is no letter, digit, `.` or `-`.
    pub fn with_sigla<N: Into<String>, S: Into<String>>(
        mut self,
        sigla: impl IntoIterator<Item = (N, S)>,
    ) -> TeiReport {
        let sigla = sigla.into_iter().map(|(name, siglum)| (name.into(), siglum.into()));
        self.sigla.extend(sigla);
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        let mut words = Vocabulary::new();
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n <fileDesc>")?;
        writeln!(out, "  <titleStmt><title>{}</title></titleStmt>", escape(&self.title))?;
        out.write_all(TEI_HEADER.as_bytes())?;
        match &self.language {
            Some(language) => writeln!(out, "<text xml:lang=\"{}\"><body>", escape(language))?,
            None => writeln!(out, "<text><body>")?,
        }
        let mut any = false;
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets)
        {
            any = true;
            let sigla = WitnessSigla::new(utterance, &index, &self.sigla);
            write_witnesses(utterance, &sigla, &index, out)?;
            write_text(WitnessTexts::new(utterance, &index, &mut words), &sigla, out)?;
        }
        if !any {
            // A `body` must hold at least one block.
            writeln!(out, "<p>No utterance is printed by so many outlets.</p>")?;
        }
        writeln!(out, "</body></text>\n</TEI>")
    }
}

/// Begins the division of an utterance, with its list of witnesses.
fn write_witnesses(
    utterance: &Utterance,
    sigla: &WitnessSigla,
    index: &QuotationIndex<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "<div type=\"utterance\" subtype=\"{}\" xml:id=\"{}\">",
        utterance.verdict.as_str(),
        escape(&utterance.id)
    )?;
    writeln!(
        out,
        " <head>{}</head>",
        escape(utterance.speaker.as_deref().unwrap_or("Speaker not named"))
    )?;
    writeln!(out, " <listWit>")?;
    for &n in &sigla.order {
        let witness = &utterance.witnesses[n];
        write!(out, "  <witness xml:id=\"{}\"", sigla.ids[n])?;
        if let Some(own) = &sigla.own[n] {
            write!(out, " n=\"{}\"", escape(own))?;
        }
        write!(out, "><name type=\"outlet\">{}</name>", escape(&witness.outlet))?;
        let day = escape(date_part(witness.published.as_deref()));
        if !day.is_empty() {
            write!(out, " <date when=\"{day}\">{day}</date>")?;
        }
        if let Some(mention) = index.get(&witness.quotation).and_then(|printed| printed.mention()) {
            write!(out, " <rs type=\"speaker\">{}</rs>", escape(mention))?;
        }
        write!(out, " <idno>{}</idno>", escape(&witness.quotation))?;
        if let Some(original) = &witness.reprint_of {
            write!(out, " <note type=\"reprint\">{}</note>", escape(original))?;
        }
        writeln!(out, "</witness>")?;
    }
    writeln!(out, " </listWit>")
}

/// Writes the text, and ends the division. White space is text: lines are broken inside tags.
fn write_text(
    mut texts: WitnessTexts<'_>,
    sigla: &WitnessSigla,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, " <ab xml:space=\"preserve\"><q>")?;
    let rows: Vec<&[usize]> = texts.rows.iter().map(|row| &*row.witnesses).collect();
    let outside: Vec<Vec<bool>> = texts
        .segments
        .iter()
        .map(|segment| segment.cells.iter().map(|cell| cell.is_outside).collect())
        .collect();
    let is_inside = |at: Option<usize>, row: usize| {
        at.and_then(|at| outside.get(at)).is_some_and(|rows| !rows[row])
    };
    for (n, segment) in texts.segments.iter_mut().enumerate() {
        if segment.is_plain() {
            write!(out, "{}", escape_exactly(segment.lemma))?;
        } else {
            write!(out, "{}", escape_exactly(segment.split_blank()))?;
            let mut edges = FragmentEdges::default();
            for row in (0..rows.len()).filter(|&row| outside[n][row]) {
                if is_inside(n.checked_sub(1), row) {
                    edges.ended.push(rows[row]);
                }
                if is_inside(Some(n + 1), row) {
                    edges.begins.push(rows[row]);
                }
            }
            write_app(segment, &rows, &edges, sigla, out)?;
        }
    }
    writeln!(out, "</q></ab>")?;
    for row in texts.rows.iter().filter(|row| row.is_elsewhere) {
        let those = sigla.pointers([&*row.witnesses]);
        let text = escape_exactly(row.text);
        writeln!(
            out,
            " <ab type=\"other-part\" corresp=\"{those}\" xml:space=\"preserve\"><q>{text}</q></ab>"
        )?;
    }
    writeln!(out, "</div>")
}

/// The witnesses that have a reading, row by row, and what is known of it.
type ReadingWitnesses<'r, 'a> = (Vec<&'r [usize]>, &'r [&'a Reading]);

/// The witnesses that have ended just before a place, and those that begin just after it.
#[derive(Default)]
struct FragmentEdges<'r> {
    ended: Vec<&'r [usize]>,
    begins: Vec<&'r [usize]>,
}

/// Writes one `app`.
fn write_app(
    segment: &TextSegment<'_>,
    rows: &[&[usize]],
    edges: &FragmentEdges<'_>,
    sigla: &WitnessSigla,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (mut same, mut outside) = (Vec::new(), Vec::new());
    let mut others: BTreeMap<(&str, bool), ReadingWitnesses<'_, '_>> = BTreeMap::new();
    for (cell, &witnesses) in segment.cells.iter().zip(rows) {
        if cell.is_outside {
            outside.push(witnesses);
        } else if cell.text == segment.lemma {
            same.push(witnesses);
        } else {
            let reading = (cell.text, cell.readings.is_empty());
            others.entry(reading).or_insert((Vec::new(), &cell.readings)).0.push(witnesses);
        }
    }
    write!(out, "<app")?;
    let level = segment.level.map(level_label);
    let level = level.or_else(|| (!others.is_empty()).then_some("accidental"));
    if let Some(level) = level.filter(|_| !others.is_empty()) {
        write!(out, "\n  type=\"{level}\"")?;
        let mut kinds: Vec<&str> = others
            .values()
            .flat_map(|(_, readings)| readings.iter().map(|reading| reading.kind.as_str()))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        if let [kind] = kinds[..] {
            write!(out, " subtype=\"{kind}\"")?;
        }
        write!(out, ">")?;
    } else {
        write!(out, "\n  >")?;
    }
    let lemma = escape_exactly(segment.lemma);
    write!(out, "<lem wit=\"{}\">{lemma}</lem>", sigla.pointers(same))?;
    for (&(text, is_orthographic), (witnesses, readings)) in &others {
        write!(out, "<rdg wit=\"{}\"", sigla.pointers(witnesses.iter().copied()))?;
        if is_orthographic {
            write!(out, " type=\"orthographic\"")?;
        }
        // Where several differences stand together, the gravest gives the attributes.
        if let Some(gravest) = readings.iter().max_by_key(|reading| reading.standing_level()) {
            let (operation, disclosure) = (gravest.operation.as_str(), gravest.disclosure.as_str());
            write!(
                out,
                " type=\"{operation}\" subtype=\"{disclosure}\" cause=\"{}\"",
                gravest.rule
            )?;
            if !gravest.stands() {
                write!(out, " cert=\"low\"")?;
            }
            // Both ends of a moved block have its number.
            if let Some(block) = readings.iter().find_map(|reading| reading.moved_block) {
                write!(out, " n=\"move-{block}\"")?;
            }
        }
        let elided = text.is_empty()
            && readings.iter().any(|reading| reading.operation == Operation::Elision);
        if elided {
            write!(out, "><gap reason=\"elided\"/></rdg>")?;
        } else {
            write!(out, ">{}</rdg>", escape_exactly(text))?;
        }
    }
    if !outside.is_empty() {
        let those = sigla.pointers(outside);
        write!(out, "<rdg type=\"abstains\" wit=\"{those}\">")?;
        if !edges.ended.is_empty() {
            let ended = sigla.pointers(edges.ended.iter().copied());
            write!(out, "<witEnd wit=\"{ended}\"/>")?;
        }
        write!(out, "<gap reason=\"fragment\"/>")?;
        if !edges.begins.is_empty() {
            let begins = sigla.pointers(edges.begins.iter().copied());
            write!(out, "<witStart wit=\"{begins}\"/>")?;
        }
        write!(out, "</rdg>")?;
    }
    write!(out, "</app>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_sample() {
        let mut out = Vec::new();
        TeiReport::new().write(&sample::reconciliation(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let body = text.split_once("<text><body>\n").unwrap().1;
        insta::assert_snapshot!(body, @r##"
        <div type="utterance" subtype="contradictory" xml:id="u000000000002">
         <head>Ada Lund</head>
         <listWit>
          <witness xml:id="u000000000002-A"><name type="outlet">Courier</name> <rs type="speaker">Ada Lund</rs> <idno>courier-u000000000002#0</idno></witness>
          <witness xml:id="u000000000002-B"><name type="outlet">Ledger</name> <date when="2018-07-16">2018-07-16</date> <rs type="speaker">Ada Lund</rs> <idno>ledger-u000000000002#0</idno></witness>
          <witness xml:id="u000000000002-C"><name type="outlet">Herald</name> <date when="2018-07-17">2018-07-17</date> <rs type="speaker">a spokeswoman</rs> <idno>herald-u000000000002#0</idno></witness>
          <witness xml:id="u000000000002-D"><name type="outlet">Post</name> <rs type="speaker">Ada Lund</rs> <idno>post-u000000000002#0</idno></witness>
          <witness xml:id="u000000000002-E"><name type="outlet">Tribune</name> <date when="2018-07-16">2018-07-16</date> <rs type="speaker">Ada Lund</rs> <idno>tribune-u000000000002#0</idno></witness>
         </listWit>
         <ab xml:space="preserve"><q><app
          type="minor" subtype="bracketed"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-D #u000000000002-E">We</lem><rdg wit="#u000000000002-C" type="substitution" subtype="disclosed" cause="bracketed.replaced">[The port authority]</rdg></app> did<app
          type="contradictory" subtype="polarity"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-C #u000000000002-E"> not</lem><rdg wit="#u000000000002-D" type="omission" subtype="silent" cause="polarity.negator"></rdg></app> close the <app
          type="accidental" subtype="spelling"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-C #u000000000002-D">harbour</lem><rdg wit="#u000000000002-E" type="substitution" subtype="silent" cause="spelling.table">harbor</rdg></app> at 9, and the mayor<app
          type="substantive" subtype="content"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-D #u000000000002-E">, who was told on Monday,</lem><rdg wit="#u000000000002-C" type="elision" subtype="disclosed" cause="content.inside"> …</rdg></app> never asked us to.</q></ab>
        </div>
        <div type="utterance" subtype="minor" xml:id="u000000000001">
         <head>Donald Trump</head>
         <listWit>
          <witness xml:id="u000000000001-A"><name type="outlet">Courier</name> <rs type="speaker">Mr Trump</rs> <idno>courier-u000000000001#0</idno></witness>
          <witness xml:id="u000000000001-B"><name type="outlet">Ledger</name> <date when="2018-07-16">2018-07-16</date> <rs type="speaker">he</rs> <idno>ledger-u000000000001#0</idno></witness>
          <witness xml:id="u000000000001-C"><name type="outlet">Herald</name> <date when="2018-07-17">2018-07-17</date> <rs type="speaker">Mr Trump</rs> <idno>herald-u000000000001#0</idno></witness>
          <witness xml:id="u000000000001-D"><name type="outlet">Post</name> <rs type="speaker">Mr Trump</rs> <idno>post-u000000000001#0</idno></witness>
         </listWit>
         <ab xml:space="preserve"><q>I would rather take a political risk in pursuit of peace<app
          type="minor"><lem wit="#u000000000001-A #u000000000001-B #u000000000001-D"></lem><rdg wit="#u000000000001-C" type="addition" subtype="silent" cause="lexical.content-word">, rather</rdg></app><app
          ><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C"> than</lem><rdg type="abstains" wit="#u000000000001-D"><witEnd wit="#u000000000001-D"/><gap reason="fragment"/></rdg></app><app
          type="minor" subtype="order"><lem wit="#u000000000001-A #u000000000001-B"></lem><rdg wit="#u000000000001-C" type="transposition" subtype="silent" cause="order.moved" n="move-0"> pursue politics</rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app><app
          type="minor" subtype="function-word"><lem wit="#u000000000001-A #u000000000001-B"> to</lem><rdg wit="#u000000000001-C" type="substitution" subtype="silent" cause="function-word.other"> at the</rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app><app
          ><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C"> risk</lem><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app><app
          type="minor" subtype="function-word"><lem wit="#u000000000001-A #u000000000001-B"></lem><rdg wit="#u000000000001-C" type="addition" subtype="silent" cause="function-word.other"> of</rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app><app
          ><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C"> peace</lem><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app><app
          type="minor" subtype="order"><lem wit="#u000000000001-A #u000000000001-B"> in pursuit of politics</lem><rdg wit="#u000000000001-C" type="transposition" subtype="silent" cause="order.moved" n="move-0"></rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/><witStart wit="#u000000000001-D"/></rdg></app><app
          type="accidental"><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C">.</lem><rdg wit="#u000000000001-D" type="orthographic"></rdg></app></q></ab>
        </div>
        <div type="utterance" subtype="attribution-conflict" xml:id="u000000000003">
         <head>Ada Lund</head>
         <listWit>
          <witness xml:id="u000000000003-A"><name type="outlet">Courier</name> <rs type="speaker">Ada Lund</rs> <idno>courier-u000000000003#0</idno></witness>
          <witness xml:id="u000000000003-B"><name type="outlet">Ledger</name> <date when="2018-07-16">2018-07-16</date> <rs type="speaker">Mr Berg</rs> <idno>ledger-u000000000003#0</idno></witness>
         </listWit>
         <ab xml:space="preserve"><q>This *will* pass | or &lt;it&gt; won't.</q></ab>
        </div>
        </body></text>
        </TEI>
        "##);
    }
}
