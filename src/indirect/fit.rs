//! The fit of a model on labelled documents.
//!
//! Starts and continuations of cues are two logistic models, roles a conditional random field
//! (Lafferty, McCallum and Pereira 2001). All are fitted by stochastic gradient descent with rates
//! of their own for each weight (AdaGrad; Duchi, Hazan and Singer 2011) in the rows of the tables
//! that they are read from, so that the fit sees which features share one.

use super::chain::{ChainScores, ROLES};
use super::features::{
    CueContext, SlotDistances, continue_features, first_start_features, start_features,
};
use super::item::{Item, Items};
use super::model::{
    BORDER_BITS, CONTINUE_BITS, IndirectModel, MAX_CUE_ITEMS, ROLE_BITS, START_BITS, window,
};
use super::weights::{WeightTable, row};
use super::word_classes::WordTable;
use crate::model::Quotation;
use crate::span::Span;

/// A text with its quotations and what in it is reported, with and without marks.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct LabelledText {
    /// The text.
    pub text: String,
    /// Its quotations, as [`crate::quotation::extract`] finds them.
    pub quotations: Vec<Quotation>,
    /// The cue, source and content of all that it reports, direct quotations as well.
    pub reports: Vec<LabelledReport>,
}

impl LabelledText {
    /// Makes a labelled text.
    pub fn new(
        text: impl Into<String>,
        quotations: Vec<Quotation>,
        reports: Vec<LabelledReport>,
    ) -> LabelledText {
        LabelledText { text: text.into(), quotations, reports }
    }
}

/// The spans of something reported. A role that is not printed has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct LabelledReport {
    /// The words that report.
    pub cue: Vec<Span>,
    /// The words that name who said or thought it.
    pub source: Vec<Span>,
    /// The words that give what was said or thought.
    pub content: Vec<Span>,
}

impl LabelledReport {
    /// Makes the labels of something reported.
    pub fn new(cue: Vec<Span>, source: Vec<Span>, content: Vec<Span>) -> LabelledReport {
        LabelledReport { cue, source, content }
    }
}

/// Number of times that the labels are gone over.
const EPOCHS: u32 = 8;
/// Rate of the first epoch, and how fast it falls.
const RATE: f32 = 0.04;
const RATE_DECAY: f32 = 0.3;
/// Pull towards zero.
const RIDGE: f32 = 0.01;

/// A table under fit: weights and the sums of their squared gradients.
struct Fitted {
    bits: u32,
    width: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Fitted {
    fn new(bits: u32, width: usize) -> Fitted {
        let zeros = vec![0.0; width << bits];
        Fitted { bits, width, weights: zeros.clone(), squares: zeros }
    }

    fn sum<const WIDTH: usize>(&self, features: &[u32]) -> [f32; WIDTH] {
        let mut sums = [0.0; WIDTH];
        for &feature in features {
            let at = row(feature, self.bits) * WIDTH;
            for (sum, weight) in sums.iter_mut().zip(&self.weights[at..at + WIDTH]) {
                *sum += weight;
            }
        }
        sums
    }

    fn step(&mut self, features: &[u32], gradient: &[f32], rate: f32) {
        for &feature in features {
            let at = row(feature, self.bits) * self.width;
            for (k, &slope) in gradient.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
                let slope = slope - RIDGE * self.weights[at + k];
                self.squares[at + k] += slope * slope;
                self.weights[at + k] += rate * slope / (self.squares[at + k].sqrt() + 1e-2);
            }
        }
    }
}

/// A sentence with its cues, and the roles around each.
struct Example {
    items: Vec<Item>,
    cues: Vec<(std::ops::Range<usize>, Vec<u8>)>,
}

impl IndirectModel {
    /// Fits a model. The result depends on the texts and their order alone. Takes a minute for
    /// half a million words.
    pub fn fit(texts: &[LabelledText]) -> IndirectModel {
        let examples = examples(texts);
        let mut start = Fitted::new(START_BITS, 1);
        let mut go_on = Fitted::new(CONTINUE_BITS, 1);
        let mut role = Fitted::new(ROLE_BITS, ROLES);
        let mut border = Fitted::new(BORDER_BITS, ROLES * ROLES);
        let mut order =
            Shuffle { order: (0..examples.len()).collect(), state: 0x9E37_79B9_7F4A_7C15 };
        let (mut slots, mut chain) = (SlotDistances::default(), ChainScores::default());
        for epoch in 0..EPOCHS {
            let rate = RATE / (1.0 + RATE_DECAY * epoch as f32);
            for &n in order.next() {
                let Example { items, cues } = &examples[n];
                slots.measure(items);
                fit_cues(items, cues, &slots, &mut start, &mut go_on, rate);
                for (cue, roles) in cues {
                    fit_roles(items, cue, roles, (&mut role, &mut border), &mut chain, rate / 2.0);
                }
            }
        }
        IndirectModel {
            start: WeightTable::quantize(START_BITS, 1, &start.weights),
            go_on: WeightTable::quantize(CONTINUE_BITS, 1, &go_on.weights),
            role: WeightTable::quantize(ROLE_BITS, ROLES, &role.weights),
            border: WeightTable::quantize(BORDER_BITS, ROLES * ROLES, &border.weights),
        }
    }
}

