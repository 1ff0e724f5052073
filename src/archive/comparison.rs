//! Every candidate pair compared: from pairs of distinct sequences to evidence about pairs of quotations.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Archive;
use super::currency::{Currencies, Currency};
use super::decided::{Settled, Voice};
use super::holding::{Holding, Record};
use crate::align::{Stretch, StretchFinder, align};
use crate::candidate::{CROWD, SequenceId};
use crate::document::Published;
use crate::link::{Evidence, Grounds, Overlap, contradict};
use crate::quotation::QuotationKind;
use crate::speaker::{Agreement, Name};
use crate::variant::{Side, variants};

/// A quotation among all of an archive's, in canonical order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    pub holding: &'a Holding,
    pub record: &'a Record,
    /// Its speaker, where a person decided.
    pub voice: Option<&'a Voice>,
    /// Whether a person decided that its wording is the lemma.
    pub lemma: bool,
}

impl<'a> Item<'a> {
    /// Its speaker's name as printed, in the fullest form known.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.voice.map_or(self.record.name.as_deref(), |voice| Some(&voice.printed))
    }

    /// The same, taken apart.
    pub(super) fn speaker(&self) -> Option<&'a Name> {
        self.voice.map_or(self.record.speaker.as_ref(), |voice| Some(&voice.name))
    }

    /// How sure the name is.
    pub(super) fn certainty(&self) -> f32 {
        if self.voice.is_some() { 1.0 } else { self.record.certainty }
    }
}

/// A pair of quotations that was compared, whatever came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Id of one quotation: the one that comes first by document and place.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// What was found.
    pub grounds: Grounds,
}

/// A pair that was compared, the quotation that comes first on the left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub a: u32,
    pub b: u32,
    pub grounds: Grounds,
}

impl Pair {
    pub(super) fn log_odds(&self) -> f64 {
        self.grounds.log_odds()
    }
}

