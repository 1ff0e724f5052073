//! The index of transcripts: positions of runs of words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::transcript::Transcript;
use crate::align::features::{ElisionTracker, SequenceWord};
use crate::blocking::PostingsScratch;
use crate::model::Document;
use crate::person_name::PersonName;
use crate::text::{Token, Vocabulary, Weight, bits};

/// Weight of the runs by which the transcripts are indexed: two content words, or four or five
/// small ones.
pub const MIN_RECORD_RUN_WEIGHT: Weight = bits(16);

/// Most positions of one run that are looked at: those in the last transcripts before the article.
pub const MAX_POSITIONS: usize = 64;

/// An index of transcripts. It borrows their words.
#[derive(Debug)]
pub struct RecordIndex<'a> {
    pub(super) words: &'a Vocabulary,
    /// By day, then by id; those without a date first.
    pub(super) records: Vec<IndexedTranscript<'a>>,
    /// The turns of all transcripts, in this order.
    pub(super) turns: Vec<IndexedTurn<'a>>,
    /// The words of all turns, without marks. The place of a word here is its *position*.
    pub(super) sequence: Vec<SequenceWord>,
    /// The token of each word, in the passage of its transcript.
    tokens: Vec<u32>,
    /// The place of the positions of each key in `positions`.
    keys: FxHashMap<u64, (u32, u32)>,
    /// Start of each run, ascending for each key.
    positions: Vec<u32>,
}

/// One transcript in an index.
#[derive(Debug)]
pub(super) struct IndexedTranscript<'a> {
    pub document: &'a Document,
    pub transcript: &'a Transcript,
    /// The day of its publication, if it is known.
    pub day: Option<i32>,
    /// Its words.
    pub range: Range<u32>,
}

impl IndexedTranscript<'_> {
    /// Returns the name of who says the token of this number.
    pub(super) fn speaker_of(&self, token: usize) -> Option<String> {
        let turns = &self.transcript.turns;
        turns.get(turns.partition_point(|turn| turn.tokens.end <= token))?.name.clone()
    }

    /// Returns the time in which all of these ranges of tokens were said.
    pub(super) fn time_of(&self, pieces: &[Range<usize>]) -> Option<Range<u32>> {
        let times = pieces.iter().filter_map(|piece| self.transcript.time_of(piece));
        times.reduce(|x, y| x.start.min(y.start)..x.end.max(y.end))
    }
}

/// One turn in an index.
#[derive(Debug)]
pub(super) struct IndexedTurn<'a> {
    /// Number of its transcript.
    pub record: u32,
    /// Number of the first turn of the same speaker in its transcript. Where it is not known who
    /// speaks, every turn is one speaker's.
    pub first_turn: u32,
    pub speaker: Option<&'a PersonName>,
    /// Its words.
    pub range: Range<u32>,
}

