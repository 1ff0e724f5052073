//! The places of transcripts that share words with a quotation.

use std::cmp::Reverse;
use std::ops::Range;

use super::index::{MIN_RECORD_RUN_WEIGHT, RecordIndex};
use crate::align::PassageFinder;
use crate::align::features::SequenceWord;
use crate::blocking::PostingsScratch;
use crate::text::{Weight, bits};

/// Most windows of the transcripts that a quotation is aligned with.
pub const MAX_WINDOWS: usize = 16;

/// Words by which two runs may be further apart on one side than on the other and lie in one
/// window; as many are added at either end of a window.
const SLACK: u32 = 16;

/// Words between two parts up to which they are near each other.
const NEAR_WORDS: u32 = 120;

/// Least weight of a further part near another one. It may stand at one of some 2⁸ places there, so
/// that a word of 8 bits is found by chance; ten more are needed.
const MIN_NEAR_WEIGHT: Weight = bits(18);

/// Least weight of a further part elsewhere in the transcript, which has some 2¹³ places.
const MIN_REMOTE_WEIGHT: Weight = bits(24);

/// Bits that it takes to say where a further part stands.
const PART_COST: Weight = bits(8);

/// The words of one speaker in one transcript that a quotation shares.
#[derive(Clone, Debug, Default)]
pub(super) struct RecordPlace {
    /// Number of the transcript in the index.
    pub record: usize,
    /// Number of the turn of the heaviest part.
    pub turn: usize,
    /// The parts, in the order of the quotation.
    pub parts: Vec<PlacePart>,
    /// Weight that is shared: equal words, a share of near ones, less the costs of gaps and of
    /// further parts.
    pub shared: Weight,
    /// Weight of the quotation's words outside the parts.
    pub missing: Weight,
}

/// One passage that is shared.
#[derive(Clone, Debug)]
pub(super) struct PlacePart {
    /// Words of the quotation.
    pub printed: Range<u32>,
    /// Positions in the index, within one turn.
    pub recorded: Range<u32>,
    /// Weight that is shared.
    pub score: Weight,
    /// Number of the window that it was found in.
    window: usize,
}

/// Looks up quotations in an index; holds the buffers.
#[derive(Debug, Default)]
pub(super) struct PlaceFinder {
    passages: PassageFinder,
    scratch: PostingsScratch,
    /// Weight of the words before each word of the quotation.
    weights: Vec<Weight>,
    hits: Vec<Hit>,
    windows: Vec<Window>,
    /// The parts that were found, with the speaker ([`super::index::IndexedTurn::first_turn`]).
    parts: Vec<(u32, PlacePart)>,
    /// The parts of one window.
    found: Vec<PlacePart>,
}

/// A run of the quotation that stands in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    turn: u32,
    /// Position less place in the quotation.
    diagonal: i64,
    start: u32,
    end: u32,
}

/// A range of positions within one turn in which hits lie.
#[derive(Clone, Debug)]
struct Window {
    turn: u32,
    /// Weight of the words of the quotation that the hits cover.
    weight: Weight,
    range: Range<u32>,
}

impl PlaceFinder {
    /// Returns one place for each speaker of each transcript who shares enough with `quotation`
    /// before position `end` of the index: at most [`MAX_WINDOWS`], in the order of the index.
    pub(super) fn find(
        &mut self,
        index: &RecordIndex<'_>,
        quotation: &[SequenceWord],
        end: u32,
    ) -> Vec<RecordPlace> {
        self.find_hits(index, quotation, end);
        self.make_windows(index);
        self.parts.clear();
        if !self.windows.is_empty() {
            self.passages.set_first(index.words, quotation);
        }
        for number in 0..self.windows.len() {
            let first_turn = index.turns[self.windows[number].turn as usize].first_turn;
            self.align(index, number, 0);
            self.parts.extend(self.found.drain(..).map(|part| (first_turn, part)));
        }
        // Heaviest first; the first place in the transcript among equals.
        self.parts.sort_by_key(|(first_turn, part)| {
            (*first_turn, Reverse(part.score), part.recorded.start, part.printed.start)
        });
        let all = std::mem::take(&mut self.parts);
        let mut places = Vec::new();
        for parts in all.chunk_by(|x, y| x.0 == y.0) {
            let mut parts: Vec<PlacePart> = parts.iter().map(|(_, part)| part.clone()).collect();
            self.cut_heaviest(index, quotation, &mut parts);
            places.push(self.place(index, &parts));
        }
        self.parts = all;
        places
    }

    /// Finds the passages that a window shares with what was set as the first sequence: the words
    /// of the quotation from `from` on.
    fn align(&mut self, index: &RecordIndex<'_>, window: usize, from: u32) {
        let range = self.windows[window].range.clone();
        let words = &index.sequence[range.start as usize..range.end as usize];
        self.found.clear();
        self.found.extend(self.passages.passages(index.words, words).iter().map(|passage| {
            let [printed, recorded] =
                passage.word_ranges.clone().map(|range| range.start as u32..range.end as u32);
            PlacePart {
                printed: printed.start + from..printed.end + from,
                recorded: recorded.start + range.start..recorded.end + range.start,
                score: passage.score,
                window,
            }
        }));
    }

