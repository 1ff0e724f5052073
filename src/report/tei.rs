//! The TEI report: a critical apparatus in parallel segmentation, for editions and for the tools of
//! stemmatology.
//!
//! It follows TEI P5, chapter
//! [Critical Apparatus](https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TC.html).

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::escape::escape;
use super::labels::{date_part, level_label};
use super::one_line::sanitize;
use super::quotation_index::QuotationIndex;
use super::synopsis::{Synopsis, SynopsisCell, SynopsisSegment};
use super::{Report, writing_failed};
use crate::edition::{Reading, Utterance};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::variant::Operation;

/// Writes utterances as one TEI document, a `div` for each, with its list of witnesses and its text
/// in parallel segmentation.
///
/// - `app/@type` is the level: `accidental`, `minor`, `substantive` or `contradictory`. `@subtype`
///   is the kind, where there is one.
/// - Every witness of a place is in `lem` or in one `rdg`. A witness that begins later or has ended
///   before is in a `rdg` of type `abstains` with a `gap`. Words left out are an empty `rdg`.
/// - `rdg/@type` is the operation, `@subtype` the disclosure, and `@cause` the rule: `omission`,
///   `silent`, `content.inside`.
/// - A moved block is an empty `rdg` where the lemma has it and a `rdg` with its text where the
///   witness prints it, both of type `transposition`: each witness reads on in its own order.
/// - Ids are made of the utterance's id and the siglum, so that two files can be merged.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{Report, TeiReport};
///
/// let mut out = Vec::new();
/// TeiReport::new().write(&Reconciliation::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("http://www.tei-c.org/ns/1.0"));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TeiReport {
    min_outlets: usize,
}

impl Default for TeiReport {
    fn default() -> TeiReport {
        TeiReport::new()
    }
}

const TEI_HEADER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader>
 <fileDesc>
  <titleStmt><title>Quotations and their variants</title></titleStmt>
  <publicationStmt><p>Unpublished.</p></publicationStmt>
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
<text><body>
"#;

impl Report for TeiReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl TeiReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> TeiReport {
        TeiReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> TeiReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let index = QuotationIndex::new(reconciliation);
        out.write_all(TEI_HEADER.as_bytes())?;
        let mut any = false;
        for utterance in reconciliation.utterances.iter().filter(|u| u.outlets >= self.min_outlets)
        {
            any = true;
            write_division(utterance, &index, out)?;
        }
        if !any {
            // A `body` must hold at least one block.
            writeln!(out, "<p>No utterance is printed by so many outlets.</p>")?;
        }
        writeln!(out, "</body></text>\n</TEI>")
    }
}

fn write_division(
    utterance: &Utterance,
    index: &QuotationIndex<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let id = escape(&utterance.id);
    writeln!(
        out,
        "<div type=\"utterance\" subtype=\"{}\" xml:id=\"{id}\">",
        utterance.verdict.as_str()
    )?;
    writeln!(
        out,
        " <head>{}</head>",
        escape(utterance.speaker.as_deref().unwrap_or("Speaker not named"))
    )?;
    writeln!(out, " <listWit>")?;
    for witness in &utterance.witnesses {
        write!(out, "  <witness xml:id=\"{id}-{}\">", escape(&witness.siglum))?;
        write!(out, "<name type=\"outlet\">{}</name>", escape(&witness.outlet))?;
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
    writeln!(out, " </listWit>")?;

    let synopsis = Synopsis::new(utterance, |_| true);
    write!(out, " <ab><q>")?;
    for (n, segment) in synopsis.segments.iter().enumerate() {
        let joined = segment.lemma.starts_with([',', '.', ';', ':', '?', '!', '’', '\'']);
        if n > 0 && !joined {
            writeln!(out)?;
        }
        if segment.cells.iter().all(|cell| matches!(cell, SynopsisCell::Same)) {
            write!(out, "{}", escape(&segment.lemma))?;
        } else {
            write_app(utterance, segment, &id, out)?;
        }
    }
    writeln!(out, "</q></ab>")?;
    for &wording in &synopsis.elsewhere {
        let text = utterance.wordings.get(wording).map_or("", |wording| &wording.text);
        let those = witness_pointers(utterance, &[wording], &id);
        writeln!(out, " <ab type=\"other-part\" corresp=\"{those}\"><q>{}</q></ab>", escape(text))?;
    }
    writeln!(out, "</div>")
}

/// Writes one `app`.
fn write_app(
    utterance: &Utterance,
    segment: &SynopsisSegment<'_>,
    id: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (mut same, mut outside) = (Vec::new(), Vec::new());
    let mut others: BTreeMap<&str, (Vec<usize>, &[&Reading])> = BTreeMap::new();
    for (wording, cell) in segment.cells.iter().enumerate() {
        match cell {
            SynopsisCell::Same => same.push(wording),
            SynopsisCell::Outside => outside.push(wording),
            SynopsisCell::Other(text, readings) => {
                others.entry(text).or_insert((Vec::new(), readings)).0.push(wording)
            }
        }
    }
    write!(out, "<app")?;
    if let Some(level) = segment.level() {
        write!(out, " type=\"{}\"", level_label(level))?;
        let mut kinds: Vec<&str> = others
            .values()
            .flat_map(|(_, readings)| readings.iter().map(|reading| reading.kind.as_str()))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        if let [kind] = kinds[..] {
            write!(out, " subtype=\"{kind}\"")?;
        }
    }
    write!(
        out,
        "><lem wit=\"{}\">{}</lem>",
        witness_pointers(utterance, &same, id),
        escape(&segment.lemma)
    )?;
    for (text, (wordings, readings)) in &others {
        write!(out, "<rdg wit=\"{}\"", witness_pointers(utterance, wordings, id))?;
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
        }
        let elided = text.is_empty()
            && readings.iter().any(|reading| reading.operation == Operation::Elision);
        if elided {
            write!(out, "><gap reason=\"elided\"/></rdg>")?;
        } else {
            write!(out, ">{}</rdg>", escape(text))?;
        }
    }
    if !outside.is_empty() {
        let those = witness_pointers(utterance, &outside, id);
        write!(out, "<rdg type=\"abstains\" wit=\"{those}\"><gap reason=\"fragment\"/></rdg>")?;
    }
    write!(out, "</app>")
}

