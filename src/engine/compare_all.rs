//! Full comparison of all candidate pairs, for measuring and fitting the model.

use super::document_context::DocumentContext;
use super::executor::Executor;
use super::score::PairScorer;
use crate::error::Error;
use crate::link::Basis;
use crate::snapshot::{ClassRow, Snapshot};

/// A pair of classes that was compared in full, with any result.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ComparedClasses {
    /// One class; the smaller row.
    pub a: ClassRow,
    /// The other.
    pub b: ClassRow,
    /// The evidence, or the reason why there is none.
    pub basis: Basis,
}

/// Compares all candidate pairs in full, in order, with their context: for measuring and fitting
/// the model.
///
/// # Errors
/// When the observer cancels.
pub fn compare_all<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    executor: &Executor<'_>,
) -> Result<Vec<ComparedClasses>, Error> {
    let keep = |a, b, basis| Some(ComparedClasses { a: ClassRow(a), b: ClassRow(b), basis });
    let mut compared = scorer.score_candidates(false, &keep, executor)?.kept.concat();
    compared.sort_by_key(|pair| (pair.a, pair.b));
    let mut context = DocumentContext::new();
    for pair in &compared {
        context.add(scorer.classes, pair.a, pair.b, &pair.basis, scorer.model);
    }
    for pair in &mut compared {
        context.apply(scorer.classes, pair.a, pair.b, &mut pair.basis, scorer.model);
    }
    Ok(compared)
}
