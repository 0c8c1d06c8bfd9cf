//! Worker threads that divide the files of a load among themselves.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Number of files a worker takes at a time.
const BATCH: usize = 512;
/// Number of worker threads: more than cores, because a cold disk serves many requests at once as
/// fast as one.
const WORKERS: usize = 16;

/// Lowers the priority of this thread, so that many loading threads do not delay the thread that
/// handles keys. Linux only: other systems would lower the priority of the whole process.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// Runs `work` on batches of a range of files, on several threads. Stops when `work` returns
/// `false`; returns whether all files were processed. Set `is_behind` if the user is reading in the
/// meantime: the threads then run at a lower priority.
pub(super) fn in_batches(
    files: Range<usize>,
    is_behind: bool,
    work: &(dyn Fn(Range<usize>) -> bool + Sync),
) -> bool {
    let next = AtomicUsize::new(files.start);
    let stopped = AtomicBool::new(false);
    let run = || {
        while !stopped.load(Ordering::Relaxed) {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            if start >= files.end {
                break;
            }
            if !work(start..(start + BATCH).min(files.end)) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    let workers = WORKERS.min(files.len().div_ceil(BATCH));
    let behind = || {
        if is_behind {
            give_way();
        }
        run();
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            // If a thread cannot be started, the others take over its work.
            let thread = std::thread::Builder::new().name("load".to_owned());
            let _ = thread.spawn_scoped(scope, behind);
        }
    });
    if next.load(Ordering::Relaxed) < files.end {
        run();
    }
    !stopped.load(Ordering::Relaxed)
}
