//! Which pairs are worth comparing: an index from runs of words to the sequences that hold them.
//!
//! # The promise
//!
//! A **run** is a stretch of words that stand next to each other once marks are left out, compared by form. Every run is
//! as heavy as its words are surprising. For each word of a sequence the index keeps one key: that of the shortest run
//! from there on that weighs at least [`FLOOR`]. Because the key depends on the words alone,
//!
//! > **any two sequences that share a run of at least [`FLOOR`] bits are candidates, and so are any two that are equal;
//! > where both are long, weighing [`LONG`] or more, the run has to weigh [`LONG_FLOOR`].**
//!
//! Two rare words that two long sequences have in common are chance, and nearly all chance was that; in a fragment they
//! are much of what it says.
//!
//! A run that more than [`CROWD`] sequences share (a slogan, a figure of speech) is told apart by longer runs: there the
//! floor is raised by [`STEP`], again and again, up to [`CEILING`]. So the promise in full: two sequences that share a
//! run of the weight just said are candidates when at some floor from `FLOOR` to `CEILING` the run is heavier than that
//! floor and its part that makes the key is shared by at most `CROWD` sequences. (Where speakers are known a run that is
//! quoted of more than [`VOICES`] is told apart as that of a crowd is, and one that is quoted of hardly more than one only
//! beyond [`FOLLOWING`].) Whatever shares a run beyond `CEILING` is compared in any case:
//! with each of the [`HUBS`] lightest sequences that hold it, so that a crowd of `n` costs `n × HUBS` and not `n²`.
//!
//! Which pairs are candidates is a function of the set of sequences, never of the order in which they came.
//!
//! # Method
//!
//! Prefix-free *adaptive n-grams*: as the word n-gram indexes of MemeTracker (Leskovec et al. 2009) and passim (Smith et
//! al. 2014), but cut by weight and not by count, so that `Guantánamo detainees` is a key and `that we have to` is none.
//! The keys of all sequences are put in order, so that those who share one stand beside each other; crowds are put in
//! order again by longer keys. What no two share is dropped at once. A key is the fingerprint of its run by the method of Karp &
//! Rabin (1987): two sums over the words of a sequence tell each of its runs, however long it is.
//! Cost: O(words) keys and one sort of them, of which each part fits the cache; O(postings) to read all pairs.

mod filing;
mod meeting;

use std::collections::BTreeMap;

use crate::text::{Vocabulary, Weight, Word, bits};

pub(crate) use filing::{Filed, Filing, Lines, Round, parts};
pub(crate) use meeting::{ALONE, Gathered, Meeting, Part};

/// Runs lighter than this make no candidate: two content words or so, the least that tells one statement from another.
/// From 20 to 24 bits the linking figures on BASIL, NewsWCL50, MRPC and PolNeAR are the same but for two pairs; at 26 short
/// fragments are lost. Of all pairs of PolNeAR's and BASIL's 8,839 wordings 0.04 % are compared (`tests/laws/promise.rs`).
pub const FLOOR: Weight = bits(22);

/// From this weight on a sequence is long: a dozen words or more.
pub const LONG: Weight = bits(100);

/// The floor where both sequences are long. Of 100,000 generated quotations fewer than half as many pairs are compared as
/// with [`FLOOR`] for all, of PolNeAR's and BASIL's a third; of the labelled pairs none is lost. At 36 bits one is, a
/// translation.
pub const LONG_FLOOR: Weight = bits(30);

/// How much heavier a run has to be where the lighter one is shared by a crowd.
pub const STEP: Weight = bits(14);

/// The heaviest floor. A run of 62 bits is five content words long: who shares that with a crowd repeats it.
pub const CEILING: Weight = bits(62);

/// How many sequences may share a run before longer runs are asked for. With 16, 32 or 64 the figures on the labelled news
/// are the same; of generated crowds 16 loses a pair in a hundred.
pub const CROWD: usize = 32;

/// As [`CROWD`], where next to all of the sequences are of one speaker, with sixteen or more for each who was quoted with the
/// run: then it is no figure of speech, but what everybody prints of what was said. Of 100,000 generated quotations in groups of
/// up to 200 this finds four in a hundred of the planted pairs that [`CROWD`] loses, for three in a hundred of the time.
pub const FOLLOWING: usize = 128;

/// Where more speakers than this were quoted with a run, and more than a third as many as there are sequences that hold
/// it, it is anybody's: these are asked for longer runs as a crowd is. What one said is printed in many wordings and
/// under few names. Of the pairs of a million generated quotations a quarter is spared; of the labelled pairs none is lost.
pub const VOICES: u32 = 4;

