//! Assembly: from groups and scored pairs to the result.
//!
//! Each group becomes an utterance with its apparatus, each scored pair that is accepted or should
//! be reviewed a link. Text is copied here, and in the edition of an utterance; before, only rows
//! and spans move.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::links::links;
use super::utterances::utterances;
use super::{Executor, Groups, ScoredPairs};
use crate::error::Error;
use crate::link::reprints_by;
use crate::model::Published;
use crate::parallel::Workers;
use crate::reconciliation::{ReconciledDocument, ReconciledQuotation, Reconciliation};
use crate::settings::Settings;
use crate::snapshot::{DocumentRow, QuotationRow, ResolvedDecisions, Snapshot};
use crate::store::{SpeakerOverride, StoredDocument, StoredQuotation};

/// A quotation with its document and what people decided about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DecidedQuotation<'a> {
    pub document: &'a StoredDocument,
    pub stored: &'a StoredQuotation,
    /// Its speaker, where a person decided.
    speaker: Option<&'a SpeakerOverride>,
    /// True if a person decided that its wording is the lemma.
    pub is_lemma: bool,
}

impl<'a> DecidedQuotation<'a> {
    pub(crate) fn new(
        decisions: &'a ResolvedDecisions<'a>,
        row: QuotationRow,
        document: &'a StoredDocument,
        stored: &'a StoredQuotation,
    ) -> DecidedQuotation<'a> {
        DecidedQuotation {
            document,
            stored,
            speaker: decisions.speaker(row),
            is_lemma: decisions.is_lemma(row),
        }
    }

    /// Returns its speaker's name as printed, in the fullest form known.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.speaker.map_or(self.stored.name.as_deref(), |speaker| Some(&speaker.printed))
    }

    /// Returns how sure the name is, `0.0..=1.0`.
    pub(super) fn certainty(&self) -> f32 {
        if self.speaker.is_some() { 1.0 } else { self.stored.certainty }
    }

    /// Returns the text of the part of the document that its spans run in.
    pub(super) fn part_text(&self) -> &'a str {
        self.document.document.part(self.stored.quotation.part)
    }
}

/// For each document that reprints another one, by its id, that other one.
pub(super) type Reprints<'a> = BTreeMap<&'a str, &'a StoredDocument>;

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
    let reprints = reprints(workers, &documents);
    let (utterances, utterance_of) =
        utterances(snapshot, &quotations, groups, &reprints, settings, executor)?;
    let utterance_ids: Vec<&str> =
        utterance_of.into_iter().map(|n| utterances[n as usize].id.as_str()).collect();
    let (documents, links) = workers.join(
        || reconciled_documents(workers, &documents, &quotations, &utterance_ids, &reprints),
        || links(workers, snapshot, &quotations, scored, settings),
    );
    let id = |row: QuotationRow| snapshot.quotation_id(row);
    let unapplied = decisions.unapplied(id, groups.group_of());
    Ok(Reconciliation { documents, links, utterances, unapplied })
}

/// Returns the documents of the result. `utterance_ids` are those of the utterances that
/// `quotations` report.
fn reconciled_documents(
    workers: &Workers,
    documents: &[&StoredDocument],
    quotations: &[DecidedQuotation<'_>],
    utterance_ids: &[&str],
    reprints: &Reprints<'_>,
) -> Vec<ReconciledDocument> {
    let mut end = 0;
    let parts = documents.iter().map(|document| {
        let start = end;
        end += document.quotations.len();
        (*document, &quotations[start..end], &utterance_ids[start..end])
    });
    let parts: Vec<_> = parts.collect();
    workers.map(
        &parts,
        || (),
        |(), &(document, quotations, utterance_ids)| {
            let reconciled = |(quotation, &utterance): (&DecidedQuotation<'_>, &&str)| {
                let stored = quotation.stored;
                ReconciledQuotation {
                    id: stored.id.clone(),
                    quotation: stored.quotation.clone(),
                    text: document.text(stored),
                    attribution: stored.attribution.clone(),
                    name: quotation.name().map(str::to_owned),
                    utterance: utterance.to_owned(),
                    provenance: document.provenance.clone(),
                }
            };
            let reprint_of = reprints.get(document.document.id.as_str());
            ReconciledDocument {
                document: document.document.clone(),
                reprint_of: reprint_of.map(|original| original.document.id.clone()),
                quotations: quotations.iter().zip(utterance_ids).map(reconciled).collect(),
            }
        },
    )
}

/// Finds the document that each one reprints: the first by date, then by id.
fn reprints<'a>(workers: &Workers, documents: &[&'a StoredDocument]) -> Reprints<'a> {
    let mut by_date: Vec<&StoredDocument> =
        documents.iter().copied().filter(|stored| !stored.provenance.is_standalone()).collect();
    let date = |stored: &StoredDocument| {
        stored.document.published.as_ref().map_or(i64::MAX, Published::second)
    };
    by_date.sort_by(|x, y| date(x).cmp(&date(y)).then_with(|| x.document.id.cmp(&y.document.id)));
    let sketches: Vec<_> = by_date.iter().map(|stored| &stored.sketch).collect();
    let first = reprints_by(workers, &sketches);
    let reprints = first.iter().enumerate().filter(|&(n, &first)| n != first);
    reprints.map(|(n, &first)| (by_date[n].document.id.as_str(), by_date[first])).collect()
}
