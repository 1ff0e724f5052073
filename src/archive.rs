//! Documents seen, their quotations, and what was decided about them. Batch work is an archive in memory: there is one
//! matching path.

mod comparison;
mod decided;
mod given;
mod holding;
mod linking;
mod reading;
mod reconciliation;
mod roll;
mod sequences;
mod settings;
mod surroundings;
mod utterances;
mod workers;

use std::collections::BTreeMap;

pub use comparison::Compared;
pub use decided::Unapplied;
pub use reconciliation::{Group, Grouping, ReadDocument, ReadQuotation, Reconciliation};
pub use settings::Settings;

use crate::align::fact::{Spoken, spoken};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::input::{Decision, GivenQuotation};
use crate::text::Vocabulary;
use decided::Decisions;
use given::{Givens, New};
use holding::{Holding, Readers, Reading, quotation_id};
use sequences::Sequences;
use workers::Workers;

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
    workers: Workers,
    words: Vocabulary,
    /// By id, so that nothing depends on arrival.
    holdings: BTreeMap<String, Holding>,
    givens: Givens,
    sequences: Sequences,
    /// Those of documents and those given.
    quotations: usize,
    decisions: Decisions,
    /// Scratch: the words of the quotation that is being filed.
    line: Vec<Spoken>,
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
            workers: Workers::new(settings.threads),
            settings,
            words: Vocabulary::new(),
            holdings: BTreeMap::new(),
            givens: Givens::default(),
            sequences: Sequences::default(),
            quotations: 0,
            decisions: Decisions::default(),
            line: Vec::new(),
        }
    }

    /// Reads one document and files its quotations.
    ///
    /// # Errors
    /// When its id is taken, its text is longer than the limit, or the archive is full. The archive is then as before.
    pub fn add(&mut self, document: Document) -> Result<(), Error> {
        self.check(&document.id, document.text.len().max(document.title.as_ref().map_or(0, String::len)))?;
        let reading = Reading::new(&mut Readers::default(), &document);
        self.file(document, reading)
    }

    /// Reads many documents, on as many threads as are set, and files them. Each that cannot be taken is given back with
    /// its error; the others are filed.
    pub fn extend(&mut self, documents: Vec<Document>) -> Vec<(Document, Error)> {
        let mut refused = Vec::new();
        let mut taken: Vec<Document> = Vec::with_capacity(documents.len());
        for document in documents {
            let longest = document.text.len().max(document.title.as_ref().map_or(0, String::len));
            match self.check(&document.id, longest) {
                Ok(()) => taken.push(document),
                Err(error) => refused.push((document, error)),
            }
        }
        let readings = self.workers.map(&taken, Readers::default, Reading::new);
        for (document, reading) in taken.into_iter().zip(readings) {
            // Two of them may have had one id: only here is that seen.
            if let Err(error) = self.check(&document.id, 0) {
                refused.push((document, error));
            } else if let Err(error) = self.file(document.clone(), reading) {
                refused.push((document, error));
            }
        }
        refused
    }

    /// Files a quotation that was cut out elsewhere, without its article.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn add_quotation(&mut self, given: GivenQuotation) -> Result<(), Error> {
        let tokens = reading::spoken(&self.words, &given.text);
        self.file_given(&given.id, &given.text, tokens.as_slice(), |new| New {
            speaker: given.speaker.as_deref(),
            outlet: given.outlet.as_deref(),
            document: given.document.as_deref(),
            published: given.published.as_ref(),
            ..new
        })
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

    /// Remembers what a person decided; about one thing the last word counts. Decisions are replayed whenever utterances are
    /// read off, also on documents that come later; those that do not apply are told in
    /// [`Reconciliation::unapplied`].
    pub fn decide(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }

    fn check(&self, id: &str, bytes: usize) -> Result<(), Error> {
        if self.holdings.contains_key(id) || self.givens.find(id).is_some() {
            return Err(Error::new(ErrorKind::Duplicate { what: "document", id: id.to_owned() }));
        }
        limit("document", id, bytes, "bytes", self.settings.document_bytes)?;
        limit("the archive with document", id, self.len() + 1, "documents", self.settings.documents)
    }

    fn room(&self, id: &str, more: usize) -> Result<(), Error> {
        let quotations = self.quotations.saturating_add(more);
        limit("the archive with document", id, quotations, "quotations", self.settings.quotations)
    }

    /// Whether a quotation of a document has this id.
    fn is_quotation(&self, id: &str) -> bool {
        let holding = id.rsplit_once('#').and_then(|(document, _)| self.holdings.get(document));
        holding.is_some_and(|holding| holding.records.iter().any(|record| record.id == id))
    }

    fn file(&mut self, document: Document, reading: Reading) -> Result<(), Error> {
        self.room(&document.id, reading.quotations())?;
        // A given quotation may bear an id that one of these would get.
        for n in 0..reading.quotations() {
            let id = quotation_id(&document.id, n);
            if self.givens.find(&id).is_some() {
                return Err(Error::new(ErrorKind::Duplicate { what: "quotation", id }));
            }
        }
        let holding = Holding::new(&mut self.words, document, reading);
        self.insert(holding);
        Ok(())
    }

    fn insert(&mut self, mut holding: Holding) {
        self.quotations += holding.records.len();
        let mut words = Vec::new();
        for record in &mut holding.records {
            words.clear();
            words.extend(spoken(&self.words, &record.passage.words));
            record.sequence = self.sequences.add(&words);
        }
        self.holdings.insert(holding.document.id.clone(), holding);
    }
}

fn limit(what: &'static str, id: &str, value: usize, unit: &'static str, limit: usize) -> Result<(), Error> {
    if value <= limit {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Limit { what, id: id.to_owned(), value: value as u64, unit, limit: limit as u64 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Reference;

    /// What a person decided holds, whatever other prints say between the two.
    #[test]
    fn decisions_hold() {
        let mut archive = Archive::default();
        for id in ["a", "b", "c", "d"] {
            archive.add_quotation(GivenQuotation::new(id, "We will never close the harbour of Veln")).unwrap();
        }
        archive.add_quotation(GivenQuotation::new("e", "Nobody asked the pilots")).unwrap();
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
        let together =
            |x: &str, y: &str| decided.iter().any(|group| [x, y].iter().all(|id| group.iter().any(|q| q == id)));
        assert!(!together("a", "b") && together("d", "e"), "{decided:?}");
        assert_eq!(archive.group().unapplied.len(), 1);
    }
}
