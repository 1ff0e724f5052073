//! Links in, utterances out.
//!
//! Greedy agglomerative *correlation clustering* (Bansal, Blum & Chawla 2004; the greedy additive form is that of Keuper
//! et al. 2015): the link that its neighbours agree with most is taken first, and two groups are joined only when the
//! log-odds of **all** compared pairs between them add up to more than nothing. That is what keeps one wrong link from
//! joining two big groups. Pairs that share no words say nothing.
//!
//! Agreement of neighbours: where a third item goes with one end of a link and is refused by the other, that speaks
//! against the link, and is why one wrong link, however strong, does not join two groups of some size.
//!
//! Stretches, not whole items. Of two items that a third goes with, it prints what it shares with them at one place of its
//! own or at two. They are
//!
//! - **two parts of one**, when the third runs from one to the other without contradiction. That they were refused says
//!   nothing then: the two halves of a speech meet through a fuller print of it;
//! - **both fit a fragment**, when the third prints nothing but what both share, at one place of its own. It says no more
//!   about the two than they say themselves; where they were refused, the third cannot join them;
//! - **spliced**, when both break off from the third just where it passes to the other one: each goes on with words of
//!   its own. Then the third joins them not, however well it fits both; it goes with the one it fits better.
//!
//! On the labelled news of BASIL, with cross-validated links, this gives a pairwise precision of .982 and F1 of .979 within an
//! event where connected components give .910 and .942 (`examples/evaluate`; more in docs/LINKING.md).
//!
//! Items that no chain of agreeing pairs connects are never joined, so each **component** of the agreeing pairs is grouped
//! by itself, on any thread; refused pairs between two components need not be known at all.
//!
//! Time O(m log m) for m compared pairs, memory O(m).

mod component;

pub(crate) use component::Solver;

/// A compared pair of items `a < b` and the log-odds that they belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edge {
    /// One item.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Log-odds that they are one.
    pub log_odds: f64,
    /// Where in `a`, and where in `b`, that stands which they share: its first word, and the word after its last. Two empty
    /// places say nothing of where.
    pub places: [[u32; 2]; 2],
    /// Whether both go on with other words before that place, and after it.
    pub parted: [bool; 2],
    /// Whether `a`, and `b`, print next to nothing else than what they share.
    pub whole: [bool; 2],
}

impl Edge {
    /// A pair of which no more is known than its log-odds.
    pub fn new(a: u32, b: u32, log_odds: f64) -> Edge {
        Edge { a, b, log_odds, ..Edge::default() }
    }

    /// The place in the item `a` or `b`.
    fn place(&self, item: u32) -> [u32; 2] {
        self.places[usize::from(item != self.a)]
    }

    /// Whether the item `a` or `b` prints next to nothing else.
    fn whole(&self, item: u32) -> bool {
        self.whole[usize::from(item != self.a)]
    }

    /// Whether it speaks for its two items being one.
    pub(crate) fn agrees(&self) -> bool {
        self.value() > 0
    }

    /// The log-odds in thousandths, none louder than it may be: sums must not depend on the order in which they were added.
    fn value(&self) -> i64 {
        match self.log_odds {
            certain if certain.is_infinite() => CERTAIN * certain.signum() as i64,
            log_odds => (log_odds.clamp(-LOUDEST, LOUDEST) * 1000.0) as i64,
        }
    }
}

/// No single pair may say more than this, for or against (odds of 400 to 1).
const LOUDEST: f64 = 6.0;

/// What an infinite log-odds counts, in thousandths: more than any number of pairs can say against it.
const CERTAIN: i64 = 1_000_000_000_000;

