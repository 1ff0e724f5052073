//! What a document is about: its most telling words outside quotations.

use crate::text::{Class, Gloss, Vocabulary, Weight, Word, bits};

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
        Profile::of(prose.map(|(word, class)| Gloss {
            key: words[word].key,
            weight: words[word].weight,
            class,
        }))
    }

    /// The same of words that have no numbers.
    pub(crate) fn of(prose: impl Iterator<Item = Gloss>) -> Profile {
        let mut counts = Counts::default();
        prose
            .filter(|word| {
                matches!(word.class, Class::Content | Class::Name) && word.weight >= bits(9)
            })
            .for_each(|word| counts.add(word));
        // A word counts for its weight, a half more for each time it comes again (up to three), and double for a name.
        let telling = |count: &Count| {
            count.weight * (1 + count.times.min(4) as Weight) / 2 * if count.name { 2 } else { 1 }
        };
        let mut ranked: Vec<(Weight, u64)> =
            counts.all.iter().map(|count| (telling(count), count.key)).collect();
        if ranked.len() > MOST {
            ranked.select_nth_unstable_by(MOST, |x, y| y.cmp(x));
            ranked.truncate(MOST);
        }
        let mut kept: Vec<(u64, Weight)> =
            ranked.into_iter().map(|(weight, key)| (key, weight)).collect();
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
        let sum = |profile: &Profile| {
            profile.words.iter().map(|&(_, weight)| i64::from(weight)).sum::<i64>()
        };
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

/// A word of a text, and how often it stands there.
struct Count {
    key: u64,
    weight: Weight,
    times: u32,
    /// Whether it is a name somewhere.
    name: bool,
}

/// The words of a text, each once. Their keys are hashes already.
#[derive(Default)]
struct Counts {
    all: Vec<Count>,
    /// By the last bits of a key, one more than the number of its word; nought where there is none, as in half of the places.
    places: Vec<u32>,
}

impl Counts {
    fn add(&mut self, word: Gloss) {
        if 2 * self.all.len() >= self.places.len() {
            let size = (2 * self.places.len()).max(512);
            self.places.clear();
            self.places.resize(size, 0);
            for n in 0..self.all.len() {
                let place = self.place(self.all[n].key);
                self.places[place] = n as u32 + 1;
            }
        }
        let place = self.place(word.key);
        let name = word.class == Class::Name;
        match self.places[place] {
            0 => {
                self.all.push(Count { key: word.key, weight: word.weight, times: 1, name });
                self.places[place] = self.all.len() as u32;
            }
            n => {
                let count = &mut self.all[n as usize - 1];
                count.times += 1;
                count.name |= name;
            }
        }
    }

    /// Where the word of this key is, or would be.
    fn place(&self, key: u64) -> usize {
        let last = self.places.len() - 1;
        let mut place = key as usize & last;
        while self.places[place] != 0 && self.all[self.places[place] as usize - 1].key != key {
            place = (place + 1) & last;
        }
        place
    }
}
