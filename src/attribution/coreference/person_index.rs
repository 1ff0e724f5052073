//! The persons of a document, and the linking of bare names to them.

use rustc_hash::FxHashMap;

use super::name_context::{
    following_pronoun, is_beside_role, is_beside_speech_verb, is_named_as_relative,
};
use super::role_ties::{RoleTies, entry_mut};
use super::{
    DocumentPerson, NO_WORD, NameLocation, NameMention, NameMentions, WordId, clean_name,
    is_initial, without_possessive,
};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;
use crate::text::{WordKey, WordMap};

/// The persons of one document, by the words of their names.
#[derive(Debug, Default)]
pub(in crate::attribution) struct PersonIndex<'t> {
    /// Texts of the parts of the document.
    pub(super) texts: [&'t str; 2],
    pub(super) persons: Vec<DocumentPerson>,
    pub(super) word_ids: WordMap<WordId>,
    pub(super) by_surname: PersonsByWord,
    by_given: PersonsByWord,
    /// Persons by given name ([`NO_WORD`] for a bare surname), surname and suffix.
    by_name: FxHashMap<(WordId, WordId, WordId), usize>,
    /// The roles by which the document introduces persons.
    pub(super) ties: RoleTies,
    /// For each bare surname: how often *he* and *she* follow it in its sentence.
    pronoun_votes: Vec<(u32, u32)>,
    /// For each surname: the person last named in full.
    last_named: Vec<Option<usize>>,
    word_count: WordId,
}

/// The persons of each word, in order of insertion: linked lists in two vectors, so that no word
/// needs a vector of its own.
#[derive(Debug, Default)]
pub(super) struct PersonsByWord {
    /// First and last link of each word.
    ends: Vec<Option<(usize, usize)>>,
    /// A person, and the next link.
    links: Vec<(usize, Option<usize>)>,
}

impl PersonsByWord {
    fn push(&mut self, word: WordId, person: usize) {
        let link = self.links.len();
        self.links.push((person, None));
        let word = word as usize;
        if self.ends.len() <= word {
            self.ends.resize(word + 1, None);
        }
        self.ends[word] = match self.ends[word] {
            None => Some((link, link)),
            Some((first, last)) => {
                self.links[last].1 = Some(link);
                Some((first, link))
            }
        };
    }

    fn clear(&mut self) {
        self.ends.clear();
        self.links.clear();
    }

    pub(super) fn persons_of(&self, word: WordId) -> impl Iterator<Item = usize> + '_ {
        let mut link = self.ends.get(word as usize).copied().flatten().map(|(first, _)| first);
        std::iter::from_fn(move || {
            let (person, next) = self.links[link?];
            link = next;
            Some(person)
        })
    }
}

/// Largest number of namesakes that are compared, so that time stays linear.
pub(super) const MAX_NAMESAKES: usize = 32;

/// Number of items after a surname in which a spouse is sought.
const MAX_SPOUSE_ITEMS: usize = 20;

impl<'t> PersonIndex<'t> {
    /// Creates an empty index of a document with these parts, which reuses the buffers of `old`.
    pub(in crate::attribution) fn with_buffers(
        texts: [&'t str; 2],
        old: PersonIndex<'_>,
    ) -> PersonIndex<'t> {
        let PersonIndex {
            mut persons,
            mut word_ids,
            mut by_surname,
            mut by_given,
            mut by_name,
            mut ties,
            mut pronoun_votes,
            mut last_named,
            ..
        } = old;
        persons.clear();
        word_ids.clear();
        by_surname.clear();
        by_given.clear();
        by_name.clear();
        ties.clear();
        pronoun_votes.clear();
        last_named.clear();
        PersonIndex {
            texts,
            persons,
            word_ids,
            by_surname,
            by_given,
            by_name,
            ties,
            pronoun_votes,
            last_named,
            word_count: 0,
        }
    }

