//! Reads off what documents that come and go change, and writes it to the tables.
//!
//! 1. Their sequences are filed ([`super::postings`]). What changes a block (another number of
//!    speakers, a limit of its size) makes its members *stirred*: their pairs score otherwise.
//! 2. The candidate pairs of new quotations, and those among stirred ones, are scored without their
//!    context. The sure pairs among them change the counts of documents and first prints
//!    ([`super::counts`]), which stirs further quotations.
//! 3. Every component of agreeing pairs that a new or stirred quotation is in, was in, or comes
//!    into, is grouped and edited anew ([`crate::engine`]: a part gives the result of the whole).
//!
//! The cost is that of these quotations and components. It does not depend on the number of others.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use redb::ReadableTable;
use rustc_hash::FxHashMap;

use super::blocks::{BlockCache, Blocks, RowBlocks};
use super::counts::{self, QuotationPairs, SureRow};
use super::document_row::{
    DocumentHead, DocumentValue, ProseValue, QuotationValue, all_quotation_values,
};
use super::keys::{QuotationKey, read_u32};
use super::postings::{file, members};
use super::question_index;
use super::reprints;
use super::tables::{Fault, Tables, decode, encode, get, scan};
use super::utterance_row::UtteranceRow;
use crate::engine::{self, CandidateIndex, Executor, PairScorer};
use crate::error::Error;
use crate::link::Sketch;
use crate::model::{Document, DocumentKind};
use crate::part::{PartStore, fingerprints, repeated};
use crate::settings::Settings;
use crate::snapshot::{DocumentRow, MemorySnapshot, Snapshot};
use crate::store::{ExtractedDocument, Store};

/// Products of the numbers of quotations of two sequences beyond which not all pairs of them are
/// compared: see `engine/class_pairs.rs`.
const MAX_CROWD_PAIRS: usize = crate::blocking::MAX_BLOCK_SIZE * crate::blocking::MAX_BLOCK_SIZE;

/// A document that comes in the place of an earlier one of its id, if there is one, or goes.
#[derive(Debug)]
pub(super) struct PendingDocument {
    pub id: String,
    pub new: Option<(Document, ExtractedDocument)>,
}

/// The reason why a commit failed.
#[derive(Debug)]
pub(super) enum Failure {
    Storage(Fault),
    Engine(Error),
}

impl<E: Into<Fault>> From<E> for Failure {
    fn from(fault: E) -> Failure {
        Failure::Storage(fault.into())
    }
}

/// The documents and utterances that a commit changed.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The documents that were replaced or removed.
    pub gone: Vec<DocumentValue>,
    /// The ids of the documents that came.
    pub come: Vec<String>,
    /// Utterances that were made anew, as they were.
    pub before: Vec<UtteranceRow>,
    /// The same places as they are.
    pub after: Vec<UtteranceRow>,
}

/// The quotations whose utterances are edited anew even if nobody else joins or leaves them.
#[derive(Clone, Copy)]
pub(super) struct Fresh<'f> {
    pub new: &'f Quotations,
    /// Those of documents that reprint another document now.
    pub reprinted: &'f Quotations,
}

/// One commit.
pub(super) struct Update<'u, 't> {
    pub(super) tables: &'u mut Tables<'t>,
    pub(super) settings: &'u Settings,
    pub(super) executor: &'u Executor<'static>,
    rows: RefCell<FxHashMap<u32, Rc<DocumentHead>>>,
    quotations: RefCell<FxHashMap<QuotationKey, Rc<QuotationValue>>>,
    /// The sure pairs of documents that were read, once those of this commit are counted.
    sure: RefCell<FxHashMap<u32, Rc<Vec<SureRow>>>>,
    /// The blocks that were read, once the sequences are filed.
    pub(super) blocks: Rc<BlockCache>,
    /// The documents that go.
    pub(super) gone: BTreeMap<u32, DocumentValue>,
}

pub(super) type Quotations = BTreeSet<QuotationKey>;

impl<'u, 't> Update<'u, 't> {
    pub(super) fn new(
        tables: &'u mut Tables<'t>,
        settings: &'u Settings,
        executor: &'u Executor<'static>,
    ) -> Update<'u, 't> {
        Update {
            tables,
            settings,
            executor,
            rows: RefCell::default(),
            quotations: RefCell::default(),
            sure: RefCell::default(),
            blocks: Rc::default(),
            gone: BTreeMap::new(),
        }
    }

