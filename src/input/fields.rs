//! Sets the optional fields of documents and standalone quotations from text.

use std::path::Path;

use super::lines::excerpt;
#[cfg(feature = "json")]
use crate::model::StandaloneQuotation;
use crate::model::{Document, DocumentKind, Published};

/// Sets one field of a document. `key` is one of [`KEYS`](super::front_matter::KEYS); a blank value
/// is ignored.
///
/// # Errors
/// The value is not one of its field; the reason says so, and the document is kept without it.
pub(super) fn set_document_field(
    document: &mut Document,
    key: &str,
    value: &str,
) -> Result<(), String> {
    let value = value.trim();
    let known = || (!value.is_empty()).then(|| value.to_owned());
    match key {
        "outlet" => document.outlet = known().or(document.outlet.take()),
        "title" => document.title = known(),
        "url" => document.url = known(),
        "language" => document.language = known(),
        "speaker" => document.speaker = known(),
        "published" => document.published = parse_date(value, "document")?,
        "kind" => match value.to_ascii_lowercase().as_str() {
            "" | "article" => document.kind = DocumentKind::Article,
            "transcript" => document.kind = DocumentKind::Transcript,
            "query" => document.kind = DocumentKind::Query,
            _ => {
                let value = excerpt(value);
                return Err(format!(
                    "kind: {value:?} is none of article, transcript, query; \
                     the document is kept as article"
                ));
            }
        },
        _ => {}
    }
    Ok(())
}

/// Sets one field of a standalone quotation; a blank value is ignored.
///
/// # Errors
/// The date is malformed; the reason says so, and the quotation is kept without it.
#[cfg(feature = "json")]
pub(super) fn set_quotation_field(
    quotation: &mut StandaloneQuotation,
    key: &str,
    value: String,
) -> Result<(), String> {
    let value = Some(value).filter(|value| !value.trim().is_empty());
    match key {
        "speaker" => quotation.speaker = value,
        "outlet" => quotation.outlet = value,
        "document" => quotation.document = value,
        "language" => quotation.language = value,
        "published" => {
            quotation.published = parse_date(value.as_deref().unwrap_or(""), "quotation")?;
        }
        _ => {}
    }
    Ok(())
}

/// Parses a date of publication; a blank one is none.
///
/// # Errors
/// The date is malformed; the reason says that the `kept` (a document, a quotation) is kept without
/// it.
pub(crate) fn parse_date(value: &str, kept: &str) -> Result<Option<Published>, String> {
    if value.trim().is_empty() {
        return Ok(None);
    }
    value
        .parse()
        .map(Some)
        .map_err(|error| format!("published: {error}; the {kept} is kept without it"))
}

/// Returns the name of a file without its folders and its ending.
pub(super) fn file_stem(name: &str) -> Option<String> {
    Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned())
}