    /// Returns the buffers alone, for reuse.
    pub(in crate::attribution) fn into_buffers(self) -> PersonIndex<'static> {
        PersonIndex::with_buffers(["", ""], self)
    }

    /// Returns the fullest form of a person’s name.
    pub(super) fn full_name(&self, person: usize) -> String {
        let NameLocation { part, span } = self.persons[person].full_name;
        clean_name(span.slice(self.texts[part]))
    }

    /// Returns the index of the word that is item `i`.
    pub(super) fn word_id(&mut self, narrative: &Narrative<'_>, i: usize) -> WordId {
        let known = &mut self.word_count;
        let next = || {
            *known += 1;
            *known
        };
        let span = narrative.items[i].span;
        let bytes = narrative.text.as_bytes();
        let key =
            WordKey::lowercase_at(bytes, span.start(), span.len()).filter(|key| key.is_ascii());
        match key.filter(|_| !matches!(bytes[..span.end()], [.., b'\'', b's'])) {
            Some(key) => *self.word_ids.get_or_insert_key_with(key, next),
            None => {
                *self.word_ids.get_or_insert_with(without_possessive(narrative.item_text(i)), next)
            }
        }
    }

    /// Returns the index of `word`, which need not stand in the text.
    pub(super) fn word_named(&mut self, word: &str) -> WordId {
        let known = &mut self.word_count;
        *self.word_ids.get_or_insert_with(word, || {
            *known += 1;
            *known
        })
    }

    /// Adds the persons that a level names in full.
    pub(in crate::attribution) fn add_full_names(
        &mut self,
        narrative: &Narrative<'_>,
        mentions: &mut NameMentions,
    ) {
        for mention in &mut mentions.mentions {
            let words = narrative.name_words(mention).count();
            if words == 1 {
                let (he, she) = entry_mut(&mut self.pronoun_votes, mention.surname);
                match (mention.is_male, following_pronoun(narrative, mention)) {
                    (Some(true), _) => *he += 3,
                    (Some(false), _) => *she += 3,
                    (None, Some(true)) => *he += 1,
                    (None, Some(false)) => *she += 1,
                    (None, None) => {}
                }
            }
            let suffixed = narrative.items[mention.end - 1].has_all(WordClasses::NAME_SUFFIX);
            if words < 2 + usize::from(suffixed) {
                continue;
            }
            let first = &narrative.items[mention.core_start];
            let given = self.word_id(narrative, mention.core_start);
            let suffix = if suffixed { self.word_id(narrative, mention.end - 1) } else { NO_WORD };
            let shown = first.has_all(WordClasses::GIVEN_NAME)
                || mention.has_title
                || is_initial(narrative.item_text(mention.core_start))
                || is_beside_role(narrative, mention);
            let human = shown || is_beside_speech_verb(narrative, mention);
            let body = (mention.core_start..mention.end)
                .any(|i| narrative.items[i].has_any(WordClasses::ORGANIZATION))
                && (!first.has_all(WordClasses::GIVEN_NAME)
                    // Fox News
                    || narrative.items[mention.end - 1]
                        .has_all(WordClasses::ORGANIZATION.with(WordClasses::MEDIUM)));
            let span = first.span.cover(narrative.items[mention.end - 1].span);
            let key = (given, mention.surname, suffix);
            let person = match self.by_name.get(&key).copied() {
                Some(person) => person,
                None => self
                    .same_person(narrative, mention)
                    .unwrap_or_else(|| self.add_person(given, mention.surname)),
            };
            self.by_name.insert(key, person);
            let entry = &mut self.persons[person];
            entry.relative_count += usize::from(is_named_as_relative(narrative, mention));
            entry.full_count += 1;
            entry.mention_count += 1;
            // African Americans, New Hampshire
            let many = narrative.items[mention.end - 1].has_any(WordClasses::PLACE)
                && !first.has_all(WordClasses::GIVEN_NAME)
                && !mention.has_title
                && !is_initial(narrative.item_text(mention.core_start));
            entry.is_human |= human && !body && !many;
            entry.is_shown_human |= shown && !body && !many;
            entry.may_be_human |= !body
                && !many
                && narrative.is_rare_word(mention.core_start)
                && !first.has_any(WordClasses::PLACE);
            entry.is_male = entry.is_male.or(mention.is_male);
            match following_pronoun(narrative, mention) {
                Some(true) => entry.pronoun_votes.0 += 1,
                Some(false) => entry.pronoun_votes.1 += 1,
                None => {}
            }
            // A word before the given name is no part of it: Defiant Ana Ruiz.
            let given_name = first.has_all(WordClasses::GIVEN_NAME);
            if entry.word_count == 0
                || words > entry.word_count && (given_name || !entry.has_given_name)
                || given_name && !entry.has_given_name
            {
                entry.word_count = words;
                entry.has_given_name = given_name;
                entry.full_name = NameLocation { part: narrative.part, span };
            }
            self.add_ties(narrative, mention, person);
            mention.person = Some(person);
        }
    }

    /// Decides the gender of the persons whose name does not tell it, by the pronouns after it.
    pub(in crate::attribution) fn settle_genders(&mut self) {
        for person in 0..self.persons.len() {
            let known = &self.persons[person];
            let mut alone = self.by_surname.persons_of(known.surname);
            let only = alone.next() == Some(person) && alone.next().is_none();
            let (mut he, mut she) = known.pronoun_votes;
            if only {
                let bare = self.pronoun_votes.get(known.surname as usize).copied();
                let (him, her) = bare.unwrap_or_default();
                (he, she) = (he + him, she + her);
            }
            if known.is_male.is_none() {
                self.persons[person].is_male = match (he, she) {
                    (1.., 0) => Some(true),
                    (0, 1..) => Some(false),
                    (he, she) if he >= 3 * she.max(1) => Some(true),
                    (he, she) if she >= 3 * he.max(1) => Some(false),
                    _ => None,
                };
            }
        }
    }

    /// Adds a person of this given name and surname.
    pub(super) fn add_person(&mut self, given: WordId, surname: WordId) -> usize {
        let person = self.persons.len();
        self.by_surname.push(surname, person);
        self.by_given.push(given, person);
        self.persons.push(DocumentPerson {
            full_name: NameLocation::default(),
            surname,
            word_count: 0,
            is_male: None,
            is_human: false,
            is_shown_human: false,
            may_be_human: false,
            is_opener_only: true,
            has_office: false,
            has_given_name: false,
            mention_count: 0,
            pronoun_votes: (0, 0),
            full_count: 0,
            relative_count: 0,
        });
        person
    }

    /// Links the bare names of a level to persons. A bare name that fits no full name becomes a
    /// person of its own.
    pub(in crate::attribution) fn link_bare_names(
        &mut self,
        narrative: &Narrative<'_>,
        mentions: &mut NameMentions,
    ) {
        for mention in &mut mentions.mentions {
            if let Some(person) = mention.person {
                *entry_mut(&mut self.last_named, mention.surname) = Some(person);
                continue;
            }
            if narrative.name_words(mention).nth(1).is_some() {
                continue;
            }
            let male = mention.is_male.or_else(|| self.gender_beside(narrative, mention));
            let person = match self.find_bare_name(mention.surname, male) {
                Some(person) => person,
                None => self.add_bare_person(narrative, mention),
            };
            let beside_role = is_beside_role(narrative, mention);
            let entry = &mut self.persons[person];
            entry.mention_count += 1;
            let known = narrative.items[mention.core_start].has_any(
                WordClasses::PLACE
                    | WordClasses::ORGANIZATION
                    | WordClasses::TIME
                    | WordClasses::ROLE,
            );
            // People are called by their last word alone; organizations are not: the Democratic
            // Party is not called Party.
            let printed = narrative.item_text(mention.core_start);
            let acronym = printed.bytes().all(|b| !b.is_ascii_lowercase());
            entry.is_opener_only &= narrative.items[mention.start].opens_sentence || acronym;
            entry.may_be_human |= !known
                && !acronym
                && !printed.ends_with('s')
                && mention.end == mention.core_start + 1
                && crate::text::is_name(&crate::text::normal_form(printed));
            entry.is_human |= !known
                && (!acronym || mention.has_title)
                && (mention.has_title
                    || beside_role
                    || entry.word_count > 1
                    || is_beside_speech_verb(narrative, mention)
                        && !narrative.is_common_opener(mention.start));
            entry.is_shown_human |= !known && (mention.has_title || beside_role);
            entry.is_male = entry.is_male.or(mention.is_male);
            self.add_ties(narrative, mention, person);
            mention.person = Some(person);
        }
    }

    /// Returns the gender of a bare surname that a man and a woman share, by a spouse in its
    /// sentence: Hale praised **his wife**.
    fn gender_beside(&self, narrative: &Narrative<'_>, mention: &NameMention) -> Option<bool> {
        let high = narrative.sentence_of(mention.start).end;
        let spouse = |k: usize| matches!(narrative.item_text(k), "wife" | "husband");
        let spouse = (mention.end + 1..high).take(MAX_SPOUSE_ITEMS).find(|&k| spouse(k))?;
        let own = &narrative.items[spouse - 1];
        if !own.has_any(WordClasses::POSSESSIVE) {
            return None;
        }
        let male = own.has_all(WordClasses::MASCULINE);
        let named = |male: bool| {
            let mut persons = self.by_surname.persons_of(mention.surname).take(MAX_NAMESAKES);
            persons.any(|person| self.persons[person].is_male == Some(male))
        };
        (named(true) && named(false)).then_some(male)
    }

    /// Returns the person of a bare surname that fits no full name, or several.
    fn add_bare_person(&mut self, narrative: &Narrative<'_>, mention: &NameMention) -> usize {
        let male = mention.is_male.or_else(|| self.gender_by_pronouns(mention.surname));
        let persons = &mut self.persons;
        *self.by_name.entry((NO_WORD, mention.surname, NO_WORD)).or_insert_with(|| {
            // A gendered title is kept where there is no given name: Mrs. Ruiz.
            let from = if mention.is_male.is_some() { mention.start } else { mention.core_start };
            let span = narrative.items[from].span.cover(narrative.items[mention.end - 1].span);
            persons.push(DocumentPerson {
                full_name: NameLocation { part: narrative.part, span },
                surname: mention.surname,
                word_count: 1,
                is_male: male,
                is_human: false,
                is_shown_human: false,
                may_be_human: false,
                is_opener_only: true,
                has_office: false,
                has_given_name: false,
                mention_count: 0,
                pronoun_votes: (0, 0),
                full_count: 0,
                relative_count: 0,
            });
            self.by_surname.push(mention.surname, persons.len() - 1);
            persons.len() - 1
        })
    }

    /// Returns the speaker’s name for a label in a transcript, and the person if the document names
    /// it. *Q* and *A* are no names.
    pub(in crate::attribution) fn resolve_label(
        &self,
        label: &str,
    ) -> (Option<String>, Option<usize>) {
        if label.chars().filter(|c| c.is_alphabetic()).count() < 2
            || ["question", "answer"].iter().any(|word| label.eq_ignore_ascii_case(word))
        {
            return (None, None);
        }
        let known = label
            .split_whitespace()
            .next_back()
            .and_then(|word| self.word_ids.get(without_possessive(word)));
        let person = known.and_then(|surname| self.find_bare_name(surname, None));
        (Some(person.map_or_else(|| clean_name(label), |person| self.full_name(person))), person)
    }

    /// Returns the person whose surname is `word`, if the document names one in full.
    pub(super) fn named_by(&self, word: &str) -> Option<usize> {
        let person = self.find_bare_name(self.word_ids.get(word)?, None)?;
        (self.persons[person].word_count > 1).then_some(person)
    }

    /// Returns the one body whose name begins or ends with the word `head`: **Department** of
    /// Justice, Supreme **Court**.
    pub(super) fn body_called(&self, head: &str) -> Option<usize> {
        let word = self.word_ids.get(head)?;
        let last = self.by_surname.persons_of(word).take(MAX_NAMESAKES);
        let mut all = last
            .chain(self.by_given.persons_of(word).take(MAX_NAMESAKES))
            .filter(|&body| !self.persons[body].is_human && self.persons[body].word_count > 1);
        let one = all.next()?;
        all.all(|other| other == one).then_some(one)
    }

    /// Returns the gender of a bare surname by the pronouns after it: three in four of at least two
    /// agree.
    fn gender_by_pronouns(&self, surname: WordId) -> Option<bool> {
        let &(he, she) = self.pronoun_votes.get(surname as usize)?;
        match (he, she) {
            (he, she) if he >= 2 && he >= 3 * she => Some(true),
            (he, she) if she >= 2 && she >= 3 * he => Some(false),
            _ => None,
        }
    }

    /// Returns the person that a bare name means.
    fn find_bare_name(&self, word: WordId, male: Option<bool>) -> Option<usize> {
        let own = male; // by the title printed before this very name
        let male = own.or_else(|| self.gender_by_pronouns(word));
        let fits = |&p: &usize| {
            let person = &self.persons[p];
            male.is_none() || person.is_male.is_none() || person.is_male == male
        };
        // Most surnames belong to one person.
        let mut all = self.by_surname.persons_of(word);
        if let (Some(one), None) = (all.next(), all.next())
            && fits(&one)
        {
            return (!self.persons[one].is_relative()
                || own.is_some() && self.persons[one].is_male == own)
                .then_some(one);
        }
        let mut of_surname: Vec<usize> =
            self.by_surname.persons_of(word).take(MAX_NAMESAKES).filter(fits).collect();
        if of_surname.iter().any(|&p| !self.persons[p].is_relative()) {
            of_surname.retain(|&p| !self.persons[p].is_relative());
        } else if !of_surname.is_empty() && own.is_none() {
            // If only relatives are named in full, the bare name means somebody else.
            return None;
        }
        match of_surname[..] {
            [one] => return Some(one),
            [] => {}
            _ => {
                // Take the person mentioned most often, unless there is a tie.
                of_surname.sort_by_key(|&p| (std::cmp::Reverse(self.persons[p].mention_count), p));
                let (a, b) = (&self.persons[of_surname[0]], &self.persons[of_surname[1]]);
                if a.mention_count > b.mention_count {
                    return Some(of_surname[0]);
                }
                let last = self.last_named.get(word as usize).copied().flatten();
                return last.filter(|last| of_surname.contains(last));
            }
        }
        let of_given: Vec<usize> =
            self.by_given.persons_of(word).take(MAX_NAMESAKES).filter(fits).collect();
        match of_given[..] {
            [one] if self.persons[one].is_human => Some(one),
            _ => None,
        }
    }
}

impl Narrative<'_> {
    /// Returns the words of a name without its titles. A hyphenated word counts once: Jean-Claude,
    /// the Ruiz-Ito plan.
    fn name_words(&self, mention: &NameMention) -> impl Iterator<Item = usize> {
        let core = mention.core_start;
        // A particle at the beginning belongs to the surname: de Blasio.
        let particle = usize::from(
            mention.end > core + 1
                && self.items[core].has_all(WordClasses::NAME_PARTICLE)
                && !self.items[core].has_any(WordClasses::GIVEN_NAME),
        );
        let core = core + particle;
        let joined = move |i: usize| i > core && self.items[i - 1].is_mark(&['-', '–']);
        (core..mention.end).filter(move |&i| self.items[i].is_word() && !joined(i))
    }
}
