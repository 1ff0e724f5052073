//! The DOT report: variant graphs for Graphviz.
//!
//! The language is that of <https://graphviz.org/doc/info/lang.html>.

use std::io::{self, Write};

use super::labels::level_label;
use super::one_line::sanitize;
use super::variant_graph::{VariantGraph, lineage_witnesses, lineage_words, sigla};
use super::{Report, writing_failed};
use crate::edition::{DescentRelation, Utterance};
use crate::error::Error;
use crate::reconciliation::Reconciliation;
use crate::variant::Level;

/// Writes the [`VariantGraph`] of each utterance as a `digraph` of Graphviz, named by its id.
///
/// Nodes are readings, those of the lemma in bold; edges are labelled by the sigla of the witnesses
/// that go over them, as in CollateX. A level is a colour and a word below the reading: nothing is
/// said by colour alone. A dotted edge is a cut: the witness begins or ends there. A dashed line
/// without arrows ties the ends of a moved block. Where it is known which print follows which
/// ([`Utterance::lineage`]), a cluster beside the readings shows it. The attributes `lemma`,
/// `level` and `witnesses` (ids of quotations) are for programs; Graphviz passes over them.
///
/// A file of several graphs is drawn by `dot -Tsvg -O graphs.dot`, a picture for each. An utterance
/// whose wordings do not vary gives a graph of one reading.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{DotReport, Report};
///
/// let mut out = Vec::new();
/// DotReport::new().write(&Reconciliation::default(), &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out), "// No utterance is printed by 2 outlets or more.\n");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct DotReport {
    min_outlets: usize,
}

impl Default for DotReport {
    fn default() -> DotReport {
        DotReport::new()
    }
}

impl Report for DotReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl DotReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> DotReport {
        DotReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> DotReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let all = reconciliation.utterances.iter();
        let mut any = false;
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            any = true;
            write_graph(utterance, out)?;
        }
        if !any {
            // A file without a graph is no error for the tools that read it, but puzzles people.
            writeln!(out, "// No utterance is printed by {} outlets or more.", self.min_outlets)?;
        }
        Ok(())
    }
}

/// Columns at which the words of a label are broken.
const LABEL_COLUMNS: usize = 28;

fn write_graph(utterance: &Utterance, out: &mut dyn Write) -> io::Result<()> {
    let graph = VariantGraph::new(utterance);
    let speaker = utterance.speaker.as_deref().unwrap_or("Speaker not named");
    writeln!(out, "digraph {} {{", quoted(&utterance.id))?;
    writeln!(out, "  graph [rankdir=LR, label={}];", quoted(&sanitize(speaker)))?;
    writeln!(out, "  node [shape=box, style=rounded, fontname=\"sans-serif\"];")?;
    writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=10];")?;
    let last = graph.nodes.len().saturating_sub(1);
    for (n, node) in graph.nodes.iter().enumerate() {
        if n == 0 || n == last {
            let name = if n == 0 { "start" } else { "end" };
            writeln!(out, "  n{n} [label=\"\", shape=circle, width=0.15, tooltip=\"{name}\"];")?;
            continue;
        }
        write!(out, "  n{n} [label={}", label(&node.text, node.level, node.stands))?;
        if node.is_lemma {
            write!(out, ", style=\"rounded,bold\"")?;
        }
        if let Some(level) = node.level {
            let doubtful = if node.stands { "" } else { " doubtful" };
            write!(out, ", color=\"{}\"", colour(level))?;
            write!(out, ", level={}", quoted(&format!("{}{doubtful}", level_label(level))))?;
        }
        write!(out, ", lemma={}, text={}", node.is_lemma, quoted(&node.text))?;
        writeln!(out, ", witnesses={}];", quoted(&quotations(utterance, &node.wordings)))?;
    }
    for edge in &graph.edges {
        let names = sigla(utterance, &edge.wordings).join(", ");
        let style = if edge.is_cut { ", style=dotted, cut=true" } else { "" };
        writeln!(out, "  n{} -> n{} [label={}{style}];", edge.from, edge.to, quoted(&names))?;
    }
    for moved in &graph.moves {
        writeln!(
            out,
            "  n{} -> n{} [dir=none, style=dashed, constraint=false, label=\"moved\", move={}];",
            moved.from, moved.to, moved.block
        )?;
    }
    write_lineage(utterance, out)?;
    writeln!(out, "}}")
}

/// Writes the prints of which it is known where they have their wordings from, beside the readings:
/// an arrow to the later print, or a dashed line between two of one origin.
fn write_lineage(utterance: &Utterance, out: &mut dyn Write) -> io::Result<()> {
    if utterance.lineage.is_empty() {
        return Ok(());
    }
    writeln!(out, "  subgraph cluster_lineage {{")?;
    writeln!(out, "    graph [label=\"how the wording travelled\"];")?;
    for n in lineage_witnesses(utterance) {
        let Some(witness) = utterance.witnesses.get(n) else { continue };
        let name = format!("{} {}", witness.siglum, sanitize(&witness.outlet));
        let id = quoted(&sanitize(&witness.quotation));
        writeln!(out, "    w{n} [label={}, shape=ellipse, witnesses={id}];", quoted(&name))?;
    }
    for descent in &utterance.lineage {
        let readings = quoted(&lineage_words(descent));
        let style = match descent.relation {
            DescentRelation::SharesOrigin => ", dir=none, style=dashed",
            _ => "",
        };
        let relation = descent.relation.as_str();
        for from in &descent.from {
            writeln!(
                out,
                "    w{from} -> w{} [label={readings}, relation=\"{relation}\"{style}];",
                descent.witness
            )?;
        }
    }
    writeln!(out, "  }}")
}

