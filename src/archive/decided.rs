//! What people decided, applied to the quotations that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashMap;

use super::Archive;
use crate::input::{Decision, Reference};
use crate::speaker::Name;
use crate::text::{form, tokens};

/// Decisions, each by what it is about.
#[derive(Clone, Debug, Default)]
pub(super) struct Decisions(BTreeMap<Subject, Decision>);

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
            Decision::Speaker { a, .. } => Subject::Speaker(a.clone()),
            Decision::Lemma { a } => Subject::Lemma(a.clone()),
        };
        self.0.insert(subject, decision);
    }
}

/// A decision that does not apply, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unapplied {
    /// The decision.
    pub decision: Decision,
    /// What is missing or stands against it.
    pub reason: String,
}

impl fmt::Display for Unapplied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, about) = match &self.decision {
            Decision::Pair { a, b, same: true } => ("same", format!("{a} and {b}")),
            Decision::Pair { a, b, same: false } => ("different", format!("{a} and {b}")),
            Decision::Speaker { a, speaker } => ("speaker", format!("{speaker:?} of {a}")),
            Decision::Lemma { a } => ("lemma", a.to_string()),
        };
        write!(f, "decision {what:?}, {about}: {}", self.reason)
    }
}

/// A speaker as a person decided.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub printed: String,
    pub name: Name,
}

/// Decisions by the numbers of the quotations they are about, in canonical order.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub pairs: BTreeMap<(u32, u32), bool>,
    pub speakers: BTreeMap<u32, Voice>,
    pub lemmas: BTreeSet<u32>,
    pub unapplied: Vec<Unapplied>,
}

impl Archive {
    /// Finds the quotations that the decisions are about. O(1) without decisions, else linear in the quotations.
    pub(super) fn settled(&self) -> Settled {
        let mut settled = Settled::default();
        if self.decisions.0.is_empty() {
            return settled;
        }
        let shelf = Shelf::of(self);
        for decision in self.decisions.0.values() {
            let mut apply = || -> Result<(), String> {
                match decision {
                    Decision::Pair { a, b, same } => {
                        let (left, right) = (shelf.find(a)?, shelf.find(b)?);
                        let both = |a: u32, b: u32| (a != b).then_some((a.min(b), a.max(b)));
                        let pairs: BTreeSet<_> =
                            left.iter().flat_map(|&a| right.iter().filter_map(move |&b| both(a, b))).collect();
                        if pairs.is_empty() {
                            return Err("there is only one such quotation".to_owned());
                        }
                        settled.pairs.extend(pairs.into_iter().map(|pair| (pair, *same)));
                    }
                    Decision::Speaker { a, speaker } => {
                        let voice = Voice { printed: speaker.clone(), name: Name::parse(speaker) };
                        settled.speakers.extend(shelf.find(a)?.into_iter().map(|n| (n, voice.clone())));
                    }
                    Decision::Lemma { a } => settled.lemmas.extend(shelf.find(a)?),
                }
                Ok(())
            };
            if let Err(reason) = apply() {
                settled.unapplied.push(Unapplied { decision: decision.clone(), reason });
            }
        }
        settled
    }
}

impl Settled {
    /// Adds those decided pairs that the grouping could not heed, since others stand against them.
    pub(super) fn check(&mut self, archive: &Archive, groups: &[u32]) {
        let broken = |&(&(a, b), &same): &(&(u32, u32), &bool)| (groups[a as usize] == groups[b as usize]) != same;
        let broken: Vec<((u32, u32), bool)> =
            self.pairs.iter().filter(broken).map(|(&pair, &same)| (pair, same)).collect();
        if broken.is_empty() {
            return;
        }
        let ids: Vec<&str> = archive.records().map(|record| record.id.as_str()).collect();
        for ((a, b), same) in broken {
            let [a, b] = [a, b].map(|n| Reference::id(ids[n as usize]));
            let reason = "other decisions stand against it".to_owned();
            self.unapplied.push(Unapplied { decision: Decision::Pair { a, b, same }, reason });
        }
    }
}

/// The quotations by id and, once that is asked, by their words.
struct Shelf<'a> {
    archive: &'a Archive,
    ids: FxHashMap<&'a str, u32>,
    words: std::cell::OnceCell<FxHashMap<String, Vec<u32>>>,
}

impl<'a> Shelf<'a> {
    fn of(archive: &'a Archive) -> Shelf<'a> {
        let ids = archive.records().map(|record| record.id.as_str()).zip(0..).collect();
        Shelf { archive, ids, words: std::cell::OnceCell::new() }
    }

    /// The quotations a reference means; never none.
    fn find(&self, reference: &Reference) -> Result<Vec<u32>, String> {
        let with = |text: &String| {
            let words = self.words.get_or_init(|| {
                let mut words: FxHashMap<String, Vec<u32>> = FxHashMap::default();
                let texts = self.archive.holdings.values();
                let texts = texts.flat_map(|holding| holding.records.iter().map(|record| holding.text(record)));
                texts.zip(0..).for_each(|(text, n)| words.entry(spoken(&text)).or_default().push(n));
                words
            });
            words.get(&spoken(text)).cloned().unwrap_or_default()
        };
        match (&reference.id, &reference.text) {
            (Some(id), text) => {
                let n = *self.ids.get(id.as_str()).ok_or_else(|| format!("no quotation has the id {id:?}"))?;
                match text {
                    Some(text) if !with(text).contains(&n) => Err(format!("{id:?} has other words now")),
                    _ => Ok(vec![n]),
                }
            }
            (None, Some(text)) => {
                let found = with(text);
                if found.is_empty() { Err(format!("no quotation has the words {text:?}")) } else { Ok(found) }
            }
            (None, None) => Err("it names no quotation".to_owned()),
        }
    }
}

/// The forms of a text's words, marks left out.
fn spoken(text: &str) -> String {
    let words = tokens(text).filter(|token| token.class.is_word());
    words.map(|token| form(token.span.of(text)).into_owned()).collect::<Vec<_>>().join(" ")
}
