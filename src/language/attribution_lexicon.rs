//! Word classes for attribution, compiled from the word lists of a language.
//!
//! One look-up gives all classes of a word, before its neighbours are known.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lists::{LanguageLists, WordList};
use crate::text::{NameWord, PerfectWordMap, WordKey, WordMap, lines, rows, with_lowercase};

/// A set of classes of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClasses(u64);

macro_rules! word_classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl WordClasses {
            $($(#[$doc])* pub(crate) const $name: WordClasses = WordClasses(1 << $bit);)*
        }
    };
}

word_classes! {
    /// Verb that reports speech by itself: *said* (`say` and `tell` in `reporting-verbs.tsv`).
    SPEECH_VERB = 0;
    /// Verb that reports speech, thought and other things: *believes*, *shows* (`think`).
    COGNITION_VERB = 1;
    /// Verb whose object the quotation characterizes: *called it “…”* (`call`).
    NAMING_VERB = 2;
    /// Verb that governs a quotation now and then: *used “…”* (`use`).
    WEAK_CUE = 3;
    /// Base form of a verb: *say*.
    BASE_FORM = 4;
    /// Form of the present tense: *says*.
    PRESENT_TENSE = 5;
    /// Form of the past tense: *said*.
    PAST_TENSE = 6;
    /// Past participle: *spoken*.
    PAST_PARTICIPLE = 7;
    /// Present participle or gerund: *saying*.
    ING_FORM = 8;
    /// First word of a cue of two words: *pointed out*.
    MULTIWORD_CUE_START = 9;
    /// Pronoun that can be a subject: *she* (`subject` in `word-classes.tsv`).
    SUBJECT_PRONOUN = 10;
    /// Masculine pronoun (`he`).
    MASCULINE = 11;
    /// Feminine pronoun (`she`).
    FEMININE = 12;
    /// Plural pronoun (`plural`).
    PLURAL = 13;
    /// Relative pronoun (`relative`).
    RELATIVE = 14;
    /// Word that can be a whole noun phrase: *others*, *some* (`single`).
    INDEFINITE = 15;
    /// Determiner or numeral before a noun (`det`).
    DETERMINER = 16;
    /// Possessive determiner (`possessive`).
    POSSESSIVE = 17;
    /// Preposition (`prep`).
    PREPOSITION = 18;
    /// Coordinating conjunction (`conj`).
    CONJUNCTION = 19;
    /// Subordinating conjunction or question word (`subord`).
    SUBORDINATOR = 20;
    /// Auxiliary or negation (`aux`).
    AUXILIARY = 21;
    /// Form of *be* (`be`).
    BE = 22;
    /// Adverb (`adverb`).
    ADVERB = 23;
    /// Word of time: *Monday*, *yesterday* (`time`).
    TIME = 24;
    /// Noun whose content a quotation can be: *statement*, *comment* (`noun`).
    SPEECH_NOUN = 25;
    /// Noun of a medium in which something is said: *in an interview* (`vehicle`).
    MEDIUM = 26;
    /// Role of a person: *spokesman* (`role`).
    ROLE = 27;
    /// Organization or text that can speak: *union*, *report* (`body`).
    ORGANIZATION = 28;
    /// Place (`place`).
    PLACE = 29;
    /// Verb that reports nothing, in a form that is never a noun (`non-reporting-verbs.txt`).
    NON_REPORTING_VERB = 30;
    /// Title before a name: *Senator*, *Mr.* (`title`, `title-he`, `title-she`).
    TITLE = 31;
    /// Given name or title of men.
    MALE_NAME = 32;
    /// Given name or title of women.
    FEMALE_NAME = 33;
    /// Given name (`given-he`, `given-she`).
    GIVEN_NAME = 34;
    /// Suffix of a name: *Jr.*
    NAME_SUFFIX = 35;
    /// Particle inside a name: *von*, *al*.
    NAME_PARTICLE = 36;
    /// Begins with a capital, as printed.
    CAPITALIZED = 37;
    /// Number, or word that begins with a digit.
    NUMBER = 38;
    /// Introduces a speaker without a verb: *according to*, *laut*, *selon* (`according`).
    ACCORDING_TO = 39;
    /// Introduces reported speech: *that* (`that`).
    COMPLEMENTIZER = 40;
    /// Relative of somebody: *wife*, *son* (`kin`).
    KINSHIP = 43;
    /// Negative pronoun: *nobody* (`nobody`).
    NEGATIVE_PRONOUN = 44;
    /// Loses its vowel before another word and is printed as one with it: *l’*, *qu’* (`elision`).
    ELIDED = 45;
    /// Links one noun to another: *of*, *from* (`of`).
    OF = 46;
    /// Introduces a speaker right after a quotation, and means something else elsewhere: German
    /// *so* (`afterwards`).
    POSTPOSED_ACCORDING_TO = 47;
    /// Verb that takes its addressee as object: *told* (`tell`). Its subject never follows it.
    ADDRESSEE_VERB = 48;
    /// Noun that makes its possessor a speaker: *in X’s words*, *in her view* (`view`).
    OPINION_NOUN = 49;
    /// Introduces a subject of its own for a participle: *with X saying*, *heard X say* (`with`).
    PARTICIPLE_LEAD = 50;
    /// Verb whose subject bears the text: *a hat reading* (`inscribed`).
    INSCRIPTION_VERB = 51;
    /// Word of a proper name, as it is used in the text; marked after the level is tokenized.
    PROPER_NOUN = 52;
    /// The ’s of a possessive, as it is used in the text; marked likewise.
    GENITIVE_MARKER = 53;
    /// Last word of the name of a body, and never a surname: *committee* (`bodyhead`).
    BODY_HEAD = 54;
    /// Event, show or work, which cannot speak: *convention* (`thing`).
    THING = 55;
    /// Reporting verb that goes on with words of the same person: *added* (`onward`).
    ONWARD_VERB = 56;
    /// Noun that stands after *of* in an office: *Secretary of **Defense*** (`office`).
    OFFICE_NOUN = 57;
    /// Role that identifies one person of the news, and stands in for the name: *the senator*
    /// (`identity`).
    IDENTITY_ROLE = 58;
}

