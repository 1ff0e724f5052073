//! The marks of one paragraph, and what each would cost to read as opening, as closing, or as no quotation mark at all.
//!
//! A mark's glyph proposes a direction and its neighbours propose another; neither is trusted alone, since real files
//! print marks the wrong way round and straight marks have no direction. So nothing is decided here: every reading gets
//! a cost, and [`super::pairing`] finds the cheapest reading of all marks together.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// Price of a reading, in tenths of "as it should be printed, but for one plain slip".
pub(super) type Cost = i32;

/// More than any reading of a paragraph would be worth paying for one mark.
const NEVER: Cost = 1_000;

/// Which sort of pair an opened mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Family {
    Straight,
    Curly,
    Low,
    Ticks,
    Guillemets,
    Corners,
    WhiteCorners,
    SingleStraight,
    SingleCurly,
    SingleLow,
    SingleGuillemets,
}

impl Family {
    /// Whether its marks are single ones, which share their glyphs with the apostrophe (or stand for inner quotations).
    pub(super) fn is_single(self) -> bool {
        use Family::*;
        matches!(self, SingleStraight | SingleCurly | SingleLow | SingleGuillemets)
    }
}

/// One printed mark, by shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `"`
    Straight,
    /// `“`
    CurlyOpen,
    /// `”`
    CurlyClose,
    /// `„`
    Low,
    /// `''`
    Ticks,
    /// two backticks
    Backticks,
    /// `«`
    LeftGuillemet,
    /// `»`
    RightGuillemet,
    /// `「` or `」`
    Corner { open: bool },
    /// `『` or `』`
    WhiteCorner { open: bool },
    /// `'`
    SingleStraight,
    /// one backtick
    Backtick,
    /// `‘`
    SingleOpen,
    /// `’`, which is also the printed apostrophe
    SingleClose,
    /// `‚`
    SingleLow,
    /// `‹`
    LeftSingleGuillemet,
    /// `›`
    RightSingleGuillemet,
}

impl Glyph {
    fn of(c: char) -> Option<Glyph> {
        use Glyph::*;
        Some(match c {
            '"' | '＂' => Straight,
            '“' | '‟' | '〝' => CurlyOpen,
            '”' | '〞' => CurlyClose,
            '„' | '〟' => Low,
            '«' => LeftGuillemet,
            '»' => RightGuillemet,
            '「' | '」' => Corner { open: c == '「' },
            '『' | '』' => WhiteCorner { open: c == '『' },
            '\'' | '＇' => SingleStraight,
            '`' => Backtick,
            '‘' | '‛' => SingleOpen,
            '’' | '´' => SingleClose,
            '‚' => SingleLow,
            '‹' => LeftSingleGuillemet,
            '›' => RightSingleGuillemet,
            _ => return None,
        })
    }

    /// The family that this glyph starts when it is read as opening.
    pub(super) fn family(self) -> Family {
        use Glyph::*;
        match self {
            Straight => Family::Straight,
            CurlyOpen | CurlyClose => Family::Curly,
            Low => Family::Low,
            Ticks | Backticks => Family::Ticks,
            LeftGuillemet | RightGuillemet => Family::Guillemets,
            Corner { .. } => Family::Corners,
            WhiteCorner { .. } => Family::WhiteCorners,
            SingleStraight | Backtick => Family::SingleStraight,
            SingleOpen | SingleClose => Family::SingleCurly,
            SingleLow => Family::SingleLow,
            LeftSingleGuillemet | RightSingleGuillemet => Family::SingleGuillemets,
        }
    }

    /// What it costs to close a quotation of `family` with this glyph; `None` when that cannot be.
    pub(super) fn closes(self, family: Family) -> Option<Cost> {
        use Family as F;
        use Glyph::*;
        // Editors that curl one end and not the other are common, so another double mark is a slip and no more. Low
        // marks are closed by what opens elsewhere: take the glyph's own penalty for that back.
        Some(match (family, self) {
            (F::Low, CurlyOpen) | (F::SingleLow, SingleOpen) => -20,
            (F::Straight, Straight) | (F::Curly | F::Low, CurlyOpen | CurlyClose) | (F::Ticks, Ticks) => 0,
            (F::Straight, CurlyOpen | CurlyClose) | (F::Curly | F::Low, Straight) => 7,
            (F::Ticks, Straight | CurlyClose) | (F::Straight | F::Curly, Ticks) => 10,
            (F::Guillemets, LeftGuillemet | RightGuillemet) => 0,
            (F::Corners, Corner { open: false }) | (F::WhiteCorners, WhiteCorner { open: false }) => 0,
            (F::SingleStraight, SingleStraight) | (F::SingleCurly | F::SingleLow, SingleClose) => 0,
            (F::SingleCurly, SingleOpen) => 0,
            (F::SingleStraight, SingleClose) | (F::SingleCurly | F::SingleLow, SingleStraight) => 5,
            (F::SingleGuillemets, LeftSingleGuillemet | RightSingleGuillemet) => 0,
            // “I am here,’ he said: one slip, but dear, since the mark may well be an apostrophe.
            (F::Curly, SingleClose) | (F::Straight, SingleStraight) => 35,
            _ => return None,
        })
    }
}

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

