//! The GraphML report: variant graphs for networkx, Gephi, Cytoscape and yEd.
//!
//! The format is that of <http://graphml.graphdrawing.org/specification.html>.

use std::io::{self, Write};

use super::escape::escape;
use super::labels::level_label;
use super::variant_graph::{VariantGraph, lineage_witnesses, lineage_words, sigla};
use super::{Report, writing_failed};
use crate::edition::Utterance;
use crate::error::Error;
use crate::reconciliation::Reconciliation;

/// Writes the [`VariantGraph`] of each utterance into one directed graph of GraphML.
///
/// Programs that read GraphML take the first graph of a file, so the utterances are parts of one
/// graph that nothing joins; the attribute `utterance` of the nodes tells them apart. Ids of nodes
/// are made of the utterance's id and a number: files can be merged.
///
/// | attribute | of | value |
/// |---|---|---|
/// | `utterance` `speaker` | node | the utterance, and who said it |
/// | `text` `rank` `lemma` | node | the reading, its place from left to right, if the lemma's |
/// | `kind` | node | `start`, `reading`, `elsewhere` (another part), `end`; `print` (below) |
/// | `level` `stands` | node | the gravest level by which it differs; false if that is doubtful |
/// | `witnesses` | node, edge | sigla, joined by blanks |
/// | `outlets` | node | the outlets that print it, joined by `; ` |
/// | `kind` | edge | `next`, `cut` (the witness begins or ends there) or `moved` (two ends) |
/// | `kind` `text` | edge | between prints: `follows` or `shares-origin`, and the shared errors |
///
/// Nodes of kind `print` are there where it is known which print follows which
/// ([`Utterance::lineage`]): the edge goes from the earlier print to the later one, and an edge
/// `prints` ties each print to the start of the readings.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{GraphmlReport, Report};
///
/// let mut out = Vec::new();
/// GraphmlReport::new().write(&Reconciliation::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("edgedefault=\"directed\""));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct GraphmlReport {
    min_outlets: usize,
}

impl Default for GraphmlReport {
    fn default() -> GraphmlReport {
        GraphmlReport::new()
    }
}

impl Report for GraphmlReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

/// Keys: id, `for`, name, type.
const KEYS: [(&str, &str, &str, &str); 13] = [
    ("u", "node", "utterance", "string"),
    ("p", "node", "speaker", "string"),
    ("t", "node", "text", "string"),
    ("r", "node", "rank", "int"),
    ("m", "node", "lemma", "boolean"),
    ("k", "node", "kind", "string"),
    ("v", "node", "level", "string"),
    ("s", "node", "stands", "boolean"),
    ("w", "node", "witnesses", "string"),
    ("o", "node", "outlets", "string"),
    ("ew", "edge", "witnesses", "string"),
    ("ek", "edge", "kind", "string"),
    ("et", "edge", "text", "string"),
];

impl GraphmlReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> GraphmlReport {
        GraphmlReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> GraphmlReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        for (id, element, name, kind) in KEYS {
            writeln!(
                out,
                " <key id=\"{id}\" for=\"{element}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            )?;
        }
        writeln!(out, " <graph id=\"utterances\" edgedefault=\"directed\">")?;
        let all = reconciliation.utterances.iter();
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            write_utterance(utterance, out)?;
        }
        writeln!(out, " </graph>\n</graphml>")
    }
}

fn write_utterance(utterance: &Utterance, out: &mut dyn Write) -> io::Result<()> {
    let graph = VariantGraph::new(utterance);
    let id = escape(&utterance.id);
    let last = graph.nodes.len().saturating_sub(1);
    for (n, node) in graph.nodes.iter().enumerate() {
        let kind = match n {
            0 => "start",
            _ if n == last => "end",
            _ if node.is_elsewhere => "elsewhere",
            _ => "reading",
        };
        write!(out, "  <node id=\"{id}-{n}\">")?;
        write_data("u", &utterance.id, out)?;
        write_data("p", utterance.speaker.as_deref().unwrap_or(""), out)?;
        write_data("t", &node.text, out)?;
        write_data("r", &node.rank.to_string(), out)?;
        write_data("m", if node.is_lemma { "true" } else { "false" }, out)?;
        write_data("k", kind, out)?;
        write_data("v", node.level.map_or("", level_label), out)?;
        write_data("s", if node.stands { "true" } else { "false" }, out)?;
        write_data("w", &sigla(utterance, &node.wordings).join(" "), out)?;
        write_data("o", &outlets(utterance, &node.wordings), out)?;
        writeln!(out, "</node>")?;
    }
    let next = graph
        .edges
        .iter()
        .map(|edge| (edge.from, edge.to, &edge.wordings, if edge.is_cut { "cut" } else { "next" }));
    let moved = graph.moves.iter().map(|one| (one.from, one.to, &one.wordings, "moved"));
    for (n, (from, to, wordings, kind)) in next.chain(moved).enumerate() {
        write!(out, "  <edge id=\"{id}-e{n}\" source=\"{id}-{from}\" target=\"{id}-{to}\">")?;
        write_data("ew", &sigla(utterance, wordings).join(" "), out)?;
        write_data("ek", kind, out)?;
        writeln!(out, "</edge>")?;
    }
    write_lineage(utterance, &id, out)
}

