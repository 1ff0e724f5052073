//! Scoring: from candidate pairs of sequences to scored pairs of classes of quotations.
//!
//! Each step looks only at what the step before leaves. An upper bound of the overlap, which is
//! cheap, prunes the pairs that cannot be one utterance whatever else is known of them; only the
//! others are aligned locally. Pruned pairs are kept in mind: where other pairs connect their two
//! quotations, [`context`](super::context()) and [`group`](super::group()) compare them after all,
//! so that nothing is lost by it.
//!
//! Cost: a few words' time for a pruned pair, O(n + m) or O(n·m/64) for a pair that is aligned (see
//! [`crate::align`]). Memory: 20 bytes or so a pair.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::agreement_cache::AgreementCache;
use super::class_pairs::for_each_class_pair;
use super::pairs::{BasisRetention, Collected, Collector, ScoredPair, ScoredPairs};
use super::{CandidateIndex, Executor};
use crate::align::features::{FeatureTable, WordFeatures};
use crate::align::{Aligner, PassageFinder, SharedPassage};
use crate::blocking::{CandidateScratch, MIN_RUN_WEIGHT, UNSHARED};
use crate::error::Error;
use crate::link::{Basis, Evidence, LinkModel, Overlap};
use crate::person_name::{NameSignature, PersonName};
use crate::progress::ProgressStep;
use crate::settings::Settings;
use crate::snapshot::{ClassRow, NO_ROW, NameRow, QuotationClass, Snapshot};
use crate::text::Word;
use crate::variant::VariantClassifier;

/// Words that one task compares.
const TASK_WORDS: usize = 1 << 14;

/// Pairs that one task compares.
const TASK_PAIRS: usize = 1 << 10;

/// Most pairs of classes that wait for the comparison of their sequences: half a megabyte.
const MAX_PENDING_PAIRS: usize = 1 << 12;

/// Sequences that are prefetched at a time.
const PREFETCH_SEQUENCES: usize = 16;

/// Runs, those of two sentences, up to which a linear search is used, and a hash set for more, so
/// that two speeches cost no more than their words.
const MAX_LINEAR_SEARCH: usize = 64;

/// Scores pairs of classes; prepared once for a snapshot and the index of its candidates.
pub struct PairScorer<'s, S> {
    pub(super) snapshot: &'s S,
    pub(super) classes: &'s [QuotationClass],
    names: Vec<&'s PersonName>,
    index: CandidateIndex<'s>,
    features: FeatureTable<'s>,
    /// The signatures of all names.
    signatures: Vec<NameSignature>,
    /// Facts about each sequence that has one class, of standalone quotations. Most have, and need
    /// no look-up of the class.
    standalone: Vec<Option<StandaloneFacts>>,
    pub(super) model: &'s LinkModel,
    pub(super) classifier: &'s VariantClassifier,
    /// Log-odds from which on a pair may be one utterance or should be reviewed.
    pub(super) min_log_odds: f64,
}

impl<S> std::fmt::Debug for PairScorer<'_, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PairScorer")
            .field("index", &self.index)
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

/// Facts about a standalone quotation beside its words.
#[derive(Clone, Copy, Debug)]
struct StandaloneFacts {
    name: u32,
    day: Option<i32>,
}

/// Scratch of one thread.
struct ScoringScratch {
    finder: PassageFinder,
    /// The sequence that the finder has on the left.
    left: u32,
    pairs: Vec<PendingPair>,
    agreements: AgreementCache,
    aligner: Aligner,
}

impl ScoringScratch {
    fn new() -> ScoringScratch {
        ScoringScratch {
            finder: PassageFinder::new(),
            left: NO_ROW,
            pairs: Vec::new(),
            agreements: AgreementCache::default(),
            aligner: Aligner::new(),
        }
    }
}

/// Two classes that are being compared, with the evidence about them; `None` where one is a
/// quotation inside the other.
struct PendingPair {
    x: u32,
    y: u32,
    evidence: Option<Evidence>,
}

