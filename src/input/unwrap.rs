//! Unwraps text that was broken into lines of a fixed width: text of a PDF, or of a letter.

use std::borrow::Cow;
use std::collections::HashSet;

/// Lines that are shorter than this share of the usual width end a paragraph, if they end as a
/// sentence does.
const SHORT_LINE: f64 = 0.75;

/// Widths below this are those of lists and verse, whose lines are not joined.
const MIN_WIDTH: usize = 30;

/// Blanks before the first line of a paragraph.
const MIN_INDENT: usize = 2;

/// Returns `text` with one paragraph a line: lines that were broken for their width are joined, and
/// what type-setting did to words is undone.
///
/// - A paragraph ends at a blank line, at a form feed after a sentence, before an indented line,
///   and after a line that is short and ends as a sentence does.
/// - A hyphen at the end of a line goes if the next line goes on in lower case: `presi-`, `dent`.
///   It stays where the text has the word with its hyphen elsewhere: `well-known`. A soft hyphen
///   goes everywhere.
/// - Ligatures (`ﬁ`, `ﬀ`, `ﬄ`) are letters.
/// - A page's number on a line of its own, before or after a form feed, goes.
///
/// Text without lines of a fixed width stays as it is, but for ligatures, soft hyphens and form
/// feeds.
///
/// Time and memory: linear in the text.
///
/// ```
/// use variorum::input::unwrap_lines;
/// let wrapped = "The presi-\ndent said: “We will ﬁght for every one of these well-known\n\
///     harbours, and we will never close them.”\n\nNobody answered.\n";
/// assert_eq!(
///     unwrap_lines(wrapped),
///     "The president said: “We will fight for every one of these well-known harbours, and we \
///      will never close them.”\nNobody answered.\n"
/// );
/// ```
pub fn unwrap_lines(text: &str) -> String {
    let text = without_ligatures(text);
    let lines = lines(&text);
    let width = usual_width(&lines);
    let hyphenated: HashSet<&str> = hyphenated_words(&text);
    let mut unwrapped = String::with_capacity(text.len());
    let mut open = false;
    for (n, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            end_paragraph(&mut unwrapped, &mut open);
            continue;
        }
        if line.indent >= MIN_INDENT {
            end_paragraph(&mut unwrapped, &mut open);
        }
        if open {
            join(&mut unwrapped, line.text, &hyphenated);
        } else {
            unwrapped.push_str(line.text);
        }
        open = true;
        let is_wrapped = width >= MIN_WIDTH;
        let is_short = (line.width as f64) < SHORT_LINE * width as f64;
        let ends_page = lines.get(n + 1).is_none_or(|next| next.begins_page);
        if !is_wrapped || (is_short || ends_page) && ends_sentence(line.text) {
            end_paragraph(&mut unwrapped, &mut open);
        }
    }
    end_paragraph(&mut unwrapped, &mut open);
    unwrapped
}

/// A line without the white space at its ends.
struct Line<'t> {
    text: &'t str,
    /// Its characters.
    width: usize,
    /// Characters of white space before it.
    indent: usize,
    /// True if a form feed stands before it.
    begins_page: bool,
}

fn end_paragraph(unwrapped: &mut String, open: &mut bool) {
    if std::mem::take(open) {
        unwrapped.push('\n');
    }
}

/// Returns the lines, without the numbers of pages. A blank line beside a form feed is no end of a
/// paragraph.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (number, page) in text.split('\u{c}').enumerate() {
        let mut here: Vec<Line<'_>> = page
            .lines()
            .map(|line| Line {
                text: line.trim(),
                width: line.trim().chars().count(),
                indent: line.chars().take_while(|c| c.is_whitespace()).count(),
                begins_page: false,
            })
            .collect();
        let is_edge = |line: &Line<'_>| line.text.is_empty() || is_page_number(line.text);
        if text.contains('\u{c}') {
            let end = here.iter().rposition(|line| !is_edge(line)).map_or(0, |at| at + 1);
            here.truncate(end);
            let begin = here.iter().position(|line| !is_edge(line)).unwrap_or(0);
            here.drain(..begin);
            if let Some(first) = here.first_mut() {
                first.begins_page = number > 0;
            }
        }
        lines.extend(here);
    }
    drop_indents(&mut lines);
    lines
}

/// Takes the indents of lines away, unless most lines begin flush with the margin and the others
/// are the first lines of paragraphs.
fn drop_indents(lines: &mut [Line<'_>]) {
    let printed = lines.iter().filter(|line| !line.text.is_empty()).count();
    let flush = lines.iter().filter(|line| !line.text.is_empty() && line.indent == 0).count();
    if 2 * flush <= printed {
        lines.iter_mut().for_each(|line| line.indent = 0);
    }
}

fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| matches!(c, '-' | '–' | '—') || c.is_whitespace());
    let bare = bare.strip_prefix("Page ").or(bare.strip_prefix("page ")).unwrap_or(bare);
    let is_number = |text: &str| {
        (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    // *12 of the men* begins a page of text.
    let (page, pages) = bare.split_once(" of ").unwrap_or((bare, bare));
    is_number(page) && is_number(pages)
}

/// Returns the width that lines are broken at: that of the longest but for one in ten.
fn usual_width(lines: &[Line<'_>]) -> usize {
    let mut widths: Vec<usize> =
        lines.iter().map(|line| line.width).filter(|&width| width > 0).collect();
    widths.sort_unstable();
    let usual = widths.get(widths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
    /// Lines that are longer are paragraphs: nobody sets lines so wide.
    const MAX_WIDTH: usize = 160;
    if usual > MAX_WIDTH { 0 } else { usual }
}

/// Returns the words that have a hyphen within a line.
fn hyphenated_words(text: &str) -> HashSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.filter(|word| word.trim_matches('-').contains('-')).collect()
}

/// Appends a line to the one before it.
fn join(unwrapped: &mut String, line: &str, hyphenated: &HashSet<&str>) {
    let is_word = |c: char| c.is_alphanumeric() || c == '-';
    let before = unwrapped.trim_end_matches(is_word).len();
    let head = &unwrapped[before..];
    let tail_len = line.find(|c: char| !is_word(c)).unwrap_or(line.len());
    let goes_on = line.starts_with(|c: char| c.is_lowercase());
    let is_broken = head
        .strip_suffix('-')
        .is_some_and(|word| word.ends_with(char::is_alphabetic) && (goes_on || word.contains('-')));
    if !is_broken {
        // A dash at the end of a line is one of the sentence.
        if !(head.len() > 1 && head.ends_with('-')) {
            unwrapped.push(' ');
        }
    } else if !hyphenated.contains(&*format!("{head}{}", &line[..tail_len])) {
        unwrapped.pop();
    }
    unwrapped.push_str(line);
}

fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['”', '’', '"', '\'', '»', ')', ']', '“', '‘']);
    bare.ends_with(['.', '!', '?', '…', ':'])
}

