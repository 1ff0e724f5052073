//! A snapshot of a store, in memory.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Snapshot;
use super::decisions::ResolvedDecisions;
use super::quotation_source::QuotationSource;
use super::rows::{
    ClassRow, DocumentRow, ExtractedClass, NO_ROW, NameRow, QuotationClass, QuotationRow, RowLists,
    SequenceRow,
};
use super::speakers::SpeakerIndex;
use crate::align::features::SequenceWord;
use crate::blocking::{SequenceId, SequenceRank, compare_words};
use crate::link::Profile;
use crate::parallel::Workers;
use crate::person_name::PersonName;
use crate::store::{StandaloneId, Store, StoredDocument};
use crate::text::{Passage, Vocabulary, Weight};

/// A snapshot of a [`Store`], which it borrows.
#[derive(Debug)]
pub struct MemorySnapshot<'s, S> {
    store: &'s S,
    sources: Vec<QuotationSource<'s>>,
    classes: Vec<QuotationClass>,
    class_of: Vec<ClassRow>,
    members: RowLists<QuotationRow>,
    names: Vec<&'s PersonName>,
    /// The store's id of each sequence.
    sequences: Vec<SequenceId>,
    weights: Vec<Weight>,
    classes_of: RowLists<ClassRow>,
    speakers: SpeakerIndex,
    decisions: ResolvedDecisions<'s>,
    /// All documents in the order of their ids, made when the first is read; each standalone
    /// quotation is one.
    documents: OnceLock<Vec<DocumentSource<'s>>>,
}

/// The place of a document in a store.
#[derive(Clone, Copy, Debug)]
enum DocumentSource<'s> {
    Stored(&'s StoredDocument),
    Standalone(StandaloneId),
}

