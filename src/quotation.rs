//! Quotations: the words printed as someone's, with the spans where they stand.
//!
//! The room knows one text and nothing else: no cue words, no names, no other document.

mod join;
mod kind;
mod mark;
mod pairing;

use crate::document::Part;
use crate::span::Span;

/// One quotation as it is printed: in one piece, or in several where the reporter broke it (“A,” he said, “B”) or where
/// it runs over paragraphs whose marks are opened again.
///
/// Pieces hold the words between the marks, the marks themselves excluded; they are never empty and stand in the order
/// of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quotation {
    /// Which of the document's texts the spans run in.
    pub part: Part,
    /// Where the words stand, marks excluded.
    pub pieces: Vec<Span>,
    /// What it seems to be, judged from its form alone.
    pub kind: QuotationKind,
    /// Index, in the list it came in, of the quotation that this one stands inside; `None` for an outermost one.
    pub parent: Option<usize>,
    /// Whether its closing mark was found. An unclosed quotation ends with its paragraph.
    pub closed: bool,
}

/// What a pair of quotation marks is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum QuotationKind {
    /// Somebody's statement: at least a clause of its own.
    Speech,
    /// Somebody's words worked into the reporter's own sentence.
    Fragment,
    /// The title of a work, a programme, a law; a name or nickname.
    Title,
    /// A term that the reporter holds at a distance.
    Scare,
    /// Too little to tell.
    Unclear,
}

impl QuotationKind {
    /// `speech`, `fragment`, `title`, `scare` or `unclear`.
    pub fn name(self) -> &'static str {
        match self {
            QuotationKind::Speech => "speech",
            QuotationKind::Fragment => "fragment",
            QuotationKind::Title => "title",
            QuotationKind::Scare => "scare",
            QuotationKind::Unclear => "unclear",
        }
    }
}

impl Quotation {
    /// From the first byte of the first piece to the last byte of the last.
    pub fn extent(&self) -> Span {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => Span::default(),
        }
    }
}

/// Every quotation of `text`, in the order in which they open.
pub fn extract(text: &str, part: Part) -> Vec<Quotation> {
    let drafts = join::join(text, pairing::pair(text));
    kind::name(text, part, drafts)
}
