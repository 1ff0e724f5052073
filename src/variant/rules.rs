//! The rules, in the order in which they are tried; the first that fires wins.
//!
//! | file | kinds |
//! |---|---|
//! | `punctuation` | marks, blanks, capitals, glyphs |
//! | `orthography` | spelling, contraction, hyphenation, masking, dialect |
//! | `numbers` | number format, number value |
//! | `names` | form of a name, another name |
//! | `polarity` | negation: `never` for `ever`, `legal` for `illegal` |
//! | `meaning` | person, modality, quantifier, time, condition |
//! | `grammar` | tense, inflection, derivation |
//! | `repetition` | words said twice, false starts, words that address the hearer |
//! | `clock` | times of day and dates, for `numbers` |
//! | `lexical` | function words, synonyms, brackets, disfluency, any other word |
//!
//! [`VariantRule`] lists the single rules.

mod clock;
mod grammar;
mod lexical;
mod meaning;
mod names;
mod numbers;
mod orthography;
mod polarity;
mod punctuation;
mod repetition;
mod rewording;

pub(super) use punctuation::{is_edge, printed};

use super::token_view::VariationUnit;
use super::{Kind, Level, Operation, VariantRule};

/// The finding of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub level: Level,
    pub rule: VariantRule,
    /// The operation, where it does not follow from which side has words.
    pub operation: Option<Operation>,
}

impl Finding {
    pub fn new(level: Level, rule: VariantRule) -> Finding {
        Finding { level, rule, operation: None }
    }

    pub fn kind(&self) -> Kind {
        self.rule.kind()
    }

    pub fn operation(self, operation: Operation) -> Finding {
        Finding { operation: Some(operation), ..self }
    }
}

/// One rule: a pure function of a place.
pub(super) type RuleFn = fn(&VariationUnit<'_, '_>) -> Option<Finding>;

/// Rules that need the whole unit, however the alignment has cut it: words written together or
/// apart, numbers and names of several words, spoken forms.
const WHOLE_UNIT_RULES: [RuleFn; 10] = [
    punctuation::only_marks,
    lexical::bracketed_letters,
    orthography::contraction,
    orthography::hyphenation,
    numbers::format,
    names::form,
    orthography::masking,
    orthography::dialect,
    grammar::auxiliaries,
    lexical::synonym_phrase,
];

/// Every rule, in the order in which they are tried. The last two always fire on a unit that has
/// words.
const RULES: [RuleFn; 32] = [
    punctuation::only_marks,
    orthography::contraction,
    orthography::hyphenation,
    numbers::format,
    names::form,
    orthography::spelling,
    orthography::slip,
    orthography::masking,
    lexical::disfluency,
    repetition::false_start,
    orthography::dialect,
    polarity::effective,
    numbers::value,
    lexical::bracketed,
    repetition::repeated,
    repetition::address,
    names::differ,
    meaning::person,
    meaning::modality,
    meaning::deictic,
    meaning::quantifier,
    meaning::time,
    meaning::condition,
    grammar::tense,
    grammar::inflection,
    lexical::synonym,
    grammar::derivation,
    lexical::function_word,
    lexical::attribution_leak,
    names::dropped,
    lexical::lexical,
    lexical::content,
];

/// Returns the finding of the first whole-unit rule that fires.
pub(super) fn classify_whole(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    WHOLE_UNIT_RULES.iter().find_map(|rule| rule(place))
}

/// Returns the finding of the first rule that fires.
pub(super) fn classify(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    RULES.iter().find_map(|rule| rule(place))
}

/// Returns true if the two sides are the same words in another form, or near-synonyms.
pub(super) fn same_lexeme(place: &VariationUnit<'_, '_>) -> bool {
    let rules: [RuleFn; 5] = [
        orthography::hyphenation,
        names::form,
        lexical::synonym,
        grammar::inflection,
        orthography::spelling,
    ];
    rules.iter().any(|rule| rule(place).is_some()) || place.a.forms() == place.b.forms()
}

pub(super) use lexical::{disfluency, is_trailing_attribution};
pub(super) use names::find_spelled_out;
pub(super) use numbers::format as number_format;
pub(super) use polarity::{balance, opens_clause};
