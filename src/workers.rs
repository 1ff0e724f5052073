//! Work spread over threads, with results in the order of the input: the answer is the same with any number of threads.

#[cfg(feature = "parallel")]
use std::sync::Mutex;

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

    /// Does both, at the same time if there are two to do it.
    #[cfg(feature = "json")]
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

    /// `work` on each of `items`, each worker with scratch of its own, in which stands what its work before has left.
    pub(crate) fn map<T: Sync, S: Send, R: Send>(
        &self,
        items: &[T],
        scratch: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if !self.alone {
            use rayon::prelude::*;
            let pool = Mutex::new(Vec::new());
            let lend = || Lent { scratch: taken(&pool).unwrap_or_else(&scratch).into(), pool: &pool };
            let work = |lent: &mut Lent<'_, S>, item: &T| work(lent.scratch.as_mut().expect(LENT), item);
            let run = || items.par_iter().map_init(lend, work).collect();
            return match &self.pool {
                Some(pool) => pool.install(run),
                None => run(),
            };
        }
        let mut scratch = scratch();
        items.iter().map(|item| work(&mut scratch, item)).collect()
    }
}

/// Scratch that is given back when a stretch of work is done: work is divided anew whenever a worker has none left, and scratch
/// may be dear to make.
#[cfg(feature = "parallel")]
struct Lent<'p, S> {
    /// There until it is given back.
    scratch: Option<S>,
    pool: &'p Mutex<Vec<S>>,
}

/// Why lent scratch is there.
#[cfg(feature = "parallel")]
const LENT: &str = "scratch is given back when it is dropped";

#[cfg(feature = "parallel")]
impl<S> Drop for Lent<'_, S> {
    fn drop(&mut self) {
        if let (Some(scratch), Ok(mut pool)) = (self.scratch.take(), self.pool.lock()) {
            pool.push(scratch);
        }
    }
}

#[cfg(feature = "parallel")]
fn taken<S>(pool: &Mutex<Vec<S>>) -> Option<S> {
    pool.lock().ok()?.pop()
}
