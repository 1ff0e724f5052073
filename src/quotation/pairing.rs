//! Pairs the marks of a text: finds the cheapest reading of all marks together.
//!
//! Idea: a mark alone seldom shows what it is; a whole paragraph of marks nearly always does. Every
//! mark may open, close, open again what ran over from the paragraph before, or be no quotation
//! mark, each at a cost ([`super::mark_cost`]). The open quotations form a stack. The cheapest
//! sequence of readings is found by dynamic programming over stacks, a Viterbi search (Viterbi
//! 1967, <https://doi.org/10.1109/TIT.1967.1054010>; Forney 1973,
//! <https://doi.org/10.1109/PROC.1973.9030>). A missing or stray mark thus costs what it must and
//! no more, and its partner corrects a mark that was turned the wrong way.
//!
//! Departure: the search keeps a beam of at most [`BEAM_WIDTH`] stacks, since the stacks worth
//! keeping are few; so the result is the cheapest reading among those followed.
//!
//! Cost: time is marks × `BEAM_WIDTH` × a handful of readings; space is at most [`MAX_TRANSITIONS`]
//! transitions, which are freed whenever all hypotheses agree.

use super::cost::Cost;
use super::draft::{DraftBuilder, DraftQuotation};
use super::glyph::MarkFamily;
use super::mark::Mark;
use super::mark_scanner::MarkScanner;
use super::nesting::{MAX_DEPTH, NestingStack};
use super::transition::{Transition, TransitionKind};
use super::unambiguous::{MarkRole, pair_unambiguous};

/// Hypotheses kept at a time. Real text needs two or three; the rest is for soups of marks.
const BEAM_WIDTH: usize = 10;

/// Cost above the best at which a hypothesis is dropped: two slips of the dear kind.
const MAX_EXCESS_COST: Cost = 80;

/// Transitions stored before the best reading is taken as final: some thousand marks, far more than
/// any paragraph has.
const MAX_TRANSITIONS: usize = 1 << 16;

/// Cost of a quotation that stays open at the end of its paragraph and is opened again in the next,
/// as books print it.
const CARRIED: Cost = 4;
/// Cost of going on without opening again: a fault that is met, likelier than an unclosed and a
/// stray mark together.
const RUN_ON: Cost = 28;
/// Cost of each further run-on paragraph: who does not open again does so in no paragraph, and two
/// more are still likelier than two stray marks.
const RUN_ON_AGAIN: Cost = 12;
/// Cost of opening again after a sentence inside a paragraph: what is left of a quotation over two
/// paragraphs if the break between them is lost.
const AGAIN: Cost = 22;
/// Cost of single marks outside double ones: British speech and headlines, rarer than apostrophes.
const OUTER_SINGLE: Cost = 6;
/// Cost of double marks inside other double marks: a block quote in straight marks that holds curly
/// ones.
const OTHER_DOUBLE_INSIDE: Cost = 10;
/// Cost of marks inside the same marks: a slip that editors make.
const SAME_FAMILY_INSIDE: Cost = 40;

/// Greatest cost of skipping a mark that may be printed twice.
const DOUBLED: Cost = 10;
/// Cost of marks whose family is already open, with another family in between.
const ALTERNATING: Cost = 2;

/// A reading of the marks so far.
#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    stack: NestingStack,
    /// The key of the stack: the beam holds one hypothesis a stack.
    key: u64,
    cost: Cost,
    /// Index of its last transition.
    transition: u32,
}

/// Pairs the marks of one text after another and reuses its memory.
#[derive(Debug)]
pub(super) struct MarkPairer {
    search: PairingSearch,
    /// The marks of the current paragraph.
    marks: Vec<Mark>,
    /// Their roles, if the paragraph has one reading only.
    roles: Vec<MarkRole>,
}

impl Default for MarkPairer {
    fn default() -> MarkPairer {
        MarkPairer { search: PairingSearch::new(), marks: Vec::new(), roles: Vec::new() }
    }
}

impl MarkPairer {
    /// Pairs the marks of `text` and appends the quotations to `drafts` in the order in which they
    /// open; some may hold no words. Calls `each_paragraph` with start and end of every paragraph.
    pub(super) fn pair(
        &mut self,
        text: &str,
        drafts: &mut Vec<DraftQuotation>,
        mut each_paragraph: impl FnMut(usize, usize),
    ) {
        let MarkPairer { search, marks, roles } = self;
        let mut builder = DraftBuilder::new(text, drafts);
        let mut scanner = MarkScanner::new(text);
        search.begin();
        loop {
            let idle = search.is_idle();
            let Some((start, end)) = scanner.next(!idle, marks, &mut each_paragraph) else { break };
            // Dearer hypotheses may have something open; marks that stand as they should refute
            // them.
            if search.best_is_closed()
                && (idle || !marks.is_empty())
                && pair_unambiguous(marks, roles)
            {
                if !idle {
                    search.keep_best();
                    search.flush(&mut builder);
                }
                builder.add_unambiguous(start, end, marks, roles);
                continue;
            }
            search.begin_paragraph(start, end);
            for mark in &*marks {
                search.read_mark(mark);
                if search.transitions.len() > MAX_TRANSITIONS {
                    search.keep_best();
                    search.flush(&mut builder);
                }
            }
            search.end_paragraph(end);
            if search.beam.len() == 1 {
                search.flush(&mut builder);
            }
        }
        // Nothing is reopened or runs on after the last paragraph.
        search.beam.retain(|hypothesis| hypothesis.stack.depth == 0);
        search.keep_best();
        search.flush(&mut builder);
    }
}

