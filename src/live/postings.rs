//! Files the sequences of documents that come, and takes out those of documents that go; says which
//! blocks another block has become, so that pairs of others must be scored anew.

use std::collections::{BTreeMap, BTreeSet};

use redb::ReadableTable;

use super::blocks::{Blocks, FiledSequence};
use super::keys::{POSTING, QuotationKey, read_u32};
use super::tables::{Bytes, Fault, Fixed, Tables, UNCOUNTED, get, scan};
use crate::blocking::{MAX_BLOCK_SIZE, MAX_COUNTED_SPEAKERS, SPLIT_LEVELS};
use crate::part::FiledQuotation;

/// The facts that decide which members of a block are compared, and how their pairs score.
#[derive(Clone, Debug, PartialEq, Eq)]
struct BlockState {
    is_oversized: bool,
    speakers: u32,
    /// The parts of an oversized block: whole, split, or with hubs, and which.
    parts: BTreeMap<Vec<u32>, PartState>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PartState {
    Whole,
    Split,
    Hubs(Vec<u64>),
}

/// The effect that a change of a block can have on the pairs of its members.
#[derive(Clone, Copy, Debug)]
enum Stir {
    /// They can become candidates, or score more.
    Gain,
    /// They can be no candidates any more.
    Loss,
    /// Their run has more speakers; it had so many.
    Speakers(u32),
}

/// Returns the quotations with a sequence.
pub(super) fn members(tables: &Tables<'_>, sequence: u64) -> Result<Vec<QuotationKey>, Fault> {
    let mut members = Vec::new();
    scan(&tables.sequences, &sequence.to_be_bytes(), |key, _| {
        members.push(QuotationKey::read(key, 8));
        Ok(true)
    })?;
    Ok(members)
}

/// Files `new`, takes out `old`, and returns the quotations that this stirs: those whose pairs with
/// others than `new` may score otherwise.
///
/// Where a block or a part of one has grown, its pairs can but lose: they are no candidates any
/// more, or their run has more speakers. That matters only to pairs that were kept and to pairs of
/// one component; and more speakers only to those that share no run with fewer. Where it has
/// shrunk, any of its pairs can be a candidate that was none.
pub(super) fn file(
    tables: &mut Tables<'_>,
    old: &[FiledQuotation],
    new: &[FiledQuotation],
) -> Result<BTreeSet<QuotationKey>, Fault> {
    let mut sequences: BTreeMap<u64, &FiledSequence> = BTreeMap::new();
    for filed in old.iter().chain(new) {
        sequences.insert(filed.sequence.id, &filed.sequence);
    }
    let before = states(&Blocks::new(&tables.postings), &sequences)?;
    for filed in old {
        tables.sequences.remove(&sequence_key(filed))?;
    }
    // In the order of the table, so that neighbours are written one after another.
    let mut filed: Vec<_> = new.iter().map(|filed| (sequence_key(filed), filed.speaker)).collect();
    filed.sort_unstable();
    for (key, speaker) in filed {
        tables.sequences.insert(&key, &speaker.to_be_bytes())?;
    }
    let mut postings = Vec::new();
    for sequence in sequences.values() {
        refile(tables, sequence, &mut postings)?;
    }
    postings.sort_unstable();
    for (key, value) in postings {
        match value {
            Some(value) => tables.postings.insert(&key, &*value)?,
            None => tables.postings.remove(&key)?,
        };
    }
    let blocks = Blocks::new(&tables.postings);
    let after = states(&blocks, &sequences)?;
    let mut stirred = BTreeSet::new();
    let is_new: BTreeSet<QuotationKey> = new.iter().map(|filed| filed.key).collect();
    let mut stir = |key: u64, path: &[u32], by: Stir| -> Result<(), Fault> {
        let mut found = BTreeSet::new();
        blocks.for_each(key, path, |sequence| {
            found.insert(sequence);
            true
        })?;
        let mut quotations = Vec::new();
        for sequence in found {
            quotations.extend(members(tables, sequence)?);
        }
        quotations.retain(|quotation| !is_new.contains(quotation));
        match by {
            Stir::Gain => stirred.extend(quotations),
            Stir::Loss => stirred.extend(paired(tables, &quotations, None)?),
            Stir::Speakers(was) => stirred.extend(paired(tables, &quotations, Some(was))?),
        }
        Ok(())
    };
    for (&key, state) in &after {
        let was = &before[&key];
        if was.is_oversized != state.is_oversized || was.speakers != state.speakers {
            let by = if state.speakers < was.speakers || was.is_oversized && !state.is_oversized {
                Stir::Gain
            } else if state.is_oversized && !was.is_oversized {
                Stir::Loss
            } else {
                Stir::Speakers(was.speakers)
            };
            stir(key, &[], by)?;
            if was.is_oversized != state.is_oversized {
                continue;
            }
        }
        let paths: BTreeSet<&Vec<u32>> = was.parts.keys().chain(state.parts.keys()).collect();
        for path in paths {
            let (was, is) = (was.parts.get(path), state.parts.get(path));
            // A part is new where the part around it was whole.
            if was.is_some() && is.is_some() && was != is {
                let can_gain = is == Some(&PartState::Whole) || !old.is_empty();
                stir(key, path, if can_gain { Stir::Gain } else { Stir::Loss })?;
            }
        }
    }
    Ok(stirred)
}

/// Returns those of some quotations that have a pair with another of them that bears on a result;
/// if `speakers` is given, one whose run has so many.
fn paired(
    tables: &Tables<'_>,
    quotations: &[QuotationKey],
    speakers: Option<u32>,
) -> Result<BTreeSet<QuotationKey>, Fault> {
    let all: BTreeSet<QuotationKey> = quotations.iter().copied().collect();
    let mut paired = BTreeSet::new();
    for &quotation in &all {
        scan(&tables.edges, &quotation.bytes(), |key, value| {
            let other = QuotationKey::read(key, 8);
            let counted = value.get(1).copied().unwrap_or(UNCOUNTED);
            let concerned = counted == UNCOUNTED
                || speakers.is_none_or(|speakers| speakers == u32::from(counted));
            if concerned && all.contains(&other) {
                paired.extend([quotation, other]);
            }
            Ok(true)
        })?;
    }
    Ok(paired)
}

fn sequence_key(filed: &FiledQuotation) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&filed.sequence.id.to_be_bytes());
    key[8..].copy_from_slice(&filed.key.bytes());
    key
}

