//! Tables of numbers whose keys stand elsewhere.

use hashbrown::HashTable;

/// Makes room in `table` for half as many again, or more; `all` are the numbers in it, each with its hash, in the order in which their keys stand. A
/// table that grows by itself asks for the keys in its own order, and waits for each of them.
pub(super) fn grow(table: &mut HashTable<u32>, all: impl Iterator<Item = (u64, u32)>) {
    // By as much as it holds, and not by one: where numbers come and go, a table that is full of places once taken would be
    // made anew for each.
    let more = table.len() + table.len() / 2 + 1;
    // Gone before the next is there: no more is held than must be.
    *table = HashTable::new();
    *table = HashTable::with_capacity(more);
    for (hash, number) in all {
        table.insert_unique(hash, number, |_| unreachable!("there is room for all"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where one goes for each that comes, the table is not made anew each time.
    #[test]
    fn coming_and_going_is_cheap() {
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
