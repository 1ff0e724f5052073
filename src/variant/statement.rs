//! Tells a print that stands as a statement of its own from a fragment in a reporter's sentence.

use super::token_view::TokenView;
use super::verb::{has_verb, is_verb};
use crate::text::TokenClass;

/// The use of a print, by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// No verb, or no subject before it: words that the reporter's sentence governs.
    Phrase,
    /// A noun with its article, and a verb: a clause, or a noun with one inside: *the bridge would
    /// hold*, *the bridge that was sold*.
    Nominal,
    /// A subject and a verb, run into the reporter's sentence: *somebody who cannot govern*.
    Clause,
    /// It begins with a capital and has a verb: a reader takes it for a whole sentence of the
    /// speaker's.
    Statement,
}

impl Form {
    /// Returns the form of a print. A name has its capital anywhere, so that it begins a clause.
    pub(super) fn from_tokens(tokens: &[TokenView<'_>]) -> Form {
        // The verb of a relative clause may be any word: somebody who governs.
        let says = has_verb(tokens) || tokens.iter().any(|tok| tok.form == "who");
        let Some(first) = tokens.iter().find(|tok| tok.is_word()).filter(|_| says) else {
            return Form::Phrase;
        };
        let cut = tokens[0].class == TokenClass::Ellipsis || is_titled(tokens);
        let subject = || {
            first.class == TokenClass::Name
                || matches!(first.form, "there" | "somebody" | "someone" | "anybody" | "anyone")
                || first.lexicon.pronoun_person(first.form).is_some()
        };
        match first.capital() && first.class != TokenClass::Name {
            true if !cut => Form::Statement,
            _ if subject() && !is_verb(first) => Form::Clause,
            _ if is_determiner(first.form) => Form::Nominal,
            _ => Form::Phrase,
        }
    }
}

/// Returns true for a word that opens a noun phrase.
fn is_determiner(form: &str) -> bool {
    matches!(form, "the" | "a" | "an" | "this" | "these" | "those" | "every" | "all" | "some")
}

/// Returns true if every word of weight has a capital, as headlines print them.
fn is_titled(tokens: &[TokenView<'_>]) -> bool {
    let weighty =
        |tok: &&TokenView<'_>| matches!(tok.class, TokenClass::Content | TokenClass::Name);
    let mut words = tokens.iter().filter(weighty);
    words.clone().nth(1).is_some() && words.all(TokenView::capital)
}
