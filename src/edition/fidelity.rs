//! Measures how faithfully a witness prints the lemma.
//!
//! Two measures are kept apart. The *share* of the lemma that a witness prints is a share of
//! weight, by level of difference, within the witness's own span. The *status* says whether the
//! witness changed words silently; it can be counted and summed by outlet.
//!
//! The status is only judged where there is evidence. Where two outlets differ, the one that
//! changed the words is unknown. So a witness is judged where at least [`MIN_INDEPENDENT_OUTLETS`]
//! independent outlets print its span, or where the lemma is known to be original, and by the
//! differences of which it is known who made them ([`Reading::changed_by`]). Where that is unknown,
//! all who print the place are undecided. Reprints, and repetitions in one
//! outlet, are not judged: they are no new evidence.
//!
//! Cost: O(tokens + entries · readings) for each utterance.

use std::collections::BTreeSet;
use std::ops::Range;

use super::agreement::{count_outlets, wordings_with_lemma_words};
use super::apparatus::{ApparatusEntry, Reading};
use super::statement::ChangedBy;
use crate::record::RecordMatch;
use crate::text::{Vocabulary, Word};
use crate::variant::{Disclosure, Level, Operation, Variant};

/// The share of the lemma that a witness prints, within its own span, by level of difference.
///
/// Weights are in hundredths of a bit. Both the words of the witness and those of the lemma within
/// the witness's span are weighed, because an omission stands only in the lemma and an addition
/// only in the witness. Words beyond the ends of a fragment are not weighed.
/// [`share`](Fidelity::share) is 1 exactly when nothing within the span differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Fidelity {
    /// Total weight; 0 for a witness that prints nothing of the lemma.
    pub weight: u64,
    /// The part of `weight` that differs, by level: A, M, S, S+.
    pub changed: [u64; 4],
    /// The judgement on silent changes.
    pub status: FidelityStatus,
}

impl Fidelity {
    /// Makes the fidelity of a witness of which `changed`, by level, differs from the lemma. The
    /// parts should not exceed `weight` together.
    pub fn new(weight: u64, changed: [u64; 4], status: FidelityStatus) -> Fidelity {
        Fidelity { weight, changed, status }
    }

    /// Returns the share of the weight that is printed as the lemma has it, `0.0..=1.0`; `None`
    /// where nothing of the lemma is printed.
    ///
    /// ```
    /// use variorum::edition::{Fidelity, FidelityStatus};
    /// use variorum::variant::Level;
    ///
    /// let fidelity = Fidelity::new(8_000, [0, 0, 2_000, 0], FidelityStatus::Untested);
    /// assert_eq!(fidelity.share(), Some(0.75));
    /// assert_eq!(fidelity.share_at(Level::Substantive), Some(0.25));
    /// ```
    pub fn share(&self) -> Option<f64> {
        share(self.weight - self.changed.iter().sum::<u64>(), self.weight)
    }

    /// Returns the share of the weight that differs at `level`, `0.0..=1.0`. Together with
    /// [`share`](Fidelity::share), the shares of all levels add up to 1.
    pub fn share_at(&self, level: Level) -> Option<f64> {
        share(self.changed[level_index(level)], self.weight)
    }
}

/// Returns `part / whole`, or `None` when `whole` is 0.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Returns the index of `level` in arrays by level: A, M, S, S+.
pub(super) fn level_index(level: Level) -> usize {
    match level {
        Level::Accidental => 0,
        Level::Minor => 1,
        Level::Substantive => 2,
        Level::Contradictory => 3,
    }
}

/// A judgement whether a witness changed words without showing it, by the prints of other outlets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum FidelityStatus {
    /// It prints what a transcript has or, where none has it, what most independent outlets print;
    /// or it shows what it changed.
    Faithful,
    /// It silently prints other words than a transcript, than more independent outlets, or than an
    /// authoritative lemma
    /// ([`LemmaBasis::is_authoritative`](super::LemmaBasis::is_authoritative)). The gravest change
    /// has this level.
    Altered(Level),
    /// It prints a place where the prints silently differ and nobody can know who changed it.
    Undecided,
    /// Fewer than three independent outlets print its span, and the lemma is not authoritative.
    Untested,
    /// It is a reprint, a repetition of the wording in the same outlet, or the document that the
    /// lemma is taken from.
    Copied,
}

