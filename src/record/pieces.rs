//! From the words of a place to the pieces of the transcript's text.

use std::ops::Range;

use super::index::{IndexedTranscript, RecordIndex, ends_sentence};
use super::place::RecordPlace;
use crate::align::{Aligner, EditKind};
use crate::span::Span;
use crate::text::{Passage, Token, TokenClass, TokenFlags, Vocabulary};

/// Fewest words of the record, with the end of a sentence among them, that the print leaves out
/// where two pieces are put together.
const MIN_CUT_WORDS: usize = 3;

/// Fewest words of the record within a sentence that the print leaves out where two pieces are put
/// together. Fewer are words that were dropped.
const MIN_LONG_CUT_WORDS: usize = 8;

/// The words on record, in the order of the print.
#[derive(Clone, Debug, Default)]
pub(super) struct Recorded {
    /// Token ranges in the passage of the transcript: a piece each.
    pub pieces: Vec<Range<usize>>,
    /// The same with what the print cut without a sign.
    pub silent: Vec<Range<usize>>,
    /// True if the print puts side by side, without a sign, what stands far apart, or in the turns
    /// of two speakers.
    pub is_joined_silently: bool,
}

/// Returns the tokens of a place: one range, cut where the print leaves out what stands between.
pub(super) fn recorded(
    index: &RecordIndex<'_>,
    aligner: &mut Aligner,
    place: &RecordPlace,
    print: &Passage,
) -> Recorded {
    let record = &index.records[place.record];
    let mut whole: Vec<Range<usize>> = Vec::new();
    for part in &place.parts {
        let own = index.token(part.recorded.start)..index.token(part.recorded.end - 1) + 1;
        let turn = |range: &Range<usize>| {
            record.transcript.turns.partition_point(|turn| turn.tokens.end <= range.start)
        };
        // The next part that follows in the same turn, not too far away, belongs to the piece.
        match whole.last_mut() {
            Some(last)
                if last.end <= own.start
                    && own.start - last.end <= MAX_GAP_TOKENS
                    && turn(last) == turn(&own) =>
            {
                last.end = own.end;
            }
            _ => whole.push(own),
        }
    }
    cut(index.words, aligner, record, &whole, print)
}

/// Tokens between two parts up to which they are first taken as one piece, and cut by their
/// alignment with the print.
const MAX_GAP_TOKENS: usize = 200;

/// Cuts ranges of tokens where the print leaves out what stands between.
fn cut(
    words: &Vocabulary,
    aligner: &mut Aligner,
    record: &IndexedTranscript<'_>,
    whole: &[Range<usize>],
    print: &Passage,
) -> Recorded {
    let passage = passage_of(&record.transcript.passage, whole);
    let alignment = aligner.align(words, &passage.words, &print.words);
    let text = record.document.text.as_str();
    let is_word = |token: usize| passage.tokens[token].class.is_word();
    let mut shown: Vec<Range<usize>> = Vec::new();
    let mut silent: Vec<Range<usize>> = Vec::new();
    for edit in &alignment.edits {
        let count = edit.a.clone().filter(|&token| is_word(token)).count();
        let is_outer = edit.a.start == 0 || edit.a.end == passage.tokens.len();
        let has_words = edit.b.clone().any(|token| print.tokens[token].class.is_word());
        if edit.kind == EditKind::Equal || count == 0 || is_outer || has_words {
            continue;
        }
        // The stop before what is left out may be that of the print.
        let around = edit.a.start.saturating_sub(1)..edit.a.end;
        let ends = (passage.tokens[around].iter()).any(|token| ends_sentence(token, text));
        if is_shown(print, edit.b.start) {
            shown.push(edit.a.clone());
        } else if count >= MIN_LONG_CUT_WORDS || ends && count >= MIN_CUT_WORDS {
            silent.push(edit.a.clone());
        }
    }
    let mut joint = 0;
    let mut joints = whole[..whole.len().saturating_sub(1)].iter().map(|range| {
        joint += range.len();
        joint
    });
    let is_joined_silently = joints.any(|joint| {
        let behind = alignment.edits.iter().find(|edit| edit.a.end > joint);
        // Words of the print that stand for what is between are another difference.
        behind.is_some_and(|edit| {
            let at = match edit.kind {
                EditKind::Equal => edit.b.start + joint.saturating_sub(edit.a.start),
                _ => edit.b.start,
            };
            !is_shown(print, at.min(print.tokens.len()))
        })
    });
    let numbers: Vec<usize> = whole.iter().flat_map(Clone::clone).collect();
    let ends: Vec<usize> = whole.iter().map(|range| range.end).collect();
    let without = |cuts: &dyn Fn(usize) -> bool| {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut is_open = false;
        for (place, &token) in numbers.iter().enumerate() {
            if cuts(place) {
                is_open = false;
                continue;
            }
            match pieces.last_mut() {
                Some(last) if is_open && last.end == token => last.end += 1,
                _ => pieces.push(token..token + 1),
            }
            is_open = !ends.contains(&(token + 1));
        }
        // A piece begins and ends with a word.
        let tokens = &record.transcript.passage.tokens;
        for piece in &mut pieces {
            while piece.start < piece.end && !tokens[piece.start].class.is_word() {
                piece.start += 1;
            }
            while piece.start < piece.end && !tokens[piece.end - 1].class.is_word() {
                piece.end -= 1;
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    };
    let in_any = |cuts: &[Range<usize>], place: usize| cuts.iter().any(|cut| cut.contains(&place));
    Recorded {
        pieces: without(&|place| in_any(&shown, place) || in_any(&silent, place)),
        silent: without(&|place| in_any(&shown, place)),
        is_joined_silently,
    }
}

/// Returns true if an ellipsis or a break stands in the print before its token `at`: the alignment
/// may put the marks of the print on either side of what is left out.
fn is_shown(print: &Passage, at: usize) -> bool {
    let is_mark = |token: &usize| !print.tokens[*token].class.is_word();
    let before = (0..at).rev().take_while(is_mark);
    let behind = (at..print.tokens.len()).take_while(is_mark);
    let is_elided =
        before.chain(behind.clone()).any(|token| print.tokens[token].class == TokenClass::Ellipsis);
    let next = at..=(at + behind.count());
    let mut next = print.tokens.get(next).unwrap_or(&[]).iter();
    is_elided || next.any(|token| token.flags.has(TokenFlags::BROKEN))
}

/// Returns the tokens of `passage` in the ranges, one after the other.
pub(super) fn passage_of(passage: &Passage, ranges: &[Range<usize>]) -> Passage {
    let mut own = Passage::default();
    for range in ranges {
        let at = own.tokens.len();
        own.words.extend(&passage.words[range.clone()]);
        // The lines of captions are no breaks that the print shows.
        own.tokens.extend(
            passage.tokens[range.clone()]
                .iter()
                .map(|token| Token { flags: token.flags.without(TokenFlags::BROKEN), ..*token }),
        );
        if let (true, Some(first)) = (at > 0, own.tokens.get_mut(at)) {
            first.flags = first.flags.with(TokenFlags::BROKEN);
        }
    }
    own
}

/// Returns the spans of ranges of tokens.
pub(super) fn spans(passage: &Passage, ranges: &[Range<usize>]) -> Vec<Span> {
    let tokens = &passage.tokens;
    let span = |range: &Range<usize>| tokens[range.start].span.cover(tokens[range.end - 1].span);
    ranges.iter().map(span).collect()
}
