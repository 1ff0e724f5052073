//! Finds the marks of a text, paragraph by paragraph, in one pass over its bytes.
//!
//! Idea: most bytes of news are letters and blanks. Eight of them are tested at once
//! ([`mark_candidates`]), and only a byte that may begin a mark, a tag or a line break is looked
//! at. Cost: linear.

use super::adjacent::AdjacentChar;
use super::glyph::Glyph;
use super::html_entity::decode_entity;
use super::mark::Mark;
use super::mark_cost::set_costs;
use super::mojibake::{Mojibake, decode_mojibake};
use crate::text::{is_mark_candidate, load_eight, mark_candidates};

/// Longest run of one double glyph that is read: longer runs are ruled lines or noise. Papers
/// double a mark, and seldom treble it.
const MAX_RUN: usize = 4;

/// Longest tag in bytes: a `<` without a `>` within these is a sign of its own.
const MAX_TAG_BYTES: usize = 2_000;

/// Scans a text for marks.
pub(super) struct MarkScanner<'t> {
    text: &'t str,
    /// Byte offset at which the scan goes on.
    at: usize,
    candidates: CandidateBytes,
    /// Start of the current line.
    line: usize,
}

impl<'t> MarkScanner<'t> {
    /// Returns a scanner of `text`, up to its first 4 GiB, which spans can point into.
    pub(super) fn new(text: &'t str) -> MarkScanner<'t> {
        let mut end = text.len().min(u32::MAX as usize);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        MarkScanner { text: &text[..end], at: 0, candidates: CandidateBytes::default(), line: 0 }
    }

    /// Scans to the end of the next paragraph, puts its marks into `marks` (emptied first) and
    /// returns its start and end. Calls `each_paragraph` for every paragraph on the way; one
    /// without marks is returned only if `all` is true. A line break inside a tag does not end a
    /// paragraph.
    pub(super) fn next(
        &mut self,
        all: bool,
        marks: &mut Vec<Mark>,
        mut each_paragraph: impl FnMut(usize, usize),
    ) -> Option<(usize, usize)> {
        marks.clear();
        let bytes = self.text.as_bytes();
        let mut attributes = true; // false once an attribute of this line has no end
        loop {
            let at = self.candidates.next(bytes, self.at);
            let width = match bytes[at..] {
                [] => 0,
                [b'\n'..=b'\r', ..] => 1,
                [0xc2, 0x85, ..] => 2,
                [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
                _ => {
                    self.at = self.scan_at(at, marks, &mut attributes);
                    continue;
                }
            };
            let line = trimmed(self.text, self.line, at);
            self.line = at + width;
            self.at = self.line;
            if let Some((start, end)) = line {
                each_paragraph(start, end);
                if !marks.is_empty() {
                    set_costs(&self.text[..end], start, marks);
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

    /// Scans what stands at the candidate byte `at` and returns where to go on.
    fn scan_at(&self, at: usize, marks: &mut Vec<Mark>, attributes: &mut bool) -> usize {
        let bytes = self.text.as_bytes();
        let glyph = match bytes[at..] {
            [b'\'', ..] => {
                if is_inside_word(bytes, at, 1) || is_owner(bytes, at, 1) {
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
                return at; // scanned again, as a mark
            }
            [b'"', ..] if is_between_hebrew_letters(bytes, at) => return at + 1,
            [b'"', ..] => Glyph::Straight,
            [b'`', ..] => Glyph::Backtick,
            [b'<', ..] => return tag_end(bytes, at + 1).unwrap_or(at + 1),
            [b'&', ..] => match decode_entity(&bytes[at..]) {
                Some((glyph, len)) => {
                    if !(glyph.family().is_single() && is_inside_word(bytes, at, len)) {
                        marks.push(Mark::new(glyph, at, at + len));
                    }
                    return at + len;
                }
                None => return at + 1,
            },
            [0xe2, 0x80, 0x99, ..] if is_inside_word(bytes, at, 3) || is_owner(bytes, at, 3) => {
                return at + 3;
            }
            [0xc2, 0x92, ..] if is_inside_word(bytes, at, 2) => return at + 2,
            [0xe2, 0x80, 0x98..=0x9f | 0xb9 | 0xba, ..] | [0xc2 | 0xe3 | 0xef, ..] => {
                let Some(c) = self.text[at..].chars().next() else { return bytes.len() };
                match Glyph::from_char(c) {
                    Some(glyph) => glyph,
                    None => return at + c.len_utf8(),
                }
            }
            [0xc3, 0x82 | 0xa2, 0xc2 | 0xe2, ..] => match decode_mojibake(&self.text[at..]) {
                Some((Mojibake::Mark(glyph), len)) => {
                    marks.push(Mark::new(glyph, at, at + len));
                    return at + len;
                }
                Some((Mojibake::Other, len)) => return at + len,
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
        let opens = || AdjacentChar::before(self.text, self.line, at).may_precede_opening();
        push_run(marks, glyph, at, width, run, opens);
        at + run * width
    }
}

/// Returns true if the mark at `at`, `len` bytes long, stands between ASCII letters or digits: the
/// apostrophe of *don't*.
fn is_inside_word(bytes: &[u8], at: usize, len: usize) -> bool {
    at > 0
        && bytes[at - 1].is_ascii_alphanumeric()
        && bytes.get(at + len).is_some_and(u8::is_ascii_alphanumeric)
}

/// Returns true if the mark at `at`, `len` bytes long, is the apostrophe of an abbreviation that
/// owns something: the D.A.'s office.
fn is_owner(bytes: &[u8], at: usize, len: usize) -> bool {
    let owned = matches!(bytes[at + len..], [b's' | b'S', ref rest @ ..]
        if !rest.first().is_some_and(u8::is_ascii_alphanumeric));
    owned
        && matches!(bytes[..at], [.., before, letter, b'.']
            if letter.is_ascii_uppercase() && matches!(before, b'.' | b' '))
}

/// Returns true if the mark at `at` stands between two Hebrew letters, as in an abbreviation.
fn is_between_hebrew_letters(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[..at], [.., 0xd7, 0x90..=0xaa])
        && matches!(bytes[at + 1..], [0xd7, 0x90..=0xaa, ..])
}

/// Finds the bytes that may begin a mark, a tag or a line break, eight at a time.
#[derive(Default)]
struct CandidateBytes {
    /// Start of the current eight bytes.
    base: usize,
    /// The high bit of each of the eight that is a candidate and not yet passed.
    found: u64,
    /// True once eight bytes have been tested.
    begun: bool,
}

impl CandidateBytes {
    /// Returns the next candidate from `at` on; the length of `bytes` if there is none. `at` never
    /// decreases from call to call.
    fn next(&mut self, bytes: &[u8], at: usize) -> usize {
        if self.begun && at < self.base + 8 {
            self.found &= u64::MAX << (8 * (at - self.base));
        } else {
            (self.base, self.begun) = (at, true);
            self.found = mark_candidates(load_eight(bytes, at));
        }
        if self.found == 0 {
            (self.base, self.found) = next_candidates(bytes, self.base + 8);
            if self.found == 0 {
                self.base = bytes.len(); // the search may end beyond
                return bytes.len();
            }
        }
        self.base + (self.found.trailing_zeros() / 8) as usize
    }
}

/// Returns the start of the first eight bytes with a candidate, in steps of eight from `base` on,
/// and their candidates; zero if there are none. Not inlined, so that all its constants stay in
/// registers.
#[inline(never)]
fn next_candidates(bytes: &[u8], mut base: usize) -> (usize, u64) {
    // Most blocks have none, which one test of all their bytes shows.
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

/// Returns `start..end` without white space at its ends, or `None` if nothing is left.
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

/// Returns the end of the tag whose `<` stands before `at`, or `None` if it is no tag. Never looks
/// beyond the next `<`.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    if !bytes.get(at).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/' || b == b'!') {
        return None;
    }
    let len = bytes[at..].iter().take(MAX_TAG_BYTES).position(|&b| b == b'<' || b == b'>')?;
    (bytes[at + len] == b'>').then_some(at + len + 1)
}

/// Returns the length of the attribute value that `bytes` begin with, marks included, or `None` if
/// it does not end in this line.
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

/// Returns true if the bytes before a mark show that it begins an attribute value: `class="…"`.
fn is_attribute(before: &[u8]) -> bool {
    matches!(before, [.., b, b'='] if b.is_ascii_alphanumeric())
}

/// Cuts a run of one character into marks: `''` is one double mark, `'''` a double and a single
/// one. `opens` returns true if an opening mark may stand after the character before the run.
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
            if run <= MAX_RUN {
                (0..run).for_each(|i| push(glyph, i, 1));
            }
            return;
        }
    };
    match run {
        1 => push(glyph, 0, 1),
        2 => push(double, 0, 2),
        // The single mark of an odd run is the inner one: behind the double mark of an opening run,
        // before that of a closing one.
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

#[cfg(test)]
mod tests {
    use crate::model::Part;
    use crate::quotation::extract;

    /// Returns the words of the quotations of `text`.
    fn quoted(text: &str) -> Vec<&str> {
        extract(text, Part::Text).iter().map(|quotation| quotation.extent().slice(text)).collect()
    }

    #[test]
    fn the_possessive_of_an_abbreviation_is_no_mark() {
        let text = "The case is closed, the D.A.'s release says. The D.A.' office is shut.";
        assert!(quoted(text).is_empty());
        // Near misses: a quotation after a stop.
        let text = "She left the U.S. 'so much the better for all of us,' he said.";
        assert_eq!(quoted(text), ["so much the better for all of us,"]);
    }

    #[test]
    fn a_mark_between_hebrew_letters_is_none() {
        assert!(quoted("צה\"ל ודו\"ח").is_empty());
        assert_eq!(quoted("\"לא נשכח לעולם,\" אמר קצין צה\"ל."), ["לא נשכח לעולם,"]);
    }

    #[test]
    fn marks_of_windows_1252_are_marks() {
        let text = "The mayor said: \u{93}We don\u{92}t forget it.\u{94} She left.";
        assert_eq!(quoted(text), ["We don\u{92}t forget it."]);
        assert_eq!(quoted("a\u{85}b \u{80}5 \u{96} c"), Vec::<&str>::new());
    }
}
