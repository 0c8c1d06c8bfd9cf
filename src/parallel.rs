//! Runs work on many items on all cores. Knows nothing of posts.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The default number of items a thread takes at a time, for cheap work.
const CHUNK: usize = 64;

/// The shared thread pool: starting threads for each call would take longer than many a call.
/// `None` if no thread can be started.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let build = || ThreadPoolBuilder::new().thread_name(|at| format!("work {at}")).build().ok();
    POOL.get_or_init(build).as_ref()
}

/// Starts the threads. They get the priority of this thread, and the later callers share them.
pub fn start() {
    pool();
}

/// Runs two jobs at once, if there are two cores.
pub fn both<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    match pool() {
        Some(pool) => pool.join(a, b),
        None => (a(), b()),
    }
}

/// Runs `work` on each item on all cores and returns the results in the order of the items.
/// `progress` is called now and then with the number of finished items; if it returns `false`, the
/// work ends early and results are missing.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    progress: impl Fn(usize) -> bool + Sync,
) -> Vec<R> {
    map_by(items, CHUNK, work, progress)
}

/// Like [`map`], where a thread takes `chunk` items at a time.
pub fn map_by<T: Sync, R: Send>(
    items: &[T],
    chunk: usize,
    work: impl Fn(&T) -> R + Sync,
    progress: impl Fn(usize) -> bool + Sync,
) -> Vec<R> {
    let (done, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let share = |items: &[T]| -> Vec<R> {
        if is_stopped.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let results: Vec<R> = items.iter().map(&work).collect();
        let done = done.fetch_add(results.len(), Ordering::Relaxed) + results.len();
        if !progress(done) {
            is_stopped.store(true, Ordering::Relaxed);
        }
        results
    };
    let chunk = chunk.max(1);
    match pool() {
        Some(pool) => pool.install(|| items.par_chunks(chunk).flat_map_iter(share).collect()),
        None => items.chunks(chunk).flat_map(share).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order_and_work_can_end_early() {
        let numbers: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&numbers, |n| n * 2, |_| true), (0..2000).step_by(2).collect::<Vec<_>>());
        assert!(map(&numbers, |n| *n, |_| false).len() < 1000);
        assert!(map(&[0; 0], |n| *n, |_| true).is_empty());
    }
}
