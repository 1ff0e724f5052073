//! Graded similarity of two different forms, from the forms alone.
//!
//! Three relations make two forms near, tried in this order:
//!
//! - a clitic and the word it stands for (`'s` and `is`);
//! - one word family: a shared beginning, then endings (`pursuit`, `pursue`);
//! - similar letters: the restricted Damerau-Levenshtein distance (Damerau 1964,
//!   <https://doi.org/10.1145/363958.363994>) over the longer length. One of the two must be rare:
//!   a misspelling makes a rare word, and two common words with similar letters (`county`,
//!   `country`) are two words.
//!
//! Never near: a negator and anything, a word and its negation (`able`, `unable`), two numbers of
//! different value, two names, a function word and a word of another class. The model is the graded
//! substitution cost of ERRANT (Bryant, Felice & Briscoe 2017,
//! <https://doi.org/10.18653/v1/P17-1074>).
//!
//! Cost: for a pair that the signatures do not rule out, linear in the letters and quadratic in
//! those between the common beginning and end, up to a bound (`text::letters`).

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::text::{TokenClass, VocabularyEntry, Weight, bits, letter_edits, lines, rows};

/// Score of a near pair as a percentage of that of an equal one.
pub(crate) type Percent = i32;

/// A clitic and its word: all but equal.
const CLITIC_SIMILARITY: Percent = 90;
/// One word family: more than half, so that two such pairs outrank one equal word; less than equal,
/// so that an equal word wins.
const FAMILY_SIMILARITY: Percent = 75;
/// Equal letters but for a few edits; scaled by the share of equal letters.
const LETTER_SIMILARITY: Percent = 80;
/// Minimum weight of a form that is rare enough to be a misspelling.
const MIN_RARE_WEIGHT: Weight = bits(15);

/// Cheap features of a form that rule out most pairs before any letters are compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormSignature {
    class: TokenClass,
    /// The first three bytes.
    start: [u8; 3],
    /// Length in characters.
    len: u32,
    /// Set of letters: bits 0 to 25 for a to z, higher bits for the rest, hashed.
    letters: u32,
    /// The first and the last byte.
    ends: (u8, u8),
    in_clitic_table: bool,
    rare: bool,
    /// Value of a number; NaN for all else.
    value: f64,
}

impl FormSignature {
    pub(crate) fn new(entry: &VocabularyEntry) -> FormSignature {
        let (mut letters, mut len) = (0, 0u32);
        for c in entry.form.chars() {
            let bit =
                if c.is_ascii_lowercase() { u32::from(c) - 97 } else { 26 + u32::from(c) % 6 };
            letters |= 1 << bit;
            len = len.saturating_add(1);
        }
        FormSignature {
            class: entry.class,
            start: entry.form.as_bytes().first_chunk().copied().unwrap_or_default(),
            len,
            letters,
            ends: end_bytes(&entry.form),
            in_clitic_table: clitic_forms().contains(&*entry.form),
            rare: entry.weight >= MIN_RARE_WEIGHT,
            value: if entry.class == TokenClass::Number {
                number_value(&entry.form)
            } else {
                f64::NAN
            },
        }
    }

    pub(crate) fn class(&self) -> TokenClass {
        self.class
    }

    /// Returns false only if [`similarity`] returns `None`.
    #[inline]
    pub(crate) fn may_be_near(&self, other: &FormSignature) -> bool {
        if self.in_clitic_table && other.in_clitic_table {
            return true;
        }
        match (self.class.min(other.class), self.class.max(other.class)) {
            (TokenClass::Number, TokenClass::Number) => return self.value == other.value,
            (TokenClass::Function, TokenClass::Function) => {
                return self.start == other.start && self.start[0] > 0;
            }
            (TokenClass::Content, TokenClass::Content | TokenClass::Name) => {}
            _ => return false,
        }
        if self.start == other.start && self.start[0] > 0 {
            return true;
        }
        let (short, long) = (self.len.min(other.len), self.len.max(other.len));
        // Each edit removes at most one letter from the set and adds at most one.
        let max_edits = max_edits(long);
        (self.rare || other.rare)
            && short >= 4
            && long - short <= max_edits
            && (self.ends.0 == other.ends.0 || self.ends.1 == other.ends.1)
            && (self.letters & !other.letters).count_ones() <= max_edits
            && (other.letters & !self.letters).count_ones() <= max_edits
    }
}

/// Returns the first and the last byte of a form. A misspelling does not change both.
fn end_bytes(form: &str) -> (u8, u8) {
    (form.bytes().next().unwrap_or(0), form.bytes().next_back().unwrap_or(0))
}

/// Returns the maximum number of edits for a word of `len` letters: one in three, as in CollateX's
/// near matching.
fn max_edits(len: u32) -> u32 {
    len / 3
}

