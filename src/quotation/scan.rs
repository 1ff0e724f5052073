//! Finds the marks of a text, paragraph by paragraph, in one pass over its bytes.
//!
//! Most bytes of news are letters and blanks; eight of them are looked at together, as one number, and only where one may
//! be a mark or break a line is anything decided.

use super::glyph::{Debris, Glyph, debris, entity};
use super::mark::{Mark, Side, weigh};
use crate::text::{is_mark_candidate, load_eight, mark_candidates};

/// A run of one double glyph longer than this is a ruled line or noise; printers double a mark, seldom treble it.
const LONGEST_RUN: usize = 4;

/// Longest tag in bytes; a `<` without its `>` within these is a sign of its own.
const LONGEST_TAG: usize = 2_000;

/// Where the reading of a text stands.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    signs: Signs,
    /// Where the line begins that is being read.
    line: usize,
}

impl<'t> Scanner<'t> {
    /// Reads `text`, of which spans can point into the first 4 GiB.
    pub(super) fn new(text: &'t str) -> Scanner<'t> {
        let mut end = text.len().min(u32::MAX as usize);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Scanner { text: &text[..end], at: 0, signs: Signs::default(), line: 0 }
    }

    /// Goes on to the end of the next paragraph, puts its marks into `marks` (emptied first) and returns its start and end.
    /// Calls `passed` for every paragraph on the way; those without marks are returned only when `all` are asked for. A
    /// line break inside a tag ends no paragraph. Cost: linear.
    pub(super) fn next(
        &mut self,
        all: bool,
        marks: &mut Vec<Mark>,
        mut passed: impl FnMut(usize, usize),
    ) -> Option<(usize, usize)> {
        marks.clear();
        let bytes = self.text.as_bytes();
        let mut attributes = true; // until a search for the end of one has failed in this line
        loop {
            let at = self.signs.next(bytes, self.at);
            let width = match bytes[at..] {
                [] => 0,
                [b'\n'..=b'\r', ..] => 1,
                [0xc2, 0x85, ..] => 2,
                [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
                _ => {
                    self.at = self.read(at, marks, &mut attributes);
                    continue;
                }
            };
            let line = trimmed(self.text, self.line, at);
            self.line = at + width;
            self.at = self.line;
            if let Some((start, end)) = line {
                passed(start, end);
                if !marks.is_empty() {
                    weigh(&self.text[..end], start, marks);
                }
                if all || !marks.is_empty() {
                    return line;
                }
            }
            if width == 0 {
                return None;
            }
            attributes = true;
        }
    }

    /// Reads what stands at `at`, which may be a mark, and returns where to go on.
    fn read(&self, at: usize, marks: &mut Vec<Mark>, attributes: &mut bool) -> usize {
        let bytes = self.text.as_bytes();
        let glyph = match bytes[at..] {
            [b'\'', ..] => {
                if is_inside(bytes, at, 1) {
                    return at + 1;
                }
                Glyph::SingleStraight
            }
            [b'"', ..] | [0xe2, 0x80, 0x9c | 0x9d, ..]
                if *attributes && is_attribute(&bytes[self.line..at]) =>
            {
                if let Some(len) = attribute_len(&bytes[at..]) {
                    return at + len;
                }
                *attributes = false;
                return at; // to be read again, as a mark
            }
            [b'"', ..] => Glyph::Straight,
            [b'`', ..] => Glyph::Backtick,
            [b'<', ..] => return tag_end(bytes, at + 1).unwrap_or(at + 1),
            [b'&', ..] => match entity(&bytes[at..]) {
                Some((glyph, len)) => {
                    if !(glyph.family().is_single() && is_inside(bytes, at, len)) {
                        marks.push(Mark::new(glyph, at, at + len));
                    }
                    return at + len;
                }
                None => return at + 1,
            },
            [0xe2, 0x80, 0x99, ..] if is_inside(bytes, at, 3) => return at + 3,
            [0xe2, 0x80, 0x98..=0x9f | 0xb9 | 0xba, ..] | [0xc2 | 0xe3 | 0xef, ..] => {
                let Some(c) = self.text[at..].chars().next() else { return bytes.len() };
                match Glyph::of(c) {
                    Some(glyph) => glyph,
                    None => return at + c.len_utf8(),
                }
            }
            [0xc3, 0x82 | 0xa2, 0xc2 | 0xe2, ..] => match debris(&self.text[at..]) {
                Some((Debris::Mark(glyph), len)) => {
                    marks.push(Mark::new(glyph, at, at + len));
                    return at + len;
                }
                Some((Debris::Other, len)) => return at + len,
                None => return at + 2,
            },
            [0xe0..=0xef, ..] => return at + 3,
            [0xc0..=0xdf, ..] => return at + 2,
            [0xf0..=0xff, ..] => return at + 4,
            _ => return at + 1,
        };
        let width = match bytes[at] {
            0..0x80 => 1,
            0xc2 => 2,
            _ => 3,
        };
        let run = bytes[at..]
            .chunks_exact(width)
            .take_while(|chunk| *chunk == &bytes[at..at + width])
            .count();
        let opens = || Side::before(self.text, self.line, at).may_open();
        push_run(marks, glyph, at, width, run, opens);
        at + run * width
    }
}

/// Whether the mark at `at`, `len` bytes long, stands inside a word of plain letters: *don't*.
fn is_inside(bytes: &[u8], at: usize, len: usize) -> bool {
    at > 0
        && bytes[at - 1].is_ascii_alphanumeric()
        && bytes.get(at + len).is_some_and(u8::is_ascii_alphanumeric)
}

/// The bytes that may begin a mark, a tag or a line break, found eight at a time.
#[derive(Default)]
struct Signs {
    /// Where the eight begin.
    base: usize,
    /// The high bit of each of the eight that may begin one and has not been passed.
    found: u64,
    /// Whether any eight have been looked at.
    begun: bool,
}

impl Signs {
    /// Where the next one stands, from `at` on; the length of `bytes` when there is none. `at` never goes back.
    fn next(&mut self, bytes: &[u8], at: usize) -> usize {
        if self.begun && at < self.base + 8 {
            self.found &= u64::MAX << (8 * (at - self.base));
        } else {
            (self.base, self.begun) = (at, true);
            self.found = mark_candidates(load_eight(bytes, at));
        }
        if self.found == 0 {
            (self.base, self.found) = search(bytes, self.base + 8);
            if self.found == 0 {
                self.base = bytes.len(); // a search that found nothing may end beyond
                return bytes.len();
            }
        }
        self.base + (self.found.trailing_zeros() / 8) as usize
    }
}

/// Where the first eight bytes with a sign in them begin, counted in eights from `base` on, and their signs; nought when
/// there are none. A function of its own, so that all its constants stay in registers.
#[inline(never)]
fn search(bytes: &[u8], mut base: usize) -> (usize, u64) {
    // Most blocks have none: that is seen of all their bytes at once.
    let (blocks, _) = bytes.get(base..).unwrap_or(&[]).as_chunks::<32>();
    base += 32
        * blocks
            .iter()
            .take_while(|block| block.iter().fold(true, |none, &b| none & !is_mark_candidate(b)))
            .count();
    let (whole, end) = bytes.get(base..).unwrap_or(&[]).as_chunks::<8>();
    for &eight in whole {
        let found = mark_candidates(u64::from_le_bytes(eight));
        if found != 0 {
            return (base, found);
        }
        base += 8;
    }
    (base, mark_candidates(load_eight(end, 0)))
}

/// `start..end` without white space at its ends; `None` when nothing is left.
fn trimmed(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let line = text.as_bytes().get(start..end)?;
    let (first, last) = (*line.first()?, *line.last()?);
    if first > b' ' && first < 0x80 && last > b' ' && last < 0x80 {
        return Some((start, end));
    }
    let line = text.get(start..end)?;
    let start = start + (line.len() - line.trim_start().len());
    let len = line.trim().len();
    (len > 0).then_some((start, start + len))
}

/// Where the tag ends whose `<` stands before `at`; `None` when it is no tag. Never looks beyond the next `<`.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    if !bytes.get(at).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/' || b == b'!') {
        return None;
    }
    let len = bytes[at..].iter().take(LONGEST_TAG).position(|&b| b == b'<' || b == b'>')?;
    (bytes[at + len] == b'>').then_some(at + len + 1)
}