impl Archive {
    /// Compares every candidate pair of `items`, numbered in their order.
    pub(super) fn compare(&self, items: &[Item<'_>]) -> Vec<Pair> {
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
        let compared = self.workers.map(&pairs, StretchFinder::new, |finder, &(s, t)| {
            let words = |sequence: SequenceId| &items[members[&sequence][0] as usize].record.passage.words;
            let (overlap, stretches) = Overlap::new(finder, &self.words, words(s), words(t));
            let currency = currencies.of(&self.words, &stretches, words(s), words(t));
            let pairs = meetings(items, &members[&s], &members[&t]).into_iter().map(|(a, b)| {
                let (x, y) = (items[a as usize], items[b as usize]);
                let grounds = self.contrasted(weigh(overlap, &stretches, currency, x, y), x, y);
                // Sides follow the canonical order, whichever wording came first.
                if a <= b { Pair { a, b, grounds } } else { Pair { a: b, b: a, grounds: grounds.mirrored() } }
            });
            pairs.collect::<Vec<Pair>>()
        });
        let mut pairs: Vec<Pair> = compared.into_iter().flatten().collect();
        surroundings(items, &mut pairs);
        pairs
    }

    /// `grounds`, unless one document prints both and they contradict each other.
    fn contrasted(&self, grounds: Grounds, a: Item<'_>, b: Item<'_>) -> Grounds {
        match grounds {
            Grounds::Evidence(evidence)
                if evidence.same_document && evidence.log_odds() > 0.0 && self.contradict(a, b) =>
            {
                Grounds::Contrast
            }
            grounds => grounds,
        }
    }

    /// Whether two quotations say the same but for a negator or a figure more or less.
    pub(super) fn contradict<'a>(&self, a: Item<'a>, b: Item<'a>) -> bool {
        let (x, y) = (&a.record.passage, &b.record.passage);
        let alignment = align(&self.words, &x.words, &y.words);
        let side = |item: Item<'a>| Side {
            text: item.holding.document.part(item.record.quotation.part),
            passage: &item.record.passage,
        };
        contradict(&variants(&self.words, side(a), side(b), &alignment))
    }

    /// Every pair that was compared and what was found, decisions left aside, in canonical order: for those who measure linking or fit it anew.
    /// Cost as [`Archive::group`].
    pub fn compared(&self) -> Vec<Compared> {
        let settled = Settled::default();
        let items = self.items(&settled);
        let id = |n: u32| items[n as usize].record.id.clone();
        let pairs = self.compare(&items).into_iter();
        pairs.map(|pair| Compared { a: id(pair.a), b: id(pair.b), grounds: pair.grounds }).collect()
    }

    /// How current each run of words is.
    pub(super) fn currencies(&self, items: &[Item<'_>]) -> Currencies {
        Currencies::new(&self.index, &members(items), items)
    }

    /// What [`Archive::compare`] finds about two quotations of `items`, or would find if they were candidates.
    pub(super) fn compare_one(&self, items: &[Item<'_>], a: u32, b: u32) -> Grounds {
        let (x, y) = (a.min(b), a.max(b));
        let mut pairs = self.compare(items);
        let known = pairs.iter().find(|pair| (pair.a, pair.b) == (x, y)).map(|pair| pair.grounds);
        let grounds = known.unwrap_or_else(|| {
            let grounds = self.compare_anyway(items, items[x as usize], items[y as usize]);
            pairs.push(Pair { a: x, b: y, grounds });
            surroundings(items, &mut pairs);
            pairs.last().map_or(grounds, |pair| pair.grounds)
        });
        if a <= b { grounds } else { grounds.mirrored() }
    }

    /// Compares two quotations that are no candidates: by the first prints of their words, the one that comes first on the
    /// left.
    fn compare_anyway(&self, items: &[Item<'_>], a: Item<'_>, b: Item<'_>) -> Grounds {
        let first = |item: Item<'_>| {
            let alike = |other: &Item<'_>| match item.record.sequence {
                Some(sequence) => other.record.sequence == Some(sequence),
                None => other.record.id == item.record.id,
            };
            items.iter().position(alike).unwrap_or(0)
        };
        let turned = first(b) < first(a);
        let (a, b) = if turned { (b, a) } else { (a, b) };
        let words = |item| &items[first(item)].record.passage.words;
        let (overlap, stretches) = Overlap::new(&mut StretchFinder::new(), &self.words, words(a), words(b));
        let currency = self.currencies(items).of(&self.words, &stretches, words(a), words(b));
        let grounds = self.contrasted(weigh(overlap, &stretches, currency, a, b), a, b);
        if turned { grounds.mirrored() } else { grounds }
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

/// Which of the quotations that print one wording, `left`, are compared with which of those that print another (or the
/// same), `right`: all with all, unless they are crowds. In a crowd, as of a slogan that twenty thousand papers print,
/// each is compared with the [`CROWD`] that stand nearest to it by speaker, then by date: those it is most likely one
/// utterance with. The neighbourhoods overlap, so that what belongs together still meets, and n quotations cost
/// n × `CROWD` comparisons and not n². Depends on the set of quotations alone.
fn meetings(items: &[Item<'_>], left: &[u32], right: &[u32]) -> Vec<(u32, u32)> {
    let same = left == right;
    if left.len().saturating_mul(right.len()) <= CROWD * CROWD {
        let rest = |i: usize| if same { &right[i + 1..] } else { right };
        return left.iter().enumerate().flat_map(|(i, &a)| rest(i).iter().map(move |&b| (a, b))).collect();
    }
    let order = |n: u32| {
        let item = items[n as usize];
        let speaker = item.speaker().map(Name::surname);
        (speaker, item.holding.document.published.as_ref().map(Published::second), n)
    };
    let sorted = |side: &[u32]| {
        let mut side: Vec<_> = side.iter().map(|&n| order(n)).collect();
        side.sort_unstable();
        side
    };
    let (left, right) = (sorted(left), sorted(right));
    let mut pairs = Vec::new();
    // Each of `one` with those of `other` around its place.
    let mut around = |one: &[(Option<_>, Option<i64>, u32)], other: &[(Option<_>, Option<i64>, u32)], turned: bool| {
        let mut place = 0;
        for item in one {
            while other.get(place).is_some_and(|next| next < item) {
                place += 1;
            }
            let near = place.saturating_sub(CROWD / 2)..(place + CROWD / 2).min(other.len());
            for neighbour in &other[near] {
                pairs.push(if turned { (neighbour.2, item.2) } else { (item.2, neighbour.2) });
            }
        }
    };
    around(&left, &right, false);
    if same {
        pairs.retain(|(a, b)| a < b);
    } else {
        around(&right, &left, true);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// All that is known about a pair whose wordings share `stretches`.
fn weigh(overlap: Overlap, stretches: &[Stretch], currency: Currency, a: Item<'_>, b: Item<'_>) -> Grounds {
    let one_document = a.holding.document.id == b.holding.document.id;
    // What a headline quotes from its article comes twice; what comes twice in the article was said twice.
    let same_document = one_document && a.record.quotation.part == b.record.quotation.part;
    if same_document {
        let inside = |inner: &Record, outer: &Record| {
            let parent = inner.quotation.parent.and_then(|parent| a.holding.records.get(parent));
            parent.is_some_and(|parent| parent.id == outer.id)
        };
        if inside(a.record, b.record) || inside(b.record, a.record) {
            return Grounds::Inside;
        }
    }
    if all_nested(a.record, stretches.iter().map(|stretch| &stretch.spoken[0]))
        || all_nested(b.record, stretches.iter().map(|stretch| &stretch.spoken[1]))
    {
        return Grounds::Nested;
    }
    let day = |item: Item<'_>| item.holding.document.published.as_ref().map(|published| published.day());
    let title =
        |item: Item<'_>| u8::from(matches!(item.record.quotation.kind, QuotationKind::Title | QuotationKind::Scare));
    Grounds::Evidence(Evidence {
        speaker: match (a.speaker(), b.speaker()) {
            (Some(x), Some(y)) => x.compare(y).agreement,
            _ => Agreement::Unknown,
        },
        certainty: a.certainty().min(b.certainty()),
        days: day(a).zip(day(b)).map(|(a, b)| a.abs_diff(b)),
        context: if one_document { Some(1.0) } else { a.holding.profile.shared(&b.holding.profile) },
        same_document,
        voices: currency.voices,
        titles: title(a) + title(b),
        ..Evidence::of(overlap)
    })
}

/// Log-odds from which on a pair is surely one utterance (20 to 1), and speaks for the others of its documents.
const SURE: f64 = 3.0;

/// Tells each pair how many others of its two documents are surely one utterance: two reports of one speech share more
/// than one sentence. Others are those that have neither of its quotations. O(pairs).
fn surroundings(items: &[Item<'_>], pairs: &mut [Pair]) {
    let mut document = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        let new = n > 0 && items[n - 1].holding.document.id != item.holding.document.id;
        document.push(document.last().map_or(0, |&last: &u32| last + u32::from(new)));
    }
    let of = |n: u32| document[n as usize];
    let between = |pair: &Pair| (of(pair.a).min(of(pair.b)), of(pair.a).max(of(pair.b)));
    // Sure pairs of two documents, and of one quotation with another document.
    let mut all: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut with: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let sure = |pair: &Pair| {
        let own = |evidence| Evidence { between: 0, ..evidence }.log_odds() >= SURE;
        of(pair.a) != of(pair.b) && matches!(pair.grounds, Grounds::Evidence(evidence) if own(evidence))
    };
    for pair in pairs.iter().filter(|pair| sure(pair)) {
        *all.entry(between(pair)).or_insert(0) += 1;
        *with.entry((pair.a, of(pair.b))).or_insert(0) += 1;
        *with.entry((pair.b, of(pair.a))).or_insert(0) += 1;
    }
    for pair in pairs {
        let Some(&all) = all.get(&between(pair)) else { continue };
        let own = u32::from(sure(pair));
        let Grounds::Evidence(evidence) = &mut pair.grounds else { continue };
        let with = |n, other| with.get(&(n, of(other))).copied().unwrap_or(0);
        evidence.between = (all + own).saturating_sub(with(pair.a, pair.b) + with(pair.b, pair.a));
    }
}

/// Whether every one of `stretches` stands in a quotation inside `record`.
fn all_nested<'r>(record: &Record, mut stretches: impl Iterator<Item = &'r Range<usize>>) -> bool {
    !record.nested.is_empty()
        && stretches
            .all(|stretch| record.nested.iter().any(|inner| inner.start <= stretch.start && stretch.end <= inner.end))
}
