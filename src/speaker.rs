//! Are two printed names compatible? Knows names only.

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

/// Compares two names as printed, titles and all; symmetric.
pub fn compare(_a: &str, _b: &str) -> Agreement {
    Agreement::Unknown
}
