//! Many wordings in one table of columns.
//!
//! [`collate`] works on the *distinct* wordings, in an order that their words decide (longest first, then by the text of their
//! forms), so that the columns do not depend on the order in which witnesses come. Five steps, as in progressive
//! sequence alignment: all pairs are weighed by the words they share, a tree joins the most alike first (`tree`; `crowd` where there are too
//! many for that), groups of aligned wordings are aligned with each other (`join`, `profile`), each wording in turn is taken out and
//! put back where it fits best until nothing improves (after Berger & Munson 1991), and columns that no wording needs apart
//! are merged (`columns`). Then blocks that stand in other columns elsewhere are found (`moves`).
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
//! assert_eq!(table.columns(), 5); // we, really, need, more, time
//! assert_eq!(table.rows[2], [0..1, 1..2, 2..3, 3..3, 3..4]);
//! ```

mod columns;
mod crowd;
mod join;
mod moves;
mod profile;
mod tree;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::align::scoring::{Scores, gap_cost};
use crate::align::{Aligner, Alignment, MIN_TRANSPOSITION_WEIGHT};
use crate::text::{Vocabulary, Weight, Word};

/// All wordings of one utterance, aligned.
///
/// One row for each wording, in the order they were handed in; one cell for each column: the range of the wording's
/// tokens that stands there, empty where it has none. A row's cells read in order give its tokens, all and only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// `rows[wording][column]`.
    pub rows: Vec<Vec<Range<usize>>>,
    /// Blocks that stand in other columns in other wordings.
    pub transpositions: Vec<TableTransposition>,
}

/// A block of one wording that stands elsewhere in another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableTransposition {
    /// The wording where the block keeps its place, and its tokens there.
    pub kept: (usize, Range<usize>),
    /// The wording where it was moved, and its tokens there.
    pub moved: (usize, Range<usize>),
}

impl Table {
    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// The comparison of rows `i` and `j` that the table implies: `a` and `b` are their words. Equal and near words that share
    /// a column are linked; the rest is tidied, and moved blocks are found, as in [`crate::align::align`]. Where the two
    /// share more by themselves than in the columns that they share with all others, they are compared by themselves: a
    /// table must not hide a block that has moved.
    ///
    /// Mirrors exactly when the rows are swapped. Cost: that of [`crate::align::align`]; for many pairs, hold an
    /// [`Aligner`] and call [`pair_with`](Table::pair_with).
    ///
    /// # Panics
    /// When `i` or `j` is no row, or a token is not of `words`.
    pub fn pair(&self, words: &Vocabulary, a: (usize, &[Word]), b: (usize, &[Word])) -> Alignment {
        self.pair_with(&mut Aligner::new(), words, a, b)
    }

