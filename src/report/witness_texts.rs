//! The texts of an utterance's witnesses, byte for byte, cut where they vary.
//!
//! A wording is what several witnesses print, marks, white space and capitals aside, and the
//! [`Synopsis`] puts wordings side by side word by word. An edition must give back what each
//! witness prints. So each text is aligned with what the synopsis expects of its wording, and cut
//! at the same places as the lemma: the pieces of a text are slices of it, one after the other, and
//! whatever the alignment is, they make up the text.
//!
//! Cost: linear in the texts where a witness prints what its wording has; else one alignment.

use std::ops::Range;

use super::quotation_index::QuotationIndex;
use super::synopsis::{Synopsis, SynopsisCell};
use crate::align::align;
use crate::edition::{Reading, Utterance};
use crate::text::{Vocabulary, Word};
use crate::variant::Level;

/// The distinct texts of an utterance, cut into segments.
#[derive(Debug)]
pub(super) struct WitnessTexts<'a> {
    pub(super) rows: Vec<TextRow<'a>>,
    pub(super) segments: Vec<TextSegment<'a>>,
}

/// One text, and the witnesses that print it.
#[derive(Debug)]
pub(super) struct TextRow<'a> {
    pub(super) text: &'a str,
    /// Indices of the witnesses.
    pub(super) witnesses: Vec<usize>,
    /// True if it prints another part of the utterance and nothing of the lemma.
    pub(super) is_elsewhere: bool,
    wording: usize,
}

/// A place of the lemma, with what each row has there.
#[derive(Debug)]
pub(super) struct TextSegment<'a> {
    pub(super) lemma: &'a str,
    /// One cell for each row, in their order.
    pub(super) cells: Vec<TextCell<'a>>,
    /// The gravest level of a reading, if any.
    pub(super) level: Option<Level>,
}

/// The text of one row in a segment.
#[derive(Clone, Debug)]
pub(super) struct TextCell<'a> {
    pub(super) text: &'a str,
    /// The readings of the wording; none where it has the lemma's words.
    pub(super) readings: Vec<&'a Reading>,
    /// True if the wording begins later or has ended before.
    pub(super) is_outside: bool,
}

impl<'a> TextSegment<'a> {
    /// Returns true if every row has what the lemma has.
    pub(super) fn is_plain(&self) -> bool {
        self.cells.iter().all(|cell| !cell.is_outside && cell.text == self.lemma)
    }

    /// Takes the white space off that all rows and the lemma begin with, and returns it; none where
    /// a row has no text.
    pub(super) fn split_blank(&mut self) -> &'a str {
        let lemma = self.lemma;
        let blank = &lemma[..lemma.len() - lemma.trim_start().len()];
        let has = |cell: &TextCell<'_>| {
            !cell.is_outside && cell.text.len() > blank.len() && cell.text.starts_with(blank)
        };
        if lemma.len() == blank.len() || !self.cells.iter().all(has) {
            return "";
        }
        self.lemma = &lemma[blank.len()..];
        self.cells.iter_mut().for_each(|cell| cell.text = &cell.text[blank.len()..]);
        blank
    }
}