impl WordClasses {
    /// All reporting verbs.
    pub(crate) const CUE: WordClasses = WordClasses(0b1111);
    /// The classes by which a language is recognized.
    const CLOSED_CLASS: WordClasses = WordClasses::DETERMINER
        .with(WordClasses::SUBJECT_PRONOUN)
        .with(WordClasses::PREPOSITION)
        .with(WordClasses::CONJUNCTION)
        .with(WordClasses::SUBORDINATOR)
        .with(WordClasses::AUXILIARY)
        .with(WordClasses::ELIDED)
        .with(WordClasses::SPEECH_VERB);

    /// Returns true if the set holds all classes of `other`.
    #[inline]
    pub(crate) fn has_all(self, other: WordClasses) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns true if the set holds at least one class of `other`.
    #[inline]
    pub(crate) fn has_any(self, other: WordClasses) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the union of two sets; in expressions, `a | b`.
    pub(crate) const fn with(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 | other.0)
    }

    /// Returns the set without the classes of `other`.
    pub(crate) const fn without(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 & !other.0)
    }

    /// Returns only those classes that matter in a name.
    #[inline]
    pub(crate) fn name_classes_only(self) -> WordClasses {
        const NAME: WordClasses = WordClasses::MALE_NAME
            .with(WordClasses::FEMALE_NAME)
            .with(WordClasses::GIVEN_NAME)
            .with(WordClasses::NAME_SUFFIX)
            .with(WordClasses::NAME_PARTICLE)
            .with(WordClasses::CAPITALIZED);
        WordClasses(self.0 & NAME.0)
    }
}

impl std::ops::BitOr for WordClasses {
    type Output = WordClasses;

    #[inline]
    fn bitor(self, other: WordClasses) -> WordClasses {
        self.with(other)
    }
}

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
                let classes = WordClasses(singular.0 & PLURALS.0);
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

/// The class that a row of `word-classes.tsv` names.
fn class_named(class: &str) -> WordClasses {
    match class {
        "subject" => WordClasses::SUBJECT_PRONOUN,
        "he" => WordClasses::MASCULINE,
        "she" => WordClasses::FEMININE,
        "plural" => WordClasses::PLURAL,
        "relative" => WordClasses::RELATIVE,
        "single" => WordClasses::INDEFINITE,
        "det" => WordClasses::DETERMINER,
        "possessive" => WordClasses::POSSESSIVE,
        "prep" => WordClasses::PREPOSITION,
        "conj" => WordClasses::CONJUNCTION,
        "subord" => WordClasses::SUBORDINATOR,
        "aux" => WordClasses::AUXILIARY,
        "be" => WordClasses::BE,
        "adverb" => WordClasses::ADVERB,
        "time" => WordClasses::TIME,
        "noun" => WordClasses::SPEECH_NOUN,
        "vehicle" => WordClasses::MEDIUM,
        "role" => WordClasses::ROLE,
        "body" => WordClasses::ORGANIZATION,
        "bodyhead" => WordClasses::ORGANIZATION | WordClasses::BODY_HEAD,
        "thing" => WordClasses::THING,
        "onward" => WordClasses::ONWARD_VERB,
        "identity" => WordClasses::ROLE | WordClasses::IDENTITY_ROLE,
        "office" => WordClasses::OFFICE_NOUN,
        "role-he" => WordClasses::ROLE | WordClasses::MALE_NAME,
        "role-she" => WordClasses::ROLE | WordClasses::FEMALE_NAME,
        "place" => WordClasses::PLACE,
        "title" => WordClasses::TITLE,
        "title-he" => WordClasses::TITLE | WordClasses::MALE_NAME,
        "title-she" => WordClasses::TITLE | WordClasses::FEMALE_NAME,
        "given-he" => WordClasses::GIVEN_NAME | WordClasses::MALE_NAME,
        "given-she" => WordClasses::GIVEN_NAME | WordClasses::FEMALE_NAME,
        "according" => WordClasses::ACCORDING_TO,
        "that" => WordClasses::COMPLEMENTIZER,
        "kin" => WordClasses::KINSHIP,
        "nobody" => WordClasses::NEGATIVE_PRONOUN,
        "elision" => WordClasses::ELIDED,
        "of" => WordClasses::OF,
        "afterwards" => WordClasses::POSTPOSED_ACCORDING_TO,
        "view" => WordClasses::OPINION_NOUN,
        "with" => WordClasses::PARTICIPLE_LEAD,
        _ => WordClasses::default(),
    }
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
