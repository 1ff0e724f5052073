//! Prints the lemma with its numbered places.
//!
//! In `peace ¹‸ than ²{to risk peace}`, braces hold words that vary, and a caret stands where other
//! wordings add words. Places may nest or cross; each is opened and closed on its own.

use super::colour::TextStyle;
use super::colour::level_style;
use super::one_line::sanitize;
use super::styled_text::StyledText;
use super::view::UtteranceView;

/// Returns the lemma in quotation marks, its places marked.
pub(super) fn marked_lemma(view: &UtteranceView) -> StyledText {
    let mut line = StyledText::new("“", TextStyle::Plain);
    walk_lemma(view, |step| match step {
        LemmaStep::Blank(_) if line.ends_with_blank() => {}
        LemmaStep::Blank(place) => line.push(
            " ",
            place.map_or(TextStyle::Plain, |place| level_style(view.places[place].level)),
        ),
        LemmaStep::Words(text, place) => {
            line.push(
                &sanitize(text),
                place.map_or(TextStyle::Plain, |place| level_style(view.places[place].level)),
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
    line.push("”", TextStyle::Plain);
    line
}

/// One step through the lemma. Places are indices into [`UtteranceView::places`].
pub(super) enum LemmaStep<'t> {
    /// White space, with the innermost open place.
    Blank(Option<usize>),
    /// A token, or text between tokens, with the innermost open place.
    Words(&'t str, Option<usize>),
    /// The beginning of a place.
    Open(usize),
    /// The end of a place.
    Close(usize),
    /// A place where other wordings add words.
    Caret(usize),
}

/// Calls `take` with each step through the lemma: its text as printed, and the marks of its places.
pub(super) fn walk_lemma<'a>(view: &UtteranceView<'a>, mut take: impl FnMut(LemmaStep<'a>)) {
    let lemma = &view.utterance.lemma;
    let text = lemma.text.as_str();
    // A comma before the closing mark belongs to the sentence around the quotation.
    let comma =
        lemma.tokens.last().and_then(|last| text.get(last.clone())).is_some_and(|last| last == ",");
    let count = lemma.tokens.len() - usize::from(comma);
    let tokens = &lemma.tokens[..count];
    let end = tokens.last().filter(|_| comma).map_or(text.len(), |last| last.end);
    let mut at = 0;
    let mut open: Vec<usize> = Vec::new();
    // Places by their start. A place that reaches beyond the lemma ends with it.
    let mut starts: Vec<usize> = (0..view.places.len()).collect();
    let range = |place: usize| {
        let those = &view.places[place].tokens;
        those.start.min(count)..those.end.min(count).max(those.start.min(count))
    };
    // Of places that start together, carets come first, then the longest.
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
                // A caret stands between blanks, so that it is not read as part of a word.
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

/// Returns a number in superscript digits.
pub(super) fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0') % 10]).collect()
}
