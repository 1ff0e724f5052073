//! Features of words for local alignment: one small value for each word, found by its number.

use crate::text::{TokenClass, Vocabulary, VocabularyEntry, Weight, Word, letter_edits};

/// A word of a sequence without marks, with a flag for an ellipsis between it and the word before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SequenceWord(u32);

impl SequenceWord {
    const ELIDED: u32 = 1 << 31;

    /// Returns the word. Vocabularies have fewer words than need the last bit.
    pub fn word(self) -> Word {
        Word(self.0 & !SequenceWord::ELIDED)
    }

    /// Returns true if an ellipsis stands between the word and the word before.
    pub fn elided(self) -> bool {
        self.0 & SequenceWord::ELIDED != 0
    }
}

/// Takes the tokens of a passage in order, and returns those that are words.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ElisionTracker {
    begun: bool,
    elided: bool,
}

impl ElisionTracker {
    /// Takes the next token of a passage. Returns it if it is a word.
    pub(crate) fn push(&mut self, words: &Vocabulary, word: Word) -> Option<SequenceWord> {
        self.push_class(word, words[word].class)
    }

    /// Takes the next token of a passage, whose class is known. Returns it if it is a word.
    pub(crate) fn push_class(&mut self, word: Word, class: TokenClass) -> Option<SequenceWord> {
        if !class.is_word() {
            self.elided |= class == TokenClass::Ellipsis;
            return None;
        }
        // An ellipsis before the first word adds nothing: the sequence begins there.
        let elided = self.elided && self.begun;
        *self = ElisionTracker { begun: true, elided: false };
        Some(SequenceWord(word.0 | if elided { SequenceWord::ELIDED } else { 0 }))
    }
}

/// Returns the words of a passage, without marks.
pub(crate) fn sequence_words<'w>(
    words: &'w Vocabulary,
    passage: &'w [Word],
) -> impl Iterator<Item = SequenceWord> + 'w {
    let mut tracker = ElisionTracker::default();
    passage.iter().filter_map(move |&word| tracker.push(words, word))
}

/// Features of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordFeatures {
    pub weight: Weight,
    /// The first four bytes of the form.
    prefix: u32,
    /// Set of letters, by the last five bits of each byte.
    letters: u32,
    /// The first byte of the form if it can be near another form, else 0.
    pub initial: u8,
    len: u8,
    ascii: bool,
}

impl WordFeatures {
    pub(crate) fn new(entry: &VocabularyEntry) -> WordFeatures {
        let form = entry.form.as_bytes();
        let first = form.first().copied().unwrap_or(0);
        let can = form.len() >= 4 && entry.form.starts_with(char::is_alphabetic);
        WordFeatures {
            weight: entry.weight,
            prefix: form.first_chunk().map_or(0, |four| u32::from_le_bytes(*four)),
            letters: form.iter().fold(0, |letters, byte| letters | 1 << (byte & 31)),
            initial: if can { first } else { 0 },
            len: form.len().min(255) as u8,
            ascii: form.is_ascii(),
        }
    }

    /// Returns false only if [`is_near`] returns false.
    pub(crate) fn may_be_near(&self, other: &WordFeatures) -> bool {
        let lengths = self.len.abs_diff(other.len);
        self.initial != 0
            && self.initial == other.initial
            && lengths <= 4
            // An edit removes at most one letter and adds at most one.
            && (self.prefix == other.prefix
                || lengths <= 1
                    && (!(self.ascii && other.ascii)
                        || (self.letters ^ other.letters).count_ones() <= 2))
    }
}

/// A source of the features of words.
pub(crate) trait FeatureSource {
    /// Returns the features of `word`.
    fn features(&self, word: Word) -> WordFeatures;
    /// Returns the normal form of `word`.
    fn form(&self, word: Word) -> &str;
}