/// A permutation that is another one each time, by xorshift.
struct Shuffle {
    order: Vec<usize>,
    state: u64,
}

impl Shuffle {
    fn next(&mut self) -> &[usize] {
        for i in (1..self.order.len()).rev() {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            self.order.swap(i, (self.state % (i as u64 + 1)) as usize);
        }
        &self.order
    }
}

fn examples(texts: &[LabelledText]) -> Vec<Example> {
    let mut all = Vec::new();
    let mut read = Items::default();
    for text in texts {
        read.read(&text.text, &text.quotations, WordTable::built_in());
        let first = all.len();
        for n in 0..read.sentences.len() {
            let items = read.items[read.sentence(n)].to_vec();
            all.push(Example { items, cues: Vec::new() });
        }
        for report in &text.reports {
            let (Some(from), Some(to)) = (
                report.cue.iter().map(|span| span.start()).min(),
                report.cue.iter().map(|span| span.end()).max(),
            ) else {
                continue;
            };
            let cue = read.within(Span::new(from, to));
            let sentence = read.sentences.partition_point(|&start| start <= cue.start);
            let Some(sentence) = sentence.checked_sub(1) else { continue };
            let own = read.sentence(sentence);
            let fits = !cue.is_empty() && cue.end <= own.end && cue.len() <= MAX_CUE_ITEMS;
            if !fits || read.items[cue.clone()].iter().any(Item::is_slot) {
                continue;
            }
            let mut roles = vec![0; own.len()];
            for (spans, role) in [(&report.source, 1), (&report.content, 2)] {
                for &span in spans {
                    for i in read.within(span).filter(|i| own.contains(i) && !cue.contains(i)) {
                        roles[i - own.start] = role;
                    }
                }
            }
            let cue = cue.start - own.start..cue.end - own.start;
            all[first + sentence].cues.push((cue, roles));
        }
    }
    all
}

fn fit_cues(
    items: &[Item],
    cues: &[(std::ops::Range<usize>, Vec<u8>)],
    slots: &SlotDistances,
    start: &mut Fitted,
    go_on: &mut Fitted,
    rate: f32,
) {
    let chance = |sum: f32| 1.0 / (1.0 + (-sum).exp());
    for i in (0..items.len()).filter(|&i| !items[i].is_slot()) {
        // A place within a longer cue is none of its own.
        let begins = cues.iter().any(|(cue, _)| cue.start == i)
            && !cues.iter().any(|(cue, _)| cue.start < i && i < cue.end);
        let (first, rest) = (first_start_features(items, i), start_features(items, i, slots));
        let ([a], [b]) = (start.sum(&first), start.sum(&rest));
        let slope = f32::from(u8::from(begins)) - chance(a + b);
        if slope.abs() > 1e-3 {
            start.step(&first, &[slope], rate);
            start.step(&rest, &[slope], rate);
        }
    }
    for (cue, _) in cues {
        for i in cue.start + 1..items.len().min(cue.end + 1) {
            let features = continue_features(items, cue.start, i);
            let slope = f32::from(u8::from(i < cue.end)) - chance(go_on.sum::<1>(&features)[0]);
            if slope.abs() > 1e-3 {
                go_on.step(&features, &[slope], rate);
            }
        }
    }
}

fn fit_roles(
    items: &[Item],
    cue: &std::ops::Range<usize>,
    roles: &[u8],
    (role, border): (&mut Fitted, &mut Fitted),
    chain: &mut ChainScores,
    rate: f32,
) {
    let window = window(items.len(), cue);
    let (items, roles) = (&items[window.clone()], &roles[window.clone()]);
    let cue = cue.start - window.start..cue.end - window.start;
    let context = CueContext::new(items, cue.clone());
    let mut commas = Vec::new();
    context.count_commas(&mut commas);
    chain.clear();
    for i in 0..items.len() {
        chain.items.push(if cue.contains(&i) {
            [0.0, f32::NEG_INFINITY, f32::NEG_INFINITY]
        } else {
            role.sum(&context.role_features(i, &commas))
        });
        chain.pairs.push(match i {
            0 => [0.0; ROLES * ROLES],
            _ => border.sum(&context.border_features(i, &commas)),
        });
    }
    let (single, pair, _) = chain.marginals();
    for i in 0..items.len() {
        if !cue.contains(&i) {
            let slopes: [f32; ROLES] = std::array::from_fn(|k| {
                f32::from(u8::from(usize::from(roles[i]) == k)) - single[i][k]
            });
            if slopes.iter().any(|slope| slope.abs() > 1e-3) {
                role.step(&context.role_features(i, &commas), &slopes, rate);
            }
        }
        if let Some(before) = i.checked_sub(1) {
            let label = usize::from(roles[before]) * ROLES + usize::from(roles[i]);
            let slopes: [f32; ROLES * ROLES] =
                std::array::from_fn(|k| f32::from(u8::from(label == k)) - pair[i][k]);
            if slopes.iter().any(|slope| slope.abs() > 1e-3) {
                border.step(&context.border_features(i, &commas), &slopes, rate);
            }
        }
    }
}