    /// Applies operations, at most one for each id.
    pub(super) fn apply(mut self, operations: Vec<PendingDocument>) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::default();
        let (mut gone, mut come) = (PartStore::default(), PartStore::default());
        let (mut gone_rows, mut come_rows) = (BTreeMap::new(), BTreeMap::new());
        let mut next =
            get(&self.tables.meta, &b"next document"[..], |value: &[u8]| read_u32(value, 0))?;
        for PendingDocument { id, new } in operations {
            if let Some(number) = get(&self.tables.ids, id.as_bytes(), |value| read_u32(value, 0))?
            {
                let row = self.row(number)?;
                if new.as_ref().is_some_and(|(document, _)| *document == row.document) {
                    continue;
                }
                let values = all_quotation_values(&self.tables.quotations, number)?;
                let prose = self.prose(number)?;
                gone.add(number, &row, &values, None);
                let head = (*row).clone();
                let quotations = values.into_values().collect();
                gone_rows.insert(number, DocumentValue { head, quotations, prose });
                self.tables.ids.remove(id.as_bytes())?;
            }
            if let Some((document, extracted)) = new {
                let number = next.unwrap_or(0);
                next = Some(number + 1);
                let reports = extracted.reports.clone();
                let mut row = come.add_extracted(number, document, extracted);
                row.prose.reports = reports;
                self.insert_document(number, &row)?;
                come_rows.insert(number, row);
            }
        }
        self.tables
            .meta
            .insert(&b"next document"[..], &*next.unwrap_or(0).to_be_bytes().to_vec())?;
        let heads = come_rows.iter().map(|(&number, row)| (number, Rc::new(row.head.clone())));
        self.rows.borrow_mut().extend(heads);

        let (filed_old, filed_new) = (gone.filed(), come.filed());
        let mut stirred = file(self.tables, &filed_old, &filed_new)?;
        let new: Quotations = come.keys().into_iter().collect();
        let old: Quotations = gone.keys().into_iter().collect();
        let candidates = self.candidates(&filed_old, &filed_new, &mut stirred)?;
        stirred.retain(|key| !new.contains(key));

