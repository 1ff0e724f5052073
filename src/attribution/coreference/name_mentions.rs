//! Name mentions: maximal runs of name words, split into titles and the name proper.

use super::{NameMention, PersonIndex};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

/// Appends the name mentions of a level to `mentions`, in order. Takes linear time.
pub(super) fn find_name_mentions(
    narrative: &Narrative<'_>,
    names: &mut PersonIndex<'_>,
    mentions: &mut Vec<NameMention>,
) {
    let mut i = 0;
    for &name in &narrative.proper_nouns {
        // A word belongs to one mention only.
        if name < i {
            continue;
        }
        i = name;
        if narrative.is_genitive_marker(i) {
            i += 1;
            continue;
        }
        let start = i;
        let mut core = i;
        let mut male = None;
        let mut titled = false;
        while i < narrative.items.len() {
            let item = &narrative.items[i];
            let particle = || {
                item.has_all(WordClasses::NAME_PARTICLE)
                    && i > start
                    && !(i == core && item.has_any(WordClasses::DETERMINER))
                    && narrative.items.get(i + 1).is_some_and(|n| n.is_proper_noun())
            };
            let hyphen = || {
                item.is_mark(&['-', '–'])
                    && !item.space_before
                    && narrative.items.get(i + 1).is_some_and(|n| n.is_word() && !n.space_before)
            };
            let after_hyphen = || i > start && narrative.items[i - 1].is_mark(&['-', '–']);
            let suffix =
                || item.has_all(WordClasses::NAME_SUFFIX) && item.has_all(WordClasses::CAPITALIZED);
            if item.sentence != narrative.items[start].sentence
                || item.has_all(WordClasses::GENITIVE_MARKER)
                || !(item.is_proper_noun() || particle() || hyphen() || after_hyphen() || suffix())
            {
                break;
            }
            if item.has_all(WordClasses::TITLE) {
                let honorific = item.has_any(WordClasses::MALE_NAME | WordClasses::FEMALE_NAME);
                let given = item.has_all(WordClasses::GIVEN_NAME);
                if !given || i == start && honorific && narrative.item_text(i).ends_with('.') {
                    core = i + 1;
                    titled = true;
                    male = match (
                        item.has_all(WordClasses::MALE_NAME),
                        item.has_all(WordClasses::FEMALE_NAME),
                    ) {
                        (true, false) => Some(true),
                        (false, true) => Some(false),
                        _ => male,
                    };
                }
            }
            i += 1;
        }
        // An office or organization may end where a given name begins: “National Intelligence Dan
        // Ito”.
        if core + 3 < i
            && !narrative.items[core].has_all(WordClasses::GIVEN_NAME)
            && !(core..i).any(|k| narrative.items[k].is_mark(&['-', '–']))
        {
            let given = (core + 2..i - 1).find(|&k| {
                narrative.items[k].has_all(WordClasses::GIVEN_NAME)
                    && !narrative.items[k].has_any(WordClasses::ORGANIZATION)
            });
            core = given
                .filter(|_| !narrative.items[i - 1].has_any(WordClasses::ORGANIZATION))
                .unwrap_or(core);
        }
        // “Speaker of the House Paul Ito”
        if core + 2 < i
            && narrative.items[core].has_any(WordClasses::ORGANIZATION | WordClasses::ROLE)
            && narrative.items[core + 1].has_all(WordClasses::GIVEN_NAME)
        {
            core += 1;
        }
        if core >= i {
            // Titles alone are no name: “the President”.
            continue;
        }
        let mut last = i - 1;
        while last > core && narrative.items[last].has_all(WordClasses::NAME_SUFFIX) {
            last -= 1;
        }
        if male.is_none() && last > core {
            let given = &narrative.items[core];
            male = match (
                given.has_all(WordClasses::MALE_NAME),
                given.has_all(WordClasses::FEMALE_NAME),
            ) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            };
        }
        mentions.push(NameMention {
            start,
            end: i,
            core_start: core,
            surname: names.word_id(narrative, last),
            is_male: male,
            has_title: titled,
            person: None,
        });
    }
}
