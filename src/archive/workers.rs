//! Work spread over threads, with results in the order of the input: the answer is the same with any number of threads.

use super::watch::Step;
use crate::error::Error;

/// Those who do the work.
#[derive(Debug)]
pub(super) struct Workers {
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
    #[cfg(feature = "parallel")]
    alone: bool,
}

impl Workers {
    /// `threads` of them; 0 for as many as the machine has.
    pub(super) fn new(threads: usize) -> Workers {
        #[cfg(feature = "parallel")]
        {
            // A pool that cannot be had (no threads left on the machine) is done without.
            let pool =
                (threads > 1).then(|| rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok()).flatten();
            let alone = threads == 1 || threads > 1 && pool.is_none();
            Workers { pool, alone }
        }
        #[cfg(not(feature = "parallel"))]
        {
            let _ = threads;
            Workers {}
        }
    }

    /// As [`Workers::map`], each item a portion of `step`; an error when it was cancelled.
    pub(super) fn map_watched<T: Sync, S, R: Send>(
        &self,
        step: &Step<'_>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Result<Vec<R>, Error> {
        let done = self.map(items, scratch, |scratch, item| {
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
        Ok(done.into_iter().flatten().collect())
    }

    /// `work` on each of `items`, each worker with scratch of its own.
    pub(super) fn map<T: Sync, S, R: Send>(
        &self,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if !self.alone {
            use rayon::prelude::*;
            let run = || items.par_iter().map_init(&scratch, &work).collect();
            return match &self.pool {
                Some(pool) => pool.install(run),
                None => run(),
            };
        }
        let mut scratch = scratch();
        items.iter().map(|item| work(&mut scratch, item)).collect()
    }
}
