//! A printed name taken apart.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::{NameWord, lines, rows};

/// What a printed speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// A person's name, in whatever form.
    Person,
    /// A body with a name: the White House, FBI.
    Body,
    /// A role, a group, somebody unnamed: the president, two officials, a spokesman for the court.
    Description,
    /// he, they, who.
    Pronoun,
    /// Nothing that could be read.
    Nothing,
}

/// A printed name, taken apart and folded for comparing.
///
/// ```
/// use variorum::person_name::{Name, NameKind};
/// let name = Name::parse("former US President George W. Bush’s");
/// assert_eq!((name.given(), name.surname(), name.kind()), (Some("george"), "bush", NameKind::Person));
/// assert_eq!(Name::parse("a spokesman for Mr. Bush").kind(), NameKind::Description);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub(super) kind: NameKind,
    /// Folded words before the surname: given names and initials (without their stops).
    pub(super) given: Vec<String>,
    /// Folded; particles apart. For a body: all its words that count, joined by blanks.
    pub(super) surname: String,
    pub(super) suffix: Option<String>,
    /// `Some(true)`: a man, by title or given name.
    pub(super) male: Option<bool>,
    /// Rows of the table of short forms that the first given name stands in.
    pub(super) rows: Vec<u16>,
    /// One word in capitals that may be initials.
    pub(super) acronym: bool,
    /// First letters of the words of a body.
    pub(super) initials: String,
}

