//! Tokenization of the narrative between quotation slots.
//!
//! Three paths give the same tokens. The fast one reads words of ASCII letters followed by a space
//! or a plain mark, eight bytes at a time; sentences mostly consist of these. Plain words and marks
//! elsewhere are read byte by byte. [`text::raw_tokens`] reads the rest: contractions, initials,
//! letters beyond ASCII. A property test compares the paths.

use super::{ItemKind, Narrative, NarrativeItem};
use crate::language::WordClasses;
use crate::span::Span;
use crate::text::{self, RawTokenKind, TokenFlags, WordKey};

/// A word that is split in two tokens.
const CANNOT: WordKey = WordKey::from_lowercase_letters(u64::from_le_bytes(*b"cannot\0\0"), 0);

/// Letters of the longest abbreviation that keeps its stop, with a capital and in lower case.
const MAX_ABBREVIATION_LETTERS: usize = 6;
const MAX_LOWERCASE_ABBREVIATION_LETTERS: usize = 3;

impl Narrative<'_> {
    /// Appends the items of `start..end` of the text.
    pub(super) fn push_words(&mut self, start: usize, end: usize) {
        if self.text.get(start..end).is_none() {
            return;
        }
        let text = &self.text[..end];
        let bytes = text.as_bytes();
        let mut at = start;
        let mut spaced = true;
        while let Some(&byte) = bytes.get(at) {
            if is_blank(byte) {
                (at, spaced) = self.push_plain_sentences(at, end);
                continue;
            }
            if byte.is_ascii_alphabetic() {
                let (len, key) = alphanumeric_word(bytes, at);
                let rest = &bytes[at + len..];
                let owner = possessive_suffix_len(rest).filter(|_| !self.lexicon.elides);
                if owner.is_some() || is_plain_word(&bytes[at..], len) {
                    let printed = &text[at..at + len];
                    let capital = byte.is_ascii_uppercase();
                    let classes = match key {
                        Some(key) => self.lexicon.classes_of_key(key, printed.as_bytes(), capital),
                        None => self.lexicon.classes_of(printed, capital),
                    };
                    self.push_item(Span::within(at, at + len), ItemKind::Word, classes, spaced);
                    at += len;
                    if let Some(len) = owner {
                        let classes = self.lexicon.possessive_suffix_classes(len);
                        self.possessive_suffixes.push(self.items.len());
                        self.push_item(Span::within(at, at + len), ItemKind::Word, classes, false);
                        at += len;
                    }
                    spaced = false;
                    continue;
                }
                if let Some(len) = abbreviation_len(&text[at..], len) {
                    let capital = byte.is_ascii_uppercase();
                    let classes = match WordKey::lowercase_at(bytes, at, len) {
                        Some(key) => {
                            self.lexicon.classes_of_key(key, &bytes[at..at + len], capital)
                        }
                        None => self.lexicon.classes_of(&text[at..at + len], capital),
                    };
                    self.push_item(Span::within(at, at + len), ItemKind::Word, classes, spaced);
                    (at, spaced) = (at + len, false);
                    continue;
                }
            } else if byte.is_ascii_digit() {
                let len = text::number_len(&text[at..]);
                self.push_item(
                    Span::within(at, at + len),
                    ItemKind::Word,
                    WordClasses::NUMBER,
                    spaced,
                );
                (at, spaced) = (at + len, false);
                continue;
            } else if let Some((mark, len)) = plain_punctuation(&bytes[at..]) {
                if let Some(mark) = mark {
                    self.push_item(
                        Span::within(at, at + len),
                        ItemKind::Mark(mark),
                        WordClasses::default(),
                        spaced,
                    );
                }
                (at, spaced) = (at + len, false);
                continue;
            }
            let gap = &text[at..];
            let mut scan = text::raw_tokens(gap);
            let Some(first) = scan.next() else { break };
            spaced |= gap[..first.span.start()].contains(char::is_whitespace);
            let mut next = Some(first);
            let mut read = first.span.end();
            while let Some(piece) = next {
                self.push_scanned_token(
                    gap,
                    at,
                    piece.span,
                    piece.kind,
                    piece.flags.has(TokenFlags::CAPITAL),
                    spaced,
                );
                (read, spaced) = (piece.span.end(), false);
                next = if scan.has_clitic() { scan.next() } else { None };
            }
            at += read;
        }
    }

    /// Appends plain words and marks from the blank at `blank` on, across sentences: nine items in
    /// ten.
    ///
    /// Returns the position of the first byte that needs another path, and true if a blank stands
    /// before it.
    fn push_plain_sentences(&mut self, blank: usize, end: usize) -> (usize, bool) {
        let all = self.text.as_bytes();
        let bytes = &all[..end];
        let Some(before) = self.items.last() else { return (blank + 1, true) };
        let Some(gap) = line_break_in_gap(&bytes[before.span.end()..blank]) else {
            return (blank + 1, true);
        };
        // True if a sentence ends here when a capital follows. After a bullet, and where more
        // decides, this path does not apply.
        let mut stopped = match before.kind {
            ItemKind::Mark(')' | ']') => return (blank + 1, true),
            ItemKind::Mark(_) if before.opens_sentence => return (blank + 1, true),
            ItemKind::Mark('.') if self.follows_ordinal() => return (blank + 1, true),
            ItemKind::Word if super::may_end_sentence(before, bytes) => return (blank + 1, true),
            _ => super::may_end_sentence(before, bytes),
        };
        let (mut at, line) = skip_blanks(bytes, blank);
        let (mut spaced, mut broken) = (true, gap || line);
        let (mut sentence, lexicon) = (before.sentence, self.lexicon);
        let mut pending_classes = WordClasses::default();
        loop {
            let opening = text::load_eight(all, at);
            let ((head, mut len), mut tail) = (text::leading_letters(opening), 0);
            if len == 8 {
                (tail, len) = text::leading_letters(text::load_eight(all, at + 8));
                len += 8;
            }
            let stop = at + len;
            let Some(&after) = bytes.get(stop).filter(|_| len % 16 != 0) else { break };
            let key = WordKey::from_lowercase_letters(head, tail);
            let mut owner = 0;
            let comma = after == b',' && bytes.get(stop + 1) == Some(&b' ');
            if after != b' ' && !comma {
                match plain_word_end(bytes, at, len).filter(|&len| len < 2 || !lexicon.elides) {
                    Some(len) => owner = len,
                    None => break,
                }
            }
            if key == CANNOT {
                break;
            }
            let capital = (opening & 0x20) == 0;
            let classes = lexicon.classes_of_key(key, &bytes[at..stop], capital);
            if capital {
                self.proper_nouns.push(self.items.len());
            }
            let opens = broken || stopped && capital && spaced;
            if opens {
                self.add_sentence_classes(pending_classes);
                pending_classes = WordClasses::default();
                sentence += 1;
                self.begin_sentence(broken);
                broken = false;
            }
            pending_classes = pending_classes.with(classes);
            self.items.push(NarrativeItem {
                sentence,
                space_before: spaced,
                opens_sentence: opens,
                ..NarrativeItem::new(Span::within(at, stop), ItemKind::Word, classes)
            });
            at = stop + 1;
            stopped = after == b'.';
            if after == b' ' {
                spaced = true;
                continue;
            }
            let (behind, kind, classes) = if owner > 0 {
                self.possessive_suffixes.push(self.items.len());
                (stop + owner, ItemKind::Word, lexicon.possessive_suffix_classes(owner))
            } else {
                (at, ItemKind::Mark(char::from(after)), WordClasses::default())
            };
            pending_classes = pending_classes.with(classes);
            self.items.push(NarrativeItem {
                sentence,
                space_before: false,
                ..NarrativeItem::new(Span::within(stop, behind), kind, classes)
            });
            spaced = bytes.get(behind).is_some_and(|&next| is_blank(next));
            at = behind;
            if spaced {
                (at, broken) = skip_blanks(bytes, behind);
            }
        }
        self.add_sentence_classes(pending_classes);
        (at, spaced)
    }

    /// Appends one token of [`text::raw_tokens`], at `span` of `gap`. `start` is the position of
    /// `gap` in the text.
    fn push_scanned_token(
        &mut self,
        gap: &str,
        start: usize,
        span: Span,
        sort: RawTokenKind,
        capital: bool,
        spaced: bool,
    ) {
        let printed = span.slice(gap);
        let (kind, classes) = match sort {
            RawTokenKind::Number => (ItemKind::Word, WordClasses::NUMBER),
            RawTokenKind::Word | RawTokenKind::Ideograph | RawTokenKind::Ampersand => {
                (ItemKind::Word, self.lexicon.classes_of(printed, capital))
            }
            RawTokenKind::Mark | RawTokenKind::Ellipsis | RawTokenKind::Bracket => {
                match printed.chars().next() {
                    Some(first) if !is_quotation_mark(first) => {
                        (ItemKind::Mark(first), WordClasses::default())
                    }
                    _ => return,
                }
            }
        };
        let span = span.shifted(start);
        // An elided word is a word of its own: l’Élysée, qu’elle.
        match self.elision_end(printed).filter(|_| kind == ItemKind::Word) {
            Some(cut) => {
                let (head, tail) = printed.split_at(cut);
                let middle = span.start() + cut;
                let classes = |word: &str| {
                    self.lexicon.classes_of(word, word.starts_with(char::is_uppercase))
                };
                let (of_head, of_tail) = (classes(head), classes(tail));
                self.push_item(Span::new(span.start(), middle), kind, of_head, spaced);
                self.push_item(Span::new(middle, span.end()), kind, of_tail, false);
            }
            None => {
                if matches!(printed, "'s" | "’s" | "'S" | "’S") {
                    self.possessive_suffixes.push(self.items.len());
                }
                self.push_item(span, kind, classes, spaced);
            }
        }
    }

    /// Returns the end of an elided word at the beginning of `printed`.
    fn elision_end(&self, printed: &str) -> Option<usize> {
        if !self.lexicon.elides {
            return None;
        }
        let (at, mark) = printed.char_indices().find(|(_, c)| matches!(c, '\'' | '’'))?;
        let cut = at + mark.len_utf8();
        let head = self.lexicon.classes_of(&printed[..cut], false);
        (cut < printed.len() && head.has_any(WordClasses::ELIDED)).then_some(cut)
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Returns the end of the blanks at `at`, and true if a line break is among them.
#[inline]
fn skip_blanks(bytes: &[u8], mut at: usize) -> (usize, bool) {
    let mut line = false;
    while let Some(&byte) = bytes.get(at).filter(|&&byte| is_blank(byte)) {
        line |= matches!(byte, b'\n' | b'\r');
        at += 1;
    }
    (at, line)
}

/// Returns true if a line ends in `gap`, or `None` if `gap` is long or holds more than blanks and
/// quotation marks.
#[inline]
fn line_break_in_gap(gap: &[u8]) -> Option<bool> {
    const MAX_GAP_BYTES: usize = 8;
    match gap {
        [] | [b'"' | b'\''] | [0xe2, 0x80, 0x9c | 0x9d] => Some(false),
        _ if gap.len() <= MAX_GAP_BYTES
            && gap.iter().all(|&byte| is_blank(byte) || matches!(byte, b'"' | b'\'')) =>
        {
            Some(gap.iter().any(|byte| matches!(byte, b'\n' | b'\r')))
        }
        _ => None,
    }
}

/// Returns the length of the ’s after the word of `len` letters at `at`, 0 for another plain mark,
/// and `None` if the end of the word depends on more.
#[inline(never)]
fn plain_word_end(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    match bytes[at + len..] {
        [b',' | b';' | b':' | b'-', next, ..] => (next.is_ascii() && next != b'-').then_some(0),
        // A full stop that belongs to no abbreviation.
        [b'.', ref rest @ ..] => {
            let kept = bytes[at].is_ascii_uppercase() && len <= MAX_ABBREVIATION_LETTERS
                || len <= MAX_LOWERCASE_ABBREVIATION_LETTERS;
            let alone = match *rest {
                [b' ', 0xe2, 0x80, 0x98 | 0x9c, ..] => true,
                [b' ', next, ..] | [next, ..] => next.is_ascii() && next != b'.',
                [] => true,
            };
            (alone && !kept).then_some(0)
        }
        [b'\'' | 0xe2, ..] => possessive_suffix_len(&bytes[at + len..]),
        _ => None,
    }
}

/// Returns the number of ASCII letters and digits at `at`, and the key of the word if it is short.
#[inline]
fn alphanumeric_word(bytes: &[u8], at: usize) -> (usize, Option<WordKey>) {
    let head = text::load_eight(bytes, at);
    let mut len = text::leading_alphanumerics(head);
    if len < 8 {
        return (len, Some(WordKey::lowercase_from_bytes(head, 0, len)));
    }
    let tail = text::load_eight(bytes, at + 8);
    loop {
        let more = text::leading_alphanumerics(text::load_eight(bytes, at + len));
        len += more;
        if more < 8 {
            break;
        }
    }
    (len, (len <= 16).then(|| WordKey::lowercase_from_bytes(head, tail, len)))
}

/// Returns true if the first `len` bytes are a whole word for [`text::raw_tokens`], judged by the
/// next byte.
fn is_plain_word(bytes: &[u8], len: usize) -> bool {
    let plain = match bytes[len..] {
        [] | [b' ', ..] => true,
        // Abbreviations have a capital, but for the three shortest.
        [b'.', ..] => {
            len > MAX_LOWERCASE_ABBREVIATION_LETTERS
                && !(bytes[0].is_ascii_uppercase() && len <= MAX_ABBREVIATION_LETTERS)
        }
        [b'_' | b'\'' | b'`' | b'*', ..] => false,
        // “ ” – — … are neither letters nor apostrophes.
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6, ..] => true,
        [after, ..] => after.is_ascii(),
    };
    plain && !(len == 6 && bytes[..len].eq_ignore_ascii_case(b"cannot"))
}

