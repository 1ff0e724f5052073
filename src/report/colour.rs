//! Colours of the text report, and their escape codes.

use crate::variant::Level;

/// The use of colour in the text report. Signs carry the same information, so that nothing is lost
/// without colour.
///
/// The library does not look at the terminal or the environment. The caller decides, for example by
/// [`is_terminal`](std::io::IsTerminal::is_terminal) and the variable `NO_COLOR`
/// (<https://no-color.org>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Colour {
    /// ANSI escape codes
    /// ([ECMA-48](https://ecma-international.org/publications-and-standards/standards/ecma-48/)
    /// SGR).
    Always,
    /// Plain characters.
    #[default]
    Never,
}

/// The style of a run of text. Only the eight basic colours are used, so that the terminal's own
/// palette applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TextStyle {
    #[default]
    Plain,
    Bold,
    Dim,
    Good,
    Minor,
    Warn,
    Bad,
}

impl TextStyle {
    /// Returns the code that switches the style on. `\x1b[0m` switches every style off.
    pub(super) fn code(self) -> &'static str {
        match self {
            TextStyle::Plain => "",
            TextStyle::Bold => "\x1b[1m",
            TextStyle::Dim => "\x1b[2m",
            TextStyle::Good => "\x1b[32m",
            TextStyle::Minor => "\x1b[36m",
            TextStyle::Warn => "\x1b[33m",
            TextStyle::Bad => "\x1b[1;31m",
        }
    }
}

/// Returns the style in which differences of `level` are shown.
pub(super) fn level_style(level: Level) -> TextStyle {
    match level {
        Level::Accidental => TextStyle::Dim,
        Level::Minor => TextStyle::Minor,
        Level::Substantive => TextStyle::Warn,
        Level::Contradictory => TextStyle::Bad,
    }
}
