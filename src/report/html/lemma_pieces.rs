//! The lemma as pieces for a template: text, and the marks of its places.

use serde::Serialize;

use crate::report::labels::level_class;
use crate::report::marked_lemma::{LemmaStep, walk_lemma};
use crate::report::one_line::sanitize;
use crate::report::view::{UtteranceView, VariantPlace};
use crate::variant::Operation;

/// A piece of the marked lemma.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum LemmaPiece {
    /// Words of the lemma.
    Text { text: String },
    /// The beginning of words that vary. Places may cross and elements may not, so only the
    /// outermost is opened and closed.
    Open { class: &'static str, moved: Option<usize> },
    /// Their end.
    Close,
    /// The number of a place that ends here; `caret` if other wordings add words here.
    Note {
        number: usize,
        class: &'static str,
        sign: &'static str,
        caret: bool,
        /// True directly after another number: 6 and 4 are not 64.
        again: bool,
    },
}

/// Returns the lemma in quotation marks, its places marked.
pub(super) fn lemma_pieces(view: &UtteranceView<'_>) -> Vec<LemmaPiece> {
    let mut pieces = vec![LemmaPiece::Text { text: "“".to_owned() }];
    let (mut depth, mut opened) = (0, 0);
    walk_lemma(view, |step| match step {
        LemmaStep::Blank(_) => push(&mut pieces, " "),
        LemmaStep::Words(text, _) => push(&mut pieces, &sanitize(text)),
        LemmaStep::Open(place) => {
            let place = &view.places[place];
            if depth == 0 {
                opened = pieces.len();
                pieces.push(LemmaPiece::Open { class: "", moved: moved(place) });
            }
            // The words have the colour of the gravest of their places.
            if let Some(LemmaPiece::Open { class: worst, .. }) = pieces.get_mut(opened)
                && rank(class(place)) >= rank(worst)
            {
                *worst = class(place);
            }
            depth += 1;
        }
        LemmaStep::Close(place) => {
            depth -= 1;
            if depth == 0 {
                pieces.push(LemmaPiece::Close);
            }
            note(&mut pieces, &view.places[place], false);
        }
        LemmaStep::Caret(place) => note(&mut pieces, &view.places[place], true),
    });
    push(&mut pieces, "”");
    pieces
}

/// Adds text; of two blanks that meet, one is printed.
fn push(pieces: &mut Vec<LemmaPiece>, more: &str) {
    match pieces.last_mut() {
        Some(LemmaPiece::Text { text }) if more == " " && text.ends_with(' ') => {}
        Some(LemmaPiece::Text { text }) => text.push_str(more),
        _ => pieces.push(LemmaPiece::Text { text: more.to_owned() }),
    }
}

fn note(pieces: &mut Vec<LemmaPiece>, place: &VariantPlace, caret: bool) {
    let again = matches!(pieces.last(), Some(LemmaPiece::Note { .. }));
    let (class, number) = (class(place), place.number);
    let sign = match class {
        "S" => "S",
        "X" => "S+",
        _ => "",
    };
    pieces.push(LemmaPiece::Note { number, class, sign, caret, again });
}

fn class(place: &VariantPlace) -> &'static str {
    if place.is_doubtful() { "A" } else { level_class(place.level) }
}

/// Returns the place of a class among those of the levels.
fn rank(class: &str) -> Option<usize> {
    ["A", "M", "S", "X"].iter().position(|level| *level == class)
}

/// Returns the number of the block that moved away from a place, counted from 1.
fn moved(place: &VariantPlace) -> Option<usize> {
    let mut moves = place.changes.iter().filter(|change| change.stands);
    let change = moves.find(|change| change.operation == Operation::Transposition)?;
    change.moved_block.map(|block| block + 1)
}