impl<'a> RecordIndex<'a> {
    /// Indexes transcripts, whose words were interned in `words`. O(n log n) in their words. Of
    /// more than 2³² words, the transcripts that come last are left out.
    pub fn new(
        words: &'a Vocabulary,
        transcripts: impl IntoIterator<Item = (&'a Document, &'a Transcript)>,
    ) -> RecordIndex<'a> {
        let mut records: Vec<IndexedTranscript<'a>> = transcripts
            .into_iter()
            .map(|(document, transcript)| IndexedTranscript {
                document,
                transcript,
                day: document.published.as_ref().map(|published| published.day()),
                range: 0..0,
            })
            .collect();
        records.sort_by(|x, y| (x.day, &x.document.id).cmp(&(y.day, &y.document.id)));
        let (mut sequence, mut tokens, mut turns) = (Vec::new(), Vec::new(), Vec::new());
        let mut scratch = PostingsScratch::default();
        let mut postings: Vec<(u64, u32)> = Vec::new();
        for (number, record) in (0..).zip(&mut records) {
            let begin = sequence.len() as u32;
            record.range = begin..begin;
            let Transcript { turns: own, passage, .. } = record.transcript;
            if sequence.len() + passage.words.len() > u32::MAX as usize {
                continue;
            }
            let mut speakers: FxHashMap<&str, u32> = FxHashMap::default();
            for turn in own {
                let (start, place) = (sequence.len(), turns.len() as u32);
                let mut tracker = ElisionTracker::default();
                let forms = passage.words.get(turn.tokens.clone()).unwrap_or(&[]);
                for (token, &word) in (turn.tokens.start as u32..).zip(forms) {
                    if let Some(word) = tracker.push(words, word) {
                        sequence.push(word);
                        tokens.push(token);
                    }
                }
                let first_turn =
                    turn.name.as_deref().map(|name| *speakers.entry(name).or_insert(place));
                turns.push(IndexedTurn {
                    record: number,
                    first_turn: first_turn.unwrap_or(place),
                    speaker: turn.speaker.as_ref(),
                    range: start as u32..sequence.len() as u32,
                });
                let said = sequence[start..].iter().map(|word: &SequenceWord| {
                    let entry = &words[word.word()];
                    (entry.key, entry.weight)
                });
                scratch.for_each_run(said, MIN_RECORD_RUN_WEIGHT, |run, key| {
                    postings.push((key, (start + run.start) as u32));
                });
            }
            record.range.end = sequence.len() as u32;
        }
        postings.sort_unstable();
        let mut keys = FxHashMap::default();
        let mut at = 0;
        for block in postings.chunk_by(|x, y| x.0 == y.0) {
            keys.insert(block[0].0, (at, at + block.len() as u32));
            at += block.len() as u32;
        }
        let positions = postings.into_iter().map(|(_, position)| position).collect();
        RecordIndex { words, records, turns, sequence, tokens, keys, positions }
    }

    /// Returns true if there is no transcript.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Returns the positions before `end` of the runs with a key: at most [`MAX_POSITIONS`], the
    /// last ones.
    pub(super) fn positions(&self, key: u64, end: u32) -> &[u32] {
        let Some(&(from, to)) = self.keys.get(&key) else { return &[] };
        let all = &self.positions[from as usize..to as usize];
        let before = &all[..all.partition_point(|&position| position < end)];
        &before[before.len().saturating_sub(MAX_POSITIONS)..]
    }

    /// Returns the position behind the last word that was said by `day`.
    pub(super) fn end_of_day(&self, day: Option<i32>) -> u32 {
        let count = match day {
            Some(_) => self.records.partition_point(|record| record.day <= day),
            None => self.records.len(),
        };
        count.checked_sub(1).map_or(0, |last| self.records[last].range.end)
    }

    /// Returns the number of words before `end` that were said on the day of a transcript or
    /// later: what is searched if it is sought from `end` backwards.
    pub(super) fn words_since(&self, record: usize, end: u32) -> u32 {
        let day = self.records[record].day;
        let first = self.records.partition_point(|other| other.day < day);
        end.saturating_sub(self.records[first].range.start)
    }

    /// Returns the number of the turn that has the word at `position`.
    pub(super) fn turn_at(&self, position: u32) -> usize {
        self.turns.partition_point(|turn| turn.range.end <= position)
    }

    /// Returns the token of the word at `position`, by its number in the passage of the transcript.
    pub(super) fn token(&self, position: u32) -> usize {
        self.tokens[position as usize] as usize
    }

    /// Returns true if a sentence ends between the word before `position` and that word, which are
    /// of one turn.
    pub(super) fn is_sentence_start(&self, record: usize, position: u32) -> bool {
        let Some(before) = position.checked_sub(1) else { return true };
        let record = &self.records[record];
        let passage = &record.transcript.passage;
        let between = passage.tokens.get(self.token(before) + 1..self.token(position));
        between.unwrap_or(&[]).iter().any(|mark| ends_sentence(mark, &record.document.text))
    }
}

/// Returns true if a mark ends a sentence.
pub(super) fn ends_sentence(mark: &Token, text: &str) -> bool {
    matches!(mark.span.slice(text).as_bytes().first(), Some(b'.' | b'!' | b'?'))
        || mark.span.slice(text).starts_with('…')
}
