//! Threads that share the files of a load.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Files a worker takes at a time.
const BATCH: usize = 512;
/// Worker threads: more than cores, since a cold disk serves many requests at once as fast as one.
const WORKERS: usize = 16;

/// Gives way to the thread that answers keys: without this, many threads that load keep it waiting for
/// a turn. Elsewhere the priority is that of the whole process.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// Runs `work` on the parts of a range of files, on several threads; whether it came to the end.
/// Stops when `work` returns `false`. `is_behind` if someone reads meanwhile.
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
            // If a thread cannot be started, the others do its work.
            let thread = std::thread::Builder::new().name("load".to_owned());
            let _ = thread.spawn_scoped(scope, behind);
        }
    });
    if next.load(Ordering::Relaxed) < files.end {
        run();
    }
    !stopped.load(Ordering::Relaxed)
}
