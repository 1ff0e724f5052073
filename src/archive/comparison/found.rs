//! What comes of comparing: what is kept, and which pairs were passed over.

use crate::link::Basis;

/// What came of comparing.
#[derive(Debug)]
pub(in crate::archive) struct Found<R> {
    /// What was kept: much, in the lists in which it was made.
    pub kept: Vec<Vec<R>>,
    /// The other pairs of nodes, the one whose words were on the left first, in the order of the wordings: lists, too.
    pub passed: Vec<Vec<(u32, u32)>>,
}

impl<R> Found<R> {
    /// Puts together what several tasks found.
    pub(super) fn of(tasks: Vec<Found<R>>) -> Found<R> {
        let mut all = Found { kept: Vec::new(), passed: Vec::new() };
        for task in tasks {
            all.kept.extend(task.kept);
            all.passed.extend(task.passed);
        }
        all
    }
}

/// What one task has found so far.
pub(super) struct Task<'k, R, K> {
    keep: &'k K,
    kept: Vec<R>,
    passed: Vec<(u32, u32)>,
}

impl<'k, R, K: Fn(u32, u32, Basis) -> Option<R>> Task<'k, R, K> {
    /// Keeps what `keep` makes of two nodes, the smaller number first, and their basis.
    pub(super) fn new(keep: &'k K) -> Task<'k, R, K> {
        Task { keep, kept: Vec::new(), passed: Vec::new() }
    }

    /// Two nodes are passed over.
    pub(super) fn pass(&mut self, x: u32, y: u32) {
        if x != y {
            self.passed.push((x, y));
        }
    }

    /// Two nodes are kept, if that is wanted.
    pub(super) fn keep(&mut self, x: u32, y: u32, basis: Basis) {
        // Sides follow the canonical order, whichever wording came first.
        let kept =
            if x <= y { (self.keep)(x, y, basis) } else { (self.keep)(y, x, basis.mirrored()) };
        match kept {
            Some(kept) => self.kept.push(kept),
            None => self.pass(x, y),
        }
    }

    pub(super) fn found(self) -> Found<R> {
        Found { kept: vec![self.kept], passed: vec![self.passed] }
    }
}
