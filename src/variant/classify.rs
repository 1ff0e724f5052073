//! Classifies the differences of one pair: cuts the alignment into variation units and applies the
//! rules to each.
//!
//! A variation unit is a place where two witnesses differ, as textual criticism calls it (Colwell
//! and Tune, *Variant readings: classification and use*, Journal of Biblical Literature 83, 1964).
//! The steps, in order:
//!
//! 1. `ends`: what stands before the first and after the last word that both print is a truncation.
//! 2. Equal tokens are compared as printed.
//! 3. What lies between two equal tokens is one run. It is tried whole (a number of several words,
//!    words written together or apart), then `segmentation` cuts it along the edits of the
//!    alignment.
//! 4. `transposition`: moved blocks, and arguments that have traded places.
//! 5. `disclosure`: whether the print shows the change.
//!
//! Cost: linear in tokens and edits, but for a unit of n words against m: O(n + m) for each rule.

mod coordination;
mod disclosure;
mod ends;
mod joined;
mod segmentation;
mod transposition;

use std::ops::Range;

use super::rules::{self, Finding};
use super::token_view::{SideRange, TokenView, VariationUnit};
use super::{Disclosure, Kind, Level, Operation, Variant, VariantRule};
use crate::align::{Alignment, EditKind};
use crate::language::VariantLexicon;
use crate::text::{TokenClass, jaro_winkler};
use disclosure::{disclosure, is_elided};
use segmentation::{group_steps, refine, split_at_compound, split_at_insertion, split_by_block};

/// One step with the moved block it belongs to, if any.
#[derive(Clone, Debug)]
pub(super) struct EditStep {
    pub kind: EditKind,
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub moved: Option<usize>,
}

pub(super) struct PairClassifier<'p, 'x> {
    pub a: &'p [TokenView<'x>],
    pub b: &'p [TokenView<'x>],
    pub text_a: &'x str,
    pub text_b: &'x str,
    pub variants: Vec<Variant>,
    /// The word lists of their language.
    lexicon: &'x VariantLexicon,
    /// Number of moved blocks that have a number.
    moves: usize,
    /// True if the words next to the end that is classified belong to the rest of what both print.
    anchored: bool,
}

impl<'p, 'x> PairClassifier<'p, 'x> {
    pub fn new(
        lexicon: &'x VariantLexicon,
        (a, text_a): (&'p [TokenView<'x>], &'x str),
        (b, text_b): (&'p [TokenView<'x>], &'x str),
    ) -> PairClassifier<'p, 'x> {
        PairClassifier {
            a,
            b,
            text_a,
            text_b,
            variants: Vec::new(),
            lexicon,
            moves: 0,
            anchored: false,
        }
    }

    pub fn unit(&self, a: Range<usize>, b: Range<usize>) -> VariationUnit<'p, 'x> {
        VariationUnit {
            a: SideRange::new(self.a, a, self.lexicon),
            b: SideRange::new(self.b, b, self.lexicon),
        }
    }

    pub fn classify(mut self, alignment: &Alignment) -> Vec<Variant> {
        let steps = self.steps(alignment);
        let (first, last) = self.core(&steps);
        match (first, last) {
            (Some(first), Some(last)) => {
                self.classify_head(&steps[..first], &steps[first..=last]);
                if self.is_rewritten(&steps[first..=last]) {
                    self.push_rewritten(&steps[first..=last]);
                    self.classify_tail(&steps[last + 1..], &steps[first..=last]);
                    return self.variants;
                }
                let worded = |step: &EditStep| {
                    self.count_words(&self.a[step.a.clone()])
                        + self.count_words(&self.b[step.b.clone()])
                        > 0
                };
                if steps[last + 1..].iter().any(worded) {
                    self.classify_shared(&steps[first..=last], true);
                    self.classify_tail(&steps[last + 1..], &steps[first..=last]);
                } else {
                    // Both end here; what the last moved block has left before it of the marks at
                    // the end, ends too.
                    let (end_a, end_b) = (end_of_words(self.a), end_of_words(self.b));
                    let within =
                        |range: &Range<usize>, end: usize| range.start.min(end)..range.end.min(end);
                    let core: Vec<EditStep> = steps[first..=last]
                        .iter()
                        .map(|step| EditStep {
                            a: within(&step.a, end_a),
                            b: within(&step.b, end_b),
                            ..step.clone()
                        })
                        .filter(|step| !(step.a.is_empty() && step.b.is_empty()))
                        .collect();
                    self.classify_shared(&core, true);
                    self.compare_edges(end_a..self.a.len(), end_b..self.b.len());
                }
            }
            // No word in common: one place, without ends.
            _ => {
                let place = self.unit(0..self.a.len(), 0..self.b.len());
                if place.a.has_words() || place.b.has_words() {
                    self.classify_unit(&place, &place);
                } else {
                    self.compare_edges(0..self.a.len(), 0..self.b.len());
                }
            }
        }
        self.add_transpositions(alignment);
        self.join_numbers();
        self.find_reordered_pairs();
        self.swap_mirrored_substitutions();
        self.find_swapped_arguments();
        self.settle_stops_beside_moves();
        self.drop_covered_ellipses();
        self.pair_moved_words();
        self.reconcile_carried_negations();
        self.merge_adjacent();
        self.add_fallback();
        self.variants
    }

