//! Reports tests that this machine cannot run.

use std::io::{Write, stderr};
use std::panic::Location;
use std::process::Command;

/// Reports that a test, or a part of it, is not run. The harness has no such outcome and hides the
/// output of `println!` in passing tests, but it does not capture this line.
#[track_caller]
pub(crate) fn skip(reason: &str) {
    let _ = writeln!(stderr().lock(), "skipped: {}: {reason}", Location::caller());
}

/// Whether strace works; if not, the test is reported as skipped.
#[track_caller]
pub(crate) fn can_trace() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let works = tried.is_ok_and(|output| output.status.success());
    if !works {
        skip("strace is not installed, or may not trace");
    }
    works
}
