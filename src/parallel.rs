//! Work spread over threads, with results in the order of the input: the answer is the same with any number of threads.

use std::sync::Mutex;

/// Of little work so much is done at a time.
#[cfg(feature = "parallel")]
const LEAST: usize = 1 << 10;

/// Those who do the work.
#[derive(Debug)]
pub(crate) struct Workers {
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
    #[cfg(feature = "parallel")]
    alone: bool,
}

impl Workers {
    /// `threads` of them; 0 for as many as the machine has.
    pub(crate) fn new(threads: usize) -> Workers {
        #[cfg(feature = "parallel")]
        {
            // A pool that cannot be had (no threads left on the machine) is done without.
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

    /// Does both, at the same time if there are two to do it.
    pub(crate) fn both<A: Send, B: Send>(
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

    /// `work` on each number below `n`, which is little for each.
    pub(crate) fn each<R: Send>(&self, n: usize, work: impl Fn(u32) -> R + Sync + Send) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if !self.alone {
            use rayon::prelude::*;
            let run = || (0..n as u32).into_par_iter().with_min_len(LEAST).map(work).collect();
            return match &self.pool {
                Some(pool) => pool.install(run),
                None => run(),
            };
        }
        (0..n as u32).map(work).collect()
    }

    /// `work` on each of `items`, each worker with scratch of its own, in which stands what its work before has left.
    pub(crate) fn map<T: Sync, S: Send, R: Send>(
        &self,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        self.map_by(&Pool::default(), items, scratch, work)
    }

    /// The same with the scratch that stands in `pool`, where it stays for the next time.
    pub(crate) fn map_by<T: Sync, S: Send, R: Send>(
        &self,
        pool: &Pool<S>,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if !self.alone {
            use rayon::prelude::*;
            let lend = || Lent { scratch: Some(pool.take().unwrap_or_else(&scratch)), pool };
            let work =
                |lent: &mut Lent<'_, S>, item: &T| work(lent.scratch.as_mut().expect(LENT), item);
            let run = || {
                let shares = rayon::current_num_threads() * SHARES;
                items
                    .par_iter()
                    .with_max_len(items.len().div_ceil(shares).max(1))
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

/// Shares of the work for each worker, at least: who has begun a share ends it alone, while others may have nothing left.
#[cfg(feature = "parallel")]
const SHARES: usize = 32;

/// Scratch that waits for work.
#[derive(Debug)]
pub(crate) struct Pool<S>(Mutex<Vec<S>>);

impl<S> Default for Pool<S> {
    fn default() -> Pool<S> {
        Pool(Mutex::new(Vec::new()))
    }
}

impl<S> Pool<S> {
    fn take(&self) -> Option<S> {
        self.0.lock().ok()?.pop()
    }

    fn give(&self, scratch: S) {
        if let Ok(mut all) = self.0.lock() {
            all.push(scratch);
        }
    }
}

/// Scratch that is given back when a stretch of work is done: work is divided anew whenever a worker has none left, and scratch
/// may be dear to make.
#[cfg(feature = "parallel")]
struct Lent<'p, S> {
    /// There until it is given back.
    scratch: Option<S>,
    pool: &'p Pool<S>,
}

/// Why lent scratch is there.
#[cfg(feature = "parallel")]
const LENT: &str = "scratch is given back when it is dropped";

#[cfg(feature = "parallel")]
impl<S> Drop for Lent<'_, S> {
    fn drop(&mut self) {
        if let Some(scratch) = self.scratch.take() {
            self.pool.give(scratch);
        }
    }
}
