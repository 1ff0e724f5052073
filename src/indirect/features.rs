//! Features: what the models see of a place, each as one number.
//!
//! A feature is the hash of its template and of the words, stems, classes or shapes that it
//! combines. Weights were fitted for these templates: to change one is to fit anew
//! (`examples/reports.rs`).

use std::ops::Range;

use super::hash::hash;
use super::item::{Item, OUTSIDE, TextItemKind};

/// Returns one number for a template and two values.
fn mix(template: u32, a: u32, b: u32) -> u32 {
    let mut x = template.wrapping_mul(0x85EB_CA6B)
        ^ a.wrapping_mul(0xC2B2_AE35).rotate_left(13)
        ^ b.wrapping_mul(0x27D4_EB2F).rotate_left(7);
    x ^= x >> 16;
    x = x.wrapping_mul(0x7feb_352d);
    x ^ x >> 15
}

/// Packs three classes or parts of speech.
fn three(a: u8, b: u8, c: u8) -> u32 {
    u32::from(a) | u32::from(b) << 10 | u32::from(c) << 20
}

fn two(a: u8, b: u8) -> u32 {
    u32::from(a) | u32::from(b) << 10
}

const THAT: u32 = hash(b"that");
const COMMA: u32 = hash(b",");
const NO_SUFFIX: u32 = hash(b"-");

/// Returns the item at `i`, or the one outside.
fn at(items: &[Item], i: Option<usize>) -> &Item {
    i.and_then(|i| items.get(i)).unwrap_or(&OUTSIDE)
}

