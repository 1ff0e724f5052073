//! A cache of recently printed tokens in front of a vocabulary.

use super::token::TokenClass;
use super::vocabulary::{Vocabulary, Word};
use super::word_key::WordKey;
use crate::span::Span;

/// A direct-mapped cache of printed tokens, for many look-ups in one vocabulary.
///
/// A large vocabulary outgrows the processor's cache; four tokens in five are among few words.
#[derive(Debug)]
pub(crate) struct TokenCache(Box<[(WordKey, (Word, TokenClass))]>);

impl Default for TokenCache {
    fn default() -> TokenCache {
        // No token has an empty key.
        let empty = (WordKey::default(), (Word(0), TokenClass::Mark));
        TokenCache(vec![empty; 1 << TokenCache::SLOT_BITS].into())
    }
}

impl TokenCache {
    /// Binary logarithm of the number of slots: 128 KB, which fit the processor's cache beside what
    /// else is read.
    const SLOT_BITS: u32 = 12;

    /// Returns word and class of the token printed at `span` of `text`, if `words` has interned
    /// exactly this print. `words` must be the same vocabulary in every call.
    #[inline]
    pub(crate) fn find(
        &mut self,
        words: &Vocabulary,
        text: &str,
        span: Span,
    ) -> Option<(Word, TokenClass)> {
        let key = WordKey::exact_at(text.as_bytes(), span.start(), span.len())?;
        let slot = &mut self.0[key.slot(TokenCache::SLOT_BITS)];
        if slot.0 != key {
            *slot = (key, words.printed(key)?);
        }
        Some(slot.1)
    }
}
