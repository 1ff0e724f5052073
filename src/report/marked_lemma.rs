//! The lemma with its numbered marks.
//!
//! `peace ¹‸ than ²{to risk peace}`: braces hold words that vary; a caret stands where others have words that the lemma
//! lacks. Places may nest or cross; each is opened and closed on its own.

use super::colour::Style;
use super::layout::{StyledText, sanitize};
use super::text::level_style;
use super::view::UtteranceView;

/// The lemma in quotation marks, its places marked.
pub(super) fn marked_lemma(view: &UtteranceView) -> StyledText {
    let mut line = StyledText::new("“", Style::Plain);
    walk_lemma(view, |step| match step {
        LemmaStep::Blank(_) if line.ends_with_blank() => {}
        LemmaStep::Blank(place) => line
            .push(" ", place.map_or(Style::Plain, |place| level_style(view.places[place].level))),
        LemmaStep::Words(text, place) => {
            line.push(
                &sanitize(text),
                place.map_or(Style::Plain, |place| level_style(view.places[place].level)),
            );
        }
        LemmaStep::Open(place) => {
            let style = level_style(view.places[place].level);
            line.push(&superscript(view.places[place].number), style);
            line.push("{", style);
        }
        LemmaStep::Close(place) => line.push("}", level_style(view.places[place].level)),
        LemmaStep::Caret(place) => {
            let style = level_style(view.places[place].level);
            line.push(&superscript(view.places[place].number), style);
            line.push("‸", style);
        }
    });
    line.push("”", Style::Plain);
    line
}

/// One step through the lemma; places are given by index into [`UtteranceView::places`].
pub(super) enum LemmaStep<'t> {
    /// White space; with the innermost place that is open.
    Blank(Option<usize>),
    /// A token, or what stands between tokens; with the innermost place that is open.
    Words(&'t str, Option<usize>),
    /// Words that vary begin.
    Open(usize),
    /// They end.
    Close(usize),
    /// Others have words here.
    Caret(usize),
}

/// Steps through the lemma: its text as printed, and the marks of its places.
pub(super) fn walk_lemma<'a>(view: &UtteranceView<'a>, mut take: impl FnMut(LemmaStep<'a>)) {
    let lemma = &view.utterance.lemma;
    let text = lemma.text.as_str();
    // The comma before the closing mark is the sentence's around the quotation.
    let comma =
        lemma.tokens.last().and_then(|last| text.get(last.clone())).is_some_and(|last| last == ",");
    let count = lemma.tokens.len() - usize::from(comma);
    let tokens = &lemma.tokens[..count];
    let end = tokens.last().filter(|_| comma).map_or(text.len(), |last| last.end);
    let mut at = 0;
    let mut open: Vec<usize> = Vec::new();
    // Places by where they start; a place that reaches beyond the lemma ends with it.
    let mut starts: Vec<usize> = (0..view.places.len()).collect();
    let range = |place: usize| {
        let those = &view.places[place].tokens;
        those.start.min(count)..those.end.min(count).max(those.start.min(count))
    };
    // Of those that start together, carets stand first and the longest is outermost.
    starts.sort_by_key(|&place| {
        let tokens = range(place);
        (tokens.start, !tokens.is_empty(), count - tokens.len(), place)
    });
    let mut starts = starts.into_iter().peekable();
    for token in 0..=count {
        let end_of_gap = tokens.get(token).map_or(end, |token| token.start);
        let gap = text.get(at..end_of_gap).unwrap_or("");
        for place in open
            .extract_if(.., |place| range(*place).end <= token)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            take(LemmaStep::Close(place));
        }
        if token > 0 && token < count && gap.chars().any(char::is_whitespace) {
            take(LemmaStep::Blank(open.last().copied()));
        } else if !gap.trim().is_empty() {
            take(LemmaStep::Words(gap.trim(), None));
        }
        while let Some(place) = starts.next_if(|&place| range(place).start == token) {
            if range(place).is_empty() {
                // A caret stands alone between blanks, so that it is not taken for part of a word.
                take(LemmaStep::Blank(open.last().copied()));
                take(LemmaStep::Caret(place));
                if tokens.get(token).and_then(|t| text.get(t.clone())).is_some_and(begins_word) {
                    take(LemmaStep::Blank(open.last().copied()));
                }
            } else {
                take(LemmaStep::Open(place));
                open.push(place);
            }
        }
        if let Some(range) = tokens.get(token) {
            if let Some(word) = text.get(range.clone()) {
                take(LemmaStep::Words(word, open.last().copied()));
            }
            at = range.end;
        }
    }
}

fn begins_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

/// A number in superscript digits.
pub(super) fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0') % 10]).collect()
}
