//! What surrounds a pair: what else its two documents share (two reports of one speech share more than one sentence), and when
//! its quotations were first printed elsewhere.

use rustc_hash::FxHashMap;

use super::roll::{NONE, Roll};
use crate::link::{Basis, Evidence, LinkModel};

/// Log-odds from which on a pair is surely one utterance (20 to 1), and speaks for the others of its documents.
const SURE: f64 = 3.0;

/// The sure pairs of every two documents. Quotations given without theirs have no surroundings.
#[derive(Debug)]
pub(super) struct Surroundings<'r> {
    roll: &'r Roll<'r>,
    model: &'r LinkModel,
    /// Of two documents, the smaller number first.
    between: FxHashMap<(u32, u32), u32>,
    /// Of one node with another document.
    with: FxHashMap<(u32, u32), u32>,
    /// The day on which what a node prints is first known to have been printed, where that is before its own.
    first: FxHashMap<u32, i32>,
}

impl<'r> Surroundings<'r> {
    /// Takes the sure ones of `pairs`. O(pairs).
    pub(super) fn new<'g>(
        roll: &'r Roll<'r>,
        model: &'r LinkModel,
        pairs: impl Iterator<Item = (u32, u32, &'g Basis)>,
    ) -> Surroundings<'r> {
        let (between, with, first) = Default::default();
        let mut found = Surroundings { roll, model, between, with, first };
        for (x, y, basis) in pairs {
            if let Some((a, b)) = found.documents(x, y).filter(|_| found.is_sure(x, y, basis)) {
                *found.between.entry((a.min(b), a.max(b))).or_insert(0) += 1;
                *found.with.entry((x, b)).or_insert(0) += 1;
                *found.with.entry((y, a)).or_insert(0) += 1;
                if let (Some(here), Some(there)) = (found.day(x), found.day(y))
                    && here != there
                {
                    let first =
                        found.first.entry(if here < there { y } else { x }).or_insert(i32::MAX);
                    *first = here.min(there).min(*first);
                }
            }
        }
        found
    }

    /// The two documents that two nodes are of.
    fn documents(&self, x: u32, y: u32) -> Option<(u32, u32)> {
        let [a, b] = [x, y].map(|node| self.roll.nodes[node as usize].document);
        (a != b && a != NONE && b != NONE).then_some((a, b))
    }

    /// Whether there may be others beside these two.
    pub(super) fn are_known(&self, x: u32, y: u32) -> bool {
        self.documents(x, y).is_some_and(|(a, b)| self.between.contains_key(&(a.min(b), a.max(b))))
    }

    fn day(&self, node: u32) -> Option<i32> {
        self.roll.nodes[node as usize].day()
    }

    /// Whether the words and what is printed with them, without any surroundings, leave no doubt.
    fn is_sure(&self, x: u32, y: u32, basis: &Basis) -> bool {
        let Basis::Evidence(evidence) = basis else { return false };
        let days = self.day(x).zip(self.day(y)).map(|(x, y)| x.abs_diff(y));
        let alone = Evidence { corroborating: 0, days, ..*evidence };
        self.model.log_odds(&alone) >= SURE
    }

    /// The days between two nodes, each taken on its own day or when it is first known: a report of today that quotes at
    /// length what was printed in March is of March.
    fn days(&self, x: u32, y: u32) -> Option<u32> {
        let known =
            |node: u32| Some([self.day(node)?, self.first.get(&node).copied().unwrap_or(i32::MAX)]);
        let (here, there) = (known(x)?, known(y)?);
        let apart = |x: i32| there.map(|y| x.abs_diff(y)).into_iter().min().unwrap_or(u32::MAX);
        here.into_iter().filter(|&day| day < i32::MAX).map(apart).min()
    }

    /// Tells a pair how many others of its two documents are surely one utterance and, unless it is sure by itself, how
    /// many days lie between when they are first known. Others are those that have neither of its quotations.
    pub(super) fn tell(&self, x: u32, y: u32, basis: &mut Basis) {
        let Some((a, b)) = self.documents(x, y) else { return };
        let sure = self.is_sure(x, y, basis);
        let Basis::Evidence(evidence) = basis else { return };
        if !sure {
            evidence.days = self.days(x, y);
        }
        let Some(&all) = self.between.get(&(a.min(b), a.max(b))) else { return };
        let with = |node, other| self.with.get(&(node, other)).copied().unwrap_or(0);
        evidence.corroborating = (all + u32::from(sure)).saturating_sub(with(x, b) + with(y, a));
    }
}
