//! Paragraphs whose marks have one reading only: nine in ten. They are paired without a search.

use super::cost::Cost;
use super::glyph::MarkFamily;
use super::mark::Mark;

/// The role of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkRole {
    Open,
    Close,
    /// No quotation mark.
    None,
}

/// Least cost of a reading that contradicts the mark's neighbours.
const DOUBTFUL: Cost = 20;
/// Greatest cost of a reading that the neighbours support, up to a habit of a paper or of the
/// glyph.
const CLEAR: Cost = 5;

/// Finds the role of each mark of a paragraph and puts them into `roles`, which is emptied first.
///
/// Returns false if there is doubt. There is none if each mark opens or closes at nearly no cost,
/// could do nothing else, and the marks alternate, with at most one inner level of the other sort.
/// A search would find the same. Cost: linear.
pub(super) fn pair_unambiguous(marks: &[Mark], roles: &mut Vec<MarkRole>) -> bool {
    roles.clear();
    let (mut outer, mut inner): (Option<MarkFamily>, Option<MarkFamily>) = (None, None);
    for mark in marks {
        let family = mark.glyph.family();
        let innermost = inner.or(outer);
        let opens =
            mark.open <= if family.is_single() { CLEAR } else { 0 } && mark.close > DOUBTFUL;
        let closes = mark.close <= if family.is_single() { CLEAR } else { DOUBTFUL }
            && mark.open >= DOUBTFUL;
        let role = if mark.doubled {
            return false;
        } else if family.is_single() && mark.skip < DOUBTFUL {
            // An apostrophe at the end of a word closes nothing where no single mark is open.
            if opens
                || mark.open < DOUBTFUL
                || [outer, inner].iter().flatten().any(|family| family.is_single())
            {
                return false;
            }
            MarkRole::None
        } else if opens && outer.is_none() {
            outer = Some(family);
            MarkRole::Open
        } else if opens
            && inner.is_none()
            && outer.is_some_and(|outer| outer.is_single() != family.is_single())
        {
            inner = Some(family);
            MarkRole::Open
        } else if closes
            && let Some(open) = innermost
            && let Some(mismatch) = mark.glyph.closing_cost(open)
            && mark.close + mismatch <= if family.is_single() { CLEAR } else { 0 }
            && mismatch <= 0
        {
            if inner.take().is_none() {
                outer = None;
            }
            MarkRole::Close
        } else {
            return false;
        };
        roles.push(role);
    }
    outer.is_none()
}
