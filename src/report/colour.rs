//! Whether to colour, and the few escape codes it takes.

/// Whether people's text is coloured. Signs carry the same meaning, so nothing is lost without.
///
/// The library never looks at the terminal or at the environment; the caller decides (by `is_terminal` and `NO_COLOR`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Colour {
    /// ANSI escape codes (SGR).
    Always,
    /// Plain characters.
    #[default]
    Never,
}

/// How a stretch of text looks. The eight basic codes only, so that any terminal's own palette applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Style {
    #[default]
    Plain,
    Bold,
    Dim,
    Good,
    Minor,
    Warn,
    Bad,
}

impl Style {
    /// The code that switches the style on; every style is switched off by `\x1b[0m`.
    pub(super) fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Bold => "\x1b[1m",
            Style::Dim => "\x1b[2m",
            Style::Good => "\x1b[32m",
            Style::Minor => "\x1b[36m",
            Style::Warn => "\x1b[33m",
            Style::Bad => "\x1b[1;31m",
        }
    }
}
