//! Finds the quotations of one document in the transcripts.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::accept::{MIN_SCORE, RecordEvidence, SURE_SCORE};
use super::edges::extend;
use super::gap::{RecordGap, gaps};
use super::index::RecordIndex;
use super::pieces::{recorded, spans};
use super::place::{PlaceFinder, RecordPlace};
use super::print::{Print, judge};
use crate::align::Aligner;
use crate::align::features::{SequenceWord, sequence_words};
use crate::model::Published;
use crate::person_name::{Agreement, PersonName};
use crate::span::Span;
use crate::text::{Passage, Weight, bits};
use crate::variant::{Disclosure, Level, VariantClassifier};

/// Bits by which a transcript must be preferred to the next one, or the occasion is open.
const MIN_MARGIN: Weight = bits(4);

/// One quotation of the document that is looked up.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PrintedQuotation<'a> {
    /// The text that the spans of the passage run in.
    pub text: &'a str,
    /// Its tokens and their forms, interned in the vocabulary of the index.
    pub passage: &'a Passage,
    /// Its speaker, if a name is known.
    pub speaker: Option<&'a PersonName>,
}

impl<'a> PrintedQuotation<'a> {
    /// Makes a quotation of which nobody knows who said it.
    pub fn new(text: &'a str, passage: &'a Passage) -> PrintedQuotation<'a> {
        PrintedQuotation { text, passage, speaker: None }
    }
}

/// The place in a transcript where the words of a quotation stand, and what the print made of them.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct RecordMatch {
    /// The id of the transcript.
    pub document: String,
    /// The words in its text, in the order of the print: several pieces if the print puts together
    /// what stands apart.
    pub pieces: Vec<Span>,
    /// The distance of the pieces that follow each other in the print; one fewer than there are
    /// pieces.
    #[cfg_attr(feature = "serde", serde(default))]
    pub gaps: Vec<RecordGap>,
    /// The name of who said them by the transcript, in the fullest form that it gives.
    pub speaker: Option<String>,
    /// The time at which they were said, in milliseconds from the beginning of the recording: begin
    /// of the first caption and end of the last. `None` where the transcript has no times.
    pub time: Option<Range<u32>>,
    /// The relation of the print to these words.
    pub print: Print,
    /// The level of the worst difference; `None` if the print is verbatim.
    pub level: Option<Level>,
    /// The degree to which the print shows that its words are others; nothing is to be shown where
    /// they are the same.
    pub disclosure: Disclosure,
    /// The probability that the words are these and not there by chance, `0.0..=1.0`.
    pub score: f64,
    /// The number of other transcripts that have the words as well.
    pub elsewhere: usize,
    /// True if nothing but the days speaks for this transcript among them: the words are a stock
    /// line, and the occasion is open.
    pub open: bool,
}

/// Finds quotations in transcripts; holds the buffers.
#[derive(Debug, Default)]
pub struct RecordFinder {
    places: PlaceFinder,
    aligner: Aligner,
}

/// The places that may be where a quotation was said, with what speaks for them.
type Candidates = Vec<(RecordPlace, RecordEvidence)>;

impl RecordFinder {
    /// Creates a finder with empty buffers.
    pub fn new() -> RecordFinder {
        RecordFinder::default()
    }

    /// Finds each of the `quotations` of one document, which was published on `published`. Of two
    /// transcripts that have the words, the one is taken that has those of other quotations too,
    /// then the nearer one.
    ///
    /// ```
    /// use variorum::record::{Print, PrintedQuotation, RecordFinder, RecordIndex, Transcript};
    /// use variorum::text::Vocabulary;
    /// use variorum::variant::VariantClassifier;
    /// use variorum::{Document, DocumentKind};
    ///
    /// let speech = "The quay is old. We will never sell the harbour to anybody, my friends.";
    /// let speech = Document::new("speech", speech).with_kind(DocumentKind::Transcript);
    /// let mut words = Vocabulary::new();
    /// let mut transcript = Transcript::read(&speech);
    /// transcript.intern(&speech.text, &mut words);
    /// let print = "we will never sell the harbour to anybody";
    /// let passage = words.tokenize(print);
    ///
    /// let index = RecordIndex::new(&words, [(&speech, &transcript)]);
    /// let quotation = PrintedQuotation::new(print, &passage);
    /// let classifier = VariantClassifier::new();
    /// let found = RecordFinder::new().find(&index, &[quotation], None, &classifier);
    /// let found = found[0].as_ref().unwrap();
    /// let words = found.pieces[0].slice(&speech.text);
    /// assert_eq!(words, "We will never sell the harbour to anybody");
    /// assert_eq!(found.print, Print::Accidental); // the capital
    /// ```
    pub fn find(
        &mut self,
        index: &RecordIndex<'_>,
        quotations: &[PrintedQuotation<'_>],
        published: Option<&Published>,
        classifier: &VariantClassifier,
    ) -> Vec<Option<RecordMatch>> {
        let day = published.map(Published::day);
        let end = index.end_of_day(day);
        let sequence = |quotation: &PrintedQuotation<'_>| -> Vec<SequenceWord> {
            sequence_words(index.words, &quotation.passage.words).collect()
        };
        let mut all: Vec<Candidates> = Vec::with_capacity(quotations.len());
        for quotation in quotations {
            let places = self.places.find(index, &sequence(quotation), end);
            let weighed = places.into_iter().map(|place| {
                let evidence = weigh(index, &place, quotation, day, end);
                (place, evidence)
            });
            all.push(weighed.collect());
        }
        count_neighbours(&mut all);
        let quotations = quotations.iter().zip(all);
        let mut found: Vec<Option<RecordMatch>> = quotations
            .map(|(quotation, candidates)| {
                let (mut place, evidence, elsewhere, open) = choose(candidates)?;
                extend(index, &sequence(quotation), &mut place);
                let record = &index.records[place.record];
                let recorded = recorded(index, &mut self.aligner, &place, quotation.passage);
                let print = (quotation.text, quotation.passage);
                let (print, level, disclosure) =
                    judge(index.words, &mut self.aligner, classifier, (record, &recorded), print);
                Some(RecordMatch {
                    document: record.document.id.clone(),
                    pieces: spans(&record.transcript.passage, &recorded.pieces),
                    gaps: gaps(record.transcript, &recorded.pieces),
                    speaker: record.speaker_of(index.token(place.parts.first()?.recorded.start)),
                    time: record.time_of(&recorded.pieces),
                    print,
                    level,
                    disclosure,
                    score: 1.0 / (1.0 + (-f64::from(evidence.score() - MIN_SCORE) / 100.0).exp2()),
                    elsewhere,
                    open,
                })
            })
            .collect();
        drop_other_sayings(&mut found);
        found
    }
}

