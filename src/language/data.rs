//! The word lists of all languages: those built in, and what is compiled from them.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::detect::ClosedClassWords;
use super::{Language, Lexicon, VariantLexicon};
use crate::text::lines;

/// A word list: one file in the folder of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordList {
    ReportingVerbs,
    NonReportingVerbs,
    WordClasses,
    CommonestWords,
    VariantCues,
    NumberWords,
    PronounPersons,
    IrregularVerbs,
    IrregularPlurals,
    InflectionalEndings,
    Synonyms,
    SpokenForms,
    Acronyms,
    TitleWords,
    TitleAbbreviations,
    CaseSensitiveWords,
    FalseNegativePrefixes,
}

/// The built-in lists of one language.
type BuiltInLists = &'static [(WordList, &'static str)];

macro_rules! attribution_lists {
    ($tag:literal) => {
        [
            (WordList::ReportingVerbs, include_str!(concat!($tag, "/reporting-verbs.tsv"))),
            (WordList::WordClasses, include_str!(concat!($tag, "/word-classes.tsv"))),
            (WordList::CommonestWords, include_str!(concat!($tag, "/commonest-words.txt"))),
        ]
    };
}

macro_rules! variant_lists {
    ($tag:literal) => {
        [
            (WordList::VariantCues, include_str!(concat!($tag, "/variant-cues.tsv"))),
            (WordList::NumberWords, include_str!(concat!($tag, "/number-words.tsv"))),
            (WordList::PronounPersons, include_str!(concat!($tag, "/pronoun-persons.tsv"))),
            (WordList::IrregularVerbs, include_str!(concat!($tag, "/irregular-verbs.tsv"))),
            (WordList::IrregularPlurals, include_str!(concat!($tag, "/irregular-plurals.tsv"))),
            (
                WordList::InflectionalEndings,
                include_str!(concat!($tag, "/inflectional-endings.txt")),
            ),
            (WordList::Synonyms, include_str!(concat!($tag, "/synonyms.tsv"))),
            (WordList::SpokenForms, include_str!(concat!($tag, "/spoken-forms.tsv"))),
            (WordList::Acronyms, include_str!(concat!($tag, "/acronyms.tsv"))),
            (WordList::TitleWords, include_str!(concat!($tag, "/title-words.txt"))),
            (WordList::TitleAbbreviations, include_str!(concat!($tag, "/title-abbreviations.tsv"))),
            (
                WordList::CaseSensitiveWords,
                include_str!(concat!($tag, "/case-sensitive-words.txt")),
            ),
            (
                WordList::FalseNegativePrefixes,
                include_str!(concat!($tag, "/false-negative-prefixes.txt")),
            ),
        ]
    };
}

/// Returns the files of a language: one arm for each folder.
fn built_in_lists(language: Language) -> [BuiltInLists; 3] {
    const NON_REPORTING: BuiltInLists =
        &[(WordList::NonReportingVerbs, include_str!("en/non-reporting-verbs.txt"))];
    match language {
        Language::English => [&attribution_lists!("en"), NON_REPORTING, &variant_lists!("en")],
        Language::German => [&attribution_lists!("de"), &[], &variant_lists!("de")],
        Language::French => [&attribution_lists!("fr"), &[], &[]],
        Language::Spanish => [&attribution_lists!("es"), &[], &[]],
        Language::Italian => [&attribution_lists!("it"), &[], &[]],
        Language::Portuguese => [&attribution_lists!("pt"), &[], &[]],
        Language::Dutch => [&attribution_lists!("nl"), &[], &[]],
        Language::Other(_) => [&[]; 3],
    }
}

/// The word lists of one language, and what each module compiles from them, once.
#[derive(Debug)]
pub(crate) struct LanguageEntry {
    pub(super) language: Language,
    lists: Vec<(WordList, Cow<'static, str>)>,
    lexicon: OnceLock<Lexicon>,
    variant_lexicon: OnceLock<VariantLexicon>,
    commonest: OnceLock<CommonestWords>,
}

/// The commonest small words of a language.
#[derive(Debug)]
pub(super) struct CommonestWords {
    pub forms: FxHashSet<Box<str>>,
    /// True if most of them are in Latin letters.
    pub is_latin: bool,
}

impl LanguageEntry {
    fn new(language: Language) -> LanguageEntry {
        let lists = built_in_lists(language).into_iter().flatten();
        LanguageEntry {
            language,
            lists: lists.map(|&(list, rows)| (list, Cow::Borrowed(rows))).collect(),
            lexicon: OnceLock::new(),
            variant_lexicon: OnceLock::new(),
            commonest: OnceLock::new(),
        }
    }

    /// Returns the texts of one word list; none when the language has no such list.
    pub(super) fn texts(&self, list: WordList) -> impl Iterator<Item = &str> {
        self.lists.iter().filter(move |(of, _)| *of == list).map(|(_, text)| &**text)
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    fn has(&self, list: WordList) -> bool {
        self.texts(list).next().is_some()
    }

    /// Returns true if attribution can read texts in this language.
    pub(super) fn has_attribution_lists(&self) -> bool {
        self.has(WordList::WordClasses)
    }

    /// Returns true if the rules of variants have words of this language.
    pub(crate) fn has_variant_lists(&self) -> bool {
        self.has(WordList::VariantCues)
    }

    /// Returns the word classes of attribution.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new(self))
    }

    /// Returns the word lists of variants.
    pub(crate) fn variant_lexicon(&self) -> &VariantLexicon {
        self.variant_lexicon.get_or_init(|| VariantLexicon::new(self))
    }

    pub(super) fn commonest(&self) -> &CommonestWords {
        self.commonest.get_or_init(|| {
            let words = self.texts(WordList::CommonestWords).flat_map(lines);
            let forms: FxHashSet<Box<str>> =
                words.flat_map(str::split_whitespace).map(Box::from).collect();
            let latin = forms.iter().filter(|form| super::detect::is_latin(form)).count();
            let is_latin = 2 * latin >= forms.len();
            CommonestWords { forms, is_latin }
        })
    }
}

/// The languages with word lists, and what recognizes them.
#[derive(Debug)]
pub(crate) struct LanguageRegistry {
    /// English first; the place of an entry is its number in a set of languages.
    pub(super) entries: Vec<LanguageEntry>,
    /// An entry without lists, for a language that was not recognized.
    pub(super) undetermined: LanguageEntry,
    pub(super) closed_class_words: OnceLock<ClosedClassWords>,
}

impl LanguageRegistry {
    /// Returns the registry of the lists that come with the library.
    pub(crate) fn built_in() -> &'static LanguageRegistry {
        static BUILT_IN: OnceLock<LanguageRegistry> = OnceLock::new();
        BUILT_IN.get_or_init(|| LanguageRegistry {
            entries: Language::BUILT_IN
                .iter()
                .map(|&language| LanguageEntry::new(language))
                .collect(),
            undetermined: LanguageEntry::new(Language::UNDETERMINED),
            closed_class_words: OnceLock::new(),
        })
    }

    /// Returns English, which every registry has.
    pub(crate) fn english(&self) -> &LanguageEntry {
        &self.entries[0]
    }

    /// Compiles what reading a document needs, whatever its language.
    pub(crate) fn prepare(&self) {
        self.english().lexicon();
        self.closed_class_words();
    }
}

/// The word lists of languages: those built in.
#[derive(Clone, Debug, Default)]
pub struct LanguageData {}

impl LanguageData {
    /// Returns the registry of these lists.
    pub(crate) fn registry(&self) -> &LanguageRegistry {
        LanguageRegistry::built_in()
    }
}
