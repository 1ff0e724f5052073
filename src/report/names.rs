//! Codes of operation, kind, level and disclosure, as the stable forms and people's text print them.

use crate::variant::{Disclosure, Kind, Level, Operation};

pub(super) fn operation(operation: Operation) -> &'static str {
    operation.name()
}

pub(super) fn level(level: Level) -> &'static str {
    level.name()
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
    disclosure.name()
}

pub(super) fn kind(kind: Kind) -> &'static str {
    kind.name()
}
