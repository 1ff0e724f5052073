//! Every candidate pair compared: from pairs of distinct sequences to evidence about pairs of quotations.

use rustc_hash::FxHashMap;

use super::Archive;
use super::currency::{Currencies, Currency};
use super::holding::{Holding, Record};
use crate::align::{Stretch, StretchFinder};
use crate::candidate::SequenceId;
use crate::cluster::Edge;
use crate::link::{Evidence, Overlap};
use crate::quotation::QuotationKind;
use crate::speaker::Agreement;

/// A quotation among all of an archive's, in canonical order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    pub holding: &'a Holding,
    pub record: &'a Record,
}

/// A compared pair, as numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Id of one quotation.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// The values of [`crate::link::FEATURES`].
    pub features: [f64; 20],
}

/// What a pair is refused for, whatever the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// One stands inside the other.
    Inside,
    /// All they share stands in a quotation inside one of them: the words of somebody else.
    Nested,
}

impl Refusal {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Refusal::Inside => "one is a quotation inside the other",
            Refusal::Nested => "all they share is a quotation inside one of them",
        }
    }
}

/// Log-odds of a refused pair.
const REFUSED: f64 = -6.0;

impl Archive {
    /// Compares every candidate pair of `items`, numbered in their order.
    pub(super) fn compare(&self, items: &[Item<'_>]) -> Vec<Edge> {
        let members = members(items);
        let currencies = Currencies::new(&self.index, &members, items);
        let mut pairs = self.index.pairs();
        pairs
            .extend(members.iter().filter(|(_, members)| members.len() > 1).map(|(&sequence, _)| (sequence, sequence)));
        // Canonical order of work and of the two sides: by the first quotation that has the words.
        for pair in &mut pairs {
            if members[&pair.1][0] < members[&pair.0][0] {
                *pair = (pair.1, pair.0);
            }
        }
        pairs.sort_unstable_by_key(|pair| (members[&pair.0][0], members[&pair.1][0]));
        let edges = self.workers.map(&pairs, StretchFinder::new, |finder, &(s, t)| {
            let words = |sequence: SequenceId| &items[members[&sequence][0] as usize].record.passage.words;
            let overlap = Overlap::new(finder, &self.words, words(s), words(t));
            let currency = currencies.of(&self.words, &overlap, words(s));
            let mut edges = Vec::new();
            for (i, &a) in members[&s].iter().enumerate() {
                let rest = if s == t { &members[&t][i + 1..] } else { &members[&t][..] };
                for &b in rest {
                    let log_odds = weigh(&overlap, currency, items[a as usize], items[b as usize])
                        .map_or(REFUSED, |evidence| evidence.log_odds());
                    edges.push(Edge { a, b, log_odds });
                }
            }
            edges
        });
        edges.into_iter().flatten().collect()
    }

    /// Every pair that was compared, with the numbers the linking model weighs: for those who fit it anew. Refused pairs
    /// are left out. In canonical order.
    pub fn compared(&self) -> Vec<Compared> {
        let items = self.items();
        let edges = self.compare(&items);
        let currencies = self.currencies(&items);
        let compared = self.workers.map(
            &edges,
            || (),
            |(), edge| {
                let (a, b) = (items[edge.a as usize], items[edge.b as usize]);
                let overlap = self.overlap(a, b);
                let currency = currencies.of(&self.words, &overlap, &a.record.passage.words);
                let features = weigh(&overlap, currency, a, b).ok()?.features();
                Some(Compared { a: a.record.id.clone(), b: b.record.id.clone(), features })
            },
        );
        compared.into_iter().flatten().collect()
    }

    /// How current each run of words is.
    pub(super) fn currencies(&self, items: &[Item<'_>]) -> Currencies {
        Currencies::new(&self.index, &members(items), items)
    }

    /// Compares two quotations by themselves.
    pub(super) fn overlap(&self, a: Item<'_>, b: Item<'_>) -> Overlap {
        Overlap::new(&mut StretchFinder::new(), &self.words, &a.record.passage.words, &b.record.passage.words)
    }
}

/// The quotations, by number, that have each sequence.
fn members(items: &[Item<'_>]) -> FxHashMap<SequenceId, Vec<u32>> {
    let mut members: FxHashMap<SequenceId, Vec<u32>> = FxHashMap::default();
    for (n, item) in items.iter().enumerate() {
        if let Some(sequence) = item.record.sequence {
            members.entry(sequence).or_default().push(n as u32);
        }
    }
    members
}

/// All that is known about a pair whose wordings share `overlap`.
pub(super) fn weigh<'o>(
    overlap: &'o Overlap,
    currency: Currency,
    a: Item<'_>,
    b: Item<'_>,
) -> Result<Evidence<'o>, Refusal> {
    let same_document = a.holding.document.id == b.holding.document.id;
    if same_document {
        let number = |item: Item<'_>| item.holding.records.iter().position(|record| record.id == item.record.id);
        let inside =
            |inner: Item<'_>, outer: Item<'_>| inner.record.quotation.parent.is_some_and(|n| Some(n) == number(outer));
        if inside(a, b) || inside(b, a) {
            return Err(Refusal::Inside);
        }
    }
    if all_nested(a.record, overlap.stretches.iter().map(|s: &Stretch| s.a.clone()))
        || all_nested(b.record, overlap.stretches.iter().map(|s| s.b.clone()))
    {
        return Err(Refusal::Nested);
    }
    let day = |item: Item<'_>| item.holding.document.published.as_ref().map(|published| published.day());
    let title =
        |item: Item<'_>| u8::from(matches!(item.record.quotation.kind, QuotationKind::Title | QuotationKind::Scare));
    let speaker = match (&a.record.speaker, &b.record.speaker) {
        (Some(a), Some(b)) => a.compare(b).agreement,
        _ => Agreement::Unknown,
    };
    Ok(Evidence {
        overlap,
        speaker,
        days: day(a).zip(day(b)).map(|(a, b)| a.abs_diff(b)),
        context: if same_document { Some(1.0) } else { a.holding.profile.shared(&b.holding.profile) },
        same_document,
        weeks: currency.weeks,
        voices: currency.voices,
        titles: title(a) + title(b),
    })
}

/// Whether every one of `stretches` stands in a quotation inside `record`.
fn all_nested(record: &Record, mut stretches: impl Iterator<Item = std::ops::Range<usize>>) -> bool {
    !record.nested.is_empty()
        && stretches
            .all(|stretch| record.nested.iter().any(|inner| inner.start <= stretch.start && stretch.end <= inner.end))
}
