//! Reads the evidence of stated differences off the alignment of two wordings.
//!
//! Cost: O(tokens) for a pair of wordings, and O(window) for each difference; a window ends at the
//! ends of sentences, and after [`MAX_WINDOW_TOKENS`] tokens.

use std::ops::Range;

use super::evidence::StatementEvidence;
use crate::person_name::Agreement;
use crate::text::{TokenClass, TokenFlags, Vocabulary, Weight, Word};
use crate::variant::{Disclosure, Level, Operation, Side, Variant};

/// Number of tokens on each side of a place that are looked at.
const MAX_WINDOW_TOKENS: usize = 60;
/// Number of tokens around a place in which a repetition is looked for.
const REPETITION_TOKENS: usize = 12;

/// The facts about the documents of two wordings.
#[derive(Clone, Copy, Debug)]
pub(in crate::edition) struct WordingFacts {
    pub one_document: bool,
    pub speaker: Agreement,
    pub days: Option<u32>,
    pub other_name: bool,
    /// True if one of the two is a translation.
    pub translated: bool,
}

/// The relation of a token to the other wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Printed by both, perhaps in another form.
    Equal,
    /// Replaced or missing, and minor.
    Minor,
    /// Part of a difference of substance.
    Changed,
    /// Beyond the end of the other wording, or covered by an ellipsis.
    Outside,
}

/// One side of the pair: the state of each token, and of each gap before a token.
struct SideStates<'x> {
    side: Side<'x>,
    tokens: Vec<State>,
    gaps: Vec<State>,
}

/// The alignment of the lemma with another wording, as states of tokens.
pub(in crate::edition) struct PairContext<'x> {
    words: &'x Vocabulary,
    sides: [SideStates<'x>; 2],
    statements: usize,
    longest: Weight,
    facts: WordingFacts,
}

/// Returns true if a variant is stated as a difference of substance: it is neither a cut nor shown.
pub(in crate::edition) fn is_statement(variant: &Variant) -> bool {
    variant.level >= Level::Substantive && variant.operation != Operation::Truncation
}

