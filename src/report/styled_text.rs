//! Styled text: its width on a terminal, and where it breaks into lines.
//!
//! Cost: linear in the characters.

use std::io::{self, Write};

use super::char_width::char_width;
use super::colour::{Colour, TextStyle};

/// Text whose characters carry a style.
#[derive(Clone, Debug, Default)]
pub(super) struct StyledText(Vec<(char, TextStyle)>);

impl StyledText {
    pub(super) fn new(text: &str, style: TextStyle) -> StyledText {
        StyledText::default().with(text, style)
    }

    pub(super) fn plain(text: &str) -> StyledText {
        StyledText::new(text, TextStyle::Plain)
    }

    pub(super) fn push(&mut self, text: &str, style: TextStyle) {
        self.0.extend(text.chars().map(|c| (c, style)));
    }

    pub(super) fn with(mut self, text: &str, style: TextStyle) -> StyledText {
        self.push(text, style);
        self
    }

    pub(super) fn append(&mut self, other: &StyledText) {
        self.0.extend_from_slice(&other.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn ends_with_blank(&self) -> bool {
        self.0.last().is_none_or(|&(c, _)| c == ' ')
    }

    /// Returns its width on one line, in columns of the terminal.
    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|&(c, _)| char_width(c)).sum()
    }

    /// Returns the width of its widest word.
    pub(super) fn widest_word(&self) -> usize {
        let words = self.0.split(|&(c, _)| c == ' ');
        words.map(|word| word.iter().map(|&(c, _)| char_width(c)).sum()).max().unwrap_or(0)
    }

    /// Adds blanks up to `width` columns.
    pub(super) fn pad_to(&mut self, width: usize) {
        for _ in self.width()..width {
            self.0.push((' ', TextStyle::Plain));
        }
    }

    /// Removes trailing blanks.
    fn trim_end(&mut self) {
        while self.0.last().is_some_and(|&(c, _)| c == ' ') {
            self.0.pop();
        }
    }

    /// Breaks at blanks into lines of at most `width` columns; a wider word is cut. Returns at
    /// least one line.
    pub(super) fn wrap(&self, width: usize) -> Vec<StyledText> {
        let width = width.max(1);
        let mut lines = Vec::new();
        let mut line = StyledText::default();
        let mut used = 0;
        // The last place where the line can break: characters before the blank, and columns up to
        // after it.
        let mut blank: Option<(usize, usize)> = None;
        for &(c, style) in &self.0 {
            let wide = char_width(c);
            if c == ' ' {
                if used == 0 {
                    continue;
                }
                blank = Some((line.0.len(), used + 1));
            } else if used + wide > width && used > 0 {
                let rest = match blank {
                    Some((at, before)) => {
                        used -= before;
                        let rest = line.0.split_off(at + 1);
                        line.0.truncate(at);
                        rest
                    }
                    None => {
                        used = 0;
                        Vec::new()
                    }
                };
                line.trim_end();
                lines.push(std::mem::replace(&mut line, StyledText(rest)));
                blank = None;
            }
            line.0.push((c, style));
            used += wide;
        }
        line.trim_end();
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Writes it as one line, without trailing blanks.
    pub(super) fn write(&self, colour: Colour, out: &mut dyn Write) -> io::Result<()> {
        let end = self.0.iter().rposition(|&(c, _)| c != ' ').map_or(0, |last| last + 1);
        let mut run = String::new();
        for stretch in self.0[..end].chunk_by(|a, b| a.1 == b.1) {
            let code = if colour == Colour::Always { stretch[0].1.code() } else { "" };
            run.push_str(code);
            run.extend(stretch.iter().map(|&(c, _)| c));
            if !code.is_empty() {
                run.push_str("\x1b[0m");
            }
        }
        run.push('\n');
        out.write_all(run.as_bytes())
    }
}

/// Wraps `text` into `width` columns, each line after `indent` blanks.
pub(super) fn wrap_indented(text: &StyledText, indent: usize, width: usize) -> Vec<StyledText> {
    let lines = text.wrap(width.saturating_sub(indent));
    lines.iter().map(|line| indented(line, indent)).collect()
}

/// Returns `line` after `indent` blanks.
pub(super) fn indented(line: &StyledText, indent: usize) -> StyledText {
    let mut whole = StyledText::default();
    whole.pad_to(indent);
    whole.append(line);
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::one_line::sanitize;

    fn text(lines: &[StyledText]) -> Vec<String> {
        lines.iter().map(|line| line.0.iter().map(|&(c, _)| c).collect()).collect()
    }

    #[test]
    fn breaks_at_blanks_and_cuts_what_is_too_wide() {
        let wrapped = |t: &str, w| text(&StyledText::plain(t).wrap(w));
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one  two", 4), ["one", "two"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("", 3), [""]);
        assert_eq!(wrapped("e\u{301}e\u{301} x", 4), ["e\u{301}e\u{301} x"]);
        assert_eq!(wrapped("漢字漢字", 4), ["漢字", "漢字"]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_keep_every_visible_character(t in "\\PC{0,80}", width in 2usize..40) {
            let t = sanitize(&t);
            let lines = StyledText::plain(&t).wrap(width);
            for line in &lines {
                prop_assert!(line.width() <= width);
            }
            let kept: String = text(&lines).concat().chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(kept, t.replace(' ', ""));
        }
    }
}
