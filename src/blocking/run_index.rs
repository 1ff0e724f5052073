//! The blocks: which sequences share a run, and which of them are compared.
//!
//! Built in steps that can run on several threads. Each is a pure function over rows:
//! [`Postings::new`] for a range of the sequences, then [`Shard::new`] for a shard of the keys.
//! [`RunIndex::add_shard`] takes the shards as they come.

use std::ops::Range;

use super::limits::{
    HUB_COUNT, MAX_BLOCK_SIZE, MAX_COUNTED_SPEAKERS, MAX_RUN_WEIGHT, MAX_SPEAKER_BLOCK_SIZE,
    MAX_SPEAKERS, MIN_RUN_WEIGHT, RUN_WEIGHT_STEP,
};
use super::postings::{
    BlockKey, PREFETCH_SEQUENCES, Pass, Posting, Postings, PostingsScratch, SequenceRows, prefetch,
    run_key, short_fingerprint, total_weight,
};
use crate::text::Weight;

/// Flag of the last member of a block.
const LAST_MEMBER: u32 = 1 << 31;
/// Flag of a block with hubs; the other bits are its number.
const HUB_BLOCK: u32 = 1 << 31;
/// The run has no block.
const NO_BLOCK: u32 = u32::MAX;
/// Run id of a run that only one sequence has.
pub(crate) const UNSHARED: u32 = u32::MAX;

/// Number of the lowest bits of a run id that hold the number of speakers of the run. It is read
/// for all runs of a pair, which are scattered in memory.
const SPEAKER_COUNT_BITS: u32 = 5;

// Not all bits are set, so that no run id is [`UNSHARED`].
const _: () = assert!(MAX_COUNTED_SPEAKERS == (1 << SPEAKER_COUNT_BITS) - 2);

/// A run of a sequence that others share.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct SharedRun {
    sequence: u32,
    start: u32,
    /// Number of the run among all that are shared.
    run_id: u32,
    /// The position after which the candidates stand among the members, or a block with hubs.
    block: u32,
}

/// Number of postings that are prefetched together.
const PREFETCH_POSTINGS: usize = 256;

/// The blocks of a shard of the keys.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Shard {
    shared_runs: Vec<SharedRun>,
    members: Vec<u32>,
    hubs: Vec<HubBlock>,
    /// Number of shared runs.
    run_count: u32,
}

/// The lightest members of a block that no longer run splits, and the others after them.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct HubBlock {
    members: Range<u32>,
    /// The number of the first members that are hubs.
    hubs: u32,
}

/// Facts about the blocks, beside the sequences at hand.
pub(crate) trait BlockFacts<L: SequenceRows + ?Sized> {
    /// Returns the number of sequences with this key and that of their speakers, of which `sharers`
    /// are at hand; `None` if only one sequence has it, or if it does not matter that others have
    /// it that are not at hand.
    fn block(&self, key: u64, sharers: &[u32]) -> Option<(usize, u32)>;

    /// Returns the number of sequences that share a longer run, or any number beyond
    /// [`MAX_BLOCK_SIZE`] if they are more; `at_hand` are at hand. `path` are the fingerprints of
    /// the runs of growing weight by which the block `key` was split.
    fn size(&self, key: u64, path: &[u32], at_hand: usize) -> usize;

    /// Puts the hubs of a block that no longer run splits before its other members. Returns their
    /// number.
    fn sort_hubs(&self, rows: &L, key: u64, path: &[u32], members: &mut [u32]) -> usize;
}

/// All sequences are at hand, and `.0` counts the speakers of some.
struct AllSequences<S>(S);

impl<L: SequenceRows + ?Sized, S: Fn(&[u32]) -> u32> BlockFacts<L> for AllSequences<S> {
    fn block(&self, _: u64, sharers: &[u32]) -> Option<(usize, u32)> {
        Some((sharers.len(), (self.0)(sharers)))
    }

    fn size(&self, _: u64, _: &[u32], at_hand: usize) -> usize {
        at_hand
    }

