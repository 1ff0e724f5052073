//! Full names in several forms, and full names that only quoted words hold.

use super::person_index::MAX_NAMESAKES;
use super::{NameLocation, NameMention, PersonIndex, is_initial, without_possessive};
use crate::attribution::narrative::Narrative;
use crate::language::{WordClasses, are_short_forms};
use crate::span::Span;
use crate::text::NameWord;

impl PersonIndex<'_> {
    /// Returns the person that a full name in another form means: a short form of the given name
    /// (Dave Ito, David Ito), an initial, or the name of a known person behind other words (Defiant
    /// Ana Ruiz).
    pub(super) fn same_person(
        &self,
        narrative: &Narrative<'_>,
        mention: &NameMention,
    ) -> Option<usize> {
        let words = || {
            (mention.core_start..mention.end)
                .filter(|&i| narrative.items[i].is_word())
                .map(|i| narrative.item_text(i))
        };
        let first = words().next()?;
        let suffixed = narrative.items[mention.end - 1].has_all(WordClasses::NAME_SUFFIX);
        let (from, to) = (mention.core_start, mention.end - 1);
        let printed = narrative.items[from].span.cover(narrative.items[to].span);
        let printed = printed.slice(narrative.text);
        const BODIES: WordClasses =
            WordClasses::ORGANIZATION.with(WordClasses::THING).with(WordClasses::PLACE);
        // Suu Kyi is Aung San Suu Kyi.
        let is_tail = |long: &str, short: &str| {
            !narrative.items[to].has_any(BODIES)
                && short.contains(' ')
                && long
                    .strip_suffix(short)
                    .is_some_and(|rest| rest.ends_with(' ') && !rest.contains(['\'', '’']))
        };
        let fits = |&person: &usize| {
            let known = &self.persons[person];
            let NameLocation { part, span } = known.full_name;
            let name = span.slice(self.texts[part]);
            let Some(given) = name.split_whitespace().next() else { return false };
            let jr = name
                .split_whitespace()
                .next_back()
                .is_some_and(|word| word_roles(word).has(NameWord::SUFFIX));
            if jr != suffixed
                || matches!((known.is_male, mention.is_male), (Some(a), Some(b)) if a != b)
            {
                return false;
            }
            let initial = |short: &str, long: &str| {
                is_initial(short) && {
                    let letter = short.trim_end_matches('.');
                    letter.chars().count() == 1 && long.starts_with(letter)
                }
            };
            let inside = |words: &mut dyn Iterator<Item = &str>, word: &str| {
                words.skip(1).any(|other| other == word)
            };
            are_short_forms(&first.to_lowercase(), &given.to_lowercase())
                || initial(first, given)
                || initial(given, first)
                || is_tail(name, printed)
                || is_tail(printed, name)
                || known.has_given_name && inside(&mut words(), given)
                || mention.is_male.is_some() && inside(&mut name.split_whitespace(), first)
        };
        let mut all = self.by_surname.persons_of(mention.surname).take(MAX_NAMESAKES).filter(fits);
        let one = all.next()?;
        all.next().is_none().then_some(one)
    }

    /// Adds the persons whom only quoted words name in full: “vote for Ana Ruiz,” said Ruiz. Takes
    /// time linear in the words.
    pub(in crate::attribution) fn add_quoted_names(&mut self, part: usize, words: Span) {
        let text = self.texts[part];
        let Some(said) = text.get(words.range()) else { return };
        // Where the given name before begins.
        let mut given: Option<usize> = None;
        let mut at = 0;
        for word in said.split(' ') {
            let start = at;
            at += word.len() + 1;
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let Some(first) = word.chars().next().filter(|c| c.is_uppercase()) else {
                given = None;
                continue;
            };
            if let Some(from) = given {
                let bare = without_possessive(bare);
                if is_initial(word) && bare.chars().count() == 1 {
                    continue;
                }
                let known = self
                    .word_ids
                    .get(bare)
                    .filter(|&word| self.by_surname.persons_of(word).next().is_none());
                if let Some(surname) = known.filter(|_| first.is_alphabetic()) {
                    let given = said[from..].split(' ').next().unwrap_or_default();
                    let name = word_roles(given);
                    let given = self.word_named(given);
                    let person = self.add_person(given, surname);
                    let entry = &mut self.persons[person];
                    let place = Span::new(words.start() + from, words.start() + start + bare.len());
                    entry.full_name = NameLocation { part, span: place };
                    (entry.word_count, entry.has_given_name) = (2, true);
                    (entry.is_human, entry.is_shown_human) = (true, true);
                    entry.is_male = name.is_male();
                }
            }
            let name = word == bare && word_roles(word).has(NameWord::GIVEN);
            given = name.then_some(start);
        }
    }
}

/// Returns the roles of a word in a name.
fn word_roles(word: &str) -> NameWord {
    NameWord::lookup(&word.to_lowercase())
}