    /// Cuts the heaviest part, if it takes words at its end that a part elsewhere has with those
    /// that follow, and both then share more: *we will never sell it* and *the pilots will pay
    /// for nothing* are two parts, though other pilots stand near the first.
    fn cut_heaviest(
        &mut self,
        index: &RecordIndex<'_>,
        quotation: &[SequenceWord],
        parts: &mut [PlacePart],
    ) {
        let [heaviest, others @ ..] = parts else { return };
        for other in others.iter().take(MAX_WINDOWS) {
            let (printed, least) = (heaviest.printed.clone(), MIN_REMOTE_WEIGHT);
            let goes_on = other.printed.start > printed.start && other.printed.start < printed.end;
            let goes_before = other.printed.end < printed.end && other.printed.end > printed.start;
            let left = match () {
                () if other.window == heaviest.window || other.score < least => continue,
                () if goes_on && other.printed.end > printed.end => 0..other.printed.start,
                () if goes_before && other.printed.start < printed.start => {
                    other.printed.end..quotation.len() as u32
                }
                () => continue,
            };
            let words = &quotation[left.start as usize..left.end as usize];
            self.passages.set_first(index.words, words);
            self.align(index, heaviest.window, left.start);
            let Some(rest) = self.found.first() else { continue };
            if rest.score + other.score - PART_COST > heaviest.score {
                *heaviest = rest.clone();
            }
        }
        parts.sort_by_key(|part| (Reverse(part.score), part.recorded.start, part.printed.start));
    }

    /// Puts the parts of one speaker together, which come heaviest first.
    fn place(&self, index: &RecordIndex<'_>, parts: &[PlacePart]) -> RecordPlace {
        let turn = index.turn_at(parts[0].recorded.start);
        let record = index.turns[turn].record as usize;
        let mut place = RecordPlace { record, turn, ..RecordPlace::default() };
        for part in parts {
            if place.admits(part) {
                place.parts.push(part.clone());
            }
        }
        place.parts.sort_by_key(|part| part.printed.start);
        let further = place.parts.len() as Weight - 1;
        let shared: Weight = place.parts.iter().map(|part| part.score).sum();
        place.shared = shared - further * PART_COST;
        let weight = |range: &Range<u32>| {
            self.weights[range.end as usize] - self.weights[range.start as usize]
        };
        let covered: Weight = place.parts.iter().map(|part| weight(&part.printed)).sum();
        place.missing = self.weights.last().copied().unwrap_or(0) - covered;
        place
    }

    /// Finds the runs of the quotation that stand in the transcripts.
    fn find_hits(&mut self, index: &RecordIndex<'_>, quotation: &[SequenceWord], end: u32) {
        let PlaceFinder { scratch, weights, hits, .. } = self;
        hits.clear();
        weights.clear();
        weights.push(0);
        let mut sum: Weight = 0;
        weights.extend(quotation.iter().map(|word| {
            sum = sum.saturating_add(index.words[word.word()].weight);
            sum
        }));
        let words = quotation.iter().map(|word| {
            let entry = &index.words[word.word()];
            (entry.key, entry.weight)
        });
        scratch.for_each_run(words, MIN_RECORD_RUN_WEIGHT, |run, key| {
            for &position in index.positions(key, end) {
                hits.push(Hit {
                    turn: index.turn_at(position) as u32,
                    diagonal: i64::from(position) - run.start as i64,
                    start: run.start as u32,
                    end: run.end as u32,
                });
            }
        });
        hits.sort_unstable();
    }

    /// Puts together hits that lie on nearly one diagonal, and keeps the windows that most weight
    /// falls on; among equals the last ones, which are nearest to the article in time.
    fn make_windows(&mut self, index: &RecordIndex<'_>) {
        let PlaceFinder { weights, hits, windows, .. } = self;
        windows.clear();
        let len = weights.len() as i64 - 1;
        let near =
            |x: &Hit, y: &Hit| x.turn == y.turn && y.diagonal - x.diagonal <= i64::from(SLACK);
        for block in hits.chunk_by_mut(near) {
            let (turn, first, last) =
                (block[0].turn, block[0].diagonal, block[block.len() - 1].diagonal);
            let own = &index.turns[turn as usize].range;
            let clamp = |at: i64| at.clamp(i64::from(own.start), i64::from(own.end)) as u32;
            let range = clamp(first - i64::from(SLACK))..clamp(last + len + i64::from(SLACK));
            block.sort_unstable_by_key(|hit| (hit.start, hit.end));
            let (mut weight, mut covered) = (0, 0);
            for hit in block {
                let from = hit.start.max(covered);
                if hit.end > from {
                    weight += weights[hit.end as usize] - weights[from as usize];
                    covered = hit.end;
                }
            }
            windows.push(Window { turn, weight, range });
        }
        windows
            .sort_unstable_by_key(|window| (Reverse(window.weight), Reverse(window.range.start)));
        windows.truncate(MAX_WINDOWS);
    }
}

impl RecordPlace {
    /// Returns true if `part`, no heavier than those there are, may be one more.
    fn admits(&self, part: &PlacePart) -> bool {
        let overlap = |x: &Range<u32>, y: &Range<u32>| x.start < y.end && y.start < x.end;
        let is_near = |other: &PlacePart| {
            part.recorded.start <= other.recorded.end.saturating_add(NEAR_WORDS)
                && other.recorded.start <= part.recorded.end.saturating_add(NEAR_WORDS)
        };
        let is_free = self.parts.iter().all(|other| {
            !overlap(&part.printed, &other.printed) && !overlap(&part.recorded, &other.recorded)
        });
        let least = match self.parts.iter().any(is_near) {
            true => MIN_NEAR_WEIGHT,
            false => MIN_REMOTE_WEIGHT,
        };
        is_free && (self.parts.is_empty() || part.score >= least)
    }
}
