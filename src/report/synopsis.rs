//! The wordings of an utterance side by side.
//!
//! An apparatus lists differences. To read one witness through, or to write parallel segmentation,
//! the wordings are needed whole. The lemma is cut into segments, and each wording is the lemma
//! with its readings put in their places. Nothing is compared again.
//!
//! Cost: O(segments · readings) for each wording.

use std::ops::Range;

use super::one_line::sanitize;
use crate::edition::{Reading, Utterance};
use crate::variant::{Level, Operation};

/// The segments of an utterance's lemma, in order.
#[derive(Debug)]
pub(super) struct Synopsis<'a> {
    pub(super) segments: Vec<SynopsisSegment<'a>>,
    /// Wordings that print another part of the utterance and nothing of the lemma.
    pub(super) elsewhere: Vec<usize>,
}

/// A range of the lemma that every wording prints alike, or one place that varies.
#[derive(Debug)]
pub(super) struct SynopsisSegment<'a> {
    /// The lemma's tokens; none where other wordings add words.
    pub(super) tokens: Range<usize>,
    /// The lemma's text on one line; empty where other wordings add words.
    pub(super) lemma: String,
    /// One cell for each wording, in their order.
    pub(super) cells: Vec<SynopsisCell<'a>>,
}

/// The text of one wording in a segment.
#[derive(Debug)]
pub(super) enum SynopsisCell<'a> {
    /// The lemma's words.
    Same,
    /// Nothing, because the wording begins later or has ended before.
    Outside,
    /// Other text, on one line, with its readings; empty for words left out.
    Other(String, Vec<&'a Reading>),
}

impl SynopsisCell<'_> {
    /// Returns true for the lemma's words.
    #[cfg(feature = "html")]
    pub(super) fn is_same(&self) -> bool {
        matches!(self, SynopsisCell::Same)
    }

    /// Returns the gravest level of the readings, if any.
    pub(super) fn level(&self) -> Option<Level> {
        match self {
            SynopsisCell::Other(_, readings) => {
                readings.iter().map(|reading| reading.standing_level()).max()
            }
            _ => None,
        }
    }
}

impl SynopsisSegment<'_> {
    /// Returns true if any wording has other words here.
    pub(super) fn varies(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell, SynopsisCell::Other(..)))
    }

    /// Returns the gravest level in the segment.
    pub(super) fn level(&self) -> Option<Level> {
        self.cells.iter().filter_map(SynopsisCell::level).max()
    }
}

/// The readings of one wording, and the ranges of the lemma outside it.
#[derive(Default)]
struct WordingRow<'a> {
    wording: usize,
    readings: Vec<PlacedReading<'a>>,
    outside: Vec<Range<usize>>,
}

/// A reading at one place of the lemma: a moved block stands at two, with its text at one of them.
struct PlacedReading<'a> {
    tokens: Range<usize>,
    reading: &'a Reading,
    text: &'a str,
}

/// Returns the number of words of a text, whatever they are joined by.
fn count_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

