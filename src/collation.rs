//! Collation: many wordings in one table of columns.
//!
//! [`collate`] aligns the *distinct* wordings, sorted by length and then by their forms, so that
//! the columns do not depend on the order of the witnesses. It is a progressive multiple sequence
//! alignment in six steps:
//!
//! 1. the similarity of all pairs, by the words they share (`progressive`);
//! 2. a guide tree, which merges the most similar first (`guide_tree`);
//! 3. alignment of groups of aligned wordings along the tree (`profile`); too many or too long
//!    wordings are added one by one instead (`incremental`);
//! 4. iterative refinement: each wording in turn is removed and aligned again, until nothing
//!    improves (after Berger & Munson 1991, <https://doi.org/10.1093/bioinformatics/7.4.479>);
//! 5. merging of columns that no wording needs apart (`columns`);
//! 6. blocks that stand in other columns in other wordings (`transpositions`).
//!
//! ```
//! use variorum::collation::collate;
//! use variorum::text::Vocabulary;
//!
//! let mut words = Vocabulary::new();
//! let wordings: Vec<_> = ["we need more time", "we need time", "We really need time"]
//!     .map(|text| words.tokenize(text).words)
//!     .into();
//! let wordings: Vec<_> = wordings.iter().map(|wording| &wording[..]).collect();
//! let table = collate(&words, &wordings);
//! assert_eq!(table.column_count(), 5); // we, really, need, more, time
//! assert_eq!(table.rows[2], [0..1, 1..2, 2..3, 3..3, 3..4]);
//! ```

mod columns;
mod guide_tree;
mod incremental;
mod input;
mod msa;
mod profile;
mod progressive;
mod transpositions;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::align::{Aligner, Alignment, MIN_TRANSPOSITION_WEIGHT};
use crate::text::{Vocabulary, Weight, Word};

/// The aligned wordings.
///
/// There is one row for each wording, in the given order, and one cell for each column: the range
/// of the wording's tokens in the column, or an empty range. The cells of a row, in order, give all
/// its tokens and no others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CollationTable {
    /// `rows[wording][column]`.
    pub rows: Vec<Vec<Range<usize>>>,
    /// Blocks that stand in other columns in other wordings.
    pub transpositions: Vec<TableTransposition>,
}

/// A block of one wording that stands elsewhere in another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct TableTransposition {
    /// A wording in which the block keeps its place, and its tokens there.
    pub kept: (usize, Range<usize>),
    /// A wording in which the block stands elsewhere, and its tokens there.
    pub moved: (usize, Range<usize>),
}

