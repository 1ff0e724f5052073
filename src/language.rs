//! The languages that have word lists, and which of them a text is in.
//!
//! A language is a folder, `src/language/XX/`; its files are the word lists that the other modules
//! read. `src/language/README.md` says what each file holds and how to add a language.
//! [`LanguageData`] adds lists of your own at run time.
//!
//! ```
//! use variorum::language::Language;
//!
//! let language: Language = "de-AT".parse()?;
//! assert_eq!(language, Language::German);
//! assert_eq!(language.tag(), "de");
//! # Ok::<(), variorum::Error>(())
//! ```

mod attribution_lexicon;
mod closed_class;
mod commonest;
mod data;
mod detect;
mod lists;
mod short_form;
mod variant_lexicon;
mod word_class;

use std::fmt;
use std::str::FromStr;

pub(crate) use attribution_lexicon::Lexicon;
pub use data::LanguageData;
pub(crate) use data::{LanguageEntry, LanguageRegistry};
pub(crate) use short_form::{are_short_forms, short_form_rows};
pub(crate) use variant_lexicon::{CueClass, Numeral, VariantLexicon};
pub(crate) use word_class::WordClasses;

use crate::error::Error;

/// A language, as far as word lists go.
///
/// It is known by the primary subtag of its [BCP 47](https://www.rfc-editor.org/info/bcp47) tag:
/// `en-GB` is English. Regions and scripts make no difference here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English: all word lists.
    English,
    /// German: the lists of attribution and of variants.
    German,
    /// French: the lists of attribution and of variants.
    French,
    /// Spanish: the lists of attribution and of variants.
    Spanish,
    /// Italian: the lists of attribution and of variants.
    Italian,
    /// Portuguese: the lists of attribution and of variants.
    Portuguese,
    /// Dutch: the lists of attribution and of variants.
    Dutch,
    /// Swedish: both are begun.
    Swedish,
    /// A language without built-in lists. [`LanguageData`] can bring some.
    Other(LanguageTag),
}

/// The primary subtag of a language: two to eight small ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag {
    /// The letters, then zeros.
    bytes: [u8; 8],
}

impl LanguageTag {
    const fn from_ascii(letters: &[u8]) -> LanguageTag {
        let mut bytes = [0; 8];
        let mut at = 0;
        while at < letters.len() {
            bytes[at] = letters[at].to_ascii_lowercase();
            at += 1;
        }
        LanguageTag { bytes }
    }

    /// Returns the letters of the tag.
    pub fn as_str(&self) -> &str {
        let len = self.bytes.iter().position(|&byte| byte == 0).unwrap_or(self.bytes.len());
        std::str::from_utf8(&self.bytes[..len]).unwrap_or_default()
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LanguageTag({})", self.as_str())
    }
}

impl Language {
    /// The languages with built-in lists. English comes first: a text that shows no other
    /// language is read as English.
    pub const BUILT_IN: &[Language] = &[
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Italian,
        Language::Portuguese,
        Language::Dutch,
        Language::Swedish,
    ];

    /// A language that was not recognized: `und`.
    pub const UNDETERMINED: Language = Language::Other(LanguageTag::from_ascii(b"und"));

    /// Returns the primary subtag: `en`, `de`; `und` for [`Language::UNDETERMINED`].
    pub fn tag(&self) -> &str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::French => "fr",
            Language::Spanish => "es",
            Language::Italian => "it",
            Language::Portuguese => "pt",
            Language::Dutch => "nl",
            Language::Swedish => "sv",
            Language::Other(tag) => tag.as_str(),
        }
    }

    /// Returns the language of a BCP 47 tag, by its primary subtag.
    fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let known = Language::BUILT_IN.iter().copied();
        let language = known.into_iter().find(|known| known.tag().eq_ignore_ascii_case(primary));
        let is_subtag =
            (2..=8).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let other = || Language::Other(LanguageTag::from_ascii(primary.as_bytes()));
        language.or_else(|| is_subtag.then(other))
    }
}

const NO_TAG: &str = "is no BCP 47 language tag, such as en or de-AT";

impl FromStr for Language {
    type Err = Error;

    /// Reads a BCP 47 tag by its primary subtag, in any case: `en`, `de-AT`, `PT_br`.
    ///
    /// # Errors
    /// When the primary subtag is not two to eight ASCII letters.
    fn from_str(tag: &str) -> Result<Language, Error> {
        Language::from_tag(tag).ok_or_else(|| Error::format(&format!("{tag:?}"), None, NO_TAG))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Language, D::Error> {
        let tag = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        tag.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_primary_subtag() {
        for (tag, language) in [
            ("en", Language::English),
            ("EN-gb", Language::English),
            ("pt_BR", Language::Portuguese),
            ("und", Language::UNDETERMINED),
        ] {
            assert_eq!(tag.parse::<Language>().unwrap(), language);
        }
        let finnish: Language = "fi-FI".parse().unwrap();
        assert_eq!((finnish.tag(), finnish.to_string().as_str()), ("fi", "fi"));
        for tag in ["", "e", "-en", "portuguese", "12", "größe"] {
            assert!(tag.parse::<Language>().unwrap_err().is_format(), "{tag}");
        }
    }

    #[test]
    fn every_language_is_read_from_its_tag() {
        for language in Language::BUILT_IN {
            assert_eq!(language.tag().parse::<Language>().unwrap(), *language);
        }
    }
}
