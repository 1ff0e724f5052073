//! Which documents carry the same text, kept: what [`crate::link::reprints`] finds in a batch.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use redb::ReadableTable;

use super::document_row::{DocumentHead, ProseValue};
use super::keys::{numbers, read_u32};
use super::tables::{Fault, Fixed, Tables, decode, get, scan};
use crate::link::{MAX_SHINGLE_DOCUMENTS, Sketch, is_reprint};
use crate::model::Document;

fn shingle_key(shingle: u64, number: u32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&shingle.to_be_bytes());
    key[8..].copy_from_slice(&number.to_be_bytes());
    key
}

/// Returns the documents with a shingle; any number beyond [`MAX_SHINGLE_DOCUMENTS`] if they are
/// more.
fn holders(tables: &Tables<'_>, shingle: u64) -> Result<Vec<u32>, Fault> {
    let mut holders = Vec::new();
    scan(&tables.shingles, &shingle.to_be_bytes(), |key, _| {
        holders.push(read_u32(key, 8));
        Ok(holders.len() <= MAX_SHINGLE_DOCUMENTS)
    })?;
    Ok(holders)
}

fn sketch(tables: &Tables<'_>, number: u32) -> Result<Sketch, Fault> {
    let prose = get(&tables.prose, &number.to_be_bytes(), decode::<ProseValue>)?;
    let missing = || Fault::Corrupted(format!("document {number} is missing"));
    Ok(prose.ok_or_else(missing)??.sketch)
}

/// Returns the documents that carry the same text as a document, itself among them.
pub(super) fn same_text(
    reprints: &impl ReadableTable<Fixed<8>, ()>,
    number: u32,
) -> Result<BTreeSet<u32>, Fault> {
    let (mut same, mut open) = (BTreeSet::from([number]), vec![number]);
    while let Some(next) = open.pop() {
        scan(reprints, &next.to_be_bytes(), |key, _| {
            let other = read_u32(key, 4);
            if same.insert(other) {
                open.push(other);
            }
            Ok(true)
        })?;
    }
    Ok(same)
}

/// Returns the document that a document reprints: the first of those with the same text, by date,
/// then by id. `row` returns the row of a document.
pub(super) fn original<R: Borrow<DocumentHead>>(
    reprints: &impl ReadableTable<Fixed<8>, ()>,
    number: u32,
    row: impl Fn(u32) -> Result<R, Fault>,
) -> Result<Option<u32>, Fault> {
    let same = same_text(reprints, number)?;
    if same.len() < 2 {
        return Ok(None);
    }
    let mut ranked = Vec::new();
    for number in same {
        let row = row(number)?;
        let Document { published, id, .. } = &row.borrow().document;
        let second = published.as_ref().map_or(i64::MAX, |date| date.second());
        ranked.push((second, id.clone(), number));
    }
    let first = ranked.into_iter().min().map(|(.., first)| first);
    Ok(first.filter(|&first| first != number))
}

/// Takes out the documents `old`, and files `new`. Returns the documents whose company has changed,
/// those that are gone among them.
pub(super) fn file_sketches(
    tables: &mut Tables<'_>,
    old: &[(u32, &Sketch)],
    new: &[(u32, &Sketch)],
) -> Result<BTreeSet<u32>, Fault> {
    let enough = |(_, sketch): &&(u32, &Sketch)| sketch.is_enough();
    let (old, new): (Vec<_>, Vec<_>) =
        (old.iter().filter(enough).collect(), new.iter().filter(enough).collect());
    // The documents of each shingle that come and that go.
    let mut moved: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    for &shingle in new.iter().flat_map(|(_, sketch)| sketch.shingles()) {
        moved.entry(shingle).or_default().0 += 1;
    }
    for &shingle in old.iter().flat_map(|(_, sketch)| sketch.shingles()) {
        moved.entry(shingle).or_default().1 += 1;
    }
    let mut concerned: BTreeSet<u32> = new.iter().map(|&&(number, _)| number).collect();
    let mut may_turn = Vec::new();
    for (&shingle, &(come, gone)) in &moved {
        let was = holders(tables, shingle)?.len();
        let is_boilerplate = was > MAX_SHINGLE_DOCUMENTS;
        // Of boilerplate it is not known how many documents have it.
        if (is_boilerplate && gone > 0) || was + come > MAX_SHINGLE_DOCUMENTS {
            may_turn.push((shingle, is_boilerplate));
        }
    }
    let mut changed = BTreeSet::new();
    for &&(number, sketch) in &old {
        for shingle in sketch.shingles() {
            tables.shingles.remove(&shingle_key(*shingle, number))?;
        }
        let mut others = Vec::new();
        scan(&tables.reprints, &number.to_be_bytes(), |key, _| {
            others.push(read_u32(key, 4));
            Ok(true)
        })?;
        for other in others {
            changed.extend(same_text(&tables.reprints, other)?);
            tables.reprints.remove(&numbers(number, other))?;
            tables.reprints.remove(&numbers(other, number))?;
        }
    }
    let keys = |&&(number, sketch): &&(u32, &Sketch)| -> Vec<[u8; 12]> {
        sketch.shingles().iter().map(|&shingle| shingle_key(shingle, number)).collect()
    };
    let mut filed: Vec<[u8; 12]> = new.iter().flat_map(keys).collect();
    filed.sort_unstable();
    for key in filed {
        tables.shingles.insert(&key, ())?;
    }
    // A shingle that becomes boilerplate, or is none any more, counts for none of its documents, or
    // for all of them.
    for (shingle, was) in may_turn {
        if was != (holders(tables, shingle)?.len() > MAX_SHINGLE_DOCUMENTS) {
            scan(&tables.shingles, &shingle.to_be_bytes(), |key, _| {
                concerned.insert(read_u32(key, 8));
                Ok(true)
            })?;
        }
    }
    for number in concerned {
        let own = sketch(tables, number)?;
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for &shingle in own.shingles() {
            let holders = holders(tables, shingle)?;
            if holders.len() <= MAX_SHINGLE_DOCUMENTS {
                holders.into_iter().for_each(|other| *shared.entry(other).or_insert(0) += 1);
            }
        }
        let mut wanted = BTreeSet::new();
        for (other, shared) in shared.into_iter().filter(|&(other, _)| other != number) {
            if is_reprint(shared, &own, &sketch(tables, other)?) {
                wanted.insert(other);
            }
        }
        let mut there = BTreeSet::new();
        scan(&tables.reprints, &number.to_be_bytes(), |key, _| {
            there.insert(read_u32(key, 4));
            Ok(true)
        })?;
        if wanted == there {
            continue;
        }
        changed.extend(same_text(&tables.reprints, number)?);
        for &other in there.difference(&wanted) {
            tables.reprints.remove(&numbers(number, other))?;
            tables.reprints.remove(&numbers(other, number))?;
        }
        for &other in wanted.difference(&there) {
            tables.reprints.insert(&numbers(number, other), ())?;
            tables.reprints.insert(&numbers(other, number), ())?;
        }
        changed.extend(same_text(&tables.reprints, number)?);
    }
    Ok(changed)
}
