//! The ends: what stands before the first and after the last word that both print.
//!
//! Words there on one side alone make the other a fragment: a truncation. Marks there belong to the sentence around.

use std::ops::Range;

use super::reading::{Half, Tok};
use super::rules::{self, Finding};
use super::walk::{Step, Walk};
use super::{Disclosure, Kind, Level, Operation};
use crate::text::{TokenClass, TokenFlags};

/// How many words more one side may have at an end, both having some, to be another wording of the same words; what goes
/// beyond is cut off. Five, a short phrase: `We` for `The members of the court`.
const MORE: usize = 5;

/// Above so many words on both sides an end is no other wording of the same words: each print goes on for itself.
const UNLIKE: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Head,
    Tail,
}

impl<'p, 'x> Walk<'p, 'x> {
    pub fn head(&mut self, steps: &[Step], core: &Step) {
        let (a, b) = match steps.first() {
            Some(first) => (first.a.start..core.a.start, first.b.start..core.b.start),
            None => return,
        };
        self.end(a, b, End::Head);
    }

    pub fn tail(&mut self, steps: &[Step], core: &Step) {
        let (a, b) = match steps.last() {
            Some(last) => (core.a.end..last.a.end, core.b.end..last.b.end),
            None => return,
        };
        self.end(a, b, End::Tail);
    }

    fn end(&mut self, a: Range<usize>, b: Range<usize>, end: End) {
        // Moved blocks make the first step of one side stand before the core's; keep the ranges the right way round.
        let a = a.start.min(a.end)..a.end;
        let b = b.start.min(b.end)..b.end;
        let place = self.place(a.clone(), b.clone());
        match (place.a.has_words(), place.b.has_words()) {
            (false, false) => self.edge(a, b),
            (true, false) => self.cut(a, b, end, true),
            (false, true) => self.cut(b, a, end, false),
            (true, true) => self.both(a, b, end),
        }
    }

