//! The threads that the stages run on.

use std::sync::Arc;

use crate::parallel::Workers;
use crate::progress::{Monitor, Observer};

/// The threads that the stages run on, and the observer of their progress.
#[derive(Debug)]
pub struct Executor<'o> {
    pub(crate) workers: Arc<Workers>,
    pub(crate) monitor: Monitor<'o>,
}

impl Executor<'static> {
    /// Makes an executor with `threads` threads: 0 for as many as the machine has, 1 for none but
    /// the caller's. Without the feature `parallel` it is always one.
    pub fn new(threads: usize) -> Executor<'static> {
        Executor { workers: Arc::new(Workers::new(threads)), monitor: Monitor::default() }
    }
}

impl<'o> Executor<'o> {
    pub(crate) fn with_workers(workers: &Arc<Workers>, monitor: Monitor<'o>) -> Executor<'o> {
        Executor { workers: Arc::clone(workers), monitor }
    }

    /// Reports progress to `observer`, which can cancel the work.
    pub fn with_observer(self, observer: Observer<'_>) -> Executor<'_> {
        Executor { workers: self.workers, monitor: Monitor::new(observer) }
    }
}