/// Returns the length of the word at the beginning of `text`, with its stop if it is an
/// abbreviation. `len` letters and digits precede the stop. Returns `None` if more decides.
fn abbreviation_len(text: &str, len: usize) -> Option<usize> {
    let after = &text.as_bytes()[len..];
    let one = len > 1 && after.first() == Some(&b'.') && after.get(1) != Some(&b'.');
    let one = one && !text[..len].eq_ignore_ascii_case("cannot");
    one.then(|| len + usize::from(text::is_abbreviation(&text[..len])))
}

/// Returns the length of the ’s at the beginning of `bytes`.
fn possessive_suffix_len(bytes: &[u8]) -> Option<usize> {
    let (len, after) = match bytes {
        [b'\'', b's', after @ ..] => (2, after),
        [0xe2, 0x80, 0x99, b's', after @ ..] => (4, after),
        _ => return None,
    };
    matches!(after, [] | [b' ' | b',' | b';' | b':' | b'?' | b'!' | b')' | b'\n', ..])
        .then_some(len)
}

/// Returns the mark at the beginning of `bytes` with its length, if only its neighbour decides
/// them. The mark is `None` for a quotation mark, which is no item.
fn plain_punctuation(bytes: &[u8]) -> Option<(Option<char>, usize)> {
    let (mark, len) = match *bytes {
        [b'"' | b'\'', ..] => (None, 1),
        [byte @ (b',' | b';' | b':' | b'?' | b'!' | b'(' | b')'), ..] => {
            (Some(char::from(byte)), 1)
        }
        // Neither an ellipsis nor a run of hyphens.
        [b'.'] => (Some('.'), 1),
        [b'.', b' ', after, ..] if after.is_ascii() && after != b'.' => (Some('.'), 1),
        [b'.', after, ..] if after.is_ascii() && !matches!(after, b'.' | b' ') => (Some('.'), 1),
        [b'-', after, ..] if after != b'-' => (Some('-'), 1),
        [0xe2, 0x80, 0x98 | 0x99 | 0x9c | 0x9d, ..] => (None, 3),
        [0xe2, 0x80, 0x93, ..] => (Some('–'), 3),
        [0xe2, 0x80, 0x94, ..] => (Some('—'), 3),
        _ => return None,
    };
    // A combining accent would belong to the mark; general punctuation has none.
    matches!(bytes[len..], [] | [0..=0x7f, ..] | [0xe2, 0x80, ..]).then_some((mark, len))
}

fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{93}'
            | '\u{94}'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
            | '`'
            | '＂'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::LanguageRegistry;

    proptest! {
        /// All paths give the same tokens, sentences and notes.
        #[test]
        fn cut_as_the_scan_cuts(text in r#"([A-Za-z]{0,8}('s|’s)?[ .,;:?!()"'’“”—\-0-9é…\n]{0,3}){0,12}|.{0,60}"#) {
            let lexicon = LanguageRegistry::built_in().english().lexicon();
            let (mut narrative, mut scanned) = (Narrative::new(&text, 0, lexicon), Narrative::new(&text, 0, lexicon));
            narrative.push_words(0, text.len());
            for piece in text::raw_tokens(&text) {
                let has = |flag| piece.flags.has(flag);
                scanned.push_scanned_token(&text, 0, piece.span, piece.kind, has(TokenFlags::CAPITAL), has(TokenFlags::SPACED));
            }
            let items = |narrative: &Narrative<'_>| narrative.items.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>();
            prop_assert_eq!(items(&narrative), items(&scanned));
            prop_assert_eq!(narrative.sentences, scanned.sentences);
            prop_assert_eq!(narrative.sentence_paragraphs, scanned.sentence_paragraphs);
            prop_assert_eq!(narrative.sentence_classes, scanned.sentence_classes);
            prop_assert_eq!(narrative.proper_nouns, scanned.proper_nouns);
            prop_assert_eq!(narrative.possessive_suffixes, scanned.possessive_suffixes);
        }
    }
}
