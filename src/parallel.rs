//! Work on many posts at once, on all cores. Knows nothing of posts.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many things a thread takes at a time, if they are cheap.
const AT_A_TIME: usize = 64;

/// Does some work on each of many things on all cores; the results are in the order of the things.
/// `between` is called with how many are done, now and then; the work ends early if it says `false`.
pub fn map<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
    between: impl Fn(usize) -> bool + Sync,
) -> Vec<R> {
    map_by(things, AT_A_TIME, work, between)
}

/// Does like [`map`], a thread taking so many things at a time.
pub fn map_by<T: Sync, R: Send>(
    things: &[T],
    at_a_time: usize,
    work: impl Fn(&T) -> R + Sync,
    between: impl Fn(usize) -> bool + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let run = || loop {
        let start = next.fetch_add(at_a_time.max(1), Ordering::Relaxed);
        let end = things.len().min(start.saturating_add(at_a_time.max(1)));
        let Some(share) = things.get(start..end).filter(|share| !share.is_empty()) else { break };
        let share: Vec<R> = share.iter().map(&work).collect();
        let done = done.fetch_add(share.len(), Ordering::Relaxed) + share.len();
        if let Ok(mut results) = results.lock() {
            results.push((start, share));
        }
        if !between(done) {
            next.store(things.len(), Ordering::Relaxed);
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(things.len().div_ceil(at_a_time.max(1)));
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where a thread cannot be had, the others do its work.
            let _ = thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(start, _)| *start);
    results.into_iter().flat_map(|(_, share)| share).collect()
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
