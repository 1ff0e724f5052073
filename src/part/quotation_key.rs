//! The place of a quotation.

/// A quotation: the number of its document, and its place there.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub(crate) struct QuotationKey {
    pub document: u32,
    pub place: u32,
}

impl QuotationKey {
    pub(crate) fn new(document: u32, place: u32) -> QuotationKey {
        QuotationKey { document, place }
    }
}
