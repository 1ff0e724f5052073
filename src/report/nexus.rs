//! The NEXUS report: wordings as character matrices, for programs that draw stemmata.
//!
//! The format is that of Maddison, Swofford & Maddison 1997
//! (<https://doi.org/10.1093/sysbio/46.4.590>).

use std::io::{self, Write};

use super::character_matrix::{CharacterMatrix, SYMBOLS};
use super::labels::level_label;
use super::one_line::sanitize;
use super::{Report, writing_failed};
use crate::edition::{Utterance, Wording};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::variant::Level;

/// Writes a `TAXA` and a `CHARACTERS` block for each utterance whose wordings vary: a row for each
/// wording, a character for each place, a state for each reading.
///
/// - A taxon is a wording, named by the siglum of its first witness; a comment names the others.
///   Wordings that print another part of the utterance, or whose words cannot be put by the places,
///   are left out.
/// - State 0 is the lemma's reading. Words left out are a state; `?` is a place where the wording
///   begins later or has ended before. Other glyphs of marks and white space are no states.
/// - `CHARSTATELABELS` give the words, and a `SETS` block the characters of each level:
///   `CHARSET substantive = 2 5;`.
/// - A place may have 32 states (`0`-`9`, `A`-`V`); further ones are written `?`.
///
/// Blocks have a `TITLE` and a `LINK`, as Mesquite and dendropy read them. Programs that take one
/// matrix a file (PAUP, SplitsTree, Biopython) want a reconciliation of one utterance:
///
/// ```
/// use variorum::report::{NexusReport, Report};
/// use variorum::{Archive, StandaloneQuotation};
///
/// let mut archive = Archive::default();
/// for (id, words) in [
///     ("a", "We shall never accept these tariffs, whatever it costs us"),
///     ("b", "We shall never accept the tariffs, whatever it costs us"),
/// ] {
///     archive.add_quotation(StandaloneQuotation::new(id, words).with_outlet(id))?;
/// }
/// let mut all = archive.reconcile();
/// all.utterances.truncate(1);
/// let mut out = Vec::new();
/// NexusReport::new().write(&all, &mut out)?;
/// let nexus = String::from_utf8_lossy(&out);
/// assert!(nexus.starts_with("#NEXUS\n") && nexus.contains("1 'the' / 'the' 'these'"));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NexusReport {
    min_outlets: usize,
}

impl Default for NexusReport {
    fn default() -> NexusReport {
        NexusReport::new()
    }
}

impl Report for NexusReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl NexusReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> NexusReport {
        NexusReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> NexusReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "#NEXUS")?;
        let all = reconciliation.utterances.iter();
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            let matrix = CharacterMatrix::new(utterance);
            if matrix.varies() {
                write_blocks(utterance, &matrix, out)?;
            }
        }
        Ok(())
    }
}

fn write_blocks(
    utterance: &Utterance,
    matrix: &CharacterMatrix,
    out: &mut dyn Write,
) -> io::Result<()> {
    let speaker = utterance.speaker.as_deref().unwrap_or("speaker not named");
    let title = quoted(&utterance.id);
    let taxa: Vec<(String, &Wording)> = matrix
        .rows
        .iter()
        .map(|row| &utterance.wordings[row.wording])
        .map(|wording| (quoted(first_siglum(utterance, wording)), wording))
        .collect();
    writeln!(out, "\n[{}: {}]", utterance.id, comment(speaker))?;
    for (name, wording) in &taxa {
        let name_witness = |&n: &usize| {
            let witness = &utterance.witnesses[n];
            comment(&format!("{} {}", witness.siglum, witness.outlet))
        };
        let witnesses: Vec<String> = wording.witnesses.iter().map(name_witness).collect();
        writeln!(out, "[{}: {}]", comment(name), witnesses.join("; "))?;
    }
    writeln!(out, "BEGIN TAXA;\n  TITLE {title};\n  DIMENSIONS NTAX={};", taxa.len())?;
    let names: Vec<&str> = taxa.iter().map(|(name, _)| name.as_str()).collect();
    writeln!(out, "  TAXLABELS {};\nEND;", names.join(" "))?;
    writeln!(out, "BEGIN CHARACTERS;\n  TITLE {title};\n  LINK TAXA = {title};")?;
    writeln!(out, "  DIMENSIONS NCHAR={};", matrix.places.len())?;
    writeln!(out, "  FORMAT DATATYPE=STANDARD MISSING=? SYMBOLS=\"{SYMBOLS}\";")?;
    writeln!(out, "  CHARSTATELABELS")?;
    for (n, place) in matrix.places.iter().enumerate() {
        let states: Vec<String> =
            (0..place.states.len()).map(|state| quoted(&place.label(state))).collect();
        let end = if n + 1 == matrix.places.len() { ";" } else { "," };
        writeln!(out, "    {} {} / {}{end}", n + 1, states[0], states.join(" "))?;
    }
    writeln!(out, "  MATRIX")?;
    for (row, (name, _)) in matrix.rows.iter().zip(&taxa) {
        writeln!(out, "    {name} {}", CharacterMatrix::letters(row))?;
    }
    writeln!(out, "  ;\nEND;\nBEGIN SETS;\n  LINK CHARACTERS = {title};")?;
    for level in [Level::Accidental, Level::Minor, Level::Substantive, Level::Contradictory] {
        let those = matrix.places.iter().enumerate().filter(|(_, place)| place.level == level);
        let those: Vec<String> = those.map(|(n, _)| (n + 1).to_string()).collect();
        if !those.is_empty() {
            writeln!(out, "  CHARSET {} = {};", level_label(level), those.join(" "))?;
        }
    }
    writeln!(out, "END;")
}

