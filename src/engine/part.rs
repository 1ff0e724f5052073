//! The stages over a part of a larger collection, whose blocks and counts are known: what an
//! archive that is kept up to date reconciles when a document comes or goes.
//!
//! A part gives the result of the whole for its quotations if [`BlockFacts`] knows the blocks of
//! the whole, [`DocumentContext`] its sure pairs, and if the part holds whole components of
//! positive pairs and, for each of its sequences, every quotation of the whole with these words.

use super::assemble::reconciled_documents;
use super::build_utterances::{edition, witness_input};
use super::context::apply_context;
use super::document_context::{DocumentContext, is_sure};
use super::group::{counted_speakers, group_and_reject};
use super::links::links;
use super::pairs::Collected;
use super::paraphrases::paraphrased;
use super::records::records;
use super::reprint_map::ReprintMap;
use super::sequences::WeightedSequences;
use super::{
    BasisRetention, CandidateIndex, DecidedQuotation, Executor, Groups, PairScorer, ScoredPairs,
};
use crate::blocking::{BlockFacts, RunIndex, Shard};
use crate::edition::{Utterance, WitnessInput};
use crate::error::Error;
use crate::link::Link;
use crate::reconciliation::ReconciledDocument;
use crate::record::RecordMatch;
use crate::settings::Settings;
use crate::snapshot::{ClassRow, QuotationRow, ResolvedDecisions, Snapshot};
use crate::store::StoredDocument;

/// The words of a sequence of a part, as its blocks are found.
pub(crate) type PartSequences<'s> = WeightedSequences<'s>;

impl<'s> CandidateIndex<'s> {
    /// Makes the index of a snapshot that is a part of a collection, the blocks of which `facts`
    /// knows.
    pub(crate) fn of_part(
        snapshot: &'s impl Snapshot,
        facts: &impl BlockFacts<PartSequences<'s>>,
        executor: &Executor<'_>,
    ) -> CandidateIndex<'s> {
        let sequences = WeightedSequences::new(snapshot, &executor.workers);
        let mut runs = RunIndex::new(&sequences);
        runs.add_shard(Shard::within(&sequences, facts));
        CandidateIndex { sequences, runs }
    }
}

/// Scores the candidate pairs of the sequences that `wanted` accepts, without their context.
pub(crate) fn score_wanted<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    wanted: &(impl Fn(u32, u32) -> bool + Sync),
    executor: &Executor<'_>,
) -> Result<ScoredPairs, Error> {
    let prune = scorer.model.is_monotone();
    let keep = |a, b, basis| scorer.keep(a, b, basis, BasisRetention::All);
    let Collected { kept, pruned } = scorer.score_candidates_of(wanted, prune, &keep, executor)?;
    Ok(ScoredPairs { kept, pruned })
}

/// Returns the pairs that are surely one utterance without any context, of two documents.
pub(crate) fn sure_pairs<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    scored: &ScoredPairs,
) -> Vec<(ClassRow, ClassRow)> {
    let classes = scorer.classes;
    let sure = scored.iter().filter_map(|pair| {
        let (x, y) = pair.classes();
        let documents = [x, y].map(|row| classes[row.index()].document());
        let apart = documents[0].is_some() && documents[0] != documents[1];
        (apart && is_sure(classes, x, y, pair.basis()?, scorer.model)).then_some((x, y))
    });
    sure.collect()
}

/// Applies a known context to scored pairs; see [`super::context()`].
pub(crate) fn with_context<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    scored: &mut ScoredPairs,
    context: &DocumentContext,
    executor: &Executor<'_>,
) -> Result<(), Error> {
    apply_context(scorer, scored, context, BasisRetention::All, executor)
}

/// A pair of a part that agrees, is to be reviewed, or is rejected within a component.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "archive"), allow(dead_code, reason = "an archive on disk keeps them"))]
pub(crate) struct PartPair {
    pub a: ClassRow,
    pub b: ClassRow,
    pub agrees: bool,
    /// The speakers of the run that it shares; `None` where no number tells why it is rejected.
    pub speakers: Option<u32>,
}