/// Sequences of a crowd that all the others are compared with when no longer run tells them apart. The lightest print
/// little else than what is shared: whatever belongs together belongs to them.
pub const HUBS: usize = 16;

/// Stable fingerprint of a run of forms: the same on every machine and in every version of the format. A polynomial over the keys of
/// its words, with its bits spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockKey(pub u64);

/// A sequence reduced to what the index needs: the keys and weights of its words, marks left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    words: Box<[(u64, Weight)]>,
    weight: Weight,
}

impl Sequence {
    /// Takes the words of `sequence`, leaving out marks.
    pub fn new(words: &Vocabulary, sequence: &[Word]) -> Sequence {
        let words: Box<[(u64, Weight)]> = sequence
            .iter()
            .map(|&word| &words[word])
            .filter(|entry| entry.class.is_word())
            .map(|entry| (entry.key, entry.weight))
            .collect();
        let weight = words.iter().map(|&(_, weight)| weight).fold(0, Weight::saturating_add);
        Sequence { words, weight }
    }

    /// The sum of the weights of its words.
    pub fn weight(&self) -> Weight {
        self.weight
    }
}

/// The weight that a run needs to make candidates of two sequences that weigh `a` and `b`.
///
/// ```
/// use variorum::blocking::{FLOOR, LONG, LONG_FLOOR, floor};
/// assert_eq!((floor(LONG, LONG), floor(LONG, LONG - 1)), (LONG_FLOOR, FLOOR));
/// ```
pub fn floor(a: Weight, b: Weight) -> Weight {
    if a.min(b) >= LONG { LONG_FLOOR } else { FLOOR }
}

/// Number of a sequence in an [`Index`]; chosen by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SequenceId(pub u32);

/// Sequences by number, and which of them are worth comparing.
///
/// ```
/// use variorum::blocking::{Index, Sequence, SequenceId};
/// use variorum::text::Vocabulary;
///
/// let mut words = Vocabulary::new();
/// let mut index = Index::new();
/// for (id, text) in ["a political risk in pursuit of peace", "take a political risk", "very good start"].iter().enumerate() {
///     let passage = words.tokenize(text);
///     index.insert(SequenceId(id as u32), Sequence::new(&words, &passage.words));
/// }
/// assert_eq!(index.pairs(), [(SequenceId(0), SequenceId(1))]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Index {
    sequences: BTreeMap<SequenceId, Sequence>,
}

impl Index {
    /// An empty index.
    pub fn new() -> Index {
        Index::default()
    }

    /// How many sequences it holds.
    pub fn len(&self) -> usize {
        self.sequences.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.sequences.is_empty()
    }

    /// Files `sequence` under `id`, in the place of one that was there.
    pub fn insert(&mut self, id: SequenceId, sequence: Sequence) {
        self.sequences.insert(id, sequence);
    }

    /// Takes the sequence `id` out; says whether it was there.
    pub fn remove(&mut self, id: SequenceId) -> bool {
        self.sequences.remove(&id).is_some()
    }

    /// Every candidate pair, the smaller id first, in order. O(words log words + pairs).
    pub fn pairs(&self) -> Vec<(SequenceId, SequenceId)> {
        let (long, short): (Vec<_>, Vec<_>) =
            self.sequences.iter().partition(|(_, sequence)| sequence.weight >= LONG);
        let (ids, lines): (Vec<SequenceId>, Vec<&Sequence>) = long.into_iter().chain(short).unzip();
        let meeting = Meeting::of(lines.as_slice(), &|_| 0);
        let mut gathered = Gathered::new(lines.len());
        let mut pairs = Vec::new();
        for (line, &id) in (0..).zip(&ids) {
            let others =
                meeting.partners(line, &mut gathered).iter().map(|&other| ids[other as usize]);
            pairs.extend(others.map(|other| (id.min(other), id.max(other))));
        }
        pairs.sort_unstable();
        pairs
    }
}

impl Lines for [&Sequence] {
    fn count(&self) -> usize {
        self.len()
    }

    fn words(&self, line: u32) -> impl ExactSizeIterator<Item = (u64, Weight)> + Clone {
        self[line as usize].words.iter().copied()
    }

    fn long(&self) -> u32 {
        self.partition_point(|sequence| sequence.weight >= LONG) as u32
    }

    fn near(&self, line: u32) -> u32 {
        line
    }

    fn touch(&self, line: u32, _: u32, _: usize) -> u32 {
        line
    }
}

