//! What differs between two wordings: operation, kind, level, disclosure, and the rule that says so.
//!
//! Every rule is a pure function of tokens and says *what* changed, never why.

use std::ops::Range;

/// One difference between a base (`a`, the lemma) and another wording (`b`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// What was done, seen from `a`.
    pub operation: Operation,
    /// What sort of words or signs it concerns.
    pub kind: Kind,
    /// Whether it can change the meaning.
    pub level: Level,
    /// Whether the print shows that something was changed.
    pub disclosure: Disclosure,
    /// Name of the rule that fired, such as `lexical.content-word`.
    pub rule: &'static str,
    /// Tokens of `a`.
    pub a: Range<usize>,
    /// Tokens of `b`.
    pub b: Range<usize>,
    /// The changed words have similar letters.
    pub near: bool,
    /// For the two ends of a moved block: its number.
    pub moved: Option<usize>,
}

/// What was done. Additions and omissions are relative to the base; that is no claim about who changed what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Words that the base lacks.
    Addition,
    /// Words of the base that are left out.
    Omission,
    /// Other words in their place.
    Substitution,
    /// A block that stands elsewhere.
    Transposition,
    /// The wording begins after, or ends before, the base does: it is a fragment.
    Truncation,
    /// An omission covered by an ellipsis or by a break in the quotation.
    Elision,
    /// One word or sentence made two.
    Split,
    /// Two words or sentences made one.
    Join,
}

/// The level of a difference; the level of a pair is its worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A: the words are the same words.
    Accidental,
    /// M: other words, same meaning on its face.
    Minor,
    /// S: the meaning can differ.
    Substantive,
    /// S+: polarity, number or name.
    Contradictory,
}

/// Whether the print shows the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disclosure {
    /// By an ellipsis, brackets, or a break in the quotation marks.
    Disclosed,
    /// Some of it.
    Partial,
    /// Not at all.
    Silent,
}

/// What sort of difference; see each for its test. The codes are those of the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Kind {
    Whitespace,
    QuoteMark,
    Dash,
    Diacritic,
    Case,
    SentenceBoundary,
    Punctuation,
    Spelling,
    Contraction,
    Hyphenation,
    NumberFormat,
    NameForm,
    Masking,
    Disfluency,
    Dialect,
    Polarity,
    NumberValue,
    Name,
    Person,
    Modality,
    Quantifier,
    Time,
    Condition,
    Tense,
    Inflection,
    Derivation,
    FunctionWord,
    AttributionLeak,
    Bracketed,
    Synonym,
    Order,
    Lexical,
    Content,
}
