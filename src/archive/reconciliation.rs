//! What an archive's documents report, read off at one moment.

use std::collections::{BTreeMap, BTreeSet};

use super::Archive;
use super::comparison::{Item, Pair};
use super::decided::{Settled, Unapplied};
use super::holding::Record;
use crate::apparatus::Utterance;
use crate::attribution::Attribution;
use crate::cluster::{Edge, cluster};
use crate::document::Document;
use crate::link::{Denial, Grounds, Link, LinkVerdict, probability, reprints};
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
    /// Decisions that do not apply, and why.
    pub unapplied: Vec<Unapplied>,
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
pub struct Grouping {
    /// How many documents were read; given quotations are none.
    pub documents: usize,
    /// One for each utterance, in the order of their first quotations. Every quotation is in exactly one.
    pub groups: Vec<Group>,
    /// How many compared pairs are accepted as one utterance.
    pub same: usize,
    /// How many more a person should look at.
    pub review: usize,
    /// Decisions that do not apply, and why.
    pub unapplied: Vec<Unapplied>,
}

/// The quotations that report one utterance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Their ids, by document and place.
    pub quotations: Vec<String>,
    /// Distinct outlets that print it.
    pub outlets: usize,
}

/// All pairs compared, and what follows.
struct Linked {
    pairs: Vec<Pair>,
    groups: Vec<u32>,
}

impl Linked {
    /// The decisions that do not apply.
    fn unapplied(&self, archive: &Archive, mut settled: Settled) -> Vec<Unapplied> {
        settled.check(archive, &self.groups);
        settled.unapplied
    }
}

/// The number of each quotation by its id.
fn numbers<'a>(items: &[Item<'a>]) -> BTreeMap<&'a str, u32> {
    items.iter().enumerate().map(|(n, item)| (item.record.id.as_str(), n as u32)).collect()
}

impl Archive {
    /// Reads off what the documents report.
    ///
    /// Cost: linear in the words for the index, quadratic only within crowds of quotations that share a run of words
    /// (see [`crate::candidate`]).
    pub fn reconcile(&self) -> Reconciliation {
        let settled = self.settled();
        let items = self.items(&settled);
        let linked = self.link_all(&items, &settled);
        let reprint_of = self.reprints();
        let utterances = self.utterances(&items, &linked.groups, &reprint_of);
        let number = numbers(&items);
        let mut named: Vec<&str> = vec![""; items.len()];
        for utterance in &utterances {
            for witness in &utterance.witnesses {
                named[number[witness.quotation.as_str()] as usize] = &utterance.id;
            }
        }
        let mut n = 0;
        let mut documents = Vec::with_capacity(self.holdings.len());
        for holding in self.holdings.values() {
            let mut quotations = Vec::with_capacity(holding.records.len());
            for record in &holding.records {
                let name = items[n].name().map(str::to_owned);
                quotations.push(ReadQuotation {
                    id: record.id.clone(),
                    quotation: record.quotation.clone(),
                    text: holding.text(record),
                    attribution: record.attribution.clone(),
                    name,
                    utterance: named[n].to_owned(),
                    given_document: holding.given.clone(),
                });
                n += 1;
            }
            let reprint_of = reprint_of.get(holding.document.id.as_str()).map(|&id| id.to_owned());
            documents.push(ReadDocument { document: holding.document.clone(), reprint_of, quotations });
        }
        let links = self.links(&items, &linked.pairs, &settled.pairs);
        Reconciliation { documents, links, utterances, unapplied: linked.unapplied(self, settled) }
    }

    /// Which quotations report one utterance, and nothing more: no wordings are collated, no text is copied. What
    /// [`Archive::reconcile`] builds its utterances from, at about a third of its cost (0.6 s and 1.7 s for 5,000 generated
    /// quotations on one core).
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
    pub fn group(&self) -> Grouping {
        let settled = self.settled();
        let items = self.items(&settled);
        let linked = self.link_all(&items, &settled);
        let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (n, &group) in linked.groups.iter().enumerate() {
            members.entry(group).or_default().push(n);
        }
        let outlet = |n: usize| {
            let document = &items[n].holding.document;
            document.outlet.as_deref().unwrap_or(&document.id)
        };
        let groups = members.into_values().map(|members| Group {
            outlets: members.iter().map(|&n| outlet(n)).collect::<BTreeSet<_>>().len(),
            quotations: members.iter().map(|&n| items[n].record.id.clone()).collect(),
        });
        let verdicts = || linked.pairs.iter().map(|pair| LinkVerdict::of(probability(pair.log_odds())));
        Grouping {
            documents: self.holdings.values().filter(|holding| holding.given.is_none()).count(),
            groups: groups.collect(),
            same: verdicts().filter(|&verdict| verdict == LinkVerdict::Same).count(),
            review: verdicts().filter(|&verdict| verdict == LinkVerdict::Review).count(),
            unapplied: linked.unapplied(self, settled),
        }
    }

