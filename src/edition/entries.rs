//! The places that vary: the variants of every wording against the lemma, gathered by place.

use std::collections::BTreeMap;
use std::ops::Range;

use super::bearer::is_stop;
use super::print::Print;
use super::{Entry, Form, Reading};
use crate::align::align;
use crate::text::{Passage, Vocabulary};
use crate::variant::{Level, Side, Variant, variants};

/// A reading with its tokens and the text that they stand in.
type Printed<'t> = (Reading, Passage, &'t str);

/// One end of a moved block: the lemma's tokens, and the other wording's text.
type End<'t> = (Range<usize>, &'t str);

/// One wording's variants against the lemma.
#[derive(Debug)]
pub(super) struct Compared<'a> {
    /// Index of the wording.
    pub wording: usize,
    pub print: &'a Print,
    pub side: Side<'a>,
    pub variants: Vec<Variant>,
}

impl Compared<'_> {
    /// The variants that are told. Edges that make no other wording go unsaid; “away!” for “away,” does make one.
    pub fn told(&self, lemma: &Print) -> impl Iterator<Item = &Variant> {
        let stops = |print: &Print, at: &Range<usize>| {
            at.end == print.tokens.len()
                && at.clone().all(|token| is_stop(print.of(&(token..token + 1))))
        };
        let silent = move |variant: &Variant| {
            variant.is_edge() && stops(lemma, &variant.a) && stops(self.print, &variant.b)
        };
        self.variants.iter().filter(move |variant| !silent(variant))
    }
}

/// Gathers `compared` into entries, in the order of the lemma; who agrees with it is not told yet.
pub(super) fn entries(words: &Vocabulary, lemma: &Print, compared: &[Compared<'_>]) -> Vec<Entry> {
    let moves = number_moves(compared);
    let mut places: BTreeMap<(usize, usize), Vec<Printed<'_>>> = BTreeMap::new();
    for side in compared {
        for variant in side.told(lemma) {
            let reading = Reading {
                text: side.print.of(&variant.b).to_owned(),
                span: side.print.span(&variant.b),
                wordings: vec![side.wording],
                forms: Vec::new(),
                operation: variant.operation,
                kind: variant.kind,
                level: variant.level,
                disclosure: variant.disclosure,
                rule: variant.rule,
                flags: if variant.near { vec!["near"] } else { Vec::new() },
                moved: variant.moved.and_then(|k| moves.get(&(side.wording, k)).copied()),
            };
            let place = places.entry((variant.a.start, variant.a.end)).or_default();
            let alike = |other: &Reading| {
                let (wordings, span) = (reading.wordings.clone(), reading.span.clone());
                Reading { wordings, span, ..other.clone() } == reading
            };
            match place.iter_mut().find(|(other, ..)| alike(other)) {
                Some((other, ..)) => other.wordings.push(side.wording),
                None => {
                    let Side { text, passage } = side.side;
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
    let entries = places.into_iter().map(|((start, end), readings)| Entry {
        text: lemma.of(&(start..end)).to_owned(),
        tokens: start..end,
        wordings: Vec::new(),
        readings: one_of_forms(words, readings),
    });
    entries.collect()
}

/// Above so many readings at one place, those that come later are no longer held against each other: what a crowd prints
/// at one place is in few forms, or is no text.
const FORMS: usize = 16;

/// Readings whose words are the same words become one, in several forms; the best supported wording's is the first.
fn one_of_forms(words: &Vocabulary, readings: Vec<Printed<'_>>) -> Vec<Reading> {
    let mut kept: Vec<Printed<'_>> = Vec::new();
    for (mut reading, passage, text) in readings {
        reading.wordings.sort_unstable();
        reading.wordings.dedup();
        let form = Form { text: reading.text.clone(), wordings: reading.wordings.clone() };
        let one = kept.iter_mut().take(FORMS).find(|(other, printed, source)| {
            let key = |reading: &Reading| {
                (reading.operation, reading.level, reading.disclosure, reading.moved)
            };
            key(other) == key(&reading)
                && reading.level > Level::Accidental
                && !(other.text.is_empty() || reading.text.is_empty())
                && same_words(
                    words,
                    Side { text: source, passage: printed },
                    Side { text, passage: &passage },
                )
        });
        match one {
            Some((other, ..)) => {
                other.wordings.extend(&form.wordings);
                other.wordings.sort_unstable();
                other.forms.push(form);
            }
            None => {
                reading.forms = vec![form];
                kept.push((reading, passage, text));
            }
        }
    }
    kept.into_iter().map(|(reading, ..)| reading).collect()
}

/// Whether two texts differ accidentally at most.
fn same_words(words: &Vocabulary, a: Side<'_>, b: Side<'_>) -> bool {
    let alignment = align(words, &a.passage.words, &b.passage.words);
    variants(words, a, b, &alignment).iter().all(|variant| variant.level == Level::Accidental)
}

/// Moved blocks are numbered within one comparison; here they get numbers within the utterance, the same number for the
/// same block in several wordings.
fn number_moves(compared: &[Compared<'_>]) -> BTreeMap<(usize, usize), usize> {
    let mut blocks: BTreeMap<(usize, usize), Vec<End<'_>>> = BTreeMap::new();
    for side in compared {
        for variant in &side.variants {
            if let Some(k) = variant.moved {
                blocks
                    .entry((side.wording, k))
                    .or_default()
                    .push((variant.a.clone(), side.print.of(&variant.b)));
            }
        }
    }
    let mut known: Vec<Vec<End<'_>>> = Vec::new();
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
