//! The word lists of variants, compiled: what the rules know of a word or a phrase.
//!
//! Words are forms ([`text::normal_form`](crate::text::normal_form)): small letters, without marks
//! on them. The rules read this lexicon and never a file. Two properties of English are code
//! instead: the endings that make another part of speech (`variant/stem.rs`) and the auxiliaries
//! (`variant/rules/grammar.rs`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::Language;
use super::lists::{LanguageLists, WordList};
use crate::text::{lines, rows};

/// The function of a word or phrase in a sentence: the classes of `variant-cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CueClass {
    /// Turns a clause round: not, never.
    Negator,
    /// A negative word that agrees with another negator: nobody.
    Concord,
    Modality,
    Quantifier,
    Time,
    /// Opens a condition, or takes back what stands before: if, but.
    Condition,
    /// A verb put over a clause: they say that.
    Embedding,
    /// A condition that a fragment must not lose: if, unless.
    Proviso,
    /// A hedge that a fragment must not lose: I think.
    Hedge,
    /// A degree before a number: more than.
    Degree,
    /// A sound or word that fills a pause: um.
    Filler,
    /// A word that adds little: just.
    Particle,
    /// A verb of a reporting clause: said.
    Saying,
    /// A negator that denies no clause: not only.
    Idiom,
    /// An `if` that sets no condition: ask if.
    Whether,
    /// A word that insists and adds no measure: very.
    Intensifier,
    /// A word that a `just` before it insists on: how.
    Degreed,
    /// Words that address the hearer: sir.
    Vocative,
    /// A conjunction that sets a condition where its clause comes first: when.
    Conditional,
    /// A verb whose clause stays said under a negator: forget.
    Factive,
    /// A word by which a reporter denies: refused, against.
    Denial,
    /// A word by which a reporter marks an opinion: thinks, view.
    Opinion,
    /// A function word, where the vocabulary's own list has none of the language.
    Small,
}

/// The meaning of a word in a number: the classes of `number-words.tsv`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Numeral {
    /// A number that is more often another word.
    Value(f64),
    /// The name of a number.
    Name(f64),
    /// Multiplies what stands before it.
    Scale(f64),
    Ordinal(f64),
    /// The unit that is counted, as the sign it is compared as.
    Unit(Box<str>),
    /// Passed over inside a number: and.
    Joint,
}

type Pairs = FxHashMap<Box<str>, Vec<Box<str>>>;

/// The words of one language, as the rules of variants need them.
#[derive(Debug)]
pub(crate) struct VariantLexicon {
    language: Language,
    /// By class and number of words.
    cues: FxHashMap<(CueClass, usize), FxHashSet<Box<str>>>,
    numerals: FxHashMap<Box<str>, Numeral>,
    negative_prefixes: Vec<Box<str>>,
    inflectional_endings: Vec<Box<str>>,
    pronoun_persons: FxHashMap<Box<str>, Box<str>>,
    /// Form to stem.
    irregular_verbs: FxHashMap<Box<str>, Box<str>>,
    /// Past forms and participles of irregular verbs.
    irregular_pasts: FxHashSet<Box<str>>,
    /// Plural to singular.
    irregular_plurals: FxHashMap<Box<str>, Box<str>>,
    synonyms: Pairs,
    spoken_forms: Pairs,
    acronyms: Pairs,
    title_words: FxHashSet<Box<str>>,
    title_abbreviations: Pairs,
    case_sensitive_words: FxHashSet<Box<str>>,
    false_negative_prefixes: FxHashSet<Box<str>>,
    /// Rule or kind to level; empty unless the user has loaded some.
    levels: FxHashMap<Box<str>, Box<str>>,
}

/// Most words of a cue.
pub(crate) const MAX_CUE_WORDS: usize = 3;

fn holds(pairs: &Pairs, a: &str, b: &str) -> bool {
    let has =
        |a: &str, b: &str| pairs.get(a).is_some_and(|list| list.iter().any(|one| **one == *b));
    has(a, b) || has(b, a)
}