impl Name {
    /// Takes `printed` apart. O(n); never fails: what cannot be read is [`NameKind::Nothing`].
    pub fn parse(printed: &str) -> Name {
        let mut name = Name {
            kind: NameKind::Nothing,
            given: Vec::new(),
            surname: String::new(),
            suffix: None,
            male: None,
            rows: Vec::new(),
            acronym: false,
            initials: String::new(),
        };
        let words = words_of(printed, &mut name);
        let Some(first) = words.first() else { return name };
        if words.len() == 1 && is_in(PRONOUNS, &first.folded) {
            name.kind = NameKind::Pronoun;
            return name;
        }
        let article = is_in(DETERMINERS, &first.folded);
        let hangs = words.iter().position(|word| is_in(PREPOSITIONS, &word.folded));
        let rest = &words[usize::from(article)..];
        if rest.is_empty() {
            name.kind = NameKind::Description;
            return name;
        }
        let proper = rest
            .iter()
            .all(|word| word.capital || is_in(PREPOSITIONS, &word.folded) || word.folded == "and");
        let definite = !article || first.folded == "the";
        let last_is_role = rest.last().is_some_and(|word| roles().contains(word.folded.as_str()));
        let cased = words.iter().any(|word| word.cased);
        let body = proper
            && definite
            && cased
            && (last_is_role && rest.len() > 1 || hangs.is_some() && !rest[0].is_title());
        if body || article && proper && definite && cased && !rest[0].is_title() {
            return name.into_body(rest);
        }
        if article && !definite && hangs.is_some() {
            name.kind = NameKind::Description;
            return name;
        }
        // A name at the end, behind whatever roles: former secretary of state Hillary Clinton.
        let mut from = 0;
        if cased {
            for (i, word) in rest.iter().enumerate() {
                let more = i + 1 < rest.len();
                let title = word.is_title() && (more || !word.role.has(NameWord::GIVEN));
                let plain = !word.capital && !word.role.has(NameWord::PARTICLE)
                    || is_in(PREPOSITIONS, &word.folded) && !word.role.has(NameWord::PARTICLE);
                if title && !(word.role.has(NameWord::GIVEN) && rest.len() - i == 2 && from > 0)
                    || plain
                    || roles().contains(word.folded.as_str())
                {
                    if let (Some(male), true) = (
                        word.role.is_he(),
                        word.role.has(NameWord::TITLE) && !word.role.has(NameWord::GIVEN),
                    ) {
                        name.male = Some(male);
                    }
                    from = i + 1;
                    // “of State”, “of the Treasury”: what hangs on the title belongs to it.
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
        let hung = rest[..from]
            .iter()
            .any(|word| matches!(word.folded.as_str(), "for" | "to" | "from" | "with" | "at"));
        if hung {
            name.kind = NameKind::Description;
            return name;
        }
        name.kind = NameKind::Person;
        let (last, given) = match core.split_last() {
            Some(split) => split,
            None => return name,
        };
        name.acronym = core.len() == 1 && last.capitals && last.folded.chars().count() <= 6;
        name.surname = without_particle(&last.folded).to_owned();
        name.given = given
            .iter()
            .filter(|word| !word.role.has(NameWord::PARTICLE))
            .map(|word| word.folded.clone())
            .collect();
        if let Some(first) = name.given.first() {
            name.rows = nicknames().get(first.as_str()).cloned().unwrap_or_default();
            if name.male.is_none() {
                name.male = NameWord::of(first).is_he();
            }
        } else if name.male.is_none() && last.role.has(NameWord::GIVEN) {
            name.rows = nicknames().get(last.folded.as_str()).cloned().unwrap_or_default();
        }
        name
    }

    fn into_body(mut self, words: &[Part]) -> Name {
        self.kind = NameKind::Body;
        let counted = words.iter().filter(|word| {
            !is_in(PREPOSITIONS, &word.folded) && !matches!(word.folded.as_str(), "and" | "the")
        });
        self.initials = counted.clone().filter_map(|word| word.folded.chars().next()).collect();
        self.surname = counted.map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
        self.acronym = words.len() == 1 && words[0].capitals;
        self
    }

    /// What it is.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The first given name, folded (lower case, no accents); an initial without its stop.
    pub fn given(&self) -> Option<&str> {
        self.given.first().map(String::as_str)
    }

    /// The surname, folded, without particles; of a body all words that count. Empty when there is none.
    pub fn surname(&self) -> &str {
        &self.surname
    }

    /// `jr`, `sr`, `ii`, …, folded.
    pub fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }
}

/// One word of a printed name.
struct Part {
    folded: String,
    capital: bool,
    /// All its letters are capitals, and there are two at least.
    capitals: bool,
    /// Its script has capitals.
    cased: bool,
    role: NameWord,
}

impl Part {
    fn is_title(&self) -> bool {
        self.role.has(NameWord::TITLE)
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

/// Lower case, without accents.
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

/// The words of `printed` up to an apposition, without possessive endings; suffixes go to `name`.
fn words_of(printed: &str, name: &mut Name) -> Vec<Part> {
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
        let suffix = NameWord::of(&folded).has(NameWord::SUFFIX);
        if suffix && !words.is_empty() {
            name.suffix = Some(folded.replace('.', ""));
            break;
        }
        // After a comma only a suffix still belongs to the name.
        if words.last().is_some_and(|&(_, ended)| ended) {
            break;
        }
        let letters = stopless.chars().filter(|c| c.is_alphabetic());
        let role = NameWord::of(&folded);
        let part = Part {
            // al-Assad, d’Estaing and McCain are names for the capital inside.
            capital: stopless.chars().any(|c| c.is_uppercase() || c.is_numeric()),
            capitals: letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase),
            cased: letters.clone().any(|c| c.is_uppercase() || c.is_lowercase()),
            role,
            folded: if folded.contains('.') { folded.replace('.', "") } else { folded },
        };
        if !part.folded.is_empty() {
            words.push((part, ends));
        }
    }
    words.into_iter().map(|(part, _)| part).collect()
}

/// `al-assad` is compared as `assad`; a hyphen elsewhere stays.
fn without_particle(surname: &str) -> &str {
    match surname.split_once(['-', '’', '\'']) {
        Some((particle, rest))
            if NameWord::of(particle).has(NameWord::PARTICLE) && !rest.is_empty() =>
        {
            rest
        }
        _ => surname,
    }
}

fn nicknames() -> &'static FxHashMap<&'static str, Vec<u16>> {
    static TABLE: OnceLock<FxHashMap<&'static str, Vec<u16>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<&'static str, Vec<u16>> = FxHashMap::default();
        for (row, (name, forms)) in
            (0_u16..).zip(rows(include_str!("../language/en/nicknames.tsv")))
        {
            for form in forms.split_whitespace().chain([name]) {
                table.entry(form).or_default().push(row);
            }
        }
        table
    })
}

fn roles() -> &'static FxHashSet<&'static str> {
    static TABLE: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        lines(include_str!("../language/en/role-nouns.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}
