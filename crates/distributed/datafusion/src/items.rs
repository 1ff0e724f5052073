//! What a part of the collection is told, as rows of one table: a group of rows is one part.
//!
//! | kind | is | fields |
//! |---|---|---|
//! | 1 | a document | `document`, `bytes` |
//! | 2 | a quotation | `document`, `place`, `bytes` |
//! | 3 | a wanted pair of sequences | `a`, `b` |
//! | 4 | a block, or a part of one | `a` (key), `p1`–`p3`, `n` (sequences), `place` (speakers) |
//! | 5 | a hub of a part of a block | `a` (key), `p1`–`p3`, `b` (sequence) |
//! | 6 | the sure pairs of two documents | `document`, `other`, `n` |
//! | 7 | a sure pair of a quotation | `document`, `place`, `other`, `day` |
//! | 8 | a quotation of the components | `document`, `place` |
//! | 9 | the document that one reprints | `document`, `bytes` |
//! | 10 | where a transcript has a quotation | `document`, `place`, `bytes` |
//! | 11 | the prose of a document | `document`, `bytes` |
//! | 12 | a quotation that is alone | `document`, `place` |

use std::collections::BTreeMap;

use datafusion::arrow::array::{
    Array, AsArray, BinaryArray, ListArray, PrimitiveArray, StringArray, StructArray,
};
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, Int32Type, UInt8Type, UInt32Type, UInt64Type,
};
use datafusion::error::{DataFusionError, Result};
use variorum::Settings;
use variorum::part::{CollectionPart, QuotationPlace};
use variorum::record::RecordMatch;

use crate::context::library_error;

/// The kinds of items.
pub(crate) mod kind {
    pub const DOCUMENT: u8 = 1;
    pub const QUOTATION: u8 = 2;
    pub const PAIR: u8 = 3;
    pub const BLOCK: u8 = 4;
    pub const HUB: u8 = 5;
    pub const KIN: u8 = 6;
    pub const SURE: u8 = 7;
    pub const MEMBER: u8 = 8;
    pub const ORIGINAL: u8 = 9;
    pub const RECORD: u8 = 10;
    pub const PROSE: u8 = 11;
    pub const ALONE: u8 = 12;
}

/// A part of the collection, with what is asked of it.
pub(crate) struct Task<'s> {
    pub part: CollectionPart<'s>,
    pub pairs: Vec<(u64, u64)>,
    pub members: Vec<QuotationPlace>,
    pub alone: Vec<QuotationPlace>,
}

/// The columns of items.
struct Columns<'a> {
    kind: &'a PrimitiveArray<UInt8Type>,
    document: &'a StringArray,
    other: &'a StringArray,
    place: &'a PrimitiveArray<UInt32Type>,
    count: &'a PrimitiveArray<UInt32Type>,
    day: &'a PrimitiveArray<Int32Type>,
    a: &'a PrimitiveArray<UInt64Type>,
    b: &'a PrimitiveArray<UInt64Type>,
    path: [&'a PrimitiveArray<UInt32Type>; 3],
    bytes: &'a BinaryArray,
}

