//! Costs of each mark of a paragraph as an opening mark, a closing mark, or no quotation mark.
//!
//! Idea: the glyph of a mark proposes a direction, and its neighbours propose another. Neither is
//! trusted alone, since files print marks the wrong way round and straight marks have no direction.
//! So nothing is decided here: every reading gets a cost, and [`super::pairing`] finds the cheapest
//! reading of all marks together. Costs of single marks, which may be apostrophes, stand in
//! [`super::apostrophe`]. Cost: linear in the paragraph.

use super::adjacent::AdjacentChar;
use super::apostrophe::single_mark_costs;
use super::cost::NEVER;
use super::glyph::Glyph;
use super::mark::{Mark, is_blank, is_invisible};
use super::mark_context::{MarkContext, MarkCosts};

/// Longest run of touching marks that is read: three levels that open or close together, each
/// doubled, are six. Longer runs are noise.
const MAX_TOUCHING_MARKS: usize = 8;

/// Sets the costs of `marks` in the paragraph that begins at `start` of `line`.
///
/// Marks that touch share their surroundings, so that `"'Now` and `.'"` are read right. Marks that
/// can only be apostrophes are removed.
pub(super) fn set_costs(line: &str, start: usize, marks: &mut Vec<Mark>) {
    let mut checked = start; // only marks and blanks stand before
    let mut first = true;
    let (mut i, mut kept) = (0, 0);
    while i < marks.len() {
        let mut j = i + 1;
        while j < marks.len() && touches(line, marks[j - 1].end, marks[j].start) {
            j += 1;
        }
        if j - i > MAX_TOUCHING_MARKS {
            i = j;
            continue;
        }
        let (from, to) = (marks[i].start, marks[j - 1].end);
        first = first && line[checked..from].chars().all(is_blank);
        checked = to;
        let (before, after) = (&line[start..from], &line[to..]);
        let context = MarkContext {
            left: AdjacentChar::before(line, start, from),
            right: AdjacentChar::after(after),
            before,
            after,
        };
        let after_stop = context.left == AdjacentChar::Blank && ends_sentence(before);
        for k in i..j {
            let mut mark = marks[k];
            mark.doubled = k > i
                && mark.glyph.family().is_single() == marks[k - 1].glyph.family().is_single()
                && mark.start == marks[k - 1].end;
            (mark.open, mark.close, mark.skip) = costs(&context, mark.glyph);
            mark.first = first;
            mark.after_stop = after_stop;
            // Most marks are apostrophes inside words: nothing has to be decided about them.
            if mark.skip > 0 {
                marks[kept] = mark;
                kept += 1;
            }
        }
        i = j;
    }
    marks.truncate(kept);
}

/// Returns true if a sentence ends at the end of `before`.
fn ends_sentence(before: &str) -> bool {
    let before = before.as_bytes().strip_suffix(b" ").map_or(before, |rest| &before[..rest.len()]);
    matches!(before.chars().rev().find(|&c| !is_blank(c)), Some('.' | '!' | '?' | '…'))
}

/// Returns true if two marks stand together: nothing between them, or one narrow or no-break space,
/// as is set between ’ and ”.
fn touches(line: &str, end: usize, start: usize) -> bool {
    if end == start {
        return true;
    }
    if line.as_bytes()[end].is_ascii() {
        return false;
    }
    let mut visible = line[end..start].chars().filter(|&c| !is_invisible(c));
    match visible.next() {
        None => true,
        Some('\u{a0}' | '\u{2009}' | '\u{200a}' | '\u{202f}') => visible.next().is_none(),
        Some(_) => false,
    }
}

/// Returns the costs of a mark printed as `glyph`.
fn costs(context: &MarkContext<'_>, glyph: Glyph) -> MarkCosts {
    use Glyph::*;
    if glyph.family().is_single() {
        return single_mark_costs(context, glyph);
    }
    let (open, close) = context.double_costs();
    match glyph {
        // A measure (6'2", a 12" pipe) is no quotation mark; other straight marks are none only
        // by mistake.
        Straight | Ticks if context.left == AdjacentChar::Digit && !context.right.is_word() => {
            (open, close, 4)
        }
        Straight | Ticks => (open, close, 30),
        // A glyph with a direction is better evidence than its neighbours, but these and the
        // pairing can overrule it.
        CurlyOpen => (open / 2, close / 2 + 20, 30),
        CurlyClose => (open / 2 + 20, close / 2, 30),
        Low | Backticks => (open / 2, NEVER, 30),
        // Both « x » and »x« are in use; the French way is likelier.
        LeftGuillemet => (open, close + 3, 30),
        RightGuillemet => (open + 3, close, 30),
        Corner { open } | WhiteCorner { open } => {
            (if open { 0 } else { NEVER }, if open { NEVER } else { 0 }, 30)
        }
        _ => (open, close, 30),
    }
}