impl<'x> PairContext<'x> {
    pub(in crate::edition) fn new(
        words: &'x Vocabulary,
        lemma: Side<'x>,
        wording: Side<'x>,
        variants: &[Variant],
        facts: WordingFacts,
    ) -> PairContext<'x> {
        let states = |side: Side<'x>, range: fn(&Variant) -> &Range<usize>| {
            let count = side.passage.tokens.len();
            let mut tokens = vec![State::Equal; count];
            let mut gaps = vec![State::Equal; count + 1];
            for variant in variants {
                let state = match variant.operation {
                    Operation::Truncation | Operation::Elision => State::Outside,
                    _ if variant.level == Level::Accidental => continue,
                    _ if variant.level == Level::Minor => State::Minor,
                    _ => State::Changed,
                };
                let at = range(variant);
                if at.is_empty() {
                    gaps[at.start.min(count)] = state;
                } else {
                    tokens[at.clone()].fill(state);
                }
            }
            SideStates { side, tokens, gaps }
        };
        let sides = [states(lemma, |v| &v.a), states(wording, |v| &v.b)];
        PairContext {
            words,
            longest: sides.iter().map(|side| side.longest_run(words)).min().unwrap_or(0),
            sides,
            statements: variants.iter().filter(|variant| is_statement(variant)).count(),
            facts,
        }
    }

    /// Returns the evidence of one difference. The number of outlets is not known yet.
    pub(in crate::edition) fn evidence(&self, variant: &Variant) -> StatementEvidence {
        let at = [&variant.a, &variant.b];
        let runs = [0, 1].map(|n| self.sides[n].runs(self.words, at[n]));
        // Both texts must run on: the shorter run counts.
        let anchors = [0, 1].map(|end| runs[0].0[end].min(runs[1].0[end]));
        let at_end = [0, 1].map(|end| runs[0].1[end] || runs[1].1[end]);
        let (equal, changed) = self.sentence_weights(at);
        let passage = [0, 1].map(|n| self.sides[n].weigh(self.words, 0..usize::MAX));
        let (all_equal, all_changed) = (passage[0].0 + passage[1].0, passage[0].1 + passage[1].1);
        StatementEvidence {
            anchors,
            at_end,
            sentence_share: share(equal, changed),
            passage_share: share(all_equal, all_changed),
            equal: all_equal / 2,
            changed: [0, 1].map(|n| self.sides[n].weight(self.words, at[n])),
            changed_words: [0, 1].map(|n| self.sides[n].words_in(at[n]).count()),
            repeated: self.repeated(at),
            elided: (0..2).any(|n| self.sides[n].is_elided(at[n])),
            letters: self.letters(at),
            statements: self.statements,
            outlets: [0, 0],
            heaviest: (0..2)
                .flat_map(|n| at[n].clone().map(move |i| (n, i)))
                .map(|(n, i)| self.sides[n].token_weight(self.words, i))
                .max()
                .unwrap_or(0),
            name: (0..2).any(|n| {
                let mut tokens = at[n].clone().map(|i| &self.sides[n].side.passage.tokens[i]);
                tokens.any(|token| token.class == TokenClass::Name)
            }),
            initial: (0..2).all(|n| self.sides[n].begins_sentence(self.words, at[n].start)),
            longest: self.longest,
            all_changed,
            other_name: self.facts.other_name,
            translated: self.facts.translated,
            partly: variant.disclosure == Disclosure::Partial,
            one_document: self.facts.one_document,
            speaker: self.facts.speaker,
            days: self.facts.days,
            level: variant.level,
            kind: variant.kind,
        }
    }

    /// Returns the weights of the equal and of the differing words in the sentences around a place.
    fn sentence_weights(&self, at: [&Range<usize>; 2]) -> (Weight, Weight) {
        (0..2).fold((0, 0), |(equal, changed), n| {
            let window = self.sides[n].sentence(self.words, at[n]);
            let (more, less) = self.sides[n].weigh(self.words, window);
            (equal + more, changed + less)
        })
    }

    /// Returns the share of the differing words that the other text, or the same one, prints
    /// beside the place too.
    fn repeated(&self, at: [&Range<usize>; 2]) -> f64 {
        let (mut found, mut all) = (0, 0);
        for n in 0..2 {
            for word in self.sides[n].words_in(at[n]) {
                all += 1;
                let stands = (0..2).any(|m| {
                    let side = &self.sides[m];
                    let from = at[m].start.saturating_sub(REPETITION_TOKENS);
                    let to = (at[m].end + REPETITION_TOKENS).min(side.tokens.len());
                    side.words_in(&(from..at[m].start))
                        .chain(side.words_in(&(at[m].end..to)))
                        .any(|other| other == word)
                });
                found += usize::from(stands);
            }
        }
        if all == 0 { 0.0 } else { found as f64 / all as f64 }
    }

    fn letters(&self, at: [&Range<usize>; 2]) -> f64 {
        let joined = [0, 1].map(|n| {
            let forms = self.sides[n].words_in(at[n]).map(|word| &*self.words[word].form);
            forms.collect::<String>()
        });
        if joined.iter().any(|text| text.is_empty() || text.len() > MAX_LETTERS) {
            return 0.0;
        }
        strsim::normalized_damerau_levenshtein(&joined[0], &joined[1])
    }
}

/// Longer places are no slips of letters.
const MAX_LETTERS: usize = 48;

