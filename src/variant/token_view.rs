//! The input of the rules: tokens with what is known of them, ranges of one side, variation units.

use std::ops::Range;

use super::Side;
use crate::language::{CueClass, VariantLexicon};
use crate::text::{TokenClass, TokenFlags, Vocabulary};

/// One token with all that a rule may ask of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenView<'x> {
    pub form: &'x str,
    pub printed: &'x str,
    pub class: TokenClass,
    pub flags: TokenFlags,
    /// Bytes in the side's text.
    pub start: usize,
    pub end: usize,
    /// Stands in short round brackets, as some papers print what they insert.
    pub aside: bool,
    /// The word lists of its language.
    pub lexicon: &'x VariantLexicon,
}

impl TokenView<'_> {
    pub fn is_word(&self) -> bool {
        self.class.is_word()
    }

    pub fn is_quote(&self) -> bool {
        matches!(self.form, "\"" | "'")
    }

    pub fn is_dash(&self) -> bool {
        matches!(self.form, "—" | "-")
    }

    pub fn ends_sentence(&self) -> bool {
        matches!(self.form, "." | "?" | "!")
    }

    /// A sign for words put in or taken out by the editor.
    pub fn inserted(&self) -> bool {
        self.flags.has(TokenFlags::BRACKETED) || self.aside
    }

    pub fn capital(&self) -> bool {
        self.flags.has(TokenFlags::CAPITAL)
    }
}

/// The longest aside, in words, that is taken for an insertion by the editor and not for the
/// speaker's own aside.
const MAX_INSERTION_WORDS: usize = 4;

/// The class of a token in its language: the vocabulary knows English small words, and takes
/// capitals for names.
fn class(class: TokenClass, form: &str, lexicon: &VariantLexicon) -> TokenClass {
    match class {
        TokenClass::Content | TokenClass::Name if lexicon.is_cue_word(CueClass::Small, form) => {
            TokenClass::Function
        }
        TokenClass::Name if lexicon.capitalizes_nouns() => TokenClass::Content,
        _ => class,
    }
}

/// The tokens of one side, in order.
pub(super) fn token_views<'x>(
    words: &'x Vocabulary,
    side: Side<'x>,
    lexicon: &'x VariantLexicon,
) -> Vec<TokenView<'x>> {
    let passage = side.passage;
    let mut tokens: Vec<TokenView<'x>> = passage
        .tokens
        .iter()
        .zip(&passage.words)
        .map(|(token, &word)| TokenView {
            form: &words[word].form,
            printed: token.span.slice(side.text),
            class: class(token.class, &words[word].form, lexicon),
            flags: token.flags,
            start: token.span.start(),
            end: token.span.end(),
            aside: false,
            lexicon,
        })
        .collect();
    let mut open = None;
    for i in 0..tokens.len() {
        match tokens[i].form {
            "(" => open = Some(i),
            ")" => {
                if let Some(from) = open.take()
                    && i - from <= MAX_INSERTION_WORDS + 1
                {
                    tokens[from..=i].iter_mut().for_each(|tok| tok.aside = true);
                }
            }
            _ => {}
        }
    }
    tokens
}

/// A range of one side's tokens, with the tokens around it in reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct SideRange<'p, 'x> {
    pub all: &'p [TokenView<'x>],
    pub from: usize,
    pub to: usize,
    /// The word lists of its language.
    pub lexicon: &'x VariantLexicon,
}

impl<'p, 'x> SideRange<'p, 'x> {
    pub fn new(
        all: &'p [TokenView<'x>],
        range: Range<usize>,
        lexicon: &'x VariantLexicon,
    ) -> SideRange<'p, 'x> {
        let to = range.end.min(all.len());
        SideRange { all, from: range.start.min(to), to, lexicon }
    }

    pub fn tokens(&self) -> &'p [TokenView<'x>] {
        &self.all[self.from..self.to]
    }

    /// Words, names and numbers; no marks.
    pub fn words(
        &self,
    ) -> impl DoubleEndedIterator<Item = &'p TokenView<'x>> + Clone + use<'p, 'x> {
        self.tokens().iter().filter(|tok| tok.is_word())
    }

    pub fn forms(&self) -> Vec<&'x str> {
        self.words().map(|tok| tok.form).collect()
    }

    pub fn has_words(&self) -> bool {
        self.words().next().is_some()
    }

    /// The word before, marks passed over.
    pub fn before(&self) -> Option<&'p TokenView<'x>> {
        self.all[..self.from].iter().rev().find(|tok| tok.is_word())
    }

    /// The word after, marks passed over.
    pub fn after(&self) -> Option<&'p TokenView<'x>> {
        self.all[self.to..].iter().find(|tok| tok.is_word())
    }

    pub fn has_ellipsis(&self) -> bool {
        self.tokens().iter().any(|tok| tok.class == TokenClass::Ellipsis)
    }

    pub fn range(&self) -> Range<usize> {
        self.from..self.to
    }
}

/// One place where the two sides differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct VariationUnit<'p, 'x> {
    pub a: SideRange<'p, 'x>,
    pub b: SideRange<'p, 'x>,
}

impl<'p, 'x> VariationUnit<'p, 'x> {
    /// The side that has words when the other has none.
    pub fn only(&self) -> Option<SideRange<'p, 'x>> {
        match (self.a.has_words(), self.b.has_words()) {
            (true, false) => Some(self.a),
            (false, true) => Some(self.b),
            _ => None,
        }
    }

    /// Returns true if `test` holds of the sides in one order or the other.
    pub fn either(&self, test: impl Fn(&SideRange<'p, 'x>, &SideRange<'p, 'x>) -> bool) -> bool {
        test(&self.a, &self.b) || test(&self.b, &self.a)
    }

    /// Returns true if both sides have words.
    pub fn substituted(&self) -> bool {
        self.a.has_words() && self.b.has_words()
    }
}
