//! One component of the agreeing pairs, grouped by itself.

use rustc_hash::FxHashMap;

use super::{CERTAIN, Edge, find};

/// How many neighbours are asked about a link. More would say the same, and a wording that everybody prints has
/// thousands.
const NEIGHBOURS: usize = 32;

/// From here on, in thousandths, a pair is refused and not in doubt: 4 to 1.
const REFUSED: i64 = -1400;

/// Up to so many items sums are kept in a square table.
const SQUARE: usize = 192;

/// Groups the items of one component after another; holds the scratch.
#[derive(Debug, Default)]
pub(crate) struct Solver {
    items: Vec<u32>,
    sizes: Vec<i64>,
    /// The place of each item in `items`.
    places: Vec<u32>,
    /// The edges between items, by their places in `items`, in order, and the number of each.
    known: Vec<(u32, u32, u32)>,
    /// Pairs of items, by their places in `items`, in order, and what each says.
    pairs: Vec<(u32, u32, i64)>,
    /// All pairs from either side, and where those of each item end.
    beside: Vec<(u32, i64)>,
    ends: Vec<u32>,
    order: Vec<(i64, u32, u32)>,
    group: Vec<u32>,
    square: Vec<i64>,
    /// For each item a bit for each other: whether they go together, or are certain not to, so that no third need be asked;
    /// and whether anything speaks for them. Empty where that would be too many bits.
    settled: Vec<u64>,
    linked: Vec<u64>,
}

impl Solver {
    /// Groups the items that `edges` connect; `size` tells for how many like it an item stands. Gives each item with the smallest
    /// of its group.
    pub(crate) fn group(
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
        self.number();
        self.mark(edges);
        if self.all_agree(edges) {
            self.group.clear();
            self.group.resize(self.items.len(), 0);
            return self.named();
        }
        self.read(edges);
        self.rank();
        if self.items.len() <= SQUARE {
            self.join_in_square()
        } else {
            self.join_in_lists()
        }
        self.named()
    }

    /// Notes the place of each item.
    fn number(&mut self) {
        let Solver { items, places, .. } = self;
        places.resize(places.len().max(items.last().map_or(0, |&last| last as usize + 1)), 0);
        for (place, &item) in (0..).zip(items.iter()) {
            places[item as usize] = place;
        }
    }

    /// Notes of each pair in a bit what `edges` say, where the bits are no more than the edges or so. The later of two edges counts.
    fn mark(&mut self, edges: &[Edge]) {
        let Solver { items, places, settled, linked, .. } = self;
        let n = items.len();
        settled.clear();
        linked.clear();
        if n > SQUARE && edges.len() < n * n.saturating_sub(1) / 2 {
            return;
        }
        let width = n.div_ceil(64);
        settled.resize(n * width, 0);
        linked.resize(n * width, 0);
        for edge in edges {
            let [a, b] = [edge.a, edge.b].map(|item| places[item as usize] as usize);
            let value = edge.value();
            for (a, b) in [(a, b), (b, a)] {
                let (word, bit) = (a * width + b / 64, b % 64);
                let set =
                    |bits: &mut u64, yes: bool| *bits = *bits & !(1 << bit) | u64::from(yes) << bit;
                set(&mut settled[word], value > 0 || value <= -CERTAIN);
                set(&mut linked[word], edge.log_odds > 0.0);
            }
        }
    }

    /// Whether all pairs are known and agree: then all items are one group, whatever else there is to be said.
    fn all_agree(&self, edges: &[Edge]) -> bool {
        let n = self.items.len();
        let known = |row: &[u64]| row.iter().map(|bits| bits.count_ones()).sum::<u32>() as usize;
        edges.len() >= n * n.saturating_sub(1) / 2
            && edges.iter().all(Edge::agrees)
            && self.settled.chunks(n.div_ceil(64).max(1)).all(|row| known(row) == n - 1)
    }

