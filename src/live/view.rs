//! What the file holds at one moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};
use rustc_hash::FxHashMap;

use super::document_row::{DocumentHead, ProseValue, QuotationValue, all_quotation_values};
use super::keys::{QuotationKey, read_u32};
use super::link_value::LinkValue;
use super::reprints;
use super::shared::{Shared, storage_error};
use super::single;
use super::tables::{Fault, ReadTables, decode, get, scan_names};
use super::utterance_row::UtteranceRow;
use crate::edition::{Utterance, witness_utterance_id};
use crate::engine::{self, Executor};
use crate::error::Error;
use crate::model::Document;
use crate::progress::Monitor;
use crate::reconciliation::Reconciliation;
use crate::record::RecordMatch;
use crate::snapshot::ResolvedDecisions;
use crate::store::{SequenceTable, StoredDocument};
use crate::text::Vocabulary;

/// One consistent state of a [`LiveArchive`](super::LiveArchive), that of the last commit before
/// it was taken. It does not change while a writer goes on, and can be used from any thread.
#[derive(Debug)]
pub struct LiveSnapshot {
    pub(super) shared: Arc<Shared>,
    pub(super) tables: ReadTables,
    /// Holds the state.
    _transaction: ReadTransaction,
    /// A database that is closed can be read no more.
    _database: Arc<Database>,
}

impl LiveSnapshot {
    pub(super) fn new(shared: Arc<Shared>, database: Arc<Database>) -> Result<LiveSnapshot, Fault> {
        let transaction = database.begin_read()?;
        let tables = ReadTables::open(&transaction)?;
        Ok(LiveSnapshot { shared, tables, _transaction: transaction, _database: database })
    }

    pub(super) fn read<R>(&self, result: Result<R, Fault>) -> Result<R, Error> {
        result.map_err(|fault| storage_error(&self.shared.name, fault))
    }

    /// Returns the number of its document `id`.
    pub(super) fn number(&self, id: &str) -> Result<Option<u32>, Fault> {
        get(&self.tables.ids, id.as_bytes(), |value| read_u32(value, 0))
    }

    pub(super) fn row(&self, number: u32) -> Result<DocumentHead, Fault> {
        let row = get(&self.tables.documents, &number.to_be_bytes(), decode::<DocumentHead>)?;
        row.unwrap_or_else(|| Err(Fault::Corrupted(format!("document {number} is missing"))))
    }

    /// Returns the utterance whose first quotation this is.
    pub(super) fn utterance_row(&self, first: QuotationKey) -> Result<UtteranceRow, Fault> {
        if let Some(row) = get(&self.tables.utterances, &first.bytes(), decode::<UtteranceRow>)? {
            return row;
        }
        let row = self.row(first.document)?;
        let value = get(&self.tables.quotations, &first.bytes(), decode::<QuotationValue>)?;
        let missing = || Fault::Corrupted(format!("a quotation is missing: {first:?}"));
        let original = self.original(first.document)?.map(|number| self.row(number)).transpose()?;
        let original = original.map(|row| row.without_quotations());
        Ok(single::utterance(
            first,
            &row,
            value.ok_or_else(missing)??,
            original.as_ref(),
            self.record(first)?,
            &self.shared.settings,
            &Executor::with_workers(&self.shared.workers, Monitor::default()),
        ))
    }

    fn record(&self, quotation: QuotationKey) -> Result<Option<RecordMatch>, Fault> {
        get(&self.tables.records, &quotation.bytes(), decode::<RecordMatch>)?.transpose()
    }

    /// Returns the first quotation of the utterance of a quotation.
    pub(super) fn first_of(&self, quotation: QuotationKey) -> Result<QuotationKey, Fault> {
        let read = |value: &[u8; 8]| QuotationKey::read(value, 0);
        Ok(get(&self.tables.members, &quotation.bytes(), read)?.unwrap_or(quotation))
    }

