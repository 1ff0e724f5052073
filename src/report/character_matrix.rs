//! The wordings of an utterance as rows of characters, as programs for stemmata want them: one
//! character for each place that varies, one state for each reading there.
//!
//! After Robinson & O'Hara 1996, *Cladistic analysis of an Old Norse manuscript tradition*: words
//! left out are a reading like others; a witness that has no text at a place abstains. Made of the
//! [`Synopsis`]; nothing is compared again.

use super::one_line::elide_middle;
use super::synopsis::{Synopsis, SynopsisCell};
use super::variant_graph::is_glyph;
use crate::edition::Utterance;
use crate::variant::Level;

/// The wordings of an utterance by the places that vary.
#[derive(Debug)]
pub(super) struct CharacterMatrix {
    /// The places, from left to right.
    pub(super) places: Vec<MatrixPlace>,
    /// The wordings, without those that print another part and nothing of the lemma, and those
    /// whose words have moved too much to be put by the places.
    pub(super) rows: Vec<MatrixRow>,
}

/// A place that varies.
#[derive(Debug)]
pub(super) struct MatrixPlace {
    /// The distinct readings, by state: the lemma's first. Empty for words that are not there.
    pub(super) states: Vec<String>,
    /// The gravest level of a reading.
    pub(super) level: Level,
}

/// The states of one wording.
#[derive(Debug)]
pub(super) struct MatrixRow {
    /// Index into [`Utterance::wordings`].
    pub(super) wording: usize,
    /// The state at each place; `None` where the wording begins later or has ended before.
    pub(super) states: Vec<Option<usize>>,
}

impl CharacterMatrix {
    /// Makes the matrix of an utterance. Other glyphs of marks and white space are no states.
    pub(super) fn new(utterance: &Utterance) -> CharacterMatrix {
        let synopsis = Synopsis::new(utterance, |reading| !is_glyph(reading));
        let wordings = (0..utterance.wordings.len())
            .filter(|&wording| synopsis.is_in_order(utterance, wording));
        let mut rows: Vec<MatrixRow> =
            wordings.map(|wording| MatrixRow { wording, states: Vec::new() }).collect();
        let mut places = Vec::new();
        for segment in synopsis.segments.iter().filter(|segment| segment.varies()) {
            let mut states = vec![segment.lemma.clone()];
            for row in &mut rows {
                let state = match &segment.cells[row.wording] {
                    SynopsisCell::Outside => None,
                    SynopsisCell::Same => Some(0),
                    SynopsisCell::Other(text, _) => {
                        let known = states.iter().position(|state| state == text);
                        Some(known.unwrap_or_else(|| {
                            states.push(text.clone());
                            states.len() - 1
                        }))
                    }
                };
                row.states.push(state);
            }
            let level = segment.level().unwrap_or(Level::Accidental);
            places.push(MatrixPlace { states, level });
        }
        CharacterMatrix { places, rows }
    }

    /// Returns true if there is something to compare: two rows and a place.
    pub(super) fn varies(&self) -> bool {
        self.rows.len() > 1 && !self.places.is_empty()
    }

    /// Returns the row as one letter for each place; see [`SYMBOLS`].
    pub(super) fn letters(row: &MatrixRow) -> String {
        let symbol = |state: &Option<usize>| {
            state.and_then(|state| SYMBOLS.as_bytes().get(state)).map_or('?', |&b| char::from(b))
        };
        row.states.iter().map(symbol).collect()
    }
}

impl MatrixPlace {
    /// Returns a state in a few words.
    pub(super) fn label(&self, state: usize) -> String {
        /// Number of words of a label.
        const MAX_WORDS: usize = 6;
        match self.states[state].as_str() {
            "" => "(nothing)".to_owned(),
            text => elide_middle(text, MAX_WORDS),
        }
    }
}

/// The letter of each state, in order: those that all readers of such matrices take. Further states
/// of a place, which no real utterance had, are written `?`, as unknown.
pub(super) const SYMBOLS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_lemma_is_state_0_and_a_fragment_abstains() {
        let utterance = sample::risk();
        let matrix = CharacterMatrix::new(&utterance);
        assert!(matrix.varies());
        let rows: Vec<String> = matrix.rows.iter().map(CharacterMatrix::letters).collect();
        assert_eq!(rows, ["00000", "11111", "0????"]);
        assert_eq!(matrix.places[2].states, ["to", "at the"]);
        assert_eq!(matrix.places[0].label(0), "(nothing)");
        assert!(!CharacterMatrix::new(&sample::conflict()).varies());
    }

    /// Two wordings differ in the matrix where the apparatus says so, and two that do not differ
    /// there have one row.
    #[test]
    fn rows_are_the_readings() {
        let utterance = sample::denial();
        let matrix = CharacterMatrix::new(&utterance);
        let levels: Vec<Level> = matrix.places.iter().map(|place| place.level).collect();
        assert_eq!(
            levels,
            [Level::Minor, Level::Contradictory, Level::Accidental, Level::Substantive]
        );
        let rows: Vec<String> = matrix.rows.iter().map(CharacterMatrix::letters).collect();
        assert_eq!(rows, ["0000", "0100", "1001", "0010"]);
    }

    #[test]
    fn a_state_without_a_letter_is_unknown() {
        let row = MatrixRow { wording: 0, states: vec![Some(31), Some(32), None] };
        assert_eq!(CharacterMatrix::letters(&row), "V??");
    }
}
