//! Cuts a run of edits into the variation units that a reader would distinguish.

use std::ops::Range;

use super::EditStep;
use crate::align::EditKind;
use crate::text::TokenClass;
use crate::variant::rules;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};

/// The most words of a place that is looked into for words of one family: a phrase, not a sentence.
const MAX_REFINED_WORDS: usize = 6;

/// `range` in pieces that belong to one moved block, or to none.
pub(super) fn split_by_block(
    range: Range<usize>,
    owner: &[Option<usize>],
) -> Vec<(Range<usize>, Option<usize>)> {
    let mut out: Vec<(Range<usize>, Option<usize>)> = Vec::new();
    for at in range {
        let moved = owner.get(at).copied().flatten();
        match out.last_mut() {
            Some((last, of)) if *of == moved => last.end = at + 1,
            _ => out.push((at..at + 1, moved)),
        }
    }
    out
}

/// The steps of a run as places: paired steps stand alone, neighbouring deletions and insertions
/// are one place.
pub(super) fn group_steps(steps: &[EditStep]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut loose = false;
    for step in steps {
        let single = matches!(step.kind, EditKind::Deletion | EditKind::Insertion);
        match out.last_mut() {
            Some((a, b)) if loose && single => {
                a.end = a.end.max(step.a.end);
                b.end = b.end.max(step.b.end);
            }
            _ => out.push((step.a.clone(), step.b.clone())),
        }
        loose = single;
    }
    out
}

/// The most tokens that are written together as one word: `state - of - the - art`.
const MAX_COMPOUND_TOKENS: usize = 7;

/// The least letters of a word that is looked for in pieces.
const MIN_COMPOUND_LETTERS: usize = 6;

/// A run in three, where the alignment has torn a word from its like because the one side writes it
/// in one and the other apart, or a name in its first letters: what stands before, the word, what
/// stands after.
pub(super) fn split_at_compound<'p, 'x>(
    run: &VariationUnit<'p, 'x>,
) -> Option<[VariationUnit<'p, 'x>; 3]> {
    let at = |half: SideRange<'p, 'x>, from: usize, to: usize| SideRange { from, to, ..half };
    let find = |one: SideRange<'p, 'x>, many: SideRange<'p, 'x>| {
        let spelled =
            |i: usize| rules::find_spelled_out(&one.all[i], &many).map(|(from, to)| (i, from, to));
        if let Some(found) = (one.from..one.to).find_map(spelled) {
            return Some(found);
        }
        (one.from..one.to)
            .filter(|&i| {
                one.all[i].is_word() && one.all[i].printed.chars().count() >= MIN_COMPOUND_LETTERS
            })
            .find_map(|i| {
                let word = one.all[i].printed.to_lowercase();
                (many.from..many.to).find_map(|from| {
                    let mut rest = word.as_str();
                    let tokens =
                        many.all[from..many.to.min(from + MAX_COMPOUND_TOKENS)].iter().enumerate();
                    for (n, tok) in tokens {
                        if tok.form == "-" && n > 0 {
                            continue;
                        }
                        rest = rest.strip_prefix(tok.printed.to_lowercase().as_str())?;
                        if rest.is_empty() {
                            return (n > 0).then_some((i, from, from + n + 1));
                        }
                    }
                    None
                })
            })
    };
    let cut = |one: SideRange<'p, 'x>, many: SideRange<'p, 'x>| {
        let (i, from, to) = find(one, many)?;
        let one = [at(one, one.from, i), at(one, i, i + 1), at(one, i + 1, one.to)];
        let many = [at(many, many.from, from), at(many, from, to), at(many, to, many.to)];
        Some([0, 1, 2].map(|k| (one[k], many[k])))
    };
    let parts = match cut(run.a, run.b) {
        Some(parts) => parts.map(|(a, b)| VariationUnit { a, b }),
        None => cut(run.b, run.a)?.map(|(b, a)| VariationUnit { a, b }),
    };
    Some(parts)
}

