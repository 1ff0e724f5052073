//! The roll of an archive's quotations at one moment: numbered by content, and those that nothing tells apart counted
//! together.

use rustc_hash::FxHashMap;

use super::Archive;
use super::decided::Settled;
use super::given::Givens;
use super::holding::{Holding, Record};
use crate::blocking::{LONG_SEQUENCE_WEIGHT, SequenceId};
use crate::model::Published;
use crate::model::QuotationKind;
use crate::person_name::{NameKind, PersonName};
use crate::text::{Weight, bits};

/// Nothing known.
pub(super) const NONE: u32 = u32::MAX;

/// No time known.
pub(super) const UNDATED: i64 = i64::MIN;

/// Words from this weight on, nouns and names, tell what a sequence is about. Only where lines stand depends on it, not what is found.
const RARE: Weight = bits(10);

/// Where a quotation is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// Read in a document.
    Read(&'a Holding, &'a Record),
    /// Given without its article, under this number.
    Given(u32),
}

/// A quotation, or several given ones that have the same words, speaker and day: what is true of one is true of all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    /// The first of them.
    pub item: u32,
    /// How many they are.
    pub size: u32,
    /// Their words.
    pub line: u32,
    /// The number of its speaker's name; [`NONE`] where there is none.
    pub name: u32,
    pub certainty: f32,
    /// When it was published; [`UNDATED`] where that is not known.
    pub second: i64,
    /// The number of their document; [`NONE`] where they were given without it.
    pub document: u32,
    /// Where they were read, unless given.
    pub read: Option<(&'a Holding, &'a Record)>,
}

impl Node<'_> {
    pub(super) fn day(&self) -> Option<i32> {
        (self.second != UNDATED).then(|| self.second.div_euclid(86_400) as i32)
    }

    /// Whether it looks like a title, a name or a term.
    pub(super) fn is_title(&self) -> bool {
        self.read.is_some_and(|(_, record)| {
            matches!(record.quotation.kind, QuotationKind::Title | QuotationKind::Scare)
        })
    }
}

/// Lists of numbers, one after the other.
#[derive(Debug, Default)]
pub(super) struct Table {
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Table {
    /// From the list that each of the numbers from 0 belongs to, [`NONE`] for none.
    pub(super) fn of(lists: usize, list: impl Iterator<Item = u32> + Clone) -> Table {
        let mut ends = vec![0u32; lists + 1];
        for list in list.clone().filter(|&list| list != NONE) {
            ends[list as usize + 1] += 1;
        }
        for n in 1..ends.len() {
            ends[n] += ends[n - 1];
        }
        let mut numbers = vec![0; ends.last().copied().unwrap_or(0) as usize];
        for (n, list) in (0..).zip(list).filter(|&(_, list)| list != NONE) {
            let end = &mut ends[list as usize];
            numbers[*end as usize] = n;
            *end += 1;
        }
        ends.pop();
        Table { ends, numbers }
    }

    pub(super) fn list(&self, n: u32) -> &[u32] {
        let start = if n == 0 { 0 } else { self.ends[n as usize - 1] };
        &self.numbers[start as usize..self.ends[n as usize] as usize]
    }
}

/// The roll. Everything in it is numbered by the ids of documents and given quotations, and so by content.
#[derive(Debug)]
pub(super) struct Roll<'a> {
    givens: &'a Givens,
    pub items: Vec<Place<'a>>,
    pub nodes: Vec<Node<'a>>,
    /// The names of speakers.
    names: Vec<&'a PersonName>,
    /// The node of each item, and the items of each node.
    pub node_of: Vec<u32>,
    pub members: Table,
    /// The distinct sequences of words, the long ones first, and what they weigh.
    pub lines: Vec<SequenceId>,
    /// What each weighs.
    pub weights: Vec<Weight>,
    /// The nodes that have each.
    pub on_line: Table,
    /// Whose each line is: the number of a surname, [`NOBODY`], or [`SEVERAL`] with the number of a list.
    pub whose: Vec<u32>,
    several: Vec<Vec<u32>>,
}

/// No voice.
const NOBODY: u32 = u32::MAX;

/// Marks the number of a list of voices.
const SEVERAL: u32 = 1 << 31;

