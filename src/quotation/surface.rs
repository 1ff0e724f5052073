//! Surface features of the words of a quotation: number, capitals, end, clause words.
//!
//! Each feature is computed only where it decides something, and only as far as needed: most
//! quotations are whole sentences, which their first few words show.

use std::sync::OnceLock;

use crate::text::{WordMap, is_abbreviation, lines};

/// Most words that are looked at: more than any title has.
pub(super) const MAX_WORDS: usize = 24;

/// Letters of the longest linking word of a title that may have a small letter.
const MAX_LINKING_WORD_LETTERS: usize = 4;

/// Bytes of the longest clause word, with a contraction and a typographic apostrophe.
const MAX_CLAUSE_WORD_BYTES: usize = 13;

/// First character of the scripts written without blanks between words (CJK radicals).
const FIRST_UNSPACED_SCRIPT: char = '\u{2e80}';

/// Returns the words of `text`: what stands between blanks and dashes and holds a letter or digit.
pub(super) fn words(text: &str) -> SurfaceWords<'_> {
    SurfaceWords { rest: text }
}

/// Iterator over words; made by [`words`].
#[derive(Clone)]
pub(super) struct SurfaceWords<'t> {
    rest: &'t str,
}

impl<'t> Iterator for SurfaceWords<'t> {
    type Item = SurfaceWord<'t>;

    fn next(&mut self) -> Option<SurfaceWord<'t>> {
        while !self.rest.is_empty() {
            let (word, rest) = split_word(self.rest);
            self.rest = rest;
            if let Some(first) = first_alphanumeric(word) {
                return Some(SurfaceWord { word, first });
            }
        }
        None
    }
}

/// A word with the marks printed at its ends.
#[derive(Clone, Copy)]
pub(super) struct SurfaceWord<'t> {
    word: &'t str,
    /// Its first letter or digit.
    first: char,
}

impl<'t> SurfaceWord<'t> {
    /// Returns the word without the marks at its ends.
    pub(super) fn bare(self) -> &'t str {
        let bytes = self.word.as_bytes();
        match (bytes.first(), bytes.last()) {
            (Some(a), Some(b)) if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
                self.word
            }
            _ => self.word.trim_matches(|c: char| !c.is_alphanumeric()),
        }
    }

    /// Returns true if the word begins with a capital.
    pub(super) fn is_capital(self) -> bool {
        self.first.is_uppercase()
    }

    /// Returns true if the word begins with a letter and not with a digit.
    pub(super) fn begins_with_letter(self) -> bool {
        self.first.is_alphabetic()
    }

    /// Returns true if a stop, question or exclamation mark follows.
    fn has_stop(self) -> bool {
        matches!(self.word.as_bytes().last(), Some(b'.' | b'!' | b'?'))
    }

    /// Returns true if the stop behind the word is not that of an abbreviation.
    fn ends_sentence(self) -> bool {
        !(self.word.ends_with('.') && is_abbreviation(self.bare()))
    }
}

/// Splits `text` at its first blank or dash.
fn split_word(text: &str) -> (&str, &str) {
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

/// Returns the first letter or digit.
pub(super) fn first_alphanumeric(word: &str) -> Option<char> {
    match word.as_bytes().first() {
        Some(byte) if byte.is_ascii_alphanumeric() => Some(*byte as char),
        _ => word.chars().find(|c| c.is_alphanumeric()),
    }
}

/// Returns true if the first letter or digit is a capital.
pub(super) fn begins_with_capital(words: &str) -> bool {
    first_alphanumeric(words).is_some_and(char::is_uppercase)
}

/// Returns true if `words` begin with a letter or digit of a script that puts blanks between words.
pub(super) fn begins_with_letter(words: &str) -> bool {
    first_alphanumeric(words).is_some_and(|c| c < FIRST_UNSPACED_SCRIPT)
}

/// Returns true if the first word is the pronoun I, with or without a clitic.
pub(super) fn begins_with_i(text: &str) -> bool {
    words(text).next().is_some_and(|word| is_i(word.bare()))
}

/// Features that most decisions about a quotation's kind need.
pub(super) struct SurfaceFeatures {
    /// Number of words, up to the number looked at.
    pub(super) words: usize,
    /// True if the first word has a capital and is not the pronoun I.
    pub(super) capital: bool,
    /// True if a sentence ends before the last word.
    pub(super) sentences: bool,
}

impl SurfaceFeatures {
    /// Measures the first `enough` words of `text`; stops after `few` words if there are two
    /// sentences.
    pub(super) fn measure(text: &str, enough: usize, few: usize) -> SurfaceFeatures {
        let mut surface = SurfaceFeatures { words: 0, capital: false, sentences: false };
        let mut before: Option<SurfaceWord<'_>> = None;
        for word in words(text).take(enough) {
            surface.words += 1;
            let capital = word.is_capital();
            match before {
                None => surface.capital = capital && !is_i(word.bare()),
                Some(before) if capital && before.has_stop() => {
                    surface.sentences |= before.ends_sentence()
                }
                _ => {}
            }
            if surface.sentences && surface.words > few {
                break;
            }
            before = Some(word);
        }
        surface
    }
}

/// Returns true if `word` is the pronoun I, with or without a clitic.
fn is_i(word: &str) -> bool {
    word.strip_prefix('I').is_some_and(|rest| rest.is_empty() || rest.starts_with(['\'', '’']))
}

/// Returns the last character of `text` if it is a mark that ends or breaks a sentence.
pub(super) fn final_mark(text: &str) -> Option<char> {
    text.chars().next_back().filter(|c| matches!(c, '.' | ',' | '!' | '?' | '…' | '—' | '–' | ';'))
}

/// Returns true if all words but small linking words have capitals, as in a title, and the words
/// are not all in capitals.
pub(super) fn is_titled(text: &str) -> bool {
    let (mut count, mut capitals, mut shouted) = (0, 0, true);
    for word in words(text).take(MAX_WORDS) {
        count += 1;
        let bare = word.bare();
        if word.is_capital() {
            capitals += 1;
        // The first word of a title has a capital; later words may be short and small (on, the,
        // with).
        } else if !word.first.is_numeric()
            && (count == 1 || bare.chars().nth(MAX_LINKING_WORD_LETTERS).is_some())
        {
            return false;
        }
        shouted = shouted && !bare.chars().any(char::is_lowercase);
    }
    capitals > 0 && count - capitals <= capitals && (!shouted || count < 2)
}

/// Returns true if `text` holds a clause word: a subject pronoun, an auxiliary or an answer.
pub(super) fn has_clause(text: &str) -> bool {
    words(text).take(MAX_WORDS).any(|word| is_clause_word(word.bare()))
}

/// Returns true if `word`, in any letter case, shows that a quotation is a clause of its own
/// (`language/en/clause-words.txt`).
pub(super) fn is_clause_word(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        lines(include_str!("../language/en/clause-words.txt")).map(|word| (word, ())).collect()
    });
    if word.len() > MAX_CLAUSE_WORD_BYTES {
        return false;
    }
    if !word.bytes().any(|byte| byte == b'\'' || byte >= 0x80) {
        return words.get(word).is_some();
    }
    // Folded without allocation, since this runs for every word. The longest has ten letters with a
    // contraction.
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
