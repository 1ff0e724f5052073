//! What an archive's documents report, read off at one moment.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::Archive;
use super::comparison::Comparer;
use super::holding::{Holding, Item};
use super::linking::{Linked, Pair};
use super::roll::{Roll, Table};
use crate::apparatus::Utterance;
use crate::attribution::Attribution;
use crate::candidate::CROWD;
use crate::document::Document;
use crate::input::Decision;
use crate::link::{Grounds, Link, LinkVerdict, probability, reprints};
use crate::quotation::Quotation;

/// What an archive's documents report, read off at one moment. A pure function of the set of documents and decisions.
#[derive(Clone, Debug, Default)]
pub struct Reconciliation {
    /// The documents, by id.
    pub documents: Vec<ReadDocument>,
    /// Every pair accepted as one utterance, or put up for review; by the ids of its ends.
    pub links: Vec<Link>,
    /// The utterances: those that most outlets print first, then by date, then by id. Every quotation is in exactly one.
    pub utterances: Vec<Utterance>,
    /// Decisions about quotations that are not there.
    pub unapplied: Vec<Decision>,
}

/// One document as it was read.
#[derive(Clone, Debug)]
pub struct ReadDocument {
    /// As it was handed in. For a quotation given without its article, the text is the quotation's.
    pub document: Document,
    /// The document that it reprints, if any.
    pub reprint_of: Option<String>,
    /// Its quotations, in order: those of the body, then those of the headline.
    pub quotations: Vec<ReadQuotation>,
}

/// One quotation as it was read.
#[derive(Clone, Debug)]
pub struct ReadQuotation {
    /// `DOCUMENT#n`, n counted from 0 in its document; or the id it was given.
    pub id: String,
    /// Where it stands.
    pub quotation: Quotation,
    /// Its words, pieces joined by a blank.
    pub text: String,
    /// Cue and speaker.
    pub attribution: Attribution,
    /// The speaker's name in the fullest form known, or as it was given.
    pub name: Option<String>,
    /// The id of the utterance it reports.
    pub utterance: String,
    /// For a quotation given without its article: the id of its document, if that was given too.
    pub given_document: Option<Option<String>>,
}

/// Which quotations report one utterance; see [`Archive::group`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping<'a> {
    /// How many documents were read; given quotations are none.
    pub documents: usize,
    /// One for each utterance, in the order of their first quotations. Every quotation is in exactly one.
    pub groups: Vec<Group<'a>>,
    /// How many compared pairs are accepted as one utterance.
    pub same: usize,
    /// How many more a person should look at.
    pub review: usize,
    /// Decisions about quotations that are not there.
    pub unapplied: Vec<Decision>,
}

/// The quotations that report one utterance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group<'a> {
    /// Their ids, by document and place.
    pub quotations: Vec<&'a str>,
    /// Distinct outlets that print it.
    pub outlets: usize,
}

impl Archive {
    /// Reads off what the documents report.
    ///
    /// Cost: linear in the words for the index, quadratic only within crowds of quotations that share a run of words
    /// (see [`crate::candidate`]).
    pub fn reconcile(&self) -> Reconciliation {
        let roll = self.roll();
        let linked = self.link_all(&Comparer::new(self, &roll), true);
        let given = self.given_holdings();
        let mut holdings: Vec<&Holding> = self.holdings.values().chain(&given).collect();
        holdings.sort_unstable_by(|x, y| x.document.id.cmp(&y.document.id));
        // As in the roll.
        let items: Vec<Item<'_>> = holdings
            .iter()
            .flat_map(|holding| holding.records.iter().map(move |record| Item { holding, record }))
            .collect();
        let reprint_of = self.reprints();
        let utterances = self.utterances(&items, &linked.groups, &reprint_of);
        let number = roll.numbers();
        let mut named: Vec<&str> = vec![""; items.len()];
        for utterance in &utterances {
            for witness in &utterance.witnesses {
                named[number[witness.quotation.as_str()] as usize] = &utterance.id;
            }
        }
        let mut n = 0;
        let mut documents = Vec::with_capacity(holdings.len());
        for holding in holdings {
            let mut quotations = Vec::with_capacity(holding.records.len());
            for record in &holding.records {
                quotations.push(ReadQuotation {
                    id: record.id.clone(),
                    quotation: record.quotation.clone(),
                    text: holding.text(record),
                    attribution: record.attribution.clone(),
                    name: record.name.clone(),
                    utterance: named[n].to_owned(),
                    given_document: holding.given.clone(),
                });
                n += 1;
            }
            let reprint_of = reprint_of.get(holding.document.id.as_str()).map(|&id| id.to_owned());
            documents.push(ReadDocument { document: holding.document.clone(), reprint_of, quotations });
        }
        let links = links(&roll, &linked);
        Reconciliation { documents, links, utterances, unapplied: linked.unapplied }
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
        let roll = self.roll();
        let linked = self.link_all(&Comparer::new(self, &roll), false);
        let members = Table::of(linked.count, linked.groups.iter().copied());
        let mut outlets = Vec::new();
        let groups = (0..linked.count as u32).map(|group| {
            let members = members.list(group);
            outlets.clear();
            outlets.extend(members.iter().map(|&item| roll.outlet(item)));
            outlets.sort_unstable();
            outlets.dedup();
            Group { outlets: outlets.len(), quotations: members.iter().map(|&item| roll.id(item)).collect() }
        });
        let groups = groups.collect();
        let told = |wanted| {
            let verdict = |pair: &&Pair| LinkVerdict::of(probability(pair.edge.log_odds)) == wanted;
            linked.pairs.iter().filter(verdict).map(|pair| meetings(&roll, pair)).sum()
        };
        Grouping {
            documents: self.holdings.len(),
            same: told(LinkVerdict::Same),
            review: told(LinkVerdict::Review),
            groups,
            unapplied: linked.unapplied,
        }
    }

