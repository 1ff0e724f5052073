//! The model: which words are cues, and what of their sentence is source and content.

use std::ops::Range;
use std::sync::OnceLock;

use super::chain::{ChainScores, ROLES, SpeechRole};
use super::features::{
    CueContext, SlotDistances, continue_features, first_start_features, start_features,
};
use super::item::Item;
use super::weights::{STEP, WeightTable};

/// Sizes of the tables, as powers of two.
pub(super) const START_BITS: u32 = 18;
pub(super) const CONTINUE_BITS: u32 = 14;
pub(super) const ROLE_BITS: u32 = 16;
pub(super) const BORDER_BITS: u32 = 15;

/// Bytes of a row of roles and of pairs of roles.
const ROLE_ROW: usize = 4;
const BORDER_ROW: usize = 16;

/// Longest cue in items.
pub(super) const MAX_CUE_ITEMS: usize = 12;
/// Most items of a sentence that are looked at before and after a cue, so that time is linear in
/// the longest of sentences.
const MAX_ITEMS_BEFORE: usize = 80;
const MAX_ITEMS_AFTER: usize = 100;

/// Weights by which reports are found: see [`crate::indirect`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndirectModel {
    pub(super) start: WeightTable<1>,
    pub(super) go_on: WeightTable<1>,
    pub(super) role: WeightTable<ROLE_ROW>,
    pub(super) border: WeightTable<BORDER_ROW>,
}

/// Buffers of one reader.
#[derive(Debug, Default)]
pub(super) struct ModelBuffers {
    slots: SlotDistances,
    commas: Vec<u8>,
    chain: ChainScores,
}

impl IndirectModel {
    /// Returns the model that comes with the crate, fitted on English political news.
    pub fn english() -> &'static IndirectModel {
        static MODEL: OnceLock<IndirectModel> = OnceLock::new();
        const FILE: &[u8] = include_bytes!("weights.bin");
        // A file of another size is no model: the crate is not built with it.
        const { assert!(FILE.len() == IndirectModel::BYTES) };
        MODEL.get_or_init(|| IndirectModel::from_bytes(FILE).expect("a file of the right size"))
    }

    /// The size of a model in bytes.
    pub const BYTES: usize = (1 << START_BITS)
        + (1 << CONTINUE_BITS)
        + (ROLES << ROLE_BITS)
        + ((ROLES * ROLES) << BORDER_BITS);

    /// Reads a model that [`IndirectModel::to_bytes`] wrote; `None` where the size is another.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<IndirectModel> {
        let bytes = &mut bytes;
        let model = IndirectModel {
            start: WeightTable::read(START_BITS, 1, bytes)?,
            go_on: WeightTable::read(CONTINUE_BITS, 1, bytes)?,
            role: WeightTable::read(ROLE_BITS, ROLES, bytes)?,
            border: WeightTable::read(BORDER_BITS, ROLES * ROLES, bytes)?,
        };
        bytes.is_empty().then_some(model)
    }

    /// Returns the model as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(IndirectModel::BYTES);
        self.start.write(&mut bytes);
        self.go_on.write(&mut bytes);
        self.role.write(&mut bytes);
        self.border.write(&mut bytes);
        bytes
    }

    /// Finds the cues of a sentence: the items of each, and how likely it is one. Those less likely
    /// than `least` are left out.
    pub(super) fn cues(
        &self,
        items: &[Item],
        least: f32,
        buffers: &mut ModelBuffers,
        cues: &mut Vec<(Range<usize>, f32)>,
    ) {
        cues.clear();
        let floor = log_odds(least) / STEP;
        let mut measured = false;
        let mut i = 0;
        while i < items.len() {
            let here = i;
            i += 1;
            if items[here].is_slot() {
                continue;
            }
            let [mut sum] = self.start.sum(&first_start_features(items, here));
            if sum < FIRST_FLOOR {
                continue;
            }
            if !measured {
                buffers.slots.measure(items);
                measured = true;
            }
            sum += self.start.sum(&start_features(items, here, &buffers.slots))[0];
            if f32::from(sum) < floor {
                continue;
            }
            while i < items.len() && i - here < MAX_CUE_ITEMS && items[i].may_stand_in_cue() {
                let [more] = self.go_on.sum(&continue_features(items, here, i));
                if more <= 0 {
                    break;
                }
                i += 1;
            }
            cues.push((here..i, probability(sum)));
        }
    }

    /// Finds the roles of the items around a cue. Returns the first of these items; `roles` gets
    /// those of it and of the following ones. Also returns how likely they are.
    pub(super) fn roles(
        &self,
        items: &[Item],
        cue: &Range<usize>,
        buffers: &mut ModelBuffers,
        roles: &mut Vec<SpeechRole>,
    ) -> (usize, f32) {
        let window = window(items.len(), cue);
        let (from, cue) = (window.start, cue.start - window.start..cue.end - window.start);
        let items = &items[window];
        let context = CueContext::new(items, cue.clone());
        let ModelBuffers { commas, chain, .. } = buffers;
        context.count_commas(commas);
        chain.clear();
        for i in 0..items.len() {
            let within = cue.contains(&i);
            chain.items.push(if within {
                [0.0, f32::NEG_INFINITY, f32::NEG_INFINITY]
            } else {
                let sums = self.role.sum(&context.role_features(i, commas));
                std::array::from_fn(|k| f32::from(sums[k]) * STEP)
            });
            chain.pairs.push(match i {
                0 => [0.0; ROLES * ROLES],
                _ => {
                    let sums = self.border.sum(&context.border_features(i, commas));
                    std::array::from_fn(|k| f32::from(sums[k]) * STEP)
                }
            });
        }
        let likely = chain.best(roles);
        (from, likely.exp())
    }
}

/// Returns the items that are looked at for the roles around a cue.
pub(super) fn window(len: usize, cue: &Range<usize>) -> Range<usize> {
    cue.start.saturating_sub(MAX_ITEMS_BEFORE)..len.min(cue.end + MAX_ITEMS_AFTER)
}

/// Sum of the weights of the first features below which a place is no cue, in steps.
const FIRST_FLOOR: i16 = -48;

fn log_odds(probability: f32) -> f32 {
    (probability / (1.0 - probability)).ln()
}

fn probability(steps: i16) -> f32 {
    1.0 / (1.0 + (-f32::from(steps) * STEP).exp())
}
