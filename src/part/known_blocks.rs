//! The blocks of the whole collection, as far as they concern a part.

use rustc_hash::FxHashMap;

use crate::blocking::{BlockFacts, SequenceRows, max_block_size};

/// The blocks that were made known.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownBlocks {
    /// The number of sequences and of speakers of each block that several sequences share.
    blocks: FxHashMap<u64, (usize, u32)>,
    /// The number of sequences and the hubs of the parts of oversized blocks.
    parts: FxHashMap<(u64, Vec<u32>), (usize, Vec<u64>)>,
}

impl KnownBlocks {
    pub(super) fn add(&mut self, key: u64, path: &[u32], size: u32, speakers: u32, hubs: &[u64]) {
        if path.is_empty() {
            self.blocks.insert(key, (size as usize, speakers));
        } else {
            self.parts.insert((key, path.to_vec()), (size as usize, hubs.to_vec()));
        }
    }
}

/// The known blocks, for the rows of a snapshot.
pub(super) struct RowFacts<'k> {
    pub known: &'k KnownBlocks,
    /// The fingerprint of each row of sequences.
    pub sequences: &'k [u64],
    /// True for the rows that several quotations have. Only of these it matters who else has a run
    /// that no other row has: for the number of speakers, when they are compared with each other.
    pub is_repeated: &'k [bool],
}

impl<L: SequenceRows + ?Sized> BlockFacts<L> for RowFacts<'_> {
    fn block(&self, key: u64, sharers: &[u32]) -> Option<(usize, u32)> {
        if let &[only] = sharers
            && !self.is_repeated[only as usize]
        {
            return None;
        }
        self.known.blocks.get(&key).copied()
    }

    fn size(&self, key: u64, path: &[u32], at_hand: usize) -> usize {
        let known = self.known.parts.get(&(key, path.to_vec()));
        known.map_or(at_hand, |&(size, _)| size)
    }

    fn sort_hubs(&self, _: &L, key: u64, path: &[u32], members: &mut [u32]) -> usize {
        let known = self.known.parts.get(&(key, path.to_vec()));
        let hubs = known.map_or(&[][..], |(_, hubs)| hubs);
        let place = |row: u32| hubs.iter().position(|&hub| hub == self.sequences[row as usize]);
        members.sort_by_key(|&row| (place(row).unwrap_or(hubs.len()), row));
        members.iter().filter(|&&row| place(row).is_some()).count()
    }
}

/// Returns true if a block of so many sequences, by so many speakers, is split by longer runs: see
/// [`crate::blocking`].
///
/// ```
/// use variorum::blocking::MAX_BLOCK_SIZE;
/// assert!(!variorum::part::is_oversized(MAX_BLOCK_SIZE, 2));
/// assert!(variorum::part::is_oversized(MAX_BLOCK_SIZE + 1, 3));
/// ```
pub fn is_oversized(sequences: usize, speakers: u32) -> bool {
    sequences > 1 && sequences > max_block_size(speakers, sequences)
}
