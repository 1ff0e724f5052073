//! Quotations: the words printed as someone's, with the spans where they stand.
//!
//! The room knows one text and nothing else: no cue words, no names, no other document. Its steps: `mark` finds the
//! marks and prices every reading of each; `pairing` finds the cheapest reading of all together; `signature` takes the
//! speaker's line off a pull quote; `join` puts together what the reporter broke; `kind` judges what the marks are for.

mod draft;
mod glyph;
mod join;
mod kind;
mod mark;
mod pairing;
mod plain;
mod scan;
mod shape;
mod signature;
mod turn;

pub use crate::model::{Quotation, QuotationKind};

use crate::model::Part;

/// Every quotation of `text`, in the order in which they open.
///
/// Marks of every style are paired, nested ones too; what runs over paragraphs whose marks are opened again, and what
/// the reporter broke with *he said*, is one quotation in several pieces; apostrophes, measures, stray marks and marks
/// inside HTML tags are none. A mark that is never closed holds its own paragraph at most. Any text can be read.
///
/// Cost: O(n) in the text's length, whatever the marks; 700 MB/s on news text (PolNeAR, one core, release).
///
/// ```
/// use variorum::Part;
/// use variorum::quotation::{QuotationKind, extract};
///
/// let text = "“We won’t move,” she said, “not for ‘progress’ in any form.”";
/// let quotations = extract(text, Part::Text);
/// let printed: Vec<Vec<_>> = quotations.iter().map(|q| q.pieces.iter().map(|piece| piece.of(text)).collect()).collect();
/// assert_eq!(printed, [vec!["We won’t move,", "not for ‘progress’ in any form."], vec!["progress"]]);
/// assert_eq!(quotations[0].kind, QuotationKind::Speech);
/// assert_eq!(quotations[1].parent, Some(0));
/// ```
pub fn extract(text: &str, part: Part) -> Vec<Quotation> {
    Extractor::new().extract(text, part)
}

/// Finds quotations in one text after another, and keeps the room that it needs: what [`extract`] does, without asking for
/// memory anew each time.
///
/// It grows with the longest text read, by at most some 60 bytes for each mark.
///
/// ```
/// use variorum::Part;
/// use variorum::quotation::Extractor;
///
/// let mut extractor = Extractor::new();
/// let counts = ["“We won’t move,” she said.", "They moved."].map(|text| extractor.extract(text, Part::Text).len());
/// assert_eq!(counts, [1, 0]);
/// ```
#[derive(Debug, Default)]
pub struct Extractor {
    pairer: pairing::Pairer,
    turns: turn::Turns,
    joiner: join::Joiner,
    drafts: Vec<draft::Draft>,
}

impl Extractor {
    /// An extractor that has read nothing.
    pub fn new() -> Extractor {
        Extractor::default()
    }

    /// Every quotation of `text`, as [`extract`] finds them.
    pub fn extract(&mut self, text: &str, part: Part) -> Vec<Quotation> {
        let Extractor { pairer, turns, joiner, drafts } = self;
        drafts.clear();
        turns.begin();
        pairer.pair(text, drafts, |start, end| turns.look(text, start, end));
        turns.cut(text, drafts);
        signature::take_off(text, drafts);
        joiner.join(text, drafts);
        kind::name(text, part, drafts)
    }
}

/// Whether words of which the article is not known look like a title: more than one, and all but small linking words
/// with a capital.
pub(crate) fn looks_like_title(words: &str) -> bool {
    kind::looks_like_title(words)
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
