//! The archive: documents that are added, replaced and removed one at a time or many at once, and
//! the utterances that they report.
//!
//! [`Archive`] is a facade. It extracts documents and puts them into a [`store`](crate::store); to
//! reconcile, it takes a [`snapshot`](crate::snapshot) and runs the stages of the
//! [`engine`](crate::engine). Batch work is an archive in memory: there is one path.

mod limits;
mod results;
#[cfg(feature = "json")]
mod standalone_reader;

use std::ops::ControlFlow;
use std::sync::Arc;

#[cfg(feature = "archive")]
pub(crate) use limits::{check_documents, duplicate};
#[cfg(feature = "parts")]
pub(crate) use limits::{check_length, check_quotations_of};
pub use results::Compared;

use crate::engine::DocumentExtractor;
use crate::error::Error;
use crate::model::{Decision, Document, Skipped, StandaloneQuotation};
use crate::parallel::{ScratchPool, Workers};
use crate::progress::{Monitor, Progress, ProgressStep, UNOBSERVED, observe};
#[cfg(doc)]
use crate::record::Transcript;
use crate::settings::Settings;
use crate::store::{ExtractedDocument, MemoryStore, NewStandalone, Store, StoredDocument};
use crate::text;

/// Documents, added one at a time or many at once, and the utterances that they report.
///
/// ```
/// use variorum::{Archive, Document};
///
/// let mut archive = Archive::default();
/// for (id, outlet, text) in [
///     ("a", "A", "“We shall never accept these tariffs,” Ms. Okafor said."),
///     ("b", "B", "Ms. Okafor said: \"We shall never accept the tariffs.\""),
/// ] {
///     archive.add(Document::new(id, text).with_outlet(outlet))?;
/// }
/// let reconciliation = archive.reconcile();
/// assert_eq!(reconciliation.utterances.len(), 1);
/// assert_eq!(reconciliation.utterances[0].outlets, 2);
///
/// archive.remove("b");
/// assert_eq!(archive.reconcile().utterances[0].outlets, 1);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Debug)]
pub struct Archive {
    settings: Settings,
    workers: Arc<Workers>,
    store: MemoryStore,
    /// For documents that come one at a time.
    extractor: DocumentExtractor,
}

impl Default for Archive {
    fn default() -> Archive {
        Archive::new(Settings::default())
    }
}

/// Returns an extractor that reads as the settings say.
pub(crate) fn document_extractor(settings: &Settings) -> DocumentExtractor {
    let extractor = DocumentExtractor::new(&settings.language_data);
    match settings.indirect {
        true => extractor.with_indirect(&settings.language_data),
        false => extractor,
    }
}

impl Archive {
    /// Makes an empty archive.
    pub fn new(settings: Settings) -> Archive {
        Archive {
            workers: Arc::new(Workers::new(settings.threads)),
            store: MemoryStore::default(),
            extractor: document_extractor(&settings),
            settings,
        }
    }

    /// Adds a document. Cost: linear in its text.
    ///
    /// # Errors
    /// When its id is taken, its text or a quotation in it is longer than the limit, or the archive
    /// is full (see [`Settings`] for the limits). The archive is then as before.
    pub fn add(&mut self, document: Document) -> Result<(), Error> {
        self.check(&document)?;
        let extracted = self.extractor.extract(&document);
        self.check_extracted(&document, &extracted)?;
        self.store.insert(document, extracted);
        Ok(())
    }

    /// Adds documents, on as many threads as are set. Returns those that cannot be added, each with
    /// its error; the others are added. Documents are taken as they are needed: some thousands are
    /// held at a time beside the archive.
    pub fn extend(
        &mut self,
        documents: impl IntoIterator<Item = Document>,
    ) -> Vec<(Document, Error)> {
        self.add_all(documents.into_iter(), &Monitor::default()).expect(UNOBSERVED)
    }