impl<'a> Synopsis<'a> {
    /// Cuts the lemma at the readings for which `is_shown` returns true. The others count as the
    /// lemma's words.
    pub(super) fn new(
        utterance: &'a Utterance,
        is_shown: impl Fn(&Reading) -> bool,
    ) -> Synopsis<'a> {
        let count = utterance.lemma.tokens.len();
        let mut rows: Vec<WordingRow<'a>> = (0..utterance.wordings.len())
            .map(|wording| WordingRow { wording, ..WordingRow::default() })
            .collect();
        let mut elsewhere = Vec::new();
        for entry in &utterance.apparatus {
            for reading in entry.readings.iter().filter(|reading| is_shown(reading)) {
                // Words before the lemma's beginning or after its end are an ordinary reading.
                let cut = reading.operation == Operation::Truncation && !entry.tokens.is_empty();
                for &wording in &reading.wordings {
                    let Some(row) = rows.get_mut(wording) else { continue };
                    if cut {
                        row.outside.push(entry.tokens.clone());
                        if !reading.text.is_empty() {
                            elsewhere.push(wording);
                        }
                    } else {
                        row.readings.push(PlacedReading {
                            tokens: entry.tokens.clone(),
                            reading,
                            text: reading.form(wording),
                        });
                    }
                }
            }
        }
        elsewhere.sort_unstable();
        elsewhere.dedup();
        for row in &mut rows {
            row.sort();
            row.place_moved_blocks(utterance);
        }
        let segments = segment_ranges(&rows, count);
        let segments = segments.into_iter().map(|tokens| SynopsisSegment {
            lemma: lemma_words(utterance, &tokens),
            cells: rows.iter().map(|row| row.cell(utterance, &tokens)).collect(),
            tokens,
        });
        Synopsis { segments: segments.collect(), elsewhere }
    }

    /// Returns true if the cells of `wording`, one after the other, are its words: they are not
    /// where it prints nothing of the lemma, nor where so many words have moved that a reading
    /// stands at two places.
    pub(super) fn is_in_order(&self, utterance: &Utterance, wording: usize) -> bool {
        let Some(printed) = utterance.wordings.get(wording) else { return false };
        let letters = |text: &str| -> Vec<char> {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let mut cells = Vec::new();
        for segment in &self.segments {
            match &segment.cells[wording] {
                SynopsisCell::Same => cells.extend(letters(&segment.lemma)),
                SynopsisCell::Other(text, _) => cells.extend(letters(text)),
                SynopsisCell::Outside => {}
            }
        }
        !self.elsewhere.contains(&wording) && cells == letters(&printed.text)
    }

    /// Returns the text of one wording.
    #[cfg(test)]
    fn wording(&self, wording: usize) -> String {
        let printed = self.segments.iter().map(|segment| match &segment.cells[wording] {
            SynopsisCell::Same => segment.lemma.as_str(),
            SynopsisCell::Outside => "",
            SynopsisCell::Other(text, _) => text.as_str(),
        });
        printed.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl<'a> WordingRow<'a> {
    fn sort(&mut self) {
        // A moved block comes before the changes inside it.
        self.readings
            .sort_by_key(|placed| (placed.tokens.start, std::cmp::Reverse(placed.tokens.end)));
    }

    /// Puts the text of each moved block where the wording prints it, so that the wording can be
    /// read through in its own order; where the lemma has the block, the wording has nothing.
    fn place_moved_blocks(&mut self, utterance: &Utterance) {
        let Some(wording) = utterance.wordings.get(self.wording) else { return };
        // The block in the wording's text. A form that stands there twice could be either.
        let find = |placed: &PlacedReading<'_>| {
            let moved = placed.reading.operation == Operation::Transposition
                && !placed.tokens.is_empty()
                && count_words(placed.text) > 0;
            if !moved {
                return None;
            }
            if placed.reading.wordings.first() == Some(&self.wording) {
                return Some(placed.reading.span.start);
            }
            let mut found = wording.text.match_indices(placed.text);
            found.next().filter(|_| found.next().is_none()).map(|(at, _)| at)
        };
        let blocks: Vec<(usize, usize)> = (0..self.readings.len())
            .filter_map(|i| find(&self.readings[i]).map(|at| (i, at)))
            .collect();
        if blocks.is_empty() {
            return;
        }
        let is_block = |i: usize| blocks.iter().any(|&(block, _)| block == i);
        // For each word of what has not moved, the place in the lemma after it.
        let count = utterance.lemma.tokens.len();
        let out = |token: usize| self.outside.iter().any(|range| range.contains(&token));
        let mut after = Vec::new();
        let mut at = 0;
        let lemma = |range: Range<usize>, after: &mut Vec<usize>| {
            for token in range.filter(|&token| !out(token)) {
                let words = count_words(&lemma_words(utterance, &(token..token + 1)));
                after.extend(std::iter::repeat_n(token + 1, words));
            }
        };
        let mut last = None;
        for (i, placed) in self.readings.iter().enumerate() {
            if placed.tokens.start < at && last != Some(&placed.tokens) {
                continue;
            }
            lemma(at..placed.tokens.start.max(at), &mut after);
            if !is_block(i) {
                after.extend(std::iter::repeat_n(placed.tokens.end, count_words(placed.text)));
            }
            at = placed.tokens.end.max(at);
            last = Some(&placed.tokens);
        }
        lemma(at..count, &mut after);
        let begin = (0..count).find(|&token| !out(token)).unwrap_or(0);
        let mut placed = Vec::new();
        for &(i, at) in &blocks {
            let before: usize = blocks
                .iter()
                .filter(|&&(_, other)| other < at)
                .map(|&(block, _)| count_words(self.readings[block].text))
                .sum();
            let words = wording.text.get(..at).map_or(0, count_words).saturating_sub(before);
            let to = match words.checked_sub(1) {
                Some(last) => after.get(last).copied().unwrap_or(count),
                None => begin,
            };
            let from = &self.readings[i].tokens;
            if to < from.start || from.end < to {
                placed.push((i, to));
            }
        }
        for (i, to) in placed {
            let PlacedReading { reading, text, .. } = self.readings[i];
            self.readings[i].text = "";
            self.readings.push(PlacedReading { tokens: to..to, reading, text });
        }
        self.sort();
    }

    fn cell(&self, utterance: &Utterance, tokens: &Range<usize>) -> SynopsisCell<'a> {
        let within = |at: &Range<usize>| {
            // Words added at an edge of a place have a segment of their own.
            at == tokens
                || tokens.start <= at.start && at.end <= tokens.end && !at.is_empty()
                || tokens.start < at.start && at.end < tokens.end
        };
        let here: Vec<&PlacedReading<'a>> =
            self.readings.iter().filter(|placed| within(&placed.tokens)).collect();
        let out = |token: usize| self.outside.iter().any(|range| range.contains(&token));
        if here.is_empty() {
            let gone = match tokens.is_empty() {
                // A gap between tokens is outside when its neighbours are.
                true => {
                    let before = tokens.start.checked_sub(1).is_none_or(out);
                    let after = tokens.start >= utterance.lemma.tokens.len() || out(tokens.start);
                    before && after && !self.outside.is_empty()
                }
                false => tokens.clone().all(out),
            };
            if gone {
                return SynopsisCell::Outside;
            }
            if !tokens.clone().any(out) {
                return SynopsisCell::Same;
            }
        }
        let mut text = String::new();
        let mut add = |more: &str| {
            let more = sanitize(more);
            let joined = more.starts_with([',', '.', ';', ':', '?', '!', '’', '\'', ')']);
            if !text.is_empty() && !more.is_empty() && !joined {
                text.push(' ');
            }
            text.push_str(&more);
        };
        let (mut at, mut last) = (tokens.start, None);
        let printed = |range: Range<usize>| -> String {
            let mut left = range.filter(|&token| !out(token));
            let (first, last) = (left.clone().next(), left.next_back());
            first
                .zip(last)
                .map_or(String::new(), |(first, last)| lemma_words(utterance, &(first..last + 1)))
        };
        for placed in &here {
            // Changes inside a moved block are in its text already. A mark left out and a word
            // added at one place are both shown.
            if placed.tokens.start < at && last != Some(&placed.tokens) {
                continue;
            }
            add(&printed(at..placed.tokens.start));
            last = Some(&placed.tokens);
            add(placed.text);
            at = placed.tokens.end;
        }
        if at < tokens.end {
            add(&printed(at..tokens.end));
        }
        SynopsisCell::Other(text, here.into_iter().map(|placed| placed.reading).collect())
    }
}

