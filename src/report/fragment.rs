//! Wordings that print only a part of the lemma, told by where they start and stop.

use super::layout::{clean, shorten};
use crate::edition::{ApparatusEntry, Reading, Utterance};
use crate::variant::{Disclosure, Level};

/// Wordings that begin or end elsewhere than the lemma does, and would be told alike.
#[derive(Debug)]
pub(super) struct Fragment<'a> {
    pub(super) wordings: Vec<usize>,
    /// What they leave out, or have beyond the lemma: at the beginning, at the end, or both.
    pub(super) readings: Vec<(&'a ApparatusEntry, &'a Reading)>,
    /// How they are told: words that introduce a quotation, and the quotation.
    pub(super) told: Vec<(&'static str, String)>,
    /// Whether they leave something out.
    pub(super) cut: bool,
}

/// A fragment of up to this many words is quoted whole.
const WHOLE: usize = 7;
/// Of a longer one, this many words tell where it starts or stops.
const POINTER: usize = 4;

impl<'a> Fragment<'a> {
    pub(super) fn new(
        utterance: &Utterance,
        wording: usize,
        readings: Vec<(&'a ApparatusEntry, &'a Reading)>,
    ) -> Fragment<'a> {
        let text = clean(utterance.wordings.get(wording).map_or("", |wording| &wording.text));
        // They share nothing, and a fuller print joins them.
        if readings.iter().any(|(_, reading)| reading.rule == "truncation.elsewhere") {
            let told =
                vec![("another part", shorten(text.trim_end_matches([',', ';', '.']), WHOLE))];
            return Fragment { wordings: vec![wording], readings, told, cut: true };
        }
        let starts_late =
            readings.iter().any(|(entry, _)| entry.tokens.start == 0 && !entry.text.is_empty());
        let stops_early = readings
            .iter()
            .copied()
            .find(|(entry, _)| entry.tokens.start > 0 && !entry.text.is_empty());
        // The comma or stop before the closing mark is the sentence's around it.
        let inner = text.trim_end_matches([',', ';', '.']);
        let mut told = match stops_early {
            None if !starts_late => Vec::new(),
            _ if inner.split(' ').count() <= WHOLE => vec![("only", inner.to_owned())],
            Some((entry, _)) if !starts_late => {
                let rest = clean(&entry.text);
                let rest = rest
                    .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '$'));
                vec![("stops before", beginning(rest))]
            }
            None => vec![("starts at", beginning(inner))],
            Some(_) => vec![("only", shorten(inner, WHOLE))],
        };
        for (entry, reading) in readings.iter().filter(|(entry, _)| entry.text.is_empty()) {
            let how = if entry.tokens.start == 0 { "begins earlier, with" } else { "goes on with" };
            let more = clean(&reading.text);
            let more = more.trim_start_matches([',', ';', '.', ' ']).trim_end_matches([',', ';']);
            told.push((how, shorten(more, WHOLE)));
        }
        Fragment {
            wordings: vec![wording],
            readings,
            told,
            cut: starts_late || stops_early.is_some(),
        }
    }

    /// The cuts that can change the meaning.
    pub(super) fn grave(&self) -> impl Iterator<Item = (&'a ApparatusEntry, &'a Reading)> {
        self.readings.iter().copied().filter(|(_, reading)| reading.level >= Level::Substantive)
    }

    /// Whether both are told alike: what an apostrophe or the first letter looks like is no matter.
    pub(super) fn alike(&self, other: &Fragment<'_>) -> bool {
        let folded = |told: &[(&'static str, String)]| {
            let fold = |(how, words): &(&'static str, String)| {
                (*how, words.replace('’', "'").to_lowercase())
            };
            told.iter().map(fold).collect::<Vec<_>>()
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
