//! What every form for people says about an utterance, worked out once: numbered places, fragments, accidentals.
//!
//! A printed edition keeps three lists apart, and so does this: the places where the words differ, which are numbered
//! and marked in the lemma; the witnesses that print only a part; and the accidentals (spelling, marks, capitals), which
//! need no mark.

use std::collections::BTreeSet;

use super::layout::{clean, shorten};
use super::lookup::Lookup;
use crate::apparatus::{Entry, Reading, Utterance, Verdict};
use crate::variant::{Disclosure, Level, Operation};

/// One utterance, sorted for people.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) utterance: &'a Utterance,
    /// The places whose words differ, in the order of the lemma; their numbers count from 1.
    pub(super) places: Vec<Place<'a>>,
    /// Wordings that print only a part, in the order of the wordings.
    pub(super) fragments: Vec<Fragment<'a>>,
    /// Readings that are the same words, printed otherwise.
    pub(super) accidentals: Vec<(&'a Entry, &'a Reading)>,
    /// Changes that can alter the meaning and show nothing of it; a moved block counts once.
    pub(super) silent: usize,
}

/// A numbered place.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) number: usize,
    pub(super) entry: &'a Entry,
    /// The readings that belong here; at least one.
    pub(super) readings: Vec<&'a Reading>,
    /// The worst of them.
    pub(super) level: Level,
}

/// A wording that begins later or ends sooner than the lemma does.
#[derive(Debug)]
pub(super) struct Fragment<'a> {
    pub(super) wording: usize,
    /// What it leaves out: at its beginning, at its end, or both.
    pub(super) readings: Vec<(&'a Entry, &'a Reading)>,
    /// The worst of them.
    pub(super) worst: &'a Reading,
}

impl<'a> View<'a> {
    pub(super) fn new(utterance: &'a Utterance) -> View<'a> {
        let mut view =
            View { utterance, places: Vec::new(), fragments: Vec::new(), accidentals: Vec::new(), silent: 0 };
        let mut moves = BTreeSet::new();
        for entry in &utterance.apparatus {
            let mut readings = Vec::new();
            // A comma before the closing mark belongs to the sentence around the quotation; it is in the JSON.
            for reading in entry.readings.iter().filter(|reading| reading.rule != "punctuation.edge") {
                // What differs a little inside a moved block is seen where the block is told, in both its wordings.
                let inner = reading.moved.is_some() && reading.operation != Operation::Transposition;
                if inner && reading.level <= Level::Minor {
                    continue;
                }
                if silent(reading) && reading.moved.is_none_or(|block| moves.insert(block)) {
                    view.silent += 1;
                }
                if reading.operation == Operation::Truncation {
                    for &wording in &reading.wordings {
                        view.fragment(wording, entry, reading);
                    }
                } else if reading.level == Level::Accidental {
                    view.accidentals.push((entry, reading));
                } else {
                    readings.push(reading);
                }
            }
            if let Some(level) = readings.iter().map(|reading| reading.level).max() {
                view.places.push(Place { number: view.places.len() + 1, entry, readings, level });
            }
        }
        view.fragments.sort_by_key(|fragment| fragment.wording);
        view
    }

    fn fragment(&mut self, wording: usize, entry: &'a Entry, reading: &'a Reading) {
        match self.fragments.iter_mut().find(|fragment| fragment.wording == wording) {
            Some(fragment) => {
                fragment.readings.push((entry, reading));
                if (reading.level, reading.disclosure) > (fragment.worst.level, fragment.worst.disclosure) {
                    fragment.worst = reading;
                }
            }
            None => {
                self.fragments.push(Fragment { wording, readings: vec![(entry, reading)], worst: reading });
            }
        }
    }

    /// Numbers of the places where the witness's wording differs from the lemma.
    pub(super) fn differs_at(&self, wording: usize) -> Vec<usize> {
        let here = |place: &&Place| place.readings.iter().any(|reading| reading.wordings.contains(&wording));
        self.places.iter().filter(here).map(|place| place.number).collect()
    }

    /// Numbers of the other places that are ends of the same moved block.
    pub(super) fn other_ends(&self, place: &Place, reading: &Reading) -> Vec<usize> {
        let Some(block) = reading.moved else { return Vec::new() };
        let end = |other: &&Place| {
            other.number != place.number && other.readings.iter().any(|reading| reading.moved == Some(block))
        };
        self.places.iter().filter(end).map(|place| place.number).collect()
    }

    /// The outlets that print one of `wordings`, sorted, each once.
    pub(super) fn outlets(&self, wordings: &[usize]) -> BTreeSet<&'a str> {
        let here = self.utterance.witnesses.iter().filter(|witness| wordings.contains(&witness.wording));
        here.map(|witness| witness.outlet.as_str()).collect()
    }

