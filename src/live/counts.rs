//! What the whole set says of a pair, kept: the sure pairs of quotations, of which two documents
//! may have several. See [`DocumentContext`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::keys::{QuotationKey, pair, read_u32};
use super::tables::{Fault, Tables, scan};
use crate::engine::DocumentContext;
use crate::snapshot::{ClassRow, DocumentRow};

/// A day that is not known.
const UNDATED: i32 = i32::MIN;

/// Pairs of quotations, the smaller one first.
pub(super) type QuotationPairs = BTreeSet<(QuotationKey, QuotationKey)>;

/// Adds the sure pairs of a quotation to `found`, where `wanted` accepts the other.
pub(super) fn sure_pairs(
    tables: &Tables<'_>,
    quotation: QuotationKey,
    wanted: impl Fn(QuotationKey) -> bool,
    found: &mut QuotationPairs,
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
    old: &QuotationPairs,
    new: &QuotationPairs,
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
    let mut rows: Vec<(QuotationKey, QuotationKey)> =
        come.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
    rows.sort_unstable();
    for (a, b) in rows {
        let day = day(b).unwrap_or(UNDATED) as u32;
        tables.sure.insert(&pair(a, b), &day.to_be_bytes())?;
    }
    for &(a, b) in &come {
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

/// A sure pair of a quotation of a document: the quotation, the other one, and its day.
pub(super) type SureRow = (QuotationKey, QuotationKey, i32);

/// Returns the sure pairs of the quotations of a document, in the order of the table.
pub(super) fn sure_rows(tables: &Tables<'_>, document: u32) -> Result<Vec<SureRow>, Fault> {
    let mut rows = Vec::new();
    scan(&tables.sure, &document.to_be_bytes(), |key, value| {
        let [quotation, other] = [0, 8].map(|at| QuotationKey::read(key, at));
        rows.push((quotation, other, read_u32(value, 0) as i32));
        Ok(true)
    })?;
    Ok(rows)
}

/// Returns the context of the quotations `keys`, which are the classes of a snapshot in this order.
/// `documents` are the row and the day of each of their documents; `rows` returns the sure pairs of
/// a document.
pub(super) fn context(
    keys: &[QuotationKey],
    documents: &FxHashMap<u32, (DocumentRow, Option<i32>)>,
    rows: impl Fn(u32) -> Result<Rc<Vec<SureRow>>, Fault>,
) -> Result<DocumentContext, Fault> {
    let mut pairs = Vec::new();
    for (&number, &(row, _)) in documents {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for (_, other, _) in &*rows(number)? {
            *counts.entry(other.document).or_insert(0) += 1;
        }
        pairs.extend(counts.into_iter().filter_map(|(other, count)| {
            documents.get(&other).map(|&(other, _)| (row, other, count))
        }));
    }
    let mut sure = Vec::new();
    for (class, &quotation) in (0..).map(ClassRow::new).zip(keys) {
        let day = documents.get(&quotation.document).and_then(|&(_, day)| day);
        let rows = rows(quotation.document)?;
        let first = rows.partition_point(|row| row.0 < quotation);
        for &(_, other, printed) in rows[first..].iter().take_while(|row| row.0 == quotation) {
            let earlier = day.filter(|&day| printed != UNDATED && printed < day).map(|_| printed);
            let document = documents.get(&other.document);
            sure.push((class, document.map(|&(row, _)| row), earlier));
        }
    }
    Ok(DocumentContext::from_counts(pairs, sure))
}