/// Returns pointers to the witnesses that print one of `wordings`.
fn witness_pointers(utterance: &Utterance, wordings: &[usize], id: &str) -> String {
    let those = utterance.witnesses.iter().filter(|witness| wordings.contains(&witness.wording));
    those
        .map(|witness| format!("#{id}-{}", escape(&sanitize(&witness.siglum))))
        .collect::<Vec<_>>()
        .join(" ")
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
         <ab><q><app type="minor" subtype="bracketed"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-D #u000000000002-E">We</lem><rdg wit="#u000000000002-C" type="substitution" subtype="disclosed" cause="bracketed.replaced">[The port authority]</rdg></app>
        did
        <app type="contradictory" subtype="polarity"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-C #u000000000002-E">not</lem><rdg wit="#u000000000002-D" type="omission" subtype="silent" cause="polarity.negator"></rdg></app>
        close the
        <app type="accidental" subtype="spelling"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-C #u000000000002-D">harbour</lem><rdg wit="#u000000000002-E" type="substitution" subtype="silent" cause="spelling.table">harbor</rdg></app>
        at 9, and the mayor<app type="substantive" subtype="content"><lem wit="#u000000000002-A #u000000000002-B #u000000000002-D #u000000000002-E">, who was told on Monday,</lem><rdg wit="#u000000000002-C" type="elision" subtype="disclosed" cause="content.inside">…</rdg></app>
        never asked us to.</q></ab>
        </div>
        <div type="utterance" subtype="minor" xml:id="u000000000001">
         <head>Donald Trump</head>
         <listWit>
          <witness xml:id="u000000000001-A"><name type="outlet">Courier</name> <rs type="speaker">Mr Trump</rs> <idno>courier-u000000000001#0</idno></witness>
          <witness xml:id="u000000000001-B"><name type="outlet">Ledger</name> <date when="2018-07-16">2018-07-16</date> <rs type="speaker">he</rs> <idno>ledger-u000000000001#0</idno></witness>
          <witness xml:id="u000000000001-C"><name type="outlet">Herald</name> <date when="2018-07-17">2018-07-17</date> <rs type="speaker">Mr Trump</rs> <idno>herald-u000000000001#0</idno></witness>
          <witness xml:id="u000000000001-D"><name type="outlet">Post</name> <rs type="speaker">Mr Trump</rs> <idno>post-u000000000001#0</idno></witness>
         </listWit>
         <ab><q>I would rather take a political risk in pursuit of peace
        <app type="minor"><lem wit="#u000000000001-A #u000000000001-B #u000000000001-D"></lem><rdg wit="#u000000000001-C" type="addition" subtype="silent" cause="lexical.content-word">, rather</rdg></app>
        <app><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C">than</lem><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>
        <app type="minor" subtype="order"><lem wit="#u000000000001-A #u000000000001-B"></lem><rdg wit="#u000000000001-C" type="transposition" subtype="silent" cause="order.moved">pursue politics</rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>
        <app type="minor" subtype="function-word"><lem wit="#u000000000001-A #u000000000001-B">to</lem><rdg wit="#u000000000001-C" type="substitution" subtype="silent" cause="function-word.other">at the</rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>
        <app><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C">risk</lem><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>
        <app type="minor" subtype="function-word"><lem wit="#u000000000001-A #u000000000001-B"></lem><rdg wit="#u000000000001-C" type="addition" subtype="silent" cause="function-word.other">of</rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>
        <app><lem wit="#u000000000001-A #u000000000001-B #u000000000001-C">peace</lem><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>
        <app type="minor" subtype="order"><lem wit="#u000000000001-A #u000000000001-B">in pursuit of politics</lem><rdg wit="#u000000000001-C" type="transposition" subtype="silent" cause="order.moved"></rdg><rdg type="abstains" wit="#u000000000001-D"><gap reason="fragment"/></rdg></app>.</q></ab>
        </div>
        <div type="utterance" subtype="attribution-conflict" xml:id="u000000000003">
         <head>Ada Lund</head>
         <listWit>
          <witness xml:id="u000000000003-A"><name type="outlet">Courier</name> <rs type="speaker">Ada Lund</rs> <idno>courier-u000000000003#0</idno></witness>
          <witness xml:id="u000000000003-B"><name type="outlet">Ledger</name> <date when="2018-07-16">2018-07-16</date> <rs type="speaker">Mr Berg</rs> <idno>ledger-u000000000003#0</idno></witness>
         </listWit>
         <ab><q>This *will* pass | or &lt;it&gt; won&#39;t.</q></ab>
        </div>
        </body></text>
        </TEI>
        "##);
    }
}
