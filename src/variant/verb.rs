//! Finds the verb of a sentence by the forms of its words.

use super::token_view::TokenView;
use crate::text::TokenClass;

/// Words that are taken for a clause where the verbs of a language are not known.
const MIN_CLAUSE_WORDS: usize = 3;

/// Returns true if some word can be a finite verb.
pub(super) fn has_verb<'t, 'x: 't>(tokens: impl IntoIterator<Item = &'t TokenView<'x>>) -> bool {
    let mut before = None;
    let mut words = 0;
    for tok in tokens {
        // Verbs of other languages are not known by their forms: a few words may hold one.
        words += usize::from(tok.is_word() && !tok.lexicon.knows_verbs());
        if words >= MIN_CLAUSE_WORDS {
            return true;
        }
        // A pronoun in the nominative has its verb with it.
        if is_verb(tok)
            || matches!(tok.form, "i" | "we" | "he" | "she" | "they")
            || matches!(tok.form, "'s" | "'d") && before == Some(TokenClass::Function)
        {
            return true;
        }
        before = Some(tok.class);
    }
    false
}

/// Returns true if a token can be the verb of a sentence, judged by its form.
pub(super) fn is_verb(tok: &TokenView<'_>) -> bool {
    matches!(
        tok.form,
        "is" | "are"
            | "was"
            | "were"
            | "am"
            | "be"
            | "has"
            | "have"
            | "had"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "let"
    ) || tok.lexicon.irregular_verb(tok.form).is_some()
        || tok.class == TokenClass::Content && tok.form.ends_with("ed")
}
