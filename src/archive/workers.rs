//! Worker threads that divide the files of a load among themselves.

use std::cell::Cell;
use std::num::{NonZeroU64, NonZeroUsize};
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
/// A thread that works for less than one part in so many waits for the disk, and not for a core: others
/// that wait meanwhile cost nothing.
const MOSTLY_WAITING: u32 = 8;

/// How long a thread that gives way works between its pauses, and the length of a pause.
const WORK: Duration = Duration::from_millis(1);
const PAUSE: Duration = Duration::from_micros(10);

thread_local! {
    /// When a thread that gives way pauses next; `None` for other threads.
    static NEXT_PAUSE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The priority of a thread that gives way, as a nice value: the lowest. With 10, one key in a hundred
/// took three times as long while a million posts loaded.
const GIVING_WAY: i32 = 19;

/// Lets the thread that handles keys go first: lowers the priority of this thread, and makes [`pause`]
/// pause. The priority on Linux only: other systems would lower that of the whole process.
pub(super) fn give_way() {
    #[cfg(target_os = "linux")]
    {
        // Threads inherit their priority, so adding to it would accumulate.
        let _ = rustix::process::setpriority_process(None, GIVING_WAY);
        // By default a sleep may take 50 microseconds longer.
        let _ = rustix::thread::set_current_timer_slack(NonZeroU64::new(1000));
    }
    NEXT_PAUSE.set(Some(Instant::now() + WORK));
}

/// Pauses now and then, on a thread that gives way; called after each file. A kernel need not interrupt
/// a thread of lower priority before its slice of some milliseconds ends, and a key passes three
/// threads: one of the kernel, the one that reads the terminal, and the one that draws.
pub(super) fn pause() {
    let Some(next) = NEXT_PAUSE.get() else { return };
    if Instant::now() >= next {
        std::thread::sleep(PAUSE);
        NEXT_PAUSE.set(Some(Instant::now() + WORK));
    }
}

/// How many threads begin the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// All: most of them will wait, for the disk or for others to take their results.
    All,
    /// As many as there are cores. Others follow only if the disk lets these wait.
    Few,
}

/// Runs `work` on batches of a range of files, on several threads. Passes each result to `send`, and
/// stops when that returns `false`; returns whether all files were processed. Set `is_behind` if the
/// user is reading in the meantime: the threads then give way.
pub(super) fn in_batches<T>(
    files: Range<usize>,
    begin: Begin,
    is_behind: bool,
    work: &(dyn Fn(Range<usize>) -> T + Sync),
    send: &(dyn Fn(T) -> bool + Sync),
) -> bool {
    let workers = WORKERS.min(files.len().div_ceil(BATCH));
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let first = match begin {
        Begin::All => workers,
        // This thread works too.
        Begin::Few => workers.min(cores.saturating_sub(1).max(1)),
    };
    let (next, started) = (AtomicUsize::new(files.start), AtomicUsize::new(first));
    let stopped = AtomicBool::new(false);
    let crew = Crew { next, end: files.end, stopped, started, workers, is_behind, work, send };
    std::thread::scope(|scope| (0..first).for_each(|_| crew.start(scope)));
    if crew.next.load(Ordering::Relaxed) < files.end {
        crew.run(&|| {});
    }
    !crew.stopped.into_inner()
}

/// The threads that share the files.
struct Crew<'a, T> {
    next: AtomicUsize,
    end: usize,
    stopped: AtomicBool,
    /// The number of threads that were started, of at most `workers`.
    started: AtomicUsize,
    workers: usize,
    is_behind: bool,
    work: &'a (dyn Fn(Range<usize>) -> T + Sync),
    send: &'a (dyn Fn(T) -> bool + Sync),
}

impl<T> Crew<'_, T> {
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

    /// Works until no file is left; calls `help` after each batch that waited for the disk.
    fn run(&self, help: &dyn Fn()) {
        while !self.stopped.load(Ordering::Relaxed) {
            let start = self.next.fetch_add(BATCH, Ordering::Relaxed);
            if start >= self.end {
                break;
            }
            let (begun, worked) = (Instant::now(), thread_time());
            let done = (self.work)(start..(start + BATCH).min(self.end));
            let worked = thread_time().saturating_sub(worked);
            if has_waited(begun.elapsed(), worked) {
                help();
            }
            if !(self.send)(done) {
                self.stopped.store(true, Ordering::Relaxed);
            }
        }
    }
}

/// Whether a batch waited for the disk, by the time that it took and that it worked.
fn has_waited(elapsed: Duration, worked: Duration) -> bool {
    elapsed > SLOW && worked * MOSTLY_WAITING < elapsed
}

/// The processor time of this thread.
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn every_file_is_worked_on_once() {
        for (begin, pause) in
            [(Begin::All, Duration::ZERO), (Begin::Few, Duration::ZERO), (Begin::Few, SLOW * 2)]
        {
            let times: Vec<AtomicUsize> = (0..6 * BATCH).map(|_| AtomicUsize::new(0)).collect();
            let work = |range: Range<usize>| {
                std::thread::sleep(pause);
                range
            };
            let note = |range: Range<usize>| {
                for one in &times[range] {
                    one.fetch_add(1, Ordering::Relaxed);
                }
                true
            };
            assert!(in_batches(3..6 * BATCH, begin, false, &work, &note));
            let once = times.iter().map(|one| one.load(Ordering::Relaxed));
            assert!(once.eq((0..6 * BATCH).map(|at| usize::from(at >= 3))), "{begin:?} {pause:?}");
            assert!(!in_batches(0..6 * BATCH, begin, false, &work, &|range| range.start < BATCH));
        }
    }

    /// Threads that wait for the disk get help; threads that work, or whose results have to wait, do
    /// not.
    #[test]
    fn more_threads_start_only_where_they_wait_for_the_disk() {
        let threads = |work: &(dyn Fn() + Sync), send: &(dyn Fn() + Sync)| {
            let seen = Mutex::new(HashSet::new());
            let note = |_: Range<usize>| {
                work();
                seen.lock().unwrap().insert(std::thread::current().id());
            };
            assert!(in_batches(0..40 * BATCH, Begin::Few, true, &note, &|()| {
                send();
                true
            }));
            seen.into_inner().unwrap().len()
        };
        let cores = std::thread::available_parallelism().unwrap().get();
        let wait = || std::thread::sleep(SLOW * 2);
        assert!(threads(&wait, &|| {}) > cores.min(WORKERS - 1));
        assert!(threads(&|| {}, &wait) < WORKERS.max(cores));
        // A thread that waits for a core has worked, too.
        assert!(has_waited(SLOW * 2, SLOW / 5));
        assert!(!has_waited(SLOW * 2, SLOW / 2) && !has_waited(SLOW / 2, Duration::ZERO));
    }
}