impl<'s, S: Store> MemorySnapshot<'s, S> {
    /// Takes a snapshot of all quotations of a store with its decisions, on one thread. A quotation
    /// that a decision is about is a class of its own. O(n log n).
    pub fn new(store: &'s S) -> MemorySnapshot<'s, S> {
        MemorySnapshot::build(store, &Workers::new(1))
    }

    /// Does the same on the threads of `workers`.
    pub(crate) fn build(store: &'s S, workers: &Workers) -> MemorySnapshot<'s, S> {
        let sources = sources(store, |_| true);
        let decisions = resolved_decisions(store, &sources);
        MemorySnapshot::from_sources(store, workers, sources, decisions, false)
    }

    /// Takes a snapshot without decisions, in which every quotation is a class of its own.
    pub(crate) fn without_decisions(store: &'s S, workers: &Workers) -> MemorySnapshot<'s, S> {
        let decisions = ResolvedDecisions::default();
        MemorySnapshot::from_sources(store, workers, sources(store, |_| true), decisions, true)
    }

    /// Takes a snapshot of the quotations that `wanted` accepts. O(n), and O(m log m) for the m
    /// that are wanted.
    pub(crate) fn restricted(
        store: &'s S,
        workers: &Workers,
        wanted: impl Fn(QuotationSource<'_>) -> bool,
    ) -> MemorySnapshot<'s, S> {
        let some = sources(store, &wanted);
        let mut decisions = ResolvedDecisions::default();
        if !store.decisions().is_empty() {
            let all = sources(store, |_| true);
            // The wanted ones are in the same order among all.
            let mut row_of = vec![None; all.len()];
            let rows = row_of.iter_mut().zip(&all).filter(|(_, source)| wanted(**source));
            for ((row, _), next) in rows.zip(0..) {
                *row = Some(QuotationRow(next));
            }
            let resolved = resolved_decisions(store, &all);
            decisions = resolved.restricted(|row| row_of[row.index()]);
        }
        MemorySnapshot::from_sources(store, workers, some, decisions, false)
    }

    fn from_sources(
        store: &'s S,
        workers: &Workers,
        sources: Vec<QuotationSource<'s>>,
        decisions: ResolvedDecisions<'s>,
        all_apart: bool,
    ) -> MemorySnapshot<'s, S> {
        let mut sequences = Vec::new();
        let mut row_of_id = vec![NO_ROW; store.sequences().bound()];
        let mut sequence_of: Vec<u32> = sources
            .iter()
            .map(|source| {
                let Some(id) = source.sequence(store) else { return NO_ROW };
                let row = &mut row_of_id[id.0 as usize];
                if *row == NO_ROW {
                    *row = sequences.len() as u32;
                    sequences.push(id);
                }
                *row
            })
            .collect();
        drop(row_of_id);
        let weights = order_sequences(store, workers, &mut sequences, &mut sequence_of);
        let apart = |row: QuotationRow| all_apart || decisions.concerns(row);
        let first = class_representatives(store, &sources, &sequence_of, sequences.len(), &apart);
        let mut names = NameTable::new(store);
        let (mut documents, mut document_row) = (store.documents().peekable(), 0);
        let mut classes: Vec<QuotationClass> = Vec::new();
        let mut class_of = vec![ClassRow(NO_ROW); sources.len()];
        for (n, &source) in sources.iter().enumerate() {
            let row = QuotationRow(n as u32);
            match source {
                // Documents without quotations have rows, too.
                QuotationSource::Extracted(stored, _) => {
                    let other = |next: &&StoredDocument| next.document.id != stored.document.id;
                    while documents.next_if(other).is_some() {
                        document_row += 1;
                    }
                }
                QuotationSource::Standalone(_) => document_row += 1,
            }
            if first[n] != row {
                class_of[n] = class_of[first[n].index()];
                classes[class_of[n].index()].size += 1;
                continue;
            }
            class_of[n] = ClassRow(classes.len() as u32);
            let sequence = (sequence_of[n] != NO_ROW).then_some(SequenceRow(sequence_of[n]));
            let class = QuotationClass::new(row, sequence);
            let class = match source {
                QuotationSource::Extracted(..) => {
                    extracted_class(class, source, DocumentRow(document_row), &mut names)
                }
                QuotationSource::Standalone(id) => {
                    let table = store.standalone();
                    class
                        .with_speaker(table.speaker(id).map(NameRow), 1.0)
                        .with_second(table.second(id))
                }
            };
            classes.push(match decisions.speaker(row) {
                Some(speaker) => class.with_speaker(Some(names.row(&speaker.name)), 1.0),
                None => class,
            });
        }
        for class in &mut classes {
            let QuotationSource::Extracted(document, n) = sources[class.first.index()] else {
                continue;
            };
            let stored = &document.quotations[n as usize];
            let class_of = |other: Option<usize>| {
                let row = row_in_document(&sources, class.first, other?)?;
                Some(class_of[row.index()].0)
            };
            class.parent = class_of(stored.quotation.parent).unwrap_or(NO_ROW);
            class.continues = class_of(stored.attribution.continues).unwrap_or(NO_ROW);
        }
        let members = RowLists::from_numbers(classes.len(), class_of.iter().map(|class| class.0));
        let classes_of =
            RowLists::from_numbers(sequences.len(), classes.iter().map(|class| class.sequence));
        let names = names.names;
        let speakers = SpeakerIndex::from_classes(sequences.len(), &classes, &names);
        MemorySnapshot {
            store,
            sources,
            classes,
            class_of,
            members,
            names,
            sequences,
            weights,
            classes_of,
            speakers,
            decisions,
            documents: OnceLock::new(),
        }
    }

    /// Returns the row of the quotation of this id. O(n).
    pub fn find(&self, id: &str) -> Option<QuotationRow> {
        let found = self.sources.iter().position(|source| source.id(self.store) == id);
        found.map(|row| QuotationRow(row as u32))
    }

    /// Returns the id of a quotation, for as long as the store lives.
    pub(crate) fn stored_id(&self, quotation: QuotationRow) -> &'s str {
        self.sources[quotation.index()].id(self.store)
    }

    /// Returns a quotation's document, and its place there; a standalone one is made a document of
    /// its own.
    pub(crate) fn stored(&self, quotation: QuotationRow) -> (Cow<'s, StoredDocument>, usize) {
        match self.sources[quotation.index()] {
            QuotationSource::Extracted(document, n) => (Cow::Borrowed(document), n as usize),
            QuotationSource::Standalone(id) => (Cow::Owned(standalone_document(self.store, id)), 0),
        }
    }

    fn document_sources(&self) -> &[DocumentSource<'s>] {
        self.documents.get_or_init(|| {
            let table = self.store.standalone();
            let standalone = self.sources.iter().filter_map(|source| match *source {
                QuotationSource::Extracted(..) => None,
                QuotationSource::Standalone(id) => Some(id),
            });
            let mut standalone = standalone.peekable();
            let mut documents = Vec::new();
            for stored in self.store.documents() {
                let before = |id: &StandaloneId| table.id(*id) < stored.document.id.as_str();
                while let Some(id) = standalone.next_if(before) {
                    documents.push(DocumentSource::Standalone(id));
                }
                documents.push(DocumentSource::Stored(stored));
            }
            documents.extend(standalone.map(DocumentSource::Standalone));
            documents
        })
    }

    fn source(&self, class: ClassRow) -> QuotationSource<'s> {
        self.sources[self.classes[class.index()].first.index()]
    }
}

