//! How current a run of words is in the whole collection: what tells a slogan from a find.

use rustc_hash::{FxHashMap, FxHashSet};

use super::comparison::Item;
use crate::align::Stretch;
use crate::candidate::{BlockKey, Index, SequenceId};
use crate::speaker::NameKind;
use crate::text::{Vocabulary, Word};

/// A run was quoted of so many different speakers, in so many quotations.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Currency {
    pub quotations: u32,
    pub voices: u32,
}

/// The currency of every run that more than one sequence holds, or one sequence more than once.
#[derive(Debug, Default)]
pub(super) struct Currencies {
    of: FxHashMap<BlockKey, Currency>,
}

impl Currencies {
    /// Counts them. O(postings + quotations of shared runs).
    pub(super) fn new(index: &Index, members: &FxHashMap<SequenceId, Vec<u32>>, items: &[Item<'_>]) -> Currencies {
        let mut of = FxHashMap::default();
        for (key, sequences) in index.postings() {
            let quoted = || sequences.iter().flat_map(|sequence| members.get(sequence).into_iter().flatten());
            let quotations = quoted().count();
            if quotations < 2 {
                continue;
            }
            let mut voices = FxHashSet::default();
            for &n in quoted() {
                let item = items[n as usize];
                let named = item.speaker();
                let named = named.filter(|name| matches!(name.kind(), NameKind::Person | NameKind::Body));
                // Surnames tell people apart well enough to count them.
                voices.extend(named.map(|name| name.surname()));
            }
            let currency = Currency { quotations: quotations as u32, voices: voices.len() as u32 };
            of.insert(key, currency);
        }
        Currencies { of }
    }

    /// The currency of the rarest run that both sides, `a` and `b`, print in the heaviest of `stretches`.
    pub(super) fn of(&self, words: &Vocabulary, stretches: &[Stretch], a: &[Word], b: &[Word]) -> Currency {
        let Some(stretch) = stretches.first() else { return Currency::default() };
        let runs = Index::runs(words, &a[stretch.a.clone()]);
        let shared: FxHashSet<BlockKey> = Index::runs(words, &b[stretch.b.clone()]).into_iter().collect();
        let known = runs.iter().filter(|run| shared.contains(run)).filter_map(|run| self.of.get(run));
        known.copied().min_by_key(|currency| (currency.quotations, currency.voices)).unwrap_or_default()
    }
}
