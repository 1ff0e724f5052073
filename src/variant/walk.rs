//! From the steps of an alignment to the places a reader would see, each given to the rules.
//!
//! What stands before the first and after the last word that both print goes to `ends`; equal tokens are compared as
//! printed; what lies between two equal tokens is one place, tried whole (a number of several words, words written together
//! or apart) before it is cut along the steps of the alignment.

mod order;
mod pieces;
mod shown;

use std::ops::Range;

use super::reading::{Half, Place, Tok};
use super::rules::{self, Finding};
use super::{Disclosure, Kind, Level, Operation, Variant};
use crate::align::{Alignment, EditKind};
use crate::language::VariantLexicon;
use crate::text::TokenClass;
use pieces::{cut, refined, segments, together};
use shown::{disclosure, elided};

/// One step with the moved block it belongs to, if any.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub kind: EditKind,
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub moved: Option<usize>,
}

pub(super) struct Walk<'p, 'x> {
    pub a: &'p [Tok<'x>],
    pub b: &'p [Tok<'x>],
    pub text_a: &'x str,
    pub text_b: &'x str,
    pub out: Vec<Variant>,
    /// The word lists of their language.
    tables: &'x VariantLexicon,
    /// How many moved blocks have a number.
    numbered: usize,
}

impl<'p, 'x> Walk<'p, 'x> {
    pub fn new(
        tables: &'x VariantLexicon,
        (a, text_a): (&'p [Tok<'x>], &'x str),
        (b, text_b): (&'p [Tok<'x>], &'x str),
    ) -> Walk<'p, 'x> {
        Walk { a, b, text_a, text_b, out: Vec::new(), tables, numbered: 0 }
    }

    pub fn place(&self, a: Range<usize>, b: Range<usize>) -> Place<'p, 'x> {
        Place { a: Half::new(self.a, a, self.tables), b: Half::new(self.b, b, self.tables) }
    }

    pub fn run(mut self, alignment: &Alignment) -> Vec<Variant> {
        let steps = self.steps(alignment);
        let (first, last) = self.core(&steps);
        match (first, last) {
            (Some(first), Some(last)) => {
                self.head(&steps[..first], &steps[first]);
                if self.strangers(&steps[first..=last]) {
                    self.strange(&steps[first..=last]);
                    self.tail(&steps[last + 1..], &steps[last]);
                    return self.out;
                }
                let worded = |step: &Step| {
                    self.words(&self.a[step.a.clone()]) + self.words(&self.b[step.b.clone()]) > 0
                };
                if steps[last + 1..].iter().any(worded) {
                    self.between(&steps[first..=last], true);
                    self.tail(&steps[last + 1..], &steps[last]);
                } else {
                    // Both end here; what the last moved block has left before it of the marks at the end, ends too.
                    let (end_a, end_b) = (words_end(self.a), words_end(self.b));
                    let within =
                        |range: &Range<usize>, end: usize| range.start.min(end)..range.end.min(end);
                    let core: Vec<Step> = steps[first..=last]
                        .iter()
                        .map(|step| Step {
                            a: within(&step.a, end_a),
                            b: within(&step.b, end_b),
                            ..step.clone()
                        })
                        .filter(|step| !(step.a.is_empty() && step.b.is_empty()))
                        .collect();
                    self.between(&core, true);
                    self.edge(end_a..self.a.len(), end_b..self.b.len());
                }
            }
            // No word in common: one place, without ends.
            _ => {
                let place = self.place(0..self.a.len(), 0..self.b.len());
                if place.a.has_words() || place.b.has_words() {
                    self.judge(&place, &place);
                } else {
                    self.edge(0..self.a.len(), 0..self.b.len());
                }
            }
        }
        self.blocks(alignment);
        self.trade_places();
        self.traded();
        self.covered();
        self.find_moved();
        self.carried();
        self.merge();
        self.last_resort();
        self.out
    }

