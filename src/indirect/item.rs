//! The items of a text: the words and marks outside quotations, and a slot for each piece of one.

use super::hash::hash;
use super::word_classes::{NAME_TAG, SLOT_TAG, WordTable};
use crate::model::{Part, Quotation};
use crate::span::Span;
use crate::text::{self, TokenFlags};

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum TextItemKind {
    Word,
    Mark,
    /// A piece of a quotation with its marks.
    Slot,
    /// No item: the place before the first and after the last one.
    Outside,
}

/// The look of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Shape {
    Lower,
    /// A capital inside a sentence.
    Capital,
    /// A capital on the first word of a sentence.
    InitialCapital,
    /// More than one capital and no small letter.
    AllCapitals,
    Number,
    Mark,
    Slot,
    Outside,
}

/// A word, a mark or a slot, with all that features are made of. `word`, `stem` and `suffix` are
/// hashes of its letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) word: u32,
    pub(super) stem: u32,
    pub(super) suffix: u32,
    /// Distributional class and usual part of speech; 0 where the word is not listed.
    pub(super) class: u8,
    pub(super) tag: u8,
    pub(super) shape: Shape,
    pub(super) kind: TextItemKind,
}

/// The item before the first and after the last one.
pub(super) const OUTSIDE: Item = Item {
    start: 0,
    end: 0,
    word: 1,
    stem: 1,
    suffix: 1,
    class: 0,
    tag: 0,
    shape: Shape::Outside,
    kind: TextItemKind::Outside,
};

impl Item {
    pub(super) fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == TextItemKind::Word
    }

    pub(super) fn is_slot(&self) -> bool {
        self.kind == TextItemKind::Slot
    }

    /// Returns true for a word or a comma: a cue runs over no other mark, and over no quotation.
    pub(super) fn may_stand_in_cue(&self) -> bool {
        match self.kind {
            TextItemKind::Word => true,
            TextItemKind::Mark => self.word == hash(b","),
            TextItemKind::Slot | TextItemKind::Outside => false,
        }
    }
}

/// The items of one text, in order, and where its sentences begin.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) items: Vec<Item>,
    /// The first item of each sentence.
    pub(super) sentences: Vec<usize>,
}

/// Longest word, in bytes, of which stem and class are looked for; others are known by their
/// first bytes.
const MAX_WORD_BYTES: usize = 40;

impl Items {
    /// Reads `text` with its `quotations`; those inside others are not looked at. O(bytes), and
    /// O(q log q) in the quotations.
    pub(super) fn read(&mut self, text: &str, quotations: &[Quotation], words: &WordTable) {
        self.items.clear();
        self.sentences.clear();
        let outer = quotations.iter().filter(|q| q.parent.is_none() && q.part == Part::Text);
        let mut slots: Vec<Span> = outer.flat_map(|q| q.pieces.iter().copied()).collect();
        slots.sort_unstable();
        let mut at = 0;
        for piece in slots {
            if piece.start() < at || text.get(piece.range()).is_none() {
                continue;
            }
            let slot = with_marks(text, piece, at);
            self.push_words(text, at, slot.start(), words);
            self.push(text, slot_item(text, slot));
            at = slot.end();
        }
        self.push_words(text, at, text.len(), words);
    }

    fn push_words(&mut self, text: &str, from: usize, to: usize, words: &WordTable) {
        let Some(stretch) = text.get(from..to) else { return };
        for token in text::tokens(stretch) {
            let span = Span::new(token.span.start() + from, token.span.end() + from);
            let capital = token.flags.has(TokenFlags::CAPITAL);
            let item = word_item(text, span, token.class.is_word(), capital, words);
            self.push(text, item);
        }
    }

    /// Appends an item to the last sentence, or begins a new one.
    fn push(&mut self, text: &str, mut item: Item) {
        let opens = self.items.last().is_none_or(|last| {
            let gap = last.end as usize..item.start as usize;
            let gap = text.as_bytes().get(gap).unwrap_or_default();
            if !matches!(gap, [] | [b' ']) && gap.contains(&b'\n') {
                return true;
            }
            self.may_end_sentence(text, last) && {
                let first = text.as_bytes().get(item.start as usize).copied().unwrap_or(b' ');
                item.is_slot() && !gap.is_empty()
                    || matches!(item.shape, Shape::Capital | Shape::AllCapitals | Shape::Number)
                    || matches!(first, b'(' | b'[')
            }
        });
        if opens {
            self.sentences.push(self.items.len());
            if item.shape == Shape::Capital {
                item.shape = Shape::InitialCapital;
            }
        }
        self.items.push(item);
    }

    fn may_end_sentence(&self, text: &str, last: &Item) -> bool {
        let printed = last.span().slice(text);
        match last.kind {
            TextItemKind::Slot => {
                printed.trim_end_matches(is_quotation_mark).ends_with(['.', '?', '!', '…'])
            }
            TextItemKind::Mark if matches!(printed, ")" | "]") => {
                let before = self.items.iter().nth_back(1);
                before.is_some_and(|before| matches!(before.span().slice(text), "." | "?" | "!"))
            }
            TextItemKind::Mark => matches!(printed, "." | "?" | "!" | "…" | "..."),
            TextItemKind::Word | TextItemKind::Outside => false,
        }
    }

