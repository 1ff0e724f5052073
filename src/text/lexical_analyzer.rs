//! Lexical entries of the words of a text, without interning.
//!
//! The prose of an article is read once, for its subject, and only keys and weights of its words
//! are kept. Nearly all words are found in the built-in lexicon by their printed letters; the
//! others are worked out once and cached.

use rustc_hash::FxHashMap;

use super::lexicon::{LexicalEntry, built_in_lexicon, depends_on_case};
use super::normal_form::normal_form;
use super::perfect_word_map::PerfectWordMap;
use super::raw_token::{RawTokenKind, ends_after_letters, plain_mark_len, raw_tokens};
use super::swar::{leading_letters, load_eight};
use super::token_context::TokenContext;
use super::word_key::WordKey;
use crate::span::Span;

/// Looks up the words of texts; caches those that the lexicon lacks.
#[derive(Debug, Default)]
pub(crate) struct LexicalAnalyzer {
    cache: FxHashMap<WordKey, LexicalEntry>,
}

/// Cached words at which the cache is emptied: some three megabytes.
const MAX_CACHED_WORDS: usize = 1 << 16;

impl LexicalAnalyzer {
    /// Appends the words of `text`, marks left out, to `words`, each with its class in its place.
    /// Cost: linear.
    pub(crate) fn words(&mut self, text: &str, words: &mut Vec<LexicalEntry>) {
        let lexicon = built_in_lexicon();
        let (mut tokens, mut context) = (raw_tokens(text), TokenContext::BEGIN);
        let text = tokens.text();
        loop {
            if !tokens.has_clitic() {
                let at = self.plain_words(lexicon, text, tokens.at(), &mut context, words);
                tokens.go_on(at);
            }
            let Some(raw) = tokens.next() else { break };
            let printed = raw.span.slice(text);
            let entry = match raw.kind {
                RawTokenKind::Mark | RawTokenKind::Ellipsis | RawTokenKind::Bracket => {
                    LexicalEntry::default()
                }
                RawTokenKind::Word
                | RawTokenKind::Ideograph
                | RawTokenKind::Number
                | RawTokenKind::Ampersand => self.find(lexicon, text, raw.span),
            };
            let token = context.token(raw, printed, |capital| entry.class.in_context(capital));
            if token.class.is_word() {
                words.push(LexicalEntry { class: token.class, ..entry });
            }
        }
    }

    /// Appends words of ASCII letters with blanks and plain marks between them, from `at` on, cut
    /// as [`raw_tokens`] cuts them: nine tokens in ten. Returns where something else begins.
    fn plain_words(
        &mut self,
        lexicon: &PerfectWordMap<LexicalEntry>,
        text: &str,
        mut at: usize,
        context: &mut TokenContext,
        words: &mut Vec<LexicalEntry>,
    ) -> usize {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            if matches!(byte, b' ' | b'\t'..=b'\r') {
                at += 1;
            } else if byte.is_ascii_alphabetic() {
                let ((head, mut len), mut tail) = (leading_letters(load_eight(bytes, at)), 0);
                if len == 8 {
                    (tail, len) = leading_letters(load_eight(bytes, at + 8));
                    len += 8;
                }
                // A word of sixteen letters may go on.
                if len == 16 || !ends_after_letters(bytes, at, len) {
                    break;
                }
                let stop = at + len;
                let mut entry = lexicon.get_key(WordKey::from_lowercase_letters(head, tail));
                if entry.key == 0 || depends_on_case(&bytes[at..stop]) {
                    entry = self.unlisted(&text[at..stop]);
                }
                let capital = byte.is_ascii_uppercase() && !context.initial;
                context.initial = false;
                words.push(LexicalEntry { class: entry.class.in_context(capital), ..entry });
                at = stop;
            } else {
                let Some(len) = plain_mark_len(&bytes[at..]) else { break };
                context.initial |= matches!(byte, b'.' | b'?' | b'!');
                at += len;
            }
        }
        at
    }

    /// Returns the entry of the token at `span` of `text`.
    pub(super) fn entry_at(&mut self, text: &str, span: Span) -> LexicalEntry {
        self.find(built_in_lexicon(), text, span)
    }

    #[inline]
    fn find(
        &mut self,
        lexicon: &PerfectWordMap<LexicalEntry>,
        text: &str,
        span: Span,
    ) -> LexicalEntry {
        let bytes = text.as_bytes();
        let entry = WordKey::lowercase_at(bytes, span.start(), span.len())
            .map_or_else(LexicalEntry::default, |key| lexicon.get_key(key));
        if entry.key != 0 && !depends_on_case(&bytes[span.range()]) {
            entry
        } else {
            self.unlisted(span.slice(text))
        }
    }

    /// Returns the entry of a word that the lexicon lacks.
    fn unlisted(&mut self, printed: &str) -> LexicalEntry {
        let Some(key) = WordKey::exact(printed.as_bytes()) else {
            return LexicalEntry::from_form(&normal_form(printed));
        };
        if let Some(&entry) = self.cache.get(&key) {
            return entry;
        }
        if self.cache.len() >= MAX_CACHED_WORDS {
            self.cache = FxHashMap::default();
        }
        let entry = LexicalEntry::from_form(&normal_form(printed));
        self.cache.insert(key, entry);
        entry
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Vocabulary;

    const SOUP: &str = concat!(
        r#"((the|US|us|Us|percent|Organise|twelve|Mr|U\.S|Ruiz|can[’']t|cannot|e-mail|1,200|№|&|"#,
        r#"[A-Za-z]{1,18})[ .,;:?!()"'’“”\-0-9é…\[\]\n]{0,3}){0,12}|.{0,60}"#,
    );

    proptest! {
        /// Looked-up words equal interned words, at the first look-up and at the second.
        #[test]
        fn agrees_with_the_vocabulary(text in SOUP) {
            let mut vocabulary = Vocabulary::new();
            let passage = vocabulary.tokenize(&text);
            let tokens = passage.tokens.iter().zip(&passage.words);
            let interned: Vec<LexicalEntry> = tokens
                .filter(|(token, _)| token.class.is_word())
                .map(|(token, &word)| {
                    let entry = &vocabulary[word];
                    LexicalEntry { key: entry.key, weight: entry.weight, class: token.class }
                })
                .collect();
            let mut analyzer = LexicalAnalyzer::default();
            for _ in 0..2 {
                let mut words = Vec::new();
                analyzer.words(&text, &mut words);
                prop_assert_eq!(&words, &interned);
            }
        }
    }
}
