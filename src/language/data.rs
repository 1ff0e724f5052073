//! The word lists of all languages: those built in, and what is compiled from them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::closed_class::{ClosedClassWords, MAX_LANGUAGES};
use super::commonest::CommonestWords;
use super::lists::{LanguageLists, WordList};
use super::{Language, Lexicon, VariantLexicon, attribution_lexicon, variant_lexicon};
use crate::error::Error;

/// The word lists of one language, and what each module compiles from them, once.
#[derive(Debug)]
pub(crate) struct LanguageEntry {
    pub(super) language: Language,
    pub(super) lists: LanguageLists,
    lexicon: OnceLock<Lexicon>,
    variant_lexicon: OnceLock<VariantLexicon>,
    commonest: OnceLock<CommonestWords>,
}

impl LanguageEntry {
    fn new(language: Language) -> LanguageEntry {
        LanguageEntry {
            language,
            lists: LanguageLists::built_in(language),
            lexicon: OnceLock::new(),
            variant_lexicon: OnceLock::new(),
            commonest: OnceLock::new(),
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Returns true if attribution can read texts in this language.
    pub(super) fn has_attribution_lists(&self) -> bool {
        self.lists.has(WordList::WordClasses)
    }

    /// Returns true if the rules of variants have words of this language.
    pub(crate) fn has_variant_lists(&self) -> bool {
        self.lists.has(WordList::VariantCues)
    }

    /// Returns the word classes of attribution.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new(&self.lists))
    }

    /// Returns the word lists of variants.
    pub(crate) fn variant_lexicon(&self) -> &VariantLexicon {
        self.variant_lexicon.get_or_init(|| VariantLexicon::new(&self.lists))
    }

    /// Returns its commonest small words.
    pub(super) fn commonest(&self) -> &CommonestWords {
        self.commonest.get_or_init(|| CommonestWords::new(&self.lists))
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

    /// Returns the same lists with nothing compiled from them.
    fn uncompiled(&self) -> LanguageRegistry {
        let entry = |entry: &LanguageEntry| LanguageEntry {
            lists: entry.lists.clone(),
            ..LanguageEntry::new(entry.language)
        };
        LanguageRegistry {
            entries: self.entries.iter().map(entry).collect(),
            undetermined: LanguageEntry::new(Language::UNDETERMINED),
            closed_class_words: OnceLock::new(),
        }
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

/// Checks one row; the error says what is wrong with it.
fn check_row(list: WordList, line: &str) -> Result<(), &'static str> {
    match list {
        WordList::ReportingVerbs | WordList::WordClasses => attribution_lexicon::check(list, line),
        WordList::NonReportingVerbs
        | WordList::CommonestWords
        | WordList::InflectionalEndings
        | WordList::TitleWords
        | WordList::CaseSensitiveWords
        | WordList::FalseNegativePrefixes => match line.contains('\t') {
            true => Err("one column was expected"),
            false => Ok(()),
        },
        _ => variant_lexicon::check(list, line),
    }
}

/// The word lists of languages: those built in, and your own.
///
/// Lists of your own stand in files named as the built-in ones are (`src/language/README.md`), in
/// one folder a language. Their rows are added to the built-in rows; a file whose first line is
/// `#! replace` takes the place of the built-in list. A folder with a new tag makes a new language:
/// attribution reads it when it has `word-classes.tsv`, and variants when it has
/// `variant-cues.tsv`. One list more exists for variants: `levels.tsv`, with a rule or kind and the
/// level (`A`, `M`, `S`, `S+`) of its variants in each row.
///
/// ```
/// use variorum::language::{Language, LanguageData};
/// use variorum::model::StandaloneQuotation;
/// use variorum::variant::{Kind, Level};
/// use variorum::Comparer;
///
/// let data = LanguageData::default()
///     .with_list(Language::English, "synonyms.tsv", "quay\tpier\n")?
///     .with_list(Language::English, "levels.tsv", "tense\tS\n")?;
/// let quotation = |text| StandaloneQuotation::new("q", text);
/// let mut comparer = Comparer::new().with_language_data(data);
/// let (a, b) = (quotation("They met us on the quay."), quotation("They met us on the pier."));
/// assert_eq!(comparer.compare(&a, &b).variants[0].kind, Kind::Synonym);
/// let (a, b) = (quotation("They asked us to stay."), quotation("They ask us to stay."));
/// assert_eq!(comparer.compare(&a, &b).summary.level, Some(Level::Substantive));
/// # Ok::<(), variorum::Error>(())
/// ```
///
/// Cloning is cheap; clones share what was compiled. The built-in lists cost nothing more than
/// without this type.
#[derive(Clone, Debug, Default)]
pub struct LanguageData {
    /// `None` for the built-in lists alone.
    registry: Option<Arc<LanguageRegistry>>,
}

impl LanguageData {
    /// Reads the word lists of a folder: in it one folder a language, named by its tag, as `fr/`.
    ///
    /// Files that begin with a dot and `.md` files are passed over.
    ///
    /// ```no_run
    /// use variorum::attribution::Attributor;
    /// use variorum::language::LanguageData;
    ///
    /// // lists/fr/reporting-verbs.tsv, lists/en/synonyms.tsv …
    /// let attributor = Attributor::new().with_language_data(LanguageData::from_folder("lists")?);
    /// # Ok::<(), variorum::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a file cannot be read, its name is that of no list, or a row is malformed; the error
    /// says which file, line and value.
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<LanguageData, Error> {
        let mut data = LanguageData::default();
        for (tag, path) in entries_of(folder.as_ref())? {
            if !path.is_dir() {
                return Err(Error::format(&path.display().to_string(), None, NO_FOLDER));
            }
            let language: Language = tag.parse().map_err(|error: Error| {
                Error::format(&path.display().to_string(), None, error.to_string())
            })?;
            for (name, file) in entries_of(&path)? {
                let text =
                    fs::read_to_string(&file).map_err(|error| Error::reading(&file, error))?;
                data = data.with_text(language, &name, &file.display().to_string(), text)?;
            }
        }
        Ok(data)
    }

    /// Adds the rows of one list, given as the text of a file of this name.
    ///
    /// # Errors
    /// When the name is that of no list, or a row is malformed.
    pub fn with_list(
        self,
        language: Language,
        file_name: &str,
        text: impl Into<String>,
    ) -> Result<LanguageData, Error> {
        self.with_text(language, file_name, file_name, text.into())
    }

    fn with_text(
        self,
        language: Language,
        file_name: &str,
        input: &str,
        text: String,
    ) -> Result<LanguageData, Error> {
        let list = WordList::from_file_name(file_name)
            .ok_or_else(|| Error::format(input, None, "is no word list that can be loaded"))?;
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            check_row(list, line).map_err(|reason| {
                Error::format(input, Some(number as u64 + 1), format!("{line:?}: {reason}"))
            })?;
        }
        // The lists have changed, so nothing compiled from them is kept.
        let mut registry = self.registry().uncompiled();
        let at = registry.entries.iter().position(|entry| entry.language == language);
        let at = at.unwrap_or_else(|| {
            registry.entries.push(LanguageEntry::new(language));
            registry.entries.len() - 1
        });
        if registry.entries.len() > MAX_LANGUAGES {
            return Err(Error::format(input, None, "is of more languages than can be told apart"));
        }
        let lists = &mut registry.entries[at].lists;
        if text.lines().next() == Some(REPLACE) {
            lists.clear(list);
        }
        lists.add(list, text);
        Ok(LanguageData { registry: Some(Arc::new(registry)) })
    }

    /// Returns a hash of all rows: an archive on disk keeps it, since other rows read other
    /// speakers and levels. It is the same on every machine. O(bytes of the lists).
    #[cfg(feature = "parts")]
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for entry in &self.registry().entries {
            hash.update(entry.language.to_string().as_bytes());
            for (list, text) in entry.lists.all() {
                hash.update(format!("\0{list:?}\0").as_bytes());
                hash.update(text.as_bytes());
            }
        }
        hash.digest()
    }

    /// Returns the registry of these lists.
    pub(crate) fn registry(&self) -> &LanguageRegistry {
        match &self.registry {
            Some(registry) => registry,
            None => LanguageRegistry::built_in(),
        }
    }
}

/// The first line of a file that takes the place of the built-in list.
const REPLACE: &str = "#! replace";

const NO_FOLDER: &str = "is no folder of a language";

/// Returns name and path of what a folder holds, in the order of the names.
fn entries_of(folder: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let reading = |error| Error::reading(folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.ends_with(".md") {
            entries.push((name, entry.path()));
        }
    }
    entries.sort_unstable();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_row_passes_the_check_of_loaded_rows() {
        for entry in &LanguageRegistry::built_in().entries {
            for (list, text) in entry.lists.all() {
                for line in crate::text::lines(text) {
                    assert_eq!(
                        check_row(list, line),
                        Ok(()),
                        "{} {list:?}: {line}",
                        entry.language
                    );
                }
            }
        }
    }

    #[test]
    fn errors_name_file_line_and_value() {
        let load = |file: &str, text: &str| {
            LanguageData::default().with_list(Language::French, file, text).unwrap_err().to_string()
        };
        assert_eq!(
            load("reporting-verbs.tsv", "# head\nclame\tclamer\tshout\tpresent\n"),
            "reporting-verbs.tsv: line 2: \"clame\\tclamer\\tshout\\tpresent\": no such class of verbs"
        );
        for (file, text) in [
            ("verbs.tsv", ""),
            ("reporting-verbs.tsv", "clame\n"),
            ("word-classes.tsv", "verbs\tclame\n"),
            ("synonyms.tsv", "one\n"),
            ("variant-cues.tsv", "negator\tfar too many words here\n"),
            ("number-words.tsv", "douze\tname twelve\n"),
            ("levels.tsv", "tense.form\tXL\n"),
            ("levels.tsv", "no.rule\tS\n"),
            ("title-words.txt", "two\tcolumns\n"),
        ] {
            assert!(!load(file, text).is_empty(), "{file}");
        }
    }

    #[test]
    fn a_list_can_be_replaced_or_extended() {
        let forms = |text: &str| {
            let data = LanguageData::default();
            let data = data.with_list(Language::English, "title-words.txt", text).unwrap();
            let lexicon = data.registry().english().variant_lexicon();
            (lexicon.is_title("president"), lexicon.is_title("gaffer"))
        };
        assert_eq!(forms("gaffer\n"), (true, true));
        assert_eq!(forms("#! replace\ngaffer\n"), (false, true));
    }
}