    fn sort_hubs(&self, rows: &L, _: u64, _: &[u32], members: &mut [u32]) -> usize {
        members.sort_by_cached_key(|&sequence| (hub_rank(rows.words(sequence)), sequence));
        HUB_COUNT
    }
}

/// Returns the rank of a sequence among those that may be hubs: the lightest first; ties by
/// content.
pub(crate) fn hub_rank(words: impl Iterator<Item = (u64, Weight)> + Clone) -> (Weight, u64) {
    (total_weight(words.clone()), content_hash(words))
}

impl Shard {
    /// Sorts the keys of a shard and makes blocks of them. `speakers` returns the number of
    /// speakers of the sequences that share a run. O(n log n).
    pub(crate) fn new<L: SequenceRows + ?Sized>(
        rows: &L,
        shard: usize,
        postings: &[Postings],
        speakers: &impl Fn(&[u32]) -> u32,
    ) -> Shard {
        Shard::with_facts(rows, shared_postings(shard, postings, 2), &AllSequences(speakers))
    }

    #[cfg(feature = "parts")]
    /// Makes the blocks of all sequences of `rows`, of which others than these are members too, as
    /// `facts` knows.
    pub(crate) fn within<L: SequenceRows + ?Sized>(rows: &L, facts: &impl BlockFacts<L>) -> Shard {
        let all = 0..rows.count() as u32;
        let postings = [Postings::new(rows, all, Pass::ALL, 1, &mut PostingsScratch::default())];
        Shard::with_facts(rows, shared_postings(0, &postings, 1), facts)
    }

    /// Makes blocks of postings that are sorted by key, sequence and position.
    fn with_facts<L: SequenceRows + ?Sized>(
        rows: &L,
        mut postings: Vec<Posting>,
        facts: &impl BlockFacts<L>,
    ) -> Shard {
        let shared_runs = Vec::with_capacity(postings.len());
        let mut made = Shard { shared_runs, members: Vec::new(), hubs: Vec::new(), run_count: 0 };
        let all: Vec<u32> = postings.iter().map(|posting| posting.sequence).collect();
        let (mut at, mut fetched, mut sharers) = (0, 0, Vec::new());
        for group in postings.chunk_by_mut(|x, y| x.key == y.key) {
            at += group.len();
            if at > fetched {
                let next = fetched..all.len().min(at + PREFETCH_POSTINGS);
                fetched = next.end;
                prefetch(all[next].iter().map(|&sequence| rows.touch_row(sequence)));
            }
            sharers.clear();
            sharers.extend_from_slice(&all[at - group.len()..at]);
            sharers.dedup();
            let key = group[0].key();
            let Some((size, speakers)) = facts.block(key, &sharers) else { continue };
            let speakers = speakers.min(MAX_COUNTED_SPEAKERS);
            let run_id = made.run_count << SPEAKER_COUNT_BITS | speakers;
            made.run_count += 1;
            if size > max_block_size(speakers, size) {
                let weight = MIN_RUN_WEIGHT + RUN_WEIGHT_STEP;
                made.split_oversized_block(
                    rows,
                    facts,
                    (key, &mut Vec::new()),
                    group,
                    run_id,
                    weight,
                );
            } else {
                made.add_block(rows, group, run_id);
            }
        }
        made
    }

    /// Calls `visit` with the number of each sequence that has a shared run, repeatedly if it has
    /// several. They are all sequences of the shard.
    pub(crate) fn for_each_sequence(&self, mut visit: impl FnMut(u32)) {
        self.shared_runs.iter().for_each(|shared| visit(shared.sequence));
    }