/// Writes the prints of which it is known where they have their wordings from.
fn write_lineage(utterance: &Utterance, id: &str, out: &mut dyn Write) -> io::Result<()> {
    for n in lineage_witnesses(utterance) {
        let Some(witness) = utterance.witnesses.get(n) else { continue };
        write!(out, "  <node id=\"{id}-w{n}\">")?;
        write_data("u", &utterance.id, out)?;
        write_data("k", "print", out)?;
        write_data("w", &witness.siglum, out)?;
        write_data("o", &witness.outlet, out)?;
        writeln!(out, "</node>")?;
        // Tied to the readings, so that an utterance is one part of the graph.
        write!(out, "  <edge id=\"{id}-p{n}\" source=\"{id}-w{n}\" target=\"{id}-0\">")?;
        write_data("ew", &witness.siglum, out)?;
        write_data("ek", "prints", out)?;
        writeln!(out, "</edge>")?;
    }
    for (n, descent) in utterance.lineage.iter().enumerate() {
        for from in &descent.from {
            write!(out, "  <edge id=\"{id}-l{n}-{from}\" source=\"{id}-w{from}\"")?;
            write!(out, " target=\"{id}-w{}\">", descent.witness)?;
            write_data("ek", descent.relation.as_str(), out)?;
            write_data("et", &lineage_words(descent), out)?;
            writeln!(out, "</edge>")?;
        }
    }
    Ok(())
}

/// Writes an attribute, unless it is empty.
fn write_data(key: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    if value.is_empty() {
        return Ok(());
    }
    write!(out, "<data key=\"{key}\">{}</data>", escape(value))
}

/// Returns the outlets of `wordings`, each once.
fn outlets(utterance: &Utterance, wordings: &[usize]) -> String {
    let those =
        utterance.witnesses.iter().filter(|one| wordings.binary_search(&one.wording).is_ok());
    let mut names: Vec<&str> = those.map(|witness| witness.outlet.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// The file is read by an XML parser, and every witness can be read along the edges that bear
    /// its siglum.
    #[test]
    fn the_sample_is_read_back() {
        let all = sample::reconciliation();
        let mut out = Vec::new();
        GraphmlReport::new().write(&all, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let xml = roxmltree::Document::parse(&text).unwrap();
        let data = |node: &roxmltree::Node<'_, '_>, key: &str| {
            let found = node.children().find(|one| one.attribute("key") == Some(key));
            found.and_then(|one| one.text()).unwrap_or("").to_owned()
        };
        for utterance in &all.utterances {
            for witness in &utterance.witnesses {
                let mut at = format!("{}-0", utterance.id);
                let mut read = String::new();
                loop {
                    let node = xml.descendants().find(|one| one.attribute("id") == Some(&at));
                    let node = node.unwrap();
                    read.push_str(&data(&node, "t"));
                    if data(&node, "k") == "end" {
                        break;
                    }
                    let next: Vec<_> = xml
                        .descendants()
                        .filter(|one| one.attribute("source") == Some(&at))
                        .filter(|one| data(one, "ek") != "moved")
                        .filter(|one| data(one, "ew").split(' ').any(|s| s == witness.siglum))
                        .collect();
                    assert_eq!(next.len(), 1, "{at}");
                    at = next[0].attribute("target").unwrap().to_owned();
                }
                let plain = |text: &str| -> String {
                    text.chars().filter(|c| c.is_alphanumeric()).collect()
                };
                assert_eq!(plain(&read), plain(&utterance.wordings[witness.wording].text));
            }
        }
    }
}
