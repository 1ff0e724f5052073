//! Which marks belong together.
//!
//! A mark alone seldom tells what it is; a whole paragraph of marks nearly always does. So every mark may be read as
//! opening, closing, opening again what ran over from the paragraph before, or as none, each at a cost
//! ([`super::mark`]); the open quotations form a stack; and the cheapest reading of all marks together is found by
//! dynamic programming over stacks (a Viterbi search; the stacks that are worth keeping are few, and at most
//! [`BEAM`] are kept). A missing or stray mark thus costs what it must and no more, and a mark that was turned the
//! wrong way is turned back by its partner.
//!
//! Time: marks x `BEAM` x a handful of readings. Space: what is read since the last moment when only one reading was
//! left, at most [`HISTORY`] steps.

use super::draft::{Builder, Draft};
use super::glyph::Family;
use super::mark::{Cost, Mark};
use super::plain::{Role, plain};
use super::scan::Scanner;

/// Quotations may stand in each other this deep: outer, inner, inner again, and one more for block quotes.
const DEPTH: usize = 4;

/// Readings kept at a time. Two or three are in play in real text; the rest is room for soups of marks.
const BEAM: usize = 10;

/// A reading this much dearer than the best (two slips of the dear kind) is not followed further.
const HOPELESS: Cost = 80;

/// Steps remembered before the best reading is taken as final: some thousand marks, far more than any paragraph has.
const HISTORY: usize = 1 << 16;

/// A double mark that opens and is never closed is likelier than one that stands for nothing (30), so that the words
/// after it are kept.
const UNCLOSED: Cost = 25;
/// A single one is likelier an apostrophe.
const UNCLOSED_SINGLE: Cost = 40;
/// To leave a quotation open at the end of its paragraph and find it opened again is how books are printed.
const CARRIED: Cost = 4;
/// To go on without opening again is a fault, though one that is met; likelier than an unclosed and a stray mark together.
const RUN_ON: Cost = 28;
/// A printer who does not open again does so in no paragraph: two more are still likelier than two stray marks.
const RUN_ON_MORE: Cost = 12;
/// A run-on quotation must find its closing mark.
const RUN_ON_LOST: Cost = 60;
/// Opened again after a sentence inside a paragraph: what is left of a quotation over two paragraphs when the break
/// between them is lost.
const AGAIN: Cost = 22;
/// Single marks outside of double ones: British speech and headlines, rarer than apostrophes.
const OUTER_SINGLE: Cost = 6;
/// Double marks inside other double marks, as where a block quote in straight marks holds curly ones.
const OTHER_DOUBLE: Cost = 10;
/// The same marks inside each other are a slip that editors do make.
const SAME_INSIDE: Cost = 40;

/// The open quotations, and how they crossed the last paragraph break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stack {
    families: [Family; DEPTH],
    depth: u8,
    /// `Some(n)` at the head of a paragraph: the first n levels have been opened again, the others wait for it.
    waiting: Option<u8>,
    /// The outermost quotation has run on into this paragraph without a mark.
    run_on: bool,
}

impl Stack {
    const EMPTY: Stack =
        Stack { families: [Family::Straight; DEPTH], depth: 0, waiting: None, run_on: false };

    fn open(&self) -> &[Family] {
        &self.families[..self.depth as usize]
    }

    fn push(mut self, family: Family) -> Stack {
        self.families[self.depth as usize] = family;
        self.depth += 1;
        self
    }

    /// The same number for equal stacks and for no others.
    fn key(&self) -> u64 {
        let waiting = self.waiting.map_or(0xff, u64::from);
        let families = self.families.iter().fold(0, |key, &family| key << 8 | family as u64);
        families << 24 | waiting << 16 | u64::from(self.run_on) << 8 | u64::from(self.depth)
    }

    /// Unused levels are reset, so that equal stacks are equal values.
    fn cut(mut self, depth: usize) -> Stack {
        self.families[depth..].fill(Family::Straight);
        self.depth = depth as u8;
        if depth == 0 {
            self.run_on = false;
        }
        self
    }

    /// What it costs to end the levels from `depth` up without a closing mark.
    fn abandon(&self, depth: usize) -> Cost {
        let lost = |family: &Family| if family.is_single() { UNCLOSED_SINGLE } else { UNCLOSED };
        let run_on = if self.run_on && depth == 0 { RUN_ON_LOST } else { 0 };
        run_on + self.open()[depth..].iter().map(lost).sum::<Cost>()
    }
}

/// What a mark or a paragraph break was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Root,
    /// Nothing, or a mark printed twice.
    Skip {
        doubled: bool,
    },
    Open,
    /// Closes the level `depth`; what is above ends with it. Before it, levels that still waited are dropped.
    Close {
        depth: u8,
    },
    /// Ends a piece of the innermost quotation and begins another inside the paragraph.
    Again,
    /// Opens the level `depth` again.
    Reopen {
        depth: u8,
    },
    /// Levels from `depth` up were not opened again.
    Drop {
        depth: u8,
    },
    /// A paragraph begins.
    Head,
    /// The paragraph ends, and all open quotations with it.
    End,
    /// The paragraph ends, the quotations do not.
    Carry,
}