    /// Returns the first and the last step that both sides print: words that are equal or near, and
    /// the few substitutions that adjoin them. Anything further out belongs to one side alone.
    fn core(&self, steps: &[EditStep]) -> (Option<usize>, Option<usize>) {
        let words = |step: &EditStep| {
            (self.count_words(&self.a[step.a.clone()]), self.count_words(&self.b[step.b.clone()]))
        };
        let anchor = |step: &EditStep| {
            let (a, b) = words(step);
            step.moved.is_some() || a.min(b) > 0 && step.kind != EditKind::Substitution
        };
        let paired = |step: &&EditStep| {
            let (a, b) = words(step);
            step.kind == EditKind::Substitution && a.min(b) > 0 && a.max(b) <= MAX_PAIRED_WORDS
        };
        match (steps.iter().position(anchor), steps.iter().rposition(anchor)) {
            (Some(first), Some(last)) => {
                let before = steps[..first].iter().rev().take_while(paired).count();
                let after = steps[last + 1..].iter().take_while(paired).count();
                (Some(first - before), Some(last + after))
            }
            none => none,
        }
    }

    /// Returns true if the core is two different wordings with a word in common here and there.
    /// Nothing can then be concluded from what stands between those words.
    fn is_rewritten(&self, core: &[EditStep]) -> bool {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        for step in core {
            let (x, y) = (
                self.count_words(&self.a[step.a.clone()]),
                self.count_words(&self.b[step.b.clone()]),
            );
            (a, b) = (a + x, b + y);
            if step.moved.is_some() {
                // Told once on either side.
                shared += x.max(y);
            } else if step.kind != EditKind::Substitution {
                shared += 2 * x.min(y);
            }
        }
        a.min(b) >= MIN_REWRITTEN_WORDS && 100 * shared < MIN_SHARED_PERCENT * (a + b)
    }

    /// Two different wordings, as one substitution.
    fn push_rewritten(&mut self, core: &[EditStep]) {
        let (Some(first), Some(last)) = (core.first(), core.last()) else { return };
        let found = Finding::new(Level::Substantive, VariantRule::LexicalOtherWording);
        self.push(found, first.a.start..last.a.end, first.b.start..last.b.end, Disclosure::Silent);
    }

