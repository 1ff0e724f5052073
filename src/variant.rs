//! Classifies the differences between two wordings: operation, kind, level, disclosure, and the
//! rule that recognized each.
//!
//! [`variants`] takes two passages and their [`Alignment`] and returns every difference, as a
//! reader would see it. A rule is a pure function of the tokens at one place. Rules are tried in a
//! fixed order; the first that fires wins, and the variant names it ([`VariantRule`]). Rules
//! describe a change, never its reason: tokens do not show what an editor intended. The words that
//! rules know are files: `src/language/README.md` lists them.
//!
//! ```
//! use variorum::align::{Alignment, Edit, EditKind::*};
//! use variorum::text::Vocabulary;
//! use variorum::variant::{Kind, Level, Side, Summary, variants};
//!
//! let mut words = Vocabulary::new();
//! let (a, b) = ("We have never met them.", "We have met them,");
//! let (left, right) = (words.tokenize(a), words.tokenize(b));
//! let edits = vec![
//!     Edit::new(Equal, 0..2, 0..2),
//!     Edit::new(Deletion, 2..3, 2..2),
//!     Edit::new(Equal, 3..5, 2..4),
//!     Edit::new(Substitution, 5..6, 4..5),
//! ];
//! let alignment = Alignment::new(edits);
//! let found = variants(&words, Side::new(a, &left), Side::new(b, &right), &alignment);
//! assert_eq!(found[0].kind, Kind::Polarity);
//! assert_eq!(found[0].rule.as_str(), "polarity.negator");
//! assert!(found[1].is_edge()); // comma against stop, before the closing mark
//! assert_eq!(Summary::new(&found).level, Some(Level::Contradictory));
//! ```
//!
//! Not decided here: sarcasm, the scope of *only*, a pronoun whose antecedent was cut, synonymy
//! that no list holds, who introduced a change.

mod classifier;
mod classify;
mod governor;
mod levels;
mod lost_qualifier;
mod qualifier_kind;
mod rule;
mod rules;
mod statement;
mod stem;
mod token_view;
mod verb;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use crate::align::Alignment;
use crate::language::Language;
use crate::text::{Passage, Vocabulary};
pub use classifier::{VariantClassifier, lost_qualifiers};
pub use levels::{Levels, VariantContext};
pub use qualifier_kind::QualifierKind;
pub use rule::VariantRule;

/// One wording: a text and the tokens read from it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Side<'t> {
    /// The text in which the spans of the passage run.
    pub text: &'t str,
    /// The tokens, with their forms.
    pub passage: &'t Passage,
    /// Its language, where that is known from more than its words.
    pub language: Option<Language>,
}

impl<'t> Side<'t> {
    /// Makes a side of `text` and its tokens.
    pub fn new(text: &'t str, passage: &'t Passage) -> Side<'t> {
        Side { text, passage, language: None }
    }

    /// Sets the language that its document is in. Of two sides in one language the word lists are
    /// that language's; else their words show it.
    #[must_use]
    pub fn with_language(mut self, language: Option<Language>) -> Side<'t> {
        self.language = language;
        self
    }
}

/// Returns every difference between `a` (the base) and `b`. A moved block is one variant, a
/// transposition with both its places; variants inside it have the same number in `moved`. Of two
/// blocks that trade places, both are transpositions where both have changed inside; otherwise only
/// the one that the alignment could not hold in place is.
///
/// Two passages that differ in a single byte, from their first token to their last, have at least
/// one variant. Swapping the sides swaps additions and omissions, splits and joins, and keeps
/// kinds, levels and rules. Marks that differ only at the very ends belong to the sentence around a
/// quotation; they are variants too, and [`Variant::is_edge`] returns true for them.
///
/// Cost: linear in the tokens and edits, but for a place of n words against m, where it is O(n + m)
/// per rule.
///
/// # Panics
/// When a passage was read with another vocabulary than `words`.
pub fn variants(
    words: &Vocabulary,
    a: Side<'_>,
    b: Side<'_>,
    alignment: &Alignment,
) -> Vec<Variant> {
    VariantClassifier::new().variants(words, a, b, alignment)
}

