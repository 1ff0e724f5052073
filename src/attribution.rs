//! Attribution: who is made to say a quotation, and by which words.
//!
//! The room knows one document and its quotations. It errs differently from `quotation`, and is measured apart.

use crate::document::Document;
use crate::quotation::Quotation;
use crate::span::Span;

/// What was found about one quotation. Spans run in the part of the document that the quotation stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// The reporting word or phrase: `said`, `according to`.
    pub cue: Option<Span>,
    /// Who is made to speak.
    pub speaker: Option<Speaker>,
    /// The name of the rule that found the speaker; empty when none did.
    pub rule: &'static str,
    /// How sure the rule is, `0.0..=1.0`.
    pub confidence: f32,
}

/// A speaker as one document prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Where the speaker is named for this quotation: a name, a description or a pronoun.
    pub mention: Span,
    /// The fullest form of the name in the document, without titles where the name stands without them
    /// (`Donald Trump` for `he` and `Mr Trump`). The mention itself when it is no name and could not be followed back,
    /// unless it is a pronoun: then `None`.
    pub name: Option<String>,
}

/// Finds cue and speaker of each quotation of `document`; one answer for each, in the same order.
pub fn attribute(_document: &Document, quotations: &[Quotation]) -> Vec<Attribution> {
    vec![Attribution::default(); quotations.len()]
}
