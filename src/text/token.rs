//! Tokens: words, numbers and marks with their spans. One pass, no allocation.
//!
//! Rules, in the order they are tried at each character:
//!
//! - white space and invisible characters (zero-width, byte-order mark) separate and are skipped;
//! - letters run on through letters, digits, combining marks, soft hyphens, and an apostrophe that stands between
//!   letters; a clitic is then cut off (`we’re` is `we` + `’re`, `can’t` is `ca` + `n’t`, as in the Penn Treebank), so
//!   that a contraction and its expansion align word by word; a known abbreviation and dotted letters keep their stops
//!   (`Mr.`, `U.S.`); masked words keep their asterisks (`s***`);
//! - digits run on through groups (`1,200`), decimals, `:` and `/` between digits, and an ordinal or plural ending
//!   (`2nd`, `1990s`);
//! - ideographs, kana and Thai letters, which are written without blanks, are one token each;
//! - three or more stops, spaced or not, and `…`, are one ellipsis;
//! - a hyphen inside a word is a mark of its own, so that `carpet-bomb` and `carpet bomb` share their words;
//! - every other visible character is a mark; runs of hyphens, and `''` or ` `` ` as double quotes, are one mark.

use unicode_normalization::char::is_combining_mark;

use super::eight::{alphanumerics, eight};
use super::form::{Clitic, is_abbreviation};
use crate::span::Span;

/// What a token is, judged from its characters and its place alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// A function word: article, pronoun, preposition, conjunction, auxiliary, particle.
    Function,
    /// Any other word.
    #[default]
    Content,
    /// A word that is capitalised inside a sentence, or nearly always so in the background table.
    Name,
    /// Digits, number words, currency and per-cent signs.
    Number,
    /// Punctuation.
    Mark,
    /// `…`, `...`, `. . .`
    Ellipsis,
    /// `[` or `]`.
    Bracket,
}

impl Class {
    /// Whether the token is a word, a name or a number, and not a mark of any kind.
    pub fn is_word(self) -> bool {
        matches!(self, Class::Function | Class::Content | Class::Name | Class::Number)
    }
}

/// What stands around a token; a small set of bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    /// White space stands before it (or it is the first of the text).
    pub const SPACED: Flags = Flags(1);
    /// Its first letter is a capital.
    pub const CAPITAL: Flags = Flags(1 << 1);
    /// It is the first word of a sentence (of the text, or after a stop, question or exclamation mark).
    pub const INITIAL: Flags = Flags(1 << 2);
    /// It stands between `[` and `]` (or is one of them).
    pub const BRACKETED: Flags = Flags(1 << 3);
    /// First token after a break in the quotation, with words of the reporter in between.
    pub const BROKEN: Flags = Flags(1 << 4);
    /// First token after a paragraph break inside the quotation.
    pub const PARAGRAPH: Flags = Flags(1 << 5);

    /// Whether all bits of `other` are set.
    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// With the bits of `other` set.
    pub fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// Without the bits of `other`.
    pub fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }
}

impl std::fmt::Debug for Flags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = ["spaced", "capital", "initial", "bracketed", "broken", "paragraph"];
        f.debug_set()
            .entries(names.iter().enumerate().filter(|(i, _)| self.0 >> i & 1 == 1).map(|(_, n)| n))
            .finish()
    }
}

/// One word, number or mark in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub class: Class,
    /// What stands around it.
    pub flags: Flags,
}

/// The tokens of `text`, in order. O(n) in its bytes; never fails. A text beyond 4 GiB is read up to there.
///
/// ```
/// use variorum::text;
/// let printed = "“Well,” said Mr. O’Neil, “we’ll see . . . at 5:30.”";
/// let tokens: Vec<_> = text::tokens(printed).map(|token| token.span.of(printed)).collect();
/// assert_eq!(tokens, ["“", "Well", ",", "”", "said", "Mr.", "O’Neil", ",", "“", "we", "’ll", "see", ". . .", "at",
///     "5:30", ".", "”"]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { scan: scan(text), context: Context::BEGIN }
}

/// Iterator over the tokens of a text; made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    scan: Scan<'t>,
    context: Context,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let piece = self.scan.next()?;
        let printed = piece.span.of(self.scan.text);
        Some(
            self.context
                .token(piece, printed, |capital| super::vocabulary::class_of(printed, capital)),
        )
    }
}

/// What the tokens before say of the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The next word begins a sentence.
    pub(super) initial: bool,
    bracketed: bool,
}

impl Context {
    /// At the beginning of a text.
    pub(super) const BEGIN: Context = Context { initial: true, bracketed: false };

