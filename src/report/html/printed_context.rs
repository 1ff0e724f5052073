//! The sentence around a quotation, as its article prints it.

use std::ops::Range;

use serde::Serialize;

use crate::report::one_line::sanitize;
use crate::report::quotation_index::LocatedQuotation;
use crate::span::Span;
use crate::text::sentences;

/// A piece of the sentence around a quotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct ContextPiece {
    pub(super) text: String,
    /// `quoted` for the quotation's words, `around` for the reporter's, `cut` for the sign of words
    /// that are left out because there are too many.
    pub(super) role: &'static str,
}

/// Bytes of a paragraph that are looked at before and after a quotation: a sentence of news has
/// some 150, and a paragraph of a transcript may have fifty thousand.
const MAX_AROUND: usize = 700;

/// Bytes by which a sentence is widened to the beginning or the end of another quotation.
const MAX_WIDENING: usize = 240;

/// A quotation with more words is shown by its ends: the lemma and the table show the words.
const MAX_QUOTED_WORDS: usize = 90;

/// Returns the sentences of the article in which a quotation, its cue and the mention of its
/// speaker stand. Empty for a quotation that came without its article.
pub(super) fn printed_context(printed: LocatedQuotation<'_>) -> Vec<ContextPiece> {
    let quotation = &printed.quotation.quotation;
    let text = printed.document.document.part(quotation.part);
    let pieces: Vec<Range<usize>> = quotation.pieces.iter().map(|span| span.range()).collect();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Vec::new() };
    if printed.quotation.provenance.is_standalone() || text.get(first.start..last.end).is_none() {
        return Vec::new();
    }
    let window = paragraph_around(text, first.start..last.end);
    let attribution = &printed.quotation.attribution;
    let near = |span: &Span| window.start <= span.range().start && span.range().end <= window.end;
    let mention = attribution.speaker.as_ref().map(|speaker| speaker.mention);
    let told = attribution.cue.into_iter().chain(mention).filter(near).map(|span| span.range());
    let whole = told.fold(first.start..last.end, |a, b| a.start.min(b.start)..a.end.max(b.end));
    let whole = sentences_around(text, &window, whole);
    let whole = quotations_around(printed, &window, whole);
    let mut out = Vec::new();
    let is_inside = |at: usize| others(printed).any(|other| other.start < at && at < other.end);
    if is_inside(whole.start) {
        out.push(ContextPiece { text: "… ".to_owned(), role: "cut" });
    }
    let mut at = whole.start;
    for piece in pieces {
        add(&mut out, text, at..piece.start, "around");
        add_quoted(&mut out, text, piece.clone());
        at = piece.end;
    }
    add(&mut out, text, at..whole.end, "around");
    if is_inside(whole.end) {
        out.push(ContextPiece { text: " …".to_owned(), role: "cut" });
    }
    out
}

/// Returns the pieces of the document's other quotations in the same part of it.
fn others(printed: LocatedQuotation<'_>) -> impl Iterator<Item = Range<usize>> {
    let own = &printed.quotation.quotation;
    let all = printed.document.quotations.iter().map(|one| &one.quotation);
    all.filter(move |one| one.part == own.part && one.pieces != own.pieces)
        .flat_map(|one| one.pieces.iter().map(|piece| piece.range()))
}

/// Widens `inner`, so that it does not begin or end in the middle of another quotation; not where
/// that is long.
fn quotations_around(
    printed: LocatedQuotation<'_>,
    window: &Range<usize>,
    inner: Range<usize>,
) -> Range<usize> {
    let text = printed.document.document.part(printed.quotation.quotation.part);
    let mut whole = inner;
    for other in others(printed) {
        if other.start < whole.start
            && whole.start < other.end
            && whole.start - other.start <= MAX_WIDENING
        {
            // With its mark.
            let mark = text.get(..other.start).and_then(|before| before.chars().next_back());
            let mark = mark.map_or(0, char::len_utf8);
            whole.start = other.start.saturating_sub(mark).max(window.start);
        }
        if other.start < whole.end && whole.end < other.end && other.end - whole.end <= MAX_WIDENING
        {
            let mark = text.get(other.end..).and_then(|after| after.chars().next());
            let mark = mark.map_or(0, char::len_utf8);
            whole.end = (other.end + mark).min(window.end);
        }
    }
    whole
}

/// Returns the part of the paragraphs around `inner` that is looked at.
fn paragraph_around(text: &str, inner: Range<usize>) -> Range<usize> {
    let before = &text[..inner.start];
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    let begin = boundary(text, begin.max(inner.start.saturating_sub(MAX_AROUND)));
    let after = &text[inner.end..];
    let end = after.find('\n').map_or(text.len(), |at| inner.end + at);
    let end = boundary(text, end.min(inner.end.saturating_add(MAX_AROUND)));
    begin..end.max(inner.end)
}

/// Returns the last place up to `at` at which a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Widens `inner` to whole sentences of `window`.
fn sentences_around(text: &str, window: &Range<usize>, inner: Range<usize>) -> Range<usize> {
    let Some(paragraph) = text.get(window.clone()) else { return inner };
    let mut whole = inner.clone();
    for sentence in sentences(paragraph) {
        let range = sentence.range();
        let (start, end) = (range.start + window.start, range.end + window.start);
        if start < inner.end && inner.start < end {
            whole = whole.start.min(start)..whole.end.max(end);
        }
    }
    // A closing mark after the stop belongs to the sentence.
    let rest = text.get(whole.end..window.end).unwrap_or("");
    let closing = rest.chars().take_while(|c| matches!(c, '”' | '’' | '"' | '\'' | '»' | '“'));
    whole.start..whole.end + closing.map(char::len_utf8).sum::<usize>()
}

/// Adds the words of a quotation, by its ends if they are many.
fn add_quoted(out: &mut Vec<ContextPiece>, text: &str, piece: Range<usize>) {
    let words: Vec<(usize, &str)> = text
        .get(piece.clone())
        .unwrap_or("")
        .split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    if words.len() <= MAX_QUOTED_WORDS {
        return add(out, text, piece, "quoted");
    }
    let (head, tail) = (MAX_QUOTED_WORDS * 2 / 3, MAX_QUOTED_WORDS / 3);
    let (last, word) = words[head - 1];
    add(out, text, piece.start..last + word.len(), "quoted");
    let left_out = words.len() - head - tail;
    out.push(ContextPiece { text: format!(" [… {left_out} words …] "), role: "cut" });
    add(out, text, words[words.len() - tail].0..piece.end, "quoted");
}

/// Adds text on one line; blanks at its ends are kept as one.
fn add(out: &mut Vec<ContextPiece>, text: &str, range: Range<usize>, role: &'static str) {
    let Some(printed) = text.get(range).filter(|printed| !printed.is_empty()) else { return };
    let mut line = sanitize(printed);
    if printed.starts_with(char::is_whitespace) {
        line.insert(0, ' ');
    }
    if printed.ends_with(char::is_whitespace) && !line.ends_with(' ') {
        line.push(' ');
    }
    out.push(ContextPiece { text: line, role });
}
