//! The variant graph of an utterance: its readings, and the ways that its wordings take through
//! them.
//!
//! After Schmidt & Colomb 2009, *A data structure for representing multi-version texts online*
//! (<https://doi.org/10.1016/j.ijhcs.2009.02.001>), and CollateX, whose nodes and edges these are:
//! a node is a reading at a place, an edge is labelled by the witnesses that read on from one node
//! to the next. It is made of the [`Synopsis`]; nothing is compared again.

use std::collections::{BTreeMap, BTreeSet};

use super::synopsis::{Synopsis, SynopsisCell};
use crate::edition::{Descent, Reading, Utterance};
use crate::variant::{Kind, Level};

/// The readings of an utterance as nodes, and the ways of its wordings through them as edges.
///
/// - The first node is the start and the last one the end; both have no text. The other nodes are
///   sorted by rank; at one place the lemma's reading comes first.
/// - Every wording goes from the start to the end, over one edge out of each node that it has. The
///   texts on its way, in order, are its words; a moved block stands where the wording prints it.
/// - Words left out have no node: the edge goes past them. Where a wording begins later or has
///   ended before, the edge is marked [`is_cut`](VariantEdge::is_cut): it says nothing of what it
///   passes.
///
/// ```
/// use variorum::report::VariantGraph;
/// use variorum::{Archive, StandaloneQuotation};
///
/// let mut archive = Archive::default();
/// for (id, words) in [
///     ("a", "We shall never accept these tariffs, whatever it costs us"),
///     ("b", "We shall never accept the tariffs, whatever it costs us"),
/// ] {
///     archive.add_quotation(StandaloneQuotation::new(id, words).with_outlet(id))?;
/// }
/// let all = archive.reconcile();
/// let graph = VariantGraph::new(&all.utterances[0]);
/// let texts: Vec<&str> = graph.nodes.iter().map(|node| &*node.text).collect();
/// assert_eq!(texts[1..4], ["We shall never accept", "the", "these"]);
/// assert_eq!(graph.nodes[2].rank, graph.nodes[3].rank);
/// let from_start: Vec<_> = graph.edges.iter().filter(|edge| edge.from == 0).collect();
/// assert_eq!(from_start[0].wordings, [0, 1]);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct VariantGraph {
    /// The readings, from the start to the end.
    pub nodes: Vec<VariantNode>,
    /// The ways from reading to reading, by the nodes that they join.
    pub edges: Vec<VariantEdge>,
    /// The moved blocks.
    pub moves: Vec<VariantMove>,
}

/// A reading at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct VariantNode {
    /// Its words on one line; empty for the start and the end.
    pub text: String,
    /// The place from left to right: 0 for the start. Nodes of one place have one rank.
    pub rank: usize,
    /// Indices into [`Utterance::wordings`], ascending; all of them for the start and the end.
    pub wordings: Vec<usize>,
    /// True if the lemma has it; true for the start and the end.
    pub is_lemma: bool,
    /// The gravest level by which it differs from the lemma; `None` where it does not differ.
    pub level: Option<Level>,
    /// False if a difference of substance here is too doubtful to be stated.
    pub stands: bool,
    /// True for the words of a wording that stand beside the places, at rank 1: it prints another
    /// part of the utterance and nothing of the lemma, or so many of its words have moved that they
    /// cannot be read in its own order along the places.
    pub is_elsewhere: bool,
}

/// A way from one reading to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct VariantEdge {
    /// Index of the node that it leaves.
    pub from: usize,
    /// Index of the node that it reaches.
    pub to: usize,
    /// Indices into [`Utterance::wordings`], ascending.
    pub wordings: Vec<usize>,
    /// True if the wordings begin at its end, or have ended at its start: what lies between is not
    /// left out, it is not quoted.
    pub is_cut: bool,
}

/// A block that some wordings have in another place than the lemma.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct VariantMove {
    /// Number of the block, as in [`Reading::moved_block`].
    pub block: usize,
    /// Index of the lemma's node.
    pub from: usize,
    /// Index of the node where the wordings have the block.
    pub to: usize,
    /// Indices into [`Utterance::wordings`], ascending.
    pub wordings: Vec<usize>,
}

/// Returns true if `reading` differs in the glyphs of marks or in white space alone. A place for
/// each of these would cut every apostrophe out of its word.
pub(super) fn is_glyph(reading: &Reading) -> bool {
    matches!(reading.kind, Kind::QuoteMark | Kind::Whitespace | Kind::Dash)
}

/// Returns the sigla of the witnesses of `wordings`, in their order.
pub(super) fn sigla<'a>(utterance: &'a Utterance, wordings: &[usize]) -> Vec<&'a str> {
    let those =
        utterance.witnesses.iter().filter(|one| wordings.binary_search(&one.wording).is_ok());
    those.map(|witness| witness.siglum.as_str()).collect()
}

/// Returns the indices of the witnesses of which it is known where they have their wordings from,
/// and of those that these are, ascending.
pub(super) fn lineage_witnesses(utterance: &Utterance) -> BTreeSet<usize> {
    let all = utterance.lineage.iter();
    all.flat_map(|one| one.from.iter().chain([&one.witness])).copied().collect()
}

