//! What the whole set says of a pair, kept: the sure pairs of quotations, of which two documents
//! may have several. See [`DocumentContext`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::keys::{QuotationKey, pair, read_u32};
use super::tables::{Fault, Tables, scan};
use crate::engine::DocumentContext;
use crate::snapshot::{ClassRow, DocumentRow};

/// A day that is not known.
const UNDATED: i32 = i32::MIN;

/// Sure pairs, the smaller quotation first.
pub(super) type SurePairs = BTreeSet<(QuotationKey, QuotationKey)>;

/// Adds the sure pairs of a quotation to `found`, where `wanted` accepts the other.
pub(super) fn sure_pairs(
    tables: &Tables<'_>,
    quotation: QuotationKey,
    wanted: impl Fn(QuotationKey) -> bool,
    found: &mut SurePairs,
) -> Result<(), Fault> {
    scan(&tables.sure, &quotation.bytes(), |key, _| {
        let other = QuotationKey::read(key, 8);
        if wanted(other) {
            found.insert((quotation.min(other), quotation.max(other)));
        }
        Ok(true)
    })
}

/// Returns the earliest day before `day` on which what a quotation prints was surely printed.
fn first_print(
    tables: &Tables<'_>,
    quotation: QuotationKey,
    day: Option<i32>,
) -> Result<Option<i32>, Fault> {
    let mut first = None;
    scan(&tables.sure, &quotation.bytes(), |_, value| {
        let other = read_u32(value, 0) as i32;
        if day.is_some_and(|day| other < day) && other != UNDATED {
            first = Some(first.map_or(other, |first: i32| first.min(other)));
        }
        Ok(true)
    })?;
    Ok(first)
}

/// The counts that a change of the sure pairs changes for others.
#[derive(Debug, Default)]
pub(super) struct ChangedCounts {
    /// Pairs of documents with another number of sure pairs.
    pub documents: BTreeSet<(u32, u32)>,
    /// Quotations with another first print.
    pub first_prints: BTreeSet<QuotationKey>,
}

/// Puts the sure pairs `new` in the place of `old`. `day` returns the day of each of them.
pub(super) fn replace_sure_pairs(
    tables: &mut Tables<'_>,
    old: &SurePairs,
    new: &SurePairs,
    day: impl Fn(QuotationKey) -> Option<i32>,
) -> Result<ChangedCounts, Fault> {
    let (gone, come): (Vec<_>, Vec<_>) =
        (old.difference(new).copied().collect(), new.difference(old).copied().collect());
    let concerned: BTreeSet<QuotationKey> =
        gone.iter().chain(&come).flat_map(|&(a, b)| [a, b]).collect();
    let mut before = BTreeMap::new();
    for &quotation in &concerned {
        before.insert(quotation, first_print(tables, quotation, day(quotation))?);
    }
    let mut changed = ChangedCounts::default();
    let mut counts: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    let documents =
        |a: QuotationKey, b: QuotationKey| (a.document.min(b.document), a.document.max(b.document));
    for &(a, b) in &gone {
        tables.sure.remove(&pair(a, b))?;
        tables.sure.remove(&pair(b, a))?;
        *counts.entry(documents(a, b)).or_insert(0) -= 1;
    }
    for &(a, b) in &come {
        for (a, b) in [(a, b), (b, a)] {
            let day = day(b).unwrap_or(UNDATED) as u32;
            tables.sure.insert(&pair(a, b), &day.to_be_bytes())?;
        }
        *counts.entry(documents(a, b)).or_insert(0) += 1;
    }
    let moved = counts.into_iter().filter(|&(_, difference)| difference != 0);
    changed.documents = moved.map(|(documents, _)| documents).collect();
    for (quotation, was) in before {
        if first_print(tables, quotation, day(quotation))? != was {
            changed.first_prints.insert(quotation);
        }
    }
    Ok(changed)
}

/// Returns the context of the quotations `keys`, which are the classes of a snapshot in this order.
/// `documents` are the row and the day of each of their documents.
pub(super) fn context(
    tables: &Tables<'_>,
    keys: &[QuotationKey],
    documents: &FxHashMap<u32, (DocumentRow, Option<i32>)>,
) -> Result<DocumentContext, Fault> {
    let mut pairs = Vec::new();
    for (&number, &(row, _)) in documents {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        scan(&tables.sure, &number.to_be_bytes(), |key, _| {
            *counts.entry(QuotationKey::read(key, 8).document).or_insert(0) += 1;
            Ok(true)
        })?;
        pairs.extend(counts.into_iter().filter_map(|(other, count)| {
            documents.get(&other).map(|&(other, _)| (row, other, count))
        }));
    }
    let mut sure = Vec::new();
    for (class, &quotation) in (0..).map(ClassRow::new).zip(keys) {
        let day = documents.get(&quotation.document).and_then(|&(_, day)| day);
        scan(&tables.sure, &quotation.bytes(), |key, value| {
            let other = read_u32(value, 0) as i32;
            let earlier = day.filter(|&day| other != UNDATED && other < day).map(|_| other);
            let document = documents.get(&QuotationKey::read(key, 8).document);
            sure.push((class, document.map(|&(row, _)| row), earlier));
            Ok(true)
        })?;
    }
    Ok(DocumentContext::from_counts(pairs, sure))
}
