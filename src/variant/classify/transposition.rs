//! Finds what stands elsewhere: moved blocks, and blocks and arguments that trade places.
//!
//! Each is one variant, with both its places. What differs inside it carries the same number.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{EditStep, PairClassifier};
use crate::align::{Alignment, EditKind, Transposition};
use crate::language::CueClass;
use crate::text::TokenClass;
use crate::variant::token_view::TokenView;
use crate::variant::{Disclosure, Kind, Level, Operation, Variant, VariantRule};

impl<'p, 'x> PairClassifier<'p, 'x> {
    /// The moved blocks of the alignment, with their inner changes; and the blocks that they have
    /// traded places with, where those have changes inside. Of two blocks that trade places
    /// unchanged, one has moved.
    pub(super) fn add_transpositions(&mut self, alignment: &Alignment) {
        let held: Vec<&Transposition> =
            alignment.transpositions.iter().filter(|block| self.is_moved_block(block)).collect();
        for block in held {
            let within =
                |range: &Range<usize>, len: usize| range.start.min(len)..range.end.min(len);
            let (a, b) = (within(&block.a, self.a.len()), within(&block.b, self.b.len()));
            let mut said = (Level::Minor, VariantRule::OrderMoved);
            if let Some((x, y)) = &block.exchanged_with {
                if self.drop_pivot((&a, &b), (x, y)) {
                    said = (Level::Substantive, VariantRule::OrderArguments);
                }
                self.add_passed_block(x, y);
            }
            let id = self.next_move();
            self.variants.push(order(a, b, said.0, said.1, id));
            let inner: Vec<EditStep> = block
                .edits
                .iter()
                .map(|edit| EditStep {
                    kind: edit.kind,
                    a: edit.a.clone(),
                    b: edit.b.clone(),
                    moved: None,
                })
                .flat_map(|step| self.split_equal(step))
                .collect();
            let from = self.variants.len();
            self.classify_shared(&inner, true);
            self.variants[from..].iter_mut().for_each(|variant| variant.moved = Some(id));
        }
    }

    /// A stop beside a block that moved ends the block where it stands now, and cuts no clause off.
    pub(super) fn settle_stops_beside_moves(&mut self) {
        let moves: Vec<(Range<usize>, Range<usize>)> = self
            .variants
            .iter()
            .filter(|variant| variant.operation == Operation::Transposition)
            .map(|variant| (variant.a.clone(), variant.b.clone()))
            .collect();
        let beside = |part: &Range<usize>, block: &Range<usize>| {
            part.start <= block.end + 1 && block.start <= part.end + 1
        };
        for variant in &mut self.variants {
            if variant.rule == VariantRule::SentenceBoundaryAttachment
                && moves.iter().any(|(a, b)| beside(&variant.a, a) || beside(&variant.b, b))
            {
                variant.rule = VariantRule::SentenceBoundaryMark;
                variant.level = Level::Accidental;
                variant.disclosure = Disclosure::None;
            }
        }
    }

    /// Drops what was said of the words around which two blocks trade places, where both sides
    /// print the same there: they stay. Whether they are more than words that join: a verb, `than`.
    fn drop_pivot(
        &mut self,
        moved: (&Range<usize>, &Range<usize>),
        passed: (&Range<usize>, &Range<usize>),
    ) -> bool {
        let gap = |x: &Range<usize>, y: &Range<usize>| {
            x.end.min(y.end)..x.start.max(y.start).max(x.end.min(y.end))
        };
        let (a, b) = (gap(moved.0, passed.0), gap(moved.1, passed.1));
        let pivot = self.a.get(a.clone()).map(forms).unwrap_or_default();
        if pivot.is_empty() || self.b.get(b.clone()).map(forms).unwrap_or_default() != pivot {
            return false;
        }
        let within = |part: &Range<usize>, whole: &Range<usize>| {
            whole.start <= part.start && part.end <= whole.end
        };
        self.variants.retain(|variant| match variant.operation {
            Operation::Omission => !within(&variant.a, &a),
            Operation::Addition => !within(&variant.b, &b),
            _ => true,
        });
        !is_coordination(&pivot)
    }

    /// A block that kept its place while another went past it.
    fn add_passed_block(&mut self, a: &Range<usize>, b: &Range<usize>) {
        let within = |part: &Range<usize>, whole: &Range<usize>| {
            part.is_empty() || whole.start <= part.start && part.end <= whole.end
        };
        let inside: Vec<usize> = (0..self.variants.len())
            .filter(|&i| {
                self.variants[i].moved.is_none()
                    && within(&self.variants[i].a, a)
                    && within(&self.variants[i].b, b)
            })
            .collect();
        if inside.iter().all(|&i| self.variants[i].level == Level::Accidental) {
            return;
        }
        let id = self.next_move();
        let mut told =
            vec![order(a.clone(), b.clone(), Level::Minor, VariantRule::OrderPassed, id)];
        for i in inside.into_iter().rev() {
            let variant = self.variants.remove(i);
            told.insert(1, Variant { moved: Some(id), ..variant });
        }
        self.variants.append(&mut told);
    }