    fn count_words(&self, tokens: &[TokenView<'_>]) -> usize {
        tokens.iter().filter(|tok| tok.is_word()).count()
    }

    /// Returns the edits as steps inside the sides: equal ones of one token each, deletions and
    /// insertions cut where a moved block begins or ends.
    fn steps(&self, alignment: &Alignment) -> Vec<EditStep> {
        let owner = |len: usize, side: fn(&crate::align::Transposition) -> &Range<usize>| {
            let mut owner = vec![None; len];
            for (i, block) in alignment
                .transpositions
                .iter()
                .enumerate()
                .filter(|(_, block)| self.is_moved_block(block))
            {
                for at in side(block).clone() {
                    if let Some(slot) = owner.get_mut(at) {
                        *slot = Some(i);
                    }
                }
            }
            owner
        };
        let (in_a, in_b) =
            (owner(self.a.len(), |block| &block.a), owner(self.b.len(), |block| &block.b));
        let mut steps = Vec::with_capacity(alignment.edits.len());
        for edit in &alignment.edits {
            let a = edit.a.start.min(self.a.len())..edit.a.end.min(self.a.len());
            let b = edit.b.start.min(self.b.len())..edit.b.end.min(self.b.len());
            let step = EditStep { kind: edit.kind, a, b, moved: None };
            match edit.kind {
                EditKind::Deletion => {
                    for (range, moved) in split_by_block(step.a.clone(), &in_a) {
                        steps.push(EditStep { a: range, moved, ..step.clone() });
                    }
                }
                EditKind::Insertion => {
                    for (range, moved) in split_by_block(step.b.clone(), &in_b) {
                        steps.push(EditStep { b: range, moved, ..step.clone() });
                    }
                }
                _ => steps.extend(self.split_equal(step)),
            }
        }
        steps
    }

    /// An equal step of several tokens as steps of one.
    fn split_equal(&self, step: EditStep) -> Vec<EditStep> {
        let n = step.a.len();
        if step.kind != EditKind::Equal || n < 2 || n != step.b.len() {
            return vec![step];
        }
        (0..n)
            .map(|i| EditStep {
                a: step.a.start + i..step.a.start + i + 1,
                b: step.b.start + i..step.b.start + i + 1,
                ..step.clone()
            })
            .collect()
    }

    /// Classifies the part that both sides print; `open` when nothing before its first token is
    /// compared.
    fn classify_shared(&mut self, steps: &[EditStep], open: bool) {
        let mut first = open;
        let mut i = 0;
        while i < steps.len() {
            let step = &steps[i];
            if step.moved.is_some() {
                i += 1;
                continue;
            }
            if step.kind == EditKind::Equal && step.a.len() == 1 && step.b.len() == 1 {
                self.compare_printed(step, first);
                first = false;
                i += 1;
                continue;
            }
            let end = i + steps[i..]
                .iter()
                .take_while(|step| {
                    step.moved.is_none() && (step.kind != EditKind::Equal || step.a.len() != 1)
                })
                .count();
            self.classify_run(&steps[i..end.max(i + 1)]);
            first = false;
            i = end.max(i + 1);
        }
    }

    /// Compares two tokens of equal form as printed.
    fn compare_printed(&mut self, step: &EditStep, first: bool) {
        let (Some(a), Some(b)) = (self.a.get(step.a.start), self.b.get(step.b.start)) else {
            return;
        };
        let capitals = |i: usize, j: usize| match (self.a.get(i), self.b.get(j)) {
            (Some(x), Some(y)) => {
                x.form == y.form && x.capital() != y.capital() && x.capital() == a.capital()
            }
            _ => false,
        };
        let (i, j) = (step.a.start, step.b.start);
        let titled = capitals(i + 1, j + 1) || i > 0 && j > 0 && capitals(i - 1, j - 1);
        let Some(found) = rules::printed(a, b, first, titled) else {
            self.compare_blanks(step, first);
            return;
        };
        let touches = self
            .variants
            .last()
            .is_some_and(|last| last.a.end == step.a.start && last.b.end == step.b.start);
        // The blank after a mark that differs belongs to that difference.
        if found.kind() == Kind::Whitespace && touches {
            return;
        }
        // A new sentence begins with a capital: one change, not two.
        if found.kind() == Kind::Case
            && let Some(last) = self.variants.last_mut()
            && last.kind == Kind::SentenceBoundary
            && touches
        {
            last.a.end = step.a.end;
            last.b.end = step.b.end;
            return;
        }
        let disclosure =
            if found.level == Level::Accidental { Disclosure::None } else { Disclosure::Silent };
        self.push(found, step.a.clone(), step.b.clone(), disclosure);
    }

    /// Another kind of blank before two tokens that are printed alike.
    fn compare_blanks(&mut self, step: &EditStep, first: bool) {
        let before = |tokens: &[TokenView<'x>], at: usize, text: &'x str| {
            let end = tokens.get(at)?.start;
            let start = tokens.get(at.checked_sub(1)?)?.end;
            let between = text.get(start..end)?;
            // Words of the reporter, or a new paragraph, are no blank.
            (!between.contains(|c: char| c.is_alphanumeric() || c == '\n')).then_some(between)
        };
        let (Some(x), Some(y)) =
            (before(self.a, step.a.start, self.text_a), before(self.b, step.b.start, self.text_b))
        else {
            return;
        };
        if !first && x != y {
            let found = Finding::new(Level::Accidental, VariantRule::WhitespaceWidth);
            self.push(found, step.a.clone(), step.b.clone(), Disclosure::None);
        }
    }

    /// Classifies everything between two equal tokens.
    fn classify_run(&mut self, steps: &[EditStep]) {
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return };
        let run = self.unit(first.a.start..last.a.end, first.b.start..last.b.end);
        let run = without_shared_marks(run);
        if run.a.tokens().is_empty() && run.b.tokens().is_empty() {
            return;
        }
        if let Some(found) = rules::classify_whole(&run) {
            let disclosure = disclosure(&run, &run, &found);
            self.push(found, run.a.range(), run.b.range(), disclosure);
            return;
        }
        let parts = split_at_compound(&run).or_else(|| split_at_insertion(&run));
        let cuts: Vec<VariationUnit<'p, 'x>> = match parts {
            Some(parts) => parts.into(),
            None => group_steps(steps).into_iter().map(|(a, b)| self.unit(a, b)).collect(),
        };
        let worded: Vec<VariationUnit<'p, 'x>> =
            cuts.into_iter().filter(|place| place.a.has_words() || place.b.has_words()).collect();
        self.find_joined_sentences(&run);
        for place in worded.into_iter().flat_map(|place| refine(place, 0)) {
            self.classify_unit(&place, &run);
        }
    }

    /// A stop on one side alone, where small words that join differ too: `, and we` / `. We`.
    fn find_joined_sentences(&mut self, run: &VariationUnit<'p, 'x>) {
        let light = |half: &SideRange<'_, '_>| {
            half.words().all(|tok| tok.class == TokenClass::Function) && half.words().count() <= 3
        };
        let stop = |half: &SideRange<'_, '_>| {
            half.tokens().iter().position(|tok| tok.form == ".").map(|i| half.from + i)
        };
        if !light(&run.a) || !light(&run.b) {
            return;
        }
        let found = Finding::new(Level::Accidental, VariantRule::SentenceBoundaryJoined);
        match (stop(&run.a), stop(&run.b)) {
            (Some(at), None) => {
                self.push(
                    found.operation(Operation::Join),
                    at..at + 1,
                    run.b.from..run.b.from,
                    Disclosure::None,
                );
            }
            (None, Some(at)) => {
                self.push(
                    found.operation(Operation::Split),
                    run.a.from..run.a.from,
                    at..at + 1,
                    Disclosure::None,
                );
            }
            _ => {}
        }
    }

    /// Classifies one unit inside the run that it belongs to.
    pub fn classify_unit(&mut self, place: &VariationUnit<'p, 'x>, run: &VariationUnit<'p, 'x>) {
        let place = &without_shared_marks(*place);
        // The same words after all, which the alignment kept together with others: as printed.
        let (a, b) = (place.a.tokens(), place.b.tokens());
        if a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.is_word() && x.form == y.form) {
            for (i, j) in place.a.range().zip(place.b.range()) {
                self.compare_printed(
                    &EditStep { kind: EditKind::Equal, a: i..i + 1, b: j..j + 1, moved: None },
                    false,
                );
            }
            return;
        }
        let Some(found) = rules::classify(place) else { return };
        if place.only().is_some()
            && is_elided(place, run)
            && !matches!(found.kind(), Kind::Bracketed | Kind::Disfluency)
        {
            // An ellipsis discloses what it leaves out, but a negation or a condition keeps its
            // kind.
            let found = match found.kind() {
                Kind::Polarity | Kind::Condition => found,
                _ => Finding::new(Level::Minor, VariantRule::ElisionCovered),
            };
            self.push(
                found.operation(Operation::Elision),
                place.a.range(),
                place.b.range(),
                Disclosure::Disclosed,
            );
            return;
        }
        let disclosure = disclosure(place, run, &found);
        self.push(found, place.a.range(), place.b.range(), disclosure);
    }

