//! Documents seen, their quotations, and what was decided about them. Batch work is an archive in memory: there is one
//! matching path.

mod comparison;
mod decided;
mod given;
mod holding;
mod keyed;
mod linking;
mod numbers;
mod reading;
mod reconciliation;
mod roll;
mod sequences;
mod settings;
mod surroundings;
mod utterances;
mod watch;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

pub use comparison::Compared;
pub use settings::Settings;
pub use watch::Progress;

use crate::align::features::{ElisionTracker, SequenceWord, sequence_words};
use crate::error::{Error, ErrorKind};
use crate::model::Document;
use crate::model::{Decision, StandaloneQuotation};
use crate::parallel::{Pool, Workers};
use crate::span::Span;
use crate::text::{self, Vocabulary, raw_tokens, tokenize_pieces};
use decided::Decisions;
use given::{Givens, Hashed, New};
use holding::{Holding, Reader, Reading, Record};
use sequences::Sequences;
use watch::{UNWATCHED, Watch, watched};

/// Documents, one at a time or many at once, and what they report.
///
/// ```
/// use variorum::{Archive, Document};
///
/// let mut archive = Archive::default();
/// archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said.").with_outlet("A"))?;
/// archive.add(Document::new("b", "Ms. Okafor said: \"We shall never accept the tariffs.\"").with_outlet("B"))?;
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
    words: Vocabulary,
    /// By id, so that nothing depends on arrival.
    holdings: BTreeMap<String, Holding>,
    givens: Givens,
    sequences: Sequences,
    /// Those of documents and those given.
    quotations: usize,
    /// Estimated bytes of the holdings.
    held: usize,
    decisions: Decisions,
    /// Who reads documents that come one at a time.
    reader: Reader,
    /// Scratch: the words of the quotation that is being filed.
    line: Vec<SequenceWord>,
}

impl Default for Archive {
    fn default() -> Archive {
        Archive::new(Settings::default())
    }
}

impl Archive {
    /// An empty archive.
    pub fn new(settings: Settings) -> Archive {
        Archive {
            workers: Arc::new(Workers::new(settings.threads)),
            words: Vocabulary::new(),
            holdings: BTreeMap::new(),
            givens: Givens::default(),
            sequences: Sequences::default(),
            quotations: 0,
            held: 0,
            decisions: Decisions::default(),
            reader: Reader::new(&settings.language_data),
            line: Vec::new(),
            settings,
        }
    }

    /// Reads one document and files its quotations.
    ///
    /// # Errors
    /// When its id is taken, its text or a quotation in it is longer than the limit, or the archive is full (see
    /// [`Settings`] for the limits). The archive is then as before.
    pub fn add(&mut self, document: Document) -> Result<(), Error> {
        self.check(
            &document.id,
            document.text.len().max(document.title.as_ref().map_or(0, String::len)),
        )?;
        let reading = self.reader.read(&document);
        self.fitting(&document, &reading)?;
        self.file(document, reading);
        Ok(())
    }

    /// Reads many documents, on as many threads as are set, and files them. Each that cannot be taken is given back with
    /// its error; the others are filed.
    pub fn extend(&mut self, documents: Vec<Document>) -> Vec<(Document, Error)> {
        self.take(documents, &Watch::nobody()).expect(UNWATCHED)
    }

    /// As [`Archive::extend`], watched as [`Archive::reconcile_watched`] is.
    ///
    /// # Errors
    /// When `watch` breaks: none of the documents is filed then.
    pub fn extend_watched(
        &mut self,
        documents: Vec<Document>,
        watch: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Vec<(Document, Error)>, Error> {
        watched(watch, |watch| self.take(documents, watch))
    }

    /// Makes the lists of words that reading documents wants, on as many threads as are set, if they are not there yet: once in
    /// the life of a process, some milliseconds. Nobody need ask for it; but it can be done while articles are fetched, say.
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
        // Whoever wants a list that another is about to make would wait for it.
        let registry = self.settings.language_data.registry();
        self.workers.both(|| registry.prepare(), text::load_word_lists);
    }

