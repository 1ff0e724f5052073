//! The wordings of an utterance side by side, a row each, for a template.

use serde::Serialize;

use super::outlet_chip::{OutletChip, outlet_chips};
use crate::edition::Reading;
use crate::report::labels::level_class;
use crate::report::one_line::{elide_middle, sanitize};
use crate::report::synopsis::{Synopsis, SynopsisCell};
use crate::report::variant_graph::is_glyph;
use crate::report::view::UtteranceView;
use crate::variant::{Level, Operation};

/// The wordings side by side.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AlignmentTable {
    /// One for each column; several places can be in one column, where they cross.
    pub(super) numbers: Vec<Vec<usize>>,
    /// The lemma first, then the others, best supported first.
    pub(super) rows: Vec<AlignmentRow>,
    /// Number of the first rows that share words with the lemma.
    beside: usize,
}

/// One wording.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AlignmentRow {
    /// Its index in the utterance.
    pub(super) wording: usize,
    /// Its number on the page, from 1 for the lemma.
    number: usize,
    is_lemma: bool,
    chips: Vec<OutletChip>,
    pub(super) cells: Vec<AlignmentCell>,
    /// The whole text, where it is another part of the utterance and shares nothing with the lemma,
    /// or has so many words in other places that the cells would not give its order.
    pub(super) whole: Option<String>,
    is_elsewhere: bool,
}

/// The words of a wording at one place.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AlignmentCell {
    /// `agreed` (all rows print it, so it is one cell over all rows), `lemma`, `same`, `other`,
    /// `gone` for words left out, `outside` for a wording that begins later or has ended, `none`
    /// where others add words.
    pub(super) is: &'static str,
    pub(super) text: String,
    /// The text without its middle, where it is shortened.
    short: Option<String>,
    class: &'static str,
    sign: &'static str,
    /// The rules that classified the difference.
    rules: String,
    /// The number of the moved block that the words belong to, from 1.
    moved: Option<usize>,
}

/// Number of words to which what all wordings print is shortened.
const AGREED_WORDS: usize = 4;

/// Returns the indices of the wordings in the order of the page: the lemma, then the others, best
/// supported first.
pub(super) fn wording_order(view: &UtteranceView<'_>) -> Vec<usize> {
    let (lemma, count) = (view.utterance.lemma.wording, view.utterance.wordings.len());
    let others = (0..count).filter(|&wording| wording != lemma);
    std::iter::once(lemma).filter(|&lemma| lemma < count).chain(others).collect()
}

