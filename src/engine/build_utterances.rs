//! Utterances with their apparatus, from groups of quotations.

use std::cmp::Reverse;

use super::decided_quotation::DecidedQuotation;
use super::executor::Executor;
use super::group::Groups;
use super::reprint_map::ReprintMap;
use crate::edition::{Utterance, WitnessInput, build_utterance_with};
use crate::error::Error;
use crate::progress::ProgressStep;
use crate::reconciliation::Provenance;
use crate::record::RecordMatch;
use crate::settings::Settings;
use crate::snapshot::{QuotationRow, Snapshot};
use crate::text::Vocabulary;

/// Returns one utterance for each group, those that most outlets print first; and for each
/// quotation the place of its utterance. `records` has the places of the quotations in transcripts;
/// it is empty if there are none.
pub(super) fn utterances(
    snapshot: &impl Snapshot,
    quotations: &[DecidedQuotation<'_>],
    groups: &Groups,
    reprints: &ReprintMap<'_>,
    records: &[Option<RecordMatch>],
    settings: &Settings,
    executor: &Executor<'_>,
) -> Result<(Vec<Utterance>, Vec<u32>), Error> {
    let members = groups.members();
    let members = |group: u32| members.list(group as usize).iter();
    let quotation = |&row: &QuotationRow| quotations[row.index()];
    let all: Vec<u32> = (0..groups.count() as u32).collect();
    let step = executor.monitor.step(ProgressStep::Collating, all.len());
    let mut utterances =
        executor.workers.map_observed(&step, &all, Vec::new, |witnesses, &group| {
            witnesses.clear();
            witnesses.extend(members(group).map(|row| WitnessInput {
                record: records.get(row.index()).and_then(Option::as_ref),
                ..witness_input(quotation(row), reprints)
            }));
            edition(snapshot.vocabulary(), witnesses, settings)
        })?;
    let first = |&group: &u32| {
        let seconds = members(group).map(|row| quotation(row).document.document.printed_second());
        seconds.flatten().min().unwrap_or(i64::MAX)
    };
    let first: Vec<i64> = all.iter().map(first).collect();
    let rank = |group: u32| {
        let u: &Utterance = &utterances[group as usize];
        let support = Reverse((u.independent, u.outlets, u.print_count()));
        (support, first[group as usize], u.id.as_str())
    };
    let mut order = all;
    order.sort_unstable_by(|&x, &y| rank(x).cmp(&rank(y)));
    let mut place = vec![0; order.len()];
    order.iter().zip(0..).for_each(|(&group, at)| place[group as usize] = at);
    let utterance_of = groups.group_of().iter().map(|&group| place[group as usize]).collect();
    // Permuted in place, because they are large.
    for at in 0..place.len() {
        while place[at] as usize != at {
            let to = place[at] as usize;
            utterances.swap(at, to);
            place.swap(at, to);
        }
    }
    Ok((utterances, utterance_of))
}

/// Returns the utterance that these witnesses report.
pub(super) fn edition(
    words: &Vocabulary,
    witnesses: &[WitnessInput<'_>],
    settings: &Settings,
) -> Utterance {
    build_utterance_with(
        words,
        witnesses,
        &settings.lemma,
        &settings.classifier,
        &settings.statement_model,
    )
}

/// Returns a quotation as evidence of an utterance's wording.
pub(super) fn witness_input<'a>(
    quotation: DecidedQuotation<'a>,
    reprints: &ReprintMap<'a>,
) -> WitnessInput<'a> {
    let stored = quotation.stored;
    let document = &quotation.document.document;
    let original = reprints.get(document.id.as_str()).map(|original| &original.document);
    let origin = original.unwrap_or(document);
    WitnessInput {
        quotation: &stored.id,
        document: match &quotation.document.provenance {
            Provenance::Standalone { document } => Some(document.as_deref().unwrap_or(&stored.id)),
            Provenance::Extracted => Some(&document.id),
        },
        text: quotation.part_text(),
        pieces: &stored.quotation.pieces,
        passage: &stored.passage,
        outlet: document.outlet.as_deref().unwrap_or(&document.id),
        origin_outlet: origin.outlet.as_deref().unwrap_or(&origin.id),
        reprint_of: original.map(|original| original.id.as_str()),
        published: document.published.as_ref(),
        speaker: quotation.name(),
        mention: quotation.mention(),
        speaker_confidence: quotation.certainty(),
        is_decided_lemma: quotation.is_lemma,
        record: None,
        language: quotation.document.language,
        is_query: document.is_query(),
        translated: stored.attribution.translated,
    }
}