impl<'a> WitnessTexts<'a> {
    /// Cuts the texts of `utterance`. `words` is a scratch value.
    pub(super) fn new(
        utterance: &'a Utterance,
        index: &QuotationIndex<'a>,
        words: &mut Vocabulary,
    ) -> WitnessTexts<'a> {
        let synopsis = Synopsis::new(utterance, |_| true);
        let mut rows = distinct_texts(utterance, index);
        let places = places(&synopsis);
        let lemma = &utterance.lemma;
        let lemma_words: Vec<Word> = lemma
            .tokens
            .iter()
            .map(|token| words.intern(lemma.text.get(token.clone()).unwrap_or("")))
            .collect();
        let expected: Vec<ExpectedWord> = (0..)
            .zip(&places)
            .flat_map(|(place, at)| at.tokens.clone().map(move |token| (place, token)))
            .filter_map(|(place, token)| {
                Some(ExpectedWord { place, word: *lemma_words.get(token)? })
            })
            .collect();
        let lemma_cuts = cut(&lemma.text, &expected, places.len(), words).unwrap_or_default();
        let mut cuts = Vec::with_capacity(rows.len());
        for row in &mut rows {
            row.is_elsewhere |= synopsis.elsewhere.contains(&row.wording);
            let cell = |place: &Place| &synopsis.segments[place.segment].cells[row.wording];
            let of_row = if row.is_elsewhere {
                None
            } else if row.text == lemma.text
                && places.iter().all(|place| matches!(cell(place), SynopsisCell::Same))
            {
                Some(lemma_cuts.clone())
            } else {
                let mut expected = Vec::new();
                for (place, at) in places.iter().enumerate() {
                    match cell(at) {
                        SynopsisCell::Outside => {}
                        SynopsisCell::Same => {
                            let those = lemma_words.get(at.tokens.clone()).unwrap_or(&[]);
                            expected.extend(those.iter().map(|&word| ExpectedWord { place, word }));
                        }
                        SynopsisCell::Other(text, _) => {
                            let those = words.tokenize(text).words.into_iter();
                            expected.extend(those.map(|word| ExpectedWord { place, word }));
                        }
                    }
                }
                cut(row.text, &expected, places.len(), words)
            };
            row.is_elsewhere |= of_row.is_none() && !row.text.is_empty();
            cuts.push(of_row);
        }
        let range = |text: &str, cuts: &[usize], place: usize| {
            let start = cuts.get(place).copied().unwrap_or(text.len());
            start..cuts.get(place + 1).copied().unwrap_or(text.len())
        };
        let cuts_of = |place: usize| {
            let cells = rows.iter().zip(&cuts).map(|(row, cuts)| {
                let range = cuts.as_ref().map_or(0..0, |cuts| range(row.text, cuts, place));
                let is_outside = range.is_empty()
                    && (row.is_elsewhere
                        || matches!(
                            synopsis.segments[places[place].segment].cells[row.wording],
                            SynopsisCell::Outside
                        ));
                CellCut { range, is_outside }
            });
            let segments = vec![places[place].segment];
            SegmentCut {
                lemma: range(&lemma.text, &lemma_cuts, place),
                cells: cells.collect(),
                segments,
            }
        };
        let mut all = CutTexts {
            lemma: &lemma.text,
            rows: &rows,
            segments: (0..places.len()).map(cuts_of).collect(),
        };
        all.move_blanks();
        all.join_uniform();
        let segments = all.segments.into_iter().map(|cut| {
            let readings = |row: &TextRow<'_>| -> Vec<&'a Reading> {
                let of = |&segment: &usize| match &synopsis.segments[segment].cells[row.wording] {
                    SynopsisCell::Other(_, readings) if !row.is_elsewhere => readings.clone(),
                    _ => Vec::new(),
                };
                cut.segments.iter().flat_map(of).collect()
            };
            let cells = rows.iter().zip(&cut.cells).map(|(row, cell)| TextCell {
                text: row.text.get(cell.range.clone()).unwrap_or(""),
                readings: readings(row),
                is_outside: cell.is_outside,
            });
            TextSegment {
                lemma: lemma.text.get(cut.lemma.clone()).unwrap_or(""),
                cells: cells.collect(),
                level: cut.segments.iter().filter_map(|&n| synopsis.segments[n].level()).max(),
            }
        });
        let segments = segments.collect();
        WitnessTexts { rows, segments }
    }
}

/// Returns the distinct texts of each wording, in the order of their first witnesses.
fn distinct_texts<'a>(utterance: &'a Utterance, index: &QuotationIndex<'a>) -> Vec<TextRow<'a>> {
    let mut rows: Vec<TextRow<'a>> = Vec::new();
    let mut row_of = std::collections::HashMap::new();
    for (n, witness) in utterance.witnesses.iter().enumerate() {
        let Some(wording) = utterance.wordings.get(witness.wording) else { continue };
        let printed = index.get(&witness.quotation).map(|printed| printed.quotation.text.as_str());
        let text = printed.unwrap_or(&wording.text);
        let row = *row_of.entry((witness.wording, text)).or_insert_with(|| {
            let wording = witness.wording;
            rows.push(TextRow { text, witnesses: Vec::new(), is_elsewhere: false, wording });
            rows.len() - 1
        });
        rows[row].witnesses.push(n);
    }
    rows
}

/// A part of a segment of the synopsis: one token, where the wordings do not vary.
struct Place {
    segment: usize,
    tokens: Range<usize>,
}

fn places(synopsis: &Synopsis<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    for (segment, at) in synopsis.segments.iter().enumerate() {
        if at.varies() {
            places.push(Place { segment, tokens: at.tokens.clone() });
        } else {
            let tokens = at.tokens.clone();
            places.extend(tokens.map(|token| Place { segment, tokens: token..token + 1 }));
        }
    }
    places
}

/// A word that a text is expected to have at a place.
#[derive(Clone, Copy)]
struct ExpectedWord {
    place: usize,
    word: Word,
}

/// Returns the byte of `text` at which each of `places` begins: ascending, the first 0. White space
/// belongs to the word after it. Returns nothing if the text has no word that is expected.
fn cut(
    text: &str,
    expected: &[ExpectedWord],
    places: usize,
    words: &mut Vocabulary,
) -> Option<Vec<usize>> {
    let printed = words.tokenize(text);
    let those: Vec<Word> = expected.iter().map(|expected| expected.word).collect();
    let mut place_of: Vec<Option<usize>> = vec![None; printed.words.len()];
    if those == printed.words {
        place_of = expected.iter().map(|expected| Some(expected.place)).collect();
    } else {
        for edit in align(words, &those, &printed.words).edits {
            let last = edit.a.end.saturating_sub(1);
            for (n, token) in edit.b.clone().enumerate() {
                let like = edit.a.start + n;
                if !edit.a.is_empty()
                    && let Some(expected) = expected.get(like.min(last))
                {
                    place_of[token] = Some(expected.place);
                }
            }
        }
    }
    let first = place_of.iter().copied().find_map(|place| place)?;
    // A word that is not expected goes with the one before it.
    let mut at = first;
    let mut cuts = vec![0; places];
    let mut begun = first;
    let mut last_end = 0;
    for (token, place) in printed.tokens.iter().zip(place_of) {
        at = place.map_or(at, |place| place.max(at));
        if at > begun {
            cuts[begun + 1..=at].fill(last_end);
            begun = at;
        }
        last_end = token.span.end();
    }
    cuts[begun + 1..].fill(text.len());
    Some(cuts)
}

