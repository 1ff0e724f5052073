//! What `reconcile` says on standard error beside its messages: progress, and the last line.

use std::io::{self, Write};
use std::ops::ControlFlow;

use variorum::link::LinkVerdict;
use variorum::reconciliation::Grouping;
use variorum::{Progress, Reconciliation};

/// Counts for the last line.
pub struct Summary {
    documents: usize,
    quotations: usize,
    utterances: usize,
    shared: usize,
    same: usize,
    review: usize,
}

impl Summary {
    pub fn from_reconciliation(all: &Reconciliation) -> Summary {
        let links = |verdict| all.links.iter().filter(|link| link.verdict == verdict).count();
        Summary {
            documents: all
                .documents
                .iter()
                .filter(|document| {
                    document
                        .quotations
                        .iter()
                        .all(|quotation| !quotation.provenance.is_standalone())
                })
                .count(),
            quotations: all.documents.iter().map(|document| document.quotations.len()).sum(),
            utterances: all.utterances.len(),
            shared: all.utterances.iter().filter(|utterance| utterance.outlets > 1).count(),
            same: links(LinkVerdict::Same),
            review: links(LinkVerdict::Review),
        }
    }

    pub fn from_grouping(grouping: &Grouping<'_>) -> Summary {
        Summary {
            documents: grouping.documents,
            quotations: grouping.groups.iter().map(|group| group.quotations.len()).sum(),
            utterances: grouping.groups.len(),
            shared: grouping.groups.iter().filter(|group| group.outlets > 1).count(),
            same: grouping.same,
            review: grouping.review,
        }
    }

    pub fn line(&self, skipped: usize) -> String {
        let counted = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        [
            counted(self.documents, "document"),
            counted(self.quotations, "quotation"),
            format!(
                "{} ({} printed by two outlets or more)",
                counted(self.utterances, "utterance"),
                self.shared
            ),
            format!("{} ({} more for review)", counted(self.same, "link"), self.review),
            format!("{skipped} skipped"),
        ]
        .join(", ")
    }
}

/// Shows progress in one line of standard error, if that is a terminal.
pub struct ProgressLine {
    pub is_shown: bool,
}

impl ProgressLine {
    pub fn show_text(&self, what: &str) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    }

    pub fn show(&self, progress: Progress) -> ControlFlow<()> {
        self.show_text(&progress.to_string());
        ControlFlow::Continue(())
    }

    pub fn clear(&self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