/// Returns `text` with its ligatures as letters, and without soft hyphens and those line breaks
/// that stand after them.
fn without_ligatures(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| matches!(c, '\u{ad}' | '\u{fb00}'..='\u{fb06}' | '\u{2010}' | '\r');
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{ad}' => while chars.next_if(|&c| c == '\n' || c == '\r').is_some() {},
            // A hyphen that is no other mark.
            '\u{2010}' => plain.push('-'),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => plain.push('\n'),
            '\u{fb00}' => plain.push_str("ff"),
            '\u{fb01}' => plain.push_str("fi"),
            '\u{fb02}' => plain.push_str("fl"),
            '\u{fb03}' => plain.push_str("ffi"),
            '\u{fb04}' => plain.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => plain.push_str("st"),
            _ => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGES: &str = "The Harbour Courier\n\n\
        VELN — The mayor of Veln said on Monday that the har-\n\
        bour would stay open: “We will never close this well-\n\
        known harbour, and nobody, not even the council, has\n\
        asked us to.” She did not say how it will be paid.\n\
        The council meets on Friday to vote on the budget for\n\
        the coming year, which is said to be lower than ever\n\
        \n  12\n\u{c}\
        before. A well-known ﬁrm has oﬀered help.\n\
        \n\
        Nobody answered.\n\u{c}";

    #[test]
    fn a_number_and_words_are_no_page_number() {
        let pages = "Nobody left.\n3 of 9\n\u{c}12 of the men stayed.\n\u{c}Page 4 of it\n";
        assert_eq!(unwrap_lines(pages), "Nobody left.\n12 of the men stayed.\nPage 4 of it\n");
    }

    #[test]
    fn pages_of_a_newspaper() {
        assert_eq!(
            unwrap_lines(PAGES),
            "The Harbour Courier\n\
             VELN — The mayor of Veln said on Monday that the harbour would stay open: “We will \
             never close this well-known harbour, and nobody, not even the council, has asked us \
             to.” She did not say how it will be paid. The council meets on Friday to vote on the \
             budget for the coming year, which is said to be lower than ever before. A well-known \
             firm has offered help.\n\
             Nobody answered.\n"
        );
    }

    #[test]
    fn indented_and_short_lines_begin_and_end_paragraphs() {
        let text = "This is a line of a paragraph that is as wide as others,\n\
            and this is its last line, wide enough to be wrapped.\n\
            \u{20}   This one is indented and so begins another paragraph.\n\
            It ends here.\n\
            A third one begins after a short line that ends so wide.\n";
        assert_eq!(unwrap_lines(text).lines().count(), 3);
    }

    #[test]
    fn hyphens_of_the_word_stay() {
        for (text, joined) in [
            ("he is a vice-\npresident of a large company in the city", "vicepresident"),
            (
                "a vice-president of some other large city, and once\nmore a vice-\npresident of us",
                "vice-president of us",
            ),
            ("the 2016-\n17 season of the club that everybody knows", "2016-17"),
            ("Anglo-\nSaxon words are the words of this long line", "Anglo-Saxon"),
            ("this is soft\u{ad}\nened by a longer line after it, one hopes", "softened"),
            ("We came -\nand we went, as one does on such long lines", "- and"),
        ] {
            let lines = format!("{text}\nand another line that is wide enough to be one of them.");
            assert!(unwrap_lines(&lines).contains(joined), "{:?}", unwrap_lines(&lines));
        }
    }

    #[test]
    fn one_paragraph_a_line_stays() {
        let long = "word ".repeat(60);
        for text in ["A list\nof short\nlines\n", "", "\n\n"] {
            assert_eq!(unwrap_lines(text), text.trim_start_matches('\n'), "{text:?}");
        }
        let text = format!("{}\n{}\n{}\n", long.trim(), long.trim(), long.trim());
        assert_eq!(unwrap_lines(&text), text);
    }

    proptest! {
        /// No letter is lost or made, whatever the text is.
        #[test]
        fn letters_stay(text in "[a-zé \n\u{c}.”-]{0,200}") {
            let letters = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphabetic()).collect()
            };
            prop_assert_eq!(letters(&unwrap_lines(&text)), letters(&text));
        }
    }

    /// Were each line looked for from the beginning, this would take minutes.
    #[test]
    fn many_lines_cost_no_square() {
        for line in ["a\n", "a-\n", "\u{c}", "\n", "word-\n  word\n"] {
            assert!(unwrap_lines(&line.repeat(200_000)).len() <= line.len() * 200_000 + 1);
        }
    }
}
