//! The stack of open quotations, and what it costs to leave them unclosed.

use super::cost::Cost;
use super::glyph::MarkFamily;

/// Most levels of quotations inside quotations: outer, inner, inner again, and one more for block
/// quotes.
pub(super) const MAX_DEPTH: usize = 4;

/// Cost of a double mark that opens and is never closed: likelier than a mark that stands for
/// nothing (30), so that the words behind it are kept.
const UNCLOSED: Cost = 25;
/// Cost of a single mark that is never closed: likelier an apostrophe.
const UNCLOSED_SINGLE: Cost = 40;
/// Cost of a run-on quotation without a closing mark: it must find one.
const UNCLOSED_RUN_ON: Cost = 60;

/// The open quotations, and how they crossed the last paragraph break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NestingStack {
    pub(super) families: [MarkFamily; MAX_DEPTH],
    pub(super) depth: u8,
    /// `Some(n)` at the head of a paragraph: the first n levels have been opened again, the others
    /// wait for it.
    pub(super) waiting: Option<u8>,
    /// True if the outermost quotation has run on into this paragraph without a mark.
    pub(super) run_on: bool,
}

impl NestingStack {
    /// The stack without open quotations.
    pub(super) const EMPTY: NestingStack = NestingStack {
        families: [MarkFamily::Straight; MAX_DEPTH],
        depth: 0,
        waiting: None,
        run_on: false,
    };

    /// Returns the families of the open quotations, the outermost first.
    #[inline]
    pub(super) fn open(&self) -> &[MarkFamily] {
        &self.families[..self.depth as usize]
    }

    /// Returns the stack with one more level.
    #[inline]
    pub(super) fn push(mut self, family: MarkFamily) -> NestingStack {
        self.families[self.depth as usize] = family;
        self.depth += 1;
        self
    }

    /// Returns a number that is the same for equal stacks and for no others.
    #[inline]
    pub(super) fn key(&self) -> u64 {
        let waiting = self.waiting.map_or(0xff, u64::from);
        let families = self.families.iter().fold(0, |key, &family| key << 8 | family as u64);
        families << 24 | waiting << 16 | u64::from(self.run_on) << 8 | u64::from(self.depth)
    }

    /// Returns the stack cut to `depth` levels.
    #[inline]
    pub(super) fn cut(mut self, depth: usize) -> NestingStack {
        // Unused levels are reset, so that equal stacks are equal values.
        self.families[depth..].fill(MarkFamily::Straight);
        self.depth = depth as u8;
        if depth == 0 {
            self.run_on = false;
        }
        self
    }

    /// Returns the cost of ending the levels from `depth` up without a closing mark.
    #[inline]
    pub(super) fn unclosed_cost(&self, depth: usize) -> Cost {
        let cost = |family: &MarkFamily| {
            if family.is_single() { UNCLOSED_SINGLE } else { UNCLOSED }
        };
        let run_on = if self.run_on && depth == 0 { UNCLOSED_RUN_ON } else { 0 };
        run_on + self.open()[depth..].iter().map(cost).sum::<Cost>()
    }
}
