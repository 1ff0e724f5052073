//! What an archive's documents report, read off at one moment.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Archive;
use super::comparison::Comparer;
use super::decided::Settled;
use super::holding::{Holding, Item, Record};
use super::linking::{Linked, Pair};
use super::roll::{Place, Roll, Table};
use super::watch::{Progress, UNWATCHED, Watch, watched};
use crate::align::align;
use crate::blocking::MAX_BLOCK_SIZE;
use crate::cluster::Edge;
use crate::error::Error;
use crate::link::{Basis, Link, LinkVerdict, RejectionReason, contradict, reprints_by};
use crate::reconciliation::{
    Group, Grouping, Provenance, ReconciledDocument, ReconciledQuotation, Reconciliation,
};
use crate::variant::Side;

impl Archive {
    /// Reads off what the documents report.
    ///
    /// Cost: linear in the words for the index, quadratic only within crowds of quotations that share a run of words
    /// (see [`crate::blocking`]).
    pub fn reconcile(&self) -> Reconciliation {
        self.read_off(&Watch::nobody()).expect(UNWATCHED)
    }

    /// As [`Archive::reconcile`], watched: `watch` hears of each step when it begins and between portions of its work (at
    /// most a thousand times a step), from whichever thread has done one, never from two at a time. What it counts
    /// never falls, and ends at its total.
    ///
    /// A portion is mostly done in milliseconds; one utterance with thousands of wordings is one portion all the same.
    ///
    /// # Errors
    /// When `watch` breaks: no more work is begun, and the archive is as it was.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use variorum::{Archive, Document};
    ///
    /// let mut archive = Archive::default();
    /// archive.add(Document::new("a", "“We shall never accept these tariffs,” she said."))?;
    /// let mut steps = Vec::new();
    /// let watched = archive.reconcile_watched(|progress| {
    ///     steps.push(progress.step);
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(watched.utterances, archive.reconcile().utterances);
    /// assert_eq!((steps[0], steps[steps.len() - 1]), ("indexing", "collating"));
    ///
    /// let error = archive.reconcile_watched(|_| ControlFlow::Break(())).unwrap_err();
    /// assert!(error.is_cancelled());
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn reconcile_watched(
        &self,
        watch: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Reconciliation, Error> {
        watched(watch, |watch| self.read_off(watch))
    }

    fn read_off(&self, watch: &Watch<'_>) -> Result<Reconciliation, Error> {
        let settled = self.settled();
        let roll = self.roll(&settled);
        let linked = self.link_all(Comparer::new(self, &roll, watch)?, &settled, true)?;
        let given = self.given_holdings();
        let mut holdings: Vec<&Holding> = self.holdings.values().chain(&given).collect();
        holdings.sort_unstable_by(|x, y| x.document.id.cmp(&y.document.id));
        // As in the roll.
        let records = holdings
            .iter()
            .flat_map(|holding| holding.records.iter().map(move |record| (*holding, record)));
        let items: Vec<Item<'_>> = records
            .zip(0..)
            .map(|((holding, record), n)| item(&settled, n, holding, record))
            .collect();
        let reprint_of = self.reprints();
        let (utterances, reports) = self.utterances(&items, &linked, &reprint_of, watch)?;
        let reports: Vec<&str> =
            reports.into_iter().map(|n| utterances[n as usize].id.as_str()).collect();
        let (documents, links) = self.workers.both(
            || self.documents(&holdings, &items, &reports, &reprint_of),
            || self.links(&roll, &items, &linked, &settled),
        );
        Ok(Reconciliation {
            documents,
            links,
            utterances,
            unapplied: settled.unapplied(&roll, &linked.groups),
        })
    }

    /// The documents as they were read. `reports` are the ids of the utterances that `items` report.
    fn documents(
        &self,
        holdings: &[&Holding],
        items: &[Item<'_>],
        reports: &[&str],
        reprint_of: &BTreeMap<&str, &str>,
    ) -> Vec<ReconciledDocument> {
        let mut end = 0;
        let parts = holdings.iter().map(|holding| {
            let start = end;
            end += holding.records.len();
            (*holding, &items[start..end], &reports[start..end])
        });
        self.workers.map(
            &parts.collect::<Vec<_>>(),
            || (),
            |(), &(holding, items, reports)| {
                let quotation = |(item, &report): (&Item<'_>, &&str)| ReconciledQuotation {
                    id: item.record.id.clone(),
                    quotation: item.record.quotation.clone(),
                    text: holding.text(item.record),
                    attribution: item.record.attribution.clone(),
                    name: item.name().map(str::to_owned),
                    utterance: report.to_owned(),
                    provenance: match &holding.given {
                        None => Provenance::Extracted,
                        Some(document) => Provenance::Standalone { document: document.clone() },
                    },
                };
                ReconciledDocument {
                    document: holding.document.clone(),
                    reprint_of: reprint_of
                        .get(holding.document.id.as_str())
                        .map(|&id| id.to_owned()),
                    quotations: items.iter().zip(reports).map(quotation).collect(),
                }
            },
        )
    }

    /// Which quotations report one utterance, and nothing more: no wordings are collated, no text is copied. What
    /// [`Archive::reconcile`] builds its utterances from, at a small part of its cost: see `docs/PERFORMANCE.md`.
    ///
    /// ```
    /// use variorum::{Archive, Document};
    /// let mut archive = Archive::default();
    /// archive.add(Document::new("a", "“We shall never accept these tariffs,” she said.").with_outlet("A"))?;
    /// archive.add(Document::new("b", "She said: \"We shall never accept these tariffs.\"").with_outlet("B"))?;
    /// let grouping = archive.group();
    /// assert_eq!(grouping.groups.len(), 1);
    /// assert_eq!((grouping.groups[0].outlets, grouping.same), (2, 1));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn group(&self) -> Grouping<'_> {
        self.group_off(&Watch::nobody()).expect(UNWATCHED)
    }

    /// As [`Archive::group`], watched as [`Archive::reconcile_watched`] is.
    ///
    /// # Errors
    /// When `watch` breaks.
    pub fn group_watched(
        &self,
        watch: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Grouping<'_>, Error> {
        watched(watch, |watch| self.group_off(watch))
    }

    fn group_off(&self, watch: &Watch<'_>) -> Result<Grouping<'_>, Error> {
        let settled = self.settled();
        let roll = self.roll(&settled);
        let linked = self.link_all(Comparer::new(self, &roll, watch)?, &settled, false)?;
        let members = Table::of(linked.count, linked.groups.iter().copied());
        let group = |group| {
            let members = members.list(group);
            let mut outlets: Vec<&str> = members.iter().map(|&item| roll.outlet(item)).collect();
            outlets.sort_unstable();
            outlets.dedup();
            Group {
                outlets: outlets.len(),
                quotations: members.iter().map(|&item| roll.id(item)).collect(),
            }
        };
        let groups = self.workers.each(linked.count, group);
        let count = |(): &mut (), pairs: &Vec<Pair>| {
            let (mut same, mut review) = (0, 0);
            for pair in pairs {
                match self.settings.link_model.verdict_of_log_odds(pair.edge().log_odds) {
                    LinkVerdict::Same => same += meetings(&roll, pair),
                    LinkVerdict::Review => review += meetings(&roll, pair),
                    LinkVerdict::Different => {}
                }
            }
            (same, review)
        };
        let (same, review): (Vec<usize>, Vec<usize>) =
            self.workers.map(&linked.pairs, || (), count).into_iter().unzip();
        Ok(Grouping {
            documents: self.holdings.len(),
            same: same.iter().sum(),
            review: review.iter().sum(),
            groups,
            unapplied: settled.unapplied(&roll, &linked.groups),
        })
    }

    /// Every quotation, those that somebody decided about by themselves.
    fn roll<'a>(&'a self, settled: &Settled<'a>) -> Roll<'a> {
        Roll::new(self, settled, &|item| settled.concerns(item))
    }

    /// Why two quotations are, or are not, one utterance; `None` when there is no quotation of one of these ids.
    pub fn explain(&self, a: &str, b: &str) -> Option<Link> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let settled = self.settled();
        let roll = self.roll(&settled);
        let find = |id: &str| (0..roll.items.len() as u32).find(|&item| roll.id(item) == id);
        let (x, y) = (find(a)?, find(b)?);
        let decided = settled.pairs.get(&(x.min(y), x.max(y))).copied();
        let basis = match decided {
            Some(_) => Basis::Decision,
            None => {
                let watch = Watch::nobody();
                let comparer = Comparer::new(self, &roll, &watch);
                comparer.and_then(|comparer| self.compare_one(&comparer, x, y)).expect(UNWATCHED)
            }
        };
        let given = [x, y].map(|n| match roll.items[n as usize] {
            Place::Read(..) => None,
            Place::Given(n) => Some(Holding::given(&self.words, &self.givens, n)),
        });
        let (one, other) =
            (found(&roll, &settled, x, &given[0])?, found(&roll, &settled, y, &given[1])?);
        Some(self.link(one, other, basis, decided))
    }

    /// Given quotations as documents of one quotation each.
    fn given_holdings(&self) -> Vec<Holding> {
        self.workers.map(
            &self.givens.in_order(),
            || (),
            |(), &n| Holding::given(&self.words, &self.givens, n),
        )
    }

    /// For each document that reprints another, that other: the first by date, then by id.
    fn reprints(&self) -> BTreeMap<&str, &str> {
        let mut holdings: Vec<_> = self.holdings.values().collect();
        holdings.sort_by(|x, y| {
            let date = |holding: &super::holding::Holding| {
                holding.document.published.as_ref().map_or(i64::MAX, |published| published.second())
            };
            date(x).cmp(&date(y)).then_with(|| x.document.id.cmp(&y.document.id))
        });
        let sketches: Vec<_> = holdings.iter().map(|holding| &holding.sketch).collect();
        let first = reprints_by(&self.workers, &sketches);
        let pairs = first.iter().enumerate().filter(|&(n, &first)| n != first);
        pairs
            .map(|(n, &first)| {
                (holdings[n].document.id.as_str(), holdings[first].document.id.as_str())
            })
            .collect()
    }

    /// The pairs worth telling: those that were accepted, are doubtful, or were decided by hand.
    fn links(
        &self,
        roll: &Roll<'_>,
        items: &[Item<'_>],
        linked: &Linked,
        settled: &Settled<'_>,
    ) -> Vec<Link> {
        let rank = ranks(items);
        let mut told: Vec<Told<'_>> = Vec::new();
        // The smaller id stands first.
        let mut tell = |x: u32, y: u32, basis, decided| {
            let turned = rank[y as usize] < rank[x as usize];
            let (a, b) = if turned { (y, x) } else { (x, y) };
            told.push(Told {
                ranks: (rank[a as usize], rank[b as usize]),
                a,
                b,
                basis,
                turned,
                decided,
            });
        };
        for pair in linked.pairs.iter().flatten() {
            let Some(basis) = pair.basis() else { continue };
            let (a, b) = (roll.members.list(pair.edge().a), roll.members.list(pair.edge().b));
            meet(a, b, &mut |x, y| {
                if !settled.pairs.contains_key(&(x.min(y), x.max(y))) {
                    tell(x, y, basis, None);
                }
            });
        }
        for (&(x, y), &same) in &settled.pairs {
            tell(x, y, &Basis::Decision, Some(same));
        }
        told.sort_unstable_by_key(|told| told.ranks);
        let links = self.workers.map(
            &told,
            || (),
            |(), told| {
                let basis = if told.turned { told.basis.mirrored() } else { *told.basis };
                let link =
                    self.link(items[told.a as usize], items[told.b as usize], basis, told.decided);
                (link.verdict != LinkVerdict::Different || link.basis == Basis::Decision)
                    .then_some(link)
            },
        );
        links.into_iter().flatten().collect()
    }

    /// A pair with its verdict. What one person said and, on another day, denied may be one utterance, badly reported, or
    /// two: that is told.
    fn link(&self, a: Item<'_>, b: Item<'_>, basis: Basis, decided: Option<bool>) -> Link {
        let mut link =
            Link::new(&a.record.id, &b.record.id, basis, decided, &self.settings.link_model);
        if let Basis::Evidence(evidence) = &link.basis
            && evidence.may_be_reversed()
            && self.contradict(a, b)
        {
            link.rejection = Some(RejectionReason::Reversal);
        }
        link
    }

    /// Whether two quotations say the same but for a negator or a figure more or less.
    fn contradict<'a>(&self, a: Item<'a>, b: Item<'a>) -> bool {
        let alignment = align(&self.words, &a.record.passage.words, &b.record.passage.words);
        let side = |item: Item<'a>| Side {
            text: item.holding.document.part(item.record.quotation.part),
            passage: &item.record.passage,
        };
        let classifier = &self.settings.classifier;
        contradict(&classifier.variants_by_rule(&self.words, side(a), side(b), &alignment))
    }
}