impl<'a> Columns<'a> {
    fn new(items: &'a StructArray) -> Columns<'a> {
        fn numbers<T: ArrowPrimitiveType>(items: &StructArray, n: usize) -> &PrimitiveArray<T> {
            items.column(n).as_primitive()
        }
        Columns {
            kind: numbers(items, 0),
            document: items.column(1).as_string(),
            other: items.column(2).as_string(),
            place: numbers(items, 3),
            count: numbers(items, 4),
            day: numbers(items, 5),
            a: numbers(items, 6),
            b: numbers(items, 7),
            path: [numbers(items, 8), numbers(items, 9), numbers(items, 10)],
            bytes: items.column(11).as_binary(),
        }
    }

    fn path(&self, row: usize) -> Vec<u32> {
        self.path.iter().map(|level| level.value(row)).take_while(|&run| run != 0).collect()
    }

    fn quotation(&self, row: usize) -> QuotationPlace {
        QuotationPlace::new(self.document.value(row), self.place.value(row))
    }
}

/// Makes the part of each row of a list of items, and calls `work` with it.
pub(crate) fn for_each_task<'s>(
    items: &ListArray,
    settings: &'s Settings,
    mut work: impl FnMut(Task<'s>) -> Result<()>,
) -> Result<()> {
    for row in 0..items.len() {
        let items = items.value(row);
        work(task(items.as_struct(), settings)?)?;
    }
    Ok(())
}

fn task<'s>(items: &StructArray, settings: &'s Settings) -> Result<Task<'s>> {
    let columns = Columns::new(items);
    let mut part = CollectionPart::new(settings);
    let (mut pairs, mut members, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let mut heads: BTreeMap<&str, &[u8]> = BTreeMap::new();
    let mut prose: BTreeMap<&str, &[u8]> = BTreeMap::new();
    let mut quotations: BTreeMap<&str, BTreeMap<u32, &[u8]>> = BTreeMap::new();
    let mut hubs: BTreeMap<(u64, Vec<u32>), Vec<u64>> = BTreeMap::new();
    for row in 0..items.len() {
        let (document, bytes) = (columns.document.value(row), columns.bytes.value(row));
        match columns.kind.value(row) {
            kind::DOCUMENT => _ = heads.insert(document, bytes),
            kind::PROSE => _ = prose.insert(document, bytes),
            kind::QUOTATION => {
                let of_document = quotations.entry(document).or_default();
                of_document.insert(columns.place.value(row), bytes);
            }
            kind::PAIR => pairs.push((columns.a.value(row), columns.b.value(row))),
            kind::HUB => {
                let key = (columns.a.value(row), columns.path(row));
                hubs.entry(key).or_default().push(columns.b.value(row));
            }
            _ => {}
        }
    }
    for (document, quotations) in &quotations {
        let head = heads.get(document).ok_or_else(|| {
            DataFusionError::Execution(format!("a part lacks the document {document:?}"))
        })?;
        let quotations = quotations.iter().map(|(&place, &bytes)| (place, bytes));
        let prose = prose.get(document).copied();
        part.add_document(head, prose, quotations).map_err(library_error)?;
    }
    // Documents without quotations matter only where they come with their prose.
    for (document, prose) in prose.iter().filter(|(id, _)| !quotations.contains_key(*id)) {
        if let Some(head) = heads.get(document) {
            part.add_document(head, Some(prose), []).map_err(library_error)?;
        }
    }
    for row in 0..items.len() {
        match columns.kind.value(row) {
            kind::BLOCK => {
                let (key, path) = (columns.a.value(row), columns.path(row));
                let no_hubs = Vec::new();
                // All hubs are as light as each other or lighter than the others: any order does.
                let hubs = hubs.get(&(key, path.clone())).unwrap_or(&no_hubs);
                part.add_block(
                    key,
                    &path,
                    columns.count.value(row),
                    columns.place.value(row),
                    hubs,
                );
            }
            kind::KIN => part.add_kin(
                columns.document.value(row),
                columns.other.value(row),
                columns.count.value(row),
            ),
            kind::SURE => {
                let day = columns.day.is_valid(row).then(|| columns.day.value(row));
                part.add_sure_pair(&columns.quotation(row), columns.other.value(row), day);
            }
            kind::MEMBER => members.push(columns.quotation(row)),
            kind::ALONE => alone.push(columns.quotation(row)),
            kind::ORIGINAL => part
                .add_original(columns.document.value(row), columns.bytes.value(row))
                .map_err(library_error)?,
            kind::RECORD => {
                let record: RecordMatch = serde_json::from_slice(columns.bytes.value(row))
                    .map_err(|error| DataFusionError::External(Box::new(error)))?;
                part.add_record(&columns.quotation(row), record);
            }
            _ => {}
        }
    }
    Ok(Task { part, pairs, members, alone })
}
