//! Places of the reading wing that index or slice: each would end the process if its position were
//! wrong, and any text can be read (law 2). They were read one by one; their number cannot grow.

use std::collections::BTreeMap;

use crate::source::SourceFile;

/// A room, the places in it that index a list or slice a text, and why none of them can fail. Where
/// a place goes, its number goes down.
pub const INDEXED_ROOMS: &[(&str, usize, &str)] = &[
    (
        "attribution",
        135,
        "Persons, mentions and quotations are numbered by the list that holds them; \
         clauses are cut at what `partition_point` gives; bytes stand between ends of \
         items. Items and sentences are `ItemList` and `SentenceStarts`, which hold any \
         position.",
    ),
    (
        "indirect",
        117,
        "Rows are as many as items; roles are fewer than `ROLES`; runs and cues are \
         found in the list that they cut, and are not empty; a word's buffer ends the \
         loop that fills it.",
    ),
    (
        "input",
        73,
        "Positions are found in the text that they cut: by `find`, `rposition`, or as \
         lengths of what was read of it.",
    ),
    (
        "language",
        18,
        "Places of a language are those of its registry; buffers are cut at the length \
         that was written; forms at most at their number.",
    ),
    (
        "quotation",
        136,
        "Positions are ends of marks, characters and labels that the scanner found in \
         the same text; drafts, levels and hypotheses are numbered by the list that \
         holds them.",
    ),
    (
        "record",
        81,
        "Records, turns and windows are numbered by the index that holds them; \
         positions are found in the line that they cut; pieces are not empty, and \
         weights have one more place than words.",
    ),
    (
        "text",
        64,
        "Slots are masked or hashed below the length of their table; positions are \
         those of characters that the scanner read in the same text.",
    ),
];

/// Lists of the room `attribution` that hold any position.
const TOTAL_LISTS: &[&str] = &["items", "sentences"];

/// Words that stand before a list or a type, and are no value that could be indexed.
const KEYWORDS: &[&str] =
    &["in", "return", "mut", "ref", "else", "match", "dyn", "let", "if", "while", "const", "as"];

/// Returns the number of such places in each room, and for each room its files with their numbers.
pub fn indexed_places(files: &[SourceFile]) -> BTreeMap<&str, Vec<(String, usize)>> {
    let mut found: BTreeMap<&str, Vec<(String, usize)>> = BTreeMap::new();
    for file in files {
        let Some(room) = file.module.first() else { continue };
        if !INDEXED_ROOMS.iter().any(|(known, ..)| known == room) {
            continue;
        }
        let indexes = |pair: &&[crate::source::Token]| {
            let [value, bracket] = pair else { return false };
            let is_value = value.is_identifier() && !KEYWORDS.contains(&value.text.as_str())
                || value.is(")")
                || value.is("]")
                || value.is("?");
            let is_total = room == "attribution" && TOTAL_LISTS.contains(&value.text.as_str());
            bracket.is("[") && !bracket.is_test && is_value && !is_total
        };
        let count = file.tokens.windows(2).filter(indexes).count();
        if count > 0 {
            found.entry(room).or_default().push((file.path.clone(), count));
        }
    }
    found
}
