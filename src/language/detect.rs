//! Recognizes the language of a text by its small words.
//!
//! A few closed classes (articles, pronouns, prepositions, conjunctions, auxiliaries) make up
//! nearly half of running text in any European language, and hardly any of their words is common in
//! two languages: counting them is enough. This is the small-word technique of Grefenstette,
//! *Comparing two language identification schemes* (JADT 1995), which is as good as trigrams from a
//! dozen words on.
//!
//! Two scopes need two counts:
//!
//! - **A document of prose** ([`LanguageRegistry::of_document`]): what it declares, else its words
//!   as printed, counted by the word classes of attribution. The first [`OPENING_WORDS`] are enough
//!   where they are plainly English; else the whole text is counted, never a part of it, and the
//!   best count wins. A text with few words of any is in no known language.
//! - **Two wordings of one utterance** ([`LanguageRegistry::of_wordings`]): often a dozen words
//!   together, so every word is counted, as a form, by the short list of each language's commonest
//!   words; a language needs a share of [`WORDING_SHARE`], and below [`MIN_WORDING_WORDS`] words
//!   nothing is recognized.
//!
//! In both, a share of [`ENGLISH_SHARE`] makes a text English without a look at the others, and a
//! text that shows no language is read as English. Cost: linear in the words counted.

use super::Language;
use super::closed_class::{ClosedClassWords, MAX_LANGUAGES};
use super::commonest::is_latin;
use super::data::{LanguageEntry, LanguageRegistry};
use crate::model::Document;
use crate::text::{self, Passage, Vocabulary, WordKey};

/// Words of a document that are counted: two sentences of news.
const OPENING_WORDS: usize = 50;

/// Most words that are counted where the first ones are not plainly English.
const MAX_COUNTED_WORDS: usize = 5_000;

/// Fewest words of a text that is said to be in no known language.
const MIN_TOLD_WORDS: u32 = 20;

/// Share of small words, in percent, below which a text is in no known language. News in the
/// languages that have lists has 35 or more.
const MIN_SHARE: u32 = 20;

/// The same for English, whose short messages have fewer.
const MIN_ENGLISH_SHARE: u32 = 10;

/// Share of English small words, in percent, from which a text is English. English news has 40 to
/// 50, news in other languages below 20 (*in*, *was*, *die* and *a* are words of theirs too).
const ENGLISH_SHARE: usize = 30;

/// Fewest words of two wordings by which a language is recognized.
const MIN_WORDING_WORDS: usize = 4;

/// Share of a language's commonest words, in percent, that wordings in it have at least.
const WORDING_SHARE: usize = 20;

impl LanguageEntry {
    /// Returns the language of a document whose entry this is, if it is sure: declared, or shown by
    /// enough words.
    pub(crate) fn sure_language(&self, document: &Document) -> Option<Language> {
        /// Bytes of the shortest text that surely shows its language: fifty words.
        const MIN_SURE_BYTES: usize = 300;
        let declared = document.language.as_deref().and_then(Language::from_tag);
        let shown = || {
            let language = self.language();
            (document.text.len() >= MIN_SURE_BYTES && language != Language::UNDETERMINED)
                .then_some(language)
        };
        declared.filter(|&declared| declared != Language::UNDETERMINED).or_else(shown)
    }
}

impl LanguageRegistry {
    /// Returns the language of a document: what it declares, else what its text shows. A language
    /// without lists has an entry without words.
    pub(crate) fn of_document(&self, document: &Document) -> &LanguageEntry {
        match document.language.as_deref().and_then(Language::from_tag) {
            Some(Language::UNDETERMINED) | None => self.of_text(&document.text),
            Some(declared) => self.of_language(declared),
        }
    }

    /// Returns the entry of a language, or the one without words.
    pub(crate) fn of_language(&self, language: Language) -> &LanguageEntry {
        let mut entries = self.entries.iter().filter(|entry| entry.has_attribution_lists());
        entries.find(|entry| entry.language == language).unwrap_or(&self.undetermined)
    }