/// Returns the ranges of the segments. Overlapping places are merged, words added between two
/// tokens have an empty range, and the rest is cut where a wording begins or ends.
fn segment_ranges(rows: &[WordingRow<'_>], count: usize) -> Vec<Range<usize>> {
    let clamp = |range: &Range<usize>| {
        range.start.min(count)..range.end.min(count).max(range.start.min(count))
    };
    let mut places: Vec<Range<usize>> =
        rows.iter().flat_map(|row| &row.readings).map(|placed| clamp(&placed.tokens)).collect();
    places.sort_by_key(|range| (range.start, range.end));
    places.dedup();
    let mut merged: Vec<Range<usize>> = Vec::new();
    for place in places.iter().filter(|place| !place.is_empty()) {
        match merged.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => merged.push(place.clone()),
        }
    }
    let inside = |at: usize| merged.iter().any(|place| place.start < at && at < place.end);
    let mut cuts: Vec<usize> = rows
        .iter()
        .flat_map(|row| &row.outside)
        .flat_map(|range| [range.start, range.end])
        .chain(merged.iter().flat_map(|place| [place.start, place.end]))
        .chain(places.iter().filter(|place| place.is_empty()).map(|place| place.start))
        .chain([0, count])
        .map(|at| at.min(count))
        .filter(|&at| !inside(at))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches: Vec<Range<usize>> = cuts.windows(2).map(|ends| ends[0]..ends[1]).collect();
    stretches
        .extend(places.iter().filter(|place| place.is_empty() && !inside(place.start)).cloned());
    stretches.sort_by_key(|range| (range.start, range.end));
    stretches
}

