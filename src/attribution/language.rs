//! The languages that attribution reads, and which of them a document is written in.
//!
//! What a language brings is data: `data/XX-cues.tsv` (reporting verbs with their inflections, at least 60),
//! `data/XX-words.tsv` (classes of words: pronouns, prepositions, titles, roles and so on; the first file's comments
//! say which) and, if it needs one, `data/XX-verbs.txt` (verbs that report nothing). A new language is these files, a
//! variant here, and tests with passages of its own.

use std::sync::OnceLock;

use super::lexicon::Lexicon;
use crate::document::Document;

/// Makes the enum, its tags and its files from one row for each language.
macro_rules! languages {
    ($($language:ident $tag:literal $cues:literal $verbs:literal $words:literal;)*) => {
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

            fn read(self) -> Lexicon {
                match self {
                    $(Language::$language => {
                        Lexicon::read(include_str!($cues), include_str!($verbs), include_str!($words))
                    })*
                }
            }
        }
    };
}

// English first: it is what a text is taken for when nothing tells.
languages! {
    English "en" "data/en-cues.tsv" "data/en-verbs.txt" "data/en-words.tsv";
    German "de" "data/de-cues.tsv" "data/no-verbs.txt" "data/de-words.tsv";
    French "fr" "data/fr-cues.tsv" "data/no-verbs.txt" "data/fr-words.tsv";
    Spanish "es" "data/es-cues.tsv" "data/no-verbs.txt" "data/es-words.tsv";
    Italian "it" "data/it-cues.tsv" "data/no-verbs.txt" "data/it-words.tsv";
    Portuguese "pt" "data/pt-cues.tsv" "data/no-verbs.txt" "data/pt-words.tsv";
    Dutch "nl" "data/nl-cues.tsv" "data/no-verbs.txt" "data/nl-words.tsv";
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
        static LEXICONS: [OnceLock<Lexicon>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
        LEXICONS[self as usize].get_or_init(|| self.read())
    }

    /// The language whose closed classes hold most of the first words of `text`.
    fn of_text(text: &str) -> Language {
        let words = || {
            let printed = text.split_ascii_whitespace().map(|word| match word.as_bytes() {
                // Most begin and end with a letter.
                [first, .., last] if first.is_ascii_alphabetic() && last.is_ascii_alphabetic() => word,
                _ => word.trim_matches(|c: char| {
                    !(c.is_ascii_alphanumeric() || matches!(c, '\'' | '’') || !c.is_ascii() && c.is_alphabetic())
                }),
            });
            printed.filter(|word| !word.is_empty()).take(TELLING)
        };
        let (lexicon, mut all, mut english) = (Language::English.lexicon(), 0, 0);
        for word in words() {
            all += 1;
            english += usize::from(lexicon.tells(word));
            // Enough for any number of words; most English news has them long before the last.
            if english * 100 >= ENGLISH * TELLING {
                break;
            }
        }
        if english * 100 >= ENGLISH * all {
            return Language::English;
        }
        let known = |language: Language| words().filter(|word| language.lexicon().tells(word)).count();
        let others = Language::ALL[1..].iter().map(|&language| (known(language), language));
        // The first of equals: max_by_key would take the last.
        others.fold((english, Language::English), |best, next| if next.0 > best.0 { next } else { best }).1
    }
}

#[cfg(test)]
mod tests {
    use super::Language;
    use crate::document::Document;

    #[test]
    fn told_by_the_tag_or_by_the_words() {
        let rows = [
            ("de-AT", "", Language::German),
            ("FR", "", Language::French),
            ("xx", "The mayor of the town said that it was late.", Language::English),
            ("", "Die Bürgermeisterin sagte, dass die Brücke nicht mehr zu retten ist.", Language::German),
            ("", "Le maire a déclaré que le pont ne sera pas fermé dans la nuit.", Language::French),
            ("", "El alcalde dijo que el puente no se cierra por la noche.", Language::Spanish),
            ("", "Il sindaco ha detto che il ponte non sarà chiuso di notte.", Language::Italian),
            ("", "O prefeito disse que a ponte não será fechada durante a noite.", Language::Portuguese),
            ("", "De burgemeester zei dat de brug niet in de nacht wordt gesloten.", Language::Dutch),
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
