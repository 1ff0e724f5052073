//! The word lists of one language: the files of its folder, and rows of your own.

use std::borrow::Cow;

use super::Language;

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
    Levels,
}

impl WordList {
    /// The lists that can be loaded, with the names of their files.
    const FILES: [(WordList, &str); 18] = [
        (WordList::ReportingVerbs, "reporting-verbs.tsv"),
        (WordList::NonReportingVerbs, "non-reporting-verbs.txt"),
        (WordList::WordClasses, "word-classes.tsv"),
        (WordList::CommonestWords, "commonest-words.txt"),
        (WordList::VariantCues, "variant-cues.tsv"),
        (WordList::NumberWords, "number-words.tsv"),
        (WordList::PronounPersons, "pronoun-persons.tsv"),
        (WordList::IrregularVerbs, "irregular-verbs.tsv"),
        (WordList::IrregularPlurals, "irregular-plurals.tsv"),
        (WordList::InflectionalEndings, "inflectional-endings.txt"),
        (WordList::Synonyms, "synonyms.tsv"),
        (WordList::SpokenForms, "spoken-forms.tsv"),
        (WordList::Acronyms, "acronyms.tsv"),
        (WordList::TitleWords, "title-words.txt"),
        (WordList::TitleAbbreviations, "title-abbreviations.tsv"),
        (WordList::CaseSensitiveWords, "case-sensitive-words.txt"),
        (WordList::FalseNegativePrefixes, "false-negative-prefixes.txt"),
        (WordList::Levels, "levels.tsv"),
    ];

    pub(super) fn from_file_name(name: &str) -> Option<WordList> {
        WordList::FILES.iter().find(|(_, file)| *file == name).map(|&(list, _)| list)
    }
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
        Language::French => [&attribution_lists!("fr"), &[], &variant_lists!("fr")],
        Language::Spanish => [&attribution_lists!("es"), &[], &variant_lists!("es")],
        Language::Italian => [&attribution_lists!("it"), &[], &variant_lists!("it")],
        Language::Portuguese => [&attribution_lists!("pt"), &[], &variant_lists!("pt")],
        Language::Dutch => [&attribution_lists!("nl"), &[], &variant_lists!("nl")],
        Language::Swedish => [&attribution_lists!("sv"), &[], &variant_lists!("sv")],
        Language::Other(_) => [&[]; 3],
    }
}

/// The rows of the word lists of one language.
#[derive(Clone, Debug)]
pub(crate) struct LanguageLists {
    pub(super) language: Language,
    rows: Vec<(WordList, Cow<'static, str>)>,
}

impl LanguageLists {
    /// Returns the lists that come with the library; none for other languages.
    pub(super) fn built_in(language: Language) -> LanguageLists {
        let lists = built_in_lists(language).into_iter().flatten();
        LanguageLists {
            language,
            rows: lists.map(|&(list, rows)| (list, Cow::Borrowed(rows))).collect(),
        }
    }

    /// Returns the texts of one word list; none if the language has no such list.
    pub(super) fn texts(&self, list: WordList) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(move |(of, _)| *of == list).map(|(_, text)| &**text)
    }

    pub(super) fn has(&self, list: WordList) -> bool {
        self.texts(list).next().is_some()
    }

    /// Removes the rows of one list.
    pub(super) fn clear(&mut self, list: WordList) {
        self.rows.retain(|(of, _)| *of != list);
    }

    /// Adds rows to one list.
    pub(super) fn add(&mut self, list: WordList, text: String) {
        self.rows.push((list, Cow::Owned(text)));
    }

    /// Returns every list with its text.
    #[cfg(any(test, feature = "parts"))]
    pub(super) fn all(&self) -> impl Iterator<Item = (WordList, &str)> {
        self.rows.iter().map(|(list, text)| (*list, &**text))
    }
}
