//! variorum reconciles quotations across news sources.

pub mod align;
pub mod apparatus;
pub mod archive;
pub mod attribution;
pub mod candidate;
pub mod cluster;
pub mod collation;
mod compare;
pub mod document;
pub mod error;
pub mod input;
pub mod link;
pub mod quotation;
pub mod report;
pub mod span;
pub mod speaker;
pub mod text;
pub mod variant;

pub use archive::{Archive, Reconciliation, Settings};
pub use compare::{Comparer, Comparison, compare};
pub use document::{Document, DocumentKind, Part, Published};
pub use error::Error;
pub use span::Span;
