//! Styled text in columns: how wide it is, where it breaks, and tables that fit a width.
//!
//! Everything here is linear in the characters printed.

use std::io::{self, Write};

use unicode_normalization::char::is_combining_mark;

use super::colour::{Colour, Style};

/// Text whose characters carry a style.
#[derive(Clone, Debug, Default)]
pub(super) struct StyledText(Vec<(char, Style)>);

impl StyledText {
    pub(super) fn new(text: &str, style: Style) -> StyledText {
        StyledText::default().with(text, style)
    }

    pub(super) fn plain(text: &str) -> StyledText {
        StyledText::new(text, Style::Plain)
    }

    pub(super) fn push(&mut self, text: &str, style: Style) {
        self.0.extend(text.chars().map(|c| (c, style)));
    }

    pub(super) fn with(mut self, text: &str, style: Style) -> StyledText {
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

    /// Columns it takes on one line.
    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|&(c, _)| char_width(c)).sum()
    }

    /// Columns of its widest word.
    fn widest_word(&self) -> usize {
        let words = self.0.split(|&(c, _)| c == ' ');
        words.map(|word| word.iter().map(|&(c, _)| char_width(c)).sum()).max().unwrap_or(0)
    }

    fn pad_to(&mut self, width: usize) {
        for _ in self.width()..width {
            self.0.push((' ', Style::Plain));
        }
    }

    fn trim_end(&mut self) {
        while self.0.last().is_some_and(|&(c, _)| c == ' ') {
            self.0.pop();
        }
    }

    /// Breaks at blanks into lines of at most `width` columns; a word wider than that is cut. At least one line.
    pub(super) fn wrap(&self, width: usize) -> Vec<StyledText> {
        let width = width.max(1);
        let mut lines = Vec::new();
        let mut line = StyledText::default();
        let mut used = 0;
        // Where the line could be broken: how many characters stand before the last blank, and columns up to after it.
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

    /// Writes it as one line, blanks at its end left out.
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

fn indented(line: &StyledText, indent: usize) -> StyledText {
    let mut whole = StyledText::default();
    whole.pad_to(indent);
    whole.append(line);
    whole
}

/// A column is never squeezed below this: narrower, words break more often than not.
const MIN_COLUMN_WIDTH: usize = 14;
/// Nor the main one below this: four or five words a line can still be read as a phrase.
const MIN_MAIN_COLUMN_WIDTH: usize = 26;
/// Words up to this width are not broken in a column.
const MAX_UNBROKEN_WORD_WIDTH: usize = 20;
/// Blanks between columns.
const COLUMN_GAP: usize = 2;

/// Sets `rows` as a table of at most `width` columns of the terminal; cells wrap in their column, those of the last
/// column never. Where the columns cannot be squeezed enough, each row becomes a paragraph: its cells up to `main` on
/// one line, the others below them.
pub(super) fn lay_out_table(
    rows: &[Vec<StyledText>],
    main: usize,
    indent: usize,
    width: usize,
) -> Vec<StyledText> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let longest = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(StyledText::widest_word)
            .max()
            .unwrap_or(0)
    };
    let floors: Vec<usize> = (0..count)
        .map(|column| {
            if column == main {
                MIN_MAIN_COLUMN_WIDTH
            } else {
                MIN_COLUMN_WIDTH.max(longest(column).min(MAX_UNBROKEN_WORD_WIDTH))
            }
        })
        .collect();
    let natural = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(StyledText::width).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..count).map(natural).collect();
    let total = |widths: &[usize]| {
        widths.iter().filter(|&&w| w > 0).map(|w| w + COLUMN_GAP).sum::<usize>() + indent
    };
    let room = width + COLUMN_GAP;
    while total(&widths) > room {
        // The widest gives way; of equals the last.
        let slack = |&column: &usize| widths[column].saturating_sub(floors[column]);
        let columns = (0..count.saturating_sub(1)).filter(|column| slack(column) > 0);
        let Some(widest) = columns.max_by_key(|&column| widths[column]) else {
            return paragraphs(rows, main, indent, width);
        };
        // Down to the next one at most, so that equals give way together.
        let next =
            widths[..count - 1].iter().copied().filter(|&w| w < widths[widest]).max().unwrap_or(0);
        widths[widest] -=
            (total(&widths) - room).min(slack(&widest)).min((widths[widest] - next).max(1));
    }
    let mut lines = Vec::new();
    for row in rows {
        let cells: Vec<Vec<StyledText>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &w)| if w == 0 { Vec::new() } else { cell.wrap(w) })
            .collect();
        for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut whole = indented(&StyledText::default(), indent);
            let mut at = indent;
            for (cell, &w) in cells.iter().zip(&widths).filter(|(_, w)| **w > 0) {
                if let Some(part) = cell.get(line) {
                    whole.append(part);
                }
                at += w + COLUMN_GAP;
                whole.pad_to(at);
            }
            lines.push(whole);
        }
    }
    lines
}