impl VariantLexicon {
    /// Compiles the lists of a language.
    pub(super) fn new(lists: &LanguageLists) -> VariantLexicon {
        let rows = |list| lists.texts(list).flat_map(rows);
        let pairs = |list| {
            let mut pairs = Pairs::default();
            for (a, b) in rows(list) {
                pairs.entry(a.into()).or_default().push(b.into());
            }
            pairs
        };
        let set = |list| lists.texts(list).flat_map(lines).map(Box::from).collect();
        let mut cues: FxHashMap<(CueClass, usize), FxHashSet<Box<str>>> = FxHashMap::default();
        let mut negative_prefixes = Vec::new();
        for (class, phrase) in rows(WordList::VariantCues) {
            match cue_class(class) {
                Some(cue) => {
                    cues.entry((cue, phrase.split(' ').count())).or_default().insert(phrase.into());
                }
                None if class == PREFIX_CLASS => negative_prefixes.push(phrase.into()),
                None => {}
            }
        }
        let mut irregular_verbs: FxHashMap<Box<str>, Box<str>> = FxHashMap::default();
        let mut irregular_pasts = FxHashSet::default();
        for (stem, forms) in rows(WordList::IrregularVerbs) {
            for form in forms.split(' ') {
                irregular_verbs.entry(form.into()).or_insert_with(|| stem.into());
                if !form.ends_with("ing")
                    && !matches!(form, "is" | "am" | "are" | "has" | "does" | "goes" | "says")
                {
                    irregular_pasts.insert(form.into());
                }
            }
        }
        let plurals = rows(WordList::IrregularPlurals);
        let plurals = plurals.flat_map(|(one, many)| many.split(' ').map(move |form| (form, one)));
        let numerals = rows(WordList::NumberWords);
        VariantLexicon {
            language: lists.language,
            cues,
            numerals: numerals.filter_map(|(form, is)| Some((form.into(), numeral(is)?))).collect(),
            negative_prefixes,
            inflectional_endings: lists
                .texts(WordList::InflectionalEndings)
                .flat_map(lines)
                .map(Box::from)
                .collect(),
            pronoun_persons: rows(WordList::PronounPersons)
                .map(|(form, person)| (form.into(), person.into()))
                .collect(),
            irregular_verbs,
            irregular_pasts,
            irregular_plurals: plurals.map(|(form, one)| (form.into(), one.into())).collect(),
            synonyms: pairs(WordList::Synonyms),
            spoken_forms: pairs(WordList::SpokenForms),
            acronyms: pairs(WordList::Acronyms),
            title_words: set(WordList::TitleWords),
            title_abbreviations: pairs(WordList::TitleAbbreviations),
            case_sensitive_words: set(WordList::CaseSensitiveWords),
            false_negative_prefixes: set(WordList::FalseNegativePrefixes),
            levels: rows(WordList::Levels).map(|(rule, is)| (rule.into(), is.into())).collect(),
        }
    }

    /// Returns true if `phrase` (forms joined by blanks, `words` of them) is a cue of this class.
    pub fn is_cue(&self, cue: CueClass, words: usize, phrase: &str) -> bool {
        self.cues.get(&(cue, words)).is_some_and(|set| set.contains(phrase))
    }

    /// Returns true if a single form is a cue of this class.
    pub fn is_cue_word(&self, cue: CueClass, form: &str) -> bool {
        self.is_cue(cue, 1, form)
    }

    /// Returns true if `form` denies by itself, so that words that agree with it deny nothing more:
    /// *not*, *never*, Spanish *no*.
    pub fn is_plain_negator(&self, form: &str) -> bool {
        match self.language {
            Language::English => matches!(form, "not" | "never" | "ain't"),
            _ => {
                self.is_cue_word(CueClass::Negator, form)
                    && !self.is_cue_word(CueClass::Concord, form)
            }
        }
    }

    /// Returns true if `form` denies the word behind it: *not*, German *nicht*.
    pub fn is_word_negator(&self, form: &str) -> bool {
        match self.language {
            Language::English => form == "not",
            _ => self.is_plain_negator(form),
        }
    }

    /// Returns the cues of one class in a sequence of forms, the longest at each place: where each
    /// begins, and how many forms it takes.
    pub fn find_cues(&self, cue: CueClass, forms: &[&str]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < forms.len() {
            let longest = (1..=MAX_CUE_WORDS.min(forms.len() - i)).rev().find(|&n| match n {
                1 => self.is_cue(cue, 1, forms[i]),
                _ => self.is_cue(cue, n, &forms[i..i + n].join(" ")),
            });
            match longest {
                Some(n) => {
                    found.push((i, n));
                    i += n;
                }
                None => i += 1,
            }
        }
        found
    }

