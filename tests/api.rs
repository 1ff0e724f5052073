//! Promises of the public types that the compiler can check.

use variorum::attribution::{Attribution, Attributor};
use variorum::input::{Documents, Input, InputReader};
use variorum::quotation::Extractor;
use variorum::{
    Archive, Comparer, Comparison, Decision, Document, Error, Published, Quotation, Reconciler,
    Reconciliation, Settings, Skipped, Span, StandaloneQuotation, Utterance,
};

#[test]
fn public_types_may_be_sent_and_shared() {
    fn check<T: Send + Sync>() {}
    check::<Archive>();
    check::<Attribution>();
    check::<Attributor>();
    check::<Comparer>();
    check::<Comparison>();
    check::<Decision>();
    check::<Document>();
    check::<Documents>();
    check::<Error>();
    check::<Extractor>();
    check::<Input>();
    check::<InputReader>();
    check::<Published>();
    check::<Quotation>();
    check::<Reconciler>();
    check::<Reconciliation>();
    check::<Settings>();
    check::<Skipped>();
    check::<Span>();
    check::<StandaloneQuotation>();
    check::<Utterance>();
    check::<variorum::align::Aligner>();
    check::<variorum::align::PassageFinder>();
    check::<variorum::collation::Collator>();
    check::<variorum::edition::LemmaPolicy>();
    check::<variorum::link::Link>();
    check::<variorum::link::LinkModel>();
    check::<variorum::person_name::PersonName>();
    check::<variorum::reconciliation::Grouping<'static>>();
    check::<variorum::report::HtmlReport>();
    check::<variorum::report::MarkdownReport>();
    check::<variorum::report::TeiReport>();
    check::<variorum::report::TextReport>();
    check::<variorum::report::TsvReport>();
    check::<variorum::text::Vocabulary>();
    check::<variorum::variant::Levels>();
    check::<variorum::variant::Variant>();
    #[cfg(feature = "json")]
    check::<variorum::report::JsonReport>();
    #[cfg(feature = "json")]
    check::<variorum::report::ReportedReconciliation>();
}
