//! Some quotations of a collection, with all that their result takes of the rest.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::bytes::decode;
use super::document_row::{DocumentHead, ProseValue, QuotationValue};
use super::filed::{fingerprints, repeated};
use super::known_blocks::{KnownBlocks, RowFacts};
use super::part_store::PartStore;
use super::quotation_key::QuotationKey;
use crate::edition::Utterance;
use crate::engine::{self, CandidateIndex, DocumentContext, Executor, PairScorer};
use crate::error::Error;
use crate::link::Link;
use crate::reconciliation::Reconciliation;
use crate::record::RecordMatch;
use crate::settings::Settings;
use crate::snapshot::{ClassRow, DocumentRow, MemorySnapshot, ResolvedDecisions};
use crate::store::{Store, StoredDocument};

/// A quotation: the id of its document, and its place there, from 0.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[non_exhaustive]
pub struct QuotationPlace {
    /// The id of its document.
    pub document: String,
    /// Its place there, from 0.
    pub place: u32,
}

impl QuotationPlace {
    /// Makes the place of quotation `place` of `document`.
    pub fn new(document: impl Into<String>, place: u32) -> QuotationPlace {
        QuotationPlace { document: document.into(), place }
    }
}

/// A pair that may be one utterance or should be reviewed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct JudgedPair {
    /// One of its quotations.
    pub a: QuotationPlace,
    /// The other one.
    pub b: QuotationPlace,
    /// True if it agrees: agreeing pairs make components.
    pub agrees: bool,
}

/// An utterance, with what it takes to rank it among all.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct PartUtterance {
    /// The utterance.
    pub utterance: Utterance,
    /// The second of its first print, since 1970, where a date is known.
    pub first: Option<i64>,
    /// Its quotations.
    pub quotations: Vec<QuotationPlace>,
}

/// Some quotations of a collection, with all that their result takes of the rest.
///
/// What must be made known depends on what is asked: see the methods that ask. Whatever the part
/// is, it answers as the whole collection would.
///
/// ```
/// use variorum::part::{CollectionPart, DocumentReader, QuotationPlace};
/// use variorum::{Document, Settings};
///
/// let settings = Settings::default();
/// let mut reader = DocumentReader::new(&settings);
/// let mut part = CollectionPart::new(&settings);
/// let text = "“We shall never accept these tariffs,” Ms. Okafor said.";
/// let pieces = reader.read(Document::new("a", text))?;
/// let quotations = (0..).zip(&pieces.quotations).map(|(place, read)| (place, &read.bytes[..]));
/// part.add_document(&pieces.head, Some(&pieces.prose), quotations)?;
/// // A quotation that agrees with no other one is an utterance by itself.
/// let alone = part.single_utterances(&[QuotationPlace::new("a", 0)])?;
/// assert_eq!(alone[0].utterance.outlets, 1);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Debug)]
pub struct CollectionPart<'s> {
    settings: &'s Settings,
    executor: Executor<'static>,
    store: PartStore,
    /// The number of each document in the store.
    numbers: BTreeMap<String, u32>,
    ids: Vec<String>,
    blocks: KnownBlocks,
    kin: Vec<(u32, u32, u32)>,
    sure: Vec<(QuotationKey, String, Option<i32>)>,
    originals: BTreeMap<String, StoredDocument>,
    records: BTreeMap<QuotationKey, RecordMatch>,
}

