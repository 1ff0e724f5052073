//! Every candidate pair compared: from pairs of distinct sequences to evidence about pairs of quotations.
//!
//! In two passes. The first asks of each pair what it could say at the very most, and compares in full those that may be one
//! utterance; the others are passed over, and kept in mind. What agrees makes components; the second pass compares what was
//! passed over within these, since a refused pair matters to those alone whom agreeing pairs connect.

mod agreements;
mod found;
mod index;

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Archive;
use super::decided::Settled;
use super::holding::Record;
use super::keyed::Keyed;
use super::roll::{NONE, Node, Roll};
use super::surroundings::Surroundings;
use super::watch::{UNWATCHED, Watch};
use crate::align::features::{FeatureTable, WordFeatures};
use crate::align::{Aligner, PassageFinder, SharedPassage};
use crate::blocking::{CandidateScratch, MAX_BLOCK_SIZE, MIN_RUN_WEIGHT, RunIndex, UNSHARED};
use crate::error::Error;
use crate::link::{Basis, Evidence, LinkModel, Overlap, contradict};
use crate::person_name::{NameSignature, PersonName};
use crate::text::Word;
use crate::variant::Side;

pub(super) use found::Found;

use agreements::Agreements;
use found::Task;
use index::index;

/// A pair of quotations that was compared, whatever came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Id of one quotation: the one that comes first by document and place.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// What was found.
    pub basis: Basis,
}

/// The roll of an archive made ready for comparing.
pub(super) struct Comparer<'a> {
    archive: &'a Archive,
    pub watch: &'a Watch<'a>,
    pub roll: &'a Roll<'a>,
    keyed: Keyed<'a>,
    features: FeatureTable<'a>,
    /// Of all names.
    signatures: Vec<NameSignature>,
    /// By line, what is known beside the words where one given quotation has it: most have, and need not be looked up.
    given: Vec<Option<Given>>,
    run_index: RunIndex,
    model: &'a LinkModel,
    /// Log-odds from which on a pair may be one utterance.
    doubt: f64,
}

/// What is known of a given quotation beside its words.
#[derive(Clone, Copy, Debug)]
struct Given {
    name: u32,
    day: Option<i32>,
}

/// What one thread needs.
struct Scratch {
    finder: PassageFinder,
    /// The line that stands on the left of it.
    left: u32,
    pairs: Vec<Candidate>,
    agreements: Agreements,
    aligner: Aligner,
}

/// Two nodes that are compared, and what is known of them; nothing when one is a quotation inside the other.
struct Candidate {
    x: u32,
    y: u32,
    known: Option<Evidence>,
}

/// Words that one task compares.
const TASK: usize = 1 << 14;

/// Lines that are fetched from memory at a time.
const AHEAD: usize = 16;

/// Words and marks of a wording that is looked through for a contradiction; of two, their mean. To align two of 1,800 words takes
/// a millisecond, and a paragraph of a megabyte may have 40,000 such pairs. On the labelled news nothing is said otherwise for it.
const BREATH: usize = 256;

/// Pairs that one task compares.
const PAIRS: usize = 1 << 10;

/// So many runs, those of two sentences, are looked for among others one after the other; more by a table, so that two speeches cost
/// no more than their words.
const FEW: usize = 64;