fn bucket(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// Number of features of a place that are looked at first.
pub(super) const FIRST_START_FEATURES: usize = 9;
/// Number of the other features of a place.
pub(super) const START_FEATURES: usize = 35;

/// Returns the features by which most places are known to be no cue: of the word and of those
/// beside it alone. `items` are those of a sentence.
pub(super) fn first_start_features(items: &[Item], i: usize) -> [u32; FIRST_START_FEATURES] {
    let (here, next, before) = (&items[i], at(items, Some(i + 1)), at(items, i.checked_sub(1)));
    [
        mix(1, 0, 0),
        mix(2, here.word, 0),
        mix(38, here.stem, 0),
        mix(7, here.class.into(), 0),
        mix(46, here.tag.into(), here.class.into()),
        mix(21, here.suffix, here.shape as u32),
        mix(14, two(before.class, here.class), 0),
        mix(15, two(here.class, next.class), 0),
        mix(43, three(before.tag, here.tag, next.tag), 0),
    ]
}

/// The slots of a sentence, by which a place is near one.
#[derive(Debug, Default)]
pub(super) struct SlotDistances {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl SlotDistances {
    /// Measures the distances of each item of a sentence to the slots beside it. O(items).
    pub(super) fn measure(&mut self, items: &[Item]) {
        self.before.clear();
        self.after.clear();
        self.after.resize(items.len(), 9);
        let mut last = None;
        for (i, item) in items.iter().enumerate() {
            self.before.push(last.map_or(9, |slot| bucket(i - slot).min(5) as u8));
            if item.is_slot() {
                last = Some(i);
            }
        }
        last = None;
        for (i, item) in items.iter().enumerate().rev() {
            self.after[i] = last.map_or(9, |slot: usize| bucket(slot - i).min(5) as u8);
            if item.is_slot() {
                last = Some(i);
            }
        }
    }

    fn both(&self, i: usize) -> u32 {
        u32::from(self.before[i]) * 16 + u32::from(self.after[i])
    }
}

/// Returns the other features by which a place is known to begin a cue.
pub(super) fn start_features(
    items: &[Item],
    i: usize,
    slots: &SlotDistances,
) -> [u32; START_FEATURES] {
    let t0 = &items[i];
    let (p1, p2) = (at(items, i.checked_sub(1)), at(items, i.checked_sub(2)));
    let (n1, n2, n3) = (at(items, Some(i + 1)), at(items, Some(i + 2)), at(items, Some(i + 3)));
    let near = slots.both(i);
    let that = (1..6).find(|&d| at(items, Some(i + d)).word == THAT).unwrap_or(0) as u32;
    let ends = u32::from(i == 0) + 2 * u32::from(i + 1 == items.len());
    let shapes = |a: &Item, b: &Item| a.shape as u32 * 16 + b.shape as u32;
    [
        mix(3, p1.word, 0),
        mix(4, n1.word, 0),
        mix(5, p2.word, 0),
        mix(6, n2.word, 0),
        mix(10, two(p2.class, p1.class), 0),
        mix(11, two(n1.class, n2.class), 0),
        mix(12, p1.word, t0.word),
        mix(13, t0.word, n1.word),
        mix(16, three(p1.class, t0.class, n1.class), 0),
        mix(17, t0.word, n1.class.into()),
        mix(18, p1.class.into(), t0.word),
        mix(19, three(p2.class, p1.class, t0.class), 0),
        mix(20, three(t0.class, n1.class, n2.class), 0),
        mix(22, t0.suffix, p1.class.into()),
        mix(23, t0.word, near),
        mix(24, t0.class.into(), near),
        mix(25, near, 1),
        mix(26, t0.word, that),
        mix(27, t0.class.into(), that),
        mix(28, shapes(t0, p1), n1.shape as u32),
        mix(29, t0.word, ends),
        mix(30, n1.word, n2.word),
        mix(33, t0.word, shapes(p1, n1)),
        mix(34, t0.class.into(), n1.word),
        mix(35, p1.word, t0.class.into()),
        mix(36, two(n3.class, t0.class), 0),
        mix(39, t0.stem, n1.word),
        mix(40, t0.stem, n1.class.into()),
        mix(41, t0.stem, p1.class.into()),
        mix(42, t0.stem, two(p1.tag, n1.tag)),
        mix(44, three(t0.tag, n1.tag, n2.tag), 0),
        mix(45, three(p2.tag, p1.tag, t0.tag), 0),
        mix(48, t0.suffix, two(n1.tag, p1.tag)),
        mix(49, p1.word, p2.word),
        mix(51, three(t0.class, n1.tag, p1.tag), 1),
    ]
}

/// Number of features of a place after the first word of a cue.
pub(super) const CONTINUE_FEATURES: usize = 16;

/// Returns the features by which item `i` is known to go on with the cue that begins at `start`.
pub(super) fn continue_features(
    items: &[Item],
    start: usize,
    i: usize,
) -> [u32; CONTINUE_FEATURES] {
    let (first, before, here) = (&items[start], &items[i - 1], &items[i]);
    let (n1, n2) = (at(items, Some(i + 1)), at(items, Some(i + 2)));
    let length = (i - start).min(6) as u32;
    [
        mix(200, length, 0),
        mix(201, before.word, here.word),
        mix(202, before.word, length),
        mix(203, here.word, length.min(2)),
        mix(204, two(before.class, here.class), 0),
        mix(205, before.class.into(), here.word),
        mix(206, before.word, here.class.into()),
        mix(207, three(before.tag, here.tag, n1.tag), length.min(2)),
        mix(208, first.word, here.word),
        mix(209, first.word, two(here.class, length as u8)),
        mix(210, here.word, n1.word),
        mix(211, three(before.class, here.class, n1.class), 0),
        mix(212, before.stem, three(here.tag, n1.tag, n2.tag)),
        mix(213, before.stem, here.word),
        mix(214, here.class.into(), n1.word),
        mix(215, before.shape as u32 * 16 + here.shape as u32, n1.shape as u32),
    ]
}

/// The cue of a sentence, and what stands around it, by which roles are told.
#[derive(Debug)]
pub(super) struct CueContext<'i> {
    items: &'i [Item],
    cue: Range<usize>,
    head: Item,
    first: Item,
    last: Item,
    words: u32,
    around: u32,
    comma_before: u8,
}

/// Number of features by which an item belongs to a role.
pub(super) const ROLE_FEATURES: usize = 28;
/// Number of features by which a role begins or ends before an item.
pub(super) const BORDER_FEATURES: usize = 26;

impl<'i> CueContext<'i> {
    /// `items` are those of a sentence, and `cue` the items of the cue, at least one.
    pub(super) fn new(items: &'i [Item], cue: Range<usize>) -> CueContext<'i> {
        let (first, last) = (items[cue.start], items[cue.end - 1]);
        let heavy = |item: &&Item| {
            item.kind == TextItemKind::Word && item.class > 0 && item.suffix != NO_SUFFIX
        };
        let head = items[cue.clone()].iter().rev().find(heavy).copied().unwrap_or(last);
        let that = at(items, Some(cue.end)).word == THAT;
        let slot = |range: Range<usize>| items[range].iter().any(Item::is_slot);
        let ends = u32::from(cue.start == 0)
            + 2 * u32::from(items.get(cue.end).is_none_or(|next| next.kind == TextItemKind::Mark));
        let around = u32::from(that)
            + 2 * u32::from(slot(cue.end..items.len()))
            + 4 * u32::from(slot(0..cue.start))
            + 8 * ends;
        let comma_before = u8::from(cue.start > 0 && items[cue.start - 1].word == COMMA);
        let words = mix(99, first.word, last.word);
        CueContext { items, cue, head, first, last, words, around, comma_before }
    }

    /// Fills `commas` with the number of commas between the cue and each item, at most 3.
    pub(super) fn count_commas(&self, commas: &mut Vec<u8>) {
        commas.clear();
        commas.resize(self.items.len(), 0);
        let mut count = 0;
        for (i, item) in self.items.iter().enumerate().skip(self.cue.end) {
            commas[i] = count;
            count = (count + u8::from(item.word == COMMA)).min(3);
        }
        count = 0;
        for i in (0..self.cue.start).rev() {
            count = (count + u8::from(self.items[i].word == COMMA)).min(3);
            commas[i] = count;
        }
    }

    /// Returns the side of the cue on which item `i` stands (0, 2; 1 within), and the side and
    /// distance as one number.
    fn side(&self, i: usize) -> (u32, u32) {
        let (side, distance) = if i < self.cue.start {
            (0, self.cue.start - i)
        } else if i < self.cue.end {
            (1, 0)
        } else {
            (2, i + 1 - self.cue.end)
        };
        (side, side * 16 + bucket(distance))
    }

    /// Returns the features by which item `i` belongs to a role. `commas` are those of
    /// [`CueContext::count_commas`].
    pub(super) fn role_features(&self, i: usize, commas: &[u8]) -> [u32; ROLE_FEATURES] {
        let items = self.items;
        let (t0, p1, n1) = (&items[i], at(items, i.checked_sub(1)), at(items, Some(i + 1)));
        let (side, place) = self.side(i);
        let behind = side * 4 + u32::from(commas[i]);
        let (head, last) = (&self.head, &self.last);
        [
            mix(101, side, 0),
            mix(102, place, 0),
            mix(103, t0.word, side),
            mix(104, t0.class.into(), side),
            mix(105, two(p1.class, t0.class), side),
            mix(106, two(t0.class, n1.class), side),
            mix(107, t0.class.into(), place),
            mix(108, t0.word, place),
            mix(109, head.word, place),
            mix(110, head.class.into(), place),
            mix(111, self.words, place),
            mix(112, head.word, side * 1024 + u32::from(t0.class)),
            mix(113, behind, t0.class.into()),
            mix(114, behind, self.around),
            mix(115, place, self.around),
            mix(116, behind, head.word),
            mix(117, t0.shape as u32, place),
            mix(118, n1.word, side),
            mix(119, p1.word, side),
            mix(120, three(p1.class, t0.class, n1.class), side),
            mix(121, last.word, place),
            mix(122, t0.kind as u32 * 4 + side, self.around),
            mix(123, behind, last.class.into()),
            mix(124, behind, place),
            mix(125, three(self.first.class, last.class, self.comma_before), behind),
            mix(126, head.stem, place),
            mix(127, head.stem, side * 1024 + u32::from(t0.tag)),
            mix(128, three(p1.tag, t0.tag, n1.tag), side),
        ]
    }

    /// Returns the features by which a role begins or ends before item `i`.
    pub(super) fn border_features(&self, i: usize, commas: &[u8]) -> [u32; BORDER_FEATURES] {
        let items = self.items;
        let (t0, p1, p2) = (&items[i], at(items, i.checked_sub(1)), at(items, i.checked_sub(2)));
        let (n1, n2) = (at(items, Some(i + 1)), at(items, Some(i + 2)));
        let (side, place) = self.side(i);
        let behind = side * 4 + u32::from(commas[i]);
        let near = side * 8 + u32::from(i == self.cue.start) + 2 * u32::from(i == self.cue.end);
        let (head, last) = (&self.head, &self.last);
        [
            mix(150, near, 0),
            mix(151, near, t0.word),
            mix(152, near, p1.word),
            mix(153, three(p1.class, t0.class, near as u8), 0),
            mix(154, mix(7, p1.word, t0.word), near),
            mix(155, three(p2.class, p1.class, t0.class), near),
            mix(156, three(p1.class, t0.class, n1.class), near),
            mix(157, mix(8, t0.word, n1.class.into()), near),
            mix(158, mix(9, p1.class.into(), t0.word), near),
            mix(159, near, head.word),
            mix(160, near, last.word),
            mix(161, near, self.around),
            mix(162, near, behind),
            mix(163, mix(behind, t0.word, 0), p1.word),
            mix(164, mix(10, p1.word, t0.class.into()), near),
            mix(165, mix(head.word, t0.word, 0), near),
            mix(166, mix(head.class.into(), p1.class.into(), t0.class.into()), near),
            mix(167, three(t0.class, n1.class, n2.class), near),
            mix(168, mix(place, t0.class.into(), 3), p1.class.into()),
            mix(169, mix(self.words, near, 0), t0.class.into()),
            mix(170, mix(t0.word, n1.word, 0), near),
            mix(171, three(p1.tag, t0.tag, n1.tag), near),
            mix(172, three(t0.tag, n1.tag, n2.tag), near),
            mix(173, three(p2.tag, p1.tag, t0.tag), near),
            mix(174, mix(t0.word, n1.tag.into(), n2.tag.into()), near),
            mix(175, mix(head.stem, t0.tag.into(), n1.tag.into()), near),
        ]
    }
}
