//! Scored pairs, and those that were pruned.

use crate::cluster::Edge;
use crate::link::{Basis, LinkModel};
use crate::snapshot::ClassRow;

/// The scored pairs that keep the basis of their score. A pair without it needs no memory beside
/// its edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum BasisRetention {
    /// All pairs, so that links can be reported.
    All,
    /// The pairs whose documents give them a context: enough for grouping.
    ForContext,
}

/// A pair of classes that may be one utterance, or nearly; or a class compared with itself.
#[derive(Clone, Debug)]
pub struct ScoredPair(Scored);

#[derive(Clone, Debug)]
enum Scored {
    /// There are millions of these.
    Bare(Edge),
    /// With the basis of the score.
    Detailed(Box<(Edge, Basis)>),
}

impl ScoredPair {
    pub(super) fn new(a: u32, b: u32, basis: Basis, keep_basis: bool, model: &LinkModel) -> Self {
        let edge = basis.edge(a, b, model);
        if keep_basis {
            ScoredPair(Scored::Detailed(Box::new((edge, basis))))
        } else {
            ScoredPair(Scored::Bare(edge))
        }
    }

    /// Returns the two classes, the smaller row first.
    pub fn classes(&self) -> (ClassRow, ClassRow) {
        (ClassRow(self.edge().a), ClassRow(self.edge().b))
    }

    /// Returns the edge of the clustering: log-odds, and where the two classes meet. Its items are
    /// rows of classes.
    pub fn edge(&self) -> &Edge {
        match &self.0 {
            Scored::Bare(edge) => edge,
            Scored::Detailed(pair) => &pair.0,
        }
    }

    /// Returns the basis of the score, where it was kept.
    pub fn basis(&self) -> Option<&Basis> {
        match &self.0 {
            Scored::Bare(_) => None,
            Scored::Detailed(pair) => Some(&pair.1),
        }
    }

    /// Changes the basis of the score, where it was kept, and the edge with it.
    pub(super) fn update(&mut self, model: &LinkModel, change: impl FnOnce(u32, u32, &mut Basis)) {
        if let Scored::Detailed(pair) = &mut self.0 {
            let (edge, basis) = &mut **pair;
            change(edge.a, edge.b, basis);
            *edge = basis.edge(edge.a, edge.b, model);
        }
    }
}

/// The candidate pairs, scored.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct ScoredPairs {
    /// Those that may be one utterance or should be reviewed: many, in the lists in which they were
    /// made.
    pub kept: Vec<Vec<ScoredPair>>,
    /// The others: lists of pairs of classes. The class whose words stand first in the order of
    /// sequences comes first.
    pub pruned: Vec<Vec<(ClassRow, ClassRow)>>,
}

impl ScoredPairs {
    /// Returns the kept pairs.
    pub fn iter(&self) -> impl Iterator<Item = &ScoredPair> + Clone {
        self.kept.iter().flatten()
    }
}

/// The kept and pruned pairs of a task.
#[derive(Debug)]
pub(super) struct Collected<R> {
    pub kept: Vec<Vec<R>>,
    pub pruned: Vec<Vec<(ClassRow, ClassRow)>>,
}

impl<R> Collected<R> {
    /// Joins the pairs of several tasks.
    pub(super) fn join(tasks: Vec<Collected<R>>) -> Collected<R> {
        let mut all = Collected { kept: Vec::new(), pruned: Vec::new() };
        for task in tasks {
            all.kept.extend(task.kept);
            all.pruned.extend(task.pruned);
        }
        all
    }
}

/// Collects the pairs of one task.
pub(super) struct Collector<'k, R, K> {
    keep: &'k K,
    kept: Vec<R>,
    pruned: Vec<(ClassRow, ClassRow)>,
}

impl<'k, R, K: Fn(u32, u32, Basis) -> Option<R>> Collector<'k, R, K> {
    /// Makes a collector that keeps what `keep` makes of two classes, the smaller row first, and
    /// their basis.
    pub(super) fn new(keep: &'k K) -> Collector<'k, R, K> {
        Collector { keep, kept: Vec::new(), pruned: Vec::new() }
    }

    /// Prunes a pair.
    pub(super) fn prune(&mut self, x: u32, y: u32) {
        if x != y {
            self.pruned.push((ClassRow(x), ClassRow(y)));
        }
    }

    /// Keeps a pair, unless `keep` returns nothing for it.
    pub(super) fn collect(&mut self, x: u32, y: u32, basis: Basis) {
        // Sides follow the order of classes, whichever words came first.
        let kept =
            if x <= y { (self.keep)(x, y, basis) } else { (self.keep)(y, x, basis.mirrored()) };
        match kept {
            Some(kept) => self.kept.push(kept),
            None => self.prune(x, y),
        }
    }

    pub(super) fn finish(self) -> Collected<R> {
        Collected { kept: vec![self.kept], pruned: vec![self.pruned] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There are millions of pairs.
    #[test]
    fn a_pair_is_no_larger_than_its_edge() {
        assert_eq!(size_of::<ScoredPair>(), size_of::<Edge>());
    }
}
