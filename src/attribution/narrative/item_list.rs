//! The items of a level and its sentences: lists that can be asked for any position.
//!
//! Rules walk over items in both directions and look at what stands beside them. A position that is
//! off by one would end the process, and any text can be read (law 2). Here such a position holds
//! an item that is no word, no mark and no quotation, so that rules find nothing there. With debug
//! assertions, as when fuzzing, it is a fault.

use std::ops::{Deref, DerefMut, Index, Range};

use super::item::{ItemKind, NarrativeItem};
use crate::language::WordClasses;
use crate::span::Span;

/// Items in the order of the text.
#[derive(Debug, Default)]
pub(in crate::attribution) struct ItemList(Vec<NarrativeItem>);

/// The item where none is.
static NO_ITEM: NarrativeItem = NarrativeItem {
    span: Span::EMPTY,
    classes: WordClasses::CUE.without(WordClasses::CUE),
    kind: ItemKind::Mark('\0'),
    sentence: 0,
    space_before: true,
    opens_sentence: false,
};

impl ItemList {
    pub(super) fn push(&mut self, item: NarrativeItem) {
        self.0.push(item);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    fn item(&self, at: usize) -> &NarrativeItem {
        self.0.get(at).unwrap_or(&NO_ITEM)
    }
}

impl Deref for ItemList {
    type Target = [NarrativeItem];

    fn deref(&self) -> &[NarrativeItem] {
        &self.0
    }
}

impl DerefMut for ItemList {
    fn deref_mut(&mut self) -> &mut [NarrativeItem] {
        &mut self.0
    }
}

impl Index<usize> for ItemList {
    type Output = NarrativeItem;

    #[inline]
    fn index(&self, at: usize) -> &NarrativeItem {
        debug_assert!(at < self.0.len(), "item {at} of {}", self.0.len());
        self.item(at)
    }
}

impl Index<Range<usize>> for ItemList {
    type Output = [NarrativeItem];

    fn index(&self, range: Range<usize>) -> &[NarrativeItem] {
        debug_assert!(range.start <= range.end && range.end <= self.0.len(), "items {range:?}");
        self.0.get(range).unwrap_or_default()
    }
}

/// The first item of each sentence, and the number of items at the end. Beyond that a sentence has
/// no items.
#[derive(Debug, Default, PartialEq)]
pub(in crate::attribution) struct SentenceStarts(Vec<usize>);

impl SentenceStarts {
    pub(super) fn push(&mut self, first_item: usize) {
        self.0.push(first_item);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    fn start(&self, at: usize) -> &usize {
        self.0.get(at).or(self.0.last()).unwrap_or(&0)
    }
}

impl Deref for SentenceStarts {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        &self.0
    }
}

impl Index<usize> for SentenceStarts {
    type Output = usize;

    #[inline]
    fn index(&self, at: usize) -> &usize {
        debug_assert!(at < self.0.len(), "sentence {at} of {}", self.0.len());
        self.start(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_end_is_nothing() {
        let items = ItemList::default();
        for at in [0, usize::MAX] {
            let item = items.item(at);
            assert!(!item.is_word() && !item.is_slot() && item.span.is_empty());
        }
        let mut sentences = SentenceStarts::default();
        assert_eq!(sentences.start(1), &0);
        sentences.push(0);
        sentences.push(7);
        assert_eq!([1, 2, usize::MAX].map(|at| *sentences.start(at)), [7; 3]);
    }
}