/// Groups the items `0..n`. Infinite log-odds are certain: such a pair is joined, or kept apart, whatever the others say; of
/// two edges between the same items the later counts. Returns for each item the smallest item of its group. Items must be numbered by content for
/// the result to be independent of order: ties are broken by number.
///
/// ```
/// use variorum::cluster::{Edge, cluster};
/// // 1 is a fragment that fits 0 and 2, which have been compared and refused.
/// let edges = [(0, 1, 3.0), (1, 2, 2.0), (0, 2, -4.0)].map(|(a, b, log_odds)| Edge::new(a, b, log_odds));
/// assert_eq!(cluster(3, &edges), [0, 0, 2]);
/// ```
pub fn cluster(n: usize, edges: &[Edge]) -> Vec<u32> {
    let within = |edge: &&Edge| (edge.a.max(edge.b) as usize) < n && edge.a != edge.b;
    let component = components(n, edges.iter().filter(within));
    let mut groups: Vec<u32> = (0..n as u32).collect();
    let mut edges: Vec<Edge> = edges.iter().filter(within).copied().collect();
    edges.retain(|edge| component[edge.a as usize] == component[edge.b as usize]);
    edges.sort_by_key(|edge| component[edge.a as usize]);
    let mut solver = Solver::default();
    for edges in edges.chunk_by(|x, y| component[x.a as usize] == component[y.a as usize]) {
        for (item, root) in solver.group(edges, |_| 1) {
            groups[item as usize] = root;
        }
    }
    groups
}

/// For each of the items `0..n` the smallest of those that a chain of agreeing `edges` connects with it.
pub(crate) fn components<'e>(n: usize, edges: impl Iterator<Item = &'e Edge>) -> Vec<u32> {
    let mut group: Vec<u32> = (0..n as u32).collect();
    for edge in edges.filter(|edge| edge.agrees()) {
        let (a, b) = (find(&mut group, edge.a), find(&mut group, edge.b));
        group[a.max(b) as usize] = a.min(b);
    }
    (0..n as u32).map(|item| find(&mut group, item)).collect()
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
        rows.iter().map(|&(a, b, log_odds)| Edge::new(a, b, log_odds)).collect()
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
        assert_eq!(
            cluster(3, &edges(&[(0, 1, 5.0), (1, 2, 5.0), (0, 2, f64::NEG_INFINITY)])),
            [0, 0, 2]
        );
        assert_eq!(cluster(3, &edges(&[(0, 1, -5.0), (0, 2, f64::INFINITY)])), [0, 1, 0]);
        assert_eq!(cluster(0, &[]), Vec::<u32>::new());
    }

    /// 0 and 1 stand in 2, one at its head and one at its tail.
    fn through_a_third(parted: [bool; 2]) -> [Edge; 3] {
        let link = |item, place, parted| Edge {
            places: [[0, 5], place],
            parted,
            ..Edge::new(item, 2, 3.0)
        };
        [
            link(0, [0, 5], [false, parted[0]]),
            link(1, [6, 12], [parted[1], false]),
            Edge::new(0, 1, -4.0),
        ]
    }

    #[test]
    fn parts_meet_through_the_whole() {
        assert_eq!(cluster(3, &through_a_third([false, false])), [0, 0, 0]);
        // One of them may go on otherwise: the third left something out.
        assert_eq!(cluster(3, &through_a_third([true, false])), [0, 0, 0]);
    }

    #[test]
    fn what_is_spliced_joins_nothing() {
        assert_eq!(cluster(3, &through_a_third([true, true])), [0, 1, 0]);
        // Nor where the two have nothing to do with each other, and were not compared.
        assert_eq!(cluster(3, &through_a_third([true, true])[..2]), [0, 1, 0]);
        // Nor when three papers print the splice.
        let mut edges = through_a_third([true, true])[..2].to_vec();
        for copy in [3, 4] {
            edges.extend(
                through_a_third([true, true])[..2].iter().map(|&edge| Edge { b: copy, ..edge }),
            );
            edges.push(Edge::new(2, copy, 6.0));
        }
        edges.push(Edge::new(3, 4, 6.0));
        let groups = cluster(5, &edges);
        assert_ne!(groups[0], groups[1], "{groups:?}");
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
