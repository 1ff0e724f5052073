//! How a wording travelled, in sentences: *B follows A: both print “x”, which no one else has*.

use std::collections::BTreeSet;

use super::labels::{count_noun, short_name};
use super::one_line::{elide_middle, sanitize};
use super::view::UtteranceView;
use crate::edition::{Descent, DescentRelation, SharedReading};

/// Number of words to which a shared reading is shortened.
const MAX_SHARED_WORDS: usize = 10;
/// Number of shared readings that are named; the others are counted.
const MAX_SHARED_READINGS: usize = 2;

impl UtteranceView<'_> {
    /// Returns a sentence for each print of which it is known where it has its wording from.
    /// Reprints without a shared error are left out, since they are said beside their witness.
    pub(super) fn describe_lineage(&self) -> Vec<String> {
        let told = self.utterance.lineage.iter().filter(|one| !one.readings.is_empty());
        told.map(|descent| self.describe_descent(descent)).collect()
    }

    fn describe_descent(&self, descent: &Descent) -> String {
        let witnesses = &self.utterance.witnesses;
        let outlet = |n: &usize| witnesses.get(*n).map(|witness| witness.outlet.as_str());
        let later = outlet(&descent.witness).unwrap_or_default();
        let from: BTreeSet<&str> = descent.from.iter().filter_map(outlet).collect();
        let both = if from.len() > 1 { "all" } else { "both" };
        let readings = self.joined_readings(descent);
        let words = readings.iter().take(MAX_SHARED_READINGS).map(describe_reading);
        let mut words = words.collect::<Vec<_>>().join(" and ");
        if let more @ 1.. = readings.len().saturating_sub(MAX_SHARED_READINGS) {
            words.push_str(&format!(" and {more} more"));
        }
        let everyone: BTreeSet<&str> = from.iter().copied().chain([later]).collect();
        let having = |reading: &SharedReading| self.outlets(&reading.wordings);
        let others = descent.readings.iter().map(|one| having(one).difference(&everyone).count());
        let rest = match others.max().unwrap_or(0) {
            0 => ", which no one else has".to_owned(),
            n => format!(", which only {} more {}", count_noun(n, "outlet"), has_or_have(n)),
        };
        let later = short_name(later);
        match descent.relation {
            DescentRelation::Follows => format!(
                "{later} follows {}, or where that had it: {both} print {words}{rest}",
                list(&from, "or")
            ),
            _ => format!("{} have one origin: {both} print {words}{rest}", list(&everyone, "and")),
        }
    }

    /// Returns the shared readings, those that stand side by side as one.
    fn joined_readings(&self, descent: &Descent) -> Vec<SharedReading> {
        let tokens = |reading: &SharedReading| {
            self.utterance.apparatus.get(reading.entry).map_or(0..0, |entry| entry.tokens.clone())
        };
        let mut joined: Vec<SharedReading> = Vec::new();
        let mut end = usize::MAX;
        for reading in &descent.readings {
            match joined.last_mut().filter(|_| tokens(reading).start == end) {
                Some(last) => {
                    for (text, more) in [
                        (&mut last.text, &reading.text),
                        (&mut last.instead_of, &reading.instead_of),
                    ] {
                        let blank = if text.is_empty() || more.is_empty() { "" } else { " " };
                        *text = format!("{text}{blank}{more}");
                    }
                }
                None => joined.push(reading.clone()),
            }
            end = tokens(reading).end;
        }
        joined
    }
}

fn has_or_have(count: usize) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

/// Returns `A`, `A or B`, `A, B or C`.
fn list(outlets: &BTreeSet<&str>, joint: &str) -> String {
    let names: Vec<String> = outlets.iter().map(|outlet| short_name(outlet)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {joint} {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// Cuts off a bracket of which the other one stands outside the reading.
fn trim(text: &str) -> &str {
    text.trim_end_matches(['[', '(', ' ']).trim_start_matches([']', ')', ' '])
}

/// Returns `“x” for “y”`, or `“x”` where it stands for nothing.
fn describe_reading(reading: &SharedReading) -> String {
    let quote = |text: &str| format!("“{}”", elide_middle(trim(&sanitize(text)), MAX_SHARED_WORDS));
    match reading.instead_of.is_empty() {
        true => quote(&reading.text),
        false => format!("{} for {}", quote(&reading.text), quote(&reading.instead_of)),
    }
}
