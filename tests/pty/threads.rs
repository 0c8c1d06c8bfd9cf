//! What the program's threads wait for, by the system calls that Linux shows in `/proc`.
//!
//! A test cannot wait until a key has changed nothing. It can wait until both the thread that reads
//! keys and the main loop are blocked: the loop draws the effect of a key before it blocks again.

use std::fs;
use std::path::{Path, PathBuf};

use crate::skip::skip;

/// Numbers of system calls.
struct Calls {
    /// Waits for keys; the third argument is the timeout, 0 for none.
    ppoll: u64,
    /// Waits for other threads.
    futex: u64,
    write: u64,
    /// Everything that a thread without work may wait in: also for signals and notifications.
    waiting: &'static [u64],
}

#[cfg(target_arch = "x86_64")]
const CALLS: Option<Calls> =
    Some(Calls { ppoll: 271, futex: 202, write: 1, waiting: &[0, 7, 45, 202, 230, 232, 271, 281] });
#[cfg(target_arch = "aarch64")]
const CALLS: Option<Calls> =
    Some(Calls { ppoll: 73, futex: 98, write: 64, waiting: &[22, 63, 73, 98, 115, 207] });
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const CALLS: Option<Calls> = None;

/// The threads of a reader that read keys and draw.
pub(crate) struct Threads {
    calls: Calls,
    keys: PathBuf,
    main: PathBuf,
}

impl Threads {
    /// Whether system calls are visible and their numbers known; if not, the test is reported as
    /// skipped.
    #[track_caller]
    pub(crate) fn are_visible() -> bool {
        let are_visible = CALLS.is_some() && fs::read_to_string("/proc/self/syscall").is_ok();
        if !are_visible {
            skip("what a thread waits for is not shown here");
        }
        are_visible
    }

    /// `None` before the thread that reads the keys has started.
    pub(crate) fn of(process: u32) -> Option<Self> {
        let tasks = PathBuf::from(format!("/proc/{process}/task"));
        let reads_keys = |task: &PathBuf| {
            fs::read_to_string(task.join("comm")).is_ok_and(|name| name.trim() == "keys")
        };
        let keys = tasks.read_dir().ok()?.flatten().map(|task| task.path()).find(reads_keys)?;
        let main = tasks.join(process.to_string());
        Some(Self { calls: CALLS?, keys, main })
    }

    /// Whether both are blocked. The reading thread is checked first, because it wakes the other.
    pub(crate) fn are_idle(&self) -> bool {
        matches!(call(&self.keys).as_slice(), [number, _, _, 0, ..] if *number == self.calls.ppoll)
            && call(&self.main).first() == Some(&self.calls.futex)
    }

    /// Whether no thread has work, not even those that read posts.
    pub(crate) fn are_all_idle(&self) -> bool {
        let tasks = self.main.parent().and_then(|tasks| tasks.read_dir().ok());
        let waits = |task: PathBuf| {
            call(&task).first().is_some_and(|number| self.calls.waiting.contains(number))
        };
        self.are_idle() && tasks.is_some_and(|tasks| tasks.flatten().all(|task| waits(task.path())))
    }

    /// The write in which the main loop is: file, address and length.
    pub(crate) fn write(&self) -> Option<[u64; 3]> {
        match call(&self.main).as_slice() {
            [number, file, from, len, ..] if *number == self.calls.write => {
                Some([*file, *from, *len])
            }
            _ => None,
        }
    }
}

/// The number of a thread's system call and its arguments; empty while it runs.
fn call(task: &Path) -> Vec<u64> {
    let text = fs::read_to_string(task.join("syscall")).unwrap_or_default();
    let number = |word: &str| match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    };
    text.split_whitespace().filter_map(number).collect()
}
