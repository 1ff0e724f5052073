//! Reports in German, which grammar shows and no model: the mood of the verb, the word *dass*, the
//! place of the reporting clause.

use super::{IndirectKind, IndirectReport};
use crate::attribution::{Speaker, grammar_reports};
use crate::language::Lexicon;
use crate::model::{Part, Quotation};
use crate::span::Span;

/// Confidence of a report by grammar: of those on held-out articles half have exactly the content
/// that annotators marked.
const CONFIDENCE: f32 = 0.5;

/// Finds the reports of a text, in the order of their cues.
pub(super) fn find(text: &str, quotations: &[Quotation], lexicon: &Lexicon) -> Vec<IndirectReport> {
    let mut outer: Vec<(Span, usize)> = Vec::new();
    for (n, quotation) in quotations.iter().enumerate() {
        if quotation.parent.is_none() && quotation.part == Part::Text {
            outer.extend(quotation.pieces.iter().map(|&piece| (piece, n)));
        }
    }
    outer.sort_unstable();
    let found = grammar_reports(text, quotations, lexicon).into_iter().map(|found| {
        let mut inside = Vec::new();
        for piece in &found.pieces {
            let from = outer.partition_point(|(quoted, _)| quoted.start() < piece.start());
            let own = outer[from..].iter().take_while(|(own, _)| own.end() <= piece.end());
            inside.extend(own.map(|&(_, n)| n));
        }
        inside.sort_unstable();
        inside.dedup();
        IndirectReport {
            kind: if inside.is_empty() { IndirectKind::Indirect } else { IndirectKind::Mixed },
            pieces: found.pieces.iter().map(|&piece| with_marks(text, piece)).collect(),
            cue: found.cue,
            speaker: found.source.map(|mention| Speaker { mention, name: None }),
            quotations: inside,
            confidence: CONFIDENCE,
        }
    });
    let mut found: Vec<IndirectReport> = found.collect();
    found.sort_by_key(|report| report.cue.start());
    found
}

/// Returns a piece with the marks of the quotations at its ends.
fn with_marks(text: &str, piece: Span) -> Span {
    let opens = |c: char| matches!(c, '„' | '“' | '"' | '»' | '«' | '‚' | '›' | '‹');
    let closes = |c: char| matches!(c, '“' | '”' | '"' | '«' | '»' | '‘' | '‹' | '›');
    let before = text[..piece.start()].chars().next_back().filter(|&c| opens(c));
    let after = text[piece.end()..].chars().next().filter(|&c| closes(c));
    let start = piece.start() - before.map_or(0, char::len_utf8);
    let end = piece.end() + after.map_or(0, char::len_utf8);
    Span::new(start, end)
}
