//! Finds two changes that are one: a negation carried by another word, the two ends of a number.

use std::ops::Range;

use super::PairClassifier;
use crate::variant::rules;
use crate::variant::token_view::TokenView;
use crate::variant::{Disclosure, Kind, Level, Operation, Variant, VariantRule};

impl PairClassifier<'_, '_> {
    /// Reconciles a negation that one word of the clause carries here and another there: `have
    /// never seen anything`, `have seen nothing`. Each change alone would contradict the clause;
    /// both together do not.
    pub(super) fn reconcile_carried_negations(&mut self) {
        if self.variants.iter().all(|variant| variant.rule != VariantRule::PolarityNegator) {
            return;
        }
        let mut turns: Vec<(usize, isize)> = (0..self.variants.len())
            .filter(|&i| self.variants[i].operation != Operation::Transposition)
            .map(|i| {
                let (a, b) = self.touching_sentence(&self.variants[i]);
                (i, rules::balance(&self.unit(a, b)))
            })
            .filter(|(_, balance)| *balance != 0)
            .collect();
        turns.sort_by_key(|&(i, _)| (self.variants[i].a.start, self.variants[i].b.start));
        let mut at = 0;
        while let Some([(i, x), (j, y)]) = turns.get(at..at + 2) {
            at += 1;
            let (left, right) = (&self.variants[*i], &self.variants[*j]);
            let clause = |tokens: &[TokenView<'_>], from: usize, to: usize| {
                to.saturating_sub(from) <= MAX_CARRIED_WORDS
                    && tokens.get(from..to).is_none_or(|tokens| {
                        // The mark at the end of a fragment is the reporter's.
                        let end = tokens.iter().rposition(TokenView::is_word).map_or(0, |i| i + 1);
                        tokens[..end].iter().all(|tok| {
                            tok.is_word()
                                && !rules::opens_clause(tok)
                                && !matches!(tok.form, "and" | "or" | "if")
                        })
                    })
            };
            if x + y != 0
                || !clause(self.a, left.a.end, right.a.start)
                || !clause(self.b, left.b.end, right.b.start)
            {
                continue;
            }
            // `anything` for `nothing`, with the `not` elsewhere, says the same; a bare `not` that
            // moves can say another thing.
            let holds = |test: fn(&str) -> bool| {
                [i, j].iter().any(|&&i| {
                    self.a[self.variants[i].a.clone()]
                        .iter()
                        .chain(&self.b[self.variants[i].b.clone()])
                        .any(|tok| test(tok.form))
                })
            };
            let any = holds(|form| form.starts_with("any"));
            // A `not` that passes `all` or `because` may deny another part of the clause.
            let scope = |tokens: &[TokenView<'_>], from: usize, to: usize| {
                tokens.get(from..to).is_some_and(|tokens| {
                    tokens.iter().any(|tok| {
                        matches!(tok.form, "all" | "every" | "each" | "both" | "always" | "only")
                            || tok.form.starts_with("every")
                    })
                })
            };
            let scoped = scope(self.a, left.a.start, right.a.end)
                || scope(self.b, left.b.start, right.b.end);
            for i in [*i, *j] {
                if self.variants[i].rule != VariantRule::PolarityNegator {
                    continue;
                }
                self.variants[i].level =
                    if any || !scoped { Level::Minor } else { Level::Substantive };
                self.variants[i].kind = Kind::FunctionWord;
                self.variants[i].rule = VariantRule::FunctionWordNegationCarried;
            }
            at += 1;
        }
    }

    /// Returns the ranges of a variant; of what is cut off at an end, what belongs to the sentence
    /// of the words that both print.
    fn touching_sentence(&self, variant: &Variant) -> (Range<usize>, Range<usize>) {
        let part = |tokens: &[TokenView<'_>], range: &Range<usize>| {
            let words = &tokens[range.clone()];
            if range.start == 0 {
                let stop = words.iter().rposition(TokenView::ends_sentence);
                range.start + stop.map_or(0, |stop| stop + 1)..range.end
            } else {
                let stop = words.iter().position(TokenView::ends_sentence);
                range.start..range.start + stop.unwrap_or(words.len())
            }
        };
        match variant.operation {
            Operation::Truncation => (part(self.a, &variant.a), part(self.b, &variant.b)),
            _ => (variant.a.clone(), variant.b.clone()),
        }
    }

    /// Joins two changes that are the two ends of one number: `$5`, `5 dollars`; `1 January`,
    /// `January 1st`.
    pub(super) fn join_numbers(&mut self) {
        let mut i = 1;
        while i < self.variants.len() {
            let (left, right) = (&self.variants[i - 1], &self.variants[i]);
            let a = left.a.start.min(right.a.start)..left.a.end.max(right.a.end);
            let b = left.b.start.min(right.b.start)..left.b.end.max(right.b.end);
            let lone = |variant: &Variant| {
                matches!(variant.operation, Operation::Addition | Operation::Omission)
            };
            if lone(left)
                && lone(right)
                && left.operation != right.operation
                && a.len().max(b.len()) <= MAX_NUMBER_TOKENS
                && let Some(found) = rules::number_format(&self.unit(a.clone(), b.clone()))
                && found.level == Level::Accidental
            {
                self.variants.drain(i - 1..=i);
                self.push(found, a, b, Disclosure::None);
                if let Some(joined) = self.variants.pop() {
                    self.variants.insert(i - 1, joined);
                }
            } else {
                i += 1;
            }
        }
    }
}

/// Most words between two changes that carry one negation.
const MAX_CARRIED_WORDS: usize = 8;

/// Most tokens of a number of which two parts differ: `January 1st, 2024`.
const MAX_NUMBER_TOKENS: usize = 5;
