//! The roll of an archive's quotations at one moment: numbered by content, and those that nothing tells apart counted
//! together.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Archive;
use super::decided::Settled;
use super::given::Givens;
use super::holding::{Holding, Record};
use crate::align::fact::Spoken;
use crate::candidate::{FLOOR, LONG, Lines, SequenceId};
use crate::document::Published;
use crate::quotation::QuotationKind;
use crate::speaker::{Name, NameKind};
use crate::text::{Weight, Word, bits};

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
        self.read
            .is_some_and(|(_, record)| matches!(record.quotation.kind, QuotationKind::Title | QuotationKind::Scare))
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
    names: Vec<&'a Name>,
    /// The node of each item, and the items of each node.
    pub node_of: Vec<u32>,
    pub members: Table,
    /// The distinct sequences of words, the long ones first, and what they weigh.
    pub lines: Vec<SequenceId>,
    weights: Vec<Weight>,
    /// The nodes that have each.
    pub on_line: Table,
    /// Of each line.
    prints: Vec<Prints>,
    /// The surnames, by number, of those lines that several said.
    several: Vec<Vec<u32>>,
}

/// How many quotations have a line, and whose they are: in few bytes, since they are looked up for each of the runs of a line.
#[derive(Clone, Copy, Debug)]
struct Prints {
    quotations: u32,
    /// The number of a surname; [`Prints::NOBODY`]; or that of a list of several.
    voice: u32,
}

impl Prints {
    const NOBODY: u32 = u32::MAX;
    const SEVERAL: u32 = 1 << 31;
}

/// A run was quoted of so many different speakers, in so many quotations: what tells a slogan from a find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Currency {
    pub quotations: u32,
    pub voices: u32,
}

impl<'a> Roll<'a> {
    /// Calls the roll of `archive`, with what was `settled` by people. The quotations that are `apart` are counted by
    /// themselves. O(n log n).
    pub(super) fn new(archive: &'a Archive, settled: &Settled<'a>, apart: &dyn Fn(u32) -> bool) -> Roll<'a> {
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
                    (Some(voice), _) => Node { name: names.number(&voice.name), certainty: 1.0, ..node },
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
            prints: Vec::new(),
            several: Vec::new(),
        };
        roll.hear();
        roll
    }

    /// Notes whose the prints of each line are.
    fn hear(&mut self) {
        let mut surnames: FxHashMap<&str, u32> = FxHashMap::default();
        let mut heard = Vec::new();
        for line in 0..self.lines.len() as u32 {
            let mut quotations = 0;
            heard.clear();
            for &node in self.on_line.list(line) {
                let node = &self.nodes[node as usize];
                quotations += node.size;
                let named = self
                    .names
                    .get(node.name as usize)
                    .filter(|name| matches!(name.kind(), NameKind::Person | NameKind::Body));
                // Surnames tell people apart well enough to count them.
                heard.extend(named.map(|name| {
                    let next = surnames.len() as u32;
                    *surnames.entry(name.surname()).or_insert(next)
                }));
            }
            heard.sort_unstable();
            heard.dedup();
            let voice = match heard.as_slice() {
                [] => Prints::NOBODY,
                [one] => *one,
                several => {
                    self.several.push(several.to_vec());
                    Prints::SEVERAL | (self.several.len() as u32 - 1)
                }
            };
            self.prints.push(Prints { quotations, voice });
        }
    }

    /// The name of a node's speaker.
    pub(super) fn name(&self, node: &Node<'_>) -> Option<&'a Name> {
        self.names.get(node.name as usize).copied()
    }

    /// How current what `lines` share is.
    pub(super) fn tally(&self, lines: &[u32]) -> Currency {
        let prints = || lines.iter().map(|&line| self.prints[line as usize]);
        let quotations = prints().fold(0u32, |sum, prints| sum.saturating_add(prints.quotations));
        let mut voices = prints().map(|prints| prints.voice).filter(|&voice| voice != Prints::NOBODY);
        let Some(one) = voices.next() else { return Currency { quotations, voices: 0 } };
        if one & Prints::SEVERAL == 0 && voices.clone().all(|voice| voice == one) {
            return Currency { quotations, voices: 1 };
        }
        let mut all = Vec::new();
        for voice in std::iter::once(one).chain(voices) {
            if voice & Prints::SEVERAL != 0 {
                all.extend_from_slice(&self.several[(voice & !Prints::SEVERAL) as usize]);
            } else if all.last() != Some(&voice) {
                all.push(voice);
            }
        }
        all.sort_unstable();
        all.dedup();
        Currency { quotations, voices: all.len() as u32 }
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
            Place::Read(holding, _) => holding.document.outlet.as_deref().unwrap_or(&holding.document.id),
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
    let mut weights = Vec::with_capacity(lines.len());
    let mut order: Vec<(bool, u64, u32)> = (0..)
        .zip(lines.iter())
        .map(|(line, &sequence)| {
            let (start, len) = archive.sequences.place(sequence);
            let (mut weight, mut least): (Weight, u64) = (0, u64::MAX);
            for entry in words[start..start + len as usize].iter().map(|word| &archive.words[word.word()]) {
                weight = weight.saturating_add(entry.weight);
                if entry.weight >= RARE {
                    least = least.min(entry.key);
                }
            }
            weights.push(weight);
            (weight < LONG, least, line)
        })
        .collect();
    order.sort_unstable();
    let mut number = vec![NONE; lines.len()];
    for (&(.., line), new) in order.iter().zip(0..) {
        number[line as usize] = new;
    }
    *lines = order.iter().map(|&(.., line)| lines[line as usize]).collect();
    line_of.iter_mut().filter(|line| **line != NONE).for_each(|line| *line = number[*line as usize]);
    order.into_iter().map(|(.., line)| weights[line as usize]).collect()
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
    all: Vec<&'a Name>,
    read: FxHashMap<&'a Name, u32>,
}

impl<'a> Names<'a> {
    fn new(givens: &'a Givens) -> Names<'a> {
        Names { all: givens.names().iter().collect(), read: FxHashMap::default() }
    }

    fn number(&mut self, name: &'a Name) -> u32 {
        let all = &mut self.all;
        *self.read.entry(name).or_insert_with(|| {
            all.push(name);
            all.len() as u32 - 1
        })
    }
}

/// A quotation by itself, and its speaker where one was read.
fn node<'a>(givens: &'a Givens, place: Place<'a>, item: u32, line: u32) -> (Node<'a>, Option<&'a Name>) {
    match place {
        Place::Read(holding, record) => {
            let second = holding.document.published.as_ref().map_or(UNDATED, Published::second);
            let certainty = record.certainty;
            let read = Some((holding, record));
            (Node { item, size: 1, line, name: NONE, certainty, second, document: 0, read }, record.speaker.as_ref())
        }
        Place::Given(n) => {
            let (name, second) = (givens.speaker(n).unwrap_or(NONE), givens.second(n).unwrap_or(UNDATED));
            (Node { item, size: 1, line, name, certainty: 1.0, second, document: NONE, read: None }, None)
        }
    }
}

/// The lines of a roll with the keys and weights of their words.
#[derive(Debug)]
pub(super) struct Keyed<'a> {
    /// The words of all lines.
    words: &'a [Spoken],
    lines: Vec<Line>,
    /// By word.
    keys: Vec<(u64, Weight)>,
    /// How many lines are long.
    long: u32,
    /// Of each line.
    prints: &'a [Prints],
}