impl<'s> CollectionPart<'s> {
    /// Makes an empty part. It works on the caller's thread alone.
    pub fn new(settings: &'s Settings) -> CollectionPart<'s> {
        CollectionPart {
            settings,
            executor: Executor::new(1),
            store: PartStore::default(),
            numbers: BTreeMap::new(),
            ids: Vec::new(),
            blocks: KnownBlocks::default(),
            kin: Vec::new(),
            sure: Vec::new(),
            originals: BTreeMap::new(),
            records: BTreeMap::new(),
        }
    }

    /// Adds some quotations of a document, by their places: `head`, `prose` and the quotations as
    /// [`DocumentPieces`](super::DocumentPieces) has them. The prose matters to records and to the
    /// result.
    ///
    /// # Errors
    /// When bytes are damaged or of another version. [`Error::is_format`] is then true.
    ///
    /// # Panics
    /// When the document was added before.
    pub fn add_document<'b>(
        &mut self,
        head: &[u8],
        prose: Option<&[u8]>,
        quotations: impl IntoIterator<Item = (u32, &'b [u8])>,
    ) -> Result<(), Error> {
        let head: DocumentHead = decode("a document of a part", head)?;
        let prose: Option<ProseValue> =
            prose.map(|bytes| decode("the prose of a document of a part", bytes)).transpose()?;
        let mut values = BTreeMap::new();
        for (place, bytes) in quotations {
            let value: QuotationValue = decode("a quotation of a part", bytes)?;
            values.insert(place, value);
        }
        let number = self.ids.len() as u32;
        let id = head.document.id.clone();
        assert!(self.numbers.insert(id.clone(), number).is_none(), "{id:?} was added twice");
        self.ids.push(id);
        self.store.add(number, &head, &values, prose.as_ref());
        Ok(())
    }

    /// Makes a block known: the number of sequences of the whole collection with this key, and of
    /// their speakers. With a `path`, that of a part of an oversized block, with its hubs where no
    /// longer run splits it: the lightest sequences, as
    /// [`HUB_COUNT`](crate::blocking::HUB_COUNT) says. Sizes beyond
    /// [`MAX_BLOCK_SIZE`](crate::blocking::MAX_BLOCK_SIZE) of a part may be any number beyond it.
    pub fn add_block(&mut self, key: u64, path: &[u32], size: u32, speakers: u32, hubs: &[u64]) {
        self.blocks.add(key, path, size, speakers, hubs);
    }

    /// Makes known how many sure pairs two documents of the part have, in the whole collection.
    pub fn add_kin(&mut self, a: &str, b: &str, sure_pairs: u32) {
        if let (Some(&a), Some(&b)) = (self.numbers.get(a), self.numbers.get(b)) {
            self.kin.push((a, b, sure_pairs));
        }
    }

    /// Makes a sure pair of a quotation of the part known: the document of the other quotation, and
    /// the day on which that was printed.
    pub fn add_sure_pair(&mut self, one: &QuotationPlace, document: &str, day: Option<i32>) {
        if let Some(&number) = self.numbers.get(&one.document) {
            self.sure.push((QuotationKey::new(number, one.place), document.to_owned(), day));
        }
    }

    /// Makes the document known that a document of the part reprints.
    ///
    /// # Errors
    /// As [`CollectionPart::add_document`].
    pub fn add_original(&mut self, document: &str, head: &[u8]) -> Result<(), Error> {
        let head: DocumentHead = decode("a document of a part", head)?;
        self.originals.insert(document.to_owned(), head.without_quotations());
        Ok(())
    }

    /// Makes the place in a transcript known that a quotation of the part has.
    pub fn add_record(&mut self, quotation: &QuotationPlace, record: RecordMatch) {
        if let Some(&number) = self.numbers.get(&quotation.document) {
            self.records.insert(QuotationKey::new(number, quotation.place), record);
        }
    }

    /// Returns the pairs among those of `wanted` sequences that are surely one utterance without
    /// any context, of two documents. Of each of these sequences the part must have all quotations
    /// of the collection, and know the blocks.
    ///
    /// # Errors
    /// None so far.
    pub fn sure_pairs(
        &self,
        wanted: &[(u64, u64)],
    ) -> Result<Vec<(QuotationPlace, QuotationPlace)>, Error> {
        let keys = self.store.keys();
        let snapshot = MemorySnapshot::new(&self.store);
        let (scorer, sequences) = self.scorer(&snapshot);
        let scored =
            engine::score_wanted(&scorer, &wanted_rows(&sequences, wanted), &self.executor)?;
        let pairs = engine::sure_pairs(&scorer, &scored);
        let pairs = pairs.into_iter();
        Ok(pairs.map(|(x, y)| (self.place(keys[x.index()]), self.place(keys[y.index()]))).collect())
    }

    /// Returns the pairs among those of `wanted` sequences that may be one utterance or should be
    /// reviewed, and their links. The part must have what [`CollectionPart::sure_pairs`] needs, and
    /// know all sure pairs of its quotations and documents.
    ///
    /// # Errors
    /// None so far.
    pub fn judged_pairs(
        &self,
        wanted: &[(u64, u64)],
    ) -> Result<(Vec<JudgedPair>, Vec<Link>), Error> {
        let keys = self.store.keys();
        let snapshot = MemorySnapshot::new(&self.store);
        let (scorer, sequences) = self.scorer(&snapshot);
        let wanted = wanted_rows(&sequences, wanted);
        let mut scored = engine::score_wanted(&scorer, &wanted, &self.executor)?;
        let context = self.context(&keys);
        engine::with_context(&scorer, &mut scored, &context, &self.executor)?;
        let pairs = scored.iter().map(|pair| {
            let (x, y) = pair.classes();
            let [a, b] = [x, y].map(|row| self.place(keys[row.index()]));
            JudgedPair { a, b, agrees: pair.edge().is_positive() }
        });
        let pairs = pairs.collect();
        let documents: Vec<&StoredDocument> = self.store.documents().collect();
        let links =
            engine::part_links(&snapshot, &documents, &scored, self.settings, &self.executor);
        Ok((pairs, links))
    }

    /// Returns the utterances of `members`: whole components of agreeing pairs of the collection.
    /// The part must have, for each of their sequences, all quotations of the collection, and know
    /// their blocks, sure pairs, originals and records.
    ///
    /// # Errors
    /// None so far.
    pub fn utterances(&self, members: &[QuotationPlace]) -> Result<Vec<PartUtterance>, Error> {
        let keys = self.store.keys();
        let snapshot = MemorySnapshot::new(&self.store);
        let (scorer, _) = self.scorer(&snapshot);
        let context = self.context(&keys);
        let (groups, ..) = engine::group_part(scorer, &context, &self.executor)?;
        let members: BTreeSet<QuotationKey> =
            members.iter().filter_map(|member| self.key(member)).collect();
        let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); groups.count()];
        for (row, &group) in groups.group_of().iter().enumerate() {
            rows_of[group as usize].push(row);
        }
        // What has the words of one of these, and is in another component, is of another part.
        rows_of.retain(|rows| rows.iter().all(|&row| members.contains(&keys[row])));
        Ok(self.edit(&snapshot, &keys, &rows_of))
    }

    /// Returns the utterances of quotations that agree with no other one. The part must know their
    /// originals and records.
    ///
    /// # Errors
    /// None so far.
    pub fn single_utterances(&self, alone: &[QuotationPlace]) -> Result<Vec<PartUtterance>, Error> {
        let keys = self.store.keys();
        let snapshot = MemorySnapshot::new(&self.store);
        let alone: BTreeSet<QuotationKey> = alone.iter().filter_map(|one| self.key(one)).collect();
        let rows = (0..keys.len()).filter(|&row| alone.contains(&keys[row]));
        let rows: Vec<Vec<usize>> = rows.map(|row| vec![row]).collect();
        Ok(self.edit(&snapshot, &keys, &rows))
    }

    /// Returns where the transcripts among the documents of the part have the words of its
    /// quotations. The part must have all transcripts of the collection, and of each other document
    /// the prose and all quotations.
    pub fn records(&self) -> Vec<(QuotationPlace, RecordMatch)> {
        let snapshot = MemorySnapshot::new(&self.store);
        let documents: Vec<&StoredDocument> = self.store.documents().collect();
        let found = engine::part_records(&snapshot, &documents, self.settings, &self.executor);
        let found = self.store.keys().into_iter().zip(found);
        found.filter_map(|(key, found)| Some((self.place(key), found?))).collect()
    }

    /// Returns the result of a part that is the whole collection, whose utterances and links are
    /// known, in any order. It must know all originals and records.
    ///
    /// # Errors
    /// When the utterances are not those of all quotations. [`Error::is_format`] is then true.
    pub fn result(
        &self,
        mut utterances: Vec<PartUtterance>,
        mut links: Vec<Link>,
    ) -> Result<Reconciliation, Error> {
        utterances.sort_by(|a, b| a.rank().cmp(&b.rank()));
        let keys = self.store.keys();
        let mut place_of: FxHashMap<QuotationKey, usize> = FxHashMap::default();
        for (n, one) in utterances.iter().enumerate() {
            place_of.extend(one.quotations.iter().filter_map(|place| Some((self.key(place)?, n))));
        }
        let missing = |key: &QuotationKey| {
            let QuotationPlace { document, place } = self.place(*key);
            let reason = format!("quotation {place} of {document:?} has no utterance");
            Error::format("the utterances of the parts", None, reason)
        };
        let utterance_of: Vec<usize> = keys
            .iter()
            .map(|key| place_of.get(key).copied().ok_or_else(|| missing(key)))
            .collect::<Result<_, _>>()?;
        let records: Vec<Option<RecordMatch>> =
            keys.iter().map(|key| self.records.get(key).cloned()).collect();
        let documents: Vec<&StoredDocument> = self.store.documents().collect();
        let utterances: Vec<Utterance> = utterances.into_iter().map(|one| one.utterance).collect();
        let reprints =
            self.originals.iter().map(|(id, original)| (id.as_str(), original)).collect();
        links.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        let documents = engine::part_result(
            &documents,
            &ResolvedDecisions::default(),
            &utterances,
            &utterance_of,
            &records,
            &reprints,
            &self.executor,
        );
        Ok(Reconciliation { documents, links, utterances, unapplied: Vec::new() })
    }

    fn key(&self, place: &QuotationPlace) -> Option<QuotationKey> {
        let number = self.numbers.get(&place.document)?;
        Some(QuotationKey::new(*number, place.place))
    }

    fn place(&self, key: QuotationKey) -> QuotationPlace {
        QuotationPlace::new(&*self.ids[key.document as usize], key.place)
    }

    /// Prepares the scoring of the part. Returns the fingerprints of its sequences, too.
    fn scorer<'p>(
        &'p self,
        snapshot: &'p MemorySnapshot<'p, PartStore>,
    ) -> (PairScorer<'p, MemorySnapshot<'p, PartStore>>, Vec<u64>) {
        let (sequences, is_repeated) = (fingerprints(snapshot), repeated(snapshot));
        let known = &self.blocks;
        let facts = RowFacts { known, sequences: &sequences, is_repeated: &is_repeated };
        let index = CandidateIndex::of_part(snapshot, &facts, &self.executor);
        (PairScorer::new(snapshot, index, self.settings, &self.executor), sequences)
    }

    /// Returns the context of the quotations `keys`, which are the classes of a snapshot in this
    /// order.
    fn context(&self, keys: &[QuotationKey]) -> DocumentContext {
        let mut rows: FxHashMap<u32, (DocumentRow, Option<i32>)> = FxHashMap::default();
        for (row, stored) in (0..).map(DocumentRow::new).zip(self.store.documents()) {
            let day =
                stored.document.printed_second().map(|second| second.div_euclid(86_400) as i32);
            rows.insert(self.numbers[&stored.document.id], (row, day));
        }
        let class_of: FxHashMap<QuotationKey, ClassRow> =
            keys.iter().copied().zip((0..).map(ClassRow::new)).collect();
        let kin = self.kin.iter().map(|&(a, b, count)| (rows[&a].0, rows[&b].0, count));
        let sure = self.sure.iter().filter_map(|(key, document, day)| {
            let class = class_of.get(key)?;
            let own_day = rows[&key.document].1;
            let earlier = day.filter(|&day| own_day.is_some_and(|own| day < own));
            let other = self.numbers.get(document).map(|number| rows[number].0);
            Some((*class, other, earlier))
        });
        DocumentContext::from_counts(kin, sure)
    }

    /// Makes the utterances of some groups of rows.
    fn edit(
        &self,
        snapshot: &MemorySnapshot<'_, PartStore>,
        keys: &[QuotationKey],
        groups: &[Vec<usize>],
    ) -> Vec<PartUtterance> {
        let documents: Vec<&StoredDocument> = self.store.documents().collect();
        let reprints =
            self.originals.iter().map(|(id, original)| (id.as_str(), original)).collect();
        let records: Vec<Option<RecordMatch>> =
            keys.iter().map(|key| self.records.get(key).cloned()).collect();
        let utterances = engine::edit_groups(
            snapshot,
            &documents,
            groups,
            &reprints,
            &records,
            self.settings,
            &self.executor,
        );
        let second = |row: usize| {
            let document = self.store.document(&self.ids[keys[row].document as usize])?;
            document.document.printed_second()
        };
        let utterances = utterances.into_iter().zip(groups);
        let one = |(utterance, rows): (Utterance, &Vec<usize>)| PartUtterance {
            utterance,
            first: rows.iter().filter_map(|&row| second(row)).min(),
            quotations: rows.iter().map(|&row| self.place(keys[row])).collect(),
        };
        utterances.map(one).collect()
    }
}