    /// Returns the entry of a language for variants, or the one without words.
    pub(crate) fn of_variants(&self, language: Language) -> &LanguageEntry {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.language == language).unwrap_or(&self.undetermined)
    }

    /// Returns the language whose closed classes hold most of the words of `text`.
    fn of_text(&self, text: &str) -> &LanguageEntry {
        let lexicon = self.english().lexicon();
        let (mut all, mut english) = (0, 0);
        for word in words(text).take(OPENING_WORDS) {
            all += 1;
            english += usize::from(word.key.map_or_else(
                || lexicon.is_closed_class(word.printed(text)),
                |key| lexicon.is_closed_class_key(key),
            ));
            // Enough for any number of words; most English news has them long before the last.
            if english * 100 >= ENGLISH_SHARE * OPENING_WORDS {
                break;
            }
        }
        if english * 100 >= ENGLISH_SHARE * all {
            return self.english();
        }
        // The whole text decides: it may begin with a quotation in another language.
        let closed_class_words = self.closed_class_words();
        let (mut counts, mut all) = ([0_u32; MAX_LANGUAGES], 0_u32);
        for word in words(text).take(MAX_COUNTED_WORDS) {
            all += 1;
            let languages = match word.key {
                Some(key) => closed_class_words.words.get_key(key),
                None => closed_class_words.languages_of(word.printed(text)),
            };
            languages.places().for_each(|place| counts[place] += 1);
        }
        // The first of equal counts: max_by_key would take the last.
        let best = counts.into_iter().enumerate().fold((0, 0), |best, (place, count)| {
            if count > best.1 { (place, count) } else { best }
        });
        let least = if best.0 == 0 { MIN_ENGLISH_SHARE } else { MIN_SHARE };
        if all >= MIN_TOLD_WORDS && 100 * best.1 < least * all {
            return &self.undetermined;
        }
        &self.entries[best.0]
    }

    /// Returns the language of two wordings: the one whose commonest words they have most of.
    pub(crate) fn of_wordings(
        &self,
        words: &Vocabulary,
        a: &Passage,
        b: &Passage,
    ) -> &LanguageEntry {
        let forms = || {
            let all = a.words.iter().chain(&b.words);
            all.map(|&word| &words[word])
                .filter(|entry| entry.class.is_word())
                .map(|entry| &*entry.form)
        };
        let count = forms().count();
        if count < MIN_WORDING_WORDS {
            return self.english();
        }
        let shared = |entry: &LanguageEntry| {
            let commonest = entry.commonest();
            forms().filter(|form| commonest.forms.contains(*form)).count()
        };
        if 2 * forms().filter(is_latin).count() < count {
            let others = self.entries.iter().filter(|entry| !entry.commonest().is_latin);
            let best = others.map(|entry| (shared(entry), entry)).max_by_key(|&(shared, _)| shared);
            return match best {
                Some((shared, entry)) if 100 * shared >= WORDING_SHARE * count => entry,
                _ => &self.undetermined,
            };
        }
        let english = shared(self.english());
        // Mostly it is English, and no other language has so many of its words.
        if 100 * english >= ENGLISH_SHARE * count {
            return self.english();
        }
        let counted = self.entries.iter().map(|entry| (shared(entry), entry));
        match counted.max_by_key(|&(shared, entry)| (shared, entry.language.tag())) {
            Some((shared, entry)) if shared > english && 100 * shared >= WORDING_SHARE * count => {
                entry
            }
            _ => self.english(),
        }
    }

    /// Returns the closed-class words; they are read when a text is not plainly English.
    pub(super) fn closed_class_words(&self) -> &ClosedClassWords {
        self.closed_class_words
            .get_or_init(|| ClosedClassWords::new(self.entries.iter().map(|entry| &entry.lists)))
    }
}

