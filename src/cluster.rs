//! Links in, utterances out.
//!
//! Greedy agglomerative *correlation clustering* (Bansal, Blum & Chawla 2004; the greedy additive form is that of Keuper
//! et al. 2015): the link that its neighbours agree with most is taken first, and two groups are joined only when the
//! log-odds of **all** compared pairs between them add up to more than nothing. That is what keeps a fragment that fits two utterances from joining
//! them: it links to both, but they have been compared with each other, since they share its words, and refused. Pairs
//! that share no words say nothing: so the two halves of a sentence meet through a fuller print of it.
//!
//! Agreement of neighbours: where a third item goes with one end of a link and is refused by the other, that speaks
//! against the link, and is why one wrong link, however strong, does not join two groups of some size.
//!
//! Time O(m log m) for m compared pairs, memory O(m).

use rustc_hash::FxHashMap;

/// A compared pair of items `a < b` and the log-odds that they belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// One item.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Log-odds that they are one.
    pub log_odds: f64,
}

/// No single pair may say more than this, for or against (odds of 400 to 1).
const LOUDEST: f64 = 6.0;

/// What an infinite log-odds counts, in thousandths: more than any number of pairs can say against it.
const CERTAIN: i64 = 1_000_000_000_000;

/// Groups the items `0..n`. Infinite log-odds are certain: such a pair is joined, or kept apart, whatever the others say. Returns for each item the smallest item of its group. Items must be numbered by content for
/// the result to be independent of order: ties are broken by number.
///
/// ```
/// use variorum::cluster::{Edge, cluster};
/// // 1 is a fragment that fits 0 and 2, which have been compared and refused.
/// let edges = [(0, 1, 3.0), (1, 2, 2.0), (0, 2, -4.0)].map(|(a, b, log_odds)| Edge { a, b, log_odds });
/// assert_eq!(cluster(3, &edges), [0, 0, 2]);
/// ```
pub fn cluster(n: usize, edges: &[Edge]) -> Vec<u32> {
    let mut group: Vec<u32> = (0..n as u32).collect();
    // For each group, by its number, what speaks for joining it to others. Sums are kept in thousandths: they must not
    // depend on the order in which they were added.
    let mut between: Vec<FxHashMap<u32, i64>> = vec![FxHashMap::default(); n];
    let mut order: Vec<(i64, u32, u32)> = Vec::new();
    let mut seen: FxHashMap<(u32, u32), i64> = FxHashMap::default();
    seen.reserve(edges.len());
    for edge in edges {
        let (a, b) = (edge.a.min(edge.b), edge.a.max(edge.b));
        if a == b || b as usize >= n {
            continue;
        }
        let value = match edge.log_odds {
            certain if certain.is_infinite() => CERTAIN * certain.signum() as i64,
            log_odds => (log_odds.clamp(-LOUDEST, LOUDEST) * 1000.0) as i64,
        };
        seen.insert((a, b), value);
    }
    let mut beside: Vec<Vec<u32>> = vec![Vec::new(); n];
    let mut pairs: Vec<((u32, u32), i64)> = seen.iter().map(|(&pair, &value)| (pair, value)).collect();
    pairs.sort_unstable();
    for &((a, b), value) in &pairs {
        beside[a as usize].push(b);
        beside[b as usize].push(a);
        between[a as usize].insert(b, value);
        between[b as usize].insert(a, value);
    }
    for &((a, b), value) in &pairs {
        if value > 0 {
            order.push((-(value + agreement(&seen, &beside, a, b)), a, b));
        }
    }
    order.sort_unstable();
    for (_, a, b) in order {
        let (a, b) = (find(&mut group, a), find(&mut group, b));
        if a == b || between[a as usize].get(&b).copied().unwrap_or(0) <= 0 {
            continue;
        }
        let (root, gone) = (a.min(b), a.max(b));
        // The smaller list is poured into the larger.
        let (mut into, mut from) =
            (std::mem::take(&mut between[root as usize]), std::mem::take(&mut between[gone as usize]));
        if into.len() < from.len() {
            std::mem::swap(&mut into, &mut from);
        }
        for (other, value) in from {
            *into.entry(other).or_insert(0) += value;
        }
        into.remove(&root);
        into.remove(&gone);
        let others: Vec<(u32, i64)> = into.iter().map(|(&other, &value)| (other, value)).collect();
        for (other, value) in others {
            let theirs = &mut between[other as usize];
            theirs.remove(&gone);
            theirs.insert(root, value);
        }
        between[root as usize] = into;
        group[gone as usize] = root;
    }
    (0..n as u32).map(|item| find(&mut group, item)).collect()
}