    /// Every quotation, those that somebody decided about by themselves.
    fn roll(&self) -> Roll<'_> {
        let decided: FxHashSet<&str> = self.decisions.keys().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
        Roll::new(self, &|id| decided.contains(id))
    }

    /// Why two quotations are, or are not, one utterance; `None` when there is no quotation of one of these ids.
    pub fn explain(&self, a: &str, b: &str) -> Option<Link> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let roll = self.roll();
        let find = |id: &str| (0..roll.items.len() as u32).find(|&item| roll.id(item) == id);
        let (x, y) = (find(a)?, find(b)?);
        let decided = self.decisions.get(&(a.to_owned(), b.to_owned())).copied();
        let grounds = match decided {
            Some(_) => Grounds::Decision,
            None => self.compare_one(&Comparer::new(self, &roll), x, y),
        };
        Some(link(a, b, grounds, decided))
    }

    /// Given quotations as documents of one quotation each.
    fn given_holdings(&self) -> Vec<Holding> {
        self.workers.map(&self.givens.in_order(), || (), |(), &n| Holding::given(&self.words, &self.givens, n))
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
        let first = reprints(&sketches);
        let pairs = first.iter().enumerate().filter(|&(n, &first)| n != first);
        pairs.map(|(n, &first)| (holdings[n].document.id.as_str(), holdings[first].document.id.as_str())).collect()
    }
}

/// The pairs worth telling: those that were accepted, are doubtful, or were decided by hand.
fn links(roll: &Roll<'_>, linked: &Linked) -> Vec<Link> {
    let mut links = Vec::new();
    let mut tell = |x: u32, y: u32, grounds: Grounds, same: Option<bool>| {
        let (a, b) = (roll.id(x), roll.id(y));
        links.push(if a <= b { link(a, b, grounds, same) } else { link(b, a, grounds.mirrored(), same) });
    };
    for pair in &linked.pairs {
        let Some(grounds) = &pair.grounds else { continue };
        let (a, b) = (roll.members.list(pair.edge.a), roll.members.list(pair.edge.b));
        let mut told = |x: u32, y: u32| {
            if !linked.decided.contains_key(&(x.min(y), x.max(y))) {
                if x <= y { tell(x, y, **grounds, None) } else { tell(y, x, grounds.mirrored(), None) }
            }
        };
        meet(a, b, &mut told);
    }
    for (&(x, y), &same) in &linked.decided {
        tell(x, y, Grounds::Decision, Some(same));
    }
    links.retain(|link| link.verdict != LinkVerdict::Different || link.grounds == Grounds::Decision);
    links.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    links
}

/// Every pair of the items of two nodes, or of one; of crowds each with [`CROWD`] of the others, so that links do not
/// outgrow quotations.
fn meet(a: &[u32], b: &[u32], then: &mut impl FnMut(u32, u32)) {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a == b {
        for (n, &x) in a.iter().enumerate() {
            a[n + 1..].iter().take(CROWD).for_each(|&y| then(x, y));
        }
    } else if few.len() * many.len() <= CROWD * CROWD {
        a.iter().for_each(|&x| b.iter().for_each(|&y| then(x, y)));
    } else {
        for (n, &x) in many.iter().enumerate() {
            let near = (n..n + few.len().min(CROWD)).map(|n| few[n % few.len()]);
            near.for_each(|y| if a.len() <= b.len() { then(y, x) } else { then(x, y) });
        }
    }
}

/// How many pairs [`meet`] finds.
fn meetings(roll: &Roll<'_>, pair: &Pair) -> usize {
    let size = |node: u32| roll.nodes[node as usize].size as usize;
    let (few, many) = (size(pair.edge.a).min(size(pair.edge.b)), size(pair.edge.a).max(size(pair.edge.b)));
    if pair.edge.a == pair.edge.b {
        let last = few.min(CROWD);
        (few - last) * CROWD + last * (last - 1) / 2
    } else if few * many <= CROWD * CROWD {
        few * many
    } else {
        many * few.min(CROWD)
    }
}

/// A pair with its verdict.
fn link(a: &str, b: &str, grounds: Grounds, decided: Option<bool>) -> Link {
    let score = match (decided, grounds) {
        (Some(same), _) => f64::from(u8::from(same)),
        (None, Grounds::Evidence(evidence)) => evidence.verdict().0,
        (None, _) => 0.0,
    };
    Link { a: a.to_owned(), b: b.to_owned(), score, verdict: LinkVerdict::of(score), grounds }
}