/// Scores the candidate pairs. Pairs are kept that may be one utterance or should be reviewed, and
/// classes of several quotations that may be so among themselves.
///
/// # Errors
/// When the observer cancels.
pub fn score<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    keep_basis: BasisRetention,
    executor: &Executor<'_>,
) -> Result<ScoredPairs, Error> {
    // An upper bound of the overlap bounds the log-odds only if the model is monotone in it.
    let prune = scorer.model.is_monotone();
    let keep = |a, b, basis| scorer.keep(a, b, basis, keep_basis);
    let Collected { kept, pruned } = scorer.score_candidates(prune, &keep, executor)?;
    Ok(ScoredPairs { kept, pruned })
}

impl<'s, S: Snapshot> PairScorer<'s, S> {
    /// Prepares the scoring of a snapshot's candidates. O(words).
    pub fn new(
        snapshot: &'s S,
        index: CandidateIndex<'s>,
        settings: &'s Settings,
        executor: &Executor<'_>,
    ) -> PairScorer<'s, S> {
        let (workers, words) = (&executor.workers, snapshot.vocabulary());
        let names = workers.map_range(snapshot.name_count(), |name| snapshot.name(NameRow(name)));
        let features = workers.map_range(words.len(), |word| WordFeatures::new(&words[Word(word)]));
        let features = FeatureTable::new(words, features);
        let signatures =
            workers.map_range(names.len(), |name| NameSignature::new(names[name as usize]));
        let (classes, model) = (snapshot.classes(), &settings.link_model);
        let facts = |sequence| {
            let class = &classes[index.sequences.only_class(sequence)? as usize];
            (!class.is_extracted()).then(|| StandaloneFacts { name: class.name, day: class.day() })
        };
        let standalone = workers.map_range(snapshot.weights().len(), facts);
        PairScorer {
            snapshot,
            classes,
            names,
            index,
            features,
            signatures,
            standalone,
            model,
            classifier: &settings.classifier,
            min_log_odds: model.review_log_odds(),
        }
    }

    /// Returns a scored pair, unless it cannot be one utterance.
    pub(super) fn keep(
        &self,
        a: u32,
        b: u32,
        basis: Basis,
        keep_basis: BasisRetention,
    ) -> Option<ScoredPair> {
        let extracted = || [a, b].iter().all(|&row| self.classes[row as usize].is_extracted());
        let keep_basis = keep_basis == BasisRetention::All || extracted();
        let pair = ScoredPair::new(a, b, basis, keep_basis, self.model);
        (pair.edge().log_odds >= self.min_log_odds).then_some(pair)
    }

    /// Compares all candidates, in the order of sequences; keeps what `keep` makes of two classes,
    /// the smaller row first, and their basis. If `prune` is set, pairs that cannot be one
    /// utterance are not compared in full.
    pub(super) fn score_candidates<R: Send>(
        &self,
        prune: bool,
        keep: &(impl Fn(u32, u32, Basis) -> Option<R> + Sync),
        executor: &Executor<'_>,
    ) -> Result<Collected<R>, Error> {
        self.score_candidates_of(&|_, _| true, prune, keep, executor)
    }

    /// Does the same for the pairs of sequences that `wanted` accepts.
    pub(super) fn score_candidates_of<R: Send>(
        &self,
        wanted: &(impl Fn(u32, u32) -> bool + Sync),
        prune: bool,
        keep: &(impl Fn(u32, u32, Basis) -> Option<R> + Sync),
        executor: &Executor<'_>,
    ) -> Result<Collected<R>, Error> {
        let ranges = self.index.sequences.ranges(TASK_WORDS);
        let step = executor.monitor.step(ProgressStep::Comparing, ranges.len());
        let count = self.snapshot.weights().len();
        let scratch = || (ScoringScratch::new(), CandidateScratch::new(count));
        let task = |(scratch, candidates): &mut (ScoringScratch, CandidateScratch),
                    range: &Range<u32>| {
            let mut collector = Collector::new(keep);
            for sequence in range.clone() {
                let candidates = self.index.runs.candidates(sequence, candidates);
                self.score_sequence(sequence, candidates, wanted, prune, scratch, &mut collector);
            }
            collector.finish()
        };
        Ok(Collected::join(executor.workers.map_observed(&step, &ranges, scratch, task)?))
    }

    /// Compares these pairs of classes in full. The one whose words are to stand on the left comes
    /// first.
    pub(super) fn score_pairs<R: Send>(
        &self,
        step: ProgressStep,
        pairs: &[(ClassRow, ClassRow)],
        keep: &(impl Fn(u32, u32, Basis) -> Option<R> + Sync),
        executor: &Executor<'_>,
    ) -> Result<Collected<R>, Error> {
        let tasks: Vec<&[(ClassRow, ClassRow)]> = pairs.chunks(TASK_PAIRS).collect();
        let step = executor.monitor.step(step, tasks.len());
        let task = |scratch: &mut ScoringScratch, pairs: &&[(ClassRow, ClassRow)]| {
            let mut collector = Collector::new(keep);
            for &(x, y) in *pairs {
                let sequences = [x, y].map(|row| self.classes[row.index()].sequence);
                scratch.pairs.push(PendingPair { x: x.0, y: y.0, evidence: None });
                self.score_sequence_pair(sequences, false, scratch, &mut collector);
            }
            collector.finish()
        };
        let tasks = executor.workers.map_observed(&step, &tasks, ScoringScratch::new, task)?;
        Ok(Collected::join(tasks))
    }

    /// Compares a sequence with itself and with those of its `candidates` that are `wanted`.
    fn score_sequence<R, K: Fn(u32, u32, Basis) -> Option<R>>(
        &self,
        sequence: u32,
        candidates: &[u32],
        wanted: &impl Fn(u32, u32) -> bool,
        prune: bool,
        scratch: &mut ScoringScratch,
        collector: &mut Collector<'_, R, K>,
    ) {
        let (sequences, classes_of) = (&self.index.sequences, self.snapshot.classes_of());
        let own = classes_of.list(sequence as usize);
        let only = sequences.only_class(sequence);
        // A class of several quotations is compared with itself.
        let itself = sequences.is_repeated(sequence).then_some(sequence);
        for (n, other) in itself.into_iter().chain(candidates.iter().copied()).enumerate() {
            if n % PREFETCH_SEQUENCES == 0 {
                self.prefetch(candidates.get(n..).unwrap_or_default());
            }
            if !wanted(sequence, other) {
                continue;
            }
            let pair = |(x, y)| PendingPair { x, y, evidence: None };
            if let (Some(x), Some(y)) = (only, sequences.only_class(other)) {
                scratch.pairs.push(pair((x, y)));
            } else {
                let theirs = (sequence != other).then(|| classes_of.list(other as usize));
                // A word that a document quotes a hundred thousand times has millions of pairs.
                let mut push = |x, y| {
                    scratch.pairs.push(pair((x, y)));
                    if scratch.pairs.len() == MAX_PENDING_PAIRS {
                        self.score_sequence_pair([sequence, other], prune, scratch, collector);
                    }
                };
                for_each_class_pair(self.classes, &self.names, own, theirs, &mut push);
                if sequence == other {
                    let several = own.iter().filter(|row| self.classes[row.index()].size > 1);
                    scratch.pairs.extend(several.map(|&row| pair((row.0, row.0))));
                }
            }
            self.score_sequence_pair([sequence, other], prune, scratch, collector);
        }
    }

    /// Compares the words of two sequences, and those of their classes that are in `scratch`, which
    /// is left without pairs.
    fn score_sequence_pair<R, K: Fn(u32, u32, Basis) -> Option<R>>(
        &self,
        [sequence, other]: [u32; 2],
        prune: bool,
        scratch: &mut ScoringScratch,
        collector: &mut Collector<'_, R, K>,
    ) {
        let ScoringScratch { finder, left, pairs, agreements, aligner } = scratch;
        let sequences = &self.index.sequences;
        if *left != sequence {
            finder.set_first(&self.features, sequences.sequence(sequence));
            *left = sequence;
        }
        let weights = [sequences.weight(sequence), sequences.weight(other)];
        let bound = finder.find_runs(&self.features, sequences.sequence(other));
        let bound = Overlap::upper_bound(bound, weights);
        let is_open = |evidence: &Evidence| !prune || self.may_be_one(evidence);
        let standalone = self.standalone[sequence as usize].zip(self.standalone[other as usize]);
        pairs.retain_mut(|PendingPair { x, y, evidence }| {
            let names = if let Some((a, b)) = standalone {
                *evidence = Some(Evidence { days: days(a.day, b.day), ..Evidence::new(bound) });
                [a.name, b.name]
            } else {
                *evidence = self.pair_evidence(bound, *x, *y);
                [*x, *y].map(|row| self.classes[row as usize].name)
            };
            let open = evidence.as_mut().map_or(!prune, |evidence| {
                evidence.speaker = agreements.compare(&self.names, &self.signatures, names);
                is_open(evidence)
            });
            if !open {
                collector.prune(*x, *y);
            }
            open
        });
        if pairs.is_empty() {
            return;
        }
        finder.chain_runs();
        let overlap = Overlap::from_finder(finder);
        let mut speakers = None;
        for PendingPair { x, y, evidence } in pairs.drain(..) {
            let evidence = evidence.map(|evidence| Evidence { overlap, ..evidence });
            if evidence.as_ref().is_some_and(|evidence| !is_open(evidence)) {
                collector.prune(x, y);
                continue;
            }
            let speakers =
                *speakers.get_or_insert_with(|| self.count_speakers(finder, sequence, other));
            let evidence = evidence.map(|evidence| Evidence { speakers, ..evidence });
            let basis = match (evidence, standalone) {
                (None, _) => Basis::Inside,
                (Some(evidence), Some(_)) => Basis::Evidence(evidence),
                (Some(evidence), None) => {
                    self.basis(x, y, evidence, finder.last_comparison().2, aligner)
                }
            };
            collector.collect(x, y, basis);
        }
    }

    /// Reads what is known of the first of some sequences, so that it is in the cache. It is
    /// scattered over the memory: to wait for one after the other would take most of the time, and
    /// independent reads overlap.
    fn prefetch(&self, sequences: &[u32]) {
        let sequences = &sequences[..sequences.len().min(PREFETCH_SEQUENCES)];
        let mut seen = 0;
        for &sequence in sequences {
            seen ^= self.index.sequences.touch(sequence);
        }
        for &sequence in sequences {
            seen ^= match (
                self.standalone[sequence as usize],
                self.index.sequences.only_class(sequence),
            ) {
                (Some(facts), _) => {
                    self.signatures.get(facts.name as usize).map_or(0, NameSignature::surname)
                }
                (None, class) => class.map_or(0, |class| self.classes[class as usize].sequence),
            };
            seen ^= self.index.runs.first_run_id(sequence);
        }
        std::hint::black_box(seen);
    }

    /// Returns true if a pair may be one utterance as far as is known. A title inside a longer
    /// quotation scores higher the less it shares, so titles are never pruned.
    fn may_be_one(&self, evidence: &Evidence) -> bool {
        evidence.titles > 0 || self.model.log_odds(evidence) >= self.min_log_odds
    }

    /// Returns what the verdict on two classes rests on, with all their evidence and the passages
    /// that they share.
    fn basis(
        &self,
        x: u32,
        y: u32,
        mut evidence: Evidence,
        passages: &[SharedPassage],
        aligner: &mut Aligner,
    ) -> Basis {
        if self.all_nested(x, passages.iter().map(|passage| &passage.word_ranges[0]))
            || self.all_nested(y, passages.iter().map(|passage| &passage.word_ranges[1]))
        {
            return Basis::Nested;
        }
        if let Some(basis) = self.two_sayings(x, y, &mut evidence, passages, aligner) {
            return basis;
        }
        let continues = |a: u32, b: u32| self.classes[a as usize].continues == b;
        if (continues(x, y) || continues(y, x))
            && self.model.log_odds(&evidence) >= self.min_log_odds
        {
            return Basis::NextSentence;
        }
        Basis::Evidence(evidence)
    }

    /// Counts the speakers of the shared run that fewest were quoted with, of the runs in the
    /// heaviest passage that `finder` has found.
    fn count_speakers(&self, finder: &PassageFinder, sequence: u32, other: u32) -> u32 {
        let (a, b, passages) = finder.last_comparison();
        let Some(passage) = passages.first() else { return 0 };
        let CandidateIndex { sequences, runs } = &self.index;
        // The words of the passage with which a run begins that ends within it.
        let [ours, theirs] = [(sequence, a, 0), (other, b, 1)].map(|(sequence, words, side)| {
            let passage: &Range<usize> = &passage.word_ranges[side];
            let ends_within =
                |&start: &usize| words.weight(start as u32, passage.end as u32) >= MIN_RUN_WEIGHT;
            let last = passage.clone().rev().find(ends_within);
            let count = last.map_or(0, |last| last + 1 - passage.start);
            runs.run_ids(sequence, passage.start..passage.start + count)
        });
        // A run that no other sequence has is in the quotations with this sequence alone.
        if sequence == other
            && runs.run_ids(sequence, 0..sequences.run_count(sequence)).contains(&UNSHARED)
        {
            return sequences.speaker_count_of(&[sequence]);
        }
        let by_hash = theirs.len() > MAX_LINEAR_SEARCH;
        let set: FxHashSet<u32> =
            if by_hash { theirs.iter().copied().collect() } else { FxHashSet::default() };
        let shared = |run| if by_hash { set.contains(run) } else { theirs.contains(run) };
        let mut fewest = None;
        for run in ours.iter().filter(|&&run| run != UNSHARED) {
            let speakers = runs.speaker_count(*run);
            if fewest.is_none_or(|fewest| speakers < fewest) && shared(run) {
                fewest = Some(speakers);
            }
        }
        fewest.unwrap_or(0)
    }

    /// Returns what is known of two classes beside their words, with their overlap and not yet
    /// their speakers; nothing when one is a quotation inside the other.
    fn pair_evidence(&self, overlap: Overlap, x: u32, y: u32) -> Option<Evidence> {
        let [a, b] = [x, y].map(|row| &self.classes[row as usize]);
        let mut evidence = Evidence::new(overlap);
        if a.is_extracted() && b.is_extracted() {
            let one_document = a.document == b.document;
            // What a headline quotes from its article comes twice; what comes twice in the article
            // was said twice.
            evidence.same_document = one_document && a.in_title == b.in_title;
            if evidence.same_document && (a.parent == y || b.parent == x) {
                return None;
            }
            evidence.context = if one_document {
                Some(1.0)
            } else {
                let [a, b] = [x, y].map(|row| self.snapshot.profile(ClassRow(row)));
                a.zip(b).and_then(|(a, b)| a.shared(b))
            };
        }
        evidence.certainty = a.certainty.min(b.certainty);
        evidence.days = days(a.day(), b.day());
        evidence.titles = u8::from(a.looks_titled) + u8::from(b.looks_titled);
        Some(evidence)
    }

    /// Returns true if every one of `passages` stands in a quotation inside that of the class.
    fn all_nested<'r>(
        &self,
        class: u32,
        mut passages: impl Iterator<Item = &'r Range<usize>>,
    ) -> bool {
        if !self.classes[class as usize].has_nested {
            return false;
        }
        let nested = self.snapshot.nested_words(ClassRow(class));
        passages.all(|passage| {
            nested.iter().any(|inner| inner.start <= passage.start && passage.end <= inner.end)
        })
    }

    /// Compares two classes in full, candidates or not. The first is the left side of the result.
    pub(super) fn compare_pair(&self, a: ClassRow, b: ClassRow) -> Basis {
        let sequence = |row: u32| self.classes[row as usize].sequence;
        // The one whose sequence comes first stands on the left, as when all are compared.
        let turned = (sequence(b.0), b.0) < (sequence(a.0), a.0);
        let (x, y) = if turned { (b.0, a.0) } else { (a.0, b.0) };
        let words = |row: u32| match sequence(row) {
            NO_ROW => &[],
            sequence => self.index.sequences.sequence(sequence),
        };
        let mut finder = PassageFinder::new();
        finder.set_first(&self.features, words(x));
        finder.passages(&self.features, words(y));
        let speakers = self.count_speakers(&finder, sequence(x), sequence(y));
        let passages = finder.last_comparison().2;
        let names = [x, y].map(|row| self.classes[row as usize].name);
        let speaker = AgreementCache::default().compare(&self.names, &self.signatures, names);
        let evidence = self.pair_evidence(Overlap::from_finder(&finder), x, y);
        let basis = evidence.map_or(Basis::Inside, |evidence| {
            let evidence = Evidence { speaker, speakers, ..evidence };
            self.basis(x, y, evidence, passages, &mut Aligner::new())
        });
        if turned { basis.mirrored() } else { basis }
    }
}

/// Returns the days between two days.
fn days(x: Option<i32>, y: Option<i32>) -> Option<u32> {
    x.zip(y).map(|(x, y)| x.abs_diff(y))
}
