//! Word classes for attribution, compiled from the word lists of a language.
//!
//! One look-up gives all classes of a word, before its neighbours are known.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lists::{LanguageLists, WordList};
use super::word_class::{WordClasses, class_named};
use crate::text::{NameWord, PerfectWordMap, WordKey, WordMap, lines, rows, with_lowercase};

/// The order of words and the make of words in a language: the row `grammar` of `word-classes.tsv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grammar {
    /// The verb of a main clause is its second part, whatever the first: *Gestern sagte Ito*
    /// (`verb-second`).
    pub(crate) verb_second: bool,
    /// Every noun has a capital (`noun-capitals`).
    pub(crate) noun_capitals: bool,
    /// Nouns are joined to one word, whose last part says what it is: *Außenminister*
    /// (`compounds`).
    pub(crate) compounds: bool,
    /// A stop after a figure makes it an ordinal: *am 3. Mai* (`ordinal-stops`).
    pub(crate) ordinal_stops: bool,
    /// Reporting clauses stand inside the marks: *« Je pars, dit Ana, et toi ? »*
    /// (`clauses-inside`).
    pub(crate) clauses_inside: bool,
    /// A name ends its noun phrase, and no verb has a list: *El ministro Luis Mora reafirmó*
    /// (`name-last`).
    pub(crate) name_last: bool,
    /// Speech in dialogue follows a dash at the head of a paragraph (`dialogue-dashes`).
    pub(crate) dialogue_dashes: bool,
}

impl Grammar {
    /// Adds the property of this name; returns false if there is none.
    fn add(&mut self, name: &str) -> bool {
        match name {
            "verb-second" => self.verb_second = true,
            "noun-capitals" => self.noun_capitals = true,
            "compounds" => self.compounds = true,
            "ordinal-stops" => self.ordinal_stops = true,
            "clauses-inside" => self.clauses_inside = true,
            "name-last" => self.name_last = true,
            "dialogue-dashes" => self.dialogue_dashes = true,
            _ => return false,
        }
        true
    }
}

/// The class of a row that names properties and no words.
const GRAMMAR_CLASS: &str = "grammar";

/// The class of the words that are the speaker's own.
const OWN_CLASS: &str = "own";
/// The class of interpreters and languages.
const TRANSLATION_CLASS: &str = "translation";
/// The class of the prepositions before them.
const THROUGH_CLASS: &str = "through";

/// The words of one language, with their classes.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: PerfectWordMap<WordClasses>,
    phrases: FxHashMap<Box<str>, Vec<(Box<str>, WordClasses)>>,
    /// Phrases that introduce a speaker without a verb, word by word: according to, *nach Angaben*.
    according: Vec<Vec<Box<str>>>,
    /// Number of reporting verbs and phrases.
    pub(crate) reporting_verbs: usize,
    /// True if the language has elided words that are printed as one with the next: *l’*, *qu’*.
    pub(crate) elides: bool,
    /// The order of words and the make of words.
    pub(crate) grammar: Grammar,
    /// The words that are the speaker's own: *my*, *our* (`own`).
    first_person: FxHashSet<Box<str>>,
    /// Interpreters and languages (`translation`), and the prepositions before them (`through`).
    translations: FxHashSet<Box<str>>,
    translation_leads: FxHashSet<Box<str>>,
    /// Classes of ’s with a straight and with a curved apostrophe.
    owners: [WordClasses; 2],
}

impl Lexicon {
    /// Returns true if `word` shows the language: article, pronoun, preposition, conjunction,
    /// auxiliary, reporting verb.
    pub(crate) fn is_closed_class(&self, word: &str) -> bool {
        let head = if self.elides { elided(word).unwrap_or(word) } else { word };
        self.words.get(head).has_any(WordClasses::CLOSED_CLASS)
    }

    /// Returns the same for the ASCII word of `key`.
    pub(crate) fn is_closed_class_key(&self, key: WordKey) -> bool {
        self.words.get_key(key).has_any(WordClasses::CLOSED_CLASS)
    }

    /// Returns the number of words of a phrase that introduces a speaker. `word` returns the words
    /// of the text by their number, from the first one on.
    pub(crate) fn according_to_len<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<usize> {
        let same = |printed: &str, part: &str| {
            printed.eq_ignore_ascii_case(part)
                || !printed.is_ascii() && printed.to_lowercase() == *part
        };
        let fits =
            |lead: &&Vec<Box<str>>| lead.iter().enumerate().all(|(i, part)| same(word(i), part));
        self.according.iter().filter(fits).map(Vec::len).max()
    }