    /// Each item with the smallest of its group.
    fn named(&mut self) -> impl Iterator<Item = (u32, u32)> {
        const NOBODY: u32 = u32::MAX;
        let Solver { items, group, .. } = self;
        let mut least = vec![NOBODY; items.len()];
        items.iter().enumerate().map(move |(n, &item)| {
            let least = &mut least[find(group, n as u32) as usize];
            // Items come in order.
            if *least == NOBODY {
                *least = item;
            }
            (item, *least)
        })
    }

    fn read(&mut self, edges: &[Edge]) {
        let Solver { places, known, .. } = self;
        let place = |item: u32| places[item as usize];
        known.clear();
        known.extend(
            (0..)
                .zip(edges)
                .map(|(n, edge)| (place(edge.a.min(edge.b)), place(edge.a.max(edge.b)), n)),
        );
        known.sort_unstable();
        // The later of two edges counts.
        known.dedup_by(|later, kept| {
            let same = (later.0, later.1) == (kept.0, kept.1);
            if same {
                kept.2 = later.2;
            }
            same
        });
        self.pairs.clear();
        self.pairs.extend(self.known.iter().map(|&(a, b, n)| (a, b, edges[n as usize].value())));
        self.look_at_places(edges);
        let Solver { items, pairs, beside, ends, .. } = self;
        lists(items.len(), pairs.iter().copied(), ends, beside);
    }

