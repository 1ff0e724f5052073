//! Long work watched from outside: how far it has come, and whether it shall go on.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use crate::error::{Error, ErrorKind};
use crate::parallel::{Pool, Workers};

/// How far long work has come; see [`Archive::reconcile_watched`](super::Archive::reconcile_watched).
///
/// Steps come one after the other, each from 0 to its total: `reading` (documents; of quotations from a file or a stream their bytes), `indexing`, `comparing`, `comparing
/// kin`, `comparing rest`, `grouping`, `collating` (utterances). A step whose total is 0 has nothing to do. What is
/// counted, where nothing is said, are portions of work of no fixed size.
///
/// ```
/// use variorum::archive::Progress;
/// let progress = Progress { step: "comparing", done: 12, total: 90 };
/// assert_eq!(progress.to_string(), "comparing: 12 of 90");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: &'static str,
    /// How much of it is done.
    pub done: usize,
    /// How much there is to do.
    pub total: usize,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} of {}", self.step, self.done, self.total)
    }
}

/// Why work that nobody watches gives its answer.
pub(super) const UNWATCHED: &str = "nobody watches, so nobody cancels";

/// Does `work`, watched by `watcher`, who hears from one thread at a time.
pub(super) fn watched<R>(
    watcher: impl FnMut(Progress) -> ControlFlow<()> + Send,
    work: impl FnOnce(&Watch<'_>) -> R,
) -> R {
    let watcher = Mutex::new(watcher);
    // One that panicked has ended the work by that.
    let tell =
        |progress| watcher.lock().map_or(ControlFlow::Break(()), |mut watcher| watcher(progress));
    work(&Watch { watcher: Some(&tell), cancelled: AtomicBool::new(false) })
}

/// Who is told.
type Watcher<'w> = &'w (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// One who watches, or nobody; shared by all threads.
pub(super) struct Watch<'w> {
    watcher: Option<Watcher<'w>>,
    cancelled: AtomicBool,
}

impl Watch<'_> {
    /// Watched by nobody: nothing is ever cancelled.
    pub(super) fn nobody() -> Watch<'static> {
        Watch { watcher: None, cancelled: AtomicBool::new(false) }
    }

    /// Begins a step of so many portions.
    pub(super) fn step(&self, name: &'static str, total: usize) -> Step<'_> {
        let (total, done) = (AtomicUsize::new(total), AtomicUsize::new(0));
        let step = Step { watch: self, name, total, done, told: Mutex::new(None) };
        step.tell(0);
        step
    }
}

/// A step that is being done.
pub(super) struct Step<'w> {
    watch: &'w Watch<'w>,
    name: &'static str,
    /// Grows where nobody knows it beforehand.
    total: AtomicUsize,
    done: AtomicUsize,
    /// What the watcher heard last.
    told: Mutex<Option<usize>>,
}

/// A step is told of at most so often: of a million portions nobody wants to hear one by one.
const TOLD: usize = 1_000;

impl Step<'_> {
    /// Whether nothing more shall be done.
    pub(super) fn is_cancelled(&self) -> bool {
        self.watch.cancelled.load(Relaxed)
    }

    /// The error that says so.
    pub(super) fn cancelled(&self) -> Error {
        Error::new(ErrorKind::Cancelled {
            step: self.name,
            done: self.done.load(Relaxed),
            total: self.total(),
        })
    }

    fn total(&self) -> usize {
        self.total.load(Relaxed)
    }

    /// One more portion is done.
    pub(super) fn advance(&self) {
        let done = self.done.fetch_add(1, Relaxed) + 1;
        if done == self.total() || done.is_multiple_of(self.total().div_ceil(TOLD)) {
            self.tell(done);
        }
    }

    /// So many portions are done, of as many at least.
    #[cfg(feature = "json")]
    pub(super) fn reach(&self, done: usize) {
        let before = self.done.swap(done, Relaxed);
        let total = self.total.fetch_max(done, Relaxed).max(done);
        if done == total || done / total.div_ceil(TOLD) > before / total.div_ceil(TOLD) {
            self.tell(done);
        }
    }

    /// All is done, however much it was.
    #[cfg(feature = "json")]
    pub(super) fn end(&self) {
        let done = self.done.load(Relaxed);
        if self.total.swap(done, Relaxed) != done {
            self.tell(done);
        }
    }

    /// Tells the watcher, unless it has heard of more: threads may overtake each other.
    fn tell(&self, done: usize) {
        let (Some(watcher), Ok(mut told)) = (self.watch.watcher, self.told.lock()) else { return };
        if told.is_none_or(|told| told < done) && !self.is_cancelled() {
            *told = Some(done);
            if watcher(Progress { step: self.name, done, total: self.total() }).is_break() {
                self.watch.cancelled.store(true, Relaxed);
            }
        }
    }
}

/// Why there is an answer for each item.
const DONE: &str = "nothing is left undone unless the step was cancelled";

impl Workers {
    /// As [`Workers::map`], each item a portion of `step`; an error when it was cancelled.
    pub(super) fn map_watched<T: Sync, S: Send, R: Send>(
        &self,
        step: &Step<'_>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Result<Vec<R>, Error> {
        self.map_watched_by(&Pool::default(), step, items, scratch, work)
    }

    /// The same with the scratch that stands in `pool`, as [`Workers::map_by`].
    pub(super) fn map_watched_by<T: Sync, S: Send, R: Send>(
        &self,
        pool: &Pool<S>,
        step: &Step<'_>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Result<Vec<R>, Error> {
        let done = self.map_by(pool, items, scratch, |scratch, item| {
            (!step.is_cancelled()).then(|| {
                let done = work(scratch, item);
                step.advance();
                done
            })
        });
        // Cancelled by the last word, it is cancelled all the same.
        if step.is_cancelled() {
            return Err(step.cancelled());
        }
        Ok(done.into_iter().map(|done| done.expect(DONE)).collect())
    }
}