/// What comparing asks of every line, side by side.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    len: u32,
    weight: Weight,
    /// The node that has it, where it is one quotation.
    sole: u32,
}

impl<'a> Keyed<'a> {
    pub(super) fn new(archive: &'a Archive, roll: &'a Roll<'_>) -> Keyed<'a> {
        let words = &archive.words;
        let keys: Vec<_> =
            (0..words.len()).map(|n| &words[Word(n as u32)]).map(|entry| (entry.key, entry.weight)).collect();
        let line = |(line, (&sequence, &weight)): (u32, (&SequenceId, &Weight))| {
            let (start, len) = archive.sequences.place(sequence);
            let sole = match roll.on_line.list(line) {
                &[node] if roll.nodes[node as usize].size == 1 => node,
                _ => NONE,
            };
            Line { start, len, weight, sole }
        };
        let lines: Vec<Line> = (0..).zip(roll.lines.iter().zip(&roll.weights)).map(line).collect();
        let long = lines.partition_point(|line| line.weight >= LONG) as u32;
        Keyed { words: archive.sequences.all(), lines, keys, long, prints: &roll.prints }
    }

    /// The words of a line.
    pub(super) fn line(&self, line: u32) -> &'a [Spoken] {
        let Line { start, len, .. } = self.lines[line as usize];
        &self.words[start..start + len as usize]
    }

    /// The weight of a line.
    pub(super) fn weight(&self, line: u32) -> Weight {
        self.lines[line as usize].weight
    }

    /// A number that depends on a word of each stretch of memory that the words of a line, if they are few, lie in.
    pub(super) fn touch(&self, line: u32) -> u32 {
        touch(self.line(line), 9)
    }

    /// The node that has a line, where that is one quotation.
    pub(super) fn sole(&self, line: u32) -> Option<u32> {
        Some(self.lines[line as usize].sole).filter(|&node| node != NONE)
    }

    /// How many runs a line has.
    pub(super) fn runs(&self, line: u32) -> usize {
        let mut behind = self.weight(line);
        let heavy = |(_, weight): &(u64, Weight)| {
            let heavy = behind >= FLOOR;
            behind -= weight;
            heavy
        };
        self.words(line).take_while(heavy).count()
    }

    /// Stretches of lines of about so many words.
    pub(super) fn stretches(&self, words: usize) -> Vec<Range<u32>> {
        let mut stretches = Vec::new();
        let (mut start, mut sum) = (0, 0);
        for line in 0..self.lines.len() as u32 {
            sum += self.line(line).len();
            if sum >= words {
                stretches.push(start..line + 1);
                (start, sum) = (line + 1, 0);
            }
        }
        stretches.push(start..self.lines.len() as u32);
        stretches
    }
}

/// A number that depends on a word of each of the first `stretches` of memory that `words` lie in.
fn touch(words: &[Spoken], stretches: usize) -> u32 {
    const CACHE_LINE: usize = 64 / size_of::<Spoken>();
    let Some(last) = words.len().checked_sub(1) else { return 0 };
    (0..stretches).fold(0, |seen, n| seen ^ words[(n * CACHE_LINE).min(last)].word().0)
}

impl Lines for Keyed<'_> {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn words(&self, line: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone {
        self.line(line).iter().map(|word| self.keys[word.word().0 as usize])
    }

    fn long(&self) -> u32 {
        self.long
    }

    fn near(&self, line: u32) -> u32 {
        self.prints[line as usize].voice
    }

    fn touch(&self, line: u32, start: u32, stretches: usize) -> u32 {
        touch(self.line(line).get(start as usize..).unwrap_or_default(), stretches)
    }

    fn from(&self, line: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.line(line).get(start as usize..).unwrap_or_default().iter().map(|word| self.keys[word.word().0 as usize])
    }
}
