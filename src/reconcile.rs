//! One call for a set of documents.

use crate::archive::Archive;
use crate::error::Error;
use crate::model::Document;
use crate::reconciliation::Reconciliation;
use crate::settings::Settings;

/// Reconciles `documents`: returns who printed which wording of what.
///
/// Takes documents, or references to them, from any iterator. Their order does not matter. For
/// documents that come one at a time, or are removed again, use an [`Archive`]; the two agree.
///
/// # Errors
/// When two documents have one id, or a document is longer than the limit in [`Settings`]. To keep
/// the good ones and learn of each bad one, use [`Archive::extend`].
///
/// ```
/// use variorum::Document;
///
/// let documents = [
///     Document::new("courier", "“The bridge will never be closed again,” Mayor Ada Lund said."),
///     Document::new("ledger", "Lund promised the bridge would \"never be closed again.\""),
/// ];
/// let reconciliation = variorum::reconcile(&documents)?;
/// let utterance = &reconciliation.utterances[0];
/// assert_eq!(utterance.speaker.as_deref(), Some("Ada Lund"));
/// assert_eq!(utterance.witnesses.len(), 2);
/// # Ok::<(), variorum::Error>(())
/// ```
pub fn reconcile<D: Into<Document>>(
    documents: impl IntoIterator<Item = D>,
) -> Result<Reconciliation, Error> {
    Reconciler::default().reconcile(documents)
}

/// Reconciles documents with settings.
///
/// ```
/// use variorum::{Document, Reconciler, Settings};
///
/// let reconciler = Reconciler::new(Settings::default().with_threads(1)?);
/// let reconciliation = reconciler.reconcile(&[Document::new("a", "“Never again,” she said.")])?;
/// assert_eq!(reconciliation.documents[0].quotations.len(), 1);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reconciler {
    settings: Settings,
}

impl Reconciler {
    /// Makes a reconciler with these settings.
    pub fn new(settings: Settings) -> Reconciler {
        Reconciler { settings }
    }

    /// Does what [`reconcile`] does.
    ///
    /// # Errors
    /// As [`reconcile`].
    pub fn reconcile<D: Into<Document>>(
        &self,
        documents: impl IntoIterator<Item = D>,
    ) -> Result<Reconciliation, Error> {
        let mut archive = Archive::new(self.settings.clone());
        match archive.extend(documents.into_iter().map(Into::into)).into_iter().next() {
            Some((_, error)) => Err(error),
            None => Ok(archive.reconcile()),
        }
    }
}
