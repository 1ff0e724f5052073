//! Reads the quotations of documents from the tables.

use std::collections::BTreeMap;

use redb::ReadableTable;

use super::keys::QuotationKey;
use super::tables::{Bytes, Fault, decode, get, scan};
pub(super) use crate::part::{DocumentHead, DocumentValue, ProseValue, QuotationValue};

/// Returns the values of some quotations of a document.
pub(super) fn quotation_values(
    table: &impl ReadableTable<Bytes, Bytes>,
    number: u32,
    places: impl IntoIterator<Item = u32>,
) -> Result<BTreeMap<u32, QuotationValue>, Fault> {
    let mut values = BTreeMap::new();
    for place in places {
        let key = QuotationKey::new(number, place);
        let value = get(table, &key.bytes(), decode::<QuotationValue>)?;
        let missing = || Fault::Corrupted(format!("a quotation is missing: {key:?}"));
        values.insert(place, value.ok_or_else(missing)??);
    }
    Ok(values)
}

/// Returns the values of all quotations of a document.
pub(super) fn all_quotation_values(
    table: &impl ReadableTable<Bytes, Bytes>,
    number: u32,
) -> Result<BTreeMap<u32, QuotationValue>, Fault> {
    let mut values = BTreeMap::new();
    scan(table, &number.to_be_bytes(), |key, value| {
        values.insert(QuotationKey::read(key, 0).place, decode(value)?);
        Ok(true)
    })?;
    Ok(values)
}

impl DocumentValue {
    /// Returns the words of its quotations; pieces are joined by a blank.
    pub(super) fn quotation_texts(&self) -> Vec<String> {
        let text = |value: &QuotationValue| {
            let text = self.head.document.part(value.quotation.part);
            let pieces = value.quotation.pieces.iter().map(|piece| piece.slice(text));
            pieces.collect::<Vec<_>>().join(" ")
        };
        self.quotations.iter().map(text).collect()
    }
}

impl DocumentHead {
    /// Returns the keys of its quotations; `number` is its own.
    pub(super) fn keys(&self, number: u32) -> impl Iterator<Item = QuotationKey> + use<> {
        (0..self.quotations).map(move |place| QuotationKey::new(number, place))
    }
}
