//! Classes of words, from the data files: what the scan knows of a word before it looks at its neighbours.

use rustc_hash::{FxHashMap, FxHashSet};

use super::data::{LanguageEntry, WordList};
use crate::text::{NameWord, PerfectWordMap, WordKey, WordMap, lines, rows, with_lowercase};

/// Classes of one word; a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lex(u64);

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Lex {
            $($(#[$doc])* pub(crate) const $name: Lex = Lex(1 << $bit);)*
        }
    };
}

bits! {
    /// Reports speech by itself.
    SAY = 0;
    /// Reports speech and other things.
    THINK = 1;
    /// Takes an object that the quotation characterises.
    CALL = 2;
    /// Governs a quotation now and then.
    USE = 3;
    BASE = 4;
    PRESENT = 5;
    PAST = 6;
    PARTICIPLE = 7;
    ING = 8;
    /// First word of a cue of two words.
    PHRASE = 9;
    /// A pronoun that can be a subject.
    SUBJECT = 10;
    HE = 11;
    SHE = 12;
    PLURAL = 13;
    RELATIVE = 14;
    /// A word that can be a whole noun phrase: others, some.
    SINGLE = 15;
    DET = 16;
    POSSESSIVE = 17;
    PREP = 18;
    CONJ = 19;
    SUBORD = 20;
    AUX = 21;
    BE = 22;
    ADVERB = 23;
    TIME = 24;
    /// A noun that a quotation can be the content of: statement, comment.
    NOUN = 25;
    /// A noun in which something is said: in an interview.
    VEHICLE = 26;
    /// A person's role.
    ROLE = 27;
    /// A body that can speak.
    BODY = 28;
    PLACE = 29;
    /// Any other verb in a form that can only be a verb.
    VERB = 30;
    TITLE = 31;
    /// Given name or title of men.
    MALE = 32;
    /// Given name or title of women.
    FEMALE = 33;
    GIVEN = 34;
    SUFFIX = 35;
    PARTICLE = 36;
    /// Begins with a capital.
    CAPITAL = 37;
    /// Is a number, or begins with a digit.
    NUMBER = 38;
    /// Leads to a speaker without a verb: *laut*, *selon*.
    ACCORDING = 39;
    /// Begins what is said: that.
    THAT = 40;
    /// Somebody's relative: wife, son.
    KIN = 43;
    /// Nobody.
    NOBODY = 44;
    /// Loses its vowel before another word and is printed as one with it.
    ELISION = 45;
    /// Ties one noun to another: of, from.
    OF = 46;
    /// Leads to a speaker right after a quotation, and elsewhere is something else: German *so*.
    AFTERWARDS = 47;
    /// Says something to somebody, who follows it: told. Its subject never does.
    TELL = 48;
    /// A noun that makes its owner a speaker: in X’s words, in her view.
    VIEW = 49;
    /// Leads to a subject of its own for the participle after it: with X saying, heard X say.
    WITH = 50;
    /// What is written on something: a hat reading.
    INSCRIBED = 51;
    /// A word of a name where it stands; noted when the level has been read.
    NAME = 52;
    /// The ’s of a possessive where it stands; noted likewise.
    GENITIVE = 53;
}

impl Lex {
    /// The verbs that report.
    pub(crate) const CUE: Lex = Lex(0b1111);
    /// The classes by which a language is recognized.
    const CLOSED_CLASS: Lex = Lex::DET
        .with(Lex::SUBJECT)
        .with(Lex::PREP)
        .with(Lex::CONJ)
        .with(Lex::SUBORD)
        .with(Lex::AUX)
        .with(Lex::ELISION)
        .with(Lex::SAY);

    #[inline]
    pub(crate) fn has(self, other: Lex) -> bool {
        self.0 & other.0 == other.0
    }

