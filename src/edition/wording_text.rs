//! Turns the tokens of a witness back into the text that was printed.

use std::ops::Range;

use super::witness_input::WitnessInput;

/// The text of one witness, with the place of each of its tokens.
#[derive(Clone, Debug)]
pub(super) struct WordingText {
    /// The pieces, joined by a blank.
    pub text: String,
    /// Byte range of each token in `text`.
    pub tokens: Vec<Range<usize>>,
}

impl WordingText {
    pub(super) fn new(witness: &WitnessInput<'_>) -> WordingText {
        let mut text =
            String::with_capacity(witness.pieces.iter().map(|piece| piece.len() + 1).sum());
        let mut tokens = Vec::with_capacity(witness.passage.tokens.len());
        let mut rest = witness.passage.tokens.iter().peekable();
        for piece in witness.pieces {
            if !text.is_empty() {
                text.push(' ');
            }
            let at = text.len();
            text.push_str(piece.slice(witness.text));
            while let Some(token) = rest.next_if(|token| token.span.end() <= piece.end()) {
                tokens.push(
                    token.span.start() - piece.start() + at..token.span.end() - piece.start() + at,
                );
            }
        }
        WordingText { text, tokens }
    }

    /// Returns the text from the first to the last of `tokens`; empty when there are none.
    pub(super) fn slice(&self, tokens: &Range<usize>) -> &str {
        &self.text[self.span(tokens)]
    }

    /// Returns the byte range of that text. When there are no `tokens`, it is empty and stands
    /// where the next token begins.
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