/// One of the first words of a text.
#[derive(Clone, Copy, Default)]
struct OpeningWord {
    start: usize,
    end: usize,
    /// Known when the word is short and of ASCII letters and digits alone.
    key: Option<WordKey>,
}

impl OpeningWord {
    fn printed(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// Returns the words of `text` as blanks separate them, without the marks around them.
fn words(text: &str) -> impl Iterator<Item = OpeningWord> + '_ {
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
        // Most words are letters to the end, or have one mark after them.
        let len = text::ascii_alphanumeric_len(&bytes[start..]);
        at += len;
        if len > 0 && (blank(at) || matches!(bytes[at], b'.' | b',') && blank(at + 1)) {
            let end = at;
            at += usize::from(!blank(at));
            return Some(OpeningWord { start, end, key: WordKey::lowercase_at(bytes, start, len) });
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
        Some(OpeningWord { start, end: start + word.trim_end_matches(mark).len(), key: None })
    });
    printed.filter(|word| word.start < word.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::closed_class::LanguageSet;
    use super::super::lists::WordList;
    use super::*;

    fn registry() -> &'static LanguageRegistry {
        LanguageRegistry::built_in()
    }

    /// The languages whose lexicons have `word` in a closed class.
    fn of_lexicons(word: &str) -> LanguageSet {
        let mut languages = LanguageSet::default();
        for (place, entry) in registry().entries.iter().enumerate() {
            if entry.lexicon().is_closed_class(word) {
                languages.insert(place);
            }
        }
        languages
    }

    #[test]
    fn every_word_of_every_list_is_counted_as_its_lexicon_has_it() {
        for entry in &registry().entries {
            let lists =
                [WordList::ReportingVerbs, WordList::NonReportingVerbs, WordList::WordClasses];
            let texts = lists.into_iter().flat_map(|list| entry.lists.texts(list));
            for word in texts.flat_map(str::split_whitespace) {
                assert_eq!(
                    registry().closed_class_words().languages_of(word),
                    of_lexicons(word),
                    "{word}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn any_word_is_counted_as_the_lexicons_have_it(word in "(l|qu|L|dell|the|il)[’']?[a-zéü]{0,3}|.{0,20}") {
            prop_assert_eq!(registry().closed_class_words().languages_of(&word), of_lexicons(&word));
        }
    }

    #[test]
    fn a_document_declares_its_language_or_shows_it() {
        let rows = [
            ("de-AT", "", Language::German),
            ("FR", "", Language::French),
            ("xx", "The mayor of the town said that it was late.", Language::UNDETERMINED),
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
            ("", "Borgmästaren sade att bron inte ska stängas under natten.", Language::Swedish),
            ("pl", "Burmistrz powiedział, że most nie będzie zamknięty.", Language::UNDETERMINED),
            ("", "", Language::English),
            ("", "Мост закрыт.", Language::English),
        ];
        for (tag, text, language) in rows {
            let document = Document::new("a", text).with_language(tag);
            assert_eq!(registry().of_document(&document).language, language, "{tag} {text}");
        }
    }

    #[test]
    fn at_least_sixty_reporting_verbs_each() {
        for entry in &registry().entries {
            let (language, verbs) = (entry.language, entry.lexicon().reporting_verbs);
            assert!(verbs >= 60, "{language:?}: {verbs}");
        }
    }

    #[test]
    fn wordings_show_their_language() {
        let mut words = Vocabulary::new();
        let mut shown = |text: &str| {
            let passage = words.tokenize(text);
            registry().of_wordings(&words, &passage, &passage).language
        };
        for (text, language) in [
            ("We will not sell the farm.", Language::English),
            ("Wir werden den Hof nicht verkaufen.", Language::German),
            ("Nous ne vendrons pas la ferme de la vallée.", Language::French),
            ("Мы не продадим ферму.", Language::UNDETERMINED),
            ("Nein!", Language::English),
        ] {
            assert_eq!(shown(text), language, "{text}");
        }
    }
}
