//! What a document is about: its most telling words outside quotations.

use rustc_hash::FxHashMap;

use crate::text::{Class, Vocabulary, Weight, Word, bits};

/// The most telling words of a document's own prose, with their weights: names first, then rare words that recur.
///
/// Two reports of one event share people and places; a slogan turns up in reports of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Key and weight, by key.
    words: Box<[(u64, Weight)]>,
}

/// How many words a profile keeps. Enough to tell events apart, few enough to compare for each pair.
const MOST: usize = 40;

impl Profile {
    /// How many bytes it takes beside itself.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.words)
    }

    /// The profile of `prose`, a sequence of words outside quotations. O(n log n).
    pub fn new(words: &Vocabulary, prose: impl Iterator<Item = (Word, Class)>) -> Profile {
        let mut counts: FxHashMap<Word, (u32, bool)> = FxHashMap::default();
        for (word, class) in prose {
            if matches!(class, Class::Content | Class::Name) && words[word].weight >= bits(9) {
                let count = counts.entry(word).or_default();
                count.0 += 1;
                count.1 |= class == Class::Name;
            }
        }
        // A word counts for its weight, a half more for each time it comes again (up to three), and double for a name.
        let telling = |word: Word, (count, name): (u32, bool)| {
            words[word].weight * (1 + count.min(4) as Weight) / 2 * if name { 2 } else { 1 }
        };
        let mut ranked: Vec<(Weight, u64)> =
            counts.iter().map(|(&word, &n)| (telling(word, n), words[word].key)).collect();
        if ranked.len() > MOST {
            ranked.select_nth_unstable_by(MOST, |x, y| y.cmp(x));
            ranked.truncate(MOST);
        }
        let mut kept: Vec<(u64, Weight)> = ranked.into_iter().map(|(weight, key)| (key, weight)).collect();
        kept.sort_unstable();
        Profile { words: kept.into() }
    }

    /// How much of the lesser profile's weight the other shares, `0.0..=1.0`; `None` when either has next to nothing to
    /// go by. O(size of the profiles).
    pub fn shared(&self, other: &Profile) -> Option<f64> {
        /// Fewer words than these tell nothing about an event.
        const LEAST: usize = 8;
        if self.words.len() < LEAST || other.words.len() < LEAST {
            return None;
        }
        let sum = |profile: &Profile| profile.words.iter().map(|&(_, weight)| i64::from(weight)).sum::<i64>();
        let (mut i, mut j, mut both) = (0, 0, 0i64);
        while let (Some(x), Some(y)) = (self.words.get(i), other.words.get(j)) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    both += i64::from(x.1.min(y.1));
                    i += 1;
                    j += 1;
                }
            }
        }
        Some(both as f64 / sum(self).min(sum(other)).max(1) as f64)
    }
}