    /// Returns the classes of a printed word, by one look-up.
    pub(crate) fn classes_of(&self, printed: &str, capital: bool) -> WordClasses {
        Lexicon::in_case(self.words.get(printed), printed.as_bytes(), capital)
    }

    /// Returns the same for an ASCII word whose `key` is known.
    #[inline]
    pub(crate) fn classes_of_key(
        &self,
        key: WordKey,
        printed: &[u8],
        capital: bool,
    ) -> WordClasses {
        Lexicon::in_case(self.words.get_key(key), printed, capital)
    }

    /// Returns the classes of a ’s of `len` bytes.
    #[inline]
    pub(crate) fn possessive_suffix_classes(&self, len: usize) -> WordClasses {
        self.owners[usize::from(len > 2)]
    }

    #[inline]
    fn in_case(mut classes: WordClasses, printed: &[u8], capital: bool) -> WordClasses {
        if capital {
            classes = classes.with(WordClasses::CAPITALIZED);
            // Words in capitals are no pronouns: IT, WHO.
            if printed.len() > 1 && printed.iter().all(u8::is_ascii_uppercase) {
                const CLOSED: WordClasses = WordClasses::SUBJECT_PRONOUN
                    .with(WordClasses::RELATIVE)
                    .with(WordClasses::PREPOSITION)
                    .with(WordClasses::SUBORDINATOR)
                    .with(WordClasses::PLURAL);
                classes = classes.without(CLOSED);
            }
        }
        classes
    }

    /// Returns true if the noun says what the name behind it is: *Motto*, *Kinofilm*.
    pub(crate) fn names_what_follows(&self, noun: &str) -> bool {
        const NAMED: WordClasses = WordClasses::TITLED_NOUN;
        let own = self.words.get(noun).has_any(NAMED);
        own && (!self.grammar.noun_capitals || noun.starts_with(char::is_uppercase))
            || self.grammar.compounds && self.last_part(noun, NAMED).has_any(NAMED)
    }

    /// Returns true for *my* and *our*, which are the speaker's own (`own`).
    pub(crate) fn is_first_person(&self, word: &str) -> bool {
        self.first_person.contains(&*word.to_lowercase())
    }

    /// Returns true for the prepositions before an interpreter or a language: *through*, *in*.
    pub(crate) fn leads_to_translation(&self, word: &str) -> bool {
        self.translation_leads.contains(word)
    }

    /// Returns true for an interpreter or a language: *translator*, *Russian* (`translation`).
    pub(crate) fn is_translation(&self, word: &str) -> bool {
        self.translations.contains(&*word.to_lowercase())
    }

    /// Returns the classes of a compound by its last part: *Außenminister* is a *Minister*.
    pub(crate) fn classes_of_last_part(&self, printed: &str) -> WordClasses {
        const NOUNS: WordClasses = WordClasses::ROLE
            .with(WordClasses::ORGANIZATION)
            .with(WordClasses::TITLE)
            .with(WordClasses::SPEECH_NOUN)
            .with(WordClasses::MEDIUM)
            .with(WordClasses::TIME)
            .with(WordClasses::THING);
        self.last_part(printed, NOUNS)
    }

    /// Returns those of `sought` that the longest known last part of a word has.
    fn last_part(&self, printed: &str, sought: WordClasses) -> WordClasses {
        /// Letters of the shortest last part that is looked for.
        const MIN_PART_LETTERS: usize = 5;
        /// Letters of the shortest first part.
        const MIN_FIRST_LETTERS: usize = 2;
        let letters = printed.chars().count();
        let parts = printed.char_indices().skip(MIN_FIRST_LETTERS);
        let parts = parts.take(letters.saturating_sub(MIN_FIRST_LETTERS + MIN_PART_LETTERS - 1));
        for (at, _) in parts {
            let part = &printed[at..];
            let classes = self.words.get(part);
            if !part.starts_with(char::is_uppercase) && classes.has_any(sought) {
                return classes.within(sought);
            }
        }
        WordClasses::default()
    }

