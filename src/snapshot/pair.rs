//! A snapshot of the quotations that bear on one pair, for explaining it.
//!
//! The verdict on a pair depends on its two documents, on the runs of words that it shares with any
//! other quotation (the number of speakers who were quoted with them, and of quotations that print
//! them), and on the pairs that either quotation makes. All of these share a run with a quotation
//! of the two documents. So the snapshot holds the quotations of the two documents and whatever
//! shares a run with one of these; blocking it gives the same candidates for them, with the same
//! speakers of each run, as blocking all. Cost: one pass over the words of the store, without a
//! sort.

use rustc_hash::FxHashSet;

use super::memory::MemorySnapshot;
use super::quotation_source::QuotationSource;
use super::rows::QuotationRow;
use crate::blocking::{PostingsScratch, SequenceId};
use crate::parallel::Workers;
use crate::store::Store;

/// Returns the place of the quotation `id` in a store.
fn locate<'s>(store: &'s impl Store, id: &str) -> Option<QuotationSource<'s>> {
    let extracted = || {
        let (document, _) = id.rsplit_once('#')?;
        let document = store.document(document)?;
        let n = document.quotations.iter().position(|stored| stored.id == id)?;
        Some(QuotationSource::Extracted(document, n as u32))
    };
    let standalone = || store.standalone().find(id).map(QuotationSource::Standalone);
    extracted().or_else(standalone)
}

impl<'s, S: Store> MemorySnapshot<'s, S> {
    /// Takes a snapshot of the quotations that bear on the pair `a` and `b`, and returns it with
    /// their rows; `None` when there is no quotation of one of these ids.
    pub(crate) fn of_pair(
        store: &'s S,
        workers: &Workers,
        a: &str,
        b: &str,
    ) -> Option<(MemorySnapshot<'s, S>, [QuotationRow; 2])> {
        let pair = [locate(store, a)?, locate(store, b)?];
        let related = related_sequences(store, &pair);
        let is_near = |source: QuotationSource<'_>| match source {
            QuotationSource::Extracted(document, _) => pair.iter().any(|one| match one {
                QuotationSource::Extracted(other, _) => std::ptr::eq(*other, document),
                QuotationSource::Standalone(_) => false,
            }),
            QuotationSource::Standalone(id) => pair.iter().any(|one| match one {
                QuotationSource::Extracted(..) => false,
                QuotationSource::Standalone(other) => *other == id,
            }),
        };
        let is_related = |source: QuotationSource<'_>| {
            source.sequence(store).is_some_and(|sequence| related[sequence.0 as usize])
        };
        let wanted = |source: QuotationSource<'_>| is_related(source) || is_near(source);
        let snapshot = MemorySnapshot::restricted(store, workers, wanted);
        let rows = [snapshot.find(a)?, snapshot.find(b)?];
        Some((snapshot, rows))
    }
}

/// Returns, by the ids of sequences, which share a run with a quotation of the documents of `pair`,
/// or are theirs.
fn related_sequences(store: &impl Store, pair: &[QuotationSource<'_>]) -> Vec<bool> {
    let (words, table) = (store.vocabulary(), store.sequences());
    let mut related = vec![false; table.bound()];
    let mut scratch = PostingsScratch::default();
    let mut visit_keys = |id: SequenceId, visit: &mut dyn FnMut(u64)| {
        let entries = table.words(id).iter().map(|word| &words[word.word()]);
        scratch.for_each_key(entries.map(|entry| (entry.key, entry.weight)), visit);
    };
    let mut keys: FxHashSet<u64> = FxHashSet::default();
    for source in pair {
        let own: Vec<SequenceId> = match source {
            QuotationSource::Extracted(document, _) => {
                document.quotations.iter().filter_map(|stored| stored.sequence).collect()
            }
            QuotationSource::Standalone(id) => {
                store.standalone().sequence(*id).into_iter().collect()
            }
        };
        for id in own {
            related[id.0 as usize] = true;
            visit_keys(id, &mut |key| _ = keys.insert(key));
        }
    }
    for id in (0..table.bound() as u32).map(SequenceId) {
        if !related[id.0 as usize] {
            let mut shares = false;
            visit_keys(id, &mut |key| shares |= keys.contains(&key));
            related[id.0 as usize] = shares;
        }
    }
    related
}
