//! Clusters one connected component of the positive edges.

use rustc_hash::FxHashMap;

use super::components::find_root;
use super::edge::{CERTAIN_WEIGHT, Edge};

/// Maximum number of neighbours that are considered for an edge. More add nothing, and a wording
/// that everybody prints has thousands.
const MAX_NEIGHBOURS: usize = 32;

/// Maximum weight, in thousandths, of a pair that is surely negative: odds of 4 to 1.
const REFUSED_WEIGHT: i64 = -1400;

/// Maximum number of items for which the sums between clusters are kept in a matrix.
const MAX_MATRIX_ITEMS: usize = 192;

/// Clusters components, one after the other; holds the buffers.
#[derive(Debug, Default)]
pub(crate) struct Clusterer {
    items: Vec<u32>,
    sizes: Vec<i64>,
    /// The index of each item in `items`.
    indexes: Vec<u32>,
    /// The edges between items, by their indexes, sorted, and the number of each.
    edges_by_pair: Vec<(u32, u32, u32)>,
    /// Pairs of items, by their indexes, sorted, and the weight of each.
    pairs: Vec<(u32, u32, i64)>,
    /// All pairs from either side, and the end of those of each item.
    neighbours: Vec<(u32, i64)>,
    neighbour_ends: Vec<u32>,
    merge_order: Vec<(i64, u32, u32)>,
    parents: Vec<u32>,
    sums: Vec<i64>,
    /// For each item a bit for each other: set if the pair is positive or a cannot-link constraint,
    /// so that no third item matters; and set if its log-odds are positive. Empty if that would be
    /// too many bits.
    settled: Vec<u64>,
    linked: Vec<u64>,
}

impl Clusterer {
    /// Clusters the items that `edges` connect. `size` returns how many equal items an item stands
    /// for. Returns each item with the smallest item of its cluster.
    pub(crate) fn cluster(
        &mut self,
        edges: &[Edge],
        size: impl Fn(u32) -> u32,
    ) -> impl Iterator<Item = (u32, u32)> {
        self.items.clear();
        self.items.extend(edges.iter().flat_map(|edge| [edge.a, edge.b]));
        self.items.sort_unstable();
        self.items.dedup();
        self.sizes.clear();
        self.sizes.extend(self.items.iter().map(|&item| i64::from(size(item))));
        self.index_items();
        self.set_pair_bits(edges);
        if self.is_positive_clique(edges) {
            self.parents.clear();
            self.parents.resize(self.items.len(), 0);
            return self.representatives();
        }
        self.read_pairs(edges);
        self.rank_merges();
        if self.items.len() <= MAX_MATRIX_ITEMS {
            self.merge_with_matrix()
        } else {
            self.merge_with_maps()
        }
        self.representatives()
    }

    /// Sets the index of each item.
    fn index_items(&mut self) {
        let Clusterer { items, indexes, .. } = self;
        indexes.resize(indexes.len().max(items.last().map_or(0, |&last| last as usize + 1)), 0);
        for (index, &item) in (0..).zip(items.iter()) {
            indexes[item as usize] = index;
        }
    }

    /// Sets the bits of each pair, if there are hardly more bits than edges. Of two edges of a pair
    /// the later one counts.
    fn set_pair_bits(&mut self, edges: &[Edge]) {
        let Clusterer { items, indexes, settled, linked, .. } = self;
        let n = items.len();
        settled.clear();
        linked.clear();
        if n > MAX_MATRIX_ITEMS && edges.len() < n * n.saturating_sub(1) / 2 {
            return;
        }
        let width = n.div_ceil(64);
        settled.resize(n * width, 0);
        linked.resize(n * width, 0);
        for edge in edges {
            let [a, b] = [edge.a, edge.b].map(|item| indexes[item as usize] as usize);
            let value = edge.weight();
            for (a, b) in [(a, b), (b, a)] {
                let (word, bit) = (a * width + b / 64, b % 64);
                let set =
                    |bits: &mut u64, yes: bool| *bits = *bits & !(1 << bit) | u64::from(yes) << bit;
                set(&mut settled[word], value > 0 || value <= -CERTAIN_WEIGHT);
                set(&mut linked[word], edge.log_odds > 0.0);
            }
        }
    }