/// The beam search; its memory is reused.
#[derive(Debug)]
struct PairingSearch {
    /// The hypotheses, cheapest first.
    beam: Vec<Hypothesis>,
    /// The hypotheses after the current mark.
    next: Vec<Hypothesis>,
    /// Cost of the cheapest hypothesis in `next`.
    best: Cost,
    /// All transitions since the last flush; the first is the root.
    transitions: Vec<Transition>,
    /// Buffer for the way back through the transitions.
    path: Vec<Transition>,
}

impl PairingSearch {
    fn new() -> PairingSearch {
        PairingSearch {
            beam: Vec::new(),
            next: Vec::new(),
            best: Cost::MAX,
            transitions: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Begins a new text.
    fn begin(&mut self) {
        self.beam.clear();
        self.beam.push(Hypothesis {
            stack: NestingStack::EMPTY,
            key: NestingStack::EMPTY.key(),
            cost: 0,
            transition: 0,
        });
        self.next.clear();
        self.best = Cost::MAX;
        self.transitions.clear();
        self.transitions.push(Transition {
            previous: 0,
            start: 0,
            end: 0,
            kind: TransitionKind::Root,
        });
    }

    /// Returns true if the only hypothesis has nothing open.
    fn is_idle(&self) -> bool {
        matches!(self.beam[..], [Hypothesis { stack: NestingStack { depth: 0, .. }, .. }])
    }

    /// Returns true if the cheapest hypothesis has nothing open.
    fn best_is_closed(&self) -> bool {
        matches!(self.beam[..], [Hypothesis { stack: NestingStack { depth: 0, .. }, .. }, ..])
    }

    /// Stores a transition and returns its index.
    fn store(&mut self, previous: u32, start: usize, end: usize, kind: TransitionKind) -> u32 {
        self.transitions.push(Transition { previous, start: start as u32, end: end as u32, kind });
        (self.transitions.len() - 1) as u32
    }

    /// Adds a hypothesis to the next beam, unless one with the same stack costs no more.
    fn offer(
        &mut self,
        from: &Hypothesis,
        stack: NestingStack,
        cost: Cost,
        at: (usize, usize),
        kinds: &[TransitionKind],
    ) {
        let cost = from.cost + cost;
        if cost > self.best.saturating_add(MAX_EXCESS_COST) {
            return;
        }
        self.best = self.best.min(cost);
        let key = stack.key();
        let known = self.next.iter().position(|hypothesis| hypothesis.key == key);
        if known.is_some_and(|i| self.next[i].cost <= cost) {
            return;
        }
        let mut transition = from.transition;
        for &kind in kinds {
            transition = self.store(transition, at.0, at.1, kind);
        }
        let hypothesis = Hypothesis { stack, key, cost, transition };
        match known {
            Some(i) => self.next[i] = hypothesis,
            None => self.next.push(hypothesis),
        }
    }

    /// Makes the next beam the current one: sorted by cost, without hopeless hypotheses, costs
    /// counted from the best.
    fn advance(&mut self) {
        std::mem::swap(&mut self.beam, &mut self.next);
        self.next.clear();
        self.best = Cost::MAX;
        // A stable sort: ties keep the order of offers.
        self.beam.sort_by_key(|hypothesis| hypothesis.cost);
        let best = self.beam.first().map_or(0, |hypothesis| hypothesis.cost);
        self.beam.truncate(BEAM_WIDTH);
        self.beam.retain_mut(|hypothesis| {
            hypothesis.cost -= best;
            hypothesis.cost <= MAX_EXCESS_COST
        });
    }

    fn begin_paragraph(&mut self, start: usize, end: usize) {
        for i in 0..self.beam.len() {
            self.beam[i].transition =
                self.store(self.beam[i].transition, start, end, TransitionKind::BeginParagraph);
        }
    }

    /// Extends all hypotheses by the readings of `mark`.
    fn read_mark(&mut self, mark: &Mark) {
        for i in 0..self.beam.len() {
            let mut from = self.beam[i];
            if let Some(reopened) = from.stack.waiting {
                let depth = reopened as usize;
                if mark.first
                    && let Some(&family) = from.stack.open().get(depth)
                    && let Some(mismatch) = reopening_cost(mark, family)
                {
                    let all = depth + 1 == from.stack.depth as usize;
                    let stack =
                        NestingStack { waiting: (!all).then_some(reopened + 1), ..from.stack };
                    self.offer(
                        &from,
                        stack,
                        mark.open + mismatch,
                        (mark.start, mark.end),
                        &[TransitionKind::Reopen { depth: reopened }],
                    );
                }
                if depth == 0 {
                    continue; // the first mark must reopen what was carried over
                }
                from.cost += from.stack.unclosed_cost(depth);
                from.stack = NestingStack { waiting: None, ..from.stack.cut(depth) };
                let drop = TransitionKind::Drop { depth: reopened };
                from.transition = self.store(from.transition, mark.start, mark.start, drop);
            }
            self.offer_readings(mark, &from);
        }
        self.advance();
    }

    /// Offers every reading of `mark` but that of reopening after a paragraph break.
    fn offer_readings(&mut self, mark: &Mark, from: &Hypothesis) {
        let at = (mark.start, mark.end);
        let stack = from.stack;
        // Close, then open, then skip: among equals the reading that leaves least open wins.
        for down in 0..stack.open().len().min(2) {
            let depth = stack.open().len() - 1 - down;
            let Some(mismatch) = mark.glyph.closing_cost(stack.families[depth]) else { continue };
            let cost = (mark.close + mismatch).max(0) + stack.unclosed_cost(depth + 1);
            self.offer(
                from,
                stack.cut(depth),
                cost,
                at,
                &[TransitionKind::Close { depth: depth as u8 }],
            );
        }
        if stack.open().len() < MAX_DEPTH {
            let family = mark.glyph.family();
            let inside = match stack.open().last() {
                None if family.is_single() => OUTER_SINGLE,
                None => 0,
                Some(outer) if *outer == family => SAME_FAMILY_INSIDE,
                Some(outer) if outer.is_single() && family.is_single() => SAME_FAMILY_INSIDE,
                Some(outer) if !outer.is_single() && !family.is_single() => OTHER_DOUBLE_INSIDE,
                Some(_) if stack.open().contains(&family) => ALTERNATING,
                Some(_) => 0,
            };
            self.offer(from, stack.push(family), mark.open + inside, at, &[TransitionKind::Open]);
        }
        if mark.after_stop
            && mark.open == 0
            && let Some(&family) = stack.open().last()
            && family == mark.glyph.family()
            && !family.is_single()
        {
            self.offer(from, stack, AGAIN, at, &[TransitionKind::Again]);
        }
        let skip = if mark.doubled { mark.skip.min(DOUBLED) } else { mark.skip };
        self.offer(from, stack, skip, at, &[TransitionKind::Skip { doubled: mark.doubled }]);
    }

    /// Extends all hypotheses by the end of the paragraph.
    fn end_paragraph(&mut self, end: usize) {
        let at = (end, end);
        for i in 0..self.beam.len() {
            let from = self.beam[i];
            let stack = from.stack;
            match stack.waiting {
                // A paragraph without marks reopens nothing: the hypothesis that ended the
                // quotation before it is in the beam too.
                Some(0) => continue,
                Some(depth) => {
                    self.offer(
                        &from,
                        NestingStack::EMPTY,
                        stack.unclosed_cost(0),
                        at,
                        &[TransitionKind::Drop { depth }, TransitionKind::EndAll],
                    );
                    continue;
                }
                None => {}
            }
            self.offer(
                &from,
                NestingStack::EMPTY,
                stack.unclosed_cost(0),
                at,
                &[TransitionKind::EndAll],
            );
            if stack.depth > 0 {
                self.offer(
                    &from,
                    NestingStack { waiting: Some(0), run_on: false, ..stack },
                    CARRIED,
                    at,
                    &[TransitionKind::Carry],
                );
            }
            if let [family] = stack.open()
                && !family.is_single()
            {
                let cost = if stack.run_on { RUN_ON_AGAIN } else { RUN_ON };
                self.offer(
                    &from,
                    NestingStack { run_on: true, ..stack },
                    cost,
                    at,
                    &[TransitionKind::Carry],
                );
            }
        }
        self.advance();
    }

    /// Drops all hypotheses but the cheapest.
    fn keep_best(&mut self) {
        self.beam.truncate(1);
    }

    /// Passes the transitions of the cheapest hypothesis to `builder` and removes them.
    fn flush(&mut self, builder: &mut DraftBuilder<'_>) {
        let Some(best) = self.beam.first_mut() else { return };
        self.path.clear();
        let mut at = best.transition as usize;
        while at > 0 {
            self.path.push(self.transitions[at]);
            at = self.transitions[at].previous as usize;
        }
        self.path.iter().rev().for_each(|transition| builder.apply(transition));
        best.transition = 0;
        self.transitions.truncate(1);
    }
}

/// Returns the cost of reopening a quotation of `family` with `mark`, on top of the mark's own
/// cost, or `None` if it cannot.
fn reopening_cost(mark: &Mark, family: MarkFamily) -> Option<Cost> {
    let own = mark.glyph.family();
    if own == family {
        Some(0)
    } else if own.is_single() == family.is_single() && mark.glyph.closing_cost(family).is_some() {
        Some(OTHER_DOUBLE_INSIDE)
    } else {
        None
    }
}
