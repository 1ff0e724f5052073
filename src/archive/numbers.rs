//! Tables of numbers whose keys stand elsewhere.

use hashbrown::HashTable;

/// Makes `table` twice as large; `all` are the numbers in it, each with its hash, in the order in which their keys stand. A
/// table that grows by itself asks for the keys in its own order, and waits for each of them.
pub(super) fn grow(table: &mut HashTable<u32>, all: impl Iterator<Item = (u64, u32)>) {
    let more = table.len() + 1;
    // Gone before the next is there: no more is held than must be.
    *table = HashTable::new();
    *table = HashTable::with_capacity(more);
    for (hash, number) in all {
        table.insert_unique(hash, number, |_| unreachable!("there is room for all"));
    }
}
