//! The speakers of a report, each under one name: “Putin” and “Vladimir V. Putin” are counted with
//! “Vladimir Putin”.
//!
//! Full names that can be one person, each with each, are one; a bare surname is the one person
//! whose surname it is, if the report names no other. Where names do not decide, each stays alone.

use std::collections::{BTreeMap, HashMap};

use crate::person_name::{Agreement, NameKind, PersonName};

/// More names than this with one surname are not compared with each other: so many are no one.
const MAX_NAMES: usize = 100;

/// The name under which each speaker is counted.
#[derive(Debug, Default)]
pub(super) struct SpeakerRows<'a> {
    shown: HashMap<&'a str, &'a str>,
}

/// A speaker's name as the report has it.
struct CountedName<'a> {
    printed: &'a str,
    name: PersonName,
    utterances: usize,
}

impl<'a> SpeakerRows<'a> {
    /// Makes rows of the speakers of the utterances, named once for each. Linear in their number,
    /// but for names with one surname, which are compared with each other.
    pub(super) fn new(speakers: impl Iterator<Item = &'a str>) -> SpeakerRows<'a> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        speakers.for_each(|speaker| *counts.entry(speaker).or_default() += 1);
        let mut by_surname: BTreeMap<String, Vec<CountedName<'a>>> = BTreeMap::new();
        for (printed, utterances) in counts {
            let name = PersonName::parse(printed);
            if name.kind() == NameKind::Person && !name.surname().is_empty() {
                let surname = name.surname().to_owned();
                by_surname.entry(surname).or_default().push(CountedName {
                    printed,
                    name,
                    utterances,
                });
            }
        }
        let mut rows = SpeakerRows::default();
        for names in by_surname.into_values().filter(|names| (2..=MAX_NAMES).contains(&names.len()))
        {
            persons(&names).iter().for_each(|person| rows.add(person));
        }
        rows
    }

    /// Returns the name under which a speaker is counted.
    pub(super) fn shown(&self, speaker: &'a str) -> &'a str {
        self.shown.get(speaker).copied().unwrap_or(speaker)
    }

    /// A person is shown under the full name that most utterances have; of equals, the shortest.
    fn add(&mut self, person: &[&CountedName<'a>]) {
        let best = person.iter().max_by(|a, b| {
            let key = |one: &CountedName<'_>| (one.name.given().is_some(), one.utterances);
            let shorter = b.printed.len().cmp(&a.printed.len());
            key(a).cmp(&key(b)).then(shorter).then_with(|| b.printed.cmp(a.printed))
        });
        if let Some(best) = best {
            self.shown.extend(person.iter().map(|one| (one.printed, best.printed)));
        }
    }
}

/// Returns the names with one surname by person.
fn persons<'n, 'a>(names: &'n [CountedName<'a>]) -> Vec<Vec<&'n CountedName<'a>>> {
    let are_one = |a: &CountedName<'_>, b: &CountedName<'_>| {
        a.name.compare(&b.name).agreement == Agreement::Same
    };
    let (full, bare): (Vec<_>, Vec<_>) = names.iter().partition(|one| one.name.given().is_some());
    // Full names that agree, one with the next; of these, those that agree each with each.
    let mut persons: Vec<Vec<&CountedName<'_>>> = Vec::new();
    for one in full {
        let agrees =
            |person: &Vec<&CountedName<'_>>| person.iter().any(|other| are_one(one, other));
        let (mut joined, apart): (Vec<_>, Vec<_>) = persons.into_iter().partition(agrees);
        persons = apart;
        let mut person: Vec<_> = joined.drain(..).flatten().collect();
        person.push(one);
        persons.push(person);
    }
    let mut persons: Vec<Vec<&CountedName<'_>>> = persons
        .into_iter()
        .flat_map(|person| {
            let is_one = person.iter().all(|a| person.iter().all(|b| are_one(a, b)));
            if is_one { vec![person] } else { person.into_iter().map(|one| vec![one]).collect() }
        })
        .collect();
    for one in bare {
        let mut those = persons
            .iter_mut()
            .filter(|person| person[0].name.given().is_some())
            .filter(|person| person.iter().any(|other| are_one(one, other)));
        match (those.next(), those.next()) {
            (Some(person), None) => person.push(one),
            _ => persons.push(vec![one]),
        }
    }
    persons
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that are counted under one, for each person with several.
    fn joined(names: &[&'static str]) -> Vec<(&'static str, Vec<&'static str>)> {
        let rows = SpeakerRows::new(names.iter().copied());
        let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut once = names.to_vec();
        once.sort_unstable();
        once.dedup();
        once.into_iter().for_each(|name| by.entry(rows.shown(name)).or_default().push(name));
        by.into_iter().filter(|(_, those)| those.len() > 1).collect()
    }

    #[test]
    fn one_surname_of_one_person() {
        let names = ["Vladimir Putin", "Vladimir Putin", "Putin", "Mr. Putin", "Vladimir V. Putin"];
        let together = vec!["Mr. Putin", "Putin", "Vladimir Putin", "Vladimir V. Putin"];
        assert_eq!(joined(&names), [("Vladimir Putin", together)]);
        // The name that most utterances have.
        let names = ["Donald J. Trump", "Donald John Trump", "Donald J. Trump", "Trump"];
        assert_eq!(joined(&names)[0].0, "Donald J. Trump");
        assert_eq!(joined(&names)[0].1.len(), 3);
    }

    #[test]
    fn what_names_do_not_decide_stays_apart() {
        assert!(joined(&["Clinton", "Hillary Clinton", "Bill Clinton"]).is_empty());
        assert!(joined(&["Donald Trump", "Melania Trump", "Trump"]).is_empty());
        // One initial for two persons.
        assert!(joined(&["J. Berg", "John Berg", "James Berg"]).is_empty());
        assert!(joined(&["a spokesman", "the spokesman", "Officials", "White House"]).is_empty());
        // A title tells which of two.
        let names = ["Mrs. Clinton", "Hillary Clinton", "Bill Clinton"];
        assert_eq!(joined(&names), [("Hillary Clinton", vec!["Hillary Clinton", "Mrs. Clinton"])]);
    }

    #[test]
    fn the_order_of_the_utterances_tells_nothing() {
        let mut names = ["Ada Lund", "Lund", "Ada B. Lund", "Tor Lund", "A. Lund", "Ada Lund"];
        let first = joined(&names);
        names.reverse();
        assert_eq!(joined(&names), first);
    }
}