impl<'a> Comparer<'a> {
    /// Files all wordings of `roll`. O(words).
    pub(super) fn new(
        archive: &'a Archive,
        roll: &'a Roll<'a>,
        watch: &'a Watch<'a>,
    ) -> Result<Comparer<'a>, Error> {
        let model = &archive.settings.link_model;
        let keyed = Keyed::new(archive, roll);
        let run_index = index(&archive.workers, roll, &keyed, watch)?;
        let (words, names) = (&archive.words, roll.names());
        let features =
            archive.workers.each(words.len(), |word| WordFeatures::new(&words[Word(word)]));
        let features = FeatureTable::new(words, features);
        let signatures =
            archive.workers.each(names.len(), |name| NameSignature::new(names[name as usize]));
        let given = |line| {
            let node = &roll.nodes[keyed.sole(line)? as usize];
            node.read.is_none().then(|| Given { name: node.name, day: node.day() })
        };
        let given = archive.workers.each(roll.lines.len(), given);
        Ok(Comparer {
            archive,
            watch,
            roll,
            keyed,
            features,
            signatures,
            given,
            run_index,
            model,
            doubt: model.review_log_odds(),
        })
    }

    /// Compares all candidates; keeps what `keep` makes of two nodes, the smaller number first, and their basis. Unless `all`
    /// are wanted, those that cannot be one utterance are passed over. In the order of the wordings.
    pub(super) fn compare<R: Send>(
        &self,
        all: bool,
        keep: &(impl Fn(u32, u32, Basis) -> Option<R> + Sync),
    ) -> Result<Found<R>, Error> {
        // An upper bound of the overlap prunes only where the model is monotone in it.
        let all = all || !self.model.is_monotone();
        let stretches = self.keyed.stretches(TASK);
        let step = self.watch.step("comparing", stretches.len());
        let scratch = || (self.scratch(), CandidateScratch::new(self.roll.lines.len()));
        let task = |(scratch, candidate_scratch): &mut (Scratch, CandidateScratch),
                    stretch: &Range<u32>| {
            let mut task = Task::new(keep);
            for line in stretch.clone() {
                self.compare_line(line, all, candidate_scratch, scratch, &mut task);
            }
            task.found()
        };
        Ok(Found::of(self.archive.workers.map_watched(&step, &stretches, scratch, task)?))
    }

    /// Compares these pairs of nodes, of which the one whose words are to stand on the left comes first; `keep` sees them
    /// all. `step` is what a watcher shall hear.
    pub(super) fn compare_these<R: Send>(
        &self,
        step: &'static str,
        pairs: &[(u32, u32)],
        keep: &(impl Fn(u32, u32, Basis) -> Option<R> + Sync),
    ) -> Result<Found<R>, Error> {
        let tasks: Vec<&[(u32, u32)]> = pairs.chunks(PAIRS).collect();
        let step = self.watch.step(step, tasks.len());
        let task = |scratch: &mut Scratch, pairs: &&[(u32, u32)]| {
            let mut task = Task::new(keep);
            for &(x, y) in *pairs {
                let lines = [x, y].map(|node| self.roll.nodes[node as usize].line);
                scratch.pairs.push(Candidate { x, y, known: None });
                self.compare_lines(lines, true, scratch, &mut task);
            }
            task.found()
        };
        Ok(Found::of(self.archive.workers.map_watched(&step, &tasks, || self.scratch(), task)?))
    }

    fn scratch(&self) -> Scratch {
        let (finder, agreements) = (PassageFinder::new(), Agreements::default());
        Scratch { finder, left: NONE, pairs: Vec::new(), agreements, aligner: Aligner::new() }
    }

    /// Compares a wording with itself and with those after it.
    fn compare_line<R, K: Fn(u32, u32, Basis) -> Option<R>>(
        &self,
        line: u32,
        all: bool,
        candidate_scratch: &mut CandidateScratch,
        scratch: &mut Scratch,
        task: &mut Task<'_, R, K>,
    ) {
        let roll = self.roll;
        let own = roll.on_line.list(line);
        let sole = self.keyed.sole(line);
        let partners = self.run_index.candidates(line, candidate_scratch);
        // What counts for several is compared with itself.
        let itself = self.keyed.several(line).then_some(line);
        for (n, other) in itself.into_iter().chain(partners.iter().copied()).enumerate() {
            if n % AHEAD == 0 {
                self.fetch(partners.get(n..).unwrap_or_default());
            }
            let pair = |(x, y)| Candidate { x, y, known: None };
            if let (Some(x), Some(y)) = (sole, self.keyed.sole(other)) {
                scratch.pairs.push(pair((x, y)));
            } else {
                let theirs = (line != other).then(|| roll.on_line.list(other));
                meetings(roll, own, theirs, &mut |x, y| scratch.pairs.push(pair((x, y))));
                if line == other {
                    let several = own.iter().filter(|&&node| roll.nodes[node as usize].size > 1);
                    scratch.pairs.extend(several.map(|&node| pair((node, node))));
                }
            }
            self.compare_lines([line, other], all, scratch, task);
        }
    }

    /// Compares the words of two lines, and those of their nodes that stand in `scratch`, of which none is left there. Each
    /// step asks only of what the step before leaves, unless `all` are wanted.
    fn compare_lines<R, K: Fn(u32, u32, Basis) -> Option<R>>(
        &self,
        [line, other]: [u32; 2],
        all: bool,
        scratch: &mut Scratch,
        task: &mut Task<'_, R, K>,
    ) {
        let Scratch { finder, left, pairs, agreements, aligner } = scratch;
        if *left != line {
            finder.set_first(&self.features, self.keyed.line(line));
            *left = line;
        }
        let weights = [self.keyed.weight(line), self.keyed.weight(other)];
        let most =
            Overlap::upper_bound(finder.find_runs(&self.features, self.keyed.line(other)), weights);
        let is_open = |known: &Evidence| all || self.may_be_one(known);
        let given = self.given[line as usize].zip(self.given[other as usize]);
        pairs.retain_mut(|Candidate { x, y, known }| {
            let names = if let Some((a, b)) = given {
                *known = Some(Evidence { days: days(a.day, b.day), ..Evidence::new(most) });
                [a.name, b.name]
            } else {
                let [a, b] = [&self.roll.nodes[*x as usize], &self.roll.nodes[*y as usize]];
                *known = circumstances(most, a, b);
                [a.name, b.name]
            };
            let open = known.as_mut().map_or(all, |known| {
                known.speaker = agreements.of(self.roll, &self.signatures, names);
                is_open(known)
            });
            if !open {
                task.pass(*x, *y);
            }
            open
        });
        if pairs.is_empty() {
            return;
        }
        finder.chain_runs();
        let overlap = Overlap::from_finder(finder);
        let mut voices = None;
        for Candidate { x, y, known } in pairs.drain(..) {
            let known = known.map(|known| Evidence { overlap, ..known });
            if known.as_ref().is_some_and(|known| !is_open(known)) {
                task.pass(x, y);
                continue;
            }
            let voices = *voices.get_or_insert_with(|| self.voices(finder, line, other));
            let known = known.map(|known| Evidence { speakers: voices, ..known });
            let basis = match (known, given) {
                (None, _) => Basis::Inside,
                (Some(known), Some(_)) => Basis::Evidence(known),
                (Some(known), None) => self.weigh(x, y, known, finder.last_comparison().2, aligner),
            };
            task.keep(x, y, basis);
        }
    }

    /// Has what is known of the first of `lines` brought near. They lie all over the memory, and waiting for one after the
    /// other would take most of the time; asked for at once they come at once.
    fn fetch(&self, lines: &[u32]) {
        let lines = &lines[..lines.len().min(AHEAD)];
        let mut seen = 0;
        for &line in lines {
            seen ^= self.keyed.touch(line);
        }
        for &line in lines {
            seen ^= match (self.given[line as usize], self.keyed.sole(line)) {
                (Some(given), _) => {
                    self.signatures.get(given.name as usize).map_or(0, NameSignature::surname)
                }
                (None, node) => node.map_or(0, |node| self.roll.nodes[node as usize].line),
            };
            seen ^= self.run_index.first_run_id(line);
        }
        std::hint::black_box(seen);
    }

    /// Whether a pair may be one utterance, as far as `known`. Of titles that share less the model thinks more: they are not
    /// passed over.
    fn may_be_one(&self, known: &Evidence) -> bool {
        known.titles > 0 || self.model.log_odds(known) >= self.doubt
    }

    /// What follows from all that is `known` about two nodes whose wordings share `stretches`.
    fn weigh(
        &self,
        x: u32,
        y: u32,
        known: Evidence,
        stretches: &[SharedPassage],
        aligner: &mut Aligner,
    ) -> Basis {
        let (x, y) = (&self.roll.nodes[x as usize], &self.roll.nodes[y as usize]);
        if all_nested(x, stretches.iter().map(|stretch| &stretch.word_ranges[0]))
            || all_nested(y, stretches.iter().map(|stretch| &stretch.word_ranges[1]))
        {
            return Basis::Nested;
        }
        self.contrasted(known, x, y, aligner)
    }

    /// `evidence`, unless one document prints both and they contradict each other. The same words never do, and are not
    /// aligned to see it: a document may print one speech a hundred times. Nor are speeches, but only what is said in a breath
    /// ([`BREATH`]).
    fn contrasted(
        &self,
        evidence: Evidence,
        x: &Node<'_>,
        y: &Node<'_>,
        aligner: &mut Aligner,
    ) -> Basis {
        if let (true, Some((holding, a)), Some((_, b))) = (evidence.same_document, x.read, y.read)
            && x.line != y.line
            && a.passage.words.len().saturating_mul(b.passage.words.len()) <= BREATH * BREATH
            && self.model.log_odds(&evidence) > 0.0
        {
            let words = &self.archive.words;
            let alignment = aligner.align(words, &a.passage.words, &b.passage.words);
            let text = |record: &Record| holding.document.part(record.quotation.part);
            let (left, right) = (
                Side { text: text(a), passage: &a.passage },
                Side { text: text(b), passage: &b.passage },
            );
            if contradict(
                &self.archive.settings.classifier.variants_by_rule(words, left, right, &alignment),
            ) {
                return Basis::Contrast;
            }
        }
        Basis::Evidence(evidence)
    }

    /// Of how many speakers that run was quoted, of those which both lines print in the heaviest stretch that `finder` has seen, that
    /// was quoted of fewest.
    fn voices(&self, finder: &PassageFinder, line: u32, other: u32) -> u32 {
        let (a, b, stretches) = finder.last_comparison();
        let Some(stretch) = stretches.first() else { return 0 };
        // The words of the stretch from which on a run ends within it.
        let [ours, theirs] = [(line, a, 0), (other, b, 1)].map(|(line, words, side)| {
            let stretch: &Range<usize> = &stretch.word_ranges[side];
            let ends =
                |&start: &usize| words.weight(start as u32, stretch.end as u32) >= MIN_RUN_WEIGHT;
            let runs = stretch.clone().rev().find(ends).map_or(0, |last| last + 1 - stretch.start);
            self.run_index.run_ids(line, stretch.start..stretch.start + runs)
        });
        // What no other wording shares only its own prints do.
        if line == other
            && self.run_index.run_ids(line, 0..self.keyed.runs(line)).contains(&UNSHARED)
        {
            return self.roll.voices(&[line]);
        }
        let all: FxHashSet<u32> = if theirs.len() > FEW {
            theirs.iter().copied().collect()
        } else {
            FxHashSet::default()
        };
        let shared = |run_id| {
            if theirs.len() > FEW { all.contains(run_id) } else { theirs.contains(run_id) }
        };
        let mut fewest = None;
        for run_id in ours.iter().filter(|&&run_id| run_id != UNSHARED) {
            let voices = self.run_index.speaker_count(*run_id);
            if fewest.is_none_or(|fewest| voices < fewest) && shared(run_id) {
                fewest = Some(voices);
            }
        }
        fewest.unwrap_or(0)
    }

    /// Compares two items as all are compared, candidates or not.
    pub(super) fn compare_one(&self, a: u32, b: u32) -> Basis {
        let (x, y) = (self.roll.node_of[a as usize], self.roll.node_of[b as usize]);
        let line = |node: u32| self.roll.nodes[node as usize].line;
        // The one whose words are printed first stands on the left.
        let turned = (line(y), y) < (line(x), x);
        let (x, y) = if turned { (y, x) } else { (x, y) };
        let words = |node: u32| if line(node) == NONE { &[] } else { self.keyed.line(line(node)) };
        let mut finder = PassageFinder::new();
        finder.set_first(&self.features, words(x));
        finder.passages(&self.features, words(y));
        let voices = self.voices(&finder, line(x), line(y));
        let stretches = finder.last_comparison().2;
        let [one, other] = [x, y].map(|node| &self.roll.nodes[node as usize]);
        let speaker = Agreements::default().of(self.roll, &self.signatures, [one.name, other.name]);
        let known = circumstances(Overlap::from_finder(&finder), one, other);
        let basis = known.map_or(Basis::Inside, |known| {
            self.weigh(
                x,
                y,
                Evidence { speaker, speakers: voices, ..known },
                stretches,
                &mut Aligner::new(),
            )
        });
        if turned { basis.mirrored() } else { basis }
    }
}