    /// Looks where the items print what they share: tells parts from splices, and fragments that fit two.
    fn look_at_places(&mut self, edges: &[Edge]) {
        let Solver { items, known, pairs, beside, ends, settled, linked, .. } = self;
        if items.len() < 3 {
            return;
        }
        let width = items.len().div_ceil(64);
        // Whether `third` is linked with a later item than `a` about which it may be asked.
        let may_ask = |third: u32, a: u32| {
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
        let links = known.iter().filter(|&&(.., n)| edges[n as usize].log_odds > 0.0);
        lists(items.len(), links.map(|&(a, b, n)| (a, b, i64::from(n))), ends, beside);
        let (mut parts, mut spliced, mut fitted) = (Vec::new(), Vec::new(), Vec::new());
        for (third, &item) in (0..).zip(items.iter()) {
            let around = list(third, ends, beside);
            for (i, &(a, to_a)) in around.iter().enumerate().take(NEIGHBOURS) {
                if !may_ask(third, a) {
                    continue;
                }
                // The pairs of `a` come in the order of its neighbours.
                let mut at = known.partition_point(|pair| pair.0 < a);
                for &(b, to_b) in around[i + 1..].iter().take(NEIGHBOURS) {
                    let (to_a, to_b) = (&edges[to_a as usize], &edges[to_b as usize]);
                    let (x, y) = if to_a.place(item) <= to_b.place(item) {
                        (to_a, to_b)
                    } else {
                        (to_b, to_a)
                    };
                    // Those that go together need no word for it, and what is certain hears none.
                    while known.get(at).is_some_and(|pair| (pair.0, pair.1) < (a, b)) {
                        at += 1;
                    }
                    let refused = Some(at)
                        .filter(|&at| known.get(at).is_some_and(|pair| (pair.0, pair.1) == (a, b)));
                    if refused.is_some_and(|n| pairs[n].2 > 0 || pairs[n].2 <= -CERTAIN) {
                        continue;
                    }
                    let weaker = x.value().min(y.value());
                    if !apart(x.place(item), y.place(item)) {
                        let refused = refused
                            .filter(|&n| pairs[n].2 <= REFUSED && x.whole(item) && y.whole(item));
                        fitted.extend(refused.map(|n| (n, weaker)));
                    } else if x.parted[1] && y.parted[0] {
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
        // Each that would join them is outweighed.
        for (n, link) in fitted {
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

    /// Puts the agreeing pairs in the order in which they are taken: the one that its neighbours agree with most first.
    fn rank(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        let agreeing = self.pairs.iter().filter(|&&(_, _, value)| value > 0);
        order.extend(agreeing.map(|&(a, b, value)| (-(value + self.agreement(a, b)), a, b)));
        order.sort_unstable();
        self.order = order;
    }

    fn beside(&self, item: u32) -> &[(u32, i64)] {
        list(item, &self.ends, &self.beside)
    }

    /// What the common neighbours of `a` and `b` say about their link: one that goes with both speaks for it, one that goes
    /// with one and is refused by the other against it, each as loudly as the weaker of its two pairs.
    fn agreement(&self, a: u32, b: u32) -> i64 {
        let (few, other) =
            if self.beside(a).len() <= self.beside(b).len() { (a, b) } else { (b, a) };
        let mut theirs = self.beside(other);
        let mut said = 0;
        for &(third, x) in
            self.beside(few).iter().filter(|&&(third, _)| third != other).take(NEIGHBOURS)
        {
            // Both lists are in order.
            let skipped = if theirs.len() > 4 * NEIGHBOURS {
                theirs.partition_point(|&(item, _)| item < third)
            } else {
                theirs.iter().take_while(|&&(item, _)| item < third).count()
            };
            theirs = &theirs[skipped..];
            match theirs.first() {
                Some(&(item, y)) if item == third => {
                    said += match (x > 0, y > 0) {
                        (true, true) => x.min(y),
                        (false, false) => 0,
                        _ => -x.abs().min(y.abs()),
                    }
                }
                Some(_) => {}
                None => break,
            }
        }
        said
    }

    /// What all that an item stands for say about all that another does.
    fn weighed(&self, (a, b, value): (u32, u32, i64)) -> i64 {
        value.saturating_mul(self.sizes[a as usize] * self.sizes[b as usize])
    }

    /// Joins groups, with the sums between them in a square table.
    fn join_in_square(&mut self) {
        let n = self.items.len();
        self.group.clear();
        self.group.extend(0..n as u32);
        let mut between = std::mem::take(&mut self.square);
        between.clear();
        between.resize(n * n, 0);
        for &pair in &self.pairs {
            let value = self.weighed(pair);
            let (a, b) = (pair.0 as usize, pair.1 as usize);
            (between[a * n + b], between[b * n + a]) = (value, value);
        }
        for &(_, a, b) in &self.order {
            let (a, b) = (find(&mut self.group, a), find(&mut self.group, b));
            let (root, gone) = (a.min(b) as usize, a.max(b) as usize);
            if root == gone || between[root * n + gone] <= 0 {
                continue;
            }
            for other in 0..n {
                let sum = between[root * n + other].saturating_add(between[gone * n + other]);
                between[root * n + other] = sum;
                between[other * n + root] = sum;
            }
            self.group[gone] = root as u32;
        }
        self.square = between;
    }

    /// Joins groups, with the sums between them in lists: for large components.
    fn join_in_lists(&mut self) {
        self.group.clear();
        self.group.extend(0..self.items.len() as u32);
        let mut between: Vec<FxHashMap<u32, i64>> = vec![FxHashMap::default(); self.items.len()];
        for &pair in &self.pairs {
            let value = self.weighed(pair);
            between[pair.0 as usize].insert(pair.1, value);
            between[pair.1 as usize].insert(pair.0, value);
        }
        for &(_, a, b) in &self.order {
            let (a, b) = (find(&mut self.group, a), find(&mut self.group, b));
            if a == b || between[a as usize].get(&b).copied().unwrap_or(0) <= 0 {
                continue;
            }
            // The smaller list is poured into the larger, and those who stand in it are told.
            let larger = between[a as usize].len() >= between[b as usize].len();
            let (root, gone) = if larger { (a, b) } else { (b, a) };
            let poured = std::mem::take(&mut between[gone as usize]);
            between[root as usize].remove(&gone);
            for (other, value) in poured {
                if other != root {
                    *between[root as usize].entry(other).or_insert(0) += value;
                    let theirs = &mut between[other as usize];
                    theirs.remove(&gone);
                    *theirs.entry(root).or_insert(0) += value;
                }
            }
            self.group[gone as usize] = root;
        }
    }
}

/// Lists all `pairs`, which are in order, from either side; each list is in order.
fn lists(
    items: usize,
    pairs: impl Iterator<Item = (u32, u32, i64)> + Clone,
    ends: &mut Vec<u32>,
    beside: &mut Vec<(u32, i64)>,
) {
    ends.clear();
    ends.resize(items + 1, 0);
    let mut count = 0;
    for (a, b, _) in pairs.clone() {
        ends[a as usize + 1] += 1;
        ends[b as usize + 1] += 1;
        count += 2;
    }
    for n in 1..ends.len() {
        ends[n] += ends[n - 1];
    }
    beside.clear();
    beside.resize(count, (0, 0));
    // Those before an item come first, then those after it.
    for turned in [true, false] {
        for (a, b, value) in pairs.clone() {
            let (one, other) = if turned { (b, a) } else { (a, b) };
            let end = &mut ends[one as usize];
            beside[*end as usize] = (other, value);
            *end += 1;
        }
    }
    ends.pop();
}

/// The list of one item.
fn list<'l>(item: u32, ends: &[u32], beside: &'l [(u32, i64)]) -> &'l [(u32, i64)] {
    let start = if item == 0 { 0 } else { ends[item as usize - 1] };
    &beside[start as usize..ends[item as usize] as usize]
}

/// Whether two places in one item are two: they share less than a quarter of the smaller.
fn apart(x: [u32; 2], y: [u32; 2]) -> bool {
    let len = |place: [u32; 2]| place[1].saturating_sub(place[0]);
    let both = x[1].min(y[1]).saturating_sub(x[0].max(y[0]));
    len(x) > 0 && len(y) > 0 && both * 4 < len(x).min(len(y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The two ways to keep sums agree.
        #[test]
        fn square_and_lists_agree(rows in prop::collection::btree_map((0u32..9, 0u32..9), -5.0f64..5.0, 0..40), sizes in prop::collection::vec(1u32..4, 9)) {
            let edges: Vec<Edge> = rows.into_iter().filter(|((a, b), _)| a < b).map(|((a, b), log_odds)| Edge::new(a, b, log_odds)).collect();
            let mut solver = Solver::default();
            let square: Vec<(u32, u32)> = solver.group(&edges, |item| sizes[item as usize]).collect();
            solver.read(&edges);
            solver.rank();
            solver.join_in_lists();
            let lists: Vec<(u32, u32)> = solver.named().collect();
            prop_assert_eq!(square, lists);
        }

        /// What is told by bits is told without them.
        #[test]
        fn bits_spare_nothing(rows in prop::collection::vec((0u32..9, 0u32..9, -5.0f64..5.0, 0u32..4, 0u32..4, any::<[bool; 4]>()), 0..60)) {
            let rows = rows.into_iter().filter(|(a, b, ..)| a < b);
            let edges: Vec<Edge> = rows.map(|(a, b, log_odds, x, y, [p, q, r, s])| Edge {
                places: [[x, x + 2], [y, y + 2]], parted: [p, q], whole: [r, s], ..Edge::new(a, b, log_odds)
            }).collect();
            let mut solver = Solver::default();
            let with: Vec<(u32, u32)> = solver.group(&edges, |_| 1).collect();
            solver.settled.clear();
            solver.linked.clear();
            solver.read(&edges);
            solver.rank();
            solver.join_in_square();
            prop_assert_eq!(with, solver.named().collect::<Vec<_>>());
        }

        /// Where all pairs agree no more is looked at, and it is as if it were.
        #[test]
        fn all_that_agree_are_one_group(n in 2u32..9, odds in prop::collection::vec(0.01f64..5.0, 36), lost in prop::option::of(any::<prop::sample::Index>())) {
            let all = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
            let mut edges: Vec<Edge> = all.zip(odds).map(|((a, b), log_odds)| Edge::new(a, b, log_odds)).collect();
            if let Some(lost) = lost {
                edges.swap_remove(lost.index(edges.len()));
            }
            let mut solver = Solver::default();
            let groups: Vec<(u32, u32)> = solver.group(&edges, |_| 1).collect();
            solver.mark(&edges);
            prop_assert_eq!(solver.all_agree(&edges), edges.len() == groups.len() * groups.len().saturating_sub(1) / 2);
            solver.read(&edges);
            solver.rank();
            solver.join_in_square();
            prop_assert_eq!(groups, solver.named().collect::<Vec<_>>());
        }
    }
}
