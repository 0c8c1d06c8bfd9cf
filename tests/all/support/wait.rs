//! Waiting for a condition.

use std::thread;
use std::time::{Duration, Instant};

/// The longest that a condition is awaited. Far more than any takes, because the machine may be
/// busy: a test that waits this long has failed.
pub const LIMIT: Duration = Duration::from_secs(120);

/// Waits until a condition holds. Panics with a description of what is wrong after [`LIMIT`].
#[track_caller]
pub fn wait_until(mut holds: impl FnMut() -> bool, wrong: impl FnOnce() -> String) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "after {LIMIT:?}: {}", wrong());
        thread::sleep(Duration::from_millis(2));
    }
}
