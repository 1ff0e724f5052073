//! The language data of the rules, read once.
//!
//! All word lists of the room are files in `src/variant/data`; the rules ask [`Tables`] and never open a file. `language` says which
//! languages there are, `docs/VARIANTS.md` how to add one. Two things of English are code: `stem` (endings that make another
//! part of speech) and `rules/grammar` (auxiliaries).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{lines, rows};

/// What a cue does; see `language/en/variant-cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    Negator,
    Concord,
    Modality,
    Quantifier,
    Time,
    Condition,
    Embedding,
    Proviso,
    Hedge,
    Degree,
    Filler,
    Particle,
    Saying,
    /// A negator that denies no clause.
    Idiom,
    /// `If` that says whether or how, and sets no condition.
    Whether,
    /// Small words, where the vocabulary's own list has none of the language.
    Small,
}

/// What a word says in a number; see `language/en/number-words.tsv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Numeral {
    Value(f64),
    Name(f64),
    Scale(f64),
    Ordinal(f64),
    Unit(&'static str),
    Joint,
}

type Pairs = FxHashMap<&'static str, Vec<&'static str>>;

#[derive(Debug)]
pub(super) struct Tables {
    cues: FxHashMap<(Cue, usize), FxHashSet<&'static str>>,
    tag: &'static str,
    numerals: FxHashMap<&'static str, Numeral>,
    prefixes: Vec<&'static str>,
    endings: Vec<&'static str>,
    persons: FxHashMap<&'static str, &'static str>,
    /// Form to stem, verbs.
    verbs: FxHashMap<&'static str, &'static str>,
    /// Past forms and participles of irregular verbs.
    pasts: FxHashSet<&'static str>,
    plurals: FxHashMap<&'static str, &'static str>,
    synonyms: Pairs,
    dialect: Pairs,
    acronyms: Pairs,
    titles: FxHashSet<&'static str>,
    title_forms: Pairs,
    capital_matters: FxHashSet<&'static str>,
    not_negated: FxHashSet<&'static str>,
}

/// The longest phrase of the cue table, in words.
pub(super) const PHRASE: usize = 3;

fn pairs(data: &'static str) -> Pairs {
    let mut pairs = Pairs::default();
    for (a, b) in rows(data) {
        pairs.entry(a).or_default().push(b);
    }
    pairs
}

fn joined(pairs: &Pairs, a: &str, b: &str) -> bool {
    pairs.get(a).is_some_and(|list| list.contains(&b))
        || pairs.get(b).is_some_and(|list| list.contains(&a))
}

/// The files of one language.
#[derive(Debug, Default)]
pub(super) struct Data {
    pub tag: &'static str,
    /// Class and phrase; the classes are those of [`Cue`].
    pub cues: &'static str,
    /// Word, and class and value.
    pub numbers: &'static str,
    /// Pronoun and person.
    pub persons: &'static str,
    /// Stem and irregular forms, of verbs and of nouns.
    pub irregular: &'static str,
    pub plurals: &'static str,
    /// Endings of inflected words.
    pub endings: &'static str,
    /// Either for the other.
    pub synonyms: &'static str,
    pub dialect: &'static str,
    pub acronyms: &'static str,
    pub titles: &'static str,
    pub title_forms: &'static str,
    /// Words that a capital gives another meaning.
    pub capital_matters: &'static str,
    /// Words that only look as if a prefix denied them.
    pub not_negated: &'static str,
}

impl Tables {
    pub fn read(data: &Data) -> Tables {
        let mut cues: FxHashMap<(Cue, usize), FxHashSet<&'static str>> = FxHashMap::default();
        let mut prefixes = Vec::new();
        for (class, phrase) in rows(data.cues) {
            let cue = match class {
                "negator" => Cue::Negator,
                "concord" => Cue::Concord,
                "modality" => Cue::Modality,
                "quantifier" => Cue::Quantifier,
                "time" => Cue::Time,
                "condition" => Cue::Condition,
                "embedding" => Cue::Embedding,
                "proviso" => Cue::Proviso,
                "hedge" => Cue::Hedge,
                "degree" => Cue::Degree,
                "filler" => Cue::Filler,
                "particle" => Cue::Particle,
                "saying" => Cue::Saying,
                "idiom" => Cue::Idiom,
                "whether" => Cue::Whether,
                "small" => Cue::Small,
                "prefix" => {
                    prefixes.push(phrase);
                    continue;
                }
                _ => continue,
            };
            cues.entry((cue, phrase.split(' ').count())).or_default().insert(phrase);
        }
        let numeral = |(form, said): (&'static str, &'static str)| {
            let (class, value) = said.split_once(' ').unwrap_or((said, ""));
            let number = value.parse().ok();
            let numeral = match class {
                "value" => Numeral::Value(number?),
                "name" => Numeral::Name(number?),
                "scale" => Numeral::Scale(number?),
                "ordinal" => Numeral::Ordinal(number?),
                "unit" => Numeral::Unit(value),
                _ => Numeral::Joint,
            };
            Some((form, numeral))
        };
        let mut verbs = FxHashMap::default();
        let mut pasts = FxHashSet::default();
        for (stem, forms) in rows(data.irregular) {
            for form in forms.split(' ') {
                verbs.entry(form).or_insert(stem);
                if !form.ends_with("ing")
                    && !matches!(form, "is" | "am" | "are" | "has" | "does" | "goes" | "says")
                {
                    pasts.insert(form);
                }
            }
        }
        let mut plurals = FxHashMap::default();
        for (one, many) in rows(data.plurals) {
            for form in many.split(' ') {
                plurals.insert(form, one);
            }
        }
        Tables {
            cues,
            tag: data.tag,
            numerals: rows(data.numbers).filter_map(numeral).collect(),
            prefixes,
            endings: lines(data.endings).collect(),
            persons: rows(data.persons).collect(),
            verbs,
            pasts,
            plurals,
            synonyms: pairs(data.synonyms),
            dialect: pairs(data.dialect),
            acronyms: pairs(data.acronyms),
            titles: lines(data.titles).collect(),
            title_forms: pairs(data.title_forms),
            capital_matters: lines(data.capital_matters).collect(),
            not_negated: lines(data.not_negated).collect(),
        }
    }

