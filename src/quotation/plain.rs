//! Paragraphs whose marks can be read in one way only: nine in ten. They are read off without a search.

use super::glyph::Family;
use super::mark::{Cost, Mark};

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Open,
    Close,
    None,
}

/// A reading that costs as much as this, or more, is not what a mark's neighbours say.
const DOUBTFUL: Cost = 20;
/// A reading up to this price is what they say, but for a habit of a house or of the single mark.
const CLEAR: Cost = 5;

/// Finds what each mark of a paragraph does, into `roles` (emptied first), when there is no doubt: each opens or closes
/// nearly free of cost, could do nothing else, and all of them alternate, at most one level in another of the other sort.
/// What a search would find then is known without it. Cost: linear.
pub(super) fn plain(marks: &[Mark], roles: &mut Vec<Role>) -> bool {
    roles.clear();
    let (mut outer, mut inner): (Option<Family>, Option<Family>) = (None, None);
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
            // An apostrophe at the end of a word closes nothing where nothing single is open.
            if opens
                || mark.open < DOUBTFUL
                || [outer, inner].iter().flatten().any(|family| family.is_single())
            {
                return false;
            }
            Role::None
        } else if opens && outer.is_none() {
            outer = Some(family);
            Role::Open
        } else if opens
            && inner.is_none()
            && outer.is_some_and(|outer| outer.is_single() != family.is_single())
        {
            inner = Some(family);
            Role::Open
        } else if closes
            && let Some(open) = innermost
            && let Some(slip) = mark.glyph.closes(open)
            && mark.close + slip <= if family.is_single() { CLEAR } else { 0 }
            && slip <= 0
        {
            if inner.take().is_none() {
                outer = None;
            }
            Role::Close
        } else {
            return false;
        };
        roles.push(role);
    }
    outer.is_none()
}
