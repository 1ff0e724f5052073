//! Assembly: from groups and scored pairs to the result.
//!
//! Each group becomes an utterance with its apparatus, each scored pair that is accepted or should
//! be reviewed a link. Text is copied here, and in the edition of an utterance; before, only rows
//! and spans move.

use std::borrow::Cow;

use super::build_utterances::utterances;
use super::decided_quotation::DecidedQuotation;
use super::links::links;
use super::paraphrases::paraphrased;
use super::records::records;
use super::reprint_map::{ReprintMap, reprint_map};
use super::{Executor, Groups, ScoredPairs};
use crate::edition::Utterance;
use crate::error::Error;
use crate::parallel::Workers;
use crate::reconciliation::{
    ReconciledDocument, ReconciledQuotation, ReconciledReport, Reconciliation,
};
use crate::record::RecordMatch;
use crate::settings::Settings;
use crate::snapshot::{DocumentRow, QuotationRow, Snapshot};
use crate::store::StoredDocument;

/// Assembles the result. Links are reported for the pairs that have kept their basis.
///
/// Cost: O(n) but for the editions of the utterances, which are those of [`crate::edition`].
///
/// # Errors
/// When the observer cancels.
pub fn assemble<S: Snapshot>(
    snapshot: &S,
    scored: &ScoredPairs,
    groups: &Groups,
    settings: &Settings,
    executor: &Executor<'_>,
) -> Result<Reconciliation, Error> {
    let workers = &executor.workers;
    let rows: Vec<DocumentRow> =
        (0..snapshot.document_count() as u32).map(DocumentRow::new).collect();
    let documents: Vec<Cow<'_, StoredDocument>> =
        workers.map(&rows, || (), |(), &row| snapshot.document(row));
    let documents: Vec<&StoredDocument> = documents.iter().map(|document| &**document).collect();
    let decisions = snapshot.decisions();
    let quotations = documents
        .iter()
        .flat_map(|&document| document.quotations.iter().map(move |stored| (document, stored)));
    let quotations: Vec<DecidedQuotation<'_>> = quotations
        .zip((0..).map(QuotationRow::new))
        .map(|((document, stored), row)| DecidedQuotation::new(decisions, row, document, stored))
        .collect();
    let reprints = reprint_map(workers, &documents);
    let records = records(snapshot, &documents, &quotations, settings, workers);
    let (utterances, utterance_of) =
        utterances(snapshot, &quotations, groups, &reprints, &records, settings, executor)?;
    let paraphrased = paraphrased(&documents, &utterances);
    let utterance_ids: Vec<&str> =
        utterance_of.into_iter().map(|n| utterances[n as usize].id.as_str()).collect();
    let (documents, links) = workers.join(
        || {
            let tied = (&utterances[..], &paraphrased[..]);
            reconciled_documents(
                workers,
                &documents,
                &quotations,
                &utterance_ids,
                &records,
                tied,
                &reprints,
            )
        },
        || links(workers, snapshot, &quotations, scored, settings),
    );
    let id = |row: QuotationRow| snapshot.quotation_id(row);
    let unapplied = decisions.unapplied(id, groups.group_of());
    Ok(Reconciliation { documents, links, utterances, unapplied })
}

/// Returns the documents of the result. `utterance_ids` are those of the utterances that
/// `quotations` report, `records` where they stand in transcripts; empty if there are none.
pub(super) fn reconciled_documents(
    workers: &Workers,
    documents: &[&StoredDocument],
    quotations: &[DecidedQuotation<'_>],
    utterance_ids: &[&str],
    records: &[Option<RecordMatch>],
    (utterances, paraphrased): (&[Utterance], &[Vec<Option<usize>>]),
    reprints: &ReprintMap<'_>,
) -> Vec<ReconciledDocument> {
    let mut end = 0;
    let parts = documents.iter().zip(paraphrased).map(|(document, tied)| {
        let start = end;
        end += document.quotations.len();
        let record = records.get(start..end).unwrap_or(&[]);
        (*document, &quotations[start..end], &utterance_ids[start..end], record, tied)
    });
    let parts: Vec<_> = parts.collect();
    workers.map(
        &parts,
        || (),
        |(), &(document, quotations, utterance_ids, records, tied)| {
            let reconciled =
                |(n, (quotation, &utterance)): (usize, (&DecidedQuotation<'_>, &&str))| {
                    let stored = quotation.stored;
                    ReconciledQuotation {
                        id: stored.id.clone(),
                        quotation: stored.quotation.clone(),
                        text: document.text(stored),
                        attribution: stored.attribution.clone(),
                        name: quotation.name().map(str::to_owned),
                        utterance: utterance.to_owned(),
                        record: records.get(n).cloned().flatten(),
                        provenance: document.provenance.clone(),
                    }
                };
            let reprint_of = reprints.get(document.document.id.as_str());
            ReconciledDocument {
                document: document.document.clone(),
                reprint_of: reprint_of.map(|original| original.document.id.clone()),
                quotations: quotations
                    .iter()
                    .zip(utterance_ids)
                    .enumerate()
                    .map(reconciled)
                    .collect(),
                reports: document
                    .reports
                    .iter()
                    .zip(tied)
                    .map(|(report, tied)| ReconciledReport {
                        report: report.clone(),
                        text: report.text(&document.document.text),
                        utterance: tied.map(|n| utterances[n].id.clone()),
                    })
                    .collect(),
            }
        },
    )
}
