//! Classifies the ends: what stands before the first and after the last word that both print.
//!
//! Words there on one side alone make the other side a fragment: a truncation. Marks there belong
//! to the sentence around the quotation.

use std::ops::Range;

use super::segmentation::split_at_compound;
use super::{EditStep, PairClassifier};
use crate::align::EditKind;
use crate::text::{TokenClass, TokenFlags};
use crate::variant::governor;
use crate::variant::lost_qualifier::is_anchored;
use crate::variant::rules::{self, Finding};
use crate::variant::statement::Form;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::verb::has_verb;
use crate::variant::{Disclosure, Level, Operation, QualifierKind, VariantRule};

/// Most words that one side may have more at an end, both having some, to be another wording of the
/// same words; what goes beyond is cut off. Five is a short phrase: `We` for `The members of the
/// court`.
const MAX_EXTRA_END_WORDS: usize = 5;

/// Most words that both sides may have at an end to be another wording of the same words.
const MAX_REWORDED_END_WORDS: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum WordingEnd {
    Head,
    Tail,
}

impl<'p, 'x> PairClassifier<'p, 'x> {
    /// Classifies what stands before the core, whose steps are `core`.
    pub fn classify_head(&mut self, steps: &[EditStep], core: &[EditStep]) {
        if let (Some(first), Some(next)) = (steps.first(), core.first()) {
            let (a, b) = (first.a.start..next.a.start, first.b.start..next.b.start);
            self.anchored = self.is_anchored(core.iter());
            self.classify_end(a, b, WordingEnd::Head);
        }
    }

    /// Classifies what stands after the core.
    pub fn classify_tail(&mut self, steps: &[EditStep], core: &[EditStep]) {
        if let (Some(last), Some(before)) = (steps.last(), core.last()) {
            let (a, b) = (before.a.end..last.a.end, before.b.end..last.b.end);
            self.anchored = self.is_anchored(core.iter().rev());
            self.classify_end(a, b, WordingEnd::Tail);
        }
    }

