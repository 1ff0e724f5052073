//! What comparing needs to know of a word: in one small value, found by its number.

use crate::text::{Class, Entry, Vocabulary, Weight, Word};

/// A word of a sequence without marks, and whether an ellipsis stands between it and the word before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SequenceWord(u32);

impl SequenceWord {
    const ELIDED: u32 = 1 << 31;

    /// The word it is. Vocabularies have fewer words than need the last bit.
    pub(crate) fn word(self) -> Word {
        Word(self.0 & !SequenceWord::ELIDED)
    }

    /// Whether something is said to have been left out before it.
    pub(crate) fn elided(self) -> bool {
        self.0 & SequenceWord::ELIDED != 0
    }
}

/// Takes words and marks one after the other, and hands on the words.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ElisionTracker {
    begun: bool,
    elided: bool,
}

impl ElisionTracker {
    /// The next word or mark of a passage; what it is as a word.
    pub(crate) fn push(&mut self, words: &Vocabulary, word: Word) -> Option<SequenceWord> {
        self.push_class(word, words[word].class)
    }

    /// The same of one whose class is known.
    pub(crate) fn push_class(&mut self, word: Word, class: Class) -> Option<SequenceWord> {
        if !class.is_word() {
            self.elided |= class == Class::Ellipsis;
            return None;
        }
        // Before the first word it tells nothing that the beginning does not.
        let elided = self.elided && self.begun;
        *self = ElisionTracker { begun: true, elided: false };
        Some(SequenceWord(word.0 | if elided { SequenceWord::ELIDED } else { 0 }))
    }
}

/// The words of a passage, without marks.
pub(crate) fn sequence_words<'w>(
    words: &'w Vocabulary,
    passage: &'w [Word],
) -> impl Iterator<Item = SequenceWord> + 'w {
    let mut tracker = ElisionTracker::default();
    passage.iter().filter_map(move |&word| tracker.push(words, word))
}

/// What comparing needs to know of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordFeatures {
    pub weight: Weight,
    /// The first four bytes of the form.
    prefix: u32,
    /// Which letters it has, by the last five bits of each; all of them where it has others than ASCII.
    letters: u32,
    /// The first byte of a form that can be near another, 0 of one that cannot.
    pub initial: u8,
    len: u8,
    ascii: bool,
}

impl WordFeatures {
    pub(crate) fn new(entry: &Entry) -> WordFeatures {
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

    /// Whether the two words may be near, as [`is_near`] tells for sure: never false where that is true.
    pub(crate) fn may_be_near(&self, other: &WordFeatures) -> bool {
        let lengths = self.len.abs_diff(other.len);
        self.initial != 0
            && self.initial == other.initial
            && lengths <= 4
            // A slip takes one letter away and puts one in at most.
            && (self.prefix == other.prefix
                || lengths <= 1 && (!(self.ascii && other.ascii) || (self.letters ^ other.letters).count_ones() <= 2))
    }
}

/// Where features are found.
pub(crate) trait FeatureSource {
    /// What is known of `word`.
    fn features(&self, word: Word) -> WordFeatures;
    /// Its normal form.
    fn form(&self, word: Word) -> &str;
}

/// Worked out each time: for a few comparisons.
impl FeatureSource for Vocabulary {
    fn features(&self, word: Word) -> WordFeatures {
        WordFeatures::new(&self[word])
    }

    fn form(&self, word: Word) -> &str {
        &self[word].form
    }
}

/// Worked out once for every word of a vocabulary: for many comparisons, on many threads.
#[derive(Debug)]
pub(crate) struct FeatureTable<'v> {
    words: &'v Vocabulary,
    features: Vec<WordFeatures>,
}

impl<'v> FeatureTable<'v> {
    /// With what is known of each word, by number.
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

/// Whether two forms are one word in two inflections, or one with a slip: at least four letters, and either a shared
/// beginning of three quarters of the shorter, or one letter apart in five and more.
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
    // Letters may differ anywhere, but the first and the length must agree nearly: cheap to see.
    short.len() >= 5
        && shared >= 1
        && long.len() <= short.len() + 1
        && one_edit_apart(short, long, shared)
}

/// Whether the two are one letter apart: put in, left out, another, or two that changed places (optimal string alignment
/// of at most 1). Their first `shared` bytes are equal; `long` is not the shorter.
fn one_edit_apart(short: &str, long: &str, shared: usize) -> bool {
    if !(short.is_ascii() && long.is_ascii()) {
        return strsim::osa_distance(short, long) <= 1;
    }
    let (x, y) = (&short.as_bytes()[shared..], &long.as_bytes()[shared..]);
    let behind = x.iter().rev().zip(y.iter().rev()).take_while(|(p, q)| p == q).count();
    match (&x[..x.len() - behind], &y[..y.len() - behind]) {
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
        fn a_slip_is_one_letter(x in "[abcé]{1,9}", y in "[abcé]{1,9}") {
            let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
            let shared = short.bytes().zip(long.bytes()).take_while(|(p, q)| p == q).count();
            if long.len() <= short.len() + 1 {
                prop_assert_eq!(one_edit_apart(short, long, shared), strsim::osa_distance(short, long) <= 1);
            }
        }

        #[test]
        fn what_is_near_may_be(x in "[a-dé']{1,9}", y in "[a-dé']{1,9}", tail in "[a-d]{0,4}", cut in 0usize..9) {
            let mut words = Vocabulary::new();
            let stem: String = x.chars().take(cut).collect::<String>() + &tail;
            for y in [&y, &stem] {
                let (p, q) = (words.intern(&x), words.intern(y));
                let (features, other) = (words.features(p), words.features(q));
                prop_assert!(!is_near(words.form(p), words.form(q)) || features.may_be_near(&other) || features.initial != other.initial);
                prop_assert!(!is_near(words.form(p), words.form(q)) || words.form(p).as_bytes()[0] == words.form(q).as_bytes()[0]);
            }
        }
    }
}