impl FidelityStatus {
    /// Returns the status of a witness whose words are on record. `outlets` independent outlets
    /// print its wording: where several agree against the transcript, it may be the transcriber who
    /// misheard, or the speaker who left the prepared text, and nobody is blamed.
    pub(super) fn by_record(record: &RecordMatch, outlets: usize) -> FidelityStatus {
        let is_silent = matches!(record.disclosure, Disclosure::Silent | Disclosure::Partial);
        match record.level {
            Some(level) if level > Level::Accidental && is_silent => match outlets {
                0 | 1 => FidelityStatus::Altered(level),
                _ => FidelityStatus::Undecided,
            },
            _ => FidelityStatus::Faithful,
        }
    }

    /// Returns `faithful`, `altered`, `undecided`, `untested` or `copied`.
    pub fn as_str(self) -> &'static str {
        match self {
            FidelityStatus::Faithful => "faithful",
            FidelityStatus::Altered(_) => "altered",
            FidelityStatus::Undecided => "undecided",
            FidelityStatus::Untested => "untested",
            FidelityStatus::Copied => "copied",
        }
    }
}

/// The coverage of the lemma by one wording.
#[derive(Clone, Debug)]
pub(super) struct LemmaCoverage {
    /// As [`Fidelity::weight`].
    pub weight: u64,
    /// As [`Fidelity::changed`].
    pub changed: [u64; 4],
    /// The lemma's tokens from the first to the last that the wording could have printed.
    pub span: Range<usize>,
}

impl LemmaCoverage {
    /// Returns the coverage of the lemma by itself.
    pub fn of_lemma(words: &Vocabulary, lemma: &[Word]) -> LemmaCoverage {
        let weight: u64 = lemma.iter().map(|&word| weight(words, word)).sum();
        LemmaCoverage { weight: 2 * weight, changed: [0; 4], span: 0..lemma.len() }
    }

    /// Returns the coverage by a wording that differs from the lemma by `variants`, each with the
    /// level that counts.
    pub fn of_wording<'a>(
        words: &Vocabulary,
        lemma: &[Word],
        wording: &[Word],
        variants: impl Iterator<Item = (&'a Variant, Level)>,
    ) -> LemmaCoverage {
        // For each token: `None` outside the span, else the gravest difference that it is part of.
        let mut sides = [vec![Some(None); lemma.len()], vec![Some(None); wording.len()]];
        let mut span = 0..lemma.len();
        for (variant, level) in variants {
            let [a, b] = &mut sides;
            let those = a[variant.a.clone()].iter_mut().chain(&mut b[variant.b.clone()]);
            if variant.operation == Operation::Truncation {
                those.for_each(|token| *token = None);
                if variant.a.start <= span.start {
                    span.start = span.start.max(variant.a.end);
                } else if variant.a.end >= span.end {
                    span.end = span.end.min(variant.a.start);
                }
            } else {
                those.for_each(|token| *token = token.map(|worst| worst.max(Some(level))));
            }
        }
        span.end = span.end.max(span.start);
        let mut coverage = LemmaCoverage { weight: 0, changed: [0; 4], span };
        for (side, printed) in sides.iter().zip([lemma, wording]) {
            for (token, &word) in side.iter().zip(printed) {
                let weight = weight(words, word);
                if let Some(worst) = token {
                    coverage.weight += weight;
                    if let Some(level) = worst {
                        coverage.changed[level_index(*level)] += weight;
                    }
                }
            }
        }
        coverage
    }
}

