//! How the words of a quotation look: how many, with which capitals, how they end, whether they speak for themselves.
//!
//! Each question is asked only where the answer decides something, and is answered as soon as it is known: most
//! quotations are whole sentences, which their first few words show.

use std::sync::OnceLock;

use crate::text::{WordMap, is_abbreviation, lines};

/// Words looked at: enough to see every title; a longer quotation is no title anyway.
pub(super) const LOOKED_AT: usize = 24;

/// The words of `text`: what stands between blanks and dashes and holds a letter or digit.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { rest: text }
}

/// Iterator over words; made by [`words`].
#[derive(Clone)]
pub(super) struct Words<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Words<'t> {
    type Item = Printed<'t>;

    fn next(&mut self) -> Option<Printed<'t>> {
        while !self.rest.is_empty() {
            let (word, rest) = cut(self.rest);
            self.rest = rest;
            if let Some(first) = first(word) {
                return Some(Printed { word, first });
            }
        }
        None
    }
}

/// One word, with the marks printed at its ends.
#[derive(Clone, Copy)]
pub(super) struct Printed<'t> {
    word: &'t str,
    /// Its first letter or digit.
    first: char,
}

impl<'t> Printed<'t> {
    /// Without the marks at its ends.
    pub(super) fn bare(self) -> &'t str {
        let bytes = self.word.as_bytes();
        match (bytes.first(), bytes.last()) {
            (Some(a), Some(b)) if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
                self.word
            }
            _ => self.word.trim_matches(|c: char| !c.is_alphanumeric()),
        }
    }

    pub(super) fn is_capital(self) -> bool {
        self.first.is_uppercase()
    }

    /// Whether it begins with a letter and not with a digit.
    pub(super) fn is_letters(self) -> bool {
        self.first.is_alphabetic()
    }

    fn may_end_sentence(self) -> bool {
        matches!(self.word.as_bytes().last(), Some(b'.' | b'!' | b'?'))
    }

    fn ends_sentence(self) -> bool {
        !(self.word.ends_with('.') && is_abbreviation(self.bare()))
    }
}

/// Cuts `text` behind its first blank or dash.
fn cut(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t'..=b'\r' => return (&text[..at], &text[at + 1..]),
            0..0x80 => at += 1,
            _ => {
                let Some(c) = text[at..].chars().next() else { break };
                if c.is_whitespace() || matches!(c, '—' | '–') {
                    return (&text[..at], &text[at + c.len_utf8()..]);
                }
                at += c.len_utf8();
            }
        }
    }
    (text, "")
}

/// The first letter or digit.
pub(super) fn first(word: &str) -> Option<char> {
    match word.as_bytes().first() {
        Some(byte) if byte.is_ascii_alphanumeric() => Some(*byte as char),
        _ => word.chars().find(|c| c.is_alphanumeric()),
    }
}

/// Whether the first letter or digit is a capital.
pub(super) fn begins_with_capital(words: &str) -> bool {
    first(words).is_some_and(char::is_uppercase)
}

/// Whether it begins with a letter of a script whose words stand apart from each other.
pub(super) fn begins_with_letter(words: &str) -> bool {
    first(words).is_some_and(|c| c < '\u{2e80}')
}

/// Whether the first word is the pronoun I, with or without its verb.
pub(super) fn begins_with_i(text: &str) -> bool {
    words(text).next().is_some_and(|word| is_i(word.bare()))
}

/// What nearly every question about a quotation's kind asks first.
pub(super) struct Shape {
    /// How many, up to the number looked at.
    pub(super) words: usize,
    /// Begins with a capital that is not the pronoun I.
    pub(super) capital: bool,
    /// A sentence ends before the last word.
    pub(super) sentences: bool,
}

impl Shape {
    /// Looks at `text` up to its `enough`-th word; less when more than `few` words in there are two sentences.
    pub(super) fn of(text: &str, enough: usize, few: usize) -> Shape {
        let mut shape = Shape { words: 0, capital: false, sentences: false };
        let mut before: Option<Printed<'_>> = None;
        for word in words(text).take(enough) {
            shape.words += 1;
            let capital = word.is_capital();
            match before {
                None => shape.capital = capital && !is_i(word.bare()),
                Some(before) if capital && before.may_end_sentence() => {
                    shape.sentences |= before.ends_sentence()
                }
                _ => {}
            }
            if shape.sentences && shape.words > few {
                break;
            }
            before = Some(word);
        }
        shape
    }
}

/// Whether `word` is the pronoun I, with or without its verb.
fn is_i(word: &str) -> bool {
    word.strip_prefix('I').is_some_and(|rest| rest.is_empty() || rest.starts_with(['\'', '’']))
}

/// The last character of `text`, where it is a mark that ends or breaks something.
pub(super) fn stop(text: &str) -> Option<char> {
    text.chars().next_back().filter(|c| matches!(c, '.' | ',' | '!' | '?' | '…' | '—' | '–' | ';'))
}

/// Whether all words but small linking ones have capitals, as those of a title have, and not every letter is one.
pub(super) fn is_titled(text: &str) -> bool {
    let (mut count, mut capitals, mut shouted) = (0, 0, true);
    for word in words(text).take(LOOKED_AT) {
        count += 1;
        let bare = word.bare();
        if word.is_capital() {
            capitals += 1;
        // The first word of a title has a capital; later ones may be short and small (on, the, with).
        } else if !word.first.is_numeric() && (count == 1 || bare.chars().nth(4).is_some()) {
            return false;
        }
        shouted = shouted && !bare.chars().any(char::is_lowercase);
    }
    capitals > 0 && count - capitals <= capitals && (!shouted || count < 2)
}

/// Whether `text` holds a subject pronoun, an auxiliary or an answer.
pub(super) fn has_clause(text: &str) -> bool {
    words(text).take(LOOKED_AT).any(|word| speaks(word.bare()))
}

/// Whether a word shows, whatever its case, that a quotation speaks for itself (`language/en/clause-words.txt`).
pub(super) fn speaks(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        lines(include_str!("../language/en/clause-words.txt")).map(|word| (word, ())).collect()
    });
    // Longer ones are no word of the list, with or without a contraction.
    if word.len() > 13 {
        return false;
    }
    if !word.bytes().any(|byte| byte == b'\'' || byte >= 0x80) {
        return words.get(word).is_some();
    }
    // The longest, with a contraction, has ten letters; folded here without allocating, as this runs for every word.
    let mut folded = [0; 12];
    let mut len = 0;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
        if !c.is_ascii() || len == folded.len() {
            return false;
        }
        folded[len] = c as u8;
        len += 1;
    }
    let folded = std::str::from_utf8(&folded[..len]).unwrap_or("");
    words.get(folded).is_some()
        || folded.ends_with("n't")
        || folded
            .split_once('\'')
            .is_some_and(|(head, tail)| tail != "s" && words.get(head).is_some())
        || matches!(folded, "it's" | "that's" | "there's" | "he's" | "she's" | "what's" | "here's")
}
