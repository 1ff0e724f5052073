//! A wording beside a print: which of its words the print has, and what differs.

use std::collections::{BTreeMap, BTreeSet};

use crate::align::features::SequenceWord;
use crate::blocking::MIN_RUN_WEIGHT;
use crate::edition::Utterance;
use crate::person_name::{Agreement, PersonName};
use crate::text::{Vocabulary, Weight};
use crate::variant::{Kind, Operation, Variant};

/// Weight of words that may be printed nowhere: two or three small ones that join two parts.
const MAX_UNCOVERED: Weight = MIN_RUN_WEIGHT / 2;

/// Returns true if more of a wording is not covered than a few small words.
pub(super) fn leaves_much(words: &Vocabulary, asked: &[SequenceWord], covered: &[bool]) -> bool {
    let open = asked.iter().zip(covered).filter(|(_, covered)| !**covered);
    open.map(|(word, _)| words[word.word()].weight).sum::<Weight>() > MAX_UNCOVERED
}

/// Returns true if a variant changes no word: it is of glyphs, marks, capitals or spelling.
pub(super) fn has_same_words(variant: &Variant) -> bool {
    matches!(
        variant.kind,
        Kind::Whitespace
            | Kind::QuoteMark
            | Kind::Dash
            | Kind::Diacritic
            | Kind::Case
            | Kind::SentenceBoundary
            | Kind::Punctuation
            | Kind::Spelling
            | Kind::Contraction
            | Kind::Hyphenation
            | Kind::NumberFormat
    )
}

/// Returns true if the truncation is of the print: it says more, before or after.
pub(super) fn is_outside(variant: &Variant) -> bool {
    variant.operation == Operation::Truncation && variant.b.is_empty()
}

/// Returns a wording without what stands in brackets: these are an editor's words, and say nothing
/// of what was said. Nothing if it has no brackets, or nothing beside them.
pub(super) fn without_brackets(text: &str) -> Option<String> {
    let (mut bare, mut rest) = (String::new(), text);
    while let Some((before, from)) = rest.split_once('[') {
        let (_, after) = from.split_once(']')?;
        bare.push_str(before);
        rest = after;
    }
    let has_brackets = rest.len() < text.len();
    bare.push_str(rest);
    (has_brackets && bare.contains(char::is_alphanumeric)).then_some(bare)
}

/// Returns true if the text stands in the print as it is, at ends of words.
pub(super) fn is_part(printed: &str, text: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    printed.match_indices(text).any(|(at, _)| {
        let (before, after) = (&printed[..at], &printed[at + text.len()..]);
        let begins_inside = is_word(before.chars().next_back()) && is_word(text.chars().next());
        let ends_inside = is_word(after.chars().next()) && is_word(text.chars().next_back());
        !begins_inside && !ends_inside
    })
}

/// Returns, for each word that was asked, if the print has it in a part that weighs as much as a
/// run, or in one that is all that was asked. O(n·m).
pub(super) fn covered(words: &Vocabulary, asked: &[SequenceWord], printed: &str) -> Vec<bool> {
    let forms: BTreeMap<&str, u32> =
        asked.iter().map(|word| (&*words[word.word()].form, word.word().0)).collect();
    let printed: Vec<Option<u32>> = crate::text::tokens(printed)
        .filter(|token| token.class.is_word())
        .map(|token| {
            let form = crate::text::normal_form(token.span.slice(printed));
            forms.get(&*form).copied()
        })
        .collect();
    let mut covered = vec![false; asked.len()];
    // The length of the equal part that ends at each word of the print.
    let mut lengths = vec![0; printed.len() + 1];
    for (n, word) in asked.iter().enumerate() {
        for m in (0..printed.len()).rev() {
            lengths[m + 1] = match printed[m] == Some(word.word().0) {
                true => lengths[m] + 1,
                false => 0,
            };
        }
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let part = &asked[n + 1 - longest..=n];
        let weight: Weight = part.iter().map(|word| words[word.word()].weight).sum();
        if weight >= MIN_RUN_WEIGHT || longest == asked.len() {
            covered[n + 1 - longest..=n].fill(true);
        }
    }
    covered
}

/// Returns true if witnesses name speakers, and none of them can be this one.
pub(super) fn is_given_to_another(speaker: &str, utterance: &Utterance) -> bool {
    let asked = PersonName::parse(speaker);
    let named: BTreeSet<&str> =
        utterance.witnesses.iter().filter_map(|witness| witness.speaker.as_deref()).collect();
    !named.is_empty()
        && named
            .into_iter()
            .all(|name| PersonName::parse(name).compare(&asked).agreement == Agreement::Conflict)
}
