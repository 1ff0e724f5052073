//! Aligns a fragment with a wording that is far longer: where it stands there, and nowhere else.
//!
//! A global alignment finds the small words of a fragment (*there*, *the*) all over a long text and
//! spreads the fragment over what it does not print. Local alignment finds its place first.
//!
//! Cost: that of [`crate::align::PassageFinder`], and an alignment with a part of the long wording
//! that is about as long as the fragment.

use std::ops::Range;

use crate::align::{Aligner, Alignment, Edit, EditKind, PassageFinder, Transposition};
use crate::text::{Vocabulary, Word};

/// Times that a wording must be longer than another one to be aligned by its place, and further
/// tokens: below that, a global alignment is as good.
const MIN_RATIO: usize = 3;
const MIN_SURPLUS: usize = 48;

/// Further tokens on either side of the place.
const SLACK: usize = 8;

/// Returns true if `long` is so much longer than `short` that they are aligned by the place of
/// `short`.
pub(super) fn is_far_longer(long: &[Word], short: &[Word]) -> bool {
    long.len() >= MIN_RATIO * short.len() + MIN_SURPLUS
}

/// Returns the alignment of `long` with `short` by the place of `short` in it, if `long` is far
/// longer and has such a place.
pub(super) fn align_within(
    words: &Vocabulary,
    (finder, aligner): (&mut PassageFinder, &mut Aligner),
    long: &[Word],
    short: &[Word],
) -> Option<Alignment> {
    if !is_far_longer(long, short) {
        return None;
    }
    let passages = finder.find(words, long, short);
    let mut place = passages.first()?.a.clone();
    // Further passages that are near the heaviest: the fragment has gaps.
    for passage in &passages[1..] {
        let gap = |range: &Range<usize>| {
            place.start.saturating_sub(range.end).max(range.start.saturating_sub(place.end))
        };
        if gap(&passage.a) <= short.len() + SLACK {
            place = place.start.min(passage.a.start)..place.end.max(passage.a.end);
        }
    }
    let first = &passages[0];
    let before = first.b.start.saturating_sub(first.a.start - place.start) + SLACK;
    let behind = (short.len() - first.b.end).saturating_sub(place.end - first.a.end) + SLACK;
    let start = place.start.saturating_sub(before);
    let end = (place.end + behind).min(long.len());
    let alignment = aligner.align(words, &long[start..end], short);
    Some(shifted(alignment, start, end..long.len(), short.len()))
}

/// Returns an alignment with a part of the long side as one with all of it: `start` tokens before
/// the part and those of `rest` behind it are deletions.
fn shifted(alignment: Alignment, start: usize, rest: Range<usize>, short_len: usize) -> Alignment {
    let shift = |edit: Edit| Edit { a: edit.a.start + start..edit.a.end + start, ..edit };
    let mut edits: Vec<Edit> = alignment.edits.into_iter().map(shift).collect();
    match edits.first_mut() {
        Some(first) if first.kind == EditKind::Deletion => first.a.start = 0,
        _ if start > 0 => edits.insert(0, Edit::new(EditKind::Deletion, 0..start, 0..0)),
        _ => {}
    }
    match edits.last_mut() {
        Some(last) if last.kind == EditKind::Deletion => last.a.end = rest.end,
        _ if !rest.is_empty() => {
            edits.push(Edit::new(EditKind::Deletion, rest, short_len..short_len));
        }
        _ => {}
    }
    let transpositions = alignment.transpositions.into_iter().map(|moved| Transposition {
        a: moved.a.start + start..moved.a.end + start,
        edits: moved.edits.into_iter().map(shift).collect(),
        exchanged_with: (moved.exchanged_with).map(|(a, b)| (a.start + start..a.end + start, b)),
        b: moved.b,
    });
    Alignment { edits, transpositions: transpositions.collect(), score: alignment.score }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn align(long: &str, short: &str) -> (Vocabulary, Vec<Word>, Vec<Word>, Option<Alignment>) {
        let mut words = Vocabulary::new();
        let (long, short) = (words.tokenize(long).words, words.tokenize(short).words);
        let mut room = (PassageFinder::new(), Aligner::new());
        let found = align_within(&words, (&mut room.0, &mut room.1), &long, &short);
        (words, long, short, found)
    }

    #[test]
    fn small_words_elsewhere_are_no_part_of_a_fragment() {
        let filler = "there is the quay and there is the pier, and the people of that town are on \
            it for a day in the rain. ";
        let said = "there will be a certain number of captains that sail without lights";
        let long = format!("{}{said}, and {}", filler.repeat(4), filler.repeat(4));
        let short = "There is certain number of captains that sail without lights";
        let (words, a, _, found) = align(&long, short);
        let edits = found.unwrap().edits;
        let shared = edits.iter().filter(|edit| edit.kind == EditKind::Equal);
        let tokens: Vec<usize> = shared.flat_map(|edit| edit.a.clone()).collect();
        let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
        assert!(last - first < 16, "{first} {last}");
        assert_eq!(&*words[a[last]].form, "lights");
        // As long as the other side, or nearly: the global alignment does it.
        assert_eq!(align(said, short).3, None);
    }

    proptest! {
        /// The edits cover both sides exactly once.
        #[test]
        fn nothing_is_lost(
            long in "((the|of|quay|harbour|captains|sail|lights|,) ){60,120}",
            short in "((the|of|quay|harbour|captains|sail|lights|,|…) ){0,9}",
        ) {
            let (_, a, b, found) = align(&long, &short);
            if let Some(alignment) = found {
                let (mut at_a, mut at_b) = (0, 0);
                for edit in &alignment.edits {
                    prop_assert_eq!((edit.a.start, edit.b.start), (at_a, at_b));
                    (at_a, at_b) = (edit.a.end, edit.b.end);
                }
                prop_assert_eq!((at_a, at_b), (a.len(), b.len()));
            }
        }
    }
}
