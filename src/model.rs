//! Plain data that every part of the crate may use: documents, quotations, decisions, and what was
//! skipped.
//!
//! These types hold what a caller hands in and what is handed back. They contain no method of
//! finding, comparing or reporting, so this module imports nothing but [`Span`](crate::Span) and
//! [`Error`](crate::Error). With the feature `serde` each can be serialised and deserialised; both
//! directions agree.

mod decision;
mod document;
mod published;
mod quotation;
mod skipped;
mod standalone;

pub use decision::{Decision, Reference, UnappliedDecision};
pub use document::{Document, DocumentKind, Part};
pub use published::Published;
pub use quotation::{Quotation, QuotationKind};
pub use skipped::Skipped;
pub use standalone::StandaloneQuotation;
