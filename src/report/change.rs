//! Merges readings that a reader sees as one change.
//!
//! The edition keeps every variant apart, each with its rule. A report shows a moved block once,
//! with the changes inside it; two blocks that trade places as one change; and adjacent words as
//! one change.
//!
//! Cost: O(r log r) for the r readings of an utterance.

use std::collections::BTreeMap;
use std::ops::Range;

use super::clitic_host::{clitic_host, denial};
use super::labels::{describe_place, doubt_label};
use super::one_line::sanitize;
use crate::edition::{ApparatusEntry, ChangedBy, Doubt, Reading, Statement, Utterance};
use crate::text::{TokenClass, tokens};
use crate::variant::{Disclosure, Level, Operation, VariantRule};

/// A change of a range of the lemma in some wordings.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "html"), allow(dead_code, reason = "some fields are the HTML report’s"))]
pub(super) struct Change {
    /// The lemma's tokens.
    pub(super) tokens: Range<usize>,
    /// Their text, on one line; empty for an addition.
    pub(super) lemma: String,
    /// The text of the wordings, on one line; empty for an omission.
    pub(super) text: String,
    pub(super) wordings: Vec<usize>,
    /// Other forms of the same words, and the wordings that have them.
    pub(super) forms: Vec<(String, Vec<usize>)>,
    /// Wordings that print the lemma's words there.
    pub(super) with_lemma: Vec<usize>,
    /// Wordings that print the place differently.
    pub(super) others: Vec<usize>,
    pub(super) operation: Operation,
    /// Kinds of its variants, the gravest first, each once.
    pub(super) kinds: Vec<&'static str>,
    /// The level of the gravest variant.
    pub(super) level: Level,
    /// The disclosure of the gravest variant.
    pub(super) disclosure: Disclosure,
    /// False if the difference is too doubtful to be stated, and what speaks against it.
    pub(super) stands: bool,
    pub(super) doubt: Option<Doubt>,
    /// The judgement on the gravest variant that was judged.
    pub(super) statement: Option<Box<Statement>>,
    /// The rules that classified its variants, the gravest first, each once.
    pub(super) rules: Vec<VariantRule>,
    /// The number of the moved block, counted from 0, if it is a move.
    pub(super) moved_block: Option<usize>,
    /// The side that changed the words, where it can be known.
    pub(super) changed_by: Option<ChangedBy>,
    /// The new place of a block that moved far.
    pub(super) moved: Option<String>,
}

impl Change {
    /// Returns true if it is known who made the change, it can alter the meaning, and the print
    /// does not show it.
    pub(super) fn is_silent_substantive(&self) -> bool {
        self.is_substantive_difference() && self.changed_by.is_some()
    }

    /// Returns true if the prints differ in a way that can alter the meaning, and do not show it.
    pub(super) fn is_substantive_difference(&self) -> bool {
        self.stands && self.level >= Level::Substantive && self.disclosure == Disclosure::Silent
    }

    /// Returns the level that counts for how it is marked: a difference that does not stand is
    /// marked as quietly as one of spelling.
    pub(super) fn standing_level(&self) -> Level {
        if self.stands { self.level } else { Level::Accidental }
    }

    /// Returns what speaks against a difference that does not stand, in words.
    pub(super) fn doubt_label(&self) -> &'static str {
        self.doubt.map_or("doubtful", doubt_label)
    }

    /// Returns true if `other` is the same change in other capitals, marks or blanks.
    fn is_other_form_of(&self, other: &Change) -> bool {
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        (self.operation, self.level, self.disclosure, self.stands, self.changed_by)
            == (other.operation, other.level, other.disclosure, other.stands, other.changed_by)
            && self.moved == other.moved
            && !self.text.is_empty()
            && letters(&self.text) == letters(&other.text)
    }

    /// Merges the same change of other wordings into this one.
    fn add(&mut self, other: Change) {
        if other.text != self.text {
            self.forms.push((other.text, other.wordings.clone()));
        }
        self.forms.extend(other.forms);
        self.wordings.extend(other.wordings);
        self.wordings.sort_unstable();
        self.others.retain(|wording| !self.wordings.contains(wording));
        let kinds: Vec<_> =
            other.kinds.into_iter().filter(|kind| !self.kinds.contains(kind)).collect();
        self.kinds.extend(kinds);
    }

    /// Returns at most three of its kinds.
    pub(super) fn kind_labels(&self) -> String {
        self.kinds.iter().take(3).copied().collect::<Vec<_>>().join(", ")
    }
}