    /// The first and the last step of what both print: words that are equal or near, and the few other words in place of
    /// others that adjoin them. Anything further out is what each print has for itself.
    fn core(&self, steps: &[Step]) -> (Option<usize>, Option<usize>) {
        let words = |step: &Step| {
            (self.words(&self.a[step.a.clone()]), self.words(&self.b[step.b.clone()]))
        };
        let anchor = |step: &Step| {
            let (a, b) = words(step);
            step.moved.is_some() || a.min(b) > 0 && step.kind != EditKind::Substitution
        };
        let paired = |step: &&Step| {
            let (a, b) = words(step);
            step.kind == EditKind::Substitution && a.min(b) > 0 && a.max(b) <= PAIRED
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

    /// Whether the stretch between the first and the last word that both print is two different wordings, which share a word here
    /// and there: nothing can be told from what stands between those.
    fn strangers(&self, core: &[Step]) -> bool {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        for step in core {
            let (x, y) = (self.words(&self.a[step.a.clone()]), self.words(&self.b[step.b.clone()]));
            (a, b) = (a + x, b + y);
            if step.moved.is_some() {
                // Told once on either side.
                shared += x.max(y);
            } else if step.kind != EditKind::Substitution {
                shared += 2 * x.min(y);
            }
        }
        a.min(b) >= LONG && 100 * shared < ALIKE * (a + b)
    }

    /// Two different wordings, as one substitution.
    fn strange(&mut self, core: &[Step]) {
        let (Some(first), Some(last)) = (core.first(), core.last()) else { return };
        let found = Finding::new(Kind::Lexical, Level::Substantive, "lexical.other-wording");
        self.push(found, first.a.start..last.a.end, first.b.start..last.b.end, Disclosure::Silent);
    }

    fn words(&self, toks: &[Tok<'_>]) -> usize {
        toks.iter().filter(|tok| tok.is_word()).count()
    }

    /// The steps inside the sides, equal ones one token each, deletions and insertions cut where a moved block begins or ends.
    fn steps(&self, alignment: &Alignment) -> Vec<Step> {
        let owner = |len: usize, side: fn(&crate::align::Transposition) -> &Range<usize>| {
            let mut owner = vec![None; len];
            for (i, block) in
                alignment.transpositions.iter().enumerate().filter(|(_, block)| self.holds(block))
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
            let step = Step { kind: edit.kind, a, b, moved: None };
            match edit.kind {
                EditKind::Deletion => {
                    for (range, moved) in cut(step.a.clone(), &in_a) {
                        steps.push(Step { a: range, moved, ..step.clone() });
                    }
                }
                EditKind::Insertion => {
                    for (range, moved) in cut(step.b.clone(), &in_b) {
                        steps.push(Step { b: range, moved, ..step.clone() });
                    }
                }
                _ => steps.extend(self.single(step)),
            }
        }
        steps
    }

    /// An equal step of several tokens as steps of one.
    fn single(&self, step: Step) -> Vec<Step> {
        let n = step.a.len();
        if step.kind != EditKind::Equal || n < 2 || n != step.b.len() {
            return vec![step];
        }
        (0..n)
            .map(|i| Step {
                a: step.a.start + i..step.a.start + i + 1,
                b: step.b.start + i..step.b.start + i + 1,
                ..step.clone()
            })
            .collect()
    }

    /// The stretch that both print; `open` when nothing before its first token is compared.
    fn between(&mut self, steps: &[Step], open: bool) {
        let mut first = open;
        let mut i = 0;
        while i < steps.len() {
            let step = &steps[i];
            if step.moved.is_some() {
                i += 1;
                continue;
            }
            if step.kind == EditKind::Equal && step.a.len() == 1 && step.b.len() == 1 {
                self.equal(step, first);
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
            self.differing(&steps[i..end.max(i + 1)]);
            first = false;
            i = end.max(i + 1);
        }
    }

    /// Equal forms: as printed.
    fn equal(&mut self, step: &Step, first: bool) {
        let (Some(a), Some(b)) = (self.a.get(step.a.start), self.b.get(step.b.start)) else {
            return;
        };
        let Some(found) = rules::printed(a, b, first) else {
            self.gap(step, first);
            return;
        };
        let touches = self
            .out
            .last()
            .is_some_and(|last| last.a.end == step.a.start && last.b.end == step.b.start);
        // The blank after a mark that differs belongs to that difference.
        if found.kind == Kind::Whitespace && touches {
            return;
        }
        // A new sentence begins with a capital: one change, not two.
        if found.kind == Kind::Case
            && let Some(last) = self.out.last_mut()
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
    fn gap(&mut self, step: &Step, first: bool) {
        let before = |toks: &[Tok<'x>], at: usize, text: &'x str| {
            let end = toks.get(at)?.start;
            let start = toks.get(at.checked_sub(1)?)?.end;
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
            let found = Finding::new(Kind::Whitespace, Level::Accidental, "whitespace.width");
            self.push(found, step.a.clone(), step.b.clone(), Disclosure::None);
        }
    }

    /// Everything between two equal tokens.
    fn differing(&mut self, steps: &[Step]) {
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return };
        let run = self.place(first.a.start..last.a.end, first.b.start..last.b.end);
        if run.a.tokens().is_empty() && run.b.tokens().is_empty() {
            return;
        }
        if let Some(found) = rules::whole(&run) {
            let disclosure = disclosure(&run, &run, &found);
            self.push(found, run.a.range(), run.b.range(), disclosure);
            return;
        }
        let cuts: Vec<Place<'p, 'x>> = match together(&run) {
            Some(parts) => parts.into(),
            None => segments(steps).into_iter().map(|(a, b)| self.place(a, b)).collect(),
        };
        let worded: Vec<Place<'p, 'x>> =
            cuts.into_iter().filter(|place| place.a.has_words() || place.b.has_words()).collect();
        self.boundary(&run);
        for place in worded.into_iter().flat_map(|place| refined(place, 0)) {
            self.judge(&place, &run);
        }
    }

    /// A stop on one side alone, where small words that join differ too: `, and we` / `. We`.
    fn boundary(&mut self, run: &Place<'p, 'x>) {
        let light = |half: &Half<'_, '_>| {
            half.words().all(|tok| tok.class == TokenClass::Function) && half.words().count() <= 3
        };
        let stop = |half: &Half<'_, '_>| {
            half.tokens().iter().position(|tok| tok.form == ".").map(|i| half.from + i)
        };
        if !light(&run.a) || !light(&run.b) {
            return;
        }
        let found =
            Finding::new(Kind::SentenceBoundary, Level::Accidental, "sentence-boundary.joined");
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

    /// Names one place inside the run it belongs to.
    pub fn judge(&mut self, place: &Place<'p, 'x>, run: &Place<'p, 'x>) {
        // The same words after all, which the alignment kept together with others: as printed.
        let (a, b) = (place.a.tokens(), place.b.tokens());
        if a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.is_word() && x.form == y.form) {
            for (i, j) in place.a.range().zip(place.b.range()) {
                self.equal(
                    &Step { kind: EditKind::Equal, a: i..i + 1, b: j..j + 1, moved: None },
                    false,
                );
            }
            return;
        }
        let Some(found) = rules::name(place) else { return };
        if place.only().is_some()
            && elided(place, run)
            && !matches!(found.kind, Kind::Bracketed | Kind::Disfluency)
        {
            // What an ellipsis swallows is disclosed, but a negation or a condition is told all the same.
            let found = match found.kind {
                Kind::Polarity | Kind::Condition => found,
                _ => Finding::new(Kind::Elision, Level::Minor, "elision.covered"),
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
        let words = |toks: &[Tok<'_>]| toks.iter().any(Tok::is_word);
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
            ([x], [y]) => x.form != y.form && strsim::jaro_winkler(x.form, y.form) >= NEAR,
            _ => false,
        };
        self.out.push(Variant {
            operation: found.operation.unwrap_or(shape),
            kind: found.kind,
            level: found.level,
            disclosure,
            rule: found.rule,
            a,
            b,
            near,
            moved: None,
        });
    }

    /// A negation that one word of the clause carries here and another there: `have never seen anything`, `have seen nothing`.
    /// Each change alone would turn the clause round; both together leave it as it was.
    fn carried(&mut self) {
        let turns: Vec<(usize, isize)> = (0..self.out.len())
            .filter(|&i| self.out[i].rule == "polarity.negator")
            .map(|i| (i, rules::balance(&self.place(self.out[i].a.clone(), self.out[i].b.clone()))))
            .collect();
        let mut at = 0;
        while let Some([(i, x), (j, y)]) = turns.get(at..at + 2) {
            at += 1;
            let (left, right) = (&self.out[*i], &self.out[*j]);
            let clause = |toks: &[Tok<'_>], from: usize, to: usize| {
                to.saturating_sub(from) <= CLAUSE
                    && toks.get(from..to).is_none_or(|toks| {
                        toks.iter().all(|tok| {
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
            // `anything` for `nothing`, with the `not` elsewhere, says the same; a bare `not` that moves can say another thing.
            let any = [i, j].iter().any(|&&i| {
                self.a[self.out[i].a.clone()]
                    .iter()
                    .chain(&self.b[self.out[i].b.clone()])
                    .any(|tok| tok.form.starts_with("any"))
            });
            for i in [*i, *j] {
                self.out[i].level = if any { Level::Minor } else { Level::Substantive };
                self.out[i].kind = Kind::FunctionWord;
                self.out[i].rule = "function-word.negation-carried";
            }
            at += 1;
        }
    }

    /// Joins neighbours that say the same of touching tokens: `ca` + `n’t` is one contraction.
    fn merge(&mut self) {
        let mut merged: Vec<Variant> = Vec::with_capacity(self.out.len());
        for variant in self.out.drain(..) {
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
                && variant.rule == "inflection.possessive"
                && (last.a.end, last.b.end) == (variant.a.start, variant.b.start)
            {
                last.a.end = variant.a.end;
                last.b.end = variant.b.end;
            } else {
                merged.push(variant);
            }
        }
        self.out = merged;
    }

    /// What is printed otherwise is said, even when no rule saw it.
    fn last_resort(&mut self) {
        if !self.out.is_empty() {
            return;
        }
        let cover = |toks: &[Tok<'x>], text: &'x str| match (toks.first(), toks.last()) {
            (Some(first), Some(last)) => text.get(first.start..last.end).unwrap_or(""),
            _ => "",
        };
        if cover(self.a, self.text_a) != cover(self.b, self.text_b) {
            let found = Finding::new(Kind::Whitespace, Level::Accidental, "whitespace.between");
            self.push(found, 0..self.a.len(), 0..self.b.len(), Disclosure::None);
        }
    }
}

/// The most words of a substitution at an end that is taken for another wording of the same thing.
const PAIRED: usize = 4;

/// Words of the shorter side from which two wordings can be called different altogether: fewer are compared word by word.
const LONG: usize = 8;

/// Share of their words, in percent, that two wordings of one thing have in common at least.
const ALIKE: usize = 35;

/// The most words between the two changes that carry one negation.
const CLAUSE: usize = 8;

/// Letters as similar as in two forms of one word, or in a slip of the pen.
const NEAR: f64 = 0.85;

/// Where the marks at the end of a side begin.
fn words_end(toks: &[Tok<'_>]) -> usize {
    toks.iter().rposition(Tok::is_word).map_or(0, |last| last + 1)
}
