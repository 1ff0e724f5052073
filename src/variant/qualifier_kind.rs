//! Kinds of qualifiers that a fragment may lose.

use std::fmt;

/// The kind of a qualifier that a fragment left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum QualifierKind {
    /// `if`, `unless`, `provided`, with the clause that it opens.
    Condition,
    /// `not`, `never`, `nobody`, next to what is printed.
    Negation,
    /// `I think`, `perhaps`, next to what is printed.
    Hedge,
    /// A verb that the printed clause hangs on: `I was fooled into thinking that`.
    Embedding,
}

impl QualifierKind {
    /// Returns the code of the JSON: `condition`, `negation`, `hedge`, `embedding`.
    pub fn as_str(self) -> &'static str {
        match self {
            QualifierKind::Condition => "condition",
            QualifierKind::Negation => "negation",
            QualifierKind::Hedge => "hedge",
            QualifierKind::Embedding => "embedding",
        }
    }
}

impl fmt::Display for QualifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
