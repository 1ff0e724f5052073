//! Progress of long work, and its cancellation.
//!
//! Work consists of steps that follow one another, each from 0 to its total. A [`Monitor`] carries
//! the observer, if there is one, through every floor: an observer that returns
//! [`ControlFlow::Break`] cancels the work.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use crate::error::{Error, ErrorKind};
use crate::parallel::{ScratchPool, Workers};

/// The progress of long work; see
/// [`Archive::reconcile_with_progress`](crate::Archive::reconcile_with_progress).
///
/// Steps follow one another, each from 0 to its total, in the order of [`ProgressStep`]. A step
/// whose total is 0 has nothing to do.
///
/// ```
/// use variorum::progress::{Progress, ProgressStep};
/// let progress = Progress::new(ProgressStep::Comparing, 12, 90);
/// assert_eq!(progress.to_string(), "comparing: 12 of 90");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Progress {
    /// The step.
    pub step: ProgressStep,
    /// Portions that are done.
    pub done: usize,
    /// Portions in all.
    pub total: usize,
}

impl Progress {
    /// Makes a report of a step of which `done` portions of `total` are done.
    pub fn new(step: ProgressStep, done: usize, total: usize) -> Progress {
        Progress { step, done, total }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} of {}", self.step, self.done, self.total)
    }
}

/// A step of long work. A portion of it has no fixed size, unless it is named here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum ProgressStep {
    /// Documents are read; or a file or stream of quotations, by bytes.
    Reading,
    /// Candidate pairs are sought.
    Indexing,
    /// Candidate pairs are scored.
    Comparing,
    /// Pairs whose documents share other pairs are scored again, with that as evidence.
    ComparingKin,
    /// Pairs that were pruned, and that grouping needs, are scored.
    ComparingRest,
    /// Quotations are grouped.
    Grouping,
    /// Utterances are collated, one a portion.
    Collating,
}

impl ProgressStep {
    /// Returns the name of the step, such as `comparing kin`.
    pub fn as_str(self) -> &'static str {
        match self {
            ProgressStep::Reading => "reading",
            ProgressStep::Indexing => "indexing",
            ProgressStep::Comparing => "comparing",
            ProgressStep::ComparingKin => "comparing kin",
            ProgressStep::ComparingRest => "comparing rest",
            ProgressStep::Grouping => "grouping",
            ProgressStep::Collating => "collating",
        }
    }
}

impl fmt::Display for ProgressStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Panic message of unobserved work that returns no result, which cannot happen.
pub(crate) const UNOBSERVED: &str = "work that nobody observes is not cancelled";

/// Runs `work` with `observer`, which is called from one thread at a time.
pub(crate) fn observe<R>(
    observer: impl FnMut(Progress) -> ControlFlow<()> + Send,
    work: impl FnOnce(Monitor<'_>) -> R,
) -> R {
    let observer = Mutex::new(observer);
    // An observer that panicked has ended the work by that.
    let report = |progress| {
        observer.lock().map_or(ControlFlow::Break(()), |mut observer| observer(progress))
    };
    work(Monitor::new(&report))
}

/// A function that is told of progress, and cancels the work by returning [`ControlFlow::Break`].
pub type Observer<'o> = &'o (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// The observer of long work, or none; shared by all threads.
///
/// ```
/// use std::ops::ControlFlow;
/// use variorum::progress::{Monitor, Progress};
///
/// let print = |progress: Progress| {
///     eprintln!("{progress}");
///     ControlFlow::Continue(())
/// };
/// let monitor = Monitor::new(&print);
/// assert!(!monitor.is_cancelled());
/// ```
#[derive(Default)]
pub struct Monitor<'o> {
    observer: Option<Observer<'o>>,
    cancelled: AtomicBool,
}

impl fmt::Debug for Monitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor")
            .field("observed", &self.observer.is_some())
            .field("cancelled", &self.cancelled)
            .finish()
    }
}

