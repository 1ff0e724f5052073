//! The languages that attribution reads, and which of them a document is written in.
//!
//! What a language brings is data: `data/XX-cues.tsv` (reporting verbs with their inflections, at least 60),
//! `data/XX-words.tsv` (classes of words: pronouns, prepositions, titles, roles and so on; the first file's comments
//! say which) and, if it needs one, `data/XX-verbs.txt` (verbs that report nothing). A new language is these files, a
//! variant here, and tests with passages of its own.

use std::sync::OnceLock;

use super::lexicon::Lexicon;
use crate::document::Document;

/// A language with word lists of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
}

/// How many languages there are.
const LANGUAGES: usize = 1;

impl Language {
    const ALL: [Language; LANGUAGES] = [Language::English];

    /// What the document says it is, else what its commonest words say it is.
    pub(super) fn of(document: &Document) -> Language {
        let tag = document.language.as_deref().unwrap_or("");
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        match Language::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary)) {
            Some(language) => language,
            None => Language::of_text(&document.text),
        }
    }

    fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
        }
    }

    /// The word lists.
    pub(super) fn lexicon(self) -> &'static Lexicon {
        static LEXICONS: [OnceLock<Lexicon>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
        LEXICONS[self as usize].get_or_init(|| match self {
            Language::English => Lexicon::read(
                include_str!("data/en-cues.tsv"),
                include_str!("data/en-verbs.txt"),
                include_str!("data/en-words.tsv"),
            ),
        })
    }

    fn of_text(_text: &str) -> Language {
        Language::English
    }
}