    /// Whether `phrase` (forms joined by blanks, `words` of them) is a cue of this class.
    pub fn is(&self, cue: Cue, words: usize, phrase: &str) -> bool {
        self.cues.get(&(cue, words)).is_some_and(|set| set.contains(phrase))
    }

    /// The cues of one class in a sequence of forms, longest first at each place: where each begins, and how many forms it takes.
    pub fn find(&self, cue: Cue, forms: &[&str]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < forms.len() {
            let longest = (1..=PHRASE.min(forms.len() - i)).rev().find(|&n| match n {
                1 => self.is(cue, 1, forms[i]),
                _ => self.is(cue, n, &forms[i..i + n].join(" ")),
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

    /// Whether the negator at `i` denies no clause: `not only`.
    pub fn is_idiom(&self, forms: &[&str], i: usize) -> bool {
        forms.get(i + 1).is_some_and(|next| self.is(Cue::Idiom, 2, &format!("{} {next}", forms[i])))
    }

    pub fn numeral(&self, form: &str) -> Option<Numeral> {
        self.numerals.get(form).copied()
    }

    /// Prefixes that make the contrary of a word.
    pub fn prefixes(&self) -> &[&'static str] {
        &self.prefixes
    }

    /// Endings of inflected words.
    pub fn endings(&self) -> &[&'static str] {
        &self.endings
    }

    /// Whether words of two parts of speech can be told to be of one stem: a matter of English endings.
    pub fn derives(&self) -> bool {
        self.tag == "en"
    }

    /// Whether every noun has a capital, so that a capital makes no name.
    pub fn nouns_are_capital(&self) -> bool {
        self.tag == "de"
    }

    /// Whether marks on letters make other words: `konnten`, `könnten`.
    pub fn umlauts_matter(&self) -> bool {
        self.tag == "de"
    }

    pub fn person(&self, form: &str) -> Option<&'static str> {
        self.persons.get(form).copied()
    }

    pub fn verb(&self, form: &str) -> Option<&'static str> {
        self.verbs.get(form).copied()
    }

    pub fn is_past(&self, form: &str) -> bool {
        self.pasts.contains(form)
    }

    pub fn plural(&self, form: &str) -> Option<&'static str> {
        self.plurals.get(form).copied()
    }

    pub fn synonyms(&self, a: &str, b: &str) -> bool {
        joined(&self.synonyms, a, b)
    }

    pub fn dialect(&self, a: &str, b: &str) -> bool {
        joined(&self.dialect, a, b)
    }

    pub fn acronym(&self, a: &str, b: &str) -> bool {
        joined(&self.acronyms, a, b)
    }

    pub fn is_title(&self, form: &str) -> bool {
        self.titles.contains(form)
    }

    pub fn title_form(&self, a: &str, b: &str) -> bool {
        joined(&self.title_forms, a, b)
    }

    pub fn capital_matters(&self, form: &str) -> bool {
        self.capital_matters.contains(form)
    }

    pub fn is_not_negated(&self, form: &str) -> bool {
        self.not_negated.contains(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variant::Language;

    #[test]
    fn the_longest_cue_wins() {
        let t = Language::English.tables();
        assert_eq!(t.find(Cue::Modality, &["well", "i", "think", "so"]), [(1, 2)]);
        assert_eq!(t.find(Cue::Quantifier, &["a", "lot", "of", "men"]), [(0, 3)]);
        assert_eq!(t.find(Cue::Negator, &["they", "failed", "to", "go"]), [(1, 2)]);
    }

    #[test]
    fn tables_hold_what_they_promise() {
        let t = Language::English.tables();
        assert!(rows(include_str!("../language/en/irregular-verbs.tsv")).count() >= 150);
        assert!(rows(include_str!("../language/en/synonyms.tsv")).count() >= 150);
        assert!(t.synonyms("although", "though") && !t.synonyms("though", "peace"));
        assert_eq!(t.verb("went"), Some("go"));
    }

    #[test]
    fn tables_are_written_as_forms() {
        let forms = |phrase: &str| {
            phrase
                .split(' ')
                .map(|w| crate::text::form(w).into_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for data in [
            include_str!("../language/en/synonyms.tsv"),
            include_str!("../language/en/acronyms.tsv"),
        ] {
            for (a, b) in rows(data) {
                assert_eq!((forms(a).as_str(), forms(b).as_str()), (a, b));
            }
        }
    }
}