    /// As [`pair`](Table::pair), with the scratch of `aligner`.
    ///
    /// # Panics
    /// When `i` or `j` is no row, or a token is not of `words`.
    pub fn pair_with(
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

impl Table {
    /// The table with neighbouring columns joined where the same wordings have the same words as one another in both: the
    /// longest stretches that vary alike, with a range of tokens a cell. `wordings` are those that were collated.
    ///
    /// ```
    /// use variorum::collation::collate;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let wordings = ["we need a little more time", "we need time"].map(|text| words.tokenize(text).words);
    /// let wordings = wordings.each_ref().map(|wording| &wording[..]);
    /// let table = collate(&words, &wordings).segmented(&wordings);
    /// assert_eq!(table.rows, [[0..2, 2..5, 5..6], [0..2, 2..2, 2..3]]); // we need | a little more | time
    /// ```
    pub fn segmented(&self, wordings: &[&[Word]]) -> Table {
        let reading = |row: usize, column: usize| {
            let cell = &self.rows[row][column];
            wordings
                .get(row)
                .and_then(|wording| wording.get(cell.clone()))
                .filter(|cell| !cell.is_empty())
        };
        // Which earlier row, if any, has the same reading; absent rows are a group of their own.
        let groups = |column: usize| -> Vec<Option<usize>> {
            let mut first = FxHashMap::default();
            (0..self.rows.len())
                .map(|row| reading(row, column).map(|reading| *first.entry(reading).or_insert(row)))
                .collect()
        };
        // A block that moved begins and ends a stretch.
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
        for column in 0..self.columns() {
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
        Table { rows, transpositions: self.transpositions.clone() }
    }
}

/// Collates with settings; [`collate`] is the same with the usual ones.
#[derive(Clone, Debug)]
pub struct Collator {
    /// Least weight of moved blocks; `None` where they are not looked for.
    floor: Option<Weight>,
    /// Near words count for little.
    slight: bool,
}

impl Default for Collator {
    fn default() -> Collator {
        Collator { floor: Some(MIN_TRANSPOSITION_WEIGHT), slight: false }
    }
}

impl Collator {
    /// With the usual settings.
    pub fn new() -> Collator {
        Collator::default()
    }

    /// With another least weight of moved blocks, in hundredths of a bit (usually [`MIN_TRANSPOSITION_WEIGHT`]). At 0 or below, single words may
    /// move, if not far.
    pub fn min_transposition_weight(self, floor: Weight) -> Collator {
        Collator { floor: Some(floor), ..self }
    }

    /// Without looking for moved blocks: [`Table::moves`] stays empty. For those who compare the rows two by two, where
    /// moves are found anew ([`Table::pair`]).
    pub fn without_transpositions(self) -> Collator {
        Collator { floor: None, ..self }
    }

    /// For forms that somebody else has made, and so has said which words are equal: near ones (`glass`, `glasses`) never
    /// outrank equal ones, and only decide which of several places a word takes.
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
    /// let exact = Collator::new().equal_words_first().collate(&words, &wordings);
    /// assert_eq!(exact.rows[1][8], 2..3); // `those` beside `those`
    /// ```
    pub fn equal_words_first(self) -> Collator {
        Collator { slight: true, ..self }
    }

    /// As [`collate`].
    ///
    /// # Panics
    /// When a token is not of `words`.
    pub fn collate(&self, words: &Vocabulary, wordings: &[&[Word]]) -> Table {
        table(words, wordings, self)
    }
}

/// Aligns `wordings`, token ids of `words`, in one table; one token a cell.
///
/// The columns depend on the set of distinct wordings alone, the rows follow the order handed in.
///
/// Time for D distinct wordings of L words and C columns: O(D²·L + D·C·L); two wordings of 30 words take some 30 µs, five
/// 0.15 ms, 40 (among a hundred witnesses) 4 ms, 200 some 50 ms (November 2026, one core). Above 512 distinct wordings, or for
/// texts of thousands of words, wordings join one by one instead of along a tree, each within a window of the columns, and moved blocks are
/// not looked for: O(D·L² + D·C). Memory is that of the table, 16 bytes a cell, and two bytes for each pair of distinct words up to 8,192 of
/// them; of more, near words are not told from others. Two wordings are aligned as [`crate::align::align`] does it: two of
/// 5,000 words take half a second and under 100 MB.
///
/// # Panics
/// When a token is not of `words`.
pub fn collate(words: &Vocabulary, wordings: &[&[Word]]) -> Table {
    Collator::new().collate(words, wordings)
}

fn table(words: &Vocabulary, wordings: &[&[Word]], settings: &Collator) -> Table {
    let (distinct, place) = distinct(words, wordings);
    if let [only] = distinct[..] {
        // Most utterances of a collection have one wording: nothing is to be aligned.
        let row: Vec<Range<usize>> = (0..only.len()).map(|at| at..at + 1).collect();
        return Table { rows: vec![row; wordings.len()], transpositions: Vec::new() };
    }
    let mut lexicon = Lexicon::of(words, &distinct, settings.slight);
    let mut columns = columns::fill(join::join(&mut lexicon, &distinct));
    columns::compact(&mut columns, &lexicon);
    let places = columns::Places::of(&columns, &lexicon);
    let found = settings
        .floor
        .map_or(Vec::new(), |floor| moves::find(&columns, &places, &lexicon, words, floor));

    let rows: Vec<Vec<Range<usize>>> = (0..distinct.len())
        .map(|at| {
            let mut next = 0;
            let cell = |column: usize| match places.token(column, at) {
                Some(token) => {
                    next = token + 1;
                    token..next
                }
                None => next..next,
            };
            (0..columns.len()).map(cell).collect()
        })
        .collect();
    // A block is told of once for each distinct wording, by the first witness that has it.
    let mut first = vec![0; distinct.len()];
    for (witness, &at) in place.iter().enumerate().rev() {
        first[at] = witness;
    }
    let transpositions = found
        .into_iter()
        .map(|moved| TableTransposition {
            kept: (first[moved.kept.0], moved.kept.1),
            moved: (first[moved.moved.0], moved.moved.1),
        })
        .collect();
    Table { rows: place.iter().map(|&at| rows[at].clone()).collect(), transpositions }
}

/// The distinct wordings in canonical order, and for each wording which of them it is.
fn distinct<'w>(words: &Vocabulary, wordings: &[&'w [Word]]) -> (Vec<&'w [Word]>, Vec<usize>) {
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

/// What the steps share: the distinct words, numbered as they come in canonical order, and their scores.
struct Lexicon<'v> {
    vocabulary: &'v Vocabulary,
    scores: Scores,
    words: Vec<Word>,
    /// What it costs to skip each token of each wording: to open a gap, to go on.
    skips: Vec<Vec<(Weight, Weight)>>,
    /// The words of each wording, by number.
    rows: Vec<Vec<u32>>,
    is_word: Vec<bool>,
    /// What a column of its own costs.
    price: i64,
}

impl<'v> Lexicon<'v> {
    fn of(words: &'v Vocabulary, distinct: &[&[Word]], slight: bool) -> Lexicon<'v> {
        let mut ids: FxHashMap<Word, u32> = FxHashMap::default();
        let mut list = Vec::new();
        let mut number = |word: Word| {
            *ids.entry(word).or_insert_with(|| {
                list.push(word);
                list.len() as u32 - 1
            })
        };
        let rows = distinct
            .iter()
            .map(|wording| wording.iter().map(|&word| number(word)).collect())
            .collect();
        let mut scores = Scores::new(slight);
        scores.prepare_many(words, &list);
        let skip_at = |wording: &[Word], at: usize| {
            gap_cost(words, at.checked_sub(1).map(|at| wording[at]), wording[at])
        };
        let skips = distinct
            .iter()
            .map(|wording| (0..wording.len()).map(|at| skip_at(wording, at)).collect())
            .collect();
        let is_word = list.iter().map(|&word| words[word].class.is_word()).collect();
        let price = profile::price(distinct.len());
        Lexicon { vocabulary: words, scores, words: list, skips, rows, is_word, price }
    }
}

/// The page's examples are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/COLLATION.md")]
mod page {}

#[cfg(test)]
mod tests;
