//! Groups the components that a commit touches, edits the utterances that another quotation joins
//! or leaves, and writes pairs, links, records and utterances.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use redb::ReadableTable;
use rustc_hash::FxHashMap;

use super::blocks::{Blocks, RowBlocks};
use super::counts::QuotationPairs;
use super::document_row::{QuotationValue, all_quotation_values};
use super::keys::{QuotationKey, pair, read_u32};
use super::link_value::LinkValue;
use super::question_index::altered_key;
use super::tables::{Fault, UNCOUNTED, decode, encode, get, scan};
use super::update::{Failure, Fresh, Quotations, Update};
use super::utterance_row::UtteranceRow;
use super::{reprints, single};
use crate::engine::{self, CandidateIndex, PairScorer, PartPair};
use crate::link::{Link, LinkVerdict};
use crate::part::{PartStore, fingerprints, repeated};
use crate::record::RecordMatch;
use crate::snapshot::MemorySnapshot;
use crate::store::{Store, StoredDocument};

impl Update<'_, '_> {
    /// Groups whole components anew, and edits the groups that are others than before. Takes out
    /// quotations that are gone. `open` are those of the component whose pairs may be others.
    /// Returns the utterances that were, and those that are.
    pub(super) fn edit(
        &mut self,
        component: &Quotations,
        open: &Quotations,
        gone: &Quotations,
        fresh: Fresh<'_>,
    ) -> Result<(Vec<UtteranceRow>, Vec<UtteranceRow>), Failure> {
        let mut stale = self.pairs_within(open, gone)?;
        let store = self.load(&self.with_same_words(component)?)?;
        let keys = store.keys();
        let snapshot = MemorySnapshot::new(&store);
        let sequences = fingerprints(&snapshot);
        let blocks = Blocks::with_cache(&self.tables.postings, Rc::clone(&self.blocks));
        let is_repeated = repeated(&snapshot);
        let facts = RowBlocks { blocks: &blocks, sequences: &sequences, is_repeated: &is_repeated };
        let index = CandidateIndex::of_part(&snapshot, &facts, self.executor);
        blocks.fault()?;
        let scorer = PairScorer::new(&snapshot, index, self.settings, self.executor);
        let context = self.context(&store, &keys)?;
        let (groups, scored, pairs) =
            engine::group_part(scorer, &context, self.executor).map_err(Failure::Engine)?;
        self.replace_edges(component, &keys, &pairs, &stale)?;
        let documents: Vec<&StoredDocument> = store.documents().collect();
        let links =
            engine::part_links(&snapshot, &documents, &scored, self.settings, self.executor);
        let rows = (&*keys, &*documents);
        self.insert_links((component, open), rows, &links, groups.group_of(), &mut stale)?;
        for (a, b) in stale {
            self.tables.links.remove(&pair(a, b))?;
            self.tables.reviews.remove(&pair(a, b))?;
        }

        let records = self.records(component, &keys)?;
        let records_changed = self.insert_records(component, &keys, &records)?;
        let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); groups.count()];
        for (row, &group) in groups.group_of().iter().enumerate() {
            rows_of[group as usize].push(row);
        }
        // What has the words of one of these, and is in another component, is left as it is.
        rows_of.retain(|rows| rows.iter().all(|&row| component.contains(&keys[row])));
        let mut was: BTreeMap<QuotationKey, Vec<QuotationKey>> = BTreeMap::new();
        for &quotation in component.iter().chain(gone) {
            was.entry(self.first_of(quotation)?).or_default().push(quotation);
        }
        let is_fresh = |key: &QuotationKey| {
            fresh.new.contains(key)
                || fresh.reprinted.contains(key)
                || records_changed.contains(key)
        };
        rows_of.retain(|rows| {
            let group: Vec<QuotationKey> = rows.iter().map(|&row| keys[row]).collect();
            let mut sorted = group.clone();
            sorted.sort_unstable();
            let is_old = was.get(&group[0]) == Some(&sorted) && !group.iter().any(is_fresh);
            if is_old {
                was.remove(&group[0]);
            }
            !is_old
        });
        let before = self.take_utterances(was, fresh.new)?;
        let originals = self.originals(&store)?;
        let reprints = originals.iter().map(|(id, original)| (id.as_str(), original)).collect();
        let utterances = engine::edit_groups(
            &snapshot,
            &documents,
            &rows_of,
            &reprints,
            &records,
            self.settings,
            self.executor,
        );
        let seconds: Vec<Option<i64>> = documents
            .iter()
            .flat_map(|document| {
                let second = document.document.printed_second();
                std::iter::repeat_n(second, document.quotations.len())
            })
            .collect();
        let mut after = Vec::new();
        for (utterance, rows) in utterances.into_iter().zip(rows_of) {
            let first = rows.iter().filter_map(|&row| seconds[row]).min();
            let quotations = rows.iter().map(|&row| keys[row]).collect();
            let row = UtteranceRow { utterance, first, quotations };
            self.insert_utterance(&row)?;
            after.push(row);
        }
        Ok((before, after))
    }

    /// Returns the first quotation of the utterance of a quotation.
    fn first_of(&self, quotation: QuotationKey) -> Result<QuotationKey, Fault> {
        let read = |value: &[u8; 8]| QuotationKey::read(value, 0);
        Ok(get(&self.tables.members, &quotation.bytes(), read)?.unwrap_or(quotation))
    }

    fn insert_utterance(&mut self, row: &UtteranceRow) -> Result<(), Fault> {
        let first = row.quotations[0].bytes();
        let by_id = [row.utterance.id.as_bytes(), &first].concat();
        self.tables.utterance_ids.insert(&*by_id, ())?;
        if row.quotations.len() > 1 {
            for quotation in &row.quotations {
                self.tables.members.insert(&quotation.bytes(), &first)?;
            }
            self.tables.utterances.insert(&first, &*encode(row)?)?;
            self.tables.altered.insert(&altered_key(row), ())?;
        }
        Ok(())
    }

    /// Takes out utterances: `was` are their quotations, by the first of each. Quotations that are
    /// new had none.
    fn take_utterances(
        &mut self,
        was: BTreeMap<QuotationKey, Vec<QuotationKey>>,
        new: &Quotations,
    ) -> Result<Vec<UtteranceRow>, Fault> {
        let mut taken = Vec::new();
        for (first, quotations) in was {
            if new.contains(&first) {
                continue;
            }
            for quotation in &quotations {
                self.tables.members.remove(&quotation.bytes())?;
            }
            let row = self.tables.utterances.remove(&first.bytes())?;
            let row = row.map(|row| decode::<UtteranceRow>(row.value())).transpose()?;
            let row = match row {
                Some(row) => {
                    self.tables.altered.remove(&altered_key(&row))?;
                    row
                }
                None => self.single(first)?,
            };
            let by_id = [row.utterance.id.as_bytes(), &first.bytes()].concat();
            self.tables.utterance_ids.remove(&*by_id)?;
            taken.push(row);
        }
        Ok(taken)
    }

    /// Makes the utterance that one quotation alone reports. It may be gone.
    fn single(&self, quotation: QuotationKey) -> Result<UtteranceRow, Fault> {
        let row = match self.gone.get(&quotation.document) {
            Some(row) => Rc::new(row.head.clone()),
            None => self.row(quotation.document)?,
        };
        let value = match self.gone.get(&quotation.document) {
            Some(row) => row.quotations.get(quotation.place as usize).cloned(),
            None => {
                let key = quotation.bytes();
                get(&self.tables.quotations, &key, decode::<QuotationValue>)?.transpose()?
            }
        };
        let missing = || Fault::Corrupted(format!("a quotation is missing: {quotation:?}"));
        let value = value.ok_or_else(missing)?;
        // Neither a reprint nor a record shows in what a commit tells of it.
        Ok(single::utterance(quotation, &row, value, None, None, self.settings, self.executor))
    }

    /// Returns the pairs of the file that may be others now, the smaller quotation first: those
    /// within `open`, and all of quotations that are gone.
    fn pairs_within(&self, open: &Quotations, gone: &Quotations) -> Result<QuotationPairs, Fault> {
        let mut pairs = QuotationPairs::new();
        for &quotation in open.iter().chain(gone) {
            let is_gone = gone.contains(&quotation);
            scan(&self.tables.edges, &quotation.bytes(), |key, _| {
                let other = QuotationKey::read(key, 8);
                if is_gone || open.contains(&other) || gone.contains(&other) {
                    pairs.insert((quotation.min(other), quotation.max(other)));
                }
                Ok(true)
            })?;
        }
        Ok(pairs)
    }

    /// Writes the pairs of a component that are not there already, and takes out what is left of
    /// `stale`. Most pairs are what they were, and reading is cheaper than writing.
    fn replace_edges(
        &mut self,
        component: &Quotations,
        keys: &[QuotationKey],
        pairs: &[PartPair],
        stale: &QuotationPairs,
    ) -> Result<(), Fault> {
        let (mut stale, mut changed) = (stale.clone(), Vec::new());
        for &PartPair { a, b, agrees, speakers } in pairs {
            let (a, b) = (keys[a.index()], keys[b.index()]);
            if !component.contains(&a) || !component.contains(&b) {
                continue;
            }
            stale.remove(&(a.min(b), a.max(b)));
            let speakers = speakers.and_then(|count| u8::try_from(count).ok());
            let value = [u8::from(agrees), speakers.unwrap_or(UNCOUNTED)];
            if get(&self.tables.edges, &pair(a, b), |old| *old == value)? != Some(true) {
                changed.extend([(pair(a, b), value), (pair(b, a), value)]);
            }
        }
        changed.sort_unstable();
        for (key, value) in changed {
            self.tables.edges.insert(&key, &value)?;
        }
        for (a, b) in stale {
            self.tables.edges.remove(&pair(a, b))?;
            self.tables.edges.remove(&pair(b, a))?;
        }
        Ok(())
    }

    /// Writes the links of `open` with each other, without what the file has elsewhere, and which
    /// links of the component a person should review: those in doubt, and those whose ends the
    /// groups tear apart. Takes their pairs out of `stale`.
    fn insert_links(
        &mut self,
        (component, open): (&Quotations, &Quotations),
        (keys, documents): (&[QuotationKey], &[&StoredDocument]),
        links: &[Link],
        group_of: &[u32],
        stale: &mut QuotationPairs,
    ) -> Result<(), Fault> {
        let ids = documents.iter().flat_map(|document| &document.quotations);
        let ids = ids.map(|stored| stored.id.as_str());
        let row_of: FxHashMap<&str, usize> = ids.zip(0..).collect();
        for link in links {
            let (x, y) = (row_of[&*link.a], row_of[&*link.b]);
            let (a, b) = (keys[x].min(keys[y]), keys[x].max(keys[y]));
            if open.contains(&a) && open.contains(&b) {
                stale.remove(&(a, b));
                let value = encode(&LinkValue::new(link))?;
                if get(&self.tables.links, &pair(a, b), |old| *old == *value)? != Some(true) {
                    self.tables.links.insert(&pair(a, b), &*value)?;
                }
            }
            if component.contains(&a) && component.contains(&b) {
                let is_apart = group_of[x] != group_of[y];
                if is_apart && link.verdict != LinkVerdict::Different {
                    self.tables.reviews.insert(&pair(a, b), ())?;
                } else {
                    self.tables.reviews.remove(&pair(a, b))?;
                }
            }
        }
        Ok(())
    }

    /// Writes where the transcripts have the words of quotations. Returns those that have other
    /// records than before.
    fn insert_records(
        &mut self,
        component: &Quotations,
        keys: &[QuotationKey],
        records: &[Option<RecordMatch>],
    ) -> Result<Quotations, Fault> {
        let mut changed = Quotations::new();
        for (row, key) in keys.iter().enumerate().filter(|(_, key)| component.contains(key)) {
            let record = records.get(row).and_then(Option::as_ref).map(encode).transpose()?;
            let old = get(&self.tables.records, &key.bytes(), <[u8]>::to_vec)?;
            if old != record {
                changed.insert(*key);
                match record {
                    Some(record) => self.tables.records.insert(&key.bytes(), &*record)?,
                    None => self.tables.records.remove(&key.bytes())?,
                };
            }
        }
        Ok(changed)
    }

    /// Returns, for each document of a part that reprints another one, that one.
    fn originals(&self, store: &PartStore) -> Result<BTreeMap<String, StoredDocument>, Fault> {
        let mut originals = BTreeMap::new();
        for stored in store.documents() {
            let id = &stored.document.id;
            let number = get(&self.tables.ids, id.as_bytes(), |value| read_u32(value, 0))?;
            let Some(number) = number else { continue };
            let row = |number| self.row(number);
            if let Some(original) = reprints::original(&self.tables.reprints, number, row)? {
                originals.insert(id.clone(), self.row(original)?.without_quotations());
            }
        }
        Ok(originals)
    }

    /// Returns where the transcripts have the words of quotations; nothing if there is no
    /// transcript.
    fn records(
        &self,
        component: &Quotations,
        keys: &[QuotationKey],
    ) -> Result<Vec<Option<RecordMatch>>, Fault> {
        let mut numbers = BTreeSet::new();
        for entry in self.tables.transcripts.iter()? {
            numbers.insert(read_u32(entry?.0.value(), 0));
        }
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        numbers.extend(component.iter().map(|key| key.document));
        // A quotation is looked up with the others of its document.
        let mut store = PartStore::default();
        for &number in &numbers {
            let values = all_quotation_values(&self.tables.quotations, number)?;
            store.add(number, &*self.row(number)?, &values, Some(&self.prose(number)?));
        }
        let snapshot = MemorySnapshot::new(&store);
        let documents: Vec<&StoredDocument> = store.documents().collect();
        let found = engine::part_records(&snapshot, &documents, self.settings, self.executor);
        let found: FxHashMap<QuotationKey, RecordMatch> = store
            .keys()
            .into_iter()
            .zip(found)
            .filter_map(|(key, found)| Some((key, found?)))
            .collect();
        Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
    }
}