    /// Returns true if all pairs are compared and positive: then all items are one cluster.
    fn is_positive_clique(&self, edges: &[Edge]) -> bool {
        let n = self.items.len();
        let known = |row: &[u64]| row.iter().map(|bits| bits.count_ones()).sum::<u32>() as usize;
        edges.len() >= n * n.saturating_sub(1) / 2
            && edges.iter().all(Edge::is_positive)
            && self.settled.chunks(n.div_ceil(64).max(1)).all(|row| known(row) == n - 1)
    }

    /// Returns each item with the smallest item of its cluster.
    fn representatives(&mut self) -> impl Iterator<Item = (u32, u32)> {
        const NO_ITEM: u32 = u32::MAX;
        let Clusterer { items, parents, .. } = self;
        let mut least = vec![NO_ITEM; items.len()];
        items.iter().enumerate().map(move |(n, &item)| {
            let least = &mut least[find_root(parents, n as u32) as usize];
            // Items come in order.
            if *least == NO_ITEM {
                *least = item;
            }
            (item, *least)
        })
    }

    fn read_pairs(&mut self, edges: &[Edge]) {
        let Clusterer { indexes, edges_by_pair, .. } = self;
        let index = |item: u32| indexes[item as usize];
        edges_by_pair.clear();
        edges_by_pair.extend(
            (0..)
                .zip(edges)
                .map(|(n, edge)| (index(edge.a.min(edge.b)), index(edge.a.max(edge.b)), n)),
        );
        edges_by_pair.sort_unstable();
        // The later of two edges counts.
        edges_by_pair.dedup_by(|later, kept| {
            let same = (later.0, later.1) == (kept.0, kept.1);
            if same {
                kept.2 = later.2;
            }
            same
        });
        self.pairs.clear();
        self.pairs
            .extend(self.edges_by_pair.iter().map(|&(a, b, n)| (a, b, edges[n as usize].weight())));
        self.adjust_by_overlaps(edges);
        let Clusterer { items, pairs, neighbours, neighbour_ends, .. } = self;
        adjacency_lists(items.len(), pairs.iter().copied(), neighbour_ends, neighbours);
    }

