//! Worker threads that divide the files of a load among themselves.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::Scope;
use std::time::{Duration, Instant};

/// Number of files a worker takes at a time.
const BATCH: usize = 512;
/// Number of worker threads: more than cores, because a cold disk serves many requests at once as
/// fast as one.
const WORKERS: usize = 16;

/// A batch of files in the page cache is looked up in a fraction of this time.
const SLOW: Duration = Duration::from_millis(5);

/// Lowers the priority of this thread and of those that it starts, so that loading does not delay the
/// thread that handles keys. Linux only: other systems would lower the priority of the whole process.
pub(super) fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// How many threads begin the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// All: the work takes long.
    All,
    /// As many as leave this thread a core. Others follow only if a batch is slow, because the disk is.
    Few,
}

/// Runs `work` on batches of a range of files, on several threads. Stops when `work` returns
/// `false`; returns whether all files were processed. Set `is_behind` if the user is reading in the
/// meantime: the threads then run at a lower priority.
pub(super) fn in_batches(
    files: Range<usize>,
    begin: Begin,
    is_behind: bool,
    work: &(dyn Fn(Range<usize>) -> bool + Sync),
) -> bool {
    let workers = WORKERS.min(files.len().div_ceil(BATCH));
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let first = match begin {
        Begin::All => workers,
        Begin::Few => workers.min(cores.saturating_sub(1).max(1)),
    };
    let (next, started) = (AtomicUsize::new(files.start), AtomicUsize::new(first));
    let stopped = AtomicBool::new(false);
    let crew = Crew { next, end: files.end, stopped, started, workers, is_behind, work };
    std::thread::scope(|scope| (0..first).for_each(|_| crew.start(scope)));
    if crew.next.load(Ordering::Relaxed) < files.end {
        crew.run(&|| {});
    }
    !crew.stopped.into_inner()
}

/// The threads that share the files.
struct Crew<'a> {
    next: AtomicUsize,
    end: usize,
    stopped: AtomicBool,
    /// The number of threads that were started, of at most `workers`.
    started: AtomicUsize,
    workers: usize,
    is_behind: bool,
    work: &'a (dyn Fn(Range<usize>) -> bool + Sync),
}

impl Crew<'_> {
    /// Starts a thread. If it cannot be started, the others take over its work.
    fn start<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) {
        let thread = std::thread::Builder::new().name("load".to_owned());
        let _ = thread.spawn_scoped(scope, || {
            if self.is_behind {
                give_way();
            }
            self.run(&|| {
                if self.started.fetch_add(1, Ordering::Relaxed) < self.workers {
                    self.start(scope);
                }
            });
        });
    }

    /// Works until no file is left; calls `help` after each slow batch.
    fn run(&self, help: &dyn Fn()) {
        while !self.stopped.load(Ordering::Relaxed) {
            let start = self.next.fetch_add(BATCH, Ordering::Relaxed);
            if start >= self.end {
                break;
            }
            let begun = Instant::now();
            if !(self.work)(start..(start + BATCH).min(self.end)) {
                self.stopped.store(true, Ordering::Relaxed);
            }
            if begun.elapsed() > SLOW {
                help();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_worked_on_once() {
        for (begin, pause) in
            [(Begin::All, Duration::ZERO), (Begin::Few, Duration::ZERO), (Begin::Few, SLOW * 2)]
        {
            let times: Vec<AtomicUsize> = (0..6 * BATCH).map(|_| AtomicUsize::new(0)).collect();
            let work = |range: Range<usize>| {
                for one in &times[range] {
                    one.fetch_add(1, Ordering::Relaxed);
                }
                std::thread::sleep(pause);
                true
            };
            assert!(in_batches(3..6 * BATCH, begin, false, &work));
            let once = times.iter().map(|one| one.load(Ordering::Relaxed));
            assert!(once.eq((0..6 * BATCH).map(|at| usize::from(at >= 3))), "{begin:?} {pause:?}");
            assert!(!in_batches(0..6 * BATCH, begin, false, &|range| range.start < BATCH));
        }
    }
}
