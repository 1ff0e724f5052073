//! Lays out rows of styled text as a table that fits a width.
//!
//! Cost: linear in the characters, and in the number of columns for each narrowing.

use super::colour::TextStyle;
use super::styled_text::{StyledText, indented, wrap_indented};

/// Minimum width of a column: in narrower ones, words break more often than not.
const MIN_COLUMN_WIDTH: usize = 14;
/// Minimum width of the main column: four or five words on a line can still be read as a phrase.
const MIN_MAIN_COLUMN_WIDTH: usize = 26;
/// Words up to this width are not broken.
const MAX_UNBROKEN_WORD_WIDTH: usize = 20;
/// Blanks between columns.
const COLUMN_GAP: usize = 2;

/// Lays out `rows` as a table of at most `width` columns of the terminal. Cells wrap in their
/// column, except those of the last column. Where the columns cannot be narrowed enough, each row
/// becomes a paragraph: its cells up to `main` on one line, the others below.
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
        // The widest column is narrowed; of equal ones the last.
        let slack = |&column: &usize| widths[column].saturating_sub(floors[column]);
        let columns = (0..count.saturating_sub(1)).filter(|column| slack(column) > 0);
        let Some(widest) = columns.max_by_key(|&column| widths[column]) else {
            return paragraphs(rows, main, indent, width);
        };
        // Down to the width of the next widest at most, so that equal columns narrow together.
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

/// Returns each row as a paragraph: its cells up to `main` on one line, the others below.
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
                first.push("  ", TextStyle::Plain);
            }
            first.append(cell);
        }
        let mut second = StyledText::default();
        for cell in row.iter().skip(main + 1).filter(|cell| !cell.is_empty()) {
            if !second.is_empty() {
                second.push(" · ", TextStyle::Dim);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_cannot_be_squeezed_becomes_paragraphs() {
        let rows = vec![vec![
            StyledText::plain("1"),
            StyledText::plain("a reading of some length"),
            StyledText::plain("who printed it"),
        ]];
        assert_eq!(lay_out_table(&rows, 1, 2, 60).len(), 1);
        assert_eq!(lay_out_table(&rows, 1, 2, 30).len(), 2);
    }
}
