//! The blocks of [`crate::blocking`], kept in a table that grows with the archive.
//!
//! A posting is a run of a sequence. Its key begins with the run's block key, then the fingerprints
//! of the longer runs by which an oversized block is split, then weight and content of the
//! sequence. So the members of a block, or of any part of one, stand next to each other, the
//! lightest first, and the number of entries that must be read is bounded by the sizes of blocks.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use redb::ReadableTable;
use rustc_hash::FxHashMap;

use super::keys::{PATH, POSTING, SEQUENCE, WEIGHT, read_u32, read_u64};
use super::tables::{Bytes, Fault, Fixed, scan};
use crate::blocking::{
    BlockFacts, FiledRun, HUB_COUNT, LONG_SEQUENCE_WEIGHT, MAX_BLOCK_SIZE, MAX_COUNTED_SPEAKERS,
    MAX_SPEAKER_BLOCK_SIZE, SPLIT_LEVELS, SequenceRows, max_block_size,
};
pub(super) use crate::part::FiledSequence;
use crate::text::Weight;

impl FiledSequence {
    /// Returns the key of the posting of one of its runs.
    pub(super) fn posting(&self, run: &FiledRun) -> [u8; POSTING] {
        let mut key = [0; POSTING];
        key[..PATH].copy_from_slice(&run.key.to_be_bytes());
        for (level, fingerprint) in run.path.iter().enumerate() {
            key[PATH + 4 * level..][..4].copy_from_slice(&fingerprint.to_be_bytes());
        }
        // No weight is negative.
        key[WEIGHT..][..4].copy_from_slice(&self.rank.0.to_be_bytes());
        key[WEIGHT + 4..][..8].copy_from_slice(&self.rank.1.to_be_bytes());
        key[SEQUENCE..][..8].copy_from_slice(&self.id.to_be_bytes());
        key[SEQUENCE + 8..].copy_from_slice(&run.start.to_be_bytes());
        key
    }

    /// Returns the value of the posting of a run, with the fingerprints of the speakers of the
    /// sequence.
    pub(super) fn value(&self, run: &FiledRun, speakers: &[u32]) -> Vec<u8> {
        let mut value = Vec::with_capacity(4 + 4 * speakers.len());
        value.extend(run.long.to_be_bytes());
        speakers.iter().for_each(|speaker| value.extend(speaker.to_be_bytes()));
        value
    }
}

/// A member of a block that is not oversized.
#[derive(Clone, Copy, Debug)]
struct Member {
    sequence: u64,
    is_long: bool,
    long: u32,
}

/// The facts about a block that are read once.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Its sequences; any number beyond [`MAX_SPEAKER_BLOCK_SIZE`] if they are more.
    pub size: usize,
    /// Their speakers, counted up to [`MAX_COUNTED_SPEAKERS`].
    pub speakers: u32,
    members: Vec<Member>,
}

impl Block {
    pub(super) fn is_oversized(&self) -> bool {
        self.size > 1 && self.size > max_block_size(self.speakers, self.size)
    }
}

/// The blocks of a table that were read, at one moment.
#[derive(Debug, Default)]
pub(super) struct BlockCache {
    blocks: RefCell<FxHashMap<u64, Rc<Block>>>,
    sizes: RefCell<FxHashMap<(u64, Vec<u32>), usize>>,
}

/// The blocks of a table at one moment; what was read is kept.
pub(super) struct Blocks<'t, T> {
    postings: &'t T,
    cache: Rc<BlockCache>,
    /// The first fault of the storage, where a caller could not be told.
    fault: RefCell<Option<Fault>>,
}

