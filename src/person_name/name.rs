//! A printed name, parsed.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::language::short_form_rows;
use crate::text::{NameWord, lines};

/// The kind of a printed speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum NameKind {
    /// A person's name, in any form.
    Person,
    /// A named organization: the White House, FBI.
    Organization,
    /// A role, a group or an unnamed person: the president, two officials, a spokesman for the
    /// court.
    Description,
    /// A pronoun: he, they, who.
    Pronoun,
    /// No readable word.
    Unreadable,
}

/// A printed name, parsed and folded for comparison.
///
/// It is not serialised: store the name as printed, and parse it again.
///
/// ```
/// use variorum::person_name::{NameKind, PersonName};
///
/// let name = PersonName::parse("former US President George W. Bush’s");
/// assert_eq!((name.given(), name.surname()), (Some("george"), "bush"));
/// assert_eq!(name.kind(), NameKind::Person);
/// assert_eq!(PersonName::parse("a spokesman for Mr. Bush").kind(), NameKind::Description);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonName {
    pub(super) kind: NameKind,
    /// Folded words before the surname: given names, and initials without their stops.
    pub(super) given_names: Vec<String>,
    /// Folded surname without particles. For an organization: its content words, joined by spaces.
    pub(super) surname: String,
    pub(super) suffix: Option<String>,
    /// Gender by title or given name: `Some(true)` for a man.
    pub(super) is_male: Option<bool>,
    /// Rows of the table of short forms that hold the first given name.
    pub(super) short_form_rows: Vec<u16>,
    /// True for a single word in capitals, which may be initials.
    pub(super) may_be_acronym: bool,
    /// First letters of the content words of an organization.
    pub(super) initials: String,
}

impl PersonName {
    /// Parses a name as printed, in time linear in its length.
    ///
    /// Never fails: a text without a readable word gives [`NameKind::Unreadable`].
    pub fn parse(printed: &str) -> PersonName {
        let mut name = PersonName {
            kind: NameKind::Unreadable,
            given_names: Vec::new(),
            surname: String::new(),
            suffix: None,
            is_male: None,
            short_form_rows: Vec::new(),
            may_be_acronym: false,
            initials: String::new(),
        };
        let words = tokenize_name(printed, &mut name);
        let Some(first) = words.first() else { return name };
        if words.len() == 1 && is_in(PRONOUNS, &first.folded) {
            name.kind = NameKind::Pronoun;
            return name;
        }
        let has_article = is_in(DETERMINERS, &first.folded);
        let preposition = words.iter().position(|word| is_in(PREPOSITIONS, &word.folded));
        let rest = &words[usize::from(has_article)..];
        if rest.is_empty() {
            name.kind = NameKind::Description;
            return name;
        }
        let is_proper = rest.iter().all(|word| {
            word.has_capital || is_in(PREPOSITIONS, &word.folded) || word.folded == "and"
        });
        let is_definite = !has_article || first.folded == "the";
        let last_is_role =
            rest.last().is_some_and(|word| role_words().contains(word.folded.as_str()));
        let is_cased = words.iter().any(|word| word.is_cased);
        let is_organization = is_proper
            && is_definite
            && is_cased
            && (last_is_role && rest.len() > 1 || preposition.is_some() && !rest[0].is_title());
        if is_organization
            || has_article && is_proper && is_definite && is_cased && !rest[0].is_title()
        {
            return name.into_organization(rest);
        }
        if has_article && !is_definite && preposition.is_some() {
            name.kind = NameKind::Description;
            return name;
        }
        // Roles and titles may stand before the name: former secretary of state Hillary Clinton.
        let mut from = 0;
        if is_cased {
            for (i, word) in rest.iter().enumerate() {
                let more = i + 1 < rest.len();
                let title = word.is_title() && (more || !word.word_classes.has(NameWord::GIVEN));
                let plain = !word.has_capital && !word.word_classes.has(NameWord::PARTICLE)
                    || is_in(PREPOSITIONS, &word.folded)
                        && !word.word_classes.has(NameWord::PARTICLE);
                if title
                    && !(word.word_classes.has(NameWord::GIVEN) && rest.len() - i == 2 && from > 0)
                    || plain
                    || role_words().contains(word.folded.as_str())
                {
                    if let (Some(male), true) = (
                        word.word_classes.is_male(),
                        word.word_classes.has(NameWord::TITLE)
                            && !word.word_classes.has(NameWord::GIVEN),
                    ) {
                        name.is_male = Some(male);
                    }
                    from = i + 1;
                    // “of State”, “of the Treasury”: the phrase belongs to the title before it.
                    if is_in(PREPOSITIONS, &word.folded) && more {
                        from = i + 2;
                    }
                }
            }
        }
        let Some(core) = rest.get(from..).filter(|core| !core.is_empty()) else {
            name.kind = NameKind::Description;
            return name;
        };
        // “a spokesman for Mr. Bush” is not Mr. Bush.
        let is_attached = rest[..from]
            .iter()
            .any(|word| matches!(word.folded.as_str(), "for" | "to" | "from" | "with" | "at"));
        if is_attached {
            name.kind = NameKind::Description;
            return name;
        }
        name.kind = NameKind::Person;
        let (last, given) = match core.split_last() {
            Some(split) => split,
            None => return name,
        };
        name.may_be_acronym =
            core.len() == 1 && last.is_all_capitals && last.folded.chars().count() <= 6;
        name.surname = without_particle(&last.folded).to_owned();
        name.given_names = given
            .iter()
            .filter(|word| !word.word_classes.has(NameWord::PARTICLE))
            .map(|word| word.folded.clone())
            .collect();
        if let Some(first) = name.given_names.first() {
            name.short_form_rows =
                short_form_rows().get(first.as_str()).cloned().unwrap_or_default();
            if name.is_male.is_none() {
                name.is_male = NameWord::lookup(first).is_male();
            }
        } else if name.is_male.is_none() && last.word_classes.has(NameWord::GIVEN) {
            name.short_form_rows =
                short_form_rows().get(last.folded.as_str()).cloned().unwrap_or_default();
        }
        name
    }

