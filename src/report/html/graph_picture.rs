//! The variant graph of an utterance as a picture: a box for each reading, a line for the wordings
//! that read on from one to the next.
//!
//! The boxes of one place stand one below the other, the lemma's first. A line is as thick as the
//! outlets are many that print both ends; an end of a moved block is tied to the other by an arc.

use serde::Serialize;

use super::alignment_table::alignment;
use crate::report::char_width::char_width;
use crate::report::labels::level_class;
use crate::report::one_line::elide_middle;
use crate::report::variant_graph::{VariantGraph, VariantNode};
use crate::report::view::UtteranceView;
use crate::variant::Level;

/// Lengths of the picture, in pixels.
#[derive(Clone, Debug, Serialize)]
pub(super) struct GraphPicture {
    width: u32,
    height: u32,
    boxes: Vec<ReadingBox>,
    lines: Vec<GraphLine>,
    moves: Vec<MoveArc>,
    /// All of it in words, for those who do not see it.
    description: String,
}

#[derive(Clone, Debug, Serialize)]
struct ReadingBox {
    x: u32,
    y: u32,
    width: u32,
    text: String,
    /// The level of a reading; empty for the lemma's words.
    class: &'static str,
    code: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct GraphLine {
    path: String,
    /// Tenths of a pixel.
    thickness: u32,
}

#[derive(Clone, Debug, Serialize)]
struct MoveArc {
    path: String,
    /// The number of the block, from 1.
    number: usize,
    x: u32,
    y: u32,
}

/// Graphs with more boxes in a row or in a column are not drawn: nobody could follow them.
const MAX_COLUMNS: usize = 26;
const MAX_LANES: usize = 9;

const HEIGHT: u32 = 26;
const LANE: u32 = 42;
const GAP: u32 = 38;
const MARGIN: u32 = 12;
/// Height of the arcs above the boxes.
const ARC: u32 = 26;
/// Width of what takes one column on a terminal, in tenths of a pixel.
const CHARACTER: u32 = 68;

/// Words to which what all wordings print is shortened, and a reading.
const AGREED_WORDS: usize = 4;
const READING_WORDS: usize = 6;

/// Returns the picture; `None` where nothing varies or too much does.
pub(super) fn graph_picture(view: &UtteranceView<'_>) -> Option<GraphPicture> {
    let graph = VariantGraph::from_synopsis(view.utterance, &alignment(view));
    let readings = || graph.nodes.iter().filter(|node| is_drawn(node));
    let last = readings().map(|node| node.rank).max()?;
    if last > MAX_COLUMNS || readings().all(|node| node.is_lemma) {
        return None;
    }
    let top = MARGIN + if graph.moves.is_empty() { 0 } else { ARC };
    let mut boxes: Vec<Option<ReadingBox>> = vec![None; graph.nodes.len()];
    let (mut x, mut lanes) = (MARGIN, 0);
    for rank in 1..=last {
        let here = || (0..graph.nodes.len()).filter(|&n| graph.nodes[n].rank == rank);
        let here = || here().filter(|&n| is_drawn(&graph.nodes[n]));
        let count = here().count();
        let has_lemma = here().any(|n| graph.nodes[n].is_lemma);
        // Where the lemma has no words, its row is left free.
        let first = usize::from(!has_lemma);
        lanes = lanes.max(count + first);
        let mut widest = 0;
        for (lane, n) in (first..).zip(here()) {
            let node = reading_box(&graph.nodes[n], count == 1 && has_lemma);
            widest = widest.max(node.width);
            boxes[n] = Some(ReadingBox { x, y: top + lane as u32 * LANE, ..node });
        }
        x += if widest > 0 { widest + GAP } else { 0 };
    }
    if lanes > MAX_LANES {
        return None;
    }
    let box_of = |n: usize| boxes.get(n).and_then(Option::as_ref);
    let lines = graph.edges.iter().filter_map(|edge| {
        let (from, to) = (box_of(edge.from)?, box_of(edge.to)?);
        let outlets = view.outlets(&edge.wordings).len() as u32;
        let boxes = boxes.iter().flatten();
        Some(GraphLine { path: curve(from, to, boxes), thickness: 12 + 8 * outlets.min(8) })
    });
    let moves = graph.moves.iter().filter_map(|one| {
        let (from, to) = (box_of(one.from)?, box_of(one.to)?);
        let (a, b) = (from.x + from.width / 2, to.x + to.width / 2);
        let path = format!("M{a} {}C{a} 0 {b} 0 {b} {}", from.y, to.y);
        Some(MoveArc { path, number: one.block + 1, x: (a + b) / 2, y: MARGIN + 4 })
    });
    let (lines, moves) = (lines.collect(), moves.collect());
    let others = readings().filter(|node| !node.is_lemma).map(|node| node.text.as_str());
    let description = format!(
        "the lemma in {} parts; other readings: {}",
        readings().filter(|node| node.is_lemma).count(),
        others.collect::<Vec<_>>().join("; ")
    );
    Some(GraphPicture {
        width: x - GAP + MARGIN,
        // Lines pass below what they leave out.
        height: top + lanes as u32 * LANE + HEIGHT / 2,
        boxes: boxes.into_iter().flatten().collect(),
        lines,
        moves,
        description,
    })
}

/// Returns true for a reading: not for the start and the end, nor for another part of the
/// utterance.
fn is_drawn(node: &VariantNode) -> bool {
    !node.text.is_empty() && !node.is_elsewhere
}

fn reading_box(node: &VariantNode, is_agreed: bool) -> ReadingBox {
    let text = elide_middle(&node.text, if is_agreed { AGREED_WORDS } else { READING_WORDS });
    // What does not stand is marked as quietly as other spelling, and has no level.
    let level = node.level.filter(|_| !node.is_lemma);
    let shown = level.map(|level| if node.stands { level } else { Level::Accidental });
    let characters: usize = text.chars().map(char_width).sum();
    let width = characters as u32 * CHARACTER / 10 + 18 + if level.is_some() { 22 } else { 0 };
    ReadingBox {
        x: 0,
        y: 0,
        width: width.max(30),
        text,
        class: shown.map_or("", level_class),
        code: level.map_or("", |level| if node.stands { level.as_str() } else { "?" }),
    }
}

/// Returns the path of a line from the right of one box to the left of another. It passes below
/// what stands between them.
fn curve<'b>(
    from: &ReadingBox,
    to: &ReadingBox,
    boxes: impl Iterator<Item = &'b ReadingBox>,
) -> String {
    let (x, y) = (from.x + from.width, from.y + HEIGHT / 2);
    let (to_x, to_y) = (to.x, to.y + HEIGHT / 2);
    let between = boxes.filter(|one| x < one.x && one.x + one.width < to_x);
    let low = between.filter(|one| one.y + HEIGHT > y.min(to_y)).map(|one| one.y).max();
    match low {
        Some(low) => {
            let low = low + HEIGHT + 9;
            let (a, b) = (x + GAP, to_x.saturating_sub(GAP));
            let (near, far) = (x + GAP / 2, to_x.saturating_sub(GAP / 2));
            format!(
                "M{x} {y}C{near} {y} {near} {low} {a} {low}L{b} {low}\
                 C{far} {low} {far} {to_y} {to_x} {to_y}"
            )
        }
        None => {
            let middle = (x + to_x) / 2;
            format!("M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}")
        }
    }
}