impl CollationTable {
    /// Returns the number of columns.
    pub fn column_count(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// Returns the alignment of rows `i` and `j` that the table implies; `a` and `b` are their
    /// words.
    ///
    /// Equal and near words in one column are matched. Clean-up and transpositions are those of
    /// [`crate::align::align`]. If the alignment of the two alone has a higher score, that one is
    /// returned, since a table must not hide a transposition.
    ///
    /// The result mirrors exactly when the rows are swapped. The cost is that of
    /// [`crate::align::align`]; for many pairs, use
    /// [`align_rows_with`](CollationTable::align_rows_with).
    ///
    /// # Panics
    /// Panics if `i` or `j` is no row, or a token is not in `words`.
    pub fn align_rows(
        &self,
        words: &Vocabulary,
        a: (usize, &[Word]),
        b: (usize, &[Word]),
    ) -> Alignment {
        self.align_rows_with(&mut Aligner::new(), words, a, b)
    }

    /// Aligns two rows as [`align_rows`](CollationTable::align_rows) does, with the buffers of
    /// `aligner`.
    ///
    /// # Panics
    /// Panics if `i` or `j` is no row, or a token is not in `words`.
    pub fn align_rows_with(
        &self,
        aligner: &mut Aligner,
        words: &Vocabulary,
        (i, a): (usize, &[Word]),
        (j, b): (usize, &[Word]),
    ) -> Alignment {
        let cells = self.rows[i].iter().zip(&self.rows[j]);
        let shared = cells.filter(|(x, y)| {
            !x.is_empty() && !y.is_empty() && x.end <= a.len() && y.end <= b.len()
        });
        let links: Vec<_> = shared.map(|(x, y)| (x.start, y.start)).collect();
        aligner.align_along(words, a, b, &links)
    }
}

impl CollationTable {
    /// Returns the table with neighbouring columns joined if the same wordings agree with each
    /// other in both: the longest segments that vary alike, with a range of tokens a cell.
    /// `wordings` are those that were collated.
    ///
    /// ```
    /// use variorum::collation::collate;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let wordings = ["we need a little more time", "we need time"];
    /// let wordings = wordings.map(|text| words.tokenize(text).words);
    /// let wordings = wordings.each_ref().map(|wording| &wording[..]);
    /// let table = collate(&words, &wordings).segmented(&wordings);
    /// // we need | a little more | time
    /// assert_eq!(table.rows, [[0..2, 2..5, 5..6], [0..2, 2..2, 2..3]]);
    /// ```
    pub fn segmented(&self, wordings: &[&[Word]]) -> CollationTable {
        let reading = |row: usize, column: usize| {
            let cell = &self.rows[row][column];
            wordings
                .get(row)
                .and_then(|wording| wording.get(cell.clone()))
                .filter(|cell| !cell.is_empty())
        };
        // The first row with the same reading as each row; `None` for rows without one.
        let groups = |column: usize| -> Vec<Option<usize>> {
            let mut first = FxHashMap::default();
            (0..self.rows.len())
                .map(|row| reading(row, column).map(|reading| *first.entry(reading).or_insert(row)))
                .collect()
        };
        // A transposed block begins and ends a segment.
        let edge = |column: usize| {
            self.transpositions.iter().flat_map(|moved| [&moved.kept, &moved.moved]).any(
                |(row, range)| {
                    let (before, after) = (&self.rows[*row][column - 1], &self.rows[*row][column]);
                    !after.is_empty() && after.start == range.start
                        || !before.is_empty() && before.end == range.end
                },
            )
        };
        let mut rows: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.rows.len()];
        let mut last = None;
        for column in 0..self.column_count() {
            let groups = groups(column);
            let joins = last.as_ref() == Some(&groups) && !edge(column);
            for (row, cells) in rows.iter_mut().zip(&self.rows) {
                let cell = &cells[column];
                match row.last_mut() {
                    Some(before) if joins => before.end = cell.end,
                    _ => row.push(cell.clone()),
                }
            }
            last = Some(groups);
        }
        CollationTable { rows, transpositions: self.transpositions.clone() }
    }
}

/// Collates with settings; [`collate`] uses the default ones.
#[derive(Clone, Debug)]
pub struct Collator {
    /// Minimum weight of transposed blocks; `None` if they are not searched.
    min_transposition_weight: Option<Weight>,
    /// Near words only choose between places that are otherwise equal.
    equal_words_first: bool,
}

impl Default for Collator {
    fn default() -> Collator {
        Collator {
            min_transposition_weight: Some(MIN_TRANSPOSITION_WEIGHT),
            equal_words_first: false,
        }
    }
}

impl Collator {
    /// Creates a collator with the default settings.
    pub fn new() -> Collator {
        Collator::default()
    }

    /// Sets the minimum weight of transposed blocks, in hundredths of a bit (by default
    /// [`MIN_TRANSPOSITION_WEIGHT`]). At 0 or below, single words may be transposed over a short
    /// distance.
    pub fn with_min_transposition_weight(self, min_weight: Weight) -> Collator {
        Collator { min_transposition_weight: Some(min_weight), ..self }
    }

    /// Turns off the search for transposed blocks: [`CollationTable::transpositions`] stays empty.
    /// For callers who align the rows pairwise, which finds transpositions again
    /// ([`CollationTable::align_rows`]).
    pub fn without_transpositions(self) -> Collator {
        Collator { min_transposition_weight: None, ..self }
    }

    /// Sets if equal words always outrank near ones (`glass`, `glasses`); by default they do not.
    /// Near words then only choose between places that are otherwise equal. For forms made by the
    /// caller, who has thereby decided which words are equal.
    ///
    /// ```
    /// use variorum::collation::Collator;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let wordings = ["I sold this glass, which goes with those plates", "I sold those glasses"];
    /// let wordings = wordings.map(|text| words.tokenize(text).words);
    /// let wordings = wordings.each_ref().map(|wording| &wording[..]);
    /// let usual = Collator::new().collate(&words, &wordings);
    /// assert_eq!(usual.rows[1][2..4], [2..3, 3..4]); // `those glasses` beside `this glass`
    /// let exact = Collator::new().with_equal_words_first(true).collate(&words, &wordings);
    /// assert_eq!(exact.rows[1][8], 2..3); // `those` beside `those`
    /// ```
    pub fn with_equal_words_first(self, equal_words_first: bool) -> Collator {
        Collator { equal_words_first, ..self }
    }

