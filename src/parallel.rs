//! Threads: work is divided, and the results keep the order of the input, so that they are the same
//! with any number of threads.
//!
//! Built on rayon's work stealing (feature `parallel`); without the feature the caller's thread
//! does all of it.

use std::sync::Mutex;

/// Items of a range that one task takes at least: each is too little work for a task of its own.
#[cfg(feature = "parallel")]
const MIN_RANGE_ITEMS: usize = 1 << 10;

/// The threads that work is divided between.
#[derive(Debug)]
pub(crate) struct Workers {
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
    #[cfg(feature = "parallel")]
    alone: bool,
}

impl Workers {
    /// Makes a pool of `threads` threads; 0 for as many as the machine has.
    pub(crate) fn new(threads: usize) -> Workers {
        #[cfg(feature = "parallel")]
        {
            // Without a pool (no threads are left on the machine) the caller's thread does the
            // work.
            let pool = (threads > 1)
                .then(|| rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok())
                .flatten();
            let alone = threads == 1 || threads > 1 && pool.is_none();
            Workers { pool, alone }
        }
        #[cfg(not(feature = "parallel"))]
        {
            let _ = threads;
            Workers {}
        }
    }

    /// Runs both functions, at the same time if there are two threads, and returns both results.
    pub(crate) fn join<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        #[cfg(feature = "parallel")]
        if !self.alone {
            let run = || rayon::join(one, other);
            return match &self.pool {
                Some(pool) => pool.install(run),
                None => run(),
            };
        }
        let one = one();
        (one, other())
    }

    /// Returns the result of `work` for each number below `n`. For work that takes well below a
    /// microsecond.
    pub(crate) fn map_range<R: Send>(
        &self,
        n: usize,
        work: impl Fn(u32) -> R + Sync + Send,
    ) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if !self.alone {
            use rayon::prelude::*;
            let run =
                || (0..n as u32).into_par_iter().with_min_len(MIN_RANGE_ITEMS).map(work).collect();
            return match &self.pool {
                Some(pool) => pool.install(run),
                None => run(),
            };
        }
        (0..n as u32).map(work).collect()
    }

    /// Returns the result of `work` for each of `items`. Each thread has scratch of its own, which
    /// keeps its contents from item to item.
    pub(crate) fn map<T: Sync, S: Send, R: Send>(
        &self,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        self.map_with_pool(&ScratchPool::default(), items, scratch, work)
    }

    /// Does what [`Workers::map`] does with the scratch in `pool`, and leaves it there for the next
    /// call.
    pub(crate) fn map_with_pool<T: Sync, S: Send, R: Send>(
        &self,
        pool: &ScratchPool<S>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if !self.alone {
            use rayon::prelude::*;
            let lend =
                || ScratchGuard { scratch: Some(pool.take().unwrap_or_else(&scratch)), pool };
            let work = |guard: &mut ScratchGuard<'_, S>, item: &T| {
                work(guard.scratch.as_mut().expect(SCRATCH_IS_PRESENT), item)
            };
            let run = || {
                let tasks = rayon::current_num_threads() * MIN_TASKS_PER_THREAD;
                items
                    .par_iter()
                    .with_max_len(items.len().div_ceil(tasks).max(1))
                    .map_init(lend, work)
                    .collect()
            };
            return match &self.pool {
                Some(pool) => pool.install(run),
                None => run(),
            };
        }
        let mut own = pool.take().unwrap_or_else(scratch);
        let done = items.iter().map(|item| work(&mut own, item)).collect();
        pool.give(own);
        done
    }
}

/// Tasks for each thread, at least: a thread ends a task that it has begun alone, while others may
/// have nothing left to do.
#[cfg(feature = "parallel")]
const MIN_TASKS_PER_THREAD: usize = 32;

/// Scratch that no thread uses at the moment.
#[derive(Debug)]
pub(crate) struct ScratchPool<S>(Mutex<Vec<S>>);

impl<S> Default for ScratchPool<S> {
    fn default() -> ScratchPool<S> {
        ScratchPool(Mutex::new(Vec::new()))
    }
}

impl<S> ScratchPool<S> {
    fn take(&self) -> Option<S> {
        self.0.lock().ok()?.pop()
    }

    fn give(&self, scratch: S) {
        if let Ok(mut all) = self.0.lock() {
            all.push(scratch);
        }
    }
}

/// Gives its scratch back to the pool when it is dropped. Rayon divides work anew whenever a thread
/// has none left, and scratch may be expensive to make.
#[cfg(feature = "parallel")]
struct ScratchGuard<'p, S> {
    /// `None` once it is given back.
    scratch: Option<S>,
    pool: &'p ScratchPool<S>,
}

/// Reason for an `expect`.
#[cfg(feature = "parallel")]
const SCRATCH_IS_PRESENT: &str = "scratch is given back when it is dropped";

#[cfg(feature = "parallel")]
impl<S> Drop for ScratchGuard<'_, S> {
    fn drop(&mut self) {
        if let Some(scratch) = self.scratch.take() {
            self.pool.give(scratch);
        }
    }
}
