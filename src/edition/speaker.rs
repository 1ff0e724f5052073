//! Chooses the speaker's name of an utterance, and finds conflicts between witnesses.
//!
//! Cost: O(n² · outlets) name comparisons for n distinct names, of which there are few.

use std::collections::BTreeMap;

use super::independence::count_distinct;
use super::witness_input::WitnessInput;
use crate::person_name::{Agreement, NameKind, PersonName};

/// Names of a lower confidence do not make a conflict: a pronoun resolved wrongly must not make two
/// speakers.
const MIN_CONFLICT_CONFIDENCE: f32 = 0.6;

/// Returns the speaker that most independent outlets name, and true if two witnesses name speakers
/// who cannot be the same person. The name has a given name and a surname where any witness prints
/// both, in the form most usual among them.
pub(super) fn choose_speaker(witnesses: &[WitnessInput<'_>]) -> (Option<String>, bool) {
    let first = witnesses.first().and_then(|witness| witness.speaker);
    if witnesses.iter().all(|witness| witness.speaker == first) {
        return (first.map(str::to_owned), false);
    }
    // Grouped by name: thousands of witnesses name one speaker in a handful of ways.
    let mut printed: BTreeMap<&str, Vec<&WitnessInput<'_>>> = BTreeMap::new();
    for witness in witnesses {
        printed
            .entry(witness.speaker.unwrap_or_default())
            .or_default()
            .extend(witness.speaker.map(|_| witness));
    }
    let named = printed.into_iter().filter(|(_, by)| !by.is_empty());
    let named: Vec<SpeakerClaim<'_>> = named
        .map(|(printed, by)| {
            let mut outlets: Vec<&str> = by.iter().map(|witness| witness.origin_outlet).collect();
            outlets.sort_unstable();
            outlets.dedup();
            SpeakerClaim {
                printed,
                name: PersonName::parse(printed),
                outlets,
                is_confident: by
                    .iter()
                    .any(|witness| witness.speaker_confidence >= MIN_CONFLICT_CONFIDENCE),
            }
        })
        .collect();
    let same = |x: &PersonName, y: &PersonName| x == y || x.compare(y).agreement == Agreement::Same;
    let outlets_naming = |those: &dyn Fn(&PersonName) -> bool| {
        count_distinct(
            named.iter().filter(|claim| those(&claim.name)).flat_map(SpeakerClaim::outlets),
        )
    };
    let best = named.iter().max_by_key(|claim| {
        let name = &claim.name;
        let support = outlets_naming(&|other| same(name, other));
        let rank = match name.kind() {
            NameKind::Person => 3,
            NameKind::Organization => 2,
            NameKind::Description => 1,
            _ => 0,
        };
        let full = name.given().is_some();
        let usual = outlets_naming(&|other| other == name);
        (
            rank > 1,
            support,
            rank,
            full,
            usual,
            claim.printed.len(),
            std::cmp::Reverse(claim.printed),
        )
    });
    let speaker = best.map(|claim| claim.printed.to_owned());
    let conflict = named.iter().enumerate().filter(|(_, one)| one.is_confident).any(|(i, one)| {
        let others = named[i + 1..].iter().filter(|other| other.is_confident);
        others
            .into_iter()
            .any(|other| one.name.compare(&other.name).agreement == Agreement::Conflict)
    });
    (speaker, conflict)
}

/// One printed name, and the outlets that print it.
struct SpeakerClaim<'a> {
    printed: &'a str,
    name: PersonName,
    /// The outlets that print it independently, each once.
    outlets: Vec<&'a str>,
    /// True if the confidence of any of them is high enough for a conflict.
    is_confident: bool,
}

impl<'a> SpeakerClaim<'a> {
    fn outlets(&self) -> impl Iterator<Item = &'a str> {
        self.outlets.iter().copied()
    }
}
