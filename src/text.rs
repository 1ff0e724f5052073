//! Characters into tokens, sentences and paragraphs; the normal form of a token; how surprising a form is.
//!
//! Everything here sees characters alone. Three things are kept apart, as the Gothenburg model of collation asks
//! (Dekker & Middell; Birnbaum & Spadini, DHQ 14.3): a token's text **as printed** (its [`Span`](crate::Span)), its **normal
//! form**, which decides whether two tokens are equal, and its **class** and **weight**, which decide how much that is
//! worth. Normalising never moves a span.
//!
//! ```
//! use variorum::text;
//!
//! let printed = "We’re 70% done; the U.S. can't stop.";
//! let forms: Vec<_> = text::tokens(printed).map(|token| text::form(token.span.of(printed)).into_owned()).collect();
//! assert_eq!(forms.join(" "), "we are 70 percent done ; the u.s. can not stop .");
//! ```
//!
//! Language data are files: `src/language/`.

mod block;
mod eight;
mod fixed;
mod form;
mod gloss;
mod listed;
mod names;
#[cfg(test)]
mod tests;
mod token;
mod vocabulary;

pub use block::{Paragraphs, Sentences, paragraphs, sentences};
pub(crate) use eight::{alphanumerics, eight, is_sign, letters, signs};
pub(crate) use fixed::Fixed;
pub use form::{Clitic, form, is_abbreviation};
pub(crate) use form::{lines, rows, with_lower};
pub(crate) use gloss::{Gloss, Glosses, prepare};
pub(crate) use listed::{Key, Listed};
pub(crate) use names::NameWord;
pub use token::{Class, Flags, Token, Tokens, tokens};
pub(crate) use token::{Sort, alphanumeric_len, number_len, scan};
#[cfg(feature = "json")]
pub(crate) use vocabulary::Recent;
pub use vocabulary::{Entry, Passage, Vocabulary, Weight, Word, bits, is_name, reading, surprisal};
pub(crate) use vocabulary::{UNSEEN, is_function_word, reading_by};