    fn take(
        &mut self,
        documents: Vec<Document>,
        watch: &Watch<'_>,
    ) -> Result<Vec<(Document, Error)>, Error> {
        let mut refused = Vec::new();
        let mut taken: Vec<Document> = Vec::with_capacity(documents.len());
        for document in documents {
            let longest = document.text.len().max(document.title.as_ref().map_or(0, String::len));
            match self.check(&document.id, longest) {
                Ok(()) => taken.push(document),
                Err(error) => refused.push((document, error)),
            }
        }
        let step = watch.step("reading", taken.len());
        let workers = Arc::clone(&self.workers);
        if taken.len() > 1 {
            self.prepare();
        }
        let (readers, mut filed) = (Pool::default(), Vec::new());
        let mut taken = taken.into_iter();
        let mut waiting: Vec<(Document, Reading)> = Vec::new();
        let language_data = self.settings.language_data.clone();
        let reader = || Reader::new(&language_data);
        // One thread files what was read while the others read more.
        while !step.is_cancelled() && taken.len() + waiting.len() > 0 {
            let block = (taken.len() / 2).clamp(LEAST, MOST);
            let documents: Vec<Document> = taken.by_ref().take(block).collect();
            let last = std::mem::take(&mut waiting);
            let read =
                || workers.map_watched_by(&readers, &step, &documents, &reader, Reader::read);
            let ((), readings) =
                workers.both(|| self.file_all(last, &mut filed, &mut refused), read);
            waiting.extend(documents.into_iter().zip(readings.unwrap_or_default()));
        }
        // Cancelled by the last word, it is cancelled all the same.
        if step.is_cancelled() {
            filed.iter().for_each(|id| _ = self.remove(id));
            return Err(step.cancelled());
        }
        Ok(refused)
    }

    /// Files what was read of some documents; puts the ids of those behind `filed` and what cannot be taken behind `refused`.
    fn file_all(
        &mut self,
        read: Vec<(Document, Reading)>,
        filed: &mut Vec<String>,
        refused: &mut Vec<(Document, Error)>,
    ) {
        for (document, reading) in read {
            // Two of them may have had one id: only here is that seen.
            match self.check(&document.id, 0).and_then(|()| self.fitting(&document, &reading)) {
                Ok(()) => {
                    filed.push(document.id.clone());
                    self.file(document, reading);
                }
                Err(error) => refused.push((document, error)),
            }
        }
    }