impl<S: Store> Snapshot for MemorySnapshot<'_, S> {
    fn vocabulary(&self) -> &Vocabulary {
        self.store.vocabulary()
    }

    fn quotation_count(&self) -> usize {
        self.sources.len()
    }

    fn classes(&self) -> &[QuotationClass] {
        &self.classes
    }

    fn class_of(&self) -> &[ClassRow] {
        &self.class_of
    }

    fn members(&self) -> &RowLists<QuotationRow> {
        &self.members
    }

    fn weights(&self) -> &[Weight] {
        &self.weights
    }

    fn words(&self, sequence: SequenceRow) -> &[SequenceWord] {
        self.store.sequences().words(self.sequences[sequence.index()])
    }

    fn classes_of(&self) -> &RowLists<ClassRow> {
        &self.classes_of
    }

    fn speakers(&self) -> &SpeakerIndex {
        &self.speakers
    }

    fn name_count(&self) -> usize {
        self.names.len()
    }

    fn name(&self, name: NameRow) -> &PersonName {
        self.names[name.index()]
    }

    fn passage(&self, class: ClassRow) -> Option<(&str, &Passage)> {
        let (document, stored) = self.source(class).extracted()?;
        Some((document.document.part(stored.quotation.part), &stored.passage))
    }

    fn nested_words(&self, class: ClassRow) -> &[Range<usize>] {
        self.source(class).extracted().map_or(&[], |(_, stored)| &stored.nested)
    }

    fn profile(&self, class: ClassRow) -> Option<&Profile> {
        self.source(class).extracted().map(|(document, _)| &document.profile)
    }

    fn quotation_id(&self, quotation: QuotationRow) -> &str {
        self.stored_id(quotation)
    }

    fn outlet(&self, quotation: QuotationRow) -> &str {
        match self.sources[quotation.index()] {
            QuotationSource::Extracted(stored, _) => {
                stored.document.outlet.as_deref().unwrap_or(&stored.document.id)
            }
            QuotationSource::Standalone(id) => {
                let table = self.store.standalone();
                table.outlet(id).unwrap_or_else(|| table.id(id))
            }
        }
    }

    fn decisions(&self) -> &ResolvedDecisions<'_> {
        &self.decisions
    }

    fn document_count(&self) -> usize {
        self.document_sources().len()
    }

    fn document(&self, document: DocumentRow) -> Cow<'_, StoredDocument> {
        match self.document_sources()[document.index()] {
            DocumentSource::Stored(stored) => Cow::Borrowed(stored),
            DocumentSource::Standalone(id) => Cow::Owned(standalone_document(self.store, id)),
        }
    }
}

fn standalone_document(store: &impl Store, id: StandaloneId) -> StoredDocument {
    StoredDocument::from_standalone(store.vocabulary(), store.standalone(), id)
}

/// Finds the quotations of `sources` that the decisions of a store are about.
fn resolved_decisions<'s>(
    store: &'s impl Store,
    sources: &[QuotationSource<'s>],
) -> ResolvedDecisions<'s> {
    let id = |row: QuotationRow| sources[row.index()].id(store);
    let text = |row: QuotationRow| sources[row.index()].text(store);
    ResolvedDecisions::new(store.decisions(), sources.len(), id, text)
}

/// Returns the quotations that `wanted` accepts, in the order of the ids of their documents (or
/// their own), then of the text.
fn sources<'s>(
    store: &'s impl Store,
    wanted: impl Fn(QuotationSource<'_>) -> bool,
) -> Vec<QuotationSource<'s>> {
    let table = store.standalone();
    let mut standalone =
        table.in_order(|id| wanted(QuotationSource::Standalone(id))).into_iter().peekable();
    let mut sources = Vec::with_capacity(standalone.len());
    for document in store.documents() {
        while let Some(id) = standalone.next_if(|&id| table.id(id) < document.document.id.as_str())
        {
            sources.push(QuotationSource::Standalone(id));
        }
        let places = 0..document.quotations.len() as u32;
        let extracted = places.map(|n| QuotationSource::Extracted(document, n));
        sources.extend(extracted.filter(|&source| wanted(source)));
    }
    sources.extend(standalone.map(QuotationSource::Standalone));
    sources
}