/// Returns the weight of a word, at least 1: a mark weighs 0 in the vocabulary, yet a changed mark
/// is a change.
fn weight(words: &Vocabulary, word: Word) -> u64 {
    u64::from(words[word].weight.max(1).unsigned_abs())
}

/// Minimum number of independent outlets, the witness's own included, that must print a witness's
/// span for it to be judged by them. Of two outlets that differ, the one that changed the words is
/// unknown.
const MIN_INDEPENDENT_OUTLETS: usize = 3;

/// Minimum number under an authoritative lemma: one outlet beside the witness's own.
const MIN_OUTLETS_UNDER_AUTHORITY: usize = 2;

/// Returns the status of each wording, except [`FidelityStatus::Copied`]. `outlets` gives the
/// independent outlets of each wording, and `coverage` what it prints of the lemma;
/// `is_authoritative` is true if the lemma is known to be original.
pub(super) fn wording_statuses(
    apparatus: &[ApparatusEntry],
    outlets: &[&[usize]],
    coverage: &[LemmaCoverage],
    is_authoritative: bool,
) -> Vec<FidelityStatus> {
    let mut altered: Vec<Option<Level>> = vec![None; outlets.len()];
    let mut undecided = vec![false; outlets.len()];
    for entry in apparatus {
        let differs = |reading: &&Reading| {
            reading.operation != Operation::Truncation
                && reading.level > Level::Accidental
                && reading.disclosure == Disclosure::Silent
                && reading.stands()
        };
        for reading in entry.readings.iter().filter(differs) {
            // A text in question says nothing of the prints.
            let is_printed = reading.wordings.iter().any(|&wording| !outlets[wording].is_empty());
            match reading.changed_by {
                Some(ChangedBy::Lemma) if !is_printed => {}
                None if !is_printed => {
                    reading.wordings.iter().for_each(|&wording| undecided[wording] = true);
                }
                Some(ChangedBy::These) => {
                    for &wording in &reading.wordings {
                        altered[wording] = altered[wording].max(Some(reading.level));
                    }
                }
                Some(ChangedBy::Lemma) => {
                    for &wording in wordings_with_lemma_words(entry) {
                        altered[wording] = altered[wording].max(Some(reading.level));
                    }
                }
                None => {
                    let both = reading.wordings.iter().chain(wordings_with_lemma_words(entry));
                    both.for_each(|&wording| undecided[wording] = true);
                }
            }
        }
    }
    let minimum =
        if is_authoritative { MIN_OUTLETS_UNDER_AUTHORITY } else { MIN_INDEPENDENT_OUTLETS };
    let is_tested = |wording: usize| {
        let span = &coverage[wording].span;
        let shares_span = |other: &usize| {
            let other = &coverage[*other].span;
            // At least half of the span: one word at its edge is no evidence.
            other.end.min(span.end).saturating_sub(other.start.max(span.start)) * 2 >= span.len()
        };
        let others: Vec<usize> = (0..outlets.len()).filter(shares_span).collect();
        count_outlets(outlets, others.iter()) >= minimum
    };
    let status = |wording: usize| match altered[wording] {
        _ if coverage[wording].span.is_empty() || !is_tested(wording) => FidelityStatus::Untested,
        Some(level) => FidelityStatus::Altered(level),
        None if undecided[wording] => FidelityStatus::Undecided,
        None => FidelityStatus::Faithful,
    };
    (0..outlets.len()).map(status).collect()
}

/// Returns, for each witness, true if it is no new evidence: a reprint, a repetition of a wording
/// in the same outlet, or the text that the lemma was taken from. Each witness is given by its
/// outlet, its wording, whether it is a reprint, and whether the lemma was taken from it.
pub(super) fn find_copies<'a>(
    witnesses: impl Iterator<Item = (&'a str, usize, bool, bool)>,
) -> Vec<bool> {
    let mut seen = BTreeSet::new();
    witnesses
        .map(|(outlet, wording, is_reprint, is_lemma_source)| {
            is_reprint || is_lemma_source || !seen.insert((outlet, wording))
        })
        .collect()
}
