//! Describes wordings that print only a part of the lemma, by where they start and stop.

use super::one_line::{elide_middle, sanitize};
use crate::edition::{ApparatusEntry, Reading, Utterance};
use crate::variant::{Disclosure, Level, VariantRule};

/// Wordings that begin or end elsewhere than the lemma and have the same description.
#[derive(Debug)]
pub(super) struct Fragment<'a> {
    pub(super) wordings: Vec<usize>,
    /// Words left out or added, at the beginning, at the end, or both.
    pub(super) readings: Vec<(&'a ApparatusEntry, &'a Reading)>,
    /// Their description: pairs of an introduction and quoted words.
    pub(super) phrases: Vec<(&'static str, String)>,
    /// True if they leave something out.
    pub(super) is_truncated: bool,
    /// True if it is known that its outlets left out what it lacks.
    pub(super) is_made_by_its_outlets: bool,
}

/// A fragment of up to this many words is quoted whole.
const MAX_QUOTED_WORDS: usize = 7;
/// Number of words that show where a longer fragment starts or stops.
const POINTER_WORDS: usize = 4;

impl<'a> Fragment<'a> {
    pub(super) fn new(
        utterance: &Utterance,
        wording: usize,
        readings: Vec<(&'a ApparatusEntry, &'a Reading)>,
    ) -> Fragment<'a> {
        let text = sanitize(utterance.wordings.get(wording).map_or("", |wording| &wording.text));
        // It shares no text with the lemma, and is linked to it through a fuller wording.
        if readings.iter().any(|(_, reading)| reading.rule == VariantRule::TruncationElsewhere) {
            let phrases = vec![(
                "another part",
                elide_middle(text.trim_end_matches([',', ';', '.']), MAX_QUOTED_WORDS),
            )];
            return Fragment {
                wordings: vec![wording],
                readings,
                phrases,
                is_truncated: true,
                is_made_by_its_outlets: false,
            };
        }
        let starts_late =
            readings.iter().any(|(entry, _)| entry.tokens.start == 0 && !entry.text.is_empty());
        let stops_early = readings
            .iter()
            .copied()
            .find(|(entry, _)| entry.tokens.start > 0 && !entry.text.is_empty());
        // The stop before the closing mark belongs to the sentence around the quotation.
        let inner = text.trim_end_matches([',', ';', '.']);
        let mut phrases = match stops_early {
            None if !starts_late => Vec::new(),
            _ if inner.split(' ').count() <= MAX_QUOTED_WORDS => vec![("only", inner.to_owned())],
            Some((entry, _)) if !starts_late => {
                let rest = sanitize(&entry.text);
                let rest = rest
                    .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '$'));
                vec![("stops before", first_words(rest))]
            }
            None => vec![("starts at", first_words(inner))],
            Some(_) => vec![("only", elide_middle(inner, MAX_QUOTED_WORDS))],
        };
        for (entry, reading) in readings.iter().filter(|(entry, _)| entry.text.is_empty()) {
            let how = if entry.tokens.start == 0 { "begins earlier, with" } else { "goes on with" };
            let more = sanitize(&reading.text);
            let more = more.trim_start_matches([',', ';', '.', ' ']).trim_end_matches([',', ';']);
            phrases.push((how, elide_middle(more, MAX_QUOTED_WORDS)));
        }
        Fragment {
            wordings: vec![wording],
            readings,
            phrases,
            is_truncated: starts_late || stops_early.is_some(),
            is_made_by_its_outlets: false,
        }
    }

    /// Returns the cuts that can change the meaning.
    pub(super) fn substantive_cuts(
        &self,
    ) -> impl Iterator<Item = (&'a ApparatusEntry, &'a Reading)> {
        self.readings.iter().copied().filter(|(_, reading)| reading.level >= Level::Substantive)
    }

    /// Returns true if both have the same description, apart from apostrophes and capitals.
    pub(super) fn has_same_phrases(&self, other: &Fragment<'_>) -> bool {
        let folded = |phrases: &[(&'static str, String)]| {
            let fold = |(how, words): &(&'static str, String)| {
                (*how, words.replace('’', "'").to_lowercase())
            };
            phrases.iter().map(fold).collect::<Vec<_>>()
        };
        folded(&self.phrases) == folded(&other.phrases)
            && self.has_silent_cut() == other.has_silent_cut()
    }

    /// Returns true if it leaves out what can change the meaning, and the print does not show it.
    pub(super) fn has_silent_cut(&self) -> bool {
        self.substantive_cuts().any(|(_, reading)| reading.disclosure == Disclosure::Silent)
    }

    /// Returns true if its outlets are known to have left that out.
    pub(super) fn is_silent_change(&self) -> bool {
        self.has_silent_cut() && self.is_made_by_its_outlets
    }
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= POINTER_WORDS + 1 {
        return text.trim_end_matches([',', ';', '.']).to_owned();
    }
    format!("{} …", words[..POINTER_WORDS].join(" ").trim_end_matches([',', ';', '.']))
}