impl Archive {
    /// Every pair that was compared and what was found, decisions left aside, in canonical order: for those who measure
    /// linking or fit it anew. Cost as [`Archive::group`] for documents, and a full comparison for each pair.
    pub fn compared(&self) -> Vec<Compared> {
        let settled = Settled::default();
        let roll = Roll::new(self, &settled, &|_| true);
        let watch = Watch::nobody();
        let compared = Comparer::new(self, &roll, &watch)
            .and_then(|comparer| comparer.compare(true, &|x, y, basis| Some((x, y, basis))));
        let mut compared = compared.expect(UNWATCHED).kept.concat();
        compared.sort_by_key(|&(x, y, _)| (x, y));
        let surroundings = Surroundings::new(
            &roll,
            &self.settings.link_model,
            compared.iter().map(|(x, y, basis)| (*x, *y, basis)),
        );
        let id = |node: u32| roll.id(roll.nodes[node as usize].item).to_owned();
        let told = |(x, y, mut basis)| {
            surroundings.tell(x, y, &mut basis);
            Compared { a: id(x), b: id(y), basis }
        };
        compared.into_iter().map(told).collect()
    }
}

/// Tells which of the nodes that print one wording, `left`, are compared with which of those that print another, `right`, or
/// with each other: all with all, unless they are crowds. In a crowd, as of a slogan that twenty thousand papers print,
/// each is compared with the [`MAX_BLOCK_SIZE`] that stand nearest to it by speaker, then by date: those it is most likely one
/// utterance with. The neighbourhoods overlap, so that what belongs together still meets, and n quotations cost
/// n × `MAX_BLOCK_SIZE` comparisons and not n². Depends on the set of quotations alone.
fn meetings(roll: &Roll<'_>, left: &[u32], right: Option<&[u32]>, meet: &mut impl FnMut(u32, u32)) {
    let (same, right) = (right.is_none(), right.unwrap_or(left));
    if left.len().saturating_mul(right.len()) <= MAX_BLOCK_SIZE * MAX_BLOCK_SIZE {
        for (i, &a) in left.iter().enumerate() {
            right[if same { i + 1 } else { 0 }..].iter().for_each(|&b| meet(a, b));
        }
        return;
    }
    let order = |n: u32| {
        let node = &roll.nodes[n as usize];
        (roll.name(node).map(PersonName::surname), node.second, n)
    };
    let sorted = |side: &[u32]| {
        let mut side: Vec<_> = side.iter().map(|&n| order(n)).collect();
        side.sort_unstable();
        side
    };
    let (left, right) = (sorted(left), sorted(right));
    let mut pairs = Vec::new();
    // Each of `one` with those of `other` around its place.
    let mut around =
        |one: &[(Option<_>, i64, u32)], other: &[(Option<_>, i64, u32)], turned: bool| {
            let mut place = 0;
            for item in one {
                while other.get(place).is_some_and(|next| next < item) {
                    place += 1;
                }
                let near = place.saturating_sub(MAX_BLOCK_SIZE / 2)
                    ..(place + MAX_BLOCK_SIZE / 2).min(other.len());
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
    pairs.into_iter().for_each(|(a, b)| meet(a, b));
}

/// What is known of two nodes beside their words, with what they share; nothing when one is a quotation inside the other.
/// Their speakers are yet to be compared.
fn circumstances(overlap: Overlap, x: &Node<'_>, y: &Node<'_>) -> Option<Evidence> {
    let mut evidence = Evidence::new(overlap);
    if let (Some((here, a)), Some((there, b))) = (x.read, y.read) {
        let one_document = x.document == y.document;
        // What a headline quotes from its article comes twice; what comes twice in the article was said twice.
        evidence.same_document = one_document && a.quotation.part == b.quotation.part;
        if evidence.same_document {
            let inside = |inner: &Record, outer: &Record| {
                let parent = inner.quotation.parent.and_then(|parent| here.records.get(parent));
                parent.is_some_and(|parent| parent.id == outer.id)
            };
            if inside(a, b) || inside(b, a) {
                return None;
            }
        }
        evidence.context =
            if one_document { Some(1.0) } else { here.profile.shared(&there.profile) };
    }
    evidence.certainty = x.certainty.min(y.certainty);
    evidence.days = days(x.day(), y.day());
    evidence.titles = u8::from(x.is_title()) + u8::from(y.is_title());
    Some(evidence)
}

fn days(x: Option<i32>, y: Option<i32>) -> Option<u32> {
    x.zip(y).map(|(x, y)| x.abs_diff(y))
}

/// Whether every one of `stretches` stands in a quotation inside that of `node`.
fn all_nested<'r>(node: &Node<'_>, mut stretches: impl Iterator<Item = &'r Range<usize>>) -> bool {
    node.read.is_some_and(|(_, record)| {
        !record.nested.is_empty()
            && stretches.all(|stretch| {
                record
                    .nested
                    .iter()
                    .any(|inner| inner.start <= stretch.start && stretch.end <= inner.end)
            })
    })
}