    /// The number of the next moved block.
    pub(super) fn next_move(&mut self) -> usize {
        self.moves += 1;
        self.moves - 1
    }

    /// Returns true if a moved block has enough in common to be called the same words elsewhere:
    /// half the words of its longer end. Less than that are other words, with a name in common.
    pub(super) fn is_moved_block(&self, block: &Transposition) -> bool {
        let count =
            |tokens: Option<&[TokenView<'_>]>| tokens.map_or(0, |tokens| self.count_words(tokens));
        // What the editor put in stands where he put it.
        let inserted = |tokens: Option<&[TokenView<'_>]>| {
            tokens.is_some_and(|tokens| {
                tokens.iter().filter(|tok| tok.is_word()).all(TokenView::inserted)
            })
        };
        if inserted(self.a.get(block.a.clone())) != inserted(self.b.get(block.b.clone())) {
            return false;
        }
        let (m, n) = (count(self.a.get(block.a.clone())), count(self.b.get(block.b.clone())));
        let shared: usize = block
            .edits
            .iter()
            .filter(|edit| matches!(edit.kind, EditKind::Equal | EditKind::Near))
            .map(|edit| count(self.a.get(edit.a.clone())))
            .sum();
        2 * shared >= m.max(n)
    }

    /// Two substitutions that mirror each other: two arguments that trade places around what stands
    /// between.
    pub(super) fn swap_mirrored_substitutions(&mut self) {
        for i in 1..self.variants.len() {
            let (left, right) = (&self.variants[i - 1], &self.variants[i]);
            if left.operation != Operation::Substitution
                || right.operation != Operation::Substitution
            {
                continue;
            }
            let (la, lb) = (forms(&self.a[left.a.clone()]), forms(&self.b[left.b.clone()]));
            let (ra, rb) = (forms(&self.a[right.a.clone()]), forms(&self.b[right.b.clone()]));
            // Around one verb, `than`, `not … but`: a few words between, no more.
            let near = right.a.start - left.a.end.min(right.a.start) <= 4;
            if near && !la.is_empty() && la != lb && la == rb && lb == ra {
                let (first, second) = (left.b.clone(), right.b.clone());
                let pivot = self.a.get(left.a.end..right.a.start).map(forms).unwrap_or_default();
                let (level, rule) = match is_coordination(&pivot) && !pivot.is_empty() {
                    true => (Level::Minor, VariantRule::OrderJoined),
                    false => (Level::Substantive, VariantRule::OrderArguments),
                };
                for (at, b) in [(i - 1, second), (i, first)] {
                    let id = self.next_move();
                    let a = self.variants[at].a.clone();
                    self.variants[at] = order(a, b, level, rule, id);
                }
            }
        }
    }

    /// All that differs lies inside `X v Y` against `Y v X`: two arguments trade places around one
    /// verb or `than`. The alignment can hold only one of the three in place, so it is taken from
    /// the words themselves.
    pub(super) fn find_swapped_arguments(&mut self) {
        let words = |tokens: &[TokenView<'x>]| {
            (0..tokens.len()).filter(|&i| tokens[i].is_word()).collect::<Vec<_>>()
        };
        let (wa, wb) = (words(self.a), words(self.b));
        if wa.len() != wb.len() {
            return;
        }
        let same = |i: usize| self.a[wa[i]].form == self.b[wb[i]].form;
        let Some(first) = (0..wa.len()).find(|&i| !same(i)) else { return };
        let last = (0..wa.len()).rfind(|&i| !same(i)).unwrap_or(first);
        let n = last - first + 1;
        // Two arguments of three words at most, and at most three words between.
        if !(3..=9).contains(&n) {
            return;
        }
        let form = |side: &[TokenView<'x>], index: &[usize], i: usize| side[index[first + i]].form;
        for x in 1..=3.min(n - 2) {
            for y in 1..=3.min(n - x - 1) {
                let v = n - x - y;
                let a = |i: usize| form(self.a, &wa, i);
                let b = |i: usize| form(self.b, &wb, i);
                let trade = v <= 3
                    && (0..y).all(|i| b(i) == a(x + v + i))
                    && (0..v).all(|i| b(y + i) == a(x + i))
                    && (0..x).all(|i| b(y + v + i) == a(i));
                let pivot: Vec<&str> = (0..v).map(|i| a(x + i)).collect();
                // To move a denial from one clause to another is more than to trade places.
                let denies = (0..x)
                    .chain(x + v..n)
                    .any(|i| self.lexicon.is_cue_word(CueClass::Negator, a(i)));
                let weighty = (0..x).any(|i| self.a[wa[first + i]].class != TokenClass::Function)
                    && (0..y).any(|i| self.a[wa[first + x + v + i]].class != TokenClass::Function);
                if !trade || is_coordination(&pivot) || denies || !weighty {
                    continue;
                }
                let range = |index: &[usize], from: usize, len: usize| {
                    index[first + from]..index[first + from + len - 1] + 1
                };
                let pairs = [
                    (range(&wa, 0, x), range(&wb, y + v, x)),
                    (range(&wa, x + v, y), range(&wb, 0, y)),
                ];
                let inside = |range: &Range<usize>, whole: Range<usize>| {
                    whole.start <= range.start && range.end <= whole.end
                };
                let (in_a, in_b) =
                    (pairs[0].0.start..pairs[1].0.end, pairs[1].1.start..pairs[0].1.end);
                self.variants.retain(|v| {
                    !(inside(&v.a, in_a.clone()) && inside(&v.b, in_b.clone()))
                        && v.level == Level::Accidental
                });
                for (a, b) in pairs {
                    let id = self.next_move();
                    self.variants.push(order(
                        a,
                        b,
                        Level::Substantive,
                        VariantRule::OrderArguments,
                        id,
                    ));
                }
                return;
            }
        }
    }

    /// Words left out in one place and added, the same, in another: moved, though no block of the
    /// alignment.
    pub(super) fn pair_moved_words(&mut self) {
        let key = |tokens: &[TokenView<'x>]| {
            let words: Vec<&TokenView<'x>> = tokens.iter().filter(|tok| tok.is_word()).collect();
            // A lone small word stands in many places without having moved.
            let weighty =
                words.len() >= 3 || words.iter().any(|tok| tok.class != TokenClass::Function);
            weighty.then(|| words.iter().map(|tok| tok.form).collect::<Vec<_>>().join(" "))
        };
        let mut gone: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut come: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (i, variant) in self.variants.iter().enumerate() {
            let (in_a, in_b) = (&self.a[variant.a.clone()], &self.b[variant.b.clone()]);
            let only_a =
                in_a.iter().any(TokenView::is_word) && !in_b.iter().any(TokenView::is_word);
            let operation = match variant.operation {
                // What one end has lost the other may have gained.
                Operation::Truncation if only_a => Operation::Omission,
                Operation::Truncation => Operation::Addition,
                other => other,
            };
            match operation {
                Operation::Omission => {
                    key(&self.a[variant.a.clone()]).map(|key| gone.entry(key).or_default().push(i))
                }
                Operation::Addition => {
                    key(&self.b[variant.b.clone()]).map(|key| come.entry(key).or_default().push(i))
                }
                _ => None,
            };
        }
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (key, from) in &gone {
            if let Some(to) = come.get(key) {
                ends.extend(from.iter().copied().zip(to.iter().copied()));
            }
        }
        ends.sort_unstable(); // the map's order must not show
        let mut told = Vec::new();
        for (from, to) in ends {
            let id = self.next_move();
            self.variants[from] = order(
                self.variants[from].a.clone(),
                self.variants[to].b.clone(),
                Level::Minor,
                VariantRule::OrderMoved,
                id,
            );
            told.push(to);
        }
        let mut at = 0..;
        self.variants.retain(|_| at.next().is_none_or(|at| !told.contains(&at)));
    }
}

/// A block that stands at `a` on one side and at `b` on the other.
pub(super) fn order(
    a: Range<usize>,
    b: Range<usize>,
    level: Level,
    rule: VariantRule,
    id: usize,
) -> Variant {
    Variant {
        operation: Operation::Transposition,
        kind: Kind::Order,
        level,
        disclosure: Disclosure::Silent,
        rule,
        a,
        b,
        near: false,
        moved: Some(id),
    }
}

/// Words that join like to like: `bread and butter` for `butter and bread` says the same.
fn is_coordination(pivot: &[&str]) -> bool {
    pivot
        .iter()
        .all(|form| matches!(*form, "and" | "or" | "nor" | "no" | "of" | "to" | "the" | "a" | "an"))
}

fn forms<'x>(tokens: &[TokenView<'x>]) -> Vec<&'x str> {
    tokens.iter().filter(|tok| tok.is_word()).map(|tok| tok.form).collect()
}