/// One difference between a base (`a`, the lemma) and another wording (`b`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Variant {
    /// The operation that turns `a` into `b`.
    pub operation: Operation,
    /// The sort of words or signs that differ.
    pub kind: Kind,
    /// The level: how much the meaning can differ.
    pub level: Level,
    /// The disclosure: how far the print shows the change.
    pub disclosure: Disclosure,
    /// The rule that fired.
    pub rule: VariantRule,
    /// Tokens of `a`.
    pub a: Range<usize>,
    /// Tokens of `b`.
    pub b: Range<usize>,
    /// The changed words have similar letters.
    pub near: bool,
    /// The number of the moved block that this is, or that this stands in.
    pub moved: Option<usize>,
}

impl Variant {
    /// Returns true if it is a comma, stop, dash or quotation mark at the very end (or beginning)
    /// of a wording. Such a mark belongs to the sentence around the quotation and is no variant for
    /// a reader; it is kept so that no difference in print is lost.
    pub fn is_edge(&self) -> bool {
        self.rule == VariantRule::PunctuationEdge
    }

    /// Returns the variant of two texts of `a` and `b` tokens that differ only before their first
    /// token or after their last.
    pub(crate) fn in_blanks_around(a: usize, b: usize) -> Variant {
        let rule = VariantRule::WhitespaceBetween;
        Variant {
            operation: Operation::Substitution,
            kind: rule.kind(),
            level: Level::Accidental,
            disclosure: Disclosure::None,
            rule,
            a: 0..a,
            b: 0..b,
            near: false,
            moved: None,
        }
    }
}

/// The level and the disclosure of a pair, from its variants.
///
/// ```
/// use variorum::variant::{Disclosure, Summary};
/// let identical = Summary::new(&[]);
/// assert_eq!((identical.level, identical.disclosure), (None, Disclosure::None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Summary {
    /// The worst level; `None` when the two are printed alike. Edge marks alone make it
    /// [`Level::Accidental`].
    pub level: Option<Level>,
    /// Over the variants that have something to disclose: all disclosed, none, or some.
    pub disclosure: Disclosure,
}

impl Summary {
    /// Returns the summary of the variants of one pair.
    pub fn new(variants: &[Variant]) -> Summary {
        let level = variants.iter().map(|variant| variant.level).max();
        let disclosure = variants
            .iter()
            .map(|variant| variant.disclosure)
            .fold(Disclosure::None, Disclosure::and);
        Summary { level, disclosure }
    }
}

/// The operation that turns the base into the other wording. It does not say who changed the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Level {
    /// A: the words are the same words.
    #[cfg_attr(feature = "serde", serde(rename = "A"))]
    Accidental,
    /// M: other words, same meaning on its face.
    #[cfg_attr(feature = "serde", serde(rename = "M"))]
    Minor,
    /// S: the meaning can differ.
    #[cfg_attr(feature = "serde", serde(rename = "S"))]
    Substantive,
    /// S+: polarity, number or name.
    #[cfg_attr(feature = "serde", serde(rename = "S+"))]
    Contradictory,
}

/// The degree to which the print shows a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Disclosure {
    /// There is nothing to disclose: the words are the same words, or what is left out are whole
    /// sentences around.
    None,
    /// By an ellipsis, brackets, or a break in the quotation marks.
    Disclosed,
    /// Some of it.
    #[cfg_attr(feature = "serde", serde(rename = "partly"))]
    Partial,
    /// Not at all.
    Silent,
}

/// The sort of a difference. [`VariantRule`] lists the rules of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Kind {
    /// Blanks.
    Whitespace,
    /// Another glyph for a quotation mark or apostrophe; or an apostrophe more.
    QuoteMark,
    /// Another glyph for a dash.
    Dash,
    /// Accents.
    Diacritic,
    /// Capitals.
    Case,
    /// A sentence made two, or two made one.
    SentenceBoundary,
    /// Other marks.
    Punctuation,
    /// The same word in other letters.
    Spelling,
    /// `we’re` and `we are`.
    Contraction,
    /// Written together, apart, or with a hyphen.
    Hyphenation,
    /// The same number, written otherwise.
    NumberFormat,
    /// The same name: longer, shorter, with a title, as an acronym.
    NameForm,
    /// Letters hidden: `s***`.
    Masking,
    /// Fillers, words said twice, false starts.
    Disfluency,
    /// Spoken forms: `gonna`.
    Dialect,
    /// The clause is turned round.
    Polarity,
    /// Another number.
    NumberValue,
    /// Another name.
    Name,
    /// Another person: `we` for `you`.
    Person,
    /// Certainty and obligation: `may`, `must`, `I think`, `only`.
    Modality,
    /// Quantity and frequency.
    Quantifier,
    /// When.
    Time,
    /// `if`, `unless`, `but`, and what they govern; a verb put over a clause.
    Condition,
    /// Another tense of the same verb.
    Tense,
    /// Another number or agreement of the same word.
    Inflection,
    /// Another part of speech on the same stem.
    Derivation,
    /// Articles, prepositions, particles.
    FunctionWord,
    /// Words of the reporter inside the marks on one side.
    AttributionLeak,
    /// Put in by the editor, in brackets.
    Bracketed,
    /// A pair of the near-synonym table.
    Synonym,
    /// The same words in another order.
    Order,
    /// Any other change of a word.
    Lexical,
    /// Words more, or fewer.
    Content,
    /// Words outside a fragment: the fragment says nothing of them.
    Truncation,
    /// Words that an ellipsis, or a break in the quotation, stands for.
    Elision,
}

