//! kinds
use super::pairing::Draft;
use super::{Quotation, QuotationKind};
use crate::document::Part;
pub(super) fn name(_text: &str, part: Part, drafts: Vec<Draft>) -> Vec<Quotation> {
    drafts
        .into_iter()
        .filter(|d| !d.pieces.is_empty())
        .map(|d| Quotation { part, pieces: d.pieces, kind: QuotationKind::Speech, parent: None, closed: d.closed })
        .collect()
}
