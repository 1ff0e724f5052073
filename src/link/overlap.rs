//! Sums up the words that two wordings share, over their local alignments.

use crate::align::features::sequence_words;
use crate::align::{PassageFinder, SharedPassage, UpperBound};
use crate::blocking::compare_sequences;
use crate::text::{Vocabulary, Weight, Word};

/// The words that two wordings share, by weight. A function of the two wordings alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Overlap {
    /// Weight of all words of each side, marks left out, in hundredths of a bit.
    pub weight: [Weight; 2],
    /// Weight of the words that are equal in all passages.
    pub equal: Weight,
    /// Weight of the words that are similar in form.
    pub near: Weight,
    /// Weight of the words inside the passages that the other side lacks.
    pub apart: Weight,
    /// Weight of the heaviest run of equal words.
    pub run: Weight,
    /// Number of equal words.
    pub words: u32,
    /// Weight that the heaviest passage shares: the equal words, and three fifths of the near ones.
    pub first: Weight,
    /// Word range of the heaviest passage on each side: its first word, and the word after its
    /// last; marks are not counted.
    pub place: [[u32; 2]; 2],
    /// Weight that disagrees before the heaviest passage, and after it: where both sides go on
    /// beyond the passage, the weight of the lighter of the two. 0 where one side begins or ends
    /// with the passage, or where an ellipsis right beside it marks an omission.
    pub edges: [Weight; 2],
    /// True if the two are equal word by word, marks left out.
    pub identical: bool,
}

impl Overlap {
    /// Compares `a` with `b`, and returns the passages that both print too, heaviest first. The
    /// result mirrors exactly when the sides are swapped. Cost as [`PassageFinder::find`].
    ///
    /// ```
    /// use variorum::align::PassageFinder;
    /// use variorum::link::Overlap;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let a = words.tokenize("a war of Obama’s choosing.").words;
    /// let b = words.tokenize("war of Obama's choosing").words;
    /// let (overlap, passages) = Overlap::new(&mut PassageFinder::new(), &words, &a, &b);
    /// assert_eq!((overlap.words, passages.len()), (5, 1));
    /// assert_eq!(overlap.coverage(), 1.0);
    /// ```
    pub fn new(
        finder: &mut PassageFinder,
        words: &Vocabulary,
        a: &[Word],
        b: &[Word],
    ) -> (Overlap, Vec<SharedPassage>) {
        // Passages may be tied, and then the order of the first side decides. The words decide
        // which side that is, as among the rows of a snapshot, so that the sides can be exchanged.
        let [x, y] = [a, b].map(|side| sequence_words(words, side).collect::<Vec<_>>());
        if compare_sequences(words, &x, &y).is_le() {
            let passages = finder.find(words, a, b);
            return (Overlap::from_finder(finder), passages);
        }
        let passages = finder.find(words, b, a);
        let mut overlap = Overlap::from_finder(finder);
        overlap.reverse();
        (overlap, passages.into_iter().map(SharedPassage::mirrored).collect())
    }

    /// Sums up the passages that `finder` found last.
    pub(crate) fn from_finder(finder: &PassageFinder) -> Overlap {
        let (a, b, passages) = finder.last_comparison();
        let mut overlap =
            Overlap { weight: [a.total_weight(), b.total_weight()], ..Overlap::default() };
        for passage in passages {
            overlap.equal += passage.equal_weight;
            overlap.near += passage.near_weight;
            overlap.apart += passage.unmatched_weight;
            overlap.words += passage.equal_words as u32;
            overlap.run = overlap.run.max(passage.heaviest_run);
        }
        if let Some(first) = passages.first() {
            overlap.first = weighted(first.equal_weight, first.near_weight);
            overlap.place = [0, 1].map(|side| {
                [first.word_ranges[side].start as u32, first.word_ranges[side].end as u32]
            });
            // Words of other passages beyond the edge agree with something, so they are no
            // disagreement.
            let [in_a, in_b] = overlap.place;
            let before = |s: &SharedPassage| {
                s.word_ranges[0].end <= in_a[0] as usize && s.word_ranges[1].end <= in_b[0] as usize
            };
            let after = |s: &SharedPassage| {
                s.word_ranges[0].start >= in_a[1] as usize
                    && s.word_ranges[1].start >= in_b[1] as usize
            };
            let agreed = |side: &dyn Fn(&SharedPassage) -> bool| -> Weight {
                passages.iter().filter(|s| side(s)).map(|s| s.equal_weight + s.near_weight).sum()
            };
            let ahead = a.weight(0, in_a[0]).min(b.weight(0, in_b[0])) - agreed(&before);
            let behind = a.weight_from(in_a[1]).min(b.weight_from(in_b[1])) - agreed(&after);
            // An ellipsis right beside the passage.
            let cut = [0, 1].map(|side| a.elided_before(in_a[side]) || b.elided_before(in_b[side]));
            overlap.edges =
                [if cut[0] { 0 } else { ahead.max(0) }, if cut[1] { 0 } else { behind.max(0) }];
        }
        overlap.identical = overlap.apart == 0 && overlap.near == 0 && finder.are_equal();
        overlap
    }

    /// Returns the largest overlap of two wordings of these weights if at most `most` is equal or
    /// similar: nothing differs inside or at the edges. A monotone model never scores it below
    /// their overlap.
    pub(crate) fn upper_bound(most: UpperBound, weight: [Weight; 2]) -> Overlap {
        let UpperBound { equal, near, run } = most;
        let identical = equal >= weight[0] && weight[0] == weight[1];
        let first = weighted(equal, near);
        Overlap {
            weight,
            equal,
            near,
            run,
            first,
            words: u32::MAX,
            identical,
            ..Overlap::default()
        }
    }

    /// Returns the weight of the lighter side.
    pub fn lighter(&self) -> Weight {
        self.weight[0].min(self.weight[1])
    }

    /// Returns the weight of the heavier side.
    pub fn heavier(&self) -> Weight {
        self.weight[0].max(self.weight[1])
    }

    /// Returns the weight that both print: the equal words, and three fifths of the similar ones.
    pub fn shared(&self) -> Weight {
        weighted(self.equal, self.near)
    }

    /// Returns the share of the lighter side's weight that the other prints too, `0.0..=1.0`.
    pub fn coverage(&self) -> f64 {
        share(self.shared(), self.lighter())
    }

    /// Exchanges the two sides.
    pub(super) fn reverse(&mut self) {
        self.weight.reverse();
        self.place.reverse();
    }
}

/// Returns the weight that equal and similar words count together.
fn weighted(equal: Weight, near: Weight) -> Weight {
    equal + near * 3 / 5
}

/// Returns `part / whole`, between 0 and 1; 0 when there is no whole.
pub(super) fn share(part: Weight, whole: Weight) -> f64 {
    if whole <= 0 { 0.0 } else { (f64::from(part) / f64::from(whole)).clamp(0.0, 1.0) }
}
