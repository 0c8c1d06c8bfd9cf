//! Runs jobs on several threads, but few at a time for one host.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// The threads.
const THREADS: usize = 8;
/// The most jobs at a time for one host.
const PER_HOST: usize = 2;

struct Queue {
    waiting: VecDeque<usize>,
    /// The jobs at work by host.
    busy: HashMap<String, usize>,
}

/// Calls `work` with each number below the number of `hosts`, one for each job; returns when all are done.
pub(super) fn run(hosts: &[String], work: &(dyn Fn(usize) + Sync)) {
    let queue = Mutex::new(Queue { waiting: (0..hosts.len()).collect(), busy: HashMap::new() });
    let changed = Condvar::new();
    thread::scope(|scope| {
        for _ in 0..THREADS.min(hosts.len()) {
            scope.spawn(|| {
                while let Some(job) = next(&queue, &changed, hosts) {
                    // Frees its place even if the work panics.
                    let _done = Done { queue: &queue, changed: &changed, host: hosts.get(job) };
                    work(job);
                }
            });
        }
    });
}

/// The next job of a host that is not busy; waits for one. `None` if none is left.
fn next(queue: &Mutex<Queue>, changed: &Condvar, hosts: &[String]) -> Option<usize> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if queue.waiting.is_empty() {
            return None;
        }
        let is_free = |job: &usize| {
            let host = hosts.get(*job);
            host.and_then(|host| queue.busy.get(host)).is_none_or(|busy| *busy < PER_HOST)
        };
        if let Some(at) = queue.waiting.iter().position(is_free) {
            let job = queue.waiting.remove(at)?;
            *queue.busy.entry(hosts.get(job)?.clone()).or_default() += 1;
            return Some(job);
        }
        queue = changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

struct Done<'a> {
    queue: &'a Mutex<Queue>,
    changed: &'a Condvar,
    host: Option<&'a String>,
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(busy) = self.host.and_then(|host| queue.busy.get_mut(host)) {
            *busy = busy.saturating_sub(1);
        }
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn every_job_is_done_and_a_host_is_not_crowded() {
        let hosts: Vec<String> =
            (0..60).map(|n| if n < 50 { "a".to_owned() } else { n.to_string() }).collect();
        let done = Mutex::new(Vec::new());
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        run(&hosts, &|job| {
            if job < 50 {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
            }
            done.lock().unwrap().push(job);
        });
        let mut done = done.into_inner().unwrap();
        done.sort_unstable();
        assert_eq!(done, (0..60).collect::<Vec<_>>());
        assert!((1..=PER_HOST).contains(&most.into_inner()));
        run(&[], &|_| panic!("there is no job"));
    }
}