fn paragraphs(
    rows: &[Vec<StyledText>],
    main: usize,
    indent: usize,
    width: usize,
) -> Vec<StyledText> {
    let mut lines = Vec::new();
    for row in rows {
        let mut first = StyledText::default();
        for cell in row.iter().take(main + 1).filter(|cell| !cell.is_empty()) {
            if !first.is_empty() {
                first.push("  ", Style::Plain);
            }
            first.append(cell);
        }
        let mut second = StyledText::default();
        for cell in row.iter().skip(main + 1).filter(|cell| !cell.is_empty()) {
            if !second.is_empty() {
                second.push(" · ", Style::Dim);
            }
            second.append(cell);
        }
        lines.extend(wrap_indented(&first, indent, width));
        if !second.is_empty() {
            lines.extend(wrap_indented(&second, indent + 4, width));
        }
    }
    lines
}

/// Columns that a character takes on a terminal: none for marks that sit on another character, two for the scripts
/// that are set full width (the `W` and `F` ranges of UAX #11, in blocks), one for all others.
fn char_width(c: char) -> usize {
    match c as u32 {
        0x20..0x7F | 0xA0..0x300 => 1,
        0..0x20 | 0x7F..0xA0 | 0x200B..=0x200F | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F680..=0x1F6FF
        | 0x1F900..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ if is_combining_mark(c) => 0,
        _ => 1,
    }
}

/// One line of `text` that is safe to print: white space becomes one blank; control characters, which could drive the
/// terminal, and the controls of writing direction, which could reorder what stands beside them, are left out.
pub(super) fn sanitize(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
        } else if !(c.is_control()
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        {
            if std::mem::take(&mut blank) && !line.is_empty() {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

/// `text` with its middle left out when it has more than `words` words: both ends tell where it stands.
pub(super) fn elide_middle(text: &str, words: usize) -> String {
    let all: Vec<&str> = text.split(' ').collect();
    if all.len() <= words.max(3) + 1 {
        return text.to_owned();
    }
    let tail = words.max(3) / 2;
    let head = words.max(3) - tail;
    format!("{} … {}", all[..head].join(" "), all[all.len() - tail..].join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

    #[test]
    fn a_table_that_cannot_be_squeezed_becomes_paragraphs() {
        let rows = vec![vec![
            StyledText::plain("1"),
            StyledText::plain("a reading of some length"),
            StyledText::plain("who printed it"),
        ]];
        assert_eq!(text(&lay_out_table(&rows, 1, 2, 60)).len(), 1);
        assert_eq!(text(&lay_out_table(&rows, 1, 2, 30)).len(), 2);
    }

    #[test]
    fn nothing_that_drives_a_terminal_is_printed() {
        assert_eq!(sanitize("a\u{1b}[31m red\n\n b\u{202e}c\u{9b}"), "a[31m red bc");
    }

    #[test]
    fn the_middle_goes_first() {
        assert_eq!(elide_middle("a b c d", 3), "a b c d");
        assert_eq!(elide_middle("a b c d e f g", 4), "a b … f g");
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