impl PartUtterance {
    /// Makes an utterance that was sent as its value of serde, with the rest beside it.
    pub fn new(
        utterance: Utterance,
        first: Option<i64>,
        quotations: Vec<QuotationPlace>,
    ) -> PartUtterance {
        PartUtterance { utterance, first, quotations }
    }

    /// Returns its rank among all: those that most outlets print first, then by date, then by id.
    fn rank(&self) -> impl Ord + '_ {
        let Utterance { independent, outlets, id, .. } = &self.utterance;
        let support = std::cmp::Reverse((*independent, *outlets, self.utterance.print_count()));
        (support, self.first.unwrap_or(i64::MAX), id.as_str())
    }
}

/// Returns a function that accepts these pairs of sequences, by their rows.
fn wanted_rows(sequences: &[u64], wanted: &[(u64, u64)]) -> impl Fn(u32, u32) -> bool + Sync {
    let row_of: FxHashMap<u64, u32> = sequences.iter().copied().zip(0..).collect();
    let rows = wanted.iter().filter_map(|(a, b)| {
        let (a, b) = (*row_of.get(a)?, *row_of.get(b)?);
        Some((a.min(b), a.max(b)))
    });
    let rows: FxHashSet<(u32, u32)> = rows.collect();
    move |a, b| rows.contains(&(a.min(b), a.max(b)))
}
