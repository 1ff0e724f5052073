//! The apparatus: the places where wordings vary, and the readings there.

use std::ops::Range;

use super::statement::{ChangedBy, Doubt, Statement};
use crate::variant::{Disclosure, Kind, Level, Operation, VariantRule};

/// One place of the lemma where wordings vary.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ApparatusEntry {
    /// The lemma's text there; empty where other wordings add words.
    pub text: String,
    /// The lemma's tokens there.
    pub tokens: Range<usize>,
    /// Indices of the wordings that print the lemma's text there. A wording that is neither here
    /// nor in a reading begins later, has ended before, or has a wider change around the place.
    pub wordings: Vec<usize>,
    /// The readings of other wordings.
    pub readings: Vec<Reading>,
}

/// A reading of some wordings at one place, and its difference from the lemma.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Reading {
    /// The text as the first of `wordings` prints it; empty for an omission.
    pub text: String,
    /// Byte range of `text` in the text of the first of `wordings`. Empty for an omission; it then
    /// gives the position.
    pub span: Range<usize>,
    /// Indices of the wordings that have the reading, in any form.
    pub wordings: Vec<usize>,
    /// The printed forms of the reading, where they differ: `harbour` and `harbor` are two forms of
    /// one reading. There is at least one; the first is that of `text`. Each of `wordings` is in
    /// exactly one form.
    pub forms: Vec<ReadingForm>,
    /// The edit that turns the lemma into the reading.
    pub operation: Operation,
    /// The sort of difference.
    pub kind: Kind,
    /// The degree to which the difference can change the meaning.
    pub level: Level,
    /// The visibility of the change in print.
    pub disclosure: Disclosure,
    /// The rule that classified the difference.
    pub rule: VariantRule,
    /// Further properties of the reading, in the order in which they were found.
    pub flags: Vec<ReadingFlag>,
    /// Number of the moved block that the reading is an end of.
    pub moved_block: Option<usize>,
    /// The judgement on the difference; `None` where it is not one of substance, or is a cut.
    pub statement: Option<Box<Statement>>,
    /// The prints that changed the words; `None` where that is unknown.
    pub changed_by: Option<ChangedBy>,
}

/// A property of a [`Reading`] beside its classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum ReadingFlag {
    /// The reading's words resemble the lemma's in spelling.
    Near,
    /// One independent outlet prints the reading.
    Singleton,
    /// More independent outlets print the lemma's words than the reading.
    AgainstMajority,
    /// The reading is an end of a moved block.
    Moved,
}

impl ReadingFlag {
    /// Returns `near`, `singleton`, `against-majority` or `moved`.
    pub fn as_str(self) -> &'static str {
        match self {
            ReadingFlag::Near => "near",
            ReadingFlag::Singleton => "singleton",
            ReadingFlag::AgainstMajority => "against-majority",
            ReadingFlag::Moved => "moved",
        }
    }
}

/// One printed form of a reading, and the wordings that print it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ReadingForm {
    /// The text.
    pub text: String,
    /// Indices of the wordings that print it.
    pub wordings: Vec<usize>,
}

impl Reading {
    /// Returns false if the reading is stated as a difference of substance and the judgement is
    /// that this is too doubtful to say. It is then shown as other words, of nobody's making.
    pub fn stands(&self) -> bool {
        self.statement.as_ref().is_none_or(|statement| statement.stands)
    }

    /// Returns what speaks most against a difference that does not stand.
    pub fn doubt(&self) -> Option<Doubt> {
        self.statement.as_ref().and_then(|statement| statement.doubt)
    }

    /// Returns the level that counts: for a difference that does not stand, no more than minor.
    pub fn standing_level(&self) -> Level {
        if self.stands() { self.level } else { self.level.min(Level::Minor) }
    }

    /// Returns the form that `wording` prints, or the first form if `wording` has another reading.
    pub fn form(&self, wording: usize) -> &str {
        let form = self.forms.iter().find(|form| form.wordings.contains(&wording));
        form.map_or(&self.text, |form| &form.text)
    }
}