    /// Returns true if the negator at `i` denies no clause: `not only`, `without a doubt`.
    pub fn is_negation_idiom(&self, forms: &[&str], i: usize) -> bool {
        (2..=MAX_CUE_WORDS).any(|n| {
            forms
                .get(i..i + n)
                .is_some_and(|words| self.is_cue(CueClass::Idiom, n, &words.join(" ")))
        })
    }

    /// Returns what a form means in a number.
    pub fn numeral(&self, form: &str) -> Option<&Numeral> {
        self.numerals.get(form)
    }

    /// Returns the prefixes that make the contrary of a word.
    pub fn negative_prefixes(&self) -> impl Iterator<Item = &str> {
        self.negative_prefixes.iter().map(|prefix| &**prefix)
    }

    /// Returns the endings of inflected words, in the order of the list.
    pub fn inflectional_endings(&self) -> impl Iterator<Item = &str> {
        self.inflectional_endings.iter().map(|ending| &**ending)
    }

    /// Returns true if words of two parts of speech can be traced to one stem: the endings are
    /// English.
    pub fn has_derivation(&self) -> bool {
        self.language == Language::English
    }

    /// Returns true if verbs are known by their forms, which is so in English alone.
    pub fn knows_verbs(&self) -> bool {
        self.language == Language::English
    }

    /// Returns true if every noun has a capital, so that a capital makes no name.
    pub fn capitalizes_nouns(&self) -> bool {
        self.language == Language::German
    }

    /// Returns true if marks on letters make other words: `konnten`, `könnten`.
    pub fn distinguishes_umlauts(&self) -> bool {
        self.language == Language::German
    }

    /// Returns the person that a pronoun points to.
    pub fn pronoun_person(&self, form: &str) -> Option<&str> {
        self.pronoun_persons.get(form).map(|person| &**person)
    }

    /// Returns the stem of an irregular verb's form.
    pub fn irregular_verb(&self, form: &str) -> Option<&str> {
        self.irregular_verbs.get(form).map(|stem| &**stem)
    }

    /// Returns true if `form` is a past form or participle of an irregular verb.
    pub fn is_irregular_past(&self, form: &str) -> bool {
        self.irregular_pasts.contains(form)
    }

    /// Returns the singular of an irregular plural.
    pub fn irregular_singular(&self, form: &str) -> Option<&str> {
        self.irregular_plurals.get(form).map(|one| &**one)
    }

    /// Returns true if either phrase can stand for the other.
    pub fn are_synonyms(&self, a: &str, b: &str) -> bool {
        holds(&self.synonyms, a, b)
    }

    /// Returns true if words can be looked up in the table of synonyms by their stems, which are
    /// English.
    pub fn has_synonyms_of_stems(&self) -> bool {
        self.language == Language::English
    }

    /// Returns true if one phrase is a spoken form of the other.
    pub fn are_spoken_and_written(&self, a: &str, b: &str) -> bool {
        holds(&self.spoken_forms, a, b)
    }

    /// Returns true if one is the acronym of the other.
    pub fn are_acronym_and_name(&self, a: &str, b: &str) -> bool {
        holds(&self.acronyms, a, b)
    }

    /// Returns true if `form` is a title or office that stands before a name.
    pub fn is_title(&self, form: &str) -> bool {
        self.title_words.contains(form)
    }

    /// Returns true if one is the abbreviation of the other title.
    pub fn are_title_and_abbreviation(&self, a: &str, b: &str) -> bool {
        holds(&self.title_abbreviations, a, b)
    }

    /// Returns true if `form` is another word when it begins with a capital.
    pub fn is_case_sensitive(&self, form: &str) -> bool {
        self.case_sensitive_words.contains(form)
    }