/// Groups a part. Returns its kept pairs, and beside them all pairs that bear on its groups.
pub(crate) fn group_part<S: Snapshot>(
    scorer: PairScorer<'_, S>,
    context: &DocumentContext,
    executor: &Executor<'_>,
) -> Result<(Groups, ScoredPairs, Vec<PartPair>), Error> {
    let mut scored = score_wanted(&scorer, &|_, _| true, executor)?;
    with_context(&scorer, &mut scored, context, executor)?;
    let (groups, rejected) = group_and_reject(scorer, &mut scored, context, executor)?;
    let kept = scored.iter().map(|pair| {
        let (a, b) = pair.classes();
        let speakers = pair.basis().and_then(counted_speakers);
        PartPair { a, b, agrees: pair.edge().is_positive(), speakers }
    });
    let rejected = rejected.iter().map(|&(edge, speakers)| PartPair {
        a: ClassRow::new(edge.a),
        b: ClassRow::new(edge.b),
        agrees: edge.is_positive(),
        speakers,
    });
    let pairs = kept.chain(rejected).collect();
    Ok((groups, scored, pairs))
}

/// Returns the links of a part.
pub(crate) fn part_links(
    snapshot: &impl Snapshot,
    documents: &[&StoredDocument],
    scored: &ScoredPairs,
    settings: &Settings,
    executor: &Executor<'_>,
) -> Vec<Link> {
    let quotations = decided_quotations(documents, snapshot.decisions());
    links(&executor.workers, snapshot, &quotations, scored, settings)
}

/// Makes the utterances of some groups of quotations of a part, by their rows. `records` has the
/// places of the quotations of the part in transcripts; it is empty if there are none.
pub(crate) fn edit_groups<'a>(
    snapshot: &'a impl Snapshot,
    documents: &[&'a StoredDocument],
    groups: &[Vec<usize>],
    reprints: &ReprintMap<'a>,
    records: &[Option<RecordMatch>],
    settings: &Settings,
    executor: &Executor<'_>,
) -> Vec<Utterance> {
    let quotations = decided_quotations(documents, snapshot.decisions());
    executor.workers.map(groups, Vec::new, |witnesses, rows| {
        witnesses.clear();
        witnesses.extend(rows.iter().map(|&row| WitnessInput {
            record: records.get(row).and_then(Option::as_ref),
            ..witness_input(quotations[row], reprints)
        }));
        edition(snapshot.vocabulary(), witnesses, settings)
    })
}

/// Returns where the transcripts of a part have the words of its quotations; see
/// [`crate::record`].
pub(crate) fn part_records(
    snapshot: &impl Snapshot,
    documents: &[&StoredDocument],
    settings: &Settings,
    executor: &Executor<'_>,
) -> Vec<Option<RecordMatch>> {
    let quotations = decided_quotations(documents, snapshot.decisions());
    records(snapshot, documents, &quotations, settings, &executor.workers)
}

/// Returns the documents of the result of a whole collection, whose utterances are known.
/// `utterance_of` is the place of the utterance of each quotation.
pub(crate) fn part_result(
    documents: &[&StoredDocument],
    decisions: &ResolvedDecisions<'_>,
    utterances: &[Utterance],
    utterance_of: &[usize],
    records: &[Option<RecordMatch>],
    reprints: &ReprintMap<'_>,
    executor: &Executor<'_>,
) -> Vec<ReconciledDocument> {
    let quotations = decided_quotations(documents, decisions);
    let utterance_ids: Vec<&str> =
        utterance_of.iter().map(|&n| utterances[n].id.as_str()).collect();
    let paraphrased = paraphrased(documents, utterances);
    reconciled_documents(
        &executor.workers,
        documents,
        &quotations,
        &utterance_ids,
        records,
        (utterances, &paraphrased),
        reprints,
    )
}

/// Returns the quotations of some documents, in order, with the decisions about them.
fn decided_quotations<'a>(
    documents: &[&'a StoredDocument],
    decisions: &'a ResolvedDecisions<'a>,
) -> Vec<DecidedQuotation<'a>> {
    let quotations = documents
        .iter()
        .flat_map(|&document| document.quotations.iter().map(move |stored| (document, stored)));
    quotations
        .zip((0..).map(QuotationRow::new))
        .map(|((document, stored), row)| DecidedQuotation::new(decisions, row, document, stored))
        .collect()
}