    /// Who prints one of `wordings`: by name up to [`NAMED`] of them (any number when `all` is set), else how many; or
    /// who does not, when that is shorter by far.
    pub(super) fn who(&self, wordings: &[usize], all: bool) -> String {
        let those = self.outlets(wordings);
        let names = |set: &BTreeSet<&str>| clean(&set.iter().copied().collect::<Vec<_>>().join(", "));
        if those.len() <= NAMED || all {
            return names(&those);
        }
        let everyone: BTreeSet<&str> = self.utterance.witnesses.iter().map(|witness| witness.outlet.as_str()).collect();
        let others: BTreeSet<&str> = everyone.difference(&those).copied().collect();
        match others.len() {
            0 => format!("all {} outlets", those.len()),
            1 => format!("all but {}", names(&others)),
            _ => format!("{} outlets", those.len()),
        }
    }

    /// The lemma's words in `entry`, short enough for one line of an apparatus.
    pub(super) fn lemma_of(&self, entry: &Entry) -> String {
        shorten(&clean(&entry.text), LEMMA_WORDS)
    }

    /// Where an addition stands: `before “than”`, `at the end`.
    pub(super) fn place_of(&self, entry: &Entry) -> String {
        let lemma = &self.utterance.lemma;
        match lemma.tokens.get(entry.tokens.start).and_then(|token| lemma.text.get(token.clone())) {
            Some(next) if next.chars().any(char::is_alphanumeric) => format!("before “{}”", clean(next)),
            _ => match entry.tokens.start.checked_sub(1).and_then(|before| lemma.tokens.get(before)) {
                Some(before) => format!("after “{}”", clean(lemma.text.get(before.clone()).unwrap_or(""))),
                None => "at the beginning".to_owned(),
            },
        }
    }

    /// The header's figures: outlets, independent ones where they are fewer, wordings.
    pub(super) fn figures(&self) -> String {
        let u = self.utterance;
        let mut figures = counted(u.outlets, "outlet");
        if u.independent < u.outlets {
            figures.push_str(&format!(" ({} independent)", u.independent));
        }
        if u.witnesses.len() != u.outlets {
            figures.push_str(&format!(" · {}", counted(u.witnesses.len(), "quotation")));
        }
        if u.witnesses.len() > 1 {
            figures.push_str(&format!(" · {}", counted(u.wordings.len(), "wording")));
        }
        figures
    }

    /// How many changes are silent and substantive; empty when none is.
    pub(super) fn alarm(&self) -> String {
        match self.silent {
            0 => String::new(),
            count => format!("{count} silent substantive"),
        }
    }

    /// For an utterance given to several speakers: each name, and who gives it to them. Sorted by number of outlets,
    /// then by name; witnesses that name nobody are left out.
    pub(super) fn claims(&self, lookup: &Lookup) -> Vec<(String, BTreeSet<&'a str>)> {
        if self.utterance.verdict != Verdict::AttributionConflict {
            return Vec::new();
        }
        let mut claims: Vec<(String, BTreeSet<&str>)> = Vec::new();
        for witness in &self.utterance.witnesses {
            let Some(name) = lookup.get(&witness.quotation).and_then(|printed| printed.name()) else { continue };
            let name = clean(name);
            match claims.iter_mut().find(|(other, _)| *other == name) {
                Some((_, outlets)) => {
                    outlets.insert(&witness.outlet);
                }
                None => claims.push((name, BTreeSet::from([witness.outlet.as_str()]))),
            }
        }
        claims.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        claims
    }

    /// Sign of a reading: what was done, without colour.
    pub(super) fn sign(reading: &Reading) -> &'static str {
        match reading.operation {
            Operation::Addition => "+",
            Operation::Omission => "-",
            Operation::Transposition => "↕",
            Operation::Truncation | Operation::Elision => "…",
            Operation::Substitution | Operation::Split | Operation::Join => "~",
        }
    }
}

/// More outlets than these are counted, not named, unless names are asked for: three still read at one glance.
const NAMED: usize = 3;
/// A lemma in an entry is shortened to this many words; it stands in full above.
const LEMMA_WORDS: usize = 8;

/// Whether the reading can change the meaning, and its print shows nothing of it.
pub(super) fn silent(reading: &Reading) -> bool {
    reading.level >= Level::Substantive && reading.disclosure == Disclosure::Silent
}

/// The level in a word, for people.
pub(super) fn weight(level: Level) -> &'static str {
    match level {
        Level::Accidental => "accidental",
        Level::Minor => "minor",
        Level::Substantive => "substantive",
        Level::Contradictory => "contradictory",
    }
}

/// The disclosure in a word, for people; empty where there is nothing to disclose.
pub(super) fn disclosure(reading: &Reading) -> &'static str {
    if reading.disclosure == Disclosure::None { "" } else { reading.disclosure.name() }
}

/// An id without the folders in front of it: ids made from paths would fill the line.
pub(super) fn short_id(id: &str) -> &str {
    match id.rsplit_once(['/', '\\']) {
        Some((_, last)) if !last.is_empty() => last,
        _ => id,
    }
}

/// `1 outlet`, `2 outlets`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