/// How many neighbours are asked about a link. More would say the same, and a wording that everybody prints has
/// thousands.
const NEIGHBOURS: usize = 32;

/// What the common neighbours of `a` and `b` say about their link: one that goes with both speaks for it, one that goes
/// with one and is refused by the other against it, each as loudly as the weaker of its two pairs.
fn agreement(seen: &FxHashMap<(u32, u32), i64>, beside: &[Vec<u32>], a: u32, b: u32) -> i64 {
    let (few, other) = if beside[a as usize].len() <= beside[b as usize].len() { (a, b) } else { (b, a) };
    let value = |x: u32, y: u32| seen.get(&(x.min(y), x.max(y))).copied();
    let said = beside[few as usize].iter().filter(|&&third| third != other).take(NEIGHBOURS).filter_map(|&third| {
        let (x, y) = (value(few, third)?, value(other, third)?);
        Some(match (x > 0, y > 0) {
            (true, true) => x.min(y),
            (false, false) => 0,
            _ => -x.abs().min(y.abs()),
        })
    });
    said.sum()
}

/// The group that `item` belongs to, with path halving.
fn find(group: &mut [u32], mut item: u32) -> u32 {
    while group[item as usize] != item {
        group[item as usize] = group[group[item as usize] as usize];
        item = group[item as usize];
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(rows: &[(u32, u32, f64)]) -> Vec<Edge> {
        rows.iter().map(|&(a, b, log_odds)| Edge { a, b, log_odds }).collect()
    }

    #[test]
    fn groups() {
        // Two halves meet through the whole.
        assert_eq!(cluster(3, &edges(&[(0, 2, 4.0), (1, 2, 4.0)])), [0, 0, 0]);
        // One wrong link between two groups of three whose other pairs were refused.
        let mut rows = vec![(2, 3, 5.0)];
        for (a, b) in [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)] {
            rows.push((a, b, 4.0));
        }
        for (a, b) in [(0, 3), (0, 4), (1, 4), (2, 5)] {
            rows.push((a, b, -3.0));
        }
        assert_eq!(cluster(6, &edges(&rows)), [0, 0, 0, 3, 3, 3]);
        // Certain pairs outweigh whatever the others say.
        assert_eq!(cluster(3, &edges(&[(0, 1, 5.0), (1, 2, 5.0), (0, 2, f64::NEG_INFINITY)])), [0, 0, 2]);
        assert_eq!(cluster(3, &edges(&[(0, 1, -5.0), (0, 2, f64::INFINITY)])), [0, 1, 0]);
        assert_eq!(cluster(0, &[]), Vec::<u32>::new());
    }

    proptest! {
        #[test]
        fn order_of_links_does_not_matter(
            (rows, shuffled) in prop::collection::btree_map((0u32..12, 0u32..12), -5.0f64..5.0, 0..40).prop_flat_map(|map| {
                let rows: Vec<_> = map.into_iter().filter(|((a, b), _)| a < b).map(|((a, b), v)| (a, b, v)).collect();
                (Just(rows.clone()), Just(rows).prop_shuffle())
            })
        ) {
            let groups = cluster(12, &edges(&rows));
            prop_assert_eq!(&groups, &cluster(12, &edges(&shuffled)));
            for (item, &root) in groups.iter().enumerate() {
                prop_assert!(root as usize <= item && groups[root as usize] == root);
            }
        }
    }
}