/// Computes the features at each call: for few comparisons.
impl FeatureSource for Vocabulary {
    fn features(&self, word: Word) -> WordFeatures {
        WordFeatures::new(&self[word])
    }

    fn form(&self, word: Word) -> &str {
        &self[word].form
    }
}

/// The features of all words of a vocabulary: for many comparisons, on many threads.
#[derive(Debug)]
pub(crate) struct FeatureTable<'v> {
    words: &'v Vocabulary,
    features: Vec<WordFeatures>,
}

impl<'v> FeatureTable<'v> {
    /// Creates a table from the features of each word, by number.
    pub(crate) fn new(words: &'v Vocabulary, features: Vec<WordFeatures>) -> FeatureTable<'v> {
        FeatureTable { words, features }
    }
}

impl FeatureSource for FeatureTable<'_> {
    fn features(&self, word: Word) -> WordFeatures {
        self.features[word.0 as usize]
    }

    fn form(&self, word: Word) -> &str {
        &self.words[word].form
    }
}

/// Returns true if two forms are inflections of one word, or one edit apart. Both have at least
/// four letters, and either a shared beginning of three quarters of the shorter, or, from five
/// letters up, one edit between them.
pub(crate) fn is_near(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.len() < 4
        || !short.starts_with(|c: char| c.is_alphabetic())
        || !long.starts_with(|c: char| c.is_alphabetic())
    {
        return false;
    }
    let shared = short.bytes().zip(long.bytes()).take_while(|(p, q)| p == q).count();
    if shared >= 4 && shared * 4 >= short.len() * 3 && long.len() <= short.len() + 4 {
        return true;
    }
    // The edit may be anywhere, but the first letter must agree and the lengths must nearly agree,
    // which is cheap to check.
    short.len() >= 5
        && shared >= 1
        && long.len() <= short.len() + 1
        && one_edit_apart(short, long, shared)
}

/// Returns true if the two forms are one edit apart: an insertion, a deletion, a substitution or a
/// transposition of neighbours (optimal string alignment distance of at most 1). Their first
/// `shared` bytes are equal, and `long` is not the shorter.
fn one_edit_apart(short: &str, long: &str, shared: usize) -> bool {
    if !(short.is_ascii() && long.is_ascii()) {
        return letter_edits(short, long).is_some_and(|edits| edits <= 1);
    }
    let (x, y) = (&short.as_bytes()[shared..], &long.as_bytes()[shared..]);
    let suffix = x.iter().rev().zip(y.iter().rev()).take_while(|(p, q)| p == q).count();
    match (&x[..x.len() - suffix], &y[..y.len() - suffix]) {
        ([], rest) => rest.len() <= 1,
        ([_], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_edit_is_an_alignment_distance_of_one(x in "[abcé]{1,9}", y in "[abcé]{1,9}") {
            let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
            let shared = short.bytes().zip(long.bytes()).take_while(|(p, q)| p == q).count();
            if long.len() <= short.len() + 1 {
                prop_assert_eq!(
                    one_edit_apart(short, long, shared),
                    strsim::osa_distance(short, long) <= 1
                );
            }
        }

        #[test]
        fn features_never_rule_out_near_words(
            x in "[a-dé']{1,9}",
            y in "[a-dé']{1,9}",
            tail in "[a-d]{0,4}",
            cut in 0usize..9,
        ) {
            let mut words = Vocabulary::new();
            let stem: String = x.chars().take(cut).collect::<String>() + &tail;
            for y in [&y, &stem] {
                let (p, q) = (words.intern(&x), words.intern(y));
                let (features, other) = (words.features(p), words.features(q));
                prop_assert!(
                    !is_near(words.form(p), words.form(q))
                        || features.may_be_near(&other)
                        || features.initial != other.initial
                );
                prop_assert!(
                    !is_near(words.form(p), words.form(q))
                        || words.form(p).as_bytes()[0] == words.form(q).as_bytes()[0]
                );
            }
        }
    }
}
