//! Turns matches into the edits that a reader would make.
//!
//! Three steps: gaps slide to the nearest clause edge; a lone function word or mark between two
//! changes is taken into one change with them; what stands between two matches becomes one edit.
//! The first two are the *semantic clean-up* of diff-match-patch
//! (<https://neil.fraser.name/writing/diff/>), here by weight and clause instead of by characters.
//!
//! Time O(n + m) in ordinary text. Memory O(1) beside the edits.

use std::ops::Range;

use super::alignment::{Edit, EditKind};
use super::scoring::{MatchKind, TokenMatch};
use crate::text::{TokenClass, Vocabulary, Weight, Word, bits};

/// Maximum weight of a lone run: one of the commonest function words (`of`, `the`, `in`) with its
/// marks. A rarer one (`than`, `because`) holds a sentence together and stays.
const MAX_LONE_WEIGHT: Weight = bits(8);

/// Two sequences and the matches between them.
#[derive(Debug)]
pub(crate) struct DraftAlignment<'t> {
    pub(crate) words: &'t Vocabulary,
    pub(crate) sides: [&'t [Word]; 2],
    pub(crate) matches: Vec<TokenMatch>,
}

impl DraftAlignment<'_> {
    fn class(&self, side: usize, at: usize) -> TokenClass {
        self.words[self.sides[side][at]].class
    }

    /// Slides gaps along equal words to where a clause begins or ends. A gap slides only where its
    /// first and last word allow it, so the score of the matches does not change.
    pub(crate) fn slide_gaps(&mut self) {
        let ends = (self.sides[0].len(), self.sides[1].len());
        for k in 0..=self.matches.len() {
            let (start_a, start_b) =
                k.checked_sub(1).map_or((0, 0), |k| (self.matches[k].a + 1, self.matches[k].b + 1));
            let (end_a, end_b) = self.matches.get(k).map_or(ends, |matched| (matched.a, matched.b));
            if start_b == end_b && start_a < end_a {
                self.slide_gap(0, k, start_a, end_a);
            } else if start_a == end_a && start_b < end_b {
                self.slide_gap(1, k, start_b, end_b);
            }
        }
    }

    /// Slides the gap `start..end` of `side`, which stands before match `k`.
    fn slide_gap(&mut self, side: usize, k: usize, start: usize, end: usize) {
        let tokens = self.sides[side];
        let on = |matched: &TokenMatch, side: usize| if side == 0 { matched.a } else { matched.b };
        // The number of steps to the left. Each step needs the match before it to be equal,
        // adjacent on both sides, and of the same word as the last of the gap. (Beyond its own
        // length the last word of the gap is one that it has passed.)
        let mut left = 0;
        while let Some(matched) = k.checked_sub(left + 1).and_then(|at| self.matches.get(at)) {
            let adjacent = left == 0
                || (self.matches[k - left].a == matched.a + 1
                    && self.matches[k - left].b == matched.b + 1);
            if !adjacent
                || matched.kind != MatchKind::Equal
                || tokens[start - 1 - left] != tokens[end - 1 - left]
            {
                break;
            }
            left += 1;
        }
        let mut right = 0;
        while let Some(matched) = self.matches.get(k + right) {
            let adjacent = right == 0
                || (self.matches[k + right - 1].a + 1 == matched.a
                    && self.matches[k + right - 1].b + 1 == matched.b);
            if !adjacent
                || matched.kind != MatchKind::Equal
                || tokens[end + right] != tokens[start + right]
            {
                break;
            }
            right += 1;
        }
        if left == 0 && right == 0 {
            return;
        }
        let strength = |shift: isize| {
            let (start, end) =
                (start.saturating_add_signed(shift), end.saturating_add_signed(shift));
            self.boundary_strength(side, start) + self.boundary_strength(side, end)
        };
        let mut best = (strength(0), 0isize);
        for shift in (-(left as isize)..=right as isize).rev() {
            let found = strength(shift);
            if found > best.0 || found == best.0 && shift < best.1 {
                best = (found, shift);
            }
        }
        let len = end - start;
        let shift = best.1;
        let moved = if shift < 0 {
            k.saturating_add_signed(shift)..k
        } else {
            k..k.saturating_add_signed(shift)
        };
        for matched in &mut self.matches[moved] {
            let place = if side == 0 { &mut matched.a } else { &mut matched.b };
            *place = if shift < 0 { *place + len } else { *place - len };
        }
        debug_assert!(self.matches.windows(2).all(|pair| on(&pair[0], side) < on(&pair[1], side)));
    }

    /// Returns the rank of a position between two words as the boundary of a change; higher is
    /// better.
    fn boundary_strength(&self, side: usize, at: usize) -> u8 {
        let tokens = self.sides[side];
        if at == 0 || at >= tokens.len() {
            return 4;
        }
        let before = &self.words[tokens[at - 1]];
        match (&*before.form, before.class) {
            ("." | "?" | "!" | ";" | ":" | "—", _) | (_, TokenClass::Ellipsis) => 3,
            (_, TokenClass::Mark) => 2,
            (_, class) => {
                let after = self.class(side, at);
                u8::from(
                    !after.is_word()
                        || after == TokenClass::Function && class != TokenClass::Function,
                )
            }
        }
    }

    /// Takes equal runs without a content word into the changes around them if that leaves one
    /// change fewer and each of the two changes outweighs the run.
    pub(crate) fn absorb_lone_matches(&mut self) {
        let mut at = 0;
        while at < self.matches.len() {
            let mut end = at + 1;
            while end < self.matches.len()
                && self.matches[end].a == self.matches[end - 1].a + 1
                && self.matches[end].b == self.matches[end - 1].b + 1
            {
                end += 1;
            }
            if self.is_lone(at, end) {
                self.matches.drain(at..end);
                // The change has grown. A run before it may now be lone too, but was judged by
                // itself; go on.
            } else {
                at = end;
            }
        }
    }

    fn is_lone(&self, from: usize, to: usize) -> bool {
        let run = &self.matches[from..to];
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
        let light = run.iter().all(|matched| {
            matched.kind == MatchKind::Equal
                && matches!(self.class(0, matched.a), TokenClass::Function | TokenClass::Mark)
        });
        let weight = self.weight(0, first.a..last.a + 1);
        if !light || weight > MAX_LONE_WEIGHT {
            return false;
        }
        let before =
            from.checked_sub(1).map_or((0, 0), |k| (self.matches[k].a + 1, self.matches[k].b + 1));
        let after = self
            .matches
            .get(to)
            .map_or((self.sides[0].len(), self.sides[1].len()), |matched| (matched.a, matched.b));
        let left = [before.0..first.a, before.1..first.b];
        let right = [last.a + 1..after.0, last.b + 1..after.1];
        // Overhang at an end is a fragment, not a change. The run stays out of it.
        let overhang = (from == 0 && (left[0].is_empty() || left[1].is_empty()))
            || (to == self.matches.len() && (right[0].is_empty() || right[1].is_empty()));
        // Two omissions, or two additions, with equal words between them: merging them would print
        // those words twice.
        let one_sided = (0..2).any(|side| left[side].is_empty() && right[side].is_empty());
        if overhang || one_sided {
            return false;
        }
        let heavier = |change: &[Range<usize>; 2]| {
            self.weight(0, change[0].clone()).max(self.weight(1, change[1].clone()))
        };
        heavier(&left) > weight && heavier(&right) > weight
    }

    fn weight(&self, side: usize, range: Range<usize>) -> Weight {
        self.sides[side][range].iter().map(|&word| self.words[word].weight).sum()
    }

    /// Returns the edits: one for each match, and those between two matches, in order.
    pub(crate) fn edits(&self) -> Vec<Edit> {
        let mut edits = Vec::with_capacity(self.matches.len() + 4);
        let (mut a, mut b) = (0, 0);
        for matched in &self.matches {
            self.push_unmatched(a..matched.a, b..matched.b, &mut edits);
            let kind =
                if matched.kind == MatchKind::Equal { EditKind::Equal } else { EditKind::Near };
            edits.push(Edit { kind, a: matched.a..matched.a + 1, b: matched.b..matched.b + 1 });
            (a, b) = (matched.a + 1, matched.b + 1);
        }
        self.push_unmatched(a..self.sides[0].len(), b..self.sides[1].len(), &mut edits);
        edits
    }

    /// Appends the edits of a range without matches. Marks at its edges on one side alone are kept
    /// apart from the words that replace words.
    pub(crate) fn push_unmatched(&self, a: Range<usize>, b: Range<usize>, edits: &mut Vec<Edit>) {
        let is_word = |side: usize, at: usize| self.class(side, at).is_word();
        let first = |side: usize, range: &Range<usize>| {
            range.clone().find(|&at| is_word(side, at)).unwrap_or(range.end)
        };
        let last = |side: usize, range: &Range<usize>| {
            range.clone().rev().find(|&at| is_word(side, at)).map_or(range.start, |at| at + 1)
        };
        let (word_a, word_b) = (first(0, &a), first(1, &b));
        if word_a == a.end || word_b == b.end {
            // At least one side has marks alone. They replace marks, never words, but an ellipsis
            // can replace words.
            let elided = |side: usize, range: &Range<usize>| {
                range.clone().any(|at| self.class(side, at) == TokenClass::Ellipsis)
            };
            if word_a == a.end && (word_b == b.end || elided(0, &a))
                || word_b == b.end && elided(1, &b)
            {
                push_edit(a, b, edits);
            } else if word_a == a.end {
                // Marks that the other side has too, before or after its words, stand against
                // those.
                let cut = if word_b > b.start { word_b } else { b.start };
                push_edit(a, b.start..cut, edits);
                push_edit(0..0, cut..b.end, edits);
            } else {
                let cut = if word_a > a.start { word_a } else { a.start };
                push_edit(a.start..cut, b, edits);
                push_edit(cut..a.end, 0..0, edits);
            }
            return;
        }
        let (end_a, end_b) = (last(0, &a), last(1, &b));
        push_edit(a.start..word_a, b.start..word_b, edits);
        push_edit(word_a..end_a, word_b..end_b, edits);
        push_edit(end_a..a.end, end_b..b.end, edits);
    }
}

/// Appends the edit that turns `a` into `b`, unless both are empty. An empty range is placed at the
/// end of the edits.
pub(crate) fn push_edit(a: Range<usize>, b: Range<usize>, edits: &mut Vec<Edit>) {
    let (at_a, at_b) = edits.last().map_or((0, 0), |edit| (edit.a.end, edit.b.end));
    let kind = match (a.is_empty(), b.is_empty()) {
        (true, true) => return,
        (true, false) => EditKind::Insertion,
        (false, true) => EditKind::Deletion,
        (false, false) => EditKind::Substitution,
    };
    let a = if a.is_empty() { at_a..at_a } else { a };
    let b = if b.is_empty() { at_b..at_b } else { b };
    edits.push(Edit { kind, a, b });
}