    /// Compares all candidates, applies the decisions and groups the quotations.
    fn link_all(&self, items: &[Item<'_>], settled: &Settled) -> Linked {
        let pairs = self.compare(items);
        let mut edges: Vec<Edge> = pairs.iter().map(|pair| pair.grounds.edge(pair.a, pair.b)).collect();
        edges.extend(
            settled
                .pairs
                .iter()
                .map(|(&(a, b), &same)| Edge::new(a, b, if same { f64::INFINITY } else { f64::NEG_INFINITY })),
        );
        let groups = cluster(items.len(), &edges);
        Linked { pairs, groups }
    }

    /// Why two quotations are, or are not, one utterance; `None` when there is no quotation of one of these ids.
    pub fn explain(&self, a: &str, b: &str) -> Option<Link> {
        let settled = self.settled();
        let items = self.items(&settled);
        let find = |id: &str| items.iter().position(|item| item.record.id == id);
        let (a, b) = if a <= b { (find(a)?, find(b)?) } else { (find(b)?, find(a)?) };
        let decided = settled.pairs.get(&(a.min(b) as u32, a.max(b) as u32));
        let grounds = match decided {
            Some(_) => Grounds::Decision,
            None => self.compare_one(&items, a as u32, b as u32),
        };
        Some(self.link(items[a], items[b], grounds, decided.copied()))
    }

    /// Every quotation, by document and place, with what was decided about it.
    pub(super) fn items<'a>(&'a self, settled: &'a Settled) -> Vec<Item<'a>> {
        let records =
            self.holdings.values().flat_map(|holding| holding.records.iter().map(move |record| (holding, record)));
        let item = |((holding, record), n)| Item {
            holding,
            record,
            voice: settled.speakers.get(&n),
            lemma: settled.lemmas.contains(&n),
        };
        records.zip(0..).map(item).collect()
    }

    /// Every quotation, by document and place.
    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.holdings.values().flat_map(|holding| &holding.records)
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

    /// The pairs worth telling: those that were accepted, are doubtful, or were decided by hand.
    fn links(&self, items: &[Item<'_>], pairs: &[Pair], decided: &BTreeMap<(u32, u32), bool>) -> Vec<Link> {
        let told = |pair: &&Pair| {
            LinkVerdict::of(probability(pair.log_odds())) != LinkVerdict::Different
                && !decided.contains_key(&(pair.a, pair.b))
        };
        let compared = pairs.iter().filter(told).map(|pair| ((pair.a, pair.b), pair.grounds, None));
        let by_hand = decided.iter().map(|(&pair, &same)| (pair, Grounds::Decision, Some(same)));
        let all = compared.chain(by_hand).map(|((a, b), grounds, same)| {
            let (a, b) = (items[a as usize], items[b as usize]);
            if a.record.id <= b.record.id {
                self.link(a, b, grounds, same)
            } else {
                self.link(b, a, grounds.mirrored(), same)
            }
        });
        let mut links: Vec<Link> = all.collect();
        links.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        links
    }

    /// A pair with its verdict. What one person said and, on another day, denied may be one utterance, badly reported, or
    /// two: that is told.
    fn link(&self, a: Item<'_>, b: Item<'_>, grounds: Grounds, decided: Option<bool>) -> Link {
        let mut link = Link::new(&a.record.id, &b.record.id, grounds, decided);
        if let Grounds::Evidence(evidence) = &link.grounds
            && evidence.may_be_reversed()
            && self.contradict(a, b)
        {
            link.denial = Some(Denial::Reversal);
        }
        link
    }
}