/// Number of changes at one place that a change is compared with, to merge those that are forms of
/// one.
const MAX_FORM_COMPARISONS: usize = 16;

/// The two ends of a moved block within this many tokens are shown as one change, with the words
/// between them. This is about one line of print, which is read at a glance.
const MAX_NEAR_MOVE_TOKENS: usize = 16;

type EntryReading<'a> = (&'a ApparatusEntry, &'a Reading);

/// Returns the changes that `items` make, in the order of the lemma.
pub(super) fn collect_changes(utterance: &Utterance, items: &[EntryReading<'_>]) -> Vec<Change> {
    // What does not stand is not merged with what does.
    let mut by_wordings: BTreeMap<(&[usize], bool), Vec<EntryReading<'_>>> = BTreeMap::new();
    for &(entry, reading) in items {
        by_wordings
            .entry((&reading.wordings, reading.stands()))
            .or_default()
            .push((entry, reading));
    }
    let mut changes: Vec<Change> =
        by_wordings.into_values().flat_map(|items| changes_of_wordings(utterance, items)).collect();
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.tokens.start, change.tokens.end);
        key(a).cmp(&key(b)).then(b.level.cmp(&a.level)).then_with(|| a.wordings.cmp(&b.wordings))
    });
    let mut merged: Vec<Change> = Vec::with_capacity(changes.len());
    for mut change in changes {
        // The words alone would not show what a move of the same words does.
        if change.operation == Operation::Transposition
            && change.moved.is_none()
            && change.text == change.lemma
        {
            change.text = "moved".to_owned();
        }
        let is_same_change =
            |other: &&mut Change| other.tokens == change.tokens && other.is_other_form_of(&change);
        match merged.iter_mut().rev().take(MAX_FORM_COMPARISONS).find(is_same_change) {
            Some(other) => other.add(change),
            None => merged.push(change),
        }
    }
    merged
}

