//! Tokens, sentences and paragraphs of a text; normal forms of tokens and their weights.
//!
//! Everything here sees characters alone. Three things are kept apart, as the Gothenburg model of
//! collation asks (Haentjens Dekker et al. 2015, <https://doi.org/10.1093/llc/fqu007>; Birnbaum and
//! Spadini 2020, <http://www.digitalhumanities.org/dhq/vol/14/3/000489/000489.html>): a token's
//! text **as printed** (its [`Span`](crate::Span)), its **normal form**, which decides if two
//! tokens are equal, and its **class** and **weight**, which decide how much that is worth.
//! Normalising never moves a span.
//!
//! ```
//! use variorum::text;
//!
//! let printed = "We’re 70% done; the U.S. can't stop.";
//! let forms: Vec<_> = text::tokens(printed)
//!     .map(|token| text::normal_form(token.span.slice(printed)).into_owned())
//!     .collect();
//! assert_eq!(forms.join(" "), "we are 70 percent done ; the u.s. can not stop .");
//! ```
//!
//! | file | concern |
//! |---|---|
//! | `raw_token` | the ends of words, numbers and marks; `clitic`, `characters`: its rules |
//! | `token`, `token_context` | class and flags of a token |
//! | `tokenize` | tokens of a text and of the pieces of a quotation |
//! | `segment` | paragraphs and sentences |
//! | `normal_form` | the text a token is compared as |
//! | `weight` | how surprising a form is |
//! | `vocabulary`, `token_cache` | forms interned as integers |
//! | `lexicon`, `lexical_analyzer` | class and weight of printed words, without interning |
//! | `letters` | similar words, letter by letter |
//! | `name_word` | titles, given names, suffixes, particles |
//! | `word_list`, `word_key`, `word_map`, `perfect_word_map` | look-up of words |
//! | `swar` | tests on eight bytes at once |
//!
//! Word lists are files in `src/language/`.

mod characters;
mod clitic;
mod letters;
mod lexical_analyzer;
mod lexicon;
mod name_word;
mod normal_form;
mod perfect_word_map;
mod raw_token;
mod segment;
mod swar;
#[cfg(test)]
mod tests;
mod token;
#[cfg(feature = "json")]
mod token_cache;
mod token_context;
mod tokenize;
mod vocabulary;
mod weight;
mod word_key;
mod word_list;
mod word_map;

pub use clitic::{Clitic, is_abbreviation};
pub(crate) use letters::{jaro_winkler, letter_edits};
pub(crate) use lexical_analyzer::LexicalAnalyzer;
pub(crate) use lexicon::{LexicalEntry, is_function_word, load_word_lists};
pub(crate) use name_word::NameWord;
pub use normal_form::normal_form;
pub(crate) use perfect_word_map::PerfectWordMap;
pub(crate) use raw_token::{RawTokenKind, ascii_alphanumeric_len, number_len, raw_tokens};
pub use segment::{Paragraphs, Sentences, paragraphs, sentences};
pub(crate) use swar::{
    is_mark_candidate, leading_alphanumerics, leading_letters, load_eight, mark_candidates,
};
pub use token::{Token, TokenClass, TokenFlags};
#[cfg(feature = "json")]
pub(crate) use token_cache::TokenCache;
pub(crate) use tokenize::tokenize_pieces_with;
pub use tokenize::{Tokens, tokenize_pieces, tokens};
pub use vocabulary::{Passage, Vocabulary, VocabularyEntry, Word};
pub(crate) use weight::UNSEEN_WEIGHT;
pub use weight::{Weight, bits, is_name, surprisal};
pub(crate) use word_key::WordKey;
pub(crate) use word_list::{lines, rows, with_lowercase};
pub(crate) use word_map::WordMap;