    /// Adjusts the weights of pairs by where the items overlap with a third: parts of one, shared
    /// fragments, splices.
    fn adjust_by_overlaps(&mut self, edges: &[Edge]) {
        let Clusterer {
            items,
            edges_by_pair,
            pairs,
            neighbours,
            neighbour_ends,
            settled,
            linked,
            ..
        } = self;
        if items.len() < 3 {
            return;
        }
        let width = items.len().div_ceil(64);
        // Returns true if `third` has a positive edge to an item after `a` for which it may matter.
        let may_matter = |third: u32, a: u32| {
            let row = |bits: &[u64], item: u32, word: usize| {
                bits.get(item as usize * width + word).copied()
            };
            (a as usize / 64..width).any(|word| {
                let after = if word == a as usize / 64 { !0 << (a % 64) << 1 } else { !0 };
                let (Some(linked), Some(settled)) =
                    (row(linked, third, word), row(settled, a, word))
                else {
                    return true;
                };
                linked & !settled & after != 0
            })
        };
        let links = edges_by_pair.iter().filter(|&&(.., n)| edges[n as usize].log_odds > 0.0);
        adjacency_lists(
            items.len(),
            links.map(|&(a, b, n)| (a, b, i64::from(n))),
            neighbour_ends,
            neighbours,
        );
        let (mut parts, mut spliced, mut fragments) = (Vec::new(), Vec::new(), Vec::new());
        for (third, &item) in (0..).zip(items.iter()) {
            let around = adjacency(third, neighbour_ends, neighbours);
            for (i, &(a, to_a)) in around.iter().enumerate().take(MAX_NEIGHBOURS) {
                if !may_matter(third, a) {
                    continue;
                }
                // The pairs of `a` come in the order of its neighbours.
                let mut at = edges_by_pair.partition_point(|pair| pair.0 < a);
                for &(b, to_b) in around[i + 1..].iter().take(MAX_NEIGHBOURS) {
                    let (to_a, to_b) = (&edges[to_a as usize], &edges[to_b as usize]);
                    let (x, y) = if to_a.overlap_in(item) <= to_b.overlap_in(item) {
                        (to_a, to_b)
                    } else {
                        (to_b, to_a)
                    };
                    // Positive pairs and constraints need no third item.
                    while edges_by_pair.get(at).is_some_and(|pair| (pair.0, pair.1) < (a, b)) {
                        at += 1;
                    }
                    let refused = Some(at).filter(|&at| {
                        edges_by_pair.get(at).is_some_and(|pair| (pair.0, pair.1) == (a, b))
                    });
                    if refused.is_some_and(|n| pairs[n].2 > 0 || pairs[n].2 <= -CERTAIN_WEIGHT) {
                        continue;
                    }
                    let weaker = x.weight().min(y.weight());
                    if !are_disjoint(x.overlap_in(item), y.overlap_in(item)) {
                        let refused = refused.filter(|&n| {
                            pairs[n].2 <= REFUSED_WEIGHT
                                && x.is_contained(item)
                                && y.is_contained(item)
                        });
                        fragments.extend(refused.map(|n| (n, weaker)));
                    } else if x.diverges[1] && y.diverges[0] {
                        spliced.push(((a, b), refused, weaker));
                    } else if let Some(n) = refused {
                        parts.push(n);
                    }
                }
            }
        }
        for n in parts {
            pairs[n].2 = 0;
        }
        // Outweighs each positive edge that would join them.
        for (n, link) in fragments {
            pairs[n].2 = pairs[n].2.min(-link - 1000);
        }
        spliced.sort_unstable();
        let compared = pairs.len();
        for ((a, b), refused, link) in spliced {
            match (refused, pairs[compared..].last_mut()) {
                (Some(n), _) => pairs[n].2 -= link + 1000,
                (None, Some(last)) if (last.0, last.1) == (a, b) => last.2 -= link + 1000,
                (None, _) => pairs.push((a, b, -link - 1000)),
            }
        }
        pairs.sort_unstable();
    }

    /// Sorts the positive pairs by weight and support of their neighbours, the highest first.
    fn rank_merges(&mut self) {
        let mut order = std::mem::take(&mut self.merge_order);
        order.clear();
        let agreeing = self.pairs.iter().filter(|&&(_, _, value)| value > 0);
        order
            .extend(agreeing.map(|&(a, b, value)| (-(value + self.neighbour_support(a, b)), a, b)));
        order.sort_unstable();
        self.merge_order = order;
    }

    fn neighbours_of(&self, item: u32) -> &[(u32, i64)] {
        adjacency(item, &self.neighbour_ends, &self.neighbours)
    }

    /// Returns the support of the common neighbours for the edge of `a` and `b`. One with positive
    /// edges to both counts for it, and one with edges of different sign against it, each with the
    /// weight of the weaker of its two pairs.
    fn neighbour_support(&self, a: u32, b: u32) -> i64 {
        let (few, other) = if self.neighbours_of(a).len() <= self.neighbours_of(b).len() {
            (a, b)
        } else {
            (b, a)
        };
        let mut theirs = self.neighbours_of(other);
        let mut support = 0;
        for &(third, x) in self
            .neighbours_of(few)
            .iter()
            .filter(|&&(third, _)| third != other)
            .take(MAX_NEIGHBOURS)
        {
            // Both lists are sorted.
            let skipped = if theirs.len() > 4 * MAX_NEIGHBOURS {
                theirs.partition_point(|&(item, _)| item < third)
            } else {
                theirs.iter().take_while(|&&(item, _)| item < third).count()
            };
            theirs = &theirs[skipped..];
            match theirs.first() {
                Some(&(item, y)) if item == third => {
                    support += match (x > 0, y > 0) {
                        (true, true) => x.min(y),
                        (false, false) => 0,
                        _ => -x.abs().min(y.abs()),
                    }
                }
                Some(_) => {}
                None => break,
            }
        }
        support
    }

