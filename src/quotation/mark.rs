//! The marks of one paragraph, and what each would cost to read as opening, as closing, or as no quotation mark at all.
//!
//! A mark's glyph proposes a direction and its neighbours propose another; neither is trusted alone, since real files
//! print marks the wrong way round and straight marks have no direction. So nothing is decided here: every reading gets
//! a cost, and [`super::pairing`] finds the cheapest reading of all marks together.

use std::sync::OnceLock;

use super::glyph::Glyph;
use crate::text::{WordMap, lines};

/// Price of a reading, in tenths of "as it should be printed, but for one plain slip".
pub(super) type Cost = i32;

/// More than any reading of a paragraph would be worth paying for one mark.
pub(super) const NEVER: Cost = 1_000;

/// A mark as printed, with the cost of each reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) glyph: Glyph,
    pub(super) open: Cost,
    pub(super) close: Cost,
    /// To read it as an apostrophe, a measure or a stray.
    pub(super) skip: Cost,
    /// Whether nothing but marks and blanks stands before it in its paragraph.
    pub(super) first: bool,
    /// Whether it stands right after another mark of its level, so that it may be a slip of the finger.
    pub(super) doubled: bool,
    /// Whether a sentence ends before it.
    pub(super) after_stop: bool,
}

impl Mark {
    /// A mark that has not been weighed.
    pub(super) fn new(glyph: Glyph, start: usize, end: usize) -> Mark {
        Mark {
            start,
            end,
            glyph,
            open: 0,
            close: 0,
            skip: 0,
            first: false,
            doubled: false,
            after_stop: false,
        }
    }
}

/// More marks than this that touch each other are a tangle that nothing can be read from; three levels closing or opening
/// together, each doubled, are six.
const LONGEST_TANGLE: usize = 8;

/// Characters that are not seen: they neither part two marks nor stand between a mark and its word.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What stands on one side of a run of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The paragraph's edge.
    Edge,
    Blank,
    Letter,
    Digit,
    /// `(`, `[`, and signs that lead a word, such as `$`
    Lead,
    /// `.`, `,`, `)` and others that end something
    Stop,
    Colon,
    Dash,
}

impl Side {
    /// What stands before `at` in the paragraph that begins at `start`.
    pub(super) fn before(text: &str, start: usize, at: usize) -> Side {
        match text.as_bytes()[start..at].last() {
            None => Side::Edge,
            Some(&byte) if byte.is_ascii() => ASCII[byte as usize],
            _ => text[start..at]
                .chars()
                .rev()
                .find(|&c| !is_invisible(c))
                .map_or(Side::Edge, Side::of),
        }
    }

    /// What `after` begins with.
    fn after(after: &str) -> Side {
        match after.as_bytes().first() {
            None => Side::Edge,
            Some(&byte) if byte.is_ascii() => ASCII[byte as usize],
            _ => after.chars().find(|&c| !is_invisible(c)).map_or(Side::Edge, Side::of),
        }
    }

    fn of(c: char) -> Side {
        match c {
            '\0'..='\x7f' => ASCII[c as usize],
            _ if c.is_whitespace() => Side::Blank,
            '…' | '。' | '、' | '，' | '！' | '？' => Side::Stop,
            '：' => Side::Colon,
            '–' | '—' | '―' | '‒' | '‐' | '‑' => Side::Dash,
            _ if c.is_numeric() => Side::Digit,
            '€' | '£' | '¿' | '¡' | '•' => Side::Lead,
            // Letters, their accents, and whatever else is printed in a word.
            _ => Side::Letter,
        }
    }

    fn is_word(self) -> bool {
        matches!(self, Side::Letter | Side::Digit)
    }

    fn is_blank(self) -> bool {
        matches!(self, Side::Edge | Side::Blank)
    }

    pub(super) fn may_open(self) -> bool {
        matches!(self, Side::Edge | Side::Blank | Side::Lead | Side::Dash)
    }
}

/// The sides of ASCII.
const ASCII: [Side; 128] = {
    let mut sides = [Side::Letter; 128];
    let mut byte = 0;
    while byte < 128 {
        sides[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' => Side::Blank,
            b'.' | b',' | b';' | b'!' | b'?' | b')' | b']' | b'}' | b'%' => Side::Stop,
            b':' => Side::Colon,
            b'-' | b'/' | b'|' => Side::Dash,
            b'0'..=b'9' => Side::Digit,
            b'(' | b'[' | b'{' | b'$' | b'#' | b'@' | b'<' | b'=' => Side::Lead,
            _ => Side::Letter,
        };
        byte += 1;
    }
    sides
};

