//! The languages that attribution reads, and which of them a document is written in.
//!
//! What a language brings is data: `language/XX/reporting-verbs.tsv` (reporting verbs with their inflections, at least 60),
//! `language/XX/word-classes.tsv` (classes of words: pronouns, prepositions, titles, roles and so on; the first file's comments
//! say which) and, if it needs one, `language/XX/non-reporting-verbs.txt` (verbs that report nothing). A new language is these files, a
//! variant here, and tests with passages of its own.

use std::sync::OnceLock;

use super::lexicon::{self, Lex, Lexicon};
use crate::model::Document;
use crate::text::{self, Fixed, Key, Listed};

/// Makes the enum, its tags and its files from one row for each language.
macro_rules! languages {
    ($($language:ident $tag:literal $non_reporting:expr;)*) => {
        /// A language with word lists of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Language {
            $($language,)*
        }

        impl Language {
            const ALL: &[Language] = &[$(Language::$language,)*];

            /// The primary part of its BCP 47 tag.
            fn tag(self) -> &'static str {
                match self {
                    $(Language::$language => $tag,)*
                }
            }

            /// Its cues, the verbs that report nothing, its classes of words.
            fn files(self) -> [&'static str; 3] {
                match self {
                    $(Language::$language => [
                        include_str!(concat!("../language/", $tag, "/reporting-verbs.tsv")),
                        $non_reporting,
                        include_str!(concat!("../language/", $tag, "/word-classes.tsv")),
                    ],)*
                }
            }
        }
    };
}

// English first: it is what a text is taken for when nothing tells.
languages! {
    English "en" include_str!("../language/en/non-reporting-verbs.txt");
    German "de" "";
    French "fr" "";
    Spanish "es" "";
    Italian "it" "";
    Portuguese "pt" "";
    Dutch "nl" "";
}

/// Words that tell a language; two sentences of news.
const TELLING: usize = 50;
/// Share of closed-class words, in percent, from which a text is English without the others being asked. English news has
/// 40-50, other languages below 20 (*in*, *was*, *die*, *a* are words of theirs too).
const ENGLISH: usize = 30;

impl Language {
    /// What the document says it is, else what its commonest words say it is.
    pub(super) fn of(document: &Document) -> Language {
        let tag = document.language.as_deref().unwrap_or("");
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        match Language::ALL.iter().find(|language| language.tag().eq_ignore_ascii_case(primary)) {
            Some(&language) => language,
            None => Language::of_text(&document.text),
        }
    }

    /// The word lists, read once.
    pub(super) fn lexicon(self) -> &'static Lexicon {
        static LEXICONS: [OnceLock<Lexicon>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        LEXICONS[self as usize].get_or_init(|| {
            let [cues, verbs, words] = self.files();
            Lexicon::read(cues, verbs, words)
        })
    }

