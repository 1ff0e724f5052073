//! The legend below a report: what the marks and words that it uses mean.

use super::view::UtteranceView;

/// The marks and words that a report has used.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Legend {
    signs: bool,
    silent: bool,
    differences: bool,
    doubtful: bool,
}

const SIGNS: &str = "+ added · - left out · ~ other words · ↕ moved · … cut · ‸ addition";
const SILENT: &str = "! the outlet named, or named after “only”, changed the words, and nothing in print \
     shows it: a record, a decision, or at least two independent outlets, and twice as many, print \
     the other words";
const DIFFERENCE: &str =
    "A prints x, B y: the prints differ, and nobody can know who changed the words";
const LEVELS: &str = "accidental (A): the same words, printed otherwise · minor (M): other words, the \
     same meaning on their face · substantive (S): the meaning can differ · contradictory (S+): \
     another negation, number or name";
const DISCLOSURE: &str = "disclosed: brackets, an ellipsis or a break in the quotation show the \
     difference · partly: they show some of it · silent: nothing in print shows it";
const DOUBTFUL: &str = "doubtful: the words may not correspond, may be two sayings, stand beside a cut, or \
     mean the same; such a place is said of nobody and counts for nothing";

impl Legend {
    /// Adds what an utterance uses.
    pub(super) fn add(&mut self, view: &UtteranceView<'_>) {
        self.signs |= !view.places.is_empty() || !view.fragments.is_empty();
        self.silent |= view.silent_changes > 0;
        self.differences |= view.differences > 0;
        let mut changes = view.places.iter().flat_map(|place| &place.changes);
        self.doubtful |= changes.any(|change| !change.stands);
    }

    /// Returns the paragraphs of the legend.
    pub(super) fn paragraphs(self) -> impl Iterator<Item = &'static str> {
        let used = [
            (self.signs, SIGNS),
            (self.silent, SILENT),
            (self.differences, DIFFERENCE),
            (self.signs, LEVELS),
            (self.signs, DISCLOSURE),
            (self.doubtful, DOUBTFUL),
        ];
        used.into_iter().filter(|(is_used, _)| *is_used).map(|(_, text)| text)
    }
}
