//! The items of a narrative: words, marks and quotation slots.

use crate::language::WordClasses;
use crate::span::Span;

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::attribution) enum ItemKind {
    Word,
    /// A punctuation mark; holds its first character.
    Mark(char),
    /// One piece of a quotation; holds its last character that is no white space.
    QuotationSlot(char),
}

/// A word, a mark or a quotation slot. It is 32 bytes at most, since a text has thousands of them.
#[derive(Clone, Copy, Debug)]
pub(in crate::attribution) struct NarrativeItem {
    pub(in crate::attribution) span: Span,
    pub(in crate::attribution) classes: WordClasses,
    pub(in crate::attribution) kind: ItemKind,
    /// Index of its sentence in the level.
    pub(in crate::attribution) sentence: u32,
    /// True if white space stands before it.
    pub(in crate::attribution) space_before: bool,
    /// True for the first item of a sentence.
    pub(in crate::attribution) opens_sentence: bool,
}

impl NarrativeItem {
    /// Creates an item whose sentence is not known yet.
    #[inline]
    pub(super) fn new(span: Span, kind: ItemKind, classes: WordClasses) -> NarrativeItem {
        NarrativeItem {
            span,
            classes,
            kind,
            sentence: 0,
            space_before: true,
            opens_sentence: false,
        }
    }

    /// Returns the last character of a slot’s piece that is no white space; a space for other
    /// items.
    #[inline]
    pub(in crate::attribution) fn last_char(&self) -> char {
        match self.kind {
            ItemKind::QuotationSlot(last) => last,
            _ => ' ',
        }
    }

    #[inline]
    pub(in crate::attribution) fn is_word(&self) -> bool {
        matches!(self.kind, ItemKind::Word)
    }

    #[inline]
    pub(in crate::attribution) fn is_slot(&self) -> bool {
        matches!(self.kind, ItemKind::QuotationSlot(_))
    }

    #[inline]
    pub(in crate::attribution) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, ItemKind::Mark(c) if marks.contains(&c))
    }

    #[inline]
    pub(in crate::attribution) fn has_all(&self, classes: WordClasses) -> bool {
        self.is_word() && self.classes.has_all(classes)
    }

    #[inline]
    pub(in crate::attribution) fn has_any(&self, classes: WordClasses) -> bool {
        self.is_word() && self.classes.has_any(classes)
    }

    /// Returns true for a word of a proper name: its capital is not explained by its place alone.
    #[inline]
    pub(in crate::attribution) fn is_proper_noun(&self) -> bool {
        self.classes.has_all(WordClasses::PROPER_NOUN)
    }

    /// Decides [`NarrativeItem::is_proper_noun`], before it is stored in the classes.
    pub(super) fn can_be_proper_noun(&self) -> bool {
        const COMMON: WordClasses = WordClasses::DETERMINER
            .with(WordClasses::SUBJECT_PRONOUN)
            .with(WordClasses::PREPOSITION)
            .with(WordClasses::SUBORDINATOR)
            .with(WordClasses::CONJUNCTION)
            .with(WordClasses::AUXILIARY)
            .with(WordClasses::ADVERB)
            .with(WordClasses::POSSESSIVE)
            .with(WordClasses::INDEFINITE);
        const VERBAL: WordClasses = WordClasses::CUE
            .with(WordClasses::NON_REPORTING_VERB)
            .with(WordClasses::ROLE)
            .with(WordClasses::SPEECH_NOUN);
        if !self.has_all(WordClasses::CAPITALIZED) {
            return false;
        }
        if self.has_any(WordClasses::GIVEN_NAME | WordClasses::TITLE)
            && !self.has_any(WordClasses::TIME | WordClasses::AUXILIARY)
        {
            return true;
        }
        !(self.has_any(COMMON | WordClasses::TIME) || self.opens_sentence && self.has_any(VERBAL))
    }

    /// Returns true for a comma or a dash, which may stand between a quotation and its clause.
    #[inline]
    pub(in crate::attribution) fn is_comma_or_dash(&self) -> bool {
        self.is_mark(&[',', '-', '—', '–', '―'])
    }
}
