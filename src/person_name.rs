//! Are two printed names compatible? Knows names only.
//!
//! A [`Name`] is parsed once and compared often: all folding is done in parsing, comparing looks at a few short strings.
//!
//! | a | b | |
//! |---|---|---|
//! | US President Donald Trump | Donald J. Trump | same: given name and surname |
//! | Mr Trump | Donald Trump | same: surname alone |
//! | Bob Ito | Robert Ito | same: short form of the given name |
//! | FBI | the Federal Bureau of Investigation | same: initials |
//! | Mrs. Clinton | Bill Clinton | conflict: man and woman |
//! | Hillary Clinton | Bill Clinton | conflict: given names |
//! | Muammar Gaddafi | Moammar Qadhafi | unknown: near in letters |
//! | the president | Barack Obama | unknown: a description |

mod compare;
mod glance;
mod name;

pub use compare::{Comparison, compare};
pub(crate) use glance::Glance;
pub use name::{Name, NameKind};

/// What two printed names say about each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// One person or body, as far as names can tell: “Donald J. Trump” and “President Trump”.
    Same,
    /// Names do not tell: “a spokesman” and “Josh Schwerin”; “the president” and “Barack Obama”.
    Unknown,
    /// They cannot be one: “Hillary Clinton” and “Bill Clinton”.
    Conflict,
}
