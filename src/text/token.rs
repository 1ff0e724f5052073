//! Tokens: one word, number or mark of a text, with its span, class and flags.

use crate::span::Span;

/// The class of a token, judged from its characters and its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum TokenClass {
    /// A function word: article, pronoun, preposition, conjunction, auxiliary, particle.
    Function,
    /// Any other word.
    #[default]
    Content,
    /// A word capitalised inside a sentence, or nearly always capitalised in the background table.
    Name,
    /// Digits, number words, currency and per-cent signs.
    Number,
    /// Punctuation.
    Mark,
    /// `…`, `...`, `. . .`
    Ellipsis,
    /// `[` or `]`.
    Bracket,
}

impl TokenClass {
    /// Returns true if the token is a word, a name or a number, and not a mark of any kind.
    pub fn is_word(self) -> bool {
        matches!(
            self,
            TokenClass::Function | TokenClass::Content | TokenClass::Name | TokenClass::Number
        )
    }

    /// Returns the class that the characters of a normal form decide alone, without word lists.
    pub(super) fn from_characters(form: &str) -> Option<TokenClass> {
        let first = form.chars().next()?;
        if first.is_ascii_digit()
            || matches!(
                form,
                "$" | "€"
                    | "£"
                    | "¥"
                    | "percent"
                    | "hundred"
                    | "thousand"
                    | "million"
                    | "billion"
                    | "trillion"
            )
        {
            return Some(TokenClass::Number);
        }
        if first.is_alphanumeric()
            || matches!(form, "'s" | "'d")
            || matches!(first, '@' | '#') && form.len() > 1
        {
            return None;
        }
        Some(match form {
            "…" => TokenClass::Ellipsis,
            "[" | "]" => TokenClass::Bracket,
            _ => TokenClass::Mark,
        })
    }

    /// Returns the class of a word whose form alone has class `self`. `capital` is true if the word
    /// begins with a capital inside a sentence.
    #[inline]
    pub(super) fn in_context(self, capital: bool) -> TokenClass {
        if capital && self == TokenClass::Content { TokenClass::Name } else { self }
    }
}

/// The surroundings of a token; a small set of bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TokenFlags(u8);

impl TokenFlags {
    /// White space stands before the token, or the token is the first of the text.
    pub const SPACED: TokenFlags = TokenFlags(1);
    /// The first letter is a capital.
    pub const CAPITAL: TokenFlags = TokenFlags(1 << 1);
    /// The token is the first word of a sentence: of the text, or after a stop, question or
    /// exclamation mark.
    pub const INITIAL: TokenFlags = TokenFlags(1 << 2);
    /// The token stands between `[` and `]`, or is one of them.
    pub const BRACKETED: TokenFlags = TokenFlags(1 << 3);
    /// First token after a break in the quotation, with words of the reporter in between.
    pub const BROKEN: TokenFlags = TokenFlags(1 << 4);
    /// First token after a paragraph break inside the quotation.
    pub const PARAGRAPH: TokenFlags = TokenFlags(1 << 5);

    /// The names of the bits, lowest first.
    const NAMES: [&str; 6] = ["spaced", "capital", "initial", "bracketed", "broken", "paragraph"];

    /// Returns the names of the bits that are set.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let is_set = move |(bit, name)| (self.0 >> bit & 1 == 1).then_some(name);
        TokenFlags::NAMES.into_iter().enumerate().filter_map(is_set)
    }

    /// Returns true if all bits of `other` are set.
    pub fn has(self, other: TokenFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns these flags with the bits of `other` set.
    pub fn with(self, other: TokenFlags) -> TokenFlags {
        TokenFlags(self.0 | other.0)
    }

    /// Returns these flags without the bits of `other`.
    pub fn without(self, other: TokenFlags) -> TokenFlags {
        TokenFlags(self.0 & !other.0)
    }
}

impl std::fmt::Debug for TokenFlags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// As a list of names: `["spaced", "capital"]`.
#[cfg(feature = "serde")]
impl serde::Serialize for TokenFlags {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for TokenFlags {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<TokenFlags, D::Error> {
        let names = <Vec<std::borrow::Cow<'de, str>>>::deserialize(deserializer)?;
        names.iter().try_fold(TokenFlags::default(), |flags, name| {
            let bit = TokenFlags::NAMES.iter().position(|known| known == name);
            let bit =
                bit.ok_or_else(|| serde::de::Error::unknown_variant(name, &TokenFlags::NAMES))?;
            Ok(flags.with(TokenFlags(1 << bit)))
        })
    }
}

/// One word, number or mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Token {
    /// Byte span in the text.
    pub span: Span,
    /// Class of the token.
    pub class: TokenClass,
    /// Surroundings of the token.
    pub flags: TokenFlags,
}

impl Token {
    /// Makes a token, for texts that were tokenized elsewhere.
    pub fn new(span: Span, class: TokenClass, flags: TokenFlags) -> Token {
        Token { span, class, flags }
    }
}
