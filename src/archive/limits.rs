//! Refusals of an archive: of ids that are taken, and of input beyond the limits of its settings.

use super::Archive;
use crate::error::{Error, ErrorKind};
use crate::model::Document;
use crate::settings::Settings;
use crate::span::Span;
use crate::store::{ExtractedDocument, NewStandalone, Store, StoredQuotation, hash_str};
use crate::text::tokenize_pieces;

/// The subject of an error about an archive that is full.
const WITH_DOCUMENT: &str = "the archive with document";

/// Returns an error if `value` is above the limit that the setting `name` gives.
fn check_limit(
    name: &'static str,
    [what, unit]: [&'static str; 2],
    id: &str,
    value: u64,
    limit: u64,
) -> Result<(), Error> {
    if value <= limit {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Limit { name, what, id: id.to_owned(), value, unit, limit }))
}

/// Checks the length of a document.
#[cfg(feature = "parts")]
pub(crate) fn check_length(settings: &Settings, document: &Document) -> Result<(), Error> {
    let title = document.title.as_ref().map_or(0, String::len);
    let (bytes, limit) = (document.text.len().max(title), settings.document_bytes);
    let unit = ["document", "bytes"];
    check_limit("document_bytes", unit, &document.id, bytes as u64, limit as u64)
}

/// Checks the lengths of the quotations of a document.
pub(crate) fn check_quotations_of(
    settings: &Settings,
    document: &Document,
    extracted: &ExtractedDocument,
) -> Result<(), Error> {
    for StoredQuotation { id, quotation, .. } in &extracted.quotations {
        check_words(settings, id, document.part(quotation.part), &quotation.pieces)?;
    }
    Ok(())
}

/// Checks that an archive of `held` documents has room for `more`.
#[cfg(feature = "archive")]
pub(crate) fn check_documents(
    settings: &Settings,
    id: &str,
    held: u64,
    more: u64,
) -> Result<(), Error> {
    let unit = [WITH_DOCUMENT, "documents"];
    check_limit("documents", unit, id, held + more, settings.documents as u64)
}

/// Checks the number of words in these pieces of `text`.
fn check_words(settings: &Settings, id: &str, text: &str, pieces: &[Span]) -> Result<(), Error> {
    let limit = settings.quotation_words;
    // No word is shorter than a byte, so the words of nearly all need not be counted.
    if pieces.iter().map(|piece| piece.len()).sum::<usize>() <= limit {
        return Ok(());
    }
    let words = tokenize_pieces(text, pieces).iter().filter(|token| token.class.is_word()).count();
    check_limit("quotation_words", ["quotation", "words"], id, words as u64, limit as u64)
}

pub(crate) fn duplicate(what: &'static str, id: &str) -> Error {
    Error::new(ErrorKind::Duplicate { what, id: id.to_owned() })
}

impl Archive {
    /// Checks a document before it is read.
    pub(super) fn check(&self, document: &Document) -> Result<(), Error> {
        let title = document.title.as_ref().map_or(0, String::len);
        self.check_id(&document.id, document.text.len().max(title))
    }

    /// Checks the id and the length of a document.
    pub(super) fn check_id(&self, id: &str, bytes: usize) -> Result<(), Error> {
        self.check_hashed(id, hash_str(id), bytes, 0)
    }

    /// Does the same with the hash of the id. `lent` bytes of the store are elsewhere at the
    /// moment.
    fn check_hashed(&self, id: &str, hash: u64, bytes: usize, lent: usize) -> Result<(), Error> {
        if self.store.document(id).is_some()
            || self.store.standalone.find_hashed(id, hash).is_some()
        {
            return Err(duplicate("document", id));
        }
        let Settings { document_bytes, documents, memory, .. } = self.settings;
        let (held, document_bytes) = (self.memory(), document_bytes as u64);
        let unit = ["document", "bytes"];
        check_limit("document_bytes", unit, id, bytes as u64, document_bytes)?;
        let unit = [WITH_DOCUMENT, "documents"];
        check_limit("documents", unit, id, self.len() as u64 + 1, documents as u64)?;
        let unit = [WITH_DOCUMENT, "bytes, as estimated"];
        check_limit("memory", unit, id, held.saturating_add((bytes + lent) as u64), memory)
    }

    /// Checks that there is room for `more` quotations.
    fn check_quotations(&self, id: &str, more: usize) -> Result<(), Error> {
        let count = self.store.quotation_count().saturating_add(more);
        let (unit, limit) = ([WITH_DOCUMENT, "quotations"], self.settings.quotations);
        check_limit("quotations", unit, id, count as u64, limit as u64)
    }

    /// Checks that there is room for what was extracted from a document.
    pub(super) fn check_extracted(
        &self,
        document: &Document,
        extracted: &ExtractedDocument,
    ) -> Result<(), Error> {
        self.check_quotations(&document.id, extracted.quotations.len())?;
        check_quotations_of(&self.settings, document, extracted)?;
        // A standalone quotation may have an id that one of these would get.
        let standalone = &self.store.standalone;
        if !standalone.is_empty()
            && let Some(StoredQuotation { id, .. }) =
                extracted.quotations.iter().find(|stored| standalone.find(&stored.id).is_some())
        {
            return Err(duplicate("quotation", id));
        }
        Ok(())
    }

    /// Checks a standalone quotation; `lent` bytes of the store are elsewhere at the moment.
    pub(super) fn check_standalone(
        &self,
        new: &NewStandalone<'_>,
        lent: usize,
    ) -> Result<(), Error> {
        let NewStandalone { id, hash, text, .. } = *new;
        self.check_hashed(id, hash, text.len(), lent)?;
        self.check_quotations(id, 1)?;
        check_words(&self.settings, id, text, &[Span::new(0, text.len())])?;
        if self.store.has_extracted(id) {
            return Err(duplicate("quotation", id));
        }
        Ok(())
    }
}