    pub fn push(
        &mut self,
        found: Finding,
        a: Range<usize>,
        b: Range<usize>,
        disclosure: Disclosure,
    ) {
        let words = |tokens: &[TokenView<'_>]| tokens.iter().any(TokenView::is_word);
        let (in_a, in_b) = (&self.a[a.clone()], &self.b[b.clone()]);
        let shape = match (words(in_a), words(in_b)) {
            (true, false) => Operation::Omission,
            (false, true) => Operation::Addition,
            (true, true) => Operation::Substitution,
            (false, false) => match (in_a.is_empty(), in_b.is_empty()) {
                (false, true) => Operation::Omission,
                (true, false) => Operation::Addition,
                _ => Operation::Substitution,
            },
        };
        let near = match (in_a, in_b) {
            ([x], [y]) => x.form != y.form && jaro_winkler(x.form, y.form) >= MIN_NEAR_SIMILARITY,
            _ => false,
        };
        self.variants.push(Variant {
            operation: found.operation.unwrap_or(shape),
            kind: found.kind(),
            level: found.level,
            disclosure,
            rule: found.rule,
            a,
            b,
            near,
            moved: None,
        });
    }

    /// Merges neighbours of one rule on touching tokens: `ca` + `n’t` is one contraction.
    fn merge_adjacent(&mut self) {
        let mut merged: Vec<Variant> = Vec::with_capacity(self.variants.len());
        for variant in self.variants.drain(..) {
            if let Some(last) = merged.last_mut()
                && last.level == Level::Accidental
                && last.kind != Kind::Whitespace
                && last.moved == variant.moved
                && (last.rule, last.operation) == (variant.rule, variant.operation)
                && (last.a.end, last.b.end) == (variant.a.start, variant.b.start)
            {
                last.a.end = variant.a.end;
                last.b.end = variant.b.end;
            } else if let Some(last) = merged.last_mut()
                // `farmer` + `’s` and `farmers` + `’`: whose and how many, in one word.
                && (last.kind, variant.kind) == (Kind::Inflection, Kind::Inflection)
                && last.moved == variant.moved
                && last.operation == Operation::Substitution
                && variant.rule == VariantRule::InflectionPossessive
                && (last.a.end, last.b.end) == (variant.a.start, variant.b.start)
            {
                last.a.end = variant.a.end;
                last.b.end = variant.b.end;
            } else {
                merged.push(variant);
            }
        }
        self.variants = merged;
    }

    /// Adds a variant for a difference in print that no rule recognized.
    fn add_fallback(&mut self) {
        if !self.variants.is_empty() {
            return;
        }
        let cover = |tokens: &[TokenView<'x>], text: &'x str| match (tokens.first(), tokens.last())
        {
            (Some(first), Some(last)) => text.get(first.start..last.end).unwrap_or(""),
            _ => "",
        };
        if cover(self.a, self.text_a) != cover(self.b, self.text_b) {
            let found = Finding::new(Level::Accidental, VariantRule::WhitespaceBetween);
            self.push(found, 0..self.a.len(), 0..self.b.len(), Disclosure::None);
        }
    }
}

/// A unit without the marks that both sides begin or end with.
fn without_shared_marks<'p, 'x>(mut unit: VariationUnit<'p, 'x>) -> VariationUnit<'p, 'x> {
    let same = |a: &TokenView<'_>, b: &TokenView<'_>| {
        !a.is_word() && a.form == b.form && a.printed == b.printed && !a.inserted() && !b.inserted()
    };
    while let (Some(x), Some(y)) = (unit.a.tokens().last(), unit.b.tokens().last())
        && same(x, y)
        && unit.substituted()
    {
        unit.a.to -= 1;
        unit.b.to -= 1;
    }
    unit
}

/// Most words of a substitution at an end that counts as another wording of the same thing.
const MAX_PAIRED_WORDS: usize = 4;

/// Fewest words of the shorter side for two wordings to count as rewritten: shorter ones are
/// compared word by word.
const MIN_REWRITTEN_WORDS: usize = 8;

/// Smallest share of their words, in percent, that two wordings of one thing have in common.
const MIN_SHARED_PERCENT: usize = 35;

/// Letters as similar as in two forms of one word, or in a slip of the pen.
const MIN_NEAR_SIMILARITY: f64 = 0.85;

/// Returns where the marks at the end of a side begin.
fn end_of_words(tokens: &[TokenView<'_>]) -> usize {
    tokens.iter().rposition(TokenView::is_word).map_or(0, |last| last + 1)
}
