//! The context that decides the flags and class of the next token.

use super::raw_token::{RawToken, RawTokenKind};
use super::token::{Token, TokenClass, TokenFlags};

/// The state that the tokens before leave for the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenContext {
    /// True if the next word begins a sentence.
    pub(super) initial: bool,
    /// True after `[` and before `]`.
    bracketed: bool,
}

impl TokenContext {
    /// The context at the beginning of a text.
    pub(super) const BEGIN: TokenContext = TokenContext { initial: true, bracketed: false };

    /// Returns the token of `raw` and updates the context. `class` returns the class of a word,
    /// given true if it begins with a capital inside a sentence.
    pub(super) fn token(
        &mut self,
        raw: RawToken,
        printed: &str,
        class: impl FnOnce(bool) -> TokenClass,
    ) -> Token {
        let mut flags = raw.flags;
        let class = match raw.kind {
            RawTokenKind::Word => class(flags.has(TokenFlags::CAPITAL) && !self.initial),
            RawTokenKind::Ideograph => TokenClass::Content,
            RawTokenKind::Number => TokenClass::Number,
            RawTokenKind::Ampersand => TokenClass::Function,
            RawTokenKind::Mark => TokenClass::Mark,
            RawTokenKind::Ellipsis => TokenClass::Ellipsis,
            RawTokenKind::Bracket => TokenClass::Bracket,
        };
        if class.is_word() {
            if self.initial {
                flags = flags.with(TokenFlags::INITIAL);
            }
            self.initial = false;
        } else if matches!(printed, "." | "?" | "!" | "…" | "...") {
            self.initial = true;
        }
        let opens = raw.kind == RawTokenKind::Bracket && printed == "[";
        if self.bracketed || opens {
            flags = flags.with(TokenFlags::BRACKETED);
        }
        if raw.kind == RawTokenKind::Bracket {
            self.bracketed = opens;
        }
        Token { span: raw.span, class, flags }
    }
}
