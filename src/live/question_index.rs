//! The tables by which questions find utterances: who was quoted, where, when, and how much the
//! prints differ. They are kept as documents and utterances come and go.

use std::cmp::Reverse;

use xxhash_rust::xxh3::xxh3_64;

use super::document_row::DocumentValue;
use super::keys::{ALTERED, QuotationKey};
use super::tables::{Fault, Tables, get};
use super::utterance_row::UtteranceRow;
use crate::edition::{Utterance, Verdict};
use crate::model::Document;
use crate::variant::Level;

/// Returns the beginning of the keys of the quotations of a name.
pub(super) fn name_prefix(name: &str) -> [u8; 8] {
    xxh3_64(name.as_bytes()).to_be_bytes()
}

fn speaker_key(name: &str, quotation: QuotationKey) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&name_prefix(name));
    key[8..].copy_from_slice(&quotation.bytes());
    key
}

/// Returns the name under which the prints of a document count.
pub(super) fn outlet(document: &Document) -> &str {
    document.outlet.as_deref().unwrap_or(&document.id)
}

/// Returns the beginning of the keys of the documents of an outlet.
pub(super) fn outlet_prefix(outlet: &str) -> [u8; 8] {
    xxh3_64(outlet.as_bytes()).to_be_bytes()
}

fn outlet_key(document: &Document, number: u32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&outlet_prefix(outlet(document)));
    key[8..].copy_from_slice(&number.to_be_bytes());
    key
}

/// Returns a day as bytes that sort as days do.
pub(super) fn day_bytes(second: i64) -> [u8; 4] {
    let day = second.div_euclid(86_400) as i32;
    ((day as u32) ^ (1 << 31)).to_be_bytes()
}

fn day_key(second: i64, number: u32) -> [u8; 8] {
    let mut key = [0; 8];
    key[..4].copy_from_slice(&day_bytes(second));
    key[4..].copy_from_slice(&number.to_be_bytes());
    key
}

/// Returns the numbers of stated differences of level S+, S and M among the prints of an utterance.
/// The more of the gravest, the more altered.
pub(super) fn alteration(utterance: &Utterance) -> [u16; 3] {
    let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
    let mut counts = [0_u16; 3];
    for reading in readings.filter(|reading| reading.stands()) {
        let place = match reading.level {
            Level::Contradictory => 0,
            Level::Substantive => 1,
            Level::Minor => 2,
            Level::Accidental => continue,
        };
        counts[place] = counts[place].saturating_add(1);
    }
    counts
}

/// Returns the key of an utterance of several quotations: its verdict, then its rank among the most
/// altered, so that the order of keys is that of [`altered_rank`].
pub(super) fn altered_key(row: &UtteranceRow) -> [u8; ALTERED] {
    let Utterance { independent, outlets, id, .. } = &row.utterance;
    let support = [*independent, *outlets, row.utterance.print_count()];
    let most_first = |count: usize| u16::MAX - u16::try_from(count).unwrap_or(u16::MAX);
    let counts = alteration(&row.utterance).map(usize::from).into_iter().chain(support);
    // An id is `u` and twelve hexadecimal digits.
    let id = id.get(1..).and_then(|id| u64::from_str_radix(id, 16).ok()).unwrap_or(0);
    let mut key = Vec::with_capacity(ALTERED);
    key.push(verdict_byte(row.utterance.verdict));
    key.extend(counts.flat_map(|count| most_first(count).to_be_bytes()));
    key.extend(((row.first.unwrap_or(i64::MAX) as u64) ^ (1 << 63)).to_be_bytes());
    key.extend(&id.to_be_bytes()[2..]);
    key.extend(row.quotations[0].bytes());
    let mut fixed = [0; ALTERED];
    fixed.copy_from_slice(&key);
    fixed
}

/// Returns the first byte of the keys of utterances with a verdict.
pub(super) fn verdict_byte(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Single => 0,
        Verdict::Verbatim => 1,
        Verdict::Minor => 2,
        Verdict::Differing => 3,
        Verdict::Contradictory => 4,
        Verdict::AttributionConflict => 5,
    }
}

/// Returns the order of the most altered utterances.
pub(super) fn altered_rank(row: &UtteranceRow) -> impl Ord + '_ {
    (Reverse(alteration(&row.utterance)), row.rank())
}

/// Files a document. A text in question is of no outlet and no day.
pub(super) fn insert(
    tables: &mut Tables<'_>,
    number: u32,
    row: &DocumentValue,
) -> Result<(), Fault> {
    let document = &row.head.document;
    if !document.is_query() {
        tables.outlets.insert(&outlet_key(document, number), ())?;
    }
    if let Some(second) = document.printed_second() {
        tables.days.insert(&day_key(second, number), ())?;
    }
    for (name, key) in speakers(number, row) {
        tables.speakers.insert(&speaker_key(name, key), ())?;
        let count = name_count(tables, name)? + 1;
        tables.names.insert(name.as_bytes(), &count.to_be_bytes())?;
    }
    Ok(())
}

/// Takes a document out.
pub(super) fn remove(
    tables: &mut Tables<'_>,
    number: u32,
    row: &DocumentValue,
) -> Result<(), Fault> {
    let document = &row.head.document;
    tables.outlets.remove(&outlet_key(document, number))?;
    if let Some(second) = document.printed_second() {
        tables.days.remove(&day_key(second, number))?;
    }
    for (name, key) in speakers(number, row) {
        tables.speakers.remove(&speaker_key(name, key))?;
        match name_count(tables, name)? {
            0 | 1 => tables.names.remove(name.as_bytes())?,
            count => tables.names.insert(name.as_bytes(), &(count - 1).to_be_bytes())?,
        };
    }
    Ok(())
}

fn name_count(tables: &Tables<'_>, name: &str) -> Result<u32, Fault> {
    let read = |count: &[u8; 4]| u32::from_be_bytes(*count);
    Ok(get(&tables.names, name.as_bytes(), read)?.unwrap_or(0))
}

/// Returns the quotations of a document that have a name, with it.
fn speakers(number: u32, row: &DocumentValue) -> impl Iterator<Item = (&str, QuotationKey)> {
    let named = row.head.keys(number).zip(&row.quotations);
    named.filter_map(|(key, value)| Some((value.name.as_deref()?, key)))
}
