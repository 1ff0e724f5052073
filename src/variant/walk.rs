//! From the steps of an alignment to the places a reader would see, each given to the rules.
//!
//! What stands before the first and after the last word that both print goes to `ends`; equal tokens are compared as
//! printed; what lies between two equal tokens is one place, tried whole (a number of several words, words written together
//! or apart) before it is cut along the steps of the alignment.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::reading::{Half, Place, Tok};
use super::rules::{self, Finding};
use super::{Disclosure, Kind, Level, Operation, Variant};
use crate::align::{Alignment, Edit, EditKind};
use crate::text::{Class, Flags};

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
}

impl<'p, 'x> Walk<'p, 'x> {
    pub fn new(a: &'p [Tok<'x>], b: &'p [Tok<'x>], text_a: &'x str, text_b: &'x str) -> Walk<'p, 'x> {
        Walk { a, b, text_a, text_b, out: Vec::new() }
    }

    pub fn place(&self, a: Range<usize>, b: Range<usize>) -> Place<'p, 'x> {
        Place { a: Half::new(self.a, a), b: Half::new(self.b, b) }
    }

    pub fn run(mut self, alignment: &Alignment) -> Vec<Variant> {
        let steps = self.steps(alignment);
        let (first, last) = self.core(&steps);
        match (first, last) {
            (Some(first), Some(last)) => {
                self.head(&steps[..first], &steps[first]);
                let worded =
                    |step: &Step| self.words(&self.a[step.a.clone()]) + self.words(&self.b[step.b.clone()]) > 0;
                if steps[last + 1..].iter().any(worded) {
                    self.between(&steps[first..=last], true);
                    self.tail(&steps[last + 1..], &steps[last]);
                } else {
                    // Both end here; what the last moved block has left before it of the marks at the end, ends too.
                    let (end_a, end_b) = (words_end(self.a), words_end(self.b));
                    let within = |range: &Range<usize>, end: usize| range.start.min(end)..range.end.min(end);
                    let core: Vec<Step> = steps[first..=last]
                        .iter()
                        .map(|step| Step { a: within(&step.a, end_a), b: within(&step.b, end_b), ..step.clone() })
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
        let held: Vec<_> = alignment.moves.iter().enumerate().filter(|(_, block)| self.holds(block)).collect();
        for (i, block) in held {
            self.moved(i, &alignment.edits, block.a.clone(), block.b.clone());
            let inner: Vec<Step> = block
                .edits
                .iter()
                .map(|edit| Step { kind: edit.kind, a: edit.a.clone(), b: edit.b.clone(), moved: None })
                .flat_map(|step| self.single(step))
                .collect();
            let from = self.out.len();
            self.between(&inner, true);
            self.out[from..].iter_mut().for_each(|variant| variant.moved = Some(i));
        }
        self.trade_places();
        self.traded();
        self.covered();
        self.find_moved(alignment.moves.len());
        self.merge();
        self.last_resort();
        self.out
    }

    /// Whether a moved block has enough in common to be called the same words elsewhere: half the words of its shorter end,
    /// and a third of those of its longer. Less than that are other words, with a name in common.
    fn holds(&self, block: &crate::align::Move) -> bool {
        let count = |toks: Option<&[Tok<'_>]>| toks.map_or(0, |toks| self.words(toks));
        let (m, n) = (count(self.a.get(block.a.clone())), count(self.b.get(block.b.clone())));
        let shared: usize = block
            .edits
            .iter()
            .filter(|edit| matches!(edit.kind, EditKind::Equal | EditKind::Near))
            .map(|edit| count(self.a.get(edit.a.clone())))
            .sum();
        2 * shared >= m.min(n) && 3 * shared >= m.max(n)
    }

    /// The first and the last step of what both print: words that are equal or near, and the few other words in place of
    /// others that adjoin them. Anything further out is what each print has for itself.
    fn core(&self, steps: &[Step]) -> (Option<usize>, Option<usize>) {
        let words = |step: &Step| (self.words(&self.a[step.a.clone()]), self.words(&self.b[step.b.clone()]));
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

    fn words(&self, toks: &[Tok<'_>]) -> usize {
        toks.iter().filter(|tok| tok.is_word()).count()
    }

    /// The steps inside the sides, equal ones one token each, deletions and insertions cut where a moved block begins or ends.
    fn steps(&self, alignment: &Alignment) -> Vec<Step> {
        let owner = |len: usize, side: fn(&crate::align::Move) -> &Range<usize>| {
            let mut owner = vec![None; len];
            for (i, block) in alignment.moves.iter().enumerate().filter(|(_, block)| self.holds(block)) {
                for at in side(block).clone() {
                    if let Some(slot) = owner.get_mut(at) {
                        *slot = Some(i);
                    }
                }
            }
            owner
        };
        let (in_a, in_b) = (owner(self.a.len(), |block| &block.a), owner(self.b.len(), |block| &block.b));
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
                .take_while(|step| step.moved.is_none() && (step.kind != EditKind::Equal || step.a.len() != 1))
                .count();
            self.differing(&steps[i..end.max(i + 1)]);
            first = false;
            i = end.max(i + 1);
        }
    }

    /// Equal forms: as printed.
    fn equal(&mut self, step: &Step, first: bool) {
        let (Some(a), Some(b)) = (self.a.get(step.a.start), self.b.get(step.b.start)) else { return };
        let Some(found) = rules::printed(a, b, first) else {
            self.gap(step, first);
            return;
        };
        let touches = self.out.last().is_some_and(|last| last.a.end == step.a.start && last.b.end == step.b.start);
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
        let disclosure = if found.level == Level::Accidental { Disclosure::None } else { Disclosure::Silent };
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
        let (Some(x), Some(y)) = (before(self.a, step.a.start, self.text_a), before(self.b, step.b.start, self.text_b))
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
        let segments = segments(steps);
        let worded: Vec<Place<'p, 'x>> = segments
            .into_iter()
            .map(|(a, b)| self.place(a, b))
            .filter(|place| place.a.has_words() || place.b.has_words())
            .collect();
        self.boundary(&run);
        for place in worded.into_iter().flat_map(|place| refined(place, 0)) {
            self.judge(&place, &run);
        }
    }

    /// A stop on one side alone, where small words that join differ too: `, and we` / `. We`.
    fn boundary(&mut self, run: &Place<'p, 'x>) {
        let light =
            |half: &Half<'_, '_>| half.words().all(|tok| tok.class == Class::Function) && half.words().count() <= 3;
        let stop = |half: &Half<'_, '_>| half.tokens().iter().position(|tok| tok.form == ".").map(|i| half.from + i);
        if !light(&run.a) || !light(&run.b) {
            return;
        }
        let found = Finding::new(Kind::SentenceBoundary, Level::Accidental, "sentence-boundary.joined");
        match (stop(&run.a), stop(&run.b)) {
            (Some(at), None) => {
                self.push(found.operation(Operation::Join), at..at + 1, run.b.from..run.b.from, Disclosure::None);
            }
            (None, Some(at)) => {
                self.push(found.operation(Operation::Split), run.a.from..run.a.from, at..at + 1, Disclosure::None);
            }
            _ => {}
        }
    }

    /// Names one place inside the run it belongs to.
    pub fn judge(&mut self, place: &Place<'p, 'x>, run: &Place<'p, 'x>) {
        let Some(found) = rules::name(place) else { return };
        if place.only().is_some() && elided(place, run) && !matches!(found.kind, Kind::Bracketed | Kind::Disfluency) {
            // What an ellipsis swallows is disclosed, but a negation or a condition is told all the same.
            let found = match found.kind {
                Kind::Polarity | Kind::Condition => found,
                _ => Finding::new(Kind::Elision, Level::Minor, "elision.covered"),
            };
            self.push(found.operation(Operation::Elision), place.a.range(), place.b.range(), Disclosure::Disclosed);
            return;
        }
        let disclosure = disclosure(place, run, &found);
        self.push(found, place.a.range(), place.b.range(), disclosure);
    }

    pub fn push(&mut self, found: Finding, a: Range<usize>, b: Range<usize>, disclosure: Disclosure) {
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

    /// A moved block: a variant at each of its ends; on the other side each stands where the alignment left it out.
    fn moved(&mut self, i: usize, edits: &[Edit], a: Range<usize>, b: Range<usize>) {
        let in_a = edits.iter().find(|edit| edit.b.contains(&b.start)).map_or(0, |edit| edit.a.start.min(self.a.len()));
        let in_b = edits.iter().find(|edit| edit.a.contains(&a.start)).map_or(0, |edit| edit.b.start.min(self.b.len()));
        let a = a.start.min(self.a.len())..a.end.min(self.a.len());
        let b = b.start.min(self.b.len())..b.end.min(self.b.len());
        for (a, b) in [(a, in_b..in_b), (in_a..in_a, b)] {
            self.out.push(Variant {
                operation: Operation::Transposition,
                kind: Kind::Order,
                level: Level::Minor,
                disclosure: Disclosure::Silent,
                rule: "order.moved",
                a,
                b,
                near: false,
                moved: Some(i),
            });
        }
    }

    /// Two substitutions that mirror each other: two arguments that trade places around what stands between.
    fn trade_places(&mut self) {
        let forms = |toks: &[Tok<'x>]| toks.iter().filter(|tok| tok.is_word()).map(|tok| tok.form).collect::<Vec<_>>();
        for i in 1..self.out.len() {
            let (left, right) = (&self.out[i - 1], &self.out[i]);
            if left.operation != Operation::Substitution || right.operation != Operation::Substitution {
                continue;
            }
            let (la, lb) = (forms(&self.a[left.a.clone()]), forms(&self.b[left.b.clone()]));
            let (ra, rb) = (forms(&self.a[right.a.clone()]), forms(&self.b[right.b.clone()]));
            // Around one verb, `than`, `not … but`: a few words between, no more.
            let near = right.a.start - left.a.end.min(right.a.start) <= 4;
            if near && !la.is_empty() && la == rb && lb == ra {
                for variant in &mut self.out[i - 1..=i] {
                    variant.operation = Operation::Transposition;
                    variant.kind = Kind::Order;
                    variant.level = Level::Substantive;
                    variant.disclosure = Disclosure::Silent;
                    variant.rule = "order.arguments";
                }
            }
        }
    }

    /// All that differs lies inside `X v Y` against `Y v X`: two arguments trade places around one verb or `than`. The
    /// alignment can hold only one of the three in place, so it is read off the words themselves.
    fn traded(&mut self) {
        let words = |toks: &[Tok<'x>]| (0..toks.len()).filter(|&i| toks[i].is_word()).collect::<Vec<_>>();
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
        let form = |side: &[Tok<'x>], index: &[usize], i: usize| side[index[first + i]].form;
        for x in 1..=3.min(n - 2) {
            for y in 1..=3.min(n - x - 1) {
                let v = n - x - y;
                let a = |i: usize| form(self.a, &wa, i);
                let b = |i: usize| form(self.b, &wb, i);
                let trade = v <= 3
                    && (0..y).all(|i| b(i) == a(x + v + i))
                    && (0..v).all(|i| b(y + i) == a(x + i))
                    && (0..x).all(|i| b(y + v + i) == a(i));
                // `bread and butter` for `butter and bread` says the same.
                let joins = (0..v).all(|i| matches!(a(x + i), "and" | "or" | "of" | "to"));
                let weighty = (0..x).any(|i| self.a[wa[first + i]].class != Class::Function)
                    && (0..y).any(|i| self.a[wa[first + x + v + i]].class != Class::Function);
                if !trade || joins || !weighty {
                    continue;
                }
                let range =
                    |index: &[usize], from: usize, len: usize| index[first + from]..index[first + from + len - 1] + 1;
                let pairs = [(range(&wa, 0, x), range(&wb, 0, y)), (range(&wa, x + v, y), range(&wb, y + v, x))];
                let inside =
                    |range: &Range<usize>, whole: Range<usize>| whole.start <= range.start && range.end <= whole.end;
                let (in_a, in_b) = (pairs[0].0.start..pairs[1].0.end, pairs[0].1.start..pairs[1].1.end);
                self.out.retain(|v| {
                    !(inside(&v.a, in_a.clone()) && inside(&v.b, in_b.clone())) && v.level == Level::Accidental
                });
                for (a, b) in pairs {
                    let found = Finding::new(Kind::Order, Level::Substantive, "order.arguments")
                        .operation(Operation::Transposition);
                    self.push(found, a, b, Disclosure::Silent);
                }
                return;
            }
        }
    }

    /// An ellipsis whose words are told beside it is told with them.
    fn covered(&mut self) {
        let elisions: Vec<(usize, usize)> = self
            .out
            .iter()
            .filter(|variant| variant.operation == Operation::Elision)
            .map(|variant| (variant.a.start, variant.b.start))
            .collect();
        self.out.retain(|variant| {
            let near = |at: usize, range: &Range<usize>| {
                at.abs_diff(range.start) <= AROUND || at.abs_diff(range.end) <= AROUND
            };
            variant.rule != "punctuation.ellipsis"
                || !elisions.iter().any(|(a, b)| near(*a, &variant.a) || near(*b, &variant.b))
        });
    }

    /// Words left out in one place and added, the same, in another: moved, though no block of the alignment.
    fn find_moved(&mut self, mut next: usize) {
        let key = |toks: &[Tok<'x>]| {
            let words: Vec<&Tok<'x>> = toks.iter().filter(|tok| tok.is_word()).collect();
            // A lone small word stands in many places without having moved.
            let weighty = words.len() >= 3 || words.iter().any(|tok| tok.class != Class::Function);
            weighty.then(|| words.iter().map(|tok| tok.form).collect::<Vec<_>>().join(" "))
        };
        let mut gone: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut come: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (i, variant) in self.out.iter().enumerate() {
            match variant.operation {
                Operation::Omission => key(&self.a[variant.a.clone()]).map(|key| gone.entry(key).or_default().push(i)),
                Operation::Addition => key(&self.b[variant.b.clone()]).map(|key| come.entry(key).or_default().push(i)),
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
        for (from, to) in ends {
            for i in [from, to] {
                let variant = &mut self.out[i];
                variant.operation = Operation::Transposition;
                variant.kind = Kind::Order;
                variant.level = Level::Minor;
                variant.disclosure = Disclosure::Silent;
                variant.rule = "order.moved";
                variant.moved = Some(next);
            }
            next += 1;
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

/// The most words of a place that is looked into for words of one family: a phrase, not a sentence.
const LONGEST_CUT: usize = 6;

/// How far from the words it stands for an ellipsis may have been aligned, in tokens: over a small word or two that both print.
const AROUND: usize = 3;

/// Letters as similar as in two forms of one word, or in a slip of the pen.
const NEAR: f64 = 0.85;

/// Where the marks at the end of a side begin.
fn words_end(toks: &[Tok<'_>]) -> usize {
    toks.iter().rposition(Tok::is_word).map_or(0, |last| last + 1)
}

/// `range` in pieces that belong to one moved block, or to none.
fn cut(range: Range<usize>, owner: &[Option<usize>]) -> Vec<(Range<usize>, Option<usize>)> {
    let mut out: Vec<(Range<usize>, Option<usize>)> = Vec::new();
    for at in range {
        let moved = owner.get(at).copied().flatten();
        match out.last_mut() {
            Some((last, of)) if *of == moved => last.end = at + 1,
            _ => out.push((at..at + 1, moved)),
        }
    }
    out
}

/// The steps of a run as places: paired steps stand alone, neighbouring deletions and insertions are one place.
fn segments(steps: &[Step]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut loose = false;
    for step in steps {
        let single = matches!(step.kind, EditKind::Deletion | EditKind::Insertion);
        match out.last_mut() {
            Some((a, b)) if loose && single => {
                a.end = a.end.max(step.a.end);
                b.end = b.end.max(step.b.end);
            }
            _ => out.push((step.a.clone(), step.b.clone())),
        }
        loose = single;
    }
    out
}

/// A place of several words cut where its two sides have words of one family, in one order; the alignment keeps such
/// words together when they are few.
fn refined<'p, 'x>(place: Place<'p, 'x>, depth: usize) -> Vec<Place<'p, 'x>> {
    let index = |half: &Half<'_, '_>| (half.from..half.to).filter(|&i| half.all[i].is_word()).collect::<Vec<_>>();
    let (wa, wb) = (index(&place.a), index(&place.b));
    let (m, n) = (wa.len(), wb.len());
    // Longer stretches are other words altogether; and a pair of words cannot be cut.
    let cuttable = m.min(n) > 0 && m + n > 2 && m.max(n) <= LONGEST_CUT && depth < LONGEST_CUT;
    if !cuttable || rules::whole(&place).is_some() {
        return vec![place];
    }
    let at = |half: Half<'p, 'x>, from: usize, to: usize| Half { from, to, ..half };
    // Each word on one side against its fellow on the other, small words against small ones.
    let class = |half: &Half<'_, '_>, i: usize| half.all[i].class;
    let alike = |i: usize, j: usize| (class(&place.a, i) == Class::Function) == (class(&place.b, j) == Class::Function);
    if m == n && wa.iter().zip(&wb).all(|(&i, &j)| alike(i, j)) {
        return wa
            .iter()
            .zip(&wb)
            .map(|(&i, &j)| Place { a: at(place.a, i, i + 1), b: at(place.b, j, j + 1) })
            .collect();
    }
    // The first pair of one family, word for word before two for one. Which is first must not depend on the order of the
    // sides: by distance from the beginning, and where two cross at the same distance, neither.
    let mut pairs = Vec::new();
    for (two, size) in [(0, (1, 1)), (1, (1, 2)), (1, (2, 1))] {
        for i in 0..(m + 1).saturating_sub(size.0) {
            for j in 0..(n + 1).saturating_sub(size.1) {
                let middle = Place {
                    a: at(place.a, wa[i], wa[i + size.0 - 1] + 1),
                    b: at(place.b, wb[j], wb[j + size.1 - 1] + 1),
                };
                let small = |half: &Half<'_, '_>| half.words().all(|tok| tok.class == Class::Function);
                if !small(&middle.a) && !small(&middle.b) && rules::kin(&middle) {
                    pairs.push(((two, i + j, i.abs_diff(j)), middle));
                }
            }
        }
    }
    pairs.sort_by_key(|(key, _)| *key);
    let Some((_, middle)) = pairs.chunk_by(|x, y| x.0 == y.0).find(|tied| tied.len() == 1).and_then(<[_]>::first)
    else {
        return vec![place];
    };
    let left = Place { a: at(place.a, place.a.from, middle.a.from), b: at(place.b, place.b.from, middle.b.from) };
    let right = Place { a: at(place.a, middle.a.to, place.a.to), b: at(place.b, middle.b.to, place.b.to) };
    let mut out = refined(left, depth + 1);
    out.push(*middle);
    out.extend(refined(right, depth + 1));
    out.retain(|place| place.a.has_words() || place.b.has_words());
    out
}

/// Whether the words that one side has more are covered, on the other, by an ellipsis or by a break in the quotation.
fn elided(place: &Place<'_, '_>, run: &Place<'_, '_>) -> bool {
    let (full, whole, lacking, around) = match place.a.has_words() {
        true => (&place.a, &run.a, &place.b, &run.b),
        false => (&place.b, &run.b, &place.a, &run.a),
    };
    let dots = |half: &Half<'_, '_>| {
        let near = half.from.saturating_sub(AROUND)..(half.to + AROUND).min(half.all.len());
        half.all[near].iter().any(|tok| tok.class == Class::Ellipsis)
    };
    // The same ellipsis on both sides covers what both leave out.
    let stands = around.has_ellipsis() && !whole.has_ellipsis() || dots(lacking) && !dots(full);
    let broken = lacking.all.get(lacking.to).is_some_and(|tok| tok.flags.has(Flags::BROKEN));
    stands || broken && lacking.from > 0
}

/// Whether the print shows the change.
pub(super) fn disclosure(place: &Place<'_, '_>, run: &Place<'_, '_>, found: &Finding) -> Disclosure {
    if found.level == Level::Accidental {
        return Disclosure::None;
    }
    if found.kind == Kind::Bracketed {
        return Disclosure::Disclosed;
    }
    let inserted = |half: &Half<'_, '_>| half.has_words() && half.words().all(Tok::inserted);
    if inserted(&place.a) || inserted(&place.b) {
        return Disclosure::Disclosed;
    }
    let broken = |half: &Half<'_, '_>| {
        half.from > 0
            && half.all[half.from..].iter().take(half.to - half.from + 1).any(|tok| tok.flags.has(Flags::BROKEN))
    };
    let some =
        run.a.has_ellipsis() || run.b.has_ellipsis() || place.a.words().chain(place.b.words()).any(Tok::inserted);
    if some {
        Disclosure::Partial
    } else if broken(&place.a) != broken(&place.b) {
        Disclosure::Disclosed
    } else {
        Disclosure::Silent
    }
}