/// Gives each mark its costs from its neighbours. Marks that touch share their neighbours, so that `"'Now` and `.'"`
/// are seen as what they are. Those that can be no quotation marks are dropped.
pub(super) fn weigh(line: &str, start: usize, marks: &mut Vec<Mark>) {
    let mut text_before = start; // up to here nothing but marks and blanks
    let mut first = true;
    let (mut i, mut kept) = (0, 0);
    while i < marks.len() {
        let mut j = i + 1;
        while j < marks.len() && touches(line, marks[j - 1].end, marks[j].start) {
            j += 1;
        }
        if j - i > LONGEST_TANGLE {
            i = j;
            continue;
        }
        let (from, to) = (marks[i].start, marks[j - 1].end);
        first = first && line[text_before..from].chars().all(is_blank);
        text_before = to;
        let (before, after) = (&line[start..from], &line[to..]);
        let around = Around {
            left: Side::before(line, start, from),
            right: Side::after(after),
            before,
            after,
        };
        let after_stop = around.left == Side::Blank && is_stopped(before);
        for k in i..j {
            let mut mark = marks[k];
            mark.doubled = k > i
                && mark.glyph.family().is_single() == marks[k - 1].glyph.family().is_single()
                && mark.start == marks[k - 1].end;
            (mark.open, mark.close, mark.skip) = around.costs(mark.glyph);
            mark.first = first;
            mark.after_stop = after_stop;
            // Most marks are apostrophes inside words, about which nothing has to be decided.
            if mark.skip > 0 {
                marks[kept] = mark;
                kept += 1;
            }
        }
        i = j;
    }
    marks.truncate(kept);
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a sentence ends at the end of `before`.
fn is_stopped(before: &str) -> bool {
    let before = before.as_bytes().strip_suffix(b" ").map_or(before, |rest| &before[..rest.len()]);
    matches!(before.chars().rev().find(|&c| !is_blank(c)), Some('.' | '!' | '?' | '…'))
}

/// Whether two marks stand together: nothing between them, or one narrow or fixed blank, as is set between ’ and ”.
fn touches(line: &str, end: usize, start: usize) -> bool {
    if end == start {
        return true;
    }
    if line.as_bytes()[end].is_ascii() {
        return false;
    }
    let mut seen = line[end..start].chars().filter(|&c| !is_invisible(c));
    match seen.next() {
        None => true,
        Some('\u{a0}' | '\u{2009}' | '\u{200a}' | '\u{202f}') => seen.next().is_none(),
        Some(_) => false,
    }
}

struct Around<'t> {
    left: Side,
    right: Side,
    before: &'t str,
    after: &'t str,
}

