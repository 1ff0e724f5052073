//! Chooses the speaker's name of an utterance, and finds conflicts between witnesses.
//!
//! Cost: O(n² · outlets) name comparisons for n distinct names, of which there are few.

use std::collections::BTreeMap;

use super::independence::count_distinct;
use super::witness_input::WitnessInput;
use crate::person_name::{Agreement, NameKind, PersonName};

/// Names of a lower confidence do not make a conflict: only those that a reporting clause right
/// beside the words gives. A pronoun resolved wrongly, or the subject of a sentence nearby, must
/// not make two speakers.
const MIN_CONFLICT_CONFIDENCE: f32 = 0.95;

/// A name of this confidence was handed in or decided, and is taken at its word.
const GIVEN_NAME_CONFIDENCE: f32 = 1.0;

/// Returns the speaker that most independent outlets name, and true if two witnesses name two
/// persons who cannot be one. The name has a given name and a surname where any witness prints
/// both, in the form most usual among them.
pub(super) fn choose_speaker(witnesses: &[WitnessInput<'_>]) -> (Option<String>, bool) {
    // Those of texts in question are asked only where there are no others.
    let prints = witnesses.iter().take_while(|witness| !witness.is_query).count();
    let witnesses = if prints > 0 { &witnesses[..prints] } else { witnesses };
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
                mentions: by.iter().filter_map(|witness| firm_mention(witness)).collect(),
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
    let conflict = named.iter().enumerate().any(|(i, one)| {
        one.is_person()
            && named[i + 1..].iter().any(|other| other.is_person() && one.excludes(other))
    });
    (speaker, conflict)
}

/// One printed name, and the outlets that print it.
struct SpeakerClaim<'a> {
    printed: &'a str,
    name: PersonName,
    /// The outlets that print it independently, each once.
    outlets: Vec<&'a str>,
    /// The words with which its witnesses name one speaker, where these are sure enough for a
    /// conflict; `None` for a name that was handed in.
    mentions: Vec<Option<&'a str>>,
}

impl<'a> SpeakerClaim<'a> {
    fn outlets(&self) -> impl Iterator<Item = &'a str> {
        self.outlets.iter().copied()
    }

    /// Returns true if it surely is the name of a person: handed in, or a given name and a surname,
    /// of which the first is a usual name or both stand beside the quotation. A single word may be
    /// a firm, a party, a heading or the first word of a sentence.
    fn is_person(&self) -> bool {
        self.name.kind() == NameKind::Person
            && (self.mentions.contains(&None)
                || !self.mentions.is_empty() && self.name.has_known_given_name()
                || self.name.given().is_some() && self.mentions.contains(&Some(self.printed)))
    }

    /// Returns true if the two cannot be one person, and neither is named as the other's: his
    /// spokesman, his son.
    fn excludes(&self, other: &SpeakerClaim<'_>) -> bool {
        self.name.compare(&other.name).agreement == Agreement::Conflict
            && !self.names_with(other)
            && !other.names_with(self)
            && (self.name.surname() != other.name.surname()
                || self.tells_the_family_apart() && other.tells_the_family_apart())
    }

    /// Returns true if its mentions name the other one too.
    fn names_with(&self, other: &SpeakerClaim<'_>) -> bool {
        let surname = other.name.surname();
        surname != self.name.surname()
            && self.mentions.iter().flatten().any(|mention| has_word(mention, surname))
    }

    /// Returns true if it says who of a family is meant: the given name is a usual one, and is
    /// printed there, not inferred from a surname.
    fn tells_the_family_apart(&self) -> bool {
        let given = self.name.given().unwrap_or_default();
        let is_printed =
            |mention: &Option<&str>| mention.is_none_or(|words| has_word(words, given));
        self.name.has_known_given_name() && self.mentions.iter().any(is_printed)
    }
}

/// Returns the words that name the speaker of a witness if they surely name one: `Some(None)` for
/// a name that was handed in, `None` for doubtful ones and for a group such as *Ito and Costa*.
fn firm_mention<'a>(witness: &WitnessInput<'a>) -> Option<Option<&'a str>> {
    if witness.speaker_confidence >= GIVEN_NAME_CONFIDENCE {
        return Some(None);
    }
    let mention = witness.mention?;
    let names = mention.split(',').next().unwrap_or_default();
    let is_group = ["and", "&"].iter().any(|joint| names.split_whitespace().any(|w| w == *joint));
    (witness.speaker_confidence >= MIN_CONFLICT_CONFIDENCE && !is_group).then_some(Some(mention))
}

/// Returns true if `word`, which is in lower case, is one of the words of `text`.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| w.to_lowercase() == word)
}