    fn into_organization(mut self, words: &[NameToken]) -> PersonName {
        self.kind = NameKind::Organization;
        let counted = words.iter().filter(|word| {
            !is_in(PREPOSITIONS, &word.folded) && !matches!(word.folded.as_str(), "and" | "the")
        });
        self.initials = counted.clone().filter_map(|word| word.folded.chars().next()).collect();
        self.surname = counted.map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
        self.may_be_acronym = words.len() == 1 && words[0].is_all_capitals;
        self
    }

    /// Returns the kind of the name.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// Returns the first given name, folded to lower case without accents; an initial without its
    /// stop.
    pub fn given(&self) -> Option<&str> {
        self.given_names.first().map(String::as_str)
    }

    /// Returns true if the first given name is a usual one, or an initial. Two capitalised words
    /// are not always a person: *Defiant Ito*, *Pacific Fleet*.
    pub(crate) fn has_known_given_name(&self) -> bool {
        self.given().is_some_and(|given| {
            given.chars().count() == 1
                || !self.short_form_rows.is_empty()
                || NameWord::lookup(given).has(NameWord::GIVEN)
        })
    }

    /// Returns the folded surname without particles; for an organization, its content words.
    /// Empty if there is none.
    pub fn surname(&self) -> &str {
        &self.surname
    }

    /// Returns the folded suffix: `jr`, `sr`, `ii`, ….
    pub fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }
}

/// One word of a printed name.
struct NameToken {
    folded: String,
    /// Contains a capital or a digit.
    has_capital: bool,
    /// Has at least two letters, all of them capitals.
    is_all_capitals: bool,
    /// Its script distinguishes case.
    is_cased: bool,
    word_classes: NameWord,
}

impl NameToken {
    fn is_title(&self) -> bool {
        self.word_classes.has(NameWord::TITLE)
    }
}

const PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "him", "her", "them",
    "his", "this", "both", "some", "others", "many", "one", "those", "these",
];
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "some", "his", "her", "their", "its", "our", "my", "one", "two", "three",
    "several", "many", "other", "another", "both", "that", "this", "these", "those", "few",
];
const PREPOSITIONS: &[&str] = &["of", "for", "at", "in", "on", "from", "to", "with", "by"];

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Returns `word` in lower case, without accents.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .filter(|&c| c != '\u{307}')
        .collect()
}

/// Returns the words of `printed` up to an apposition, without possessive endings. A suffix is
/// stored in `name`.
fn tokenize_name(printed: &str, name: &mut PersonName) -> Vec<NameToken> {
    let mut words = Vec::new();
    let mut parenthesis = false;
    for chunk in printed.split_whitespace() {
        if parenthesis {
            parenthesis = !chunk.contains([')', ']']);
            continue;
        }
        if chunk.starts_with(['(', '[']) {
            parenthesis = !chunk.contains([')', ']']);
            continue;
        }
        let ends = chunk.ends_with([',', ';', ':']) || chunk == "—" || chunk == "–" || chunk == "-";
        let mut word =
            chunk.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && !is_combining_mark(c));
        for ending in ["’s", "'s", "’S", "'S"] {
            word = word.strip_suffix(ending).unwrap_or(word);
        }
        let stopless = word.trim_matches('.');
        if stopless.is_empty() {
            if ends && !words.is_empty() {
                break;
            }
            continue;
        }
        let folded = fold(word);
        let suffix = NameWord::lookup(&folded).has(NameWord::SUFFIX);
        if suffix && !words.is_empty() {
            name.suffix = Some(folded.replace('.', ""));
            break;
        }
        // Only a suffix belongs to the name after a comma.
        if words.last().is_some_and(|&(_, ended)| ended) {
            break;
        }
        let letters = stopless.chars().filter(|c| c.is_alphabetic());
        let word_classes = NameWord::lookup(&folded);
        let part = NameToken {
            // The capital may stand inside: al-Assad, d’Estaing, McCain.
            has_capital: stopless.chars().any(|c| c.is_uppercase() || c.is_numeric()),
            is_all_capitals: letters.clone().count() >= 2
                && letters.clone().all(char::is_uppercase),
            is_cased: letters.clone().any(|c| c.is_uppercase() || c.is_lowercase()),
            word_classes,
            folded: if folded.contains('.') { folded.replace('.', "") } else { folded },
        };
        if !part.folded.is_empty() {
            words.push((part, ends));
        }
    }
    words.into_iter().map(|(part, _)| part).collect()
}

/// Returns `assad` for `al-assad`. Other hyphens stay.
fn without_particle(surname: &str) -> &str {
    match surname.split_once(['-', '’', '\'']) {
        Some((particle, rest))
            if NameWord::lookup(particle).has(NameWord::PARTICLE) && !rest.is_empty() =>
        {
            rest
        }
        _ => surname,
    }
}

fn role_words() -> &'static FxHashSet<&'static str> {
    static TABLE: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        lines(include_str!("../language/en/role-nouns.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}
