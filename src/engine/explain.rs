//! Explanation of one pair: the basis of its verdict, at the cost of the pairs that bear on it.

use super::pairs::{BasisRetention, ScoredPairs};
use super::{Executor, PairScorer};
use crate::error::Error;
use crate::link::Basis;
use crate::snapshot::{NO_ROW, QuotationRow, Snapshot};

/// Returns the basis of the verdict on two quotations, candidates or not. The first is the left
/// side of the result.
///
/// Only those candidate pairs are scored that can give the pair its context: those between its two
/// documents, and those of either quotation with any other. The result is that of scoring all.
///
/// # Errors
/// When the observer cancels.
pub fn explain<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    a: QuotationRow,
    b: QuotationRow,
    executor: &Executor<'_>,
) -> Result<Basis, Error> {
    let (snapshot, classes) = (scorer.snapshot, scorer.classes);
    let [x, y] = [a, b].map(|row| snapshot.class_of()[row.index()]);
    let own = [x, y].map(|row| classes[row.index()].sequence);
    // For each sequence, true if the document of the quotation prints it.
    let mut of_document = [const { Vec::new() }; 2];
    for (printed, class) in of_document.iter_mut().zip([x, y]) {
        printed.resize(snapshot.weights().len(), false);
        let document = classes[class.index()].document;
        let of_same = classes.iter().filter(|class| class.document == document);
        for class in of_same.filter(|class| document != NO_ROW && class.sequence != NO_ROW) {
            printed[class.sequence as usize] = true;
        }
    }
    let [left, right] = &of_document;
    let wanted = |sequence: u32, other: u32| {
        let (n, m) = (sequence as usize, other as usize);
        own.contains(&sequence)
            || own.contains(&other)
            || left[n] && right[m]
            || left[m] && right[n]
    };
    let keep = |a, b, basis| scorer.keep(a, b, basis, BasisRetention::ForContext);
    let prune = scorer.model.is_monotone();
    let kept = scorer.score_candidates_of(&wanted, prune, &keep, executor)?.kept;
    let scored = ScoredPairs { kept, pruned: Vec::new() };
    let context = super::context::count_pairs(scorer, &scored);
    let mut basis = scorer.compare_pair(x, y);
    context.apply(classes, x, y, &mut basis, scorer.model);
    Ok(basis)
}