/// Returns the errors that two prints share, on one line, or `reprint`.
pub(super) fn lineage_words(descent: &Descent) -> String {
    match descent.readings.is_empty() {
        true => "reprint".to_owned(),
        false => {
            let texts = descent.readings.iter().map(|one| super::one_line::sanitize(&one.text));
            texts.collect::<Vec<_>>().join(" … ")
        }
    }
}

impl VariantGraph {
    /// Returns the graph of an utterance. Other glyphs of marks and white space make no reading of
    /// their own.
    ///
    /// Cost: O(places · readings) for each wording.
    pub fn new(utterance: &Utterance) -> VariantGraph {
        VariantGraph::from_synopsis(utterance, &Synopsis::new(utterance, |one| !is_glyph(one)))
    }

    /// Makes the graph of what `synopsis` shows.
    pub(super) fn from_synopsis(utterance: &Utterance, synopsis: &Synopsis<'_>) -> VariantGraph {
        let count = utterance.wordings.len();
        let everyone: Vec<usize> = (0..count).collect();
        let edge_node = |rank: usize| VariantNode {
            rank,
            wordings: everyone.clone(),
            is_lemma: true,
            stands: true,
            ..VariantNode::default()
        };
        let mut nodes = vec![edge_node(0)];
        // The node of each wording in each segment, if it has one.
        let mut columns: Vec<Vec<Option<usize>>> = Vec::with_capacity(synopsis.segments.len());
        let is_beside: Vec<bool> =
            (0..count).map(|wording| !synopsis.is_in_order(utterance, wording)).collect();
        let elsewhere = |wording: usize| is_beside[wording];
        let mut ways: Vec<Way> = vec![Way::default(); count];
        for (wording, printed) in utterance.wordings.iter().enumerate() {
            if !elsewhere(wording) {
                continue;
            }
            ways[wording].nodes.push((nodes.len(), true));
            nodes.push(VariantNode {
                text: super::one_line::sanitize(&printed.text),
                rank: 1,
                wordings: vec![wording],
                stands: true,
                is_elsewhere: true,
                ..VariantNode::default()
            });
        }
        for (rank, segment) in (1..).zip(&synopsis.segments) {
            let mut here: BTreeMap<(bool, &str), usize> = BTreeMap::new();
            let mut column = vec![None; count];
            // The lemma's reading is the first node of its place, whichever wording comes first.
            let lemma_first = std::iter::once(utterance.lemma.wording).filter(|&n| n < count);
            let others = (0..count).filter(|&n| n != utterance.lemma.wording);
            for wording in lemma_first.chain(others).filter(|&wording| !elsewhere(wording)) {
                let cell = &segment.cells[wording];
                let (text, is_lemma) = match cell {
                    SynopsisCell::Outside => {
                        ways[wording].is_outside = true;
                        continue;
                    }
                    SynopsisCell::Same => (segment.lemma.as_str(), true),
                    SynopsisCell::Other(text, _) => (text.as_str(), false),
                };
                if text.is_empty() {
                    continue;
                }
                let node = *here.entry((is_lemma, text)).or_insert_with(|| {
                    let text = text.to_owned();
                    let stands = true;
                    nodes.push(VariantNode { text, rank, is_lemma, stands, ..Default::default() });
                    nodes.len() - 1
                });
                column[wording] = Some(node);
                let way = &mut ways[wording];
                way.nodes.push((node, std::mem::take(&mut way.is_outside)));
                let node = &mut nodes[node];
                node.wordings.push(wording);
                node.level = node.level.max(cell.level());
                if let SynopsisCell::Other(_, readings) = cell {
                    node.stands &= readings.iter().all(|reading| reading.stands());
                }
            }
            columns.push(column);
        }
        nodes.iter_mut().for_each(|node| node.wordings.sort_unstable());
        let end = nodes.len();
        nodes.push(edge_node(synopsis.segments.len() + 1));
        let mut edges: BTreeMap<(usize, usize, bool), Vec<usize>> = BTreeMap::new();
        for (wording, way) in ways.into_iter().enumerate() {
            let mut at = 0;
            let is_cut = way.is_outside || elsewhere(wording);
            for (node, is_cut) in way.nodes.into_iter().chain([(end, is_cut)]) {
                edges.entry((at, node, is_cut)).or_default().push(wording);
                at = node;
            }
        }
        let edges = edges.into_iter().map(|((from, to, is_cut), wordings)| VariantEdge {
            from,
            to,
            wordings,
            is_cut,
        });
        let moves = find_moves(utterance, synopsis, &columns, &nodes);
        VariantGraph { edges: edges.collect(), moves, nodes }
    }
}

/// The nodes of one wording in order, each with true if the wording was outside before it.
#[derive(Clone, Debug, Default)]
struct Way {
    nodes: Vec<(usize, bool)>,
    /// True if the wording was outside at a place since its last node.
    is_outside: bool,
}