    /// Returns true if the words at one end of the core belong to the rest of it on both sides.
    fn is_anchored<'s>(&self, core: impl Iterator<Item = &'s EditStep> + Clone) -> bool {
        let equal = || {
            core.clone().filter(|step| step.moved.is_none() && step.kind != EditKind::Substitution)
        };
        let both = |step: &&EditStep| !step.a.is_empty() && !step.b.is_empty();
        is_anchored(self.a, equal().filter(both).map(|step| step.a.clone()))
            && is_anchored(self.b, equal().filter(both).map(|step| step.b.clone()))
    }

    fn classify_end(&mut self, a: Range<usize>, b: Range<usize>, end: WordingEnd) {
        // Moved blocks make the first step of one side stand before the core's; keep the ranges the
        // right way round.
        let a = a.start.min(a.end)..a.end;
        let b = b.start.min(b.end)..b.end;
        let place = self.unit(a.clone(), b.clone());
        match (place.a.has_words(), place.b.has_words()) {
            (false, false) => self.compare_edges(a, b),
            (true, false) => self.truncate(a, b, end, true),
            (false, true) => self.truncate(b, a, end, false),
            (true, true) => self.classify_different_ends(a, b, end),
        }
    }

    /// Marks alone: a question mark asks; the rest is the sentence around.
    pub fn compare_edges(&mut self, a: Range<usize>, b: Range<usize>) {
        let (x, y) = (&self.a[a.clone()], &self.b[b.clone()]);
        let printed = |tokens: &[TokenView<'x>]| {
            tokens
                .iter()
                .map(|tok| (tok.printed, tok.flags.has(TokenFlags::SPACED)))
                .collect::<Vec<_>>()
        };
        if printed(x) == printed(y) {
            return;
        }
        let asks = |tokens: &[TokenView<'x>]| tokens.iter().any(|tok| tok.form == "?");
        // A fragment of a question asks nothing; a comma stands for any mark before words of the
        // reporter.
        let stop = |tokens: &[TokenView<'x>]| tokens.iter().any(|tok| tok.form == ".");
        let whole = self.variants.iter().all(|variant| variant.operation != Operation::Truncation);
        let found = if whole && (asks(x) && stop(y) || asks(y) && stop(x)) {
            Finding::new(Level::Minor, VariantRule::PunctuationQuestion)
        } else if x.iter().chain(y).all(rules::is_edge) {
            Finding::new(Level::Accidental, VariantRule::PunctuationEdge)
        } else {
            Finding::new(Level::Accidental, VariantRule::PunctuationOther)
        };
        let disclosure =
            if found.level == Level::Accidental { Disclosure::None } else { Disclosure::Silent };
        self.push(found, a, b, disclosure);
    }

    /// `long` has words beyond the end of the other side, which is a fragment there. `of_a`: `long`
    /// is in `a`.
    fn truncate(&mut self, long: Range<usize>, short: Range<usize>, end: WordingEnd, of_a: bool) {
        let (full, part) = if of_a { (self.a, self.b) } else { (self.b, self.a) };
        if end == WordingEnd::Head {
            let (a, b) =
                if of_a { (long.clone(), short.clone()) } else { (short.clone(), long.clone()) };
            if let Some(found) = rules::disfluency(&self.unit(a.clone(), b.clone())) {
                self.push(found, a, b, Disclosure::None);
                return;
            }
        }
        let disclosure = shown(full, long.clone(), part, short.clone(), end);
        // Where the words that both print begin, on the side of the fragment.
        let at = match end {
            WordingEnd::Head => short.end..short.end,
            WordingEnd::Tail => short.start..short.start,
        };
        let mut rest = long.clone();
        let leaked = end == WordingEnd::Tail && rules::is_trailing_attribution(&full[long.clone()]);
        let say = |classifier: &mut Self, found: Finding, range: Range<usize>, disclosure| {
            let (a, b) = if of_a { (range, at.clone()) } else { (at.clone(), range) };
            classifier.push(found, a, b, disclosure);
        };
        if leaked {
            let found = Finding::new(Level::Minor, VariantRule::AttributionLeakCue)
                .operation(Operation::Truncation);
            say(self, found, long, Disclosure::Silent);
            return;
        }
        if let Some((found, range)) = self.turned(full, part, long.clone(), (end, disclosure)) {
            match end {
                WordingEnd::Head => rest.end = range.start,
                WordingEnd::Tail => {
                    let before = rest.start..range.start;
                    if full[before.clone()].iter().any(TokenView::is_word) {
                        let found = Finding::new(Level::Minor, VariantRule::TruncationFragment);
                        let found = found.operation(Operation::Truncation);
                        say(self, found, before, disclosure);
                    }
                    rest.start = range.end;
                }
            }
            // A fragment run into a sentence shows that it is one; not what it was cut from.
            let shown = match Form::from_tokens(part) {
                Form::Statement => Disclosure::Silent,
                _ => disclosure,
            };
            say(self, found, range, shown);
        }
        if full[rest.clone()].iter().any(TokenView::is_word) {
            let inserted =
                full[rest.clone()].iter().filter(|tok| tok.is_word()).any(TokenView::inserted);
            if inserted
                && full[rest.clone()].iter().filter(|tok| tok.is_word()).count()
                    <= MAX_EXTRA_END_WORDS
            {
                say(
                    self,
                    Finding::new(Level::Minor, VariantRule::BracketedEnd),
                    rest.clone(),
                    Disclosure::Disclosed,
                );
                if full[rest.clone()].iter().filter(|tok| tok.is_word()).all(TokenView::inserted) {
                    return;
                }
            }
            let found = Finding::new(Level::Minor, VariantRule::TruncationFragment)
                .operation(Operation::Truncation);
            say(self, found, rest, disclosure);
        }
    }

    /// Returns what a cut takes away that turns the meaning of what is left: what governs it.
    fn turned(
        &self,
        full: &[TokenView<'x>],
        part: &[TokenView<'x>],
        cut: Range<usize>,
        (end, shown): (WordingEnd, Disclosure),
    ) -> Option<(Finding, Range<usize>)> {
        if !self.anchored {
            return None;
        }
        let form = Form::from_tokens(part);
        let (governors, concession) = match end {
            WordingEnd::Head => (governor::find_before(self.lexicon, full, cut.end), None),
            WordingEnd::Tail => (
                governor::find_after(self.lexicon, full, cut.start),
                governor::find_concession(full, cut.start)
                    .filter(|_| form == Form::Statement && shown == Disclosure::Silent)
                    .filter(|_| part.last().is_some_and(TokenView::ends_sentence)),
            ),
        };
        let within = |range: &Range<usize>| cut.start <= range.start && range.end <= cut.end;
        // A doubt is the least that may be lost.
        let gravest = governors
            .iter()
            .filter(|governor| governor.turns(form) && within(&governor.tokens))
            .max_by_key(|governor| (governor.kind != QualifierKind::Hedge, governor.tokens.len()));
        let truncation =
            |rule| Finding::new(Level::Substantive, rule).operation(Operation::Truncation);
        let Some(governor) = gravest else {
            let from = concession?;
            return Some((truncation(VariantRule::ConditionCut), from..cut.end));
        };
        let finding = truncation(match governor.kind {
            QualifierKind::Negation => VariantRule::PolarityCut,
            QualifierKind::Condition => VariantRule::ConditionCut,
            QualifierKind::Embedding => VariantRule::ConditionEmbedding,
            QualifierKind::Hedge => VariantRule::ModalityCut,
        });
        // `not | a single ship`: nothing else stands between.
        let turned =
            governor.kind == QualifierKind::Negation && governor.adjoins && end == WordingEnd::Head;
        let level = if turned { Level::Contradictory } else { finding.level };
        Some((Finding { level, ..finding }, governor.tokens.clone()))
    }

    /// Both sides have words beyond the core, and not the same.
    fn classify_different_ends(&mut self, a: Range<usize>, b: Range<usize>, end: WordingEnd) {
        // An ellipsis next to the core: one side leaves out there, goes on elsewhere, and the other
        // stops.
        let dots = |tokens: &[TokenView<'_>], range: &Range<usize>| {
            let mut tokens = tokens[range.clone()].iter();
            let next = match end {
                WordingEnd::Head => {
                    tokens.rfind(|tok| !rules::is_edge(tok) || tok.class == TokenClass::Ellipsis)
                }
                WordingEnd::Tail => {
                    tokens.find(|tok| !rules::is_edge(tok) || tok.class == TokenClass::Ellipsis)
                }
            };
            next.is_some_and(|tok| tok.class == TokenClass::Ellipsis)
        };
        let (dots_a, dots_b) = (dots(self.a, &a), dots(self.b, &b));
        if dots_a != dots_b {
            let found =
                Finding::new(Level::Minor, VariantRule::ElisionEnd).operation(Operation::Elision);
            self.push(found, a.clone(), b.clone(), Disclosure::Disclosed);
            let (long, short) = if dots_a { (a, b) } else { (b, a) };
            let (full, part) = if dots_a { (self.a, self.b) } else { (self.b, self.a) };
            let disclosure = shown(full, long.clone(), part, short.clone(), end);
            let found = Finding::new(Level::Minor, VariantRule::TruncationFragment)
                .operation(Operation::Truncation);
            let at = short.start..short.start;
            let (x, y) = if dots_a { (long, at) } else { (at, long) };
            self.push(found, x, y, disclosure);
            return;
        }
        // Beyond the end of a sentence there is another sentence, not another wording of this one.
        let beyond = |tokens: &[TokenView<'_>], range: &Range<usize>| match end {
            WordingEnd::Head => tokens[range.clone()]
                .iter()
                .rfind(|tok| !tok.is_quote())
                .is_some_and(TokenView::ends_sentence),
            WordingEnd::Tail => tokens[range.clone()]
                .iter()
                .find(|tok| !tok.is_quote())
                .is_some_and(TokenView::ends_sentence),
        };
        let apart = beyond(self.a, &a) || beyond(self.b, &b);
        let place = self.unit(a.clone(), b.clone());
        let (m, n) = (place.a.words().count(), place.b.words().count());
        let keep = m.min(n);
        if apart || keep > MAX_REWORDED_END_WORDS {
            self.truncate(a.clone(), b.start..b.start, end, true);
            self.truncate(b, a.start..a.start, end, false);
            return;
        }
        if m.max(n) <= keep + MAX_EXTRA_END_WORDS {
            // One word written together on one side and apart on the other, and small words.
            if let Some(parts) = split_at_compound(&place) {
                let worded =
                    |part: &&VariationUnit<'_, '_>| part.a.has_words() || part.b.has_words();
                for part in parts.iter().filter(worded) {
                    match part.only() {
                        Some(half) if end == WordingEnd::Head && half.from == 0 => {
                            let of_a = part.a.has_words();
                            let (long, short) = match of_a {
                                true => (part.a.range(), part.b.range()),
                                false => (part.b.range(), part.a.range()),
                            };
                            self.truncate(long, short, end, of_a);
                        }
                        _ => self.classify_unit(part, part),
                    }
                }
                return;
            }
            self.classify_unit(&place, &place);
            return;
        }
        // The words next to the core are another wording; those beyond are cut off.
        let near = |half: &SideRange<'_, '_>| {
            let mut words = half.tokens().iter().enumerate().filter(|(_, tok)| tok.is_word());
            match end {
                WordingEnd::Head => half.from + words.rev().nth(keep - 1).map_or(0, |(i, _)| i),
                WordingEnd::Tail => half.from + words.nth(keep - 1).map_or(0, |(i, _)| i + 1),
            }
        };
        let of_a = m > n;
        let cut = near(if of_a { &place.a } else { &place.b });
        let (long, short) = if of_a { (a, b) } else { (b, a) };
        let (outer, inner, at) = match end {
            WordingEnd::Head => (long.start..cut, cut..long.end, short.start..short.start),
            WordingEnd::Tail => (cut..long.end, long.start..cut, short.end..short.end),
        };
        if end == WordingEnd::Head {
            self.truncate(outer.clone(), at.clone(), end, of_a);
        }
        let place = if of_a { self.unit(inner, short) } else { self.unit(short, inner) };
        self.classify_unit(&place, &place);
        if end == WordingEnd::Tail {
            self.truncate(outer, at, end, of_a);
        }
    }
}

/// Returns true if a reader of `part` sees that words of `full` are missing there.
///
/// Between two sentences there is nothing to show. A fragment run into the reporter's sentence (a
/// small letter at its beginning, no verb, no mark at its end, or the comma of the speaker's own
/// sentence) shows that it is one; a capital at its beginning or a stop at its end says that it is
/// whole.
fn shown(
    full: &[TokenView<'_>],
    cut: Range<usize>,
    part: &[TokenView<'_>],
    edge: Range<usize>,
    end: WordingEnd,
) -> Disclosure {
    let solid = |tok: &&TokenView<'_>| !tok.is_quote() && !matches!(tok.form, "(" | ")");
    let boundary = match end {
        // A nested quotation begins a sentence of its own.
        WordingEnd::Head => {
            let ends = |tok: &TokenView<'_>| {
                tok.ends_sentence() || tok.form == ":" || tok.class == TokenClass::Ellipsis
            };
            full[cut.clone()].last().is_some_and(TokenView::is_quote)
                || full[cut.clone()].iter().rev().find(solid).is_none_or(ends)
        }
        WordingEnd::Tail => full[cut.clone()]
            .iter()
            .find(solid)
            .is_none_or(|tok| tok.ends_sentence() || tok.class == TokenClass::Ellipsis),
    };
    if boundary {
        return Disclosure::None;
    }
    let small = |tokens: &[TokenView<'_>]| {
        tokens.iter().find(|tok| tok.is_word()).is_some_and(|tok| !tok.capital())
            || tokens.first().is_some_and(|tok| tok.class == TokenClass::Ellipsis)
    };
    let open = |tokens: &[TokenView<'_>]| {
        tokens.last().is_some_and(|tok| tok.class == TokenClass::Ellipsis)
    };
    if small(part) || small(full) || open(part) || !has_verb(part) {
        return Disclosure::Disclosed;
    }
    if end == WordingEnd::Tail {
        let last = part[edge].iter().find(solid).map(|tok| tok.form);
        let next = full[cut.clone()].iter().find(solid).map(|tok| tok.form);
        // The comma before a clause that is joined on is the speaker's; any other may be the
        // reporter's.
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
