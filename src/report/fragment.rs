//! Wordings that print only a part of the lemma, told by where they start and stop.

use super::layout::{clean, shorten};
use crate::apparatus::{Entry, Reading, Utterance};
use crate::variant::{Disclosure, Level};

/// Wordings that begin later or end sooner than the lemma does, and would be told alike.
#[derive(Debug)]
pub(super) struct Fragment<'a> {
    pub(super) wordings: Vec<usize>,
    /// What they leave out: at the beginning, at the end, or both.
    pub(super) readings: Vec<(&'a Entry, &'a Reading)>,
    pub(super) told: Told,
}

/// How a fragment is told.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// These words alone.
    Only(String),
    /// It starts with these words of its own.
    From(String),
    /// It stops before these words of the lemma.
    Before(String),
}

impl Told {
    /// The words that introduce the quotation, and the quotation.
    pub(super) fn parts(&self) -> (&'static str, &str) {
        match self {
            Told::Only(words) => ("only", words),
            Told::From(words) => ("starts at", words),
            Told::Before(words) => ("stops before", words),
        }
    }
}

/// A fragment of up to this many words is quoted whole.
const WHOLE: usize = 7;
/// Of a longer one, this many words tell where it starts or stops.
const POINTER: usize = 4;

impl<'a> Fragment<'a> {
    pub(super) fn new(utterance: &Utterance, wording: usize, readings: Vec<(&'a Entry, &'a Reading)>) -> Fragment<'a> {
        let text = clean(utterance.wordings.get(wording).map_or("", |wording| &wording.text));
        let starts_late = readings.iter().any(|(entry, _)| entry.tokens.start == 0);
        let cut = readings.iter().find(|(entry, _)| entry.tokens.start > 0);
        // The comma or stop before the closing mark is the sentence's around it.
        let inner = text.trim_end_matches([',', ';', '.']);
        let told = match cut {
            _ if inner.split(' ').count() <= WHOLE => Told::Only(inner.to_owned()),
            Some((entry, _)) if !starts_late => {
                let rest = clean(&entry.text);
                let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '$'));
                Told::Before(beginning(rest))
            }
            None => Told::From(beginning(inner)),
            Some(_) => Told::Only(shorten(inner, WHOLE)),
        };
        Fragment { wordings: vec![wording], readings, told }
    }

    /// The cuts that can change the meaning.
    pub(super) fn grave(&self) -> impl Iterator<Item = (&'a Entry, &'a Reading)> {
        self.readings.iter().copied().filter(|(_, reading)| reading.level >= Level::Substantive)
    }

    /// Whether both are told alike: what an apostrophe or the first letter looks like is no matter.
    pub(super) fn alike(&self, other: &Fragment<'_>) -> bool {
        let folded = |told: &Told| {
            let (how, words) = told.parts();
            (how, words.replace('’', "'").to_lowercase())
        };
        folded(&self.told) == folded(&other.told) && self.silent() == other.silent()
    }

    pub(super) fn silent(&self) -> bool {
        self.grave().any(|(_, reading)| reading.disclosure == Disclosure::Silent)
    }
}

fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= POINTER + 1 {
        return text.trim_end_matches([',', ';', '.']).to_owned();
    }
    format!("{} …", words[..POINTER].join(" ").trim_end_matches([',', ';', '.']))
}