    /// Returns the classes of the cue of two words `first second`, if it is one.
    pub(crate) fn phrase(&self, first: &str, second: &str) -> Option<WordClasses> {
        let of_first = with_lowercase(first, |lower| self.phrases.get(lower))?;
        of_first
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(second))
            .map(|&(_, classes)| classes)
    }

    /// Compiles the lists of a language: reporting verbs, other verbs, and word classes.
    pub(super) fn new(lists: &LanguageLists) -> Lexicon {
        let mut lexicon = Lexicon::default();
        let mut listed = WordMap::default();
        // The names of all languages' people are in all languages' news; each file may add its own.
        for (word, name) in NameWord::all() {
            for (bit, class) in [
                (NameWord::TITLE, WordClasses::TITLE),
                (NameWord::MALE, WordClasses::MALE_NAME),
                (NameWord::FEMALE, WordClasses::FEMALE_NAME),
                (NameWord::GIVEN, WordClasses::GIVEN_NAME),
                (NameWord::SUFFIX, WordClasses::NAME_SUFFIX),
                (NameWord::PARTICLE, WordClasses::NAME_PARTICLE),
            ] {
                if name.has(bit) {
                    add(&mut listed, word, class);
                }
            }
        }
        let mut all: FxHashSet<&str> = FxHashSet::default();
        let mut lemmas: FxHashSet<&str> = FxHashSet::default();
        for (form, rest) in lists.texts(WordList::ReportingVerbs).flat_map(rows) {
            let mut fields = rest.split('\t');
            lemmas.extend(fields.next());
            let mut classes = fields.next().and_then(verb_class).unwrap_or(WordClasses::WEAK_CUE);
            for tense in fields.next().unwrap_or("").split('+') {
                classes = classes.with(verb_tense(tense).unwrap_or_default());
            }
            match form.split_once(' ') {
                Some((first, second)) => {
                    add(&mut listed, first, WordClasses::MULTIWORD_CUE_START);
                    all.insert(first);
                    lexicon.phrases.entry(first.into()).or_default().push((second.into(), classes));
                }
                None => {
                    add(&mut listed, form, classes);
                    all.insert(form);
                }
            }
        }
        lexicon.reporting_verbs = lemmas.len();
        for word in lists.texts(WordList::NonReportingVerbs).flat_map(lines) {
            add(&mut listed, word, WordClasses::NON_REPORTING_VERB);
            all.insert(word);
        }
        for (class, list) in lists.texts(WordList::WordClasses).flat_map(rows) {
            if class == GRAMMAR_CLASS {
                list.split_whitespace().for_each(|name| {
                    lexicon.grammar.add(name);
                });
                continue;
            }
            let plain = match class {
                OWN_CLASS => Some(&mut lexicon.first_person),
                TRANSLATION_CLASS => Some(&mut lexicon.translations),
                THROUGH_CLASS => Some(&mut lexicon.translation_leads),
                _ => None,
            };
            if let Some(plain) = plain {
                plain.extend(list.split_whitespace().map(Box::from));
                continue;
            }
            let classes = class_named(class);
            for word in list.split_whitespace() {
                let mut parts = word.split('_');
                let word = parts.next().unwrap_or(word);
                if classes == WordClasses::ACCORDING_TO {
                    lexicon
                        .according
                        .push(std::iter::once(word).chain(parts).map(Box::from).collect());
                }
                lexicon.elides |= classes == WordClasses::ELIDED;
                add(&mut listed, word, classes);
                all.insert(word);
            }
        }
        // A verb form may be the plural of a noun: claims, comments, tweets. Other plurals of
        // roles, organizations and nouns need no line of their own.
        const PLURALS: WordClasses = WordClasses::ROLE
            .with(WordClasses::ORGANIZATION)
            .with(WordClasses::SPEECH_NOUN)
            .with(WordClasses::THING)
            .with(WordClasses::MEDIUM);
        for word in &all {
            let Some(singular) = listed.get(word) else { continue };
            let plural = format!("{word}s");
            if !all.contains(plural.as_str()) {
                let classes = singular.within(PLURALS);
                add(&mut listed, &plural, classes);
            } else if singular.has_any(WordClasses::SPEECH_NOUN)
                && listed
                    .get(&plural)
                    .is_some_and(|classes| classes.has_any(WordClasses::PRESENT_TENSE))
            {
                add(&mut listed, &plural, WordClasses::SPEECH_NOUN);
            }
        }
        lexicon.words = PerfectWordMap::from_word_map(listed);
        lexicon.owners = ["'s", "’s"].map(|owner| lexicon.classes_of(owner, false));
        lexicon
    }
}

/// Returns the words by which a language is recognized, with their classes: those for which
/// [`Lexicon::is_closed_class`] is true, but for their elisions.
pub(super) fn closed_class_words(
    lists: &LanguageLists,
) -> impl Iterator<Item = (&str, WordClasses)> {
    let says = lists.texts(WordList::ReportingVerbs).flat_map(rows).filter(|(form, rest)| {
        !form.contains(' ') && matches!(rest.split('\t').nth(1), Some("say" | "tell"))
    });
    let closed = lists.texts(WordList::WordClasses).flat_map(rows);
    let closed = closed
        .map(|(class, list)| (class_named(class), list))
        .filter(|(classes, _)| classes.has_any(WordClasses::CLOSED_CLASS));
    let closed = closed.flat_map(|(classes, list)| {
        list.split_whitespace().map(move |word| (word.split('_').next().unwrap_or(word), classes))
    });
    says.map(|(form, _)| (form, WordClasses::SPEECH_VERB)).chain(closed)
}

