//! Judges the statements of an apparatus, once it is known how many outlets print each reading.
//!
//! Cost: O(readings · (log readings + outlets)), and at most [`MAX_FACT_PAIRS`] pairs of witnesses
//! for two wordings.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::context::WordingFacts;
use super::{ChangedBy, StatementModel};
use crate::edition::agreement::{count_outlets, wordings_with_lemma_words};
use crate::edition::apparatus::ApparatusEntry;
use crate::edition::witness_input::WitnessInput;
use crate::edition::wording_groups::WordingGroup;
use crate::person_name::{Agreement, compare};
use crate::variant::{Level, Operation};

/// Returns the facts about the documents of two wordings.
pub(in crate::edition) fn wording_facts(
    witnesses: &[WitnessInput<'_>],
    lemma: &WordingGroup,
    wording: &WordingGroup,
) -> WordingFacts {
    let mut facts = WordingFacts {
        one_document: false,
        speaker: Agreement::Unknown,
        days: None,
        other_name: false,
        translated: false,
    };
    for (&x, &y) in lemma
        .counted
        .iter()
        .flat_map(|x| wording.counted.iter().map(move |y| (x, y)))
        .take(MAX_FACT_PAIRS)
    {
        let (x, y) = (&witnesses[x], &witnesses[y]);
        facts.translated |= x.translated || y.translated;
        facts.one_document |= x.document.is_some() && x.document == y.document;
        if let (Some(a), Some(b)) = (x.speaker, y.speaker) {
            facts.other_name = true;
            let agreement = if a == b { Agreement::Same } else { compare(a, b) };
            match (facts.speaker, agreement) {
                (_, Agreement::Same) => facts.speaker = Agreement::Same,
                (Agreement::Unknown, other) => facts.speaker = other,
                _ => {}
            }
        }
        if let (Some(a), Some(b)) = (x.published, y.published) {
            let days = a.day().abs_diff(b.day());
            facts.days = Some(facts.days.map_or(days, |nearest| nearest.min(days)));
        }
    }
    facts.other_name &= facts.speaker != Agreement::Same;
    facts
}

/// Number of pairs of witnesses that are looked at for two wordings.
const MAX_FACT_PAIRS: usize = 64;

/// Adds to each statement what the other outlets print, and judges it again.
///
/// `on_record` tells of each wording if a transcript has it word by word: at every place it prints,
/// it has the words that were said. Where both sides of a difference are on record, the speaker
/// said both, on two occasions, and nobody changed anything.
pub(in crate::edition) fn judge_statements(
    apparatus: &mut [ApparatusEntry],
    outlets: &[&[usize]],
    on_record: &[bool],
    is_authoritative: bool,
    model: &StatementModel,
) {
    for entry in apparatus {
        let is_said = |&wording: &usize| on_record.get(wording) == Some(&true);
        let with_lemma = count_outlets(outlets, wordings_with_lemma_words(entry));
        let is_lemma_said = wordings_with_lemma_words(entry).any(is_said);
        let with_reading: Vec<usize> = (entry.readings.iter())
            .map(|reading| count_outlets(outlets, reading.wordings.iter()))
            .collect();
        let mut most_first = with_reading.clone();
        most_first.sort_unstable_by_key(|&count| Reverse(count));
        for (reading, with_reading) in entry.readings.iter_mut().zip(with_reading) {
            // The best supported of the other readings, or the lemma's words.
            let other = usize::from(most_first[0] == with_reading);
            let most = most_first.get(other).copied().unwrap_or(0).max(with_lemma);
            if reading.operation != Operation::Truncation && reading.level > Level::Accidental {
                reading.changed_by = match (is_lemma_said, reading.wordings.iter().any(is_said)) {
                    (true, true) => None,
                    (true, false) => Some(ChangedBy::These),
                    (false, true) => Some(ChangedBy::Lemma),
                    _ if is_authoritative || outnumber(most, with_reading) => {
                        Some(ChangedBy::These)
                    }
                    _ if outnumber(with_reading, with_lemma) => Some(ChangedBy::Lemma),
                    _ => None,
                };
            }
            if let Some(statement) = &mut reading.statement {
                statement.evidence.outlets = [with_lemma, with_reading];
                **statement = model.judge(statement.evidence.clone());
            }
            if !reading.stands() {
                reading.changed_by = None;
            }
        }
    }
}

/// Returns true if so many independent outlets show that the others changed the words: at least
/// two, and twice as many.
fn outnumber(those: usize, others: usize) -> bool {
    those >= 2 && those >= 2 * others
}

/// Returns the places of the differences that do not stand: first and last token of the lemma, and
/// wording.
pub(in crate::edition) fn doubted_variants(
    apparatus: &[ApparatusEntry],
) -> BTreeSet<(usize, usize, usize)> {
    let mut places = BTreeSet::new();
    for entry in apparatus {
        for reading in entry.readings.iter().filter(|reading| !reading.stands()) {
            let place = |&wording| (entry.tokens.start, entry.tokens.end, wording);
            places.extend(reading.wordings.iter().map(place));
        }
    }
    places
}