impl<'a> Roll<'a> {
    /// Calls the roll of `archive`, with what was `settled` by people. The quotations that are `apart` are counted by
    /// themselves. O(n log n).
    pub(super) fn new(
        archive: &'a Archive,
        settled: &Settled<'a>,
        apart: &dyn Fn(u32) -> bool,
    ) -> Roll<'a> {
        let items = places(archive);
        let givens = &archive.givens;
        let sequence = |place: &Place<'_>| match place {
            Place::Read(_, record) => record.sequence,
            Place::Given(n) => givens.sequence(*n),
        };
        let mut lines = Vec::new();
        let mut line_of_sequence = vec![NONE; archive.sequences.bound()];
        let mut line_of: Vec<u32> = items
            .iter()
            .map(|place| {
                let Some(sequence) = sequence(place) else { return NONE };
                let line = &mut line_of_sequence[sequence.0 as usize];
                if *line == NONE {
                    *line = lines.len() as u32;
                    lines.push(sequence);
                }
                *line
            })
            .collect();
        drop(line_of_sequence);
        let weights = renumber(archive, &mut lines, &mut line_of);
        let first = firsts(&items, &line_of, lines.len(), givens, apart);
        let mut names = Names::new(givens);
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut node_of = vec![NONE; items.len()];
        for (n, place) in items.iter().enumerate() {
            if first[n] as usize == n {
                node_of[n] = nodes.len() as u32;
                let (node, name) = node(givens, *place, n as u32, line_of[n]);
                nodes.push(match (settled.speakers.get(&(n as u32)), name) {
                    (Some(voice), _) => {
                        Node { name: names.number(&voice.name), certainty: 1.0, ..node }
                    }
                    (None, Some(name)) => Node { name: names.number(name), ..node },
                    (None, None) => node,
                });
                number_document(&mut nodes);
            } else {
                node_of[n] = node_of[first[n] as usize];
                nodes[node_of[n] as usize].size += 1;
            }
        }
        let members = Table::of(nodes.len(), node_of.iter().copied());
        let on_line = Table::of(lines.len(), nodes.iter().map(|node| node.line));
        let mut roll = Roll {
            givens,
            items,
            nodes,
            names: names.all,
            node_of,
            members,
            lines,
            weights,
            on_line,
            whose: Vec::new(),
            several: Vec::new(),
        };
        roll.hear();
        roll
    }

    /// Notes whose each line is.
    fn hear(&mut self) {
        let mut surnames: FxHashMap<&str, u32> = FxHashMap::default();
        let voice = |name: &&'a PersonName| {
            // Surnames tell people apart well enough to count them.
            let named = matches!(name.kind(), NameKind::Person | NameKind::Organization);
            let next = surnames.len() as u32;
            if named { *surnames.entry(name.surname()).or_insert(next) } else { NOBODY }
        };
        let voices: Vec<u32> = self.names.iter().map(voice).collect();
        let mut heard = Vec::new();
        for line in 0..self.lines.len() as u32 {
            heard.clear();
            let names = self.on_line.list(line).iter().map(|&node| self.nodes[node as usize].name);
            heard.extend(
                names
                    .filter_map(|name| voices.get(name as usize))
                    .filter(|&&voice| voice != NOBODY),
            );
            heard.sort_unstable();
            heard.dedup();
            self.whose.push(match heard.as_slice() {
                [] => NOBODY,
                [one] => *one,
                several => {
                    self.several.push(several.to_vec());
                    SEVERAL | (self.several.len() as u32 - 1)
                }
            });
        }
    }

    /// The names of speakers, by number.
    pub(super) fn names(&self) -> &[&'a PersonName] {
        &self.names
    }

    /// The name of a node's speaker.
    pub(super) fn name(&self, node: &Node<'_>) -> Option<&'a PersonName> {
        self.names.get(node.name as usize).copied()
    }

    /// Of how many different speakers `lines` were quoted.
    pub(super) fn voices(&self, lines: &[u32]) -> u32 {
        let mut voices =
            lines.iter().map(|&line| self.whose[line as usize]).filter(|&voice| voice != NOBODY);
        let Some(one) = voices.next() else { return 0 };
        if one & SEVERAL == 0 && voices.clone().all(|voice| voice == one) {
            return 1;
        }
        let mut all = Vec::new();
        for voice in std::iter::once(one).chain(voices) {
            if voice & SEVERAL != 0 {
                all.extend_from_slice(&self.several[(voice & !SEVERAL) as usize]);
            } else if all.last() != Some(&voice) {
                all.push(voice);
            }
        }
        all.sort_unstable();
        all.dedup();
        all.len() as u32
    }

    /// The id of an item.
    pub(super) fn id(&self, item: u32) -> &'a str {
        match self.items[item as usize] {
            Place::Read(_, record) => &record.id,
            Place::Given(n) => self.givens.id(n),
        }
    }

    /// The outlet of an item; what stands alone is its own.
    pub(super) fn outlet(&self, item: u32) -> &'a str {
        match self.items[item as usize] {
            Place::Read(holding, _) => {
                holding.document.outlet.as_deref().unwrap_or(&holding.document.id)
            }
            Place::Given(n) => self.givens.outlet(n).unwrap_or_else(|| self.givens.id(n)),
        }
    }
}