/// A run in three, where one side begins or ends with words that the editor put in, and the other
/// with the pronoun that they explain: `[Ms. Berg] and` for `her and I`.
pub(super) fn split_at_insertion<'p, 'x>(
    run: &VariationUnit<'p, 'x>,
) -> Option<[VariationUnit<'p, 'x>; 3]> {
    let at = |half: SideRange<'p, 'x>, from: usize, to: usize| SideRange { from, to, ..half };
    let sign = |tok: &TokenView<'_>| {
        tok.inserted() || tok.class == TokenClass::Bracket || matches!(tok.form, "(" | ")")
    };
    let pronoun = |tok: &TokenView<'_>| {
        tok.lexicon.pronoun_person(tok.form).is_some()
            || matches!(tok.form, "it" | "its" | "this" | "that")
    };
    let cut = |one: SideRange<'p, 'x>, many: SideRange<'p, 'x>| {
        let tokens = one.tokens();
        let head = tokens.iter().take_while(|tok| sign(tok)).count();
        let tail = tokens.iter().rev().take_while(|tok| sign(tok)).count();
        if head == tokens.len() || many.tokens().iter().any(TokenView::inserted) {
            return None;
        }
        let worded = |tokens: &[TokenView<'_>]| tokens.iter().any(TokenView::is_word);
        let (first, last) = (many.tokens().first()?, many.tokens().last()?);
        if worded(&tokens[..head]) && pronoun(first) {
            let (i, j) = (one.from + head, many.from + 1);
            return Some([
                (at(one, one.from, i), at(many, many.from, j)),
                (at(one, i, one.to), at(many, j, many.to)),
                (at(one, one.to, one.to), at(many, many.to, many.to)),
            ]);
        }
        if worded(&tokens[tokens.len() - tail..]) && pronoun(last) {
            let (i, j) = (one.to - tail, many.to - 1);
            return Some([
                (at(one, one.from, one.from), at(many, many.from, many.from)),
                (at(one, one.from, i), at(many, many.from, j)),
                (at(one, i, one.to), at(many, j, many.to)),
            ]);
        }
        None
    };
    let parts = match cut(run.a, run.b) {
        Some(parts) => parts.map(|(a, b)| VariationUnit { a, b }),
        None => cut(run.b, run.a)?.map(|(b, a)| VariationUnit { a, b }),
    };
    Some(parts)
}

/// A place of several words cut where its two sides have words of one family, in one order; the
/// alignment keeps such words together when they are few.
pub(super) fn refine<'p, 'x>(
    place: VariationUnit<'p, 'x>,
    depth: usize,
) -> Vec<VariationUnit<'p, 'x>> {
    let index = |half: &SideRange<'_, '_>| {
        (half.from..half.to).filter(|&i| half.all[i].is_word()).collect::<Vec<_>>()
    };
    let (wa, wb) = (index(&place.a), index(&place.b));
    let (m, n) = (wa.len(), wb.len());
    // Longer ranges are other words altogether; and a pair of words cannot be cut.
    let cuttable =
        m.min(n) > 0 && m + n > 2 && m.max(n) <= MAX_REFINED_WORDS && depth < MAX_REFINED_WORDS;
    if !cuttable || rules::classify_whole(&place).is_some() {
        return vec![place];
    }
    let at = |half: SideRange<'p, 'x>, from: usize, to: usize| SideRange { from, to, ..half };
    // Each word on one side against its fellow on the other, small words against small ones.
    let class = |half: &SideRange<'_, '_>, i: usize| half.all[i].class;
    let alike = |i: usize, j: usize| {
        (class(&place.a, i) == TokenClass::Function) == (class(&place.b, j) == TokenClass::Function)
    };
    if m == n && wa.iter().zip(&wb).all(|(&i, &j)| alike(i, j)) {
        return wa
            .iter()
            .zip(&wb)
            .map(|(&i, &j)| VariationUnit { a: at(place.a, i, i + 1), b: at(place.b, j, j + 1) })
            .collect();
    }
    // The first pair of one family, word for word before two for one. Which is first must not
    // depend on the order of the sides: by distance from the beginning, and where two cross at the
    // same distance, neither.
    let mut pairs = Vec::new();
    for (two, size) in [(0, (1, 1)), (1, (1, 2)), (1, (2, 1))] {
        for i in 0..(m + 1).saturating_sub(size.0) {
            for j in 0..(n + 1).saturating_sub(size.1) {
                let middle = VariationUnit {
                    a: at(place.a, wa[i], wa[i + size.0 - 1] + 1),
                    b: at(place.b, wb[j], wb[j + size.1 - 1] + 1),
                };
                let small = |half: &SideRange<'_, '_>| {
                    half.words().all(|tok| tok.class == TokenClass::Function)
                };
                if !small(&middle.a) && !small(&middle.b) && rules::same_lexeme(&middle) {
                    pairs.push(((two, i + j, i.abs_diff(j)), middle));
                }
            }
        }
    }
    pairs.sort_by_key(|(key, _)| *key);
    let Some((_, middle)) =
        pairs.chunk_by(|x, y| x.0 == y.0).find(|tied| tied.len() == 1).and_then(<[_]>::first)
    else {
        return vec![place];
    };
    let left = VariationUnit {
        a: at(place.a, place.a.from, middle.a.from),
        b: at(place.b, place.b.from, middle.b.from),
    };
    let right = VariationUnit {
        a: at(place.a, middle.a.to, place.a.to),
        b: at(place.b, middle.b.to, place.b.to),
    };
    let mut out = refine(left, depth + 1);
    out.push(*middle);
    out.extend(refine(right, depth + 1));
    out.retain(|place| place.a.has_words() || place.b.has_words());
    out
}
