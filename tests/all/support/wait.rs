//! Waits for conditions.

use std::thread;
use std::time::{Duration, Instant};

/// The longest wait for a condition: far longer than needed, because the machine may be busy.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// Waits until a condition holds; after [`LIMIT`] panics with the message of `wrong`.
#[track_caller]
pub(crate) fn wait_until(mut holds: impl FnMut() -> bool, wrong: impl FnOnce() -> String) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "after {LIMIT:?}: {}", wrong());
        thread::sleep(Duration::from_millis(2));
    }
}