/// Whether two sequences share a run of at least `floor`: what the index promises to find, by comparing every word of
/// one with every word of the other. For tests and for those who doubt. O(n·m).
pub fn share_run(words: &Vocabulary, a: &[Word], b: &[Word], floor: Weight) -> bool {
    let spoken = |sequence: &[Word]| -> Vec<Word> {
        sequence.iter().copied().filter(|&word| words[word].class.is_word()).collect()
    };
    let (a, b) = (spoken(a), spoken(b));
    if !a.is_empty() && a == b {
        return true;
    }
    (0..a.len()).any(|i| {
        (0..b.len()).any(|j| {
            let run = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y);
            run.map(|(&x, _)| words[x].weight).sum::<Weight>() >= floor
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rustc_hash::FxHashSet;

    fn index(texts: &[String]) -> (Vocabulary, Vec<Vec<Word>>, Index) {
        let mut words = Vocabulary::new();
        let read: Vec<Vec<Word>> = texts.iter().map(|text| words.tokenize(text).words).collect();
        let mut index = Index::new();
        for (i, sequence) in read.iter().enumerate() {
            index.insert(SequenceId(i as u32), Sequence::new(&words, sequence));
        }
        (words, read, index)
    }

    fn sentence() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "the",
            "of",
            "peace",
            "risk",
            "political",
            "never",
            "Russia",
            "zugzwang",
            ",",
            "1918",
            "we",
            "interfere",
            "…",
        ]);
        prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
    }

    proptest! {
        /// Law 5: below the crowd, exactly the pairs of the promise.
        #[test]
        fn keeps_its_promise(texts in prop::collection::vec(sentence(), 0..30)) {
            let (words, read, index) = index(&texts);
            let pairs: FxHashSet<_> = index.pairs().into_iter().collect();
            let weights: Vec<Weight> = read.iter().map(|read| Sequence::new(&words, read).weight()).collect();
            for a in 0..read.len() {
                for b in a + 1..read.len() {
                    let promised = share_run(&words, &read[a], &read[b], floor(weights[a], weights[b]));
                    prop_assert_eq!(pairs.contains(&(SequenceId(a as u32), SequenceId(b as u32))), promised, "{} / {}", texts[a], texts[b]);
                }
            }
        }

        /// Law 4: the same pairs in any order of arrival, and after others have come and gone.
        #[test]
        fn order_does_not_matter(texts in prop::collection::vec(sentence(), 0..20), gone in prop::collection::vec(sentence(), 0..5)) {
            let (mut words, read, forward) = index(&texts);
            let mut backward = Index::new();
            let others: Vec<_> = gone.iter().map(|text| words.tokenize(text).words).collect();
            for (i, sequence) in others.iter().enumerate() {
                backward.insert(SequenceId(1000 + i as u32), Sequence::new(&words, sequence));
            }
            for (i, sequence) in read.iter().enumerate().rev() {
                backward.insert(SequenceId(i as u32), Sequence::new(&words, sequence));
            }
            for i in 0..others.len() {
                prop_assert!(backward.remove(SequenceId(1000 + i as u32)));
            }
            prop_assert_eq!(forward.pairs(), backward.pairs());
        }
    }

    /// Few are counted in the number of a run, many beside it; of a share of the keys and of those put together.
    #[test]
    fn voices_are_those_that_were_told() {
        for n in [2u32, 29, 30, 31, 60] {
            let texts: Vec<String> =
                (0..n).map(|i| format!("make peace with Russia zz{i}")).collect();
            let (_, _, index) = index(&texts);
            let lines: Vec<&Sequence> = index.sequences.values().collect();
            let parts = 2;
            let filed =
                [Filed::of(lines.as_slice(), 0..n, Round::ALL, parts, &mut Filing::default())];
            let mut meeting = Meeting::new(lines.as_slice());
            (0..parts).for_each(|part| {
                meeting.add(Part::of(lines.as_slice(), part, &filed, &|lines| lines.len() as u32))
            });
            // Nothing else is shared than what begins with one of the four words.
            let shared: Vec<u32> =
                meeting.grams(0, 0..5).iter().copied().filter(|&gram| gram != ALONE).collect();
            assert!(!shared.is_empty());
            assert!(shared.iter().all(|&gram| meeting.voices(gram) == n), "{n}");
        }
    }

    #[test]
    fn a_crowd_is_asked_for_longer_runs() {
        // All share "make peace with russia"; two share more.
        let mut texts: Vec<String> =
            (0..200).map(|i| format!("make peace with Russia zz{i}")).collect();
        texts.push("make peace with Russia before winter comes".into());
        texts.push("to make peace with Russia before winter comes again".into());
        let (_, _, index) = index(&texts);
        let pairs = index.pairs();
        assert!(pairs.contains(&(SequenceId(200), SequenceId(201))));
        assert!(pairs.len() < 3000, "{}", pairs.len());
    }
}