    /// Gives each sequence the number that `number` returns for it. The order of the numbers must
    /// stay the same.
    pub(crate) fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        for shared in &mut self.shared_runs {
            shared.sequence = number(shared.sequence);
        }
        for member in &mut self.members {
            *member = number(*member & !LAST_MEMBER) | *member & LAST_MEMBER;
        }
    }

    /// Returns true if the shard can be added to an index in which the sequences have these
    /// lengths: a shard that was received may be damaged.
    pub(crate) fn is_valid(&self, lengths: &[u32]) -> bool {
        let Shard { shared_runs, members, hubs, .. } = self;
        // The members after a position are read up to a last one.
        let last = members.iter().rposition(|member| member & LAST_MEMBER != 0);
        let has_sequence = |sequence: u32| (sequence as usize) < lengths.len();
        let has_block = |block: u32| match block {
            NO_BLOCK => true,
            block if block & HUB_BLOCK == 0 => last.is_some_and(|last| block as usize <= last),
            block => ((block & !HUB_BLOCK) as usize) < hubs.len(),
        };
        let is_hub = |HubBlock { members: range, hubs }: &HubBlock| {
            range.end as usize <= members.len()
                && range.start.checked_add(*hubs).is_some_and(|end| end <= range.end)
        };
        let is_run = |shared: &SharedRun| {
            has_sequence(shared.sequence)
                && shared.start < lengths[shared.sequence as usize]
                && has_block(shared.block)
        };
        shared_runs.iter().all(is_run)
            && members.iter().all(|member| has_sequence(member & !LAST_MEMBER))
            && hubs.iter().all(is_hub)
    }

    /// Adds the block of `group`, whose sequences share a run of weight [`MIN_RUN_WEIGHT`]. Long
    /// sequences are candidates of each other only if they share one of weight
    /// [`LONG_MIN_RUN_WEIGHT`](super::LONG_MIN_RUN_WEIGHT).
    fn add_block<L: SequenceRows + ?Sized>(
        &mut self,
        rows: &L,
        group: &mut [Posting],
        run_id: u32,
    ) {
        // Long sequences have the first numbers.
        let (long, short) = group
            .split_at_mut(group.partition_point(|posting| posting.sequence < rows.long_count()));
        long.sort_unstable_by_key(|posting| {
            (posting.longer_runs[0], posting.sequence, posting.start)
        });
        // The first list of the short sequences, once there is one.
        let mut first: Option<Range<usize>> = None;
        let mut apart = Vec::new();
        for group in long.chunk_by(|x, y| x.longer_runs[0] == y.longer_runs[0]) {
            if group[0].longer_runs[0] == 0 || distinct_sequences(group) == 1 {
                apart.extend_from_slice(group);
                continue;
            }
            self.push_members(group, run_id);
            // All short sequences come after the long ones.
            let after = self.members.len();
            if let Some(Range { start, end }) = first {
                self.members.extend_from_within(start..end);
            } else {
                self.push_members(short, run_id);
                first = Some(after..self.members.len());
            }
            self.end_block();
        }
        if first.is_none() && !short.is_empty() {
            // A member before them, for the sequences that are candidates of them and not of each
            // other.
            self.members.extend(apart.first().map(|one| one.sequence));
            let after = self.members.len();
            self.push_members(short, run_id);
            first = Some(after..self.members.len());
            self.end_block();
        }
        let before =
            |short: Range<usize>| (short.start as u32).checked_sub(1).filter(|_| !short.is_empty());
        let block = first.and_then(before).unwrap_or(NO_BLOCK);
        for one in apart.chunk_by(|x, y| x.sequence == y.sequence) {
            self.add_shared_run(&one[0], run_id, block);
            self.add_without_block(&one[1..], run_id);
        }
    }

    /// Splits the oversized block `group` by the runs of weight `min_weight`. Small blocks are
    /// added; others are split by longer runs.
    fn split_oversized_block<L: SequenceRows + ?Sized>(
        &mut self,
        rows: &L,
        facts: &impl BlockFacts<L>,
        (key, path): (u64, &mut Vec<u32>),
        group: &mut [Posting],
        run_id: u32,
        min_weight: Weight,
    ) {
        group.sort_unstable_by_key(|posting| {
            (posting.longer_runs[1], posting.sequence, posting.start)
        });
        for group in group.chunk_by_mut(|x, y| x.longer_runs[1] == y.longer_runs[1]) {
            let run = group[0].longer_runs[1];
            if run == 0 {
                self.add_without_block(group, run_id);
                continue;
            }
            path.push(run);
            match facts.size(key, path, distinct_sequences(group)) {
                0..=1 => self.add_without_block(group, run_id),
                2..=MAX_BLOCK_SIZE => {
                    self.push_members(group, run_id);
                    self.end_block();
                }
                _ if min_weight < MAX_RUN_WEIGHT => {
                    let weight = min_weight + RUN_WEIGHT_STEP;
                    compute_longer_runs(rows, group, weight);
                    self.split_oversized_block(rows, facts, (key, path), group, run_id, weight);
                }
                _ => self.add_hub_block(rows, facts, (key, path), group, run_id),
            }
            path.pop();
        }
    }

    /// Adds the block of `group`, which no longer run splits: its sequences are candidates of the
    /// lightest of them.
    fn add_hub_block<L: SequenceRows + ?Sized>(
        &mut self,
        rows: &L,
        facts: &impl BlockFacts<L>,
        (key, path): (u64, &[u32]),
        group: &[Posting],
        run_id: u32,
    ) {
        let (first, block) = (self.members.len(), HUB_BLOCK | self.hubs.len() as u32);
        for one in group.chunk_by(|x, y| x.sequence == y.sequence) {
            self.members.push(one[0].sequence);
            self.add_shared_run(&one[0], run_id, block);
            self.add_without_block(&one[1..], run_id);
        }
        let hubs = facts.sort_hubs(rows, key, path, &mut self.members[first..]) as u32;
        self.hubs.push(HubBlock { members: first as u32..self.members.len() as u32, hubs });
    }

    /// Appends the sequences of `group` to the current block, once each, however often they have
    /// the run.
    fn push_members(&mut self, group: &[Posting], run_id: u32) {
        for one in group.chunk_by(|x, y| x.sequence == y.sequence) {
            self.add_shared_run(&one[0], run_id, self.members.len() as u32);
            self.add_without_block(&one[1..], run_id);
            self.members.push(one[0].sequence);
        }
    }

    /// Ends the current block.
    fn end_block(&mut self) {
        if let Some(last) = self.members.last_mut() {
            *last |= LAST_MEMBER;
        }
    }

    /// Adds the shared runs of `group` without a block.
    fn add_without_block(&mut self, group: &[Posting], run_id: u32) {
        group.iter().for_each(|posting| self.add_shared_run(posting, run_id, NO_BLOCK));
    }

    fn add_shared_run(&mut self, posting: &Posting, run_id: u32, block: u32) {
        self.shared_runs.push(SharedRun {
            sequence: posting.sequence,
            start: posting.start,
            run_id,
            block,
        });
    }
}

