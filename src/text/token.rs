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

use super::form::{Clitic, is_abbreviation};
use crate::span::Span;

/// What a token is, judged from its characters and its place alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// A function word: article, pronoun, preposition, conjunction, auxiliary, particle.
    Function,
    /// Any other word.
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
        f.debug_set().entries(names.iter().enumerate().filter(|(i, _)| self.0 >> i & 1 == 1).map(|(_, n)| n)).finish()
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
    let mut end = text.len().min(u32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Tokens { text: &text[..end], at: 0, pending: None, initial: true, bracketed: false }
}

/// Iterator over the tokens of a text; made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The clitic cut off the word before.
    pending: Option<Span>,
    /// The next word begins a sentence.
    initial: bool,
    bracketed: bool,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(span) = self.pending.take() {
            self.at = span.end();
            return Some(self.word(span, Flags::default()));
        }
        let mut flags = Flags::default();
        if self.at == 0 {
            flags = flags.with(Flags::SPACED);
        }
        loop {
            let c = self.text[self.at..].chars().next()?;
            if c.is_whitespace() {
                flags = flags.with(Flags::SPACED);
            } else if !is_invisible(c) {
                break;
            }
            self.at += c.len_utf8();
        }
        let start = self.at;
        let rest = &self.text[start..];
        let c = rest.chars().next()?;
        if c.is_ascii_digit() {
            let end = start + number_len(rest);
            return Some(self.emit(start, end, Class::Number, flags));
        }
        if let Some(len) = ellipsis_len(rest) {
            return Some(self.emit(start, start + len, Class::Ellipsis, flags));
        }
        if is_unspaced_script(c) {
            return Some(self.emit(start, start + c.len_utf8(), Class::Content, flags));
        }
        if c.is_alphanumeric() || (matches!(c, '@' | '#') && rest[1..].starts_with(char::is_alphabetic)) {
            let span = self.cut(start, start + word_len(rest));
            return Some(self.word(span, flags));
        }
        Some(match c {
            '[' => {
                self.bracketed = true;
                self.emit(start, start + 1, Class::Bracket, flags)
            }
            ']' => {
                let token = self.emit(start, start + 1, Class::Bracket, flags);
                self.bracketed = false;
                token
            }
            '$' | '€' | '£' | '¥' | '%' => self.emit(start, start + c.len_utf8(), Class::Number, flags),
            '&' => self.emit(start, start + 1, Class::Function, flags),
            '-' | '\'' | '`' => {
                let run = rest.chars().take_while(|&d| d == c).count();
                let len = if c == '-' { run } else { run.min(2) };
                self.emit(start, start + len, Class::Mark, flags)
            }
            _ => {
                let mut len = c.len_utf8();
                len += rest[len..].chars().take_while(|&d| is_combining_mark(d)).map(char::len_utf8).sum::<usize>();
                self.emit(start, start + len, Class::Mark, flags)
            }
        })
    }
}

impl Tokens<'_> {
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

    fn word(&mut self, span: Span, flags: Flags) -> Token {
        let printed = span.of(self.text);
        let capital = printed.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let flags = if capital { flags.with(Flags::CAPITAL) } else { flags };
        let class = super::vocabulary::class_of(printed, capital && !self.initial);
        self.emit(span.start(), span.end(), class, flags)
    }

    fn emit(&mut self, start: usize, end: usize, class: Class, flags: Flags) -> Token {
        self.at = end;
        let mut flags = flags;
        if class.is_word() {
            if self.initial {
                flags = flags.with(Flags::INITIAL);
            }
            self.initial = false;
        } else if matches!(&self.text[start..end], "." | "?" | "!" | "…" | "...") {
            self.initial = true;
        }
        if self.bracketed {
            flags = flags.with(Flags::BRACKETED);
        }
        Token { span: Span::new(start, end), class, flags }
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
fn number_len(rest: &str) -> usize {
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
    let tail = rest[len..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - len);
    if matches!(rest[len..len + tail].to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "s") {
        len += tail;
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
            i > 0 && (next == Some('*') || rest[..i].ends_with('*') || next.is_some_and(char::is_alphabetic))
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
    if rest[end..].starts_with('.') && is_abbreviation(&rest[..end]) && !rest[end..].starts_with("..") {
        end += 1;
    }
    end
}

/// Length of the `’s` that `rest` begins with, as after `U.S.`; 0 when it begins with something else.
fn genitive_len(rest: &str) -> usize {
    let mut chars = rest.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(mark), Some('s' | 'S'), next) if is_apostrophe(mark) && !next.is_some_and(char::is_alphanumeric) => {
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