/// A pair that may be told.
struct Told<'g> {
    /// The places of its ends in the order of their ids.
    ranks: (u32, u32),
    a: u32,
    b: u32,
    basis: &'g Basis,
    /// Whether the basis see it from the other side.
    turned: bool,
    decided: Option<bool>,
}

/// The place of each of `items` in the order of their ids.
fn ranks(items: &[Item<'_>]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    // Nearly in order as they come: a document's tenth quotation stands before its second.
    order.sort_by_key(|&n| &items[n as usize].record.id);
    let mut ranks = vec![0; items.len()];
    order.iter().zip(0..).for_each(|(&n, rank)| ranks[n as usize] = rank);
    ranks
}

/// A quotation where it was read, or as it was given.
fn found<'a>(
    roll: &Roll<'a>,
    settled: &Settled<'a>,
    n: u32,
    given: &'a Option<Holding>,
) -> Option<Item<'a>> {
    match (roll.items[n as usize], given) {
        (Place::Read(holding, record), _) => Some(item(settled, n, holding, record)),
        (Place::Given(_), given) => {
            given.as_ref().map(|holding| item(settled, n, holding, &holding.records[0]))
        }
    }
}

/// A quotation, with what was decided about it as number `n` of the roll.
fn item<'a>(settled: &Settled<'a>, n: u32, holding: &'a Holding, record: &'a Record) -> Item<'a> {
    Item {
        holding,
        record,
        voice: settled.speakers.get(&n).copied(),
        lemma: settled.lemmas.contains(&n),
    }
}