impl Operation {
    /// Returns the code of the JSON: `addition`, `omission`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Addition => "addition",
            Operation::Omission => "omission",
            Operation::Substitution => "substitution",
            Operation::Transposition => "transposition",
            Operation::Truncation => "truncation",
            Operation::Elision => "elision",
            Operation::Split => "split",
            Operation::Join => "join",
        }
    }
}

impl Level {
    /// Returns the level of a code of the JSON.
    pub(crate) fn from_code(code: &str) -> Option<Level> {
        let levels = [Level::Accidental, Level::Minor, Level::Substantive, Level::Contradictory];
        levels.into_iter().find(|level| level.as_str() == code)
    }

    /// Returns the code of the JSON: `A`, `M`, `S`, `S+`.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Accidental => "A",
            Level::Minor => "M",
            Level::Substantive => "S",
            Level::Contradictory => "S+",
        }
    }
}

impl Disclosure {
    /// Returns the code of the JSON: `disclosed`, `partly`, `silent`, `none`.
    pub fn as_str(self) -> &'static str {
        match self {
            Disclosure::None => "none",
            Disclosure::Disclosed => "disclosed",
            Disclosure::Partial => "partly",
            Disclosure::Silent => "silent",
        }
    }

    /// Returns the disclosure of two changes taken together.
    ///
    /// ```
    /// use variorum::variant::Disclosure::*;
    /// assert_eq!(Disclosed.and(Silent), Partial);
    /// assert_eq!(None.and(Silent), Silent);
    /// ```
    pub fn and(self, other: Disclosure) -> Disclosure {
        match (self, other) {
            (Disclosure::None, other) | (other, Disclosure::None) => other,
            (one, other) if one == other => one,
            _ => Disclosure::Partial,
        }
    }
}

impl Kind {
    /// Returns the code of the JSON: `quote-mark`, `function-word`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Whitespace => "whitespace",
            Kind::QuoteMark => "quote-mark",
            Kind::Dash => "dash",
            Kind::Diacritic => "diacritic",
            Kind::Case => "case",
            Kind::SentenceBoundary => "sentence-boundary",
            Kind::Punctuation => "punctuation",
            Kind::Spelling => "spelling",
            Kind::Contraction => "contraction",
            Kind::Hyphenation => "hyphenation",
            Kind::NumberFormat => "number-format",
            Kind::NameForm => "name-form",
            Kind::Masking => "masking",
            Kind::Disfluency => "disfluency",
            Kind::Dialect => "dialect",
            Kind::Polarity => "polarity",
            Kind::NumberValue => "number-value",
            Kind::Name => "name",
            Kind::Person => "person",
            Kind::Modality => "modality",
            Kind::Quantifier => "quantifier",
            Kind::Time => "time",
            Kind::Condition => "condition",
            Kind::Tense => "tense",
            Kind::Inflection => "inflection",
            Kind::Derivation => "derivation",
            Kind::FunctionWord => "function-word",
            Kind::AttributionLeak => "attribution-leak",
            Kind::Bracketed => "bracketed",
            Kind::Synonym => "synonym",
            Kind::Order => "order",
            Kind::Lexical => "lexical",
            Kind::Content => "content",
            Kind::Truncation => "truncation",
            Kind::Elision => "elision",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Disclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The page's examples are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/VARIANTS.md")]
mod page {}
