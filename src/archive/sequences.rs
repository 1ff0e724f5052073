//! The distinct sequences of words that an archive's quotations have, marks left out but for where an ellipsis stands:
//! each kept once, all in one place.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::numbers;
use crate::align::features::SequenceWord;
use crate::blocking::SequenceId;

/// Sequences by number, and how many quotations have each.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    words: Vec<SequenceWord>,
    kept: Vec<Kept>,
    by_words: HashTable<u32>,
    /// Numbers that are free again.
    free: Vec<u32>,
    /// Words of sequences that nobody has any more.
    dead: usize,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    start: usize,
    len: u32,
    count: u32,
}

impl Kept {
    fn of(self, words: &[SequenceWord]) -> &[SequenceWord] {
        &words[self.start..self.start + self.len as usize]
    }
}

/// What [`Sequences::add`] wants to know of `words`.
pub(super) fn hash(words: &[SequenceWord]) -> u64 {
    FxBuildHasher.hash_one(words)
}

impl Sequences {
    /// One more than the highest number given.
    pub(super) fn bound(&self) -> usize {
        self.kept.len()
    }

    /// About how many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        let Sequences { words, kept, by_words, free, .. } = self;
        let lists =
            words.capacity() * size_of::<SequenceWord>() + kept.capacity() * size_of::<Kept>();
        // A table has a byte beside each number.
        lists + (by_words.capacity() * 5) + free.capacity() * size_of::<u32>()
    }

    /// The words of all sequences, one after the other.
    pub(super) fn all(&self) -> &[SequenceWord] {
        &self.words
    }

    /// Where among them those of sequence `id` begin, and how many they are.
    pub(super) fn place(&self, id: SequenceId) -> (usize, u32) {
        let kept = self.kept[id.0 as usize];
        (kept.start, kept.len)
    }

    /// Looks at the place where words with this hash would stand, so that it is near when they are added.
    #[cfg(feature = "json")]
    pub(super) fn near(&self, hash: u64) {
        let place = self.by_words.find(hash, |&number| {
            let kept = self.kept[number as usize];
            std::hint::black_box(self.words.get(kept.start));
            false
        });
        std::hint::black_box(place);
    }

    /// Counts one more quotation with these words; none when there are no words.
    pub(super) fn add(&mut self, words: &[SequenceWord]) -> Option<SequenceId> {
        self.add_hashed(words, hash(words))
    }

    /// The same with the [`hash`] of the words.
    pub(super) fn add_hashed(&mut self, words: &[SequenceWord], hash: u64) -> Option<SequenceId> {
        if words.is_empty() {
            return None;
        }
        let Sequences { words: all, kept, by_words, .. } = self;
        if let Some(&number) = by_words.find(hash, |&number| kept[number as usize].of(all) == words)
        {
            kept[number as usize].count += 1;
            return Some(SequenceId(number));
        }
        if by_words.len() == by_words.capacity() {
            let there = kept.iter().zip(0..).filter(|(kept, _)| kept.count > 0);
            numbers::grow(by_words, there.map(|(kept, number)| (self::hash(kept.of(all)), number)));
        }
        let new = Kept { start: all.len(), len: words.len() as u32, count: 1 };
        all.extend_from_slice(words);
        let number = match self.free.pop() {
            Some(number) => {
                kept[number as usize] = new;
                number
            }
            None => {
                kept.push(new);
                kept.len() as u32 - 1
            }
        };
        by_words.insert_unique(hash, number, |&number| self::hash(kept[number as usize].of(all)));
        Some(SequenceId(number))
    }

    /// Counts one quotation less.
    pub(super) fn remove(&mut self, id: SequenceId) {
        let one = &mut self.kept[id.0 as usize];
        one.count -= 1;
        if one.count > 0 {
            return;
        }
        let words = one.of(&self.words);
        self.dead += words.len();
        if let Ok(entry) = self.by_words.find_entry(hash(words), |&number| number == id.0) {
            entry.remove();
        }
        one.len = 0;
        self.free.push(id.0);
        // Put together again when most of it is dead.
        if self.dead > 1 << 16 && self.dead > self.words.len() / 2 {
            let mut words = Vec::with_capacity(self.words.len() - self.dead);
            for one in &mut self.kept {
                let start = words.len();
                words.extend_from_slice(one.of(&self.words));
                one.start = start;
            }
            self.words = words;
            self.dead = 0;
        }
    }
}
