//! Decides whether the print shows a change: by an ellipsis, brackets, or a break in the quotation.

use std::ops::Range;

use super::PairClassifier;
use crate::text::{TokenClass, TokenFlags};
use crate::variant::rules::Finding;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Disclosure, Kind, Level, Operation, VariantRule};

/// Most tokens between an ellipsis and the words that it stands for: the alignment may have put a
/// small word or two between them.
const MAX_ELLIPSIS_DISTANCE: usize = 3;

impl<'p, 'x> PairClassifier<'p, 'x> {
    /// An ellipsis whose words are told beside it is told with them.
    pub(super) fn drop_covered_ellipses(&mut self) {
        let elisions: Vec<(usize, usize)> = self
            .variants
            .iter()
            .filter(|variant| variant.operation == Operation::Elision)
            .map(|variant| (variant.a.start, variant.b.start))
            .collect();
        self.variants.retain(|variant| {
            let near = |at: usize, range: &Range<usize>| {
                at.abs_diff(range.start) <= MAX_ELLIPSIS_DISTANCE
                    || at.abs_diff(range.end) <= MAX_ELLIPSIS_DISTANCE
            };
            variant.rule != VariantRule::PunctuationEllipsis
                || !elisions.iter().any(|(a, b)| near(*a, &variant.a) || near(*b, &variant.b))
        });
    }
}

/// Returns true if the words that one side has more are covered, on the other, by an ellipsis or by
/// a break in the quotation.
pub(super) fn is_elided(place: &VariationUnit<'_, '_>, run: &VariationUnit<'_, '_>) -> bool {
    let (full, whole, lacking, around) = match place.a.has_words() {
        true => (&place.a, &run.a, &place.b, &run.b),
        false => (&place.b, &run.b, &place.a, &run.a),
    };
    // Over the small words beside it, not over any other.
    let dots = |half: &SideRange<'_, '_>| {
        let sign = |tok: &TokenView<'_>| tok.class == TokenClass::Ellipsis;
        let near = |tok: &&TokenView<'_>| {
            tok.class != TokenClass::Content && tok.class != TokenClass::Name
        };
        half.all[half.from..half.to].iter().any(sign)
            || half.all[..half.from]
                .iter()
                .rev()
                .take(MAX_ELLIPSIS_DISTANCE)
                .take_while(near)
                .any(sign)
            || half.all[half.to..].iter().take(MAX_ELLIPSIS_DISTANCE).take_while(near).any(sign)
    };
    // The same ellipsis on both sides covers what both leave out.
    let stands = around.has_ellipsis() && !whole.has_ellipsis() || dots(lacking) && !dots(full);
    let broken = lacking.all.get(lacking.to).is_some_and(|tok| tok.flags.has(TokenFlags::BROKEN));
    stands || broken && lacking.from > 0
}

/// Returns true if the print shows the change.
pub(super) fn disclosure(
    place: &VariationUnit<'_, '_>,
    run: &VariationUnit<'_, '_>,
    found: &Finding,
) -> Disclosure {
    if found.rule == VariantRule::PunctuationEllipsis {
        return Disclosure::Disclosed;
    }
    if found.level == Level::Accidental {
        return Disclosure::None;
    }
    if found.kind() == Kind::Bracketed {
        return Disclosure::Disclosed;
    }
    let inserted =
        |half: &SideRange<'_, '_>| half.has_words() && half.words().all(TokenView::inserted);
    if inserted(&place.a) || inserted(&place.b) {
        return Disclosure::Disclosed;
    }
    let broken = |half: &SideRange<'_, '_>| {
        half.from > 0
            && half.all[half.from..]
                .iter()
                .take(half.to - half.from + 1)
                .any(|tok| tok.flags.has(TokenFlags::BROKEN))
    };
    let some = run.a.has_ellipsis()
        || run.b.has_ellipsis()
        || place.a.words().chain(place.b.words()).any(TokenView::inserted);
    if some {
        Disclosure::Partial
    } else if broken(&place.a) != broken(&place.b) {
        Disclosure::Disclosed
    } else {
        Disclosure::Silent
    }
}