/// Adds the postings of a sequence to `postings` as its quotations are now, each with its value if
/// there is any of them.
fn refile(
    tables: &Tables<'_>,
    sequence: &FiledSequence,
    postings: &mut Vec<([u8; POSTING], Option<Vec<u8>>)>,
) -> Result<(), Fault> {
    let (mut speakers, mut any) = (BTreeSet::new(), false);
    scan(&tables.sequences, &sequence.id.to_be_bytes(), |_, value| {
        any = true;
        let speaker = read_u32(value, 0);
        if speaker != 0 {
            speakers.insert(speaker);
        }
        Ok(true)
    })?;
    let speakers: Vec<u32> = speakers.into_iter().take(MAX_COUNTED_SPEAKERS as usize).collect();
    for run in &sequence.runs {
        let key = sequence.posting(run);
        let value = any.then(|| sequence.value(run, &speakers));
        let is_new = |value: &Vec<u8>| {
            get(&tables.postings, &key, |old| *old == **value).map(|same| same != Some(true))
        };
        if value.as_ref().map_or(Ok(true), is_new)? {
            postings.push((key, value));
        }
    }
    Ok(())
}

/// Returns the states of the blocks of some sequences, and of the parts of blocks that these are
/// in.
fn states<T: ReadableTable<Fixed<POSTING>, Bytes>>(
    blocks: &Blocks<'_, T>,
    sequences: &BTreeMap<u64, &FiledSequence>,
) -> Result<BTreeMap<u64, BlockState>, Fault> {
    let mut states: BTreeMap<u64, BlockState> = BTreeMap::new();
    for run in sequences.values().flat_map(|sequence| &sequence.runs) {
        let block = blocks.block(run.key)?;
        let state = states.entry(run.key).or_insert_with(|| BlockState {
            is_oversized: block.is_oversized(),
            speakers: block.speakers,
            parts: BTreeMap::new(),
        });
        if !state.is_oversized {
            continue;
        }
        for level in 1..=SPLIT_LEVELS {
            let path = &run.path[..level];
            if path[level - 1] == 0 || state.parts.contains_key(path) {
                break;
            }
            let is_split = blocks.size(run.key, path)? > MAX_BLOCK_SIZE;
            let part = match is_split {
                false => PartState::Whole,
                true if level < SPLIT_LEVELS => PartState::Split,
                true => PartState::Hubs(blocks.hubs(run.key, path)?),
            };
            state.parts.insert(path.to_vec(), part);
            if !is_split {
                break;
            }
        }
    }
    Ok(states)
}