    /// Returns the document `id`.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn document(&self, id: &str) -> Result<Option<Document>, Error> {
        let document = || {
            let Some(number) = self.number(id)? else { return Ok(None) };
            Ok(Some(self.row(number)?.document))
        };
        self.read(document())
    }

    /// Returns the words of the quotations of a document, in the order of its text; pieces are
    /// joined by a blank. Nothing if it is not there.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn quotation_texts(&self, id: &str) -> Result<Vec<String>, Error> {
        let texts = || {
            let Some(number) = self.number(id)? else { return Ok(Vec::new()) };
            let values = all_quotation_values(&self.tables.quotations, number)?;
            let document = self.row(number)?.document;
            Ok(values.values().map(|value| value.text(&document)).collect())
        };
        self.read(texts())
    }

    /// Returns the number of documents.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn document_count(&self) -> Result<u64, Error> {
        use redb::ReadableTableMetadata;
        self.read(self.tables.ids.len().map_err(Fault::from))
    }

    /// Returns the number of quotations.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn quotation_count(&self) -> Result<u64, Error> {
        use redb::ReadableTableMetadata;
        self.read(self.tables.quotations.len().map_err(Fault::from))
    }

    /// Returns the tables of the file, each with the number of its entries and its bytes: to see
    /// what takes the room.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn table_sizes(&self) -> Result<Vec<(&'static str, u64, u64)>, Error> {
        self.read(self.tables.sizes())
    }

    /// Returns the utterance of this id, or the one that a former id leads to: see
    /// [`ChangeKind`](super::ChangeKind).
    ///
    /// # Errors
    /// When the storage fails.
    pub fn utterance(&self, id: &str) -> Result<Option<Utterance>, Error> {
        let utterance = || {
            let mut first = None;
            scan_names(&self.tables.utterance_ids, id.as_bytes(), |key, _| {
                // Ids have one length.
                first = (key.len() == id.len() + 8).then(|| QuotationKey::read(key, id.len()));
                Ok(first.is_none())
            })?;
            if let Some(first) = first {
                return Ok(Some(self.utterance_row(first)?.utterance));
            }
            let witness = get(&self.tables.former_ids, id.as_bytes(), <[u8]>::to_vec)?;
            let witness = witness.and_then(|witness| String::from_utf8(witness).ok());
            let Some((number, place)) =
                witness.as_deref().map(|id| self.place(id)).transpose()?.flatten()
            else {
                return Ok(None);
            };
            // Another version of the document may print other words there.
            let row = self.row(number)?;
            let key = QuotationKey::new(number, place).bytes();
            let value = get(&self.tables.quotations, &key, decode::<QuotationValue>)?;
            let same = value.transpose()?.is_some_and(|value| {
                let text = row.document.part(value.quotation.part);
                let quotation = row.quotation_id(place);
                witness_utterance_id(&quotation, text, &value.quotation.pieces) == id
            });
            if same { self.utterance_at(QuotationKey::new(number, place)) } else { Ok(None) }
        };
        self.read(utterance())
    }

    /// Returns the utterance that a quotation, `DOCUMENT#n`, reports.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn utterance_of(&self, quotation: &str) -> Result<Option<Utterance>, Error> {
        let utterance = || match self.place(quotation)? {
            Some((number, place)) => self.utterance_at(QuotationKey::new(number, place)),
            None => Ok(None),
        };
        self.read(utterance())
    }

    /// Returns the number of the document of a quotation, and the place there.
    fn place(&self, quotation: &str) -> Result<Option<(u32, u32)>, Fault> {
        let Some((document, place)) = quotation.rsplit_once('#') else { return Ok(None) };
        Ok(self.number(document)?.zip(place.parse().ok()))
    }

    fn utterance_at(&self, key: QuotationKey) -> Result<Option<Utterance>, Fault> {
        if get(&self.tables.quotations, &key.bytes(), |_| ())?.is_none() {
            return Ok(None);
        }
        Ok(Some(self.utterance_row(self.first_of(key)?)?.utterance))
    }

    /// Returns all that the documents report: what
    /// [`Archive::reconcile`](crate::Archive::reconcile) returns for them. O(documents); all of it
    /// is held in memory.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn reconcile(&self) -> Result<Reconciliation, Error> {
        self.read(self.reconciliation())
    }

    fn reconciliation(&self) -> Result<Reconciliation, Fault> {
        let (mut words, mut sequences) = (Vocabulary::new(), SequenceTable::new());
        let mut numbers = Vec::new();
        for entry in self.tables.ids.iter()? {
            numbers.push(read_u32(entry?.1.value(), 0));
        }
        let mut stored = Vec::new();
        for &number in &numbers {
            let values = all_quotation_values(&self.tables.quotations, number)?;
            let prose = get(&self.tables.prose, &number.to_be_bytes(), decode::<ProseValue>)?;
            let prose = prose.transpose()?.unwrap_or_default();
            let row = self.row(number)?;
            stored.push(row.stored(&values, Some(&prose), &mut words, &mut sequences));
        }
        let documents: Vec<&StoredDocument> = stored.iter().collect();
        let by_number: FxHashMap<u32, &StoredDocument> =
            numbers.iter().copied().zip(documents.iter().copied()).collect();
        let mut rows = Vec::new();
        for entry in self.tables.utterance_ids.iter()? {
            let (id, _) = entry?;
            let first = id.value().len().saturating_sub(8);
            rows.push(self.utterance_row(QuotationKey::read(id.value(), first))?);
        }
        rows.sort_by(|a, b| a.rank().cmp(&b.rank()));
        let mut place_of: FxHashMap<QuotationKey, usize> = FxHashMap::default();
        for (n, row) in rows.iter().enumerate() {
            place_of.extend(row.quotations.iter().map(|&key| (key, n)));
        }
        let utterances: Vec<Utterance> = rows.into_iter().map(|row| row.utterance).collect();
        let (mut utterance_of, mut records) = (Vec::new(), Vec::new());
        for (&number, document) in numbers.iter().zip(&documents) {
            for place in 0..document.quotations.len() as u32 {
                let key = QuotationKey::new(number, place);
                let place = place_of.get(&key).copied();
                utterance_of.push(place.ok_or_else(|| {
                    Fault::Corrupted(format!("the utterance of a quotation is missing: {key:?}"))
                })?);
                records.push(self.record(key)?);
            }
        }
        let mut reprints = BTreeMap::new();
        for (&number, document) in numbers.iter().zip(&documents) {
            let original = self.original(number)?;
            if let Some(&original) = original.and_then(|number| by_number.get(&number)) {
                reprints.insert(document.document.id.as_str(), original);
            }
        }
        let mut links = Vec::new();
        for entry in self.tables.links.iter()? {
            let (key, value) = entry?;
            let [a, b] = [0, 8].map(|at| QuotationKey::read(key.value(), at));
            let id = |key: QuotationKey| {
                let document = by_number.get(&key.document);
                let quotation = document.and_then(|doc| doc.quotations.get(key.place as usize));
                quotation.map(|quotation| quotation.id.as_str()).ok_or_else(|| {
                    Fault::Corrupted(format!("the quotation of a link is missing: {key:?}"))
                })
            };
            let link = decode::<LinkValue>(value.value())?;
            links.push(link.link(id(a)?, id(b)?, &self.shared.settings.link_model));
        }
        links.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        let executor = Executor::with_workers(&self.shared.workers, Default::default());
        let documents = engine::part_result(
            &documents,
            &ResolvedDecisions::default(),
            &utterances,
            &utterance_of,
            &records,
            &reprints,
            &executor,
        );
        Ok(Reconciliation { documents, links, utterances, unapplied: Vec::new() })
    }

    /// Returns the document that a document reprints.
    fn original(&self, number: u32) -> Result<Option<u32>, Fault> {
        reprints::original(&self.tables.reprints, number, |number| self.row(number))
    }
}
