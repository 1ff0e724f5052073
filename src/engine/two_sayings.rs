//! Pairs that are two sayings whatever words they share: a line and a quotation that holds it up,
//! and a title and speech that mentions it. And the places where a name or a number stands for
//! another.
//!
//! Cost: a few words before the passage that a pair shares; an alignment for pairs that may be one
//! utterance but are of two days, or of two people.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::PairScorer;
use crate::align::{Aligner, SharedPassage};
use crate::link::{Basis, Evidence, contradict, count_slots};
use crate::person_name::Agreement;
use crate::snapshot::{ClassRow, Snapshot};
use crate::text::{Passage, TokenClass, rows};
use crate::variant::{Side, Variant};

/// Geometric mean of the tokens of two quotations up to which they are searched for a
/// contradiction. To align two of 1,800 words takes a millisecond, and a paragraph of a megabyte
/// may have 40,000 such pairs. No verdict on the labelled news depends on it.
const MAX_CONTRAST_TOKENS: usize = 256;

/// Words before a shared passage that are searched for a frame: *there are those who say that*.
const MAX_FRAME_WORDS: usize = 6;

/// Share of the bare line that the frame must hold up, as a divisor: half of it.
const MIN_HELD_UP_DIVISOR: i32 = 2;

impl<S: Snapshot> PairScorer<'_, S> {
    /// Returns the basis of a pair that is two sayings whatever it shares. Otherwise counts in the
    /// evidence the names and numbers that differ, where these can speak for two sayings.
    pub(super) fn two_sayings(
        &self,
        x: u32,
        y: u32,
        evidence: &mut Evidence,
        passages: &[SharedPassage],
        aligner: &mut Aligner,
    ) -> Option<Basis> {
        let [a, b] = [x, y].map(|row| &self.classes[row as usize]);
        if a.sequence == b.sequence || !a.is_extracted() || !b.is_extracted() {
            return None;
        }
        let [one, two] = [x, y].map(|row| self.snapshot.passage(ClassRow(row)));
        let ((left, one), (right, two)) = (one?, two?);
        if let Some(passage) = passages.first() {
            let [here, there] = &passage.word_ranges;
            let overlap = &evidence.overlap;
            let held_up = |outer: &Passage,
                           text: &str,
                           range: &Range<usize>,
                           bare: &Range<usize>,
                           weight: i32| {
                range.start > 0
                    && bare.start == 0
                    && overlap.first >= weight / MIN_HELD_UP_DIVISOR
                    && ends_in_frame(text, outer, range.start)
            };
            if held_up(one, left, here, there, overlap.weight[1])
                || held_up(two, right, there, here, overlap.weight[0])
            {
                return Some(Basis::HeldUp);
            }
            if evidence.titles == 1
                && evidence.speaker != Agreement::Same
                && !a.in_title
                && !b.in_title
                && is_titled(left, one, here)
                && is_titled(right, two, there)
            {
                return Some(Basis::TitleMentioned);
            }
        }
        let is_doubtful =
            evidence.days.is_some_and(|days| days > 0) || evidence.speaker == Agreement::Conflict;
        if !(evidence.same_document || is_doubtful)
            || one.words.len().saturating_mul(two.words.len())
                > MAX_CONTRAST_TOKENS * MAX_CONTRAST_TOKENS
            || self.model.log_odds(evidence) < self.min_log_odds
        {
            return None;
        }
        let words = self.snapshot.vocabulary();
        let alignment = aligner.align(words, &one.words, &two.words);
        let (left, right) = (Side::new(left, one), Side::new(right, two));
        let variants: Vec<Variant> =
            self.classifier.variants_by_rule(words, left, right, &alignment);
        evidence.slots = count_slots(&variants);
        // Equal words are not aligned for it, since a document may print one speech a hundred
        // times.
        let contrast = evidence.same_document
            && self.model.log_odds(evidence) > 0.0
            && (contradict(&variants) || evidence.slots > 0);
        contrast.then_some(Basis::Contrast)
    }
}

/// Returns the tokens that are words.
fn word_tokens<'p>(passage: &'p Passage) -> impl Iterator<Item = crate::span::Span> + 'p {
    passage.tokens.iter().filter(|token| token.class.is_word()).map(|token| token.span)
}

/// Returns true if the words before word `start` hold up what follows: *who will say that*.
fn ends_in_frame(text: &str, passage: &Passage, start: usize) -> bool {
    let skipped = start.saturating_sub(MAX_FRAME_WORDS);
    let before: Vec<String> = word_tokens(passage)
        .skip(skipped)
        .take(start - skipped)
        .map(|span| span.slice(text).to_lowercase().replace('’', "'"))
        .collect();
    let mut before = before.iter().rev().map(String::as_str).peekable();
    before.next_if_eq(&"that");
    let Some(verb) = before.next().map(role) else { return false };
    if !matches!(verb, Role::Said | Role::Say) {
        return false;
    }
    while before.next_if(|word| role(word) == Role::Between).is_some() {}
    let Some(subject) = before.next() else { return false };
    // “I’ve said”: the form of the perfect may be written with the subject.
    let subject = subject.split('\'').next().unwrap_or(subject);
    let earlier = before.next();
    let begins = earlier.is_none() && skipped == 0;
    let is_when = earlier == Some("when");
    let is_aside = earlier.is_some_and(|word| matches!(word, "as" | "what" | "like"));
    match role(subject) {
        // In a story “and I said …” is part of what is told.
        Role::Itself => verb == Role::Said && (begins || is_when),
        Role::Others => !is_aside,
        _ => false,
    }
}

/// The role of a word in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Said,
    Say,
    Itself,
    Others,
    Between,
    None,
}

fn role(word: &str) -> Role {
    static TABLE: OnceLock<FxHashMap<&'static str, Role>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = FxHashMap::default();
        for (name, words) in rows(include_str!("../language/en/quoting-frames.tsv")) {
            let role = match name {
                "said" => Role::Said,
                "say" => Role::Say,
                "self" => Role::Itself,
                "others" => Role::Others,
                _ => Role::Between,
            };
            table.extend(words.split_whitespace().map(|word| (word, role)));
        }
        table
    });
    table.get(word).copied().unwrap_or(Role::None)
}

/// Returns true if the words of a passage are written as in a title: two or more, and all but small
/// words with a capital. Capitals throughout are no title but an emphasis.
fn is_titled(text: &str, passage: &Passage, range: &Range<usize>) -> bool {
    let tokens = passage.tokens.iter().filter(|token| token.class.is_word());
    let (mut count, mut shouted) = (0, 0);
    for token in tokens.skip(range.start).take(range.len()) {
        if matches!(token.class, TokenClass::Content | TokenClass::Name) {
            let word = token.span.slice(text);
            if !word.starts_with(char::is_uppercase) {
                return false;
            }
            count += 1;
            shouted += usize::from(!word.contains(char::is_lowercase));
        }
    }
    count >= 2 && shouted < count
}
