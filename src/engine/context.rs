//! The context of a pair: the other pairs of its two documents that are surely one utterance, and
//! the days on which its quotations were first printed elsewhere.
//!
//! Two reports of one speech share more than one sentence, so a pair counts for more where other
//! pairs of its documents are surely one utterance (*corroborating* pairs). A report of today that
//! quotes at length a text printed in March is taken for one of March. Standalone quotations have
//! no context.
//!
//! [`DocumentContext`] is a counter: it depends on the pairs that were added and not removed, and
//! not on their order.

use super::document_context::DocumentContext;
use super::executor::Executor;
use super::pairs::{BasisRetention, Collected, ScoredPairs};
use super::score::PairScorer;
use crate::error::Error;
use crate::progress::ProgressStep;
use crate::snapshot::{ClassRow, Snapshot};

/// Counts the sure pairs of documents, applies this context to the scored pairs, and scores those
/// pruned pairs anew whose documents have something in common.
///
/// # Errors
/// When the observer cancels.
pub fn context<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    scored: &mut ScoredPairs,
    keep_basis: BasisRetention,
    executor: &Executor<'_>,
) -> Result<DocumentContext, Error> {
    let context = count_pairs(scorer, scored);
    apply_context(scorer, scored, &context, keep_basis, executor)?;
    Ok(context)
}

/// Applies a context to scored pairs, and scores those pruned pairs anew that it concerns.
pub(super) fn apply_context<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    scored: &mut ScoredPairs,
    context: &DocumentContext,
    keep_basis: BasisRetention,
    executor: &Executor<'_>,
) -> Result<(), Error> {
    let (classes, model) = (scorer.classes, scorer.model);
    let has_context = |&mut (x, y): &mut (ClassRow, ClassRow)| context.has_pairs(classes, x, y);
    let corroborated: Vec<(ClassRow, ClassRow)> =
        scored.pruned.iter_mut().flat_map(|pairs| pairs.extract_if(.., has_context)).collect();
    let keep = |a, b, mut basis| {
        context.apply(classes, ClassRow(a), ClassRow(b), &mut basis, model);
        scorer.keep(a, b, basis, keep_basis)
    };
    let Collected { kept, pruned } =
        scorer.score_pairs(ProgressStep::ComparingKin, &corroborated, &keep, executor)?;
    for pair in scored.kept.iter_mut().flatten() {
        pair.update(model, |a, b, basis| {
            context.apply(classes, ClassRow(a), ClassRow(b), basis, model);
        });
    }
    scored.kept.extend(kept);
    scored.pruned.extend(pruned);
    Ok(())
}

/// Counts the sure pairs of scored pairs.
pub(super) fn count_pairs<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    scored: &ScoredPairs,
) -> DocumentContext {
    let mut context = DocumentContext::new();
    for pair in scored.iter() {
        if let Some(basis) = pair.basis() {
            let (x, y) = pair.classes();
            context.add(scorer.classes, x, y, basis, scorer.model);
        }
    }
    context
}