    /// Returns the items of sentence `n`.
    pub(super) fn sentence(&self, n: usize) -> std::ops::Range<usize> {
        let end = self.sentences.get(n + 1).copied().unwrap_or(self.items.len());
        self.sentences[n]..end
    }

    /// Returns the items that stand, at least in part, in `span`.
    pub(super) fn within(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.items.partition_point(|item| item.end as usize <= span.start());
        let end = self.items.partition_point(|item| (item.start as usize) < span.end());
        start..end.max(start)
    }
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '‚' | '`' | '‟' | '‛' | '″')
}

/// Returns `piece` with the marks that stand around it, from `from` on.
fn with_marks(text: &str, piece: Span, from: usize) -> Span {
    let mark = |c: Option<char>| c.filter(|&c| is_quotation_mark(c));
    let (mut start, mut end) = (piece.start(), piece.end());
    if let Some(c) = mark(text[..start].chars().next_back()) {
        start -= c.len_utf8();
        // Two apostrophes or backticks are one mark.
        if matches!(c, '\'' | '`') && text[..start].ends_with(c) {
            start -= 1;
        }
    }
    if let Some(c) = mark(text[end..].chars().next()) {
        end += c.len_utf8();
        if c == '\'' && text[end..].starts_with(c) {
            end += 1;
        }
    }
    Span::new(if start < from { piece.start() } else { start }, end)
}

/// The words of a slot, from which its length is told: 1, 3, 5.
const SLOT_WORDS: [(usize, u32); 3] = [(5, hash(b"<Q5>")), (3, hash(b"<Q3>")), (0, hash(b"<Q1>"))];

fn slot_item(text: &str, span: Span) -> Item {
    let said = span.slice(text).trim_matches(is_quotation_mark);
    // The fifth word decides: the rest is not read.
    let count = said.split_whitespace().take(5).count();
    let word = SLOT_WORDS.iter().find(|(least, _)| count >= *least).map_or(0, |(_, word)| *word);
    let end = match said.chars().next_back() {
        Some(',') => 1,
        Some('.' | '?' | '!' | '…') => 2,
        _ => 3,
    };
    let capital = said.starts_with(char::is_uppercase);
    Item {
        start: span.start() as u32,
        end: span.end() as u32,
        word,
        stem: word,
        suffix: hash(&[b'Q', end, u8::from(capital)]),
        class: 1 + u8::from(count >= 5),
        tag: SLOT_TAG,
        shape: Shape::Slot,
        kind: TextItemKind::Slot,
    }
}

fn word_item(text: &str, span: Span, is_word: bool, capital: bool, words: &WordTable) -> Item {
    let printed = span.slice(text).as_bytes();
    // Small letters, and one apostrophe.
    let mut buffer = [0_u8; MAX_WORD_BYTES];
    let mut len = 0;
    let mut upper = 0;
    let mut lower = false;
    let mut at = 0;
    while at < printed.len() && len < MAX_WORD_BYTES {
        let byte = printed[at];
        if byte == 0xe2 && printed[at..].starts_with("’".as_bytes()) {
            buffer[len] = b'\'';
            at += 2;
        } else {
            upper += usize::from(byte.is_ascii_uppercase());
            lower |= byte.is_ascii_lowercase();
            buffer[len] = byte.to_ascii_lowercase();
        }
        len += 1;
        at += 1;
    }
    let mut form = &buffer[..len];
    let digit = form.first().is_some_and(u8::is_ascii_digit);
    if digit {
        form = if len == 4 && !form.contains(&b',') { b"0000" } else { b"0" };
    }
    let word = hash(form);
    let shape = match () {
        () if digit => Shape::Number,
        () if !is_word => Shape::Mark,
        () if capital && upper > 1 && !lower => Shape::AllCapitals,
        () if capital => Shape::Capital,
        () => Shape::Lower,
    };
    let (class, tag) = words.get(word);
    let named = matches!(shape, Shape::Capital | Shape::AllCapitals);
    let class = match class {
        Some(class) => class,
        None if named => 5,
        None => 7 + u8::from(form.ends_with(b"ing")),
    };
    Item {
        start: span.start() as u32,
        end: span.end() as u32,
        word,
        stem: if is_word { hash(stem(form)) } else { word },
        suffix: if !is_word {
            0
        } else {
            hash(if len > 4 { &form[form.len() - 3.min(form.len())..] } else { b"-" })
        },
        class,
        tag: if named { NAME_TAG } else { tag },
        shape,
        kind: if is_word { TextItemKind::Word } else { TextItemKind::Mark },
    }
}

/// Returns a word without the endings of its inflection, roughly: only equality matters.
fn stem(form: &[u8]) -> &[u8] {
    let len = form.len();
    let cut = match form {
        _ if len > 5 && form.ends_with(b"ing") => 3,
        _ if len > 4 && (form.ends_with(b"ied") || form.ends_with(b"ies")) => 3,
        _ if len > 4 && (form.ends_with(b"ed") || form.ends_with(b"es")) => 2,
        _ if len > 3 && form.ends_with(b"s") && !form.ends_with(b"ss") => 1,
        _ if len > 3 && (form.ends_with(b"e") || form.ends_with(b"y")) => 1,
        _ => 0,
    };
    &form[..len - cut]
}
