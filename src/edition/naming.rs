//! Who said it, as far as the witnesses agree.

use std::collections::BTreeMap;

use super::bearer::{Bearer, distinct};
use crate::person_name::{Agreement, NameKind, PersonName};

/// Names less sure than this start no conflict: a pronoun followed back wrongly must not make two speakers.
const SURE: f32 = 0.6;

/// The speaker that most independent outlets name, with given name and surname where any gives both, in the form that is
/// usual among them; and whether two witnesses
/// name speakers who cannot be one.
pub(super) fn speaker(bearers: &[Bearer<'_>]) -> (Option<String>, bool) {
    let first = bearers.first().and_then(|bearer| bearer.name);
    if bearers.iter().all(|bearer| bearer.name == first) {
        return (first.map(str::to_owned), false);
    }
    // By name and not by witness: thousands of witnesses name one speaker in a handful of ways.
    let mut printed: BTreeMap<&str, Vec<&Bearer<'_>>> = BTreeMap::new();
    for bearer in bearers {
        printed
            .entry(bearer.name.unwrap_or_default())
            .or_default()
            .extend(bearer.name.map(|_| bearer));
    }
    let named = printed.into_iter().filter(|(_, by)| !by.is_empty());
    let named: Vec<Claim<'_>> = named
        .map(|(printed, by)| {
            let mut origins: Vec<&str> = by.iter().map(|bearer| bearer.origin).collect();
            origins.sort_unstable();
            origins.dedup();
            Claim {
                printed,
                name: PersonName::parse(printed),
                origins,
                sure: by.iter().any(|by| by.certainty >= SURE),
            }
        })
        .collect();
    let same = |x: &PersonName, y: &PersonName| x == y || x.compare(y).agreement == Agreement::Same;
    let origins = |those: &dyn Fn(&PersonName) -> bool| {
        distinct(named.iter().filter(|claim| those(&claim.name)).flat_map(Claim::origins))
    };
    let best = named.iter().max_by_key(|claim| {
        let name = &claim.name;
        let support = origins(&|other| same(name, other));
        let rank = match name.kind() {
            NameKind::Person => 3,
            NameKind::Organization => 2,
            NameKind::Description => 1,
            _ => 0,
        };
        let full = name.given().is_some();
        let usual = origins(&|other| other == name);
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
    let conflict = named.iter().enumerate().filter(|(_, one)| one.sure).any(|(i, one)| {
        let others = named[i + 1..].iter().filter(|other| other.sure);
        others
            .into_iter()
            .any(|other| one.name.compare(&other.name).agreement == Agreement::Conflict)
    });
    (speaker, conflict)
}

/// A name as it is printed, and what stands behind it.
struct Claim<'a> {
    printed: &'a str,
    name: PersonName,
    /// The outlets that print it independently, each once.
    origins: Vec<&'a str>,
    /// Whether any of them is sure of it.
    sure: bool,
}

impl<'a> Claim<'a> {
    fn origins(&self) -> impl Iterator<Item = &'a str> {
        self.origins.iter().copied()
    }
}
