//! The rules, in the order in which they are tried; the first that fires wins.

mod cues;
mod grammar;
mod letters;
mod marks;
mod names;
mod number;
mod polarity;
mod words;

pub(super) use marks::{is_edge, printed};

use super::reading::Place;
use super::{Kind, Level, Operation};

/// What a rule found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub kind: Kind,
    pub level: Level,
    pub rule: &'static str,
    /// When the rule knows better than the shape of the place.
    pub operation: Option<Operation>,
}

impl Finding {
    pub fn new(kind: Kind, level: Level, rule: &'static str) -> Finding {
        Finding { kind, level, rule, operation: None }
    }

    pub fn operation(self, operation: Operation) -> Finding {
        Finding { operation: Some(operation), ..self }
    }
}

/// One rule: a pure function of a place.
pub(super) type Rule = fn(&Place<'_, '_>) -> Option<Finding>;

/// Rules that need the whole place, however the alignment has cut it: words written together or apart, numbers and names
/// of several words, spoken forms.
const WHOLE: [Rule; 10] = [
    marks::only_marks,
    words::bracketed_letters,
    letters::contraction,
    letters::hyphenation,
    number::format,
    names::form,
    letters::masking,
    letters::dialect,
    grammar::auxiliaries,
    words::synonym_phrase,
];

/// Every rule, in the order of the taxonomy. The last two always fire on a place that has words.
const ALL: [Rule; 27] = [
    marks::only_marks,
    letters::contraction,
    letters::hyphenation,
    number::format,
    names::form,
    letters::spelling,
    letters::masking,
    words::disfluency,
    letters::dialect,
    polarity::effective,
    number::value,
    words::bracketed,
    names::differ,
    cues::person,
    cues::modality,
    cues::quantifier,
    cues::time,
    cues::condition,
    grammar::tense,
    grammar::inflection,
    words::synonym,
    grammar::derivation,
    words::function_word,
    words::attribution_leak,
    names::dropped,
    words::lexical,
    words::content,
];

/// The finding of the first whole-place rule that fires.
pub(super) fn whole(place: &Place<'_, '_>) -> Option<Finding> {
    WHOLE.iter().find_map(|rule| rule(place))
}

/// The finding of the first rule that fires.
pub(super) fn name(place: &Place<'_, '_>) -> Option<Finding> {
    ALL.iter().find_map(|rule| rule(place))
}

/// Whether the two sides are the same words in another form, or near-synonyms.
pub(super) fn kin(place: &Place<'_, '_>) -> bool {
    let rules: [Rule; 5] =
        [letters::hyphenation, names::form, words::synonym, grammar::inflection, letters::spelling];
    rules.iter().any(|rule| rule(place).is_some()) || place.a.forms() == place.b.forms()
}

/// Whether a cut-off head ends with, or a cut-off tail begins with, words that change what is left.
pub(super) use cues::{cut_condition, cut_hedge};
pub(super) use names::spelled_out;
pub(super) use polarity::{balance, cut_negator, opens_clause};
pub(super) use words::disfluency as disfluent;
