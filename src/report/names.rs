//! Codes of operation, kind, level and disclosure, as the stable forms and people's text print them.

use crate::variant::{Disclosure, Kind, Level, Operation};

pub(super) fn operation(operation: Operation) -> &'static str {
    match operation {
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

pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Accidental => "A",
        Level::Minor => "M",
        Level::Substantive => "S",
        Level::Contradictory => "S+",
    }
}

/// The level in a word, for people.
pub(super) fn weight(level: Level) -> &'static str {
    match level {
        Level::Accidental => "accidental",
        Level::Minor => "minor",
        Level::Substantive => "substantive",
        Level::Contradictory => "contradictory",
    }
}

pub(super) fn disclosure(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::Disclosed => "disclosed",
        Disclosure::Partial => "partly",
        Disclosure::Silent => "silent",
    }
}

pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
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
    }
}