        let mut open = self.score(&new, &old, &stirred, candidates, &gone_rows)?;
        let reprinted = self.move_sketches(&gone_rows, &come_rows)?;
        open.extend(&reprinted);
        if self.move_transcripts(&gone_rows, &come_rows)? {
            open.extend(self.all_quotations()?);
        }
        for (&number, row) in &gone_rows {
            self.remove_document(number, row)?;
        }
        self.gone = gone_rows;
        open.extend(new.iter().chain(&stirred));
        for &quotation in old.iter().chain(&stirred) {
            scan(&self.tables.edges, &quotation.bytes(), |key, _| {
                open.insert(QuotationKey::read(key, 8));
                Ok(true)
            })?;
        }
        open.retain(|key| !old.contains(key));
        let component = self.components(open.clone(), &old)?;
        let fresh = Fresh { new: &new, reprinted: &reprinted };
        (outcome.before, outcome.after) = self.edit(&component, &open, &old, fresh)?;
        outcome.gone = self.gone.into_values().collect();
        outcome.come = come_rows.into_values().map(|row| row.head.document.id).collect();
        outcome.come.sort_unstable();
        Ok(outcome)
    }

    fn insert_document(&mut self, number: u32, row: &DocumentValue) -> Result<(), Fault> {
        let key = number.to_be_bytes();
        self.tables.ids.insert(row.head.document.id.as_bytes(), &key)?;
        self.tables.documents.insert(&key, &*encode(&row.head)?)?;
        self.tables.prose.insert(&key, &*encode(&row.prose)?)?;
        for (key, value) in row.head.keys(number).zip(&row.quotations) {
            self.tables.quotations.insert(&key.bytes(), &*encode(value)?)?;
        }
        question_index::insert(self.tables, number, row)
    }

    fn remove_document(&mut self, number: u32, row: &DocumentValue) -> Result<(), Fault> {
        let key = number.to_be_bytes();
        self.tables.documents.remove(&key)?;
        self.tables.prose.remove(&key)?;
        for key in row.head.keys(number) {
            self.tables.quotations.remove(&key.bytes())?;
            self.tables.records.remove(&key.bytes())?;
        }
        question_index::remove(self.tables, number, row)
    }

    pub(super) fn prose(&self, number: u32) -> Result<ProseValue, Fault> {
        let prose = get(&self.tables.prose, &number.to_be_bytes(), decode::<ProseValue>)?;
        prose.ok_or_else(|| Fault::Corrupted(format!("document {number} is missing")))?
    }

    /// Returns the row of a document, also of one that goes.
    pub(super) fn row(&self, number: u32) -> Result<Rc<DocumentHead>, Fault> {
        if let Some(row) = self.rows.borrow().get(&number) {
            return Ok(Rc::clone(row));
        }
        let row = get(&self.tables.documents, &number.to_be_bytes(), decode::<DocumentHead>)?;
        let row = row.ok_or_else(|| Fault::Corrupted(format!("document {number} is missing")))?;
        let row = Rc::new(row?);
        self.rows.borrow_mut().insert(number, Rc::clone(&row));
        Ok(row)
    }

    /// Returns a quotation that is there.
    fn quotation(&self, key: QuotationKey) -> Result<Rc<QuotationValue>, Fault> {
        if let Some(value) = self.quotations.borrow().get(&key) {
            return Ok(Rc::clone(value));
        }
        let value = get(&self.tables.quotations, &key.bytes(), decode::<QuotationValue>)?;
        let missing = || Fault::Corrupted(format!("a quotation is missing: {key:?}"));
        let value = Rc::new(value.ok_or_else(missing)??);
        self.quotations.borrow_mut().insert(key, Rc::clone(&value));
        Ok(value)
    }

    fn day(&self, quotation: QuotationKey) -> Option<i32> {
        // The rows of all that is compared were read before.
        let rows = self.rows.borrow();
        Some(rows.get(&quotation.document)?.document.printed_second()?.div_euclid(86_400) as i32)
    }

    fn all_quotations(&self) -> Result<Quotations, Fault> {
        let mut all = Quotations::new();
        for entry in self.tables.documents.iter()? {
            let (number, _) = entry?;
            let number = read_u32(number.value(), 0);
            all.extend(self.row(number)?.keys(number));
        }
        Ok(all)
    }

    /// Loads quotations.
    pub(super) fn load(&self, keys: &Quotations) -> Result<PartStore, Fault> {
        let mut values: BTreeMap<u32, BTreeMap<u32, Rc<QuotationValue>>> = BTreeMap::new();
        for &key in keys {
            values.entry(key.document).or_default().insert(key.place, self.quotation(key)?);
        }
        let mut part = PartStore::default();
        for (number, values) in values {
            part.add(number, &*self.row(number)?, &values, None);
        }
        Ok(part)
    }

    /// Adds to `keys` all quotations with the words of one of them.
    pub(super) fn with_same_words(&self, keys: &Quotations) -> Result<Quotations, Fault> {
        let mut all = keys.clone();
        let mut sequences = BTreeSet::new();
        for &key in keys {
            sequences.insert(self.quotation(key)?.sequence);
        }
        sequences.remove(&0);
        for sequence in sequences {
            all.extend(members(self.tables, sequence)?);
        }
        Ok(all)
    }

    /// Returns the quotations that new ones are compared with. Adds to `stirred` those of crowds,
    /// of which not all pairs are compared, so that another one changes which.
    fn candidates(
        &self,
        old: &[crate::part::FiledQuotation],
        new: &[crate::part::FiledQuotation],
        stirred: &mut Quotations,
    ) -> Result<Quotations, Fault> {
        let blocks = Blocks::with_cache(&self.tables.postings, Rc::clone(&self.blocks));
        let (mut all, mut seen) = (Quotations::new(), BTreeSet::new());
        let fresh: BTreeSet<u64> = new.iter().map(|filed| filed.sequence.id).collect();
        for filed in new.iter().chain(old).filter(|filed| seen.insert(filed.sequence.id)) {
            let own = members(self.tables, filed.sequence.id)?;
            let gone = old.iter().filter(|other| other.sequence.id == filed.sequence.id).count();
            let most = own.len() + gone;
            let mut found = BTreeSet::new();
            blocks.candidates(&filed.sequence, &mut found)?;
            if most * most > MAX_CROWD_PAIRS {
                stirred.extend(&own);
            }
            for other in found {
                let others = members(self.tables, other)?;
                if most * others.len() > MAX_CROWD_PAIRS {
                    stirred.extend(own.iter().chain(&others));
                }
                if fresh.contains(&filed.sequence.id) {
                    all.extend(others);
                }
            }
            if fresh.contains(&filed.sequence.id) {
                all.extend(own);
            }
        }
        Ok(all)
    }

    /// Scores the pairs of `new` quotations with `candidates`, and those among `stirred` ones, and
    /// counts the sure ones. Returns the quotations whose pairs may be others now.
    fn score(
        &mut self,
        new: &Quotations,
        old: &Quotations,
        stirred: &Quotations,
        candidates: Quotations,
        gone: &BTreeMap<u32, DocumentValue>,
    ) -> Result<Quotations, Failure> {
        let wanted: Quotations = candidates.iter().chain(new).chain(stirred).copied().collect();
        let wanted = self.with_same_words(&wanted)?;
        let store = self.load(&wanted)?;
        let keys = store.keys();
        let snapshot = MemorySnapshot::new(&store);
        let sequences = fingerprints(&snapshot);
        let concerns = |of: &Quotations| -> Vec<bool> {
            let mut concerned = vec![false; sequences.len()];
            for (class, key) in snapshot.classes().iter().zip(&keys) {
                if let Some(sequence) = class.sequence().filter(|_| of.contains(key)) {
                    concerned[sequence.index()] = true;
                }
            }
            concerned
        };
        let (is_new, is_stirred) = (concerns(new), concerns(stirred));
        let pairs = |a: u32, b: u32| {
            let (a, b) = (a as usize, b as usize);
            is_new[a] || is_new[b] || (is_stirred[a] && is_stirred[b])
        };
        let blocks = Blocks::with_cache(&self.tables.postings, Rc::clone(&self.blocks));
        let is_repeated = repeated(&snapshot);
        let facts = RowBlocks { blocks: &blocks, sequences: &sequences, is_repeated: &is_repeated };
        let index = CandidateIndex::of_part(&snapshot, &facts, self.executor);
        blocks.fault()?;
        let scorer = PairScorer::new(&snapshot, index, self.settings, self.executor);
        let mut scored =
            engine::score_wanted(&scorer, &pairs, self.executor).map_err(Failure::Engine)?;
        let is_concerned = |a: QuotationKey, b: QuotationKey| {
            new.contains(&a) || new.contains(&b) || (stirred.contains(&a) && stirred.contains(&b))
        };
        let mut sure = QuotationPairs::new();
        for (x, y) in engine::sure_pairs(&scorer, &scored) {
            let (a, b) = (keys[x.index()], keys[y.index()]);
            if is_concerned(a, b) {
                sure.insert((a.min(b), a.max(b)));
            }
        }
        let mut was_sure = QuotationPairs::new();
        for &quotation in old.iter().chain(new) {
            counts::sure_pairs(self.tables, quotation, |_| true, &mut was_sure)?;
        }
        for &quotation in stirred {
            let other = |other: QuotationKey| stirred.contains(&other);
            counts::sure_pairs(self.tables, quotation, other, &mut was_sure)?;
        }
        for &(a, b) in &was_sure {
            self.row(a.document)?;
            self.row(b.document)?;
        }
        let changed = {
            let rows = self.rows.borrow();
            let day = |quotation: QuotationKey| {
                let second = rows.get(&quotation.document)?.document.printed_second()?;
                Some(second.div_euclid(86_400) as i32)
            };
            counts::replace_sure_pairs(self.tables, &was_sure, &sure, day)?
        };
        let context = self.context(&store, &keys)?;
        engine::with_context(&scorer, &mut scored, &context, self.executor)
            .map_err(Failure::Engine)?;
        let mut open = Quotations::new();
        for pair in scored.iter() {
            let (x, y) = pair.classes();
            let (a, b) = (keys[x.index()], keys[y.index()]);
            if is_concerned(a, b) {
                open.extend([a, b]);
            }
        }
        let is_new_document: BTreeSet<u32> = new.iter().map(|key| key.document).collect();
        for &(a, b) in &changed.documents {
            let known =
                |number: &u32| is_new_document.contains(number) || gone.contains_key(number);
            if known(&a) || known(&b) {
                continue;
            }
            for number in [a, b] {
                open.extend(self.row(number)?.keys(number));
            }
        }
        let first: Quotations = changed
            .first_prints
            .into_iter()
            .filter(|key| !new.contains(key) && !old.contains(key))
            .collect();
        let blocks = Blocks::with_cache(&self.tables.postings, Rc::clone(&self.blocks));
        let mut found = BTreeSet::new();
        for filed in self.load(&first)?.filed() {
            blocks.candidates(&filed.sequence, &mut found)?;
            found.insert(filed.sequence.id);
        }
        for sequence in found {
            open.extend(members(self.tables, sequence)?);
        }
        open.extend(first);
        Ok(open)
    }

    /// Returns the context of the quotations of a part.
    pub(super) fn context(
        &self,
        store: &PartStore,
        keys: &[QuotationKey],
    ) -> Result<engine::DocumentContext, Fault> {
        let numbers = keys.chunk_by(|a, b| a.document == b.document);
        let rows = (0..).map(DocumentRow::new).zip(numbers);
        let documents =
            rows.map(|(row, keys)| (keys[0].document, (row, self.day(keys[0])))).collect();
        debug_assert_eq!(
            store.documents().count(),
            keys.chunk_by(|a, b| a.document == b.document).count()
        );
        counts::context(keys, &documents, |number| self.sure_rows(number))
    }

    /// Returns the sure pairs of a document, once those of this commit are counted.
    fn sure_rows(&self, number: u32) -> Result<Rc<Vec<SureRow>>, Fault> {
        if let Some(rows) = self.sure.borrow().get(&number) {
            return Ok(Rc::clone(rows));
        }
        let rows = Rc::new(counts::sure_rows(self.tables, number)?);
        self.sure.borrow_mut().insert(number, Rc::clone(&rows));
        Ok(rows)
    }

    /// Files the sketches of documents that come, and takes out those of documents that go. Returns
    /// the quotations of documents that reprint another one now.
    fn move_sketches(
        &mut self,
        gone: &BTreeMap<u32, DocumentValue>,
        come: &BTreeMap<u32, DocumentValue>,
    ) -> Result<Quotations, Fault> {
        fn sketches(rows: &BTreeMap<u32, DocumentValue>) -> Vec<(u32, &Sketch)> {
            rows.iter().map(|(&number, row)| (number, &row.prose.sketch)).collect()
        }
        let changed = reprints::file_sketches(self.tables, &sketches(gone), &sketches(come))?;
        let mut quotations = Quotations::new();
        for number in changed.into_iter().filter(|number| !gone.contains_key(number)) {
            quotations.extend(self.row(number)?.keys(number));
        }
        Ok(quotations)
    }

    /// Keeps the list of transcripts. Returns true if it changed: every quotation is then looked up
    /// anew.
    fn move_transcripts(
        &mut self,
        gone: &BTreeMap<u32, DocumentValue>,
        come: &BTreeMap<u32, DocumentValue>,
    ) -> Result<bool, Fault> {
        let mut changed = false;
        let is_transcript =
            |row: &DocumentValue| row.head.document.kind == DocumentKind::Transcript;
        for (number, _) in gone.iter().filter(|(_, row)| is_transcript(row)) {
            self.tables.transcripts.remove(&number.to_be_bytes())?;
            changed = true;
        }
        for (number, _) in come.iter().filter(|(_, row)| is_transcript(row)) {
            self.tables.transcripts.insert(&number.to_be_bytes(), ())?;
            changed = true;
        }
        Ok(changed)
    }

    /// Returns the quotations that agreeing pairs connect with `open`, those that are gone left
    /// out.
    fn components(&self, open: Quotations, gone: &Quotations) -> Result<Quotations, Fault> {
        let mut component = Quotations::new();
        let mut open: Vec<QuotationKey> = open.into_iter().collect();
        while let Some(next) = open.pop() {
            if gone.contains(&next) || !component.insert(next) {
                continue;
            }
            scan(&self.tables.edges, &next.bytes(), |key, value| {
                if value.first() == Some(&1) {
                    open.push(QuotationKey::read(key, 8));
                }
                Ok(true)
            })?;
        }
        Ok(component)
    }
}
