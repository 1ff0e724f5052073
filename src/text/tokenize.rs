//! Tokens of texts and of the pieces of a quotation.

use super::lexical_analyzer::LexicalAnalyzer;
use super::lexicon::class_of;
use super::raw_token::{RawTokens, raw_tokens};
use super::token::{Token, TokenFlags};
use super::token_context::TokenContext;
use crate::span::Span;

/// Returns the tokens of `text`, in order.
///
/// Never fails. A text beyond 4 GiB is read up to there. Cost: O(n) in its bytes; the iterator
/// allocates nothing.
///
/// ```
/// use variorum::text;
/// let printed = "“Well,” said Mr. O’Neil, “we’ll see . . . at 5:30.”";
/// let tokens: Vec<_> = text::tokens(printed).map(|token| token.span.slice(printed)).collect();
/// assert_eq!(tokens, [
///     "“", "Well", ",", "”", "said", "Mr.", "O’Neil", ",", "“", "we", "’ll", "see", ". . .", "at",
///     "5:30", ".", "”",
/// ]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { raw: raw_tokens(text), context: TokenContext::BEGIN }
}

/// Iterator over the tokens of a text; made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    raw: RawTokens<'t>,
    context: TokenContext,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let raw = self.raw.next()?;
        let printed = raw.span.slice(self.raw.text());
        Some(self.context.token(raw, printed, |capital| class_of(printed, capital)))
    }
}

/// Returns the tokens of the spans `pieces` of `text`, in order, with spans into `text`.
///
/// The first token of each later piece is flagged: [`TokenFlags::BROKEN`] if words stand between
/// the pieces, else [`TokenFlags::PARAGRAPH`].
///
/// ```
/// use variorum::Span;
/// use variorum::text::{TokenFlags, tokenize_pieces};
/// let text = "“We won’t,” she said, “move.”";
/// let at = |words: &str| text.find(words).unwrap();
/// let pieces = [Span::new(at("We"), at("”")), Span::new(at("move"), at(".”"))];
/// let tokens = tokenize_pieces(text, &pieces);
/// assert_eq!(tokens.last().unwrap().span.slice(text), "move");
/// assert!(tokens.last().unwrap().flags.has(TokenFlags::BROKEN));
/// ```
pub fn tokenize_pieces(text: &str, pieces: &[Span]) -> Vec<Token> {
    collect_pieces(text, pieces, |piece, out, at| {
        out.extend(tokens(piece).map(|token| Token { span: token.span.shifted(at), ..token }));
    })
}

/// Returns the same as [`tokenize_pieces`], with a cache of unlisted words.
pub(crate) fn tokenize_pieces_with(
    analyzer: &mut LexicalAnalyzer,
    text: &str,
    pieces: &[Span],
) -> Vec<Token> {
    collect_pieces(text, pieces, |piece, out, at| {
        let mut context = TokenContext::BEGIN;
        out.extend(raw_tokens(piece).map(|raw| {
            let class = |capital| analyzer.entry_at(piece, raw.span).class.in_context(capital);
            let token = context.token(raw, raw.span.slice(piece), class);
            Token { span: token.span.shifted(at), ..token }
        }));
    })
}

/// Returns a rough number of tokens in `pieces`: English prints one for every five or six bytes.
fn likely_tokens(pieces: &[Span]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum::<usize>() / 5 + 1
}

/// Returns the tokens of all `pieces` with the flags of breaks between them. `read` appends the
/// tokens of one piece, given its text and its offset.
pub(super) fn collect_pieces(
    text: &str,
    pieces: &[Span],
    mut read: impl FnMut(&str, &mut Vec<Token>, usize),
) -> Vec<Token> {
    let mut out = Vec::with_capacity(likely_tokens(pieces));
    let mut end = None;
    for piece in pieces {
        let first = out.len();
        read(piece.slice(text), &mut out, piece.start());
        if let (Some(end), Some(token)) = (end, out.get_mut(first)) {
            let between = text.get(end..piece.start()).unwrap_or("");
            let broken = between.contains(|c: char| c.is_alphanumeric());
            token.flags = token
                .flags
                .with(if broken { TokenFlags::BROKEN } else { TokenFlags::PARAGRAPH })
                .with(TokenFlags::SPACED);
            // A word that goes on with the sentence does not begin one.
            if broken
                && token.flags.has(TokenFlags::INITIAL)
                && !token.flags.has(TokenFlags::CAPITAL)
            {
                token.flags = token.flags.without(TokenFlags::INITIAL);
            }
        }
        end = Some(piece.end());
    }
    out
}
