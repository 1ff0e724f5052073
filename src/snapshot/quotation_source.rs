//! Places of quotations in a store.

use std::borrow::Cow;

use crate::blocking::SequenceId;
use crate::store::{StandaloneId, Store, StoredDocument, StoredQuotation};

/// The place of a quotation in a store.
#[derive(Clone, Copy, Debug)]
pub(crate) enum QuotationSource<'s> {
    /// It is the quotation of this document at this place.
    Extracted(&'s StoredDocument, u32),
    /// It was handed in without its document.
    Standalone(StandaloneId),
}

impl<'s> QuotationSource<'s> {
    /// Returns its document and the quotation; `None` for standalone quotations.
    pub(crate) fn extracted(self) -> Option<(&'s StoredDocument, &'s StoredQuotation)> {
        match self {
            QuotationSource::Extracted(document, n) => {
                Some((document, &document.quotations[n as usize]))
            }
            QuotationSource::Standalone(_) => None,
        }
    }

    /// Returns its id.
    pub(crate) fn id(self, store: &'s impl Store) -> &'s str {
        match self {
            QuotationSource::Extracted(document, n) => &document.quotations[n as usize].id,
            QuotationSource::Standalone(id) => store.standalone().id(id),
        }
    }

    /// Returns its text.
    pub(super) fn text(self, store: &'s impl Store) -> Cow<'s, str> {
        match self {
            QuotationSource::Extracted(document, n) => {
                Cow::Owned(document.text(&document.quotations[n as usize]))
            }
            QuotationSource::Standalone(id) => Cow::Borrowed(store.standalone().text(id)),
        }
    }

    /// Returns its words.
    pub(super) fn sequence(self, store: &impl Store) -> Option<SequenceId> {
        match self {
            QuotationSource::Extracted(document, n) => document.quotations[n as usize].sequence,
            QuotationSource::Standalone(id) => store.standalone().sequence(id),
        }
    }
}