/// Numbers `sequences` anew, and what is in `sequence_of` with them, by their words alone (see
/// [`SequenceRank`]). Returns the weight of each.
fn order_sequences(
    store: &impl Store,
    workers: &Workers,
    sequences: &mut Vec<SequenceId>,
    sequence_of: &mut [u32],
) -> Vec<Weight> {
    let (words, table) = (store.vocabulary(), store.sequences());
    let words_of = |row: u32| table.words(sequences[row as usize]);
    let rank = |row: u32| {
        let (rank, weight) = SequenceRank::new(words, words_of(row));
        (rank, row, weight)
    };
    let mut order: Vec<(SequenceRank, u32, Weight)> = workers.map_range(sequences.len(), rank);
    order.sort_unstable_by(|&(a, x, _), &(b, y, _)| {
        a.cmp(&b)
            .then_with(|| compare_words(words, words_of(x), words_of(y)))
            // Two sequences of the same words and ellipses are one.
            .then(x.cmp(&y))
    });
    let mut new_row = vec![NO_ROW; sequences.len()];
    for (&(_, row, _), new) in order.iter().zip(0..) {
        new_row[row as usize] = new;
    }
    *sequences = order.iter().map(|&(_, row, _)| sequences[row as usize]).collect();
    sequence_of
        .iter_mut()
        .filter(|row| **row != NO_ROW)
        .for_each(|row| *row = new_row[*row as usize]);
    order.into_iter().map(|(.., weight)| weight).collect()
}

/// Returns, for each quotation, the first of its class: of the standalone ones with the same words,
/// speaker and day.
fn class_representatives(
    store: &impl Store,
    sources: &[QuotationSource<'_>],
    sequence_of: &[u32],
    sequences: usize,
    apart: &dyn Fn(QuotationRow) -> bool,
) -> Vec<QuotationRow> {
    let mut first: Vec<QuotationRow> = (0..sources.len() as u32).map(QuotationRow).collect();
    let with_sequence: RowLists<QuotationRow> =
        RowLists::from_numbers(sequences, sequence_of.iter().copied());
    let mut seen: FxHashMap<(Option<u32>, Option<i64>), QuotationRow> = FxHashMap::default();
    for quotations in
        (0..sequences).map(|row| with_sequence.list(row)).filter(|list| list.len() > 1)
    {
        seen.clear();
        for &row in quotations {
            if let QuotationSource::Standalone(id) = sources[row.index()]
                && !apart(row)
            {
                let table = store.standalone();
                let day = table.second(id).map(|second| second.div_euclid(86_400));
                first[row.index()] = *seen.entry((table.speaker(id), day)).or_insert(row);
            }
        }
    }
    first
}

/// Adds to a class what is known of an extracted quotation.
fn extracted_class<'s>(
    class: QuotationClass,
    source: QuotationSource<'s>,
    document_row: DocumentRow,
    names: &mut NameTable<'s>,
) -> QuotationClass {
    let Some((document, stored)) = source.extracted() else { return class };
    class
        .with_speaker(stored.speaker.as_ref().map(|name| names.row(name)), stored.certainty)
        .with_second(document.document.printed_second())
        .with_query(document.document.is_query())
        .with_extracted(ExtractedClass {
            document: document_row,
            parent: None,
            continues: None,
            part: stored.quotation.part,
            kind: stored.quotation.kind,
            has_nested: !stored.nested.is_empty(),
        })
}

/// Returns the row of quotation `other` of the same document, if it is there.
fn row_in_document(
    sources: &[QuotationSource<'_>],
    quotation: QuotationRow,
    other: usize,
) -> Option<QuotationRow> {
    let QuotationSource::Extracted(document, n) = sources[quotation.index()] else { return None };
    let wanted = u32::try_from(other).ok()?;
    // Those of one document come one after the other, in order.
    let same_document = |row: &usize| match sources.get(*row) {
        Some(QuotationSource::Extracted(other, _)) => std::ptr::eq(*other, document),
        _ => false,
    };
    let is_wanted = |row: &usize| match sources[*row] {
        QuotationSource::Extracted(_, other) => other == wanted,
        QuotationSource::Standalone(_) => false,
    };
    let row = if wanted < n {
        (0..quotation.index()).rev().take_while(same_document).find(is_wanted)
    } else {
        (quotation.index()..).take_while(same_document).find(is_wanted)
    };
    row.map(|row| QuotationRow(row as u32))
}

/// The names of speakers: those of standalone quotations first, in the order of their table.
struct NameTable<'s> {
    names: Vec<&'s PersonName>,
    rows: FxHashMap<&'s PersonName, NameRow>,
}

impl<'s> NameTable<'s> {
    fn new(store: &'s impl Store) -> NameTable<'s> {
        NameTable { names: store.standalone().names().iter().collect(), rows: FxHashMap::default() }
    }

    fn row(&mut self, name: &'s PersonName) -> NameRow {
        let names = &mut self.names;
        *self.rows.entry(name).or_insert_with(|| {
            names.push(name);
            NameRow(names.len() as u32 - 1)
        })
    }
}
