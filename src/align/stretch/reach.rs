//! How much the stretches can hold, seen from one side.
//!
//! A stretch leaps only where what it shares before the leap, and what it shares after it, weighs at least what the leap
//! costs. So far as that can be told from one side alone, where each word skipped costs at least half of what [`skip`]
//! says, a lone *of* far from everything else is in no stretch. Most pairs that share two words by chance are told by this.

use super::{LEAST, Line, Most, OPEN, skip};
use crate::text::Weight;

/// Words side by side that have a counterpart on the other side.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// What it costs at least to come here from the block before.
    leap: Weight,
    equal: Weight,
    near: Weight,
    /// What a chain can gain here.
    gain: Weight,
    /// The most that a chain can have gained when it ends before this block.
    before: Weight,
}

/// Scratch.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    blocks: Vec<Block>,
}

impl Reach {
    /// How much the stretches can hold where only the words of `line` at `places`, which are in order, have a counterpart:
    /// an equal word, or perhaps one in another form. O(places).
    pub(super) fn of(&mut self, line: &Line, places: impl Iterator<Item = (u32, bool)>) -> Most {
        let blocks = &mut self.blocks;
        blocks.clear();
        let mut end = 0;
        for (place, is_equal) in places {
            let weight = line.weight(place, place + 1);
            let (equal, near) = if is_equal { (weight, 0) } else { (0, weight) };
            match blocks.last_mut() {
                Some(last) if place == end => {
                    last.equal += equal;
                    last.near += near;
                }
                _ => blocks.push(Block { leap: OPEN + line.skip(end, place) / 2, equal, near, gain: 0, before: 0 }),
            }
            end = place + 1;
        }
        let mut best = 0;
        for block in blocks.iter_mut() {
            block.before = best;
            // Leaping over a block must not look better than halting at it.
            let weight = block.equal + block.near;
            block.gain = weight.max(OPEN - skip(weight) / 2);
            best = (best - block.leap).max(0) + block.gain;
        }
        let mut most = Most::default();
        let (mut after, mut equal, mut near) = (0, 0, 0);
        for block in blocks.iter().rev() {
            after += block.gain;
            equal += block.equal;
            near += block.near;
            if block.before >= block.leap && after >= block.leap {
                after -= block.leap;
                continue;
            }
            // What comes before is in other stretches.
            if equal + near >= LEAST {
                most.equal += equal;
                most.near += near;
                most.run = most.run.max(equal);
                most.first = most.first.max(equal + near * 3 / 5);
            }
            (after, equal, near) = (0, 0, 0);
        }
        most
    }
}