    #[inline]
    pub(crate) fn any(self, other: Lex) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: Lex) -> Lex {
        Lex(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Lex) -> Lex {
        Lex(self.0 & !other.0)
    }

    /// What it is in a name, and nothing else.
    #[inline]
    pub(crate) fn names_only(self) -> Lex {
        const NAME: Lex = Lex::MALE
            .with(Lex::FEMALE)
            .with(Lex::GIVEN)
            .with(Lex::SUFFIX)
            .with(Lex::PARTICLE)
            .with(Lex::CAPITAL);
        Lex(self.0 & NAME.0)
    }
}

/// The words of one language, by class.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: PerfectWordMap<Lex>,
    phrases: FxHashMap<Box<str>, Vec<(Box<str>, Lex)>>,
    /// Words that lead to a speaker without a verb, one by one: according to, *nach Angaben*.
    according: Vec<Vec<Box<str>>>,
    /// How many verbs and phrases report.
    pub(crate) reporting_verbs: usize,
    /// Whether it has words that lose their vowel before another and are printed as one with it: *l’*, *qu’*.
    pub(crate) elides: bool,
    /// The classes of ’s, with a straight apostrophe and with the other.
    owners: [Lex; 2],
}

impl Lexicon {
    /// Returns true if `word` shows the language: article, pronoun, preposition, conjunction,
    /// auxiliary, reporting verb.
    pub(crate) fn is_closed_class(&self, word: &str) -> bool {
        let head = if self.elides { elided(word).unwrap_or(word) } else { word };
        self.words.get(head).any(Lex::CLOSED_CLASS)
    }

    /// The same for the word of `key` of ASCII letters and digits.
    pub(crate) fn is_closed_class_key(&self, key: WordKey) -> bool {
        self.words.get_key(key).any(Lex::CLOSED_CLASS)
    }

    /// How many of the words that `word` hands out by number lead to a speaker, from the first on.
    pub(crate) fn according<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<usize> {
        let same = |printed: &str, part: &str| {
            printed.eq_ignore_ascii_case(part)
                || !printed.is_ascii() && printed.to_lowercase() == *part
        };
        let fits =
            |lead: &&Vec<Box<str>>| lead.iter().enumerate().all(|(i, part)| same(word(i), part));
        self.according.iter().filter(fits).map(Vec::len).max()
    }

    /// The classes of the word that is `printed`: one look-up.
    pub(crate) fn of(&self, printed: &str, capital: bool) -> Lex {
        Lexicon::in_case(self.words.get(printed), printed.as_bytes(), capital)
    }

    /// The same for the word `printed` of ASCII letters and digits whose `key` is known.
    #[inline]
    pub(crate) fn of_key(&self, key: WordKey, printed: &[u8], capital: bool) -> Lex {
        Lexicon::in_case(self.words.get_key(key), printed, capital)
    }

    /// The classes of a ’s of `len` bytes.
    #[inline]
    pub(crate) fn owner(&self, len: usize) -> Lex {
        self.owners[usize::from(len > 2)]
    }

    #[inline]
    fn in_case(mut lex: Lex, printed: &[u8], capital: bool) -> Lex {
        if capital {
            lex = lex.with(Lex::CAPITAL);
            // IT and WHO are no pronouns.
            if printed.len() > 1 && printed.iter().all(u8::is_ascii_uppercase) {
                const CLOSED: Lex = Lex::SUBJECT
                    .with(Lex::RELATIVE)
                    .with(Lex::PREP)
                    .with(Lex::SUBORD)
                    .with(Lex::PLURAL);
                lex = lex.without(CLOSED);
            }
        }
        lex
    }

    /// The class of the cue of two words, if `first second` is one.
    pub(crate) fn phrase(&self, first: &str, second: &str) -> Option<Lex> {
        let of_first = with_lowercase(first, |lower| self.phrases.get(lower))?;
        of_first.iter().find(|(word, _)| word.eq_ignore_ascii_case(second)).map(|&(_, lex)| lex)
    }