    /// The token that `piece` is; `class` tells the class of a word, given whether it begins with a capital inside a
    /// sentence.
    pub(super) fn token(
        &mut self,
        piece: Piece,
        printed: &str,
        class: impl FnOnce(bool) -> Class,
    ) -> Token {
        let mut flags = piece.flags;
        let class = match piece.sort {
            Sort::Word => class(flags.has(Flags::CAPITAL) && !self.initial),
            Sort::Ideograph => Class::Content,
            Sort::Number => Class::Number,
            Sort::Ampersand => Class::Function,
            Sort::Mark => Class::Mark,
            Sort::Ellipsis => Class::Ellipsis,
            Sort::Bracket => Class::Bracket,
        };
        if class.is_word() {
            if self.initial {
                flags = flags.with(Flags::INITIAL);
            }
            self.initial = false;
        } else if matches!(printed, "." | "?" | "!" | "…" | "...") {
            self.initial = true;
        }
        let opens = piece.sort == Sort::Bracket && printed == "[";
        if self.bracketed || opens {
            flags = flags.with(Flags::BRACKETED);
        }
        if piece.sort == Sort::Bracket {
            self.bracketed = opens;
        }
        Token { span: piece.span, class, flags }
    }
}

/// What a token's characters make it, before any list is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Word,
    /// One character of a script that is written without blanks.
    Ideograph,
    Number,
    /// `&`, which is a word.
    Ampersand,
    Mark,
    Ellipsis,
    Bracket,
}

/// A token without its class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) sort: Sort,
    /// [`Flags::SPACED`] and [`Flags::CAPITAL`] alone.
    pub(crate) flags: Flags,
}

/// The tokens of `text` without their classes: for readers that have lists of their own and need no others asked.
pub(crate) fn scan(text: &str) -> Scan<'_> {
    let mut end = text.len().min(u32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Scan { text: &text[..end], at: 0, pending: None }
}

/// Iterator over the pieces of a text; made by [`scan`].
#[derive(Clone, Debug)]
pub(crate) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The clitic cut off the word before.
    pending: Option<Span>,
}

impl<'t> Scan<'t> {
    /// What is read.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Whether the next piece is the clitic of the last.
    pub(crate) fn has_clitic(&self) -> bool {
        self.pending.is_some()
    }

    /// Where the next piece is looked for.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on from `at`, where no piece is cut in two.
    pub(super) fn go_on(&mut self, at: usize) {
        self.at = at;
    }
}

impl Iterator for Scan<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if let Some(span) = self.pending.take() {
            self.at = span.end();
            return Some(self.word(span, Flags::default()));
        }
        let bytes = self.text.as_bytes();
        let mut flags = if self.at == 0 { Flags::SPACED } else { Flags::default() };
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t'..=b'\r' => flags = flags.with(Flags::SPACED),
                0x21..=0x7e => break,
                0x00..=0x7f => {}
                _ => {
                    let c = self.text[self.at..].chars().next()?;
                    if c.is_whitespace() {
                        flags = flags.with(Flags::SPACED);
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
        // Most tokens are words of plain letters with a blank or a plain mark after them.
        if byte.is_ascii_alphabetic() {
            let len = alphanumeric_len(&bytes[start..]);
            let end = start + len;
            if is_plain(bytes, start, len) {
                let capital =
                    if byte.is_ascii_uppercase() { Flags::CAPITAL } else { Flags::default() };
                self.at = end;
                return Some(Piece {
                    span: Span::new(start, end),
                    sort: Sort::Word,
                    flags: flags.with(capital),
                });
            }
        } else if let Some(len) = plain_mark_len(&bytes[start..]) {
            return Some(self.emit(start + len, Sort::Mark, flags));
        }
        let rest = &self.text[start..];
        let c = rest.chars().next()?;
        if c.is_ascii_digit() {
            return Some(self.emit(start + number_len(rest), Sort::Number, flags));
        }
        if let Some(len) = ellipsis_len(rest) {
            return Some(self.emit(start + len, Sort::Ellipsis, flags));
        }
        if is_unspaced_script(c) {
            return Some(self.emit(start + c.len_utf8(), Sort::Ideograph, flags));
        }
        if c.is_alphanumeric()
            || (matches!(c, '@' | '#') && rest[1..].starts_with(char::is_alphabetic))
        {
            let span = self.cut(start, start + word_len(rest));
            return Some(self.word(span, flags));
        }
        let len = c.len_utf8();
        let (len, sort) = match c {
            '[' | ']' => (1, Sort::Bracket),
            '$' | '€' | '£' | '¥' | '%' => (len, Sort::Number),
            '&' => (1, Sort::Ampersand),
            '-' | '\'' | '`' => {
                let run = rest.bytes().take_while(|&b| b == byte).count();
                (if c == '-' { run } else { run.min(2) }, Sort::Mark)
            }
            _ if bytes.get(start + len).is_some_and(u8::is_ascii) => (len, Sort::Mark),
            _ => {
                let marks =
                    rest[len..].chars().take_while(|&d| is_combining_mark(d)).map(char::len_utf8);
                (len + marks.sum::<usize>(), Sort::Mark)
            }
        };
        Some(self.emit(start + len, sort, flags))
    }
}