/// Returns the lemma's words at `tokens`, on one line.
fn lemma_words(utterance: &Utterance, tokens: &Range<usize>) -> String {
    let lemma = &utterance.lemma;
    let ends = (
        lemma.tokens.get(tokens.start),
        tokens.end.checked_sub(1).and_then(|last| lemma.tokens.get(last)),
    );
    match ends {
        (Some(first), Some(last)) if !tokens.is_empty() => {
            sanitize(lemma.text.get(first.start..last.end).unwrap_or_default())
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::ApparatusEntry;
    use crate::model::StandaloneQuotation;
    use crate::report::sample;
    use crate::text::Vocabulary;

    /// Asserts that the segments make up the lemma.
    fn whole(utterance: &Utterance) {
        let synopsis = Synopsis::new(utterance, |_| true);
        assert_eq!(plain(&synopsis.wording(utterance.lemma.wording)), plain(&utterance.lemma.text));
        assert!(
            synopsis.segments.iter().all(|segment| segment.cells.len() == utterance.wordings.len())
        );
    }

    fn plain(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    #[test]
    fn every_wording_can_be_read_through() {
        let printed = [
            "We will never close the harbour of Veln, and nobody asked us to",
            "We will never close the harbour of Veln, and nobody asked us to",
            "We will not close the old harbor of Veln",
            "never close the harbour of Veln, and that is that, nobody has asked us to",
            "of Veln, and nobody asked us",
            "We will never close the harbour of Veln, and we were asked by nobody to",
            "We will never close the labour harbour of Veln, and nobody asked us to",
            "We will never close the Labor harbour of Veln, and nobody asked us to",
        ];
        let mut archive = crate::Archive::default();
        for (n, text) in printed.iter().enumerate() {
            let given =
                StandaloneQuotation::new(format!("q{n}"), *text).with_outlet(format!("outlet {n}"));
            archive.add_quotation(given).unwrap();
        }
        let all = archive.reconcile();
        let utterance = &all.utterances[0];
        assert_eq!(utterance.witnesses.len(), printed.len());
        let forms =
            |entry: &ApparatusEntry| entry.readings.iter().map(|reading| reading.forms.len()).max();
        assert_eq!(utterance.apparatus.iter().filter_map(forms).max(), Some(2));
        whole(utterance);
        let synopsis = Synopsis::new(utterance, |_| true);
        let forms = |text: &str| Vocabulary::new().tokenize(text).words.len();
        for (n, wording) in utterance.wordings.iter().enumerate() {
            let read = synopsis.wording(n);
            assert_eq!(plain(&read), plain(&wording.text), "{:?}", synopsis.segments);
            assert_eq!(forms(&read), forms(&wording.text));
        }
    }

    /// Words that stand elsewhere are read where they stand; words that do not move, as ever.
    #[test]
    fn a_wording_with_moved_words_is_read_in_its_own_order() {
        let printed = [
            "Today we open the longest and oldest bridge that our town has ever built",
            "Today we open the longest and oldest bridge that our town has ever built",
            "Today we open the oldest and longest bridge that our town has ever built",
            "We open the longest and oldest bridge that our town has ever built today",
        ];
        let mut archive = crate::Archive::default();
        for (n, text) in printed.iter().enumerate() {
            let given =
                StandaloneQuotation::new(format!("q{n}"), *text).with_outlet(format!("outlet {n}"));
            archive.add_quotation(given).unwrap();
        }
        let all = archive.reconcile();
        let utterance = &all.utterances[0];
        assert_eq!(utterance.witnesses.len(), printed.len());
        whole(utterance);
        let synopsis = Synopsis::new(utterance, |_| true);
        let words = |text: &str| plain(text).to_lowercase();
        for (n, wording) in utterance.wordings.iter().enumerate() {
            assert_eq!(words(&synopsis.wording(n)), words(&wording.text));
        }
    }

    #[test]
    fn the_sample_is_cut_whole() {
        for utterance in &sample::reconciliation().utterances {
            whole(utterance);
        }
    }
}