fn changes_of_wordings(utterance: &Utterance, items: Vec<EntryReading<'_>>) -> Vec<Change> {
    let mut blocks: BTreeMap<usize, Vec<EntryReading<'_>>> = BTreeMap::new();
    for &(entry, reading) in &items {
        if let Some(block) = reading.moved_block {
            blocks.entry(block).or_default().push((entry, reading));
        }
    }
    // The ranges of the lemma within which a block moves; overlapping ranges are merged.
    let mut ranges: Vec<Range<usize>> = blocks.values().map(|ends| token_range(ends)).collect();
    ranges.retain(|range| range.len() <= MAX_NEAR_MOVE_TOKENS);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut near: Vec<(Range<usize>, Vec<EntryReading<'_>>)> = Vec::new();
    for range in ranges {
        match near.last_mut() {
            Some((last, _)) if range.start < last.end => last.end = last.end.max(range.end),
            _ => near.push((range, Vec::new())),
        }
    }
    let mut far: BTreeMap<usize, Vec<EntryReading<'_>>> = BTreeMap::new();
    let mut rest: Vec<EntryReading<'_>> = Vec::new();
    for (entry, reading) in items {
        let inside = |range: &Range<usize>| {
            range.start <= entry.tokens.start && entry.tokens.end <= range.end
        };
        if let Some((_, those)) = near.iter_mut().find(|(range, _)| inside(range)) {
            those.push((entry, reading));
        } else if let Some(block) = reading.moved_block {
            far.entry(block).or_default().push((entry, reading));
        } else {
            rest.push((entry, reading));
        }
    }
    let near = near.into_iter().map(|(range, those)| Change {
        operation: Operation::Transposition,
        ..merge_readings(utterance, range, &those)
    });
    let far = far.into_values().map(|those| distant_move(utterance, &those));
    near.chain(far).chain(adjacent_changes(utterance, rest)).collect()
}

/// Returns the change for a block whose ends are far apart, placed where the lemma has the block.
fn distant_move(utterance: &Utterance, items: &[EntryReading<'_>]) -> Change {
    let end = |empty: bool| {
        let ends =
            items.iter().filter(|(_, reading)| reading.operation == Operation::Transposition);
        ends.copied().find(|(entry, _)| entry.tokens.is_empty() == empty)
    };
    let (here, there) = (end(false), end(true));
    let range =
        here.or(there).map_or_else(|| token_range(items), |(entry, _)| entry.tokens.clone());
    let mut change = merge_readings(utterance, range, items);
    change.operation = Operation::Transposition;
    change.text = there.map_or(String::new(), |(_, reading)| sanitize(&reading.text));
    change.moved = here
        .and(there)
        .map(|(entry, _)| format!("now {}", describe_place(utterance, entry.tokens.start)));
    if let (Some(_), true, Some((entry, _))) = (here, change.text == change.lemma, there) {
        // The words are the same, so only the place is shown.
        change.text = format!("moved {}", describe_place(utterance, entry.tokens.start));
        change.moved = None;
    }
    change
}

/// Merges adjacent variants, and minor ones that are separated by one function word or mark.
/// Substitutions that correspond word by word stay apart.
fn adjacent_changes(utterance: &Utterance, mut items: Vec<EntryReading<'_>>) -> Vec<Change> {
    items
        .sort_by_key(|(entry, reading)| (entry.tokens.start, entry.tokens.end, reading.span.start));
    let mut groups: Vec<Vec<EntryReading<'_>>> = Vec::new();
    for item in items {
        match groups.last_mut() {
            Some(group)
                if group.last().is_some_and(|&last| are_adjacent(utterance, last, item)) =>
            {
                group.push(item)
            }
            _ => groups.push(vec![item]),
        }
    }
    groups.iter().map(|group| merge_readings(utterance, token_range(group), group)).collect()
}

fn are_adjacent(utterance: &Utterance, (a, x): EntryReading<'_>, (b, y): EntryReading<'_>) -> bool {
    let plain = |reading: &Reading| {
        matches!(
            reading.operation,
            Operation::Addition | Operation::Omission | Operation::Substitution
        )
    };
    if !plain(x) || !plain(y) || a.tokens.end > b.tokens.start {
        return false;
    }
    let lemma = &utterance.lemma;
    let between = match (
        a.tokens.end.checked_sub(1).and_then(|i| lemma.tokens.get(i)),
        lemma.tokens.get(b.tokens.start),
    ) {
        (Some(before), Some(after)) => lemma.text.get(before.end..after.start),
        _ => None,
    };
    let wording = x.wordings.first().and_then(|&wording| utterance.wordings.get(wording));
    let (Some(between), Some(across)) =
        (between, wording.and_then(|wording| wording.text.get(x.span.end..y.span.start)))
    else {
        return false;
    };
    let paired = |reading: &Reading| reading.operation == Operation::Substitution;
    if between.trim().is_empty() && across.trim().is_empty() {
        return !(paired(x) && paired(y));
    }
    let small = |text: &str| {
        let mut tokens = tokens(text);
        matches!(
            tokens.next().map(|token| token.class),
            Some(TokenClass::Function | TokenClass::Mark)
        ) && tokens.next().is_none()
    };
    x.level.max(y.level) <= Level::Minor && small(between) && small(across)
}

/// Returns the lemma's tokens from the first to the last of `items`.
fn token_range(items: &[EntryReading<'_>]) -> Range<usize> {
    let start = items.iter().map(|(entry, _)| entry.tokens.start).min().unwrap_or(0);
    start..items.iter().map(|(entry, _)| entry.tokens.end).max().unwrap_or(start).max(start)
}

/// Returns the wordings that print the place of `items` and are not among `wordings`.
fn other_wordings(items: &[EntryReading<'_>], wordings: &[usize]) -> Vec<usize> {
    let here = |entry: &&ApparatusEntry| -> Vec<usize> {
        let readings = entry.readings.iter().flat_map(|reading| &reading.wordings);
        entry
            .wordings
            .iter()
            .chain(readings)
            .copied()
            .filter(|wording| !wordings.contains(wording))
            .collect()
    };
    let mut others: Vec<usize> = items.iter().flat_map(|(entry, _)| here(entry)).collect();
    others.sort_unstable();
    others.dedup();
    others
}

/// Returns `items` as one change of the lemma's tokens `range`.
fn merge_readings(
    utterance: &Utterance,
    mut range: Range<usize>,
    items: &[EntryReading<'_>],
) -> Change {
    let lemma = &utterance.lemma;
    let (text, printed) = match items {
        [(entry, reading)] => (entry.text.as_str(), reading.text.as_str()),
        _ => {
            let wording = items
                .first()
                .and_then(|(_, reading)| utterance.wordings.get(*reading.wordings.first()?));
            let from = items.iter().map(|(_, reading)| reading.span.start).min().unwrap_or(0);
            let to = items.iter().map(|(_, reading)| reading.span.end).max().unwrap_or(from);
            let printed =
                wording.and_then(|wording| wording.text.get(from..to)).unwrap_or("").trim();
            // A stop at the end of one side only is not part of the change.
            let last = |range: &Range<usize>| {
                lemma.text.get(lemma.tokens.get(range.end.checked_sub(1)?)?.clone())
            };
            if let Some(mark @ ("." | "," | "!" | "?")) = last(&range)
                && range.len() > 1
                && !printed.ends_with(mark)
            {
                range.end -= 1;
            }
            let first = lemma.tokens.get(range.start).map_or(0, |token| token.start);
            let last = range
                .end
                .checked_sub(1)
                .and_then(|last| lemma.tokens.get(last))
                .map_or(first, |token| token.end);
            let text =
                if range.is_empty() { "" } else { lemma.text.get(first..last).unwrap_or("") };
            (text, printed)
        }
    };
    let (mut text, mut printed) = (sanitize(text), sanitize(printed));
    if let [(entry, reading)] = items {
        // `’s` or `wo` alone is no word that a reader could check: `Ryan’s`, `won’t`.
        let at = lemma.tokens.get(entry.tokens.start).map_or(0, |token| token.start);
        text.insert_str(0, clitic_host(&lemma.text, at, &text));
        let end = entry.tokens.clone().last().and_then(|last| lemma.tokens.get(last));
        text.push_str(denial(&lemma.text, end.map_or(0, |token| token.end), &text));
        let wording = reading.wordings.first().and_then(|&n| utterance.wordings.get(n));
        let wording = wording.map_or("", |wording| wording.text.as_str());
        printed.insert_str(0, clitic_host(wording, reading.span.start, &printed));
        printed.push_str(denial(wording, reading.span.end, &printed));
    }
    let mut gravest: Vec<&Reading> = items.iter().map(|(_, reading)| *reading).collect();
    gravest.sort_by_key(|reading| std::cmp::Reverse((reading.level, reading.disclosure)));
    let mut kinds: Vec<&'static str> = Vec::new();
    // Among kinds of equal level, a move is named first.
    gravest.sort_by_key(|reading| {
        (std::cmp::Reverse(reading.level), reading.operation != Operation::Transposition)
    });
    let mut rules: Vec<VariantRule> = Vec::new();
    for reading in &gravest {
        if !kinds.contains(&reading.kind.as_str()) {
            kinds.push(reading.kind.as_str());
        }
        if !rules.contains(&reading.rule) {
            rules.push(reading.rule);
        }
    }
    let worst = items.iter().map(|(_, reading)| (reading.level, reading.disclosure)).max();
    let (level, disclosure) = worst.unwrap_or((Level::Minor, Disclosure::None));
    let operation = match (items, text.is_empty(), printed.is_empty()) {
        // A mark replaced by words has text on both sides.
        ([(_, reading)], false, false)
            if matches!(reading.operation, Operation::Addition | Operation::Omission) =>
        {
            Operation::Substitution
        }
        ([(_, reading)], ..) => reading.operation,
        (_, true, _) => Operation::Addition,
        (_, _, true) => Operation::Omission,
        _ => Operation::Substitution,
    };
    let wordings = items.first().map_or(Vec::new(), |(_, reading)| reading.wordings.clone());
    let forms = items.iter().flat_map(|(_, reading)| reading.forms.iter().skip(1));
    let forms = forms.map(|form| (sanitize(&form.text), form.wordings.clone())).collect();
    let others = other_wordings(items, &wordings);
    Change {
        tokens: range,
        lemma: text,
        text: printed,
        wordings,
        forms,
        with_lemma: items.first().map_or(Vec::new(), |(entry, _)| entry.wordings.clone()),
        others,
        operation,
        kinds,
        level,
        disclosure,
        stands: gravest.iter().all(|reading| reading.stands()),
        doubt: gravest.iter().find_map(|reading| reading.statement.as_ref()?.doubt),
        statement: gravest.iter().find_map(|reading| reading.statement.clone()),
        rules,
        moved_block: items.iter().find_map(|(_, reading)| reading.moved_block),
        changed_by: changed_by(&gravest),
        moved: None,
    }
}

/// Returns who changed the words of a change by its gravest readings of which it is known.
fn changed_by(gravest: &[&Reading]) -> Option<ChangedBy> {
    let worst = gravest.iter().map(|reading| reading.level).max()?;
    gravest.iter().filter(|reading| reading.level == worst).find_map(|reading| reading.changed_by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Lemma, LemmaBasis, Wording};
    use crate::report::sample;
    use crate::variant::Kind;

    /// Returns an utterance of two wordings. Readings are given as (tokens of the lemma, tokens of
    /// the other wording, moved block).
    fn utterance(
        lemma: &str,
        other: &str,
        readings: &[(Range<usize>, Range<usize>, Option<usize>)],
    ) -> Utterance {
        let words = |text: &str| tokens(text).map(|token| token.span.range()).collect::<Vec<_>>();
        let (a, b) = (words(lemma), words(other));
        let cut = |text: &str, all: &[Range<usize>], those: &Range<usize>| {
            let at = all.get(those.start).map_or(text.len(), |token| token.start);
            let span = if those.is_empty() { at..at } else { at..all[those.end - 1].end };
            (text[span.clone()].to_owned(), span)
        };
        let template = sample::denial().apparatus[1].readings[0].clone();
        let apparatus = readings.iter().map(|(x, y, block)| {
            let ((text, span), moved) = (cut(other, &b, y), *block);
            let operation = match (moved, x.is_empty(), y.is_empty()) {
                (Some(_), true, _) | (Some(_), _, true) => Operation::Transposition,
                (_, true, _) => Operation::Addition,
                (_, _, true) => Operation::Omission,
                _ => Operation::Substitution,
            };
            let (level, kind) =
                (Level::Minor, if moved.is_some() { Kind::Order } else { Kind::FunctionWord });
            let reading = Reading {
                text,
                span,
                moved_block: moved,
                statement: None,
                changed_by: None,
                operation,
                level,
                kind,
                wordings: vec![1],
                ..template.clone()
            };
            ApparatusEntry {
                text: cut(lemma, &a, x).0,
                tokens: x.clone(),
                wordings: vec![0],
                readings: vec![reading],
            }
        });
        let apparatus = apparatus.collect();
        let wording = |text: &str| Wording {
            text: text.to_owned(),
            witnesses: Vec::new(),
            outlets: 1,
            first: Vec::new(),
        };
        Utterance {
            lemma: Lemma {
                text: lemma.to_owned(),
                tokens: a,
                wording: 0,
                margin: 1,
                basis: LemmaBasis::Consensus,
            },
            wordings: vec![wording(lemma), wording(other)],
            apparatus,
            ..sample::denial()
        }
    }

    fn described(utterance: &Utterance) -> Vec<String> {
        let items: Vec<EntryReading<'_>> = utterance
            .apparatus
            .iter()
            .flat_map(|entry| entry.readings.iter().map(move |r| (entry, r)))
            .collect();
        collect_changes(utterance, &items)
            .iter()
            .map(|change| format!("{} ] {}", change.lemma, change.text))
            .collect()
    }

    #[test]
    fn blocks_that_trade_places_are_one_change() {
        let (a, b) =
            ("we ate the pie and then sang old songs.", "we sang old songs and ate the pie.");
        let readings = [(1..1, 1..4, Some(0)), (4..6, 4..5, None), (6..9, 8..8, Some(0))];
        assert_eq!(described(&utterance(a, b, &readings[..1])), [" ] sang old songs"]);
        assert_eq!(
            described(&utterance(a, b, &readings)),
            ["ate the pie and then sang old songs ] sang old songs and ate the pie"]
        );
    }

    #[test]
    fn a_distant_move_is_shown_where_the_lemma_has_it() {
        let middle = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
        let (a, b) = (format!("Last year {middle} went"), format!("{middle} last year went"));
        let all = utterance(&a, &b, &[(0..2, 0..0, Some(0)), (18..18, 16..18, Some(0))]);
        let items: Vec<EntryReading<'_>> =
            all.apparatus.iter().map(|entry| (entry, &entry.readings[0])).collect();
        let changes = collect_changes(&all, &items);
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].lemma.as_str(), changes[0].text.as_str()),
            ("Last year", "last year")
        );
        assert_eq!(changes[0].moved.as_deref(), Some("now before “went”"));
    }

    #[test]
    fn a_move_of_the_same_words_is_told() {
        let all = utterance("we never went home", "we went never home", &[(1..2, 2..3, Some(0))]);
        assert_eq!(described(&all), ["never ] moved"]);
        let all = utterance("we never went home", "we ever went home", &[(1..2, 1..2, None)]);
        assert_eq!(described(&all), ["never ] ever"]);
    }

    #[test]
    fn what_touches_is_one_change_and_pairs_stay_apart() {
        let all = utterance(
            "they said so today",
            "she says it",
            &[(0..1, 0..1, None), (1..2, 1..2, None)],
        );
        assert_eq!(described(&all), ["they ] she", "said ] says"]);
        let all = utterance(
            "so we never went home",
            "so home",
            &[(1..2, 1..1, None), (2..4, 1..1, None)],
        );
        assert_eq!(described(&all), ["we never went ] "]);
    }
}