/// How many letters and digits `bytes` begin with.
pub(crate) fn alphanumeric_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    loop {
        match alphanumerics(eight(bytes, len)) {
            8 => len += 8,
            more => return len + more,
        }
    }
}

/// Whether nothing but ASCII letters and digits decides where the word ends that has `len` of them at `start`.
#[inline]
pub(super) fn is_plain(bytes: &[u8], start: usize, len: usize) -> bool {
    let byte = bytes[start];
    let plain = match bytes[start + len..] {
        [] | [b' ', ..] => true,
        // A full stop, and no abbreviation's: those have capitals, but for the three shortest.
        [b'.', ..] => len > 3 && !(byte.is_ascii_uppercase() && len <= LONGEST_ABBREVIATION),
        [b'_' | b'\'' | b'`' | b'*', ..] => false,
        // “ ” – — …, which are no letters and no apostrophes.
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6, ..] => true,
        [after, ..] => after.is_ascii() && !after.is_ascii_digit(),
    };
    plain && !(len == CANNOT && matches!(byte, b'c' | b'C'))
}

/// Length of the mark that `bytes` begin with, where it is one of the commonest and what follows can change nothing about it.
pub(super) fn plain_mark_len(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [b',' | b';' | b':' | b'!' | b'?' | b'(' | b')' | b'"', ref rest @ ..] => {
            rest.first().is_none_or(u8::is_ascii).then_some(1)
        }
        // No ellipsis: no stop after it, nor after the one blank that may stand between two.
        [b'.', b'a'..=b'z' | b'A'..=b'Z' | b'"' | b'\n' | b')', ..] => Some(1),
        [b'.', b' ', b'a'..=b'z' | b'A'..=b'Z' | b'"' | b'\'' | b'0'..=b'9', ..] => Some(1),
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d, ref rest @ ..] => {
            rest.first().is_none_or(u8::is_ascii).then_some(3)
        }
        _ => None,
    }
}

/// Letters of the longest word that keeps its stop.
const LONGEST_ABBREVIATION: usize = 6;
/// Letters of *cannot*, which is two words.
const CANNOT: usize = 6;

impl Scan<'_> {
    /// Cuts the clitic off the word at `start..end` and keeps it for the next call.
    fn cut(&mut self, start: usize, end: usize) -> Span {
        let word = &self.text[start..end];
        match Clitic::of(word) {
            Some(clitic) if clitic.at > 0 => {
                self.pending = Some(Span::new(start + clitic.at, end));
                Span::new(start, start + clitic.at)
            }
            _ => Span::new(start, end),
        }
    }

    fn word(&mut self, span: Span, flags: Flags) -> Piece {
        let printed = span.of(self.text);
        let capital = printed.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        self.at = span.end();
        Piece {
            span,
            sort: Sort::Word,
            flags: if capital { flags.with(Flags::CAPITAL) } else { flags },
        }
    }

    /// The piece from the present place to `end`.
    fn emit(&mut self, end: usize, sort: Sort, flags: Flags) -> Piece {
        let span = Span::new(self.at, end);
        self.at = end;
        Piece { span, sort, flags }
    }
}

/// Characters that are not seen and do not separate letters either: soft hyphen, joiners.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

fn is_invisible(c: char) -> bool {
    is_joiner(c) || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}') || c.is_control()
}

/// Scripts written without blanks between words: one character, one token.
fn is_unspaced_script(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | '＇')
}

/// Length of the number that `rest` begins with.
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
        // `2,3` is a list and `2016,000` two numbers: a comma joins groups of three alone.
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

/// Length of the ellipsis that `rest` begins with: `…`, `...`, `. . .`, and stops that run on from it.
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

/// Length of the word that `rest` begins with; at least one character.
fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut dotted = 0; // letters each followed by a stop, so far
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

/// Length of the `’s` that `rest` begins with, as after `U.S.`; 0 when it begins with something else.
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

/// Whether the one capital before the stop at `i` looks like an initial of a name: `J. Trump`.
fn is_initial(rest: &str, i: usize) -> bool {
    let before = rest[..i].chars().next_back();
    let mut after = rest[i + 1..].chars();
    before.is_some_and(|c| c.is_uppercase() && c != 'I')
        && after.next() == Some(' ')
        && after.next().is_some_and(char::is_uppercase)
}
