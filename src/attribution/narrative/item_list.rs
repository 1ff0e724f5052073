//! The items of a level: a list that can be asked for any position.
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
    sentence: u32::MAX,
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
        self.0.get(at).unwrap_or(&NO_ITEM)
    }
}

impl Index<Range<usize>> for ItemList {
    type Output = [NarrativeItem];

    fn index(&self, range: Range<usize>) -> &[NarrativeItem] {
        debug_assert!(range.start <= range.end && range.end <= self.0.len(), "items {range:?}");
        self.0.get(range).unwrap_or_default()
    }
}

#[cfg(all(test, not(debug_assertions)))]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_end_is_nothing() {
        let items = ItemList::default();
        assert!(!items[3].is_word() && !items[3].is_slot() && items[usize::MAX].span.is_empty());
        assert!(items[2..5].is_empty());
    }
}
