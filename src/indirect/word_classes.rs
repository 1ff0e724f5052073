//! Classes of words by the words around them, and their usual parts of speech.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::hash::hash;

/// The part of speech of a name, and that of a slot: above those of the list.
pub(super) const NAME_TAG: u8 = 61;
pub(super) const SLOT_TAG: u8 = 60;

/// The first class of the list: the classes below are those of words that are not listed.
const FIRST_CLASS: u8 = 10;

/// The listed words, by the hash of their letters.
#[derive(Debug)]
pub(super) struct WordTable {
    entries: FxHashMap<u32, (u8, u8)>,
}

impl WordTable {
    /// Returns the table of `src/language/en/distributional-classes.tsv`, made once.
    pub(super) fn built_in() -> &'static WordTable {
        static TABLE: OnceLock<WordTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            WordTable::parse(include_str!("../language/en/distributional-classes.tsv"))
        })
    }

    fn parse(rows: &str) -> WordTable {
        let mut entries = FxHashMap::default();
        for row in rows.lines().filter(|row| !row.starts_with("# ")) {
            let mut cells = row.split('\t');
            let (Some(word), Some(class)) = (cells.next(), cells.next()) else { continue };
            let class = class.parse().unwrap_or(0) + FIRST_CLASS;
            let tag = cells.next().and_then(|tag| tag.parse().ok()).unwrap_or(0);
            // Of two glyphs of an apostrophe the commoner comes first.
            let word = word.replace('’', "'");
            entries.entry(hash(word.as_bytes())).or_insert((class, tag));
        }
        WordTable { entries }
    }

    /// Returns the class of a word, if it is listed, and its part of speech, 0 where unknown.
    pub(super) fn get(&self, word: u32) -> (Option<u8>, u8) {
        self.entries.get(&word).map_or((None, 0), |&(class, tag)| (Some(class), tag))
    }
}
