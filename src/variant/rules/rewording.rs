//! Says whether the two sides of a place are put in other words altogether.

use crate::variant::token_view::{SideRange, TokenView, VariationUnit};

/// Both sides have so many words there that the passage was put in other words altogether: what one
/// of them says cannot be told from a word alone.
pub(super) fn is_reworded(place: &VariationUnit<'_, '_>) -> bool {
    place.a.words().count().min(place.b.words().count()) > 4
}

/// One side has a clause of its own there, that nothing of the other side stands for: a sentence
/// ends on one side alone, or one side is much the longer. What that clause denies or names is not
/// said otherwise by the other side, but not said.
pub(super) fn is_lopsided(place: &VariationUnit<'_, '_>) -> bool {
    let ends = |half: &SideRange<'_, '_>| {
        let last = half.tokens().iter().rposition(TokenView::is_word).unwrap_or(0);
        half.tokens()[..last].iter().any(TokenView::ends_sentence)
    };
    let (a, b) = (place.a.words().count(), place.b.words().count());
    a.min(b) > 0 && (ends(&place.a) != ends(&place.b) || a.max(b) > MIN_CLAUSE_WORDS + 2 * a.min(b))
}

/// Words that are enough for a clause beside what they stand for.
const MIN_CLAUSE_WORDS: usize = 5;

/// The longest range of other words, on either side, that is still another wording of what stands
/// around it.
const MAX_FRAMED_WORDS: usize = 12;

/// A reworded part inside a sentence that both print before and after it: no longer than a
/// clause. What it denies, and what numbers and names it holds, can be held against the other side;
/// of unlike ends nothing can be told.
pub(super) fn is_framed(place: &VariationUnit<'_, '_>) -> bool {
    let within = |half: &SideRange<'_, '_>| {
        half.words().count() <= MAX_FRAMED_WORDS
            && half.before().is_some()
            && half.after().is_some()
            && !half.tokens().iter().any(TokenView::ends_sentence)
    };
    within(&place.a) && within(&place.b)
}