/// Returns the wordings side by side; `None` where there is one.
pub(super) fn alignment_table(view: &UtteranceView<'_>) -> Option<AlignmentTable> {
    let utterance = view.utterance;
    if utterance.wordings.len() < 2 {
        return None;
    }
    let synopsis = alignment(view);
    let numbers = synopsis.segments.iter().map(|segment| {
        let inside = |place: &&crate::report::view::VariantPlace| match place.tokens.is_empty() {
            true => place.tokens == segment.tokens,
            false => {
                segment.tokens.start < place.tokens.end && place.tokens.start < segment.tokens.end
            }
        };
        let places = view.places.iter().filter(|_| segment.varies()).filter(inside);
        places.map(|place| place.number).collect()
    });
    let numbers: Vec<Vec<usize>> = numbers.collect();
    let mut order = wording_order(view);
    let mut numbers_of = vec![0; order.len()];
    (1..).zip(&order).for_each(|(number, &wording)| numbers_of[wording] = number);
    let count = utterance.wordings.len();
    let whole: Vec<bool> = (0..count).map(|one| !synopsis.is_in_order(utterance, one)).collect();
    order.sort_by_key(|&wording| whole[wording]);
    let beside = whole.iter().filter(|is_whole| !**is_whole).count();
    let moved_in_lemma = |segment: usize| {
        let cells = &synopsis.segments[segment].cells;
        cells.iter().find_map(|cell| match cell {
            SynopsisCell::Other(_, readings) => moved_block(readings),
            _ => None,
        })
    };
    let rows = order.iter().enumerate().map(|(n, &wording)| {
        let text = || utterance.wordings.get(wording).map(|wording| sanitize(&wording.text));
        let mut cells = Vec::new();
        for (at, segment) in synopsis.segments.iter().enumerate() {
            let agreed = order[..beside].iter().all(|&one| segment.cells[one].is_same());
            if whole[wording] || agreed && n > 0 {
                continue;
            }
            let short = || {
                let short = elide_middle(&segment.lemma, AGREED_WORDS);
                Some(short).filter(|short| !segment.varies() && *short != segment.lemma)
            };
            cells.push(match &segment.cells[wording] {
                SynopsisCell::Same if agreed => {
                    AlignmentCell { short: short(), ..AlignmentCell::new("agreed", &segment.lemma) }
                }
                SynopsisCell::Same if segment.lemma.is_empty() => AlignmentCell::new("none", ""),
                SynopsisCell::Same if n == 0 => AlignmentCell {
                    moved: moved_in_lemma(at),
                    short: short(),
                    ..AlignmentCell::new("lemma", &segment.lemma)
                },
                SynopsisCell::Same => {
                    AlignmentCell { short: short(), ..AlignmentCell::new("same", &segment.lemma) }
                }
                SynopsisCell::Outside => AlignmentCell::new("outside", ""),
                SynopsisCell::Other(text, readings) => other_cell(text, readings),
            });
        }
        AlignmentRow {
            wording,
            number: numbers_of[wording],
            is_lemma: n == 0,
            chips: outlet_chips(view, Some(wording)),
            cells,
            whole: text().filter(|_| whole[wording]),
            is_elsewhere: synopsis.elsewhere.contains(&wording),
        }
    });
    Some(AlignmentTable { rows: rows.collect(), numbers, beside })
}

/// Returns the wordings side by side without differences of glyphs.
pub(super) fn alignment<'a>(view: &UtteranceView<'a>) -> Synopsis<'a> {
    let readings = || view.utterance.apparatus.iter().flat_map(|entry| &entry.readings);
    // Words that take the place of the lemma's end after an ellipsis also go beyond it.
    let replaces = |more: &Reading| {
        let is_same = |one: &Reading| (&one.span, &one.wordings) == (&more.span, &more.wordings);
        readings().any(|one| one.operation != Operation::Truncation && is_same(one))
    };
    Synopsis::new(view.utterance, |reading| {
        let goes_on = reading.operation == Operation::Truncation && !reading.span.is_empty();
        !(is_glyph(reading) || goes_on && replaces(reading))
    })
}

fn other_cell(text: &str, readings: &[&Reading]) -> AlignmentCell {
    // What does not stand is said of nobody, whatever its level would be.
    let stated = readings.iter().filter(|reading| reading.stands());
    let level = stated.map(|reading| reading.level).max();
    let is_doubtful = readings.iter().any(|reading| !reading.stands());
    let level = level.filter(|level| !is_doubtful || *level > Level::Accidental);
    let mut rules: Vec<&str> = readings.iter().map(|reading| reading.rule.as_str()).collect();
    if level.is_none() {
        rules.insert(0, "doubtful");
    }
    AlignmentCell {
        class: level_class(level.unwrap_or(Level::Accidental)),
        sign: level.map_or("?", Level::as_str),
        rules: rules.join(", "),
        moved: moved_block(readings),
        ..AlignmentCell::new(if text.is_empty() { "gone" } else { "other" }, text)
    }
}

/// Returns the number of the moved block of these readings, from 1.
fn moved_block(readings: &[&Reading]) -> Option<usize> {
    readings.iter().find_map(|reading| reading.moved_block).map(|block| block + 1)
}

impl AlignmentCell {
    fn new(is: &'static str, text: &str) -> AlignmentCell {
        AlignmentCell {
            is,
            text: text.to_owned(),
            short: None,
            class: "",
            sign: "",
            rules: String::new(),
            moved: None,
        }
    }
}