    /// Does what [`Archive::extend`] does, and reports progress as
    /// [`Archive::reconcile_with_progress`] does. The total grows where the iterator does not know
    /// how many documents it has.
    ///
    /// # Errors
    /// When `observer` breaks: none of the documents is added then.
    pub fn extend_with_progress(
        &mut self,
        documents: impl IntoIterator<Item = Document>,
        observer: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Vec<(Document, Error)>, Error> {
        observe(observer, |monitor| self.add_all(documents.into_iter(), &monitor))
    }

    /// Makes the word lists that reading documents needs, on as many threads as are set: once in
    /// the life of a process, some milliseconds. They are made when they are first needed; but it
    /// can be done while articles are fetched, say.
    ///
    /// ```
    /// use variorum::{Archive, Document};
    ///
    /// let mut archive = Archive::default();
    /// let text = std::thread::scope(|scope| {
    ///     scope.spawn(|| archive.prepare());
    ///     "“Never again,” she said.".to_owned() // from a slow disk
    /// });
    /// archive.add(Document::new("a", text))?;
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn prepare(&self) {
        // Two threads that want one list would wait for each other.
        let registry = self.settings.language_data.registry();
        self.workers.join(|| registry.prepare(), text::load_word_lists);
    }

    fn add_all(
        &mut self,
        mut documents: impl Iterator<Item = Document>,
        monitor: &Monitor<'_>,
    ) -> Result<Vec<(Document, Error)>, Error> {
        let (known, most) = documents.size_hint();
        let step = monitor.step(ProgressStep::Reading, known);
        let workers = Arc::clone(&self.workers);
        if most != Some(known) || known > 1 {
            self.prepare();
        }
        let (extractors, mut added) = (ScratchPool::default(), Vec::new());
        let (mut refused, mut refused_late) = (Vec::new(), Vec::new());
        let mut waiting: Vec<(Document, ExtractedDocument)> = Vec::new();
        let settings = self.settings.clone();
        let scratch = || document_extractor(&settings);
        // One thread adds what was extracted while the others extract more.
        while !step.is_cancelled() {
            let block = self.next_block(&mut documents, &mut refused);
            if block.is_empty() && waiting.is_empty() {
                break;
            }
            let last = std::mem::take(&mut waiting);
            let extract = || {
                workers.map_observed_by(
                    &extractors,
                    &step,
                    &block,
                    scratch,
                    |extractor, document| extractor.extract(document),
                )
            };
            let add = || self.add_extracted(last, &mut added, &mut refused_late);
            let ((), extracted) = workers.join(add, extract);
            waiting.extend(block.into_iter().zip(extracted.unwrap_or_default()));
        }
        if !step.is_cancelled() {
            step.finish();
        }
        // Work that the last report cancelled is cancelled too.
        if step.is_cancelled() {
            added.iter().for_each(|id| _ = self.remove(id));
            return Err(step.cancelled());
        }
        refused.append(&mut refused_late);
        Ok(refused)
    }

    /// Takes documents that are read before others are added: half of those that are left, so that
    /// few are left to be added when all are read.
    fn next_block(
        &self,
        documents: &mut impl Iterator<Item = Document>,
        refused: &mut Vec<(Document, Error)>,
    ) -> Vec<Document> {
        let size = match documents.size_hint() {
            (known, Some(most)) if known == most => {
                (known / 2).clamp(MIN_BLOCK_DOCUMENTS, MAX_BLOCK_DOCUMENTS)
            }
            _ => STREAM_BLOCK_DOCUMENTS,
        };
        let mut block = Vec::new();
        while block.len() < size {
            let Some(document) = documents.next() else { break };
            match self.check(&document) {
                Ok(()) => block.push(document),
                Err(error) => refused.push((document, error)),
            }
        }
        block
    }

    /// Adds extracted documents. Appends the ids of those that were added to `added`, and the
    /// others to `refused`.
    fn add_extracted(
        &mut self,
        extracted: Vec<(Document, ExtractedDocument)>,
        added: &mut Vec<String>,
        refused: &mut Vec<(Document, Error)>,
    ) {
        for (document, extracted) in extracted {
            // Two of them may have one id: only here that shows.
            let checked = self
                .check_id(&document.id, 0)
                .and_then(|()| self.check_extracted(&document, &extracted));
            match checked {
                Ok(()) => {
                    added.push(document.id.clone());
                    self.store.insert(document, extracted);
                }
                Err(error) => refused.push((document, error)),
            }
        }
    }

    /// Adds a quotation without its article.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn add_quotation(&mut self, quotation: StandaloneQuotation) -> Result<(), Error> {
        self.check_standalone(&NewStandalone::new(&quotation), 0)?;
        self.store.insert_standalone(&quotation);
        Ok(())
    }