impl<'t, T: ReadableTable<Fixed<POSTING>, Bytes>> Blocks<'t, T> {
    pub(super) fn new(postings: &'t T) -> Blocks<'t, T> {
        Blocks::with_cache(postings, Rc::default())
    }

    /// Makes the blocks of a table of which some were read, and which has not changed since.
    pub(super) fn with_cache(postings: &'t T, cache: Rc<BlockCache>) -> Blocks<'t, T> {
        Blocks { postings, cache, fault: RefCell::default() }
    }

    /// Returns the block of this key.
    pub(super) fn block(&self, key: u64) -> Result<Rc<Block>, Fault> {
        if let Some(block) = self.cache.blocks.borrow().get(&key) {
            return Ok(Rc::clone(block));
        }
        let mut block = Block::default();
        let (mut seen, mut speakers) = (BTreeSet::new(), BTreeSet::new());
        scan(self.postings, &key.to_be_bytes(), |posting, value| {
            let sequence = read_u64(posting, SEQUENCE);
            if seen.len() <= MAX_SPEAKER_BLOCK_SIZE {
                seen.insert(sequence);
                let is_long = read_u32(posting, WEIGHT) as Weight >= LONG_SEQUENCE_WEIGHT;
                block.members.push(Member { sequence, is_long, long: read_u32(value, 0) });
            }
            if speakers.len() < MAX_COUNTED_SPEAKERS as usize {
                speakers.extend((4..value.len()).step_by(4).map(|at| read_u32(value, at)));
            }
            Ok(seen.len() <= MAX_SPEAKER_BLOCK_SIZE
                || speakers.len() < MAX_COUNTED_SPEAKERS as usize)
        })?;
        block.size = seen.len();
        block.speakers = (speakers.len() as u32).min(MAX_COUNTED_SPEAKERS);
        if block.size > MAX_SPEAKER_BLOCK_SIZE {
            block.members = Vec::new();
        }
        let block = Rc::new(block);
        self.cache.blocks.borrow_mut().insert(key, Rc::clone(&block));
        Ok(block)
    }

    /// Returns the number of sequences of a part of a block; any number beyond [`MAX_BLOCK_SIZE`]
    /// if they are more.
    pub(super) fn size(&self, key: u64, path: &[u32]) -> Result<usize, Fault> {
        if let Some(&size) = self.cache.sizes.borrow().get(&(key, path.to_vec())) {
            return Ok(size);
        }
        let mut seen = BTreeSet::new();
        self.for_each(key, path, |sequence| {
            seen.insert(sequence);
            seen.len() <= MAX_BLOCK_SIZE
        })?;
        self.cache.sizes.borrow_mut().insert((key, path.to_vec()), seen.len());
        Ok(seen.len())
    }

    /// Calls `visit` with the sequences of a part of a block, in the order of paths, then the
    /// lightest first, until it returns false. A sequence that has the run twice comes twice.
    pub(super) fn for_each(
        &self,
        key: u64,
        path: &[u32],
        mut visit: impl FnMut(u64) -> bool,
    ) -> Result<(), Fault> {
        let mut prefix = key.to_be_bytes().to_vec();
        path.iter().for_each(|fingerprint| prefix.extend(fingerprint.to_be_bytes()));
        scan(self.postings, &prefix, |posting, _| Ok(visit(read_u64(posting, SEQUENCE))))
    }

    /// Returns the hubs of a block that no longer run splits, the lightest first.
    pub(super) fn hubs(&self, key: u64, path: &[u32]) -> Result<Vec<u64>, Fault> {
        let mut hubs = Vec::new();
        self.for_each(key, path, |sequence| {
            if !hubs.contains(&sequence) {
                hubs.push(sequence);
            }
            hubs.len() < HUB_COUNT
        })?;
        Ok(hubs)
    }

    /// Adds to `found` the sequences that are compared with `sequence`, by the rules of
    /// [`crate::blocking`].
    pub(super) fn candidates(
        &self,
        sequence: &FiledSequence,
        found: &mut BTreeSet<u64>,
    ) -> Result<(), Fault> {
        for run in &sequence.runs {
            let block = self.block(run.key)?;
            if block.size < 2 {
                continue;
            }
            if !block.is_oversized() {
                let both_long = |member: &Member| sequence.is_long() && member.is_long;
                let shares = |member: &&Member| {
                    !both_long(member) || (run.long != 0 && run.long == member.long)
                };
                found.extend(block.members.iter().filter(shares).map(|member| member.sequence));
                continue;
            }
            for level in 1..=SPLIT_LEVELS {
                let path = &run.path[..level];
                if path[level - 1] == 0 {
                    break;
                }
                let size = self.size(run.key, path)?;
                if size <= MAX_BLOCK_SIZE {
                    self.for_each(run.key, path, |other| {
                        found.insert(other);
                        true
                    })?;
                    break;
                }
                if level == SPLIT_LEVELS {
                    let hubs = self.hubs(run.key, path)?;
                    if hubs.contains(&sequence.id) {
                        self.for_each(run.key, path, |other| {
                            found.insert(other);
                            true
                        })?;
                    }
                    found.extend(hubs);
                }
            }
        }
        found.remove(&sequence.id);
        Ok(())
    }

    /// Returns the first fault that a caller of [`BlockFacts`] was not told.
    pub(super) fn fault(&self) -> Result<(), Fault> {
        self.fault.borrow_mut().take().map_or(Ok(()), Err)
    }

    fn note<R: Default>(&self, result: Result<R, Fault>) -> R {
        result.unwrap_or_else(|fault| {
            self.fault.borrow_mut().get_or_insert(fault);
            R::default()
        })
    }
}

/// Blocks for a snapshot whose rows have these fingerprints.
pub(super) struct RowBlocks<'b, 't, T> {
    pub blocks: &'b Blocks<'t, T>,
    /// The fingerprint of each row of sequences.
    pub sequences: &'b [u64],
    /// True for the rows that several quotations have. Only of these it matters who else has a run
    /// that no other row has: for the number of speakers, when they are compared with each other.
    pub is_repeated: &'b [bool],
}

impl<L: SequenceRows + ?Sized, T: ReadableTable<Fixed<POSTING>, Bytes>> BlockFacts<L>
    for RowBlocks<'_, '_, T>
{
    fn block(&self, key: u64, sharers: &[u32]) -> Option<(usize, u32)> {
        if let &[only] = sharers
            && !self.is_repeated[only as usize]
        {
            return None;
        }
        let block = self.blocks.note(self.blocks.block(key).map(Some))?;
        (block.size > 1).then_some((block.size, block.speakers))
    }

    fn size(&self, key: u64, path: &[u32], _: usize) -> usize {
        self.blocks.note(self.blocks.size(key, path))
    }

    fn sort_hubs(&self, _: &L, key: u64, path: &[u32], members: &mut [u32]) -> usize {
        let hubs = self.blocks.note(self.blocks.hubs(key, path));
        let place = |row: u32| hubs.iter().position(|&hub| hub == self.sequences[row as usize]);
        members.sort_by_key(|&row| (place(row).unwrap_or(hubs.len()), row));
        members.iter().filter(|&&row| place(row).is_some()).count()
    }
}