    /// The language whose closed classes hold most of the first words of `text`.
    fn of_text(text: &str) -> Language {
        let lexicon = Language::English.lexicon();
        let (mut first, mut all, mut english) = ([Opening::default(); TELLING], 0, 0);
        for (word, kept) in words(text).zip(&mut first) {
            *kept = word;
            all += 1;
            english += usize::from(
                word.key.map_or_else(|| lexicon.tells(word.of(text)), |key| lexicon.tells_key(key)),
            );
            // Enough for any number of words; most English news has them long before the last.
            if english * 100 >= ENGLISH * TELLING {
                break;
            }
        }
        if english * 100 >= ENGLISH * all {
            return Language::English;
        }
        let mut counts = [0_u32; Language::ALL.len()];
        for word in &first[..all] {
            let mut told = match word.key {
                Some(key) => telling().words.known(key),
                None => telling().of(word.of(text)),
            };
            while told != 0 {
                counts[told.trailing_zeros() as usize] += 1;
                told &= told - 1;
            }
        }
        // The first of equals: max_by_key would take the last.
        let others = counts.into_iter().zip(Language::ALL.iter().copied());
        others
            .fold((0, Language::English), |best, next| if next.0 > best.0 { next } else { best })
            .1
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The words that tell a language, without the other words of it: most languages are never read.
#[derive(Debug)]
struct Telling {
    /// For each word the languages that it tells, one bit each.
    words: Fixed<u8>,
    /// The languages with words that lose their vowel before another.
    elide: u8,
}

impl Telling {
    fn read() -> Telling {
        let (mut telling, mut elide) = (Listed::default(), 0);
        for &language in Language::ALL {
            let [cues, _, words] = language.files();
            for (word, lex) in lexicon::telling(cues, words) {
                *telling.entry(word, || 0) |= language.bit();
                if lex.any(Lex::ELISION) {
                    elide |= language.bit();
                }
            }
        }
        Telling { words: Fixed::new(telling), elide }
    }

    /// The languages that `word` tells, as [`Lexicon::tells`] says.
    fn of(&self, word: &str) -> u8 {
        let whole = self.words.get(word);
        match lexicon::elided(word) {
            Some(head) => whole & !self.elide | self.words.get(head) & self.elide,
            None => whole,
        }
    }
}

/// Makes the lists that reading a document wants, whatever its language.
pub(crate) fn prepare() {
    Language::English.lexicon();
    telling();
}

/// Made when a text first is not plainly English.
fn telling() -> &'static Telling {
    static TELLING: OnceLock<Telling> = OnceLock::new();
    TELLING.get_or_init(Telling::read)
}

/// One of the first words of a text.
#[derive(Clone, Copy, Default)]
struct Opening {
    start: usize,
    end: usize,
    /// When it is of ASCII letters and digits alone, and short.
    key: Option<Key>,
}

impl Opening {
    fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The words of `text` as blanks part them, without the marks around them.
fn words(text: &str) -> impl Iterator<Item = Opening> + '_ {
    let bytes = text.as_bytes();
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let mut at = 0;
    let printed = std::iter::from_fn(move || {
        while at < bytes.len() && blank(at) {
            at += 1;
        }
        let start = at;
        if start == bytes.len() {
            return None;
        }
        // Most are letters to the end, or have one mark after them.
        let len = text::alphanumeric_len(&bytes[start..]);
        at += len;
        if len > 0 && (blank(at) || matches!(bytes[at], b'.' | b',') && blank(at + 1)) {
            let end = at;
            at += usize::from(!blank(at));
            return Some(Opening { start, end, key: Key::at(bytes, start, len) });
        }
        while !blank(at) {
            at += 1;
        }
        let mark = |c: char| {
            !(c.is_ascii_alphanumeric()
                || matches!(c, '\'' | '’')
                || !c.is_ascii() && c.is_alphabetic())
        };
        let word = text[start..at].trim_start_matches(mark);
        let start = at - word.len();
        Some(Opening { start, end: start + word.trim_end_matches(mark).len(), key: None })
    });
    printed.filter(|word| word.start < word.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Language, telling};
    use crate::model::Document;

    /// The languages whose lexicons say that `word` tells them.
    fn told(word: &str) -> u8 {
        let languages = Language::ALL.iter().filter(|language| language.lexicon().tells(word));
        languages.fold(0, |told, &language| told | language.bit())
    }

    #[test]
    fn every_word_of_every_lexicon_tells_as_it_does_there() {
        for word in Language::ALL
            .iter()
            .flat_map(|language| language.files())
            .flat_map(str::split_whitespace)
        {
            assert_eq!(telling().of(word), told(word), "{word}");
        }
    }

    proptest! {
        #[test]
        fn told_as_the_lexicons_tell(word in "(l|qu|L|dell|the|il)[’']?[a-zéü]{0,3}|.{0,20}") {
            prop_assert_eq!(telling().of(&word), told(&word));
        }
    }

    #[test]
    fn told_by_the_tag_or_by_the_words() {
        let rows = [
            ("de-AT", "", Language::German),
            ("FR", "", Language::French),
            ("xx", "The mayor of the town said that it was late.", Language::English),
            (
                "",
                "Die Bürgermeisterin sagte, dass die Brücke nicht mehr zu retten ist.",
                Language::German,
            ),
            (
                "",
                "Le maire a déclaré que le pont ne sera pas fermé dans la nuit.",
                Language::French,
            ),
            ("", "El alcalde dijo que el puente no se cierra por la noche.", Language::Spanish),
            ("", "Il sindaco ha detto che il ponte non sarà chiuso di notte.", Language::Italian),
            (
                "",
                "O prefeito disse que a ponte não será fechada durante a noite.",
                Language::Portuguese,
            ),
            (
                "",
                "De burgemeester zei dat de brug niet in de nacht wordt gesloten.",
                Language::Dutch,
            ),
            ("", "", Language::English),
            ("", "Мост закрыт.", Language::English),
        ];
        for (tag, text, language) in rows {
            let document = Document::new("a", text).with_language(tag);
            assert_eq!(Language::of(&document), language, "{tag} {text}");
        }
    }

    #[test]
    fn at_least_sixty_cues_each() {
        for language in Language::ALL {
            assert!(language.lexicon().cues >= 60, "{language:?}: {}", language.lexicon().cues);
        }
    }
}