impl<'o> Monitor<'o> {
    /// Makes a monitor that reports to `observer`. Without one, use [`Monitor::default`]: nothing
    /// is cancelled then.
    pub fn new(observer: Observer<'o>) -> Monitor<'o> {
        Monitor { observer: Some(observer), cancelled: AtomicBool::new(false) }
    }

    /// Returns true if the observer has cancelled the work.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Begins a step of `total` portions.
    pub(crate) fn step(&self, name: ProgressStep, total: usize) -> StepCounter<'_> {
        let step = StepCounter {
            monitor: self,
            name,
            total: AtomicUsize::new(total),
            done: AtomicUsize::new(0),
            reported: Mutex::new(None),
        };
        step.report(0);
        step
    }
}

/// A step that is under way.
pub(crate) struct StepCounter<'m> {
    monitor: &'m Monitor<'m>,
    name: ProgressStep,
    /// Grows where it is not known beforehand.
    total: AtomicUsize,
    done: AtomicUsize,
    /// The highest number that was reported.
    reported: Mutex<Option<usize>>,
}

/// Most reports of one step: nobody wants a million.
const MAX_REPORTS: usize = 1_000;

impl StepCounter<'_> {
    /// Returns true if no more work should be done.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.monitor.is_cancelled()
    }

    /// Returns the error of cancelled work.
    pub(crate) fn cancelled(&self) -> Error {
        Error::new(ErrorKind::Cancelled {
            step: self.name.as_str(),
            done: self.done.load(Relaxed),
            total: self.total(),
        })
    }

    fn total(&self) -> usize {
        self.total.load(Relaxed)
    }

    /// Counts one more portion as done, and raises the total if it is lower.
    pub(crate) fn advance(&self) {
        let done = self.done.fetch_add(1, Relaxed) + 1;
        let total = self.total.fetch_max(done, Relaxed).max(done);
        if done == total || done.is_multiple_of(total.div_ceil(MAX_REPORTS)) {
            self.report(done);
        }
    }

    /// Sets how many portions are done, and raises the total if it is lower.
    #[cfg(feature = "json")]
    pub(crate) fn advance_to(&self, done: usize) {
        let before = self.done.swap(done, Relaxed);
        let total = self.total.fetch_max(done, Relaxed).max(done);
        let interval = total.div_ceil(MAX_REPORTS);
        if done == total || done / interval > before / interval {
            self.report(done);
        }
    }

    /// Ends the step: the total is what is done.
    pub(crate) fn finish(&self) {
        let done = self.done.load(Relaxed);
        if self.total.swap(done, Relaxed) != done {
            self.report(done);
        }
    }

    /// Reports to the observer, unless more was reported already: threads may overtake each other.
    fn report(&self, done: usize) {
        let Some(observer) = self.monitor.observer else { return };
        let Ok(mut reported) = self.reported.lock() else { return };
        if reported.is_none_or(|reported| reported < done) && !self.is_cancelled() {
            *reported = Some(done);
            if observer(Progress::new(self.name, done, self.total())).is_break() {
                self.monitor.cancelled.store(true, Relaxed);
            }
        }
    }
}

/// Panic message of an item without a result, which cannot happen.
const NOT_CANCELLED: &str = "items are left out only when the step was cancelled";

impl Workers {
    /// Does what [`Workers::map`] does, each item a portion of `step`.
    ///
    /// # Errors
    /// When the step was cancelled.
    pub(crate) fn map_observed<T: Sync, S: Send, R: Send>(
        &self,
        step: &StepCounter<'_>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Result<Vec<R>, Error> {
        self.map_observed_by(&ScratchPool::default(), step, items, scratch, work)
    }

    /// Does the same with the scratch in `pool`, as [`Workers::map_with_pool`] does.
    pub(crate) fn map_observed_by<T: Sync, S: Send, R: Send>(
        &self,
        pool: &ScratchPool<S>,
        step: &StepCounter<'_>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Result<Vec<R>, Error> {
        let done = self.map_with_pool(pool, items, scratch, |scratch, item| {
            (!step.is_cancelled()).then(|| {
                let done = work(scratch, item);
                step.advance();
                done
            })
        });
        // Work that the last report cancelled is cancelled too.
        if step.is_cancelled() {
            return Err(step.cancelled());
        }
        Ok(done.into_iter().map(|done| done.expect(NOT_CANCELLED)).collect())
    }
}