    /// Marks alone: a question mark asks; the rest is the sentence around.
    pub fn edge(&mut self, a: Range<usize>, b: Range<usize>) {
        let (x, y) = (&self.a[a.clone()], &self.b[b.clone()]);
        let printed = |toks: &[Tok<'x>]| {
            toks.iter()
                .map(|tok| (tok.printed, tok.flags.has(TokenFlags::SPACED)))
                .collect::<Vec<_>>()
        };
        if printed(x) == printed(y) {
            return;
        }
        let asks = |toks: &[Tok<'x>]| toks.iter().any(|tok| tok.form == "?");
        // A fragment of a question asks nothing; a comma stands for any mark before words of the reporter.
        let stop = |toks: &[Tok<'x>]| toks.iter().any(|tok| tok.form == ".");
        let whole = self.out.iter().all(|variant| variant.operation != Operation::Truncation);
        let found = if whole && (asks(x) && stop(y) || asks(y) && stop(x)) {
            Finding::new(Kind::Punctuation, Level::Minor, "punctuation.question")
        } else if x.iter().chain(y).all(rules::is_edge) {
            Finding::new(Kind::Punctuation, Level::Accidental, "punctuation.edge")
        } else {
            Finding::new(Kind::Punctuation, Level::Accidental, "punctuation.other")
        };
        let disclosure =
            if found.level == Level::Accidental { Disclosure::None } else { Disclosure::Silent };
        self.push(found, a, b, disclosure);
    }

    /// `long` has words beyond the end of the other side, which is a fragment there. `of_a`: `long` is in `a`.
    fn cut(&mut self, long: Range<usize>, short: Range<usize>, end: End, of_a: bool) {
        let (full, part) = if of_a { (self.a, self.b) } else { (self.b, self.a) };
        if end == End::Head {
            let (a, b) =
                if of_a { (long.clone(), short.clone()) } else { (short.clone(), long.clone()) };
            if let Some(found) = rules::disfluent(&self.place(a.clone(), b.clone())) {
                self.push(found, a, b, Disclosure::None);
                return;
            }
        }
        let disclosure = shown(full, long.clone(), part, short.clone(), end);
        let words = &full[long.clone()];
        // Where the words that both print begin, on the side of the fragment.
        let at = match end {
            End::Head => short.end..short.end,
            End::Tail => short.start..short.start,
        };
        let mut rest = long.clone();
        let say = |walk: &mut Self, found: Finding, range: Range<usize>, disclosure| {
            let (a, b) = if of_a { (range, at.clone()) } else { (at.clone(), range) };
            walk.push(found, a, b, disclosure);
        };
        match end {
            End::Head => {
                if disclosure == Disclosure::Silent
                    && let Some(i) = rules::cut_negator(words)
                {
                    let found = Finding::new(Kind::Polarity, Level::Contradictory, "polarity.cut")
                        .operation(Operation::Truncation);
                    say(self, found, long.start + i..long.end, disclosure);
                    rest.end = long.start + i;
                } else if disclosure == Disclosure::Silent
                    && let Some(i) = rules::cut_hedge(words)
                {
                    let found = Finding::new(Kind::Modality, Level::Substantive, "modality.cut");
                    say(self, found, long.start + i..long.end, disclosure);
                    rest.end = long.start + i;
                }
            }
            End::Tail => {
                if disclosure == Disclosure::Silent && rules::cut_condition(words) {
                    let found = Finding::new(Kind::Condition, Level::Substantive, "condition.cut")
                        .operation(Operation::Truncation);
                    say(self, found, long.clone(), disclosure);
                    rest.start = rest.end;
                }
            }
        }
        if full[rest.clone()].iter().any(Tok::is_word) {
            let inserted = full[rest.clone()].iter().filter(|tok| tok.is_word()).any(Tok::inserted);
            if inserted && full[rest.clone()].iter().filter(|tok| tok.is_word()).count() <= MORE {
                say(
                    self,
                    Finding::new(Kind::Bracketed, Level::Minor, "bracketed.end"),
                    rest.clone(),
                    Disclosure::Disclosed,
                );
            }
            let found = Finding::new(Kind::Truncation, Level::Minor, "truncation.fragment")
                .operation(Operation::Truncation);
            say(self, found, rest, disclosure);
        }
    }

    /// Both sides have words beyond the core, and not the same.
    fn both(&mut self, a: Range<usize>, b: Range<usize>, end: End) {
        // An ellipsis next to the core: one side leaves out there, goes on elsewhere, and the other stops.
        let dots = |toks: &[Tok<'_>], range: &Range<usize>| {
            let mut toks = toks[range.clone()].iter();
            let next = match end {
                End::Head => {
                    toks.rfind(|tok| !rules::is_edge(tok) || tok.class == TokenClass::Ellipsis)
                }
                End::Tail => {
                    toks.find(|tok| !rules::is_edge(tok) || tok.class == TokenClass::Ellipsis)
                }
            };
            next.is_some_and(|tok| tok.class == TokenClass::Ellipsis)
        };
        let (dots_a, dots_b) = (dots(self.a, &a), dots(self.b, &b));
        if dots_a != dots_b {
            let found = Finding::new(Kind::Elision, Level::Minor, "elision.end")
                .operation(Operation::Elision);
            self.push(found, a.clone(), b.clone(), Disclosure::Disclosed);
            let (long, short) = if dots_a { (a, b) } else { (b, a) };
            let (full, part) = if dots_a { (self.a, self.b) } else { (self.b, self.a) };
            let disclosure = shown(full, long.clone(), part, short.clone(), end);
            let found = Finding::new(Kind::Truncation, Level::Minor, "truncation.fragment")
                .operation(Operation::Truncation);
            let at = short.start..short.start;
            let (x, y) = if dots_a { (long, at) } else { (at, long) };
            self.push(found, x, y, disclosure);
            return;
        }
        // Beyond the end of a sentence there is another sentence, not another wording of this one.
        let beyond = |toks: &[Tok<'_>], range: &Range<usize>| match end {
            End::Head => toks[range.clone()]
                .iter()
                .rfind(|tok| !tok.is_quote())
                .is_some_and(Tok::ends_sentence),
            End::Tail => toks[range.clone()]
                .iter()
                .find(|tok| !tok.is_quote())
                .is_some_and(Tok::ends_sentence),
        };
        let apart = beyond(self.a, &a) || beyond(self.b, &b);
        let place = self.place(a.clone(), b.clone());
        let (m, n) = (place.a.words().count(), place.b.words().count());
        let keep = m.min(n);
        if apart || keep > UNLIKE {
            self.cut(a.clone(), b.start..b.start, end, true);
            self.cut(b, a.start..a.start, end, false);
            return;
        }
        if m.max(n) <= keep + MORE {
            self.judge(&place, &place);
            return;
        }
        // The words next to the core are another wording; those beyond are cut off.
        let near = |half: &Half<'_, '_>| {
            let mut words = half.tokens().iter().enumerate().filter(|(_, tok)| tok.is_word());
            match end {
                End::Head => half.from + words.rev().nth(keep - 1).map_or(0, |(i, _)| i),
                End::Tail => half.from + words.nth(keep - 1).map_or(0, |(i, _)| i + 1),
            }
        };
        let of_a = m > n;
        let cut = near(if of_a { &place.a } else { &place.b });
        let (long, short) = if of_a { (a, b) } else { (b, a) };
        let (outer, inner, at) = match end {
            End::Head => (long.start..cut, cut..long.end, short.start..short.start),
            End::Tail => (cut..long.end, long.start..cut, short.end..short.end),
        };
        if end == End::Head {
            self.cut(outer.clone(), at.clone(), end, of_a);
        }
        let place = if of_a { self.place(inner, short) } else { self.place(short, inner) };
        self.judge(&place, &place);
        if end == End::Tail {
            self.cut(outer, at, end, of_a);
        }
    }
}

/// Whether a reader of `part` sees that words of `full` are missing there.
///
/// Between two sentences there is nothing to show. A fragment run into the reporter's sentence (a small letter at its
/// beginning, no verb, no mark at its end, or the comma of the speaker's own sentence) shows that it is one; a capital at
/// its beginning or a stop at its end says that it is whole.
fn shown(
    full: &[Tok<'_>],
    cut: Range<usize>,
    part: &[Tok<'_>],
    edge: Range<usize>,
    end: End,
) -> Disclosure {
    let solid = |tok: &&Tok<'_>| !tok.is_quote() && !matches!(tok.form, "(" | ")");
    let boundary = match end {
        // A nested quotation begins a sentence of its own.
        End::Head => {
            let ends = |tok: &Tok<'_>| {
                tok.ends_sentence() || tok.form == ":" || tok.class == TokenClass::Ellipsis
            };
            full[cut.clone()].last().is_some_and(Tok::is_quote)
                || full[cut.clone()].iter().rev().find(solid).is_none_or(ends)
        }
        End::Tail => full[cut.clone()]
            .iter()
            .find(solid)
            .is_none_or(|tok| tok.ends_sentence() || tok.class == TokenClass::Ellipsis),
    };
    if boundary {
        return Disclosure::None;
    }
    let small = |toks: &[Tok<'_>]| {
        toks.iter().find(|tok| tok.is_word()).is_some_and(|tok| !tok.capital())
            || toks.first().is_some_and(|tok| tok.class == TokenClass::Ellipsis)
    };
    let open = |toks: &[Tok<'_>]| toks.last().is_some_and(|tok| tok.class == TokenClass::Ellipsis);
    if small(part) || small(full) || open(part) || !has_verb(part) {
        return Disclosure::Disclosed;
    }
    if end == End::Tail {
        let last = part[edge].iter().find(solid).map(|tok| tok.form);
        let next = full[cut.clone()].iter().find(solid).map(|tok| tok.form);
        // The comma before a clause that is joined on is the speaker's; any other may be the reporter's.
        let joined = full[cut]
            .iter()
            .find(|tok| tok.is_word())
            .is_some_and(|tok| matches!(tok.form, "but" | "and" | "or" | "so"));
        if last.is_none() || last == Some(",") && next == Some(",") && joined {
            return Disclosure::Disclosed;
        }
    }
    Disclosure::Silent
}

fn has_verb(toks: &[Tok<'_>]) -> bool {
    // A pronoun in the nominative has its verb with it.
    toks.iter().any(|tok| is_verb(tok) || matches!(tok.form, "i" | "we" | "he" | "she" | "they"))
        || toks.windows(2).any(|pair| {
            matches!(pair[1].form, "'s" | "'d") && pair[0].class == TokenClass::Function
        })
}

/// Whether a token can be the verb of a sentence, judged by its form.
fn is_verb(tok: &Tok<'_>) -> bool {
    matches!(
        tok.form,
        "is" | "are"
            | "was"
            | "were"
            | "am"
            | "be"
            | "has"
            | "have"
            | "had"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "let"
    ) || tok.tables.irregular_verb(tok.form).is_some()
        || tok.class == TokenClass::Content && tok.form.ends_with("ed")
}