/// A run of one double glyph longer than this is a ruled line or noise; printers double a mark, seldom treble it.
const LONGEST_RUN: usize = 4;

/// More marks than this that touch each other are a tangle that nothing can be read from; three levels closing or opening
/// together, each doubled, are six.
const LONGEST_TANGLE: usize = 8;

/// Characters that are not seen: they neither part two marks nor stand between a mark and its word.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Finds the marks of the paragraph `start..end` of `text`, into `marks` (emptied first); returns where to go on, which
/// is beyond `end` when a tag runs over the line's end. Cost: linear.
pub(super) fn scan(text: &str, start: usize, end: usize, marks: &mut Vec<Mark>) -> usize {
    marks.clear();
    let line = &text[..end];
    let bytes = line.as_bytes();
    let mut at = start;
    let mut attributes = true; // until a search for the end of one has failed
    while at < end {
        // Plain letters are most of any text: look at bytes until one may start a mark.
        if !matches!(bytes[at], b'"' | b'\'' | b'`' | b'<' | 0xc2 | 0xe2 | 0xe3 | 0xef) {
            at += 1;
            continue;
        }
        let Some(c) = line[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        if c == '<' {
            at = tag_end(text.as_bytes(), next).unwrap_or(next);
            continue;
        }
        let Some(glyph) = Glyph::of(c) else {
            at = next;
            continue;
        };
        if glyph == Glyph::Straight && attributes && is_attribute(&bytes[start..at]) {
            match bytes[next..].iter().position(|&b| b == b'"') {
                Some(len) => {
                    at = next + len + 1;
                    continue;
                }
                None => attributes = false,
            }
        }
        let width = c.len_utf8();
        let run = line[at..].chars().take_while(|&d| d == c).count();
        push_run(marks, glyph, at, width, run, start, line);
        at += run * width;
    }
    weigh(line, start, marks);
    at
}

/// Longest tag in bytes; a `<` without its `>` within these is a sign of its own.
const LONGEST_TAG: usize = 2_000;

/// Where the tag ends whose `<` stands before `at`; `None` when it is no tag. Never looks beyond the next `<`.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    if !bytes.get(at).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/' || b == b'!') {
        return None;
    }
    let len = bytes[at..].iter().take(LONGEST_TAG).position(|&b| b == b'<' || b == b'>')?;
    (bytes[at + len] == b'>').then_some(at + len + 1)
}

/// Whether what stands before a mark makes it an attribute's, as in `class="…"`.
fn is_attribute(before: &[u8]) -> bool {
    matches!(before, [.., b, b'='] if b.is_ascii_alphanumeric())
}

/// Cuts a run of one character into marks: `''` is one double mark, `'''` a double and a single one.
fn push_run(marks: &mut Vec<Mark>, glyph: Glyph, at: usize, width: usize, run: usize, start: usize, line: &str) {
    let mut push = |glyph: Glyph, from: usize, chars: usize| {
        let (start, end) = (at + from * width, at + (from + chars) * width);
        marks.push(Mark {
            start,
            end,
            glyph,
            open: 0,
            close: 0,
            skip: 0,
            first: false,
            doubled: false,
            after_stop: false,
        });
    };
    let double = match glyph {
        Glyph::SingleStraight => Glyph::Ticks,
        Glyph::Backtick => Glyph::Backticks,
        Glyph::SingleOpen => Glyph::CurlyOpen,
        Glyph::SingleClose => Glyph::CurlyClose,
        _ => {
            if run <= LONGEST_RUN {
                (0..run).for_each(|i| push(glyph, i, 1));
            }
            return;
        }
    };
    if run > LONGEST_RUN + 1 {
        return;
    }
    // The single mark of an odd run is the inner one: after the double mark where the run opens, before it where it closes.
    let opens = line[start..at].chars().next_back().is_none_or(|c| c.is_whitespace() || Side::of(Some(c)).may_open());
    match (run, opens) {
        (1, _) => push(glyph, 0, 1),
        (2, _) => push(double, 0, 2),
        (3, true) => {
            push(double, 0, 2);
            push(glyph, 2, 1);
        }
        (3, false) => {
            push(glyph, 0, 1);
            push(double, 1, 2);
        }
        (4, _) => {
            push(double, 0, 2);
            push(double, 2, 2);
        }
        _ => {
            push(double, 0, 2);
            push(glyph, 2, 1);
            push(double, 3, 2);
        }
    }
}