/// One step of a reading, and the step before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    back: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) reading: Reading,
}

#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    stack: Stack,
    /// The stack's key, by which hypotheses are told apart.
    key: u64,
    cost: Cost,
    step: u32,
}

/// Pairs marks; holds the room for it, to be used for one text after another.
#[derive(Debug)]
pub(super) struct Pairer {
    search: Search,
    marks: Vec<Mark>,
    roles: Vec<Role>,
}

impl Default for Pairer {
    fn default() -> Pairer {
        Pairer { search: Search::new(), marks: Vec::new(), roles: Vec::new() }
    }
}

impl Pairer {
    /// Pairs the marks of `text`; drafts stand in the order in which they open, and some may hold no words. Calls `passed`
    /// for each paragraph on the way.
    pub(super) fn pair(
        &mut self,
        text: &str,
        drafts: &mut Vec<Draft>,
        mut passed: impl FnMut(usize, usize),
    ) {
        let Pairer { search, marks, roles } = self;
        let mut builder = Builder::new(text, drafts);
        let mut scanner = Scanner::new(text);
        search.begin();
        loop {
            let idle = search.is_idle();
            let Some((start, end)) = scanner.next(!idle, marks, &mut passed) else { break };
            // What is open in a dearer reading is closed in the cheapest; marks that stand as they should bear it out.
            if search.has_nothing_open() && (idle || !marks.is_empty()) && plain(marks, roles) {
                if !idle {
                    search.keep_best();
                    search.settle(&mut builder);
                }
                builder.plain(start, end, marks, roles);
                continue;
            }
            search.head(start, end);
            for mark in &*marks {
                search.mark(mark);
                if search.steps.len() > HISTORY {
                    search.keep_best();
                    search.settle(&mut builder);
                }
            }
            search.end(end);
            if search.beam.len() == 1 {
                search.settle(&mut builder);
            }
        }
        // Nothing can be opened again or run on after the last paragraph.
        search.beam.retain(|hypothesis| hypothesis.stack.depth == 0);
        search.keep_best();
        search.settle(&mut builder);
    }
}

#[derive(Debug)]
struct Search {
    beam: Vec<Hypothesis>,
    next: Vec<Hypothesis>,
    /// Cost of the cheapest reading in `next`.
    best: Cost,
    steps: Vec<Step>,
    /// Room for the way back through the steps.
    path: Vec<Step>,
}