/// Every pair of the items of two nodes, or of one; of crowds each with [`MAX_BLOCK_SIZE`] of the others, so that links do not
/// outgrow quotations.
fn meet(a: &[u32], b: &[u32], then: &mut impl FnMut(u32, u32)) {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a == b {
        for (n, &x) in a.iter().enumerate() {
            a[n + 1..].iter().take(MAX_BLOCK_SIZE).for_each(|&y| then(x, y));
        }
    } else if few.len() * many.len() <= MAX_BLOCK_SIZE * MAX_BLOCK_SIZE {
        a.iter().for_each(|&x| b.iter().for_each(|&y| then(x, y)));
    } else {
        for (n, &x) in many.iter().enumerate() {
            let near = (n..n + few.len().min(MAX_BLOCK_SIZE)).map(|n| few[n % few.len()]);
            near.for_each(|y| if a.len() <= b.len() { then(y, x) } else { then(x, y) });
        }
    }
}

/// How many pairs [`meet`] finds.
fn meetings(roll: &Roll<'_>, pair: &Pair) -> usize {
    let size = |node: u32| roll.nodes[node as usize].size as usize;
    let Edge { a, b, .. } = *pair.edge();
    let (few, many) = (size(a).min(size(b)), size(a).max(size(b)));
    if a == b {
        let last = few.min(MAX_BLOCK_SIZE);
        (few - last) * MAX_BLOCK_SIZE + last * (last - 1) / 2
    } else if few * many <= MAX_BLOCK_SIZE * MAX_BLOCK_SIZE {
        few * many
    } else {
        many * few.min(MAX_BLOCK_SIZE)
    }
}
