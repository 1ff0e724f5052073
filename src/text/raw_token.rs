//! Raw tokens: the spans of words, numbers and marks, without word lists. One pass, no allocation.
//!
//! Rules, in the order in which they are tried at each character:
//!
//! - White space and invisible characters (zero-width space, byte-order mark) separate tokens and
//!   are skipped.
//! - Digits run on through groups (`1,200`), decimals, `:` and `/` between digits, and an ordinal
//!   or plural ending (`2nd`, `1990s`).
//! - Three or more stops, spaced or not, and `…`, are one ellipsis.
//! - Ideographs, kana and Thai letters, which are written without blanks, are one token each.
//! - Letters run on through letters, digits, combining marks, soft hyphens, and an apostrophe
//!   between letters. A clitic is then cut off (`we’re` is `we` + `’re`, `can’t` is `ca` + `n’t`),
//!   so that a contraction and its expansion align word by word. An abbreviation and dotted letters
//!   keep their stops (`Mr.`, `U.S.`); masked words keep their asterisks (`s***`).
//! - A hyphen inside a word is a mark of its own, so that `carpet-bomb` and `carpet bomb` share
//!   their words.
//! - Every other visible character is a mark; runs of hyphens, and `''` or two backticks as double
//!   quotes, are one mark.
//!
//! Sources: the word boundaries of Unicode Standard Annex #29
//! (<https://www.unicode.org/reports/tr29/#Word_Boundaries>) and the tokens of the Penn Treebank
//! (Marcus, Santorini and Marcinkiewicz 1993, <https://aclanthology.org/J93-2004/>), from which the
//! clitics are taken. Departures from the annex: clitics, abbreviations and masked words as above;
//! a number keeps `/`; hyphens and underscores are treated for news text.
//!
//! Cost: O(n) in bytes. Words of ASCII letters, nine tokens in ten, are cut eight bytes at a time.

use unicode_normalization::char::is_combining_mark;

use super::characters::{is_apostrophe, is_invisible, is_joiner, is_unspaced_script};
use super::clitic::{CANNOT_LETTERS, Clitic, MAX_ABBREVIATION_LETTERS, is_abbreviation};
use super::swar::{leading_alphanumerics, load_eight};
use super::token::TokenFlags;
use crate::span::Span;

/// The kind of a token, judged from its characters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawTokenKind {
    /// Letters, with all that a word may hold.
    Word,
    /// One character of a script written without blanks.
    Ideograph,
    /// Digits, currency or per-cent sign.
    Number,
    /// `&`, which is a word.
    Ampersand,
    /// Any other visible character.
    Mark,
    /// `…`, `...`, `. . .`
    Ellipsis,
    /// `[` or `]`.
    Bracket,
}

/// A token without its class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawToken {
    pub(crate) span: Span,
    pub(crate) kind: RawTokenKind,
    /// Only [`TokenFlags::SPACED`] and [`TokenFlags::CAPITAL`].
    pub(crate) flags: TokenFlags,
}

/// Returns the tokens of `text` without their classes: for callers with word lists of their own.
pub(crate) fn raw_tokens(text: &str) -> RawTokens<'_> {
    let mut end = text.len().min(u32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    RawTokens { text: &text[..end], at: 0, pending: None }
}

/// Iterator over the raw tokens of a text; made by [`raw_tokens`].
#[derive(Clone, Debug)]
pub(crate) struct RawTokens<'t> {
    text: &'t str,
    /// Byte offset at which the next token is looked for.
    at: usize,
    /// The clitic cut off the last word.
    pending: Option<Span>,
}

impl<'t> RawTokens<'t> {
    /// Returns the text that is tokenized.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Returns true if the next token is the clitic of the last one.
    pub(crate) fn has_clitic(&self) -> bool {
        self.pending.is_some()
    }

    /// Returns the byte offset at which the next token is looked for.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Continues from `at`, which must not lie inside a token.
    pub(super) fn go_on(&mut self, at: usize) {
        self.at = at;
    }
}