    /// Files a quotation that was cut out elsewhere, without its article.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn add_quotation(&mut self, given: StandaloneQuotation) -> Result<(), Error> {
        let new = New {
            id: &given.id,
            hash: given::hash(&given.id),
            text: &given.text,
            speaker: given.speaker.as_deref().map(Hashed::of),
            outlet: given.outlet.as_deref().map(Hashed::of),
            document: given.document.as_deref().map(Hashed::of),
            published: given
                .published
                .as_ref()
                .map(|date| (Hashed::of(date.as_str()), date.second())),
            sequence: None,
        };
        self.admit(&new, 0)?;
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let mut elisions = ElisionTracker::default();
        line.extend(raw_tokens(&given.text).filter_map(|piece| {
            let word = self.words.intern(piece.span.of(&given.text));
            elisions.push(&self.words, word)
        }));
        self.file_given(new, &line, sequences::hash(&line));
        self.line = line;
        self.givens.read_speakers(&self.workers);
        Ok(())
    }

    /// Takes the document (or given quotation) `id` out; says whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        if let Some(sequence) = self.givens.remove(id) {
            self.quotations -= 1;
            sequence.into_iter().for_each(|sequence| self.sequences.remove(sequence));
            return true;
        }
        let Some(holding) = self.holdings.remove(id) else { return false };
        self.quotations -= holding.records.len();
        self.held -= holding.bytes();
        for sequence in holding.records.iter().filter_map(|record| record.sequence) {
            self.sequences.remove(sequence);
        }
        true
    }

    /// Puts `document` in the place of the one with its id, or files it anew; says whether there was one.
    ///
    /// # Errors
    /// When its text is longer than the limit or the archive is full. The archive is then as before.
    pub fn replace(&mut self, document: Document) -> Result<bool, Error> {
        let old = self.holdings.get(&document.id).map(|holding| holding.document.clone());
        let was = self.remove(&document.id);
        match (self.add(document), old) {
            (Err(error), Some(old)) => {
                // What was there has fitted before.
                self.add(old)?;
                Err(error)
            }
            (Err(error), None) => Err(error),
            (Ok(()), _) => Ok(was),
        }
    }

    /// The document `id`; a given quotation is none.
    pub fn get(&self, id: &str) -> Option<&Document> {
        self.holdings.get(id).map(|holding| &holding.document)
    }

    /// How many documents (and given quotations) it holds.
    pub fn len(&self) -> usize {
        self.holdings.len() + self.givens.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes it holds, estimated from counts: of documents their strings, quotations, tokens and what each is about;
    /// of given quotations their strings and records; the distinct sequences of words; the vocabulary. Not decisions,
    /// not what an allocator rounds up, not the words that a reader knows (some megabytes), and not the index and the pairs,
    /// which are there only while utterances are read off: these take about as much again. O(1).
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
        (self.held + self.givens.bytes() + self.sequences.bytes() + self.words.bytes()) as u64
    }

    /// Remembers what a person decided; about one thing the last word counts. Decisions are replayed whenever utterances are
    /// read off, also on documents that come later; those that do not apply are told in
    /// [`Reconciliation::unapplied`](crate::Reconciliation::unapplied).
    pub fn decide(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }

    fn check(&self, id: &str, bytes: usize) -> Result<(), Error> {
        self.check_hashed(id, given::hash(id), bytes, 0)
    }

    /// The same with the hash of the id; `lent` bytes count as held, too.
    fn check_hashed(&self, id: &str, hash: u64, bytes: usize, lent: usize) -> Result<(), Error> {
        if self.holdings.contains_key(id) || self.givens.find_hashed(id, hash).is_some() {
            return Err(Error::new(ErrorKind::Duplicate { what: "document", id: id.to_owned() }));
        }
        let Settings { document_bytes, documents, memory, .. } = self.settings;
        limit("document_bytes", ["document", "bytes"], id, bytes as u64, document_bytes as u64)?;
        limit("documents", [WITH, "documents"], id, self.len() as u64 + 1, documents as u64)?;
        limit(
            "memory",
            [WITH, "bytes, as estimated"],
            id,
            self.memory().saturating_add((bytes + lent) as u64),
            memory,
        )
    }

    fn room(&self, id: &str, more: usize) -> Result<(), Error> {
        let quotations = self.quotations.saturating_add(more);
        limit(
            "quotations",
            [WITH, "quotations"],
            id,
            quotations as u64,
            self.settings.quotations as u64,
        )
    }

    /// Whether a quotation is short enough: the words in these pieces of `text`.
    fn fits(&self, id: impl FnOnce() -> String, text: &str, pieces: &[Span]) -> Result<(), Error> {
        let most = self.settings.quotation_words;
        // No word is shorter than a byte: nearly all need not be counted.
        if pieces.iter().map(|piece| piece.len()).sum::<usize>() <= most {
            return Ok(());
        }
        let words =
            tokenize_pieces(text, pieces).iter().filter(|token| token.class.is_word()).count();
        limit("quotation_words", ["quotation", "words"], &id(), words as u64, most as u64)
    }

    /// Whether a quotation of a document has this id.
    fn is_quotation(&self, id: &str) -> bool {
        let holding = id.rsplit_once('#').and_then(|(document, _)| self.holdings.get(document));
        holding.is_some_and(|holding| holding.records.iter().any(|record| record.id == id))
    }

    /// Whether there is room for what was read of `document`.
    fn fitting(&self, document: &Document, reading: &Reading) -> Result<(), Error> {
        self.room(&document.id, reading.records.len())?;
        for Record { id, quotation, .. } in &reading.records {
            self.fits(|| id.clone(), document.part(quotation.part), &quotation.pieces)?;
        }
        // A given quotation may bear an id that one of these would get.
        if self.givens.len() > 0
            && let Some(Record { id, .. }) =
                reading.records.iter().find(|record| self.givens.find(&record.id).is_some())
        {
            return Err(Error::new(ErrorKind::Duplicate { what: "quotation", id: id.clone() }));
        }
        Ok(())
    }

    fn file(&mut self, document: Document, reading: Reading) {
        let mut holding = Holding::new(&mut self.words, document, reading);
        self.quotations += holding.records.len();
        for record in &mut holding.records {
            self.line.clear();
            self.line.extend(sequence_words(&self.words, &record.passage.words));
            record.sequence = self.sequences.add(&self.line);
        }
        self.held += holding.bytes();
        self.holdings.insert(holding.document.id.clone(), holding);
    }
}

/// Documents that are read before others are filed: half of those that are left, so that only a few are filed when all are
/// read; at least so many, since whoever is first done with some waits for the others, and at most so many.
const LEAST: usize = 32;
const MOST: usize = 4096;

/// What is too large when the archive is full.
const WITH: &str = "the archive with document";

/// An error when `value` is above the limit that the setting `name` gives.
fn limit(
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
        (0..5 * LEAST).map(document).chain([document(3)]).collect()
    }

    /// What is read by the block is what is read one by one.
    #[test]
    fn blocks_are_nothing_to_a_report() {
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
            assert_eq!(archive.len(), 5 * LEAST);
            assert_eq!(archive.quotations, one_by_one.quotations);
            let (one, other) = (archive.reconcile(), one_by_one.reconcile());
            assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
    }

    /// Whoever breaks off finds nothing filed, though blocks before were.
    #[test]
    fn nothing_is_filed_of_what_is_broken_off() {
        for threads in [1, 2] {
            let mut archive = Archive::new(Settings::default().with_threads(threads).unwrap());
            archive.add(Document::new("before", "“Nobody asked the pilots,” she said.")).unwrap();
            let error = archive.extend_watched(many(), |progress| match progress.done {
                done if done > 4 * LEAST => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            });
            assert!(error.unwrap_err().is_cancelled());
            assert_eq!((archive.len(), archive.quotations), (1, 1));
            assert!(archive.extend(many()).len() == 1);
        }
    }

    /// What a person decided holds, whatever other prints say between the two.
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