    /// Removes the document or standalone quotation `id`, and returns true if it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        self.store.remove(id)
    }

    /// Puts `document` in the place of the one with its id, or adds it; returns true if there was
    /// one.
    ///
    /// # Errors
    /// When its text is longer than the limit or the archive is full. The archive is then as
    /// before.
    pub fn replace(&mut self, document: Document) -> Result<bool, Error> {
        let old = self.store.document(&document.id).map(|stored| stored.document.clone());
        let was_there = self.remove(&document.id);
        match (self.add(document), old) {
            (Err(error), Some(old)) => {
                // It has fitted before.
                self.add(old)?;
                Err(error)
            }
            (Err(error), None) => Err(error),
            (Ok(()), _) => Ok(was_there),
        }
    }

    /// Returns the document `id`; a standalone quotation is none.
    pub fn get(&self, id: &str) -> Option<&Document> {
        self.store.document(id).map(|stored| &stored.document)
    }

    /// Returns the number of documents and standalone quotations.
    pub fn len(&self) -> usize {
        self.store.document_count() + self.store.standalone.len()
    }

    /// Returns true if it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the bytes it holds, estimated from counts. O(1).
    ///
    /// Counted are the strings, quotations, tokens and profiles of documents, the strings and rows
    /// of standalone quotations, the distinct sequences of words, and the vocabulary. Not counted
    /// are decisions, what an allocator rounds up, the word lists (some megabytes), and the index
    /// and the pairs, which exist only while the archive reconciles: these take about as much
    /// again.
    ///
    /// ```
    /// use variorum::{Archive, Document, Settings};
    /// let mut archive = Archive::new(Settings::default().with_memory(100_000)?);
    /// let before = archive.memory();
    /// archive.add(Document::new("a", "“Never again,” she said."))?;
    /// assert!(archive.memory() > before);
    /// let error = archive.add(Document::new("b", "word ".repeat(20_000))).unwrap_err();
    /// assert!(error.is_limit() && error.to_string().ends_with("the limit (memory) is 100000"));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn memory(&self) -> u64 {
        self.store.bytes() as u64
    }

    /// Returns an entry for each transcript of which nothing, or less than half, could be read: in
    /// the others quotations are looked up. See [`Transcript::unread_reason`]. O(transcripts).
    ///
    /// ```
    /// use variorum::{Archive, Document, DocumentKind};
    /// let mut archive = Archive::default();
    /// archive.add(Document::new("hearing", "[music]").with_kind(DocumentKind::Transcript))?;
    /// let unread = archive.unread_transcripts();
    /// assert_eq!((unread.len(), unread[0].input.as_str()), (1, "hearing"));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn unread_transcripts(&self) -> Vec<Skipped> {
        let reason = |stored: &StoredDocument| {
            let reason = stored.transcript.as_ref()?.unread_reason(&stored.document)?;
            Some(Skipped::new(stored.document.id.as_str(), reason))
        };
        self.store.documents().filter_map(reason).collect()
    }

    /// Keeps a decision of a person. Of decisions about one thing the last counts.
    ///
    /// Decisions are applied whenever the archive reconciles, also to documents that come later.
    /// Those that cannot be applied are in
    /// [`Reconciliation::unapplied`](crate::Reconciliation::unapplied).
    pub fn decide(&mut self, decision: Decision) {
        self.store.decide(decision);
    }

    /// Returns the store.
    pub fn store(&self) -> &MemoryStore {
        &self.store
    }
}