/// Ties the two ends of each moved block: the lemma's node, and the node where a wording has it.
fn find_moves(
    utterance: &Utterance,
    synopsis: &Synopsis<'_>,
    columns: &[Vec<Option<usize>>],
    nodes: &[VariantNode],
) -> Vec<VariantMove> {
    // For each block and wording: the segments at which one of its readings stands.
    let mut ends: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, segment) in synopsis.segments.iter().enumerate() {
        for (wording, cell) in segment.cells.iter().enumerate() {
            let SynopsisCell::Other(_, readings) = cell else { continue };
            for block in readings.iter().filter_map(|reading| reading.moved_block) {
                let those = ends.entry((block, wording)).or_default();
                if those.last() != Some(&at) {
                    those.push(at);
                }
            }
        }
    }
    let mut moves: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
    for ((block, wording), segments) in ends {
        let lemma = |at: usize| columns[at].get(utterance.lemma.wording).copied().flatten();
        let own = |at: usize| columns[at][wording];
        // The lemma keeps the block where the wording has the fewest words.
        let words = |at: &usize| own(*at).map_or(0, |node| nodes[node].text.len());
        let kept = segments.iter().copied().filter(|&at| lemma(at).is_some()).min_by_key(words);
        let Some(kept) = kept else { continue };
        let moved = segments.iter().copied().filter(|&at| at != kept).max_by_key(words);
        if let (Some(from), Some(to)) = (lemma(kept), moved.and_then(own)) {
            moves.entry((block, from, to)).or_default().push(wording);
        }
    }
    moves
        .into_iter()
        .map(|((block, from, to), wordings)| VariantMove { block, from, to, wordings })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StandaloneQuotation;
    use crate::report::sample;

    /// Returns the words on the way of a wording, and asserts that there is one way.
    fn read(graph: &VariantGraph, wording: usize) -> String {
        let (mut at, mut words) = (0, Vec::new());
        while at + 1 < graph.nodes.len() {
            assert!(graph.nodes[at].wordings.contains(&wording));
            let out = graph.edges.iter().filter(|one| one.from == at);
            let mine: Vec<_> = out.filter(|one| one.wordings.contains(&wording)).collect();
            assert_eq!(mine.len(), 1, "one edge out of {at} for {wording}: {graph:?}");
            assert!(graph.nodes[mine[0].to].rank > graph.nodes[at].rank);
            at = mine[0].to;
            words.push(graph.nodes[at].text.as_str());
        }
        words.concat().chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    }

    fn assert_read(utterance: &Utterance) -> VariantGraph {
        let graph = VariantGraph::new(utterance);
        for (n, wording) in utterance.wordings.iter().enumerate() {
            let words = wording.text.chars().filter(|c| c.is_alphanumeric());
            assert_eq!(read(&graph, n), words.collect::<String>().to_lowercase(), "{graph:?}");
        }
        graph
    }

    fn reconcile(printed: &[&str]) -> Utterance {
        let mut archive = crate::Archive::default();
        for (n, text) in printed.iter().enumerate() {
            let given =
                StandaloneQuotation::new(format!("q{n}"), *text).with_outlet(format!("outlet {n}"));
            archive.add_quotation(given).unwrap();
        }
        let all = archive.reconcile();
        assert_eq!(all.utterances[0].witnesses.len(), printed.len());
        all.utterances[0].clone()
    }

    #[test]
    fn every_wording_is_a_way_through_the_graph() {
        assert_read(&reconcile(&[
            "We will never close the harbour of Veln, and nobody asked us to",
            "We will never close the harbour of Veln, and nobody asked us to",
            "We will not close the old harbor of Veln",
            "never close the harbour of Veln, and that is that, nobody has asked us to",
            "of Veln, and nobody asked us",
            "We will never close the harbour of Veln, and we were asked by nobody to",
        ]));
        sample::reconciliation().utterances.iter().for_each(|utterance| {
            assert_read(utterance);
        });
    }

    #[test]
    fn both_ends_of_a_moved_block_are_tied() {
        let graph = assert_read(&reconcile(&[
            "Today we open the longest and oldest bridge that our town has ever built",
            "Today we open the longest and oldest bridge that our town has ever built",
            "We open the longest and oldest bridge that our town has ever built today",
        ]));
        let [moved] = &graph.moves[..] else { panic!("{graph:?}") };
        assert_eq!(graph.nodes[moved.from].text, "Today");
        assert!(graph.nodes[moved.from].is_lemma);
        assert_eq!(graph.nodes[moved.to].text, "today");
        assert_eq!(moved.wordings, [1]);
    }

    #[test]
    fn a_fragment_is_cut_and_an_omission_is_not() {
        let graph = VariantGraph::new(&sample::risk());
        let cuts: Vec<_> = graph.edges.iter().filter(|edge| edge.is_cut).collect();
        assert_eq!(cuts.len(), 1);
        assert_eq!((cuts[0].from, &cuts[0].wordings[..]), (1, &[2][..]), "{graph:?}");
        let graph = VariantGraph::new(&sample::denial());
        assert!(graph.edges.iter().all(|edge| !edge.is_cut));
        let not = graph.nodes.iter().position(|node| node.text == "not").unwrap();
        assert!(graph.edges.iter().any(|edge| edge.from < not && edge.to > not));
    }
}
