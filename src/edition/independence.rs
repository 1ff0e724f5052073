//! Counts independent outlets: all prints of one outlet count once, and so do all reprints of one
//! text.
//!
//! Witnesses are joined by union-find over their outlet and over the outlet of the text they
//! reprint. Cost: O(n log n) for n witnesses.

use std::collections::BTreeMap;

use super::witness_input::WitnessInput;

/// Returns, for each witness, the number of its independent outlet, and how many there are.
pub(super) fn independent_outlets(witnesses: &[WitnessInput<'_>]) -> (Vec<usize>, usize) {
    if witnesses.len() == 1 {
        return (vec![0], 1);
    }
    let mut root: Vec<usize> = (0..witnesses.len()).collect();
    let find = |root: &[usize], mut n: usize| {
        while root[n] != n {
            n = root[n];
        }
        n
    };
    let (mut first_of_outlet, mut first_of_origin) = (BTreeMap::new(), BTreeMap::new());
    for (n, witness) in witnesses.iter().enumerate() {
        for first in [
            *first_of_outlet.entry(witness.outlet).or_insert(n),
            *first_of_origin.entry(witness.origin_outlet).or_insert(n),
        ] {
            let (a, b) = (find(&root, first), find(&root, n));
            root[a.max(b)] = a.min(b);
        }
    }
    let mut outlets: Vec<usize> = (0..witnesses.len()).map(|n| find(&root, n)).collect();
    let mut roots = outlets.clone();
    roots.sort_unstable();
    roots.dedup();
    for outlet in &mut outlets {
        *outlet = roots.binary_search(outlet).unwrap_or(0);
    }
    (outlets, roots.len())
}

/// Returns the number of distinct values.
pub(super) fn count_distinct<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.len()
}