impl Around<'_> {
    /// To open, to close, to be none.
    fn costs(&self, glyph: Glyph) -> (Cost, Cost, Cost) {
        use Glyph::*;
        if glyph.family().is_single() {
            return self.single(glyph);
        }
        let (open, close) = self.double();
        match glyph {
            // A measure (6'2", a 12" pipe) is none; other straight marks are none only by mistake.
            Straight | Ticks if self.left == Side::Digit && !self.right.is_word() => {
                (open, close, 4)
            }
            Straight | Ticks => (open, close, 30),
            // A glyph with a direction says more than its neighbours, but can be talked over by them and the pairing.
            CurlyOpen => (open / 2, close / 2 + 20, 30),
            CurlyClose => (open / 2 + 20, close / 2, 30),
            Low | Backticks => (open / 2, NEVER, 30),
            // Both « x » and »x« are in use; where blanks stand on both sides the French way is the likelier.
            LeftGuillemet => (open, close + 3, 30),
            RightGuillemet => (open + 3, close, 30),
            Corner { open } | WhiteCorner { open } => {
                (if open { 0 } else { NEVER }, if open { NEVER } else { 0 }, 30)
            }
            _ => (open, close, 30),
        }
    }

    /// What the neighbours say of a double mark: to open, to close.
    fn double(&self) -> (Cost, Cost) {
        use Side::*;
        match (self.left, self.right) {
            // Alone in its paragraph.
            (Edge, Edge) => (30, 30),
            // Tokenised text leaves blanks on both sides; the edge of a paragraph still tells.
            (Edge, Blank) => (3, 40),
            (Blank, Edge) => (40, 3),
            (Blank, Blank) => (10, 10),
            // “…and then” opens; tokenised ` " ,` closes.
            (Edge | Blank, Stop)
                if self.after.starts_with("..")
                    || self.after.starts_with(". .")
                    || self.after.starts_with('…') =>
            {
                (0, 40)
            }
            (Blank, Stop | Colon) => (15, 7),
            (Edge | Blank | Lead, _) => (0, 40),
            (Colon, Blank | Edge) => (15, 10),
            (_, Edge | Blank | Stop | Colon) => (40, 0),
            (Dash, Dash) => (10, 10),
            (Dash, _) => (5, 15),
            (_, Dash) => (30, 2),
            // A lost blank: after a stop the mark closes, after a colon it opens, between letters it may do either.
            (Stop, _) => (20, 7),
            (Colon, _) => (7, 20),
            _ => (15, 15),
        }
    }

    fn single(&self, glyph: Glyph) -> (Cost, Cost, Cost) {
        use Glyph::*;
        use Side::*;
        match glyph {
            SingleLow => return (0, NEVER, if self.right.is_word() { 20 } else { 5 }),
            LeftSingleGuillemet | RightSingleGuillemet => {
                let (open, close) = self.double();
                return (open, close, 30);
            }
            Backtick => {
                return (
                    if self.right.is_word() && self.left.may_open() { 3 } else { NEVER },
                    NEVER,
                    10,
                );
            }
            _ => {}
        }
        // How far the glyph itself leans.
        let (open, close) = match glyph {
            SingleOpen => (0, 12),
            SingleClose => (12, 0),
            _ => (0, 0),
        };
        match (self.left, self.right) {
            // don't, O‘Neill, the 1990's
            (left, right) if left.is_word() && right.is_word() => (NEVER, NEVER, 0),
            // 6' tall
            (Digit, _) => (60, close + 5, 2),
            // Closing, or a plural's possessive, or a dropped g: voters', nothin'.
            // Nobody's apostrophe is ‘, so that after a word it is likelier a mark the wrong way round.
            (Letter, right) if glyph == SingleOpen && !right.is_word() => {
                (60, close + 5, self.possessive() + 12)
            }
            (Letter, _) => (60, close + 5, self.possessive()),
            (Stop, right) if !right.is_word() => (60, close, 25),
            (Stop, _) => (open + 20, close + 8, 20),
            (left, right) if left.may_open() || left == Colon => {
                if right.is_word() || right == Lead {
                    let none = match glyph {
                        _ if self.aphaeresis() => 2,
                        SingleClose => 10,
                        _ => 25,
                    };
                    (open + if none == 2 { 14 } else { 3 }, 40, none)
                } else if right.is_blank() && left.is_blank() {
                    // Spaced, as in tokenised text, where it is as often the apostrophe of a plural.
                    (open + 12, close + 12, if glyph == SingleOpen { 20 } else { 8 })
                } else if left == Dash {
                    (open + 40, close + 5, 20)
                } else {
                    (open + 20, close + 10, 10)
                }
            }
            _ => (open + 20, close + 10, 10),
        }
    }

    /// What it costs to take a single mark at the end of a word for an apostrophe.
    fn possessive(&self) -> Cost {
        let mut back = self.before.chars().rev().filter(|&c| !is_invisible(c));
        match (back.next(), back.next()) {
            (Some('s' | 'S' | 'z' | 'x'), _) => 3,
            (Some('n'), Some('i')) => 6,
            _ => 20,
        }
    }

    /// Whether a mark before this word stands for dropped letters: ’em, ’90s, ’68.
    fn aphaeresis(&self) -> bool {
        let len: usize = self
            .after
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(8)
            .map(char::len_utf8)
            .sum();
        let word = &self.after[..len];
        let digits = word.trim_end_matches('s');
        (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
            || aphaereses().get(word).is_some()
    }
}

fn aphaereses() -> &'static WordMap<()> {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    WORDS.get_or_init(|| {
        lines(include_str!("../language/en/aphaereses.txt")).map(|word| (word, ())).collect()
    })
}
