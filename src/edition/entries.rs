//! Gathers the variants of every wording against the lemma into entries, one for each place.
//!
//! Readings of the same words in other forms are merged, and moved blocks get numbers that hold for
//! the whole utterance.
//!
//! Cost: O(variants · log variants), and one alignment for each pair of readings at one place.

use std::collections::BTreeMap;
use std::ops::Range;

use super::apparatus::{ApparatusEntry, Reading, ReadingFlag, ReadingForm};
use super::statement::Statement;
use super::wording_groups::is_final_stop;
use super::wording_text::WordingText;
use crate::align::align;
use crate::text::{Passage, Vocabulary};
use crate::variant::{Level, Side, Variant, variants};

/// A reading with its tokens and the text that their spans refer to.
type ReadingWithTokens<'t> = (Reading, Passage, &'t str);

/// One end of a moved block: the lemma's tokens there, and the text of the other wording.
type BlockEnd<'t> = (Range<usize>, &'t str);

/// The variants of one wording against the lemma.
#[derive(Debug)]
pub(super) struct ComparedWording<'a> {
    /// Index of the wording.
    pub wording: usize,
    pub text: &'a WordingText,
    pub side: Side<'a>,
    pub variants: Vec<Variant>,
    /// The judgement on each variant that is a statement.
    pub statements: Vec<Option<Box<Statement>>>,
}

impl ComparedWording<'_> {
    /// Returns the variants that are reported: all but differences of stops and commas at the end,
    /// which do not make another wording. “away!” for “away,” does make one.
    pub fn reported_variants(
        &self,
        lemma: &WordingText,
    ) -> impl Iterator<Item = (&Variant, Option<&Statement>)> {
        let is_final_stops = |text: &WordingText, at: &Range<usize>| {
            at.end == text.tokens.len()
                && at.clone().all(|token| is_final_stop(text.slice(&(token..token + 1))))
        };
        let is_omitted = move |variant: &Variant| {
            variant.is_edge()
                && is_final_stops(lemma, &variant.a)
                && is_final_stops(self.text, &variant.b)
        };
        let statements = self.statements.iter().map(Option::as_deref);
        self.variants.iter().zip(statements).filter(move |(variant, _)| !is_omitted(variant))
    }
}