/// Length of the attribute's value that `bytes` begin with, with its marks; `None` when it does not end in this line.
fn attribute_len(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += bytes[at..].iter().position(|&b| matches!(b, b'"' | b'\n'..=b'\r' | 0xe2))?;
        match bytes[at..] {
            [b'"', ..] => return Some(at + 1),
            [0xe2, 0x80, 0x9c | 0x9d, ..] => return Some(at + 3),
            [0xe2, ..] => at += 3,
            _ => return None,
        }
    }
}

/// Whether what stands before a mark makes it an attribute's, as in `class="…"`.
fn is_attribute(before: &[u8]) -> bool {
    matches!(before, [.., b, b'='] if b.is_ascii_alphanumeric())
}

/// Cuts a run of one character into marks: `''` is one double mark, `'''` a double and a single one. `opens` tells whether
/// what stands before the run lets it open.
fn push_run(
    marks: &mut Vec<Mark>,
    glyph: Glyph,
    at: usize,
    width: usize,
    run: usize,
    opens: impl Fn() -> bool,
) {
    let mut push = |glyph: Glyph, from: usize, chars: usize| {
        marks.push(Mark::new(glyph, at + from * width, at + (from + chars) * width))
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
    match run {
        1 => push(glyph, 0, 1),
        2 => push(double, 0, 2),
        // The single mark of an odd run is the inner one: after the double mark where the run opens, before it where it
        // closes.
        3 if opens() => {
            push(double, 0, 2);
            push(glyph, 2, 1);
        }
        3 => {
            push(glyph, 0, 1);
            push(double, 1, 2);
        }
        4 => {
            push(double, 0, 2);
            push(double, 2, 2);
        }
        5 => {
            push(double, 0, 2);
            push(glyph, 2, 1);
            push(double, 3, 2);
        }
        _ => {}
    }
}
