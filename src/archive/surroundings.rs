//! What else two documents share: two reports of one speech share more than one sentence.

use rustc_hash::FxHashMap;

use super::roll::{NONE, Roll};
use crate::link::{Evidence, Grounds};

/// Log-odds from which on a pair is surely one utterance (20 to 1), and speaks for the others of its documents.
const SURE: f64 = 3.0;

/// The sure pairs of every two documents. Quotations given without theirs have no surroundings.
#[derive(Debug)]
pub(super) struct Surroundings<'r> {
    roll: &'r Roll<'r>,
    /// Of two documents, the smaller number first.
    between: FxHashMap<(u32, u32), u32>,
    /// Of one node with another document.
    with: FxHashMap<(u32, u32), u32>,
}

impl<'r> Surroundings<'r> {
    /// Takes the sure ones of `pairs`. O(pairs).
    pub(super) fn new<'g>(
        roll: &'r Roll<'r>,
        pairs: impl Iterator<Item = (u32, u32, &'g Grounds)>,
    ) -> Surroundings<'r> {
        let mut found = Surroundings { roll, between: FxHashMap::default(), with: FxHashMap::default() };
        for (x, y, grounds) in pairs {
            if let Some((a, b)) = found.documents(x, y).filter(|_| is_sure(grounds)) {
                *found.between.entry((a.min(b), a.max(b))).or_insert(0) += 1;
                *found.with.entry((x, b)).or_insert(0) += 1;
                *found.with.entry((y, a)).or_insert(0) += 1;
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

    /// Tells a pair how many others of its two documents are surely one utterance. Others are those that have neither of
    /// its quotations.
    pub(super) fn tell(&self, x: u32, y: u32, grounds: &mut Grounds) {
        let Some((a, b)) = self.documents(x, y) else { return };
        let Some(&all) = self.between.get(&(a.min(b), a.max(b))) else { return };
        let own = u32::from(is_sure(grounds));
        let Grounds::Evidence(evidence) = grounds else { return };
        let with = |node, other| self.with.get(&(node, other)).copied().unwrap_or(0);
        evidence.between = (all + own).saturating_sub(with(x, b) + with(y, a));
    }
}

fn is_sure(grounds: &Grounds) -> bool {
    matches!(grounds, Grounds::Evidence(evidence) if Evidence { between: 0, ..*evidence }.log_odds() >= SURE)
}