impl Iterator for RawTokens<'_> {
    type Item = RawToken;

    fn next(&mut self) -> Option<RawToken> {
        if let Some(span) = self.pending.take() {
            self.at = span.end();
            return Some(self.word(span, TokenFlags::default()));
        }
        let bytes = self.text.as_bytes();
        let mut flags = if self.at == 0 { TokenFlags::SPACED } else { TokenFlags::default() };
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t'..=b'\r' => flags = flags.with(TokenFlags::SPACED),
                0x21..=0x7e => break,
                0x00..=0x7f => {}
                _ => {
                    let c = self.text[self.at..].chars().next()?;
                    if c.is_whitespace() {
                        flags = flags.with(TokenFlags::SPACED);
                    } else if !is_invisible(c) {
                        break;
                    }
                    self.at += c.len_utf8() - 1;
                }
            }
            self.at += 1;
        }
        let start = self.at;
        let &byte = bytes.get(start)?;
        // Most tokens are words of ASCII letters followed by a blank or a plain mark.
        if byte.is_ascii_alphabetic() {
            let len = ascii_alphanumeric_len(&bytes[start..]);
            let end = start + len;
            if ends_after_letters(bytes, start, len) {
                let capital = if byte.is_ascii_uppercase() {
                    TokenFlags::CAPITAL
                } else {
                    TokenFlags::default()
                };
                self.at = end;
                return Some(RawToken {
                    span: Span::new(start, end),
                    kind: RawTokenKind::Word,
                    flags: flags.with(capital),
                });
            }
        } else if let Some(len) = plain_mark_len(&bytes[start..]) {
            return Some(self.emit(start + len, RawTokenKind::Mark, flags));
        }
        let rest = &self.text[start..];
        let c = rest.chars().next()?;
        if c.is_ascii_digit() {
            return Some(self.emit(start + number_len(rest), RawTokenKind::Number, flags));
        }
        if let Some(len) = ellipsis_len(rest) {
            return Some(self.emit(start + len, RawTokenKind::Ellipsis, flags));
        }
        if is_unspaced_script(c) {
            return Some(self.emit(start + c.len_utf8(), RawTokenKind::Ideograph, flags));
        }
        if c.is_alphanumeric()
            || (matches!(c, '@' | '#') && rest[1..].starts_with(char::is_alphabetic))
        {
            let span = self.cut_clitic(start, start + word_len(rest));
            return Some(self.word(span, flags));
        }
        let len = c.len_utf8();
        let (len, kind) = match c {
            '[' | ']' => (1, RawTokenKind::Bracket),
            '$' | '€' | '£' | '¥' | '%' => (len, RawTokenKind::Number),
            '&' => (1, RawTokenKind::Ampersand),
            '-' | '\'' | '`' => {
                // Of quotes no more than two are looked at: each pair of a long run is a mark.
                let most = if c == '-' { usize::MAX } else { 2 };
                let run = rest.bytes().take(most).take_while(|&b| b == byte).count();
                (run, RawTokenKind::Mark)
            }
            _ if bytes.get(start + len).is_some_and(u8::is_ascii) => (len, RawTokenKind::Mark),
            _ => {
                let marks =
                    rest[len..].chars().take_while(|&d| is_combining_mark(d)).map(char::len_utf8);
                (len + marks.sum::<usize>(), RawTokenKind::Mark)
            }
        };
        Some(self.emit(start + len, kind, flags))
    }
}

/// Returns how many ASCII letters and digits `bytes` begin with.
pub(crate) fn ascii_alphanumeric_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    loop {
        match leading_alphanumerics(load_eight(bytes, len)) {
            8 => len += 8,
            more => return len + more,
        }
    }
}

/// Returns true if the word at `start` ends after its first `len` ASCII letters and digits: nothing
/// after them continues it or is cut with it.
#[inline]
pub(super) fn ends_after_letters(bytes: &[u8], start: usize, len: usize) -> bool {
    let byte = bytes[start];
    let plain = match bytes[start + len..] {
        [] | [b' ', ..] => true,
        // A full stop, unless of an abbreviation: these have capitals, except the three shortest.
        [b'.', ..] => len > 3 && !(byte.is_ascii_uppercase() && len <= MAX_ABBREVIATION_LETTERS),
        [b'_' | b'\'' | b'`' | b'*', ..] => false,
        // “ ” – — …, which are neither letters nor apostrophes.
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6, ..] => true,
        [after, ..] => after.is_ascii() && !after.is_ascii_digit(),
    };
    plain && !(len == CANNOT_LETTERS && matches!(byte, b'c' | b'C'))
}

/// Returns the length of the mark that `bytes` begin with, if it is one of the commonest and what
/// follows it cannot change it.
pub(super) fn plain_mark_len(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [b',' | b';' | b':' | b'!' | b'?' | b'(' | b')' | b'"', ref rest @ ..] => {
            rest.first().is_none_or(u8::is_ascii).then_some(1)
        }
        // Not an ellipsis: no stop follows, nor a blank and a stop.
        [b'.', b'a'..=b'z' | b'A'..=b'Z' | b'"' | b'\n' | b')', ..] => Some(1),
        [b'.', b' ', b'a'..=b'z' | b'A'..=b'Z' | b'"' | b'\'' | b'0'..=b'9', ..] => Some(1),
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d, ref rest @ ..] => {
            rest.first().is_none_or(u8::is_ascii).then_some(3)
        }
        _ => None,
    }
}

impl RawTokens<'_> {
    /// Cuts the clitic off the word at `start..end`, keeps it for the next call, and returns the
    /// rest.
    fn cut_clitic(&mut self, start: usize, end: usize) -> Span {
        let word = &self.text[start..end];
        match Clitic::find(word) {
            Some(clitic) if clitic.at > 0 => {
                self.pending = Some(Span::new(start + clitic.at, end));
                Span::new(start, start + clitic.at)
            }
            _ => Span::new(start, end),
        }
    }

    /// Returns the word at `span` and moves behind it.
    fn word(&mut self, span: Span, flags: TokenFlags) -> RawToken {
        let printed = span.slice(self.text);
        let capital = printed.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        self.at = span.end();
        RawToken {
            span,
            kind: RawTokenKind::Word,
            flags: if capital { flags.with(TokenFlags::CAPITAL) } else { flags },
        }
    }

    /// Returns the token from the current place to `end` and moves behind it.
    fn emit(&mut self, end: usize, kind: RawTokenKind, flags: TokenFlags) -> RawToken {
        let span = Span::new(self.at, end);
        self.at = end;
        RawToken { span, kind, flags }
    }
}