    /// Returns true if some rule has another level in this language.
    pub fn has_levels(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Returns the code of the level that a rule has, if the lists give one to it or to its kind.
    pub fn level(&self, rule: &str) -> Option<&str> {
        let kind = || rule.split_once('.').and_then(|(kind, _)| self.levels.get(kind));
        self.levels.get(rule).or_else(kind).map(|level| &**level)
    }

    /// Returns true if `form` only looks as if a prefix negated it.
    pub fn has_false_negative_prefix(&self, form: &str) -> bool {
        self.false_negative_prefixes.contains(form)
    }
}

/// The codes of levels.
const LEVELS: [&str; 4] = ["A", "M", "S", "S+"];

/// Returns true if `name` is the code of a rule or of a kind.
fn is_rule(name: &str) -> bool {
    lines(include_str!("shared/variant-rules.txt"))
        .any(|code| code == name || code.split_once('.').is_some_and(|(kind, _)| kind == name))
}

/// The class of `variant-cues.tsv` that lists prefixes and no phrases.
const PREFIX_CLASS: &str = "prefix";

fn cue_class(name: &str) -> Option<CueClass> {
    Some(match name {
        "negator" => CueClass::Negator,
        "concord" => CueClass::Concord,
        "modality" => CueClass::Modality,
        "quantifier" => CueClass::Quantifier,
        "time" => CueClass::Time,
        "condition" => CueClass::Condition,
        "embedding" => CueClass::Embedding,
        "proviso" => CueClass::Proviso,
        "hedge" => CueClass::Hedge,
        "degree" => CueClass::Degree,
        "filler" => CueClass::Filler,
        "particle" => CueClass::Particle,
        "saying" => CueClass::Saying,
        "idiom" => CueClass::Idiom,
        "whether" => CueClass::Whether,
        "intensifier" => CueClass::Intensifier,
        "degreed" => CueClass::Degreed,
        "vocative" => CueClass::Vocative,
        "conditional" => CueClass::Conditional,
        "factive" => CueClass::Factive,
        "denial" => CueClass::Denial,
        "opinion" => CueClass::Opinion,
        "small" => CueClass::Small,
        _ => return None,
    })
}

/// Reads class and value: `scale 1000`.
fn numeral(text: &str) -> Option<Numeral> {
    let (class, value) = text.split_once(' ').unwrap_or((text, ""));
    let number = value.parse().ok();
    Some(match class {
        "value" => Numeral::Value(number?),
        "name" => Numeral::Name(number?),
        "scale" => Numeral::Scale(number?),
        "ordinal" => Numeral::Ordinal(number?),
        "unit" => Numeral::Unit(value.into()),
        "joint" => Numeral::Joint,
        _ => return None,
    })
}

/// Checks a row of a list with two columns.
pub(super) fn check(list: WordList, line: &str) -> Result<(), &'static str> {
    let Some((first, second)) = line.split_once('\t').filter(|(_, rest)| !rest.contains('\t'))
    else {
        return Err("two columns were expected");
    };
    match list {
        WordList::VariantCues => {
            if first != PREFIX_CLASS && cue_class(first).is_none() {
                Err("no such class of cues")
            } else if second.split(' ').count() > MAX_CUE_WORDS {
                Err("a cue of more than three words")
            } else {
                Ok(())
            }
        }
        WordList::Levels if !is_rule(first) => Err("no such rule or kind"),
        WordList::Levels if !LEVELS.contains(&second) => Err("no such level: A, M, S, S+"),
        WordList::NumberWords => numeral(second).map(drop).ok_or("no such class, or no number"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LanguageRegistry;

    fn english() -> &'static VariantLexicon {
        LanguageRegistry::built_in().english().variant_lexicon()
    }

    #[test]
    fn the_longest_cue_wins() {
        let find = |cue, forms: &[&str]| english().find_cues(cue, forms);
        assert_eq!(find(CueClass::Modality, &["well", "i", "think", "so"]), [(1, 2)]);
        assert_eq!(find(CueClass::Quantifier, &["a", "lot", "of", "men"]), [(0, 3)]);
        assert_eq!(find(CueClass::Negator, &["they", "failed", "to", "go"]), [(1, 2)]);
    }

    #[test]
    fn the_lists_are_long_enough_to_be_of_use() {
        assert!(rows(include_str!("en/irregular-verbs.tsv")).count() >= 150);
        assert!(rows(include_str!("en/synonyms.tsv")).count() >= 150);
        assert!(english().are_synonyms("although", "though"));
        assert!(!english().are_synonyms("though", "peace"));
        assert_eq!(english().irregular_verb("went"), Some("go"));
    }

    #[test]
    fn lists_are_written_as_forms() {
        let forms = |phrase: &str| {
            let forms = phrase.split(' ').map(|word| crate::text::normal_form(word).into_owned());
            forms.collect::<Vec<_>>().join(" ")
        };
        for data in [include_str!("en/synonyms.tsv"), include_str!("en/acronyms.tsv")] {
            for (a, b) in rows(data) {
                assert_eq!((forms(a).as_str(), forms(b).as_str()), (a, b));
            }
        }
    }
}