/// The part of `word` up to its apostrophe, which is a word of its own where vowels are lost.
pub(crate) fn elided(word: &str) -> Option<&str> {
    word.char_indices()
        .find(|&(_, c)| matches!(c, '\'' | '’'))
        .map(|(at, c)| &word[..at + c.len_utf8()])
}

/// Returns the class of a reporting verb, by its name in `reporting-verbs.tsv`.
fn verb_class(name: &str) -> Option<WordClasses> {
    Some(match name {
        "say" => WordClasses::SPEECH_VERB,
        "tell" => WordClasses::SPEECH_VERB | WordClasses::ADDRESSEE_VERB,
        "inscribed" => WordClasses::COGNITION_VERB | WordClasses::INSCRIPTION_VERB,
        "think" => WordClasses::COGNITION_VERB,
        "call" => WordClasses::NAMING_VERB,
        "use" => WordClasses::WEAK_CUE,
        _ => return None,
    })
}

/// Returns the tense of a verb's form, by its name in `reporting-verbs.tsv`.
fn verb_tense(name: &str) -> Option<WordClasses> {
    Some(match name {
        "base" => WordClasses::BASE_FORM,
        "present" => WordClasses::PRESENT_TENSE,
        "past" => WordClasses::PAST_TENSE,
        "participle" => WordClasses::PAST_PARTICIPLE,
        "ing" => WordClasses::ING_FORM,
        _ => return None,
    })
}

/// Checks a row of `reporting-verbs.tsv` or `word-classes.tsv`.
pub(super) fn check(list: WordList, line: &str) -> Result<(), &'static str> {
    let fields: Vec<&str> = line.split('\t').collect();
    match (list, fields.as_slice()) {
        (WordList::ReportingVerbs, [form, _, class, tenses]) => {
            if form.split(' ').count() > 2 {
                Err("a form of more than two words")
            } else if verb_class(class).is_none() {
                Err("no such class of verbs")
            } else if tenses.split('+').any(|tense| verb_tense(tense).is_none()) {
                Err("no such tense")
            } else {
                Ok(())
            }
        }
        (WordList::ReportingVerbs, _) => {
            Err("four columns were expected: form, verb, class, tenses")
        }
        (WordList::WordClasses, [GRAMMAR_CLASS, names]) => {
            let mut grammar = Grammar::default();
            match names.split_whitespace().all(|name| grammar.add(name)) {
                true => Ok(()),
                false => Err("no such property of a grammar"),
            }
        }
        (WordList::WordClasses, [OWN_CLASS | TRANSLATION_CLASS | THROUGH_CLASS, _]) => Ok(()),
        (_, [class, _]) if class_named(class) == WordClasses::default() => {
            Err("no such class of words")
        }
        (_, [_, _]) => Ok(()),
        _ => Err("two columns were expected: class, words"),
    }
}

/// Adds `lex` to what is known of `word`.
fn add(listed: &mut WordMap<WordClasses>, word: &str, classes: WordClasses) {
    let entry = listed.get_or_insert_with(word, WordClasses::default);
    *entry = entry.with(classes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LanguageRegistry;

    #[test]
    fn classes_come_from_the_files() {
        let english = LanguageRegistry::built_in().english().lexicon();
        assert!(
            english
                .classes_of("said", false)
                .has_all(WordClasses::SPEECH_VERB | WordClasses::PAST_TENSE)
        );
        assert!(
            english.classes_of("Saying", true).has_all(
                WordClasses::SPEECH_VERB | WordClasses::ING_FORM | WordClasses::CAPITALIZED
            )
        );
        assert!(english.classes_of("called", false).has_all(WordClasses::NAMING_VERB));
        assert!(
            english
                .classes_of("He", true)
                .has_all(WordClasses::SUBJECT_PRONOUN | WordClasses::MASCULINE)
        );
        assert!(english.classes_of("strategists", false).has_all(WordClasses::ROLE));
        assert!(english.phrase("Pointed", "out").is_some());
        assert!(english.phrase("pointed", "at").is_none());
        assert_eq!(english.classes_of("xyzzy", false), WordClasses::default());
    }

    #[test]
    fn at_least_250_reporting_verbs() {
        let lemmas: std::collections::BTreeSet<_> = rows(include_str!("en/reporting-verbs.tsv"))
            .filter_map(|(_, rest)| rest.split('\t').next())
            .collect();
        assert!(lemmas.len() >= 250, "{}", lemmas.len());
    }
}