/// Returns the similarity of the different forms `a` and `b`, or `None` if they are not near.
/// Symmetric. Under a microsecond for words of ordinary length.
pub(crate) fn similarity(a: &VocabularyEntry, b: &VocabularyEntry) -> Option<Percent> {
    if !a.class.is_word()
        || !b.class.is_word()
        || negators().contains(&*a.form)
        || negators().contains(&*b.form)
    {
        return None;
    }
    if clitics().contains(&(&*a.form, &*b.form)) || clitics().contains(&(&*b.form, &*a.form)) {
        return Some(CLITIC_SIMILARITY);
    }
    match (a.class, b.class) {
        (TokenClass::Number, TokenClass::Number) => {
            return is_same_value(&a.form, &b.form).then_some(CLITIC_SIMILARITY);
        }
        (TokenClass::Number, _)
        | (_, TokenClass::Number)
        | (TokenClass::Name, TokenClass::Name) => return None,
        (TokenClass::Function, other) | (other, TokenClass::Function)
            if other != TokenClass::Function =>
        {
            return None;
        }
        _ => {}
    }
    if is_negation_of(&a.form, &b.form) || is_negation_of(&b.form, &a.form) {
        return None;
    }
    let family = is_same_family(&a.form, &b.form);
    if a.class == TokenClass::Function {
        // `would` and `could`, `these` and `those` are other words. Only `toward`, `towards` and
        // the like are near.
        let (short, long) = if a.form.len() <= b.form.len() { (a, b) } else { (b, a) };
        return (short.form.len() >= 4 && long.form.strip_prefix(&*short.form) == Some("s"))
            .then_some(CLITIC_SIMILARITY);
    }
    if family {
        return Some(FAMILY_SIMILARITY);
    }
    let (la, lb) = (a.form.chars().count(), b.form.chars().count());
    if la.min(lb) < 4 || a.weight < MIN_RARE_WEIGHT && b.weight < MIN_RARE_WEIGHT {
        return None;
    }
    let (ends_a, ends_b) = (end_bytes(&a.form), end_bytes(&b.form));
    if ends_a.0 != ends_b.0 && ends_a.1 != ends_b.1 {
        return None;
    }
    let (edits, longer) = (letter_edits(&a.form, &b.form)? as u32, la.max(lb) as u32);
    (edits <= max_edits(longer))
        .then(|| LETTER_SIMILARITY * (longer - edits) as Percent / longer.max(1) as Percent)
}

/// Returns true if two numbers are equal but written differently: `1.50` and `1.5`, `7` and `07`.
fn is_same_value(a: &str, b: &str) -> bool {
    number_value(a) == number_value(b)
}

/// Returns the value of a number; NaN, which equals nothing, if it cannot be parsed.
fn number_value(form: &str) -> f64 {
    form.parse().unwrap_or(f64::NAN)
}

/// Returns true if `a` is `b` with a negative prefix.
fn is_negation_of(a: &str, b: &str) -> bool {
    ["un", "in", "im", "il", "ir", "dis", "non", "non-", "mis", "anti", "de"]
        .iter()
        .any(|prefix| a.strip_prefix(prefix).is_some_and(|rest| rest == b))
}

/// Returns true if the two forms share a beginning of at least four letters (three if one is an
/// inflection of the other) and more than half of the longer form, and both go on with an ending.
fn is_same_family(a: &str, b: &str) -> bool {
    let shared: usize =
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (rest_a, rest_b) = (&a[shared..], &b[shared..]);
    let ending = |rest: &str| rest.is_empty() || suffixes().contains(rest);
    let longer = a.len().max(b.len());
    if !ending(rest_a) || !ending(rest_b) {
        return false;
    }
    let inflected =
        |rest: &str| matches!(rest, "s" | "es" | "d" | "ed" | "ing" | "er" | "y" | "ly");
    shared >= 4 && 2 * shared >= longer
        || shared >= 3
            && (rest_a.is_empty() && inflected(rest_b) || rest_b.is_empty() && inflected(rest_a))
}

fn negators() -> &'static FxHashSet<&'static str> {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| {
        lines(include_str!("../language/en/negative-words.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}

fn suffixes() -> &'static FxHashSet<&'static str> {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| {
        lines(include_str!("../language/en/derivational-suffixes.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}

fn clitics() -> &'static FxHashSet<(&'static str, &'static str)> {
    static SET: OnceLock<FxHashSet<(&'static str, &'static str)>> = OnceLock::new();
    SET.get_or_init(|| rows(include_str!("../language/en/clitic-expansions.tsv")).collect())
}

/// Returns the forms in the table of clitics, of either column.
fn clitic_forms() -> &'static FxHashSet<&'static str> {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| clitics().iter().flat_map(|&(a, b)| [a, b]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Vocabulary;

    fn near(a: &str, b: &str) -> Option<Percent> {
        let mut words = Vocabulary::new();
        let (a, b) = (words.intern(a), words.intern(b));
        let found = similarity(&words[a], &words[b]);
        assert_eq!(found, similarity(&words[b], &words[a]));
        if found.is_some() {
            assert!(
                FormSignature::new(&words[a]).may_be_near(&FormSignature::new(&words[b])),
                "{a:?} {b:?} ruled out"
            );
        }
        found
    }

    #[test]
    fn families_misspellings_and_clitics_are_near() {
        for (a, b) in [
            ("pursuit", "pursue"),
            ("political", "politics"),
            ("say", "says"),
            ("afterward", "afterwards"),
            ("'s", "is"),
            ("'d", "had"),
            ("koala", "kaola"),
            ("vacine", "vaccine"),
            ("1.50", "1.5"),
        ] {
            assert!(near(a, b).is_some(), "{a} {b}");
        }
    }

    #[test]
    fn other_words_are_not_near() {
        for (a, b) in [
            ("not", "now"),
            ("never", "ever"),
            ("like", "unlike"),
            ("able", "unable"),
            ("1990", "1991"),
            ("would", "could"),
            ("these", "those"),
            ("it", "at"),
            ("county", "country"),
            ("he", "hell"),
            ("peace", "place"),
            (",", "."),
        ] {
            assert_eq!(near(a, b), None, "{a} {b}");
        }
    }
}
