//! Judges the statements of an apparatus, once it is known how many outlets print each reading.
//!
//! Cost: O(readings · (log readings + outlets)), and at most [`MAX_FACT_PAIRS`] pairs of witnesses
//! for two wordings.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::context::WordingFacts;
use super::{ChangedBy, StatementModel};
use crate::edition::agreement::{count_outlets, outlets_of, wordings_with_lemma_words};
use crate::edition::apparatus::{ApparatusEntry, Reading};
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

/// The prints of the wordings of an utterance, as they vouch for words.
#[derive(Clone, Copy, Debug)]
pub(in crate::edition) struct Vouchers<'p> {
    /// The independent outlets of each wording.
    pub outlets: &'p [&'p [usize]],
    /// True for each wording that a transcript has word by word: at every place it prints, it has
    /// the words that were said.
    pub on_record: &'p [bool],
    /// True if a record or a decision vouches for the lemma.
    pub is_authoritative: bool,
}

/// The side that changed the words, and true if a record or a decision shows it, and not the number
/// of outlets.
pub(in crate::edition) type KnownChange = (ChangedBy, bool);

impl Vouchers<'_> {
    /// Returns, for each reading of an entry, the side that changed the words, if that can be
    /// known. Where both sides are on record, the speaker said both, on two occasions, and nobody
    /// changed anything.
    ///
    /// Cost: O(outlets · log outlets + readings · log readings), where no outlet prints many
    /// readings.
    pub(in crate::edition) fn changes(&self, entry: &ApparatusEntry) -> Vec<Option<KnownChange>> {
        let is_said = |&wording: &usize| self.on_record.get(wording) == Some(&true);
        let is_lemma_said = wordings_with_lemma_words(entry).any(is_said);
        let with_lemma = outlets_of(self.outlets, wordings_with_lemma_words(entry));
        let with_reading: Vec<BTreeSet<usize>> = (entry.readings.iter())
            .map(|reading| outlets_of(self.outlets, reading.wordings.iter()))
            .collect();
        let mut most_first: Vec<&BTreeSet<usize>> = with_reading.iter().collect();
        most_first.push(&with_lemma);
        most_first.sort_by_key(|outlets| Reverse(outlets.len()));
        // An outlet that prints both speaks for neither.
        let against =
            |others: &BTreeSet<usize>, own: &BTreeSet<usize>| others.difference(own).count();
        let change = |(reading, own): (&Reading, &BTreeSet<usize>)| {
            if !reading.stands()
                || reading.operation == Operation::Truncation
                || reading.level == Level::Accidental
            {
                return None;
            }
            match (is_lemma_said, reading.wordings.iter().any(is_said)) {
                (true, true) => return None,
                (true, false) => return Some((ChangedBy::These, true)),
                (false, true) => return Some((ChangedBy::Lemma, true)),
                (false, false) if self.is_authoritative => return Some((ChangedBy::These, true)),
                (false, false) => {}
            }
            // The best supported of the other readings, or the lemma's words.
            let enough = |others: usize| outnumber(others, own.len());
            let mut many = most_first.iter().take_while(|others| enough(others.len()));
            if many.any(|others| enough(against(others, own))) {
                return Some((ChangedBy::These, false));
            }
            outnumber(against(own, &with_lemma), with_lemma.len())
                .then_some((ChangedBy::Lemma, false))
        };
        entry.readings.iter().zip(&with_reading).map(change).collect()
    }
}

/// Adds to each statement what the other outlets print, judges it again, and notes who changed the
/// words.
pub(in crate::edition) fn judge_statements(
    apparatus: &mut [ApparatusEntry],
    vouchers: Vouchers<'_>,
    model: &StatementModel,
) {
    for entry in apparatus {
        let with_lemma = count_outlets(vouchers.outlets, wordings_with_lemma_words(entry));
        for reading in &mut entry.readings {
            let with_reading = count_outlets(vouchers.outlets, reading.wordings.iter());
            if let Some(statement) = &mut reading.statement {
                statement.evidence.outlets = [with_lemma, with_reading];
                **statement = model.judge(statement.evidence.clone());
            }
        }
        let changes = vouchers.changes(entry);
        for (reading, change) in entry.readings.iter_mut().zip(changes) {
            // Outlets show nothing where the prints may report two sayings.
            let statement = reading.statement.as_ref();
            let is_one_passage =
                || statement.is_none_or(|statement| model.is_one_passage(&statement.evidence));
            let shown = change.filter(|&(_, is_shown)| is_shown || is_one_passage());
            reading.changed_by = shown.map(|(changed_by, _)| changed_by);
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
