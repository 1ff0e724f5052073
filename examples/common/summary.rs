//! What `reconcile` says on standard error beside its messages: progress, and the last lines.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use variorum::link::LinkVerdict;
use variorum::reconciliation::Grouping;
use variorum::variant::{Level, Operation};
use variorum::{Progress, Reconciliation};

/// Counts for the last lines.
pub struct Summary {
    documents: usize,
    quotations: usize,
    utterances: usize,
    shared: usize,
    same: usize,
    review: usize,
    /// Stated differences, the gravest level first, and doubtful ones; `None` without collation.
    differences: Option<([(Level, usize); 3], usize)>,
}

impl Summary {
    pub fn from_reconciliation(all: &Reconciliation) -> Summary {
        let links = |verdict| all.links.iter().filter(|link| link.verdict == verdict).count();
        let entries = all.utterances.iter().flat_map(|utterance| &utterance.apparatus);
        let mut levels =
            [Level::Contradictory, Level::Substantive, Level::Minor].map(|level| (level, 0));
        let mut doubtful = 0;
        for reading in entries.flat_map(|entry| &entry.readings) {
            // The end of a fragment is no difference, and a moved block is one at both its ends.
            let is_end =
                reading.operation == Operation::Truncation && reading.level < Level::Substantive;
            if is_end || reading.moved_block.is_some() && reading.text.is_empty() {
                continue;
            }
            let count = levels.iter_mut().find(|(level, _)| *level == reading.level);
            match count {
                Some((_, count)) if reading.stands() => *count += 1,
                Some(_) => doubtful += 1,
                None => {}
            }
        }
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
            differences: Some((levels, doubtful)),
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
            differences: None,
        }
    }

    /// Returns what was found: differences by level, if the wordings were collated; the counts; and
    /// the time.
    pub fn lines(&self, skipped: usize, time: Duration) -> Vec<String> {
        let counted = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        let differences = self.differences.map(|(levels, doubtful)| {
            let name = |level| match level {
                Level::Contradictory => "contradictory",
                Level::Substantive => "substantive",
                Level::Minor => "minor",
                Level::Accidental => "accidental",
            };
            let levels = levels.map(|(level, count)| format!("{count} {}", name(level)));
            format!(
                "stated differences: {}; {doubtful} too doubtful to state; in {:.1} s",
                levels.join(", "),
                time.as_secs_f64()
            )
        });
        let counts = [
            counted(self.documents, "document"),
            counted(self.quotations, "quotation"),
            format!(
                "{} ({} printed by two outlets or more)",
                counted(self.utterances, "utterance"),
                self.shared
            ),
            format!("{} ({} more for review)", counted(self.same, "link"), self.review),
            format!("{skipped} skipped"),
        ];
        let mut last = counts.join(", ");
        if differences.is_none() {
            last.push_str(&format!("; in {:.1} s", time.as_secs_f64()));
        }
        differences.into_iter().chain([last]).collect()
    }
}

/// Shows progress in one line of standard error, if that is a terminal.
pub struct ProgressLine {
    is_shown: bool,
    latest: Mutex<Latest>,
}

/// The step that is shown, when it began, and when it was shown last.
struct Latest {
    step: String,
    began: Instant,
    shown: Option<Instant>,
}

/// Time between two lines: faster than this nobody reads, and writing to a terminal costs time.
const BETWEEN_LINES: Duration = Duration::from_millis(60);

/// Time after which the rest of a step is estimated.
const BEFORE_ESTIMATE: Duration = Duration::from_secs(3);

/// Signs of a full bar.
const BAR_SIGNS: usize = 24;

impl ProgressLine {
    pub fn new(is_shown: bool) -> ProgressLine {
        let latest = Latest { step: String::new(), began: Instant::now(), shown: None };
        ProgressLine { is_shown, latest: Mutex::new(latest) }
    }

    pub fn show_text(&self, what: &str) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    }

    pub fn show(&self, progress: Progress) -> ControlFlow<()> {
        if let Some(line) = self.line(progress) {
            let _ = write!(io::stderr(), "\r\x1b[K{line}");
        }
        ControlFlow::Continue(())
    }

    /// Returns the line of a report, unless the last one was shown just now.
    fn line(&self, progress: Progress) -> Option<String> {
        if !self.is_shown || progress.total == 0 {
            return None;
        }
        let mut latest = self.latest.lock().ok()?;
        let now = Instant::now();
        let step = progress.step.to_string();
        let is_new = latest.step != step;
        if is_new {
            *latest = Latest { step: step.clone(), began: now, shown: None };
        }
        let is_last = progress.done >= progress.total;
        if !is_last && latest.shown.is_some_and(|shown| now - shown < BETWEEN_LINES) {
            return None;
        }
        latest.shown = Some(now);
        let share = (progress.done.min(progress.total)) as f64 / progress.total as f64;
        let full = (share * BAR_SIGNS as f64).round() as usize;
        let bar = "█".repeat(full) + &"░".repeat(BAR_SIGNS - full);
        let mut line = format!("{step:<14} {bar} {:3.0} %", 100.0 * share);
        let passed = now - latest.began;
        if passed >= BEFORE_ESTIMATE && share > 0.02 && !is_last {
            let rest = passed.as_secs_f64() * (1.0 - share) / share;
            line.push_str(&format!("  {rest:.0} s left"));
        }
        Some(line)
    }

    pub fn clear(&self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