/// Returns the entries in the order of the lemma. Their `wordings` are still empty; see
/// [`add_agreement`](super::agreement::add_agreement).
pub(super) fn gather_entries(
    words: &Vocabulary,
    lemma: &WordingText,
    compared: &[ComparedWording<'_>],
) -> Vec<ApparatusEntry> {
    let moves = number_moves(compared);
    let mut places: BTreeMap<(usize, usize), Vec<ReadingWithTokens<'_>>> = BTreeMap::new();
    for side in compared {
        for (variant, statement) in side.reported_variants(lemma) {
            let reading = Reading {
                text: side.text.slice(&variant.b).to_owned(),
                span: side.text.span(&variant.b),
                wordings: vec![side.wording],
                forms: Vec::new(),
                operation: variant.operation,
                kind: variant.kind,
                level: variant.level,
                disclosure: variant.disclosure,
                rule: variant.rule,
                flags: if variant.near { vec![ReadingFlag::Near] } else { Vec::new() },
                moved_block: variant.moved.and_then(|k| moves.get(&(side.wording, k)).copied()),
                statement: statement.cloned().map(Box::new),
                changed_by: None,
            };
            let place = places.entry((variant.a.start, variant.a.end)).or_default();
            let is_equal = |other: &Reading| {
                let (wordings, span) = (reading.wordings.clone(), reading.span.clone());
                let statement = reading.statement.clone();
                Reading { wordings, span, statement, ..other.clone() } == reading
            };
            match place.iter_mut().find(|(other, ..)| is_equal(other)) {
                Some((other, ..)) => {
                    other.wordings.push(side.wording);
                    keep_surer(&mut other.statement, reading.statement);
                }
                None => {
                    let Side { text, passage, .. } = side.side;
                    let (tokens, words) =
                        (&passage.tokens[variant.b.clone()], &passage.words[variant.b.clone()]);
                    place.push((
                        reading,
                        Passage { tokens: tokens.to_vec(), words: words.to_vec() },
                        text,
                    ));
                }
            }
        }
    }
    let entries = places.into_iter().map(|((start, end), readings)| ApparatusEntry {
        text: lemma.slice(&(start..end)).to_owned(),
        tokens: start..end,
        wordings: Vec::new(),
        readings: merge_forms(words, readings),
    });
    entries.collect()
}

/// Keeps the surer of two judgements on one reading: one wording that is surely compared right is
/// enough.
fn keep_surer(kept: &mut Option<Box<Statement>>, other: Option<Box<Statement>>) {
    let confidence = |statement: &Option<Box<Statement>>| {
        statement.as_ref().map_or(-1.0, |statement| statement.confidence)
    };
    if confidence(&other) > confidence(kept) {
        *kept = other;
    }
}

/// Number of readings at one place that a later reading is compared with. The readings of many
/// wordings at one place have few forms, unless they are no text.
const MAX_FORM_COMPARISONS: usize = 16;

/// Merges readings of the same words into one reading with several forms. The form of the best
/// supported wording comes first.
fn merge_forms(words: &Vocabulary, readings: Vec<ReadingWithTokens<'_>>) -> Vec<Reading> {
    let mut kept: Vec<ReadingWithTokens<'_>> = Vec::new();
    for (mut reading, passage, text) in readings {
        reading.wordings.sort_unstable();
        reading.wordings.dedup();
        let form = ReadingForm { text: reading.text.clone(), wordings: reading.wordings.clone() };
        let same = kept.iter_mut().take(MAX_FORM_COMPARISONS).find(|(other, printed, source)| {
            let key = |reading: &Reading| {
                (reading.operation, reading.level, reading.disclosure, reading.moved_block)
            };
            key(other) == key(&reading)
                && reading.level > Level::Accidental
                && !(other.text.is_empty() || reading.text.is_empty())
                && same_words(words, Side::new(source, printed), Side::new(text, &passage))
        });
        match same {
            Some((other, ..)) => {
                other.wordings.extend(&form.wordings);
                other.wordings.sort_unstable();
                other.forms.push(form);
                keep_surer(&mut other.statement, reading.statement);
            }
            None => {
                reading.forms = vec![form];
                kept.push((reading, passage, text));
            }
        }
    }
    kept.into_iter().map(|(reading, ..)| reading).collect()
}

/// Returns true if two texts differ accidentally at most.
fn same_words(words: &Vocabulary, a: Side<'_>, b: Side<'_>) -> bool {
    let alignment = align(words, &a.passage.words, &b.passage.words);
    variants(words, a, b, &alignment).iter().all(|variant| variant.level == Level::Accidental)
}

/// Numbers the moved blocks within the utterance, from 1, with the same number for the same block
/// in several wordings. Keys are a wording and the number of the block within its comparison.
fn number_moves(compared: &[ComparedWording<'_>]) -> BTreeMap<(usize, usize), usize> {
    let mut blocks: BTreeMap<(usize, usize), Vec<BlockEnd<'_>>> = BTreeMap::new();
    for side in compared {
        for variant in &side.variants {
            if let Some(k) = variant.moved {
                blocks
                    .entry((side.wording, k))
                    .or_default()
                    .push((variant.a.clone(), side.text.slice(&variant.b)));
            }
        }
    }
    let mut known: Vec<Vec<BlockEnd<'_>>> = Vec::new();
    let mut numbers = BTreeMap::new();
    for (at, block) in blocks {
        let number = known.iter().position(|other| *other == block).unwrap_or_else(|| {
            known.push(block);
            known.len() - 1
        });
        numbers.insert(at, number + 1);
    }
    numbers
}
