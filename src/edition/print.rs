//! Tokens turned back into the text that was printed.

use std::ops::Range;

use super::bearer::Bearer;

/// What one witness prints, with the place of each of its tokens.
#[derive(Clone, Debug)]
pub(super) struct Print {
    /// The pieces, joined by a blank.
    pub text: String,
    /// Where each token stands in `text`, in bytes.
    pub tokens: Vec<Range<usize>>,
}

impl Print {
    pub(super) fn new(bearer: &Bearer<'_>) -> Print {
        let mut text =
            String::with_capacity(bearer.pieces.iter().map(|piece| piece.len() + 1).sum());
        let mut tokens = Vec::with_capacity(bearer.passage.tokens.len());
        let mut rest = bearer.passage.tokens.iter().peekable();
        for piece in bearer.pieces {
            if !text.is_empty() {
                text.push(' ');
            }
            let at = text.len();
            text.push_str(piece.of(bearer.text));
            while let Some(token) = rest.next_if(|token| token.span.end() <= piece.end()) {
                tokens.push(
                    token.span.start() - piece.start() + at..token.span.end() - piece.start() + at,
                );
            }
        }
        Print { text, tokens }
    }

    /// The text from the first to the last of `tokens`; empty when there are none.
    pub(super) fn of(&self, tokens: &Range<usize>) -> &str {
        &self.text[self.span(tokens)]
    }

    /// Where that text stands; empty when there are no `tokens`, and then where the next one begins.
    pub(super) fn span(&self, tokens: &Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([one]) => one.clone(),
            _ => {
                let at = self.tokens.get(tokens.start).map_or(self.text.len(), |next| next.start);
                at..at
            }
        }
    }
}