/// Returns the postings of a shard whose key at least `sharers` sequences have, one or two, sorted
/// by key, sequence and position. They are first distributed by some bits of their keys, so that
/// few are sorted at a time.
fn shared_postings(shard: usize, postings: &[Postings], sharers: usize) -> Vec<Posting> {
    let all = || postings.iter().flat_map(|postings| postings.shard(shard));
    let count: usize = postings.iter().map(|postings| postings.shard(shard).len()).sum();
    let Some(bits) = count.checked_ilog2() else { return Vec::new() };
    let slot = |posting: &Posting| (u64::from(posting.key[1]) << bits >> 32) as usize;
    // The start of each slot, then its end.
    let mut ends = vec![0u32; (1 << bits) + 1];
    all().for_each(|posting| ends[slot(posting) + 1] += 1);
    for n in 1..ends.len() {
        ends[n] += ends[n - 1];
    }
    let mut postings = vec![Posting::new(BlockKey(0), 0, 0, [0; 2]); count];
    for posting in all() {
        let end = &mut ends[slot(posting)];
        postings[*end as usize] = *posting;
        *end += 1;
    }
    let (mut first, mut kept) = (0, 0);
    for &end in &ends[..1 << bits] {
        let slot = first..end as usize;
        first = slot.end;
        // A stable sort, which keeps the order of the sequences.
        postings[slot.clone()].sort_by_key(Posting::key);
        let mut start = slot.start;
        while start < slot.end {
            let one = postings[start];
            let same =
                postings[start..slot.end].iter().take_while(|other| other.key == one.key).count();
            if sharers < 2 || postings[start + same - 1].sequence != one.sequence {
                postings.copy_within(start..start + same, kept);
                kept += same;
            }
            start += same;
        }
    }
    postings.truncate(kept);
    postings
}

