//! Does the print show the change?

use std::ops::Range;

use super::Walk;
use crate::text::{TokenClass, TokenFlags};
use crate::variant::reading::{Half, Place, Tok};
use crate::variant::rules::Finding;
use crate::variant::{Disclosure, Kind, Level, Operation};

/// How far from the words it stands for an ellipsis may have been aligned, in tokens: over a small word or two that both print.
const AROUND: usize = 3;

impl<'p, 'x> Walk<'p, 'x> {
    /// An ellipsis whose words are told beside it is told with them.
    pub(super) fn covered(&mut self) {
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
}

/// Whether the words that one side has more are covered, on the other, by an ellipsis or by a break in the quotation.
pub(super) fn elided(place: &Place<'_, '_>, run: &Place<'_, '_>) -> bool {
    let (full, whole, lacking, around) = match place.a.has_words() {
        true => (&place.a, &run.a, &place.b, &run.b),
        false => (&place.b, &run.b, &place.a, &run.a),
    };
    // Over the small words beside it, not over any other.
    let dots = |half: &Half<'_, '_>| {
        let sign = |tok: &Tok<'_>| tok.class == TokenClass::Ellipsis;
        let near =
            |tok: &&Tok<'_>| tok.class != TokenClass::Content && tok.class != TokenClass::Name;
        half.all[half.from..half.to].iter().any(sign)
            || half.all[..half.from].iter().rev().take(AROUND).take_while(near).any(sign)
            || half.all[half.to..].iter().take(AROUND).take_while(near).any(sign)
    };
    // The same ellipsis on both sides covers what both leave out.
    let stands = around.has_ellipsis() && !whole.has_ellipsis() || dots(lacking) && !dots(full);
    let broken = lacking.all.get(lacking.to).is_some_and(|tok| tok.flags.has(TokenFlags::BROKEN));
    stands || broken && lacking.from > 0
}

/// Whether the print shows the change.
pub(super) fn disclosure(
    place: &Place<'_, '_>,
    run: &Place<'_, '_>,
    found: &Finding,
) -> Disclosure {
    if found.rule == "punctuation.ellipsis" {
        return Disclosure::Disclosed;
    }
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
            && half.all[half.from..]
                .iter()
                .take(half.to - half.from + 1)
                .any(|tok| tok.flags.has(TokenFlags::BROKEN))
    };
    let some = run.a.has_ellipsis()
        || run.b.has_ellipsis()
        || place.a.words().chain(place.b.words()).any(Tok::inserted);
    if some {
        Disclosure::Partial
    } else if broken(&place.a) != broken(&place.b) {
        Disclosure::Disclosed
    } else {
        Disclosure::Silent
    }
}