/// The lemma and the rows, cut at the same places.
struct CutTexts<'r, 'a> {
    lemma: &'r str,
    rows: &'r [TextRow<'a>],
    segments: Vec<SegmentCut>,
}

/// A segment as ranges of bytes; those of a text follow each other.
struct SegmentCut {
    lemma: Range<usize>,
    cells: Vec<CellCut>,
    /// Indices into the segments of the synopsis.
    segments: Vec<usize>,
}

struct CellCut {
    range: Range<usize>,
    is_outside: bool,
}

impl CutTexts<'_, '_> {
    fn lemma_text(&self, segment: usize) -> &str {
        self.lemma.get(self.segments[segment].lemma.clone()).unwrap_or("")
    }

    /// Returns the texts of the rows that are not outside a segment.
    fn texts(&self, segment: usize) -> impl Iterator<Item = &str> {
        let cells = self.segments[segment].cells.iter().zip(self.rows);
        cells
            .filter(|(cell, _)| !cell.is_outside)
            .map(|(cell, row)| row.text.get(cell.range.clone()).unwrap_or(""))
    }

    /// Returns true if all rows that are not outside a segment print what the lemma has.
    fn is_uniform(&self, segment: usize) -> bool {
        self.texts(segment).all(|text| text == self.lemma_text(segment))
    }

    /// Moves white space from the beginning of a segment to the end of the one before it where that
    /// one varies, or is not printed by all, and this one then does not vary: `resting-place`,
    /// `resting place`; a fragment, whose first word has no blank before it.
    fn move_blanks(&mut self) {
        let is_blank = |text: &str| text.starts_with(char::is_whitespace);
        for n in 1..self.segments.len() {
            let bare = self.lemma_text(n).trim_start();
            let before = &self.segments[n - 1].cells;
            let varies = !self.is_uniform(n - 1) || before.iter().any(|cell| cell.is_outside);
            // Text cannot be given to a row that has none there.
            let cells = before.iter().zip(&self.segments[n].cells).zip(self.rows);
            let mut begun = cells.filter(|((a, b), _)| a.is_outside && !b.is_outside);
            let is_moved = varies
                && !self.is_uniform(n)
                && self.texts(n).all(|text| text.trim_start() == bare)
                && begun
                    .all(|((_, b), row)| !is_blank(row.text.get(b.range.clone()).unwrap_or("")));
            if !is_moved {
                continue;
            }
            let (rows, lemma) = (self.rows, self.lemma);
            let (before, after) = self.segments.split_at_mut(n);
            let (before, after) = (&mut before[n - 1], &mut after[0]);
            let shift = |before: &mut Range<usize>, after: &mut Range<usize>, whole: &str| {
                let text = whole.get(after.clone()).unwrap_or("");
                let start = after.start + (text.len() - text.trim_start().len());
                (before.end, after.start) = (start, start);
            };
            shift(&mut before.lemma, &mut after.lemma, lemma);
            let cells = before.cells.iter_mut().zip(&mut after.cells).zip(rows);
            for ((before, after), row) in cells.filter(|((_, after), _)| !after.is_outside) {
                shift(&mut before.range, &mut after.range, row.text);
            }
        }
    }

    /// Joins neighbours that do not vary and are printed by the same rows.
    fn join_uniform(&mut self) {
        let uniform: Vec<bool> = (0..self.segments.len()).map(|n| self.is_uniform(n)).collect();
        let mut joined: Vec<SegmentCut> = Vec::with_capacity(self.segments.len());
        let mut last_uniform = false;
        for (segment, is_uniform) in std::mem::take(&mut self.segments).into_iter().zip(uniform) {
            let outside = |segment: &SegmentCut| -> Vec<bool> {
                segment.cells.iter().map(|cell| cell.is_outside).collect()
            };
            match joined.last_mut() {
                Some(last) if is_uniform && last_uniform && outside(last) == outside(&segment) => {
                    last.lemma.end = segment.lemma.end;
                    for (a, b) in last.cells.iter_mut().zip(segment.cells) {
                        a.range.end = b.range.end;
                    }
                    last.segments.extend(segment.segments);
                }
                _ => joined.push(segment),
            }
            last_uniform = is_uniform;
        }
        self.segments = joined;
    }
}
