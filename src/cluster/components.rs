//! Connected components of the positive edges, by union-find (Tarjan 1975,
//! <https://doi.org/10.1145/321879.321884>), without ranks: roots are the smallest items.

use super::edge::Edge;

/// Returns for each of the items `0..n` the smallest item of its connected component of positive
/// `edges`.
pub(crate) fn connected_components<'e>(
    n: usize,
    edges: impl Iterator<Item = &'e Edge>,
) -> Vec<u32> {
    let mut group: Vec<u32> = (0..n as u32).collect();
    for edge in edges.filter(|edge| edge.is_positive()) {
        let (a, b) = (find_root(&mut group, edge.a), find_root(&mut group, edge.b));
        group[a.max(b) as usize] = a.min(b);
    }
    (0..n as u32).map(|item| find_root(&mut group, item)).collect()
}

/// Returns the root of `item`, with path halving.
pub(super) fn find_root(group: &mut [u32], mut item: u32) -> u32 {
    while group[item as usize] != item {
        group[item as usize] = group[group[item as usize] as usize];
        item = group[item as usize];
    }
    item
}