/// What stands on one side of a run of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
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
    fn of(c: Option<char>) -> Side {
        let Some(c) = c else { return Side::Edge };
        match c {
            _ if c.is_whitespace() => Side::Blank,
            '.' | ',' | ';' | '!' | '?' | ')' | ']' | '}' | '…' | '%' | '。' | '、' | '，' | '！' | '？' => {
                Side::Stop
            }
            ':' | '：' => Side::Colon,
            '-' | '–' | '—' | '―' | '‒' | '‐' | '‑' | '/' | '|' => Side::Dash,
            _ if c.is_numeric() => Side::Digit,
            _ if c.is_alphabetic() => Side::Letter,
            '(' | '[' | '{' | '$' | '#' | '@' | '€' | '£' | '<' | '¿' | '¡' | '=' | '•' => Side::Lead,
            // Letters' accents and whatever else is printed in a word.
            _ => Side::Letter,
        }
    }

    fn is_word(self) -> bool {
        matches!(self, Side::Letter | Side::Digit)
    }

    fn is_blank(self) -> bool {
        matches!(self, Side::Edge | Side::Blank)
    }

    fn may_open(self) -> bool {
        matches!(self, Side::Edge | Side::Blank | Side::Lead | Side::Dash)
    }
}

/// Gives each mark its costs from its neighbours. Marks that touch share their neighbours, so that `"'Now` and `.'"`
/// are seen as what they are. Those that can be no quotation marks are dropped.
fn weigh(line: &str, start: usize, marks: &mut Vec<Mark>) {
    let mut text_before = start; // up to here nothing but marks and blanks
    let mut first = true;
    let mut i = 0;
    while i < marks.len() {
        let mut j = i + 1;
        while j < marks.len() && touches(&line[marks[j - 1].end..marks[j].start]) {
            j += 1;
        }
        if j - i > LONGEST_TANGLE {
            i = j; // their costs stay nought
            continue;
        }
        let (from, to) = (marks[i].start, marks[j - 1].end);
        let blank = |c: char| c.is_whitespace() || is_invisible(c);
        first = first && line[text_before..from].chars().all(blank);
        text_before = to;
        let left = line[start..from].chars().rev().find(|&c| !is_invisible(c));
        let right = line[to..].chars().find(|&c| !is_invisible(c));
        let before = line[start..from].chars().rev().find(|&c| !blank(c));
        let after_stop = matches!(before, Some('.' | '!' | '?' | '…'));
        let around =
            Around { left: Side::of(left), right: Side::of(right), before: &line[start..from], after: &line[to..] };
        for k in i..j {
            let doubled = k > i
                && marks[k].glyph.family().is_single() == marks[k - 1].glyph.family().is_single()
                && marks[k].start == marks[k - 1].end;
            let mark = &mut marks[k];
            (mark.open, mark.close, mark.skip) = around.costs(mark.glyph);
            mark.first = first;
            mark.doubled = doubled;
            mark.after_stop = after_stop;
        }
        i = j;
    }
    // Most of what is left is apostrophes inside words, about which nothing has to be decided.
    marks.retain(|mark| mark.skip > 0);
}

/// Whether two marks stand together: nothing between them, or one narrow or fixed blank, as is set between ’ and ”.
fn touches(between: &str) -> bool {
    let mut seen = between.chars().filter(|&c| !is_invisible(c));
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
            Straight | Ticks if self.left == Side::Digit && !self.right.is_word() => (open, close, 4),
            Straight | Ticks => (open, close, 30),
            // A glyph with a direction says more than its neighbours, but can be talked over by them and the pairing.
            CurlyOpen => (open / 2, close / 2 + 20, 30),
            CurlyClose => (open / 2 + 20, close / 2, 30),
            Low | Backticks => (open / 2, NEVER, 30),
            // Both « x » and »x« are in use; where blanks stand on both sides the French way is the likelier.
            LeftGuillemet => (open, close + 3, 30),
            RightGuillemet => (open + 3, close, 30),
            Corner { open } | WhiteCorner { open } => (if open { 0 } else { NEVER }, if open { NEVER } else { 0 }, 30),
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
                if self.after.starts_with("..") || self.after.starts_with(". .") || self.after.starts_with('…') =>
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
            Backtick => return (if self.right.is_word() && self.left.may_open() { 3 } else { NEVER }, NEVER, 10),
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
                    (open + if none == 2 { 10 } else { 3 }, 40, none)
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
        // No listed word is longer than six letters; one more shows that a word goes on.
        let word: String =
            self.after.chars().take_while(|c| c.is_alphanumeric()).take(7).collect::<String>().to_lowercase();
        let digits = word.trim_end_matches('s');
        (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())) || aphaereses().contains(word.as_str())
    }
}

fn aphaereses() -> &'static FxHashSet<&'static str> {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| crate::text::lines(include_str!("data/en-aphaereses.txt")).collect())
}