    /// Returns the weight of a pair times the number of pairs of equal items that it stands for.
    fn scaled_weight(&self, (a, b, value): (u32, u32, i64)) -> i64 {
        value.saturating_mul(self.sizes[a as usize] * self.sizes[b as usize])
    }

    /// Merges clusters, with the sums between them in a matrix.
    fn merge_with_matrix(&mut self) {
        let n = self.items.len();
        self.parents.clear();
        self.parents.extend(0..n as u32);
        let mut between = std::mem::take(&mut self.sums);
        between.clear();
        between.resize(n * n, 0);
        for &pair in &self.pairs {
            let value = self.scaled_weight(pair);
            let (a, b) = (pair.0 as usize, pair.1 as usize);
            (between[a * n + b], between[b * n + a]) = (value, value);
        }
        for &(_, a, b) in &self.merge_order {
            let (a, b) = (find_root(&mut self.parents, a), find_root(&mut self.parents, b));
            let (root, merged) = (a.min(b) as usize, a.max(b) as usize);
            if root == merged || between[root * n + merged] <= 0 {
                continue;
            }
            for other in 0..n {
                let sum = between[root * n + other].saturating_add(between[merged * n + other]);
                between[root * n + other] = sum;
                between[other * n + root] = sum;
            }
            self.parents[merged] = root as u32;
        }
        self.sums = between;
    }

    /// Merges clusters, with the sums between them in maps, for large components.
    fn merge_with_maps(&mut self) {
        self.parents.clear();
        self.parents.extend(0..self.items.len() as u32);
        let mut between: Vec<FxHashMap<u32, i64>> = vec![FxHashMap::default(); self.items.len()];
        for &pair in &self.pairs {
            let value = self.scaled_weight(pair);
            between[pair.0 as usize].insert(pair.1, value);
            between[pair.1 as usize].insert(pair.0, value);
        }
        for &(_, a, b) in &self.merge_order {
            let (a, b) = (find_root(&mut self.parents, a), find_root(&mut self.parents, b));
            if a == b || between[a as usize].get(&b).copied().unwrap_or(0) <= 0 {
                continue;
            }
            // The smaller map is moved into the larger, and the maps of its neighbours are updated.
            let larger = between[a as usize].len() >= between[b as usize].len();
            let (root, merged) = if larger { (a, b) } else { (b, a) };
            let moved = std::mem::take(&mut between[merged as usize]);
            between[root as usize].remove(&merged);
            for (other, value) in moved {
                if other != root {
                    *between[root as usize].entry(other).or_insert(0) += value;
                    let theirs = &mut between[other as usize];
                    theirs.remove(&merged);
                    *theirs.entry(root).or_insert(0) += value;
                }
            }
            self.parents[merged as usize] = root;
        }
    }
}

/// Writes the adjacency lists of `pairs`, which are sorted; each list is sorted.
fn adjacency_lists(
    items: usize,
    pairs: impl Iterator<Item = (u32, u32, i64)> + Clone,
    neighbour_ends: &mut Vec<u32>,
    neighbours: &mut Vec<(u32, i64)>,
) {
    neighbour_ends.clear();
    neighbour_ends.resize(items + 1, 0);
    let mut count = 0;
    for (a, b, _) in pairs.clone() {
        neighbour_ends[a as usize + 1] += 1;
        neighbour_ends[b as usize + 1] += 1;
        count += 2;
    }
    for n in 1..neighbour_ends.len() {
        neighbour_ends[n] += neighbour_ends[n - 1];
    }
    neighbours.clear();
    neighbours.resize(count, (0, 0));
    // Neighbours before an item come first, then those after it.
    for turned in [true, false] {
        for (a, b, value) in pairs.clone() {
            let (one, other) = if turned { (b, a) } else { (a, b) };
            let end = &mut neighbour_ends[one as usize];
            neighbours[*end as usize] = (other, value);
            *end += 1;
        }
    }
    neighbour_ends.pop();
}

