//! Classes of words, from the data files: what the scan knows of a word before it looks at its neighbours.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::text::{NameWord, lines, rows};

/// Classes of one word; a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lex(u64);

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Lex {
            $($(#[$doc])* pub(super) const $name: Lex = Lex(1 << $bit);)*
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
}

impl Lex {
    /// The verbs that report.
    pub(super) const CUE: Lex = Lex(0b1111);

    pub(super) fn has(self, other: Lex) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn any(self, other: Lex) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn with(self, other: Lex) -> Lex {
        Lex(self.0 | other.0)
    }

    /// What it is in a name, and nothing else.
    pub(super) fn names_only(self) -> Lex {
        const NAME: Lex =
            Lex::MALE.with(Lex::FEMALE).with(Lex::GIVEN).with(Lex::SUFFIX).with(Lex::PARTICLE).with(Lex::CAPITAL);
        Lex(self.0 & NAME.0)
    }

    /// The classes of `printed`.
    pub(super) fn of(printed: &str) -> Lex {
        let mut lex = LEXICON.with_lower(printed, |lower| {
            let known = lexicon().words.get(lower).copied();
            let mut lex = known.unwrap_or_default();
            // Plurals of roles and bodies need no line of their own.
            if known.is_none() {
                let singular = lower.strip_suffix('s').and_then(|stem| lexicon().words.get(stem));
                if let Some(&Lex(bits)) = singular {
                    lex = Lex(bits & Lex::ROLE.with(Lex::BODY).with(Lex::NOUN).with(Lex::VEHICLE).0);
                }
            }
            let name = NameWord::of(lower);
            for (bit, class) in [
                (NameWord::TITLE, Lex::TITLE),
                (NameWord::HE, Lex::MALE),
                (NameWord::SHE, Lex::FEMALE),
                (NameWord::GIVEN, Lex::GIVEN),
                (NameWord::SUFFIX, Lex::SUFFIX),
                (NameWord::PARTICLE, Lex::PARTICLE),
            ] {
                if name.has(bit) {
                    lex = lex.with(class);
                }
            }
            lex
        });
        let first = printed.chars().find(|c| c.is_alphanumeric());
        if first.is_some_and(char::is_uppercase) {
            lex = lex.with(Lex::CAPITAL);
        }
        // IT and WHO are no pronouns.
        if printed.len() > 1 && printed.bytes().all(|b| b.is_ascii_uppercase()) {
            const CLOSED: Lex = Lex::SUBJECT.with(Lex::RELATIVE).with(Lex::PREP).with(Lex::SUBORD).with(Lex::PLURAL);
            lex = Lex(lex.0 & !CLOSED.0);
        }
        if first.is_some_and(|c| c.is_ascii_digit()) {
            lex = lex.with(Lex::NUMBER);
        }
        lex
    }

    /// The class of the cue of two words, if `first second` is one.
    pub(super) fn phrase(first: &str, second: &str) -> Option<Lex> {
        let of_first = LEXICON.with_lower(first, |lower| lexicon().phrases.get(lower).map(Vec::as_slice))?;
        of_first.iter().find(|(word, _)| word.eq_ignore_ascii_case(second)).map(|&(_, lex)| lex)
    }
}

/// Words longer than this are in no list.
const LONGEST: usize = 32;

struct Lower;
const LEXICON: Lower = Lower;

impl Lower {
    /// Hands `word` in lower case to `then`; without allocating when it is ASCII.
    fn with_lower<T>(&self, word: &str, then: impl FnOnce(&str) -> T) -> T {
        if word.is_ascii() && word.len() <= LONGEST {
            let mut buffer = [0_u8; LONGEST];
            let lower = &mut buffer[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            then(std::str::from_utf8(lower).unwrap_or(""))
        } else {
            then(&word.to_lowercase())
        }
    }
}

struct Lexicon {
    words: FxHashMap<&'static str, Lex>,
    phrases: FxHashMap<&'static str, Vec<(&'static str, Lex)>>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut words: FxHashMap<&'static str, Lex> = FxHashMap::default();
        let mut phrases: FxHashMap<&'static str, Vec<(&'static str, Lex)>> = FxHashMap::default();
        let mut add = |word: &'static str, lex: Lex| {
            let entry = words.entry(word).or_default();
            *entry = entry.with(lex);
        };
        for (form, rest) in rows(include_str!("data/en-cues.tsv")) {
            let mut fields = rest.split('\t').skip(1);
            let mut lex = match fields.next() {
                Some("say") => Lex::SAY,
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
                    add(first, Lex::PHRASE);
                    phrases.entry(first).or_default().push((second, lex));
                }
                None => add(form, lex),
            }
        }
        for word in lines(include_str!("data/en-verbs.txt")) {
            add(word, Lex::VERB);
        }
        for (class, list) in rows(include_str!("data/en-words.tsv")) {
            let lex = match class {
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
                _ => Lex(0),
            };
            for word in list.split_whitespace() {
                add(word, lex);
            }
        }
        // claims, comments, tweets: the form of a verb is the plural of a noun.
        let nouns: Vec<&'static str> = words
            .iter()
            .filter(|(word, lex)| {
                let singular = word.strip_suffix('s').and_then(|stem| words.get(stem));
                lex.any(Lex::PRESENT) && singular.is_some_and(|lex| lex.any(Lex::NOUN))
            })
            .map(|(&word, _)| word)
            .collect();
        for word in nouns {
            words.entry(word).and_modify(|lex| *lex = lex.with(Lex::NOUN));
        }
        Lexicon { words, phrases }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_come_from_the_files() {
        assert!(Lex::of("said").has(Lex::SAY.with(Lex::PAST)));
        assert!(Lex::of("Saying").has(Lex::SAY.with(Lex::ING).with(Lex::CAPITAL)));
        assert!(Lex::of("called").has(Lex::CALL));
        assert!(Lex::of("He").has(Lex::SUBJECT.with(Lex::HE)));
        assert!(Lex::phrase("Pointed", "out").is_some());
        assert!(Lex::phrase("pointed", "at").is_none());
        assert_eq!(Lex::of("xyzzy"), Lex::default());
    }

    #[test]
    fn at_least_250_cues() {
        let lemmas: std::collections::BTreeSet<_> =
            rows(include_str!("data/en-cues.tsv")).filter_map(|(_, rest)| rest.split('\t').next()).collect();
        assert!(lemmas.len() >= 250, "{}", lemmas.len());
    }
}
