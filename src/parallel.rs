//! Runs work on many items on all cores. Knows nothing of posts.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

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
    let chunks: Vec<&[T]> = items.chunks(chunk.max(1)).collect();
    let (next, done, is_stopped) =
        (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let results = Mutex::new(Vec::with_capacity(chunks.len()));
    let take_chunks = || {
        while !is_stopped.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(items) = chunks.get(number) else { break };
            let own: Vec<R> = items.iter().map(&work).collect();
            let done = done.fetch_add(own.len(), Ordering::Relaxed) + own.len();
            results.lock().unwrap_or_else(PoisonError::into_inner).push((number, own));
            if !progress(done) {
                is_stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    match pool() {
        // This thread works too: waking another one and waiting for it takes longer than many calls.
        Some(pool) => pool.in_place_scope(|scope| {
            for _ in 1..pool.current_num_threads().min(chunks.len()) {
                scope.spawn(|_| take_chunks());
            }
            take_chunks();
        }),
        None => take_chunks(),
    }
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().flat_map(|(_, own)| own).collect()
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