/// Returns the ids of the quotations of `wordings`.
fn quotations(utterance: &Utterance, wordings: &[usize]) -> String {
    let those =
        utterance.witnesses.iter().filter(|one| wordings.binary_search(&one.wording).is_ok());
    those.map(|witness| sanitize(&witness.quotation)).collect::<Vec<_>>().join(" ")
}

/// Returns a colour that has a contrast of more than 4.5 to 1 on white.
fn colour(level: Level) -> &'static str {
    match level {
        Level::Accidental => "#5f6368",
        Level::Minor => "#1a5fb4",
        Level::Substantive => "#9a4a00",
        Level::Contradictory => "#b3001b",
    }
}

/// Returns a string of DOT. `\` and `"` are escaped: a backslash of an article is no command.
fn quoted(text: &str) -> String {
    let mut string = String::with_capacity(text.len() + 2);
    string.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            string.push('\\');
        }
        string.push(c);
    }
    string.push('"');
    string
}

/// Returns the words of a reading in lines, and the level below them.
fn label(text: &str, level: Option<Level>, stands: bool) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() > LABEL_COLUMNS {
            lines.push(word.to_owned());
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    if let Some(level) = level.filter(|&level| level > Level::Accidental) {
        let doubtful = if stands { "" } else { ", doubtful" };
        lines.push(format!("({}{doubtful})", level_label(level)));
    }
    let lines: Vec<String> = lines.iter().map(|line| quoted(line)).collect();
    let lines: Vec<&str> = lines.iter().map(|line| &line[1..line.len() - 1]).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn nothing_of_an_article_is_markup() {
        assert_eq!(quoted("a \"b\" \\N <i>"), "\"a \\\"b\\\" \\\\N <i>\"");
        assert_eq!(label("a\\n", None, true), "\"a\\\\n\"");
        let words = "one two three four five six seven";
        assert_eq!(label(words, None, true), "\"one two three four five six\\nseven\"");
    }

    #[test]
    fn the_sample() {
        let mut all = sample::reconciliation();
        all.utterances.retain(|utterance| utterance.speaker.as_deref() == Some("Donald Trump"));
        let mut out = Vec::new();
        DotReport::new().write(&all, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r##"
        digraph "u000000000001" {
          graph [rankdir=LR, label="Donald Trump"];
          node [shape=box, style=rounded, fontname="sans-serif"];
          edge [fontname="sans-serif", fontsize=10];
          n0 [label="", shape=circle, width=0.15, tooltip="start"];
          n1 [label="I would rather take a\npolitical risk in pursuit of\npeace", style="rounded,bold", lemma=true, text="I would rather take a political risk in pursuit of peace", witnesses="courier-u000000000001#0 ledger-u000000000001#0 herald-u000000000001#0 post-u000000000001#0"];
          n2 [label=", rather\n(minor)", color="#1a5fb4", level="minor", lemma=false, text=", rather", witnesses="herald-u000000000001#0"];
          n3 [label="than", style="rounded,bold", lemma=true, text="than", witnesses="courier-u000000000001#0 ledger-u000000000001#0 herald-u000000000001#0"];
          n4 [label="pursue politics\n(minor)", color="#1a5fb4", level="minor", lemma=false, text="pursue politics", witnesses="herald-u000000000001#0"];
          n5 [label="to", style="rounded,bold", lemma=true, text="to", witnesses="courier-u000000000001#0 ledger-u000000000001#0"];
          n6 [label="at the\n(minor)", color="#1a5fb4", level="minor", lemma=false, text="at the", witnesses="herald-u000000000001#0"];
          n7 [label="risk", style="rounded,bold", lemma=true, text="risk", witnesses="courier-u000000000001#0 ledger-u000000000001#0 herald-u000000000001#0"];
          n8 [label="of\n(minor)", color="#1a5fb4", level="minor", lemma=false, text="of", witnesses="herald-u000000000001#0"];
          n9 [label="peace", style="rounded,bold", lemma=true, text="peace", witnesses="courier-u000000000001#0 ledger-u000000000001#0 herald-u000000000001#0"];
          n10 [label="in pursuit of politics", style="rounded,bold", lemma=true, text="in pursuit of politics", witnesses="courier-u000000000001#0 ledger-u000000000001#0"];
          n11 [label=".", style="rounded,bold", lemma=true, text=".", witnesses="courier-u000000000001#0 ledger-u000000000001#0 herald-u000000000001#0 post-u000000000001#0"];
          n12 [label="", shape=circle, width=0.15, tooltip="end"];
          n0 -> n1 [label="A, B, C, D"];
          n1 -> n2 [label="C"];
          n1 -> n3 [label="A, B"];
          n1 -> n11 [label="D", style=dotted, cut=true];
          n2 -> n3 [label="C"];
          n3 -> n4 [label="C"];
          n3 -> n5 [label="A, B"];
          n4 -> n6 [label="C"];
          n5 -> n7 [label="A, B"];
          n6 -> n7 [label="C"];
          n7 -> n8 [label="C"];
          n7 -> n9 [label="A, B"];
          n8 -> n9 [label="C"];
          n9 -> n10 [label="A, B"];
          n9 -> n11 [label="C"];
          n10 -> n11 [label="A, B"];
          n11 -> n12 [label="A, B, C, D"];
          n10 -> n4 [dir=none, style=dashed, constraint=false, label="moved", move=0];
        }
        "##);
    }
}
