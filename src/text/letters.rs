//! Similarity of the letters of two words, with a bound on its cost.
//!
//! Both measures take time in the product of the lengths, and a "word" can be as long as a text: a
//! run of letters without a blank. So words are compared letter by letter only where they differ,
//! and only up to [`MAX_COMPARED_BYTES`].

/// Most bytes of two words that are compared letter by letter. Words that differ in more are not
/// similar. The longest compounds that newspapers print have some eighty letters.
pub(crate) const MAX_COMPARED_BYTES: usize = 128;

/// Returns the number of edits between two words: letters inserted, left out, replaced, or
/// neighbours swapped (restricted Damerau-Levenshtein distance). `None` if, without the common
/// beginning and end, one of the two is longer than [`MAX_COMPARED_BYTES`].
///
/// Time: linear in the lengths, and at most the square of the bound.
pub(crate) fn letter_edits(a: &str, b: &str) -> Option<usize> {
    let start: usize =
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (a, b) = (&a[start..], &b[start..]);
    let end: usize = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    (a.len().max(b.len()) <= MAX_COMPARED_BYTES).then(|| strsim::osa_distance(a, b))
}

/// Returns the Jaro-Winkler similarity of two words, 0 to 1; 0 if they differ and one is longer
/// than [`MAX_COMPARED_BYTES`].
pub(crate) fn jaro_winkler(a: &str, b: &str) -> f64 {
    if a.len().max(b.len()) > MAX_COMPARED_BYTES {
        return if a == b { 1.0 } else { 0.0 };
    }
    strsim::jaro_winkler(a, b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_common_ends_count_for_nothing(a in "[abcé]{0,9}", b in "[abcé]{0,9}") {
            prop_assert_eq!(letter_edits(&a, &b), Some(strsim::osa_distance(&a, &b)));
        }
    }

    #[test]
    fn long_words_are_compared_where_they_differ() {
        let long = "abcde".repeat(100_000);
        let (slip, other) = (format!("{long}x{long}"), format!("{long}{long}"));
        assert_eq!(letter_edits(&slip, &other), Some(1));
        let reversed: String = long.chars().rev().collect();
        assert_eq!(letter_edits(&long, &reversed), None);
        assert_eq!((jaro_winkler(&long, &long), jaro_winkler(&long, &slip)), (1.0, 0.0));
        // On both sides of the bound.
        let at = |len: usize| ("a".repeat(len), "b".repeat(len));
        let (a, b) = at(MAX_COMPARED_BYTES);
        assert_eq!(letter_edits(&a, &b), Some(MAX_COMPARED_BYTES));
        let (a, b) = at(MAX_COMPARED_BYTES + 1);
        assert_eq!(letter_edits(&a, &b), None);
    }
}