impl SideStates<'_> {
    fn token_weight(&self, words: &Vocabulary, n: usize) -> Weight {
        let token = &self.side.passage.tokens[n];
        if token.class.is_word() { words[self.side.passage.words[n]].weight } else { 0 }
    }

    fn words_in(&self, range: &Range<usize>) -> impl Iterator<Item = Word> {
        let passage = self.side.passage;
        range.clone().filter(|&n| passage.tokens[n].class.is_word()).map(|n| passage.words[n])
    }

    fn weight(&self, words: &Vocabulary, range: &Range<usize>) -> Weight {
        range.clone().map(|n| self.token_weight(words, n)).sum()
    }

    /// Returns the weight of the heaviest run of equal words.
    fn longest_run(&self, words: &Vocabulary) -> Weight {
        let (mut run, mut longest) = (0, 0);
        for n in 0..self.tokens.len() {
            if self.gaps[n] != State::Equal {
                run = 0;
            }
            run = match self.tokens[n] {
                State::Equal => run + self.token_weight(words, n),
                _ => 0,
            };
            longest = longest.max(run);
        }
        longest
    }

    /// Returns true if a sentence begins at a token.
    fn begins_sentence(&self, words: &Vocabulary, n: usize) -> bool {
        n == 0 || self.ends_sentence(words, n - 1) || self.tokens[n - 1] == State::Outside
    }

    /// Returns the weights of the equal and of the differing words in a range.
    fn weigh(&self, words: &Vocabulary, range: Range<usize>) -> (Weight, Weight) {
        let (mut equal, mut changed) = (0, 0);
        for n in range.start..range.end.min(self.tokens.len()) {
            match self.tokens[n] {
                State::Equal => equal += self.token_weight(words, n),
                State::Minor | State::Changed => changed += self.token_weight(words, n),
                State::Outside => {}
            }
        }
        (equal, changed)
    }

    /// Returns true if the token ends a sentence.
    fn ends_sentence(&self, words: &Vocabulary, n: usize) -> bool {
        let passage = self.side.passage;
        passage.tokens[n].class == TokenClass::Mark
            && matches!(&*words[passage.words[n]].form, "." | "?" | "!")
    }

    /// Returns the tokens of the sentences in which a place stands.
    fn sentence(&self, words: &Vocabulary, at: &Range<usize>) -> Range<usize> {
        let first = at.start.saturating_sub(MAX_WINDOW_TOKENS);
        let last = (at.end + MAX_WINDOW_TOKENS).min(self.tokens.len());
        let start = (first..at.start).rev().find(|&n| self.ends_sentence(words, n));
        let end = (at.end..last).find(|&n| self.ends_sentence(words, n));
        start.map_or(first, |n| n + 1)..end.unwrap_or(last)
    }

    /// Returns the weight of the equal words before and after a place, and for each side true if
    /// the text ends there.
    fn runs(&self, words: &Vocabulary, at: &Range<usize>) -> ([Weight; 2], [bool; 2]) {
        let stops = |n: usize| {
            matches!(self.tokens[n], State::Changed | State::Outside)
                || self.side.passage.tokens[n].class == TokenClass::Ellipsis
        };
        let breaks = |n: usize| matches!(self.gaps[n], State::Changed | State::Outside);
        let (mut weights, mut ends) = ([0; 2], [false; 2]);
        let (mut n, mut seen) = (at.start, 0);
        loop {
            // The gap at the place itself is the difference.
            if n == 0 {
                ends[0] = true;
                break;
            }
            if n != at.start && breaks(n) || seen > MAX_WINDOW_TOKENS {
                break;
            }
            n -= 1;
            seen += 1;
            if stops(n) {
                ends[0] = self.tokens[n] == State::Outside;
                break;
            }
            if self.tokens[n] == State::Equal {
                weights[0] += self.token_weight(words, n);
            }
        }
        let (mut n, mut seen) = (at.end, 0);
        loop {
            if n == self.tokens.len() {
                ends[1] = true;
                break;
            }
            if n != at.end && breaks(n) || seen > MAX_WINDOW_TOKENS {
                break;
            }
            if stops(n) {
                ends[1] = self.tokens[n] == State::Outside;
                break;
            }
            if self.tokens[n] == State::Equal {
                weights[1] += self.token_weight(words, n);
            }
            n += 1;
            seen += 1;
        }
        (weights, ends)
    }

    /// Returns true if an ellipsis or a bracket stands in a place or beside it.
    fn is_elided(&self, at: &Range<usize>) -> bool {
        let from = at.start.saturating_sub(1);
        let to = (at.end + 1).min(self.tokens.len());
        self.side.passage.tokens[from..to].iter().any(|token| {
            matches!(token.class, TokenClass::Ellipsis | TokenClass::Bracket)
                || token.flags.has(TokenFlags::BRACKETED)
        })
    }
}

/// Returns the first part of the sum of both; 1 where both are 0.
fn share(part: Weight, rest: Weight) -> f64 {
    if part + rest <= 0 { 1.0 } else { f64::from(part) / f64::from(part + rest) }
}
