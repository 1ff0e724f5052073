//! The facts about one stated difference, and the numbers that the model weighs.

use crate::person_name::Agreement;
use crate::text::Weight;
use crate::variant::{Kind, Level};

/// The facts about a stated difference between the lemma and another wording. Weights are in
/// hundredths of a bit.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct StatementEvidence {
    /// Weight of the equal words next to the place, before it and after it, up to another change,
    /// an ellipsis or an end.
    pub anchors: [Weight; 2],
    /// For both sides of the place: true if a text begins or ends there.
    pub at_end: [bool; 2],
    /// Share of the weight of the sentences around the place that is equal, `0.0..=1.0`.
    pub sentence_share: f64,
    /// Share of the weight of the passage that both print that is equal, `0.0..=1.0`.
    pub passage_share: f64,
    /// Weight of the equal words of the two wordings.
    pub equal: Weight,
    /// Weight of the words that differ: the lemma's, and the reading's.
    pub changed: [Weight; 2],
    /// Number of words that differ: the lemma's, and the reading's.
    pub changed_words: [usize; 2],
    /// Share of the words that differ that stand elsewhere in the other text nearby.
    pub repeated: f64,
    /// True if an ellipsis or a bracket stands at the place.
    pub elided: bool,
    /// Similarity of the letters on both sides, `0.0..=1.0`; 0 where one has no words.
    pub letters: f64,
    /// Number of stated differences between the two wordings, this one included.
    pub statements: usize,
    /// Number of independent outlets: with the lemma's words at this place, and with the reading.
    pub outlets: [usize; 2],
    /// Weight of the heaviest word that differs, and true if a name is among those that differ.
    pub heaviest: Weight,
    /// See `heaviest`.
    pub name: bool,
    /// True if the place begins a sentence of both texts.
    pub initial: bool,
    /// Weight of the longest run of equal words of the two wordings.
    pub longest: Weight,
    /// Weight of all words of the passage that differ, on both sides.
    pub all_changed: Weight,
    /// True if both speakers are named and the names do not agree.
    pub other_name: bool,
    /// True if one document prints both wordings.
    pub one_document: bool,
    /// Agreement of the names of the speakers.
    pub speaker: Agreement,
    /// Days between the nearest publications of the two wordings.
    pub days: Option<u32>,
    /// True if the print shows part of the change.
    pub partly: bool,
    /// Level of the difference.
    pub level: Level,
    /// Kind of the difference.
    pub kind: Kind,
    /// True if one of the wordings is a translation.
    #[cfg_attr(feature = "serde", serde(default))]
    pub translated: bool,
}

/// Number of features.
pub const STATEMENT_FEATURE_COUNT: usize = 40;

/// The names of the features, in the order of [`StatementEvidence::features`].
pub const STATEMENT_FEATURES: [&str; STATEMENT_FEATURE_COUNT] = [
    "constant",
    "equal words before",
    "equal words after",
    "weaker anchor",
    "at an end",
    "share of the sentence",
    "share of the passage",
    "weight of the passage",
    "weight changed, lighter side",
    "weight changed, heavier side",
    "words changed",
    "both sides have words",
    "one word",
    "one word for one",
    "repeated nearby",
    "elided or bracketed",
    "shown in part",
    "letters alike",
    "more statements",
    "all that differs",
    "longest run",
    "two outlets with the lemma",
    "two outlets with the reading",
    "one document",
    "same speaker",
    "names do not agree",
    "days apart",
    "begins a sentence",
    "heaviest word",
    "a name differs",
    "contradictory",
    "kind content",
    "kind lexical",
    "kind quantifier",
    "kind modality",
    "kind name or number",
    "kind polarity",
    "kind condition",
    "kind person",
    "kind tense",
];

/// Share of the sentence that two twins have in common, at least: most of its weight.
const MIN_TWIN_SHARE: f64 = 0.6;
/// Number of words on each side in which twins differ, at most.
const MAX_TWIN_WORDS: usize = 2;

impl StatementEvidence {
    /// Returns true if both are one sentence of one speaker, printed on one day, but for one
    /// negation, number or name between equal words. A fragment that begins with another word is
    /// no such sentence.
    pub(super) fn is_twin(&self) -> bool {
        self.days == Some(0) && self.may_be_twin()
    }

    /// Returns true if that holds as far as dates are known.
    pub(super) fn may_be_twin(&self) -> bool {
        self.level == Level::Contradictory
            && self.statements == 1
            && self.changed_words.iter().all(|&words| words <= MAX_TWIN_WORDS)
            && self.sentence_share >= MIN_TWIN_SHARE
            && self.anchors.iter().all(|&weight| weight > 0)
            && !self.elided
            && self.speaker == Agreement::Same
            && self.days.is_none_or(|days| days == 0)
    }

    /// Returns the numbers that the model weighs, each roughly between 0 and 5, in the order of
    /// [`STATEMENT_FEATURES`].
    pub fn features(&self) -> [f64; STATEMENT_FEATURE_COUNT] {
        let tens = |weight: Weight| f64::from(weight) / 1000.0; // tens of bits
        let indicator = |yes: bool| f64::from(u8::from(yes));
        let anchors = self.anchors.map(|weight| tens(weight).min(3.0));
        let ends = self.at_end.iter().filter(|end| **end).count();
        let [a, b] = self.changed.map(|weight| tens(weight).min(6.0));
        let words = self.changed_words[0] + self.changed_words[1];
        let is = |kinds: &[Kind]| indicator(kinds.contains(&self.kind));
        [
            1.0,
            anchors[0],
            anchors[1],
            anchors[0].min(anchors[1]),
            ends as f64,
            self.sentence_share,
            self.passage_share,
            tens(self.equal).ln_1p(),
            a.min(b),
            a.max(b),
            (words as f64).ln_1p(),
            indicator(self.changed_words[0] > 0 && self.changed_words[1] > 0),
            indicator(words == 1),
            indicator(self.changed_words == [1, 1]),
            self.repeated,
            indicator(self.elided),
            indicator(self.partly),
            self.letters,
            (self.statements.saturating_sub(1) as f64).ln_1p(),
            tens(self.all_changed).ln_1p(),
            tens(self.longest).ln_1p(),
            indicator(self.outlets[0] > 1),
            indicator(self.outlets[1] > 1),
            indicator(self.one_document),
            indicator(self.speaker == Agreement::Same),
            indicator(self.other_name),
            self.days.map_or(0.0, |days| f64::from(days).ln_1p().min(4.0)),
            indicator(self.initial),
            tens(self.heaviest).min(3.0),
            indicator(self.name),
            indicator(self.level == Level::Contradictory),
            is(&[Kind::Content]),
            is(&[Kind::Lexical]),
            is(&[Kind::Quantifier]),
            is(&[Kind::Modality]),
            is(&[Kind::Name, Kind::NumberValue]),
            is(&[Kind::Polarity]),
            is(&[Kind::Condition]),
            is(&[Kind::Person]),
            is(&[Kind::Tense]),
        ]
    }
}
