//! The languages that have word lists, and which of them two wordings are in.
//!
//! What a language brings is data: the files `language/XX/*.tsv` and `*.txt`, whose heads say what a row means, and a line in
//! `language/shared/commonest-words.tsv` by which it is told. A new language is these files, one row here, and cases of its own.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::Side;
use super::tables::{Data, Tables};
use crate::text::{Vocabulary, rows};

/// Makes the enum, its tags and its files from one row for each language.
macro_rules! languages {
    ($($(#[$doc:meta])* $language:ident $tag:literal;)*) => {
        /// The language of two wordings, as far as word lists go.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Language {
            $($(#[$doc])* $language,)*
            /// A language without word lists. Only the rules that need none are asked: marks, case, hyphens, figures,
            /// brackets, ellipses, order; any other change of words is `lexical` or `content`.
            Other,
        }

        impl Language {
            const ALL: &[Language] = &[$(Language::$language,)* Language::Other];

            /// The primary part of its BCP 47 tag; `und` for [`Language::Other`].
            pub fn tag(self) -> &'static str {
                match self {
                    $(Language::$language => $tag,)*
                    Language::Other => "und",
                }
            }

            fn data(self) -> Data {
                match self {
                    $(Language::$language => Data {
                        tag: $tag,
                        cues: include_str!(concat!("../language/", $tag, "/variant-cues.tsv")),
                        numbers: include_str!(concat!("../language/", $tag, "/number-words.tsv")),
                        persons: include_str!(concat!("../language/", $tag, "/pronoun-persons.tsv")),
                        irregular: include_str!(concat!("../language/", $tag, "/irregular-verbs.tsv")),
                        plurals: include_str!(concat!("../language/", $tag, "/irregular-plurals.tsv")),
                        endings: include_str!(concat!("../language/", $tag, "/inflectional-endings.txt")),
                        synonyms: include_str!(concat!("../language/", $tag, "/synonyms.tsv")),
                        dialect: include_str!(concat!("../language/", $tag, "/spoken-forms.tsv")),
                        acronyms: include_str!(concat!("../language/", $tag, "/acronyms.tsv")),
                        titles: include_str!(concat!("../language/", $tag, "/title-words.txt")),
                        title_forms: include_str!(concat!("../language/", $tag, "/title-abbreviations.tsv")),
                        capital_matters: include_str!(concat!("../language/", $tag, "/case-sensitive-words.txt")),
                        not_negated: include_str!(concat!("../language/", $tag, "/false-negative-prefixes.txt")),
                    },)*
                    Language::Other => Data::default(),
                }
            }
        }
    };
}

// English first: it is what a wording is taken for when nothing tells.
languages! {
    /// English, in full.
    English "en";
    /// German: negators, modals, quantifiers, numbers, persons, conditions, times; begun.
    German "de";
}

impl Language {
    /// Whether it has word lists.
    pub fn has_tables(self) -> bool {
        self != Language::Other
    }

    /// The word lists, read once.
    pub(super) fn tables(self) -> &'static Tables {
        static TABLES: [OnceLock<Tables>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        TABLES[self as usize].get_or_init(|| Tables::read(&self.data()))
    }
}

/// Fewer words than these tell no language.
const FEW: usize = 4;
/// Share of its commonest words, in percent, that a wording in a language has at least.
const SHARE: usize = 20;
/// Share of English ones from which it is English: news in other languages has below 20 (*in*, *was*, *die*, *a* are theirs too).
const ENGLISH: usize = 30;

/// The language that two wordings are in: the one whose commonest words they have most of; English where nothing tells.
///
/// ```
/// use variorum::text::Vocabulary;
/// use variorum::variant::{Language, Side, language};
///
/// let mut words = Vocabulary::new();
/// let mut told = |text: &str| {
///     let passage = words.read_all(text);
///     let side = Side { text, passage: &passage };
///     language(&words, side, side)
/// };
/// assert_eq!(told("We will not sell the farm."), Language::English);
/// assert_eq!(told("Wir werden den Hof nicht verkaufen."), Language::German);
/// assert_eq!(told("Nous ne vendrons pas la ferme de la vallée."), Language::Other);
/// assert_eq!(told("Мы не продадим ферму."), Language::Other);
/// ```
///
/// # Panics
/// When a passage was read with another vocabulary than `words`.
pub fn language(words: &Vocabulary, a: Side<'_>, b: Side<'_>) -> Language {
    static TELLING: OnceLock<BTreeMap<&str, FxHashSet<&str>>> = OnceLock::new();
    let telling = TELLING.get_or_init(|| {
        rows(include_str!("../language/shared/commonest-words.tsv"))
            .map(|(tag, words)| (tag, words.split(' ').collect()))
            .collect()
    });
    let forms = || {
        let all = a.passage.words.iter().chain(&b.passage.words);
        all.map(|&word| &words[word])
            .filter(|entry| entry.class.is_word())
            .map(|entry| &*entry.form)
    };
    let count = forms().count();
    if count < FEW {
        return Language::English;
    }
    let latin = |form: &&str| form.chars().all(|c| c < '\u{250}' || !c.is_alphabetic());
    if 2 * forms().filter(latin).count() < count {
        return Language::Other;
    }
    let known = |tag: &str| {
        telling.get(tag).map_or(0, |list| forms().filter(|form| list.contains(form)).count())
    };
    let english = known("en");
    // Mostly it is, and the others need not be asked: none has so many words of English.
    if 100 * english >= ENGLISH * count {
        return Language::English;
    }
    let (most, tag) = telling
        .keys()
        .map(|tag| (known(tag), *tag))
        .max_by_key(|&(known, _)| known)
        .unwrap_or_default();
    if most <= english || 100 * most < SHARE * count {
        return Language::English;
    }
    Language::ALL.iter().copied().find(|language| language.tag() == tag).unwrap_or(Language::Other)
}
