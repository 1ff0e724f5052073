//! Reads the quotations of documents from the tables.

use std::collections::BTreeMap;

use redb::ReadableTable;

use super::keys::QuotationKey;
use super::tables::{Bytes, Fault, Fixed, decode, scan};
use crate::model::Document;
pub(super) use crate::part::{DocumentHead, DocumentValue, ProseValue, QuotationValue};

/// Returns the values of all quotations of a document.
pub(super) fn all_quotation_values(
    table: &impl ReadableTable<Fixed<8>, Bytes>,
    number: u32,
) -> Result<BTreeMap<u32, QuotationValue>, Fault> {
    let mut values = BTreeMap::new();
    scan(table, &number.to_be_bytes(), |key, value| {
        values.insert(QuotationKey::read(key, 0).place, decode(value)?);
        Ok(true)
    })?;
    Ok(values)
}

impl QuotationValue {
    /// Returns its words; pieces are joined by a blank.
    pub(super) fn text(&self, document: &Document) -> String {
        let text = document.part(self.quotation.part);
        let pieces = self.quotation.pieces.iter().map(|piece| piece.slice(text));
        pieces.collect::<Vec<_>>().join(" ")
    }
}

impl DocumentValue {
    /// Returns the words of its quotations; pieces are joined by a blank.
    pub(super) fn quotation_texts(&self) -> Vec<String> {
        self.quotations.iter().map(|value| value.text(&self.head.document)).collect()
    }
}

impl DocumentHead {
    /// Returns the keys of its quotations; `number` is its own.
    pub(super) fn keys(&self, number: u32) -> impl Iterator<Item = QuotationKey> + use<> {
        (0..self.quotations).map(move |place| QuotationKey::new(number, place))
    }
}