/// Every quotation, by document (or id, where given) and place.
pub(super) fn places(archive: &Archive) -> Vec<Place<'_>> {
    let mut items = Vec::with_capacity(archive.quotations);
    let mut given = archive.givens.in_order().into_iter().peekable();
    for (id, holding) in &archive.holdings {
        while let Some(n) = given.next_if(|&n| archive.givens.id(n) < id.as_str()) {
            items.push(Place::Given(n));
        }
        items.extend(holding.records.iter().map(|record| Place::Read(holding, record)));
    }
    items.extend(given.map(Place::Given));
    items
}

/// Numbers `lines` anew, and what is in `line_of` with them: the long ones first, and those that are likely to be compared
/// near each other, so that what is known of them is in the cache when it is asked for again. Those with words in common
/// likely have the same least fingerprint among their rarer ones (MinHash; Broder 1997). Returns what each line weighs.
fn renumber(archive: &Archive, lines: &mut Vec<SequenceId>, line_of: &mut [u32]) -> Vec<Weight> {
    let words = archive.sequences.all();
    let known = |line: u32| {
        let (start, len) = archive.sequences.place(lines[line as usize]);
        let (mut weight, mut least): (Weight, u64) = (0, u64::MAX);
        for entry in
            words[start..start + len as usize].iter().map(|word| &archive.words[word.word()])
        {
            weight = weight.saturating_add(entry.weight);
            if entry.weight >= RARE {
                least = least.min(entry.key);
            }
        }
        (weight < LONG_SEQUENCE_WEIGHT, least, line, weight)
    };
    let mut order: Vec<(bool, u64, u32, Weight)> = archive.workers.each(lines.len(), known);
    order.sort_unstable();
    let mut number = vec![NONE; lines.len()];
    for (&(.., line, _), new) in order.iter().zip(0..) {
        number[line as usize] = new;
    }
    *lines = order.iter().map(|&(.., line, _)| lines[line as usize]).collect();
    line_of
        .iter_mut()
        .filter(|line| **line != NONE)
        .for_each(|line| *line = number[*line as usize]);
    order.into_iter().map(|(.., weight)| weight).collect()
}

/// For each item the first of those that nothing tells apart from it.
fn firsts(
    items: &[Place<'_>],
    line_of: &[u32],
    lines: usize,
    givens: &Givens,
    apart: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let mut first: Vec<u32> = (0..items.len() as u32).collect();
    let on_line = Table::of(lines, line_of.iter().copied());
    let mut seen: FxHashMap<(Option<u32>, Option<i64>), u32> = FxHashMap::default();
    for line in (0..lines as u32).filter(|&line| on_line.list(line).len() > 1) {
        seen.clear();
        for &item in on_line.list(line) {
            if let Place::Given(n) = items[item as usize]
                && !apart(item)
            {
                let day = givens.second(n).map(|second| second.div_euclid(86_400));
                first[item as usize] = *seen.entry((givens.speaker(n), day)).or_insert(item);
            }
        }
    }
    first
}

/// Numbers the document of the last of `nodes`: those of one document stand side by side.
fn number_document(nodes: &mut [Node<'_>]) {
    let [before @ .., last] = nodes else { return };
    let Some((holding, _)) = last.read else { return };
    let read = before.iter().rev().find_map(|node| Some((node.document, node.read?.0)));
    last.document = match read {
        Some((document, other)) if other.document.id == holding.document.id => document,
        Some((document, _)) => document + 1,
        None => 0,
    };
}

/// Names by number: those of given quotations by the numbers these have, then those that were read.
struct Names<'a> {
    all: Vec<&'a PersonName>,
    read: FxHashMap<&'a PersonName, u32>,
}

impl<'a> Names<'a> {
    fn new(givens: &'a Givens) -> Names<'a> {
        Names { all: givens.names().iter().collect(), read: FxHashMap::default() }
    }

    fn number(&mut self, name: &'a PersonName) -> u32 {
        let all = &mut self.all;
        *self.read.entry(name).or_insert_with(|| {
            all.push(name);
            all.len() as u32 - 1
        })
    }
}

/// A quotation by itself, and its speaker where one was read.
fn node<'a>(
    givens: &'a Givens,
    place: Place<'a>,
    item: u32,
    line: u32,
) -> (Node<'a>, Option<&'a PersonName>) {
    match place {
        Place::Read(holding, record) => {
            let second = holding.document.published.as_ref().map_or(UNDATED, Published::second);
            let certainty = record.certainty;
            let read = Some((holding, record));
            (
                Node { item, size: 1, line, name: NONE, certainty, second, document: 0, read },
                record.speaker.as_ref(),
            )
        }
        Place::Given(n) => {
            let (name, second) =
                (givens.speaker(n).unwrap_or(NONE), givens.second(n).unwrap_or(UNDATED));
            (
                Node {
                    item,
                    size: 1,
                    line,
                    name,
                    certainty: 1.0,
                    second,
                    document: NONE,
                    read: None,
                },
                None,
            )
        }
    }
}