/// Returns the adjacency list of an item.
fn adjacency<'l>(
    item: u32,
    neighbour_ends: &[u32],
    neighbours: &'l [(u32, i64)],
) -> &'l [(u32, i64)] {
    let start = if item == 0 { 0 } else { neighbour_ends[item as usize - 1] };
    &neighbours[start as usize..neighbour_ends[item as usize] as usize]
}

/// Returns true if two ranges in one item are disjoint: they share less than a quarter of the
/// smaller.
fn are_disjoint(x: [u32; 2], y: [u32; 2]) -> bool {
    let len = |place: [u32; 2]| place[1].saturating_sub(place[0]);
    let both = x[1].min(y[1]).saturating_sub(x[0].max(y[0]));
    len(x) > 0 && len(y) > 0 && both * 4 < len(x).min(len(y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Both ways to keep the sums agree.
        #[test]
        fn matrix_and_maps_agree(
            rows in prop::collection::btree_map((0u32..9, 0u32..9), -5.0f64..5.0, 0..40),
            sizes in prop::collection::vec(1u32..4, 9),
        ) {
            let edges: Vec<Edge> = rows
                .into_iter()
                .filter(|((a, b), _)| a < b)
                .map(|((a, b), log_odds)| Edge::new(a, b, log_odds))
                .collect();
            let mut clusterer = Clusterer::default();
            let square: Vec<(u32, u32)> =
                clusterer.cluster(&edges, |item| sizes[item as usize]).collect();
            clusterer.read_pairs(&edges);
            clusterer.rank_merges();
            clusterer.merge_with_maps();
            let lists: Vec<(u32, u32)> = clusterer.representatives().collect();
            prop_assert_eq!(square, lists);
        }

        /// The pair bits save work and change no result.
        #[test]
        fn pair_bits_change_nothing(
            rows in prop::collection::vec(
                (0u32..9, 0u32..9, -5.0f64..5.0, 0u32..4, 0u32..4, any::<[bool; 4]>()),
                0..60,
            ),
        ) {
            let rows = rows.into_iter().filter(|(a, b, ..)| a < b);
            let edges: Vec<Edge> = rows
                .map(|(a, b, log_odds, x, y, [p, q, r, s])| Edge {
                    overlap: [[x, x + 2], [y, y + 2]],
                    diverges: [p, q],
                    contained: [r, s],
                    ..Edge::new(a, b, log_odds)
                })
                .collect();
            let mut clusterer = Clusterer::default();
            let with: Vec<(u32, u32)> = clusterer.cluster(&edges, |_| 1).collect();
            clusterer.settled.clear();
            clusterer.linked.clear();
            clusterer.read_pairs(&edges);
            clusterer.rank_merges();
            clusterer.merge_with_matrix();
            prop_assert_eq!(with, clusterer.representatives().collect::<Vec<_>>());
        }

        /// The short cut for positive cliques changes no result.
        #[test]
        fn a_positive_clique_is_one_cluster(
            n in 2u32..9,
            odds in prop::collection::vec(0.01f64..5.0, 36),
            lost in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let all = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
            let mut edges: Vec<Edge> =
                all.zip(odds).map(|((a, b), log_odds)| Edge::new(a, b, log_odds)).collect();
            if let Some(lost) = lost {
                edges.swap_remove(lost.index(edges.len()));
            }
            let mut clusterer = Clusterer::default();
            let groups: Vec<(u32, u32)> = clusterer.cluster(&edges, |_| 1).collect();
            clusterer.set_pair_bits(&edges);
            prop_assert_eq!(
                clusterer.is_positive_clique(&edges),
                edges.len() == groups.len() * groups.len().saturating_sub(1) / 2
            );
            clusterer.read_pairs(&edges);
            clusterer.rank_merges();
            clusterer.merge_with_matrix();
            prop_assert_eq!(groups, clusterer.representatives().collect::<Vec<_>>());
        }
    }
}