    /// Compiles the lists of a language: reporting verbs, other verbs, and word classes.
    pub(super) fn new(entry: &LanguageEntry) -> Lexicon {
        let mut lexicon = Lexicon::default();
        let mut listed = WordMap::default();
        // The names of all languages' people are in all languages' news; each file may add its own.
        for (word, name) in NameWord::all() {
            for (bit, class) in [
                (NameWord::TITLE, Lex::TITLE),
                (NameWord::MALE, Lex::MALE),
                (NameWord::FEMALE, Lex::FEMALE),
                (NameWord::GIVEN, Lex::GIVEN),
                (NameWord::SUFFIX, Lex::SUFFIX),
                (NameWord::PARTICLE, Lex::PARTICLE),
            ] {
                if name.has(bit) {
                    add(&mut listed, word, class);
                }
            }
        }
        let mut all: FxHashSet<&str> = FxHashSet::default();
        let mut lemmas: FxHashSet<&str> = FxHashSet::default();
        for (form, rest) in entry.texts(WordList::ReportingVerbs).flat_map(rows) {
            let mut fields = rest.split('\t');
            lemmas.extend(fields.next());
            let mut lex = match fields.next() {
                Some("say") => Lex::SAY,
                Some("tell") => Lex::SAY.with(Lex::TELL),
                Some("inscribed") => Lex::THINK.with(Lex::INSCRIBED),
                Some("think") => Lex::THINK,
                Some("call") => Lex::CALL,
                _ => Lex::USE,
            };
            for tense in fields.next().unwrap_or("").split('+') {
                lex = lex.with(match tense {
                    "base" => Lex::BASE,
                    "present" => Lex::PRESENT,
                    "past" => Lex::PAST,
                    "participle" => Lex::PARTICIPLE,
                    "ing" => Lex::ING,
                    _ => Lex(0),
                });
            }
            match form.split_once(' ') {
                Some((first, second)) => {
                    add(&mut listed, first, Lex::PHRASE);
                    all.insert(first);
                    lexicon.phrases.entry(first.into()).or_default().push((second.into(), lex));
                }
                None => {
                    add(&mut listed, form, lex);
                    all.insert(form);
                }
            }
        }
        lexicon.reporting_verbs = lemmas.len();
        for word in entry.texts(WordList::NonReportingVerbs).flat_map(lines) {
            add(&mut listed, word, Lex::VERB);
            all.insert(word);
        }
        for (class, list) in entry.texts(WordList::WordClasses).flat_map(rows) {
            let lex = class_named(class);
            for word in list.split_whitespace() {
                let mut parts = word.split('_');
                let word = parts.next().unwrap_or(word);
                if lex == Lex::ACCORDING {
                    lexicon
                        .according
                        .push(std::iter::once(word).chain(parts).map(Box::from).collect());
                }
                lexicon.elides |= lex == Lex::ELISION;
                add(&mut listed, word, lex);
                all.insert(word);
            }
        }
        // claims, comments, tweets: the form of a verb is the plural of a noun. Other plurals of roles, bodies and nouns
        // need no line of their own.
        const PLURALS: Lex = Lex::ROLE.with(Lex::BODY).with(Lex::NOUN).with(Lex::VEHICLE);
        for word in &all {
            let Some(singular) = listed.get(word) else { continue };
            let plural = format!("{word}s");
            if !all.contains(plural.as_str()) {
                let lex = Lex(singular.0 & PLURALS.0);
                add(&mut listed, &plural, lex);
            } else if singular.any(Lex::NOUN)
                && listed.get(&plural).is_some_and(|lex| lex.any(Lex::PRESENT))
            {
                add(&mut listed, &plural, Lex::NOUN);
            }
        }
        lexicon.words = PerfectWordMap::from_word_map(listed);
        lexicon.owners = ["'s", "’s"].map(|owner| lexicon.of(owner, false));
        lexicon
    }
}