    /// Aligns `wordings` in one table, as [`collate`] does.
    ///
    /// # Panics
    /// Panics if a token is not in `words`.
    pub fn collate(&self, words: &Vocabulary, wordings: &[&[Word]]) -> CollationTable {
        build_table(words, wordings, self)
    }
}

/// Aligns `wordings`, token ids of `words`, in one table with one token a cell.
///
/// The columns depend on the set of distinct wordings alone. The rows follow the given order. Two
/// wordings are aligned as [`crate::align::align`] does.
///
/// Time for D distinct wordings of L words in C columns: O(D²·L + D·C·L). Two wordings of 30 words
/// take some 30 µs, five 0.15 ms, 40 (among a hundred witnesses) 4 ms, 200 some 50 ms (November
/// 2026, one core). Above 512 distinct wordings, or for texts of thousands of words, wordings are
/// added one by one, each within a window of the columns, and transpositions are not searched:
/// O(D·L² + D·C). Two wordings of 5,000 words take half a second and under 100 MB.
///
/// Memory: 16 bytes for each cell of the table, and two bytes for each pair of up to 4,096 distinct
/// words. With more distinct words near words are not matched.
///
/// # Panics
/// Panics if a token is not in `words`.
pub fn collate(words: &Vocabulary, wordings: &[&[Word]]) -> CollationTable {
    Collator::new().collate(words, wordings)
}

fn build_table(words: &Vocabulary, wordings: &[&[Word]], settings: &Collator) -> CollationTable {
    let (distinct, wording_of) = distinct_wordings(words, wordings);
    if let [only] = distinct[..] {
        // Most utterances have one wording, and nothing is aligned.
        let row: Vec<Range<usize>> = (0..only.len()).map(|at| at..at + 1).collect();
        return CollationTable { rows: vec![row; wordings.len()], transpositions: Vec::new() };
    }
    let mut input = input::CollationInput::new(words, &distinct, settings.equal_words_first);
    let mut columns = columns::fill_columns(progressive::align_wordings(&mut input, &distinct));
    columns::merge_columns(&mut columns, &input);
    let cells = columns::CellIndex::new(&columns, &input);
    let found = settings.min_transposition_weight.map_or(Vec::new(), |min_weight| {
        transpositions::find(&columns, &cells, &input, words, min_weight)
    });

    let rows: Vec<Vec<Range<usize>>> = (0..distinct.len())
        .map(|at| {
            let mut next = 0;
            let cell = |column: usize| match cells.token(column, at) {
                Some(token) => {
                    next = token + 1;
                    token..next
                }
                None => next..next,
            };
            (0..columns.len()).map(cell).collect()
        })
        .collect();
    // A block is reported once for each distinct wording, for its first witness.
    let mut first = vec![0; distinct.len()];
    for (witness, &at) in wording_of.iter().enumerate().rev() {
        first[at] = witness;
    }
    let transpositions = found
        .into_iter()
        .map(|moved| TableTransposition {
            kept: (first[moved.kept.0], moved.kept.1),
            moved: (first[moved.moved.0], moved.moved.1),
        })
        .collect();
    CollationTable { rows: wording_of.iter().map(|&at| rows[at].clone()).collect(), transpositions }
}

/// Returns the distinct wordings in canonical order, and for each wording the number of the
/// distinct one.
fn distinct_wordings<'w>(
    words: &Vocabulary,
    wordings: &[&'w [Word]],
) -> (Vec<&'w [Word]>, Vec<usize>) {
    let mut seen: FxHashMap<&[Word], usize> = FxHashMap::default();
    let mut distinct = Vec::new();
    for &wording in wordings {
        seen.entry(wording).or_insert_with(|| {
            distinct.push(wording);
            0
        });
    }
    distinct.sort_by(|a, b| {
        let forms = |side: &'w [Word]| side.iter().map(|&word| &*words[word].form);
        b.len().cmp(&a.len()).then_with(|| forms(a).cmp(forms(b)))
    });
    for (at, wording) in distinct.iter().enumerate() {
        seen.insert(wording, at);
    }
    let place = wordings.iter().map(|wording| seen[wording]).collect();
    (distinct, place)
}

/// Runs the examples of the page as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/COLLATION.md")]
mod page {}

#[cfg(test)]
mod tests;
