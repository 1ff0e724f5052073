//! Brings text of articles onto one line that is safe to print, and shortens it.
//!
//! Cost: linear in the characters.

use unicode_normalization::char::is_combining_mark;

/// Combining marks on one character that are printed. No writing system needs as many; more of them
/// would paint over the lines above and below.
const MAX_MARKS: usize = 8;

/// Returns `text` on one line that is safe to print. White space becomes one blank. Control
/// characters are dropped, because they could drive the terminal, and so are the controls of
/// writing direction, because they could reorder the text around them, and combining marks without
/// end.
pub(super) fn sanitize(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blank = false;
    let mut marks = 0;
    for c in text.chars() {
        marks = if c.is_ascii() || !is_combining_mark(c) { 0 } else { marks + 1 };
        if c.is_whitespace() {
            blank = true;
        } else if !is_unsafe(c) && marks <= MAX_MARKS {
            if std::mem::take(&mut blank) && !line.is_empty() {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

/// Returns true for a character that can drive a terminal or reorder the text around it: a control
/// character, or a control of writing direction. Marks of direction are invisible letters and stay.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns `text` without its middle if it has more than `words` words: both ends show where it
/// stands.
pub(super) fn elide_middle(text: &str, words: usize) -> String {
    let all: Vec<&str> = text.split(' ').collect();
    if all.len() <= words.max(3) + 1 {
        return text.to_owned();
    }
    let tail = words.max(3) / 2;
    let head = words.max(3) - tail;
    // Marks alone, such as `. . .`, show nothing.
    let mut from = all.len() - tail;
    while from > head && !all[from..].iter().any(|word| word.contains(char::is_alphanumeric)) {
        from -= 1;
    }
    if from == head {
        return text.to_owned();
    }
    format!("{} … {}", all[..head].join(" "), all[from..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_is_printed() {
        assert_eq!(sanitize("a\u{1b}[31m red\n\n b\u{202e}c\u{9b}"), "a[31m red bc");
    }

    #[test]
    fn a_character_has_no_more_marks_than_letters_need() {
        let marked = |marks: usize| format!("a{}b", "\u{301}".repeat(marks));
        assert_eq!(sanitize(&marked(8)), marked(8));
        assert_eq!(sanitize(&marked(5000)), marked(8));
    }

    #[test]
    fn the_middle_goes_first() {
        assert_eq!(elide_middle("a b c d", 3), "a b c d");
        assert_eq!(elide_middle("a b c d e f g", 4), "a b … f g");
        assert_eq!(elide_middle("a b c d e f . . .", 4), "a b … f . . .");
        assert_eq!(elide_middle("a b . . . .", 4), "a b . . . .");
    }
}