/// Drops the places of quotations that contradict the record where another quotation of the same
/// document has these very words as they were said: who prints both prints two sayings, such as a
/// line and its correction (*why it would be*, *why it wouldn't be*).
fn drop_other_sayings(found: &mut [Option<RecordMatch>]) {
    let faithful: Vec<(String, Vec<Span>)> = (found.iter().flatten())
        .filter(|one| one.print.is_faithful())
        .map(|one| (one.document.clone(), one.pieces.clone()))
        .collect();
    for one in found {
        let is_other = one.as_ref().is_some_and(|one| {
            let all: usize = one.pieces.iter().map(|piece| piece.len()).sum();
            one.level == Some(Level::Contradictory)
                && faithful.iter().any(|(document, pieces)| {
                    *document == one.document && 2 * shared_bytes(&one.pieces, pieces) >= all
                })
        });
        if is_other {
            *one = None;
        }
    }
}

/// Returns the bytes that two lists of spans share.
fn shared_bytes(a: &[Span], b: &[Span]) -> usize {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    pairs.map(|(x, y)| x.end().min(y.end()).saturating_sub(x.start().max(y.start()))).sum()
}

/// Returns what speaks for a place of a quotation that was printed on `day`.
fn weigh(
    index: &RecordIndex<'_>,
    place: &RecordPlace,
    quotation: &PrintedQuotation<'_>,
    day: Option<i32>,
    end: u32,
) -> RecordEvidence {
    let speaker = quotation.speaker.zip(index.turns[place.turn].speaker);
    let speaker = speaker.map_or(Agreement::Unknown, |(x, y)| x.compare(y).agreement);
    let said = index.records[place.record].day;
    let days = day.zip(said).map(|(day, said)| day.saturating_sub(said));
    RecordEvidence::new(place, speaker, days, index.words_since(place.record, end))
}

/// Counts for each candidate the other quotations that surely stand in its transcript.
fn count_neighbours(all: &mut [Candidates]) {
    let sure = |candidates: &Candidates| {
        let best =
            candidates.iter().max_by_key(|(place, evidence)| (evidence.score(), place.record));
        best.filter(|(_, evidence)| evidence.score() >= SURE_SCORE).map(|(place, _)| place.record)
    };
    let sure: Vec<Option<usize>> = all.iter().map(sure).collect();
    let mut count: FxHashMap<usize, usize> = FxHashMap::default();
    sure.iter().flatten().for_each(|&record| *count.entry(record).or_default() += 1);
    for (candidates, own) in all.iter_mut().zip(sure) {
        for (place, evidence) in candidates {
            let here = count.get(&place.record).copied().unwrap_or(0);
            evidence.neighbours = here - usize::from(own == Some(place.record));
        }
    }
}

/// Chooses the place where a quotation was said. Returns it with what speaks for it, the number
/// of other transcripts that have the words too, and if the occasion is open among them.
fn choose(candidates: Candidates) -> Option<(RecordPlace, RecordEvidence, usize, bool)> {
    let accepted = candidates.into_iter().filter(|(_, evidence)| evidence.score() >= MIN_SCORE);
    let mut accepted: Vec<_> = accepted.collect();
    // The last one among equals.
    accepted.sort_by_key(|(place, evidence)| (evidence.preference(), place.record));
    let (place, evidence) = accepted.pop()?;
    let next = accepted.iter().rev().find(|(other, _)| other.record != place.record);
    let open = next.is_some_and(|(_, next)| {
        evidence.preference().saturating_sub(next.preference()) < MIN_MARGIN
    });
    let mut records: Vec<usize> = accepted.iter().map(|(other, _)| other.record).collect();
    records.sort_unstable();
    records.dedup();
    let elsewhere = records.iter().filter(|&&record| record != place.record).count();
    Some((place, evidence, elsewhere, open))
}
