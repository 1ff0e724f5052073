//! A quotation where it stands in its document.

use super::Part;
use crate::span::Span;

/// One quotation as it is printed.
///
/// It has several pieces where the reporter broke it (“A,” he said, “B”), or where it runs over
/// paragraphs that each repeat the opening mark. A piece holds the words between the marks, without
/// the marks. Pieces are never empty and stand in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Quotation {
    /// The part of the document that the spans run in.
    pub part: Part,
    /// The spans of its words, in bytes.
    pub pieces: Vec<Span>,
    /// The use of the marks, judged from form alone.
    pub kind: QuotationKind,
    /// Index, in the list of quotations it came in, of the quotation that encloses it; `None` for
    /// an outermost one.
    pub parent: Option<usize>,
    /// True if its closing mark was found. An unclosed quotation ends with its paragraph.
    pub closed: bool,
    /// The speaker label of a turn in a transcript (`WALLACE`, `Q`), without the colon or stop
    /// after it; `None` for every other quotation. The label may stand between the marks, but is in
    /// none of the pieces.
    pub label: Option<Span>,
}

/// The use of a pair of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum QuotationKind {
    /// A statement: at least a clause of its own.
    Speech,
    /// Somebody's words inside the reporter's own sentence.
    Fragment,
    /// The title of a work, a programme or a law; a name or nickname.
    Title,
    /// A term that the reporter does not vouch for: scare quotes.
    Scare,
    /// Too little text to decide.
    Unclear,
}

impl QuotationKind {
    /// Returns `speech`, `fragment`, `title`, `scare` or `unclear`.
    pub fn as_str(self) -> &'static str {
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
    /// An outermost, closed quotation without a label.
    pub fn new(part: Part, pieces: Vec<Span>, kind: QuotationKind) -> Quotation {
        Quotation { part, pieces, kind, parent: None, closed: true, label: None }
    }

    /// Sets the index of the quotation that encloses it.
    pub fn with_parent(mut self, parent: usize) -> Quotation {
        self.parent = Some(parent);
        self
    }

    /// Sets the span of its speaker label.
    pub fn with_label(mut self, label: Span) -> Quotation {
        self.label = Some(label);
        self
    }

    /// Returns the span from the first byte of the first piece to the last byte of the last; an
    /// empty one at 0 when there is no piece.
    pub fn extent(&self) -> Span {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => Span::default(),
        }
    }
}
