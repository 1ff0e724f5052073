//! What people decided, applied to the quotations that are there.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Archive;
use super::roll::{Place, Roll, places};
use crate::model::{Decision, Reference, UnappliedDecision};
use crate::person_name::PersonName;
use crate::text::{normal_form, tokens};

/// Decisions, each by what it is about, with the speaker that it names.
#[derive(Clone, Debug, Default)]
pub(super) struct Decisions(BTreeMap<Subject, (Decision, Option<Voice>)>);

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Pair(Reference, Reference),
    Speaker(Reference),
    Lemma(Reference),
}

impl Decisions {
    pub(super) fn insert(&mut self, decision: Decision) {
        let subject = match &decision {
            Decision::Pair { a, b, .. } => Subject::Pair(a.min(b).clone(), a.max(b).clone()),
            Decision::Speaker { quotation, .. } => Subject::Speaker(quotation.clone()),
            Decision::Lemma { quotation } => Subject::Lemma(quotation.clone()),
        };
        let voice = match &decision {
            Decision::Speaker { speaker, .. } => {
                Some(Voice { printed: speaker.clone(), name: PersonName::parse(speaker) })
            }
            _ => None,
        };
        self.0.insert(subject, (decision, voice));
    }
}

/// A speaker as a person decided.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub printed: String,
    pub name: PersonName,
}

/// Decisions by the numbers that the quotations they are about have in the roll.
#[derive(Debug, Default)]
pub(super) struct Settled<'a> {
    pub pairs: BTreeMap<(u32, u32), bool>,
    pub speakers: BTreeMap<u32, &'a Voice>,
    pub lemmas: BTreeSet<u32>,
    /// Decisions about quotations that are not there.
    missing: Vec<UnappliedDecision>,
    /// All quotations that somebody decided about.
    about: FxHashSet<u32>,
}

impl Archive {
    /// Finds the quotations that the decisions are about. O(1) without decisions, else linear in the quotations.
    pub(super) fn settled(&self) -> Settled<'_> {
        let mut settled = Settled::default();
        if self.decisions.0.is_empty() {
            return settled;
        }
        let shelf = Shelf::of(self);
        for (decision, voice) in self.decisions.0.values() {
            let mut apply = || -> Result<(), String> {
                match decision {
                    Decision::Pair { a, b, same } => {
                        let (left, right) = (shelf.find(a)?, shelf.find(b)?);
                        let both = |a: u32, b: u32| (a != b).then_some((a.min(b), a.max(b)));
                        let pairs: BTreeSet<_> = left
                            .iter()
                            .flat_map(|&a| right.iter().filter_map(move |&b| both(a, b)))
                            .collect();
                        if pairs.is_empty() {
                            return Err("there is only one such quotation".to_owned());
                        }
                        settled.pairs.extend(pairs.into_iter().map(|pair| (pair, *same)));
                    }
                    Decision::Speaker { quotation, .. } => {
                        let found = shelf.find(quotation)?;
                        settled
                            .speakers
                            .extend(found.into_iter().filter_map(|n| Some((n, voice.as_ref()?))));
                    }
                    Decision::Lemma { quotation } => settled.lemmas.extend(shelf.find(quotation)?),
                }
                Ok(())
            };
            if let Err(reason) = apply() {
                settled.missing.push(UnappliedDecision { decision: decision.clone(), reason });
            }
        }
        settled.about.extend(settled.pairs.keys().flat_map(|&(a, b)| [a, b]));
        settled.about.extend(settled.speakers.keys().chain(&settled.lemmas));
        settled
    }
}

impl Settled<'_> {
    /// Whether somebody decided about a quotation.
    pub(super) fn concerns(&self, item: u32) -> bool {
        self.about.contains(&item)
    }

    /// The decisions that do not apply, with those pairs that the grouping could not heed, since others stand against them.
    pub(super) fn unapplied(&self, roll: &Roll<'_>, groups: &[u32]) -> Vec<UnappliedDecision> {
        let mut unapplied = self.missing.clone();
        for (&(a, b), &same) in &self.pairs {
            if (groups[a as usize] == groups[b as usize]) != same {
                let [a, b] = [a, b].map(|n| Reference::id(roll.id(n)));
                let reason = "other decisions stand against it".to_owned();
                unapplied
                    .push(UnappliedDecision { decision: Decision::Pair { a, b, same }, reason });
            }
        }
        unapplied
    }
}

/// The quotations by id and, once that is asked, by their words.
struct Shelf<'a> {
    archive: &'a Archive,
    places: Vec<Place<'a>>,
    ids: FxHashMap<&'a str, u32>,
    words: std::cell::OnceCell<FxHashMap<String, Vec<u32>>>,
}

impl<'a> Shelf<'a> {
    fn of(archive: &'a Archive) -> Shelf<'a> {
        let places = places(archive);
        let id = |place: &Place<'a>| match *place {
            Place::Read(_, record) => record.id.as_str(),
            Place::Given(n) => archive.givens.id(n),
        };
        let ids = places.iter().map(id).zip(0..).collect();
        Shelf { archive, places, ids, words: std::cell::OnceCell::new() }
    }

    /// The quotations of the same words as `text`.
    fn with(&self, text: &str) -> Vec<u32> {
        let words = self.words.get_or_init(|| {
            let mut words: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            for (place, n) in self.places.iter().zip(0..) {
                let spoken = match *place {
                    Place::Read(holding, record) => spoken(&holding.text(record)),
                    Place::Given(n) => spoken(self.archive.givens.text(n)),
                };
                words.entry(spoken).or_default().push(n);
            }
            words
        });
        words.get(&spoken(text)).cloned().unwrap_or_default()
    }

    /// The quotations a reference means; never none.
    fn find(&self, reference: &Reference) -> Result<Vec<u32>, String> {
        match (&reference.id, &reference.text) {
            (Some(id), text) => {
                let n = *self
                    .ids
                    .get(id.as_str())
                    .ok_or_else(|| format!("no quotation has the id {id:?}"))?;
                match text {
                    Some(text) if !self.with(text).contains(&n) => {
                        Err(format!("{id:?} has other words now"))
                    }
                    _ => Ok(vec![n]),
                }
            }
            (None, Some(text)) => {
                let found = self.with(text);
                if found.is_empty() {
                    Err(format!("no quotation has the words {text:?}"))
                } else {
                    Ok(found)
                }
            }
            (None, None) => Err("it names no quotation".to_owned()),
        }
    }
}

/// The forms of a text's words, marks left out.
fn spoken(text: &str) -> String {
    let words = tokens(text).filter(|token| token.class.is_word());
    words.map(|token| normal_form(token.span.of(text)).into_owned()).collect::<Vec<_>>().join(" ")
}
