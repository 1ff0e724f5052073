//! Growth of hash tables of ids whose keys are kept elsewhere.

use hashbrown::HashTable;

/// Makes room in `table` for at least half as many entries again. `entries` are the ids in it, each
/// with its hash, in the order in which their keys are kept.
///
/// A table that grows by itself looks the keys up in its own order, and waits for memory at each of
/// them.
pub(super) fn grow(table: &mut HashTable<u32>, entries: impl Iterator<Item = (u64, u32)>) {
    // Not by one: where ids come and go, a table full of tombstones would be made anew for each.
    let more = table.len() + table.len() / 2 + 1;
    // The old table is freed before the new one is made, so that both are never held.
    *table = HashTable::new();
    *table = HashTable::with_capacity(more);
    for (hash, id) in entries {
        table.insert_unique(hash, id, |_| unreachable!("there is room for all"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table in which one id is removed for each that is added is not made anew each time.
    #[test]
    fn turnover_is_cheap() {
        let hash = |n: u32| u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (mut table, mut grown) = (HashTable::new(), 0);
        for n in 0..20_000u32 {
            // As many as fill it to the last place, and then always as many.
            let oldest = n.saturating_sub(7 * 1024 - 1);
            if oldest > 0 {
                table
                    .find_entry(hash(oldest - 1), |&other| other == oldest - 1)
                    .expect("it was put in")
                    .remove();
            }
            if table.len() == table.capacity() {
                grown += 1;
                grow(&mut table, (oldest..n).map(|n| (hash(n), n)));
            }
            table.insert_unique(hash(n), n, |&n| hash(n));
        }
        assert!(grown < 40, "{grown}");
        assert!(
            (20_000 - 7 * 1024 + 1..20_000)
                .all(|n| table.find(hash(n), |&other| other == n).is_some())
        );
    }
}