/// Computes the run of weight `min_weight` of each posting of `group`, in place of the shorter one
/// that they share.
fn compute_longer_runs<L: SequenceRows + ?Sized>(
    rows: &L,
    group: &mut [Posting],
    min_weight: Weight,
) {
    for some in group.chunks_mut(PREFETCH_SEQUENCES) {
        prefetch(some.iter().map(|posting| rows.touch_words(posting.sequence, posting.start, 2)));
        for posting in some {
            posting.longer_runs[1] = short_fingerprint(run_key(
                rows.words_from(posting.sequence, posting.start),
                min_weight,
            ));
        }
    }
}

/// Returns a pseudo-random number that depends on the words of a sequence and their order.
fn content_hash(words: impl Iterator<Item = (u64, Weight)>) -> u64 {
    words.fold(!0, |hash: u64, (key, _)| {
        let mixed = (hash.rotate_left(23) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    })
}

/// Returns the maximum size of a block for a run of this number of speakers that `rows` sequences
/// share.
pub(crate) fn max_block_size(speakers: u32, rows: usize) -> usize {
    let speakers = speakers as usize;
    if speakers > MAX_SPEAKERS as usize && speakers * 3 > rows {
        0
    } else if speakers > 0 && speakers * MAX_BLOCK_SIZE / 2 <= rows {
        MAX_SPEAKER_BLOCK_SIZE
    } else {
        MAX_BLOCK_SIZE
    }
}

/// Returns the number of sequences in `group`, which is sorted by sequence.
fn distinct_sequences(group: &[Posting]) -> usize {
    1 + group.windows(2).filter(|pair| pair[0].sequence != pair[1].sequence).count()
}

/// All blocks, and the shared runs of each sequence.
#[derive(Debug)]
pub(crate) struct RunIndex {
    /// The end of the words of each sequence, among the words of all.
    ends: Vec<usize>,
    /// For each word the id of the run that begins there, and its block.
    run_ids: Vec<u32>,
    blocks: Vec<u32>,
    members: Vec<u32>,
    hubs: Vec<HubBlock>,
    /// Number of shared runs.
    run_count: u32,
}

/// Buffers of [`RunIndex::candidates`].
#[derive(Clone, Debug)]
pub(crate) struct CandidateScratch {
    /// For each sequence, one more than the sequence for which it was found last.
    last_seen: Vec<u32>,
    found: Vec<u32>,
}

impl CandidateScratch {
    /// Creates buffers for this number of sequences.
    pub(crate) fn new(rows: usize) -> CandidateScratch {
        CandidateScratch { last_seen: vec![0; rows], found: Vec::new() }
    }
}

impl RunIndex {
    /// Creates an index of `rows` without blocks.
    pub(crate) fn new<L: SequenceRows + ?Sized>(rows: &L) -> RunIndex {
        let mut words = 0;
        let end = |sequence| {
            words += rows.words(sequence).len();
            words
        };
        let ends = (0..rows.count() as u32).map(end).collect();
        let (run_ids, blocks) = (vec![UNSHARED; words], vec![NO_BLOCK; words]);
        let (members, hubs) = (Vec::new(), Vec::new());
        RunIndex { ends, run_ids, blocks, members, hubs, run_count: 0 }
    }

    /// Builds the index on one thread. `speakers` returns the number of speakers of some sequences.
    pub(crate) fn build<L: SequenceRows + ?Sized>(
        rows: &L,
        speakers: &impl Fn(&[u32]) -> u32,
    ) -> RunIndex {
        let all = 0..rows.count() as u32;
        let postings = [Postings::new(rows, all, Pass::ALL, 1, &mut PostingsScratch::default())];
        let mut index = RunIndex::new(rows);
        index.add_shard(Shard::new(rows, 0, &postings, speakers));
        index
    }

    /// Adds a shard. O(shared runs).
    pub(crate) fn add_shard(&mut self, shard: Shard) {
        // Beyond 134 million runs the ids repeat. Two runs may then be taken for one where speakers
        // are counted.
        let first = self.run_count << SPEAKER_COUNT_BITS;
        self.run_count += shard.run_count;
        let (member, hub) = (self.members.len() as u32, self.hubs.len() as u32);
        for shared in shard.shared_runs {
            let at = self.start(shared.sequence) + shared.start as usize;
            self.run_ids[at] = first.wrapping_add(shared.run_id);
            if shared.block != NO_BLOCK {
                self.blocks[at] =
                    shared.block + if shared.block & HUB_BLOCK == 0 { member } else { hub };
            }
        }
        self.members.extend(shard.members);
        self.hubs.extend(shard.hubs.into_iter().map(|HubBlock { members, hubs }| HubBlock {
            members: members.start + member..members.end + member,
            hubs,
        }));
    }

    fn start(&self, sequence: u32) -> usize {
        if sequence == 0 { 0 } else { self.ends[sequence as usize - 1] }
    }

    /// Returns the candidates of `sequence` with a greater number, in order. O(sequences that share
    /// its runs).
    pub(crate) fn candidates<'g>(
        &self,
        sequence: u32,
        scratch: &'g mut CandidateScratch,
    ) -> &'g [u32] {
        let CandidateScratch { last_seen, found } = scratch;
        found.clear();
        let mut meet = |other: u32| {
            let last = &mut last_seen[other as usize];
            if *last != sequence + 1 {
                *last = sequence + 1;
                found.push(other);
            }
        };
        let blocks = &self.blocks[self.start(sequence)..self.ends[sequence as usize]];
        let lists = blocks.iter().filter(|&&block| block & HUB_BLOCK == 0);
        prefetch(lists.map(|&block| self.members[block as usize]));
        for &block in blocks.iter().filter(|&&block| block != NO_BLOCK) {
            if block & HUB_BLOCK == 0 {
                let mut block = block as usize;
                while self.members[block] & LAST_MEMBER == 0 {
                    block += 1;
                    meet(self.members[block] & !LAST_MEMBER);
                }
            } else {
                let HubBlock { members, hubs } = &self.hubs[(block & !HUB_BLOCK) as usize];
                let crowd = &self.members[members.start as usize..members.end as usize];
                let hubs = &crowd[..*hubs as usize];
                let with = if hubs.contains(&sequence) { crowd } else { hubs };
                with.iter().filter(|&&other| other > sequence).for_each(|&other| meet(other));
            }
        }
        found.sort_unstable();
        found
    }

    /// Returns the id of the run that begins at each of the words `range` of `sequence`;
    /// [`UNSHARED`] if no other sequence has it.
    pub(crate) fn run_ids(&self, sequence: u32, range: Range<usize>) -> &[u32] {
        let start = self.start(sequence);
        &self.run_ids[start + range.start..start + range.end]
    }

    /// Returns the first of the [`run_ids`](RunIndex::run_ids) of `sequence`, or [`UNSHARED`].
    pub(crate) fn first_run_id(&self, sequence: u32) -> u32 {
        self.run_ids.get(self.start(sequence)).copied().unwrap_or(UNSHARED)
    }

    /// Returns the number of speakers of a run, counted up to [`MAX_COUNTED_SPEAKERS`].
    pub(crate) fn speaker_count(&self, run_id: u32) -> u32 {
        run_id % (1 << SPEAKER_COUNT_BITS)
    }
}
