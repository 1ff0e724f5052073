//! Comparison of personal names: whether two printed names can be one person.
//!
//! The module knows names only, nothing of documents. [`PersonName::parse`] folds a printed name
//! once. [`PersonName::compare`] then looks at a few short strings, so that one name can be
//! compared with many. The rules are deterministic and ordered: a later rule is tried only where no
//! earlier one decides.
//!
//! | a | b | agreement |
//! |---|---|---|
//! | US President Donald Trump | Donald J. Trump | same: given name and surname |
//! | Mr Trump | Donald Trump | same: surname alone |
//! | Bob Ito | Robert Ito | same: short form of the given name |
//! | FBI | the Federal Bureau of Investigation | same: initials |
//! | Mrs. Clinton | Bill Clinton | conflict: a man and a woman |
//! | Hillary Clinton | Bill Clinton | conflict: given names |
//! | Muammar Gaddafi | Moammar Qadhafi | unknown: similar spelling |
//! | the president | Barack Obama | unknown: a description |
//!
//! Spellings are compared by Jaro-Winkler similarity: W. E. Winkler, [String Comparator Metrics and
//! Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage][winkler], 1990. It only
//! turns a conflict into an unknown here: a similar spelling is never taken for agreement.
//!
//! [winkler]: https://files.eric.ed.gov/fulltext/ED325505.pdf

mod compare;
mod name;
mod reason;
mod signature;

pub use compare::{Agreement, NameComparison, compare};
pub use name::{NameKind, PersonName};
pub use reason::NameReason;
pub(crate) use signature::NameSignature;