/// Returns the words by which a language is recognized, with their classes: those for which
/// [`Lexicon::is_closed_class`] is true, but for their elisions.
pub(super) fn closed_class_words(entry: &LanguageEntry) -> impl Iterator<Item = (&str, Lex)> {
    let says = entry.texts(WordList::ReportingVerbs).flat_map(rows).filter(|(form, rest)| {
        !form.contains(' ') && matches!(rest.split('\t').nth(1), Some("say" | "tell"))
    });
    let closed = entry.texts(WordList::WordClasses).flat_map(rows);
    let closed = closed
        .map(|(class, list)| (class_named(class), list))
        .filter(|(lex, _)| lex.any(Lex::CLOSED_CLASS));
    let closed = closed.flat_map(|(lex, list)| {
        list.split_whitespace().map(move |word| (word.split('_').next().unwrap_or(word), lex))
    });
    says.map(|(form, _)| (form, Lex::SAY)).chain(closed)
}

/// The part of `word` up to its apostrophe, which is a word of its own where vowels are lost.
pub(crate) fn elided(word: &str) -> Option<&str> {
    word.char_indices()
        .find(|&(_, c)| matches!(c, '\'' | '’'))
        .map(|(at, c)| &word[..at + c.len_utf8()])
}

/// Adds `lex` to what is known of `word`.
fn add(listed: &mut WordMap<Lex>, word: &str, lex: Lex) {
    let entry = listed.get_or_insert_with(word, Lex::default);
    *entry = entry.with(lex);
}

/// The class that a row of `word-classes.tsv` names.
fn class_named(class: &str) -> Lex {
    match class {
        "subject" => Lex::SUBJECT,
        "he" => Lex::HE,
        "she" => Lex::SHE,
        "plural" => Lex::PLURAL,
        "relative" => Lex::RELATIVE,
        "single" => Lex::SINGLE,
        "det" => Lex::DET,
        "possessive" => Lex::POSSESSIVE,
        "prep" => Lex::PREP,
        "conj" => Lex::CONJ,
        "subord" => Lex::SUBORD,
        "aux" => Lex::AUX,
        "be" => Lex::BE,
        "adverb" => Lex::ADVERB,
        "time" => Lex::TIME,
        "noun" => Lex::NOUN,
        "vehicle" => Lex::VEHICLE,
        "role" => Lex::ROLE,
        "body" => Lex::BODY,
        "place" => Lex::PLACE,
        "title" => Lex::TITLE,
        "title-he" => Lex::TITLE.with(Lex::MALE),
        "title-she" => Lex::TITLE.with(Lex::FEMALE),
        "given-he" => Lex::GIVEN.with(Lex::MALE),
        "given-she" => Lex::GIVEN.with(Lex::FEMALE),
        "according" => Lex::ACCORDING,
        "that" => Lex::THAT,
        "kin" => Lex::KIN,
        "nobody" => Lex::NOBODY,
        "elision" => Lex::ELISION,
        "of" => Lex::OF,
        "afterwards" => Lex::AFTERWARDS,
        "view" => Lex::VIEW,
        "with" => Lex::WITH,
        _ => Lex::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LanguageRegistry;

    #[test]
    fn classes_come_from_the_files() {
        let english = LanguageRegistry::built_in().english().lexicon();
        assert!(english.of("said", false).has(Lex::SAY.with(Lex::PAST)));
        assert!(english.of("Saying", true).has(Lex::SAY.with(Lex::ING).with(Lex::CAPITAL)));
        assert!(english.of("called", false).has(Lex::CALL));
        assert!(english.of("He", true).has(Lex::SUBJECT.with(Lex::HE)));
        assert!(english.of("strategists", false).has(Lex::ROLE));
        assert!(english.phrase("Pointed", "out").is_some());
        assert!(english.phrase("pointed", "at").is_none());
        assert_eq!(english.of("xyzzy", false), Lex::default());
    }

    #[test]
    fn at_least_250_reporting_verbs() {
        let lemmas: std::collections::BTreeSet<_> = rows(include_str!("en/reporting-verbs.tsv"))
            .filter_map(|(_, rest)| rest.split('\t').next())
            .collect();
        assert!(lemmas.len() >= 250, "{}", lemmas.len());
    }
}