/// Returns the siglum of the first witness of a wording.
pub(super) fn first_siglum<'a>(utterance: &'a Utterance, wording: &Wording) -> &'a str {
    let first = wording.witnesses.first().and_then(|&n| utterance.witnesses.get(n));
    first.map_or("", |witness| &witness.siglum)
}

/// Returns a token of NEXUS: a siglum or an id as it is, all else within marks, since a word could
/// be a number, which names a taxon, or a command.
fn quoted(text: &str) -> String {
    let is_siglum = text.chars().all(|c| c.is_ascii_uppercase());
    let is_id = text.strip_prefix('u').is_some_and(|id| id.chars().all(|c| c.is_ascii_hexdigit()));
    if !text.is_empty() && (is_siglum || is_id) {
        return text.to_owned();
    }
    format!("'{}'", sanitize(text).replace('\'', "''"))
}

/// Returns text that ends no comment.
fn comment(text: &str) -> String {
    sanitize(text).replace('[', "(").replace(']', ")")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn nothing_of_an_article_is_syntax() {
        assert_eq!(quoted("AB"), "AB");
        assert_eq!(quoted("won't; END"), "'won''t; END'");
        assert_eq!(comment("[a] b"), "(a) b");
    }

    #[test]
    fn the_sample() {
        let mut out = Vec::new();
        NexusReport::new().write(&sample::reconciliation(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        #NEXUS

        [u000000000002: Ada Lund]
        [A: A Courier; B Ledger]
        [D: D Post]
        [C: C Herald]
        [E: E Tribune]
        BEGIN TAXA;
          TITLE u000000000002;
          DIMENSIONS NTAX=4;
          TAXLABELS A D C E;
        END;
        BEGIN CHARACTERS;
          TITLE u000000000002;
          LINK TAXA = u000000000002;
          DIMENSIONS NCHAR=4;
          FORMAT DATATYPE=STANDARD MISSING=? SYMBOLS="0123456789ABCDEFGHIJKLMNOPQRSTUV";
          CHARSTATELABELS
            1 'We' / 'We' '[The port authority]',
            2 'not' / 'not' '(nothing)',
            3 'harbour' / 'harbour' 'harbor',
            4 ', who was told on Monday,' / ', who was told on Monday,' '…';
          MATRIX
            A 0000
            D 0100
            C 1001
            E 0010
          ;
        END;
        BEGIN SETS;
          LINK CHARACTERS = u000000000002;
          CHARSET accidental = 3;
          CHARSET minor = 1;
          CHARSET substantive = 4;
          CHARSET contradictory = 2;
        END;

        [u000000000001: Donald Trump]
        [A: A Courier; B Ledger]
        [C: C Herald]
        [D: D Post]
        BEGIN TAXA;
          TITLE u000000000001;
          DIMENSIONS NTAX=3;
          TAXLABELS A C D;
        END;
        BEGIN CHARACTERS;
          TITLE u000000000001;
          LINK TAXA = u000000000001;
          DIMENSIONS NCHAR=5;
          FORMAT DATATYPE=STANDARD MISSING=? SYMBOLS="0123456789ABCDEFGHIJKLMNOPQRSTUV";
          CHARSTATELABELS
            1 '(nothing)' / '(nothing)' ', rather',
            2 '(nothing)' / '(nothing)' 'pursue politics',
            3 'to' / 'to' 'at the',
            4 '(nothing)' / '(nothing)' 'of',
            5 'in pursuit of politics' / 'in pursuit of politics' '(nothing)';
          MATRIX
            A 00000
            C 11111
            D 0????
          ;
        END;
        BEGIN SETS;
          LINK CHARACTERS = u000000000001;
          CHARSET minor = 1 2 3 4 5;
        END;
        "#);
    }
}