/// Fewest documents that are read before others are added, since a thread that is done first waits
/// for the others.
const MIN_BLOCK_DOCUMENTS: usize = 32;

/// Most documents that are read before others are added.
const MAX_BLOCK_DOCUMENTS: usize = 4096;

/// Documents that are read before others are added where it is not known how many will come.
const STREAM_BLOCK_DOCUMENTS: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reference;

    /// More documents than are read at a time, some with quotations in quotations, one twice.
    fn many() -> Vec<Document> {
        let document = |n: usize| {
            let text = format!(
                "“The harbour number {} of Veln will close, and ‘nobody w{n} asked us’ is what I heard,” Ada Lund said. \
                 She told the Courier{} that 1,{n:03} boats were “left to rot in zone {n}”.",
                n % 7,
                n % 11,
            );
            Document::new(format!("d{n}"), text).with_outlet(format!("o{}", n % 5))
        };
        (0..5 * MIN_BLOCK_DOCUMENTS).map(document).chain([document(3)]).collect()
    }

    /// Documents that are added in blocks give the result of those added one by one.
    #[test]
    fn blocks_do_not_change_the_result() {
        let mut one_by_one = Archive::default();
        let refused: Vec<Document> = many()
            .into_iter()
            .filter(|document| one_by_one.add(document.clone()).is_err())
            .collect();
        for threads in [1, 2] {
            let mut archive = Archive::new(Settings::default().with_threads(threads).unwrap());
            let back: Vec<Document> =
                archive.extend(many()).into_iter().map(|(document, _)| document).collect();
            assert_eq!(back, refused);
            assert_eq!(archive.len(), 5 * MIN_BLOCK_DOCUMENTS);
            assert_eq!(archive.store.quotation_count(), one_by_one.store.quotation_count());
            let (one, other) = (archive.reconcile(), one_by_one.reconcile());
            assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
    }

    /// A cancelled call leaves the archive as it was, though blocks had been added.
    #[test]
    fn a_cancelled_call_adds_nothing() {
        for threads in [1, 2] {
            let mut archive = Archive::new(Settings::default().with_threads(threads).unwrap());
            archive.add(Document::new("before", "“Nobody asked the pilots,” she said.")).unwrap();
            let error = archive.extend_with_progress(many(), |progress| match progress.done {
                done if done > 4 * MIN_BLOCK_DOCUMENTS => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            });
            assert!(error.unwrap_err().is_cancelled());
            assert_eq!((archive.len(), archive.store.quotation_count()), (1, 1));
            assert!(archive.extend(many()).len() == 1);
        }
    }

    /// A decision holds against the evidence of other prints.
    #[test]
    fn decisions_hold() {
        let mut archive = Archive::default();
        for id in ["a", "b", "c", "d"] {
            archive
                .add_quotation(StandaloneQuotation::new(
                    id,
                    "We will never close the harbour of Veln",
                ))
                .unwrap();
        }
        archive.add_quotation(StandaloneQuotation::new("e", "Nobody asked the pilots")).unwrap();
        let groups = |archive: &Archive| -> Vec<Vec<String>> {
            archive
                .group()
                .groups
                .into_iter()
                .map(|group| group.quotations.into_iter().map(str::to_owned).collect())
                .collect()
        };
        assert_eq!(groups(&archive), [vec!["a", "b", "c", "d"], vec!["e"]]);
        let decide = |archive: &mut Archive, a: &str, b: &str, same| {
            archive.decide(Decision::Pair { a: Reference::id(a), b: Reference::id(b), same });
        };
        decide(&mut archive, "b", "a", false);
        decide(&mut archive, "e", "d", true);
        decide(&mut archive, "e", "gone", true);
        let decided = groups(&archive);
        let together = |x: &str, y: &str| {
            decided.iter().any(|group| [x, y].iter().all(|id| group.iter().any(|q| q == id)))
        };
        assert!(!together("a", "b") && together("d", "e"), "{decided:?}");
        assert_eq!(archive.group().unapplied.len(), 1);
    }
}
