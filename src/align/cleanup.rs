//! From matches to the edits that a reader would make.
//!
//! Three steps: gaps slide to the nearest clause edge; a lone function word or mark that stands equal between two changes
//! is taken into one change with them; what stands between two matches becomes one edit. The first two are what
//! diff-match-patch calls semantic clean-up, by weight and clause instead of by characters.

use std::ops::Range;

use super::scoring::{MatchKind, TokenMatch};
use super::{Edit, EditKind};
use crate::text::{Class, Vocabulary, Weight, Word, bits};

/// The heaviest run that counts as lone: one of the commonest function words (`of`, `the`, `in`) with its marks. A rarer
/// one (`than`, `because`) holds a sentence together and stays.
const MAX_LONE_WEIGHT: Weight = bits(8);

/// Two sequences and, for each token, the token it is linked to on the other side.
#[derive(Debug)]
pub(crate) struct DraftAlignment<'t> {
    pub(crate) words: &'t Vocabulary,
    pub(crate) sides: [&'t [Word]; 2],
    pub(crate) matches: Vec<TokenMatch>,
}

impl DraftAlignment<'_> {
    fn class(&self, side: usize, at: usize) -> Class {
        self.words[self.sides[side][at]].class
    }

    /// Slides gaps along equal words to where a clause begins or ends. A gap slides only where its first and last word
    /// allow it, so the score of the matches stays the same.
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

    /// Slides the gap `start..end` of `side`, which stands before matched `k`.
    fn slide_gap(&mut self, side: usize, k: usize, start: usize, end: usize) {
        let tokens = self.sides[side];
        let on = |matched: &TokenMatch, side: usize| if side == 0 { matched.a } else { matched.b };
        // How far left: each step needs the matched before to be equal, adjacent on both sides, and of the gap's last word.
        // (Beyond its own length the gap's last word is one that the gap has passed over.)
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

    /// How good a place between two words is for a change to begin or end.
    fn boundary_strength(&self, side: usize, at: usize) -> u8 {
        let tokens = self.sides[side];
        if at == 0 || at >= tokens.len() {
            return 4;
        }
        let before = &self.words[tokens[at - 1]];
        match (&*before.form, before.class) {
            ("." | "?" | "!" | ";" | ":" | "—", _) | (_, Class::Ellipsis) => 3,
            (_, Class::Mark) => 2,
            (_, class) => {
                let after = self.class(side, at);
                u8::from(!after.is_word() || after == Class::Function && class != Class::Function)
            }
        }
    }

    /// Takes equal runs without a content word into the changes around them, where that leaves one change fewer and
    /// each of the two outweighs what stands between.
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
                // The change has grown: what stood before it may now be lone too, but was judged by itself; go on.
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
                && matches!(self.class(0, matched.a), Class::Function | Class::Mark)
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
        // Overhang at an end is a fragment, not a change: nothing is gained by drawing the run into it.
        let overhang = (from == 0 && (left[0].is_empty() || left[1].is_empty()))
            || (to == self.matches.len() && (right[0].is_empty() || right[1].is_empty()));
        // Two omissions, or two additions, with equal words between them: to merge them would print those words twice.
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

    /// The edits: one for each matched, and for what stands between two matches, in order.
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

    /// The edits of a stretch without matches: marks that stand at its edges on one side alone are not part of what words
    /// replace words.
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
            // Marks alone on one side at least: they replace marks, never words. But an ellipsis does.
            let elided = |side: usize, range: &Range<usize>| {
                range.clone().any(|at| self.class(side, at) == Class::Ellipsis)
            };
            if word_a == a.end && (word_b == b.end || elided(0, &a))
                || word_b == b.end && elided(1, &b)
            {
                push_edit(a, b, edits);
            } else if word_a == a.end {
                // Marks that the other side has too, before or after its words, stand against those.
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

/// Adds the edit that turns `a` into `b`, unless both are empty. An empty range is put where the
/// edits stand.
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