impl Search {
    fn new() -> Search {
        Search {
            beam: Vec::new(),
            next: Vec::new(),
            best: Cost::MAX,
            steps: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Forgets the text before.
    fn begin(&mut self) {
        self.beam.clear();
        self.beam.push(Hypothesis {
            stack: Stack::EMPTY,
            key: Stack::EMPTY.key(),
            cost: 0,
            step: 0,
        });
        self.next.clear();
        self.best = Cost::MAX;
        self.steps.clear();
        self.steps.push(Step { back: 0, start: 0, end: 0, reading: Reading::Root });
    }

    /// Nothing is open in any reading.
    fn is_idle(&self) -> bool {
        matches!(self.beam[..], [Hypothesis { stack: Stack { depth: 0, .. }, .. }])
    }

    /// Nothing is open in the cheapest reading.
    fn has_nothing_open(&self) -> bool {
        matches!(self.beam[..], [Hypothesis { stack: Stack { depth: 0, .. }, .. }, ..])
    }

    fn step(&mut self, back: u32, start: usize, end: usize, reading: Reading) -> u32 {
        self.steps.push(Step { back, start: start as u32, end: end as u32, reading });
        (self.steps.len() - 1) as u32
    }

    /// Adds a reading to the next beam, unless one with the same stack is there that costs no more.
    fn offer(
        &mut self,
        from: &Hypothesis,
        stack: Stack,
        cost: Cost,
        at: (usize, usize),
        readings: &[Reading],
    ) {
        let cost = from.cost + cost;
        if cost > self.best.saturating_add(HOPELESS) {
            return;
        }
        self.best = self.best.min(cost);
        let key = stack.key();
        let known = self.next.iter().position(|hypothesis| hypothesis.key == key);
        if known.is_some_and(|i| self.next[i].cost <= cost) {
            return;
        }
        let mut step = from.step;
        for &reading in readings {
            step = self.step(step, at.0, at.1, reading);
        }
        let hypothesis = Hypothesis { stack, key, cost, step };
        match known {
            Some(i) => self.next[i] = hypothesis,
            None => self.next.push(hypothesis),
        }
    }

    /// Makes the next beam the present one: cheapest first, the hopeless left out, costs counted from the best.
    fn turn(&mut self) {
        std::mem::swap(&mut self.beam, &mut self.next);
        self.next.clear();
        self.best = Cost::MAX;
        self.beam.sort_by_key(|hypothesis| hypothesis.cost); // stable: ties stay in the order of the readings
        let best = self.beam.first().map_or(0, |hypothesis| hypothesis.cost);
        self.beam.truncate(BEAM);
        self.beam.retain_mut(|hypothesis| {
            hypothesis.cost -= best;
            hypothesis.cost <= HOPELESS
        });
    }

    fn head(&mut self, start: usize, end: usize) {
        for i in 0..self.beam.len() {
            self.beam[i].step = self.step(self.beam[i].step, start, end, Reading::Head);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        for i in 0..self.beam.len() {
            let mut from = self.beam[i];
            if let Some(again) = from.stack.waiting {
                let depth = again as usize;
                if mark.first
                    && let Some(&family) = from.stack.open().get(depth)
                    && let Some(slip) = opens_again(mark, family)
                {
                    let all = depth + 1 == from.stack.depth as usize;
                    let stack = Stack { waiting: (!all).then_some(again + 1), ..from.stack };
                    self.offer(
                        &from,
                        stack,
                        mark.open + slip,
                        (mark.start, mark.end),
                        &[Reading::Reopen { depth: again }],
                    );
                }
                if depth == 0 {
                    continue; // what was carried over must be opened again by the first mark
                }
                from.cost += from.stack.abandon(depth);
                from.stack = Stack { waiting: None, ..from.stack.cut(depth) };
                from.step =
                    self.step(from.step, mark.start, mark.start, Reading::Drop { depth: again });
            }
            self.read(mark, &from);
        }
        self.turn();
    }

    /// Every reading of a mark that does not stand for a paragraph's new beginning.
    fn read(&mut self, mark: &Mark, from: &Hypothesis) {
        let at = (mark.start, mark.end);
        let stack = from.stack;
        // Close first, then open, then none: among equals the reading that leaves least open wins.
        for down in 0..stack.open().len().min(2) {
            let depth = stack.open().len() - 1 - down;
            let Some(slip) = mark.glyph.closes(stack.families[depth]) else { continue };
            let cost = (mark.close + slip).max(0) + stack.abandon(depth + 1);
            self.offer(from, stack.cut(depth), cost, at, &[Reading::Close { depth: depth as u8 }]);
        }
        if stack.open().len() < DEPTH {
            let family = mark.glyph.family();
            let inside = match stack.open().last() {
                None if family.is_single() => OUTER_SINGLE,
                None => 0,
                Some(outer) if *outer == family => SAME_INSIDE,
                Some(outer) if outer.is_single() && family.is_single() => SAME_INSIDE,
                Some(outer) if !outer.is_single() && !family.is_single() => OTHER_DOUBLE,
                Some(_) if stack.open().contains(&family) => 2,
                Some(_) => 0,
            };
            self.offer(from, stack.push(family), mark.open + inside, at, &[Reading::Open]);
        }
        if mark.after_stop
            && mark.open == 0
            && let Some(&family) = stack.open().last()
            && family == mark.glyph.family()
            && !family.is_single()
        {
            self.offer(from, stack, AGAIN, at, &[Reading::Again]);
        }
        let none = if mark.doubled { mark.skip.min(10) } else { mark.skip };
        self.offer(from, stack, none, at, &[Reading::Skip { doubled: mark.doubled }]);
    }

    fn end(&mut self, end: usize) {
        let at = (end, end);
        for i in 0..self.beam.len() {
            let from = self.beam[i];
            let stack = from.stack;
            match stack.waiting {
                // Not opened again in a paragraph without marks: the reading that ended it there is in the beam too.
                Some(0) => continue,
                Some(depth) => {
                    self.offer(
                        &from,
                        Stack::EMPTY,
                        stack.abandon(0),
                        at,
                        &[Reading::Drop { depth }, Reading::End],
                    );
                    continue;
                }
                None => {}
            }
            self.offer(&from, Stack::EMPTY, stack.abandon(0), at, &[Reading::End]);
            if stack.depth > 0 {
                self.offer(
                    &from,
                    Stack { waiting: Some(0), run_on: false, ..stack },
                    CARRIED,
                    at,
                    &[Reading::Carry],
                );
            }
            if let [family] = stack.open()
                && !family.is_single()
            {
                let cost = if stack.run_on { RUN_ON_MORE } else { RUN_ON };
                self.offer(&from, Stack { run_on: true, ..stack }, cost, at, &[Reading::Carry]);
            }
        }
        self.turn();
    }

    /// Gives up all readings but the cheapest.
    fn keep_best(&mut self) {
        self.beam.truncate(1);
    }

    /// Hands the steps of the one reading that is left to the builder, and forgets them.
    fn settle(&mut self, builder: &mut Builder<'_>) {
        let Some(best) = self.beam.first_mut() else { return };
        self.path.clear();
        let mut at = best.step as usize;
        while at > 0 {
            self.path.push(self.steps[at]);
            at = self.steps[at].back as usize;
        }
        self.path.iter().rev().for_each(|step| builder.apply(step));
        best.step = 0;
        self.steps.truncate(1);
    }
}

/// What it costs to take `mark` for the mark that opens a quotation of `family` again; `None` when it cannot be.
fn opens_again(mark: &Mark, family: Family) -> Option<Cost> {
    let own = mark.glyph.family();
    if own == family {
        Some(0)
    } else if own.is_single() == family.is_single() && mark.glyph.closes(family).is_some() {
        Some(OTHER_DOUBLE)
    } else {
        None
    }
}