/// Returns the length of the number that `rest` begins with.
pub(crate) fn number_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut len = 0;
    loop {
        while digit(len) {
            len += 1;
        }
        if !(matches!(bytes.get(len), Some(b',' | b'.' | b':' | b'/')) && digit(len + 1)) {
            break;
        }
        // `2,3` is a list and `2016,000` two numbers: a comma joins only groups of three.
        let group = digit(len + 1) && digit(len + 2) && digit(len + 3) && !digit(len + 4);
        if bytes[len] == b',' && !group {
            break;
        }
        len += 1;
    }
    if !bytes.get(len).is_some_and(|b| b.is_ascii_alphabetic()) {
        return len;
    }
    for ending in ["st", "nd", "rd", "th", "s"] {
        let whole = |tail: &str| !rest[len + tail.len()..].starts_with(char::is_alphanumeric);
        if rest
            .get(len..len + ending.len())
            .is_some_and(|tail| tail.eq_ignore_ascii_case(ending) && whole(tail))
        {
            return len + ending.len();
        }
    }
    len
}

/// Returns the length of the ellipsis that `rest` begins with: `…`, `...`, `. . .`, and stops that
/// follow it.
fn ellipsis_len(rest: &str) -> Option<usize> {
    if !rest.starts_with(['.', '…']) {
        return None;
    }
    let (mut end, mut stops, mut sign) = (0, 0, false);
    for (i, c) in rest.char_indices() {
        match c {
            '.' => stops += 1,
            '…' => sign = true,
            ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => continue,
            _ => break,
        }
        // Only a blank of one character may stand between two stops.
        if i > end + 2 {
            break;
        }
        end = i + c.len_utf8();
    }
    (sign || stops >= 3).then_some(end)
}

/// Returns the length of the word that `rest` begins with; at least one character.
fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut dotted = 0; // letters followed by a stop, as in U.S.
    let mut letters = 0; // since the last stop or apostrophe
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|&(_, d)| d);
        let inside = if c.is_alphanumeric() {
            if i > 0 && is_unspaced_script(c) {
                break;
            }
            letters += 1;
            true
        } else if is_combining_mark(c) || is_joiner(c) || matches!(c, '@' | '#') && i == 0 {
            true
        } else if c == '_' {
            letters > 0 && next.is_some_and(char::is_alphanumeric)
        } else if is_apostrophe(c) {
            i > 0 && letters > 0 && next.is_some_and(char::is_alphabetic)
        } else if c == '*' {
            // Masked: at least two asterisks, or one between letters.
            i > 0
                && (next == Some('*')
                    || rest[..i].ends_with('*')
                    || next.is_some_and(char::is_alphabetic))
        } else if c == '.'
            && letters == 1
            && (end == 1 || dotted > 0)
            && rest[..i].chars().next_back().is_some_and(char::is_alphabetic)
        {
            let more = rest[i + 1..].chars().next().is_some_and(char::is_alphabetic)
                && !rest[i + 1..].chars().nth(1).is_some_and(char::is_alphabetic);
            if !(more || dotted > 0 || is_initial(rest, i)) {
                break;
            }
            dotted += 1;
            letters = 0;
            end = i + 1;
            if !more {
                return end + genitive_len(&rest[end..]);
            }
            continue;
        } else {
            false
        };
        if !inside {
            break;
        }
        end = i + c.len_utf8();
    }
    if end == 0 {
        end = rest.chars().next().map_or(0, char::len_utf8);
    }
    if rest[end..].starts_with('.')
        && is_abbreviation(&rest[..end])
        && !rest[end..].starts_with("..")
    {
        end += 1;
    }
    end
}

/// Returns the length of the `’s` that `rest` begins with, as after `U.S.`; zero if there is none.
fn genitive_len(rest: &str) -> usize {
    let mut chars = rest.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(mark), Some('s' | 'S'), next)
            if is_apostrophe(mark) && !next.is_some_and(char::is_alphanumeric) =>
        {
            mark.len_utf8() + 1
        }
        _ => 0,
    }
}

/// Returns true if the capital before the stop at `i` looks like the initial of a name: `J. Trump`.
fn is_initial(rest: &str, i: usize) -> bool {
    let before = rest[..i].chars().next_back();
    let mut after = rest[i + 1..].chars();
    before.is_some_and(|c| c.is_uppercase() && c != 'I')
        && after.next() == Some(' ')
        && after.next().is_some_and(char::is_uppercase)
}
